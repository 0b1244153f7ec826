"""What the eye of a recogniser mistakes, and measures tell."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.pdf.likeness import by_depth, by_height, digit_or_letter
from parsers.pdf.looks import Looks
from parsers.pdf.masks import is_rival, mask_of, swapped
from parsers.pdf.model import Edge, Glyph
from parsers.pdf.repair import _put_right
from parsers.pdf.reread import Verdict
from parsers.pdf.unruled import without_rules


@pytest.mark.parametrize(
    ("read", "high", "amid", "meant"),
    [
        ("0", 0.46, True, "o"),
        ("O", 0.46, False, "o"),
        ("o", 0.68, True, "O"),
        ("o", 0.68, False, "0"),
        ("0", 0.68, True, "0"),
        ("0", 0.46, False, "0"),  # a digit as high as a small letter, among others
        ("o", 0.6, True, "o"),
    ],
)
def test_a_small_round_letter_is_told_by_its_height(read: str, high: float, amid: bool, meant: str) -> None:
    assert by_height(read, high, amid_letters=amid) == meant


def test_a_small_letter_stays_one_though_it_is_as_wide_as_a_digit() -> None:
    assert [digit_or_letter(text, 0.5, 0.5) for text in "0Oo1lI"] == list("00o111")
    assert [digit_or_letter(text, 0.3, 0.5) for text in "0Oo1"] == list("OOol")


def test_a_j_is_told_by_what_reaches_below_the_line() -> None:
    assert [by_depth("i", 0.2), by_depth("i", 0.0), by_depth("j", 0.0), by_depth("y", 0.2)] == ["j", "i", "j", "y"]


def test_a_comma_hangs_below_the_baseline_and_a_point_stands_on_it() -> None:
    assert [by_depth(one, 0.12) for one in ".,:;"] == [",", ",", ";", ";"]
    assert [by_depth(one, 0.015) for one in ".,:;"] == [".", ".", ":", ":"]


def test_strokes_through_a_ruled_line_are_left_when_it_is_taken_away() -> None:
    drawn = np.full((40, 60), 255, np.uint8)
    drawn[20:22] = 0  # the line
    drawn[5:30, 10:13] = 0  # a stroke through it
    drawn[5:20, 30:33] = 0  # one that stands on it
    without_rules(drawn, [Edge(False, 21.0, 0.0, 60.0, 2.0)], 1.0)
    assert (drawn[5:30, 10:13] == 0).all()
    assert (drawn[19:23, 20:28] == 255).all()
    assert (drawn[19:23, 30:33] == 255).all()
    assert (drawn[5:18, 30:33] == 0).all()


@pytest.mark.parametrize("pair", ["未末", "土士", "己已", "问间", "大太"])
def test_two_characters_of_a_font_that_differ_by_a_stroke_and_changed_places_are_told(pair: str) -> None:
    def drawn(character: str) -> int:
        mask = mask_of(character)
        assert mask is not None
        return mask[0]

    one, other = pair[0], pair[1]
    assert swapped(drawn(other), one, drawn(one), other)
    assert not swapped(drawn(one), one, drawn(other), other)


def test_a_drawing_that_is_like_none_of_the_characters_that_a_stroke_parts_is_none() -> None:
    known = [mask for text in ("未", "末") if (mask := mask_of(text))]
    white = known[0][1] & known[1][1]  # ink where neither has any
    assert not is_rival(white, "未")


def test_a_character_somewhat_like_what_is_told_and_very_much_like_another_is_that() -> None:
    drawn = mask_of("可")
    assert drawn is not None
    looks = Looks(han={1: (0.6, drawn[0])}, settled=[0.9] * 9)
    assert looks.odd({"覆", "可", "盖"}) == {1}
    # Like no other of the file it is what is told.
    assert looks.odd({"覆", "盖"}) == set()


def test_a_stroke_of_a_font_that_lies_stays_in_doubt_where_another_was_read() -> None:
    glyph = Glyph("l", 0, 5, 100, 10)
    _put_right(glyph, Verdict("1", 3, 3, 0.99, 0.99), None, False)
    assert (glyph.text, glyph.confidence < 0.9) == ("l", True)
