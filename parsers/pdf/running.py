"""What pages say again at their top: running heads, which are no text above a table that goes on from the page before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from parsers.pdf.model import Glyph, Page

__all__ = ["MARGIN", "running_heads", "without_head"]

MARGIN = 0.11
"""Share of the page's height at its top and bottom in which headers and footers stand."""
UNDER = 0.8
"""Ems under a running head in which a line is its own."""
PLACE = 2.0
"""Points by which what pages say again may stand higher or lower."""
_DIGITS = re.compile(r"\d+")


def running_heads(pages: Sequence[Page]) -> dict[int, list[Glyph]]:
    """The characters at the top of pages, by their numbers, of the lines that another page has at the same height, numbers aside."""
    if len(pages) < 2:
        return {}
    lines: dict[str, list[tuple[int, float, list[Glyph]]]] = defaultdict(list)
    for page in pages:
        rows: list[list[Glyph]] = []
        top = [
            glyph
            for glyph in page.glyphs
            if glyph.y < MARGIN * page.height and glyph.angle == 0 and not glyph.text.isspace()
        ]
        for glyph in sorted(top, key=lambda glyph: glyph.y):
            if rows and glyph.y - rows[-1][0].y <= PLACE:
                rows[-1].append(glyph)
            else:
                rows.append([glyph])
        for row in rows:
            text = "".join(glyph.text for glyph in sorted(row, key=lambda glyph: glyph.x0))
            lines[_DIGITS.sub("#", text)].append((page.number, row[0].y, row))
    found: dict[int, list[Glyph]] = defaultdict(list)
    for some in lines.values():
        for number, y, row in some:
            if any(number != other and abs(y - at) <= PLACE for other, at, _ in some):
                found[number] += row
    return found


def without_head(page: Page, glyphs: list[Glyph], head: Sequence[Glyph]) -> list[Glyph]:
    """*glyphs* without the running *head*; the line under it, which is none of a table, is taken from *page*."""
    if not head:
        return glyphs
    top, low = min(glyph.y - glyph.size for glyph in head), max(glyph.y + UNDER * glyph.size for glyph in head)
    above = [edge for edge in page.edges if not edge.upright and edge.at <= low]
    if (
        above
        and min(edge.at for edge in above) > top
        and not any(edge.upright and edge.start <= low for edge in page.edges)
    ):
        page.edges = [edge for edge in page.edges if edge not in above]
    ids = {id(glyph) for glyph in head}
    return [glyph for glyph in glyphs if id(glyph) not in ids]
