"""Words that stand on a page of text as small pictures, as Word puts those whose font mustn't be in a file."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest
from pdf_builder import Sheet, build
from scan_builder import DPI, line
from test_scan_inset import embedded

from parsers.document import Document, Paragraph
from parsers.pdf.file import opened
from parsers.pdf.lettered import lettered
from parsers.pdf.lines import rows_of
from parsers.pdf.model import Glyph, Page, Picture
from parsers.scan.ocr import Image
from parsers.scan.sight import read_seen_pdf

SIZE = 12.0
XS, YS = (60.0, 140.0, 400.0), (150.0, 180.0, 210.0)


def word(text: str) -> Image:
    """A picture of *text* without room at its sides."""
    picture = line(text, size=SIZE)
    drawn = np.flatnonzero((picture.min(axis=2) < 128).any(axis=0))
    return picture[:, drawn[0] : drawn[-1] + 1]


def put(sheet: Sheet, number: int, picture: Image, x: float, y: float) -> float:
    """Puts a picture on the line with its baseline at *y*; answers where it ends."""
    high, wide = (float(side) / DPI * 72 for side in picture.shape[:2])
    bottom = y + high - 1.16 * SIZE
    sheet.raw(f"q {wide:.2f} 0 0 {high:.2f} {x:.2f} {sheet.height - bottom:.2f} cm /Im{number} Do Q")
    return x + wide


def read(sheet: Sheet, *pictures: Image) -> Document:
    names = " ".join(f"/Im{number} {number + 8} 0 R" for number in range(len(pictures)))
    return read_seen_pdf(build(sheet, extra=[embedded(one) for one in pictures], names=f"/XObject<<{names}>>"))


def spans(document: Document) -> list[tuple[str, bool]]:
    """The paragraphs, with whether each is sure."""
    blocks = [
        *document.blocks,
        *(block for table in document.tables() for cell in table.cells for block in cell.blocks),
    ]
    return [(block.text, block.confidence >= 0.9) for block in blocks if isinstance(block, Paragraph) and block.text]


def test_a_word_that_is_a_picture_within_a_line_stands_in_its_place_and_in_doubt() -> None:
    pictures = [word("欧阳明"), word("17722684050")]
    sheet = Sheet().text(60, 100, "联系人是", SIZE)
    end = put(sheet, 0, pictures[0], 60 + 4 * SIZE + 1, 100)
    sheet.text(end + 1, 100, "同志，他的手机是", SIZE)
    put(sheet, 1, pictures[1], end + 2 + 8 * SIZE, 100)
    sheet.text(60, 130, "其他人不联系。", SIZE)
    found = spans(read(sheet, *pictures))
    assert ("".join(found[0][0].split()), found[0][1]) == ("联系人是欧阳明同志，他的手机是17722684050", False)
    assert found[-1] == ("其他人不联系。", True)


def test_values_that_are_pictures_are_read_into_their_cells() -> None:
    pictures = [word("欧阳明")]
    sheet = Sheet().table(XS, YS, [["姓名", ""], ["电话", "0371-65"]])
    put(sheet, 0, pictures[0], 145, 170)
    document = read(sheet, *pictures)
    (table,) = document.tables()
    assert [cell.text for cell in table.cells] == ["姓名", "欧阳明", "电话", "0371-65"]


def test_what_a_picture_above_a_character_shows_counts() -> None:
    picture = word("欧阳明")
    sheet = Sheet().table(XS, YS, [["姓名", "李小红"], ["职务", "校长"]])
    put(sheet, 0, picture, 145, 169)
    document = read(sheet, picture)
    (table,) = document.tables()
    assert table.cells[1].text == "欧阳明"
    assert ("欧阳明", False) in spans(document)


def test_a_page_of_nothing_but_words_as_pictures_keeps_the_rules_that_it_draws() -> None:
    texts = ["姓名", "欧阳明", "职务", "校长"]
    pictures = [word(text) for text in texts]
    sheet = Sheet().grid(XS, YS)
    places = [(x + 5, y + 20) for y, _ in pairwise(YS) for x, _ in pairwise(XS)]
    for number, (picture, place) in enumerate(zip(pictures, places, strict=True)):
        put(sheet, number, picture, *place)
    (table,) = read(sheet, *pictures).tables()
    assert [cell.text for cell in table.cells] == texts


def test_what_no_word_can_be_read_in_is_unknown_beside_characters_only() -> None:
    noise = np.full((round(SIZE / 72 * DPI),) * 2 + (3,), 255, np.uint8)
    cv2.ellipse(noise, (16, 16), (13, 8), 35, 20, 300, (0, 0, 0), 3)
    cv2.line(noise, (3, 30), (30, 2), (0, 0, 0), 2)
    sheet = Sheet().text(60, 100, "姓名：欧", SIZE)
    end = put(sheet, 0, noise, 60 + 4 * SIZE + 1, 100)
    sheet.text(end + 1, 100, "明", SIZE)
    ((text, sure),) = spans(read(sheet, noise))
    assert text != "姓名：欧明"
    assert not sure


def picture(box: tuple[float, float, float, float], *, layer: int = 0, density: float = 3.0) -> Picture:
    return Picture(box, layer, density)


@pytest.mark.parametrize(
    "pictures",
    [
        [picture((100, 100, 200, 116))],
        [picture((100, 100, 200, 116), density=0.5)],
        [picture((100, 100, 200, 180))],
        [picture((100, top, 300, top + 30)) for top in range(100, 400, 30)],
    ],
    ids=["a ground of characters", "coarse", "too high", "strips of a larger one"],
)
def test_what_is_no_word(pictures: list[Picture]) -> None:
    glyphs = [Glyph("字", x, x + 12, 112, 12, layer=1) for x in range(100, 200, 12)] if len(pictures) == 1 else []
    page = Page(1, 595, 842, pictures=pictures, glyphs=glyphs)
    assert lettered(page) == []


def test_a_page_without_pictures_is_not_looked_at() -> None:
    with opened(build(Sheet().text(60, 100, "姓名"))) as file:
        (page,) = file.pages()
    assert lettered(page) == []


def test_recognised_characters_under_one_another_are_read_from_top_to_bottom_in_whatever_order_they_were_found() -> (
    None
):
    found = [(1, "蒙"), (2, "古"), (3, "自"), (0, "内"), (4, "治"), (5, "区")]
    glyphs = [
        Glyph(text, 100, 112, 100 + 23.0 * row, 12, order=number, layer=number, method="ocr")
        for number, (row, text) in enumerate(found)
    ]
    assert "".join(row.text for row in rows_of(glyphs, 1)) == "内蒙古自治区"
