"""Reading .docx: everything a clerk's word processor may have put into one, and how it appears."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_builder import NAMESPACES, archive, document_xml, docx, field, grid, p, r, span, tbl, tc, texts, tr, width

from parsers.document import Document, Paragraph, Table
from parsers.docx.reader import read_docx

_SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"
_CONTINUE = "<w:vMerge/>"
_RESTART = '<w:vMerge w:val="restart"/>'


def shown(body: str, **parts: str) -> list[str]:
    """The texts of the body's paragraphs as read."""
    return texts(read_docx(docx(body, parts={f"{name}.xml": content for name, content in parts.items()})).blocks)


def table(*rows: str) -> list[str]:
    """The cells as read of a table of *rows*."""
    found = next(read_docx(docx(tbl(*rows))).tables())
    return grid(found)


def first(body: str) -> Paragraph:
    """The first paragraph of the body as read."""
    found = read_docx(docx(body)).blocks[0]
    assert isinstance(found, Paragraph)
    return found


def codes(document: Document) -> list[str]:
    """The codes of the document's notes."""
    return [note.code for note in document.notes]


# Tables


def test_cells_merged_both_ways_appear_once() -> None:
    assert table(
        tr(tc("甲", span(2) + _RESTART), "乙"),
        tr(tc("", span(2) + _CONTINUE), "丙"),
    ) == ["0,0 甲 2x2", "0,2 乙", "1,2 丙"]


def test_a_merge_without_a_beginning_begins_where_it_stands() -> None:
    assert table(tr(tc("甲", _CONTINUE), "乙"), tr(tc("", _CONTINUE), "丙")) == ["0,0 甲 2x1", "0,1 乙", "1,1 丙"]
    assert table(tr("甲", "乙"), tr(tc("丁", _CONTINUE), "丙")) == ["0,0 甲", "0,1 乙", "1,0 丁", "1,1 丙"]


def test_a_merge_of_another_width_keeps_its_text_and_is_noted() -> None:
    body = tbl(tr(tc("甲", span(2) + _RESTART), "乙"), tr(tc("丁", _CONTINUE), "戊", "丙"))
    document = read_docx(docx(body))
    assert grid(next(document.tables())) == ["0,0 甲 1x2", "0,2 乙", "1,0 丁", "1,1 戊", "1,2 丙"]
    assert "table.merge" in codes(document)


def test_text_under_a_merged_cell_is_noted() -> None:
    assert "table.covered" in codes(read_docx(docx(tbl(tr(tc("甲", _RESTART)), tr(tc("乙", _CONTINUE))))))


def test_old_sideways_merge() -> None:
    assert table(
        tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "乙"),
        tr("丙", "丁", "戊"),
    ) == ["0,0 甲 1x2", "0,2 乙", "1,0 丙", "1,1 丁", "1,2 戊"]


def test_rows_that_begin_late_leave_places_uncovered() -> None:
    assert table(tr("甲", "乙", "丙"), tr("丁", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>')) == [
        "0,0 甲",
        "0,1 乙",
        "0,2 丙",
        "1,1 丁",
    ]


def test_ragged_rows_stay_as_their_spans_say() -> None:
    assert table(tr("甲", "乙", "丙"), tr("丁")) == ["0,0 甲", "0,1 乙", "0,2 丙", "1,0 丁"]


def test_a_grid_column_too_narrow_to_be_seen_is_none() -> None:
    """Word keeps a column of the grid wherever edges of two rows differ, were it by a hair; one that a cell has to itself stays."""
    columns = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in (1000, 12, 2000, 30))
    body = tbl(
        tr(tc("甲", _RESTART), tc("乙", span(3))),
        tr(tc("", span(2) + _CONTINUE), tc("丙"), tc("丁")),
        tr(tc("戊", span(2)), tc("己", span(2))),
    ).replace("<w:tblGrid/>", f"<w:tblGrid>{columns}</w:tblGrid>")
    document = read_docx(docx(body))
    assert grid(next(document.tables())) == ["0,0 甲 2x1", "0,1 乙 1x2", "1,1 丙", "1,2 丁", "2,0 戊", "2,1 己 1x2"]
    assert codes(document) == []


def test_rows_without_spans_are_aligned_by_their_widths() -> None:
    document = read_docx(
        docx(
            tbl(
                tr(tc("类别", width(1000)), tc("地市", width(2000)), tc("区县", width(2005))),
                tr(tc("网址", width(1010)), tc("无", width(3990))),
                tr(tc("省", width(1000)), tc("甲", width(1000)), tc("乙", width(3000))),
            )
        )
    )
    assert grid(next(document.tables())) == [
        "0,0 类别",
        "0,1 地市 1x2",
        "0,3 区县",
        "1,0 网址",
        "1,1 无 1x3",
        "2,0 省",
        "2,1 甲",
        "2,2 乙 1x2",
    ]
    assert "table.widths" in codes(document)


def test_wrapped_rows_and_cells_are_found() -> None:
    wrapped = f"<w:sdt><w:sdtPr/><w:sdtContent>{tc('乙')}</w:sdtContent></w:sdt>"
    rows = f"<w:customXml w:element='x'>{tr('甲', wrapped)}</w:customXml>"
    assert table(rows, f"<w:sdt><w:sdtContent>{tr('丙', '丁')}</w:sdtContent></w:sdt>") == [
        "0,0 甲",
        "0,1 乙",
        "1,0 丙",
        "1,1 丁",
    ]


def test_deleted_rows_and_cells_are_gone_inserted_ones_stay() -> None:
    assert table(
        tr("甲", "乙", properties='<w:del w:id="1"/>'),
        tr("丙", "丁", properties='<w:ins w:id="2"/>'),
        tr("戊", tc("己", '<w:cellDel w:id="3"/>'), tc("庚", '<w:cellIns w:id="4"/>')),
    ) == ["0,0 丙", "0,1 丁", "1,0 戊", "1,1 庚"]


def test_a_merge_made_with_changes_tracked() -> None:
    assert table(
        tr(tc("甲", '<w:cellMerge w:id="1" w:vMerge="rest"/>')), tr(tc("", '<w:cellMerge w:id="1" w:vMerge="cont"/>'))
    ) == ["0,0 甲 2x1"]


def test_a_nested_table_is_in_its_cell_only() -> None:
    document = read_docx(docx(tbl(tr(tc(p("外") + tbl(tr("内")) + p(""))))))
    outer, inner = document.tables()
    assert outer.cells[0].text == "外\n"
    assert outer.cells[0].tables == (inner,)
    assert grid(inner) == ["0,0 内"]


# Characters


def test_blanks_breaks_and_hyphens() -> None:
    runs = "<w:r><w:t> 甲 </w:t><w:tab/><w:t xml:space='preserve'> 乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>1</w:t></w:r>"
    assert shown(p(runs)) == ["甲\t 乙\n丙-1"]


@pytest.mark.parametrize(
    ("font", "char", "expected"),
    [
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F0A8", "☐"),
        ("Wingdings", "006F", "☐"),
        ("Wingdings 2", "F052", "☑"),
        ("Wingdings 2", "F0A3", "☐"),
        ("Wingdings 2", "F054", "☒"),
        ("Wingdings", "F0FC", "✓"),
        ("Wingdings", "F081", "①"),
        ("Webdings", "F063", "☐"),
        ("Symbol", "F0B7", "•"),
        ("宋体", "25A1", "□"),
    ],
)
def test_inserted_symbols_become_characters(font: str, char: str, expected: str) -> None:
    assert shown(p(r(f'<w:sym w:font="{font}" w:char="{char}"/>'))) == [expected]


def test_letters_typed_in_a_symbol_font_become_what_is_seen() -> None:
    fonts = '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2" w:eastAsia="宋体"/>'
    assert shown(p(r("R", fonts) + r("地市") + r("£区县", fonts))) == ["☑地市☐区县"]


def test_letters_in_a_symbol_font_by_style() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="a1"><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="a2"><w:basedOn w:val="a3"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="a3"><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr></w:style>'
    )
    assert shown(p(r("þ", '<w:rStyle w:val="a1"/>') + r("是")) + p("þ", '<w:pStyle w:val="a2"/>'), styles=styles) == [
        "☑是",
        "☑",
    ]


def test_an_unknown_symbol_never_looks_like_an_empty_box() -> None:
    found = first(p(r('<w:sym w:font="Nobody Symbols" w:char="F052"/>') + r("\uf0a3")))
    assert found.text == "\ufffd\ufffd"
    assert found.notes == ("text.symbol",)


def test_hidden_text_is_left_out_struck_text_is_kept_and_noted() -> None:
    found = first(p(r("甲") + r("乙", "<w:vanish/>") + r("丙", '<w:vanish w:val="0"/>') + r("丁", "<w:strike/>")))
    assert (found.text, found.notes) == ("甲丙丁", ("text.struck",))


def test_what_is_underlined_or_bold_is_told() -> None:
    looks = ('<w:u w:val="single"/>', '<w:u w:val="none"/>', "<w:b/>", '<w:b/><w:b w:val="0"/>')
    found = first(p("".join(r(text, look) for text, look in zip("甲乙丙丁", looks, strict=True))))
    assert (found.text, found.marked) == ("甲乙丙丁", ("甲", "丙"))


def test_text_hidden_by_style_can_be_shown_by_the_run() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p(r("甲") + r("乙", '<w:vanish w:val="false"/>'), '<w:pStyle w:val="h"/>')
    assert shown(body, styles=styles) == ["乙"]


def test_the_word_under_a_reading() -> None:
    ruby = f"<w:ruby><w:rubyPr/><w:rt>{r('zhāng')}</w:rt><w:rubyBase>{r('张')}</w:rubyBase></w:ruby>"
    assert shown(p(r(ruby) + r("三"))) == ["张三"]


def test_formulas_keep_their_letters_and_are_noted() -> None:
    found = first(
        p("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>")
    )
    assert (found.text, found.notes) == ("1/2", ("text.math",))


def test_text_in_wrappers_nobody_knows_is_not_lost() -> None:
    assert shown(p(f"<x:strange>{r('甲')}</x:strange>") + f"<x:odd>{p('乙')}</x:odd>" + r("丙")) == ["甲", "乙", "丙"]
    assert shown(p("<w:t>甲</w:t>") + "<w:t>乙</w:t>") == ["甲", "乙"]


def test_links_tags_and_direction_marks_are_seen_through() -> None:
    body = p(
        f"<w:hyperlink>{r('甲')}</w:hyperlink><w:smartTag>{r('乙')}</w:smartTag><w:bdo w:val='rtl'>{r('丙')}</w:bdo>"
    )
    assert shown(body) == ["甲乙丙"]


# Tracked changes


def test_changes_appear_as_accepted() -> None:
    body = p(
        f"<w:ins>{r('新')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        f"<w:moveTo>{r('来')}</w:moveTo><w:moveFrom>{r('去')}</w:moveFrom>"
        + r("原", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>")
    )
    assert shown(body) == ["新来原"]


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    assert shown(p("甲", "<w:rPr><w:del/></w:rPr>") + p("乙") + p("丙")) == ["甲乙", "丙"]
    assert shown(p("<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>", "<w:rPr><w:del/></w:rPr>") + p("乙")) == [
        "乙"
    ]


# Content controls and fields


def control(properties: str, content: str) -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_a_check_box_control_goes_by_its_state() -> None:
    box = '<w14:checkbox><w14:checked w14:val="{}"/><w14:checkedState w14:val="2612"/><w14:uncheckedState w14:val="2610"/></w14:checkbox>'
    on, off = box.format(1), box.format(0)
    assert shown(p(control(on, r("☒")) + r("是") + control(off, r("☐")) + r("否"))) == ["☑是☐否"]
    assert shown(control(on, p("☒"))) == ["☑"]
    assert table(f"<w:tr>{control(on, tc('☒'))}{tc('是')}</w:tr>") == ["0,0 ☑", "0,1 是"]
    assert first(p(control(on, r("☐")))).notes == ("text.box",)


def test_a_placeholder_is_nothing_and_a_choice_is_its_text() -> None:
    placeholder = control("<w:showingPlcHdr/>", r("单击此处", '<w:rStyle w:val="a3"/>'))
    assert first(p(r("姓名：") + placeholder)) == Paragraph(text="姓名：")
    assert shown(p(control("<w:dropDownList/>", r("小学")))) == ["小学"]
    cell = control("<w:showingPlcHdr/>", tc(p(r("填", '<w:rStyle w:val="a3"/>'))))
    assert table(f"<w:tr>{cell}</w:tr>") == ["0,0 "]


def test_typed_text_in_an_unfilled_control_is_doubted() -> None:
    assert first(p(control("<w:showingPlcHdr/>", r("张三")))).notes == ("text.placeholder",)


def test_results_of_fields_stay_and_their_codes_go() -> None:
    inner = field("PAGE", "7")
    assert shown(p(r("第") + field(r("<w:instrText>IF </w:instrText>") + inner, "3") + r("页"))) == ["第3页"]
    assert shown(p(f'<w:fldSimple w:instr=" PAGE ">{r("4")}</w:fldSimple>')) == ["4"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (r"eq \o\ac(□,√)", "☑"),
        (r"EQ \o\ac(√,□)", "☑"),
        (r"EQ \o\ac(□,\s\up 1(×))", "☒"),
        (r"eq \o\ac(○,3)", "③"),
        (r"eq \o\ad(姓名,　　　　)", "姓名"),
        (r"MACROBUTTON NoMacro 地市", "地市"),
        (r'SYMBOL 254 \f "Wingdings"', "☑"),
    ],
)
def test_fields_whose_code_is_what_is_seen(code: str, expected: str) -> None:
    assert shown(p(field(code))) == [expected]
    assert shown(p(field(code, ""))) == [expected]


def test_an_overlay_split_into_runs_with_a_symbol() -> None:
    code = (
        r(r"<w:instrText>eq \o\ac(</w:instrText>")
        + r('<w:sym w:font="Wingdings" w:char="F0A8"/>')
        + r("<w:instrText>,√)</w:instrText>")
    )
    assert shown(p(field(code) + r("学校"))) == ["☑学校"]


def test_an_overlay_of_no_known_meaning_is_doubted() -> None:
    assert first(p(field(r"eq \o\ac(□,甲)"))).notes == ("text.overlay",)


def test_form_fields_show_their_state() -> None:
    ticked = '<w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData>'
    by_default = '<w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData>'
    undone = '<w:ffData><w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox></w:ffData>'
    boxes = [field(" FORMCHECKBOX ", form=form) for form in (ticked, by_default, undone)]
    assert shown(p("".join(boxes))) == ["☑☑☐"]
    chosen = '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="小学"/><w:listEntry w:val="初中"/></w:ddList></w:ffData>'
    assert shown(p(field(" FORMDROPDOWN ", form=chosen))) == ["初中"]
    assert shown(p(field(" FORMTEXT ", "张三", form="<w:ffData><w:textInput/></w:ffData>"))) == ["张三"]


def test_a_field_that_never_ends_gives_back_the_text_after_it() -> None:
    begin = r('<w:fldChar w:fldCharType="begin"/>')
    document = read_docx(docx(p(begin + r("张三")) + p("李四")))
    assert "张三" in "".join(texts(document.blocks))
    assert "李四" in "".join(texts(document.blocks))
    assert any("text.field" in block.notes for block in document.blocks if isinstance(block, Paragraph))


def test_a_field_over_several_paragraphs() -> None:
    body = (
        p(
            r('<w:fldChar w:fldCharType="begin"/>')
            + r("<w:instrText>TOC</w:instrText>")
            + r('<w:fldChar w:fldCharType="separate"/>')
            + r("一")
        )
        + p("二")
        + p(r("三") + r('<w:fldChar w:fldCharType="end"/>'))
    )
    assert shown(body) == ["一", "二", "三"]


# Drawings


def text_box(content: str) -> str:
    """A text box as Word writes it: twice, once for older programs."""
    box = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>'
        f"<wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
    )


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    blocks = read_docx(docx(p(r("甲") + r(text_box(p("框")))) + p("乙"))).blocks
    assert texts(blocks) == ["甲", "框", "乙"]
    assert isinstance(blocks[1], Paragraph)
    assert blocks[1].part == "textbox"


def test_an_alternate_nobody_understands_gives_its_fallback() -> None:
    body = f'<mc:AlternateContent><mc:Choice Requires="x">{r("新")}</mc:Choice><mc:Fallback>{r("旧")}</mc:Fallback></mc:AlternateContent>'
    assert shown(p(body)) == ["旧"]


def test_pictures_and_links_are_noted() -> None:
    picture = '<w:drawing><wp:inline><a:graphic><a:graphicData><a:blip r:link="rId9"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    document = read_docx(docx(p(r(picture))))
    assert codes(document) == ["document.pictures", "document.linked"]
    assert document.notes[0].details == (("count", "1"),)


# Other stories and parts


def test_headers_notes_and_comments_are_asides() -> None:
    body = (
        p(r("正文") + r('<w:footnoteReference w:id="2"/>'))
        + '<w:sectPr><w:headerReference w:type="default" r:id="header1.xml"/><w:headerReference w:type="first" r:id="header2.xml"/>'
        + '<w:footerReference w:type="default" r:id="footer1.xml"/></w:sectPr>'
    )
    parts = {
        "header1": p("眉"),
        "header2": p("首页眉"),
        "footer1": p("脚"),
        "footnotes": f'<w:footnote w:id="0">{p("线")}</w:footnote><w:footnote w:id="2">{p("注")}</w:footnote>',
        "comments": f'<w:comment w:id="0">{p("批")}</w:comment>',
    }
    document = read_docx(docx(body, parts={f"{name}.xml": content for name, content in parts.items()}))
    assert texts(document.blocks) == ["正文"]
    found = [(block.part, block.text) for block in document.asides if isinstance(block, Paragraph)]
    assert found == [("header", "眉"), ("footer", "脚"), ("footnote", "注"), ("comment", "批")]


def test_macros_are_noted() -> None:
    assert codes(read_docx(docx(p("甲"), parts={"vbaProject.bin": b"\0"}))) == ["document.macros"]


def test_a_document_of_the_strict_variant() -> None:
    main = document_xml(p("甲") + tbl(tr(tc("乙", span(2)))))
    main = main.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/", "http://purl.oclc.org/ooxml/wordprocessingml/"
    )
    main = main.replace(
        "http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/"
    )
    relationships = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
        'Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/doc/Main.xml"/></Relationships>'
    )
    document = read_docx(archive({"_rels/.rels": relationships, "DOC\\main.xml": main}))
    assert texts(document.blocks) == ["甲"]
    assert grid(next(document.tables())) == ["0,0 乙 1x2"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_other_encodings(encoding: str) -> None:
    declared = "UTF-8" if encoding == "utf-8-sig" else "UTF-16"
    main = f'<?xml version="1.0" encoding="{declared}"?>' + document_xml(p("甲"))
    assert texts(read_docx(archive({"word/document.xml": main.encode(encoding)})).blocks) == ["甲"]


def test_a_main_part_without_prefix() -> None:
    main = f"<document {NAMESPACES} xmlns='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><body><p><r><t>甲</t></r></p></body></document>"
    assert texts(read_docx(archive({"word/document.xml": main})).blocks) == ["甲"]


@pytest.mark.skipif(not _SAMPLES.is_dir(), reason="the shared samples are not here")
def test_every_sample_gives_its_table() -> None:
    files = sorted(_SAMPLES.glob("*.docx"))
    assert files
    for file in files:
        document = read_docx(file.read_bytes())
        found = [block for block in document.blocks if isinstance(block, Table)]
        assert found
        for one in found:
            places = [
                (row, column)
                for cell in one.cells
                for row in range(cell.row, cell.row + cell.row_span)
                for column in range(cell.column, cell.column + cell.column_span)
            ]
            assert sorted(places) == [(row, column) for row in range(one.rows) for column in range(one.columns)]
