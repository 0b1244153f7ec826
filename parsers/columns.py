"""What the columns under a header are: whose rows they hold, and which field each one is."""

from __future__ import annotations

from dataclasses import dataclass

from forms.chinese import tight
from parsers.headers import Column, Header, column_over
from parsers.labelled import is_told_apart
from parsers.labels import FIRM, Hit, is_stranger, key, words
from parsers.layout import Area
from parsers.list_rows import names_groups
from parsers.worksheet import Work

__all__ = [
    "Mapping",
    "Row",
    "base_of_row",
    "is_of_strangers",
    "parts_of_form",
    "row_governors",
    "settle",
    "sides",
    "whole",
]

Mapping = list[tuple[Column, Hit]]
"""What each column is, for rows of one group."""


@dataclass(slots=True)
class Row:
    """A row of data: the group whose item it is, and what its columns are."""

    number: int
    base: str
    columns: Mapping


def row_governors(work: Work, header: Header, row: int) -> tuple[str, ...]:
    """The groups that a row's own cells name, the nearest to its values first."""
    inside = [column.area.left for column in header.columns if names_groups(work, header, column)]
    left = header.columns[0].area.left
    cells = [_meant(work, header, area) for area in work.sheet.row(row) if area.right <= left or area.left in inside]
    return tuple(group for area in reversed(cells) for group in work.groups(area))


def base_of_row(work: Work, header: Header, row: int, band: tuple[str, ...]) -> str | None:
    """The group whose item or person the row is. None where the row can't be told to belong to any one group."""
    placing = work.placing
    if _is_of_others(work, header, row):
        return None
    cover: dict[str, int] = {}
    for column in header.columns:
        for base in {placing.base(hit.path) for hit in column.hits if hit.quality >= FIRM - 0.2}:
            cover[base] = cover.get(base, 0) + 1
    cover.pop("", None) if len(cover) > 1 else None
    if not cover:
        return None
    most = max(cover.values())
    contenders = {base for base, count in cover.items() if count >= most}
    named = [placing.base(g) for g in (*row_governors(work, header, row), *band)]
    for base in named:
        if base in cover and (base in contenders or cover[base] >= most - 1):
            header.last = base
            return base
    likely = {base for base, count in cover.items() if count >= most - 1}
    likely = {base for base in likely if not placing.many(base) or _has_subject(work, header, base)}
    if (typed := _by_choice(work, header, row, likely)) is not None:
        return typed
    contenders &= likely
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
            if base == header.last:
                _doubt_nameless(work, header, row, base)
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


def _by_choice(work: Work, header: Header, row: int, bases: set[str]) -> str | None:
    """The one of *bases* whose choice (a type of school, of region) a row says in a column that may be each one's; None where it doesn't tell."""
    placing = work.placing
    for column in header.columns:
        specs = {placing.base(hit.path): placing.spec(hit.path) for hit in column.hits}
        choices = {base: spec for base, spec in specs.items() if base in bases and spec.options}
        cell = work.sheet.at(row, column.area.left)
        if len(choices) < _SEVERAL or cell is None or cell.blank or cell.top != row:
            continue
        cell = _meant(work, header, cell)
        words_ = {
            base: {key(word) for option in spec.options for word in option.labels} for base, spec in choices.items()
        }
        named = set(work.groups(cell))
        said = [base for base, known in words_.items() if key(cell.text) in known or base in named]
        if len(said) == 1:
            return said[0]
    return None


_SEVERAL = 2


def sides(work: Work, header: Header) -> list[str]:
    """The groups that stand side by side over a header's columns, each over labels of its own fields; none for fewer than two."""
    placing = work.placing
    found: dict[str, set[str]] = {}
    for column in header.columns:
        for group in column.governors[:1]:
            base = placing.base(group)
            own = {hit.path for hit in column.hits if hit.quality >= FIRM and placing.base(hit.path) == base}
            if base == group and own:
                found.setdefault(base, set()).update(own)
    return list(found) if len(found) > 1 and all(len(own) > 1 for own in found.values()) else []


def whole(work: Work, header: Header) -> list[str]:
    """What a form told in one row under all of its labels is made of: its groups, and "" for fields of none; none for any other header.

    More rows than one are as many forms: nothing is said of them here.
    """
    parts = parts_of_form(work, header)
    # Each row asks: only under the labels of a whole form are the rows worth counting.
    filled = [
        row
        for row in (range(header.start, header.stop) if parts else ())
        if any(not area.blank for area in work.sheet.row(row))
    ]
    return parts if len(filled) == 1 else []


def parts_of_form(work: Work, header: Header) -> list[str]:
    """The groups whose fields the labels of *header* ask for, and "" for fields of none, where they ask for a whole form; none for a list's header.

    A list's fields are asked for as those of one item, by labels that name the list each (负责人姓名), or stand under its name.
    """
    placing = work.placing
    paths: dict[str, set[str]] = {}
    for column in header.columns:
        firm = [hit for hit in column.hits if hit.quality >= FIRM]
        named = {placing.base(group) for group in (*(hit.host for hit in firm if hit.host), *column.governors[:1])}
        firm = [hit for hit in firm if placing.base(hit.path) in named] or firm
        bases = {placing.base(hit.path) for hit in firm}
        if len(bases) > 1 or any("[]" in hit.path and placing.base(hit.path) not in named for hit in firm):
            return []
        if any("[]" in hit.path[len(placing.base(hit.path)) :] for hit in firm):
            return []
        if any(firm[0].path in own for own in paths.values() if firm):
            return []
        if firm:
            paths.setdefault(bases.pop(), set()).add(firm[0].path)
    return list(paths) if len(paths) > 1 and sum(map(len, paths.values())) >= _WHOLE else []


_WHOLE = 6
"""From so many labels in one row on, the row under them is a form."""


def _repeats(work: Work, header: Header, row: int) -> bool:
    """Whether a row lacks its group's name where the rows over it name theirs each, one twice."""
    for column in header.columns:
        cell = work.sheet.at(row, column.area.left) if names_groups(work, header, column) else None
        if cell is not None and cell.blank and cell.top == row:
            return _is_named_twice(work, header, row, column.area.left)
    return False


def _is_named_twice(work: Work, header: Header, row: int, left: int) -> bool:
    """Whether each row over *row* names its group in a cell of its own at *left*, and two the same."""
    named: set[tuple[str, ...]] = set()
    for number in range(header.start, row):
        over = work.sheet.at(number, left)
        if over is None or over.top != number or not work.groups(over):
            return False
        named.add(work.groups(over))
    return len(named) < row - header.start


def _doubt_nameless(work: Work, header: Header, row: int, base: str) -> None:
    """Doubts that a row without its group's name goes on with *base*, the last one named, where it may well not."""
    if _repeats(work, header, row):
        work.placing.doubt("list.unclear", base.removesuffix("[]"), work.sheet.row(row)[0].origin)
    if _is_of_nameless(work, header, row):
        work.placing.doubt_alike(base, work.sheet.row(row)[0].origin)


def _is_of_nameless(work: Work, header: Header, row: int) -> bool:
    """Whether a row may be of a group whose name is lost: its cell is blank where others name theirs.

    So where it reaches over several rows, or where another group is named right under it, and where words stand there that name none.
    """
    left = header.columns[0].area.left
    telling = [column.area.left for column in header.columns if names_groups(work, header, column)]
    for cell in work.sheet.row(row):
        if cell.top != row or not (cell.right == left or cell.left in telling):
            continue
        under = work.sheet.below(cell)
        last = under is not None and under.top < header.stop and bool(work.groups(under))
        if not work.groups(cell) and (not cell.blank or cell.bottom > row + 1 or last):
            over = (work.sheet.at(number, cell.left) for number in range(header.start, row))
            return any(area is not None and work.groups(area) for area in over)
    return False


def _is_of_others(work: Work, header: Header, row: int) -> bool:
    """Whether the cell that tells a row's group names none of ours (技术支持 beside 负责人 and 联系人)."""
    for column in header.columns:
        cell = work.sheet.at(row, column.area.left)
        if cell is None or cell.blank or not names_groups(work, header, column):
            continue
        if not work.groups(_meant(work, header, cell)):
            return True
    return False


def _meant(work: Work, header: Header, area: Area) -> Area:
    """The cell whose words *area* repeats by a sign for the same as over it; *area* itself where it says something of its own."""
    passed = []
    while id(area) not in work.meant and tight(area.text) in words()["same"] and area.top > header.start:
        over = work.sheet.at(area.top - 1, area.left)
        if over is None:
            break
        passed.append(area)
        area = over
    said = work.meant.get(id(area), area)
    # Kept, since each row asks: a column of nothing but such signs is long.
    work.meant.update((id(one), said) for one in passed)
    return said


def is_of_strangers(work: Work, header: Header, row: int) -> bool:
    """Whether the cell that tells a row's group says that it is of people whom the form doesn't ask for."""
    cells = [work.sheet.at(row, column.area.left) for column in header.columns if names_groups(work, header, column)]
    return any(cell is not None and is_stranger(cell.text) for cell in cells)


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


def settle(work: Work, header: Header, base: str, inner: tuple[str, ...]) -> Mapping:
    """Which field each column is; a column that can't be told is none."""
    placing = work.placing
    beside, entire = sides(work, header), whole(work, header)
    chosen: dict[int, Hit] = {}
    open_columns: list[tuple[int, tuple[Hit, ...]]] = []
    waiting: list[tuple[int, tuple[Hit, ...]]] = []
    for number, column in enumerate(header.columns):
        if names_groups(work, header, column):
            continue
        if base in beside and column.governors[:1] and column.governors[0] != base and column.governors[0] in beside:
            continue
        own = tuple(hit for hit in column.hits if placing.base(hit.path) == base)
        if not own and not placing.many(base) and base not in entire:
            own = tuple(hit for hit in column.hits if not placing.base(hit.path))
        own = own or _each_total(work, header, base, column)
        if own:
            open_columns.append((number, own))
    # The surest columns first: what a printed label has taken, a label with lost characters can't mean.
    for number, own in sorted(open_columns, key=lambda entry: -entry[1][0].quality):
        column = header.columns[number]
        taken = {hit.path for n, hit in chosen.items() if hit.quality > own[0].quality + 0.1}
        left = tuple(hit for hit in own if hit.path not in taken) or own
        hit, _ = placing.choose_field(left, (*inner, *column.governors, *header.governors), listed=placing.many(base))
        if hit is None:
            waiting.append((number, left))
        else:
            chosen[number] = hit
    # What could be several goes with the column before it, once that one is known, however it is labelled.
    for number, left in sorted(waiting):
        hit = _by_turn([(header.columns[n], chosen[n]) for n in sorted(chosen) if n < number], left)
        if hit is None and is_told_apart(work, header, header.columns[number], base):
            continue
        if hit is None:
            placing.doubt("label.unclear", left[0].path.split("[]")[0], header.columns[number].area.origin)
        else:
            chosen[number] = hit
    chosen = _said(work, header, _governed(header, chosen))
    best: dict[str, float] = {}
    for hit in chosen.values():
        best[hit.path] = max(best.get(hit.path, 0.0), hit.quality)
    return [(header.columns[n], chosen[n]) for n in sorted(chosen) if chosen[n].quality >= best[chosen[n].path] - 0.025]


def _each_total(work: Work, header: Header, base: str, column: Column) -> tuple[Hit, ...]:
    """What the form's own total means over a column of a list whose items have each their own sum, where no other column is that sum."""
    placing = work.placing
    group = placing.definition.group_of.get(base)
    totals = [hit for hit in column.hits if not placing.base(hit.path) and placing.spec(hit.path).kind == "count"]
    if group is None or not group.key or not totals or len(totals) < len(column.hits):
        return ()
    sums = [
        spec.path for spec in placing.definition.fields if spec.kind == "count" and spec.path.rpartition(".")[0] == base
    ]
    told = {hit.path for other in header.columns for hit in other.hits}
    return (Hit(sums[0], False, totals[0].quality, False),) if len(sums) == 1 and sums[0] not in told else ()


def _said(work: Work, header: Header, chosen: dict[int, Hit]) -> dict[int, Hit]:
    """*chosen* without columns in which nothing stands, where another for the same field says something."""
    rows = range(header.start, header.stop)
    lefts = {n: header.columns[n].area.left for n in chosen}
    cells = {n: [work.sheet.at(row, left) for row in rows] for n, left in lefts.items()}
    blank = {n for n, found in cells.items() if all(cell is None or cell.blank for cell in found)}
    told = {hit.path for n, hit in chosen.items() if n not in blank}
    return {n: hit for n, hit in chosen.items() if n not in blank or hit.path not in told}


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
