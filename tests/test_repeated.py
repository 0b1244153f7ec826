"""Columns of a list that say the same of the whole form on each row."""

from __future__ import annotations

from parsers.report import answer

HEAD = "网络学习空间应用普及活动省级工作联系表\n省（区、市）,联络部门名称,姓名,性别,民族,职务,手机号码,人员类别\n"


def test_what_each_row_repeats_is_the_forms_value() -> None:
    text = f"{HEAD}贵州省,科信处,张三,女,壮,科长,13900010001,负责人\n贵州省,科信处,李四,男,汉,处长,13900010002,具体联系人\n"
    (record,) = answer(text.encode(), "a.csv").lines
    assert (record["data"]["province"], record["data"]["department"]) == ("贵州省", "科信处")
    assert record["data"]["contacts"][0]["name"] == "李四"
    assert not record["leftovers"]


def test_what_differs_from_row_to_row_is_none_of_the_forms() -> None:
    text = f"{HEAD}贵州省,科信处,张三,女,壮,科长,13900010001,负责人\n贵州省,电教馆,李四,男,汉,处长,13900010002,具体联系人\n"
    (record,) = answer(text.encode(), "a.csv").lines
    assert (record["data"]["province"], record["data"]["department"]) == ("贵州省", None)
    assert len(record["leftovers"]) == 2


def test_what_a_single_row_says_of_the_whole_form_is_doubted() -> None:
    text = f"{HEAD}贵州省,科信处,张三,女,壮,科长,13900010001,负责人\n"
    (record,) = answer(text.encode(), "a.csv").lines
    assert record["data"]["province"] == "贵州省"
    assert record["fields"]["province"]["confidence"] < 0.9
