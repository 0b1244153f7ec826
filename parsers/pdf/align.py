"""Which character of a page each character that was read is: both stand in one order, at places that differ little."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from parsers.pdf.likeness import alike

__all__ = ["Slot", "align"]

ASTRAY = 0.8
"""Ems by which a character may be read beside the place where it stands."""
SKIP = 0.62
"""What it costs to leave out a character of the page or of the reading, where being an em astray costs 1."""
OTHER = 0.1
"""What it costs when the text layer tells another character."""
UNDER = 0.3
"""The same where another takes its room."""
BLANK = 0.04
"""What it costs to leave out a character in whose room no ink was seen."""


class Slot(NamedTuple):
    """A character of the page: its middle and its em in pixels, the character that the layer tells, and whether ink was seen in its room.

    ``under`` tells that another takes that room: it may be a space that carries an underline.
    """

    at: float
    em: float
    text: str
    inked: bool
    under: bool = False


def align(slots: Sequence[Slot], read: Sequence[tuple[float, str]]) -> list[int | None]:
    """For each of *slots* the number of the character in *read* (place, text) that stands there; None where none was read."""
    columns = len(read)
    costs = [[column * SKIP for column in range(columns + 1)]]
    for slot in slots:
        above = costs[-1]
        skip = _skip(slot)
        line = [above[0] + skip]
        for column, (place, text) in enumerate(read, 1):
            best = min(above[column] + skip, line[column - 1] + SKIP)
            astray = abs(place - slot.at) / slot.em
            if astray <= ASTRAY:
                other = UNDER if slot.under else 0.0 if alike(slot.text, text) else OTHER
                best = min(best, above[column - 1] + astray + other)
            line.append(best)
        costs.append(line)
    found: list[int | None] = [None] * len(slots)
    row, column = len(slots), columns
    while row:
        skip = _skip(slots[row - 1])
        here = costs[row][column]
        if here >= costs[row - 1][column] + skip - _EXACT:
            row -= 1
        elif column and here >= costs[row][column - 1] + SKIP - _EXACT:
            column -= 1
        else:
            row, column = row - 1, column - 1
            found[row] = column
    return found


def _skip(slot: Slot) -> float:
    return SKIP if slot.inked and not slot.under else BLANK


_EXACT = 1e-9
