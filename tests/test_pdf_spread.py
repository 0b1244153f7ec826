"""Text that is spread over its line or cell, labels set downwards, and what else prints of other hands set apart."""

from __future__ import annotations

import pytest
from pdf_builder import Sheet, advance, build

from parsers.document import Paragraph
from parsers.pdf.breaks import ALIGNED
from parsers.pdf.reader import read_pdf

LEFT, RIGHT = 72.0, 523.0


def spread(sheet: Sheet, y: float, *units: str, left: float = LEFT, right: float = RIGHT) -> Sheet:
    """*units*, characters or words, from *left* to *right*, as far apart from one another."""
    free = (right - left - sum(advance(unit) for unit in units)) / (len(units) - 1)
    x = left
    for unit in units:
        sheet.text(x, y, unit)
        x += advance(unit) + free
    return sheet


def lines_of(*sheets: Sheet) -> list[str]:
    return [block.text for block in read_pdf(build(*sheets)).blocks if isinstance(block, Paragraph)]


def cells_of(*sheets: Sheet) -> list[list[str]]:
    (table,) = read_pdf(build(*sheets)).tables()
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell.text)
    return rows


def test_lines_that_are_spread_over_the_page_are_lines_of_words() -> None:
    sheet = Sheet()
    spread(sheet, 100, "附", "件", "1")
    spread(sheet, 130, *"一、优秀区域")
    spread(sheet, 160, *"二、优秀学校名单在后")
    spread(sheet, 190, *"联系电话：", "0371-69691767")
    assert lines_of(sheet) == ["附件1", "一、优秀区域", "二、优秀学校名单在后", "联系电话：0371-69691767"]


def test_columns_of_single_characters_are_no_spread_lines() -> None:
    sheet = Sheet()
    for y, row in ((100, "甲乙丙丁"), (124, "是否是否"), (148, "男女男女")):
        for x, character in zip((72, 200, 328, 456), row, strict=True):
            sheet.text(x, y, character)
    assert [len(row) for row in cells_of(sheet)] == [4, 4, 4]


def test_labels_that_fill_their_cells_hold_no_gaps() -> None:
    xs = (60.0, 150.0, 300.0)
    sheet = Sheet().grid(xs, (100, 130, 160))
    spread(sheet, 120, "职", "务", left=65.4, right=144.6)
    spread(sheet, 150, "(50", "分", ")", left=65.4, right=144.6)
    sheet.text(160, 120, "校长").text(160, 150, "建设与管理")
    assert cells_of(sheet) == [["职务", "校长"], ["(50分)", "建设与管理"]]


def test_a_piece_of_text_that_is_set_apart_says_nothing_of_one_that_is_not() -> None:
    sheet = Sheet().grid((60, 500), (100, 130))
    sheet.text(70, 120, "志").text(85.5, 120, "联系电话：").raw("4.8 Tc").text(200, 120, "职务：科员")
    ((text,),) = cells_of(sheet)
    assert text == "志\t联系电话：\t职务：科员"


def test_underlines_that_fill_neighbouring_cells_part_no_row() -> None:
    xs = (60.0, 200.0, 340.0, 500.0)
    sheet = Sheet().table(xs, (100, 130, 200), [["一级指标", "二级指标", "描述"], ["", "", ""]])
    sheet.text(65.4, 145, "服务与应用").text(205.4, 145, "推进策略").text(346, 145, "具有具体措施")
    sheet.text(65.4, 165, "（50分）").text(205.4, 165, "（5分）")
    sheet.line(65.4, 146.5, 334.6, 146.5)
    rows = [[text.replace("\n", "") for text in row] for row in cells_of(sheet)]
    assert rows[1] == ["服务与应用（50分）", "推进策略（5分）", "具有具体措施"]


def test_underlines_that_cross_the_borders_of_narrow_cells_part_no_row() -> None:
    sheet = Sheet().table((60.0, 81.0, 95.0, 250.0), (100, 130, 200), [["姓", "性", "单位"], ["", "", "教育馆"]])
    for y, character in ((146, "邱"), (168, "立"), (190, "永")):
        sheet.text(65.4, y, character, 14).line(65.4, y + 1.6, 79.4, y + 1.6)
    sheet.text(86.4, 168, "女", 12).line(86.4, 169.4, 98.4, 169.4)
    assert [[text.replace("\n", "") for text in row] for row in cells_of(sheet)][1] == ["邱立永", "女", "教育馆"]


def test_frames_round_the_words_of_cells_part_no_cell() -> None:
    sheet = Sheet().grid((60, 100, 300), (100, 150, 200))
    for y, label, value in ((120, "姓名", "张三"), (170, "单位", "第一中学")):
        sheet.text(65.4, y, label).text(105.4, y, value)
        end = 105.4 + advance(value)
        sheet.grid((104.9, end + 0.5), (y - 11.6, y + 3.2)).grid((64.9, 86.9), (y - 11.6, y + 3.2))
    assert cells_of(sheet) == [["姓名", "张三"], ["单位", "第一中学"]]


def test_a_character_that_its_narrow_cell_pushes_into_the_next_one_is_doubted_there() -> None:
    sheet = Sheet().grid((60, 80, 100, 250), (100, 160)).text(66, 116, "任").text(84, 116, "女")
    sheet.text(98.5, 116, "哈", 14).text(97.5, 134, "萨", 14).text(116, 116, "教务处").text(116, 134, "办公室")
    (table,) = read_pdf(build(sheet)).tables()
    paragraphs = [block for block in table.cells[2].blocks if isinstance(block, Paragraph)]
    assert min(paragraph.confidence for paragraph in paragraphs if {"哈", "萨"} & {*paragraph.text}) < 0.9


@pytest.mark.parametrize("moved", [0.0, ALIGNED - 0.2])
def test_a_table_whose_later_pages_are_moved_a_little_keeps_its_columns_and_its_head(moved: float) -> None:
    xs = (60.0, 200.0, 340.0, 480.0)
    first = Sheet().table(xs, (600, 640, 700), [["姓 名", "单位", "职务"], ["张三", "教务处", "主任"]])
    second = Sheet().table(
        [x + moved for x in xs], (60, 100, 140), [["姓名", "单 位", "职 务"], ["李四", "办公室", "科员"]]
    )
    rows = cells_of(first, second)
    assert [[text.replace(" ", "") for text in row] for row in rows] == [
        ["姓名", "单位", "职务"],
        ["张三", "教务处", "主任"],
        ["李四", "办公室", "科员"],
    ]


def test_a_label_set_downwards_keeps_the_digits_that_lie_on_their_side() -> None:
    sheet = Sheet().grid((60, 120, 300), (100, 260)).text(140, 130, "推进策略")
    y = 116.0
    for character in "建设（":
        sheet.text(85, y, character)
        y += 10.5
    for digit in "35":
        sheet.text(0, 0, digit, matrix=f"0 -1 1 0 87 {sheet.height - (y - 9)}")
        y += 5.25
    for character in "分）":
        sheet.text(85, y, character)
        y += 10.5
    assert cells_of(sheet) == [["建设（35分）", "推进策略"]]


def test_a_label_of_two_columns_is_read_from_right_to_left() -> None:
    sheet = Sheet().grid((60, 120, 300), (100, 200)).text(140, 130, "张三")
    for x, y, character in ((95, 120, "学"), (95, 132, "校"), (75, 120, "名"), (75, 132, "称")):
        sheet.text(x, y, character)
    assert cells_of(sheet) == [["学校名称", "张三"]]


def test_a_value_between_rules_that_begins_on_the_next_line_goes_on() -> None:
    sheet = Sheet().text(72, 100, "姓名：张三　" + "　" * 33 + "单位：__").text(72, 116, "洛阳市实验学校__　职务：校长")
    (line,) = lines_of(sheet)
    assert "单位：__洛阳市实验学校__" in line


def test_a_table_that_the_sides_of_the_page_cut_keeps_the_text_that_is_partly_seen() -> None:
    wide = Sheet().width
    xs = (-20.0, 60.0, 300.0, wide + 30)
    sheet = Sheet().grid(xs, (100, 140, 180))
    sheet.text(-6, 120, "负责人").text(-6, 160, "联系人").text(66, 120, "姓名").text(66, 160, "姓名")
    sheet.text(wide - 24, 120, "张三丰").text(wide - 24, 160, "李四").text(wide - 3, 160, "光")
    assert cells_of(sheet) == [["负责人", "姓名", "张三丰"], ["联系人", "姓名", "李四光"]]


def test_a_table_without_sides_keeps_its_lines_though_more_of_them_are_shorter() -> None:
    sheet = Sheet()
    for y in (100, 130, 190, 250):
        sheet.line(72, y, 509, y)
    for y in (150, 170, 210, 230):
        sheet.line(145, y, 437, y)
    for x in (145, 291, 437):
        sheet.line(x, 100, x, 250)
    sheet.text(78, 165, "2020").text(78, 225, "2021").text(443, 165, "5").text(443, 225, "7")
    assert [row[0] for row in cells_of(sheet) if len(row) == 4] == ["", "2020", "2021"]


def test_a_word_whose_characters_are_drawn_from_the_last_on_is_read_as_it_stands() -> None:
    sheet = Sheet().grid((60, 120, 300), (100, 130)).text(140, 120, "张三")
    for x, character in ((96.5, "务"), (86, "职")):
        sheet.text(x, 120, character)
    assert cells_of(sheet) == [["职务", "张三"]]


def test_names_that_fill_the_lines_of_a_narrow_cell_may_be_several() -> None:
    sheet = Sheet().grid((60, 120, 120 + 31.5 + 10.8), (100, 160)).text(70, 130, "姓名")
    sheet.lines(125.4, 115, ["张三丰", "李四光", "王五一"])
    (table,) = read_pdf(build(sheet)).tables()
    (block,) = table.cells[1].blocks
    assert isinstance(block, Paragraph)
    assert block.confidence < 0.9


def test_a_number_that_a_producer_keeps_with_the_mark_before_it_takes_no_word_apart() -> None:
    sheet = Sheet().grid((60, 120, 120 + 16 * 10.5 + 10.8), (100, 160)).text(70, 130, "信息")
    sheet.lines(125.4, 115, ["胡旻昊，河池学院，副主", "任，15142054773"])
    (table,) = read_pdf(build(sheet)).tables()
    (block,) = table.cells[1].blocks
    assert isinstance(block, Paragraph)
    assert (block.text, block.confidence < 0.9) == ("胡旻昊，河池学院，副主任，15142054773", True)
