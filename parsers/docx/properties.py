"""What the properties of a paragraph in a .docx say: its style, whether its mark is gone, its number in a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from parsers.docx.names import W, is_on, number, value
from parsers.docx.styles import Style
from parsers.numbering import Numbering

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["ListNumbers", "paragraph_properties"]

_MARK_GONE = frozenset(W + name for name in ("del", "moveFrom", "vanish", "specVanish"))
_TELLING = {W + "pStyle": "style", W + "numPr": "list", W + "rPr": "mark", W + "sectPr": "section"}


def paragraph_properties(
    properties: etree._Element, sections: list[etree._Element]
) -> tuple[str, bool, etree._Element | None]:
    """The paragraph's style, whether its mark is deleted or hidden (so that it runs on into the next), and its list properties.

    A section that ends with the paragraph goes to *sections*.
    """
    style_id, gone, listed = "", False, None
    for child in properties:
        name = _TELLING.get(child.tag)
        if name is None:
            continue
        if name == "style":
            style_id = value(child)
        elif name == "list":
            listed = child
        elif name == "mark":
            gone = any(mark.tag in _MARK_GONE and is_on(mark) for mark in child)
        else:
            sections.append(child)
    return style_id, gone, listed


class ListNumbers:
    """Numbers the paragraphs of one story; the numbering part is read when the first of them is in a list."""

    def __init__(self, read: Callable[[], Numbering]) -> None:
        self._read = read
        self._numbering: Numbering | None = None

    def next(self, style: Style, listed: etree._Element | None) -> str:
        """The number of the next paragraph of *style*, whose own list properties are *listed*; empty where it is in no list."""
        list_id, level = style.list_id, style.level
        if listed is not None:
            own, own_level = listed.find(W + "numId"), listed.find(W + "ilvl")
            if own is not None:
                list_id, level = value(own), 0
            if own_level is not None:
                level = number(value(own_level), 0)
        if not list_id or list_id == "0":
            return ""
        if self._numbering is None:
            self._numbering = self._read()
        if list_id == style.list_id and (listed is None or listed.find(W + "ilvl") is None):
            by_style = self._numbering.level_of_style(list_id, style.declared_by)
            level = level if by_style is None else by_style
        return self._numbering.next(list_id, level or 0)
