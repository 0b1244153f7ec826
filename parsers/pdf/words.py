"""What of a line may not be parted, so that all of it goes to the next where it has no room. Pure functions, in points."""

from __future__ import annotations

import re

from parsers.pdf.apart import is_wide
from parsers.pdf.lines import CLOSING, Row

__all__ = ["WORD", "first_word"]

WORD = re.compile(r"[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2018-\u201d\u2026\u2014]+")
"""Letters, digits and their signs."""
_QUOTES = ("“", "‘")
_OPENING = frozenset("（［｛〔〈《「『【‘“([{")


def first_word(row: Row) -> float:
    """The width in points of what a line may not be broken before: a Han character with the closing marks behind it, or a word."""
    text = row.text
    start = 0
    while start < len(text) - 1 and text[start] in _OPENING:
        start += 1
    found = None if is_wide(text[start]) else WORD.match(text, start)
    end = found.end() if found else start + 1
    if text[end : end + 1] in _QUOTES:
        # To UAX #14 these marks open as well as close (QU): neither before them nor behind is a line broken. Word breaks before those that open.
        end = min(end + 2, len(text))
    while end < len(text) and text[end] in CLOSING:
        end += 1
    drawn = [mark for mark in row.marks[:end] if mark is not None]
    return drawn[-1].x1 - drawn[0].x0 if drawn else 0.0
