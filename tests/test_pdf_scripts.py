"""What a map tells in other scripts and older forms for characters that are drawn as usual."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.garble_file import Maps, broken
from bench.garble_told import CIRCLED, CYRILLIC, KANA, RAISED, VARIANTS
from parsers.pdf.census import Census
from parsers.pdf.file import opened
from parsers.pdf.masks import mask_of
from parsers.pdf.model import Glyph, Page
from parsers.pdf.scripts import fold_scripts

SAMPLE = Path(__file__).parent.parent / "samples" / "contact_sheet" / "province.pdf"


def texts(data: bytes) -> list[str]:
    with opened(data) as file:
        pages = list(file.pages())
        fold_scripts(pages, Census.of(pages), file.specimens)
        return [glyph.text for page in pages for glyph in page.glyphs]


@pytest.mark.parametrize("table", [CYRILLIC, KANA, RAISED, CIRCLED, VARIANTS])
def test_what_is_drawn_as_usual_and_told_in_another_form_is_what_is_drawn(table: dict[str, str]) -> None:
    def breaker(maps: Maps, rng: random.Random) -> Maps:
        return {number: {code: table.get(text, text) for code, text in codes.items()} for number, codes in maps.items()}

    data = SAMPLE.read_bytes()
    garbled = broken(data, breaker, random.Random(1))  # noqa: S311
    assert garbled is not None
    assert texts(garbled) == texts(data)


def test_words_in_other_scripts_stay() -> None:
    def folded(text: str) -> str:
        glyphs = [Glyph(one, 9.0 * place, 9.0 * place + 9, 100.0, 9.0) for place, one in enumerate(text)]
        page = Page(1, 595.0, 842.0, glyphs=glyphs)
        with opened(SAMPLE.read_bytes()) as file:
            fold_scripts([page], Census.of([page]), file.specimens)
        return "".join(glyph.text for glyph in page.glyphs)

    assert folded("Москва") == "Москва"
    assert folded("хорошо@mail.ru") == "хорошо@mail.ru"
    assert folded("рау123") == "pay123"
    assert folded("プログラム") == "プログラム"
    assert folded("m²") == "m²"


@pytest.mark.parametrize(("beside", "read"), [("³", "38"), ("x", "x⁸")])
def test_a_digit_unlike_most_fonts_is_plain_where_the_others_of_its_font_are_as_high(beside: str, read: str) -> None:
    masks = {text: mask_of(digit) for text, digit in zip("³⁸", "38", strict=True)}
    # All of a usual digit, and every second row of another.
    bits = {"³": masks["³"][0], "⁸": masks["⁸"][0] & ~(sum(0xFFFF << 32 * row for row in range(2, 13)))}  # type: ignore[index]

    class Drawings:
        def of(self, glyphs: list[Glyph], *, wide: bool | None = None) -> dict[tuple[int, int], int]:
            return {(one.font, one.code): bits[one.text] for one in glyphs}

    glyphs = [Glyph(one, 5.0 * at, 5.0 * at + 5, 100, 10, code=at + 1) for at, one in enumerate((beside, "⁸"))]
    page = Page(1, 595.0, 842.0, glyphs=glyphs)
    fold_scripts([page], Census.of([page]), Drawings())  # type: ignore[arg-type]
    assert "".join(glyph.text for glyph in page.glyphs) == read


@pytest.mark.parametrize(("text", "doubted"), [("第ニ师范", "ニ"), ("ニシ", ""), ("³⁸m", "⁸"), ("m⁸", "")])
def test_what_may_be_drawn_as_usual_and_is_not_told_by_its_drawing_is_doubted(text: str, doubted: str) -> None:
    plain = mask_of("3")

    class Drawings:
        def of(self, glyphs: list[Glyph], *, wide: bool | None = None) -> dict[tuple[int, int], int]:
            return {(one.font, one.code): plain[0] for one in glyphs if one.text == "³" and plain}

    glyphs = [Glyph(one, 5.0 * at, 5.0 * at + 5, 100, 10, code=at + 1) for at, one in enumerate(text)]
    page = Page(1, 595.0, 842.0, glyphs=glyphs)
    fold_scripts([page], Census.of([page]), Drawings())  # type: ignore[arg-type]
    assert "".join(glyph.text for glyph in page.glyphs if glyph.confidence < 0.9) == doubted
