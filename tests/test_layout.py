"""A document as lines and sheets."""

from __future__ import annotations

import pytest
from documents import ABOVE, LEFT, document, lines, table

from forms.errors import OverLimit
from parsers.document import Block, Cell, Paragraph, Table
from parsers.extraction.layout import Area, Line, Sheet, strips


def only_sheet(*blocks: Block) -> Sheet:
    (strip,) = strips(document(*blocks))
    assert isinstance(strip, Sheet)
    return strip


def texts(found: list[Area]) -> list[str]:
    return [area.text for area in found]


def place(sheet: Sheet, text: str) -> tuple[int, int, int, int]:
    """Top, bottom, left and right of the area with *text*."""
    (area,) = (area for area in sheet.areas if area.text == text)
    return area.top, area.bottom, area.left, area.right


def test_paragraphs_and_tables_follow_one_another_as_in_the_document() -> None:
    found = strips(document("上", table([["甲", "乙"]]), "下"))
    assert [strip.text if isinstance(strip, Line) else texts(strip.areas) for strip in found] == [
        "上",
        ["甲", "乙"],
        "下",
    ]


def test_a_line_break_makes_two_lines_and_blank_ones_are_left_out() -> None:
    found = strips(document(Paragraph(text="一行\n　\n二行"), ""))
    assert [strip.text for strip in found if isinstance(strip, Line)] == ["一行", "二行"]


def test_a_merged_cell_is_one_area_at_each_of_its_positions() -> None:
    sheet = only_sheet(table([["负责人", "姓名", LEFT], [ABOVE, "张三", "校长"]]))
    assert sheet.at(0, 0) is sheet.at(1, 0)
    assert sheet.at(0, 1) is sheet.at(0, 2)
    assert texts(sheet.row(1)) == ["负责人", "张三", "校长"]
    assert texts(sheet.column(2, 0, 2)) == ["姓名", "校长"]


def test_neighbours_touch_at_the_first_row_and_column() -> None:
    sheet = only_sheet(table([["甲", LEFT, "乙"], [ABOVE, LEFT, "丙"], ["丁", "戊", "己"]]))
    first = sheet.areas[0]
    right, below = sheet.right_of(first), sheet.below(first)
    assert right is not None
    assert below is not None
    assert (right.text, below.text) == ("乙", "丁")


def test_where_no_cell_is_there_is_no_area() -> None:
    sheet = only_sheet(table([["甲", "乙"], ["丙"]]))
    assert sheet.at(1, 1) is None
    assert sheet.at(-1, 0) is None
    assert sheet.at(0, 2) is None


def test_a_table_of_one_column_is_read_as_lines() -> None:
    found = strips(document(table([["标题"], ["姓名：张三\n职务：校长"]])))
    assert [strip.text for strip in found if isinstance(strip, Line)] == ["标题", "姓名：张三", "职务：校长"]


def test_a_frame_around_a_form_is_seen_through() -> None:
    inner = table([["姓名", "张三"]])
    (strip,) = strips(document(table([[inner]])))
    assert isinstance(strip, Sheet)
    assert texts(strip.areas) == ["姓名", "张三"]


def test_a_nested_table_is_spread_over_the_cell_that_holds_it() -> None:
    sheet = only_sheet(table([["负责人", table([["姓名", "张三"], ["职务", "校长"]])], ["联系人", "李四"]]))
    top, bottom, _, right = place(sheet, "负责人")
    assert place(sheet, "姓名")[2] == right
    assert (place(sheet, "姓名")[0], place(sheet, "职务")[1]) == (top, bottom)
    assert place(sheet, "李四")[2:] == (place(sheet, "姓名")[2], place(sheet, "张三")[3])


def test_words_around_a_nested_table_are_areas_of_their_own() -> None:
    sheet = only_sheet(table([["情况", [*lines("上文"), table([["甲", "乙"]]), *lines("下文")]]]))
    assert place(sheet, "上文")[1] == place(sheet, "甲")[0]
    assert place(sheet, "甲")[1] == place(sheet, "下文")[0]


def test_a_replacement_character_is_a_lost_one() -> None:
    sheet = only_sheet(table([["姓�", "张三"]]))
    assert sheet.areas[0].text == "姓□"


def test_an_area_knows_its_table_row_and_column() -> None:
    found = strips(document(table([["甲", "乙"]]), table([["丙", "丁"], ["戊", "己"]])))
    assert isinstance(found[1], Sheet)
    assert [area.origin.cell for area in found[1].areas] == [(1, 0, 0), (1, 0, 1), (1, 1, 0), (1, 1, 1)]


def test_an_area_is_as_sure_as_its_least_sure_paragraph() -> None:
    cell = [Paragraph(text="甲", confidence=0.9, method="ocr"), Paragraph(text="乙", confidence=0.4)]
    area = only_sheet(table([[cell, "丙"]])).areas[0]
    assert (area.confidence, area.origin.method) == (0.4, "ocr")


def test_doubts_and_struck_words_of_all_paragraphs_are_kept() -> None:
    cell = [
        Paragraph(text="甲乙", notes=("text.struck",), struck=("甲",)),
        Paragraph(text="丙丁", notes=("text.struck", "text.symbol"), struck=("丁",)),
    ]
    found = only_sheet(table([[cell, "戊"]])).areas[0].found
    assert found.notes == ("text.struck", "text.symbol")
    assert found.struck == ("甲", "丁")


@pytest.mark.parametrize("text", ["", " ", "\n", "\u3000\u3000", "\u00a0\t"])
def test_white_space_is_blank(text: str) -> None:
    assert only_sheet(table([[text, "甲"]])).areas[0].blank


def test_a_table_beyond_measure_is_refused() -> None:
    cells = (Cell(row=0, column=0), Cell(row=9_999, column=9_999))
    with pytest.raises(OverLimit, match="单元格过多"):
        strips(document(Table(rows=10_000, columns=10_000, cells=cells)))
