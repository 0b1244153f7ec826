"""Whether anything is drawn in the box that a character is, beside the character: a tick by lines, a picture, another character."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain

from forms.text import Box
from parsers.pdf.doubts import Key
from parsers.pdf.model import Glyph, Page

__all__ = ["is_crossed"]

REACH = 0.36
"""Ems from the middle of a box within which what is drawn is in it."""


def is_crossed(page: Page, keys: Collection[Key]) -> bool:
    """Whether something on *page* may be drawn in one of the characters of *keys*, told by fonts and codes. What is white and lies under all is no mark."""
    boxes = [glyph for glyph in page.glyphs if (glyph.font, glyph.code) in keys]
    if not boxes:
        return False
    inner = [_inner(box) for box in boxes]
    lines = (
        (edge.at, edge.start, edge.at, edge.end) if edge.upright else (edge.start, edge.at, edge.end, edge.at)
        for edge in page.edges
    )
    things = chain(
        lines,
        (fill.box for fill in page.fills if not fill.white),
        (picture.box for picture in page.pictures),
        (small.box for small in page.smalls),
        (outline.box for outline in page.outlines),
        ((strike.x0, strike.y, strike.x1, strike.y) for strike in page.strikes),
        page.frames,
        page.free,
    )
    if any(_meet(thing, one) for thing in things for one in inner):
        return True
    levels = {(int(box.y) >> 4) + step for box in boxes for step in (-1, 0, 1)}
    near = [other for other in page.glyphs if int(other.y) >> 4 in levels]
    return any(
        other is not box and abs(other.x - box.x) < box.size / 2 and abs(other.middle - box.middle) < box.size / 2
        for box in boxes
        for other in near
    )


def _inner(glyph: Glyph) -> Box:
    reach = REACH * glyph.size
    return (glyph.x - reach, glyph.middle - reach, glyph.x + reach, glyph.middle + reach)


def _meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
