"""Worksheets wider than paper, whose columns go on on further pages: the pages of one stretch of rows are put side by side again.

Their rows are as high as one another's, which tells them from pages that go on below. Those of a list whose rows are all alike stay apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.pdf.model import Page
from parsers.pdf.place import Seam
from parsers.pdf.sheets import part_of

__all__ = ["put_together"]

SAME = 1.0
"""Points by which rows of one height, and pages of one size, may differ."""
ROWS, CHANGES = 3, 3
"""Rows at least, and changes of their height from one to the next."""
SHARE = 0.9
"""Share of the rows of the page that has fewer that the other must have as well."""
ALIKE, HARDLY = 0.15, 0.01
"""Shares of the characters of two pages that they have at the same places, from which on these are two of one kind, and up to which they say nothing twice."""
SHORT = 12.0
"""Points of a row's line at least."""


@dataclass(slots=True, eq=False)
class _Sheet:
    """A page with the heights of its level lines and where these begin and end."""

    page: Page
    heights: list[float]
    left: float
    right: float


def put_together(pages: list[tuple[Page, int]]) -> tuple[list[tuple[Page, int]], dict[int, list[Seam]]]:
    """*pages*, each with the number of its sheet, those of a worksheet's further columns put behind the first ones; and, by the number of a page, where its parts are from."""
    if len(pages) < 2:
        return pages, {}
    sheets = [_sheet(page) for page, _ in pages]
    found: list[tuple[Page, int]] = []
    seams: dict[int, list[Seam]] = {}
    for group in _groups(sheets):
        first, number = pages[group[0]]
        if len(group) > 1:
            first, seams[first.number] = _beside([sheets[index] for index in group], [pages[i][1] for i in group])
        found.append((first, number))
    return found, seams


def _sheet(page: Page) -> _Sheet:
    level = [edge for edge in page.edges if not edge.upright and edge.end - edge.start > SHORT]
    heights: list[float] = []
    for y in sorted(edge.at for edge in level) if page.kind != "image" else ():
        if not heights or y - heights[-1] > SAME:
            heights.append(y)
    left, right = min((edge.start for edge in level), default=0.0), max((edge.end for edge in level), default=0.0)
    return _Sheet(page, heights, left, right)


def _groups(sheets: Sequence[_Sheet]) -> Iterator[list[int]]:
    """The pages, by their places, that stand beside one another: each followed by its next columns, or all pages of the first columns before those."""
    start = 0
    told = False
    while start < len(sheets):
        step = next((n for n in range(1, len(sheets) - start) if _are_beside(sheets[start], sheets[start + n])), 0)
        if not step and told and start + 1 < len(sheets) and _has_rows(sheets[start], sheets[start + 1]):
            step = 1
        told = told or step == 1
        groups = [[start + row] for row in range(max(step, 1))]
        for group in groups:
            # A program leaves out pages on which nothing is.
            while step and group[-1] + step < len(sheets) and _has_rows(sheets[group[-1]], sheets[group[-1] + step]):
                group.append(group[-1] + step)
        yield from groups
        taken = {index for group in groups for index in group}
        while start in taken:
            start += 1
        if taken - set(range(start)):
            # What is between them is none of theirs: pages are taken as they come.
            yield from ([index] for index in range(start, len(sheets)) if index not in taken)
            return


def _are_beside(one: _Sheet, other: _Sheet) -> bool:
    """Whether two pages have the same rows, and their heights change so often that they are hardly alike by chance."""
    both = _shared(one, other)
    heights = [below - above for above, below in pairwise(both)]
    changes = sum(abs(high - low) > 2 * SAME for high, low in pairwise(heights))
    if len(both) <= ROWS or changes < CHANGES - 1:
        return False
    # A head that is repeated over rows of one height makes two changes.
    return _alike(one.page, other.page) <= (ALIKE if changes >= CHANGES else HARDLY)


def _alike(page: Page, other: Page) -> float:
    """The share of what a page says that another says in the same places, as two forms of one kind do."""
    told, there = _written(page), _written(other)
    return len(told & there) / max(min(len(told), len(there)), 1)


def _written(page: Page) -> set[tuple[str, int, int]]:
    return {(glyph.text, round(glyph.x / 2), round(glyph.y / 2)) for glyph in page.glyphs if not glyph.text.isspace()}


def _has_rows(one: _Sheet, other: _Sheet) -> bool:
    """Whether two pages have the same rows, which is enough where others of the file stand beside one another."""
    return len(_shared(one, other)) > 1


def _shared(one: _Sheet, other: _Sheet) -> list[float]:
    """The heights of the lines of two pages of one size, if these are the same."""
    page, beside = one.page, other.page
    if abs(page.width - beside.width) > SAME or abs(page.height - beside.height) > SAME:
        return []
    least = min(len(one.heights), len(other.heights))
    if least < 2 or abs(one.heights[0] - other.heights[0]) > SAME:
        return []
    both = [y for y in one.heights if any(abs(y - at) <= SAME for at in other.heights)]
    return both if len(both) >= SHARE * least else []


def _beside(sheets: Sequence[_Sheet], numbers: Sequence[int]) -> tuple[Page, list[Seam]]:
    """One page of *sheets*, whose lines go on from one to the next, and where it has each from."""
    whole, right = sheets[0].page, sheets[0].right
    seams: list[Seam] = []
    for sheet, number in zip(sheets[1:], numbers[1:], strict=True):
        page = sheet.page
        part = part_of(page, (sheet.left, 0.0, page.width, page.height), aside=right)
        seams.append(Seam(right, number, sheet.left - right))
        order = 1 + max((glyph.order for glyph in whole.glyphs), default=0)
        layer = 1 + max((glyph.layer for glyph in whole.glyphs), default=0)
        whole = replace(
            whole,
            width=part.width,
            glyphs=whole.glyphs
            + [replace(glyph, order=glyph.order + order, layer=glyph.layer + layer) for glyph in part.glyphs],
            edges=whole.edges + part.edges,
            pale=whole.pale + part.pale,
            fills=whole.fills + [replace(fill, layer=fill.layer + layer) for fill in part.fills],
            frames=whole.frames + part.frames,
            pictures=whole.pictures + part.pictures,
            strikes=whole.strikes + part.strikes,
            remarks=whole.remarks + part.remarks,
            seals=whole.seals + part.seals,
            notes=whole.notes | part.notes,
        )
        right += sheet.right - sheet.left
    return whole, seams
