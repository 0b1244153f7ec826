"""Tables without upright lines: columns told by the room between texts. What is found this way is guessed, and says so.

Camelot's stream and network parsers go the same way over every line of a page; on forms they take paragraphs for tables. Here only lines that
stand under one another with the same free strips between their texts are taken, and of tables with rules only what is between the rules.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from parsers.pdf_lines import Row, rows_of
from parsers.pdf_model import Edge, Glyph
from parsers.ruling import SAME, TOUCH, grids

__all__ = ["Guess", "GuessedCell", "guess", "is_spread"]

GUTTER = 0.9
"""Ems without text that part columns."""
ROWS = 3
"""Lines with at least two texts that make a table."""
COLUMNS = 3
"""Columns that make a table where there are no rules: two may be labels and values of a list, which read as lines."""
RULES = 3
"""Level lines of one length that make a table: over the header, under it, and under the last row."""
WIDE = 0.4
"""Share of a table's width that the text of one column has at most where it is alone on its line."""
FEW = 0.12
"""Share of the lines that may have a text where two columns part: those over several columns."""
CLOSE = 1.6
"""Times the size up to which the distance of two lines is that of one cell's."""
UNEVEN = 1.6
"""Times the smallest gap between lines from which on the largest is one between rows."""
APART = 3.2
"""Ems between lines from which on they are not one table's."""

Piece = tuple[float, float, list[Glyph]]


@dataclass(frozen=True, kw_only=True, slots=True)
class GuessedCell:
    """A cell with its lines, between the middles of the free strips."""

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


def guess(rows: list[Row], rules: list[Edge], page: int) -> list[Guess]:
    """The tables among *rows*, lines that stand in no ruled grid, and *rules*, the level lines that belong to none."""
    found: list[Guess] = []
    taken: set[int] = set()
    for ruled, inner in sorted(_ruled(rules), key=lambda group: group[0][0].start - group[0][0].end):
        inside = [
            row
            for row in rows
            if id(row) not in taken
            and ruled[0].at < row.y - 0.3 * row.size < ruled[-1].at
            and ruled[0].start - 2 * TOUCH <= row.x0
            and row.x1 <= ruled[0].end + 2 * TOUCH
        ]
        table = (
            _between_rules(inside, [*ruled, *inner], page)
            if len(ruled) + len(inner) > RULES
            else _table(inside, page, 2)
        )
        if table is not None:
            found.append(table)
            taken.update(map(id, inside))
    for run in _runs([row for row in rows if id(row) not in taken]):
        table = _table(run, page, COLUMNS)
        if table is not None:
            found.append(table)
    return found


def _runs(rows: list[Row]) -> Iterator[list[Row]]:
    """Lines that may be those of one table: close to one another, most with several texts; a line with one is a part of a cell among them."""
    run: list[Row] = []
    for row in [*sorted(rows, key=lambda row: row.y), None]:
        if row is not None and run and row.y - run[-1].y <= APART * row.size and _fits(row, run):
            run.append(row)
            continue
        while run and len(_pieces(run[-1])) < 2 and not _wraps(run):
            run.pop()
        if run:
            yield run
        run = [row] if row is not None and len(_pieces(row)) > 1 else []


def _wraps(run: list[Row]) -> bool:
    """Whether the last line, which has one text, stands right under a text of the line above: the rest of its cell."""
    above, row = run[-2], run[-1]
    return row.y - above.y <= CLOSE * row.size and any(abs(piece[0] - row.x0) < 1 for piece in _pieces(above)[1:])


def _fits(row: Row, run: list[Row]) -> bool:
    """Whether the line has several texts, or one that stands under one text of a line above and is no longer than a column may be."""
    pieces = _pieces(row)
    if len(pieces) > 1:
        return True
    wide = max(len(_pieces(other)) for other in run)
    if wide < COLUMNS:
        return False
    left, right, _ = pieces[0]
    touched = [
        piece
        for other in run
        for piece in _pieces(other)
        if piece[0] < right and piece[1] > left and len(_pieces(other)) > 1
    ]
    span = max(other.x1 for other in run) - min(other.x0 for other in run)
    return bool(touched) and right - left <= WIDE * span


def is_spread(row: Row) -> bool:
    """Whether the line has texts in several places and nothing in it tells which is a label: a row of a table that wasn't made out, perhaps."""
    return len(_pieces(row)) > 1 and "：" not in row.text and ":" not in row.text


def _ruled(rules: list[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """Level lines that begin and end at the same places, from top to bottom, and the shorter ones between the first and the last of them."""
    groups: list[list[Edge]] = []
    for rule in sorted((rule for rule in rules if not rule.upright), key=lambda rule: rule.at):
        for group in groups:
            if abs(group[0].start - rule.start) <= TOUCH and abs(group[0].end - rule.end) <= TOUCH:
                if rule.at - group[-1].at > SAME:
                    group.append(rule)
                break
        else:
            groups.append([rule])
    found = []
    for group in groups:
        first, last = group[0], group[-1]
        inner = [
            rule
            for rule in rules
            if not rule.upright
            and first.at + SAME < rule.at < last.at - SAME
            and rule.end - rule.start < first.end - first.start - 2 * TOUCH
            and (abs(rule.start - first.start) <= TOUCH or abs(rule.end - first.end) <= TOUCH)
        ]
        if len(group) >= RULES:
            found.append((group, inner))
    return found


def _between_rules(lines: list[Row], rules: list[Edge], page: int) -> Guess | None:
    """A table whose rows are ruled and whose columns aren't: in each row, the free strips that another row shows to be borders part its cells."""
    heights = sorted({round(rule.at, 1) for rule in rules})
    heights = [y for y, above in zip(heights, [-100.0, *heights], strict=False) if y - above > SAME]
    left, right = min(rule.start for rule in rules), max(rule.end for rule in rules)
    gutters = [
        _gutters([row for row in lines if top < row.y - 0.3 * row.size <= bottom]) for top, bottom in pairwise(heights)
    ]
    borders = _stabs([gutter for band in gutters for gutter in band])
    if not borders:
        return None
    edges = [
        Edge(upright=False, at=rule.at, start=left if rule.start - left < TOUCH else rule.start, end=rule.end)
        for rule in rules
    ]
    edges += [Edge(upright=True, at=x, start=heights[0], end=heights[-1]) for x in (left, right)]
    for (top, bottom), band in zip(pairwise(heights), gutters, strict=True):
        for x in borders:
            if any(start <= x <= end for start, end in band) or not any(
                top < row.y - 0.3 * row.size <= bottom for row in lines
            ):
                edges.append(Edge(upright=True, at=x, start=top, end=bottom))
    drawn = next(iter(grids(edges)), None)
    if drawn is None or len(drawn.cells) < 2:
        return None
    texts: dict[int, list[Glyph]] = {}
    for row in lines:
        for glyph in row.glyphs:
            for index, cell in enumerate(drawn.cells):
                x0, top, x1, bottom = cell.box
                if x0 <= glyph.x < x1 and top <= glyph.middle < bottom:
                    texts.setdefault(index, []).append(glyph)
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


def _gutters(lines: list[Row]) -> list[tuple[float, float]]:
    """The strips that no text of *lines* is in, between the first text and the last, and the one behind the last."""
    pieces = sorted((piece[0], piece[1]) for row in lines for piece in _pieces(row))
    if not pieces:
        return []
    wide = GUTTER * min(row.size for row in lines)
    found = []
    reached = pieces[0][1]
    for start, end in pieces:
        if start - reached > wide:
            found.append((reached, start))
        reached = max(reached, end)
    return [*found, (reached, float("inf"))]


def _stabs(gutters: list[tuple[float, float]]) -> list[float]:
    """The fewest places across that every bounded strip has one of."""
    found: list[float] = []
    for start, end in sorted((gutter for gutter in gutters if gutter[1] != float("inf")), key=lambda gutter: gutter[1]):
        if not found or found[-1] < start:
            found.append(end - 1.0)
    return found


def _pieces(row: Row) -> list[Piece]:
    """The texts of a line that free room parts."""
    found: list[Piece] = []
    for glyph in row.glyphs:
        if glyph.text.isspace():
            continue
        if found and glyph.x0 - found[-1][1] <= GUTTER * row.size:
            found[-1] = (found[-1][0], max(found[-1][1], glyph.x1), found[-1][2])
            found[-1][2].append(glyph)
        else:
            found.append((glyph.x0, glyph.x1, [glyph]))
    return found


def _table(lines: list[Row], page: int, least: int) -> Guess | None:
    """A table of *lines*; None where too few have several texts, or they don't stand under one another."""
    split = [(row, _pieces(row)) for row in lines]
    several = [pieces for _, pieces in split if len(pieces) > 1]
    if len(several) < ROWS - (least < COLUMNS):
        return None
    strips = _strips([piece for _, pieces in split for piece in pieces], len(split), lines[0].size)
    if len(strips) < least:
        return None
    borders = [strips[0][0] - 2, *((a[1] + b[0]) / 2 for a, b in pairwise(strips)), strips[-1][1] + 2]
    bands = _bands(lines)
    if len(bands) < ROWS or sum(len(pieces) >= least for pieces in several) < max(2, len(bands) / 2):
        return None
    heights = [bands[0][0] - 1, *((a[1] + b[0]) / 2 for a, b in pairwise(bands)), bands[-1][1] + 1]
    grouped: dict[tuple[int, int, int], list[Glyph]] = {}
    for row, pieces in split:
        band = bisect_left(heights, row.y - 0.36 * row.size) - 1
        for left, right, glyphs in pieces:
            first, last = bisect_left(borders, left + 1) - 1, bisect_left(borders, right - 1) - 1
            grouped.setdefault((band, max(first, 0), max(last, first, 0)), []).extend(glyphs)
    return Guess(
        box=(borders[0], heights[0], borders[-1], heights[-1]),
        rows=len(bands),
        cells=list(_cells(grouped, borders, heights, page)),
        lines=lines,
    )


def _cells(
    grouped: dict[tuple[int, int, int], list[Glyph]], borders: list[float], heights: list[float], page: int
) -> Iterator[GuessedCell]:
    """The cells of a table by row, each with what stands in its columns; a text over several columns is a cell over them."""
    for band in range(len(heights) - 1):
        column = 0
        while column < len(borders) - 1:
            last = column
            glyphs: list[Glyph] = []
            for (row, start, end), some in grouped.items():
                if row == band and start <= last and end >= column:
                    last = max(last, end)
                    glyphs += some
            last = min(last, len(borders) - 2)
            yield GuessedCell(
                row=band,
                column=column,
                column_span=last - column + 1,
                box=(borders[column], heights[band], borders[last + 1], heights[band + 1]),
                rows=rows_of(glyphs, page),
            )
            column = last + 1


def _strips(pieces: list[Piece], lines: int, size: float) -> list[tuple[float, float]]:
    """The columns: where texts stand under one another, but for a few that stand over several of them."""
    changes = sorted([(left, 1) for left, _, _ in pieces] + [(right, -1) for _, right, _ in pieces])
    few = FEW * lines
    found: list[tuple[float, float]] = []
    covered, start = 0, 0.0
    for x, change in changes:
        before, covered = covered, covered + change
        if before <= few < covered:
            start = x
        elif covered <= few < before:
            if found and start - found[-1][1] <= 0.3 * size:
                found[-1] = (found[-1][0], x)
            else:
                found.append((start, x))
    return found


def _bands(lines: list[Row]) -> list[tuple[float, float]]:
    """The rows, from top to bottom: lines are nearer to one another in a row than between rows, or else each is one."""
    spans = sorted((row.y - 0.88 * row.size, row.y + 0.14 * row.size) for row in lines)
    merged: list[tuple[float, float]] = []
    for top, bottom in spans:
        if merged and top <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], bottom))
        else:
            merged.append((top, bottom))
    gaps = sorted(b[0] - a[1] for a, b in pairwise(merged))
    if not gaps or gaps[-1] < UNEVEN * max(gaps[0], 1.0):
        return merged
    threshold = (gaps[0] + gaps[-1]) / 2 if gaps[-1] < 4 * gaps[0] else 2 * max(gaps[0], 1.0)
    bands = merged[:1]
    for span in merged[1:]:
        if span[0] - bands[-1][1] > threshold:
            bands.append(span)
        else:
            bands[-1] = (bands[-1][0], span[1])
    return bands
