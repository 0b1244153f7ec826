"""What the font in a file says itself of the characters that the file doesn't map: its own table of characters, or its glyphs' names.

A code of such a font is taken for the number of a glyph (Identity-H with an identical CIDToGIDMap, ISO 32000-1 9.7.4.2), which is how producers write
them. Where that is wrong the text reads like none, and what is drawn is then recognised as for any font that lies.
"""

from __future__ import annotations

import io
import struct
from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import pairwise

from parsers.pdf.glyphs import Fonts
from parsers.pdf.model import Glyph, Page
from parsers.wording import usual_pairs

__all__ = ["characters_of", "known_to_fonts"]

MOST = 0.95
"""Share of a font's characters that it must know."""
USUAL, PAIRS = 0.12, 12
"""Share of neighbouring Han characters that are usual in forms, and how many pairs, from which on that vouches for the table."""
VOUCHED, UNVOUCHED = 0.97, 0.9
"""Confidence of a character whose font's wording vouches for the table, and of others."""
LARGEST = 4 << 20
"""Bytes of the largest font that is looked into: a subset for a form has some 100 KB."""


def known_to_fonts(pages: list[Page], fonts: Fonts) -> set[int]:
    """Puts on *pages* the characters of unmapped fonts that these know themselves; answers those fonts, which are no longer lost.

    None is believed unless one of them has text enough to show that it reads as forms do.
    """
    if not fonts.programs:
        return set()
    glyphs: dict[int, list[Glyph]] = defaultdict(list)
    for page in pages:
        for glyph in page.glyphs:
            if glyph.font in fonts.programs:
                glyphs[glyph.font].append(glyph)
    tables: dict[int, dict[int, str]] = {}
    for font, several in glyphs.items():
        # A code that is mapped isn't the number of a glyph here.
        if fonts.unmapped[font] < MOST * len(several) or len(fonts.programs[font]) > LARGEST:
            continue
        known = characters_of(fonts.programs[font])
        if sum(glyph.code in known for glyph in several) >= MOST * len(several):
            tables[font] = known
    pairs = {font: _pairs(glyphs[font], known) for font, known in tables.items()}
    if not any(_is_vouched(counts) for counts in pairs.values()):
        return set()
    found = {font for font, counts in pairs.items() if _is_vouched(counts) or counts.total() < PAIRS}
    for font in found:
        confidence = VOUCHED if _is_vouched(pairs[font]) else UNVOUCHED
        for glyph in glyphs[font]:
            glyph.text = tables[font].get(glyph.code, "\ufffd")
            glyph.method, glyph.confidence = "glyph", confidence
    return found


def _pairs(glyphs: list[Glyph], known: Mapping[int, str]) -> Counter[bool]:
    """How many neighbouring Han characters are usual in forms and how many aren't, as the font's table tells them."""
    texts = [known.get(glyph.code, "") for glyph in glyphs]
    return Counter(a + b in usual_pairs() for a, b in pairwise(texts) if _is_han(a) and _is_han(b))


def _is_vouched(pairs: Counter[bool]) -> bool:
    return pairs.total() >= PAIRS and pairs[True] >= USUAL * pairs.total()


def _is_han(text: str) -> bool:
    return "\u4e00" <= text <= "\u9fff"


def characters_of(program: bytes) -> dict[int, str]:
    """The characters of a TrueType, OpenType or bare CFF font by the number of their glyph; nothing where it has neither a table nor names."""
    from fontTools.cffLib import CFFFontSet  # only for the few files that need it
    from fontTools.ttLib import TTFont, TTLibError

    try:
        if program[:4] in (b"\0\1\0\0", b"true", b"OTTO"):
            font = TTFont(io.BytesIO(program), lazy=True)
            names: list[str] = font.getGlyphOrder()
            table = font.getBestCmap() if "cmap" in font else None
            if table:
                numbers = {name: number for number, name in enumerate(names)}
                return _by_number({code: numbers[name] for code, name in table.items() if name in numbers})
        else:
            bare = CFFFontSet()
            bare.decompile(io.BytesIO(program), None)
            names = bare[0].getGlyphOrder()
    except (
        TTLibError,
        ValueError,
        KeyError,
        IndexError,
        AttributeError,
        TypeError,
        AssertionError,
        struct.error,
        EOFError,
    ):
        return {}
    return _named(names)


def _by_number(table: Mapping[int, int]) -> dict[int, str]:
    """The usual one of the characters that share a glyph: no radical, no compatibility form."""
    found: dict[int, str] = {}
    for code in sorted(table, key=lambda one: (not 0x4E00 <= one <= 0x9FFF, one)):
        if code > 0x20 and not 0x7F <= code < 0xA0 and not 0xE000 <= code < 0xF900:
            found.setdefault(table[code], chr(code))
        elif code == 0x20:
            found.setdefault(table[code], " ")
    return found


def _named(names: list[str]) -> dict[int, str]:
    from fontTools.agl import toUnicode

    found = {number: toUnicode(name) for number, name in enumerate(names) if number}
    return {number: text for number, text in found.items() if len(text) == 1 and not "\ue000" <= text < "\uf900"}
