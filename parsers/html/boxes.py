"""Boxes that a page sets side by side without a table: CSS tables, grids and flex rows, and elements that say that they are rows and cells.

Web forms are built of these. Sources: CSS Display 3, WAI-ARIA 1.2 (``role``, ``aria-colspan``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias

from parsers.html.placing import columns_of

if TYPE_CHECKING:
    from lxml import etree

    from parsers.html.styles import Look

__all__ = ["BoxKind", "box_kind", "class_width", "is_pair", "is_row_by_class"]

BoxKind: TypeAlias = Literal["table", "group", "row", "cell", "grid", "flex", "pairs", "line", "block", ""]
"""What an element is to those around it; ``pairs``: terms and what is said of each (``dl``), ``line``: set in the line though its name makes it a block, ``block`` the other way round, empty: what its name says."""

_ROLES: dict[str, BoxKind] = {
    "table": "table",
    "grid": "table",
    "treegrid": "table",
    "rowgroup": "group",
    "row": "row",
    "cell": "cell",
    "gridcell": "cell",
    "columnheader": "cell",
    "rowheader": "cell",
}
_DISPLAYS: dict[str, BoxKind] = {
    "table": "table",
    "inline-table": "table",
    "table-row-group": "group",
    "table-header-group": "group",
    "table-footer-group": "group",
    "table-row": "row",
    "table-cell": "cell",
    "grid": "grid",
    "inline-grid": "grid",
    "flex": "flex",
    "inline-flex": "flex",
    "-webkit-box": "flex",
    "-webkit-flex": "flex",
    "inline": "line",
    "inline-block": "line",
    "block": "block",
    "flow-root": "block",
    "list-item": "block",
}
_ROW = re.compile(r"(?:el-|ant-|layui-|a-|n-|arco-|form-|am-|pure-)?(?:row|g)", re.IGNORECASE)
_COLUMN = re.compile(r"(el-|ant-|layui-|a-|n-|arco-|am-)?(?:col|u)-(?:(xs|sm|md|lg|xl)-?)?(\d{1,2})", re.IGNORECASE)
_PAIR = 2
_RUN = 3
_PIECES = frozenset({"span", "b", "strong", "em", "i", "label", "font", "a", "small", "u"})
_OFFICE = re.compile(r".*\b(?:Mso|SpellE|GramE|xl\d|font\d)", re.IGNORECASE)


def box_kind(element: etree._Element, look: Look) -> BoxKind:
    """What kind of box *element* is, which looks like *look*."""
    role = element.get("role")
    if role and (kind := _ROLES.get(role.strip().lower())):
        return kind
    kind = _DISPLAYS.get(look.placing.get("display", ""), "")
    if kind in {"", "block"} and (is_row_by_class(element) or is_pair(element)):
        return "flex"
    if not kind and element.tag == "dl" and _is_of_pairs(element):
        return "pairs"
    if not look.placing:
        return ""
    flow = look.placing.get("flex-direction", "") + look.placing.get("flex-flow", "")
    if kind == "flex" and ("column" in flow or "reverse" in flow):
        return "block"
    if kind == "grid" and ("column" in look.placing.get("grid-auto-flow", "") or not columns_of(look.placing)):
        return "block"
    return kind


def is_row_by_class(element: etree._Element) -> bool:
    """Whether *element* is a row of the grid of a usual framework by its class, with nothing but columns in it; its style sheet needn't be there."""
    names = element.get("class")
    if not names or not any(_ROW.fullmatch(name) for name in names.split()):
        return False
    inner = _inner(element)
    return len(inner) > 1 and all(class_width(child) for child in inner)


def _inner(element: etree._Element) -> list[etree._Element]:
    """The elements in *element*, comments left out."""
    return list(element.iterchildren("*"))


def is_pair(element: etree._Element) -> bool:
    """Whether *element* holds nothing but a label and what it labels, by the page's own marks.

    These are a ``label`` and what follows it, or two pieces of a line of different classes in three elements of that make and more (``<li><span class="k">…</span><span
    class="v">…</span></li>``): without their style sheet they stand in the line as if they were one word.
    """
    inner = _inner(element)
    if len(inner) != _PAIR or any(text and text.strip() for text in (element.text, inner[0].tail, inner[1].tail)):
        return False
    first, second = (str(child.tag).lower() for child in inner)
    if first == "label":
        # The words beside a tick box say what it stands for.
        return not _is_tick_box(inner[1]) and next(inner[0].iter("input", "select", "textarea"), None) is None
    make = _make(element)
    return make is not None and first in _PIECES and second in _PIECES and _alike(element, make) >= _RUN


def _is_of_pairs(element: etree._Element) -> bool:
    """Whether the list *element* names one thing (``dt``) before each thing said (``dd``)."""
    tags = [str(child.tag).lower() for child in _inner(element)]
    return len(tags) > 1 and len(tags) % _PAIR == 0 and tags == ["dt", "dd"] * (len(tags) // _PAIR)


def _is_tick_box(control: etree._Element) -> bool:
    return control.get("type", "").lower() in {"checkbox", "radio"}


def _make(element: etree._Element) -> tuple[str, str] | None:
    """The classes of the two pieces of *element*; None where they don't tell a label from an entry."""
    classes = tuple(child.get("class", "") for child in _inner(element))
    if len(classes) != _PAIR or classes[0] == classes[1] or not all(classes) or _OFFICE.match(" ".join(classes)):
        return None
    return classes[0], classes[1]


def _alike(element: etree._Element, make: tuple[str, str]) -> int:
    """How many elements of that make stand together, *element* among them."""
    count = 1
    for before in (True, False):
        for beside in element.itersiblings("*", preceding=before):
            if beside.tag != element.tag or _make(beside) != make or count == _RUN:
                break
            count += 1
    return count


def class_width(element: etree._Element) -> float:
    """The width of a column of such a grid in percent; 0 where *element* is none."""
    widths: dict[str, float] = {}
    for name in element.get("class", "").split():
        if found := _COLUMN.fullmatch(name):
            whole = 24 if found[1] in {"el-", "ant-", "a-", "n-", "arco-"} else 12
            widths[found[2] or ""] = min(100.0, 100 * int(found[3]) / whole)
    return next((widths[size] for size in ("md", "lg", "", "sm", "xl", "xs") if size in widths), 0)
