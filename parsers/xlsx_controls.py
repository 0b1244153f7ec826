"""Form controls of an .xlsx sheet: where they lie and what is written on them, from the sheet's VML drawing, and their state.

The state stands twice, in the drawing and in a part of its own (formControlPr); programs keep both alike. Sources: ECMA-376-4 19.4 (VML for
spreadsheets), [MS-XLSX] 2.6.31.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forms.errors import Unreadable
from parsers.docx_names import V, number
from parsers.package import Package, parse_xml
from parsers.sheet_controls import Anchor, Control

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from parsers.package import Relationship

__all__ = ["controls_of"]

_X = "{urn:schemas-microsoft-com:office:excel}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BREAK = re.compile(rb"<br\s*>", re.IGNORECASE)
_SHAPE_ID = re.compile(r"_s(\d+)$")
_LEFT, _LEFT_OFFSET, _TOP, _TOP_OFFSET, _RIGHT, _, _BOTTOM, _BOTTOM_OFFSET = range(8)
_BOX, _OPTION = "Checkbox", "Radio"
_SILENT = frozenset({"Note", "Button", "Label", "GBox", "Pict", "Shape", "Rect"})
"""Kinds of objects that hold no answer."""


def controls_of(
    package: Package, root: etree._Element, related: Mapping[str, Relationship]
) -> tuple[list[Control], bool]:
    """The tick boxes and option buttons of the sheet *root*, and whether it has other controls, or ones that can't be read."""
    found: list[Control] = []
    states = dict(_states(package, root, related))
    others = False
    for one in related.values():
        if one.kind != "vmlDrawing" or one.external or one.target not in package:
            continue
        try:
            drawing = parse_xml(_BREAK.sub(b"<br/>", package.read(one.target)), name=one.target)
        except Unreadable:
            return [], True
        for data in drawing.iter(_X + "ClientData"):
            kind = data.get("ObjectType", "")
            shape = data.getparent()
            if kind not in {_BOX, _OPTION} or shape is None:
                others = others or kind not in _SILENT
                continue
            anchor = _anchor(data.findtext(_X + "Anchor") or "")
            if anchor is None:
                others = True
                continue
            checked: bool | None = _CHECKED.get((data.findtext(_X + "Checked") or "0").strip())
            match = _SHAPE_ID.search(shape.get("id", ""))
            told = states.pop(match.group(1), None) if match else None
            if told is not None and _CHECKED.get(told) != checked:
                checked = None
            text = "".join(str(piece) for box in shape.iter(V + "textbox") for piece in box.itertext())
            found.append(
                Control(anchor=anchor, text=" ".join(text.split()), checked=checked, one_of_several=kind == _OPTION)
            )
    return found, others or bool(states)


_CHECKED = {"0": False, "1": True, "": False, "unchecked": False, "checked": True}


def _states(package: Package, root: etree._Element, related: Mapping[str, Relationship]) -> Iterator[tuple[str, str]]:
    """The states of tick boxes and option buttons in parts of their own, by the number of the control's shape."""
    for control in root.iter(_S + "control"):
        part = related.get(control.get(_R + "id", ""))
        if part is None or part.kind != "ctrlProp" or part.target not in package:
            continue
        try:
            properties = package.xml(part.target)
        except Unreadable:
            continue
        if properties.get("objectType", "").lower() in {_BOX.lower(), _OPTION.lower()}:
            yield control.get("shapeId", ""), properties.get("checked", "").lower()


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
