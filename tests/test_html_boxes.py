"""Pages that set boxes side by side without a table: what stands beside what is read as it is seen."""

from __future__ import annotations

import random

import pytest

from parsers.document import Document, Paragraph, Table
from parsers.html.reader import read_html

PAIRS = (("推荐单位名称", "洛河市第三中学"), ("主要负责人姓名", "周小明"), ("职务", "校长"), ("手机", "13800001234"))


def page(body: str, css: str = "") -> Document:
    return read_html(
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><style>{css}</style></head><body>{body}</body></html>'.encode()
    )


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.rows)]


def each(pattern: str) -> str:
    return "".join(pattern.format(label=label, value=value) for label, value in PAIRS)


LINE = '<div class="r"><span class="k">{label}</span><span class="v">{value}</span></div>'


@pytest.mark.parametrize(
    ("body", "css"),
    [
        ("<dl>" + each("<dt>{label}</dt><dd>{value}</dd>") + "</dl>", ""),
        (each('<div class="el-form-item"><label>{label}</label><div><input value="{value}"></div></div>'), ""),
        (each('<p><label>{label}</label><input value="{value}"></p>'), ""),
        (each(LINE), ""),
        (each(LINE), ".r { display: flex }"),
        (each(LINE), ".r { display: grid; grid-template-columns: 120px 1fr }"),
        (each(LINE), ".r { display: table-row } .r > span { display: table-cell }"),
        (
            '<section class="g">' + each("<p>{label}</p><p>{value}</p>") + "</section>",
            ".g{display:grid;grid-template:none / max-content 1fr}",
        ),
        (
            '<ul class="l">' + each("<li><i class=a>{label}</i><i class=b>{value}</i></li>") + "</ul>",
            "ul.l>li{display:flex}.l{list-style:none}",
        ),
        (
            '<div class="row">'
            + each('<div class="col-md-4">{label}</div><div class="col-md-8">{value}</div>')
            + "</div>",
            "",
        ),
        (
            '<div class="w">'
            + each('<div style="width:30%">{label}</div><div style="width:70%">{value}</div>')
            + "</div>",
            ".w{display:flex;flex-wrap:wrap}",
        ),
        (each('<div role="row"><div role="rowheader">{label}</div><div role="gridcell">{value}</div></div>'), ""),
    ],
)
def test_labels_and_entries_set_side_by_side_are_rows(body: str, css: str) -> None:
    tables = [block for block in page(body, css).blocks if isinstance(block, Table)]
    assert [rows(table) for table in tables] == [[list(pair) for pair in PAIRS]]


def test_pairs_in_a_grid_of_pairs_are_labels_and_entries_too() -> None:
    body = '<div class="d">' + each(LINE) + "</div>"
    (table,) = page(body, ".d{display:grid;grid-template-columns:repeat(2,1fr)}.r{display:flex}").blocks
    assert isinstance(table, Table)
    assert rows(table) == [[*PAIRS[0], *PAIRS[1]], [*PAIRS[2], *PAIRS[3]]]


def test_boxes_stand_where_their_style_places_them_whatever_their_order() -> None:
    areas = {"乙": "1 / 2", "丙": "2 / 1 / span 1 / span 2", "甲": "1 / 1", "丁": "1 / -2 / 3 / -1"}
    body = "".join(f'<div style="grid-area: {area}">{name}</div>' for name, area in areas.items())
    (table,) = page(
        f'<div style="display:grid;grid-template-columns:[a] 1fr [b] minmax(0, 2fr) 3em">{body}</div>'
    ).blocks
    assert isinstance(table, Table)
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells] == [
        ("甲", 0, 0, 1, 1),
        ("乙", 0, 1, 1, 1),
        ("丁", 0, 2, 2, 1),
        ("丙", 1, 0, 1, 2),
    ]


def test_named_areas_are_known() -> None:
    css = ".g{display:grid;grid-template-areas:'a a' 'b c'}.x{grid-area:a}.y{grid-area:b}.z{grid-area:c}"
    (table,) = page("<div class=g><p class=z>丙</p><p class=x>甲</p><p class=y>乙</p></div>", css).blocks
    assert isinstance(table, Table)
    assert [(c.text, c.column_span) for c in table.cells] == [("甲", 2), ("乙", 1), ("丙", 1)]


@pytest.mark.parametrize("seed", range(12))
def test_a_grid_without_places_fills_its_rows_as_a_table_does(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    columns, taken, cells = rng.randint(2, 6), set(), []
    for row in range(6):
        for column in range(columns):
            if (row, column) in taken:
                continue
            most = next((i for i in range(1, columns - column) if (row, column + i) in taken), columns - column)
            across, down = rng.randint(1, most), rng.randint(1, min(3, 6 - row))
            taken |= {(row + i, column + j) for i in range(down) for j in range(across)}
            cells.append((row, column, down, across))
    boxes = "".join(
        f'<i style="grid-column: span {across}; grid-row: span {down}">x</i>' for _, _, down, across in cells
    )
    (table,) = page(f'<div style="display:grid;grid-template-columns:repeat({columns}, 1fr)">{boxes}</div>').blocks
    assert isinstance(table, Table)
    assert [(c.row, c.column, c.row_span, c.column_span) for c in table.cells] == cells


def test_rows_that_share_their_width_otherwise_keep_their_columns_apart() -> None:
    body = "<div><i style='flex:1'>a</i><i style='flex:2'>b</i></div><div><i style='flex:1'>c</i><i style='flex:1'>d</i><i style='flex:1'>e</i></div>"
    (table,) = page(body, "div{display:flex}").blocks
    assert isinstance(table, Table)
    assert [(c.text, c.column, c.column_span) for c in table.cells] == [
        ("a", 0, 1),
        ("b", 1, 2),
        ("c", 0, 1),
        ("d", 1, 1),
        ("e", 2, 1),
    ]


@pytest.mark.parametrize(
    ("body", "css"),
    [
        (
            "<div class=p><div><h2>甲</h2><table><tr><td>乙</td></tr></table></div><div>丙</div></div>",
            ".p{display:flex}",
        ),
        (
            "<div class=p><div><table><tr><td>甲</td></tr></table></div><div>乙</div><div>丙</div></div>",
            ".p{display:grid;grid-template-columns:1fr 1fr}",
        ),
        ("<div class=p><p>甲</p><p>乙</p></div>", ".p{display:flex;flex-direction:column}"),
        ("<div class=p><p>甲</p><p>乙</p></div>", ".p{display:grid}"),
        (
            "<div class=p><p>甲</p><p>乙</p><p>丙</p></div>",
            ".p{display:grid;grid-template-columns:repeat(auto-fit,minmax(9em,1fr))}",
        ),
        (
            "<div class=p><p style='grid-area:1/1'>甲</p><p style='grid-area:1/1'>乙</p></div>",
            ".p{display:grid;grid-template-columns:1fr 1fr}",
        ),
    ],
)
def test_parts_of_a_page_are_no_cells_and_nothing_is_lost(body: str, css: str) -> None:
    document = page(body, css)
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert all(len(table.cells) == 1 for table in tables)
    shown = [block.text if isinstance(block, Paragraph) else block.cells[0].text for block in document.blocks]
    assert [char for char in "".join(shown) if char in "甲乙丙"] == [char for char in body if char in "甲乙丙"]


def test_words_of_a_tick_box_and_pieces_of_word_s_lines_are_no_labels() -> None:
    body = "<p><label>男</label><input type=radio checked><label>女</label><input type=radio></p>"
    body += 3 * '<p><span class="SpellE">网络</span><span class="GramE">空间</span></p>'
    assert [block.text for block in page(body).blocks if isinstance(block, Paragraph)] == ["男☑女☐", *["网络空间"] * 3]


def test_one_row_of_boxes_is_a_line() -> None:
    assert [
        block.text
        for block in page("<div><b>附件2</b><b>推荐表</b></div>", "div{display:flex}").blocks
        if isinstance(block, Paragraph)
    ] == ["附件2\t推荐表"]


@pytest.mark.parametrize(
    ("css", "hidden"),
    [
        (".a .b{display:none}", True),
        (".a > .b{display:none}", False),
        (".x .b{display:none}", False),
        ("div .a i.b{display:none}", True),
        (".b{display:inline} i{display:none}", False),
        ("#n .b{display:none} .a .b{display:inline}", True),
        ("@media (max-width:600px){.b{display:none}}", False),
        ("@media screen and (max-width:600px){.b{display:none}}", False),
        ("@media (min-width:600px){.b{display:none}}", True),
        ("@supports (display:grid){.b{display:none}}", True),
        (".a[title] .b{display:none}", False),
    ],
)
def test_rules_for_what_stands_in_something_hold_there(css: str, hidden: bool) -> None:
    (block,) = page('<div id="n"><p class="a">甲<u><i class="b">乙</i></u></p></div>', css).blocks
    assert isinstance(block, Paragraph)
    assert block.text == ("甲" if hidden else "甲乙")


def test_boxes_without_end_are_read_in_time() -> None:
    boxes = "<i style='grid-column:span 40;grid-row:span 40'>x</i>" * 1000
    css = "div{display:grid;grid-auto-flow:dense;grid-template-columns:repeat(900,1fr)}" + "".join(
        f".a .b .c{i} i{{display:none}}" for i in range(1000)
    )
    assert "x" in "".join(
        block.text for block in page(f"<div>{boxes}</div>", css).blocks if isinstance(block, Paragraph)
    )
