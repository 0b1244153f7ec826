"""Activities: one round of collecting, all of it as data; closing one purges what was only needed for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from desk.access import audit
from desk.blobs import Blobs
from desk.columns import now
from desk.errors import Conflict, Invalid, Missing
from desk.models import Activity, Change, Original, Record, Result, Upload
from desk.store import Store
from forms.library import edition
from forms.messages import message

__all__ = ["CHANGEABLE", "LEVELS", "activities", "change", "close", "find", "first", "make"]

LEVELS = ("", "nation", "province", "city", "county")

CHANGEABLE = ("title", "edition", "level", "area", "quotas", "deadlines", "expected", "rules", "settings")
"""What a caller may set."""


def find(session: Session, number: int) -> Activity:
    """The activity of that number.

    Raises:
        Missing: there is none.
    """
    found = session.get(Activity, number)
    if found is None:
        raise Missing("missing.activity", id=number)
    return found


def activities(session: Session) -> Sequence[Activity]:
    """All of them, the newest first."""
    return session.scalars(select(Activity).order_by(Activity.id.desc())).all()


def first(store: Store) -> None:
    """Makes the activity that takes what is sent to none, where there is no activity at all."""
    with store.write() as session:
        if session.scalar(select(Activity.id).limit(1)) is None:
            session.add(Activity(title=message("activity.inbox")))


def make(store: Store, values: Mapping[str, Any], *, by: str = "") -> Activity:
    """A new activity.

    Raises:
        Invalid, UnknownName: a value doesn't fit.
    """
    with store.write() as session:
        found = Activity(title="")
        _set(found, values)
        if not found.title.strip():
            raise Invalid("call.name")
        session.add(found)
        session.flush()
        audit(session, by=by, action="activity", target=f"activity:{found.id}")
        return found


def change(store: Store, number: int, values: Mapping[str, Any], *, revision: int, by: str = "") -> Activity:
    """The activity with other *values*.

    Raises:
        Missing: there is none.
        Conflict: somebody was faster, or it is closed.
        Invalid, UnknownName: a value doesn't fit.
    """
    with store.write() as session:
        found = find(session, number)
        if found.state != "open":
            raise Conflict("conflict.closed")
        if found.revision != revision:
            raise Conflict("conflict.changed", now={"revision": found.revision})
        _set(found, values)
        found.revision += 1
        audit(session, by=by, action="activity", target=f"activity:{number}", details={"set": sorted(values)})
        return found


def _set(found: Activity, values: Mapping[str, Any]) -> None:
    if values.get("level", "") not in LEVELS:
        raise Invalid("call.level")
    if values.get("edition"):
        edition(values["edition"])
    for name, value in values.items():
        if name not in CHANGEABLE:
            raise Invalid("call.unknown", name=name)
        setattr(found, name, value)


def close(store: Store, blobs: Blobs, number: int, *, originals: bool = False, by: str = "") -> Activity:
    """Closes the activity: nothing is taken in or changed any more, and the passwords in it are gone for good.

    With *originals* the files themselves go as well, except those that an open activity has too: they hold what the sender wrote, a
    password among it.

    Raises:
        Missing: there is none.
        Conflict: it is closed already.
    """
    with store.write() as session:
        found = find(session, number)
        if found.state != "open":
            raise Conflict("conflict.closed")
        found.state, found.closed_at, found.purged_at = "closed", now(), now()
        found.revision += 1
        mine = select(Record.id).where(Record.activity_id == number)
        purged = session.scalars(select(Record).where(Record.activity_id == number, Record.sealed != "")).all()
        for record in purged:
            record.sealed = ""
            record.revision += 1
            session.add(Change(record_id=record.id, revision=record.revision, by=by, action="purge"))
        _quietly(session, update(Change).where(Change.record_id.in_(mine)).values(sealed=""))
        gone = _only_here(session, number)
        _quietly(session, update(Result).where(Result.sha256.in_(gone)).values(sealed=""))
        if originals:
            _quietly(session, update(Original).where(Original.sha256.in_(gone)).values(removed_at=now()))
        audit(
            session,
            by=by,
            action="close",
            target=f"activity:{number}",
            details={"purged": len(purged), "originals": len(gone) if originals else 0},
        )
    # After the commit: bytes without a row do no harm, a row without its bytes would.
    for sha256 in gone if originals else ():
        blobs.remove(sha256)
    return found


def _only_here(session: Session, number: int) -> list[str]:
    """The originals that no open activity has."""
    elsewhere = select(Upload.sha256).join(Activity, Activity.id == Upload.activity_id).where(Activity.state == "open")
    return list(
        session.scalars(
            select(Upload.sha256).where(Upload.activity_id == number, Upload.sha256.not_in(elsewhere)).distinct()
        )
    )


def _quietly(session: Session, statement: Any) -> None:
    session.execute(statement, execution_options={"synchronize_session": False})
