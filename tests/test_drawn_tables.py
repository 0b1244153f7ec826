"""Tables that are drawn with characters in plain text."""

from __future__ import annotations

import pytest
from docx_builder import texts

from parsers.document import Paragraph, Table
from parsers.read import read
from parsers.report import answer


def grid(text: str) -> list[list[str]]:
    """The texts of the only table in *text*, a list a row, with how many rows and columns a cell is over where these are more than one."""
    (table,) = (block for block in read(text.encode()).blocks if isinstance(block, Table))
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        spans = f" {cell.row_span}x{cell.column_span}" if cell.row_span * cell.column_span > 1 else ""
        rows[cell.row].append(cell.text + spans)
    return rows


WIDE = """附件1
┌───────┬───────┐
│负责人信息                    │
├───┬───┼───┬───┤
│姓名  │张三  │性别  │女    │
├───┼───┴───┴───┤
│单位名│甲市教育局            │
│称    │                      │
└───┴───────────┘
注：一律填写"""


def test_a_frame_is_a_table_with_cells_over_several_columns() -> None:
    assert grid(WIDE) == [["负责人信息 1x4"], ["姓名", "张三", "性别", "女"], ["单位名称", "甲市教育局 1x3"]]
    blocks = read(WIDE.encode("gbk")).blocks
    assert texts(blocks)[0] == "附件1"
    assert isinstance(blocks[-1], Paragraph)
    assert blocks[-1].text == "注：一律填写"


def test_rules_as_narrow_as_letters_and_blanks_inside_the_uprights() -> None:
    text = """
╔════════╦══════════════════╗
║ 姓名   ║ 张三             ║
╠════════╬══════════════════╣
║ 手机   ║ +86 13900010001  ║
╚════════╩══════════════════╝"""
    assert grid(text) == [["姓名", "张三"], ["手机", "+86 13900010001"]]


def test_uprights_out_of_step_go_by_their_order() -> None:
    text = "┌──┬────┐\n│姓名│张三 │\n├──┼────┤\n│工作单位│甲市教育局│\n└──┴────┘"
    assert grid(text) == [["姓名", "张三"], ["工作单位", "甲市教育局"]]


def test_an_upright_in_a_value_parts_no_cell() -> None:
    text = "┌──────┬──────┐\n│密码        │Ab|12│x     │\n└──────┴──────┘"
    assert grid(text) == [["密码", "Ab|12│x"]]


def test_signs_of_another_drawing_are_characters_of_a_value() -> None:
    assert grid("┌──────┬──────┐\n│密码        │3+-2|x      │\n└──────┴──────┘") == [["密码", "3+-2|x"]]
    assert grid("+------+--------+\n| 密码 | a|b   |\n+------+--------+") == [["密码", "a|b"]]


def test_entries_that_fill_their_columns_are_rows_of_their_own() -> None:
    text = """
+--------+----------+
| 姓名   | 职务     |
+--------+----------+
| 王小明 | 教务主任 |
| 李大伟 | 总务主任 |
+--------+----------+"""
    assert grid(text) == [["姓名", "职务"], ["王小明", "教务主任"], ["李大伟", "总务主任"]]


def test_a_rule_that_ends_early_leaves_the_cell_over_several_rows() -> None:
    text = """
+--------+------+--------+
| 负责人 | 姓名 | 张三   |
| 信息   +------+--------+
|        | 职务 | 校长   |
+--------+------+--------+"""
    assert grid(text) == [["负责人信息 2x1", "姓名", "张三"], ["职务", "校长"]]


def test_a_line_without_room_for_what_follows_goes_on() -> None:
    text = """
┌─────┬────────────┐
│空间应用情│第一段写满了一行后就接着│
│况        │往下写。                │
│          │第二段。                │
├─────┼────────────┤
│手机号码  │+86                     │
│          │13900010001             │
└─────┴────────────┘"""
    assert grid(text) == [
        ["空间应用情况", "第一段写满了一行后就接着往下写。\n第二段。"],
        ["手机号码", "+86\n13900010001"],
    ]


def test_entries_of_lists_side_by_side_stay_apart_though_they_fill_their_cell() -> None:
    row = "│喀什地区│180289  │\n│昌吉市  │59799   │\n│阿克苏市│7000    │\n"
    assert grid(f"┌────┬────┐\n│名称    │数量    │\n├────┼────┤\n{row}├────┼────┤\n{row}└────┴────┘")[1:] == [
        ["喀什地区\n昌吉市\n阿克苏市", "180289\n59799\n7000"],
        ["喀什地区\n昌吉市\n阿克苏市", "180289\n59799\n7000"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "| **姓名** | 职务 |\n| --- | :---: |\n| 张三 | 校长 |\n| 李\\|四 | 主任 |",
        "+------+------+\n| 姓名 | 职务 |\n+------+------+\n| 张三 | 校长 |\n| 李|四| 主任 |\n+------+------+",
    ],
)
def test_a_row_a_line(text: str) -> None:
    assert grid(text) == [["姓名", "职务"], ["张三", "校长"], ["李|四", "主任"]]


@pytest.mark.parametrize(
    "text",
    [
        "───────────────\n姓名：张三\n───────────────",
        "| 只有一行 | 没有表 |",
        "|甲|乙|\n|丙|丁|戊|",
        "+-----+\n没有框的一行",
        "┌──┬──┐\n│姓名│\n│张三李四│\n└──┴──┘",
    ],
)
def test_what_is_no_frame_stays_lines(text: str) -> None:
    assert texts(read(text.encode()).blocks) == text.split("\n")


def test_a_form_in_a_frame_is_read() -> None:
    text = """
2020年度网络学习空间应用优秀区域和学校推荐表
┌───────┬───┬────────┬───┬────────┬───┬────────┐
│负责人信息    │姓名  │张三            │职务  │校长            │手机  │13900010001     │
├───────┼───┼────────┼───┼────────┼───┼────────┤
│联系人信息    │姓名  │李四            │职务  │教务主任        │手机  │13900010002     │
├───────┼───┴────────┴───┴────────┴───┴────────┤
│推荐类型      │地市□      区县□      学校☑                                               │
└───────┴──────────────────────────────────────┘"""
    (record,) = answer(text.encode(), "a.txt").lines
    assert record["data"]["leader"] == {"name": "张三", "position": "校长", "mobile": "13900010001"}
    assert record["data"]["contact"]["mobile"] == "13900010002"
    assert record["data"]["category"] == "学校"


def test_lines_that_no_rule_parts_are_one_row_in_doubt() -> None:
    lines = "│推荐理由│姓名│\n├────┼──┤\n│" + "一二三四" + "│张三│\n│        │    │\n"
    text = f"┌────┬──┐\n{lines}│第二人  │李四│\n└────┴──┘"
    (table,) = (block for block in read(text.encode()).blocks if isinstance(block, Table))
    sure = {
        cell.text: min(block.confidence for block in cell.blocks if isinstance(block, Paragraph))
        for cell in table.cells
        if cell.blocks
    }
    assert (sure["张三"] < 0.9, sure["李四"]) == (True, 1.0)
