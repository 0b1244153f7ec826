"""Characters that were read from what is drawn, held against the masks of characters once more: a recogniser is as sure of its mistakes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from forms.chinese import is_han
from parsers.pdf.boxes import Drawn, Picture
from parsers.pdf.doubts import Key
from parsers.pdf.latin import DIGITS, is_other_digit
from parsers.pdf.masks import every_mask, is_another, is_rival, likeness, mask_of
from parsers.pdf.model import Glyph, Page
from parsers.pdf.windows import FINE, columns, even_window, window

__all__ = ["verify"]

DOUBTED = 0.85
"""Confidence of a character that was read and doesn't look like what it was read as."""
LIKE = 0.75
"""Likeness below which a Han character may be another. One in a thousand that were read right is then like another."""
NEARLY = 0.1
"""By how much less a drawing may be like what most of its code are than like what was read."""
LARGEST = 40.0
"""Points of the largest character that is looked at."""


def verify(pages: Sequence[Page], picture: Picture, mostly: Mapping[Key, str]) -> None:
    """Puts doubt on the characters of *pages* that were read as something that they don't look like.

    A font draws one character for one code, so one occurrence is looked at for all that were read as the same. Where a code was read as several, *mostly*
    tells what most of its occurrences are: one that was read as another must not look like that.
    """
    for page in pages:
        read: dict[tuple[int, int, str], list[Glyph]] = defaultdict(list)
        for glyph in page.glyphs:
            if glyph.method == "ocr" and not glyph.angle and glyph.size <= LARGEST and glyph.confidence > DOUBTED:
                read[glyph.font, glyph.code, glyph.text].append(glyph)
        if not read:
            continue
        layers = {several[0].layer for several in read.values()}
        drawn = picture(page.number, FINE, layers, False)
        for (font, code, text), several in read.items():
            rival = mostly.get((font, code), text)
            if not _fits(several[0], drawn) or (rival != text and _may_be(several[0], rival, drawn)):
                for glyph in several:
                    glyph.confidence = DOUBTED


def _fits(glyph: Glyph, drawn: Drawn) -> bool:
    """Whether what is drawn may be what was read; so where it can't be told."""
    if glyph.text in DIGITS:
        bits = window(glyph, drawn, FINE, False)
        return bits is None or not is_other_digit(bits, glyph.text, columns(glyph))
    if not is_han(glyph.text) or len(glyph.text) != 1 or window(glyph, drawn, FINE, True) is None:
        return True
    bits = even_window(glyph, drawn, FINE)
    if is_rival(bits, glyph.text):
        return False
    mask = mask_of(glyph.text)
    own = 0.0 if mask is None else likeness(bits, mask)
    if own >= LIKE:
        return True
    return not is_another(bits, own, every_mask())


def _may_be(glyph: Glyph, rival: str, drawn: Drawn) -> bool:
    """Whether what is drawn may be *rival* rather than what was read."""
    wide = is_han(glyph.text) and is_han(rival)
    mask, other = mask_of(glyph.text), mask_of(rival)
    bits = window(glyph, drawn, FINE, wide)
    if mask is None or other is None or bits is None or is_han(glyph.text) != is_han(rival):
        return False
    if wide:
        bits = even_window(glyph, drawn, FINE)
    return likeness(bits, other) > likeness(bits, mask) - NEARLY
