"""The reader of .xlsx against what was written: the values, merges, and hidden rows, columns and sheets of ordinary workbooks come back."""

from __future__ import annotations

import datetime
import io
import os
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from parsers.document import Paragraph, Table
from parsers.read import read

_EXAMPLES = int(os.environ.get("FUBIAO_EXAMPLES", "12"))
_ROWS, _COLUMNS = 6, 5
"""The largest sheet. Its outermost cells are always filled in, so that a sheet is one table from its first to its last cell."""

_DATES = {
    "yyyy-mm-dd": lambda day: f"{day:%Y-%m-%d}",
    "yyyy/m/d": lambda day: f"{day.year}/{day.month}/{day.day}",
    'yyyy"年"m"月"d"日"': lambda day: f"{day.year}年{day.month}月{day.day}日",
    'yyyy"年"m"月"': lambda day: f"{day.year}年{day.month}月",
    "yyyy-mm-dd h:mm": lambda day: f"{day:%Y-%m-%d} {day.hour}:{day:%M}",
}
_NUMBERS: dict[str, Callable[[float], str]] = {
    "General": lambda number: format(number, ".15g"),
    "0": lambda number: format(number, ".0f"),
    "00000000": lambda number: format(number, "08.0f"),
    "0.00": lambda number: format(number, ".2f"),
    "#,##0.00": lambda number: format(number, ".2f"),
    "0%": lambda number: f"{number * 100:.0f}%",
    '0"个"': lambda number: f"{number:.0f}个",
    "@": lambda number: format(number, ".15g"),
}
"""What each format makes of a value, said by Python. Thousands aren't parted: a number is read to be read again."""

_texts = st.text("甲乙丙省市县校网络空间0123456789abcXYZ-+/.@（）：、，。□☑𠮷 \n", min_size=1, max_size=12).filter(
    lambda text: text.strip() and text[0] not in "=-+@ \n"
)
_numbers = st.one_of(
    st.integers(0, 99_999_999_999),
    # Whole halves aren't among them: programs part ways in which direction these are rounded.
    st.integers(1, 999_999).map(lambda number: (number * 8 + 1) / 64),
)
_days = st.datetimes(datetime.datetime(1901, 1, 1), datetime.datetime(2099, 1, 1)).map(  # noqa: DTZ001 - a cell has no zone
    lambda day: day.replace(second=0, microsecond=0)
)
_contents = st.one_of(
    st.none(),
    st.tuples(_texts, st.just("General")),
    st.tuples(st.booleans(), st.just("General")),
    st.tuples(_numbers, st.sampled_from(list(_NUMBERS))),
    st.tuples(_days, st.sampled_from(list(_DATES))),
)


_Written = tuple[dict[tuple[int, int], Any], list[tuple[int, int, int, int]], set[int], set[int]]


@st.composite
def _sheets(draw: st.DrawFn) -> _Written:
    """A sheet's cells, merged areas, and hidden rows and columns, counted from 1."""
    rows, columns = draw(st.integers(3, _ROWS)), draw(st.integers(3, _COLUMNS))
    cells = {(row, column): draw(_contents) for row in range(1, rows + 1) for column in range(1, columns + 1)}
    for row, column in cells:
        if row in (1, rows) or column in (1, columns):
            cells[row, column] = draw(st.tuples(_texts, st.just("General")))
    merged: list[tuple[int, int, int, int]] = []
    for _ in range(draw(st.integers(0, 2))):
        top, left = draw(st.integers(2, rows - 1)), draw(st.integers(2, columns - 1))
        bottom, right = draw(st.integers(top, rows - 1)), draw(st.integers(left, columns - 1))
        if all(bottom < a or c < top or right < b or d < left for a, b, c, d in merged):
            merged.append((top, left, bottom, right))
    hidden_rows = draw(st.sets(st.integers(2, rows - 1), max_size=2))
    hidden_columns = draw(st.sets(st.integers(2, columns - 1), max_size=1))
    return cells, merged, hidden_rows, hidden_columns


def _saved(sheets: list[_Written], hidden: set[int]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for index, (cells, merged, hidden_rows, hidden_columns) in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet{index + 1}")
        for (row, column), content in cells.items():
            if content is not None:
                sheet.cell(row, column, content[0]).number_format = content[1]
        for top, left, bottom, right in merged:
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for row in hidden_rows:
            sheet.row_dimensions[row].hidden = True
        for column in hidden_columns:
            sheet.column_dimensions[get_column_letter(column)].hidden = True
        if index in hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _shown(content: tuple[Any, str] | None) -> str:
    """What a cell shows in which *content*, a value and its format, was written."""
    if content is None:
        return ""
    value, code = content
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime.datetime):
        return _DATES[code](value)
    return _NUMBERS[code](value) if isinstance(value, int | float) else str(value)


_Grid = dict[tuple[int, int, int, int], str]


def _expected(sheet: _Written) -> tuple[_Grid, list[str]]:
    """The cells that are seen, by place and extent among the rows and columns that are, and the contents of the others."""
    cells, merged, hidden_rows, hidden_columns = sheet
    rows = [row for row in range(1, max(row for row, _ in cells) + 1) if row not in hidden_rows]
    columns = [column for column in range(1, max(column for _, column in cells) + 1) if column not in hidden_columns]
    found: _Grid = {}
    unseen: list[str] = []
    covered = {
        (row, column)
        for top, left, bottom, right in merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    areas = [*merged, *((row, column, row, column) for row, column in cells if (row, column) not in covered)]
    for top, left, bottom, right in areas:
        down = [index for index, row in enumerate(rows) if top <= row <= bottom]
        across = [index for index, column in enumerate(columns) if left <= column <= right]
        text = _shown(cells[top, left])
        if down and across:
            found[down[0], across[0], len(down), len(across)] = text
        elif text:
            unseen.append(text)
    return found, unseen


@given(st.lists(_sheets(), min_size=1, max_size=3), st.sets(st.integers(1, 2)))
@settings(max_examples=_EXAMPLES, deadline=None)
def test_an_ordinary_workbook_is_read_as_it_was_written(sheets: list[_Written], hidden: set[int]) -> None:
    document = read(_saved(sheets, hidden))
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert len(tables) == len(document.blocks)
    unseen: list[str] = []
    for index, sheet in enumerate(sheets):
        cells, aside = _expected(sheet)
        if index in hidden:
            unseen += [text for text in cells.values() if text]
        else:
            found = tables.pop(0)
            assert {(c.row, c.column, c.row_span, c.column_span): c.text for c in found.cells} == cells
        unseen += aside
    assert not tables
    assert sorted(block.text for block in document.asides if isinstance(block, Paragraph)) == sorted(unseen)
    assert [note.code for note in document.notes] == (["sheet.hidden"] if unseen else [])
