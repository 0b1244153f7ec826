"""Straight strokes in the picture of a page: what is dark and thin, and the long level and upright runs of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.pdf.model import Edge
from parsers.scan.ocr import Image

__all__ = [
    "HALF_LONG",
    "LEVEL",
    "UPRIGHT",
    "Rule",
    "inks_of",
    "is_alone",
    "is_free",
    "reaching",
    "strokes_of",
    "with_faint",
]

LEVEL, UPRIGHT = 20.0, 11.0
"""Points of the shortest level and upright rule: the stroke of a title's character has 18 across, that of a text's 10 down."""
THICK = 5.5
"""Points of the thickest rule, a double border included, with what a page that isn't flat adds."""
STROKE = 7.0
"""Points of the shortest unbroken piece of a rule."""
FULL = 0.4
"""Share of the ink of the row of pixels that has most from which on a row is the line's as well."""
UNBROKEN = 0.86
"""Share of a rule's length that has ink: what bridges the gaps between characters has less."""
BUSY, BESIDE = 0.45, 4.0
"""Share of a short rule's length beside which there may be ink on both of its sides, and the points up to which that is beside it."""
QUIET, WHOLE = 0.15, 0.97
"""Share of a piece of a rule beside which there may be ink on either side, and the share of it that is drawn, for it to be nothing else."""
GAP = 2.2
"""Points that a rule may miss: a speck of light, the foot of a stamp."""
PIECE = 60.0
"""Points into which a rule is cut, so that one that is bent is followed."""
STEP = 1.0
"""Points by which a piece may step aside between those beside it."""
SIDESTEP = 0.75
"""Share of that which is a step between two pieces: those beside a piece differ by some of it."""
FAINTEST = 26.0
"""Grey levels by which a rule is darker than the paper beside it, at least."""
VEILED = 85.0
"""The same where a seal was."""
NOISES = 5.0
"""Times the paper's own unevenness by which ink is darker."""
FAINT = 0.55
"""Share of all these levels from which on something may be ink."""
FAINT_LEVEL = 100.0
"""Points from which on a level stroke of that is a rule's; of an upright HALF_LONG are enough."""
GROWN, ONE = 18.0, 1.5
"""Points by which a rule must go on in faint ink for that not to be a character that it touches; and by which its pieces may be apart across it."""
SEEN = 0.3
"""Share of a rule that is ink for sure; where it is less, strokes of characters may have been taken for a part of it."""
HALF_LONG = 34.0
"""Points from which on an upright that isn't in text may end freely."""


class Rule:
    """A line in pieces that follow it where it is bent. ``faint`` tells that hardly any of it is ink for sure."""

    def __init__(self, pieces: list[Edge], *, faint: bool = False) -> None:
        self.pieces = pieces
        self.faint = faint
        self.start, self.end = pieces[0].start, pieces[-1].end
        self.at = sum(piece.at for piece in pieces) / len(pieces)
        self.width = max(piece.width for piece in pieces)

    def across(self, place: float) -> float:
        """Where across its direction the line is at *place* along it."""
        return next((piece.at for piece in self.pieces if place <= piece.end), self.pieces[-1].at)

    def between(self, start: float, end: float) -> Rule | None:
        """The part of the line from *start* to *end*."""
        parts = [
            Edge(piece.upright, piece.at, max(piece.start, start), min(piece.end, end), piece.width)
            for piece in self.pieces
            if piece.start < end and piece.end > start
        ]
        return Rule(parts) if parts else None


def inks_of(picture: Image, dpi: float, veiled: Image | None = None) -> tuple[Image, Image]:
    """Where *picture* (grey) has thin dark strokes, whatever the light: 255 there, 0 elsewhere; and the same with all that may be some.

    Where *veiled* isn't 0 a seal was taken away, of which faint lines are left: only what is darker counts.
    """
    size = max(9, round(dpi / 72 * 7)) | 1
    # A closing takes away all that is dark and narrower than its square; what it took away is ink.
    ground = cv2.morphologyEx(picture, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    dark = np.asarray(cv2.subtract(ground, picture), np.uint8)
    sample = dark[::4, ::4]
    noise = float(np.median(sample)) * 1.5 + 1
    level = max(FAINTEST, min(NOISES * noise, 70.0))
    # In dim light all that is printed is less dark than the paper by as much.
    veil = VEILED * float(np.median(ground[::4, ::4])) / 255
    return _over(dark, level, veil, veiled), _over(dark, FAINT * level, FAINT * veil, veiled)


def _over(dark: Image, level: float, veil: float, veiled: Image | None) -> Image:
    found = dark >= level
    if veiled is not None:
        found &= (veiled == 0) | (dark >= max(level, veil))
    return np.asarray(found.astype(np.uint8) * 255, np.uint8)


def with_faint(rules: list[Rule], faint: Iterable[Rule]) -> list[Rule]:
    """*rules* with what each is a piece of, as far as *faint* ones tell, and those of *faint* that are long enough to be nothing else."""
    found = list(rules)
    for long in faint:
        own = sorted((rule for rule in found if _is_piece(rule, long)), key=lambda rule: rule.start)
        if not own:
            if long.end - long.start >= (HALF_LONG if long.pieces[0].upright else FAINT_LEVEL):
                found.append(Rule(long.pieces, faint=True))
            continue
        bounds = [long.start, *(place for rule in own for place in (rule.start, rule.end)), long.end]
        pieces: list[Edge] = []
        for index, (start, end) in enumerate(zip(bounds[::2], bounds[1::2], strict=True)):
            least = GROWN if index in (0, len(own)) else 0.0
            between = long.between(start, end) if end - start > least else None
            pieces += between.pieces if between is not None else []
            pieces += own[index].pieces if index < len(own) else []
        found = [rule for rule in found if not any(rule is other for other in own)]
        seen = sum(rule.end - rule.start for rule in own)
        found.append(Rule(pieces, faint=seen < SEEN * (pieces[-1].end - pieces[0].start)))
    return found


def reaching(rules: list[Rule], faint: Iterable[Rule], others: list[Rule]) -> list[Rule]:
    """*rules* that go on in what is *faint* as far as one of *others*, lines of the other direction, though that is no longer than a character."""
    whole = list(faint)
    found = []
    for rule in rules:
        long = next((one for one in whole if _is_piece(rule, one)), None)
        pieces = list(rule.pieces)
        if long is not None and 0 < rule.start - long.start <= GROWN and _ends_at(long.start, rule.at, others):
            before = long.between(long.start, rule.start)
            pieces = [*(before.pieces if before else []), *pieces]
        if long is not None and 0 < long.end - rule.end <= GROWN and _ends_at(long.end, rule.at, others):
            behind = long.between(rule.end, long.end)
            pieces += behind.pieces if behind else []
        found.append(Rule(pieces, faint=rule.faint) if len(pieces) > len(rule.pieces) else rule)
    return found


def _ends_at(end: float, at: float, others: list[Rule]) -> bool:
    """Whether a line at *at* that ends at *end* does so at one of *others*."""
    return any(abs(other.at - end) <= ONE and other.start <= at <= other.end for other in others)


def _is_piece(rule: Rule, whole: Rule) -> bool:
    start, end = max(rule.start, whole.start), min(rule.end, whole.end)
    middle = (start + end) / 2
    return end > start and abs(rule.across(middle) - whole.across(middle)) <= ONE


def strokes_of(ink: Image, shortest: float, unit: float, *, upright: bool) -> Iterator[Rule]:
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
        bounds = [round(width * cut / pieces) for cut in range(pieces + 1)]
        found = []
        drawn = 0
        for start, end in pairwise(bounds):
            at, thickness, covered = _middle(part[:, start:end], ink[y : y + height, x + start : x + end])
            found.append(Edge(upright, (y + at) / unit, (x + start) / unit, (x + end) / unit, thickness / unit))
            drawn += covered
        rule = Rule(_evened(found, ink, unit))
        if drawn >= UNBROKEN * width and (width >= HALF_LONG * unit or is_alone(ink, rule, unit)):
            yield rule


def _evened(pieces: list[Edge], ink: Image, unit: float) -> list[Edge]:
    """*pieces* of a line, of which those that step aside though the line is drawn on where those beside them are are put there: text underlined close by."""
    found = list(pieces)
    # Beside a line's end, pieces on one side alone tell where it is: those between others, and fewer of them, are put right before.
    for first, last in sorted(
        _runs(pieces), key=lambda run: (run[0] == 0 or run[1] == len(pieces) - 1, run[1] - run[0])
    ):
        places = (first - 1, last + 1, last + 2, first - 2)
        near = [found[place] for place in places if 0 <= place < len(found)][:2]
        if len(near) < 2 or abs(near[0].at - near[1].at) > STEP / 2:
            continue
        at = (near[0].at + near[1].at) / 2
        for index in range(first, last + 1):
            piece = found[index]
            if abs(piece.at - at) <= STEP:
                continue
            row, start, end = round(at * unit - 0.5), round(piece.start * unit), round(piece.end * unit)
            drawn = ink[max(row - 1, 0) : row + 2, start:end]
            if drawn.size and (drawn > 0).any(axis=0).mean() >= UNBROKEN:
                width = min(piece.width, *(one.width for one in near))
                found[index] = Edge(piece.upright, at, piece.start, piece.end, width)
    return found


def _runs(pieces: list[Edge]) -> Iterator[tuple[int, int]]:
    """The first and the last place of each run of *pieces* in which none steps aside from the one before."""
    first = 0
    for place in range(1, len(pieces) + 1):
        if place == len(pieces) or abs(pieces[place].at - pieces[place - 1].at) > SIDESTEP * STEP:
            yield first, place - 1
            first = place


def is_alone(ink: Image, edge: Rule, unit: float) -> bool:
    """Whether a short line has free room on one side: the strokes of characters have others on both."""
    return min(_busy(ink, edge, unit)) <= BUSY


def is_free(ink: Image, edge: Rule, unit: float) -> bool:
    """Whether a piece of a line is drawn all the way and has free room on both sides, as hardly any stroke of a character has."""
    middle, start, end = round(edge.at * unit - 0.5), round((edge.start + GAP) * unit), round((edge.end - GAP) * unit)
    drawn = ink[max(middle - 2, 0) : middle + 3, start:end]
    return bool(drawn.size and (drawn > 0).any(axis=0).mean() >= WHOLE) and max(_busy(ink, edge, unit)) <= QUIET


def _busy(ink: Image, edge: Rule, unit: float) -> list[float]:
    """The share of a line's length beside which there is ink, above it and below."""
    middle, start, end = round(edge.at * unit - 0.5), round(edge.start * unit), round(edge.end * unit)
    near = round((edge.width / 2 + 0.7) * unit) + 1
    far = round(BESIDE * unit)
    busy = []
    for top, bottom in ((middle - far, middle - near), (middle + near, middle + far)):
        band = ink[max(top, 0) : max(bottom, 0), start:end]
        busy.append(float((band > 0).any(axis=0).mean()) if band.size else 0.0)
    return busy


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
