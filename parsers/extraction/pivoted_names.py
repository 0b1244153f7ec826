"""Rows that begin with a place, in a list whose keys head columns: each key's item has the place where a number stands under it."""

from __future__ import annotations

from dataclasses import dataclass, field

from forms.chinese import fold
from parsers.extraction.counted import CountedList, counted_lists, is_number, is_whole, list_by_name, lists_named
from parsers.extraction.item_doubts import says
from parsers.extraction.key_columns import DEDUCED, Block, leave, under
from parsers.extraction.layout import Area
from parsers.extraction.units import unit_of
from parsers.extraction.worksheet import Work

__all__ = ["Names", "names_beside"]

_NAMES = 0.5
"""From this on a text may be a name."""


@dataclass(slots=True)
class Names:
    """The column of the places: its head, the lists that they may be of, and the one that the rows below a list's own name are of."""

    base: str
    head: Area
    lists: list[CountedList]
    unit: str = ""
    band: list[CountedList] = field(default_factory=list)

    def place(self, work: Work, blocks: list[Block], row: int) -> bool:
        """Places a row that begins with a place, or takes note of a list's name alone on it; answers False for any other row."""
        beside = [area for area in work.sheet.row(row) if area.left < blocks[0].key.left and not area.blank]
        cells = {id(block): under(work, block, row) for block in blocks}
        written = [area for block in blocks for area in cells[id(block)] if not area.blank and area not in beside]
        if self._goes_on(work, blocks, row, beside, written):
            return True
        first = work.sheet.at(row, self.head.left)
        if first is None or first.blank or first.top != row or work.label(first) or is_whole(first.text):
            return False
        of = self._list_of(work, first, [area for area in beside if area is not first])
        if of is None or work.placing.plausible(of.name.path, first.text) < _NAMES:
            return False
        work.take(first)
        for area in beside:
            if fold(area.text).isdecimal():
                work.use(area)
        for block in blocks:
            self._place_under(work, block, cells[id(block)], first, of)
        return True

    def _place_under(self, work: Work, block: Block, cells: list[Area], first: Area, of: CountedList) -> None:
        placing = work.placing
        said = [area for area in cells if says(area)]
        unit = next((unit for head, _ in block.heads if (unit := unit_of(head.text))), "")
        unit = unit or block.unit or self.unit or placing.unit
        if len(said) == 1 and block.holds(said[0]) and is_number(said[0].text, of.count, unit):
            item = placing.next_item(of.path, block.item)
            placing.add(of.name.path, item, first.found, DEDUCED)
            placing.add(of.count.path, item, said[0].found, DEDUCED, unit=unit)
        elif said:
            leave(work, self.base, block, said)
        for area in cells:
            work.take(area)

    def _goes_on(self, work: Work, blocks: list[Block], row: int, beside: list[Area], written: list[Area]) -> bool:
        """Whether a row only says which list the rows below are of: its name alone, or the keys once more beside it."""
        again = len(written) == len(blocks) and all(
            fold(area.text) == fold(block.key.text) for area, block in zip(written, blocks, strict=True)
        )
        of = [
            lists for area in beside if area.top == row and (lists := lists_named(work.placing, self.base, area.text))
        ]
        if (written and not again) or len(of) > 1 or not (of or again):
            return False
        self.band = of[0] if of else []
        for area in [*beside, *written]:
            work.use(area)
        return True

    def _list_of(self, work: Work, first: Area, beside: list[Area]) -> CountedList | None:
        """The list that the place in *first* is of: as a cell beside it says, the last list's name above, the column's head, or the place's rank."""
        told = [lists for area in beside if (lists := lists_named(work.placing, self.base, area.text))]
        for lists in [*told[:1], self.band, self.lists]:
            if len(lists) == 1:
                return lists[0]
        return list_by_name(work.placing, self.base, first.text)


def names_beside(work: Work, base: str, keys: list[Area]) -> Names | None:
    """The column beside the *keys* of the list *base* whose head names places of lists within its items; None where there is none."""
    for area in reversed(work.sheet.row(keys[0].top)):
        paths = {hit.path for hit in work.leaf(area)}
        lists = [one for one in counted_lists(work.placing, base) if one.name.path in paths]
        lists = lists or lists_named(work.placing, base, area.text)
        if area.right <= keys[0].left and lists:
            over = [cell for row in range(keys[0].top) for cell in work.sheet.row(row) if cell.right > keys[0].left]
            units = [unit for cell in (area, *over) if (unit := unit_of(cell.text))]
            return Names(base, area, lists, units[0] if units else "")
    return None
