"""Headers over more than a list: groups side by side, each under its name, and a whole form told in a row under all of its labels."""

from __future__ import annotations

from parsers.extraction.headers import Header
from parsers.extraction.labels import FIRM
from parsers.extraction.worksheet import Work

__all__ = ["parts_of_form", "sides", "whole"]


def sides(work: Work, header: Header) -> list[str]:
    """The groups that stand side by side over a header's columns, each over labels of its own fields; none for fewer than two."""
    placing = work.placing
    found: dict[str, set[str]] = {}
    for column in header.columns:
        for group in column.governors[:1]:
            base = placing.base(group)
            own = {hit.path for hit in column.hits if hit.quality >= FIRM and placing.base(hit.path) == base}
            if base == group and own:
                found.setdefault(base, set()).update(own)
    return list(found) if len(found) > 1 and all(len(own) > 1 for own in found.values()) else []


def whole(work: Work, header: Header) -> list[str]:
    """What a form told in one row under all of its labels is made of: its groups, and "" for fields of none; none for any other header.

    More rows than one are as many forms: nothing is said of them here.
    """
    parts = parts_of_form(work, header)
    # Each row asks: only under the labels of a whole form are the rows worth counting.
    filled = [
        row
        for row in (range(header.start, header.stop) if parts else ())
        if any(not area.blank for area in work.sheet.row(row))
    ]
    return parts if len(filled) == 1 else []


def parts_of_form(work: Work, header: Header) -> list[str]:
    """The groups whose fields the labels of *header* ask for, and "" for fields of none, where they ask for a whole form; none for a list's header.

    A list's fields are asked for as those of one item, by labels that name the list each (负责人姓名), or stand under its name.
    """
    placing = work.placing
    paths: dict[str, set[str]] = {}
    for column in header.columns:
        firm = [hit for hit in column.hits if hit.quality >= FIRM]
        named = {placing.base(group) for group in (*(hit.host for hit in firm if hit.host), *column.governors[:1])}
        firm = [hit for hit in firm if placing.base(hit.path) in named] or firm
        bases = {placing.base(hit.path) for hit in firm}
        if len(bases) > 1 or any("[]" in hit.path and placing.base(hit.path) not in named for hit in firm):
            return []
        if any("[]" in hit.path[len(placing.base(hit.path)) :] for hit in firm):
            return []
        if any(firm[0].path in own for own in paths.values() if firm):
            return []
        if firm:
            paths.setdefault(bases.pop(), set()).add(firm[0].path)
    if any("[]" in base for base in paths) and "" not in paths:
        return []  # lists side by side, each under its name
    return list(paths) if len(paths) > 1 and sum(map(len, paths.values())) >= _WHOLE else []


_WHOLE = 6
"""From so many labels in one row on, the row under them is a form."""
