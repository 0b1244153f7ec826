"""What the end of a page parts, and what stands there that belongs to no table: footnotes, and rows with level lines alone."""

from __future__ import annotations

from pdf_builder import Sheet, build

from parsers.document import Document, Paragraph, Table
from parsers.pdf import read_pdf

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


def test_two_labels_under_one_another_are_those_of_two_rows() -> None:
    first = Sheet().table((60, 150, 500), (600, BOTTOM + 80), [["优秀学校名称", "长征路中学"]])
    second = Sheet().table((60, 150, 500), (60, 100, 140), [["姓名", "缪磊"], ["职务", "书记"]])
    table = only_table(read_pdf(build(first, second)))
    assert texts(table) == ["优秀学校名称", "长征路中学", "姓名", "缪磊", "职务", "书记"]
