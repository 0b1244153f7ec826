"""Pages to one document: tables and cells that run over pages are joined, headers and footers set aside."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from parsers.document import Block, Cell, Paragraph, Part, Table
from parsers.pdf_lines import Row
from parsers.pdf_pages import Layout, PageCell, PageTable
from parsers.pdf_paragraphs import Column, paragraphs, united

__all__ = ["Flow", "flow"]

MARGIN = 0.11
"""Share of the page's height at its top and bottom in which headers and footers stand."""
ALIGNED = 3.0
"""Points by which the borders of the parts of one table may differ from page to page."""
SAME_EDGE = 2.6
"""Points up to which two positions across are one column's border."""
FULL_LINES = 3
"""Lines that end within an em of the longest one, from which on that is where lines end."""
MEASURE = 0.82
"""Where lines end, as a share of the page's width, when the text begins at the page's very edge."""
EDGE = 0.05
"""Share of the page's width that is a margin at least."""
NARRATIVE = 40
"""Characters from which on a cell's text is several paragraphs long, so that a page may end between two of them."""
SENTENCE = 6
"""Characters from which on a line that is full and has no end of a sentence shows that its text goes on."""
NUMBER = 7
"""Digits from which on a cell's text is a telephone number: two of them are those of two rows."""
HEADER = 5
"""Rows that a header has at most."""
STRIP = 14.0
"""Points up to which an empty first row of a page is what is left of a row above."""
PADDING_LIMIT = 6.0
"""Points that a cell keeps free beside its text at most; Word's usual is 5.4."""

_NUMBERED = re.compile(r"^[\W_]*\D{0,2}\s*\d{1,4}\s*\D{0,6}\s*\d{0,4}\s*\D{0,2}[\W_]*$")
_ENDING = frozenset("。！？；!?;")
_OPENING = frozenset("（([【〔")
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True, eq=False)
class _Joined:
    """A table with its parts from all pages. Each part's rows follow those of the one before."""

    parts: list[PageTable]
    cells: list[PageCell] = field(default_factory=list)
    rows: int = 0
    headers: list[int] = field(default_factory=lambda: [0])
    """Rows at which a header may stand that later pages repeat: the first of each part."""


@dataclass(slots=True, eq=False)
class Flow:
    """What the pages come to."""

    blocks: list[Block]
    asides: list[Block]
    notes: set[str]


def flow(layouts: list[Layout]) -> Flow:
    """The blocks of all pages in reading order."""
    asides: list[Block] = []
    for layout in layouts:
        asides += [_aside(row, "header") for row in layout.asides]
    asides += _margins(layouts)
    notes = {note for layout in layouts for note in layout.notes}
    items: list[Row | _Joined] = []
    for layout in layouts:
        _append(items, layout, notes)
    return Flow(list(_blocks(items, layouts)), asides, notes)


def _aside(row: Row, part: Part) -> Paragraph:
    return paragraphs(Column([row], row.x0, row.x1), part)[0]


def _margins(layouts: list[Layout]) -> Iterator[Paragraph]:
    """Takes the headers and footers from the pages: what is repeated in the margins, and page numbers."""
    seen: dict[tuple[str, int, bool], int] = defaultdict(int)
    candidates: list[tuple[Layout, Row, tuple[str, int, bool]]] = []
    for layout in layouts:
        for row, low in _outermost(layout):
            key = (_DIGITS.sub("#", row.text), round(row.y / 4), low)
            candidates.append((layout, row, key))
            seen[key] += 1
    for layout, row, key in candidates:
        low = key[2]
        repeated = seen[key] > 1 or seen[key[0], key[1] - 1, low] + seen[key[0], key[1] + 1, low] > 0
        if repeated or (low and len(row.text) <= 14 and _NUMBERED.match(row.text) and _is_apart(layout, row)):
            layout.items.remove(row)
            yield _aside(row, "footer" if low else "header")


def _outermost(layout: Layout) -> Iterator[tuple[Row, bool]]:
    """The lines in the page's top and bottom margins that nothing else stands beyond."""
    for item in layout.items:
        if not isinstance(item, Row) or item.y > MARGIN * layout.height:
            break
        yield item, False
    for item in reversed(layout.items):
        if not isinstance(item, Row) or item.y < (1 - MARGIN) * layout.height:
            break
        yield item, True


def _is_apart(layout: Layout, row: Row) -> bool:
    """Whether the line stands apart from what is above it."""
    index = layout.items.index(row)
    if index == 0:
        return True
    above = layout.items[index - 1]
    bottom = above.box[3]
    return row.y - row.size - bottom > 1.2 * row.size


def _append(items: list[Row | _Joined], layout: Layout, notes: set[str]) -> None:
    for number, item in enumerate(layout.items):
        if isinstance(item, Row):
            items.append(item)
            continue
        if item.uneven:
            notes.add("table.uneven")
        if item.guessed:
            notes.add("table.guessed")
        last = items[-1] if items else None
        if number == 0 and isinstance(last, _Joined) and _continues(last, item):
            _join(last, item)
        else:
            joined = _Joined([item], list(item.cells), item.rows)
            items.append(joined)


def _continues(table: _Joined, part: PageTable) -> bool:
    """Whether *part*, first on its page, goes on with *table*, last on the page before."""
    last = table.parts[-1]
    if part.page != last.page + 1:
        return False
    left, right = abs(part.box[0] - last.box[0]) <= ALIGNED, abs(part.box[2] - last.box[2]) <= ALIGNED
    if left and right:
        return True
    # The cell of a group, which is as high as the part, may have no lines of its own on this page.
    inner = part.box[0] if right else part.box[2] if left else None
    return inner is not None and any(
        abs(inner - x) <= ALIGNED for cell in last.cells for x in (cell.box[0], cell.box[2])
    )


def _join(table: _Joined, part: PageTable) -> None:
    cells, rows = _without_header(table, part)
    table.parts.append(part)
    if not cells:
        return
    first = [cell for cell in cells if cell.row == 0]
    above = [cell for cell in table.cells if cell.row + cell.row_span == table.rows]
    partners = {id(cell): _partner(cell, above) for cell in first}
    split, sure = _is_split(first, above, partners)
    if not sure:
        for cell in (*first, *above):
            _doubt(cell, "table.split")
    offset = table.rows - (1 if split else 0)
    merged: set[int] = set()
    for cell in first:
        upper = partners[id(cell)]
        if upper is None:
            continue
        if split or (
            cell.blank and (cell.row_span > 1 or _is_taller(cell, first)) and not upper.blank and _spans(upper, above)
        ):
            upper.rows += cell.rows
            upper.tables += cell.tables
            upper.row_span = offset + cell.row_span - upper.row
            merged.add(id(cell))
    for cell in cells:
        if id(cell) not in merged:
            cell.row += offset
            table.cells.append(cell)
    table.rows = offset + rows
    for cell in above:
        if cell.box[2] <= part.box[0] + ALIGNED or cell.box[0] >= part.box[2] - ALIGNED:
            cell.row_span = table.rows - cell.row


def _doubt(cell: PageCell, code: str) -> None:
    for row in cell.rows:
        for glyph in row.glyphs[:1]:
            glyph.notes = (*glyph.notes, code)


def _is_taller(cell: PageCell, row: list[PageCell]) -> bool:
    return cell.row_span > min(other.row_span for other in row)


def _spans(upper: PageCell, above: list[PageCell]) -> bool:
    """Whether the cell stands beside several rows, as a group's label does; one row's cell that ends with its page does not."""
    return upper.row_span >= min(cell.row_span for cell in above)


def _partner(cell: PageCell, above: list[PageCell]) -> PageCell | None:
    """The cell at the bottom of the page before that stands over *cell* and is as wide."""
    for other in above:
        if abs(other.box[0] - cell.box[0]) <= ALIGNED and abs(other.box[2] - cell.box[2]) <= ALIGNED:
            return other
    return None


def _is_split(first: list[PageCell], above: list[PageCell], partners: dict[int, PageCell | None]) -> tuple[bool, bool]:
    """Whether the first row on a page is the rest of the last row on the page before, and whether that is sure.

    Its cells stand under cells of the same widths. For it speak cells that are empty though the cell above isn't, since labels aren't repeated,
    and texts that go on with the text above; against it texts that don't.
    """
    if any(partner is None for partner in partners.values()):
        return False, True
    # A group's label stands beside many rows, on both pages, and tells nothing.
    high, low = min(cell.row_span for cell in above), min(cell.row_span for cell in first)
    pairs = [(cell, upper) for cell in first if (upper := partners[id(cell)]) is not None]
    pairs = [pair for pair in pairs if pair[1].row_span == high or pair[0].row_span == low or not pair[0].blank]
    written = [(cell, upper) for cell, upper in pairs if not cell.blank]
    if not written:
        # What is left of a row that ended with its page: a strip without text.
        return len(first) == len(above) and any(not upper.blank for _, upper in pairs), True
    if any(upper.blank for _, upper in written):
        return False, True
    if any(_counts_on(upper.text, cell.text) for cell, upper in written):
        return False, True
    bare = sum(cell.blank and not upper.blank for cell, upper in pairs)
    against = within = 0
    for cell, upper in written:
        if _digits(upper.text) >= NUMBER and _digits(cell.text) >= NUMBER:
            against += 3
        elif _runs_on(upper, cell):
            within += len(upper.rows[-1].text) >= SENTENCE and upper.rows[-1].text[-1] not in _ENDING
        elif len(upper.text) < NARRATIVE and cell.rows[0].text[0] not in _OPENING:
            against += 1
    if not bare and not within and len(pairs) > 1:
        return False, True
    for_it = bare + 2 * within
    return for_it > against, not for_it or not against


def _counts_on(upper: str, lower: str) -> bool:
    """Whether two cells hold a number and the next: those of two rows."""
    return upper.isdecimal() and lower.isdecimal() and int(lower) == int(upper) + 1


def _digits(text: str) -> int:
    return sum(character.isdecimal() for character in text)


def _runs_on(upper: PageCell, cell: PageCell) -> bool:
    """Whether the text of *cell* goes on with the text of *upper* in one paragraph."""
    if not upper.rows or not cell.rows:
        return False
    column = Column([*upper.rows, *cell.rows], upper.box[0] + 5.4, upper.box[2] - 5.4)
    before = Column(list(upper.rows), column.left, column.right)
    behind = Column(list(cell.rows), column.left, column.right)
    return len(paragraphs(column)) < len(paragraphs(before)) + len(paragraphs(behind))


def _without_header(table: _Joined, part: PageTable) -> tuple[list[PageCell], int]:
    """The cells of *part* without the header rows that are repeated from *table*, and how many rows are left."""
    cells, rows = _without_strip(part)
    repeated = 0
    for depth in range(1, min(rows, HEADER + 1)):
        top = [cell for cell in cells if cell.row < depth and not cell.blank]
        if any(cell.row + cell.row_span > depth for cell in top):
            continue
        if _is_header(top) and any(_stands(table, top, start) for start in table.headers):
            repeated = depth
    if not repeated:
        table.headers.append(table.rows)
        return cells, rows
    kept = []
    for cell in cells:
        if cell.row >= repeated:
            cell.row -= repeated
            kept.append(cell)
        elif cell.row + cell.row_span > repeated:
            # The group's label beside the header goes on beside the rows under it.
            cell.row, cell.row_span = 0, cell.row + cell.row_span - repeated
            kept.append(cell)
    return kept, rows - repeated


def _without_strip(part: PageTable) -> tuple[list[PageCell], int]:
    """The cells of *part* without a first row that is no more than what is left of one that ended with its page."""
    top = [cell for cell in part.cells if cell.row == 0]
    height = min((cell.box[3] - cell.box[1] for cell in top), default=0.0)
    if part.rows < 2 or height > STRIP or any(not cell.blank for cell in top):
        return part.cells, part.rows
    kept = []
    for cell in part.cells:
        if cell.row > 0:
            cell.row -= 1
            kept.append(cell)
        elif cell.row_span > 1:
            cell.row_span -= 1
            kept.append(cell)
    return kept, part.rows - 1


def _is_header(cells: list[PageCell]) -> bool:
    """Whether written cells can be a header: two or more, none of which holds a number."""
    return len(cells) > 1 and not any(cell.text.strip().isdecimal() or _digits(cell.text) >= NUMBER for cell in cells)


def _stands(table: _Joined, top: list[PageCell], start: int) -> bool:
    """Whether the cells *top*, told by text and place, are also at the row *start* of *table*."""
    there = {(cell.row - start, cell.text) for cell in table.cells if start <= cell.row < start + HEADER}
    if not all((cell.row, cell.text) in there for cell in top):
        return False
    head = [cell for cell in table.cells if start <= cell.row < start + HEADER]
    return all(any(_same(cell, other) for other in head) for cell in top)


def _same(one: PageCell, other: PageCell) -> bool:
    return (
        one.text == other.text
        and one.row_span == other.row_span
        and abs(one.box[0] - other.box[0]) <= ALIGNED
        and abs(one.box[2] - other.box[2]) <= ALIGNED
    )


def _blocks(items: list[Row | _Joined], layouts: list[Layout]) -> Iterator[Block]:
    loose: list[Row] = []
    bounds = _bounds(items, layouts)
    for item in items:
        if isinstance(item, Row):
            loose.append(item)
            continue
        if loose:
            yield from paragraphs(Column(loose, *bounds, headed=True))
            loose = []
        yield _finished(item)
    if loose:
        yield from paragraphs(Column(loose, *bounds, headed=True))


def _bounds(items: list[Row | _Joined], layouts: list[Layout]) -> tuple[float, float]:
    """How far text outside tables goes to the left and right: as its full lines do, or as wide as margins that are alike let it."""
    width = layouts[0].width if layouts else 0.0
    rows = [item for item in items if isinstance(item, Row)]
    left = min((row.x0 for row in rows), default=0.0)
    longest = max(rows, key=lambda row: row.full, default=None)
    right = longest.full if longest is not None else width
    if longest is not None and sum(row.full > right - 1.2 * longest.size for row in rows) >= FULL_LINES:
        return left, right
    if left >= EDGE * width:
        return left, max(right, width - left)
    return min(left, (1 - MEASURE) * width), max(right, MEASURE * width)


def _finished(table: _Joined) -> Table:
    """The table on its layout grid: columns are told by all borders of all its parts."""
    cells = table.cells
    xs = _positions([cell.box[0] for cell in cells] + [cell.box[2] for cell in cells])
    tops = sorted({cell.row for cell in cells})
    rows = {row: index for index, row in enumerate(tops)}
    bounds = _written_bounds(cells) if table.parts[0].guessed else _drawn_bounds(cells)
    found = []
    for cell in cells:
        left, right = _nearest(xs, cell.box[0]), _nearest(xs, cell.box[2])
        top = rows[cell.row]
        bottom = bisect_left(tops, cell.row + cell.row_span)
        found.append(
            Cell(
                row=top,
                column=left,
                row_span=max(1, bottom - top),
                column_span=max(1, right - left),
                blocks=tuple(_cell_blocks(cell, *bounds(cell))),
                page=cell.page,
                box=united([cell.box]),
            )
        )
    found.sort(key=lambda cell: (cell.row, cell.column))
    first = table.parts[0]
    return Table(
        rows=len(tops), columns=max(len(xs) - 1, 1), cells=tuple(found), page=first.page, box=united([first.box])
    )


def _drawn_bounds(cells: list[PageCell]) -> Callable[[PageCell], tuple[float, float]]:
    """Between what a cell's lines stand: its borders, less what cells keep free."""
    padding = _padding(cells)
    return lambda cell: (cell.box[0] + padding, cell.box[2] - padding)


def _written_bounds(cells: list[PageCell]) -> Callable[[PageCell], tuple[float, float]]:
    """Between what a cell's lines stand where no borders are drawn: as far as any line of the column goes."""
    columns: dict[tuple[float, float], tuple[float, float]] = {}
    for cell in cells:
        for row in cell.rows:
            left, right = columns.get((cell.box[0], cell.box[2]), (row.x0, row.x1))
            columns[cell.box[0], cell.box[2]] = (min(left, row.x0), max(right, row.x1))
    return lambda cell: columns.get((cell.box[0], cell.box[2]), (cell.box[0], cell.box[2]))


def _cell_blocks(cell: PageCell, left: float, right: float) -> Iterator[Block]:
    column = Column(cell.rows, left, right)
    if not cell.tables:
        yield from paragraphs(column)
        return
    tables = sorted(cell.tables, key=lambda table: (table.page, table.box[1]))
    rest = list(cell.rows)
    for table in tables:
        above = [row for row in rest if (row.page, row.y) <= (table.page, table.box[1] + 0.5 * row.size)]
        rest = rest[len(above) :]
        yield from paragraphs(Column(above, column.left, column.right))
        yield _finished(_Joined([table], list(table.cells), table.rows))
    yield from paragraphs(Column(rest, column.left, column.right))


def _padding(cells: list[PageCell]) -> float:
    """What cells keep free on either side of their text: what the fullest line leaves."""
    free = [
        offset
        for cell in cells
        for row in cell.rows
        if not row.glyphs[0].angle
        for offset in (row.x0 - cell.box[0],)
        if offset >= -1
    ]
    free.sort()
    # A tenth may overflow their cells.
    return min(max(free[len(free) // 10], 0.0), PADDING_LIMIT) if free else 0.0


def _positions(values: list[float]) -> list[float]:
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][-1] <= SAME_EDGE and value - found[-1][0] <= 2 * SAME_EDGE:
            found[-1].append(value)
        else:
            found.append([value])
    return [(group[0] + group[-1]) / 2 for group in found]


def _nearest(positions: list[float], value: float) -> int:
    index = bisect_left(positions, value)
    if index > 0 and (index == len(positions) or value - positions[index - 1] < positions[index] - value):
        return index - 1
    return index
