"""List numbers: what a word processor prints before a paragraph though nobody typed it.

``Numbering`` knows a document's lists (numbering.xml) and counts while the paragraphs are gone through in order. Source: ECMA-376-1 17.9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parsers.docx.names import W, is_on, number, pick, value
from parsers.numerals import numeral
from parsers.symbols import symbols

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

__all__ = ["Level", "Lists", "Numbering", "read_numbering"]

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_CLOSING = frozenset("、。，．：；）】》〉」』〕］｝,;:")
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
class ListState:
    """A list instance (w:num): its definition's id, its levels, the starts it overrides, and the styles that stand for a level."""

    definition: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]
    styles: Mapping[str, int]


@dataclass(kw_only=True)
class Lists:
    """The lists of a numbering part, read as they are asked for. ``linked`` tells the list id that a numbering style leads to."""

    definitions: Mapping[str, etree._Element] = field(default_factory=dict)
    instances: Mapping[str, etree._Element] = field(default_factory=dict)
    linked: Mapping[str, str] = field(default_factory=dict)
    _known: dict[str, ListState | None] = field(default_factory=dict)

    def get(self, list_id: str) -> ListState | None:
        """The list of that id; None where there is none."""
        if list_id not in self._known:
            instance = self.instances.get(list_id)
            self._known[list_id] = None if instance is None else self._read(instance)
        return self._known[list_id]

    def _read(self, instance: etree._Element) -> ListState:
        definition = self._definition(instance)
        overrides = list(instance.iterchildren(W + "lvlOverride"))[:_LEVELS]
        found = [] if definition is None else list(definition.iterchildren(W + "lvl"))[:_LEVELS]
        found += [level for override in overrides for level in override.iterchildren(W + "lvl")][:_LEVELS]
        starts: dict[int, int] = {}
        for override in overrides:
            start = override.find(W + "startOverride")
            if start is not None:
                starts[number(value(override, "ilvl"), 0)] = number(value(start), 1)
        return ListState(
            definition="" if definition is None else value(definition, "abstractNumId"),
            levels={_index(level): _level(level) for level in found},
            starts=starts,
            styles={value(style): _index(level) for level in found if (style := level.find(W + "pStyle")) is not None},
        )

    def _definition(self, instance: etree._Element) -> etree._Element | None:
        """The definition of *instance*, through numbering styles (17.9.21); a ring of them ends somewhere."""
        definition: etree._Element | None = None
        for _ in range(_LEVELS):
            found = self.definitions.get(value(instance.find(W + "abstractNumId")))
            if found is None:
                return definition
            definition = found
            link = definition.find(W + "numStyleLink")
            following = None if link is None else self.instances.get(self.linked.get(value(link), ""))
            if following is None:
                return definition
            instance = following
        return definition


@dataclass(kw_only=True)
class Numbering:
    """How far the lists of a story have counted."""

    lists: Lists = field(default_factory=Lists)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def fresh(self) -> Numbering:
        """The same lists, nothing counted yet: for a story of its own, such as a header."""
        return Numbering(lists=self.lists)

    def level_of_style(self, list_id: str, style_id: str) -> int | None:
        """The level of the list that paragraphs of that style are on; None where the list doesn't say."""
        found = self.lists.get(list_id)
        return None if found is None else found.styles.get(style_id)

    def next(self, list_id: str, level: int) -> str:
        """The number of the next paragraph of *level* in the list, with a space where one must follow; empty where the list is unknown."""
        found = self.lists.get(list_id)
        if found is None or not 0 <= level < _LEVELS:
            return ""
        style = found.levels.get(level, Level())
        counts = self._counts.setdefault(found.definition, [None] * _LEVELS)
        self._count(list_id, found, level, counts)
        written = _written(found, level, counts)
        if not written or style.suffix == "nothing" or written[-1] in _CLOSING or written[-1].isspace():
            return written
        return written + " "

    def _count(self, list_id: str, found: ListState, level: int, counts: list[int | None]) -> None:
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
            if restart is None or level < restart:
                counts[deeper] = None


def _written(found: ListState, level: int, counts: list[int | None]) -> str:
    """The text of a number of *level*, the numbers of the levels above in their places."""
    style = found.levels.get(level, Level())
    if style.form == "bullet":
        return style.text

    def place(match: re.Match[str]) -> str:
        index = int(match.group(1)) - 1
        other = found.levels.get(index, Level())
        count = counts[index]
        shown = found.starts.get(index, other.start) if count is None else count
        form = "decimal" if style.legal and other.form not in {"decimal", "decimalZero"} else other.form
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
    return Numbering(lists=Lists(definitions=definitions, instances=instances, linked=linked))


def _index(level: etree._Element) -> int:
    return number(value(level, "ilvl"), 0)


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
        found = next(
            (
                branch
                for child in element
                if (chosen := pick(child)) is not None
                for branch in chosen.iter(W + "numFmt")
            ),
            None,
        )
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
