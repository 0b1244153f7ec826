"""Fields of PDF forms that say one thing and show another, or say it in two places."""

from __future__ import annotations

import zlib

import pytest
from pdf_builder import Sheet, build, utf16

from forms.errors import Unreadable
from parsers.document import Document, Paragraph
from parsers.pdf.objects import chosen_values, needs_appearances
from parsers.pdf.reader import read_pdf

XS, YS = (60, 150, 300), (100, 130, 160)
EMPTY = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 0>>stream\n\nendstream"
BOX = (152.0, 102.0, 290.0, 128.0)


def grid() -> Sheet:
    return Sheet().grid(XS, YS).text(66, 114, "单位").text(66, 144, "类型")


def cell(document: Document, row: int) -> tuple[str, bool]:
    """The text of the second cell of a row, and whether it is doubted."""
    (table,) = document.tables()
    (found,) = (one for one in table.cells if (one.row, one.column) == (row, 1))
    return found.text, any(block.confidence < 0.9 for block in found.blocks if isinstance(block, Paragraph))


def picture(text: str) -> bytes:
    """What an annotation shows: *text*."""
    content = b"/Tx BMC BT /F1 10 Tf 2 8 Td <%b> Tj ET EMC" % text.encode("utf-16-be").hex().encode()
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 138 26]/Resources<</Font<</F1 3 0 R>>>>/Length %d>>stream\n%b\nendstream"
    return head % (len(content), content)


def radio(value: str, *states: str) -> Document:
    """A group of two round buttons whose field says *value*."""
    sheet = grid().text(167, 144, "区县").text(217, 144, "学校")
    for x, name, state in ((156, "A", states[0]), (206, "B", states[1])):
        sheet.annotate("Widget", (x, 135, x + 12, 148), f"/Parent 9 0 R{state}/AP<</N<</{name} 8 0 R/Off 8 0 R>>>>")
    field = f"<</FT/Btn/Ff 49152/T(kind)/V/{value}/Kids[10 0 R 11 0 R]>>".encode()
    return read_pdf(build(sheet, extra=[EMPTY, field], more="/AcroForm<</Fields[9 0 R]/DA(/F3 10 Tf)>>"))


@pytest.mark.parametrize(
    ("value", "states", "text", "doubted"),
    [
        ("B", ("/AS/Off", "/AS/B"), "☐区县\t☑学校", False),
        ("A", ("", ""), "☑区县\t☐学校", True),
        ("B", ("/AS/Off", "/AS/Off"), "☐区县\t☑学校", True),
        ("1", ("", ""), "☐区县\t☑学校", True),
        ("B", ("/AS/A", "/AS/Off"), "☑区县\t☑学校", True),
        ("C", ("/AS/Off", "/AS/Off"), "☐区县\t☐学校", True),
        ("Off", ("/AS/Off", "/AS/Off"), "☐区县\t☐学校", False),
    ],
)
def test_a_button_that_its_group_alone_says_is_chosen_is_ticked_with_doubt(
    value: str, states: tuple[str, str], text: str, doubted: bool
) -> None:
    assert cell(radio(value, *states), 1) == (text, doubted)


def test_what_a_group_says_is_found_however_it_is_written_and_in_its_last_version() -> None:
    first, name = b"<</T(a)/Kids[1 0 R]/V/Yes>>", b"<feff" + "类".encode("utf-16-be").hex().encode() + b">"
    later = b"<</Kids[1 0 R]/MK<</V/x>>/V(\\261)/T " + name + b">> <</T(a)/V/No#20x/Kids[1 0 R]>> <</T(b)/V(c)>>"
    packed = zlib.compress(b"<</Kids[2 0 R]/T(\\(d\\))/V <feff4e2d>>>")
    stream = b"<</Type/ObjStm/Length %d>>stream\r\n%b\nendstream" % (len(packed), packed)
    found = chosen_values(first + later + stream)
    assert (found["a"], found["(d)"]) == ("No x", "中")
    assert "b" not in found


@pytest.mark.parametrize("kind", ["/FT/Tx/T(a)/V", "/Contents"])
@pytest.mark.parametrize(("shown", "doubted"), [("某市教育局", False), ("某市 教育局", False), ("另一单位", True)])
def test_a_field_or_free_text_that_shows_another_text_is_doubted(kind: str, shown: str, doubted: bool) -> None:
    name = "FreeText" if kind == "/Contents" else "Widget"
    sheet = grid().annotate(name, BOX, f"{kind}{utf16('某市教育局')}/DA(/F3 10 Tf)/AP<</N 8 0 R>>")
    assert cell(read_pdf(build(sheet, extra=[picture(shown)])), 0) == ("某市教育局", doubted)


def test_a_picture_counts_for_nothing_where_fields_are_drawn_anew_and_where_it_hides_what_is_typed() -> None:
    more = f"/FT/Tx/T(a)/V{utf16('某市教育局')}/AP<</N 8 0 R>>"
    data = build(grid().annotate("Widget", BOX, more), extra=[picture("另一单位")])
    anew = data.replace(b"/AcroForm<<", b"/AcroForm<</NeedAppearances true")
    assert needs_appearances(anew)
    assert cell(read_pdf(anew), 0) == ("某市教育局", False)
    hidden = "/FT/Tx/Ff 8192/T(a)/V(Ab3)/AP<</N 8 0 R>>"
    assert cell(read_pdf(build(grid().annotate("Widget", BOX, hidden), extra=[picture("xxx")])), 0) == ("Ab3", False)


def xfa(sheet: Sheet, data: str, more: str = "") -> Document:
    """A form with XFA's *data* beside it; its only field is object 9."""
    content = f'<xfa:datasets xmlns:xfa="x"><xfa:data>{data}</xfa:data></xfa:datasets>'.encode()
    packet = b"<</Length %d>>stream\n%b\nendstream" % (len(content), content)
    fields = "9 0 R" if sheet.annotations else ""
    written = build(
        sheet, extra=[packet], more=more + f"/Acro<</Fields[{fields}]/DA(/F3 10 Tf)/XFA[(datasets) 8 0 R]>>"
    )
    return read_pdf(written.replace(b"/AcroForm", b"/Unused").replace(b"/Acro<<", b"/AcroForm<<"))


def test_a_static_xfa_form_is_read_by_its_fields_and_doubted_where_its_data_say_otherwise() -> None:
    def read(data: str, more: str = "") -> tuple[tuple[str, bool], bool]:
        sheet = grid().annotate("Widget", BOX, f"/FT/Tx/T(a)/V{utf16('某市教育局')}")
        document = xfa(sheet, data, more)
        return cell(document, 0), "document.xfa" in {note.code for note in document.notes}

    assert read("<a>某市教育局</a><n>1</n>") == (("某市教育局", False), False)
    assert read("<a>另一单位</a>") == (("某市教育局", True), True)
    assert read("<a>某市教育局</a><b>没有显示的意见</b>") == (("某市教育局", False), True)
    assert read("<a>某市教育局</a>", "/NeedsRendering true") == (("某市教育局", False), True)


@pytest.mark.parametrize("more", ["", "/NeedsRendering true"])
def test_a_page_that_only_asks_for_another_program_is_refused_by_name(more: str) -> None:
    with pytest.raises(Unreadable) as caught:
        xfa(Sheet().text(72, 100, "请稍候……需要 Adobe Reader 8 或更高版本。"), "<a>某市教育局</a>", more)
    assert caught.value.code == "unreadable.xfa"


def test_the_last_version_of_a_field_counts() -> None:
    data = build(grid().annotate("Widget", BOX, f"/FT/Tx/T(a)/V{utf16('旧单位')}"))
    changed = f"<</Type/Annot/Subtype/Widget/Rect[152 714 290 740]/F 4/FT/Tx/T(a)/V{utf16('新单位')}>>".encode()
    last = data.rsplit(b"startxref\n", 1)[1].split()[0]
    table = b"\nxref\n8 1\n%010d 00000 n \ntrailer\n<</Size 11/Root 1 0 R/Prev %b>>\nstartxref\n%d\n%%%%EOF\n"
    body = data + b"8 0 obj\n" + changed + b"\nendobj"
    assert cell(read_pdf(body + table % (len(data), last, len(body) + 1)), 0) == ("新单位", False)


def test_free_text_behind_a_word_that_is_no_label_may_be_a_remark() -> None:
    for text, far, doubted in (
        ("某市教育局", 4, True),
        ("某市教育局", 150, True),
        ("联系人", 4, False),
        ("联系人：", 4, False),
    ):
        end = 72 + 10.5 * len(text)
        sheet = (
            Sheet()
            .text(72, 100, text)
            .annotate("FreeText", (end + far, 88, end + far + 56, 104), f"/Contents{utf16('请核实')}/DA(/F3 10 Tf)")
        )
        (found,) = read_pdf(build(sheet)).blocks
        assert isinstance(found, Paragraph)
        assert (found.text.startswith(text), found.confidence < 0.9) == (True, doubted)


def test_free_text_in_the_margin_is_a_remark_and_none_beside_labels_is() -> None:
    for x, beside in ((540, True), (310, False)):
        sheet = grid().annotate("FreeText", (x, 102, x + 50, 128), f"/Contents{utf16('请核实')}/DA(/F3 10 Tf)")
        document = read_pdf(build(sheet))
        remarks = [one.text for one in document.asides if isinstance(one, Paragraph)]
        assert (remarks == ["请核实"], cell(document, 0)) == (beside, ("", False))
