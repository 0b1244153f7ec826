"""Rows under a header that say a key of the rows that follow, and the sum of its item (2020年（小计：750个）), in one cell across the table or in a few."""

from __future__ import annotations

from dataclasses import dataclass

from forms.text import Text
from parsers.extraction.counted import sum_path
from parsers.extraction.headers import Header
from parsers.extraction.layout import Area
from parsers.extraction.told_keys import summed_key
from parsers.extraction.worksheet import Work

__all__ = ["KeyRow", "key_row", "lacks_key"]

_CELLS = 3
"""Cells of a row that may be a key, the word for its sum, and the number."""


_WORDED = 0.9
"""A sum is surer with its word: beside a key in a column of keys, a number may be a value."""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """The key of rows of the list ``base``, and the sum of its item where the row tells one, with how sure it is that."""

    base: str
    key: Text
    areas: tuple[Area, ...]
    sum: Text | None = None
    sure: float = 1.0
    heads: bool = True
    """Whether the other rows have no key of their own."""


def lacks_key(work: Work, header: Header, base: str) -> bool:
    """Whether the keys of the list *base* have no column under *header*."""
    group = work.placing.definition.group_of.get(base)
    path = f"{base}.{group.key}" if group is not None else ""
    return not any(hit.path == path for column in header.columns for hit in column.hits)


def key_row(work: Work, header: Header, row: int) -> KeyRow | None:
    """What *row* says as the key of others; None for a row of values, and where any of it is something else."""
    placing = work.placing
    groups = [group for group in placing.definition.groups if group.key and sum_path(group.path, placing)]
    starting = [area for area in work.sheet.row(row) if area.top == row] if groups else []
    said = [area for area in starting if not area.blank]
    if not said or len(said) > _CELLS or any(area.bottom > row + 1 for area in said):
        return None
    for group in groups:
        listed = any(placing.base(hit.path) == group.path for column in header.columns for hit in column.hits)
        if not listed:
            continue
        text = said[0].found.with_value("：".join(area.text.strip() for area in said))
        told = summed_key(text, group.path, placing)
        heads = lacks_key(work, header, group.path)
        if told is not None and (heads or (told[1] and told[2] > _WORDED)):
            opened, number, sure = told
            return KeyRow(
                group.path,
                said[0].found.with_value(opened),
                tuple(starting),
                said[-1].found.with_value(number) if number else None,
                sure,
                heads,
            )
    return None
