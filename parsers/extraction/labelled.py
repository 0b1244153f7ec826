"""Cells of a list that hold several values of their row's item: each behind a label of its own (手机：…　邮箱：…), or numbers and an address told by their looks, what stands behind a name of its person."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

from parsers.extraction.inline import pairs
from parsers.extraction.labels import key
from parsers.extraction.persons import is_workplace, person_in, reached_in

if TYPE_CHECKING:
    from parsers.extraction.headers import Column, Header
    from parsers.extraction.layout import Area
    from parsers.extraction.worksheet import Work

__all__ = ["is_told_apart", "qualified_in", "told_in"]

_APART = re.compile(r"[\n，,、；;/|]+")
_GAP = re.compile(r"[\u3400-\u9fff]{2}[\s，,、；;/|]+[\u3400-\u9fff]{2}")
_DIGIT = re.compile("[0-9]")
_LONGEST = 60
_LEAST = 2
"""A cell with fewer values is its column's."""


def told_in(work: Work, base: str, area: Area, columned: Container[str] = ()) -> dict[str, str]:
    """The values in *area* by the field of *base* that each is of; none where any part may be something else. Fields *columned* have columns of their own."""
    text = area.text.strip()
    told = _labelled(work, base, text) or _reached(work, base, text) or _person(work, base, text, columned)
    return told if len(told) >= _LEAST else {}


def qualified_in(work: Work, base: str, area: Area, columned: set[str]) -> dict[str, str]:
    """The name of a list's item and, in brackets behind it, one option of its choice, where no column says that: 涧西区（县区）."""
    found = _QUALIFIED.fullmatch(area.text.strip())
    placing = work.placing
    own = [spec for spec in placing.definition.fields if spec.path.rpartition(".")[0] == base]
    names = [spec for spec in own if spec.kind == "name"]
    choices = [spec for spec in own if spec.options and spec.path not in columned]
    if found is None or len(names) != 1 or len(choices) != 1:
        return {}
    said = key(found[2])
    if any(said == key(word) for option in choices[0].options for word in option.labels):
        return {names[0].path: found[1], choices[0].path: found[2]}
    return {}


_QUALIFIED = re.compile(r"([^（()）]{2,40}?)\s*[（(]\s*([^（()）]{2,12})\s*[)）]")


def is_told_apart(work: Work, header: Header, column: Column, base: str) -> bool:
    """Whether all cells under *column* that say anything hold several values, each told."""
    cells = work.sheet.column(column.area.left, header.start, header.stop)
    said = [area for area in cells if not area.blank]
    return bool(said) and all(told_in(work, base, area) for area in said)


def _labelled(work: Work, base: str, text: str) -> dict[str, str]:
    placing = work.placing
    found = pairs(text, placing.lexicon) if "：" in text or ":" in text else []
    if not found or text[: found[0].start].strip():
        return {}
    told: dict[str, str] = {}
    for pair in found:
        own = {hit.path for hit in pair.hits if not hit.group and placing.base(hit.path) == base}
        own = {path for path in own if "[]" not in path[len(base) :]}
        if len(own) != 1 or own & told.keys():
            return {}
        told[own.pop()] = pair.value.strip()
    return told


def _person(work: Work, base: str, text: str, columned: Container[str]) -> dict[str, str]:
    """What a name with more about its person behind it says: 陈明（男，汉族）, 陈明 处长."""
    if len(text) > _LONGEST or (not text.endswith((")", "）")) and _GAP.search(text) is None):
        return {}
    persons = {
        spec.path.rpartition(".")[0]
        for spec in work.placing.definition.fields
        if spec.kind == "person" and spec.path.startswith(base + ".") and "[]" not in spec.path[len(base) :]
    }
    if len(persons) != 1:
        return {}
    group = persons.pop()
    workplaces = frozenset(path for path in _workplaces(work, group) if path in columned)
    return person_in(text, group, work.placing, workplaces)


def _workplaces(work: Work, group: str) -> Iterator[str]:
    """The fields of the person *group* that tell where they work."""
    for spec in work.placing.definition.fields:
        if spec.path.rpartition(".")[0] == group and is_workplace(spec):
            yield spec.path


def _reached(work: Work, base: str, text: str) -> dict[str, str]:
    if "@" not in text and _DIGIT.search(text) is None:
        return {}
    own = [
        spec
        for spec in work.placing.definition.fields
        if spec.path.startswith(base + ".") and "[]" not in spec.path[len(base) :]
    ]
    told: dict[str, str] = {}
    for piece in filter(None, map(str.strip, _APART.split(text))):
        rest, found = reached_in(piece, own, work.placing)
        if rest.strip() or not found or len(found) > 1 or found.keys() & told.keys():
            return {}  # two numbers of one kind are two persons'
        told |= found
    return told
