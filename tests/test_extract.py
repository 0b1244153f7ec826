"""Filled forms to canonical records: where values are found, what becomes of lists, and what is told when something is in doubt."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from documents import (
    ABOVE,
    CONTACT,
    CONTACT_HEAD,
    CONTACT_TITLE,
    LEADER,
    LEFT,
    PLAN_HEAD,
    PLAN_TEXT,
    PLAN_TITLE,
    RECOMMENDATION_TITLE,
    REGIONS,
    SCHOOLS,
    SUMMARY_TITLE,
    SUMMARY_TOP,
    Content,
    Grid,
    codes,
    contact_sheet,
    document,
    is_doubted,
    lines,
    only,
    plan,
    recommendation,
    recommended,
    summary,
    table,
    value,
)

from forms.record import Record
from parsers.document import Paragraph

WIDE = (LEFT,) * 5
KEYS = ("name", "gender", "ethnicity", "office", "position", "office_phone", "mobile", "email")
THIRD = ("王五", "男", "满族", "信息中心", "科员", "0371-66324286", "13700006666", "ww@haedu.gov.cn")


def person(values: Any = LEADER) -> dict[str, Any]:
    """A person of the contact sheet as the record has them."""
    return dict(zip(KEYS, values, strict=True))


def names(record: Record, path: str) -> list[str | None]:
    """The names of the items of the list at *path*."""
    return [item["name"] for item in value(record, path)]


def quiet(record: Record) -> bool:
    """Whether nothing but blanks was told."""
    return all(issue.severity == "info" for issue in record.issues)


# A form as printed


def test_a_form_as_printed_is_read_without_a_doubt() -> None:
    record = recommended()
    assert record.data == {
        "applicant": "金水区实验小学",
        "leader": {"name": "张三", "position": "校长", "mobile": "13800001111"},
        "contact": {"name": "李四", "position": "主任", "mobile": "13900002222"},
        "category": "学校",
        "space_url": "http://www.jssy.edu.cn",
        "account": {"username": "admin", "password": "Abc123"},
        "construction": "建设了空间。",
        "application": "应用了空间。",
        "recognition": "得到认可。",
        "city_opinion": {"text": "同意推荐。", "date": "2021-11-20", "sealed": None},
        "province_opinion": {"text": None, "date": None, "sealed": None},
    }
    assert quiet(record)
    assert record.leftovers == ()


def test_a_value_knows_its_cell_and_what_was_written() -> None:
    info = recommended(
        people=[["负责人", "姓名", "张　三", "职务", "校长", "手机", "138 0000 1111"]],
    ).fields["leader.mobile"]
    assert (info.raw, info.origin.cell, info.confidence) == ("138 0000 1111", (0, 1, 6), 1.0)


def test_a_value_is_no_surer_than_its_characters() -> None:
    scanned = [Paragraph(text="金水区实验小学", confidence=0.6, method="ocr")]
    info = recommended(applicant=[["学校/区域名称", scanned, *WIDE]]).fields["applicant"]
    assert (info.confidence, info.origin.method) == (0.6, "ocr")


def test_a_blank_form_has_only_blanks_and_no_complaints() -> None:
    blank: dict[str, Grid] = {
        "applicant": [["学校/区域名称", "", *WIDE]],
        "people": [[group, "姓名", "", "职务", "", "手机", ""] for group in ("负责人信息", "联系人信息")],
        "category": [["推荐类型", "地市□", LEFT, "县区□", LEFT, "学校□", LEFT]],
        "address": [["空间地址", "", *WIDE]],
        "account": [["用户名", "", LEFT, LEFT, "密码", "", LEFT]],
        "construction": [["空间建设情况", "（字数不限, 可另附文档提交）", *WIDE]],
        "application": [["空间应用情况", "（字数不限，可另附文档提交）", *WIDE]],
        "recognition": [["社会认可", "", *WIDE]],
        "city": [["地市级教育行政部门推荐意见", "（公章）\n　　年　　月　　日", *WIDE]],
    }
    record = recommended(**blank)
    assert value(record, "leader") == {"name": None, "position": None, "mobile": None}
    assert value(record, "construction") is None
    assert value(record, "city_opinion") == {"text": None, "date": None, "sealed": None}
    assert not [issue for issue in record.issues if issue.code == "field.blank"]
    assert not record.leftovers


# Labels by meaning


@pytest.mark.parametrize(
    "label",
    ["空 间 地 址：", "空间\n地址", "空间网址", "*空间地址", "３、空间地址", "空间地址（网址）", "网络学习空间地址"],
)
def test_a_label_may_be_written_in_many_ways(label: str) -> None:
    record = recommended(address=[[label, "http://www.jssy.edu.cn", *WIDE]])
    assert value(record, "space_url") == "http://www.jssy.edu.cn"
    assert quiet(record)


def test_labels_written_downwards_are_labels() -> None:
    people = [
        ["负\n责\n人\n信\n息", "姓\n名", "张三", "职\n务", "校长", "手\n机", "13800001111"],
        ["联\n系\n人\n信\n息", "姓\n名", "李四", "职\n务", "主任", "手\n机", "13900002222"],
    ]
    record = recommended(people=people)
    assert value(record, "leader.name") == "张三"
    assert value(record, "contact.mobile") == "13900002222"
    assert quiet(record)


def test_labels_that_lost_characters_by_the_rule_are_read() -> None:
    head = ["姓名", "性□", "民族", "所在□位/□室", "□□", "□公□□", "手机号□", "□子□箱"]
    record = only(contact_sheet(head=head))
    assert value(record, "leaders[0]") == person()
    assert value(record, "contacts[0]") == person(CONTACT)


def test_labels_lost_altogether_leave_a_doubt_where_two_could_be_meant() -> None:
    people = [["负责人信息", "姓名", "张三", "□□", "校长", "□□", "13800001111"]]
    record = recommended(people=[*people, ["联系人信息", "姓名", "李四", "职务", "主任", "手机", "13900002222"]])
    for path, wanted in (("leader.position", "校长"), ("leader.mobile", "13800001111")):
        assert value(record, path) in (wanted, None)
        assert value(record, path) is None or is_doubted(record, path)


def test_a_lost_character_stays_in_the_value_and_is_told() -> None:
    record = recommended(applicant=[["学校/区域名称", "金水□实验小学", *WIDE]])
    assert value(record, "applicant") == "金水□实验小学"
    assert codes(record, "applicant") == ["text.garbled"]


# Where values stand


def test_values_may_stand_below_their_labels() -> None:
    people = [
        ["负责人信息", "姓名", LEFT, "职务", LEFT, "手机", LEFT],
        [ABOVE, "张三", LEFT, "校长", LEFT, "13800001111", LEFT],
        ["联系人信息", "姓名", LEFT, "职务", LEFT, "手机", LEFT],
        [ABOVE, "李四", LEFT, "主任", LEFT, "13900002222", LEFT],
    ]
    assert recommended(people=people).data == recommended().data


def test_values_may_stand_in_the_cell_of_their_labels() -> None:
    people = [
        ["负责人信息", "姓名：张三\n职务：校长\n手机：13800001111", *WIDE],
        ["联系人信息", "姓名：李四　　职务：主任　　手机：13900002222", *WIDE],
    ]
    assert recommended(people=people).data == recommended().data


def test_persons_may_be_rows_under_a_header() -> None:
    people = [
        ["类别", "姓名", LEFT, "职务", LEFT, "手机", LEFT],
        ["负责人", "张三", LEFT, "校长", LEFT, "13800001111", LEFT],
        ["联系人", "李四", LEFT, "主任", LEFT, "13900002222", LEFT],
    ]
    record = recommended(people=people)
    assert record.data == recommended().data
    assert quiet(record)


def test_the_column_that_tells_the_role_may_be_the_last() -> None:
    people = [
        ["姓名", LEFT, "职务", LEFT, "手机", LEFT, "类别"],
        ["张三", LEFT, "校长", LEFT, "13800001111", LEFT, "负责人"],
        ["李四", LEFT, "主任", LEFT, "13900002222", LEFT, "联系人"],
    ]
    assert recommended(people=people).data == recommended().data


def test_persons_may_be_columns_beside_the_labels() -> None:
    people = [
        ["", "负责人", LEFT, LEFT, "联系人", LEFT, LEFT],
        ["姓名", "张三", LEFT, LEFT, "李四", LEFT, LEFT],
        ["职务", "校长", LEFT, LEFT, "主任", LEFT, LEFT],
        ["手机", "13800001111", LEFT, LEFT, "13900002222", LEFT, LEFT],
    ]
    assert recommended(people=people).data == recommended().data


def test_persons_may_stand_side_by_side() -> None:
    people = [
        ["负责人信息", LEFT, LEFT, "联系人信息", LEFT, LEFT, LEFT],
        ["姓名", "张三", LEFT, "姓名", "李四", LEFT, LEFT],
        ["职务", "校长", LEFT, "职务", "主任", LEFT, LEFT],
        ["手机", "13800001111", LEFT, "手机", "13900002222", LEFT, LEFT],
    ]
    assert recommended(people=people).data == recommended().data


def test_the_name_may_stand_beside_the_group_itself() -> None:
    people = [
        ["负责人", "张三", "职务", "校长", LEFT, "手机", "13800001111"],
        ["联系人", "李四", "职务", "主任", LEFT, "手机", "13900002222"],
    ]
    assert recommended(people=people).data == recommended().data


def test_group_and_field_may_be_one_label() -> None:
    people = [
        ["负责人姓名", "张三", "负责人职务", "校长", "负责人手机", "13800001111", LEFT],
        ["联系人姓名", "李四", "联系人职务", "主任", "联系人手机", "13900002222", LEFT],
    ]
    assert recommended(people=people).data == recommended().data


def test_rows_and_labels_may_change_places() -> None:
    people = [
        ["联系人信息", "手机", "13900002222", "姓名", "李四", "职务", "主任"],
        ["负责人信息", "职务", "校长", "手机", "13800001111", "姓名", "张三"],
    ]
    account: Grid = [["密码", "Abc123", LEFT, LEFT, "用户名", "admin", LEFT]]
    assert recommended(people=people, account=account).data == recommended().data


def test_a_long_text_may_run_over_merged_rows() -> None:
    record = recommended(construction=[["空间建设情况", "第一段。", *WIDE], [ABOVE, "第二段。", *WIDE]])
    assert value(record, "construction") == "第一段。\n第二段。"


def test_a_long_text_may_run_over_rows_whose_label_should_have_been_merged() -> None:
    record = recommended(construction=[["空间建设情况", "第一段。", *WIDE], ["", "第二段。", *WIDE]])
    assert value(record, "construction") == "第一段。\n第二段。"


def test_nested_tables_are_read_where_they_stand() -> None:
    inner = table([["姓名", "张三", "职务", "校长"], ["手机", "13800001111", LEFT, LEFT]])
    people: Grid = [["负责人信息", inner, *WIDE], ["联系人信息", "姓名", "李四", "职务", "主任", "手机", "13900002222"]]
    assert recommended(people=people).data == recommended().data


def test_a_foreign_label_keeps_its_value_from_its_neighbours() -> None:
    people = [
        ["负责人信息", "姓名", "张三", "传真", "0371-1234567", "手机", "13800001111"],
        ["联系人信息", "姓名", "李四", "职务", "主任", "手机", "13900002222"],
    ]
    record = recommended(people=people)
    assert value(record, "leader") == {"name": "张三", "position": None, "mobile": "13800001111"}
    assert "0371-1234567" in record.leftovers


def test_a_value_that_reads_like_a_label_is_a_value() -> None:
    person_ = (*CONTACT[:4], "联系人", *CONTACT[5:])
    record = only(contact_sheet(contacts=[person_]))
    assert value(record, "contacts[0].position") == "联系人"


def test_two_candidates_for_one_field_are_an_issue_and_no_guess() -> None:
    record = recommended(address=[["空间地址", "http://a.edu.cn", *WIDE], ["空间网址", "http://b.edu.cn", *WIDE]])
    assert "field.several" in codes(record, "space_url")
    assert record.fields["space_url"].confidence < 0.9


def test_the_same_value_twice_is_no_issue() -> None:
    record = recommended(address=[["空间地址", "http://a.edu.cn", *WIDE], ["空间网址", "http://a.edu.cn", *WIDE]])
    assert value(record, "space_url") == "http://a.edu.cn"
    assert not is_doubted(record, "space_url")


def test_a_text_away_from_its_label_is_told() -> None:
    record = recommended(address=[["空间地址", "", "", "http://www.jssy.edu.cn", LEFT, LEFT, LEFT]])
    assert value(record, "space_url") == "http://www.jssy.edu.cn" or is_doubted(record, "space_url")


def test_another_persons_row_is_nobodys_of_ours() -> None:
    people = [
        ["法定代表人", "姓名", "赵六", "职务", "局长", "手机", "13700009999"],
        ["负责人信息", "姓名", "张三", "职务", "校长", "手机", "13800001111"],
        ["联系人信息", "姓名", "李四", "职务", "主任", "手机", "13900002222"],
    ]
    assert recommended(people=people).data == recommended().data


@pytest.mark.parametrize("second", ["联系人信息", ABOVE])
def test_two_persons_for_one_are_an_issue_and_no_guess(second: str) -> None:
    people = [
        ["负责人信息", "姓名", "张三", "职务", "校长", "手机", "13800001111"],
        ["联系人信息", "姓名", "李四", "职务", "主任", "手机", "13900002222"],
        [second, "姓名", "王五", "职务", "教师", "手机", "13700009999"],
    ]
    record = recommended(people=people)
    assert all(is_doubted(record, f"contact.{name}") for name in ("name", "position", "mobile"))


@pytest.mark.parametrize("word", ["同上", "〃"])
def test_ditto_is_told(word: str) -> None:
    people = [
        ["负责人信息", "姓名", "张三", "职务", "校长", "手机", "13800001111"],
        ["联系人信息", "姓名", word, "职务", word, "手机", word],
    ]
    record = recommended(people=people)
    assert all(is_doubted(record, f"contact.{name}") for name in ("name", "position", "mobile"))


# Choices


def category(*cells: Content) -> Record:
    """What is read where the cells of the choice are *cells*."""
    return recommended(category=[["推荐类型", *cells, *[LEFT] * (6 - len(cells))]])


@pytest.mark.parametrize(
    "text",
    [
        "☑地市　□县区　□学校",
        "地市■　县区□　学校□",
        "地市√　县区　学校",
        "地市【√】　县区【】　学校【】",
        "●地市　○县区　○学校",
        "□√地市　□县区　□学校",
        "地市",
    ],
)
def test_a_tick_chooses(text: str) -> None:
    record = category(text)
    assert value(record, "category") == "地市"
    assert not is_doubted(record, "category")


@pytest.mark.parametrize(
    "rows",
    [
        [["推荐类型", "地市", "□", "县区", "☑", "学校", "□"]],
        [["推荐类型", "", "地市", "√", "县区", "", "学校"]],
        [["推荐类型", "地市", LEFT, "县区", LEFT, "学校", LEFT], [ABOVE, "", LEFT, "√", LEFT, "", LEFT]],
        [["推荐类型", "地市", "", *WIDE[:4]], [ABOVE, "县区", "√", *WIDE[:4]], [ABOVE, "学校", "", *WIDE[:4]]],
        [["推荐类型", "□地市", LEFT, "☑县区", LEFT, "□学校", LEFT]],
    ],
)
def test_a_tick_may_stand_in_a_cell_of_its_own(rows: Grid) -> None:
    record = recommended(category=rows)
    assert value(record, "category") == "区县"
    assert not is_doubted(record, "category")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["地市□", "", "县区■", "", "学校□", ""], "区县"),
        (["地市□", "", "县区□", "", "学校□", ""], None),
        (["□地市", "☑县区", "", "", "", "□学校"], "区县"),
    ],
)
def test_blank_cells_between_the_options_make_no_several_answers(cells: list[Content], expected: str | None) -> None:
    record = recommended(category=[["推荐类型", *cells]])
    assert value(record, "category") == expected
    assert "field.several" not in codes(record, "category")
    assert expected is None or not is_doubted(record, "category")


def test_two_ticks_are_an_issue_and_no_guess() -> None:
    record = category("☑地市　□县区　☑学校")
    assert value(record, "category") is None
    assert codes(record, "category") == ["choice.several"]


@pytest.mark.parametrize("text", ["□地市　□县区　□学校　☑其他", "□地市　☑县区　□学校　学校", "本校所在县区学校"])
def test_a_choice_that_isnt_clear_is_told(text: str) -> None:
    assert is_doubted(category(text), "category")


def test_a_choice_by_striking_out_the_others_is_read_with_a_doubt() -> None:
    record = category(lines("地市/县区/学校", notes=("text.struck",), struck=("地市/县区/",)))
    assert value(record, "category") == "学校"
    assert is_doubted(record, "category")


def test_a_choice_by_an_underline_or_bold_characters_is_read_with_a_doubt() -> None:
    record = category(lines("地市　县区　学校", marked=("县区",)))
    assert value(record, "category") == "区县"
    assert is_doubted(record, "category")


@pytest.mark.parametrize("marked", [("地市", "学校"), ("地市　县区　学校",), ("类型",)])
def test_what_marks_several_options_or_none_chooses_none(marked: tuple[str, ...]) -> None:
    assert value(category(lines("地市　县区　学校", marked=marked)), "category") is None


def test_a_tick_counts_before_what_stands_out() -> None:
    assert value(category(lines("□地市　□县区　☑学校", marked=("县区",))), "category") == "学校"


def test_a_value_without_what_is_struck_out_in_it_is_told() -> None:
    struck = lines("金水区一小金水区实验小学", notes=("text.struck",), struck=("金水区一小",))
    record = recommended(applicant=[["学校/区域名称", struck, *WIDE]])
    assert value(record, "applicant") == "金水区实验小学"
    assert record.fields["applicant"].raw == "金水区一小金水区实验小学"
    assert is_doubted(record, "applicant")


def test_what_a_rule_goes_through_in_a_picture_is_no_part_that_was_struck_out() -> None:
    (line,) = lines("金水区实验小学", notes=("text.struck",), struck=("实验",))
    record = recommended(applicant=[["学校/区域名称", (replace(line, method="ocr"),), *WIDE]])
    assert value(record, "applicant") == "金水区实验小学"


# Hints, opinions


@pytest.mark.parametrize(
    "text", ["（字数不限, 可另附文档提交）\n建设了空间。", "建设了空间。\n（字数不限，可另附文档提交）"]
)
def test_the_forms_hint_in_a_value_cell_is_no_value(text: str) -> None:
    assert value(recommended(construction=[["空间建设情况", text, *WIDE]]), "construction") == "建设了空间。"


def test_the_hint_over_an_opinion_is_no_opinion() -> None:
    hint = "（高校、省属中职学校、厅直属中小学在此栏中由学校领导签署意见并由学校盖章）"
    record = recommended(city=[["地市级教育行政部门推荐意见", f"{hint}\n同意推荐。\n2021年11月20日", *WIDE]])
    assert value(record, "city_opinion") == {"text": "同意推荐。", "date": "2021-11-20", "sealed": None}


def test_the_date_of_an_opinion_may_stand_in_cells_of_its_own() -> None:
    city = [["地市级教育行政部门推荐意见", "同意推荐。", *WIDE], [ABOVE, "2021", "年", "11", "月", "20", "日"]]
    assert value(recommended(city=city), "city_opinion.date") == "2021-11-20"


def test_opinions_of_other_authorities_are_nobodys_of_ours() -> None:
    city = [
        ["县区教育行政部门推荐意见", "县里同意。\n2021年11月10日", *WIDE],
        ["地市级教育行政部门推荐意见", "同意推荐。\n2021年11月20日", *WIDE],
    ]
    assert value(recommended(city=city), "city_opinion.text") == "同意推荐。"


def test_opinions_of_two_authorities_in_one_cell_are_told() -> None:
    text = "县教育局意见：同意上报。\n2021年11月10日\n市教育局意见：同意推荐。\n2021年11月20日"
    record = recommended(city=[["地市级教育行政部门推荐意见", text, *WIDE]])
    assert is_doubted(record, "city_opinion.text")
    assert is_doubted(record, "city_opinion.date")


def test_a_table_inside_a_long_text_is_told() -> None:
    inner = table([["姓名", "职务"], ["王五", "组长"]])
    record = recommended(construction=[["空间建设情况", [*lines("小组如下"), inner], *WIDE]])
    assert is_doubted(record, "construction")


# Lists


def test_rows_may_be_added() -> None:
    record = only(contact_sheet(leaders=[LEADER, THIRD], contacts=[CONTACT]))
    assert value(record, "leaders") == [person(), person(THIRD)]
    assert value(record, "contacts") == [person(CONTACT)]
    assert quiet(record)


@pytest.mark.parametrize("where", [0, 1, 2])
def test_blank_rows_are_no_items(where: int) -> None:
    rows = [LEADER, THIRD]
    rows.insert(where, ("",) * 8)
    assert names(only(contact_sheet(leaders=rows)), "leaders") == ["张三", "王五"]


def test_columns_may_change_places_and_others_be_added() -> None:
    head = ("手机号码", "备注", "姓名", "职务", "性别", "年龄", "民族", "电子邮箱", "所在单位/处室", "办公电话")
    order = {label: number for number, label in enumerate(CONTACT_HEAD)}

    def row(values: tuple[str, ...]) -> list[str]:
        return [values[order[label]] if label in order else "45" for label in head]

    record = only(contact_sheet(leaders=[row(LEADER)], contacts=[row(CONTACT)], head=head))
    assert value(record, "leaders") == [person()]
    assert value(record, "contacts") == [person(CONTACT)]
    assert quiet(record)


def test_a_merged_cell_holds_for_all_its_rows() -> None:
    shared = (*THIRD[:3], ABOVE, *THIRD[4:])
    record = only(contact_sheet(contacts=[CONTACT, shared]))
    assert [item["office"] for item in value(record, "contacts")] == ["电教馆", "电教馆"]


def test_several_persons_may_stand_line_by_line_in_one_row() -> None:
    both = [f"{one}\n{other}" for one, other in zip(CONTACT, THIRD, strict=True)]
    assert value(only(contact_sheet(contacts=[both])), "contacts") == [person(CONTACT), person(THIRD)]


def test_what_several_persons_in_one_row_share_is_each_ones() -> None:
    both = [f"{one}\n{other}" for one, other in zip(CONTACT, THIRD, strict=True)]
    both[3] = "电教馆"
    record = only(contact_sheet(contacts=[both]))
    found = value(record, "contacts")
    assert [item["office"] for item in found] == ["电教馆", "电教馆"] or is_doubted(record, "contacts")


def test_one_header_may_serve_both_groups() -> None:
    wide = (LEFT,) * 7
    rows = [
        ["省（区、市）", "河南省", *wide],
        ["联络部门名称", "科学技术处", *wide],
        ["类别", *CONTACT_HEAD],
        ["负责人", *LEADER],
        ["联系人", *CONTACT],
        [ABOVE, *THIRD],
    ]
    record = only(document(CONTACT_TITLE, table(rows)))
    assert names(record, "leaders") == ["张三"]
    assert names(record, "contacts") == ["李四", "王五"]


def test_groups_may_be_bands_across_the_table() -> None:
    wide = (LEFT,) * 7
    rows = [CONTACT_HEAD, ["负责人", *wide], LEADER, ["联系人", *wide], CONTACT, THIRD]
    top = table([["省（区、市）", "河南省"], ["联络部门名称", "科学技术处"]])
    record = only(document(CONTACT_TITLE, top, table(rows)))
    assert names(record, "leaders") == ["张三"]
    assert names(record, "contacts") == ["李四", "王五"]


def transposed(*people: tuple[str, Any]) -> Record:
    """What is read of a contact sheet with a label column and a column for each of *people*, behind their groups."""
    wide = [LEFT] * (len(people) - 1)
    rows = [["省（区、市）", "河南省", *wide], ["联络部门名称", "科学技术处", *wide]]
    rows.append(["人员", *(group for group, _ in people)])
    rows += [[label, *(values[n] for _, values in people)] for n, label in enumerate(CONTACT_HEAD)]
    return only(document(CONTACT_TITLE, table(rows)))


def test_a_label_column_may_stand_left_with_a_person_a_column() -> None:
    record = transposed(("负责人", LEADER), ("联系人", CONTACT), ("联系人", THIRD))
    assert value(record, "leaders") == [person()]
    assert value(record, "contacts") == [person(CONTACT), person(THIRD)]


def test_a_blank_column_is_no_person() -> None:
    record = transposed(("负责人", LEADER), ("联系人", CONTACT), ("联系人", ("",) * 8))
    assert value(record, "contacts") == [person(CONTACT)]


def test_columns_without_a_group_are_told() -> None:
    record = transposed(("", LEADER), ("", CONTACT))
    assert not value(record, "leaders")
    assert not value(record, "contacts")
    assert codes(record, "leaders")
    assert codes(record, "contacts")


def test_rows_that_belong_to_no_group_for_sure_are_told() -> None:
    rows = [["省（区、市）", "河南省", *(LEFT,) * 6], CONTACT_HEAD, LEADER, CONTACT]
    record = only(document(CONTACT_TITLE, table(rows)))
    assert codes(record, "leaders")
    assert codes(record, "contacts")


def schools(*rows: Any, below: Grid = ()) -> Record:
    """What is read of a summary with *rows* for its schools."""
    return only(summary(schools=rows, below=below))


def test_a_list_is_read_with_its_inner_persons() -> None:
    record = only(summary())
    assert value(record, "schools[1]") == {
        "no": 2,
        "name": "郑州市第一中学",
        "type": "高中",
        "person": {"name": "吴六", "office": "办公室", "position": "主任", "mobile": "13900005555"},
    }
    assert names(record, "regions") == ["金水区"]
    assert value(record, "contact.email") == "zy@zz.gov.cn"
    assert quiet(record)


@pytest.mark.parametrize(
    "row",
    [
        ("合计", "2所", *WIDE),
        ("", "小计", "", "", "", "", ""),
        ("共计2所", LEFT, *WIDE),
        ("……", "", "", "", "", "", ""),
        ("", "（以下空白）", "", "", "", "", ""),
        ("", "以下无正文", "", "", "", "", ""),
        ("/", "/", "/", "/", "/", "/", "/"),
        ("3", "", "", "", "", "", ""),
    ],
)
def test_totals_fillers_and_strokes_are_no_items(row: Any) -> None:
    assert names(schools(*SCHOOLS, row), "schools") == ["金水区实验小学", "郑州市第一中学"]


@pytest.mark.parametrize("row", [tuple("1234567"), tuple(f"（{n}）" for n in range(1, 8))])
def test_numbers_of_columns_are_no_item(row: Any) -> None:
    assert names(schools(row, *SCHOOLS), "schools") == ["金水区实验小学", "郑州市第一中学"]


@pytest.mark.parametrize("band", ["小学组", "一、金水区", "（一）市直学校"])
def test_a_heading_across_a_list_is_no_item(band: str) -> None:
    found = schools(SCHOOLS[0], (band, LEFT, *WIDE), SCHOOLS[1])
    assert names(found, "schools") == ["金水区实验小学", "郑州市第一中学"]


def test_a_heading_typed_into_the_name_column_is_told() -> None:
    record = schools(("", "金水区", *("",) * 5), *SCHOOLS)
    assert len(value(record, "schools")) == 2 or codes(record, "schools")


def test_a_second_person_in_a_row_below_is_no_item_of_its_own_without_a_word() -> None:
    second = ("", "", "", "王六", "教研室", "教师", "13700001111")
    record = schools(SCHOOLS[0], second, SCHOOLS[1])
    assert codes(record, "schools")


def test_an_example_is_no_item_without_a_word() -> None:
    example = ("例", "XX市XX小学", "小学", "张XX", "教务处", "主任", "138XXXXXXXX")
    record = schools(example, *SCHOOLS)
    assert names(record, "schools") == ["金水区实验小学", "郑州市第一中学"] or codes(record, "schools")


def test_a_number_typed_before_a_name_is_no_part_of_it() -> None:
    rows = [(row[0], f"{row[0]}.{row[1]}", *row[2:]) for row in SCHOOLS]
    assert names(schools(*rows), "schools") == ["金水区实验小学", "郑州市第一中学"]


def test_one_list_of_regions_and_schools_without_a_telling_column_is_told() -> None:
    head = ["序号", "推荐单位", "名称", "姓名", "单位", "职务", "手机"]
    rows = [[row[0], "", row[1], *row[3:]] for row in (*REGIONS, *SCHOOLS)]
    record = only(document(SUMMARY_TITLE, table([*SUMMARY_TOP, head, *rows])))
    assert is_doubted(record, "regions")
    assert value(record, "schools") == [] or is_doubted(record, "schools")


def test_lists_may_change_places() -> None:
    head = ["序号", "{}名称", "{}类型", "姓名", "单位/部门", "职务", "手机号码"]

    def block(word: str, rows: Any) -> list[list[str]]:
        return [[word, *(label.format(word) for label in head)], *([ABOVE, *row] for row in rows)]

    record = only(document(SUMMARY_TITLE, table([*SUMMARY_TOP, *block("学校", SCHOOLS), *block("区域", REGIONS)])))
    assert names(record, "schools") == ["金水区实验小学", "郑州市第一中学"]
    assert names(record, "regions") == ["金水区"]


def test_a_list_goes_on_in_a_table_without_a_header() -> None:
    record = only(summary(schools=SCHOOLS[:1], after=[*lines("第1页 共2页"), table([["学校", *SCHOOLS[1]]])]))
    assert names(record, "schools") == ["金水区实验小学", "郑州市第一中学"]


def test_a_header_repeated_on_the_next_page_is_no_item() -> None:
    head = ["学校", "序号", "学校名称", "学校类型", "姓名", "单位/部门", "职务", "手机号码"]
    record = schools(SCHOOLS[0], below=[head, [ABOVE, *SCHOOLS[1]]])
    assert names(record, "schools") == ["金水区实验小学", "郑州市第一中学"]


def test_a_list_that_goes_on_in_another_shape_is_told() -> None:
    record = only(summary(schools=SCHOOLS[:1], after=[table([SCHOOLS[1]])]))
    assert len(value(record, "schools")) == 2 or codes(record, "schools")


def test_one_list_may_hold_both_kinds_of_items() -> None:
    rows: Grid = [
        *SUMMARY_TOP,
        ["类别", "序号", "名称", "类型", "姓名", "单位", "职务", "手机"],
        ["区域", *REGIONS[0]],
        ["学校", *SCHOOLS[0]],
        [ABOVE, *SCHOOLS[1]],
    ]
    record = only(document(SUMMARY_TITLE, table(rows)))
    assert names(record, "regions") == ["金水区"]
    assert names(record, "schools") == ["金水区实验小学", "郑州市第一中学"]


def test_a_type_in_brackets_behind_the_kind_of_an_item_is_its_type() -> None:
    rows: Grid = [
        *SUMMARY_TOP,
        ["序号", "类别", LEFT, "名称", "姓名", "单位", "职务", "手机"],
        ["1", "区域（区县）", LEFT, "金水区", *REGIONS[0][3:]],
        ["2", "学校（小学）", LEFT, "金水区实验小学", *SCHOOLS[0][3:]],
        ["3", "学校（另附）", LEFT, "郑州市第一中学", *SCHOOLS[1][3:]],
    ]
    record = only(document(SUMMARY_TITLE, table(rows)))
    assert value(record, "regions[0].type") == "区县"
    assert [school["type"] for school in value(record, "schools")] == ["小学", None]


def test_the_clerk_who_signs_below_is_nobody_of_the_form() -> None:
    sign: Grid = [["填表人：周九　　联系电话：0371-66324299　　填表日期：2021年11月20日", *(LEFT,) * 7]]
    record = schools(*SCHOOLS, below=sign)
    assert value(record, "contact.name") == "赵一"
    assert names(record, "schools") == ["金水区实验小学", "郑州市第一中学"]


def test_a_note_in_the_last_row_is_no_item() -> None:
    note: Grid = [["注：1.区域类型：地市或县区；2.学校类型：小学、初中等。", *(LEFT,) * 7]]
    record = schools(*SCHOOLS, below=note)
    assert names(record, "schools") == ["金水区实验小学", "郑州市第一中学"]
    assert quiet(record)


def test_texts_that_found_no_field_are_left_over() -> None:
    record = only(document(RECOMMENDATION_TITLE, recommendation(), "请于本周五前报送。"))
    assert record.leftovers == ("请于本周五前报送。",)


# The plan's schedule


ROWS: Grid = (
    ("2020年", "郑州市", "100", "金水区", "20", "150"),
    (ABOVE, "洛阳市", "30", "", "", ABOVE),
    ("2021年", "开封市", "200", "龙亭区", "40", "240"),
    ("总体统计", LEFT, LEFT, LEFT, LEFT, "390"),
)
SCHEDULE = [
    {
        "year": 2020,
        "cities": [{"name": "郑州市", "spaces": 100}, {"name": "洛阳市", "spaces": 30}],
        "counties": [{"name": "金水区", "spaces": 20}],
        "subtotal": 150,
    },
    {
        "year": 2021,
        "cities": [{"name": "开封市", "spaces": 200}],
        "counties": [{"name": "龙亭区", "spaces": 40}],
        "subtotal": 240,
    },
]


def test_lists_within_a_list_are_read() -> None:
    record = only(plan(ROWS))
    assert value(record, "schedule") == SCHEDULE
    assert value(record, "total") == 390
    assert quiet(record)


@pytest.mark.parametrize("year", ["", "2020年"])
def test_a_year_blank_or_repeated_goes_on_with_the_year_above(year: str) -> None:
    rows = [ROWS[0], (year, "洛阳市", "30", "", "", ""), *ROWS[2:]]
    assert value(only(plan(rows)), "schedule") == SCHEDULE


def test_a_year_goes_on_over_a_broken_table() -> None:
    again = table([*PLAN_HEAD, ("2020年", "洛阳市", "30", "", "", ""), *ROWS[2:]])
    record = only(document(PLAN_TITLE, table([*PLAN_HEAD, ROWS[0]]), again))
    assert value(record, "schedule") == SCHEDULE


def test_the_year_may_stand_over_each_table() -> None:
    head = [row[1:] for row in PLAN_HEAD]
    first = table([*head, ROWS[0][1:], ("洛阳市", "30", "", "", "")])
    record = only(document(PLAN_TITLE, "2020年", first, "2021年", table([*head, ROWS[2][1:]])))
    assert [item["year"] for item in value(record, "schedule")] == [2020, 2021]
    assert [len(item["cities"]) for item in value(record, "schedule")] == [2, 1]


def test_a_header_that_comes_again_over_a_row_with_half_its_cells_blank_is_doubted_and_no_fault() -> None:
    head = [("地市", LEFT, "区县", LEFT), ("名称", "开通数量", "名称", "开通数量")]
    rows = [("2021年", LEFT, LEFT, LEFT), *head, ("郑州市", "37", "金水区", "42"), head[1], ("", "", "二七区", "25")]
    record = only(document(PLAN_TITLE, "一、区域整体推进计划表", table(rows), PLAN_TEXT))
    assert [item["name"] for item in value(record, "schedule[0].counties")] in (["金水区"], ["金水区", "二七区"])
    assert codes(record, "schedule") or len(value(record, "schedule[0].counties")) == 2


def test_names_and_numbers_may_stand_line_by_line_in_one_cell() -> None:
    rows = [("2020年", "郑州市\n洛阳市", "100\n30", "金水区", "20", "150"), *ROWS[2:]]
    assert value(only(plan(rows)), "schedule") == SCHEDULE


@pytest.mark.parametrize(
    "cells", [("郑州市\n洛阳市", "130"), ("郑州市、洛阳市", "130"), ("郑州市\n洛阳市\n开封市", "100\n30")]
)
def test_names_that_share_a_number_are_told(cells: tuple[str, str]) -> None:
    record = only(plan([("2020年", *cells, "金水区", "20", "150")]))
    assert codes(record, "schedule[0].cities") or is_doubted(record, "schedule[0].cities[0].name")


def test_a_number_merged_over_several_names_is_told() -> None:
    rows = [("2020年", "郑州市", "130", "金水区", "20", "150"), (ABOVE, "洛阳市", ABOVE, "", "", ABOVE)]
    record = only(plan(rows))
    assert is_doubted(record, "schedule[0].cities[0].spaces")


@pytest.mark.parametrize("none", ["无", "/", "—"])
def test_none_in_a_list_within_a_list_is_no_item(none: str) -> None:
    record = only(plan([("2020年", "郑州市", "100", none, none, "100")]))
    assert value(record, "schedule[0].counties") == []


def test_the_unit_of_a_label_goes_to_its_numbers() -> None:
    head: Grid = (PLAN_HEAD[0], (ABOVE, "名称", "开通数量（万个）", "名称", "开通数量（个）", ABOVE))
    record = only(plan([("2020年", "郑州市", "1.2", "金水区", "300", "12300")], head=head))
    assert value(record, "schedule[0].cities[0].spaces") == 12000
    assert value(record, "schedule[0].counties[0].spaces") == 300


def test_a_unit_over_the_table_goes_to_its_numbers_or_is_told() -> None:
    rows = table([*PLAN_HEAD, ("2020年", "郑州市", "12", "金水区", "3", "15")])
    record = only(document(PLAN_TITLE, "（单位：万个）", rows))
    spaces = "schedule[0].cities[0].spaces"
    assert value(record, spaces) == 120_000 or is_doubted(record, spaces)


def test_a_unit_behind_the_heading_over_the_table_goes_to_its_numbers() -> None:
    rows = table([*PLAN_HEAD, ("2020年", "郑州市", "12", "金水区", "3", "15")])
    for record in (
        only(document(f"{PLAN_TITLE}（单位：万个）", rows)),
        only(
            document(
                PLAN_TITLE,
                table([["推进计划表(单位:万个)", *WIDE], *PLAN_HEAD, ("2020年", "郑州市", "12", "金水区", "3", "15")]),
            )
        ),
    ):
        assert value(record, "schedule[0].cities[0].spaces") == 120_000
        assert value(record, "schedule[0].subtotal") == 150_000


def test_columns_under_a_head_that_is_none_of_the_forms_are_nobodys() -> None:
    head: Grid = (
        ("年份", "地市", LEFT, "区县", LEFT, "直属学校", LEFT, "空间开通数量小计"),
        (ABOVE, "名称", "开通数量", "名称", "开通数量", "名称", "开通数量", ABOVE),
    )
    record = only(plan([("2020年", "郑州市", "100", "金水区", "20", "第一中学", "5", "120")], head=head))
    assert value(record, "schedule[0].cities") == [{"name": "郑州市", "spaces": 100}]
    assert value(record, "schedule[0].counties") == [{"name": "金水区", "spaces": 20}]


def test_the_total_is_read_from_its_column() -> None:
    rows = [*ROWS[:3], ("总体统计", "3个", "330", "2个", "60", "390")]
    record = only(plan(rows))
    assert value(record, "total") == 390
    assert not is_doubted(record, "total")


def test_a_sum_that_doesnt_add_up_is_told() -> None:
    rows = [*ROWS[:3], ("总体统计", LEFT, LEFT, LEFT, LEFT, "400")]
    assert "sum.differs" in codes(only(plan(rows)), "total")


@pytest.mark.parametrize(
    ("construction", "applied"), [("应用情况。", "社会认可"), ("应用情况", "建设情况"), ("负责人", "应用情况。")]
)
def test_a_value_in_a_column_of_values_may_read_like_a_label(construction: str, applied: str) -> None:
    rows = [
        ["项目", "填写内容"],
        ["学校/区域名称", "金水区实验小学"],
        ["负责人姓名", "张三"],
        ["负责人手机", "13800001111"],
        ["空间建设情况", construction],
        ["空间应用情况", applied],
        ["社会认可", "获得省级表彰。"],
        ["地市级教育行政部门推荐意见", "同意推荐。\n2021年11月20日"],
        ["省级教育行政部门推荐意见", "同意。"],
    ]
    record = only(document(RECOMMENDATION_TITLE, table(rows)))
    assert value(record, "construction") == construction
    assert value(record, "application") == applied
    assert value(record, "recognition") == "获得省级表彰。"
    assert value(record, "city_opinion.text") == "同意推荐。"
    assert value(record, "province_opinion.text") == "同意。"
    assert record.leftovers == ()


def test_a_cell_of_two_labels_has_two_values_beside_it() -> None:
    record = recommended(
        account=[["用户名/密码", "admin / Abc123", *WIDE]],
        people=[
            ["负责人", "张三，校长，13800001111", *WIDE],
            ["联系人姓名、职务、手机", "李四、主任、13900002222", *WIDE],
        ],
    )
    assert value(record, "account") == {"username": "admin", "password": "Abc123"}
    assert value(record, "leader") == {"name": "张三", "position": "校长", "mobile": "13800001111"}
    assert value(record, "contact") == {"name": "李四", "position": "主任", "mobile": "13900002222"}
    assert quiet(record)


def test_what_follows_the_schedule_in_its_own_table_is_none_of_it() -> None:
    wide = [
        ["现状调研", LEFT, "网络学习空间建设与应用概况", LEFT, "概况文字。", LEFT],
        [ABOVE, LEFT, "主要问题", LEFT, "问题文字。", LEFT],
    ]
    rows = table([*PLAN_HEAD, ("2020年", "郑州市", "12", "金水区", "3", "15"), *wide])
    record = only(document(PLAN_TITLE, rows))
    assert len(record.data["schedule"]) == 1
    assert value(record, "survey.overview") == "概况文字。"
