"""The ledger: every record of an activity with whose it is and how far it came; searched, exported, and made into the summary form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.models import Activity, Record, Upload
from desk.records import Sought, query
from desk.rounds import entries, round_of, unit_of
from desk.shown import form_name
from forms.collect import Collected, collect
from forms.messages import message, texts
from generators.render import fill, shipped

__all__ = ["Line", "Page", "as_docx", "cells", "heads", "lines", "summary"]

TEMPLATE = "desk/ledger.docx"
_HEADS = ("number", "unit", "form", "title", "state", "doubts", "version", "file", "received")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A record in the ledger, with the file that it came in and the unit that it is of."""

    record: Record
    upload: Upload
    unit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A part of the ledger, how many records there are in all, and the units of the whole activity."""

    lines: tuple[Line, ...]
    total: int
    units: tuple[str, ...]


def lines(
    session: Session, activity: Activity, sought: Sought, *, unit: str = "", start: int = 0, count: int | None = None
) -> Page:
    """The wanted records of *activity* by their numbers, *count* of them from *start* on; *unit* "-" wants those of which nothing tells the unit."""
    known = {int(entry.id): entry.unit for entry in entries(session, activity, round_of(activity))}
    wanted = "" if unit == "-" else unit
    numbers = [
        number
        for number in session.scalars(query(sought).with_only_columns(Record.id))
        if number in known and (not unit or known[number] == wanted)
    ]
    shown = numbers[start:] if count is None else numbers[start : start + count]
    found = []
    for first in range(0, len(shown), _BATCH):
        rows = select(Record, Upload).join(Upload, Upload.id == Record.upload_id).order_by(Record.id)
        some = session.execute(rows.where(Record.id.in_(shown[first : first + _BATCH])))
        found += [Line(record=record, upload=upload, unit=known[record.id]) for record, upload in some]
    return Page(lines=tuple(found), total=len(numbers), units=tuple(sorted({one for one in known.values() if one})))


_BATCH = 500


def heads() -> list[str]:
    """What the columns are called."""
    words = texts("desk")
    return [words[f"head_{name}"] for name in _HEADS]


def cells(found: Sequence[Line]) -> list[list[Any]]:
    """*found* as rows of cells under ``heads``."""
    states = texts("record_state")
    return [
        [
            line.record.id,
            line.unit or message("desk.unknown_unit"),
            form_name(line.record.form, line.record.edition),
            line.record.title,
            states.get(line.record.state, line.record.state),
            line.record.doubts,
            line.record.version,
            line.upload.name,
            f"{line.upload.received_at.astimezone():%Y-%m-%d %H:%M}",
        ]
        for line in found
    ]


def as_docx(activity: Activity, found: Sequence[Line]) -> bytes:
    """*found* as a table in a .docx."""
    values = {
        "title": message("desk.ledger_title", activity=activity.title),
        "day": dt.datetime.now(dt.UTC).astimezone().date().isoformat(),
        "heads": heads(),
        "rows": [[str(cell) for cell in row] for row in cells(found)],
    }
    return fill(shipped(TEMPLATE), values, TEMPLATE)


def summary(session: Session, activity: Activity, *, unit: str = "") -> Collected | None:
    """The activity's summary form made from the current records of *unit*, or of all; None where the activity has none."""
    found = round_of(activity)
    known = [entry for entry in entries(session, activity, found) if not unit or entry.unit == unit]
    head = _head(session, activity, unit, found.collect.form) if found.collect else {}
    return collect(found, known, head)


def _head(session: Session, activity: Activity, unit: str, form: str) -> dict[str, Any]:
    """What stands above the lists: as in the unit's own summary, where it sent one."""
    found = round_of(activity)
    rows = session.scalars(
        select(Record).where(Record.activity_id == activity.id, Record.current, Record.form == form).order_by(Record.id)
    )
    own = next((row for row in rows if unit and unit_of(found, row.form, row.edition, row.data) == unit), None)
    if own is None:
        return {"area": unit or None}
    return {key: value for key, value in own.data.items() if not isinstance(value, list)}
