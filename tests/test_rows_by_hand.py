"""Rows and cells as clerks type them when they make a form anew: several values in a cell, no label over a value, one header row where the form prints two."""

from __future__ import annotations

from typing import Any

import pytest
from documents import (
    ABOVE,
    CONTACT,
    CONTACT_TITLE,
    LEFT,
    MOE_RECOMMENDATION_TITLE,
    PLAN_TEXT,
    PLAN_TITLE,
    RECOMMENDATION_TITLE,
    SUMMARY_TITLE,
    Content,
    codes,
    contact_sheet,
    document,
    is_doubted,
    lines,
    only,
    plan,
    table,
    value,
)

from forms.record import Record

HEAD = ("序号", "区域名称", "区域类型", "姓名", "手机号码")


def person(record: Record, path: str) -> dict[str, Any]:
    """What is known for sure of the person at *path*."""
    found = {name: said for name, said in value(record, path).items() if said is not None}
    assert not [name for name in found if is_doubted(record, f"{path}.{name}")]
    return found


@pytest.mark.parametrize(
    "cell",
    [
        "办公电话：0851-85280000\n手机：13885000001\n电子邮箱：cm@gz.example.cn",
        "手机：13885000001　办公：0851-85280000　邮箱：cm@gz.example.cn",
        "0851-85280000\n13885000001\ncm@gz.example.cn",
        "13885000001；0851-85280000；cm@gz.example.cn",
    ],
)
def test_a_cell_of_several_numbers_gives_each_its_field(cell: str) -> None:
    rows = [("", "姓名", "职务", "联系方式"), ("负责人", "陈明", "处长", cell)]
    record = only(document(CONTACT_TITLE, "省份：贵州省　部门：贵州省教育厅", table(rows)))
    assert person(record, "leaders[0]") == {
        "name": "陈明",
        "position": "处长",
        "office_phone": "0851-85280000",
        "mobile": "13885000001",
        "email": "cm@gz.example.cn",
    }
    assert value(record, "department") == "贵州省教育厅"


@pytest.mark.parametrize("cell", ["13885000001\n13885000002", "手机：13885000001 专线：85280000 手机：13885000002"])
def test_two_numbers_of_one_kind_in_a_cell_are_never_two_fields(cell: str) -> None:
    rows = [("", "姓名", "职务", "联系方式"), ("负责人", "陈明", "处长", cell)]
    record = only(document(CONTACT_TITLE, "省份：贵州省", table(rows)))
    assert "13885000002" not in str(value(record, "leaders[0].office_phone"))
    assert value(record, "leaders[0].mobile") is None or is_doubted(record, "leaders[0].mobile")


def test_a_person_told_by_labels_within_a_cell_of_a_list() -> None:
    cell = "姓名：陈明\n单位：贵阳市教育局\n职务：副局长\n手机：13885000001"
    record = only(
        document(SUMMARY_TITLE, table([("序号", "区域名称", "区域类型", "联系人"), ("1", "贵阳市", "地市", cell)]))
    )
    told = {"name": "陈明", "office": "贵阳市教育局", "position": "副局长", "mobile": "13885000001"}
    assert person(record, "regions[0].person") == told


def test_cells_without_labels_behind_a_group_are_told_by_their_looks() -> None:
    rows = [
        ("负责人", "陈明", "校长", "13885000001"),
        ("推荐类型", "学校", LEFT, LEFT),
        ("联系人", "周敏", "网管专员", "13885000002"),
    ]
    record = only(document(MOE_RECOMMENDATION_TITLE, table(rows), "空间地址：http://a.example.cn"))
    assert person(record, "leader") == {"name": "陈明", "position": "校长", "mobile": "13885000001"}
    assert codes(record, "contact.position") == ["label.unclear"]


def test_persons_told_in_a_line_each_make_a_contact_sheet() -> None:
    record = only(
        document(
            CONTACT_TITLE,
            "省份：贵州省",
            "负责人：陈明，男，汉族，贵州省教育厅处长，0851-85280000，13885000001，cm@gz.example.cn",
            "联系人：周敏，女，苗族，贵州省电教馆科长，办公电话0851-85280001，手机13885000002",
        )
    )
    assert person(record, "leaders[0]") == {
        "name": "陈明",
        "gender": "男",
        "ethnicity": "汉族",
        "office": "贵州省教育厅",
        "position": "处长",
        "office_phone": "0851-85280000",
        "mobile": "13885000001",
        "email": "cm@gz.example.cn",
    }
    assert person(record, "contacts[0]")["mobile"] == "13885000002"


@pytest.mark.parametrize("last", ["合计", "小计"])
def test_a_list_s_name_right_over_its_items_names_them(last: str) -> None:
    rows = [
        ("年度", "地市", "开通数量", "区县", "开通数量", last),
        ("2020年", "贵阳市", "35", "南明区", "12", "67"),
        ("", "遵义市", "15", "红花岗区", "5", ""),
    ]
    record = only(document(PLAN_TITLE, table(rows), PLAN_TEXT))
    assert value(record, "schedule") == [
        {
            "year": 2020,
            "cities": [{"name": "贵阳市", "spaces": 35}, {"name": "遵义市", "spaces": 15}],
            "counties": [{"name": "南明区", "spaces": 12}, {"name": "红花岗区", "spaces": 5}],
            "subtotal": 67,
        }
    ]
    assert value(record, "total") is None
    assert not codes(record, "schedule")


ROW = "3\t安顺市西秀区\t区县\t王五\t13885000009"


@pytest.mark.parametrize("line", [ROW, ROW.replace("\t", " "), ROW.replace("\t", "，")[2:]])
def test_a_row_typed_under_the_table_of_its_list_is_not_lost_unsaid(line: str) -> None:
    rows = [HEAD, ("1", "贵阳市", "地市", "陈明", "13885000001")]
    record = only(document(SUMMARY_TITLE, table(rows), line))
    assert "list.unclear" in codes(record, "regions")
    assert line in record.leftovers
    note = only(document(SUMMARY_TITLE, table(rows), "填写说明：手机号码 11 位 请勿 填错"))
    assert "list.unclear" not in codes(note, "regions")


def test_lists_side_by_side_under_their_names_have_no_row_of_those() -> None:
    head = ("优秀区域", *(LEFT,) * 4, "优秀学校", *(LEFT,) * 4)
    columns = (*HEAD, "序号", "学校名称", "学校类型", "姓名", "手机号码")
    row = ("1", "贵阳市", "地市", "陈明", "13885000001", "1", "贵阳市第一中学", "高中", "吴刚", "13885000003")
    record = only(document(SUMMARY_TITLE, table([head, columns, row])))
    assert [item["name"] for item in value(record, "regions")] == ["贵阳市"]
    assert [item["name"] for item in value(record, "schools")] == ["贵阳市第一中学"]


AWARDED = "附件1\n2021年度网络学习空间应用优秀区域和学校名单"


@pytest.mark.parametrize(
    ("head", "kinds"),
    [
        (("序号", "类别", "名称", "所在市"), ("优秀区域", "优秀学校")),
        (("序号", "类型", "单位名称", "所在市"), ("区域", "学校")),
        (("序号", "所属", "区域/学校", "所在市"), ("优秀区域", "优秀学校")),
    ],
)
def test_a_column_of_kinds_says_which_list_a_name_is_of(head: tuple[str, ...], kinds: tuple[str, str]) -> None:
    region, school = kinds
    rows = [
        head,
        ("1", region, "金水区", "郑州市"),
        ("2", school, "郑州市第一中学", "郑州市"),
        ("3", school, "洛阳市实验小学", "洛阳市"),
    ]
    record = only(document(AWARDED, table(rows)))
    assert (record.data["regions"], record.data["schools"]) == (["金水区"], ["郑州市第一中学", "洛阳市实验小学"])
    assert not codes(record, "regions")
    without = only(document(AWARDED, table([*rows[:2], *rows[3:]])))
    assert codes(without, "schools")


def test_the_points_of_a_total_stand_in_its_own_label() -> None:
    rows = [
        ("一级指标", "二级指标", "评价标准", "得分"),
        ("组织保障（20分）", "制度建设（20分）", "制度健全。", "19"),
        ("应用成效（80分）", "教师应用（80分）", "教师应用好。", "74"),
        ("总分（100分）", LEFT, LEFT, "93"),
    ]
    record = only(document("附件4\n2020年度网络学习空间应用优秀学校评价指标", table(rows)))
    assert value(record, "total_points") == 100
    assert [category["name"] for category in value(record, "categories")] == ["组织保障", "应用成效"]


def test_a_text_that_opens_like_a_label_beside_an_unknown_one_is_doubted() -> None:
    rows = [
        ("二、现状调研", "概况", "概况文字。"),
        ("", "主要问题备注", "存在的主要问题：一是区域发展不均衡。"),
        ("", "工作思考", "思考文字。"),
    ]
    record = only(document(PLAN_TITLE, table([("年份", "小计"), ("2020年", "12")]), table(rows)))
    assert is_doubted(record, "survey.problems")


@pytest.mark.parametrize(
    ("name", "doubted"),
    [
        ("郑州市二七区洛阳市涧西区", True),
        ("郑州市第九中学郑州市第三十四中学", True),
        ("内蒙古自治区包头市东河区", False),
        ("郑州市金水区文化路小学", False),
        ("焦作市沁阳市第一小学", False),
    ],
)
def test_two_names_that_ran_together_are_told(name: str, doubted: bool) -> None:
    record = only(document(AWARDED, "优秀区域：金水区、涧西区", f"优秀学校：{name}、洛阳市实验小学"))
    assert bool({"list.unclear"} & set(codes(record, "schools"))) is doubted
    rows = [HEAD, ("1", name, "区县", "陈明", "13885000001")]
    assert ("name.several" in codes(only(document(SUMMARY_TITLE, table(rows))), "regions[0].name")) is doubted


def test_rows_without_a_header_beside_a_group_are_each_a_person() -> None:
    rows = [
        ("联系人信息", "陈明", "男", "教务处", "主任", "13885000001"),
        ("^", "周敏", "女", "总务处", "主任", "13885000002"),
    ]
    record = only(document(CONTACT_TITLE, "省份：贵州省　联络部门名称：贵州省教育厅", table(rows)))
    assert [item["name"] for item in value(record, "contacts")] == ["陈明", "周敏"]
    odd = [rows[0], ("^", "周敏", "女", "新媒体", "专员", "13885000002")]
    record = only(document(CONTACT_TITLE, "省份：贵州省　联络部门名称：贵州省教育厅", table(odd)))
    assert "list.unclear" in codes(record, "contacts")


def test_a_label_told_in_two_halves_beside_one_another_is_one() -> None:
    rows = [
        ("意见", "市级", "同意推荐。\n（公章）\n2020年11月5日"),
        ("^", "省级", "同意上报。\n（公章）\n2020年11月15日"),
        ("推荐类型", "学校", LEFT),
        ("空间地址", "http://a.example.cn", LEFT),
    ]
    record = only(document(MOE_RECOMMENDATION_TITLE, table(rows)))
    assert value(record, "city_opinion.text") == "同意推荐。"
    assert value(record, "province_opinion.date") == "2020-11-15"


def test_two_labels_without_a_sign_between_head_one_column() -> None:
    rows = [
        ("序号", "区域名称", "区域类型", "姓名", "单位职务", "手机号码"),
        ("1", "贵阳市", "地市", "陈明", "贵阳市教育局副局长", "13885000001"),
    ]
    record = only(document(SUMMARY_TITLE, table(rows)))
    told = {"name": "陈明", "office": "贵阳市教育局", "position": "副局长", "mobile": "13885000001"}
    assert person(record, "regions[0].person") == told


def test_rows_in_a_table_that_lost_its_header_before_the_list_are_not_lost_unsaid() -> None:
    first = [("1", "贵阳市", "地市", "陈明", "13885000001"), ("2", "遵义市", "地市", "周敏", "13885000002")]
    second = [HEAD, ("3", "安顺市", "地市", "王强", "13885000003")]
    for lost in (first, list(zip(*first, strict=True))):
        for blocks in ((table(lost), "", table(second)), (table(second), "", table(lost))):
            record = only(document(SUMMARY_TITLE, "一、优秀区域", *blocks))
            assert "list.unclear" in codes(record, "regions") or len(value(record, "regions")) == 3


def test_a_label_with_a_word_behind_it_that_is_a_label_too_is_none_of_two() -> None:
    text = "一是区域发展不均衡。\n1.抓机制。建立制度。2.抓培训。全员轮训。"
    rows = [
        ("学校名称", "甲学校"),
        ("推荐类型", "学校"),
        ("空间地址", "http://a.example.cn"),
        ("空间应用情况名称", text),
    ]
    record = only(document(RECOMMENDATION_TITLE, table(rows)))
    assert value(record, "applicant") == "甲学校"
    assert value(record, "application") in (None, text)


def test_columns_that_a_form_does_not_ask_for_make_no_row_of_its_list() -> None:
    head = (*HEAD, "分管领导", "分管领导电话", "教师数", "学生数")
    rows = [head, ("1", "贵阳市", "地市", "陈明", "13885000001", "王强", "13885000009", "120", "3000")]
    assert "list.unclear" not in codes(only(document(SUMMARY_TITLE, table(rows))), "regions")


def test_a_second_line_behind_the_number_of_one_name_is_doubted() -> None:
    rows = [
        ("序号", "优秀区域", "优秀学校"),
        ("1", "金水区", "郑州市第一中学\n中学一第"),
        ("2", "涧西区", "洛阳市实验小学"),
    ]
    assert "list.unclear" in codes(only(document(AWARDED, table(rows))), "schools")


def test_numbers_in_the_place_of_names_doubt_their_list() -> None:
    rows = [("2020年", "百色市", "31000", "12000", "右江区", "54000"), (ABOVE, ABOVE, ABOVE, "23000", "靖西市", ABOVE)]
    assert "list.unclear" in codes(only(plan(rows)), "schedule[0].counties")


def test_a_label_of_several_fields_has_a_value_for_each_person_beside_it() -> None:
    rows = [
        ("省份", "贵州省", "部门", "科技处"),
        ("", "负责人", "联系人1", "联系人2"),
        ("姓名", "陈明", "周敏", "吴刚"),
        ("性别/民族", "男/汉族", "女/苗族", "男/侗族"),
        ("手机", "13885000001", "13885000002", "13885000003"),
    ]
    record = only(document(CONTACT_TITLE, table(rows)))
    assert person(record, "leaders[0]") == {
        "name": "陈明",
        "gender": "男",
        "ethnicity": "汉族",
        "mobile": "13885000001",
    }
    assert [(one["name"], one["ethnicity"]) for one in value(record, "contacts")] == [
        ("周敏", "苗族"),
        ("吴刚", "侗族"),
    ]


def test_a_label_of_several_fields_is_of_the_group_before_it() -> None:
    rows = [
        ("负责人", "姓名", "陈明"),
        (ABOVE, "性别/民族", "男/汉族"),
        ("联系人", "姓名", "周敏"),
        (ABOVE, "性别/民族", "女/苗族"),
    ]
    record = only(document(CONTACT_TITLE, "省份：贵州省", table(rows)))
    assert person(record, "leaders[0]") == {"name": "陈明", "gender": "男", "ethnicity": "汉族"}
    assert person(record, "contacts[0]") == {"name": "周敏", "gender": "女", "ethnicity": "苗族"}


def test_what_is_in_brackets_behind_a_name_is_said_of_that_person() -> None:
    rows = [("", "姓名", "职务", "手机"), ("负责人", "陈明（男，汉族）", "处长", "13885000001")]
    record = only(document(CONTACT_TITLE, "省份：贵州省", table(rows)))
    assert person(record, "leaders[0]") == {
        "name": "陈明",
        "gender": "男",
        "ethnicity": "汉族",
        "position": "处长",
        "mobile": "13885000001",
    }


def test_the_points_of_a_rubric_add_up_in_their_own_column() -> None:
    rows = [
        ("评价项目", "评价要点", "评价内容", "满分", "自评"),
        ("1.应用基础", "1.1应用规划", "有规划。", "30", "25"),
        ("2.应用保障", "2.1制度保障", "有制度。", "70", "66"),
        ("合计", "", "", "100", "91"),
    ]
    record = only(document("附件4\n2020年度网络学习空间应用优秀学校评价指标", table(rows)))
    assert value(record, "total_points") == 100
    assert [category["name"] for category in value(record, "categories")] == ["应用基础", "应用保障"]
    assert [one["score"] for category in value(record, "categories") for one in category["indicators"]] == [25, 66]


def test_a_sum_of_scores_is_not_taken_for_the_points_that_can_be_reached() -> None:
    rows = [
        ("一级指标", "二级指标", "评价标准", "得分"),
        ("组织保障（20分）", "制度建设（20分）", "制度健全。", "19"),
        ("应用成效（80分）", "教师应用（80分）", "教师应用好。", "74"),
        ("合计", "", "", "93"),
    ]
    record = only(document("附件4\n2020年度网络学习空间应用优秀学校评价指标", table(rows)))
    assert value(record, "total_points") == 100


@pytest.mark.parametrize("cell", ["陈明 副局长", "陈明，副局长", "陈明（副局长）"])
def test_a_position_behind_a_name_is_no_part_of_it(cell: str) -> None:
    rows = [("序号", "区域名称", "联系人", "手机"), ("1", "贵阳市", cell, "13885000001")]
    record = only(document(SUMMARY_TITLE, table(rows)))
    found = value(record, "regions[0].person")
    assert (found["name"], found["position"], found["mobile"]) == ("陈明", "副局长", "13885000001")


def test_a_name_that_ends_in_any_position_is_doubted() -> None:
    rows = [("序号", "区域名称", "联系人", "手机"), ("1", "贵阳市", "陈明股长", "13885000001")]
    assert is_doubted(only(document(SUMMARY_TITLE, table(rows))), "regions[0].person.name")


def test_an_option_in_brackets_behind_a_name_is_its_choice_where_no_column_says_it() -> None:
    rows = [
        ("序号", "学校名称", "联系人", "手机"),
        ("1", "洛阳市第八中学（初中）", "赵敏", "13700000003"),
        ("2", "洛阳市第九中学（北校区）", "钱进", "13700000004"),
    ]
    record = only(document(SUMMARY_TITLE, table(rows)))
    first, second = value(record, "schools")
    assert (first["name"], first["type"]) == ("洛阳市第八中学", "初中")
    assert is_doubted(record, "schools[0].type")
    assert is_doubted(record, "schools[0].name")
    assert (second["name"], second["type"]) == ("洛阳市第九中学（北校区）", None)


def test_a_label_whose_parts_no_one_person_has_is_one_label() -> None:
    rows = [
        ("省份", "贵州省", "联络部门", "科技处"),
        ("联系人", "姓名", "周敏", ""),
        (ABOVE, "所在单位/处室名称", "省教育厅/电教馆", ""),
    ]
    record = only(document(CONTACT_TITLE, table(rows)))
    assert value(record, "department") == "科技处"
    assert value(record, "contacts[0].office") in ("省教育厅/电教馆", None) or is_doubted(record, "contacts[0].office")


@pytest.mark.parametrize("further", [(), ("一季度",)])
def test_a_years_sum_on_a_row_of_its_own_is_that_years(further: tuple[str, ...]) -> None:
    rows = [
        ("年份", "类别", "名称", *further, "开通数量（全年）"),
        ("2020年", "地市", "郑州市", *("7" for _ in further), "100"),
        (ABOVE, "区县", "金水区", *("8" for _ in further), "20"),
        (ABOVE, "空间开通数量小计", LEFT, *(LEFT for _ in further), "120"),
        ("2021年", "地市", "洛阳市", *("9" for _ in further), "200"),
        (ABOVE, "空间开通数量小计", LEFT, *(LEFT for _ in further), "200"),
        ("总体统计", LEFT, LEFT, *(LEFT for _ in further), "320"),
    ]
    record = only(document(PLAN_TITLE, table(rows), PLAN_TEXT))
    assert [one["subtotal"] for one in value(record, "schedule")] == [120, 200]
    assert [one["cities"][0]["spaces"] for one in value(record, "schedule")] == [100, 200]
    assert value(record, "total") == 320
    assert list(record.leftovers) == (["7", "8", "9"] if further else [])


@pytest.mark.parametrize("gap", [(), ("",)], ids=["close", "apart"])
@pytest.mark.parametrize("banded", [True, False])
def test_two_lists_side_by_side_have_each_their_own_years(gap: tuple[str, ...], banded: bool) -> None:
    cities = [("2020年", "成都市", "50"), ("2021年", "绵阳市", "60"), ("2021年", "成都市", "70")]
    counties = [("2020年", "武侯区", "1"), ("2020年", "西昌市", "2"), ("2021年", "西昌市", "3")]
    heads = [("年份", "地市名称", "开通数量", *gap, "年份", "区县名称", "开通数量")]
    if banded:
        heads = [("地市", LEFT, LEFT, *gap, "区县", LEFT, LEFT), ("年份", "名称", "数量", *gap, "年份", "名称", "数量")]
    rows = [*heads, *((*one, *gap, *other) for one, other in zip(cities, counties, strict=True))]
    sums = table([("年份", "小计"), ("2020年", "53"), ("2021年", "133"), ("总体统计", "186")])
    record = only(document(PLAN_TITLE, table(rows), sums, PLAN_TEXT))
    assert [[one["name"] for one in year["cities"]] for year in value(record, "schedule")] == [
        ["成都市"],
        ["绵阳市", "成都市"],
    ]
    assert [[one["spaces"] for one in year["counties"]] for year in value(record, "schedule")] == [[1, 2], [3]]
    assert value(record, "total") == 186
    assert not codes(record, "schedule")


def test_two_lists_side_by_side_of_which_nothing_tells_the_kind_stay_unread() -> None:
    rows = [("年份", "名称", "数量") * 2, ("2020年", "成都市", "50", "2020年", "西昌市", "2")]
    record = only(document(PLAN_TITLE, table(rows), PLAN_TEXT))
    assert not any(year["cities"] or year["counties"] for year in value(record, "schedule"))
    assert "西昌市" in record.leftovers
    assert codes(record, "schedule")


@pytest.mark.parametrize("label", ["日期", "审核日期"])
def test_a_date_on_the_row_below_an_opinion_is_its_date(label: str) -> None:
    text = PLAN_TEXT.partition("四、")[0]
    rows = [("省级教育行政部门意见", "同意。"), (label, "2020/12/13")]
    record = only(document(PLAN_TITLE, text, table(rows)))
    assert value(record, "opinion.text") == "同意。"
    assert value(record, "opinion.date") == "2020-12-13"
    assert not record.leftovers


@pytest.mark.parametrize(("said", "label"), [("同意。\n2020年12月1日", "日期"), ("同意。", "填表日期")])
def test_a_date_below_an_opinion_that_has_its_own_or_is_of_who_filled_in_is_left_over(said: str, label: str) -> None:
    rows = [("省级教育行政部门意见", said), (label, "2020/12/13")]
    record = only(document(PLAN_TITLE, PLAN_TEXT.partition("四、")[0], table(rows)))
    assert value(record, "opinion.date") == ("2020-12-01" if label == "日期" else None)
    assert "2020/12/13" in record.leftovers


def test_the_place_for_a_seal_and_the_date_on_rows_below_an_opinion_are_its_end() -> None:
    rows = [("省级教育行政部门意见", "同意。", ""), ("", "", "（公章）"), ("", "", "2020年12月13日")]
    record = only(document(PLAN_TITLE, PLAN_TEXT.partition("四、")[0], table(rows)))
    assert (value(record, "opinion.text"), value(record, "opinion.date")) == ("同意。", "2020-12-13")
    assert not record.leftovers


def test_a_doubt_about_the_date_below_an_opinion_stays() -> None:
    rows: list[tuple[Content, ...]] = [
        ("省级教育行政部门意见", "同意。", ""),
        ("", "", lines("2020年12月13日", notes=("text.joined",))),
    ]
    record = only(document(PLAN_TITLE, PLAN_TEXT.partition("四、")[0], table(rows)))
    assert value(record, "opinion.date") == "2020-12-13"
    assert "text.joined" in codes(record, "opinion.date")


@pytest.mark.parametrize("said", ["例：张三", "（示例）", "张三（样例）"])
def test_a_row_that_shows_how_to_fill_in_is_no_item(said: str) -> None:
    example = (said, "男", "汉族", "科技处", "科长", "010-66090000", "13800000000", "abc@example.cn")
    record = only(contact_sheet(contacts=(example, CONTACT)))
    assert [one["name"] for one in value(record, "contacts")] == [CONTACT[0]]
    assert said in record.leftovers


def test_the_last_row_of_a_list_whose_items_are_columns_is_read_like_the_others() -> None:
    rows = [
        ("学校", "序号", "1", "2"),
        (ABOVE, "学校名称", "外国语学校", "第五中学"),
        (ABOVE, "学校类型", "小学", "初中"),
        (ABOVE, "联系人姓名", "郑军", "汪建国"),
        (ABOVE, "手机号码", "13800000001", "13800000002"),
    ]
    record = only(document(SUMMARY_TITLE, table([("地市", "郑州市")]), table(rows)))
    assert [one["person"]["mobile"] for one in value(record, "schools")] == ["13800000001", "13800000002"]


def test_the_word_for_what_is_summed_stands_between_the_word_for_a_sum_and_it() -> None:
    rows = [
        ("年份", "地市", LEFT, "区县", LEFT),
        (ABOVE, "名称", "开通数量", "名称", "开通数量"),
        ("2020年", "玉林市", "700", "玉州区", "50"),
        (ABOVE, "空间开通数量小计", LEFT, "750", LEFT),
        ("总体统计", "空间开通数量合计", LEFT, "750", LEFT),
    ]
    record = only(document(PLAN_TITLE, table(rows)))
    assert (value(record, "schedule[0].subtotal"), value(record, "total")) == (750, 750)
    assert not record.leftovers


def test_a_blank_row_under_the_cell_that_names_a_list_is_no_item() -> None:
    rows = [
        ("学校", "序号", "学校名称", "学校类型"),
        (ABOVE, "1", "外国语学校", "小学"),
        (ABOVE, "2", "第五中学", "初中"),
        ("", "", "", ""),
    ]
    record = only(document(SUMMARY_TITLE, table([("地市", "郑州市")]), table(rows)))
    assert [one["name"] for one in value(record, "schools")] == ["外国语学校", "第五中学"]
