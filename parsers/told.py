"""What rows tell in other ways than a value a column.

A list as a sentence (``洛阳市（12000）、开封市（3000）``), a choice by a tick under one of its options, or in brackets behind the name of the row's list
(``学校（小学）``).
"""

from __future__ import annotations

import re
from functools import cache

from forms.kinds import kind_of
from parsers.columns import Row
from parsers.headers import Header
from parsers.inline import holds_label
from parsers.labelled import told_in
from parsers.labels import key, words
from parsers.layout import Area
from parsers.list_rows import names_groups
from parsers.marks import is_mark, marks
from parsers.persons import person_in
from parsers.worksheet import Work

__all__ = ["place_labelled", "place_persons", "place_qualified", "place_ticked", "place_told"]

_APART = re.compile(r"[、，,；;\n]+(?!\d)")
"""What parts items; a comma before a digit may part thousands."""

_TOLD = re.compile(
    r"\s*(?P<name>[\u3400-\u9fff]{2,12}?)\s*(?:[（(]\s*(?P<inside>[^（）()]+?)\s*[)）]|[：:]?\s*(?P<behind>[\d０-９][^（）()：:]*?))[\s。]*"
)

_SURE = 0.8
"""How sure the items of a sentence are: which number belongs to which name is told by their places alone."""


def place_told(work: Work, header: Header, base: str, item: tuple[int, ...] | None, span: list[Row]) -> None:
    """Places the items that a cell under the name of a list within *base* tells as names, each with its number."""
    placing = work.placing
    for column in header.columns if item is not None else ():
        groups = [group for group in work.groups(column.area) if group.startswith(base + ".") and group.endswith("[]")]
        if column.hits or len(groups) != 1 or item is None:
            continue
        own = [spec for spec in placing.definition.fields if spec.path.rpartition(".")[0] == groups[0]]
        names = [spec for spec in own if spec.kind == "name"]
        counts = [spec for spec in own if spec.kind == "count"]
        if len(names) != 1 or len(counts) != 1:
            continue
        for area in _cells(work, column.area.left, span):
            told = _read(area.text)
            good = [kind_of(counts[0]).parse(number, counts[0]) for _, number in told]
            if not told or any(parsed.value is None or parsed.faults for parsed in good):
                continue
            work.take(area)
            for name, number in told:
                place = placing.next_item(groups[0], item)
                placing.add(names[0].path, place, area.found.with_value(name), _SURE)
                placing.add(
                    counts[0].path, place, area.found.with_value(number), _SURE, unit=column.unit or placing.unit
                )


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


def _read(text: str) -> list[tuple[str, str]]:
    """The names in *text*, each with its number as written; none where any part is something else."""
    found: list[tuple[str, str]] = []
    for piece in filter(str.strip, _APART.split(text)):
        match = _TOLD.fullmatch(piece)
        if match is None or not match["name"].endswith(_places()):
            return []
        found.append((match["name"], match["inside"] or match["behind"]))
    return found


@cache
def _places() -> tuple[str, ...]:
    return tuple(words()["places"])
