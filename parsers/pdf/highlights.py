"""Colour behind words, as a hand marks them: it is drawn from where the first character begins to where the last one ends, and is no ground of a cell."""

from __future__ import annotations

from collections import defaultdict

from parsers.pdf.apart import SPACES
from parsers.pdf.model import Fill, Glyph, Page

__all__ = ["drop_highlights"]

NEAR = 0.6
"""Points by which the colour may miss the beginning of its text."""
BEHIND = 0.6
"""Ems that it may go on behind its text: spaces at its end aren't always drawn."""
HIGH = 2.2
"""Ems that it is high at most."""


def drop_highlights(page: Page) -> None:
    """Takes from *page* the fills that are as wide as a piece of its text."""
    if not page.fills:
        return
    starts: dict[int, list[Glyph]] = defaultdict(list)
    ends: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in page.glyphs:
        if not glyph.angle:
            starts[int(glyph.x0)].append(glyph)
            ends[int(glyph.x1) >> 3].append(glyph)
    page.fills = [fill for fill in page.fills if fill.white or not _is_behind(fill, starts, ends)]


def _is_behind(fill: Fill, starts: dict[int, list[Glyph]], ends: dict[int, list[Glyph]]) -> bool:
    x0, top, x1, bottom = fill.box
    first = next(
        (
            glyph
            for at in (int(x0) - 1, int(x0), int(x0) + 1)
            for glyph in starts.get(at, ())
            if abs(glyph.x0 - x0) <= NEAR and top < glyph.middle < bottom <= top + HIGH * glyph.size
        ),
        None,
    )
    if first is None:
        return False
    reach = BEHIND * first.size + NEAR
    return any(
        -NEAR <= x1 - glyph.x1 <= (NEAR if glyph.text in SPACES else reach) and top < glyph.middle < bottom
        for at in range(int(x1 - reach) >> 3, (int(x1 + NEAR) >> 3) + 1)
        for glyph in ends.get(at, ())
    )
