"""What a browser prints at the edges of a page: the time, the page's title, its address, and which page of how many it is. None of it is the form's.

The lines stand in the margin that the browser keeps, close to the page's own text where that margin is narrow. They are told by what only they hold: a date with
the time of the day that is a text by itself, or an address beside a page's number.
"""

from __future__ import annotations

import re
from math import hypot

from parsers.pdf.lines import Row, rows_of
from parsers.pdf.model import Glyph, Page

__all__ = ["take_printed"]

EDGE = 36.0
"""Points from the edge of the page in which the lines stand, whatever the paper: Chromium's are at 24, Firefox's at 27."""
APART = 1.5
"""Ems between the parts of such a line at least."""
UNEVEN = 0.4
"""Ems by which the parts of one line may stand lower than one another, each in its own font."""

_TIME = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4},?\D{0,4}\d{1,2}:\d{2}(?::\d{2})?(?:[AaPp]\.?[Mm]\.?)?")
_ADDRESS = re.compile(r"(?:https?|file|ftp)://\S+|(?:about|blob|data|chrome\S*):\S+", re.IGNORECASE)
_COUNT = re.compile(r"\D{0,6}(\d{1,4})\D{1,6}(\d{1,4})\D{0,4}")


def take_printed(page: Page) -> list[Row]:
    """Takes the lines that a browser printed at the top and at the foot of *page* from its characters, and gives them."""
    level = [glyph for glyph in page.glyphs if glyph.angle == 0 and not glyph.text.isspace()]
    # A page that was printed small is read enlarged, and so is its margin.
    edge = EDGE / (hypot(page.warp[0], page.warp[1]) if page.warp else 1.0)
    lines = [_outermost(level, page.height, edge, low=low) for low in (False, True)]
    parts = [_parts(line) for line in lines]
    timed = any(_TIME.fullmatch(part) for some in parts for part in some)
    taken: list[Glyph] = []
    for line, some in zip(lines, parts, strict=True):
        counted = any(map(_is_count, some))
        addressed = any(_ADDRESS.fullmatch(part) for part in some)
        if any(_TIME.fullmatch(part) for part in some) or (addressed and counted) or (timed and (addressed or counted)):
            taken += line
    if not taken:
        return []
    gone = {id(glyph) for glyph in taken}
    page.glyphs = [glyph for glyph in page.glyphs if id(glyph) not in gone]
    return rows_of(taken, page.number)


def _outermost(glyphs: list[Glyph], height: float, edge: float, *, low: bool) -> list[Glyph]:
    """The characters of the line that stands nearest to the page's foot or top, if it stands in the margin, from left to right."""
    margin = [glyph for glyph in glyphs if (height - glyph.y if low else glyph.y) < edge]
    if not margin:
        return []
    first = max(margin, key=lambda glyph: glyph.y) if low else min(margin, key=lambda glyph: glyph.y)
    line = [
        glyph
        for glyph in margin
        if abs(glyph.y - first.y) < UNEVEN * first.size and abs(glyph.size - first.size) < 0.1 * first.size
    ]
    return sorted(line, key=lambda glyph: glyph.x0)


def _parts(line: list[Glyph]) -> list[str]:
    """The texts of a line that stand apart from one another, without their spaces."""
    parts: list[str] = []
    last: Glyph | None = None
    for glyph in line:
        if last is None or glyph.x0 - last.x1 > APART * last.size:
            parts.append("")
        parts[-1] += glyph.text
        last = glyph
    return parts


def _is_count(part: str) -> bool:
    """Whether *part* tells which page of how many this is."""
    found = _COUNT.fullmatch(part)
    return found is not None and 0 < int(found[1]) <= int(found[2])
