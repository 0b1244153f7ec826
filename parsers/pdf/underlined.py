"""Values that are underlined in their cells: their lines reach the cells' borders, nearly, and look as if they parted what stands above them from an empty cell."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from parsers.pdf.model import Edge, Glyph
from parsers.pdf.table import PageCell

__all__ = ["drop_underlines", "without_underlines"]

EXACT = 0.4
"""Points by which an underline may be shorter or longer than its text."""
UNDER = 0.3
"""Ems below the baseline of a text up to which its underline is drawn."""
REACH = 8.0
"""Points beside a border up to which a line may be taken to part its cell."""

CLOSE = 0.5
"""Ems below the baseline of a text up to which a line underlines it: a border keeps further off, unless its cells keep nothing free."""
LOW = 1.1
"""Times the size of the text up to which what is below is too low for a row of its own."""
SHORT = 0.5
"""Points by which an underline ends before the borders of its cell at least."""
SAME = 1.0
"""Points by which borders at one place may differ."""


def drop_underlines(edges: list[Edge], glyphs: Sequence[Glyph]) -> list[Edge]:
    """*edges* without the level lines at upright ones that are exactly as long as the text of *glyphs* right above them: in a narrow column they part cells."""
    uprights = [edge for edge in edges if edge.upright]
    level = sorted((glyph for glyph in glyphs if not glyph.angle), key=lambda glyph: glyph.y)
    if not uprights or not level:
        return edges
    heights = [glyph.y for glyph in level]
    largest = max(glyph.size for glyph in level)

    def is_underline(edge: Edge) -> bool:
        above = level[bisect_left(heights, edge.at - UNDER * largest) : bisect_right(heights, edge.at)]
        own = [
            glyph
            for glyph in above
            if edge.start <= glyph.x <= edge.end
            and edge.at - glyph.y <= UNDER * glyph.size
            and not glyph.text.isspace()
        ]
        return (
            bool(own)
            and abs(min(glyph.x0 for glyph in own) - edge.start) <= EXACT
            and abs(max(glyph.x1 for glyph in own) - edge.end) <= EXACT
            and any(
                edge.start - REACH <= other.at <= edge.end + REACH and other.start <= edge.at <= other.end
                for other in uprights
            )
        )

    return [edge for edge in edges if edge.upright or not is_underline(edge)]


def without_underlines(cells: list[PageCell], edges: list[Edge]) -> list[PageCell]:
    """*cells* of one table without the empty ones that begin below an underlined text, whose cells get their room.

    All cells that begin at that height are empty, so nothing moves; and others go on beside them, unless they are too low for a row.
    """
    for start in sorted({cell.row for cell in cells if cell.blank and cell.row}, reverse=True):
        lower = [cell for cell in cells if cell.row == start]
        if not all(cell.blank for cell in lower):
            continue
        pairs = [(_above(cell, cells), cell) for cell in lower]
        crossed = any(cell.row < start < cell.row + cell.row_span for cell in cells)
        if not all(upper is not None and _is_underlined(upper, cell, edges, crossed) for upper, cell in pairs):
            continue
        gone = set()
        for upper, cell in pairs:
            if upper is not None:
                upper.row_span += cell.row_span
                upper.box = (*upper.box[:3], cell.box[3])
                gone.add(id(cell))
        cells = [cell for cell in cells if id(cell) not in gone]
    return cells


def _above(cell: PageCell, cells: list[PageCell]) -> PageCell | None:
    """The written cell right above *cell* that is as wide."""
    return next(
        (
            other
            for other in cells
            if other.rows
            and other.row + other.row_span == cell.row
            and abs(other.box[0] - cell.box[0]) <= SAME
            and abs(other.box[2] - cell.box[2]) <= SAME
        ),
        None,
    )


def _is_underlined(upper: PageCell, cell: PageCell, edges: list[Edge], crossed: bool) -> bool:
    """Whether what parts *upper* from the empty *cell* below it underlines its last line."""
    last = upper.rows[-1]
    top = cell.box[1]
    if not -0.1 * last.size <= top - last.y <= CLOSE * last.size:
        return False
    if cell.box[3] - top <= LOW * last.size:
        return True
    drawn = [
        edge
        for edge in edges
        if not edge.upright and abs(edge.at - top) <= SAME and edge.end > cell.box[0] and edge.start < cell.box[2]
    ]
    return (
        crossed
        and bool(drawn)
        and min(edge.start for edge in drawn) > cell.box[0] + SHORT
        and max(edge.end for edge in drawn) < cell.box[2] - SHORT
    )
