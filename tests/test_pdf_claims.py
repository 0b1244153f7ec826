"""PDFs that tell a text in the place of another, draw one through another, or draw it again as its shadow."""

from __future__ import annotations

import pytest
from pdf_builder import HEIGHT, Sheet, build

from parsers.document import Document
from parsers.pdf.reader import read_pdf

XS, YS = (60, 150, 300, 400), (100, 130, 160, 190)
TEXTS = [["姓名", "", "手机"], ["职务", "主任", "138"], ["单位", "", ""]]


def cell(sheet: Sheet) -> tuple[str, float]:
    """What is read beside the first label, and how sure that is."""
    document: Document = read_pdf(build(sheet))
    (table,) = document.tables()
    (found,) = [one for one in table.cells if (one.row, one.column) == (0, 1)]
    return found.text, min((block.confidence for block in found.blocks), default=1.0)  # type: ignore[union-attr]


def claiming(drawn: str, told: str) -> Sheet:
    code = told.encode("utf-16-be").hex()
    sheet = Sheet().table(XS, YS, TEXTS)
    return sheet.raw(f"/Span<</ActualText<FEFF{code}>>>BDC").text(155, 114, drawn).raw("EMC")


@pytest.mark.parametrize(("drawn", "told"), [("王三", "张三"), ("13812345678", "13812345679"), ("王三", "王三四")])
def test_a_text_told_in_the_place_of_the_one_that_is_drawn_is_not_believed(drawn: str, told: str) -> None:
    text, confidence = cell(claiming(drawn, told))
    assert text == drawn
    assert confidence < 0.9


def test_a_text_that_is_told_as_it_is_drawn_is_sure() -> None:
    assert cell(claiming("张三", "张三")) == ("张三", 1.0)


def test_a_dash_that_a_font_draws_for_two_characters_is_the_one_that_the_file_tells() -> None:
    assert cell(claiming("2020―2021", "2020—2021")) == ("2020—2021", 1.0)


def test_characters_that_a_font_lacks_are_those_that_the_file_tells() -> None:
    assert cell(claiming("□三", "张三"))[0] == "张三"


def test_one_character_in_the_place_of_all_that_a_font_lacks_is_those_that_the_file_tells() -> None:
    assert cell(claiming("一一一一一", "欧阳文化一"))[0] == "欧阳文化一"


def test_text_through_which_something_is_painted_is_read() -> None:
    sheet = Sheet().table(XS, YS, TEXTS)
    sheet.raw(f"q 1 0 0 rg BT /F1 10.5 Tf 7 Tr 155 {HEIGHT - 114} Td <5F204E09> Tj ET 150 {HEIGHT - 128} 60 26 re f Q")
    assert cell(sheet)[0] == "张三"


def test_a_clip_through_which_nothing_is_painted_is_no_text() -> None:
    sheet = Sheet().table(XS, YS, TEXTS)
    sheet.raw(f"q BT /F1 10.5 Tf 7 Tr 155 {HEIGHT - 114} Td <5F204E09> Tj ET Q")
    assert cell(sheet)[0] == ""


@pytest.mark.parametrize("by", [1.0, 2.1, 4.0])
def test_the_shadow_of_a_text_is_no_text(by: float) -> None:
    sheet = Sheet().table(XS, YS, TEXTS)
    sheet.text(155 + by, 114 + by, "1111 5511", before="0.8 g").text(155, 114, "1111 5511")
    assert cell(sheet) == ("1111 5511", 1.0)


def test_equal_texts_beside_one_another_are_two() -> None:
    sheet = Sheet().table(XS, YS, TEXTS).text(155, 114, "1").text(159, 114, "1").text(163, 114, "1")
    assert cell(sheet)[0] == "111"
