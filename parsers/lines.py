"""Values in lines of text: behind a label and a colon, or in the paragraphs under a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from forms.chinese import enumerator_style, is_page_number
from forms.text import Text
from parsers.inline import is_note, opens_with_label, pairs
from parsers.labels import key, words
from parsers.line_pairs import BELOW, place_head, place_joined, place_pair
from parsers.placing import Placing
from parsers.sections import close_section, go_on, is_over, is_wording, opens_heading, with_wording
from parsers.units import unit_behind, unit_line

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
    if is_page_number(line.value) or _gives_unit(line.value, placing) or opens_heading(line, placing):
        return
    if placing.in_note and placing.section is None and enumerator_style(line.value):
        placing.leftovers.append(line)
        return
    if _is_closing(line.value, placing):
        close_section(placing)
        placing.leftovers.append(line)
        return
    if placing.section is None and (place_head(line, placing) or place_joined(line, placing)):
        return
    found = opens_with_label(line.value, placing.lexicon)
    if found and not is_wording(found, placing):
        close_section(placing)
        for pair in with_wording(found, placing, line.value):
            place_pair(pair, placing, line)
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
    if is_note(line.value) or any(
        group.key and placing.note_key(group.path, line) for group in placing.definition.groups
    ):
        return
    later = [pair for pair in pairs(line.value, placing.lexicon) if pair.hits]
    lead = line.value[: later[0].start].strip() if len(later) >= 2 else ""
    if lead:
        placing.leftovers.append(line.with_value(lead))
        before = placing.finds[-1].text.origin if placing.finds else None
        if before is not None and (before == line.origin or before.cell is line.origin.cell is None):
            # The end of what was said last, be it on the line above.
            placing.doubt("label.unclear", placing.finds[-1].concrete, line.origin)
    for pair in later if len(later) >= 2 else ():
        place_pair(pair, placing, line)
    if len(later) < 2:
        _leave(line, placing)


def _leave(line: Text, placing: Placing) -> None:
    """Leaves a line over; one of few words may be a heading."""
    placing.leftovers.append(line)
    if len(line.value.strip()) <= _FEW_WORDS and line.value.strip()[-1] not in "。；;！？":
        placing.stray = line.origin


_FEW_WORDS = 20
"""Characters of a line that may be a heading."""

_SHORT = 80
"""Characters that a value on a line of its own may have."""


def _is_closing(text: str, placing: Placing) -> bool:
    """Whether a line is about whoever filled in the form."""
    closers = {key(word) for word in words()["closers"]}
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
