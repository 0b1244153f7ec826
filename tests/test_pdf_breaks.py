"""What the end of a page parts, and what stands there that belongs to no table: footnotes, and rows with level lines alone."""

from __future__ import annotations

from pdf_builder import Sheet, build

from parsers.document import Document, Paragraph, Table
from parsers.pdf.reader import read_pdf

BOTTOM = 700.0


def only_table(document: Document) -> Table:
    (table,) = document.tables()
    return table


def texts(table: Table) -> list[str]:
    return [cell.text for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column))]


def level(sheet: Sheet, *heights: float, left: float = 60, right: float = 500) -> Sheet:
    for y in heights:
        sheet.line(left, y, right, y)
    return sheet


def test_rows_of_one_cell_between_level_lines_go_on_with_the_open_table_of_the_page_before() -> None:
    first = level(Sheet(), 600, 630, 660, BOTTOM).line(150, 600, 150, BOTTOM)
    for y, label, value in ((620, "姓名", "张三"), (650, "职务", "科员"), (680, "社会认可", "示范学校")):
        first.text(66, y, label).text(156, y, value)
    second = level(Sheet(), 60, 100, 140).text(66, 80, "区域内学校全部接入平台。").text(66, 120, "同意推荐。")
    table = only_table(read_pdf(build(first, second)))
    assert texts(table)[-2:] == ["区域内学校全部接入平台。", "同意推荐。"]


def test_text_above_the_lines_of_the_next_page_is_no_row() -> None:
    first = level(Sheet(), 600, BOTTOM).line(150, 600, 150, BOTTOM).text(66, 620, "姓名").text(156, 620, "张三")
    second = level(Sheet().text(66, 50, "另一段文字"), 60, 100).text(66, 80, "说明")
    table = only_table(read_pdf(build(first, second)))
    assert texts(table) == ["姓名", "张三"]


def test_a_footnote_parts_no_table_and_its_number_is_no_part_of_a_value() -> None:
    first = Sheet().table((60, 150, 500), (600, 640, BOTTOM), [["姓名", "张三"], ["社会认可", "示范学校。区域内"]])
    first.text(156 + 10.5 * 2, 610, "1", 6).line(60, 740, 180, 740).text(60, 755, "1见《建设指南》。", 9)
    second = Sheet().table((60, 150, 500), (60, 100, 140), [["", "学校全部接入平台。"], ["意见", "同意"]])
    document = read_pdf(build(first, second))
    table = only_table(document)
    assert "示范学校。区域内学校全部接入平台。" in {text.replace("\n", "") for text in texts(table)}
    assert "1" not in "".join(texts(table))
    assert [(block.part, block.text) for block in document.asides if isinstance(block, Paragraph)] == [
        ("footnote", "1见《建设指南》。")
    ]


def test_a_table_that_stands_left_of_the_text_hides_no_footnote() -> None:
    sheet = Sheet().table((60, 150, 500), (100, 140), [["姓名", "张三"]]).text(156 + 10.5 * 2, 110, "1", 6)
    sheet.text(77, 200, "二、现状调研").line(77, 740, 200, 740).text(77, 755, "1数据截至上月底。", 9)
    assert texts(only_table(read_pdf(build(sheet)))) == ["姓名", "张三"]


def test_two_labels_under_one_another_are_those_of_two_rows() -> None:
    first = Sheet().table((60, 150, 500), (600, BOTTOM + 80), [["优秀学校名称", "长征路中学"]])
    second = Sheet().table((60, 150, 500), (60, 100, 140), [["姓名", "缪磊"], ["职务", "书记"]])
    table = only_table(read_pdf(build(first, second)))
    assert texts(table) == ["优秀学校名称", "长征路中学", "姓名", "缪磊", "职务", "书记"]


def test_a_number_that_is_missing_under_a_header_that_ends_its_page_is_no_part_of_the_header() -> None:
    head = Sheet().grid((60, 120), (740, 800)).grid((120, 240), (740, 800)).grid((240, 300, 360), (740, 770, 800))
    head.text(66, 770, "序号").text(126, 770, "学校名称").text(246, 760, "姓名").text(306, 760, "职务").text(
        246, 790, "单位"
    )
    body = Sheet().table(
        (60, 120, 240, 300, 360), (60, 90, 120), [["", "长征路中学", "缪磊", "书记"], ["2", "育才小学", "王五", "科长"]]
    )
    table = only_table(read_pdf(build(head, body)))
    number = next(cell for cell in table.cells if cell.text == "序号")
    assert number.row_span == 2


def test_a_heading_goes_on_with_no_full_line_above_it() -> None:
    line = "姓名:熊芳艳 手机号码:17830586818 所在单位:教务处 电子邮箱:psr54382@sina.com"
    sheet = Sheet().text(60, 60, line, 12).text(60, 78, "具体联系人信息", 12).text(60, 96, "姓名:丁新英", 12)
    found = [block.text for block in read_pdf(build(sheet)).blocks if isinstance(block, Paragraph)]
    assert "具体联系人信息" in found


def test_a_small_reading_above_characters_is_no_text_and_a_large_one_is_doubted() -> None:
    grid = Sheet().grid((60, 150, 300), (60, 120)).text(66, 90, "职务").text(156, 90, "主任")
    (_, value) = only_table(read_pdf(build(grid.text(156, 79, "zh\u01d4", 5.2)))).cells
    assert (value.text, value.blocks[0].confidence) == ("主任", 1.0)  # type: ignore[union-attr]
    plain = Sheet().grid((60, 150, 300), (60, 120)).text(66, 90, "职务").text(156, 90, "主任")
    (_, value) = only_table(read_pdf(build(plain.text(156, 76, "zh\u01d4")))).cells
    assert min(block.confidence for block in value.blocks if isinstance(block, Paragraph)) < 0.9


def test_text_that_runs_on_beyond_its_table_is_doubted() -> None:
    sheet = Sheet().table((60, 150, 300), (60, 100), [["意见", "同意推荐为优秀学校请上级审核批准"]])
    (_, value) = only_table(read_pdf(build(sheet))).cells
    (block,) = value.blocks
    assert isinstance(block, Paragraph)
    assert block.confidence < 0.9


def test_a_row_whose_texts_go_on_is_one_though_a_cell_has_its_text_on_the_second_page_alone() -> None:
    places = (60, 100, 200, 300, 400, 500)
    first = Sheet().table(
        places,
        (600, 640, BOTTOM + 80),
        [["3）", "育才小学", "小学", "袁东", "处长"], ["（", "长征路", "九", "白强", ""]],
    )
    second = Sheet().table(
        places, (60, 100, 140), [["4）", "学校", "年一贯制", "", "副校长"], ["5）", "第一学校", "初中", "周祎", "主任"]]
    )
    table = only_table(read_pdf(build(first, second)))
    assert table.rows == 3
    assert [cell.text.replace("\n", "") for cell in table.cells if cell.row == 1] == [
        "（4）",
        "长征路学校",
        "九年一贯制",
        "白强",
        "副校长",
    ]
    apart = Sheet().table(places, (60, 100, 140), [["4）", "学校", "初中", "周祎", "副校长"], ["5）"] + ["一"] * 4])
    first = Sheet().table(places, (600, BOTTOM + 80), [["3）", "长征路小学", "小学", "白强", ""]])
    assert only_table(read_pdf(build(first, apart))).rows == 3


def test_a_header_that_the_page_cuts_between_its_rows_keeps_its_merged_cells() -> None:
    first = Sheet().table(
        (60, 130, 173, 500), (700, 730, 770), (("区域", "", ""), ("序号", "区域名", "区域教育行政部门联系人信息"))
    )
    second = Sheet().table(
        (60, 130, 173, 350, 500), (60, 90, 120), (("", "称", "姓名", "手机"), ("1", "洛阳", "张三", "13900000001"))
    )
    table = only_table(read_pdf(build(first, second)))
    assert {(cell.text, cell.row, cell.row_span) for cell in table.cells if cell.row == 1} == {
        ("序号", 1, 2),
        ("区域名称", 1, 2),
        ("区域教育行政部门联系人信息", 1, 1),
    }


def test_a_header_repeated_without_the_end_of_one_label_is_no_row_of_the_table() -> None:
    xs = (60, 150, 240, 330, 500)
    first = Sheet().table(
        xs,
        (600, 650, BOTTOM),
        [["年份", "地市", "区县", "空间\n开通数量小计"], ["2020", "洛阳市", "嵩县", "区域内学校全部接入平台，"]],
    )
    second = Sheet().table(
        xs, (60, 100, 140), [["年份", "地市", "区县", "空间\n开通数量"], ["", "", "", "教师全部开通空间。"]]
    )
    table = only_table(read_pdf(build(first, second)))
    assert table.rows == 2
    assert texts(table)[-1].replace("\n", "") == "区域内学校全部接入平台，教师全部开通空间。"


def test_a_label_beside_two_rows_may_stand_on_the_second_page_alone() -> None:
    first = Sheet().table((60, 150, 500), (600, 640, BOTTOM), [["社会认可", "示范学校"], ["", "同意推荐。"]])
    second = Sheet().table((60, 150, 500), (60, 120), [["省级教育行政部门推荐意见", "2020年11月15日"]])
    table = only_table(read_pdf(build(first, second)))
    (label,) = [cell for cell in table.cells if cell.text.startswith("省级")]
    assert (label.row, label.row_span) == (1, 2)


def test_the_last_row_of_an_open_table_may_have_no_line_under_it() -> None:
    first = level(Sheet(), 600, 630, BOTTOM).line(150, 600, 150, 630).text(66, 620, "姓名").text(156, 620, "张三")
    first.text(66, 650, "地市级教育行政部门推荐意见")
    second = level(Sheet(), 60, 100, 130).text(66, 80, "情况属实。").text(66, 120, "省级教育行政部门推荐意见")
    second.lines(66, 150, ["同意推荐。", "2020年11月15日"]).text(60, 178, "注：用A4纸打印")
    document = read_pdf(build(first, second))
    table = only_table(document)
    assert texts(table)[-1] == "同意推荐。\n2020年11月15日"
    last = max(table.cells, key=lambda cell: cell.row).blocks
    assert all(block.confidence < 0.9 for block in last if isinstance(block, Paragraph))
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["注：用A4纸打印"]


def test_a_level_line_with_one_upright_belongs_to_a_table_that_is_open_at_its_right() -> None:
    sheet = level(Sheet(), 100, 130, 190).line(150, 100, 150, 190).line(150, 160, 500, 160)
    for y, label, value in ((120, "姓名", "张三"), (150, "意见", "同意推荐。"), (180, "", "2020年11月15日")):
        sheet.text(66, y, label).text(156, y, value)
    sheet.line(160, 123, 200, 123)
    assert texts(only_table(read_pdf(build(sheet)))) == ["姓名", "张三", "意见", "同意推荐。", "2020年11月15日"]


def test_a_label_above_the_end_of_a_page_is_no_row_with_a_bracket_that_opens_its_value() -> None:
    first = Sheet().table((60, 500), (640, BOTTOM), [["地市级教育行政部门推荐意见"]])
    second = Sheet().table(
        (60, 500), (60, 120, 160), [["（学校在此栏盖章）\n同意推荐。"], ["省级教育行政部门推荐意见"]]
    )
    assert texts(only_table(read_pdf(build(first, second))))[1].startswith("（学校在此栏盖章）")


def test_labels_over_two_rows_of_a_header_may_stand_on_the_second_page() -> None:
    xs = (60, 120, 240, 360)
    first = Sheet().grid(xs, (600, 640, BOTTOM)).line(60, BOTTOM, 360, BOTTOM).text(66, 620, "1").text(66, 680, "序号")
    first.text(126, 620, "示范学校").text(246, 620, "小学").text(246, 680, "学校类型")
    second = Sheet().grid(xs, (60, 100, 140))
    second.text(126, 80, "学校名称").text(66, 120, "2").text(126, 120, "实验学校").text(246, 120, "初中")
    table = only_table(read_pdf(build(first, second)))
    assert texts(table) == ["1", "示范学校", "小学", "序号", "学校名称", "学校类型", "2", "实验学校", "初中"]


def test_a_label_with_its_value_in_one_cell_goes_on_where_the_next_page_begins_without_a_label() -> None:
    first = Sheet().table((60, 500), (640, BOTTOM), [["地市级教育行政部门推荐意见：\n同意推荐。"]])
    second = Sheet().table((60, 500), (60, 100, 140), [["2020年11月26日"], ["省级教育行政部门推荐意见："]])
    assert texts(only_table(read_pdf(build(first, second)))) == [
        "地市级教育行政部门推荐意见：\n同意推荐。\n2020年11月26日",
        "省级教育行政部门推荐意见：",
    ]


def test_a_header_below_a_title_in_the_table_is_repeated_on_the_next_page() -> None:
    first = Sheet().table((60, 150, 500), (600, 640, BOTTOM), [["学校名称", "类型"], ["第一小学", "小学"]])
    first.grid((60, 500), (560, 600)).text(66, 575, "推荐汇总信息表")
    second = Sheet().table((60, 150, 500), (60, 100, 140), [["学校名称", "类型"], ["第二中学", "初中"]])
    found = texts(only_table(read_pdf(build(first, second))))
    assert found == ["推荐汇总信息表", "学校名称", "类型", "第一小学", "小学", "第二中学", "初中"]


def columns(sheet: Sheet, xs: tuple[float, ...], top: float, bottom: float) -> Sheet:
    for x in xs:
        sheet.line(x, top, x, bottom)
    return sheet


def test_a_row_that_a_browser_cuts_without_level_lines_is_one() -> None:
    xs = (60.0, 150.0, 300.0, 500.0)
    first = columns(level(Sheet(), 600, 640), xs, 600, BOTTOM)
    first.text(66, 620, "学校名称").text(156, 620, "类型").text(306, 620, "姓名")
    first.text(66, 690, "临夏州希望职").text(156, 690, "中职").text(306, 690, "薛燕曦")
    second = columns(Sheet(), xs, 60, 90).text(66, 75, "业中等专业学").text(60, 130, "注：用A4纸打印")
    document = read_pdf(build(first, second))
    assert texts(only_table(document))[3].replace("\n", "") == "临夏州希望职业中等专业学"
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["注：用A4纸打印"]


def test_a_row_that_a_browser_cuts_is_one_whatever_its_texts_say() -> None:
    xs = (60.0, 150.0, 500.0)
    first = columns(level(Sheet(), 600, 640), xs, 600, BOTTOM).text(66, 620, "姓名").text(156, 620, "张三")
    first.text(66, 660, "推荐意见").text(156, 660, "同意推荐。").text(156, 680, "（公章）")
    second = columns(level(Sheet(), 90, 130), xs, 40, 130).text(156, 60, "2021年11月8日")
    document = read_pdf(build(first, second.text(66, 110, "备注").text(156, 110, "无")))
    assert [text.replace("\n", "") for text in texts(only_table(document))][2:] == [
        "推荐意见",
        "同意推荐。（公章）2021年11月8日",
        "备注",
        "无",
    ]
    # What is left of a row without text above a line is no part of the next row.
    second = columns(level(Sheet(), 50, 90), xs, 40, 90).text(66, 70, "审核意见").text(156, 70, "情况属实。")
    document = read_pdf(build(first, second))
    assert [text.replace("\n", "") for text in texts(only_table(document))][2:] == [
        "推荐意见",
        "同意推荐。（公章）",
        "审核意见",
        "情况属实。",
    ]


def test_a_row_without_a_line_under_it_at_the_end_of_a_page_is_doubted_before_text() -> None:
    first = columns(level(Sheet(), 600, 640), (60.0, 150.0, 500.0), 600, BOTTOM)
    first.text(66, 620, "姓名").text(156, 620, "张三").text(66, 690, "单位").text(156, 690, "科学技术与信")
    document = read_pdf(build(first, Sheet().text(156, 60, "息化处")))
    last = only_table(document).cells[-1].blocks
    assert "table.split" in [note for block in last if isinstance(block, Paragraph) for note in block.notes]


def test_a_total_on_the_next_page_is_no_label_of_the_blank_cell_above() -> None:
    xs = (60.0, 150.0, 240.0, 330.0, 500.0)
    first = Sheet().table(xs, (600, 640, BOTTOM), [["绵阳市", "7267", "武侯区", "76"], ["", "", "涪城区", "7600"]])
    second = Sheet().table((60, 150, 500), (60, 100), [["小计", "811286"]])
    table = only_table(read_pdf(build(first, second)))
    assert [cell.row_span for cell in table.cells if cell.text == "小计"] == [1]


def test_room_beside_a_group_s_label_at_the_end_of_a_page_is_no_row() -> None:
    xs = (60.0, 150.0, 300.0, 500.0)
    first = columns(level(Sheet(), 600, 640, left=150), xs[1:], 600, 640).line(60, 600, 150, 600)
    first.line(150, 640, 150, BOTTOM).line(60, 600, 60, BOTTOM)
    first.text(66, 620, "学校").text(156, 620, "第一小学").text(306, 620, "小学")
    second = columns(level(Sheet(), 60, 100, left=150), xs[1:], 60, 100).line(60, 60, 150, 60).line(60, 60, 60, 100)
    second.line(60, 100, 150, 100).text(156, 80, "第二中学").text(306, 80, "初中")
    table = only_table(read_pdf(build(first, second)))
    assert (table.rows, texts(table)) == (2, ["学校", "第一小学", "小学", "", "第二中学", "初中"])


def test_a_label_at_the_end_of_a_page_has_its_value_on_the_next() -> None:
    first = Sheet().table((60, 150, 500), (640, BOTTOM), [["联系人信息", "姓名：丁红伟　职务：书记　电子邮箱："]])
    second = Sheet().table((60, 150, 500), (60, 100), [["", "mt_96888@126.com"]])
    assert texts(only_table(read_pdf(build(first, second))))[1].replace("\n", "").endswith("电子邮箱：mt_96888@126.com")


def test_a_short_heading_at_the_foot_of_a_page_is_no_number_of_it() -> None:
    first = Sheet().text(60, 700, "先后投入资金五十万元。").text(60, 780, "2. 存在不足")
    second = Sheet().text(60, 60, "设备陈旧。").text(290, 780, "- 2 -")
    document = read_pdf(build(first, second))
    found = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert found == ["先后投入资金五十万元。", "2. 存在不足", "设备陈旧。"]


def test_a_label_set_wide_that_a_line_breaks_is_whole() -> None:
    sheet = Sheet().table((60, 226, 300), (60, 110), [["部门：省教育厅　　联　系\n人：周祎", ""]])
    (cell, *_) = only_table(read_pdf(build(sheet))).cells
    assert cell.text == "部门：省教育厅　　联　系人：周祎"


def test_a_group_whose_label_closes_its_bracket_on_the_next_page_is_one() -> None:
    first = Sheet().table((60, 200, 500), (600, 640, BOTTOM), [["级别", "指标"], ["服务与应用(50", "推进策略"]])
    second = Sheet().grid((60, 200), (60, 140)).grid((200, 500), (60, 100, 140))
    second.text(66, 80, "分)").text(206, 80, "技术支持").text(206, 120, "培训推广")
    group = next(cell for cell in only_table(read_pdf(build(first, second))).cells if "服务" in cell.text)
    assert (group.text.replace("\n", ""), group.row_span) == ("服务与应用(50分)", 3)


def test_a_row_that_lacks_what_its_neighbour_has_and_goes_on_with_it_is_one_and_doubted() -> None:
    places = (60, 100, 143, 200, 260, 314, 400)
    first = Sheet().table(places, (600, BOTTOM + 80), [["6", "开封市", "中职", "黎明玉", "职业教育", ""]])
    second = Sheet().table(
        places,
        (60, 100, 140),
        [["", "第一中学", "", "", "与成人处", "13812345678"], ["7", "第二中学", "初中", "史艳", "教务处", ""]],
    )
    table = only_table(read_pdf(build(first, second)))
    assert table.rows == 2
    assert [text.replace("\n", "") for text in texts(table)][1:6] == [
        "开封市第一中学",
        "中职",
        "黎明玉",
        "职业教育与成人处",
        "13812345678",
    ]
    assert all(
        "table.split" in b.notes for c in table.cells for b in c.blocks if isinstance(b, Paragraph) and c.row == 0
    )


def test_what_begins_and_ends_with_a_bracket_is_no_rest_of_a_label() -> None:
    first = level(Sheet(), 600, 660, BOTTOM).line(60, 600, 60, BOTTOM).line(500, 600, 500, BOTTOM)
    first.text(66, 620, "同意。").text(66, 680, "市级教育行政部门推荐意见")
    second = (
        Sheet()
        .grid((60, 500), (60, 140, 200))
        .lines(66, 80, ["（高校由学校盖章）", "已审核。", "（公章）"])
        .text(66, 160, "无")
    )
    table = only_table(read_pdf(build(first, second)))
    assert table.rows == 4


def test_a_number_in_brackets_below_a_header_that_ends_its_page_is_no_part_of_it() -> None:
    places = (60, 120, 240, 300)
    head = Sheet().grid((60, 120), (740, 800)).grid((120, 240), (740, 800)).grid((240, 300), (740, 770, 800))
    head.text(66, 770, "序号").text(126, 770, "学校名称").text(246, 760, "姓名").text(246, 790, "职务")
    body = Sheet().table(places, (60, 90, 120), [["（1）", "长征路中学", "缪磊"], ["（2）", "育才小学", "王五"]])
    assert "序号" in texts(only_table(read_pdf(build(head, body))))


def test_a_label_of_a_header_whose_halves_are_labels_too_is_one_over_the_end_of_a_page() -> None:
    head = (
        Sheet()
        .grid((60, 120, 240, 300), (740, 800))
        .text(66, 770, "序号")
        .text(126, 770, "学校名称")
        .text(246, 790, "学校")
    )
    body = Sheet().table((60, 120, 240, 300), (60, 90, 120), [["", "", "类型"], ["1", "育才小学", "小学"]])
    assert "学校类型" in [text.replace("\n", "") for text in texts(only_table(read_pdf(build(head, body))))]


def test_a_line_with_a_label_set_wide_at_the_foot_of_a_page_is_no_number_of_it() -> None:
    first = Sheet().text(60, 680, "（1）姓名：雷丽").text(60, 700, "（2）性别：女").text(60, 780, "（3）民 族：黎族")
    found = [
        b.text
        for b in read_pdf(build(first, Sheet().text(60, 60, "（4）职务：主任"))).blocks
        if isinstance(b, Paragraph)
    ]
    assert "（3）民 族：黎族" in "".join(found)


def test_a_low_gap_beside_a_row_that_a_page_cut_is_no_row() -> None:
    places = (60, 120, 240, 360)
    first = Sheet().table(places, (600, 650, BOTTOM + 80), [["区域", "1", "张三"], ["", "2", "李四王五赵六钱七周八"]])
    first.operators = [one for one in first.operators if f"60 {842 - 650} m" not in one]
    first.line(120, 650, 360, 650)
    second = Sheet().grid((120, 240, 360), (60, 110, 150)).grid((60, 120), (60, 94, 110, 150)).text(246, 76, "吴九")
    second.text(66, 126, "学校").text(126, 126, "1").text(246, 126, "郑十")
    table = only_table(read_pdf(build(first, second)))
    assert table.rows == 3
    assert "学校" in texts(table)


def test_the_columns_of_a_last_row_are_told_by_the_lines_that_end_first() -> None:
    sheet = level(Sheet(), 600, 640, 680, left=60, right=500).line(60, 600, 60, 760).line(500, 600, 500, 760)
    for x, end in ((150, 820), (250, 752), (350, 752)):
        sheet.line(x, 600, x, end)
    for y, row in ((620, "甲乙丙丁"), (660, "子丑寅卯"), (700, "天地玄黄")):
        for x, text in zip((66, 156, 256, 356), row, strict=True):
            sheet.text(x, y, text)
    assert texts(only_table(read_pdf(build(sheet))))[-4:] == list("天地玄黄")


def test_a_label_with_a_star_before_it_begins_a_row_below_another() -> None:
    first = Sheet().table((60, 150, 500), (600, BOTTOM + 80), [["*空间应用情况:", "应用良好。"]])
    second = Sheet().table((60, 150, 500), (60, 100, 140), [["社会认可度", "获得一等奖"], ["意见", "同意"]])
    assert texts(only_table(read_pdf(build(first, second))))[2] == "社会认可度"


def test_a_row_that_lacks_some_below_a_header_that_ends_its_page_is_no_rest_of_it() -> None:
    places = (60, 150, 250, 350, 450)
    first = Sheet().table(places, (600, BOTTOM + 80), [["学校名称", "姓名", "职务", "手机号码"]])
    second = Sheet().table(places, (60, 90, 120), [["", "", "主任", "13812345678"], ["育才小学", "王五", "", ""]])
    table = only_table(read_pdf(build(first, second)))
    assert (table.rows, texts(table)[:4]) == (3, ["学校名称", "姓名", "职务", "手机号码"])


def test_a_date_alone_below_an_opinion_that_ends_its_page_is_doubted_with_it() -> None:
    first = Sheet().table((60, 500), (640, 680, BOTTOM + 40), [["市级推荐意见"], ["已审核，同意报送。\n（公章）"]])
    second = Sheet().table((60, 500), (60, 100), [["二〇二一年十二月二十一日"]])
    blocks = [b for c in only_table(read_pdf(build(first, second))).cells for b in c.blocks if isinstance(b, Paragraph)]
    assert {"table.split" in block.notes for block in blocks if not block.text.startswith("市级")} >= {True}


def test_an_option_among_the_values_below_a_header_that_ends_its_page_is_no_label_of_it() -> None:
    xs = (60, 120, 240, 320, 440)
    first = Sheet().grid(xs, (600, 640, BOTTOM)).line(60, BOTTOM, 440, BOTTOM)
    for x, text in zip(xs, ("序号", "学校名称", "学校类型", "负责人"), strict=False):
        first.text(x + 6, 620, text)
    first.text(326, 680, "姓名").text(66, 680, "序号")
    second = Sheet().table(xs, (60, 100, 140), [["1", "育才中学", "高中", "王五"], ["2", "实验学校", "初中", "李四"]])
    table = only_table(read_pdf(build(first, second)))
    assert table.rows == 4
    assert [cell.text for cell in table.cells if cell.row == 2] == ["1", "育才中学", "高中", "王五"]


def test_the_name_of_a_place_over_the_end_of_a_page_is_one_row() -> None:
    xs = (60.0, 124.0, 260.0)
    sheets = [Sheet(), Sheet()]
    sheets[0].table(xs, (100, 130, 160), [["赛罕区", "3900"], ["托克托县", "6200"]])
    sheets[0].table(xs, (160, 820), [["达尔罕茂明", "70"]])
    sheets[1].table(xs, (40, 70, 100), [["安联合旗", "776"], ["昆都仑区", "17966"]])
    (table,) = read_pdf(build(*sheets)).tables()
    assert [cell.text for cell in table.cells if cell.column == 0] == [
        "赛罕区",
        "托克托县",
        "达尔罕茂明安联合旗",
        "昆都仑区",
    ]


def test_an_answer_at_the_end_of_a_line_is_no_beginning_of_the_label_below() -> None:
    sheet = (
        Sheet()
        .text(60, 100, "推荐类型：□地市 □区县 ☑ 学校")
        .text(60, 114, "空间地址：kj.example.edu.cn")
        .text(60, 128, "用户名：test")
    )
    found = [block.text for block in read_pdf(build(sheet)).blocks if isinstance(block, Paragraph)]
    assert found[1].startswith("空间地址")


def test_the_rest_of_a_row_behind_the_bars_of_a_window_puts_that_row_in_doubt() -> None:
    pages = [
        Sheet().table((60, 150, 300, 400), (700, 730), [["1", "省教育厅/职业教育处", "女"]]),
        Sheet().text(60, 60, "文件").table((60, 150, 300, 400), (100, 130), [["", "与成人教育处", ""]]),
    ]
    first, _ = read_pdf(build(*pages)).tables()
    assert all(
        "table.split" in block.notes for cell in first.cells for block in cell.blocks if isinstance(block, Paragraph)
    )


def test_where_to_sign_begins_a_line_below_an_opinion_that_fills_its_own() -> None:
    sheet = Sheet().grid((60, 160, 270.3), (100, 200)).text(66, 120, "推荐意见")
    sheet.lines(165.4, 120, ["同意推荐为优秀区域", "公 　章：", "2021年11月5日"])
    last = Sheet().grid((60, 160, 500), (100, 200)).text(66, 120, "推荐意见").text(400.1, 120, "同意推荐优秀区域")
    last.text(360, 150, "2021.11.5 （单位盖章）")
    assert texts(only_table(read_pdf(build(sheet))))[1].split("\n") == [
        "同意推荐为优秀区域",
        "公 　章：",
        "2021年11月5日",
    ]
    assert texts(only_table(read_pdf(build(last))))[1].split("\n") == ["同意推荐优秀区域", "2021.11.5 （单位盖章）"]


def test_a_header_of_all_pages_right_above_their_text_is_none_of_it() -> None:
    lines = ["某县教育局空间应用活动材料", "校本课程访问量居全省前列，累计访问量", "一百二十万次，受到好评"]
    pages = [Sheet().lines(72, 50, [lines[0], *(line + place for line in lines[1:])]) for place in "甲乙丙"]
    document = read_pdf(build(*pages))
    assert all(lines[0] not in block.text for block in document.blocks if isinstance(block, Paragraph))
    two = read_pdf(build(*pages[:2]))
    assert (
        min(block.confidence for block in two.blocks if isinstance(block, Paragraph) and lines[0] in block.text) < 0.9
    )


def test_a_cell_that_no_line_closes_at_the_end_of_a_page_has_its_label_on_the_next() -> None:
    xs = (60.0, 200.0, 400.0)
    first = Sheet().table(xs, (600, 640), [["建设与管理", "空间功能"]]).text(206, 660, "推进策略")
    first.line(200, 640, 200, BOTTOM).line(60, 640, 60, BOTTOM).line(400, 640, 400, BOTTOM).line(
        200, BOTTOM, 400, BOTTOM
    )
    second = Sheet().text(66, 110, "服务与应用").text(206, 80, "培训推广").text(206, 120, "典型案例")
    level(second.line(200, 60, 200, 140).line(60, 60, 60, 140).line(400, 60, 400, 140), 60, 100, left=200, right=400)
    level(second, 140, right=400)
    (label,) = (cell for cell in only_table(read_pdf(build(first, second))).cells if cell.text == "服务与应用")
    assert (label.row, label.row_span) == (1, 3)


def test_a_row_over_the_end_of_a_page_is_one_beside_a_column_too_narrow_for_text() -> None:
    xs = (60.0, 67.0, 95.0, 250.0, 400.0)
    first = Sheet().grid(xs[1:], (600, 640, BOTTOM)).grid((60, 67), (600, BOTTOM))
    for y, row in ((620, ("1", "第一中学", "省级教育行政部门")), (660, ("2", "某县师范附", "省级教育行"))):
        for x, text in zip(xs[1:], row, strict=False):
            first.text(x + 4, y, text)
    second = Sheet().grid(xs, (60, 100)).text(99, 80, "属小学").text(254, 80, "政部门")
    table = only_table(read_pdf(build(first, second)))
    assert [text.replace("\n", "") for text in texts(table)][-2:] == ["某县师范附属小学", "省级教育行政部门"]
