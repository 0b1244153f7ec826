"""The layout grid of an HTML table, as browsers make it (HTML Standard 4.9.12, "Forming a table")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forms.errors import OverLimit
from parsers.document import Block, Cell, Part, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["COLUMN_LIMIT", "Slot", "is_span", "lay_out", "span"]

COLUMN_LIMIT = 1000
"""Browsers take no longer span either."""

_POSITIONS_LIMIT = 2_000_000
_DIGITS = 9


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """A cell as written. ``down`` is 0 where it goes to the end of its group of rows."""

    down: int
    across: int
    blocks: tuple[Block, ...]


_SPAN = re.compile(r"\Z|[0-9]{1,5}(?![0-9])")


def span(text: str | None) -> int:
    """The span that an attribute tells, 1 where it tells none; one too long for a number is cut down to the limit's other side."""
    digits = (text or "").strip().partition(".")[0]
    if not (digits.isascii() and digits.isdecimal()):
        return 1
    return int(digits) if len(digits) <= _DIGITS else 10**_DIGITS


def is_span(name: str, value: str) -> bool:
    """Whether an attribute of a cell that looks like a span may be one: a name that is cut or run on, or a number that no table has, no program wrote."""
    if name in ("rowspan", "colspan"):
        return _SPAN.match(value.strip()) is not None
    return not name.startswith(("rowsp", "colsp")) and not name.endswith("span")


def lay_out(groups: Sequence[Sequence[Sequence[Slot]]], part: Part, notes: set[str]) -> Table | None:
    """The table of the rows in *groups* (head, bodies, foot); None where it has no cell. Codes of what was odd go to *notes*.

    Raises:
        OverLimit: It has more columns, or covers more positions, than any form.
    """
    cells: list[Cell] = []
    free_from: list[int] = []
    top = positions = 0
    ragged = False
    for group in groups:
        end = top + len(group)
        for row, slots in enumerate(group, start=top):
            column = 0
            for slot in slots:
                while column < len(free_from) and free_from[column] > row:
                    column += 1
                width = max(1, slot.across)
                if column + width > COLUMN_LIMIT:
                    raise OverLimit("limit.columns", found=column + width, limit=COLUMN_LIMIT)
                # A cell that comes down from above is in the way: no two may lie over one another.
                room = next(
                    (i for i in range(1, width) if column + i < len(free_from) and free_from[column + i] > row), width
                )
                ragged = ragged or room < width
                bottom = end if slot.down == 0 else min(end, row + slot.down)
                positions += room
                if positions > _POSITIONS_LIMIT:
                    raise OverLimit("limit.cells", limit=_POSITIONS_LIMIT)
                free_from += [0] * (column + room - len(free_from))
                free_from[column : column + room] = [bottom] * room
                cells.append(Cell(row=row, column=column, row_span=bottom - row, column_span=room, blocks=slot.blocks))
                column += room
        top = end
    if not cells:
        return None
    covered = [0] * top
    for cell in cells:
        for row in range(cell.row, cell.row + cell.row_span):
            covered[row] += cell.column_span
    if ragged or min(covered) < len(free_from):
        notes.add("table.widths")
    return Table(rows=top, columns=len(free_from), cells=tuple(cells), part=part)
