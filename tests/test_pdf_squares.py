"""Tick boxes that are drawn with lines: read as what they look like, and no cells of tables."""

from __future__ import annotations

import pytest
from pdf_builder import Sheet, build

from parsers.document import Paragraph
from parsers.pdf.reader import read_pdf


def said(sheet: Sheet) -> list[str]:
    document = read_pdf(build(sheet))
    assert not list(document.tables())
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def square(sheet: Sheet, x: float, y: float, side: float = 10.0, *, closed: bool = True) -> Sheet:
    """The outline of a box with its upper left corner there: as one path, or as four lines."""
    if closed:
        return sheet.raw(f"q 0.5 w {x} {sheet.height - y - side} {side} {side} re S Q")
    for line in ((x, y, x + side, y), (x, y + side, x + side, y + side)):
        sheet.line(*line)
    return sheet.line(x, y, x, y + side).line(x + side, y, x + side, y + side)


def circle(x: float, y: float, r: float) -> str:
    k = 0.55 * r
    return (
        f"q 0.5 w {x + r} {y} m {x + r} {y + k} {x + k} {y + r} {x} {y + r} c {x - k} {y + r} {x - r} {y + k} {x - r} {y} c "
        f"{x - r} {y - k} {x - k} {y - r} {x} {y - r} c {x + k} {y - r} {x + r} {y - k} {x + r} {y} c h"
    )


@pytest.mark.parametrize("closed", [True, False])
def test_a_square_with_a_cross_is_ticked_and_an_empty_one_is_not(closed: bool) -> None:
    sheet = Sheet().text(72, 100, "地市").text(120, 100, "区县")
    square(sheet, 95, 91, closed=closed)
    square(sheet, 143, 91, closed=closed)
    sheet.line(143, 91, 153, 101).line(153, 91, 143, 101)
    assert said(sheet) == ["地市☐\t区县☑"]


def test_a_character_in_a_square_ticks_it_unless_it_is_a_digit() -> None:
    assert said(square(Sheet().text(72, 100, "学校").text(96, 100, "√", 8), 95, 91)) == ["学校☑"]
    (table,) = read_pdf(build(square(Sheet().text(72, 100, "学校").text(97, 100, "1", 8), 95, 91))).tables()
    assert [cell.text for cell in table.cells] == ["1"]


def test_a_ring_with_a_dot_is_ticked() -> None:
    ring, dot = circle(100, 746, 5) + " S Q", circle(100, 746, 2) + " f Q"
    assert said(Sheet().text(72, 100, "学校").raw(ring)) == ["学校☐"]
    assert said(Sheet().text(72, 100, "学校").raw(ring).raw(dot)) == ["学校☑"]


def test_a_ring_that_is_a_disc_under_a_white_one_is_ticked_by_what_is_drawn_above_both() -> None:
    whole = circle(100, 746, 5)
    ring = f"0.5 g {whole} f Q 1 g {whole} f Q 0 g {whole} S Q"
    dot = circle(100, 746, 2) + " f Q"
    assert said(Sheet().text(72, 100, "学校").raw(ring)) == ["学校☐"]
    assert said(Sheet().text(72, 100, "学校").raw(ring).raw(dot)) == ["学校☑"]


def test_a_filled_box_with_a_white_mark_is_ticked_and_without_one_it_is_none() -> None:
    filled, mark = "q 0 0.4 1 rg 94 741 9 9 re f Q", "q 1 G 1 w 96 745 m 98 743 l 102 748 l S Q"
    assert said(Sheet().text(72, 100, "学校").raw(filled).raw(mark)) == ["学校☑"]
    assert said(Sheet().text(72, 100, "学校").raw(filled)) == ["学校"]


def test_small_cells_for_single_digits_stay_a_table() -> None:
    sheet = Sheet().grid((60, 74, 88, 102), (90, 104))
    for x, digit in ((64, "1"), (78, "3"), (92, "")):
        sheet.text(x, 101, digit)
    (table,) = read_pdf(build(sheet)).tables()
    assert [cell.text for cell in table.cells] == ["1", "3", ""]


def test_a_tick_drawn_over_a_printed_box_is_a_tick_in_doubt() -> None:
    sheet = Sheet().text(72, 100, "□地市 □学校").raw("q 1 w 73 746 m 76 742 l 82 752 l S Q")
    (paragraph,) = read_pdf(build(sheet)).blocks
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.text, paragraph.confidence < 0.9) == ("☑地市 □学校", True)


def test_an_underline_of_a_printed_box_is_no_tick() -> None:
    assert said(Sheet().text(72, 100, "县区□", 12).fill(97, 100.6, 107, 101.4)) == ["县区□"]


def test_a_box_as_small_as_the_text_beside_it_is_a_tick_box() -> None:
    # A page that is printed at half its size.
    sheet = Sheet().text(72, 100, "学校", 5).raw("q 0.4 w 83 741.2 4.4 4.4 re S Q")
    assert said(sheet) == ["学校☐"]
    assert said(sheet.raw("q 0.7 w 83.9 743.7 m 85 742.6 l 86.9 745.2 l S Q")) == ["学校☑"]


def test_an_entry_field_without_a_value_is_no_tick_box() -> None:
    sheet = Sheet().text(72, 100, "名称").text(72, 140, "郑州市")
    document = read_pdf(build(square(sheet, 200, 126, 18)))
    assert not any("☐" in block.text for block in document.blocks if isinstance(block, Paragraph))
