"""PDFs that browsers print: of what an entry field has no room for nothing is in the file."""

from __future__ import annotations

import time

from pdf_builder import Sheet, build

from parsers.document import Paragraph
from parsers.pdf.reader import read_pdf
from parsers.pdf.rooms import rooms_of

XS, YS = (72, 150, 330), (100, 130, 190)
LONG = "推进空间普及应用\n成立工作推进小组\n制定三年应用规划"


def confidences(*fields: tuple[str, float, float]) -> list[float]:
    """How sure values are that are typed in fields one below the other: each its text, and the points that the field has room for across and down."""
    sheet = Sheet().raw("1 0 0 1 0 0 cm").grid(XS, YS).text(77, 114, "职务").text(77, 145, "事迹")
    for top, (text, wide, high) in zip(YS, fields, strict=False):
        # As Chromium writes it: first what the field's text is clipped to.
        sheet.raw(f"q 155 {842 - top - 4 - high} {wide} {high} re\nW* n\nq").lines(155, top + 14, text.split("\n"))
        sheet.raw("Q Q")
    data = build(sheet, extra=[b"<</Producer(Skia/PDF m140)>>"]).replace(b"/Root 1 0 R", b"/Root 1 0 R/Info 8 0 R")
    (table,) = read_pdf(data).tables()
    return [
        min(block.confidence for block in cell.blocks if isinstance(block, Paragraph))
        for cell in table.cells
        if cell.column == 1
    ]


def test_values_that_have_room_left_in_their_fields_are_sure() -> None:
    assert confidences(("二级巡视", 60, 15), (LONG, 150, 52)) == [1.0, 1.0]


def test_a_value_that_fills_its_field_to_the_side_may_go_on_and_is_doubted() -> None:
    first, second = confidences(("二级巡视", 42, 15), (LONG, 150, 52))
    assert (first < 0.9, second) == (True, 1.0)


def test_a_text_that_fills_its_field_to_the_foot_may_go_on_and_is_doubted() -> None:
    # As wide as its lines: these are broken there.
    first, second = confidences(("二级巡视", 60, 15), (LONG, 84, 42))
    assert (first, second < 0.9) == (1.0, True)


def test_a_file_of_nothing_but_pages_is_looked_through_once() -> None:
    page = b"7 0 obj<</Type/Page/Contents 7 0 R>>endobj "
    started = time.process_time()
    assert rooms_of(page * 100_000, 1) == []
    assert len(rooms_of(page * 900 + b"9 0 obj " * 400_000, 900)) == 900
    assert time.process_time() - started < 5
