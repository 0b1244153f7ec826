"""Cells of a scanned page whose borders weren't all seen, so that a text may be in another cell than its author's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from forms.text import Box
from parsers.pdf.model import Edge
from parsers.ruling import SAME, RuledGrid
from parsers.scan.ocr import Image

__all__ = ["doubtful_cells", "is_bare", "is_touched", "is_veiled", "is_written_red", "touching", "veiled_cells"]

SUPPORT = 0.8
"""Share of a border that must have ink of its own for the border to be seen and not only supposed."""
CORNER = 2.5
"""Points at the ends of a border that don't count: the rules that it meets have their ink there."""
ACROSS, DOWN = 24.0, 15.0
"""Points from which on an unbroken level or upright stroke in a cell is no character's."""
BRIDGED = 1.0
"""Points that such a stroke may miss."""
THROUGH = 0.85
"""Share of a cell's width or height from which on strokes in one line through it are a border that wasn't taken for one."""
WOBBLE = 2.4
"""Points by which pieces of one such line may be apart across it."""
WRITTEN = 2.3
"""Points across of a square with as much ink as the least that is written."""
HIDING = 4.0
"""Such squares that the ink of a seal, and what is right beside it, takes of a cell for it to hide a character there."""
BESIDE = 2.0
"""Heights of a line beside it within which a seal may hide what goes on with it."""
BARE = 0.3
"""Share of the columns of pixels of a line under a seal that have ink at least, its gaps between words included."""
OWN = 2.5
"""Points across of ink beside a rule from which on it isn't the rule's own uneven edge."""


def doubtful_cells(
    grids: Sequence[RuledGrid],
    edges: Sequence[Edge],
    ink: Image,
    mask: Image,
    unit: float,
    faint: Image | None = None,
) -> set[tuple[int, int]]:
    """The cells, as (grid, cell), that have a border with little ink, or what may be one more border inside.

    *ink* is all that is dark on the page, *faint* that and what may be, *mask* where *edges* were drawn over it; they have *unit* pixels a point.
    """
    drawn = np.asarray(cv2.bitwise_and(ink if faint is None else faint, mask), np.uint8)
    rest = np.asarray(cv2.bitwise_and(ink, cv2.bitwise_not(mask)), np.uint8)
    level, upright = _strokes(rest, ACROSS, unit), _strokes(np.asarray(rest.T.copy(), np.uint8), DOWN, unit)
    ruled = np.asarray(mask, np.uint8)
    found: set[tuple[int, int]] = set()
    for number, grid in enumerate(grids):
        for index, cell in enumerate(grid.cells):
            x0, top, x1, bottom = cell.box
            if (
                any(not _is_seen(side, drawn, ruled, unit) for side in _sides(cell.box))
                or _is_crossed(level, (x0, top, x1, bottom), unit)
                or _is_crossed(upright, (top, x0, bottom, x1), unit)
            ):
                found.add((number, index))
    return found


def _sides(box: Box) -> Iterator[tuple[bool, float, float, float]]:
    """The borders of a cell: whether upright, where across, from where to where."""
    x0, top, x1, bottom = box
    yield from ((False, top, x0, x1), (False, bottom, x0, x1), (True, x0, top, bottom), (True, x1, top, bottom))


def _is_seen(side: tuple[bool, float, float, float], drawn: Image, ruled: Image, unit: float) -> bool:
    """Whether most of a border has ink. One that no rule was ever taken for is a table's open side."""
    upright, at, start, end = side
    if end - start <= 3 * CORNER:
        return True
    low, high = max(0, round((at - SAME) * unit)), round((at + SAME) * unit) + 1
    first, last = max(0, round((start + CORNER) * unit)), round((end - CORNER) * unit)
    area = (slice(first, last), slice(low, high)) if upright else (slice(low, high), slice(first, last))
    axis = 1 if upright else 0
    supposed = (ruled[area] > 0).any(axis=axis)
    if supposed.mean() < 0.1:
        return True
    return bool((drawn[area] > 0).any(axis=axis).mean() >= SUPPORT)


def _strokes(ink: Image, shortest: float, unit: float) -> Image:
    """The level strokes in *ink* that are longer than a character's."""
    thick = cv2.dilate(ink, np.ones((2, 1), np.uint8))
    gap = max(3, round(BRIDGED * unit)) | 1
    whole = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    return np.asarray(cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((1, round(shortest * unit)), np.uint8)), np.uint8)


def _is_crossed(strokes: Image, box: Box, unit: float) -> bool:
    """Whether level strokes go through most of *box* in one line."""
    x0, top, x1, bottom = (round(value * unit) for value in box)
    inset = round(1.5 * unit)
    part = strokes[max(top + inset, 0) : max(bottom - inset, 0), max(x0, 0) : max(x1, 0)] > 0
    if not part.size or not part.any():
        return False
    near = max(1, round(WOBBLE * unit))
    rows = np.flatnonzero(part.any(axis=1))
    return any(float(part[row : row + near].any(axis=0).mean()) >= THROUGH for row in rows[:: max(1, near // 2)])


def veiled_cells(
    grids: Sequence[RuledGrid], red: Image, veil: Image, unit: float, traces: Image | None = None
) -> set[tuple[int, int]]:
    """The cells, as (grid, cell), in which there is writing as red as the seal that lies over a part of them: what is under it can't be seen.

    *traces*, where it is given, is where ink of the seal was: on a page with such writing all of a cell's may have been taken for that.
    """
    found: set[tuple[int, int]] = set()
    for number, grid in enumerate(grids):
        for index, cell in enumerate(grid.cells):
            x0, top, x1, bottom = (max(0, round(value * unit)) for value in cell.box)
            part = (slice(top, bottom), slice(x0, x1))
            written = (WRITTEN * unit) ** 2
            hidden = traces is not None and (traces[part] > 0).sum() >= HIDING * written
            if hidden or (veil[part].any() and (red[part] > 0).sum() >= written):
                found.add((number, index))
    return found


def is_written_red(red: Image, unit: float) -> bool:
    """Whether a page has writing as red as its seals: more of it may be under them."""
    return int((red > 0).sum()) >= (WRITTEN * unit) ** 2


def is_veiled(box: Box, red: Image, veil: Image, unit: float) -> bool:
    """Whether a line of text at *box*, in pixels, has writing as red as a seal that lies over it or right beside it, where more may have stood."""
    x0, top, x1, bottom = (max(0, round(value)) for value in box)
    beside = round(BESIDE * (bottom - top))
    near = veil[top:bottom, max(0, x0 - beside) : x1 + beside].any()
    return bool(near) and int((red[top:bottom, x0:x1] > 0).sum()) >= (WRITTEN * unit) ** 2


def is_bare(box: Box, ink: Image, veil: Image) -> bool:
    """Whether a line of text at *box*, in pixels, goes on under a seal with hardly any *ink* that is surely there: it was taken away with the seal."""
    x0, top, x1, bottom = (max(0, round(value)) for value in box)
    under = np.asarray((veil[top:bottom, x0:x1] > 0).any(axis=0))
    if not under.any() or under.sum() < bottom - top:
        return False
    return bool(np.asarray((ink[top:bottom, x0:x1] > 0).any(axis=0))[under].mean() < BARE)


def touching(rest: Image, mask: Image, unit: float) -> Image:
    """255 where ink that is left without the rules was joined to a rule and is too large to be the rule's own edge: text on a border."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(rest, connectivity=8)
    beside = labels[(cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0) & (rest > 0)]
    touches = np.bincount(beside, minlength=count)
    large = (np.minimum(stats[:, 2], stats[:, 3]) >= OWN * unit) & (touches > 0)
    large[0] = False
    return np.asarray(large[labels].astype(np.uint8) * 255, np.uint8)


def is_touched(box: Box, touched: Image) -> bool:
    """Whether a line of text at *box*, in pixels, has ink of that kind."""
    x0, top, x1, bottom = (max(0, round(value)) for value in box)
    return bool(touched[top:bottom, x0:x1].any())
