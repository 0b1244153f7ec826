"""Layouts and contents at the edge of what offices send: read right, or told; never wrong in silence."""

from __future__ import annotations

import contextlib
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
    PLAN_TITLE,
    REGIONS,
    SCHOOLS,
    SUMMARY_TITLE,
    SUMMARY_TOP,
    codes,
    contact_sheet,
    document,
    is_doubted,
    only,
    plan,
    recommended,
    summary,
    table,
    value,
)
from test_extract import THIRD, names, person, schools
from test_lines import listed, typed
from test_marks import OPTIONS

from forms.errors import FubiaoError
from forms.record import Record
from parsers.extraction.choices import choose
from parsers.extraction.extract import extract


def test_a_list_without_rows_is_empty() -> None:
    record = only(summary(regions=()))
    assert value(record, "regions") == []
    assert names(record, "schools") == ["金水区实验小学", "郑州市第一中学"]


def test_a_header_typed_twice_is_no_item() -> None:
    rows = [
        [ABOVE, "序号", "区域名称", "区域类型", "姓名", "单位/部门", "职务", "手机号码"],
        *([ABOVE, *row] for row in REGIONS),
    ]
    head = ["区域", "序号", "区域名称", "区域类型", "姓名", "单位/部门", "职务", "手机号码"]
    record = only(document(SUMMARY_TITLE, table([*SUMMARY_TOP, head, *rows])))
    assert names(record, "regions") == ["金水区"]


def test_the_unit_of_an_upper_head_goes_to_its_numbers_alone() -> None:
    head = (("年份", "地市（万个）", LEFT, "区县", LEFT, "小计"), PLAN_HEAD[1])
    record = only(plan([("2020年", "郑州市", "12", "金水区", "300", "")], head=head))
    assert value(record, "schedule[0].cities[0].name") == "郑州市"
    spaces = "schedule[0].cities[0].spaces"
    assert value(record, spaces) == 120_000 or is_doubted(record, spaces)


def test_a_unit_in_the_first_row_goes_to_the_numbers_or_is_told() -> None:
    rows = table([["单位：万个", *(LEFT,) * 5], *PLAN_HEAD, ("2020年", "郑州市", "12", "金水区", "3", "15")])
    record = only(document(PLAN_TITLE, rows))
    spaces = "schedule[0].cities[0].spaces"
    assert value(record, spaces) == 120_000 or is_doubted(record, spaces)


@pytest.mark.parametrize(
    "head",
    [
        ("姓名", "性别", "民族", "所在单位/处室", "职务", "联系电话", "手机", "电子邮箱"),
        ("姓名", "性别", "民族", "所在单位/处室", "职务", "电话", "电话", "电子邮箱"),
        ("姓名", "性别", "民族", "单位", "处室", "办公电话", "手机号码", "电子邮箱"),
    ],
)
def test_two_columns_of_one_meaning_split_no_person(head: tuple[str, ...]) -> None:
    record = only(contact_sheet(head=head))
    assert names(record, "leaders") == ["张三"]
    assert names(record, "contacts") == ["李四"]


def test_a_role_that_is_none_of_ours_has_nobody_in_our_lists_without_a_word() -> None:
    rows = [["类别", *CONTACT_HEAD], ["负责人", *LEADER], ["技术支持", *THIRD], ["联系人", *CONTACT]]
    record = only(document(CONTACT_TITLE, table(rows)))
    assert names(record, "leaders") == ["张三"] or codes(record, "leaders")


def test_columns_of_another_person_make_no_items() -> None:
    head = ["姓名", "单位", "职务", "手机"]
    other = ["甲", "乙单位", "丙职", "13700009999"]
    rows: list[Any] = [
        *([*row, *(LEFT,) * 4] for row in SUMMARY_TOP),
        ["学校", "序号", "学校名称", "学校类型", "负责人信息", *(LEFT,) * 3, "联系人信息", *(LEFT,) * 3],
        [ABOVE, ABOVE, ABOVE, ABOVE, *head, *head],
        *([ABOVE, *row[:3], *other, *row[3:]] for row in SCHOOLS),
    ]
    record = only(document(SUMMARY_TITLE, table(rows)))
    assert names(record, "schools") == ["金水区实验小学", "郑州市第一中学"]
    assert value(record, "schools[0].person.name") == "周五" or is_doubted(record, "schools[0].person.name")


def test_a_table_that_goes_on_with_a_list_may_hold_the_next_header() -> None:
    wide = (LEFT,) * 7
    top = [
        ["省（区、市）", "河南省", *wide],
        ["联络部门名称", "科学技术处", *wide],
        ["负责人信息", *CONTACT_HEAD],
        [ABOVE, *LEADER],
    ]
    rest = table([["", *THIRD], ["具体联系人信息", *CONTACT_HEAD], [ABOVE, *CONTACT]])
    record = only(document(CONTACT_TITLE, table(top), "", rest))
    assert names(record, "leaders") == ["张三", "王五"]
    assert value(record, "contacts") == [person(CONTACT)]


def paired(*extra: tuple[str, str], gap: tuple[str, ...] = ()) -> Record:
    """What is read where a leader stands in pairs of label and value."""
    both = list(zip(CONTACT_HEAD, LEADER, strict=True)) + list(extra)
    rows = [
        ["负责人" if n == 0 else ABOVE, *both[n], *gap, *(both[n + 1] if n + 1 < len(both) else ("", ""))]
        for n in range(0, len(both), 2)
    ]
    return only(document(CONTACT_TITLE, table(rows)))


def test_a_blank_column_between_pairs_splits_no_person() -> None:
    assert value(paired(gap=("",)), "leaders") == [person()]


def test_a_label_twice_in_a_persons_pairs_makes_no_second_person() -> None:
    record = paired(("手机", "13511112222"))
    assert names(record, "leaders") == ["张三"]
    assert is_doubted(record, "leaders[0].mobile")


@pytest.mark.parametrize("line", ["单位：个", "联系电话：0371-66324299"])
def test_a_line_over_a_lists_table_makes_no_item(line: str) -> None:
    head = ["序号", "区域名称", "区域类型", "姓名", "单位/部门", "职务", "手机号码"]
    record = only(document(SUMMARY_TITLE, table(SUMMARY_TOP), "一、优秀区域", line, table([head, *REGIONS])))
    assert names(record, "regions") == ["金水区"] or codes(record, "regions")


def test_persons_named_again_below_a_contact_sheet_are_told() -> None:
    record = only(document(*contact_sheet().blocks, "单位负责人：赵某　　经办人：钱某　　电话：0371-61234567"))
    assert names(record, "contacts") == ["李四"] or codes(record, "contacts")


def test_a_total_typed_into_the_name_column_is_no_item() -> None:
    assert names(schools(*SCHOOLS, ("", "合计：2所", *("",) * 5)), "schools") == ["金水区实验小学", "郑州市第一中学"]


@pytest.mark.parametrize(
    "text", ["郑州市：第一中学、第三中学\n洛阳市：第二小学", "第一中学、第三中学、第二小学\n三、优秀个人\n张三、李四"]
)
def test_names_on_lines_of_their_own_are_never_joined(text: str) -> None:
    record = listed(f"一、优秀区域\n郑州市\n二、优秀学校\n{text}")
    assert value(record, "schools") == ["第一中学", "第三中学", "第二小学"] or is_doubted(record, "schools")


def test_places_over_their_schools_are_no_schools_without_a_word() -> None:
    record = listed("一、优秀区域\n郑州市\n二、优秀学校\n郑州市\n第一中学\n洛阳市\n第二小学")
    assert value(record, "schools") == ["第一中学", "第二小学"] or is_doubted(record, "schools")


@pytest.mark.parametrize("line", ["指标说明：", "单位电话：", "指标描述：无"])
def test_a_line_that_names_a_field_of_list_items_breaks_nothing(line: str) -> None:
    with contextlib.suppress(FubiaoError):
        extract(
            document(
                f"2020年度网络学习空间应用优秀区域评价指标\n{line}",
                table([["一级指标", "二级指标", "指标描述"], ["甲（10分）", "乙（10分）", "丙"]]),
            )
        )


def test_a_stroke_among_the_names_of_a_table_breaks_nothing() -> None:
    rows = [["优秀区域", "优秀学校"], ["/", "第一中学"], ["郑州市", "第二小学"]]
    assert extract(
        document(
            "已获评教育部网络学习空间应用优秀区域和优秀学校单位名单",
            table(rows),
            "一、优秀区域",
            "/",
            "一、优秀区域",
            "郑州市",
        )
    )


@pytest.mark.parametrize(("label", "path"), [("空间地址：", "space_url"), ("学校/区域名称：", "applicant")])
def test_a_value_may_stand_on_the_line_below_its_label(label: str, path: str) -> None:
    record = typed(label, f"{label}\n")
    assert value(record, path) == value(recommended(), path)


def test_a_lost_character_before_an_option_is_no_box() -> None:
    assert choose(("地市□　□区□　学校☑",), OPTIONS).value == "学校"


def test_a_label_that_its_cell_broke_takes_its_colon_along() -> None:
    record = only(
        document(
            CONTACT_TITLE,
            table([["省（区、市）", "河南省", "联络部门\n名称：科技处"], *[["负责人信息", "姓名", "张三"]]]),
        )
    )
    assert value(record, "department") == "科技处"


def test_a_label_as_a_long_text_is_told() -> None:
    record = recommended(
        construction=[["空间建设情况", "建设了空间。", *(LEFT,) * 5]],
        application=[["空间应用情况", "社会\n认可", *(LEFT,) * 5]],
    )
    assert value(record, "application") is None or is_doubted(record, "application")


def test_lines_of_a_list_that_ran_into_one_name_are_told() -> None:
    text = "一、优秀区域\n序号名称1郑州市2开封市\n二、优秀学校\n序号单位名称1郑州市第一中学2开封市第二中学"
    records = extract(document("附件1\n2021年度网络学习空间应用普及活动优秀区域和学校名单", text))
    for record in records:
        for path in ("regions", "schools"):
            assert not value(record, path) or is_doubted(record, path)
