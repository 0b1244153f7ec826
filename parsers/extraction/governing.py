"""Whose a label is: the groups named beside or over it, and the persons whose columns its values stand in."""

from __future__ import annotations

from parsers.extraction.choices import names_options
from parsers.extraction.labels import Hit
from parsers.extraction.layout import Area
from parsers.extraction.worksheet import Work

__all__ = ["across", "governors_of", "groups_over", "is_of_another", "lacks_group"]


def governors_of(work: Work, area: Area) -> tuple[tuple[str, ...], Area | None]:
    """The groups named to the left of *area* or over it, nearest first, and the cell that names the first."""
    found: list[tuple[str, Area]] = []
    column = area.left - 1
    while column >= 0:
        left = work.sheet.at(area.top, column)
        if left is None:
            break
        found += [(group, left) for group in work.groups(left)]
        column = left.left - 1
    found += _over(work, area.top - 1, area.left, area.right)
    return tuple(group for group, _ in found), found[0][1] if found else None


def _over(work: Work, row: int, left: int, right: int) -> tuple[tuple[str, Area], ...]:
    """The groups named from *row* upwards over the columns *left* to *right*, each once, the nearest first, and the cells that name them.

    Kept for each place on the way: the rows of a long list ask one after the other.
    """
    passed: list[tuple[tuple[int, int, int], list[tuple[str, Area]]]] = []
    known: tuple[tuple[str, Area], ...] = ()
    while row >= 0:
        place = (row, left, right)
        if place in work.named_over:
            known = work.named_over[place]
            break
        over = work.sheet.at(row, left)
        if over is None:
            break
        within = over.left <= left and over.right >= right
        passed.append((place, [(group, over) for group in work.groups(over)] if within else []))
        row = over.top - 1
    for place, own in reversed(passed):
        if own:
            nearer = {group for group, _ in own}
            known = (*own, *(entry for entry in known if entry[0] not in nearer))
        work.named_over[place] = known
    return known


def groups_over(work: Work, area: Area) -> tuple[str, ...] | None:
    """The groups named over a value's column; None where what heads the column is not known."""
    row, head = area.top - 1, area
    while row >= 0:
        over = work.sheet.at(row, area.left)
        if over is None:
            break
        if work.groups(over):
            return work.groups(over)
        if (over.left, over.right) == (area.left, area.right) and id(over) not in work.values:
            head = over
        row = over.top - 1
    return () if head is area or head.blank else None


def lacks_group(work: Work, area: Area) -> bool:
    """Whether a blank cell stands where the rows over *area* name their group: it may belong to another."""
    left = work.sheet.at(area.top, area.left - 1)
    if left is None or not left.blank or left.top < area.top:
        return False
    over = work.sheet.at(left.top - 1, left.left)
    while over is not None and over.blank:
        over = work.sheet.at(over.top - 1, over.left)
    return over is not None and bool(work.groups(over)) and (over.left, over.right) == (left.left, left.right)


def is_of_another(work: Work, area: Area) -> bool:
    """Whether the row of *area* begins with words that name nothing of the form where a row over it names its group: it is hardly of that group."""
    first = next(iter(work.sheet.row(area.top)), None)
    if first is None or first is area or first.blank or first.top != area.top or not work.free(first):
        return False
    if work.hits(first):
        return False
    over = work.sheet.at(first.top - 1, first.left)
    return over is not None and (over.left, over.right) == (first.left, first.right) and bool(work.groups(over))


def _next_label(work: Work, label: Area, step: int) -> Area | None:
    """The cell under *label* (*step* 1) or over it (-1), beyond rows of blank cells."""
    row = label.bottom if step > 0 else label.top - 1
    while 0 <= row < work.sheet.rows and all(area.blank for area in work.sheet.row(row)):
        row += step
    return work.sheet.at(row, label.left)


def across(work: Work, label: Area, values: list[Area]) -> list[Area]:
    """The value cells of *label* where each column is a person of its own: it is one already, or a neighbour label in the same column has as many beside it."""
    if _is_one_choice(work, label, values):
        return []
    if any(_are_items(work, work.placing.base(hit.path), values) for hit in work.leaf(label)[:2]):
        return values
    for other in (_next_label(work, label, 1), _next_label(work, label, -1)):
        if other is None or other.left != label.left or other.right != label.right:
            continue
        if not _asks_else(work, label, other):
            continue
        beside = [area for area in work.sheet.row(other.top) if area.left >= other.right]
        if sum(not all(area.blank for area in pair) for pair in zip(values, beside, strict=False)) < 2:
            continue
        if [a.left for a in beside[: len(values)]] == [a.left for a in values] and not any(
            work.label(a) for a in beside[: len(values)] if work.free(a)
        ):
            return values
    return []


def _asks_else(work: Work, label: Area, other: Area) -> bool:
    """Whether two labels ask different things: of one group (the name of a school, and of its person), or by the words of their fields."""
    one, two = work.leaf(label), work.leaf(other) or _together(work, other)
    if not one or not two:
        return False
    if one[0].path.rpartition(".")[2] != two[0].path.rpartition(".")[2]:
        return True
    base = work.placing.base
    return any(base(a.path) == base(b.path) and a.path != b.path and "[]" in a.path for a in one for b in two)


def _together(work: Work, area: Area) -> tuple[Hit, ...]:
    """The fields of a label that names several (性别/民族)."""
    return tuple(hit for found in work.placing.lexicon.combined(area.text)[1] for hit in found)


def _are_items(work: Work, base: str, values: list[Area]) -> bool:
    """Whether the columns of *values* are items of the list *base* already."""
    return sum((base, ("column", id(work.sheet), area.left)) in work.placing.slots for area in values) > 1


def _is_one_choice(work: Work, label: Area, values: list[Area]) -> bool:
    """Whether the cells beside *label* are the options of its field, one a cell, as the form prints them."""
    filled = [area.text for area in values if not area.blank]
    for hit in work.leaf(label)[:2]:
        if _are_items(work, work.placing.base(hit.path), values):
            continue
        options = work.placing.spec(hit.path).options
        named = [[option.value for option in options if names_options([text], [option])] for text in filled]
        if options and len(filled) > 1 and all(len(one) == 1 for one in named):
            return len({one[0] for one in named}) == len(named)
    return False
