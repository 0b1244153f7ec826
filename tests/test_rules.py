"""The rules that definitions name, each on the smallest form that breaks it."""

from __future__ import annotations

from typing import Any

import pytest

from forms.definition import Field, FormDefinition, Group, Rule
from forms.errors import InvalidDefinition
from forms.rules import RULES, Finding, findings

FORM = FormDefinition(
    id="form",
    edition="edition",
    attachment=1,
    title="表",
    year=2020,
    groups=(Group(path="leader", labels=("负责人",)),),
    fields=(Field(path="leader.mobile", labels=("手机",), kind="mobile"),),
)


def found(name: str, field: str, data: dict[str, Any], **options: Any) -> list[Finding]:
    return list(findings(Rule(name=name, field=field, options=options), FORM, data))


def paths(name: str, field: str, data: dict[str, Any], **options: Any) -> list[str]:
    return [finding.path for finding in found(name, field, data, **options)]


def test_a_total_is_the_sum_of_its_own_row() -> None:
    rows = [
        {"subtotal": 30, "cities": [{"spaces": 10}], "counties": [{"spaces": 15}, {"spaces": 5}]},
        {"subtotal": 31, "cities": [{"spaces": 30}], "counties": []},
        {"subtotal": None, "cities": [{"spaces": 30}]},
        {"subtotal": "约三十", "cities": [{"spaces": 30}]},
        {"subtotal": 30, "cities": [{"spaces": "□0"}]},
        {"subtotal": 0, "cities": []},
    ]
    of = ["rows[].cities[].spaces", "rows[].counties[].spaces"]
    assert found("sum", "rows[].subtotal", {"rows": rows}, of=of) == [
        Finding(path="rows[1].subtotal", code="sum.differs", details={"found": 31, "expected": "30"})
    ]


def test_points_with_fractions_add_up() -> None:
    assert not found("sum", "total", {"total": 0.3, "parts": [{"n": 0.1}, {"n": 0.2}]}, of="parts[].n")
    assert (
        found("sum", "total", {"total": 300, "parts": [{"n": 100}, {"n": 100}]}, of="parts[].n")[0].details["expected"]
        == "200"
    )


def test_no_item_stands_twice_in_one_list() -> None:
    rows = [{"name": "甲 校"}, {"name": None}, {"name": "甲校"}, {"name": None}, {"name": "乙校"}]
    assert found("unique", "rows[].name", {"rows": rows}) == [
        Finding(path="rows[2].name", code="unique.repeated", details={"row": 1})
    ]
    assert paths("unique", "names", {"names": ["甲", "乙", "甲"]}) == ["names[2]"]
    assert not paths("unique", "a[].b[].name", {"a": [{"b": [{"name": "其他"}]}, {"b": [{"name": "其他"}]}]})


def test_a_break_in_the_numbers_is_told_where_it_is() -> None:
    def numbered(*numbers: int | None) -> list[str]:
        return paths("sequence", "rows[].no", {"rows": [{"no": number} for number in numbers]})

    assert numbered(1, 2, 3) == []
    assert numbered(1, None, 3) == []
    assert numbered(1, 3, 4) == ["rows[1].no"]
    assert numbered(1, 2, 7, 4) == ["rows[2].no"]
    assert numbered(1, 1, 2) == ["rows[1].no"]


def test_two_values_must_differ_or_agree() -> None:
    data = {"leader": {"mobile": "13800001234"}, "contact": {"mobile": "13800001234"}}
    assert found("distinct", "contact.mobile", data, **{"with": "leader.mobile"}) == [
        Finding(path="contact.mobile", code="distinct.same", details={"other": "负责人 手机"})
    ]
    assert not found("same", "contact.mobile", data, **{"with": ["leader.mobile"]})
    data["leader"]["mobile"] = "13900001234"
    assert not found("distinct", "contact.mobile", data, **{"with": "leader.mobile"})
    assert paths("same", "contact.mobile", data, **{"with": "leader.mobile"}) == ["contact.mobile"]


def test_a_list_has_its_limit() -> None:
    assert not found("max_items", "rows[]", {"rows": [{}] * 3}, max=3)
    assert found("max_items", "rows[]", {"rows": [{}] * 4}, max=3) == [
        Finding(path="rows", code="max_items.over", details={"found": 4, "limit": 3})
    ]


@pytest.mark.parametrize(
    ("date", "wrong"),
    [
        ("2020-11-01", False),
        ("2021-03-01", False),
        ("2019-12-31", True),
        ("2022-01-01", True),
        (None, False),
        ("□", False),
    ],
)
def test_a_date_is_of_the_edition_s_year_or_the_next(date: str | None, *, wrong: bool) -> None:
    assert bool(found("date_in_year", "opinion.date", {"opinion": {"date": date}})) is wrong


def test_the_year_of_a_date_can_be_named() -> None:
    assert found("date_in_year", "date", {"date": "2021-05-01"}, year=2019)


@pytest.mark.parametrize(
    ("name", "kind", "wrong"),
    [
        ("柳州市融水苗族自治县", "地市", True),
        ("靖西市", "地市", True),
        ("南阳市", "区县", True),
        ("南阳市", "地市", False),
        ("南阳市卧龙区", "区县", False),
        ("浦东新区", "地市", False),
        ("襄樊市", "区县", False),
        ("济源市", "地市", False),
        ("乌有县", "地市", False),
        ("南阳市", "学区", False),
        (None, "地市", False),
    ],
)
def test_a_region_s_type_is_that_of_its_name_where_that_is_sure(name: str | None, kind: str, *, wrong: bool) -> None:
    data = {"regions": [{"name": name, "type": kind}]}
    assert bool(found("type_agrees", "regions[].type", data, **{"with": "regions[].name"})) is wrong


@pytest.mark.parametrize(
    ("city", "county", "told"),
    [
        ("兰州市", "城关区", []),
        ("兰州市", "乌有区", []),
        ("兰州市", "天水市", ["s[0].cities", "s[0].counties", "s[0].counties[0].name"]),
        ("甘谷县", "城关区", ["s[0].cities", "s[0].cities[0].name", "s[0].counties"]),
        (None, None, []),
    ],
)
def test_a_city_among_counties_puts_both_lists_in_doubt(city: str | None, county: str | None, told: list[str]) -> None:
    data = {"s": [{"cities": [{"name": city}], "counties": [{"name": county}]}]}
    finds = found("at_level", "s[].cities[].name", data, **{"with": "s[].counties", "level": "city"})
    finds += found("at_level", "s[].counties[].name", data, **{"with": "s[].cities", "level": "county"})
    assert sorted({find.path for find in finds}) == told


@pytest.mark.parametrize("name", sorted(RULES))
@pytest.mark.parametrize("data", [{}, {"a": None}, {"a": []}, {"a": "text"}, {"a": [{"b": "text"}, None, 3]}])
def test_no_rule_fails_on_what_is_missing_or_misshapen(name: str, data: dict[str, Any]) -> None:
    found(name, "a[].b", data, of="a[].c", max=3, **{"with": "a[].c"})


def test_an_unknown_rule_is_a_wrong_definition() -> None:
    with pytest.raises(InvalidDefinition):
        found("nonsense", "a", {})
