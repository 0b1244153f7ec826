"""Tables of a Word file: which paragraphs make which cells, and how each row is said to be drawn.

Sources: [MS-DOC] 2.4.3 (which paragraphs are in which cell), 2.9.313 to 2.9.328 (rows), 2.6.3 (table sprms).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from parsers.word97.sprms import Prls, Sprm, signed

__all__ = ["DOWN", "SIDEWAYS", "Drawn", "Item", "Line", "Row", "TableDraft", "drawn", "nested"]

DEPTH_LIMIT = 64
_CELL_SIZE = 20
_CELLS_IN_ROW = 64
SIDEWAYS, DOWN = 3, 0x60
"""The bits of a cell that tell whether it is merged with those beside it, and with those above and below."""

_LAID_OUT = frozenset({Sprm.T_PLACE, Sprm.T_PLACE_X, Sprm.T_PLACE_Y})


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A paragraph of the text: it begins at ``start``, and ``mark`` is the place of the character that ends it."""

    start: int
    mark: int
    depth: int
    ends_row: bool
    ends_cell: bool
    index: int
    """Which stretch of paragraph formatting it has."""


@dataclass(kw_only=True, slots=True)
class Row:
    """A row as its paragraphs come: the cells' content, and the paragraph that ends it (None where it is missing)."""

    cells: list[list[Item]]
    end: Line | None


@dataclass(kw_only=True, slots=True)
class TableDraft:
    """A table as its paragraphs come."""

    rows: list[Row] = field(default_factory=list)


Item = Line | TableDraft


@dataclass(kw_only=True, slots=True)
class Drawn:
    """A row as its properties draw it: the edges of its cells, their merges, and where a floating table stands."""

    edges: list[int]
    merges: list[int]
    place: tuple[bytes, ...] = ()
    aligned: int = 0
    """1 where the row stands in the middle, 2 at the right: its edges then say how wide its cells are, not where they stand."""


@dataclass(kw_only=True, slots=True)
class _Open:
    """A table that the paragraphs gone through are in: its rows so far, the present row's cells, the present cell's content."""

    draft: TableDraft = field(default_factory=TableDraft)
    cells: list[list[Item]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)


def nested(lines: list[Line], doubts: set[str]) -> list[Item]:
    """*lines* with those in tables put into them."""
    body: list[Item] = []
    tables: list[_Open] = []

    def close() -> None:
        done = tables.pop()
        if done.items:
            done.cells.append(done.items)
        if done.cells:
            doubts.add("row without end")
            done.draft.rows.append(Row(cells=done.cells, end=None))
        (tables[-1].items if tables else body).append(done.draft)

    for line in lines:
        depth = line.depth
        if depth > DEPTH_LIMIT:
            doubts.add("depth")
            depth = 1
        while len(tables) > depth:
            close()
        if not depth:
            body.append(line)
            continue
        while len(tables) < depth:
            tables.append(_Open())
        table = tables[-1]
        if line.ends_row:
            if table.items:
                doubts.add("cell without end")
                table.cells.append(table.items)
            if table.cells:
                table.draft.rows.append(Row(cells=table.cells, end=line))
            else:
                doubts.add("row without cells")
            table.cells, table.items = [], []
            continue
        table.items.append(line)
        if line.ends_cell:
            table.cells.append(table.items)
            table.items = []
    while tables:
        close()
    return body


def drawn(prls: Prls, doubts: set[str]) -> Drawn:
    """The row that *prls*, the table sprms of the paragraph at its end, describe."""
    row = Drawn(edges=[], merges=[])
    place: dict[int, bytes] = {}
    for code, operand in prls:
        if code in _LAID_OUT:
            place[code] = operand
        else:
            change = _CHANGES.get(code)
            if change is not None:
                change(row, operand, doubts)
    row.place = tuple(place.get(code, b"") for code in sorted(_LAID_OUT))
    return row


def _define(row: Drawn, operand: bytes, doubts: set[str]) -> None:
    """sprmTDefTable: the count of cells, their edges, and of the first few or all of them their properties ([MS-DOC] 2.9.321)."""
    count = operand[0] if operand else 0
    if count > _CELLS_IN_ROW or len(operand) < 1 + 2 * (count + 1):
        doubts.add("row definition")
        return
    first = 1 + 2 * (count + 1)
    row.edges = [signed(operand, 1 + 2 * index) for index in range(count + 1)]
    row.merges = [
        int.from_bytes(operand[at : at + 2], "little") if at + 2 <= len(operand) else 0
        for at in range(first, first + _CELL_SIZE * count, _CELL_SIZE)
    ]
    if any(a > b for a, b in pairwise(row.edges)):
        doubts.add("row edges")


def _shift(row: Drawn, operand: bytes, doubts: set[str]) -> None:
    """Moves the row as a whole to where sprmTDxaLeft says that it begins."""
    if row.edges:
        by = signed(operand) - row.edges[0]
        row.edges = [edge + by for edge in row.edges]


def _insert(row: Drawn, operand: bytes, doubts: set[str]) -> None:
    first, count, width = operand[0], operand[1], signed(operand, 2)
    if not row.edges or count > _CELLS_IN_ROW:
        return
    while len(row.merges) < first:
        row.merges.append(0)
        row.edges.append(row.edges[-1])
    at = row.edges[first]
    row.edges[first + 1 :] = [
        *(at + width * (index + 1) for index in range(count)),
        *(edge + width * count for edge in row.edges[first + 1 :]),
    ]
    row.merges[first:first] = [0] * count


def _delete(row: Drawn, operand: bytes, doubts: set[str]) -> None:
    first, last = operand[0], min(operand[1], len(row.merges))
    if first < last:
        by = row.edges[last] - row.edges[first]
        row.edges[first:] = [edge - by for edge in row.edges[last:]]
        del row.merges[first:last]


def _widen(row: Drawn, operand: bytes, doubts: set[str]) -> None:
    first, last, width = operand[0], min(operand[1], len(row.merges)), signed(operand, 2)
    for index in range(first, last):
        by = width - (row.edges[index + 1] - row.edges[index])
        row.edges[index + 1 :] = [edge + by for edge in row.edges[index + 1 :]]


def _merge(row: Drawn, operand: bytes, doubts: set[str]) -> None:
    first, last = operand[0], min(operand[1], len(row.merges))
    for index in range(first, last):
        row.merges[index] = row.merges[index] & ~SIDEWAYS | (2 if index == first else 1)


def _split(row: Drawn, operand: bytes, doubts: set[str]) -> None:
    for index in range(operand[0], min(operand[1], len(row.merges))):
        row.merges[index] &= ~SIDEWAYS


def _merge_down(row: Drawn, operand: bytes, doubts: set[str]) -> None:
    if len(operand) >= 2 and operand[0] < len(row.merges):
        row.merges[operand[0]] = row.merges[operand[0]] & ~DOWN | (operand[1] & 3) << 5


def _align(row: Drawn, operand: bytes, doubts: set[str]) -> None:
    row.aligned = operand[0]


_CHANGES = {
    **dict.fromkeys(Sprm.T_ALIGNED, _align),
    Sprm.T_DEFINITION: _define,
    Sprm.T_LEFT: _shift,
    Sprm.T_INSERT: _insert,
    Sprm.T_DELETE: _delete,
    Sprm.T_COLUMN_WIDTH: _widen,
    Sprm.T_MERGE: _merge,
    Sprm.T_SPLIT: _split,
    Sprm.T_MERGE_DOWN: _merge_down,
}
