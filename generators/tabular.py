"""A form's document laid out on the one grid of a worksheet: its paragraphs are rows over the whole width, its tables keep their cells.

The columns of all its tables become one set of columns, so that tables of other columns stand over each other as they do on paper.
"""

from __future__ import annotations

import io
import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, cast

from docx import Document
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row, CT_Tc
from docx.table import Table
from docx.text.paragraph import Paragraph

__all__ = ["Layout", "Placed", "layout"]

Side = Literal["left", "center", "right"]

_TWIPS = 20
"""To a point."""
_SNAP = 4.0
"""Points within which two tables' edges are one: half a millimetre and a bit, as hands draw them."""
_LEADING = 1.35
"""The height of a line for its font size."""
_PADDING = 4.0
"""What a cell leaves above and below its text together, and so to its sides, in points."""
_DEFAULT_SIZE = 10.5
_TALLEST = 400.0
"""Points of one row; Excel allows 409. A taller cell is merged over several rows."""
_SIDES: dict[int, Side] = {1: "center", 2: "right"}
"""By the number of ``WD_ALIGN_PARAGRAPH``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """One text in its place; rows and columns count from 0. ``boxed`` tells a table's cell from a paragraph outside."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    font: str | None
    size: float
    bold: bool
    side: Side
    boxed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """What stands on the sheet. Widths of columns and heights of rows in points."""

    widths: tuple[float, ...]
    heights: tuple[float, ...]
    cells: tuple[Placed, ...]
    landscape: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Look:
    font: str | None = None
    size: float = _DEFAULT_SIZE
    bold: bool = False
    side: Side = "left"


@dataclass(kw_only=True, slots=True)
class _Cell:
    """A table's cell before its table has a place: ``left`` and ``right`` in points, rows of its table."""

    row: int
    left: float
    right: float
    text: str
    look: _Look
    row_span: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class _Grid:
    cells: tuple[_Cell, ...]
    rows: int
    least: tuple[float, ...]
    """The height that each row has at least."""


def layout(docx: bytes) -> Layout:
    """The layout of the document *docx*, one of our own making: its tables hold no tables."""
    document = Document(io.BytesIO(docx))
    section = document.sections[0]
    blocks = [block if isinstance(block, Paragraph) else _grid(block) for block in document.iter_inner_content()]
    page = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    edges = _edges([b for b in blocks if isinstance(b, _Grid)], page / 12700)
    heights: list[float] = []
    cells: list[Placed] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            look, text = _look(block), block.text
            rows = _rows(_height(text, look, edges[-1] - edges[0]))
            cells.append(_placed(len(heights), 0, len(rows), len(edges) - 1, text, look, boxed=False))
            heights += rows
        else:
            _place(block, edges, heights, cells)
    return Layout(
        widths=tuple(right - left for left, right in pairwise(edges)),
        heights=tuple(heights),
        cells=tuple(cells),
        landscape=section.orientation == WD_ORIENTATION.LANDSCAPE,
    )


def _grid(table: Table) -> _Grid:
    found: list[_Cell] = []
    least: list[float] = []
    columns = [int(column.get(qn("w:w")) or 0) / _TWIPS for column in table._tbl.tblGrid.gridCol_lst]  # noqa: SLF001  # no public way to the grid
    for number, row in enumerate(cast(Sequence[CT_Row], table._tbl.tr_lst)):  # noqa: SLF001
        least.append((row.trHeight_val or 0) / 12700)
        at = row.grid_before
        for cell in cast(Sequence[CT_Tc], row.tc_lst):
            left, right = sum(columns[:at]), sum(columns[: at + cell.grid_span])
            at += cell.grid_span
            above = next((c for c in reversed(found) if c.left == left and c.row + c.row_span == number), None)
            if cell.vMerge == "continue" and above is not None:
                above.row_span += 1
                continue
            paragraphs = [Paragraph(one, table) for one in cell.p_lst]
            look = _look(next((one for one in paragraphs if one.text.strip()), paragraphs[0]))
            text = "\n".join(one.text for one in paragraphs)
            found.append(_Cell(row=number, left=left, right=right, text=text, look=look))
    return _Grid(cells=tuple(found), rows=len(least), least=tuple(least))


def _edges(grids: Sequence[_Grid], page: float) -> list[float]:
    """The columns' edges in points, each a place where a cell of any table begins or ends."""
    found: list[float] = []
    for edge in sorted({edge for grid in grids for cell in grid.cells for edge in (cell.left, cell.right)}):
        if not found or edge - found[-1] > _SNAP:
            found.append(edge)
    return found if len(found) > 1 else [0.0, page]


def _place(grid: _Grid, edges: Sequence[float], heights: list[float], cells: list[Placed]) -> None:
    """Puts a table under what stands already."""
    wanted = list(grid.least)
    for cell in sorted(grid.cells, key=lambda one: one.row_span):
        rows = range(cell.row, cell.row + cell.row_span)
        missing = _height(cell.text, cell.look, cell.right - cell.left) - sum(wanted[row] for row in rows)
        if missing > 0:
            wanted[rows[-1]] += missing
    begins = [len(heights)]
    for height in wanted:
        heights += _rows(height)
        begins.append(len(heights))
    for cell in grid.cells:
        left, right = _index(edges, cell.left), _index(edges, cell.right)
        first, last = begins[cell.row], begins[cell.row + cell.row_span]
        cells.append(_placed(first, left, last - first, right - left, cell.text, cell.look, boxed=True))


def _rows(height: float) -> list[float]:
    """*height* as that of one row, or of several where one can't be that tall."""
    parts = max(1, math.ceil(height / _TALLEST))
    return [height / parts] * parts


def _index(edges: Sequence[float], edge: float) -> int:
    """Which of *edges* is meant by *edge*, which lies on one or up to ``_SNAP`` behind it."""
    at = bisect_left(edges, edge)
    return at if at < len(edges) and edges[at] == edge else at - 1


def _placed(row: int, column: int, row_span: int, column_span: int, text: str, look: _Look, *, boxed: bool) -> Placed:
    return Placed(
        row=row,
        column=column,
        row_span=row_span,
        column_span=column_span,
        text=text,
        font=look.font,
        size=look.size,
        bold=look.bold,
        side=look.side,
        boxed=boxed,
    )


def _height(text: str, look: _Look, width: float) -> float:
    """The points that *text* takes when it is wrapped to *width* points."""
    room = max(width - _PADDING, look.size)
    lines = sum(max(1, math.ceil(_length(line) * look.size / room)) for line in text.split("\n"))
    return lines * look.size * _LEADING + _PADDING


def _length(line: str) -> float:
    """How many ems *line* takes: one for a Han character, half a one for others."""
    return sum(1.0 if ord(sign) > 0x2E80 or sign in "“”‘’…—" else 0.55 for sign in line)


def _look(paragraph: Paragraph) -> _Look:
    """How a paragraph's text looks, by its first run that has any and the styles behind it."""
    run = next((one for one in paragraph.runs if one.text.strip()), None)
    own = [] if run is None else [run._r.rPr, *(style.element.rPr for style in _chain(run.style))]  # noqa: SLF001
    styles = _chain(paragraph.style)
    font, size, bold = None, None, None
    for properties in (*own, *(style.element.rPr for style in styles)):
        if properties is None:
            continue
        fonts, mark = properties.find(qn("w:rFonts")), properties.find(qn("w:b"))
        font = font or (None if fonts is None else fonts.get(qn("w:eastAsia")))
        size = size or (None if properties.sz is None else properties.sz.val.pt)
        bold = bold if bold is not None or mark is None else mark.val
    sides = [paragraph.alignment, *(style.paragraph_format.alignment for style in styles)]
    side = next((int(one) for one in sides if one is not None), 0)
    return _Look(font=font, size=size or _DEFAULT_SIZE, bold=bool(bold), side=_SIDES.get(side, "left"))


def _chain(style: Any) -> list[Any]:
    """*style* and those that it is based on."""
    found = []
    while style is not None:
        found.append(style)
        style = style.base_style
    return found
