"""Dots between characters of a scanned line."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from parsers.scan.ocr import Character, Reading
from parsers.scan.text import mended


def name(mark: str, *, row: int, size: int = 4) -> str:
    """What is read of a name of four characters of 24 pixels with *mark* in its middle, drawn at *row*; a dot of *size* pixels."""
    ink = np.zeros((28, 114), np.uint8)
    starts = (0, 26, 62, 88)
    for start in starts:
        cv2.rectangle(ink, (start, 0), (start + 23, 27), 255, 2)
    cv2.rectangle(ink, (54, row), (54 + size, row + size), 255, -1)
    # The characters are read nearer to one another than they are, as happens.
    places = [12.0, 42.0, 56.0, 71.0, 100.0]
    read = [Character(text=text, confidence=0.97, at=0.5) for text in ("娜", "尔", mark, "吐", "尔")]
    return "".join(sign.text for sign in mended(Reading(characters=tuple(read)), places, ink, 30.0))


@pytest.mark.parametrize("mark", ["·", "."])
def test_a_dot_that_is_drawn_between_the_parts_of_a_name_stays(mark: str) -> None:
    assert name(mark, row=14) == "娜尔·吐尔"


def test_a_dot_at_the_foot_and_a_speck_part_no_name() -> None:
    assert "·" not in name(".", row=23)
    assert "·" not in name("·", row=14, size=0)
