"""Form controls of an .xlsx sheet: where they lie and what is written on them, from the sheet's VML drawing, and their state.

The state stands twice, in the drawing and in a part of its own (formControlPr); programs keep both alike. A list says in which cells its entries
stand, and the number of the chosen one. Sources: ECMA-376-4 19.4 (VML for spreadsheets), [MS-XLSX] 2.6.31.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forms.errors import Unreadable
from parsers.docx.names import V, number
from parsers.package import Package, parse_xml
from parsers.sheets.sheet_controls import Anchor, Control

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml import etree

    from parsers.package import Relationship

__all__ = ["Controls", "ListFound", "controls_of", "sizes_of"]

_X = "{urn:schemas-microsoft-com:office:excel}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BREAK = re.compile(rb"<br\s*>", re.IGNORECASE)
_SHAPE_ID = re.compile(r"_s(\d+)$")
_LEFT, _LEFT_OFFSET, _TOP, _TOP_OFFSET, _RIGHT, _, _BOTTOM, _BOTTOM_OFFSET = range(8)
_BOX, _OPTION = "Checkbox", "Radio"
_LISTS = frozenset({"Drop", "List"})
_SINGLE = frozenset({"", "single"})
_ROW_HEIGHT, _PER_POINT = 15.0, 4 / 3
_COLUMN_WIDTH, _PER_CHARACTER = 9.0, 7.0
"""Sizes where a sheet tells none, in points and characters, and the pixels that go into one of these."""

_SILENT = frozenset({"Note", "Button", "Label", "GBox", "Pict", "Shape", "Rect"})
"""Kinds of objects that hold no answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListFound:
    """A list: the reference of the cells that its entries stand in, and the number of the chosen one from 1; 0 for none, None where it isn't sure."""

    anchor: Anchor
    entries: str
    number: int | None


@dataclass(kw_only=True, slots=True)
class Controls:
    """The controls of a sheet. ``others`` tells of ones that can't be read."""

    marks: list[Control] = field(default_factory=list)
    lists: list[ListFound] = field(default_factory=list)
    others: bool = False


def controls_of(package: Package, root: etree._Element, related: Mapping[str, Relationship]) -> Controls:
    """The controls of the sheet *root*."""
    found = Controls()
    states = dict(_states(package, root, related))
    for one in related.values():
        if one.kind != "vmlDrawing" or one.external or one.target not in package:
            continue
        try:
            drawing = parse_xml(_BREAK.sub(b"<br/>", package.read(one.target)), name=one.target)
        except Unreadable:
            return Controls(others=True)
        for data in drawing.iter(_X + "ClientData"):
            kind = data.get("ObjectType", "")
            shape = data.getparent()
            if kind in _SILENT:
                continue
            anchor = _anchor(data.findtext(_X + "Anchor") or "")
            match = _SHAPE_ID.search("" if shape is None else shape.get("id", ""))
            told = states.pop(match.group(1), None) if match else None
            if anchor is not None and shape is not None and kind in {_BOX, _OPTION}:
                found.marks.append(_mark(data, shape, anchor, told, one_of_several=kind == _OPTION))
            elif anchor is not None and kind in _LISTS and _told(data, "SelType") in _SINGLE:
                number_ = _told(data, "Sel") or "0"
                sure = told in (None, number_) and number_.isdecimal()
                entries = (data.findtext(_X + "FmlaRange") or "").strip()
                found.lists.append(
                    ListFound(anchor=anchor, entries=entries, number=number(number_, 0) if sure else None)
                )
            else:
                found.others = True
    found.others = found.others or bool(states)
    return found


def _told(data: etree._Element, name: str) -> str:
    return (data.findtext(_X + name) or "").strip().lower()


def _mark(
    data: etree._Element, shape: etree._Element, anchor: Anchor, told: str | None, *, one_of_several: bool
) -> Control:
    checked: bool | None = _CHECKED.get(_told(data, "Checked") or "0")
    if told is not None and _CHECKED.get(told) != checked:
        checked = None
    text = "".join(str(piece) for box in shape.iter(V + "textbox") for piece in box.itertext())
    return Control(anchor=anchor, text=" ".join(text.split()), checked=checked, one_of_several=one_of_several)


_CHECKED = {"0": False, "1": True, "": False, "unchecked": False, "checked": True}


def _states(package: Package, root: etree._Element, related: Mapping[str, Relationship]) -> Iterator[tuple[str, str]]:
    """The states of controls in parts of their own, by the number of the control's shape."""
    for control in root.iter(_S + "control"):
        part = related.get(control.get(_R + "id", ""))
        if part is None or part.kind != "ctrlProp" or part.target not in package:
            continue
        try:
            properties = package.xml(part.target)
        except Unreadable:
            continue
        kind = properties.get("objectType", "").lower()
        if kind in {_BOX.lower(), _OPTION.lower()}:
            yield control.get("shapeId", ""), properties.get("checked", "").lower()
        elif kind in {one.lower() for one in _LISTS}:
            yield control.get("shapeId", ""), properties.get("sel", "0")


def _anchor(text: str) -> Anchor | None:
    parts = [number(part.strip(), -1) for part in text.split(",")]
    if len(parts) != 8 or min(parts) < 0:
        return None
    return Anchor(
        left=parts[_LEFT],
        left_offset=parts[_LEFT_OFFSET],
        top=parts[_TOP],
        top_offset=parts[_TOP_OFFSET],
        right=parts[_RIGHT],
        bottom=parts[_BOTTOM],
        bottom_offset=parts[_BOTTOM_OFFSET],
    )


def sizes_of(root: etree._Element) -> tuple[Callable[[int], float], Callable[[int], float]]:
    """How high each row of the sheet *root* is, and how wide each column, in pixels."""
    usual = root.find(_S + "sheetFormatPr")
    row_height = _pixels(usual, "defaultRowHeight", _ROW_HEIGHT, _PER_POINT)
    column_width = _pixels(usual, "defaultColWidth", _COLUMN_WIDTH, _PER_CHARACTER)
    heights = {
        number(row.get("r", ""), 0) - 1: _pixels(row, "ht", row_height / _PER_POINT, _PER_POINT)
        for row in root.iterfind(f"{_S}sheetData/{_S}row[@ht]")
    }
    columns = [
        (
            number(one.get("min", ""), 1) - 1,
            number(one.get("max", ""), 1) - 1,
            _pixels(one, "width", _COLUMN_WIDTH, _PER_CHARACTER),
        )
        for one in root.iterfind(f"{_S}cols/{_S}col")
    ]
    return (
        lambda row: heights.get(row, row_height),
        lambda column: next((size for first, last, size in columns if first <= column <= last), column_width),
    )


def _pixels(element: etree._Element | None, name: str, usual: float, scale: float) -> float:
    """A height in points or a width in characters as pixels."""
    try:
        return scale * float(element.get(name, usual) if element is not None else usual)
    except ValueError:
        return scale * usual
