"""Lists and persons typed as lines, and tables that tell a person in storeys or one form on two sheets."""

from __future__ import annotations

import pytest
from documents import (
    ABOVE,
    CONTACT_TITLE,
    LEFT,
    RECOMMENDATION_TITLE,
    SUMMARY_TITLE,
    codes,
    document,
    is_doubted,
    only,
    table,
    value,
)

from parsers.document import Cell, Table
from parsers.extraction.extract import extract


def test_rows_set_apart_by_tabs_under_labels_are_a_list() -> None:
    text = (
        "学校：\n序号\t学校名称\t学校类型\t姓名\t单位\t职务\t手机号码\n"
        "1\t铜仁市实验初级中学\t初中\t常德胜\t信息中心\t处长\t13700000001\n"
        "2\t毕节市卫生职业高中\t中职\t徐德胜\t教务处\t主任\t13700000002\n注：学校类型：小学、初中。"
    )
    record = only(document(SUMMARY_TITLE, text))
    assert [item["name"] for item in value(record, "schools")] == ["铜仁市实验初级中学", "毕节市卫生职业高中"]
    assert value(record, "schools[1].person")["mobile"] == "13700000002"
    assert not is_doubted(record, "schools[0].name")


def test_a_line_with_more_cells_than_labels_is_no_row() -> None:
    text = (
        "序号\t学校名称\t姓名\t手机号码\n1\t铜仁市实验初级中学\t常德胜\t13700000001\n"
        "2\t毕节市卫生职业高中\t徐德胜\t教务处\t13700000002"
    )
    record = only(document(SUMMARY_TITLE, table([("地市", "铜仁市")]), text))
    assert [item["name"] for item in value(record, "schools")] == ["铜仁市实验初级中学"]
    assert is_doubted(record, "schools")


def test_a_group_s_name_before_its_labels_on_a_line_says_whose_they_are() -> None:
    text = (
        "学校/区域名称：项城市实验中学\n负责人信息\t姓名：丁  洁\t职务：科长\t手机：13700000001\n"
        "联系人信息\t姓名：马佳怡\t职务：主任\t手机：13700000002\n推荐类型：地市□　区县□　学校√\n空间地址：http://k.example.cn"
    )
    record = only(document(RECOMMENDATION_TITLE, text))
    assert value(record, "leader") == {"name": "丁洁", "position": "科长", "mobile": "13700000001"}
    assert value(record, "contact.name") == "马佳怡"
    assert not is_doubted(record, "applicant")


def test_the_number_before_an_item_told_by_labels_is_its_own() -> None:
    text = "二、学校\n1. 学校名称：镇平县希望高级中学；学校类型：高中\n2. 学校名称：周口市朝阳小学；学校类型：小学"
    record = only(document(SUMMARY_TITLE, table([("地市", "南阳市")]), text))
    assert [(item["no"], item["name"]) for item in value(record, "schools")] == [
        (1, "镇平县希望高级中学"),
        (2, "周口市朝阳小学"),
    ]


def test_a_person_told_in_storeys_is_one() -> None:
    rows = [
        ("省份", LEFT, "联络部门名称", LEFT),
        ("新疆", LEFT, "信息中心", LEFT),
        ("负责人信息", LEFT, LEFT, LEFT),
        ("姓名", "性别", "民族", "所在单位/处室"),
        ("武丽娜", "男", "汉族", "装备中心"),
        ("职务", "办公电话", "手机号码", "电子邮箱"),
        ("处长", "0991-2099586", "13700000001", "a@edu.cn"),
        ("具体联系人信息", LEFT, LEFT, LEFT),
        ("姓名", "性别", "民族", "所在单位/处室"),
        ("顾德胜", "男", "汉族", "办公室"),
        ("职务", "办公电话", "手机号码", "电子邮箱"),
        ("主任", "0991-2528642", "13700000002", "b@edu.cn"),
    ]
    record = only(document(CONTACT_TITLE, table(rows)))
    assert [(one["name"], one["position"], one["email"]) for one in value(record, "leaders")] == [
        ("武丽娜", "处长", "a@edu.cn")
    ]
    assert [(one["name"], one["mobile"]) for one in value(record, "contacts")] == [("顾德胜", "13700000002")]


def test_the_same_labels_again_are_another_person() -> None:
    rows = [
        ("负责人信息", LEFT, LEFT),
        ("姓名", "性别", "手机号码"),
        ("武丽娜", "男", "13700000001"),
        ("姓名", "性别", "手机号码"),
        ("顾德胜", "女", "13700000002"),
    ]
    record = only(document(CONTACT_TITLE, "省份：新疆", table(rows)))
    assert [one["name"] for one in value(record, "leaders")] == ["武丽娜", "顾德胜"]


def test_a_label_that_speaks_for_the_labels_in_its_value() -> None:
    rows = [
        ("学校/区域名称", "信阳医学院"),
        ("空间地址", "http://k.example.cn"),
        ("空间账号", "用户名：lyedu-63192\n密码：(kj)636142+"),
        ("空间建设情况", "建成了空间。"),
    ]
    record = only(document(RECOMMENDATION_TITLE, table(rows)))
    assert value(record, "account") == {"username": "lyedu-63192", "password": "(kj)636142+"}
    assert not is_doubted(record, "account.password")


def test_names_under_two_headings_of_one_table() -> None:
    rows = [
        ("一、优秀区域", LEFT, LEFT, LEFT),
        ("序号", "区域名称", "序号", "区域名称"),
        ("1", "辉县市", "2", "郑州市中原区"),
        ("二、优秀学校", LEFT, LEFT, LEFT),
        ("序号", "学校名称", "序号", "学校名称"),
        ("1", "南阳市第一学校", "2", "郑州市育英学校"),
    ]
    record = only(document(AWARDED, "一、优秀区域", table(rows[1:])))
    assert record.data["regions"] == ["辉县市", "郑州市中原区"]
    assert record.data["schools"] == ["南阳市第一学校", "郑州市育英学校"]


AWARDED = "附件1\n2021年度网络学习空间应用优秀区域和学校名单"
SHEET = "地市：洛阳市　市级教育行政部门：洛阳市教育局"
REGIONS = table([("序号", "区域名称", "区域类型", "姓名"), ("1", "新安县", "县区", "刘玉兰")])
SCHOOLS = table([("序号", "学校名称", "学校类型", "姓名"), ("1", "洛阳市明德学校", "小学", "秦世杰")])


def test_a_form_told_on_two_sheets_is_one() -> None:
    record = only(document(SUMMARY_TITLE, SHEET, REGIONS, SUMMARY_TITLE, SHEET, SCHOOLS))
    assert [item["name"] for item in value(record, "regions")] == ["新安县"]
    assert [item["name"] for item in value(record, "schools")] == ["洛阳市明德学校"]


def test_two_forms_that_say_otherwise_stay_two() -> None:
    other = SHEET.replace("洛阳市", "开封市")
    assert len(extract(document(SUMMARY_TITLE, SHEET, REGIONS, SUMMARY_TITLE, other, SCHOOLS))) == 2
    assert len(extract(document(SUMMARY_TITLE, SHEET, REGIONS, SUMMARY_TITLE, SHEET, REGIONS))) == 2


def test_what_a_web_page_says_below_a_form_ends_its_last_text() -> None:
    text = "省级教育行政部门推荐意见：\n同意推荐。\n上一篇：关于做好校园安全工作的通知　下一篇：没有了\n版权所有 备案号：000"
    record = only(document(RECOMMENDATION_TITLE, "学校/区域名称：项城市实验中学\n用户名：a1\n密码：b2", text))
    assert value(record, "province_opinion.text") == "同意推荐。"


def test_labels_set_wide_that_were_taken_apart_in_a_table_are_whole() -> None:
    apart = table([("姓", "名：杜桂芳"), ("性", "别：女"), ("民", "族：汉族")])
    record = only(document(CONTACT_TITLE, "省份：贵州省\n一、负责人信息", apart, "手机号码：13700000001"))
    found = value(record, "leaders[0]")
    assert (found["name"], found["gender"], found["mobile"]) == ("杜桂芳", "女", "13700000001")


def test_the_sign_before_the_next_label_may_end_a_line() -> None:
    text = "二、学校\n1. 学校名称：镇平县希望高级中学；职务：处长；\n手机号码：13700000001"
    record = only(document(SUMMARY_TITLE, table([("地市", "南阳市")]), text))
    assert value(record, "schools[0].person.position") == "处长"


def test_a_heading_across_a_list_that_is_narrower_than_its_table() -> None:
    rows = [
        ("省份", LEFT, "广西", "联系人", "秦淑珍", "", "", ""),
        ("序号", "学校名称", "学校类型", "负责人姓名", "单位", "职务", "手机号码", ""),
        ("初中（1所）", *(LEFT,) * 6, ""),
        ("1", "博白县滨河路初级中学", "初中", "袁静", "教务处", "主任", "13700000001", ""),
    ]
    record = only(document(SUMMARY_TITLE, table(rows)))
    assert [item["name"] for item in value(record, "schools")] == ["博白县滨河路初级中学"]


def test_an_item_of_two_rows_beside_its_number_is_one() -> None:
    rows = [
        ("序号", "学校名称", "学校类型", LEFT),
        (ABOVE, "联系人", "职务", "手机号码"),
        ("1", "洛阳市第八中学", "初中", LEFT),
        (ABOVE, "赵敏", "主任", "13700000003"),
        ("2", "涧西区实验小学", "小学", LEFT),
        (ABOVE, "钱进", "校长", "13700000004"),
    ]
    record = only(document(SUMMARY_TITLE, table([("地市", "洛阳市")]), table(rows)))
    assert [(item["name"], item["person"]["name"]) for item in value(record, "schools")] == [
        ("洛阳市第八中学", "赵敏"),
        ("涧西区实验小学", "钱进"),
    ]
    assert not is_doubted(record, "schools[0].person.mobile")


@pytest.mark.parametrize(("numbers", "order"), [(("1", "3", "2", "4"), "甲丙乙丁"), (("1", "2", "3", "4"), "甲乙丙丁")])
def test_items_side_by_side_come_in_the_order_of_their_numbers(numbers: tuple[str, ...], order: str) -> None:
    a, b, c, d = numbers
    rows = [
        ("序号", "学校名称", "学校类型", "序号", "学校名称", "学校类型"),
        (a, "甲县第一中学", "初中", b, "乙县第一中学", "高中"),
        (c, "丙县第一小学", "小学", d, "丁县第一小学", "小学"),
    ]
    record = only(document(SUMMARY_TITLE, table([("地市", "洛阳市")]), table(rows)))
    assert "".join(item["name"][0] for item in value(record, "schools")) == order


def test_labels_in_heavy_brackets_before_their_values() -> None:
    rows = [
        ("★学校/区域名称", "洛阳市第八中学", LEFT, LEFT),
        ("【负责人】", "【姓名】李强", "【职务】校长", "【手机】13700000001"),
        ("★推荐类型", "学校", LEFT, LEFT),
        ("★空间地址", "http://k.example.cn", LEFT, LEFT),
    ]
    record = only(document(RECOMMENDATION_TITLE, table(rows)))
    assert value(record, "leader") == {"name": "李强", "position": "校长", "mobile": "13700000001"}
    assert not is_doubted(record, "category")


NARROW = [
    ("序号", "学校名称", "学校类型"),
    ("1", "洛阳市第八中学", "初中"),
    ("2", "涧西区实验小学", "小学"),
]
PEOPLE = [("序号", "联系人", "手机号码"), ("1", "赵敏", "13700000003"), ("2", "钱进", "13700000004")]


@pytest.mark.parametrize("key", [0, 1])
def test_a_wide_list_in_two_tables_is_one(key: int) -> None:
    people = [(row[key], *rest) for row, (_, *rest) in zip(NARROW, PEOPLE, strict=True)]
    first = [row[key:] for row in NARROW]
    record = only(document(SUMMARY_TITLE, table([("地市", "洛阳市")]), table(first), "续表", table(people)))
    assert [(item["name"], item["person"]["mobile"]) for item in value(record, "schools")] == [
        ("洛阳市第八中学", "13700000003"),
        ("涧西区实验小学", "13700000004"),
    ]


def test_tables_of_other_rows_are_no_further_columns() -> None:
    other = [("序号", "区域名称", "手机号码"), ("1", "新安县", "13700000003"), ("2", "汝阳县", "13700000004")]
    record = only(document(SUMMARY_TITLE, table([("地市", "洛阳市")]), table(NARROW), table(other)))
    assert [item["name"] for item in value(record, "schools")] == ["洛阳市第八中学", "涧西区实验小学"]
    assert [item["name"] for item in value(record, "regions")] == ["新安县", "汝阳县"]


def test_two_forms_with_the_same_labels_are_not_set_side_by_side() -> None:
    forms = [
        table(
            [
                ("学校/区域名称", name),
                ("推荐类型", "学校"),
                ("空间地址", "http://k.example.cn"),
                ("空间建设情况", "建成。"),
            ]
        )
        for name in ("甲县第一中学", "乙县第一中学")
    ]
    record = only(document(RECOMMENDATION_TITLE, *forms))
    assert "field.several" in codes(record, "applicant")


def test_items_told_in_a_line_each_under_the_name_of_their_list() -> None:
    text = (
        "一、区域\n（格式：区域名称（区域类型）：联系人姓名，单位/部门，职务，手机号码）\n"
        "1. 周口市（地市）：邹琳琳，周口市教体局，副局长，13700000001\n二、学校\n"
        "1. 固始县滨河路中学（完全中学）：傅国庆，办公室，信息中心主任，13700000002"
    )
    record = only(document(SUMMARY_TITLE, table([("地市", "周口市"), ("市级教育行政部门", "周口市教育局")]), text))
    (region,), (school,) = value(record, "regions"), value(record, "schools")
    assert (region["no"], region["name"], region["type"]) == (1, "周口市", "地市")
    assert region["person"] == {
        "name": "邹琳琳",
        "office": "周口市教体局",
        "position": "副局长",
        "mobile": "13700000001",
    }
    assert (school["name"], school["type"], school["person"]["position"]) == (
        "固始县滨河路中学",
        "完全中学",
        "信息中心主任",
    )


def test_an_item_of_which_not_all_is_told_doubts_its_list() -> None:
    text = (
        "二、学校\n1. 固始县滨河路中学（完全中学）：傅国庆，办公室，主任，13700000002\n"
        "2. 固始县第二中学（初中）：傅国强，办公室，某某某，13700000003"
    )
    record = only(document(SUMMARY_TITLE, table([("地市", "周口市"), ("市级教育行政部门", "周口市教育局")]), text))
    assert is_doubted(record, "schools")


def test_labels_with_their_english_and_with_words_that_something_follows() -> None:
    rows = [
        ("负责人信息\nPerson in Charge", "姓名\nName", "赵丽娜", "性别\nGender", "男"),
        (ABOVE, "★（1）民族 Ethnic Group", "汉族", "电子邮箱\nE-mail", "a@edu.cn"),
    ]
    record = only(document(CONTACT_TITLE, "省份：贵州省", table(rows)))
    found = value(record, "leaders[0]")
    assert (found["name"], found["gender"], found["ethnicity"], found["email"]) == ("赵丽娜", "男", "汉族", "a@edu.cn")
    text = "负责人信息如下："
    record = only(document(CONTACT_TITLE, "省份：贵州省", text, table([("姓名", "赵丽娜"), ("性别", "女")])))
    assert value(record, "leaders[0].name") == "赵丽娜"


def test_questions_and_sentences_with_blanks() -> None:
    asked = "1. 您所在的省份：____贵州省____\n2. 联络部门名称：____科技处____\n3. 负责人的姓名：____程若曦____\n4. 负责人的性别：____男____"
    record = only(document(CONTACT_TITLE, asked))
    assert (value(record, "province"), value(record, "leaders[0].name")) == ("贵州省", "程若曦")
    told = "负责人姓名  蒋思源  ，性别  女  ，所在单位/处室为  发展规划处  ，职务  信息技术教师  ，手机号码  13700000001  。"
    record = only(document(CONTACT_TITLE, "省份：浙江省\n联络部门名称：科技处", told))
    found = value(record, "leaders[0]")
    assert (found["name"], found["office"], found["mobile"]) == ("蒋思源", "发展规划处", "13700000001")


def test_lists_side_by_side_are_no_forms_in_rows() -> None:
    rows = [
        ("区域", *(LEFT,) * 4, "", "学校", *(LEFT,) * 4),
        ("序号", "区域名称", "区域类型", "姓名", "手机号码", "", "序号", "学校名称", "学校类型", "姓名", "手机号码"),
        ("1", "原阳县", "区县", "戴燚", "13700000001", "", "1", "原阳县第一中学", "初中", "蒋宏伟", "13700000002"),
        ("2", "西工区", "区县", "邱华", "13700000003", "", "2", "信阳市外国语中学", "高中", "王秀英", "13700000004"),
    ]
    record = only(document(SUMMARY_TITLE, table([("省份", "河南省")]), table(rows)))
    assert [item["name"] for item in value(record, "regions")] == ["原阳县", "西工区"]
    assert [item["name"] for item in value(record, "schools")] == ["原阳县第一中学", "信阳市外国语中学"]


def test_all_names_of_a_list_in_one_cell_beside_their_number() -> None:
    rows = [
        ("类别", "数量", "单位名单"),
        ("优秀区域", "2", "新乡市、栾川县"),
        ("优秀学校", "2", "洛阳市工业学校\n新安县育才初中"),
    ]
    record = only(document(AWARDED, table(rows)))
    assert record.data["regions"] == ["新乡市", "栾川县"]
    assert record.data["schools"] == ["洛阳市工业学校", "新安县育才初中"]


def test_letters_behind_a_label_are_no_english_of_it_where_they_may_be_its_value() -> None:
    told = "学校/区域名称：甲县第一中学\n推荐类型：地市□　区县□　学校√\n空间地址为  http://k.example.cn\n登录用户名  kjzs_82353  ，密码  Pass-w0rd.374215"
    record = only(document(RECOMMENDATION_TITLE, told))
    assert value(record, "account") == {"username": "kjzs_82353", "password": "Pass-w0rd.374215"}
    rows = [
        ("学校/区域名称", "甲县第一中学"),
        ("用户名 Admin", "密码 Abc"),
        ("空间地址", "http://k.example.cn"),
        ("推荐类型", "学校"),
    ]
    record = only(document(RECOMMENDATION_TITLE, table(rows)))
    assert value(record, "account.username") == "Admin" or is_doubted(record, "account.username")


def test_a_row_without_any_cell_is_no_storey() -> None:
    cells = [Cell(row=row, column=column, blocks=()) for row in (1, 4) for column in range(3)]
    record = only(
        document(
            RECOMMENDATION_TITLE,
            table(
                [
                    ("学校/区域名称", "甲县第一中学"),
                    ("推荐类型", "学校"),
                    ("空间地址", "http://k.example.cn"),
                    ("用户名", "a1"),
                ]
            ),
            Table(rows=5, columns=3, cells=tuple(cells)),
        )
    )
    assert value(record, "applicant") == "甲县第一中学"


def test_a_table_under_a_title_of_its_own_goes_on_with_no_earlier_one() -> None:
    people = [
        ("学校名称", "联系人", "手机号码"),
        *((row[1], *rest) for row, (_, *rest) in zip(NARROW[1:], PEOPLE[1:], strict=True)),
    ]
    first, *_ = extract(
        document(SUMMARY_TITLE, table([("地市", "洛阳市")]), table(NARROW), SUMMARY_TITLE, table(people))
    )
    assert [item["person"]["mobile"] for item in value(first, "schools")] == [None, None]


@pytest.mark.parametrize("sign", [" | ", "；", "，", "、", "/"])
def test_rows_set_apart_by_a_sign_under_labels_are_a_list(sign: str) -> None:
    rows = [
        ("序号", "学校名称", "学校类型", "姓名", "职务", "手机号码"),
        ("1", "铜仁市实验初级中学", "初中", "常德胜", "处长", "13700000001"),
        ("2", "毕节市卫生职业高中", "中职", "徐德胜", "主任", "13700000002"),
    ]
    record = only(document(SUMMARY_TITLE, "\n".join(sign.join(row) for row in rows)))
    assert [item["name"] for item in value(record, "schools")] == ["铜仁市实验初级中学", "毕节市卫生职业高中"]
    assert value(record, "schools[1].person")["mobile"] == "13700000002"


def test_the_rule_under_a_head_between_strokes_is_no_row() -> None:
    text = "序号|学校名称|姓名|手机号码\n---|---|---|---\n1|铜仁市实验初级中学|常德胜|13700000001"
    record = only(document(SUMMARY_TITLE, text))
    assert [item["name"] for item in value(record, "schools")] == ["铜仁市实验初级中学"]


def test_an_item_under_a_heading_of_its_own() -> None:
    text = (
        "一、推荐区域\n1. 丹东市振兴区（区县）\n联系人：季敬业　　单位：丹东市振兴区教体局\n职务：副处长　　手机号码：13700000001\n"
        "二、推荐学校\n1. 丹东职业技术学院（高职）\n联系人：辛倩　　单位：教务处\n2. 海城市外国语中学（完全中学）\n联系人：梅国强　　职务：校长"
    )
    record = only(document(SUMMARY_TITLE, text))
    region, schools = value(record, "regions[0]"), value(record, "schools")
    assert (region["no"], region["name"], region["type"], region["person"]["name"]) == (
        1,
        "丹东市振兴区",
        "区县",
        "季敬业",
    )
    assert [(one["no"], one["name"], one["person"]["name"]) for one in schools] == [
        (1, "丹东职业技术学院", "辛倩"),
        (2, "海城市外国语中学", "梅国强"),
    ]


def test_a_form_on_two_pages_with_the_whole_head_on_each_is_one_where_the_numbers_run_on() -> None:
    def page(first: int) -> list[str | Table]:
        head = table([("省份", "辽宁省", "省级教育行政部门", "辽宁省教育厅", "联系人", "骆敬业")])
        rows = [("序号", "学校名称", "学校类型", "姓名", "手机号码")]
        rows += [(f"{n}", f"丹东市第{n}小学", "小学", "辛倩", f"1370000000{n}") for n in (first, first + 1)]
        return [SUMMARY_TITLE, head, "学校", table(rows)]

    record = only(document(*page(1), *page(3)))
    assert [one["no"] for one in value(record, "schools")] == [1, 2, 3, 4]
    assert len(extract(document(*page(1), *page(1)))) == 2


def test_a_sheet_for_each_city_of_which_only_the_first_has_the_head_is_one_form_where_the_numbers_run_on() -> None:
    def sheet(first: int) -> list[str | Table]:
        rows = [("序号", "学校名称", "学校类型", "姓名")]
        rows += [(f"{n}", f"丹东市第{n}小学", "小学", "辛倩") for n in (first, first + 1)]
        return [SUMMARY_TITLE, "学校", table(rows)]

    head = table([("省份", "辽宁省", "省级教育行政部门", "辽宁省教育厅", "联系人", "骆敬业")])
    record = only(document(SUMMARY_TITLE, head, *sheet(1)[1:], *sheet(3)))
    assert [one["no"] for one in value(record, "schools")] == [1, 2, 3, 4]
    assert len(extract(document(SUMMARY_TITLE, head, *sheet(1)[1:], *sheet(1)))) == 2


def test_forms_in_the_columns_of_one_table() -> None:
    rows = [
        ("项目", "推荐对象1", "推荐对象2"),
        ("学校/区域名称", "驻马店市", "安阳市明德中学"),
        *((label, f"{label}甲", f"{label}乙") for label in ("负责人职务", "联系人职务")),
        ("负责人姓名", "翟守信", "何岚"),
        ("联系人姓名", "骆永红", "张桂兰"),
        ("联系人手机", "13700000001", "13700000002"),
        ("推荐类型", "地市", "学校"),
        ("用户名", "hn43018", "xkj98135"),
        ("空间建设情况", "建设了空间。", "开通了空间。"),
        ("地市级教育行政部门推荐意见", "同意推荐。", "同意。"),
        ("地市级教育行政部门推荐日期", "2021-11-27", "2021-12-07"),
    ]
    found = extract(document(RECOMMENDATION_TITLE, table(rows)))
    assert [value(one, "applicant") for one in found] == ["驻马店市", "安阳市明德中学"]
    assert [value(one, "city_opinion.date") for one in found] == ["2021-11-27", "2021-12-07"]
    assert [value(one, "construction") for one in found] == ["建设了空间。", "开通了空间。"]


def test_positions_in_brackets_behind_a_name_are_all_its_persons_where_the_workplace_has_a_column() -> None:
    rows = [
        ("序号", "学校名称", "学校类型", "单位/部门", "姓名（职务）", "手机号码"),
        ("1", "丹东市第一小学", "小学", "信息中心", "夏侯德全（教研室副主任）", "13700000001"),
        ("2", "丹东市第二小学", "小学", "教务处", "陈瑾（党组成员、副局长）", "13700000002"),
    ]
    record = only(document(SUMMARY_TITLE, table(rows)))
    people = [one["person"] for one in value(record, "schools")]
    assert [(one["name"], one["office"], one["position"]) for one in people] == [
        ("夏侯德全", "信息中心", "教研室副主任"),
        ("陈瑾", "教务处", "党组成员、副局长"),
    ]


def test_a_text_that_goes_on_in_a_row_of_its_own_is_one() -> None:
    rows = [("学校/区域名称", "丹东市"), ("空间建设情况", "建设了空间。"), ("空间建设情况（续）", "开通了空间。")]
    record = only(document(RECOMMENDATION_TITLE, table(rows)))
    assert value(record, "construction") == "建设了空间。\n开通了空间。"


def test_names_whose_list_a_tick_tells() -> None:
    rows = [
        ("序号", "单位名称", "优秀区域", "优秀学校"),
        ("1", "开封市尉氏县", "√", ""),
        ("2", "开封卫生职业学院", "", "√"),
        ("3", "三门峡市希望中学", "", "√"),
    ]
    record = only(document("已获评教育部网络学习空间应用优秀区域和优秀学校单位名单", table(rows)))
    assert (value(record, "regions"), value(record, "schools")) == (
        ["开封市尉氏县"],
        ["开封卫生职业学院", "三门峡市希望中学"],
    )


@pytest.mark.parametrize("label", ["手机/邮箱", "手机及邮箱", "手机号码、电子邮箱"])
def test_a_label_that_asks_for_more_than_the_form_does(label: str) -> None:
    rows = [
        ("学校/区域名称", "丹东市", LEFT, LEFT, LEFT, LEFT, LEFT),
        ("负责人信息", "姓名", "晁彧", "职务", "股长", label, "198 9375 6937\nzy19@jyt.gov.cn"),
    ]
    record = only(document(RECOMMENDATION_TITLE, table(rows)))
    assert value(record, "leader.mobile") == "19893756937"
    assert is_doubted(record, "leader.mobile")


@pytest.mark.parametrize(
    "both", ["18097301707xiao@sina.com", "180-9730-1707\nxiao@sina.com", "18097301707 / xiao@sina.com"]
)
def test_a_mobile_number_and_an_address_in_one_cell_are_told_apart(both: str) -> None:
    rows = [
        ("负责人信息", "姓名", "性别", "职务", "手机号码/电子邮箱"),
        (ABOVE, "何亚男", "男", "校长", both),
    ]
    person = value(only(document(CONTACT_TITLE, table(rows))), "leaders[0]")
    assert (person["mobile"], person["email"]) == ("18097301707", "xiao@sina.com")
