"""Files read once more, and files taken out of the line. Nothing that was acknowledged is lost by either."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desk.jobs import enqueue
from desk.models import Job, Result, Upload
from desk.store import Store
from forms.messages import message

__all__ = ["cancel_waiting", "read_again"]

CANCELLED = "upload.cancelled"


def read_again(store: Store, activity: int, parser: str, *, upload: int | None = None) -> int:
    """Puts the failed uploads of *activity* (or the one *upload*) back into the line; how many they are."""
    with store.write() as session:
        rows = _chosen(session, activity, "failed", upload)
        for digest in {row.sha256 for row in rows}:
            session.execute(delete(Result).where(Result.sha256 == digest, Result.parser == parser, Result.code != ""))
            job = enqueue(session, digest, parser)
            if job.state != "running":
                job.state, job.attempts, job.handed_back, job.done_at = "waiting", 0, 0, None
        for row in rows:
            row.state, row.code, row.message = "waiting", "", ""
        return len(rows)


def cancel_waiting(store: Store, activity: int, *, upload: int | None = None) -> int:
    """Takes the waiting uploads of *activity* (or the one *upload*) out of the line; how many they are. They count as failed, and can be read again."""
    with store.write() as session:
        rows = _chosen(session, activity, "waiting", upload)
        for row in rows:
            row.state, row.code, row.message = "failed", CANCELLED, message(CANCELLED)
        session.flush()
        for digest in {row.sha256 for row in rows}:
            others = select(Upload.id).where(Upload.sha256 == digest, Upload.state == "waiting")
            job = session.scalar(select(Job).where(Job.sha256 == digest, Job.state == "waiting"))
            # Another activity may wait for the same bytes.
            if job is not None and session.scalar(others.limit(1)) is None:
                job.state = "cancelled"
        return len(rows)


def _chosen(session: Session, activity: int, state: str, upload: int | None) -> list[Upload]:
    query = select(Upload).where(Upload.activity_id == activity, Upload.state == state)
    if upload is not None:
        query = query.where(Upload.id == upload)
    return list(session.scalars(query))
