"""The jobs: claimed under a lease, tried at most twice, resumed when whoever had them is gone.

Whoever works on jobs has a name of its own, the *owner*. It renews its leases while it lives. A lease that ran out means that the owner died, which is
not the file's fault: the try is handed back, so that a service that is killed again and again doesn't use up a file's tries. Only when that
happened ``HANDED_BACK`` times does it count, since the file may be what kills the service.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from desk.errors import Conflict, Missing
from desk.found import Reading
from desk.models import Activity, Job, Original, Result, Upload
from desk.outcome import write_down
from desk.store import Store
from desk.vault import Vault
from forms.messages import message

__all__ = [
    "ATTEMPTS",
    "Claimed",
    "again",
    "backlog",
    "cancel",
    "claim",
    "enqueue",
    "finish",
    "give_back",
    "release",
    "renew",
    "retry",
]

ATTEMPTS = 2
HANDED_BACK = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Claimed:
    """A job that is ours until its lease runs out."""

    id: int
    sha256: str
    size: int
    attempts: int


def enqueue(session: Session, sha256: str, parser: str, *, priority: int = 0) -> Job:
    """The job that reads the original *sha256*, made unless there is one; part of the caller's transaction."""
    job = session.scalar(
        select(Job)
        .where(Job.sha256 == sha256, or_(Job.parser == parser, Job.state.in_(("waiting", "running"))))
        .order_by(Job.state == "done")
    )
    if job is None:
        job = Job(sha256=sha256, parser=parser, priority=priority)
        session.add(job)
        session.flush()
    elif job.state == "cancelled":
        job.state = "waiting"
    return job


def again(session: Session, job: Job) -> None:
    """Puts a job that is done back into the line, what it gave forgotten; part of the caller's transaction."""
    session.execute(
        delete(Result).where(Result.sha256 == job.sha256, Result.parser == job.parser),
        execution_options={"synchronize_session": False},
    )
    job.state, job.attempts, job.handed_back = "waiting", 0, 0


def claim(store: Store, vault: Vault, owner: str, parser: str, *, lease: float, limit: int = 1) -> list[Claimed]:
    """At most *limit* jobs that are due, now leased to *owner* for *lease* seconds."""
    moment = time.time()
    with store.write() as session:
        _give_up(session, vault, parser, moment)
        due = session.scalars(
            select(Job)
            .where(or_(Job.state == "waiting", _ran_out(moment)))
            .order_by(Job.priority.desc(), Job.id)
            .limit(limit)
        ).all()
        claimed = []
        for job in due:
            if job.state == "running":
                job.attempts, job.handed_back = max(0, job.attempts - 1), job.handed_back + 1
            job.state, job.owner, job.lease_until = "running", owner, moment + lease
            job.attempts += 1
            size = session.scalar(select(Original.size).where(Original.sha256 == job.sha256)) or 0
            claimed.append(Claimed(id=job.id, sha256=job.sha256, size=size, attempts=job.attempts))
        _mark(session, [job.sha256 for job in due], "waiting", "reading")
    return claimed


def _ran_out(moment: float) -> ColumnElement[bool]:
    return (Job.state == "running") & (Job.lease_until < moment)


def _give_up(session: Session, vault: Vault, parser: str, moment: float) -> None:
    """Ends the jobs whose owner died more often than chance allows."""
    lost = session.scalars(select(Job).where(_ran_out(moment), Job.handed_back >= HANDED_BACK)).all()
    for job in lost:
        write_down(session, vault, job, killed(parser))


def killed(parser: str) -> Reading:
    """What is said of a file at which the reading process died, twice."""
    return Reading(parser=parser, code="internal.killed", message=message("internal.killed"))


def _mark(session: Session, digests: Iterable[str], before: str, after: str) -> None:
    wanted = list(digests)
    if wanted:
        session.execute(
            update(Upload).where(Upload.sha256.in_(wanted), Upload.state == before).values(state=after),
            execution_options={"synchronize_session": False},
        )


def finish(store: Store, vault: Vault, claimed: Claimed, reading: Reading) -> bool:
    """Writes down what was read. Whether it counted: another may have been faster after our lease ran out."""
    with store.write() as session:
        job = session.get(Job, claimed.id)
        if job is None or job.state in {"done", "cancelled"}:
            return False
        return write_down(session, vault, job, reading)


def give_back(store: Store, vault: Vault, claimed: Claimed, owner: str, parser: str, *, counts: bool = True) -> bool:
    """Ends a try at which the reading process died: back into the line, or after the last try failed for good. Whether it is tried again.

    A try that ended for another reason doesn't count.
    """
    with store.write() as session:
        job = session.get(Job, claimed.id)
        if job is None or job.state != "running" or job.owner != owner:
            return True
        if not counts:
            job.attempts -= 1
        elif job.attempts >= ATTEMPTS:
            write_down(session, vault, job, killed(parser))
            return False
        job.state, job.owner, job.lease_until = "waiting", "", 0.0
        _mark(session, [job.sha256], "reading", "waiting")
        return True


def release(store: Store, owner: str = "", *, of_others: bool = False) -> int:
    """Puts the jobs of *owner* back into the line, their tries handed back; with *of_others* everybody else's. How many they were."""
    with store.write() as session:
        mine = Job.owner != owner if of_others else Job.owner == owner
        jobs = session.scalars(select(Job).where(Job.state == "running", mine)).all()
        for job in jobs:
            job.state, job.owner, job.lease_until = "waiting", "", 0.0
            job.attempts = max(0, job.attempts - 1)
            job.handed_back += of_others
        _mark(session, [job.sha256 for job in jobs], "reading", "waiting")
        return len(jobs)


def renew(store: Store, owner: str, lease: float) -> None:
    """Renews the leases of *owner*."""
    with store.write() as session:
        session.execute(
            update(Job).where(Job.state == "running", Job.owner == owner).values(lease_until=time.time() + lease),
            execution_options={"synchronize_session": False},
        )


def backlog(session: Session) -> dict[str, int]:
    """How many jobs there are in each state."""
    return dict(session.execute(select(Job.state, func.count()).group_by(Job.state)).all())


def retry(store: Store, upload_id: int, parser: str) -> Upload:
    """A failed upload, back in the line: its file is read anew, with two tries.

    Raises:
        Conflict: it didn't fail, or its activity is closed.
    """
    with store.write() as session:
        upload = session.get(Upload, upload_id)
        if upload is None:
            raise Missing("missing.upload", id=upload_id)
        if session.get_one(Activity, upload.activity_id).state != "open":
            raise Conflict("conflict.closed")
        if upload.state != "failed":
            raise Conflict("conflict.retry")
        # One result for a file and a parser: the new one takes the place of the failure.
        session.execute(
            delete(Result).where(Result.sha256 == upload.sha256, Result.parser == parser, Result.code != ""),
            execution_options={"synchronize_session": False},
        )
        job = enqueue(session, upload.sha256, parser)
        job.state, job.attempts, job.handed_back = "waiting", 0, 0
        upload.state, upload.code, upload.message = "waiting", "", ""
        return upload


def cancel(store: Store, upload_id: int) -> Upload:
    """An upload that waited, given up: it counts as failed, and may be put back into the line.

    Raises:
        Conflict: it doesn't wait any more.
    """
    with store.write() as session:
        upload = session.get(Upload, upload_id)
        if upload is None:
            raise Missing("missing.upload", id=upload_id)
        if upload.state not in {"waiting", "reading"}:
            raise Conflict("conflict.cancel")
        upload.state, upload.code, upload.message = "failed", "job.cancelled", message("job.cancelled")
        session.flush()
        others = session.scalar(
            select(func.count()).where(Upload.sha256 == upload.sha256, Upload.state.in_(("waiting", "reading")))
        )
        if not others:
            jobs = session.scalars(select(Job).where(Job.sha256 == upload.sha256, Job.state == "waiting"))
            for job in jobs:
                job.state = "cancelled"
        return upload
