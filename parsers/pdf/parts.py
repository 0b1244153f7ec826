"""Where tables that have level lines only (``pdf.pieces``) begin: no line is drawn over their first rows, and nothing but text parts one from another that has the same columns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from forms.text import Box
from parsers.pdf.model import Glyph
from parsers.pdf.pieces import SAME, Line, is_near
from parsers.pdf.runs import LINE, crosses, runs

__all__ = ["GROUND", "foot_of", "parts"]

HIGH, PITCH = 3.0, 1.7
"""Ems above the first line up to which its text stands, and from one line of that text to the next."""
LOW = 0.85
"""Share of a page's height down to which text stands where a page is full."""
GROUND = 2.0
"""Points by which the ground of a cell may differ from what lines and joints tell of it."""
INDENT = 1.0
"""Ems from a column's left side in which its text begins."""
BEFORE = 0.8
"""Points that text begins before those of cells do to be a paragraph outside the table."""


def parts(
    lines: list[Line], xs: list[float], glyphs: list[Glyph], grounds: list[Box], *, again: bool, high: float = 0.0
) -> Iterator[tuple[list[Line], float, bool]]:
    """The tables of which *lines* are, each with the height at which it begins, and whether lines stand over rows: between two that have the same columns stands text.

    The first may go on with that of the page before (*again*). The last row of the table above ends at the height *high*: what stands above is no row of these.
    """
    padding = _padding(lines, xs, glyphs)
    part: list[Line] = []
    top = _top(lines[0], xs, glyphs, grounds, padding, again=again)
    if top < high < lines[0].y or _stand_over(lines, top, glyphs, again=again):
        for number, some in enumerate(_over(lines, xs, glyphs, padding)):
            yield some, top if again and number == 0 else some[0].y, True
        return
    above = 0.0
    for line in lines:
        whole = line.pieces[0].start <= xs[0] + SAME and line.pieces[-1].end >= xs[-1] - SAME
        if not part:
            part = [line]
        elif whole and (begins := _again(line, above, xs, glyphs, grounds, padding)) is not None:
            yield part, top, top >= part[0].y - SAME
            part, top = [line], begins
        else:
            part.append(line)
        above = line.y
    yield part, top, top >= part[0].y - SAME


def _padding(lines: list[Line], xs: list[float], glyphs: list[Glyph]) -> float:
    """How far from the left sides of columns texts begin at least, in points; the first column may have paragraphs."""
    starts = sorted({piece.start for line in lines for piece in line.pieces})
    found = runs([glyph for glyph in glyphs if lines[0].y < glyph.middle < lines[-1].y and xs[1] <= glyph.x <= xs[-1]])
    begins = [run[0].x0 - max(x for x in starts if x <= run[0].x) for run in found]
    return min((begin for begin in begins if begin >= 0), default=0.0)


def _top(line: Line, xs: list[float], glyphs: list[Glyph], grounds: list[Box], padding: float, *, again: bool) -> float:
    """Where the first row begins, over which no line is drawn: where its grounds do, or above the lines of text that stand close over the first line and aren't outside the table.

    A row may be cut that goes on from the page before (*again*): then its texts stand anywhere.
    """
    tops = [box[1] for box in grounds if box[1] < line.y - GROUND and box[3] > line.y - GROUND]
    if tops:
        return min(tops)
    left, right = line.pieces[0].start, line.pieces[-1].end
    top = line.y
    last: Glyph | None = None
    for row in _rows_above([glyph for glyph in glyphs if glyph.y < line.y], left, right):
        glyph = row[0]
        apart = (line.y - glyph.y > HIGH * glyph.size) if last is None else (last.y - glyph.y > PITCH * last.size)
        if apart and not again:
            break
        if _is_outside(row, xs, padding) or _is_title(row, line):
            break
        top = min(top, *(glyph.y - glyph.size for glyph in row))
        last = glyph
    return top


def _stand_over(lines: list[Line], top: float, glyphs: list[Glyph], *, again: bool) -> bool:
    """Whether *lines* stand over rows: above them, from the height *top* on, stand lines of one text, titles all, but close below them texts in several columns.

    Above them may also stand the rest of a row of the page before (*again*).
    """
    first, last = lines[0], lines[-1]
    left, right = first.pieces[0].start, first.pieces[-1].end
    above = [glyph for glyph in glyphs if top < glyph.middle < first.y]
    if not again and any(len(runs(row)) > 1 for row in _rows_above(above, left, right)):
        return False
    left, right = last.pieces[0].start, last.pieces[-1].end
    below = [g for g in glyphs if g.middle > last.y and g.y - last.y <= 1.5 * HIGH * g.size]
    columns: set[int] = set()
    for row in reversed([*_rows_above(below, left, right)]):
        texts = runs(row)
        if any(crosses(run, x) for run in texts for x in last.joints):
            break
        columns |= {sum(x < run[0].x for x in last.joints) for run in texts}
    return len(columns) > 1


def _over(lines: list[Line], xs: list[float], glyphs: list[Glyph], padding: float) -> Iterator[list[Line]]:
    """The tables of *lines* that stand over their rows: a title stands below the last row of one, right above the first line of the next."""
    part = lines[:1]
    for above, line in pairwise(lines):
        between = [glyph for glyph in glyphs if above.y < glyph.middle < line.y]
        rows = list(_rows_above(between, xs[0] - SAME, xs[-1]))
        titled = bool(rows) and (_is_outside(rows[0], xs, padding) or _is_title(rows[0], line))
        if titled and any(len(runs(row)) > 1 for row in rows[1:]):
            yield part
            part = []
        part.append(line)
    yield part


def foot_of(
    lines: list[Line], xs: list[float], glyphs: list[Glyph], grounds: list[Box], height: float, *, over: bool
) -> float | None:
    """How far down a row goes that has no line under it, since its page, *height* points high, ends there or lines stand *over* rows; None where there is none."""
    line = lines[-1]
    ends = [box[3] for box in grounds if abs(box[1] - line.y) <= GROUND and box[3] > line.y + 2 * GROUND]
    if ends:
        return max(ends)
    below = [glyph for glyph in glyphs if glyph.middle > line.y]
    if over:
        return _foot(line, xs, below, _padding(lines, xs, glyphs))
    padding = _padding(lines, xs, glyphs)
    if padding < 2 * BEFORE or not below or max(glyph.y for glyph in below) < LOW * height:
        return None
    begins = [piece.start + padding for piece in line.pieces]
    for row in _rows_above(below, 0.0, 1e9):
        if _is_outside(row, xs, padding) or not any(is_near(run[0].x0, begins) for run in runs(row)):
            return None
    return max(glyph.y + LINE * glyph.size for glyph in below)


def _foot(line: Line, xs: list[float], below: list[Glyph], padding: float) -> float | None:
    """How far down lines of text stand close to one another under *line* and aren't outside the table."""
    foot: float | None = None
    last: Glyph | None = None
    parted = False
    for row in reversed([*_rows_above(below, 0.0, 1e9)]):
        glyph = row[0]
        texts = runs(row)
        over = any(crosses(run, x) for run in texts for x in line.joints[1:-1])
        if over and parted and len(texts) == 1:
            # No text of a row stands over several of its columns.
            break
        parted |= len(texts) > 1 and not over
        apart = (glyph.y - line.y > HIGH * glyph.size) if last is None else (glyph.y - last.y > PITCH * last.size)
        if apart or _is_outside(row, xs, padding) or (last is None and len(texts) == 1 and _is_title(row, line)):
            break
        foot, last = max(one.y + LINE * one.size for one in row), glyph
    return foot


def _again(
    line: Line, above: float, xs: list[float], glyphs: list[Glyph], grounds: list[Box], padding: float
) -> float | None:
    """Where another table begins between the line at the height *above* and a whole one below it; None where the same goes on."""
    tops = [box[1] for box in grounds if abs(box[3] - line.y) <= GROUND and box[1] > above - GROUND]
    if tops:
        return min(tops) if min(tops) > above + 2 * GROUND else None
    between = [glyph for glyph in glyphs if above < glyph.middle < line.y]
    rows = list(_rows_above(between, xs[0] - SAME, xs[-1]))
    for number, row in enumerate(rows):
        below = rows[:number]
        if (
            below
            and any(len(runs(other)) > 1 for other in below)
            and (_is_outside(row, xs, padding) or _is_title(row, line))
        ):
            return min(glyph.y - glyph.size for glyph in below[-1])
    return None


def _rows_above(glyphs: list[Glyph], left: float, right: float) -> Iterator[list[Glyph]]:
    """The lines of text that stand between *left* and *right*, at least in part, from the lowest on."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.y):
        if row and row[0].y - glyph.y > LINE * glyph.size:
            if any(left <= one.x <= right for one in row):
                yield row
            row = []
        row.append(glyph)
    if any(left <= one.x <= right for one in row):
        yield row


def _is_outside(row: list[Glyph], xs: list[float], padding: float) -> bool:
    """Whether a line of text reaches over the table's sides, or begins before where those of its cells do."""
    x0, x1 = min(glyph.x0 for glyph in row), max(glyph.x1 for glyph in row)
    return x0 < xs[0] - SAME or x1 > xs[-1] + SAME or (padding >= 2 * BEFORE and x0 < xs[0] + padding - BEFORE)


def _is_title(row: list[Glyph], line: Line) -> bool:
    """Whether a line of text above *line* is one that stands over a joint and doesn't begin where a column does."""
    (run, *more) = runs(row)
    joints = line.joints
    over = any(crosses(run, x) for x in joints[1:-1])
    return not more and over and not any(0 <= run[0].x0 - x <= INDENT * run[0].size for x in joints)
