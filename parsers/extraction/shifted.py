"""Rows that are out of step with the labels over them: a cell was lost or is one too many, and each value may stand under a neighbour's label."""

from __future__ import annotations

from itertools import pairwise

from parsers.extraction.headers import Column, Header
from parsers.extraction.worksheet import Work

__all__ = ["doubt_header", "doubt_shifted"]

_SHIFTED = "row.shifted"


def doubt_header(work: Work, header: Header) -> None:
    """A doubt on the lists of a *header* whose own row the reader found to have too many cells or too few: the first item may be among them."""
    if any(_SHIFTED in area.notes for area in work.sheet.row(header.start - 1)):
        for base in sorted({work.placing.base(hit.path) for column in header.columns for hit in column.hits}):
            _doubt_list(work, base, header.columns[0].area.top)


def doubt_shifted(work: Work, header: Header, row: int, base: str) -> None:
    """A doubt on all that a *row* of *base* says which is out of step with *header*, and on its list: a value of it, or the row below, may be lost."""
    if not work.sheet.row(row) or not _is_out_of_step(work, header, row):
        return
    for area in work.sheet.row(row):
        if area.top == row and _SHIFTED not in area.notes:
            area.notes = (*area.notes, _SHIFTED)
    _doubt_list(work, base, row)


def _doubt_list(work: Work, base: str, row: int) -> None:
    cells = work.sheet.row(row)
    if cells and work.placing.many(base):
        work.placing.doubt("list.unclear", base.removesuffix("[]"), cells[0].origin)


def _is_out_of_step(work: Work, header: Header, row: int) -> bool:
    """Whether a row ends elsewhere than the labels do, has a gap, or says something where no label is."""
    top = min(column.area.top for column in header.columns)
    above = work.sheet.row(header.start - 1)
    # A header that goes over two rows of unlike ends has lost a cell itself.
    ends = {over[-1].right for number in range(top, header.start) if (over := work.sheet.row(number))}
    cells = work.sheet.row(row)
    return (
        (ends or {header.width}) != {cells[-1].right}
        or cells[-1].right < work.sheet.columns
        or any(one.right != other.left for one, other in pairwise(cells))
        or any(_SHIFTED in area.notes for area in above)
        or any(_is_unnamed(work, column, row) for column in header.columns[1:])
    )


def _is_unnamed(work: Work, column: Column, row: int) -> bool:
    """Whether a row says something under a blank cell among the labels, over which no label of its own stands."""
    label, cell = column.area, work.sheet.at(row, column.area.left)
    over = work.sheet.at(label.top - 1, label.left)
    if not label.blank or cell is None or cell.top != row or cell.blank:
        return False
    return over is None or over.blank or (over.left, over.right) != (label.left, label.right)
