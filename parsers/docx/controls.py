"""Content controls whose content isn't to be taken as it stands: tick boxes and placeholders. Source: ECMA-376-1 17.5.2, MS-DOCX 2.6."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from parsers.docx.names import W14, W, is_on, value
from parsers.symbols import EMPTY, TICKED

__all__ = ["Cover", "cover_of"]

_CODE_DIGITS = 5


@dataclass(kw_only=True, slots=True)
class Cover:
    """A content control whose content isn't shown as it stands: ``glyph`` is shown once in its place, nothing where it is empty."""

    glyph: str = ""
    contrary: str = ""
    shown: bool = False


def cover_of(control: etree._Element) -> Cover | None:
    """What stands in place of the content of *control*: a tick box's state, nothing for a placeholder; None where the content is shown."""
    properties = control.find(W + "sdtPr")
    if properties is None:
        return None
    for child in properties:
        if child.tag.endswith("}checkbox") and child.tag != W + "checkbox":
            return _box_cover(child)
    placeholder = properties.find(W + "showingPlcHdr")
    return Cover() if is_on(placeholder) else None


def _box_cover(box: etree._Element) -> Cover:
    checked = False
    contrary = {True: "", False: ""}
    for child in box:
        name = etree.QName(child).localname
        shown = child.get(W14 + "val") or child.get(child.tag.partition("}")[0] + "}val") or value(child)
        if name == "checked":
            checked = shown.lower() not in ("0", "false", "off")
        elif name in ("checkedState", "uncheckedState") and 0 < len(shown) <= _CODE_DIGITS:
            try:
                contrary[name == "uncheckedState"] = chr(int(shown, 16))
            except ValueError:
                continue
    if contrary[True] == contrary[False]:
        contrary = {True: EMPTY, False: TICKED}
    return Cover(glyph=TICKED if checked else EMPTY, contrary=contrary[checked])
