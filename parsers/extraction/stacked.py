"""Forms that stand under one another in one table, as on the only sheet of a workbook, parted before each one's title.

Where tables without titles touch, as on a printed page, a form begins where the label stands again that the form above begins with.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from itertools import chain, pairwise

from parsers.extraction.catalogue import Catalogue, attachment_of, name_of
from parsers.extraction.collected import forms_in_columns, forms_in_rows
from parsers.extraction.evidence import LOOKED_AT, evidence_for
from parsers.extraction.labels import key
from parsers.extraction.layout import Area, Line, Sheet, Strip

__all__ = ["cut_rows", "unstacked"]


_SCORE, _FIELDS = 0.3, 4
"""How much of a form's labels must stand on either side of a title for it to part two forms."""


_REPEATED = 2
"""From so many labels outside lists that come again on, the same form begins anew; fewer are a list's title printed on each page."""


def unstacked(found: list[Strip], catalogue: Catalogue) -> list[Strip]:
    """*found* with each table of several forms parted into one table for each form."""
    parted: list[Strip] = []
    for number, strip in enumerate(found):
        if isinstance(strip, Line):
            parted.append(strip)
        else:
            parted += _parts(strip, partial(_titles_over, found, number, catalogue), catalogue)
    return parted


def _titles_over(found: list[Strip], number: int, catalogue: Catalogue) -> Collection[str]:
    """The forms that the nearest title over the strip at *number* names."""
    over = (strip.text for strip in reversed(found[:number]) if isinstance(strip, Line))
    return next((titles.keys() for text in over if (titles := catalogue.title(text))), ())


def _parts(sheet: Sheet, over: Callable[[], Collection[str]], catalogue: Catalogue) -> list[Strip]:
    titled = _title_rows(sheet, catalogue)

    def named() -> Collection[str]:
        return titled[min(titled)] if titled else over()

    above, forms, below = forms_in_rows(sheet, named, catalogue)
    if not forms and (beside := forms_in_columns(sheet, named, catalogue)):
        return list(beside)
    if forms:
        return (
            [line for area in above for line in _lines(area)]
            + forms
            + [line for area in below for line in _lines(area)]
        )
    for row in _begun_again(sheet):
        titled.setdefault(row, ())
    starts = sorted(start for start in titled if start > 0)
    parts: list[Sheet] = []
    top = 0
    begun = [area.top for area in sheet.areas]
    for start, end in pairwise([*starts, sheet.rows]):
        places = [bisect_left(begun, row) for row in (top, start, end)]
        # Only what they say is asked of the two, and no more of it than is looked at.
        first, second = (Sheet(0, 0, sheet.areas[a : min(b, a + LOOKED_AT + 1)]) for a, b in pairwise(places))
        if _are_two(first, titled.get(top, ()), second, titled[start], catalogue):
            parts.append(cut_rows(sheet, top, start))
            top = start
    if not parts:
        return [sheet]
    return [strip for part in [*parts, cut_rows(sheet, top, sheet.rows)] for strip in _framed(part)]


def _framed(sheet: Sheet) -> list[Strip]:
    """*sheet* with the rows across it at its top and bottom as lines, as every reader gives what stands over and under a table."""
    rows = [[area for area in sheet.row(row) if not area.blank] for row in range(sheet.rows)]
    across = [not row or (len(row) == 1 and row[0].right - row[0].left >= sheet.columns - 1) for row in rows]
    first, last = 0, sheet.rows
    while first < last and across[first]:
        first += 1
    while last > first and across[last - 1]:
        last -= 1
    lines = [
        [line for area in row for line in _lines(area)] if over else [] for row, over in zip(rows, across, strict=True)
    ]
    middle = [cut_rows(sheet, first, last)] if first < last else []
    return [*chain(*lines[:first]), *middle, *chain(*lines[last:])]


def _lines(area: Area) -> list[Line]:
    texts = [text for text in area.text.split("\n") if text.strip()]
    return [Line(text, area.origin, area.confidence, area.notes, area.struck) for text in texts]


def _title_rows(sheet: Sheet, catalogue: Catalogue) -> dict[int, Collection[str]]:
    """The rows with which a form may begin, a title that is alone in its row or the attachment heading over it, and the forms so called."""
    written: dict[int, list[Area]] = {}
    crossed: set[int] = set()
    for area in sheet.areas:
        crossed.update(range(area.top + 1, area.bottom))
        if not area.blank:
            written.setdefault(area.top, []).append(area)
    starts: dict[int, Collection[str]] = {}
    above = 0
    for row, areas in sorted(written.items()):
        titles = catalogue.title(areas[0].text) if len(areas) == 1 and row not in crossed else {}
        if titles:
            over = written.get(above, [])
            heads = len(over) == 1 and above not in crossed and attachment_of(over[0].text) is not None
            starts[above if heads else row] = titles.keys()
        above = row
    return starts


def _begun_again(sheet: Sheet) -> list[int]:
    """The rows in whose first cell the text stands again that the table's first row begins with."""
    crossed = {row for area in sheet.areas for row in range(area.top + 1, area.bottom)}
    heads = {area.top: key(area.text) for area in reversed(sheet.areas) if area.left == 0 and not area.blank}
    first = heads.get(0)
    return [row for row, text in heads.items() if first and row and text == first and row not in crossed]


def _are_two(
    first: Sheet, over_first: Collection[str], second: Sheet, over_second: Collection[str], catalogue: Catalogue
) -> bool:
    """Whether *second* is a form of its own and not *first* going on; with the forms that the title over each names, none known for none."""
    above, below = evidence_for([first], catalogue), evidence_for([second], catalogue)
    best: list[str] = []
    for found, titles in ((above, over_first), (below, over_second)):
        names = [name for name in found if not titles or name[1] in titles]
        name = max(names, key=lambda one: (found[one].score, len(found[one].fields)))
        if found[name].score < _SCORE or len(found[name].fields) < _FIELDS:
            return False
        best.append(name[1])
    if best[0] != best[1]:
        return True
    same = [name for name in map(name_of, catalogue.definitions) if name[1] == best[1]]
    return max(len(above[name].single & below[name].single) for name in same) >= _REPEATED


def cut_rows(sheet: Sheet, top: int, bottom: int) -> Sheet:
    """The rows of *sheet* from *top* to *bottom*, without the columns that only the other forms' rows have."""
    inside = [area for area in sheet.areas if top <= area.top < bottom]
    crowded: dict[int, int] = {}
    for area in inside:
        crowded[area.top] = crowded.get(area.top, 0) + (not area.blank)
    rights = [area.right for area in inside if not area.blank and crowded[area.top] > 1]
    columns = max(rights, default=sheet.columns)
    return Sheet(
        bottom - top,
        columns,
        [
            replace(area, top=area.top - top, bottom=min(area.bottom, bottom) - top, right=min(area.right, columns))
            for area in inside
            if area.left < columns
        ],
    )
