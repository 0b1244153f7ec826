"""A scan's layer of text, which another reader wrote: what it tells where recognition wavers between characters that look alike.

Nothing becomes surer by it: both look at the same picture. A layer that stands elsewhere, or that tells too much else, is none.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from forms.repertoire import is_in_gb2312
from parsers.marks import is_mark
from parsers.pdf.likeness import alike
from parsers.pdf.model import Glyph, Page
from parsers.pdf.place import moved

__all__ = ["heed", "mend_layer"]

FEW = 30
"""Characters of a layer from which on its agreement says something."""
MATCHED, AGREED = 0.5, 0.88
"""Share of the characters read that the layer must have at their places, and of those the share that must be the same, for it to be heeded."""
TRUE = 0.985
"""The same from which on what the layer tells otherwise is a doubt."""
NEAR = 0.5
"""Ems by which the places of one character may differ."""
SURE, WAVERING = 0.9, 0.6
"""Confidence of a reading from which on it is kept unless the two look alike, and below which the layer is as good."""
UNSURE, DOUBTED = 0.85, 0.89
"""Confidence of what the layer alone tells, and of what it tells otherwise, at most."""
ROOM, HALF = 0.2, 0.52
"""Ems without a character from which on one may have been passed over, and those of a letter or digit."""
BIN = 8.0
"""Points of the strips in which characters are looked for."""

_Pair = tuple[Glyph, Glyph]


def heed(page: Page, layer: Sequence[Glyph]) -> None:
    """Puts on *page*, which was read from a picture, what its *layer* tells of characters that recognition isn't sure of, in doubt."""
    told = [glyph for glyph in layer if not glyph.text.isspace()]
    read = [glyph for glyph in page.glyphs if not glyph.text.isspace()]
    if len(told) < FEW or len(read) < FEW:
        return
    pairs = _pairs(page, read, told)
    agreed = sum(_same(one.text, other.text) for one, other in pairs) / max(len(pairs), 1)
    if len(pairs) < MATCHED * len(read) or agreed < AGREED:
        return
    for one, other in pairs:
        if _same(one.text, other.text):
            if one.text != other.text and not is_in_gb2312(one.text) and not one.text.isascii():
                one.text = other.text
        elif is_mark(one.text) or is_mark(other.text):
            # Who takes a digit for a mark saw its shape alone; what a box is, the picture tells.
            if other.text.isascii() and other.text.isalnum() and _is_amid(one, read):
                _take(one, other)
        elif alike(one.text, other.text) or one.confidence < WAVERING:
            _take(one, other)
        elif one.confidence < SURE or agreed >= TRUE:
            one.confidence = min(one.confidence, DOUBTED)
    page.glyphs = _with_passed(page.glyphs, pairs, told)


def mend_layer(wrong: Sequence[Glyph], read: Page) -> None:
    """Puts in the place of the characters *wrong* of a layer that is kept what was read there, in doubt."""
    seen = [glyph for glyph in read.glyphs if not glyph.text.isspace()]
    for one, other in _pairs(read, seen, wrong):
        if one.confidence >= WAVERING and not alike(one.text, other.text) and not is_mark(one.text):
            other.text, other.method = one.text, "ocr"
            other.confidence = min(other.confidence, UNSURE)


def _is_amid(mark: Glyph, read: Sequence[Glyph]) -> bool:
    """Whether a letter or digit stands right beside *mark*."""
    return any(
        one.text.isascii()
        and one.text.isalnum()
        and abs(one.middle - mark.middle) < NEAR * mark.size
        and abs(one.x - mark.x) < mark.size
        for one in read
    )


def _take(one: Glyph, other: Glyph) -> None:
    one.text, one.confidence = other.text, min(one.confidence, UNSURE)


def _same(one: str, other: str) -> bool:
    return one == other or unicodedata.normalize("NFKC", one) == unicodedata.normalize("NFKC", other)


def _pairs(page: Page, read: Sequence[Glyph], told: Sequence[Glyph]) -> list[_Pair]:
    """The characters *read* on *page*, each with the one of those *told* that stands at its place."""
    strips: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in told:
        strips[int(glyph.middle // BIN)].append(glyph)
    found: list[_Pair] = []
    used: set[int] = set()
    for glyph in read:
        x, y = glyph.x, glyph.middle
        if page.warp is not None:
            x, y, *_ = moved((x, y, x, y), page.warp)
        reach = NEAR * glyph.size
        near = [
            (abs(other.x - x), other)
            for strip in range(int((y - reach) // BIN), int((y + reach) // BIN) + 1)
            for other in strips.get(strip, ())
            if abs(other.x - x) <= reach and abs(other.middle - y) <= reach and id(other) not in used
        ]
        if near:
            # Of neighbours the one that tells the same is meant: places are told by some pixels.
            other = min(near, key=lambda one: (not _same(one[1].text, glyph.text), one[0]))[1]
            used.add(id(other))
            found.append((glyph, other))
    return found


def _with_passed(glyphs: list[Glyph], pairs: Sequence[_Pair], told: Sequence[Glyph]) -> list[Glyph]:
    """*glyphs* with the characters that recognition passed over between two of one line that the layer has beside them."""
    by_layer = {id(other): one for one, other in pairs}
    matched = {id(one) for one, _ in pairs}
    lone = [glyph for glyph in glyphs if id(glyph) not in matched and not glyph.text.isspace()]
    behind: dict[int, Glyph] = {}
    for left, missed, right in _triples(told):
        before, after = by_layer.get(id(left)), by_layer.get(id(right))
        if (
            id(missed) not in by_layer
            and before is not None
            and after is not None
            and abs(before.y - after.y) < NEAR * before.size
            and after.x - before.x >= (_wide(before) + _wide(after)) / 2 + ROOM * min(before.size, after.size)
            and not is_mark(missed.text)
            and not any(_same(missed.text, one.text) for one in (before, after))
            and not any(
                abs(one.middle - before.middle) < NEAR * before.size and before.x < one.x < after.x for one in lone
            )
        ):
            middle, half = (before.x + after.x) / 2, _wide(missed) * before.size / missed.size / 2
            behind[id(before)] = replace(
                before,
                text=missed.text,
                x0=middle - half,
                x1=middle + half,
                confidence=min(before.confidence, UNSURE),
                notes=(),
            )
    found: list[Glyph] = []
    for glyph in glyphs:
        found.append(glyph)
        if id(glyph) in behind:
            found.append(behind[id(glyph)])
    return found


def _wide(glyph: Glyph) -> float:
    return (HALF if glyph.text.isascii() else 1.0) * glyph.size


def _triples(told: Sequence[Glyph]) -> Iterator[tuple[Glyph, Glyph, Glyph]]:
    for left, middle, right in zip(told, told[1:], told[2:], strict=False):
        if abs(left.y - middle.y) < NEAR * middle.size and abs(right.y - middle.y) < NEAR * middle.size:
            yield left, middle, right
