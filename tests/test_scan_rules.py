"""Ruled lines that are faint, hidden, or only look like rules; and characters under one another."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from forms.text import Box
from parsers.pdf.model import Edge
from parsers.ruling import grids
from parsers.scan.doubt import is_veiled
from parsers.scan.folds import fold_mask, without_folds
from parsers.scan.lines import find_strips, rule_mask
from parsers.scan.ocr import Image
from parsers.scan.rules import find_rules, without_strokes
from parsers.scan.strokes import LEVEL, inks_of, strokes_of
from parsers.scan.veil import bridged

UNIT = 2.0
DPI = 72 * UNIT
PAPER, BLACK = 230, 30


def page() -> Image:
    return np.full((800, 800), PAPER, np.uint8)


def rule(picture: Image, x0: float, y0: float, x1: float, y1: float, shade: int = BLACK) -> None:
    ends = [(round(x * UNIT), round(y * UNIT)) for x, y in ((x0, y0), (x1, y1))]
    cv2.line(picture, ends[0], ends[1], shade, 2)


def table(picture: Image, xs: tuple[float, ...], ys: tuple[float, ...]) -> None:
    for y in ys:
        rule(picture, xs[0], y, xs[-1], y)
    for x in xs:
        rule(picture, x, ys[0], x, ys[-1])


def rules(picture: Image, lines: tuple[Box, ...] = (), veiled: Image | None = None) -> list[Edge]:
    ink, faint = inks_of(picture, DPI, veiled)
    return find_rules(ink, DPI, lines, faint)


def cells(picture: Image, lines: tuple[Box, ...] = (), veiled: Image | None = None) -> int:
    return sum(len(grid.cells) for grid in grids(rules(picture, lines, veiled)))


def test_rules_go_on_where_a_seal_was_taken_away_and_where_the_scan_is_faint() -> None:
    picture, veil = page(), np.zeros((800, 800), np.uint8)
    table(picture, (40, 140, 340), (40, 100, 160, 220))
    # Under the seal all that is left of the rules is half as dark.
    cv2.circle(veil, (280, 320), 110, 255, -1)
    faded = ((veil > 0) & (picture < 100))[:, :, None].any(axis=2)
    picture[faded] = PAPER - 60
    assert cells(picture, veiled=veil) == 6


def test_a_fold_of_the_paper_is_no_rule_and_uprights_go_on_across_it() -> None:
    picture = page()
    table(picture, (60, 160, 340), (60, 120, 180))
    cv2.line(picture, (0, 300), (800, 300), PAPER - 60, 3)
    ink, faint = inks_of(picture, DPI)
    folds = fold_mask(ink, faint, UNIT, picture)
    found = find_rules(without_folds(ink, folds), DPI)
    assert sum(len(grid.cells) for grid in grids(found)) == 4
    assert not any(150 - 2 <= edge.at <= 150 + 2 for edge in found if not edge.upright)
    # A picture that was cut to the table has rules from edge to edge.
    cut = np.ascontiguousarray(picture[115:365, 120:680])
    assert fold_mask(*inks_of(cut, DPI), UNIT, cut) is None


def test_a_rule_in_a_fold_of_the_paper_ends_where_the_others_do() -> None:
    picture = page()
    for y in (60, 120, 180, 240):
        rule(picture, 60, y, 340, y)
    rule(picture, 160, 60, 160, 240)
    shade = 1 - 0.18 * np.exp(-(((np.arange(800) - 480) / 9) ** 2))
    picture = np.asarray(picture * shade[:, None], np.uint8)
    ink, faint = inks_of(picture, DPI)
    folds = fold_mask(ink, faint, UNIT, picture)
    found = find_rules(without_folds(ink, folds), DPI, (), without_folds(faint, folds))
    assert sum(len(grid.cells) for grid in grids(found)) == 6
    assert all(edge.start >= 59 and edge.end <= 344 for edge in found)


def test_an_underline_of_a_cells_whole_text_is_no_border_of_it() -> None:
    picture = page()
    table(picture, (40, 140, 340), (40, 100, 160))
    rule(picture, 146, 74, 322, 74)
    text = (145.0, 60.0, 323.0, 74.0)
    assert cells(picture, lines=(text,)) == 4
    # A border right below text goes on to the uprights.
    rule(picture, 140, 74, 340, 74)
    assert cells(picture, lines=(text,)) == 5


def test_a_rule_goes_on_behind_a_crossing_where_a_seals_traces_broke_it() -> None:
    picture = page()
    table(picture, (40, 140, 340), (40, 100, 160, 220))
    faint = picture.copy()
    faint[:, 275:285][200:450] = np.where(picture[:, 275:285][200:450] < 100, PAPER - 18, faint[:, 275:285][200:450])
    for y in range(206, 440, 10):
        faint[y, 275:285] = PAPER
    veil = np.zeros((800, 800), np.uint8)
    cv2.circle(veil, (280, 330), 160, 255, -1)
    ink, some = inks_of(faint, DPI)
    assert sum(len(grid.cells) for grid in grids(find_rules(ink, DPI, (), some, veil))) == 6
    # Elsewhere it is the strokes of characters under one another.
    assert sum(len(grid.cells) for grid in grids(find_rules(ink, DPI, (), some))) == 4


def test_an_upright_that_ends_over_clear_paper_does_not_go_on_to_an_underline() -> None:
    picture = page()
    for y in (40, 100, 160):
        rule(picture, 40, y, 340, y)
    rule(picture, 140, 40, 140, 185)
    rule(picture, 240, 40, 240, 185)
    rule(picture, 40, 260, 340, 260)
    assert max(edge.end for edge in rules(picture) if edge.upright) < 190


def test_an_upright_ends_where_the_others_end_and_not_in_the_character_that_it_touches() -> None:
    picture = page()
    for y in (40, 100):
        rule(picture, 40, y, 340, y)
    for x in (100, 160, 220, 280):
        rule(picture, x, 40, x, 150)
    rule(picture, 100, 150, 100, 161)
    found = rules(picture, ((95, 151, 300, 164),))
    assert max(edge.end for edge in found if edge.upright) < 153


def test_a_fold_of_the_paper_is_no_rule() -> None:
    picture = page()
    table(picture, (40, 140, 340), (40, 160, 280))
    picture[195:205] = np.minimum(picture[195:205], PAPER - 22)
    assert cells(picture) == 4


def test_the_stroke_of_a_character_that_is_underlined_is_no_rule() -> None:
    picture = page()
    table(picture, (40, 340), (40, 160))
    rule(picture, 60, 100, 200, 100)
    rule(picture, 120, 87, 142, 87)
    rule(picture, 120, 87, 120, 100)
    rule(picture, 142, 87, 142, 100)
    assert cells(picture, ((58, 84, 202, 101),)) == 1


def test_characters_under_one_another_are_lines_of_their_own() -> None:
    ink = np.zeros((800, 800), np.uint8)
    edges = [Edge(False, y, 40, 340, 1.0) for y in (40, 160)] + [Edge(True, x, 40, 160, 1.0) for x in (40, 80, 340)]
    for top in (60, 82, 104, 126):
        ink[top * 2 : top * 2 + 28, 110:138] = 255
        ink[top * 2 + 10 : top * 2 + 14, 110:138] = 0  # a character whose parts don't touch
    ink[140:164, 200:500] = 255
    quads = [
        np.array([[x0, top], [x1, top], [x1, bottom], [x0, bottom]], np.float32)
        for x0, top, x1, bottom in ((108, 118, 140, 282), (198, 138, 502, 166))
    ]
    strips = find_strips(quads, np.eye(3), ink, grids(edges), edges, UNIT)
    stacked = [strip for strip in strips if strip.box[2] < 160]
    assert [round(strip.box[1]) for strip in stacked] == [120, 164, 208, 252]
    assert {strip.cell for strip in stacked} == {(0, 0)}
    assert rule_mask(ink.shape, edges, UNIT)[80, 100]


def test_a_row_that_the_page_s_end_cut_is_one_though_its_bottom_is_open() -> None:
    picture = page()
    rule(picture, 40, 72, 340, 72)
    for x in (90, 140, 190, 240, 290):
        rule(picture, x, 72, x, 96)
    assert cells(picture) == 6
    # Strokes as high as characters hang from no rule together.
    strokes = page()
    rule(strokes, 40, 72, 340, 72)
    for x in (90, 100, 110, 120):
        rule(strokes, x, 72, x, 84)
    assert cells(strokes) == 0


def test_a_line_in_red_beside_a_seal_may_go_on_under_it() -> None:
    red, veil = np.zeros((400, 400), np.uint8), np.zeros((400, 400), np.uint8)
    red[100:120, 40:200] = 255
    veil[60:160, 220:320] = 255
    assert is_veiled((40, 100, 200, 120), red, veil, UNIT)
    assert not is_veiled((40, 100, 100, 120), red, veil, UNIT)
    assert not is_veiled((40, 200, 200, 220), red, veil, UNIT)


def test_a_grid_inside_a_cell_with_no_room_for_text_is_an_underline_with_the_strokes_above() -> None:
    def ruled(xs: tuple[float, ...], ys: tuple[float, ...]) -> list[Edge]:
        levels = [Edge(False, y, xs[0], xs[-1], 1.0) for y in ys]
        return levels + [Edge(True, x, ys[0], ys[-1], 1.0) for x in xs]

    table = ruled((40, 140, 340), (40, 100, 160))
    strokes, nested = ruled((60, 80, 120), (60, 67)), ruled((160, 200, 320), (110, 150))
    assert without_strokes([*table, *strokes], grids([*table, *strokes])) == table
    overlong = Edge(True, 100, 58, 71, 1.0)
    assert without_strokes([*table, *strokes, overlong], grids([*table, *strokes])) == table
    flat = ruled((40, 140, 340), (200, 206))
    assert without_strokes([*table, *flat], grids([*table, *flat])) == table
    assert without_strokes([*table, *nested], grids([*table, *nested])) == [*table, *nested]


def test_the_uprights_of_a_table_open_below_do_not_go_on_through_text_to_what_underlines_it() -> None:
    picture = page()
    for y in (40, 100, 160):
        rule(picture, 40, y, 340, y)
    for x in (40, 90, 140, 190, 240, 290, 340):
        rule(picture, x, 40, x, 200)
    rule(picture, 40, 216, 340, 216)
    for x in range(42, 336, 6):
        cv2.rectangle(picture, (x * 2, 408), (x * 2 + 7, 424), BLACK, 2)
    found = rules(picture, ((40, 203, 340, 215),))
    assert max(edge.end for edge in found if edge.upright) < 204


def test_an_upright_under_a_tables_last_rule_parts_the_label_from_its_value() -> None:
    picture = page()
    rule(picture, 40, 60, 360, 60)
    rule(picture, 120, 60, 120, 92)
    text = ((50.0, 66.0, 90.0, 80.0), (130.0, 66.0, 240.0, 80.0))
    assert cells(picture, text) == 2


def test_a_stroke_of_text_under_a_line_parts_nothing() -> None:
    picture = page()
    rule(picture, 40, 60, 360, 60)
    rule(picture, 120, 60, 120, 92)
    assert cells(picture, ((50.0, 58.0, 240.0, 94.0),)) == 0


def test_the_rest_of_a_row_at_a_pages_head_is_one_line_high_and_open_below() -> None:
    picture = page()
    rule(picture, 40, 60, 360, 60)
    rule(picture, 120, 60, 120, 75)
    assert cells(picture, ((50.0, 60.0, 117.0, 76.0), (126.0, 60.0, 240.0, 76.0))) == 2


def test_the_border_of_an_open_table_right_under_its_title_is_no_underline() -> None:
    picture = page()
    for y in (60, 160):
        rule(picture, 40, y, 360, y)
    for x in (120, 200, 280):
        # Strokes of the title stand on the border where most uprights begin.
        rule(picture, x, 43 if x > 120 else 60, x, 160)
        rule(picture, x - 3, 43, x - 3, 54)
        rule(picture, x + 3, 43, x + 3, 54)
    rule(picture, 52, 55, 348, 55)
    found = rules(picture, ((50.0, 40.0, 350.0, 58.0),))
    assert any(not edge.upright and abs(edge.at - 60) < 1 for edge in found)
    assert min(edge.start for edge in found if edge.upright) > 55


def test_a_row_whose_texts_stand_right_above_its_border_has_that_border() -> None:
    picture = page()
    for y in (60, 142, 160):
        rule(picture, 40, y, 360, y)
    rule(picture, 120, 60, 120, 160)
    assert cells(picture, ((46.0, 144.0, 110.0, 160.0), (126.0, 144.0, 358.0, 160.0))) == 4


def test_the_character_for_one_alone_in_a_cell_is_a_line() -> None:
    ink = np.zeros((800, 800), np.uint8)
    ink[138:141, 100:122] = 255
    edges = [Edge(False, y, 40, 340, 1.0) for y in (40, 160)] + [Edge(True, x, 40, 160, 1.0) for x in (40, 80, 340)]
    (strip,) = find_strips([], np.eye(3), ink, grids(edges), edges, UNIT)
    assert strip.doubt
    assert strip.cell == (0, 0)
    assert strip.height > 18


def test_pieces_of_a_rule_with_a_seals_traces_between_them_are_one_and_others_stay_two() -> None:
    picture = page()
    for x0, x1 in ((40, 100), (180, 380)):
        rule(picture, x0, 60, x1, 60)
        rule(picture, x0, 120, x1, 120)
    for x in range(100, 180, 5):
        rule(picture, x, 60, x + 2, 60)
    ink, faint = inks_of(picture, DPI)
    veil = np.zeros_like(picture)
    veil[:, 195:365] = 255
    pieces = list(strokes_of(ink, LEVEL, UNIT, upright=False))
    assert len(pieces) == len(bridged(pieces, faint, np.zeros_like(veil), UNIT)) == 4
    whole = bridged(pieces, faint, veil, UNIT)
    assert sorted((round(one.at, -1), round(one.start, -1), round(one.end, -1)) for one in whole) == [
        (60, 40, 380),
        (120, 40, 100),
        (120, 180, 380),
    ]


def test_a_rule_is_one_where_text_is_underlined_right_above_it() -> None:
    picture = page()
    table(picture, (40, 100, 380), (40, 100, 160))
    rule(picture, 170, 97.5, 228, 97.5)
    assert cells(picture) == 4
    # Most of a row's length.
    rule(picture, 105, 97.5, 300, 97.5)
    assert cells(picture) == 4


def test_strokes_of_characters_amid_a_line_of_text_are_no_table() -> None:
    edges = [Edge(False, y, 100, 160, 1) for y in (50, 59)] + [Edge(True, x, 50, 59, 1) for x in (110, 130, 150)]
    line = (40.0, 46.0, 300.0, 64.0)
    assert not without_strokes(edges, grids(edges), [line])
    assert len(without_strokes(edges, grids(edges), [(102.0, 46.0, 158.0, 64.0)])) == len(edges)


def test_a_character_that_a_rule_goes_through_is_of_the_cell_in_which_it_begins() -> None:
    picture = page()
    table(picture, (40, 140, 240, 340), (40, 100, 160))

    def character(x: float, y: float) -> None:
        for at in (y - 5, y, y + 5):
            rule(picture, x - 6, at, x + 6, at)
        rule(picture, x, y - 6, x, y + 6)

    for x in (100, 128, 143, 180):
        character(x, 70)
    box = np.array([[90, 60], [190, 60], [190, 80], [90, 80]], np.float32) * UNIT
    edges = rules(picture)
    ink, _ = inks_of(picture, DPI)
    rest = np.asarray(cv2.bitwise_and(ink, cv2.bitwise_not(rule_mask(ink.shape, edges, UNIT))), np.uint8)
    found = find_strips([box], np.eye(3), rest, grids(edges), edges, UNIT)
    left, right = sorted(found, key=lambda strip: strip.box[0])
    assert len({left.cell, right.cell, None}) == 3
    assert left.doubt
    assert left.whole[2] / UNIT == pytest.approx(149.5, abs=2)
    assert left.box[2] / UNIT < 141
    assert right.box[0] / UNIT > 170
    assert right.whole == right.box
