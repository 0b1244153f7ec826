"""Tables of contents: lines that name a heading further down and its page, which are no headings themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.extraction.labels import key
from parsers.extraction.layout import Line, Strip

__all__ = ["lines_of_contents"]

_ENTRY = re.compile(r"(?P<words>.*[\u3400-\u9fff].*?)(?:[\t ]*[.．·…⋯]{2,}[\t ]*|\t+[ ]*|[ \u3000]{3,})\d{1,3}\s*")
"""Words, a row of points or a tab, and a page."""

_LEADER = re.compile(r"([.．·…⋯])\1{2,}")
"""A row of points, which in a print are as many as fill the line."""
_LONGEST = 120
_FEW = 2
"""A table of contents has at least so many lines one behind the other."""


def lines_of_contents(strips: Sequence[Strip]) -> list[Line]:
    """The lines of *strips* that are entries of a table of contents: several together, most of whose words stand again further down."""
    found: list[Line] = []
    run: list[tuple[int, Line, str]] = []
    for number, strip in enumerate(strips):
        entry = None
        if isinstance(strip, Line):
            text = _LEADER.sub(r"\1\1", strip.text)
            entry = _ENTRY.fullmatch(text) if len(text) <= _LONGEST else None
        if isinstance(strip, Line) and entry is not None:
            run.append((number, strip, key(entry["words"])))
        if run and (entry is None or number == len(strips) - 1):
            found += _confirmed(run, strips)
            run = []
    return found


def _confirmed(run: list[tuple[int, Line, str]], strips: Sequence[Strip]) -> list[Line]:
    if len(run) < _FEW:
        return []
    later = [key(strip.text) for strip in strips[run[-1][0] + 1 :] if isinstance(strip, Line)]
    again = sum(any(text.startswith(words) for text in later) for _, _, words in run)
    return [line for _, line, _ in run] if again * 2 > len(run) else []
