"""Paragraphs, cells and rows of an RTF file: what defines them and what ends them."""

from __future__ import annotations

from forms.errors import OverLimit
from parsers.rtf.reading import Handler, Reading
from parsers.rtf.state import TEXT
from parsers.rtf.tables import COLUMN_LIMIT, CellDefinition, RowDefinition

__all__ = ["WORDS", "end_paragraph"]

_MERGES = {
    b"clmgf": "starts_across",
    b"clmrg": "goes_on_across",
    b"clvmgf": "starts_down",
    b"clvmrg": "goes_on_down",
}


def end_paragraph(reading: Reading, word: bytes, number: int | None) -> None:
    """Ends a paragraph, or a line of what a field shows."""
    reading.end_half()
    state = reading.state
    if state.destination != TEXT:
        return
    if state.sink is not None:
        state.sink.append("\n")
    elif state.deleted or state.hidden:
        # Its mark is gone, so that it runs on into the next one.
        return
    else:
        reading.paragraph()


def _paragraph_defaults(reading: Reading, word: bytes, number: int | None) -> None:
    reading.state.in_table, reading.state.level = False, 0
    reading.row_begun = False


def _in_table(reading: Reading, word: bytes, number: int | None) -> None:
    reading.state.in_table = True


def _set_level(reading: Reading, word: bytes, number: int | None) -> None:
    reading.state.level = max(0, number if number is not None else 1)


def _end_cell(reading: Reading, word: bytes, number: int | None) -> None:
    reading.end_half()
    story = reading.story
    level = 1 if word == b"cell" else max(2, reading.state.level)
    if story.line.pieces or story.line.notes or story.after:
        reading.add_line(level)
    else:
        story.flow.add([], level)
        if story.flow.cell_is_empty:
            reading.add_line(level)
    story.flow.end_cell(level)


def _end_row(reading: Reading, word: bytes, number: int | None) -> None:
    reading.end_half()
    level = 1 if word == b"row" else max(2, reading.state.level)
    if reading.story.line.text.strip():
        # Every program ends a cell before its row: this one was cut in two, or its end was lost.
        reading.story.line.notes.add("text.lost")
        reading.add_line(level)
    reading.story.flow.end_row(level, reading.row)
    reading.row_begun = False


def _row_defaults(reading: Reading, word: bytes, number: int | None) -> None:
    reading.row = RowDefinition()
    reading.cell = CellDefinition(edge=0)
    reading.row_begun = True


def _row_left(reading: Reading, word: bytes, number: int | None) -> None:
    reading.row.left = number or 0


def _cell_edge(reading: Reading, word: bytes, number: int | None) -> None:
    if len(reading.row.cells) >= COLUMN_LIMIT:
        raise OverLimit("limit.columns", found=COLUMN_LIMIT + 1, limit=COLUMN_LIMIT)
    reading.cell.edge = number or 0
    reading.row.cells.append(reading.cell)
    reading.cell = CellDefinition(edge=0)


def _cell_merge(reading: Reading, word: bytes, number: int | None) -> None:
    setattr(reading.cell, _MERGES[word], True)


def _nested_properties(reading: Reading, word: bytes, number: int | None) -> None:
    outer = reading.row, reading.cell

    def back() -> None:
        reading.row, reading.cell = outer

    reading.on_close = back


WORDS: dict[bytes, Handler] = {
    b"par": end_paragraph,
    b"sect": end_paragraph,
    b"pard": _paragraph_defaults,
    b"intbl": _in_table,
    b"itap": _set_level,
    b"cell": _end_cell,
    b"nestcell": _end_cell,
    b"row": _end_row,
    b"nestrow": _end_row,
    b"trowd": _row_defaults,
    b"trleft": _row_left,
    b"cellx": _cell_edge,
    b"nesttableprops": _nested_properties,
    **dict.fromkeys(_MERGES, _cell_merge),
}
"""What these control words do."""
