"""Boxes in which something may be drawn: only for these is a page looked at."""

from __future__ import annotations

import pytest
from pdf_builder import HEIGHT, Sheet, build

from parsers.pdf.crossed import is_crossed
from parsers.pdf.file import opened

TICK = f"q 1 w 102 {HEIGHT - 97} m 105 {HEIGHT - 100} l 109 {HEIGHT - 92} l S Q"
RING = f"q 1 w 103 {HEIGHT - 97} m 104 {HEIGHT - 90} 107 {HEIGHT - 90} 108 {HEIGHT - 97} c S Q"
DOT = f"q 104 {HEIGHT - 97} 2 2 re f Q"


def crossed(sheet: Sheet) -> bool:
    with opened(build(sheet)) as file:
        (page,) = file.pages()
        keys = {(glyph.font, glyph.code) for glyph in page.glyphs if glyph.text == "□"}
        return is_crossed(page, keys)


@pytest.mark.parametrize("drawn", [TICK, RING, DOT])
def test_what_is_drawn_in_a_box_is_found(drawn: str) -> None:
    assert crossed(Sheet().text(100, 100, "□学校").raw(drawn))


def test_another_character_in_a_box_is_found() -> None:
    assert crossed(Sheet().text(100, 100, "□学校").text(101, 99, "√"))


def test_what_stands_beside_a_box_is_none_of_it() -> None:
    sheet = (
        Sheet()
        .text(100, 100, "□学校□区县")
        .line(80, 80, 80, 120)
        .line(80, 103.5, 300, 103.5)
        .fill(80, 80, 300, 120, color="1 g")
    )
    assert not crossed(sheet.raw(TICK.replace("10", "20")))
