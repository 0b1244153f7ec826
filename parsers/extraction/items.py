"""The items of a list from the cells of their rows: one item a row, several in one, one over several."""

from __future__ import annotations

import re

from forms.titled_points import heading_before
from parsers.extraction.columns import Mapping, Row
from parsers.extraction.headers import Column
from parsers.extraction.item_doubts import flag_odd, flag_tall, flag_wide, says
from parsers.extraction.item_keys import item_of
from parsers.extraction.labelled import qualified_in, told_in
from parsers.extraction.labels import FIRM, Hit, key, words
from parsers.extraction.layout import Area
from parsers.extraction.parts import splits
from parsers.extraction.persons import piece_for
from parsers.extraction.placing import Placing
from parsers.extraction.rubric_cells import place_scored
from parsers.extraction.told import place_sentence
from parsers.extraction.worksheet import FLOWING, Work

__all__ = [
    "item_lines",
    "leading",
    "place_item",
    "runs_downwards",
    "side_by_side",
    "unlike_units",
]


def leading(work: Work, base: str, columns: list[tuple[Column, Hit]]) -> Column | None:
    """The column whose cells tell where an item begins."""
    placing = work.placing
    group = placing.definition.group_of.get(base)
    if group and group.key:
        for column, hit in columns:
            if hit.path == f"{base}.{group.key}":
                return column
    for wanted in (True, False):
        for column, hit in columns:
            spec = placing.spec(hit.path)
            if (spec.required or not wanted) and spec.kind != "ordinal" and "[]" not in hit.path[len(base) :]:
                return column
    return columns[0][0] if columns else None


def side_by_side(work: Work, base: str, columns: list[tuple[Column, Hit]]) -> list[list[tuple[Column, Hit]]]:
    """Columns that come again side by side, with what the list is about among them, are items of their own on the same row."""
    subject = leading(work, base, columns)
    path = next((hit.path for column, hit in columns if column is subject), "")
    if sum(hit.path == path for _, hit in columns) < 2:
        return [columns]
    blocks: list[list[tuple[Column, Hit]]] = [[]]
    for column, hit in columns:
        if any(known.path == hit.path for _, known in blocks[-1]):
            blocks.append([])
        blocks[-1].append((column, hit))
    return blocks


def runs_downwards(work: Work, blocks: list[Mapping], row: int) -> bool:
    """Whether items side by side are numbered down each block of columns, and not across them: the second one's number on *row* isn't the next."""
    numbers: list[int] = []
    for block in blocks[:2]:
        counted = [column for column, hit in block if work.placing.spec(hit.path).kind == "ordinal"]
        cell = work.sheet.at(row, counted[0].area.left) if counted else None
        text = key(cell.text) if cell is not None else ""
        if not text.isdecimal():
            return False
        numbers.append(int(text))
    return len(numbers) > 1 and numbers[1] > numbers[0] + 1


def _cells(work: Work, column: Column, rows: list[int]) -> list[Area]:
    """The cells of *column* on *rows*, each once. A cell that covers several labelled columns is none of theirs."""
    found: list[Area] = []
    for row in rows:
        for place in range(column.area.left, column.area.right):
            area = work.sheet.at(row, place)
            if area is None or area in found:
                continue
            if area.right > column.area.right and not column.area.left <= area.left:
                continue
            found.append(area)
    return found


def place_item(work: Work, base: str, columns: Mapping, span: list[Row]) -> tuple[int, ...] | None:
    """Places what the rows *span* say: an item, which is answered, or several typed line under line."""
    placing = work.placing
    rows = [entry.number for entry in span]
    outer = [(column, hit) for column, hit in columns if "[]" not in hit.path[len(base) :]]
    inner = any("[]" in hit.path[len(base) :] for entry in span for _, hit in entry.columns)
    cells = {id(column): _cells(work, column, rows) for column, _ in columns}
    whole = {id(column) for column, _ in columns if column.part is None}
    columned = {hit.path for column, hit in columns if any(says(area) for area in cells[id(column)])}
    told = {id(area): told_in(work, base, area, columned) for number in whole for area in cells[number]}
    named = [id(column) for column, hit in columns if placing.spec(hit.path).kind == "name" and column.part is None]
    guessed = {id(area) for number in named for area in cells[number] if not told[id(area)]}
    told |= {
        id(area): qualified_in(work, base, area, columned)
        for number in named
        for area in cells[number]
        if id(area) in guessed
    }
    apart = [area for number in whole for area in cells[number] if told[id(area)]]
    every = cells
    cells = {number: [area for area in areas if not told.get(id(area))] for number, areas in every.items()}
    content = [
        (column, hit)
        for column, hit in columns
        if placing.spec(hit.path).kind != "ordinal" and any(says(area) for area in cells[id(column)])
    ]
    for area in (area for areas in (*cells.values(), apart) for area in areas):
        work.use(area)
    if not content:
        placing.leftovers += [area.found for area in apart]
        return None
    flag_wide(work, columns, every)
    flag_tall(work, base, columns, every, rows)
    if placing.many(base):
        flag_odd(work, base, columns, every)
    if placing.many(base) and not inner:
        split = _stacked(placing, outer, cells)
        if split:
            for values in split:
                item = placing.next_item(base)
                for (_column, hit), (area, text) in zip(outer, values, strict=True):
                    placing.add(hit.path, item, area.found.with_value(text), hit.quality)
            return None
    within = tuple(hit for entry in span for _, hit in entry.columns if "[]" in hit.path[len(base) :])
    item = item_of(work, base, outer, cells, within)
    for area in apart:
        for path, value in told[id(area)].items():
            placing.add(path, item, area.found.with_value(value), _PARTED if id(area) in guessed else 1.0)
    unlike = unlike_units(placing, span[0].columns)
    for column, hit in outer:
        _place_cells(placing, column, hit, item, cells[id(column)], unlike=unlike)
    done: set[int] = set()
    for entry in span if inner else ():
        groups: dict[str, Mapping] = {}
        for column, hit in entry.columns:
            if "[]" in hit.path[len(base) :]:
                groups.setdefault(hit.path[: hit.path.rindex("[]") + 2], []).append((column, hit))
        for sub, members in groups.items():
            _place_inner(work, sub, members, item, entry.number, done)
    return item


def _stands_again(placing: Placing, hit: Hit, item: tuple[int, ...]) -> bool:
    """Whether the item that its key told to be the same has its heading with points already, from the page before: it says nothing new."""
    if placing.spec(hit.path).kind != "titled_points":
        return False
    return any(find.path == hit.path and find.item == item and find.text.value.strip() for find in placing.finds)


_SHARED = frozenset({"text", "choice", "area", "province"})
"""Kinds of which one value may hold for several persons of a row."""


def _stacked(
    placing: Placing, outer: list[tuple[Column, Hit]], cells: dict[int, list[Area]]
) -> list[list[tuple[Area, str]]]:
    """Several items typed line under line in the cells of one row; empty if the lines don't pair up.

    A cell of one line holds for all of them, as a merged one does, where it can (a unit); a number can't.
    """
    rows: list[tuple[Area, list[str], str]] = []
    if any(column.part for column, _ in outer):
        return []
    for column, hit in outer:
        areas = cells[id(column)]
        if len(areas) != 1:
            return []
        rows.append((areas[0], item_lines(areas[0].text), placing.spec(hit.path).kind))
    count = max(len(lines) for _, lines, _ in rows)
    if count < 2 or sum(len(lines) == count for _, lines, _ in rows) < 2:
        return []
    if any(len(lines) not in (0, count) and not (len(lines) == 1 and kind in _SHARED) for _, lines, kind in rows):
        return []
    return [
        [(area, lines[n] if len(lines) == count else "".join(lines)) for area, lines, _ in rows] for n in range(count)
    ]


def item_lines(text: str) -> list[str]:
    """The lines of *text* as items that are typed under one another. One wholly in brackets goes on with the one above: a name's points are no item."""
    found: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        if found and _BRACKETED.fullmatch(line):
            found[-1] += "\n" + line
        else:
            found.append(line)
    return _unnumbered(found)


def _unnumbered(lines: list[str]) -> list[str]:
    """*lines* without their numbers, where they are numbered from 1 on: else 1.12000 would be a fraction."""
    bare = [_NUMBER_BEFORE.sub("", line) for line in lines]
    numbers = [line[: len(line) - len(rest)].strip(" .．、") for line, rest in zip(lines, bare, strict=True)]
    return bare if len(lines) >= _TWO and numbers == [str(n + 1) for n in range(len(lines))] else lines


_BRACKETED = re.compile(r"[（(【\[][^（(【\[）)】\]]*[）)】\]]")
_NUMBER_BEFORE = re.compile(r"^\d[.．、]\s*(?=\S)")


def _place_cells(
    placing: Placing, column: Column, hit: Hit, item: tuple[int, ...], areas: list[Area], *, unlike: bool = False
) -> None:
    written = [area for area in areas if not area.blank]
    if column.part is not None and written:
        _place_part(placing, column.part, hit, item, written)
        return
    if not written:
        if areas:
            placing.add(hit.path, item, areas[0].found, hit.quality)
        return
    if _stands_again(placing, hit, item) or place_scored(placing, hit, item, written):
        return
    if len(written) > 1 and placing.spec(hit.path).kind in FLOWING:
        text = "\n".join(area.text for area in written)
        placing.add(hit.path, item, written[0].found.with_value(text), hit.quality)
        return
    for area in written:
        unit = column.unit or placing.unit
        sure = hit.quality if unit or not unlike else min(hit.quality, _UNLIKE)
        placing.add(hit.path, item, area.found, sure, unit=unit, label=column.area.text)


def _place_part(
    placing: Placing, part: tuple[int, int, str], hit: Hit, item: tuple[int, ...], written: list[Area]
) -> None:
    """Places the part of a cell that is the field's; where the parts can't be told apart, the first has all, in doubt."""
    number, count, sign = part
    text = written[0].text.strip()
    ways = splits(text, sign, count) if len(written) == 1 else []
    if ways:
        sure = 1.0 if len(ways) == 1 else _PARTED
        placing.add(hit.path, item, written[0].found.with_value(ways[0][number]), min(hit.quality, sure))
        return
    own = piece_for(placing.spec(hit.path), text) if len(written) == 1 and count == _TWO else None
    if own is not None:
        placing.add(hit.path, item, written[0].found.with_value(own), min(hit.quality, FIRM))
        return
    placing.doubt("label.unclear", placing.base(hit.path).removesuffix("[]") or hit.path, written[0].origin)
    if number == 0:
        placing.leftovers += [area.found for area in written]


_TWO = 2

_PARTED = 0.8
"""How sure the parts of a cell are where another sign parts it elsewhere."""

_UNLIKE = 0.8
"""How sure a number is whose column gives no unit while others beside it do."""


def unlike_units(placing: Placing, columns: Mapping) -> bool:
    """Whether some columns of numbers give a unit and others none."""
    units = {column.unit for column, hit in columns if placing.spec(hit.path).kind == "count"}
    return len(units) > 1 and "" in units


def _place_inner(work: Work, sub: str, members: Mapping, item: tuple[int, ...], row: int, done: set[int]) -> None:
    """Places the item of a list within a list that a row says, if it says any; *done* are the leading cells placed already."""
    placing = work.placing
    lead = leading(work, sub, members)
    first = work.sheet.at(row, lead.area.left) if lead else None
    # What stands beside a cell that reaches over several rows is all of one item.
    rows = list(range(row, first.bottom)) if first is not None and first.top == row else [row]
    areas = [(column, hit, _cells(work, column, rows)) for column, hit in members]
    for _, _, found in areas:
        for area in found:
            work.use(area)
    flat = [area for _, _, found in areas for area in found]
    if not any(map(says, flat)) or (first is not None and id(first) in done):
        return
    if first is not None:
        done.add(id(first))
    if place_sentence(placing, sub, members, item, flat):
        return
    lines = [item_lines(found[0].text if found else "") for _, _, found in areas]
    count = max((len(entry) for entry in lines), default=0)
    if count > 1 and all(len(entry) in (0, count) for entry in lines) and sum(bool(entry) for entry in lines) > 1:
        for number in range(count):
            place = placing.next_item(sub, item)
            for (column, hit, found), entry in zip(areas, lines, strict=True):
                if found and entry:
                    placing.add(
                        hit.path,
                        place,
                        found[0].found.with_value(entry[number]),
                        hit.quality,
                        unit=column.unit or placing.unit,
                    )
        return
    top = sub.split("[]", maxsplit=1)[0]
    if any(len(entry) > 1 and entry[0].endswith(words()["places"]) for entry in lines):
        placing.doubt("row.several", top, flat[0].origin)
    if first is not None and any(area.bottom > first.bottom for area in flat if not area.blank):
        placing.doubt("cell.merged", top, first.origin)
    if any(
        placing.spec(hit.path).kind == "titled_points" and heading_before(a.text)[1] for _, hit, f in areas for a in f
    ):
        placing.doubt("list.unclear", top, flat[0].origin)  # the rest of an item that a page's end cut off
    place = placing.next_item(sub, item)
    unlike = unlike_units(placing, members)
    for column, hit, found in areas:
        _place_cells(placing, column, hit, place, found, unlike=unlike)
