"""Texts on the lines of a page: characters that stand close to one another, and whether a text stands over a place across."""

from __future__ import annotations

from itertools import pairwise

from parsers.pdf.model import Glyph

__all__ = ["LINE", "crosses", "runs"]

BEGUN, OVER = 0.12, 0.3
"""Ems that text stands on the left and on the right side of a joint at least to be over it: what has no room in its cell reaches over its right side."""
EDGE = 0.1
"""Ems by which a character reaches over a joint that it stands on, and by which characters may be farther apart than others of their text."""
LINE = 0.3
"""Ems between the baselines of characters that stand on one line."""
RUN = 0.6
"""Ems between characters up to which they are one text."""


def runs(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """The texts of lines, each as its characters: what stands apart from what is before it is another. Spaces are a part where they are in one piece of text with what is on both sides."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if lines and glyph.y - lines[-1][0].y <= LINE * glyph.size:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    found: list[list[Glyph]] = []
    for line in lines:
        line.sort(key=lambda glyph: glyph.x0)
        last: Glyph | None = None
        for glyph in line:
            if last is not None and glyph.x0 - last.x1 < RUN * glyph.size and _is_one(last, glyph):
                found[-1].append(glyph)
            elif glyph.text.isspace():
                continue
            else:
                found.append([glyph])
            last = glyph
    for run in found:
        while run[-1].text.isspace():
            run.pop()
    return found


def _is_one(last: Glyph, glyph: Glyph) -> bool:
    return last.layer == glyph.layer or not (last.text.isspace() or glyph.text.isspace())


def crosses(run: list[Glyph], x: float) -> bool:
    """Whether a text stands over *x*: a character does, or those beside it are no farther apart than others of the text."""
    size = run[0].size
    if not run[0].x0 < x - BEGUN * size or not run[-1].x1 > x + OVER * size:
        return False
    gaps = sorted(right.x0 - left.x1 for left, right in pairwise(run))
    usual = gaps[len(gaps) // 4] if gaps else 0.0
    return any(glyph.x0 < x - EDGE * size and glyph.x1 > x + EDGE * size for glyph in run) or any(
        left.x <= x <= right.x and right.x0 - left.x1 - usual < EDGE * size for left, right in pairwise(run)
    )
