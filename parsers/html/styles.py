"""What a page's style sheet changes of what is read: hidden, struck, in a symbol font, blanks kept, set side by side.

Selectors may name elements, classes and ids, of an element and of what it stands in (``td``, ``p.MsoNormal``, ``.form > .row .label``), as programs and the style sheets of web
forms do. Rules that ask for more (attributes, states, siblings) are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lxml import etree

__all__ = ["LOOK", "Look", "Sheets", "declarations"]

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_STEP = re.compile(r"(\*|[a-z][\w:-]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_NAMED = re.compile(r"([.#])([\w-]+)")
_CHILD = re.compile(r"\s*>\s*")
_SHOWN_MEDIA = frozenset({"screen", "all", "print"})
_TELLING = (
    "display",
    "visibility",
    "mso-hide",
    "text-decoration",
    "font",
    "white-space",
    "list-style",
    "grid",
    "flex",
    "width",
)
_PLACING = ("display", "grid", "flex", "width")
_STEPS_LIMIT = 8
_SAME_LIMIT = 64
"""Rules whose last step names the same; each costs time at every element of that name."""
_RULES_LIMIT = 20_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How text looks, as far as it matters. ``preserve`` keeps blanks and line ends as they stand."""

    hidden: bool = False
    struck: bool = False
    marked: bool = False
    font: str = ""
    preserve: bool = False
    numbers: str = ""
    """The list style (``list-style-type``); empty where none is set."""
    placing: Mapping[str, str] = field(default_factory=dict)
    """How the element places what is in it, and is placed itself (``display``, ``grid-*``, ``flex-*``, ``width``); what is in it has none of it."""


LOOK = Look()


def declarations(text: str) -> dict[str, str]:
    """The declarations in a style attribute or a rule, by lower-case name; the last of a name counts."""
    found: dict[str, str] = {}
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip().lower()] = value.replace("!important", "").strip()
    return found


class Sheets:
    """The rules of a page that matter here, by selector."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._rules: dict[str, list[_Rule]] = {}
        self._count = 0
        for text in texts:
            self._read(_COMMENT.sub(" ", text))

    def _read(self, text: str) -> None:
        """Takes the rules of one sheet; what stands in an at-rule for other media is left out."""
        outer: list[bool] = []
        for chunk in text.split("}"):
            *heads, body = chunk.split("{")
            if not heads:
                if outer:
                    outer.pop()
                continue
            for head in heads[:-1]:
                kind, _, media = head.rpartition(";")[2].strip().lower().partition(" ")
                outer.append(kind in {"@supports", "@layer"} or (kind == "@media" and _is_shown(media)))
            if all(outer) and self._count < _RULES_LIMIT:
                self._add(heads[-1].rpartition(";")[2], body)

    def _add(self, selectors: str, body: str) -> None:
        if not any(word in body.lower() for word in _TELLING):
            return
        told = {name: value for name, value in declarations(body).items() if name.startswith(_TELLING)}
        for selector in selectors.split(","):
            rule = _rule(selector.strip(), told, self._count) if told else None
            if rule is not None:
                self._count += 1
                among = self._rules.setdefault(rule.key, [])
                if among and among[-1].steps == rule.steps:
                    among[-1] = replace(rule, told={**among[-1].told, **told})
                elif len(among) < _SAME_LIMIT:
                    among.append(rule)

    def look(self, element: etree._Element, tag: str, outer: Look) -> Look:
        """How text in *element* looks, where it stands in text that looks like *outer*."""
        told: dict[str, str] = {}
        for rule in self._rules_for(element, tag) if self._rules else ():
            told |= rule.told
        style = element.get("style")
        if style:
            told |= declarations(style)
        if tag in _STRIKING:
            outer = replace(outer, struck=True)
        elif tag in _MARKING:
            outer = replace(outer, marked=True)
        elif tag in _PRESERVING:
            outer = replace(outer, preserve=True)
        if tag == "font" and element.get("face"):
            outer = replace(outer, font=_first_font(element.get("face", "")))
        if outer.placing:
            outer = replace(outer, placing={})
        return _changed(outer, told) if told else outer

    def _rules_for(self, element: etree._Element, tag: str) -> list[_Rule]:
        """The rules that hold for *element*, the stronger ones last (CSS Cascading 4, 6.1)."""
        keys = ["*", tag, *(f".{name}" for name in element.get("class", "").split()[:16])]
        if own := element.get("id"):
            keys.append(f"#{own}")
        found = [rule for key in keys for rule in self._rules.get(key, ()) if rule.plain or rule.holds(element, tag)]
        return sorted(found, key=lambda rule: rule.weight) if len(found) > 1 else found


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of a selector: *tag* may be empty; *near*: what it names is the parent of the next step's, not just around it."""

    tag: str
    classes: frozenset[str]
    own: str
    near: bool

    def fits(self, element: etree._Element, tag: str) -> bool:
        """Whether *element* is one that the step names."""
        if (self.tag and self.tag != tag) or (self.own and self.own != element.get("id")):
            return False
        return not self.classes or self.classes.issubset(element.get("class", "").split())


@dataclass(frozen=True, slots=True)
class _Rule:
    key: str
    steps: tuple[_Step, ...]
    told: Mapping[str, str]
    weight: tuple[int, int, int, int]
    plain: bool
    """Its key is all that it asks for."""

    def holds(self, element: etree._Element, tag: str) -> bool:
        """Whether the selector names *element*."""
        *outer, last = self.steps
        return last.fits(element, tag) and (not outer or _stands_in(element, outer))


def _stands_in(element: etree._Element, steps: Sequence[_Step]) -> bool:
    """Whether *element* stands in what *steps* name, the innermost last."""
    around = list(element.iterancestors())
    tags = [str(holder.tag).lower() for holder in around]
    # Where the step before may have been found, counted from the element outwards; -1 is the element itself.
    places = [-1]
    for step in reversed(steps):
        reach = [i + 1 for i in places if i + 1 < len(around)] if step.near else range(places[0] + 1, len(around))
        places = [i for i in reach if step.fits(around[i], tags[i])]
        if not places:
            return False
    return True


def _rule(selector: str, told: Mapping[str, str], order: int) -> _Rule | None:
    """The rule of one selector; None where it asks for what isn't known here."""
    steps: list[_Step] = []
    for part in _CHILD.sub("> ", selector).split():
        near = part.endswith(">")
        found = _STEP.fullmatch(part.rstrip(">"))
        if found is None or not found.group() or len(steps) == _STEPS_LIMIT:
            return None
        names = _NAMED.findall(found[2])
        tag = "" if found[1] in {None, "*"} else str(found[1]).lower()
        classes = frozenset(name for sign, name in names if sign == ".")
        steps.append(_Step(tag, classes, next((name for sign, name in names if sign == "#"), ""), near))
    if not steps or steps[-1].near:
        return None
    last = steps[-1]
    key = f"#{last.own}" if last.own else f".{min(last.classes)}" if last.classes else last.tag or "*"
    weight = sum(bool(s.own) for s in steps), sum(len(s.classes) for s in steps), sum(bool(s.tag) for s in steps), order
    plain = sum(weight[:3]) + (len(last.classes) > 1) == 1 or key == "*"
    return _Rule(key, tuple(steps), told, weight, len(steps) == 1 and plain)


def _is_shown(media: str) -> bool:
    """Whether rules for *media* hold on a sheet of paper or a screen of usual width (Media Queries 4)."""
    words = re.split(r"[\s,]+", media)
    wide = not any(word in media for word in ("max-width", "max-device-width", "orientation", "prefers-"))
    return wide and (any(word in _SHOWN_MEDIA for word in words) or media.startswith("("))


_MARKING = frozenset({"b", "strong", "u", "mark"})
_BOLD = frozenset({"bold", "bolder", "600", "700", "800", "900"})
_STRIKING = frozenset({"s", "strike"})
_PRESERVING = frozenset({"pre", "textarea", "xmp", "listing"})


def _changed(look: Look, told: Mapping[str, str]) -> Look:
    hidden = (
        told.get("display", "").lower() == "none"
        or told.get("visibility", "").lower() in {"hidden", "collapse"}
        or told.get("mso-hide", "").lower() == "all"
    )
    decoration = told.get("text-decoration", "") + told.get("text-decoration-line", "")
    font = told.get("mso-symbol-font-family") if told.get("mso-char-type", "").lower() == "symbol" else None
    font = font or told.get("font-family")
    if font is None and "font" in told:
        # In the short form the family is what follows the size.
        found = re.search(r"""[\d.]+(?:pt|px|em|%|cm|in)\S*\s+(["']?[A-Za-z].*)""", told["font"])
        font = found.group(1) if found is not None else None
    blanks = told.get("white-space", "").lower()
    numbers = told.get("list-style-type") or told.get("list-style", "").partition(" ")[0]
    return Look(
        hidden=look.hidden or hidden,
        struck=look.struck or "line-through" in decoration.lower(),
        marked=look.marked or "underline" in decoration.lower() or told.get("font-weight", "").lower() in _BOLD,
        font=look.font if font is None else _first_font(font),
        preserve=blanks.startswith("pre") if blanks else look.preserve,
        numbers=numbers.lower() or look.numbers,
        placing={name: value.lower() for name, value in told.items() if name.startswith(_PLACING)},
    )


def _first_font(names: str) -> str:
    return names.partition(",")[0].strip(" \"'\t\r\n")
