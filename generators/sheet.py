"""Tables and forms as .xlsx. Every text is a text: what begins like a formula is shown, never calculated (CWE-1236)."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from forms.errors import InvalidData
from generators.tabular import Placed, layout

__all__ = ["form_workbook", "workbook"]

Cell = str | int | float | bool | None

WIDEST, NARROWEST = 60, 6
"""Of a column, in characters."""
_TITLE = re.compile(r"[\\/*?:\[\]\x00-\x1f]")
"""What a sheet's name can't have."""
_LONGEST = 32767
"""Characters that a cell can hold; openpyxl cuts what is beyond them without a word."""
_CHARACTER, _MARGIN = 5.25, 0.71
"""Points of a column's width for each character of it, and the characters that Excel adds for its edges."""
_A4 = 9
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What would be read as an escaped character (ECMA-376-1 22.9.2.19)."""
_UNTYPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def workbook(sheets: Sequence[tuple[str, Sequence[Sequence[Cell]]]]) -> bytes:
    """The .xlsx with each of *sheets*, a name and its rows, of which the first is the head."""
    book = Workbook()
    for unwanted in book.worksheets:
        book.remove(unwanted)
    for name, rows in sheets:
        sheet = book.create_sheet(_TITLE.sub(" ", name)[:31] or "1")
        widths: dict[int, int] = {}
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(number, column)
                cell.value = _UNTYPED.sub("", value) if isinstance(value, str) else value
                if isinstance(value, str):
                    cell.data_type = "s"
                cell.alignment = Alignment(vertical="top", wrap_text=True)
                if number == 1:
                    cell.font = Font(bold=True)
                widths[column] = max(widths.get(column, 0), _width(value))
        for column, width in widths.items():
            sheet.column_dimensions[get_column_letter(column)].width = min(max(width + 2, NARROWEST), WIDEST)
        sheet.freeze_panes = "A2"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def form_workbook(docx: bytes) -> bytes:
    """The form in *docx*, which ``render`` made, as a workbook of one sheet that looks like it and prints on as many pages of its width.

    Every value is a text, so that no phone number loses its zeros.

    Raises:
        InvalidData: a cell can't hold what belongs into it.
    """
    found = layout(docx)
    book = Workbook()
    sheet = book.worksheets[0]
    for column, width in enumerate(found.widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width / _CHARACTER + _MARGIN
    for row, height in enumerate(found.heights, 1):
        sheet.row_dimensions[row].height = height
    thin = Side(style="thin")
    for cell in found.cells:
        _put(sheet, cell)
        first, last = cell.row + 1, cell.row + cell.row_span
        left, right = cell.column + 1, cell.column + cell.column_span
        if cell.boxed:
            for one in (one for row in sheet.iter_rows(first, last, left, right) for one in row):
                one.border = Border(left=thin, right=thin, top=thin, bottom=thin)
        if (first, left) != (last, right):
            sheet.merge_cells(start_row=first, end_row=last, start_column=left, end_column=right)
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if found.landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _put(sheet: Worksheet, placed: Placed) -> None:
    """Writes a text with its look into the first cell of its place."""
    text = _ESCAPED.sub("_x005F_", _UNTYPED.sub("", placed.text))
    if len(text) > _LONGEST:
        raise InvalidData("output.long", found=len(text), limit=_LONGEST)
    cell = sheet.cell(placed.row + 1, placed.column + 1)
    cell.value = text or None
    if text:
        cell.data_type = "s"
    cell.number_format = "@"
    cell.font = Font(name=placed.font, size=placed.size, bold=placed.bold)
    cell.alignment = Alignment(horizontal=placed.side, vertical="center", wrap_text=True)


def _width(value: Cell) -> int:
    """How wide a value's longest line is; Han characters take two."""
    lines = str("" if value is None else value).split("\n")
    return max(sum(2 if ord(sign) > 0x2E80 else 1 for sign in line) for line in lines)
