"""What the room that characters take says against what a font's map tells."""

from __future__ import annotations

import pytest

from parsers.pdf.census import Census
from parsers.pdf.joined import settle_joined
from parsers.pdf.model import Glyph, Page
from parsers.pdf.room import doubt_among_digits, fit

DIGITS = dict.fromkeys("023456789", 0.5)
LETTERS = {"i": 0.28, "t": 0.28, "a": 0.44, "m": 0.78}


def page(*written: tuple[str, float], step: float = 1.0) -> Page:
    """Characters with their advances in ems, one behind the other, each with a code of its own and *step* of its room."""
    found, x = Page(1, 595.0, 842.0), 70.0
    for text, ems in written:
        found.glyphs.append(Glyph(text, x, x + 10 * ems, 100.0, 10.0, order=len(found.glyphs), code=ord(text)))
        x += 10 * ems * step
    return found


def fitted(*written: tuple[str, float], step: float = 1.0) -> tuple[str, list[float]]:
    one = page(*written, step=step)
    fit([one], Census.of([one]))
    return "".join(glyph.text for glyph in one.glyphs), [glyph.confidence for glyph in one.glyphs]


def test_punctuation_on_the_square_of_a_han_character_is_full_width() -> None:
    assert fitted(("年", 1.0), (",", 1.0), ("(", 1.0), ("5", 1.0), (")", 1.0))[0] == "年，（5）"


def test_where_a_file_tells_no_widths_nothing_is_made_of_them() -> None:
    assert fitted(("a", 1.0), (",", 1.0), ("t", 1.0), step=0.5)[0] == "a,t"


def test_what_takes_its_room_among_letters_that_do_is_full_width() -> None:
    assert fitted(("A", 1.0), (",", 1.0), ("a", 1.0))[0] == "A，a"


def test_what_is_said_to_be_full_width_and_is_not_is_plain() -> None:
    assert fitted(("１", 0.55), ("ａ", 0.52), ("Ｍ", 0.97))[0] == "1aM"
    assert fitted(("１", 1.0), ("Ｍ", 1.0))[0] == "１Ｍ"


def test_where_characters_are_condensed_what_is_full_width_stays_so() -> None:
    assert fitted(("馆", 0.66), ("（", 0.66), ("省", 0.66), ("）", 0.66))[0] == "馆（省）"


def test_a_letter_as_wide_as_the_digits_is_a_digit_in_doubt_and_the_reverse() -> None:
    rest = (*DIGITS.items(), *LETTERS.items())
    text, sure = fitted(("l", 0.5), ("O", 0.5), ("1", 0.28), *rest)
    assert text[:3] == "10l"
    assert max(sure[:3]) < 0.9 <= min(sure[3:])


def test_in_a_font_whose_letters_are_as_wide_as_its_digits_letters_stay() -> None:
    text, sure = fitted(("l", 0.5), ("O", 0.5), *DIGITS.items(), *((one, 0.5) for one in LETTERS))
    assert text[:2] == "lO"
    assert set(sure) == {1.0}


@pytest.mark.parametrize(("digit", "meant"), [(0.636, "10"), (0.556, "10"), (0.5, "lO"), (0.6, "lO")])
def test_where_a_font_has_no_other_letters_its_digits_tell_unless_they_may_be_a_typewriter_s(
    digit: float, meant: str
) -> None:
    assert fitted(("l", digit), ("O", digit), *((one, digit) for one in "2345"))[0][:2] == meant


@pytest.mark.parametrize(
    ("text", "meant", "doubted"),
    [
        ("课24l节", "课241节", "1"),
        ("2O22年", "2022年", "0"),
        ("ll月", "11月", "11"),
        ("lO分", "10分", "10"),
        ("O2O教学", "O2O教学", ""),
        ("l3812345678", "13812345678", "1"),
        ("138l2345O78", "13812345078", "10"),
        ("l0O1I61579", "l0O1I61579", ""),
        ("Ol23ab", "Ol23ab", ""),
        ("Oil", "Oil", ""),
        ("l教", "l教", ""),
        ("241", "241", ""),
    ],
)
def test_letters_that_look_like_digits_are_digits_in_doubt_among_digits(text: str, meant: str, doubted: str) -> None:
    one = page(*((character, 0.5) for character in text))
    doubt_among_digits([one], Census.of([one]))
    assert "".join(glyph.text for glyph in one.glyphs) == meant
    assert "".join(glyph.text for glyph in one.glyphs if glyph.confidence < 0.9) == doubted


def test_a_letter_that_takes_the_room_of_one_stays_among_digits_in_doubt() -> None:
    one = page(("2", 0.5), ("O", 0.78), ("l", 0.28), ("9", 0.5), ("年", 1.0))
    doubt_among_digits([one], Census.of([one]))
    assert [(glyph.text, glyph.confidence < 0.9) for glyph in one.glyphs[1:4]] == [
        ("O", True),
        ("l", True),
        ("9", False),
    ]


def test_where_a_letter_was_found_to_be_a_digit_it_is_one_among_digits_elsewhere() -> None:
    one = page(*((character, 0.5) for character in "86OO"))
    doubt_among_digits([one], Census.of([one]), {"O"})
    assert "".join(glyph.text for glyph in one.glyphs) == "8600"
    assert [glyph.confidence < 0.9 for glyph in one.glyphs] == [False, False, True, True]


def test_of_a_character_with_two_drawings_each_takes_its_own_room() -> None:
    one = page(("1", 0.28), ("1", 0.5), *DIGITS.items(), *LETTERS.items())
    fit([one], Census.of([one]), lambda code: chr(code) == "1")
    assert "".join(glyph.text for glyph in one.glyphs[:2]) == "l1"


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("教\ufe00", "教"),
        ("教教", "教"),
        ("\u200b教", "教"),
        ("教\u0301", "教"),
        ("e\u0301", "\ufffd"),
        ("fi", "fi"),
        ("教育", "\ufffd"),
        ("17", "\ufffd"),
    ],
)
def test_what_a_map_tells_of_one_code_is_what_can_be_drawn_for_it(told: str, meant: str) -> None:
    one = Page(1, 595.0, 842.0, glyphs=[Glyph(text, 70.0, 80.0, 100.0, 10.0, code=ord(text)) for text in told])
    settle_joined([one])
    assert "".join(glyph.text for glyph in one.glyphs) == meant
