"""Layouts that offices make of the forms: heads flattened, labels joined, one value in the words of another cell."""

from __future__ import annotations

import dataclasses
import time
from typing import Any

import pytest
from documents import (
    ABOVE,
    CONTACT_HEAD,
    CONTACT_TITLE,
    LEADER,
    LEFT,
    PLAN_TEXT,
    PLAN_TITLE,
    RECOMMENDATION_TITLE,
    SUMMARY_TITLE,
    SUMMARY_TOP,
    codes,
    contact_sheet,
    document,
    is_doubted,
    lines,
    only,
    recommended,
    summary,
    table,
    value,
)

from forms.library import edition
from forms.record import Record
from parsers.extraction.extract import extract

WIDE = (LEFT,) * 5


def test_a_flat_head_s_second_column_goes_with_the_one_before_it() -> None:
    head = ["年份", "地市名称", "开通数量", "区县名称", "开通数量", "小计"]
    rows = [head, ["2020年", "洛阳市", "300", "涧西区", "200", "500"], ["总体统计", LEFT, LEFT, LEFT, LEFT, "500"]]
    record = only(document(PLAN_TITLE, table(rows), PLAN_TEXT))
    assert value(record, "schedule[0].cities") == [{"name": "洛阳市", "spaces": 300}]
    assert value(record, "schedule[0].counties") == [{"name": "涧西区", "spaces": 200}]


def test_a_label_over_its_value_in_one_cell() -> None:
    people = [
        ["负责人信息", "姓名\n张三", LEFT, "职务\n校长", LEFT, "手机\n13800001111", LEFT],
        ["联系人信息", "姓名\n李四", LEFT, "职务\n主任", LEFT, "手机\n13900002222", LEFT],
    ]
    record = recommended(people=people)
    assert value(record, "leader") == {"name": "张三", "position": "校长", "mobile": "13800001111"}
    assert value(record, "contact.name") == "李四"


def test_a_joined_label_whose_value_names_its_parts() -> None:
    text = "空间地址：http://www.jssy.edu.cn\n用户名：admin\n密码：Abc123"
    record = recommended(address=[["空间地址及账号", text, *WIDE]], account=[])
    assert value(record, "space_url") == "http://www.jssy.edu.cn"
    assert value(record, "account") == {"username": "admin", "password": "Abc123"}


def _joined(cell: str) -> list[list[str]]:
    head = ["序号", "学校名称", "学校类型", "联系人姓名及职务", "单位/部门", "手机号码"]
    return [head, ["1", "金水区实验小学", "小学", cell, "教务处", "13900004444"]]


def test_one_column_of_two_fields() -> None:
    record = only(document(SUMMARY_TITLE, table(SUMMARY_TOP), table(_joined("周五　主任"))))
    assert value(record, "schools[0].person.name") == "周五"
    assert value(record, "schools[0].person.position") == "主任"
    assert not is_doubted(record, "schools[0].person.name")


@pytest.mark.parametrize("cell", ["周五 教师/网管", "周五主任"])
def test_one_column_of_two_fields_that_may_be_parted_elsewhere_is_told(cell: str) -> None:
    record = only(document(SUMMARY_TITLE, table(SUMMARY_TOP), table(_joined(cell))))
    assert is_doubted(record, "schools[0].person.name")
    assert is_doubted(record, "schools[0].person.position")


def test_types_in_a_table_of_one_column_an_item() -> None:
    rows = [
        ["序号", "1", "2", "3"],
        ["学校名称", "金水区实验小学", "金水区第二初级中学", "郑州市第一中学"],
        ["学校类型", "小学", "初中", "高中"],
        ["联系人姓名", "周五", "吴六", "郑七"],
        ["手机号码", "13900004444", "13900005555", "13900006666"],
    ]
    record = only(document(SUMMARY_TITLE, table(SUMMARY_TOP), "二、学校", table(rows)))
    assert [item["type"] for item in value(record, "schools")] == ["小学", "初中", "高中"]


def test_a_ditto_is_what_stands_over_it_and_told() -> None:
    schools = (
        ("1", "金水区实验小学", "小学", "周五", "教务处", "主任", "13900004444"),
        ("2", "金水区第二小学", "〃", "吴六", "〃", "主任", "13900005555"),
        ("3", "金水区第三小学", "同上", "郑七", "同上", "校长", "13900006666"),
    )
    record = only(summary(schools=schools))
    assert [item["type"] for item in value(record, "schools")] == ["小学"] * 3
    assert [item["person"]["office"] for item in value(record, "schools")] == ["教务处"] * 3
    assert codes(record, "schools[2].person.office") == ["value.same"]


def test_a_ditto_under_a_value_of_another_kind_stays() -> None:
    contact = ("李四", "女", "回族", "同上", "主任", "0371-66324285", "13900002222", "ls@haedu.gov.cn")
    head = list(CONTACT_HEAD)
    record = only(contact_sheet(contacts=(contact,), head=head))
    assert value(record, "contacts[0].office") == LEADER[3]
    record = recommended(
        people=[
            ["负责人信息", "姓名", "张三", "职务", "校长", "手机", "13800001111"],
            ["联系人信息", "手机", "同上", "姓名", "李四", "职务", "主任"],
        ]
    )
    assert value(record, "contact.mobile") == "同上"


def test_dots_lead_from_a_label_to_its_value() -> None:
    text = "省份：河南省\n联络部门：科学技术处\n负责人信息\n姓名……张三\n手机号码………13800001111\n联系人信息\n姓名：李四\n手机号码：13900002222"
    record = only(document(CONTACT_TITLE, text))
    assert value(record, "leaders[0].name") == "张三"
    assert value(record, "leaders[0].mobile") == "13800001111"


def test_words_of_a_heading_that_say_little_may_differ() -> None:
    record = recommended(
        construction=[["网络学习空间建设总体情况", "建设了空间。", *WIDE]],
        city=[["市教育局审核意见", "同意推荐。\n2021年11月20日", *WIDE]],
    )
    assert value(record, "construction") == "建设了空间。"
    assert is_doubted(record, "construction")
    assert value(record, "city_opinion.text") == "同意推荐。"


def test_a_cross_beside_a_tick_in_another_cell_says_no() -> None:
    rows = [
        ["推荐类型", "地市", LEFT, "县区", LEFT, "学校", LEFT],
        [ABOVE, "×", LEFT, "√", LEFT, "×", LEFT],
    ]
    record = recommended(category=rows)
    assert value(record, "category") == "区县"


def test_a_school_s_kind_or_a_county_s_is_a_category() -> None:
    assert value(recommended(category=[["推荐类型", "小学", *WIDE]]), "category") == "学校"
    assert (
        value(recommended(category=[["推荐类型", "□地市　□县区　□学校（☑小学 □初中）", *WIDE]]), "category") == "学校"
    )
    assert value(recommended(category=[["推荐类型", "县级市", *WIDE]]), "category") == "区县"


def test_a_struck_row_makes_its_list_doubtful() -> None:
    row = ["2", "金水区第九小学", "小学", "郑七", "教务处", "主任", "13900006666"]
    struck = [
        tuple(dataclasses.replace(p, struck=(p.text,)) for p in lines(cell, notes=("text.struck",))) for cell in row
    ]
    first = ["1", "金水区实验小学", "小学", "周五", "教务处", "主任", "13900004444"]
    record = only(summary(schools=(first, struck)))
    assert [one["name"] for one in value(record, "schools")] == ["金水区实验小学"]
    assert "金水区第九小学" in record.leftovers
    assert "row.odd" in codes(record, "schools")


def test_years_as_rows_across_open_their_items() -> None:
    rows = [
        ["序号", "地市名称", "地市开通数量", "区县名称", "区县开通数量"],
        ["2020年", LEFT, LEFT, LEFT, LEFT],
        ["1", "洛阳市", "300", "涧西区", "200"],
        ["小计", LEFT, LEFT, LEFT, "500"],
        ["2021年", LEFT, LEFT, LEFT, LEFT],
        ["1", "许昌市", "400", "魏都区", "100"],
        ["小计", LEFT, LEFT, LEFT, "500"],
    ]
    record = only(document(PLAN_TITLE, table(rows), PLAN_TEXT))
    assert [(one["year"], one["cities"][0]["name"], one["subtotal"]) for one in value(record, "schedule")] == [
        (2020, "洛阳市", 500),
        (2021, "许昌市", 500),
    ]


def test_a_second_table_about_the_same_years_goes_on_with_them() -> None:
    cities = [["年份", "地市名称", "开通数量"], ["2020年", "洛阳市", "300"], ["2021年", "许昌市", "400"]]
    counties = [["年份", "区县名称", "开通数量"], ["2020年", "涧西区", "200"], ["2021年", "魏都区", "100"]]
    record = only(document(PLAN_TITLE, table(cities), "（二）区县推进", table(counties), PLAN_TEXT))
    assert [one["year"] for one in value(record, "schedule")] == [2020, 2021]
    assert value(record, "schedule[1].counties") == [{"name": "魏都区", "spaces": 100}]
    again = only(document(PLAN_TITLE, table(cities), "续", table(cities), PLAN_TEXT))
    assert is_doubted(again, "schedule")


def test_a_small_table_for_each_item_of_a_list() -> None:
    def card(number: str, name: str, person: str) -> list[list[str]]:
        return [
            ["序号", number, "学校名称", name],
            ["学校类型", "小学", "联系人姓名", person],
            ["单位/部门", "教务处", "职务", "主任"],
        ]

    cards = [table(card("1", "金水区实验小学", "周五")), table(card("2", "金水区第二小学", "吴六"))]
    record = only(document(SUMMARY_TITLE, table(SUMMARY_TOP), "二、学校", cards[0], "", cards[1]))
    assert [(one["no"], one["person"]["name"]) for one in value(record, "schools")] == [(1, "周五"), (2, "吴六")]
    assert value(record, "contact.position") == "科长"


def test_a_person_told_by_labels_with_blanks_behind() -> None:
    text = (
        "附件2\n2021年度网络学习空间应用优秀区域和学校推荐表\n一、学校/区域名称：金水区实验小学\n二、负责人信息：姓名 张三，职务 信息中心副主任（正科级），手机 13800001111\n"
        "三、联系人信息：姓名 李四，职务 主任，手机 13900002222\n四、空间地址：http://www.jssy.edu.cn"
    )
    record = only(document(text))
    assert value(record, "leader") == {"name": "张三", "position": "信息中心副主任（正科级）", "mobile": "13800001111"}
    assert value(record, "contact.name") == "李四"


def test_brackets_in_a_position_stay_as_they_are() -> None:
    people = [
        ["负责人", "张三，信息中心副主任（正科级），13800001111", *WIDE],
        ["联系人", "李四，主任，13900002222", *WIDE],
    ]
    record = recommended(people=people)
    assert value(record, "leader") == {"name": "张三", "position": "信息中心副主任（正科级）", "mobile": "13800001111"}


def test_a_name_a_line_is_a_name_of_its_own_whatever_it_ends_in() -> None:
    title = "网络学习空间应用优秀区域和优秀学校名单"
    record = only(
        document(title, "一、优秀区域\n洛阳市\n二、优秀学校\n邓州市职业教育中心\n邓州市育红小学\n卧龙区第三小学")
    )
    assert value(record, "schools") == ["邓州市职业教育中心", "邓州市育红小学", "卧龙区第三小学"]
    glued = only(
        document(title, "一、优秀区域\n洛阳市\n二、优秀学校\n邓州市职业教育中心邓州市育红小学、卧龙区第三小学")
    )
    assert is_doubted(glued, "schools")


def test_a_plan_of_headings_with_their_text_behind_is_known() -> None:
    text = (
        "网络学习空间应用普及活动省级实施方案\n二、现状调研\n（一）网络学习空间建设与应用概况。概况文字。\n（二）主要问题。问题文字。\n（三）工作思考。思考文字。\n"
        "三、2020年工作安排\n（一）目标任务。目标文字。\n（二）区域整体推进举措。举措文字。\n（三）推荐遴选安排。遴选文字。"
    )
    record = only(document(text))
    assert record.form == "implementation_plan"
    assert value(record, "work_plan.measures") == "举措文字。"


def test_a_letter_typed_for_a_tick() -> None:
    assert value(recommended(category=[["推荐类型", "地市V　县区□　学校□", *WIDE]]), "category") == "地市"
    assert value(recommended(category=[["推荐类型", "地市", LEFT, "v县区", LEFT, "学校", LEFT]]), "category") == "区县"


def test_numbers_that_changed_places_are_told() -> None:
    leader = (*LEADER[:5], LEADER[6], LEADER[5], LEADER[7])
    record = only(contact_sheet(leaders=(leader,)))
    assert codes(record, "leaders[0].office_phone") == ["phone.swapped"]
    assert "mobile.landline" in codes(record, "leaders[0].mobile")


def test_a_label_broken_in_its_cell_keeps_its_second_half() -> None:
    """The first half is a label as well, and the second would be the beginning of a value that looks right."""
    rows = [["省（区、市）", "黑龙江省", LEFT, LEFT], ["联络部门\n名称 信息中心", LEFT, LEFT, LEFT]]
    people = [["负责人姓名", "方志俊", "负责人手机号码", "13694799831"], ["联系人姓名", "常军伟", "联系人性别", "女"]]
    record = only(document(CONTACT_TITLE, table([*rows, *people])))
    assert value(record, "department") == "信息中心" or is_doubted(record, "department")


def test_people_side_by_side_over_their_labels_are_both_read() -> None:
    people = [
        ["负责人信息", LEFT, LEFT, "联系人信息", LEFT, LEFT],
        ["姓名", "职务", "手机", "姓名", "职务", "手机"],
        ["张三", "校长", "13800001111", "李四", "主任", "13900002222"],
    ]
    rows = [["学校/区域名称", "金水区实验小学", *(LEFT,) * 4], *people, ["推荐类型", "学校", *(LEFT,) * 4]]
    record = only(document("2021年度网络学习空间应用优秀区域和学校推荐表", table(rows)))
    assert value(record, "leader") == {"name": "张三", "position": "校长", "mobile": "13800001111"}
    assert value(record, "contact") == {"name": "李四", "position": "主任", "mobile": "13900002222"}


def test_a_label_left_empty_takes_nothing_from_a_cell_that_names_itself() -> None:
    rows = [
        ["社会认可："],
        ["地市级教育行政部门推荐意见：\n同意推荐。\n2021年11月20日"],
        ["省级教育行政部门推荐意见："],
    ]
    record = only(document("2021年度网络学习空间应用优秀区域和学校推荐表\n负责人：张三", table(rows)))
    assert value(record, "recognition") is None
    assert value(record, "city_opinion.text") in ("同意推荐。", None)
    assert value(record, "city_opinion.text") or is_doubted(record, "city_opinion")


def test_a_person_told_by_labels_and_values_by_turns() -> None:
    text = (
        "负责人信息：姓名 张 三  职务 校长  手机 138 0000 1111\n联系人信息：姓名 李四 职务 主任 王五 手机 13900002222\n"
    )
    rest = "推荐类型：学校\n空间地址：http://www.jssy.edu.cn\n用户名：admin\n空间建设情况：已建成。\n空间应用情况：已应用。"
    record = only(document(RECOMMENDATION_TITLE + "\n学校/区域名称：金水区实验小学\n" + text + rest))
    assert value(record, "leader") == {"name": "张三", "position": "校长", "mobile": "13800001111"}
    assert value(record, "contact.position") is None
    assert is_doubted(record, "contact")


@pytest.mark.parametrize(
    "text", ["洛阳市（300）、开封市（200）", "洛阳市：300个；开封市：200个", "洛阳市300，开封市200"]
)
def test_a_list_told_as_a_sentence_is_read_and_doubted(text: str) -> None:
    rows = [["年份", "地市", "区县", "小计"], ["2020年", text, "涧西区等", "500"], ["总体统计", LEFT, LEFT, "500"]]
    record = only(document(PLAN_TITLE, table(rows), PLAN_TEXT))
    assert value(record, "schedule[0].cities") == [{"name": "洛阳市", "spaces": 300}, {"name": "开封市", "spaces": 200}]
    assert is_doubted(record, "schedule[0].cities[0].spaces")
    assert is_doubted(record, "schedule")  # what can't be told apart is left over


def test_a_tick_under_an_option_chooses_it() -> None:
    head = [
        ["序号", "学校名称", "学校类型", LEFT, "联系人姓名", "手机号码"],
        [ABOVE, ABOVE, "小学", "初中", ABOVE, ABOVE],
    ]
    rows = [
        ["1", "金水区实验小学", "√", "", "周五", "13900004444"],
        ["2", "金水区第二中学", "√", "√", "吴六", "13900005555"],
    ]
    record = only(document(SUMMARY_TITLE, table([*head, *rows])))
    assert [school["type"] for school in value(record, "schools")] == ["小学", None]
    assert "choice.unclear" in codes(record, "schools[1].type") + codes(record, "schools")


def test_an_option_answered_by_yes_or_no() -> None:
    record = recommended(category=[["推荐类型", "地市：否　县区：否　学校：是", *WIDE]])
    assert value(record, "category") == "学校"


ONE_ROW = {
    "单位名称": "金水区实验小学",
    "负责人姓名": "张三",
    "负责人手机": "13800001111",
    "联系人姓名": "李四",
    "联系人手机": "13900002222",
    "推荐类型": "学校",
    "用户名": "admin",
    "密码": "Abc123",
    "空间建设情况": "已建成。",
}


def test_a_form_told_in_one_row_is_read_whole() -> None:
    record = only(document(RECOMMENDATION_TITLE, table([list(ONE_ROW), list(ONE_ROW.values())])))
    assert value(record, "applicant") == "金水区实验小学"
    assert (value(record, "leader.name"), value(record, "contact.mobile")) == ("张三", "13900002222")
    assert (value(record, "category"), value(record, "account.password")) == ("学校", "Abc123")
    assert value(record, "construction") == "已建成。"


def test_two_forms_told_in_a_row_each_are_two() -> None:
    other = ["金水区第二小学", "王五", "13700003333", "赵六", "13600004444", "学校", "user", "Xyz789", "在建。"]
    found = extract(document(RECOMMENDATION_TITLE, table([list(ONE_ROW), list(ONE_ROW.values()), other])))
    assert [value(record, "leader.name") for record in found] == [ONE_ROW["负责人姓名"], "王五"]
    assert [value(record, "construction") for record in found] == [ONE_ROW["空间建设情况"], "在建。"]


@pytest.mark.parametrize(
    "told", ["周五 教务处 主任 13900004444", "周五，教务处，主任，13900004444", "周五（教务处主任）13900004444"]
)
def test_a_person_told_in_the_one_cell_under_the_group_s_name(told: str) -> None:
    rows = [
        ["序号", "学校名称", "学校类型", "学校联系人信息（姓名、单位、职务、手机）"],
        ["1", "金水区实验小学", "小学", told],
    ]
    record = only(document(SUMMARY_TITLE, table(SUMMARY_TOP), table(rows)))
    person = {"name": "周五", "office": "教务处", "position": "主任", "mobile": "13900004444"}
    assert value(record, "schools[0].person") == person


def test_a_workplace_and_a_position_in_one_are_parted_by_the_position_s_word() -> None:
    head = [*CONTACT_HEAD[:3], "单位及职务", *CONTACT_HEAD[5:]]
    for told, parts in {
        "某省教育厅科技处副处长": ("某省教育厅科技处", "副处长"),
        "某省电教馆　教研员": ("某省电教馆", "教研员"),
    }.items():
        person = [*LEADER[:3], told, *LEADER[5:]]
        record = only(contact_sheet([person], [person], head))
        assert (value(record, "leaders[0].office"), value(record, "leaders[0].position")) == parts
    record = only(
        contact_sheet([[*LEADER[:3], "某省教育厅", *LEADER[5:]]], [(*LEADER[:3], "某省教育厅", *LEADER[5:])], head)
    )
    assert is_doubted(record, "leaders")


def test_labels_with_a_blank_between_name_a_field_each() -> None:
    head = [*CONTACT_HEAD[:3], "单位/处室 职务", "办公电话/手机号码", CONTACT_HEAD[7]]
    person = [*LEADER[:3], "科技处 处长", "0371-69691767/13800001111", LEADER[7]]
    record = only(contact_sheet([person], [person], head))
    assert value(record, "leaders[0]") == only(contact_sheet()).data["leaders"][0]


def _rubric(head: list[str], *, both: bool) -> Record:
    """The rubric as printed, but with the points of indicators, and of categories if *both*, in columns of their own."""
    rows: list[list[str]] = [head]
    for category in rubric()["categories"]:
        for index, one in enumerate(category["indicators"]):
            name, points = category["name"], str(category["points"])
            first = [name, points] if both else [f"{name}（{points}分）"]
            above = [ABOVE] * len(first)
            rows.append([*(above if index else first), one["name"], f"{one['points']}分", one["description"]])
    return only(document("附件3\n2020年度网络学习空间应用优秀区域评价指标", table(rows)))


def rubric() -> Any:
    return next(form for form in edition("moe-2020").forms if form.id == "region_indicators").preset


def test_points_may_have_columns_of_their_own() -> None:
    for head in (
        ["一级指标", "分值", "二级指标", "分值", "指标描述"],
        ["一级指标", "权重", "二级指标", "满分", "评价标准"],
    ):
        record = _rubric(head, both=True)
        assert _bare(record) == rubric()["categories"]
        assert not codes(record, "categories")
    record = _rubric(["一级指标", "二级指标", "分值", "指标描述"], both=False)
    assert _bare(record) == rubric()["categories"]
    assert not codes(record, "categories")


def _bare(record: Record) -> list[dict[str, Any]]:
    """The categories without scores, which nobody gave."""
    found: list[dict[str, Any]] = value(record, "categories")
    for category in found:
        for one in category["indicators"]:
            assert one.pop("score") is None
    return found


def test_points_under_a_name_are_no_indicator_beside_a_description_of_two_lines() -> None:
    rows = [
        ["一级指标", "二级指标", "指标描述"],
        ["社会影响\n（10分）", "经验推广\n(6分)", "获得基地学校资格；\n典型经验得到推广"],
    ]
    record = only(document("2020年度网络学习空间应用优秀学校评价指标", table(rows)))
    (one,) = value(record, "categories")[0]["indicators"]
    assert (one["name"], one["points"]) == ("经验推广", 6)
    assert one["description"] == "获得基地学校资格；\n典型经验得到推广"


def test_points_in_a_heading_and_others_in_a_column_are_told() -> None:
    rows = [["一级指标", "二级指标", "分值", "指标描述"], ["建设与管理（35分）", "空间功能（15分）", "20", "功能齐全"]]
    record = only(document("2020年度网络学习空间应用优秀区域评价指标", table(rows)))
    assert "field.several" in codes(record, "categories[0].indicators[0].points")


def test_a_heading_with_the_next_number_ends_a_long_text_in_cells() -> None:
    rows = [
        ["四、社会认可", LEFT],
        ["得到认可。", LEFT],
        ["五、推荐意见", LEFT],
        ["地市级教育行政部门推荐意见", "同意推荐。"],
    ]
    record = only(
        document(
            RECOMMENDATION_TITLE, table([["学校/区域名称", "第一小学"], ["空间地址", "http://a.example.cn"], *rows])
        )
    )
    assert value(record, "recognition") == "得到认可。"
    assert "五、推荐意见" in record.leftovers


def test_a_label_and_its_value_with_nothing_but_room_between() -> None:
    people = [["负责人信息", "姓名", "张三", "手机", "13800001111", "职务 局长", ""]]
    assert value(recommended(people=people), "leader") == {"name": "张三", "position": "局长", "mobile": "13800001111"}


@pytest.mark.parametrize("told", ["张三　校长　13800001111", "张三、校长、13800001111", "张三 / 校长 / 13800001111"])
def test_a_label_of_several_fields_with_values_parted_by_another_sign(told: str) -> None:
    record = recommended(people=[["负责人姓名、职务、手机", told, *WIDE]])
    assert value(record, "leader") == {"name": "张三", "position": "校长", "mobile": "13800001111"}


def test_a_value_with_another_label_and_its_value_behind_it_is_parted_and_doubted() -> None:
    record = recommended(account=[["用户名", "admin 密码：Abc123", *WIDE]])
    assert value(record, "account") == {"username": "admin", "password": "Abc123"}
    assert is_doubted(record, "account.username")


def test_regions_and_schools_in_one_list_are_told_by_their_type() -> None:
    rows = [
        ["序号", "推荐单位名称", "类型", "联系人姓名", "职务", "手机号码"],
        ["1", "金水区", "县区", "钱二", "科长", "13800003333"],
        ["2", "金水区实验小学", "小学", "周五", "主任", "13900004444"],
        ["3", "郑州市", "地市", "吴六", "科长", "13900005555"],
    ]
    record = only(document(SUMMARY_TITLE, table(SUMMARY_TOP), table(rows)))
    assert [one["name"] for one in value(record, "regions")] == ["金水区", "郑州市"]
    assert [(one["name"], one["person"]["name"]) for one in value(record, "schools")] == [("金水区实验小学", "周五")]
    assert value(record, "department") == "郑州市教育局"


def test_room_behind_a_value_under_another_group_s_name_is_no_person_of_it() -> None:
    top = [
        ["地市", "郑州市", "市级教育行政部门", "郑州市教育局", "联系人", "赵一", "联系电话", "0371-66324285"],
        ["职务", "科长", "电子邮箱", "zy@haedu.gov.cn", "", "", "", ""],
    ]
    record = only(document(SUMMARY_TITLE, table(top)))
    assert value(record, "contact.email") == "zy@haedu.gov.cn"


def test_what_else_is_said_of_a_person_is_theirs_where_the_form_asks_for_it() -> None:
    record = recommended(people=[["负责人信息", "张三，男，汉族，校长，13800001111", *WIDE]])
    assert value(record, "leader") == {"name": "张三", "position": "校长", "mobile": "13800001111"}
    rows = [
        ["省（区、市）", "河南省"],
        ["联络部门名称", "科技处"],
        ["负责人信息", "张三 男 汉族 科技处 处长 13800001111"],
    ]
    leader = value(only(document(CONTACT_TITLE, table(rows))), "leaders[0]")
    said = {
        "name": "张三",
        "gender": "男",
        "ethnicity": "汉族",
        "office": "科技处",
        "position": "处长",
        "mobile": "13800001111",
    }
    assert {name: leader[name] for name in said} == said


def test_a_value_with_lines_of_other_labels_under_it() -> None:
    record = recommended(
        address=[["空间地址", "http://www.jssy.edu.cn\n用户名：admin\n密码：Abc123", *WIDE]], account=[]
    )
    assert value(record, "space_url") == "http://www.jssy.edu.cn"
    assert value(record, "account") == {"username": "admin", "password": "Abc123"}


def test_numbers_of_rows_before_labels_are_no_values() -> None:
    rows = [
        ["1", "负责人姓名", "张三"],
        ["2", "负责人职务", "校长"],
        ["3", "负责人手机", "13800001111"],
        ["4", "空间地址", "http://a.example.cn"],
    ]
    record = only(document(RECOMMENDATION_TITLE, table([["序号", "项目", "内容"], *rows])))
    assert value(record, "leader") == {"name": "张三", "position": "校长", "mobile": "13800001111"}
    assert not is_doubted(record, "leader.name")


MINISTRY_TITLE = "附件6\n2020年度网络学习空间应用优秀区域和学校汇总表"
SUMMARY_HEAD = ["序号", "类型", "名称", "负责人", "职务", "联系方式"]
ONE_LIST = [
    SUMMARY_HEAD,
    ["1", "地市", "洛阳市", "张三", "局长", "13800001111"],
    ["2", "区县", "涧西区", "李四", "局长", "13800002222"],
]


def test_rows_of_labels_with_their_values_over_and_under_a_list_are_the_form_s_own() -> None:
    rows = [
        ["填报单位（盖章）：河南省教育厅", LEFT, LEFT, "填报日期：2020年11月20日", LEFT, LEFT],
        *ONE_LIST,
        ["联系人：王五", LEFT, "电话：0371-60000000", LEFT, "邮箱：ww@example.com", LEFT],
    ]
    record = only(document(MINISTRY_TITLE, table(rows)))
    assert [region["name"] for region in value(record, "regions")] == ["洛阳市", "涧西区"]
    assert value(record, "contact") == {
        "name": "王五",
        "phone": "0371-60000000",
        "position": None,
        "email": "ww@example.com",
    }
    assert value(record, "department") == "河南省教育厅"
    assert not {"list.unclear", "label.unclear", "row.odd"} & {issue.code for issue in record.issues}


def test_a_sign_for_the_same_as_above_tells_the_list_of_a_row() -> None:
    rows = [*ONE_LIST, ["3", "〃", "老城区", "赵六", "〃", "13800003333"]]
    record = only(document(MINISTRY_TITLE, table(rows)))
    last = value(record, "regions")[-1]
    assert (last["name"], last["type"], last["person"]["position"]) == ("老城区", "区县", "局长")
    assert "value.same" in codes(record, "regions[2].type")


def test_a_column_that_says_school_or_kind_of_region_parts_one_list_in_two() -> None:
    rows = [
        ["序号", "区域/学校名称", "推荐类型", "学校类型", "负责人", "职务", "联系方式"],
        ["1", "洛阳市", "地市", "", "张三", "局长", "13800001111"],
        ["2", "洛阳市第一中学", "学校", "高中", "李四", "校长", "13800002222"],
    ]
    record = only(document(MINISTRY_TITLE, table(rows)))
    assert [(region["name"], region["type"]) for region in value(record, "regions")] == [("洛阳市", "地市")]
    assert [(school["name"], school["type"]) for school in value(record, "schools")] == [("洛阳市第一中学", "高中")]


def test_a_choice_may_be_told_by_its_letter() -> None:
    record = recommended(category=[["推荐类型（A.地市 B.区县 C.学校）", "C", *WIDE]])
    assert value(record, "category") == "学校"
    assert "category" not in {issue.field for issue in record.issues if issue.severity != "info"}


def test_a_long_column_of_signs_for_the_same_costs_no_more_a_row() -> None:
    def taken(count: int) -> float:
        rows = [SUMMARY_HEAD, ["1", "区县", "涧西区", "李四", "局长", "13800002222"]]
        rows += [[str(n), "同上", f"涧西{n}区", "李四", "同上", "13800002222"] for n in range(2, count)]
        whole = document(MINISTRY_TITLE, table(rows))
        started = time.process_time()
        record = only(whole)
        used = time.process_time() - started
        last = value(record, "regions")[-1]
        assert (last["type"], last["person"]["position"]) == ("区县", "局长")
        return used

    taken(20)
    assert taken(2000) < 15 * taken(300)


def test_a_long_text_may_open_with_words_that_other_cells_name() -> None:
    told = "网址：http://b.example.cn 已开通。\n密码：初始密码统一为学号。"
    record = recommended(construction=[["空间建设情况", told, *WIDE]])
    assert value(record, "construction") == told
    assert value(record, "account.password") != "初始密码统一为学号。"
