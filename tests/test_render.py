"""Filling: what a record's values become, and what happens with wrong data and wrong templates."""

from __future__ import annotations

import io
import time
import zipfile
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from forms.errors import InvalidData, InvalidTemplate
from forms.library import definition, editions
from generators.context import context
from generators.render import render
from generators.sheet import form_workbook

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORMS = [
    pytest.param(form.id, edition.id, id=f"{edition.id}/{form.id}") for edition in editions() for form in edition.forms
]
NASTY = "开通率<80% A&B {{7*7}} {% x %} {#x#} {{ leader.name }} {%tr for %} {_{ }_} 𠮷 一\t二  三 ]]> \"q\" 'q' “中”…— &amp; &#10; <w:t>"


def body(docx: bytes) -> etree._Element:
    """The document part."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def words(element: etree._Element) -> str:
    """What *element* shows: its texts, breaks and tabs, a line a paragraph."""
    shown = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "\n".join(
        "".join(shown.get(str(e.tag), e.text or "" if e.tag == f"{W}t" else "") for e in paragraph.iter())
        for paragraph in element.iter(f"{W}p")
    )


def cells(docx: bytes, table: int = 0) -> list[list[tuple[str, int, str | None]]]:
    """Each row's cells: text, columns covered, vertical merge."""
    found = []
    for row in list(body(docx).iter(f"{W}tbl"))[table].iter(f"{W}tr"):
        line = []
        for cell in row.iter(f"{W}tc"):
            span, merge = cell.find(f"{W}tcPr/{W}gridSpan"), cell.find(f"{W}tcPr/{W}vMerge")
            kind = None if merge is None else str(merge.get(f"{W}val", "continue"))
            line.append((words(cell), 1 if span is None else int(str(span.get(f"{W}val"))), kind))
        found.append(line)
    return found


def merges(docx: bytes, table: int = 0) -> list[str]:
    """Each row's merges in short: a digit the columns covered, ^ where a merge begins, | where it goes on."""
    sign = {None: "", "restart": "^", "continue": "|"}
    return ["".join(f"{span}{sign[merge]}" for _, span, merge in row) for row in cells(docx, table)]


def with_document(old: str, new: str, template: str = "moe-2020/recommendation.docx") -> bytes:
    """A shipped template with *old* in its document replaced."""
    source = files("templates").joinpath("docx", *template.split("/")).read_bytes()
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as package, zipfile.ZipFile(output, "w") as changed:
        for name in package.namelist():
            content = package.read(name)
            if name == "word/document.xml":
                text = content.decode()
                assert old in text
                content = text.replace(old, new, 1).encode()
            changed.writestr(name, content)
    return output.getvalue()


def rendered(new: str, old: str = "{{ leader.name }}", data: dict[str, Any] | None = None) -> bytes:
    """The 推荐表 with *new* in place of a tag of its template."""
    return render(definition("recommendation", "moe-2020"), data, with_document(old, new))


# Forms


@pytest.mark.parametrize(("form", "edition"), FORMS)
def test_every_form_renders_blank_without_a_tag_left(form: str, edition: str) -> None:
    spec = definition(form, edition)
    text = words(body(render(spec)))
    assert text.startswith(f"附件{spec.attachment}\n{spec.title}\n")
    assert "{" not in text
    assert all(note in text for note in spec.notes)


@pytest.mark.parametrize(("form", "edition"), FORMS)
def test_equal_records_give_equal_bytes(form: str, edition: str) -> None:
    spec = definition(form, edition)
    assert render(spec) == render(spec, {})


def test_a_warm_render_takes_a_few_milliseconds() -> None:
    spec = definition("summary", "moe-2020")
    render(spec)
    took = []
    for _ in range(5):
        start = time.perf_counter()
        render(spec)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.03


def test_a_blank_recommendation_is_merged_as_the_notice_prints_it() -> None:
    rows = ["1111111", "1111111", "1222", "16", "1312", "16", "16", "16", "16", "16"]
    assert merges(render(definition("recommendation", "moe-2020"))) == rows
    assert merges(render(definition("recommendation", "henan-2021"))) == ["16", *rows]


def test_a_blank_summary_is_merged_as_the_notice_prints_it() -> None:
    docx = render(definition("summary", "moe-2020"))
    assert merges(docx) == ["1^1^1^1^1111", "1|1|1|1|1111", "1^1^1^1^4", "1|1|1|1|1111", *["1|1111111"] * 3]
    assert merges(docx, 1) == ["1^1^1^1^4", "1|1|1|1|1111", *["1|1111111"] * 15]


def test_a_blank_contact_sheet_is_merged_as_the_notice_prints_it() -> None:
    person = ["1^11111111", "1|11111111"]
    assert merges(render(definition("contact_sheet"))) == ["27", "27", *person, *person]


def test_a_blank_plan_is_merged_as_the_notice_prints_it() -> None:
    rows = merges(render(definition("implementation_plan")))
    assert rows == ["1^221^", "1|11111|", *["1^11111^"] * 3, "111111"]


def test_blank_indicators_are_merged_as_the_notice_prints_them() -> None:
    rows = merges(render(definition("region_indicators")))
    assert rows == ["111", *(line for count in (4, 7, 3) for line in ("1^11", *["1|11"] * (count - 1)))]


def test_lists_side_by_side_share_rows_and_the_year_spans_them() -> None:
    def places(*names: str) -> list[dict[str, object]]:
        return [{"name": name, "spaces": 12} for name in names]

    schedule = [
        {"year": 2020, "cities": places("甲市"), "counties": places("乙县", "丙县"), "subtotal": 36},
        {"year": 2021, "cities": [], "counties": None, "subtotal": 0},
    ]
    docx = render(definition("implementation_plan"), {"schedule": schedule, "total": 36})
    assert merges(docx)[2:] == ["1^11111^", "1|11111|", "1^11111^", "111111"]
    assert [[text for text, _, _ in row] for row in cells(docx)[2:]] == [
        ["2020年", "甲市", "12", "乙县", "12", "36"],
        ["", "", "", "丙县", "12", ""],
        ["2021年", "", "", "", "", "0"],
        ["总体统计", "", "", "", "", "36"],
    ]


def test_rows_are_padded_only_where_there_are_none() -> None:
    values = context(definition("summary", "moe-2020"), {"schools": [{"no": 1, "name": "甲小学"}]})
    assert (len(values["regions"]), len(values["schools"])) == (3, 1)
    assert values["schools"][0]["person"] == {"name": "", "office": "", "position": "", "mobile": ""}


def test_the_chosen_box_is_ticked() -> None:
    docx = render(definition("recommendation", "henan-2021"), {"category": "区县"})
    assert [text for text, _, _ in cells(docx)[3]] == ["推荐类型", "地市□", "县区☑", "学校□"]


def test_a_hint_gives_way_to_a_value() -> None:
    spec = definition("recommendation", "henan-2021")
    hint = spec.field_of["construction"].hints[0]
    assert words(body(render(spec))).count(hint) == 3
    filled = cells(render(spec, {"construction": "第一段\n第二段"}))
    assert filled[6][1][0] == "第一段\n第二段"
    assert filled[7][1][0] == hint


def test_an_opinion_prints_its_text_the_seal_place_and_its_date() -> None:
    spec = definition("recommendation", "moe-2020")
    docx = render(spec, {"city_opinion": {"text": "属实。\n同意。", "date": "2020-11-08", "sealed": True}})
    assert cells(docx)[8][1][0] == "属实。\n同意。\n（公章）\n2020年11月8日"
    assert cells(docx)[9][1][0] == "\n（公章）\n    年    月    日"


def test_scores_have_a_column_once_there_are_any() -> None:
    spec = definition("school_indicators", "moe-2020")
    item = {"name": "应用规划", "points": 5, "description": "成立小组", "score": 4.5}
    docx = render(spec, {"categories": [{"name": "应用基础", "points": 30, "indicators": [item]}]})
    assert [[text for text, _, _ in row] for row in cells(docx)] == [
        ["一级指标", "二级指标", "指标描述", "得分"],
        ["应用基础（30分）", "应用规划（5分）", "成立小组", "4.5"],
    ]


def test_a_list_without_rows_keeps_what_the_blank_form_prints_there() -> None:
    docx = render(definition("implementation_plan"), {"opinion": {"text": "同意。"}})
    assert [row[0][0] for row in cells(docx)[2:5]] == ["2020年", "2021年", "2022年"]


# Values


def test_no_value_is_read_as_a_template_or_as_markup() -> None:
    spec = definition("recommendation", "moe-2020")
    docx = render(spec, {"leader": {"name": NASTY}, "construction": f"一\n{NASTY}", "account": {"password": NASTY}})
    assert cells(docx)[0][2][0] == NASTY
    assert cells(docx)[4][3][0] == NASTY
    assert cells(docx)[5][1][0] == f"一\n{NASTY}"


PRINTABLE = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t", exclude_characters="\ufffe\uffff")
)


@given(PRINTABLE)
@settings(deadline=None, max_examples=150)
def test_every_printable_text_comes_back_unchanged(text: str) -> None:
    spec = definition("recommendation", "moe-2020")
    found = cells(render(spec, {"account": {"password": text}, "construction": text}))
    assert found[4][3][0] == text
    assert found[5][1][0] == text


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x0c", "\x1f", "\ud800", "\ufffe"])
def test_what_a_document_cannot_hold_is_refused_by_its_field(character: str) -> None:
    spec = definition("summary", "moe-2020")
    with pytest.raises(InvalidData) as caught:
        render(spec, {"schools": [{"name": "甲"}, {"person": {"office": f"办公{character}室"}}]})
    assert caught.value.details["where"] == "schools[1].person.office"
    assert "办公" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ({"leeder": {"name": "张三"}}, "leeder"),
        ({"leader": {"phone": "1"}}, "leader.phone"),
        ({"leader": "张三"}, "leader"),
        ({"leader": {"name": 7}}, "leader.name"),
        ({"leader": {"name": ["张三"]}}, "leader.name"),
        ({"category": "企业"}, "category"),
        ({"applicant": "郑州市"}, "applicant"),
        ({"city_opinion": "同意"}, "city_opinion"),
        ({"city_opinion": {"text": "同意", "seal": True}}, "city_opinion"),
        ({"a\x00" * 500: 1}, "a?" * 60),
    ],
)
def test_data_of_another_shape_is_refused(data: dict[str, Any], where: str) -> None:
    with pytest.raises(InvalidData) as caught:
        render(definition("recommendation", "moe-2020"), data)
    assert caught.value.code == "data.invalid"
    assert caught.value.details["where"] == where


@pytest.mark.parametrize("count", ["12", 1.5, True, float("nan")])
def test_a_count_is_a_whole_number(count: object) -> None:
    with pytest.raises(InvalidData, match=r"schedule\[0\]\.subtotal"):
        render(definition("implementation_plan"), {"schedule": [{"year": 2020, "subtotal": count}]})


def test_a_heading_is_given_in_its_parts() -> None:
    with pytest.raises(InvalidData, match="heading"):
        render(definition("region_indicators"), {"categories": [{"heading": "建设（35分）"}]})


# Templates


@pytest.mark.parametrize(
    ("tag", "code", "names"),
    [
        ("{{ leader.nam }}", "template.undefined", "nam"),
        ("{{ leadr.name }}", "template.undefined", "leadr"),
        ("{% if contact.name == 'x' %}{{ leadr }}{% endif %}", "template.undefined", "leadr"),
        ("{{ leader.name.real }}", "template.undefined", "real"),
        ("{{ leader.name.__class__ }}", "template.undefined", "__class__"),
        ("{{ leader }}", "template.syntax", "TypeError"),
        ("{{ leader.name", "template.syntax", "{{ leader.name"),
        ("{% if %}", "template.syntax", "{% if %}"),
        ("{% for x in leader %}", "template.syntax", "endfor"),
        ("{{ leader.name | upper }}", "template.forbidden", "upper"),
        ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "template.forbidden", "cycler"),
        ("{{ cycler.__init__.__globals__ }}", "template.undefined", "cycler"),
        ("{% for i in range(100000) %}x{% endfor %}", "template.forbidden", "call"),
        ("{{ 'x' * 1000000000 }}", "template.forbidden", "mul"),
        ("{% set x = 1 %}{{ x }}", "template.forbidden", "assign"),
        ("{% macro m() %}{% endmacro %}", "template.forbidden", "macro"),
        ("{% include 'x' %}", "template.forbidden", "include"),
        ("{{p form.title }}", "template.invalid", "{{p }}"),
        ("{% for x in [1] %}</w:t></w:r>{% endfor %}", "template.invalid", ""),
    ],
)
def test_a_mistake_in_a_template_is_told_with_its_place(tag: str, code: str, names: str) -> None:
    with pytest.raises(InvalidTemplate) as caught:
        rendered(tag)
    assert caught.value.code == code
    assert names in str(caught.value)


def test_an_excerpt_shows_the_paragraph_that_is_wrong() -> None:
    with pytest.raises(InvalidTemplate) as caught:
        rendered("手机号：{{ leader.mobil }}")
    assert caught.value.details["excerpt"] == "手机号：{{ leader.mobil }}"


@pytest.mark.parametrize("inner", ["", "字" * 500])
def test_loops_are_bounded(inner: str) -> None:
    depth = 8
    loops = "{% for x in '0123456789' %}" * depth + inner + "{% endfor %}" * depth
    start = time.perf_counter()
    with pytest.raises(InvalidTemplate) as caught:
        rendered(loops)
    assert caught.value.code == "template.limit"
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    "tag",
    [
        "{% for x in leader %}" * 200 + "{% endfor %}" * 200,
        "{{ " + "(" * 5000 + ")" * 5000 + " }}",
        "{{r " * 200_000,
        "{{ leader.name }}" * 250_000,
    ],
    ids=["blocks", "brackets", "open tags", "size"],
)
def test_a_template_made_to_be_slow_is_refused_soon(tag: str) -> None:
    start = time.perf_counter()
    with pytest.raises(InvalidTemplate):
        rendered(tag)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_docx_is_no_template(content: bytes) -> None:
    with pytest.raises(InvalidTemplate):
        render(definition("recommendation", "moe-2020"), None, content)


def test_a_zip_without_a_document_is_no_template() -> None:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as package:
        package.writestr("a.txt", "x")
    with pytest.raises(InvalidTemplate):
        render(definition("recommendation", "moe-2020"), None, output.getvalue())


def test_a_clerk_may_reword_and_move_what_the_template_prints() -> None:
    docx = rendered(
        "（{{ leader.name }}，{{ leader.position }}）", data={"leader": {"name": "张三", "position": "局长"}}
    )
    assert cells(docx)[0][2][0] == "（张三，局长）"


def test_a_tag_split_over_runs_is_one_tag() -> None:
    docx = rendered("{</w:t></w:r><w:r><w:t>{ leader.</w:t></w:r><w:r><w:t>name }}", data={"leader": {"name": "张三"}})
    assert cells(docx)[0][2][0] == "张三"


def test_a_cell_left_without_a_paragraph_gets_one() -> None:
    template = with_document(
        '<w:p><w:pPr><w:pStyle w:val="BiaoGeNeiRong"/></w:pPr><w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t>{{ leader.name }}',
        "<w:p><w:r><w:t>{%p if leader.name %}</w:t></w:r></w:p><w:p><w:r><w:t>x</w:t></w:r></w:p><w:p><w:r><w:t>{%p endif %}",
    )
    docx = render(definition("recommendation", "moe-2020"), None, template)
    assert all(cell[-1].tag == f"{W}p" for cell in body(docx).iter(f"{W}tc"))


def test_paragraphs_may_be_printed_as_lines() -> None:
    docx = rendered("{{ construction }}", data={"construction": "一\n二"})
    assert cells(docx)[0][2][0] == "一\n二"


def test_a_workbook_looks_like_its_form_and_says_when_it_cannot_hold_it() -> None:
    data = {"leader": {"name": "张三", "mobile": "013800000001"}, "construction": "字" * 3000}
    book = load_workbook(io.BytesIO(form_workbook(render(definition("recommendation", "henan-2021"), data))))
    sheet = book.worksheets[0]
    texts = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value}
    assert texts["013800000001"].data_type == "s"
    assert texts["张三"].border.left.style == "thin"
    place = texts["字" * 3000]
    (span,) = [one for one in sheet.merged_cells.ranges if one.start_cell.coordinate == place.coordinate]
    heights = [sheet.row_dimensions[row].height for row in range(span.min_row, span.max_row + 1)]
    assert max(heights) <= 409, "no row is taller than Excel can show"
    assert sum(heights) > 3000 / 36 * 12, "all lines have room"
    with pytest.raises(InvalidData) as caught:
        form_workbook(render(definition("recommendation", "henan-2021"), {"construction": "字" * 40_000}))
    assert caught.value.code == "output.long"
