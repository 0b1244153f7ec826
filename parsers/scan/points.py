"""Points of a scanned line by where they stand: a comma hangs below the digits beside it, a full stop is as low as they are, a middle dot is higher."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from parsers.scan.ocr import Image
from parsers.scan.signs import Sign

__all__ = ["is_middle_dot", "pointed"]

POINTS, COMMAS = frozenset(".．"), frozenset(",，")
HANGS, TALL = 0.08, 0.26
"""Ems by which a comma hangs below the digits beside it, and that it is high at least. Measured on scans: 0.10 to 0.21 and 0.30 to 0.41."""
STANDS, LOW = 0.05, 0.24
"""Ems up to which a point does, and is high. Measured: 0.00 to 0.03 and 0.13 to 0.23."""
SURE = 0.99
"""Confidence below which a point is doubted: where its number is underlined, the rule has taken what hung below. True points are read with more."""
DOT, ROUND = (0.07, 0.2), 1.6
"""Ems across that a middle dot has, and times that it may be longer one way than the other. Measured: 0.14 to 0.16."""
MIDDLE = (0.3, 0.78)
"""Shares of the height of the characters beside it between which it is. Measured: 0.54 to 0.74; a full stop or comma ends at 0.9 and lower."""
FREE = 0.3
"""Ems from the ink on its left to that on its right; two characters alone leave 0.1. Measured: 0.32 to 0.36."""
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


def is_middle_dot(ink: Image, at: float, before: float, behind: float, em: float) -> bool:
    """Whether a round dot stands alone in the line's *ink* about *at*, in the middle of the height of the characters at *before* and *behind*."""
    runs = _runs(ink)
    places = [
        index for index, run in enumerate(runs) if before < sum(run) / 2 < behind and run[1] - run[0] <= DOT[1] * em
    ]
    if not places:
        return False
    index = min(places, key=lambda place: abs(sum(runs[place]) / 2 - at))
    if not 0 < index < len(runs) - 1 or runs[index + 1][0] - runs[index - 1][1] < FREE * em:
        return False
    rows = _rows(ink, runs[index])
    high, across = int(rows[-1] - rows[0] + 1), runs[index][1] - runs[index][0]
    if min(high, across) < DOT[0] * em or max(high, across) > min(DOT[1] * em, ROUND * min(high, across)):
        return False
    beside = np.concatenate((_rows(ink, runs[index - 1]), _rows(ink, runs[index + 1])))
    top, whole = int(beside.min()), int(np.ptp(beside)) + 1
    return bool(MIDDLE[0] <= (rows[0] - top) / whole and (rows[-1] + 1 - top) / whole <= MIDDLE[1])


def _drawn(ink: Image, before: float, behind: float) -> tuple[float, int] | None:
    """Pixels that the one mark between two digits at these places reaches below them, and that it is high; None where it isn't apart from them."""
    runs = _runs(ink)
    digits = [run for run in runs if run[0] <= before <= run[1] or run[0] <= behind <= run[1]]
    marks = [run for run in runs if before < sum(run) / 2 < behind and run not in digits]
    if len(marks) != 1 or not digits:
        return None
    rows = _rows(ink, marks[0])
    low = float(np.mean([_rows(ink, run)[-1] for run in digits]))
    return float(rows[-1]) - low, int(rows[-1] - rows[0] + 1)


def _runs(ink: Image) -> list[tuple[int, int]]:
    """From where to where columns of a line have ink."""
    columns = np.concatenate(([0], np.asarray(ink.any(axis=0), np.int8), [0]))
    return [(int(start), int(end)) for start, end in np.flatnonzero(np.diff(columns)).reshape(-1, 2)]


def _rows(ink: Image, run: tuple[int, int]) -> NDArray[np.int64]:
    return np.asarray(np.flatnonzero(ink[:, run[0] : run[1]].any(axis=1)), np.int64)
