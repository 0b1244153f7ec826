"""Labels in the middle of their values, without any line: which lines are whose isn't told, so that none is certain."""

from __future__ import annotations

from pdf_builder import Sheet, build

from parsers.document import Paragraph
from parsers.pdf.reader import read_pdf


def confidences(sheet: Sheet) -> dict[str, float]:
    blocks = read_pdf(build(sheet)).blocks
    return {block.text: block.confidence for block in blocks if isinstance(block, Paragraph)}


def test_lines_on_both_sides_of_a_label_that_stands_before_them_are_doubted() -> None:
    sheet = Sheet().text(60, 107, "空间建设情况").lines(160, 100, ["空间建设情况良好，成效显著，", "师生满意。"])
    found = confidences(sheet.text(60, 300, "注：用A4纸打印"))
    assert found.pop("注：用A4纸打印") == 1
    assert found
    assert max(found.values()) < 0.9


def test_lines_under_a_label_are_not() -> None:
    sheet = Sheet().text(60, 100, "空间建设情况").lines(81, 114, ["空间建设情况良好，成效显著，", "师生满意。"])
    assert min(confidences(sheet).values()) == 1
