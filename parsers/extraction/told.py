"""What rows tell in other ways than a value a column.

A list as a sentence (``洛阳市（12000）、开封市（3000）``), a choice by a tick under one of its options, or in brackets behind the name of the row's list
(``学校（小学）``).
"""

from __future__ import annotations

import re

from forms.kinds import kind_of
from parsers.extraction.columns import Mapping, Row
from parsers.extraction.counted import counted_in, counted_lists, lists_named, place_counted
from parsers.extraction.headers import Header
from parsers.extraction.inline import holds_label
from parsers.extraction.item_doubts import says
from parsers.extraction.labelled import told_in
from parsers.extraction.labels import key
from parsers.extraction.layout import Area
from parsers.extraction.list_rows import names_groups
from parsers.extraction.parts import splits
from parsers.extraction.persons import person_in
from parsers.extraction.placing import Placing
from parsers.extraction.worksheet import Work
from parsers.marks import is_mark, marks

__all__ = ["place_labelled", "place_persons", "place_qualified", "place_sentence", "place_ticked", "place_told"]


def place_told(work: Work, header: Header, base: str, item: tuple[int, ...] | None, span: list[Row]) -> None:
    """Places the items that a cell under the name of a list within *base* tells as names, each with its number."""
    for column in header.columns if item is not None else ():
        lists = lists_named(work.placing, base, column.area.text)
        if column.hits or len(lists) != 1 or item is None:
            continue
        for area in _cells(work, column.area.left, span):
            told = counted_in(area.text, lists[0].count, column.unit or work.placing.unit)
            if told:
                work.take(area)
                place_counted(work.placing, lists[0], item, area.found, told, column.unit)


def place_sentence(placing: Placing, sub: str, members: Mapping, item: tuple[int, ...], cells: list[Area]) -> bool:
    """Whether the one cell of a list within a list that says anything was placed: as places with a number each, or left over as none under a label for both."""
    said = list({id(area): area for area in cells if says(area)}.values())
    lists = [one for one in counted_lists(placing, placing.base(sub)) if one.path == sub]
    if len(said) != 1 or not lists:
        return False
    unit = next((column.unit for column, _ in members if column.unit), "")
    told = counted_in(said[0].text, lists[0].count, unit or placing.unit)
    parts = [column.part for column, hit in members if column.part is not None and hit.path == lists[0].count.path]
    if parts and len(told) < _PAIR:
        number, count, sign = parts[0]
        ways = splits(said[0].text.strip(), sign, count)
        if ways and placing.plausible(lists[0].count.path, ways[0][number]) >= _NUMBER:
            return False  # its parts are told as those of the label are
    if told:
        place_counted(placing, lists[0], item, said[0].found, told, unit)
    elif parts:
        placing.leftovers.append(said[0].found)
        placing.doubt("list.unclear", sub.split("[]", maxsplit=1)[0], said[0].origin)
    return bool(told) or bool(parts)


_NUMBER = 0.9
"""From this on a text looks like a number."""

_PAIR = 2
"""A name and its number."""


def place_persons(work: Work, header: Header, base: str, item: tuple[int, ...] | None, span: list[Row]) -> None:
    """Places what a cell under the name of the item's person says of them: name, workplace, position and number, each told by its looks."""
    placing = work.placing
    if item is None:
        return
    for column in header.columns:
        groups = [
            group for group in work.groups(column.area) if group.startswith(base + ".") and not group.endswith("[]")
        ]
        cells = _cells(work, column.area.left, span) if len(groups) == 1 and not column.hits else []
        told = person_in(" ".join(cells[0].text.split()), groups[0], placing) if len(cells) == 1 else {}
        for path, part in told.items():
            work.take(cells[0])
            placing.add(path, item, cells[0].found.with_value(part))


def place_labelled(work: Work, header: Header, base: str, item: tuple[int, ...] | None, span: list[Row]) -> None:
    """Places what cells say that are no column's for sure and hold several values, each told (联系方式: 手机：… 邮箱：…)."""
    if item is None:
        return
    for column in header.columns:
        for area in _cells(work, column.area.left, span):
            told = told_in(work, base, area)
            if not told and holds_label(area.text, work.placing.lexicon):
                work.placing.doubt("label.unclear", base.removesuffix("[]"), area.origin)
            for path, value in told.items():
                work.take(area)
                work.placing.add(path, item, area.found.with_value(value))


def place_ticked(work: Work, header: Header, base: str, item: tuple[int, ...] | None, span: list[Row]) -> None:
    """Places the choice that a tick under the name of one of its options makes; in doubt where it isn't one tick alone."""
    placing = work.placing
    columned = {hit.path for column in header.columns for hit in column.hits}
    for spec in placing.definition.fields if item is not None and placing.many(base) else ():
        if not spec.options or spec.path.rpartition(".")[0] != base or item is None:
            continue
        heads: dict[str, Area] = {}
        for column in header.columns:
            over = work.sheet.at(column.area.top - 1, column.area.left)
            named = over is not None and any(hit.path == spec.path for hit in work.leaf(over))
            # Without the choice's own label over them, its options side by side say as much.
            named = named or (spec.path not in columned and not column.hits)
            for option in spec.options if named else ():
                if any(key(column.area.text) == key(word) for word in option.labels):
                    heads.setdefault(option.value, column.area)
        cells = [(value, cell) for value, head in heads.items() for cell in _cells(work, head.left, span)]
        if len(heads) < _FEW or not cells or not all(is_mark(cell.text) for _, cell in cells):
            continue
        ticked = [(value, cell) for value, cell in cells if any(mark.checked for mark in marks(cell.text))]
        if len(ticked) == 1:
            value, cell = ticked[0]
            for _, other in cells:
                work.take(other)
            placing.add(spec.path, item, cell.found.with_value(value), 1.0, (value,))
        else:
            placing.doubt("choice.unclear", base.removesuffix("[]"), cells[0][1].origin)


def place_qualified(work: Work, header: Header, base: str, item: tuple[int, ...] | None, span: list[Row]) -> None:
    """Places the choice that stands in brackets behind the name of the list that a row is of, where no column has it."""
    placing = work.placing
    if item is None or not placing.many(base):
        return
    columned = {hit.path for column in header.columns for hit in column.hits if not names_groups(work, header, column)}
    for spec in placing.definition.fields:
        if not spec.options or spec.path.rpartition(".")[0] != base or spec.path in columned:
            continue
        for column in header.columns:
            for area in _named(work, column.area.left, span) if names_groups(work, header, column) else ():
                match = _QUALIFIED.fullmatch(area.text)
                parsed = kind_of(spec).parse(match[1], spec) if match and base in work.groups(area) else None
                if match is not None and parsed is not None and parsed.value is not None and not parsed.faults:
                    placing.add(spec.path, item, area.found.with_value(match[1]), 1.0)


def _named(work: Work, left: int, span: list[Row]) -> list[Area]:
    """The cells at *left* that stand on the first of the rows *span* alone."""
    area = work.sheet.at(span[0].number, left) if span else None
    return [area] if area is not None and area.top == span[0].number and area.bottom <= span[-1].number + 1 else []


_QUALIFIED = re.compile(r"\s*[\u3400-\u9fff]+\s*[（(]\s*([^（）()]+?)\s*[)）]\s*")

_FEW = 2
"""A choice has at least so many columns of ticks."""


def _cells(work: Work, left: int, span: list[Row]) -> list[Area]:
    """The cells with text in the column at *left* on the rows *span*, each once."""
    found: list[Area] = []
    for row in span:
        area = work.sheet.at(row.number, left)
        if area is not None and work.free(area) and not area.blank and area not in found:
            found.append(area)
    return found
