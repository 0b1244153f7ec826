"""Watermarks that stand level across a form are none of its text, and what only looks a little like one stays."""

from __future__ import annotations

from pdf_builder import Sheet, build

from parsers.document import Document, Paragraph
from parsers.pdf.reader import read_pdf

GREY = "0.8 g"


def form() -> Sheet:
    sheet = Sheet().grid((60, 160, 300, 400, 530), (100, 130, 160))
    for x, y, text in ((65, 120, "姓名"), (165, 120, "李明"), (305, 120, "职务"), (405, 120, "校长")):
        sheet.text(x, y, text).text(x, y + 30, text)
    return sheet


def read(sheet: Sheet) -> tuple[list[str], list[str]]:
    document: Document = read_pdf(build(sheet))
    cells = [cell.text for table in document.tables() for cell in table.cells]
    loose = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    return cells + loose, [aside.text for aside in document.asides if isinstance(aside, Paragraph)]


def test_a_large_watermark_across_a_table_is_set_aside_whatever_its_colour() -> None:
    words, _ = read(form())
    for color in (GREY, "1 0 0 rg"):
        assert read(form().text(150, 145, "内部资料", 48, before=color)) == (words, ["内部资料"])


def test_the_same_pale_text_all_over_the_page_is_set_aside() -> None:
    words, _ = read(form())
    over = form()
    for x in (80, 230, 380):
        for y in (117, 317, 517):
            over.text(x, y, "样张", 14, before=GREY)
    text, asides = read(over)
    assert text == words
    assert "".join(asides).count("样张") == 9


def test_pale_hints_and_large_titles_and_ticks_stay() -> None:
    sheet = (
        form()
        .text(200, 80, "推荐表", 26)
        .text(305, 300, "请填写", before=GREY)
        .text(72, 300, "□是")
        .text(73, 301, "√", 20)
    )
    words, asides = read(sheet)
    assert not asides
    assert {"推荐表", "李明", "校长"} <= set(words)
    assert any("请填写" in word for word in words)
    assert any("√" in word for word in words)


def test_a_running_head_with_its_line_is_none_of_a_table_that_goes_on_below_it() -> None:
    sheets = []
    for page, labels in enumerate((("单位", "职务"), ("空间建设情况", "推荐意见"))):
        sheet = Sheet().text(250, 40, "某县教育局").line(60, 46, 530, 46).text(290, 815, f"{page + 1}")
        for number, label in enumerate(labels):
            y = 70.0 if page else 730.0
            y += 30 * number
            sheet.line(60, y, 530, y).text(66, y + 20, label)
            if not page:
                sheet.line(160, y, 160, y + 30).text(166, y + 20, "某校")
        sheet.line(60, y + 30, 530, y + 30)
        sheets.append(sheet)
    document = read_pdf(build(*sheets))
    (table,) = document.tables()
    assert [cell.text for cell in table.cells] == ["单位", "某校", "职务", "某校", "空间建设情况", "推荐意见"]
    assert [aside.text for aside in document.asides if isinstance(aside, Paragraph)] == [
        "某县教育局",
        "1",
        "某县教育局",
        "2",
    ]
