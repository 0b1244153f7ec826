"""Workbooks: the same document whether .xlsx or .xls, numbers as their cells show them, nothing hidden in silence."""

from __future__ import annotations

import datetime
import io
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx_builder import archive, grid, texts
from hypothesis import given
from hypothesis import strategies as st
from mutations import BYTEWISE, SECTORWISE, TEXTWISE, endure, in_a_part, survives
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from word97_builder import compound

from forms.errors import OverLimit, Unreadable
from forms.library import definition
from generators.render import render
from generators.sheet import form_workbook
from parsers.compound import Compound
from parsers.document import Document, Paragraph, Table
from parsers.read import read, sniff
from parsers.sheets.number_formats import shown

OLD = Path(__file__).with_name("workbooks")
"""``everything.xlsx``, made by openpyxl of invented people, and the same as LibreOffice saves it in the old format."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def made(*fill: Callable[[Worksheet], object]) -> Document:
    """The document of a workbook whose sheets are filled by *fill*."""
    return read(saved(*fill))


def saved(*fill: Callable[[Worksheet], object]) -> bytes:
    book = Workbook()
    for index, one in enumerate(fill):
        sheet = book.active if index == 0 else book.create_sheet()
        assert isinstance(sheet, Worksheet)
        one(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows(*lines: list[Any]) -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        for line in lines:
            sheet.append(line)

    return fill


def table(document: Document) -> Table:
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    return found


def raw(sheet: str, *, strings: str = "", styles: str = "", workbook: str = "") -> bytes:
    """A workbook of one sheet with *sheet* inside its root element, as no library would write it."""
    kinds = {"worksheet": "worksheets/s.xml", "sharedStrings": "strings.xml", "styles": "styles.xml"}
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for kind, target in kinds.items()
    )
    return archive(
        {
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="a" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{workbook}<sheets><sheet name="Sheet1" r:id="worksheet"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
            "xl/worksheets/s.xml": f'<worksheet xmlns="{_MAIN}">{sheet}</worksheet>',
            "xl/strings.xml": f'<sst xmlns="{_MAIN}">{strings}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>',
        }
    )


def cells(text: str, **more: str) -> bytes:
    return raw(f"<sheetData>{text}</sheetData>", **more)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (13800001234, "General", "13800001234"),
        (1.3800001234e10, "0.00E+00", "13800001234"),
        (13800001234, "#,##0", "13800001234"),
        (13800001234, "000-0000-0000", "138-0000-1234"),
        (37169691767, "0000\\-00000000", "0371-69691767"),
        (371, "0000", "0371"),
        (0.97, "0%", "97%"),
        (0.1 + 0.2, "General", "0.3"),
        (1e-7, "General", "0.0000001"),
        (12345.6, "#,##0.00", "12345.60"),
        (2.5, "#.##", "2.5"),
        (5, '0"个"', "5个"),
        (5, "[DBNum1][$-804]General", "5"),
        (12345, '0!.0,"万"', "12345"),
        (-3, "0_);[Red]\\(0\\)", "-3"),
        (12.5, "[$¥-804]#,##0.00", "¥12.50"),
        (3, '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"??_ ;_ @_ ', "3"),
        (0, "0;-0;;@", ""),
        (1234567, '[>1000]0,"K";0', "1234567"),
        (44155, 'yyyy"年"m"月"d"日"', "2020年11月20日"),
        (44155, '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "2020年11月20日"),
        (44155, 'yyyy"年"m"月"', "2020年11月"),
        (44155, "yyyy/m/d", "2020/11/20"),
        (44155, "yy\\-mm\\-dd", "2020-11-20"),
        (44155, "m/d/yy", "2020-11-20"),
        (44155, "aaaa", "2020-11-20"),
        (44155, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2020-11-20"),
        (44155.99999, "yyyy/m/d h:mm", "2020/11/21 0:00"),
        (44155.4, "h:mm AM/PM", "9:36 AM"),
        (1.5, "[h]:mm", "36:00"),
        (59, "yyyy/m/d", "1900/2/28"),
        (60, "yyyy/m/d", "60"),
        (-1, "yyyy/m/d", "-1"),
        (1e300, "yyyy/m/d", "1" + "0" * 300),
    ],
)
def test_a_number_is_as_its_cell_shows_it(value: float, code: str, text: str) -> None:
    assert shown(value, code).text == text


def test_what_a_number_format_does_to_a_value_is_told() -> None:
    assert shown(410105198001010011, "0").notes == ("sheet.digits",)
    assert shown(7, ";;;").hidden
    assert shown(42693, "yyyy-mm-dd", from_1904=True).text == "2020-11-20"


@given(
    st.one_of(st.floats(), st.integers(-(10**20), 10**20), st.sampled_from([44155, 59.9999999, 2958465.99999])),
    st.one_of(st.text('yYmMdDhHsS0#?.,%;"\\_*[]$-@eE+/AMPaG ', max_size=14), st.text(max_size=8)),
    st.booleans(),
)
def test_any_number_shows_something_in_any_format(value: float, code: str, from_1904: bool) -> None:
    assert isinstance(shown(value, code, from_1904=from_1904).text, str)


def test_a_sheet_is_one_table_with_its_title_and_notes_as_paragraphs() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(
            ["附件6"],
            ["汇总表"],
            ["序号", "名称", "手机"],
            [1, "甲", 13800001234],
            [2, None, None],
            ["注：本表由省级教育行政部门填写"],
        )(sheet)
        sheet.merge_cells("A2:C2")

    document = made(fill)
    assert texts(document.blocks) == ["附件6", "汇总表", "注：本表由省级教育行政部门填写"]
    assert grid(table(document)) == [
        "0,0 序号",
        "0,1 名称",
        "0,2 手机",
        "1,0 1",
        "1,1 甲",
        "1,2 13800001234",
        "2,0 2",
        "2,1 ",
        "2,2 ",
    ]
    assert (document.format, document.pages, document.notes) == ("xlsx", None, ())


def test_merged_cells_are_one() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["甲", "乙", None], [None, "a", "b"], ["c", "d", "e"])(sheet)
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")

    assert grid(table(made(fill))) == ["0,0 甲 2x1", "0,1 乙 1x2", "1,1 a", "1,2 b", "2,0 c", "2,1 d", "2,2 e"]


def test_values_of_every_type_are_told() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["甲\n乙", True, datetime.date(2020, 11, 20), 0.5, "0371"])
        sheet.append(["x", False, datetime.datetime(2020, 11, 20, 8, 30), 12, "#N/A"])  # noqa: DTZ001

    assert grid(table(made(fill)))[:4] == ["0,0 甲\n乙", "0,1 TRUE", "0,2 2020-11-20", "0,3 0.5"]


def test_hidden_content_stands_aside_and_is_noted() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"])(sheet)
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet["C3"].number_format = ";;;"
        sheet["C3"] = 7

    def gone(sheet: Worksheet) -> None:
        sheet.append(["z", "y"])
        sheet.sheet_state = "hidden"

    document = made(fill, gone)
    assert grid(table(document)) == ["0,0 a", "0,1 c", "1,0 g", "1,1 "]
    assert sorted(texts(document.asides)) == ["7", "b", "d", "e", "f", "h", "y", "z"]
    assert [note.code for note in document.notes] == ["sheet.hidden"]


def test_an_empty_row_that_is_hidden_is_no_row_of_the_table() -> None:
    lines = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="B{row}"><v>2</v></c></row>' for row in (1, 4))
    hidden = '<row r="2" ht="2.25" hidden="1"/><row hidden="true" r="3"><c r="A3" s="0"/></row>'
    document = read(cells(lines.replace('<row r="4"', hidden + '<row r="4"')))
    assert grid(table(document)) == ["0,0 1", "0,1 2", "1,0 1", "1,1 2"]
    assert document.notes == ()


def test_a_merged_cell_shows_in_what_is_left_of_it() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["甲", None, "a"], ["b", "c", "d"])(sheet)
        sheet.merge_cells("A1:B1")
        sheet.column_dimensions["A"].hidden = True

    document = made(fill)
    assert grid(table(document)) == ["0,0 甲", "0,1 a", "1,0 c", "1,1 d"]
    assert texts(document.asides) == ["b"]


def test_several_sheets_come_in_order_under_names_that_somebody_gave() -> None:
    def named(name: str) -> Callable[[Worksheet], None]:
        def fill(sheet: Worksheet) -> None:
            sheet.title = name
            sheet.append(["a", name])

        return fill

    def titled(sheet: Worksheet) -> None:
        sheet.title = "附件1"
        rows(["附件1"], ["a", "b"])(sheet)

    document = made(named("Sheet1"), named("联系表"), titled, named("工作表4"))
    assert texts(document.blocks) == ["联系表", "附件1"]
    assert len(list(document.tables())) == 4


def test_looks_that_matter_are_read() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["R", "þ", "旧", None, "x"])
        sheet["A1"].font = Font(name="Wingdings 2")
        sheet["B1"].font = Font(name="Wingdings")
        sheet["C1"].font = Font(strike=True)
        sheet["D1"] = CellRichText(
            "甲", TextBlock(InlineFont(strike=True), "乙"), TextBlock(InlineFont(rFont="Wingdings 2"), "£")
        )
        sheet["E1"].comment = Comment("批注", "a")

    document = made(fill)
    found = [cell.blocks[0] for cell in table(document).cells]
    assert [block.text for block in found if isinstance(block, Paragraph)] == ["☑", "☑", "旧", "甲乙☐", "x"]
    assert [block.struck for block in found if isinstance(block, Paragraph)] == [(), (), ("旧",), ("乙",), ()]
    assert [(b.text, b.part) for b in document.asides if isinstance(b, Paragraph)] == [("批注", "comment")]


def test_a_formula_shows_its_result_and_one_without_is_noted() -> None:
    data = cells(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    document = read(data)
    assert grid(table(document)) == ["0,0 2", "0,1 ", "0,2 #DIV/0!"]
    notes = [block.notes for cell in table(document).cells for block in cell.blocks if isinstance(block, Paragraph)]
    assert notes == [(), ("sheet.formula",), ("sheet.error",)]
    assert [note.code for note in document.notes] == ["sheet.formula"]


def test_what_stands_beside_the_cells_is_aside() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["a", "b"])
        assert sheet.oddHeader is not None
        sheet.oddHeader.center.text = "附件6 && 表"

    assert [(b.text, b.part) for b in made(fill).asides if isinstance(b, Paragraph)] == [("附件6 & 表", "header")]


def test_cells_and_rows_that_do_not_say_where_they_are_follow_empty_ones_that_do() -> None:
    one = "<v>1</v>"
    data = cells(
        f'<row r="1"><c r="A1">{one}</c><c r="B1">{one}</c><c r="C1">{one}</c></row>'
        f'<row r="2"><c r="A2" s="0"/><c s="0"/><c><v>7</v></c></row><row r="3"/><row><c r="A4">{one}</c><c>{one}</c></row>'
    )
    assert [(c.row, c.column, c.text) for c in table(read(data)).cells if c.text] == [
        *[(0, column, "1") for column in range(3)],
        (1, 2, "7"),
        (3, 0, "1"),
        (3, 1, "1"),
    ]


def test_texts_are_unescaped_and_readings_left_out() -> None:
    strings = "<si><t>甲_x000D_\n乙_x005F_x</t><rPh><t>jia</t></rPh></si>"
    data = cells(
        '<row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>丙</t></is></c><c t="d"><v>2020-11-20</v></c></row>',
        strings=strings,
    )
    assert grid(table(read(data))) == ["0,0 甲\n乙_x", "0,1 丙", "0,2 2020-11-20"]


def test_a_strict_workbook_is_read_like_any_other() -> None:
    parts = zipfile.ZipFile(io.BytesIO(saved(rows(["a", 7], ["b", datetime.date(2020, 11, 20)]))))
    strict = (
        (_MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
        (_OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )
    members: dict[str, str | bytes] = {}
    for name in parts.namelist():
        text = parts.read(name).decode()
        for transitional, other in strict:
            text = text.replace(transitional, other)
        members[name] = text
    assert grid(table(read(archive(members)))) == ["0,0 a", "0,1 7", "1,0 b", "1,1 2020-11-20"]


def test_what_the_library_would_refuse_or_change_is_read() -> None:
    font = '<font><name val="Wingdings 2"/><family val="32"/><color rgb="red"/><u val="wavy"/></font>'
    formats = '<numFmts><numFmt numFmtId="170" formatCode="mm-dd-yy"/></numFmts>'
    looks = '<xf odd="1" fontId="0"/><xf numFmtId="170" fontId="7"><alignment horizontal="odd"/></xf><xf numFmtId="44" fontId="7"/>'
    strings = (
        "<si><t>_x005F_x000D_</t></si><si><t>x005F_</t></si>"
        '<si><r><rPr><b val="?"/><strike/><color rgb="red"/></rPr><t>旧</t></r><r><t>新</t></r>'
        '<phoneticPr fontId="x" type="odd"/></si>'
    )
    data = cells(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>R</t></is></c><c r="B1" s="1"><v>44155</v></c><c r="C1" t="b" s=""><v>true</v></c></row>'
        '<row r="2"><c r="A2" s="1" t="s"><v>0</v></c><c r="B2" s="1" t="s"><v>1</v></c><c r="C2" s="1" t="s"><v>2</v></c></row>'
        '<row r="3"><c r="A3" s="1" t="inlineStr"><is><r><t>甲</t></r><r><rPr><strike/></rPr><t>乙</t></r></is></c>'
        '<c r="B3" s="1"><v>NaN</v></c><c r="C3" s="2"><v>12.5</v></c></row>',
        strings=strings,
        styles=f"{formats}<fonts>{font}</fonts><cellXfs>{looks}</cellXfs>",
    )
    document = read(data)
    expected = "0,0 ☑|0,1 2020-11-20|0,2 TRUE|1,0 _x000D_|1,1 x005F_|1,2 旧新|2,0 甲乙|2,1 NaN|2,2 12.50"
    assert grid(table(document)) == expected.split("|")
    found = [block for cell in table(document).cells for block in cell.blocks if isinstance(block, Paragraph)]
    assert [(block.text, block.struck, block.notes) for block in found if block.struck or block.notes] == [
        ("旧新", ("旧",), ("text.struck",)),
        ("甲乙", ("乙",), ("text.struck",)),
        ("NaN", (), ("sheet.error",)),
    ]
    assert document.notes == ()


@pytest.mark.parametrize(
    "data",
    [
        cells('<row r="1"><c r="A1" s="4"><v>1</v></c></row>', styles="<cellXfs><xf/></cellXfs>"),
        cells('<row r="1"><c r="A1" t="inlineStr"><v>1</v></c></row>'),
        raw(
            '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="n"/></mergeCells>'
        ),
    ],
    ids=["look", "text", "area"],
)
def test_what_is_lost_of_a_damaged_workbook_is_noted(data: bytes) -> None:
    document = read(data)
    assert texts(document.blocks) == ["1"]
    assert [note.code for note in document.notes] == ["document.damaged"]


def test_macros_are_noted() -> None:
    out = io.BytesIO(saved(rows(["a", "b"])))
    with zipfile.ZipFile(out, "a") as target:
        target.writestr("xl/vbaProject.bin", b"")
    assert [note.code for note in read(out.getvalue()).notes] == ["document.macros"]


def controlled(
    *controls: tuple[str, str, str, str, str],
    sheet: Callable[[Worksheet], None] | None = None,
    other: Callable[[Worksheet], None] | None = None,
) -> Document:
    """A sheet with *controls*: kind, anchor, text (of a list the cells of its entries), state in the drawing, and state in a part of its own."""
    fills = [sheet or rows(["类别", "", "a"], ["b", "c", "d"]), *([] if other is None else [other])]
    source = zipfile.ZipFile(io.BytesIO(saved(*fills)))
    members: dict[str, str | bytes] = {name: source.read(name) for name in source.namelist()}
    shapes, listed, related = "", "", ""
    for number, (kind, anchor, text, checked, own) in enumerate(controls, 1025):
        state = f"<x:Checked>{checked}</x:Checked>" if checked else ""
        if kind in {"Drop", "List"}:
            state, text = f"<x:FmlaRange>{text}</x:FmlaRange><x:Sel>{checked}</x:Sel>", ""
        shapes += (
            f'<v:shape id="_x0000_s{number}"><v:textbox><div><font>{text}<br></font></div></v:textbox>'
            f'<x:ClientData ObjectType="{kind}"><x:Anchor>\n {anchor}</x:Anchor>{state}</x:ClientData></v:shape>'
        )
        listed += f'<control shapeId="{number}" r:id="c{number}" name="x"/>'
        related += f'<Relationship Id="c{number}" Type="{_OFFICE}/ctrlProp" Target="../ctrlProps/{number}.xml"/>'
        members[f"xl/ctrlProps/{number}.xml"] = (
            f'<formControlPr xmlns="{_MAIN}" objectType="{kind}" checked="{own}" sel="{own}"/>'
        )
    members["xl/drawings/vml.vml"] = (
        f'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">{shapes}</xml>'
    )
    related += f'<Relationship Id="v" Type="{_OFFICE}/vmlDrawing" Target="../drawings/vml.vml"/>'
    members["xl/worksheets/_rels/sheet1.xml.rels"] = f'<Relationships xmlns="{_PACKAGE}">{related}</Relationships>'
    main = members["xl/worksheets/sheet1.xml"]
    assert isinstance(main, bytes)
    members["xl/worksheets/sheet1.xml"] = main.replace(
        b"</worksheet>", f'<controls xmlns:r="{_OFFICE}">{listed}</controls></worksheet>'.encode()
    )
    return read(archive(members))


def test_tick_boxes_stand_in_the_cells_that_they_lie_on() -> None:
    document = controlled(
        ("Checkbox", "1, 5, 0, 2, 1, 50, 0, 18", "地市", "1", "Checked"),
        ("Checkbox", "1, 40, 0, 2, 2, 20, 0, 18", "区县", "", ""),
        # Drawn a little above and to the left of the cell that it belongs to.
        ("Radio", "0, 60, 0, 18, 1, 60, 1, 16", "是", "1", "Checked"),
    )
    assert grid(table(document)) == ["0,0 类别", "0,1 ☑地市\u3000☐区县", "0,2 a", "1,0 b", "1,1 c\n●是", "1,2 d"]
    assert document.notes == ()


def test_a_tick_box_on_the_cell_that_it_is_linked_to_is_one_with_it() -> None:
    document = controlled(
        ("Checkbox", "0, 5, 0, 2, 0, 50, 0, 18", "", "1", "Checked"),
        ("Checkbox", "1, 5, 0, 2, 1, 50, 0, 18", "", "1", "Checked"),
        sheet=rows([True, False], ["a", "b"]),
    )
    assert grid(table(document)) == ["0,0 ☑", "0,1 \ufffd", "1,0 a", "1,1 b"]


def test_a_tick_box_that_says_two_things_is_no_answer() -> None:
    document = controlled(("Checkbox", "1, 5, 0, 2, 1, 50, 0, 18", "是", "1", "Unchecked"))
    (found,) = [cell.blocks[0] for cell in table(document).cells if "是" in cell.text]
    assert isinstance(found, Paragraph)
    assert (found.text, found.notes) == ("\ufffd是", ("text.box",))


def test_controls_that_cannot_be_read_are_noted() -> None:
    assert [note.code for note in controlled(("Scroll", "1, 5, 0, 2, 1, 50, 0, 18", "", "", "")).notes] == [
        "sheet.controls"
    ]
    assert [note.code for note in controlled(("Checkbox", "1, 5", "", "", "")).notes] == ["sheet.controls"]


def test_what_is_chosen_in_a_list_stands_in_its_cell() -> None:
    def hidden(sheet: Worksheet) -> None:
        sheet.title = "选项 表"
        sheet.sheet_state = "hidden"
        rows(["小学"], ["初中"], ["高中"])(sheet)

    document = controlled(
        # The cell under it is the one that keeps the entry's number.
        ("Drop", "1, 5, 0, 2, 1, 50, 0, 18", "$A$2:$A$3", "2", "2"),
        ("List", "2, 5, 0, 2, 2, 50, 0, 18", "'选项 表'!$A$1:$A$3", "3", "3"),
        ("Drop", "1, 5, 1, 2, 1, 50, 1, 18", "$A$2:$A$3", "0", "0"),
        sheet=rows(["类别", 2, None], ["省", None, "a"], ["市", "b", "c"]),
        other=hidden,
    )
    assert grid(table(document))[:6] == ["0,0 类别", "0,1 市", "0,2 高中", "1,0 省", "1,1 ", "1,2 a"]
    assert [note.code for note in document.notes] == ["sheet.hidden"]


@pytest.mark.parametrize(
    ("entries", "drawn", "own"),
    [
        ("$A$2:$A$3", "2", "1"),
        ("$A$2:$A$3", "9", "9"),
        ("[1]x!$A$2:$A$3", "1", "1"),
        ("", "1", "1"),
        ("$A$2", "x", "x"),
    ],
)
def test_a_choice_that_cannot_be_told_is_no_answer(entries: str, drawn: str, own: str) -> None:
    document = controlled(("Drop", "1, 5, 0, 2, 1, 50, 0, 18", entries, drawn, own))
    found = next(cell for cell in table(document).cells if (cell.row, cell.column) == (0, 1)).blocks[0]
    assert isinstance(found, Paragraph)
    assert (found.text, found.notes) == ("\ufffd", ("text.control",))


def test_a_cell_with_a_list_of_permitted_entries_is_what_is_written_in_it() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["类别", "层次"], ["区县", None], ["地市", "b"])(sheet)
        for cells_, entries in (("A2", '"区县,学校"'), ("B2", "$D$1:$D$9")):
            permitted = DataValidation(type="list", formula1=entries)
            permitted.add(cells_)
            sheet.add_data_validation(permitted)

    document = made(fill)
    assert grid(table(document)) == ["0,0 类别", "0,1 层次", "1,0 区县", "1,1 ", "2,0 地市", "2,1 b"]
    assert document.notes == ()


@pytest.mark.parametrize(
    "sheet",
    [
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>'
        + "".join(f'<row r="{i}"><c r="A{i}" s="0"/><c r="B{i}"/></row>' for i in range(2, 300_000)),
    ],
)
def test_sparse_sheets_are_cut_to_what_is_written(sheet: str) -> None:
    started = time.process_time()
    found = table(read(cells(sheet)))
    assert (found.rows, found.columns) in {(1, 2), (3, 4)}
    assert time.process_time() - started < 5


@pytest.mark.parametrize("reference", ["A1:XFD1048576", "A1:A1048576", "A1:XFD1", "B9:A1", "nonsense", "A0:B0"])
def test_absurd_merges_cost_nothing(reference: str) -> None:
    body = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>'
    data = raw(
        f"<sheetData>{body}</sheetData><mergeCells>{f'<mergeCell ref={chr(34)}{reference}{chr(34)}/>' * 1000}</mergeCells>"
    )
    started = time.process_time()
    read(data)
    assert time.process_time() - started < 5


def test_too_much_is_refused_soon() -> None:
    def lines(count: int, width: int) -> str:
        row = "".join("<c><v>1</v></c>" for _ in range(width))
        return f"<row>{row}</row>" * count

    started = time.process_time()
    with pytest.raises(OverLimit):
        read(cells(lines(3000, 100)))
    with pytest.raises(OverLimit):
        read(cells("".join(f'<row r="{i + 1}"><c r="{_letters(i)}{i + 1}"><v>1</v></c></row>' for i in range(1200))))
    with pytest.raises(OverLimit):
        read(cells("<row><c><v>1</v></c></row>" * 600_000))
    assert time.process_time() - started < 10


def _letters(column: int) -> str:
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def test_what_is_left_of_old_macros_is_no_sheet() -> None:
    parts = zipfile.ZipFile(io.BytesIO(saved(rows(["a", "b"]))))
    members = {name: parts.read(name) for name in parts.namelist()}
    book = members["xl/workbook.xml"].replace(b"</sheets>", b'<sheet name="Module1" sheetId="9" r:id=""/></sheets>')
    book = book.replace(b"<workbook ", f'<workbook xmlns:r="{_OFFICE}" '.encode())
    document = read(archive({**members, "xl/workbook.xml": book}))
    assert grid(table(document)) == ["0,0 a", "0,1 b"]
    assert [note.code for note in document.notes] == ["document.macros"]


@pytest.mark.parametrize(
    "data",
    [
        cells('<row r="0"><c><v>1</v></c></row>'),
        cells('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
        cells('<row><c t="s"><v>9</v></c></row>'),
        cells('<row><c t="s"><v>-1</v></c></row>', strings="<si><t>a</t></si>"),
        cells('<row><c t="s"><v>0_0</v></c></row>', strings="<si><t>a</t></si>"),
        cells('<row><c t="s"><v>0</v></c></row>', strings="<si><t>a</t><t>b</t></si>"),
        cells('<row><c t="b"><v>2</v></c></row>'),
        cells('<row><c t="z"><v>0</v></c></row>'),
        cells('<row r="1"><c r="A2"><v>1</v></c></row>'),
        cells("<row><c>"),
        archive({"xl/workbook.xml": "<a/>"}),
        archive({"xl/other.xml": "<a/>"}),
        saved(rows(["a", "b"]))[:-60],
    ],
)
def test_damaged_workbooks_say_so(data: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert caught.value.code == "unreadable.damaged"


def test_a_document_type_is_refused() -> None:
    data = archive({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'})
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert caught.value.code == "unreadable.dtd"


# .xls


def old(name: str) -> bytes:
    return (OLD / name).read_bytes()


def test_an_old_workbook_reads_like_a_new_one() -> None:
    old_one, new_one = read(old("everything.xls")), read(old("everything.xlsx"))
    assert sniff(old("everything.xls")) == "xls"
    assert old_one.blocks == new_one.blocks
    assert set(texts(old_one.asides)) == set(texts(new_one.asides))
    assert {note.code for note in old_one.notes} == {note.code for note in new_one.notes} == {"sheet.hidden"}


def test_an_old_workbook_with_a_password_is_encrypted() -> None:
    # The record that tells of a password, in the place of one of the same size that tells nothing.
    data = old("everything.xls").replace(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00", 1)
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert caught.value.code == "unreadable.encrypted"


@pytest.mark.parametrize("table", [76, 60], ids=["sectors", "small sectors"])
def test_chains_in_rings_in_an_old_workbook_end(table: int) -> None:
    data = bytearray(old("everything.xls"))
    (sector,) = struct.unpack_from("<i", data, table)
    assert sector >= 0
    at = 512 + 512 * sector
    chain = struct.unpack_from("<128i", data, at)
    struct.pack_into(
        "<128i", data, at, *(index if following >= 0 else following for index, following in enumerate(chain))
    )
    survives(bytes(data))


def test_damaged_old_workbooks_end_in_a_document_or_a_typed_error() -> None:
    endure([old("everything.xls")], SECTORWISE, usual=200, share=0.3, kind="xls")


def test_damaged_workbooks_end_in_a_document_or_a_typed_error() -> None:
    endure([old("everything.xlsx")], (*map(in_a_part, TEXTWISE), *BYTEWISE), usual=400, share=0.3, kind="xlsx")


def with_objects(records: bytes) -> bytes:
    """The old workbook with *records* at the end of its first sheet."""
    with Compound.open(old("everything.xls")) as container:
        stream = bytearray(container.stream("Workbook") or b"")
    at, depth, sheets, bounds, end = 0, 0, 0, [], 0
    while not end:
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind == 0x809) - (kind == 0x0A)
        sheets += kind == 0x809 and depth == 1
        if kind == 0x85:
            bounds.append(at + 4)
        if kind == 0x0A and sheets == 2:
            end = at
        at += 4 + size
    for place in bounds:
        (start,) = struct.unpack_from("<I", stream, place)
        struct.pack_into("<I", stream, place, start + (len(records) if start > end else 0))
    stream[end:end] = records
    return compound({"Workbook": bytes(stream)})


def drawn(kind: int, corners: tuple[int, ...], text: str, state: int | None) -> bytes:
    """The records of a control ([MS-XLS] 2.4.170, 2.4.181, 2.4.329): its anchor, what it is, what is written on it."""

    def record(number: int, body: bytes) -> bytes:
        return struct.pack("<HH", number, len(body)) + body

    anchor = struct.pack("<HHI", 0, 0xF010, 18) + struct.pack("<9H", 0, *corners)
    shape = struct.pack("<HHI", 0xF, 0xF004, 500) + struct.pack("<HHI", 0, 0xF00A, 8) + bytes(8) + anchor
    told = struct.pack("<HHHH", 0x15, 18, kind, 1) + bytes(14)
    if state is not None:
        told += struct.pack("<HHH", 0x12, 8, state) + bytes(6)
    written = record(0x1B6, bytes(10) + struct.pack("<H", len(text)) + bytes(6)) + record(
        0x3C, b"\x01" + text.encode("utf-16-le")
    )
    return record(0xEC, shape) + record(0x5D, told + bytes(4)) + written


def test_tick_boxes_of_an_old_workbook_stand_in_their_cells() -> None:
    before = table(read(old("everything.xls")))
    row, column = before.rows - 1, before.columns
    document = read(
        with_objects(
            drawn(0x0B, (column, 0, row, 20, column, 400, row, 200), "地市", 1)
            + drawn(0x0B, (column, 500, row, 20, column + 1, 100, row, 200), "区县", 0)
            # Drawn a little above the cell that it belongs to.
            + drawn(0x0C, (column + 1, 300, row - 1, 250, column + 1, 900, row, 240), "是", 1)
            + drawn(0x06, (0, 0, 0, 0, 0, 0, 0, 0), "框内", None)
        )
    )
    found = table(document)
    added = {(cell.row, cell.column): cell.text for cell in found.cells if cell.column >= column and cell.text}
    # The title and the attachment's number, above the table, are rows of the sheet.
    assert added == {(row - 2, column): "☑地市\u3000☐区县", (row - 2, column + 1): "●是"}
    assert "框内" in texts(document.asides)
    assert "sheet.controls" not in [note.code for note in document.notes]


def test_a_control_of_an_old_workbook_that_cannot_be_read_is_noted() -> None:
    document = read(with_objects(drawn(0x12, (1, 0, 0, 0, 1, 0, 1, 0), "", None)))
    assert "sheet.controls" in [note.code for note in document.notes]


def test_a_last_column_that_is_still_to_be_filled_in_belongs_to_the_table() -> None:
    """Merged cells end there in several rows; without it the tick box would stand under the mobile's label as its value."""
    made = form_workbook(render(definition("recommendation", "moe-2020"), None))
    (table,) = [block for block in read(made).blocks if isinstance(block, Table)]
    assert table.columns == 7


def test_a_text_of_more_runs_than_a_cell_has_characters_is_refused_and_one_that_no_cell_asks_for_is_not_read() -> None:
    many = "<si>" + "<r><t>a</t></r>" * 40_000 + "</si>"
    with pytest.raises(OverLimit):
        read(cells('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=many))
    assert texts(
        read(cells('<row r="1"><c r="A1" t="s"><v>1</v></c></row>', strings=f"{many}<si><t>b</t></si>")).blocks
    ) == ["b"]
