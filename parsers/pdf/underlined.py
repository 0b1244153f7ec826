"""Values that are underlined in their cells: their lines reach the cells' borders, nearly, and look as if they parted what stands above them from an empty cell."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from parsers.pdf.model import Edge, Glyph
from parsers.pdf.table import PageCell

__all__ = ["drop_underlines", "without_underlines"]

EXACT = 0.4
"""Points by which an underline may be shorter or longer than its text."""
UNDER = 0.3
"""Ems below the baseline of a text up to which its underline is drawn."""
FOOT, HEAD, HIGH = (0.1, 0.5, 1.0), (-1.4, -0.7, 1.0), 72.0
"""Ems below a text within which the foot of a frame round it is drawn, and its head, and by how many points they are longer; points of the highest."""
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
    """*edges* without the level lines at upright ones that are exactly as long as the text of *glyphs* right above them, and the frames that fit such a text.

    In a narrow column they would part cells.
    """
    uprights = [edge for edge in edges if edge.upright]
    level = sorted((glyph for glyph in glyphs if not glyph.angle), key=lambda glyph: glyph.y)
    if not uprights or not level:
        return edges
    heights = [glyph.y for glyph in level]
    largest = max(glyph.size for glyph in level)

    def fits(edge: Edge, least: float, most: float, near: float = EXACT) -> bool:
        """Whether a level line is as long as the text whose baseline is so many ems above it."""
        some = level[bisect_left(heights, edge.at - most * largest) : bisect_right(heights, edge.at - least * largest)]
        own = [
            glyph
            for glyph in some
            if edge.start <= glyph.x <= edge.end and least * glyph.size <= edge.at - glyph.y <= most * glyph.size
        ]
        written = [glyph for glyph in own if not glyph.text.isspace()]
        return bool(written) and any(
            abs(min(glyph.x0 for glyph in part) - edge.start) <= near
            and abs(max(glyph.x1 for glyph in part) - edge.end) <= near
            for part in (own, written)
        )

    def is_underline(edge: Edge) -> bool:
        return fits(edge, 0.0, UNDER) and any(
            edge.start - REACH <= other.at <= edge.end + REACH and other.start <= edge.at <= other.end
            for other in uprights
        )

    frames = _frames([edge for edge in edges if not edge.upright], fits)
    gone = {id(edge) for pair in frames for edge in pair}
    return [
        edge
        for edge in edges
        if id(edge) not in gone and not (_is_side(edge, frames) if edge.upright else is_underline(edge))
    ]


def _frames(level: list[Edge], fits: Callable[[Edge, float, float, float], bool]) -> list[tuple[Edge, Edge]]:
    """The heads and feet of frames round texts, as long as these, among *level* lines."""
    found = []
    last: dict[tuple[int, int], Edge] = {}
    for edge in sorted(level, key=lambda edge: edge.at):
        place = round(edge.start), round(edge.end)
        above = last.get(place)
        last[place] = edge
        if above is not None and edge.at - above.at <= HIGH and fits(edge, *FOOT) and fits(above, *HEAD):
            found.append((above, edge))
    return found


def _is_side(edge: Edge, frames: list[tuple[Edge, Edge]]) -> bool:
    """Whether an upright line is a side of one of *frames*."""
    return any(
        (abs(edge.at - head.start) <= SAME or abs(edge.at - head.end) <= SAME)
        and head.at - SAME <= edge.start
        and edge.end <= foot.at + SAME
        for head, foot in frames
    )


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
