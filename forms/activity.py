"""An activity: one round of collecting forms, with who sends, until when, and the rules that hold across all that came in.

An activity is data, as forms are: ``activities/<id>.toml``. Where the names of the nominated stand in which form, quotas, deadlines and the
lists of earlier winners are all in it; a new round needs no Python.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from forms.errors import InvalidDefinition, UnknownName
from forms.record import Severity
from forms.vocabulary import options

__all__ = [
    "Activity",
    "Collect",
    "CollectedList",
    "Kind",
    "Nominees",
    "SetRule",
    "activities",
    "activity",
    "build",
    "parse",
]

Kind = Literal["region", "school"]
"""What is nominated."""

_KINDS: tuple[Kind, ...] = ("region", "school")
_KEYS = {"title", "edition", "units", "expected", "deadline", "nominees", "collect", "rubrics", "rule"}
_NOMINEES = {"form", "list", "kind", "kinds", "unit", "name", "type", "person", "mobile"}
_RULES: Mapping[str, frozenset[str]] = {
    "quota": frozenset({"kind", "per", "min", "max", "only"}),
    "support": frozenset(),
    "earlier_winner": frozenset({"lists", "regions", "schools"}),
    "repeated": frozenset(),
    "agreement": frozenset({"summary", "application"}),
    "enough": frozenset({"form", "each", "of", "min"}),
    "signed": frozenset({"form", "fields"}),
    "late": frozenset(),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Nominees:
    """Where a form names who is nominated; the paths are within an item of ``list``, or within the form where there is none.

    ``kind_field`` and ``kinds`` tell the kind by a value of the form instead of by the list.
    """

    form: str
    list: str = ""
    kind: Kind | None = None
    kind_field: str = ""
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    unit: str = ""
    name: str = ""
    type: str = ""
    person: str = ""
    mobile: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SetRule:
    """A rule over all that came in; ``options`` are its own keys."""

    name: str
    severity: Severity = "warning"
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class CollectedList:
    """A list of the form that is made from others: where an item's ``number`` goes, and for each value the path it comes from ("": nowhere)."""

    list: str
    number: str
    values: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Collect:
    """The ``form`` that is made from all records of the form ``source``."""

    form: str
    source: str
    lists: Mapping[Kind, CollectedList]


@dataclass(frozen=True, kw_only=True, slots=True)
class Activity:
    """One round. ``units`` are the names of those who are to send, ``expected`` the forms that each of them owes."""

    id: str
    title: str
    edition: str
    units: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    deadlines: Mapping[str, dt.date] = field(default_factory=dict)
    nominees: tuple[Nominees, ...] = ()
    collect: Collect | None = None
    rubrics: Mapping[Kind, str] = field(default_factory=dict)
    """The indicator form by which each kind is scored."""
    rules: tuple[SetRule, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """What it was built from."""


@cache
def activities() -> tuple[Activity, ...]:
    """Every activity that comes with the program.

    Raises:
        InvalidDefinition: a file is wrong; the message names it and the key.
    """
    found = sorted(files("forms").joinpath("activities").iterdir(), key=lambda file: file.name)
    return tuple(
        parse(file.name.removesuffix(".toml"), file.read_text("utf-8")) for file in found if file.name.endswith(".toml")
    )


def activity(name: str) -> Activity:
    """The activity of that id, or the one of the edition of that id.

    Raises:
        UnknownName: there is none.
    """
    for found in activities():
        if name in (found.id, found.edition):
            return found
    raise UnknownName("unknown.activity", name=name)


def parse(name: str, text: str) -> Activity:
    """The activity that *text* (TOML) defines.

    Raises:
        InvalidDefinition: it isn't TOML, or a key is unknown, missing or of the wrong type.
    """
    where = f"activities/{name}.toml"
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidDefinition("definition.invalid", where=where, reason=str(error)) from error
    return build(name, raw, where)


def build(name: str, raw: Mapping[str, Any], where: str) -> Activity:
    """The activity that plain data define, as TOML or JSON give them; *where* is what errors call the source.

    Raises:
        InvalidDefinition: a key is unknown, missing or of the wrong type.
    """
    try:
        _known(raw, _KEYS, where)
        units = raw.get("units", [])
        return Activity(
            id=name,
            title=str(raw["title"]),
            edition=str(raw["edition"]),
            units=tuple(option.value for option in options(units)) if isinstance(units, str) else tuple(units),
            expected=tuple(raw.get("expected", ())),
            deadlines={form: _date(entry, where) for entry in raw.get("deadline", ()) for form in entry["forms"]},
            nominees=tuple(
                _nominees(entry, f"{where}: nominees[{i}]") for i, entry in enumerate(raw.get("nominees", ()))
            ),
            collect=_collect(raw["collect"], f"{where}: collect") if "collect" in raw else None,
            rubrics={kind: str(form) for kind, form in raw.get("rubrics", {}).items() if kind in _KINDS},
            rules=tuple(_rule(entry, f"{where}: rule[{i}]") for i, entry in enumerate(raw.get("rule", ()))),
            raw=raw,
        )
    except (KeyError, TypeError, ValueError, FileNotFoundError) as error:
        raise InvalidDefinition("definition.invalid", where=where, reason=f"missing or wrong: {error}") from error


def _date(entry: Mapping[str, Any], where: str) -> dt.date:
    _known(entry, {"forms", "date"}, f"{where}: deadline")
    found = entry["date"]
    if isinstance(found, str):
        found = dt.date.fromisoformat(found)
    if not isinstance(found, dt.date):
        raise InvalidDefinition("definition.invalid", where=f"{where}: deadline", reason="date is no date")
    return found


def _nominees(entry: Mapping[str, Any], where: str) -> Nominees:
    _known(entry, _NOMINEES, where)
    told = entry.get("kinds", {})
    _known(told, {"field", "region", "school"}, f"{where}: kinds")
    kinds: dict[str, Kind] = {}
    for kind in ("region", "school"):
        kinds.update(dict.fromkeys(told.get(kind, ()), kind))
    given = entry.get("kind")
    if given not in ("region", "school", None) or (given is None) == (not kinds):
        raise InvalidDefinition("definition.invalid", where=f"{where}: kind", reason="neither region nor school")
    plain = {key: str(entry[key]) for key in ("list", "unit", "name", "type", "person", "mobile") if key in entry}
    return Nominees(form=str(entry["form"]), kind=given, kind_field=str(told.get("field", "")), kinds=kinds, **plain)


def _collect(entry: Mapping[str, Any], where: str) -> Collect:
    _known(entry, {"form", "source", "region", "school"}, where)
    lists: dict[Kind, CollectedList] = {}
    for kind in _KINDS:
        if kind in entry:
            _known(entry[kind], {"list", "number", "values"}, f"{where}.{kind}")
            own = entry[kind]
            lists[kind] = CollectedList(list=str(own["list"]), number=str(own["number"]), values=dict(own["values"]))
    return Collect(form=str(entry["form"]), source=str(entry["source"]), lists=lists)


def _rule(entry: Mapping[str, Any], where: str) -> SetRule:
    name = entry["name"]
    if name not in _RULES:
        raise InvalidDefinition("definition.invalid", where=where, reason=f"no rule is called {name}")
    _known(entry, _RULES[name] | {"name", "severity"}, where)
    severity = entry.get("severity", "warning")
    if severity not in ("error", "warning", "info"):
        raise InvalidDefinition("definition.invalid", where=f"{where}: severity", reason=f"{severity} is none")
    own = {key: value for key, value in entry.items() if key not in ("name", "severity")}
    return SetRule(name=name, severity=severity, options=own)


def _known(entry: Mapping[str, Any], allowed: Iterable[str], where: str) -> None:
    unknown = sorted(set(entry) - set(allowed))
    if unknown:
        raise InvalidDefinition("definition.invalid", where=where, reason=f"unknown key {', '.join(unknown)}")
