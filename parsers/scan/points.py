"""Points and commas between digits of a scanned line: a comma hangs below the digits, a point stands as low as they do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from parsers.scan.ocr import Image
from parsers.scan.signs import Sign

__all__ = ["pointed"]

POINTS, COMMAS = frozenset(".．"), frozenset(",，")
HANGS, TALL = 0.08, 0.26
"""Ems by which a comma hangs below the digits beside it, and that it is high at least. Measured on scans: 0.10 to 0.21 and 0.30 to 0.41."""
STANDS, LOW = 0.05, 0.24
"""Ems up to which a point does, and is high. Measured: 0.00 to 0.03 and 0.13 to 0.23."""
SURE = 0.99
"""Confidence below which a point is doubted: where its number is underlined, the rule has taken what hung below. True points are read with more."""
TOLD = 0.85
"""Confidence of a mark that was read as the other one, or may be it."""


def pointed(sign: Sign, index: int, signs: list[Sign], ink: Image, em: float) -> Sign:
    """*sign*, or where it is a point or comma between two digits the one that is drawn in the line's *ink*."""
    if sign.text not in POINTS | COMMAS or not 0 < index < len(signs) - 1:
        return sign
    before, behind = signs[index - 1], signs[index + 1]
    if not (before.text.isdecimal() and behind.text.isdecimal()):
        return sign
    drawn = _drawn(ink, before.at, behind.at)
    if drawn is not None:
        low, high = drawn[0] / em, drawn[1] / em
        if sign.text in POINTS and low >= HANGS and high >= TALL:
            return replace(sign, text=",", confidence=min(sign.confidence, TOLD))
        if sign.text in COMMAS and low <= STANDS and high <= LOW:
            return replace(sign, text=".", confidence=min(sign.confidence, TOLD))
    return (
        replace(sign, confidence=min(sign.confidence, TOLD)) if sign.text in POINTS and sign.confidence < SURE else sign
    )


def _drawn(ink: Image, before: float, behind: float) -> tuple[float, int] | None:
    """Pixels that the one mark between two digits at these places reaches below them, and that it is high; None where it isn't apart from them."""
    columns = np.concatenate(([0], np.asarray(ink.any(axis=0), np.int8), [0]))
    runs = [(int(start), int(end)) for start, end in np.flatnonzero(np.diff(columns)).reshape(-1, 2)]
    digits = [run for run in runs if run[0] <= before <= run[1] or run[0] <= behind <= run[1]]
    marks = [run for run in runs if before < sum(run) / 2 < behind and run not in digits]
    if len(marks) != 1 or not digits:
        return None
    rows = _rows(ink, marks[0])
    low = float(np.mean([_rows(ink, run)[-1] for run in digits]))
    return float(rows[-1]) - low, int(rows[-1] - rows[0] + 1)


def _rows(ink: Image, run: tuple[int, int]) -> NDArray[np.int64]:
    return np.asarray(np.flatnonzero(ink[:, run[0] : run[1]].any(axis=1)), np.int64)
