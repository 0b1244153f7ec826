"""Readings printed small above characters (拼音): help for the reader, no part of the text. One that is printed as large as text is in doubt."""

from __future__ import annotations

from parsers.pdf.model import Glyph

__all__ = ["without_readings"]

SMALL = 0.7
"""Times the size of the character below up to which a reading is printed."""
LOWEST, HIGHEST = 0.5, 1.4
"""Ems of the character below between which the reading's baseline stands above that character's."""
UNSURE = 0.85
"""Confidence of letters with tones: no value of a form has them."""
_TONES = frozenset("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ")


def without_readings(glyphs: list[Glyph]) -> list[Glyph]:
    """*glyphs* without the lines of small letters, some with tones, that all stand right above Han characters."""
    toned = [glyph for glyph in glyphs if glyph.text in _TONES]
    if not toned:
        return glyphs
    for tone in toned:
        tone.confidence = min(tone.confidence, UNSURE)
    gone: set[int] = set()
    han = [glyph for glyph in glyphs if "\u4e00" <= glyph.text <= "\u9fff"]
    for tone in toned:
        if id(tone) in gone or not any(_stands_above(tone, base) for base in han):
            continue
        line = [
            glyph
            for glyph in glyphs
            if abs(glyph.y - tone.y) < 0.2 * tone.size and abs(glyph.size - tone.size) < 0.1 * tone.size
        ]
        gone |= {
            id(glyph)
            for glyph in line
            if (glyph.text.isspace() or (glyph.text.isalpha() and glyph.text < "\u0250"))
            and any(_stands_above(glyph, base) for base in han)
        }
    return [glyph for glyph in glyphs if id(glyph) not in gone]


def _stands_above(glyph: Glyph, base: Glyph) -> bool:
    return (
        glyph.size <= SMALL * base.size
        and LOWEST * base.size <= base.y - glyph.y <= HIGHEST * base.size
        and base.x0 - 0.6 * base.size <= glyph.x <= base.x1 + 0.6 * base.size
    )
