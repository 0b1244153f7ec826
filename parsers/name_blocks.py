"""Lists of names side by side in one table, each in columns of its own with its own numbers (序号 | 区域名称 beside 序号 | 学校名称), or under one another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from forms.chinese import fold
from parsers.labels import key, words
from parsers.layout import Area, Sheet
from parsers.namelists import adds_up, place_lists, place_names

if TYPE_CHECKING:
    from parsers.worksheet import Work

__all__ = ["place_name_blocks"]

_HEADER_ROWS = 3
"""Rows at the top of a table among which its labels are."""

_BLOCKS, _WIDTH = 2, 2
"""Lists side by side, and columns that each has at least."""


def place_name_blocks(work: Work) -> bool:
    """Finds the names of lists that stand side by side, or under one another, with a number each; False where the sheet is no such table, and nothing is placed."""
    lists = [spec.path for spec in work.placing.definition.fields if spec.kind == "names"]
    for row in range(min(_HEADER_ROWS, work.sheet.rows - 1)) if len(lists) >= _BLOCKS else ():
        named = [(area, path) for area in work.sheet.row(row) if (path := _named(work, area, lists))]
        if len({path for _, path in named}) >= _BLOCKS and (blocks := _blocks(work.sheet, row, named)):
            for left, right, top, path in blocks:
                _place(work, _cut(work.sheet, left, right, top), path)
            for area in work.sheet.areas:
                work.use(area)
            return True
    across = [area for area in work.sheet.row(0) if not area.blank]
    path = _named(work, across[0], lists) if len(across) == 1 and across[0].left == 0 else ""
    if path and any(fold(area.text).isdecimal() for area in work.sheet.column(0, 1, work.sheet.rows)):
        place_lists(work.sheet, path, work.placing)  # under one another, each below its name
        for area in work.sheet.areas:
            work.use(area)
        return True
    return False


def _named(work: Work, area: Area, lists: list[str]) -> str:
    """The list of names that a cell heads, by its label or as the heading of a column (区域名称); "" for any other."""
    own = {hit.path for hit in work.leaf(area) if hit.path in lists}
    if not own and key(area.text) in {key(word) for word in words()["name_heads"]}:
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
            left, right, top = area.left - 1, area.right, row
        if left < 0 or right - left < _WIDTH or not _numbers(sheet, left, row + 1):
            return []
        found.append((left, right, top, path))
    return found


def _numbers(sheet: Sheet, column: int, top: int) -> bool:
    """Whether *column* says nothing but numbers from *top* on, but for a heading."""
    cells = [area for area in sheet.column(column, top, sheet.rows) if not area.blank] if column >= 0 else []
    cells = [area for area in cells if not adds_up(sheet, area)]
    numbers = [fold(area.text).isdecimal() for area in cells]
    return any(numbers) and all(numbers[1:])


def _place(work: Work, block: Sheet, path: str) -> None:
    """Places the names of one list; what is no name, number or heading is left over."""
    placed = [*place_names(block, path, work.placing, headed=True)]
    for area in block.areas:
        said = not area.blank and not any(area is one for one in placed) and not fold(area.text).isdecimal()
        if said and area.top > 0 and not adds_up(block, area):
            work.placing.leftovers.append(area.found)


def _cut(sheet: Sheet, left: int, right: int, top: int) -> Sheet:
    """The columns of *sheet* from *left* to *right*, from the row *top* on."""
    areas = [
        replace(
            area,
            left=area.left - left,
            right=min(area.right, right) - left,
            top=area.top - top,
            bottom=area.bottom - top,
        )
        for area in sheet.areas
        if left <= area.left < right and area.top >= top
    ]
    return Sheet(sheet.rows - top, right - left, areas)
