"""List numbers: what a word processor prints before a paragraph though nobody typed it.

``Numbering`` knows a document's lists (numbering.xml) and counts while the paragraphs are gone through in order. Source: ECMA-376-1 17.9.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from parsers.docx_names import W, is_on, number, pick, value
from parsers.numerals import numeral
from parsers.symbols import symbols

__all__ = ["Level", "Numbering", "read_numbering"]

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_CLOSING = "、。，．：；）】》〉」』〕］｝,;:：）】"
"""Level texts ending in these stand directly before the text; after others, a space tells where the number ends."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """One level of a list. ``restart`` is the count of levels whose next number starts this one anew, None for all above it."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    pad: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class _List:
    """A list instance (w:num): its definition's id, its levels, and the starts it overrides."""

    definition: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


@dataclass(kw_only=True)
class Numbering:
    """The lists of a document and how far each has counted. ``by_style`` tells the level of a list that a paragraph style stands for."""

    lists: Mapping[str, _List] = field(default_factory=dict)
    by_style: Mapping[tuple[str, str], int] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def fresh(self) -> Numbering:
        """The same lists, nothing counted yet: for a story of its own, such as a header."""
        return Numbering(lists=self.lists, by_style=self.by_style)

    def next(self, list_id: str, level: int) -> str:
        """The number of the next paragraph of *level* in the list, with a space where one must follow; empty where the list is unknown."""
        found = self.lists.get(list_id)
        if found is None or not 0 <= level < _LEVELS:
            return ""
        style = found.levels.get(level, Level())
        counts = self._counts.setdefault(found.definition, [None] * _LEVELS)
        self._count(list_id, found, level, counts)
        written = self._written(found, level, counts)
        if not written or style.suffix == "nothing" or written[-1] in _CLOSING or written[-1].isspace():
            return written
        return written + " "

    def _count(self, list_id: str, found: _List, level: int, counts: list[int | None]) -> None:
        override = found.starts.get(level)
        current = counts[level]
        if override is not None and (list_id, level) not in self._started:
            counts[level] = override
        elif current is None:
            counts[level] = found.starts.get(level, found.levels.get(level, Level()).start)
        else:
            counts[level] = current + 1
        self._started.add((list_id, level))
        for deeper in range(level + 1, _LEVELS):
            restart = found.levels.get(deeper, Level()).restart
            if restart is None or 0 < restart and level < restart:
                counts[deeper] = None

    def _written(self, found: _List, level: int, counts: list[int | None]) -> str:
        style = found.levels.get(level, Level())
        if style.form == "bullet":
            return style.text

        def place(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            other = found.levels.get(index, Level())
            count = counts[index]
            shown = found.starts.get(index, other.start) if count is None else count
            form = "decimal" if style.legal and other.form not in ("decimal", "decimalZero") else other.form
            return numeral(shown, form).rjust(other.pad, "0")

        return _PLACE.sub(place, style.text)


def read_numbering(root: etree._Element, linked: Mapping[str, str]) -> Numbering:
    """The lists of a numbering part; *linked* tells the list id that each numbering style leads to (17.9.21 w:numStyleLink)."""
    definitions: dict[str, etree._Element] = {}
    instances: dict[str, etree._Element] = {}
    for element in root:
        if element.tag == W + "abstractNum":
            definitions.setdefault(value(element, "abstractNumId"), element)
        elif element.tag == W + "num":
            instances.setdefault(value(element, "numId"), element)
    lists = {list_id: _instance(element, definitions, instances, linked) for list_id, element in instances.items()}
    by_style = {
        (list_id, value(style)): number(value(level, "ilvl"), 0)
        for list_id, instance in instances.items()
        for level in _level_elements(_definition(instance, definitions, instances, linked), instance)
        if (style := level.find(W + "pStyle")) is not None
    }
    return Numbering(lists=lists, by_style=by_style)


def _instance(
    element: etree._Element,
    definitions: Mapping[str, etree._Element],
    instances: Mapping[str, etree._Element],
    linked: Mapping[str, str],
) -> _List:
    definition = _definition(element, definitions, instances, linked)
    levels: dict[int, Level] = {}
    for level in _level_elements(definition, element):
        levels[number(value(level, "ilvl"), 0)] = _level(level)
    starts: dict[int, int] = {}
    for override in element.iterchildren(W + "lvlOverride"):
        start = override.find(W + "startOverride")
        if start is not None:
            starts[number(value(override, "ilvl"), 0)] = number(value(start), 1)
    key = "" if definition is None else value(definition, "abstractNumId")
    return _List(definition=key, levels=levels, starts=starts)


def _level_elements(definition: etree._Element | None, instance: etree._Element) -> list[etree._Element]:
    """The levels of an instance, overriding ones last."""
    found = [] if definition is None else list(definition.iterchildren(W + "lvl"))
    return found + [level for override in instance.iterchildren(W + "lvlOverride") for level in override.iterchildren(W + "lvl")]


def _definition(
    instance: etree._Element,
    definitions: Mapping[str, etree._Element],
    instances: Mapping[str, etree._Element],
    linked: Mapping[str, str],
) -> etree._Element | None:
    """The definition of *instance*, through numbering styles; a ring of them ends where it began."""
    definition: etree._Element | None = None
    for _ in range(8):
        found = definitions.get(value(instance.find(W + "abstractNumId")))
        if found is None:
            return definition
        definition = found
        link = definition.find(W + "numStyleLink")
        following = None if link is None else instances.get(linked.get(value(link), ""))
        if following is None:
            return definition
        instance = following
    return definition


def _level(element: etree._Element) -> Level:
    form, pad = _form(element)
    text = value(element.find(W + "lvlText"))
    if form == "bullet":
        text = "•" if element.find(W + "lvlPicBulletId") is not None else _bullet(element, text)
    restart = element.find(W + "lvlRestart")
    return Level(
        start=number(value(element.find(W + "start")), 0),
        form=form,
        text=text,
        suffix=value(element.find(W + "suff")) or "tab",
        restart=None if restart is None else number(value(restart), 0),
        legal=is_on(element.find(W + "isLgl")),
        pad=pad,
    )


def _form(element: etree._Element) -> tuple[str, int]:
    """The level's number format and its least count of digits: Word stores "001, 002, ..." as a custom format in an alternate."""
    found = element.find(W + "numFmt")
    if found is None:
        found = next((branch for child in element if (chosen := pick(child)) is not None for branch in chosen.iter(W + "numFmt")), None)
    form = value(found) or "decimal"
    if form == "custom" and found is not None:
        first = value(found, "format").partition(",")[0].strip()
        return "decimal", min(len(first), 9) if first.isdigit() else 0
    return form, 0


def _bullet(element: etree._Element, text: str) -> str:
    fonts = element.find(f"{W}rPr/{W}rFonts")
    font = "" if fonts is None else value(fonts, "ascii") or value(fonts, "hAnsi")
    shown = symbols(font, text)
    return "".join("•" if "\ue000" <= char <= "\uf8ff" or char == "\ufffd" else char for char in shown)
