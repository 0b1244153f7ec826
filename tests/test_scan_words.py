"""Where the recogniser wavers between two characters, the language of the forms decides, and what it can't decide is in doubt."""

from __future__ import annotations

import pytest

from parsers.scan.lines import Strip
from parsers.scan.ocr import Character, Reading
from parsers.scan.words import contest, over_lines


def look(text: str, confidence: float, rival: str, rival_confidence: float) -> Character:
    return Character(text=text, confidence=confidence, at=0.5, rival=rival, rival_confidence=rival_confidence)


@pytest.mark.parametrize(
    ("before", "read", "rival", "behind", "told"),
    [
        pytest.param("教", "直", "育", "处", "育", id="a word of the forms"),
        pytest.param("朝", "阻", "阳", "学", "阳", id="a place"),
        pytest.param("第", "士", "十", "八", "十", id="a number"),
        pytest.param("磊", "強", "强", "", "强", id="a character that names aren't written in"),
    ],
)
def test_what_makes_a_word_is_the_likelier(before: str, read: str, rival: str, behind: str, told: str) -> None:
    assert contest(look(read, 0.9, rival, 0.08), look(read, 0.95, rival, 0.03), before, behind) == (told, True)


def test_what_makes_a_word_already_is_not_in_doubt() -> None:
    assert contest(look("育", 0.88, "直", 0.11), look("育", 0.94, "直", 0.05), "教", "处") == ("育", False)


def test_a_name_that_may_be_another_is_in_doubt() -> None:
    assert contest(look("阻", 0.955, "阳", 0.04), look("阻", 0.945, "阳", 0.05), "", "学") == ("阻", True)


def test_what_only_one_look_holds_possible_is_no_rival() -> None:
    assert contest(look("侯", 0.98, "候", 0.015), look("侯", 1.0, "", 0.0), "", "涛") == ("侯", False)


def test_what_two_looks_told_differently_is_weighed_too() -> None:
    assert contest(look("直", 0.707, "育", 0.27), look("育", 0.561, "直", 0.39), "", "处") == ("育", True)


def test_a_character_that_nobody_thought_of_is_told_by_its_word_where_the_looks_waver() -> None:
    assert contest(look("士", 0.75, "土", 0.15), look("士", 0.56, "土", 0.28), "第", "") == ("十", True)
    assert contest(look("士", 0.99, "土", 0.005), look("士", 0.99, "土", 0.002), "第", "") == ("士", False)


@pytest.mark.parametrize("sign", ["，", "8", "A"])
def test_signs_have_no_rivals_here(sign: str) -> None:
    assert contest(look(sign, 0.6, "一", 0.3), look(sign, 0.6, "一", 0.3), "", "") == (sign, False)


def test_a_character_like_a_box_alone_on_its_line_is_a_word_where_the_next_line_ends_it() -> None:
    def read(*lines: str) -> list[float]:
        strips = [Strip(box=(0, 20 * at, 20, 20 * at + 18), cell=(0, 3)) for at in range(len(lines))]
        readings = [Reading(characters=(look(line, 0.84, "□", 0.1),)) for line in lines]
        return [reading.confidence for reading in over_lines(strips, readings)]

    assert read("回", "族")[0] >= 0.9
    assert read("回", "校")[0] == 0.84
    assert read("回")[0] == 0.84
