"""Tabs of next to no width: a label that nearly reaches the stop at which its value begins is known by the other lines whose values begin there."""

from __future__ import annotations

from collections import defaultdict

from parsers.pdf_lines import SPACES, Row
from parsers.pdf_model import Glyph
from parsers.wording import is_label

__all__ = ["put_tabs"]

AT = 1.0
"""Points by which what begins at one stop may differ."""
OTHERS = 2
"""Lines with a tab that begin something at the stop."""
LONGEST = 20
"""Characters of a label and its spaces."""
APART = 0.03
"""Ems before the value that are room, however little."""
_NEVER = frozenset(SPACES + ":：")
UNSURE = 0.85
"""Confidence of a line in which a tab isn't seen."""


def _is_apart(before: Glyph | None, glyph: Glyph) -> bool:
    """Whether there is any room before a character that word processors don't put there by themselves."""
    return before is None or before.text in SPACES or glyph.x0 - before.x1 > APART * glyph.size


def put_tabs(rows: list[Row]) -> None:
    """Puts a tab between label and value into those of *rows*, the lines of a page outside tables, in which its room is too little to be seen."""
    stops: dict[int, int] = defaultdict(int)
    for row in rows:
        at = row.text.find("\t")
        glyph = row.marks[at + 1] if 0 < at < len(row.marks) - 1 else None
        if glyph is not None:
            stops[round(glyph.x0)] += 1
    if not stops:
        return
    for row in rows:
        if "\t" in row.text:
            continue
        for index, glyph in enumerate(row.marks[:LONGEST]):
            if (
                glyph is not None
                and index > 1
                and row.text[index] not in _NEVER
                and _is_apart(row.marks[index - 1], glyph)
                and any(abs(x - glyph.x0) <= AT and count >= OTHERS for x, count in stops.items())
                and is_label(row.text[:index])
            ):
                label = row.text[:index].rstrip(SPACES)
                row.marks = [*row.marks[: len(label)], None, *row.marks[index:]]
                row.text = f"{label}\t{row.text[index:]}"
                for other in row.glyphs:
                    other.confidence = min(other.confidence, UNSURE)
                break
