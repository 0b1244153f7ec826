"""Lists drawn by hand, in which each row has edges of its own: their cells under the labels in whose order they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.extraction.catalogue import Catalogue
from parsers.extraction.labels import is_foreign, lexicon
from parsers.extraction.layout import Area, Sheet, Strip

__all__ = ["evened"]

_COLUMNS, _LABELS = 4, 3
"""Cells of a row at least, and labels of one form among the first one's."""


def evened(found: Sequence[Strip], catalogue: Catalogue) -> list[Strip]:
    """*found*, rows of as many cells as there are labels over them with the edges of these; others stay as they were drawn."""
    return [_evened(strip, catalogue) if isinstance(strip, Sheet) else strip for strip in found]


def _evened(sheet: Sheet, catalogue: Catalogue) -> Sheet:
    rows = [_whole_row(sheet, row) for row in range(sheet.rows)]
    edges = [tuple(area.right for area in cells) for cells in rows]
    as_many, alike = _ends([len(cells) for cells in rows]), _ends(edges)
    moved: dict[int, Area] = {}
    row = 0
    while row < sheet.rows - 1:
        head = rows[row]
        if not head or alike[row] == as_many[row] or not _are_labels(head, catalogue):
            row += 1
            continue
        below = rows[row + 1 : as_many[row]]
        for cells in below:
            for over, area in zip(head, cells, strict=True):
                moved[id(area)] = replace(area, left=over.left, right=over.right)
        row += 1 + len(below)
    if not moved:
        return sheet
    return Sheet(sheet.rows, sheet.columns, [moved.get(id(area), area) for area in sheet.areas], sheet.begins)


def _whole_row(sheet: Sheet, row: int) -> list[Area]:
    """The cells of a row that all stand on it alone and fill it; none for any other row."""
    cells = sheet.row(row)
    if any(area.bottom - area.top > 1 for area in cells) or not cells or len(cells) < _COLUMNS:
        return []
    touching = all(one.right == other.left for one, other in pairwise(cells))
    return cells if touching and cells[0].left == 0 and cells[-1].right == sheet.columns else []


def _ends(told: Sequence[object]) -> list[int]:
    """For each of *told* the place behind the last one from it on that is the same."""
    ends = list(range(1, len(told) + 1))
    for place in range(len(told) - 2, -1, -1):
        if told[place] == told[place + 1]:
            ends[place] = ends[place + 1]
    return ends


def _are_labels(cells: Sequence[Area], catalogue: Catalogue) -> bool:
    """Whether *cells* are labels of one form, or such as offices add."""
    for definition in catalogue.definitions:
        known = lexicon(definition)
        named = [bool(known.firm(area.text)) for area in cells]
        if sum(named) >= _LABELS and all(
            is_named or is_foreign(area.text) for is_named, area in zip(named, cells, strict=True)
        ):
            return True
    return False
