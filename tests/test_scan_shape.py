"""How a page lies in its picture."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.scan.ocr import Image, Quad
from parsers.scan.shape import straighten


def quad(x0: float, y0: float, x1: float, y1: float) -> Quad:
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)


def sheet() -> Image:
    """A page with little on it: two rules that aren't quite parallel, as a feed that slips makes them, and their uprights."""
    picture = np.full((1754, 1240), 240, np.uint8)
    cv2.line(picture, (100, 200), (1140, 200), 30, 3)
    cv2.line(picture, (100, 1500), (1140, 1513), 30, 3)
    for x in (100, 400, 1140):
        cv2.line(picture, (x, 200), (x + 8, 1500), 30, 3)
    return picture


def test_a_scanned_page_with_little_on_it_keeps_its_size() -> None:
    picture = sheet()
    straight = straighten(picture, picture, [quad(420, 220, 700, 260)])
    rows, columns = straight.pixels.shape
    assert abs(columns - 1240) < 40
    assert abs(rows - 1754) < 55
    assert (straight.pixels[:, columns - 140 : columns - 60] < 100).any()


def aslant() -> Image:
    """Little on a sheet: a rule at the top, two short uprights, and the edge of the paper at the foot, which lies a little askew."""
    picture = np.full((1754, 1240), 240, np.uint8)
    cv2.line(picture, (100, 200), (1140, 200), 30, 3)
    cv2.line(picture, (0, 1700), (1239, 1640), 120, 3)
    for x in (100, 400, 1140):
        cv2.line(picture, (x, 200), (x + (x - 400) // 40, 700), 30, 3)
    return picture


def test_few_lines_on_a_sheet_that_was_scanned_are_not_seen_aslant() -> None:
    picture = aslant()
    text = [quad(420, 220, 700, 260)]
    scanned = straighten(picture, picture, text, sheet=True)
    assert scanned.pixels.shape == picture.shape
    assert abs(scanned.forth[2]).max() == 1.0
    assert abs(straighten(picture, picture, text).forth[2, :2]).max() > 0


def test_a_sheet_that_an_app_cut_out_a_little_aslant_has_upright_rules() -> None:
    picture: Image = np.full((1754, 1240), 240, np.uint8)
    for y in range(300, 1500, 100):
        cv2.line(picture, (200, y), (1040, y), 30, 2)
    for x in (200, 480, 1040):
        cv2.line(picture, (x - 12, 300), (x + 12, 1400), 30, 2)
    found = straighten(picture, picture, [quad(420, 220, 700, 260)], sheet=True)
    assert found.pixels.shape == picture.shape
    columns = np.flatnonzero((found.pixels[320:1380, 400:560] < 128).mean(axis=0) > 0.5)
    assert len(columns) >= 1


def test_the_dark_beyond_the_paper_doesnt_tell_how_the_page_lies() -> None:
    picture: Image = np.full((1754, 1240), 240, np.uint8)
    for y in (300, 400):
        cv2.line(picture, (200, y), (1040, y - 15), 30, 2)
    picture[:18], picture[:, :25], picture[:, -30:] = 20, 20, 20
    found = straighten(picture, picture, [quad(420, 220, 700, 260)], sheet=True)
    rows = np.flatnonzero((found.pixels[250:950, 300:900] < 128).mean(axis=1) > 0.9)
    assert len(rows) >= 2


def test_the_frame_of_a_stamp_turns_no_page_whose_text_is_level() -> None:
    picture: Image = np.full((1754, 1240), 240, np.uint8)
    for x, y, end, lower in ((700, 100, 1150, 145), (690, 200, 1140, 245), (695, 150, 1145, 195)):
        cv2.line(picture, (x, y), (end, lower), 90, 3)
    lines = [quad(100, y, 700, y + 30) for y in range(400, 1200, 80)]
    assert not straighten(picture, picture, lines, sheet=True).turned
    assert straighten(picture, picture, lines[:2], sheet=True).turned
