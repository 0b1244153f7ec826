"""The list of problems: what is wrong within a record and with several together, and what was decided on each.

A problem within a record is one of its issues; a clerk who keeps it marks the issue. One of several records has no home in any of them: what was
decided on it stands in a table of its own, under a digest of the rule and the places, so that it is found again when the rules run anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desk.activities import find
from desk.errors import Conflict, Invalid
from desk.models import Activity, Decision
from desk.rounds import entries, round_of
from desk.store import Store
from forms.across import SetFinding, across
from forms.activity import Activity as Round
from forms.entry import Entry

__all__ = ["VERDICTS", "Problem", "Spot", "decide", "problems", "withdraw"]

VERDICTS = ("kept", "slip")
_OVER = "over_"
"""What the names of exceeded quotas begin with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """A place of a problem: a record, and the path in it."""

    record: int
    title: str
    form: str
    edition: str
    path: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something to be mended, kept with a reason, or sent back. ``spots`` has the record to be mended first."""

    digest: str
    code: str
    severity: str
    message: str
    unit: str
    spots: tuple[Spot, ...]
    within: bool
    """Whether it is an issue of one record alone."""
    verdict: str = ""
    reason: str = ""
    by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nothing was decided on it."""
        return not self.verdict

    @property
    def is_over(self) -> bool:
        """Whether it is a quota that was exceeded."""
        return self.code.partition(".")[2].startswith(_OVER)


def problems(session: Session, activity: Activity) -> list[Problem]:
    """Every problem of the current records of *activity*: errors first, then by unit, in the order of the records."""
    found = round_of(activity)
    known = entries(session, activity, found)
    decided = {one.digest: one for one in session.scalars(select(Decision).where(Decision.activity_id == activity.id))}
    by_id = {entry.id: entry for entry in known}
    listed = [one for entry in known for one in _within(entry, entry.source["issues"], decided)]
    # The rules speak of who is to be mended by the records' first versions, so that a newer one doesn't lose what was decided.
    listed += [_across(one, by_id, decided) for one in _found(activity, found, known)]
    order = {"error": 0, "warning": 1}
    return sorted(
        listed, key=lambda one: (order.get(one.severity, 2), one.unit, one.spots[0].record if one.spots else 0)
    )


_last: dict[int, tuple[int, tuple[SetFinding, ...]]] = {}
"""What the rules found last in each activity, under a stamp of all that they looked at."""


def _found(activity: Activity, found: Round, known: Sequence[Entry]) -> tuple[SetFinding, ...]:
    """What the rules find in *known*; they run anew only when something changed."""
    stamp = hash((activity.revision, tuple((entry.source["key"], entry.unit) for entry in known)))
    held = _last.get(activity.id)
    if held is None or held[0] != stamp:
        held = _last[activity.id] = (stamp, across(found, known))
    return held[1]


def _within(entry: Entry, issues: Iterable[dict[str, Any]], decided: dict[str, Decision]) -> Iterable[Problem]:
    for issue in issues:
        if issue["severity"] == "info":
            continue
        digest = _digest("issue", issue["code"], [(entry.source["first"], issue["field"])])
        decision, kept = decided.get(digest), issue.get("kept")
        yield Problem(
            digest=digest,
            code=issue["code"],
            severity=issue["severity"],
            message=issue["message"],
            unit=entry.unit,
            spots=(_spot(entry, issue["field"]),),
            within=True,
            verdict="kept" if kept else decision.verdict if decision else "",
            reason=kept["reason"] if kept else decision.reason if decision else "",
            by=kept["by"] if kept else decision.by if decision else "",
        )


def _across(found: SetFinding, by_id: dict[str, Entry], decided: dict[str, Decision]) -> Problem:
    places = [(by_id[place.entry].source["first"], place.path) for place in found.places]
    digest = _digest(found.rule, found.code, places)
    decision = decided.get(digest)
    own = by_id[found.places[0].entry].unit if found.places else ""
    return Problem(
        digest=digest,
        code=found.code,
        severity=found.severity,
        message=found.message,
        unit=found.unit or own,
        spots=tuple(_spot(by_id[place.entry], place.path) for place in found.places),
        within=False,
        verdict=decision.verdict if decision else "kept" if found.severity == "info" else "",
        reason=decision.reason if decision else "",
        by=decision.by if decision else "",
    )


def _spot(entry: Entry, path: str) -> Spot:
    return Spot(record=int(entry.id), title=entry.source["title"], form=entry.form, edition=entry.edition, path=path)


def _digest(rule: str, code: str, places: Sequence[tuple[Any, str]]) -> str:
    return hashlib.sha256(repr((rule, code, list(places))).encode()).hexdigest()


def decide(store: Store, activity: int, digest: str, *, verdict: str, reason: str = "", by: str = "") -> Decision:
    """Keeps what was decided on the problem of that *digest*; what was decided before is replaced.

    Raises:
        Invalid: there is no such verdict or problem, or something is kept without a reason.
        Missing, Conflict: there is no such activity, or it is closed.
    """
    if verdict not in VERDICTS:
        raise Invalid("call.verdict")
    if verdict == "kept" and not reason.strip():
        raise Invalid("call.reason")
    with store.write() as session:
        row = _held(session, activity)
        if all(one.digest != digest for one in problems(session, row)):
            raise Invalid("call.issue")
        session.execute(delete(Decision).where(Decision.activity_id == activity, Decision.digest == digest))
        made = Decision(activity_id=activity, digest=digest, verdict=verdict, reason=reason.strip(), by=by)
        session.add(made)
        return made


def withdraw(store: Store, activity: int, digest: str) -> None:
    """Takes back what was decided on a problem; nothing where nothing was.

    Raises:
        Missing, Conflict: there is no such activity, or it is closed.
    """
    with store.write() as session:
        _held(session, activity)
        session.execute(delete(Decision).where(Decision.activity_id == activity, Decision.digest == digest))


def _held(session: Session, activity: int) -> Activity:
    """The activity, to be changed."""
    row = find(session, activity)
    if row.state != "open":
        raise Conflict("conflict.closed")
    return row
