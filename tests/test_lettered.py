"""Choices told by the letter or number of an option."""

from __future__ import annotations

import pytest

from forms.definition import Option
from parsers.extraction.lettered import by_letter

OPTIONS = (
    Option(value="地市", labels=("地市", "地级市")),
    Option(value="区县", labels=("区县",)),
    Option(value="学校", labels=("学校",)),
)


@pytest.mark.parametrize(
    ("label", "said", "value"),
    [
        ("推荐类型（A.地市 B.区县 C.学校）", "C", "学校"),
        ("推荐类型（A地市 B区县 C学校）", "（ b ）", "区县"),
        ("推荐类型：1、地市；2、区县；3、学校", "３", "学校"),
        ("推荐类型", "A. 地市   B. 区县   C. 学校（ C ）", "学校"),
        ("推荐类型", "①地级市 ②区县 ③学校 【②】", "区县"),
        ("推荐类型", "A.地市 B.区县 C.学校 选择：A", "地市"),
    ],
)
def test_a_letter_chooses_the_option_that_it_stands_before(label: str, said: str, value: str) -> None:
    found = by_letter(label, (said,), OPTIONS)
    assert found is not None
    assert (found.value, found.confidence, found.faults) == (value, 1.0, ())


@pytest.mark.parametrize(
    ("label", "said"),
    [("推荐类型（A.地市 B.区县 C.学校）", "D"), ("推荐类型", "A.地市 B.区县 C.学校（ E ）")],
)
def test_a_letter_that_no_option_has_is_no_choice(label: str, said: str) -> None:
    found = by_letter(label, (said,), OPTIONS)
    assert found is not None
    assert found.value is None
    assert found.faults


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("推荐类型（A.地市 B.区县 C.学校）", ""),
        ("推荐类型（A.地市 B.区县 C.学校）", "学校"),
        ("推荐类型", "A.地市 B.区县 C.学校（ ）"),
        ("推荐类型", "C"),
        ("推荐类型", "地市（ ） 区县（√） 学校（ ）"),
        ("推荐类型（A.地市 A.区县 C.学校）", "A"),
    ],
)
def test_where_nothing_is_listed_or_answered_a_letter_says_nothing(label: str, said: str) -> None:
    assert by_letter(label, (said,), OPTIONS) is None
