"""Who is nominated in the records of an activity, and which of them are the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from forms.activity import Activity, Kind, Nominees
from forms.chinese import fold
from forms.entry import Entry, Place
from forms.paths import get, walk
from forms.sameness import alike, named

__all__ = ["Index", "Nominee", "nominees", "unit_of"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Nominee:
    """A region or school that a record nominates, with who answers for it."""

    entry: str
    form: str
    path: str
    kind: Kind
    unit: str
    name: str
    type: str
    person: str
    mobile: str

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(entry=self.entry, path=self.path)


def nominees(activity: Activity, entries: Iterable[Entry]) -> tuple[Nominee, ...]:
    """Everyone whom *entries* nominate, in their order."""
    found = []
    for entry in entries:
        for where in activity.nominees:
            if where.form != entry.form:
                continue
            unit = unit_of(entry, where)
            items = walk(entry.data, f"{where.list}[]") if where.list else iter([("", entry.data)])
            for path, item in items:
                kind = where.kind or where.kinds.get(_text(get(entry.data, where.kind_field)))
                if kind is None or not isinstance(item, Mapping):
                    continue
                own = {
                    key: _text(get(item, getattr(where, key)))
                    for key in ("name", "type", "person", "mobile")
                    if getattr(where, key)
                }
                if any(own.get(key) for key in ("name", "person", "mobile")):
                    blank = dict.fromkeys(("name", "type", "person", "mobile"), "")
                    found.append(
                        Nominee(entry=entry.id, form=entry.form, path=path, kind=kind, unit=unit, **{**blank, **own})
                    )
    return tuple(found)


def unit_of(entry: Entry, where: Nominees) -> str:
    """Who sent *entry*: as it is known, else as the record says; empty where neither says."""
    return entry.unit or _text(get(entry.data, where.unit) if where.unit else None)


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


class Index:
    """Nominees to be found again by their name, or where a name is missing by who answers for them."""

    def __init__(self, known: Iterable[Nominee]) -> None:
        self._known: list[Nominee] = []
        self._by: dict[tuple[str, str], list[int]] = defaultdict(list)
        for nominee in known:
            self.add(nominee)

    def add(self, nominee: Nominee) -> None:
        """Puts *nominee* behind those that are known."""
        for key in _keys(nominee):
            self._by[key].append(len(self._known))
        self._known.append(nominee)

    def find(self, nominee: Nominee, besides: Collection[int] = ()) -> int | None:
        """The number of the first that is the same as *nominee*, *besides* left out."""
        near = sorted({i for key in _keys(nominee) for i in self._by.get(key, ())})
        fits = (i for i in near if i not in besides and self._known[i].kind == nominee.kind)
        return next((i for i in fits if _match(nominee, self._known[i])), None)


def _keys(nominee: Nominee) -> Iterator[tuple[str, str]]:
    """What any nominee that is the same has as well, one of them at least."""
    if nominee.name:
        found = named(nominee.name)
        yield "name", found.own or found.places[-1]
    if nominee.mobile:
        yield "mobile", nominee.mobile
    if nominee.person:
        yield "person", fold(nominee.person)


def _match(a: Nominee, b: Nominee) -> bool:
    """Whether two nominees are one: by their names, or where one has none, by who answers for them."""
    if a.name and b.name:
        return alike(a.name, b.name) is not None
    if a.mobile and b.mobile:
        return a.mobile == b.mobile
    return bool(a.person) and fold(a.person) == fold(b.person)
