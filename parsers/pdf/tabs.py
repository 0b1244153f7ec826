"""Tabs of next to no width: a label that nearly reaches the stop at which its value begins is known by the other lines whose values begin there."""

from __future__ import annotations

from collections import defaultdict

from parsers.pdf.apart import SPACES
from parsers.pdf.lines import Row
from parsers.pdf.model import Glyph
from parsers.wording import is_label, is_option, is_usual, usual_pairs

__all__ = ["part_values", "put_tabs"]

AT = 1.0
"""Points by which what begins at one stop may differ."""
OTHERS = 2
"""Lines with a tab that begin something at the stop."""
NEAR, MOST = 4, 3
"""Of so many lines above and below so many are a label, a tab and a value where a line that begins with a label is one too without a stop that others
tell."""
UNSEEN = 4
"""Characters of a label behind which no room at all is seen."""
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
    tabbed = [_is_tabbed(row) for row in rows]
    for row in rows:
        at = row.text.find("\t")
        glyph = row.marks[at + 1] if 0 < at < len(row.marks) - 1 else None
        if glyph is not None:
            stops[round(glyph.x0)] += 1
    if not stops:
        return
    for number, row in enumerate(rows):
        if "\t" in row.text:
            part_values(row)
            continue
        among = sum(tabbed[max(0, number - NEAR) : number + 1 + NEAR]) >= MOST and not is_usual(row.text)
        for index in range(min(len(row.marks), LONGEST) - 1, 0, -1):
            glyph = row.marks[index]
            if (
                glyph is not None
                and index > 1
                and row.text[index] not in _NEVER
                and (
                    _is_apart(row.marks[index - 1], glyph) or (among and index >= UNSEEN and _are_two(row.text, index))
                )
                and (among or any(abs(x - glyph.x0) <= AT and count >= OTHERS for x, count in stops.items()))
                and is_label(row.text[:index])
            ):
                _put(row, len(row.text[:index].rstrip(SPACES)), index)
                break


def part_values(row: Row) -> None:
    """Puts a tab before a label that stands close behind the value before it, as the tab behind it tells."""
    parts = row.text.split("\t")
    if len(parts) < 3 or not is_label(parts[0]):
        return
    start = len(parts[0]) + 1
    for number in range(1, len(parts) - 1, 2):
        value = parts[number]
        if not is_label(value) and not is_label(parts[number + 1]):
            for index in range(1, len(value) - 1):
                if value[index] not in _NEVER and is_label(value[index:]) and not is_option(value[index:]):
                    _put(row, start + len(value[:index].rstrip(SPACES)), start + index)
                    return
        start += len(value) + len(parts[number + 1]) + 2


def _are_two(text: str, index: int) -> bool:
    """Whether the characters before and behind a place aren't often beside one another."""
    return text[index - 1 : index + 1] not in usual_pairs()


def _is_tabbed(row: Row) -> bool:
    """Whether a line is a label, a tab and a value."""
    label, tab, value = row.text.partition("\t")
    return bool(tab and value) and is_label(label)


def _put(row: Row, end: int, start: int) -> None:
    """Puts a tab in the place of what is between *end* and *start*."""
    row.marks = [*row.marks[:end], None, *row.marks[start:]]
    row.text = f"{row.text[:end]}\t{row.text[start:]}"
    for glyph in row.glyphs:
        glyph.confidence = min(glyph.confidence, UNSURE)
