"""Fonts that a file doesn't map but that know their characters themselves. The font is made of the reader's own masks, so what is drawn is right."""

from __future__ import annotations

import io
import zlib

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pdf_builder import HEIGHT, Sheet, build

from parsers.document import Paragraph
from parsers.pdf.cmap import characters_of
from parsers.pdf.masks import mask_of
from parsers.pdf.reader import read_pdf
from parsers.pdf.windows import ASCENT

TEXT = "学校负责人信息联系人姓名职务手机号码电子邮箱"


def font_of(text: str, told: str) -> bytes:
    """A TrueType font that draws *text*, whose table says that it is *told*."""
    names = [".notdef", *(f"glyph{number}" for number in range(len(text)))]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(one): name for one, name in zip(told, names[1:], strict=True)})
    glyphs = {".notdef": TTGlyphPen(None).glyph()}
    for one, name in zip(text, names[1:], strict=True):
        pen = TTGlyphPen(None)
        mask = mask_of(one)
        assert mask is not None
        for place, bit in enumerate(f"{mask[0]:0256b}"):
            if bit == "1":
                x, y = place % 16 * 62.5, ASCENT * 1000 - place // 16 * 62.5
                pen.moveTo((x, y))
                pen.lineTo((x + 62.5, y))
                pen.lineTo((x + 62.5, y - 62.5))
                pen.lineTo((x, y - 62.5))
                pen.closePath()
        glyphs[name] = pen.glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupPost()
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def file_of(text: str, told: str) -> bytes:
    program = font_of("".join(dict.fromkeys(text)), told)
    packed = zlib.compress(program)
    objects = [
        b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Form/Encoding/Identity-H/DescendantFonts[9 0 R]>>",
        (
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Form/CIDToGIDMap/Identity/FontDescriptor 10 0 R"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000>>"
        ),
        (
            b"<</Type/FontDescriptor/FontName/ABCDEF+Form/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880/Descent -120"
            b"/CapHeight 700/StemV 80/FontFile2 11 0 R>>"
        ),
        b"<</Length %d/Length1 %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), len(program), packed),
    ]
    drawn = "".join(dict.fromkeys(text))
    codes = "".join(f"{drawn.index(one) + 1:04X}" for one in text)
    sheet = Sheet().raw(f"BT /F9 14 Tf 1 0 0 1 60 {HEIGHT - 60} Tm <{codes}> Tj ET")
    return build(sheet, extra=objects).replace(b"/F3 7 0 R", b"/F9 8 0 R")


def read(data: bytes) -> Paragraph:
    (paragraph,) = (block for block in read_pdf(data).blocks if isinstance(block, Paragraph))
    return paragraph


def test_a_font_without_a_map_is_read_by_its_own_table() -> None:
    paragraph = read(file_of(TEXT, "".join(dict.fromkeys(TEXT))))
    assert (paragraph.text, paragraph.method) == (TEXT, "glyph")
    assert paragraph.confidence >= 0.9


def test_a_table_that_reads_as_no_form_isnt_believed() -> None:
    told = "".join(chr(ord(one) + 37) for one in dict.fromkeys(TEXT))
    paragraph = read(file_of(TEXT, told))
    assert paragraph.method != "glyph"


@pytest.mark.parametrize("program", [b"", b"\0\1\0\0", b"OTTO" + bytes(40), bytes(200), b"\1\0\4\1" + b"\xff" * 60])
def test_a_broken_font_knows_nothing(program: bytes) -> None:
    assert characters_of(program) == {}
