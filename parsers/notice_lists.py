"""Lists of names behind a notice, as its generator and most offices set them: numbered, in one or more columns, by province."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from forms.chinese import tight
from forms.vocabulary import choose, table
from parsers.layout import Line
from parsers.notice_words import heading_of, is_attachment_heading, named

__all__ = ["Item", "Listed", "lists_behind"]

_TITLE_LINES = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A name with its number and the province that it stands under, empty where it stands under none."""

    number: int
    name: str
    province: str
    line: Line


@dataclass(kw_only=True, slots=True)
class Listed:
    """A list under the name of its attachment. ``sure``: its numbers run and each province has as many as its heading says."""

    title: str
    unit: str = ""
    items: list[Item] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    sure: bool = True


def lists_behind(lines: Sequence[Line], names: Sequence[str]) -> list[Listed]:
    """The attachments among *lines*, all of them behind the notice, that are lists of names; *names* are those of the attachments."""
    known = {tight(name): name for name in names}
    found: list[Listed] = []
    starts = [at for at, line in enumerate(lines) if is_attachment_heading(line.text)]
    for start, end in pairwise([*starts, len(lines)]):
        text = ""
        for at in range(start + 1, min(end, start + 1 + _TITLE_LINES)):
            text += tight(lines[at].text)
            if text in known:
                listed = _listed(known[text], lines[at + 1 : end])
                if listed is not None:
                    found.append(listed)
                break
    return found


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(str(table("notice")["list_heading"]))


def _listed(title: str, lines: Sequence[Line]) -> Listed | None:
    """The list that *lines* are; None where one of them is neither a province nor names with their numbers."""
    listed = Listed(title=title, lines=list(lines))
    province, due = "", 0
    for line in lines:
        heading = _province(line.text)
        if heading is not None:
            listed.sure = listed.sure and due == 0
            province, due, listed.unit = heading
            continue
        entries = _entries(line.text)
        if not entries:
            return None
        for number, name in entries:
            listed.sure = listed.sure and number == len(listed.items) + 1
            listed.items.append(Item(number=number, name=named(name), province=province, line=line))
        due -= len(entries) if province else 0
    listed.sure = listed.sure and due == 0
    return listed if listed.items else None


_NUMBER = re.compile(r"(?:(?<=\s)|^)(\d{1,5})[.．、](?!\d)[ \t\u3000]*")


def _entries(text: str) -> list[tuple[int, str]]:
    """The numbers and names on one line, from left to right; empty where it is no such line."""
    marks = list(_NUMBER.finditer(text.strip()))
    if not marks or marks[0].start():
        return []
    ends = [mark.start() for mark in marks[1:]]
    pieces = [text.strip()[mark.end() : end] for mark, end in zip(marks, [*ends, len(text)], strict=True)]
    entries = [(int(mark[1]), piece.strip()) for mark, piece in zip(marks, pieces, strict=True)]
    return entries if all(name for _, name in entries) else []


def _province(text: str) -> tuple[str, int, str] | None:
    """The province, the count and the unit that a heading over names gives."""
    heading = heading_of(text)
    found = _heading().fullmatch(tight(heading.text)) if heading.level else None
    province = None if found is None else choose(found["province"], "province")
    return None if found is None or province is None else (province, int(found["count"]), found["unit"])
