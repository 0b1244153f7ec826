from __future__ import annotations

import pytest
from pdf_builder import Sheet, build

from parsers.document import Document, Paragraph, Table
from parsers.pdf.reader import read_pdf

WIDE, HIGH = 842.0, 595.0
XS, YS = (30.0, 120.0, 380.0), (60.0, 90.0, 120.0)
ROWS = [["姓名", "王小明"], ["单位", "某省教育厅/信息中心"]]
MORE = [["邮箱", "a_b-1@x.cn"], ["职务", "处长"]]


def texts(document: Document) -> list[list[list[str]]]:
    found = []
    for block in document.blocks:
        if isinstance(block, Table):
            rows = {cell.row for cell in block.cells}
            found.append([[cell.text for cell in block.cells if cell.row == row] for row in sorted(rows)])
    return found


def lines_of(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def spread(*, title: float | None = None) -> Sheet:
    """A sheet of two small pages: on each the lines of a text and a table; *title* is where one begins that belongs to no page."""
    sheet = Sheet(width=WIDE, height=HIGH)
    for shift, lines, rows in ((0.0, ["推荐表", "填表说明"], ROWS), (WIDE / 2, ["附件", "有关材料"], MORE)):
        sheet.lines(shift + 30, 18, lines, 7.4, 24.0)
        xs = [x + shift for x in XS]
        sheet.grid(xs, YS)
        for y, row in zip(YS, rows, strict=False):
            for x, text in zip(xs, row, strict=False):
                sheet.text(x + 4, y + 18, text, 7.4)
    if title is not None:
        sheet.text(title, 8, "某省网络学习空间应用推荐表", 7.4)
    return sheet


def test_pages_side_by_side_on_one_sheet_are_read_one_after_the_other() -> None:
    document = read_pdf(build(spread()))
    assert texts(document) == [ROWS, MORE]
    assert lines_of(document) == ["推荐表", "填表说明", "附件", "有关材料"]
    assert document.pages == 1
    right = [block for block in document.blocks if isinstance(block, Table)][1]
    assert right.page == 1
    assert right.box == pytest.approx((WIDE / 2 + 30, 60, WIDE / 2 + 380, 120), abs=1)


def test_a_table_goes_on_from_one_page_of_a_sheet_to_the_next() -> None:
    sheet = Sheet(width=WIDE, height=HIGH)
    for shift, ys, rows in ((0.0, (500.0, 530.0, 560.0), ROWS), (WIDE / 2, (30.0, 60.0, 90.0), MORE)):
        xs = [x + shift for x in XS]
        sheet.grid(xs, ys)
        for y, row in zip(ys, rows, strict=False):
            for x, text in zip(xs, row, strict=False):
                sheet.text(x + 4, y + 18, text, 7.4)
    assert texts(read_pdf(build(sheet))) == [[*ROWS, *MORE]]


def test_a_sheet_whose_title_stands_across_its_middle_is_one_page() -> None:
    lines = lines_of(read_pdf(build(spread(title=WIDE / 2 - 40))))
    assert lines[0] == "某省网络学习空间应用推荐表"
    assert lines != ["推荐表", "填表说明", "附件", "有关材料"]


def test_a_page_printed_very_small_is_read_like_a_large_one() -> None:
    scale = 0.4
    inner = Sheet(width=WIDE, height=HIGH).table((60, 150, 400), (100, 130, 160), ROWS)
    small = Sheet(width=WIDE, height=HIGH, operators=[f"q {scale} 0 0 {scale} 0 0 cm", *inner.operators, "Q"])
    document = read_pdf(build(small))
    assert texts(document) == [ROWS]
    table = next(block for block in document.blocks if isinstance(block, Table))
    top = HIGH - (HIGH - 100) * scale
    assert table.box == pytest.approx((60 * scale, top, 400 * scale, top + 60 * scale), abs=0.5)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_what_lies_on_its_side_or_upside_down_reads_as_upright(turn: int) -> None:
    wide = turn != 180
    inner = Sheet(width=WIDE, height=HIGH).table((60, 150, 400), (100, 130, 160), [ROWS[1], MORE[0]])
    inner.text(70, 300, "□学校").text(160, 300, "阿里木·买买提，2020年11月1日")
    shown = (HIGH, WIDE) if wide else (WIDE, HIGH)
    matrix = {90: f"0 1 -1 0 {HIGH} 0", 180: f"-1 0 0 -1 {WIDE} {HIGH}", 270: f"0 -1 1 0 0 {WIDE}"}[turn]
    page = Sheet(width=shown[0], height=shown[1], operators=[f"q {matrix} cm", *inner.operators, "Q"])
    document = read_pdf(build(page))
    assert texts(document) == [[ROWS[1], MORE[0]]]
    assert "阿里木·买买提，2020年11月1日" in "".join(lines_of(document))
    table = next(block for block in document.blocks if isinstance(block, Table))
    place = {
        90: (100, WIDE - 400, 160, WIDE - 60),
        180: (WIDE - 400, HIGH - 160, WIDE - 60, HIGH - 100),
        270: (HIGH - 160, 60, HIGH - 100, 400),
    }[turn]
    assert table.box == pytest.approx(place, abs=1)


def test_a_name_cut_off_by_the_edge_of_the_page_is_doubted() -> None:
    sheet = Sheet().table((-15, 40, 200), (100, 130, 170), [["", "某省第一中学"]])
    sheet.text(-6.3, 145, "王").text(4.2, 145, "小").text(-6.3, 157, "明")
    table = next(block for block in read_pdf(build(sheet)).blocks if isinstance(block, Table))
    named = [
        block for cell in table.cells for block in cell.blocks if isinstance(block, Paragraph) and "小" in block.text
    ]
    assert named
    assert all(block.confidence < 0.9 for block in named)


def test_characters_set_on_a_grid_for_smaller_ones_are_words() -> None:
    sheet = Sheet()
    for number, character in enumerate("负责意见"):
        sheet.text(60 + 12 * number, 100, character)
    steps = " ".join(f"<{character.encode('utf-16-be').hex()}> -714" for character in "经审核同意推荐")
    sheet.raw(f"q BT /F1 14 Tf 1 0 0 1 108 {sheet.height - 100} Tm [{steps}] TJ ET Q")
    assert lines_of(read_pdf(build(sheet))) == ["负责意见经审核同意推荐"]


def test_names_of_places_in_a_narrow_cell_are_whole_however_far_apart_their_lines_are() -> None:
    sheet = Sheet().grid((60, 121, 400), (100, 130, 300))
    sheet.text(64, 118, "区县").text(130, 118, "说明")
    for y, line in ((150, "达尔罕茂"), (196, "明安联合"), (242, "旗"), (262, "托克托县"), (282, "昆都仑区")):
        sheet.text(64, y, line, 14)
    table = next(block for block in read_pdf(build(sheet)).blocks if isinstance(block, Table))
    assert table.cells[2].text.split("\n") == ["达尔罕茂明安联合旗", "托克托县", "昆都仑区"]


def test_the_last_word_of_a_page_on_its_side_goes_on_with_the_table_before() -> None:
    pages = []
    for ys, rows in (((500.0, 540.0, 580.0), ROWS), ((30.0, 70.0), [["", "长"]])):
        inner = Sheet(width=WIDE, height=HIGH).table((60, 150, 400), ys, rows)
        pages.append(Sheet(width=HIGH, height=WIDE, operators=[f"q 0 1 -1 0 {HIGH} 0 cm", *inner.operators, "Q"]))
    assert texts(read_pdf(build(*pages)))[0][-1][-1].endswith("长")


def test_a_text_that_runs_out_of_its_page_to_the_next_parts_them_none_the_less() -> None:
    document = read_pdf(build(spread().text(384, 78, "abcdefgh", 8.0)))
    assert lines_of(document) == ["推荐表", "填表说明", "abcdefgh", "附件", "有关材料"]


def test_two_of_four_pages_on_a_sheet_are_parted() -> None:
    sheet = Sheet()
    for shift, lines in ((0.0, ["推荐表", "填表说明。"]), (595 / 2, ["一、附件", "有关材料"])):
        sheet.lines(shift + 30, 60, lines, 5.2, 24.0)
    assert lines_of(read_pdf(build(sheet))) == ["推荐表", "填表说明。", "一、附件", "有关材料"]


def test_pages_one_above_another_of_which_the_lower_has_a_head_are_parted() -> None:
    sheet = Sheet()
    for top, rows in ((0.0, ROWS), (421.0, MORE)):
        sheet.text(120, top + 24, "附件2 网络学习空间应用普及活动", 5.2).grid(
            [x + 80 for x in XS], [top + 40, top + 70, top + 385]
        )
        for y, row in zip((40, 70), rows, strict=True):
            for x, text in zip(XS, row, strict=False):
                sheet.text(x + 84, top + y + 18, text, 5.2)
        sheet.text(290, top + 408, "— 1 —", 5.2)
    document = read_pdf(build(sheet))
    assert texts(document) == [[*ROWS, *MORE]]
    assert lines_of(document) == []


def test_a_table_goes_on_from_the_foot_of_one_column_of_a_page_to_the_head_of_the_next() -> None:
    sheet = Sheet(width=WIDE, height=HIGH).text(36, 50, "各校推荐名单如下")
    heads, rows = ["序号", "姓名", "单位", "手机"], ["1", "王小明", "某县第一中学", "13900010001"]
    more = ["2", "李小红", "某县第二中学", "13900010002"]
    for shift, ys, lines in ((0.0, (480.0, 510.0, 540.0), (heads, rows)), (396.0, (36.0, 66.0), (more,))):
        xs = [x + shift for x in (36.0, 70.0, 140.0, 280.0, 410.0)]
        sheet.grid(xs, ys)
        for y, line in zip(ys, lines, strict=False):
            for x, text in zip(xs, line, strict=False):
                sheet.text(x + 4, y + 18, text)
    document = read_pdf(build(sheet))
    assert texts(document) == [[heads, rows, more]]
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [cell.box[0] for cell in table.cells if cell.text == "2" and cell.box] == pytest.approx([432], abs=1)


TALL = (60.0, 90.0, 140.0, 170.0, 235.0)
NAMES = (("序号", "姓名"), ("1", "王小明"), ("2", "李小红"), ("3", "赵小军"))
REST = (("单位", "手机"), ("某县第一中学", "13900010001"), ("某县第二中学", "13900010002"), ("电教馆", "13900010003"))


def test_columns_of_a_worksheet_that_go_on_on_the_next_page_stand_beside_the_first_ones() -> None:
    pages = [Sheet().table((60, 300, 535), TALL, NAMES), Sheet().table((60, 200, 350), TALL, REST)]
    document = read_pdf(build(*pages))
    assert texts(document) == [[[*left, *right] for left, right in zip(NAMES, REST, strict=True)]]
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    (mobile,) = (cell for cell in table.cells if cell.text == "13900010002")
    assert mobile.page == 2
    assert mobile.box == pytest.approx((200, 140, 350, 170), abs=1)


def test_pages_with_one_form_each_stay_apart_however_alike_their_rows() -> None:
    other = (("序号", "姓名"), ("1", "钱小兰"), ("2", "孙小英"), ("3", "周小平"))
    pages = [Sheet().table((60, 300, 535), TALL, rows) for rows in (NAMES, other)]
    assert len({cell.box[0] for table in read_pdf(build(*pages)).tables() for cell in table.cells if cell.box}) == 2
