"""Tick boxes: which words each belongs to, and the single choice that they make."""

from __future__ import annotations

import pytest

from forms.definition import Option
from forms.library import editions
from parsers.document import Mark
from parsers.extraction.choices import Choice, choose, names_options
from parsers.marks import has_mark, is_mark, marks

OPTIONS: tuple[Option, ...] = next(
    form.field_of["category"].options
    for edition in editions()
    for form in edition.forms
    if (form.edition, form.id) == ("henan-2021", "recommendation")
)


def chosen(*parts: str) -> str | None:
    """The choice in the cells or lines *parts*, which leaves no doubt."""
    found = choose(parts, OPTIONS)
    assert not found.faults, found
    assert found.confidence >= 0.9
    return found.value


def doubts(*parts: str) -> list[str]:
    """The codes of the doubts about the choice in *parts*, which then has no value or is unsure."""
    found: Choice = choose(parts, OPTIONS)
    assert found.value is None or found.confidence < 0.9
    return [fault.code for fault in found.faults]


# One tick


@pytest.mark.parametrize(
    "tick",
    [
        "☑",
        "☒",
        "√",
        "✓",
        "✔",
        "■",
        "●",
        "◉",
        "★",
        "⊙",
        "✅",
        "🗹",
        "【√】",
        "（√）",
        "(√)",
        "[√]",
        "〔√〕",
        "[X]",
        "（v）",
        "[ √ ]",
    ],
)
@pytest.mark.parametrize("empty", ["□", "☐", "○"])
def test_a_tick_before_its_option_chooses_it(tick: str, empty: str) -> None:
    assert chosen(f"{empty}地市　{tick}县区　{empty}学校") == "区县"


@pytest.mark.parametrize("tick", ["☑", "☒", "√", "■", "●", "【√】", "（√）"])
def test_a_tick_behind_its_option_chooses_it(tick: str) -> None:
    assert chosen(f"地市□　县区□　学校{tick}") == "学校"


@pytest.mark.parametrize(
    "text", ["地市（　） 县区（√） 学校（　）", "（ ）地市 （√）县区 （ ）学校", "地市[ ] 县区[x] 学校[ ]"]
)
def test_empty_brackets_are_empty_boxes(text: str) -> None:
    assert chosen(text) == "区县"


@pytest.mark.parametrize("text", ["地市　县区√　学校", "地市/县区√/学校", "√地市　县区　学校"])
def test_a_tick_alone_needs_no_boxes(text: str) -> None:
    assert chosen(text) == ("地市" if text.startswith("√") else "区县")


@pytest.mark.parametrize("text", ["地市√□　县区□　学校□", "√□地市　□县区　□学校", "□√地市　□县区　□学校"])
def test_a_tick_typed_beside_the_printed_box_fills_it(text: str) -> None:
    assert chosen(text) == "地市"


def test_options_may_be_spaced_out() -> None:
    assert chosen("□地 市　□县 区　☑学 校") == "学校"


def test_options_may_stand_on_lines_of_their_own() -> None:
    assert chosen("□地市\n□县区\n☑学校") == "学校"


@pytest.mark.parametrize("parts", [("□地市", "☑县区", "□学校"), ("地市□", "县区☑", "学校□"), ("地市", "县区√", "学校")])
def test_options_may_stand_in_cells_of_their_own(parts: tuple[str, ...]) -> None:
    assert chosen(*parts) == "区县"


@pytest.mark.parametrize(
    "parts",
    [
        ("地市", "□", "县区", "☑", "学校", "□"),
        ("地市", "", "县区", "√", "学校", ""),
        ("□", "地市", "☑", "县区", "□", "学校"),
    ],
)
def test_ticks_may_stand_in_cells_of_their_own(parts: tuple[str, ...]) -> None:
    assert chosen(*parts) == "区县"


@pytest.mark.parametrize("hint", ["（请在□内打√）", "（请在相应□内打“√”）", "（打√）", "（单选，请打“√”）"])
def test_instructions_on_how_to_tick_are_no_tick(hint: str) -> None:
    assert chosen(f"□地市　□县区　☑学校{hint}") == "学校"
    assert choose((f"□地市　□县区　□学校{hint}",), OPTIONS).value is None


def test_a_cross_beside_ticks_means_no() -> None:
    assert chosen("地市×　县区×　学校√") == "学校"


def test_a_han_character_that_looks_like_a_box_is_one_beside_an_option() -> None:
    assert chosen("口地市　口县区　☑学校") == "学校"


def test_what_is_ticked_may_be_explained_in_brackets() -> None:
    assert chosen("□地市　□县区　☑学校（小学）") == "学校"


# No tick


@pytest.mark.parametrize("text", ["学校", " 学 校 ", "县区级", "地级市"])
def test_one_option_written_is_chosen(text: str) -> None:
    assert chosen(text) in {"学校", "区县", "地市"}


@pytest.mark.parametrize(
    "text", ["□地市　□县区　□学校", "地市　县区　学校", "地市/县区/学校", "地市（ ）县区（ ）学校（ ）"]
)
def test_a_blank_choice_chooses_nothing_and_is_no_fault(text: str) -> None:
    assert chosen(text) is None


def test_a_sentence_with_one_option_is_read_with_a_doubt() -> None:
    found = choose(("推荐一所学校参评",), OPTIONS)
    assert found.value == "学校"
    assert found.confidence < 0.9
    assert [fault.code for fault in found.faults] == ["choice.wording"]


# Doubts


@pytest.mark.parametrize("text", ["☑地市　□县区　☑学校", "地市√　县区√　学校", "■地市　■县区　□学校"])
def test_two_ticks_in_a_single_choice_are_an_issue_and_no_guess(text: str) -> None:
    assert doubts(text) == ["choice.several"]


@pytest.mark.parametrize("text", ["地市 √ 县区　学校", "地市√县区　学校"])
def test_a_tick_between_two_options_is_an_issue_and_no_guess(text: str) -> None:
    assert doubts(text) == ["choice.unclear"]


@pytest.mark.parametrize("text", ["地市　县区　学校×", "□地市　□县区　×学校"])
def test_a_cross_alone_may_mean_yes_or_no(text: str) -> None:
    assert doubts(text) == ["choice.unclear"]


@pytest.mark.parametrize("text", ["□地市　□县区　□学校　☑其他", "□地市　□县区　□学校　☑企业", "☑区域　□学校"])
def test_a_tick_at_words_that_are_no_option_is_no_choice(text: str) -> None:
    assert choose((text,), OPTIONS).value is None or choose((text,), OPTIONS).confidence < 0.9


def test_another_option_behind_the_ticked_one_is_a_doubt() -> None:
    found = choose(("□地市　☑县区　□学校　学校",), OPTIONS)
    assert found.value is None or found.confidence < 0.9


# Lost characters


def test_an_option_with_a_lost_character_keeps_its_box() -> None:
    assert chosen("地市□　□区☑　学校□") == "区县"


@pytest.mark.parametrize(("text", "right"), [("地市□　□区□　学校☑", "学校"), ("□市☑　□区□　学校□", "地市")])
def test_a_box_that_may_be_a_lost_character_is_never_a_wrong_choice(text: str, right: str) -> None:
    found = choose((text,), OPTIONS)
    assert found.value == right or (found.value is None and found.confidence < 0.9)


def test_options_lost_altogether_choose_nothing() -> None:
    assert choose(("☑□□　□□□　□□□",), OPTIONS).value is None


# Boxes for whoever knows no form


def test_words_belong_to_the_box_before_them_where_a_line_opens_with_a_box() -> None:
    assert marks("☑地市　□县区") == (Mark(label="地市", checked=True), Mark(label="县区", checked=False))


def test_words_belong_to_the_box_behind_them_otherwise() -> None:
    assert marks("地市□　县区☑") == (Mark(label="地市", checked=False), Mark(label="县区", checked=True))


def test_a_cross_alone_is_a_box_in_doubt() -> None:
    assert marks("×学校") == (Mark(label="学校", checked=None),)


def test_each_line_is_read_by_itself() -> None:
    assert [mark.label for mark in marks("☑甲\n乙□")] == ["甲", "乙"]


def test_a_mark_is_seen_in_text_and_alone() -> None:
    assert has_mark("学校☑")
    assert not has_mark("学校")
    assert is_mark("（√）")
    assert not is_mark("☑学校")


def test_options_are_seen_without_any_mark() -> None:
    assert names_options(("推荐地市",), OPTIONS)
    assert not names_options(("无",), OPTIONS)


@pytest.mark.parametrize("text", ["__地市　　__县区　　√  \t学校", "地市　　√\t县区\t学校", "__ 地市　　__ 县区　　√ "])
def test_a_tick_as_far_from_its_own_word_as_from_the_one_before_is_a_doubt(text: str) -> None:
    assert doubts(text) == ["choice.unclear"]
