from __future__ import annotations

import io
import random
import zlib
from contextlib import suppress
from itertools import pairwise

import pytest
from pdf_builder import HEIGHT, Sheet, assemble, build, utf16

from forms.errors import FubiaoError, OverLimit, Unreadable
from forms.messages import message
from parsers.document import Document, Paragraph, Table
from parsers.pdf.file import opened
from parsers.pdf.picture import page_colours
from parsers.pdf.reader import read_pdf
from parsers.read import read

XS = (60, 150, 300, 400)
YS = (100, 130, 160, 190)
TEXTS = [["姓名", "张三", "手机"], ["职务", "教导主任", "13812345678"], ["单位", "", ""]]
APPEARANCE = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 0>>stream\n\nendstream"


def only_table(data: bytes) -> Table:
    (table,) = read_pdf(data).tables()
    return table


def texts(table: Table) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell.text)
    return rows


def codes(document: Document) -> set[str]:
    return {note.code for note in document.notes}


def lines_of(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


# ---- grids, however they are drawn


def test_a_ruled_table_is_read_with_page_and_box_of_every_cell() -> None:
    document = read(build(Sheet().text(250, 60, "推荐表", 16).table(XS, YS, TEXTS)))
    assert document.format == "pdf"
    assert document.pages == 1
    assert lines_of(document) == ["推荐表"]
    (table,) = document.tables()
    assert texts(table) == TEXTS
    cell = table.cells[1]
    assert cell.page == 1
    assert cell.box == pytest.approx((150, 100, 300, 130), abs=0.5)
    assert isinstance(cell.blocks[0], Paragraph)
    assert cell.blocks[0].box == pytest.approx((155.4, 104.8, 176.4, 115.5), abs=0.5)


def thin(sheet: Sheet) -> Sheet:
    for y in YS:
        sheet.fill(XS[0], y - 0.3, XS[-1], y + 0.3)
    for x in XS:
        sheet.fill(x - 0.3, YS[0], x + 0.3, YS[-1])
    return sheet


def boxes(sheet: Sheet) -> Sheet:
    for top, bottom in pairwise(YS):
        for left, right in pairwise(XS):
            sheet.raw(f"0.5 w {left} {HEIGHT - bottom} {right - left} {bottom - top} re S")
    return sheet


def double(sheet: Sheet) -> Sheet:
    for d in (-1.5, 1.5):
        for y in YS:
            sheet.line(XS[0] - 1.5, y + d, XS[-1] + 1.5, y + d)
        for x in XS:
            sheet.line(x + d, YS[0] - 1.5, x + d, YS[-1] + 1.5)
    return sheet


def dashed(sheet: Sheet) -> Sheet:
    for y in YS:
        sheet.line(XS[0], y, XS[-1], y, before="0.5 w [3 2] 0 d")
    for x in XS:
        y = YS[0]
        while y < YS[-1]:
            sheet.line(x, y, x, min(y + 2, YS[-1]))
            y += 4
    return sheet


def rings(sheet: Sheet) -> Sheet:
    for top, bottom in pairwise(YS):
        for left, right in pairwise(XS):
            wide, high = right - left, bottom - top
            sheet.raw(
                f"0 g {left} {HEIGHT - bottom} {wide} {high} re {left + 1} {HEIGHT - bottom + 1} {wide - 2} {high - 2} re f*"
            )
    return sheet


def open_sides(sheet: Sheet) -> Sheet:
    for y in YS:
        sheet.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        sheet.line(x, YS[0], x, YS[-1])
    return sheet


@pytest.mark.parametrize("draw", [thin, boxes, double, dashed, rings, open_sides])
def test_borders_are_lines_however_they_are_drawn(draw: object) -> None:
    sheet = draw(Sheet())  # type: ignore[operator]
    assert texts(only_table(build(sheet.cells(XS, YS, TEXTS)))) == TEXTS


def test_pictures_as_thin_as_lines_are_lines() -> None:
    picture = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n\0\nendstream"
    sheet = Sheet()
    for y in YS:
        sheet.raw(f"q {XS[-1] - XS[0]} 0 0 0.6 {XS[0]} {HEIGHT - y} cm /I Do Q")
    for x in XS:
        sheet.raw(f"q 0.6 0 0 {YS[-1] - YS[0]} {x} {HEIGHT - YS[-1]} cm /I Do Q")
    data = build(sheet.cells(XS, YS, TEXTS), extra=[picture], names="/XObject<</I 8 0 R>>")
    assert texts(only_table(data)) == TEXTS


def test_cells_over_rows_and_columns_are_one_cell() -> None:
    sheet = Sheet()
    for y in (100, 190):
        sheet.line(60, y, 400, y)
    for y in (130, 160):
        sheet.line(150, y, 400, y)
    for x in (60, 150, 400):
        sheet.line(x, 100, x, 190)
    sheet.line(300, 130, 300, 190)
    table = only_table(
        build(sheet.text(66, 140, "负责人").text(156, 114, "姓名").text(156, 144, "甲").text(306, 144, "乙"))
    )
    spans = {(cell.row, cell.column, cell.row_span, cell.column_span): cell.text for cell in table.cells}
    assert spans[0, 0, 3, 1] == "负责人"
    assert spans[0, 1, 1, 2] == "姓名"
    assert (table.rows, table.columns) == (3, 3)


def test_a_table_with_rules_only_is_read_with_doubt() -> None:
    sheet = Sheet().cells(XS, YS, TEXTS)
    for y in YS:
        sheet.line(XS[0], y, XS[-1], y)
    document = read_pdf(build(sheet))
    (table,) = document.tables()
    assert texts(table) == TEXTS
    assert "table.guessed" in codes(document)
    assert all(block.confidence < 0.9 for cell in table.cells for block in cell.blocks if isinstance(block, Paragraph))


def test_columns_without_any_line_are_told_by_the_room_between_them() -> None:
    rows = [["序号", "名称", "电话"], *([str(n), f"第{n}小学", f"1381234567{n}"] for n in range(1, 5))]
    ys = [100 + 20 * n for n in range(6)]
    assert texts(only_table(build(Sheet().cells(XS, ys, rows)))) == rows


def test_a_frame_round_the_page_is_no_table() -> None:
    sheet = Sheet().grid((30, 565), (30, 812)).table(XS, YS, TEXTS).text(60, 60, "标题")
    document = read_pdf(build(sheet))
    assert lines_of(document) == ["标题"]
    assert texts(*document.tables()) == TEXTS


def test_a_table_in_a_cell_is_nested() -> None:
    sheet = Sheet().grid((50, 500), (90, 300)).table(XS, YS, TEXTS).text(60, 250, "后记")
    outer, inner = read_pdf(build(sheet)).tables()
    assert outer.cells[0].tables == (inner,)
    assert texts(inner) == TEXTS


# ---- lines to paragraphs


def cell_text(*lines: str, width: float = 100.0) -> str:
    sheet = Sheet().table((60, 60 + width, 500), (100, 250), [["\n".join(lines), "右"]])
    return only_table(build(sheet)).cells[0].text


def test_wrapped_lines_are_joined_without_a_space_in_chinese() -> None:
    assert cell_text("空间建设情况与应", "用情况") == "空间建设情况与应用情况"


def test_a_line_is_full_where_a_character_and_the_opening_quote_behind_it_have_no_room() -> None:
    assert cell_text("空间建设情况", "应“用情”") == "空间建设情况应“用情”"
    assert cell_text("空间建设情况", "应用“情”") == "空间建设情况\n应用“情”"


def test_a_short_line_ends_its_paragraph() -> None:
    assert cell_text("空间建设", "情况") == "空间建设\n情况"


def test_a_line_moved_in_begins_a_paragraph() -> None:
    assert cell_text("甲乙丙丁戊己庚辛", "　　子丑寅卯辰巳") == "甲乙丙丁戊己庚辛\n子丑寅卯辰巳"


def test_a_number_is_joined_only_where_its_line_is_full() -> None:
    assert cell_text("13812345678901234", "5678", width=100.1) == "138123456789012345678"
    assert cell_text("2900", "72676") == "2900\n72676"


@pytest.mark.parametrize(
    ("lines", "sure"),
    [
        (("1381234567", "8"), True),
        (("13812345", "678"), True),  # no number of a fixed line begins with 13
        (("6812345678901", "138"), False),
    ],
)
def test_a_mobile_number_that_a_narrow_cell_breaks_is_surely_one(lines: tuple[str, str], sure: bool) -> None:
    sheet = Sheet().table((60, 72 + 5.25 * len(lines[0]), 500), (100, 250), [["\n".join(lines), "右"]])
    (paragraph,) = only_table(build(sheet)).cells[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "".join(lines)
    assert (paragraph.confidence >= 0.9, "text.joined" in paragraph.notes) == (sure, not sure)


def test_an_address_keeps_together_and_english_words_apart() -> None:
    assert cell_text("zhangsan@example", ".edu.cn", width=96.0) == "zhangsan@example.edu.cn"
    assert cell_text("a network learning", "space", width=110.0) == "a network learning space"


def test_ligatures_and_doubled_letters_stay() -> None:
    assert cell_text("ffoo11") == "ffoo11"


# ---- pages


def test_a_row_cut_by_the_end_of_a_page_is_one_row() -> None:
    xs = (60, 150, 371)
    first = Sheet().table(
        xs,
        (700, 730, 780),
        [
            ["姓名", "张三"],
            ["意见", "该校网络学习空间应用成效显著，教师参与，\n学生受益，拟继续推广到全县所有学校，建立"],
        ],
    )
    second = Sheet().table(xs, (60, 100, 130), [["", "长效机制，同意推荐。"], ["日期", "今天"]])
    table = only_table(build(first, second))
    assert texts(table) == [
        ["姓名", "张三"],
        [
            "意见",
            "该校网络学习空间应用成效显著，教师参与，学生受益，拟继续推广到全县所有学校，建立长效机制，同意推荐。",
        ],
        ["日期", "今天"],
    ]


def test_rows_of_two_pages_stay_two_and_repeated_headers_are_dropped() -> None:
    head = ["序号", "名称", "电话"]
    pages = [
        Sheet().table(XS, (700, 730, 760), [head, ["1", "甲校", "13812345678"]]),
        Sheet().table(XS, (60, 90, 120), [head, ["2", "乙校", "13812345679"]]),
    ]
    assert texts(only_table(build(*pages))) == [head, ["1", "甲校", "13812345678"], ["2", "乙校", "13812345679"]]


def test_page_numbers_and_headers_are_asides() -> None:
    pages = [
        Sheet().text(250, 40, "某省教育厅").table(XS, (700, 730), [TEXTS[0]]).text(290, 800, "— 1 —"),
        Sheet().text(250, 40, "某省教育厅").table(XS, (80, 110), [TEXTS[1]]).text(290, 800, "— 2 —"),
    ]
    document = read_pdf(build(*pages))
    assert len(list(document.tables())) == 1
    assert {block.part for block in document.asides if isinstance(block, Paragraph)} == {"header", "footer"}


@pytest.mark.parametrize("y", [70, 84])
def test_a_sentence_with_which_two_pages_begin_is_no_header(y: float) -> None:
    sentence = ["成立了以校长为组长的应用工作推进小组，制定了《学习空间应用", "三年规划》。"]
    pages = [Sheet().text(250, 40, "某省教育厅").lines(72, y, sentence).text(72, 300, text) for text in ("甲", "乙")]
    document = read_pdf(build(*pages))
    assert lines_of(document) == ["".join(sentence), "甲", "".join(sentence), "乙"]
    assert [block.text for block in document.asides if isinstance(block, Paragraph)] == ["某省教育厅"] * 2


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_shown_turned_is_read_as_it_is_shown(turn: int) -> None:
    wide = turn != 180
    width, height = (842.0, 595.0) if wide else (595.0, 842.0)
    inner = Sheet(width=width, height=height).table(XS, YS, TEXTS)
    matrix = {90: f"0 1 -1 0 {height} 0", 180: f"-1 0 0 -1 {width} {height}", 270: f"0 -1 1 0 0 {width}"}[turn]
    shown = (height, width) if wide else (width, height)
    turned = Sheet(width=shown[0], height=shown[1], rotate=turn, operators=[f"q {matrix} cm", *inner.operators, "Q"])
    table = only_table(build(turned))
    assert texts(table) == TEXTS
    assert table.box == pytest.approx((60, 100, 400, 190), abs=1)


def test_text_that_lies_on_its_side_is_put_upright() -> None:
    inner = Sheet(width=842, height=595).table(XS, YS, TEXTS)
    sideways = Sheet(operators=["q 0 1 -1 0 595 0 cm", *inner.operators, "Q"])
    assert texts(only_table(build(sideways))) == TEXTS


def test_labels_set_downwards_are_words() -> None:
    sheet = Sheet().grid((60, 150, 400), (100, 130, 250))
    for number, character in enumerate("推荐意见"):
        sheet.text(95, 150 + number * 12, character)
    assert only_table(build(sheet)).cells[2].text == "推荐意见"
    sheet = Sheet().grid((60, 150, 400), (100, 130, 250))
    for column, word in enumerate(("推荐单位", "的意见书")):
        for number, character in enumerate(word):
            sheet.text(110 - column * 14, 150 + number * 12, character)
    assert only_table(build(sheet)).cells[2].text.replace("\n", "") == "推荐单位的意见书"
    sheet = Sheet().grid((60, 150, 400), (100, 130, 250)).text(0, 0, "推荐意见", matrix="0 1 -1 0 110 620")
    assert only_table(build(sheet)).cells[2].text == "推荐意见"


def test_a_watermark_is_an_aside() -> None:
    sheet = Sheet().table(XS, YS, TEXTS).text(0, 0, "机密文件", 60, matrix="0.7 0.7 -0.7 0.7 200 400")
    document = read_pdf(build(sheet))
    assert texts(*document.tables()) == TEXTS
    assert [block.text for block in document.asides if isinstance(block, Paragraph)] == ["机密文件"]


# ---- what is seen, and what isn't


def test_characters_drawn_twice_are_read_once() -> None:
    sheet = Sheet().table(XS, YS, TEXTS).text(155.7, 114, "张三").text(155.2, 144.1, "教导主任")
    assert texts(only_table(build(sheet))) == TEXTS


def test_what_is_not_seen_is_not_read() -> None:
    sheet = Sheet().table(XS, YS, TEXTS)
    sheet.text(155.4, 174, "隐藏", before="3 Tr").text(200, 174, "白字", before="1 g").text(305.4, 174, "被盖住")
    sheet.fill(301, 162, 399, 188, color="1 g").text(305.4, 174, "重填")
    document = read_pdf(build(sheet))
    assert texts(*document.tables())[2] == ["单位", "", "重填"]
    assert "document.hidden" in codes(document)


def test_free_text_that_says_two_things_is_doubted() -> None:
    def said(rich: str) -> float:
        more = f"/Contents{utf16('张三')}/RC{utf16(rich)}/DA(/F3 10 Tf)"
        sheet = Sheet().grid(XS, YS).text(66, 114, "姓名").annotate("FreeText", (152, 102, 290, 128), more)
        (paragraph,) = only_table(build(sheet)).cells[1].blocks
        assert isinstance(paragraph, Paragraph)
        return paragraph.confidence

    assert said("<body><p>张三</p></body>") == 1.0
    assert said("<body><p>李四</p></body>") < 0.9


def test_text_in_the_colour_of_its_ground_is_not_read() -> None:
    sheet = Sheet().table(XS, YS, TEXTS).fill(151, 162, 299, 188, color="0.8 0.9 1 rg")
    sheet.text(155.4, 174, "暗字", before="0.8 0.9 1 rg").text(205.4, 174, "明字", before="0.1 0.9 1 rg")
    document = read_pdf(build(sheet))
    assert "暗字" not in "".join(texts(*document.tables())[2])
    assert "明字" in "".join(texts(*document.tables())[2])
    assert "document.hidden" in codes(document)


def test_white_text_on_a_dark_ground_is_read() -> None:
    sheet = Sheet().fill(60, 100, 150, 130, color="0 0 0.5 rg").grid(XS, YS).text(66, 114, "姓名", before="1 g")
    assert only_table(build(sheet)).cells[0].text == "姓名"


@pytest.mark.parametrize(
    ("look", "seen"), [("1 g 0 G 2 Tr", True), ("1 g 1 G 2 Tr", False), ("1 g 0 G 1 Tr", True), ("0 g 1 G 1 Tr", False)]
)
def test_characters_are_seen_by_their_outline_as_well_as_by_what_fills_it(look: str, seen: bool) -> None:
    document = read_pdf(build(Sheet().text(100, 100, "联系人：").text(150, 100, "张三", before=f"{look} 0.25 w")))
    assert ("张三" in document.blocks[0].text) == seen  # type: ignore[union-attr]


def test_struck_words_are_told_from_underlined_ones() -> None:
    sheet = Sheet().grid(XS, YS).text(155.4, 114, "小学 初中").line(155, 110, 176, 110).line(182, 116, 203, 116)
    (paragraph,) = only_table(build(sheet)).cells[1].blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.struck == ("小学",)
    assert "text.struck" in paragraph.notes


def test_words_under_one_stroke_are_struck_with_the_room_between_them() -> None:
    sheet = (
        Sheet()
        .grid(XS, YS)
        .text(155.4, 114, "地市")
        .text(182, 114, "县区")
        .text(209, 114, "学校")
        .line(155, 110, 203, 110)
    )
    (paragraph,) = only_table(build(sheet)).cells[1].blocks
    assert isinstance(paragraph, Paragraph)
    (struck,) = paragraph.struck
    assert struck in paragraph.text
    assert paragraph.text.replace(struck, "").strip() == "学校"


def test_symbol_fonts_are_read_by_their_tables() -> None:
    sheet = Sheet().grid(XS, YS).text(170, 114, "是").text(220, 114, "否")
    for x, code in ((156, "fe"), (206, "a8")):
        sheet.raw(f"BT /F2 10.5 Tf 1 0 0 1 {x} {HEIGHT - 114} Tm <{code}> Tj ET")
    assert only_table(build(sheet)).cells[1].text == "☑是\t☐否"


def test_form_fields_and_free_text_are_read_where_they_stand() -> None:
    sheet = Sheet().table(XS, YS, TEXTS)
    sheet.annotate("Widget", (152, 162, 298, 188), f"/FT/Tx/T(a)/V{utf16('河南省教育厅')}")
    sheet.annotate("Widget", (305, 165, 320, 180), "/FT/Btn/T(b)/V/Yes/AS/Yes/AP<</N<</Yes 8 0 R/Off 8 0 R>>>>")
    choice = f"/Opt[[(1){utf16('小学')}][(2){utf16('初中')}]]/V(2)/I[1]"
    sheet.annotate("Widget", (325, 165, 395, 185), f"/FT/Ch/T(c)/Ff 131072{choice}")
    sheet.annotate("FreeText", (200, 102, 290, 128), f"/Contents{utf16('（代）')}/DA(/F3 10 Tf)")
    sheet.annotate("Text", (500, 132, 520, 158), f"/Contents{utf16('请核对')}")
    document = read_pdf(build(sheet, extra=[APPEARANCE]))
    found = texts(*document.tables())
    assert found[2] == ["单位", "河南省教育厅", "☑\t初中"]
    assert found[0][1].split() == ["张三", "（代）"]
    assert [block.text for block in document.asides if isinstance(block, Paragraph)] == ["请核对"]


# ---- fonts that aren't embedded


def test_no_font_of_the_machine_is_asked_for() -> None:
    """What PDFium drops for want of a font: single characters, lines written upwards, glyphs by number. All have bounds by the stand-in."""
    alone = Sheet().text(60, 60, "推").text(0, 0, "意见", matrix="0 1 -1 0 110 620").text(60, 90, "\u3000\U00020000")
    data = build(alone)
    with opened(data) as file:
        (page,) = file.pages()
    assert [glyph.text for glyph in page.glyphs] == ["推", "意", "见", "\u3000", "\U00020000"]
    assert [(glyph.x0, glyph.x1) for glyph in page.glyphs][:1] == [(60.0, 70.5)]


def test_a_picture_for_people_has_the_machine_s_fonts_and_reading_still_has_none() -> None:
    data = build(Sheet().text(60, 60, "abc", 40))
    for _ in range(3):
        _, _, pixels = page_colours(data, 1, 0.5)
        assert min(pixels[::4]) < 0x80
        with opened(data) as file:
            seen = file.draw(1, 0.5)
        lines = [seen.pixels[n * seen.stride : n * seen.stride + 3 * seen.width] for n in range(seen.height)]
        assert min(map(min, lines)) == 0xFF


def test_a_font_by_numbers_of_glyphs_alone_is_read_by_its_map() -> None:
    mapped = b"begincmap 1 begincodespacerange <0000><ffff> endcodespacerange 2 beginbfchar <0001><59d3> <fffe><540d> endbfchar endcmap"
    inner = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000>>"
    extra = [
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[9 0 R]/ToUnicode 10 0 R>>",
        inner,
        b"<</Length %d>>stream\n%b\nendstream" % (len(mapped), mapped),
    ]
    sheet = Sheet()
    for x, code in ((60, "0001"), (72, "fffe")):
        sheet.raw(f"BT /F9 12 Tf 1 0 0 1 {x} {HEIGHT - 60} Tm <{code}> Tj ET")
    assert lines_of(read_pdf(build(sheet, extra=extra).replace(b"/F3 7 0 R", b"/F9 8 0 R"))) == ["姓名"]


# ---- what can't be read


def test_a_page_that_is_only_an_image_is_told() -> None:
    picture = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n\0\nendstream"
    scan = Sheet().raw("q 595 0 0 842 0 0 cm /I Do Q")
    with pytest.raises(Unreadable) as caught:
        read_pdf(build(scan, extra=[picture], names="/XObject<</I 8 0 R>>"))
    assert caught.value.code == "unreadable.image"
    document = read_pdf(build(Sheet().table(XS, YS, TEXTS), scan, extra=[picture], names="/XObject<</I 8 0 R>>"))
    assert [dict(note.details) for note in document.notes if note.code == "page.image"] == [{"page": "2"}]


def test_every_note_has_a_text() -> None:
    picture = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n\0\nendstream"
    scan = Sheet().raw("q 595 0 0 842 0 0 cm /I Do Q")
    document = read_pdf(build(Sheet().table(XS, YS, TEXTS), scan, extra=[picture], names="/XObject<</I 8 0 R>>"))
    for note in document.notes:
        assert message(note.code, **dict(note.details)) != note.code


def test_a_password_is_asked_for_by_name() -> None:
    locked = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>/ID[<33><33>]"
    with pytest.raises(Unreadable) as caught:
        read_pdf(assemble([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"], locked))
    assert caught.value.code == "unreadable.encrypted"


def package(*files: tuple[str, bytes]) -> bytes:
    """A PDF package of *files*."""
    names = " ".join(f"({name}){8 + 2 * place} 0 R" for place, (name, _) in enumerate(files))
    more = f"/PageMode/UseAttachments/Collection<<>>/Names<</EmbeddedFiles<</Names[{names}]>>>>"
    extra = []
    for place, (name, content) in enumerate(files):
        extra.append(f"<</Type/Filespec/F({name})/EF<</F {9 + 2 * place} 0 R>>>>".encode())
        extra.append(b"<</Type/EmbeddedFile/Length %d>>stream\n%b\nendstream" % (len(content), content))
    return build(Sheet(), more=more, extra=extra)


def test_the_files_in_a_package_are_read_one_behind_the_other() -> None:
    page = build(Sheet().table(XS, YS, TEXTS))
    document = read(package(("a.pdf", page), ("b.exe", b"MZ\0\1\2"), ("c.pdf", package(("d.pdf", page)))))
    tables = list(document.tables())
    assert [texts(table) for table in tables] == [TEXTS, TEXTS]
    # The package's own page is the first; the second package's is the third.
    assert [table.page for table in tables] == [2, 4]
    assert document.pages == 4
    told = {note.code: dict(note.details) for note in document.notes}
    assert told["document.package"]["name"] == "b.exe"
    assert "document.embedded" not in told


def test_a_package_of_which_nothing_can_be_read_says_so() -> None:
    with pytest.raises(Unreadable) as caught:
        read(package(("a.pdf", b"MZ\0\1")))
    assert caught.value.code == "unreadable.portfolio"


def test_a_file_whose_table_of_contents_is_damaged_is_read() -> None:
    data = build(Sheet().table(XS, YS, TEXTS))
    table = data.index(b"xref\n")
    assert texts(only_table(data[:table] + b"xref\n0 1\ngarbage")) == TEXTS


def test_rubbish_is_told() -> None:
    with pytest.raises(Unreadable) as caught:
        read_pdf(b"%PDF-1.7\nnothing")
    assert caught.value.code == "unreadable.damaged"


def test_changed_bytes_give_a_document_or_a_known_error() -> None:
    data = build(Sheet().table(XS, YS, TEXTS), Sheet().text(60, 60, "第二页"))
    chance = random.Random(7)  # noqa: S311 - repeatable on purpose
    for _ in range(300):
        changed = bytearray(data)
        for _ in range(chance.choice((1, 5, 40))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        with suppress(FubiaoError):
            read_pdf(bytes(changed[: chance.choice((len(changed), chance.randrange(len(changed))))]))


def test_the_same_bytes_give_the_same_document() -> None:
    data = build(Sheet().table(XS, YS, TEXTS))
    assert read_pdf(data) == read_pdf(io.BytesIO(data).getvalue())


# ---- limits


def page_of(content: bytes, box: bytes = b"[0 0 595 842]") -> bytes:
    packed = zlib.compress(content, 9)
    return assemble(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox" + box + b"/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
    )


def test_too_many_drawings_are_refused() -> None:
    with pytest.raises(OverLimit) as caught:
        read_pdf(page_of(b"1 1 5 5 re f\n" * 100_000))
    assert caught.value.code == "limit.objects"


def test_too_long_a_path_is_refused() -> None:
    with pytest.raises(OverLimit) as caught:
        read_pdf(page_of(b"1 1 5 5 re\n" * 60_000 + b"S"))
    assert caught.value.code == "limit.objects"


def test_too_large_a_page_is_refused() -> None:
    with pytest.raises(OverLimit) as caught:
        read_pdf(page_of(b"", b"[0 0 200000 200000]"))
    assert caught.value.code == "limit.side"


def test_too_many_pages_are_refused() -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    pages = b"<</Type/Pages/Kids[" + b"3 0 R " * 5000 + b"]/Count 5000>>"
    with pytest.raises(OverLimit) as caught:
        read_pdf(assemble([b"<</Type/Catalog/Pages 2 0 R>>", pages, page]))
    assert caught.value.code == "limit.pages"


def test_pages_that_hold_themselves_end() -> None:
    with pytest.raises(FubiaoError):
        read_pdf(assemble([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 100>>"]))


def test_forms_that_draw_themselves_end() -> None:
    def form(name: int) -> bytes:
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length 60>>" % name
        return head + b"stream\n" + b"/X Do " * 10 + b"\nendstream"

    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
    content = b"<</Length 60>>stream\n" + b"/X Do " * 10 + b"\nendstream"
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    with pytest.raises(OverLimit):
        read_pdf(assemble([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, content, form(5)]))


# ---- fields that say one thing and show another


def confidences(document: Document, row: int, column: int) -> list[float]:
    (table,) = document.tables()
    (cell,) = (cell for cell in table.cells if (cell.row, cell.column) == (row, column))
    return [block.confidence for block in cell.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("states", ["/V/Yes/AS/Off", "/V/Yes", "/V/Off/AS/Yes"])
def test_a_tick_that_is_set_but_not_shown_is_doubted(states: str) -> None:
    more = f"/FT/Btn/T(b){states}/AP<</N<</Yes 8 0 R/Off 8 0 R>>>>"
    sheet = Sheet().table(XS, YS, TEXTS).annotate("Widget", (305, 165, 320, 180), more)
    document = read_pdf(build(sheet, extra=[APPEARANCE]))
    assert texts(*document.tables())[2][2] == "☑"
    assert max(confidences(document, 2, 2)) < 0.9


def test_a_tick_over_a_printed_box_is_one_box() -> None:
    sheet = Sheet().table(XS, YS, TEXTS).text(305.4, 174, "□学校")
    sheet.annotate("Widget", (305, 165, 316, 178), "/FT/Btn/T(b)/V/Yes/AS/Yes/AP<</N<</Yes 8 0 R/Off 8 0 R>>>>")
    assert texts(only_table(build(sheet, extra=[APPEARANCE])))[2][2] == "☑学校"


def test_a_value_typed_over_other_text_is_doubted() -> None:
    sheet = Sheet().table(XS, YS, TEXTS).text(155.4, 174, "请填写单位")
    sheet.annotate("Widget", (152, 162, 298, 188), f"/FT/Tx/T(a)/V{utf16('河南省')}")
    assert min(confidences(read_pdf(build(sheet)), 2, 1)) < 0.9


def test_a_field_that_belongs_to_no_form_is_read_with_doubt() -> None:
    sheet = Sheet().table(XS, YS, TEXTS).annotate("Widget", (152, 162, 298, 188), f"/FT/Tx/T(a)/V{utf16('河南省')}")
    document = read_pdf(build(sheet).replace(b"/AcroForm", b"/AcroFrom"))
    assert texts(*document.tables())[2][1] == "河南省"
    assert max(confidences(document, 2, 1)) < 0.9


def test_what_annotations_show_without_saying_it_is_told() -> None:
    shown = b"BT /F1 9 Tf (x) Tj ET"
    look = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 7 0 R>>>>/Length %d>>stream\n%b\nendstream"
    )
    for kind, more in (("Widget", "/FT/Tx/T(a)"), ("FreeText", "/DA(/F3 10 Tf)")):
        sheet = Sheet().table(XS, YS, TEXTS).annotate(kind, (152, 162, 298, 188), more + "/AP<</N 8 0 R>>")
        assert "page.drawn" in codes(read_pdf(build(sheet, extra=[look % (len(shown), shown)])))
    ring = Sheet().table(XS, YS, TEXTS).annotate("Circle", (152, 102, 200, 128), f"/Contents{utf16('选这个')}")
    document = read_pdf(build(ring))
    assert "page.drawn" in codes(document)
    assert [block.text for block in document.asides if isinstance(block, Paragraph)] == ["选这个"]


def test_a_drawing_whose_strokes_close_slivers_is_no_table() -> None:
    # A chart's marks inside a cell made a table without rows, over which the form couldn't be laid out.
    marks = "".join(f"{x} 700 20 4.2 re S " for x in range(80, 140, 30))
    document = read(build(Sheet().table(XS, YS, TEXTS).raw(marks)))
    assert all(table.rows and table.cells for table in document.tables())


def test_two_slashes_of_which_one_is_larger_are_two() -> None:
    sheet = Sheet().text(72, 100, "http:/").text(72 + 6 * 5.25 - 2.6, 100, "/", 16)
    assert lines_of(read_pdf(build(sheet))) == ["http://"]


def test_the_last_line_of_a_page_that_goes_on_as_its_text_does_is_no_page_number() -> None:
    sheet = Sheet().lines(72, 700, ["教师参加专项培训，建立了激励、评价、督促机制", "空间应用案例入选典型"], pitch=42)
    sheet.text(72, 784, "158名教师参训，全部达标")
    assert lines_of(read_pdf(build(sheet, Sheet().text(72, 80, "甲"))))[-2:] != ["空间应用案例入选典型", "甲"]
    assert "158名教师参训，全部达标" in "".join(lines_of(read_pdf(build(sheet))))


def test_what_stands_beside_a_label_that_the_pages_side_cuts_off_is_doubted() -> None:
    xs, ys = (-24.0, 60.0, 200.0), (100.0, 130.0, 160.0)
    sheet = Sheet().table(xs, ys, [["", "罗雪"], ["", "主任"]]).text(10, 144, "职务")
    for number, character in enumerate("技术支持人"):  # each a piece of text by itself
        sheet.text(-18 + 10.5 * number, 114, character)
    first, second = (cell.blocks[0] for cell in only_table(build(sheet)).cells if cell.column)
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert first.confidence < 0.9 <= second.confidence


def test_a_heading_set_wide_takes_no_line_below() -> None:
    text = ["教师利用空间开展备课、授课、答疑和作业批改，月均上传资源四百余件，形成课前导学课中互动", "的教学模式。"]
    sheet = Sheet().text(72, 100, "（一）目标任务", before="2 Tc").lines(72, 116, text)
    sheet.text(72, 144, "（二）相关保障", before="2 Tc").lines(72, 160, text)
    assert lines_of(read_pdf(build(sheet))) == ["（一）目标任务", "".join(text), "（二）相关保障", "".join(text)]


def test_a_dash_before_a_label_is_no_value_of_the_label_above() -> None:
    sheet = Sheet().text(72, 100, "-").text(90, 100, "职").text(120, 100, "务：主任")
    sheet.text(72, 116, "-").text(90, 116, "手机：13800001111")
    assert len(lines_of(read_pdf(build(sheet)))) == 2


def test_an_option_at_the_end_of_a_line_is_no_part_of_the_label_below() -> None:
    lines = ["推荐类型：□地市　□县区　√ 学校", "空间地址：http://10.12.3.45/"]
    assert lines_of(read_pdf(build(Sheet().lines(72, 100, lines)))) == lines


def test_small_capitals_are_small_letters_in_doubt() -> None:
    sheet = Sheet().text(72, 100, "用户名：R").text(119.25, 100, "RT", 8.4).text(127.65, 100, "-99")
    (paragraph,) = read_pdf(build(sheet)).blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "用户名：Rrt-99"
    assert paragraph.confidence < 0.9


def test_a_fax_machines_line_at_the_top_of_a_page_parts_no_table() -> None:
    pages = [
        Sheet().text(60, 25, "2021-11-14 09:59 FROM: 0371-63292876 P.02/03").table(XS, (700, 730), [TEXTS[0]]),
        Sheet().text(60, 29, "2021-11-1409:54 FROM 0371-66767928 P.01/03").table(XS, (80, 110), [TEXTS[1]]),
    ]
    document = read_pdf(build(*pages))
    assert len(list(document.tables())) == 1
    assert [block.part for block in document.asides if isinstance(block, Paragraph)] == ["header", "header"]
