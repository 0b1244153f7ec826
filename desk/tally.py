"""The line that must always be true: received = passed + to be reviewed + failed + duplicates.

Every upload that was acknowledged has a row, and every row is in exactly one state; so the line holds because of how things are kept, not
because of how they are counted.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.models import Record, Upload

__all__ = ["Tally", "settle", "tally"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How many uploads of an activity there are, and in which state. What is still to be read counts as to be reviewed."""

    received: int
    passed: int
    review: int
    failed: int
    duplicate: int
    waiting: int
    """Of those to be reviewed: not read yet."""
    reading: int
    """Of those to be reviewed: being read."""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to be read."""
        return not (self.waiting or self.reading)


def tally(session: Session, activity: int | None = None) -> Tally:
    """The uploads of *activity*, or of all, by their states; of one moment."""
    query = select(Upload.state, func.count()).group_by(Upload.state)
    if activity is not None:
        query = query.where(Upload.activity_id == activity)
    found = dict(session.execute(query).all())
    waiting, reading = found.get("waiting", 0), found.get("reading", 0)
    return Tally(
        received=sum(found.values()),
        passed=found.get("passed", 0),
        review=found.get("review", 0) + waiting + reading,
        failed=found.get("failed", 0),
        duplicate=found.get("duplicate", 0),
        waiting=waiting,
        reading=reading,
    )


def settle(session: Session, upload: Upload) -> None:
    """Puts *upload*, which was read, in the state that its records are in: passed when all of them are."""
    session.flush()
    states = set(session.scalars(select(Record.state).where(Record.upload_id == upload.id)))
    upload.state = "passed" if states == {"passed"} else "review"
