"""The .doc reader on files made by the book, one feature each."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest
from word97_builder import (
    BEYOND,
    DELETED,
    HIDDEN,
    IN_TABLE,
    SPECIAL,
    STRUCK,
    Doc,
    P,
    before,
    cells,
    drawings,
    drawn_text,
    field_of,
    font,
    form,
    form_field,
    level,
    lists,
    row,
    style,
    style_sheet,
    symbol,
    units,
)

from forms.errors import Unreadable
from parsers.document import Block, Document, Paragraph, Table
from parsers.read import read
from parsers.word97.reader import read_doc

SHAPE = list[tuple[int, int, int, int, str]]
FONTS = ("宋体", "Wingdings", "Wingdings 2", "Symbol")


def made(*body: P, **more: object) -> Document:
    document = read(Doc(body, **more).build())  # type: ignore[arg-type]
    assert document.format == "doc"
    return document


def texts(blocks: Sequence[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def one(document: Document) -> Paragraph:
    (found,) = document.blocks
    assert isinstance(found, Paragraph)
    return found


def shape(table: Table) -> SHAPE:
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells]


def table_of(document: Document) -> Table:
    (found,) = (block for block in document.blocks if isinstance(block, Table))
    return found


def codes(document: Document) -> list[str]:
    return [note.code for note in document.notes]


# Text


@pytest.mark.parametrize("narrow", [False, True])
def test_paragraphs_are_read_from_pieces_of_either_width(narrow: bool) -> None:
    document = made(P(["Café “x” – €5"]), P(["two\ttabs\x0band lines"]), narrow=narrow)
    assert texts(document.blocks) == ["Café “x” – €5", "two\ttabs\nand lines"]
    assert codes(document) == []


def test_characters_beyond_the_basic_plane_are_one_character() -> None:
    assert one(made(P(["𠮷野", "𠀀"]))).text == "𠮷野𠀀"


def test_a_lone_surrogate_is_shown_as_lost() -> None:
    found = one(made(P(["甲\ud842乙"])))
    assert found.text == "甲\ufffd乙"
    assert found.notes == ("text.symbol",)


def test_hyphens_spaces_and_breaks_read_as_in_docx() -> None:
    assert one(made(P(["a\x1eb\x1fc\xa0d\x0ee"]))).text == "a-bc\xa0d\ne"


def test_deleted_text_goes_and_inserted_text_stays() -> None:
    found = one(made(P(["总投入", ("100", DELETED), ("250", bytes.fromhex("010801")), "万元"])))
    assert found.text == "总投入250万元"


def test_a_deletion_that_nobody_made_is_damage() -> None:
    assert codes(made(P(["甲", ("乙", bytes.fromhex("000801"))]))) == ["document.damaged"]


def test_a_paragraph_whose_mark_is_deleted_runs_on_into_the_next() -> None:
    assert texts(made(P(["甲"], mark_sprms=DELETED), P(["乙"])).blocks) == ["甲乙"]


def test_hidden_text_is_left_out_and_noted() -> None:
    document = made(P(["甲", ("乙", HIDDEN), "丙"]))
    assert one(document).text == "甲丙"
    assert codes(document) == ["document.hidden"]


def test_what_is_underlined_or_bold_is_told() -> None:
    found = one(
        made(
            P(["甲", ("乙", bytes.fromhex("3e2a01")), ("丙", bytes.fromhex("350801")), ("丁", bytes.fromhex("3e2a00"))])
        )
    )
    assert (found.text, found.marked) == ("甲乙丙丁", ("乙", "丙"))


def test_struck_text_is_kept_and_told() -> None:
    found = one(made(P(["甲", ("乙", STRUCK), ("丙", bytes.fromhex("532a01"))])))
    assert (found.text, found.notes, found.struck) == ("甲乙丙", ("text.struck",), ("乙", "丙"))


def test_hiding_and_striking_may_come_from_a_style() -> None:
    sheet = style_sheet(style(), style(base=0, characters=HIDDEN), style(kind=2, characters=HIDDEN))
    shown_again = bytes.fromhex("3c0881")
    by_name = struct.pack("<HH", 0x4A30, 2)
    document = made(
        P(["甲", ("乙", shown_again), ("丙", by_name)], style=1, mark_sprms=shown_again),
        P(["丁", ("戊", by_name)]),
        parts={"styles": sheet},
    )
    assert texts(document.blocks) == ["乙丙", "丁"]


def test_formatting_of_a_whole_piece_is_heeded() -> None:
    assert "document.hidden" in codes(made(P(["甲"]), prm=1 | 0 << 1, prcs=[HIDDEN]))
    assert "document.hidden" in codes(made(P(["甲"]), prm=0x5C << 1 | 1 << 8))


# Symbols


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        (("(", symbol(1, 0xF0FE) + SPECIAL), "☑"),
        (("(", symbol(1, 0xF0A8)), "☐"),
        (("(", symbol(2, 0x52)), "☑"),
        (("£", font(2)), "☐"),
        (("R", font(2)), "☑"),
        (("P", font(2)), "✓"),
        (("\uf0fe", font(1)), "☑"),
        (("\uf0a8", struct.pack("<HH", 0x4A50, 1)), "☐"),
        (("A", struct.pack("<HH", 0x4A50, 1)), "A"),
        (("\uf0d6", font(3)), "√"),
        (("√", font(1)), "√"),
    ],
)
def test_symbols_are_read_by_their_font(run: tuple[str, bytes], shown: str) -> None:
    found = one(made(P(["是", run, "否"]), fonts=FONTS))
    assert found.text == f"是{shown}否"
    assert found.notes == ()


def test_a_symbol_that_no_table_knows_is_told() -> None:
    found = one(made(P([("(", symbol(0, 0xF0FE)), "\uf0fe"]), fonts=FONTS))
    assert (found.text, found.notes) == ("\ufffd\ufffd", ("text.symbol",))


# Fields


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        (field_of(' HYPERLINK "http://a" ', "链接"), "链接"),
        (field_of(" PAGE ", "3"), "3"),
        (field_of(r" EQ \o\ac(□,√) "), "☑"),
        (field_of(r' SYMBOL 254 \f "Wingdings" ', ""), "☑"),
        ([*field_of(" TOC ", ""), "甲"], "甲"),
        ([("\x13", SPECIAL), " IF ", *field_of(" X ", "1"), ("\x14", SPECIAL), "是", ("\x15", SPECIAL)], "是"),
    ],
)
def test_fields_show_their_results(runs: list[str | tuple[str, bytes]], shown: str) -> None:
    assert one(made(P(["见", *runs, "。"]))).text == f"见{shown}。"


@pytest.mark.parametrize(
    ("name", "state", "result", "shown"),
    [
        ("FORMCHECKBOX", form(1, result=1), "", "☑"),
        ("FORMCHECKBOX", form(1, result=0, default=1), "", "☐"),
        ("FORMCHECKBOX", form(1, default=1), "", "☑"),
        ("FORMCHECKBOX", form(1), "", "☐"),
        ("FORMTEXT", form(0), "张三", "张三"),
        ("FORMDROPDOWN", form(2, result=1, entries=["地市", "区县"]), "", "区县"),
        ("FORMDROPDOWN", form(2, default=0, entries=["地市", "区县"]), "", "地市"),
    ],
)
def test_form_fields_show_their_state(name: str, state: bytes, result: str, shown: str) -> None:
    document = made(P(["类型：", *form_field(name, 8, result)]), data=bytes(8) + state)
    assert one(document).text == f"类型：{shown}"
    assert codes(document) == []


def test_a_tick_box_without_its_state_is_never_an_answer() -> None:
    document = made(P(["类型：", *form_field("FORMCHECKBOX", 8)]), data=bytes(300))
    assert one(document).text == "类型：\ufffd"
    assert one(document).notes == ("text.field", "text.symbol")
    assert codes(document) == ["document.damaged"]


def test_a_field_that_never_ends_gives_its_text_back() -> None:
    document = made(P([("\x13", SPECIAL), "甲"]), P(["乙"]))
    assert "甲" in "".join(texts(document.blocks))
    assert "乙" in "".join(texts(document.blocks))
    assert codes(document) == ["document.damaged"]


def test_a_list_of_fields_that_the_text_hasnt_is_damage() -> None:
    fields = struct.pack("<3I", 0, 1, 9) + b"\x13\x58\x15\x80"
    assert codes(made(P(["甲乙丙"]), parts={"fields": fields})) == ["document.damaged"]


# Lists


def test_list_numbers_are_part_of_the_text() -> None:
    definitions, overrides = lists(level("%1、", form=37), level("（%2）", form=0))
    BEYOND["lists"] = len(definitions) - 30
    try:
        document = made(
            P(["甲"], struct.pack("<HH", 0x460B, 1)),
            P(["乙"], struct.pack("<HHHB", 0x460B, 1, 0x260A, 1)),
            P(["丙"], struct.pack("<HH", 0x460B, 1)),
            P(["丁"]),
            parts={"lists": definitions, "list overrides": overrides},
        )
    finally:
        BEYOND.clear()
    assert texts(document.blocks) == ["一、甲", "（1）乙", "二、丙", "丁"]
    assert codes(document) == []


# Tables


def test_rows_and_cells_lie_on_the_grid_of_their_edges() -> None:
    document = made(
        *cells("甲", "乙", end=row([0, 1000, 3000])),
        *cells("丙", "丁", "戊", end=row([0, 1000, 2003, 3004])),
        *cells("己", end=row([1000, 2000])),
        P(["后"]),
    )
    table = table_of(document)
    assert (table.rows, table.columns) == (3, 3)
    assert shape(table) == [
        (0, 0, 1, 1, "甲"),
        (0, 1, 1, 2, "乙"),
        (1, 0, 1, 1, "丙"),
        (1, 1, 1, 1, "丁"),
        (1, 2, 1, 1, "戊"),
        (2, 1, 1, 1, "己"),
    ]
    assert texts(document.blocks) == ["后"]
    assert codes(document) == []


def test_edges_that_hardly_differ_are_one_line() -> None:
    document = made(
        *cells("甲", "1", end=row([0, 1000, 2000], [0x60])),
        *cells("", "2", end=row([7, 987, 2024], [0x20])),
        *cells("丙", end=row([0, 2007])),
        P([""]),
    )
    table = table_of(document)
    assert (table.rows, table.columns) == (3, 2)
    assert shape(table) == [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2"), (2, 0, 1, 2, "丙")]
    assert codes(document) == []


def test_a_narrow_cell_is_a_column_of_its_own() -> None:
    document = made(
        *cells("甲", "", "乙", end=row([0, 1000, 1030, 2000])),
        *cells("丙", "丁", end=row([0, 1005, 2000])),
        P([""]),
    )
    assert shape(table_of(document)) == [
        (0, 0, 1, 1, "甲"),
        (0, 1, 1, 1, ""),
        (0, 2, 1, 1, "乙"),
        (1, 0, 1, 1, "丙"),
        (1, 1, 1, 2, "丁"),
    ]
    assert codes(document) == []


def aligned(how: int, *rows: list[int]) -> list[list[int]]:
    """The columns that each row's cells begin at, of rows that stand in the middle (1) or at the right (2)."""
    place = struct.pack("<HH", 0x548A, how)
    document = made(
        *(one for edges in rows for one in cells(*"甲" * (len(edges) - 1), end=row(edges, more=place))), P([""])
    )
    found = table_of(document).cells
    return [[cell.column for cell in found if cell.row == index] for index in range(len(rows))]


def test_rows_stand_where_their_alignment_puts_them() -> None:
    assert aligned(1, [403, 1705, 8226], [-108, 1194, 7715]) == [[0, 1], [0, 1]]
    assert aligned(2, [-80, 1360], [-80, 1360, 2800]) == [[1], [0, 1]]
    assert aligned(0, [-80, 1360], [-80, 1360, 2800]) == [[0], [0, 1]]


def test_rows_written_where_they_are_drawn_stay_there() -> None:
    assert aligned(1, [-221, 1576, 8823], [-108, 1576, 8823]) == [[0, 2], [1, 2]]


@pytest.mark.parametrize("flags", [[2, 1, 0], [1, 2, 0], [3, 1, 0]])
def test_cells_merged_sideways_are_one_in_either_reading_of_the_format(flags: list[int]) -> None:
    document = made(
        *cells("甲", "", "丙", end=row([0, 1000, 2000, 3000], flags)),
        *cells("1", "2", "3", end=row([0, 1000, 2000, 3000])),
        P([""]),
    )
    assert shape(table_of(document))[:3] == [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "丙"), (1, 0, 1, 1, "1")]


def test_cells_merged_downwards_are_one() -> None:
    document = made(
        *cells("甲", "1", end=row([0, 1000, 2000], [0x60])),
        *cells("", "2", end=row([0, 1000, 2000], [0x20])),
        *cells("乙", "3", end=row([0, 1000, 2000], [0x60])),
        P([""]),
    )
    assert shape(table_of(document)) == [
        (0, 0, 2, 1, "甲"),
        (0, 1, 1, 1, "1"),
        (1, 1, 1, 1, "2"),
        (2, 0, 1, 1, "乙"),
        (2, 1, 1, 1, "3"),
    ]


def test_text_covered_by_a_merge_is_told() -> None:
    document = made(
        *cells("甲", "1", end=row([0, 1000, 2000], [0x60])),
        *cells("失", "2", end=row([0, 1000, 2000], [0x20])),
        P([""]),
    )
    assert codes(document) == ["document.damaged", "table.covered"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (struct.pack("<HBB", 0x5624, 0, 2), [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "丙")]),
        (struct.pack("<HBBB", 0xD62B, 2, 1, 3), [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, ""), (0, 2, 1, 1, "丙")]),
        (struct.pack("<HBBh", 0x7623, 0, 1, 500), [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, ""), (0, 2, 1, 1, "丙")]),
        (struct.pack("<Hh", 0x9601, 50), [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, ""), (0, 2, 1, 1, "丙")]),
    ],
)
def test_changes_to_a_row_after_its_definition_are_heeded(more: bytes, expected: SHAPE) -> None:
    document = made(*cells("甲", "", "丙", end=row([0, 1000, 2000, 3000], more=more)), P([""]))
    assert shape(table_of(document)) == expected
    assert codes(document) == []


def test_cells_inserted_and_deleted_after_the_definition_are_heeded() -> None:
    inserted = struct.pack("<HBBh", 0x7621, 1, 1, 700)
    deleted = struct.pack("<HBB", 0x5622, 0, 1)
    document = made(
        *cells("甲", "乙", end=row([0, 1000], more=inserted)),
        *cells("丙", "丁", end=row([0, 500, 1500, 2200], more=deleted)),
        P([""]),
    )
    assert shape(table_of(document)) == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "丙"), (1, 1, 1, 1, "丁")]
    assert codes(document) == []


def test_a_table_in_a_cell_is_read() -> None:
    deep = IN_TABLE + struct.pack("<HI", 0x6649, 2)
    inner_cell = deep + bytes.fromhex("4b2401")
    definition = row([0, 500, 900])[6:]
    document = made(
        P(["前"], IN_TABLE + struct.pack("<HI", 0x6649, 1)),
        P(["内1"], inner_cell),
        P(["内2"], inner_cell),
        P([""], inner_cell + bytes.fromhex("4c2401") + definition),
        P(["后"], IN_TABLE, "\x07"),
        P([""], row([0, 1000]), "\x07"),
        P([""]),
    )
    (cell,) = table_of(document).cells
    assert cell.text == "前\n后"
    (inner,) = cell.tables
    assert shape(inner) == [(0, 0, 1, 1, "内1"), (0, 1, 1, 1, "内2")]
    assert codes(document) == []


def test_properties_too_long_for_their_page_are_found_in_the_data_stream() -> None:
    definition = row([0, 1000, 2000])[6:]
    data = bytes(4) + struct.pack("<H", len(definition)) + definition
    end = IN_TABLE + bytes.fromhex("172401") + struct.pack("<HI", 0x646B, 4)
    document = made(*cells("甲", "乙", end=end), P([""]), data=data)
    assert shape(table_of(document)) == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")]
    assert codes(document) == []


def test_a_row_deleted_with_changes_tracked_is_gone() -> None:
    document = made(
        *cells("甲", end=row([0, 1000])),
        *cells([("乙", DELETED)], end=row([0, 1000]), mark=DELETED),
        P([""]),
    )
    assert shape(table_of(document)) == [(0, 0, 1, 1, "甲")]


def test_floating_tables_that_follow_each_other_stay_two() -> None:
    first, second = (struct.pack("<Hh", 0x940E, x) for x in (100, 900))
    document = made(
        *cells("甲", end=row([0, 1000], more=first)), *cells("乙", end=row([0, 1000], more=second)), P([""])
    )
    assert [shape(block)[0][4] for block in document.blocks if isinstance(block, Table)] == ["甲", "乙"]


def test_a_row_that_says_another_count_of_cells_is_damage() -> None:
    document = made(*cells("甲", "乙", "丙", end=row([0, 1000, 2000])), P([""]))
    assert [cell.text for cell in table_of(document).cells] == ["甲", "乙", "丙"]
    assert codes(document) == ["document.damaged"]


def test_a_cell_mark_outside_of_tables_is_damage() -> None:
    assert codes(made(P(["甲"], mark="\x07"), P([""]))) == ["document.damaged"]


# Other stories


def test_headers_footers_and_footnotes_stand_aside() -> None:
    margins = [P(["眉"]), P([""]), P(["脚"]), P([""])]
    places = [0, 0, 0, 0, 0, 0, 0, 0, 3, 3, 6, 6, 6, 7]
    document = made(
        P(["正文", ("\x02", SPECIAL)]),
        P(["完", ("\x02", SPECIAL + DELETED)]),
        stories={
            "footnotes": [P([("\x02", SPECIAL), "注一"]), P([("\x02", SPECIAL), "注二"]), P([""])],
            "margins": [*margins, P([""])],
        },
        parts={
            "margins": struct.pack(f"<{len(places)}I", *places),
            "footnotes": struct.pack("<4I", 0, 4, 8, 9),
            "footnote references": struct.pack("<3I", 2, 5, 9) + bytes(4),
        },
    )
    assert texts(document.blocks) == ["正文", "完"]
    assert [(block.part, block.text) for block in document.asides if isinstance(block, Paragraph)] == [
        ("header", "眉"),
        ("footer", "脚"),
        ("footnote", "注一"),
    ]
    assert codes(document) == []


def test_a_text_box_stands_after_its_anchor_and_one_without_after_the_body() -> None:
    anchors = struct.pack("<2I", 1, 4) + struct.pack("<I", 1025) + bytes(22)
    first, second = "框内", "孤框"
    starts = [0, units(first) + 1, units(first) + units(second) + 2, units(first) + units(second) + 3]
    entries = b"".join(bytes(14) + struct.pack("<I", shape_id) + bytes(4) for shape_id in (1025, 4000, 0))
    document = made(
        P(["甲", ("\x08", SPECIAL)]),
        P(["乙"]),
        stories={"boxes": [P([first]), P([second]), P([""])]},
        parts={"anchors": anchors, "boxes": struct.pack("<4I", *starts) + entries},
    )
    assert [(block.part, block.text) for block in document.blocks if isinstance(block, Paragraph)] == [
        ("body", "甲"),
        ("textbox", "框内"),
        ("body", "乙"),
        ("textbox", "孤框"),
    ]
    assert codes(document) == []


def test_text_drawn_as_a_shape_stands_after_its_anchor() -> None:
    anchors = struct.pack("<2I", 1, 4) + struct.pack("<I", 1025) + bytes(22)
    document = made(
        P(["甲", ("\x08", SPECIAL)]),
        P(["乙"]),
        parts={"anchors": anchors, "drawings": drawings(drawn_text(1025, "某某学校"))},
    )
    assert [(block.part, block.text) for block in document.blocks if isinstance(block, Paragraph)] == [
        ("body", "甲"),
        ("textbox", "某某学校"),
        ("body", "乙"),
    ]


def test_text_drawn_as_a_shape_that_is_deleted_goes_with_its_anchor() -> None:
    anchors = struct.pack("<2I", 1, 4) + struct.pack("<I", 1025) + bytes(22)
    document = made(
        P(["甲", ("\x08", SPECIAL + DELETED)]),
        parts={"anchors": anchors, "drawings": drawings(drawn_text(1025, "某某学校"))},
    )
    assert texts(document.blocks) == ["甲"]


def test_text_drawn_as_a_shape_in_a_line_is_read() -> None:
    shape_ = drawn_text(1025, "公章")
    data = struct.pack("<iHH", 0x44 + len(shape_), 0x44, 0x64) + bytes(0x44 - 8) + shape_
    located = struct.pack("<HI", 0x6A03, 0) + SPECIAL
    document = made(P(["甲", ("\x01", located)]), data=data)
    assert texts(document.blocks) == ["甲", "公章"]
    assert codes(document) == []


def test_macros_and_pictures_are_noted() -> None:
    document = made(P(["甲", ("\x01", SPECIAL)]), streams={"Macros": b"x"})
    assert codes(document) == ["document.macros", "document.pictures"]


# Word 6 and 95


def row_before(*edges: int, flags: Sequence[int] = ()) -> bytes:
    count = len(edges) - 1
    operand = bytes([count]) + struct.pack(f"<{count + 1}h", *edges)
    operand += b"".join(struct.pack("<H", flag) + bytes(8) for flag in flags)
    return b"\x18\x01\x19\x01\xbe" + struct.pack("<H", len(operand) + 1) + operand


@pytest.mark.parametrize(("magic", "version"), [(0xA5DC, 0x65), (0xA698, 0x68)])
def test_word_6_and_95_have_their_text_and_tables_read(magic: int, version: int) -> None:
    data = before(
        [
            ("姓名：张三\r".encode("gb18030"), b""),
            ("甲\x07".encode("gb18030"), b"\x18\x01"),
            (b"\x07", b"\x18\x01"),
            ("丙\x07".encode("gb18030"), b"\x18\x01"),
            (b"\x07", row_before(0, 1000, 2000, 3000, flags=[1, 2, 0])),
            (b"end\r", b""),
        ],
        magic=magic,
        version=version,
    )
    document = read(data)
    assert texts(document.blocks) == ["姓名：张三", "end"]
    assert shape(table_of(document)) == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "丙")]
    assert codes(document) == []


def test_characters_of_word_6_are_read_by_their_font_and_properties() -> None:
    fonts = [(0, b"Arial"), (204, b"Arial Cyr"), (2, b"Wingdings")]
    data = before(
        [("aЖbcd(e\r".encode("cp1251"), b"")],
        characters=[
            (0, b""),
            (1, struct.pack("<BH", 93, 1)),
            (2, b"\x41\x01"),
            (3, b"\x5c\x01"),
            (4, b"\x57\x01"),
            (5, b"\x4a\x03\x02\x00\xfe"),
            (6, b""),
        ],
        fonts=fonts,
        language=0x0409,
    )
    found = one(read(data))
    assert (found.text, found.struck) == ("aЖd☑e", ("d",))


def test_margins_and_text_boxes_of_word_6_are_read() -> None:
    # One line between text and notes comes first (a bit of the document's properties); then the section's margins: odd pages' header and footer.
    margins = [b"----\r", b"head\r\r", b"foot\r\r", b"\r"]
    ends = [sum(map(len, margins[:count])) for count in range(5)]
    document = read(
        before(
            [(b"body\r", b"")],
            stories={"margins": margins, "boxes": [b"boxed\r"]},
            parts={"margins": struct.pack("<5I", *ends), "document": b"\x00\x01" + bytes(82)},
            section=b"\x99\x0a",
        )
    )
    assert texts(document.blocks) == ["body", "boxed"]
    assert [(block.part, block.text) for block in document.asides if isinstance(block, Paragraph)] == [
        ("header", "head"),
        ("footer", "foot"),
    ]
    assert codes(document) == []


def test_a_code_page_that_isnt_certain_is_damage() -> None:
    fonts = [(0, b"Arial"), (204, b"Arial Cyr")]
    assert "document.damaged" in codes(read(before([(b"\xc6\r", b"")], fonts=fonts, language=0x0409)))


# What can't be read


def failed(**more: object) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_doc(Doc([P(["甲"])], **more).build())  # type: ignore[arg-type]
    return caught.value


def test_an_encrypted_file_is_said_to_be_one() -> None:
    assert failed(flags=0x1300).code == "unreadable.encrypted"


def test_a_version_before_word_6_is_named() -> None:
    fault = failed(magic=0xA5DB, version=0x2D)
    assert fault.code == "unreadable.unsupported"
    assert ".docx" in str(fault)


def test_the_first_version_of_word_97_is_one_of_word_97() -> None:
    assert texts(made(P(["甲"]), version=0xBF).blocks) == ["甲"]


def test_a_class_id_in_the_header_as_wps_writes_it_does_no_harm() -> None:
    assert codes(made(P(["甲"]), clsid=bytes(range(16)))) == []


def test_a_word_file_with_a_workbook_inside_is_a_word_file() -> None:
    assert texts(made(P(["甲"]), streams={"ObjectPool": b"x"}).blocks) == ["甲"]
