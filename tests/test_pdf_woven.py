"""Tables of which no line is drawn: cells are told by the order in which their texts are drawn, as browsers and word processors write them."""

from __future__ import annotations

from pdf_builder import Sheet, advance, build

from parsers.document import Paragraph, Table
from parsers.pdf.fragments import Text
from parsers.pdf.places import Place, room
from parsers.pdf.reader import read_pdf

HEADS = [(60, "序号"), (110, "学校名称"), (230, "姓名"), (300, "单位"), (400, "职务")]


def told(sheet: Sheet) -> Table:
    (table,) = read_pdf(build(sheet)).tables()
    return table


def texts(table: Table) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell.text.replace("\n", ""))
    return rows


def cell(sheet: Sheet, x: float, middle: float, text: str, size: float = 10.5) -> None:
    """A text of several lines around the height *middle*."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        sheet.text(x, middle + (number - (len(lines) - 1) / 2) * 12.6 + 0.36 * size, line, size)


def test_a_text_of_two_lines_is_one_cell_beside_texts_in_its_middle() -> None:
    sheet = Sheet()
    for x, text in HEADS:
        cell(sheet, x, 100, text)
    for number, y in enumerate((130, 160, 190), 1):
        for x, text in (
            (60, str(number)),
            (110, "第一实验小学\n东校区"),
            (230, "张三"),
            (300, "教务处"),
            (400, "主任"),
        ):
            cell(sheet, x, y, text)
    assert texts(told(sheet)) == [
        ["序号", "学校名称", "姓名", "单位", "职务"],
        *([str(n), "第一实验小学东校区", "张三", "教务处", "主任"] for n in (1, 2, 3)),
    ]


def test_lines_that_were_drawn_font_by_font_are_no_table() -> None:
    sheet = Sheet()
    parts = [
        ("通过省厅官网、", 95),
        ("两微一端", 179),
        ("、《", 231.5),
        ("“", 168.5),
        ("”", 221),
        ("年专刊》等渠道宣传典型", 252.5),
    ]
    for y in (100, 160, 220):
        for text, x in parts:
            sheet.text(x, y, text)
        sheet.text(74, y + 14.7, "进会").text(97, y + 14.7, "26场。").text(95, y + 32, "（三）工作思考")
    found = read_pdf(build(sheet))
    assert not list(found.tables())
    assert next(block.text for block in found.blocks if isinstance(block, Paragraph)).startswith(
        "通过省厅官网、“两微一端”、《年"
    )


def test_cells_that_almost_touch_are_two_where_letters_touch_what_is_before_them() -> None:
    sheet = Sheet()
    for row, (left, right) in enumerate((("所在地市", "焦作市"), ("联系部门", "教育局"), ("联系人员", "张三"))):
        y = 100 + 18 * row
        for index, character in enumerate(left):
            sheet.text(60 + 10.5 * index, y, character)
        for index, character in enumerate(right):
            sheet.text(104 + 10.5 * index, y + 1.6, character)
        x = 260.0
        for part in ("电话", "0371", "转", "12"):
            sheet.text(x, y, part)
            x += advance(part)
    assert texts(told(sheet))[0][:2] == ["所在地市", "焦作市"]


def test_a_label_in_the_middle_of_its_rows_is_a_cell_over_them() -> None:
    sheet = Sheet()
    cell(sheet, 60, 124, "负责人\n信息")
    for y, row in ((112, ("姓名", "张三", "职务", "主任")), (136, ("手机号码", "13800138000", "电子邮箱", "a@b.cn"))):
        for x, text in zip((130, 200, 300, 380), row, strict=True):
            cell(sheet, x, y, text)
    for x, text in ((60, "空间地址"), (130, "http://a.cn")):
        cell(sheet, x, 160, text)
    table = told(sheet)
    first = table.cells[0]
    assert (first.text.replace("\n", ""), first.row_span) == ("负责人信息", 2)
    assert texts(table)[1] == ["手机号码", "13800138000", "电子邮箱", "a@b.cn"]


def test_heads_are_over_the_columns_whose_middle_they_stand_in() -> None:
    sheet = Sheet()
    for x, y, text in ((60, 110, "年份"), (175, 100, "地市"), (325, 100, "区县"), (430, 110, "小计")):
        cell(sheet, x - advance(text) / 2, y, text)
    columns = (60, 130, 220, 280, 370, 430)
    for x, text in zip(columns[1:5], ("名称", "数量", "名称", "数量"), strict=True):
        cell(sheet, x - advance(text) / 2, 120, text)
    for year, y in (("2020", 144), ("2021", 166)):
        for x, text in zip(columns, (year, "甲市", "10", "乙县", "20", "30"), strict=True):
            cell(sheet, x - advance(text) / 2, y, text)
    spans = {c.text: (c.column, c.column_span, c.row_span) for c in told(sheet).cells if c.row == 0}
    assert spans == {"年份": (0, 1, 2), "地市": (1, 2, 1), "区县": (3, 2, 1), "小计": (5, 1, 2)}


def test_what_is_told_by_the_order_alone_is_in_doubt() -> None:
    sheet = Sheet()
    for y in (100, 124, 148):
        for x, text in ((60, "1"), (110, "第一\n小学"), (230, "张三")):
            cell(sheet, x, y, text)
    document = read_pdf(build(sheet))
    assert "table.guessed" in {note.code for note in document.notes}
    blocks = [block for c in next(document.tables()).cells for block in c.blocks]
    assert all(isinstance(block, Paragraph) and block.confidence < 0.9 for block in blocks)


def test_a_label_that_is_set_downwards_in_two_lines_is_one() -> None:
    sheet = Sheet()
    for place, one in enumerate("负责"):
        sheet.text(75, 104 + 12 * place, one)
    for place, one in enumerate("人信息"):
        sheet.text(60, 98 + 12 * place, one)
    for y, row in ((100, ("姓名", "张三", "职务", "主任")), (124, ("手机号码", "13800138000", "电子邮箱", "a@b.cn"))):
        for x, text in zip((130, 200, 300, 380), row, strict=True):
            cell(sheet, x, y, text)
    for x, text in ((60, "空间\n地址"), (130, "http://a.cn")):
        cell(sheet, x, 156, text)
    assert texts(told(sheet))[0] == ["负责人信息", "姓名", "张三", "职务", "主任"]


def test_a_head_that_begins_where_the_values_below_it_do_is_over_all_columns_up_to_the_next_head() -> None:
    sheet = Sheet()
    for x, y, text in [
        (60, 108, "年份"), (120, 100, "地市"), (330, 100, "区县"), (470, 108, "合计"),
        (150, 118, "名称"), (220, 118, "数量"), (310, 118, "名称"), (380, 118, "数量"),
    ]:  # fmt: skip
        cell(sheet, x, y, text)
    for row, year in enumerate(("2020", "2021", "2022")):
        for x, text in (
            (60, year),
            (120, "呼伦贝尔草原市"),
            (220, "150"),
            (300, "天山区县"),
            (380, "80"),
            (470, "230"),
        ):
            cell(sheet, x, 150 + 30 * row, text)
    heads = {cell.text: (cell.column, cell.column_span) for cell in told(sheet).cells if cell.row == 0}
    assert heads == {"年份": (0, 1), "地市": (1, 2), "区县": (3, 2), "合计": (5, 1)}


def test_texts_that_were_told_the_same_column_keep_that_of_their_middle() -> None:
    text = Text([], left=120, right=140, first=100, last=100, size=10, end=140)
    place = Place(text, 1, 1, 0, 2)
    every = {(row, column) for row in range(3) for column in range(3)}
    xs = [0.0, 100.0, 200.0, 300.0]
    assert room(place, xs, every) == (0, 2)
    assert room(place, xs, every - {(1, 0)}) == (1, 2)
    assert room(place, xs, every - {(1, 1)}) is None
