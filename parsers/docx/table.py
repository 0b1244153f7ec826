"""The layout grid of a WordprocessingML table: rows and cells found, placed, merged.

Rows say how many grid columns a cell covers (``gridSpan``); where they contradict each other and the cells' widths agree, the widths are
believed. Source: ECMA-376-1 17.4.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from forms.errors import OverLimit
from parsers.docx.names import MC, W, is_on, number, pick, value
from parsers.merging import Merge, Placed, merged_down

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

__all__ = ["Grid", "PlacedCell", "lay_out"]

COLUMN_LIMIT = 1000
"""Word itself stops at 63 columns; what exceeds this was made to do harm."""

_TOLERANCE = 40
"""Twips by which the edges of cells in one column may differ (0.7 mm): converters round."""
_ROW_TOLERANCE = 0.02
_WRAPPER_LIMIT = 32
_NUMBER_LIMIT = 9
"""Digits of the longest number that is taken for one."""
_TR, _TC, _TRPR, _TCPR = W + "tr", W + "tc", W + "trPr", W + "tcPr"
_WRAPPERS = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "moveFrom", "del")
)
_TOLD = {W + name: name for name in ("gridSpan", "vMerge", "hMerge", "cellMerge", "cellDel")}
_MERGES: dict[str, Merge] = {"rest": "restart", "cont": "continue"}
_DROPPED = frozenset(W + name for name in ("del", "moveFrom"))


class PlacedCell(Placed["etree._Element"]):
    """A cell on the grid; ``control`` is the content control round it."""

    __slots__ = ("control",)

    def __init__(self, element: etree._Element, control: etree._Element | None) -> None:
        super().__init__(element)
        self.control = control


@dataclass(kw_only=True, slots=True)
class Grid:
    """A table laid out. ``notes`` are codes of what was odd about it."""

    rows: int
    columns: int
    cells: list[PlacedCell]
    notes: frozenset[str] = frozenset()


@dataclass(kw_only=True, slots=True)
class _Row:
    """A row with its cells, and the empty grid columns before and after them."""

    cells: list[PlacedCell]
    before: int
    after: int
    indent: int


def lay_out(table: etree._Element) -> Grid:
    """The layout grid of *table* (w:tbl), tracked changes accepted. Raises ``OverLimit`` for more columns than any form can have."""
    notes: set[str] = set()
    rows = [_row(element) for element, _ in _found(table, _TR, None) if not _is_gone(element, notes)]
    rows = [row for row in rows if row.cells]
    _place_by_spans(rows)
    extents = {row.cells[-1].column + row.cells[-1].column_span + row.after for row in rows}
    if len(extents) > 1 and _place_by_widths(rows):
        notes.add("table.widths")
    else:
        _close_hairlines(rows, [_width(column) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")])
    return _merged(rows, notes)


def _found(
    parent: etree._Element, tag: str, control: etree._Element | None, depth: int = 0
) -> Iterator[tuple[etree._Element, etree._Element | None]]:
    """The rows of a table or the cells of a row, also inside content controls and other wrappers, with the innermost control."""
    if depth > _WRAPPER_LIMIT:
        raise OverLimit("limit.depth", limit=_WRAPPER_LIMIT)
    for child in parent:
        if child.tag == tag:
            yield child, control
        elif child.tag in _DROPPED:
            continue
        elif child.tag in _WRAPPERS:
            yield from _found(child, tag, child if child.tag == W + "sdt" else control, depth + 1)
        elif child.tag == MC + "AlternateContent" and (branch := pick(child)) is not None:
            yield from _found(branch, tag, control, depth + 1)


def _is_gone(row: etree._Element, notes: set[str]) -> bool:
    """Whether the row was deleted with changes tracked, or is hidden."""
    properties = next(row.iterchildren(_TRPR), None)
    if properties is None:
        return False
    if is_on(properties.find(W + "hidden")):
        notes.add("document.hidden")
        return True
    return properties.find(W + "del") is not None or properties.find(W + "moveFrom") is not None


def _row(element: etree._Element) -> _Row:
    properties = next(element.iterchildren(_TRPR), None)
    before = after = indent = 0
    if properties is not None:
        before = max(0, number(value(properties.find(W + "gridBefore")), 0))
        after = max(0, number(value(properties.find(W + "gridAfter")), 0))
        indent = _width(properties.find(W + "wBefore"))
    cells: list[PlacedCell] = []
    total = before
    for found, control in _found(element, _TC, None):
        cell = PlacedCell(found, control)
        if not _reads_properties(cell):
            continue
        total += cell.column_span
        if cell.merge == "sideways" and cells:
            cells[-1].column_span += cell.column_span
            cells[-1].covered.append(found)
        else:
            cells.append(cell)
        if total > COLUMN_LIMIT:
            raise OverLimit("limit.columns", found=total, limit=COLUMN_LIMIT)
    return _Row(cells=cells, before=before, after=min(after, COLUMN_LIMIT), indent=indent)


def _reads_properties(cell: PlacedCell) -> bool:
    """Takes over what the cell's own properties say; False where it was deleted with changes tracked."""
    properties = next(cell.content.iterchildren(_TCPR), None)
    if properties is None:
        return True
    for child in properties:
        name = _TOLD.get(child.tag)
        if name is None:
            continue
        if name == "gridSpan":
            # A span too long for a number is set above the limit, so that it is refused and not ignored.
            shown = value(child)
            cell.column_span = max(1, number(shown, COLUMN_LIMIT + 1 if len(shown) > _NUMBER_LIMIT else 1))
        elif name == "vMerge":
            cell.merge = "restart" if value(child) == "restart" else "continue"
        elif name == "hMerge":
            cell.merge = cell.merge if value(child) == "restart" else "sideways"
        elif name == "cellMerge":
            cell.merge = _MERGES.get(value(child, "vMerge"), cell.merge)
        else:
            return False
    return True


def _cell_width(cell: PlacedCell) -> int:
    """The cell's width with those merged into it sideways; 0 where one of them has none."""
    widths = [_width(element.find(f"{W}tcPr/{W}tcW")) for element in (cell.content, *cell.covered)]
    return sum(widths) if all(widths) else 0


def _width(element: etree._Element | None) -> int:
    """A width in twips; 0 where it is automatic or in per cent."""
    if element is None or value(element, "type") in ("auto", "nil", "pct"):
        return 0
    return max(0, number(value(element, "w"), 0))


def _place_by_spans(rows: list[_Row]) -> None:
    for index, row in enumerate(rows):
        column = row.before
        for cell in row.cells:
            cell.row = index
            cell.column = column
            column += cell.column_span


def _close_hairlines(rows: list[_Row], widths: list[int]) -> None:
    """Takes out of the grid each column that is narrower than edges of one column may differ, and that no cell has to itself.

    Word keeps such a column where the edges of two rows hardly differ; on paper they are one line.
    """
    cells = [cell for row in rows for cell in row.cells]
    begins: dict[int, int] = {}
    for cell in cells:
        end = cell.column + cell.column_span
        begins[end] = max(cell.column, begins.get(end, 0))
    lines, first, reach = [0], 0, 0
    for column in range(max(begins, default=0)):
        width = widths[column] if column < len(widths) else 0
        reach += width
        if width and reach <= _TOLERANCE and begins.get(column + 1, -1) < first:
            lines.append(lines[-1])
        else:
            lines.append(lines[-1] + 1)
            first, reach = column + 1, 0
    for cell in cells:
        left, right = lines[cell.column], lines[cell.column + cell.column_span]
        cell.column, cell.column_span = left, right - left


def _place_by_widths(rows: list[_Row]) -> bool:
    """Puts the cells of *rows* on the columns that their edges make, and tells whether that could be done.

    It can when every cell has a width, all rows are equally wide, and no cell is narrower than the tolerance.
    """
    widths = [[_cell_width(cell) for cell in row.cells] for row in rows]
    if not all(map(all, widths)) or any(row.before and not row.indent for row in rows):
        return False
    edges = [
        list(accumulate(line, initial=row.indent if row.before else 0)) for row, line in zip(rows, widths, strict=True)
    ]
    ends = [line[-1] for line in edges]
    if max(ends) - min(ends) > max(_TOLERANCE, _ROW_TOLERANCE * max(ends)):
        return False
    lines = _clusters(sorted({x for line in edges for x in line[:-1]} | {0}))
    if len(lines) > COLUMN_LIMIT:
        return False
    placed = [[bisect_right(lines, x) - 1 for x in line[:-1]] + [len(lines)] for line in edges]
    if any(right <= left for columns in placed for left, right in pairwise(columns)):
        return False
    for row, columns in zip(rows, placed, strict=True):
        for cell, (left, right) in zip(row.cells, pairwise(columns), strict=True):
            cell.column, cell.column_span = left, right - left
    return True


def _clusters(positions: list[int]) -> list[int]:
    """The first position of each group whose members follow one another within the tolerance."""
    starts: list[int] = []
    last = -_TOLERANCE - 1
    for x in positions:
        if x - last > _TOLERANCE:
            starts.append(x)
        last = x
    return starts


def _merged(rows: list[_Row], notes: set[str]) -> Grid:
    """The grid with cells that continue those above them merged into them."""
    columns = max((row.cells[-1].column + row.cells[-1].column_span for row in rows), default=0)
    cells = merged_down([row.cells for row in rows], notes)
    return Grid(rows=len(rows), columns=columns, cells=cells, notes=frozenset(notes))
