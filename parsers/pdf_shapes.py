"""Whether what is drawn looks like the characters that a text layer tells, without recognition.

Each character has two masks: where most fonts draw it, and where hardly any does. A drawing is compared with those of the one character that it is said
to be, which takes some microseconds; only where it fits badly is it worth recognising. The masks were made by ``bench/shapes.py`` of ten fonts; on fonts
that weren't among them, 99% of drawings are like their own character by 0.5 and more, and 95% like another by less.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from operator import itemgetter
from typing import Any

from forms.repertoire import LOST
from parsers.pdf_boxes import Drawn, Picture
from parsers.pdf_model import Glyph, Page

__all__ = ["unlike"]

SCALE = 2.0
"""Pixels a point at which a page is drawn for this."""
ASCENT = 0.88
"""Ems of a character's window above the baseline."""
INK = 190
"""Grey below which a pixel counts as drawn."""
UNLIKE = 0.48
"""Likeness below which a Han character may be another than the one that it is said to be."""
BELOW = 0.25
"""By how much that must be below what the font's characters usually have: some hands write all of them otherwise."""
BETTER, RATHER = 0.15, 0.58
"""By how much more a drawing must be like another character of the file, and how much at least, for that to be the one that is drawn."""
STRANGE = 0.33
"""Likeness below which two characters of a font are enough, though they are like no other of the file."""
RIVALS = 3
"""Other digits that a drawing is compared with closely: those that it is like at first sight."""
BEHIND = 0.08
"""By how much another digit may be more like a drawing than the one that it is said to be."""
RANK = 3
"""How many other letters may be more like a drawing than the one that it is said to be: case and style change them."""
LETTERS, LETTERS_ODD = 4, 0.3
"""Letters of a font, and the share of them that are unlike, from which on they tell that it lies."""
HEAVY, OFTEN = 0.08, 5
"""Share of a font's Han characters on a page, and their number, from which on one character is looked at several times."""
BOXES = 6
"""Drawings of □ in one font that are looked at on a page."""
LARGEST = 40.0
"""Points of the largest character that is looked at."""

Vouched = Callable[[Glyph], bool]
"""Whether a character stands as it does in forms, so that its wording speaks for it."""

_INNER = sum(0b11111 << 5 << 16 * row for row in range(5, 11))
"""The middle of a window, where nothing is drawn in an empty box."""
_HAN_BYTES, _HAN_ZONES = 64, 72
_LATIN_BYTES = 128
_ZONE, _FIRST = 0xB0, 0xA1
_BITS = bytes(49 if value < INK else 48 for value in range(256))
_DIGITS = "0123456789"
_SMALL = "abcdefghijklmnopqrstuvwxyz"
_Mask = tuple[int, int, int, int]


@cache
def _masks() -> bytes:
    return files("parsers").joinpath("shapes.bin").read_bytes()


@cache
def _mask(character: str) -> _Mask | None:
    """Where *character* is drawn and where it isn't, as numbers of a bit a pixel, with how many pixels each has; None where it isn't known."""
    if "!" <= character <= "~":
        size = _LATIN_BYTES // 2
        start = _HAN_ZONES * 94 * _HAN_BYTES + (ord(character) - 0x21) * _LATIN_BYTES
    else:
        try:
            zone, place = character.encode("gb2312")
        except (UnicodeEncodeError, ValueError):
            return None
        size = _HAN_BYTES // 2
        start = ((zone - _ZONE) * 94 + place - _FIRST) * _HAN_BYTES
        if not _ZONE <= zone < _ZONE + _HAN_ZONES:
            return None
    raw = _masks()[start : start + 2 * size]
    ink, white = int.from_bytes(raw[:size], "big"), int.from_bytes(raw[size:], "big")
    return (ink, white, ink.bit_count(), white.bit_count()) if ink and white else None


def _likeness(seen: int, mask: _Mask) -> float:
    """How much a drawing is like a character: 1 where all that most fonts draw is drawn and nothing where they draw nothing, 0 as by chance.

    Windows are 16 pixels wide; the drawing may be moved by one pixel in any direction.
    """
    ink, white, inks, whites = mask
    best = -1.0
    for moved in (
        seen,
        seen << 1,
        seen >> 1,
        seen << 16,
        seen >> 16,
        seen << 17,
        seen << 15,
        seen >> 15,
        seen >> 17,
    ):
        found = (moved & ink).bit_count() / inks - (moved & white).bit_count() / whites
        if found > best:
            if found > 0.75:
                return found
            best = found
    return best


def _roughly(seen: int, mask: _Mask) -> float:
    return (seen & mask[0]).bit_count() / mask[2] - (seen & mask[1]).bit_count() / mask[3]


@dataclass(slots=True)
class _Font:
    """What was seen of one font."""

    vouched: list[float] = field(default_factory=list)
    han: dict[int, tuple[float, int]] = field(default_factory=dict)
    """By code, how much the least of the drawings is like the character that it is said to be, and that drawing."""
    digits: set[int] = field(default_factory=set)
    filled: set[int] = field(default_factory=set)
    """Codes said to be an empty box in which something is drawn."""
    letters: int = 0
    odd_letters: set[int] = field(default_factory=set)


ENOUGH = 6
"""Characters of a font whose wording speaks for them, which tell how much like their masks its characters are."""


def unlike(pages: list[Page], fonts: set[int], picture: Picture, vouched: Vouched) -> set[tuple[int, int]]:
    """The characters, by font and code, of *fonts* that aren't drawn as what the text layer tells; each is looked at once.

    Those that are *vouched* for by their wording are looked at only to learn how the font is drawn.
    """
    seen: dict[int, _Font] = defaultdict(_Font)
    known: set[tuple[int, int]] = set()
    for page in pages:
        wanted = _wanted(page, fonts, vouched, seen, known)
        if not wanted:
            continue
        drawn = picture(page.number, SCALE)
        for glyph, trusted in wanted:
            _look(glyph, trusted, drawn, seen[glyph.font])
    masks = {
        mask for page in pages for text in {g.text for g in page.glyphs if g.text > "\u4e00"} if (mask := _mask(text))
    }
    return {(font, code) for font, found in seen.items() for code in _odd(found, masks)}


def _wanted(
    page: Page, fonts: set[int], vouched: Vouched, seen: dict[int, _Font], known: set[tuple[int, int]]
) -> list[tuple[Glyph, bool]]:
    found = []
    heavy = _heavy(page)
    boxes: Counter[tuple[int, int]] = Counter()
    samples: dict[int, int] = {font: len(one.vouched) for font, one in seen.items()}
    for glyph in page.glyphs:
        key = (glyph.font, glyph.code)
        if key in known or glyph.font not in fonts or glyph.angle or glyph.size > LARGEST:
            continue
        if "\u4e00" < glyph.text <= "\u9fff":
            if key in heavy:
                heavy[key] -= 1
                found.append((glyph, False))
                if heavy[key]:
                    continue
            elif not vouched(glyph):
                found.append((glyph, False))
            elif samples.get(glyph.font, 0) < ENOUGH:
                samples[glyph.font] = samples.get(glyph.font, 0) + 1
                found.append((glyph, True))
            known.add(key)
        elif glyph.text in _DIGITS or glyph.text in _SMALL:
            found.append((glyph, False))
            known.add(key)
        elif glyph.text == LOST:
            found.append((glyph, False))
            boxes[key] += 1
            if boxes[key] >= BOXES:
                known.add(key)
    return found


def _heavy(page: Page) -> dict[tuple[int, int], int]:
    """The characters that are a large part of a font's text, with how often each is looked at: all that is lost may be told as one of them."""
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for glyph in page.glyphs:
        if "\u4e00" <= glyph.text <= "\u9fff":
            counts[glyph.font][glyph.code] += 1
    return {
        (font, code): min(count, OFTEN)
        for font, several in counts.items()
        for code, count in several.items()
        if count >= OFTEN and count >= HEAVY * several.total()
    }


def _look(glyph: Glyph, trusted: bool, drawn: Drawn, found: _Font) -> None:
    wide = glyph.text > "\u2000"
    bits = _window(glyph, drawn, wide)
    if glyph.text == LOST and bits is not None and bits & _INNER:
        found.filled.add(glyph.code)
    mask = _mask(glyph.text)
    if bits is None or mask is None:
        return
    if wide and trusted:
        found.vouched.append(_likeness(bits, mask))
    elif wide:
        found.han[glyph.code] = min((_likeness(bits, mask), bits), found.han.get(glyph.code, (1.0, 0)))
    elif glyph.text in _DIGITS:
        own = _likeness(bits, mask)
        others = [other for digit in _DIGITS if digit != glyph.text and (other := _mask(digit))]
        others.sort(key=lambda other: -_roughly(bits, other))
        if any(_likeness(bits, other) > own + BEHIND for other in others[:RIVALS]):
            found.digits.add(glyph.code)
    else:
        own = _roughly(bits, mask)
        found.letters += 1
        if sum(_roughly(bits, other) > own for letter in _SMALL if (other := _mask(letter))) > RANK:
            found.odd_letters.add(glyph.code)


def _odd(found: _Font, masks: Collection[_Mask]) -> set[int]:
    """The codes of one font that are unlike, if they are enough to speak against it."""
    odd = found.digits | found.filled
    if found.letters >= LETTERS and len(found.odd_letters) > LETTERS_ODD * found.letters:
        odd |= found.odd_letters
    usual = sorted([*found.vouched, *(likeness for likeness, _ in found.han.values())])
    limit = min(UNLIKE, usual[len(usual) // 2] - BELOW) if usual and found.vouched else UNLIKE
    low = {code: own for code, (own, bits) in found.han.items() if own < limit}
    other = {code for code, own in low.items() if _is_another(found.han[code][1], own, masks)}
    strange = {code for code, own in low.items() if own < STRANGE}
    if other or len(strange) > 1:
        odd |= set(low)
    return odd


def _is_another(bits: int, own: float, masks: Collection[_Mask]) -> bool:
    """Whether a drawing is more like one of *masks* than like the character that it is said to be."""
    least = max(RATHER, own + BETTER)
    return any(_likeness(bits, mask) > least for mask in masks)


@cache
def _grid(size: float, stride: int, wide: bool) -> tuple[Any, int, int, int]:
    """How the pixels of a window are picked from a page's: the picker, the window's width and height in pixels, and the bytes that it spans."""
    em = size * SCALE
    rows = 16 if wide else 32
    across = em if wide else em / 2
    places = [
        int((row + 0.5) * em / rows) * stride + int((column + 0.5) * across / 16)
        for row in range(rows)
        for column in range(16)
    ]
    return itemgetter(*places), int(across) + 1, int(em) + 1, max(places) + 1


def _window(glyph: Glyph, drawn: Drawn, wide: bool) -> int | None:
    """What is drawn in the em square of *glyph*, or in the half of it for a letter, as a bit a pixel; None over the page's edge."""
    width, height, stride, pixels = drawn
    pick, across, high, span = _grid(round(glyph.size, 1), stride, wide)
    em = glyph.size * SCALE
    x = round(glyph.x * SCALE - (em if wide else em / 2) / 2)
    y = round(glyph.y * SCALE - ASCENT * em)
    if x < 0 or y < 0 or x + across > width or y + high > height:
        return None
    start = y * stride + x
    return int(bytes(pick(pixels[start : start + span])).translate(_BITS), 2)
