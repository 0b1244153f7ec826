"""Lists of names behind a notice, as its generator and most offices set them: numbered, in columns or a table, by province."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from forms.chinese import tight
from forms.vocabulary import choose, table
from parsers.extraction.layout import Area, Line, Sheet, Strip
from parsers.notices.attachments import is_attachment_heading
from parsers.notices.words import heading_of, named

__all__ = ["Item", "Listed", "lists_behind"]

_TITLE_LINES = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A name with its number and the province that it stands under, empty where it stands under none."""

    number: int
    name: str
    province: str
    line: Line
    sure: bool = True
    """Whether the name stands on one line."""


@dataclass(kw_only=True, slots=True)
class Listed:
    """A list under the name of its attachment. ``sure``: its numbers run and each province has as many as its heading says."""

    title: str
    noun: str = ""
    unit: str = ""
    items: list[Item] = field(default_factory=list)
    strips: list[Strip] = field(default_factory=list)
    sure: bool = True


def lists_behind(strips: Sequence[Strip], names: Sequence[str]) -> list[Listed]:
    """The attachments among *strips*, all of them behind the notice, that are lists of names; *names* are those of the attachments."""
    known = {tight(name): name for name in names}
    found: list[Listed] = []
    starts = [at for at, strip in enumerate(strips) if isinstance(strip, Line) and is_attachment_heading(strip.text)]
    for start, end in pairwise([*starts, len(strips)]):
        text = ""
        for at in range(start + 1, min(end, start + 1 + _TITLE_LINES)):
            strip = strips[at]
            if isinstance(strip, Sheet):
                break
            text += tight(strip.text)
            if text in known:
                listed = _listed(known[text], strips[at + 1 : end])
                if listed is not None:
                    found.append(listed)
                break
    return found


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(table("notice")[name]))


def _listed(title: str, strips: Sequence[Strip]) -> Listed | None:
    """The list that *strips* are; None where one of them is something else."""
    listed = Listed(title=title, strips=list(strips))
    sheets = [strip for strip in strips if isinstance(strip, Sheet)]
    lines = [strip for strip in strips if isinstance(strip, Line)]
    if sheets and lines:
        return None
    whole = _take_sheets(sheets, listed) if sheets else _take_lines(lines, listed)
    return listed if whole and listed.items else None


# Lines


def _take_lines(lines: Sequence[Line], listed: Listed) -> bool:
    """Takes names under headings of provinces; False where a line is neither."""
    province, due = "", 0
    for line in lines:
        heading = _province(line.text)
        if heading is not None:
            listed.sure = listed.sure and due == 0
            province, due, listed.unit = heading
            continue
        entries = _entries(line.text, len(listed.items) + 1)
        if not entries:
            return False
        _add(listed, entries, province, line)
        due -= len(entries) if province else 0
    listed.sure = listed.sure and due == 0
    return True


def _add(listed: Listed, entries: Sequence[tuple[int, str]], province: str, line: Line) -> None:
    for number, name in entries:
        listed.sure = listed.sure and number == len(listed.items) + 1
        # A name too long for its column goes on in the next line.
        item = Item(number=number, name=named(name), province=province, line=line, sure="\n" not in name)
        listed.items.append(item)


_NUMBER = re.compile(r"(?:(?<=\s)|^|(?P<behind>(?<=[^\d\s])))(\d{1,5})[.．、](?:(?P<before>(?=\d))|[ \t\u3000]*)")


def _entries(text: str, due: int) -> list[tuple[int, str]]:
    """The numbers and names on one line or in one cell, in reading order; empty where it doesn't begin with a number.

    Where a name begins with a digit, or no space stands before a number (as a PDF may have it), the number must be that which is *due*.
    """
    marks: list[re.Match[str]] = []
    for mark in _NUMBER.finditer(text.strip()):
        if (mark["behind"], mark["before"]) == (None, None) or int(mark[2]) == due + len(marks):
            marks.append(mark)
    if not marks or marks[0].start():
        return []
    ends = [mark.start() for mark in marks[1:]]
    pieces = [text.strip()[mark.end() : end] for mark, end in zip(marks, [*ends, len(text)], strict=True)]
    entries = [(int(mark[2]), piece.strip()) for mark, piece in zip(marks, pieces, strict=True)]
    return entries if all(name for _, name in entries) else []


def _province(text: str) -> tuple[str, int, str] | None:
    """The province, the count and the unit that a heading over names gives."""
    heading = heading_of(text)
    found = _pattern("list_heading").fullmatch(tight(heading.text)) if heading.level else None
    province = None if found is None else choose(found["province"], "province")
    return None if found is None or province is None else (province, int(found["count"]), found["unit"])


# Tables


def _take_sheets(sheets: Sequence[Sheet], listed: Listed) -> bool:
    """Takes names beside their provinces from *sheets*, the parts of one table; False where a cell is something else."""
    heads = [_head(area) for area in sheets[0].row(0)]
    if None in heads or len(heads) % 2:
        return False
    told = [head for head in heads if head is not None]
    if [head[0] for head in told] != [True, False] * (len(told) // 2):
        return False
    _, listed.noun, count, listed.unit = told[1]
    for sheet in sheets:
        if sheet.columns != sheets[0].columns:
            return False
        first = 1 if [_head(area) for area in sheet.row(0)] == heads else 0
        for row in range(first, sheet.rows):
            if not _take_row(sheet.row(row), row, listed):
                return False
    listed.sure = listed.sure and count in (None, len(listed.items))
    return True


def _head(area: Area) -> tuple[bool, str, int | None, str] | None:
    """What a column is headed: whether it is that of the provinces, else what its names are, how many, and in which unit."""
    text = tight(area.text)
    if _pattern("list_area").fullmatch(text):
        return True, "", None, ""
    found = _pattern("list_names").fullmatch(text)
    if found is None:
        return None
    noun = "" if _pattern("list_noun").fullmatch(found["noun"]) else found["noun"]
    return False, noun, int(found["count"]) if found["count"] else None, found["unit"] or ""


def _take_row(row: Sequence[Area], at: int, listed: Listed) -> bool:
    """Takes a row, in which cells of a province and of its names take turns."""
    if len(row) % 2:
        return False
    for area, names in zip(row[::2], row[1::2], strict=True):
        if area.blank and names.blank:
            continue
        # A name of its own province goes on under it, where the end of a page or the height of a row has parted them.
        before = listed.items[-1].province if listed.items else ""
        province = before if area.blank else choose(tight(area.text), "province")
        if not province or names.top != at or names.blank:
            return False
        line = Line(names.text, names.origin, names.confidence, names.notes, names.struck)
        entries = _entries(names.text, len(listed.items) + 1)
        if not entries:
            return False
        _add(listed, entries, province, line)
    return True
