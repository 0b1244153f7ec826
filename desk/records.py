"""Records as clerks work on them: found, corrected, confirmed, passed or sent back; every change kept with who, when and what stood there.

Who changes a record says which *revision* of it they saw. When somebody was faster the change is refused with what is there now, so that
nobody's work is lost and nobody's is overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Text, select, type_coerce
from sqlalchemy.orm import Session

from desk.access import audit
from desk.columns import now, written
from desk.errors import Conflict, Invalid, Missing
from desk.models import Activity, Change, Record, Upload
from desk.outcome import doubts
from desk.privacy import is_private, private_paths
from desk.store import Store
from desk.tally import settle
from desk.vault import Vault
from desk.whole import Whole, changed, removed

__all__ = [
    "STATES",
    "Edit",
    "Sought",
    "confirm",
    "correct",
    "find",
    "has_private",
    "history",
    "keep",
    "page",
    "query",
    "reveal",
    "set_state",
    "versions",
]

STATES = ("review", "doubtful", "returned", "passed")

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """One value to be put at the concrete path ``field``, or the list item there to be removed."""

    field: str
    value: Any = None
    remove: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Sought:
    """Which records are wanted; None and "" stand for any."""

    activity: int | None = None
    form: str = ""
    edition: str = ""
    state: str = ""
    upload: int | None = None
    text: str = ""
    """Part of the title."""
    current: bool | None = True
    doubtful: bool | None = None


def find(session: Session, number: int) -> Record:
    """The record of that number.

    Raises:
        Missing: there is none.
    """
    record = session.get(Record, number)
    if record is None:
        raise Missing("missing.record", id=number)
    return record


def query(sought: Sought) -> Select[Any]:
    """What finds the wanted records, in the order of their numbers."""
    found = select(Record).order_by(Record.id)
    for column, value in (
        (Record.activity_id, sought.activity),
        (Record.form, sought.form or None),
        (Record.edition, sought.edition or None),
        (Record.state, sought.state or None),
        (Record.upload_id, sought.upload),
        (Record.current, sought.current),
    ):
        if value is not None:
            found = found.where(column == value)
    if sought.text:
        inner = written(sought.text)[1:-1]
        found = found.where(type_coerce(Record.title, Text).contains(inner, autoescape=True))
    if sought.doubtful is not None:
        found = found.where(Record.doubts > 0 if sought.doubtful else Record.doubts == 0)
    return found


def page(session: Session, sought: Sought, *, after: int = 0, limit: int = 50) -> tuple[list[Record], int | None]:
    """At most *limit* of the wanted records behind the number *after*, and the number to go on from; None at the end."""
    found: list[Record] = list(session.scalars(query(sought).where(Record.id > after).limit(limit + 1)))
    return found[:limit], found[limit - 1].id if len(found) > limit else None


def history(session: Session, number: int) -> Sequence[Change]:
    """Everything that was done to the record, the first first."""
    return session.scalars(select(Change).where(Change.record_id == number).order_by(Change.id)).all()


def versions(session: Session, record: Record) -> Sequence[Record]:
    """All versions of the same applicant's form, the oldest first."""
    return session.scalars(select(Record).where(Record.first_id == record.first_id).order_by(Record.version)).all()


def correct(
    store: Store, vault: Vault, number: int, *, revision: int, edits: Iterable[Edit], by: str, reason: str = ""
) -> Record:
    """The record after *edits*. Text is made canonical as if it had been read; the rules are run again.

    Raises:
        Missing: there is no such record.
        Conflict: it isn't in *revision* any more, or its activity is closed.
        Invalid: the form has no such field, or the value doesn't fit it.
    """
    with store.write() as session:
        record = _held(session, number, revision)
        whole = Whole.of(record, vault)
        told: list[Change] = []
        for edit in edits:
            before, after = removed(whole, edit.field) if edit.remove else changed(whole, edit.field, edit.value, by)
            secret = is_private(record.form, record.edition, edit.field)
            told.append(
                Change(
                    record_id=record.id,
                    by=by,
                    action="correct",
                    field=edit.field,
                    before=None if secret else before,
                    after=None if secret else after,
                    sealed=vault.seal({"before": before, "after": after}) if secret else "",
                    reason=reason,
                )
            )
        if not told:
            raise Invalid("call.nothing")
        whole.check_again()
        whole.put_into(record, vault)
        _changed(session, record, told)
        return record


def confirm(store: Store, number: int, *, revision: int, fields: Iterable[str], by: str) -> Record:
    """The record with the values at *fields* confirmed as they stand.

    Raises:
        Missing, Conflict: as for ``correct``.
        Invalid: nothing stands there.
    """
    with store.write() as session:
        record = _held(session, number, revision)
        known = {issue["field"] for issue in record.issues}
        found = {path: dict(info) for path, info in record.fields.items()}
        told = []
        for path in fields:
            if path not in found and path not in known:
                raise Invalid("call.field", field="…")
            found[path] = {**found.get(path, {}), "confirmed": {"by": by, "at": now().isoformat()}}
            told.append(Change(record_id=record.id, by=by, action="confirm", field=path))
        if not told:
            raise Invalid("call.nothing")
        record.fields = found
        _changed(session, record, told)
        return record


def keep(store: Store, number: int, *, revision: int, code: str, field: str, reason: str, by: str) -> Record:
    """The record with an issue kept as it is, for a *reason*.

    Raises:
        Missing, Conflict: as for ``correct``.
        Invalid: there is no such issue.
    """
    with store.write() as session:
        record = _held(session, number, revision)
        mark = {"by": by, "at": now().isoformat(), "reason": reason}
        issues = [
            {**issue, "kept": mark} if (issue["code"], issue["field"]) == (code, field) else issue
            for issue in record.issues
        ]
        if issues == record.issues:
            raise Invalid("call.issue")
        record.issues = issues
        _changed(
            session, record, [Change(record_id=record.id, by=by, action="keep", field=field, after=code, reason=reason)]
        )
        return record


def set_state(store: Store, number: int, *, revision: int, state: str, by: str, reason: str = "") -> Record:
    """The record in another state, with a note of why.

    Raises:
        Missing, Conflict: as for ``correct``.
        Invalid: there is no such state.
    """
    if state not in STATES:
        raise Invalid("call.state")
    with store.write() as session:
        record = _held(session, number, revision)
        told = Change(record_id=record.id, by=by, action="state", before=record.state, after=state, reason=reason)
        record.state, record.note = state, reason
        _changed(session, record, [told])
        return record


def _held(session: Session, number: int, revision: int) -> Record:
    """The record, to be changed by who saw *revision* of it."""
    record = find(session, number)
    activity = session.get(Activity, record.activity_id)
    if activity is None or activity.state != "open":
        raise Conflict("conflict.closed")
    if record.revision != revision:
        last = session.scalars(
            select(Change).where(Change.record_id == number).order_by(Change.id.desc()).limit(1)
        ).first()
        at = f"{last.at:%H:%M:%S}" if last else ""
        raise Conflict(
            "conflict.revision",
            by=(last.by if last else "") or "…",
            at=at,
            now={
                "revision": record.revision,
                "by": last.by if last else "",
                "fields": _since(session, number, revision),
            },
        )
    return record


def _since(session: Session, number: int, revision: int) -> list[str]:
    """The fields that were changed after *revision*."""
    found = session.scalars(
        select(Change.field).where(Change.record_id == number, Change.revision > revision).order_by(Change.id)
    )
    return [field for field in dict.fromkeys(found) if field]


def _changed(session: Session, record: Record, told: Sequence[Change]) -> None:
    record.revision += 1
    record.changed_at = now()
    record.doubts = doubts(record)
    if record.state == "review" and not record.doubts:
        record.state = "passed"
    elif record.state == "passed" and record.doubts and not any(change.action == "state" for change in told):
        record.state = "review"
    for change in told:
        change.revision = record.revision
        session.add(change)
    upload = session.get(Upload, record.upload_id)
    if upload is not None:
        settle(session, upload)


def reveal(store: Store, vault: Vault, number: int, *, by: str) -> Json:
    """The private values of the record by their paths. That they were shown is recorded before they are.

    Raises:
        Missing: there is no such record, or nothing private in it, or it was purged.
    """
    with store.write() as session:
        record = find(session, number)
        held = vault.open(record.sealed)
        values = {path: entry["value"] for path, entry in held.items() if entry["value"] is not None}
        if not values:
            raise Missing("missing.private")
        audit(session, by=by, action="reveal", target=f"record:{number}", details={"fields": sorted(values)})
    return values


def has_private(record: Record) -> list[str]:
    """The paths at which the record holds something private; empty for a form without such fields."""
    return list(private_paths(record.form, record.edition)) if record.sealed else []
