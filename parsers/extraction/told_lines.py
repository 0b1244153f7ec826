"""Items of a keyed list told in lines under its heading (2020年：地市：铜仁市（339562个）；区县：凯里市（18126个）；小计：357688个).

The key may stand alone on a line, with what is said of it on the lines below, and so may the name of a list within the item. What can't be read whole
is left to others, with a doubt on the list where a key opens it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forms.kinds import kind_of
from parsers.extraction.counted import (
    CountedList,
    Told,
    counted_lists,
    is_counted,
    is_of_all,
    is_own_sum,
    is_sum,
    list_by_name,
    lists_named,
    place_counted,
    split,
    sum_path,
    told_by,
    without_opening,
)
from parsers.extraction.headings import run_in
from parsers.extraction.inline import opens_with_label
from parsers.extraction.labels import FIRM, key, words
from parsers.extraction.told_keys import key_before

if TYPE_CHECKING:
    from forms.text import Text
    from parsers.extraction.placing import Placing
    from parsers.extraction.worksheet import Work

__all__ = ["place_told_line", "place_told_rows"]

_LINES = 0
"""Stands for a table in ``Placing.keyed``: the item was told in lines."""

_SUMMED = 0.8
"""How sure it is that a word for any total means that of an item."""

_COLON, _SPACE = re.compile("[：:]"), re.compile(r"\s+")


@dataclass(slots=True)
class _Said:
    """What a line says of an item: places of its lists with their numbers, its sum and the word for that, and the list that goes on below."""

    entries: list[tuple[CountedList, Told]] = field(default_factory=list)
    sums: list[Told] = field(default_factory=list)
    current: CountedList | None = None


def place_told_line(line: Text, placing: Placing) -> bool:
    """Places *line* where it tells of an item of the keyed list whose heading is in force; answers whether it did."""
    base = _base(placing)
    if not base:
        return False
    opened, rest = key_before(line, base, placing)
    if opened and _is_of_others(line.value, base, placing):
        return False
    if opened:
        placing.key_lines[base] = line.with_value(opened)
    if opened and not rest:
        placing.group = base
        return True
    said = _read(rest, base, placing)
    if said is None or not (opened or said.entries or said.sums or said.current):
        if opened:  # its words for sums are none of all
            placing.doubt("list.unclear", base.removesuffix("[]"), line.origin)
            placing.leftovers.append(line)
        elif _tells_some(rest, base, placing):
            placing.doubt("list.unclear", base.removesuffix("[]"), line.origin)
        return bool(opened)
    if not opened and not said.entries and said.sums:
        return _place_sum(said.sums, base, placing, line)
    if said.entries or said.sums:
        item = _item(base, placing)
        if item is None:
            placing.doubt("list.unclear", base.removesuffix("[]"), line.origin)
            return False
        _place(said, base, item, line, placing)
    elif said.current is not None:
        placing.group = said.current.path
    return True


def place_told_rows(work: Work) -> None:
    """Places the rows of a sheet that are a key and, in one cell beside it, all that a line may tell of its item (2020年 | 地市：铜仁市（339562个）；…)."""
    placing = work.placing
    for base in [group.path for group in placing.definition.groups if group.key]:
        before = placing.key_lines.get(base)
        for row in range(work.sheet.rows if _is_told_in_lines(base, placing) else 0):
            cells = [area for area in work.sheet.row(row) if area.top == row and work.free(area) and not area.blank]
            if len(cells) != _TWO or not placing.is_key(base, cells[0].found):
                continue
            said = _read(cells[1].text, base, placing)
            if said is None or not said.entries:
                continue
            placing.key_lines[base] = cells[0].found
            item = _item(base, placing)
            if item is not None:
                _place(said, base, item, cells[1].found, placing)
                for area in cells:
                    work.take(area)
        placing.key_lines.pop(base, None)
        if before is not None:
            placing.key_lines[base] = before


_TWO = 2


def _place(said: _Said, base: str, item: tuple[int, ...], text: Text, placing: Placing) -> None:
    for of, told in said.entries:
        place_counted(placing, of, item, text, [told])
    for word, number in said.sums:
        _add_sum(placing, base, item, text.with_value(number), 1.0 if is_own_sum(word, base, placing) else _SUMMED)


def _base(placing: Placing) -> str:
    """The keyed list of which lines may tell items: its heading is the last one."""
    base = placing.base(placing.group) if placing.group and placing.section is None else ""
    group = placing.definition.group_of.get(base)
    return base if group is not None and group.key and _is_told_in_lines(base, placing) else ""


def _is_told_in_lines(base: str, placing: Placing) -> bool:
    """Whether no table has any of the list *base* so far, nor will have."""
    told = [sheet for (path, _), (_, sheet) in placing.keyed.items() if path == base]
    own = all(sheet == _LINES for sheet in told) and len(told) == placing.counts.get((base, ()), 0)
    return own and base not in placing.tabled


def _is_of_others(text: str, base: str, placing: Placing) -> bool:
    """Whether a line that begins like a key is a heading or a label of another field's (2020年工作安排)."""
    hits = [*placing.lexicon.firm(text.strip()), *(hit for hit, _ in filter(None, [run_in(text, placing)]))]
    hits += [hit for pair in opens_with_label(text, placing.lexicon)[:1] for hit in pair.hits]
    return any(placing.base(hit.path) != base for hit in hits)


def _read(text: str, base: str, placing: Placing) -> _Said | None:
    """What *text* says of an item of *base*; None where any part of it is something else."""
    lists = counted_lists(placing, base)
    said = _Said(current=next((one for one in lists if one.path == placing.group), None))
    for piece in split(text):
        if not _read_piece(without_opening(piece), base, placing, said):
            return None
    return said


def _tells_some(text: str, base: str, placing: Placing) -> bool:
    """Whether any part of a line that can't be read whole ends in a place with a number: it may tell of an item whose key is lost."""
    lists = counted_lists(placing, base)
    parts = [
        told_by(piece[at:]) for piece in split(text) for at in (0, *(found.end() for found in _COLON.finditer(piece)))
    ]
    return bool(lists) and any(told is not None and is_counted(told, lists[0].count, placing.unit) for told in parts)


def _read_piece(piece: str, base: str, placing: Placing, said: _Said) -> bool:
    """Adds what one part of a line says to *said*: a place, a sum, or the name of a list with or without its first place."""
    label, _, rest = (
        piece.replace(":", "：").partition("：")
        if _COLON.search(piece)
        else _SPACE.sub("：", piece, count=1).partition("：")
    )
    told = told_by(piece)
    named = lists_named(placing, base, label.strip())
    if len(named) == 1:
        said.current = named[0]
        return not rest.strip() or key(rest) in _nothing() or _read_piece(rest.strip(), base, placing, said)
    if told is None:
        return False
    name, number = told
    for cut in range(2, len(name) - 1):
        groups = {hit.path for hit in placing.lexicon.find(name[:cut]) if hit.group and hit.quality >= FIRM}
        glued = [one for one in counted_lists(placing, base) if one.path in groups]
        if glued:
            said.current = glued[0]
            return len(glued) == 1 and _read_piece(piece[piece.index(name) + cut :], base, placing, said)
    if is_sum(name, base, placing):
        said.sums.append(told)
        return _amount(number, placing) is not None
    of = said.current or list_by_name(placing, base, name)
    if of is None or not is_counted(told, of.count, placing.unit):
        return False
    said.entries.append((of, told))
    return True


def _item(base: str, placing: Placing) -> tuple[int, ...] | None:
    """The item of the key that was told last, a new one for a new key; None where no key was told."""
    noted = placing.key_lines.get(base)
    if noted is None:
        return None
    value = _key_value(base, placing)
    known = placing.keyed.get((base, value))
    if known is not None:
        return known[0]
    item = placing.next_item(base)
    placing.keyed[base, value] = (item, _LINES)
    placing.add(f"{base}.{placing.definition.group_of[base].key}", item, noted)
    return item


def _key_value(base: str, placing: Placing) -> object:
    """What the key says that was told last; None where none was."""
    noted, spec = placing.key_lines.get(base), placing.spec(f"{base}.{placing.definition.group_of[base].key}")
    return None if noted is None else kind_of(spec).parse(noted.value, spec).value


def _place_sum(sums: list[Told], base: str, placing: Placing, line: Text) -> bool:
    """Places a sum on a line of its own: the sum of the item above by its own name, or by any word where it is that; else it is the form's total."""
    word, number = sums[0]
    known = placing.keyed.get((base, _key_value(base, placing)))
    if known is None or len(sums) > 1:
        return False
    item = known[0]
    summed = any(find.path == sum_path(base, placing) and find.item == item for find in placing.finds)
    own = is_own_sum(word, base, placing)
    if not summed and (own or _amount(number, placing) == _told_so_far(item, base, placing)):
        _add_sum(placing, base, item, line.with_value(number), 1.0 if own else _SUMMED)
        return True
    if not summed or own:
        placing.doubt("list.unclear", base.removesuffix("[]"), line.origin)
    totals = [hit for hit in placing.lexicon.firm(word) if not hit.group and is_of_all(hit.path, base, placing)]
    if own or not totals:
        return False
    placing.add(totals[0].path, (), line.with_value(number), totals[0].quality, unit=placing.unit)
    return True


def _add_sum(placing: Placing, base: str, item: tuple[int, ...], text: Text, sure: float) -> None:
    path = sum_path(base, placing)
    if path:
        placing.add(path, item, text, sure, unit=placing.unit)
    else:
        placing.leftovers.append(text)


def _told_so_far(item: tuple[int, ...], base: str, placing: Placing) -> int:
    """What the numbers of an item's lists add up to."""
    counts = {one.count.path for one in counted_lists(placing, base)}
    own = [find for find in placing.finds if find.path in counts and find.item[: len(item)] == item]
    return sum(_amount(find.text.value, placing) or 0 for find in own)


def _amount(number: str, placing: Placing) -> int | None:
    spec = next(spec for spec in placing.definition.fields if spec.kind == "count")
    unit = placing.unit if placing.unit not in number else ""
    value = kind_of(spec).parse(f"{number.strip()}{unit}", spec).value
    return value if isinstance(value, int) else None


def _nothing() -> frozenset[str]:
    return frozenset(key(word) for word in words()["nothing"])
