"""The shipped templates: that they print everything, say it in the definitions' words, and look as official forms must."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from lxml import etree

from forms.chinese import tight
from forms.definition import Field, FormDefinition
from forms.library import definition, documents, editions
from generators.render import render

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORMS = [
    pytest.param(form.id, edition.id, id=f"{edition.id}/{form.id}") for edition in editions() for form in edition.forms
]
TEMPLATES = sorted({form.template for edition in editions() for form in edition.forms})
FONTS = {"Times New Roman", "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"}


def member(docx: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return package.read(name)


def template(name: str) -> bytes:
    return files("templates").joinpath("docx", *name.split("/")).read_bytes()


def document(docx: bytes) -> etree._Element:
    return etree.fromstring(member(docx, "word/document.xml"))


def text(docx: bytes) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in document(docx).iter(f"{W}p"))


def values() -> Iterator[int]:
    """Numbers that occur nowhere else on a form."""
    yield from range(70001, 79999)


def sample(spec: Field, number: int) -> Any:
    """A value for *spec* by which it is found again."""
    match spec.kind:
        case "opinion":
            return {"text": f"同意{number}", "date": "2020-11-18"}
        case "names":
            return [f"名称{number}"]
        case "count" | "ordinal" | "points":
            return number
        case "year":
            return 2021
        case "choice":
            return spec.options[0].value
    return f"值{number}"


def shown(spec: Field, value: Any) -> list[str]:
    """What must stand on the form for *value*."""
    match spec.kind:
        case "opinion":
            return [value["text"], "2020年11月18日"]
        case "names":
            return list(value)
        case "choice":
            return [spec.options[0].labels[0]]
    return [str(value)]


def everything(form: FormDefinition) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Data with a value in every field, two items in every list, and the texts to find with their paths."""
    numbers = values()
    data: dict[str, Any] = {}
    wanted: list[tuple[str, str]] = []
    for spec in form.fields:
        if not spec.labels or spec.derive:
            continue  # the form has no row for it; or it says what the others say
        *steps, last = spec.path.split(".")
        targets = [data]
        for step in steps:
            name = step.removesuffix("[]")
            if step.endswith("[]"):
                targets = [item for target in targets for item in target.setdefault(name, [{}, {}])]
            else:
                targets = [target.setdefault(name, {}) for target in targets]
        for target in targets:
            number = next(numbers)
            if spec.parts:
                target.update({spec.parts[0]: f"值{number}", spec.parts[1]: number})
                wanted.append((spec.path, f"值{number}（{number}分）"))
            else:
                target[last] = sample(spec, number)
                wanted += [(spec.path, found) for found in shown(spec, target[last])]
    return data, wanted


@pytest.mark.parametrize(("form", "edition"), FORMS)
def test_every_field_of_the_definition_is_printed(form: str, edition: str) -> None:
    spec = definition(form, edition)
    data, wanted = everything(spec)
    printed = text(render(spec, data))
    assert [path for path, found in wanted if found not in printed] == []


@pytest.mark.parametrize(("form", "edition"), FORMS)
def test_every_label_is_printed_in_the_definitions_words(form: str, edition: str) -> None:
    spec = definition(form, edition)
    data, _ = everything(spec)
    printed = tight(text(render(spec, data)))
    labels = [field.number + field.labels[0] for field in spec.fields if field.labels and not field.derive]
    ticked = [option.labels[0] for field in spec.fields for option in field.options if "[]" not in field.path]
    headings = [group.number + group.labels[0] for group in spec.groups if group.number]
    assert [label for label in labels + ticked + headings if tight(label) not in printed] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_tag_names_something(name: str) -> None:
    # A wrong name fails wherever it stands, so rendering full and blank proves the rest.
    tags = re.findall(r"{[{%].*?[%}]}", text(template(name)))
    assert len(tags) > 5
    for edition in editions():
        for form in edition.forms:
            if form.template == name:
                render(form)
                render(form, everything(form)[0])


def test_no_template_is_left_without_a_form() -> None:
    folder = files("templates").joinpath("docx")
    shipped = {
        f"{e.name}/{f.name}" for e in folder.iterdir() if e.is_dir() for f in e.iterdir() if f.name.endswith(".docx")
    }
    written = {f"{form.template}.{kind}.docx" for form in documents() for kind in ("general", "letter")}
    desk = {"desk/ledger.docx", "desk/return_slip.docx"}
    assert shipped == {*TEMPLATES, *written, *desk, "documents/attachment.docx"}


@pytest.mark.parametrize("name", TEMPLATES)
def test_only_the_fonts_of_official_documents_are_used(name: str) -> None:
    docx = template(name)
    fonts = set()
    for part in ("word/document.xml", "word/styles.xml"):
        for element in etree.fromstring(member(docx, part)).iter(f"{W}rFonts"):
            assert not [key for key in element.attrib if "heme" in str(key)]
            fonts |= {str(value) for key, value in element.attrib.items() if not str(key).endswith("hint")}
    assert fonts <= FONTS
    assert {"仿宋_GB2312", "黑体", "方正小标宋简体"} <= fonts


@pytest.mark.parametrize(("form", "edition"), FORMS)
def test_every_run_asks_for_the_east_asian_font(form: str, edition: str) -> None:
    # Without the hint, quotation marks, dots and dashes would be set in the western font.
    for run in document(render(definition(form, edition))).iter(f"{W}r"):
        fonts = run.find(f"{W}rPr/{W}rFonts")
        assert fonts is not None
        assert fonts.get(f"{W}hint") == "eastAsia"


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_paragraph_has_a_style_that_exists(name: str) -> None:
    docx = template(name)
    known = {style.get(f"{W}styleId") for style in etree.fromstring(member(docx, "word/styles.xml")).iter(f"{W}style")}
    for paragraph in document(docx).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        assert style is not None
        assert style.get(f"{W}val") in known
        assert paragraph.find(f"{W}r/{W}rPr/{W}sz") is None


@pytest.mark.parametrize(("form", "edition"), FORMS)
def test_cells_are_as_wide_as_their_columns_and_fit_the_page(form: str, edition: str) -> None:
    root = document(render(definition(form, edition)))
    page, margins = root.find(f".//{W}pgSz"), root.find(f".//{W}pgMar")
    assert page is not None
    assert margins is not None
    room = int(page.get(f"{W}w", 0)) - int(margins.get(f"{W}left", 0)) - int(margins.get(f"{W}right", 0))
    for table in root.iter(f"{W}tbl"):
        grid = [int(column.get(f"{W}w", 0)) for column in table.iter(f"{W}gridCol")]
        assert sum(grid) <= room
        for row in table.iter(f"{W}tr"):
            at = 0
            for cell in row.iter(f"{W}tc"):
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                covered = 1 if span is None else int(span.get(f"{W}val", 0))
                width = cell.find(f"{W}tcPr/{W}tcW")
                assert width is not None
                assert int(width.get(f"{W}w", 0)) == sum(grid[at : at + covered])
                at += covered
            assert at == len(grid)


ORDER = [
    "tcW",
    "gridSpan",
    "vMerge",
    "tcBorders",
    "shd",
    "noWrap",
    "tcMar",
    "textDirection",
    "tcFitText",
    "vAlign",
    "hideMark",
]


@pytest.mark.parametrize(("form", "edition"), FORMS)
def test_cell_properties_stand_in_the_schemas_order(form: str, edition: str) -> None:
    for properties in document(render(definition(form, edition))).iter(f"{W}tcPr"):
        places = [ORDER.index(etree.QName(child).localname) for child in properties]
        assert places == sorted(places)


@pytest.mark.parametrize(
    ("form", "table", "rows"), [("summary", 1, 2), ("implementation_plan", 0, 2), ("school_indicators", 0, 1)]
)
def test_long_lists_repeat_their_head_on_every_page(form: str, table: int, rows: int) -> None:
    found = list(document(render(definition(form, "moe-2020"))).iter(f"{W}tbl"))[table]
    heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in found.iter(f"{W}tr")]
    assert heads == [True] * rows + [False] * (len(heads) - rows)


@pytest.mark.parametrize(("form", "edition"), FORMS)
def test_a_paragraph_stands_between_and_behind_tables(form: str, edition: str) -> None:
    body = document(render(definition(form, edition)))[0]
    for table in body.iter(f"{W}tbl"):
        after = table.getnext()
        assert after is not None
        assert after.tag == f"{W}p"


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_properties_name_nobody(name: str) -> None:
    core = etree.fromstring(member(template(name), "docProps/core.xml"))
    assert {element.text for element in core} == {"fubiao"}
