"""Reads .xls, the binary workbook of Excel 5 to 2003, by xlrd.

xlrd reads cells, formats, merges and what is hidden; it follows no link and runs no macro. On damaged files it raises whatever comes up, so all
of that is caught here, and only here. Source: [MS-XLS].
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from forms.errors import FubiaoError, OverLimit, Unreadable
from parsers.compound import BrokenContainer, Compound
from parsers.document import Document, Paragraph
from parsers.sheets.number_formats import SHOWN_HERE, shown
from parsers.sheets.sheet_controls import Anchor, Control, put_on_cells
from parsers.sheets.spreadsheet import CELLS_LIMIT, SheetFound, Span, document
from parsers.sheets.xls_objects import SheetObjects, read_objects
from parsers.typed import Typed

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_xls"]

BYTES_LIMIT = 50 << 20
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
_BIFF8 = 80
_HIDDEN_COLUMNS = 256
_COLUMN_WIDTH, _PER_CHARACTER, _ROW_HEIGHT, _TWIPS_PER_PIXEL = 64.0, 7.0, 20.0, 15.0
"""Sizes in pixels where a sheet tells none, and what its own units are in pixels."""

_STREAMS = ("Workbook", "Book")
_MACROS = "_vba_project_cur"


def read_xls(data: bytes) -> Document:
    """The document in *data*: each sheet a table, numbers as their cells show them, hidden content aside.

    Raises:
        Unreadable: It is damaged, or protected by a password.
        OverLimit: It holds more than any form.
    """
    if len(data) > BYTES_LIMIT:
        raise OverLimit("limit.size", found=f"{len(data) >> 20} MB", limit=f"{BYTES_LIMIT >> 20} MB")
    stream, notes = _workbook(data)
    try:
        book = _opened(stream)
        objects = read_objects(stream)
        sheets = list(_sheets(book, objects.sheets))
        return document(sheets, notes | objects.notes, objects.pictures)
    except FubiaoError:
        raise
    except Exception as fault:
        # The library has no error of its own for most of what can be wrong; its message is the only sign of a password.
        if "encrypted" in str(fault).lower() or "password" in str(fault).lower():
            raise Unreadable("unreadable.encrypted") from fault
        raise Unreadable("unreadable.damaged", reason="XLS") from fault


def _workbook(data: bytes) -> tuple[bytes, set[str]]:
    """The stream of records in *data*, and notes on the container, which the library doesn't get to see: it follows chains in rings forever."""
    try:
        with Compound.open(data) as container:
            stream = next(filter(None, map(container.stream, _STREAMS)), None)
            container.check_chains(_STREAMS)
    except BrokenContainer as fault:
        raise Unreadable("unreadable.damaged", reason="XLS") from fault
    if stream is None:
        raise Unreadable("unreadable.damaged", reason="XLS")
    notes = {"document.damaged"} if container.doubts else set()
    if any(name.split("/")[0] == _MACROS for name in container.names):
        notes.add("document.macros")
    return stream, notes


def _opened(stream: bytes) -> Any:
    """The workbook in *stream*."""
    import xlrd

    def attempt(encoding: str | None = None) -> Any:
        return xlrd.open_workbook(
            file_contents=stream,
            formatting_info=True,
            ragged_rows=True,
            on_demand=True,
            encoding_override=encoding,
            logfile=io.StringIO(),
        )

    book = attempt()
    # A file of the time before Unicode that names no code page is taken for a Chinese one, not for a Western one.
    return attempt("gb18030") if book.biff_version < _BIFF8 and not book.codepage else book


def _sheets(book: Any, objects: list[SheetObjects]) -> Iterator[SheetFound]:
    for index in range(book.nsheets):
        found = book.sheet_by_index(index)
        sheet = SheetFound(
            name=found.name,
            hidden=bool(found.visibility),
            hidden_rows={row for row, info in found.rowinfo_map.items() if info.hidden or info.height == 0},
            hidden_columns=[
                (column, column)
                for column, info in found.colinfo_map.items()
                if column <= _HIDDEN_COLUMNS and (info.hidden or info.width == 0)
            ],
            merged=[
                Span(top=top, bottom=bottom - 1, left=left, right=right - 1)
                for top, bottom, left, right in found.merged_cells
                if bottom > top and right > left
            ],
        )
        for note in found.cell_note_map.values():
            if (note.text or "").strip():
                sheet.asides.append(Paragraph(text=note.text, part="comment"))
        _cells(book, found, sheet)
        if index < len(objects):
            _put_objects(found, sheet, objects[index])
        yield sheet
        book.unload_sheet(index)


def _put_objects(found: Any, sheet: SheetFound, objects: SheetObjects) -> None:
    """Adds what lies over the cells: boxes to the text of these, text boxes aside."""

    def width(column: int) -> float:
        info = found.colinfo_map.get(column)
        return _COLUMN_WIDTH if info is None else info.width / 256 * _PER_CHARACTER

    def height(row: int) -> float:
        info = found.rowinfo_map.get(row)
        return _ROW_HEIGHT if info is None or not info.height else info.height / _TWIPS_PER_PIXEL

    controls = []
    for box in objects.boxes:
        left, across, top, down, right, _, bottom, down_end = box.corners
        anchor = Anchor(
            left=left,
            left_offset=across * width(left),
            top=top,
            top_offset=down * height(top),
            right=right,
            bottom=bottom,
            bottom_offset=down_end * height(bottom),
        )
        controls.append(Control(anchor=anchor, text=box.text, checked=box.checked, one_of_several=box.one_of_several))
    put_on_cells(sheet, controls, height=height, width=width)
    sheet.asides += [Paragraph(text=line, part="textbox") for line in objects.lines]


def _cells(book: Any, found: Any, sheet: SheetFound) -> None:
    for row in range(found.nrows):
        kinds = found.row_types(row)
        values = found.row_values(row)
        for column in range(found.row_len(row)):
            kind = kinds[column]
            if _TEXT <= kind <= _ERROR:
                paragraph = _paragraph(book, found, row, column, kind, values[column], sheet)
                if paragraph is not None:
                    sheet.cells[row, column] = paragraph
                    if len(sheet.cells) > CELLS_LIMIT:
                        raise OverLimit("limit.cells", limit=CELLS_LIMIT)


def _paragraph(
    book: Any, found: Any, row: int, column: int, kind: int, value: Any, sheet: SheetFound
) -> Paragraph | None:
    """What a cell shows; None where that is nothing."""
    from xlrd import error_text_from_code

    style = book.xf_list[found.cell_xf_index(row, column)]
    font = book.font_list[style.font_index]
    typed = Typed()
    if kind == _TEXT:
        for text, one in _runs(book, found, row, column, value, font):
            typed.type(text.replace("\r\n", "\n").replace("\r", "\n"), font=one.name, struck=bool(one.struck_out))
    elif kind == _BOOLEAN:
        typed.put("TRUE" if value else "FALSE", struck=bool(font.struck_out))
    elif kind == _ERROR:
        typed.put(error_text_from_code.get(value, "#N/A"), struck=bool(font.struck_out))
        typed.notes.add("sheet.error")
    else:
        told = book.format_map.get(style.format_key)
        code = SHOWN_HERE.get(style.format_key) or ("" if told is None else told.format_str)
        result = shown(float(value), code, from_1904=bool(book.datemode))
        typed.type(result.text, font=font.name, struck=bool(font.struck_out))
        typed.notes.update(result.notes)
        if result.hidden:
            sheet.unseen.append(typed.paragraph())
            return Paragraph(text="")
    return typed.paragraph() if typed.text.strip() or typed.notes else None


def _runs(book: Any, found: Any, row: int, column: int, text: str, font: Any) -> Iterator[tuple[str, Any]]:
    """*text* in pieces of one font each."""
    start = 0
    for offset, index in found.rich_text_runlist_map.get((row, column)) or ():
        yield text[start:offset], font
        start, font = offset, book.font_list[index]
    yield text[start:], font
