"""Places with a number each, told in words: ``洛阳市（12000）、开封市：3000个``. The lists whose items are a name and a number, and which of them a text is of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from forms.chinese import strip_enumerator
from forms.kinds import kind_of
from forms.places import likely_level
from forms.vocabulary import choose
from parsers.extraction.labels import SLIP, key, keys_of, words

if TYPE_CHECKING:
    from forms.definition import Field, FormDefinition
    from forms.text import Text
    from parsers.extraction.placing import Placing

__all__ = [
    "CountedList",
    "Told",
    "counted_in",
    "counted_lists",
    "list_by_name",
    "lists_named",
    "place_counted",
    "split",
]

Told = tuple[str, str]
"""A name and its number, as written."""

_APART = re.compile(r"[、，,；;。\n]+(?!\d)")
"""What parts items; a comma before a digit may part thousands."""

_TOLD = re.compile(
    r"(?P<name>[\u3400-\u9fff]{2,15}?)\s*(?:[（(]\s*(?P<inside>[^（）()]+?)\s*[)）]|[：:/／—\-\s]*(?P<behind>[\d０-９][^（）()：:/／]*?))[\s。]*"
)

_SURE = 0.8
"""How sure the items of a sentence are: which number belongs to which name is told by their places alone."""


@dataclass(frozen=True, slots=True)
class CountedList:
    """A list within the items of another, each of whose items is a name and a number. ``level`` is that of its places (``city``), "" where the form gives none."""

    path: str
    name: Field
    count: Field
    level: str = ""


def counted_lists(placing: Placing, base: str) -> list[CountedList]:
    """The lists within the list *base* whose items are a name and a number, and nothing else."""
    known = placing.counted.get(base)
    if known is None:
        known = placing.counted[base] = _counted_lists(placing.definition, base)
    return known


def _counted_lists(definition: FormDefinition, base: str) -> list[CountedList]:
    found: list[CountedList] = []
    for group in definition.groups:
        own = [spec for spec in definition.fields if spec.path.rpartition(".")[0] == group.path]
        names = [spec for spec in own if spec.kind == "name"]
        counts = [spec for spec in own if spec.kind == "count"]
        if group.many and group.path.startswith(base + ".") and len(names) == len(counts) == 1 and len(own) == _PAIR:
            levels = [rule.options.get("level", "") for rule in definition.rules if rule.field == names[0].path]
            found.append(CountedList(group.path, names[0], counts[0], next(filter(None, map(str, levels)), "")))
    return found


_PAIR = 2


def lists_named(placing: Placing, base: str, text: str) -> list[CountedList]:
    """Those of ``counted_lists`` that a label names whole, by their own name (地市) or by that of both name and number (地市名称及开通数量)."""
    lexicon = placing.lexicon
    groups = {hit.path for hit in lexicon.find(text) if hit.group and hit.quality >= SLIP}
    fields = [{hit.path for hit in found} for found in lexicon.combined(text)[1]]
    return [
        one
        for one in counted_lists(placing, base)
        if one.path in groups or (len(fields) == _PAIR and one.name.path in fields[0] and one.count.path in fields[1])
    ]


def split(text: str) -> list[str]:
    """The parts of *text* that each may be a name with its number, without numbers in front."""
    lines = (strip_enumerator(line.strip()) for line in text.split("\n"))
    return [piece.strip() for line in lines for piece in _APART.split(line) if piece.strip()]


def counted_in(text: str, count: Field, unit: str = "") -> list[Told]:
    """The places in *text*, each with the number that the field *count* reads, counted in *unit*; none where any part is something else."""
    told = [told_by(piece) for piece in split(text)]
    if any(one is None or not is_counted(one, count, unit) for one in told):
        return []
    return [one for one in told if one is not None]


def is_counted(told: Told, count: Field, unit: str = "") -> bool:
    """Whether *told* is a place, and a number that the field *count* reads."""
    return ends_as_place(told[0]) and is_number(told[1], count, unit)


def told_by(piece: str) -> Told | None:
    """The name that *piece* is with the number behind it or in brackets, whatever it names; None for anything else."""
    match = _TOLD.fullmatch(piece.strip())
    if match is None:
        return None
    name = without_opening(match["name"])
    name = next((name.removesuffix(word) for word in _opening() if name.endswith(word)), name)
    return name, without_opening(match["inside"] or match["behind"]).lstrip("：: ")


def without_opening(text: str) -> str:
    """*text* without the words of a sentence that lead to what it tells (推进, 计划开通)."""
    return next(
        (text.removeprefix(word).lstrip("：:，, \t\u3000") for word in _opening() if text.startswith(word)), text
    )


def list_by_name(placing: Placing, base: str, name: str) -> CountedList | None:
    """The one of ``counted_lists`` that a place is of by its rank; None where its name doesn't tell that."""
    rank = likely_level(name)
    fit = [one for one in counted_lists(placing, base) if rank is not None and one.level == rank]
    return fit[0] if len(fit) == 1 else None


def place_counted(
    placing: Placing, of: CountedList, item: tuple[int, ...], text: Text, told: list[Told], unit: str = ""
) -> None:
    """Adds *told* to the list *of* within *item*, as what *text* says; in doubt, for the places of words alone tell it."""
    for name, number in told:
        place = placing.next_item(of.path, item)
        placing.add(of.name.path, place, text.with_value(name), _SURE)
        placing.add(of.count.path, place, text.with_value(number), _SURE, unit=unit or placing.unit)


def is_whole(name: str) -> bool:
    """Whether *name* is no place of a list but all of them together (全省, 小计, a province)."""
    return key(name) in _wholes() or choose(name, "province") is not None


def ends_as_place(name: str) -> bool:
    """Whether *name* ends as a place's does and is no whole."""
    return name.endswith(words()["places"]) and not is_whole(name)


def is_number(text: str, count: Field, unit: str) -> bool:
    """Whether *text*, counted in *unit*, is a number that the field *count* reads."""
    written = f"{text.strip()}{unit}" if unit and unit not in text else text
    return isinstance(kind_of(count).parse(written, count).value, int)


def sum_path(base: str, placing: Placing) -> str:
    """The one number that an item of *base* has of its own; "" where it has none, or several."""
    own = [f.path for f in placing.definition.fields if f.kind == "count" and f.path.rpartition(".")[0] == base]
    return own[0] if len(own) == 1 else ""


def is_sum(word: str, base: str, placing: Placing) -> bool:
    """Whether *word* is one for a sum, of an item or of all."""
    hits = [hit.path for hit in placing.lexicon.firm(word) if not hit.group]
    of_all = any(is_of_all(path, base, placing) for path in hits)
    return of_all or is_own_sum(word, base, placing) or key(word) in keys_of("totals")


def is_own_sum(word: str, base: str, placing: Placing) -> bool:
    """Whether *word* is one for the sum of an item of *base*, and not of all."""
    return any(hit.path == sum_path(base, placing) for hit in placing.lexicon.firm(word))


def is_of_all(path: str, base: str, placing: Placing) -> bool:
    """Whether the field at *path* is the sum of all items of *base*."""
    return placing.spec(path).column.startswith(base + ".")


@cache
def _wholes() -> frozenset[str]:
    return frozenset(key(word) for word in (*words()["totals"], *words()["wholes"]))


@cache
def _opening() -> tuple[str, ...]:
    return tuple(sorted(words()["told_by"], key=len, reverse=True))
