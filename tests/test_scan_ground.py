"""Watermarks and shades, and lines that go across a page aslant."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.scan.ground import evened
from parsers.scan.ocr import Image, Quad
from parsers.scan.turn import unslanted

UNIT = 200 / 72
PAPER, PALE, BLACK = 240, 205, 40


def test_a_pale_mark_wider_than_a_stroke_is_paper_and_print_over_it_stays() -> None:
    picture: Image = np.full((900, 900), PAPER, np.uint8)
    cv2.line(picture, (40, 460), (460, 40), PALE, 22)
    cv2.line(picture, (60, 250), (440, 250), BLACK, 4)
    cv2.rectangle(picture, (380, 380), (420, 420), BLACK, -1)
    found = evened(picture, UNIT)
    assert found[360:370, 132:142].min() > PAPER - 12
    assert found[250, 240:260].max() < BLACK + 20
    assert found[400, 400] == BLACK
    assert (found[:15] == picture[:15]).all()


def test_a_mark_over_which_a_table_is_ruled_is_paper() -> None:
    picture: Image = np.full((900, 900), PAPER, np.uint8)
    cv2.line(picture, (140, 560), (560, 140), PALE, 22)
    for at in range(20, 900, 40):
        cv2.line(picture, (10, at), (890, at), BLACK, 2)
        cv2.line(picture, (at, 10), (at, 890), BLACK, 2)
    blurred = np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.2), np.uint8)
    found = evened(blurred, UNIT)
    assert found[388:394, 307:313].min() > PAPER - 12
    assert found[580, 30:870].max() < BLACK + 90


def test_blurred_print_however_dense_is_no_mark() -> None:
    picture: Image = np.full((500, 500), PAPER, np.uint8)
    for x in range(60, 440, 6):
        for y in range(60, 440, 36):
            cv2.line(picture, (x, y), (x, y + 24), BLACK, 2)
            cv2.line(picture, (60, y + x % 24), (440, y + x % 24), BLACK, 1)
    blurred = np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.6), np.uint8)
    assert (evened(blurred, UNIT) == blurred).all()


def test_pale_print_and_a_page_without_marks_stay_as_they_are() -> None:
    picture: Image = np.full((500, 500), PAPER, np.uint8)
    for y in range(60, 440, 30):
        cv2.line(picture, (60, y), (440, y), PALE, 4)
    assert (evened(picture, UNIT) == picture).all()


def test_a_shade_across_the_page_stays_as_it_is() -> None:
    picture: Image = np.full((500, 500), PAPER, np.uint8)
    picture[230:300] = PALE
    assert (evened(picture, UNIT) == picture).all()


def quad(x: float, y: float, wide: float, high: float, degrees: float = 0.0) -> Quad:
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    turn = np.radians(degrees)
    matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]], np.float32)
    return np.asarray(corners @ matrix + (x, y), np.float32)


def test_a_line_aslant_is_a_watermarks_and_one_of_a_sheet_that_lies_askew_is_text() -> None:
    text, side, mark = quad(50, 50, 300, 30, 4), quad(50, 50, 30, 300, -4), quad(100, 300, 300, 60, -40)
    assert unslanted([text, mark, side]) == [text, side]
    assert len(unslanted([mark])) == 1
