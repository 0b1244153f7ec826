"""What is said of a whole form in a column of its list, the same on each row, as lists for tools repeat it (省份 before each person)."""

from __future__ import annotations

from forms.chinese import tight
from parsers.extraction.headers import Column, Header
from parsers.extraction.labels import FIRM
from parsers.extraction.line_pairs import BELOW
from parsers.extraction.worksheet import Work

__all__ = ["place_repeated", "set_repeated"]


def set_repeated(work: Work, header: Header) -> None:
    """Takes from columns that say the same on each row what they would be of the list, where other columns are that, row by row (联系人 of the form, 联系人 of each).

    A single such column could be the list's own, in which all rows happen to agree.
    """
    placing = work.placing
    same = [n for n, column in enumerate(header.columns) if _says_one_thing(work, header, column)]
    outside = {
        n: tuple(hit for hit in header.columns[n].hits if not placing.many(placing.base(hit.path))) for n in same
    }
    listed = {hit.path for n, column in enumerate(header.columns) if n not in same for hit in column.hits}
    twice = {n for n in same if outside[n] and any(hit.path in listed for hit in header.columns[n].hits)}
    if not twice:
        return
    # Of two columns that are both the same on each row, the first is the form's: what each row is about stands behind it.
    told = {outside[n][0].path: n for n in reversed(same) if outside[n]}
    for n in told.values() if len(told) >= _SEVERAL else ():
        header.columns[n].hits = outside[n]


def _says_one_thing(work: Work, header: Header, column: Column) -> bool:
    """Whether all rows say the same in *column*, each in a cell of its own; not where they are too few to tell."""
    cells = [area for area in work.sheet.column(column.area.left, header.start, header.stop) if not area.blank]
    return (
        len(cells) >= _EACH
        and len({area.top for area in cells}) == len(cells)
        and len({tight(area.text) for area in cells}) == 1
    )


def place_repeated(work: Work, header: Header) -> None:
    """Finds the values of fields outside any list in columns that no list has use for, where all rows say the same; others stay what they are."""
    placing = work.placing
    if not any("[]" in hit.path for column in header.columns for hit in column.hits):
        return
    for column in header.columns:
        firm = [hit for hit in column.hits if hit.quality >= FIRM]
        paths = {hit.path for hit in firm}
        if len(paths) != 1 or placing.many(placing.base(firm[0].path)) or placing.filled(firm[0].path):
            continue
        if placing.spec(firm[0].path).kind in _NUMBERS:
            continue
        cells = [
            area
            for area in work.sheet.column(column.area.left, header.start, header.stop)
            if (area.left, area.right) == (column.area.left, column.area.right)
        ]
        told = [area for area in cells if not area.blank]
        if not told or not all(map(work.free, cells)) or len({tight(area.text) for area in told}) > 1:
            continue
        # It may be the row's own, or that of a person whom all rows are about.
        sure = BELOW if len(told) < _ROWS or placing.spec(firm[0].path).kind in _PERSONAL else 1.0
        placing.add(firm[0].path, (), told[0].found, min(firm[0].quality, sure))
        for area in cells:
            work.take(area)


_EACH, _SEVERAL = 3, 2
"""From so many rows on, and with so many columns, what they repeat is no chance."""

_ROWS = 2
"""From so many rows on it says something that they are all the same."""

_PERSONAL = frozenset({"person", "mobile", "phone", "email", "text"})

_NUMBERS = frozenset({"count", "ordinal", "points", "year"})
"""Kinds whose values are each row's own, though all are the same."""
