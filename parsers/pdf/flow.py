"""Pages to one document: tables and cells that run over pages are joined, headers and footers set aside."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise

from forms.chinese import strip_enumerator, tight
from parsers.document import Block, Cell, Paragraph, Part, Table
from parsers.pdf.breaks import ALIGNED, JoinedTable, continues, doubt_last, join_table, without_gaps
from parsers.pdf.entries import entries
from parsers.pdf.lines import Row
from parsers.pdf.pages import Layout
from parsers.pdf.paragraphs import paragraphs, united
from parsers.pdf.running import MARGIN
from parsers.pdf.setting import Column
from parsers.pdf.snap import snap
from parsers.pdf.table import PageCell, PageTable
from parsers.ruling import SLIM

__all__ = ["Flow", "flow"]

PAGES = 3
"""Pages from which on a line that all of them have at one place in their margins is none of the text, however near to it."""
SENTENCE, CLOSE = 12, 1.7
"""Characters of a line that may be one of a text, and ems between it and the next line of that text."""
LEADING, INDENTED = 1.2, 2.5
"""Times the distance of the lines above up to which the last line of a page is as far from them, and ems by which a text's lines begin apart."""
SAME_EDGE = 2.6
"""Points up to which two positions across are one column's border."""
FREE = 3.0
"""Ems left at the end of a page up to which the last row of a table without a line under it may go on."""
SAME_WIDTH = 0.05
"""Share of a page's width by which others of its kind may be wider or narrower, as scans are."""
FULL_LINES = 3
"""Lines that end within an em of the longest one, from which on that is where lines end."""
OVERFLOWING, SAME_END = 2, 1.0
"""Lines that go on beyond where others end, at most, and points by which those differ."""
MEASURE = 0.82
"""Where lines end, as a share of the page's width, when the text begins at the page's very edge."""
TOP, NUMBERS = 0.06, 15
"""Share of the page's height within which a machine's own line stands, and its digits at least: more than a date and a time have."""
EDGE = 0.05
"""Share of the page's width that is a margin at least."""
PADDING_LIMIT, WRAPPED_LIMIT = 6.0, 12.0
"""Points that a cell keeps free beside its text at most, and where wrapped lines show it; Word's usual is 5.4."""

_NUMBERED = re.compile(r"^[\W_]*\D{0,2}\s*\d{1,4}\s*\D{0,6}\s*\d{0,4}\s*\D{0,2}[\W_]*$")
_WORDS = re.compile(r"[\u3400-\u9fff]{2}")
_STOPS = frozenset("。；")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?!\d)|(?<=-\d{2})\d{2}[:：]\d{2}(?!\d)")
_DIGITS = re.compile(r"\d+")
_ENTRY = re.compile(r"\s*(\d{1,3})\s")
_TOUCHING = re.compile(r"\s*(\d{1,3})[\u4e00-\u9fff]")
UNSURE = 0.85
"""Confidence of a text that may begin elsewhere."""


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
        asides += paragraphs(Column(layout.below, *_sides(layout.below)), "footnote") if layout.below else []
    asides += _margins(layouts)
    notes = {note for layout in layouts for note in layout.notes}
    items: list[Row | JoinedTable] = []
    ends = _ends(layouts)
    before = 0.0
    for layout in layouts:
        _append(items, layout, notes, before)
        bottom = max((item.box[3] for item in layout.items), default=0.0)
        before = ends.get((round(layout.width), round(layout.height)), bottom) - bottom
    _doubt_numbers([item for item in items if isinstance(item, Row)])
    return Flow(list(_blocks(items, layouts)), asides, notes)


def _doubt_numbers(rows: list[Row]) -> None:
    """Puts doubt on a line of a numbered list whose number stands so close to its text that it may be a part of it."""
    for above, row in pairwise(rows):
        number, touching = _ENTRY.match(above.text), _TOUCHING.match(row.text)
        if number is not None and touching is not None and int(touching[1]) == int(number[1]) + 1:
            for glyph in row.glyphs:
                glyph.confidence = min(glyph.confidence, UNSURE)


def _sides(rows: list[Row]) -> tuple[float, float]:
    return min(row.x0 for row in rows), max(row.x1 for row in rows)


def _ends(layouts: list[Layout]) -> dict[tuple[int, int], float]:
    """How far down the text of pages of each size goes."""
    ends: dict[tuple[int, int], float] = defaultdict(float)
    for layout in layouts:
        size = round(layout.width), round(layout.height)
        ends[size] = max([ends[size], *(item.box[3] for item in layout.items)])
    return ends


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
    again = {
        id(row)
        for _, row, (text, y, low) in candidates
        if seen[text, y, low] > 1 or seen[text, y - 1, low] + seen[text, y + 1, low] > 0
    }
    texts = {id(row) for layout, row, key in candidates if _is_of_text(layout, row, again, low=key[2])}
    if len(layouts) >= PAGES:
        texts -= {id(row) for _, row, key in candidates if seen[key] == len(layouts)}
    for _, row, _ in candidates:
        if id(row) in again & texts:
            # A line of the text, or a header that keeps no distance from it.
            for glyph in row.glyphs:
                glyph.confidence = min(glyph.confidence, UNSURE)
    again -= texts
    stays: tuple[int, bool] | None = None
    for layout, row, key in candidates:
        low = key[2]
        if stays == (layout.number, low):
            # What stands nearer to the text than a line of the text is one as well.
            continue
        if (
            id(row) in again
            or _is_banner(layout, row, low=low)
            or (
                low
                and len(row.text) <= 14
                and _NUMBERED.match(row.text)
                and row.text[-1] not in _STOPS
                and not _is_heading(row.text)
                and _is_apart(layout, row)
            )
        ):
            layout.items.remove(row)
            yield _aside(row, "footer" if low else "header")
        else:
            stays = (layout.number, low)


def _is_banner(layout: Layout, row: Row, *, low: bool) -> bool:
    """Whether a line at the very top tells a date, the time of day and a number to call, as a fax machine prints it there."""
    digits = sum(character.isdecimal() for character in row.text)
    return not low and row.y < TOP * layout.height and digits >= NUMBERS and _CLOCK.search(row.text) is not None


def _is_heading(text: str) -> bool:
    """Whether *text* has the number of a heading before words, as no page's number has."""
    rest = strip_enumerator(text)
    return rest != text and _WORDS.match(tight(rest)) is not None


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


def _is_of_text(layout: Layout, row: Row, again: set[int], *, low: bool) -> bool:
    """Whether a line ends a sentence, or is one of several that stand close together, of which the next does or isn't one that pages have *again*.

    Two pages may begin with the same sentence.
    """
    if row.text[-1] in _STOPS:
        return True
    index = layout.items.index(row) + (-1 if low else 1)
    beside = layout.items[index] if 0 <= index < len(layout.items) else None
    return (
        isinstance(beside, Row)
        and (id(beside) not in again or beside.text[-1] in _STOPS)
        and len(row.text) >= SENTENCE
        and abs(beside.x0 - row.x0) < 2.5 * row.size
        and abs(beside.y - row.y) < CLOSE * max(row.size, beside.size)
    )


def _is_apart(layout: Layout, row: Row) -> bool:
    """Whether the line stands apart from what is above it, and isn't the next of lines that are as far apart and begin where it does."""
    index = layout.items.index(row)
    if index == 0:
        return True
    above = layout.items[index - 1]
    before = layout.items[index - 2] if index > 1 else None
    if isinstance(above, Row) and isinstance(before, Row) and row.y - above.y <= LEADING * (above.y - before.y):
        return abs(row.x0 - min(above.x0, before.x0)) > INDENTED * row.size
    bottom = above.box[3]
    return row.y - row.size - bottom > 1.2 * row.size


def _append(items: list[Row | JoinedTable], layout: Layout, notes: set[str], free: float) -> None:
    """Puts what is on a page behind *items*. *free* are the points left at the end of the page before."""
    for number, item in enumerate(layout.items):
        if isinstance(item, Row):
            last = items[-1] if items and number == 0 else None
            if isinstance(last, JoinedTable) and last.parts[-1].open_below and free <= FREE * item.size:
                doubt_last(last)
            items.append(item)
            continue
        if item.uneven:
            notes.add("table.uneven")
        if item.guessed:
            notes.add("table.guessed")
        last = _last(items)
        if number == 0 and isinstance(last, JoinedTable) and item.guessed and last.parts[-1].guessed:
            snap(last.cells, item)
        if number == 0 and isinstance(last, JoinedTable) and continues(last, item, free):
            join_table(last, item, free)
        else:
            before = next((one for one in reversed(items) if isinstance(one, JoinedTable)), None)
            if before is not None and before is not last and _is_rest(item) and continues(before, item, free):
                # What stands between them may be none of the form: the bars of a window, a stamp.
                doubt_last(before)
            joined = JoinedTable([item], *without_gaps(list(item.cells), item.rows, item.box[0]))
            items.append(joined)


def _is_rest(part: PageTable) -> bool:
    """Whether a table's first row has nothing in its first cell and something in another, as the rest of one that a page cut."""
    first = sorted((cell for cell in part.cells if cell.row == 0), key=lambda cell: cell.box[0])
    return len(first) > 1 and first[0].blank and any(not cell.blank for cell in first)


def _last(items: list[Row | JoinedTable]) -> Row | JoinedTable | None:
    """The last of *items*, what stands beside a table aside."""
    for index, item in enumerate(reversed(items)):
        if isinstance(item, JoinedTable):
            beside = items[len(items) - index :]
            return (
                item
                if all(isinstance(row, Row) and any(part.is_beside(row) for part in item.parts) for row in beside)
                else items[-1]
            )
    return items[-1] if items else None


def _blocks(items: list[Row | JoinedTable], layouts: list[Layout]) -> Iterator[Block]:
    # Pages of another width, as those across, have lines of another.
    widths: dict[int, float] = {}
    for layout in layouts:
        near = (width for width in widths.values() if abs(width - layout.width) <= SAME_WIDTH * width)
        widths[layout.number] = next(near, layout.width)
    rows = [item for item in items if isinstance(item, Row)]
    bounds = {
        width: (*_bounds([row for row in rows if widths[row.page] == width], width), width / 2)
        for width in {*widths.values()}
    }
    for of, some in groupby(items, key=lambda item: widths[item.page] if isinstance(item, Row) else None):
        if of is None:
            yield from (_finished(item) for item in some if isinstance(item, JoinedTable))
        else:
            left, right, middle = bounds[of]
            loose = [item for item in some if isinstance(item, Row)]
            yield from paragraphs(Column(loose, left, right, headed=True, middle=middle))


def _bounds(rows: list[Row], width: float) -> tuple[float, float]:
    """How far the *rows* outside tables go to the left and right on pages of *width*: as full lines do, or as wide as margins that are alike let them."""
    left = min((row.x0 for row in rows), default=0.0)
    longest = max(rows, key=lambda row: row.full, default=None)
    right = longest.full if longest is not None else width
    fullest = sorted(rows, key=lambda row: -row.full)
    for row in fullest[1 : 1 + OVERFLOWING]:
        alike = sum(abs(other.full - row.full) <= SAME_END for other in rows)
        if alike > FULL_LINES and right - row.full > row.size:
            # Lines are set as far as there, but for one or two that have no room.
            return left, row.full
    if longest is not None and sum(row.full > right - 1.2 * longest.size for row in rows) >= FULL_LINES:
        return left, right
    if left >= EDGE * width:
        return left, max(right, width - left)
    return min(left, (1 - MEASURE) * width), max(right, MEASURE * width)


def _finished(table: JoinedTable) -> Table:
    """The table on its layout grid: columns are told by all borders of all its parts."""
    cells = table.cells
    near = ALIGNED if len(table.parts) > 1 else SAME_EDGE
    xs = _joined_gaps(_positions([x for cell in cells for x in (cell.box[0], cell.box[2])], near), cells)
    tops = sorted({cell.row for cell in cells})
    rows = {row: index for index, row in enumerate(tops)}
    bounds = _written_bounds(cells) if table.parts[0].guessed and not table.parts[0].wide else _drawn_bounds(cells)
    named: dict[int, dict[float, int]] = defaultdict(dict)
    for cell in cells:
        if len(cell.rows) > 1:
            named[cell.row][cell.box[2]] = entries(cell.rows)
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
                blocks=tuple(_cell_blocks(cell, *bounds(cell), named)),
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


def _cell_blocks(
    cell: PageCell, left: float, right: float, named: Mapping[int, Mapping[float, int]]
) -> Iterator[Block]:
    """The content of a cell between its bounds. *named* tells by row how many places its cells name, where these are several, by where they end."""
    ends = named.get(cell.row, {})
    beside = [count for end, count in ends.items() if count and abs(end - cell.box[0]) <= SAME_EDGE]
    column = Column(cell.rows, left, right, entries=beside or {*ends.values()})
    if not cell.tables:
        yield from paragraphs(column)
        return
    tables = sorted(cell.tables, key=lambda table: (table.page, table.box[1]))
    rest = list(cell.rows)
    for table in tables:
        above = [row for row in rest if (row.page, row.y) <= (table.page, table.box[1] + 0.5 * row.size)]
        rest = rest[len(above) :]
        yield from paragraphs(Column(above, column.left, column.right))
        yield _finished(JoinedTable([table], list(table.cells), table.rows))
    yield from paragraphs(Column(rest, column.left, column.right))


def _padding(cells: list[PageCell]) -> float:
    """What cells keep free on either side of their text: what the fullest lines leave, of those that were wrapped if any were."""
    offsets = [
        [row.x0 - cell.box[0] for row in cell.rows if not row.glyphs[0].angle and row.x0 - cell.box[0] >= -1]
        for cell in cells
    ]
    wrapped = sorted(min(some) for some in offsets if len(some) > 1)
    free = wrapped or sorted(offset for some in offsets for offset in some)
    # A tenth may overflow their cells.
    return min(max(free[len(free) // 10], 0.0), WRAPPED_LIMIT if wrapped else PADDING_LIMIT) if free else 0.0


def _positions(values: list[float], near: float) -> list[float]:
    """Where borders stand, one for those *near* one another."""
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][-1] <= near and value - found[-1][0] <= 2 * near:
            found[-1].append(value)
        else:
            found.append([value])
    return [(group[0] + group[-1]) / 2 for group in found]


def _joined_gaps(xs: list[float], cells: list[PageCell]) -> list[float]:
    """*xs* with one border in the place of two between which is the gap of cells that keep apart: none begins at the left one, and none ends at the right one."""
    lefts = {_nearest(xs, cell.box[0]) for cell in cells}
    rights = {_nearest(xs, cell.box[2]) for cell in cells}
    found: list[float] = []
    for index, x in enumerate(xs):
        if index and x - xs[index - 1] <= SLIM and index - 1 not in lefts and index not in rights:
            found[-1] = (xs[index - 1] + x) / 2
        else:
            found.append(x)
    return found


def _nearest(positions: list[float], value: float) -> int:
    index = bisect_left(positions, value)
    if index > 0 and (index == len(positions) or value - positions[index - 1] < positions[index] - value):
        return index - 1
    return index
