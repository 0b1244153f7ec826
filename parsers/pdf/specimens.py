"""What the fonts of a PDF draw for single characters: each once for the whole file, in the size of the masks, without drawing a page.

A font is handed a text, of which it makes codes by the map that tells the text of the page's codes. That is the same drawing as on the page unless the
map tells one character for several codes (``pdf.maps``).
"""

from __future__ import annotations

import ctypes
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from parsers.pdf.canvas import canvas, row_bytes
from parsers.pdf.doubts import Key
from parsers.pdf.glyphs import Fonts
from parsers.pdf.maps import shared_texts
from parsers.pdf.masks import WINDOW
from parsers.pdf.model import Glyph
from parsers.pdf.pdfium import pdfium
from parsers.pdf.windows import ASCENT, bits_in, bits_of_four, inked

__all__ = ["Specimens"]

WIDTH = 64 * WINDOW
"""Pixels of a row."""
APART = 4
"""Pixels between rows: what reaches below a letter's em mustn't be seen in the row below."""
SIDE = WINDOW
"""Pixels beside a row, over which what is wider than its advance may reach."""


@dataclass(slots=True)
class _Piece:
    """Characters of one font that stand in one row."""

    font: int
    row: int
    left: float
    text: str = ""


@dataclass(slots=True)
class _Sheet:
    """Rows by their ems in pixels, the pieces in them, and where the middle of each character is."""

    fine: bool = False
    """Whether a bit of a window stands for two by two pixels."""
    rows: list[int] = field(default_factory=list)
    pieces: list[_Piece] = field(default_factory=list)
    middles: list[tuple[Key, int, float]] = field(default_factory=list)


def _name(glyph: Glyph) -> tuple[int, int, str]:
    return glyph.font, glyph.code, glyph.text


class Specimens:
    """The drawings of single characters of a file's fonts."""

    def __init__(self, fonts: Fonts, data: bytes) -> None:
        self._fonts = fonts
        self._data = data
        self._ahead: list[list[Glyph]] = []
        self._known: dict[tuple[int, int, str], int | None] = {}

    def tells(self, code: int) -> bool:
        """Whether the character *code* is drawn in one way by each font, wherever it stands."""
        return (
            (0 < code < 0xD800 or 0xE000 <= code <= 0xFFFF) and self._maps is not None and chr(code) not in self._maps
        )

    def shares(self, code: int) -> bool:
        """Whether a font has several drawings for the character *code*."""
        return self._maps is not None and 0 < code < 0x110000 and chr(code) in self._maps

    @cached_property
    def _maps(self) -> frozenset[str] | None:
        return shared_texts(self._data)

    def foresee(self, *groups: Iterable[Glyph]) -> None:
        """Has each of *groups* drawn beneath what is asked for next, in rows of its own: a drawing of its own takes its time even of spaces alone, which leave it blank."""
        self._ahead = [list(group) for group in groups]

    def of(self, glyphs: Iterable[Glyph], *, wide: bool | None = None) -> dict[Key, int]:
        """The windows of *glyphs* that a drawing tells, as a bit a pixel: of Han characters the em square, of others the half em, or as *wide* tells. Some may be missing."""
        asked = list(glyphs)
        if wide is not None:
            sheet = _Sheet()
            self._lay(sheet, asked, wide)
            return {key: bits for key, bits in self._windows(sheet) if bits is not None}
        new = [glyph for glyph in asked if _name(glyph) not in self._known]
        if new:
            self._draw(new)
        known = ((glyph, self._known[_name(glyph)]) for glyph in asked)
        return {(glyph.font, glyph.code): bits for glyph, bits in known if bits is not None}

    def finely(self, glyphs: Iterable[Glyph]) -> dict[Key, int]:
        """The same of Han characters, drawn twice as large, each bit of the mean of the pixels that it stands for: where picked pixels may miss a thin stroke."""
        sheet = _Sheet(fine=True)
        self._lay(sheet, list(glyphs), True)
        return {key: bits for key, bits in self._windows(sheet) if bits is not None}

    def _draw(self, glyphs: list[Glyph]) -> None:
        """Draws *glyphs* and what is foreseen."""
        sheet = _Sheet()
        self._lay(sheet, glyphs, None)
        laid = list(glyphs)
        names = set(map(_name, glyphs)) | self._known.keys()
        for group in self._ahead:
            new = [glyph for glyph in group if _name(glyph) not in names]
            if new and sheet.pieces:
                sheet.rows.append(WINDOW)  # nothing reaches over a whole row
            self._lay(sheet, new, None)
            laid += new
        self._ahead = []
        drawn = dict(self._windows(sheet))
        self._known |= {_name(glyph): drawn.get((glyph.font, glyph.code)) for glyph in laid}

    def _lay(self, sheet: _Sheet, glyphs: list[Glyph], wide: bool | None) -> None:
        """Puts *glyphs* into new rows of *sheet*."""
        parts: dict[tuple[bool, int], list[Glyph]] = defaultdict(list)
        for glyph in glyphs:
            parts[glyph.text > "\u2000" if wide is None else wide, glyph.font].append(glyph)
        for square in (True, False):
            em = (2 if sheet.fine else 1) * (WINDOW if square else 2 * WINDOW)
            pen = math.inf
            for font in [font for is_square, font in parts if is_square is square]:
                piece: _Piece | None = None
                for glyph in parts[square, font]:
                    advance = em * self._fonts.width(font, glyph.code)
                    if not 0 < advance <= WIDTH:
                        continue
                    if pen + advance > WIDTH:
                        sheet.rows.append(em)
                        pen, piece = 0.0, None
                    if piece is None:
                        piece = _Piece(font, len(sheet.rows) - 1, math.ceil(pen))
                        pen = piece.left
                        sheet.pieces.append(piece)
                    piece.text += chr(glyph.code)
                    sheet.middles.append(((font, glyph.code), len(sheet.pieces) - 1, pen + advance / 2))
                    pen += advance
                pen += WINDOW

    def _windows(self, sheet: _Sheet) -> list[tuple[Key, int | None]]:
        """Draws *sheet* and cuts it up, a window for each character in it; None where its font isn't at hand."""
        if not sheet.pieces:
            return []
        width = WIDTH + 2 * SIDE
        height = sum(sheet.rows) + APART * len(sheet.rows)
        stride = row_bytes(width)
        room = canvas(width, height)
        document = pdfium.FPDF_CreateNewDocument() if room else None
        if room is None or not document:
            return [(key, None) for key, _, _ in sheet.middles]
        page = pdfium.FPDFPage_New(document, 0, width, height)
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, room[0], stride)
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            tops = list(accumulate((em + APART for em in sheet.rows), initial=APART // 2))
            put = [self._put(piece, sheet.rows[piece.row], page, height - tops[piece.row]) for piece in sheet.pieces]
            pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_GRAYSCALE)
            pixels = room[1][: stride * height]
            digits = inked(pixels) if not sheet.fine else b""
            found: list[tuple[Key, int | None]] = []
            for key, number, middle in sheet.middles:
                row = sheet.pieces[number].row
                start = tops[row] * stride + SIDE + round(middle - (WINDOW if sheet.fine else WINDOW / 2))
                if not put[number]:
                    found.append((key, None))
                elif not sheet.fine:
                    found.append((key, bits_in(digits, start, stride, sheet.rows[row])))
                else:
                    found.append((key, bits_of_four(pixels, start, stride)))
            return found
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
            pdfium.FPDF_ClosePage(page)
            pdfium.FPDF_CloseDocument(document)

    def _put(self, piece: _Piece, em: int, page: object, top: float) -> bool:
        """Puts *piece* on *page* with its ems below *top*; answers whether its font is at hand."""
        text = self._fonts.text_of(piece.font, float(em))
        if text is None:
            return False
        encoded = piece.text.encode("utf-16-le") + b"\0\0"
        pdfium.FPDFText_SetText(text, (ctypes.c_ushort * (len(encoded) // 2)).from_buffer_copy(encoded))
        place = pdfium.FS_MATRIX(1, 0, 0, 1, SIDE + piece.left, top - round(ASCENT * em))
        pdfium.FPDFPageObj_SetMatrix(text, place)
        pdfium.FPDFPage_InsertObject(page, text)
        return True
