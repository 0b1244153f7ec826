"""Boxes of a document back to where they are on pages that were set straight to be laid out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from forms.text import Box
from parsers.document import Block, Cell, Paragraph, Table
from parsers.pdf.model import Warp

__all__ = ["Seam", "leveled", "moved", "placed"]


@dataclass(frozen=True, slots=True)
class Seam:
    """Where on a page what is from another *sheet* begins, and by how many points it stands farther right there."""

    at: float
    sheet: int
    right: float


Places = Mapping[int, tuple[int, Warp | None]]
Seams = Mapping[int, Sequence[Seam]]


def placed(blocks: Iterable[Block], places: Places, seams: Seams | None = None) -> list[Block]:
    """*blocks* with their pages and boxes as they are shown: *places* tells the page's number there, and how what is on it is moved.

    *seams* tells it of pages that were put beside one another.
    """
    if not seams and all(number == sheet and warp is None for number, (sheet, warp) in places.items()):
        return list(blocks)
    return [_block(block, places, seams or {}) for block in blocks]


def _block(block: Block, places: Places, seams: Seams) -> Block:
    page, box = _place(block, places, seams)
    if isinstance(block, Paragraph):
        return replace(block, page=page, box=box)
    cells = []
    for cell in block.cells:
        on, where = _place(cell, places, seams)
        cells.append(replace(cell, page=on, box=where, blocks=tuple(placed(cell.blocks, places, seams))))
    return replace(block, page=page, box=box, cells=tuple(cells))


def _place(thing: Paragraph | Table | Cell, places: Places, seams: Seams) -> tuple[int | None, Box | None]:
    if thing.page is None:
        return None, None
    page, warp = places.get(thing.page, (thing.page, None))
    if thing.box is None:
        return page, None
    for seam in reversed(seams.get(thing.page, ())):
        x0, top, x1, bottom = thing.box
        if (x0 + x1) / 2 >= seam.at and x0 >= seam.at - 1:
            return seam.sheet, (round(x0 + seam.right, 2), top, round(x1 + seam.right, 2), bottom)
    return page, thing.box if warp is None else moved(thing.box, warp)


def moved(box: Box, warp: Warp) -> Box:
    """The smallest upright box round *box* as *warp* maps it, rounded to a hundredth of a point."""
    x0, top, x1, bottom = box
    corners = [_point(x, y, warp) for x, y in ((x0, top), (x1, top), (x0, bottom), (x1, bottom))]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return (round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2))


def leveled(box: Box, warp: Warp) -> Box:
    """The box of which *box* is what ``moved`` makes by *warp*, for pages that were turned or seen slightly aslant."""
    x0, top, x1, bottom = box
    across, down = (x0 + x1) / 2, (top + bottom) / 2
    a, b, c, d, e, f, g, h, i = warp
    # What the middle comes from, and how the map turns what is near it.
    p, q, r, s = a - g * across, b - h * across, d - g * down, e - h * down
    whole = p * s - q * r or 1e-9
    x = ((i * across - c) * s - (i * down - f) * q) / whole
    y = ((i * down - f) * p - (i * across - c) * r) / whole
    scale = abs(g * x + h * y + i)
    p, q, r, s = (abs(value) / (scale or 1e-9) for value in (p, q, r, s))
    square = p * s - q * r or 1e-9
    wide, high = ((x1 - x0) * s - (bottom - top) * q) / square, ((bottom - top) * p - (x1 - x0) * r) / square
    return (x - abs(wide) / 2, y - abs(high) / 2, x + abs(wide) / 2, y + abs(high) / 2)


def _point(x: float, y: float, warp: Warp) -> tuple[float, float]:
    a, b, c, d, e, f, g, h, i = warp
    scale = g * x + h * y + i or 1e-9
    return (a * x + b * y + c) / scale, (d * x + e * y + f) / scale
