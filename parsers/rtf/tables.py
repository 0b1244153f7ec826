r"""Tables of an RTF file: rows with their cells' right edges, laid out on one grid.

A row says where each of its cells ends (``\cellx``, twips from the margin); cells are in one column where their edges agree, within what
programs round. Source: RTF 1.9.1, "Table Definitions".
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import pairwise

from forms.errors import OverLimit
from parsers.document import Block, Cell, Paragraph, Part, Table
from parsers.merging import EdgedCell, Merge, merged_down

__all__ = ["COLUMN_LIMIT", "CellDefinition", "Row", "RowDefinition", "lay_out"]

COLUMN_LIMIT = 1000
CELLS_LIMIT = 200_000
_TOLERANCE = 40
"""Twips by which the edges of cells in one column may differ (0.7 mm)."""

_END_TOLERANCE = 0.02
"""Share of a table's width by which the ends of its rows may differ and still be one edge."""

_USUAL_WIDTH = 1440
_BACK = 100
"""Twips by which programs may let a cell end before it begins."""


@dataclass(kw_only=True, slots=True)
class CellDefinition:
    """How a cell is said to be: where it ends, and what it is merged with."""

    edge: int
    starts_across: bool = False
    goes_on_across: bool = False
    starts_down: bool = False
    goes_on_down: bool = False


@dataclass(kw_only=True, slots=True)
class RowDefinition:
    """How a row is said to be: where it begins, and its cells."""

    left: int = 0
    cells: list[CellDefinition] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Row:
    """A row as found: its definition and the content of its cells."""

    definition: RowDefinition
    cells: list[tuple[Block, ...]]


_Placed = EdgedCell[list["Block"]]


def lay_out(rows: list[Row], part: Part, notes: set[str]) -> Table | None:
    """The table of *rows*; None where no row has a cell. Codes of what was odd about it go to *notes*.

    Raises:
        OverLimit: It has more columns than any form.
    """
    lines = [
        line
        for line in (_placed(row, index, notes) for index, row in enumerate(row for row in rows if row.cells))
        if line
    ]
    if not lines:
        return None
    columns = _put_on_grid(lines, notes)
    if columns > COLUMN_LIMIT:
        raise OverLimit("limit.columns", found=columns, limit=COLUMN_LIMIT)
    return Table(rows=len(lines), columns=columns, cells=tuple(_merged(lines, notes)), part=part)


def _placed(row: Row, number: int, notes: set[str]) -> list[_Placed]:
    """The cells of *row* with their edges, those merged across put together."""
    definition = row.definition
    found: list[_Placed] = []
    edge = definition.left
    # Every program writes as many cells as it said: where one was lost or two rows ran together, values stand in their neighbours' places.
    edges = [told.edge for told in definition.cells]
    fused = any(right < left - _BACK for left, right in pairwise(edges))
    odd = fused or (bool(edges) and len(row.cells) != len(edges))
    if fused:
        # The end of one row and the beginning of the next are gone: what else is can't be told.
        notes.add("document.damaged")
    for index, blocks in enumerate(map(_doubted, row.cells) if odd else row.cells):
        if index < len(definition.cells):
            told = definition.cells[index]
        else:
            # More cells than were said: they are shown one after the other.
            told = CellDefinition(edge=edge + _USUAL_WIDTH)
            if definition.cells:
                notes.add("table.widths")
        # A cell without width, or one that ends before it begins, would lie upon its neighbour.
        left, edge = edge, max(told.edge, edge + 1)
        if told.goes_on_across and found:
            found[-1].right = edge
            if _says_something(blocks):
                notes.add("table.covered")
        else:
            merge: Merge = "continue" if told.goes_on_down else "restart" if told.starts_down else ""
            found.append(EdgedCell(list(blocks), row=number, left=left, right=edge, merge=merge))
    return found


def _doubted(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """*blocks* with a doubt on what they say."""
    return tuple(
        replace(block, notes=(*block.notes, "row.shifted")) if isinstance(block, Paragraph) else block
        for block in blocks
    )


def _put_on_grid(lines: list[list[_Placed]], notes: set[str]) -> int:
    """Gives each cell its columns and answers how many there are."""
    _even_out(lines)
    for tolerance in (_TOLERANCE, 8, 0):
        edges = sorted({edge for line in lines for cell in line for edge in (cell.left, cell.right)})
        starts = _clusters(edges, tolerance)
        if all(bisect_right(starts, cell.right) > bisect_right(starts, cell.left) for line in lines for cell in line):
            break
    for line in lines:
        for cell in line:
            cell.column = bisect_right(starts, cell.left) - 1
            cell.column_span = bisect_right(starts, cell.right) - 1 - cell.column
    if len({(line[0].column, line[-1].column + line[-1].column_span) for line in lines}) > 1:
        notes.add("table.widths")
    return len(starts) - 1


def _even_out(lines: list[list[_Placed]]) -> None:
    """Gives all rows one beginning and one end where these differ by little: Word sets each row where its text begins."""
    lefts = [line[0].left for line in lines]
    rights = [line[-1].right for line in lines]
    left, right = min(lefts), max(rights)
    slack = max(_TOLERANCE, int(_END_TOLERANCE * (right - left)))
    if max(lefts) - left <= slack:
        for line in lines:
            line[0].left = left
    if right - min(rights) <= slack:
        for line in lines:
            line[-1].right = right


def _clusters(positions: list[int], tolerance: int) -> list[int]:
    """The first position of each group whose members follow one another within *tolerance*."""
    starts = positions[:1]
    for before, after in pairwise(positions):
        if after - before > tolerance:
            starts.append(after)
    return starts


def _merged(lines: list[list[_Placed]], notes: set[str]) -> list[Cell]:
    """The cells in reading order, those that go on from above put into these."""
    cells = merged_down(lines, notes)
    if any(_says_something(blocks) for cell in cells for blocks in cell.covered):
        notes.add("table.covered")
    return [
        Cell(
            row=cell.row,
            column=cell.column,
            row_span=cell.row_span,
            column_span=cell.column_span,
            blocks=tuple(cell.content),
        )
        for cell in cells
    ]


def _says_something(blocks: list[Block] | tuple[Block, ...]) -> bool:
    return any(not isinstance(block, Paragraph) or block.text.strip() for block in blocks)
