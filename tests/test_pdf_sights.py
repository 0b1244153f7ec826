"""What is read anew of a line whose text layer can't be believed."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from parsers.pdf.align import Slot, align
from parsers.pdf.model import Glyph, Page
from parsers.pdf.pairs import without_spaces_read
from parsers.pdf.sights import Line, View
from parsers.scan.ocr import Character, Image, Reading
from parsers.symbols import EMPTY, TICKED

SCALE = 3.0
SIZE = 12.0


def character(text: str, at: float, confidence: float = 0.9) -> Character:
    return Character(text=text, confidence=confidence, at=at)


def view(layer: str, *, crossed: bool) -> View:
    """A line with a box behind a word."""
    picture: Image = np.full((90, 160), 255, np.uint8)
    cv2.rectangle(picture, (34, 24), (66, 56), 0, -1)
    cv2.rectangle(picture, (75, 25), (103, 53), 0, 2)
    if crossed:
        cv2.line(picture, (75, 25), (103, 53), 0, 2)
        cv2.line(picture, (75, 53), (103, 25), 0, 2)
    glyphs = [Glyph("县", 11, 23, 18.5, SIZE, font=1, code=1), Glyph(layer, 24, 36, 18.5, SIZE, font=1, code=2)]
    return View(Line(1, 0, glyphs), picture, Page(1, 60, 40), SCALE)


def read(layer: str, text: str, *, crossed: bool) -> str:
    one = view(layer, crossed=crossed)
    width = one.image.shape[1]
    places = [(17 * SCALE - one.x0) / width, (30 * SCALE - one.x0) / width]
    reading = Reading(characters=(character("县", places[0]), character(text, places[1])))
    return one.sights(reading)[-1].text


def test_a_crossed_box_that_was_read_as_a_word_is_a_tick() -> None:
    assert read("☒", "区", crossed=True) == TICKED
    assert read("Ａ", "区", crossed=True) == TICKED
    assert read("☐", "口", crossed=False) == EMPTY


@pytest.mark.parametrize(("dot", "meant"), [(5, "●"), (0, "○")])
def test_a_round_button_that_was_passed_over_is_told_by_its_shape_in_doubt(dot: int, meant: str) -> None:
    one = view("Ａ", crossed=False)
    middle = (89 - one.x0, 39 - one.y0)
    one.image[:, 72 - one.x0 :] = 255
    cv2.circle(one.image, middle, 14, 0, 2)
    if dot:
        cv2.circle(one.image, middle, dot, 0, -1)
    sight = one.sights(Reading(characters=(character("县", (17 * SCALE - one.x0) / one.image.shape[1]),)))[-1]
    assert (sight.text, sight.confidence < 0.9) == (meant, True)


def test_a_space_that_carries_an_underline_takes_nothing_of_the_digit_above_it() -> None:
    digit, space = Slot(100.0, 20.0, "\x01", True), Slot(102.0, 20.0, "\x02", True, under=True)
    assert align([digit, space], [(101.8, "0")]) == [0, None]


def test_what_was_read_of_a_space_is_of_the_bracket_before_it() -> None:
    bracket, space, digit = (
        Glyph("（", 0, 12, 10, SIZE),
        Glyph(" ", 12, 14, 10, SIZE),
        Glyph("5", 12, 18, 10, SIZE),
    )
    seen, five = character("（", 0.4), character("5", 0.8)
    inked = [True, True, True]
    assert without_spaces_read([(bracket, None), (space, seen), (digit, five)], inked) == [
        (bracket, seen),
        (space, None),
        (digit, five),
    ]
    assert without_spaces_read([(bracket, seen), (space, five)], inked) == [(bracket, seen), (space, five)]


def test_what_was_read_where_nothing_is_drawn_is_of_the_character_beside_it() -> None:
    gap, digit, seen = Glyph("\x06", 0, 4, 10, SIZE), Glyph("\x0a", 4, 12, 10, SIZE), character("4", 0.3)
    assert without_spaces_read([(gap, seen), (digit, None)], [False, True]) == [(gap, None), (digit, seen)]


def test_a_word_within_a_text_is_no_box_though_it_has_a_frame() -> None:
    one = view("A", crossed=True)
    glyphs = [*one.line.glyphs, Glyph("报", 36.5, 48, 18.5, SIZE, font=1, code=3)]
    line = View(Line(1, 0, glyphs), np.full((90, 160), 0, np.uint8), Page(1, 60, 40), SCALE)
    width = line.image.shape[1]
    middles = [(glyph.x * SCALE - line.x0) / width for glyph in glyphs]
    reading = Reading(characters=tuple(map(character, "理回报", middles, (0.9, 0.8, 0.9))))
    assert [sight.text for sight in line.sights(reading)] == ["理", "回", "报"]


def stroke(rows: list[int]) -> str:
    """What is read of a level stroke as wide as a character, of *rows* of such greys, behind a word."""
    picture: Image = np.full((90, 160), 255, np.uint8)
    cv2.rectangle(picture, (34, 24), (66, 56), 0, -1)
    for row, grey in enumerate(rows, 40):
        picture[row, 75:105] = grey
    glyphs = [Glyph("学", 11, 23, 18.5, SIZE, font=1, code=1), Glyph("\x02", 24, 36, 18.5, SIZE, font=1, code=2)]
    line = View(Line(1, 0, glyphs), picture, Page(1, 60, 40), SCALE)
    width = line.image.shape[1]
    middles = [(glyph.x * SCALE - line.x0) / width for glyph in glyphs]
    return line.sights(Reading(characters=tuple(map(character, "学一", middles))))[-1].text


def test_a_dash_of_a_pixel_and_a_half_is_none_of_two() -> None:
    assert stroke([128, 0, 255]) == "—"
    assert stroke([0, 0, 0]) == "一"


@pytest.mark.parametrize(
    ("left", "layer", "read_as", "meant"), [(22, "”", "”", "“"), (2, "”", "“", "”"), (22, "“", "”", "“")]
)
def test_a_quotation_mark_opens_at_the_end_of_its_square_whatever_is_told_or_read(
    left: int, layer: str, read_as: str, meant: str
) -> None:
    picture: Image = np.full((90, 160), 255, np.uint8)
    cv2.rectangle(picture, (33 + left, 24), (43 + left, 32), 0, -1)
    glyphs = [Glyph(layer, 11, 23, 18.5, SIZE, font=1, code=1)]
    one = View(Line(1, 0, glyphs), picture, Page(1, 60, 40), SCALE)
    reading = Reading(characters=(character(read_as, (17 * SCALE - one.x0) / one.image.shape[1]),))
    assert one.sights(reading)[0].text == meant
