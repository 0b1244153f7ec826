"""Reads .xls, the binary workbook of Excel 5 to 2003, by xlrd.

xlrd reads cells, formats, merges and what is hidden; it follows no link and runs no macro. On damaged files it raises whatever comes up, so all
of that is caught here, and only here. Source: [MS-XLS].
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from forms.errors import FubiaoError, OverLimit, Unreadable
from parsers.compound import BrokenContainer, Compound
from parsers.document import Document, Paragraph
from parsers.number_formats import BUILT_IN, shown
from parsers.spreadsheet import CELLS_LIMIT, SheetFound, Span, document
from parsers.typed import Typed

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_xls"]

BYTES_LIMIT = 50 << 20
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
_BIFF8 = 80
_HIDDEN_COLUMNS = 256
_OBJ, _TXO, _CONTINUE = 0x5D, 0x1B6, 0x3C
_CHART, _PICTURE, _COMMENT = 0x05, 0x08, 0x19
_CONTROLS = frozenset({0x07, 0x0B, 0x0C, 0x0D, 0x10, 0x11, 0x12})
"""Buttons, tick boxes, option buttons, fields, spinners, lists; not the arrow of a filter or a cell's own list."""

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
        findings = _objects(book, notes)
        sheets = list(_sheets(book))
        if sheets:
            sheets[-1].asides += findings.texts
        return document(sheets, notes, findings.pictures)
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


@dataclass(kw_only=True)
class _Findings:
    pictures: int = 0
    texts: list[Paragraph] = field(default_factory=list)


def _objects(book: Any, notes: set[str]) -> _Findings:
    """What lies over the cells, which the library passes over: pictures, controls, text boxes ([MS-XLS] 2.4.181 Obj, 2.4.329 TxO)."""
    found = _Findings()
    data = bytes(book.mem[book.base : book.base + book.stream_len])
    at, kind, awaited = 0, -1, 0
    while at + 4 <= len(data):
        record, size = struct.unpack_from("<HH", data, at)
        body = data[at + 4 : at + 4 + size]
        at += 4 + size
        if record == _OBJ and len(body) >= 6:
            kind = int.from_bytes(body[4:6], "little")
            found.pictures += kind == _PICTURE
            if kind in _CONTROLS:
                notes.add("sheet.controls")
            elif kind == _CHART:
                notes.add("document.graphic")
        elif record == _TXO and len(body) >= 12:
            awaited = int.from_bytes(body[10:12], "little") if kind != _COMMENT else 0
        elif record == _CONTINUE and awaited and body:
            text = body[1:].decode("utf-16-le" if body[0] & 1 else "latin-1", "replace")[:awaited]
            found.texts += [Paragraph(text=line, part="textbox") for line in text.splitlines() if line.strip()]
            awaited = 0
    return found


def _sheets(book: Any) -> Iterator[SheetFound]:
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
        yield sheet
        book.unload_sheet(index)


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
        code = BUILT_IN.get(style.format_key) or ("" if told is None else told.format_str)
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
