"""Tables without upright lines: columns told by the room between texts. What is found this way is guessed, and says so.

Camelot's stream and network parsers go the same way over every line of a page; on forms they take paragraphs for tables. Here only lines that
stand under one another with the same free strips between their texts are taken, and of tables with rules only what is between the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from parsers.pdf.blobs import bands_of
from parsers.pdf.gutters import Guess, Piece, filled, pieces_of
from parsers.pdf.lines import Row
from parsers.pdf.model import Edge
from parsers.ruling import SAME, TOUCH
from parsers.wording import is_usual

__all__ = ["Guess", "guess", "is_spread", "is_within"]

ROWS = 3
"""Rows that make a table."""
RULES = 3
"""Level lines of one length that make a table: over the header, under it, and under the last row."""
BESIDE = 2
"""Rules above or below some rows from which on these aren't a table by themselves."""
CLOSE = 1.6
"""Times the size up to which the distance of two lines is that of one cell's."""
APART = 3.2
"""Ems between lines from which on they are not one table's."""
OPINION = 14.0
"""The same where the lower line stands in the right part of a table: a date below an opinion."""
SAID = 0.35
"""Share of texts with a colon from which on lines are labels with their values, which read as lines."""
ALIGNED, ALIKE = 2.0, 0.5
"""Points by which texts under one another may differ where they begin, or in their middle, and the share of them that stands so in a table."""
LARGER = 1.15
"""Times the size of a table's text from which on a line is a title."""
_NUMBER = re.compile(r"[0-9]{1,3}(?![0-9])")
LINES, PIECES = 200, 2_500
"""Lines of a table on one page, and texts in them, at most: every text is compared with the others."""
SHORT = 14
"""Characters that the labels of a table of two columns have at most."""
ENTRIES = 0.5
"""Share of lines of two texts that begin with a label of the forms or a number, from which on each line is read by itself."""
SPLIT = 0.2
"""Share of such lines that may have a third text: a value with a space in it."""


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
        if _is_too_much(inside):
            table = None
        elif len(ruled) + len(inner) > RULES:
            table = filled(inside, [*ruled, *inner], _heights([*ruled, *inner]), page)
        else:
            table = _table(inside, page, [rule.at for rule in ruled])
        if table is not None:
            found.append(table)
            taken.update(map(id, inside))
    for run in _runs([row for row in rows if id(row) not in taken]):
        table = None if _is_too_much(run) else _table(_without_title(run), page, [])
        if table is not None:
            found.append(table)
    return found


def _is_too_much(lines: list[Row]) -> bool:
    return sum(len(pieces_of(row)) for row in lines) > PIECES


def _heights(rules: list[Edge]) -> list[float]:
    heights = sorted({round(rule.at, 1) for rule in rules})
    return [y for y, above in zip(heights, [-100.0, *heights], strict=False) if y - above > SAME]


def _runs(rows: list[Row]) -> Iterator[list[Row]]:
    """Lines that may be those of one table: close to one another, with several texts, or with one that stands in a column of the lines above."""
    run: list[Row] = []
    for row in [*sorted(rows, key=lambda row: row.y), None]:
        if row is not None and run and len(run) < LINES and _fits(row, run):
            run.append(row)
            continue
        while run and len(pieces_of(run[-1])) < 2 and not _goes_on(run):
            run.pop()
        if run:
            yield run
        run = [row] if row is not None and len(pieces_of(row)) > 1 else []


def _without_title(run: list[Row]) -> list[Row]:
    """The lines from the first on of whose texts, but for the first, one stands under or over another: a spaced title doesn't."""
    for number, row in enumerate(run):
        others = [piece for other in run if other is not row for piece in pieces_of(other)[1:]]
        if any(_stands_like(piece, one) for piece in pieces_of(row)[1:] for one in others):
            return run[number:]
    return []


def _stands_like(piece: Piece, other: Piece) -> bool:
    """Whether two texts begin at one place across, or have one middle."""
    return abs(piece[0] - other[0]) <= ALIGNED or abs(piece[0] + piece[1] - other[0] - other[1]) <= 2 * ALIGNED


def _second(run: list[Row]) -> tuple[float, float]:
    """Where the second texts of lines begin: the leftmost and the rightmost."""
    starts = [pieces[1][0] for row in run if len(pieces := pieces_of(row)) > 1]
    return min(starts), max(starts)


def _goes_on(run: list[Row]) -> bool:
    """Whether the last line, which has one text, is a part of the cell above it."""
    above, row = run[-2], run[-1]
    if row.y - above.y <= CLOSE * row.size:
        return any(piece[0] < row.x1 and row.x0 < piece[1] for piece in pieces_of(above))
    return row.x0 >= _second(run[:-1])[0] - ALIGNED and abs(pieces_of(above)[-1][0] - row.x0) < 1


def _fits(row: Row, run: list[Row]) -> bool:
    """Whether the line goes on with those above: it has several texts, or one that is a label or stands where values do."""
    gap = row.y - run[-1].y
    sizes = sorted(other.size for other in run)
    if len(pieces_of(row)) > 1:
        return gap <= APART * row.size
    if row.size > LARGER * sizes[len(sizes) // 2]:
        return False
    least, most = _second(run)
    if row.x0 >= least - ALIGNED:
        return gap <= OPINION * row.size
    return row.x1 <= most and gap <= APART * row.size


def is_spread(row: Row) -> bool:
    """Whether the line has texts in several places and nothing in it tells which is a label: a row of a table that wasn't made out, perhaps."""
    return len(pieces_of(row)) > 1 and "：" not in row.text and ":" not in row.text


def is_within(box: tuple[float, float, float, float], rules: list[Edge]) -> bool:
    """Whether level *rules* tell a table that holds *box* and has rows of its own besides."""
    x0, top, x1, bottom = box
    return any(
        ruled[0].start - 2 * TOUCH <= x0
        and x1 <= ruled[0].end + 2 * TOUCH
        and ruled[0].at - 2 * TOUCH <= top
        and bottom <= ruled[-1].at + 2 * TOUCH
        and max(sum(rule.at > bottom + TOUCH for rule in ruled), sum(rule.at < top - TOUCH for rule in ruled)) >= BESIDE
        for ruled, _ in _ruled(rules)
    )


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
            and first.start - TOUCH <= rule.start
            and rule.end <= first.end + TOUCH
        ]
        if len(group) >= RULES:
            found.append((group, inner))
    return found


def _table(lines: list[Row], page: int, rules: list[float]) -> Guess | None:
    """A table of *lines* between the heights *rules*, if there are any; None where they don't stand under one another as in a table."""
    if len(lines) < ROWS or not _is_table(lines) or (not rules and _are_entries(lines)):
        return None
    bands = bands_of(lines, rules)
    if len(bands) < ROWS:
        return None
    heights = [
        bands[0].top - 1,
        *((above.bottom + below.top) / 2 for above, below in pairwise(bands)),
        bands[-1].bottom + 1,
    ]
    going = {number for number, band in enumerate(bands) if band.goes_on}
    return filled(lines, [], heights, page, going=going)


def _are_entries(lines: list[Row]) -> bool:
    """Whether each line is an entry by itself, a label of the forms or a number with one text behind a tab for the most part, and none goes on with the text above it."""
    split = [pieces_of(row) for row in lines]
    several = [pieces for pieces in split if len(pieces) > 1]
    if sum(len(pieces) > 2 for pieces in several) > SPLIT * len(several):
        return False
    values = min(pieces[1][0] for pieces in several)
    numbers = [_number(pieces[0]) for pieces in split]
    counted = [number is not None and number - 1 in numbers for number in numbers]
    if any(
        len(pieces) == 1 and pieces[0][0] >= values - ALIGNED and not counts
        for pieces, counts in zip(split, counted, strict=True)
    ):
        return False
    firsts = ["".join(glyph.text for glyph in pieces[0][2]).strip() for pieces in several]
    return sum(text.isdecimal() or is_usual(text) for text in firsts) >= ENTRIES * len(firsts)


def _number(piece: Piece) -> int | None:
    """The number of a list's entry that a text begins with."""
    found = _NUMBER.match("".join(glyph.text for glyph in piece[2]))
    return int(found[0]) if found else None


def _is_table(lines: list[Row]) -> bool:
    """Whether the texts stand under one another, and aren't labels with their values in one text."""
    split = [pieces_of(row) for row in lines]
    several = [pieces for pieces in split if len(pieces) > 1]
    if len(several) < ROWS - 1:
        return False
    written = [piece for pieces in several for piece in pieces]
    said = sum(any(glyph.text in "：:" for glyph in piece[2][:-1]) for piece in written)
    if said >= SAID * len(written) or sum(piece[2][-1].text in "：:" for piece in written) >= SAID * len(written):
        return False
    if all(len(pieces) == 2 for pieces in several) and any(len(pieces[0][2]) > SHORT for pieces in several):
        return False
    columns = [(number, piece) for number, pieces in enumerate(split) for piece in pieces[1:]]
    columns += [(number, pieces[0]) for number, pieces in enumerate(split) if len(pieces) == 1]
    alike = sum(
        any(number != other and _stands_like(piece, one) for other, one in columns) for number, piece in columns
    )
    return alike >= ALIKE * len(columns)
