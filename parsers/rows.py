"""Values in the rows under a header: which item each row is, and what its cells are."""

from __future__ import annotations

from dataclasses import dataclass, field

from forms.chinese import fold, tight
from forms.kinds import kind_of
from parsers.headers import Column, Header, column_over, is_band, is_total, names_groups
from parsers.labels import FIRM, Hit, key, unit_of, words
from parsers.layout import Area
from parsers.placing import Placing
from parsers.worksheet import FLOWING, Work

__all__ = ["place_rows"]

Mapping = list[tuple[Column, Hit]]
"""What each column is, for rows of one group."""


@dataclass(slots=True)
class _Row:
    """A row of data: the group whose item it is, and what its columns are."""

    number: int
    base: str
    columns: Mapping


@dataclass(slots=True)
class _Plan:
    """The rows under a header as they follow one another; a list in it holds the cells of a row that adds up."""

    header: Header
    settled: dict[tuple[str, tuple[str, ...]], Mapping] = field(default_factory=dict)
    entries: list[_Row | list[Area]] = field(default_factory=list)


def place_rows(work: Work, header: Header) -> None:
    """Finds the values under *header*, row by row."""
    for column in header.columns:
        work.use(column.area)
    plan = _Plan(header)
    band: tuple[str, ...] = ()
    for row in range(header.start, header.stop):
        starting = [area for area in work.sheet.row(row) if area.top == row]
        if starting and is_band(work, starting):
            named = work.groups(starting[0])
            if named:
                band = named
                work.use(starting[0])
            elif _is_key(work, header, starting[0]):
                work.use(starting[0])
            continue
        if starting and is_total(work, starting):
            plan.entries.append(starting)
            continue
        if starting and _is_filler(starting):
            for area in starting:
                work.use(area)
            continue
        base = _base_of_row(work, header, row, band)
        if base is not None:
            inner = tuple(g for g in _row_governors(work, header, row) if g.startswith(base + "."))
            plan.entries.append(_Row(row, base, _columns(work, plan, base, inner)))
    _place_plan(work, plan)
    _set_aside(work, header)


def _set_aside(work: Work, header: Header) -> None:
    """What stands in a column that is none of the form's is left over."""
    for column in header.columns:
        for area in work.sheet.column(column.area.left, header.start, header.stop):
            inside = column.area.left <= area.left and area.right <= column.area.right
            if inside and work.free(area) and not work.groups(area):
                work.use(area)
                if not area.blank:
                    work.placing.leftovers.append(area.found)


def _is_key(work: Work, header: Header, area: Area) -> bool:
    """Whether a row across the table says the key of the rows that follow (a year): it is noted then."""
    bases = {work.placing.base(hit.path) for column in header.columns for hit in column.hits}
    return any(work.placing.note_key(base, area.found) for base in bases)


def _is_filler(starting: list[Area]) -> bool:
    """Whether a row only fills: dots, an example of how to fill in, the columns' numbers."""
    texts = [area.text for area in starting if not area.blank]
    fillers = {word.strip() for word in words()["fillers"]}
    if texts and all(text.strip() in fillers or fold(text) == "" for text in texts):
        return True
    if texts and tight(texts[0]) in words()["examples"]:
        return True
    numbers = [key(text) for text in texts]
    return (
        len(numbers) > 2 and numbers == [str(n + int(numbers[0])) for n in range(len(numbers))]
        if numbers[:1] and numbers[0].isdecimal()
        else False
    )


def _row_governors(work: Work, header: Header, row: int) -> tuple[str, ...]:
    inside = [column.area.left for column in header.columns if names_groups(work, header, column)]
    left = header.columns[0].area.left
    cells = [area for area in work.sheet.row(row) if area.right <= left or area.left in inside]
    return tuple(group for area in reversed(cells) for group in work.groups(area))


def _base_of_row(work: Work, header: Header, row: int, band: tuple[str, ...]) -> str | None:
    """The group whose item or person the row is. None where the row can't be told to belong to any one group."""
    placing = work.placing
    cover: dict[str, int] = {}
    for column in header.columns:
        for base in {placing.base(hit.path) for hit in column.hits if hit.quality >= FIRM - 0.2}:
            cover[base] = cover.get(base, 0) + 1
    cover.pop("", None) if len(cover) > 1 else None
    if not cover:
        return None
    most = max(cover.values())
    contenders = {base for base, count in cover.items() if count >= most}
    named = [placing.base(g) for g in (*_row_governors(work, header, row), *band)]
    for base in named:
        if base in cover and (base in contenders or cover[base] >= most - 1):
            header.last = base
            return base
    contenders = {base for base in contenders if not placing.many(base) or _has_subject(work, header, base)}
    if len(contenders) == 1:
        return next(iter(contenders))
    over = [placing.base(g) for column in header.columns for g in column.governors]
    for base in (
        *(placing.base(g) for g in header.governors),
        *over,
        header.last,
        placing.group and placing.base(placing.group),
    ):
        if base in contenders:
            if (
                base != header.last
                and header.last in contenders
                and header.last
                and base not in {placing.base(g) for g in header.governors}
            ):
                continue
            return base
    cells = [area for area in work.sheet.row(row) if column_over(header, area) and not area.blank]
    if cells:
        for base in sorted(contenders):
            placing.doubt("group.unknown", base.removesuffix("[]"), cells[0].origin)
    return None


def _has_subject(work: Work, header: Header, base: str) -> bool:
    """Whether a header has what the items of a list are about: the required fields of the list itself, not of a person in it."""
    placing = work.placing
    wanted = {
        f.path
        for f in placing.definition.fields
        if f.required and f.path.startswith(base + ".") and "." not in f.path[len(base) + 1 :]
    }
    return (
        not wanted
        or base in placing.key_lines
        or any(hit.path in wanted for column in header.columns for hit in column.hits)
    )


def _columns(work: Work, plan: _Plan, base: str, inner: tuple[str, ...]) -> Mapping:
    """What each column is, for rows of the group *base* whose own cells name the groups *inner*; worked out once."""
    known = plan.settled.get((base, inner))
    if known is None:
        known = plan.settled[base, inner] = _settle(work, plan.header, base, inner)
    return known


def _settle(work: Work, header: Header, base: str, inner: tuple[str, ...]) -> Mapping:
    """Which field each column is; a column that can't be told is none."""
    placing = work.placing
    chosen: dict[int, Hit] = {}
    open_columns: list[tuple[int, tuple[Hit, ...]]] = []
    for number, column in enumerate(header.columns):
        if names_groups(work, header, column):
            continue
        own = tuple(hit for hit in column.hits if placing.base(hit.path) == base)
        if not own and not placing.many(base):
            own = tuple(hit for hit in column.hits if not placing.base(hit.path))
        if own:
            open_columns.append((number, own))
    # The surest columns first: what a printed label has taken, a label with lost characters can't mean.
    for number, own in sorted(open_columns, key=lambda entry: -entry[1][0].quality):
        column = header.columns[number]
        taken = {hit.path for n, hit in chosen.items() if hit.quality > own[0].quality + 0.1}
        left = tuple(hit for hit in own if hit.path not in taken) or own
        hit, _ = placing.choose_field(left, (*inner, *column.governors, *header.governors), listed=placing.many(base))
        if hit is None:
            hit = _by_turn([(header.columns[n], chosen[n]) for n in sorted(chosen) if n < number], left)
        if hit is None:
            placing.doubt("label.unclear", own[0].path.split("[]")[0], column.area.origin)
        else:
            chosen[number] = hit
    chosen = _governed(header, chosen)
    best: dict[str, float] = {}
    for hit in chosen.values():
        best[hit.path] = max(best.get(hit.path, 0.0), hit.quality)
    return [(header.columns[n], chosen[n]) for n in sorted(chosen) if chosen[n].quality >= best[chosen[n].path] - 0.025]


def _governed(header: Header, chosen: dict[int, Hit]) -> dict[int, Hit]:
    """*chosen* without columns under a heading of others, where another column for the same field stands under its own group's."""
    own = {n for n, hit in chosen.items() if any(hit.path.startswith(g + ".") for g in header.columns[n].governors)}
    best = {chosen[n].path: chosen[n].quality for n in own}
    return {n: hit for n, hit in chosen.items() if n in own or hit.quality > best.get(hit.path, 0.0) + 0.01}


def _by_turn(settled: list[tuple[Column, Hit]], own: tuple[Hit, ...]) -> Hit | None:
    """The field whose neighbour to the left is already settled in the same inner list."""
    if settled:
        inner = settled[-1][1].path.rsplit(".", 1)[0]
        same = [hit for hit in own if hit.path.rsplit(".", 1)[0] == inner and hit.path != settled[-1][1].path]
        if len(same) == 1:
            return same[0]
    return None


def _place_plan(work: Work, plan: _Plan) -> None:
    """Places planned rows: rows that share the cell of the leading column are one item."""
    position = 0
    while position < len(plan.entries):
        entry = plan.entries[position]
        if isinstance(entry, list):
            _place_total(work, plan, entry)
            position += 1
            continue
        span = [entry]
        lead = _lead(work, entry.base, entry.columns)
        for following in plan.entries[position + 1 :]:
            if (
                isinstance(following, list)
                or following.base != entry.base
                or not _continues(work, entry, following, lead)
            ):
                break
            span.append(following)
        if entry.columns:
            for block in _blocks(entry.columns):
                _place_item(work, entry.base, block, span)
        position += len(span)


def _continues(work: Work, first: _Row, following: _Row, lead: Column | None) -> bool:
    """Whether *following* is of the same item as *first*."""
    if _keyed(work, first.base) and not _has_key(work, first):
        return True
    if lead is None:
        return False
    anchor, cell = work.sheet.at(first.number, lead.area.left), work.sheet.at(following.number, lead.area.left)
    if anchor is None or cell is None or not _keyed(work, first.base):
        return cell is anchor and cell is not None
    return (
        cell is anchor
        or cell.blank
        or _key_value(work, first.base, cell.text) == _key_value(work, first.base, anchor.text)
    )


def _has_key(work: Work, row: _Row) -> bool:
    path = f"{row.base}.{work.placing.definition.group_of[row.base].key}"
    return any(hit.path == path for _, hit in row.columns)


def _place_total(work: Work, plan: _Plan, starting: list[Area]) -> None:
    """Places what a row that adds up says: the form's total in its list column, or a value of the item above."""
    placing = work.placing
    first = next(area for area in starting if not area.blank)
    work.use(first)
    others = [area for area in starting if area is not first]
    written = [area for area in others if not area.blank]
    for hit in work.leaf(first):
        spec = placing.spec(hit.path)
        base = placing.base(spec.column or hit.path)
        columns = _columns(work, plan, base, ()) if placing.many(base) else []
        target = [column.area for column, known in columns if known.path == (spec.column or hit.path)]
        if target and not spec.column:
            continue
        chosen = [
            area
            for area in written
            if any(area.left <= t.left < area.right or t.left <= area.left < t.right for t in target)
        ]
        sure = 1.0
        if not chosen and len(written) == 1:
            chosen, sure = written, 0.8 if target else 1.0
        last = placing.keys.get(base)
        item = () if spec.column else last[1] if last is not None else None
        if item is None:
            continue
        for area in chosen:
            placing.add(hit.path, item, area.found, hit.quality * sure, unit=unit_of(first.text))
            work.use(area)
    for area in others:
        if work.free(area):
            work.use(area)
            if not area.blank:
                placing.leftovers.append(area.found)


def _keyed(work: Work, base: str) -> bool:
    group = work.placing.definition.group_of.get(base)
    return bool(group and group.key)


def _key_value(work: Work, base: str, text: str) -> object:
    """What a list's key says, however it is typed."""
    path = f"{base}.{work.placing.definition.group_of[base].key}"
    spec = work.placing.spec(path)
    value = kind_of(spec).parse(text, spec).value
    return value if isinstance(value, int) else key(text)


def _lead(work: Work, base: str, columns: list[tuple[Column, Hit]]) -> Column | None:
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
    return columns[0][0]


def _blocks(columns: list[tuple[Column, Hit]]) -> list[list[tuple[Column, Hit]]]:
    """Columns that come again side by side are items of their own on the same row."""
    blocks: list[list[tuple[Column, Hit]]] = [[]]
    for column, hit in columns:
        if any(known.path == hit.path for _, known in blocks[-1]):
            blocks.append([])
        blocks[-1].append((column, hit))
    return blocks


def _cells(work: Work, column: Column, rows: list[int]) -> list[Area]:
    """The cells of *column* on *rows*, each once. A cell that covers several labelled columns is none of theirs."""
    found: list[Area] = []
    for row in rows:
        area = work.sheet.at(row, column.area.left)
        if area is None or area in found:
            continue
        if area.right > column.area.right and not column.area.left <= area.left:
            continue
        found.append(area)
    return found


def _place_item(work: Work, base: str, columns: Mapping, span: list[_Row]) -> None:
    placing = work.placing
    rows = [entry.number for entry in span]
    outer = [(column, hit) for column, hit in columns if "[]" not in hit.path[len(base) :]]
    inner = any("[]" in hit.path[len(base) :] for entry in span for _, hit in entry.columns)
    cells = {id(column): _cells(work, column, rows) for column, _ in columns}
    content = [
        (column, hit)
        for column, hit in columns
        if placing.spec(hit.path).kind != "ordinal" and any(_says(area) for area in cells[id(column)])
    ]
    for areas in cells.values():
        for area in areas:
            work.use(area)
    if not content:
        return
    _flag_wide(work, columns, cells)
    if placing.many(base):
        _flag_odd(work, base, columns, cells)
    if placing.many(base) and not inner:
        split = _stacked(placing, outer, cells)
        if split:
            for values in split:
                item = placing.next_item(base)
                for (_column, hit), (area, text) in zip(outer, values, strict=True):
                    placing.add(hit.path, item, area.found.with_value(text), hit.quality)
            return
    item = _item_of(work, base, outer, cells)
    for column, hit in outer:
        _place_cells(placing, column, hit, item, cells[id(column)])
    done: set[int] = set()
    for entry in span if inner else ():
        groups: dict[str, Mapping] = {}
        for column, hit in entry.columns:
            if "[]" in hit.path[len(base) :]:
                groups.setdefault(hit.path[: hit.path.rindex("[]") + 2], []).append((column, hit))
        for sub, members in groups.items():
            _place_inner(work, sub, members, item, entry.number, done)


def _item_of(work: Work, base: str, outer: Mapping, cells: dict[int, list[Area]]) -> tuple[int, ...]:
    """A new item, or the last one of a keyed list where its key comes again, as on the next page of a broken table."""
    placing = work.placing
    if not placing.many(base):
        return ()
    group = placing.definition.group_of[base]
    if not group.key:
        return placing.next_item(base)
    path = f"{base}.{group.key}"
    texts = ["".join(area.text for area in cells[id(column)][:1]) for column, hit in outer if hit.path == path]
    noted = placing.key_lines.get(base) if not texts else None
    value = _key_value(work, base, texts[0] if texts else noted.value if noted else "") if texts or noted else ""
    last = placing.keys.get(base)
    if last is not None and value in ("", last[0]):
        return last[1]
    item = placing.next_item(base)
    placing.keys[base] = (value, item)
    if noted is not None:
        placing.add(path, item, noted)
    return item


def _flag_odd(work: Work, base: str, columns: Mapping, cells: dict[int, list[Area]]) -> None:
    """A row without what its list is about, or without the number that others have and little else, may be no item of its own."""
    placing = work.placing
    subject = [c for c, hit in columns if placing.spec(hit.path).required and "." not in hit.path[len(base) + 1 :]]
    unnamed = any(not any(_says(area) for area in cells[id(column)]) for column in subject)
    number = [c for c, hit in columns if placing.spec(hit.path).kind == "ordinal"]
    unnumbered = bool(number) and not any(not area.blank for area in cells[id(number[0])])
    said = sum(any(_says(area) for area in cells[id(column)]) for column, _ in columns)
    if unnamed or (unnumbered and said <= 2 and len(columns) > 3):
        first = next((area for areas in cells.values() for area in areas if not area.blank), None)
        placing.doubt("row.odd", base.removesuffix("[]"), first.origin if first else None)


def _says(area: Area) -> bool:
    """Whether a cell says something: more than a stroke or 'none'."""
    return not area.blank and tight(area.text) not in words()["nothing"]


def _flag_wide(work: Work, columns: list[tuple[Column, Hit]], cells: dict[int, list[Area]]) -> None:
    """A cell that covers several labelled columns holds the value of one of them at most."""
    owners: dict[int, list[str]] = {}
    areas: dict[int, Area] = {}
    for column, hit in columns:
        for area in cells[id(column)]:
            owners.setdefault(id(area), []).append(hit.path)
            areas[id(area)] = area
    for number, paths in owners.items():
        if len(paths) > 1 and not areas[number].blank:
            for path in paths:
                work.placing.doubt("cell.merged", path.split("[]")[0], areas[number].origin)


_SHARED = frozenset({"text", "choice", "area", "province"})
"""Kinds of which one value may hold for several persons of a row."""


def _stacked(
    placing: Placing, outer: list[tuple[Column, Hit]], cells: dict[int, list[Area]]
) -> list[list[tuple[Area, str]]]:
    """Several items typed line under line in the cells of one row; empty if the lines don't pair up.

    A cell of one line holds for all of them, as a merged one does, where it can (a unit); a number can't.
    """
    rows: list[tuple[Area, list[str], str]] = []
    for column, hit in outer:
        areas = cells[id(column)]
        if len(areas) != 1:
            return []
        lines = [line.strip() for line in areas[0].text.split("\n") if line.strip()]
        rows.append((areas[0], lines, placing.spec(hit.path).kind))
    count = max(len(lines) for _, lines, _ in rows)
    if count < 2 or sum(len(lines) == count for _, lines, _ in rows) < 2:
        return []
    if any(len(lines) not in (0, count) and not (len(lines) == 1 and kind in _SHARED) for _, lines, kind in rows):
        return []
    return [
        [(area, lines[n] if len(lines) == count else "".join(lines)) for area, lines, _ in rows] for n in range(count)
    ]


def _place_cells(placing: Placing, column: Column, hit: Hit, item: tuple[int, ...], areas: list[Area]) -> None:
    written = [area for area in areas if not area.blank]
    if not written:
        if areas:
            placing.add(hit.path, item, areas[0].found, hit.quality)
        return
    if len(written) > 1 and placing.spec(hit.path).kind in FLOWING:
        text = "\n".join(area.text for area in written)
        placing.add(hit.path, item, written[0].found.with_value(text), hit.quality)
        return
    for area in written:
        placing.add(hit.path, item, area.found, hit.quality, unit=column.unit or placing.unit)


def _place_inner(work: Work, sub: str, members: Mapping, item: tuple[int, ...], row: int, done: set[int]) -> None:
    """Places the item of a list within a list that a row says, if it says any; *done* are the leading cells placed already."""
    placing = work.placing
    areas = [(column, hit, _cells(work, column, [row])) for column, hit in members]
    for _, _, found in areas:
        for area in found:
            work.use(area)
    lead = _lead(work, sub, members)
    first = work.sheet.at(row, lead.area.left) if lead else None
    flat = [area for _, _, found in areas for area in found]
    if not any(map(_says, flat)) or (first is not None and id(first) in done):
        return
    if first is not None:
        done.add(id(first))
    lines = [
        [line.strip() for line in (found[0].text if found else "").split("\n") if line.strip()] for _, _, found in areas
    ]
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
    place = placing.next_item(sub, item)
    for column, hit, found in areas:
        _place_cells(placing, column, hit, place, found)
