"""Rows that say the key of the rows that follow them: a year, or a heading with its points."""

from __future__ import annotations

from parsers.headers import Header
from parsers.layout import Area
from parsers.list_rows import is_total
from parsers.worksheet import Work

__all__ = ["headed_alone", "keyed_bases"]


def keyed_bases(work: Work, header: Header, area: Area) -> list[str]:
    """The lists under *header* whose key a row across the table says, for the rows that follow (a year)."""
    paths = {hit.path for column in header.columns for hit in column.hits}
    placing = work.placing
    return sorted(
        base
        for base in set(map(placing.base, paths))
        if placing.is_key(base, area.found)
        or (placing.is_headed(base, area.found) and f"{base}.{placing.definition.group_of[base].key}" not in paths)
    )


def headed_alone(work: Work, header: Header, starting: list[Area]) -> Area | None:
    """The cell of a row that says nothing but the key of the rows that follow, a heading with points; None for any other row."""
    said = [area for area in starting if not area.blank]
    if len(said) != 1 or len(starting) <= _NARROW or is_total(work, starting):
        return None
    keyed = any(work.placing.is_headed(base, said[0].found) for base in keyed_bases(work, header, said[0]))
    return said[0] if keyed else None


_NARROW = 2
"""In a table of so few columns a heading and a blank are as likely a label without its value."""
