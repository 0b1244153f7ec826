"""Small capitals: what was typed as small letters is drawn as capitals of a smaller size beside full ones, digits and signs."""

from __future__ import annotations

from parsers.pdf.model import Glyph, Page

__all__ = ["lower_small"]

LEAST, MOST = 0.78, 0.82
"""Times the size of the full characters beside them that small capitals have: word processors take four fifths."""
GAP = 0.3
"""Ems between the characters of one word at most."""
UNSURE = 0.85
"""Confidence of letters that are taken for small capitals."""


def lower_small(page: Page) -> None:
    """Makes the small capitals of *page* small letters, in doubt: that they are meant as such is told by their size alone."""
    word: list[Glyph] = []
    for glyph in page.glyphs:
        if not (glyph.text.isascii() and not glyph.text.isspace()) or glyph.angle or glyph.method != "text":
            if len(word) > 1:
                _lower(word)
            word = []
            continue
        if word and not (word[-1].y == glyph.y and abs(glyph.x0 - word[-1].x1) <= GAP * max(glyph.size, word[-1].size)):
            _lower(word)
            word = []
        word.append(glyph)
    _lower(word)


def _lower(word: list[Glyph]) -> None:
    sizes = {glyph.size for glyph in word}
    if len(sizes) < 2 or any(glyph.text.islower() for glyph in word):
        return
    small = [
        glyph
        for glyph in word
        if glyph.text.isupper() and any(LEAST * full <= glyph.size <= MOST * full for full in sizes)
    ]
    for glyph in small:
        glyph.text = glyph.text.lower()
        glyph.confidence = min(glyph.confidence, UNSURE)
