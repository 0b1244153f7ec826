"""The tables. A change of one needs a migration beside the others in ``desk/migrations/versions``; a test compares the two.

Times are UTC. Private values (the passwords that forms ask for) stand in ``Record.sealed``, ``Result.sealed`` and ``Change.sealed`` alone, encrypted.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from desk.columns import Exact, Key, Moment, now

__all__ = [
    "Activity",
    "Audit",
    "Base",
    "Change",
    "Decision",
    "Job",
    "Original",
    "Publication",
    "Record",
    "Result",
    "Sheet",
    "Token",
    "Upload",
]

Json = dict[str, Any]


class Base(DeclarativeBase):
    """What all tables have in common: how types become columns. JSON keeps the order of its keys, as a form has one."""

    type_annotation_map = {  # noqa: RUF012  # as the library wants it
        datetime: Moment,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        int: Integer,
        float: Float,
        bool: Boolean,
        str: Text,
    }


class Activity(Base):
    """One round of collecting: which edition, on which level, until when, with which quotas and rules. All of it is data."""

    __tablename__ = "activities"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    title: Mapped[str] = mapped_column(Exact)
    edition: Mapped[str] = mapped_column(default="")
    level: Mapped[str] = mapped_column(default="")
    """Who collects: ``nation``, ``province``, ``city``, ``county``, or nothing."""
    area: Mapped[str] = mapped_column(default="")
    """The place that collects, by its full name."""
    quotas: Mapped[Json] = mapped_column(default=dict)
    deadlines: Mapped[Json] = mapped_column(default=dict)
    expected: Mapped[list[Any]] = mapped_column(default=list)
    """Who must send something: ``{"name", "area", "forms"}``."""
    rules: Mapped[list[Any]] = mapped_column(default=list)
    settings: Mapped[Json] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default="open")
    """``open`` or ``closed``."""
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]
    purged_at: Mapped[datetime | None]


class Original(Base):
    """The bytes of a file, once, however often they came."""

    __tablename__ = "originals"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]


class Job(Base):
    """The reading of one original by one version of the readers: there is one row for the two, ever."""

    __tablename__ = "jobs"
    __table_args__ = (UniqueConstraint("sha256", "parser"), Index("jobs_due", "state", "priority", "id"))

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey(Original.sha256))
    parser: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    """``waiting``, ``running``, ``done`` (there is a result, be it a failure) or ``cancelled``."""
    priority: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    """Tries that were begun and not handed back."""
    handed_back: Mapped[int] = mapped_column(default=0)
    """Tries that ended because the whole service did."""
    owner: Mapped[str] = mapped_column(default="")
    lease_until: Mapped[float] = mapped_column(default=0.0)
    """Seconds since 1970."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    done_at: Mapped[datetime | None]


class Result(Base):
    """What one version of the readers found in one original: the lines that ``fubiao extract`` would write, without the file's name."""

    __tablename__ = "results"
    __table_args__ = (UniqueConstraint("sha256", "parser"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey(Original.sha256))
    parser: Mapped[str] = mapped_column(String(40))
    lines: Mapped[list[Any]]
    sealed: Mapped[str] = mapped_column(default="")
    code: Mapped[str] = mapped_column(default="")
    """Why there are no records; empty where there are."""
    message: Mapped[str] = mapped_column(default="")
    seconds: Mapped[float] = mapped_column(default=0.0)
    made_at: Mapped[datetime] = mapped_column(default=now)


class Upload(Base):
    """One arrival of one file. Every one that was acknowledged has a row, for ever, and is in exactly one state."""

    __tablename__ = "uploads"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey(Activity.id))
    sha256: Mapped[str] = mapped_column(ForeignKey(Original.sha256), index=True)
    name: Mapped[str] = mapped_column(Exact)
    """As it was sent, to be shown and for nothing else."""
    sender: Mapped[str] = mapped_column(Exact, default="")
    """Who it came from, where that was told."""
    digest: Mapped[str] = mapped_column(String(64), default="", index=True)
    """Of the name and the sender: files with the same are versions of one another."""
    version: Mapped[int] = mapped_column(default=1)
    """1 more than the newest file with the same name from the same sender, of other bytes."""
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey(f"{__tablename__}.id"))
    """The first arrival of the same bytes in the same activity."""
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    """``waiting``, ``reading``, ``review``, ``passed``, ``failed`` or ``duplicate``; see ``desk.tally``."""
    code: Mapped[str] = mapped_column(default="")
    message: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime] = mapped_column(default=now)
    received_by: Mapped[str] = mapped_column(Exact, default="")

    __table_args__ = (
        Index("uploads_state", "activity_id", "state"),
        Index(
            "uploads_first",
            "activity_id",
            "sha256",
            unique=True,
            sqlite_where=text("duplicate_of IS NULL"),
            postgresql_where=text("duplicate_of IS NULL"),
        ),
    )


class Record(Base):
    """One form found in one upload, as the clerks have it by now."""

    __tablename__ = "records"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey(Activity.id))
    upload_id: Mapped[int] = mapped_column(ForeignKey(Upload.id), index=True)
    position: Mapped[int] = mapped_column(default=0)
    """Which of the forms in the file it is, counted from 0."""
    form: Mapped[str]
    edition: Mapped[str]
    format: Mapped[str]
    parser: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(Exact, default="")
    """Whose it is, by its own words; the name of the file where it doesn't say."""
    identity: Mapped[str] = mapped_column(String(64), index=True)
    """A digest of what tells whose form it is; see ``desk.versions``."""
    first_id: Mapped[int | None] = mapped_column(ForeignKey(f"{__tablename__}.id"), index=True)
    """The first version of the same applicant's form; all versions have the same."""
    version: Mapped[int] = mapped_column(default=1)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey(f"{__tablename__}.id"))
    current: Mapped[bool] = mapped_column(default=True)
    """Whether no newer version is there."""
    difference: Mapped[list[Any]] = mapped_column(default=list)
    """To the version before: ``{"field", "before", "after"}``; a private value tells only that it changed."""
    state: Mapped[str] = mapped_column(String(10), default="review")
    """``review``, ``doubtful``, ``returned`` or ``passed``."""
    note: Mapped[str] = mapped_column(Exact, default="")
    listed: Mapped[str] = mapped_column(String(12), default="")
    """How far it came in the selection: "", ``shortlist``, ``public`` or ``awarded``."""
    revision: Mapped[int] = mapped_column(default=1)
    """Goes up with every change; who changes a record says which one they saw."""
    data: Mapped[Json]
    fields: Mapped[Json]
    issues: Mapped[list[Any]]
    leftovers: Mapped[list[Any]]
    sealed: Mapped[str] = mapped_column(default="")
    """The private values by their paths, encrypted; empty where there are none, or they were purged."""
    doubts: Mapped[int] = mapped_column(default=0)
    """Values to be looked at."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        UniqueConstraint("upload_id", "position"),
        Index("records_list", "activity_id", "current", "form", "state", "id"),
    )


class Change(Base):
    """What was done to a record: by whom, when, what stood there before. Rows are only ever added."""

    __tablename__ = "changes"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey(Record.id), index=True)
    revision: Mapped[int]
    """The record's after it."""
    at: Mapped[datetime] = mapped_column(default=now)
    by: Mapped[str] = mapped_column(Exact, default="")
    action: Mapped[str] = mapped_column(String(12))
    """``read``, ``correct``, ``confirm``, ``state``, ``version`` or ``purge``."""
    field: Mapped[str] = mapped_column(default="")
    before: Mapped[Any] = mapped_column(JSON, nullable=True)
    after: Mapped[Any] = mapped_column(JSON, nullable=True)
    sealed: Mapped[str] = mapped_column(default="")
    """A private value's before and after, encrypted."""
    reason: Mapped[str] = mapped_column(Exact, default="")


class Token(Base):
    """Who may do what. The secret itself is known to its owner alone."""

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Exact)
    role: Mapped[str] = mapped_column(String(10))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    revoked_at: Mapped[datetime | None]


class Audit(Base):
    """What must be answered for: private values shown, lists with telephone numbers taken out, tokens made, activities closed."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    by: Mapped[str] = mapped_column(Exact, default="")
    action: Mapped[str] = mapped_column(String(24))
    target: Mapped[str] = mapped_column(default="")
    """What it was done to: ``record:17``, ``activity:2``. Never a value."""
    details: Mapped[Json] = mapped_column(default=dict)


class Decision(Base):
    """What a clerk decided on a problem that several records have together, or put on the slip that goes back to its sender."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("activity_id", "digest"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey(Activity.id))
    digest: Mapped[str] = mapped_column(String(64))
    """Of the rule, the records and the places; see ``desk.worklist``."""
    verdict: Mapped[str] = mapped_column(String(10))
    """``kept`` with a reason, or ``slip``."""
    reason: Mapped[str] = mapped_column(Exact, default="")
    by: Mapped[str] = mapped_column(Exact, default="")
    at: Mapped[datetime] = mapped_column(default=now)


class Sheet(Base):
    """One expert's scores of one nominee by the rubric of an indicator form."""

    __tablename__ = "sheets"
    __table_args__ = (UniqueConstraint("activity_id", "record_id", "expert"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey(Activity.id))
    record_id: Mapped[int] = mapped_column(ForeignKey(Record.id), index=True)
    """The first version of the nominee's form, which all versions share."""
    form: Mapped[str]
    """The rubric."""
    expert: Mapped[str] = mapped_column(Exact)
    scores: Mapped[Json] = mapped_column(default=dict)
    """By the indicator's path; numbers as text, so that none of their digits is lost."""
    recused: Mapped[bool] = mapped_column(default=False)
    submitted: Mapped[bool] = mapped_column(default=False)
    """A submitted sheet is locked."""
    note: Mapped[str] = mapped_column(Exact, default="")
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    changed_by: Mapped[str] = mapped_column(Exact, default="")


class Publication(Base):
    """An official document that was made from the ledger: its data, and what it was made from."""

    __tablename__ = "publications"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey(Activity.id), index=True)
    document: Mapped[str]
    """``public_notice``, ``announcement``, …"""
    data: Mapped[Json]
    records: Mapped[list[Any]] = mapped_column(default=list)
    """The records named in it."""
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[str] = mapped_column(Exact, default="")
