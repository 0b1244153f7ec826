"""The rows of a table that has no lines, told by its texts: lines of one text are nearer to one another than rows are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from parsers.pdf.gutters import Piece, pieces_of
from parsers.pdf.lines import Row

__all__ = ["Band", "bands_of"]

LEAST, MOST = 0.9, 1.9
"""Ems from one line of a text to the next, at least and at most."""
JUMP = 1.15
"""Times the distance of lines in a text from which on a distance is that of rows."""
UNDER = 0.5
"""Share of the narrower of two texts that must stand under the other for it to be in one column with it."""
OVER = 0.3
"""Ems by which texts of one row stand beside one another at least."""
BESIDE = 2.0
"""Ems up to which a row may be from a label that stands between it and another, and belongs to both."""


@dataclass(slots=True, eq=False)
class Blob:
    """A text of one cell, or of a part of one: its lines, and whether it stands in the first column."""

    left: float
    right: float
    top: float
    bottom: float
    first: bool
    last: float
    """The baseline of its last line."""
    size: float


@dataclass(slots=True, eq=False)
class Band:
    """A row of a table; ``goes_on`` tells that its first column goes on from the row above."""

    top: float
    bottom: float
    goes_on: bool = False
    labelled: bool = False


def bands_of(lines: list[Row], rules: list[float]) -> list[Band]:
    """The rows of a table of *lines*; there is one between any two of the heights *rules* at least."""
    lines = sorted(lines, key=lambda row: row.y)
    blobs = _blobs(lines, rules)
    bands: list[Band] = []
    for blob in sorted((blob for blob in blobs if not blob.first), key=lambda blob: blob.top):
        if bands and blob.top < bands[-1].bottom - OVER * blob.size:
            bands[-1].bottom = max(bands[-1].bottom, blob.bottom)
        else:
            bands.append(Band(blob.top, blob.bottom))
    for blob in (blob for blob in blobs if blob.first):
        _label(blob, bands)
    bands.sort(key=lambda band: band.top)
    found: list[Band] = []
    for band in bands:
        parted = any(found and found[-1].bottom <= y + 1 and y - 1 <= band.top for y in rules)
        alone = sum(band.top - 0.1 <= blob.top and blob.bottom <= band.bottom + 0.1 for blob in blobs) == 1
        if found and not band.labelled and not band.goes_on and alone and not parted:
            # What stands alone beside no label is a further paragraph of the cell above.
            found[-1].bottom = max(found[-1].bottom, band.bottom)
            continue
        if found and not band.labelled:
            band.goes_on = True
        found.append(band)
    return found


def _label(blob: Blob, bands: list[Band]) -> None:
    """Puts a text of the first column into the rows that it stands beside."""
    over = sorted(
        (
            band
            for band in bands
            if band.top < blob.bottom - OVER * blob.size and blob.top < band.bottom - OVER * blob.size
        ),
        key=lambda band: band.top,
    )
    if not over:
        near = sorted(
            (
                band
                for band in bands
                if not band.labelled and max(band.top - blob.bottom, blob.top - band.bottom) <= BESIDE * blob.size
            ),
            key=lambda band: band.top,
        )
        if len(near) == 2 and near[0].top < blob.top < near[1].top and not near[0].goes_on:
            over = near
    if not over:
        bands.append(Band(blob.top, blob.bottom, labelled=True))
        bands.sort(key=lambda band: band.top)
        return
    over[0].labelled = True
    if len(over) == 1:
        return
    for band in over[1:]:
        band.goes_on = not band.labelled


def _blobs(lines: list[Row], rules: list[float]) -> list[Blob]:
    """The texts of *lines*, each with all its lines."""
    split = [(row, pieces_of(row)) for row in lines]
    inside = _inside(split)
    others = [piece for _, pieces in split for piece in pieces[1:]]
    found: list[Blob] = []
    for row, pieces in split:
        open_ones = [blob for blob in found if row.y - blob.last <= inside * row.size]
        for number, (left, right, _) in enumerate(pieces):
            above = next(
                (
                    blob
                    for blob in open_ones
                    if _is_under(left, right, blob.left, blob.right)
                    and not any(blob.last < y < row.y - 0.3 * row.size for y in rules)
                ),
                None,
            )
            if above is not None and above.last < row.y:
                above.left, above.right = min(left, above.left), max(right, above.right)
                above.last, above.bottom = row.y, row.y + 0.14 * row.size
                continue
            first = number == 0 and not any(_is_under(left, right, a, b) for a, b, _ in others)
            found.append(Blob(left, right, row.y - 0.88 * row.size, row.y + 0.14 * row.size, first, row.y, row.size))
    return found


def _is_under(left: float, right: float, other_left: float, other_right: float) -> bool:
    shared = min(right, other_right) - max(left, other_left)
    return shared > UNDER * min(right - left, other_right - other_left)


def _inside(split: list[tuple[Row, list[Piece]]]) -> float:
    """Up to which distance, in ems, lines under one another are those of one text: below the first jump of the distances that there are."""
    steps = []
    for number, (row, pieces) in enumerate(split):
        for left, right, _ in pieces:
            for other, others in reversed(split[max(0, number - 8) : number]):
                if any(_is_under(left, right, a, b) for a, b, _ in others):
                    steps.append((row.y - other.y) / row.size)
                    break
    steps = sorted(step for step in steps if step >= LEAST)
    for less, more in pairwise(steps):
        if less > MOST:
            break
        if more >= JUMP * less:
            return (less + more) / 2
    return LEAST
