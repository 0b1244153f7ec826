"""Pages whose text lies on its side or upside-down: by how much they are turned so that it reads level, and the way back."""

from __future__ import annotations

from collections import Counter

from parsers.pdf.model import Page, Warp

__all__ = ["after", "turned_back", "turns_of"]

TURNED_LEAST = 12
"""Characters from which on that can be told, unless the page before lies so as well: a label alone may be written upwards."""
TURNED_SHARE = 0.7
"""Share of a page's characters that are written in one direction other than level when the page itself lies on its side."""


def turns_of(page: Page, before: int = 0) -> int:
    """By how many quarter turns clockwise most of the text on *page* is turned, the page before it having been turned by *before*."""
    written = Counter(glyph.angle for glyph in page.glyphs if not glyph.text.isspace())
    if not written:
        return 0
    angle, count = written.most_common(1)[0]
    least = 1 if before and angle == 90 * before else TURNED_LEAST
    if angle not in (90, 180, 270) or count < least or count < TURNED_SHARE * sum(written.values()):
        return 0
    return angle // 90


def turned_back(turns: int, width: float, height: float) -> Warp:
    """From a page that was turned back by so many quarter turns to the page as it is shown, *width* by *height* points."""
    return {
        1: (0.0, -1.0, width, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0),
        2: (-1.0, 0.0, width, 0.0, -1.0, height, 0.0, 0.0, 1.0),
        3: (0.0, 1.0, 0.0, -1.0, 0.0, height, 0.0, 0.0, 1.0),
    }[turns]


def after(first: Warp, then: Warp | None) -> Warp:
    """The map that does *first*, then *then*."""
    if then is None:
        return first
    a, b, c, d, e, f, g, h, i = (
        sum(then[3 * row + inner] * first[3 * inner + column] for inner in range(3))
        for row in range(3)
        for column in range(3)
    )
    return (a, b, c, d, e, f, g, h, i)
