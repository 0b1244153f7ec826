"""Characters that a ground covers and that are drawn again above it.

PDFium leaves out a character that stands where the same one stood just before, whatever was drawn between them. What is left then is the one below the ground, and whether
it is there again only the page as it is drawn tells.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from parsers.pdf.boxes import Picture
from parsers.pdf.covered import doubt
from parsers.pdf.layers import SCALE, is_drawn
from parsers.pdf.model import Fill, Glyph, Page

__all__ = ["put_above"]

INNER = 0.2
"""Share of a character's room on each side in which its neighbours' strokes may be."""


def put_above(page: Page, picture: Picture) -> None:
    """Moves characters of *page* above the grounds that cover them where something is drawn that no other character accounts for, in doubt."""
    if page.proved or not page.glyphs:
        return
    first = min(glyph.layer for glyph in page.glyphs)
    grounds = [fill for fill in page.fills if fill.opaque and fill.layer > first]
    if not grounds:
        return
    covered = _covered(page, grounds)
    if not covered:
        return
    drawn = picture(page.number, SCALE)
    for glyph, fill in covered:
        side = INNER * (glyph.x1 - glyph.x0)
        if is_drawn(glyph.x0 + side, glyph.y - 0.75 * glyph.size, glyph.x1 - side, glyph.y, drawn):
            glyph.layer = fill.layer + 1
            doubt(glyph)


def _covered(page: Page, grounds: list[Fill]) -> list[tuple[Glyph, Fill]]:
    """The characters below one of *grounds* in whose room none stands that is drawn later, with the topmost of their grounds."""
    glyphs = sorted((glyph for glyph in page.glyphs if not glyph.text.isspace()), key=lambda glyph: glyph.middle)
    heights = [glyph.middle for glyph in glyphs]
    above: dict[int, tuple[Glyph, Fill]] = {}
    for fill in grounds:
        x0, top, x1, bottom = fill.box
        for glyph in glyphs[bisect_left(heights, top) : bisect_right(heights, bottom)]:
            if glyph.layer < fill.layer and x0 <= glyph.x <= x1:
                last = above.get(id(glyph))
                if last is None or last[1].layer < fill.layer:
                    above[id(glyph)] = glyph, fill
    found = []
    for glyph, fill in above.values():
        reach = glyph.size / 2
        near = glyphs[bisect_left(heights, glyph.middle - reach) : bisect_right(heights, glyph.middle + reach)]
        if not any(other.layer > fill.layer and _meet(other, glyph) for other in near):
            found.append((glyph, fill))
    return found


def _meet(one: Glyph, other: Glyph) -> bool:
    return min(one.x1, other.x1) - max(one.x0, other.x0) > INNER * min(one.x1 - one.x0, other.x1 - other.x0)
