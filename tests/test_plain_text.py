"""Plain text in the encodings that Chinese programs write."""

from __future__ import annotations

import pytest
from docx_builder import texts
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import OverLimit
from parsers.charsets import codec_of, decoded
from parsers.document import Paragraph, Table
from parsers.read import read
from parsers.text import LINES_LIMIT

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4, max_size=40)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_paragraphs(encoding: str, end: str) -> None:
    document = read(end.join(["附件5", "", "姓名：张三", "手机：13900010001", ""]).encode(encoding))
    assert (document.format, document.notes) == ("text", ())
    assert texts(document.blocks) == ["附件5", "姓名：张三", "手机：13900010001"]


def test_rows_of_cells_apart_by_tabs_are_a_table() -> None:
    document = read("推荐表\n负责人信息\t姓名\t张三\n\t职务\t\n注：一律填写\n".encode())
    table = document.blocks[1]
    assert isinstance(table, Table)
    assert (table.rows, table.columns) == (2, 3)
    assert [(cell.row, cell.column, cell.text) for cell in table.cells if cell.text] == [
        (0, 0, "负责人信息"),
        (0, 1, "姓名"),
        (0, 2, "张三"),
        (1, 1, "职务"),
    ]


def test_comma_separated_values_are_a_table() -> None:
    text = '汇总表\r\n序号,学校名称,手机\r\n1,"甲,乙学校",13900010001\r\n2,"第一行\n第二行",\r\n填表人：张三\r\n'
    title, table, note = read(text.encode("gbk")).blocks
    assert isinstance(title, Paragraph)
    assert isinstance(table, Table)
    assert isinstance(note, Paragraph)
    assert (title.text, note.text) == ("汇总表", "填表人：张三")
    assert [[cell.text for cell in table.cells if cell.row == row] for row in range(3)] == [
        ["序号", "学校名称", "手机"],
        ["1", "甲,乙学校", "13900010001"],
        ["2", "第一行\n第二行", ""],
    ]


def test_records_of_a_head_have_fewer_fields_than_those_of_the_list_under_it() -> None:
    text = "汇总表\n省份,浙江省,联系人,张三\n学校\n序号,学校名称,姓名,职务,手机\n1,甲学校,李四,校长,13900010001\n2,乙学校,王五,校长,13900010002\n"
    title, table = read(text.encode()).blocks
    assert isinstance(title, Paragraph)
    assert isinstance(table, Table)
    assert (table.rows, table.columns) == (5, 5)
    assert [cell.text for cell in table.cells if cell.row == 0] == ["省份", "浙江省", "联系人", "张三", ""]


@pytest.mark.parametrize(
    "text",
    [
        "共有小学,初中,高中三类\n其中小学,初中占多数\n",
        "姓名：张三,性别：男,职务：校长\n姓名：李四,性别：女,职务：主任\n",
        '甲,乙,"丙\n丁,戊,己\n',
        "甲,乙,丙\n丁,戊,己\n共有小学,初中两类。\n",
    ],
)
def test_commas_in_sentences_make_no_table(text: str) -> None:
    assert not any(isinstance(block, Table) for block in read(text.encode()).blocks)


@pytest.mark.parametrize(
    "text",
    [
        "姓名：张三\t性别：男\n职务：校长\t手机：13900010001",
        "甲\t乙",
        "\t首行缩进的一段。\n\t又一段。",
        "甲\t" * 70 + "\n乙\t丙",
    ],
)
def test_tabs_that_make_no_table_are_kept_in_their_lines(text: str) -> None:
    assert all(isinstance(block, Paragraph) for block in read(text.encode()).blocks)


@given(HAN, st.sampled_from(["utf-8", "gb18030"]))
def test_chinese_is_told_apart(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text


def test_bytes_that_are_no_characters_are_lost_and_noted() -> None:
    (paragraph,) = read("姓名".encode("gb18030") + b"\xff" + "张三".encode("gb18030")).blocks
    assert isinstance(paragraph, Paragraph)
    assert "□" in paragraph.text
    assert paragraph.text.startswith("姓名")
    assert paragraph.notes == ("text.garbled",)


def test_private_characters_are_noted() -> None:
    (paragraph,) = read("\uf0fe是".encode()).blocks
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.text, paragraph.notes) == ("\ufffd是", ("text.symbol",))


def test_a_text_too_long_is_refused() -> None:
    with pytest.raises(OverLimit):
        read(b"a\n" * (LINES_LIMIT + 1))
    with pytest.raises(OverLimit):
        read(b"a" * (21 << 20))


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("GB2312", "gb18030"),
        ('"gbk"', "gb18030"),
        ("936", "gb18030"),
        ("utf8", "utf-8"),
        ("1252", "cp1252"),
        ("base64", ""),
        ("x", ""),
    ],
)
def test_names_of_character_sets_are_known(name: str, codec: str) -> None:
    assert codec_of(name) == codec


@given(
    st.binary(max_size=200),
    st.sampled_from(["", "gb2312", "utf-8", "utf-16", "big5", "base64", "\x00", "utf-7", "rot13"]),
)
def test_any_bytes_are_some_text(data: bytes, declared: str) -> None:
    assert "\r" not in decoded(data, declared)


def test_values_set_apart_by_semicolons_are_a_table() -> None:
    (table,) = read('序号;名称;备注\n1;"甲;乙";无\n2;丙;1,5\n'.encode()).blocks
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells][3:] == ["1", "甲;乙", "无", "2", "丙", "1,5"]


def test_a_table_of_labels_and_values_set_apart_by_commas_may_hold_sentences() -> None:
    text = '推荐表,\n字段,内容\n姓名,张三\n职务,校长\n情况,"一是建设，二是应用。\n三是推广。"\n'
    (table,) = (block for block in read(text.encode()).blocks if isinstance(block, Table))
    assert [cell.text for cell in table.cells][-1] == "一是建设，二是应用。\n三是推广。"


def test_the_marks_of_a_markdown_heading_are_none_of_its_words() -> None:
    assert texts(read("## 负责人信息\n#1 栋\n".encode()).blocks) == ["负责人信息", "#1 栋"]


def test_the_paragraphs_of_a_cell_below_its_row_of_tabs_stay_behind_their_label() -> None:
    found = read("姓名\t张三\n职务\t校长\n情况\t建设了空间。\n开通了空间。\n意见\t同意。\n".encode()).blocks
    assert isinstance(found[0], Table)
    assert found[0].rows == 2
    assert [one.text for one in found[1:] if isinstance(one, Paragraph)] == [
        "情况\t建设了空间。",
        "开通了空间。",
        "意见\t同意。",
    ]


def test_lines_drawn_across_a_text_say_nothing() -> None:
    assert texts(read("甲\n==========\n----\n乙——丙\n－－\n".encode()).blocks) == ["甲", "乙——丙", "－－"]


def test_commas_that_fill_the_line_of_a_title_make_no_row_of_it() -> None:
    found = read("汇总表,,\n姓名,性别,职务\n张三,男,\n李四,女,校长\n".encode()).blocks
    assert texts(found) == ["汇总表"]
    assert [cell.text for block in found if isinstance(block, Table) for cell in block.cells][:3] == [
        "姓名",
        "性别",
        "职务",
    ]


def test_a_text_that_opens_with_a_heading_goes_on_on_the_lines_below_its_row() -> None:
    text = "用户名\ta1\t密码\tb2\n联系人\t张三\t手机\t13900010001\n空间建设情况\t（一）健全机制\n成立了领导小组。\n（二）强化应用\n"
    table, *rest = read(text.encode()).blocks
    assert isinstance(table, Table)
    assert table.rows == 2
    assert [block.text for block in rest if isinstance(block, Paragraph)] == [
        "空间建设情况\t（一）健全机制",
        "成立了领导小组。",
        "（二）强化应用",
    ]
