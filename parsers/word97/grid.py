"""The layout grid that the cell edges of a Word table's rows make.

Every row tells its own edges in twips, so the columns of the grid are the edges of all rows together, with those that hardly differ taken as one.
Sources: [MS-DOC] 2.9.313 to 2.9.328 (cells and their merges), 2.6.3 (where a row stands).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from forms.errors import OverLimit
from parsers.merging import EdgedCell, Merge, merged_down
from parsers.word97.tables import DOWN, SIDEWAYS, Drawn, Item, Row

__all__ = ["Grid", "PlacedCell", "lay_out"]

COLUMN_LIMIT = 1000
_TOLERANCE = 40
"""Twips by which the edges of cells in one column may differ (0.7 mm): programs and hands set each row by itself."""
_UNTOLD_WIDTH = 100
_STARTS = 0x40
_MIDDLE, _RIGHT = 1, 2

PlacedCell = EdgedCell[list[Item]]
"""A cell on the grid."""


@dataclass(kw_only=True, slots=True)
class Grid:
    """A table laid out. ``notes`` are codes of what was odd about it."""

    rows: int
    columns: int
    cells: list[PlacedCell]
    notes: set[str]


def lay_out(rows: list[tuple[Row, Drawn]], doubts: set[str]) -> Grid:
    """The layout grid of a table of *rows*. Raises ``OverLimit`` for more columns than any form can have."""
    notes: set[str] = set()
    placed = [_cells(row, drawing, index, doubts) for index, (row, drawing) in enumerate(rows)]
    _align_rows(placed, [drawing.aligned for _, drawing in rows])
    lines = _lines({(cell.left, cell.right) for cells in placed for cell in cells})
    for cells in placed:
        _place(cells, lines, notes)
    columns = max((cell.column + cell.column_span for cells in placed for cell in cells), default=0)
    if columns > COLUMN_LIMIT:
        raise OverLimit("limit.columns", found=columns, limit=COLUMN_LIMIT)
    return Grid(rows=len(placed), columns=columns, cells=merged_down(placed, notes), notes=notes)


def _cells(row: Row, drawing: Drawn, index: int, doubts: set[str]) -> list[PlacedCell]:
    """The cells of a row with their edges, those merged sideways joined."""
    edges, merges = list(drawing.edges), list(drawing.merges)
    if len(merges) != len(row.cells):
        doubts.add("cell count")
        edges = edges or [0]
        while len(merges) < len(row.cells):
            merges.append(0)
            edges.append(edges[-1] + _UNTOLD_WIDTH)
    found: list[PlacedCell] = []
    leading = 0
    for items, left, right, merge in zip(row.cells, edges, edges[1:], merges, strict=False):
        sideways = merge & SIDEWAYS
        # The published format says that 2 leads cells merged sideways and 1 follows; Word 97's own description had it the other way round.
        # A cell can only follow one that leads, so the first of a group tells.
        if sideways and leading and sideways != leading:
            found[-1].right = right
            found[-1].covered.append(items)
            continue
        leading = sideways
        down: Merge = "" if not merge & DOWN else "restart" if merge & _STARTS else "continue"
        found.append(EdgedCell(items, row=index, left=left, right=right, merge=down))
    return found


def _align_rows(placed: list[list[PlacedCell]], aligned: list[int]) -> None:
    """Moves rows that stand in the middle or at the right to where the widest row has its middle or its right edge.

    Only where no fewer of their edges then agree with those of the widest row: some programs write the edges of such rows where they are drawn.
    """
    widest = max((cells for cells in placed if cells), key=lambda cells: cells[-1].right - cells[0].left, default=None)
    if widest is None or not any(aligned):
        return
    goal = sorted({edge for cell in widest for edge in (cell.left, cell.right)})
    alike: dict[tuple[int, int, int], list[PlacedCell]] = {}
    for cells, how in zip(placed, aligned, strict=True):
        if cells and how in (_MIDDLE, _RIGHT):
            alike.setdefault((how, cells[0].left, cells[-1].right), []).extend(cells)
    for (how, left, right), cells in alike.items():
        by = goal[-1] - right if how == _RIGHT else (goal[0] + goal[-1] - left - right) // 2
        edges = {edge for cell in cells for edge in (cell.left, cell.right)}
        if abs(by) > _TOLERANCE and _agreeing(edges, goal, by) >= _agreeing(edges, goal, 0):
            for cell in cells:
                cell.left, cell.right = cell.left + by, cell.right + by


def _agreeing(edges: set[int], goal: list[int], by: int) -> int:
    """How many of *edges*, moved *by* so much, have one of *goal* within the tolerance."""
    return sum(bisect_right(goal, edge + by + _TOLERANCE) > bisect_left(goal, edge + by - _TOLERANCE) for edge in edges)


def _lines(cells: set[tuple[int, int]]) -> list[int]:
    """Where the lines between the columns stand, by the left and right edges of all *cells*.

    Edges within the tolerance of the first of them are one line, unless a cell lies between them: what is drawn as a column of its own is one.
    """
    begins: dict[int, int] = {}
    for left, right in cells:
        if left < right <= left + _TOLERANCE:
            begins[right] = max(left, begins.get(right, left))
    starts: list[int] = []
    for x in sorted({edge for cell in cells for edge in cell}):
        if not starts or x - starts[-1] > _TOLERANCE or begins.get(x, starts[-1] - 1) >= starts[-1]:
            starts.append(x)
    return starts


def _place(cells: list[PlacedCell], lines: list[int], notes: set[str]) -> None:
    """Puts the cells of a row on the columns between *lines*. A cell too narrow to have a column of its own takes the next one."""
    column = 0
    for cell in cells:
        left, right = bisect_right(lines, cell.left) - 1, bisect_right(lines, cell.right) - 1
        if left < column or right <= left:
            notes.add("table.widths")
        cell.column = max(column, left)
        column = max(cell.column + 1, right)
        cell.column_span = column - cell.column
