"""Tick boxes told by what is drawn: an empty box, or one with a mark in it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from parsers.pdf.model import Glyph
from parsers.symbols import EMPTY, TICKED

__all__ = ["SCALE", "Drawn", "Picture", "Pixels", "box_drawn"]

SCALE = 4.0
"""Pixels a point at which tick boxes are looked at: a box of 10 points has 40."""

Pixels = bytes | memoryview
Drawn = tuple[int, int, int, Pixels]
"""A drawn page: width, height, bytes a row, bytes."""


class Picture(Protocol):
    """Draws the pages of a file."""

    def __call__(self, number: int, scale: float, texts: Collection[int] | None = None, lines: bool = True, /) -> Drawn:
        """Page *number* in grey at *scale* pixels a point.

        Where *texts* is given, only those pieces of text are drawn whose layers are among them, and what is no text only with *lines*. The bytes are good until the next picture is drawn.
        """
        ...


def box_drawn(glyph: Glyph, drawn: Drawn) -> str | None:
    """☐ or ☑ where an empty or a marked box is drawn at the place of *glyph*; None where it is something else.

    *drawn* is the page at ``SCALE``, as a ``Picture`` answers it.
    """
    # A box may reach over its advance, and so may its neighbours.
    return _shape(glyph, drawn, 0.1) or _shape(glyph, drawn, 0.0)


def _shape(glyph: Glyph, drawn: Drawn, beyond: float) -> str | None:
    width, height, stride, pixels = drawn
    left = max(0, round((glyph.x0 - beyond * glyph.size) * SCALE))
    right = min(width, round((glyph.x1 + beyond * glyph.size) * SCALE))
    top = max(0, round((glyph.y - 1.0 * glyph.size) * SCALE))
    bottom = min(height, round((glyph.y + 0.3 * glyph.size) * SCALE))
    dark = [[pixels[y * stride + x] < 128 for x in range(left, right)] for y in range(top, bottom)]
    # Rules above and below, and the characters beside it, are parted from it by white.
    y0, y1 = _longest([any(line) for line in dark])
    x0, x1 = _longest([any(line[x] for line in dark[y0 : y1 + 1]) for x in range(right - left)])
    if y1 < y0 or x1 < x0:
        return None
    high, wide = y1 - y0 + 1, x1 - x0 + 1
    if min(high, wide) < 0.35 * glyph.size * SCALE or not 0.75 < wide / high < 1.34:
        return None
    edge = max(2, round(0.14 * wide))
    sides = (
        [any(dark[y][x] for y in range(y0, y0 + edge)) for x in range(x0, x1 + 1)],
        [any(dark[y][x] for y in range(y1 - edge + 1, y1 + 1)) for x in range(x0, x1 + 1)],
        [any(dark[y][x] for x in range(x0, x0 + edge)) for y in range(y0, y1 + 1)],
        [any(dark[y][x] for x in range(x1 - edge + 1, x1 + 1)) for y in range(y0, y1 + 1)],
    )
    if any(sum(side) < 0.8 * len(side) for side in sides):
        return None
    margin = round(0.25 * wide)
    inner = [dark[y][x] for y in range(y0 + margin, y1 - margin + 1) for x in range(x0 + margin, x1 - margin + 1)]
    ink = sum(inner) / max(1, len(inner))
    if ink < 0.02:
        return EMPTY
    return TICKED if ink > 0.06 else None


def _longest(inked: list[bool]) -> tuple[int, int]:
    """The first and last of the longest row of places with ink."""
    best, start = (0, -1), 0
    for place, one in enumerate([*inked, False]):
        if not one:
            if place - start > best[1] - best[0] + 1:
                best = (start, place - 1)
            start = place + 1
    return best
