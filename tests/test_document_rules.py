"""What is found wrong with an official document before anything of it is written."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from forms.check import check
from forms.levels import due_numbers, numbered
from forms.library import definition, documents
from forms.paths import put

NOTICE: dict[str, Any] = {
    "issuer": "某省教育厅",
    "doc_number": "某教科函〔2021〕12号",
    "title": "某省教育厅关于开展推荐工作的通知",
    "addressees": "各市教育局：",
    "body": [
        {"level": 0, "text": "现将有关事项通知如下："},
        {"level": 1, "text": "一、推荐范围"},
        {"level": 2, "text": "（一）学校"},
        {"level": 3, "text": "1. 小学。"},
        {"level": 3, "text": "2. 初中（推荐表见附件1）。"},
        {"level": 1, "text": "二、联系方式"},
        {"level": 0, "text": "电话：0371-66666666，电子邮箱：kjc@example.edu.cn"},
    ],
    "attachments": ["推荐表"],
    "enclosed": [{"attachment": "推荐表", "file": "推荐表.xlsx"}],
    "signature": "某省教育厅",
    "date": "2021-03-05",
    "annotation": "此件主动公开",
}
ITEMS = [
    {"name": "某市第一小学", "province": "河南省"},
    {"name": "甲市实验中学", "province": "湖北"},
]
PUBLIC: dict[str, Any] = {
    "issuer": "某部科技司",
    "title": "关于2021年度优秀学校名单的公示",
    "basis": [{"issuer": "某部", "title": "关于开展活动的通知", "number": "某科函〔2021〕1号"}],
    "procedure": "经学校申报、专家评审",
    "lists": [{"title": "2021年度优秀学校名单", "noun": "学校", "unit": "所", "honour": "优秀学校", "items": ITEMS}],
    "period": {"start": "2021-11-02", "end": "2021-11-08"},
    "contacts": [{"office": "某部科技司", "phone": "010-66666666", "email": "kj@example.edu.cn"}],
    "date": "2021-11-01",
}
ANNOUNCEMENT: dict[str, Any] = {
    "issuer": "某部",
    "doc_number": "某科〔2021〕9号",
    "title": "某部关于公布2021年度优秀学校名单的通知",
    "addressees": "各省、自治区、直辖市教育厅（教委）：",
    "basis": PUBLIC["basis"],
    "procedure": "经专家评审并公示",
    "publicity": PUBLIC["period"],
    "lists": PUBLIC["lists"],
    "body": [{"level": 0, "text": "现认定2所学校为优秀学校。"}],
    "date": "2021-11-20",
}
WHOLE = {"notice": NOTICE, "forwarding_notice": NOTICE, "public_notice": PUBLIC, "announcement": ANNOUNCEMENT}


def found(form: str, data: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(issue.severity, issue.code, issue.field) for issue in check(definition(form), data, {})]


def changed(form: str, path: str, value: Any) -> dict[str, Any]:
    data = copy.deepcopy(WHOLE[form])
    put(data, path, value)
    return data


@pytest.mark.parametrize("form", [document.id for document in documents()])
def test_nothing_is_wrong_with_a_good_record(form: str) -> None:
    assert found(form, WHOLE[form]) == []


@pytest.mark.parametrize(
    ("form", "path", "value", "code", "where"),
    [
        ("notice", "date", None, "field.missing", "date"),
        ("notice", "date", "2021-02-30", "date.impossible", "date"),
        ("notice", "body", [], "field.missing", "body"),
        ("notice", "doc_number", "某教科函[2021]12号", "document.number", "doc_number"),
        ("notice", "doc_number", "某教科函〔2021〕第12号", "document.number", "doc_number"),
        ("notice", "doc_number", "某教科函〔2021〕012号", "document.number", "doc_number"),
        ("notice", "copy_number", "12", "document.copy_number", "copy_number"),
        ("notice", "secrecy", "内部", "document.secrecy", "secrecy"),
        ("notice", "secrecy", "秘密★1年", "document.secret_disclosed", "annotation"),
        ("notice", "urgency", "很急", "document.urgency", "urgency"),
        ("notice", "print_date", "2021-03-01", "document.before", "print_date"),
        ("notice", "printer", "某厅办公室", "field.missing", "print_date"),
        ("notice", "signers", ["王明"], "document.not_in_letters", "signers"),
        ("notice", "edition", "nowhere", "unknown.edition", "edition"),
        ("forwarding_notice", "subject", "某事", "field.missing", "basis"),
        ("public_notice", "urgency", "特急", "document.headless", "urgency"),
        ("public_notice", "lists[0].noun", None, "field.missing", "lists[0].noun"),
        ("notice", "body[5].text", "三、联系方式", "document.level_number", "body[5].text"),
        ("notice", "body[4].text", "3. 初中（推荐表见附件1）。", "document.level_number", "body[4].text"),
        ("notice", "body[0].level", 7, "document.level", "body[0].level"),
        ("notice", "body[3].text", "1. 小学（见附件2）。", "document.attachment_unknown", "body[3].text"),
        ("notice", "attachments", [], "document.attachment_unknown", "body[4].text"),
        ("notice", "enclosed[0].attachment", "别的表", "document.attachment_unlisted", "enclosed[0].attachment"),
        ("notice", "attachments", ["推荐表", "名单"], "document.attachment_absent", "attachments[1]"),
        (
            "announcement",
            "attachments",
            ["2021年度优秀学校名单", "别的表"],
            "document.attachment_absent",
            "attachments[1]",
        ),
        ("notice", "body[3].text", "1. 请电１３８ 0000 1111。", "document.private", "body[3].text"),
        ("notice", "body[0].text", "请发至 abc@example.com：", "document.private", "body[0].text"),
        ("notice", "body[0].text", "用户名：henan，现通知如下：", "document.private", "body[0].text"),
        ("notice", "body[0].text", "初始密码为Abc#12，现通知如下：", "document.private", "body[0].text"),
        ("public_notice", "period.end", "2021-11-01", "document.before", "period.end"),
        ("public_notice", "period.start", "2021-10-30", "document.before", "period.start"),
        ("public_notice", "lists[0].items", [], "document.list_empty", "lists[0].items"),
        ("public_notice", "lists[0].count", 3, "document.count", "lists[0].count"),
        ("public_notice", "lists[0].items[1].province", "湖省", "province.unknown", "lists[0].items[1].province"),
        ("public_notice", "contacts", [], "field.missing", "contacts"),
        ("announcement", "lists[0].items[1].province", None, "document.province_missing", "lists[0].items[1].province"),
        ("announcement", "lists[0].items[1].name", "某市第一小学", "unique.repeated", "lists[0].items[1].name"),
        ("announcement", "body[0].text", "现认定3所学校为优秀学校。", "document.count", "body[0].text"),
        ("announcement", "date", "2021-11-05", "document.before", "date"),
        ("announcement", "publicity", {}, "document.publicity", "procedure"),
        ("announcement", "earlier_winners[0].name", "某市 第一小学", "document.earlier_same", "lists[0].items[0].name"),
        ("announcement", "basis[0].number", "某科函2021第1号", "document.number", "basis[0].number"),
    ],
)
def test_each_fault_is_an_error_at_its_place(form: str, path: str, value: Any, code: str, where: str) -> None:
    assert ("error", code, where) in found(form, changed(form, path, value))


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("doc_number", "某教科函〔2020〕12号", "document.number_year"),
        ("body[0].text", "一、开头", "document.level_unmarked"),
        ("printer", "某厅办公室", "document.letter_imprint"),
        ("body[2].level", 4, "document.level_skipped"),
        ("enclosed", [], "document.attachments_apart"),
        ("signature", None, "document.unsigned"),
    ],
)
def test_what_is_only_odd_is_a_warning(path: str, value: Any, code: str) -> None:
    assert ("warning", code) in {
        (severity, name) for severity, name, _ in found("notice", changed("notice", path, value))
    }


def test_an_imprint_of_the_general_format_names_who_prints() -> None:
    data = {**NOTICE, "doc_number": "某教科〔2021〕12号", "copy_to": "某馆"}
    assert ("error", "field.missing", "printer") in found("notice", data)
    assert found("notice", {**data, "printer": "某厅办公室", "print_date": "2021-03-05"}) == []


def test_contacts_that_the_record_calls_public_may_stand_in_it() -> None:
    data = changed("notice", "body[0].text", "请电138 0000 1111，或发至kjc@example.edu.cn：")
    assert [code for _, code, _ in found("notice", data)] == ["document.private"]  # the address is that of the contacts
    assert found("notice", {**data, "public_contacts": ["13800001111"]}) == []


def test_the_province_tells_two_places_of_one_name_apart() -> None:
    data = changed("announcement", "lists[0].items[0]", {"name": "新华区", "province": "河北省"})
    data["earlier_winners"] = [{"name": "平顶山市新华区"}]
    assert found("announcement", data) == []


def test_no_message_repeats_a_private_value() -> None:
    data = changed("notice", "body[0].text", "密码：Secret99，电话13800001111")
    messages = [issue.message for issue in check(definition("notice"), data, {})]
    assert messages
    assert not any("Secret" in text or "1380" in text for text in messages)


def test_numbers_are_given_where_the_text_has_none() -> None:
    body = [
        {"level": 1},
        {"level": 2},
        {"level": 3},
        {"level": 3},
        {"level": 2},
        {"level": 3},
        {"level": 1},
        {"level": 3},
    ]
    assert due_numbers(body) == [1, 1, 1, 2, 2, 1, 2, 1]
    assert [numbered(text, level, due) for text, level, due in [
        ("目标", 1, 12), ("十二、目标", 1, 12), ("(三)目标", 2, 3), ("1． 目标", 3, 1), ("2.0版", 3, 2), ("目标", 4, 5), ("目标", 0, 0)
    ]] == ["十二、目标", "十二、目标", "（三）目标", "1.目标", "2. 2.0版", "（5）目标", "目标"]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("郑州三十四中", "document.earlier_same"),
        ("河南省郑州市第34中学", "document.earlier_same"),
        ("郑州市第三十五中学", None),
        ("石家庄市新华区", None),
        ("新华区", "document.earlier_likely"),
        ("沁阳市", "document.earlier_same"),
    ],
)
def test_an_earlier_winner_is_known_however_it_is_written(name: str, code: str | None) -> None:
    data = changed("announcement", "lists[0].items[0].name", name)
    earlier = ["郑州市第三十四中学", "平顶山市新华区", "焦作沁阳市"]
    data["earlier_winners"] = [{"name": winner, "year": 2018} for winner in earlier]
    assert [name for _, name, _ in found("announcement", data)] == ([code] if code else [])
