"""A page of a PDF as lines and tables in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.geometry import holds
from parsers.pdf.abreast import columns_abreast
from parsers.pdf.bands import carried_columns, carried_rows, open_rows
from parsers.pdf.beside import doubt_labelled
from parsers.pdf.browser import take_printed
from parsers.pdf.capitals import lower_small
from parsers.pdf.cells import ACROSS, CELLS, boxed_cells, is_side, pale_cells
from parsers.pdf.columns import Guess, guess, is_spread, is_within
from parsers.pdf.covered import doubt, doubt_beside, doubt_full
from parsers.pdf.filling import filled
from parsers.pdf.finder import OUTSIDE
from parsers.pdf.footnotes import footnotes, without_references
from parsers.pdf.grid import take_places
from parsers.pdf.highlights import drop_highlights
from parsers.pdf.inset import without_insets
from parsers.pdf.joints import put_columns
from parsers.pdf.lines import Row, aslant_row, rows_of
from parsers.pdf.model import Edge, Glyph, Page
from parsers.pdf.readings import without_readings
from parsers.pdf.running import without_head
from parsers.pdf.seen import clean, strike
from parsers.pdf.spread import close_up, close_up_cell
from parsers.pdf.table import PageCell, PageTable
from parsers.pdf.tabs import put_tabs
from parsers.pdf.underlined import drop_underlines, without_underlines
from parsers.pdf.woven import woven
from parsers.ruling import SLIM, RuledGrid, grids, strokes

__all__ = ["Item", "Layout", "PageCell", "PageTable", "lay_out"]

FRAME = 0.6
"""Share of the page from which on a table of one cell is a frame round the page."""
OUTLINED = 20
"""Characters of a table that only its outline is drawn of, at least."""
UNSURE = 0.85
"""Confidence of text in a table whose columns are guessed."""
LOW = 0.11
"""Share of the page's height at its bottom in which its number stands."""
BELOW = 1.5
"""Ems from the foot of a table up to which a line may hold what ran out of it."""


Item = Row | PageTable


@dataclass(slots=True, eq=False)
class Layout:
    """A page laid out. ``left`` and ``right`` are the bounds of the text outside tables."""

    number: int
    width: float
    height: float
    items: list[Item]
    asides: list[Row]
    notes: set[str]
    below: list[Row] = field(default_factory=list)
    """The lines of footnotes."""

    @property
    def open_end(self) -> tuple[float, ...] | None:
        """Where the columns of the ruled table that the page ends with stand, page numbers aside: it may go on behind the page."""
        for item in reversed(self.items):
            if isinstance(item, PageTable):
                sides = {item.box[0], item.box[2]}
                return None if item.guessed else tuple(sorted(sides.union(*((c.box[0], c.box[2]) for c in item.cells))))
            if item.y < (1 - LOW) * self.height and not any(
                isinstance(other, PageTable) and other.is_beside(item) for other in self.items
            ):
                return None
        return None

    @property
    def cut_row(self) -> tuple[float, ...]:
        """Where the cells of the last row begin of the table that the page ends with, if no line is drawn under it."""
        last = next((item for item in reversed(self.items) if isinstance(item, PageTable)), None)
        if self.open_end is None or last is None or not last.open_below:
            return ()
        return tuple(cell.box[0] for cell in last.cells if cell.row + cell.row_span == last.rows)


def _prepare(page: Page) -> None:
    """Leaves on *page* what is seen of it, its characters as they were typed."""
    clean(page)
    drop_highlights(page)
    take_places(page)
    lower_small(page)


def lay_out(
    page: Page, above: tuple[float, ...] | None = None, cut: tuple[float, ...] = (), head: Sequence[Glyph] = ()
) -> Layout:
    """*page* as lines and tables from top to bottom.

    *above* tells the columns of the table that the page before ended with, *cut* where the cells of its last row begin, if it may go on here below
    the running *head*.
    """
    _prepare(page)
    printed = take_printed(page)
    level = without_readings([glyph for glyph in page.glyphs if glyph.angle in (0, 90, 180, 270)])
    # What is written aslant is a watermark.
    aslant = [glyph for glyph in page.glyphs if glyph.angle not in (0, 90, 180, 270)]
    text = without_head(page, level, head)
    found = _with_cells(page, level, above or (), cut)
    outlines = [grid for grid in found if _is_outline(grid, found, level, page.number)]
    if outlines:
        found = [grid for grid in found if grid not in outlines]
        page.edges = [edge for edge in page.edges if not any(is_side(edge, grid.box) for grid in outlines)]
    drawn = [edge for edge in page.edges if not edge.upright]
    rules = strokes(page.edges, found)
    added = open_rows(found, page.edges, rules, level, page.height)
    if added:
        page.edges = [*page.edges, *added]
        found = [grid for grid in grids(page.edges) if not _is_frame(grid, page)]
        rules = strokes(page.edges, found)
    if above is not None:
        first = min((grid.box[1] for grid in found), default=page.height)
        carried = carried_columns(above, page.edges, found, text) or carried_rows(
            (above[0], above[-1]), rules, text, first, page.height
        )
        if carried:
            page.edges = [*page.edges, *carried]
            found = [grid for grid in grids(page.edges) if not _is_frame(grid, page)]
            rules = strokes(page.edges, found)
    notes_below = footnotes(level, rules, found, page)
    level = without_references(level, notes_below)
    strike(level, rules, page.strikes)
    tables, loose = filled(found, level, page.number, page.width)
    for table in tables:
        _tell_open(table, drawn)
        table.cells = without_insets(without_underlines(table.cells, page.edges))
        for cell in table.cells:
            close_up_cell(cell.rows, cell.box)
        if page.beyond:
            doubt_beside(page.beyond, table.cells, page.width)
    below = {id(glyph) for glyph in notes_below}
    loose = [glyph for glyph in loose if id(glyph) not in below]
    weaves, rows = _loose(loose, rules, page)
    _doubt_overflow(tables, rows)
    cells = [cell.box for grid in found for cell in grid.cells] if page.frames else []
    doubt_full([frame for frame in page.frames if not any(holds(frame, cell, OUTSIDE) for cell in cells)], level)
    put_tabs(rows)
    guessed = [*weaves, *guess(rows, rules, page.number)]
    gone = {id(row) for table in guessed for row in table.lines}
    rows = [row for row in rows if id(row) not in gone]
    doubt_labelled(rows)
    _doubt_spread(rows)
    items: list[Item] = [*tables, *map(_guessed, guessed), *rows]
    items.sort(key=_top)
    asides = [*printed, *aslant_row(aslant, page.number), *rows_of(page.watermarks, page.number)]
    last = rows_of(notes_below, page.number)
    return Layout(page.number, page.width, page.height, items, asides, page.notes, last)


def _loose(glyphs: list[Glyph], rules: list[Edge], page: Page) -> tuple[list[Guess], list[Row]]:
    """The tables among *glyphs* that are told by the order in which they were drawn, and the lines that aren't theirs."""
    weaves, taken = woven(glyphs, rules, page.fills, page.number, passes=page.passes)
    if any(is_within(weave.box, rules) for weave in weaves):
        # Rules tell a larger table, of which these are some rows.
        weaves, taken = [], set()
    if not page.passes:
        columns, own = columns_abreast([glyph for glyph in glyphs if id(glyph) not in taken], page.number)
        weaves, taken = [*weaves, *columns], taken | own
    rows = rows_of([glyph for glyph in glyphs if id(glyph) not in taken], page.number)
    if not close_up(rows) and weaves:
        # Characters that are spread over the page may be drawn one by one, and are no cells.
        whole = rows_of(glyphs, page.number)
        if close_up(whole):
            return [], whole
    return weaves, rows


def _doubt_spread(rows: list[Row]) -> None:
    """Doubts the lines that may be rows of a table which wasn't made out."""
    for row in rows:
        if is_spread(row):
            for glyph in row.glyphs:
                glyph.confidence = min(glyph.confidence, UNSURE)


def _tell_open(table: PageTable, levels: list[Edge]) -> None:
    """Writes down at which ends of a table, and of each of its cells, no line is drawn."""
    parts: list[PageTable | PageCell] = [table, *table.cells]
    for part in parts:
        part.open_above, part.open_below = (not _is_drawn(y, part, levels) for y in (part.box[1], part.box[3]))


def _is_drawn(y: float, part: PageTable | PageCell, levels: list[Edge]) -> bool:
    """Whether a line is drawn at the height *y* over or under a table or cell."""
    left, right = part.box[0] + SLIM, part.box[2] - SLIM
    return any(abs(edge.at - y) <= SLIM and edge.start < right and edge.end > left for edge in levels)


def _with_cells(page: Page, glyphs: list[Glyph], above: tuple[float, ...], cut: tuple[float, ...]) -> list[RuledGrid]:
    """The grids of *page*, those among them whose cells are told by grounds, frames or pieces of lines, which get lines of their own."""
    if page.kind != "image":
        # A picture's rules are told in pieces, so that they may be bent: where those meet is nothing, and one over a full cell is no frame of its text.
        page.edges = drop_underlines(page.edges, glyphs)
        put_columns(page, glyphs, above, cut)
    found = [grid for grid in grids(page.edges) if not _is_frame(grid, page)]
    apart = len(page.fills) + len(page.frames) >= (ACROSS if above else CELLS) or len(found) > 1
    boxed = boxed_cells(page, found, glyphs, above) if apart else None
    if boxed is None and page.pale:
        boxed = pale_cells(page, found, ACROSS if above else CELLS)
    if boxed is not None:
        page.edges = boxed
        found = [grid for grid in grids(page.edges) if not _is_frame(grid, page)]
    return found


def _guessed(table: Guess) -> PageTable:
    """A table whose columns nobody drew: its texts are as written, where they belong is in doubt."""
    for line in table.lines:
        for glyph in line.glyphs:
            glyph.confidence = min(glyph.confidence, UNSURE)
    number = table.lines[0].page
    cells = [
        PageCell(cell.box, cell.row, cell.column, cell.row_span, cell.column_span, number, cell.rows)
        for cell in table.cells
    ]
    return PageTable(table.box, table.rows, cells, number, guessed=True, wide=table.wide)


def _top(item: Item) -> float:
    return item.box[1] if isinstance(item, PageTable) else item.y - 0.5 * item.size


def _is_frame(grid: RuledGrid, page: Page) -> bool:
    x0, top, x1, bottom = grid.box
    return len(grid.cells) == 1 and (x1 - x0) * (bottom - top) >= FRAME * page.width * page.height


def _is_outline(grid: RuledGrid, found: list[RuledGrid], glyphs: list[Glyph], number: int) -> bool:
    """Whether a grid of one cell is the outline of a table of which nothing else is drawn."""
    x0, top, x1, bottom = grid.box
    if len(grid.cells) > 1 or any(holds(grid.box, other.box, OUTSIDE) for other in found if other is not grid):
        return False
    inside = [glyph for glyph in glyphs if x0 < glyph.x < x1 and top < glyph.middle < bottom]
    return len(inside) > OUTLINED and bool(guess(rows_of(inside, number), [], number))


def _doubt_overflow(tables: list[PageTable], rows: list[Row]) -> None:
    """Doubts the cells at the foot of a table under which characters stand on other text: theirs may have no room on the page."""
    for row in rows:
        covered = [glyph for glyph in row.glyphs if "text.overlay" in glyph.notes]
        for table in tables if covered else ():
            if not -OUTSIDE <= row.y - row.size - table.box[3] <= BELOW * row.size:
                continue
            for cell in table.cells:
                if cell.row + cell.row_span == table.rows and any(
                    cell.box[0] - glyph.size <= glyph.x <= cell.box[2] + glyph.size for glyph in covered
                ):
                    for line in cell.rows:
                        for glyph in line.glyphs:
                            doubt(glyph)
