"""A workbook's sheets as blocks, from whatever format they were read.

A sheet is one table, cut to what is written on it. Rows above and below it that hold nothing but one cell - the title, the attachment's number,
notes - are paragraphs, so that they are found where a word processor has them. What is hidden stands aside, and is noted.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forms.chinese import strip_enumerator
from forms.errors import OverLimit
from forms.messages import message
from parsers.document import Block, Cell, Document, Note, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["CELLS_LIMIT", "SheetFound", "Span", "document"]

CELLS_LIMIT = 200_000
_POSITIONS_LIMIT = 1_000_000
_STEPS_LIMIT = 5_000_000
_GAP = 20
"""Empty rows or columns in a row beyond which they are taken out: what comes after them stands apart anyway."""

_NOTE_LENGTH = 12
"""A row under a table that holds one cell is a note from this length on, or where it goes across; shorter ones may be a list's number."""

_WIDEST = 256
"""Columns of the widest form; Excel has 16,384."""

_USUAL_NAME = re.compile(r"(?i)(?:sheet|table|tabelle)?\s*_?\d*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Merged cells: rows ``top`` to ``bottom`` and columns ``left`` to ``right``, ends included."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(kw_only=True)
class SheetFound:
    """A sheet as found: the cells with something in them by row and column, and what is hidden. Rows and columns count from 0."""

    name: str
    cells: dict[tuple[int, int], Paragraph] = field(default_factory=dict)
    merged: list[Span] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    unseen: list[Paragraph] = field(default_factory=list)
    """Contents that a cell's own format keeps from showing."""
    asides: list[Paragraph] = field(default_factory=list)


def document(sheets: Iterable[SheetFound], notes: set[str], pictures: int = 0) -> Document:
    """The document of *sheets*; *notes* are codes of what was come across on the way.

    Raises:
        OverLimit: A sheet covers more than any form.
    """
    blocks: list[Block] = []
    asides: list[Block] = []
    hidden: list[Block] = []
    for sheet in sheets:
        shown, covered = _apart(sheet, notes)
        if shown and not sheet.hidden:
            found = list(_blocks(sheet, shown, notes))
            blocks += _heading(sheet, found)
            blocks += found
        else:
            hidden += [shown[place] for place in sorted(shown)]
        hidden += [*covered, *sheet.unseen]
        asides += sheet.asides
    if hidden:
        notes.add("sheet.hidden")
    found_notes = [Note(code=code) for code in sorted(notes)]
    if pictures:
        found_notes.insert(0, Note(code="document.pictures", details=(("count", str(pictures)),)))
    return Document(format="xlsx", blocks=tuple(blocks), asides=(*asides, *hidden), notes=tuple(found_notes))


def _heading(sheet: SheetFound, blocks: list[Block]) -> list[Block]:
    """The sheet's name as a paragraph, where somebody gave it one that the sheet itself doesn't repeat."""
    name = sheet.name.strip()
    if not name or _USUAL_NAME.fullmatch(name.replace(message("sheet.usual_name"), "")):
        return []
    said = any(isinstance(block, Paragraph) and name in block.text for block in blocks)
    return [] if said else [Paragraph(text=name)]


def _apart(sheet: SheetFound, notes: set[str]) -> tuple[dict[tuple[int, int], Paragraph], list[Paragraph]]:
    """The cells that are shown, and the contents of hidden rows and columns."""
    columns = {c for first, last in sheet.hidden_columns for c in range(first, min(last, first + 20_000) + 1)}
    if not columns and not sheet.hidden_rows:
        return sheet.cells, []
    merged = {(span.top, span.left): span for span in sheet.merged}
    shown: dict[tuple[int, int], Paragraph] = {}
    hidden: list[Paragraph] = []
    for (row, column), paragraph in sorted(sheet.cells.items()):
        span = merged.get((row, column))
        rows = range(row, row + 1) if span is None else range(span.top, min(span.bottom, span.top + 10_000) + 1)
        across = (
            range(column, column + 1) if span is None else range(span.left, min(span.right, span.left + 10_000) + 1)
        )
        # A merged cell shows in as much of it as isn't hidden.
        top = next((r for r in rows if r not in sheet.hidden_rows), None)
        left = next((c for c in across if c not in columns), None)
        if top is None or left is None:
            hidden.append(paragraph)
        elif (top, left) in shown:
            notes.add("table.covered")
        else:
            shown[top, left] = paragraph
    sheet.hidden_columns = sorted((c, c) for c in columns)
    return shown, hidden


def _blocks(sheet: SheetFound, cells: dict[tuple[int, int], Paragraph], notes: set[str]) -> Iterator[Block]:
    table = _table(sheet, cells, notes)
    rows: list[list[Cell]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        if cell.blocks:
            for row in rows[cell.row : cell.row + cell.row_span]:
                row.append(cell)
    top = 0
    above: list[Cell] = []
    while top < table.rows and len(rows[top]) <= 1:
        above += [cell for cell in rows[top] if cell not in above]
        top += 1
    if top < table.rows and any(cell in above for cell in rows[top]):
        # What comes down into the first full row belongs to it.
        top = min(cell.row for cell in rows[top] if cell in above)
        above = [cell for cell in above if cell.row < top]
    bottom = _first_note(rows, top)
    below = [row[0] for row in rows[bottom:] if row]
    for cell in above:
        yield from cell.blocks
    if top < bottom:
        yield _cut(table, top, bottom)
    for cell in below:
        yield from cell.blocks


def _first_note(rows: list[list[Cell]], top: int) -> int:
    """Where the notes under a table begin: rows of one cell to the very end, the first of which looks like no entry of a list."""
    start = len(rows)
    while start > top and (not rows[start - 1] or _is_alone(rows[start - 1])):
        start -= 1
    return next((i for i in range(start, len(rows)) if rows[i] and _is_note(rows[i][0])), len(rows))


def _is_alone(row: list[Cell]) -> bool:
    return len(row) == 1 and row[0].column == 0 and row[0].row_span == 1


def _is_note(cell: Cell) -> bool:
    text = cell.text.strip()
    if text.isdecimal():
        return False
    return cell.column_span > 1 or len(text) >= _NOTE_LENGTH or strip_enumerator(text) != text


def _cut(table: Table, top: int, bottom: int) -> Table:
    cells = tuple(
        Cell(
            row=max(cell.row, top) - top,
            column=cell.column,
            row_span=min(cell.row + cell.row_span, bottom) - max(cell.row, top),
            column_span=cell.column_span,
            blocks=cell.blocks,
        )
        for cell in table.cells
        if cell.row < bottom and cell.row + cell.row_span > top
    )
    return Table(rows=bottom - top, columns=table.columns, cells=cells)


def _table(sheet: SheetFound, cells: dict[tuple[int, int], Paragraph], notes: set[str]) -> Table:
    """All that *cells* cover as one table, empty ones filled in, long gaps and hidden rows and columns taken out."""
    if len(cells) > CELLS_LIMIT:
        raise OverLimit("limit.cells", limit=CELLS_LIMIT)
    hidden_columns = {first for first, _ in sheet.hidden_columns} if sheet.hidden_columns else set()
    rows = _kept({row for row, _ in cells}, sheet.hidden_rows)
    columns = _kept({column for _, column in cells} | _right_edges(sheet.merged, rows), hidden_columns)
    if len(rows) * len(columns) > _POSITIONS_LIMIT:
        raise OverLimit("limit.cells", limit=_POSITIONS_LIMIT)
    taken: dict[tuple[int, int], tuple[int, int]] = {}
    steps = 0
    for span in sheet.merged:
        across = _within(columns, span.left, span.right)
        down = _within(rows, span.top, span.bottom)
        steps += 1 + len(across) * len(down)
        if steps > _STEPS_LIMIT:
            raise OverLimit("limit.cells", limit=_STEPS_LIMIT)
        places = [(row, column) for row in down for column in across]
        if len(places) > 1 and not any(place in taken for place in places):
            taken.update(dict.fromkeys(places, places[0]))
            if any((rows[row], columns[column]) in cells for row, column in places[1:]):
                notes.add("table.covered")
    extents: dict[tuple[int, int], tuple[int, int]] = {}
    for (row, column), first in taken.items():
        known = extents.get(first, (1, 1))
        extents[first] = max(known[0], row - first[0] + 1), max(known[1], column - first[1] + 1)
    found: list[Cell] = []
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            if taken.get((i, j), (i, j)) == (i, j):
                down_by, across_by = extents.get((i, j), (1, 1))
                paragraph = cells.get((row, column))
                found.append(
                    Cell(
                        row=i,
                        column=j,
                        row_span=down_by,
                        column_span=across_by,
                        blocks=() if paragraph is None else (paragraph,),
                    )
                )
    return Table(rows=len(rows), columns=len(columns), cells=tuple(found))


def _right_edges(merged: Iterable[Span], rows: list[int]) -> set[int]:
    """The columns at which merged cells of several rows end: a table's last column, though all that stood in it is still to be filled in.

    One that goes to the sheet's end, or is a title over more than the table, proves none.
    """
    shown = set(rows)
    ends = Counter(span.right for span in merged if span.right > span.left and span.top in shown)
    return {column for column, times in ends.items() if times > 1 and column < _WIDEST}


def _kept(used: set[int], hidden: set[int]) -> list[int]:
    """The rows (or columns) from the first to the last used one, hidden ones and long gaps left out."""
    kept: list[int] = []
    previous: int | None = None
    for number in sorted(used):
        gap = range(0) if previous is None else range(previous + 1, number)
        kept += [i for i in (gap if len(gap) <= _GAP else gap[:1]) if i not in hidden]
        if number not in hidden:
            kept.append(number)
        previous = number
    return kept


def _within(kept: list[int], first: int, last: int) -> range:
    """Where in *kept* the numbers from *first* to *last* stand."""
    return range(bisect_left(kept, first), bisect_right(kept, last))
