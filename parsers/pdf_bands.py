"""Rows of one cell in tables that are open at their sides: between two of the table's level lines stands text, and no upright line tells.

Where the same table has upright lines at its sides, such a row has them too; where it has none, only its level lines and the room that its text
keeps from their ends tell that it is a row, and not a line of text between two tables.
"""

from __future__ import annotations

from itertools import pairwise

from parsers.pdf_model import Edge, Glyph
from parsers.ruling import SAME, TOUCH, RuledGrid

__all__ = ["carried_rows", "open_rows"]

NEAR = 1.6
"""Points by which text may miss the place where a cell's text, or text between two tables, begins."""
TITLE = 1.35
"""Times the size of the table's text from which on text between two of its parts is a title."""
INDENTS = (0.0, 2.0)
"""Ems by which a paragraph's first line is moved in."""


def open_rows(found: list[RuledGrid], edges: list[Edge], rules: list[Edge], glyphs: list[Glyph]) -> list[Edge]:
    """Upright lines at the sides of the rows that have none, to be added to *edges*; none where no grid of *found* is open at its sides.

    *rules* are the level lines that belong to no grid.
    """
    added: list[Edge] = []
    uprights = [edge for edge in edges if edge.upright]
    done: list[tuple[float, float]] = []
    for grid in found:
        left, right = grid.xs[0], grid.xs[-1]
        if len(grid.xs) < 3 or any(abs(left - a) <= TOUCH and abs(right - b) <= TOUCH for a, b in done):
            continue
        if any(_stands(edge, left, grid) or _stands(edge, right, grid) for edge in uprights):
            continue
        done.append((left, right))
        alike = [one for one in found if abs(one.xs[0] - left) <= TOUCH and abs(one.xs[-1] - right) <= TOUCH]
        drawn = sorted(
            edge.at for edge in edges if not edge.upright and edge.start <= left + TOUCH and edge.end >= right - TOUCH
        )
        heights = sorted(
            {y for one in alike for y in (one.ys[0], one.ys[-1])}
            | {rule.at for rule in rules if abs(rule.start - left) <= TOUCH and abs(rule.end - right) <= TOUCH}
        )
        certain = any(not _is_drawn(one.ys[-1], drawn) for one in alike)
        centred: list[tuple[float, float]] = []
        before = len(added)
        for top, bottom in pairwise(heights):
            if bottom - top <= 2 * TOUCH or not _is_drawn(top, drawn) or not _is_drawn(bottom, drawn):
                continue
            if any(one.ys[0] - TOUCH <= top and bottom <= one.ys[-1] + TOUCH for one in alike):
                continue
            inside = [glyph for glyph in glyphs if top < glyph.middle < bottom and not glyph.text.isspace()]
            if not inside or any(
                left - TOUCH < edge.at < right + TOUCH and edge.start < bottom - TOUCH and edge.end > top + TOUCH
                for edge in uprights
            ):
                continue
            if not _fits(inside, alike, glyphs):
                continue
            if certain or _begins_in_cell(inside, alike, glyphs):
                added += [Edge(True, left, top, bottom), Edge(True, right, top, bottom)]
            elif abs(min(glyph.x0 for glyph in inside) - left - right + max(glyph.x1 for glyph in inside)) <= 2 * NEAR:
                centred.append((top, bottom))
        if len(added) > before:
            # The table has such rows: a label in the middle of one is no title.
            for top, bottom in centred:
                added += [Edge(True, left, top, bottom), Edge(True, right, top, bottom)]
    return added


def carried_rows(sides: tuple[float, float], rules: list[Edge], glyphs: list[Glyph], end: float) -> list[Edge]:
    """Upright lines at *sides*, those of a table at the end of the page before, where this page begins with rows of one cell between level lines.

    *rules* are the page's level lines that belong to no grid; the rows end above *end*, where the page's first grid begins. None where the page
    begins with text that stands above its first line, or with lines of another length.
    """
    left, right = sides
    heights = sorted(
        rule.at
        for rule in rules
        if abs(rule.start - left) <= TOUCH and abs(rule.end - right) <= TOUCH and rule.at <= end + SAME
    )
    written = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if len(heights) < 2 or not written or min(glyph.middle for glyph in written) < heights[0]:
        return []
    added: list[Edge] = []
    for top, bottom in pairwise(heights):
        if bottom - top <= 2 * TOUCH:
            continue
        inside = [glyph for glyph in written if top < glyph.middle < bottom]
        if not inside or any(glyph.x0 < left or glyph.x1 > right + TOUCH for glyph in inside):
            break
        added += [Edge(True, left, top, bottom), Edge(True, right, top, bottom)]
    return added


def _is_drawn(y: float, drawn: list[float]) -> bool:
    return any(abs(y - other) <= SAME for other in drawn)


def _stands(edge: Edge, at: float, grid: RuledGrid) -> bool:
    return abs(edge.at - at) <= TOUCH and edge.start < grid.ys[-1] - TOUCH and edge.end > grid.ys[0] + TOUCH


def _own(alike: list[RuledGrid], glyphs: list[Glyph]) -> list[Glyph]:
    """The characters in the grids."""
    return [
        glyph
        for glyph in glyphs
        if any(one.ys[0] < glyph.middle < one.ys[-1] and one.xs[0] < glyph.x < one.xs[-1] for one in alike)
    ]


def _fits(inside: list[Glyph], alike: list[RuledGrid], glyphs: list[Glyph]) -> bool:
    """Whether the text is within the table's sides and not much larger than the table's."""
    left, right = alike[0].xs[0], alike[0].xs[-1]
    if any(glyph.x0 < left or glyph.x1 > right + TOUCH for glyph in inside):
        return False
    sizes = sorted(glyph.size for glyph in _own(alike, glyphs))
    return not sizes or max(glyph.size for glyph in inside) <= TITLE * sizes[-1 - len(sizes) // 10]


def _begins_in_cell(inside: list[Glyph], alike: list[RuledGrid], glyphs: list[Glyph]) -> bool:
    """Whether the text begins where the text of a cell does, and not where that of the page does."""
    left = alike[0].xs[0]
    padding = min((glyph.x0 - left for glyph in _own(alike, glyphs)), default=0.0)
    first = min(inside, key=lambda glyph: glyph.x0)
    return padding > 2 * NEAR and any(
        abs(first.x0 - left - padding - indent * first.size) <= NEAR for indent in INDENTS
    )
