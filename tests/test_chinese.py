"""Dates, numbers and the folding of Chinese text."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.chinese import fold, half, joined, numeral, strip_enumerator, tight
from forms.dates import read_date


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十二", 12),
        ("一百零五", 105),
        ("一千二百", 1200),
        ("两千", 2000),
        ("一万二千", 12000),
        ("壹万零伍", 10005),
        ("十万", 100000),
        ("一亿零三", 100000003),
        ("二〇二〇", 2020),
        ("二○二一", 2021),
        ("七", 7),
    ],
)
def test_han_numerals_are_numbers(text: str, number: int) -> None:
    assert numeral(text) == number


@pytest.mark.parametrize("text", ["", "一千二", "一百五", "一万二", "百", "十十", "二百三十万十", "12", "一个", "十百"])
def test_a_loose_spelling_is_no_number(text: str) -> None:
    assert numeral(text) is None


@given(
    st.integers(1900, 2100),
    st.integers(1, 12),
    st.integers(1, 31),
    st.sampled_from(["{}年{}月{}日", "{}.{}.{}", "{}-{:02}-{:02}", " {} 年 {} 月 {} 日 "]),
)
def test_a_written_date_is_that_day_or_none(year: int, month: int, day: int, pattern: str) -> None:
    found = read_date(pattern.format(year, month, day))
    assert found is not None
    try:
        expected = dt.date(year, month, day).isoformat()
    except ValueError:
        assert (found.iso, found.state) == (None, "impossible")
    else:
        assert (found.iso, found.state) == (expected, "full")


@pytest.mark.parametrize(
    ("text", "iso", "state"),
    [
        ("二〇二〇年十一月二十日", "2020-11-20", "full"),
        ("二O二O年十月廿三日", "2020-10-23", "full"),
        ("２０２０年１１月１日", "2020-11-01", "full"),
        ("20201120", "2020-11-20", "full"),
        ("20年11月3日", "2020-11-03", "short_year"),
        ("年 月 日", None, "blank"),
        ("____年__月__日", None, "blank"),
        ("2020年 月 日", None, "incomplete"),
        ("2020.11", None, "incomplete"),
        ("2021年2月29日", None, "impossible"),
    ],
)
def test_dates_in_their_many_forms(text: str, iso: str | None, state: str) -> None:
    found = read_date(text)
    assert found is not None
    assert (found.iso, found.state) == (iso, state)


@pytest.mark.parametrize("text", ["", "明天", "11/20/2020", "2020-11-2012", "第20201120号", "13800001234"])
def test_other_text_is_no_date(text: str) -> None:
    assert read_date(text) is None


def test_lines_are_joined_without_spaces_between_han() -> None:
    assert joined(" 教育 信息化\n处 ") == "教育信息化处"
    assert joined("Vice\nPresident") == "Vice President"
    assert joined("A座\n3 楼") == "A座3 楼"


def test_width_and_space_are_folded_for_comparing_only() -> None:
    assert fold("手 机\n号码：") == fold("手机号码") == "手机号码"
    assert fold("（ＱＱ）") == "(qq)"
    assert half("ＡＢ１：①") == "AB1:①"
    assert tight(" 公　章 ") == "公章"


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("一、现状", "现状"),
        ("（二）问题", "问题"),
        ("1.目标", "目标"),
        ("①任务", "任务"),
        ("2.5万", "2.5万"),
        ("（12）结论", "结论"),
        ("（0371）12345678", "（0371）12345678"),
        ("(010)12345678", "(010)12345678"),
        ("十堰市", "十堰市"),
    ],
)
def test_an_enumerator_is_taken_off_a_heading(text: str, bare: str) -> None:
    assert strip_enumerator(text) == bare
