"""Characters that aren't drawn as what the text layer tells, in files whose layers are right otherwise."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from pdf_builder import Sheet, build

from bench.garble_file import Maps, broken
from parsers.pdf.census import Census, Wording
from parsers.pdf.file import opened
from parsers.pdf.reader import read_pdf
from parsers.pdf.shapes import unlike
from parsers.report import answer

PRINTS = Path(__file__).parent / "prints"
SAMPLE = Path(__file__).parent.parent / "samples" / "contact_sheet" / "province.pdf"


def position(data: bytes) -> tuple[str, float]:
    (line,) = answer(data, "province.pdf").lines
    info = line["fields"]["contacts[0].position"]
    return line["data"]["contacts"][0]["position"], info["confidence"]


@pytest.mark.parametrize("other", ["处", "明"])
def test_a_character_of_one_stroke_is_compared_as_all_others(other: str) -> None:
    # 明 isn't in the file: one character alone speaks against its layer.
    def breaker(maps: Maps, rng: random.Random) -> Maps:
        change = {"一": other, other: "一"}
        return {
            number: {code: change.get(text, text) for code, text in codes.items()} for number, codes in maps.items()
        }

    data = broken(SAMPLE.read_bytes(), breaker, random.Random(1))  # noqa: S311  # nothing is left to chance here
    assert data is not None
    assert position(data)[0] == position(SAMPLE.read_bytes())[0] == "一级主任科员"


@pytest.mark.parametrize("told", ["o", "]", "Ā"])
def test_a_letter_or_sign_in_the_room_of_a_han_character_is_what_is_drawn_there(told: str) -> None:
    def breaker(maps: Maps, rng: random.Random) -> Maps:
        return {
            number: {code: told if text == "级" else text for code, text in codes.items()}
            for number, codes in maps.items()
        }

    data = broken(SAMPLE.read_bytes(), breaker, random.Random(1))  # noqa: S311  # nothing is left to chance here
    assert data is not None
    assert position(data)[0] == "一级主任科员"


@pytest.mark.parametrize(("drawn", "told"), [("名", "各"), ("人", "入"), ("间", "问"), ("主", "王")])
def test_a_character_that_differs_by_a_stroke_is_not_believed(drawn: str, told: str) -> None:
    def breaker(maps: Maps, rng: random.Random) -> Maps:
        return {
            number: {code: told if text == drawn else text for code, text in codes.items()}
            for number, codes in maps.items()
        }

    def odd(data: bytes) -> set[str]:
        with opened(data) as file:
            pages = list(file.pages())
            census = Census.of(pages)
            found = unlike(pages, census, file.fonts.embedded, file.picture, file.specimens, Wording.of(pages).vouches)
        return {text for font, code, text in census.one if (font, code) in found}

    data = broken(SAMPLE.read_bytes(), breaker, random.Random(1))  # noqa: S311  # nothing is left to chance here
    assert odd(SAMPLE.read_bytes()) == set()
    assert data is not None
    assert odd(data) == {told}


def test_a_page_drawn_in_part_shows_the_text_asked_for_where_it_stands() -> None:
    with opened(SAMPLE.read_bytes()) as file:
        (page,) = file.pages()
        layer = page.glyphs[len(page.glyphs) // 2].layer
        own = [glyph for glyph in page.glyphs if glyph.layer == layer and not glyph.text.isspace()]

        def ink(texts: set[int] | None, lines: bool) -> tuple[int, int]:
            width, height, stride, pixels = file.picture(page.number, 2.0, texts, lines)
            rows = [bytes(pixels[row * stride : row * stride + width]) for row in range(height)]
            near = range(int(2 * min(g.y - g.size for g in own)), int(2 * max(g.y + 0.3 * g.size for g in own)) + 1)
            inked = [sum(value < 128 for value in row) for row in rows]
            return sum(inked), sum(inked[row] for row in near)

        everything, (whole, near), (lined, _) = ink(None, True), ink({layer}, False), ink({layer}, True)
        assert whole == near > 0
        assert whole < lined < everything[0]
        assert ink(set(), False) == (0, 0)
        assert ink(None, True) == everything


@pytest.mark.parametrize("name", ["thin_strokes.pdf", "bold_letters.pdf"])
def test_a_clean_print_is_believed_without_recognition(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Strokes of one pixel fell between those that were picked; an m reaches over its window, a bold 0 is narrow.
    monkeypatch.setattr("parsers.pdf.repair.repair", lambda *_: pytest.fail("recognition was asked"))
    assert not read_pdf((PRINTS / name).read_bytes()).notes


@pytest.mark.parametrize("before", ["1 g", "40 740 22 30 re W n", "1 g 40 740 22 30 re W n 50 700 200 80 re W n"])
def test_what_a_font_draws_is_seen_in_any_colour_and_cut_off(before: str) -> None:
    def ink(before: str) -> int:
        sheet = Sheet().raw(f"q {before} BT /F1 20 Tf 50 750 Td <0041> Tj ET Q")
        with opened(build(sheet)) as file:
            list(file.pages())
            return sum(value < 128 for value in bytes(file.picture(1, 2.0, {0}, False)[3])[: 1191 * 1684])

    assert ink(before) == ink("0 g")
