"""Labels with their value beside, below or inside them."""

from __future__ import annotations

import re
from collections.abc import Callable

from parsers.extraction.governing import across, governors_of, groups_over
from parsers.extraction.inline import opens_with_label
from parsers.extraction.inside import place_inside
from parsers.extraction.labels import FIRM, Hit
from parsers.extraction.layout import Area
from parsers.extraction.line_pairs import place_combined
from parsers.extraction.one_value import FAR, item_in, leave, place_value
from parsers.extraction.persons import person_in
from parsers.extraction.reach import values_of
from parsers.extraction.worksheet import Work

__all__ = ["place_pairs"]


def place_pairs(work: Work) -> None:
    """Finds the values of the labels that head no column."""
    work.placing.group = work.placing.group or _list_named(work)
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
            if _place_combined(work, area):
                pending = None
                continue
            if pending is not None and not firm and not groups:
                if pending.right == area.left and opens_with_label(area.text.split("\n", 1)[0], work.placing.lexicon):
                    # The label speaks for all that the cell says by labels of its own (空间账号 | 用户名：… 密码：…).
                    work.use(pending)
                    work.placing.unplaced -= {hit.path for hit in work.leaf(pending)}
                    place_inside(work, area)
                pending = None
                continue
            if leaf and (firm or pending is None):
                if _place_pair(work, area, leaf, groups):
                    pending = None
                    continue
                if firm:
                    pending = area
                    if len(leaf) == 1 and not groups and "[]" not in leaf[0].path:
                        work.placing.unplaced.add(leaf[0].path)
            if groups:
                work.use(area)
                _enter_group(work, area, groups)
                continue
            if not leaf and work.free(area):
                place_inside(work, area)


def _list_named(work: Work) -> str:
    """The one list that labels of this sheet name which can mean no other; "" for none."""
    found: set[str] = set()
    for area in work.sheet.areas:
        if work.free(area) and not work.groups(area):
            bases = {work.placing.base(hit.path) for hit in work.leaf(area)}
            found |= bases if len(bases) == 1 else set()
    return next(iter(found)) if len(found) == 1 and work.placing.many(next(iter(found))) else ""


def _enter_group(work: Work, area: Area, groups: tuple[str, ...]) -> None:
    """Notes which group is in force; plain text right beside the group's name is its person's name."""
    placing = work.placing
    slip = all(hit.quality < FIRM for hit in work.hits(area) if hit.group)
    if slip and placing.many(groups[0]) and placing.filled_group(groups[0]):
        # Words that are hardly the group's name, after some of its values: they may be the label of another.
        placing.doubt_alike(groups[0], area.origin)
    placing.group = groups[0]
    beside = work.sheet.right_of(area)
    if beside is None or not work.free(beside) or beside.blank or work.label(beside) or work.hits(beside):
        return
    if opens_with_label(beside.text, placing.lexicon) or "\n" in beside.text.strip():
        return
    if len(groups) == 1 and _place_row(work, area, groups[0], beside):
        return
    told = person_in(beside.text, groups[0], placing) if len(groups) == 1 else {}
    if told:
        work.take(beside)
        for path, part in told.items():
            item = placing.instance(placing.base(path), path, area, blank=False)
            placing.add(path, item, beside.found.with_value(part))
        return
    if _NUMBERED.search(beside.text):
        placing.doubt("label.unclear", groups[0].removesuffix("[]"), beside.origin)
    names = [f for f in placing.definition.fields if f.kind == "person" and f.path.rsplit(".", 1)[0] == groups[0]]
    if len(groups) == 1 and len(names) == 1 and placing.plausible(names[0].path, beside.text) >= 0.6:
        work.use(beside)
        after = work.sheet.right_of(beside)
        under = work.sheet.below(beside)
        heads = under is not None and not under.blank and placing.plausible(names[0].path, under.text) > _HEADS
        sure = (after is None or work.label(after)) and not heads
        if after is not None and not (after.blank or work.label(after)):
            placing.doubt("label.unclear", groups[0].removesuffix("[]"), after.origin)
        if not sure and placing.many(placing.base(names[0].path)):
            placing.doubt("list.unclear", placing.base(names[0].path).removesuffix("[]"), beside.origin)
        item = placing.instance(placing.base(names[0].path), names[0].path, area, blank=False)
        placing.add(names[0].path, item, beside.found, FIRM if sure else 0.8)


def _place_row(work: Work, area: Area, group: str, first: Area) -> bool:
    """Places what cells without labels, from *first* on, say of the group's person (负责人 | 陈明 | 校长 | 138 …), each told by its looks; False where any isn't.

    Further rows beside the group's name are further persons of its list.
    """
    placing = work.placing
    if not _place_told(work, area, group, first, area):
        return False
    for row in range(first.bottom, area.bottom):
        cell = work.sheet.at(row, area.right)
        if cell is None or cell.top != row or all(other.blank for other in work.sheet.row(row) if other is not area):
            continue
        if not placing.many(group) or not _place_told(work, area, group, cell, cell):
            placing.doubt("list.unclear", placing.base(group).removesuffix("[]"), cell.origin)
    return True


def _place_told(work: Work, area: Area, group: str, first: Area, anchor: Area) -> bool:
    """Places the person that the cells from *first* on tell; *anchor* is what makes them another than the one before."""
    placing = work.placing
    cells: list[Area] = []
    cell: Area | None = first
    while cell is not None and not cell.blank:
        if not work.free(cell) or work.label(cell) or work.hits(cell) or "\n" in cell.text.strip():
            return False
        cells.append(cell)
        cell = work.sheet.right_of(cell)
    told = person_in("，".join(cell.text for cell in cells), group, placing) if len(cells) > 1 else {}
    spots = {path: next((cell for cell in cells if part in cell.text), None) for path, part in told.items()}
    if not told or any(spot is None for spot in spots.values()):
        return False
    for path, part in told.items():
        spot = spots[path] or first
        item = placing.instance(placing.base(path), path, anchor, blank=False)
        placing.add(path, item, spot.found.with_value(part))
    for cell in cells:
        work.take(cell)
    return True


_NUMBERED = re.compile(r"\d(?:[\s-]?\d){6}")
"""A number among words beside a group's name: what is said of its person, more than a name."""

_HEADS = 0.9
"""From this on what stands under a cell is a name: the cell may be a label that isn't known."""


def _place_pair(work: Work, label: Area, leaf: tuple[Hit, ...], groups: tuple[str, ...]) -> bool:
    """Places the value that belongs to *label*, if there is a place for one. Answers whether there is."""
    placing = work.placing
    governors, anchor = governors_of(work, label)
    values = values_of(work, label, leaf)
    if not values or (groups and work.groups(values[0])):
        return False  # names of groups side by side are no pair
    if values[0].top >= label.bottom and all(area.blank for area in values) and any(map(placing.many, groups)):
        return False  # a blank row under the name of the list above
    if not groups and not governors and not label.blank:
        governors = groups_over(work, values[0]) or ()
    if groups:
        anchor, governors = label, (*groups, *governors)
        placing.group = groups[0]
    grouped = any(placing.base(hit.path) for hit in leaf)
    columns = across(work, label, values) if len(values) > 1 and grouped else []
    above = [groups_over(work, area) for area in columns]
    if any(above) and not any(over for area, over in zip(columns, above, strict=True) if not area.blank):
        columns = []  # a group's name stands over cells that say nothing: one value, and room behind it
    if columns:
        for area, over in zip(columns, above, strict=True):
            if not over and any(above):
                leave(work, [area], [placing.base(hit.path) or hit.path for hit in leaf], label)
                continue
            named = over or ()
            place_value(
                work,
                label,
                leaf,
                (*named, *_within(work, named, leaf, governors)),
                (named and named[0]) or anchor,
                [area],
                ("column", id(work.sheet), area.left),
            )
        return True
    place_value(work, label, leaf, governors, anchor, values, None)
    return True


def _place_columns(work: Work, label: Area, sign: str, fields: tuple[tuple[Hit, ...], ...]) -> bool:
    """Places the parts of the values of a combined label, a column for each person; False where there is but one, and doubt where it isn't told whose they are."""
    placing = work.placing
    values = [area for area in work.sheet.row(label.top) if area.left >= label.right]
    if sum(not area.blank for area in values) < _SEVERAL or any(work.label(area) for area in values):
        return False
    over = [groups_over(work, area) for area in values]
    work.use(label)
    if not all(named for area, named in zip(values, over, strict=True) if not area.blank):
        leave(work, values, [placing.base(hit.path) or hit.path for found in fields for hit in found], label)
        return True
    for area, named in zip(values, over, strict=True):
        work.take(area)
        place = _placer(work, None, ("column", id(work.sheet), area.left))
        place_combined(sign, fields, area.found, placing, named or (), place)
    return True


def _placer(work: Work, anchor: object, slot: object) -> Callable[[Hit, bool], tuple[int, ...] | None]:
    """Answers the item of a list that a field's value is of: by the cell that names its group, or by its column."""
    return lambda hit, blank: item_in(work.placing, hit.path, anchor, slot, blank=blank)


_SEVERAL = 2


def _within(work: Work, named: tuple[str, ...], leaf: tuple[Hit, ...], governors: tuple[str, ...]) -> tuple[str, ...]:
    """*governors* of a label over whose value a list is *named*, which has a field of that label itself: those of that list."""
    own = {work.placing.base(group) for group in named}
    if not any(work.placing.many(base) and work.placing.base(hit.path) == base for hit in leaf for base in own):
        return governors
    return tuple(group for group in governors if work.placing.base(group) in own)


def _place_combined(work: Work, label: Area) -> bool:
    """Places the parts of a value whose label names as many fields (用户名/密码); in doubt where they can't be told apart."""
    placing = work.placing
    beside = work.sheet.right_of(label)
    sign, fields = placing.lexicon.combined(label.text)
    if not fields or beside is None or not work.free(beside) or work.label(beside):
        return False
    if any("[]" in hit.path for hit in fields[0]) and _place_columns(work, label, sign, fields):
        return True
    column = [area for area in work.sheet.column(beside.left, label.top, label.bottom) if area.left == beside.left]
    if len(column) == 1 and any(opens_with_label(line, placing.lexicon) for line in beside.text.split("\n")):
        work.use(label)  # the value says itself which part is which
        return True
    if len(column) > 1 and (column[-1].bottom > label.bottom or not all(map(work.free, column))):
        return False
    work.use(label)
    for area in column:
        work.take(area)
    governors, anchor = governors_of(work, label)
    if len(column) == 1:
        place_combined(sign, fields, beside.found, placing, governors, _placer(work, anchor, None))
        return True
    chosen = [placing.choose_field(found, governors, placing.group)[0] for found in fields]
    paths = [hit.path for hit in chosen if hit is not None and "[]" not in hit.path]
    if len(paths) == len(fields) == len(column):
        # Labels in one cell before as many values: most likely in the same order.
        for path, area in zip(paths, column, strict=True):
            placing.add(path, (), area.found, FAR, (area.text,) if placing.spec(path).options else ())
    else:
        leave(work, column, [placing.base(hit.path) or hit.path for found in fields for hit in found], label)
    return True
