"""What is drawn where a text layer tells spaces, or nothing at all."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from bench.garble_file import Maps, broken
from parsers.pdf.census import Census
from parsers.pdf.file import opened
from parsers.pdf.looks import is_han
from parsers.pdf.model import Glyph, Page
from parsers.pdf.spaces import INKED, inked_spaces, uncertain
from parsers.pdf.specimens import Specimens
from parsers.symbols import UNKNOWN

SAMPLE = Path(__file__).parent.parent / "samples" / "contact_sheet" / "province.pdf"


def written(data: bytes) -> tuple[int, list[str], set[int]]:
    """How many characters are seen on the pages, those that aren't known, and the codes of what is found to be drawn."""
    with opened(data) as file:
        pages = list(file.pages())
        embedded = file.fonts.embedded
        found = inked_spaces(pages, Census.of(pages), embedded, set(), file.picture, file.specimens)
        texts = [glyph.text for page in pages for glyph in page.glyphs if not glyph.text.isspace()]
    return len(texts), [text for text in texts if text == UNKNOWN], {code for _, code in found}


@pytest.mark.parametrize(
    ("sign", "is_lost"),
    [
        (" ", lambda text: is_han(text) and ord(text) % 5 == 0),
        (" ", lambda text: text in set("37")),
        ("\u3000", lambda text: is_han(text) and ord(text) % 7 == 0),
        ("\u00ad", lambda text: is_han(text) and ord(text) % 7 == 1),
    ],
)
def test_what_is_told_as_nothing_and_drawn_is_unknown_and_none_is_missing(
    sign: str, is_lost: Callable[[str], bool]
) -> None:
    def breaker(maps: Maps, rng: random.Random) -> Maps:
        return {
            number: {code: sign if is_lost(text) else text for code, text in codes.items()}
            for number, codes in maps.items()
        }

    data = SAMPLE.read_bytes()
    with opened(data) as file:
        lost = sum(is_lost(glyph.text) for page in file.pages() for glyph in page.glyphs)
    garbled = broken(data, breaker, random.Random(1))  # noqa: S311
    assert garbled is not None
    assert lost > 5
    whole, unknown, none = written(data)
    assert not unknown
    assert not none
    seen, unknown, found = written(garbled)
    assert (seen, len(unknown), found) == (whole, lost, {INKED})


class Told(Specimens):
    """A font of which some characters draw nothing, and others stand for several codes."""

    def __init__(self, blank: str, shared: str) -> None:
        self._blank, self._shared = blank, shared

    def tells(self, code: int) -> bool:
        return chr(code) not in self._shared

    def shares(self, code: int) -> bool:
        return chr(code) in self._shared

    def of(self, glyphs: Iterable[Glyph], *, wide: bool | None = None) -> dict[tuple[int, int], int]:
        return {(one.font, one.code): 0 if one.text in self._blank else (1 << 512) - 1 for one in glyphs}


def test_signs_of_which_nothing_is_drawn_and_characters_of_two_widths_are_uncertain() -> None:
    glyphs = [
        Glyph(text, 9.0 * place, 9.0 * place + wide, 100.0, 9.0, font=1, code=ord(text))
        for place, (text, wide) in enumerate([("9", 4.5), (",", 2.3), ("9", 2.3), ("8", 4.5), ("名", 9.0)])
    ]
    page = Page(1, 595.0, 842.0, glyphs=glyphs)

    def uncertain_of(blank: str, shared: str) -> set[str]:
        return {chr(code) for _, code in uncertain([page], Census.of([page]), {1}, Told(blank, shared))}

    assert uncertain_of("", "") == set()
    # A font that lacks a Han character draws nothing in its place, and its map is right.
    assert uncertain_of(",名", "") == {","}
    assert uncertain_of("", "98") == {"9"}
