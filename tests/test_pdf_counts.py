"""Which lines of a cell make one number, and what else stands so close that only its neighbours tell it apart."""

from __future__ import annotations

import pytest
from pdf_builder import Sheet, build

from parsers.document import Paragraph
from parsers.pdf.counts import counts
from parsers.pdf.reader import read_pdf


@pytest.mark.parametrize(
    ("texts", "entries", "found"),
    [
        (["3", "45,412", "606,945"], {2}, ["345,412", "606,945"]),
        (["71000", "6745", "84"], {0, 2}, ["71000", "674584"]),
        (["4", "0，571", "38"], {2}, ["40，571", "38"]),
        (["7900", "340891"], {2}, ["7900", "340891"]),
        (["79", "34", "12"], {1}, []),
        (["12", "34", "56"], {2}, []),
        (["12", "甲"], {2}, []),
        (["12", "34", "56", "78"], {2, 3}, []),
    ],
)
def test_lines_make_as_many_numbers_as_there_are_places(texts: list[str], entries: set[int], found: list[str]) -> None:
    assert ["".join(texts[one]) for one in counts(texts, entries)] == found


def test_numbers_are_counted_by_the_places_beside_them_and_not_by_those_of_other_columns() -> None:
    sheet = Sheet().grid((60, 130, 174, 244, 300), (100, 300)).lines(65.4, 120, ["柳州市", "百色市"])
    sheet.lines(139.2, 120, ["1748", "21", "22000"]).lines(180, 120, ["柳江区", "右江区", "田东县"])
    (paragraphs,) = [cell.blocks for cell in next(read_pdf(build(sheet)).tables()).cells if cell.column == 1]
    assert [(one.text, one.confidence < 0.9) for one in paragraphs if isinstance(one, Paragraph)] == [
        ("174821", True),
        ("22000", False),
    ]


def labelled(*lines: tuple[str, float, str]) -> list[Paragraph]:
    """The paragraphs of lines with a label and, at a place, a value."""
    sheet = Sheet()
    for number, (label, x, value) in enumerate(lines):
        sheet.text(72, 100 + 16 * number, label).text(x, 100 + 16 * number, value)
    return [block for block in read_pdf(build(sheet)).blocks if isinstance(block, Paragraph)]


def test_a_label_that_no_room_parts_from_its_value_is_known_by_the_lines_around_and_doubted() -> None:
    found = labelled(("姓名", 114, "张三"), ("性别", 114, "男"), ("联络部门名称", 135, "教务处"), ("职务", 114, "馆长"))
    assert (found[2].text, found[2].confidence < 0.9) == ("联络部门名称\t教务处", True)


def test_a_heading_among_labels_is_not_parted() -> None:
    found = labelled(("姓名", 114, "张三"), ("性别", 114, "男"), ("具体联系人", 124.5, "信息"), ("职务", 114, "馆长"))
    assert found[2].text == "具体联系人信息"


def test_a_label_close_behind_the_value_before_it_is_known_by_the_tab_behind_it() -> None:
    sheet = Sheet().text(72, 100, "职务").text(114, 100, "信息中心主任手机").text(240, 100, "13812345678")
    (paragraph,) = read_pdf(build(sheet)).blocks
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.text, paragraph.confidence < 0.9) == ("职务\t信息中心主任\t手机\t13812345678", True)
