"""A keyed list whose keys head columns (2020年 | 2021年 | 2022年): each column of a key is an item, each row says one thing of all of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.counted import CountedList, counted_in, lists_named, place_counted
from parsers.labels import Hit
from parsers.layout import Area
from parsers.units import unit_of
from parsers.worksheet import Work

__all__ = ["place_pivoted"]

_KEYS = 2
"""From so many keys side by side on, they head columns."""

_HEAD_ROWS = 3
"""Rows within which the keys stand."""

_DEDUCED = 0.8
"""How sure a value is whose field is told by the label over it and the group beside it together."""


@dataclass(slots=True)
class _Block:
    """The columns under one key, and the items that they are."""

    key: Area
    item: tuple[int, ...]
    heads: list[tuple[Area, tuple[Hit, ...]]] = field(default_factory=list)
    inner: dict[str, tuple[tuple[int, ...], set[str]]] = field(default_factory=dict)
    """Of each list within the item its last entry, and which of its fields are there already."""


def place_pivoted(work: Work) -> bool:
    """Places a list of *work*'s sheet whose keys head columns. Answers whether there is one; then the rows that say it are used up."""
    placing = work.placing
    for group in placing.definition.groups:
        if not group.key or placing.counts.get((group.path, ())):
            continue
        for row in range(min(_HEAD_ROWS, work.sheet.rows)):
            keys = [area for area in work.sheet.row(row) if area.top == row and placing.is_key(group.path, area.found)]
            others = [area for area in work.sheet.row(row) if area not in keys and not area.blank]
            if len(keys) >= _KEYS and all(area.right <= keys[0].left for area in others):
                _place(work, group.path, group.key, keys)
                return True
    return False


def _place(work: Work, base: str, key: str, keys: list[Area]) -> None:
    placing = work.placing
    blocks = [_Block(key=area, item=placing.next_item(base)) for area in keys]
    for block in blocks:
        work.take(block.key)
        placing.add(f"{base}.{key}", block.item, block.key.found)
    for area in work.sheet.row(keys[0].top):
        if area.right <= keys[0].left:
            work.use(area)
    start = max(area.bottom for area in keys)
    named = _named_by(work, base, keys)
    if named is None and _read_heads(work, base, blocks, start):
        start += 1
    for row in range(start, work.sheet.rows):
        if named is None or not _place_named(work, blocks, row, *named):
            _place_row(work, base, blocks, row)


def _named_by(work: Work, base: str, keys: list[Area]) -> tuple[Area, str, str] | None:
    """The label beside the keys that heads the names of a list within the item, that name's field, and the one other of the list."""
    for area in work.sheet.row(keys[0].top):
        inner = [hit.path for hit in work.leaf(area) if hit.path.startswith(base + ".") and hit.path.count("[]") > 1]
        if area.right > keys[0].left or len(inner) != 1:
            continue
        others = [
            spec.path
            for spec in work.placing.definition.fields
            if spec.path.rpartition(".")[0] == inner[0].rpartition(".")[0] and spec.path != inner[0]
        ]
        if len(others) == 1:
            return area, inner[0], others[0]
    return None


def _place_named(work: Work, blocks: list[_Block], row: int, head: Area, name: str, other: str) -> bool:
    """Places a row that begins with a name as an entry of each block where it says something; none where it is no name's row."""
    placing = work.placing
    first = work.sheet.at(row, head.left)
    if (
        first is None
        or first.blank
        or first.top != row
        or work.label(first)
        or placing.plausible(name, first.text) < _NAMES
    ):
        return False
    work.take(first)
    for block in blocks:
        cells = _under(work, block, row)
        written = [area for area in cells if not area.blank]
        if len(written) == 1 and _is_within(written[0], block):
            item = placing.next_item(name.rpartition(".")[0], block.item)
            placing.add(name, item, first.found, _DEDUCED)
            unit = unit_of(head.text) or placing.unit
            placing.add(other, item, written[0].found, _DEDUCED, unit=unit)
        elif written:
            _leave(work, placing.base(name), block, written)
        for area in cells:
            work.take(area)
    return True


_NAMES = 0.5
"""From this on a text may be a name."""


def _read_heads(work: Work, base: str, blocks: list[_Block], row: int) -> bool:
    """Whether *row* names what stands in the columns of each block; then it is used up."""
    for block in blocks:
        for area in _under(work, block, row):
            hits = tuple(hit for hit in work.leaf(area) if hit.path.startswith(base + "."))
            if not hits:
                for one in blocks:
                    one.heads.clear()
                return False
            block.heads.append((area, hits))
    for area in work.sheet.row(row):
        if area.left >= blocks[0].key.left or area.blank:
            work.use(area)
    return True


def _under(work: Work, block: _Block, row: int) -> list[Area]:
    return [a for a in work.sheet.row(row) if a.left < block.key.right and a.right > block.key.left and a.top == row]


def _place_row(work: Work, base: str, blocks: list[_Block], row: int) -> None:
    """Places what *row* says of each block: a field of the item or of an entry of a list within it, or an entry of its own."""
    labels = [area for area in work.sheet.row(row) if area.right <= blocks[0].key.left and not area.blank]
    hits = [hit for area in labels for hit in work.leaf(area)]
    leaf = tuple(hit for hit in hits if hit.path.startswith(base + "."))
    groups = tuple(dict.fromkeys(one for area in labels for one in work.groups(area) if one.startswith(base + ".")))
    if hits and not leaf:
        told = {id(area) for block in blocks for area in _under(work, block, row) if not area.blank}
        of = next(
            (spec.column for hit in hits if (spec := work.placing.spec(hit.path)).column.startswith(base + ".")), ""
        )
        if len(told) < _KEYS or not of:
            return  # a total of all
        leaf = (Hit(of, False, _DEDUCED, False),)  # a total of each
    lists = _lists_told(work, base, labels)
    known = bool(labels) and (
        bool(lists) or (all(work.leaf(area) or work.groups(area) for area in labels) and bool(leaf or groups))
    )
    for area in labels if known else ():
        work.use(area)
    unit = next((unit for area in labels if (unit := unit_of(area.text))), "")
    for block in blocks:
        cells = _under(work, block, row)
        written = [area for area in cells if not area.blank]
        if not known:
            _leave(work, base, block, written)
        elif len(lists) == 1 and not leaf and _are_told(work, block, written, lists[0], unit):
            for area in written:
                entries = counted_in(area.text, lists[0].count, unit or work.placing.unit)
                place_counted(work.placing, lists[0], block.item, area.found, entries, unit)
        elif leaf:
            _place_told(work, block, written, leaf, groups, unit)
        elif written and groups:
            _place_entry(work, block, written, groups)
        elif written:
            _leave(work, base, block, written)
        for area in cells:
            work.take(area)


def _lists_told(work: Work, base: str, labels: list[Area]) -> list[CountedList]:
    """The list within the item whose entries a row may tell as names with their numbers: it is named by all of the row's *labels* that name any."""
    named = [found for area in labels if (found := lists_named(work.placing, base, area.text))]
    both = [one for one in named[0] if all(one in other for other in named)] if named else []
    strange = any(
        not (work.leaf(area) or work.groups(area) or lists_named(work.placing, base, area.text)) for area in labels
    )
    return [] if strange else both


def _are_told(work: Work, block: _Block, cells: list[Area], of: CountedList, unit: str) -> bool:
    """Whether each of *cells* stands under one key alone and tells places with a number each."""
    unit = unit or work.placing.unit
    return bool(cells) and all(_is_within(area, block) and counted_in(area.text, of.count, unit) for area in cells)


def _is_within(area: Area, block: _Block) -> bool:
    """Whether a cell stands under one key alone: one that reaches over several says something of all of them, or of none."""
    return block.key.left <= area.left and area.right <= block.key.right


def _place_told(
    work: Work, block: _Block, cells: list[Area], leaf: tuple[Hit, ...], groups: tuple[str, ...], unit: str
) -> None:
    """Places what a row by the name of a field says of a block; *unit* is what the row's label counts in."""
    placing = work.placing
    hit, _ = placing.choose_field(leaf, groups, "")
    if not cells:
        return
    if hit is None or len(cells) > 1 or not _is_within(cells[0], block):
        _leave(work, placing.base(leaf[0].path), block, cells)
        return
    sub = hit.path.rpartition(".")[0]
    item = block.item
    if sub.endswith("[]") and sub != placing.base(hit.path):
        known = block.inner.get(sub)
        if known is None or hit.path in known[1]:
            known = block.inner[sub] = (placing.next_item(sub, block.item), set())
        known[1].add(hit.path)
        item = known[0]
    placing.add(hit.path, item, cells[0].found, hit.quality, unit=unit or placing.unit)


def _place_entry(work: Work, block: _Block, cells: list[Area], groups: tuple[str, ...]) -> None:
    """Places an entry of the list that a row is of, each value by the label over it."""
    placing = work.placing
    inner: dict[str, tuple[int, ...]] = {}
    for area in cells:
        over = next(((head, hits) for head, hits in block.heads if head.left <= area.left < head.right), None)
        hits = () if over is None else over[1]
        hit, _ = placing.choose_field(hits, groups, "")
        sub = hit.path.rpartition(".")[0] if hit is not None else ""
        if over is None or hit is None or sub not in groups or not _is_within(area, block):
            _leave(work, placing.base(groups[0]), block, [area])
            continue
        if sub not in inner:
            inner[sub] = placing.next_item(sub, block.item) if sub.endswith("[]") else block.item
        unit = unit_of(over[0].text) or placing.unit
        placing.add(hit.path, inner[sub], area.found, min(hit.quality, _DEDUCED), unit=unit)


def _leave(work: Work, base: str, block: _Block, cells: list[Area]) -> None:
    """Leaves *cells* over that can't be told to be anything of the list, with a doubt on it."""
    work.placing.leftovers += [area.found for area in cells]
    if cells:
        work.placing.doubt("list.unclear", base.removesuffix("[]"), block.key.origin)
