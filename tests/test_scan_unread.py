"""Ink that no recognised line accounts for puts the values of its cell in doubt."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from parsers.pdf.lines import rows_of
from parsers.pdf.model import Edge
from parsers.ruling import grids
from parsers.scan.glyphs import LineText, glyphs_of
from parsers.scan.lines import Strip, rule_mask
from parsers.scan.ocr import Character, Image, Reading
from parsers.scan.unread import told_of_unread

UNIT = 2.0
EDGES = [Edge(False, y, 20, 200, 1.0) for y in (20, 80)] + [Edge(True, x, 20, 80, 1.0) for x in (20, 110, 200)]
CELLS = grids(EDGES)
MASK = rule_mask((400, 420), EDGES, UNIT)


def page(*marks: tuple[int, int, int, int]) -> Image:
    ink = np.zeros((400, 420), np.uint8)
    for x0, top, x1, bottom in marks:
        cv2.rectangle(ink, (x0, top), (x1, bottom), 255, 3)
    return ink


def line(box: tuple[float, float, float, float], cell: tuple[int, int] | None, text: str = "张三") -> LineText:
    characters = tuple(Character(text=c, confidence=1.0, at=(n + 0.5) / len(text)) for n, c in enumerate(text))
    return LineText(
        strip=Strip(box=box, cell=cell), reading=Reading(characters=characters), origin=box[0], width=box[2] - box[0]
    )


LEFT, RIGHT = line((50, 50, 100, 74), (0, 0)), line((230, 50, 280, 74), (0, 1))
WRITTEN = ((50, 50, 100, 74), (230, 50, 280, 74))


def doubts(ink: Image, *lines: LineText) -> list[bool]:
    return [found.strip.doubt for found in told_of_unread(lines, ink, MASK, CELLS, UNIT)]


def test_a_line_that_was_not_read_puts_its_cell_in_doubt_and_no_other() -> None:
    assert doubts(page(*WRITTEN), LEFT, RIGHT) == [False, False]
    assert doubts(page(*WRITTEN, (50, 100, 72, 124)), LEFT, RIGHT) == [True, False]
    unread = line((50, 100, 72, 124), (0, 0), "")
    assert doubts(page(*WRITTEN, (50, 100, 72, 124)), LEFT, RIGHT, unread)[:2] == [True, False]


def test_half_of_a_line_that_was_cut_off_puts_its_cell_in_doubt() -> None:
    half = line((50, 62, 100, 74), (0, 0))
    assert doubts(page(*WRITTEN), half, RIGHT) == [True, False]


def test_specks_underlines_and_the_edges_of_rules_are_nobodys_text() -> None:
    ink = page(*WRITTEN)
    cv2.circle(ink, (150, 120), 3, 255, -1)
    cv2.line(ink, (240, 140), (360, 140), 255, 2)
    ink[41:45, 60:180] = 255
    assert doubts(ink, LEFT, RIGHT) == [False, False]


def test_outside_of_tables_only_the_lines_beside_are_in_doubt() -> None:
    free, far = line((50, 250, 200, 274), None), line((50, 360, 200, 384), None)
    ink = page((50, 250, 200, 274), (50, 285, 90, 309), (50, 360, 200, 384))
    assert doubts(ink, free, far) == [True, False]


def test_a_level_stroke_between_the_lines_of_a_number_is_a_hyphen_and_alone_the_character_for_one() -> None:
    def text(*lines: LineText) -> str:
        return "".join(glyph.text.strip() for glyph in glyphs_of(lines, np.zeros((400, 420), np.uint8), UNIT))

    stroke = line((50, 80, 70, 100), (0, 0), "一")
    assert text(line((50, 50, 90, 70), (0, 0), "0371"), stroke, line((50, 110, 90, 130), (0, 0), "6969")) == "0371-6969"
    assert text(stroke) == "一"
    assert text(stroke, line((50, 110, 90, 130), (0, 0), "年级")) == "一年级"


def test_a_recognised_line_over_a_larger_one_is_no_ruby() -> None:
    glyphs = glyphs_of(
        [line((50, 50, 90, 66), (0, 0), "9509"), line((50, 72, 110, 112), (0, 0), "5565")],
        np.zeros((400, 420), np.uint8),
        UNIT,
    )
    assert [row.text.replace(" ", "") for row in rows_of(glyphs, 1)] == ["9509", "5565"]


def test_a_stroke_that_was_hardly_read_beside_words_is_none_and_puts_them_in_doubt() -> None:
    def confidences(sure: float) -> list[tuple[str, bool]]:
        stroke = line((50, 50, 70, 70), (0, 0), "一")
        stroke = replace(
            stroke,
            strip=replace(stroke.strip, found=False),
            reading=Reading(characters=(Character(text="一", confidence=sure, at=0.5),)),
        )
        glyphs = glyphs_of([stroke, line((50, 80, 110, 100), (0, 0), "级主任")], np.zeros((400, 420), np.uint8), UNIT)
        return [(glyph.text, glyph.confidence >= 0.9) for glyph in glyphs if glyph.text.strip()]

    assert [text for text, _ in confidences(0.95)] == ["一", "级", "主", "任"]
    assert confidences(0.4) == [("级", False), ("主", False), ("任", False)]
