"""Rows of a rubric that head those below by their sum, where one column holds the headings of both: their points are those of the rows up to the next such row."""

from __future__ import annotations

import re

from forms.chinese import half
from forms.kinds import kind_of
from parsers.extraction.headers import Header
from parsers.extraction.list_rows import is_total
from parsers.extraction.rubric_lines import Rubric, rubric_of
from parsers.extraction.worksheet import Work

__all__ = ["summed_rows"]

_CATEGORIES = 2
_NEAR = 1e-6


def summed_rows(work: Work, header: Header) -> frozenset[int]:
    """The rows under *header* that head others by their sum; none unless all of its rows add up so. Worked out once."""
    if header.summed is None:
        rubric = rubric_of(work.placing.definition)
        header.summed = _summed(work, header, rubric) if rubric is not None else frozenset()
    return header.summed


def _summed(work: Work, header: Header, rubric: Rubric) -> frozenset[int]:
    lefts = {hit.path: column.area.left for column in header.columns for hit in column.hits}
    if rubric.key in lefts or rubric.heading not in lefts or rubric.text not in lefts:
        return frozenset()
    told: list[tuple[int, bool, float]] = []
    for row in range(header.start, header.stop):
        starting = [area for area in work.sheet.row(row) if area.top == row]
        if not any(not area.blank for area in starting) or is_total(work, starting):
            continue
        heading, text = work.sheet.at(row, lefts[rubric.heading]), work.sheet.at(row, lefts[rubric.text])
        if heading is None or text is None or heading.blank or heading.bottom > row + 1:
            return frozenset()
        worth = _worth(work, heading.text, row, lefts.get(rubric.points), rubric)
        if worth is None:
            return frozenset()
        told.append((row, text.blank or text is heading, worth))
    if not told or not told[0][1] or told[-1][1] or sum(over for _, over, _ in told) < _CATEGORIES:
        return frozenset()
    left = 0.0
    for _, over, worth in told:
        if over and abs(left) > _NEAR:
            return frozenset()
        left = worth if over else left - worth
    return frozenset(row for row, over, _ in told if over) if abs(left) <= _NEAR else frozenset()


def _worth(work: Work, heading: str, row: int, column: int | None, rubric: Rubric) -> float | None:
    """The points of the heading on *row*, in the *column* for them or behind its name; None where it has none."""
    spec = work.placing.spec(rubric.heading)
    points = kind_of(spec).parse(heading, spec).parts["points"].value
    cell = work.sheet.at(row, column) if column is not None else None
    found = _NUMBER.fullmatch(half(cell.text).strip()) if cell is not None else None
    return float(found[1]) if found is not None else points


_NUMBER = re.compile(r"(\d+(?:\.\d+)?)[\u3400-\u9fff]?")
