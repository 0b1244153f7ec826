"""Labels with their value beside, below or inside them."""

from __future__ import annotations

from forms.definition import Field
from forms.text import Text
from parsers.inline import is_note, opens_with_label
from parsers.labels import FIRM, Hit, is_foreign, key, words
from parsers.layout import Area
from parsers.lines import place_lines
from parsers.marks import is_mark, names_options
from parsers.placing import Placing
from parsers.worksheet import FLOWING, Work

__all__ = ["place_pairs"]


def place_pairs(work: Work) -> None:
    """Finds the values of the labels that head no column."""
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


def _enter_group(work: Work, area: Area, groups: tuple[str, ...]) -> None:
    """Notes which group is in force; plain text right beside the group's name is its person's name."""
    placing = work.placing
    placing.group = groups[0]
    beside = work.sheet.right_of(area)
    if beside is None or not work.free(beside) or beside.blank or work.label(beside) or work.hits(beside):
        return
    if opens_with_label(beside.text, placing.lexicon) or "\n" in beside.text.strip():
        return
    names = [f for f in placing.definition.fields if f.kind == "person" and f.path.rsplit(".", 1)[0] == groups[0]]
    if len(groups) == 1 and len(names) == 1 and placing.plausible(names[0].path, beside.text) >= 0.6:
        work.use(beside)
        after = work.sheet.right_of(beside)
        under = work.sheet.below(beside)
        heads = under is not None and not under.blank and placing.plausible(names[0].path, under.text) > _HEADS
        sure = (after is None or work.label(after)) and not heads
        item = placing.instance(placing.base(names[0].path), names[0].path, area, blank=False)
        placing.add(names[0].path, item, beside.found, FIRM if sure else 0.8)


_HEADS = 0.9
"""From this on what stands under a cell is a name: the cell may be a label that isn't known."""


def _governors(work: Work, area: Area) -> tuple[tuple[str, ...], Area | None]:
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


def _place_pair(work: Work, label: Area, leaf: tuple[Hit, ...], groups: tuple[str, ...]) -> bool:
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
            _place_value(
                work,
                label,
                leaf,
                (*over, *governors),
                (over and over[0]) or anchor,
                [area],
                ("column", id(work.sheet), area.left),
            )
        return True
    _place_value(work, label, leaf, governors, anchor, values, None)
    return True


def _place_value(
    work: Work,
    label: Area,
    leaf: tuple[Hit, ...],
    governors: tuple[str, ...],
    anchor: object,
    values: list[Area],
    slot: object,
) -> None:
    placing = work.placing
    hit, by = placing.choose_field(
        _likely(work, label, leaf), governors, placing.group, listed=False if slot is None else None
    )
    work.use(label)
    bases = [placing.base(one.path) or one.path for one in ((hit,) if hit else leaf)]
    if hit is None or "[]" in hit.path[len(bases[0]) :]:
        # Of which field, or of which item of an outer list, the value is can't be told.
        _leave(work, values, bases, label)
        return
    if by:
        placing.group = by
    spec = placing.spec(hit.path)
    sure = hit.quality
    if not spec.options and spec.kind not in FLOWING and slot is None:
        filled = [area for area in values if not area.blank]
        if values[0].blank and len(filled) == 1:
            values, sure = filled, min(sure, _FAR)
        else:
            values = values[:1]
    for area in values:
        work.take(area)
    if spec.kind in FLOWING and any(
        area.nested for row in range(label.top, label.bottom) for area in work.sheet.row(row)
    ):
        placing.doubt("section.table", hit.path, label.origin)
    item = _item(placing, hit.path, anchor, slot, blank=all(area.blank for area in values))
    if item is None:
        return
    placing.add(hit.path, item, _together(values), sure, _parts(values) if spec.options else ())


_FAR = 0.8
"""How sure a value is that stands beyond blank cells."""


def _leave(work: Work, values: list[Area], bases: list[str], label: Area) -> None:
    """Leaves values over that can't be told to belong anywhere, with a doubt on all that they may be of."""
    for area in values:
        work.use(area)
        if not area.blank:
            work.placing.leftovers.append(area.found)
            for base in dict.fromkeys(bases):
                work.placing.doubt("label.unclear", base.removesuffix("[]"), label.origin)


def _item(placing: Placing, path: str, anchor: object, slot: object, *, blank: bool) -> tuple[int, ...] | None:
    """The list item of a value, () outside lists; None for a blank in a column that nobody filled in."""
    base = placing.base(path)
    if slot is None or not placing.many(base):
        return placing.instance(base, path, anchor, blank)
    known = placing.slots.get((base, slot))
    return known if known is not None or blank else placing.new_slot(base, slot)


def _together(areas: list[Area]) -> Text:
    """The texts of *areas* as one, with all that is known against any of them."""
    first = areas[0].found
    if len(areas) == 1:
        return first
    return Text(
        value=_joined(areas),
        origin=first.origin,
        confidence=min(area.confidence for area in areas),
        notes=tuple(dict.fromkeys(note for area in areas for note in area.notes)),
        struck=tuple(part for area in areas for part in area.struck),
    )


def _joined(areas: list[Area]) -> str:
    """The texts of *areas*, one a line; what stands in the cell behind a place to sign is the signature."""
    text = ""
    for area in areas:
        line = text.rpartition("\n")[2].strip()
        is_place = 0 < len(line) <= 12 and any(word in line for word in words()["signature"]) and not area.blank
        text += (
            f"：{area.text}" if is_place and not {"：", ":"} & set(line) else f"\n{area.text}" if text else area.text
        )
    return text


def _likely(work: Work, label: Area, leaf: tuple[Hit, ...]) -> tuple[Hit, ...]:
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


def _values(work: Work, label: Area, leaf: tuple[Hit, ...]) -> list[Area]:
    """The cells that may hold the value of *label*: those to the right up to the next label, else those below."""
    placing = work.placing
    specs = [placing.spec(hit.path) for hit in leaf[:2]]
    options = [option for spec in specs for option in spec.options]
    choice = {key(word) for option in options for word in option.labels}
    flowing = any(spec.kind in FLOWING for spec in specs)
    found: list[Area] = []
    for row in range(label.top, label.bottom):
        cells = [area for area in work.sheet.row(row) if area.left >= label.right]
        position = label.right
        for area in cells:
            if area.left != position or not work.free(area):
                break
            firm = [hit for hit in work.hits(area) if hit.quality >= FIRM]
            if firm and not found and not choice and _is_said(work, area, firm, specs):
                firm = []
            if firm and not (choice and (key(area.text) in choice or is_mark(area.text))):
                break
            if not choice and _stops(work, label, leaf, area, first=not found):
                break
            if area not in found:
                found.append(area)
            position = area.right
        if not found and row == label.top and cells and not flowing:
            break
    if found:
        if options:
            found += _ticks_below(work, label, found)
        elif flowing:
            found += _rows_going_on(work, label, found[0])
        return found
    below = work.sheet.below(label)
    while (
        below is not None
        and work.free(below)
        and not work.label(below)
        and below.left >= label.left
        and below.right <= label.right
    ):
        found.append(below)
        if not flowing:
            break
        below = work.sheet.below(below)
    if found and options:
        found = [
            area for area in work.sheet.row(found[0].top) if area.left >= label.left and area.right <= label.right
        ] or found
    return found


def _stops(work: Work, label: Area, leaf: tuple[Hit, ...], area: Area, *, first: bool) -> bool:
    """Whether a cell to the right is the next label, though not for sure one, and no value."""
    if first:
        return bool(work.hits(area)) and _reads_below(work, label, leaf)
    return is_foreign(area.text) or bool(work.hits(area))


def _reads_below(work: Work, label: Area, leaf: tuple[Hit, ...]) -> bool:
    """Whether under a label stands a value, so that what may be a label beside it is one."""
    under = work.sheet.below(label)
    if under is None or under.blank or work.label(under) or (under.left, under.right) != (label.left, label.right):
        return False
    return work.placing.plausible(leaf[0].path, under.text) >= _LIKELY


_LIKELY = 0.7
"""From this on a text looks like a value of its kind."""


def _rows_going_on(work: Work, label: Area, first: Area) -> list[Area]:
    """The cells of rows that go on with a long text: nothing stands where their label would, and no label beside it."""
    found: list[Area] = []
    head = work.sheet.below(label)
    while head is not None and head.blank and work.free(head) and (head.left, head.right) == (label.left, label.right):
        beside = work.sheet.right_of(head)
        if beside is None or beside.left != first.left or not work.free(beside) or work.label(beside):
            break
        work.use(head)
        found.append(beside)
        head = work.sheet.below(head)
    return found


def _is_said(work: Work, area: Area, firm: list[Hit], specs: list[Field]) -> bool:
    """Whether a cell that reads like a label is a value all the same (a position called after a group's name).

    A group's name is where the next label follows it at once; a field's label where it ends the row, has nothing under it to
    name, and its field has a label elsewhere.
    """
    if not any(spec.kind in ("text", "person", "name", "area") for spec in specs):
        return False
    after, under = work.sheet.right_of(area), work.sheet.below(area)
    named = {hit.path for other in work.sheet.areas if other is not area for hit in work.leaf(other)}
    if not all(hit.group or hit.path in named for hit in firm):
        return False
    if after is not None:
        return bool(work.leaf(after))
    return under is None or (under.left, under.right) != (area.left, area.right) or work.label(under)


def _ticks_below(work: Work, label: Area, options: list[Area]) -> list[Area]:
    """Tick cells in the row under the options, where the label covers one row or two."""
    under = [work.sheet.below(area) for area in options]
    if all(
        area is not None and work.free(area) and area not in options and (area.blank or is_mark(area.text))
        for area in under
    ) and any(area is not None and is_mark(area.text) for area in under):
        return [area for area in under if area is not None]
    return []


def _across(work: Work, label: Area, values: list[Area]) -> list[Area]:
    """The value cells of *label* where each column is a person of its own: a neighbour label in the same column has as many beside it."""
    if _is_one_choice(work, label, values):
        return []
    for other in (work.sheet.below(label), work.sheet.at(label.top - 1, label.left)):
        if other is None or other.left != label.left or other.right != label.right or not work.leaf(other):
            continue
        if (
            work.leaf(other)[0].path.rsplit(".", 1)[-1] == work.leaf(label)[0].path.rsplit(".", 1)[-1]
            if work.leaf(label)
            else True
        ):
            continue
        beside = [area for area in work.sheet.row(other.top) if area.left >= other.right]
        width = max(
            (n + 1 for n, pair in enumerate(zip(values, beside, strict=False)) if not all(a.blank for a in pair)),
            default=0,
        )
        if width < 2:
            continue
        if [a.left for a in beside[: len(values)]] == [a.left for a in values] and not any(
            work.label(a) for a in beside[: len(values)] if work.free(a)
        ):
            return values
    return []


def _is_one_choice(work: Work, label: Area, values: list[Area]) -> bool:
    """Whether the cells beside *label* are the options of its field, one a cell, as the form prints them."""
    filled = [area.text for area in values if not area.blank]
    for hit in work.leaf(label)[:2]:
        options = work.placing.spec(hit.path).options
        named = [[option.value for option in options if names_options([text], [option])] for text in filled]
        if options and len(filled) > 1 and all(len(one) == 1 for one in named):
            return len({one[0] for one in named}) == len(named)
    return False


def _above_value(work: Work, area: Area) -> tuple[str, ...]:
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


def _place_inside(work: Work, area: Area) -> None:
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
    place_lines(
        [area.found.with_value(line) for line in lines if line.strip()], placing, governors[0] if governors else ""
    )
