"""What headers and footers of the pages say of the form."""

from __future__ import annotations

from documents import CONTACT_TITLE, SUMMARY_TITLE, document, is_doubted, lines, only, table, value

ROWS = [("负责人信息", "姓名", "张三", "职务", "科长", "手机号码", "13900010001")]


def test_what_the_form_leaves_open_is_read_from_its_pages_header() -> None:
    header = lines("省（区、市）：贵州省　联络部门名称：科信处", part="header")
    record = only(document(CONTACT_TITLE, table(ROWS), asides=header))
    assert (value(record, "province"), value(record, "department")) == ("贵州省", "科信处")


def test_a_comment_says_nothing_of_the_form_and_a_header_nothing_that_the_form_says_itself() -> None:
    asides = (*lines("联络部门名称：办公室", part="comment"), *lines("省（区、市）：云南省", part="header"))
    record = only(document(CONTACT_TITLE, "省（区、市）：贵州省", table(ROWS), asides=asides))
    assert (value(record, "province"), value(record, "department")) == ("贵州省", None)


def test_headers_that_differ_say_nothing() -> None:
    headers = (*lines("省（区、市）：云南省", part="header"), *lines("省（区、市）：贵州省", part="header"))
    assert value(only(document(CONTACT_TITLE, table(ROWS), asides=headers)), "province") is None


def test_labels_over_the_title_of_a_print_are_a_headers_and_text_over_it_is_not() -> None:
    head = "省（区、市）：贵州省\t联络部门名称：科信处"
    record = only(document(head, CONTACT_TITLE, table(ROWS)))
    assert (value(record, "province"), value(record, "department")) == ("贵州省", "科信处")
    record = only(document("各市教育局：", head, CONTACT_TITLE, table(ROWS)))
    assert value(record, "department") is None


def test_whom_a_header_names_may_be_the_letterheads_and_is_doubted() -> None:
    header = lines("联络部门名称：科信处", part="header")
    record = only(
        document(
            SUMMARY_TITLE,
            table([("地市", "丹东市"), ("市级教育行政部门", "丹东市教育局")]),
            asides=lines("联系人：李四　联系电话：0415-2100000", part="header"),
        )
    )
    assert (value(record, "contact.name"), is_doubted(record, "contact.name")) == ("李四", True)
    assert not is_doubted(only(document(CONTACT_TITLE, table(ROWS), asides=header)), "department")
