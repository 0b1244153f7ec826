"""Words that a hand has marked with colour: a ground behind text is no cell, no border and no tick."""

from __future__ import annotations

from pdf_builder import Sheet, advance, build

from parsers.document import Document, Paragraph
from parsers.pdf.reader import read_pdf

YELLOW = "1 1 0 rg"


def marked(sheet: Sheet, x: float, y: float, text: str, *, color: str = YELLOW) -> Sheet:
    """*text* with its ground, piece by piece, as word processors draw it."""
    for word in text.split("|"):
        sheet.fill(x, y - 10, x + advance(word), y + 3, color=color).text(x, y, word)
        x += advance(word)
    return sheet


def read(sheet: Sheet) -> Document:
    return read_pdf(build(sheet))


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_marked_words_are_no_cells() -> None:
    sheet = Sheet()
    for number, text in enumerate(
        ["姓名：|罗雪|　职务：|主任", "手机：|13800001111", "单位：|希望|学校", "民族：|汉族"]
    ):
        marked(sheet, 72, 100 + 16 * number, text)
    document = read(sheet)
    assert not list(document.tables())
    assert lines(document) == ["姓名：罗雪　职务：主任", "手机：13800001111", "单位：希望学校", "民族：汉族"]


def test_a_marked_box_is_not_ticked() -> None:
    for color in (YELLOW, "0.85 g", "0 1 1 rg"):
        sheet = marked(Sheet(), 72, 100, "□|地市　|□|区县　|√|学校", color=color)
        assert lines(read(sheet)) == ["□地市　□区县　√学校"]


def test_a_marked_narrow_character_is_no_border() -> None:
    sheet = Sheet().table((60, 150, 300), (100, 114), [["", ""]])
    for x in (100, 200):
        sheet.fill(x, 100.5, x + 2.6, 113.5, color=YELLOW)
    sheet.text(66, 111, "负责人").text(104, 111, "姓名").text(160, 111, "罗雪")
    (table,) = read(sheet).tables()
    assert table.columns == 2
