"""Layouts that leave open what a value belongs to: it is read where that is plain, and doubted where it isn't."""

from __future__ import annotations

import pytest
from documents import (
    ABOVE,
    CONTACT,
    CONTACT_HEAD,
    CONTACT_TITLE,
    LEADER,
    LEFT,
    PLAN_TEXT,
    PLAN_TITLE,
    RECOMMENDATION_TITLE,
    SCHOOLS,
    SUMMARY_TITLE,
    codes,
    contact_sheet,
    document,
    is_doubted,
    only,
    recommendation,
    recommended,
    summary,
    table,
    value,
)

from bench.field import leaves
from parsers.extraction.extract import extract
from parsers.read import read

WIDE = (LEFT,) * 5
SCHOOL = ["1", "金水区第一小学", "小学", "王五", "金水区第一小学", "校长", "13700001111"]


def test_a_value_that_reaches_down_beside_the_next_label_is_told() -> None:
    rows = [
        ["负责人信息", "姓名", "张三\n李四", "职务", "校长", "手机", "13800001111"],
        ["联系人信息", "姓名", ABOVE, "职务", "主任", "手机", "13900002222"],
    ]
    assert is_doubted(recommended(people=rows), "leader.name")


def test_a_label_takes_no_value_of_the_label_under_it() -> None:
    record = recommended(
        people=[
            ["负责人信息", "姓名", "张三", "校长", "职务", "手机", "13800001111"],
            ["联系人信息", "姓名", "李四", "职务", "主任", "手机", "13900002222"],
        ]
    )
    assert value(record, "leader.position") is None
    assert value(record, "contact.position") == "主任"


def test_two_values_beside_one_label_are_told() -> None:
    grid = [["学校/区域名称", "金水区实验小学", "金水区第二小学", LEFT, LEFT, LEFT, LEFT]]
    assert is_doubted(recommended(applicant=grid), "applicant")


def test_a_value_with_a_label_of_unknown_words_before_it_is_told() -> None:
    record = recommended(people=[["负责人信息", "姓名", "张三", "职务", "归口管理：校长", "手机", "13800001111"]])
    assert codes(record, "leader.position") == ["value.labelled"]


def test_a_value_that_holds_a_label_with_a_colon_is_told() -> None:
    record = recommended(people=[["负责人信息", "姓名", "张三", "职务", "校长（兼）空间地址：无", "手机", ""]])
    assert codes(record, "leader.position") == ["value.labelled"]


def test_words_in_brackets_that_only_ask_for_a_value_are_none_of_it() -> None:
    record = recommended(people=[["负责人信息", "姓名", "张三", "职务", "校长（必填）", "手机", "13800001111"]])
    assert value(record, "leader.position") == "校长"
    assert not is_doubted(record, "leader.position")


def test_a_heading_of_unknown_words_among_paragraphs_is_told_where_one_of_the_forms_is_missing() -> None:
    text = (
        RECOMMENDATION_TITLE,
        "学校/区域名称：金水区实验小学",
        "空间建设情况：",
        "建成校级空间。",
        "成效如何：",
        "应用了空间。",
        "社会认可：",
        "得到认可。",
    )
    record = only(document(*text))
    assert is_doubted(record, "construction")
    assert not is_doubted(record, "recognition")


def test_a_title_begins_behind_the_date_that_ends_the_form_before() -> None:
    text = (
        RECOMMENDATION_TITLE,
        "学校/区域名称：金水区实验小学",
        "省级教育行政部门推荐意见：",
        "同意推荐。",
        "2021年11月20日",
        "单位（盖章）：",
        "2021年度网络学习空间应用优秀区域和学校推荐汇总信息表",
        "地市：郑州市　　市级教育行政部门：郑州市教育局",
    )
    first, second = extract(document(*text))
    assert value(first, "province_opinion.date") == "2021-11-20"
    assert (second.form, value(second, "area")) == ("summary", "郑州市")


def test_a_row_of_values_under_a_row_of_labels_is_read_downwards_though_a_label_is_not_known() -> None:
    grid = [
        ["负责人信息", "姓名", LEFT, "等次", LEFT, "本人电话号码", LEFT],
        [ABOVE, "钟娟红", LEFT, "副主任", LEFT, "19831881240", LEFT],
    ]
    assert value(recommended(people=grid), "leader.name") == "钟娟红"


def test_rows_of_a_list_that_are_left_over_are_told() -> None:
    head = ["负责人信息", "姓名", "性别", "民族", "所在单位/处室", "职务", "办公电话", "手机号码", "电子邮箱"]
    other = ["对接人", "赵六", "女", "满族", "信息中心", "科员", "0371-66324286", "13700006666", "z@haedu.gov.cn"]
    rows = [
        ["省（区、市）", "河南省", *[LEFT] * 7],
        ["类别", *head[1:]],
        ["负责人", *[LEADER[n] for n in range(8)]],
        other,
    ]
    record = only(document("附件1\n网络学习空间应用普及活动省级工作联系表", table(rows)))
    assert is_doubted(record, "leaders")


def test_an_item_of_which_two_values_are_none_of_their_kinds_makes_the_list_doubtful() -> None:
    odd = ("技术支持", "见附件", "无此项", "平台公司", "经理", "另行通知", "另行通知", "另行通知")
    record = only(contact_sheet(contacts=(LEADER, odd)))
    assert "row.odd" in codes(record, "contacts")


def test_a_row_whose_values_moved_over_by_one_column_is_doubtful_where_they_seem_to_fit_too() -> None:
    moved = (*LEADER[:4], *LEADER[5:], "")
    record = only(contact_sheet(leaders=(moved,)))
    assert value(record, "leaders[0].office_phone") == LEADER[6]
    assert is_doubted(record, "leaders[0].office_phone")


def test_several_lines_in_a_cell_over_several_items_are_told() -> None:
    rows = [
        [*SCHOOL[:4], "甲校\n乙校", *SCHOOL[5:]],
        ["2", "金水区第二小学", "小学", "赵六", ABOVE, "主任", "13700002222"],
    ]
    assert is_doubted(only(summary(schools=rows)), "schools[0].person.office")


def test_numbers_without_a_unit_beside_numbers_with_one_are_told() -> None:
    grid = [
        ["年份", "地市", LEFT, "区县", LEFT, "空间开通数量小计"],
        [ABOVE, "名称", "开通数量（万个）", "名称", "开通数量（万个）", ABOVE],
        ["2020年", "郑州市", "2", "", "", "2"],
        ["总体统计", "", "", "", "", "2"],
    ]
    record = only(document(PLAN_TITLE, table(grid)))
    assert value(record, "schedule[0].cities[0].spaces") == 20000
    assert is_doubted(record, "schedule[0].subtotal")
    assert is_doubted(record, "total")


def test_a_gap_in_the_numbers_of_listed_names_is_told() -> None:
    title = "已获评教育部网络学习空间应用优秀区域和优秀学校单位名单"
    whole = [["序号", "学校名称"], ["1", "甲县第一小学"], ["2", "甲县第二小学"]]
    for rows, doubted in ((whole, False), ([whole[0], whole[1], ["3", "甲县第三小学"]], True)):
        record = only(document(f"{title}\n一、优秀区域\n甲县\n二、优秀学校", table(rows)))
        assert bool(codes(record, "schools")) is doubted


def test_an_indicator_that_is_not_as_printed_is_told() -> None:
    title = "2020年度网络学习空间应用优秀区域评价指标"
    rows = [["一级指标", "二级指标", "指标描述"], ["建设与管理（35分）", "空间功能（20分）", "功能齐全"]]
    record = only(document(title, table(rows)))
    assert "value.printed" in codes(record, "categories[0].indicators[0].points")
    assert "value.printed" in codes(record, "categories")


def test_an_office_with_the_place_for_its_stamp_is_a_label_and_a_person_with_one_is_not() -> None:
    text = (
        "2021年度网络学习空间应用优秀区域和学校推荐汇总信息表",
        "地市：郑州市　　市级教育行政部门（盖章）：郑州市教育局",
        "联系人：张三　　联系电话：0371-65900000　　职务：科长　　电子邮箱：zs@haedu.gov.cn",
        "负责人（签字）：李四",
    )
    record = only(document(*text))
    assert value(record, "department") == "郑州市教育局"
    assert value(record, "contact.name") == "张三"


def test_a_heading_that_is_not_known_between_persons_of_a_list_is_told() -> None:
    said = "姓名：{}　性别：男　民族：汉族　职务：科长　手机：{}"
    text = ("负责人信息", said.format("张三", "13800001111"), "二、对接人", said.format("李四", "13900002222"))
    assert "list.unclear" in codes(only(document(CONTACT_TITLE, *text)), "leaders")
    known = (*text[:2], "二、联系人信息", text[3])
    assert not codes(only(document(CONTACT_TITLE, *known)), "leaders")


@pytest.mark.parametrize("heads", [["序号", "学校名称"], ["优秀区域", "优秀学校"]])
def test_a_cell_of_two_names_among_cells_of_one_is_told(heads: list[str]) -> None:
    title = "已获评教育部网络学习空间应用优秀区域和优秀学校单位名单"
    numbered = heads[0] == "序号"
    rows = [[str(n + 1) if numbered else f"{name}县", f"{name}县第一小学"] for n, name in enumerate("甲乙丙丁")]
    rows[2][1] += "、丙县第二小学"
    before = "\n一、优秀区域\n甲县\n二、优秀学校" if numbered else ""
    record = only(document(title + before, table([heads, *rows])))
    assert "list.unclear" in codes(record, "schools")


def test_a_choice_beside_an_unfilled_blank_is_told() -> None:
    assert is_doubted(recommended(category=[["推荐类型", "地市 __", *WIDE]]), "category")
    assert value(recommended(category=[["推荐类型", "__地市__", *WIDE]]), "category") == "地市"


def test_words_and_a_colon_before_an_opinion_are_told() -> None:
    record = recommended(city=[["地市级教育行政部门推荐意见", "归口管理：同意推荐。\n2021年11月20日", *WIDE]])
    assert is_doubted(record, "city_opinion.text")


def test_labels_in_one_cell_before_as_many_values_are_told() -> None:
    both = "地市级教育行政部门推荐意见\n省级教育行政部门推荐意见"
    record = recommended(
        city=[[both, "同意推荐。\n2021年11月11日", *WIDE]], province=[[ABOVE, "同意上报。\n2021年11月12日", *WIDE]]
    )
    assert value(record, "city_opinion.text") == "同意推荐。"
    assert value(record, "province_opinion.text") == "同意上报。"
    assert is_doubted(record, "city_opinion.text")
    assert is_doubted(record, "province_opinion.text")


def test_years_across_the_head_of_a_plan_without_labels_are_told() -> None:
    rows = [["2020年", "2021年"], ["郑州市", "洛阳市"], ["100", "200"]]
    assert is_doubted(only(document(PLAN_TITLE, table(rows), PLAN_TEXT)), "schedule")


PEOPLE = [
    ["负责人信息", "姓名", "张三", "职务", "校长", "手机", "13800001111"],
    ["联系人信息", "姓名", "李四", "职务", "主任", "手机", "13900002222"],
]


def test_what_stands_behind_words_where_the_other_person_s_group_was_named_is_told() -> None:
    record = recommended(people=[["负责人信息", "姓名", "张三", "职务", "", "手机", ""], ["?□人信", *PEOPLE[1][1:]]])
    for path in ("leader.position", "leader.mobile"):
        assert value(record, path) is None or is_doubted(record, path)


def test_two_names_for_one_person_put_all_that_is_said_of_them_in_doubt() -> None:
    record = recommended(people=[["负责人信息", "姓名", "张三", "姓名", "李四", "手机", "13800001111"]])
    assert codes(record, "leader") == ["row.several"]


@pytest.mark.parametrize(("name", "doubted"), [("姓名张三", True), ("张三", False)])
def test_a_name_that_begins_with_its_own_label_is_told(name: str, doubted: bool) -> None:
    record = recommended(people=[["负责人信息", "姓名", name, *PEOPLE[0][3:]], PEOPLE[1]])
    assert ("value.labelled" in codes(record, "leader.name")) is doubted


@pytest.mark.parametrize(
    ("position", "doubted"),
    [("副校长副校长", True), ("校长校长校长校长", True), ("校长", False), ("校长、副校长", False)],
)
def test_a_value_of_nothing_but_the_same_words_again_is_told(position: str, doubted: bool) -> None:
    record = recommended(people=[[*PEOPLE[0][:4], position, *PEOPLE[0][5:]], PEOPLE[1]])
    assert ("value.repeated" in codes(record, "leader.position")) is doubted


@pytest.mark.parametrize("text", ["应用规模扩大。社会认可", "应用规模扩大。\n社会\n认可"])
def test_a_long_text_that_ends_with_the_label_of_one_that_is_missing_is_told(text: str) -> None:
    record = recommended(application=[["空间应用情况", text, *WIDE]], recognition=[])
    assert codes(record, "application") == ["value.labelled"]


def test_the_kind_of_a_school_as_its_name_is_told_where_its_kind_is_none() -> None:
    moved = ("1", "小学", "周五", "金水区实验小学", "教务处", "主任", "13900004444")
    record = only(summary(schools=[moved, *SCHOOLS[1:]]))
    assert "row.shifted" in codes(record, "schools[0]")
    assert "row.shifted" not in codes(record, "schools[1]")


def test_an_item_of_which_two_values_are_not_of_their_kinds_is_told_with_its_list() -> None:
    moved = ("1", "金水区实验小学小学", "周五", "金水区实验小学", "主任", "l", "13900004444")
    assert "row.odd" in codes(only(summary(schools=[moved, *SCHOOLS[1:]])), "schools")


def test_a_header_that_lost_a_cell_together_with_its_row_is_told() -> None:
    head = CONTACT_HEAD
    rows = [
        ["负责人", *head],
        ["", *LEADER],
        ["联系人", *head[:4], head[4] + head[5], *head[6:]],
        ["", *LEADER[:3], LEADER[3] + LEADER[4], *LEADER[5:]],
    ]
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    (record,) = extract(read(f"<html><body><p>{CONTACT_TITLE}</p><table>{body}</table></body></html>".encode()))
    assert is_doubted(record, "contacts[0].office")
    assert codes(record, "leaders[0].office") == []


@pytest.mark.parametrize(("name", "odd"), [("张三（兼", True), ("张三", False)])
def test_a_name_that_was_cut_within_a_bracket_is_told(name: str, odd: bool) -> None:
    record = recommended(people=[["负责人信息", "姓名", name, *PEOPLE[0][3:]], PEOPLE[1]])
    assert is_doubted(record, "leader.name") is odd


def test_a_long_text_that_another_ran_into_with_its_label_is_told() -> None:
    ran = "应用规模扩大。地市级教育\n行政部门\n推荐意见\n同意推荐。"
    assert codes(recommended(recognition=[["社会认可", ran, *WIDE]], city=[]), "recognition") == ["value.labelled"]


def test_a_people_as_an_office_is_told_where_no_people_is_named() -> None:
    head = ("姓名", "性别", "所在单位/处室", "职务", "手机号码")
    record = only(
        contact_sheet(
            [("张三", "男", "汉族", "科技处", "13800001111")], [("李四", "女", "电教馆", "主任", "13900002222")], head
        )
    )
    assert codes(record, "leaders[0]") == ["row.shifted"]
    assert codes(record, "contacts[0]") == []


@pytest.mark.parametrize("row", [SCHOOL[:3] + SCHOOL[4:], [*SCHOOL[:3], "小学", *SCHOOL[3:]]])
def test_a_row_of_a_list_with_a_cell_too_few_or_too_many_is_told(row: list[str]) -> None:
    (record,) = extract(read(page(row)))
    said = [path for path, found in leaves(record.data) if path.startswith("schools[") and found is not None]
    assert len(said) > 4
    assert all("row.shifted" in codes(record, path) for path in said)
    assert "list.unclear" in codes(record, "schools")


def test_a_row_of_a_list_with_as_many_cells_as_labels_is_not() -> None:
    (record,) = extract(read(page(SCHOOL)))
    assert value(record, "schools[0].person.mobile") == SCHOOL[-1]
    assert not any(code == "row.shifted" for code in codes(record, "schools[0].name"))


def page(row: list[str]) -> bytes:
    """A summary as a page whose one school is *row*."""
    labels = ["序号", "学校名称", "学校类型", "姓名", "单位/部门", "职务", "手机号码"]
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>" for cells in (labels, row))
    return f"<html><body><p>{SUMMARY_TITLE}</p><table>{rows}</table></body></html>".replace("\n", "</p><p>").encode()


def test_words_in_a_long_text_that_read_like_a_label_which_no_cell_has_are_told() -> None:
    text = "主要问题：发展不均衡。\n空间已经普及。"
    rows = [["现状调研", "网络学习空间建设与应用概况", text], ["", "", "另有问题。"], ["", "工作思考", "思考文字。"]]
    record = only(
        document(PLAN_TITLE, table([["年份", "地市名称", "开通数量"], ["2020年", "郑州市", "100"]]), table(rows))
    )
    assert value(record, "survey.problems") is None or is_doubted(record, "survey.problems")
    assert value(record, "survey.overview") == text or is_doubted(record, "survey.overview")


@pytest.mark.parametrize("named", ["", "对接人员情况"])
def test_a_person_under_a_group_that_is_not_known_puts_all_lists_of_persons_in_doubt(named: str) -> None:
    rows = [["省（区、市）", "河南省", LEFT, LEFT, LEFT]]
    for who, name in (("负责人信息", "张三"), (named, "李四"), ("具体联系人信息", "王五")):
        rows += [[who, "姓名", name, "性别", "男"], [ABOVE, "民族", "汉族", "手机号码", "13800001111"]]
    record = only(document(CONTACT_TITLE, table(rows)))
    assert "list.unclear" in codes(record, "leaders")
    assert "list.unclear" in codes(record, "contacts")


def test_people_whom_no_form_asks_for_are_no_part_of_a_long_text() -> None:
    opinion = [
        ["社会认可", LEFT],
        ["技术支持人员", "周七"],
        ["得到认可。", LEFT],
        ["地市级教育行政部门推荐意见", "同意推荐。"],
    ]
    rows = [
        ["学校/区域名称", "第一小学"],
        ["空间地址", "http://a.example.cn"],
        ["空间建设情况", "建设了空间。"],
        *opinion,
    ]
    record = only(document(RECOMMENDATION_TITLE, table(rows)))
    assert "技术支持" not in (value(record, "recognition") or "")
    assert is_doubted(record, "recognition")


THIRD_PERSON = ("王五", "男", "汉族", "信息中心", "工程师", "0371-66324286", "13900003333", "ww@haedu.gov.cn")


@pytest.mark.parametrize(
    "names",
    [
        ("负责人信息", "", ABOVE),  # the name of the second group is lost, its cell is not
        ("负责人信息", "", "联系人"),
        ("负责人信息", "具体联系人信息说明", ABOVE),
        ("负责人信息", "项目", ABOVE),
    ],
)
def test_a_row_that_may_be_of_a_group_whose_name_is_lost_puts_both_lists_in_doubt(names: tuple[str, ...]) -> None:
    people = [[name, *person] for name, person in zip(names, (LEADER, CONTACT, THIRD_PERSON), strict=True)]
    record = only(document(CONTACT_TITLE, table([["类别", *CONTACT_HEAD], *people])))
    assert is_doubted(record, "leaders")
    assert is_doubted(record, "contacts")


def test_a_group_s_name_that_ran_into_its_first_person_s_is_told() -> None:
    named = [("负责人信息", *LEADER), ("", "联系人信息李四", *CONTACT[1:])]
    record = only(document(CONTACT_TITLE, table([["类别", *CONTACT_HEAD], *named])))
    assert is_doubted(record, "leaders")


def test_a_group_named_behind_its_person_is_no_other_one_s() -> None:
    told = [f"姓名：{one[0]}　性别：{one[1]}　职务：{one[4]}　手机号码：{one[6]}" for one in (LEADER, CONTACT)]
    record = only(document(CONTACT_TITLE, table([["负责人信息", told[0]], [told[1], "具体联系人信息"]])))
    assert is_doubted(record, "leaders")


def test_a_word_of_no_form_in_the_place_of_a_group_s_name_is_told() -> None:
    rows = [
        [name, "姓名", one[0], "手机号码", one[6]]
        for name, one in (("负责人信息", LEADER), ("项目", CONTACT), ("具体联系人信息", THIRD_PERSON))
    ]
    record = only(document(CONTACT_TITLE, table([["省份", "河南省", LEFT, LEFT, LEFT], *rows])))
    assert is_doubted(record, "leaders")


def test_a_tick_in_another_cell_than_the_words_that_a_choice_was_told_by_is_told() -> None:
    rows = [["推荐类型", "地市", *WIDE], ["", "√学校", *WIDE]]
    assert is_doubted(recommended(category=rows), "category")


def test_words_with_an_unknown_label_among_them_are_told() -> None:
    record = recommended(people=[[*PEOPLE[0][:4], "副校长、职称：高级教师", *PEOPLE[0][5:]], PEOPLE[1]])
    assert "value.labelled" in codes(record, "leader.position")


@pytest.mark.parametrize("box", ["（ ）地市", "□地市", "[ ]地市"])
def test_an_option_with_an_empty_box_is_not_chosen(box: str) -> None:
    record = recommended(category=[["推荐类型", box, *WIDE], ["", "（✓）县区", *WIDE]])
    assert value(record, "category") != "地市" or is_doubted(record, "category")
    assert value(recommended(category=[["推荐类型", box, *WIDE]]), "category") is None


def test_persons_of_one_group_and_none_of_the_other_are_told() -> None:
    people = [["负责人信息", *LEADER], ["", *CONTACT]]
    record = only(document(CONTACT_TITLE, table([["类别", *CONTACT_HEAD], *people])))
    assert is_doubted(record, "leaders")


@pytest.mark.parametrize("first", ["审核人姓名\n", "（此处加盖单位公章）："])
def test_a_long_text_that_begins_with_words_of_none_is_told(first: str) -> None:
    record = recommended(application=[["空间应用情况", f"{first}应用规模扩大。", *WIDE]])
    assert is_doubted(record, "application") or value(record, "application") == "应用规模扩大。"


@pytest.mark.parametrize("first", ["应用规模扩大。\n社会认可：家长满意。", "社会认可：家长满意。\n应用规模扩大。"])
def test_a_sentence_that_begins_like_a_label_in_a_text_whose_own_label_stands_behind_it_is_told(first: str) -> None:
    record = recommended(application=[[first, *(LEFT,) * 5, "空间应用情况"]], recognition=[])
    assert value(record, "recognition") is None or is_doubted(record, "recognition")


@pytest.mark.parametrize("label", ["学校法人代码", "登录密码"])
def test_a_label_of_the_form_or_of_none_is_no_user_name(label: str) -> None:
    assert is_doubted(recommended(account=[["用户名", label, LEFT, LEFT, "密码", "Abc123", LEFT]]), "account.username")


def test_a_sentence_left_over_behind_a_table_may_go_on_with_the_long_text_that_ends_it() -> None:
    form = recommendation(recognition=[["社会认可", "（一）家长评价", *WIDE]], city=[], province=[])
    record = only(document(RECOMMENDATION_TITLE, form, "家长满意度达到百分之九十八。"))
    assert is_doubted(record, "recognition")


def test_a_value_that_ends_in_an_ellipsis_may_go_on_unseen() -> None:
    rows = [["负责人信息", "姓名", "张三", "职务", "信息中心…", "手机", "13800001111"]]
    assert codes(recommended(people=rows), "leader.position") == ["text.cut"]
