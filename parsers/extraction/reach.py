"""Which cells a label reaches: those that may hold its value, and those that say whose value it is."""

from __future__ import annotations

import re

from forms.chinese import enumerator_number
from forms.definition import Field
from parsers.extraction.choices import names_options
from parsers.extraction.inline import opens_with_label
from parsers.extraction.labels import FIRM, Hit, is_foreign, is_stranger, key, keys_of
from parsers.extraction.layout import Area
from parsers.extraction.worksheet import FLOWING, Work
from parsers.marks import is_mark

__all__ = ["heads_column", "reaches_over", "values_of"]


def reaches_over(work: Work, label: Area, value: Area) -> bool:
    """Whether a value's cell reaches down beside the next label: it may be the value of both, or of either."""
    if value.blank or value.bottom <= label.bottom or value.left < label.right:
        return False
    under = (work.sheet.at(label.bottom, value.left - 1), work.sheet.below(label))
    return any(area is not None and area is not label and area is not value and work.label(area) for area in under)


def values_of(work: Work, label: Area, leaf: tuple[Hit, ...]) -> list[Area]:
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
        if flowing and cells and is_stranger(cells[0].text):
            placing.doubt("section.unclear", specs[0].path, cells[0].origin)
            continue
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
            if found and _is_remark(work, area):
                break
            if not found and (_names_itself(work, area, specs) or _fits_below(work, label, specs[0], area)):
                break
            if area not in found:
                found.append(area)
            position = area.right
        if not found and row == label.top and cells and not flowing:
            break
    if found:
        return _completed(work, label, leaf, found)
    found = _below(work, label, specs[0], flowing=flowing)
    if len(found) == 1 and options:
        found = [
            area for area in work.sheet.row(found[0].top) if area.left >= label.left and area.right <= label.right
        ] or found
    return found


def _completed(work: Work, label: Area, leaf: tuple[Hit, ...], found: list[Area]) -> list[Area]:
    """The cells beside *label* with those on other rows that go on with them, and without those that are no names in a list of names."""
    specs = [work.placing.spec(hit.path) for hit in leaf[:2]]
    if any(spec.options for spec in specs):
        return found + _ticks_below(work, label, found)
    if len(found) > 1 and specs[0].kind == "names" and (named := _under_names(work, label, found)) != found:
        return named
    if any(spec.kind in FLOWING for spec in specs):
        return found + _rows_going_on(work, label, found[0], leaf[0].path)
    return found


def _under_names(work: Work, label: Area, found: list[Area]) -> list[Area]:
    """The cells of *found* in columns headed as names; all of them where none is: others say where those are from, or are remarks."""
    heads = keys_of("name_heads")
    for row in range(label.top - 1, -1, -1):
        named = [area for area in work.sheet.row(row) if area.left >= label.right and key(area.text) in heads]
        under = [area for area in found if any(head.left <= area.left < head.right for head in named)]
        if under:
            return under
    return found


_HEADING = re.compile("[^。；，,;！？\n]{2,20}")


def _reads_like_heading(text: str) -> bool:
    """Whether a cell of few words among paragraphs may be the heading of what follows."""
    return _HEADING.fullmatch(text.strip()) is not None


def _numbered_next(label: str, text: str) -> bool:
    """Whether a cell of few words carries the number behind the label's own: the heading of another part, if an unknown one."""
    own, other = enumerator_number(label), enumerator_number(text)
    return own is not None and other == (own[0], own[1] + 1) and _reads_like_heading(text)


def _speaks(work: Work, area: Area, specs: list[Field]) -> bool:
    """Whether a cell holds several labels with their values itself, as that of a whole person does; a long text may use words that other cells name."""
    if ("：" not in area.text and ":" not in area.text) or not opens_with_label(
        area.text.strip().split("\n", 1)[0], work.placing.lexicon
    ):
        return False
    said = [
        pair for line in area.text.split("\n") for pair in opens_with_label(line, work.placing.lexicon) if pair.hits
    ]
    paths = {pair.hits[0].path for pair in said}
    if all(spec.kind == "narrative" for spec in specs):
        paths -= {hit.path for other in work.sheet.areas if other is not area for hit in work.leaf(other)}
    return len(paths) > 1


def _is_remark(work: Work, area: Area) -> bool:
    """Whether a cell stands in a column whose head is none of the form's labels (备注): it says something about the value before it."""
    over = work.sheet.at(area.top - 1, area.left)
    while over is not None and (over.left, over.right) == (area.left, area.right):
        if is_foreign(over.text):
            beside = work.sheet.at(over.top, over.left - 1)
            # 政治面貌 behind a person's name is a label of a row of its own, and no head of a column.
            return beside is None or id(beside) not in work.values
        over = work.sheet.at(over.top - 1, area.left)
    return False


def _names_itself(work: Work, area: Area, specs: list[Field]) -> bool:
    """Whether a cell opens with the label of another field, which no other cell names, and a colon: it holds that field's value."""
    if _speaks(work, area, specs):
        return True
    found = opens_with_label(area.text.split("\n", 1)[0], work.placing.lexicon) if _COLON.search(area.text) else []
    named = {hit.path for hit in found[0].hits if not hit.group and hit.quality >= FIRM} if found else set()
    if not named or named & {spec.path for spec in specs}:
        return False
    return not any(hit.path in named for other in work.sheet.areas if other is not area for hit in work.leaf(other))


_COLON = re.compile("[：:]")


def _fits_below(work: Work, label: Area, spec: Field, beside: Area) -> bool:
    """Whether the cell under *label* is a value of its kind, and far more so than the one beside it: the label heads a column."""
    under = work.sheet.below(label)
    if under is None or under.blank or beside.blank or work.label(under) or not work.free(under):
        return False
    if (under.left, under.right) != (label.left, label.right) or spec.kind not in _TELLING or _is_anothers(work, under):
        return False
    if any(work.label(area) for area in work.sheet.row(under.top) if area.left > under.left):
        return False
    placing = work.placing
    return placing.plausible(spec.path, under.text) >= placing.plausible(spec.path, beside.text) + _FAR_MORE


_TELLING = frozenset({"person", "mobile", "phone", "email", "count", "year", "url"})
"""Kinds whose values can be told from other words."""

_FAR_MORE = 0.25


def _is_anothers(work: Work, area: Area) -> bool:
    """Whether a cell stands beside a label of a field, on its row: it is that label's value."""
    left = work.sheet.at(area.top, area.left - 1)
    return (
        left is not None
        and work.free(left)
        and bool(work.leaf(left))
        and left.bottom - left.top == area.bottom - area.top
    )


def _below(work: Work, label: Area, spec: Field, *, flowing: bool) -> list[Area]:
    """The cells under *label* that may hold its value, those of a long text one under the other."""
    found: list[Area] = []
    below = work.sheet.below(label)
    while (
        below is not None
        and work.free(below)
        and not work.label(below)
        and below.left >= label.left
        and below.right <= label.right
        and not _is_anothers(work, below)
        and not _names_itself(work, below, [spec])
    ):
        if flowing and is_stranger(below.text):
            work.placing.doubt("section.unclear", spec.path, below.origin)
            break
        if found and _numbered_next(label.text, below.text):
            break
        if found and (_reads_like_heading(below.text) or (not below.blank and _lacks_label(work))):
            work.placing.doubt("section.unclear", spec.path, below.origin)
        found.append(below)
        following = work.sheet.below(below)
        ticked = following is not None and bool(spec.options) and names_options([following.text], spec.options)
        if not flowing and not ticked:
            break
        below = following
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


def _rows_going_on(work: Work, label: Area, first: Area, path: str) -> list[Area]:
    """The cells of rows that go on with a long text: nothing stands where their label would, and no label beside it."""
    found: list[Area] = []
    head = work.sheet.below(label)
    while head is not None and head.blank and work.free(head) and (head.left, head.right) == (label.left, label.right):
        beside = work.sheet.right_of(head)
        if beside is None or beside.left != first.left or not work.free(beside) or work.label(beside):
            break
        work.use(head)
        found.append(beside)
        if not beside.blank and _lacks_label(work):
            work.placing.doubt("section.unclear", path, beside.origin)
        head = work.sheet.below(head)
    return found


def _lacks_label(work: Work) -> bool:
    """Whether a long text of the form has no label on the sheet that is filled: a blank cell may stand in its place."""
    placing = work.placing
    named = {hit.path for area in work.sheet.areas for hit in work.hits(area)}
    asked = {spec.path for spec in placing.definition.fields if spec.kind in FLOWING and "[]" not in spec.path}
    return bool(asked & named) and bool(asked - named - placing.headings.keys())


def _is_said(work: Work, area: Area, firm: list[Hit], specs: list[Field]) -> bool:
    """Whether a cell that reads like a label is a value all the same (a position called after a group's name).

    A group's name is where the next label follows it at once; a field's label where it ends the row, has nothing under it to
    name, and its field has a label elsewhere: what stands under it has a label of its own, in a column of values.
    """
    if not any(spec.kind in _WORDED for spec in specs):
        return False
    after, under = work.sheet.right_of(area), work.sheet.below(area)
    named = {hit.path for other in work.sheet.areas if other is not area for hit in work.leaf(other)}
    if not all(hit.group or hit.path in named for hit in firm):
        return False
    if after is not None:
        return bool(work.leaf(after))
    if under is None or (under.left, under.right) != (area.left, area.right) or work.label(under):
        return True
    beside = work.sheet.at(under.top, under.left - 1)
    return beside is not None and work.label(beside) and (beside.top, beside.bottom) == (under.top, under.bottom)


_WORDED = frozenset({"text", "person", "name", "area", "narrative", "opinion", "verbatim"})
"""Kinds whose values are words, which may be those of a label."""


def _ticks_below(work: Work, label: Area, options: list[Area]) -> list[Area]:
    """Tick cells in the row under the options, where the label covers one row or two."""
    under = [work.sheet.below(area) for area in options]
    if all(
        area is not None and work.free(area) and area not in options and (area.blank or is_mark(area.text))
        for area in under
    ) and any(area is not None and is_mark(area.text) for area in under):
        return [area for area in under if area is not None]
    return []


def heads_column(work: Work, label: Area) -> bool:
    """Whether under a label stands text that is no label, as under the head of a column."""
    under = work.sheet.below(label)
    if under is None or under.blank or work.label(under) or not work.free(under):
        return False
    return (under.left, under.right) == (label.left, label.right) and not _is_anothers(work, under)
