"""Characters drawn as curves on a page of text, and empty boxes drawn as two squares."""

from __future__ import annotations

import pytest
from pdf_builder import HEIGHT, Sheet, build

from parsers.pdf.file import opened
from parsers.pdf.kinds import shows_more
from parsers.pdf.model import Glyph, Outline, Page
from parsers.scan.outlined import put_outlined
from parsers.scan.sight import read_seen_pdf

XS, YS = (60, 150, 300, 400), (100, 130, 160, 190)


def curved(x: float, top: float, wobble: float) -> str:
    """A shape with a stroke within its bounds, as a character has."""
    y = HEIGHT - top - 10
    return (
        f"0 g {x} {y} m {x + 9 + wobble} {y} l {x + 9} {y + wobble} {x + 6} {y + 6} {x + 10} {y + 10} c {x + 5} {y + 10} l "
        f"{x + 6} {y + 5} {x + 5} {y + 4} {x + 4} {y + wobble} c {x} {y + 10} l h f"
    )


def more_on(sheet: Sheet) -> bool:
    with opened(build(sheet)) as file:
        (page,) = file.pages()
    return shows_more(page)


def test_a_page_of_text_on_which_characters_are_curves_shows_more_than_its_text() -> None:
    sheet = Sheet().table(XS, YS, [["姓名", "", "手机"], ["职务", "主任", "138"], ["单位", "", ""]])
    assert not more_on(sheet)
    for number in range(3):
        sheet.raw(curved(155 + 18 * number, 104, 3 + number))
    assert more_on(sheet)


def test_a_watermark_drawn_as_pale_curves_is_no_text() -> None:
    sheet = Sheet().text(60, 90, "推荐表")
    for number in range(4):
        sheet.raw(curved(155 + 18 * number, 104, 3 + number).replace("0 g", "0.78 g"))
    assert not more_on(sheet)


def test_ticks_and_round_buttons_of_one_shape_are_no_characters() -> None:
    sheet = Sheet().text(60, 90, "推荐表")
    for number in range(9):
        sheet.raw(curved(155 + 12 * number, 104, 3))
    assert not more_on(sheet)


def test_a_curved_character_that_another_one_follows_is_text_though_there_is_one_such_shape_only() -> None:
    sheet = Sheet().text(60, 90, "推荐表")
    sheet.raw(curved(155, 104, 3)).raw(f"167 {HEIGHT - 114} m 174 {HEIGHT - 114} l 171 {HEIGHT - 104} l h f")
    assert more_on(sheet)


@pytest.mark.parametrize(("x", "told"), [(125, "赵·一"), (112, "赵一")])
def test_a_point_between_two_characters_that_nobody_reads_is_told_in_doubt(
    monkeypatch: pytest.MonkeyPatch, x: float, told: str
) -> None:
    monkeypatch.setattr("parsers.scan.outlined.read_image_page", lambda page, _draw: page)
    page = Page(1, 595, 842, outlines=[Outline((341, 42, 349, 50), 40)], dots=[(x, 45.9, x + 1, 46.9)])
    page.glyphs = [Glyph("赵", 110, 120, 50, 10), Glyph("一", 131, 141, 50, 10)]
    put_outlined(page, page.outlines, lambda _scale: None)  # type: ignore[arg-type, return-value]
    line = sorted(page.glyphs, key=lambda glyph: glyph.x)
    assert "".join(glyph.text for glyph in line) == told
    assert (min(glyph.confidence for glyph in line) < 0.9) == ("·" in told)


def test_a_shape_under_a_character_is_none_of_its_own() -> None:
    sheet = Sheet()
    for number in range(4):
        sheet.raw(curved(155 + 18 * number, 104, 3 + number)).text(155 + 12 * number, 113, "字")
    assert not more_on(sheet)


def test_what_is_read_of_curves_stands_among_the_characters_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    def seen(page: Page, _draw: object) -> Page:
        page.glyphs = [Glyph(text, 100 + 10 * at, 110 + 10 * at, 50, 10) for at, text in enumerate("2021年")]
        return page

    monkeypatch.setattr("parsers.scan.outlined.read_image_page", seen)
    page = Page(1, 595, 842, outlines=[Outline((141, 42, 149, 50), 40), Outline((171, 42, 179, 50), 41)])
    page.glyphs = [Glyph(text, 100 + 10 * at, 110 + 10 * at, 50, 10) for at, text in enumerate("2021")]
    put_outlined(page, page.outlines, lambda _scale: None)  # type: ignore[arg-type, return-value]
    assert [(glyph.text, glyph.confidence < 0.9) for glyph in page.glyphs] == [
        *((one, False) for one in "2021"),
        ("年", True),
    ]


@pytest.mark.parametrize(
    ("shape", "found"),
    [
        ("155 {y} 9 9 re 155.5 {yy} 8 8 re f*", "☐"),
        ("155 {y} m 164 {y} l 164 {Y} l 155 {Y} l h 155.5 {yy} m 155.5 {YY} l 163.5 {YY} l 163.5 {yy} l h f", "☐"),
        ("155 {y} 9 9 re 155.5 {yy} 8 8 re 157 {c} m 159 {yy} l 162 {YY} l 159 {cc} l h f*", "☑"),
    ],
    ids=["two rectangles", "two rings", "with a tick"],
)
def test_a_box_of_two_squares_is_empty_unless_something_stands_in_it(shape: str, found: str) -> None:
    y = HEIGHT - 124
    sheet = Sheet().table(XS, YS, [["类型", "", ""], ["甲", "乙", "丙"], ["丁", "戊", "己"]]).text(166, 124, "县区")
    sheet.raw(f"q 0 g {shape.format(y=y, yy=y + 0.5, Y=y + 9, YY=y + 8.5, c=y + 4, cc=y + 2)} Q")
    (table,) = read_seen_pdf(build(sheet)).tables()
    assert "".join(table.cells[1].text.split()) == f"{found}县区"
