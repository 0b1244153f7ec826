"""Two lists side by side in one table, each with a column of its own for the key (年份 | 名称 | 数量 beside 年份 | 名称 | 数量), as two tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from forms.kinds import kind_of
from parsers.extraction.catalogue import Catalogue
from parsers.extraction.labels import key
from parsers.extraction.layout import Sheet, Strip
from parsers.extraction.stacked import cut_rows

__all__ = ["parted_halves"]

_HEAD_ROWS = 3
"""Rows within which the labels stand."""

_HALVES, _WIDTH = 2, 2
"""Lists side by side, and columns that each has at least."""


def parted_halves(found: Sequence[Strip], catalogue: Catalogue) -> list[Strip]:
    """*found* with each table of two such lists as one table for each, and what follows them in both as a third."""
    return [part for strip in found for part in (_parts(strip, catalogue) if isinstance(strip, Sheet) else [strip])]


def _parts(sheet: Sheet, catalogue: Catalogue) -> list[Sheet]:
    for row in range(min(_HEAD_ROWS, sheet.rows - 1)):
        if lefts := _under_keys(sheet, row, catalogue):
            rows = (n for n in range(row + 2, sheet.rows) if _is_of_all(sheet, n, lefts, catalogue))
            stop = next(rows, sheet.rows)
            edges = zip(lefts, [*lefts[1:], sheet.columns], strict=True)
            rest = [cut_rows(sheet, stop, sheet.rows)] if stop < sheet.rows else []
            parts = [_cut(sheet, left, right, stop) for left, right in edges]
            return [replace(parts[0], begins=sheet.begins), *parts[1:], *rest]
        second = _second(sheet, row, catalogue)
        if not second:
            continue
        stop = next((n for n in range(sheet.rows) if _is_of_both(sheet, n, second, row, catalogue)), sheet.rows)
        if stop <= row + 1:
            return [sheet]
        gap = all(area.blank for area in sheet.column(second - 1, 0, stop))
        left = replace(_cut(sheet, 0, second - gap, stop), begins=sheet.begins)
        rest = [cut_rows(sheet, stop, sheet.rows)] if stop < sheet.rows else []
        return [left, _cut(sheet, second, sheet.columns, stop), *rest]
    return [sheet]


def _under_keys(sheet: Sheet, row: int, catalogue: Catalogue) -> list[int]:
    """The columns at which lists begin that stand side by side under a key each (2020年, 2021年), with the same labels; empty for any other row."""
    cells = sheet.row(row)
    lefts = [area.left for area in cells if not area.blank]
    keyed = (
        len(lefts) >= _HALVES and lefts[0] == 0 and all(area.top == row and area.bottom == row + 1 for area in cells)
    )
    if not keyed or not all(_is_key(area.text, catalogue) for area in cells if not area.blank):
        return []
    labels: list[list[str]] = []
    for left, right in zip(lefts, [*lefts[1:], sheet.columns], strict=True):
        below = {id(area): area for area in sheet.row(row + 1) if left <= area.left < right and not area.blank}
        labels.append([key(area.text) for area in below.values()])
    named = sum(bool(catalogue.find(text)) for text in labels[0]) >= _WIDTH
    return lefts if named and all(one == labels[0] for one in labels) else []


def _is_of_all(sheet: Sheet, row: int, lefts: list[int], catalogue: Catalogue) -> bool:
    """Whether a row is of all the lists side by side: a cell reaches over two, or the row begins with the label of their sum."""
    cells = sheet.row(row)
    if any(area.left < left < area.right for area in cells for left in lefts[1:]):
        return True
    return any(
        not hit.group and definition.field_of[hit.path].column
        for area in cells[:1]
        for definition, hit, _ in catalogue.find(area.text)
    )


def _is_key(text: str, catalogue: Catalogue) -> bool:
    """Whether *text* is a year, the key of a list that has lists within it."""
    specs = {
        definition.field_of[f"{group.path}.{group.key}"]
        for definition in catalogue.definitions
        for group in definition.groups
        if group.key and f"{group.path}.{group.key}" in definition.field_of
    }
    years = [spec for spec in specs if spec.kind == "year"]
    told = [kind_of(spec).parse(text, spec) for spec in years if len(text) <= _LONGEST_KEY]
    return any(isinstance(one.value, int) and one.confidence >= _SURE for one in told)


_LONGEST_KEY, _SURE = 12, 0.9


def _second(sheet: Sheet, row: int, catalogue: Catalogue) -> int:
    """The column at which the second list begins, where *row* names the key of a list twice, at its begin and once more; 0 anywhere else."""
    cells = sheet.row(row)
    if not cells or not _names_key(cells[0].text, catalogue):
        return 0
    same = [area.left for area in cells if key(area.text) == key(cells[0].text)]
    if len(same) != _HALVES or min(same[1], sheet.columns - same[1]) < _WIDTH:
        return 0
    return same[1]


def _names_key(text: str, catalogue: Catalogue) -> bool:
    """Whether *text* names the key of a list that has lists within it."""
    return any(
        hit.path == f"{group.path}.{group.key}"
        for definition, hit, _ in catalogue.find(text)
        for group in definition.groups
        if group.key and any(other.path.startswith(group.path + ".") for other in definition.groups)
    )


def _is_of_both(sheet: Sheet, row: int, second: int, head: int, catalogue: Catalogue) -> bool:
    """Whether a row is of both lists: a cell reaches over both, or a label begins a row below theirs (the sum of all)."""
    cells = sheet.row(row)
    first = next((area for area in cells if not area.blank), None)
    labelled = row > head and first is not None and first.right <= second and bool(catalogue.find(first.text))
    return labelled or any(area.left < second < area.right for area in cells)


def _cut(sheet: Sheet, left: int, right: int, stop: int) -> Sheet:
    """The columns of *sheet* from *left* to *right*, down to the row *stop*."""
    areas = [
        replace(area, left=area.left - left, right=min(area.right, right) - left, bottom=min(area.bottom, stop))
        for area in sheet.areas
        if left <= area.left < right and area.top < stop
    ]
    return Sheet(stop, right - left, areas)
