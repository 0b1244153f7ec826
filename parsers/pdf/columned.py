"""Pages set in two columns, over which one table runs: from the foot of the left column to the head of the right one.

Between the columns nothing is drawn, and the borders of the right table stand as far from its side as borders of the left one do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parsers.pdf.model import Page

__all__ = ["Columns", "columns_of"]

GUTTER = 8.0
"""Points between the columns at least."""
MIDDLE = 0.1
"""Share of the page's width by which the middle between them may be away from its own."""
SAME = 1.5
"""Points by which the places of borders may differ."""
INNER = 2
"""Borders that the right table has besides its sides, at least."""
SHORT = 6.0
"""Points of a border at least."""
EDGE = 0.07
"""Share of the page's height at its head and foot in which its number may stand in the middle."""

Columns = tuple[float, float]
"""Where the columns are parted, and how much farther right the second stands, in points."""


def columns_of(page: Page) -> Columns | None:
    """How *page* is parted into columns; None where no table goes on from one to another."""
    level = [edge for edge in page.edges if not edge.upright and edge.end - edge.start > SHORT]
    left = [edge for edge in level if edge.start + edge.end < page.width]
    right = [edge for edge in level if edge.start + edge.end >= page.width]
    if not left or not right:
        return None
    foot, head = max(edge.end for edge in left), min(edge.start for edge in right)
    if head - foot < GUTTER or abs((foot + head) / 2 - page.width / 2) > MIDDLE * page.width:
        return None
    at, end = (foot + head) / 2, max(edge.end for edge in right)
    uprights = _places(edge.at for edge in page.edges if edge.upright and edge.end - edge.start > SHORT)
    inner = [x - head for x in uprights if x > at and head + SAME < x < end - SAME]
    if len(inner) < INNER or not is_free(page, foot, head):
        return None
    # Word processors may set the parts of a table some points apart across.
    for start in _places(edge.start for edge in left if abs(edge.end - edge.start - end + head) <= SAME):
        there = [x - start for x in uprights if x < at]
        if all(any(abs(x - one) <= SAME for one in there) for x in inner):
            return at, head - start
    return None


def is_free(page: Page, left: float, right: float) -> bool:
    """Whether nothing is written between two places across, but for the page's number."""
    return not any(
        glyph.x0 < right - SAME and glyph.x1 > left + SAME and EDGE * page.height < glyph.y < (1 - EDGE) * page.height
        for glyph in page.glyphs
        if not glyph.text.isspace()
    )


def _places(values: Iterable[float]) -> Sequence[float]:
    """The *values* that differ, from left to right."""
    found: list[float] = []
    for x in sorted(values):
        if not found or x - found[-1] > SAME:
            found.append(x)
    return found
