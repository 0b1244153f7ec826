"""The imprint of an official document: who gets copies, who printed it and when (GB/T 9704-2012, 7.4)."""

from __future__ import annotations

from collections.abc import Sequence

from forms.chinese import is_page_number
from parsers.extraction.layout import Line, Sheet, Strip
from parsers.notices.model import Tail, Value
from parsers.notices.organs import copies_of, printed_by
from parsers.notices.words import tells

__all__ = ["IMPRINT", "imprint_behind", "take_imprint"]

IMPRINT = ("copy_to", "printer", "print_date")
"""Its elements by their names in the record."""


def imprint_behind(found: Sequence[Strip]) -> list[Line]:
    """The imprint at the end of a document (7.4), which stands behind its attachments."""
    lines: list[Line] = []
    for strip in reversed(found):
        if isinstance(strip, Sheet) or not (is_page_number(strip.text) or tells("imprint", strip.text)):
            break
        if not is_page_number(strip.text):
            lines.insert(0, strip)
    return lines


def take_imprint(line: Line, tail: Tail) -> bool:
    """Takes a line of the imprint (7.4) for what it is; False where it is nothing of it."""
    copies = copies_of(line.text)
    if copies and "copy_to" not in tail.others:
        tail.others["copy_to"] = Value(text=copies, lines=(line,))
        return True
    printed = printed_by(line.text)
    if printed is not None and printed[1].date.iso is not None:
        if printed[0]:
            tail.others["printer"] = Value(text=printed[0], lines=(line,))
        tail.others["print_date"] = Value(text=printed[1].date.iso, lines=(line,))
        return True
    return False
