"""Worksheets printed without lines, drawn in passes: first the cells of one line, then those whose text may go on in a second."""

from __future__ import annotations

from pdf_builder import Sheet, build

from parsers.pdf.file import opened
from parsers.pdf.fragments import Text
from parsers.pdf.passes import rows_of_passes
from parsers.pdf.reader import read_pdf

HEAD = ((60, "地市"), (150, "职务"), (320, "姓名"))


def texts(sheet: Sheet) -> list[list[str]]:
    (table,) = read_pdf(build(sheet)).tables()
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell.text.replace("\n", ""))
    return rows


def line(x: float, y: float, lines: int = 1) -> list[Text]:
    return [Text([], x, x + 60, y + 12 * n, y + 12 * n, 10, x + 60) for n in range(lines)]


def test_what_is_drawn_later_stands_in_the_rows_drawn_before() -> None:
    sheet = Sheet()
    for x, text in HEAD:
        sheet.text(x, 100, text)
    for y, city, name in ((120, "焦作市", "张三"), (154, "许昌市", "李四"), (174, "鹤壁市", "王五")):
        sheet.text(60, y, city).text(320, y, name)
    for y, position in ((120, "教务处主任"), (132, "兼电教馆馆长"), (154, "副科长"), (174, "科长")):
        sheet.text(150, y, position)
    assert texts(sheet) == [
        ["地市", "职务", "姓名"],
        ["焦作市", "教务处主任兼电教馆馆长", "张三"],
        ["许昌市", "副科长", "李四"],
        ["鹤壁市", "科长", "王五"],
    ]


def test_lines_under_one_another_are_as_many_cells_as_there_are_rows_beside_them() -> None:
    for at in (0, 1, 2):
        # A cell of three lines, and one of one, level with their rows at the head, in the middle or at the foot.
        first = [*line(200, 100 + 12 * at), *line(200, 138), *line(60, 100, 3), *line(60, 138)]
        rows = rows_of_passes(first)
        assert rows is not None
        assert [[text.lines for text in row] for row in rows] == [[3, 1], [1, 1]]


def test_a_row_of_which_nothing_was_drawn_before_keeps_its_own_label() -> None:
    drawn = [*line(200, 100), *line(200, 112), *line(60, 100), *line(60, 112), *line(60, 124), *line(200, 124)]
    assert [len(row) for row in rows_of_passes(drawn) or []] == [2, 2, 2]


def test_columns_written_one_after_the_other_are_no_passes_unless_the_program_is_known() -> None:
    drawn = [*line(60, 100), *line(60, 130), *line(60, 160), *line(200, 100), *line(200, 130), *line(200, 160)]
    assert rows_of_passes(drawn) is None
    assert [len(row) for row in rows_of_passes(drawn, known=True) or []] == [2, 2, 2]
    # Row by row a cell of two lines is followed by one that begins higher.
    woven = [*line(60, 100, 2), *line(200, 100), *line(60, 130, 2), *line(200, 130)]
    assert rows_of_passes(woven) is None


def test_labels_that_stand_behind_those_of_other_rows_have_a_column_of_their_own() -> None:
    sheet = Sheet()
    for y, x, text in ((100, 150, "资金保障"), (120, 150, "人员保障"), (140, 60, "小计"), (160, 60, "合计")):
        sheet.text(x, y, text).text(260, y + 2, "5分").text(330, y, "说明文字")
    (table,) = read_pdf(build(sheet)).tables()
    columns = {cell.text: cell.column for cell in table.cells if cell.text}
    assert [columns[text] for text in ("小计", "合计", "资金保障", "人员保障", "5分")] == [0, 0, 1, 1, 2]


def test_browsers_draw_cells_over_rows_before_what_stands_left_of_them_in_the_next_row() -> None:
    sheet = Sheet()
    for x, y, text in [
        (60, 100, "年份"), (130, 100, "名称"), (230, 100, "数量"), (330, 100, "合计"),
        (60, 140, "2020"), (130, 130, "天水市"), (230, 130, "150"), (330, 140, "230"), (130, 150, "兰州市"), (230, 150, "80"),
    ]:  # fmt: skip
        sheet.text(x, y, text)
    made = build(sheet, extra=[b"<</Producer(Skia/PDF m156)>>"]).replace(b"/Root", b"/Info 8 0 R/Root")
    with opened(made) as browser, opened(build(sheet)) as unknown:
        assert [next(file.pages()).passes for file in (browser, unknown)] == [False, None]
    (table,) = read_pdf(made).tables()
    assert {cell.text for cell in table.cells if cell.row_span > 1} == {"2020", "230"}


def test_a_page_of_one_pass_has_a_row_for_each_line_beside_another() -> None:
    drawn = [*line(60, 100), *line(200, 100), *line(300, 100), *line(200, 112), *line(300, 112)]
    assert [len(row) for row in rows_of_passes(drawn, known=True) or []] == [3, 2]
    # One that stands alone under the last cell may be its second line.
    assert rows_of_passes([*line(60, 100), *line(200, 100, 2)], known=True) is None


def test_a_sum_in_the_middle_of_three_rows_is_no_row_of_its_own() -> None:
    group = [*line(60, 150), *line(130, 130), *line(230, 130), *line(330, 150), *line(130, 150), *line(230, 150)]
    assert rows_of_passes([*group, *line(130, 170), *line(230, 170)]) is None
