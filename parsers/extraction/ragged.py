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
    moved: dict[int, Area] = {}
    row = 0
    while row < sheet.rows - 1:
        head = rows[row]
        below = [rows[n] for n in range(row + 1, _end(rows, row))]
        if not any(_edges(cells) != _edges(head) for cells in below) or not _are_labels(head, catalogue):
            row += 1
            continue
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


def _end(rows: Sequence[Sequence[Area]], head: int) -> int:
    """The row behind those below *head* that have as many cells."""
    end = head + 1
    while rows[head] and end < len(rows) and len(rows[end]) == len(rows[head]):
        end += 1
    return end


def _edges(cells: Sequence[Area]) -> list[int]:
    return [area.right for area in cells]


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
