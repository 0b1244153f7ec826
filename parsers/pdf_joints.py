"""The cells of tables that have level lines in pieces (``pdf_pieces``) and no upright ones.

Where cells keep apart, each piece is a cell's. The ground of a cell tells it as well. Else which cells of a row are one isn't drawn: it is told by text that stands over a joint, or in the middle of several columns, or,
in a table most of whose places are empty, by what stands at the beginning of them. All that is found so is in doubt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from forms.text import Box
from parsers.geometry import holds
from parsers.pdf_model import Edge, Glyph, Page
from parsers.pdf_parts import GROUND, parts
from parsers.pdf_pieces import SAME, TOUCH, Line, is_near, positions, tables
from parsers.pdf_runs import crosses, runs

__all__ = ["put_columns"]

INDENT = 1.0
"""Ems from a column's left side in which its text begins."""
EXACT = 0.8
"""Points by which what underlines a text may be longer than it."""
UNDER = 0.5
"""Ems below a text up to which a line underlines it."""
ASIDE = 2.0
"""Ems from a table's left side in which a label stands whose value is underlined."""
CENTRED = 1.5
"""Points by which text in the middle of its cell may miss it."""
FULL = 0.7
"""Share of the places of a table that are written from which on the others are empty cells."""
UNSURE = 0.85
"""Confidence of what stands in such a table."""


@dataclass(slots=True)
class _Slot:
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


def put_columns(page: Page, glyphs: list[Glyph]) -> None:
    """Puts the upright lines on *page* that tables with level lines in pieces have where these meet.

    *glyphs* are its level characters.
    """
    found = list(tables(page))
    if not found:
        return
    written = [glyph for run in runs([glyph for glyph in glyphs if not glyph.angle]) for glyph in run]
    for lines in found:
        xs = positions(x for line in lines for x in line.joints)
        grounds = _grounds(page, xs, written)
        for part, top in parts(lines, xs, written, grounds):
            _put(page, part, xs, top, written, grounds)


def _grounds(page: Page, xs: list[float], glyphs: list[Glyph]) -> list[Box]:
    """The filled rectangles on *page* that are the grounds of cells between the joints *xs*: not those of whole tables, nor those of rows that have several texts."""
    boxes = [
        fill.box
        for fill in page.fills
        if is_near(fill.box[0], xs, GROUND) and is_near(fill.box[2], xs, GROUND) and fill.box[2] - fill.box[0] > GROUND
    ]
    boxes = list(dict.fromkeys(boxes))
    found = []
    for box in boxes:
        if any(other is not box and holds(box, other, 0.1) for other in boxes):
            continue
        if box[0] <= xs[0] + GROUND and box[2] >= xs[-1] - GROUND:
            inside = [glyph for glyph in glyphs if box[0] < glyph.x < box[2] and box[1] < glyph.middle < box[3]]
            if len(runs(inside)) != 1:
                continue
        found.append(box)
    return found


def _put(page: Page, lines: list[Line], xs: list[float], top: float, glyphs: list[Glyph], grounds: list[Box]) -> None:
    """Puts the lines of one table on *page*."""
    bottom = lines[-1].y
    within = [glyph for glyph in glyphs if xs[0] <= glyph.x <= xs[-1] and top < glyph.middle < bottom]
    slots = _slots(lines, xs, top, within, grounds)
    if not slots or not within or any(_is_label(glyph, xs[0], top, bottom) for glyph in glyphs):
        return
    if _underline(lines, within):
        return
    if any(slot.ground < 0 for slot in slots):
        page.notes.add("table.guessed")
        for glyph in within:
            glyph.confidence = min(glyph.confidence, UNSURE)
    full = sum(bool(slot.glyphs) for slot in slots) >= FULL * len(slots)
    exact = any(
        piece.start + SAME < x < piece.end - SAME for line in lines for piece in line.pieces for x in xs
    ) or any(right.start - left.end > TOUCH for line in lines for left, right in pairwise(line.pieces))
    edges = [Edge(False, top, xs[0], xs[-1]), Edge(True, xs[0], top, bottom), Edge(True, xs[-1], top, bottom)]
    edges += [Edge(False, slot.bottom, xs[slot.column], xs[slot.column + 1]) for slot in slots]
    edges += [
        Edge(True, xs[slot.column], slot.top, slot.bottom)
        for row in _rows(slots)
        for slot in (_ends(row) if exact else _parting(row, xs, full=full, head=row[0].top <= top))
    ]
    page.edges = [
        edge
        for edge in page.edges
        if edge.upright
        or edge.end < xs[0] - SAME
        or edge.start > xs[-1] + SAME
        or not top - SAME <= edge.at <= bottom + SAME
    ] + edges


def _is_label(glyph: Glyph, left: float, top: float, bottom: float) -> bool:
    """Whether a character stands right before the lines, which then underline what is written behind it."""
    return top < glyph.middle < bottom and left - ASIDE * glyph.size < glyph.x < left


def _underline(lines: list[Line], glyphs: list[Glyph]) -> bool:
    """Whether most pieces of *lines* over which something is written are as long as what is right above them."""
    written = exact = 0
    for line in lines:
        above = [glyph for glyph in glyphs if 0 <= line.y - glyph.y <= UNDER * glyph.size]
        for piece in line.pieces:
            own = [glyph for glyph in above if piece.start <= glyph.x <= piece.end]
            if own:
                written += 1
                x0, x1 = min(glyph.x0 for glyph in own), max(glyph.x1 for glyph in own)
                exact += abs(x0 - piece.start) <= EXACT and abs(x1 - piece.end) <= EXACT
    return exact > 0.5 * written


def _slots(lines: list[Line], xs: list[float], top: float, glyphs: list[Glyph], grounds: list[Box]) -> list[_Slot]:
    """The rooms of all columns from top to bottom."""
    slots = []
    for column, (left, right) in enumerate(pairwise(xs)):
        middle = (left + right) / 2
        above = top
        inside = [glyph for glyph in glyphs if left <= glyph.x < right]
        for line in lines:
            piece = next((piece for piece in line.pieces if piece.start <= middle <= piece.end), None)
            if piece is not None and line.y - above > SAME:
                own = [glyph for glyph in inside if above < glyph.middle < line.y]
                height = (above + line.y) / 2
                ground = next(
                    (
                        number
                        for number, box in enumerate(grounds)
                        if box[0] < middle < box[2] and box[1] < height < box[3]
                    ),
                    -1,
                )
                slots.append(_Slot(column, above, line.y, piece, own, ground))
                above = line.y
    return slots


def _rows(slots: list[_Slot]) -> list[list[_Slot]]:
    """Rooms that stand beside one another between the same two lines."""
    rows: dict[tuple[float, float], list[_Slot]] = {}
    for slot in slots:
        rows.setdefault((slot.top, slot.bottom), []).append(slot)
    found: list[list[_Slot]] = []
    for row in rows.values():
        row.sort(key=lambda slot: slot.column)
        for slot in row:
            last = found[-1][-1] if found else None
            if last is not None and (last.column, last.top, last.bottom) == (slot.column - 1, slot.top, slot.bottom):
                found[-1].append(slot)
            else:
                found.append([slot])
    return found


def _ends(row: list[_Slot]) -> list[_Slot]:
    """The rooms of *row* at whose left side a piece begins, where each piece is a cell's."""
    return [row[0], *(slot for before, slot in pairwise(row) if slot.piece is not before.piece)]


def _parting(row: list[_Slot], xs: list[float], *, full: bool, head: bool) -> Iterator[_Slot]:
    """The rooms of *row* at whose left side a cell begins."""
    for ground, some in groupby(row, key=lambda slot: slot.ground):
        slots = list(some)
        if ground >= 0:
            yield slots[0]
        else:
            begins = _begins(_cells(slots, xs), xs, full=full, head=head)
            yield from (slot for slot in slots if slot.column in begins)


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


def _cells(row: list[_Slot], xs: list[float]) -> list[_Cell]:
    """The cells of *row* as text over joints tells them."""
    cells = [_Cell(slot.column, slot.column, slot.glyphs) for slot in row]
    for run in runs([glyph for slot in row for glyph in slot.glyphs]):
        over = [column for column in range(row[0].column + 1, row[-1].column + 1) if crosses(run, xs[column])]
        if not over:
            continue
        touched = [cell for cell in cells if cell.last >= over[0] - 1 and cell.first <= over[-1]]
        rest = [cell for cell in cells if cell not in touched]
        one = _Cell(touched[0].first, touched[-1].last, [glyph for cell in touched for glyph in cell.glyphs])
        cells = sorted([*rest, one], key=lambda cell: cell.first)
    return cells
