"""Rows of a list that stand beside its table: typed as a line under it, in a table without its header, or torn off by a conversion. They can't be placed for sure, and must not be lost unsaid."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forms.vocabulary import words

if TYPE_CHECKING:
    from forms.text import Text
    from parsers.extraction.placing import Placing

__all__ = ["doubt_typed_rows"]

_PARTING = re.compile(r"[\t \u3000，,；;|｜]+")
_COLONS = re.compile("[：:]")
_LEAST = 4
"""Pieces that a line has at least which is a row of a list; one fewer where it begins with its number."""

_NUMBERS = frozenset({"mobile", "phone", "email"})
_NAMES = frozenset({"person", "name", "area"})


def doubt_typed_rows(placing: Placing) -> None:
    """Doubts each list of which a row may stand among the lines that no field was found for."""
    lists = [group.path for group in placing.definition.groups if group.many and placing.filled_group(group.path)]
    # Beside what was placed stand columns that the form doesn't ask for.
    told = {
        find.text.origin.cell[:2]
        for find in placing.finds
        if find.text.origin.cell is not None and "[]" in find.path and find.text.value.strip()
    }
    rows: dict[tuple[bool, int, int], list[Text]] = {}
    for text in placing.leftovers if lists else ():
        if text.origin.cell is not None:
            table, row, column = text.origin.cell
            if (table, row) in told:
                continue
            # Items may stand in columns too.
            rows.setdefault((True, table, row), []).append(text)
            rows.setdefault((False, table, column), []).append(text)
        elif pieces := _pieces(text):
            _doubt(pieces, text, lists, placing)
    for cells in rows.values():
        _doubt([cell.value.strip() for cell in cells], cells[0], lists, placing)


def _doubt(pieces: list[str], first: Text, lists: list[str], placing: Placing) -> None:
    for base in lists if len(pieces) >= _LEAST - pieces[0].isdecimal() else ():
        if _is_row(pieces, base, placing):
            placing.doubt("list.unclear", base.removesuffix("[]"), first.origin)


def _pieces(line: Text) -> list[str]:
    if _COLONS.search(line.value) or "\n" in line.value:
        return []
    return [piece.strip() for piece in _PARTING.split(line.value) if piece.strip()]


def _is_row(pieces: list[str], base: str, placing: Placing) -> bool:
    """Whether *pieces* hold a number to call and a name as the items of the list *base* do."""
    kinds = {
        spec.kind
        for piece in pieces
        for spec in placing.definition.fields
        if spec.path.startswith(base + ".") and placing.plausible(spec.path, piece) == 1.0
    }
    ends = (*words("names", "place_ends"), *words("names", "unit_ends"))
    named = not kinds.isdisjoint(_NAMES) or any(len(piece) > 1 and piece.endswith(ends) for piece in pieces)
    return named and not kinds.isdisjoint(_NUMBERS)
