"""Whether two names mean one region or one school, however they were written: 焦作沁阳市 and 沁阳市, 第34中学 and 三十四中.

A name is taken apart into the divisions in front of it and what is its own. Two names are the *same* when their own parts agree and their
divisions don't contradict each other; *likely* the same when that is so but one of them leaves its place out. All else is None: names are
never compared by how similar their letters are, since 第一小学 and 第二小学 differ in one of four.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from forms.chinese import fold, numeral
from forms.places import chains
from forms.vocabulary import options, table, words

__all__ = ["Named", "Sameness", "alike", "city_of", "lies_in", "named"]

Sameness = Literal["same", "likely"]

_LONGEST = 12
"""The longest name of a division."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A name taken apart: the short names of the divisions in front, outermost first, and what is the bearer's own.

    ``kind`` is what the innermost division is called (市, 县, 区…), "" where the name leaves it out: 南昌市 isn't 南昌县.
    """

    places: tuple[str, ...]
    kind: str
    own: str

    @property
    def is_common(self) -> bool:
        """Whether the own part is one that schools of many places have: 实验小学, 第4中学."""
        rest = re.sub(r"\d+", "", self.own)
        for word in sorted(words("institutions", "common"), key=len, reverse=True):
            rest = rest.replace(word, "")
        return not rest


@cache
def _divisions() -> tuple[Mapping[str, str], Mapping[str, frozenset[str]]]:
    """The divisions' short names by every name they are called, and by short name the short names of what they lie in."""
    short: dict[str, str] = {}
    above: dict[str, set[str]] = {}
    for option in options("province"):
        own = _shortened(option.value)
        short.update(dict.fromkeys((fold(label) for label in (option.value, *option.labels)), own))
    for chain in chains():
        for i, name in enumerate(chain):
            own = _shortened(name)
            short.setdefault(fold(name), own)
            if len(own) > 1:
                short.setdefault(fold(own), own)
                short.setdefault(fold(own + name[-1]), own)  # 恩施州 for 恩施土家族苗族自治州
            above.setdefault(own, set()).update(_shortened(outer) for outer in chain[:i])
    return short, {name: frozenset(outer) for name, outer in above.items()}


@cache
def _nations() -> tuple[str, ...]:
    return tuple(sorted((option.value for option in options("ethnicity")), key=len, reverse=True))


def _shortened(name: str) -> str:
    """The name of a division without its kind: 恩施土家族苗族自治州 is 恩施. What would be left with one character stays whole."""
    for end in words("areas", "ends"):
        if name.endswith(end) and len(name) > len(end) + 1:
            name = name[: -len(end)]
            break
    cut = True
    while cut:
        cut = False
        for nation in _nations():
            if name.endswith(nation) and len(name) > len(nation) + 1:
                name, cut = name[: -len(nation)], True
    return fold(name)


@lru_cache(maxsize=65536)
def named(name: str) -> Named:
    """*name* taken apart. A name that is nothing but divisions, a region's, has no own part."""
    short, _ = _divisions()
    rest, places, kind = fold(name), list[str](), ""
    while rest:
        found = next((n for n in range(min(_LONGEST, len(rest)), 1, -1) if rest[:n] in short), 0)
        if not found:
            break
        place = short[rest[:found]]
        if not places or places[-1] != place:
            places.append(place)
        kind = rest[found - 1] if rest[:found] != place else ""
        rest = rest[found:]
    return Named(places=tuple(places), kind=kind, own=_own(rest))


@cache
def _number() -> tuple[re.Pattern[str], str]:
    """What a number in a name looks like, and the word that makes a number an ordinal."""
    found = table("institutions")
    return re.compile(found["number"]), str(found["ordinal"])


def _own(rest: str) -> str:
    """The own part in its full form: numerals Arabic, endings written out."""

    def arabic(found: re.Match[str]) -> str:
        number = int(found[1]) if found[1].isdecimal() else numeral(found[1])
        after = rest[found.end() :]
        if number is None or (not found[0].startswith(ordinal) and not _is_kind(after)):
            return found[0]
        return f"{ordinal}{number}"

    pattern, ordinal = _number()
    own = pattern.sub(arabic, rest)
    numbered = re.search(f"{ordinal}\\d+", own)
    if numbered is not None:
        tail = own[numbered.end() :]
        own = own[: numbered.end()] + str(table("institutions")["numbered"].get(tail, tail))
    for end, full in table("institutions")["endings"].items():
        if own.endswith(end) and not own.endswith(full):
            return own[: -len(end)] + str(full)
    return own


def _is_kind(text: str) -> bool:
    """Whether *text* begins with a word for a kind of school."""
    numbered = table("institutions")["numbered"]
    return any(text.startswith(word) for word in (*numbered, *numbered.values()))


def lies_in(inner: str, outer: str) -> bool:
    """Whether the division of the short name *inner* is *outer* or lies in it."""
    return inner == outer or outer in _divisions()[1].get(inner, frozenset())


def _agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two rows of places can be of one bearer: of any two places one is the other, or lies in it."""
    return all(lies_in(one, other) or lies_in(other, one) for one in a for other in b)


@lru_cache(maxsize=65536)
def alike(a: str, b: str) -> Sameness | None:
    """Whether the names *a* and *b* mean the same region or school."""
    if fold(a) == fold(b) and fold(a):
        return "same"
    one, two = named(a), named(b)
    if one.own != two.own:
        return None
    if one.places[-1:] == two.places[-1:] and one.kind and two.kind and one.kind != two.kind:
        return None
    if not one.own:
        if not one.places or not two.places or one.places[-1] != two.places[-1] or not _agree(one.places, two.places):
            return None
        return "same" if _is_only(one.places[-1]) or set(one.places[:-1]) & set(two.places[:-1]) else "likely"
    if not one.places or not two.places:
        return None if one.is_common else "likely"
    if not _agree(one.places, two.places):
        return None
    if set(one.places) <= set(two.places) or set(two.places) <= set(one.places):
        return "same" if one.places[-1] == two.places[-1] else None if one.is_common else "likely"
    return None if one.is_common and one.places[-1] != two.places[-1] else "likely"


def _is_only(place: str) -> bool:
    """Whether only one division of the country has this short name: it then lies in at most a province and one city."""
    return len(_divisions()[1].get(place, frozenset())) <= 2


def city_of(name: str, within: str = "") -> str | None:
    """The short name of the city that the bearer of *name* belongs to; *within* is the province or city whose list names it.

    None where the name doesn't tell: names of divisions that several cities have, and names without any.
    """
    for place in named(name).places:
        outer = _divisions()[1].get(place, frozenset())
        provinces = {_shortened(option.value) for option in options("province")}
        cities = outer - provinces
        if place in provinces:
            continue
        if not cities:
            return place
        if len(cities) == 1 and (
            not within or lies_in(next(iter(cities)), _shortened(within)) or not outer & provinces
        ):
            return next(iter(cities))
        return None
    return None
