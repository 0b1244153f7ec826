"""Ruled lines to the grids that they make: pure functions over edges, in points from the page's top-left corner.

The steps are those of pdfplumber's table finder (snap, join, intersect), except that cells are told by which borders between neighbouring
positions are drawn, so that a cell over several rows and columns needs no search, and a gap in a line spoils only the cells beside it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from forms.errors import OverLimit
from forms.text import Box
from parsers.pdf.model import Edge

__all__ = ["RuledCell", "RuledGrid", "dotted", "grids", "strokes"]

SNAP = 1.2
"""Points by which pieces of one line may be apart across its direction."""
JOIN = 4.5
"""Points by which pieces of one line may be apart in its direction: the gaps of dashes and dots (Word's longest is 4 pt)."""
DOTS = 4
"""Dots that make a line."""
TOUCH = 3.2
"""Points by which a line may end before the line that it is meant to meet, or behind it: half of a thick or double border."""
SAME = 3.2
"""Points up to which two parallel lines are the two strokes of one double border, or one border drawn by both its cells."""
SLIM = 4.6
"""Points up to which a row or column without text is the gap of a double border (Word's widest is 4.5 pt)."""
DRAWN = 0.6
"""Share of the border between two positions that must be drawn for it to part cells."""
CUT = 0.4
"""Share of a last row's height down to which a line goes that parts its cells, where no line is under the row."""
POSITION_LIMIT = 200_000
"""Grid positions of one table on one page."""
EDGE_LIMIT = 20_000
"""Lines of a page after pieces are joined."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RuledCell:
    """A cell with its inner box, between the middles of its borders."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, kw_only=True, slots=True)
class RuledGrid:
    """A grid with its cells in row-major order. ``uneven`` tells that some cell was no rectangle and had to be divided."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[RuledCell, ...]
    uneven: bool = False

    @property
    def box(self) -> Box:
        """The grid's bounds."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def grids(edges: list[Edge], *, guessed: bool = False) -> list[RuledGrid]:
    """The grids that *edges* make, from top to bottom. A single box is a grid of one cell. Where upright ones are *guessed*, level ones may end anywhere.

    Raises:
        OverLimit: there are more lines or positions than a form can have.
    """
    levels = _joined([edge for edge in edges if not edge.upright])
    uprights = _joined([edge for edge in edges if edge.upright])
    if len(levels) + len(uprights) > EDGE_LIMIT:
        raise OverLimit("limit.cells", limit=EDGE_LIMIT)
    levels, uprights = _anchored(levels, uprights)
    parts = _components(levels, uprights)
    found = [_grid(some if guessed else _without_adrift(some, others), others) for some, others in parts]
    return sorted((grid for grid in found if grid is not None), key=lambda grid: (grid.ys[0], grid.xs[0]))


def dotted(dots: list[tuple[float, float]]) -> list[Edge]:
    """The lines that *dots*, by their middles, make: four or more at distances of no more than a dash's gap."""
    found = []
    for upright in (False, True):
        lines: dict[float, list[float]] = defaultdict(list)
        for x, y in dots:
            lines[round(x if upright else y, 1)].append(y if upright else x)
        for at, places in lines.items():
            run: list[float] = []
            for place in [*sorted(places), float("inf")]:
                if run and place - run[-1] > JOIN:
                    if len(run) >= DOTS:
                        found.append(Edge(upright, at, run[0], run[-1]))
                    run = []
                run.append(place)
    return found


def strokes(edges: list[Edge], found: list[RuledGrid]) -> list[Edge]:
    """The level lines among *edges* that are no line of the grids *found*: they underline or strike out."""
    heights = sorted((y, grid.xs[0], grid.xs[-1]) for grid in found for y in grid.ys)
    loose = []
    for edge in _joined([edge for edge in edges if not edge.upright]):
        near = heights[bisect_left(heights, (edge.at - SAME,)) : bisect_right(heights, (edge.at + SAME, 1e9))]
        if not any(left - TOUCH <= edge.start and edge.end <= right + TOUCH for _, left, right in near):
            loose.append(edge)
    return loose


def _joined(edges: list[Edge]) -> list[Edge]:
    """*edges*, all of one direction, with the pieces of each line joined."""
    lines: list[list[Edge]] = []
    for edge in sorted(edges, key=lambda edge: edge.at):
        if lines and edge.at - lines[-1][-1].at <= SNAP and edge.at - lines[-1][0].at <= 2 * SNAP:
            lines[-1].append(edge)
        else:
            lines.append([edge])
    found: list[Edge] = []
    for pieces in lines:
        pieces.sort(key=lambda edge: edge.start)
        current: Edge | None = None
        for piece in pieces:
            if current is not None and piece.start - current.end <= JOIN:
                current.end = max(current.end, piece.end)
            else:
                current = Edge(piece.upright, piece.at, piece.start, piece.end, piece.width)
                found.append(current)
    return found


def _anchored(levels: list[Edge], uprights: list[Edge]) -> tuple[list[Edge], list[Edge]]:
    """The lines that belong to a grid: an upright meets one level line, a level line meets two uprights or crosses one; underlines meet none.

    A table may be open at its sides, and at the top or bottom where its page ends. A level line that meets one upright with its end alone is
    kept where another one ends at the same place on its other side, and where its free end is that of a line that is kept.
    """
    while True:
        kept_uprights = [edge for edge in uprights if any(_meet(edge, other) for other in levels)]
        ends: dict[int, list[tuple[float, float]]] = defaultdict(list)
        kept_levels: list[Edge] = []
        single: dict[int, Edge] = {}
        firm: list[Edge] = []
        for edge in levels:
            met = [other for other in kept_uprights if _meet(edge, other)]
            if len(met) > 1 or any(edge.start + 2 * TOUCH < other.at < edge.end - 2 * TOUCH for other in met):
                kept_levels.append(edge)
                firm.append(edge)
            elif met:
                ends[round(edge.start)].append((edge.at, edge.end))
                kept_levels.append(edge)
                single[id(edge)] = met[0]
        kept_levels = [
            edge
            for edge in kept_levels
            if len(ends.get(round(edge.start), ())) != 1
            or abs(ends[round(edge.start)][0][0] - edge.at) > 0
            or abs(ends[round(edge.start)][0][1] - edge.end) > 0
            or _ends_with(edge, single[id(edge)], firm)
        ]
        if len(kept_levels) == len(levels) and len(kept_uprights) == len(uprights):
            return levels, uprights
        levels, uprights = kept_levels, kept_uprights


def _ends_with(edge: Edge, upright: Edge, firm: list[Edge]) -> bool:
    """Whether a level line ends at the open side of a table where others do that cross the same upright."""
    starts = abs(edge.start - upright.at) <= abs(edge.end - upright.at)
    return any(
        _meet(other, upright) and (abs(edge.end - other.end) if starts else abs(edge.start - other.start)) <= SNAP
        for other in firm
    )


def _meet(edge: Edge, other: Edge) -> bool:
    return edge.start - TOUCH <= other.at <= edge.end + TOUCH and other.start - TOUCH <= edge.at <= other.end + TOUCH


def _components(levels: list[Edge], uprights: list[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """The lines in groups whose members meet."""
    parents = list(range(len(levels) + len(uprights)))
    for i, level in enumerate(levels):
        for j, upright in enumerate(uprights, len(levels)):
            if _meet(level, upright):
                _unite(parents, i, j)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = defaultdict(lambda: ([], []))
    for i, level in enumerate(levels):
        groups[_root(parents, i)][0].append(level)
    for j, upright in enumerate(uprights, len(levels)):
        groups[_root(parents, j)][1].append(upright)
    return [group for group in groups.values() if group[0] and group[1]]


def _root(parents: list[int], index: int) -> int:
    while parents[index] != index:
        parents[index] = parents[parents[index]]
        index = parents[index]
    return index


def _unite(parents: list[int], a: int, b: int) -> None:
    a, b = _root(parents, a), _root(parents, b)
    if a != b:
        parents[max(a, b)] = min(a, b)


def _positions(edges: list[Edge], others: list[Edge]) -> list[float]:
    """Where the lines *edges* stand, and the ends of *others* where these go on beyond the last: a table may be open at its sides."""
    marks = [edge.at for edge in edges]
    low, high = min(marks), max(marks)
    starts = [edge.start for edge in others if edge.start < low - 2 * TOUCH]
    ends = [edge.end for edge in others if edge.end > high + 2 * TOUCH]
    if starts:
        marks.append(min(starts))
    if ends:
        marks.append(max(ends))
    groups: list[list[float]] = []
    for mark in sorted(marks):
        if groups and mark - groups[-1][-1] <= SAME and mark - groups[-1][0] <= 2 * SAME:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return [(group[0] + group[-1]) / 2 for group in groups]


def _foot(levels: list[Edge], uprights: list[Edge], bottom: float) -> float:
    """How far down the lines of a last row that has no line under it part its cells: where a page cuts it, only some may go on to the *bottom*."""
    last = max(level.at for level in levels)
    return min(
        (edge.end for edge in uprights if edge.end - last > max(2 * TOUCH, CUT * (bottom - last))), default=bottom
    )


@dataclass(kw_only=True, slots=True)
class _Drawn:
    """Which stretches of the lines of one direction are drawn, by position."""

    lines: dict[int, list[Edge]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, edges: list[Edge], positions: list[float]) -> _Drawn:
        drawn = cls()
        for edge in edges:
            drawn.lines[_nearest(positions, edge.at)].append(edge)
        return drawn

    def covers(self, position: int, start: float, end: float) -> bool:
        """Whether the line at *position* is drawn from *start* to *end*, for the most part."""
        covered = 0.0
        reached = start
        for edge in sorted(self.lines.get(position, ()), key=lambda edge: edge.start):
            left, right = max(edge.start, reached), min(edge.end, end)
            if right > left:
                covered += right - left
                reached = right
        return covered >= DRAWN * (end - start)


def _nearest(positions: list[float], value: float) -> int:
    index = bisect_left(positions, value)
    if index > 0 and (index == len(positions) or value - positions[index - 1] < positions[index] - value):
        return index - 1
    return index


def _without_adrift(levels: list[Edge], uprights: list[Edge]) -> list[Edge]:
    """*levels* without those that cross an upright line and end nowhere: no upright is there, no other line begins or ends there, and none is as long.

    So do underlines of texts that fill neighbouring cells: together they cross what is between.
    """
    alike = Counter((round(edge.start), round(edge.end)) for edge in levels)
    near = (-1, 0, 1)

    def again(edge: Edge) -> bool:
        return sum(alike[round(edge.start) + a, round(edge.end) + b] for a in near for b in near) > 1

    kept = [edge for edge in levels if again(edge)]
    if len(kept) in (0, len(levels)):
        return levels
    places = sorted([edge.at for edge in uprights] + [x for edge in kept for x in (edge.start, edge.end)])
    for edge in sorted((edge for edge in levels if not again(edge)), key=lambda edge: edge.start - edge.end):
        if _is_among(edge.start, places) or _is_among(edge.end, places):
            kept.append(edge)
            insort(places, edge.start)
            insort(places, edge.end)
    # A line that is faint may have gaps, and a piece of it no end at another line.
    heights, whole = sorted(edge.at for edge in kept), {id(edge) for edge in kept}
    return [edge for edge in levels if id(edge) in whole or _is_among(edge.at, heights, SNAP)]


def _is_among(x: float, places: list[float], near: float = TOUCH) -> bool:
    index = bisect_left(places, x - near)
    return index < len(places) and places[index] <= x + near


def _grid(levels: list[Edge], uprights: list[Edge]) -> RuledGrid | None:
    xs = _positions(uprights, levels)
    ys = _positions(levels, uprights)
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1:
        return None
    if columns * rows > POSITION_LIMIT:
        raise OverLimit("limit.cells", limit=POSITION_LIMIT)
    across, down = _Drawn.of(levels, ys), _Drawn.of(uprights, xs)
    parents = list(range(rows * columns))
    foot = _foot(levels, uprights, ys[-1])
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not down.covers(column + 1, ys[row], min(ys[row + 1], foot)):
                _unite(parents, here, here + 1)
            if row + 1 < rows and not across.covers(row + 1, xs[column], xs[column + 1]):
                _unite(parents, here, here + columns)
    regions: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for index in range(rows * columns):
        regions[_root(parents, index)].append(divmod(index, columns))
    cells: list[RuledCell] = []
    uneven = False
    for positions in regions.values():
        parts = _rectangles(positions)
        uneven = uneven or len(parts) > 1
        for top, left, bottom, right in parts:
            cells.append(
                RuledCell(
                    row=top,
                    column=left,
                    row_span=bottom - top,
                    column_span=right - left,
                    box=(xs[left], ys[top], xs[right], ys[bottom]),
                )
            )
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return RuledGrid(xs=tuple(xs), ys=tuple(ys), cells=tuple(cells), uneven=uneven)


def _rectangles(positions: list[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Rectangles (top, left, bottom, right; ends excluded) that make up *positions*: one where they are one."""
    top, left = min(row for row, _ in positions), min(column for _, column in positions)
    bottom, right = max(row for row, _ in positions) + 1, max(column for _, column in positions) + 1
    if len(positions) == (bottom - top) * (right - left):
        return [(top, left, bottom, right)]
    rows: dict[int, list[int]] = defaultdict(list)
    for row, column in positions:
        rows[row].append(column)
    done: list[tuple[int, int, int, int]] = []
    current: dict[tuple[int, int], int] = {}
    for row in range(top, bottom + 1):
        runs = set(_runs(sorted(rows.get(row, []))))
        ended = [run for run in current if run not in runs]
        done.extend((current.pop(run), run[0], row, run[1]) for run in ended)
        for run in runs:
            current.setdefault(run, row)
    return done


def _runs(columns: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for column in columns:
        if found and found[-1][1] == column:
            found[-1] = (found[-1][0], column + 1)
        else:
            found.append((column, column + 1))
    return found
