"""What the documents' generator writes, the notice parser reads back: the same record, for any Chinese text, in both formats."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import pytest
from documents import document, table
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import fubiao
from forms import library
from forms.levels import due_numbers, marked
from forms.soffice import PDF, convert, program
from generators.documents import Refused
from generators.punctuation import chinese
from parsers.document import Document
from parsers.extraction.extract import extract
from parsers.inspection.inspect import inspect
from parsers.notices.attachments import begins_anew
from parsers.read import read

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "documents"
SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
EXAMPLES = int(os.environ.get("FUBIAO_EXAMPLES", "12"))
FORMATS = {"general": "某教科〔2031〕7号", "letter": "某教科函〔2031〕7号"}
KEYS = ("issuer", "doc_number", "title", "addressees", "body", "attachments", "signature", "date", "annotation")

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
WORDS = st.text(HAN, min_size=2, max_size=14)
SIGNS = st.sampled_from(list("，、；：《》“”（）—0123456789%ABCxyz"))
SENTENCE = st.tuples(
    HAN, st.lists(st.one_of(HAN, HAN, HAN, SIGNS), min_size=1, max_size=70), st.sampled_from("。；：！？")
)


def prose(drawn: tuple[str, list[str], str]) -> str:
    return drawn[0] + "".join(drawn[1]) + drawn[2]


PARAGRAPH = SENTENCE.map(prose).filter(lambda text: not begins_anew(text) and text.count("“") == text.count("”"))


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    levels = draw(st.lists(st.integers(0, 4), min_size=1, max_size=12))
    texts = [draw(PARAGRAPH) for _ in levels]
    dues = due_numbers({"level": level} for level in levels)
    names = draw(st.lists(WORDS.map(lambda word: f"{word}汇总表"), max_size=4, unique=True))
    return {
        "issuer": "某省教育厅",
        "title": f"某省教育厅关于{draw(WORDS)}的通知",
        "addressees": "，".join(f"{word}教育局" for word in draw(st.lists(WORDS, min_size=1, max_size=6))),
        "body": [
            {"level": level, "text": marked(text, level, due)}
            for level, text, due in zip(levels, texts, dues, strict=True)
        ],
        "attachments": names or None,
        "signature": "某省教育厅办公室",
        "date": str(draw(st.dates(dt.date(2031, 1, 1), dt.date(2031, 12, 31)))),
        "annotation": draw(st.sampled_from([None, "此件主动公开", "此件不予公开"])),
    }


@pytest.mark.parametrize("number", FORMATS.values(), ids=FORMATS)
@given(data=records())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_notice_is_read_back_as_it_was_written(number: str, data: dict[str, Any]) -> None:
    data = {**data, "doc_number": number}
    try:
        made = fubiao.render("notice", data)
    except fubiao.FubiaoError:
        # What may not be published isn't written.
        assume(False)
    (record,) = extract(read(made))
    expected = {**data, "attachments": data["attachments"] or []}
    assert {key: record.data[key] for key in KEYS} == {key: expected[key] for key in KEYS}


def sample(name: str, number: str) -> dict[str, Any]:
    """A sample under another number; in the general format with an imprint, in a letter without."""
    data: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    if not data.get("doc_number"):
        return data
    imprint = {"printer": "某省教育厅办公室", "print_date": data["date"]} if number == FORMATS["general"] else {}
    return {**data, "doc_number": number, **imprint}


def notice_in(found: Document) -> dict[str, Any]:
    (record,) = [record for record in extract(found) if record.form == "notice"]
    return record.data


@pytest.mark.parametrize("number", FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("name", ["notice", "forwarding_notice", "public_notice", "announcement"])
def test_what_was_read_is_written_and_read_alike(name: str, number: str) -> None:
    data = sample(name, number)
    first = notice_in(read(fubiao.render(name, data)))
    assert {key: first[key] for key in ("title", "date")} == {key: data[key] for key in ("title", "date")}
    if name.endswith("notice") and name != "public_notice":
        again = notice_in(read(fubiao.render("notice", first)))
        assert {key: again[key] for key in KEYS} == {key: first[key] for key in KEYS}


JOINT = ["某省财政厅", "某省人力资源和社会保障厅", "某省发展和改革委员会"]


@pytest.mark.parametrize("number", FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("seal", ["加盖", "不加盖"])
@pytest.mark.parametrize("others", [1, 2, 3])
def test_who_issues_together_is_read_one_by_one(others: int, seal: str, number: str) -> None:
    joint = {"issuer": "某省教育厅", "signature": "某省教育厅", "joint_issuers": JOINT[:others], "seal": seal}
    found = notice_in(read(fubiao.render("notice", {**sample("notice", number), **joint})))
    assert {key: found[key] for key in ("issuer", "signature", "joint_issuers")} == {
        key: joint[key] for key in ("issuer", "signature", "joint_issuers")
    }
    again = notice_in(read(fubiao.render("notice", {**found, "seal": seal})))
    assert {key: again[key] for key in KEYS} == {key: found[key] for key in KEYS}


@pytest.mark.parametrize("number", FORMATS.values(), ids=FORMATS)
def test_lists_are_read_in_the_order_of_their_numbers(number: str) -> None:
    data = sample("announcement", number)
    (record,) = extract(read(fubiao.render("announcement", data)))
    found = record.data["lists"]
    assert [entry["title"] for entry in found] == [entry["title"] for entry in data["lists"]]
    for entry, given_ in zip(found, data["lists"], strict=True):
        by_province: dict[str, list[str]] = {}
        for item in given_["items"]:
            by_province.setdefault(item["province"], []).append(item["name"])
        expected = [(name, province) for province, names in by_province.items() for name in names]
        assert sorted((item["name"], item["province"]) for item in entry["items"]) == sorted(expected)
        read_names = [item["name"] for item in entry["items"]]
        assert all([name for name in read_names if name in set(names)] == names for names in by_province.values())
    assert not record.leftovers
    assert not [issue for issue in record.issues if issue.code == "list.unclear"]
    again = notice_in(read(fubiao.render("notice", record.data)))
    assert again["lists"] == found


HEAD = [
    "某省教育厅关于公布名单的通知",
    "各市教育局：",
    "现予公布。",
    "附件：优秀学校名单",
    "某省教育厅",
    "2031年5月1日",
    "附件",
    "优秀学校名单",
]


def test_a_list_that_lacks_a_number_is_doubted() -> None:
    rows = ["一、河南省（3所）", "1.甲小学\t2.乙小学", "4.丙小学"]
    (record,) = extract(document("\n".join([*HEAD, *rows])))
    assert [item["name"] for item in record.data["lists"][0]["items"]] == ["甲小学", "乙小学", "丙小学"]
    assert "list.unclear" in {issue.code for issue in record.issues}


@pytest.mark.parametrize(
    ("rows", "names", "code"),
    [
        ([["省份", "学校（3所）"], ["河南", "1.甲小学\t2.乙小学"], ["西藏", "3.丙小学"]], ["甲小学", "乙小学", "丙小学"], ""),
        # A name goes on in the next line; one begins with a digit; in a PDF nothing may stand between a full line and the next.
        ([["省份", "学校（3所）"], ["河南", "1.甲市\n小学2.101中学"], ["西藏", "3.丙小学"]], ["甲市小学", "101中学", "丙小学"], ""),
        ([["省份", "学校（4所）"], ["河南", "1.甲小学\t2.乙小学"], ["西藏", "3.丙小学"]], ["甲小学", "乙小学", "丙小学"], "list.unclear"),
        ([["省份", "学校"], ["河南", "1.甲小学\t3.丙小学"]], ["甲小学", "丙小学"], "list.unclear"),
        ([["省份", "学校"], ["河南", "甲小学"]], None, "notice.tables"),
        ([["省份", "学校"], ["某地", "1.甲小学"]], None, "notice.tables"),
    ],
)  # fmt: skip
def test_a_list_in_a_table_is_read_or_told(rows: list[list[str]], names: list[str] | None, code: str) -> None:
    (record,) = extract(document("\n".join(HEAD), table(rows)))
    lists = record.data.get("lists")
    assert (lists and [item["name"] for item in lists[0]["items"]]) == names
    assert {issue.code for issue in record.issues if issue.severity != "info"} - {"notice.unsure"} == {code} - {""}
    if names and lists and not code:
        assert lists[0]["items"][2] == {"name": "丙小学", "province": "西藏自治区"}
        assert (lists[0]["noun"], lists[0]["unit"]) == ("学校", "所")


def test_the_imprint_behind_the_attachments_is_read() -> None:
    data = {**sample("notice", FORMATS["general"]), "copy_to": "某馆"}
    records = extract(read(fubiao.render("notice", data)))
    (found,) = [record for record in records if record.form == "notice"]
    expected = {"copy_to": "某馆", "printer": data["printer"], "print_date": data["print_date"]}
    assert {key: found.data[key] for key in expected} == expected
    assert not any(record.leftovers for record in records)


TARGETS = {"pdf": ("pdf:writer_pdf_Export", PDF), "doc": ("doc:MS Word 97", b"\xd0\xcf\x11\xe0")}
LACKING = {
    "002": {"date": "2020-11-03", "attachments": [form.title for form in library.edition("moe-2020").forms]},
}
"""What a web page leaves out of a notice, and who writes it again must add."""


def in_format(made: bytes, suffix: str) -> bytes:
    if suffix == "docx":
        return made
    target, begins = TARGETS[suffix]
    return convert(made, suffix="docx", target=target, begins=begins, seconds=300)


@pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", TARGETS)
def test_lists_are_read_alike_from_other_formats(suffix: str) -> None:
    data = sample("announcement", FORMATS["general"])
    made = fubiao.render(
        "announcement", {**data, "lists": [{**one, "items": one["items"][:30]} for one in data["lists"]]}
    )
    assert notice_in(read(in_format(made, suffix))) == notice_in(read(made))


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the three notices are not at hand")
@pytest.mark.parametrize("suffix", ["docx", *TARGETS])
@pytest.mark.parametrize("name", ["001", "002", "004"])
def test_a_real_notice_is_read_written_and_read_alike(name: str, suffix: str) -> None:
    if suffix != "docx" and program() is None:
        pytest.skip("LibreOffice is not installed")
    (seed,) = SEEDS.glob(f"{name}_*.txt")
    first = notice_in(read(seed.read_bytes()))
    made = fubiao.render("notice", first | LACKING.get(name, {}))
    found = notice_in(read(in_format(made, suffix)))
    expected = chinese_signs(first) | LACKING.get(name, {})
    assert {key: found[key] for key in KEYS} == {key: expected[key] for key in KEYS}
    assert fubiao.render("notice", found) == made
    if suffix == "docx":
        assert [one.rule.id for one in inspect(made, render=False).outcomes if one.state == "broken"] == []


def chinese_signs(data: dict[str, Any]) -> dict[str, Any]:
    """*data* as it is printed: with Chinese punctuation, which a web page may lack."""
    body = [{**item, "text": chinese(item["text"])} for item in data["body"]]
    return {**data, "addressees": chinese(data["addressees"]), "body": body}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the three notices are not at hand")
def test_what_a_web_page_leaves_out_of_a_notice_is_asked_for() -> None:
    (seed,) = SEEDS.glob("002_*.txt")
    with pytest.raises(Refused) as caught:
        fubiao.render("notice", notice_in(read(seed.read_bytes())))
    assert {issue.code for issue in caught.value.issues} == {"field.missing", "document.attachment_unknown"}
    assert all(word in str(caught.value) for word in ("成文日期", "attachments", "edition"))


@pytest.mark.parametrize("number", FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("name", ["notice", "forwarding_notice", "public_notice", "announcement"])
def test_what_is_written_keeps_the_rules(name: str, number: str) -> None:
    found = inspect(fubiao.render(name, sample(name, number)), render=False)
    assert [(one.rule.id, one.faults) for one in found.outcomes if one.state == "broken"] == []
