"""Broken and malicious files: each ends in a typed error, soon, and without taking the machine's memory along."""

from __future__ import annotations

import io
import time
import warnings
import zipfile
import zlib

import pytest
from docx_builder import archive, document_xml, docx, field, p, r, span, tbl, tc, texts, tr
from mutations import BYTEWISE, TEXTWISE, endure, in_a_part

from forms.errors import FubiaoError, OverLimit
from parsers.package import Package, PackageLimits
from parsers.read import read


def refused(data: bytes) -> str:
    """The code of the error that reading *data* ends in."""
    with pytest.raises(FubiaoError) as caught:
        read(data)
    return caught.value.code


def with_main(xml: str | bytes) -> bytes:
    """A document whose main part is *xml* as it stands."""
    return archive({"word/document.xml": xml})


def test_two_million_empty_paragraphs_are_refused_at_once() -> None:
    data = docx("<w:p/>" * 2_000_000)
    started = time.monotonic()
    assert refused(data) == "limit.nodes"
    assert time.monotonic() - started < 5


def test_fewer_empty_paragraphs_than_elements_are_allowed_are_refused_as_well() -> None:
    started = time.monotonic()
    assert refused(docx("<w:p/>" * 400_000)) == "limit.paragraphs"
    assert time.monotonic() - started < 5


def test_a_flood_of_attributes_is_refused() -> None:
    attributes = " ".join(f'a{index}="1"' for index in range(3_100_000))
    assert refused(docx(f"<w:p {attributes}/>")) == "limit.nodes"


@pytest.mark.parametrize("columns", ["1001", "50000000", "9" * 4000])
def test_absurd_spans_are_refused(columns: str) -> None:
    assert refused(docx(tbl(tr(tc("甲", f'<w:gridSpan w:val="{columns}"/>'))))) == "limit.columns"
    assert refused(docx(tbl(tr("甲", properties=f'<w:gridBefore w:val="{columns[:9]}"/>')))) == "limit.columns"


@pytest.mark.parametrize("columns", ["0", "-3", "", "x", "1e9", "２"])
def test_spans_that_are_no_numbers_count_as_one(columns: str) -> None:
    data = docx(tbl(tr(tc("甲", f'<w:gridSpan w:val="{columns}"/>'), tc("乙", span(2)))))
    assert next(read(data).tables()).columns == 3


def test_too_many_cells_are_refused() -> None:
    row = tr(*["<w:tc/>"] * 500)
    assert refused(docx(tbl(*[row] * 401))) == "limit.cells"


@pytest.mark.parametrize(
    "nest",
    [
        lambda inner: tbl(tr(tc(inner + p()))),
        lambda inner: f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>",
        lambda inner: p(r(f"<w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict>")),
        lambda inner: p(f"<w:ins>{inner}</w:ins>"),
        lambda inner: f"<w:odd>{inner}</w:odd>",
    ],
)
@pytest.mark.parametrize("depth", [80, 300, 3000])
def test_deep_nesting_is_refused(nest: object, depth: int) -> None:
    assert callable(nest)
    body = p("底")
    for _ in range(depth):
        body = nest(body)
    assert refused(docx(body)) == "limit.depth"


def test_fields_nested_without_end_are_refused_when_deep_and_given_back_when_not() -> None:
    begin = r('<w:fldChar w:fldCharType="begin"/>')
    assert refused(docx(p(begin * 300 + r("甲")))) == "limit.depth"
    assert any("甲" in text for text in texts(read(docx(p(begin * 100 + r("甲")))).blocks))


@pytest.mark.parametrize(
    "head", ['<w:style w:type="table">', '<w:style w:type="table"', "<w:style ", "<w:docDefaults>", "<w:latentStyles>"]
)
def test_styles_that_never_end_take_no_time(head: str) -> None:
    started = time.monotonic()
    assert refused(docx(p("甲", '<w:pStyle w:val="a"/>'), parts={"styles.xml": head * 200_000 + "vanish"})) in {
        "unreadable.damaged",
        "limit.depth",
    }
    assert time.monotonic() - started < 5


def test_a_field_code_nested_without_end_is_survived() -> None:
    read(docx(p(field("EQ " + r"\o(" * 5000))))
    read(docx(p(field("EQ " + r"\o(" * 5000 + ")" * 5000))))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE d [<!ENTITY a "甲">]>',
        '<!DOCTYPE d SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_document_types_are_refused(declaration: str, encoding: str) -> None:
    assert refused(with_main((declaration + document_xml(p("&a;"))).encode(encoding))) == "unreadable.dtd"


def test_a_document_type_hidden_by_an_encoding_is_refused() -> None:
    hidden = '<?xml version="1.0" encoding="UTF-7"?>+ADw-!DOCTYPE d [+ADw-!ENTITY a "b"+AD4-]+AD4-' + document_xml(
        p("甲")
    )
    assert refused(with_main(hidden)) in {"unreadable.dtd", "unreadable.damaged"}


@pytest.mark.parametrize(
    "main",
    [
        "",
        "x",
        "<a/>",
        document_xml(p("甲"))[:-20],
        document_xml("</w:p>"),
        document_xml("&undefined;"),
        document_xml("\x01"),
    ],
)
def test_a_main_part_that_is_none_is_damaged(main: str) -> None:
    assert refused(with_main(main)) == "unreadable.damaged"


def test_two_main_parts_are_ambiguous() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        target.writestr("word/document.xml", document_xml(p("甲")))
        target.writestr("word/document.xml", document_xml(p("乙")))
    assert refused(out.getvalue()) == "unreadable.damaged"


def test_two_main_parts_by_letter_case_are_ambiguous() -> None:
    assert (
        refused(archive({"word/document.xml": document_xml(p("甲")), "Word\\Document.xml": document_xml("")}))
        == "unreadable.damaged"
    )


def test_an_archive_that_unpacks_beyond_reason_is_refused() -> None:
    assert refused(with_main(document_xml(p("啊" * 20_000_000)))) == "limit.ratio"


def test_all_parts_together_are_limited() -> None:
    package = Package.open(archive({"a": b"x" * 600, "b": b"x" * 600}), limits=PackageLimits(total_bytes=1000))
    package.read("a")
    with pytest.raises(OverLimit):
        package.read("b")


@pytest.mark.parametrize("claimed", [1, 10, 100_000_000])
def test_a_size_that_lies_is_not_believed(claimed: int) -> None:
    data = bytearray(with_main(document_xml(p("甲"))))
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = claimed.to_bytes(4, "little")
    if claimed > 1000:
        assert texts(read(bytes(data)).blocks) == ["甲"]
    else:
        assert refused(bytes(data)) == "unreadable.damaged"


def test_too_many_members_are_refused() -> None:
    assert (
        refused(archive({"word/document.xml": "", **{f"{index}": b"" for index in range(10_001)}})) == "limit.members"
    )


def test_a_member_with_a_password_is_encrypted() -> None:
    data = bytearray(with_main(document_xml(p("甲"))))
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 8] |= 1
    data[6] |= 1
    assert refused(bytes(data)) == "unreadable.encrypted"


def test_parts_that_are_not_there_are_done_without() -> None:
    relationships = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="x/styles" Target="nowhere.xml"/><Relationship Id="b" Type="x/numbering" Target="../../../etc/passwd"/>'
        '<Relationship Id="c" Type="x/image" TargetMode="External" Target="http://127.0.0.1:9/x.png"/></Relationships>'
    )
    listed = p("甲", '<w:pStyle w:val="none"/><w:numPr><w:numId w:val="1"/></w:numPr>')
    data = archive({"word/document.xml": document_xml(listed), "word/_rels/document.xml.rels": relationships})
    assert texts(read(data).blocks) == ["甲"]


def test_styles_and_lists_in_rings_end() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/><w:rPr><w:strike/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="numbering" w:styleId="n"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="n"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = p("甲", '<w:pStyle w:val="a"/><w:numPr><w:numId w:val="1"/></w:numPr>')
    assert texts(read(docx(body, parts={"styles.xml": styles, "numbering.xml": numbering})).blocks) == ["甲"]


_RICH = docx(
    p("甲", '<w:pStyle w:val="a"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    + tbl(
        tr(tc("乙", span(2) + '<w:vMerge w:val="restart"/>'), tc(p(field(r"eq \o\ac(□,√)")))),
        tr(tc("", span(2) + "<w:vMerge/>"), tc(p(r('<w:sym w:font="Wingdings" w:char="F0FE"/>')))),
    )
    + "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr><w:sdtContent>"
    + p("☒")
    + "</w:sdtContent></w:sdt>"
    + p(r('<w:footnoteReference w:id="2"/>') + f'<w:fldSimple w:instr="FORMCHECKBOX">{r("x")}</w:fldSimple>')
    + '<w:sectPr><w:headerReference w:type="even" r:id="header1.xml"/></w:sectPr>',
    parts={
        "styles.xml": '<w:style w:type="paragraph" w:styleId="a"><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr></w:style>',
        "numbering.xml": '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        "settings.xml": "<w:evenAndOddHeaders/>",
        "header1.xml": p("眉"),
        "footnotes.xml": f'<w:footnote w:id="2">{p("注")}</w:footnote>',
    },
)


def test_damaged_files_end_in_typed_errors() -> None:
    endure([_RICH], (*BYTEWISE, *map(in_a_part, TEXTWISE)), usual=700, share=0.3, kind="docx")


def test_damaged_compression_is_told_from_damaged_text() -> None:
    data = bytearray(with_main(document_xml(p("甲" * 500))))
    at = data.find(b"document.xml") + len(b"document.xml") + 8
    data[at] ^= 0xFF
    assert refused(bytes(data)) == "unreadable.damaged"
    assert zlib.crc32(data) != 0
