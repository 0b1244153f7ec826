"""Rows of column labels: where one stands, and what its columns may be."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.extraction.labels import FIRM, Hit, is_foreign, key
from parsers.extraction.layout import Area
from parsers.extraction.parts import is_boxed
from parsers.extraction.sentence_heads import heads_sentences
from parsers.extraction.units import unit_of
from parsers.extraction.worksheet import Work

__all__ = ["TYPED", "Column", "Header", "column_over", "header_at", "label_run"]


TYPED = frozenset({"mobile", "phone", "email", "ordinal", "count", "year", "choice"})
"""Kinds whose values look like no label."""


@dataclass(slots=True, eq=False)
class Column:
    """A header's column: the header cell and what it may name."""

    area: Area
    hits: tuple[Hit, ...]
    governors: tuple[str, ...] = ()
    unit: str = ""
    """What its numbers are counted in, where its label or one above says so."""
    naming: bool | None = None
    """Whether its cells name groups; None until it is asked."""
    part: tuple[int, int, str] | None = None
    """Which part of its cells it is of how many, told apart by which sign, where one label names several fields (姓名及职务)."""

    def kinds(self, work: Work) -> set[str]:
        """The kinds of value that its label may mean."""
        return {work.placing.spec(hit.path).kind for hit in self.hits if hit.quality >= FIRM}


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
    depths: frozenset[int] | None = None
    summed: frozenset[int] | None = None
    """How deep the numbers stand of the titled headings under it; None until it is asked."""
    told: str = ""
    """The group that stands over the labels, by which the rows were told."""


def header_at(work: Work, row: int) -> Header | None:
    """The header whose lowest row starts at *row* or is reached from it."""
    best: list[Area] = []
    run = _without_side(work, label_run(work, row))
    while run and run != best:
        best = run
        run = _without_side(work, label_run(work, max(area.bottom for area in best) - 1))
        if sum(bool(work.leaf(a)) for a in run) < sum(bool(work.leaf(a)) for a in best):
            break
    if not best:
        return None
    start = _first_data(work, best)
    lower = _without_side(work, label_run(work, start)) if start < work.sheet.rows else []
    if lower and all(_under_blank(work, area, start) for area in best if work.leaf(area)):
        best, start = lower, max(area.bottom for area in lower)
    best = _with_ticks(work, _with_tops(work, best), start)
    columns = [column for area in best for column in _columns_of(work, area, start)]
    left = [
        area
        for row in range(start - 1, min(a.top for a in best) - 1, -1)
        for area in work.sheet.row(row)
        if area.right <= best[0].left
    ]
    governors = tuple(dict.fromkeys(group for area in reversed(left) for group in work.groups(area)))
    return Header(columns, start, governors, start, work.sheet.columns)


def _columns_of(work: Work, area: Area, start: int) -> list[Column]:
    """The column that *area* heads, over data from the row *start* on; several of one place where it names several fields."""
    above, unit = _above(work, area), _unit(work, area)
    combined = not work.leaf(area) or (is_boxed(area.text) and _holds_boxed(work, area, start))
    sign, fields = work.placing.lexicon.combined(area.text) if combined else ("", ())
    listed = [hit for hit in work.placing.lexicon.asked_beside(area.text) if "[]" in hit.path] if fields else []
    if listed and not any("[]" in hit.path for found in fields for hit in found):
        return [
            Column(area, tuple(listed), above, unit)
        ]  # what the form itself is asked for has such parts, an entry hasn't
    if not fields:
        return [Column(area, _column_hits(work, area) or _named_by_list(work, area, start), above, unit)]
    hosts = tuple(hit.host for found in fields for hit in found[:1] if hit.host)
    parts = [(number, len(fields), sign) for number in range(len(fields))]
    return [Column(area, hits, (*hosts, *above), unit, part=part) for hits, part in zip(fields, parts, strict=True)]


def _holds_boxed(work: Work, area: Area, start: int) -> bool:
    """Whether the cells under *area* say what its label does, one value with another in brackets behind it: 姓名（职务）."""
    told = [cell.text for cell in work.sheet.column(area.left, start, work.sheet.rows) if not cell.blank]
    return sum(map(is_boxed, told)) * 2 > len(told)


def _first_data(work: Work, run: list[Area]) -> int:
    """The first row under the column labels *run*: where a value stands under one, though another label reaches further down."""
    run = [area for area in run if work.label(area) or work.hits(area)] or run
    lowest = max(area.bottom for area in run)
    if any(area.top < max(other.top for other in run) for area in run if area.bottom == lowest):
        return lowest
    for row in range(min(area.bottom for area in run), lowest):
        if any(
            not area.blank
            and area.top == row
            and not work.label(area)
            and area not in run
            and not _heads_ticks(work, area)
            for area in work.sheet.row(row)
        ):
            return row
    return lowest


def _with_ticks(work: Work, run: list[Area], start: int) -> list[Area]:
    """*run* with the options under a choice's label in its place, where each heads a column of ticks."""
    found: list[Area] = []
    for area in run:
        row = work.sheet.row(area.bottom) if area.bottom < start else []
        under = [cell for cell in row if area.left <= cell.left and cell.right <= area.right]
        if len(under) > 1 and all(_heads_ticks(work, cell) for cell in under):
            work.use(area)
            found += under
        else:
            found.append(area)
    return found


def _heads_ticks(work: Work, area: Area) -> bool:
    """Whether a cell is one of several under a choice's label that name its options: it heads a column of ticks."""
    over = work.sheet.at(area.top - 1, area.left)
    return (
        over is not None
        and over.right - over.left > area.right - area.left
        and any(
            key(area.text) == key(word)
            for hit in work.leaf(over)
            for option in work.placing.spec(hit.path).options
            for word in option.labels
        )
    )


def _under_blank(work: Work, area: Area, row: int) -> bool:
    """Whether under a column label stands a blank cell: the label should have spanned both rows."""
    under = work.sheet.at(row, area.left)
    return under is not None and under.blank


def _with_tops(work: Work, run: list[Area]) -> list[Area]:
    """*run* with the labels over its blank cells, also left and right of it: labels that should have spanned two rows."""
    row = run[-1].bottom - 1
    widened: list[Area] = []
    for area in work.sheet.row(row):
        over = work.sheet.at(area.top - 1, area.left) if area.blank else None
        if over is not None and _is_top(work, over) and (over.left, over.right) == (area.left, area.right):
            work.use(area)
            widened.append(over)
        elif area in run:
            widened.append(area)
    return widened if len(widened) >= len([a for a in run if not a.blank]) else run


def _is_top(work: Work, area: Area) -> bool:
    """Whether a label stands among labels, not before a value of its own."""
    beside = work.sheet.right_of(area)
    return work.free(area) and bool(work.leaf(area)) and (beside is None or work.label(beside))


def _without_side(work: Work, run: list[Area]) -> list[Area]:
    """*run* without a leading cell that names a group and reaches down beside the rows of data, or stands beside rows above as well."""
    whole = run
    while len(run) > 2 and work.groups(run[0]):
        rest = [area for area in run[1:] if work.leaf(area) and not work.groups(area)]
        reaches_down = bool(rest) and run[0].bottom > max(area.bottom for area in rest)
        stands_beside = bool(rest) and run[0].top + _ROWS <= min(area.top for area in rest)
        if not reaches_down and not stands_beside:
            break
        run = run[1:]
    # One label with what stands beside it is a pair.
    return run if run is whole or sum(bool(work.leaf(area)) for area in run) > 1 else []


_ROWS = 2
"""Rows of labels that a head has, as a rule."""


def label_run(work: Work, row: int) -> list[Area]:
    """The column labels on *row*: at least two fields' labels side by side, with what stands between and behind them."""
    cells = [area for area in work.sheet.row(row) if work.free(area)]
    named = [bool(work.leaf(area)) for area in cells]
    if sum(named) == 1 and heads_sentences(work, cells, named.index(True)):
        return cells[named.index(True) :]
    if sum(named) < 2:
        likely = [any(not hit.group for hit in work.hits(area)) for area in cells]
        if not any(named) or sum(likely) < 3 or not _reads_down(work, cells, likely):
            return []
        named = likely
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
    lowest = max(area.bottom for area, is_named in zip(cells, named, strict=True) if is_named)
    while (
        first and not cells[first - 1].blank and not work.groups(cells[first - 1]) and cells[first - 1].bottom <= lowest
    ):
        first -= 1
    last = len(cells)
    while last - 1 > first and cells[last - 1].blank and cells[last - 1].bottom > lowest:
        last -= 1  # the edge of a frame around the table
    return cells[first:last]


def _is_option(work: Work, label: Area, value: Area) -> bool:
    """Whether *value* is a valid answer to the choice that *label* asks."""
    for hit in work.leaf(label):
        spec = work.placing.spec(hit.path)
        if spec.options and any(key(value.text) == key(word) for option in spec.options for word in option.labels):
            return True
    return False


def _votes(work: Work, cells: list[Area], named: list[bool]) -> tuple[float, float]:
    """How much the cells under the labels, and those to the right of them, look like their values."""
    down = right = 0.0
    for area, is_named in zip(cells, named, strict=True):
        if not is_named:
            continue
        path = next(hit.path for hit in work.hits(area) if not hit.group)
        below, beside = work.sheet.below(area), work.sheet.right_of(area)
        if below is not None and not below.blank and not work.leaf(below):
            down += work.placing.plausible(path, below.text) - 0.45
        if beside is not None and not beside.blank and not work.label(beside):
            right += work.placing.plausible(path, beside.text) - 0.45
    return down, right


def _reads_down(work: Work, cells: list[Area], named: list[bool]) -> bool:
    if any(is_foreign(cells[n].text) for n in range(len(cells))) and len(cells) < 3:
        return False
    down, right = _votes(work, cells, named)
    return down > right + 0.4 and down > 0.5


def _reads_right(work: Work, cells: list[Area], named: list[bool]) -> bool:
    down, right = _votes(work, cells, named)
    return right > down + 0.4


def _column_hits(work: Work, area: Area) -> tuple[Hit, ...]:
    return tuple(hit for hit in work.hits(area) if not hit.group)


def _named_by_list(work: Work, area: Area, start: int) -> tuple[Hit, ...]:
    """The names of the items of a list within a list whose own name stands right over them, where the form prints another label between (地市 for 地市 / 名称)."""
    beside = work.sheet.right_of(area)
    if area.bottom != start or area.right - area.left > 1 or beside is None:
        return ()
    # Without a column of its own for their numbers, the items are told as a sentence.
    counted = {hit.path.rpartition(".")[0] for hit in work.leaf(beside)}
    inner = [hit for hit in work.hits(area) if hit.group and hit.quality >= FIRM and hit.path.count("[]") > 1]
    inner = [hit for hit in inner if hit.path in counted]
    names = [
        Hit(spec.path, False, hit.quality, False)
        for hit in inner
        for spec in work.placing.definition.fields
        if spec.kind == "name" and spec.required and spec.path.rpartition(".")[0] == hit.path
    ]
    return tuple(names) if len(names) == 1 else ()


def _above(work: Work, area: Area) -> tuple[str, ...]:
    """The groups named over *area*, the nearest first."""
    found: list[str] = []
    row = area.top - 1
    for _ in range(_STOREYS):
        over = work.sheet.at(row, area.left)
        if over is None:
            break
        found += work.groups(over)
        if (
            not over.blank
            and not work.label(over)
            and (over.left > area.left or over.right < area.right or over.right - over.left == area.right - area.left)
        ):
            break
        row = over.top - 1
    return tuple(found)


def _unit(work: Work, area: Area) -> str:
    """The unit in the label of a column or in the labels over it."""
    over: Area | None = area
    for _ in range(_STOREYS):
        if over is None or not (over is area or work.label(over)):
            break
        if unit_of(over.text):
            return unit_of(over.text)
        over = work.sheet.at(over.top - 1, area.left)
    return ""


_STOREYS = 20
"""Cells over a column's label that may be labels over it; a longer climb is through values that read like labels (学校, 区县)."""


def column_over(header: Header, area: Area) -> Column | None:
    """The column in which *area* begins."""
    for column in header.columns:
        if column.area.left <= area.left < column.area.right:
            return column
    return None
