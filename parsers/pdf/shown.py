"""What form fields and free text show: their pictures as text, which need not say what their values do."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from forms.text import Box
from parsers.pdf.matrices import Placement
from parsers.pdf.model import Glyph, Page
from parsers.pdf.pdfium import pdfium

__all__ = ["UNSURE", "Typed", "copied", "doubt_other", "has_picture", "plain", "shown_texts"]

UNSURE = 0.85
"""Confidence of a value that isn't what is shown."""
_PICTURE = 2
"""Bytes of an empty picture's content."""

Typed = tuple[Box, str, list[Glyph]]
"""Where something is typed over a page, what it says, and its characters."""


def has_picture(thing: object) -> bool:
    """Whether an annotation brings a picture of itself along."""
    return bool(pdfium.FPDFAnnot_GetAP(thing, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > _PICTURE)


def doubt_other(typed: list[Typed], texts: Callable[[list[Box]], list[str]]) -> None:
    """Doubts what of *typed* shows another text than it says; *texts* tells what is shown in boxes."""
    for (_, said, glyphs), shown in zip(typed, texts([box for box, _, _ in typed]), strict=True):
        if _is_told(shown) and plain(shown) != plain(said):
            for glyph in glyphs:
                glyph.confidence = min(glyph.confidence, UNSURE)


def _is_told(shown: str) -> bool:
    """Whether a picture's text is readable as such: its font may not tell its characters."""
    return any(map(str.isalnum, shown)) and not any(
        unicodedata.category(one) in ("Co", "Cn", "Cs", "Cc") or one == "\ufffd" for one in shown if not one.isspace()
    )


def plain(text: str) -> str:
    """The letters and digits of *text*, for comparison."""
    return "".join(one for one in unicodedata.normalize("NFKC", text) if one.isalnum())


@contextmanager
def copied(data: bytes) -> Iterator[object]:
    """The PDF *data*, opened once more so that it may be changed."""
    buffer = ctypes.create_string_buffer(data, len(data))
    document = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
    try:
        yield document
    finally:
        if document:
            pdfium.FPDF_CloseDocument(document)


def shown_texts(document: object, page: Page, place: Placement, boxes: list[Box]) -> list[str]:
    """The text that is shown in each of *boxes* when the annotations of *page* are made a part of it. *document* is a copy that may be changed."""
    found: list[list[str]] = [[] for _ in boxes]
    handle = pdfium.FPDF_LoadPage(document, page.number - 1) if document else None
    if not handle:
        return ["" for _ in boxes]
    try:
        flat = pdfium.FPDFPage_Flatten(handle, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS
    finally:
        pdfium.FPDF_ClosePage(handle)
    handle = pdfium.FPDF_LoadPage(document, page.number - 1) if flat else None
    if not handle:
        return ["" for _ in boxes]
    text = pdfium.FPDFText_LoadPage(handle)
    try:
        for index in range(pdfium.FPDFText_CountChars(text)):
            code = pdfium.FPDFText_GetUnicode(text, index)
            left, right, bottom, top = (ctypes.c_double() for _ in range(4))
            if pdfium.FPDFText_IsGenerated(text, index) == 1 or not pdfium.FPDFText_GetCharBox(
                text, index, left, right, bottom, top
            ):
                continue
            x, y = place((left.value + right.value) / 2, (bottom.value + top.value) / 2)
            for number, box in enumerate(boxes):
                if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                    with suppress(ValueError):
                        found[number].append(chr(code))
    finally:
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(handle)
    return ["".join(some) for some in found]
