"""What speaks of the rows and columns of a list beside its labels: headings on rows of their own, options that head columns of ticks, lists by columns."""

from __future__ import annotations

import pytest
from documents import (
    CONTACT_TITLE,
    LEFT,
    PLAN_HEAD,
    PLAN_TITLE,
    RECOMMENDATION_TITLE,
    SUMMARY_TITLE,
    codes,
    document,
    is_doubted,
    only,
    table,
    value,
)

from parsers.document import Paragraph

HEAD = ("序号", "单位名称", "类别", "姓名", "部门", "职务", "手机")
REGION = ("1", "涧西区", "县区", "刘洋", "教体局", "股长", "13700000001")
SCHOOL = ("1", "洛阳市第八中学", "初中", "赵敏", "教务处", "主任", "13700000003")
COLLEGE = ("2", "洛阳理工学院", "本科高校", "周密", "信息中心", "主任", "13700000006")


@pytest.mark.parametrize("rest", [(LEFT,) * 5, ("",) * 5], ids=["merged", "blank"])
@pytest.mark.parametrize("numbers", [("一", "二"), ("（一）", "（二）"), ("", "")])
def test_a_heading_behind_a_number_names_the_list_of_the_rows_below(
    rest: tuple[str, ...], numbers: tuple[str, str]
) -> None:
    rows = [HEAD, (numbers[0], "区域", *rest), REGION, (numbers[1], "学校", *rest), SCHOOL]
    record = only(document(SUMMARY_TITLE, table(rows)))
    assert [item["name"] for item in value(record, "regions")] == ["涧西区"]
    assert [item["name"] for item in value(record, "schools")] == ["洛阳市第八中学"]
    assert not is_doubted(record, "regions")
    assert not is_doubted(record, "schools")


def test_a_heading_within_a_list_is_no_item_of_it() -> None:
    wide = (LEFT,) * 5
    rows = [HEAD, ("一", "学校", *wide), ("（一）", "中小学", *wide), SCHOOL, ("（二）", "高等学校", *wide), COLLEGE]
    record = only(document(SUMMARY_TITLE, table(rows)))
    assert [item["name"] for item in value(record, "schools")] == ["洛阳市第八中学", "洛阳理工学院"]
    assert not is_doubted(record, "schools")


def test_options_that_head_columns_of_ticks_need_no_label_over_them() -> None:
    head = ("序号", "学校名称", "小学", "初中", "中职", "联系人", "手机")
    rows = [
        head,
        ("1", "洛阳市第八中学", "", "√", "", "赵敏", "13700000003"),
        ("2", "洛阳市职业高中", "", "", "√", "李华", "13700000005"),
        ("3", "洛阳市第二中学", "√", "√", "", "钱进", "13700000007"),
    ]
    record = only(document(SUMMARY_TITLE, table(rows)))
    assert [item["type"] for item in value(record, "schools")] == ["初中", "中职", None]
    assert "choice.unclear" in codes(record, "schools")


def test_an_option_in_a_list_is_no_label_though_the_form_has_one_of_that_name() -> None:
    rows = [("序号", "区域名称", "区域类型", "姓名"), ("1", "洛阳市", "地市", "赵敏"), ("2", "涧西区", "县区", "钱进")]
    record = only(document(SUMMARY_TITLE, table(rows)))
    assert [item["type"] for item in value(record, "regions")] == ["地市", "区县"]
    assert not is_doubted(record, "regions[0].type")


def test_a_row_named_like_a_group_is_of_the_lists_that_stand_over_its_columns() -> None:
    rows = [
        ("项目", "区域1", "区域2", "学校1"),
        ("名称", "涧西区", "西工区", "洛阳市第八中学"),
        ("联系人", "刘洋", "李洋", "赵敏"),
        ("手机", "13700000001", "13700000002", "13700000003"),
    ]
    record = only(document(SUMMARY_TITLE, table(rows)))
    assert [item["person"]["name"] for item in value(record, "regions")] == ["刘洋", "李洋"]
    assert [item["person"]["name"] for item in value(record, "schools")] == ["赵敏"]
    assert value(record, "contact.name") is None


def test_a_number_read_as_a_dash_in_a_picture_is_one() -> None:
    wide = (LEFT,) * 5
    dash = [Paragraph(text="（—）", confidence=0.9, method="ocr")]
    record = only(document(SUMMARY_TITLE, table([HEAD, ("一", "学校", *wide), (dash, "中小学", *wide), SCHOOL])))
    assert [item["name"] for item in value(record, "schools")] == ["洛阳市第八中学"]


def test_of_two_columns_of_workplaces_the_one_before_the_persons_says_what_the_rows_are() -> None:
    head = ("序号", "单位", "类别", "姓名", "部门", "职务", "手机")
    wide = (LEFT,) * 5
    record = only(document(SUMMARY_TITLE, table([head, ("一", "学校", *wide), SCHOOL, COLLEGE])))
    assert [item["name"] for item in value(record, "schools")] == ["洛阳市第八中学", "洛阳理工学院"]
    assert [item["person"]["office"] for item in value(record, "schools")] == ["教务处", "信息中心"]
    assert is_doubted(record, "schools[0].name")


def test_what_stands_in_a_column_of_remarks_is_no_part_of_a_value() -> None:
    rows = [
        ("序号", "项目", "填写内容", "备注"),
        ("1", "学校/区域名称", "洛阳市第八中学", "与公章一致"),
        ("2", "推荐类型", "学校", "地市/县区/学校"),
        ("3", "空间地址", "http://k.example.cn", ""),
        ("4", "空间建设情况", "建成了空间。", "字数不限"),
        ("5", "空间应用情况", "应用了空间。", ""),
    ]
    record = only(document(RECOMMENDATION_TITLE, table(rows)))
    assert (value(record, "applicant"), value(record, "category")) == ("洛阳市第八中学", "学校")
    assert value(record, "construction") == "建成了空间。"
    assert not is_doubted(record, "applicant")


def test_a_sum_of_a_page_is_no_item() -> None:
    rows = [
        HEAD,
        SCHOOL,
        ("本页小计", "1所", "", "", "", "", ""),
        HEAD,
        COLLEGE,
        ("本页小计", "1所", "", "", "", "", ""),
    ]
    record = only(document(SUMMARY_TITLE, table(rows)))
    assert [item["name"] for item in value(record, "schools")] == ["洛阳市第八中学", "洛阳理工学院"]
    assert not is_doubted(record, "schools")


def test_one_list_of_regions_and_schools_goes_by_their_types() -> None:
    head = ("序号", "区域/学校名称", "区域/学校类型", "联系人姓名", "单位/部门", "职务", "手机号码")
    record = only(document(SUMMARY_TITLE, table([head, REGION, SCHOOL, COLLEGE])))
    assert [item["name"] for item in value(record, "regions")] == ["涧西区"]
    assert [item["type"] for item in value(record, "schools")] == ["初中", "本科高校"]


@pytest.mark.parametrize(
    ("cell", "gender", "doubted"),
    [
        ("男（√）女（　）", "男", False),
        ("男（　） 女（√）", "女", False),
        ("☑男 □女", "男", False),
        ("男 √女", "女", False),
        ("男（　）女（　）", None, True),
        ("男√女√", None, True),
    ],
)
def test_a_gender_may_be_ticked(cell: str, gender: str | None, doubted: bool) -> None:
    record = only(document(CONTACT_TITLE, "省份：贵州省", table([("负责人", "姓名", "陈明", "性别", cell)])))
    assert value(record, "leaders[0].gender") == gender
    assert is_doubted(record, "leaders[0].gender") == doubted


SECTIONS = {
    "网络学习空间建设与应用概况": "survey.overview",
    "主要问题": "survey.problems",
    "工作思考": "survey.reflection",
}
SCHEDULE = table([("年份", "地市名称", "开通数量", "小计"), ("2020年", "贵阳市", "35000", "35000")])


@pytest.mark.parametrize("number", ["2.{}　", "2.{}", "2.1.{} ", "（{}）", "{}．"])
def test_headings_are_numbered_in_any_way(number: str) -> None:
    text = "\n".join(f"{number.format(n)}{words}\n{words}的文字。" for n, words in enumerate(SECTIONS, 1))
    record = only(document(PLAN_TITLE, SCHEDULE, f"第二部分　现状调研\n{text}"))
    assert {path: value(record, path) for path in SECTIONS.values()} == {
        path: f"{words}的文字。" for words, path in SECTIONS.items()
    }


def test_a_number_with_a_fraction_is_no_number_of_a_heading() -> None:
    text = "二、现状调研\n（一）网络学习空间建设与应用概况\n3.5万名教师开通空间。\n2.0示范区建成。\n（二）主要问题\n1.5倍的增长。"
    record = only(document(PLAN_TITLE, SCHEDULE, text))
    assert value(record, "survey.overview") == "3.5万名教师开通空间。\n2.0示范区建成。"
    assert value(record, "survey.problems") == "1.5倍的增长。"


def test_a_table_of_contents_holds_no_values() -> None:
    contents = "目录\n一、区域整体推进计划表\t1\n二、现状调研……2\n四、省级教育行政部门意见" + "." * 150 + "4"
    text = "二、现状调研\n（一）主要问题\n问题文字。\n四、省级教育行政部门意见：同意。\n公章：\n2020年11月5日"
    record = only(document(PLAN_TITLE, contents, "一、区域整体推进计划表", SCHEDULE, text))
    assert value(record, "opinion") == {"text": "同意。", "date": "2020-11-05", "sealed": None}
    assert value(record, "survey.problems") == "问题文字。"


def test_a_heading_that_is_left_over_doubts_its_field() -> None:
    text = "二、现状调研\n（一）主要问题\n问题文字。\n※A.2※工作思考※\n思考文字。"
    record = only(document(PLAN_TITLE, SCHEDULE, text))
    assert "label.unclear" in codes(record, "survey.reflection")


def test_a_position_in_brackets_behind_a_name_under_one_label_for_both() -> None:
    rows = [("", "姓名/职务", "性别", "民族", "手机"), ("负责人", "陈明（处长）", "男", "汉族", "13885000001")]
    record = only(document(CONTACT_TITLE, "省份：贵州省", table(rows)))
    found = value(record, "leaders[0]")
    assert (found["name"], found["position"]) == ("陈明", "处长")


def test_numbers_of_chapters_stand_before_their_headings_with_a_blank() -> None:
    text = (
        "1 现状调研\n1.1 网络学习空间建设与应用概况\n概况文字。\n1.2 主要问题\n问题文字。\n1.3 工作思考\n思考文字。\n2 2020年工作安排\n"
        "2.1 目标任务\n目标文字。\n2.2 区域整体推进举措\n举措文字。\n2.3 推荐遴选安排\n遴选文字。\n2.4 宣传推广安排\n宣传文字。\n2.5 相关保障\n"
        "保障文字。\n3 区域整体推进计划表"
    )
    schedule = table([["年份", "地市名称", "开通数量", "小计"], ["2020年", "郑州市", "100", "100"]])
    opinion = "4 省级教育行政部门意见\n情况属实，同意上报。\n公章：\n2020-11-18"
    record = only(document(PLAN_TITLE.rpartition("\n")[0], text, schedule, opinion))
    assert value(record, "survey.reflection") == "思考文字。"
    assert value(record, "work_plan.safeguards") == "保障文字。"
    assert value(record, "opinion.text") == "情况属实，同意上报。"
    assert value(record, "opinion.date") == "2020-11-18"
    assert not record.leftovers


def test_a_chapter_by_another_name_is_no_part_of_the_text_before_without_a_doubt() -> None:
    text = "1 现状调研\n1.1 工作思考\n思考文字。\n2 后续有关考虑\n其他文字。\n2.1 目标任务\n目标文字。"
    record = only(document(PLAN_TITLE.rpartition("\n")[0], text))
    assert is_doubted(record, "survey.reflection")
    assert value(record, "work_plan.objectives") == "目标文字。"


def test_a_text_under_what_another_row_asks_for_is_no_remark() -> None:
    rows = [
        ("学校/区域名称", "周口学院", "政治面貌", "党员"),
        ("空间地址", "http://k.example.cn", "邮编", "466000"),
        ("空间建设情况", "第一段。", "第二段。", "第三段。"),
    ]
    record = only(document(RECOMMENDATION_TITLE, table(rows)))
    assert value(record, "construction") == "第一段。\n第二段。\n第三段。"


def test_headings_behind_a_note_under_the_table_are_none_of_its_items() -> None:
    note = "注明：区域整体推进中，可完全采用地市推进或区县推进。"
    text = (
        "二、现状调研：\n(1) 网络学习空间建设与应用概况：已经建成。\n(2) 主要问题：应用不够。\n(3) 工作思考：加强培训。"
    )
    record = only(document(PLAN_TITLE, table(PLAN_HEAD), note, text))
    assert value(record, "survey.problems") == "应用不够。"
    assert value(record, "survey.reflection") == "加强培训。"
