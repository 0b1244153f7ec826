"""Characters that were passed over between two that were read."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.scan.gaps import filled
from parsers.scan.signs import Sign

EM = 30.0


def line(*, stroke: tuple[int, int] | None) -> tuple[list[Sign], np.ndarray]:
    ink = np.zeros((30, 160), np.uint8)
    for x in (15, 45, 105, 135):
        cv2.rectangle(ink, (x - 12, 3), (x + 12, 27), 255, 2)
    if stroke is not None:
        cv2.line(ink, (stroke[0], 15), (stroke[1], 15), 255, 2)
    return [
        Sign(text=text, at=at, confidence=1.0) for text, at in zip("十二贯制", (15, 45, 105, 135), strict=True)
    ], ink


def test_a_level_stroke_in_the_room_of_a_character_is_the_one_for_one_in_doubt() -> None:
    found = filled(*line(stroke=(64, 86)), EM)
    assert "".join(sign.text for sign in found) == "十二一贯制"
    assert [sign.confidence < 0.9 for sign in found] == [False, True, True, True, False]


def test_what_a_fax_leaves_of_it_puts_its_neighbours_in_doubt() -> None:
    found = filled(*line(stroke=(70, 72)), EM)
    assert "".join(sign.text for sign in found) == "十二贯制"
    assert [sign.confidence < 0.9 for sign in found] == [False, True, True, False]
    signs, ink = line(stroke=None)
    assert filled(signs, ink, EM) == signs, "nothing stands there"
