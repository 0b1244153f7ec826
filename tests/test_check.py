"""All issues of a form at once."""

from __future__ import annotations

from typing import Any

import pytest

from forms.check import check
from forms.definition import Field, FormDefinition, Group, Option, Rule
from forms.library import editions
from forms.record import FieldInfo
from forms.rules import RULES
from forms.text import Origin

FORM = FormDefinition(
    id="form",
    edition="edition",
    attachment=1,
    title="表",
    groups=(
        Group(path="leader", labels=("负责人信息",)),
        Group(path="rows[]", labels=("学校",)),
        Group(path="categories[]"),
    ),
    fields=(
        Field(path="leader.name", labels=("姓名",), kind="name", required=True),
        Field(path="type", labels=("类型",), kind="choice", options=(Option(value="甲", labels=("甲",)),)),
        Field(path="rows[].name", labels=("名称",), kind="name", required=True),
        Field(path="rows[].spaces", labels=("数量",), kind="count"),
        Field(path="opinion", labels=("意见",), kind="opinion", required=True),
        Field(
            path="categories[].heading", labels=("指标",), kind="titled_points", parts=("name", "points"), required=True
        ),
        Field(path="names", labels=("名单",), kind="names"),
    ),
    rules=(Rule(name="unique", field="rows[].name", severity="error"),),
)
GOOD: dict[str, Any] = {
    "leader": {"name": "张三"},
    "type": "甲",
    "rows": [{"name": "甲校", "spaces": 3}, {"name": "乙校", "spaces": None}],
    "opinion": {"text": "同意。", "date": None, "sealed": None},
    "categories": [{"name": "应用", "points": 5}],
    "names": ["丙", "丁"],
}


def issues(data: dict[str, Any], fields: dict[str, FieldInfo] | None = None) -> list[tuple[str, str]]:
    return [(issue.code, issue.field) for issue in check(FORM, data, fields or {})]


def test_a_good_form_has_no_issues() -> None:
    assert issues(GOOD) == []


def test_everything_wrong_is_told_at_once() -> None:
    data = {
        **GOOD,
        "leader": None,
        "rows": [{"name": "甲校", "spaces": "三"}, {"name": "甲校"}, {"name": None}],
        "opinion": {"text": None, "date": "2020-11-18", "sealed": True},
        "categories": [{"name": None, "points": 5}],
    }
    assert issues(data) == [
        ("value.shape", "rows[0].spaces"),
        ("field.missing", "leader.name"),
        ("field.missing", "rows[2].name"),
        ("field.missing", "opinion"),
        ("field.missing", "categories[0].name"),
        ("unique.repeated", "rows[1].name"),
    ]


def test_an_issue_says_which_field_how_bad_and_where_it_stands() -> None:
    origin = Origin(page=2, cell=(0, 3, 1))
    fields = {"rows[1].name": FieldInfo(raw="甲校", confidence=1.0, origin=origin)}
    found = check(FORM, {**GOOD, "leader": {}, "rows": [{"name": "甲校"}, {"name": "甲校"}]}, fields)
    missing, repeated = found
    assert "负责人信息 姓名" in missing.message
    assert (missing.severity, missing.origin) == ("warning", None)
    assert (repeated.severity, repeated.origin) == ("error", origin)


def test_an_empty_list_is_told_gently() -> None:
    found = check(FORM, {**GOOD, "rows": []}, {})
    assert [(issue.code, issue.field, issue.severity) for issue in found] == [("field.empty", "rows", "info")]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"rows": {"name": "甲校"}}, "rows"),
        ({"leader": "张三"}, "leader"),
        ({"type": 3}, "type"),
        ({"names": ["丙", 3]}, "names"),
        ({"opinion": {"text": "同意。", "seal": True}}, "opinion"),
        ({"opinion": {"text": "同意。", "sealed": "是"}}, "opinion"),
        ({"rows": [{"name": "甲校", "spaces": True}]}, "rows[0].spaces"),
    ],
)
def test_a_value_of_another_shape_is_told(change: dict[str, Any], path: str) -> None:
    assert ("value.shape", path) in issues({**GOOD, **change})


def test_a_value_already_doubted_is_not_told_again() -> None:
    fields = {"rows[0].spaces": FieldInfo(raw="三余", confidence=0.5, origin=Origin())}
    assert issues({**GOOD, "rows": [{"name": "甲校", "spaces": "三余"}]}, fields) == []


@pytest.mark.parametrize(
    "form", [form for edition in editions() for form in edition.forms], ids=lambda form: f"{form.edition}-{form.id}"
)
def test_every_definition_names_known_rules_and_a_blank_form_is_checked(form: FormDefinition) -> None:
    assert {rule.name for rule in form.rules} <= set(RULES)
    assert all(issue.code in {"field.missing", "field.empty"} for issue in check(form, {}, {}))
    assert not [
        issue for issue in check(form, dict(form.preset), {}) if issue.code.startswith(("sum", "unique", "value"))
    ]
