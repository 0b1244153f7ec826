"""Texts of layers that can be switched off, as a page marks them (marked content with the tag OC, PDF 32000-1 8.11.3.2)."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Mapping

from parsers.pdf.boxes import Drawn
from parsers.pdf.layers import draws
from parsers.pdf.model import Glyph, Page
from parsers.pdf.pdfium import pdfium

__all__ = ["keep_switched_on", "optional_texts"]

_TAG, _NAME = "OC", b"Name"
LONGEST = 1_000
"""Bytes of a layer's name."""
MOST = 12
"""Layers of a page that are looked at one by one."""


def optional_texts(texts: Mapping[int, object]) -> dict[str, set[int]]:
    """The text objects, by the number of each, of every layer of a page that can be switched off, by its name."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, thing in texts.items():
        for place in range(max(0, pdfium.FPDFPageObj_CountMarks(thing))):
            mark = pdfium.FPDFPageObj_GetMark(thing, place)
            if mark and _string(pdfium.FPDFPageObjMark_GetName, mark) == _TAG:
                found[_string(pdfium.FPDFPageObjMark_GetParamStringValue, mark, _NAME)].add(number)
    return found


def keep_switched_on(page: Page, optional: Mapping[str, set[int]], draw: Callable[[set[int]], Drawn]) -> None:
    """Takes from *page* the texts of layers of which nothing is seen when *draw* draws their texts alone: what stands over others looks drawn on the whole page."""
    if not optional or len(optional) > MOST:
        return
    written: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in page.glyphs:
        if not glyph.text.isspace():
            written[glyph.layer].append(glyph)
    for layers in optional.values():
        own = [glyph for layer in layers for glyph in written.get(layer, ())]
        if own and not draws(own, draw(layers)):
            page.glyphs = [glyph for glyph in page.glyphs if glyph.layer not in layers]
            page.notes.add("document.hidden")


def _string(ask: Callable[..., int], *which: object) -> str:
    size = ctypes.c_ulong()
    ask(*which, None, 0, size)
    if not 0 < size.value <= LONGEST:
        return ""
    room = (ctypes.c_ushort * (size.value // 2 + 1))()
    answered = ask(*which, room, size.value, size)
    return bytes(room)[: size.value].decode("utf-16-le", "replace").rstrip("\0") if answered else ""
