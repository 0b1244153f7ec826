"""Cells that hold labels with their values themselves."""

from __future__ import annotations

import re

from parsers.extraction.governing import governors_of, lacks_group
from parsers.extraction.inline import is_note, opens_with_label
from parsers.extraction.layout import Area
from parsers.extraction.lines import place_lines
from parsers.extraction.placing import Find
from parsers.extraction.reach import heads_column
from parsers.extraction.worksheet import FLOWING, Work

__all__ = ["place_inside"]


def place_inside(work: Work, area: Area) -> None:
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


_BROKEN = 8
"""Characters of a label that may stand in a second line."""


def _labelled_lines(work: Work, area: Area) -> list[str]:
    """The lines of a cell; where its first is a label and the rest its value, as one."""
    lines = [line for line in area.text.split("\n") if line.strip()]
    if len(lines) == 1 and (spaced := _SPACED.fullmatch(lines[0].strip())) is not None:
        label, rest = spaced.groups()
        named = [hit for hit in work.placing.lexicon.firm(label) if not hit.group and hit.printed]
        if named and not work.placing.lexicon.find(rest):
            return [f"{label}：{rest}"]
    if len(lines) > 1 and (end := _BROKEN_OFF.match(lines[1])) is not None and not work.placing.lexicon.firm(end[1]):
        # The cell's width broke the label, and its first half may be one as well.
        label = lines[0].strip() + end[1].strip()
        if any(not hit.group for hit in work.placing.lexicon.firm(label)):
            return [f"{label}：{lines[1][end.end() :]}", *lines[2:]]
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


_BROKEN_OFF = re.compile(rf"([^：:]{{1,{_BROKEN}}})[：:]")
"""The rest of a label that a line's end has broken, with its colon."""

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
    of_ours = left is not None and bool(work.leaf(left) or work.groups(left))
    unknown = left is not None and work.free(left) and not left.blank and not of_ours
    strange = not governors and unknown
    strange = strange or _named_behind(work, area)
    strange = strange or (not governors and lacks_group(work, area))
    doubted = named if len(named) > 1 and not finds else {placing.base(f.path) for f in finds} if strange else set()
    if unknown:
        # The first words may be no label, but what the words beside them name begins with.
        texts = {find.path for find in finds} | ({section.path} if section is not None else set())
        doubted |= {path for path in texts if placing.spec(path).kind == "narrative"}
    doubted |= {find.path for find in finds if placing.spec(find.path).kind == "names" and heads_column(work, area)}
    told = {hit.path for hit in work.leaf(left)} if left is not None else set()
    if any(placing.spec(path).kind in FLOWING for path in told) and not told & {find.path for find in finds}:
        # A long text may begin with words that read like another's label.
        doubted |= told | {find.path for find in finds}
    doubted |= _of_another_text(work, area, finds, told)
    for path in sorted(doubted - {""}):
        placing.doubt("list.unclear" if path.endswith("[]") else "label.unclear", path.removesuffix("[]"), area.origin)


def _of_another_text(work: Work, area: Area, finds: list[Find], told: set[str]) -> set[str]:
    """The long texts that a cell seems to give, where it is rather one of its own whose label stands elsewhere: a sentence in it begins like a label."""
    placing = work.placing
    first = area.text.strip().split("\n", 1)[0]
    right = work.sheet.right_of(area)
    last = right is not None and work.sheet.right_of(right) is None
    behind = {hit.path for hit in work.leaf(right)} if right is not None and last else set()
    nameless = not opens_with_label(first, placing.lexicon) and not placing.lexicon.firm(first)
    if not nameless and (told or not any(placing.spec(path).kind in FLOWING for path in behind)):
        return set()
    opened = {placing.section.path} if placing.section is not None else set()
    return opened | {find.path for find in finds if placing.spec(find.path).kind in FLOWING}


def _named_behind(work: Work, area: Area) -> bool:
    """Whether a group is named behind a cell, at the end of its row, and none before it: the two may have changed places."""
    row = work.sheet.row(area.top)
    at = row.index(area)
    before, behind = row[:at], row[at + 1 :]
    return len(behind) == 1 and bool(work.groups(behind[0])) and not any(work.groups(other) for other in before)
