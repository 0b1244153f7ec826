"""Values in the rows under a header: which rows are items, which add up, which only fill."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from forms.chinese import fold
from forms.vocabulary import words as vocabulary
from parsers.extraction.columns import Mapping, Row, settle
from parsers.extraction.counted import is_number, sum_path
from parsers.extraction.headers import Column, Header
from parsers.extraction.inline import opens_with_label
from parsers.extraction.item_doubts import says
from parsers.extraction.item_keys import is_keyed, key_value, open_item
from parsers.extraction.items import leading, place_item, runs_downwards, side_by_side, unlike_units
from parsers.extraction.key_rows import KeyRow, key_row
from parsers.extraction.labels import key, words
from parsers.extraction.layout import Area
from parsers.extraction.list_rows import band_of, is_example, is_struck_out, is_total, repeats_lowest
from parsers.extraction.repeated import place_repeated, set_repeated
from parsers.extraction.row_groups import base_of_row, is_of_strangers, row_governors
from parsers.extraction.row_keys import heading_row, keyed_bases, note_key
from parsers.extraction.shifted import doubt_header, doubt_shifted
from parsers.extraction.told import place_labelled, place_persons, place_qualified, place_ticked, place_told
from parsers.extraction.units import unit_line, unit_of
from parsers.extraction.whole_forms import sides, whole
from parsers.extraction.worksheet import Work

__all__ = ["place_rows"]


@dataclass(slots=True)
class _Plan:
    """The rows under a header as they follow one another: a list holds the cells of a row that adds up, an area or a row of its own the key of what follows."""

    header: Header
    settled: dict[tuple[str, tuple[str, ...]], Mapping] = field(default_factory=dict)
    entries: list[Row | list[Area] | Area | KeyRow] = field(default_factory=list)


def place_rows(work: Work, header: Header) -> None:
    """Finds the values under *header*, row by row."""
    _use_labels(work, header)
    set_repeated(work, header)
    plan = _Plan(header)
    doubt_header(work, header)
    band: tuple[str, ...] = ()
    keys = _key_rows(work, header)
    for row in range(header.start, header.stop):
        starting = [area for area in work.sheet.row(row) if area.top == row]
        if row in keys:
            plan.entries.append(keys[row])
            continue
        heading = band_of(work, starting) or heading_row(work, header, starting)
        if heading is not None:
            band = _take_band(work, plan, heading) or band
            continue
        if starting and is_total(work, starting):
            plan.entries.append(starting)
            continue
        if starting and is_example(work, starting):
            _pass_over(work, starting)
            continue
        if starting and (_is_filler(starting) or repeats_lowest(work, header, starting)):
            for area in starting:
                work.use(area)
            continue
        entire = whole(work, header)
        for part in entire if any(not area.blank for area in starting) else ():
            plan.entries.append(Row(row, part, _columns(work, plan, part, ())))
        if entire:
            continue
        _plan_row(work, plan, row, band)
    _place_plan(work, plan)
    _doubt_told(work, header)
    _doubt_names(work, header)
    place_repeated(work, header)
    _set_aside(work, header)


def _plan_row(work: Work, plan: _Plan, row: int, band: tuple[str, ...]) -> None:
    """Takes note of whose item a row is, and of its other ones where lists share their rows."""
    header = plan.header
    starting = [area for area in work.sheet.row(row) if area.top == row]
    base = base_of_row(work, header, row, band)
    if base is None:
        _doubt_row(work, header, row, starting)
        return
    if is_struck_out(starting):
        _pass_over(work, starting)
        work.placing.doubt("row.odd", base.removesuffix("[]"), starting[0].origin)
        return
    beside = sides(work, header)
    for other in beside if base in beside else ():
        if other != base:
            plan.entries.append(Row(row, other, _columns(work, plan, other, ())))
    doubt_shifted(work, header, row, base)
    inner = tuple(g for g in row_governors(work, header, row) if g.startswith(base + "."))
    plan.entries.append(Row(row, base, _columns(work, plan, base, inner)))


def _pass_over(work: Work, starting: list[Area]) -> None:
    """Leaves over what a row says that is no item, but for the name of its list."""
    for area in starting:
        if not work.groups(area):
            work.use(area)
            work.placing.leftovers += [area.found] if says(area) else []


def _use_labels(work: Work, header: Header) -> None:
    for column in header.columns:
        if header.stop <= header.start and not (column.hits or work.label(column.area)):
            continue  # with no rows under it, it may be the value of a label beside it
        work.use(column.area)
        over = work.sheet.at(column.area.top - 1, column.area.left)
        if over is not None and over.right - over.left > column.area.right - column.area.left and work.groups(over):
            work.use(over)  # the name of a list over its columns, and no label beside a blank


def _key_rows(work: Work, header: Header) -> dict[int, KeyRow]:
    """The rows under *header* that say keys of others, by number; their cells are used up."""
    keys = {row: told for row in range(header.start, header.stop) if (told := key_row(work, header, row)) is not None}
    for told in keys.values():
        # That there is a key decides what the other rows are; which one, when they are placed.
        work.placing.key_lines.setdefault(told.base, told.key)
        for area in told.areas:
            work.use(area)
    return keys


def _take_band(work: Work, plan: _Plan, area: Area) -> tuple[str, ...]:
    """Takes note of what a row across the table says: the groups that the rows below are of, which are answered, their unit, or their key."""
    named = work.groups(area)
    if named:
        work.use(area)
    elif unit_line(area.text):
        work.placing.unit = unit_line(area.text)
        work.use(area)
    elif keyed := keyed_bases(work, plan.header, area):
        for base in keyed:
            # That there is a key decides what the rows below are; which one, when they are placed.
            work.placing.key_lines.setdefault(base, area.found)
        for beside in work.sheet.row(area.top):
            work.use(beside)
        plan.entries.append(area)
    return named


def _doubt_row(work: Work, header: Header, row: int, starting: list[Area]) -> None:
    """A row that is of none of the form's groups: its lists may lack it, unless it says whose it is."""
    if sum(not area.blank for area in starting) < _FEW or is_of_strangers(work, header, row):
        return
    for base in sorted({work.placing.base(hit.path) for column in header.columns for hit in column.hits}):
        if work.placing.many(base):
            work.placing.doubt("list.unclear", base.removesuffix("[]"), starting[0].origin)


def _doubt_told(work: Work, header: Header) -> None:
    """Text under the name of a list within the list that wasn't read as its items: they may be missing."""
    for column in header.columns:
        inner = [group for group in work.groups(column.area) if group.count("[]") > 1]
        for row in range(header.start, header.stop) if inner and not column.hits else ():
            area = work.sheet.at(row, column.area.left)
            if area is not None and area.top == row and work.free(area) and says(area):
                work.placing.doubt("list.unclear", inner[0].split("[]", maxsplit=1)[0], area.origin)


def _doubt_names(work: Work, header: Header) -> None:
    """Lists of names that stand in columns: where the rows' numbers don't run on, or one is left out, names may be missing."""
    placing = work.placing
    paths: list[str] = []
    broken = False
    for column in header.columns:
        named = [hit.path for hit in column.hits if placing.spec(hit.path).kind == "names"]
        if not named:
            continue
        paths.append(named[0])
        told = [
            row
            for row in range(header.start, header.stop)
            if (cell := work.sheet.at(row, column.area.left)) is not None and not cell.blank
        ]
        numbers = [fold(first[0].text) for row in told if (first := work.sheet.row(row))]
        counted = any(number.isdecimal() for number in numbers)
        broken = broken or (counted and numbers != [str(n + 1) for n in range(len(numbers))])
        # Behind one number stands one name: a second line may be its end or another one.
        cells = [work.sheet.at(row, column.area.left) for row in told]
        broken = broken or (counted and any(cell is not None and "\n" in cell.text.strip() for cell in cells))
        broken = broken or (bool(told) and told != list(range(told[0], told[-1] + 1)))
    for path in paths if broken else ():
        placing.doubt("list.unclear", path, header.columns[0].area.origin)


_FEW = 2
"""A row with fewer cells that say something is no item."""


def _set_aside(work: Work, header: Header) -> None:
    """What stands in a column that is none of the form's is left over."""
    for column in header.columns:
        for area in work.sheet.column(column.area.left, header.start, header.stop):
            inside = column.area.left <= area.left and area.right <= column.area.right
            if inside and work.free(area) and not work.groups(area) and not _opens_pair(work, area):
                work.use(area)
                if not area.blank:
                    work.placing.leftovers.append(area.found)


def _opens_pair(work: Work, area: Area) -> bool:
    """Whether a cell holds labels with their values itself."""
    colon = "：" in area.text or ":" in area.text
    return colon and bool(opens_with_label(area.text.split("\n", 1)[0], work.placing.lexicon))


def _is_filler(starting: list[Area]) -> bool:
    """Whether a row only fills: dots, the columns' numbers."""
    texts = [area.text for area in starting if not area.blank]
    fillers = {word.strip() for word in words()["fillers"]}
    if texts and all(text.strip() in fillers or fold(text) == "" for text in texts):
        return True
    numbers = [key(text) for text in texts]
    return (
        len(numbers) > 2 and numbers == [str(n + int(numbers[0])) for n in range(len(numbers))]
        if numbers[:1] and numbers[0].isdecimal() and len(numbers[0]) <= _COLUMN
        else False
    )


_COLUMN = 4
"""Digits of a column's number."""


def _place_plan(work: Work, plan: _Plan) -> None:
    """Places planned rows: rows that share the cell of the leading column are one item."""
    waiting: dict[int, list[tuple[Mapping, list[Row]]]] = {}
    position = 0
    plan.entries = _keys_first(plan.entries)
    first = next((n for n, entry in enumerate(plan.entries) if isinstance(entry, Row | KeyRow)), 0)
    opening = plan.entries[first] if plan.entries else None
    for entry in plan.entries:
        if isinstance(entry, KeyRow) and isinstance(opening, Row) and not _has_key(work, opening):
            # The rows before it may be of a key that is lost.
            work.placing.doubt("list.unclear", entry.base.removesuffix("[]"), entry.key.origin)
    while position < len(plan.entries):
        entry = plan.entries[position]
        if isinstance(entry, KeyRow):
            open_item(work, entry)
            position += 1
            continue
        if isinstance(entry, list):
            _place_total(work, plan, entry)
            position += 1
            continue
        if isinstance(entry, Area):
            note_key(work, plan.header, entry)
            position += 1
            continue
        span = [entry]
        lead = leading(work, entry.base, entry.columns)
        # By number: a copy of what is left, for each row, is quadratic in the rows of a long table.
        for at in range(position + 1, len(plan.entries)):
            following = plan.entries[at]
            if (
                not isinstance(following, Row)
                or following.base != entry.base
                or not _continues(work, entry, following, lead)
            ):
                break
            span.append(following)
        blocks = side_by_side(work, entry.base, entry.columns) if entry.columns else []
        downwards = len(blocks) > 1 and runs_downwards(work, blocks, entry.number)
        for number, block in enumerate(blocks):
            if number and downwards:
                waiting.setdefault(number, []).append((block, span))
            else:
                _place_block(work, plan.header, block, span)
        position += len(span)
    for number in sorted(waiting):
        for block, span in waiting[number]:
            _place_block(work, plan.header, block, span)


def _keys_first(entries: list[Row | list[Area] | Area | KeyRow]) -> list[Row | list[Area] | Area | KeyRow]:
    """*entries* with each key before its rows, where keys with their sums stand behind them."""
    told = [entry for entry in entries if isinstance(entry, KeyRow | Row)]
    if not told or isinstance(told[0], KeyRow) or not isinstance(told[-1], KeyRow):
        return entries
    found: list[Row | list[Area] | Area | KeyRow] = []
    start = 0
    for entry in entries:
        if isinstance(entry, KeyRow):
            found.insert(start, entry)
            start = len(found)
        else:
            found.append(entry)
    return found


def _place_block(work: Work, header: Header, block: Mapping, span: list[Row]) -> None:
    """Places the item that the columns *block* of the rows *span* are, with what its cells tell in other ways."""
    base = span[0].base
    item = place_item(work, base, block, span)
    place_told(work, header, base, item, span)
    place_persons(work, header, base, item, span)
    place_labelled(work, header, base, item, span)
    place_ticked(work, header, base, item, span)
    place_qualified(work, header, base, item, span)


def _continues(work: Work, first: Row, following: Row, lead: Column | None) -> bool:
    """Whether *following* is of the same item as *first*."""
    if is_keyed(work, first.base) and not _has_key(work, first):
        return True
    if lead is None:
        return False
    anchor, cell = work.sheet.at(first.number, lead.area.left), work.sheet.at(following.number, lead.area.left)
    if anchor is None or cell is None or not is_keyed(work, first.base):
        return cell is anchor and cell is not None
    return (
        cell is anchor
        or cell.blank
        or key_value(work, first.base, cell.text) == key_value(work, first.base, anchor.text)
    )


def _has_key(work: Work, row: Row) -> bool:
    group = work.placing.definition.group_of.get(row.base)
    path = f"{row.base}.{group.key}" if group is not None else ""
    return any(hit.path == path for _, hit in row.columns)


def _place_total(work: Work, plan: _Plan, starting: list[Area]) -> None:
    """Places what a row that adds up says: the form's total in its list column, or a value of the item above."""
    placing = work.placing
    first = next(area for area in starting if not area.blank)
    work.use(first)
    others = [area for area in starting if area is not first]
    for area in others:
        if _says_sum(work, area):
            work.use(area)  # the word for what is summed, between the word for a sum and it
    others = [area for area in others if work.free(area)]
    written = [area for area in others if not area.blank]
    for hit in work.leaf(first):
        spec = placing.spec(hit.path)
        base = placing.base(spec.column or hit.path)
        columns = _summed(work, plan, base) if placing.many(base) else []
        beside = _key_beside(work, base, columns, first)
        if beside is not None and _place_keyed(work, columns, beside, [one for one in written if one is not beside]):
            continue
        target = [column.area for column, known in columns if known.path == (spec.column or hit.path)]
        if target and not spec.column:
            continue
        reachable = spec.kind == "points" and "[]" not in hit.path
        if reachable:
            target = _points_columns(work, plan.header)
        chosen = [
            area
            for area in written
            if any(area.left <= t.left < area.right or t.left <= area.left < t.right for t in target)
        ]
        sure = 1.0
        if not chosen and len(written) == 1 and not reachable:
            chosen, sure = written, 0.8 if target else 1.0
        last = placing.keys.get(base)
        said = _points_in(first.text) if reachable else ""
        if said:
            # What stands beside is what was reached of them.
            placing.add(hit.path, (), first.found.with_value(said), hit.quality)
            continue
        item = () if spec.column or reachable else last[1] if last is not None else None
        if item is None or (
            beside is not None and item and key_value(work, base, beside.text) != placing.keys[base][0]
        ):
            continue
        for area in chosen:
            unit = unit_of(first.text) or next((c.unit for c, h in columns if h.path == (spec.column or hit.path)), "")
            unit = unit or placing.unit
            unlike = not unit and unlike_units(placing, columns)
            placing.add(hit.path, item, area.found, min(hit.quality * sure, 0.8 if unlike else 1.0), unit=unit)
            work.use(area)
    for area in others:
        if work.free(area):
            work.use(area)
            if not area.blank:
                placing.leftovers.append(area.found)


def _says_sum(work: Work, area: Area) -> bool:
    """Whether a cell is nothing but the label of a sum."""
    specs = [work.placing.spec(hit.path) for hit in work.leaf(area)]
    sums = {sum_path(group.path, work.placing) for group in work.placing.definition.groups if group.key}
    return bool(specs) and all(spec.column or spec.path in sums for spec in specs)


def _summed(work: Work, plan: _Plan, base: str) -> Mapping:
    """What each column is, for rows that add up."""
    known = plan.settled.get((base, ()))
    return settle(work, plan.header, base, (), summed=True) if known is None else known


def _key_beside(work: Work, base: str, columns: Mapping, first: Area) -> Area | None:
    """The cell that says a key beside the word for a sum in *first*; None where none does."""
    lead = leading(work, base, columns) if is_keyed(work, base) else None
    cell = work.sheet.at(first.top, lead.area.left) if lead is not None else None
    return None if cell is None or cell is first or cell.blank else cell


def _place_keyed(work: Work, columns: Mapping, beside: Area, written: list[Area]) -> bool:
    """Whether a row told the sum of the item whose key stands *beside* the word for it, under its label or as the only other thing written on the row."""
    placing, base = work.placing, work.placing.base(columns[0][1].path)
    path = sum_path(base, placing)
    under = [column.area.left for column, hit in columns if hit.path == path]
    said = [area for area in written if not under or area.left in under]
    known = placing.keyed.get((base, key_value(work, base, beside.text)))
    if known is None or not path or len(said) != 1:
        return False
    if not is_number(said[0].text, placing.spec(path), placing.unit):
        return False
    work.use(beside)
    work.use(said[0])
    placing.add(path, known[0], said[0].found, unit=placing.unit)
    return True


def _points_columns(work: Work, header: Header) -> list[Area]:
    """The heads of the columns in which the points stand that can be reached, where a table has them apart from its headings."""
    apart = {spec.path for spec in work.placing.definition.apart if spec.kind == "points"}
    return [column.area for column in header.columns if any(hit.path in apart for hit in column.hits)]


def _points_in(label: str) -> str:
    """The points in brackets behind the word for a total (总分（100分）); empty where none stand there."""
    found = _points().search(label)
    return found[1] if found is not None else ""


@cache
def _points() -> re.Pattern[str]:
    return re.compile(rf"[（(]\s*(\d+(?:\.\d+)?)\s*(?:{'|'.join(vocabulary('units', 'points'))})?\s*[)）]\s*$")


def _columns(work: Work, plan: _Plan, base: str, inner: tuple[str, ...]) -> Mapping:
    """What each column is, for rows of the group *base* whose own cells name the groups *inner*; worked out once."""
    known = plan.settled.get((base, inner))
    if known is None:
        known = plan.settled[base, inner] = settle(work, plan.header, base, inner)
    return known
