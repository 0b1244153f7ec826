"""What a PDF holds and doesn't show: layers that are off, and texts outside of what they are clipped to."""

from __future__ import annotations

import pytest
from pdf_builder import HEIGHT, Sheet, build

from parsers.document import Document, Paragraph
from parsers.pdf.reader import read_pdf

XS, YS = (60, 150, 300, 400), (100, 130, 160, 190)
TEXTS = [["姓名", "张三", "手机"], ["职务", "主任", "138"], ["单位", "", ""]]
LAYER = b"<</Type/OCG/Name(a)>>"
OFF, ON = "/OCProperties<</OCGs[8 0 R]/D<</OFF[8 0 R]>>>>", "/OCProperties<</OCGs[8 0 R]/D<</ON[8 0 R]>>>>"
NAMES = "/Properties<</L 8 0 R>>"


def texts(document: Document) -> list[list[str]]:
    (table,) = document.tables()
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell.text)
    return rows


def layered(sheet: Sheet, state: str) -> Document:
    return read_pdf(build(sheet, extra=[LAYER], more=state, names=NAMES))


@pytest.mark.parametrize(("state", "found"), [(OFF, ""), (ON, "河南")])
def test_a_layer_that_is_off_is_not_read(state: str, found: str) -> None:
    sheet = Sheet().table(XS, YS, TEXTS).raw("/OC /L BDC").text(155.4, 174, "河南").raw("EMC")
    document = layered(sheet, state)
    assert texts(document) == [*TEXTS[:2], ["单位", found, ""]]
    assert ("document.hidden" in {note.code for note in document.notes}) == (not found)


@pytest.mark.parametrize(("state", "found"), [(OFF, "河南"), (ON, "湖北")])
def test_a_layer_that_is_off_right_over_text_that_is_seen_is_not_read(state: str, found: str) -> None:
    sheet = Sheet().table(XS, YS, TEXTS)
    if state == OFF:
        sheet.text(155.4, 174, "河南")
    sheet.raw("/OC /L BDC").text(156.4, 175, "湖北").raw("EMC")
    assert texts(layered(sheet, state)) == [*TEXTS[:2], ["单位", found, ""]]


def test_lines_and_covers_of_a_layer_that_is_off_are_none() -> None:
    sheet = Sheet().table(XS, YS, TEXTS)
    sheet.raw("/OC /L BDC").line(200, 100, 200, 190).fill(151, 131, 299, 159, color="1 g").raw("EMC")
    assert texts(layered(sheet, OFF)) == TEXTS


def test_reading_a_file_without_layers_is_as_ever_after_one_with() -> None:
    plain = build(Sheet().table(XS, YS, TEXTS))
    before = read_pdf(plain)
    layered(Sheet().table(XS, YS, TEXTS), ON)
    assert read_pdf(plain) == before


@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_text_outside_of_what_it_is_clipped_to_is_not_read_and_a_cut_one_is_doubted(scale: float) -> None:
    sheet = Sheet().table(XS, YS, TEXTS)
    for box, text in (
        ("400 10 20 28", "看不见"),
        (f"151 {HEIGHT - 189} 25 28", "张三李四王五"),
        ("0 0 500 800", "全部可见"),
    ):
        left, bottom, wide, high = (float(part) / scale for part in box.split())
        y = (HEIGHT - 174) / scale
        x = (305.4 if text == "全部可见" else 155.4) / scale
        code = text.encode("utf-16-be").hex()
        sheet.raw(
            f"q {scale} 0 0 {scale} 0 0 cm {left} {bottom} {wide} {high} re W n "
            f"BT /F1 {10.5 / scale} Tf 1 0 0 1 {x} {y} Tm <{code}> Tj ET Q"
        )
    document = read_pdf(build(sheet))
    assert texts(document)[2] == ["单位", "张三李四王五", "全部可见"]
    assert "document.hidden" in {note.code for note in document.notes}
    (table,) = document.tables()
    doubts = {b.text: b.confidence for cell in table.cells for b in cell.blocks if isinstance(b, Paragraph)}
    assert doubts["张三李四王五"] < 0.9
    assert doubts["全部可见"] == 1.0


def test_a_value_whose_last_character_is_seen_in_part_is_doubted() -> None:
    # As browsers draw an entry field: each character a piece of text, and none that isn't seen at all.
    sheet = Sheet().table(XS, YS, TEXTS)
    for place, one in enumerate("8574"):
        sheet.text(155 + 5.25 * place, 174, one)
    sheet.raw(f"q 155 {HEIGHT - 186} 22 20 re W n").text(176, 174, "9").raw("Q")
    (table,) = read_pdf(build(sheet)).tables()
    doubts = {b.text: b.confidence for cell in table.cells for b in cell.blocks if isinstance(b, Paragraph)}
    assert doubts["85749"] < 0.9
    assert doubts["单位"] == 1.0
