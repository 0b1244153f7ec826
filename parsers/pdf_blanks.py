"""Spaces that stand alone in a piece of text, which PDFium leaves out."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Mapping

from parsers.pdf_matrices import Matrix, Placement, matrix_of, times
from parsers.pdf_model import Glyph, Page
from parsers.pdf_pdfium import pdfium

__all__ = ["put_blanks"]

_BLANK = 0.02
"""Points up to which bounds are none."""
_SPACE = 0.25
"""Ems of a space whose width PDFium doesn't tell."""
_OFF = 0.08
"""Points by which rounding may put a space before the end of the text that it follows."""


def put_blanks(page: Page, place: Placement, texts: Mapping[int, tuple[object, Matrix]]) -> None:
    """Puts the spaces that stand alone in a text object on *page*: PDFium leaves out what has no bounds."""
    ends = {glyph.layer: glyph for glyph in page.glyphs}
    before: Glyph | None = None
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    size = ctypes.c_float()
    for layer, (thing, outer) in texts.items():
        if layer in ends:
            before = ends[layer]
            continue
        if before is None or not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            continue
        if right.value - left.value > _BLANK and top.value - bottom.value > _BLANK:
            continue
        a, b, c, d, e, f = times(matrix_of(thing), outer)
        x, y = place(e, f)
        ahead, level = place(e + a, f + b)
        if not pdfium.FPDFTextObj_GetFontSize(thing, size) or abs(level - y) > _BLANK or ahead < x:
            continue
        em = abs(size.value * math.hypot(c, d))
        # LibreOffice draws others to underline with, a tenth of a point before the end of the text.
        if abs(y - before.y) < 0.1 * em and -_OFF < x - before.x1 < 0.3 * em:
            page.glyphs.append(
                Glyph(" ", x, x + _SPACE * em, y, em, font=before.font, order=len(page.glyphs), layer=layer, code=0x20)
            )
