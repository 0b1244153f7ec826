"""Tick boxes that a PDF draws with lines, as Word and LibreOffice print the boxes of old forms: each becomes the character that it looks like.

A box is a square, or a ring, that stands alone: what goes on beyond its corners is a table. It is ticked by whatever is drawn or written in it.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from forms.text import Box
from parsers.geometry import holds, overlap
from parsers.pdf.model import Edge, Glyph, Page, Small
from parsers.symbols import EMPTY, TICKED

__all__ = ["name_squares"]

LEAST, MOST = 5.0, 20.0
"""Points of a box's side: a third of a line of six points, and a box for characters of 18 points."""
SMALL = 0.7
"""Ems of the page's text from which on a box is one although it has less points: a page may be printed at half its size."""
ENTRY = 1.35
"""Ems of the page's text from which on an empty box that no text stands beside is an entry field that nothing was entered in."""
SQUARE = 1.25
"""Times its shorter side that a box's longer one may be."""
CORNER = 1.0
"""Points by which the sides of a box may miss one another."""
LIMIT = 400
"""Short lines of a page, and boxes, up to which they are looked at: forms have some dozens."""
GRID = 2
"""Sides of a box that go on beyond its corners from which on it is a cell of a table: of its neighbours only two touch the first of a row."""
WHOLE = 0.8
"""Share of a box that is its ground, and no mark in it, when it is filled."""
COVER = 0.3
"""Points by which what is drawn may reach beyond what covers it."""
LARGE = 2.0
"""Times a box's side that a mark may be which a hand put over it."""
BESIDE = 0.6
"""Ems downwards by which the middle of a box may differ from that of the text beside it."""
FLAT = 0.12
"""Ems that an underline is high at most, and may stand above the baseline: a box reaches below it."""
UNSURE = 0.85
"""Confidence of a printed box over which a mark is drawn."""
TOP = 1 << 30
"""Layer of what is named here: above all that the page draws."""
_MARKS = frozenset("√✓✔✗✘×xXvV☑☒●■")
_EMPTY = frozenset({EMPTY, "□", "○", "◯", "▢"})


def name_squares(page: Page) -> None:
    """Puts ☐ and ☑ on *page* where boxes are drawn, and takes their lines away; a printed box under a drawn mark becomes ☑ in doubt."""
    usual = _usual_size(page)
    least = min(LEAST, SMALL * usual)
    outlines = _outlines(page, least)
    inks = [small for small in _uncovered(page.smalls) if not (small.outline or small.white or small.ground)]
    cut_out = [small.box for small in page.smalls if small.white]
    taken: list[Box] = []
    for ink in inks if cut_out else ():
        # As browsers draw a ticked box: filled, with a white mark.
        if _is_square(ink.box, least) and any(
            _is_mark(mark, ink.box) and mark[2] - mark[0] < WHOLE * (ink.box[2] - ink.box[0]) for mark in cut_out
        ):
            taken.append(ink.box)
            page.glyphs.append(_glyph(TICKED, ink.box, page))
    for box in outlines:
        if any(overlap(box, other) for other in taken) or _in_grid(box, page.edges):
            continue
        inside = [
            glyph
            for glyph in page.glyphs
            if not glyph.text.isspace() and box[0] < glyph.x < box[2] and box[1] < glyph.middle < box[3]
        ]
        if any(glyph.text not in _MARKS and glyph.text not in _EMPTY for glyph in inside):
            continue
        if not inside and box[3] - box[1] > ENTRY * usual and _stands_alone(box, page):
            continue
        taken.append(box)
        if any(glyph.text in _EMPTY or glyph.text in (TICKED, "☒") for glyph in inside):
            # A field laid over it, or a character: that says what is meant.
            continue
        marked = bool(inside) or any(_is_mark(ink.box, box) for ink in inks)
        gone = {id(glyph) for glyph in inside}
        page.glyphs = [glyph for glyph in page.glyphs if id(glyph) not in gone]
        page.glyphs.append(_glyph(TICKED if marked else EMPTY, box, page))
    if taken:
        page.edges = [edge for edge in page.edges if not any(_is_within(edge, box) for box in taken)]
    if inks:
        _over_printed(page, [ink for ink in inks if not any(overlap(ink.box, box) for box in taken)])


def _uncovered(smalls: list[Small]) -> list[Small]:
    """*smalls* without those that white is drawn over: browsers draw a round button as a ring between two discs."""
    whites = [(number, small.box) for number, small in enumerate(smalls) if small.white and not small.outline]
    if len(whites) > LIMIT:
        return smalls
    return [
        small
        for number, small in enumerate(smalls)
        if not any(later > number and holds(white, small.box, COVER) for later, white in whites)
    ]


def _usual_size(page: Page) -> float:
    """The size of most of the page's characters; that of a box at its largest where there are none."""
    sizes = sorted(glyph.size for glyph in page.glyphs)
    return sizes[len(sizes) // 2] if sizes else MOST


def _stands_alone(box: Box, page: Page) -> bool:
    """Whether no text stands on the line of *box*, within its size to the left or right."""
    x0, top, x1, bottom = box
    room = bottom - top
    return not any(
        top < glyph.middle < bottom and x0 - room < glyph.x < x1 + room
        for glyph in page.glyphs
        if not glyph.text.isspace()
    )


def _outlines(page: Page, least: float) -> list[Box]:
    """The squares and rings of *page* from *least* on by their bounds, larger first: drawn as such, or of four lines."""
    found = [small.box for small in page.smalls if small.outline and _is_square(small.box, least)]
    short = [edge for edge in page.edges if least <= edge.end - edge.start <= MOST]
    if len(short) > LIMIT:
        # The dashes of lines.
        short = []
    uprights = sorted((edge for edge in short if edge.upright), key=lambda edge: edge.at)
    levels = [edge for edge in short if not edge.upright]
    for left, right in combinations(uprights, 2):
        box = (left.at, left.start, right.at, left.end)
        if (
            right.at - left.at <= MOST
            and abs(left.start - right.start) <= CORNER
            and abs(left.end - right.end) <= CORNER
            and _is_square(box, least)
            and all(
                any(
                    abs(level.at - y) <= CORNER
                    and abs(level.start - left.at) <= CORNER
                    and abs(level.end - right.at) <= CORNER
                    for level in levels
                )
                for y in (left.start, left.end)
            )
        ):
            found.append(box)
    return sorted(found, key=lambda box: box[0] - box[2])[:LIMIT]


def _is_square(box: Box, least: float) -> bool:
    less, more = sorted((box[2] - box[0], box[3] - box[1]))
    return less >= least and more <= min(MOST, SQUARE * less)


def _in_grid(box: Box, edges: list[Edge]) -> bool:
    """Whether two of the sides of *box* go on beyond its corners."""
    x0, top, x1, bottom = box
    sides = ((False, top, x0, x1), (False, bottom, x0, x1), (True, x0, top, bottom), (True, x1, top, bottom))
    return sum(any(_goes_on(edge, *side) for edge in edges) for side in sides) >= GRID


def _goes_on(edge: Edge, upright: bool, at: float, start: float, end: float) -> bool:
    return (
        edge.upright == upright
        and abs(edge.at - at) <= CORNER
        and edge.start <= end + CORNER
        and edge.end >= start - CORNER
        and (edge.start < start - CORNER or edge.end > end + CORNER)
    )


def _is_within(edge: Edge, box: Box) -> bool:
    low, high = (box[0], box[2]) if edge.upright else (box[1], box[3])
    start, end = (box[1], box[3]) if edge.upright else (box[0], box[2])
    return low - CORNER <= edge.at <= high + CORNER and start - CORNER <= edge.start and edge.end <= end + CORNER


def _is_mark(ink: Box, box: Box) -> bool:
    """Whether what is drawn at *ink* is a mark in *box*, and not its ground."""
    x, y = (ink[0] + ink[2]) / 2, (ink[1] + ink[3]) / 2
    wide, high = ink[2] - ink[0], ink[3] - ink[1]
    side = max(box[2] - box[0], box[3] - box[1])
    return box[0] < x < box[2] and box[1] < y < box[3] and max(wide, high) <= LARGE * side


def _underlines(ink: Box, glyph: Glyph) -> bool:
    """Whether what is drawn at *ink* is a flat stroke at the foot of a printed box."""
    return ink[3] - ink[1] < FLAT * glyph.size and (ink[1] + ink[3]) / 2 > glyph.y - FLAT * glyph.size


def _glyph(text: str, box: Box, page: Page) -> Glyph:
    """A character for *box*, on the line of the text beside it."""
    x0, top, x1, bottom = box
    middle = (top + bottom) / 2
    size = max(bottom - top, x1 - x0)
    beside = min(
        (
            glyph
            for glyph in page.glyphs
            if not glyph.angle
            and not glyph.text.isspace()
            and abs(glyph.middle - middle) <= BESIDE * max(glyph.size, size)
        ),
        key=lambda glyph: max(glyph.x0 - x1, x0 - glyph.x1),
        default=None,
    )
    angle = Counter(glyph.angle for glyph in page.glyphs).most_common(1)
    if beside is None or max(beside.x0 - x1, x0 - beside.x1) > 2 * beside.size:
        y = middle + 0.36 * size
    else:
        y, size = beside.y, beside.size
    return Glyph(text, x0, x1, y, size, angle[0][0] if angle else 0, font=-1, order=len(page.glyphs), layer=TOP)


def _over_printed(page: Page, inks: list[Small]) -> None:
    """Ticks the printed empty boxes over which a mark is drawn."""
    for glyph in page.glyphs:
        if glyph.text in _EMPTY and any(
            _is_mark(ink.box, glyph.box) and not _underlines(ink.box, glyph) for ink in inks
        ):
            glyph.text, glyph.confidence = TICKED, min(glyph.confidence, UNSURE)
