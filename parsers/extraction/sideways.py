"""A wide list in two tables: the second has the columns that the first had no room for, beside the same numbers or names in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.extraction.catalogue import Catalogue
from parsers.extraction.labels import key, keys_of
from parsers.extraction.layout import Line, Sheet, Strip

__all__ = ["joined_sideways"]

_LEAST, _ROWS = 2, 3
"""Labels and rows that a list in two tables has at least, and those that numbers alone tie together where no word says so."""

_BETWEEN = 12
"""Characters of a line between the two, which says that the table goes on."""


def joined_sideways(found: Sequence[Strip], catalogue: Catalogue) -> list[Strip]:
    """*found* with each table put beside an earlier one whose rows it goes on with."""
    made: list[Strip] = []
    for strip in found:
        place = _goes_on(made, strip, catalogue) if isinstance(strip, Sheet) else None
        if place is None:
            made.append(strip)
        else:
            made[place[0]] = place[1]
    return made


def _goes_on(made: Sequence[Strip], sheet: Sheet, catalogue: Catalogue) -> tuple[int, Sheet] | None:
    """The place of the table that *sheet* has further columns for, and both as one: by names any earlier one, by numbers the last."""
    said = ""
    near = True
    for place in range(len(made) - 1, -1, -1):
        strip = made[place]
        if isinstance(strip, Sheet):
            told = near and key(said) in keys_of("continued")
            wide = _beside(strip, sheet, catalogue, near=near, least=_ROWS - told)
            if wide is not None:
                lines = (line.text for line in made[place + 1 :] if isinstance(line, Line))
                return None if any(map(catalogue.title, lines)) else (place, wide)  # under a title of its own
            near = False
        else:
            said = strip.text.strip("（）() \u3000") or said
            near = near and len(strip.text.strip()) <= _BETWEEN
    return None


def _beside(first: Sheet, second: Sheet, catalogue: Catalogue, *, near: bool, least: int) -> Sheet | None:
    """*first* with the further columns of *second*, where the two have the same rows and no other column in common; None where they don't."""
    if first.rows != second.rows or first.rows < _LEAST or second.columns < 2:
        return None
    ours, theirs = _columns(first), _columns(second)
    if ours is None or theirs is None or theirs[0] not in ours or not _are_keys(theirs[0], catalogue):
        return None
    if all(text.isdecimal() for text in theirs[0][1:]) and (not near or first.rows < least):
        return None
    shared = [column for column, texts in enumerate(theirs) if texts in ours]
    further = [column for column in range(second.columns) if column not in shared]
    heads = {texts[0] for texts in ours}
    if not further or any(
        theirs[column][0] in heads or _is_subject(theirs[column][0], catalogue) for column in further
    ):
        return None
    place = {column: first.columns + number for number, column in enumerate(further)}
    areas = [*first.areas]
    areas += [
        replace(area, left=place[area.left], right=place[area.left] + 1) for area in second.areas if area.left in place
    ]
    areas.sort(key=lambda area: (area.top, area.left))
    return Sheet(first.rows, first.columns + len(further), areas, first.begins)


def _are_keys(texts: Sequence[str], catalogue: Catalogue) -> bool:
    """Whether a first column tells the rows of a list apart: by numbers, or by names under their label. The labels of a form do no such thing."""
    head, *rows = texts
    if not all(rows) or len(set(rows)) < len(rows):
        return False
    if all(text.isdecimal() for text in rows):
        return not head.isdecimal()
    return _is_subject(head, catalogue) and not any(catalogue.find(text) for text in rows)


def _columns(sheet: Sheet) -> list[list[str]] | None:
    """The texts of each column, as labels are compared; None where cells are merged."""
    if len(sheet.areas) != sheet.rows * sheet.columns:
        return None
    columns = [[""] * sheet.rows for _ in range(sheet.columns)]
    for area in sheet.areas:
        columns[area.left][area.top] = key(area.text)
    return columns


def _is_subject(label: str, catalogue: Catalogue) -> bool:
    """Whether *label* names what the items of a list are: with one of its own, a table is another list."""
    return any(
        not hit.group and "[]" in hit.path and definition.field_of[hit.path].kind == "name"
        for definition, hit, _ in catalogue.find(label)
    )
