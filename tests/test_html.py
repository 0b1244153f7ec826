"""HTML and MHT as Word, WPS, Excel and LibreOffice save them, and plain pages. Nothing is fetched."""

from __future__ import annotations

import base64
import quopri
import time

import pytest
from docx_builder import grid, texts
from mutations import BYTEWISE, TEXTWISE, endure

from forms.errors import FubiaoError, OverLimit, Unreadable
from parsers.document import Document, Paragraph, Table
from parsers.read import read, sniff

WORD = (
    '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">\n<head>\n'
    '<meta http-equiv=Content-Type content="text/html; charset={charset}">\n<meta name=Generator content="Microsoft Word 12">\n'
    "<title>题目</title>\n<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->\n"
    "<style>\n<!--\n /* Font Definitions */\n @font-face\n\t{{font-family:宋体;}}\n p.MsoNormal\n\t{{margin:0cm;}}\n"
    '.tick {{font-family:"Wingdings 2"}} td.gone, .gone{{display:none}} .old{{text-decoration:line-through}}\n'
    "@media print {{ .paper {{display:none}} }} @media handheld {{ .kept {{display:none}} }}\n-->\n</style></head>\n"
    "<body lang=ZH-CN style='tab-interval:21.0pt'><div class=Section1>\n{body}\n</div></body></html>"
)


def page(body: str, charset: str = "gb2312", encoding: str = "gb18030") -> Document:
    return read(WORD.format(charset=charset, body=body).encode(encoding))


def line(body: str) -> str:
    (text,) = texts(page(body).blocks)
    return text


def table(body: str) -> Table:
    (block,) = page(body).blocks
    assert isinstance(block, Table)
    return block


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "us-ascii", ""])
@pytest.mark.parametrize(("codec", "text"), [("gb2312", "姓名：张三丰，学校"), ("cp950", "姓名：張三豐，學校")])
def test_chinese_is_chinese_where_a_western_set_is_declared_or_none(charset: str, codec: str, text: str) -> None:
    declared = f"<meta charset={charset}>" if charset else ""
    assert texts(read(f"<html>{declared}<p>{text}</p>".encode(codec)).blocks) == [text]


@pytest.mark.parametrize("text", ["Größe über Straße, naïve Ärger", "Société générale à l’été déjà"])
def test_a_western_page_stays_western(text: str) -> None:
    assert texts(read(f"<html><meta charset=windows-1252><p>{text}</p>".encode("cp1252")).blocks) == [text]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_a_page_of_wide_characters_needs_no_mark(codec: str) -> None:
    assert texts(read("<html><p>姓名：张三</p></html>".encode(codec)).blocks) == ["姓名：张三"]


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("gbk", "gbk"),
        ("utf-8", "utf-8"),
        ("gb2312", "utf-8"),
        ("utf-8", "gb18030"),
        ("unicode", "utf-16"),
        ("unicode", "utf-16-le"),
        ("utf-8", "utf-8-sig"),
        ("big5", "utf-8"),
        ("nonsense", "gb18030"),
    ],
)
def test_the_bytes_decide_what_the_characters_are(charset: str, encoding: str) -> None:
    document = page("<p>姓名：张三</p>", charset, encoding)
    assert (document.format, texts(document.blocks), document.notes) == ("html", ["姓名：张三"], ())


def test_what_is_declared_decides_where_the_bytes_do_not() -> None:
    assert texts(read("<html><meta charset=big5><p>姓名：張三</p>".encode("cp950")).blocks) == ["姓名：張三"]
    assert texts(read("<html><p>联通</p>".encode("gb18030")).blocks) == ["联通"]


def test_bytes_that_are_no_characters_are_lost_and_noted() -> None:
    (paragraph,) = read(b"<html><meta charset=gbk><p>\xd0\xd5\xc3\xfb\xff</p>").blocks
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.text, paragraph.notes) == ("姓名□", ("text.garbled",))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>a  b\n c</p>", "a b c"),
        ("<p>河南\n郑州\nabc</p>", "河南郑州 abc"),
        ("<p>a<br>b<br></p>", "a\nb"),
        ("<p>张&nbsp;三&amp;&#22235;</p>", "张 三&四"),
        ("<p>a<span style='mso-tab-count:1'>&nbsp;&nbsp; </span>b</p>", "a\tb"),
        ("<p>a<b> b</b> <i>c</i></p>", "a b c"),
        ("<p>a<![if !supportEmptyParas]>&nbsp;<![endif]><o:p></o:p></p>", "a"),
        ("<p>a<!-- no --><script>x</script><style>y</style></p>", "a"),
        ("<p>a<del>b</del><ins>c</ins><span class=msoDel>d</span></p>", "ac"),
        ("<p>a<span style='display:none'>b</span><span style='mso-hide:all'>c</span><i hidden>d</i></p>", "a"),
        ("<p>a<span class=gone>b</span><span class=paper>c</span><span class=kept>d</span></p>", "ad"),
        ("<p><span class=tick>R</span>A<span class=tick>&pound;</span>B</p>", "☑A☐B"),
        (
            "<p><span style='font-family:Wingdings;mso-char-type:symbol;mso-symbol-font-family:Wingdings'>&thorn;</span>A</p>",
            "☑A",
        ),
        ("<p><span style='font:12.0pt \"Wingdings 2\"'>R</span><font face=Wingdings>&uml;</font></p>", "☑☐"),
        ("<p><input type=checkbox checked>A <input type=radio>B <input type=text value='张三'></p>", "☑A ☐B 张三"),
        ("<p><select><option>a<option selected>b</select><select><option>c<option>d</select></p>", "bc"),
        ("<p><textarea>\na\nb</textarea><input type=hidden value=x><button>y</button></p>", "a\nb"),
        ('<p>a<w:Sdt ShowingPlcHdr="t">点击此处</w:Sdt></p>', "a"),
        ("<p>a<a style='mso-footnote-id:ftn1' href='#_ftn1'>[1]</a></p>", "a"),
        ("<p><ruby>张<rp>(</rp><rt>zhang</rt></ruby></p>", "张"),
        ("<ol start=3 type=1><li>甲</ol>", "3. 甲"),
        ("<ol style='list-style-type:cjk-ideographic'><li value=12>甲</ol>", "十二、甲"),
        ("<ul><li><p>甲</p></ul>", "• 甲"),
        (
            "<p style='mso-list:l0'><![if !supportLists]><span style='mso-list:Ignore'>一、<span>&nbsp; </span></span><![endif]>甲</p>",
            "一、甲",
        ),
        ("<p><span style='mso-list:Ignore'>1<span>&nbsp; </span></span>甲</p>", "1 甲"),
        ("<pre>a\n  b</pre>", "a\n  b"),
    ],
)
def test_a_page_reads_as_it_looks(body: str, text: str) -> None:
    assert line(body) == text


def test_what_is_underlined_or_bold_is_told() -> None:
    (paragraph,) = page('<p>甲<u>乙</u>丙<span style="font-weight:bold">丁</span></p>').blocks
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.text, paragraph.marked) == ("甲乙丙丁", ("乙", "丁"))


def test_a_struck_text_is_told() -> None:
    (paragraph,) = page("<p>甲<s>乙</s><span class=old>丙<b>丁</b></span>戊</p>").blocks
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.notes, paragraph.struck) == (("text.struck",), ("乙丙丁",))


def form_field(data: str, code: str = "FORMCHECKBOX") -> str:
    return (
        f"<!--[if supportFields]><span style='mso-element:field-begin'></span><span\nstyle='mso-spacerun:yes'>&nbsp;</span>{code} <![endif]-->"
        f"<!--[if gte mso 9]><xml>\n <w:data>{data}</w:data>\n</xml><![endif]-->"
        "<!--[if supportFields]><span style='mso-element:field-end'></span><![endif]-->"
    )


def ffdata(bits: int, default: int) -> str:
    """A form field's state as in a .doc file: kind and result, a name, a default, five empty texts."""
    name = "Check1"
    data = b"\xff\xff\xff\xff" + bits.to_bytes(2, "little") + bytes(4)
    data += len(name).to_bytes(2, "little") + name.encode("utf-16-le") + bytes(2) + default.to_bytes(2, "little")
    return (data + bytes(20)).hex().upper()


@pytest.mark.parametrize(
    ("data", "text"),
    [(ffdata(0x65, 1), "☑A"), (ffdata(0x65, 0), "☐A"), (ffdata(0x01, 1), "☐A"), (ffdata(0x05, 0), "☑A")],
)
def test_form_fields_stand_in_comments(data: str, text: str) -> None:
    assert line(f"<p>{form_field(data)}A</p>") == text


def test_a_form_field_without_a_state_is_noted() -> None:
    (paragraph,) = page(f"<p>{form_field('00')}A</p>").blocks
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.text, paragraph.notes) == ("\ufffdA", ("text.field",))


def test_fields_are_as_last_shown() -> None:
    begin = "<!--[if supportFields]><span style='mso-element:field-begin'></span>"
    body = f"{begin}PAGE <span style='mso-element:field-separator'></span><![endif]-->1<!--[if supportFields]><span style='mso-element:field-end'></span><![endif]-->"
    assert line(f"<p>a{body}b</p>") == "a1b"
    overlay = f"{begin}eq \\o\\ac(□,√)<span style='mso-element:field-end'></span><![endif]-->"
    assert line(f"<p>{overlay}A</p>") == "☑A"


def test_text_boxes_stand_in_comments() -> None:
    document = page(
        "<p>a<!--[if gte vml 1]><v:shape><v:textbox><![if !mso]><table><tr><td><![endif]><div><p>b</p></div><![if !mso]></td></tr>"
        "</table><![endif]></v:textbox></v:shape><![endif]--><![if !vml]><span>b<img src=x.png></span><![endif]></p><p>c</p>"
    )
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["a", "c"]
    boxed = next(block for block in document.blocks if isinstance(block, Table))
    assert boxed.cells[0].text == "b"


def test_spans_make_the_grid() -> None:
    body = (
        "<table><thead><tr><th rowspan=2>甲<th colspan=2>乙</thead><tr><td>a<td>b<td>c</tr><tr><td colspan=3>d</table>"
    )
    assert grid(table(body)) == ["0,0 甲", "0,1 乙 1x2", "1,0 a", "1,1 b", "1,2 c", "2,0 d 1x3"]
    body = "<table><tr><td rowspan=0>甲<td>a</tr><tr><td>b</tr><tfoot><tr><td>z<td>y</tfoot><tr><td>c</table>"
    assert grid(table(body)) == ["0,0 甲 2x1", "0,1 a", "1,1 b", "2,0 c", "3,0 z", "3,1 y"]


def test_cells_that_would_lie_over_one_another_are_cut() -> None:
    document = page("<table><tr><td>a<td rowspan=2>b</tr><tr><td colspan=3>c</tr></table>")
    (found,) = document.blocks
    assert isinstance(found, Table)
    assert grid(found) == ["0,0 a", "0,1 b 2x1", "1,0 c"]
    assert [note.code for note in document.notes] == ["table.widths"]


def test_nested_tables_and_hidden_rows() -> None:
    document = page(
        "<table><tr><td>a<table><tr><td>b<td>c</table>d</td></tr><tr style='display:none'><td>e</tr>"
        "<tr class=gone><td>&nbsp;</table>"
    )
    (outer,) = document.blocks
    assert isinstance(outer, Table)
    assert (grid(outer), grid(outer.cells[0].tables[0])) == (["0,0 a\nd"], ["0,0 b", "0,1 c"])
    assert [note.code for note in document.notes] == ["document.hidden"]


def test_a_number_that_excel_rounded_is_told_in_full() -> None:
    assert grid(table('<table><tr><td x:num="13800001234">1.38E+10</td><td x:num>12</td></table>')) == [
        "0,0 13800001234",
        "0,1 12",
    ]


def test_what_stands_beside_the_text_is_aside() -> None:
    document = page(
        "<p>a</p><div style='mso-element:footnote-list'><div style='mso-element:footnote'><p>f</p></div></div>"
        "<div style='mso-element:header'><p>h</p></div><div title=footer><p>g</p></div><img src='http://127.0.0.1:9/x.png'><iframe src=x></iframe>"
    )
    assert texts(document.blocks) == ["a"]
    assert [(b.text, b.part) for b in document.asides if isinstance(b, Paragraph)] == [
        ("f", "footnote"),
        ("h", "header"),
        ("g", "footer"),
    ]
    assert [note.code for note in document.notes] == ["document.pictures", "document.embedded", "document.linked"]


def test_xhtml_is_read_as_a_page() -> None:
    prolog = '<?xml version="1.0" encoding="{}"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://127.0.0.1:9/x.dtd">'
    for encoding in ("utf-8", "gb2312"):
        data = (
            prolog.format(encoding)
            + '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>张三<br/>李四</p></body></html>'
        )
        assert texts(read(data.encode(encoding)).blocks) == ["张三\n李四"]


def test_entities_of_its_own_are_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        read(b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "b">]><html><p>&a;</p></html>')
    assert caught.value.code == "unreadable.dtd"


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 3000 + "x",
        "<table><tr><td>" * 300 + "x",
        "<span>" * 160 + "x",
        "<p>" * 600_000,
        "<table><tr><td colspan=5000>x</table>",
        "<table><tr>" + "<td>" * 1001 + "</table>",
        "<table>" + "<tr><td colspan=1000>" * 2100 + "</table>",
    ],
)
def test_pages_beyond_reason_are_refused_soon(body: str) -> None:
    started = time.process_time()
    with pytest.raises(OverLimit):
        page(body)
    assert time.process_time() - started < 5


def test_a_rule_that_never_ends_takes_no_time() -> None:
    started = time.process_time()
    for rule in ("a{" * 500_000, "a," * 500_000, "/*" * 500_000, "}" * 1_000_000, "@media x{" * 200_000):
        read(f"<html><style>{rule}</style><p>x".encode())
    assert time.process_time() - started < 10


# MHT


def mht(parts: list[tuple[str, str, bytes, str]], kind: str = "multipart/related", head: str = "") -> bytes:
    """A message of *parts*: their types, locations, contents and transfer encodings."""
    out = [
        f'From: <Saved by>\r\nMIME-Version: 1.0\r\nContent-Type: {kind}; boundary="--=_x"{head}\r\n\r\npreamble\r\n'.encode()
    ]
    for content_type, location, content, encoding in parts:
        body = base64.encodebytes(content) if encoding == "base64" else quopri.encodestring(content)
        out.append(
            f"----=_x\r\nContent-Location: file:///C:/{location}\r\nContent-Transfer-Encoding: {encoding}\r\n"
            f"Content-Type: {content_type}\r\n\r\n".encode()
            + body
            + b"\r\n"
        )
    return b"".join([*out, b"----=_x--\r\n"])


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
@pytest.mark.parametrize(("charset", "codec"), [("gb2312", "gb18030"), ("utf-8", "utf-8"), ("unicode", "utf-16")])
def test_the_page_of_a_message_is_read(encoding: str, charset: str, codec: str) -> None:
    content = WORD.format(charset=charset, body="<table><tr><td>姓名<td>张三</table>").encode(codec)
    header = "<html><div style='mso-element:header' id=h1><p>页眉</p></div>loose</html>".encode()
    data = mht(
        [
            (f'text/html; charset="{charset}"', "a.htm", content, encoding),
            ("image/png", "a.png", b"\x89PNG", "base64"),
            ("text/html", "header.htm", header, "quoted-printable"),
        ]
    )
    document = read(data)
    assert (sniff(data), document.format) == ("mht", "html")
    (found,) = document.blocks
    assert isinstance(found, Table)
    assert grid(found) == ["0,0 姓名", "0,1 张三"]
    assert [b.text for b in document.asides if isinstance(b, Paragraph)] == ["页眉"]


def test_the_charset_may_stand_in_the_message_alone() -> None:
    content = "<html><p>姓名：張三</p>".encode("cp950")
    data = (
        b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=big5\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + content
    )
    assert texts(read(data).blocks) == ["姓名：張三"]


def test_the_sheets_of_a_workbook_are_read_in_order() -> None:
    frames = b"<html><frameset><frame src=sheet001.htm></frameset></html>"
    sheets = [f"<html><table><tr><td>{name}<td>x</table>".encode() for name in "ab"]
    data = mht(
        [
            ("text/html", "book.htm", frames, "base64"),
            ("text/html", "sheet001.htm", sheets[0], "base64"),
            ("text/html", "tabstrip.htm", b"<html>Sheet1", "base64"),
            ("text/html", "sheet002.htm", sheets[1], "base64"),
        ]
    )
    assert [found.cells[0].text for found in read(data).tables()] == ["a", "b"]


def test_a_message_without_a_page_is_damaged() -> None:
    with pytest.raises(Unreadable):
        read(mht([("image/png", "a.png", b"x", "base64")]))
    assert texts(read(mht([("text/plain", "a.txt", "甲".encode(), "base64")])).blocks) == ["甲"]


def test_messages_nested_beyond_reason_are_refused() -> None:
    body = "".join(f"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n" for i in range(1500))
    with pytest.raises(FubiaoError):
        read(b"MIME-Version: 1.0\r\n" + body.encode())


def test_damaged_pages_end_in_a_typed_error_or_a_document() -> None:
    body = f"<table><tr><td rowspan=2>姓名<td>张三<tr><td>{form_field(ffdata(0x65, 1))}A</table><ol><li>甲</ol>"
    good = WORD.format(charset="gb2312", body=body).encode("gb18030")
    message = mht([("text/html; charset=gb2312", "a.htm", good, "base64")])
    endure([good, good, good, message], (*BYTEWISE, *TEXTWISE), usual=400, share=0.3, kind="html")


@pytest.mark.parametrize(
    ("table", "damaged"),
    [
        ("<tr><td rowspan='2'>a</td></tr><tr></tr>", False),
        ("<tr><td colspan='100%'>a</td></tr>", False),
        ("<tr><td rowspan='99999999999'>a</td></tr>", True),
        ("<tr><td colspan='nan'>a</td></tr>", True),
        ("<tr><td colsp>a</td></tr>", True),
        ("<tr><td x:str nowrap colspan=2 data-span-of='1'>a</td></tr>", False),
        ("<tr><td>a</td><td rowspa<td rowspan='1'>b</td></tr>", True),
        ("<tr><td title='<b>'>a</td></tr>", False),
        ('<tr><td style=\'a:"b"\' title="x>y" width="1">a = "b"</td></tr>', False),
        ('<tr><td>olspan="1">a</td></tr>', True),
    ],
)
def test_marks_of_cells_that_no_program_writes_are_told(table: str, damaged: bool) -> None:
    found = read(f"<html><body><table>{table}</table></body></html>".encode())
    assert ("document.damaged" in [note.code for note in found.notes]) is damaged


def office_page(body: str) -> bytes:
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"/><meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/></head>'
    return f"{head}<body>{body}</body></html>".encode()


def test_libreoffice_ends_a_page_s_lines_at_blanks_that_were_typed() -> None:
    body = "<p>部门：成人教育处\n行政职务：处长</p>"
    assert texts(read(office_page(body)).blocks) == ["部门：成人教育处 行政职务：处长"]
    assert line(body) == "部门：成人教育处行政职务：处长"


def test_a_tab_within_a_line_is_kept() -> None:
    assert texts(read(office_page("<p>姓名\t张三</p>\n\t<p>\n\t\t性别</p>")).blocks) == ["姓名\t张三", "性别"]


def test_an_item_without_text_shows_its_number() -> None:
    body = "<table><tr><td><ol><li value=3><p></p></ol></td><td>洛阳市</td></tr></table><ul><li></ul>"
    found = read(office_page(body)).blocks
    assert isinstance(found[0], Table)
    assert [cell.text for cell in found[0].cells] == ["3.", "洛阳市"]
    assert len(found) == 1


def test_control_characters_of_word_s_fields_don_t_make_a_page_something_else() -> None:
    assert texts(read(office_page("<p>单位：\x05\x04洛阳市</p>")).blocks) == ["单位：洛阳市"]
    assert sniff(b"\x05\x04\x00abc") == "unknown"


def test_an_element_that_only_keeps_room_parts_what_stands_around_it() -> None:
    room = '<span style="display:inline-block;width:3em"></span>'
    assert line(f"<p>姓名:张三{room}职务:校长</p>") == "姓名:张三\t职务:校长"
    assert line('<p>姓名:<span style="display:inline-block;min-width:6em">张三</span></p>') == "姓名:张三"


@pytest.mark.parametrize(
    ("drawn", "shown"),
    [
        ('<rect width="12" height="12"/>', "☐"),
        ('<rect width="12" height="12"/><path d="M3 7 L6 10 L11 3"/>', "☑"),
        ('<g><circle r="6"/></g>', "☐"),
        ('<rect/><rect/><path d="M3 7"/>', ""),
        ("<text>√</text>", ""),
    ],
)
def test_a_small_drawing_of_a_box_is_a_tick_box(drawn: str, shown: str) -> None:
    svg = f'<svg width="14" height="14px">{drawn}</svg>'
    assert line(f"<p>甲{svg}乙</p>") == f"甲{shown}乙"
    assert line(f"<p>甲{svg.replace('14', '140')}乙</p>") == "甲乙"
