"""What is wrong with all records of an activity taken together: quotas, earlier winners, duplicates, agreement of one form with another.

Each rule gives findings that name every place they are about, so that a clerk can go to each. No finding's text holds a telephone number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from forms.activity import Activity, Kind, SetRule
from forms.chinese import fold
from forms.entry import Entry, Place
from forms.errors import UnknownName
from forms.library import definition
from forms.messages import message
from forms.nominees import Index, Nominee, nominees, unit_of
from forms.paths import get, walk
from forms.record import Severity
from forms.sameness import alike, city_of, lies_in, named

__all__ = ["SetFinding", "across"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SetFinding:
    """What a rule found: ``places`` has the record to be mended first, then those that it was compared with."""

    rule: str
    code: str
    severity: Severity
    places: tuple[Place, ...]
    unit: str = ""
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What a clerk reads."""
        return message(self.code, **dict(self.details))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Scene:
    """All that a rule may look at."""

    activity: Activity
    entries: Sequence[Entry]
    nominees: Sequence[Nominee]
    once: dict[Kind, list[Nominee]] = field(default_factory=dict)
    """What ``_listed`` found already: several rules ask for it."""

    def of(self, form: str) -> Iterator[Entry]:
        return (entry for entry in self.entries if entry.form == form)


def across(activity: Activity, entries: Iterable[Entry]) -> tuple[SetFinding, ...]:
    """What the activity's rules find in *entries*, in the order of the rules."""
    known = tuple(entries)
    scene = _Scene(activity=activity, entries=known, nominees=nominees(activity, known))
    return tuple(found for rule in activity.rules for found in _RULES[rule.name](rule, scene))


def _finding(rule: SetRule, code: str, places: Iterable[Place], unit: str = "", **details: object) -> SetFinding:
    return SetFinding(
        rule=rule.name, code=f"across.{code}", severity=rule.severity, places=tuple(places), unit=unit, details=details
    )


def _listed(scene: _Scene, kind: Kind) -> list[Nominee]:
    """The nominees of a kind, each once: those of lists, and of single forms only those that no list of the same unit names."""
    if kind not in scene.once:
        scene.once[kind] = _each_once(scene, kind)
    return scene.once[kind]


def _each_once(scene: _Scene, kind: Kind) -> list[Nominee]:
    several = {where.form for where in scene.activity.nominees if where.list}
    found = [n for n in scene.nominees if n.kind == kind and n.form in several]
    index = Index(found)
    for nominee in scene.nominees:
        if nominee.kind == kind and nominee.form not in several and index.find(nominee) is None:
            found.append(nominee)
            index.add(nominee)
    return found


def _quota(rule: SetRule, scene: _Scene) -> Iterator[SetFinding]:
    """``kind`` nominees ``per`` unit, city or county are at least ``min`` and at most ``max``; ``only`` names the units it is for."""
    kind, per = rule.options["kind"], rule.options["per"]
    only = set(rule.options.get("only", ()))
    groups: dict[str, list[Nominee]] = defaultdict(list)
    for nominee in _listed(scene, kind):
        scope = _scope(nominee, per, scene)
        if scope:
            groups[scope].append(nominee)
    if per == "unit":
        # A unit whose list came in may have nominated nobody of the kind: that counts for the least.
        for where in scene.activity.nominees:
            if where.list and where.unit and where.kind == kind:
                for entry in scene.of(where.form):
                    unit = unit_of(entry, where)
                    if unit:
                        groups.setdefault(unit, [])
    for scope, found in groups.items():
        if only and scope not in only:
            continue
        most, least = rule.options.get("max"), rule.options.get("min")
        of = [nominee.place for nominee in found] or [Place(entry=e.id) for e in scene.entries if e.unit == scope]
        unit = found[0].unit if found else scope
        if most is not None and len(found) > most:
            yield _finding(rule, f"over_{kind}", of, unit, scope=scope, found=len(found), limit=most)
        if least is not None and len(found) < least:
            yield _finding(rule, f"under_{kind}", of, unit, scope=scope, found=len(found), limit=least)


def _scope(nominee: Nominee, per: str, scene: _Scene) -> str:
    if per == "unit":
        return nominee.unit
    if per == "city":
        return city_of(nominee.name, nominee.unit) or ""
    places = named(nominee.name)
    regions = [n for n in scene.nominees if n.kind == "region" and n.name]
    # A county counts where it is nominated itself; a school in the city proper belongs to none.
    for region in regions:
        own = named(region.name)
        if (
            own.places
            and own.kind
            and city_of(region.name, region.unit) != own.places[-1]
            and own.places[-1] in places.places
        ):
            return region.name
    return ""


def _support(rule: SetRule, scene: _Scene) -> Iterator[SetFinding]:
    """Every nominated region comes with a nominated school that lies in it."""
    schools = _listed(scene, "school")
    for region in _listed(scene, "region"):
        own = named(region.name).places
        if not own or not any(place and (lies_in(place, own[-1])) for s in schools for place in named(s.name).places):
            yield _finding(rule, "support", [region.place], region.unit, name=region.name or region.person)


def _earlier_winner(rule: SetRule, scene: _Scene) -> Iterator[SetFinding]:
    """Nobody of ``lists`` (forms whose preset names the winners), ``regions`` or ``schools`` is nominated again."""
    winners: dict[Kind, list[str]] = {
        "region": list(rule.options.get("regions", ())),
        "school": list(rule.options.get("schools", ())),
    }
    for where in rule.options.get("lists", ()):
        edition, _, form = where.partition("/")
        preset = definition(form, edition).preset
        winners["region"] += preset.get("regions", ())
        winners["school"] += preset.get("schools", ())
    for nominee in scene.nominees:
        for winner in winners[nominee.kind]:
            same = alike(nominee.name, winner) if nominee.name else None
            if same:
                code = "earlier_winner" if same == "same" else "earlier_winner_likely"
                yield _finding(rule, code, [nominee.place], nominee.unit, name=nominee.name, winner=winner)


def _repeated(rule: SetRule, scene: _Scene) -> Iterator[SetFinding]:
    """No two records of one form nominate the same, and no list names one twice."""
    for form in dict.fromkeys(n.form for n in scene.nominees):
        seen: dict[tuple[Kind, str], list[Nominee]] = defaultdict(list)
        for nominee in scene.nominees:
            if nominee.form != form or not nominee.name:
                continue
            group = seen[nominee.kind, named(nominee.name).own or named(nominee.name).places[-1]]
            for other in group:
                same = alike(nominee.name, other.name)
                if same:
                    code = "repeated" if same == "same" else "repeated_likely"
                    yield _finding(
                        rule, code, [nominee.place, other.place], nominee.unit, name=nominee.name, other=other.name
                    )
                    break
            group.append(nominee)


def _agreement(rule: SetRule, scene: _Scene) -> Iterator[SetFinding]:
    """Whoever stands in the ``summary`` sent an ``application``, and the other way about; what both say of them is the same."""
    listed = [n for n in scene.nominees if n.form == rule.options["summary"]]
    applied = [n for n in scene.nominees if n.form == rule.options["application"]]
    if not listed or not applied:
        return
    index, taken = Index(applied), set[int]()
    for nominee in listed:
        number = index.find(nominee, taken)
        if number is None:
            yield _finding(rule, "no_application", [nominee.place], nominee.unit, name=nominee.name or nominee.person)
        else:
            taken.add(number)
            yield from _differences(rule, nominee, applied[number])
    for number, other in enumerate(applied):
        if number not in taken:
            yield _finding(rule, "not_listed", [other.place], other.unit, name=other.name or other.person)


def _differences(rule: SetRule, listed: Nominee, applied: Nominee) -> Iterator[SetFinding]:
    places = [listed.place, applied.place]
    name = listed.name or listed.person
    if listed.name and applied.name and fold(listed.name) != fold(applied.name):
        found = _finding(rule, "names_differ", places, listed.unit, name=listed.name, other=applied.name)
        yield replace(found, severity="info") if alike(listed.name, applied.name) == "same" else found
    if listed.person and applied.person and fold(listed.person) != fold(applied.person):
        yield _finding(
            rule, "persons_differ", places, listed.unit, name=name, found=listed.person, other=applied.person
        )
    if listed.mobile and applied.mobile and listed.mobile != applied.mobile:
        yield _finding(rule, "mobiles_differ", places, listed.unit, name=name)
    if listed.kind == "region" and listed.type and applied.type and listed.type != applied.type:
        yield _finding(rule, "types_differ", places, listed.unit, name=name, found=listed.type, other=applied.type)


def _enough(rule: SetRule, scene: _Scene) -> Iterator[SetFinding]:
    """Each item of ``each`` has at least ``min`` items in the lists ``of`` together."""
    for entry in scene.of(rule.options["form"]):
        for path, item in walk(entry.data, rule.options["each"]):
            lists = [get(item, name) for name in rule.options["of"]]
            found = sum(len(one) for one in lists if isinstance(one, list))
            if isinstance(item, Mapping) and found < rule.options["min"]:
                year = item.get("year")
                yield _finding(
                    rule,
                    "enough",
                    [Place(entry=entry.id, path=path)],
                    entry.unit,
                    year=year,
                    found=found,
                    limit=rule.options["min"],
                )


def _signed(rule: SetRule, scene: _Scene) -> Iterator[SetFinding]:
    """The opinions ``fields`` of a form have their words, their date and, where the format can show one, a seal."""
    for entry in scene.of(rule.options["form"]):
        label = {spec.path: spec.labels[0] for spec in _fields(entry) if spec.labels}
        for path in rule.options["fields"]:
            opinion = get(entry.data, path)
            if not isinstance(opinion, Mapping):
                continue
            place = [Place(entry=entry.id, path=path)]
            for key, code in (("text", "no_opinion"), ("date", "no_date")):
                if opinion.get(key) in (None, ""):
                    yield _finding(rule, code, place, entry.unit, label=label.get(path, path))
            if opinion.get("sealed") is False:
                yield _finding(rule, "no_seal", place, entry.unit, label=label.get(path, path))


def _fields(entry: Entry) -> Sequence[Any]:
    try:
        return definition(entry.form, entry.edition).fields
    except UnknownName:
        return ()


def _late(rule: SetRule, scene: _Scene) -> Iterator[SetFinding]:
    """No form comes after its deadline."""
    for entry in scene.entries:
        due = scene.activity.deadlines.get(entry.form)
        if due is not None and entry.received is not None and entry.received > due:
            yield _finding(
                rule, "late", [Place(entry=entry.id)], entry.unit, days=(entry.received - due).days, due=due.isoformat()
            )


_RULES: Mapping[str, Callable[[SetRule, _Scene], Iterator[SetFinding]]] = {
    "quota": _quota,
    "support": _support,
    "earlier_winner": _earlier_winner,
    "repeated": _repeated,
    "agreement": _agreement,
    "enough": _enough,
    "signed": _signed,
    "late": _late,
}
