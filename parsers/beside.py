"""Labels with their value beside, below or inside them."""

from __future__ import annotations

import re

from forms.definition import Field
from forms.text import Text
from parsers.inline import is_note, is_within_brackets, opens_with_label, pairs
from parsers.labels import FIRM, Hit, words
from parsers.layout import Area
from parsers.line_pairs import place_combined
from parsers.lines import place_lines
from parsers.persons import person_in
from parsers.placing import Find, Placing
from parsers.reach import (
    across,
    governors_of,
    groups_over,
    heads_column,
    is_of_another,
    lacks_group,
    reaches_over,
    values_of,
)
from parsers.worksheet import FLOWING, Work

__all__ = ["place_pairs"]

_BROKEN = 8
"""Characters of a label that may stand in a second line."""


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
                _place_inside(work, area)


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
    placing.group = groups[0]
    beside = work.sheet.right_of(area)
    if beside is None or not work.free(beside) or beside.blank or work.label(beside) or work.hits(beside):
        return
    if opens_with_label(beside.text, placing.lexicon) or "\n" in beside.text.strip():
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
        if not sure and placing.many(placing.base(names[0].path)):
            placing.doubt("list.unclear", placing.base(names[0].path).removesuffix("[]"), beside.origin)
        item = placing.instance(placing.base(names[0].path), names[0].path, area, blank=False)
        placing.add(names[0].path, item, beside.found, FIRM if sure else 0.8)


_NUMBERED = re.compile(r"\d(?:[\s-]?\d){6}")
"""A number among words beside a group's name: what is said of its person, more than a name."""

_HEADS = 0.9
"""From this on what stands under a cell is a name: the cell may be a label that isn't known."""


def _place_pair(work: Work, label: Area, leaf: tuple[Hit, ...], groups: tuple[str, ...]) -> bool:
    """Places the value that belongs to *label*, if there is a place for one. Answers whether there is."""
    placing = work.placing
    governors, anchor = governors_of(work, label)
    values = values_of(work, label, leaf)
    if not values:
        return False
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
                _leave(work, [area], [placing.base(hit.path) or hit.path for hit in leaf], label)
                continue
            named = over or ()
            _place_value(
                work,
                label,
                leaf,
                (*named, *governors),
                (named and named[0]) or anchor,
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
        elif len(filled) > 1 and not filled[0].blank:
            # Which of several is meant can't be told.
            values, sure = filled[:1], min(sure, _FAR)
        else:
            values = values[:1]
    if len(values) == 1 and values[0].left >= label.right and heads_column(work, label):
        sure = min(sure, _FAR)
    left = work.sheet.at(label.top, label.left - 1)
    counted = left is not None and _ORDINAL.fullmatch(left.text.strip()) is not None
    if (
        left is not None
        and work.free(left)
        and not (left.blank or counted)
        and not work.label(left)
        and not work.hits(left)
    ):
        sure = min(sure, _FAR)  # its own value may stand before it
    lost = not governors and is_of_another(work, label)
    if (values and reaches_over(work, label, values[0])) or lost:
        sure = min(sure, _FAR)
    for area in values:
        work.take(area)
    if spec.kind in FLOWING and any(
        area.nested for row in range(label.top, label.bottom) for area in work.sheet.row(row)
    ):
        placing.doubt("section.table", hit.path, label.origin)
    if placing.many(placing.base(hit.path)):
        _doubt_list(work, label, hit, values, lost=lost)
    if spec.kind in FLOWING:
        work.flowing.append((label.top, hit.path))
    item = _item(placing, hit.path, anchor, slot, blank=all(area.blank for area in values))
    if item is None:
        return
    text = _together(values)
    cut = _further(text.value, spec, placing)
    if cut:
        # Another field's label with its value stands behind the value: hnsy001 密码：hnsy2021
        placing.add(hit.path, item, text.with_value(text.value[:cut].strip()), min(sure, _FAR))
        place_lines([text.with_value(line) for line in text.value[cut:].split("\n")], placing, by)
        return
    placing.add(hit.path, item, text, sure, _parts(values) if spec.options else (), label=label.text)


def _doubt_list(work: Work, label: Area, hit: Hit, values: list[Area], *, lost: bool) -> None:
    """Doubts on the list that a value is of: where its item's group isn't known, and where more values stand under it."""
    placing = work.placing
    base = placing.base(hit.path)
    again = placing.spec(hit.path).kind == "person" and placing.filled(hit.path) and lacks_group(work, label)
    if lost or again:
        placing.doubt_alike(base, label.origin)
    elif hit.quality < FIRM or _goes_on_below(work, label, values):
        placing.doubt("list.unclear", base.removesuffix("[]"), label.origin)


def _further(text: str, spec: Field, placing: Placing) -> int:
    """Where in a field's *text* the label of a further field with its value begins; 0 where none does."""
    if spec.options or spec.kind in FLOWING or not _COLON.search(text):
        return 0
    first, line_end, _ = text.partition("\n")
    if line_end and first.strip():
        behind = opens_with_label(text[len(first) + 1 :].split("\n", 1)[0], placing.lexicon)
        named = {hit.path for pair in behind[:1] for hit in pair.hits if not hit.group}
        return len(first) + 1 if named and spec.path not in named else 0
    found = next((pair for pair in pairs(text, placing.lexicon) if pair.hits), None)
    if found is None or not found.value or any(hit.group or hit.path == spec.path for hit in found.hits):
        return 0
    before = text[: found.start]
    return found.start if before.strip() and before[-1:].isspace() and not is_within_brackets(before) else 0


_COLON = re.compile("[：:]")

_ORDINAL = re.compile(r"[（(]?(?:[\d０-９]{1,3}|[一二三四五六七八九十]{1,3})[)）.．、]?")
"""A row's number in a column of its own."""


def _place_combined(work: Work, label: Area) -> bool:
    """Places the parts of a value whose label names as many fields (用户名/密码); in doubt where they can't be told apart."""
    placing = work.placing
    beside = work.sheet.right_of(label)
    sign, fields = placing.lexicon.combined(label.text)
    if not fields or beside is None or not work.free(beside) or work.label(beside):
        return False
    if any(opens_with_label(line, placing.lexicon) for line in beside.text.split("\n")):
        work.use(label)  # the value says itself which part is which
        return True
    column = [area for area in work.sheet.column(beside.left, label.top, label.bottom) if area.left == beside.left]
    if len(column) > 1 and (column[-1].bottom > label.bottom or not all(map(work.free, column))):
        return False
    work.use(label)
    for area in column:
        work.take(area)
    governors = governors_of(work, label)[0]
    if len(column) == 1:
        place_combined(sign, fields, beside.found, placing, governors)
        return True
    chosen = [placing.choose_field(found, governors, placing.group)[0] for found in fields]
    paths = [hit.path for hit in chosen if hit is not None and "[]" not in hit.path]
    if len(paths) == len(fields) == len(column):
        # Labels in one cell before as many values: most likely in the same order.
        for path, area in zip(paths, column, strict=True):
            placing.add(path, (), area.found, _FAR, (area.text,) if placing.spec(path).options else ())
    else:
        _leave(work, column, [placing.base(hit.path) or hit.path for found in fields for hit in found], label)
    return True


def _goes_on_below(work: Work, label: Area, values: list[Area]) -> bool:
    """Whether more stands under a value that stands under its label: a column of values, of which this is the first."""
    if not values or values[0].top < label.bottom:
        return False
    under = work.sheet.below(values[-1])
    return under is not None and not under.blank and not work.label(under)


_FAR = 0.8
"""How sure a value is that stands beyond blank cells, or where others may be meant."""


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


def _place_inside(work: Work, area: Area) -> None:
    """Reads a cell that holds labels and values itself."""
    placing = work.placing
    if area.blank or is_note(area.text):
        if not area.blank:
            work.use(area)
        return
    lines = _labelled_lines(work, area)
    if not any(opens_with_label(line, placing.lexicon) for line in lines) and not placing.lexicon.firm(lines[0]):
        return
    governors, _anchor = governors_of(work, area)
    left = work.sheet.at(area.top, area.left - 1)
    if work.inside and work.inside[-1][0] is left and not any("[]" in path for path in work.inside[-1][1]):
        # It goes on with what the cell beside it says, which is about nobody in the list above.
        governors = tuple(group for group in governors if "[]" not in group)
    before = len(placing.finds)
    work.use(area)
    place_lines(
        [area.found.with_value(line) for line in lines if line.strip()], placing, governors[0] if governors else ""
    )
    _doubt_inside(work, area, placing.finds[before:], governors)


def _labelled_lines(work: Work, area: Area) -> list[str]:
    """The lines of a cell; where its first is a label and the rest its value, as one."""
    lines = [line for line in area.text.split("\n") if line.strip()]
    if len(lines) == 1 and (spaced := _SPACED.fullmatch(lines[0].strip())) is not None:
        label, rest = spaced.groups()
        named = [hit for hit in work.placing.lexicon.firm(label) if not hit.group and hit.printed]
        if named and not work.placing.lexicon.find(rest):
            return [f"{label}：{rest}"]
    leaf = [hit for hit in work.placing.lexicon.firm(lines[0].strip()) if not hit.group] if len(lines) > 1 else []
    if not leaf or any(work.placing.spec(hit.path).kind in FLOWING for hit in leaf):
        return area.text.split("\n")
    lexicon = work.placing.lexicon
    if any(lexicon.firm(line.strip()) or opens_with_label(line, lexicon) for line in lines[1:]):
        return area.text.split("\n")
    label, rest = lines[0].strip(), " ".join(line.strip() for line in lines[1:])
    # A label that the cell's width broke goes on in the second line, though its first half is one as well.
    more = next((n for n in range(min(_BROKEN, len(rest)), 0, -1) if lexicon.firm(label + rest[:n].strip())), 0)
    return [f"{label}{rest[:more].strip()}：{rest[more:].strip()}"]


_SPACED = re.compile(r"([\u3400-\u9fff]{2,8})[ \u3000]+([^\s：:]+)")
"""A label and its value with nothing but room between (职务 局长)."""


def _doubt_inside(work: Work, area: Area, finds: list[Find], governors: tuple[str, ...]) -> None:
    """Doubts on what a cell says by its own labels: whose it is, where several groups or an unknown word name it, and whether it is all."""
    placing = work.placing
    work.inside.append((area, frozenset(find.path for find in finds)))
    lines = [hit for line in area.text.split("\n") for hit in placing.lexicon.firm(line) if hit.group]
    named = {placing.base(hit.path) for hit in lines}
    section = placing.section
    if section is not None and placing.spec(section.path).kind == "names" and heads_column(work, area):
        placing.doubt("list.unclear", section.path, area.origin)
    left = work.sheet.at(area.top, area.left - 1)
    strange = not governors and left is not None and work.free(left) and not left.blank and not work.label(left)
    strange = strange or (not governors and lacks_group(work, area))
    doubted = named if len(named) > 1 and not finds else {placing.base(f.path) for f in finds} if strange else set()
    doubted |= {find.path for find in finds if placing.spec(find.path).kind == "names" and heads_column(work, area)}
    told = {hit.path for hit in work.leaf(left)} if left is not None else set()
    if any(placing.spec(path).kind in FLOWING for path in told) and not told & {find.path for find in finds}:
        # A long text may begin with words that read like another's label.
        doubted |= told | {find.path for find in finds}
    for path in sorted(doubted - {""}):
        placing.doubt("list.unclear" if path.endswith("[]") else "label.unclear", path.removesuffix("[]"), area.origin)
