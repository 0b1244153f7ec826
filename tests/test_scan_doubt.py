"""What a scan leaves in doubt of its tables, and tables whose sheets lay askew to one another."""

from __future__ import annotations

import io
from itertools import pairwise

import cv2
import numpy as np
from PIL import Image as Pictures
from scan_builder import Scan

from parsers.document import Document, Paragraph, Table
from parsers.extraction.extract import extract
from parsers.pdf.compose import compose
from parsers.pdf.lines import rows_of
from parsers.pdf.model import Edge, Glyph, Page, Stamp
from parsers.pdf.pages import lay_out
from parsers.pdf.table import PageTable
from parsers.read import read
from parsers.ruling import grids
from parsers.scan.align import aligned
from parsers.scan.doubt import doubtful_cells, is_bare, is_touched, is_written_red, touching, veiled_cells
from parsers.scan.lines import rule_mask
from parsers.scan.ocr import Character, Image, Reading
from parsers.scan.rules import find_rules
from parsers.scan.text import mended

UNIT = 2.0


def ruled(xs: tuple[float, ...], ys: tuple[float, ...]) -> list[Edge]:
    levels = [Edge(False, y, xs[0], xs[-1], 1.0) for y in ys]
    return levels + [Edge(True, x, ys[0], ys[-1], 1.0) for x in xs]


def doubts(ink: Image, edges: list[Edge]) -> set[tuple[int, int]]:
    return doubtful_cells(grids(edges), edges, ink, rule_mask(ink.shape, edges, UNIT), UNIT)


def drawn(edges: list[Edge]) -> Image:
    return rule_mask((400, 400), edges, UNIT)


def test_cells_beside_a_border_that_was_not_seen_are_in_doubt() -> None:
    edges = ruled((20, 80, 140), (20, 60, 100))
    ink = drawn(edges)
    assert doubts(ink, edges) == set()
    ink[50:100, 150:170] = 0
    assert doubts(ink, edges) == {(0, 0), (0, 1)}


def test_a_cell_with_a_stroke_from_wall_to_wall_is_in_doubt_and_one_with_an_underline_is_not() -> None:
    edges = ruled((20, 80, 140), (20, 60, 100))
    ink = drawn(edges)
    cv2.line(ink, (50, 90), (130, 90), 255, 2)
    assert doubts(ink, edges) == set()
    cv2.line(ink, (165, 90), (275, 90), 255, 2)
    assert doubts(ink, edges) == {(0, 1)}


def test_text_that_touches_a_rule_is_told_from_the_rules_own_edge() -> None:
    edges = ruled((20, 80, 140), (20, 60, 100))
    mask = rule_mask((400, 400), edges, UNIT)
    rest = np.zeros((400, 400), np.uint8)
    rest[60, 45:120] = 255
    row = int(np.flatnonzero(mask[:, 100])[-1]) + 1
    rest[row, 60:90] = 255
    assert not touching(rest, mask, UNIT).any()
    rest[row : row + 12, 200:212] = 255
    touched = touching(rest, mask, UNIT)
    assert is_touched((190, row, 220, row + 20), touched)
    assert not is_touched((40, row, 120, row + 20), touched)


def sheet(number: int, left: float, scale: float = 1.0) -> Page:
    xs = tuple(left + scale * x for x in (0, 60, 240, 400))
    page = Page(number, 595, 842, kind="image", edges=ruled(xs, (100, 140, 180)), warp=(1, 0, 0, 0, 1, 0, 0, 0, 1))
    page.glyphs = [Glyph("王", left + 5, left + 17, 130, 12)]
    page.seals = [Stamp((left + 200, 120, left + 300, 220), 0.9)]
    return page


def test_a_sheet_that_lay_elsewhere_is_moved_under_the_one_before_and_still_told_where_it_is() -> None:
    _, second = aligned([sheet(1, 80.0), sheet(2, 92.0, 1.01)])
    assert max(abs(edge.at - x) for edge, x in zip(second.edges[3:], (80, 140, 320, 480), strict=True)) < 0.01
    assert second.warp is not None
    a, _, c, *_ = second.warp
    assert abs(a * 480.0 + c - (92.0 + 404.0)) < 0.01


def test_a_sheet_that_was_photographed_from_elsewhere_is_moved_where_all_its_columns_agree() -> None:
    xs, nearer = (0, 60, 120, 240, 400), 1.2
    pages = [sheet(1, 30.0), sheet(2, 160.0, nearer)]
    pages[0].edges = ruled(tuple(30.0 + x for x in xs), (100, 140, 180))
    pages[1].edges = ruled(tuple(160.0 + nearer * x for x in xs), (100, 140, 180))
    _, second = aligned(pages)
    assert {round(edge.at) for edge in second.edges if edge.upright} == {30, 90, 150, 270, 430}


def test_a_sheet_photographed_from_elsewhere_is_moved_also_where_a_merged_cell_hides_one_border() -> None:
    xs, nearer = (0, 50, 100, 150, 200, 250, 300, 350, 400), 1.2
    pages = [sheet(1, 30.0), sheet(2, 160.0)]
    pages[0].edges = ruled(tuple(30.0 + x for x in xs), (100, 140, 180))
    pages[1].edges = ruled(tuple(160.0 + nearer * x for x in xs if x != 350), (100, 140, 180))
    _, second = aligned(pages)
    assert {round(edge.at) for edge in second.edges if edge.upright} == {30 + x for x in xs if x != 350}


def test_a_photographed_sheet_of_labels_and_values_is_moved_where_the_border_between_them_agrees() -> None:
    pages = [sheet(1, 20.0), sheet(2, 140.0)]
    pages[0].edges = ruled(tuple(20.0 + x for x in (0, 60, 240, 400)), (100, 140, 180))
    pages[1].edges = ruled(tuple(140.0 + 1.06 * x for x in (0, 60, 400)), (100, 140, 180))
    pages[1].width = 760
    _, second = aligned(pages)
    assert {round(edge.at) for edge in second.edges if edge.upright} == {20, 80, 420}


def test_tables_of_other_columns_and_pages_of_text_stay_where_they_are() -> None:
    other = sheet(2, 92.0)
    other.edges = ruled((92, 192, 292, 492), (100, 140, 180))
    text = sheet(2, 92.0)
    text.warp = None
    for page in (other, text):
        before = [edge.at for edge in page.edges]
        aligned([sheet(1, 80.0), page])
        assert [edge.at for edge in page.edges] == before


def test_a_table_over_two_sheets_that_were_fed_apart_is_one() -> None:
    def page(left: float, names: list[list[str]]) -> Pictures.Image:
        ys = [60.0 + 30 * row for row in range(len(names) + 1)]
        scan = Scan(height=240).table((left, left + 60, left + 260, left + 400), ys, names)
        return Pictures.fromarray(scan.draw()[:, :, ::-1])

    first = page(
        80, [["序号", "单位名称", "联系人"], ["1", "许昌市第二中学", "欧阳志"], ["2", "洛阳市实验小学", "王海"]]
    )
    second = page(94, [["3", "开封市第一中学", "李平"], ["4", "安阳市第三中学", "赵伟"]])
    buffer = io.BytesIO()
    first.save(buffer, "TIFF", compression="tiff_lzw", dpi=(200, 200), save_all=True, append_images=[second])
    (table,) = read(buffer.getvalue()).tables()
    assert (table.rows, table.columns) == (5, 3)
    assert [cell.text for cell in table.cells if cell.column == 0] == ["序号", "1", "2", "3", "4"]


def reading(text: str) -> Reading:
    step = 1 / len(text)
    return Reading(
        characters=tuple(Character(text=c, confidence=0.999, at=(n + 0.5) * step) for n, c in enumerate(text))
    )


def test_an_underscore_that_was_not_read_is_put_in_and_one_behind_han_characters_is_what_is_left_of_a_rule() -> None:
    ink = np.zeros((24, 110), np.uint8)
    for left in (0, 12, 36, 48):
        ink[4:18, left + 2 : left + 10] = 255
    ink[21:23, 24:36] = 255
    signs = mended(reading("ab12"), [6.0, 18.0, 42.0, 54.0], np.asarray(ink, np.uint8), 24.0)
    assert "".join(sign.text for sign in signs) == "ab_12"
    assert signs[2].confidence < 0.9
    (last,) = mended(reading("处_"), [12.0, 36.0], np.asarray(ink, np.uint8), 24.0)
    assert last.text == "处"
    assert last.confidence < 0.9


def test_a_level_rule_in_pieces_is_one_and_a_cell_over_two_rows_stays_open() -> None:
    edges = ruled((20, 80, 140, 200, 260, 320, 400), (20, 60, 100))
    whole = rule_mask((240, 840), edges, UNIT)
    faint, spanned = whole.copy(), whole.copy()
    faint[115:125, 174:260] = 0
    faint[115:125, 306:380] = 0
    (grid,) = grids(find_rules(faint, 72 * UNIT))
    assert len(grid.cells) == 12
    spanned[115:125, 163:277] = 0
    (grid,) = grids(find_rules(spanned, 72 * UNIT))
    assert len(grid.cells) == 11


def test_a_cell_with_red_writing_of_which_a_seal_may_cover_more_is_in_doubt() -> None:
    (grid,) = grids(ruled((20, 80, 140), (20, 60, 100)))
    veil, red = np.zeros((400, 400), np.uint8), np.zeros((400, 400), np.uint8)
    cv2.circle(veil, (160, 120), 40, 255, -1)
    cv2.putText(red, "A", (50, 70), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 255, 2)
    assert veiled_cells([grid], red, veil, UNIT) == {(0, 0)}
    assert veiled_cells([grid], red, np.zeros_like(veil), UNIT) == set()
    # All of a cell's writing may be under the seal where there is such writing elsewhere on the page.
    assert is_written_red(red, UNIT)
    assert veiled_cells([grid], red, veil, UNIT, veil) == {(0, 0), (0, 1), (0, 2), (0, 3)}


def test_a_last_digit_under_the_others_is_no_digit_among_them() -> None:
    # The upper line was found with much room round it and seems larger than it is, so that the lower one seems to be on its height.
    page = Page(1, 400, 200)
    upper = [
        Glyph(digit, 60 + 5 * n, 65 + 5 * n, 100, 18, method="ocr", layer=1) for n, digit in enumerate("1361344727")
    ]
    page.glyphs = [*upper, Glyph("7", 62, 67, 108, 10, method="ocr", layer=2)]
    assert [row.text for row in rows_of(page.glyphs, 1)] == ["1361344727", "7"]


def test_names_of_a_list_among_which_something_was_hardly_seen_are_doubted_in_number_too() -> None:
    def read_as(confidence: float) -> list[str]:
        texts = (
            "优秀区域和优秀学校名单",
            "一、优秀区域",
            "郑州市、开封市",
            "二、优秀学校",
            "郑州市第一中学、开封市第二中学",
            "十方第的",
        )
        blocks = tuple(
            Paragraph(text=text, page=1, method="ocr", confidence=confidence if text == texts[-1] else 0.99)
            for text in texts
        )
        (record,) = extract(Document(format="pdf", pages=1, blocks=blocks))
        return [issue.code for issue in record.issues if issue.field == "schools"]

    assert read_as(0.95) == []
    assert read_as(0.3) == ["list.unclear"]


def test_a_line_of_which_hardly_any_ink_is_left_under_a_seal_is_doubted() -> None:
    ink, veil = np.zeros((60, 400), np.uint8), np.zeros((60, 400), np.uint8)
    veil[:, 100:300] = 255
    ink[20:40, 10:300:2] = 255
    line = (10.0, 15.0, 300.0, 45.0)
    assert not is_bare(line, ink, veil)
    ink[:, 130:290] = 0
    assert is_bare(line, ink, veil)
    assert not is_bare((10.0, 15.0, 110.0, 45.0), ink, veil)


def test_pieces_of_a_scanned_rule_that_meet_part_no_cells() -> None:
    bounds = (40.0, 105.0, 170.0, 235.0, 300.0)
    edges = [Edge(False, y, x, end, 1) for y in (50, 90, 130) for x, end in pairwise(bounds)]
    edges += [Edge(True, x, 50, 130, 1) for x in (140, 200)]
    page = Page(1, 595, 842, kind="image", edges=edges, warp=(1, 0, 0, 0, 1, 0, 0, 0, 1))
    page.glyphs = [Glyph(text, 150 + 12 * i, 162 + 12 * i, 75, 12) for i, text in enumerate("王小明")]
    (table,) = (item for item in lay_out(page).items if isinstance(item, PageTable))
    assert len(table.cells) == 6


def test_a_scanned_rule_over_a_cell_that_is_full_is_no_frame_of_its_text() -> None:
    xs, ys = (40.0, 100.0, 160.0, 220.0), (50.0, 68.0, 86.0, 104.0)
    edges = [Edge(False, y, x, end, 1) for y in ys for x, end in pairwise(xs)] + [Edge(True, x, 50, 104, 1) for x in xs]
    page = Page(1, 595, 842, kind="image", edges=edges, warp=(1, 0, 0, 0, 1, 0, 0, 0, 1))
    for row, y in enumerate(ys[:-1]):
        page.glyphs += [Glyph("市", 100 + 12 * i, 112 + 12 * i, y + 14, 12, layer=row, method="ocr") for i in range(5)]
    (table,) = (item for item in lay_out(page).items if isinstance(item, PageTable))
    assert len(table.cells) == 9


def test_a_table_goes_on_from_a_double_page_to_a_single_one() -> None:
    still = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)

    def words(text: str, x: float, y: float) -> list[Glyph]:
        return [
            Glyph(sign, x + 12 * index, x + 12 * index + 12, y, 12, method="ocr") for index, sign in enumerate(text)
        ]

    ys = (100.0, 400.0, 780.0)
    wide = Page(1, 1190, 842, kind="image", warp=still)
    wide.edges = [*ruled((60, 160, 460), ys), *ruled((661, 761, 1061), (100.0, 400.0, 782.0))]
    wide.glyphs = [
        *words("姓名", 70, 130),
        *words("王小明", 170, 130),
        *words("职务", 678, 130),
        *words("校长", 778, 130),
    ]
    single = Page(2, 595, 842, kind="image", warp=still, edges=ruled((66, 166, 466), ys))
    single.glyphs = [*words("民族", 76, 130), *words("汉族", 176, 130)]
    tables = [block for block in compose([wide, single]).blocks if isinstance(block, Table)]
    assert [[cell.text for cell in table.cells if cell.text] for table in tables] == [
        ["姓名", "王小明", "职务", "校长", "民族", "汉族"]
    ]
