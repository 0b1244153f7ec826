"""Small steps in WordprocessingML: names, a paragraph's style and text, a property put where the schema has it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree

__all__ = ["R", "W", "child", "give", "packed", "parsed", "serialised", "style_of", "text_of", "unpacked", "value"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_ORDER = {
    "pPr": [
        "pStyle",
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "framePr",
        "widowControl",
        "numPr",
        "suppressLineNumbers",
        "pBdr",
        "shd",
        "tabs",
        "suppressAutoHyphens",
        "kinsoku",
        "wordWrap",
        "overflowPunct",
        "topLinePunct",
        "autoSpaceDE",
        "autoSpaceDN",
        "bidi",
        "adjustRightInd",
        "snapToGrid",
        "spacing",
        "ind",
        "contextualSpacing",
        "mirrorIndents",
        "suppressOverlap",
        "jc",
        "textDirection",
        "textAlignment",
        "textboxTightWrap",
        "outlineLvl",
        "divId",
        "cnfStyle",
        "rPr",
        "sectPr",
        "pPrChange",
    ],
    "rPr": [
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "caps",
        "smallCaps",
        "strike",
        "dstrike",
        "outline",
        "shadow",
        "emboss",
        "imprint",
        "noProof",
        "snapToGrid",
        "vanish",
        "webHidden",
        "color",
        "spacing",
        "w",
        "kern",
        "position",
        "sz",
        "szCs",
        "highlight",
        "u",
        "effect",
        "bdr",
        "shd",
        "fitText",
        "vertAlign",
    ],
    "p": ["pPr"],
    "r": ["rPr"],
}
"""The order of children that Word insists on (ECMA-376 part 1, 17.3)."""


def parsed(content: bytes) -> etree._Element:
    """*content* as a tree. For parts of our own making and those of templates that were read before."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def serialised(tree: etree._Element) -> bytes:
    """*tree* as the bytes of a part."""
    content: bytes = etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True)
    return content


def value(**attributes: Any) -> dict[str, str]:
    """*attributes* in the main namespace, as text."""
    return {f"{W}{name}": str(given) for name, given in attributes.items()}


def give(element: etree._Element, **attributes: Any) -> None:
    """Sets *attributes* in the main namespace on *element*."""
    for name, given in attributes.items():
        element.set(f"{W}{name}", str(given))


def style_of(paragraph: etree._Element) -> str:
    """The id of the paragraph's style; "" for the default one."""
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val", "")


def text_of(paragraph: etree._Element) -> str:
    """The paragraph's words."""
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def child(parent: etree._Element, name: str) -> etree._Element:
    """The child *name* of *parent*, made where the schema has it if there is none."""
    found = parent.find(f"{W}{name}")
    if found is not None:
        return found
    order = _ORDER.get(parent.tag.removeprefix(W), [])
    made = etree.Element(f"{W}{name}")
    before = set(order[: order.index(name)]) if name in order else None
    at = len(parent)
    if before is not None:
        at = next((i for i, other in enumerate(parent) if str(other.tag).removeprefix(W) not in before), len(parent))
    parent.insert(at, made)
    return made


_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip entry can bear, so that equal records give equal bytes."""


def unpacked(docx: bytes) -> dict[str, bytes]:
    """The members of a package of our own making."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {entry.filename: package.read(entry) for entry in package.infolist()}


def packed(members: Mapping[str, bytes]) -> bytes:
    """*members* as a package."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name, _TIME), content, zipfile.ZIP_DEFLATED)
    return output.getvalue()
