"""The font that stands in for every font that a PDF names but doesn't hold, so that no reading depends on the fonts of a machine.

PDFium asks the system for such a font and takes the bounds of its characters from it; what has none is dropped from the text (single characters, and
lines that are written upwards). Words, widths and places are the PDF's own, so any font does whose characters all have bounds: this one has the same
small box for every code and every number of a glyph.
"""

from __future__ import annotations

import ctypes
import struct
from array import array
from functools import cache
from typing import Any

__all__ = ["INKED", "install", "stand_in"]

INKED = [False]
"""Whether the font that is handed out now is drawn: where it has to be seen which characters are shown."""

EM = 1000
GLYPHS = 65_535
"""A font without a map to Unicode names its glyphs by number, up to this."""
BOX = (60, 0, 180, 700)
"""x0, y0, x1, y1 of the bounds of every character, inside the advance of the narrowest."""
ADVANCE, ASCENT, DESCENT = 500, 880, -120
_NAME = b"Stand-in\0"
_BUILT_IN = (b"Helvetica", b"Arial", b"Times", b"Courier")
"""Families that PDFium has itself, with their widths, which a PDF may leave out (PDF 32000-1, 9.6.2.2)."""


@cache
def stand_in(inked: bool = False) -> bytes:
    """The font as a TrueType file: one glyph for all characters, and as many copies of it as a font can have glyphs; a black box if it is *inked*."""
    outline = _box() if inked else _outline()
    tables = {
        b"cmap": _map(),
        b"glyf": outline * GLYPHS,
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh",
            0x10000,
            0x10000,
            0,
            0x5F0F3CF5,
            3,
            EM,
            0,
            0,
            *BOX,
            0,
            8,
            2,
            1,
            0,
        ),
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH",
            0x10000,
            ASCENT,
            DESCENT,
            0,
            ADVANCE,
            BOX[0],
            BOX[0],
            BOX[2],
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            1,
        ),
        b"hmtx": struct.pack(">Hh", ADVANCE, BOX[0]) + struct.pack(">h", BOX[0]) * (GLYPHS - 1),
        b"loca": _places(len(outline)),
        b"maxp": struct.pack(">I14H", 0x10000, GLYPHS, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    offset = 12 + 16 * len(tables)
    head, body = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64), b""
    for tag, table in sorted(tables.items()):
        head += struct.pack(">4sIII", tag, 0, offset + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return head + body


def _outline() -> bytes:
    """A line there and back: it has bounds and no area, so that nothing is drawn which could be taken for a character."""
    x0, y0, x1, y1 = BOX
    return struct.pack(">5hHH2B4h", 1, x0, y0, x1, y1, 1, 0, 1, 1, x0, x1 - x0, y0, y1 - y0)


def _box() -> bytes:
    """The same bounds, filled."""
    x0, y0, x1, y1 = BOX
    wide, high = x1 - x0, y1 - y0
    points = struct.pack(">4h4h", x0, 0, wide, 0, y0, high, 0, -high)
    return struct.pack(">5hHH4B", 1, x0, y0, x1, y1, 3, 0, 1, 1, 1, 1) + points + bytes(2)


def _places(size: int) -> bytes:
    places = array("I", range(0, size * (GLYPHS + 1), size))
    places.byteswap()
    return places.tobytes()


def _map() -> bytes:
    """A character map of format 13, all codes to one glyph (OpenType, cmap)."""
    table = struct.pack(">HHIIIIII", 13, 0, 28, 0, 1, 0, 0x10FFFF, 1)
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table


def install(pdfium: Any) -> object:
    """Has *pdfium* take the stand-in for every font that it asks the system for. What is answered must be kept as long as PDFium is used."""
    kinds = dict(pdfium.FPDF_SYSFONTINFO._fields_)

    def font(_info: object, _weight: int, _italic: int, _charset: int, _pitch: int, face: Any, _exact: object) -> int:
        """A handle of the stand-in; none where PDFium shall take what is built into it."""
        return 0 if ctypes.string_at(face).startswith(_BUILT_IN) else 1

    def data(_info: object, _font: object, table: int, buffer: Any, size: int) -> int:
        """The whole font for table 0; nothing for any one table (it is no collection)."""
        if table:
            return 0
        file = stand_in(INKED[0])
        if buffer and size >= len(file):
            ctypes.memmove(buffer, file, len(file))
        return len(file)

    def name(_info: object, _font: object, buffer: Any, size: int) -> int:
        if buffer and size >= len(_NAME):
            ctypes.memmove(buffer, _NAME, len(_NAME))
        return len(_NAME)

    info = pdfium.FPDF_SYSFONTINFO(
        version=1,
        Release=kinds["Release"](lambda _info: None),
        EnumFonts=kinds["EnumFonts"](lambda _info, _mapper: None),
        MapFont=kinds["MapFont"](font),
        GetFont=kinds["GetFont"](lambda _info, _face: 1),
        GetFontData=kinds["GetFontData"](data),
        GetFaceName=kinds["GetFaceName"](name),
        GetFontCharset=kinds["GetFontCharset"](lambda _info, _font: 1),
        DeleteFont=kinds["DeleteFont"](lambda _info, _font: None),
    )
    pdfium.FPDF_SetSystemFontInfo(info)
    return info
