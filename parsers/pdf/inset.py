"""The room round a table that stands in a cell: strips along its sides, too narrow for a character, which are no columns of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from parsers.pdf.table import PageCell

__all__ = ["without_insets", "without_strips"]

NARROW = 8.0
"""Points that a column is wide at least: cells keep a tenth of an inch from their sides."""


def without_insets(cells: list[PageCell]) -> list[PageCell]:
    """*cells* without blank strips beside the rows of an inner table, whose cells take their room."""
    found = cells
    for strip in cells:
        if not strip.blank or strip.box[2] - strip.box[0] >= NARROW or strip.row_span < 2 or strip.column_span > 1:
            continue
        end = strip.column + 1
        for beside, take in (
            ([cell for cell in found if cell.column == end], _to_left),
            ([cell for cell in found if cell.column + cell.column_span == strip.column], _to_right),
        ):
            inner = [cell for cell in beside if _meets(cell, strip)]
            if len(inner) > 1 and all(_within(cell, strip) for cell in inner):
                found = [cell for cell in found if cell is not strip]
                _take(inner, strip, take)
                break
    return found


def without_strips(cells: list[PageCell], is_known: Callable[[PageCell], bool]) -> list[PageCell]:
    """*cells* of a part of a table without the strips in its first row that the part before hasn't, as *is_known* tells: the cells behind them take their room."""
    found = cells
    for strip in [cell for cell in cells if cell.row == 0 and cell.blank and not is_known(cell)]:
        if strip.box[2] - strip.box[0] >= NARROW or strip.column_span > 1:
            continue
        inner = [cell for cell in found if cell.column == strip.column + 1 and _meets(cell, strip)]
        wide = [replace(cell, box=(strip.box[0], *cell.box[1:])) for cell in inner if cell.row == 0]
        if wide and all(_within(cell, strip) for cell in inner) and is_known(wide[0]):
            found = [cell for cell in found if cell is not strip]
            _take(inner, strip, _to_left)
    return found


def _meets(cell: PageCell, strip: PageCell) -> bool:
    return cell.row < strip.row + strip.row_span and strip.row < cell.row + cell.row_span


def _within(cell: PageCell, strip: PageCell) -> bool:
    return strip.row <= cell.row and cell.row + cell.row_span <= strip.row + strip.row_span


def _take(cells: list[PageCell], strip: PageCell, take: Callable[[PageCell, PageCell], None]) -> None:
    for cell in cells:
        take(cell, strip)
        cell.column_span += 1


def _to_left(cell: PageCell, strip: PageCell) -> None:
    x0, _, _, _ = strip.box
    cell.box = (x0, *cell.box[1:])
    cell.column = strip.column


def _to_right(cell: PageCell, strip: PageCell) -> None:
    cell.box = (*cell.box[:2], strip.box[2], cell.box[3])
