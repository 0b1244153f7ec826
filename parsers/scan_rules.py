"""The ruled lines in the picture of a page that was set straight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from forms.text import Box
from parsers.ocr import Image
from parsers.pdf_model import Edge

__all__ = ["find_rules", "ink_of"]

LEVEL, UPRIGHT = 20.0, 11.0
"""Points of the shortest level and upright rule: the stroke of a title's character has 18 across, that of a text's 10 down."""
THICK = 5.5
"""Points of the thickest rule, a double border included, with what a page that isn't flat adds."""
STROKE = 7.0
"""Points of the shortest unbroken piece of a rule."""
FULL = 0.4
"""Share of the ink of the row of pixels that has most from which on a row is the line's as well."""
STROKES = 0.14
"""Share of a line's height, from its top and bottom, between which a level line is a stroke of its characters."""
UNBROKEN = 0.86
"""Share of a rule's length that has ink: what bridges the gaps between characters has less."""
BUSY, BESIDE = 0.45, 4.0
"""Share of a short rule's length beside which there may be ink on both of its sides, and the points up to which that is beside it."""
GAP = 2.2
"""Points that a rule may miss: a speck of light, the foot of a stamp."""
PIECE = 60.0
"""Points into which a rule is cut, so that one that is bent is followed."""
FAINTEST = 26.0
"""Grey levels by which a rule is darker than the paper beside it, at least."""
VEILED = 85.0
"""The same where a seal was."""
NOISES = 5.0
"""Times the paper's own unevenness by which ink is darker."""
LONG_LEVEL, LONG_UPRIGHT = 150.0, 90.0
"""Points from which on a level or upright line is a rule wherever it ends: what the strokes of characters under one another make is shorter."""
HALF_LONG = 34.0
"""Points from which on an upright that isn't in text may end freely."""
BOTH = 2
CROSSED = 3
"""Lines of the other direction that a line must meet to be a rule wherever it ends."""
HIDDEN = 130.0
"""Points of a rule that may be hidden, by a seal as a rule."""
IN_LINE, BROKEN = 0.9, 60.0
"""Points by which two pieces of a level rule may be apart across it and along it."""
THROUGH = 0.97
"""Share of its length that an upright which runs through text must be drawn."""
MEETS = 5.0
"""Points by which a rule may end beside the one that it belongs to."""
NEAR, TOUCHES = 1.3, 0.3
"""Points that a short upright may lack to reach the level rule where it ends; and one that runs through text."""


class _Rule:
    """A line in pieces that follow it where it is bent."""

    def __init__(self, pieces: list[Edge]) -> None:
        self.pieces = pieces
        self.start, self.end = pieces[0].start, pieces[-1].end
        self.at = sum(piece.at for piece in pieces) / len(pieces)
        self.width = max(piece.width for piece in pieces)

    def between(self, start: float, end: float) -> _Rule | None:
        """The part of the line from *start* to *end*."""
        parts = [
            Edge(piece.upright, piece.at, max(piece.start, start), min(piece.end, end), piece.width)
            for piece in self.pieces
            if piece.start < end and piece.end > start
        ]
        return _Rule(parts) if parts else None


def ink_of(picture: Image, dpi: float, veiled: Image | None = None) -> Image:
    """Where *picture* (grey) has thin dark strokes, whatever the light: 255 there, 0 elsewhere.

    Where *veiled* isn't 0 a seal was taken away, of which faint lines are left: only what is darker counts.
    """
    size = max(9, round(dpi / 72 * 7)) | 1
    # A closing takes away all that is dark and narrower than its square; what it took away is ink.
    ground = cv2.morphologyEx(picture, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    dark = cv2.subtract(ground, picture)
    sample = dark[::4, ::4]
    noise = float(np.median(sample)) * 1.5 + 1
    level = max(FAINTEST, min(NOISES * noise, 70.0))
    found = dark >= level
    if veiled is not None:
        found &= (veiled == 0) | (dark >= max(level, VEILED))
    return np.asarray(found.astype(np.uint8) * 255, np.uint8)


def find_rules(ink: Image, dpi: float, lines: Sequence[Box] = ()) -> list[Edge]:
    """The ruled lines of *ink*, in points from the picture's top-left corner. *lines* are where text stands, in points as well."""
    unit = dpi / 72
    levels = list(_rules(ink, LEVEL, unit, upright=False))
    uprights = list(_rules(np.asarray(ink.T.copy(), np.uint8), UPRIGHT, unit, upright=True))
    dropped = list(levels)
    slack = [TOUCHES if _is_in_text(edge, lines) else NEAR for edge in uprights]
    while True:
        kept = [
            (edge, allowed)
            for edge, allowed in zip(uprights, slack, strict=True)
            if edge.end - edge.start >= LONG_UPRIGHT or _ends(edge, levels, allowed) >= _needed(edge, allowed)
        ]
        others = [edge for edge, _ in kept]
        kept_levels = [
            edge
            for edge in levels
            if _ends(edge, others, MEETS) == BOTH
            or _crossed(edge, others) >= CROSSED
            or (edge.end - edge.start >= LONG_LEVEL and not _is_stroke(edge, lines))
        ]
        if len(kept_levels) == len(levels) and len(kept) == len(uprights):
            break
        levels, uprights, slack = kept_levels, others, [allowed for _, allowed in kept]
    levels += _continuing(dropped, levels, uprights, lines)
    uprights = _completed(_through_text(uprights, levels, lines, ink, unit), levels)
    levels = _completed(levels, uprights)
    return [piece for edge in (*levels, *_completed(uprights, levels)) for piece in edge.pieces]


def _continuing(candidates: list[_Rule], kept: list[_Rule], uprights: list[_Rule], lines: Sequence[Box]) -> list[_Rule]:
    """Those of *candidates* that go on with a level rule that is *kept* behind a gap, and what is between: a faint scan breaks rules.

    Where both end at uprights the gap may be a cell over two rows: then it is none.
    """
    found: list[_Rule] = []
    rest = [rule for rule in candidates if not any(rule is other for other in kept) and not _is_stroke(rule, lines)]
    while True:
        joined = [(rule, gap) for rule in rest if (gap := _gap(rule, [*kept, *found], uprights)) is not None]
        if not joined:
            return found
        for rule, gap in joined:
            found += (rule, _Rule([gap]))
        rest = [rule for rule in rest if not any(rule is other for other, _ in joined)]


def _gap(rule: _Rule, others: list[_Rule], uprights: list[_Rule]) -> Edge | None:
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


def _completed(rules: list[_Rule], others: list[_Rule]) -> list[_Rule]:
    """*rules*, of which those that end where no other line is go on to the next line that they would meet: something hides them."""
    found = []
    for rule in rules:
        pieces = list(rule.pieces)
        crossing = sorted(other.at for other in others if other.start - MEETS <= rule.at <= other.end + MEETS)
        met = [at for at in crossing if rule.start - MEETS <= at <= rule.end + MEETS]
        if met and rule.end - rule.start >= HALF_LONG:
            ahead = [at for at in crossing if at > rule.end + MEETS]
            behind = [at for at in crossing if at < rule.start - MEETS]
            first, last = pieces[0], pieces[-1]
            if met[-1] < rule.end - 2 * MEETS and ahead and ahead[0] - rule.end <= HIDDEN:
                pieces.append(Edge(last.upright, last.at, rule.end, ahead[0], last.width))
            if met[0] > rule.start + 2 * MEETS and behind and rule.start - behind[-1] <= HIDDEN:
                pieces.insert(0, Edge(first.upright, first.at, behind[-1], rule.start, first.width))
        found.append(_Rule(pieces))
    return found


def _through_text(
    uprights: list[_Rule], levels: list[_Rule], lines: Sequence[Box], ink: Image, unit: float
) -> list[_Rule]:
    """*uprights* without those stretches, from one level rule to the next, that are the stroke of a character which stands where a rule ends.

    What is set in the middle of a cell over two columns has its middle where the columns' border is in the other rows.
    """
    found: list[_Rule] = []
    for rule in uprights:
        crossing = sorted(
            level.at
            for level in levels
            if level.start - MEETS <= rule.at <= level.end + MEETS and rule.start + MEETS < level.at < rule.end - MEETS
        )
        bounds = [rule.start, *crossing, rule.end]
        kept: list[Edge] = []
        for start, end in pairwise(bounds):
            part = rule.between(start, end)
            if part is not None and (not _is_in_text(part, lines) or _is_drawn(part, ink, unit)):
                kept += part.pieces
            elif kept:
                found.append(_Rule(kept))
                kept = []
        if kept:
            found.append(_Rule(kept))
    return found


def _is_drawn(part: _Rule, ink: Image, unit: float) -> bool:
    """Whether an upright has ink all the way and free room on one side."""
    at = round(part.at * unit - 0.5)
    stretch = ink[round(part.start * unit) : round(part.end * unit), max(at - 2, 0) : at + 3]
    return bool(stretch.size and (stretch > 0).any(axis=1).mean() >= THROUGH) and _is_alone(
        np.asarray(ink.T, np.uint8), part, unit
    )


def _needed(edge: _Rule, allowed: float) -> int:
    """How many ends of an upright must meet level rules: a table may be open where its page ends."""
    return 1 if allowed > TOUCHES and edge.end - edge.start >= HALF_LONG else BOTH


def _rules(ink: Image, shortest: float, unit: float, *, upright: bool) -> Iterator[_Rule]:
    """The level lines of *ink*; told as upright ones where it was turned over its diagonal."""
    # A line that isn't quite level, or is thin, is in two rows of pixels by turns.
    thick = cv2.dilate(ink, np.ones((2, 1), np.uint8))
    stroke = max(6, round(STROKE * unit))
    strokes = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, stroke), np.uint8))
    gap = max(3, round(GAP * unit)) | 1
    whole = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, np.ones((3, gap), np.uint8))
    length = max(8, round(shortest * unit))
    lines = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    piece = round(PIECE * unit)
    for number in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[number])
        if height > THICK * unit + 0.03 * width or area > THICK * unit * width:
            continue
        part = labels[y : y + height, x : x + width] == number
        pieces = max(1, round(width / piece))
        bounds = np.linspace(0, width, pieces + 1).astype(int)
        found = []
        drawn = 0
        for start, end in pairwise(bounds):
            at, thickness, covered = _middle(part[:, start:end], ink[y : y + height, x + start : x + end])
            found.append(Edge(upright, (y + at) / unit, (x + start) / unit, (x + end) / unit, thickness / unit))
            drawn += covered
        rule = _Rule(found)
        if drawn >= UNBROKEN * width and (width >= HALF_LONG * unit or _is_alone(ink, rule, unit)):
            yield rule


def _is_alone(ink: Image, edge: _Rule, unit: float) -> bool:
    """Whether a short line has free room on one side: the strokes of characters have others on both."""
    middle, start, end = round(edge.at * unit - 0.5), round(edge.start * unit), round(edge.end * unit)
    near = round((edge.width / 2 + 0.7) * unit) + 1
    far = round(BESIDE * unit)
    busy = []
    for top, bottom in ((middle - far, middle - near), (middle + near, middle + far)):
        band = ink[max(top, 0) : max(bottom, 0), start:end]
        busy.append(float((band > 0).any(axis=0).mean()) if band.size else 0.0)
    return min(busy) <= BUSY


def _middle(part: NDArray[np.bool_], ink: Image) -> tuple[float, float, int]:
    """Where across its direction a line runs, how thick it is, and how many pixels of its length have ink.

    Characters that touch it add to what is drawn, but no row of pixels has more of them than of the line.
    """
    drawn = part & (ink > 0)
    rows = drawn.sum(axis=1)
    covered = int(drawn.any(axis=0).sum())
    if not covered:
        return part.shape[0] / 2, 1.0, 0
    # A line that isn't quite level is in several rows, one after the other.
    full = rows >= FULL * rows.max()
    peak = int(rows.argmax())
    first = last = peak
    while first > 0 and full[first - 1]:
        first -= 1
    while last + 1 < len(full) and full[last + 1]:
        last += 1
    weights = rows[first : last + 1]
    at = float((weights * (np.arange(first, last + 1) + 0.5)).sum() / weights.sum())
    return at, float(weights.sum() / part.shape[1]), covered


def _crossed(edge: _Rule, others: list[_Rule]) -> int:
    """How many lines of the other direction a line meets, by their places."""
    return len(
        {
            round(other.at / MEETS)
            for other in others
            if edge.start - MEETS <= other.at <= edge.end + MEETS
            and other.start - MEETS <= edge.at <= other.end + MEETS
        }
    )


def _is_stroke(edge: _Rule, lines: Sequence[Box]) -> bool:
    """Whether a level line runs through lines of text: the strokes of bold characters in a title make one."""
    inside = sum(
        max(0.0, min(edge.end, x1) - max(edge.start, x0))
        for x0, top, x1, bottom in lines
        if top + STROKES * (bottom - top) < edge.at < bottom - STROKES * (bottom - top)
    )
    return inside >= 0.6 * (edge.end - edge.start)


def _is_in_text(edge: _Rule, lines: Sequence[Box]) -> bool:
    """Whether an upright runs through lines of text, or along their ends."""
    length = edge.end - edge.start
    inside = sum(
        max(0.0, min(edge.end, bottom) - max(edge.start, top)) for x0, top, x1, bottom in lines if x0 <= edge.at <= x1
    )
    return inside >= 0.5 * length


def _ends(edge: _Rule, others: list[_Rule], slack: float) -> int:
    """How many ends of a line are at lines of the other direction, which they may lack *slack* points to reach."""
    near = [other for other in others if other.start - MEETS <= edge.at <= other.end + MEETS]
    starts = any(
        abs(other.at - edge.start) <= MEETS and edge.start <= other.at + other.width / 2 + slack for other in near
    )
    ends = any(abs(other.at - edge.end) <= MEETS and edge.end >= other.at - other.width / 2 - slack for other in near)
    return starts + ends
