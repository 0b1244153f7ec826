"""Tables that tell one person in several storeys: labels, their values under them, then further labels and their values: read as if all stood side by side."""

from __future__ import annotations

from dataclasses import replace

from parsers.extraction.labels import FIRM, Hit, Lexicon
from parsers.extraction.layout import Area, Sheet

__all__ = ["in_one_storey"]

_FEW = 2
"""Labels side by side at least."""


def in_one_storey(sheet: Sheet, lexicon: Lexicon) -> Sheet:
    """*sheet* with each further storey of a person moved beside the first one; *sheet* itself where there is none.

    A storey is a row of labels over a row of values. The next one goes on with it where its labels are of the same list and ask for none of the same fields.
    """
    blocks = _blocks(sheet, lexicon)
    if blocks:
        return _moved(sheet, blocks, sheet.columns + max(shift for _, shift in blocks.values()))
    moved: dict[int, tuple[int, int]] = {}
    first, last, wide = -1, -1, sheet.columns
    told: set[str] = set()
    lists: set[str] = set()
    at = 0
    for row in range(sheet.rows - 1):
        labels = _storey(sheet, row, lexicon)
        if not labels:
            continue
        asked = {hit.path for hits in labels for hit in hits}
        own = set.intersection(*({hit.path.rpartition(".")[0] for hit in hits} for hits in labels))
        if first >= 0 and row == last + 2 and own & lists and asked.isdisjoint(told):
            at += sheet.columns
            moved |= {row: (first, at), row + 1: (first + 1, at)}
            told, lists, wide = told | asked, lists & own, max(wide, at + sheet.columns)
        else:
            first, told, lists, at = row, asked, own, 0
        last = row
    return _moved(sheet, moved, wide) if moved else sheet


def _blocks(sheet: Sheet, lexicon: Lexicon) -> dict[int, tuple[int, int]]:
    """Where each second row belongs of a list whose labels, and each of whose items, take two rows beside the cell of their number; none for any other table."""
    top = next((row for row in range(min(sheet.rows - 3, _HEAD)) if _is_block(sheet, row)), None)
    if top is None or (sheet.rows - top) % 2 or not all(_is_block(sheet, row) for row in range(top, sheet.rows, 2)):
        return {}
    told: list[set[str]] = []
    lists: list[set[str]] = []
    for row in (top, top + 1):
        labels = [area for area in sheet.row(row) if area.bottom == area.top + 1 and not area.blank]
        named = [_leaf(area, lexicon) for area in labels]
        if len(named) < _FEW or not all(named):
            return {}
        told.append({hit.path for hits in named for hit in hits})
        lists.append(set.intersection(*({hit.path.split("[]")[0] for hit in hits} for hits in named)))
    if not told[0].isdisjoint(told[1]) or not lists[0] & lists[1]:
        return {}
    return {row + 1: (row, sheet.columns - sheet.row(row)[0].right) for row in range(top, sheet.rows, 2)}


_HEAD = 4
"""Rows over the labels of a list at most."""


def _is_block(sheet: Sheet, row: int) -> bool:
    """Whether two rows from *row* on are one item's: the first cell takes both, the others one each."""
    cells, below = sheet.row(row), sheet.row(row + 1)
    if not cells or not below or below[0] is not cells[0] or (cells[0].top, cells[0].bottom) != (row, row + 2):
        return False
    rest = cells[1:]
    return all(area.top == area.bottom - 1 for area in (*rest, *below[1:])) and len(rest) > 1 and len(below) > _FEW


def _moved(sheet: Sheet, moved: dict[int, tuple[int, int]], wide: int) -> Sheet:
    """*sheet* with the rows *moved* each to the right of another, and what went across all of it across *wide* columns."""
    kept = [row for row in range(sheet.rows) if row not in moved]
    place = {row: number for number, row in enumerate(kept)}
    areas: list[Area] = []
    for area in sheet.areas:
        target, shift = moved.get(area.top, (area.top, 0))
        top = place[target]
        height = 1 if area.top in moved else sum(row not in moved for row in range(area.top, area.bottom))
        right = wide if area.left == 0 and area.right == sheet.columns else area.right + shift
        areas.append(replace(area, top=top, bottom=top + height, left=area.left + shift, right=right))
    areas.sort(key=lambda area: (area.top, area.left))
    return Sheet(len(kept), wide, areas, sheet.begins)


def _storey(sheet: Sheet, row: int, lexicon: Lexicon) -> list[list[Hit]]:
    """What the labels on *row* ask for, where it is made of labels of lists' fields, each over a value of its own width; empty for any other row."""
    labels = [area for area in sheet.row(row) if (area.top, area.bottom) == (row, row + 1)]
    named: list[list[Hit]] = []
    for area in labels:
        if not area.blank:
            named.append(_leaf(area, lexicon))
            if not named[-1]:
                return []
    values = [area for area in sheet.row(row + 1) if (area.top, area.bottom) == (row + 1, row + 2)]
    if len(named) < _FEW or [(a.left, a.right) for a in labels] != [(a.left, a.right) for a in values]:
        return []
    # Beside them only what stands beside both.
    if any(area not in sheet.row(row + 1) for area in sheet.row(row) if area not in labels):
        return []
    said = [area for area in values if not area.blank]
    return named if said and not any(lexicon.firm(area.text) for area in said) else []


def _leaf(area: Area, lexicon: Lexicon) -> list[Hit]:
    return [hit for hit in lexicon.find(area.text) if not hit.group and hit.quality >= FIRM and "[]" in hit.path]
