"""Tables without upright lines: columns told by the room between texts. What is found this way is guessed, and says so.

Camelot's stream and network parsers go the same way over every line of a page; on forms they take paragraphs for tables. Here only lines that
stand under one another with the same free strips between their texts are taken, and of tables with rules only what is between the rules.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from parsers.pdf_lines import Row, rows_of
from parsers.pdf_model import Edge, Glyph
from parsers.ruling import SAME, TOUCH

__all__ = ["Guess", "GuessedCell", "guess"]

GUTTER = 0.9
"""Ems without text that part columns."""
ROWS = 3
"""Lines with at least two texts that make a table."""
COLUMNS = 3
"""Columns that make a table where there are no rules: two may be labels and values of a list, which read as lines."""
RULES = 3
"""Level lines of one length that make a table: over the header, under it, and under the last row."""
APART = 3.2
"""Ems between lines from which on they are not one table's."""

Piece = tuple[float, float, list[Glyph]]


@dataclass(frozen=True, kw_only=True, slots=True)
class GuessedCell:
    """A cell with its lines, between the middles of the free strips."""

    row: int
    column: int
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
    for ruled in _ruled(rules):
        inside = [
            row
            for row in rows
            if ruled[0].at < row.y - 0.3 * row.size < ruled[-1].at
            and ruled[0].start - 2 * TOUCH <= row.x0
            and row.x1 <= ruled[0].end + 2 * TOUCH
        ]
        table = _table(inside, [rule.at for rule in ruled], page, 2)
        if table is not None:
            found.append(table)
            taken.update(map(id, inside))
    run: list[Row] = []
    for row in [*sorted((row for row in rows if id(row) not in taken), key=lambda row: row.y), None]:
        if row is not None and len(_pieces(row)) > 1 and (not run or row.y - run[-1].y <= APART * row.size):
            run.append(row)
            continue
        table = _table(run, [], page, COLUMNS)
        if table is not None:
            found.append(table)
        run = [row] if row is not None and len(_pieces(row)) > 1 else []
    return found


def _ruled(rules: list[Edge]) -> list[list[Edge]]:
    """Level lines that begin and end at the same places, from top to bottom."""
    groups: list[list[Edge]] = []
    for rule in sorted((rule for rule in rules if not rule.upright), key=lambda rule: rule.at):
        for group in groups:
            if abs(group[0].start - rule.start) <= TOUCH and abs(group[0].end - rule.end) <= TOUCH:
                if rule.at - group[-1].at > SAME:
                    group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) >= RULES]


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


def _table(lines: list[Row], rules: list[float], page: int, least: int) -> Guess | None:
    split = [(row, _pieces(row)) for row in lines]
    if sum(len(pieces) > 1 for _, pieces in split) < (2 if rules else ROWS):
        return None
    strips: list[list[float]] = []
    for left, right in sorted((piece[0], piece[1]) for _, pieces in split for piece in pieces):
        if strips and left <= strips[-1][1] + 0.3 * lines[0].size:
            strips[-1][1] = max(strips[-1][1], right)
        else:
            strips.append([left, right])
    if len(strips) < least:
        return None
    borders = [
        strips[0][0] - 2,
        *((a[1] + b[0]) / 2 for a, b in pairwise(strips)),
        strips[-1][1] + 2,
    ]
    bands = _bands(lines, rules)
    grouped: dict[tuple[int, int], list[Glyph]] = {}
    for row, pieces in split:
        band = bisect_left(bands, row.y - 0.3 * row.size) - 1
        for left, right, glyphs in pieces:
            column = bisect_left(borders, (left + right) / 2) - 1
            grouped.setdefault((min(max(band, 0), len(bands) - 2), column), []).extend(glyphs)
    cells = [
        GuessedCell(
            row=band,
            column=column,
            box=(borders[column], bands[band], borders[column + 1], bands[band + 1]),
            rows=rows_of(grouped.get((band, column), []), page),
        )
        for band in range(len(bands) - 1)
        for column in range(len(strips))
    ]
    return Guess(box=(borders[0], bands[0], borders[-1], bands[-1]), rows=len(bands) - 1, cells=cells, lines=lines)


def _bands(lines: list[Row], rules: list[float]) -> list[float]:
    """The borders of the rows: the rules where there is one between most lines, else halfway between the lines."""
    if len(rules) > max(RULES, len(lines) // 2):
        return rules
    tops = [row.y - row.size for row in lines]
    return [tops[0] - 1, *(top - 0.5 for top in tops[1:]), lines[-1].y + 0.4 * lines[-1].size]
