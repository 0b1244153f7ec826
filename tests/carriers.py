"""One filled-in form in every format that is read, with the same cells: what each must give is what the .docx gives."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from functools import cache
from pathlib import Path

from openpyxl import Workbook
from word97_builder import Doc, P, cells, row

from bench.pdf import draw
from parsers.document import Cell, Document, Paragraph, Table
from parsers.read import read

__all__ = ["CARRIERS", "FILLED", "carried"]

_SAMPLES = Path(__file__).resolve().parent.parent / "samples"
FILLED = ("recommendation/county", "summary/city", "contact_sheet/province")
"""The samples that are carried: labels beside values, a list in rows, and groups of both."""

_WIDE = 9000
_RESTART, _GOES_ON = 0x60, 0x20


def _rows(table: Table) -> Iterator[list[tuple[Cell, bool]]]:
    """For each row its cells from left to right, each with whether it began further up."""
    for number in range(table.rows):
        over = (cell for cell in table.cells if cell.row <= number < cell.row + cell.row_span)
        yield [(cell, cell.row < number) for cell in sorted(over, key=lambda cell: cell.column)]


def _doc(document: Document) -> bytes:
    body: list[P] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            body.append(P([block.text]))
            continue
        step = _WIDE // block.columns
        for found in _rows(block):
            edges = [step * cell.column for cell, _ in found] + [step * block.columns]
            flags = [(_GOES_ON if above else _RESTART) if cell.row_span > 1 else 0 for cell, above in found]
            texts = ["" if above else cell.text.replace("\n", "\v") for cell, above in found]
            body += cells(*texts, end=row(edges, flags))
        body.append(P([""]))
    return Doc([*body, P([""])]).build()


def _rtf(document: Document) -> bytes:
    def escaped(text: str) -> str:
        plain = "".join(f"\\{sign}" if sign in "\\{}" else sign for sign in text)
        made = "".join(
            sign if sign < "\x80" else f"\\u{ord(sign) - (65536 if ord(sign) > 32767 else 0)}?" for sign in plain
        )
        return made.replace("\n", "\\line ")

    made = ["{\\rtf1\\ansi\\ansicpg936\\uc1"]
    for block in document.blocks:
        if isinstance(block, Paragraph):
            made.append(f"\\pard {escaped(block.text)}\\par")
            continue
        step = _WIDE // block.columns
        for found in _rows(block):
            made.append("\\trowd")
            for cell, above in found:
                merge = ("\\clvmrg" if above else "\\clvmgf") if cell.row_span > 1 else ""
                made.append(f"{merge}\\cellx{step * (cell.column + cell.column_span)}")
            made += [f"\\pard\\intbl {'' if above else escaped(cell.text)}\\cell" for cell, above in found]
            made.append("\\row")
    return ("\n".join(made) + "}").encode("ascii")


def _html(document: Document) -> bytes:
    made = ['<html><head><meta charset="utf-8"></head><body>']
    for block in document.blocks:
        if isinstance(block, Paragraph):
            made.append(f"<p>{html.escape(block.text)}</p>")
            continue
        made.append("<table border='1'>")
        for found in _rows(block):
            made.append("<tr>")
            for cell, above in found:
                if not above:
                    text = html.escape(cell.text).replace("\n", "<br>")
                    made.append(f'<td rowspan="{cell.row_span}" colspan="{cell.column_span}">{text}</td>')
            made.append("</tr>")
        made.append("</table>")
    return "\n".join([*made, "</body></html>"]).encode()


def _mht(document: Document) -> bytes:
    message = EmailMessage()
    message["Subject"] = "form"
    message["MIME-Version"] = "1.0"
    message.make_related()
    part = EmailMessage()
    part.set_content(_html(document).decode(), subtype="html", charset="utf-8", cte="base64")
    message.attach(part)
    return message.as_bytes()


def _xlsx(document: Document) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    at = 1
    for block in document.blocks:
        if isinstance(block, Paragraph):
            sheet.cell(at, 1, block.text)
            at += 1
            continue
        for cell in block.cells:
            top, left = at + cell.row, 1 + cell.column
            written = sheet.cell(top, left, cell.text)
            written.data_type = "s"
            if cell.row_span > 1 or cell.column_span > 1:
                sheet.merge_cells(
                    start_row=top,
                    start_column=left,
                    end_row=top + cell.row_span - 1,
                    end_column=left + cell.column_span - 1,
                )
        at += block.rows
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _pdf(document: Document) -> bytes:
    return draw(document, "all lines")


CARRIERS: dict[str, Callable[[Document], bytes]] = {
    "doc": _doc,
    "rtf": _rtf,
    "html": _html,
    "mht": _mht,
    "xlsx": _xlsx,
    "pdf": _pdf,
}


@cache
def carried(name: str, form: str) -> bytes:
    """The sample *name* in the format *form*."""
    data = (_SAMPLES / f"{name}.docx").read_bytes()
    return data if form == "docx" else CARRIERS[form](read(data))
