"""Writes down what was read: the result once, and the records of every upload that has been waiting for it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.columns import now
from desk.found import Reading
from desk.models import Activity, Change, Job, Record, Result, Upload
from desk.privacy import part
from desk.tally import settle
from desk.vault import Vault
from desk.versions import join, title_of

__all__ = ["DOUBTFUL", "doubts", "is_kept", "publish", "write_down"]

Json = dict[str, Any]

DOUBTFUL = 0.9
"""A value of less confidence is to be looked at."""


def write_down(session: Session, vault: Vault, job: Job, reading: Reading) -> bool:
    """Keeps *reading* as the result of *job* and gives it to the uploads that wait for it.

    Whether it was the first: one that comes after another for the same file and parser is dropped.
    """
    known = session.scalar(select(Result).where(Result.sha256 == job.sha256, Result.parser == reading.parser))
    if known is None:
        parted = [part(line) for line in reading.lines]
        kept = is_kept(session, job.sha256)
        session.add(
            Result(
                sha256=job.sha256,
                parser=reading.parser,
                lines=[{key: value for key, value in line.items() if key != "file"} for line, _ in parted],
                sealed=vault.seal({str(n): secret for n, (_, secret) in enumerate(parted) if secret and kept}),
                code=reading.code,
                message=reading.message,
                seconds=reading.seconds,
            )
        )
        session.flush()
    job.state, job.parser, job.done_at, job.owner, job.lease_until = "done", reading.parser, now(), "", 0.0
    waiting = session.scalars(
        select(Upload).where(Upload.sha256 == job.sha256, Upload.state.in_(("waiting", "reading"))).order_by(Upload.id)
    ).all()
    for upload in waiting:
        publish(session, vault, upload, reading.parser)
    return known is None


def publish(session: Session, vault: Vault, upload: Upload, parser: str) -> None:
    """Gives *upload* the result of its bytes: the records in it, or the reason why it failed."""
    result = session.scalars(select(Result).where(Result.sha256 == upload.sha256, Result.parser == parser)).one()
    if result.code:
        upload.state, upload.code, upload.message = "failed", result.code, result.message
        return
    upload.code = upload.message = ""
    # Closing the activity purged what is private in it: what is read afterwards brings none of it back.
    is_open = session.get_one(Activity, upload.activity_id).state == "open"
    secrets = vault.open(result.sealed) if is_open else {}
    for position, line in enumerate(result.lines):
        secret = secrets.get(str(position), {})
        record = Record(
            activity_id=upload.activity_id,
            upload_id=upload.id,
            position=position,
            form=line["form"],
            edition=line["edition"],
            format=line["format"],
            parser=parser,
            title=title_of(line["form"], line["data"], upload.name),
            identity="",
            data=line["data"],
            fields=line["fields"],
            issues=line["issues"],
            leftovers=line.get("leftovers", []),
            sealed=vault.seal(secret),
        )
        session.add(record)
        session.flush()
        join(session, record, upload)
        record.doubts = doubts(record)
        record.state = "review" if record.doubts else "passed"
        session.add(Change(record_id=record.id, revision=1, action="read", by="", after={"version": record.version}))
    settle(session, upload)


def is_kept(session: Session, sha256: str, *, without: int | None = None) -> bool:
    """Whether an open activity has the file, but for the upload *without*: what is private in it was not purged then."""
    found = select(Upload.id).join(Activity, Activity.id == Upload.activity_id)
    found = found.where(Upload.sha256 == sha256, Activity.state == "open", Upload.id != (without or 0))
    return session.scalar(found.limit(1)) is not None


def doubts(record: Record) -> int:
    """How many values or whole forms a clerk must look at: of little confidence, or with an issue that is no mere remark."""
    unsure = {
        path
        for path, info in record.fields.items()
        if info.get("confidence", 1.0) < DOUBTFUL and not info.get("confirmed")
    }
    named = {
        issue["field"]
        for issue in record.issues
        if issue["severity"] != "info" and not record.fields.get(issue["field"], {}).get("confirmed")
    }
    kept = {issue["field"] for issue in record.issues if issue.get("kept")}
    return len((unsure | named) - kept)
