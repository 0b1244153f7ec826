"""Tables as .xlsx. Every text is a text: what begins like a formula is shown, never calculated (CWE-1236)."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

__all__ = ["workbook"]

Cell = str | int | float | bool | None

WIDEST, NARROWEST = 60, 6
"""Of a column, in characters."""
_TITLE = re.compile(r"[\\/*?:\[\]\x00-\x1f]")
"""What a sheet's name can't have."""
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


def _width(value: Cell) -> int:
    """How wide a value's longest line is; Han characters take two."""
    lines = str("" if value is None else value).split("\n")
    return max(sum(2 if ord(sign) > 0x2E80 else 1 for sign in line) for line in lines)
