"""Tables whose cells are told each by its own ground or frame, and by no lines that they share: the sides of these are moved together into lines."""

from __future__ import annotations

from forms.text import Box
from parsers.geometry import holds, hull, overlap
from parsers.pdf.model import Edge, Glyph, Page
from parsers.ruling import SLIM, RuledGrid, grids

__all__ = ["ACROSS", "CELLS", "boxed_cells", "is_side", "pale_cells"]

LEAST = 8.0
"""Points of the sides of a cell at least."""
LIMIT = 400
"""Boxes on a page up to which they are compared with one another."""
CELLS, ACROSS = 6, 2
"""Cells of such a table, and those side by side, at least."""
PARTED = 2
"""Grids with room between their cells from which on they are the rows of one table, whose rows are farther apart than its columns."""
INSIDE = 1.0
"""Points by which one box may reach over another that it stands in."""
GAP = 6.0
"""Points between two neighbouring cells."""


def boxed_cells(
    page: Page, found: list[RuledGrid], glyphs: list[Glyph], above: tuple[float, ...] = ()
) -> list[Edge] | None:
    """The lines of *page* with those of tables whose cells are boxes apart from one another; None where there is no such table.

    *above* tells the columns of the table that the page before ended with: one row is enough to go on with it, and one of many cells where they are others.

    Boxes are what is filled, rounded frames, and cells of grids that aren't tables themselves among *found*, the page's grids. All text of a table must stand in them.
    """
    parted = [grid for grid in found if len(grid.cells) > 1 and any(_is_slim(cell.box) for cell in grid.cells)]
    if len(parted) < PARTED:
        parted = []
    tables = [grid.box for grid in found if len(grid.cells) > 1 and grid not in parted]
    boxes = [fill.box for fill in page.fills if fill.opaque] + page.frames
    boxes += [grid.box for grid in found if len(grid.cells) == 1] + [cell.box for grid in parted for cell in grid.cells]
    boxes = [
        box
        for box in dict.fromkeys(boxes)
        if box[2] - box[0] >= LEAST and box[3] - box[1] >= LEAST and not any(overlap(box, table) for table in tables)
    ]
    if not (ACROSS if above else CELLS) <= len(boxes) <= LIMIT:
        return None
    # The ground of a whole row or table holds those of its cells, and that of a field stands in one of theirs.
    boxes = [box for box in boxes if sum(holds(box, other, INSIDE) for other in boxes if other is not box) < 2]
    boxes = [box for box in boxes if not any(holds(other, box, INSIDE) and other != box for other in boxes)]
    edges = page.edges
    for group in _touching(boxes):
        again = bool(above) and all(_is_side_of(x, above) for box in group for x in (box[0], box[2]))
        if len(group) < (ACROSS if again else CELLS) or not _side_by_side(group, 1 if above else 2):
            continue
        whole = hull(group)
        inside = [glyph for glyph in glyphs if not glyph.text.isspace() and _is_in(glyph, whole)]
        if inside and all(any(_is_in(glyph, box) for box in group) for glyph in inside):
            edges = [edge for edge in edges if not any(is_side(edge, box) for box in group)] + _together(group)
    return None if edges is page.edges else edges


def pale_cells(page: Page, found: list[RuledGrid], least: int) -> list[Edge] | None:
    """The lines of *page* with those of tables of *least* cells that are ruled in white, where none of those *found* are; None where there is no such table."""
    pale = [
        grid.box
        for grid in grids(page.pale)
        if len(grid.cells) >= least and not any(overlap(grid.box, other.box) for other in found)
    ]
    added = [edge for edge in page.pale if any(holds(box, _box(edge), SLIM) for box in pale)]
    return [*page.edges, *added] if added else None


def _box(edge: Edge) -> Box:
    return (edge.at, edge.start, edge.at, edge.end) if edge.upright else (edge.start, edge.at, edge.end, edge.at)


def _together(group: list[Box]) -> list[Edge]:
    """The sides of the boxes of a table, those of neighbours as one line."""
    xs = _middles([x for box in group for x in (box[0], box[2])])
    ys = _middles([y for box in group for y in (box[1], box[3])])
    edges = []
    for left, top, right, bottom in group:
        x0, y0, x1, y1 = xs[left], ys[top], xs[right], ys[bottom]
        edges += [Edge(False, y0, x0, x1), Edge(False, y1, x0, x1), Edge(True, x0, y0, y1), Edge(True, x1, y0, y1)]
    return edges


def _middles(places: list[float]) -> dict[float, float]:
    """For each place the middle of those that are no farther apart than neighbouring cells."""
    groups: list[list[float]] = []
    for place in sorted(set(places)):
        if groups and place - groups[-1][0] <= GAP:
            groups[-1].append(place)
        else:
            groups.append([place])
    return {place: (group[0] + group[-1]) / 2 for group in groups for place in group}


def is_side(edge: Edge, box: Box) -> bool:
    """Whether a line is a side of *box*, or a part of one."""
    low, high = (box[1], box[3]) if edge.upright else (box[0], box[2])
    sides = (box[0], box[2]) if edge.upright else (box[1], box[3])
    return low - INSIDE <= edge.start and edge.end <= high + INSIDE and any(abs(edge.at - at) <= INSIDE for at in sides)


def _is_slim(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= SLIM


def _is_in(glyph: Glyph, box: Box) -> bool:
    return box[0] <= glyph.x <= box[2] and box[1] <= glyph.middle <= box[3]


def _touching(boxes: list[Box]) -> list[list[Box]]:
    """*boxes* in groups whose members are neighbours."""
    groups: list[list[Box]] = []
    for box in boxes:
        wide = (box[0] - GAP, box[1] - GAP, box[2] + GAP, box[3] + GAP)
        near = [group for group in groups if any(overlap(wide, other) for other in group)]
        groups = [group for group in groups if not any(group is one for one in near)]
        groups.append([box, *(other for group in near for other in group)])
    return groups


def _is_side_of(x: float, columns: tuple[float, ...]) -> bool:
    return any(abs(x - other) <= GAP for other in columns)


def _side_by_side(group: list[Box], least: int) -> bool:
    """Whether cells stand side by side in most of the table's rows, of which there are so many at *least*, and none covers another."""
    rows: dict[int, int] = {}
    for box in group:
        rows[round(box[1])] = rows.get(round(box[1]), 0) + 1
    covering = any(
        min(one[2], other[2]) - max(one[0], other[0]) > GAP and min(one[3], other[3]) - max(one[1], other[1]) > GAP
        for number, one in enumerate(group)
        for other in group[:number]
    )
    return not covering and len(rows) >= least and 2 * sum(count >= ACROSS for count in rows.values()) >= len(rows)
