"""The board of an activity: who was to send what, who has, and what is left to do, unit by unit."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from desk.models import Activity
from desk.rounds import entries, round_of
from desk.tally import Tally, tally
from desk.worklist import Problem, problems

__all__ = ["Board", "Row", "board"]


@dataclass(kw_only=True)
class Row:
    """One unit: how many of each form it sent, and what they need."""

    unit: str
    forms: Counter[str] = field(default_factory=Counter)
    owed: tuple[str, ...] = ()
    """The forms that it hasn't sent."""
    review: int = 0
    returned: int = 0
    problems: int = 0
    over: int = 0
    last: datetime | None = None

    @property
    def has_sent(self) -> bool:
        """Whether anything of it is there."""
        return bool(self.forms)


@dataclass(frozen=True, kw_only=True)
class Board:
    """An activity at one moment. ``due`` counts the units that are to send, ``sent`` those of them that have."""

    tally: Tally
    rows: tuple[Row, ...]
    due: int
    sent: int
    review: int
    problems: int
    over: int
    unknown: int
    """Records of which nothing tells the unit."""


def board(session: Session, activity: Activity) -> Board:
    """The board of *activity*: its units in their order, then those that send without having been asked."""
    found = round_of(activity)
    rows: dict[str, Row] = {unit: Row(unit=unit) for unit in found.units}
    for entry in entries(session, activity, found):
        row = rows.setdefault(entry.unit, Row(unit=entry.unit))
        state, received = entry.source["state"], entry.source["received"]
        row.forms[entry.form] += 1
        row.review += state in ("review", "doubtful")
        row.returned += state == "returned"
        row.last = max(received, row.last) if row.last else received
    open_ones = [one for one in problems(session, activity) if one.is_open]
    by_unit: dict[str, list[Problem]] = defaultdict(list)
    for one in open_ones:
        by_unit[one.unit].append(one)
    for unit, own in by_unit.items():
        row = rows.setdefault(unit, Row(unit=unit))
        row.problems = len(own)
        row.over = sum(one.is_over for one in own)
    for row in rows.values():
        if row.unit in found.units:
            row.owed = tuple(form for form in found.expected if not row.forms[form])
    nameless = rows.get("")
    ordered = tuple(row for row in rows.values() if row.unit)
    asked = set(found.units)
    return Board(
        tally=tally(session, activity.id),
        rows=ordered,
        due=len(found.units),
        sent=sum(row.has_sent for row in ordered if row.unit in asked),
        review=sum(row.review for row in rows.values()),
        problems=len(open_ones),
        over=sum(one.is_over for one in open_ones),
        unknown=sum(nameless.forms.values()) if nameless else 0,
    )
