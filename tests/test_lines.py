"""Forms typed as plain lines, and the sections under headings."""

from __future__ import annotations

import pytest
from documents import (
    CONTACT_TITLE,
    PLAN_TEXT,
    RECOMMENDATION_TITLE,
    codes,
    document,
    is_doubted,
    lines,
    only,
    plan,
    recommended,
    table,
    value,
)

from forms.library import editions
from forms.record import Record
from parsers.document import Paragraph
from parsers.extraction.inline import is_note, opens_with_label, pairs
from parsers.extraction.labels import Lexicon, lexicon

TYPED = f"""{RECOMMENDATION_TITLE}
学校/区域名称：金水区实验小学
负责人信息：
姓名：张三　职务：校长　手机：13800001111
联系人信息：
姓名：李四　职务：主任　手机：13900002222
推荐类型：□地市　□县区　☑学校
空间地址：http://www.jssy.edu.cn
用户名：admin　密码：Abc123
空间建设情况：
建设了空间。
空间应用情况：
应用了空间。
社会认可：
得到认可。
地市级教育行政部门推荐意见：
同意推荐。
（公章）
2021年11月20日
省级教育行政部门推荐意见："""


def typed(old: str = "", new: str = "", after: str = "") -> Record:
    """What is read of the typed form with *new* in place of *old*, and lines *after* it."""
    assert old in TYPED
    return only(document(TYPED.replace(old, new) if old else TYPED, *([after] if after else [])))


@pytest.fixture(scope="module")
def words() -> Lexicon:
    form = next(
        form
        for edition in editions()
        for form in edition.forms
        if (form.edition, form.id) == ("henan-2021", "recommendation")
    )
    return lexicon(form)


# Labels and values on a line


@pytest.mark.parametrize(
    "line",
    [
        "姓名：张三　职务：校长",
        "姓名: 张三; 职务: 校长",
        "姓 名：张三，职 务：校长",
        "姓名：__张三__　职务：__校长__",
        "姓名：__张三__职务：__校长__",
        "● 姓名：张三　职务：校长",
        "姓名\t张三\t职务\t校长",
        "姓名　　张三　　职务　　校长",
    ],
)
def test_several_labels_on_a_line_have_each_their_value(words: Lexicon, line: str) -> None:
    found = pairs(line, words)
    assert [pair.hits[0].path.split(".")[1] for pair in found] == ["name", "position"]
    assert [pair.value for pair in found] == ["张三", "校长"]


def test_a_colon_inside_a_value_makes_no_label(words: Lexicon) -> None:
    (pair,) = pairs("空间地址：http://www.jssy.edu.cn:8080/a", words)
    assert pair.value == "http://www.jssy.edu.cn:8080/a"


def test_a_label_right_behind_an_address_or_a_number_ends_it(words: Lexicon) -> None:
    found = pairs("用户名：wlxx@lyedu.cn密码：Kj#3463*x", words)
    assert [(pair.label, pair.value) for pair in found] == [("用户名", "wlxx@lyedu.cn"), ("密码", "Kj#3463*x")]
    assert [pair.value for pair in pairs("姓名：张三 QQ手机：13800001111", words)][:1] != ["张三 QQ"]


def test_a_printed_label_right_behind_a_word_ends_it(words: Lexicon) -> None:
    found = pairs("姓名：张三职务：局长", words)
    assert [(pair.label, pair.value) for pair in found] == [("姓名", "张三"), ("职务", "局长")]
    assert [pair.value for pair in pairs("姓名：张三职务（职称）：局长", words)] == ["张三", "局长"]
    assert [pair.value for pair in pairs("姓名：张三职 务：局长", words)] == ["张三", "局长"]
    assert [pair.value for pair in pairs("职务：书记、校长手机：13800001111", words)] == ["书记、校长", "13800001111"]
    assert [pair.value for pair in pairs("手机：138 0000 1111职务：局长", words)] == ["138 0000 1111", "局长"]


def test_a_label_of_letters_right_behind_a_word_ends_it() -> None:
    summary = next(form for edition in editions() for form in edition.forms if form.id == "summary")
    found = pairs("职务：教研员E-mail：a.b@163.com", lexicon(summary))
    assert [pair.value for pair in found] == ["教研员", "a.b@163.com"]


def test_an_unknown_label_ends_the_value_before_it(words: Lexicon) -> None:
    found = pairs("姓名：张三　传真：0371-1234567　手机：13800001111", words)
    assert [pair.value for pair in found] == ["张三", "0371-1234567", "13800001111"]
    assert [bool(pair.hits) for pair in found] == [True, False, True]


def test_words_before_the_first_label_are_no_opening_label(words: Lexicon) -> None:
    assert opens_with_label("姓名：张三", words)
    assert not opens_with_label("请与姓名：张三联系", words)


@pytest.mark.parametrize(("line", "expected"), [("注：1.区域类型", True), ("　备注：无", True), ("注意安全。", False)])
def test_a_note_is_known_by_its_opening(line: str, expected: bool) -> None:
    assert is_note(line) is expected


# A whole form


def test_a_form_typed_as_lines_is_read_as_the_printed_one() -> None:
    record = typed()
    assert record.data == recommended().data
    assert all(issue.severity == "info" for issue in record.issues)


def test_a_form_in_the_one_cell_of_a_frame_is_read() -> None:
    assert only(document(table([[TYPED]]))).data == recommended().data


def test_lines_broken_inside_paragraphs_are_lines() -> None:
    assert only(document(Paragraph(text=TYPED))).data == recommended().data


def test_a_label_a_line_is_read() -> None:
    record = typed("姓名：张三　职务：校长　手机：13800001111", "姓名：张三\n职务：校长\n手机：13800001111")
    assert record.data == recommended().data


def test_group_and_field_may_be_one_label() -> None:
    record = typed("负责人信息：\n姓名：张三　职务：校长　手机：", "负责人姓名：张三\n负责人职务：校长\n负责人手机：")
    assert record.data == recommended().data


def test_the_name_may_stand_behind_the_group() -> None:
    record = typed("负责人信息：\n姓名：张三　职务", "负责人：张三　职务")
    assert record.data == recommended().data


def test_several_persons_of_a_group_are_several_items() -> None:
    text = (
        f"{CONTACT_TITLE}\n省（区、市）：河南省\n联络部门名称：科技处\n负责人信息：\n姓名：张三　性别：男　手机号码：13800001111\n"
        "姓名：王五　性别：女　手机号码：13700006666\n具体联系人信息：\n姓名：李四　性别：女　手机号码：13900002222"
    )
    record = only(document(text))
    assert [(item["name"], item["gender"]) for item in value(record, "leaders")] == [("张三", "男"), ("王五", "女")]
    assert [item["mobile"] for item in value(record, "contacts")] == ["13900002222"]


def test_instructions_before_the_form_are_no_values() -> None:
    hint = (
        "填表说明：1.“空间地址”栏填写可访问的网址；2.用户名：请填写测试账号。\n3.推荐类型：地市、县区、学校三选一。\n"
    )
    record = typed("学校/区域名称：", f"{hint}学校/区域名称：")
    assert record.data == recommended().data


def test_persons_typed_without_labels_are_told() -> None:
    record = typed("负责人信息：\n姓名：张三　职务：校长　手机：13800001111", "负责人：张三，校长，13800001111")
    found = value(record, "leader")
    assert found["name"] in (None, "张三") or is_doubted(record, "leader.name")
    assert found["mobile"] in (None, "13800001111")


def test_two_persons_on_one_line_are_told_apart_or_told() -> None:
    record = typed(
        "负责人信息：\n姓名：张三　职务：校长　手机：13800001111\n联系人信息：\n姓名：李四　职务：主任　手机：13900002222",
        "负责人：张三　联系人：李四\n手机：13800001111　手机：13900002222",
    )
    assert (value(record, "leader.name"), value(record, "contact.name")) == ("张三", "李四")
    for path, right in (("leader.mobile", "13800001111"), ("contact.mobile", "13900002222")):
        assert value(record, path) in (right, None) or is_doubted(record, path)


def test_another_persons_lines_are_nobodys_of_ours() -> None:
    record = typed("联系人信息：\n", "技术支持人员：\n姓名：王五　职务：教师　手机：13700003333\n联系人信息：\n")
    assert value(record, "contact.name") == "李四"
    assert value(record, "leader.name") == "张三" or is_doubted(record, "leader.name")


def test_labels_inside_a_long_text_are_its_wording() -> None:
    wording = "成立小组。\n负责人：王五\n联系人：赵六，手机：13711112222"
    record = typed("建设了空间。", wording)
    assert value(record, "leader.name") == "张三"
    assert value(record, "contact.mobile") == "13900002222"
    assert value(record, "construction") == wording


def test_a_note_under_the_form_belongs_to_no_opinion() -> None:
    note = "注：学校类型：小学、初中、高中、九年一贯制、十二年一贯制、完全中学、中职、高职、本科高校等"
    assert value(typed(after=note), "province_opinion.text") is None


@pytest.mark.parametrize("opening", ["填表说明", "填表说明：", "注：", "说明："])
def test_instructions_under_the_form_are_no_opinion(opening: str) -> None:
    record = typed(after=f"{opening}\n1.空间地址：填写可以直接访问的网址。\n2.用户名：填写评审账号。")
    assert value(record, "province_opinion.text") is None
    assert value(record, "account.username") == "admin"


@pytest.mark.parametrize("heads", [("一、空间建设情况", "二、空间应用情况"), ("（一）建设情况", "（二）应用情况")])
def test_headings_of_the_same_words_inside_a_long_text_are_told(heads: tuple[str, str]) -> None:
    record = typed("建设了空间。", f"建设了空间。\n{heads[0]}\n建了。\n{heads[1]}\n用了。")
    assert value(record, "application") == "应用了空间。" or is_doubted(record, "application")


# Sections of the plan


def planned(old: str = "", new: str = "") -> Record:
    """What is read of the plan with *new* in place of *old* in its text."""
    assert old in PLAN_TEXT
    return only(plan([("2020年", "郑州市", "100", "金水区", "20", "120")], PLAN_TEXT.replace(old, new)))


def sections(record: Record) -> list[str | None]:
    """The texts of all sections of the plan in order."""
    return [*value(record, "survey").values(), *value(record, "work_plan").values(), value(record, "opinion.text")]


WRITTEN = [
    "概况文字。",
    "问题文字。",
    "思考文字。",
    "目标文字。",
    "举措文字。",
    "遴选文字。",
    "宣传文字。",
    "保障文字。",
    "同意。",
]


def test_the_paragraphs_under_a_heading_are_its_value() -> None:
    record = planned("问题文字。", "一段。\n\n二段。")
    assert value(record, "survey.problems") == "一段。\n二段。"
    assert value(record, "opinion") == {"text": "同意。", "date": "2020-11-18", "sealed": None}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("（二）主要问题", "（二）存在的主要问题："),
        ("（二）主要问题", "2.主要问题"),
        ("（二）主要问题", "【主要问题】"),
        ("（二）主要问题", "(二) 主 要 问 题"),
        ("（二）主要问题\n", "（二）主要问题："),
        ("（二）主要问题\n", "（二）主要问题。"),
        ("四、省级教育行政部门意见", "省级教育行政部门意见："),
    ],
)
def test_a_heading_is_found_by_its_meaning(old: str, new: str) -> None:
    assert sections(planned(old, new)) == WRITTEN


def test_sections_may_change_places() -> None:
    record = planned(
        "（三）推荐遴选安排\n遴选文字。\n（四）宣传推广安排\n宣传文字。",
        "（三）宣传推广安排\n宣传文字。\n（四）推荐遴选安排\n遴选文字。",
    )
    assert sections(record) == WRITTEN


def test_sub_headings_numbered_in_another_style_are_wording() -> None:
    wording = "举措文字。\n1.目标任务\n分解任务。\n2.保障措施\n加强领导。"
    record = planned("举措文字。", wording)
    assert value(record, "work_plan.measures") == wording
    assert value(record, "work_plan.objectives") == "目标文字。"


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("（二）主要问题", "（二）存在的困难与不足", "survey.problems"),
        ("（五）相关保障", "（五）组织与经费保障", "work_plan.safeguards"),
    ],
)
def test_a_heading_of_other_words_never_swells_the_section_before(old: str, new: str, path: str) -> None:
    record = planned(old, new)
    assert value(record, "survey.overview") == "概况文字。" or is_doubted(record, "survey.overview")
    assert value(record, "work_plan.publicity") == "宣传文字。" or is_doubted(record, "work_plan.publicity")
    assert value(record, path) is None or is_doubted(record, path)


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ([("（一）网络学习空间建设与应用概况", "（一）总体情况")], ["survey.overview"]),
        (
            [("二、现状调研", "二、调查摸底"), ("（一）网络学习空间建设与应用概况", "（一）总体情况")],
            ["survey.overview"],
        ),
        ([("三、2020年工作安排", "三、今年的打算")], ["survey.reflection"]),
        ([("四、省级教育行政部门意见", "四、领导批示")], ["work_plan.safeguards", "opinion.text"]),
        (
            [("（一）", "1."), ("（二）", "2."), ("（三）", "3."), ("主要问题", "困难"), ("推荐遴选安排", "推荐")],
            ["survey.problems", "work_plan.selection"],
        ),
    ],
)
def test_a_heading_of_other_words_is_told_by_its_number_and_doubted(
    changes: list[tuple[str, str]], paths: list[str]
) -> None:
    text = PLAN_TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    record = planned(PLAN_TEXT, text)
    assert sections(record) == WRITTEN
    assert all(is_doubted(record, path) for path in paths)


def test_a_number_tells_nothing_where_headings_are_numbered_otherwise() -> None:
    record = planned(
        "（一）网络学习空间建设与应用概况\n概况文字。\n（二）主要问题",
        "（一）调研过程\n我们走访了十所学校。\n（二）总体情况\n概况文字。\n（三）主要问题",
    )
    assert value(record, "survey.problems") == "问题文字。"
    assert value(record, "survey.overview") is None


def test_a_chapter_of_the_offices_own_is_no_part_of_the_one_before() -> None:
    record = planned("四、省级", "四、经费预算\n预算文字。\n五、省级")
    assert value(record, "work_plan.safeguards") == "保障文字。" or is_doubted(record, "work_plan.safeguards")
    assert value(record, "opinion.text") == "同意。"


def test_a_table_inside_a_section_is_told() -> None:
    before, after = PLAN_TEXT.split("举措文字。\n")
    rows = table([["时间", "任务"], ["1月", "启动"]])
    record = only(
        document(
            CONTACT_TITLE.replace(
                "附件1\n网络学习空间应用普及活动省级工作联系表", "网络学习空间应用普及活动省级实施方案"
            ),
            before,
            *lines("举措文字。"),
            rows,
            after,
        )
    )
    assert is_doubted(record, "work_plan.measures")


@pytest.mark.parametrize("furniture", ["第 3 页 共 8 页", "— 3 —", "- 3 -"])
def test_page_numbers_are_no_wording(furniture: str) -> None:
    record = planned("问题文字。", f"问题一。\n{furniture}\n问题二。")
    assert value(record, "survey.problems") == "问题一。\n问题二。" or is_doubted(record, "survey.problems")


def test_a_table_of_contents_before_the_plan_is_no_content() -> None:
    contents = "目录\n一、区域整体推进计划表……1\n二、现状调研……2\n（一）网络学习空间建设与应用概况……2\n（二）主要问题……3\n四、省级教育行政部门意见……5"
    found = plan([("2020年", "郑州市", "100", "金水区", "20", "120")])
    record = only(document(contents, *found.blocks))
    assert sections(record) == WRITTEN


def test_what_follows_an_opinions_date_is_no_part_of_it() -> None:
    record = planned("2020年11月18日", "2020年11月18日\n附件：1.名单\n以下为其他内容。")
    assert value(record, "opinion.text") == "同意。"
    assert not codes(record, "opinion.text")


def test_sections_may_stand_in_a_table() -> None:
    rows = [
        ["二、现状调研", "（一）网络学习空间建设与应用概况", "概况文字。"],
        ["^", "（二）主要问题", "问题文字。"],
        ["^", "（三）工作思考", "思考文字。"],
        ["三、2020年工作安排", "（一）目标任务", "目标文字。"],
        ["^", "（二）区域整体推进举措", "举措文字。"],
        ["^", "（三）推荐遴选安排", "遴选文字。"],
        ["^", "（四）宣传推广安排", "宣传文字。"],
        ["^", "（五）相关保障", "保障文字。"],
        ["四、省级教育行政部门意见", "同意。\n公章：\n2020年11月18日", "<"],
    ]
    assert sections(only(document("网络学习空间应用普及活动省级实施方案", table(rows)))) == WRITTEN


# Lists of names


def listed(text: str) -> Record:
    return only(document(f"附件1\n已获评教育部网络学习空间应用优秀区域和优秀学校单位名单\n{text}"))


@pytest.mark.parametrize(
    "text",
    [
        "一、优秀区域\n郑州市、金水区\n二、优秀学校\n第一中学、第二小学。",
        "一、优秀区域（2个）\n郑州市\n金水区\n二、优秀学校（2  所）\n第一中学\n第二小学",
        "优秀区域：郑州市、金水区\n优秀学校：第一中学、第二小学",
        "一、优秀区域\n1.郑州市\n2.金水区\n二、优秀学校\n1.第一中学\n2.第二小学",
        "一、优秀区域\n郑州市　　金水区\n二、优秀学校\n第一中学\t第二小学",
    ],
)
def test_names_under_a_heading_are_a_list(text: str) -> None:
    record = listed(text)
    assert value(record, "regions") == ["郑州市", "金水区"]
    assert value(record, "schools") == ["第一中学", "第二小学"]


def test_names_may_stand_in_a_table_under_their_heading() -> None:
    title = "已获评教育部网络学习空间应用优秀区域和优秀学校单位名单"
    regions = table([["序号", "名称"], ["1", "郑州市"], ["2", "金水区"]])
    schools = table([["1", "第一中学", "2", "第二小学"]])
    record = only(document(title, "一、优秀区域", regions, "二、优秀学校", schools))
    assert value(record, "regions") == ["郑州市", "金水区"]
    assert value(record, "schools") == ["第一中学", "第二小学"]


def test_enumerations_inside_brackets_are_no_names_of_their_own() -> None:
    record = listed("一、优秀区域\n郑州市（含航空港区、郑东新区）、金水区\n二、优秀学校\n第一中学")
    assert value(record, "regions") == ["郑州市（含航空港区、郑东新区）", "金水区"]


@pytest.mark.parametrize(
    "after",
    ["河南省教育厅\n2021年11月13日", "注：排名不分先后。", "2021年11月13日"],
)
def test_what_follows_a_list_is_no_part_of_its_last_name(after: str) -> None:
    record = listed(f"一、优秀区域\n郑州市\n二、优秀学校\n第一中学、第二小学\n{after}")
    assert value(record, "schools") == ["第一中学", "第二小学"]


@pytest.mark.parametrize(
    "text",
    ["（一）郑州市\n第一中学\n（二）洛阳市\n第二小学", "郑州市：第一中学\n洛阳市：第二小学", "1.第一中学 2.第二小学"],
)
def test_places_and_numbers_before_names_are_no_names(text: str) -> None:
    record = listed(f"一、优秀区域\n郑州市\n二、优秀学校\n{text}")
    assert value(record, "schools") == ["第一中学", "第二小学"] or is_doubted(record, "schools")


def test_names_tied_by_words_are_told() -> None:
    record = listed("一、优秀区域\n郑州市和金水区。\n二、优秀学校\n第一中学、第二小学等2所。")
    assert value(record, "regions") == ["郑州市", "金水区"] or is_doubted(record, "regions")
    assert value(record, "schools") == ["第一中学", "第二小学"] or is_doubted(record, "schools")


def test_a_remark_in_brackets_before_names_is_no_name() -> None:
    record = listed("一、优秀区域\n（排名不分先后）\n郑州市、金水区\n二、优秀学校\n第一中学")
    assert value(record, "regions") == ["郑州市", "金水区"]


def test_a_title_of_office_before_a_name_means_whoever_is_responsible() -> None:
    old = "负责人信息：\n姓名：张三　职务：校长　手机：13800001111"
    record = typed(old, "校长：张 三   职务：校长   手机：13800001111")
    assert value(record, "leader") == {"name": "张三", "position": "校长", "mobile": "13800001111"}
    assert not is_doubted(record, "leader.name")
    assert not is_doubted(record, "leader.mobile")
    other = typed(old, "校长：张三   职务：书记   手机：13800001111")
    assert value(other, "leader.name") == "张三"
    assert is_doubted(other, "leader.name")


@pytest.mark.parametrize(
    "told",
    [
        "李四，主任，电话 139-0000-2222",
        "李 四 主任 13900002222",
        "13900002222、李四、主任",
        "主任/李四/+86 13900002222",
    ],
)
def test_a_person_told_in_one_text_is_read_part_by_part(told: str) -> None:
    record = typed("联系人信息：\n姓名：李四　职务：主任　手机：13900002222", f"联系人：{told}")
    assert value(record, "contact") == {"name": "李四", "position": "主任", "mobile": "13900002222"}
    assert not any(is_doubted(record, f"contact.{part}") for part in ("name", "position", "mobile"))


@pytest.mark.parametrize(
    "told",
    [
        "李四 王主任 13900002222",
        "李四、王五，主任，13900002222",
        "李四，电教馆，13900002222",
        "李四，主任，13900002222，13900003333",
    ],
)
def test_a_text_that_may_be_of_two_persons_is_left_over_and_told(told: str) -> None:
    record = typed("联系人信息：\n姓名：李四　职务：主任　手机：13900002222", f"联系人：{told}")
    assert all(is_doubted(record, f"contact.{part}") for part in ("name", "position", "mobile"))
    assert any("13900002222" in text for text in record.leftovers)


@pytest.mark.parametrize(
    "line", ["用户名/密码：admin/Abc123", "账号、密码：admin、Abc123", "账号和密码：admin和Abc123"]
)
def test_a_label_of_two_fields_has_two_values(line: str) -> None:
    record = typed("用户名：admin　密码：Abc123", line)
    assert value(record, "account") == {"username": "admin", "password": "Abc123"}
    assert not is_doubted(record, "account.password")


def test_a_label_of_two_fields_with_values_of_another_count_is_told() -> None:
    record = typed("用户名：admin　密码：Abc123", "用户名/密码：admin/Abc/123")
    assert is_doubted(record, "account.username")
    assert is_doubted(record, "account.password")
    assert "admin/Abc/123" in record.leftovers


def test_what_stands_before_the_labels_of_a_line_may_be_the_end_of_the_value_above() -> None:
    text = TYPED.replace("用户名：admin　密码", "http://kj.jssy.edu.cn 用户名：admin　密码")
    record = only(document(*lines(text)))
    assert value(record, "space_url") == "http://www.jssy.edu.cn"
    assert is_doubted(record, "space_url")
    assert not is_doubted(only(document(*lines(TYPED))), "space_url")


def test_the_rule_that_a_value_is_written_on_below_its_label_is_no_part_of_it() -> None:
    text = TYPED.replace("用户名：admin　密码：Abc123", "用户名：\n__admin____\n密码：\nAbc123_")
    record = only(document(*lines(text)))
    assert (value(record, "account.username"), value(record, "account.password")) == ("admin", "Abc123_")


def test_a_user_s_name_and_password_parted_by_another_sign_than_their_labels_are_doubted() -> None:
    record = typed("用户名：admin　密码：Abc123", "用户名/密码：admin,Abc123")
    assert value(record, "account") == {"username": "admin", "password": "Abc123"}
    assert is_doubted(record, "account.username")
    assert is_doubted(record, "account.password")


TURNS = """学校/区域名称
金水区实验小学
负责人
姓名
张三
职务
校长
手机
13800001111
联系人
姓名
李四
职务
手机
13900002222
空间地址
http://www.jssy.edu.cn
空间建设情况
建设了空间。
各班都用。"""


def test_labels_and_values_that_take_turns_on_lines_of_their_own_are_pairs() -> None:
    record = only(document(RECOMMENDATION_TITLE, *TURNS.split("\n")))
    assert record.data["applicant"] == "金水区实验小学"
    assert record.data["leader"] == {"name": "张三", "position": "校长", "mobile": "13800001111"}
    assert record.data["contact"] == {"name": "李四", "position": None, "mobile": "13900002222"}
    assert record.data["space_url"] == "http://www.jssy.edu.cn"
    assert record.data["construction"] == "建设了空间。\n各班都用。"
    assert not [path for path in ("leader.name", "contact.mobile", "space_url") if is_doubted(record, path)]


def test_a_value_of_several_lines_between_labels_is_doubted_and_not_lost() -> None:
    record = only(document(RECOMMENDATION_TITLE, *TURNS.replace("校长\n", "校长\n二级教师\n").split("\n")))
    assert is_doubted(record, "leader.position")
    assert record.data["leader"]["mobile"] == "13800001111"


@pytest.mark.parametrize(
    "after",
    [
        "\n地市级\n教育行部门推荐意见\n情况属实。",
        "\n市级教育行政部推荐意见\n情况属实。",
        "\n情况属实，同意上报。\n2021年11月4日",
    ],
)
def test_a_long_text_that_took_the_opinion_under_it_is_doubted(after: str) -> None:
    wide = [("社会认可",), (f"得到认可。{after}",), ("省级教育行政部门推荐意见",), ("同意。",)]
    record = only(
        document(RECOMMENDATION_TITLE, table([("学校/区域名称", "甲学校"), ("推荐类型", "学校")]), table(wide))
    )
    assert is_doubted(record, "recognition")


@pytest.mark.parametrize(
    "text", ["得到认可。\n2020年被评为先进。", "一、荣誉\n2021年11月4日获奖。", "得到认可。\n地市、省级都来参观"]
)
def test_a_long_text_with_dates_and_lines_of_few_words_is_not(text: str) -> None:
    record = only(
        document(RECOMMENDATION_TITLE, table([("学校/区域名称", "甲学校"), ("推荐类型", "学校"), ("社会认可", text)]))
    )
    assert not is_doubted(record, "recognition")


def test_a_longer_word_for_a_label_right_behind_a_value_is_all_of_the_label(words: Lexicon) -> None:
    found = pairs("姓名：张三　单位：信息化处行政职务：主任　手机：13800001111", words)
    assert [(pair.label, pair.value) for pair in found][-2:] == [("行政职务", "主任"), ("手机", "13800001111")]


def test_lines_of_a_long_text_that_read_like_labels_and_values_stay_as_they_were_typed() -> None:
    told = ["姓名", "王五", "职务", "教师", "手机", "每班一部。"]
    record = only(
        document(*TYPED.split("\n")[:10], "空间建设情况：", "建设了空间。", *told, "空间应用情况：", "应用了空间。")
    )
    assert record.data["construction"] is None or record.data["construction"].startswith(
        "建设了空间。\n姓名\n王五\n职务"
    )
    assert record.data["leader"]["name"] == "张三"


def test_a_label_that_its_cell_broke_before_the_colon_is_no_value() -> None:
    rows = [
        ("学校、区域名称", "南阳市实验小学"),
        ("空间建设\n情况：每学期组织专项培训。", ""),
        ("社会\n认可：媒体报道两次。", ""),
    ]
    record = only(document(RECOMMENDATION_TITLE, table(rows)))
    assert value(record, "construction") == "每学期组织专项培训。"


def test_the_questions_of_a_survey_with_their_answers_below() -> None:
    text = (
        f"{RECOMMENDATION_TITLE}\n1. 学校/区域名称 *\n鹤壁市山城区\n2. 负责人姓名 *\n牟卓\n3. 负责人手机 *\n13700000001\n"
        "4. 推荐类型 [单选题]\n○ 地市\n◉ 区县\n○ 学校\n5. 空间建设情况 *\n建设了空间。\n"
        "6. 地市级教育行政部门推荐意见 *\n同意上报。\n7. 地市级推荐日期 *\n2021-11-19"
    )
    record = only(document(text))
    assert (value(record, "applicant"), value(record, "leader.name"), value(record, "category")) == (
        "鹤壁市山城区",
        "牟卓",
        "区县",
    )
    assert (value(record, "city_opinion.text"), value(record, "city_opinion.date")) == ("同意上报。", "2021-11-19")


@pytest.mark.parametrize(
    ("line", "path"),
    [("姓名：张三 职务：信息 中心手机：13800001111", "leader.position"), ("姓名：张三 丰职务：校长", "leader.name")],
)
def test_a_value_that_may_go_on_before_the_next_label_is_doubted(line: str, path: str) -> None:
    assert is_doubted(typed("姓名：张三　职务：校长　手机：13800001111", line), path)


def test_labels_after_commas_are_found_though_the_first_has_a_wide_gap_behind_it(words: Lexicon) -> None:
    found = pairs("用户名  kjzs_82353 ，密码 Pass-w0rd.37", words)
    assert [(pair.label, pair.value) for pair in found] == [("用户名", "kjzs_82353"), ("密码", "Pass-w0rd.37")]
