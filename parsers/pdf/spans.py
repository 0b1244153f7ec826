"""Which columns of a row are one cell, in tables that have level lines in pieces (``pdf.pieces``) and no upright ones.

Where cells keep apart, each piece is a cell's. The ground of a cell tells it as well. Else it isn't drawn: it is told by text that stands over a joint, or in the middle of several columns, by the rows beside it, or,
in a table most of whose places are empty, by what stands at the beginning of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from parsers.pdf.model import Edge, Glyph
from parsers.pdf.pieces import is_near
from parsers.pdf.runs import LINE, crosses, runs
from parsers.wording import is_label, is_usual

__all__ = ["Slot", "sides"]

INDENT = 1.0
"""Ems from a column's left side in which its text begins."""
CENTRED = 1.5
"""Points by which text in the middle of its cell may miss it."""
HALF = 4
"""Characters of the first half of a label at most whose halves stand apart."""
FULL = 0.7
"""Share of the places of a table that are written from which on the others are empty cells."""


@dataclass(slots=True)
class Slot:
    """The room in one column between two lines, what is written there, and the number of the ground that it has, -1 for none."""

    column: int
    top: float
    bottom: float
    piece: Edge
    """What is drawn under it."""
    glyphs: list[Glyph] = field(default_factory=list)
    ground: int = -1


@dataclass(slots=True)
class _Cell:
    """The first and the last column of a cell, and what is written in it."""

    first: int
    last: int
    glyphs: list[Glyph]

    def is_middle(self, xs: list[float], first: int, last: int) -> bool:
        """Whether the text is in the middle of these columns."""
        return abs(self.x0 + self.x1 - xs[first] - xs[last + 1]) <= 2 * CENTRED

    @property
    def x0(self) -> float:
        """Where the text begins."""
        return min(glyph.x0 for glyph in self.glyphs)

    @property
    def x1(self) -> float:
        """Where the text ends."""
        return max(glyph.x1 for glyph in self.glyphs)


def sides(slots: list[Slot], xs: list[float], top: float, cut: tuple[float, ...], *, exact: bool) -> Iterator[Slot]:
    """The rooms at whose left side a cell begins, of a table that begins at the height *top*.

    Where it is *exact*, pieces are those of cells. *cut* tells where the cells of a first row begin that goes on from the page before.
    """
    full = sum(bool(slot.glyphs) for slot in slots) >= FULL * len(slots)
    rows = _rows(slots)
    told = _told(rows)
    for row in rows:
        head = row[0].top <= top
        if cut and head:
            yield from (slot for slot in row if is_near(xs[slot.column], cut))
        elif exact:
            yield from _ends(row)
        else:
            beside = {
                slot.column: [told.get((slot.column, row[0].top, True)), told.get((slot.column, row[0].bottom, False))]
                for slot in row
            }
            one = {column for column, some in beside.items() if any(some) and False not in some}
            yield from _parting(row, xs, one, full=full, head=head)


def _rows(slots: list[Slot]) -> list[list[Slot]]:
    """Rooms that stand beside one another between the same two lines."""
    rows: dict[tuple[float, float], list[Slot]] = {}
    for slot in slots:
        rows.setdefault((slot.top, slot.bottom), []).append(slot)
    found: list[list[Slot]] = []
    for row in rows.values():
        row.sort(key=lambda slot: slot.column)
        for slot in row:
            last = found[-1][-1] if found else None
            if last is not None and (last.column, last.top, last.bottom) == (slot.column - 1, slot.top, slot.bottom):
                found[-1].append(slot)
            else:
                found.append([slot])
    return found


def _ends(row: list[Slot]) -> list[Slot]:
    """The rooms of *row* at whose left side a piece begins, where each piece is a cell's."""
    return [row[0], *(slot for before, slot in pairwise(row) if slot.piece is not before.piece)]


def _parting(row: list[Slot], xs: list[float], one: set[int], *, full: bool, head: bool) -> Iterator[Slot]:
    """The rooms of *row* at whose left side a cell begins. In the rows beside it, the columns *one* are in one cell with those before them."""
    for ground, some in groupby(row, key=lambda slot: slot.ground):
        slots = list(some)
        if ground >= 0:
            yield slots[0]
            continue
        begins = _begins(_cells(slots, xs), xs, full=full, head=head)
        for slot in slots:
            if slot.column in begins and (slot is slots[0] or slot.glyphs or slot.column not in one):
                yield slot


def _told(rows: list[list[Slot]]) -> dict[tuple[int, float, bool], bool]:
    """Whether grounds tell that a column is in one cell with the one before it: by its number, and the height at which the row ends, its foot or not."""
    return {
        (slot.column, slot.bottom if foot else slot.top, foot): slot.ground == before.ground
        for row in rows
        for before, slot in pairwise(row)
        if min(before.ground, slot.ground) >= 0
        for foot in (False, True)
    }


def _begins(cells: list[_Cell], xs: list[float], *, full: bool, head: bool) -> set[int]:
    """The columns in which cells begin: *cells* as far as text over joints tells them, those beside them that have no text may belong to them.

    In the first row, the *head*, no places are empty, so that what is in the middle of its own column and of several is the head of these.
    """
    written = [cell for cell in cells if cell.glyphs]
    if not written:
        return {cell.first for cell in cells}
    ends = [*(cell.first - 1 for cell in written[1:]), cells[-1].last]
    lowest = cells[0].first
    for cell, highest in zip(written, ends, strict=True):
        first, last = cell.first, cell.last
        own = cell.is_middle(xs, first, last)
        wider = [
            (one, other)
            for one in range(lowest, first + 1)
            for other in range(last, highest + 1)
            if (one, other) != (first, last) and cell.is_middle(xs, one, other)
        ]
        starts = cell.x0 - xs[first] <= INDENT * cell.glyphs[0].size
        if wider and (own or not starts) and not (own and full and first == last and not head):
            cell.first, cell.last = max(wider, key=lambda pair: pair[1] - pair[0])
        lowest = cell.last + 1
    ends = [*(cell.first - 1 for cell in written[1:]), cells[-1].last]
    for cell, highest in zip(written, ends, strict=True):
        if not full and not cell.is_middle(xs, cell.first, cell.last):
            cell.last = highest
    held = {column for cell in written for column in range(cell.first, cell.last + 1)}
    return {cell.first for cell in cells if cell.first not in held} | {cell.first for cell in written}


def _cells(row: list[Slot], xs: list[float]) -> list[_Cell]:
    """The cells of *row* as text over joints tells them, and labels whose halves stand apart."""
    cells = [_Cell(slot.column, slot.column, slot.glyphs) for slot in row]
    columns = range(row[0].column + 1, row[-1].column + 1)
    texts = runs([glyph for slot in row for glyph in slot.glyphs])
    found = [[column for column in columns if crosses(run, xs[column])] for run in texts]
    found += [
        [column for column in columns if left[-1].x < xs[column] < right[0].x]
        for left, right in pairwise(texts)
        if _are_halves(left, right)
    ]
    for over in filter(None, found):
        touched = [cell for cell in cells if cell.last >= over[0] - 1 and cell.first <= over[-1]]
        rest = [cell for cell in cells if cell not in touched]
        one = _Cell(touched[0].first, touched[-1].last, [glyph for cell in touched for glyph in cell.glyphs])
        cells = sorted([*rest, one], key=lambda cell: cell.first)
    return cells


def _are_halves(left: list[Glyph], right: list[Glyph]) -> bool:
    """Whether two texts on one line are those of a label set wide, and the first alone is none."""
    if abs(left[-1].y - right[0].y) > LINE * right[0].size or right[0].x0 < left[-1].x1:
        return False
    first, second = ("".join(glyph.text for glyph in run) for run in (left, right))
    return len(first) <= HALF and is_label(first + second) and not is_usual(first)
