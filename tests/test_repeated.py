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


def test_columns_of_the_form_beside_the_same_columns_of_each_entry_are_told_by_what_they_repeat() -> None:
    head = "2020年度网络学习空间应用优秀区域和学校推荐汇总表\n序号,省份,联系人,联系人职务,联系电话,名称,类型,联系人姓名,联系人职务,手机号码\n"
    rows = "".join(
        f"{n},贵州省,张三,科长,0851-8588000,第{number}小学,小学,{name},校长,1390001000{n}\n"
        for n, number, name in ((1, "一", "李四"), (2, "二", "王五"), (3, "三", "赵六"))
    )
    (record,) = answer((head + rows).encode(), "a.csv").lines
    contact = record["data"]["contact"]
    assert (contact["name"], contact["position"], contact["phone"]) == ("张三", "科长", "0851-8588000")
    people = [school["person"] for school in record["data"]["schools"]]
    assert [(person["name"], person["position"]) for person in people] == [
        ("李四", "校长"),
        ("王五", "校长"),
        ("赵六", "校长"),
    ]
