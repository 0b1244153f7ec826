"""Tables that run over pages: their parts are one table, a row cut by the end of a page is one row, and a repeated header is read once."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from forms.chinese import tight
from parsers.pdf.entries import is_one_place
from parsers.pdf.inset import without_strips
from parsers.pdf.paragraphs import paragraphs
from parsers.pdf.setting import Column
from parsers.pdf.table import PageCell, PageTable
from parsers.wording import is_label, is_option, is_usual, usual_pairs

__all__ = ["ALIGNED", "JoinedTable", "continues", "doubt_last", "join_table", "without_gaps"]

ALIGNED = 3.0
"""Points by which the borders of the parts of one table may differ from page to page."""
BESIDE = 8.0
"""Points by which the lines of a part of a table without sides may begin or end beside those of the part before."""
NARRATIVE = 40
"""Characters from which on a cell's text is several paragraphs long, so that a page may end between two of them."""
SENTENCE = 6
"""Characters from which on a line that is full and has no end of a sentence shows that its text goes on."""
NUMBER = 7
"""Digits from which on a cell's text is a telephone number: two of them are those of two rows."""
HEADER = 5
"""Rows that a header has at most."""
CUT_AMONG = 4
"""Cells of a repeated header that all are as they were but one, whose end is missing."""
APART, COLUMNS = 60.0, 3
"""Points left at the end of a page, and columns, from which on other columns below are those of another table."""
GAP = 20.0
"""Points that a gap beside a row is high at most."""
STRIP = 14.0
"""Points up to which an empty first row of a page is what is left of a row above."""
ROOM = 2.6
"""Times the height of a line that must have been free at the end of a page for a row's rest not to have been moved to the next: no line stays alone."""
HEADS = 3
"""Labels beside one another, and nothing else, from which on a row is a header."""
LACKING = 3
"""Cells without text, under cells with some, from which on a row below is hardly a row by itself."""
OVER_A_BREAK = 0.88
"""Confidence of a recognised text over the end of a page, at most."""
SURE, LIKELY = 4, 2
"""What it weighs that a text goes on for sure, or likely, with the text above."""

_ENDING = frozenset("。！？；!?;")
_PAUSING = frozenset("，、,（(《“")
_OPENING = frozenset("（([【〔")
_CLOSING = frozenset("）)】〕》”")
_AWAITING = frozenset("：:")
_MOBILE = re.compile(r"1[3-9]\d{9}")


@dataclass(slots=True, eq=False)
class JoinedTable:
    """A table with its parts from all pages. Each part's rows follow those of the one before."""

    parts: list[PageTable]
    cells: list[PageCell] = field(default_factory=list)
    rows: int = 0
    headers: list[int] = field(default_factory=lambda: [0])
    """Rows at which a header may stand that later pages repeat: the first of each part."""


def continues(table: JoinedTable, part: PageTable, free: float) -> bool:
    """Whether *part*, first on its page, goes on with *table*, last on the page before, which had *free* points left."""
    last = table.parts[-1]
    if part.page != last.page + 1:
        return False
    first = [cell for cell in part.cells if cell.row == 0]
    above = [cell for cell in last.cells if cell.row + cell.row_span == last.rows]
    apart = sum(_partner(cell, above) is None for cell in first)
    if free > APART and len(first) == len(above) > COLUMNS and 2 * apart > len(first):
        # As many columns, and others: the same table was made twice.
        return False
    _move_sides(last, part, above, first)
    left, right = abs(part.box[0] - last.box[0]) <= ALIGNED, abs(part.box[2] - last.box[2]) <= ALIGNED
    if left and right:
        return True
    # The cell of a group, which is as high as the part, may have no lines of its own on this page.
    inner = part.box[0] if right else part.box[2] if left else None
    return inner is not None and any(
        abs(inner - x) <= ALIGNED for cell in last.cells for x in (cell.box[0], cell.box[2])
    )


def _move_sides(last: PageTable, part: PageTable, above: list[PageCell], first: list[PageCell]) -> None:
    """Moves the open sides of *part* to those of *last*, where all borders between their cells are the same: lines may end a little beside the table."""
    if len(first) != len(above) or len(first) < COLUMNS:
        return
    pairs = list(zip(_by_place(above), _by_place(first), strict=True))
    inner = [(one.box[2], other.box[2]) for one, other in pairs[:-1]]
    inner += [(one.box[0], other.box[0]) for one, other in pairs[1:]]
    if any(abs(one - other) > ALIGNED for one, other in inner):
        return
    for side in (0, 2):
        at, to = part.box[side], last.box[side]
        if ALIGNED < abs(at - to) <= BESIDE:
            for cell in part.cells:
                if abs(cell.box[side] - at) <= ALIGNED:
                    cell.box = (to, *cell.box[1:]) if side == 0 else (*cell.box[:2], to, cell.box[3])
            part.box = (to, *part.box[1:]) if side == 0 else (*part.box[:2], to, part.box[3])


def _by_place(cells: list[PageCell]) -> list[PageCell]:
    return sorted(cells, key=lambda cell: cell.box[0])


def join_table(table: JoinedTable, part: PageTable, free: float) -> None:
    """Puts the rows of *part* under those of *table*. *free* are the points that the page before had left below the table.

    Where no line is drawn at the end of the one page nor at the beginning of the other, the row between them is one: so browsers cut a row.
    """
    _drop_rest(table)
    cells, rows = _without_header(table, part)
    # A strip that is left of the row above has been taken away.
    cut = table.parts[-1].open_below and part.open_above and rows == part.rows
    table.parts.append(part)
    if not cells:
        return
    above = [cell for cell in table.cells if cell.row + cell.row_span == table.rows]
    cells = without_strips(cells, lambda cell: _partner(cell, above) is not None)
    first = [cell for cell in cells if cell.row == 0]
    partners = {id(cell): _partner(cell, above) for cell in first}
    split, sure = (True, True) if cut and None not in partners.values() else _is_split(first, above, partners, free)
    sure = sure and (split or not cut)
    if not sure:
        for cell in (*first, *above):
            _doubt(cell, "table.split")
    offset = table.rows - (1 if split else 0)
    merged: set[int] = set()
    header = all(cell.blank or is_label(cell.text) for cell in above) and sum(not cell.blank for cell in above) > 1
    if header:
        # Options are words of the forms too: among values they are none of a header.
        header = all(
            cell.blank or is_label(cell.text) or ((upper := partners[id(cell)]) is not None and _is_one(upper, cell))
            for cell in first
        )
    halved = any(
        upper is not None
        and (_is_one_label(upper, cell) or (header and (_is_late(upper, cell) or _is_one(upper, cell))))
        for cell in first
        for upper in [partners[id(cell)]]
    )
    for cell in first:
        upper = partners[id(cell)]
        if upper is None:
            continue
        # Where a page ends between the rows of a header, its merged cells go on beside the second.
        if (
            split
            or (halved and (cell.blank or _is_one_label(upper, cell) or (header and _is_one(upper, cell))))
            or (_is_taller(cell, first) and _closes(upper, cell))
            # Worksheets close no cell at the end of a page that goes on behind it.
            or (upper.open_below and cell.open_above and not all(other.open_below for other in above))
            or (
                cell.blank
                and not upper.blank
                and (
                    cell.row_span > 1
                    or _is_taller(cell, first)
                    or (_is_taller(upper, above) and _goes_on(upper, table.cells, first))
                )
                and _spans(upper, above)
            )
            or (_is_late(upper, cell) and (header or (len(above) == len(first) == 2 and _is_first(upper, above))))
        ):
            _doubt_seen(upper, cell)
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


def _drop_rest(table: JoinedTable) -> None:
    """Takes away what is left of the page beside a group's label that goes on to its end: no row had room there."""
    end = table.rows - 1
    last = [cell for cell in table.cells if cell.row == end]
    beside = [cell for cell in table.cells if cell.row < end < cell.row + cell.row_span]
    if len(last) == len(beside) == 1 and last[0].blank and table.parts[-1].open_below:
        table.cells.remove(last[0])
        table.rows = end
        beside[0].row_span -= 1


def doubt_last(table: JoinedTable) -> None:
    """Doubts the table's last row: it may go on in what stands on the next page without lines."""
    for cell in table.cells:
        if cell.row + cell.row_span == table.rows:
            _doubt(cell, "table.split")


def _doubt(cell: PageCell, code: str) -> None:
    for row in cell.rows:
        for glyph in row.glyphs[:1]:
            glyph.notes = (*glyph.notes, code)


def _doubt_seen(*cells: PageCell) -> None:
    """Takes certainty from what was recognised in a cell that goes on over the end of a page: whether it does is told by what was recognised."""
    for cell in cells:
        for row in cell.rows:
            for glyph in row.glyphs:
                if glyph.method == "ocr":
                    glyph.confidence = min(glyph.confidence, OVER_A_BREAK)


def _is_taller(cell: PageCell, row: list[PageCell]) -> bool:
    return cell.row_span > min(other.row_span for other in row)


def _goes_on(upper: PageCell, cells: list[PageCell], first: list[PageCell]) -> bool:
    """Whether a cell that is taller than those beside it may go on beside the *first* row of the next page: one of a header only beside more labels."""
    end = upper.row + upper.row_span
    beside = [
        cell
        for cell in cells
        if cell is not upper and upper.row <= cell.row and cell.row + cell.row_span <= end and not cell.blank
    ]
    heads = all(is_label(cell.text) and not is_option(cell.text) for cell in beside)
    return not heads or any(is_label(cell.text) and not is_option(cell.text) for cell in first)


def _spans(upper: PageCell, above: list[PageCell]) -> bool:
    """Whether the cell stands beside several rows, as a group's label does; one row's cell that ends with its page does not."""
    return upper.row_span >= min(cell.row_span for cell in above)


def _partner(cell: PageCell, above: list[PageCell]) -> PageCell | None:
    """The cell at the bottom of the page before that stands over *cell* and is as wide."""
    for other in above:
        if abs(other.box[0] - cell.box[0]) <= ALIGNED and abs(other.box[2] - cell.box[2]) <= ALIGNED:
            return other
    return None


def _is_split(
    first: list[PageCell], above: list[PageCell], partners: dict[int, PageCell | None], free: float
) -> tuple[bool, bool]:
    """Whether the first row on a page is the rest of the last row on the page before, and whether that is sure.

    Its cells stand under cells of the same widths. For it speak cells that are empty though the cell above isn't, since labels aren't repeated,
    and texts that go on with the text above; against it texts that don't, and room at the end of the page before.
    """
    if any(partner is None for partner in partners.values()):
        return False, True
    # A group's label stands beside many rows, on both pages, and tells nothing.
    low = min(cell.row_span for cell in first)
    high = min(cell.row_span for cell in above)
    pairs = [(cell, upper) for cell in first if (upper := partners[id(cell)]) is not None]
    pairs = [
        (cell, upper)
        for cell, upper in pairs
        if not cell.blank or (cell.row_span == low and (upper.row_span == high or len(pairs) < 3))
    ]
    written = [(cell, upper) for cell, upper in pairs if not cell.blank]
    if not written:
        # What is left of a row that ended with its page: a strip without text.
        return len(first) == len(above) and any(not upper.blank for _, upper in pairs), True
    if any(_counts_on(upper.text, cell.text) or _are_labels(upper.text, cell.text) for cell, upper in written):
        return False, True
    if _are_heads([upper for _, upper in pairs if not upper.blank]) and not any(
        _closes(upper, cell) or _is_bracketed(cell.text) or _is_one(upper, cell) for cell, upper in written
    ):
        # What stands below a row of labels is their rest, or the first row that they are over.
        return False, True
    if free > ROOM * max(_height(one) for pair in written for one in pair):
        return False, True
    weights = [_weight(upper, cell) for cell, upper in written]
    bare = sum(cell.blank and not upper.blank for cell, upper in pairs)
    left, over = min(pairs, key=lambda pair: pair[0].box[0])
    if is_usual(over.text) and (
        left.blank or (len(pairs) == len(first) == 1 and not is_label(over.text) and not is_usual(left.text))
    ):
        # No row of a form begins without its label, be it in one cell with its value.
        bare += SURE
    if not bare and max(weights) <= 0 and len(pairs) > 1:
        return False, True
    against = -sum(weight for weight in weights if weight < 0)
    for_it = bare + sum(weight for weight in weights if weight > 0)
    if any(upper.blank for _, upper in written):
        # Text that stands in the middle of its cell or at its foot may be on the second page alone; that the others go on must then be beyond doubt.
        if for_it >= against + SURE + LIKELY:
            return True, True
        others = [(cell, upper) for cell, upper in written if not upper.blank]
        running = sum(_runs_on(upper, cell) for cell, upper in others)
        # No row lacks so much that its neighbour has, while what it has goes on with it.
        return bare >= LACKING and running == len(others) > 1 and for_it + running > against, False
    # A sentence that ends with the page may end its row as well.
    # Two texts without a label between them, one under the other, are hardly two values.
    lone = len(pairs) == len(first) == 1 and not is_usual(over.text) and not is_usual(left.text)
    lone = lone and against < LIKELY
    open_ = lone or (for_it == against == 0 and any(len(upper.text) >= NARRATIVE for _, upper in written))
    return for_it > against, not (open_ and for_it <= against) and (
        not for_it or not against or abs(for_it - against) >= SURE - 1
    )


def _are_heads(cells: list[PageCell]) -> bool:
    """Whether so many cells hold a label each that they are a header."""
    return len(cells) >= HEADS and all(is_label(cell.text) for cell in cells)


def _is_late(upper: PageCell, cell: PageCell) -> bool:
    """Whether a label in the middle of its cell, beside or over several rows, stands on the second page."""
    return upper.blank and is_label(cell.text)


def _is_first(upper: PageCell, above: list[PageCell]) -> bool:
    """Whether the cell is the first of its row, where something is written: no row of a label and a value begins without the label."""
    return upper.box[0] == min(other.box[0] for other in above) and not all(other.blank for other in above)


def _is_one_label(upper: PageCell, cell: PageCell) -> bool:
    """Whether two cells hold the two halves of one label."""
    return bool(cell.rows and upper.rows) and not is_usual(upper.text) and is_label(upper.text + cell.text)


def _is_one(upper: PageCell, cell: PageCell) -> bool:
    """Whether what two cells hold makes one label, whatever the first says by itself."""
    whole = upper.text + cell.text
    return bool(cell.rows and upper.rows) and is_label(whole) and not _OPENING & {*whole}


def _closes(upper: PageCell, cell: PageCell) -> bool:
    """Whether *cell* closes the bracket that *upper* opened."""
    return not cell.blank and _is_open(upper.text) and not _is_open(upper.text + cell.text)


def _height(cell: PageCell) -> float:
    """Points that a line of the cell takes."""
    if not cell.rows:
        return 0.0
    size = max(glyph.size for glyph in cell.rows[0].glyphs)
    last = cell.rows[-2:]
    return max([size, *(below.y - above.y for above, below in pairwise(last) if above.page == below.page)])


def _weight(upper: PageCell, cell: PageCell) -> int:
    """How much it speaks for one row that *cell* stands under *upper*; less than nothing where it speaks against it."""
    if not upper.rows or not cell.rows:
        return -SURE if cell.rows else 0
    if _closes(upper, cell):
        return SURE + LIKELY
    end, start = upper.rows[-1].text, cell.rows[0].text
    if end[-1] in _AWAITING and not is_label(upper.text):
        # A label at the end of a text has its value on the next page.
        return SURE
    digits, more = _digits(upper.text), _digits(cell.text)
    if (digits and more and _MOBILE.fullmatch(digits + more)) or (
        is_label(upper.text + cell.text) and not _OPENING & {*upper.text, start[0]}
    ):
        return SURE + LIKELY
    if len(digits) >= NUMBER and len(more) >= NUMBER:
        return -3
    if is_one_place(upper.text, cell.text):
        return SURE + LIKELY
    if is_label(upper.text):
        # A label that is whole, unless what it counts follows in brackets.
        return LIKELY if _is_bracketed(cell.text) else -2
    if _runs_on(upper, cell):
        if end[-1] in _ENDING or end[-1] in _CLOSING:
            return 0
        if end[-1] + start[0] in usual_pairs() or end[-1] in _PAUSING:
            return SURE
        return LIKELY if len(end) >= SENTENCE else 0
    return -1 if len(upper.text) < NARRATIVE and start[0] not in _OPENING else 0


def _digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(character)) for character in text if character.isdecimal())


def _is_open(text: str) -> bool:
    """Whether a bracket is opened and not closed."""
    return sum(one in _OPENING for one in text) > sum(one in _CLOSING and one not in "》”" for one in text)


def _is_bracketed(text: str) -> bool:
    """Whether all of a text stands in one bracket."""
    depths = list(accumulate((one in _OPENING) - (one in _CLOSING) for one in text))
    return depths[-1] == 0 and 0 not in depths[:-1]


def _counts_on(upper: str, lower: str) -> bool:
    """Whether two cells hold a number and the next: those of two rows."""
    return upper.isdecimal() and lower.isdecimal() and int(lower) == int(upper) + 1


def _are_labels(upper: str, lower: str) -> bool:
    """Whether two cells hold a label each, neither of which is a part of a longer one: those of two rows."""
    return is_usual(upper) and is_usual(lower) and not is_label(upper + lower) and lower[0] not in _OPENING


def _runs_on(upper: PageCell, cell: PageCell) -> bool:
    """Whether the text of *cell* goes on with the text of *upper* in one paragraph."""
    column = Column([*upper.rows, *cell.rows], upper.box[0] + 5.4, upper.box[2] - 5.4)
    before = Column(list(upper.rows), column.left, column.right)
    behind = Column(list(cell.rows), column.left, column.right)
    return len(paragraphs(column)) < len(paragraphs(before)) + len(paragraphs(behind))


def _without_header(table: JoinedTable, part: PageTable) -> tuple[list[PageCell], int]:
    """The cells of *part* without the header rows that are repeated from *table*, and how many rows are left."""
    cells, rows = without_gaps(*_without_strip(part), part.box[0], first=True)
    repeated = 0
    starts = [*table.headers, _below_titles(table.parts[0])]
    for depth in range(1, min(rows, HEADER + 1)):
        top = [cell for cell in cells if cell.row < depth and not cell.blank]
        if any(cell.row + cell.row_span > depth for cell in top):
            continue
        if _is_header(top) and any(_stands(table, top, start) for start in starts):
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


def _below_titles(part: PageTable) -> int:
    """The first row of more than one cell: what is above it is a title within the table's frame."""
    rows = [cell.row for cell in part.cells]
    return next((row for row in sorted(set(rows)) if rows.count(row) > 1), 0)


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


def without_gaps(cells: list[PageCell], rows: int, left: float, *, first: bool = False) -> tuple[list[PageCell], int]:
    """The cells and rows of a part without rows that are a low gap at its *left* side, under a group's label or, in the *first* row, what a page cut.

    Browsers let what is cut end before the row does that it stands in. All other cells go on beside the gap, and end with it.
    """
    for row in reversed(range(1, rows)):
        gap = [cell for cell in cells if cell.row == row]
        if (
            len(gap) != 1
            or not gap[0].blank
            or gap[0].row_span != 1
            or gap[0].box[0] > left + ALIGNED
            or gap[0].box[3] - gap[0].box[1] > GAP
        ):
            continue
        over = [
            cell
            for cell in cells
            if cell.row < row <= cell.row + cell.row_span and cell.box[0] < gap[0].box[2] - ALIGNED
        ]
        over = [cell for cell in over if cell.row + cell.row_span == row]
        beside = [cell for cell in cells if cell.row < row < cell.row + cell.row_span]
        if any(cell.row + cell.row_span != row + 1 for cell in beside) or not beside:
            continue
        if not (first and row == 1) and not all(cell.row_span > 1 for cell in over):
            continue
        cells = [cell for cell in cells if cell is not gap[0]]
        for cell in cells:
            if cell.row > row:
                cell.row -= 1
            elif cell in beside:
                cell.row_span -= 1
        rows -= 1
    return cells, rows


def _is_header(cells: list[PageCell]) -> bool:
    """Whether written cells can be a header: two or more, none of which holds a number."""
    return len(cells) > 1 and not any(
        cell.text.strip().isdecimal() or len(_digits(cell.text)) >= NUMBER for cell in cells
    )


def _stands(table: JoinedTable, top: list[PageCell], start: int) -> bool:
    """Whether the cells *top*, told by text and place, are also at the row *start* of *table*."""
    head = [cell for cell in table.cells if start <= cell.row < start + HEADER]
    there = {(cell.row - start, tight(cell.text)) for cell in head}
    cut = [cell for cell in top if (cell.row, tight(cell.text)) not in there]
    if len(cut) > 1 or (cut and len(top) < CUT_AMONG):
        return False
    # Where a header's row is too low for its text, a producer may leave out the last line when it repeats it.
    return all(any(_same(cell, other, cut=cell in cut) for other in head) for cell in top)


def _same(one: PageCell, other: PageCell, *, cut: bool) -> bool:
    return (
        (tight(other.text).startswith(tight(one.text)) if cut else tight(one.text) == tight(other.text))
        and one.row_span == other.row_span
        and abs(one.box[0] - other.box[0]) <= ALIGNED
        and abs(one.box[2] - other.box[2]) <= ALIGNED
    )
