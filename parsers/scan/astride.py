"""Characters that stand across the border of their cell: text that is too long for it runs on over the rule."""

from __future__ import annotations

import numpy as np

from parsers.scan.ocr import Image

__all__ = ["astride"]

ASTRIDE, RULE, BEGINS = 0.1, 0.7, 0.2
"""Heights of a line within which a character that a rule goes through has ink on either side of it; points of half a rule; and heights by which it begins before it."""


def astride(box: tuple[float, float, float, float], at: float, ink: Image, unit: float) -> float | None:
    """Where the character in *box* ends through which an upright rule at *at* goes; None where each side has characters of its own."""
    x0, top, x1, bottom = (max(0, round(value)) for value in box)
    height = bottom - top
    near, half = max(2, round(ASTRIDE * height)), round(RULE * unit)
    place = round(at)
    if place - x0 < BEGINS * height or place - half - near < 0:
        return None
    before = ink[top:bottom, place - half - near : place - half + 1].any(axis=1)
    behind = ink[top:bottom, place + half : place + half + near + 1].any(axis=1)
    # Strokes that go on beyond the rule are there on both sides of it, at one height.
    if int((before & behind).sum()) < max(2, round(0.04 * height)):
        return None
    columns = np.asarray(ink[top:bottom, place + half : x1 + 1].any(axis=0), np.bool_)
    clear = np.flatnonzero(~columns)
    clear = clear[clear > near]
    # A character has no gap as wide as that between it and the next.
    end = next((int(c) for c in clear if not columns[c : c + 2 * near].any()), len(columns))
    return float(place + half + end) if end <= height else None
