"""What stands in a page without being typed there: the state of its controls, and the numbers of its lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parsers.numerals import numeral
from parsers.symbols import EMPTY, TICKED
from parsers.typed import numbered

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["control", "drawn_box", "is_labelled", "list_number"]

_FRAMES, _STROKES = frozenset({"rect", "circle"}), frozenset({"path", "polyline", "line", "polygon"})
_HOLDERS = frozenset({"g", "title", "desc", "defs", "style"})
_SIDE = re.compile(r"(\d{1,3}(?:\.\d+)?)(?:px)?")
_LARGEST = 32
"""Pixels that a tick box is wide and high at most."""

_BOXES = frozenset({"checkbox", "radio"})
_SILENT = frozenset({"hidden", "submit", "button", "reset", "image", "file"})
_TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCountingThousand",
    "trad-chinese-informal": "chineseCountingThousand",
    "simp-chinese-informal": "chineseCountingThousand",
    "simp-chinese-formal": "chineseLegalSimplified",
    "cjk-decimal": "ideographDigital",
    "cjk-heavenly-stem": "ideographTraditional",
    "cjk-earthly-branch": "ideographZodiac",
}
_UNNUMBERED = frozenset({"disc", "circle", "square", "disclosure-open", "disclosure-closed"})


def control(element: etree._Element) -> str:
    """What the control *element* (input, select, textarea) shows."""
    tag = str(element.tag).lower()
    if tag == "select":
        return _chosen(element)
    if tag == "textarea":
        return "".join(str(text) for text in element.itertext()).strip("\r\n")
    kind = element.get("type", "text").lower()
    if kind in _BOXES:
        return TICKED if "checked" in element.attrib else EMPTY
    return "" if kind in _SILENT else element.get("value", "")


def drawn_box(element: etree._Element) -> str:
    """The tick box that the picture *element* (svg) is: small, one square or circle, and in it a stroke or nothing; empty for any other picture."""
    shapes = [str(shape.tag).rpartition("}")[2].lower() for shape in element.iterdescendants("*")]
    sides = [_SIDE.fullmatch(element.get(name, "").strip()) for name in ("width", "height")]
    if not all(side is not None and float(side[1]) <= _LARGEST for side in sides):
        return ""
    frames, strokes = (sum(shape in known for shape in shapes) for known in (_FRAMES, _STROKES))
    if frames != 1 or frames + strokes != sum(shape not in _HOLDERS for shape in shapes):
        return ""
    return TICKED if strokes else EMPTY


def is_labelled(element: etree._Element) -> bool:
    """Whether the control *element* is an entry that stands in or behind its label, with an edge that the text before it doesn't run into."""
    if element.get("type", "").lower() in _BOXES:
        return False
    before, around = element.getprevious(), element.getparent()
    return any(label is not None and label.tag == "label" for label in (before, around))


def _chosen(element: etree._Element) -> str:
    """The chosen entries; a list of one line without any shows its first."""
    options = list(element.iter("option"))
    chosen = [option for option in options if "selected" in option.attrib]
    if not chosen and "multiple" not in element.attrib and element.get("size", "1").strip() in {"", "0", "1"}:
        chosen = options[:1]
    return "\n".join(" ".join("".join(str(text) for text in option.itertext()).split()) for option in chosen)


def list_number(holder: etree._Element, count: int, style: str) -> str:
    """What stands before item *count* of the list *holder*, *style* being its ``list-style-type``."""
    if style == "none":
        return ""
    if (holder.tag != "ol" and style not in _STYLES and style != "decimal") or style in _UNNUMBERED:
        return "• "
    form = _STYLES.get(style) or _TYPES.get(holder.get("type", "1").strip(), "decimal")
    # CSS Counter Styles 3: Chinese numerals are followed by 、, all others by a full stop.
    return numbered(numeral(count, form) + ("、" if form.startswith(("chinese", "ideograph")) else "."))
