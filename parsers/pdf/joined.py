"""Codes for which a font's map tells several characters (PDF 32000-1 9.10.3): what belongs to the one that is drawn, and what can't be.

A map may tell the letters of a ligature. It may also add what nobody sees: a selector of variants, a space without width, an accent that belongs to no Han character.
And it may tell two Han characters where one is drawn; then only what is drawn says which.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby, pairwise

from forms.chinese import is_han
from parsers.pdf.model import Glyph, Page
from parsers.symbols import UNKNOWN

__all__ = ["is_unseen", "settle_joined"]

MERGED = 0x110000
"""One more than the highest code."""
LIGATURES = frozenset(unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07))
WIDE = 0.48
"""Ems that a ligature of equal letters is wide at least: ff takes the room of two f."""


def is_unseen(text: str) -> bool:
    """Whether *text* is a character that takes no room and shows nothing by itself: a selector, a joiner, a mark of direction."""
    return text >= "\x7f" and unicodedata.category(text[0]) in ("Cf", "Mn", "Me")


def settle_joined(pages: list[Page]) -> None:
    """Makes one character on *pages* of those that one code stands for, unless it is a ligature of letters; unknown where they can't be one."""
    for page in pages:
        if any(left.x0 == right.x0 and left.layer == right.layer for left, right in pairwise(page.glyphs)):
            page.glyphs = [
                glyph
                for _, group in groupby(page.glyphs, lambda one: (one.layer, one.x0, one.y))
                for glyph in _settled(list(group))
            ]


def _settled(group: list[Glyph]) -> list[Glyph]:
    if len(group) == 1:
        return group
    seen = [one for one in group if not is_unseen(one.text) and not one.text.isspace()] or group[:1]
    first = seen[0]
    if (
        len(seen) == 1
        and first.text.isascii()
        and first.text.isalpha()
        and any(unicodedata.combining(one.text[0]) for one in group)
    ):
        # Whether the accent is drawn, or only told, nothing else says.
        first.code, first.text = first.code * MERGED, UNKNOWN
        return seen
    texts = {one.text for one in seen}
    if "".join(one.text for one in seen) in LIGATURES and first.x1 - first.x0 >= WIDE * first.size:
        return seen
    if len(texts) == 1 and (is_han(first.text) or first.text.isalnum()):
        return [first]
    if len(texts) > 1 and (any(map(is_han, texts)) or all(map(str.isdecimal, texts))):
        for one in seen[1:]:
            first.code = first.code * MERGED + one.code
        first.text = UNKNOWN
        return [first]
    return seen
