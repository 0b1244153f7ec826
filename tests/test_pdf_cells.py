"""Tables whose cells are boxes apart from one another: filled, framed, or within an outline alone."""

from __future__ import annotations

from itertools import pairwise

from pdf_builder import Sheet, build

from parsers.document import Document, Paragraph
from parsers.pdf.reader import read_pdf

XS, YS = (60.0, 150.0, 260.0, 400.0), (100.0, 130.0, 160.0, 190.0)
TEXTS = [["姓名", "职务", "手机"], ["张三", "主任", "13800001111"], ["李四", "", "13900002222"]]


def boxes(gap: float) -> list[tuple[float, float, float, float]]:
    return [(x0 + gap, y0 + gap, x1 - gap, y1 - gap) for y0, y1 in pairwise(YS) for x0, x1 in pairwise(XS)]


def cells(sheet: Sheet) -> list[list[str]]:
    (table,) = read_pdf(build(sheet.cells(XS, YS, TEXTS))).tables()
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell.text)
    return rows


def doubts(document: Document) -> list[bool]:
    blocks = [block for table in document.tables() for cell in table.cells for block in cell.blocks]
    return [block.confidence < 0.9 for block in blocks if isinstance(block, Paragraph)]


def test_cells_that_are_filled_each_by_itself_make_a_table() -> None:
    for gap in (0.0, 1.5):
        sheet = Sheet()
        for box in boxes(gap):
            sheet.fill(*box, color="0.9 g")
        assert cells(sheet) == TEXTS


def test_a_table_that_is_ruled_in_white_has_its_cells() -> None:
    sheet = Sheet()
    for y in YS:
        sheet.line(XS[0], y, XS[-1], y, before="1 G 0.5 w")
    for x in XS:
        sheet.line(x, YS[0], x, YS[-1], before="1 G 0.5 w")
    assert cells(sheet) == TEXTS
    assert not any(doubts(read_pdf(build(sheet))))


def test_cells_with_frames_of_their_own_make_a_table() -> None:
    sheet = Sheet()
    for x0, top, x1, bottom in boxes(2.2):
        sheet.raw(f"q 0.5 w {x0} {sheet.height - bottom} {x1 - x0} {bottom - top} re S Q")
    assert cells(sheet) == TEXTS


def test_fills_that_leave_out_some_text_are_no_table() -> None:
    sheet = Sheet()
    for box in boxes(0.0)[:-1]:
        sheet.fill(*box, color="0.9 g")
    document = read_pdf(build(sheet.cells(XS, YS, TEXTS)))
    found = [cell.text for table in document.tables() for cell in table.cells]
    assert found != [text for row in TEXTS for text in row] or all(doubts(document))


def test_within_an_outline_columns_are_guessed_with_doubt() -> None:
    outline = Sheet().grid((XS[0], XS[-1]), (YS[0], YS[-1]))
    document = read_pdf(build(outline.cells(XS, YS, TEXTS)))
    (table,) = document.tables()
    assert [cell.text for cell in table.cells if cell.row == 1] == TEXTS[1]
    assert all(doubts(document))


def test_a_row_of_boxes_that_a_page_cuts_goes_on_with_the_next_page() -> None:
    first = Sheet().fill(59, 639, 401, 800, color="0.4 g")
    second = Sheet().fill(59, 30, 401, 61, color="0.4 g")
    for left, right in pairwise(XS):
        for top, bottom in ((640, 669), (670, 699), (700, 800)):
            first.fill(left + 0.5, top, right - 0.5, bottom, color="1 g")
        second.fill(left + 0.5, 30, right - 0.5, 60, color="1 g")
    first.cells(XS, (640, 670, 700), [*TEXTS[:2], ["嵩县长", "小学", "李四"]])
    (table,) = read_pdf(build(first, second.text(65, 50, "征路小学"))).tables()
    assert [cell.text.replace("\n", "") for cell in table.cells if cell.row == 2] == ["嵩县长征路小学", "小学", "李四"]


def test_cells_that_keep_wide_gaps_have_the_columns_that_they_show() -> None:
    sheet = Sheet()
    for y in (100.0, 133.5):
        for left, right in ((60.0, 150.0), (153.5, 260.0), (263.5, 400.0)):
            sheet.grid((left, right), (y, y + 30))
    document = read_pdf(build(sheet.cells((60, 153.5, 263.5), (100, 133.5), TEXTS[:2])))
    (table,) = document.tables()
    assert [(cell.text, cell.row, cell.column, cell.column_span) for cell in table.cells] == [
        (text, row, column, 1) for row, texts in enumerate(TEXTS[:2]) for column, text in enumerate(texts)
    ]


def test_a_row_of_many_boxes_on_the_next_page_is_a_row_of_a_table_though_its_columns_are_others() -> None:
    def drawn(xs: tuple[float, ...], ys: tuple[float, ...], texts: list[list[str]]) -> Sheet:
        sheet = Sheet()
        for y0, y1 in pairwise(ys):
            for x0, x1 in pairwise(xs):
                sheet.fill(x0 + 2, y0 + 2, x1 - 2, y1 - 2, color="0.9 g")
        return sheet.cells(xs, ys, texts)

    names = ["序号", "姓名", "性别", "民族", "职务", "手机"]
    first = drawn((60, 110, 180, 240, 300, 380, 500), (700, 730, 760), [names, ["1", "张三", "男", "汉", "主任", "1"]])
    second = drawn((60, 90, 190, 260, 330, 410, 500), (60, 90), [["2", "李四", "女", "回", "校长", "2"]])
    texts = [cell.text for table in read_pdf(build(first, second)).tables() for cell in table.cells]
    assert texts[6:] == ["1", "张三", "男", "汉", "主任", "1", "2", "李四", "女", "回", "校长", "2"]


def test_the_room_round_a_table_in_a_cell_is_no_column() -> None:
    sheet = Sheet().line(60, 100, 60, 160).line(120, 100, 120, 160).line(126, 100, 126, 160).line(260, 100, 260, 160)
    sheet.line(394, 100, 394, 160).line(400, 100, 400, 160).line(60, 100, 400, 100).line(126, 130, 394, 130)
    sheet.line(60, 160, 400, 160)
    for x, y, text in (
        (64, 134, "计划表"),
        (130, 119, "年份"),
        (264, 119, "数量"),
        (130, 149, "2020年"),
        (264, 149, "12"),
    ):
        sheet.text(x, y, text)
    (table,) = read_pdf(build(sheet)).tables()
    assert [(cell.row, cell.column, cell.text) for cell in table.cells] == [
        (0, 0, "计划表"),
        (0, 1, "年份"),
        (0, 2, "数量"),
        (1, 1, "2020年"),
        (1, 2, "12"),
    ]
