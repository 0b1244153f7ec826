"""Styles as far as they change what is read: hidden and struck text, symbol fonts, list membership."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from parsers.docx.names import W, is_on, number, value
from parsers.package import parse_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

__all__ = ["PLAIN", "Style", "Styles", "read_styles"]

_TELLING = re.compile(rb"numPr|[vV]anish|strike|ings|Symbol|Dingbats|Sorts|Marlett|MT Extra|Outlook|Reference")
"""Words without one of which no style can change what is read; "ings" stands for Wingdings and Webdings, and costs nothing when wrong."""

_CHAIN_LIMIT = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """What a style, with those it is based on, says; None and empty where it says nothing.

    ``list_id`` "0" takes a paragraph out of its list. ``declared_by`` is the style that named the list: the list's level may be tied to it.
    """

    hidden: bool | None = None
    struck: bool | None = None
    fonts: tuple[str, ...] = ()
    list_id: str = ""
    level: int | None = None
    declared_by: str = ""


PLAIN = Style()


@dataclass(kw_only=True)
class Styles:
    """The styles of a document. ``default`` is the id of the paragraph style that holds where none is named."""

    elements: Mapping[str, etree._Element] = field(default_factory=dict)
    default: str = ""
    base: Style = PLAIN
    _resolved: dict[str, Style] = field(default_factory=dict)

    def style(self, style_id: str) -> Style:
        """The style of that id, resolved; a plain one where there is none."""
        found = self._resolved.get(style_id)
        if found is None:
            found = self._resolved[style_id] = self._resolve(style_id)
        return found

    def paragraph(self, style_id: str) -> Style:
        """The paragraph style of that id, or the default one where the id is empty or unknown."""
        found = self.style(style_id if style_id in self.elements else self.default)
        if not self.base.fonts or found.fonts:
            return found
        return replace(found, fonts=self.base.fonts)

    def numbering_styles(self) -> dict[str, str]:
        """The list id that each numbering style leads to."""
        return {
            key: self.style(key).list_id
            for key, element in self.elements.items()
            if value(element, "type") == "numbering"
        }

    def _resolve(self, style_id: str) -> Style:
        chain: list[etree._Element] = []
        seen: set[str] = set()
        while (
            style_id not in seen and len(chain) < _CHAIN_LIMIT and (element := self.elements.get(style_id)) is not None
        ):
            seen.add(style_id)
            chain.append(element)
            style_id = value(element.find(W + "basedOn"))
        style = PLAIN
        for element in reversed(chain):
            style = _over(style, element)
        return style


def read_styles(data: bytes, *, used: bool) -> Styles:
    """The styles in *data*, the bytes of a styles part.

    Where no paragraph or run names a style (*used*), only the defaults count. Nothing is parsed when the bytes that count hold no word that
    matters here; table styles, which can be nine tenths of a part, are cut out unparsed.
    """
    if b"<w:styles" not in data:
        return _parsed(data)
    data, defaults = _trimmed(data)
    return _parsed(data) if _TELLING.search(data if used else defaults) else Styles()


def _trimmed(data: bytes) -> tuple[bytes, bytes]:
    """*data* without table styles, and the parts of it that hold without being named. Each byte is passed once, whatever it is."""
    kept: list[bytes] = []
    defaults: list[bytes] = []
    at = 0
    while (start := data.find(b"<w:style ", at)) >= 0:
        opened = data.find(b">", start)
        end = opened + 1 if data[opened - 1 : opened] == b"/" else data.find(b"</w:style>", opened) + len(b"</w:style>")
        if opened < 0 or end <= opened:
            break
        head = data[start:opened]
        kept.append(data[at:start] if b'w:type="table"' in head else data[at:end])
        if b"w:default=" in head and b'w:type="paragraph"' in head:
            defaults.append(data[start:end])
        at = end
    kept.append(data[at:])
    document_defaults = data.find(b"<w:docDefaults>")
    if document_defaults >= 0:
        defaults.append(data[document_defaults : data.find(b"</w:docDefaults>", document_defaults)])
    return b"".join(kept), b"".join(defaults)


def _parsed(data: bytes) -> Styles:
    root = parse_xml(data, name="styles")
    elements: dict[str, etree._Element] = {}
    default = ""
    for element in root.iterchildren(W + "style"):
        key = value(element, "styleId")
        elements.setdefault(key, element)
        if value(element, "type") == "paragraph" and value(element, "default").lower() in ("1", "true", "on"):
            default = key
    defaults = root.find(f"{W}docDefaults/{W}rPrDefault")
    return Styles(elements=elements, default=default, base=PLAIN if defaults is None else _over(PLAIN, defaults))


def _over(style: Style, element: etree._Element) -> Style:
    """*style* with what *element* (w:style or w:rPrDefault) says itself."""
    run = element.find(W + "rPr")
    if run is not None:
        style = _run_over(style, run)
    listed = element.find(f"{W}pPr/{W}numPr")
    if listed is None:
        return style
    list_id, level = listed.find(W + "numId"), listed.find(W + "ilvl")
    return replace(
        style,
        list_id=style.list_id if list_id is None else value(list_id),
        level=style.level if level is None else number(value(level), 0),
        declared_by=value(element, "styleId"),
    )


def _run_over(style: Style, run: etree._Element) -> Style:
    hidden, struck, fonts = style.hidden, style.struck, style.fonts
    for child in run:
        if child.tag in (W + "vanish", W + "specVanish"):
            hidden = is_on(child)
        elif child.tag in (W + "strike", W + "dstrike"):
            struck = is_on(child)
        elif child.tag == W + "rFonts":
            named = tuple(value(child, kind) for kind in ("ascii", "hAnsi"))
            fonts = named if any(named) else fonts
    return replace(style, hidden=hidden, struck=struck, fonts=fonts)
