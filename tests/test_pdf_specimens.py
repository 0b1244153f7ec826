"""Characters drawn alone, each once for a file: what they settle, and where they aren't enough."""

from __future__ import annotations

import io
import random
import zlib
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from pdf_builder import HEIGHT, Sheet, build

from bench.garble_file import Map, Maps, broken
from parsers.pdf.doubts import Doubts
from parsers.pdf.file import File, opened
from parsers.pdf.looks import is_han
from parsers.pdf.maps import shared_texts
from parsers.pdf.masks import likeness, mask_of
from parsers.pdf.reader import read_pdf

SAMPLE = Path(__file__).parent.parent / "samples" / "contact_sheet" / "province.pdf"


def stream(content: str, filters: str = "/FlateDecode") -> bytes:
    packed = zlib.compress(content.encode()) if filters == "/FlateDecode" else content.encode()
    written = f"/Filter{filters}" if filters else ""
    return b"1 0 obj\n<<%b/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (written.encode(), len(packed), packed)


def cmap(body: str) -> str:
    return f"/CIDInit/ProcSet findresource begin\nbegincmap\n{body}\nendcmap"


def test_a_character_alone_is_drawn_as_the_masks_know_it() -> None:
    with opened(SAMPLE.read_bytes()) as file:
        (page,) = file.pages()
        glyphs = [glyph for glyph in page.glyphs if is_han(glyph.text)]
        found = file.specimens.of(glyphs)
    alike = [likeness(found[glyph.font, glyph.code], mask) for glyph in glyphs if (mask := mask_of(glyph.text))]
    assert len(alike) > 100
    assert min(alike) > 0.6


def test_a_clean_print_is_believed_without_a_page_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(File, "picture", lambda *_: pytest.fail("a page was drawn"))
    assert not read_pdf(SAMPLE.read_bytes()).notes


def test_a_font_is_the_same_one_on_every_page() -> None:
    both = pypdfium2.PdfDocument.new()
    both.import_pages(pypdfium2.PdfDocument(SAMPLE), [0, 0])
    file = io.BytesIO()
    both.save(file)
    with opened(SAMPLE.read_bytes()) as one, opened(file.getvalue()) as twice:
        assert len(list(one.pages())) == 1
        assert len(list(twice.pages())) == 2
        assert twice.fonts.names == one.fonts.names


def test_a_font_of_type_3_is_looked_at_on_its_pages_alone() -> None:
    # PDFium died of one whose drawings are part of the file when they were asked for on a page of another.
    drawing = b"500 0 d0 0 0 400 700 re f"
    mapped = cmap("1 beginbfchar\n<01> <0031>\nendbfchar").encode()
    extra = [
        (
            b"<</Type/Font/Subtype/Type3/BaseFont/X/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 1/LastChar 1"
            b"/Widths[500]/Encoding<</Differences[1/g]>>/CharProcs<</g 9 0 R>>/Resources<<>>/ToUnicode 10 0 R>>"
        ),
        *(b"<</Length %d>>stream\n%b\nendstream" % (len(content), content) for content in (drawing, mapped)),
    ]
    sheet = Sheet().raw(f"BT /F9 12 Tf 60 {HEIGHT - 60} Td <01> Tj ET")
    with opened(build(sheet, extra=extra).replace(b"/F3 7 0 R", b"/F9 8 0 R")) as file:
        (page,) = file.pages()
        assert [glyph.text for glyph in page.glyphs] == ["1"]
        assert file.specimens.of(page.glyphs) == {}


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_character_of_type_3_takes_its_advance_however_large_what_is_drawn_of_it_may_be(turn: int) -> None:
    drawing = b"500 0 -2000 -2000 4000 4000 d1 0 0 400 700 re f"
    mapped = cmap("1 beginbfchar\n<01> <0031>\nendbfchar").encode()
    extra = [
        (
            b"<</Type/Font/Subtype/Type3/FontBBox[0 0 0 0]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 1/LastChar 1"
            b"/Widths[500]/Encoding<</Differences[1/g]>>/CharProcs<</g 9 0 R>>/Resources<<>>/ToUnicode 10 0 R>>"
        ),
        *(b"<</Length %d>>stream\n%b\nendstream" % (len(content), content) for content in (drawing, mapped)),
    ]
    sheet = Sheet(rotate=turn).raw(f"BT /F9 12 Tf 60 {HEIGHT - 60} Td <01> Tj ET")
    with opened(build(sheet, extra=extra).replace(b"/F3 7 0 R", b"/F9 8 0 R")) as file:
        (page,) = file.pages()
        (glyph,) = page.glyphs
        assert glyph.angle == turn
        assert glyph.x1 - glyph.x0 == pytest.approx(6, abs=0.01)


def test_a_code_that_shares_its_character_with_another_is_looked_at_on_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A font that is asked for the character draws only one of the two.
    doubted: list[Doubts] = []

    def reread(_: object, doubts: Doubts, *__: object) -> set[int]:
        doubted.append(doubts)
        return set()

    monkeypatch.setattr("parsers.pdf.belief._reread", reread)

    def share(codes: Map) -> Map:
        han = [code for code, text in sorted(codes.items()) if is_han(text)]
        return {**codes, han[-1]: codes[han[0]]} if len(han) > 1 else codes

    def breaker(maps: Maps, rng: random.Random) -> Maps:
        return {number: share(codes) for number, codes in maps.items()}

    data = broken(SAMPLE.read_bytes(), breaker, random.Random(1))  # noqa: S311  # nothing is left to chance here
    assert data is not None
    read_pdf(data)
    assert doubted[0].unlike


@pytest.mark.parametrize(
    ("body", "shared"),
    [
        ("2 beginbfchar\n<01> <4E00>\n<02> <4E8C>\nendbfchar", ""),
        ("3 beginbfchar\n<01> <4E00>\n<02> <4E8C>\n<03> <4e00>\nendbfchar", "一"),
        ("1 beginbfchar\n<01> <4E01>\nendbfchar\n1 beginbfrange\n<02><04><4E00>\nendbfrange", "丁"),
        ("2 beginbfrange\n<01><02>[<4E00> <4E01>]\n<03><03><4E01>\nendbfrange", "丁"),
        ("1 beginbfrange\n<0000><FFFF><0000>\nendbfrange", ""),
        ("2 beginbfchar\n<01> <4E00>\n<01> <4E00>\nendbfchar", ""),
        ("2 beginbfchar\n<01> <4E0>\n<02> <4E0>\nendbfchar", "一"),
    ],
)
def test_maps_tell_which_characters_have_several_codes(body: str, shared: str) -> None:
    assert shared_texts(stream(cmap(body))) == frozenset(shared)


def test_each_map_is_asked_for_itself() -> None:
    one = stream(cmap("1 beginbfchar\n<01> <4E00>\nendbfchar"))
    assert shared_texts(one + one + stream("BT (text) Tj ET", "")) == frozenset()


@pytest.mark.parametrize(
    "data",
    [
        stream("abc>", "/ASCIIHexDecode"),
        stream(cmap("1 beginbfchar\n<01> <4E00>\nendbfchar")).replace(b"\nendstream", b"")[:-30],
        stream(cmap("")) + b"trailer\n<</Encrypt 5 0 R>>",
        stream(cmap("2 beginbfrange\n<0000><FFFF><0000>\n<0000><FFFF><0000>\nendbfrange")),
    ],
    ids=["packed in another way", "cut off", "encrypted", "all twice"],
)
def test_nothing_is_told_of_maps_that_cant_be_looked_into(data: bytes) -> None:
    assert shared_texts(data) is None
