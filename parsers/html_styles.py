"""What a page's style sheet changes of what is read: hidden, struck, in a symbol font, blanks kept.

Only selectors of one step are known (``td``, ``.xl65``, ``p.MsoNormal``, ``#id``); office programs write no others for these properties.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml import etree

__all__ = ["LOOK", "Look", "Sheets", "declarations"]

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_SELECTOR = re.compile(r"([a-z][\w:]*)?(?:([.#])([\w-]+))?", re.IGNORECASE)
_SHOWN_MEDIA = frozenset({"screen", "all", "print"})
_TELLING = ("display", "visibility", "mso-hide", "text-decoration", "font", "white-space", "list-style")
_RULES_LIMIT = 20_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How text looks, as far as it matters. ``preserve`` keeps blanks and line ends as they stand."""

    hidden: bool = False
    struck: bool = False
    font: str = ""
    preserve: bool = False
    numbers: str = ""
    """The list style (``list-style-type``); empty where none is set."""


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
        self._rules: dict[str, dict[str, str]] = {}
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
                shown = kind == "@media" and any(word in _SHOWN_MEDIA for word in re.split(r"[\s,]+", media))
                outer.append(shown)
            if all(outer) and len(self._rules) < _RULES_LIMIT:
                self._add(heads[-1].rpartition(";")[2], body)

    def _add(self, selectors: str, body: str) -> None:
        if not any(word in body.lower() for word in _TELLING):
            return
        told = {name: value for name, value in declarations(body).items() if name.startswith(_TELLING)}
        for selector in selectors.split(","):
            found = _SELECTOR.fullmatch(selector.strip())
            if told and found is not None and found.group():
                tag, sign, name = found.groups()
                key = (tag or "").lower() + (sign or "") + (name or "")
                self._rules.setdefault(key, {}).update(told)

    def look(self, element: etree._Element, tag: str, outer: Look) -> Look:
        """How text in *element* looks, where it stands in text that looks like *outer*."""
        told: dict[str, str] = {}
        for rule in self._rules_for(element, tag) if self._rules else ():
            told |= rule
        style = element.get("style")
        if style:
            told |= declarations(style)
        if tag in _STRIKING:
            outer = replace(outer, struck=True)
        elif tag in _PRESERVING:
            outer = replace(outer, preserve=True)
        if tag == "font" and element.get("face"):
            outer = replace(outer, font=_first_font(element.get("face", "")))
        return _changed(outer, told) if told else outer

    def _rules_for(self, element: etree._Element, tag: str) -> Iterable[Mapping[str, str]]:
        names = element.get("class", "").split()[:16]
        keys = [tag, *(f".{name}" for name in names), *(f"{tag}.{name}" for name in names)]
        own = element.get("id")
        keys += [f"#{own}", f"{tag}#{own}"] if own else []
        return (self._rules[key] for key in keys if key in self._rules)


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
        font=look.font if font is None else _first_font(font),
        preserve=blanks.startswith("pre") if blanks else look.preserve,
        numbers=numbers.lower() or look.numbers,
    )


def _first_font(names: str) -> str:
    return names.partition(",")[0].strip(" \"'\t\r\n")
