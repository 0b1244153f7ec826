"""Rows of one cell in tables that are open at their sides: between two of the table's level lines stands text, and no upright line tells.

Where the same table has upright lines at its sides, such a row has them too; where it has none, only its level lines and the room that its text
keeps from their ends tell that it is a row, and not a line of text between two tables.
"""

from __future__ import annotations

from itertools import chain, pairwise

from parsers.pdf.model import Edge, Glyph
from parsers.ruling import SAME, TOUCH, RuledGrid
from parsers.wording import is_label

__all__ = ["carried_columns", "carried_rows", "open_rows"]

NEAR = 1.6
"""Points by which text may miss the place where a cell's text, or text between two tables, begins."""
TITLE = 1.35
"""Times the size of the table's text from which on text between two of its parts is a title."""
INDENTS = (0.0, 2.0)
"""Ems by which a paragraph's first line is moved in."""
APART = 6.0
"""Ems between lines from which on the second isn't in the row of the first: signatures keep four or five free."""
FULL = 1.5
"""Ems from the table's side in which a line ends that goes on in the next."""
FOOT = 0.92
"""Share of the page's height below which a short line is its number."""
NUMBER = 12
"""Characters of such a line."""
UNSURE = 0.85
"""Confidence of what stands in a row without a line under it."""


def open_rows(
    found: list[RuledGrid], edges: list[Edge], rules: list[Edge], glyphs: list[Glyph], height: float
) -> list[Edge]:
    """The sides of the rows that have none, to be added to *edges*; none where no grid of *found* is open at its sides.

    *rules* are the level lines that belong to no grid, *height* is the page's. The last row may have no line under it.
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
        moved: list[tuple[float, float]] = []
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
            if certain or _begins_in_cell(inside, alike, glyphs) or is_label(_text(inside)):
                added += [Edge(True, left, top, bottom), Edge(True, right, top, bottom)]
            elif _keeps_off(inside, alike, glyphs):
                moved.append((top, bottom))
        if len(added) > before:
            # The table has such rows: what is moved in or stands in the middle of one is no title.
            for top, bottom in moved:
                added += [Edge(True, left, top, bottom), Edge(True, right, top, bottom)]
        if len(heights) > 1 and any(edge.end == heights[-1] for edge in added):
            label = [glyph for glyph in glyphs if heights[-2] < glyph.middle < heights[-1]]
            if is_label(_text(label)):
                added += _last_row(heights[-1], (left, right), glyphs, height, height)
    return added


def carried_columns(
    columns: tuple[float, ...], edges: list[Edge], found: list[RuledGrid], glyphs: list[Glyph]
) -> list[Edge]:
    """The level lines at the ends of upright ones with which a page begins, where these go on with the *columns* of the table at the end of the page before.

    A browser cuts a row where the page ends and draws only its sides there. *found* are the page's grids. None where nothing is written between them.
    """
    uprights = [
        edge
        for edge in edges
        if edge.upright
        and any(abs(edge.at - x) <= TOUCH for x in columns)
        and not any(
            one.xs[0] - TOUCH <= edge.at <= one.xs[-1] + TOUCH
            and one.ys[0] - TOUCH <= edge.end
            and edge.start <= one.ys[-1]
            for one in found
        )
    ]
    if not uprights:
        return []
    top = min(edge.start for edge in uprights)
    uprights = [edge for edge in uprights if edge.start - top <= TOUCH]
    bottom = max(edge.end for edge in uprights)
    left, right = columns[0], columns[-1]
    written = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if any(glyph.middle < top for glyph in written) or not any(
        glyph.middle < bottom and left <= glyph.x <= right for glyph in written
    ):
        return []
    return [Edge(False, top, left, right), Edge(False, bottom, left, right)]


def carried_rows(
    sides: tuple[float, float], rules: list[Edge], glyphs: list[Glyph], end: float, height: float
) -> list[Edge]:
    """The *sides*, those of a table at the end of the page before, where this page begins with rows of one cell between level lines.

    *rules* are the page's level lines that belong to no grid; the rows end above *end*, where the page's first grid begins, or without a line.
    *height* is the page's. None where the page begins with text that stands above its first line, or with lines of another length.
    """
    left, right = sides
    heights = sorted(
        rule.at
        for rule in rules
        if abs(rule.start - left) <= TOUCH and abs(rule.end - right) <= TOUCH and rule.at <= end + SAME
    )
    written = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not heights or not written or min(glyph.middle for glyph in written) < heights[0]:
        return []
    added: list[Edge] = []
    label, last, free = "", heights[-1], NEAR
    for top, bottom in pairwise(heights):
        if bottom - top <= 2 * TOUCH:
            continue
        inside = [glyph for glyph in written if top < glyph.middle < bottom]
        if not inside or any(glyph.x0 < left or glyph.x1 > right + TOUCH for glyph in inside):
            # The line under it underlines text.
            last = top
            break
        added += [Edge(True, left, top, bottom), Edge(True, right, top, bottom)]
        label = _text(inside)
        free = min(free, min(glyph.x0 for glyph in inside) - left - 0.5)
    if not label or is_label(label):
        # The value of the last label, or the rest of the last row.
        added += _last_row(last, sides, glyphs, end, height, free)
    return added


def _text(glyphs: list[Glyph]) -> str:
    return "".join(glyph.text for glyph in sorted(glyphs, key=lambda glyph: (round(glyph.y), glyph.x0))).strip()


def _last_row(
    top: float, sides: tuple[float, float], glyphs: list[Glyph], end: float, height: float, free: float = NEAR
) -> list[Edge]:
    """The sides of a row under the line at *top* that has none under it, and that line.

    The row ends with the last line of text that begins within a cell, *free* points from the side at least; what stands in it is in doubt.
    """
    left, right = sides
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if not top < glyph.middle < end or glyph.text.isspace():
            continue
        if lines and glyph.y - lines[-1][0].y <= 0.6 * glyph.size:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    inside: list[list[Glyph]] = []
    bottom = top
    for line in lines:
        size = max(glyph.size for glyph in line)
        if min(glyph.x0 for glyph in line) < left + free:
            # Where a paragraph goes on outside the row, it began there.
            while inside and max(glyph.x1 for glyph in inside[-1]) > right - FULL * size:
                inside.pop()
            break
        if (
            max(glyph.x1 for glyph in line) > right + TOUCH
            or line[0].y - size - bottom > APART * size
            or (line[0].y > FOOT * height and len(line) <= NUMBER)
        ):
            break
        inside.append(line)
        bottom = line[0].y
    if not inside:
        return []
    for glyph in chain(*inside):
        glyph.confidence = min(glyph.confidence, UNSURE)
    bottom = max(glyph.y + 0.3 * glyph.size for glyph in inside[-1])
    return [Edge(True, left, top, bottom), Edge(True, right, top, bottom), Edge(False, bottom, left, right)]


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
    """Whether the text is within the table's sides and not much larger than the table's, as a title is and a label isn't."""
    left, right = alike[0].xs[0], alike[0].xs[-1]
    if any(glyph.x0 < left or glyph.x1 > right + TOUCH for glyph in inside):
        return False
    sizes = sorted(glyph.size for glyph in _own(alike, glyphs))
    return (
        not sizes
        or max(glyph.size for glyph in inside) <= TITLE * sizes[-1 - len(sizes) // 10]
        or is_label(_text(inside))
    )


def _keeps_off(inside: list[Glyph], alike: list[RuledGrid], glyphs: list[Glyph]) -> bool:
    """Whether the text begins as far from the table's side as the text of its cells at least."""
    left = alike[0].xs[0]
    padding = min((glyph.x0 - left for glyph in _own(alike, glyphs)), default=0.0)
    return min(glyph.x0 for glyph in inside) - left >= padding - NEAR


def _begins_in_cell(inside: list[Glyph], alike: list[RuledGrid], glyphs: list[Glyph]) -> bool:
    """Whether the text begins where the text of a cell does, and not where that of the page does."""
    left = alike[0].xs[0]
    padding = min((glyph.x0 - left for glyph in _own(alike, glyphs)), default=0.0)
    first = min(inside, key=lambda glyph: glyph.x0)
    return padding > 2 * NEAR and any(
        abs(first.x0 - left - padding - indent * first.size) <= NEAR for indent in INDENTS
    )
