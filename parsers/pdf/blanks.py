"""Spaces that PDFium leaves out: those that stand alone in a piece of text, and what is told as a space behind another one though something is drawn."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Mapping
from dataclasses import replace

from parsers.pdf.glyphs import Fonts
from parsers.pdf.matrices import Matrix, Placement, matrix_of, times
from parsers.pdf.model import Glyph, Page
from parsers.pdf.pdfium import pdfium

__all__ = ["put_blanks"]

_BLANK = 0.02
"""Points up to which bounds are none."""
_SPACE = 0.25
"""Ems of a space whose width PDFium doesn't tell."""
_UNTOLD = 0.4
"""Ems of a text's bounds before its first character from which on something is drawn there that wasn't told."""
_OFF = 0.08
"""Points by which rounding may put a space before the end of the text that it follows."""


def put_blanks(page: Page, place: Placement, texts: Mapping[int, tuple[object, Matrix]], fonts: Fonts) -> None:
    """Puts the spaces that stand alone in a text object on *page*: PDFium leaves out what has no bounds.

    Notes down what of the texts has bounds and isn't told.
    """
    ends = {glyph.layer: glyph for glyph in page.glyphs}
    starts = {glyph.layer: glyph for glyph in reversed(page.glyphs)}
    before: Glyph | None = None
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    size = ctypes.c_float()
    for layer, (thing, outer) in texts.items():
        first = starts.get(layer)
        if first is not None:
            behind = before is not None and before.text == " "
            before = ends[layer]
            if behind and not first.angle and pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
                x = place(*_outward(left.value, bottom.value, outer))[0]
                if x < first.x0 - _UNTOLD * first.size:
                    page.untold.append(replace(first, text=" ", x0=x, x1=first.x0, code=0x20))
            continue
        if before is None or not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            continue
        a, b, c, d, e, f = times(matrix_of(thing), outer)
        x, y = place(e, f)
        ahead, level = place(e + a, f + b)
        if not pdfium.FPDFTextObj_GetFontSize(thing, size) or abs(level - y) > _BLANK or ahead < x:
            continue
        em = abs(size.value * math.hypot(c, d))
        if right.value - left.value > _BLANK and top.value - bottom.value > _BLANK:
            end = place(*_outward(right.value, top.value, outer))[0]
            page.untold.append(Glyph(" ", x, end, y, em, font=fonts.number(thing), layer=layer, code=0x20))
        # LibreOffice draws others to underline with, a tenth of a point before the end of the text.
        elif abs(y - before.y) < 0.1 * em and -_OFF < x - before.x1 < 0.3 * em:
            page.glyphs.append(
                Glyph(" ", x, x + _SPACE * em, y, em, font=before.font, order=len(page.glyphs), layer=layer, code=0x20)
            )


def _outward(x: float, y: float, outer: Matrix) -> tuple[float, float]:
    """A place in the form that holds a text, on its page."""
    a, b, c, d, e, f = outer
    return a * x + c * y + e, b * x + d * y + f
