"""A keyed list whose keys head columns (2020年 | 2021年 | 2022年): each column of a key is an item, each row says one thing of all of them."""

from __future__ import annotations

from parsers.extraction.counted import CountedList, counted_in, ends_as_place, is_sum, lists_named, place_counted
from parsers.extraction.item_keys import key_value
from parsers.extraction.items import item_lines
from parsers.extraction.key_columns import DEDUCED, Block, leave, under
from parsers.extraction.labels import BRACKETED, Hit
from parsers.extraction.layout import Area
from parsers.extraction.pivoted_names import names_beside
from parsers.extraction.told_keys import key_before
from parsers.extraction.units import unit_of
from parsers.extraction.worksheet import Work

__all__ = ["place_pivoted"]

_KEYS = 2
"""From so many keys side by side on, they head columns."""

_HEAD_ROWS = 3
"""Rows within which the keys stand."""


def place_pivoted(work: Work) -> bool:
    """Places a list of *work*'s sheet whose keys head columns. Answers whether there is one; then the rows that say it are used up."""
    placing = work.placing
    for group in placing.definition.groups:
        if not group.key or not _is_pivoted_so_far(work, group.path):
            continue
        for row in range(min(_HEAD_ROWS, work.sheet.rows)):
            keys = [area for area in work.sheet.row(row) if area.top == row and _key_in(work, group.path, area)]
            if len(keys) < _KEYS:
                continue
            others = [area for area in work.sheet.row(row) if area not in keys and not area.blank]
            sums = [area for area in others if area.left >= keys[-1].right and is_sum(area.text, group.path, placing)]
            if all(area.right <= keys[0].left or area in sums for area in others):
                _place(work, group.path, group.key, keys)
                _place_sums(work, group.path, sums)
                return True
    return False


def _place(work: Work, base: str, key: str, keys: list[Area]) -> None:
    placing = work.placing
    before = dict(placing.counts)
    blocks = [Block(key=area, item=_item_of(work, base, key, area), unit=unit_of(area.text)) for area in keys]
    for block in blocks:
        work.take(block.key)
    for area in work.sheet.row(keys[0].top):
        if area.right <= keys[0].left:
            work.use(area)
    start = max(area.bottom for area in keys)
    for area in work.sheet.row(keys[0].top):
        column = work.sheet.column(area.left, area.bottom, work.sheet.rows)
        if area.blank and area.left > keys[0].left and any(not cell.blank for cell in column):
            # Whose key it goes on with, or which one is lost, nothing says.
            placing.doubt("list.unclear", base.removesuffix("[]"), area.origin)
    named = names_beside(work, base, keys)
    if _read_heads(work, base, blocks, start):
        start += 1
    for row in range(start, work.sheet.rows):
        if named is None or not named.place(work, blocks, row):
            _place_row(work, base, blocks, row)
    for block in blocks:
        for (path, item), count in before.items():
            if item == block.item and count and placing.counts[path, item] > count:
                # Another table told entries of the same list: it goes on with it, or says it anew.
                placing.doubt("list.unclear", base.removesuffix("[]"), block.key.origin)


def _key_in(work: Work, base: str, area: Area) -> str:
    """The key that a cell says, alone or with words that say nothing of which field stands under it (2020年开通数量（个）); "" for any other."""
    opened, rest = key_before(area.found.with_value(BRACKETED.sub("", area.text)), base, work.placing)
    return opened if not rest else ""


def _item_of(work: Work, base: str, key: str, area: Area) -> tuple[int, ...]:
    """The item of the key in *area*: that of an earlier table with the same key, or a new one."""
    placing = work.placing
    text = area.found.with_value(_key_in(work, base, area))
    value = key_value(work, base, text.value)
    known = placing.keyed.get((base, value))
    if known is not None:
        if known[1] == id(work.sheet):
            # The same key over two columns: whether they are one item's, nothing says.
            placing.doubt("list.unclear", base.removesuffix("[]"), area.origin)
        return known[0]
    item = placing.next_item(base)
    placing.keyed[base, value] = (item, id(work.sheet))
    placing.add(f"{base}.{key}", item, text)
    return item


def _is_pivoted_so_far(work: Work, base: str) -> bool:
    """Whether all items of a list were told by tables whose keys are known."""
    return work.placing.counts.get((base, ()), 0) == sum(path == base for path, _ in work.placing.keyed)


def _place_sums(work: Work, base: str, heads: list[Area]) -> None:
    """What stands in columns that add up rows: where the row is a sum itself, that of all; else it is of no field."""
    placing = work.placing
    for head in heads:
        work.use(head)
        for area in work.sheet.column(head.left, head.bottom, work.sheet.rows):
            labels = [
                cell
                for cell in work.sheet.row(area.top)
                if cell.right <= head.left and is_sum(cell.text, base, placing)
            ]
            totals = [spec.path for spec in placing.definition.fields if spec.column.startswith(base + ".")]
            if not work.free(area):
                continue
            work.take(area)
            if labels and len(totals) == len(heads) == 1 and not area.blank:
                placing.add(totals[0], (), area.found, DEDUCED, unit=placing.unit)
            elif not area.blank:
                placing.leftovers.append(area.found)


def _read_heads(work: Work, base: str, blocks: list[Block], row: int) -> bool:
    """Whether *row* names what stands in the columns of each block; then it is used up."""
    for block in blocks:
        for area in under(work, block, row):
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


def _place_row(work: Work, base: str, blocks: list[Block], row: int) -> None:
    """Places what *row* says of each block: a field of the item or of an entry of a list within it, or an entry of its own."""
    labels = [area for area in work.sheet.row(row) if area.right <= blocks[0].key.left and not area.blank]
    hits = [hit for area in labels for hit in work.leaf(area)]
    leaf = tuple(hit for hit in hits if hit.path.startswith(base + "."))
    groups = tuple(dict.fromkeys(one for area in labels for one in work.groups(area) if one.startswith(base + ".")))
    if hits and not leaf:
        told = {id(area) for block in blocks for area in under(work, block, row) if not area.blank}
        of = next(
            (spec.column for hit in hits if (spec := work.placing.spec(hit.path)).column.startswith(base + ".")), ""
        )
        if len(told) < _KEYS or not of:
            return  # a total of all
        leaf = (Hit(of, False, DEDUCED, False),)  # a total of each
    lists = _lists_told(work, base, labels)
    known = bool(labels) and (
        bool(lists) or (all(work.leaf(area) or work.groups(area) for area in labels) and bool(leaf or groups))
    )
    for area in labels if known else ():
        work.use(area)
    own = next((unit for area in labels if (unit := unit_of(area.text))), "")
    for block in blocks:
        unit = own or block.unit
        cells = under(work, block, row)
        written = [area for area in cells if not area.blank]
        if not known:
            leave(work, base, block, written)
        elif len(lists) == 1 and not leaf and _are_told(work, block, written, lists[0], unit):
            for area in written:
                entries = counted_in(area.text, lists[0].count, unit or work.placing.unit)
                place_counted(work.placing, lists[0], block.item, area.found, entries, unit)
        elif leaf:
            _place_told(work, block, written, leaf, groups, unit)
        elif written and groups:
            _place_entry(work, block, written, groups)
        elif written:
            leave(work, base, block, written)
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


def _are_told(work: Work, block: Block, cells: list[Area], of: CountedList, unit: str) -> bool:
    """Whether each of *cells* stands under one key alone and tells places with a number each."""
    unit = unit or work.placing.unit
    return bool(cells) and all(block.holds(area) and counted_in(area.text, of.count, unit) for area in cells)


def _place_told(
    work: Work, block: Block, cells: list[Area], leaf: tuple[Hit, ...], groups: tuple[str, ...], unit: str
) -> None:
    """Places what a row by the name of a field says of a block; *unit* is what the row's label counts in."""
    placing = work.placing
    hit, _ = placing.choose_field(leaf, groups, "")
    if not cells:
        return
    if hit is None or len(cells) > 1 or not block.holds(cells[0]):
        leave(work, placing.base(leaf[0].path), block, cells)
        return
    sub = hit.path.rpartition(".")[0]
    if not sub.endswith("[]") or sub == placing.base(hit.path):
        placing.add(hit.path, block.item, cells[0].found, hit.quality, unit=unit or placing.unit)
        return
    values = _several(work, hit.path, cells[0].text)
    known = block.inner.get(sub)
    if known is None or hit.path in known[1]:
        known = block.inner[sub] = ([placing.next_item(sub, block.item) for _ in values], set())
    if len(values) != len(known[0]):
        leave(work, placing.base(hit.path), block, cells)
        return
    known[1].add(hit.path)
    for item, text in zip(known[0], values, strict=True):
        sure = hit.quality if len(values) == 1 else min(hit.quality, DEDUCED)
        placing.add(hit.path, item, cells[0].found.with_value(text), sure, unit=unit or placing.unit)


def _several(work: Work, path: str, text: str) -> list[str]:
    """The values of several entries typed line under line; the whole text where its lines are no places or numbers of their own."""
    lines = item_lines(text)
    spec = work.placing.spec(path)
    apart = [
        work.placing.plausible(path, line) >= _NUMBER if spec.kind == "count" else ends_as_place(line) for line in lines
    ]
    return lines if len(lines) > 1 and all(apart) else [text]


_NUMBER = 0.9
"""From this on a text looks like a number."""


def _place_entry(work: Work, block: Block, cells: list[Area], groups: tuple[str, ...]) -> None:
    """Places an entry of the list that a row is of, each value by the label over it."""
    placing = work.placing
    inner: dict[str, tuple[int, ...]] = {}
    for area in cells:
        over = next(((head, hits) for head, hits in block.heads if head.left <= area.left < head.right), None)
        hits = () if over is None else over[1]
        hit, _ = placing.choose_field(hits, groups, "")
        sub = hit.path.rpartition(".")[0] if hit is not None else ""
        if over is None or hit is None or sub not in groups or not block.holds(area):
            leave(work, placing.base(groups[0]), block, [area])
            continue
        if sub not in inner:
            inner[sub] = placing.next_item(sub, block.item) if sub.endswith("[]") else block.item
        unit = unit_of(over[0].text) or block.unit or placing.unit
        placing.add(hit.path, inner[sub], area.found, min(hit.quality, DEDUCED), unit=unit)
