"""Lines that are spread over their column or cell (ECMA-376 17.18.44, ``distribute``), told by where they begin and end: the room in them is no space.

What a line of many characters shows by itself (``pdf.apart``), one of two or three doesn't. Its place does: it begins and ends where its cell does, or
where other lines do that are spread, each by another distance, as the columns of a table are not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from forms.text import Box
from parsers.pdf.apart import SPACES, SPREAD, is_wide
from parsers.pdf.lines import Row
from parsers.pdf.model import Glyph

__all__ = ["close_up", "close_up_cell"]

LEAST = 0.3
"""Ems from which on characters are set apart by more than a hand sets them apart."""
EVENLY = 0.03
"""Ems by which distances differ at most that are meant to be one."""
AUTOSPACE = 0.32
"""Ems by which letters and Han characters may be farther apart."""
WORD = 0.22
"""Ems up to which letters are one word, which isn't spread."""
REACHED, ENDED = 1.2, 6.0
"""Points by which a line in a cell, and one on a page, may miss where it ends."""
PADDING = 7.5
"""Points that a line that fills its cell leaves free on either side at most."""
TELLING, LINES = 4, 2
"""Characters and words of a line that tell that lines are spread, and such lines at least."""
DIFFERENT = 2.0
"""Points by which the distances in two lines differ at least that are spread over one measure."""
INDENT = 2.6
"""Ems by which a line that is spread may begin later than others."""


@dataclass(frozen=True, slots=True)
class _Tail:
    """The end of a line whose characters are set apart evenly: from which of its characters on, by how many points, of how many of them or words.

    ``spaces`` are those of its characters before which more is free.
    """

    start: int
    spread: float
    units: int
    spaces: list[int] = field(default_factory=list)


def close_up(rows: list[Row]) -> bool:
    """Takes the spaces that aren't drawn out of those *rows* outside tables that are spread over the page, and tells whether there are any."""
    tails = [(row, tail) for row in rows if (tail := _tail(row)) is not None]
    told = [(row, tail) for row, tail in tails if tail.units >= TELLING]
    ends = [(row, tail) for row, tail in told if sum(abs(row.x1 - other.x1) <= ENDED for other, _ in told) > 1]
    spreads = [tail.spread for _, tail in ends]
    if len(ends) < LINES or max(spreads) - min(spreads) < DIFFERENT:
        return False
    left = min(row.x0 for row, _ in ends)
    for row, tail in tails:
        begun = not tail.start and -ENDED <= row.x0 - left <= INDENT * row.size
        if (begun or tail.units >= TELLING) and any(abs(row.x1 - other.x1) <= ENDED for other, _ in ends):
            _close(row, tail)
    return True


def close_up_cell(rows: list[Row], box: Box) -> None:
    """The same for the *rows* of a cell in *box*: those that fill it, or leave as much free on its left as on its right."""
    for row in rows:
        left, right = row.x0 - box[0], box[2] - row.x1
        if not row.glyphs[0].angle and (abs(left - right) <= REACHED or max(left, right) <= PADDING):
            tail = _tail(row)
            if tail is not None and not tail.start:
                _close(row, tail)


def _tail(row: Row) -> _Tail | None:
    """The end of a line that is spread, or all of it; None where it isn't."""
    if row.spread > SPREAD * row.size:
        return _Tail(0, row.spread, len(row.glyphs))
    if None not in row.marks:
        return None
    glyphs = row.glyphs
    pairs = [(right.x0 - left.x1, is_wide(left.text[-1]) + is_wide(right.text[0])) for left, right in pairwise(glyphs)]
    drawn = [glyph.text not in SPACES for glyph in glyphs]
    parted = [drawn[number] and drawn[number + 1] for number in range(len(pairs))]
    han = next((gap for (gap, wide), apart in zip(pairs[::-1], parted[::-1], strict=True) if apart and wide > 1), None)
    usual = han if han is not None else min((gap for gap, wide in pairs if wide), default=0.0)
    if usual < LEAST * row.size:
        return None
    units, start = 1, 0
    spaces: list[int] = []
    for number in reversed(range(len(pairs))):
        gap, wide = pairs[number]
        if not parted[number] or (wide == 0 and gap <= WORD * row.size):
            continue
        if gap < usual - EVENLY * row.size:
            start = number + 1
            break
        if gap > usual + (AUTOSPACE if wide == 1 else EVENLY) * row.size:
            spaces.append(number + 1)
        units += 1
    return _Tail(start, usual, units, spaces) if units > 1 + len(spaces) else None


def _close(row: Row, tail: _Tail) -> None:
    """Takes the spaces that aren't drawn out of the end of a line that is spread, but for those that are wider than what it is spread by."""
    count = 0
    kept: list[tuple[str, Glyph | None]] = []
    last: Glyph | None = None
    for character, mark in zip(row.text, row.marks, strict=True):
        if mark is not None and mark is not last:
            count += 1
            last = mark
        if mark is not None or count <= tail.start or count in tail.spaces:
            kept.append((character, mark))
    row.text = "".join(character for character, _ in kept)
    row.marks = [mark for _, mark in kept]
    if not tail.start:
        row.spread = max(row.spread, tail.spread)
        row.filled = True
