"""A guessed table over the end of a page: its columns are told on each page by what stands there, so those of the next page are moved onto its own."""

from __future__ import annotations

from parsers.pdf.table import PageCell, PageTable

__all__ = ["snap"]

FAR = 0.5
"""Share of the narrower of two columns by which a border may be moved."""


def snap(table: list[PageCell], part: PageTable) -> None:
    """Moves the borders of *part* onto those of the cells of *table*, where each has one of its own near it; else nothing is changed."""
    own = sorted({x for cell in table for x in (cell.box[0], cell.box[2])})
    borders = sorted({x for cell in part.cells for x in (cell.box[0], cell.box[2])})
    if len(borders) < 3 or len(own) < len(borders):
        return
    moved: dict[float, float] = {borders[0]: own[0], borders[-1]: own[-1]}
    for before, x, behind in zip(borders, borders[1:-1], borders[2:], strict=False):
        nearest = min(own[1:-1], key=lambda other: abs(other - x), default=None)
        if nearest is None or abs(nearest - x) > FAR * min(x - before, behind - x):
            return
        moved[x] = nearest
    if len(set(moved.values())) < len(borders):
        return
    for cell in part.cells:
        x0, top, x1, bottom = cell.box
        cell.box = (moved[x0], top, moved[x1], bottom)
    part.box = (own[0], part.box[1], own[-1], part.box[3])
