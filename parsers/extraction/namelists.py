"""Names listed in a table under a heading: which cells hold them, in what order, and whether any may be missing."""

from __future__ import annotations

import re

from forms.chinese import fold, is_han, joined
from forms.vocabulary import words as vocabulary
from parsers.extraction.labels import is_foreign, key, keys_of, words
from parsers.extraction.layout import Area, Sheet
from parsers.extraction.placing import Placing
from parsers.extraction.stacked import cut_rows

__all__ = ["adds_up", "place_lists", "place_names"]

Entry = tuple[int | None, Area]
"""A name's number, where one stands before it, and its cell."""


def place_lists(sheet: Sheet, path: str, placing: Placing) -> str:
    """Finds the names listed in *sheet* under the heading of the field *path* and under those of others across it; answers the last one's field."""
    top = 0
    for row in range(sheet.rows):
        starting = [area for area in sheet.row(row) if area.top == row]
        said = [area for area in starting if not area.blank]
        if len(said) != 1 or (len(starting) > 1 and said[0] is not starting[0]):
            continue
        named = [hit.path for hit in placing.lexicon.firm(said[0].text) if not hit.group]
        named = [one for one in named if placing.spec(one).kind == "names"]
        if named and row + 1 < sheet.rows:
            if row > top:
                place_names(cut_rows(sheet, top, row), path, placing)
            path, top = named[0], row + 1
    place_names(cut_rows(sheet, top, sheet.rows) if top else sheet, path, placing)
    return path


def place_names(sheet: Sheet, path: str, placing: Placing, *, headed: bool = False) -> list[Area]:
    """Finds the names listed in *sheet*, a table under the heading of the field *path*, and answers their cells; columns side by side go on with one another.

    *headed* says that the table's columns are this list's by a label over them.
    """
    heads = keys_of("name_heads")
    columns = [area for area in sheet.row(0) if key(area.text) in heads]
    known = placing.name_columns.get(path)
    start, sure = 1, True
    if columns:
        placing.name_columns[path] = (sheet.columns, tuple(area.left for area in columns))
    elif known is not None and known[0] == sheet.columns:
        columns, start = [area for area in sheet.row(0) if area.left in known[1]], 0
    else:
        columns, start = [area for area in sheet.row(0) if any(is_han(c) for c in area.text)], 0
        sure = len(columns) == 1
    entries: list[Entry] = []
    for column in columns:
        for area in sheet.column(column.left, start, sheet.rows):
            if adds_up(sheet, area):
                placing.leftovers.append(area.found)
            elif not area.blank and area.left == column.left and key(area.text) not in heads:
                beside = sheet.at(area.top, area.left - 1)
                entries.append((_number(beside), area))
    numbers = [number for number, _ in entries]
    if all(number is not None for number in numbers):
        entries.sort(key=lambda entry: entry[0] or 0)
        sure = sure and _runs_on(numbers, placing.names_told.get(path, 0))
    elif all(number is None for number in numbers):
        entries.sort(key=lambda entry: (entry[1].top, entry[1].left))
    else:
        sure = False
    if not sure or any(map(_holds_two, entries)) or _lacks_names(sheet, entries, start, columns):
        placing.doubt("list.unclear", path, sheet.areas[0].origin if sheet.areas else None)
    placing.names_told[path] = placing.names_told.get(path, 0) + len(entries)
    if entries:
        names = [joined(area.text) for _, area in entries]
        if any(sign in name for name in names for sign in "、，,；;"):
            if len(names) > 1:
                placing.doubt("list.unclear", path, entries[0][1].origin)
            names = [f"（{n + 1}）{name}" for n, name in enumerate(names)]  # a sign in one name parts no other two
        text = entries[0][1].found.with_value("\n".join(names))
        placing.add(path, (), text, 1.0 if start or known or headed else 0.85)
    return [area for _, area in entries]


def adds_up(sheet: Sheet, area: Area) -> bool:
    """Whether *area* stands on a row that adds a list up (合计 | 3所, or 合计：3所 where the names stand)."""
    before = sheet.at(area.top, area.left - 1)
    totals = tuple(key(word) for word in words()["totals"])
    counted = re.compile("|".join(map(re.escape, words()["counters"])))
    return any(
        key(_COUNTED.sub("", counted.sub("", cell.text))) in totals for cell in (area, before) if cell is not None
    )


_COUNTED = re.compile("[0-9０-９：:]+")


def _number(area: Area | None) -> int | None:
    number = fold(area.text) if area is not None else ""
    return int(number) if number.isdecimal() else None


def _runs_on(numbers: list[int | None], told: int) -> bool:
    """Whether the numbers are 1, 2, 3…, or go on behind those told before, in whatever order their columns stand."""
    ordered = sorted(number or 0 for number in numbers)
    return ordered in (list(range(1, len(ordered) + 1)), list(range(told + 1, told + len(ordered) + 1)))


def _holds_two(entry: Entry) -> bool:
    """Whether the lines of a cell are whole names each."""
    lines = [line.strip() for line in entry[1].text.split("\n") if line.strip()]
    return len(lines) > 1 and all(len(line) > 1 and line.endswith(vocabulary("names", "place_ends")) for line in lines)


def _lacks_names(sheet: Sheet, entries: list[Entry], start: int, columns: list[Area]) -> bool:
    """Whether a row has a number, or words, but no name."""
    named = {area.top for _, area in entries}
    told = {id(area) for _, area in entries}
    for row in range(start, sheet.rows):
        cells = [area for area in sheet.row(row) if area.top == row and not area.blank]
        if any(adds_up(sheet, area) for area in cells):
            continue
        if cells and row not in named and not any(is_foreign(area.text) for area in cells):
            return True
        # A cell of the row that is a number with nothing behind it, where the columns come again side by side.
        for area in cells:
            if any(area.left < column.left < area.right for column in columns):
                return True
            if _number(area) is not None and not _is_named(sheet, area, told):
                return True
    return False


def _is_named(sheet: Sheet, number: Area, told: set[int]) -> bool:
    """Whether a name, or nothing at all, stands between a number and the next."""
    said = False
    behind = sheet.right_of(number)
    while behind is not None and _number(behind) is None:
        if id(behind) in told:
            return True
        said = said or not behind.blank
        behind = sheet.right_of(behind)
    return not said and number.right >= sheet.columns
