"""Tables without lines made of texts in the order in which they were drawn (``pdf.written``): their columns by the room between texts, their rows by what stands beside one another.

A text in the middle of several rows is a cell over these. What is found this way is guessed, and says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from forms.chinese import strip_enumerator
from parsers.pdf.fragments import Text
from parsers.pdf.gutters import Guess, GuessedCell
from parsers.pdf.lines import rows_of
from parsers.pdf.model import Edge, Fill, Glyph
from parsers.pdf.places import put, room
from parsers.pdf.written import written_rows
from parsers.wording import is_usual

__all__ = ["woven"]

ROWS = 2
"""Rows of several texts that make a table, at least."""
APART = 9.0
"""Ems between the rows of a table at most."""
OUTSIDE = 0.5
"""Points that a text begins before those of a table's first column to be none of its."""
ALIGNED, ALIKE = 0.6, 0.5
"""Points by which texts of one column may differ where they begin or in their middle, and the share of texts that stand so in a table."""
SHIFTED = 0.12
"""Ems by which baselines of texts beside one another differ in a table and in no line."""
SAID = 0.35
"""Share of texts with a colon from which on lines are labels with their values, which read as lines."""
RULES, WHOLE, INNER = 3, 0.97, 0.3
"""Rules of one length that part the rows of a table at least, the share of the longest that such have, and that shorter ones have at least that part rows beside a cell over both."""
PAIRS, ENTRIES = 0.8, 0.5
"""Shares of rows that have two texts, and that begin with a label or a number, from which on they are lines."""
LOW = 8.0
"""Points that a cell's ground is high at least."""
LIMIT = 1_500
"""Texts of a page at most: every one is compared with the others."""


def woven(
    glyphs: list[Glyph], rules: list[Edge], fills: list[Fill], page: int, *, passes: bool | None = None
) -> tuple[list[Guess], set[int]]:
    """The tables that *glyphs* make, which stand in no ruled grid, and which characters (by ``id``) are in them. *rules* are the level lines that belong to none.

    *passes* is whether the page's program draws cells in passes, None where that isn't known.
    Where one of *fills* ends that are grounds of cells, so does a row.
    """
    found: list[Guess] = []
    taken: set[int] = set()
    if any(glyph.method != "text" for glyph in glyphs):
        # A picture has no order.
        return found, taken
    boxes = {fill.box for fill in fills if fill.opaque and not fill.white}
    grounds = [Edge(False, y, box[0], box[2]) for box in boxes if box[3] - box[1] > LOW for y in (box[1], box[3])]
    for rows in written_rows(glyphs, [*rules, *grounds], passes=passes):
        split = _interleaved(rows)
        for some in _stretches(rows):
            if split and any(id(text) in split for row in some for text in row):
                continue
            if sum(map(len, some)) <= LIMIT and _is_table(some) and not _has_inner(some, rules):
                table = _table(some, page)
                if table is not None:
                    found.append(table)
                    taken.update(id(glyph) for row in some for text in row for glyph in text.glyphs)
    return found, taken


def _interleaved(rows: list[list[Text]]) -> set[int]:
    """The texts (by ``id``) in whose lines parts of others stand: a line was drawn font by font, as a program does that takes quotation marks from another one."""
    lines: dict[int, list[tuple[float, Text]]] = defaultdict(list)
    for row in rows:
        for text in row:
            for glyph in text.glyphs:
                lines[round(glyph.y)].append((glyph.x0, text))
    found: set[int] = set()
    for line in lines.values():
        line.sort(key=lambda one: one[0])
        owners = [
            text for (_, text), (_, behind) in zip(line, [*line[1:], (0.0, None)], strict=True) if text is not behind
        ]
        seen: set[int] = set()
        for text in owners:
            if id(text) in seen:
                found.update(map(id, owners))
            seen.add(id(text))
    return found


def _stretches(rows: list[list[Text]]) -> Iterator[list[list[Text]]]:
    """Rows that may be those of one table: from one of several texts to another, with no paragraph between them."""
    some: list[list[Text]] = []
    for row in [*rows, None]:
        if row is not None and some and _belongs(row, some):
            some.append(row)
            continue
        while some and len(some[-1]) < 2:
            some.pop()
        if some:
            yield some
        some = [row] if row is not None and len(row) > 1 else []


def _belongs(row: list[Text], some: list[list[Text]]) -> bool:
    """Whether a row goes on with those above: it isn't far from them, and where it has one text, that begins where cells do."""
    size = row[0].size
    if min(text.top for text in row) - max(text.bottom for text in some[-1]) > APART * size:
        return False
    if len(row) > 1:
        return True
    left = min(text.left for other in some for text in other)
    right = max(text.right for other in some for text in other)
    return row[0].left >= left - OUTSIDE and row[0].right <= right + size


def _is_table(rows: list[list[Text]]) -> bool:
    """Whether texts stand as they do in a table, and in no lines with room between words."""
    several = [row for row in rows if len(row) > 1]
    if len(several) < ROWS:
        return False
    written = [text for row in several for text in row]
    shifted = sum(
        one.lines > 1 or abs(one.first - other.first) > SHIFTED * one.size
        for row in several
        for one, other in pairwise(row)
    )
    inner = [(number, text) for number, row in enumerate(several) for text in row[1:]]
    alike = sum(any(number != other and _stands_like(text, one) for other, one in inner) for number, text in inner)
    if shifted > 1:
        return True
    said = sum(any(glyph.text in "：:" for glyph in text.glyphs) for text in written)
    if said >= SAID * len(written) or alike < ALIKE * len(inner) or len(several) < ROWS + 1:
        return False
    pairs = sum(len(row) == 2 for row in several)
    return pairs < PAIRS * len(several) or sum(_is_entry(row[0].written) for row in several) < ENTRIES * len(several)


def _is_entry(text: str) -> bool:
    """Whether a text is a number, or a label of the forms: one text behind it is its own, and reads as a line with it."""
    text = text.strip()
    return text.isdecimal() or is_usual(text) or not strip_enumerator(text)


def _has_inner(rows: list[list[Text]], rules: list[Edge]) -> bool:
    """Whether rules stand between those that part the rows of a table, beside cells that go on."""
    size = rows[0][0].size
    top, bottom = min(text.top for text in rows[0]) - 2 * size, max(text.bottom for text in rows[-1]) + 2 * size
    within = [rule.end - rule.start for rule in rules if top < rule.at < bottom]
    longest = max(within, default=0.0)
    whole = sum(length > WHOLE * longest for length in within)
    return whole >= RULES and any(INNER * longest < length <= WHOLE * longest for length in within)


def _stands_like(text: Text, other: Text) -> bool:
    """Whether two texts begin at one place across, or have one middle."""
    return (
        abs(text.left - other.left) <= ALIGNED or abs(text.left + text.right - other.left - other.right) <= 2 * ALIGNED
    )


def _table(rows: list[list[Text]], page: int) -> Guess | None:
    """The table of *rows*; None where no column is told, or two texts have their middle in one place."""
    told = put(rows)
    if told is None:
        return None
    whole, xs, ys = told
    cells: list[GuessedCell] = []
    free = {(row, column) for row in range(len(rows)) for column in range(len(xs) - 1)}
    for place in whole:
        columns = room(place, xs, free)
        if columns is None:
            return None
        left, right = columns
        free -= {(row, column) for row in range(place.top, place.bottom + 1) for column in range(left, right + 1)}
        cells.append(_cell(place.top, place.bottom, left, right, xs, ys, place.text.glyphs, page))
    cells += [_cell(row, row, column, column, xs, ys, [], page) for row, column in sorted(free)]
    lines = rows_of([glyph for place in whole for glyph in place.text.glyphs], page)
    return Guess(box=(xs[0], ys[0], xs[-1], ys[-1]), rows=len(rows), cells=cells, lines=lines)


def _cell(
    top: int, bottom: int, left: int, right: int, xs: list[float], ys: list[float], glyphs: list[Glyph], page: int
) -> GuessedCell:
    return GuessedCell(
        row=top,
        column=left,
        row_span=bottom - top + 1,
        column_span=right - left + 1,
        box=(xs[left], ys[top], xs[right + 1], ys[bottom + 1]),
        rows=rows_of(glyphs, page),
    )
