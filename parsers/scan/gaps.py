"""Room for a character between two that were read: the one for one, a thin stroke, is passed over there, and on a fax hardly anything is left of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from parsers.scan.ocr import Image
from parsers.scan.signs import PASSED_OVER, STROKE, Sign, is_wide

__all__ = ["filled"]

ROOM = 1.6
"""Ems from the middle of one character to that of the next from which on another one may stand between them."""
OWN = 0.55
"""Ems round the middle of a character that are its own."""
BAND = (0.25, 0.78)
"""Shares of a line's height between which such a stroke is: an underline is below."""
LONG, THICK, BROKEN = 0.4, 0.24, 0.2
"""Ems that it is long at least, thick at most, and that it may miss at once."""
SPECK = 2
"""Columns of pixels with ink that are more than a speck."""


def filled(signs: list[Sign], ink: Image, em: float) -> list[Sign]:
    """*signs*, and the character for one wherever a level stroke stands alone in the room of one; in doubt, as those beside whatever else is there."""
    found = list(signs)
    doubted: set[int] = set()
    more: list[Sign] = []
    for index, (left, right) in enumerate(pairwise(signs)):
        if right.at - left.at < ROOM * em or not (is_wide(left.text) and is_wide(right.text)):
            continue
        if left.text.isspace() or right.text.isspace():
            continue
        start, end = max(0, round(left.at + OWN * em)), max(0, round(right.at - OWN * em) + 1)
        rows = slice(round(BAND[0] * ink.shape[0]), round(BAND[1] * ink.shape[0]) + 1)
        columns = np.flatnonzero(ink[rows, start:end].any(axis=0))
        if len(columns) < SPECK:
            continue
        doubted |= {index, index + 1}
        if (at := _stroke(ink, (left.at + right.at) / 2, right.at - left.at, em)) is not None:
            more.append(Sign(text=STROKE, at=at, confidence=PASSED_OVER))
    if not doubted:
        return signs
    found = [
        replace(sign, confidence=min(sign.confidence, PASSED_OVER)) if index in doubted else sign
        for index, sign in enumerate(signs)
    ]
    return sorted([*found, *more], key=lambda sign: sign.at)


def _stroke(ink: Image, middle: float, room: float, em: float) -> float | None:
    """The middle of the one level stroke in the *room* about *middle*, as long as a character is wide; None where there is none or something else."""
    half = room / 2 - OWN * em
    start, end = max(0, round(middle - half)), round(middle + half) + 1
    part = ink[round(BAND[0] * len(ink)) : round(BAND[1] * len(ink)) + 1, start:end]
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if not len(columns) or rows[-1] - rows[0] + 1 > THICK * em:
        return None
    if np.diff(columns).max(initial=1) > BROKEN * em or columns[-1] - columns[0] + 1 < LONG * em:
        return None
    return float(start + (columns[0] + columns[-1]) / 2)
