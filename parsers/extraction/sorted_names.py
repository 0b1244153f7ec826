"""Lists of names in one table, where a column says of each name which list it is of (优秀区域, 优秀学校)."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from forms.chinese import fold, half, joined
from parsers.extraction.labels import FIRM, key, keys_of, words
from parsers.marks import is_mark, marks

if TYPE_CHECKING:
    from parsers.extraction.layout import Area
    from parsers.extraction.worksheet import Work

__all__ = ["place_sorted_names"]

_BRACKETS = re.compile("[（(）)]")
_SEVERAL = re.compile("[、，,；;\n]")
_HEADER_ROWS = 3
"""Rows at the top of a table among which its header is."""
_LISTS = 2
"""A form with fewer lists of names has nothing to sort."""


def place_sorted_names(work: Work) -> bool:
    """Finds the names in a table with a column of names and one of their kinds; False where the sheet is no such table, and nothing is placed."""
    lists = [spec.path for spec in work.placing.definition.fields if spec.kind == "names"]
    if len(lists) < _LISTS:
        return False
    for row in range(min(_HEADER_ROWS, work.sheet.rows - 1)):
        heads = [area for area in work.sheet.row(row) if _heads_names(area.text)]
        start = max(area.bottom for area in work.sheet.row(row))
        names = [area for area in heads if not _named(work, area, lists)]
        ticked = _ticked(work, row, start, lists) if len(names) == 1 else {}
        if len(set(ticked.values())) > 1:
            _place(work, names[0], ticked, start)
            return True
        if len(heads) != 1:
            continue
        for column in work.sheet.row(row):
            kinds = _kinds(work, column.left, start, lists) if column is not heads[0] else {}
            if len(set(kinds.values())) > 1:
                _place(work, heads[0], kinds, start)
                return True
    return False


def _heads_names(text: str) -> bool:
    """Whether *text* is the heading of a column of names, alone or as several words for it (区域/学校)."""
    heads = keys_of("name_heads")
    joint = "|".join(map(re.escape, words()["combining"]))
    parts = [part for part in re.split(joint, _BRACKETS.sub("/", half(text))) if part.strip()]
    return key(text) in heads or (len(parts) > 1 and all(key(part) in heads for part in parts))


def _kinds(work: Work, left: int, start: int, lists: list[str]) -> dict[int, str]:
    """The list that the cells of a column name, by row; empty where any says something else or nothing."""
    found: dict[int, str] = {}
    for row in range(start, work.sheet.rows):
        area = work.sheet.at(row, left)
        paths = _named(work, area, lists) if area is not None else set()
        if len(paths) != 1:
            return {}
        found[row] = paths.pop()
    return found


def _ticked(work: Work, row: int, start: int, lists: list[str]) -> dict[int, str]:
    """The list in whose column each row has its tick, by row; empty where the columns hold anything else, or a row more than one tick or none."""
    columns = {}
    for area in work.sheet.row(row):
        paths = _named(work, area, lists)
        if len(paths) == 1:
            columns[area.left] = paths.pop()
    if len(set(columns.values())) < _LISTS:
        return {}
    found: dict[int, str] = {}
    for one in range(start, work.sheet.rows):
        cells = {path: work.sheet.at(one, left) for left, path in columns.items()}
        said = {path: area for path, area in cells.items() if area is not None and not area.blank}
        states = [marks(area.text) for area in said.values()]
        if not all(is_mark(area.text.strip()) for area in said.values()):
            return {}
        chosen = [path for path, state in zip(said, states, strict=True) if any(mark.checked for mark in state)]
        if len(chosen) != 1:
            return {}
        found[one] = chosen[0]
    return found


def _named(work: Work, area: Area, lists: list[str]) -> set[str]:
    return {hit.path for hit in work.placing.lexicon.find(area.text) if hit.quality >= FIRM and hit.path in lists}


def _place(work: Work, head: Area, kinds: dict[int, str], start: int) -> None:
    placing = work.placing
    firsts = [work.sheet.row(row)[0] for row in kinds]
    numbers = [int(fold(first.text)) for first in firsts if fold(first.text).isdecimal()]
    # A row for each list holds all of its names; a row for each name, one.
    listed = len(set(kinds.values())) == len(kinds)
    for path in dict.fromkeys(kinds.values()):
        entries: list[Area] = []
        for row, kind in kinds.items():
            area = work.sheet.at(row, head.left)
            if kind != path:
                continue
            if area is None or area.blank or area.top != row or (not listed and _SEVERAL.search(area.text.strip())):
                placing.doubt("list.unclear", path, head.origin)
            if area is not None and not area.blank and area not in entries:
                entries.append(area)
        if entries:
            names = entries[0].text if listed else "\n".join(joined(area.text) for area in entries)
            placing.add(path, (), entries[0].found.with_value(names))
            for area in entries:
                work.take(area)
    # A row that is missing leaves a gap in the numbers; each list may count its own.
    gap = any(number not in (before + 1, 1) for before, number in pairwise(numbers))
    for path in dict.fromkeys(kinds.values()) if gap else ():
        placing.doubt("list.unclear", path, head.origin)
    for area in work.sheet.areas:
        if work.free(area):
            work.use(area)
            if not area.blank and area.top >= start and not _named(work, area, list(set(kinds.values()))):
                placing.leftovers.append(area.found)
