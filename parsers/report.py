"""Documents and records as the JSON that the command line and the service answer with."""

from __future__ import annotations

import hashlib
import json
import stat
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forms.errors import FubiaoError, OverLimit, Unmatched, Unreadable
from forms.messages import message
from forms.record import FieldInfo, Issue, Record
from forms.text import Method, Origin
from parsers.document import Block, Cell, Document, Paragraph, Table

__all__ = [
    "Answer",
    "Written",
    "answer",
    "answer_file",
    "document_json",
    "envelope",
    "failure",
    "field_infos",
    "issue_json",
    "line_text",
    "read_bytes",
    "whereabouts",
]

FILE_BYTES = 100 << 20
"""A larger file isn't even loaded; a filled-in form stays below a hundredth of it."""

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What one file gave: an envelope for each form found in it, or one error line. An archive gives that of each file in it."""

    lines: tuple[Json, ...]
    failed: bool

    @property
    def texts(self) -> tuple[str, ...]:
        """Its lines as they are written."""
        return tuple(map(line_text, self.lines))


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """An ``Answer`` as the text that is written: from one process to another it goes in a fraction of the time."""

    texts: tuple[str, ...]
    failed: bool

    @property
    def lines(self) -> tuple[Json, ...]:
        """Its lines as they were before."""
        return tuple(map(json.loads, self.texts))


def line_text(line: object) -> str:
    """*line* as JSON on one line, without its end."""
    return json.dumps(line, ensure_ascii=False, allow_nan=False)


def answer(data: bytes, name: str) -> Answer:
    """The envelopes of the forms in *data*, or its error line; *name* is only repeated, never trusted.

    Nothing is raised: whatever goes wrong inside one file must not cost the others.
    """
    from parsers.extraction.extract import extract
    from parsers.read import read

    try:
        document = read(data, name=name)
        digest = hashlib.sha256(data).hexdigest()
        lines = tuple(
            envelope(record, file=name, index=index, sha256=digest, document=document)
            for index, record in enumerate(extract(document))
        )
    except Exception as error:  # noqa: BLE001  # as promised above
        return failure(name, error)
    return Answer(lines=lines, failed=False) if lines else failure(name, Unmatched("match.none"))


def answer_file(path: str) -> Answer:
    """The envelopes of the forms in the file at *path*, or its error line; of each file in it where it is an archive or a message."""
    from parsers.unpack import unpacked

    try:
        files = unpacked(read_bytes(path), path)
    except FubiaoError as error:
        return failure(path, error)
    answers = [answer(data, name) for name, data in files]
    return Answer(lines=tuple(line for one in answers for line in one.lines), failed=any(one.failed for one in answers))


def read_bytes(path: str | Path) -> bytes:
    """The content of the regular file at *path*.

    Raises:
        Unreadable: there is no such file, or it may not be read.
        OverLimit: it is larger than a form can be.
    """
    try:
        file = Path(path)
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            # A pipe or a device would block or never end.
            raise Unreadable("unreadable.missing")
        if found.st_size > FILE_BYTES:
            raise OverLimit("limit.size", found=_megabytes(found.st_size), limit=_megabytes(FILE_BYTES))
        return file.read_bytes()
    except (OSError, ValueError) as error:
        raise Unreadable("unreadable.missing") from error


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.0f} MB"


def failure(name: str, error: Exception) -> Answer:
    """The error line of the file *name*.

    An error that isn't one of ours is told by its type and place alone: its text may quote what the form says.
    """
    if isinstance(error, MemoryError):
        error = OverLimit("limit.memory", limit=message("limit.process"))
    if isinstance(error, FubiaoError):
        fault = {"code": error.code, "message": str(error)}
    else:
        fault = {"code": "internal", "message": message("internal.crash", where=whereabouts(error))}
    return Answer(lines=({"file": name, "error": fault},), failed=True)


def whereabouts(error: BaseException) -> str:
    """The type of *error* and where it was raised, free of its text."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"


def envelope(record: Record, *, file: str, index: int, sha256: str, document: Document) -> Json:
    """*record* with where it was found, as one line of the output."""
    return {
        "file": file,
        "index": index,
        "sha256": sha256,
        "format": document.format,
        "form": record.form,
        "edition": record.edition,
        "data": record.data,
        "fields": {path: _info(info) for path, info in record.fields.items()},
        "issues": [issue_json(issue) for issue in record.issues],
        "leftovers": list(record.leftovers),
    }


def issue_json(issue: Issue) -> Json:
    """*issue* as it stands in an envelope."""
    return {"code": issue.code, "severity": issue.severity, "field": issue.field, "message": issue.message}


def _info(info: FieldInfo) -> Json:
    origin = info.origin
    return {
        "raw": info.raw,
        "confidence": round(info.confidence, 4),
        "page": origin.page,
        "bbox": origin.box,
        "cell": origin.cell,
        "method": origin.method,
    }


def field_infos(fields: Mapping[str, Any]) -> dict[str, FieldInfo]:
    """An envelope's ``fields`` as values again, for checking a record that was written out."""
    return {
        path: FieldInfo(
            raw=entry.get("raw"),
            confidence=float(entry.get("confidence", 1.0)),
            origin=Origin(
                page=entry.get("page"),
                box=_tuple(entry.get("bbox")),
                cell=_tuple(entry.get("cell")),
                method=_method(entry.get("method")),
            ),
        )
        for path, entry in fields.items()
    }


def _tuple(values: Iterable[Any] | None) -> Any:
    return None if values is None else tuple(values)


def _method(word: object) -> Method:
    match word:
        case "glyph" | "ocr" | "repair":
            return word
        case _:
            return "text"


def document_json(document: Document, *, file: str) -> Json:
    """*document* as found, before any form is known."""
    found: Json = {
        "file": file,
        "format": document.format,
        "pages": document.pages,
        "blocks": [_block(block) for block in document.blocks],
    }
    if document.asides:
        found["asides"] = [_block(block) for block in document.asides]
    if document.notes:
        found["notes"] = [{"code": n.code, "message": message(n.code, **dict(n.details))} for n in document.notes]
    return found


def _block(block: Block) -> Json:
    return _table(block) if isinstance(block, Table) else _paragraph(block)


def _paragraph(paragraph: Paragraph) -> Json:
    found: Json = {
        "type": "paragraph",
        "text": paragraph.text,
        "page": paragraph.page,
        "bbox": paragraph.box,
    }
    if paragraph.part != "body":
        found["part"] = paragraph.part
    if paragraph.method != "text" or paragraph.confidence < 1:
        found |= {"method": paragraph.method, "confidence": round(paragraph.confidence, 4)}
    if paragraph.notes:
        found["notes"] = list(paragraph.notes)
    return found


def _table(table: Table) -> Json:
    return {
        "type": "table",
        "page": table.page,
        "bbox": table.box,
        "rows": table.rows,
        "columns": table.columns,
        "cells": [_cell(cell) for cell in table.cells],
    }


def _cell(cell: Cell) -> Json:
    from parsers.marks import marks

    found: Json = {
        "row": cell.row,
        "column": cell.column,
        "row_span": cell.row_span,
        "column_span": cell.column_span,
        "text": cell.text,
        "page": cell.page,
        "bbox": cell.box,
        "marks": [{"label": mark.label, "checked": mark.checked} for mark in marks(cell.text)],
    }
    nested = [_table(table) for table in cell.tables]
    if nested:
        found["table"] = nested[0]
    if len(nested) > 1:
        found["tables"] = nested
    return found
