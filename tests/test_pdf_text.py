"""Lines of PDF to paragraphs, and tables over the ends of pages: what a word processor did is undone."""

from __future__ import annotations

import re

import pytest
from pdf_builder import Sheet, advance, build

from parsers.document import Document, Paragraph, Table
from parsers.pdf.lines import rows_of
from parsers.pdf.model import Glyph
from parsers.pdf.reader import read_pdf

EM = 10.5


def cells(*sheets: Sheet) -> list[list[str]]:
    (table,) = read_pdf(build(*sheets)).tables()
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell.text)
    return rows


def in_cell(*lines: str, width: float = 8 * EM, indents: tuple[float, ...] = ()) -> Paragraph | str:
    """The text of a cell whose lines are given, moved in by *indents*."""
    sheet = Sheet().grid((60, 60 + width + 10.8, 500), (100, 300)).text(400, 120, "右")
    sheet.text(65.4, 280, "字" * int(width / EM))
    for number, line in enumerate(lines):
        sheet.text(65.4 + (indents[number] if number < len(indents) else 0), 120 + 14 * number, line)
    return cells(sheet)[0][0].rsplit("\n", 1)[0]


def loose(*lines: str | tuple[float, str]) -> list[str]:
    sheet = Sheet()
    for number, line in enumerate(lines):
        x, text = line if isinstance(line, tuple) else (72.0, line)
        sheet.text(x, 100 + 16 * number, text)
    return [block.text for block in read_pdf(build(sheet)).blocks if isinstance(block, Paragraph)]


def glyph(text: str, x: float) -> Glyph:
    return Glyph(text, x, x + EM, 100.0, EM)


# ---- lines


def test_a_justified_line_goes_on_and_the_last_one_ends() -> None:
    # Nine characters are stretched over the room of ten; the last line of the first paragraph would have room for none but isn't stretched.
    sheet = Sheet().grid((60, 60 + 10 * EM + 10.8, 500), (100, 300)).text(400, 120, "右")
    for y, text, apart in ((120, "甲乙丙丁戊己庚辛壬", EM / 8), (134, "子丑寅卯辰巳午未。", 0), (148, "天地玄黄", 0)):
        for n, character in enumerate(text):
            sheet.text(65.4 + n * (EM + apart), y, character)
    assert cells(sheet)[0][0] == "甲乙丙丁戊己庚辛壬子丑寅卯辰巳午未。\n天地玄黄"


def test_lines_that_are_spread_over_their_cell_have_no_gaps_and_end_where_the_next_would_have_had_room() -> None:
    sheet = Sheet().grid((60, 60 + 20 * EM + 10.8, 500), (100, 300)).text(400, 120, "右")
    lines = ("经审核，材料属实，同意推荐该校参评优秀", "学校。", "负责人：", "2021年11月6日")
    for y, text in enumerate(lines):
        parts = re.findall(r"\d+|\D", text)
        apart = (20 * EM - advance(text)) / (len(parts) - 1)
        x = 65.4
        for part in parts:
            sheet.text(x, 120 + 14 * y, part)
            x += advance(part) + apart
    assert cells(sheet)[0][0] == "经审核，材料属实，同意推荐该校参评优秀学校。\n负责人：\n2021年11月6日"


def test_boxes_that_are_evenly_apart_stay_apart() -> None:
    assert [row.text for row in rows_of([glyph("是", 0), glyph("□", 40), glyph("否", 80)], 1)] == ["是\t□\t否"]


def test_a_first_line_moved_in_is_no_centred_line() -> None:
    assert in_cell("空间建设情", "况良好", indents=(2 * EM,)) == "空间建设情况良好"


def test_a_centred_line_with_room_on_both_sides_ends() -> None:
    assert in_cell("推荐", "类型", indents=(3 * EM, 3 * EM)) == "推荐\n类型"


def test_what_ends_inside_brackets_or_with_a_comma_goes_on() -> None:
    assert in_cell("（小学、", "初中）") == "（小学、初中）"
    assert in_cell("《数学", "思维》") == "《数学思维》"
    assert in_cell("《三年规划", "（2019—2021年）》", width=20 * EM) == "《三年规划（2019—2021年）》"


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (("1801", "8203548"), "18018203548"),
        (("0371-", "5272", "9025"), "0371-52729025"),
        (("x", "ysqw@163.com"), "xysqw@163.com"),
        (("2900", "7267"), "2900\n7267"),
        (("13812345678", "abc@163.com"), "13812345678\nabc@163.com"),
    ],
)
def test_numbers_and_addresses_cut_in_a_narrow_cell_are_whole(lines: tuple[str, ...], joined: str) -> None:
    assert in_cell(*lines, width=14 * EM) == joined


def test_digits_that_may_be_two_numbers_are_doubted() -> None:
    sheet = Sheet().table((60, 60 + 4 * EM + 10.8, 500), (100, 250), [["12345678\n9012", "右"]])
    (table,) = read_pdf(build(sheet)).tables()
    (paragraph,) = table.cells[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.confidence < 0.9
    assert "text.joined" in paragraph.notes


def test_two_cities_are_two_lines_however_narrow_the_cell_is() -> None:
    assert in_cell("绵阳市", "凉山彝族", "自治州", width=4 * EM, indents=(EM,)) == "绵阳市\n凉山彝族自治州"


def test_labels_that_begin_lines_are_not_drawn_into_the_line_before() -> None:
    full = "联系人单位：" + "字" * 37
    assert loose(full, "联系人职务：主任", "电话：1") == [full, "联系人职务：主任", "电话：1"]
    assert loose("名单" + "字" * 40, "一、优秀区域") == ["名单" + "字" * 40, "一、优秀区域"]


def test_a_line_of_another_size_within_a_paragraph_is_joined() -> None:
    sheet = Sheet().text(72, 100, "字" * 42).text(72, 122, "大字", 16).text(104, 122, "小字。")
    assert [b.text for b in read_pdf(build(sheet)).blocks if isinstance(b, Paragraph)] == ["字" * 42 + "大字小字。"]


def test_bounds_are_those_of_full_lines() -> None:
    """Short lines alone don't tell where lines end: margins are alike."""
    assert loose((150.0, "推荐汇总信息表单位名单推荐汇总信息表单位名"), "填表日期：今天") == [
        "推荐汇总信息表单位名单推荐汇总信息表单位名",
        "填表日期：今天",
    ]


# ---- characters


def test_spaces_that_underline_are_none_and_rules_typed_over_are_gone() -> None:
    sheet = Sheet().text(72, 100, "投资").text(92.9, 100, " ").text(93, 100, "金额")
    sheet.text(72, 130, "姓名：________").text(72 + 3 * EM + 2, 130, "张三")
    assert [b.text for b in read_pdf(build(sheet)).blocks if isinstance(b, Paragraph)] == ["投资金额", "姓名：张三____"]


def test_characters_drawn_over_each_other_are_doubted() -> None:
    sheet = Sheet().text(72, 100, "高级教师").text(72 + 3.4 * EM, 100, "电")
    (paragraph,) = (b for b in read_pdf(build(sheet)).blocks if isinstance(b, Paragraph))
    assert paragraph.confidence < 0.9
    assert "text.overlay" in paragraph.notes


def test_a_character_across_a_border_is_doubted() -> None:
    sheet = Sheet().grid((60, 100, 200), (100, 130)).text(95, 120, "科")
    (table,) = read_pdf(build(sheet)).tables()
    (paragraph,) = (block for cell in table.cells for block in cell.blocks)
    assert isinstance(paragraph, Paragraph)
    assert paragraph.confidence < 0.9


def test_a_tab_behind_a_drawn_space_and_a_little_room_behind_a_rule_are_gaps() -> None:
    sheet = Sheet().text(72, 100, "性别 ").text(72 + 4.5 * EM, 100, "女")
    sheet.text(72, 130, "用户名：__甲乙__").text(72 + 8.15 * EM, 130, "密码：Ab1")
    assert [block.text for block in read_pdf(build(sheet)).blocks if isinstance(block, Paragraph)] == [
        "性别 \t女",
        "用户名：__甲乙__\t密码：Ab1",
    ]


def test_a_label_before_a_tab_begins_a_line_behind_an_address_that_fills_its_line() -> None:
    sheet = (
        Sheet().text(72, 100, "空间地址：https://" + "abcdefgh/" * 8).text(72, 116, "用户名").text(130, 116, "jsj01")
    )
    assert [block.text for block in read_pdf(build(sheet)).blocks if isinstance(block, Paragraph)][1] == "用户名\tjsj01"


def test_numbers_with_their_unit_are_two_however_narrow_the_cell_is() -> None:
    assert in_cell("0.78万", "67,509", width=4 * EM) == "0.78万\n67,509"


def test_a_character_that_reaches_into_the_next_cell_is_of_the_cell_where_it_begins() -> None:
    # The second line shows the column's width: a first line moved in leaves no room for one character.
    sheet = Sheet().grid((60, 82, 120), (100, 140)).text(74, 112, "傅").text(65.4, 126, "勇").text(87.4, 126, "职务")
    (table,) = read_pdf(build(sheet)).tables()
    left, right = table.cells
    assert (left.text, right.text) == ("傅勇", "职务")
    assert all(
        block.confidence < 0.9 for cell in table.cells for block in cell.blocks[:1] if isinstance(block, Paragraph)
    )


# ---- rows of tables without side lines, dotted lines


def open_table(bottom: bool) -> Sheet:
    sheet = Sheet()
    for y in (100, 130, 160, 190, *((220,) if bottom else ())):
        sheet.line(60, y, 400, y)
    for top, end in ((100, 130), (190, 220)):
        sheet.line(200, top, 200, end)
    sheet.text(65.4, 114, "姓名").text(205.4, 114, "张三").text(65.4, 204, "职务").text(205.4, 204, "主任")
    return sheet


@pytest.mark.parametrize("bottom", [True, False])
def test_a_row_of_one_cell_in_a_table_that_is_open_at_its_sides(bottom: bool) -> None:
    sheet = open_table(bottom).text(65.4, 144, "空间建设情况").text(65.4, 174, "良好")
    assert cells(sheet) == [["姓名", "张三"], ["空间建设情况"], ["良好"], ["职务", "主任"]]


def test_text_between_two_tables_that_are_open_at_their_sides_stays_text() -> None:
    document = read_pdf(build(open_table(bottom=True).text(60, 144, "附件").text(60, 174, "汇总表")))
    assert len(list(document.tables())) == 2


def test_dots_make_lines() -> None:
    sheet = Sheet()
    for y in (100, 130):
        for n in range(171):
            sheet.fill(60 + 2 * n, y, 60.75 + 2 * n, y + 0.75)
    for x in (60, 200, 400):
        for n in range(16):
            sheet.fill(x, 100 + 2 * n, x + 0.75, 100.75 + 2 * n)
    assert cells(sheet.text(66, 114, "姓名").text(206, 114, "张三")) == [["姓名", "张三"]]


# ---- ends of pages


XS = (60.0, 150.0, 371.0)


def two_pages(above: list[str], below: list[str], bottom: float = 790.0) -> list[list[str]]:
    first = Sheet().table(XS, (bottom - 60, bottom - 30, bottom), [["姓名", "张三"], above]).text(60, 780, " ")
    second = Sheet().table(XS, (60, 90, 120), [below, ["日期", "今天"]])
    return cells(first, second)[1:-1]


@pytest.mark.parametrize(
    ("above", "below", "split"),
    [
        (["省级教育行政部门", "同意推荐。"], ["推荐意见", "二〇二〇年"], True),
        (["社会认可", "良好"], ["空间地址", "某处"], False),
        (["省级教育行政部门推荐意见", "同意推荐。"], ["", "二〇二〇年"], True),
        (["电话", "1381234"], ["", "5678"], True),
        (["1", "甲校"], ["2", "乙校"], False),
    ],
)
def test_whether_a_row_goes_on_over_the_end_of_a_page(above: list[str], below: list[str], split: bool) -> None:
    assert len(two_pages(above, below)) == (1 if split else 2)


def test_a_row_is_not_cut_where_its_page_had_room() -> None:
    full = Sheet().table(XS, (730, 790), [["甲", "乙"]])
    first = Sheet().table(XS, (600, 630, 660), [["姓名", "张三"], ["情况", "字" * 20]])
    second = Sheet().table(XS, (60, 90), [["", "另一行"]])
    (table, *_rest) = read_pdf(build(first, second, Sheet().text(60, 60, "其他"), full)).tables()
    assert table.rows == 3


def test_the_label_of_a_group_goes_on_beside_a_single_row() -> None:
    xs = (60, 100, 200, 400)
    first = Sheet().table(xs[1:], (700, 730, 760, 790), [["姓名", "甲"], ["职务", "乙"], ["手机号码", "13812345678"]])
    first.line(60, 700, 100, 700).line(60, 790, 100, 790).line(60, 700, 60, 790).text(64, 740, "联系人")
    second = Sheet().table(xs, (60, 90), [["", "电子邮箱", "a@b.cn"]])
    (table,) = read_pdf(build(first, second)).tables()
    spans = {cell.text: cell.row_span for cell in table.cells}
    assert spans["联系人"] == 4


def table_of(document: Document) -> Table:
    (table,) = document.tables()
    return table


def test_every_cell_and_run_has_its_page_and_box() -> None:
    first = Sheet().table(XS, (730, 760, 790), [["姓名", "张三"], ["意见", "一二三四五六七八九十一二三四五六七八九十"]])
    second = Sheet().table(XS, (60, 90), [["", "续上页。"]])
    for cell in table_of(read_pdf(build(first, second))).cells:
        assert cell.page == 1
        assert cell.box is not None
        for block in cell.blocks:
            assert isinstance(block, Paragraph)
            assert block.page is not None
            assert block.box is not None
            assert block.box[2] - block.box[0] == pytest.approx(advance(block.text.split("续")[0]), abs=0.5)


# ---- tables without lines


def test_rules_within_rules_read_no_text_twice() -> None:
    sheet = Sheet()
    for y in (100, 130, 160, 190, 220):
        sheet.line(60, y, 200, y).line(200, y, 400, y)
    for y in (115, 145, 175):
        sheet.line(200, y, 400, y)
    for n, y in enumerate((112, 142, 172, 202)):
        sheet.text(70, y, f"甲{n}").text(210, y, f"乙{n}").text(310, y, f"丙{n}")
    document = read_pdf(build(sheet))
    found = "".join(cell.text for table in document.tables() for cell in table.cells)
    assert [found.count(f"乙{n}") for n in range(4)] == [1, 1, 1, 1]


def test_a_line_of_texts_apart_without_labels_is_doubted() -> None:
    document = read_pdf(build(Sheet().text(60, 100, "负责人").text(160, 100, "张三").text(260, 100, "主任")))
    (paragraph,) = (block for block in document.blocks if isinstance(block, Paragraph))
    assert paragraph.confidence < 0.9


def test_wrapped_cells_of_a_table_without_lines_are_one_cell() -> None:
    rows = [
        ["序号", "名称", "电话"],
        ["1", "第一实验小学", "138"],
        ["2", "第二中学", "139"],
        ["3", "第三\n中学", "137"],
    ]
    sheet = Sheet()
    y = 100.0
    for row in rows:
        for x, text in zip((60, 150, 300), row, strict=True):
            sheet.lines(x, y, text.split("\n"), pitch=12)
        y += 12 * max(text.count("\n") + 1 for text in row) + 10
    assert [text.replace("\n", "") for text in cells(sheet)[3]] == ["3", "第三中学", "137"]


def unruled(sheet: Sheet, y: float, rows: list[list[tuple[float, str]]]) -> float:
    """Rows of texts that stand in the middle of their columns, two ems apart; a line break begins a new line in a cell."""
    for row in rows:
        for x, text in row:
            for number, line in enumerate(text.split("\n")):
                sheet.text(x - advance(line) / 2, y + 14 * number, line)
        y += 14 * max(text.count("\n") for _, text in row) + 24
    return y


def test_a_head_over_several_columns_and_a_group_beside_several_rows_are_one_cell_without_lines() -> None:
    sheet = Sheet()
    unruled(
        sheet,
        100,
        [
            [(80, "学校"), (140, "序号"), (220, "名称"), (395, "负责人信息")],
            [(320, "姓名"), (395, "职务"), (490, "手机号码")],
            [(140, "1"), (220, "第一实验\n小学"), (320, "张三"), (395, "校长"), (490, "13812345678")],
            [(140, "2"), (220, "第二中学"), (320, "李四"), (395, "主任"), (490, "13812345679")],
        ],
    )
    (table,) = read_pdf(build(sheet)).tables()
    spans = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells}
    assert spans["学校"] == (0, 0, 4, 1)
    assert spans["序号"] == (0, 1, 2, 1)
    assert spans["负责人信息"] == (0, 3, 1, 3)
    assert spans["第一实验小学"] == (2, 2, 1, 1)


def test_a_table_without_lines_goes_on_over_the_end_of_a_page() -> None:
    first, second = Sheet(), Sheet()
    head = [(90.0, "序号"), (220.0, "学校名称"), (395.0, "姓名")]
    rows = [[(90.0, str(n)), (220.0, f"第{n}中学" + "附属" * (n % 3)), (395.0, "张三")] for n in range(1, 9)]
    unruled(first, 680, [head, *rows[:4]])
    unruled(second, 60, rows[4:])
    (table,) = read_pdf(build(first, second)).tables()
    assert (table.rows, table.columns) == (9, 3)


def test_texts_of_labels_with_their_values_are_no_table() -> None:
    sheet = Sheet()
    for n, y in enumerate((100, 124, 148, 172)):
        sheet.text(60, y, f"姓名：张{n}").text(220, y, "性别：男").text(400, y, "职务：主任")
    assert not list(read_pdf(build(sheet)).tables())


def test_a_level_rule_within_the_table_parts_rows_beside_a_cell_over_both() -> None:
    sheet = Sheet()
    for y in (100, 124, 172):
        sheet.line(60, y, 500, y)
    sheet.line(150, 148, 400, 148)
    for x, y, text in (
        (70, 116, "年份"),
        (160, 116, "名称"),
        (420, 116, "小计"),
        (70, 140, "2020"),
        (160, 140, "甲市"),
    ):
        sheet.text(x, y, text)
    sheet.text(160, 164, "乙市").text(420, 140, "30")
    (table,) = read_pdf(build(sheet)).tables()
    assert [cell.row_span for cell in table.cells if cell.text in ("2020", "甲市", "乙市", "30")] == [2, 1, 2, 1]


def test_more_texts_than_a_form_has_are_lines_in_doubt() -> None:
    sheet = Sheet()
    for line in range(28):
        for column in range(100):
            sheet.text(20 + 5.5 * column, 60 + 10 * line, "字", 2)
    document = read_pdf(build(sheet))
    assert not list(document.tables())
    assert all(block.confidence < 0.9 for block in document.blocks if isinstance(block, Paragraph))


def test_lines_of_a_label_or_a_number_and_one_text_are_lines() -> None:
    sheet = Sheet()
    for y, label, value in (
        (100, "手机号码", "18026170170"),
        (116, "电子邮箱", "a@b.cn"),
        (148, "姓名", "廖 雨"),
        (164, "性别", "女"),
    ):
        sheet.text(72, y, label).text(135, y, value)
    sheet.text(72, 132, "具体联系人信息")
    assert not list(read_pdf(build(sheet)).tables())
    listed = Sheet()
    for number, name in enumerate(("南阳市", "平顶山市宝丰县", "郑州市", "开封市"), 1):
        listed.text(72, 100 + 16 * number, str(number)).text(100, 100 + 16 * number, name)
    assert not list(read_pdf(build(listed)).tables())


def test_a_date_set_to_the_right_does_not_go_on_at_the_left() -> None:
    blank = "年　月　日"
    assert loose("字" * 42, (72 + 37 * EM, blank), "填报人：曾洋平")[-2:] == [blank, "填报人：曾洋平"]


def test_lines_set_to_the_right_are_paragraphs() -> None:
    found = loose("字" * 42, (72 + 37 * EM, "某市教育局"), (72 + 33 * EM, "二〇三一年三月五日"), "附件")
    assert found[-3:] == ["某市教育局", "二〇三一年三月五日", "附件"]


def test_a_sentence_that_ends_with_its_line_goes_on_where_paragraphs_are_moved_in() -> None:
    # The imprint stands at the margin; nearly all else that begins a paragraph is moved in.
    sheet, y = Sheet(), 60.0
    for _ in range(12):
        sheet.text(72 + 2 * EM, y, "甲" * 37 + "。").text(72, y + 16, "乙" * 39 + "。").text(
            72, y + 32, "丙" * 9 + "。"
        )
        y += 48
    sheet.text(72, y, "抄送：某单位。").text(72, y + 16, "某办公室印发")
    texts = [block.text for block in read_pdf(build(sheet)).blocks if isinstance(block, Paragraph)]
    assert texts[0] == "甲" * 37 + "。" + "乙" * 39 + "。" + "丙" * 9 + "。"


def test_a_label_that_a_line_breaks_is_one() -> None:
    # A producer breaks lines earlier than it must; what begins the next line ends a label.
    found = loose("字" * 43, "姓名：汤晓　　单", "位：右江区高级中学", "手机：13900000001")
    assert found[1:] == ["姓名：汤晓　　单位：右江区高级中学", "手机：13900000001"]
    found = loose("字" * 43, "姓名：傅立欣　　单", "位/部门：解放区教育局")
    assert found[1:] == ["姓名：傅立欣　　单位/部门：解放区教育局"]
    found = loose("字" * 43, "姓名：黎永霞　　单位/", "部门：教育技术装备中心")
    assert found[1:] == ["姓名：黎永霞　　单位/部门：教育技术装备中心"]
    found = loose("字" * 43, "职务：副局长　办公", "电话：0471-5643286")
    assert found[1:] == ["职务：副局长　办公电话：0471-5643286"]


def test_a_full_line_goes_on_however_wide_the_next_is_set() -> None:
    sheet = Sheet().lines(72, 100, ["甲" * 40, "乙乙。", "丙" * 40, "丁丁。"], pitch=16)
    sheet.text(72, 172, "戊" * 40).text(72, 200, "己" * 8)
    texts = [block.text for block in read_pdf(build(sheet)).blocks if isinstance(block, Paragraph)]
    assert texts[-1] == "戊" * 40 + "己" * 8


def test_a_name_s_last_character_on_a_line_of_its_own_is_the_name_s() -> None:
    # The paragraph is moved in on both sides, by less than can be told.
    assert loose("字" * 43, (78.2, "省份：" + "贵" * 36 + "：张文"), (78.2, "俊"))[-1].endswith("张文俊")


def test_a_tab_of_next_to_no_width_is_known_by_the_lines_around() -> None:
    sheet = Sheet()
    for number, (label, value) in enumerate(
        (("姓名", "张三"), ("性别", "男"), ("所在单位/处室", "电教馆"), ("职务", "馆长"))
    ):
        sheet.text(72, 100 + 16 * number, label).text(142, 100 + 16 * number, value)
    found = [block for block in read_pdf(build(sheet)).blocks if isinstance(block, Paragraph)]
    assert found[2].text == "所在单位/处室\t电教馆"
    assert found[2].confidence < 0.9


def test_text_that_goes_on_where_others_have_a_tab_has_none() -> None:
    sheet = Sheet()
    for number, (label, value) in enumerate((("姓名", "张三"), ("性别", "男"), ("职务", "馆长"))):
        sheet.text(72, 100 + 16 * number, label).text(114, 100 + 16 * number, value)
    sheet.text(72, 148, "空间应用案例入选国家案例。").text(72, 164, "空间地址：http://kj.cn")
    found = [block.text for block in read_pdf(build(sheet)).blocks if isinstance(block, Paragraph)]
    assert found[3:] == ["空间应用案例入选国家案例。", "空间地址：http://kj.cn"]


def test_an_entry_behind_a_bullet_is_no_value_that_goes_on() -> None:
    sheet = Sheet().text(72, 100, "●").text(90, 100, "姓名:吴刚").text(72, 116, "●").text(90, 116, "性别:女")
    found = [block.text for block in read_pdf(build(sheet)).blocks if isinstance(block, Paragraph)]
    assert [text.split()[-1] for text in found] == ["姓名:吴刚", "性别:女"]


def test_an_entry_of_a_list_is_no_number_that_goes_on() -> None:
    full = "学校名称：金水区文化路第一小学　学校类型：小学　姓名：张三　手机号码：1318943922"
    found = loose(full + "4", "2. 学校名称：第二中学　学校类型：初中")
    assert found[1].startswith("2. 学校名称")


def test_a_label_with_a_bracket_begins_behind_the_text_that_fills_its_line() -> None:
    found = loose(
        "姓名：张三　性别：男　民族：汉族　所在单位：教育技术装备中心", "职务（职称）：四级调研员　民族：汉族"
    )
    assert [text for text in found if "中心 职务" in text or text.startswith("职务（")]


def test_a_label_at_the_end_of_a_line_has_its_value_at_the_beginning_of_the_next() -> None:
    found = loose("姓名：张三", (72.0, "姓名:武思海"), "单位")
    assert found[0] == "姓名：张三"
    sheet = Sheet().text(72, 100, "单位：教育局").text(160, 100, "职务:").text(72, 116, "高级教师")
    sheet.text(160, 116, "手机号码:17325019490")
    (paragraph,) = read_pdf(build(sheet)).blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text.split("\t") == ["单位：教育局", "职务:高级教师", "手机号码:17325019490"]


def test_a_label_in_a_row_of_its_own_may_be_larger_than_the_text_of_the_table() -> None:
    sheet = open_table(bottom=True).text(200, 150, "联系", 16).text(200, 174, "人信息")
    sheet = Sheet(operators=[one for one in sheet.operators if " 682.0 m" not in one])
    assert cells(sheet)[1] == ["联系\n人信息"]


def test_numbers_under_one_another_are_as_many_as_the_places_beside_them() -> None:
    sheet = Sheet().grid((60, 130, 194, 300), (100, 300)).lines(65.4, 120, ["柳州市", "百色市"])
    sheet.text(156.4, 120, "79000").text(139.2, 134, "340891").text(205, 120, "右")
    (paragraphs,) = [cell.blocks for cell in next(read_pdf(build(sheet)).tables()).cells if cell.column == 1]
    assert [one.text for one in paragraphs if isinstance(one, Paragraph)] == ["79000", "340891"]


def test_a_number_broken_before_its_wide_comma_is_one_beside_as_many_places() -> None:
    sheet = Sheet().grid((60, 130, 194, 300), (100, 300)).lines(65.4, 120, ["温县", "解放区", "中牟县"])
    sheet.lines(139.2, 120, ["5.1 万个", "19938", "4", "0，571"]).text(205, 120, "右")
    (paragraphs,) = [cell.blocks for cell in next(read_pdf(build(sheet)).tables()).cells if cell.column == 1]
    assert [one.text for one in paragraphs if isinstance(one, Paragraph)] == ["5.1 万个", "19938", "40，571"]


def test_two_telephone_numbers_in_a_cell_of_which_one_is_cut_are_whole() -> None:
    assert in_cell("0851-851972", "5,0851-67561", "89", width=6 * EM) == "0851-8519725,0851-6756189"


# ---- what browsers print


def test_marks_that_share_the_square_of_one_are_not_drawn_over_each_other() -> None:
    sheet = Sheet()
    for n, character in enumerate("教学”"):
        sheet.text(72 + n * EM, 100, character)
    (paragraph,) = read_pdf(build(sheet.text(72 + 2.5 * EM, 100, "。"))).blocks
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.text, paragraph.confidence) == ("教学”。", 1.0)


def clipped(sheet: Sheet, x: float, y: float, text: str, size: float = 10.5) -> Sheet:
    return sheet.text(x, y, text, size, before="72 72 451 698 re W n")


def test_a_line_that_the_foot_of_a_page_cuts_and_the_next_repeats_is_read_once() -> None:
    first = clipped(clipped(Sheet(), 72, 740, "概况文字。"), 72, 783, "主要问题", 15)
    second = clipped(clipped(Sheet(), 72, 85, "主要问题", 15), 72, 120, "问题文字。")
    found = [block.text for block in read_pdf(build(first, second)).blocks if isinstance(block, Paragraph)]
    assert found == ["概况文字。", "主要问题", "问题文字。"]


def test_text_at_the_margin_of_a_page_that_cuts_its_table_is_doubted() -> None:
    sheet = Sheet()
    for y in (100, 130):
        sheet.line(72, y, 560, y)
    sheet.line(72, 100, 72, 130).line(150, 100, 150, 130)
    clipped(sheet, 77, 120, "手机")
    for n, digit in enumerate("13800001111"):
        clipped(sheet, 470 + 5.25 * n, 120, digit)
    (cell,) = [cell for cell in next(read_pdf(build(sheet)).tables()).cells if "138" in cell.text]
    assert min(block.confidence for block in cell.blocks if isinstance(block, Paragraph)) < 0.9


def test_lines_that_go_on_beyond_the_page_are_as_long_as_they_are_seen() -> None:
    sheet = Sheet().table((60, 200, 400), (60, 100, 140), [["姓名", "张三"], ["职务", "主任"]])
    sheet.line(200, -150, 200, 60)
    assert [row for row in cells(sheet) if any(row)] == [["姓名", "张三"], ["职务", "主任"]]


def test_a_value_that_fills_its_field_of_a_web_form_is_doubted() -> None:
    def field(text: str) -> float:
        corners = "q 0.5 w 74 722 m 196 722 l 198 722 200 724 200 726 c 200 738 l 200 740 198 742 196 742 c "
        frame = corners + "74 742 l 72 742 70 740 70 738 c 70 726 l 70 724 72 722 74 722 c h S Q"
        (paragraph,) = read_pdf(build(Sheet().text(76, 113, text).raw(frame))).blocks
        assert isinstance(paragraph, Paragraph)
        return paragraph.confidence

    assert field("http://kj.example.cn/a?x") < 0.9
    assert field("http://kj.cn") == 1.0


def test_a_value_whose_end_is_an_answer_of_the_forms_goes_on_over_the_end_of_its_line() -> None:
    sheet = Sheet().text(72, 100, "学校名称：秦州区").text(200, 100, "所在单位：秦州区新华")
    sheet.text(72, 116, "初级中学").text(160, 116, "职务：副主任").text(72, 84, "字" * 22)
    found = [block for block in read_pdf(build(sheet)).blocks if isinstance(block, Paragraph)]
    assert "所在单位：秦州区新华初级中学\t职务：副主任" in found[1].text


def test_a_mobile_number_broken_at_its_space_is_one() -> None:
    full = "学校名称：金水区文化路第一小学　学校类型：小学　姓名：张三　职务：校长　手机号：138"
    (paragraph, _) = loose(full, "4743 8120", "字" * 43)
    assert paragraph.endswith(("1384743 8120", "138 4743 8120"))


def test_a_title_in_the_middle_of_the_page_does_not_go_on_in_short_lines() -> None:
    found = loose(
        (216.5, "省级工作联系表三十二"[:16]), "（1）省份：河南省电化教育馆技术处室", "（2）部门：教育厅信息化管理处室科"
    )
    assert found[0].startswith("省级工作联系表")
    assert found[1].startswith("（1）")


def test_a_text_that_runs_into_a_written_cell_is_doubted() -> None:
    def confidence(beside: str) -> float:
        sheet = Sheet().grid((60, 110, 160, 300), (100, 160)).text(65, 120, "广西自治区教育厅").text(115, 140, beside)
        (cell, *_) = next(read_pdf(build(sheet)).tables()).cells
        return min(block.confidence for block in cell.blocks if isinstance(block, Paragraph))

    assert confidence("局长") < 0.9
    assert confidence("") == 1.0


def doubts(sheet: Sheet) -> list[tuple[str, bool]]:
    """The text of each cell, and whether it is doubted."""
    return [
        (cell.text, any(block.confidence < 0.9 for block in cell.blocks if isinstance(block, Paragraph)))
        for table in read_pdf(build(sheet)).tables()
        for cell in table.cells
    ]


def test_a_text_that_goes_on_beyond_its_table_behind_a_little_room_is_whole_and_doubted() -> None:
    sheet = Sheet().grid((60, 150, 300), (100, 160)).text(65, 120, "意见")
    sheet.text(265, 120, "到 2022").text(265 + 3.7 * EM, 120, "年实现“一").text(155, 134, "人一空间”。")
    assert doubts(sheet)[1][0].replace(" ", "") == "到2022年实现“一人一空间”。"
    assert doubts(sheet)[1][1]


def test_a_line_whose_last_character_stands_over_its_border_is_doubted() -> None:
    def confident(x: float) -> bool:
        sheet = Sheet().grid((60, 100, 140, 300), (100, 160)).text(x, 120, "党组成").text(105, 120, "右")
        return not doubts(sheet)[0][1]

    assert confident(68)
    assert not confident(70.2)


def test_a_date_alone_on_its_line_is_no_end_of_the_text_above_and_doubts_it_where_there_was_no_room() -> None:
    assert in_cell("同意推荐该校", "2020/11/24", width=10 * EM) == "同意推荐该校\n2020/11/24"
    sheet = Sheet().grid((60, 160, 300), (100, 160)).text(66, 120, "同意推荐该校").text(66, 136, "2020/11/24")
    (first, date) = next(read_pdf(build(sheet)).tables()).cells[0].blocks
    assert isinstance(first, Paragraph)
    assert isinstance(date, Paragraph)
    assert (first.confidence < 0.9, date.confidence) == (True, 1.0)


def test_a_telephone_number_in_brackets_goes_on_behind_its_label() -> None:
    lines = ("职务：副校长　座机：", "（0931）3324607　手机号码：13812345678")
    assert in_cell(*lines, width=26 * EM) == "".join(lines)


def test_lines_as_far_apart_as_those_before_are_of_one_paragraph_however_close_others_are() -> None:
    sheet = Sheet()
    for y, text in ((100, "一、优秀区域"), (115, "某市某区。"), (130, "二、优秀学校"), (145, "某市某校。")):
        sheet.text(72, y, text)
    for number, text in enumerate(("甲" * 43, "乙" * 42, "丙" * 43, "丁" * 9)):
        sheet.text(72, 170 + 26 * number, text)
    assert [b.text for b in read_pdf(build(sheet)).blocks if isinstance(b, Paragraph)][-1][0] == "甲"


def test_an_entry_in_a_cell_begins_a_line_behind_another_that_fills_its_line() -> None:
    sheet = Sheet().grid((60, 200, 300), (100, 160)).text(250, 120, "右")
    sheet.text(65.4, 120, "职务").text(106, 120, "信息中心主任甲乙").text(65.4, 134, "手机").text(
        106, 134, "13812345678"
    )
    assert cells(sheet)[0][0] == "职务\t信息中心主任甲乙\n手机\t13812345678"


def test_a_value_that_may_go_on_where_its_line_ends_is_doubted() -> None:
    def confidences(x: float, text: str) -> list[float]:
        sheet = Sheet().text(72, 100, "字" * 43).text(72, 120, "字。").text(x, 140, text).text(72, 160, "教育与成人处")
        return [block.confidence for block in read_pdf(build(sheet)).blocks if isinstance(block, Paragraph)][-2:]

    # A character would fit, by a twentieth of an em: how far a line may go isn't seen exactly.
    offices = "新疆维吾尔自治区教育厅和河南省教育科学规划领导小组办公室以及某市教育局"
    assert len(offices) == 35
    assert confidences(70.6, f"部门名称：{offices}职业") == [0.85, 1.0]
    assert confidences(72, "部门名称：职业") == [1.0, 1.0]


def test_a_value_ends_with_the_rule_that_it_is_written_on() -> None:
    first, rest = "联络部门名称：__某省教育厅职业教育与成人教育处__", "负责人"
    sheet = Sheet()
    for n in range(3):
        sheet.text(60, 100 + 40 * n, first).text(60, 120 + 40 * n, rest)
    found = [block.text for block in read_pdf(build(sheet)).blocks if isinstance(block, Paragraph)]
    assert found == [first, rest] * 3


def test_an_underscore_behind_a_ligature_is_no_rule_for_writing() -> None:
    # Both letters have the room of the whole ligature, and more than it takes.
    ligature = [Glyph("f", 60, 70.5, 100, 10.5, order=0), Glyph("f", 60, 70.5, 100, 10.5, order=1)]
    rest = [Glyph(c, 66.6 + 5.2 * n, 71.8 + 5.2 * n, 100, 10.5, order=2 + n) for n, c in enumerate("_39712")]
    assert [row.text for row in rows_of([*ligature, *rest], 1)] == ["ff_39712"]


def test_the_longest_name_of_a_county_in_a_narrow_cell_is_one_entry() -> None:
    lines = ["榆中县", "积石山保", "安族东乡", "族撒拉族", "自治", "县"]
    sheet = Sheet().table((60, 112, 200), (100, 190), [["\n".join(lines), "6600\n37779"]])
    (table,) = read_pdf(build(sheet)).tables()
    assert table.cells[0].text == "榆中县\n积石山保安族东乡族撒拉族自治县"


def test_a_table_goes_on_over_the_end_of_a_page_though_text_stands_beside_it() -> None:
    above = Sheet().grid((100, 160, 300), (700, 730, 790)).text(60, 760, "说明")
    below = Sheet().grid((100, 160, 300), (60, 90, 120)).text(60, 80, "附注")
    for sheet, rows in (
        (above, ((720, "姓名", "李明"), (750, "单位", "平顶山市"))),
        (below, ((80, "", "新华区"), (110, "职务", "校长"))),
    ):
        for y, label, value in rows:
            sheet.text(105, y, label).text(165, y, value)
    above.text(165, 764, "第一").text(165, 778, "高级中学分校")
    assert len(list(read_pdf(build(above, below)).tables())) == 1


def test_lines_of_pages_across_say_nothing_of_how_far_those_of_other_pages_go() -> None:
    upright, across = Sheet(), Sheet(width=842, height=595)
    lines = ("甲" * 43, "乙" * 43, "丙" * 10)
    for number, text in enumerate(lines):
        upright.text(72, 100 + 18 * number, text)
        across.text(72, 100 + 18 * number, text + "丁" * 23)
    texts = [block.text for block in read_pdf(build(upright, across)).blocks if isinstance(block, Paragraph)]
    assert texts[0] == "".join(lines)


def test_an_option_with_its_tick_before_it_begins_a_line_wherever_lines_end() -> None:
    sheet = Sheet().grid((60, 180, 500), (100, 300)).text(200, 120, "右")
    for number, (line, ems) in enumerate((("地市", 2.0), ("√ 县区", 3.25), ("学校", 2.0))):
        sheet.text(174.6 - ems * EM, 120 + 16 * number, line)
    assert cells(sheet)[0][0] == "地市\n√ 县区\n学校"


def test_a_value_between_two_rules_may_begin_on_the_next_line() -> None:
    above = "联系人信息：姓名＿＿帕提古丽·居马洪＿＿职务＿＿总务处副主任＿＿手机＿＿"
    sheet = Sheet(width=60 + advance(above) + 60)
    sheet.text(60, 100, above).text(60, 115, "18000000000＿＿").text(60, 130, "推荐类型：学校√")
    found = [block.text for block in read_pdf(build(sheet)).blocks if isinstance(block, Paragraph)]
    assert found == [f"{above}18000000000＿＿", "推荐类型：学校√"]


def test_entries_of_a_numbered_list_are_lines_though_some_of_them_are_moved_in() -> None:
    sheet = Sheet()
    names = ("某市第一小学", "县第二中学", "某区光明初级中学", "市朝阳小学", "某县东升九年一贯制学校")
    for number, name in enumerate(names, 1):
        if number == 4:
            sheet.text(73, 100 + 18 * number, f"{number}{name}")
        else:
            sheet.text(43, 100 + 18 * number, str(number)).text(73, 100 + 18 * number, name)
    document = read_pdf(build(sheet))
    assert not list(document.tables())
    lines = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert [line.lstrip("12345\t") for line in lines] == list(names)


def test_a_column_of_single_characters_is_read_downwards_though_its_first_one_was_found_last() -> None:
    text = "一级主任科员"
    order = {one: place for place, one in enumerate(text[1:] + text[:1])}
    column = [Glyph(one, 50, 64, 100 + 23 * at, 15, order=order[one]) for at, one in enumerate(text)]
    assert "".join(row.text for row in rows_of(column, 1)) == text


def test_a_label_whose_columns_have_one_character_each_is_read_from_right_to_left() -> None:
    sheet = Sheet().grid((60, 130, 300), (90, 110, 130))
    sheet.text(64, 104, "址地间空").text(134, 104, "http://a.cn").text(64, 124, "负责人信息").text(134, 124, "人责负")
    (table,) = read_pdf(build(sheet)).tables()
    assert [cell.text for cell in table.cells] == ["空间地址", "http://a.cn", "负责人信息", "人责负"]
