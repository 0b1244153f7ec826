"""Values in lines of text: behind a label and a colon, or in the paragraphs under a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from forms.chinese import enumerator_style, is_page_number
from forms.text import Text
from parsers.extraction.inline import Pair, is_note, opens_with_label, pairs
from parsers.extraction.labels import key, keys_of
from parsers.extraction.line_pairs import BELOW, place_head, place_joined, place_pair
from parsers.extraction.placing import Placing
from parsers.extraction.sections import close_section, go_on, is_over, is_wording, opens_heading, with_wording
from parsers.extraction.told_keys import notes_key
from parsers.extraction.told_lines import place_told_line
from parsers.extraction.typed_items import place_item_head, place_typed_item
from parsers.extraction.units import unit_behind, unit_line

__all__ = ["place_lines"]

_RULES = re.compile(r"^\s*[_＿]{2,}|[_＿]{2,}\s*$")
"""A rule to write on, at the ends of what is written: a password may end with one stroke."""


def place_lines(lines: Sequence[Text], placing: Placing, group: str = "") -> None:
    """Finds the values in *lines*. A section that is open at the end stays open: more lines may follow, or ``close_section``."""
    if group:
        placing.group = group
    for line in lines:
        if not line.value.strip():
            continue
        _place_line(line, placing)
    if group:
        close_section(placing)


def _place_line(line: Text, placing: Placing) -> None:
    """Places one line: the first of these that it is."""
    awaited, placing.awaited = placing.awaited, None
    if is_page_number(line.value) or _gives_unit(line.value, placing):
        return
    if place_told_line(line, placing) or opens_heading(line, placing):
        return
    if placing.in_note and placing.section is None and enumerator_style(line.value):
        placing.leftovers.append(line)
        return
    if _is_closing(line.value, placing):
        close_section(placing)
        placing.leftovers.append(line)
        return
    if placing.section is None and (
        place_head(line, placing)
        or place_joined(line, placing)
        or place_typed_item(line, placing)
        or place_item_head(line, placing)
    ):
        return
    if (head := _HEADED.match(line.value)) and (group := _named_by(head[1], placing)):
        # 【负责人信息】姓名：…　职务：…
        close_section(placing)
        _enter(group, placing)
        line = line.with_value(line.value[head.end() :])
    found = opens_with_label(line.value, placing.lexicon)
    if found and not is_wording(found, placing):
        close_section(placing)
        _place_pairs(with_wording(found, placing, line.value), placing, line)
        return
    if placing.section is not None and is_over(placing.section, line, placing):
        close_section(placing)
    if awaited is not None and placing.section is None and not is_note(line.value) and len(line.value) <= _SHORT:
        placing.add(*awaited, line.with_value(_RULES.sub("", line.value)), BELOW)
        return
    if placing.section is not None:
        go_on(placing.section, line, placing)
        return
    placing.in_note = placing.in_note or is_note(line.value)
    if is_note(line.value) or notes_key(line, placing):
        return
    _place_later(line, placing)


def _place_later(line: Text, placing: Placing) -> None:
    """Places what labels further on in a line say, two of them at least; any other line is left over."""
    later = [pair for pair in pairs(line.value, placing.lexicon) if pair.hits]
    if len(later) < _TWO:
        _leave(line, placing)
        return
    lead = line.value[: later[0].start].strip()
    if lead and (group := _named_by(lead, placing)):
        # 负责人信息　姓名：…: whose the values are, with no sign behind it.
        _enter(group, placing)
    elif lead:
        placing.leftovers.append(line.with_value(lead))
        before = placing.finds[-1].text.origin if placing.finds else None
        if before is not None and (before == line.origin or before.cell is line.origin.cell is None):
            # The end of what was said last, be it on the line above.
            placing.doubt("label.unclear", placing.finds[-1].concrete, line.origin)
    for pair in later:
        place_pair(pair, placing, line)


_TWO = 2


def _place_pairs(found: Sequence[Pair], placing: Placing, line: Text) -> None:
    for number, pair in enumerate(found):
        place_pair(pair, placing, line)
        if not number:
            _place_number(pair, placing, line)


def _place_number(pair: Pair, placing: Placing, line: Text) -> None:
    """Places the number in front of the first label of a list's item (1. 学校名称：…) as the item's own, where it has one."""
    number = _COUNT.match(line.value[: pair.start] + pair.label)
    base = placing.base(pair.hits[0].path) if pair.hits and not pair.hits[0].group else ""
    current = placing.instances.get(base)
    if number is None or current is None or placing.spec(pair.hits[0].path).kind != "name":
        return
    for spec in placing.definition.fields:
        if spec.kind == "ordinal" and spec.path.rpartition(".")[0] == base:
            placing.add(spec.path, current.item, line.with_value(number[1]))


_COUNT = re.compile(r"\s*[（(]?\s*(\d{1,3})\s*[.．、)）]")


_HEADED = re.compile("\\s*【([^【】]{2,20})】\\s*(?=\\S)")
"""A heading in heavy brackets before what it is over."""


def _enter(group: str, placing: Placing) -> None:
    """Notes which group the next values are of, a new item where it is a list's."""
    placing.group, placing.stray = group, None
    if placing.many(placing.base(group)):
        placing.instances.pop(placing.base(group), None)


def _named_by(text: str, placing: Placing) -> str:
    """The one group that *text* names; "" where it names none, or may name several."""
    named = {hit.path for hit in placing.lexicon.firm(text) if hit.group}
    return named.pop() if len(named) == 1 else ""


def _leave(line: Text, placing: Placing) -> None:
    """Leaves a line over; one of few words may be a heading, and a sentence behind a table may go on with the long text that ended it."""
    placing.leftovers.append(line)
    last = placing.finds[-1] if placing.finds and line.origin.cell is None else None
    tabled = last is not None and last.text.origin.cell is not None
    if (
        last is not None
        and tabled
        and placing.spec(last.path).kind == "narrative"
        and line.value.rstrip().endswith(("。", "；"))
    ):
        placing.doubt("section.unclear", last.concrete, line.origin)
    if len(line.value.strip()) <= _FEW_WORDS and line.value.strip()[-1] not in "。；;！？":
        placing.stray = line.origin


_FEW_WORDS = 20
"""Characters of a line that may be a heading."""

_SHORT = 80
"""Characters that a value on a line of its own may have."""


def _is_closing(text: str, placing: Placing) -> bool:
    """Whether a line is about whoever filled in the form."""
    closers = keys_of("closers")
    first = next(iter(pairs(text, placing.lexicon)), None)
    if first is not None and first.hits:
        return False
    return (first is not None and key(first.label) in closers) or key(text[:4]) in closers


def _gives_unit(text: str, placing: Placing) -> bool:
    """Whether a line of its own gives the unit of all numbers that follow (（单位：万个）): it is noted then, as is one behind a heading."""
    if placing.section is not None:
        return False
    unit = unit_line(text)
    placing.unit = unit or unit_behind(text) or placing.unit
    return bool(unit)
