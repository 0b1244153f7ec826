"""Headers of columns whose cells tell places with a number each, beside the key of their list."""

from __future__ import annotations

from parsers.extraction.counted import counted_in, is_sum, lists_named
from parsers.extraction.layout import Area
from parsers.extraction.worksheet import Work

__all__ = ["heads_sentences"]


def heads_sentences(work: Work, cells: list[Area], first: int) -> bool:
    """Whether behind the label of a list's key all cells head columns of places with a number each (年份 | 推进地市及开通数量 | 推进区县及开通数量)."""
    placing, sheet = work.placing, work.sheet
    bases = [group.path for group in placing.definition.groups if group.key]
    keys = {f"{base}.{placing.definition.group_of[base].key}": base for base in bases}
    base = next((keys[hit.path] for hit in work.leaf(cells[first]) if hit.path in keys), "")
    lists = [lists_named(placing, base, area.text) for area in cells[first + 1 :]] if base else []
    if len(lists) < _SEVERAL or any(len(found) != 1 for found in lists):
        return False
    told = [
        counted_in(below.text, found[0].count)
        for area, found in zip(cells[first + 1 :], lists, strict=True)
        for below in sheet.column(area.left, area.bottom, sheet.rows)
        if not below.blank and not _adds_up(work, base, below)
    ]
    return bool(told) and all(told)


def _adds_up(work: Work, base: str, area: Area) -> bool:
    """Whether a row begins with a word for a sum."""
    first = next((cell for cell in work.sheet.row(area.top) if not cell.blank), area)
    return is_sum(first.text, base, work.placing)


_SEVERAL = 2
