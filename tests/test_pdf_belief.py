from __future__ import annotations

import pytest
from pdf_builder import HEIGHT, Sheet, build

from forms.text import Box
from parsers.document import Document, Paragraph
from parsers.pdf.model import Edge
from parsers.pdf.reader import read_pdf
from parsers.radicals import unified
from parsers.ruling import grids, strokes


def paragraphs(document: Document) -> list[Paragraph]:
    return [block for block in document.blocks if isinstance(block, Paragraph)]


def test_radicals_become_the_characters_that_they_stand_for() -> None:
    assert "".join(map(unified, "⼈⼩⽤⻓⻔⻄⻅⺠⻘⼾")) == "人小用长门西见民青户"
    assert "".join(map(unified, "①㈠℃Ａ戶")) == "①㈠℃Ａ戶"
    (paragraph,) = paragraphs(read_pdf(build(Sheet().text(60, 60, "⼿机⽤⼾"))))
    assert (paragraph.text, paragraph.confidence) == ("手机用户", 1.0)


def test_compatibility_ideographs_are_normalised_but_for_the_twelve_that_are_none() -> None:
    assert unified("\uf900") == "\u8c48"
    assert unified("\ufa0e") == "\ufa0e"


def test_text_whose_wording_is_none_is_doubted() -> None:
    right = "学校负责人信息联系人姓名职务手机号码电子邮箱单位名称教育行政部门"
    wrong = "".join(chr(ord(c) + 37) for c in right)
    assert all(p.confidence == 1.0 for p in paragraphs(read_pdf(build(Sheet().text(60, 60, right)))))
    document = read_pdf(build(Sheet().text(60, 60, wrong).text(60, 90, "2020")))
    assert {p.confidence for p in paragraphs(document)} == {0.3}
    assert "text.layer" in {note.code for note in document.notes}


def test_letters_that_are_bytes_of_chinese_become_chinese_and_others_stay() -> None:
    right = "学校负责人信息联系人姓名职务手机号码电子邮箱"
    for codec in ("utf-8", "gb18030"):
        sheet = Sheet().text(60, 60, right.encode(codec).decode("latin-1"))
        (one,) = paragraphs(read_pdf(build(sheet)))
        assert (one.text, one.method) == (right, "repair")
        assert one.confidence >= 0.9
    (names,) = paragraphs(read_pdf(build(Sheet().text(60, 60, "José Muñoz · Zoë × 5"))))
    assert (names.text, names.method) == ("José Muñoz · Zoë × 5", "text")


def test_a_font_without_a_map_gives_no_characters() -> None:
    font = [
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[9 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000>>",
    ]
    sheet = Sheet().raw(f"BT /F9 12 Tf 1 0 0 1 60 {HEIGHT - 60} Tm <0001000200030020002100220041> Tj ET")
    data = build(sheet, extra=font).replace(b"/F3 7 0 R", b"/F9 8 0 R")
    document = read_pdf(data)
    (paragraph,) = paragraphs(document)
    assert set(paragraph.text) <= {"\ufffd", " "}
    assert paragraph.confidence == 0.3
    assert "text.layer" in {note.code for note in document.notes}


def test_private_characters_are_unknown() -> None:
    (paragraph,) = paragraphs(read_pdf(build(Sheet().text(60, 60, "姓名\ue123"))))
    assert paragraph.text == "姓名\ufffd"
    assert paragraph.confidence < 0.9


# ---- lines to grids, without a file


def edges(xs: list[float], ys: list[float]) -> list[Edge]:
    return [Edge(False, y, xs[0], xs[-1]) for y in ys] + [Edge(True, x, ys[0], ys[-1]) for x in xs]


def test_lines_that_cross_make_cells() -> None:
    (grid,) = grids(edges([0, 50, 100], [0, 20, 40]))
    assert [cell.box for cell in grid.cells] == [(0, 0, 50, 20), (50, 0, 100, 20), (0, 20, 50, 40), (50, 20, 100, 40)]


def test_grids_apart_are_two_and_a_lone_line_is_none() -> None:
    found = grids([*edges([0, 50], [0, 20]), *edges([0, 50], [100, 120]), Edge(False, 60, 0, 50)])
    assert [grid.box for grid in found] == [(0, 0, 50, 20), (0, 100, 50, 120)]


def test_an_underline_in_a_cell_is_no_border() -> None:
    lines = [*edges([0, 100], [0, 40]), Edge(False, 20, 30, 70)]
    (grid,) = grids(lines)
    assert len(grid.cells) == 1
    assert [(stroke.start, stroke.end) for stroke in strokes(lines, [grid])] == [(30, 70)]


@pytest.mark.parametrize("gap", [0.0, 1.0, 3.0])
def test_corners_may_be_open_a_little(gap: float) -> None:
    box: Box = (0, 0, 100, 40)
    lines = [
        Edge(False, 0, gap, 100 - gap),
        Edge(False, 40, gap, 100 - gap),
        Edge(True, 0, gap, 40 - gap),
        Edge(True, 100, gap, 40 - gap),
    ]
    (grid,) = grids(lines)
    assert grid.box == box


def test_a_cell_that_is_no_rectangle_is_divided_and_told() -> None:
    lines = [*edges([0, 100], [0, 40]), Edge(True, 50, 0, 20), Edge(False, 20, 50, 100)]
    (grid,) = grids(lines)
    assert grid.uneven
    assert sum((c.box[2] - c.box[0]) * (c.box[3] - c.box[1]) for c in grid.cells) == 4000


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("地市\uf0a8 县区\uf0fe 学校\uf0a8", "地市☐ 县区☑ 学校☐"),
        ("地市\uf0a3 县区\uf052 学校\uf0a3", "地市☐ 县区☑ 学校☐"),
        ("地市£ 县区 P 学校£", "地市☐ 县区 ✓ 学校☐"),
        ("地市¨ 县区þ 学校¨", "地市☐ 县区☑ 学校☐"),
    ],
)
def test_tick_boxes_whose_font_was_missing_are_told_by_one_another(written: str, shown: str) -> None:
    (paragraph,) = paragraphs(read_pdf(build(Sheet().text(60, 60, written))))
    assert (paragraph.text, paragraph.confidence) == (shown, 1.0)


@pytest.mark.parametrize("written", ["地市\uf0fe 县区", "甲£500 乙R 丙", "A卷 P 卷 £9", "R语言"])
def test_what_may_be_no_tick_box_becomes_none(written: str) -> None:
    (paragraph,) = paragraphs(read_pdf(build(Sheet().text(60, 60, written))))
    assert not set(paragraph.text) & set("☐☑☒✓✗")
