"""The cells of tables that have level lines in pieces (``pdf.pieces``) and no upright ones get lines of their own: what ``pdf.spans`` tells of them is in doubt unless grounds tell it."""

from __future__ import annotations

from itertools import pairwise

from forms.text import Box
from parsers.geometry import holds
from parsers.pdf.model import Edge, Glyph, Page
from parsers.pdf.parts import GROUND, foot_of, parts
from parsers.pdf.pieces import SAME, TOUCH, Line, is_near, positions, tables
from parsers.pdf.runs import runs
from parsers.pdf.spans import Slot, sides

__all__ = ["put_columns"]

EXACT = 0.8
"""Points by which what underlines a text may be longer than it."""
UNDER = 0.5
"""Ems below a text up to which a line underlines it."""
GAP = 8.0
"""Points between rows that keep apart, at most."""
ASIDE = 2.0
"""Ems from a table's left side in which a label stands whose value is underlined."""
UNSURE = 0.85
"""Confidence of what stands in such a table."""


def put_columns(page: Page, glyphs: list[Glyph], before: tuple[float, ...] = (), cut: tuple[float, ...] = ()) -> None:
    """Puts the upright lines on *page* that tables with level lines in pieces have where these meet.

    *glyphs* are its level characters, *before* the columns of the table that the page before ended with, *cut* where the cells of its last row begin if no line is under it.
    """
    found = list(tables(page, before))
    if not found:
        return
    written = [glyph for run in runs([glyph for glyph in glyphs if not glyph.angle]) for glyph in run]
    high = 0.0
    for number, lines in enumerate(_without_gaps(lines, written) for lines in found):
        xs = positions(x for line in lines for x in line.joints)
        grounds = _grounds(page, xs, written)
        again = number == 0 and all(is_near(x, before) for x in lines[0].joints)
        some = list(parts(lines, xs, written, grounds, again=again, high=high))
        for place, (part, top, over) in enumerate(some):
            after = some[place + 1][0][0].y if place + 1 < len(some) else page.height
            above = [glyph for glyph in written if glyph.middle < after]
            last = over or part is some[-1][0]
            foot = foot_of(part, xs, above, grounds, page.height, over=over) if last else None
            high = foot if over and foot else high
            first = cut if again and part[0] is lines[0] else ()
            _put(page, part, xs, (top, foot or part[-1].y), written, grounds, first)


def _without_gaps(lines: list[Line], glyphs: list[Glyph]) -> list[Line]:
    """*lines* without those close below another like them: rows that keep apart have one of their own each, below and above."""
    found = lines[:1]
    for line in lines[1:]:
        above = found[-1]
        gap = line.y - above.y <= GAP and len(line.joints) == len(above.joints)
        if not gap or any(above.y < glyph.middle < line.y for glyph in glyphs):
            found.append(line)
    return found


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


def _put(
    page: Page,
    lines: list[Line],
    xs: list[float],
    ends: tuple[float, float],
    glyphs: list[Glyph],
    grounds: list[Box],
    cut: tuple[float, ...],
) -> None:
    """Puts the lines of one table on *page* that begins and ends at these heights, its first row perhaps *cut* by the end of the page before."""
    top, bottom = ends
    within = [glyph for glyph in glyphs if xs[0] <= glyph.x <= xs[-1] and top < glyph.middle < bottom]
    slots = _slots(lines, xs, ends, within, grounds)
    if not slots or not within or any(_is_label(glyph, xs[0], top, bottom) for glyph in glyphs):
        return
    if _underline(lines, within) or _underlines_spaces(page, slots, xs, ends):
        return
    if any(slot.ground < 0 for slot in slots):
        page.notes.add("table.guessed")
        for glyph in within:
            glyph.confidence = min(glyph.confidence, UNSURE)
    exact = any(
        piece.start + SAME < x < piece.end - SAME for line in lines for piece in line.pieces for x in xs
    ) or any(right.start - left.end > TOUCH for line in lines for left, right in pairwise(line.pieces))
    # Over its first row no line is drawn, nor is under a row that the page cuts.
    edges = [Edge(True, xs[0], top, bottom), Edge(True, xs[-1], top, bottom)]
    edges += [
        Edge(False, slot.bottom, xs[slot.column], xs[slot.column + 1])
        for slot in slots
        if slot.bottom <= lines[-1].y + SAME or slot.top < lines[-1].y - SAME
    ]
    edges += [Edge(True, xs[slot.column], slot.top, slot.bottom) for slot in sides(slots, xs, top, cut, exact=exact)]
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


def _underlines_spaces(page: Page, slots: list[Slot], xs: list[float], ends: tuple[float, float]) -> bool:
    """Whether a column between upright lines of a cell that holds it all is blank: the lines underline spaces and the text behind them, in two pieces."""
    sides = [
        edge.at for edge in page.edges if edge.upright and edge.start <= ends[0] + SAME and edge.end >= ends[1] - SAME
    ]
    if not any(x < xs[0] - SAME for x in sides) or not any(x > xs[-1] + SAME for x in sides):
        return False
    return any(not any(slot.glyphs for slot in slots if slot.column == column) for column in range(len(xs) - 1))


def _slots(
    lines: list[Line], xs: list[float], ends: tuple[float, float], glyphs: list[Glyph], grounds: list[Box]
) -> list[Slot]:
    """The rooms of all columns from top to bottom."""
    slots = []
    top, bottom = ends
    for column, (left, right) in enumerate(pairwise(xs)):
        middle = (left + right) / 2
        above = top
        inside = [glyph for glyph in glyphs if left <= glyph.x < right]
        under = [(line.y, piece) for line in lines for piece in line.pieces if piece.start <= middle <= piece.end]
        if under and bottom > under[-1][0] + SAME:
            under.append((bottom, under[-1][1]))
        for y, piece in under:
            if y - above > SAME:
                own = [glyph for glyph in inside if above < glyph.middle < y]
                slots.append(Slot(column, above, y, piece, own, _ground(grounds, middle, (above + y) / 2)))
                above = y
    return slots


def _ground(grounds: list[Box], x: float, y: float) -> int:
    """The number of the ground at this place, -1 for none."""
    return next((number for number, box in enumerate(grounds) if box[0] < x < box[2] and box[1] < y < box[3]), -1)
