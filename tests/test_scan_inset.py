"""Pages of text with pictures on them: seals, scans between the paragraphs, scans over a text layer."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from pdf_builder import Sheet, build
from scan_builder import Scan

from parsers.document import Document, Paragraph, Table
from parsers.scan.ocr import Image
from parsers.scan.sight import read_seen_pdf

OPINION = "经审核，材料属实，同意推荐。"


def embedded(picture: Image) -> bytes:
    rows, columns = picture.shape[:2]
    jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()
    head = f"<</Type/XObject/Subtype/Image/Width {columns}/Height {rows}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
    return f"{head}/Length {len(jpeg)}>>stream\n".encode() + jpeg + b"\nendstream"


def shown(sheet: Sheet, box: tuple[float, float, float, float], *, before: str = "") -> Sheet:
    x0, top, x1, bottom = box
    return sheet.raw(f"q {before} {x1 - x0} 0 0 {bottom - top} {x0} {sheet.height - bottom} cm /Im1 Do Q")


def page() -> Sheet:
    xs, ys = (60.0, 140.0, 535.0), (150.0, 300.0, 450.0)
    rows = [["市级意见", OPINION], ["省级意见", OPINION]]
    return Sheet().text(200, 90, "网络学习空间推荐表", 16).table(xs, ys, rows)


def read(sheet: Sheet, picture: Image) -> Document:
    return read_seen_pdf(build(sheet, extra=[embedded(picture)], names="/XObject<</Im1 8 0 R>>"))


def only_seal() -> Image:
    return Scan(width=130, height=130).seal(65, 65).draw()


def middles(document: Document) -> list[float]:
    return [place for seal in document.seals for place in (seal.x, seal.y)]


def test_a_seal_that_is_a_picture_on_a_page_of_text_is_seen() -> None:
    document = read(shown(page(), (350, 180, 480, 310)), only_seal())
    assert middles(document) == pytest.approx([415, 245], abs=3)
    # Nothing can be said of the opinion without one: a page of text shows no ink.
    assert document.coloured == frozenset()


def test_a_seal_that_is_a_stamp_annotation_is_seen() -> None:
    sheet = page()
    ring = (
        b"q 1 0 0 RG 4 w 60 118 m 92 118 118 92 118 60 c 118 28 92 2 60 2 c 28 2 2 28 2 60 c 2 92 28 118 60 118 c S Q"
    )
    stream = b"<</Type/XObject/Subtype/Form/BBox[0 0 120 120]/Length %d>>stream\n%b\nendstream" % (len(ring), ring)
    sheet.annotate("Stamp", (350, 190, 470, 310), "/AP<</N 8 0 R>>")
    document = read_seen_pdf(build(sheet, extra=[stream]))
    assert middles(document) == pytest.approx([410, 250], abs=3)
    assert document.coloured == frozenset()


def test_a_picture_of_anything_else_is_no_seal() -> None:
    plain = np.full((300, 300, 3), 255, np.uint8)
    cv2.putText(plain, "LOGO", (20, 160), cv2.FONT_HERSHEY_DUPLEX, 3, (40, 30, 200), 8)
    assert read(shown(page(), (350, 180, 480, 310)), np.asarray(plain, np.uint8)).seals == ()


def scanned() -> Image:
    rows = [["姓名", "欧阳志"], ["手机", "17722684050"], ["单位", "许昌市第二初级中学"]]
    return (
        Scan(width=475, height=300)
        .text(150, 20, "联系人一览表", 16)
        .table((20, 120, 440), (60, 110, 160, 210), rows)
        .draw()
    )


def test_a_scan_between_the_paragraphs_of_a_page_is_read_where_it_stands() -> None:
    sheet = Sheet().text(200, 90, "关于报送联系人的说明材料", 16)
    sheet.lines(60, 130, ["我单位已按通知要求确定了负责此项工作的联系人，现将名单附在后面。"])
    shown(sheet, (60, 200, 535, 500)).text(60, 560, "以上情况属实，如有变化另行报告。")
    document = read(sheet, scanned())
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert "联系人一览表" in texts
    assert texts[-1].startswith("以上情况属实")
    (table,) = document.tables()
    assert [cell.text for cell in table.cells] == [
        "姓名",
        "欧阳志",
        "手机",
        "17722684050",
        "单位",
        "许昌市第二初级中学",
    ]
    assert table.box is not None
    assert table.box == pytest.approx((80, 260, 500, 410), abs=4)
    methods = {block.method for cell in table.cells for block in cell.blocks if isinstance(block, Paragraph)}
    assert methods == {"ocr"}


LAYER = ("姓名", "手机", "单位")


def layered(values: tuple[str, str, str], before: str) -> Sheet:
    """A page with a text layer and the scan that shows it on top, which covers the page for the most part."""
    sheet = Sheet(width=475, height=300).text(150, 34, "联系人一览表", 16, before="", font="F1")
    for row, (label, value) in enumerate(zip(LAYER, values, strict=True)):
        y = 60 + 50 * row + 29
        sheet.text(25, y, label, 12).text(125, y, value, 12)
    if before:
        sheet.operators = [operator.replace("BT", f"BT {before}") for operator in sheet.operators]
    return shown(sheet, (0, 0, 475, 300))


@pytest.mark.parametrize("before", ["", "3 Tr"], ids=["covered", "invisible"])
def test_what_a_scan_shows_counts_and_not_a_layer_that_says_otherwise(before: str) -> None:
    document = read(layered(("欧日忐", "l7722684O5O", "i午昌巾第二初级中字"), before), scanned())
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [cell.text for cell in table.cells][1::2] == ["欧阳志", "17722684050", "许昌市第二初级中学"]


def test_a_layer_that_recognition_bears_out_is_kept() -> None:
    sheet = layered(("欧阳志", "17722684050", "许昌市第二初级中学"), "").grid((20, 120, 440), (60, 110, 160, 210))
    document = read(sheet, scanned())
    (table,) = document.tables()
    assert [cell.text for cell in table.cells][1::2] == ["欧阳志", "17722684050", "许昌市第二初级中学"]
    assert {block.method for cell in table.cells for block in cell.blocks if isinstance(block, Paragraph)} == {"text"}
