"""Scanned pages and photographs read to the document that a .docx gives."""

from __future__ import annotations

import pytest
from scan_builder import Scan, saved, turned

from parsers.document import Document, Paragraph, Table
from parsers.read import read

XS = (60, 150, 300, 390, 535)
YS = (150, 190, 230, 290)
ROWS = [
    ["姓名", "欧阳志", "职务", "信息中心\n主任"],
    ["手机", "17722684050", "年级", "3"],
    ["单位", "许昌市第二初级中学", "邮箱", "abc_123@qq.com"],
]


def texts(table: Table) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell.text)
    return rows


def form() -> Scan:
    return Scan(height=420).text(180, 90, "网络学习空间推荐表", 18).table(XS, YS, ROWS)


def only_table(document: Document) -> Table:
    (table,) = document.tables()
    return table


def test_a_scan_askew_under_a_seal_gives_its_table() -> None:
    picture = turned(form().seal(330, 250).draw(), 1.7)
    document = read(saved(picture, "JPEG", quality=70, dpi=(200, 200)))
    assert document.format == "image"
    assert document.pages == 1
    title = document.blocks[0]
    assert isinstance(title, Paragraph)
    assert title.text == "网络学习空间推荐表"
    assert title.method == "ocr"
    table = only_table(document)
    assert texts(table) == ROWS
    assert all(
        0 <= block.confidence <= 1 for cell in table.cells for block in cell.blocks if isinstance(block, Paragraph)
    )


def test_a_page_upside_down_under_two_seals_is_read_and_told_where_it_is() -> None:
    picture = form().seal(120, 300).seal(480, 200).draw()[::-1, ::-1].copy()
    document = read(saved(picture, "PNG", dpi=(200, 200)))
    table = only_table(document)
    assert texts(table) == ROWS
    # The first cell of the table is at the lower right of the page as it came.
    assert table.cells[0].box is not None
    assert table.cells[0].box[0] > 595 / 2
    assert table.cells[0].box[1] > 420 / 2
    middles = [place for seal in document.seals for place in (seal.x, seal.y)]
    assert middles == pytest.approx([595 - 120, 420 - 300, 595 - 480, 420 - 200], abs=3)
    assert document.coloured == {1}
