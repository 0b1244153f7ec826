"""The value that belongs to a label in another cell: which field it is of, how sure that is, and what stands behind it."""

from __future__ import annotations

import re

from forms.definition import Field
from forms.text import Text
from parsers.extraction.governing import is_of_another, lacks_group
from parsers.extraction.inline import is_within_brackets, opens_with_label, pairs
from parsers.extraction.labels import FIRM, Hit, words
from parsers.extraction.layout import Area
from parsers.extraction.lines import place_lines
from parsers.extraction.placing import Placing
from parsers.extraction.reach import heads_column, reaches_over
from parsers.extraction.worksheet import FLOWING, Work

__all__ = ["FAR", "item_in", "leave", "place_value"]


def place_value(
    work: Work,
    label: Area,
    leaf: tuple[Hit, ...],
    governors: tuple[str, ...],
    anchor: object,
    values: list[Area],
    slot: object,
) -> None:
    """Places what the cells *values* say for *label*, whose fields may be *leaf*; leaves it over where none of them is meant for sure.

    *governors* are the groups that rule there and *anchor* the cell that names the first; *slot* is the column of a person of its own.
    """
    placing = work.placing
    hit, by = placing.choose_field(
        _likely(work, label, leaf), governors, placing.group, listed=False if slot is None else None
    )
    work.use(label)
    bases = [placing.base(one.path) or one.path for one in ((hit,) if hit else leaf)]
    if hit is None or "[]" in hit.path[len(bases[0]) :]:
        # Of which field, or of which item of an outer list, the value is can't be told.
        leave(work, values, bases, label)
        return
    if by:
        placing.group = by
    spec = placing.spec(hit.path)
    sure = hit.quality
    if not spec.options and spec.kind not in FLOWING and slot is None:
        filled = [area for area in values if not area.blank]
        if values[0].blank and len(filled) == 1:
            values, sure = filled, min(sure, FAR)
        elif len(filled) > 1 and not filled[0].blank:
            # Which of several is meant can't be told.
            values, sure = filled[:1], min(sure, FAR)
        else:
            values = values[:1]
    if len(values) == 1 and values[0].left >= label.right and heads_column(work, label):
        sure = min(sure, FAR)
    left = work.sheet.at(label.top, label.left - 1)
    counted = left is not None and _ORDINAL.fullmatch(left.text.strip()) is not None
    if (
        left is not None
        and work.free(left)
        and not (left.blank or counted)
        and not work.label(left)
        and not work.hits(left)
    ):
        sure = min(sure, FAR)  # its own value may stand before it
    lost = not governors and is_of_another(work, label)
    if (values and reaches_over(work, label, values[0])) or lost:
        sure = min(sure, FAR)
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
    item = item_in(placing, hit.path, anchor, slot, blank=all(area.blank for area in values))
    if item is None:
        return
    text = _together(values)
    cut = _further(text.value, spec, placing)
    if cut:
        # Another field's label with its value stands behind the value: hnsy001 密码：hnsy2021
        placing.add(hit.path, item, text.with_value(text.value[:cut].strip()), min(sure, FAR))
        place_lines([text.with_value(line) for line in text.value[cut:].split("\n")], placing, by)
        return
    placing.add(hit.path, item, text, sure, _parts(values) if spec.options else (), label=label.text)


FAR = 0.8
"""How sure a value is that stands beyond blank cells, or where others may be meant."""


def _doubt_list(work: Work, label: Area, hit: Hit, values: list[Area], *, lost: bool) -> None:
    """Doubts on the list that a value is of: where its item's group isn't known, and where more values stand under it."""
    placing = work.placing
    base = placing.base(hit.path)
    again = placing.spec(hit.path).kind == "person" and placing.filled(hit.path) and lacks_group(work, label)
    if lost or again:
        placing.doubt_alike(base, label.origin)
    elif hit.quality < FIRM or _goes_on_below(work, label, values):
        placing.doubt("list.unclear", base.removesuffix("[]"), label.origin)


def _goes_on_below(work: Work, label: Area, values: list[Area]) -> bool:
    """Whether more stands under a value that stands under its label: a column of values, of which this is the first."""
    if not values or values[0].top < label.bottom:
        return False
    under = work.sheet.below(values[-1])
    return under is not None and not under.blank and not work.label(under)


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


def item_in(placing: Placing, path: str, anchor: object, slot: object, *, blank: bool) -> tuple[int, ...] | None:
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
        marked=tuple(part for area in areas for part in area.marked),
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


def leave(work: Work, values: list[Area], bases: list[str], label: Area) -> None:
    """Leaves values over that can't be told to belong anywhere, with a doubt on all that they may be of."""
    for area in values:
        work.use(area)
        if not area.blank:
            work.placing.leftovers.append(area.found)
            for base in dict.fromkeys(bases):
                work.placing.doubt("label.unclear", base.removesuffix("[]"), label.origin)
