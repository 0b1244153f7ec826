"""The columns under one key of a keyed list whose keys head columns (2020年 | 2021年)."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.extraction.labels import Hit
from parsers.extraction.layout import Area
from parsers.extraction.worksheet import Work

__all__ = ["DEDUCED", "Block", "leave", "under"]

DEDUCED = 0.8
"""How sure a value is whose field is told by the label over it and the group beside it together."""


@dataclass(slots=True)
class Block:
    """The columns under one key, and the item that they are."""

    key: Area
    item: tuple[int, ...]
    unit: str = ""
    """What its numbers are counted in, where the key's cell says so (2020年开通数量（万个）)."""
    heads: list[tuple[Area, tuple[Hit, ...]]] = field(default_factory=list)
    inner: dict[str, tuple[list[tuple[int, ...]], set[str]]] = field(default_factory=dict)
    """Of each list within the item the entries of its last row, and which of their fields are there already."""

    def holds(self, area: Area) -> bool:
        """Whether a cell stands under the key alone: one that reaches over several says something of all of them, or of none."""
        return self.key.left <= area.left and area.right <= self.key.right


def under(work: Work, block: Block, row: int) -> list[Area]:
    """The cells that begin on *row* in the columns of *block*."""
    return [a for a in work.sheet.row(row) if a.left < block.key.right and a.right > block.key.left and a.top == row]


def leave(work: Work, base: str, block: Block, cells: list[Area]) -> None:
    """Leaves *cells* over that can't be told to be anything of the list *base*, with a doubt on it."""
    work.placing.leftovers += [area.found for area in cells]
    if cells:
        work.placing.doubt("list.unclear", base.removesuffix("[]"), block.key.origin)
