"""Names of one region or school, written in several ways."""

from __future__ import annotations

import pytest

from forms.sameness import alike, city_of

SAME = [
    ("焦作沁阳市", "沁阳市"),
    ("焦作沁阳市", "焦作市沁阳市"),
    ("郑州市第三十四中学", "郑州三十四中"),
    ("郑州市第34中学", "河南省郑州市第三十四中学"),
    ("郑州市第 34 中学", "郑州市第三十四中学"),
    ("沁阳市实验小学", "焦作市沁阳市实验小学"),
    ("洛阳市涧西区东升第二小学", "涧西区东升二小"),
    ("恩施州", "恩施土家族苗族自治州"),
    ("北京市第一○一中学", "北京101中学"),
    ("清丰县诚睦路小学", "濮阳清丰诚睦路小学"),
    ("许昌职业技术学院", "许昌职业技术学院"),
]
LIKELY = [("平顶山市新华区", "新华区"), ("平顶山市新华区联盟路小学", "联盟路小学")]
OTHERS = [
    ("沁阳市第一小学", "沁阳市第二小学"),
    ("沁阳市实验小学", "濮阳市实验小学"),
    ("郑州市第一中学", "郑州市第一高级中学"),
    ("平顶山市新华区", "石家庄市新华区"),
    ("恩施市", "恩施州"),
    ("南昌市", "南昌县"),
    ("南昌市第一中学", "南昌县第一中学"),
    ("第34中学", "郑州市第三十四中学"),
    ("郑州市实验小学", "郑州市实验中学"),
    ("", ""),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_names_of_one_bearer_are_the_same(a: str, b: str) -> None:
    assert alike(a, b) == alike(b, a) == "same"


@pytest.mark.parametrize(("a", "b"), LIKELY)
def test_a_name_without_its_place_is_only_likely_the_same(a: str, b: str) -> None:
    assert alike(a, b) == alike(b, a) == "likely"


@pytest.mark.parametrize(("a", "b"), OTHERS)
def test_names_of_two_bearers_are_kept_apart(a: str, b: str) -> None:
    assert alike(a, b) is None
    assert alike(b, a) is None


@pytest.mark.parametrize(
    ("name", "city"),
    [
        ("沁阳市实验小学", "焦作"),
        ("平顶山市新华区联盟路小学", "平顶山"),
        ("温县", "焦作"),
        ("新华区联盟路小学", None),
        ("某某小学", None),
    ],
)
def test_the_city_is_told_where_the_name_leaves_no_doubt(name: str, city: str | None) -> None:
    assert city_of(name) == city
