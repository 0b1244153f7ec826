"""What the columns under a header are: which field each one is, for the rows of a group."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.extraction.headers import Column, Header
from parsers.extraction.labelled import is_told_apart
from parsers.extraction.labels import Hit
from parsers.extraction.list_rows import names_groups
from parsers.extraction.whole_forms import sides, whole
from parsers.extraction.worksheet import Work

__all__ = ["Mapping", "Row", "settle"]

Mapping = list[tuple[Column, Hit]]
"""What each column is, for rows of one group."""


@dataclass(slots=True)
class Row:
    """A row of data: the group whose item it is, and what its columns are."""

    number: int
    base: str
    columns: Mapping


_SEVERAL = 2


def settle(work: Work, header: Header, base: str, inner: tuple[str, ...], *, summed: bool = False) -> Mapping:
    """Which field each column is; a column that can't be told is none, in doubt but for rows that are *summed* up."""
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
        if hit is None and summed:
            continue
        if hit is None:
            placing.doubt("label.unclear", left[0].path.split("[]")[0], header.columns[number].area.origin)
        else:
            chosen[number] = hit
    chosen = _with_subject(work, base, _said(work, header, _governed(header, chosen)))
    best: dict[str, float] = {}
    for hit in chosen.values():
        best[hit.path] = max(best.get(hit.path, 0.0), hit.quality)
    return [(header.columns[n], chosen[n]) for n in sorted(chosen) if chosen[n].quality >= best[chosen[n].path] - 0.025]


def _with_subject(work: Work, base: str, chosen: dict[int, Hit]) -> dict[int, Hit]:
    """*chosen* with what the items are about in the first of two columns for one field of their person, where no column names it (单位 | 姓名 | 部门).

    Which of the two it is, their order alone tells: its values are in doubt.
    """
    placing = work.placing
    wanted = [
        f.path
        for f in placing.definition.fields
        if f.required and f.kind == "name" and f.path.rpartition(".")[0] == base
    ]
    if len(wanted) != 1 or not placing.many(base) or any(hit.path == wanted[0] for hit in chosen.values()):
        return chosen
    order = sorted(chosen)
    paths = [chosen[n].path for n in order]
    twice = [n for n, path in zip(order, paths, strict=True) if paths.count(path) == _SEVERAL]
    people = [n for n in order if placing.spec(chosen[n].path).kind == "person"]
    if len(twice) != _SEVERAL or not people or not twice[0] < people[0] < twice[1]:
        return chosen
    return {**chosen, twice[0]: Hit(wanted[0], False, _BY_ORDER, False)}


_BY_ORDER = 0.8
"""How sure a column is that its place alone tells."""


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
