"""Which cell of a page's grids each of its characters belongs to."""

from __future__ import annotations

from forms.text import Box
from parsers.geometry import holds
from parsers.pdf.covered import doubt
from parsers.pdf.finder import OUTSIDE, Finder
from parsers.pdf.lines import rows_of
from parsers.pdf.model import Glyph
from parsers.pdf.table import PageCell, PageTable
from parsers.pdf.tabs import part_values
from parsers.ruling import SLIM, RuledGrid

__all__ = ["filled"]

TIGHT = 0.12
"""Ems up to which characters of one piece of text follow one another without a gap."""
TOUCHING = 0.01
"""Ems up to which characters that are drawn one after the other, each a piece of text, touch: what stands in two cells does so by a rare chance."""
CROSSED = 0.08
"""Ems by which a line's last character reaches over its cell's border where the line's rest may be cut off: rounding is less, and no line is broken so late."""
FLOWING = 0.35
"""Ems up to which text on one line goes on: word processors put a quarter between Han characters and others."""


def filled(
    found: list[RuledGrid], glyphs: list[Glyph], number: int, width: float
) -> tuple[list[PageTable], list[Glyph]]:
    """The tables with their text on page *number*, which is *width* wide, nested ones in their cells, and the characters that are in none."""
    # Smaller grids first: a character belongs to the innermost cell.
    ordered = sorted(found, key=lambda grid: _area(grid.box))
    inside: list[dict[int, list[Glyph]]] = [{} for _ in ordered]
    loose: list[Glyph] = []
    finders = [Finder(grid, width) for grid in ordered]
    crossed: list[tuple[int, int]] = []
    spilt: set[tuple[int, int, int]] = set()
    limit, own, held = 0.0, 0, 0
    last: Glyph | None = None
    home = loose
    index = 0
    for glyph in glyphs:
        # A text too long for its cell runs on over the border: what joins on without a gap is in the cell of what it joins on to.
        if last is None or not _joins(last, glyph):
            if last is not None and home is not loose and _crosses(last, limit):
                doubt(last)
            before, home = home, loose
            x, y = glyph.x, glyph.middle
            for index, finder in enumerate(finders):
                cell = finder.cell(x, y)
                if cell is not None:
                    sides = finder.straddled(glyph)
                    if sides is not None:
                        # A narrow cell's text begins within it, and reaches over its right border.
                        cell, other = sides
                        crossed.append((index, other))
                        doubt(glyph)
                    home = inside[index].setdefault(cell, [])
                    if home is not before and last is not None and before is not loose and _touches(last, glyph):
                        # A space in the text stands on the border.
                        crossed.append((held, own))
                        doubt(glyph)
                    limit, own, held = ordered[index].cells[cell].box[2], cell, index
                    if glyph.x0 < ordered[index].cells[cell].box[0] - CROSSED * glyph.size and not glyph.angle:
                        # A cell too narrow for its text lets it begin at its right border.
                        doubt(glyph)
                    break
            if home is loose and before is not loose and last is not None and _flows(last, glyph):
                home = before
                doubt(glyph)
        elif home is not loose and finders[index].is_beyond(glyph):
            # What runs on beyond the table may be cut off, or stand on others' text.
            doubt(glyph)
        elif home is not loose and glyph.x > limit:
            if glyph.layer != last.layer:
                doubt(glyph)
            beside = finders[index].cell(glyph.x, glyph.middle)
            if beside is not None:
                spilt.add((index, own, beside))
        home.append(glyph)
        last = glyph
    if last is not None and home is not loose and _crosses(last, limit):
        doubt(last)
    _doubt_between(inside, crossed, spilt)
    tables = [_table(grid, texts, number) for grid, texts in zip(ordered, inside, strict=True)]
    return _nested(tables), loose


def _doubt_between(
    inside: list[dict[int, list[Glyph]]], crossed: list[tuple[int, int]], spilt: set[tuple[int, int, int]]
) -> None:
    """Doubts the cells whose border a character stands across, and the text that runs over its cell into a written one: it may be cut off."""
    for index, cell in crossed:
        for glyph in inside[index].get(cell, []):
            doubt(glyph)
    for index, cell, other in spilt:
        if cell != other and any(not glyph.text.isspace() for glyph in inside[index].get(other, ())):
            for glyph in inside[index][cell]:
                doubt(glyph)


def _nested(tables: list[PageTable]) -> list[PageTable]:
    """The outermost of *tables*, smaller ones first; the others are put into their cells."""
    outer: list[PageTable] = []
    for index, table in enumerate(tables):
        if not table.cells:
            # Strokes of a drawing may close a grid of slivers.
            continue
        holder = next(
            (cell for other in tables[index + 1 :] for cell in other.cells if holds(cell.box, table.box, OUTSIDE)), None
        )
        if holder is None:
            outer.append(table)
        else:
            holder.tables.append(table)
    return outer


def _touches(last: Glyph, glyph: Glyph) -> bool:
    """Whether a character is drawn right after another and behind it without any gap: browsers draw each by itself, and may give each a font of its own."""
    return (
        glyph.order == last.order + 1
        and glyph.size == last.size
        and glyph.y == last.y
        and abs(glyph.x0 - last.x1) < TOUCHING * last.size
    )


def _joins(last: Glyph, glyph: Glyph) -> bool:
    gap = glyph.x0 - last.x1
    return (
        (glyph.layer == last.layer or _touches(last, glyph))
        and glyph.angle == last.angle == 0
        and abs(glyph.y - last.y) < 0.1 * last.size
        and -0.3 * last.size < gap < TIGHT * last.size
        and not glyph.text.isspace()
        and not last.text.isspace()
    )


def _flows(last: Glyph, glyph: Glyph) -> bool:
    """Whether a character stands close behind another on its line, be it in another piece of text."""
    return (
        glyph.angle == last.angle == 0
        and abs(glyph.y - last.y) < 0.1 * last.size
        and -0.3 * last.size < glyph.x0 - last.x1 < FLOWING * last.size
        and not glyph.text.isspace()
    )


def _crosses(glyph: Glyph, border: float) -> bool:
    """Whether a letter reaches over its cell's border."""
    reach = CROSSED * glyph.size
    return glyph.angle == 0 and glyph.x0 < border - reach and glyph.x1 > border + reach and glyph.text.isalnum()


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _table(grid: RuledGrid, texts: dict[int, list[Glyph]], number: int) -> PageTable:
    cells = []
    for index, cell in enumerate(grid.cells):
        rows = rows_of(texts.get(index, []), number)
        for row in rows:
            if "\t" in row.text:
                part_values(row)
        x0, top, x1, bottom = cell.box
        if not rows and (x1 - x0 <= SLIM or bottom - top <= SLIM):
            continue
        cells.append(PageCell(cell.box, cell.row, cell.column, cell.row_span, cell.column_span, number, rows))
    return PageTable(grid.box, len(grid.ys) - 1, cells, number, uneven=grid.uneven)
