"""Tables with level lines only whose lines are drawn in pieces, a cell's or a column's each, as browsers do: where pieces meet the columns do.

``pdf.joints`` tells which cells of a row are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from parsers.pdf.model import Edge, Page

__all__ = ["SAME", "TOUCH", "Line", "is_near", "positions", "tables"]

SAME = 1.0
"""Points by which the ends of pieces that meet may differ from one line to the next, and pieces of one line in height."""
ROOM = 2.6
"""Points between neighbouring pieces at most: cells may keep a gap between them."""
TOUCH = 0.3
"""Points by which pieces that meet may be apart, and gaps between others differ: underlines of neighbouring cells are apart by chance."""
CORNER = 3.6
"""Points from a joint in which an upright line stands that parts columns there, and from a line in which it ends."""
LEAST = 8.0
"""Points of a piece at least: what is shorter is a dash or a dot."""
LINES, COLUMNS = 2, 2
"""Lines that are in pieces, and columns, of such a table at least."""
SHARED = 3
"""Joints, ends included, that a line has in common with those above to be a line of their table, or all of its own or theirs."""
MOST = 0.5
"""Share of the joints between the ends, its own or those above, that must be in common."""


@dataclass(slots=True)
class Line:
    """A level line: its height, and its pieces from left to right."""

    y: float
    pieces: list[Edge]

    @property
    def joints(self) -> list[float]:
        """Where it begins and ends, and where its pieces meet."""
        inner = ((left.end + right.start) / 2 for left, right in pairwise(self.pieces))
        return [self.pieces[0].start, *inner, self.pieces[-1].end]


def tables(page: Page, before: tuple[float, ...]) -> Iterator[list[Line]]:
    """The lines of each table of *page* that has no upright ones, from top to bottom. Tables below one another with the same columns come as one.

    *before* are the columns of the table that the page before ended with: one line is enough to go on with it.
    """
    found: list[tuple[list[float], list[Line]]] = []
    # Lines of dots have no width.
    for line in _lines(
        edge for edge in page.edges if not edge.upright and edge.width and edge.end - edge.start >= LEAST
    ):
        joints = line.joints
        for known, lines in reversed(found):
            if _is_alike(joints, known):
                known.extend(x for x in joints if not is_near(x, known))
                lines.append(line)
                break
        else:
            if len(line.pieces) >= COLUMNS:
                found.append((joints, [line]))
    _join(found)
    for known, lines in [*found]:
        # Heads over several columns have fewer joints than the lines below them, and other ones than the line in their middle.
        (line, *more) = lines
        for others, below in found if not more else ():
            if below is not lines and line.y < below[0].y and all(is_near(x, others) for x in known):
                below.insert(0, line)
                found.remove((known, lines))
                break
    whole = [
        lines
        for _, lines in found
        if (
            sum(len(line.pieces) >= COLUMNS for line in lines) >= LINES
            or all(is_near(x, before) for x in lines[0].joints)
        )
        and not _has_uprights(page, lines)
    ]
    for lines in whole:
        if not any(_is_within(lines, other) for other in whole if other is not lines):
            yield lines


def _join(found: list[tuple[list[float], list[Line]]]) -> None:
    """Makes one of those of *found*, joints and lines of tables, that begin and end at the same places across and stand between one another's lines."""
    for known, lines in [*found]:
        for others, below in found:
            if (
                below is not lines
                and abs(min(known) - min(others)) <= SAME
                and abs(max(known) - max(others)) <= SAME
                and below[0].y < lines[0].y < below[-1].y
            ):
                others.extend(x for x in known if not is_near(x, others))
                below[:] = sorted([*below, *lines], key=lambda line: line.y)
                found[:] = [one for one in found if one[1] is not lines]
                break


def _is_alike(joints: list[float], known: list[float]) -> bool:
    """Whether a line with these *joints* may be one of the table that has the *known* ones."""
    shared = sum(is_near(x, known) for x in joints)
    inner = sum(is_near(x, known) for x in joints[1:-1])
    if shared == len(joints):
        return True
    return shared >= min(SHARED, len(known)) and inner >= MOST * min(len(joints) - 2, len(known) - 2)


def _has_uprights(page: Page, lines: list[Line]) -> bool:
    ys = [line.y for line in lines]
    joints = [x for line in lines for x in line.joints]
    return any(
        edge.upright
        and is_near(edge.at, joints, CORNER)
        and (is_near(edge.start, ys, CORNER) or is_near(edge.end, ys, CORNER))
        for edge in page.edges
    )


def _is_within(lines: list[Line], other: list[Line]) -> bool:
    """Whether what is drawn as *lines* stands between the lines of *other*: values are underlined in the cells of a table."""
    left, right = min(line.pieces[0].start for line in lines), max(line.pieces[-1].end for line in lines)
    return (
        min(line.pieces[0].start for line in other) - SAME <= left
        and right <= max(line.pieces[-1].end for line in other) + SAME
        and other[0].y - LEAST < lines[0].y
        and lines[-1].y < other[-1].y
    )


def _lines(levels: Iterable[Edge]) -> Iterator[Line]:
    """The lines that pieces make which meet, from top to bottom."""
    heights: list[list[Edge]] = []
    for edge in sorted(levels, key=lambda edge: edge.at):
        if heights and edge.at - heights[-1][0].at <= SAME:
            heights[-1].append(edge)
        else:
            heights.append([edge])
    for pieces in heights:
        # Heads that are repeated on each page draw the line under them a second time.
        pieces = list({(round(edge.start, 1), round(edge.end, 1)): edge for edge in reversed(pieces)}.values())
        pieces.sort(key=lambda edge: edge.start)
        pieces = [piece for piece in pieces if not _is_told_in_parts(piece, pieces)]
        run: list[Edge] = []
        for piece in pieces:
            if run and not _meets(run, piece):
                yield Line(run[0].at, run)
                run = []
            run.append(piece)
        yield Line(run[0].at, run)


def _is_told_in_parts(piece: Edge, pieces: list[Edge]) -> bool:
    """Whether others of *pieces* are the parts of *piece*: under a cell over several columns each of these has a line over it as well."""
    at, count = piece.start, 0
    for part in pieces:
        if part is not piece and part.end <= piece.end + TOUCH and abs(part.start - at) <= TOUCH:
            at, count = part.end, count + 1
    return count > 1 and abs(at - piece.end) <= TOUCH


def _meets(run: list[Edge], piece: Edge) -> bool:
    """Whether a *piece* goes on with the *run* of those before it: it touches the last, or is as far from it as that is from the one before."""
    gap = piece.start - run[-1].end
    if abs(gap) <= TOUCH:
        return True
    before = run[-1].start - run[-2].end if len(run) > 1 else gap
    return 0 < gap <= ROOM and abs(gap - before) <= TOUCH


def is_near(value: float, others: Iterable[float], reach: float = SAME) -> bool:
    """Whether *value* is no farther than *reach* from one of *others*."""
    return any(abs(value - other) <= reach for other in others)


def positions(values: Iterable[float]) -> list[float]:
    """*values* in order, of those that are nearly the same only the first."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > SAME:
            found.append(value)
    return found
