"""Forms after Adobe's XFA in a PDF: what their data say beside the fields of the pages, and pages that only ask for another program.

A static form has ordinary pages with fields, whose values programs set that know nothing of XFA; Adobe's own shows what the data say. A dynamic one is
made when it is opened, and all its pages say is to wait for that.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from html import unescape

from parsers.pdf.model import Glyph, Page
from parsers.pdf.pdfium import pdfium
from parsers.pdf.shown import UNSURE, plain

__all__ = ["Filled", "doubt_by_data", "is_shell", "xfa_data"]

Filled = tuple[tuple[str, ...], list[Glyph]]
"""What a field may say in the data, by its label or by its code, and its characters on the page."""

LIMIT = 8 << 20
"""Bytes of the data of a form."""
SHORT, HAN = 4, 2
"""Characters from which on a text of the data is an answer and no code, and Han characters."""
_TEXT = re.compile(r">([^<>]+)<")
_MAKER = "adobe"
"""Who makes the program that the page of a dynamic form asks for, in whatever language."""


def xfa_data(document: object) -> tuple[str, ...]:
    """The texts in the data of the form of an open PDF; none where it has no data."""
    found: list[str] = []
    for index in range(max(0, pdfium.FPDF_GetXFAPacketCount(document))):
        if not _name(document, index).lower().startswith("datasets"):
            continue
        size = ctypes.c_ulong()
        if not pdfium.FPDF_GetXFAPacketContent(document, index, None, 0, size) or not 0 < size.value <= LIMIT:
            continue
        buffer = ctypes.create_string_buffer(size.value)
        if pdfium.FPDF_GetXFAPacketContent(document, index, buffer, size.value, size):
            text = buffer.raw.decode("utf-8", "replace")
            found += [unescape(said[1]) for said in _TEXT.finditer(text) if said[1].strip()]
    return tuple(found)


def is_shell(pages: Sequence[Page], *, dynamic: bool, filled: bool) -> bool:
    """Whether the pages of an XFA form have no field and, where they don't say that they are made anew, only name the program that makes them."""
    if filled:
        return False
    return dynamic or any(_MAKER in "".join(glyph.text for glyph in page.glyphs).lower() for page in pages)


def doubt_by_data(pages: Sequence[Page], filled: Sequence[Filled], data: Sequence[str]) -> bool:
    """Doubts what fields say otherwise than the *data*, where there are any; whether the data have an answer that no page has."""
    if not data:
        return False
    said = {plain(text) for text in data}
    for texts, glyphs in filled:
        if not said.intersection(map(plain, texts)):
            for glyph in glyphs:
                glyph.confidence = min(glyph.confidence, UNSURE)
    shown = plain("".join(glyph.text for page in pages for glyph in page.glyphs))
    return any(_is_answer(text) and text not in shown for text in said)


def _is_answer(text: str) -> bool:
    return len(text) >= SHORT or sum("\u3400" <= one <= "\u9fff" for one in text) >= HAN


def _name(document: object, index: int) -> str:
    size = pdfium.FPDF_GetXFAPacketName(document, index, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 1))
    pdfium.FPDF_GetXFAPacketName(document, index, buffer, size)
    return buffer.value.decode("utf-8", "replace")
