"""The rules of an activity in the store: a round (``forms.activity``) kept as data beside it, and its records as the rules take them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.models import Activity, Record, Upload
from forms.activity import Activity as Round
from forms.activity import build
from forms.entry import Entry
from forms.errors import UnknownName
from forms.library import definition
from forms.paths import get
from forms.sameness import alike, lies_in, named

__all__ = ["ROUND", "entries", "from_round", "round_of", "unit_of"]

ROUND = "round"
"""The key of ``Activity.settings`` that holds the round."""

_PLACES = ("province", "area")
"""Kinds of values that name a unit."""


def from_round(found: Round) -> dict[str, Any]:
    """The values of a new activity (``desk.activities.make``) that collects as *found* says."""
    return {
        "title": found.title,
        "edition": found.edition,
        "expected": [{"name": unit, "forms": list(found.expected)} for unit in found.units],
        "deadlines": {form: day.isoformat() for form, day in found.deadlines.items()},
        "settings": {ROUND: _plain(found.raw)},
    }


def _plain(value: Any) -> Any:
    """*value* as JSON takes it."""
    if isinstance(value, Mapping):
        return {key: _plain(child) for key, child in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(child) for child in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def round_of(activity: Activity) -> Round:
    """The round of *activity*, with its own deadlines and units where they were changed since. One without rules where it has none.

    Raises:
        InvalidDefinition: the data that are kept are no round.
    """
    raw = dict(activity.settings.get(ROUND) or {})
    raw |= {"title": activity.title or "…", "edition": activity.edition}
    raw["units"] = [str(entry["name"]) for entry in activity.expected if entry.get("name")]
    if activity.deadlines:
        raw["deadline"] = [{"forms": [form], "date": day} for form, day in activity.deadlines.items()]
    return build(str(activity.id), raw, f"activity {activity.id}")


def unit_of(found: Round, form: str, edition: str, data: Mapping[str, Any], sender: str = "") -> str:
    """Which of the round's units a record is of: by who sent it, by the place that it names, by the places in its applicant's name.

    What names a place that isn't among the units is a unit of its own; "" where nothing tells.
    """
    if sender:
        return _unit(found.units, sender) or sender
    for path in _place_paths(form, edition):
        value = get(data, path)
        if isinstance(value, str) and value:
            return _unit(found.units, value) or value
    for where in found.nominees:
        name = get(data, where.name) if where.form == form and not where.list and where.name else None
        if isinstance(name, str) and name:
            return _unit_around(found.units, name)
    return ""


@lru_cache(maxsize=256)
def _place_paths(form: str, edition: str) -> tuple[str, ...]:
    try:
        fields = definition(form, edition or None).fields
    except UnknownName:
        return ()
    return tuple(
        spec.path for spec in fields if spec.kind in _PLACES and "[]" not in spec.path and "." not in spec.path
    )


@lru_cache(maxsize=16384)
def _unit(units: Sequence[str], name: str) -> str:
    """The unit that *name* means."""
    if name in units:
        return name
    return next((unit for unit in units if alike(unit, name)), "")


@lru_cache(maxsize=16384)
def _unit_around(units: Sequence[str], name: str) -> str:
    """The unit in which the bearer of *name* lies; the smallest where several hold it."""
    places = named(name).places
    around = [
        unit for unit in units if any(lies_in(place, named(unit).places[-1]) for place in places if named(unit).places)
    ]
    exact = [unit for unit in around if named(unit).places[-1] in places]
    return (exact or around or [""])[-1]


def entries(session: Session, activity: Activity, found: Round) -> list[Entry]:
    """The current records of *activity* as its rules take them, in the order in which they came.

    What a record holds is read once for each of its revisions: a province has thousands, and a clerk changes one at a time.
    """
    store = str(session.get_bind().engine.url)
    light = (
        select(
            Record.id, Record.revision, Record.changed_at, Record.state, Upload.sender, Upload.received_at, Upload.name
        )
        .join(Upload, Upload.id == Record.upload_id)
        .where(Record.activity_id == activity.id, Record.current)
        .order_by(Record.id)
    )
    rows = session.execute(light).all()
    keys = [(store, number, revision, changed) for number, revision, changed, *_ in rows]
    missing = [key[1] for key in keys if key not in _kept]
    for start in range(0, len(missing), _BATCH):
        some = missing[start : start + _BATCH]
        full = select(Record.id, Record.form, Record.edition, Record.data, Record.title, Record.first_id, Record.issues)
        held = {row[0]: row[1:] for row in session.execute(full.where(Record.id.in_(some)))}
        _kept.update({key: held[key[1]] for key in keys if key[1] in held})
    while len(_kept) > _MOST:
        _kept.pop(next(iter(_kept)))
    made = []
    for key, (number, _, _, state, sender, received, name) in zip(keys, rows, strict=True):
        form, edition, data, title, first, issues = _kept[key]
        unit = unit_of(found, form, edition, data, sender)
        source = {
            "title": title,
            "upload": name,
            "received": received,
            "state": state,
            "first": first,
            "issues": issues,
            "key": key,
        }
        made.append(
            Entry(
                id=str(number),
                form=form,
                edition=edition,
                data=data,
                unit=unit,
                received=received.date(),
                source=source,
            )
        )
    return made


_kept: dict[tuple[str, int, int, dt.datetime], tuple[Any, ...]] = {}
"""Form, edition, data, title, first version and issues of records by store, number, revision and time of the last change."""
_MOST = 20_000
_BATCH = 500
"""Numbers that one query takes."""
