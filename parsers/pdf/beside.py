"""Labels in the middle of what stands beside them, in tables of which no line is drawn and that weren't made out: whose each line is isn't told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from parsers.pdf.gutters import pieces_of
from parsers.pdf.lines import Row

__all__ = ["doubt_labelled"]

CLOSE = 1.8
"""Ems between lines up to which they may be of one cell, or of one and the next."""
ROOM = 0.9
"""Ems between a label and what stands beside it at least."""
UNSURE = 0.85
"""Confidence of such lines."""

_WORD = re.compile(r"[\u3400-\u9fff]\s*[\u3400-\u9fff]")


def doubt_labelled(rows: list[Row]) -> None:
    """Doubts the lines among *rows* that stand right of a text which has such lines above it and below."""
    ordered = sorted(rows, key=lambda row: row.y)
    for number, row in enumerate(ordered):
        pieces = pieces_of(row)
        if not pieces or not _WORD.search("".join(glyph.text for glyph in pieces[0][2])):
            continue
        end = pieces[0][1] + ROOM * row.size
        above = list(_beside([*reversed(ordered[: number + 1])], end))
        below = list(_beside(ordered[number:], end))
        if above and below:
            for other in (row, *above, *below):
                for glyph in other.glyphs:
                    glyph.confidence = min(glyph.confidence, UNSURE)


def _beside(rows: list[Row], end: float) -> Iterator[Row]:
    """The lines that follow the first of *rows* closely, one the other, and begin right of *end*."""
    for before, row in pairwise(rows):
        if row.x0 < end or abs(row.y - before.y) > CLOSE * row.size:
            return
        yield row
