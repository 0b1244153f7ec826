"""Lines looked at twice."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from parsers.scan import second as scan_second
from parsers.scan.ocr import Character, Image, Reading
from parsers.scan.underlined import Bare, without_underline


def reading(text: str, *confidences: float) -> Reading:
    return Reading(
        characters=tuple(
            Character(text=character, confidence=confidence, at=(index + 0.5) / len(text))
            for index, (character, confidence) in enumerate(zip(text, confidences, strict=True))
        )
    )


@pytest.mark.parametrize(
    ("text", "confidences", "kept"),
    [
        pytest.param("邹艳.", (0.99, 0.99, 0.5), "邹艳", id="behind a name"),
        pytest.param("瓦尔.", (0.99, 0.99, 0.7), "瓦尔.", id="a dot that may be within a name"),
        pytest.param(".邹艳", (0.7, 0.99, 0.99), "邹艳", id="before a name"),
        pytest.param(".长征", (0.99, 0.99, 0.99), "长征", id="before words, however sure"),
        pytest.param("同意。", (0.99, 0.99, 0.95), "同意。", id="a mark that was seen"),
        pytest.param("No.", (0.99, 0.99, 0.7), "No.", id="Latin text"),
    ],
)
def test_dirt_before_or_behind_a_few_words_is_no_mark(
    monkeypatch: pytest.MonkeyPatch, text: str, confidences: tuple[float, ...], kept: str
) -> None:
    first = reading(text, *confidences)
    monkeypatch.setattr(scan_second, "recognise_lines", lambda _: [first])
    picture: Image = np.zeros((40, 120), np.uint8)
    (found,) = scan_second.looked_at_again([first], [picture])
    assert found.text == kept
    assert (found.confidence < 0.9) == (kept != text or min(confidences) < 0.9)


def test_an_address_is_looked_at_again_however_long_and_with_more_room_between_its_letters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Of rr in http://rrt.example.edu.cn/kj/?id=4 one was told, with certainty; set apart, both were.
    seen: list[Image] = []

    def again(pictures: list[Image]) -> list[Reading]:
        seen.extend(pictures)
        return [reading("http://rrt.example.edu.cn/kj/", *[0.99] * 29)]

    first = reading("http://rt.example.edu.cn/kj/", *[0.99] * 28)
    monkeypatch.setattr(scan_second, "recognise_lines", again)
    (found,) = scan_second.looked_at_again([first], [np.zeros((40, 400), np.uint8)])
    assert found.confidence < 0.9
    ((rows, columns),) = [picture.shape for picture in seen]
    assert columns / rows > 1.2 * 400 / 40


def underlined(*, touching: bool = False) -> Image:
    """Two characters, of which the second is underlined."""
    picture: Image = np.full((60, 110), 240, np.uint8)
    cv2.rectangle(picture, (12, 10), (44, 46), 20, 3)
    cv2.rectangle(picture, (66, 10), (92, 40), 20, 3)
    cv2.line(picture, (60, 48), (98, 48), 20, 3)
    if touching:
        cv2.rectangle(picture, (66, 40), (92, 48), 20, -1)
    return picture


def test_a_character_with_a_line_under_it_is_read_without_the_line_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Image] = []

    def read(pictures: list[Image]) -> list[Reading]:
        looks.extend(pictures)
        return [reading("口日", 0.99, 0.99)]

    monkeypatch.setattr(scan_second, "recognise_lines", read)
    (found,) = scan_second.looked_at_again([reading("口旦", 0.99, 0.99)], [underlined()])
    assert found.text == "口日"
    assert found.characters[1].confidence < 0.9 <= found.characters[0].confidence
    assert (looks[0][:, 60:] < 100).any()
    assert not (looks[0][round(45 * scan_second.SHRUNK) :, round(56 * scan_second.SHRUNK) :] < 100).any()


def test_a_characters_own_last_stroke_is_no_underline() -> None:
    assert without_underline(underlined(touching=True), reading("口皿", 0.99, 0.99)) is None
    assert without_underline(underlined(), reading("ab", 0.99, 0.99)) is None


def test_the_last_stroke_of_a_character_alone_on_its_line_is_not_taken_for_an_underline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scan_second, "recognise_lines", lambda pictures: [reading("具", 0.99) for _ in pictures])
    monkeypatch.setattr(scan_second, "without_underline", lambda picture, _: Bare(picture=picture, bars=((0.0, 1.0),)))
    (found,) = scan_second.looked_at_again([reading("县", 1.0)], [np.full((20, 20), 255, np.uint8)])
    assert found.text == "县"
    assert found.confidence < 0.9
