"""The ruled lines in the picture of a page that was set straight."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from forms.text import Box
from parsers.geometry import holds
from parsers.pdf.model import Edge
from parsers.ruling import RuledGrid
from parsers.scan.ends import (
    CHARACTER,
    MEETS,
    SHARED,
    completed,
    healed,
    is_in_text,
    is_stroke,
    shortened,
    through_text,
)
from parsers.scan.ocr import Image
from parsers.scan.strokes import HALF_LONG, LEVEL, UPRIGHT, Rule, is_free, reaching, strokes_of, with_faint
from parsers.scan.veil import bridged

__all__ = ["find_rules", "without_strokes"]

LONG_LEVEL, LONG_UPRIGHT = 150.0, 90.0
"""Points from which on a level or upright line is a rule wherever it ends: what the strokes of characters under one another make is shorter."""
BOTH = 2
CROSSED = 3
"""Lines of the other direction that a line must meet to be a rule wherever it ends."""
ROW = 40.0
"""Points of the shortest level rule that can be a row's; the strokes of characters are shorter."""
OF_CHARACTER = 0.85
"""Heights of a line of text, as detection finds it, up to which an upright in it is a character's stroke: an em and its underline."""
IN_LINE, BROKEN = 0.9, 60.0
"""Points by which two pieces of a level rule may be apart across it and along it."""
ONE_LINE = 14.0
"""Points of the lowest row, of one line of text."""
FLATTEST, FLAT = 8.0, 14.0
"""Points up to which what looks like a table is lower than a text; and inside a cell of another, lower than a row of text."""
BEYOND = 0.3
"""Heights of a line of text by which it goes on beyond what its strokes make."""
TOUCHED = 2.5
"""Points within which the end of a border is at an upright; an underline begins where a cell's text does, further in."""
BELOW = (0.35, 0.2)
"""Heights of a line above its bottom, as detection finds it, and below, between which its underline is."""
WRITTEN, BESIDE_TEXT = 0.85, 12.0
"""Share of an underline that text is above, and points by which either may be longer at an end: a blank, a mark that takes half of its square."""
NEAR, TOUCHES = 1.3, 0.3
"""Points that a short upright may lack to reach the level rule where it ends; and one that runs through text."""


def find_rules(
    ink: Image, dpi: float, lines: Sequence[Box] = (), faint: Image | None = None, veil: Image | None = None
) -> list[Edge]:
    """The ruled lines of *ink*, in points from the picture's top-left corner. *lines* are where text stands, in points as well.

    *faint* is *ink* and what may be ink: a line goes on as far as it does there. *veil* is where seals were.
    """
    unit = dpi / 72
    level = (ink, ink if faint is None else faint)
    upright = tuple(np.asarray(image.T.copy(), np.uint8) for image in level)
    levels = list(strokes_of(ink, LEVEL, unit, upright=False))
    uprights = list(strokes_of(upright[0], UPRIGHT, unit, upright=True))
    if faint is not None:
        levels = with_faint(levels, strokes_of(faint, LEVEL, unit, upright=False))
        more = list(strokes_of(upright[1], UPRIGHT, unit, upright=True))
        long = [edge for edge in levels if edge.end - edge.start >= 2 * LONG_LEVEL]
        uprights = reaching(with_faint(uprights, more), more, long)
        ends = [place for edge in levels if not edge.faint for place in (edge.start, edge.end)]
        ends += [edge.at for edge in uprights if not edge.faint]
        levels = [edge for edge in levels if not edge.faint or _is_of_table(edge, ends)]
    if veil is not None:
        levels = bridged(levels, level[1], veil, unit)
        uprights = bridged(uprights, upright[1], np.ascontiguousarray(veil.T), unit)
    uprights = [edge for edge in uprights if not _is_of_character(edge, lines, levels)]
    # One that goes on into a title above its table ends at the table's first rule, not at what underlines the title.
    long = [edge for edge in levels if edge.end - edge.start >= LONG_LEVEL and not _is_underline(edge, lines, uprights)]
    uprights = shortened(uprights, long, lines, upright[0], unit)
    levels = [edge for edge in levels if not _is_underline(edge, lines, uprights)]
    dropped = list(levels)
    slack = [TOUCHES if is_in_text(edge, lines) else NEAR for edge in uprights]
    while True:
        kept = [
            (edge, allowed)
            for edge, allowed in zip(uprights, slack, strict=True)
            if edge.end - edge.start >= LONG_UPRIGHT
            or _ends(edge, levels, allowed) >= _needed(edge, allowed)
            or (_ends(edge, levels, allowed) and _hang_together(edge, uprights))
            or _hangs(edge, levels, lines, upright[0], unit)
        ]
        others = [edge for edge, _ in kept]
        kept_levels = [
            edge
            for edge in levels
            if _ends(edge, others, MEETS) == BOTH
            or _crossed(edge, others) >= CROSSED
            or (edge.end - edge.start >= LONG_LEVEL and not is_stroke(edge, lines))
        ]
        if len(kept_levels) == len(levels) and len(kept) == len(uprights):
            break
        levels, uprights, slack = kept_levels, others, [allowed for _, allowed in kept]
    uprights = shortened(uprights, levels, lines, upright[0], unit)
    levels += _continuing(dropped, levels, uprights, lines)
    uprights = completed(through_text(uprights, levels, lines, ink, unit), levels, upright[1], unit, lines)
    levels = completed(levels, uprights, level[1], unit)
    uprights = completed(uprights, levels, upright[1], unit, lines)
    if veil is not None:
        uprights = healed(uprights, levels, upright[1], np.ascontiguousarray(veil.T), unit, lines)
        levels = healed(levels, uprights, level[1], veil, unit, lines)
        uprights = healed(uprights, levels, upright[1], np.ascontiguousarray(veil.T), unit, lines)
    return [piece for edge in (*levels, *uprights) for piece in edge.pieces]


def _hang_together(edge: Rule, uprights: list[Rule]) -> bool:
    """Whether several uprights begin and end where *edge* does: those of a row that a page cuts, which has a level rule at one end alone."""
    if edge.end - edge.start < CHARACTER:
        return False
    alike = [
        other for other in uprights if abs(other.start - edge.start) <= SHARED and abs(other.end - edge.end) <= SHARED
    ]
    return len(alike) >= CROSSED


def _hangs(edge: Rule, levels: list[Rule], lines: Sequence[Box], ink: Image, unit: float) -> bool:
    """Whether *edge* hangs from the inner part of a rule as long as a table is wide, beside text.

    It parts the label from the value in a row that has no rule under it, as where its page ends. *ink* is turned over its diagonal.
    """
    return (
        (edge.end - edge.start >= CHARACTER or (edge.end - edge.start >= ONE_LINE and is_free(ink, edge, unit)))
        and not is_in_text(edge, lines)
        and any(
            abs(edge.start - level.at) <= NEAR
            and level.end - level.start >= 2 * LONG_LEVEL
            and level.start + ROW <= edge.at <= level.end - ROW
            for level in levels
        )
    )


def without_strokes(edges: list[Edge], found: Sequence[RuledGrid], lines: Sequence[Box] = ()) -> list[Edge]:
    """*edges* without those of grids that have no room for text, or hardly any in a cell of another: an underline and the strokes of what it underlines.

    What lies within one of the *lines* of text, which go on to its left and right, is strokes of its characters as well.
    """
    boxes = [
        grid.box
        for grid in found
        if grid.box[3] - grid.box[1] <= FLATTEST
        or any(_is_amid(grid.box, line) for line in lines)
        or (
            grid.box[3] - grid.box[1] <= FLAT
            and any(other is not grid and any(holds(cell.box, grid.box) for cell in other.cells) for other in found)
        )
    ]
    return [edge for edge in edges if not any(holds(box, _stretch(edge), MEETS) for box in boxes)]


def _is_amid(box: Box, line: Box) -> bool:
    """Whether *box* is in a *line* of text that goes on beyond it on both sides."""
    beyond = BEYOND * (line[3] - line[1])
    return holds((line[0] + beyond, line[1], line[2] - beyond, line[3]), box)


def _stretch(edge: Edge) -> Box:
    return (edge.at, edge.start, edge.at, edge.end) if edge.upright else (edge.start, edge.at, edge.end, edge.at)


def _continuing(candidates: list[Rule], kept: list[Rule], uprights: list[Rule], lines: Sequence[Box]) -> list[Rule]:
    """Those of *candidates* that go on with a level rule that is *kept* behind a gap, and what is between: a faint scan breaks rules.

    Where both end at uprights the gap may be a cell over two rows: then it is none.
    """
    found: list[Rule] = []
    rest = [rule for rule in candidates if not any(rule is other for other in kept) and not is_stroke(rule, lines)]
    while True:
        joined = [(rule, gap) for rule in rest if (gap := _gap(rule, [*kept, *found], uprights)) is not None]
        if not joined:
            return found
        for rule, gap in joined:
            found += (rule, Rule([gap]))
        rest = [rule for rule in rest if not any(rule is other for other, _ in joined)]


def _gap(rule: Rule, others: list[Rule], uprights: list[Rule]) -> Edge | None:
    """The gap between *rule* and one of *others* of which it is a piece."""
    for other in others:
        first, second = (rule, other) if rule.start <= other.start else (other, rule)
        start, end = first.end, second.start
        at, width = (first.pieces[-1].at + second.pieces[0].at) / 2, min(first.width, second.width)
        if abs(first.pieces[-1].at - second.pieces[0].at) > IN_LINE or not -MEETS <= end - start <= BROKEN:
            continue
        crossing = [upright.at for upright in uprights if upright.start - MEETS <= at <= upright.end + MEETS]
        loose = any(all(abs(x - place) > MEETS for x in crossing) for place in (start, end))
        if loose or end - start <= 2 * MEETS:
            return Edge(False, at, min(start, end), max(start, end), width)
    return None


def _needed(edge: Rule, allowed: float) -> int:
    """How many ends of an upright must meet level rules: a table may be open where its page ends."""
    return 1 if allowed > TOUCHES and edge.end - edge.start >= HALF_LONG else BOTH


def _crossed(edge: Rule, others: list[Rule]) -> int:
    """How many lines of the other direction a line meets, by their places."""
    return len(
        {
            round(other.at / MEETS)
            for other in others
            if edge.start - MEETS <= other.at <= edge.end + MEETS
            and other.start - MEETS <= edge.at <= other.end + MEETS
        }
    )


def _is_underline(edge: Rule, lines: Sequence[Box], uprights: Sequence[Rule]) -> bool:
    """Whether a level line runs right below text, begins and ends where that does, and stays clear of the uprights, as no border does."""
    if any(edge.start + ROW <= upright.at <= edge.end - ROW and _stands_at(upright, edge) for upright in uprights):
        return False
    if any(
        abs(upright.at - end) <= TOUCHED and upright.start - MEETS <= edge.at <= upright.end + MEETS
        for upright in uprights
        for end in (edge.start, edge.end)
    ):
        return False
    above = [
        (x0, x1)
        for x0, top, x1, bottom in lines
        if bottom - BELOW[0] * (bottom - top) <= edge.at <= bottom + BELOW[1] * (bottom - top)
        and x1 > edge.start
        and x0 < edge.end
    ]
    if not above:
        return False
    covered = sum(min(x1, edge.end) - max(x0, edge.start) for x0, x1 in above)
    start, end = min(x0 for x0, _ in above), max(x1 for _, x1 in above)
    return (
        covered >= WRITTEN * (edge.end - edge.start)
        and abs(start - edge.start) <= BESIDE_TEXT
        and abs(end - edge.end) <= BESIDE_TEXT
    )


def _stands_at(upright: Rule, edge: Rule) -> bool:
    """Whether a long upright begins or ends at a level line, or goes on far beyond it on both sides."""
    if upright.end - upright.start < HALF_LONG:
        return False
    ends = min(abs(upright.start - edge.at), abs(upright.end - edge.at)) <= NEAR
    return ends or upright.start + HALF_LONG <= edge.at <= upright.end - HALF_LONG


def _is_of_table(edge: Rule, ends: Sequence[float]) -> bool:
    """Whether a level line begins and ends where others do; a fold of the paper goes on to the paper's edge."""
    return all(any(abs(place - end) <= MEETS for end in ends) for place in (edge.start, edge.end))


def _is_of_character(edge: Rule, lines: Sequence[Box], levels: Sequence[Rule]) -> bool:
    """Whether an upright is no longer than a character is high, stands where one is, and has no level rule at one of its ends."""
    length = edge.end - edge.start
    near = [level for level in levels if level.start - MEETS <= edge.at <= level.end + MEETS]
    if all(
        any(abs(level.at - end) <= MEETS and level.end - level.start >= ROW for level in near)
        for end in (edge.start, edge.end)
    ):
        return False
    return any(
        x0 < edge.at < x1
        and length <= OF_CHARACTER * (bottom - top)
        and min(edge.end, bottom) - max(edge.start, top) >= 0.7 * length
        for x0, top, x1, bottom in lines
    )


def _ends(edge: Rule, others: list[Rule], slack: float) -> int:
    """How many ends of a line are at lines of the other direction, which they may lack *slack* points to reach."""
    near = [other for other in others if other.start - MEETS <= edge.at <= other.end + MEETS]
    starts = any(
        abs(other.at - edge.start) <= MEETS and edge.start <= other.at + other.width / 2 + slack for other in near
    )
    ends = any(abs(other.at - edge.end) <= MEETS and edge.end >= other.at - other.width / 2 - slack for other in near)
    return starts + ends
