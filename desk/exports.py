"""Records as files: JSON lines, CSV, a workbook. Nothing in them is ever a formula, and nothing is private.

A spreadsheet program runs what begins with ``=``; CSV has no way to say that it is text, so an apostrophe goes before it, as before ``+ - @`` and
the white space that may hide one (OWASP, CSV injection). A workbook's cells are text by their type.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from sqlalchemy.orm import Session

from desk.models import Record, Upload
from desk.privacy import masked, public
from desk.records import Sought, query
from desk.shapes import moment
from forms.errors import UnknownName
from forms.library import definition
from forms.messages import message
from forms.paths import leaves
from forms.schema import labels

__all__ = ["KINDS", "exported"]

Json = dict[str, Any]

KINDS = {
    "jsonl": ("application/x-ndjson", ".jsonl"),
    "csv": ("text/csv", ".csv"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
}
"""The kinds of files: media type and suffix."""

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BATCH = 200
_CELL = 32_767
"""Characters that a cell of a workbook holds."""
_HEAD = ("record", "form", "edition", "title", "version", "state", "file", "received_at")


def exported(session: Session, sought: Sought, kind: str, *, office: bool) -> Iterator[bytes]:
    """The wanted records as a file of *kind*, piece by piece; with telephone numbers and addresses for the office alone."""
    lines = _lines(session, sought, office=office)
    if kind == "jsonl":
        return (json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n" for line in lines)
    return _csv(lines) if kind == "csv" else _xlsx(lines)


def _lines(session: Session, sought: Sought, *, office: bool) -> Iterator[Json]:
    after = 0
    while True:
        found = list(session.scalars(query(sought).where(Record.id > after).limit(_BATCH)))
        if not found:
            return
        uploads = {
            upload.id: upload
            for upload in (session.get(Upload, number) for number in {record.upload_id for record in found})
            if upload is not None
        }
        for record in found:
            yield _line(record, uploads.get(record.upload_id), office=office)
        after = found[-1].id
        session.expunge_all()


def _line(record: Record, upload: Upload | None, *, office: bool) -> Json:
    veiled = (lambda text: text) if office else masked
    return {
        "record": record.id,
        "form": record.form,
        "edition": record.edition,
        "title": veiled(record.title),
        "version": record.version,
        "state": record.state,
        "file": veiled(upload.name) if upload else "",
        "received_at": moment(upload.received_at) if upload else "",
        "data": record.data if office else public(record.form, record.edition, record.data),
    }


def _rows(lines: Iterable[Json]) -> Iterator[tuple[tuple[str, str], list[str], list[str]]]:
    """For each record its form, the heads of its columns and its values, both as text."""
    for line in lines:
        flat = {path: value for path, value in leaves(line["data"]) if path}
        known = _labels(line["form"], line["edition"])
        heads = [message(f"column.{name}") for name in _HEAD] + [_head(path, known) for path in flat]
        values = [_text(line[name]) for name in _HEAD] + [_text(value) for value in flat.values()]
        yield (line["form"], line["edition"]), heads, values


def _labels(form: str, edition: str) -> dict[str, str]:
    try:
        return labels(definition(form, edition or None))
    except UnknownName:
        return {}


def _head(path: str, known: dict[str, str]) -> str:
    """What a column is called: the labels along the path, each list item with its number."""
    parts, done = [], ""
    for found in re.finditer(r"([^.\[\]]+)|\[(\d+)\]", path):
        if found[2] is not None:
            done += "[]"
            parts.append(str(int(found[2]) + 1))
        else:
            done = f"{done}.{found[1]}" if done else found[1]
            parts.append(known.get(done) or known.get(f"{done}[]") or found[1])
    return " ".join(parts)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return message(f"column.{str(value).lower()}")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def defused(text: str) -> str:
    """*text* for a cell of a CSV file, with an apostrophe before what a spreadsheet program would run."""
    return f"'{text}" if text.lstrip(" \u3000").startswith(_DANGEROUS) or text.startswith(_DANGEROUS) else text


def _csv(lines: Iterable[Json]) -> Iterator[bytes]:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    # The mark by which a spreadsheet program knows that it is UTF-8.
    out.write("\ufeff")
    last: list[str] = []
    for _, heads, values in _rows(lines):
        if heads != last:
            # Another form, or one with more rows: its columns are told anew.
            writer.writerow([defused(head) for head in heads])
            last = heads
        writer.writerow([defused(value) for value in values])
        yield out.getvalue().encode("utf-8", "backslashreplace")
        out.seek(0)
        out.truncate()
    yield out.getvalue().encode("utf-8", "backslashreplace")


def _xlsx(lines: Iterable[Json]) -> Iterator[bytes]:
    book = Workbook(write_only=True)
    sheets: dict[tuple[str, str], Any] = {}
    last: dict[tuple[str, str], list[str]] = {}
    for form, heads, values in _rows(lines):
        if form not in sheets:
            title = re.sub(r"[\\/*?:\[\]]", "", f"{form[0]} {form[1]}")[:31]
            sheets[form] = book.create_sheet(title)
        if last.get(form) != heads:
            sheets[form].append([_cell(sheets[form], head) for head in heads])
            last[form] = heads
        sheets[form].append([_cell(sheets[form], value) for value in values])
    if not sheets:
        book.create_sheet(message("sheet.usual_name"))
    out = io.BytesIO()
    book.save(out)
    yield out.getvalue()


def _cell(sheet: Any, text: str) -> Any:
    plain = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    cell = WriteOnlyCell(sheet, value="")
    # By its type, not by its looks: the library makes a formula of whatever begins with an equals sign.
    cell.value = plain[:_CELL]
    cell.data_type = "s"
    return cell
