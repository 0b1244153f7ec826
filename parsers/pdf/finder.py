"""Which cell of a ruled grid a character is in."""

from __future__ import annotations

from bisect import bisect_right
from math import inf

from parsers.pdf.model import Glyph
from parsers.ruling import RuledGrid

__all__ = ["OUTSIDE", "Finder"]

ACROSS = 0.2
"""Ems of a character that may stand across the border of its cell."""
SIDE = 0.5
"""Points from a side of the page from which on what is drawn goes on beyond it."""
OUTSIDE = 2.0
"""Points by which a character's middle may be outside the grid it belongs to."""


class Finder:
    """Which cell of a grid a point is in."""

    def __init__(self, grid: RuledGrid, width: float) -> None:
        """*width* is the page's: a cell that a side of the page cuts off goes on beyond it."""
        self._xs, self._ys = grid.xs, grid.ys
        self._left = -inf if grid.xs[0] <= SIDE else grid.xs[0] - OUTSIDE
        self._right = inf if grid.xs[-1] >= width - SIDE else grid.xs[-1] + OUTSIDE
        self._cells = {
            (row, column): index
            for index, cell in enumerate(grid.cells)
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }

    def cell(self, x: float, y: float) -> int | None:
        """The cell's index; None outside the grid, give or take what a character may reach over its border."""
        xs, ys = self._xs, self._ys
        if not (self._left <= x <= self._right and ys[0] - OUTSIDE <= y <= ys[-1] + OUTSIDE):
            return None
        column = min(max(bisect_right(xs, x) - 1, 0), len(xs) - 2)
        row = min(max(bisect_right(ys, y) - 1, 0), len(ys) - 2)
        return self._cells.get((row, column))

    def is_beyond(self, glyph: Glyph) -> bool:
        """Whether the character stands outside the grid, on its right, as a whole."""
        return glyph.x0 > self._right and not glyph.text.isspace()

    def straddled(self, glyph: Glyph) -> tuple[int, int] | None:
        """The cells on the left and right of a border that the character stands across, so that it may belong to either; None where it doesn't."""
        if glyph.angle or glyph.text.isspace():
            return None
        slack = ACROSS * glyph.size
        start, end = glyph.x0 + slack, glyph.x1 - slack
        if start >= end:
            return None
        left, right = self.cell(start, glyph.middle), self.cell(end, glyph.middle)
        return None if left is None or right is None or left == right else (left, right)
