"""Folds of the paper on a scanned page: their shade looks like a rule, and goes on to where the paper ends."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from parsers.scan.ocr import Image
from parsers.scan.strokes import Rule, strokes_of

__all__ = ["fold_mask", "without_folds"]

SHORTEST = 24.0
"""Points of a piece of a fold."""
HALF = 0.5
"""Share of such a piece that has ink in one row of pixels: a line that isn't quite level is in two."""
EDGE, BEYOND = 40.0, 24.0
"""Points from the picture's edge within which a fold begins and ends to be seen, and by which it goes on beyond rules."""
IN_LINE, APART, OVERLAP = 4.0, 200.0, 40.0
"""Points by which two pieces of one fold may be apart across it and along it, and go on beside one another."""
DRAWN = 0.6
"""Share of its length that a fold is seen."""
MOST = 3
"""Folds of a sheet in one direction; where more lines go from edge to edge the picture was cut to the table."""
RULE, INSIDE = 100.0, 0.8
"""Points from which on a line is no character's, and the share of such lines that end further inside than the folds do."""
RULED, DARKER, SHADE = 0.85, 14.0, 10.0
"""Share of a table's width that a rule in a fold is drawn, grey levels by which it is darker than the fold's shade, and the percentile of that which tells how dark it is."""
BAND = 4.0
"""Points on either side of a fold within which ink may be its shade."""


def fold_mask(ink: Image, faint: Image, unit: float, picture: Image) -> Image | None:
    """255 where there is the shade of a fold, of any direction; None where there is none.

    *ink* of *picture* (grey) has *unit* pixels a point, *faint* is all that may be ink.
    """
    level = _shades(faint, unit, picture)
    upright = _shades(np.ascontiguousarray(faint.T), unit, np.ascontiguousarray(picture.T))
    if upright is not None:
        upright = np.ascontiguousarray(upright.T)
    if level is None or upright is None:
        return upright if level is None else level
    return np.asarray(cv2.bitwise_or(level, upright), np.uint8)


def without_folds(ink: Image, folds: Image | None) -> Image:
    """*ink* without what *folds* masks."""
    return ink if folds is None else np.asarray(cv2.bitwise_and(ink, cv2.bitwise_not(folds)), np.uint8)


def _shades(faint: Image, unit: float, picture: Image) -> Image | None:
    """The same of level folds alone."""
    width = faint.shape[1] / unit
    # Most pages have nothing in their margins, which is soon seen.
    margin = round((EDGE + SHORTEST) * unit)
    if (
        min(int((part > 0).sum(axis=1).max(initial=0)) for part in (faint[:, :margin], faint[:, -margin:]))
        < HALF * SHORTEST * unit
    ):
        return None
    strokes = list(strokes_of(faint, SHORTEST, unit, upright=False))
    folds = [fold for stroke in strokes if stroke.start <= EDGE and (fold := _followed(stroke, strokes, width))]
    own = {id(piece) for fold in folds for piece in fold}
    others = [stroke for stroke in strokes if id(stroke) not in own and stroke.end - stroke.start >= RULE]
    start, end = max((fold[0].start for fold in folds), default=0.0), min((fold[-1].end for fold in folds), default=0.0)
    inside = [stroke for stroke in others if stroke.start > start + BEYOND and stroke.end < end - BEYOND]
    if not folds or len(folds) > MOST or len(inside) < max(len(folds), INSIDE * len(others)):
        return None
    band = np.zeros(faint.shape, np.uint8)
    # Many lines are shorter than the table is wide: underlines, and borders of cells.
    starts, ends = [r.start for r in inside], [r.end for r in inside]
    limits = [round(float(np.percentile(at, part)) * unit) for at, part in ((starts, SHADE), (ends, 100 - SHADE))]
    for fold in folds:
        places = [
            (round(at * unit), round(piece.at * unit - 0.5))
            for rule in fold
            for piece in rule.pieces
            for at in (piece.start, piece.end)
        ]
        places = [(0, places[0][1]), *places, (faint.shape[1], places[-1][1])]
        own_band = np.zeros(faint.shape, np.uint8)
        cv2.polylines(
            own_band, [np.array(places, np.int32)], isClosed=False, color=255, thickness=round(2 * BAND * unit)
        )
        band |= _without_rule(own_band, picture, *limits)
    # What stands across a fold, a rule or a character's stroke, goes on beyond it.
    standing = cv2.morphologyEx(faint, cv2.MORPH_OPEN, np.ones((round(3 * BAND * unit), 1), np.uint8))
    return np.asarray(cv2.bitwise_and(band, cv2.bitwise_not(standing)), np.uint8)


def _without_rule(band: Image, picture: Image, start: int, end: int) -> Image:
    """*band* without the rule that goes from *start* to *end*, as others do, in a fold's shade or right beside it: it is darker than the shade is beyond."""
    rows = np.flatnonzero(band.any(axis=1))
    part, shown = band[rows[0] : rows[-1] + 1], picture[rows[0] : rows[-1] + 1]
    deepest = np.where(part > 0, shown, np.uint8(255)).min(axis=0)
    beyond = np.concatenate((deepest[: max(start - 1, 1)], deepest[end + 1 :]))
    level = float(np.percentile(beyond, SHADE)) - DARKER
    if (deepest[start:end] <= level).mean() >= RULED:
        part[:, start:end][shown[:, start:end] <= level] = 0
    return band


def _followed(first: Rule, strokes: Sequence[Rule], width: float) -> list[Rule]:
    """The pieces of the line that begins with *first*, if it goes on to the other edge, *width* points away."""
    found, drawn = [first], first.end - first.start
    while found[-1].end < width - EDGE:
        last = found[-1]
        ahead = [
            stroke
            for stroke in strokes
            if last.end - OVERLAP <= stroke.start <= last.end + APART
            and stroke.end > last.end
            and abs(stroke.pieces[0].at - last.pieces[-1].at) <= IN_LINE
        ]
        if not ahead:
            return []
        found.append(min(ahead, key=lambda stroke: stroke.start))
        drawn += found[-1].end - found[-1].start
    return found if drawn >= DRAWN * width else []
