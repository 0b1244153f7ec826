"""Cells of a table whose columns nobody drew: the free strips between the texts of a row part its cells, where another row shows a border to be.

Borders are the fewest places across that every row's strips have one of. A row has cells between those of them that no text of its own covers; where
texts are in the middle of several columns, as the head of a group of columns is, their cell is as wide as makes them stand in its middle.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from parsers.pdf.lines import Row, rows_of
from parsers.pdf.model import Edge, Glyph
from parsers.ruling import TOUCH, grids

__all__ = [
    "GUTTER",
    "SPACED",
    "Guess",
    "GuessedCell",
    "Piece",
    "columns_of",
    "filled",
    "pieces_of",
    "placed",
    "stabs",
]

GUTTER = 0.9
"""Ems without text that part columns."""
PADDED, TITLE = 10.4, 18.0
"""Points that text in neighbouring cells keeps apart in word processors at least, whatever its size; and the size from which on text is a title."""
SPACED = 2.6
"""Ems up to which typed spaces part no columns."""
NEAR = 1.5
"""Points by which the beginnings of texts that stand under one another may differ."""
NARROW = 0.25
"""Share of the narrower of two strips that both have in common at least to have one border."""
CENTRED = 0.3
"""Share of a column by which a text may be away from the middle of its cell."""
BETTER = 0.5
"""Times the distance from the middle of a wider cell that it must have at most, of that from the middle of its columns, to be that cell's text."""

Piece = tuple[float, float, list[Glyph]]


@dataclass(frozen=True, kw_only=True, slots=True)
class GuessedCell:
    """A cell with its lines, between the borders that were found."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    box: tuple[float, float, float, float]
    rows: list[Row]


@dataclass(frozen=True, kw_only=True, slots=True)
class Guess:
    """A table that was guessed, in the place of ``lines``."""

    box: tuple[float, float, float, float]
    rows: int
    cells: list[GuessedCell]
    lines: list[Row]
    wide: bool = False
    """Whether its cells are as wide as their text may be, and not as what is written in them."""


def pieces_of(row: Row) -> list[Piece]:
    """The texts of a line that free room parts."""
    found: list[Piece] = []
    spaces: list[Glyph] = []
    gutter = inf if row.filled else _gutter(row.size)
    for glyph in row.glyphs:
        if glyph.text.isspace():
            spaces.append(glyph)
            continue
        gap = glyph.x0 - found[-1][1] if found else 0.0
        if found and (gap <= gutter or (gap <= SPACED * row.size and _fills(spaces, gap))):
            found[-1] = (found[-1][0], max(found[-1][1], glyph.x1), [*found[-1][2], *spaces, glyph])
        else:
            found.append((glyph.x0, glyph.x1, [glyph]))
        spaces = []
    return found


def _gutter(size: float) -> float:
    """Points without text that part columns of text of a *size*."""
    return GUTTER * size if size >= TITLE else min(GUTTER * size, PADDED)


def _fills(spaces: list[Glyph], gap: float) -> bool:
    """Whether the room between two characters was typed: a name of two characters is set as wide as one of three."""
    return sum(space.x1 - space.x0 for space in spaces) >= 0.8 * gap


def filled(
    lines: list[Row], rules: list[Edge], heights: list[float], page: int, *, going: set[int] | None = None
) -> Guess | None:
    """The table of *lines* whose rows end at *heights*; None where no column is told.

    *rules* are the level lines between rows, which may leave out what goes on from row to row. Without them, *going* tells the rows whose first column
    goes on from the row above.
    """
    inside = [[row for row in lines if top < row.y - 0.3 * row.size <= bottom] for top, bottom in pairwise(heights)]
    bands = [_texts(some) for some in inside]
    inner = stabs([strip for band in bands for strip in _strips(band)])
    if not inner:
        return None
    if going is None:
        left, right = min(rule.start for rule in rules), max(rule.end for rule in rules)
    else:
        left, right = min(row.x0 for row in lines) - 2, max(row.x1 for row in lines) + 2
    borders = placed([left, *inner, right], bands)
    edges = [Edge(upright=True, at=x, start=heights[0], end=heights[-1]) for x in (left, right)]
    edges += [
        Edge(upright=False, at=rule.at, start=left if rule.start - left < TOUCH else rule.start, end=rule.end)
        for rule in rules
    ]
    free: dict[int, set[int]] = {number: {0} for number in going or ()}
    for number, (top, bottom) in enumerate(pairwise(heights)):
        extents = columns_of(bands[number], borders)
        if number + 1 < len(bands) and _heads(inside[number], bands[number : number + 2], borders[1]):
            extents = _over(bands[number], extents, bands[number + 1], borders)
            free[number + 1] = _alone(extents, columns_of(bands[number + 1], borders), len(borders) - 1)
        covered = {x for first, last in extents for x in borders[first + 1 : last + 1]}
        edges += [Edge(upright=True, at=x, start=top, end=bottom) for x in borders[1:-1] if x not in covered]
    if going is not None:
        edges += [
            Edge(upright=False, at=height, start=borders[column], end=borders[column + 1])
            for number, height in enumerate(heights)
            for column in range(len(borders) - 1)
            if column not in free.get(number, ())
        ]
    drawn = next(iter(grids(edges, guessed=True)), None)
    if drawn is None or len(drawn.cells) < 2:
        return None
    texts: dict[int, list[Glyph]] = {}
    for row in lines:
        for _, _, glyphs in pieces_of(row):
            # A text is whole in one cell: where it reaches over a border a little, in the one in which more of it stands.
            x = (glyphs[0].x0 + glyphs[-1].x1) / 2
            y = sum(glyph.middle for glyph in glyphs) / len(glyphs)
            for index, cell in enumerate(drawn.cells):
                x0, top, x1, bottom = cell.box
                if x0 <= x < x1 and top <= y < bottom:
                    texts.setdefault(index, []).extend(glyphs)
                    break
    cells = [
        GuessedCell(
            row=cell.row,
            column=cell.column,
            row_span=cell.row_span,
            column_span=cell.column_span,
            box=cell.box,
            rows=rows_of(texts.get(index, []), page),
        )
        for index, cell in enumerate(drawn.cells)
    ]
    return Guess(box=drawn.box, rows=len(drawn.ys) - 1, cells=cells, lines=lines)


def _texts(lines: Iterable[Row]) -> list[tuple[float, float]]:
    """From where to where texts go across, in a row of the table: those over one another are one, and so are those below one another in its right part."""
    found: list[list[float]] = []
    for start, end, glyphs in sorted((piece for row in lines for piece in pieces_of(row)), key=lambda piece: piece[0]):
        size, y = glyphs[0].size, glyphs[0].y
        if found and start - found[-1][1] <= _gutter(size):
            last = found[-1]
            found[-1] = [last[0], max(last[1], end), min(last[2], y - size), max(last[3], y)]
        else:
            found.append([start, end, y - size, y])
    united = found[:1]
    for start, end, top, bottom in found[1:]:
        last = united[-1]
        if len(united) > 1 and (top >= last[3] or bottom <= last[2]):
            # A date below an opinion shares no line with it: they are one cell's.
            united[-1] = [last[0], end, min(last[2], top), max(last[3], bottom)]
        else:
            united.append([start, end, top, bottom])
    return [(start, end) for start, end, _, _ in united]


def _strips(band: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The free strips between the texts of a row."""
    return [(one[1], other[0]) for one, other in pairwise(band)]


def stabs(strips: list[tuple[float, float]]) -> list[float]:
    """The fewest places across that every strip has one of, each in the middle of what its strips have in common."""
    found: list[tuple[float, float]] = []
    for start, end in sorted(strips, key=lambda strip: strip[1]):
        if found and start <= found[-1][1] - min(NEAR, NARROW * (end - start), NARROW * (found[-1][1] - found[-1][0])):
            found[-1] = (max(found[-1][0], start), found[-1][1])
        else:
            found.append((start, end))
    return [(start + end) / 2 for start, end in found]


def placed(borders: list[float], bands: list[list[tuple[float, float]]]) -> list[float]:
    """*borders*, each moved between the texts that stand on either side of it in rows where it parts two."""
    gaps = [(one[1], other[0]) for band in bands for one, other in pairwise(band)]
    # Where a row has no text in a column, its room tells nothing of the two borders there.
    single = [gap for gap in gaps if sum(gap[0] <= x <= gap[1] for x in borders[1:-1]) == 1]
    found = borders[:1]
    for x in borders[1:-1]:
        some = [gap for gap in single if gap[0] <= x <= gap[1]]
        found.append((max((left for left, _ in some), default=x) + min((right for _, right in some), default=x)) / 2)
    return [*found, borders[-1]]


def columns_of(band: list[tuple[float, float]], borders: list[float]) -> list[tuple[int, int]]:
    """The first and the last column of each text of a row."""
    last = len(borders) - 2
    found = [
        (
            min(max(bisect_right(borders, start + NEAR) - 1, 0), last),
            min(max(bisect_left(borders, end - NEAR) - 1, 0), last),
        )
        for start, end in band
    ]
    found = [(first, max(first, end)) for first, end in found]
    wider: list[tuple[int, int]] = []
    for number, ((start, end), (first, final)) in enumerate(zip(band, found, strict=True)):
        lowest = wider[-1][1] + 1 if wider else 0
        highest = found[number + 1][0] - 1 if number + 1 < len(found) else last
        lowest, highest = min(lowest, first), max(highest, final)
        middle = (start + end) / 2
        width = (borders[final + 1] - borders[first]) / (final - first + 1)
        best, least = (first, final), abs(middle - (borders[first] + borders[final + 1]) / 2)
        if least > CENTRED * width and start - borders[first] > CENTRED * width and borders[final + 1] - end > NEAR:
            for one in range(lowest, first + 1):
                for other in range(final, highest + 1):
                    off = abs(middle - (borders[one] + borders[other + 1]) / 2)
                    if off < BETTER * least and off < CENTRED * width:
                        best, least = (one, other), off
        wider.append(best)
    return wider


def _heads(lines: list[Row], bands: list[list[tuple[float, float]]], border: float) -> bool:
    """Whether the first of two rows may name groups of columns: it has no number, and the second goes on with its first column."""
    band, below = bands
    if not band or not below or band[0][0] > border - NEAR or below[0][0] < border - NEAR:
        return False
    return not any(character.isdigit() for row in lines for character in row.text)


def _over(
    band: list[tuple[float, float]],
    extents: list[tuple[int, int]],
    below: list[tuple[float, float]],
    borders: list[float],
) -> list[tuple[int, int]]:
    """*extents* of heads, each with the free columns beside it in which texts stand below: those nearest to it, or behind it where it begins as they do."""
    under = {column for first, last in columns_of(below, borders) for column in range(first, last + 1)}
    found = list(extents)
    left_set = [any(abs(start - one) <= NEAR for one, _ in below) for start, _ in band]
    for column in range(len(borders) - 1):
        if column not in under or any(first <= column <= last for first, last in found):
            continue
        middle = (borders[column] + borders[column + 1]) / 2
        beside = [number for number, (first, last) in enumerate(found) if last == column - 1 or first >= column + 1]
        beside = [
            number
            for number in beside
            if found[number][0] in under
            and (found[number][0] < column or not left_set[number])
            and all(other in under for other in range(column, found[number][0]))
        ]
        if beside:
            number = min(beside, key=lambda number: abs(middle - (band[number][0] + band[number][1]) / 2))
            first, last = found[number]
            found[number] = (min(first, column), max(last, column))
    return found


def _alone(extents: list[tuple[int, int]], below: list[tuple[int, int]], columns: int) -> set[int]:
    """The columns of heads under which nothing stands: they go on into the row of the heads below the others."""
    under = {column for first, last in below for column in range(first, last + 1)}
    held = {
        column for first, last in extents for column in range(first, last + 1) if under & set(range(first, last + 1))
    }
    return set(range(columns)) - under - held
