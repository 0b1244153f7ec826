"""Characters that a document's grid sets apart: each takes all of its place, so that the room between them is no space and no end of a line.

A section of a Word file may say how many characters go on a line (``w:docGrid`` of the types ``linesAndChars`` and ``snapToChars``, ECMA-376 17.6.5), as
Chinese offices' usually do. Word sets all characters apart by as much; LibreOffice gives each Han character one or more places of a grid, and fills what
letters and digits leave of their last place.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from parsers.pdf.apart import SPACES, is_wide
from parsers.pdf.model import Glyph, Page

__all__ = ["take_places"]

TELLING, USUALLY = 8, 0.7
"""Pairs of Han characters from which on a page tells how they are set, and the share of them that must be set apart."""
TOGETHER = 0.2
"""Share of pairs of Han characters that one piece of text has at least where a grid sets them apart."""
OF_SIZE, ALIKE, SAME = 3, 0.6, 0.03
"""Pairs of one size from which on that size's distance is told, the share of them that must be alike, and ems by which those differ."""
APART, FARTHEST = 0.015, 1.3
"""Ems from which on characters are set apart, and up to which they still are."""
WHOLE = 0.04
"""Share of a place by which the places of a grid differ from a whole number of the smallest."""
AT = 0.06
"""Share of a place by which a character may miss its own."""
LETTERS = 0.5
"""Share of what Han characters are set apart from which on letters that are so too show that all characters are."""
MIDDLE = 0.6
"""Share of a place that is free at most before what isn't Han and stands in its middle."""
LINE = 0.05
"""Ems by which the heights of characters on one line differ."""


def take_places(page: Page) -> None:
    """Widens the characters of *page* that a grid sets apart to their places, and what stands before them to where those begin."""
    gaps: dict[float, list[float]] = defaultdict(list)
    together = 0
    for left, right in _neighbours(page.glyphs):
        if left.size == right.size and is_wide(left.text[0]) and is_wide(right.text[0]):
            gap = (right.x0 - left.x1) / left.size
            if -APART <= gap < FARTHEST:
                gaps[left.size].append(gap)
                together += left.layer == right.layer
    total = sum(map(len, gaps.values()))
    # A browser draws each character by itself where a style sheet sets them apart: it knows no grid, and lines end where they end.
    if total < TELLING or together < TOGETHER * total:
        return
    usual = {size: told for size, some in gaps.items() if (told := _usual(some)) is not None}
    if sum(len(gaps[size]) for size, gap in usual.items() if gap > APART) < USUALLY * total:
        return
    for glyph in page.glyphs:
        glyph.placed = True
    places = _Places({size: size * (1 + gap) for size, gap in usual.items()}, _letters_apart(page.glyphs))
    page.glyphs = _widened(page.glyphs, places)


class _Places:
    """How much room Han characters of each size take, in points."""

    def __init__(self, known: dict[float, float], letters: float) -> None:
        """*known* is the room by size, *letters* tells by how many points letters and digits are set apart."""
        self._known = known
        self.unit = min(known.values())
        """The smallest place."""
        self.snapped = all(abs(room / self.unit - round(room / self.unit)) <= WHOLE for room in known.values())
        """Whether they can be those of a grid, whose places follow one another from the left."""
        self._apart = min(room - size for size, room in known.items())
        self.letters = letters if letters > LETTERS * self._apart > 0 else 0.0
        """Points by which letters and digits are set apart as well: then there is no grid, all characters are."""
        if self.letters:
            self.snapped = False

    def room(self, size: float) -> float:
        """The room of a Han character of *size*."""
        known = self._known.get(size)
        if known is None:
            known = self.unit * -(-size * (1 - WHOLE) // self.unit) if self.snapped else size + self._apart
            self._known[size] = known
        return known

    def between(self, left: Glyph, right: Glyph) -> int | None:
        """How many of the smallest places are free between two Han characters; None where it isn't a whole number of them.

        Characters begin where their places do, or stand in the middle of them.
        """
        room = right.x0 - left.x0 - self.room(left.size)
        aside = (self.room(right.size) - right.size - self.room(left.size) + left.size) / 2
        return next((count for some in (room, room - aside) if (count := self.count(some)) is not None), None)

    def count(self, room: float) -> int | None:
        """How many of the smallest places *room* is; None where it isn't a whole number of them."""
        number = round(room / self.unit)
        return number if abs(room - number * self.unit) <= AT * self.unit else None


def _neighbours(glyphs: list[Glyph]) -> Iterator[tuple[Glyph, Glyph]]:
    """The characters that follow one another on a line, spaces aside, in the order in which they are drawn."""
    for left, right in pairwise(glyphs):
        if left.text not in SPACES and right.text not in SPACES and _is_beside(left, right):
            yield left, right


def _letters_apart(glyphs: list[Glyph]) -> float:
    """By how many points the letters and digits of pieces of text are set apart for the most part."""
    gaps = sorted(
        right.x0 - left.x1
        for left, right in _neighbours(glyphs)
        if left.layer == right.layer and left.text.isascii() and right.text.isascii()
    )
    return gaps[len(gaps) // 2] if gaps else 0.0


def _usual(gaps: list[float]) -> float | None:
    """The distance that most of *gaps* have; None where they differ, as those of justified lines do."""
    if len(gaps) < OF_SIZE:
        return None
    gaps.sort()
    most, found, first = 0, 0.0, 0
    for last, gap in enumerate(gaps):
        while gap - gaps[first] > SAME:
            first += 1
        if last - first + 1 > most:
            most, found = last - first + 1, gaps[(first + last) // 2]
    return found if most >= ALIKE * len(gaps) else None


def _widened(glyphs: list[Glyph], places: _Places) -> list[Glyph]:
    """*glyphs*, each as wide as its place, with the spaces that only show in their room, and without those that fill a place."""
    found: list[Glyph] = []
    line: list[Glyph] = []
    for glyph in glyphs:
        if line and not _is_beside(line[-1], glyph):
            found += _line(line, places)
            line = []
        line.append(glyph)
    return found + _line(line, places)


def _line(line: list[Glyph], places: _Places) -> list[Glyph]:
    """The characters of a line, widened."""
    wide = [number for number, glyph in enumerate(line) if _is_placed(glyph)]
    for number in wide:
        glyph = line[number]
        end = line[number + 1].x0 if number + 1 < len(line) else math.inf
        glyph.x1 = max(glyph.x1, min(glyph.x0 + places.room(glyph.size), end))
    if not places.snapped:
        for glyph, behind in pairwise(line):
            if not _is_placed(glyph) and behind.x0 > glyph.x1:
                glyph.x1 = min(glyph.x1 + places.letters, behind.x0)
        return line
    while (
        len(line) > 1 and line[-1].text in SPACES and line[-2].text not in SPACES and line[-1].layer != line[-2].layer
    ):
        line.pop()
    wide = [number for number in wide if number < len(line)]
    if not wide:
        return line
    first, last = wide[0], wide[-1]
    found = line[:first]
    if found and places.count(line[first].x0 - found[0].x0):
        found = _without_fillers(found, {line[first].layer})
        _reach(found[-1], line[first], places.unit)
    for one, other in pairwise(wide):
        found.append(line[one])
        found += _between(line[one], line[one + 1 : other], line[other], places)
    if last + 1 < len(line):
        _reach(line[last], line[last + 1], MIDDLE * places.unit)
    return [*found, *line[last:]]


def _between(left: Glyph, inner: list[Glyph], right: Glyph, places: _Places) -> list[Glyph]:
    """What stands between two characters at their places, of which *inner* is drawn.

    What isn't Han fills whole places, and the room that it leaves is none. LibreOffice draws spaces there to underline it, and none at all between Han
    characters of one text, where they have a place of their own.
    """
    count = places.between(left, right)
    if not inner:
        if count == 0:
            left.x1 = right.x0
        if not count or left.layer != right.layer:
            return []
        width = (right.x0 - left.x1) / count
        return [_space(left, left.x1 + width * number, width) for number in range(count)]
    if not count:
        return inner
    inner = _without_fillers(inner, {left.layer, right.layer})
    _reach(left, inner[0], places.unit)
    _reach(inner[-1], right, places.unit)
    return inner


def _without_fillers(inner: list[Glyph], beside: set[int]) -> list[Glyph]:
    """*inner* without the spaces that are a piece of text by themselves beside letters; *beside* are the pieces that the Han characters there belong to."""
    layers = {glyph.layer for glyph in inner if glyph.text not in SPACES}
    return [glyph for glyph in inner if glyph.layer in layers | beside] if layers else inner


def _reach(left: Glyph, right: Glyph, most: float) -> None:
    """Widens *left* to where *right* begins, if that is less than *most* away."""
    if right.x0 - left.x1 < most:
        left.x1 = max(left.x1, right.x0)


def _is_placed(glyph: Glyph) -> bool:
    return glyph.angle == 0 and (glyph.text == "\u3000" or (glyph.text not in SPACES and is_wide(glyph.text[0])))


def _space(before: Glyph, x0: float, width: float) -> Glyph:
    return replace(before, text=" ", x0=x0, x1=x0 + width, notes=(), struck=False, hard=False, code=32)


def _is_beside(before: Glyph, glyph: Glyph) -> bool:
    return (
        before.angle == glyph.angle == 0
        and before.x0 <= glyph.x0
        and abs(before.y - glyph.y) <= LINE * max(before.size, glyph.size)
    )
