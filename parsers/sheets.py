"""Values on sheets: columns under headers, then labels with their value to the right, below or inside."""

from __future__ import annotations

from dataclasses import dataclass, field

from forms.chinese import fold
from forms.kinds import kind_of
from parsers.inline import is_note, opens_with_label
from parsers.labels import FIRM, Hit, is_foreign, key, words
from parsers.layout import Area, Sheet
from parsers.lines import place_lines
from parsers.marks import is_mark
from parsers.placing import Instance, Placing

__all__ = ["Header", "place_sheet"]

_FLOWING = frozenset({"narrative", "opinion", "names"})
"""Kinds whose value may run over several cells."""


@dataclass(slots=True, eq=False)
class Column:
    """A header's column: the header cell and what it may name."""

    area: Area
    hits: tuple[Hit, ...]
    governors: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Header:
    """A row of column labels and where its data begin."""

    columns: list[Column]
    start: int
    governors: tuple[str, ...] = ()
    stop: int = 0
    width: int = 0
    last: str = ""
    """The group of the last row, which a row without a group of its own goes on with."""


@dataclass(slots=True)
class _Work:
    """A sheet being worked on: which areas are used up."""

    sheet: Sheet
    placing: Placing
    used: set[int] = field(default_factory=set)

    def free(self, area: Area | None) -> bool:
        return area is not None and id(area) not in self.used

    def use(self, area: Area) -> None:
        self.used.add(id(area))

    def hits(self, area: Area) -> tuple[Hit, ...]:
        return self.placing.lexicon.find(area.text) if len(area.text) <= 60 else ()

    def leaf(self, area: Area) -> tuple[Hit, ...]:
        """The firm field hits of an area."""
        return tuple(hit for hit in self.hits(area) if not hit.group and hit.quality >= FIRM)

    def groups(self, area: Area) -> tuple[str, ...]:
        """The groups that an area firmly names."""
        return tuple(hit.path for hit in self.hits(area) if hit.group and hit.quality >= FIRM)

    def label(self, area: Area) -> bool:
        """Whether the area is firmly a label of this form, or one that forms of others have."""
        return any(hit.quality >= FIRM for hit in self.hits(area)) or is_foreign(area.text)


def place_sheet(sheet: Sheet, placing: Placing, carried: Header | None = None) -> Header | None:
    """Finds the values of *sheet*. Answers the last list header, with which a following sheet without one may go on."""
    work = _Work(sheet, placing)
    last: Header | None = None
    row = 0
    if carried is not None and sheet.columns == carried.width and not _has_labels(work):
        continued = Header(carried.columns, 0, carried.governors, sheet.rows, carried.width, carried.last)
        _place_rows(work, continued)
        last = continued
    while row < sheet.rows:
        header = _header_at(work, row)
        if header is None:
            row += 1
            continue
        header.stop = _stop(work, header)
        if header.stop > header.start or header.start >= sheet.rows:
            _place_rows(work, header)
            last = header
            row = max(header.stop, row + 1)
        else:
            row += 1
    _place_pairs(work)
    for area in sheet.areas:
        if work.free(area) and not area.blank and not work.label(area):
            placing.leftovers.append(area.found)
    return last


def _has_labels(work: _Work) -> bool:
    return sum(work.label(area) for area in work.sheet.areas) >= 2


# --- headers ---------------------------------------------------------------------------------------------------------------------


def _header_at(work: _Work, row: int) -> Header | None:
    """The header whose lowest row starts at *row* or is reached from it."""
    best: list[Area] = []
    run = _without_side(work, _run(work, row))
    while run and run != best:
        best = run
        run = _without_side(work, _run(work, max(area.bottom for area in best) - 1))
        if sum(bool(work.leaf(a)) for a in run) < sum(bool(work.leaf(a)) for a in best):
            break
    if not best:
        return None
    start = max(area.bottom for area in best)
    columns = [Column(area, _column_hits(work, area), _above(work, area)) for area in best]
    left = [area for area in work.sheet.row(start - 1) if area.right <= best[0].left]
    governors = tuple(group for area in reversed(left) for group in work.groups(area))
    return Header(columns, start, governors, start, work.sheet.columns)


def _without_side(work: _Work, run: list[Area]) -> list[Area]:
    """*run* without a leading cell that names a group and reaches down beside the rows of data."""
    while len(run) > 2 and work.groups(run[0]) and run[0].bottom > max(a.bottom for a in run[1:] if work.leaf(a) and not work.groups(a)):
        run = run[1:]
    return run


def _run(work: _Work, row: int) -> list[Area]:
    """The column labels on *row*: at least two fields' labels side by side, with what stands between and behind them."""
    cells = [area for area in work.sheet.row(row) if work.free(area)]
    named = [bool(work.leaf(area)) for area in cells]
    if sum(named) < 2:
        return []
    touching = [
        n
        for n in range(len(cells) - 1)
        if cells[n].right == cells[n + 1].left
        and (named[n] or is_foreign(cells[n].text))
        and (named[n + 1] or is_foreign(cells[n + 1].text))
        and (named[n] or named[n + 1])
        and not _is_option(work, cells[n], cells[n + 1])
        and work.hits(cells[n])[:1] != work.hits(cells[n + 1])[:1]
    ]
    if not touching and not _reads_down(work, cells, named):
        return []
    if touching and len(touching) < sum(named) - 1 and _reads_right(work, cells, named):
        return []
    first = named.index(True)
    return cells[first:]


def _is_option(work: _Work, label: Area, value: Area) -> bool:
    """Whether *value* is a valid answer to the choice that *label* asks."""
    for hit in work.leaf(label):
        spec = work.placing.spec(hit.path)
        if spec.options and any(key(value.text) == key(word) for option in spec.options for word in option.labels):
            return True
    return False


def _votes(work: _Work, cells: list[Area], named: list[bool]) -> tuple[float, float]:
    """How much the cells under the labels, and those to the right of them, look like their values."""
    down = right = 0.0
    for area, is_named in zip(cells, named, strict=True):
        if not is_named:
            continue
        path = work.leaf(area)[0].path
        below, beside = work.sheet.below(area), work.sheet.right_of(area)
        if below is not None and not below.blank and not work.leaf(below):
            down += work.placing.plausible(path, below.text) - 0.45
        if beside is not None and not beside.blank and not work.label(beside):
            right += work.placing.plausible(path, beside.text) - 0.45
    return down, right


def _reads_down(work: _Work, cells: list[Area], named: list[bool]) -> bool:
    if any(is_foreign(cells[n].text) for n in range(len(cells))) and len(cells) < 3:
        return False
    down, right = _votes(work, cells, named)
    return down > right + 0.4 and down > 0.5


def _reads_right(work: _Work, cells: list[Area], named: list[bool]) -> bool:
    down, right = _votes(work, cells, named)
    return right > down + 0.4


def _column_hits(work: _Work, area: Area) -> tuple[Hit, ...]:
    return tuple(hit for hit in work.hits(area) if not hit.group)


def _above(work: _Work, area: Area) -> tuple[str, ...]:
    """The groups named over *area*, the nearest first."""
    found: list[str] = []
    row = area.top - 1
    while row >= 0:
        over = work.sheet.at(row, area.left)
        if over is None:
            break
        found += work.groups(over)
        if not over.blank and not work.label(over) and (over.left > area.left or over.right < area.right or over.right - over.left == area.right - area.left):
            break
        row = over.top - 1
    return tuple(found)


def _stop(work: _Work, header: Header) -> int:
    """The first row under *header* that is none of its data."""
    for row in range(header.start, work.sheet.rows):
        starting = [area for area in work.sheet.row(row) if area.top == row]
        if not starting or _is_band(work, starting):
            if starting and work.leaf(starting[0]) and not work.groups(starting[0]) and not _total(work, starting):
                return row
            continue
        if _total(work, starting):
            continue
        if _run(work, row):
            return row
        labels = [area for area in starting if work.leaf(area) and not _fits_column(work, header, area)]
        if len(labels) >= 2 or (labels and not _aligned(header, starting)):
            return row
    return work.sheet.rows


def _is_band(work: _Work, starting: list[Area]) -> bool:
    return len(starting) == 1 and starting[0].right - starting[0].left >= work.sheet.columns - 1 and work.sheet.columns > 2


def _fits_column(work: _Work, header: Header, area: Area) -> bool:
    """Whether a cell whose text is a label stands in a column where that text is an answer."""
    column = _column_over(header, area)
    if column is None:
        return False
    return any(work.placing.plausible(hit.path, area.text) >= 0.9 for hit in column.hits)


def _column_over(header: Header, area: Area) -> Column | None:
    for column in header.columns:
        if column.area.left <= area.left < column.area.right:
            return column
    return None


def _aligned(header: Header, starting: list[Area]) -> bool:
    edges = {column.area.left for column in header.columns}
    inside = [area for area in starting if area.left >= header.columns[0].area.left]
    return all(area.left in edges for area in inside)


def _total(work: _Work, starting: list[Area]) -> bool:
    """Whether a row adds up a list, or only says that the list goes on or ends."""
    first = next((area for area in starting if not area.blank), None)
    if first is None:
        return False
    folded = key(first.text)
    if folded in {key(word) for word in words()["totals"]}:
        return True
    return any(work.placing.spec(hit.path).column for hit in work.leaf(first))


# --- rows under a header -----------------------------------------------------------------------------------------------------------


def _place_rows(work: _Work, header: Header) -> None:
    """Finds the values under *header*, row by row."""
    for column in header.columns:
        work.use(column.area)
    rows = range(header.start, header.stop)
    settled: dict[str, list[tuple[Column, Hit]]] = {}
    band: tuple[str, ...] = ()
    plan: list[tuple[int, str]] = []
    for row in rows:
        starting = [area for area in work.sheet.row(row) if area.top == row]
        if starting and _is_band(work, starting):
            named = work.groups(starting[0])
            if named:
                band = named
            if named or not starting[0].blank:
                (work.use if named else _keep_for_later)(starting[0])
            continue
        if starting and _total(work, starting):
            _place_total(work, header, settled, row, starting)
            continue
        if starting and _is_filler(starting):
            for area in starting:
                work.use(area)
            continue
        base = _base_of_row(work, header, row, band)
        if base is None:
            continue
        if base not in settled:
            settled[base] = _settle(work, header, base, band)
        plan.append((row, base))
    _place_items(work, header, settled, plan)


def _keep_for_later(area: Area) -> None:
    """A band that names no group stays free: it will be reported as left over."""


def _is_filler(starting: list[Area]) -> bool:
    texts = [area.text for area in starting if not area.blank]
    fillers = {word.strip() for word in words()["fillers"]}
    return bool(texts) and all(text.strip() in fillers or fold(text) == "" for text in texts)


def _row_governors(work: _Work, header: Header, row: int) -> tuple[str, ...]:
    left = header.columns[0].area.left
    cells = [area for area in work.sheet.row(row) if area.right <= left]
    return tuple(group for area in reversed(cells) for group in work.groups(area))


def _base_of_row(work: _Work, header: Header, row: int, band: tuple[str, ...]) -> str | None:
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
    if len(contenders) == 1:
        return next(iter(contenders))
    over = [placing.base(g) for column in header.columns for g in column.governors]
    for base in (*(placing.base(g) for g in header.governors), *over, header.last, placing.group and placing.base(placing.group)):
        if base in contenders:
            if base != header.last and header.last in contenders and header.last and base not in {placing.base(g) for g in header.governors}:
                continue
            return base
    cells = [area for area in work.sheet.row(row) if _column_over(header, area) and not area.blank]
    if cells:
        for base in sorted(contenders):
            placing.doubt("group.unknown", base.removesuffix("[]"), cells[0].origin)
    return None


def _settle(work: _Work, header: Header, base: str, band: tuple[str, ...]) -> list[tuple[Column, Hit]]:
    """Which field each column is, for rows of the group *base*; a column that can't be told has none."""
    placing = work.placing
    chosen: dict[int, Hit] = {}
    open_columns: list[tuple[int, tuple[Hit, ...]]] = []
    for number, column in enumerate(header.columns):
        own = tuple(hit for hit in column.hits if placing.base(hit.path) == base)
        if own:
            open_columns.append((number, own))
    # The surest columns first: what a printed label has taken, a label with lost characters can't mean.
    for number, own in sorted(open_columns, key=lambda entry: -entry[1][0].quality):
        column = header.columns[number]
        taken = {hit.path for n, hit in chosen.items() if hit.quality > own[0].quality + 0.1}
        left = tuple(hit for hit in own if hit.path not in taken) or own
        hit, _ = placing.choose_field(left, (*column.governors, *header.governors), listed=placing.many(base))
        if hit is None:
            hit = _by_turn([(header.columns[n], chosen[n]) for n in sorted(chosen) if n < number], left)
        if hit is None:
            placing.doubt("label.unclear", own[0].path.split("[]")[0], column.area.origin)
        else:
            chosen[number] = hit
    best: dict[str, float] = {}
    for hit in chosen.values():
        best[hit.path] = max(best.get(hit.path, 0.0), hit.quality)
    return [(header.columns[n], chosen[n]) for n in sorted(chosen) if chosen[n].quality >= best[chosen[n].path] - 0.025]


def _by_turn(settled: list[tuple[Column, Hit]], own: tuple[Hit, ...]) -> Hit | None:
    """The field whose neighbour to the left is already settled in the same inner list."""
    if settled:
        inner = settled[-1][1].path.rsplit(".", 1)[0]
        same = [hit for hit in own if hit.path.rsplit(".", 1)[0] == inner and hit.path != settled[-1][1].path]
        if len(same) == 1:
            return same[0]
    return None


def _place_total(work: _Work, header: Header, settled: dict[str, list[tuple[Column, Hit]]], row: int, starting: list[Area]) -> None:
    """Places a value that stands on its own row in the column of a list."""
    placing = work.placing
    first = next(area for area in starting if not area.blank)
    work.use(first)
    others = [area for area in starting if area is not first]
    for hit in work.leaf(first):
        spec = placing.spec(hit.path)
        if not spec.column:
            continue
        base = placing.base(spec.column)
        if base not in settled:
            settled[base] = _settle(work, header, base, ())
        target = [column.area for column, h in settled[base] if h.path == spec.column]
        chosen = [area for area in others if any(area.left <= t.left < area.right or t.left <= area.left < t.right for t in target)]
        written = [area for area in others if not area.blank]
        if not any(not area.blank for area in chosen):
            chosen, sure = (written, 0.85) if len(written) == 1 else ([], 1.0)
        else:
            sure = 1.0
        for area in chosen:
            placing.add(hit.path, (), area.found, hit.quality * sure)
            work.use(area)
    for area in others:
        if not area.blank and work.free(area):
            work.use(area)
            placing.leftovers.append(area.found)


def _place_items(work: _Work, header: Header, settled: dict[str, list[tuple[Column, Hit]]], plan: list[tuple[int, str]]) -> None:
    """Places planned rows: rows that share the cell of the leading column are one item."""
    position = 0
    while position < len(plan):
        row, base = plan[position]
        columns = settled[base]
        if not columns:
            position += 1
            continue
        lead = _lead(work, base, columns)
        anchor = work.sheet.at(row, lead.area.left) if lead else None
        span = [row]
        while position + len(span) < len(plan):
            following, next_base = plan[position + len(span)]
            if next_base != base or lead is None or following != span[-1] + 1:
                break
            cell = work.sheet.at(following, lead.area.left)
            if cell is anchor or (_keyed(work, base) and cell is not None and anchor is not None and (cell.blank or key(cell.text) == key(anchor.text))):
                span.append(following)
            else:
                break
        for block in _blocks(columns):
            _place_item(work, base, block, span)
        position += len(span)


def _keyed(work: _Work, base: str) -> bool:
    group = work.placing.definition.group_of.get(base)
    return bool(group and group.key)


def _lead(work: _Work, base: str, columns: list[tuple[Column, Hit]]) -> Column | None:
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


def _cells(work: _Work, column: Column, rows: list[int]) -> list[Area]:
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


def _place_item(work: _Work, base: str, columns: list[tuple[Column, Hit]], rows: list[int]) -> None:
    placing = work.placing
    outer = [(column, hit) for column, hit in columns if "[]" not in hit.path[len(base) :]]
    inner: dict[str, list[tuple[Column, Hit]]] = {}
    for column, hit in columns:
        if "[]" in hit.path[len(base) :]:
            inner.setdefault(hit.path[: hit.path.rindex("[]") + 2], []).append((column, hit))
    cells = {id(column): _cells(work, column, rows) for column, _ in columns}
    content = [
        (column, hit)
        for column, hit in columns
        if placing.spec(hit.path).kind != "ordinal" and any(not area.blank for area in cells[id(column)])
    ]
    for areas in cells.values():
        for area in areas:
            work.use(area)
    if not content:
        return
    _flag_wide(work, columns, cells)
    if placing.many(base) and not inner:
        split = _stacked(outer, cells)
        if split:
            for values in split:
                item = placing.next_item(base)
                for (_column, hit), (area, text) in zip(outer, values, strict=True):
                    placing.add(hit.path, item, area.found.with_value(text), hit.quality)
            return
    item = _item_of(work, base, outer, cells)
    for column, hit in outer:
        _place_cells(placing, hit, item, cells[id(column)])
    for sub, members in inner.items():
        _place_inner(work, sub, members, item, rows)


def _item_of(work: _Work, base: str, outer: list[tuple[Column, Hit]], cells: dict[int, list[Area]]) -> tuple[int, ...]:
    """A new item, or the last one of a keyed list where its key comes again, as on the next page of a broken table."""
    placing = work.placing
    if not placing.many(base):
        return ()
    group = placing.definition.group_of[base]
    text = ""
    for column, hit in outer:
        if group.key and hit.path == f"{base}.{group.key}":
            text = key("".join(area.text for area in cells[id(column)]))
    last = placing.keys.get(base)
    if group.key and last is not None and (not text or text == last[0]):
        return last[1]
    item = placing.next_item(base)
    placing.keys[base] = (text, item)
    return item


def _flag_wide(work: _Work, columns: list[tuple[Column, Hit]], cells: dict[int, list[Area]]) -> None:
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


def _stacked(outer: list[tuple[Column, Hit]], cells: dict[int, list[Area]]) -> list[list[tuple[Area, str]]]:
    """Several items typed line under line in the cells of one row; empty if the lines don't pair up."""
    rows: list[tuple[Area, list[str]]] = []
    for column, _hit in outer:
        areas = cells[id(column)]
        if len(areas) != 1:
            return []
        rows.append((areas[0], [line.strip() for line in areas[0].text.split("\n") if line.strip()]))
    filled = [lines for _, lines in rows if lines]
    count = len(filled[0]) if filled else 0
    if count < 2 or len(filled) < 2 or any(len(lines) != count for lines in filled):
        return []
    return [[(area, lines[n] if lines else "") for area, lines in rows] for n in range(count)]


def _place_cells(placing: Placing, hit: Hit, item: tuple[int, ...], areas: list[Area]) -> None:
    written = [area for area in areas if not area.blank]
    if not written:
        if areas:
            placing.add(hit.path, item, areas[0].found, hit.quality)
        return
    if len(written) > 1 and placing.spec(hit.path).kind in _FLOWING:
        text = "\n".join(area.text for area in written)
        placing.add(hit.path, item, written[0].found.with_value(text), hit.quality)
        return
    for area in written:
        placing.add(hit.path, item, area.found, hit.quality)


def _place_inner(work: _Work, sub: str, members: list[tuple[Column, Hit]], item: tuple[int, ...], rows: list[int]) -> None:
    """Places the items of a list within a list: one a row that says something."""
    placing = work.placing
    done: set[int] = set()
    lead = _lead(work, sub, members)
    for row in rows:
        areas = [(hit, _cells(work, column, [row])) for column, hit in members]
        first = work.sheet.at(row, lead.area.left) if lead else None
        flat = [area for _, found in areas for area in found]
        if not any(not area.blank for area in flat) or (first is not None and id(first) in done):
            continue
        if first is not None:
            done.add(id(first))
        lines = [[line.strip() for line in (found[0].text if found else "").split("\n") if line.strip()] for _, found in areas]
        count = max((len(entry) for entry in lines), default=0)
        if count > 1 and all(len(entry) in (0, count) for entry in lines) and sum(bool(entry) for entry in lines) > 1:
            for number in range(count):
                place = placing.next_item(sub, item)
                for (hit, found), entry in zip(areas, lines, strict=True):
                    if found and entry:
                        placing.add(hit.path, place, found[0].found.with_value(entry[number]), hit.quality)
            continue
        place = placing.next_item(sub, item)
        for hit, found in areas:
            _place_cells(placing, hit, place, found)


# --- labels with their value beside, below or inside -------------------------------------------------------------------------------


def _place_pairs(work: _Work) -> None:
    placing = work.placing
    for row in range(work.sheet.rows):
        pending: Area | None = None
        for area in work.sheet.row(row):
            if area.top != row or not work.free(area):
                if area.top == row:
                    pending = None
                continue
            hits = work.hits(area)
            leaf = tuple(hit for hit in hits if not hit.group)
            firm = bool(leaf) and leaf[0].quality >= FIRM
            groups = work.groups(area)
            if pending is not None and not firm and not groups:
                pending = None
                continue
            if leaf and (firm or pending is None):
                if _place_pair(work, area, leaf, groups):
                    pending = None
                    continue
                if firm:
                    pending = area
            if groups:
                work.use(area)
                _enter_group(work, area, groups)
                continue
            if not leaf and work.free(area):
                _place_inside(work, area)


def _enter_group(work: _Work, area: Area, groups: tuple[str, ...]) -> None:
    """Notes which group is in force; plain text right beside the group's name is its person's name."""
    placing = work.placing
    placing.group = groups[0]
    beside = work.sheet.right_of(area)
    if beside is None or not work.free(beside) or beside.blank or work.label(beside) or work.hits(beside):
        return
    if opens_with_label(beside.text, placing.lexicon) or "\n" in beside.text.strip():
        return
    names = [f for f in placing.definition.fields if f.kind == "name" and f.path.rsplit(".", 1)[0] == groups[0]]
    if len(groups) == 1 and len(names) == 1 and placing.plausible(names[0].path, beside.text) >= 0.6:
        work.use(beside)
        placing.add(names[0].path, placing.instance(placing.base(names[0].path), names[0].path, area, False), beside.found, 0.85)


def _governors(work: _Work, area: Area) -> tuple[tuple[str, ...], Area | None]:
    """The groups named to the left of *area* or over it, nearest first, and the cell that names the first."""
    found: list[tuple[str, Area]] = []
    column = area.left - 1
    while column >= 0:
        left = work.sheet.at(area.top, column)
        if left is None:
            break
        found += [(group, left) for group in work.groups(left)]
        column = left.left - 1
    row = area.top - 1
    while row >= 0:
        over = work.sheet.at(row, area.left)
        if over is None:
            break
        if over.left <= area.left and over.right >= area.right:
            found += [(group, over) for group in work.groups(over)]
        row = over.top - 1
    return tuple(group for group, _ in found), found[0][1] if found else None


def _place_pair(work: _Work, label: Area, leaf: tuple[Hit, ...], groups: tuple[str, ...]) -> bool:
    """Places the value that belongs to *label*, if there is a place for one. Answers whether there is."""
    placing = work.placing
    governors, anchor = _governors(work, label)
    values = _values(work, label, leaf)
    if not values:
        return False
    if groups:
        anchor, governors = label, (*groups, *governors)
        placing.group = groups[0]
    across = _across(work, label, values) if len(values) > 1 else []
    if across:
        for area in across:
            over = _above_value(work, area)
            _place_value(work, label, leaf, (*over, *governors), over and over[0] or anchor, [area], ("column", id(work.sheet), area.left))
        return True
    _place_value(work, label, leaf, governors, anchor, values, None)
    return True


def _place_value(
    work: _Work, label: Area, leaf: tuple[Hit, ...], governors: tuple[str, ...], anchor: object, values: list[Area], slot: object
) -> None:
    placing = work.placing
    hit, by = placing.choose_field(_likely(work, label, leaf), governors, placing.group, listed=False if slot is None else None)
    written = [area for area in values if not area.blank]
    work.use(label)
    if hit is None:
        for area in values:
            work.use(area)
            if not area.blank:
                placing.leftovers.append(area.found)
        if written:
            for base in {placing.base(h.path) or h.path for h in leaf}:
                placing.doubt("label.unclear", base.removesuffix("[]"), label.origin)
        return
    if by:
        placing.group = by
    spec = placing.spec(hit.path)
    if not spec.options and spec.kind not in _FLOWING and slot is None:
        extra = values[1:]
        values = values[:1]
        if any(not area.blank for area in extra) and values[0].blank:
            placing.doubt("value.elsewhere", hit.path.replace("[]", "[0]") if "[]" not in hit.path else hit.path.split("[]")[0], label.origin)
        written = [area for area in values if not area.blank]
    for area in values:
        work.use(area)
    base = placing.base(hit.path)
    item: tuple[int, ...] = ()
    if placing.many(base):
        item = placing.instance(base, hit.path, anchor, not written) if slot is None else _slot_item(placing, base, slot, bool(written))
    text = values[0].found.with_value("\n".join(area.text for area in values)) if len(values) > 1 else values[0].found
    parts = _parts(values) if spec.options else ()
    placing.add(hit.path, item, text, hit.quality, parts)


def _likely(work: _Work, label: Area, leaf: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """*leaf* without fields that another label on the row names for sure, where *label* itself is hardly legible."""
    if leaf[0].quality >= FIRM:
        return leaf
    sure = {hit.path for area in work.sheet.row(label.top) if area is not label for hit in work.leaf(area)[:2]}
    return tuple(hit for hit in leaf if hit.path not in sure) or leaf


def _parts(values: list[Area]) -> tuple[str, ...]:
    """The cells of a choice in reading order; a tick cell under an option is read with it."""
    if len({area.top for area in values}) == 2 and len({area.left for area in values}) * 2 == len(values):
        columns = sorted({area.left for area in values})
        return tuple(" ".join(area.text for area in values if area.left == left) for left in columns)
    return tuple(area.text for area in values)


def _slot_item(placing: Placing, base: str, slot: object, filled: bool) -> tuple[int, ...]:
    """The item of a value column: one a column."""
    name = f"{base}|{slot}"
    known = placing.instances.get(name)
    if known is None:
        known = placing.instances[name] = Instance(item=placing.next_item(base), anchor=slot)
    known.filled = known.filled or filled
    return known.item


def _values(work: _Work, label: Area, leaf: tuple[Hit, ...]) -> list[Area]:
    """The cells that may hold the value of *label*: those to the right up to the next label, else those below."""
    placing = work.placing
    specs = [placing.spec(hit.path) for hit in leaf[:2]]
    options = [option for spec in specs for option in spec.options]
    choice = {key(word) for option in options for word in option.labels}
    flowing = any(spec.kind in _FLOWING for spec in specs)
    found: list[Area] = []
    for row in range(label.top, label.bottom):
        cells = [area for area in work.sheet.row(row) if area.left >= label.right]
        position = label.right
        for area in cells:
            if area.left != position or not work.free(area):
                break
            firm = [hit for hit in work.hits(area) if hit.quality >= FIRM]
            if firm and not (choice and (key(area.text) in choice or is_mark(area.text))):
                break
            if found and not choice and (is_foreign(area.text) or work.hits(area)):
                break
            if area not in found:
                found.append(area)
            position = area.right
        if not found and row == label.top and cells and not flowing:
            break
    if found:
        if options:
            found += _ticks_below(work, label, found)
        return found
    below = work.sheet.below(label)
    while below is not None and work.free(below) and not work.label(below) and below.left >= label.left and below.right <= label.right:
        found.append(below)
        if not flowing:
            break
        below = work.sheet.below(below)
    if found and options:
        found = [area for area in work.sheet.row(found[0].top) if area.left >= label.left and area.right <= label.right] or found
    return found


def _ticks_below(work: _Work, label: Area, options: list[Area]) -> list[Area]:
    """Tick cells in the row under the options, where the label covers one row or two."""
    under = [work.sheet.below(area) for area in options]
    if all(area is not None and work.free(area) and area not in options and (area.blank or is_mark(area.text)) for area in under) and any(
        area is not None and is_mark(area.text) for area in under
    ):
        return [area for area in under if area is not None]
    return []


def _across(work: _Work, label: Area, values: list[Area]) -> list[Area]:
    """The value cells of *label* where each column is a person of its own: a neighbour label in the same column has as many beside it."""
    for other in (work.sheet.below(label), work.sheet.at(label.top - 1, label.left)):
        if other is None or other.left != label.left or other.right != label.right or not work.leaf(other):
            continue
        if work.leaf(other)[0].path.rsplit(".", 1)[-1] == work.leaf(label)[0].path.rsplit(".", 1)[-1] if work.leaf(label) else True:
            continue
        beside = [area for area in work.sheet.row(other.top) if area.left >= other.right]
        if [a.left for a in beside[: len(values)]] == [a.left for a in values] and not any(work.label(a) for a in beside[: len(values)] if work.free(a)):
            return values
    return []


def _above_value(work: _Work, area: Area) -> tuple[str, ...]:
    """The groups named over a value's column."""
    row = area.top - 1
    while row >= 0:
        over = work.sheet.at(row, area.left)
        if over is None:
            return ()
        if work.groups(over):
            return work.groups(over)
        row = over.top - 1
    return ()


def _place_inside(work: _Work, area: Area) -> None:
    """Reads a cell that holds labels and values itself."""
    placing = work.placing
    if area.blank or is_note(area.text):
        if not area.blank:
            work.use(area)
        return
    lines = area.text.split("\n")
    if not any(opens_with_label(line, placing.lexicon) for line in lines) and not placing.lexicon.firm(lines[0]):
        return
    governors, _anchor = _governors(work, area)
    work.use(area)
    place_lines([area.found.with_value(line) for line in lines if line.strip()], placing, governors[0] if governors else "")
