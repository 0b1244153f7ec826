"""Tables in which each row is a form, as tools for collecting forms online export them."""

from __future__ import annotations

from documents import (
    ABOVE,
    CONTACT_TITLE,
    LEFT,
    RECOMMENDATION_TITLE,
    SUMMARY_TITLE,
    document,
    is_doubted,
    only,
    table,
    value,
)

from parsers.extraction.extract import extract

HEAD = (
    "序号",
    "提交时间",
    "学校/区域名称",
    "负责人姓名",
    "负责人职务",
    "负责人手机",
    "联系人姓名",
    "联系人手机",
    "推荐类型",
    "空间地址",
    "用户名",
    "密码",
    "空间建设情况",
)
FIRST = (
    "1",
    "2021-11-20 10:11",
    "洛阳市第八中学",
    "李强",
    "校长",
    "13700000001",
    "赵敏",
    "13700000003",
    "学校",
    "http://k.example.cn",
    "lyb",
    "P@1",
    "建成了空间。",
)
SECOND = (
    "2",
    "2021-11-20 11:12",
    "涧西区实验小学",
    "钱进",
    "校长",
    "13700000004",
    "孙丽",
    "13700000006",
    "学校",
    "http://s.example.cn",
    "sxx",
    "P@2",
    "",
)


def test_each_row_is_a_form() -> None:
    first, second = extract(document(RECOMMENDATION_TITLE, table([HEAD, FIRST, SECOND])))
    assert first.form == second.form == "recommendation"
    assert (value(first, "applicant"), value(second, "applicant")) == ("洛阳市第八中学", "涧西区实验小学")
    assert (value(first, "contact.mobile"), value(second, "contact.mobile")) == ("13700000003", "13700000006")
    assert (value(first, "account.password"), value(second, "account.password")) == ("P@1", "P@2")
    assert (value(first, "construction"), value(second, "construction")) == ("建成了空间。", None)
    assert second.fields["applicant"].origin.cell == (0, 2, 2)
    assert not is_doubted(first, "applicant")


def test_the_labels_alone_tell_which_form_the_rows_are() -> None:
    found = extract(document(table([HEAD, FIRST, SECOND])))
    assert [value(record, "leader.name") for record in found] == ["李强", "钱进"]


def test_labels_under_the_name_of_their_person() -> None:
    rows = [
        ("学校/区域名称", "负责人", LEFT, LEFT, "联系人", LEFT, LEFT, "推荐类型", "空间地址"),
        (ABOVE, "姓名", "职务", "手机", "姓名", "职务", "手机", ABOVE, ABOVE),
        ("洛阳市第八中学", "李强", "校长", "13700000001", "赵敏", "主任", "13700000003", "学校", "http://k.example.cn"),
        ("涧西区实验小学", "钱进", "校长", "13700000004", "孙丽", "主任", "13700000006", "学校", "http://s.example.cn"),
    ]
    found = extract(document(RECOMMENDATION_TITLE, table(rows)))
    assert [value(record, "contact.name") for record in found] == ["赵敏", "孙丽"]
    assert [value(record, "space_url") for record in found] == ["http://k.example.cn", "http://s.example.cn"]


def test_persons_of_lists_that_their_labels_name() -> None:
    head = ("省份", "联络部门", "负责人姓名", "负责人性别", "负责人手机", "联系人姓名", "联系人性别", "联系人手机")
    one = ("贵州省", "科技处", "陈明", "男", "13885000001", "周敏", "女", "13885000002")
    two = ("云南省", "信息中心", "马力", "男", "13985000001", "和丽", "女", "13985000002")
    single = only(document(CONTACT_TITLE, table([head, one])))
    assert [person["name"] for person in value(single, "contacts")] == ["周敏"]
    found = extract(document(CONTACT_TITLE, table([head, one, two])))
    assert [value(record, "province") for record in found] == ["贵州省", "云南省"]
    assert [value(record, "leaders[0].mobile") for record in found] == ["13885000001", "13985000001"]


def test_rows_of_a_list_stay_one_form() -> None:
    head = ("序号", "学校名称", "学校类型", "姓名", "单位/部门", "职务", "手机号码", "空间地址", "备注")
    rows = [
        ("1", "洛阳市第八中学", "初中", "赵敏", "教务处", "主任", "13700000003", "http://k.example.cn", ""),
        ("2", "涧西区实验小学", "小学", "孙丽", "办公室", "主任", "13700000006", "http://s.example.cn", ""),
    ]
    record = only(document(SUMMARY_TITLE, table([head, *rows])))
    assert [school["name"] for school in value(record, "schools")] == ["洛阳市第八中学", "涧西区实验小学"]


def test_what_stands_below_the_rows_is_not_lost() -> None:
    note = ("以上由信息中心汇总", *(LEFT,) * (len(HEAD) - 1))
    found = extract(document(RECOMMENDATION_TITLE, table([HEAD, FIRST, SECOND, note])))
    assert len(found) == 2
    assert any("信息中心" in text for text in found[1].leftovers)
