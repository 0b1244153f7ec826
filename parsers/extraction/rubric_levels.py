"""Which lines of a rubric typed in lines head its categories and which its indicators: told by labels, by the styles of their numbers, or by their sums."""

from __future__ import annotations

import re
from collections.abc import Sequence

from forms.chinese import half
from forms.levels import rank
from parsers.extraction.labels import Lexicon
from parsers.extraction.layout import Line, Sheet, Strip
from parsers.extraction.rubric_lines import Heading, Rubric, cut_tail, heading_of

__all__ = ["CATEGORIES", "Levels", "headings_in", "levels_of"]

CATEGORIES = 2
"""An outline has at least so many categories."""


def headings_in(strips: Sequence[Strip], rubric: Rubric, known: Lexicon) -> dict[int, Heading]:
    """The lines of *strips* that may head a category or an indicator."""
    heads: dict[int, Heading] = {}
    for number, strip in enumerate(strips):
        if isinstance(strip, Line):
            below = _points_on(strips[number + 1 : number + 2], rubric, known)
            heading = heading_of(strip.text, known, (rubric.key, rubric.heading), below)
            if heading is not None:
                heads[id(strip)] = heading
    return heads


def _points_on(strips: Sequence[Strip], rubric: Rubric, known: Lexicon) -> str:
    """The points of an indicator that the line *strips* tells by a label, and nothing but such points; else ""."""
    line = next((strip for strip in strips if isinstance(strip, Line)), None)
    text, told = cut_tail(line.text.strip(), known) if line is not None and len(line.text) <= _SHORT else (" ", [])
    return next(
        (value for label, value in told if not text and any(hit.path == rubric.points for hit in known.firm(label))), ""
    )


_SHORT = 40
"""Characters of a line that tells points by labels."""

Levels = dict[int, bool]
"""Whether a heading is an indicator's, by its line."""


def levels_of(strips: Sequence[Strip], heads: dict[int, Heading], rubric: Rubric) -> Levels | None:
    """The levels of the lines that are headings of the rubric; None where they can't be told."""
    levels = _styles(strips, heads, rubric)
    return levels if levels is not None else _sums(strips, heads)


def _styles(strips: Sequence[Strip], heads: dict[int, Heading], rubric: Rubric) -> Levels | None:
    """The levels of the headings, told by labels or by the styles of their numbers."""
    shown = [(strip, heads.get(id(strip))) for strip in strips]
    if any(head is not None and head.level == rubric.key for _, head in shown):
        return {id(s): h.level == rubric.heading for s, h in shown if h is not None and h.level}
    found = _outer_and_inner(shown)
    if found is None:
        return None
    first, outer, inner = found
    if inner is None and not any(isinstance(strip, Sheet) for strip, _ in shown[first:]):
        return None
    levels: Levels = {}
    last: dict[bool, int | None] = {}
    for strip, head in shown[first:]:
        if head is None or head.style not in (outer, inner):
            continue
        within = head.style == inner
        expected = (1, (last.get(within) or 0) + 1)
        if not head.worth and (not head.style or (head.number is not None and head.number not in expected)):
            continue
        levels[id(strip)] = within
        last[within] = head.number
    return levels


def _outer_and_inner(shown: list[tuple[Strip, Heading | None]]) -> tuple[int, str, str | None] | None:
    """Where the categories begin, the style of their numbers, and that of their indicators' if these are lines."""
    worth = [number for number, (_, head) in enumerate(shown) if head is not None and head.worth]
    for number in worth[:_TRIES]:
        head = shown[number][1]
        if head is None:
            continue
        rest = [h for _, h in shown[number + 1 :] if h is not None]
        over = next((h for strip, h in reversed(shown[:number]) if isinstance(strip, Line)), None)
        if over is not None and not over.text and -1 < rank(over.style) < rank(head.style):
            # Categories without points.
            return number - 1, over.style, head.style
        under = next((h.style for h in rest if h.style != head.style and (h.style or h.worth)), None)
        if under is not None and -1 < rank(under) <= rank(head.style):
            continue
        alike = 1 + sum(h.style == head.style and bool(h.points) for h in rest)
        if alike >= CATEGORIES or not any(h.style not in (head.style, under) and h.points for h in rest):
            return number, head.style, under
        # A single heading over all others is their sum's.
    for number, (_, head) in enumerate(shown[:-1]):
        if head is not None and not head.text and rank(head.style) >= 0 and isinstance(shown[number + 1][0], Sheet):
            return number, head.style, None
    return None


_TRIES = 20
"""Headings with points among which the first category is."""


def _sums(strips: Sequence[Strip], heads: dict[int, Heading]) -> Levels | None:
    """The levels of headings all numbered alike, told by their points: those of a category are the sum of its indicators'."""
    found = [
        (id(strip), float(number[0]))
        for strip in strips
        if (head := heads.get(id(strip))) and (number := _NUMERAL.search(half(head.worth)))
    ]
    levels: Levels = {}
    at = 0
    while at < len(found):
        mark, whole = found[at]
        levels[mark] = False
        at, sum_ = at + 1, 0.0
        while at < len(found) and sum_ < whole:
            sum_ += found[at][1]
            levels[found[at][0]] = True
            at += 1
        if abs(sum_ - whole) > _NEAR:
            return None
    return levels if list(levels.values()).count(False) >= CATEGORIES else None


_NUMERAL = re.compile(r"\d+(?:\.\d+)?")
_NEAR = 1e-6
