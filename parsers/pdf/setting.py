"""How the lines that stand under one another in a PDF are set: their distances, and by how much their characters are set apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from parsers.pdf.apart import SPACES
from parsers.pdf.entries import continued_numbers, other_places
from parsers.pdf.lines import Row
from parsers.pdf.patterns import CENTRED, INDENT, LABELLED

__all__ = ["Column", "Setting", "tallest"]

FREE = 2.5
"""Ems left at a line's end from which on it ends a paragraph whatever comes next."""
SPACED, SAME_SPACE = 4, 0.1
"""Characters of a line from which on it shows by how much characters are set apart, and points by which lines that are set alike differ in that."""
STRETCHED = 0.015
"""Ems by which the characters of a justified line are set apart at least."""
WIDE = 0.5
"""Share of the room of a column that a line takes at least that is stretched to a margin of its own."""
SET_APART = 0.5
"""Ems from which on the characters of a line are set apart so that it fills its column, however little it says."""
REACHED = 1.0
"""Points by which the ends of lines that are stretched to one margin differ."""
_LIST, _LISTED = 3, 0.75
"""Lines, and the share of them that begin with a label, from which on they are such a list."""
TELLING, USUALLY = 10, 0.8
"""Of so many lines that surely begin a paragraph so large a share tells how paragraphs begin."""


@dataclass(slots=True, eq=False)
class Column:
    """Lines that stand under one another between two bounds: in a cell, or between the margins."""

    rows: list[Row]
    left: float
    right: float
    headed: bool = False
    """Whether a change of size parts paragraphs, as it does titles from text; in a cell it tells of two hands only."""
    middle: float = 0.0
    """The middle of the page, where its titles stand; 0 in a cell."""
    entries: Collection[int] = ()
    """How many places cells in the same row name: so many numbers under one another are one for each."""
    marked: bool = False
    """Whether the producer draws a space where a paragraph ends, as Word does for its paragraph marks."""


@dataclass(slots=True, eq=False)
class Setting:
    """How the lines of a column are set."""

    column: Column
    left: float
    pitches: dict[int, float]
    """Points between lines by the size that most of their characters have, and by that of the largest: a line of several hands is as high as that."""
    heights: dict[int, float]
    loosest: float
    """Points by which the characters of a line are set apart that isn't stretched."""
    listed: bool
    indented: bool | None
    """Whether paragraphs begin moved in; None where that can't be told."""
    several: bool
    """Whether the column has more than one paragraph for sure."""
    numbers: set[int]
    """The lines, by their identity, that go on with a number or an address."""
    places: set[int]
    """The lines that begin the name of another place than the one before, of the same level."""
    rests: set[int]
    """The lines that go on with the name of a place in a list of such, however far apart they are."""

    @classmethod
    def of(cls, column: Column) -> Setting:
        rows = column.rows
        distances: dict[int, list[float]] = defaultdict(list)
        heights: dict[int, list[float]] = defaultdict(list)
        high = [round(tallest(row)) for row in rows] if len(rows) > 1 else []
        for (above, row), (over, own) in zip(pairwise(rows), pairwise(high), strict=True):
            if above.page == row.page and row.y > above.y:
                if round(above.size) == round(row.size):
                    distances[round(row.size)].append(row.y - above.y)
                if over == own:
                    heights[own].append(row.y - above.y)
        labelled = sum(bool(LABELLED.match(row.text)) for row in rows)
        places, rests = other_places([] if column.headed else rows)
        found = cls(
            column=column,
            left=min((row.x0 for row in rows), default=column.left),
            pitches=_usual(distances),
            heights=_usual(heights),
            loosest=_set_apart(column),
            listed=len(rows) >= _LIST and labelled >= _LISTED * len(rows),
            indented=None,
            several=False,
            numbers=continued_numbers(rows),
            places=places,
            rests=rests,
        )
        begun = [row.x0 - found.left > INDENT * row.size for last, row in pairwise(rows) if found.surely_ended(last)]
        if len(begun) > 1 and len(set(begun)) == 1:
            found.indented = begun[0]
        elif len(begun) >= TELLING and sum(begun) >= USUALLY * len(begun):
            # Head and imprint of an official document stand at the margin; its text is moved in.
            found.indented = True
        found.several = bool(begun)
        return found

    def stretched(self, row: Row) -> bool:
        """Whether the line is stretched to the margin, or as far as another line, which the last line of a paragraph is not, and a title set wide."""
        return (
            row.spread - self.loosest > STRETCHED * row.size
            and row.spread < 0.5 * row.size
            and (
                self.column.right - row.x1 <= row.size
                or (
                    row.x1 - self.left > WIDE * (self.column.right - self.left)
                    and any(abs(other.x1 - row.x1) <= REACHED for other in self.column.rows if other is not row)
                )
            )
        )

    def distributed(self) -> bool:
        """Whether lines are spread over the column, as far as they must be and the last ones of paragraphs too."""
        return any(
            row.spread >= SET_APART * row.size and self.column.right - row.x1 <= row.size for row in self.column.rows
        )

    def slack(self, row: Row) -> float:
        """By how many points the line would be shorter if its characters weren't set apart."""
        gaps = [
            min(right.x0 - left.x1, row.spread)
            for left, right in pairwise(row.glyphs)
            if left.text not in SPACES and right.text not in SPACES
        ]
        return sum(gap for gap in gaps if gap > STRETCHED * row.size)

    def surely_ended(self, row: Row) -> bool:
        """Whether much room is left at the line's end."""
        return not self.stretched(row) and self.column.right - row.x1 > FREE * row.size and not self.is_centred(row)

    def is_centred(self, row: Row) -> bool:
        """Whether as much room is left of the line as right of it."""
        return abs((row.x0 - self.column.left) - (self.column.right - row.x1)) <= CENTRED * row.size

    def room(self, last: Row, row: Row) -> float:
        """Points that were free at the end of *last* if *row* goes on with it."""
        column, size = self.column, max(row.size, last.size)
        if last.x0 - column.left > 0.5 * size and self.is_centred(last) and self.is_centred(row):
            return (column.right - column.left) - (last.x1 - last.x0)
        if abs(column.right - last.x1) <= size and last.x0 - self.left > size and row.x0 - self.left > size:
            # Set to the right: the free room is on the left.
            return last.x0 - column.left
        return column.right - last.x1


def _set_apart(column: Column) -> float:
    """Points by which the characters of lines are set apart that aren't stretched: as those that end early are, or as the tightest are where these differ."""
    ended = sorted(
        row.spread for row in column.rows if column.right - row.x1 > FREE * row.size and len(row.text) >= SPACED
    )
    most, usual = 0, 0.0
    for spread in ended:
        alike = sum(abs(other - spread) <= SAME_SPACE for other in ended)
        if alike > most:
            most, usual = alike, spread
    if most > 1 and 2 * most >= len(ended):
        return usual
    return min((row.spread for row in column.rows), default=0.0)


def _usual(distances: dict[int, list[float]]) -> dict[int, float]:
    """The distance of lines by size: a quarter are closer."""
    return {size: sorted(some)[len(some) // 4] for size, some in distances.items() if len(some) > 1}


def tallest(row: Row) -> float:
    """The size of the largest character of a line."""
    return max([glyph.size for glyph in row.glyphs])
