"""Lists of names side by side in one table, each in columns of its own with its own numbers (序号 | 区域名称 beside 序号 | 学校名称), or under one another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from forms.chinese import fold
from parsers.extraction.labels import key, keys_of
from parsers.extraction.layout import Area, Sheet
from parsers.extraction.namelists import adds_up, place_names

if TYPE_CHECKING:
    from parsers.extraction.worksheet import Work

__all__ = ["place_name_blocks"]

_HEADER_ROWS = 3
"""Rows at the top of a table among which its labels are."""

_BLOCKS, _WIDTH = 2, 2
"""Lists side by side, and columns that each has at least."""


def place_name_blocks(work: Work) -> bool:
    """Finds the names of lists that stand side by side, or under one another, with a number each; False where the sheet is no such table, and nothing is placed."""
    lists = [spec.path for spec in work.placing.definition.fields if spec.kind == "names"]
    if len(lists) < _BLOCKS:
        return False
    parts = _side_by_side(work, lists) or _under_one_another(work, lists) or _beside_labels(work, lists)
    for path, part in parts:
        _place(work, part, path)
    for area in work.sheet.areas if parts else ():
        work.use(area)
    return bool(parts)


def _side_by_side(work: Work, lists: list[str]) -> list[tuple[str, Sheet]]:
    """The columns of lists that stand side by side, each with its list; empty for any other table."""
    for row in range(min(_HEADER_ROWS, work.sheet.rows - 1)):
        named = [(area, path) for area in work.sheet.row(row) if (path := _named(work, area, lists))]
        if len({path for _, path in named}) >= _BLOCKS and (blocks := _blocks(work.sheet, row, named)):
            return [(path, _cut(work.sheet, left, right, top)) for left, right, top, path in blocks]
    return []


def _named(work: Work, area: Area, lists: list[str]) -> str:
    """The list of names that a cell heads, by its label or as the heading of a column (区域名称); "" for any other."""
    own = {hit.path for hit in work.leaf(area) if hit.path in lists}
    if not own and key(area.text) in keys_of("name_heads"):
        folded = key(area.text)
        own = {path for path in lists if any(key(label) in folded for label in work.placing.spec(path).labels)}
    return own.pop() if len(own) == 1 else ""


def _blocks(sheet: Sheet, row: int, named: list[tuple[Area, str]]) -> list[tuple[int, int, int, str]]:
    """The columns of each list, the row on which it begins, and the list; empty where any hasn't its own numbers before its names."""
    found: list[tuple[int, int, int, str]] = []
    inner = _numbers(sheet, named[0][0].left, row + 1)
    for number, (area, path) in enumerate(named):
        following = named[number + 1][0].left if number + 1 < len(named) else sheet.columns
        if inner:  # a label over the number and the name
            left, right, top = area.left, following, row + 1
        else:
            last = number + 1 == len(named)
            left, right, top = area.left - 1, following if last else following - 1, row
        if left < 0 or right - left < _WIDTH or not _numbers(sheet, left, row + 1):
            return []
        found.append((left, right, top, path))
    return found


def _under_one_another(work: Work, lists: list[str]) -> list[tuple[str, Sheet]]:
    """The rows of lists whose names stand on rows of their own in a table with numbers, each with its list; empty for any other table."""
    sheet = work.sheet
    bands: list[tuple[int, str]] = []
    heads = keys_of("name_heads")
    columns: tuple[int, ...] = ()
    for row in range(sheet.rows):
        said = [area for area in sheet.row(row) if not area.blank]
        path = _named(work, said[0], lists) if len(said) == 1 and said[0].left == 0 and said[0].top == row else ""
        if path and said[0].bottom == row + 1:
            bands.append((row, path))
        elif not columns:
            columns = tuple(area.left for area in said if key(area.text) in heads)
    numbered = any(fold(area.text).isdecimal() for area in sheet.column(0, 0, sheet.rows))
    if len({path for _, path in bands}) < _BLOCKS or not numbered or len(columns) > 1 or bands[0][0] > _HEADER_ROWS:
        return []
    stops = [row for row, _ in bands[1:]] + [sheet.rows]
    for _, path in bands if columns else ():
        work.placing.name_columns[path] = (sheet.columns, columns)
    return [
        (path, _cut(sheet, 0, sheet.columns, row + 1, stop)) for (row, path), stop in zip(bands, stops, strict=True)
    ]


def _beside_labels(work: Work, lists: list[str]) -> list[tuple[str, Sheet]]:
    """The rows beside each cell of the first column, where each such cell names a list and numbers stand beside it."""
    sheet = work.sheet
    named = [(area, _named(work, area, lists)) for area in sheet.column(0, 0, sheet.rows)]
    own = all(path and area.right == 1 for area, path in named) and _numbers(sheet, 1, 0)
    if not own or len({path for _, path in named}) < _BLOCKS:
        return []
    return [(path, _cut(sheet, 1, sheet.columns, area.top, area.bottom)) for area, path in named]


def _numbers(sheet: Sheet, column: int, top: int) -> bool:
    """Whether *column* says nothing but numbers from *top* on, but for a heading."""
    cells = [area for area in sheet.column(column, top, sheet.rows) if not area.blank] if column >= 0 else []
    cells = [area for area in cells if not adds_up(sheet, area)]
    numbers = [fold(area.text).isdecimal() for area in cells]
    return any(numbers) and all(numbers[1:])


def _place(work: Work, block: Sheet, path: str) -> None:
    """Places the names of one list; what is no name, number or heading is left over."""
    placed = place_names(block, path, work.placing, headed=True)
    heads = {area.top for area in block.areas if key(area.text) in keys_of("name_heads")}
    for area in block.areas:
        said = not area.blank and not any(area is one for one in placed) and area.top not in heads
        if said and not (area.left == 0 and fold(area.text).isdecimal()) and not adds_up(block, area):
            work.placing.leftovers.append(area.found)


def _cut(sheet: Sheet, left: int, right: int, top: int, stop: int | None = None) -> Sheet:
    """The columns of *sheet* from *left* to *right*, from the row *top* to *stop*, or to the end."""
    bottom = sheet.rows if stop is None else stop
    areas = [
        replace(
            area,
            left=area.left - left,
            right=min(area.right, right) - left,
            top=area.top - top,
            bottom=min(area.bottom, bottom) - top,
        )
        for area in sheet.areas
        if left <= area.left < right and top <= area.top < bottom
    ]
    return Sheet(bottom - top, right - left, areas)
