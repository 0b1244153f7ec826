"""Official documents as .docx: what stands in them, in which layout, with what bound behind; and that nothing faulty is written."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree

import fubiao
from forms.errors import InvalidTemplate
from forms.library import documents
from generators.breaking import broken, is_shapely
from generators.documents import Refused, write_separately
from generators.gongwen import STEP, placed, text_width, title_width
from generators.ooxml import W, packed, style_of, text_of, unpacked
from generators.punctuation import chinese

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "documents"
KINDS = [document.id for document in documents()]
NUMBERS = {"general": "某教科〔2021〕7号", "letter": "某教科函〔2021〕7号"}
Run = Callable[..., Any]


def sample(form: str, kind: str = "general", **changes: Any) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((SAMPLES / f"{form}.json").read_text("utf-8"))
    imprint = {"printer": "某省教育厅办公室", "print_date": data["date"]} if kind == "general" else {}
    return {**data, **imprint, "doc_number": NUMBERS[kind], **changes}


def body(docx: bytes) -> etree._Element:
    return etree.fromstring(unpacked(docx)["word/document.xml"]).find(f"{W}body")  # type: ignore[return-value]


def lines(docx: bytes, style: str = "") -> list[str]:
    return [text_of(p) for p in body(docx).iter(f"{W}p") if style in ("", style_of(p))]


def short(form: str = "notice", **changes: Any) -> dict[str, Any]:
    """A document of few words."""
    data = sample(form, edition=None, attachments=None, **changes)
    return {**data, "body": changes.get("body", [{"level": 0, "text": "现将有关事项通知如下。"}])}


@pytest.mark.parametrize("kind", NUMBERS)
@pytest.mark.parametrize("form", KINDS)
def test_each_sample_becomes_a_document(form: str, kind: str) -> None:
    data = sample(form, kind)
    docx = fubiao.render(form, data)
    assert docx == fubiao.render(form, data)  # nothing in it depends on time or chance
    text = "".join(lines(docx))
    assert "{" not in text
    title = "".join(lines(docx, "DocTitle"))
    assert title == data["title"]
    assert data["doc_number"] in text
    for name in data.get("attachments") or [entry["title"] for entry in data["lists"]]:
        assert name in "".join(lines(docx, "DocNote") + lines(docx, "DocNoteMore"))
        assert name in re.sub(r"\s", "", "".join(lines(docx, "DocAttachmentTitle")))


def test_the_number_decides_the_layout() -> None:
    general, letter = (fubiao.render("notice", sample("notice", kind)) for kind in NUMBERS)
    assert lines(general, "DocMark") == ["教育部办公厅文件"]
    assert lines(letter, "DocMark") == []
    first = next(body(letter).iter(f"{W}sectPr"))
    assert first.find(f"{W}titlePg") is not None
    assert all(section.find(f"{W}titlePg") is None for section in list(body(letter).iter(f"{W}sectPr"))[1:])
    headers = [content.decode() for name, content in unpacked(letter).items() if name.startswith("word/header")]
    assert sum("教育部办公厅" in header and "文件" not in header for header in headers) == 1


def test_a_public_notice_without_a_number_has_no_head() -> None:
    docx = fubiao.render("public_notice", sample("public_notice", "letter", doc_number=None))
    assert not lines(docx, "DocMark") + lines(docx, "DocNumber") + lines(docx, "DocAddressees")
    text = "".join(lines(docx))
    assert "拟认定6个区域为" in text
    assert "、认定12所学校为" in text
    assert "公示时间为2021年6月21日至6月27日。" in text
    assert "kjs@example.edu.cn" in text


def test_an_announcement_counts_and_orders_its_lists_itself() -> None:
    names = {"新疆维吾尔自治区": ["甲校"], "河南": ["乙校", "丙校"], "北京市": ["丁校"]}
    items = [{"name": name, "province": province} for province, given in names.items() for name in given]
    entry = {"title": "优秀学校名单", "unit": "所", "noun": "学校", "honour": "优秀学校", "items": items}
    docx = fubiao.render("announcement", sample("announcement", "letter", lists=[entry]))
    assert "认定丁校等4所学校为优秀学校，现将名单（见附件）予以公布。" in "".join(lines(docx))
    at = lines(docx).index("附件")
    assert [line for line in lines(docx)[at:] if line] == [
        "附件", "优秀学校名单", "省份", "学校（4所）", "北京", "1.丁校", "河南", "2.乙校3.丙校", "新疆", "4.甲校",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["甲一校", "乙一校", "丙一校", "丁一校"], ["1.甲一校2.乙一校", "3.丙一校4.丁一校"]),
        (["甲市第一实验小学", "乙市第一实验小学", "丙市第一实验小学"], ["1.甲市第一实验小学2.乙市第一实验小学", "3.丙市第一实验小学"]),
        (["甲校", "乙市" + "某" * 14 + "校", "丙校", "丁校", "戊校"], ["1.甲校", "2.乙市" + "某" * 14 + "校", "3.丙校4.丁校5.戊校"]),
        (["甲市" + "某" * 12 + "校", "乙市" + "某" * 12 + "校"], ["1.甲市" + "某" * 12 + "校", "2.乙市" + "某" * 12 + "校"]),
    ],
)  # fmt: skip
def test_short_names_of_a_list_stand_side_by_side(names: list[str], expected: list[str]) -> None:
    items = [{"name": name} for name in names]
    entry = {"title": "优秀学校名单", "unit": "所", "noun": "学校", "items": items}
    docx = fubiao.render("announcement", sample("announcement", lists=[entry]))
    rows = [line for style in ("DocBody", "DocList2", "DocList3") for line in lines(docx, style) if line[0].isdigit()]
    assert sorted(rows) == expected
    assert broken_rules(docx) == []


@pytest.mark.parametrize(
    ("sizes", "length", "cells"),
    [
        # Few short names each: two provinces side by side.
        ((2, 1, 1, 2), 6, ["河北", "1.…2.…", "山西", "3.…", "内蒙古", "4.…", "辽宁", "5.…6.…"]),
        # Many names, in columns beside their province.
        ((4, 3), 10, ["河北", "1.…2.…", "3.…4.…", "山西", "5.…6.…", "7.…"]),
        # So many that a row of them would be higher than what a page's end may part: each row names the province.
        ((20, 1), 10, ["河北", *(f"{n}.…{n + 1}.…" for n in range(1, 17, 2)), "河北", "17.…18.…", "19.…20.…", "山西", "21.…"]),
        # A name too long for any column.
        ((2, 1), 30, ["河北", "1.…", "2.…", "山西", "3.…"]),
    ],
)  # fmt: skip
def test_names_stand_beside_their_province(sizes: tuple[int, ...], length: int, cells: list[str]) -> None:
    provinces = ["河北省", "山西省", "内蒙古自治区", "辽宁省"]
    name = "某" * (length - 1) + "校"
    items = [{"name": name, "province": p} for p, size in zip(provinces, sizes, strict=False) for _ in range(size)]
    items = [{**item, "name": chr(0x4E00 + n) + item["name"][1:]} for n, item in enumerate(items)]
    entry = {"title": "优秀学校名单", "unit": "所", "noun": "学校", "items": items}
    docx = fubiao.render("announcement", sample("announcement", lists=[entry]))
    found = [text_of(p) for row in list(body(docx).iter(f"{W}tr"))[1:] for p in row.iter(f"{W}p")]
    assert [re.sub(r"[\u4e00-\u9fff]*校", "…", text) for text in found if text] == cells
    assert broken_rules(docx) == []


def test_the_forwarding_notice_says_what_it_stands_on() -> None:
    text = "".join(lines(fubiao.render("forwarding_notice", sample("forwarding_notice"))))
    assert (
        "按照教育部办公厅《关于开展2021年度网络学习空间应用普及活动的通知》（教科信厅函〔2021〕31号）要求，现将" in text
    )
    assert "五、联系方式省教育厅科学技术与信息化处：陈晨联系电话：0371-60000001" in text


def test_blank_forms_are_bound_under_the_numbers_of_the_notice() -> None:
    docx = fubiao.render("forwarding_notice", sample("forwarding_notice"))
    assert lines(docx, "DocAttachment") == [f"附件{n}" for n in range(1, 6)]
    text = "".join(lines(docx))
    assert text.count("附件2") == 1  # the form's own heading is gone
    assert text.count("2021年度网络学习空间应用优秀区域和学校推荐表") == 2  # in the note and over the form
    assert "学校/区域名称" in text


def test_sections_of_bound_forms_keep_the_page_and_its_numbering() -> None:
    plain = [{"level": 0, "text": "请填写附件。"}]
    attachments = sample("notice")["attachments"][:2]
    found = body(fubiao.render("notice", sample("notice", attachments=attachments, body=plain)))
    sections = list(found.iter(f"{W}sectPr"))
    wide = [int(s.find(f"{W}pgSz").get(f"{W}w", "")) > 12000 for s in sections]  # type: ignore[union-attr]
    assert wide == [False, True, False]
    assert not list(found.iter(f"{W}pgNumType"))
    assert [child.tag for child in found][-1] == f"{W}sectPr"


def test_every_style_and_part_of_a_bound_document_is_there() -> None:
    members = unpacked(fubiao.render("notice", sample("notice", "letter")))
    styles = {s.get(f"{W}styleId") for s in etree.fromstring(members["word/styles.xml"]).iter(f"{W}style")}
    document = etree.fromstring(members["word/document.xml"])
    used = {e.get(f"{W}val") for tag in ("pStyle", "rStyle", "tblStyle") for e in document.iter(f"{W}{tag}")}
    assert used <= styles
    relations = etree.fromstring(members["word/_rels/document.xml.rels"])
    known = {r.get("Id"): f"word/{r.get('Target')}" for r in relations}
    assert set(known.values()) <= members.keys()
    wanted = {str(v) for e in document.iter() for k, v in e.attrib.items() if "/relationships}" in str(k)}
    assert wanted <= known.keys()
    typed = etree.fromstring(members["[Content_Types].xml"])
    assert {p.lstrip("/") for e in typed if (p := e.get("PartName"))} <= members.keys()


def test_what_would_be_lost_in_binding_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from generators import documents as module

    def with_numbering(*arguments: Any) -> bytes:
        members = unpacked(fubiao.render("contact_sheet"))
        content = members["word/document.xml"].replace(b"<w:pPr>", b"<w:pPr><w:numPr/>", 1)
        return packed({**members, "word/document.xml": content})

    monkeypatch.setattr(module, "render", with_numbering)
    with pytest.raises(InvalidTemplate):
        fubiao.render("notice", sample("notice"))


def test_attachments_can_be_files_of_their_own() -> None:
    data = sample("notice", "letter")
    found = write_separately(next(d for d in documents() if d.id == "notice"), data)
    assert [*found][:2] == [data["title"], "附件1 网络学习空间应用普及活动省级工作联系表"]
    assert len(found) == 7
    assert lines(found[data["title"]], "DocAttachment") == []
    first = found["附件1 网络学习空间应用普及活动省级工作联系表"]
    assert lines(first)[0] == "某教科函〔2021〕7号附件1"
    (section,) = body(first).iter(f"{W}sectPr")
    assert section.find(f"{W}pgSz").get(f"{W}orient") == "landscape"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("changes", "style", "expected"),
    [
        ({"copy_number": "000012", "urgency": "特急"}, "DocCopyNumber", ["000012"]),
        ({"copy_number": "000012", "doc_number": NUMBERS["letter"]}, "DocLetterNumber", [NUMBERS["letter"]]),
        ({"copy_number": "000012", "doc_number": NUMBERS["letter"]}, "DocCopyNumber", ["000012"]),
        ({"secrecy": "秘密★1年", "annotation": None}, "DocUrgency", ["秘密★1年", ""]),
        ({"annotation": "（此件主动公开）"}, "DocAnnotation", ["（此件主动公开）"]),
        ({"copy_to": "甲局，乙局；", "doc_number": NUMBERS["letter"]}, "DocImprint", ["抄送：甲局，乙局。"]),
        ({"printer": "某厅办公室", "print_date": "2020-11-04"}, "DocPrinter", ["某厅办公室2020年11月4日印发"]),
        ({"signers": ["王明", "李小芳", "赵静"]}, "DocSigners", ["签发人：王明　李小芳"]),
        ({"signers": ["王明"]}, "DocNumberUpward", ["　某教科〔2021〕7号签发人：王明"]),
        ({"addressees": "各市(州)教育局,省属学校:"}, "DocAddressees", ["各市（州）教育局，省属学校："]),
        ({"date": "2021-03-05"}, "DocDate", ["2021年3月5日"]),
        ({"attachments": ["推荐表。"]}, "DocNoteOne", ["附件：推荐表"]),
        ({"joint_issuers": ["某省财政厅"]}, "DocMark", ["教育部办公厅", "某省财政厅", "文件"]),
        ({"joint_issuers": ["某省财政厅"]}, "DocSignatures", ["教育部办公厅某省财政厅"]),
        ({"joint_issuers": ["某省财政厅"], "seal": "不加盖"}, "DocSignatures", ["教育部办公厅", "某省财政厅"]),
    ],
)
def test_each_element_as_the_standard_writes_it(changes: dict[str, Any], style: str, expected: list[str]) -> None:
    data = {**short(), "print_date": None, "copy_to": None, "printer": None, **changes}
    assert lines(fubiao.render("notice", data), style) == expected


def test_an_edition_names_the_attachments_where_the_record_does_not() -> None:
    data = sample("notice", attachments=None)
    assert lines(fubiao.render("notice", data)) == lines(fubiao.render("notice", sample("notice")))


def test_an_attachment_may_be_a_file_beside_the_document() -> None:
    names = ["推荐表", "名单", "指标"]
    enclosed = [{"attachment": names[0], "text": "甲。"}, {"attachment": names[1], "file": "名单.xlsx"}]
    data = short() | {"attachments": names, "enclosed": [*enclosed, {"attachment": names[2], "text": "乙。"}]}
    docx = fubiao.render("notice", data)
    assert lines(docx, "DocNote") + lines(docx, "DocNoteMore") == ["附件：1.推荐表", "2.名单", "3.指标"]
    assert lines(docx, "DocAttachment") == ["附件1", "附件3"]
    with pytest.raises(Refused) as caught:
        fubiao.render("notice", {**data, "enclosed": [enclosed[0]]})
    assert [(issue.code, issue.field) for issue in caught.value.issues] == [
        ("document.attachment_absent", "attachments[1]"),
        ("document.attachment_absent", "attachments[2]"),
    ]


@pytest.mark.parametrize("seal", ["加盖", "不加盖"])
@pytest.mark.parametrize("kind", NUMBERS)
def test_nobody_signs_where_the_record_says_so(kind: str, seal: str) -> None:
    data = short(seal=seal, doc_number=NUMBERS[kind])
    assert lines(fubiao.render("notice", {**data, "signature": None}), "DocSignature") == []
    del data["signature"]
    assert lines(fubiao.render("notice", data), "DocSignature") == [data["issuer"]]
    assert broken_rules(fubiao.render("notice", {**data, "signature": None})) == []


def test_recipients_too_many_for_the_first_page_stand_in_the_imprint() -> None:
    many = "，".join(f"某省第{n}区教育和体育局" for n in range(40))
    docx = fubiao.render("notice", short(addressees=many, copy_to="某馆"))
    assert lines(docx, "DocAddressees") == []
    assert lines(docx, "DocImprint") == [f"主送：{many}。", "抄送：某馆。"]
    few = fubiao.render("notice", short(addressees=many[:100]))
    assert lines(few, "DocAddressees") == [f"{many[:100].rstrip('，')}："]


def test_headings_of_the_first_levels_have_their_font_and_what_follows_the_bodys() -> None:
    data = short(
        body=[{"level": 1, "text": "目标。要达到目标。"}, {"level": 2, "text": "要求"}, {"level": 3, "text": "快。"}]
    )
    docx = fubiao.render("notice", data)
    (first,) = [p for p in body(docx).iter(f"{W}p") if style_of(p) == "DocLevel1"]
    assert [text_of(r) for r in first.iter(f"{W}r")] == ["一、目标。", "要达到目标。"]
    assert lines(docx, "DocLevel2") == ["（一）要求"]
    assert lines(docx, "DocLevel3") == ["1.快。"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"date": None}, "field.missing"),
        ({"date": "2021-02-30"}, "date.impossible"),
        ({"doc_number": "某教科〔2021〕07号"}, "document.number"),
        ({"body": [{"level": 0, "text": "请电13800001111。"}]}, "document.private"),
        ({"nonsense": 1}, "data.invalid"),
        ({"body": "text"}, "data.invalid"),
    ],
)
def test_nothing_faulty_is_written(run: Run, tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    data, out = tmp_path / "data.json", tmp_path / "out.docx"
    data.write_text(json.dumps({**short(), **changes}), "utf-8")
    done = run("render", "notice", "--data", data, "-o", out, "--json")
    assert done.status == 1
    error = json.loads(done.err)["error"]
    assert error["code"] == code
    assert "1380000" not in done.err
    assert not out.exists()


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(Refused) as caught:
        fubiao.render("notice", short(date=None, doc_number="7号"))
    assert {issue.field for issue in caught.value.issues} >= {"date", "doc_number"}
    assert all(issue.message.rstrip("。") in str(caught.value) for issue in caught.value.issues)


def test_the_service_writes_documents_too(client: FlaskClient) -> None:
    response = client.post("/render/announcement", json=sample("announcement"))
    assert response.status_code == 200
    assert zipfile.is_zipfile(io.BytesIO(response.data))
    assert client.post("/render/announcement", json=sample("announcement", date=None)).status_code == 422


# --- the pieces ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "教育部办公厅关于开展2020年度网络学习空间应用普及活动的通知",
            ["教育部办公厅关于开展2020年度", "网络学习空间应用普及活动的通知"],
        ),
        ("关于印发名单的通知", ["关于印发名单的通知"]),
        ("某省教育厅\n关于印发名单的通知", ["某省教育厅", "关于印发名单的通知"]),
    ],
)
def test_a_title_is_broken_by_sense(title: str, expected: list[str]) -> None:
    assert broken(title) == expected


def test_no_name_number_or_word_of_a_title_is_cut() -> None:
    names = ["某某某市某某区教育和体育局办公室", "某省人力资源和社会保障厅"]
    for title in (
        f"{names[0]}关于转发{names[1]}《关于开展2021—2025年教育信息化2.0示范区遴选推荐工作的通知》的通知",
        f"{names[1]}关于公布2021年度第二批中等职业学校优秀教师和优秀班主任名单的通知",
    ):
        found = broken(title, names)
        assert "".join(found) == title
        assert all(title_width(line) <= 28 * STEP for line in found)
        assert is_shapely([title_width(line) for line in found])
        for whole in (*names, "2021—2025年", "2.0", "2021年度", "第二批", "职业学校", "班主任"):
            assert whole not in title or any(whole in line for line in found)


def test_the_seals_place_and_the_plain_one() -> None:
    name, day = "教育部办公厅", "2020年11月3日"
    sealed = placed(name, day, sealed=True)
    assert sealed.date == 4 * 320
    assert abs((sealed.name + text_width(name) / 2) - (sealed.date + text_width(day) / 2)) <= 2
    plain = placed("某省教育厅办公室电化教育馆", day, sealed=False)
    assert plain.name == 2 * 320
    begin = plain.name + text_width("某省教育厅办公室电化教育馆")
    assert begin - (plain.date + text_width(day)) == 2 * 320
    longer = placed("某厅", day, sealed=False)
    assert longer.date == 2 * 320
    assert longer.name + text_width("某厅") - (longer.date + text_width(day)) == 2 * 320
    assert placed("某" * 30, day, sealed=True).name == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各省教育厅(教委),兵团教育局:", "各省教育厅（教委），兵团教育局："),
        ("12,345人，8:30报到", "12,345人，8:30报到"),
        ("见http://a.cn/x?y=1,谢谢", "见http://a.cn/x?y=1，谢谢"),
        ('"人人通"建设', "“人人通”建设"),
        ("Learning (2.0), yes", "Learning (2.0), yes"),
    ],
)
def test_chinese_text_gets_chinese_punctuation(text: str, expected: str) -> None:
    assert chinese(text) == expected


def test_lists_are_made_of_the_summary_tables_that_came_in(run: Run, tmp_path: Path) -> None:
    tables = {
        "河南省": {"regions": ["郑州市金水区"], "schools": ["郑州市第一小学", "洛阳市第二小学"]},
        "北京市": {"regions": [], "schools": ["北京市甲小学"]},
    }
    records = tmp_path / "summaries.jsonl"
    with records.open("w", encoding="utf-8") as out:
        for area, lists in tables.items():
            data = {"area": area, **{key: [{"name": name} for name in names] for key, names in lists.items()}}
            out.write(json.dumps({"form": "summary", "edition": "moe-2020", "data": data}) + "\n")
    heads = [{**entry, "items": []} for entry in sample("announcement")["lists"]]
    path, made = tmp_path / "announcement.json", tmp_path / "out.docx"
    path.write_text(json.dumps(sample("announcement", lists=heads)), "utf-8")
    done = run("render", "announcement", "--data", path, "--lists", records, "-o", made)
    assert done.status == 0, done.err
    text = "".join(lines(made.read_bytes()))
    assert "认定郑州市金水区为" in text
    assert "北京市甲小学等3所学校为" in text
    assert "北京1.北京市甲小学河南2.郑州市第一小学3.洛阳市第二小学" in text


def test_attachments_are_written_as_files_and_never_over_others(run: Run, tmp_path: Path) -> None:
    data = SAMPLES / "notice.json"
    call = ("render", "notice", "--data", data, "--separate", "-o", f"{tmp_path}/out/")
    assert run(*call).status == 0
    assert len(list((tmp_path / "out").iterdir())) == 7
    assert run(*call).status == 2
    assert run(*call, "--force").status == 0
    assert run("render", "summary", "--separate", "-o", f"{tmp_path}/out/").status == 2


def test_without_libreoffice_the_document_is_written_all_the_same(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUBIAO_LIBREOFFICE", "off")
    done = run("render", "notice", "--data", SAMPLES / "notice.json", "-o", tmp_path / "out.pdf", "--json")
    error = json.loads(done.err)["error"]
    assert (done.status, error["code"]) == (1, "output.libreoffice")
    assert "out.docx" in error["message"]
    assert [file.name for file in tmp_path.iterdir()] == ["out.docx"]


def test_what_is_odd_but_not_wrong_is_told(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "data.json"
    data.write_text(json.dumps(short(doc_number="某教科〔2019〕7号")), "utf-8")
    done = run("render", "notice", "--data", data, "-o", tmp_path / "out.docx", "--json")
    assert done.status == 0
    assert json.loads(done.err)["note"]["code"] == "document.number_year"


# --- and the checker agrees ------------------------------------------------------------------------------------------------------


def broken_rules(docx: bytes) -> list[str]:
    found = fubiao.inspect(docx, render=False)
    return [outcome.rule.id for outcome in found.outcomes if outcome.state == "broken"]


@pytest.mark.parametrize("kind", NUMBERS)
@pytest.mark.parametrize("form", KINDS)
def test_no_rule_of_the_standard_is_broken(form: str, kind: str) -> None:
    assert broken_rules(fubiao.render(form, sample(form, kind))) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"copy_number": "000012", "secrecy": "秘密★1年", "urgency": "特急", "annotation": None},
        {"seal": "不加盖", "signature": "某省教育厅办公室学习空间应用普及活动领导小组"},
        {"signers": ["王明"], "seal": "不加盖", "doc_number": NUMBERS["general"]},
        {"copy_to": None, "printer": None, "print_date": None, "annotation": None},
    ],
)
@pytest.mark.parametrize("kind", NUMBERS)
def test_nor_in_a_document_of_one_page(kind: str, changes: dict[str, Any]) -> None:
    assert broken_rules(fubiao.render("notice", short(**{"doc_number": NUMBERS[kind], **changes}))) == []


ORGANS = ["某省财政厅", "某省人力资源和社会保障厅", "某省发展和改革委员会"]


@pytest.mark.parametrize("seal", ["加盖", "不加盖"])
@pytest.mark.parametrize("others", [0, 1, 2, 3])
@pytest.mark.parametrize("kind", NUMBERS)
def test_nor_in_a_joint_document(kind: str, others: int, seal: str) -> None:
    data = sample("notice", kind, issuer="某省教育厅", signature=None, joint_issuers=ORGANS[:others], seal=seal)
    assert broken_rules(fubiao.render("notice", data)) == []


def test_nor_where_the_only_attachment_is_a_landscape_form() -> None:
    name = "网络学习空间应用普及活动省级工作联系表"
    docx = fubiao.render("notice", sample("notice", attachments=[name], body=short()["body"]))
    assert broken_rules(docx) == []
    # The form, which is the first of its edition, doesn't repeat the heading that has no number here.
    assert [line for line in lines(docx) if line.startswith("附件")] == [f"附件：{name}", "附件"]


def test_the_first_page_keeps_the_only_paragraph() -> None:
    docx = fubiao.render("notice", short(joint_issuers=ORGANS))
    (text,) = [p for p in body(docx).iter(f"{W}p") if style_of(p) == "DocBody"]
    assert text.find(f"{W}pPr/{W}keepNext") is None


def test_nor_in_an_attachment_of_its_own() -> None:
    made = write_separately(next(d for d in documents() if d.id == "notice"), sample("notice"))
    for docx in made.values():
        assert broken_rules(docx) == []
