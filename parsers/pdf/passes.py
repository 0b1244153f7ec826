"""Worksheets printed without lines: such programs draw a page in passes, first the texts of cells of one line, row by row, then those of cells whose text may go on in a second line.

What is drawn later then stands between what was drawn before. Which lines are one cell's is told by the rows beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf

from parsers.pdf.fragments import LINE, Text
from parsers.wording import is_usual

__all__ = ["rows_of_passes"]

LEVEL = 0.4
"""Ems by which the baselines of texts of one row may differ: fonts of digits and of Han characters have their own."""
LOWER = 0.6
"""Ems by which a text is lower than the one before it to be of the next row."""
PITCH = 1.9
"""Ems from one line of a cell to the next at most."""
TALLER = 1.15
"""How much larger the characters of a line may be than those of the next in its cell: a title's are."""
MOST = 400
"""Texts of a page that are drawn late at most: each is compared with all rows."""

_PLACES = 0.0, 1.0, 0.5
"""Where a cell's text is level with its row: at its first line, its last, or in the middle."""
_Lines = list[Text]


def rows_of_passes(pieces: Sequence[Text], *, known: bool = False) -> list[list[Text]] | None:
    """The rows that *pieces*, lines of text in the order in which they were drawn, make if they were drawn in passes; None if they weren't.

    Row by row nothing is ever drawn that stands left of what was drawn before it on the same line. Where the program is *known* to draw in passes, what
    stands above a row drawn before that before it tells of them as well.
    """
    start = _restart(pieces)
    if len(pieces) - start > MOST or not (known or (start and _is_out_of_order(pieces, start))):
        return None
    rows = _single_rows(pieces[: start or None])
    if not start:
        # There is one pass, of cells of one line, unless a line stands alone under the one before it.
        return None if any(_goes_on(above, row) for above, row in pairwise(rows)) else rows
    levels = [_level(row) for row in rows]
    runs = _runs(pieces[start:])
    # Rows of which nothing was drawn before.
    levels += [run[0].first for run in runs if not any(_is_level(at, run, place) for at in levels for place in _PLACES)]
    for run in runs:
        for cell in _cells(run, levels):
            _put(cell, rows)
    for row in rows:
        row.sort(key=lambda text: text.left)
    return sorted(rows, key=lambda row: min(text.top for text in row))


def _is_out_of_order(pieces: Sequence[Text], start: int) -> bool:
    """Whether any of *pieces* from *start* on stands left of one drawn before that on the same line."""
    return any(
        other.left >= piece.right and abs(other.first - piece.first) <= LINE * piece.size
        for piece in pieces[start:]
        for other in pieces[:start]
    )


def _restart(pieces: Sequence[Text]) -> int:
    """With which of *pieces* a second pass begins: the first that isn't below the heads of all rows but the last one; 0 where all are."""
    lowest, row = -inf, pieces[:1]
    for number, (last, piece) in enumerate(pairwise(pieces), 1):
        beside = abs(piece.first - last.first) <= LEVEL * piece.size and piece.left >= last.right
        if piece.first <= lowest + LEVEL * piece.size and not beside:
            return number
        if _is_next_row(last, piece):
            lowest, row = max(lowest, min(text.first for text in row)), []
        row = [*row, piece]
    return 0


def _goes_on(above: Sequence[Text], row: Sequence[Text]) -> bool:
    """Whether a row may be the second line of the last cell in the one above it."""
    last, line = above[-1], row[0]
    over = min(last.right, line.right) > max(last.left, line.left)
    return len(above) > 1 and len(row) == 1 and over and line.first - last.first <= PITCH * line.size


def _is_next_row(last: Text, piece: Text) -> bool:
    return piece.left < last.right - LINE * piece.size or piece.first > last.first + LOWER * piece.size


def _single_rows(pieces: Sequence[Text]) -> list[list[Text]]:
    """The rows of cells of one line each."""
    rows: list[list[Text]] = []
    for last, piece in zip([None, *pieces], pieces, strict=False):
        if last is None or _is_next_row(last, piece):
            rows.append([])
        rows[-1].append(piece)
    return rows


def _runs(pieces: Sequence[Text]) -> list[_Lines]:
    """Lines under one another that were drawn behind one another: those of one cell, or of several of a column."""
    runs: list[_Lines] = []
    for piece in pieces:
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and min(last.right, piece.right) > max(last.left, piece.left)
            and 0 < piece.first - last.first <= PITCH * piece.size
            and last.size <= TALLER * piece.size
        ):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _is_level(level: float, run: _Lines, place: float) -> bool:
    return abs(_at(run, 0, len(run), place) - level) <= LEVEL * run[0].size


def _cells(run: _Lines, rows: Sequence[float]) -> list[Text]:
    """The lines of *run* by cells: as many as there are *rows* beside it, each level with its row at its head, its foot or its middle."""
    size = run[0].size
    top, bottom = run[0].first - LEVEL * size, run[-1].first + LEVEL * size
    levels: list[float] = []
    for level in sorted(level for level in rows if top <= level <= bottom):
        if not levels or level > levels[-1] + LEVEL * size:
            levels.append(level)
    ways = [_parted(run, levels, place) for place in _PLACES] if 1 < len(levels) <= len(run) else []
    told = [way for way in ways if way is not None]
    if not told:
        return [_joined(run)]
    least = min(cost for cost, _ in told)
    near = [cells for cost, cells in told if cost <= least + LEVEL * size]
    cells = max(near, key=lambda some: sum(below[0].first - above[-1].first for above, below in pairwise(some)))
    whole: list[Text] = []
    for cell in map(_joined, cells):
        if whole and is_usual(whole[-1].written + cell.written) and not is_usual(whole[-1].written):
            # A label that has no room in its row goes on beside the next, and belongs to its own.
            last = whole[-1].last
            whole[-1].add(cell, below=True)
            whole[-1].last = last
        else:
            whole.append(cell)
    return whole


def _joined(lines: _Lines) -> Text:
    """*lines* as one text."""
    for line in lines[1:]:
        lines[0].add(line, below=True)
    return lines[0]


def _level(row: Sequence[Text]) -> float:
    """The baseline of most of a row's texts."""
    firsts = [text.first for text in row]
    return max(firsts, key=lambda y: sum(abs(y - other) <= LEVEL * row[0].size for other in firsts))


def _parted(run: _Lines, levels: Sequence[float], place: float) -> tuple[float, list[_Lines]] | None:
    """*run* in as many parts as there are *levels*, and by how many points these are off: *place* is 0 at a part's first line, 1 at its last."""
    best: list[list[tuple[float, int]]] = [[(0.0, 0)] + [(inf, 0)] * len(run)]
    for level in levels:
        above = best[-1]
        ends = [(inf, 0)]
        for end in range(1, len(run) + 1):
            ends += [min((above[begin][0] + abs(_at(run, begin, end, place) - level), begin) for begin in range(end))]
        best.append(ends)
    cost, _ = best[-1][-1]
    if cost == inf or cost > LEVEL * run[0].size * len(levels):
        return None
    cells: list[_Lines] = []
    end = len(run)
    for ends in reversed(best[1:]):
        begin = ends[end][1]
        cells.insert(0, run[begin:end])
        end = begin
    return cost, cells


def _at(run: _Lines, begin: int, end: int, place: float) -> float:
    return (1 - place) * run[begin].first + place * run[end - 1].first


def _put(cell: Text, rows: list[list[Text]]) -> None:
    """Puts *cell* into the row that it stands in, or one of its own."""
    reach = LEVEL * cell.size
    best: list[Text] | None = None
    most = 0
    for row in rows:
        free = all(other.right <= cell.left + reach or other.left >= cell.right - reach for other in row)
        level = max(
            sum(abs(head - place) <= reach for other in row for place in _heads(other)) for head in _heads(cell)
        )
        if free and level > most:
            best, most = row, level
    if best is None:
        rows.append([cell])
    else:
        best.append(cell)


def _heads(text: Text) -> tuple[float, float, float]:
    """A text's first baseline, its last, and the middle between them."""
    return text.first, text.last, (text.first + text.last) / 2
