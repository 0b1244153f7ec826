"""Which field or group a text names."""

from __future__ import annotations

import pytest

from forms.definition import FormDefinition
from forms.library import editions
from parsers.extraction.labels import FIRM, SLIP, Lexicon, is_foreign, key, lexicon
from parsers.extraction.units import unit_of

FORMS = {(form.edition, form.id): form for edition in editions() for form in edition.forms}


def form(edition: str, name: str) -> FormDefinition:
    return FORMS[edition, name]


@pytest.fixture(scope="module")
def words() -> Lexicon:
    return lexicon(form("henan-2021", "recommendation"))


@pytest.fixture(scope="module")
def contact_words() -> Lexicon:
    return lexicon(form("moe-2020", "contact_sheet"))


def named(words: Lexicon, text: str) -> list[str]:
    """The paths that *text* firmly names."""
    return [hit.path for hit in words.firm(text)]


@pytest.mark.parametrize(
    "text",
    [
        "空间地址",
        "空 间 地 址",
        "空\n间\n地\n址",
        "空间地址：",
        "空间地址:",
        "*空间地址",
        "空间地址※",
        "★空间地址",
        "　空间地址　",
        "3.空间地址",
        "（三）空间地址",
        "三、空间地址",
        "空间地址（网址）",
        "空间地址【必填】",
        "空间网址",
        "网络学习空间地址",
    ],
)
def test_a_label_is_found_by_its_meaning(words: Lexicon, text: str) -> None:
    assert named(words, text) == ["space_url"]


@pytest.mark.parametrize("text", ["Ｅ－ｍａｉｌ", "E-MAIL", "e-mail", "Email：", "Ｅｍａｉｌ"])
def test_width_and_case_of_letters_make_no_difference(contact_words: Lexicon, text: str) -> None:
    assert set(named(contact_words, text)) == {"leaders[].email", "contacts[].email"}


@pytest.mark.parametrize("text", ["所在单位/处室", "所在单位／处室", "所在单位（处室）", "所在单位\n处室"])
def test_brackets_and_strokes_make_no_difference(contact_words: Lexicon, text: str) -> None:
    assert set(named(contact_words, text)) == {"leaders[].office", "contacts[].office"}


def test_the_printed_label_is_surer_than_a_synonym(words: Lexicon) -> None:
    printed, synonym = words.find("空间地址")[0], words.find("空间网址")[0]
    assert printed.quality > synonym.quality >= FIRM
    assert printed.printed
    assert not synonym.printed


def test_a_word_may_name_fields_of_several_groups(words: Lexicon) -> None:
    assert set(named(words, "姓名")) == {"leader.name", "contact.name"}


def test_group_and_field_in_one_name_the_field_of_that_group(words: Lexicon) -> None:
    (hit,) = words.firm("联系人手机")
    assert (hit.path, hit.host) == ("contact.mobile", "contact")


@pytest.mark.parametrize("text", ["联系人1", "联系人①", "联系人二", "具体联系人信息2"])
def test_a_number_behind_a_group_names_the_group(contact_words: Lexicon, text: str) -> None:
    assert named(contact_words, text) == ["contacts[]"]


@pytest.mark.parametrize("text", ["负责人（签字）", "负责人（签名）：", "联系人（盖章）"])
def test_a_place_to_sign_is_no_label(words: Lexicon, text: str) -> None:
    assert words.find(text) == ()


@pytest.mark.parametrize(("text", "path"), [("空间地扯", "space_url"), ("空间建情况", "construction")])
def test_a_label_with_one_slip_is_one_only_where_a_label_is_due(words: Lexicon, text: str, path: str) -> None:
    assert named(words, text) == []
    assert words.find(text)[0].path == path
    assert words.find(text)[0].quality == SLIP


def test_one_slip_anywhere_in_a_label_still_names_it(words: Lexicon) -> None:
    for label in ("空间地址", "空间建设情况"):
        paths = {hit.path for hit in words.find(label)}
        assert paths
        for place in range(len(label) + 1):
            for slip in (
                label[:place] + "丙" + label[place:],
                label[:place] + label[place + 1 :],
                label[:place] + "丙" + label[place + 1 :],
            ):
                assert paths & {hit.path for hit in words.find(slip)}, slip


@pytest.mark.parametrize(
    "text", ["", "　", "：", "张三", "金水区实验小学", "13800001111", "我校空间地址建设得很好，欢迎访问。"]
)
def test_a_value_names_nothing(words: Lexicon, text: str) -> None:
    assert named(words, text) == []


def test_a_long_text_names_nothing(words: Lexicon) -> None:
    assert words.find("空间地址" * 20) == ()


def test_words_in_front_make_a_weak_label(words: Lexicon) -> None:
    (hit,) = (hit for hit in words.find("学校登录密码") if hit.path == "account.password")
    assert hit.quality < FIRM


@pytest.mark.parametrize(
    ("text", "path"), [("□□人", "leaders[]"), ("□公□□", "leaders[].office_phone"), ("手机号□", "leaders[].mobile")]
)
def test_a_label_that_lost_the_characters_the_rule_says_is_firm(contact_words: Lexicon, text: str, path: str) -> None:
    assert path in named(contact_words, text)


@pytest.mark.parametrize("text", ["□□", "□□□□"])
def test_a_label_with_every_character_lost_is_weak(contact_words: Lexicon, text: str) -> None:
    assert named(contact_words, text) == []
    assert all(hit.quality < SLIP for hit in contact_words.find(text))


def test_a_lost_character_where_none_should_be_makes_a_weak_label(words: Lexicon) -> None:
    assert named(words, "空间□□") == []
    assert "space_url" in {hit.path for hit in words.find("空间□□")}


@pytest.mark.parametrize("text", ["备注", "备 注：", "身份证号", "邮政编码", "填表人", "身份证号（18位）"])
def test_labels_that_offices_add_are_known_to_be_none_of_ours(words: Lexicon, text: str) -> None:
    assert is_foreign(text)
    assert words.find(text) == ()


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("开通数量（万个）", "万"),
        ("开通数量(亿)", "亿"),
        ("开通数量（个）", ""),
        ("开通数量", ""),
        ("万人开通数量", ""),
    ],
)
def test_the_unit_stands_in_the_brackets_of_a_label(label: str, unit: str) -> None:
    assert unit_of(label) == unit


def test_the_key_of_a_label_keeps_what_tells_labels_apart() -> None:
    assert key(" 省（区、市）：") == "省区市"
    assert key("用户名") != key("用户名称")


def test_a_definition_has_one_lexicon(words: Lexicon) -> None:
    assert lexicon(form("henan-2021", "recommendation")) is words


@pytest.mark.parametrize(
    "text", ["联系人电话：63200000", "联系人手机：13800001111", "联系人手机13800001111", "负责人职务：１"]
)
def test_a_number_that_is_a_value_makes_no_label_of_several_persons(words: Lexicon, text: str) -> None:
    assert named(words, text) == []
    assert named(words, "联系人姓名1") == ["contact.name"]


def test_a_label_that_lost_any_one_character_is_one_also_with_a_hint_behind_it(contact_words: Lexicon) -> None:
    # No Japanese font lacks 机: another file's font lost it.
    assert "leaders[].mobile" in named(contact_words, "手□号码（必填）")
    assert named(contact_words, "手□") == []
