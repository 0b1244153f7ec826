"""Tables with level lines only, drawn in pieces as browsers do: where pieces meet the columns do, and grounds and text tell which cells of a row are one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pdf_builder import Sheet, advance, build

from parsers.document import Document, Paragraph, Table
from parsers.pdf.reader import read_pdf

XS = (60.0, 130.0, 260.0, 330.0, 460.0)


def ruled(sheet: Sheet, xs: Sequence[float], ys: Sequence[float], apart: float = 0.0) -> Sheet:
    """Level lines at *ys*, each drawn by a piece for each column; pieces are *apart* from one another."""
    for y in ys:
        for left, right in pairwise(xs):
            sheet.fill(left + apart / 2, y - 0.4, right - apart / 2, y + 0.4)
    return sheet


def read(sheet: Sheet) -> Document:
    return read_pdf(build(sheet))


def rows(table: Table) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        found[cell.row].append(cell.text)
    return found


def confidences(document: Document) -> list[float]:
    blocks = [block for table in document.tables() for cell in table.cells for block in cell.blocks]
    return [block.confidence for block in blocks if isinstance(block, Paragraph)]


def test_columns_are_where_the_pieces_of_level_lines_meet() -> None:
    texts = [["姓名", "王芳", "职务", "校长"], ["手机", "13800001111", "邮箱", ""]]
    for apart in (0.0, 1.5):
        sheet = ruled(Sheet(), XS, (120, 140), apart).cells(XS, (100, 120), texts)
        document = read(sheet.text(200, 80, "推荐表"))
        (table,) = document.tables()
        assert rows(table) == texts
        # Which cells are one wasn't drawn.
        assert all(confidence < 0.9 for confidence in confidences(document))


def test_a_text_over_a_joint_is_one_cell_and_so_is_one_in_the_middle_of_several_columns() -> None:
    address = "http://zy.example.edu.cn/space/list"
    head = "负责人信息一览"
    sheet = ruled(Sheet(), XS, (120, 140, 160, 180))
    sheet.text(65, 114, "项目").text((XS[1] + XS[4] - advance(head)) / 2, 114, head)
    sheet.cells(XS, (120,), [["姓名", "王芳", "李军", "张敏"]]).cells(XS, (140,), [["地址", address]])
    (table,) = read(sheet.cells(XS, (160,), [["手机", "13800001111", "13800002222", "13800003333"]])).tables()
    assert [(cell.text, cell.column, cell.column_span) for cell in table.cells if cell.row in (0, 2)][:4] == [
        ("项目", 0, 1),
        (head, 1, 3),
        ("地址", 0, 1),
        (address, 1, 2),
    ]


def test_spaces_typed_within_a_label_part_nothing() -> None:
    sheet = ruled(Sheet(), XS, (120, 140, 160)).cells(XS, (100, 120), [["姓名", "王芳", "手机", "13800001111"]] * 2)
    xs = (60.0, 130.0, 260.0, 281.0, 330.0, 460.0)
    sheet = ruled(sheet, xs, (180,)).cells(XS, (140, 160), [["姓名", "李军", "职   务", "校长"]] * 2)
    (table,) = read(sheet).tables()
    assert "职 务" in {" ".join(cell.text.split()) for cell in table.cells}


def test_a_label_whose_halves_stand_in_two_columns_is_one() -> None:
    xs = (60.0, 130.0, 260.0, 290.0, 330.0, 460.0)
    sheet = ruled(Sheet(), xs, (120, 140)).cells(XS, (100,), [["姓名", "王芳", "", "校长"]])
    sheet.text(268, 114, "职").text(300, 114, "务").cells(XS, (120,), [["手机", "13800001111", "邮箱", "无"]])
    (table,) = read(sheet).tables()
    assert [(cell.text.split(), cell.column_span) for cell in table.cells][2:4] == [(["职", "务"], 2), (["校长"], 1)]


def test_the_rows_beside_it_tell_the_columns_of_a_row_without_grounds() -> None:
    sheet = Sheet()
    for y in (100, 140):
        for left, right in ((60, 130), (130, 330), (330, 460)):
            sheet.fill(left, y, right, y + 20, color="0.9 g")
    texts = [["项目", "负责人", "", "联系人"], ["姓名", "王芳", "", "李军"], ["职务", "校长", "", "主任"]]
    (table,) = read(ruled(sheet, XS, (120, 140, 160)).cells(XS, (100, 120, 140), texts)).tables()
    assert rows(table) == [[text for text in row if text] for row in texts]


def test_the_ground_of_a_cell_tells_its_columns_and_with_all_told_nothing_is_in_doubt() -> None:
    sheet = Sheet().fill(60, 100, 130, 120, color="0.9 g").fill(130, 100, 460, 120, color="0.95 g")
    for left, right in pairwise(XS):
        sheet.fill(left, 120, right, 140, color="0.9 g")
    ruled(sheet, XS, (120, 140)).cells(XS, (100, 120), [["单位", "一中"], ["姓名", "王芳", "职务", ""]])
    document = read(sheet)
    (table,) = document.tables()
    assert [(cell.text, cell.column_span) for cell in table.cells] == [
        ("单位", 1),
        ("一中", 3),
        ("姓名", 1),
        ("王芳", 1),
        ("职务", 1),
        ("", 1),
    ]
    assert all(confidence == 1 for confidence in confidences(document))


def test_grounds_of_some_rows_leave_the_others_in_the_table() -> None:
    texts = [["序号", "名称", "类型", "姓名"], ["1", "一中", "高中", "王芳"], ["2", "二中", "初中", "李军"]]
    sheet = Sheet()
    for left, right in pairwise(XS):
        sheet.fill(left, 100, right, 120, color="0.9 g").fill(left, 120, right, 140, color="0.95 g")
    (table,) = read(ruled(sheet, XS, (120, 140, 160)).cells(XS, (100, 120, 140), texts)).tables()
    assert rows(table) == texts


def test_a_line_of_text_between_two_tables_of_the_same_columns_parts_them() -> None:
    texts = [["序号", "名称", "类型", "姓名"], ["1", "一中", "高中", "王芳"]]
    sheet = ruled(Sheet(), XS, (120, 140, 180, 200)).cells(XS, (100, 120), texts).cells(XS, (160, 180), texts)
    document = read(sheet.text(58, 155, "二、优秀学校"))
    assert [rows(table) for table in document.tables()] == [texts, texts]
    assert "二、优秀学校" in [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_a_cell_over_two_rows_has_no_line_in_its_middle() -> None:
    sheet = ruled(ruled(Sheet(), XS[1:], (120,)), XS, (140, 160))
    sheet.text(65, 124, "负责人").cells(XS[1:], (100, 120), [["姓名", "职务", "手机"], ["王芳", "校长", "13800001111"]])
    (table,) = read(sheet.cells(XS, (140,), [["联系人", "李军", "主任", "13800002222"]])).tables()
    assert [(cell.text, cell.row, cell.row_span) for cell in table.cells if cell.column == 0] == [
        ("负责人", 0, 2),
        ("联系人", 2, 1),
    ]


def test_lines_behind_labels_underline_values_though_they_are_drawn_in_pieces() -> None:
    sheet = ruled(Sheet(), (130, 180, 300), (120, 150))
    sheet.text(72, 118, "申报单位").text(132, 118, "一中AB").text(72, 148, "填报日期").text(132, 148, "2021年3月5日")
    texts = [block.text for block in read(sheet).blocks if isinstance(block, Paragraph)]
    assert any("申报单位" in text and "一中AB" in text for text in texts)


def test_underlines_of_running_text_make_no_table() -> None:
    sheet = Sheet()
    for y in (118.0, 134.0):
        sheet.text(60, y, "网络学习空间").text(123, y, "2021").text(144, y, "年度应用情况")
        sheet = ruled(sheet, (60, 123, 144, 207), (y + 2,))
    assert not list(read(sheet).tables())


def test_a_row_that_the_page_cuts_goes_on_with_the_next_page() -> None:
    text = "每学期组织不少于九次培训"
    first = ruled(Sheet(), XS, (700, 740)).cells(XS, (680, 700), [["姓名", "王芳", "职务", "校长"]] * 2)
    first.text(65, 760, "李军").text(135, 760, text[:6]).text(335, 760, "无")
    second = ruled(Sheet(), XS, (80,)).text(135, 60, text[6:])
    (table,) = read_pdf(build(first, second)).tables()
    assert [(cell.row, cell.text.replace("\n", "")) for cell in table.cells][-4:] == [
        (2, "李军"),
        (2, text),
        (2, ""),
        (2, "无"),
    ]


def test_a_row_that_the_page_cuts_is_seen_by_the_grounds_of_its_cells() -> None:
    first = ruled(Sheet(), XS, (700, 740)).fill(60, 740, 130, 790, color="0.9 g")
    first.cells(XS, (680, 700, 740), [["姓名", "王芳", "职务", "校长"]] * 2 + [["情况", "空间应用"]])
    second = ruled(Sheet(), XS, (80, 100)).fill(60, 36, 130, 80, color="0.9 g").text(135, 60, "良好")
    second.cells(XS, (80,), [["手机", "13800001111", "邮箱", "无"]])
    (table,) = read_pdf(build(first, second)).tables()
    assert [cell.text.replace("\n", "") for cell in table.cells if cell.row == 2][:2] == ["情况", "空间应用良好"]
    assert table.rows == 4


def test_spaces_underlined_before_underlined_text_in_a_cell_make_no_columns() -> None:
    sheet = Sheet().grid((60, 160, 223), (100, 200)).text(66, 120, "区域名称")
    for y, text in ((120, "黔东南"), (136, "苗族侗"), (152, "族自治")):
        sheet.text(178, y, text, 12).line(166, y + 2, 176, y + 2).line(176, y + 2, 217, y + 2)
    (table,) = read_pdf(build(sheet)).tables()
    assert [cell.text for cell in table.cells] == ["区域名称", "黔东南苗族侗族自治"]
    assert not any(cell.tables for cell in table.cells)


def test_a_line_that_is_drawn_twice_is_one() -> None:
    # Browsers repeat a table's head on each page, and with it the line under it.
    texts = [["姓名", "王芳", "职务", "校长"], ["手机", "13800001111", "邮箱", ""]]
    sheet = ruled(ruled(Sheet(), XS, (120, 140)), XS, (120,)).cells(XS, (100, 120), texts)
    (table,) = read(sheet).tables()
    assert rows(table) == texts


def test_lines_over_rows_leave_the_title_outside_and_the_last_row_in_the_table() -> None:
    texts = [["序号", "姓名", "职务", "手机"], *([str(n), "王芳", "校长", "13800001111"] for n in (1, 2, 3))]
    sheet = ruled(Sheet(), XS, (100, 120, 140, 160)).text(65, 96, "一、优秀区域").cells(XS, (100, 120, 140, 160), texts)
    note = "注：手机号码填写负责人的，以便联系；职务填写现任职务，不填职称。"
    document = read(sheet.text(65, 192, note))
    (table,) = document.tables()
    assert rows(table) == texts
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["一、优秀区域", note]


def test_a_cell_over_rows_in_a_table_of_lines_over_rows_reaches_to_its_foot() -> None:
    sheet = ruled(ruled(Sheet(), XS, (100, 140)), XS[1:], (160, 180)).text(65, 96, "一、优秀区域")
    sheet.text(65, 172, "区域").cells(XS, (100,), [["类别", "姓名", "职务", "手机"]])
    sheet.cells(XS[1:], (140, 160, 180), [["王芳", "校长", "13800001111"]] * 3)
    (table,) = read(sheet).tables()
    cells = {cell.text: (cell.row, cell.row_span) for cell in table.cells}
    assert table.rows == 4
    assert cells["区域"] == (1, 3)


def test_a_title_between_two_tables_of_lines_over_rows_is_none_of_their_rows() -> None:
    texts = [["序号", "姓名", "职务", "手机"], ["1", "王芳", "校长", "13800001111"]]
    sheet = ruled(Sheet(), XS, (100, 120, 180, 200)).text(120, 172, "推荐的优秀学校名单")
    document = read(sheet.cells(XS, (100, 120, 180, 200), texts * 2))
    assert [rows(table) for table in document.tables()] == [texts, texts]


def test_rows_that_keep_apart_have_a_line_above_and_below_each() -> None:
    address = "http://zy.example.edu.cn:8080/portal/index.jsp?id=12"
    wide, narrow = XS, (XS[0], XS[1], XS[-1])
    sheet = Sheet()
    for y, xs in ((100, wide), (130, narrow), (160, (XS[0], XS[1], 300.0, XS[-1])), (190, narrow)):
        ruled(sheet, xs, (y, y + 24))
    sheet.cells(wide, (102,), [["姓名", "王芳", "职务", "校长"]]).cells(narrow, (132,), [["空间地址", address]])
    sheet.cells((*XS[:2], 300.0), (162,), [["类型", "地市", "学校"]])
    document = read(sheet.cells(narrow, (192,), [["社会认可", "获得省级以上课题立项十二项，发表论文多篇"]]))
    (table,) = document.tables()
    found = {cell.text: cell.row for cell in table.cells if cell.text}
    assert {text: found[text] for text in ("姓名", "校长", address)} == {
        "姓名": 0,
        "校长": 0,
        address: found["空间地址"],
    }
    assert found["获得省级以上课题立项十二项，发表论文多篇"] == found["社会认可"]


def test_the_line_under_a_wide_cell_is_one_with_the_pieces_over_those_below_it() -> None:
    sheet = ruled(Sheet(), XS, (120, 140, 160)).fill(XS[1], 119.6, XS[-1], 120.4).text(200, 80, "推荐表")
    sheet.text(65, 114, "联络部门").text(135, 114, "教育厅科学技术处")
    texts = [["姓名", "王芳", "职务", "校长"], ["手机", "13800001111", "邮箱", "a@b.cn"]]
    (table,) = read(sheet.cells(XS, (120, 140), texts)).tables()
    assert rows(table)[0][:2] == ["联络部门", "教育厅科学技术处"]
    assert rows(table)[1:] == texts
