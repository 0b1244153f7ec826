"""Seals in pictures, and the opinions that bear them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from scan_builder import DPI, Scan

from forms.library import definition
from forms.record import FieldInfo
from forms.text import Box, Origin, Text, Warp
from parsers.document import Document, Seal
from parsers.extraction.placing import Find
from parsers.extraction.sealing import see_seals
from parsers.pdf.model import Stamp
from parsers.pdf.place import moved
from parsers.scan.glyphs import LineText
from parsers.scan.lines import Strip
from parsers.scan.ocr import Character, Reading
from parsers.scan.seals import find_rings, is_coloured
from parsers.scan.seals_dark import darker_within
from parsers.scan.seals_grey import find_grey_rings, without_grey_seals
from parsers.scan.seals_ink import without_seals
from parsers.scan.seals_taken import taken_out
from parsers.scan.seals_text import without_seal_text


def page() -> Scan:
    return Scan(height=300).text(60, 60, "同意推荐。", 14).text(300, 200, "（公章）", 14)


@pytest.mark.parametrize(
    "red", [(215, 45, 50), (235, 90, 40), (150, 20, 60), (240, 150, 150)], ids=["red", "orange", "crimson", "faint"]
)
def test_seals_of_every_red_are_found_where_they_are(red: tuple[int, int, int]) -> None:
    rings = find_rings(page().seal(340, 190).draw(red=red), DPI)
    assert [place * 72 / DPI for ring in rings for place in (ring.x, ring.y)] == pytest.approx([340, 190], abs=2)
    assert rings[0].wide * 72 / DPI == pytest.approx(59.5, abs=2)


def test_a_seal_partly_off_the_page_and_two_that_touch_are_found() -> None:
    assert len(find_rings(page().seal(575, 150).draw(), DPI)) == 1
    assert len(find_rings(page().seal(200, 150).seal(300, 160).draw(), DPI)) == 2


def test_a_faint_seal_over_a_strong_one_is_found_as_well() -> None:
    strong, faint = page().seal(340, 120).draw(), page().seal(300, 185).draw(red=(225, 185, 185))
    rings = find_rings(np.minimum(strong, faint), DPI)
    assert [round(ring.y * 72 / DPI) for ring in rings] == pytest.approx([120, 185], abs=3)
    # A strong one alone is one.
    assert len(find_rings(strong, DPI)) == 1


def test_a_seal_in_pieces_that_touches_another_is_found_by_all_of_them() -> None:
    broken = page().seal(200, 90).draw(red=(235, 150, 150))
    for degrees in (-25, -155):
        x = 200 + 59.5 * math.cos(math.radians(degrees))
        y = 90 + 59.5 * math.sin(math.radians(degrees))
        at = (round(x * DPI / 72), round(y * DPI / 72))
        cv2.circle(broken, at, 18, (255, 255, 255), -1)
    picture = np.minimum(broken, page().seal(200, 206).draw())
    rings = find_rings(picture, DPI)
    assert [ring.y * 72 / DPI for ring in rings] == pytest.approx([90, 206], abs=3)


def test_red_titles_lines_and_strokes_are_no_seals() -> None:
    picture = page().draw()
    red = (40, 30, 210)
    cv2.line(picture, (100, 300), (1500, 300), red, 8)
    cv2.putText(picture, "NOTICE OF THE OFFICE", (150, 220), cv2.FONT_HERSHEY_DUPLEX, 3, red, 8)
    cv2.ellipse(picture, (900, 600), (160, 60), 10, 20, 250, red, 5)
    cv2.rectangle(picture, (1200, 450), (1500, 750), red, 6)
    assert find_rings(picture, DPI) == []


def test_print_under_a_seal_stays_and_its_ink_goes() -> None:
    picture = page().seal(340, 200).draw()
    plain = without_seals(picture, find_rings(picture, DPI))
    bare = cv2.cvtColor(page().draw(), cv2.COLOR_BGR2GRAY)
    print_, paper = bare < 60, cv2.erode(bare, np.ones((9, 9), np.uint8)) == 255
    assert plain[print_].mean() < 110
    assert (plain[paper] > 200).mean() > 0.99


def test_writing_in_another_red_under_a_seal_stays_and_is_told_for_what_a_seal_may_cover() -> None:
    bare = Scan(height=300).text(312, 238, "（公章）", 14).draw()
    picture = Scan(height=300).seal(340, 200).draw(red=(190, 70, 105))
    print_ = np.asarray(cv2.cvtColor(bare, cv2.COLOR_BGR2GRAY), np.uint8) < 60
    picture[print_] = (40, 40, 235)
    found = taken_out(picture, DPI)
    under = print_ & (found.around > 0)
    assert under.sum() > 100
    assert found.plain[under].mean() < 140
    assert (found.alike[under] > 0).mean() > 0.6
    own = Scan(height=300).seal(340, 200).draw(red=(190, 70, 105))
    assert not (taken_out(own, DPI).alike > 0).any()


def test_red_writing_under_a_lighter_seal_is_seen_and_told_apart_and_the_seal_is_none() -> None:
    faint = (235, 150, 150)
    picture = page().seal(340, 200).draw(red=faint)
    bare = picture.copy()
    cv2.putText(picture, "RED", (880, 660), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (0, 0, 235), 4)
    written, where = darker_within(picture, find_rings(picture, DPI))
    strokes = (picture != bare).any(axis=2)
    assert (where[strokes] > 0).mean() > 0.8
    assert written[strokes].mean() < 160
    assert not where[~strokes].any()
    assert (darker_within(bare, find_rings(bare, DPI))[0] == 255).all()


def test_under_a_seal_as_dark_as_print_no_red_writing_is_made_up() -> None:
    picture = page().seal(340, 200).draw(red=(120, 10, 10))
    assert (darker_within(picture, find_rings(picture, DPI))[0] == 255).all()


def test_only_pictures_in_colour_can_show_a_seal() -> None:
    picture = page().draw()
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    assert not is_coloured(np.asarray(grey, np.uint8))
    assert not is_coloured(np.asarray(np.repeat(grey[:, :, None], 3, axis=2), np.uint8))
    assert is_coloured(page().seal(340, 190).draw())


def test_a_seal_in_grey_is_told_by_its_ring_and_its_ink_goes_where_it_is_lighter_than_print() -> None:
    picture = np.asarray(cv2.cvtColor(page().seal(340, 190).draw(), cv2.COLOR_BGR2GRAY), np.uint8)
    (ring,) = rings = find_grey_rings(picture, DPI)
    assert [ring.x * 72 / DPI, ring.y * 72 / DPI, ring.wide * 72 / DPI] == pytest.approx([340, 190, 59], abs=2)
    assert ring.confidence < 0.9
    plain, alike, stays = without_grey_seals(picture, rings)
    bare = cv2.cvtColor(page().draw(), cv2.COLOR_BGR2GRAY)
    print_, paper = bare < 60, cv2.erode(bare, np.ones((9, 9), np.uint8)) == 255
    assert plain[print_].mean() < 110
    assert (plain[paper] > 200).mean() > 0.98
    assert not alike.any()
    assert not stays.any()


def test_under_a_seal_as_dark_as_print_nothing_is_taken_away_and_writing_as_light_as_one_is_told() -> None:
    black = np.asarray(cv2.cvtColor(page().seal(340, 190).draw(red=(40, 10, 10)), cv2.COLOR_BGR2GRAY), np.uint8)
    black[black < 150] = 0
    plain, _, stays = without_grey_seals(black, find_grey_rings(black, DPI))
    assert np.array_equal(plain, black)
    assert stays[round(190 * DPI / 72), round(340 * DPI / 72)]
    light = np.asarray(cv2.cvtColor(page().seal(340, 190).draw(), cv2.COLOR_BGR2GRAY), np.uint8)
    cv2.putText(light, "LIGHT", (100, 700), cv2.FONT_HERSHEY_DUPLEX, 2, 150, 3)
    _, alike, _ = without_grey_seals(light, find_grey_rings(light, DPI))
    assert alike[640:710, 100:400].any()


def test_text_and_tables_in_grey_hold_no_seals() -> None:
    scan = Scan(height=400)
    for row in range(22):
        scan.text(40, 20 + 16 * row, "存在的主要问题：一是区域发展不均衡；二是骨干教师数量不足；三是", 13)
    picture = cv2.cvtColor(scan.draw(), cv2.COLOR_BGR2GRAY)
    cv2.rectangle(picture, (500, 300), (840, 640), 60, 4)
    assert find_grey_rings(np.asarray(picture, np.uint8), DPI) == []


CITY: Box = (120.0, 400.0, 520.0, 500.0)
PROVINCE: Box = (120.0, 500.0, 520.0, 600.0)


def sealed(
    seals: tuple[Seal, ...], coloured: frozenset[int], warp: Warp | None = None
) -> tuple[list[object], list[str]]:
    """What is said of the seals of the two opinions of a recommendation, and the issues."""
    form = definition("recommendation", "moe-2020")
    finds = [
        Find(
            path=path,
            item=(),
            text=Text(
                value="同意。", origin=Origin(page=1, box=box if warp is None else moved(box, warp), cell=(0, row, 1))
            ),
        )
        for path, box, row in (("city_opinion", CITY, 8), ("province_opinion", PROVINCE, 9))
    ]
    data = {find.path: {"text": "同意。", "date": None, "sealed": None} for find in finds}
    fields: dict[str, FieldInfo] = {}
    if warp is not None:
        seals = tuple(replace(one, box=moved(one.box, warp)) for one in seals)
    warps = {1: warp} if warp is not None else {}
    document = Document(format="pdf", blocks=(), pages=2, seals=seals, coloured=coloured, warps=warps)
    issues = list(see_seals(document, form, finds, data, fields))
    for path, value in data.items():
        assert (f"{path}.sealed" in fields) == (value["sealed"] is not None)
    return [value["sealed"] for value in data.values()], [f"{issue.code} {issue.field}" for issue in issues]


def seal(x: float, y: float, number: int = 1) -> Seal:
    return Seal(page=number, box=(x - 60, y - 60, x + 60, y + 60))


def test_an_opinion_is_sealed_where_a_seal_has_its_middle_in_it() -> None:
    assert sealed((seal(400, 450),), frozenset({1})) == ([True, False], ["opinion.unsealed province_opinion.sealed"])


def test_a_seal_on_the_border_of_an_opinion_is_in_doubt() -> None:
    assert sealed((seal(400, 380),), frozenset({1}))[0] == [None, False]
    assert sealed((seal(400, 380),), frozenset({1}))[1][0] == "opinion.seal city_opinion.sealed"
    assert sealed((seal(400, 100, 2),), frozenset({1, 2})) == (
        [False, None],
        ["opinion.unsealed city_opinion.sealed", "opinion.seal province_opinion.sealed"],
    )


@pytest.mark.parametrize(("x", "y", "sure"), [(400, 450, True), (127, 450, False), (400, 493, False)])
def test_a_seal_hardly_inside_of_an_opinions_border_is_its_own_with_doubt(x: float, y: float, sure: bool) -> None:
    form = definition("recommendation", "moe-2020")
    find = Find(
        path="city_opinion", item=(), text=Text(value="同意。", origin=Origin(page=1, box=CITY, cell=(0, 8, 1)))
    )
    data: dict[str, Any] = {"city_opinion": {"text": "同意。", "date": None, "sealed": None}}
    fields: dict[str, FieldInfo] = {}
    document = Document(format="pdf", blocks=(), seals=(seal(x, y),), coloured=frozenset({1}))
    assert list(see_seals(document, form, [find], data, fields)) == []
    assert data["city_opinion"]["sealed"] is True
    assert (fields["city_opinion.sealed"].confidence >= 0.9) == sure


def test_a_seal_is_told_from_its_neighbours_on_a_page_that_lies_askew_or_on_its_head() -> None:
    turn = math.radians(3)
    askew: Warp = (math.cos(turn), -math.sin(turn), 20, math.sin(turn), math.cos(turn), -10, 0, 0, 1)
    around: Warp = (-1, 0, 595, 0, -1, 842, 0, 0, 1)
    for warp in (askew, around):
        for y, city, province in ((485, True, False), (515, False, True), (502, None, None)):
            assert sealed((seal(150, y),), frozenset({1}), warp)[0] == [city, province]


def test_a_seal_below_an_opinion_outside_of_tables_is_its_own_though_the_page_is_on_its_head() -> None:
    form = definition("implementation_plan", "moe-2020")
    warp: Warp = (-1, 0, 595, 0, -1, 842, 0, 0, 1)
    origin = Origin(page=1, box=moved((80, 600, 300, 620), warp))
    find = Find(path="opinion", item=(), text=Text(value="同意。", origin=origin))
    data: dict[str, Any] = {"opinion": {"text": "同意。", "date": None, "sealed": None}}
    own = replace(seal(400, 650), box=moved(seal(400, 650).box, warp))
    document = Document(format="pdf", blocks=(), pages=1, seals=(own,), coloured=frozenset({1}), warps={1: warp})
    assert list(see_seals(document, form, [find], data, {})) == []
    assert data["opinion"]["sealed"] is True


def test_no_seal_where_no_opinion_was_read_is_in_doubt() -> None:
    form = definition("recommendation", "moe-2020")
    find = Find(path="city_opinion", item=(), text=Text(value="", origin=Origin(page=1, box=CITY, cell=(0, 8, 1))))
    data: dict[str, Any] = {"city_opinion": {"text": None, "date": None, "sealed": None}}
    fields: dict[str, FieldInfo] = {}
    assert list(see_seals(Document(format="pdf", blocks=(), coloured=frozenset({1})), form, [find], data, fields)) == []
    assert data["city_opinion"]["sealed"] is False
    assert fields["city_opinion.sealed"].confidence < 0.9


def test_arcs_of_a_seals_own_characters_and_of_red_text_are_no_second_seal() -> None:
    picture = page().seal(340, 150).draw()
    cv2.circle(picture, (1000, 440), 100, (50, 45, 215), 5)
    assert len(find_rings(picture, DPI)) == 1


def test_what_cannot_show_a_seal_says_nothing() -> None:
    assert sealed((), frozenset()) == ([None, None], [])


def test_characters_along_a_seals_ring_that_are_hardly_legible_are_no_text_of_their_cell() -> None:
    def line(text: str, x: float, y: float, confidence: float) -> LineText:
        wide = 14.0 * len(text)
        places = [(index + 0.5) / len(text) for index in range(len(text))]
        characters = tuple(
            Character(text=sign, confidence=confidence, at=at) for sign, at in zip(text, places, strict=True)
        )
        strip = Strip(box=(x, y, x + wide, y + 14), cell=(0, 1))
        return LineText(strip=strip, reading=Reading(characters=characters), origin=x, width=wide)

    seal = Stamp((100, 100, 220, 220), 0.85)
    opinion, own = line("同意推荐", 100, 60, 0.99), line("品", 195, 140, 0.3)
    amid, clear = line("同意", 146, 152, 0.6), line("育", 153, 108, 0.99)
    found = without_seal_text([opinion, own, amid, clear], [seal], 1.0)
    assert [line.reading.text for line in found] == ["同意推荐", "同意", "育"]
    assert all(line.strip.doubt for line in found)
    assert without_seal_text([opinion, own], [], 1.0) == [opinion, own]
    rim = line("P", 212, 150, 0.1)
    assert without_seal_text([rim], [seal], 1.0) == [rim]
    assert without_seal_text([replace(rim, strip=replace(rim.strip, found=False))], [seal], 1.0) == []
    # A name of which one character is in doubt is text.
    name = line("措姆·卓", 132, 108, 0.99)
    unsure = replace(name.reading.characters[2], confidence=0.5)
    name = replace(name, reading=Reading(characters=(*name.reading.characters[:2], unsure, name.reading.characters[3])))
    assert without_seal_text([name], [seal], 1.0) == [name]
    # Its star is one however well it was read; a star elsewhere is text.
    assert [without_seal_text([line("★", x, 150, 0.99)], [seal], 1.0) != [] for x in (150, 260)] == [False, True]


def test_two_seals_that_overlap_by_much_are_two() -> None:
    rings = find_rings(page().seal(340, 120).seal(334, 160).draw(), DPI)
    assert [round(ring.y * 72 / DPI) for ring in rings] == pytest.approx([120, 160], abs=3)


def test_a_seal_on_pink_paper_is_where_it_stands() -> None:
    pink = (page().seal(340, 190).draw().astype(np.float32) * np.array([205, 200, 250], np.float32) / 255).astype(
        np.uint8
    )
    (ring,) = taken_out(pink, DPI).rings
    assert [ring.x * 72 / DPI, ring.y * 72 / DPI] == pytest.approx([340, 190], abs=2)
    plain = taken_out((page().draw() * np.array([0.8, 0.78, 0.98])).astype(np.uint8), DPI)
    assert plain.coloured
    assert not plain.rings


def test_the_ring_of_a_seal_as_dark_as_print_goes_and_what_it_crosses_stays() -> None:
    black = np.asarray(cv2.cvtColor(page().seal(340, 190).draw(red=(40, 10, 10)), cv2.COLOR_BGR2GRAY), np.uint8)
    black[black < 150], black[black >= 150] = 0, 255
    middle, reach = (round(340 * DPI / 72), round(190 * DPI / 72)), round(75 * DPI / 72)
    cv2.line(black, (middle[0], middle[1]), (middle[0] + reach, middle[1]), 0, 5)
    found = taken_out(black, DPI)
    turns = np.linspace(0.3, 6.0, 400)
    radius = found.rings[0].wide
    xs, ys = (np.round(at + radius * way(turns)).astype(int) for at, way in zip(middle, (np.cos, np.sin), strict=True))
    assert (black[ys, xs] < 100).mean() > 0.8
    assert (found.plain[ys, xs] < 100).mean() < 0.1
    assert (found.plain[middle[1], middle[0] + 30 : middle[0] + reach - 5] < 100).all()
    assert found.stays.any()
