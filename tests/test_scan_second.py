"""Lines looked at twice."""

from __future__ import annotations

import numpy as np
import pytest

from parsers import scan_second
from parsers.ocr import Character, Image, Reading


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
