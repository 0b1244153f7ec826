"""How text in a .docx looks, with all that is inherited: defaults, theme, styles and direct formatting (ECMA-376-1 17.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from parsers.docx.names import A, W, is_on, number, value

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["PLAIN", "Border", "Indents", "Look", "Sheet", "StyleSheet"]

_DEPTH = 32
_ON_BY_DEFAULT = 240


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How characters look. ``size`` is in half-points, ``spacing`` in twentieths of a point; ``colour`` is empty for automatic.

    ``han`` and ``latin`` are the fonts of Han characters and of letters and digits; ``wide`` says that quotation marks take the first.
    """

    han: str = ""
    latin: str = ""
    size: int = 20
    bold: bool = False
    colour: str = ""
    spacing: int = 0
    wide: bool = False
    hidden: bool = False


PLAIN = Look()


@dataclass(frozen=True, kw_only=True, slots=True)
class Border:
    """A line along a paragraph or cell: ``size`` in eighths of a point, ``space`` in points."""

    kind: str
    size: int = 0
    space: int = 0
    colour: str = ""

    @property
    def shown(self) -> bool:
        """Whether anything is drawn."""
        return self.kind not in ("", "nil", "none")


@dataclass(frozen=True, kw_only=True, slots=True)
class Indents:
    """Indents in twips; where a count of characters is given as well, in hundredths, it counts."""

    left: int = 0
    right: int = 0
    first: int = 0
    left_chars: int = 0
    right_chars: int = 0
    first_chars: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """How a paragraph stands: alignment, indents, spacing in twips, borders, and the look of its text before any run's own."""

    jc: str = ""
    indents: Indents = Indents()
    before: int = 0
    after: int = 0
    line: int = _ON_BY_DEFAULT
    line_rule: str = "auto"
    borders: tuple[tuple[str, Border], ...] = ()
    break_before: bool = False
    list_id: str = ""
    level: int = 0
    framed: bool = False
    tabs: tuple[tuple[int, str], ...] = ()
    """Tab stops: how far from the type area's left edge, in twips, and how text stands at each (left, center, right)."""
    look: Look = PLAIN

    def border(self, side: str) -> Border | None:
        """The border on *side* (``top``, ``bottom``), if it is drawn."""
        return next((border for name, border in self.borders if name == side and border.shown), None)


class StyleSheet:
    """The styles part of a document with its theme."""

    def __init__(self, styles: etree._Element | None, theme: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._default = ""
        self._root = styles
        self._theme = theme
        self._known: dict[str, Sheet] = {}
        for element in () if styles is None else styles.iterchildren(W + "style"):
            key = value(element, "styleId")
            self._elements.setdefault(key, element)
            if value(element, "type") == "paragraph" and value(element, "default").lower() in ("1", "true", "on"):
                self._default = key

    @cached_property
    def base(self) -> Sheet:
        """What holds where nothing is said: the document's defaults."""
        sheet = Sheet()
        defaults = None if self._root is None else self._root.find(W + "docDefaults")
        if defaults is None:
            return sheet
        run, paragraph = defaults.find(f"{W}rPrDefault/{W}rPr"), defaults.find(f"{W}pPrDefault/{W}pPr")
        sheet = replace(sheet, look=self.dressed(run, sheet.look))
        return sheet if paragraph is None else self.laid(paragraph, sheet)

    @cached_property
    def default(self) -> Sheet:
        """What holds for a paragraph that names no style."""
        return self.style("")

    def style(self, style_id: str) -> Sheet:
        """The paragraph style of that id with those it is based on; the default one where there is none."""
        style_id = style_id if style_id in self._elements else self._default
        found = self._known.get(style_id)
        if found is None:
            sheet = self.base
            for element in self._chain(style_id):
                properties = element.find(W + "pPr")
                if properties is not None:
                    sheet = self.laid(properties, sheet)
                sheet = replace(sheet, look=self.dressed(element.find(W + "rPr"), sheet.look))
            found = self._known[style_id] = sheet
        return found

    def _chain(self, style_id: str) -> list[etree._Element]:
        chain: list[etree._Element] = []
        while (element := self._elements.get(style_id)) is not None and element not in chain and len(chain) < _DEPTH:
            chain.append(element)
            style_id = value(element.find(W + "basedOn"))
        return chain[::-1]

    def paragraph(self, properties: etree._Element | None) -> Sheet:
        """How a paragraph with these properties (w:pPr) stands."""
        if properties is None:
            return self.default
        sheet = self.style(value(properties.find(W + "pStyle")))
        return self.laid(properties, sheet)

    def run(self, properties: etree._Element | None, look: Look) -> Look:
        """How a run with these properties (w:rPr) looks in a paragraph of *look*."""
        if properties is None:
            return look
        for element in self._chain(value(properties.find(W + "rStyle"))):
            look = self.dressed(element.find(W + "rPr"), look)
        return self.dressed(properties, look)

    def laid(self, properties: etree._Element, sheet: Sheet) -> Sheet:
        """*sheet* with what w:pPr says."""
        changes: dict[str, object] = {}
        for child in properties:
            name = child.tag.removeprefix(W)
            if name == "jc":
                changes["jc"] = value(child)
            elif name == "ind":
                changes["indents"] = _indents(child, sheet.indents)
            elif name == "spacing":
                changes |= _spacing(child, sheet)
            elif name == "pBdr":
                own = {side.tag.removeprefix(W): border_of(side) for side in child}
                changes["borders"] = tuple({**dict(sheet.borders), **own}.items())
            elif name == "pageBreakBefore":
                changes["break_before"] = is_on(child)
            elif name == "tabs":
                changes["tabs"] = _tabs(child, sheet.tabs)
            elif name == "framePr":
                changes["framed"] = True
            elif name == "numPr":
                own_id, level = child.find(W + "numId"), child.find(W + "ilvl")
                if own_id is not None:
                    changes["list_id"], changes["level"] = value(own_id), 0
                if level is not None:
                    changes["level"] = number(value(level), 0)
        return replace(sheet, **changes) if changes else sheet  # type: ignore[arg-type]

    def dressed(self, properties: etree._Element | None, look: Look) -> Look:
        """*look* with what w:rPr says."""
        if properties is None:
            return look
        changes: dict[str, object] = {}
        for child in properties:
            name = child.tag.removeprefix(W)
            if name == "rFonts":
                changes |= self._fonts(child)
            elif name == "sz":
                changes["size"] = number(value(child), look.size)
            elif name == "b":
                changes["bold"] = is_on(child)
            elif name == "color":
                changes["colour"] = "" if value(child).lower() == "auto" else value(child).upper()
            elif name == "spacing":
                changes["spacing"] = number(value(child), 0)
            elif name in ("vanish", "specVanish"):
                changes["hidden"] = is_on(child)
        return replace(look, **changes) if changes else look  # type: ignore[arg-type]

    def _fonts(self, fonts: etree._Element) -> Mapping[str, object]:
        changes: dict[str, object] = {}
        for name, own, theme in (("han", "eastAsia", "eastAsiaTheme"), ("latin", "ascii", "asciiTheme")):
            # A theme's font beats one that is named beside it (17.3.2.26).
            if value(fonts, theme):
                changes[name] = self._themed(value(fonts, theme))
            elif value(fonts, own):
                changes[name] = value(fonts, own)
        if value(fonts, "hint"):
            changes["wide"] = value(fonts, "hint") == "eastAsia"
        return changes

    def _themed(self, name: str) -> str:
        """The font that the theme gives for ``minorEastAsia`` and its like (20.1.4.1.24)."""
        if self._theme is None:
            return ""
        part = self._theme.find(f".//{A}{'majorFont' if name.startswith('major') else 'minorFont'}")
        if part is None:
            return ""
        if not name.endswith("EastAsia"):
            latin = part.find(A + "latin")
            return "" if latin is None else latin.get("typeface", "")
        east = part.find(A + "ea")
        named = "" if east is None else east.get("typeface", "")
        scripts = (font.get("typeface", "") for font in part.iterchildren(A + "font") if font.get("script") == "Hans")
        return named or next(scripts, "")


def border_of(element: etree._Element) -> Border:
    """The border that an element such as w:top describes."""
    return Border(
        kind=value(element),
        size=number(value(element, "sz"), 0),
        space=number(value(element, "space"), 0),
        colour=value(element, "color").upper(),
    )


def _indents(element: etree._Element, before: Indents) -> Indents:
    changes: dict[str, int] = {}
    for name, attributes in (("left", ("left", "start")), ("right", ("right", "end")), ("first", ("firstLine",))):
        for attribute in attributes:
            for suffix, target in (("", name), ("Chars", f"{name}_chars")):
                text = value(element, attribute + suffix)
                if text:
                    changes[target] = number(text, 0)
    for suffix, target in (("", "first"), ("Chars", "first_chars")):
        text = value(element, "hanging" + suffix)
        if text:
            changes[target] = -number(text, 0)
            if not suffix:
                changes.setdefault("first_chars", 0)
    for name in ("left", "right", "first"):
        if name in changes and f"{name}_chars" not in changes:
            changes[f"{name}_chars"] = 0
    return replace(before, **changes)


def _tabs(element: etree._Element, before: tuple[tuple[int, str], ...]) -> tuple[tuple[int, str], ...]:
    stops = dict(before)
    for child in element:
        at = number(value(child, "pos"), 0)
        if value(child) == "clear":
            stops.pop(at, None)
        else:
            stops[at] = value(child)
    return tuple(sorted(stops.items()))


def _spacing(element: etree._Element, sheet: Sheet) -> Mapping[str, object]:
    changes: dict[str, object] = {}
    for name in ("before", "after"):
        text, lines = value(element, name), value(element, f"{name}Lines")
        if lines and number(lines, 0):
            changes[name] = number(lines, 0) * 312 // 100
        elif text:
            changes[name] = number(text, 0)
        if value(element, f"{name}Autospacing").lower() in ("1", "true", "on"):
            changes[name] = 100
    if value(element, "line"):
        changes["line"] = number(value(element, "line"), sheet.line)
        changes["line_rule"] = value(element, "lineRule") or "auto"
    return changes
