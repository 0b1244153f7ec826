"""Whose a row under a header is: of which list or person, by what its own cells say, what stands over it, and its columns."""

from __future__ import annotations

from forms.chinese import tight
from parsers.extraction.headers import Header, column_over
from parsers.extraction.labels import FIRM, is_stranger, key, words
from parsers.extraction.layout import Area
from parsers.extraction.list_rows import names_groups
from parsers.extraction.worksheet import Work

__all__ = ["base_of_row", "is_of_strangers", "row_governors"]


_SEVERAL = 2


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
            header.told = base
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
