"""Labels of several rows in one merged cell, a line each, as a label for each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.extraction.catalogue import Catalogue
from parsers.extraction.labels import lexicon
from parsers.extraction.layout import Area, Sheet, Strip

__all__ = ["with_parted_labels"]


def with_parted_labels(found: Sequence[Strip], catalogue: Catalogue) -> list[Strip]:
    """*found*, each cell that holds as many labels of one form as values stand beside it parted into one for each value."""
    return [_parted(strip, catalogue) if isinstance(strip, Sheet) else strip for strip in found]


def _parted(sheet: Sheet, catalogue: Catalogue) -> Sheet:
    made: dict[int, list[Area]] = {}
    doubted: dict[int, Area] = {}
    for area in sheet.areas:
        if area.bottom - area.top < _SEVERAL or "\n" not in area.text:
            continue
        labels = [line.strip() for line in area.text.split("\n") if line.strip()]
        beside = _values_beside(sheet, area)
        if len(labels) == len(beside) and _are_labels(labels, catalogue):
            made[id(area)] = [
                replace(area, top=value.top, bottom=value.bottom, text=label)
                for label, value in zip(labels, beside, strict=True)
            ]
            # Whoever merged them may have moved a value as well.
            doubted |= {id(value): replace(value, confidence=min(value.confidence, _DOUBTFUL)) for value in beside}
    if not made:
        return sheet
    return Sheet(
        sheet.rows,
        sheet.columns,
        [one for area in sheet.areas for one in made.get(id(area), [doubted.get(id(area), area)])],
        sheet.begins,
    )


_SEVERAL = 2

_DOUBTFUL = 0.85
"""How sure a value is beside such labels."""


def _values_beside(sheet: Sheet, area: Area) -> list[Area]:
    """The cells to the right of *area*, where they fill its height and none reaches beyond it."""
    found: list[Area] = []
    row = area.top
    while row < area.bottom:
        value = sheet.at(row, area.right)
        if value is None or value.top != row or value.bottom > area.bottom or value.left != area.right:
            return []
        found.append(value)
        row = value.bottom
    return found


def _are_labels(lines: Sequence[str], catalogue: Catalogue) -> bool:
    """Whether each of *lines* names a field of its own of one form, and none a group or what all of them together name."""
    for definition in catalogue.definitions:
        known = lexicon(definition)
        named = [{hit.path for hit in known.firm(line) if not hit.group} for line in lines]
        if all(named) and not known.firm("".join(lines)) and not set.intersection(*named):
            return True
    return False
