"""Scoring what was nominated: experts, their sheets, and the ranking. A submitted sheet is locked; opening it again is recorded.

A nominee is known by the first version of its form, so that scores stay with it when a newer version comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.access import audit
from desk.activities import find
from desk.columns import now
from desk.errors import Conflict, Invalid, Missing
from desk.models import Activity, Record, Sheet
from desk.rounds import entries, round_of
from desk.store import Store
from forms.activity import Kind
from forms.library import definition
from forms.nominees import nominees as nominees_of
from forms.record import Issue
from forms.scoring import Rank, Rubric, Scores, ranking, result, rubric

__all__ = [
    "Candidate",
    "candidates",
    "experts",
    "from_rows",
    "open_again",
    "put",
    "rank",
    "rows_of",
    "rubric_of",
    "set_experts",
    "sheets",
]

EXPERTS = "experts"


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """Who is scored. ``first`` is the number of the first version of its form, ``record`` that of the newest."""

    first: int
    record: int
    name: str
    unit: str
    type: str
    kind: Kind
    listed: str


def experts(activity: Activity) -> tuple[str, ...]:
    """The experts of *activity*."""
    return tuple(str(name) for name in activity.settings.get(EXPERTS, ()))


def set_experts(store: Store, number: int, names: Iterable[str], *, by: str = "") -> None:
    """Names the experts of an activity.

    Raises:
        Conflict: one that has scored already would be left out.
    """
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    with store.write() as session:
        row = find(session, number)
        scored = set(session.scalars(select(Sheet.expert).where(Sheet.activity_id == number)))
        if scored - set(wanted):
            raise Conflict("conflict.scored", name="、".join(sorted(scored - set(wanted))))
        row.settings = {**row.settings, EXPERTS: wanted}
        audit(session, by=by, action="experts", target=f"activity:{number}", details={"count": len(wanted)})


def rubric_of(activity: Activity, kind: Kind) -> Rubric:
    """The rubric by which *kind* is scored.

    Raises:
        Missing: the activity has none.
    """
    form = round_of(activity).rubrics.get(kind)
    if form is None:
        raise Missing("missing.rubric")
    return rubric(definition(form, activity.edition))


def candidates(session: Session, activity: Activity, kind: Kind) -> list[Candidate]:
    """Whom the applications of *activity* nominate as *kind*, in the order in which they came."""
    found = round_of(activity)
    single = {where.form for where in found.nominees if not where.list}
    known = {entry.id: entry for entry in entries(session, activity, found) if entry.form in single}
    told = select(Record.id, Record.listed).where(Record.activity_id == activity.id, Record.current)
    listed = dict(session.execute(told).all())
    return [
        Candidate(
            first=known[one.entry].source["first"],
            record=int(one.entry),
            name=one.name or known[one.entry].source["title"],
            unit=known[one.entry].unit,
            type=one.type,
            kind=kind,
            listed=listed.get(int(one.entry), ""),
        )
        for one in nominees_of(found, known.values())
        if one.kind == kind
    ]


def sheets(session: Session, activity: Activity, form: str) -> list[Sheet]:
    """All sheets by the rubric *form*."""
    return list(
        session.scalars(select(Sheet).where(Sheet.activity_id == activity.id, Sheet.form == form).order_by(Sheet.id))
    )


def numbers(scores: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """Scores as they are kept or typed, as numbers; None where one is blank.

    Raises:
        Invalid: one is no number.
    """
    found: dict[str, Decimal | None] = {}
    for path, value in scores.items():
        text = str(value).strip() if value is not None else ""
        try:
            found[path] = Decimal(text) if text else None
        except InvalidOperation as error:
            raise Invalid("score.number") from error
    return found


def put(
    store: Store,
    number: int,
    *,
    first: int,
    kind: Kind,
    expert: str,
    scores: Mapping[str, Any] | None = None,
    recused: bool = False,
    submit: bool = False,
    revision: int = 0,
    note: str = "",
    by: str = "",
) -> tuple[Sheet, tuple[Issue, ...]]:
    """Keeps *expert*'s scores of a nominee; with *submit* they are locked. The issues that a draft may still have come with it.

    Raises:
        Missing: there is no such nominee or expert.
        Conflict: the sheet is locked, or somebody else changed it since *revision*.
        Invalid: a score is no number or over its limit, or one is missing where the sheet is to be submitted.
    """
    with store.write() as session:
        row = find(session, number)
        if expert not in experts(row):
            raise Missing("missing.expert")
        if first not in {one.first for one in candidates(session, row, kind)}:
            raise Missing("missing.record", id=first)
        measure = rubric_of(row, kind)
        given = {} if recused else numbers(scores or {})
        issues = () if recused else measure.check({**{one.path: None for one in measure.indicators}, **given})
        if any(issue.severity == "error" for issue in issues) or (submit and issues):
            raise Invalid(issues[0].code, **_details(issues[0], measure))
        found = session.scalar(
            select(Sheet).where(Sheet.activity_id == number, Sheet.record_id == first, Sheet.expert == expert)
        )
        if found is None:
            found = Sheet(activity_id=number, record_id=first, form=measure.form, expert=expert, revision=0)
            session.add(found)
        elif found.submitted:
            raise Conflict("conflict.submitted")
        elif found.revision != revision:
            raise Conflict("conflict.changed", now={"revision": found.revision})
        found.scores = {path: None if value is None else f"{value:f}" for path, value in given.items()}
        found.recused, found.submitted, found.note = recused, submit or recused, note.strip()
        found.revision += 1
        found.changed_at, found.changed_by = now(), by
        return found, issues


def _details(issue: Issue, measure: Rubric) -> dict[str, object]:
    """What the text of an issue about a score names."""
    one = next((one for one in measure.indicators if f"{one.path}.score" == issue.field), None)
    return {"name": one.name, "limit": f"{one.points.normalize():f}"} if one else {}


def open_again(store: Store, number: int, sheet: int, *, by: str = "") -> None:
    """Takes the lock from a submitted sheet; that it was done is recorded.

    Raises:
        Missing: there is none.
    """
    with store.write() as session:
        found = session.get(Sheet, sheet)
        if found is None or found.activity_id != number:
            raise Missing("missing.sheet")
        found.submitted = found.recused = False
        found.revision += 1
        audit(session, by=by, action="unlock", target=f"sheet:{sheet}")


def rank(found: Sequence[Candidate], known: Iterable[Sheet]) -> tuple[Rank, ...]:
    """*found* by the means of their sheets, ties shown; a nominee is called by its number."""
    scores = [
        Scores(
            expert=one.expert,
            nominee=str(one.record_id),
            scores=numbers(one.scores),
            recused=one.recused,
            submitted=one.submitted,
        )
        for one in known
    ]
    return ranking([result(str(one.first), scores) for one in found])


def rows_of(
    measure: Rubric, found: Sequence[Candidate], known: Iterable[Sheet], expert: str, words: Mapping[str, str]
) -> list[list[Any]]:
    """*expert*'s sheets as a table: a head with each indicator and its points, then a row a nominee."""
    own = {one.record_id: one.scores for one in known if one.expert == expert}
    head: list[Any] = [words["head_number"], words["head_unit"], words["head_title"]]
    head += [f"{one.name}（{one.points.normalize():f}）" for one in measure.indicators]
    rows = [head]
    for one in found:
        scores = own.get(one.first, {})
        values = [scores.get(indicator.path) for indicator in measure.indicators]
        rows.append([one.first, one.unit, one.name, *(None if value is None else float(value) for value in values)])
    return rows


def from_rows(measure: Rubric, rows: Sequence[Sequence[Any]], words: Mapping[str, str]) -> dict[int, dict[str, Any]]:
    """The scores in a table that ``rows_of`` made, columns and rows in whatever order, by nominee.

    Raises:
        Invalid: it isn't such a table.
    """
    if not rows:
        raise Invalid("score.table")
    head = [str(cell or "").strip() for cell in rows[0]]
    names = {f"{one.name}（{one.points.normalize():f}）": one.path for one in measure.indicators}
    columns = {i: names[text] for i, text in enumerate(head) if text in names}
    if words["head_number"] not in head or len(set(columns.values())) != len(measure.indicators):
        raise Invalid("score.table")
    at = head.index(words["head_number"])
    found: dict[int, dict[str, Any]] = {}
    for row in rows[1:]:
        if len(row) > at and str(row[at] or "").strip().removesuffix(".0").isdecimal():
            values = {path: row[i] if i < len(row) else None for i, path in columns.items()}
            if any(value not in (None, "") for value in values.values()):
                found[int(str(row[at]).strip().removesuffix(".0"))] = values
    return found
