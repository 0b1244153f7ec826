"""Tick boxes by their shape, and what recognition leaves out."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from parsers.scan.glyphs import LineText, glyphs_of
from parsers.scan.lines import Strip
from parsers.scan.marks import UNSURE, boxed, solid_marks
from parsers.scan.ocr import Character, Image, Reading
from parsers.scan.pieces import is_nested, pieces
from parsers.scan.text import mended
from parsers.symbols import EMPTY, TICKED

EM = 40.0


def ink(width: int = 60) -> Image:
    return np.zeros((50, width), np.uint8)


def box(picture: Image, x: int = 8) -> Image:
    cv2.rectangle(picture, (x, 8), (x + 34, 42), 255, 2)
    return picture


def crossed(picture: Image, x: int = 8) -> Image:
    cv2.line(picture, (x, 8), (x + 34, 42), 255, 2)
    cv2.line(picture, (x, 42), (x + 34, 8), 255, 2)
    return picture


def ticked(picture: Image) -> Image:
    cv2.line(picture, (14, 24), (24, 38), 255, 3)
    cv2.line(picture, (24, 38), (52, 2), 255, 3)
    return picture


def full(picture: Image) -> Image:
    cv2.rectangle(picture, (8, 8), (42, 42), 255, -1)
    return picture


def underlined(picture: Image) -> Image:
    cv2.line(picture, (0, 47), (59, 47), 255, 2)
    return picture


def speck(picture: Image) -> Image:
    cv2.circle(picture, (25, 25), 3, 255, -1)
    return picture


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        pytest.param(box(ink()), EMPTY, id="empty"),
        pytest.param(crossed(box(ink())), TICKED, id="crossed"),
        pytest.param(ticked(box(ink())), TICKED, id="ticked beyond its border"),
        pytest.param(full(ink()), TICKED, id="full"),
        pytest.param(underlined(box(ink())), EMPTY, id="underlined"),
        pytest.param(cv2.line(box(ink()), (8, 36), (42, 36), 255, 2), EMPTY, id="underlined closely"),
        pytest.param(speck(box(ink())), UNSURE, id="a speck inside"),
        pytest.param(crossed(ink()), None, id="no box"),
        pytest.param(ink(), None, id="nothing"),
    ],
)
def test_a_box_is_told_by_its_sides_and_its_inside(picture: Image, expected: str | None) -> None:
    assert boxed(picture, EM) == expected


def line(text: str, places: list[float], confidence: float = 0.99) -> tuple[Reading, list[float]]:
    characters = tuple(Character(text=character, confidence=confidence, at=0.0) for character in text)
    return Reading(characters=characters), places


def word(picture: Image, *middles: int) -> Image:
    for middle in middles:
        cv2.rectangle(picture, (middle - 17, 8), (middle + 17, 42), 255, -1)
    return picture


def text(reading: Reading, places: list[float], picture: Image) -> str:
    return "".join(sign.text for sign in mended(reading, places, picture, EM))


def test_a_box_that_was_not_read_is_there_and_ticked() -> None:
    picture = crossed(box(word(ink(160), 20, 60), 90), 90)
    assert text(*line("地市", [20.0, 60.0]), picture) == f"地市{TICKED}"


def test_ink_between_brackets_is_a_tick_and_none_is_none() -> None:
    picture = word(ink(240), 20, 60)
    cv2.line(picture, (96, 10), (96, 40), 255, 2)
    cv2.line(picture, (150, 10), (150, 40), 255, 2)
    reading = line("地市[]", [20.0, 60.0, 96.0, 150.0])
    assert text(*reading, picture) == "地市[]"
    cv2.line(picture, (110, 25), (120, 38), 255, 3)
    cv2.line(picture, (120, 38), (136, 8), 255, 3)
    assert text(*reading, picture) == "地市[√]"


def test_a_small_box_right_at_a_large_word_is_a_box_in_doubt() -> None:
    picture = word(ink(120), 20, 60)
    for start, end in (((80, 22), (96, 38)), ((80, 38), (96, 22))):
        cv2.line(picture, start, end, 255, 2)
    cv2.rectangle(picture, (80, 22), (96, 38), 255, 2)
    signs = mended(*line("地市", [20.0, 62.0]), picture, EM)
    assert "".join(sign.text for sign in signs) == f"地市{TICKED}"
    assert signs[-1].confidence < 0.9


def test_a_tick_that_fills_its_brackets_is_one_and_a_character_read_for_a_cross_there_is_a_tick_in_doubt() -> None:
    picture = word(ink(240), 160, 200)
    cv2.line(picture, (96, 10), (96, 40), 255, 2)
    cv2.line(picture, (128, 10), (128, 40), 255, 2)
    reading = line("（）地市", [96.0, 128.0, 160.0, 200.0])
    assert "√" not in text(*reading, picture)
    cv2.line(picture, (100, 25), (108, 34), 255, 2)
    cv2.line(picture, (108, 34), (124, 14), 255, 2)
    assert "（√）" in text(*reading, picture).replace("(", "（").replace(")", "）")
    read, places = line("[冈]地市", [96.0, 112.0, 128.0, 160.0, 200.0], 0.7)
    signs = mended(read, places, picture, EM)
    assert signs[1].text == "√"
    assert signs[1].confidence < 0.9


def test_ink_that_nobody_read_makes_a_line_unsure() -> None:
    picture = word(ink(240), 20, 60)
    cv2.line(picture, (135, 40), (150, 10), 255, 3)
    cv2.line(picture, (150, 10), (165, 40), 255, 3)
    signs = mended(*line("张三", [20.0, 60.0]), picture, EM)
    assert [sign.text for sign in signs] == ["张", "三"]
    assert max(sign.confidence for sign in signs) < 0.9


def test_a_stroke_through_words_strikes_them_and_a_dash_does_not() -> None:
    picture = ink(240)
    for middle in (20, 60):
        cv2.rectangle(picture, (middle - 17, 8), (middle + 17, 42), 255, 2)
    cv2.line(picture, (0, 25), (80, 25), 255, 2)
    assert [sign.struck for sign in mended(*line("地市", [20.0, 60.0]), picture, EM)] == [True, True]
    dashes = ink(240)
    cv2.line(dashes, (0, 25), (80, 25), 255, 2)
    assert not any(sign.struck for sign in mended(*line("——", [20.0, 60.0]), dashes, EM))


def test_a_mark_between_digits_is_a_comma_where_it_hangs_below_them_and_a_point_where_it_stands() -> None:
    def number(*, low: int) -> Image:
        picture = ink(120)
        for middle in (20, 60):
            cv2.rectangle(picture, (middle - 8, 6), (middle + 8, 36), 255, -1)
        cv2.rectangle(picture, (36, 32), (41, low), 255, -1)
        return picture

    places = [20.0, 38.0, 60.0]
    point, comma = number(low=36), number(low=43)
    assert text(*line("1.3", places), comma) == "1,3"
    assert text(*line("1,3", places), comma) == "1,3"
    assert text(*line("1,3", places), point) == "1.3"
    assert text(*line("1.3", places), point) == "1.3"
    (_, read, _) = mended(*line("1.3", places, 0.95), point, EM)
    assert read.confidence < 0.9
    (_, read, _) = mended(*line("1.3", places, 0.999), point, EM)
    assert read.confidence > 0.9


def test_brackets_are_as_wide_as_their_room() -> None:
    wide = word(ink(200), 20, 100)
    assert text(*line("市(县", [20.0, 60.0, 100.0], 0.8), wide) == "市（县"
    narrow = word(ink(200), 20, 74)
    assert text(*line("市(县", [20.0, 47.0, 74.0], 0.8), narrow) == "市(县"
    assert text(*line("a:b", [10.0, 22.0, 34.0], 0.95), ink(60)) == "a:b"


def test_a_crossed_box_read_as_a_word_is_ticked_and_a_letter_alone_is_a_tick_in_doubt() -> None:
    picture = crossed(box(ink(110), 70), 70)
    assert text(*line("地区", [30.0, 87.0], 0.6), picture)[-1] == TICKED
    (*_, last) = mended(*line("校V", [30.0, 87.0], 0.99), ink(110), EM)
    assert last.text == "√"
    assert last.confidence < 0.9
    assert text(*line("校VR", [20.0, 60.0, 90.0], 0.99), ink(110)) == "校VR"


@pytest.mark.parametrize(
    ("thick", "words", "sure", "text", "doubted"),
    [
        (3, "学一课", 0.996, "—", False),  # no font draws the character so thin
        (4, "学一课", 0.996, "—", True),  # nor does it make a word with what is beside it
        (4, "统一组", 0.9999, "一", False),
        (4, "第一名", 0.996, "一", False),  # as it reads, it is the character
        (6, "学一课", 0.99, "—", True),
        (6, "学一课", 0.999, "—", True),
        (6, "二一课", 0.999, "一", False),
        (6, "二一课", 0.99, "一", True),
        (7, "学一课", 0.999, "一", True),
        (6, "学一课", 0.9995, "一", False),
    ],
)
def test_a_dash_is_thinner_than_the_character_for_one(
    thick: int, words: str, sure: float, text: str, doubted: bool
) -> None:
    picture = ink(200)
    for middle in (20, 100):
        cv2.rectangle(picture, (middle - 17, 8), (middle + 17, 42), 255, 2)
    picture[24 : 24 + thick, 43:77] = 255
    reading, places = line(words, [20.0, 60.0, 100.0])
    one = replace(reading.characters[1], confidence=sure)
    reading = replace(reading, characters=(reading.characters[0], one, reading.characters[2]))
    sign = mended(reading, places, picture, EM)[1]
    assert sign.text == text
    assert (sign.confidence < 0.9) == doubted


def test_a_stroke_with_a_knob_at_its_end_is_the_character_and_no_dash() -> None:
    picture = ink(200)
    picture[26:29, 43:77] = 255
    cv2.circle(picture, (71, 26), 4, 255, -1)
    assert text(*line("学一课", [20.0, 60.0, 100.0], 0.99), picture) == "学一课"


def test_a_full_stop_between_two_words_of_chinese_is_a_comma_in_doubt() -> None:
    picture = word(ink(200), 20, 100)
    sign = mended(*line("项.发", [20.0, 50.0, 100.0]), picture, EM)[1]
    assert sign.text == "，"
    assert sign.confidence < 0.9
    assert text(*line("3.发", [20.0, 50.0, 100.0]), picture) == "3.发"


def test_brackets_are_closed_in_the_width_in_which_they_were_opened() -> None:
    reading = line("见（12)市", [20.0, 60.0, 85.0, 105.0, 120.0, 145.0])
    signs = mended(*reading, word(ink(200), 20, 145), EM)
    assert "".join(sign.text for sign in signs) == "见（12）市"
    assert signs[4].confidence < 0.9


def test_a_speck_between_characters_without_room_for_a_mark_is_none() -> None:
    picture = word(ink(200), 20, 60)
    signs = mended(*line("尼·瓦", [20.0, 41.0, 60.0], 0.9), picture, EM)
    assert [sign.text for sign in signs] == ["尼", "瓦"]
    assert max(sign.confidence for sign in signs) < 0.9
    assert text(*line("尼·瓦", [20.0, 54.0, 90.0], 0.9), word(ink(200), 20, 90)) == "尼·瓦"


def test_a_dot_with_room_of_its_own_between_two_names_stays_in_doubt_wherever_they_were_read() -> None:
    picture = word(ink(200), 20, 74)
    cv2.circle(picture, (47, 25), 2, 255, -1)
    read = line("尼·瓦", [26.0, 44.0, 64.0], 0.9)
    signs = mended(*read, picture, EM)
    assert [sign.text for sign in signs] == ["尼", "·", "瓦"]
    assert signs[1].confidence < 0.9
    assert text(*read, word(ink(200), 20, 66)) == "尼瓦"


def test_a_speck_behind_a_stroke_is_no_full_stop() -> None:
    signs = mended(*line("厅/.职", [20.0, 46.0, 58.0, 84.0], 0.95), word(ink(200), 20, 84), EM)
    assert "".join(sign.text for sign in signs) == "厅/职"
    assert signs[-1].confidence < 0.9


def test_what_is_left_of_a_rule_behind_words_is_no_character() -> None:
    signs = mended(*line("海县_", [20.0, 60.0, 100.0], 0.7), word(ink(200), 20, 60), EM)
    assert [sign.text for sign in signs] == ["海", "县"]
    assert signs[-1].confidence < 0.9


def test_a_tick_on_an_underline_is_a_tick_and_the_line_alone_is_none() -> None:
    picture = word(ink(160), 20, 60)
    picture[45:48, 82:140] = 255
    reading = line("学校_", [20.0, 60.0, 105.0], 0.45)
    assert text(*reading, picture) == "学校"
    cv2.line(picture, (95, 25), (103, 38), 255, 5)
    cv2.line(picture, (103, 38), (120, 6), 255, 5)
    assert text(*reading, picture) == "学校√"


def test_what_reaches_in_from_brackets_on_an_underline_is_no_tick() -> None:
    picture = word(ink(240), 20, 60)
    cv2.ellipse(picture, (86, 25), (24, 18), 0, -70, 70, 255, 3)
    cv2.ellipse(picture, (160, 25), (24, 18), 0, 110, 250, 255, 3)
    cv2.line(picture, (60, 47), (190, 47), 255, 3)
    assert text(*line("地市【】", [20.0, 60.0, 96.0, 150.0]), picture) == "地市【】"
    # Brackets that touch have no room for one.
    assert text(*line("地市【】", [20.0, 60.0, 96.0, 98.0]), picture) == "地市【】"


def test_a_word_open_on_one_side_that_was_read_with_certainty_is_no_box_and_a_doubtful_one_is() -> None:
    picture = crossed(box(ink(110), 70), 70)
    assert text(*line("地区", [30.0, 87.0], 0.85), picture)[-1] == TICKED
    assert text(*line("区□", [30.0, 87.0], 0.99), box(box(ink(110), 10), 70)) == f"区{EMPTY}"


def test_an_underline_is_neither_a_mark_nor_a_tick_between_brackets() -> None:
    underline = word(ink(240), 20, 60)
    cv2.line(underline, (86, 46), (140, 46), 255, 3)
    assert text(*line("县乡☑", [20.0, 60.0, 110.0], 0.6), underline) == "县乡"
    brackets = word(ink(240), 20, 60)
    cv2.line(brackets, (96, 10), (96, 40), 255, 2)
    cv2.line(brackets, (150, 10), (150, 40), 255, 2)
    cv2.line(brackets, (80, 45), (160, 45), 255, 3)
    assert text(*line("地市[]", [20.0, 60.0, 96.0, 150.0]), brackets) == "地市[]"


def test_ink_between_characters_that_it_touches_makes_a_line_unsure() -> None:
    picture = word(ink(240), 20, 100, 140)
    cv2.rectangle(picture, (40, 10), (80, 40), 255, 3)
    assert max(sign.confidence for sign in mended(*line("张三四", [20.0, 100.0, 140.0]), picture, EM)) < 0.9
    whole = word(ink(240), 20, 60, 100, 140)
    assert min(sign.confidence for sign in mended(*line("张王三四", [20.0, 60.0, 100.0, 140.0]), whole, EM)) > 0.9


def test_digits_with_room_for_another_between_them_and_ink_in_it_are_unsure() -> None:
    picture = ink(240)
    for left in range(10, 190, 20):
        cv2.line(picture, (left, 10), (left, 40), 255, 4)
    places = [float(left) for left in range(10, 190, 20)]
    assert min(sign.confidence for sign in mended(*line("138123451", places), picture, EM)) > 0.9
    assert max(sign.confidence for sign in mended(*line("13823451", places[:3] + places[4:]), picture, EM)) < 0.9


def test_a_round_button_that_was_not_read_is_there_filled_or_not_and_a_letter_is_none() -> None:
    buttons = []
    for filled in (False, True):
        picture = word(ink(160), 20, 60)
        cv2.circle(picture, (110, 25), 15, 255, 2)
        if filled:
            cv2.circle(picture, (110, 25), 9, 255, -1)
        buttons.append(text(*line("地市", [20.0, 60.0]), picture))
    assert buttons == ["地市○", "地市●"]
    picture = word(ink(160), 20, 60)
    cv2.ellipse(picture, (110, 25), (15, 15), 0, 30, 330, 255, 2)
    assert text(*line("地市", [20.0, 60.0]), picture) == "地市"


def test_a_line_of_digits_with_a_part_of_the_next_line_keeps_its_size_and_is_doubted() -> None:
    strip = Strip(box=(0.0, 0.0, 140.0, 41.0))
    digits = tuple(Character(text=sign, confidence=1.0, at=(n + 0.5) / 10) for n, sign in enumerate("1361344727"))
    glyphs = glyphs_of(
        [LineText(strip=strip, reading=Reading(characters=digits), origin=0.0, width=140.0)],
        np.full((60, 160), 255, np.uint8),
        2.0,
    )
    assert max(glyph.size for glyph in glyphs) < 15
    assert max(glyph.confidence for glyph in glyphs) < 0.9


def test_a_filled_square_is_ink_and_a_bold_stroke_or_a_dark_picture_is_none() -> None:
    picture = np.full((400, 800), 235, np.uint8)
    cv2.rectangle(picture, (100, 100), (125, 125), 30, -1)
    cv2.rectangle(picture, (200, 100), (260, 110), 30, -1)
    cv2.rectangle(picture, (400, 100), (600, 300), 30, -1)
    found = solid_marks(picture, 200 / 72)
    assert found is not None
    assert found[103:123, 103:123].all()
    assert not found[:, 140:].any()
    assert solid_marks(picture[:, 140:], 200 / 72) is None


def test_a_button_read_as_a_letter_is_told_by_its_shape() -> None:
    picture = ink(140)
    cv2.rectangle(picture, (4, 8), (36, 42), 255, 3)
    cv2.rectangle(picture, (46, 8), (78, 42), 255, 3)
    cv2.circle(picture, (110, 26), 13, 255, 1)
    cv2.circle(picture, (110, 26), 7, 255, -1)
    letters = [("县", 20.0), ("区", 62.0), ("o", 110.0)]
    characters = tuple(Character(text=text, confidence=0.97, at=at / 140) for text, at in letters)
    signs = mended(Reading(characters=characters), [at for _, at in letters], picture, EM)
    assert [sign.text for sign in signs] == ["县", "区", "●"]
    assert signs[-1].confidence < 0.9
    stops = [replace(character, text="。") if character.text == "o" else character for character in characters]
    places = [at for _, at in letters]
    assert mended(Reading(characters=tuple(stops)), places, picture, EM)[-1].text == "●"
    long = [replace(stops[0], text="”", at=0.0), *stops]
    assert mended(Reading(characters=tuple(long)), [2.0, *places], picture, EM)[-1].text == "。"
    cv2.circle(picture, (110, 26), 9, 0, -1)
    assert mended(Reading(characters=tuple(stops)), places, picture, EM)[-1].text == "。"


def test_bits_of_a_character_at_a_lines_end_leave_it_in_doubt() -> None:
    picture = ink(140)
    cv2.rectangle(picture, (64, 8), (96, 42), 255, 3)
    cv2.rectangle(picture, (104, 8), (136, 42), 255, 3)
    characters = tuple(Character(text=text, confidence=0.99, at=at / 140) for text, at in (("八", 80), ("中", 120)))

    def surest(page: Image) -> float:
        return max(sign.confidence for sign in mended(Reading(characters=characters), [80.0, 120.0], page, EM))

    assert surest(picture) > 0.9
    picture[10:40, 30:32] = 255
    picture[24:28, 40:44] = 255
    assert surest(picture) < 0.9


def test_a_dash_behind_a_mark_that_begins_words_is_the_character_for_one() -> None:
    def read(text: str) -> list[tuple[str, bool]]:
        picture = ink(200)
        for place, character in enumerate(text):
            top, bottom = (24, 26) if character in "一—" else (8, 42)
            cv2.rectangle(picture, (place * 40 + 4, top), (place * 40 + 36, bottom), 255, -1)
        places = [place * 40 + 20.0 for place in range(len(text))]
        characters = tuple(
            Character(text=character, confidence=0.99, at=at / 200) for character, at in zip(text, places, strict=True)
        )
        return [
            (sign.text, sign.confidence >= 0.9) for sign in mended(Reading(characters=characters), places, picture, EM)
        ]

    assert read("“一把手")[1] == ("一", True)
    assert read("：—是区")[1] == ("一", False)
    assert read("中—课后")[1][0] == "—"


def test_a_digit_that_may_be_another_one_is_in_doubt() -> None:
    picture = ink(100)
    cv2.rectangle(picture, (10, 8), (30, 42), 255, 3)
    cv2.rectangle(picture, (50, 8), (70, 42), 255, 3)
    sure = Character(text="4", confidence=1.0, at=0.2)
    for rival, doubted in (("9", True), ("Z", False)):
        other = Character(text="2", confidence=0.934, at=0.6, rival=rival, rival_confidence=0.06)
        signs = mended(Reading(characters=(sure, other)), [20.0, 60.0], picture, EM)
        assert (signs[-1].confidence < 0.9) == doubted


def test_a_filled_box_that_specks_join_to_the_next_word_is_a_box_and_a_large_word_is_none() -> None:
    picture = word(ink(320), 30, 70, 170)
    cv2.rectangle(picture, (105, 10), (137, 42), 255, -1)
    for left in (139, 143, 147, 151):
        cv2.rectangle(picture, (left, 5), (left + 2, 7), 255, -1)
    # The last word is half again as large as the others.
    cv2.rectangle(picture, (196, 2), (258, 48), 255, -1)
    reading = line("地市县区", [30.0, 70.0, 170.0, 215.0])
    assert text(*reading, picture) == f"地市{TICKED}县区"


def test_a_box_that_touches_the_word_behind_it_is_a_box_in_doubt() -> None:
    picture = word(box(box(ink(260), 2), 112), 58, 168, 208)
    cv2.rectangle(picture, (36, 20), (44, 24), 255, -1)
    cv2.rectangle(picture, (118, 14), (140, 36), 255, -1)
    signs = mended(*line("校■地市", [58.0, 129.0, 168.0, 208.0]), picture, EM)
    assert "".join(sign.text for sign in signs) == f"{EMPTY}校{TICKED}地市"
    assert signs[0].confidence < 0.9


def test_an_underline_that_shows_between_digits_set_wide_is_no_underscore_and_one_with_room_is() -> None:
    picture = ink(240)
    for middle in (20, 60, 100, 140):
        cv2.rectangle(picture, (middle - 8, 8), (middle + 8, 36), 255, -1)
    cv2.line(picture, (0, 46), (239, 46), 255, 2)
    assert text(*line("4797", [20.0, 60.0, 100.0, 140.0]), picture) == "4797"
    cv2.rectangle(picture, (192, 8), (208, 36), 255, -1)
    assert text(*line("47971", [20.0, 60.0, 100.0, 140.0, 200.0]), picture) == "4797_1"


def test_a_tick_that_was_not_read_beside_a_word_is_a_tick_and_other_strokes_are_none() -> None:
    def tick(*points: tuple[int, int]) -> Image:
        picture = word(ink(160), 70, 110)
        cv2.polylines(picture, [np.array(points, np.int32)], isClosed=False, color=255, thickness=3)
        return picture

    def signs(picture: Image) -> str:
        return text(*line("区县", [70.0, 110.0]), picture)

    assert signs(tick((10, 26), (18, 38), (42, 10))) == "√区县"
    assert signs(tick((8, 10), (22, 38), (36, 10))) == "区县"
    assert signs(tick((10, 38), (42, 10))) == "区县"
    assert signs(tick((10, 10), (10, 38), (36, 38))) == "区县"


def test_a_dot_on_an_underline_is_the_dot_within_a_name() -> None:
    picture = word(ink(160), 20, 100)
    cv2.line(picture, (44, 46), (76, 46), 255, 2)
    cv2.circle(picture, (60, 25), 3, 255, -1)
    assert text(*line("尔_阿", [20.0, 60.0, 100.0], 0.5), picture) == "尔·阿"


def test_a_tick_read_as_a_letter_in_doubt_is_a_tick_and_a_letter_within_a_password_is_no_box() -> None:
    picture = word(ink(160), 20, 60)
    cv2.polylines(
        picture, [np.array([(92, 26), (100, 38), (124, 10)], np.int32)], isClosed=False, color=255, thickness=3
    )
    assert text(*line("学校s", [20.0, 60.0, 108.0], 0.4), picture) == "学校√"
    letters = box(ink(160), 56)
    for left in (10, 30, 110, 130):
        cv2.line(letters, (left, 10), (left, 40), 255, 4)
    assert text(*line("1iQii", [10.0, 30.0, 73.0, 110.0, 130.0], 0.6), letters) == "1iQii"


def test_the_dot_of_a_name_at_a_lines_end_is_read_and_a_colon_on_an_underline_is_no_tick() -> None:
    picture = word(ink(160), 20, 60)
    cv2.circle(picture, (86, 25), 3, 255, -1)
    signs = mended(*line("瓦尔", [20.0, 60.0]), picture, EM)
    assert "".join(sign.text for sign in signs) == "瓦尔·"
    assert signs[-1].confidence < 0.9
    # Behind a word of the forms it is a speck, and what was read is in doubt.
    signs = mended(*line("教育", [20.0, 60.0]), picture, EM)
    assert "".join(sign.text for sign in signs) == "教育"
    assert signs[-1].confidence < 0.9
    cv2.circle(picture, (86, 40), 3, 255, -1)
    assert text(*line("职务", [20.0, 60.0]), picture) == "职务"
    cv2.line(picture, (84, 47), (110, 47), 255, 2)
    assert text(*line("职务_", [20.0, 60.0, 92.0], 0.7), picture) == "职务："


def test_two_underlined_letters_set_wide_have_no_underscore_but_doubt_and_a_hyphen_ends_a_line_of_digits() -> None:
    picture = ink(140)
    for middle in (20, 80):
        cv2.rectangle(picture, (middle - 12, 8), (middle + 12, 36), 255, -1)
    cv2.line(picture, (0, 46), (139, 46), 255, 2)
    signs = mended(*line("cn", [20.0, 80.0]), picture, EM)
    assert "".join(sign.text for sign in signs) == "cn"
    assert max(sign.confidence for sign in signs) < 0.9
    assert text(*line("3826一", [20.0, 40.0, 60.0, 80.0, 110.0]), ink(140)) == "3826-"
    assert text(*line("第一", [20.0, 60.0]), ink(140)) == "第一"
    assert text(*line("135=3451", [10.0 * place for place in range(8)]), ink(140)) == "135-3451"
    assert text(*line("id=27", [20.0, 40.0, 60.0, 80.0, 110.0]), ink(140)) == "id=27"


def test_a_button_that_stands_over_an_underline_beside_it_is_there() -> None:
    picture = word(ink(240), 60, 180)
    cv2.circle(picture, (20, 25), 12, 255, 2)
    cv2.circle(picture, (20, 25), 7, 255, -1)
    cv2.circle(picture, (120, 25), 15, 255, 2)
    # Both reach over columns of pixels that are another's.
    picture[44:46, 18:130] = 255
    assert text(*line("地_市", [60.0, 90.0, 180.0]), picture).replace("_", "") == "●地○市"


def test_a_word_open_on_one_side_is_a_word_also_where_another_character_of_its_line_was_passed_over() -> None:
    picture = word(ticked(box(ink(120))), 80)
    reading, places = line("网络", [25.0, 80.0])
    signs = mended(replace(reading, missed=0.4), places, picture, EM)
    assert "".join(sign.text for sign in signs) == "网络"
    assert max(sign.confidence for sign in signs) < 0.9


def test_a_line_of_whose_place_nothing_is_left_is_in_doubt_and_ends_nothing() -> None:
    reading, places = line("一", [20.0])
    assert [sign.confidence < 0.9 for sign in mended(reading, places, ink()[:0], EM)] == [True]


def test_no_ink_has_no_pieces() -> None:
    assert pieces(ink()[:, :0])[0] == pieces(ink()[:0])[0] == pieces(ink())[0] == 1
    assert pieces(box(box(ink(120)), 70))[0] == 3


@pytest.mark.parametrize(
    ("before", "after"), [("(2021年)》。", "（2021年）》。"), ("(0371)", "(0371)"), ("(No.2年)", "(No.2年)")]
)
def test_a_bracket_that_begins_a_line_is_as_wide_as_chinese_has_it(before: str, after: str) -> None:
    places = [16.0 + 22 * index for index in range(len(before))]
    assert text(*line(before, places), word(ink(400), *(round(at) for at in places))) == after


def test_a_frame_within_a_frame_is_a_character_and_no_tick_box() -> None:
    nested = box(ink())
    cv2.rectangle(nested, (18, 18), (32, 32), 255, 2)
    assert is_nested(nested, EM)
    assert not any(is_nested(picture, EM) for picture in (ink(), box(ink()), crossed(box(ink())), ticked(box(ink()))))
    assert text(*line("回", [25.0], 0.84), nested) == "回"
