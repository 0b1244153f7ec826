"""Takes files in: the bytes on the disk first, then the rows and jobs of all of them in one transaction. What is answered as accepted is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.blobs import Blob, Blobs
from desk.errors import Conflict, Missing, QueueFull
from desk.jobs import again, enqueue
from desk.models import Activity, Job, Original, Upload
from desk.outcome import is_kept, publish
from desk.store import Store
from desk.vault import Vault
from desk.versions import digest_of

__all__ = ["Arrival", "Receipt", "receive"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """A file as it comes: its bytes and what it is called."""

    stream: IO[bytes]
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """One file that was taken in. ``id`` is that of its bytes, the same however often they come; ``upload`` that of this arrival."""

    id: str
    upload: int
    name: str
    size: int
    status: str
    """``accepted`` or ``duplicate``."""
    duplicate_of: int | None
    version: int


def receive(
    store: Store,
    blobs: Blobs,
    vault: Vault,
    arrivals: Sequence[Arrival],
    *,
    activity: int,
    parser: str,
    by: str = "",
    sender: str = "",
    queue: int = 20_000,
) -> list[Receipt]:
    """Keeps *arrivals*: all of them or, where an error is raised, none of them.

    Raises:
        Missing: there is no such activity.
        Conflict: it is closed.
        QueueFull: too many files wait to be read.
        StoreFull, StoreBusy: the disk or the database doesn't take them.
    """
    with store.read() as session:
        _open(session, activity)
        if (session.scalar(select(func.count()).select_from(Job).where(Job.state == "waiting")) or 0) >= queue:
            raise QueueFull("queue.full", limit=queue)
    kept = [(blobs.put(arrival.stream), arrival.name) for arrival in arrivals]
    with store.write() as session:
        # Once more, now that nobody else writes: it may have been closed in between.
        _open(session, activity)
        return [_enter(session, vault, blob, name, activity, parser, by, sender) for blob, name in kept]


def _open(session: Session, number: int) -> Activity:
    activity = session.get(Activity, number)
    if activity is None:
        raise Missing("missing.activity", id=number)
    if activity.state != "open":
        raise Conflict("conflict.closed")
    return activity


def _enter(
    session: Session, vault: Vault, blob: Blob, name: str, activity: int, parser: str, by: str, sender: str
) -> Receipt:
    """The row of one file, with its job where its bytes are new to the activity."""
    original = session.get(Original, blob.sha256)
    if original is None:
        session.add(Original(sha256=blob.sha256, size=blob.size))
        session.flush()
    else:
        original.removed_at = None
    first = session.scalar(
        select(Upload.id).where(
            Upload.activity_id == activity, Upload.sha256 == blob.sha256, Upload.duplicate_of.is_(None)
        )
    )
    digest = digest_of(name, sender)
    upload = Upload(
        activity_id=activity,
        sha256=blob.sha256,
        name=name,
        sender=sender,
        digest=digest,
        version=_version(session, activity, digest, blob.sha256),
        duplicate_of=first,
        state="duplicate" if first else "waiting",
        received_by=by,
    )
    session.add(upload)
    session.flush()
    if first is None:
        job = enqueue(session, blob.sha256, parser)
        if job.state == "done" and not is_kept(session, blob.sha256, without=upload.id):
            # All who had it are closed, and what is private in it was purged: it is read anew.
            again(session, job)
        if job.state == "done":
            # Another activity had the same file: it is read already.
            publish(session, vault, upload, job.parser)
        elif job.state == "running":
            upload.state = "reading"
    return Receipt(
        id=blob.sha256,
        upload=upload.id,
        name=name,
        size=blob.size,
        status="duplicate" if first else "accepted",
        duplicate_of=first,
        version=upload.version,
    )


def _version(session: Session, activity: int, digest: str, sha256: str) -> int:
    """Which version of the file of that name it is: that of the same bytes, or one more than the newest."""
    found = session.execute(
        select(Upload.sha256, Upload.version).where(Upload.activity_id == activity, Upload.digest == digest)
    )
    known = dict(found.all())
    return known.get(sha256) or max(known.values(), default=0) + 1
