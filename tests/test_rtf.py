"""RTF as Word, WPS and LibreOffice write it, and what must not come of what is broken."""

from __future__ import annotations

import time

import pytest
from docx_builder import grid, texts
from hypothesis import given
from hypothesis import strategies as st
from mutations import BYTEWISE, TEXTWISE, endure

from forms.errors import OverLimit
from parsers.document import Document, Paragraph, Table
from parsers.read import read

HEAD = (
    rb"{\rtf1\adeflang1025\ansi\ansicpg936\uc2\adeff0\deff0\stshfdbch13\deflang1033\deflangfe2052"
    rb"{\fonttbl{\f0\fbidi \froman\fcharset0\fprq2{\*\panose 02020603050405020304}Times New Roman;}"
    rb"{\f3\fbidi \froman\fcharset2\fprq2 Symbol;}{\f10\fbidi \fnil\fcharset2\fprq2 Wingdings;}"
    rb"{\f11\fnil\fcharset2 Wingdings 2;}{\f12\fnil\fcharset2 Nobody Knows;}"
    rb"{\f13\fbidi \fnil\fcharset134\fprq2{\*\falt SimSun}\'cb\'ce\'cc\'e5;}{\f14\fnil\fcharset136 MingLiU;}}"
    rb"{\colortbl;\red0\green0\blue0;}{\stylesheet{\ql \snext0 Normal;}}{\info{\author \'d5\'c5}{\title x}}"
)
HAN = r"{\rtlch\fcs1 \af0 \ltrch\fcs0 \loch\af0\hich\af0\dbch\f13 "


def rtf(body: str, head: bytes = HEAD) -> bytes:
    return head + body.encode("ascii") + b"}"


def gbk(text: str) -> str:
    return "".join(chr(byte) if byte < 0x80 else f"\\'{byte:02x}" for byte in text.encode("gb18030"))


def found(body: str, head: bytes = HEAD) -> Document:
    return read(rtf(body, head))


def only(document: Document) -> Paragraph:
    (block,) = document.blocks
    assert isinstance(block, Paragraph)
    return block


def line(body: str) -> str:
    return only(found(body + r"\par ")).text


def row(*cells: str, edges: list[str | int] | None = None, left: int = 0) -> str:
    """A row of *cells* at *edges*, each a number or ``merge words`` and a number."""
    ends = edges or [2000 * (index + 1) for index in range(len(cells))]
    told = "".join(f"\\cellx{edge}" if isinstance(edge, int) else edge for edge in ends)
    content = "".join(f"\\pard\\intbl {gbk(cell)}\\cell" for cell in cells)
    return f"{{\\trowd\\trgaph108\\trleft{left}{told}}}{content}\\pard\\intbl\\row\n"


def table(body: str) -> Table:
    (block,) = [block for block in found(body).blocks if isinstance(block, Table)]
    return block


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\f13 \'d5\'c5\'c8\'fd", "张三"),
        (r"\f0 \'d5\'c5\'c8\'fd", "张三"),
        (r"\f0 caf\'e9", "café"),
        (HAN + r"\'d5\'c5}{\f0 abc\'96}", "张abc–"),
        (r"\f13 \'d5{\b\'c5}", "张"),
        (r"\f14 \'b1\'69", "張"),
        (r"\u24352 ??\u19977\'c8\'fd", "张三"),
        (r"{\uc1\u24352?\u19977?}!", "张三!"),
        (r"{\uc1\u24352\'d5\'c5\u19977\'c8\'fd}!", "张三!"),
        (r"{\uc0\u24352\u19977 x}", "张三x"),
        (r"{\uc1\u-10166?\u-8437?\u20000?}", "\U00022b0b\u4e20"),
        (r"{\upr{?}{\*\ud{\uc0\u24352}}}", "张"),
        (r"a\emdash b\ldblquote c\rdblquote\~d\_e\-f\{\}\\", "a—b“c”\u00a0d-ef{}\\"),
        (r"a\line b\tab c\page d", "a\nb\tc\nd"),
        (r"a{\v b}{\deleted c}{\revised d}{\mvf e}", "ad"),
        (r"{\b a\plain\v b\v0 c}", "ac"),
        (r"{\*\nobodyknows x{y}}a{\*\bkmkstart b}", "a"),
        (r"{\listtext\pard\plain\f13 \'d2\'bb\'a1\'a2\tab}\f13\'bc\'d7", "一、甲"),
        (r"{\listtext\f3\'b7\tab}a", "• a"),
        (r"{\pntext 3.\tab}a", "3. a"),
        ("a\\\nb", "a"),
    ],
)
def test_text_is_as_shown(body: str, text: str) -> None:
    first = found(body + r"\par ").blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text == text
    assert first.notes == ()


@pytest.mark.parametrize(
    ("body", "text", "note"),
    [
        (r"\f13 \'d5\par ", "□", "text.garbled"),
        (r"\f13 \'d5\u19977??\par ", "□三", "text.garbled"),
        (r"\f12 abc\par ", "\ufffd\ufffd\ufffd", "text.symbol"),
        (r"a{\strike bc}{\strike d}\par ", "abcd", "text.struck"),
        (r"{\striked1 b}\par ", "b", "text.struck"),
    ],
)
def test_doubts_are_noted(body: str, text: str, note: str) -> None:
    paragraph = only(found(body))
    assert (paragraph.text, paragraph.notes) == (text, (note,))


def test_what_is_underlined_or_bold_is_told() -> None:
    paragraph = only(found(r"a{\b c}{\ul d\ulnone e}{\b0 f}\par "))
    assert (paragraph.text, paragraph.marked) == ("acdef", ("c", "d"))


def test_struck_pieces_are_told() -> None:
    paragraph = only(found(r"a{\strike bc}{\b\strike d}e{\strike f}\par "))
    assert paragraph.struck == ("bcd", "f")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"{\f10\'fe}A{\f10\'a8}B{\f11 R}C{\f11\'a3}D{\f11\'52}", "☑A☐B☑C☐D☑"),
        (r"{\f10\u-3842\'3f\'3f}A", "☑A"),
        (r"{\field{\*\fldinst SYMBOL 254 \\f " + '"Wingdings" ' + r"\\s 12}{\fldrslt\f10}}A", "☑A"),
        (
            r"{\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres25\ffdefres1\ffhps20{\*\ffname a}}}}{\fldrslt}}A",
            "☑A",
        ),
        (r"{\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres0\ffdefres1}}}}A", "☐A"),
        (
            r"{\field{\*\fldinst FORMDROPDOWN {\*\formfield{\fftype2\ffres1\ffdefres0{\*\ffl a}{\*\ffl b}}}}{\fldrslt}}",
            "b",
        ),
        (r"{\field{\*\fldinst FORMTEXT {\*\formfield{\fftype0{\*\ffdeftext z}}}}{\fldrslt x{\b y}}}", "xy"),
        (r"{\field{\*\fldinst HYPERLINK " + '"http://a"' + r"}{\fldrslt{\ul a}}}b", "ab"),
        (r"{\field{\*\fldinst PAGE {\field{\*\fldinst X}{\fldrslt 9}}}{\fldrslt 1}}", "1"),
        (r"\f13{\field{\*\fldinst eq \\o\\ac(\'a1\'f5,\'a1\'cc)}{\fldrslt}}A", "☑A"),
    ],
)
def test_boxes_and_fields_show_what_they_show(body: str, text: str) -> None:
    assert line(body) == text


def test_rows_share_the_columns_that_their_edges_make() -> None:
    body = row("甲", "乙", "丙", edges=[2000, 4000, 6000]) + row("丁", "戊", edges=[2020, 5990], left=-15)
    assert grid(table(body)) == ["0,0 甲", "0,1 乙", "0,2 丙", "1,0 丁", "1,1 戊 1x2"]


def test_cells_merged_down_and_across_are_one() -> None:
    down = row("甲", "乙", edges=["\\clvmgf\\cellx2000", 4000]) + row("", "丙", edges=["\\clvmrg\\cellx2000", 4000])
    assert grid(table(down)) == ["0,0 甲 2x1", "0,1 乙", "1,1 丙"]
    across = row("甲", "", "乙", edges=["\\clmgf\\cellx2000", "\\clmrg\\cellx4000", 6000]) + row("1", "2", "3")
    assert grid(table(across)) == ["0,0 甲 1x2", "0,2 乙", "1,0 1", "1,1 2", "1,2 3"]


def test_a_row_goes_on_with_the_cells_said_before() -> None:
    body = r"\trowd\cellx1000\cellx2000\pard\intbl a\cell b\cell\row c\cell d\cell\row\pard e\par "
    document = found(body)
    assert grid(next(document.tables())) == ["0,0 a", "0,1 b", "1,0 c", "1,1 d"]
    assert texts(document.blocks) == ["e"]


def test_cells_hold_several_paragraphs_and_need_no_intbl() -> None:
    assert grid(table(r"\trowd\cellx1000\cellx2000 a\par b\cell c\cell\row ")) == ["0,0 a\nb", "0,1 c"]


def test_nested_tables_are_in_their_cells() -> None:
    inner = r"\pard\intbl\itap2 x\nestcell y\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par }"
    body = rf"{{\trowd\cellx1000\cellx2000}}\pard\intbl a\par {inner}\pard\intbl b\cell c\cell\row "
    outer = table(body)
    assert grid(outer) == ["0,0 a\nb", "0,1 c"]
    assert grid(outer.cells[0].tables[0]) == ["0,0 x", "0,1 y"]


def test_a_table_that_never_ends_is_read() -> None:
    assert grid(table(r"\trowd\cellx1000\cellx2000\intbl a\cell b\cell ")) == ["0,0 a", "0,1 b"]
    assert texts(found(r"\trowd\cellx1000\intbl a").blocks) == ["a"]


def test_a_deleted_or_hidden_mark_joins_paragraphs() -> None:
    assert texts(found(r"a{\deleted\par}b\par c\par ").blocks) == ["ab", "c"]


def test_what_stands_beside_the_text_is_aside() -> None:
    document = found(
        r"{\header\pard h\par}{\headerf first\par}a{\footnote\pard f\par}{\footnote\ftnalt\pard e\par}{\*\annotation c\par}"
        r"{\shp{\*\shpinst\shpleft0{\sp{\sn x}{\sv y}}{\shptxt\pard t\par}}{\shprslt{\*\do{\dptxbxtext t\par}}}}\par{\pict\pngblip 00ff}"
        r"{\object\objemb{\*\objdata 00}{\result r}}\par"
    )
    assert [(b.text, b.part) for b in document.blocks if isinstance(b, Paragraph)] == [
        ("a", "body"),
        ("t", "textbox"),
        ("r", "body"),
    ]
    assert sorted((b.text, b.part) for b in document.asides if isinstance(b, Paragraph)) == [
        ("c", "comment"),
        ("e", "endnote"),
        ("f", "footnote"),
        ("h", "header"),
    ]
    assert [note.code for note in document.notes] == ["document.pictures", "document.embedded"]


def notes(body: str) -> set[str]:
    return {
        note
        for cell in table(body).cells
        for block in cell.blocks
        if isinstance(block, Paragraph)
        for note in block.notes
    }


@pytest.mark.parametrize(
    ("body", "note"),
    [
        (row("a", "b", edges=[2000, 4000, 6000]), "row.shifted"),
        (row("a", "b", "c", edges=[2000, 4000]), "row.shifted"),
        (row("a", "b", "c", edges=[2000, 4000, 2000]), "row.shifted"),
        (row("a", "b").replace("b\\cell", "b"), "text.lost"),
        (row("a", "ellx2250 24180?"), "text.lost"),
        (row("a", "2021\\'c4\\'ea\\11"), "text.lost"),
        (row("a", "\\u\\u-27265?"), "text.lost"),
    ],
)
def test_what_no_program_writes_puts_what_it_concerns_in_doubt(body: str, note: str) -> None:
    assert notes(body) == {note}
    assert notes(row("a", "b")) == set()


def test_two_rows_that_ran_into_one_are_damage_of_the_file() -> None:
    assert "document.damaged" in [note.code for note in found(row("a", "b", "c", edges=[2000, 4000, 2000])).notes]
    assert found(row("a", "b")).notes == ()


def test_binary_data_is_stepped_over() -> None:
    data = HEAD + rb"a{\pict\bin6 }}}{{{}b{\*\x\bin3 }}}}c\par}"
    assert texts(read(data).blocks) == ["abc"]


def test_a_file_cut_off_says_so() -> None:
    document = read(HEAD + rb"\pard a\par b")
    assert texts(document.blocks) == ["a", "b"]
    assert [note.code for note in document.notes] == ["document.cut"]
    assert found(r"a\par").notes == ()


@pytest.mark.parametrize(
    "head",
    [
        rb"{\rtf1\ansi\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}",
        rb"{\rtf1\ansi\ansicpg1252\deff0\deflangfe2052{\fonttbl{\f0 Arial;}}",
        rb"{\rtf1\ansi\ansicpg936",
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl\f0\fcharset0 Arial;\f5\fcharset134 SimSun;}\f0",
    ],
)
def test_chinese_is_found_whatever_the_head_says(head: bytes) -> None:
    assert texts(read(rtf(r"\pard \'d0\'d5\'c3\'fb\'a3\'ba\'d5\'c5\'c8\'fd\par ", head)).blocks) == ["姓名：张三"]


@pytest.mark.parametrize(
    "body",
    ["{" * 2000, r"{\field" * 400, r"\itap99\intbl a\par ", r"{\pict" + "{" * 2000, r"\cellx1" * 1200],
)
def test_endless_nesting_is_refused(body: str) -> None:
    with pytest.raises(OverLimit):
        found(body)


def test_a_flood_of_tokens_is_refused_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    started = time.process_time()
    with pytest.raises(OverLimit):
        found(r"\trowd\cellx9\intbl\cell\row" * 250_000)
    monkeypatch.setattr("parsers.rtf.tokens.TOKENS_LIMIT", 100_000)
    with pytest.raises(OverLimit):
        found(r"\b\b0" * 60_000)
    assert time.process_time() - started < 15


def test_a_large_picture_costs_little() -> None:
    started = time.process_time()
    assert texts(found(r"a{\pict " + "00ff\n" * 4_000_000 + r"}\par").blocks) == ["a"]
    assert time.process_time() - started < 5


# Radicals, pictures and what varies them are read as what they stand for.
@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["C", "Z", "M", "So"]), max_size=8), min_size=2, max_size=4),
        min_size=1,
        max_size=4,
    )
)
def test_tables_come_back_as_written(rows: list[list[str]]) -> None:
    def escaped(text: str) -> str:
        units = text.encode("utf-16-le")
        codes = [int.from_bytes(units[i : i + 2], "little") for i in range(0, len(units), 2)]
        return "{\\uc1" + "".join(f"\\u{code - 65536 if code > 32767 else code}?" for code in codes) + "}"

    edges = "\\cellx1000\\cellx2000\\cellx3000\\cellx4000"
    body = "".join(
        f"\\trowd{edges}" + "".join(f"\\pard\\intbl {escaped(cell)}\\cell" for cell in cells) + "\\row"
        for cells in rows
    )
    assert [cell.text for cell in table(body).cells] == [cell for cells in rows for cell in cells]


def test_damaged_files_end_in_a_typed_error_or_a_document() -> None:
    good = rtf(
        row("姓名", "张三", edges=["\\clvmgf\\cellx2000", 4000])
        + row("", "李四", edges=["\\clvmrg\\cellx2000", 4000])
        + r"{\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres1}}}}{\f10\'fe}{\listtext 1.\tab}{\shp{\*\shpinst{\shptxt t}}}\par"
    )
    endure([good], (*BYTEWISE, *TEXTWISE), usual=400, share=0.3, kind="rtf")
