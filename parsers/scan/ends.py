"""Where the ruled lines of a scanned page end: not in a character that they touch, and not where a seal or a faint scan broke them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from forms.text import Box
from parsers.pdf.model import Edge
from parsers.scan.ocr import Image
from parsers.scan.strokes import HALF_LONG, Rule, is_alone, is_free

__all__ = [
    "CHARACTER",
    "MEETS",
    "SHARED",
    "completed",
    "healed",
    "is_in_text",
    "is_stroke",
    "shortened",
    "through_text",
]

STROKES = 0.14
"""Share of a line's height, from its top and bottom, between which a level line is a stroke of its characters."""
HIDDEN = 130.0
"""Points of a rule that may be hidden, by a seal as a rule."""
ASIDE, COVERED = 1.0, 0.6
"""Points on either side of a rule's supposed stretch, and the share of its length that must have ink within them."""
CHARACTER, SHARED = 18.0, 2.0
"""Points from which on what goes on behind a rule's end is no character; and within which rules end at one place."""
LAST = 8.0
"""Points at a rule's end that tell whether it ends in a character."""
SPOT, GOING_ON = 3.0, 0.85
"""Points that what goes on behind a crossing may miss at once, and the share of it that is drawn."""
VEILED = 0.5
"""Share of what goes on there that is where a seal was."""
THROUGH = 0.97
"""Share of its length that an upright which runs through text must be drawn."""
MEETS = 5.0
"""Points by which a rule may end beside the one that it belongs to."""


def shortened(
    uprights: list[Rule], levels: list[Rule], lines: Sequence[Box], ink: Image | None = None, unit: float = 1.0
) -> list[Rule]:
    """*uprights*, of which those that go on into a character that they touch end where a level rule is, or where several others end.

    *ink*, turned over its diagonal, with *unit* pixels a point, tells what is no character: a stretch with free room on both sides.
    """
    found = []
    starts = [rule.start for rule in uprights if not _begins_in_text(rule, rule.start, lines, ink, unit)]
    ends = [rule.end for rule in uprights if not _begins_in_text(rule, rule.end, lines, ink, unit)]
    for rule in uprights:
        met = [level.at for level in levels if level.start - MEETS <= rule.at <= level.end + MEETS]
        start = _true_end(rule, rule.start, met, _shared(starts), lines, ink, unit)
        end = _true_end(rule, rule.end, met, _shared(ends), lines, ink, unit)
        found.append(rule.between(start, end) or rule)
    return found


def _begins_in_text(rule: Rule, end: float, lines: Sequence[Box], ink: Image | None, unit: float) -> bool:
    """Whether a rule's *end* is a stroke of a line of text that it runs into."""
    inward = 1 if end == rule.start else -1
    last = rule.between(min(end, end + LAST * inward), max(end, end + LAST * inward))
    return last is not None and is_in_text(last, lines) and (ink is None or not is_free(ink, last, unit))


def _shared(places: Iterable[float]) -> list[float]:
    """Those of *places* at which two or more are."""
    known = list(places)
    return [place for place in known if sum(abs(place - other) <= SHARED for other in known) > 1]


def _true_end(
    rule: Rule,
    end: float,
    met: Sequence[float],
    shared: Sequence[float],
    lines: Sequence[Box],
    ink: Image | None,
    unit: float,
) -> float:
    """The place that is a character's height within the *end* of a rule, where from there on it runs through text; else *end*.

    Such places are those where it has *met* level rules, and where several others end (*shared*).
    """
    places = [*met, *shared]
    if any(abs(place - end) <= MEETS for place in places):
        return end
    inward = 1 if end == rule.start else -1
    for place in sorted(places, key=lambda place: abs(place - end)):
        if MEETS < (place - end) * inward < CHARACTER:
            beyond = rule.between(min(place, end), max(place, end))
            if beyond is None or not is_in_text(beyond, lines, MEETS):
                return end
            free = place not in shared and ink is not None and is_free(ink, beyond, unit)
            return end if free else place
    return end


def completed(
    rules: list[Rule], others: list[Rule], faint: Image, unit: float, lines: Sequence[Box] = ()
) -> list[Rule]:
    """*rules*, of which those that end where no other line is go on to the next line that they would meet, where something may hide them.

    *faint* is told as for level ones. Over clear paper no rule goes on: the line beyond is another's, or underlines. Through one of the *lines* of
    text, told for uprights, it goes on only where it is drawn: ink is there anyway.
    """
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
            for index in (0, -1):
                piece = pieces[index]
                share = THROUGH if lines and is_in_text(piece, lines) else COVERED
                if piece not in rule.pieces and not _is_hidden(piece, faint, unit, share):
                    del pieces[index]
        found.append(Rule(pieces))
    return found


def healed(
    rules: list[Rule], others: list[Rule], faint: Image, veil: Image, unit: float, lines: Sequence[Box] = ()
) -> list[Rule]:
    """*rules*, of which those that end at another line go on where there was a seal, which *veil* tells as ``completed`` is told *faint*, and ink is left."""
    found = []
    for rule in rules:
        crossing = sorted(other.at for other in others if other.start - MEETS <= rule.at <= other.end + MEETS)
        more = [
            _going_on(rule, index, crossing, faint, unit, lines) if rule.end - rule.start >= HALF_LONG else None
            for index in (0, -1)
        ]
        before, behind = (piece if piece is not None and _is_veiled(piece, veil, unit) else None for piece in more)
        pieces = [piece for piece in (before, *rule.pieces, behind) if piece is not None]
        found.append(Rule(pieces) if len(pieces) > len(rule.pieces) else rule)
    return found


def _is_veiled(piece: Edge, veil: Image, unit: float) -> bool:
    row = veil[
        min(max(round(piece.at * unit), 0), veil.shape[0] - 1), round(piece.start * unit) : round(piece.end * unit)
    ]
    return bool(row.size and (row > 0).mean() >= VEILED)


def _going_on(
    rule: Rule, index: int, crossing: Sequence[float], faint: Image, unit: float, lines: Sequence[Box]
) -> Edge | None:
    """What goes on with a rule that ends (*index* -1) or begins (0) at another line, up to the last one that its ink reaches: a seal's traces broke it."""
    piece = rule.pieces[index]
    end, inward = (rule.end, 1) if index else (rule.start, -1)
    ahead = [at for at in crossing if (at - end) * inward > MEETS]
    if not ahead and not piece.upright:
        return None
    # A row that the page cuts open has no line at its foot.
    limit = max(ahead, key=lambda at: (at - end) * inward) if ahead else end + HIDDEN * inward
    at, across = round(piece.at * unit - 0.5), round(ASIDE * unit)
    low, high = sorted((round(end * unit), round(limit * unit)))
    stretch = faint[max(at - across, 0) : at + across + 1, max(low, 0) : high] > 0
    drawn = np.asarray(stretch.any(axis=0), np.bool_)[::inward]
    clear = np.flatnonzero(~drawn)
    # The first gap that is more than a speck of light ends it.
    runs = np.split(clear, np.flatnonzero(np.diff(clear) > 1) + 1) if len(clear) else []
    stop = next((int(run[0]) for run in runs if len(run) > SPOT * unit), len(drawn))
    reached = [place for place in ahead if (place - end) * inward <= stop / unit + MEETS]
    if not ahead and stop / unit >= CHARACTER:
        reached = [end + stop / unit * inward]
    if not reached or drawn[:stop].mean() < GOING_ON:
        return None
    last = max(reached, key=lambda place: (place - end) * inward)
    more = Edge(piece.upright, piece.at, min(end, last), max(end, last), piece.width)
    through = is_in_text(more, lines) if piece.upright else is_stroke(Rule([more]), lines)
    return None if through and drawn[: round(abs(last - end) * unit)].mean() < THROUGH else more


def _is_hidden(piece: Edge, faint: Image, unit: float, share: float) -> bool:
    """Whether there is ink of any kind along a *share* of a stretch: of the rule itself, or of what lies over it."""
    at = round(piece.at * unit - 0.5)
    across = round(ASIDE * unit)
    stretch = faint[max(at - across, 0) : at + across + 1, round(piece.start * unit) : round(piece.end * unit)]
    return bool(stretch.size and (stretch > 0).any(axis=0).mean() >= share)


def through_text(uprights: list[Rule], levels: list[Rule], lines: Sequence[Box], ink: Image, unit: float) -> list[Rule]:
    """*uprights* without those stretches, from one level rule to the next, that are the stroke of a character which stands where a rule ends.

    What is set in the middle of a cell over two columns has its middle where the columns' border is in the other rows.
    """
    found: list[Rule] = []
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
            if part is not None and (not is_in_text(part, lines) or _is_drawn(part, ink, unit)):
                kept += part.pieces
            elif kept:
                found.append(Rule(kept))
                kept = []
        if kept:
            found.append(Rule(kept))
    return found


def _is_drawn(part: Rule, ink: Image, unit: float) -> bool:
    """Whether an upright has ink all the way and free room on one side."""
    at = round(part.at * unit - 0.5)
    stretch = ink[round(part.start * unit) : round(part.end * unit), max(at - 2, 0) : at + 3]
    return bool(stretch.size and (stretch > 0).any(axis=1).mean() >= THROUGH) and is_alone(
        np.asarray(ink.T, np.uint8), part, unit
    )


def is_in_text(edge: Rule | Edge, lines: Sequence[Box], slack: float = 0.0) -> bool:
    """Whether an upright runs through lines of text, or along their ends, which it may miss by *slack*."""
    length = edge.end - edge.start
    inside = sum(
        max(0.0, min(edge.end, bottom) - max(edge.start, top))
        for x0, top, x1, bottom in lines
        if x0 - slack <= edge.at <= x1 + slack
    )
    return inside >= 0.5 * length


def is_stroke(edge: Rule, lines: Sequence[Box]) -> bool:
    """Whether a level line runs through lines of text: the strokes of bold characters in a title make one."""
    inside = sum(
        max(0.0, min(edge.end, x1) - max(edge.start, x0))
        for x0, top, x1, bottom in lines
        if top + STROKES * (bottom - top) < edge.at < bottom - STROKES * (bottom - top)
    )
    return inside >= 0.6 * (edge.end - edge.start)
