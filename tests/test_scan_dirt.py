"""Strokes beside the text of a page."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.scan.dirt import is_one_stroke, is_tattered, without_illegible
from parsers.scan.glyphs import LineText
from parsers.scan.lines import Strip
from parsers.scan.ocr import Character, Reading

UNIT = 200 / 72


def test_a_staple_is_no_line_of_text_and_a_character_is_one() -> None:
    ink = np.zeros((400, 400), np.uint8)
    cv2.line(ink, (50, 50), (90, 120), 255, 4)
    cv2.line(ink, (200, 80), (260, 80), 255, 5)
    staple, one = Strip(box=(46.0, 46.0, 95.0, 125.0)), Strip(box=(196.0, 60.0, 265.0, 100.0))
    assert is_one_stroke(staple, ink, UNIT)
    assert not is_one_stroke(Strip(box=staple.box, cell=(0, 1)), ink, UNIT)
    assert not is_one_stroke(one, ink, UNIT), "the character for one in a title"
    cv2.putText(ink, "8", (300, 120), cv2.FONT_HERSHEY_SIMPLEX, 3, 255, 5)
    assert not is_one_stroke(Strip(box=(296.0, 50.0, 370.0, 125.0)), ink, UNIT)


def test_text_on_its_line_is_no_stroke() -> None:
    ink = np.zeros((100, 600), np.uint8)
    cv2.putText(ink, "MWEM MWEM", (20, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 255, 4)
    cv2.line(ink, (15, 60), (560, 60), 255, 4)
    assert not is_one_stroke(Strip(box=(10.0, 15.0, 570.0, 66.0)), ink, UNIT)


def test_bits_of_a_seal_are_no_text() -> None:
    ink = np.zeros((60, 60), np.uint8)
    for place in range(12, 48, 7):
        cv2.rectangle(ink, (place, 60 - place), (place + 4, 62 - place), 255, -1)
        cv2.rectangle(ink, (place, place), (place + 3, place + 2), 255, -1)
    strip = Strip(box=(10.0, 10.0, 52.0, 52.0))
    assert is_tattered(strip, 0.3, ink)
    assert not is_tattered(strip, 0.95, ink)
    cv2.line(ink, (12, 30), (48, 30), 255, 2)
    assert not is_tattered(strip, 0.3, ink)


def test_one_character_that_can_hardly_be_read_is_a_pens_beside_words() -> None:
    def line(text: str, sure: float, cell: int, top: float) -> LineText:
        read = Reading(characters=tuple(Character(text=one, confidence=sure, at=0.5) for one in text))
        return LineText(
            strip=Strip(box=(0.0, top, 50.0, top + 20), cell=(0, cell)), reading=read, origin=0.0, width=50.0
        )

    lines = [line("职务", 0.99, 0, 0), line("九", 0.17, 0, 30), line("䶮", 0.4, 1, 0), line("副科长", 0.99, 2, 0)]
    found = without_illegible(lines)
    assert [one.reading.text for one in found] == ["职务", "䶮", "副科长"]
    assert [one.strip.doubt for one in found] == [True, False, False]
