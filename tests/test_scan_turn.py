"""Which way up a page is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from parsers.scan import turn as scan_turn
from parsers.scan.ocr import Character, Image, Quad, Reading


def reading(text: str, confidence: float) -> Reading:
    return Reading(characters=tuple(Character(text=one, confidence=confidence, at=0.5) for one in text))


def line(top: int) -> Quad:
    return np.array([[20, top], [140, top], [140, top + 20], [20, top + 20]], np.float32)


def test_numbers_that_read_well_on_their_head_do_not_tell_which_way_up_a_page_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page on its head: white above every word, black above every number, so that the stand-in for recognition knows what it reads."""
    picture: Image = np.full((400, 200), 255, np.uint8)
    numbers = [line(top) for top in (20, 60, 100, 140)]
    for quad in numbers:
        picture[int(quad[0][1]) : int(quad[2][1]), 20:140] = 0
    words = [line(top) for top in (180, 220, 260)]
    for quad in words:
        picture[int(quad[0][1]) : int(quad[0][1]) + 10, 20:140] = 0

    def recognise(crops: Sequence[Image]) -> list[Reading]:
        found = []
        for crop in crops:
            if crop.max() == 0 or crop.mean() < 20:
                found.append(reading("16089", 0.99))
            else:
                # The upper half of a word is dark on the page as it lies, the lower half once it is turned.
                on_its_head = crop[: len(crop) // 2].mean() < crop[len(crop) // 2 :].mean()
                found.append(reading("校名", 0.3 if on_its_head else 0.99))
        return found

    monkeypatch.setattr(scan_turn, "recognise_lines", recognise)
    assert scan_turn.set_upright(picture, [*numbers, *words]).forth[0, 0] == -1


@pytest.mark.parametrize("lying", [0.7, 0.96])
def test_characters_under_one_another_alone_on_a_page_do_not_lie_on_their_side(
    monkeypatch: pytest.MonkeyPatch, lying: float
) -> None:
    picture: Image = np.full((400, 200), 255, np.uint8)
    for top in range(40, 280, 30):
        picture[top : top + 22, 30:52] = 0
    column = np.array([[28, 38], [54, 38], [54, 276], [28, 276]], np.float32)

    def recognise(crops: Sequence[Image]) -> list[Reading]:
        # Beside one another there is paper to the right of each; turned, the whole has no more than a pixel there.
        return [reading("推荐意见", 0.95 if crop.shape[0] < 40 and crop.shape[1] > 190 else 0.5) for crop in crops]

    monkeypatch.setattr(scan_turn, "recognise_lines", recognise)
    monkeypatch.setattr(scan_turn, "_read", lambda _page, _quarters: lying)
    assert scan_turn.set_upright(picture, [column]).picture.shape == (400, 200)
