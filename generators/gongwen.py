"""The measures of GB/T 9704-2012 《党政机关公文格式》 in one place: page, grid, sizes, and the places that depend on a text's length.

Lengths are twips (1/20 pt, 1/1440 in) unless a name says otherwise. Clauses are those of the standard; what it leaves open, and what
LibreOffice and Word make of a setting, says the comment beside the number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

__all__ = [
    "CHARACTER",
    "EMU",
    "FILE_WORD",
    "FOOTER",
    "HEADER",
    "HEIGHT",
    "IMPRINT_LINE",
    "IMPRINT_RULE",
    "JOINT",
    "LANDSCAPE",
    "LETTER",
    "LETTER_FOOTER",
    "LETTER_GAP",
    "LINES",
    "LIST_AREA",
    "LIST_COLUMNS",
    "LIST_EDGE",
    "LIST_LAYOUTS",
    "LIST_LINE",
    "LIST_ROW",
    "LIST_SIZE",
    "MARGINS",
    "MARK",
    "MARK_TOP",
    "NUMBER_LINE",
    "PAGE",
    "PITCH",
    "SMALL",
    "SPACING",
    "STEP",
    "TITLE",
    "TITLE_LINE",
    "UNDER",
    "WIDTH",
    "Layout",
    "Margins",
    "Placed",
    "imprint_height",
    "list_rows",
    "list_step",
    "mark_lead",
    "mark_size",
    "mark_tail",
    "placed",
    "shows_body",
    "spread_width",
    "table_lines",
    "table_rows",
    "text_width",
    "title_width",
    "twips",
]


def twips(millimetres: float) -> int:
    """*millimetres* in twips."""
    return round(millimetres * 1440 / 25.4)


@dataclass(frozen=True, kw_only=True, slots=True)
class Margins:
    """What surrounds the type area."""

    top: int
    right: int
    bottom: int
    left: int


EMU = 635
"""To a twip; drawings are measured in them."""

PAGE = (11906, 16838)
"""A4 upright (5.1)."""

MARGINS = Margins(top=2098, right=1474, bottom=1984, left=1588)
"""37 mm above and 28 mm at the binding edge (5.2.1), which leave 156 × 225 mm of type area."""

LANDSCAPE = Margins(top=MARGINS.left, right=MARGINS.top, bottom=MARGINS.right, left=MARGINS.bottom)
"""The same type area on a sheet that is turned to the left: its foot is the left edge (clause 8)."""

WIDTH = PAGE[0] - MARGINS.left - MARGINS.right
HEIGHT = PAGE[1] - MARGINS.top - MARGINS.bottom

LINES = 22
PITCH = 579
"""28.95 pt: the largest pitch of which 22 lines go on a page (5.2.3). The standard's own unit, 30 pt, gives 21."""

CHARACTER = 320
"""One 字 of 三号, 16 pt."""

SPACING = -5
"""Closer by ¼ pt: 28 characters of 16 pt are 158 mm, and the type area is 156 mm wide (5.2.3)."""

STEP = CHARACTER + SPACING
"""From one character of the body to the next."""

SMALL = 280
"""One 字 of 四号, 14 pt: page numbers and imprint."""

TITLE = 440
"""二号, 22 pt (7.3.1)."""

NUMBER_LINE = 400
"""The line of the page number, of fixed height, so that no font moves it."""

FOOTER = 1428
"""From the paper's edge to the foot of that line, which puts the dash 7 mm under the type area (7.5)."""

HEADER = 1134
"""From the paper's edge to the header's first line."""

INK = 0.85
"""How far the ink of a Han character reaches above the baseline, in its own size."""

BASELINE = 0.8
"""Where the baseline lies in a line of fixed height."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """The issuer's mark: ``largest`` and ``smallest`` size (the standard leaves it open) and the height of its ``line`` in its own size."""

    largest: int
    smallest: int
    line: float


JOINT = 5600
"""The width of the column of names in the mark of a joint issue, with the word for a document to its right (7.2.4)."""

FILE_WORD = 2200
"""The column of that word: two characters of the largest mark and a gap before them."""

MARK = Mark(largest=44 * 20, smallest=22 * 20, line=1.35)


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """The letter format (10.1): the mark's ``top``, the length of the double ``lines``, and the ``foot`` of the second from the paper's edge.

    That one lies 20 mm from the edge; it is 1.4 mm thick.
    """

    top: int
    lines: int
    foot: int


LETTER = Letter(top=twips(30), lines=twips(170), foot=twips(19.3))

LETTER_FOOTER = LETTER.foot
"""From the paper's edge to the foot of a letter's footers."""

LETTER_GAP = 90
"""Before the line of the number, so that its ink begins 7/8 of a character under the double line (10.1)."""

MARK_TOP = twips(35)
"""From the top of the type area to the ink of the mark (7.2.4)."""

UNDER = twips(4)
"""From the number to the red line, and from a letter's mark to its double line (7.2.7, 10.1)."""


def text_width(text: str, size: int = CHARACTER, spacing: int = SPACING) -> int:
    """How wide *text* is set in one line: Han characters and their punctuation a *size*, Latin ones half of it."""
    return sum((size if _is_wide(character) else size // 2) + spacing for character in text)


def _is_wide(character: str) -> bool:
    return ord(character) >= 0x2E80 or character in "“”‘’…—·"


def spread_width(text: str, size: int) -> int:
    """How wide *text* is at most where a program puts a gap between Chinese characters and digits or letters, as LibreOffice does."""
    meetings = sum(_is_wide(one) != _is_wide(other) for one, other in pairwise(text))
    return text_width(text, size, 0) + meetings * size // 4


def title_width(text: str) -> int:
    """How wide a line of a title is at most, whatever font is there: digits and letters of a heavy face, with a gap where they meet Chinese."""
    meetings = sum(_is_wide(one) != _is_wide(other) for one, other in pairwise(text))
    return sum(TITLE if _is_wide(character) else TITLE * 5 // 8 for character in text) + meetings * TITLE // 4


def mark_size(text: str, width: int = WIDTH) -> int:
    """The size of the mark *text*, as large as one line allows, in whole points."""
    wanted = min(MARK.largest, width * 19 // 20 // max(len(text), 1))
    return max(MARK.smallest, wanted // 20 * 20)


def mark_lead(size: int) -> int:
    """From the top of the mark's line to the top of its ink."""
    return round(size * (BASELINE * MARK.line - INK))


def mark_tail(size: int) -> int:
    """From the foot of the mark's ink to the foot of its line."""
    return round(size * ((1 - BASELINE) * MARK.line - (1 - INK) * 0.6))


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """How far from the right edge of the type area the signature and the date end."""

    name: int
    date: int


def placed(name: str, date: str, *, sealed: bool) -> Placed:
    """Where the signature *name* and the *date* end: with a seal (7.3.5.1) or without (7.3.5.2).

    With a seal the date ends four characters from the edge and the name is centred over it; a name too long for that takes the date
    with it. Without one the name ends two characters from the edge and the date begins two characters behind its first; a longer date
    ends two characters from the edge and the name begins two characters before it.
    """
    wide, long = text_width(name), text_width(date)
    if sealed:
        right = 4 * CHARACTER
        name_right = right + long // 2 - wide // 2
        if name_right >= 0:
            return Placed(name=name_right, date=right)
        return Placed(name=0, date=wide // 2 - long // 2)
    right = 2 * CHARACTER
    if long > wide:
        return Placed(name=right + long + 2 * CHARACTER - wide, date=right)
    return Placed(name=right, date=max(right + wide - 2 * CHARACTER - long, 0))


LIST_COLUMNS = (2, 3)
"""Into how many columns the names of a list are set where that saves lines, the fewest first."""

_LIST_GAP = 120
"""What stays free before the next column at least."""


def list_step(columns: int) -> int:
    """From one of so many columns of a list to the next; the first begins two characters from the edge, as text does."""
    return (WIDTH - 2 * CHARACTER) // columns


def list_rows(entries: Iterable[str], columns: int) -> list[list[str]]:
    """*entries*, numbers included, in rows of so many columns, read across; one too long for its column has a row to itself."""
    return _rows(entries, columns, list_step(columns), CHARACTER)


def _rows(entries: Iterable[str], columns: int, step: int, size: int) -> list[list[str]]:
    rows: list[list[str]] = []
    open_row = False
    for entry in entries:
        width = text_width(entry, size)
        short = width + _LIST_GAP <= step
        # Nothing stands behind the last column that a name there must keep from.
        last = open_row and len(rows[-1]) == columns - 1 and width <= step
        if open_row and (short or last):
            rows[-1].append(entry)
        else:
            rows.append([entry])
        open_row = short and len(rows[-1]) < columns
    return rows


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """How a list by provinces is set: so many ``blocks`` of a province and its names side by side, the names in so many ``columns``."""

    blocks: int
    columns: int

    @property
    def room(self) -> int:
        """How wide the names of a block are set."""
        return WIDTH // self.blocks - LIST_AREA - 2 * LIST_EDGE

    @property
    def step(self) -> int:
        """From one column of names to the next."""
        return self.room // self.columns


LIST_LAYOUTS = (
    Layout(blocks=1, columns=1),
    Layout(blocks=1, columns=2),
    Layout(blocks=1, columns=3),
    Layout(blocks=2, columns=1),
)
"""The plainest first."""

LIST_SIZE = SMALL
"""四号, as tables of names are set; the size of the body leaves no room for two full names and their province in a line."""

LIST_LINE = 400
"""四号 in lines of 20 pt."""

LIST_AREA = 4 * LIST_SIZE + 160
"""The column of provinces: four characters, with what keeps them from the lines beside."""

LIST_EDGE = 80
"""What keeps names from the lines beside them."""

LIST_ROW = 8
"""Lines of a row, which isn't parted by the end of a page."""


def table_rows(entries: Iterable[str], layout: Layout) -> list[list[str]]:
    """As ``list_rows``, in the names' column of a *layout*."""
    return _rows(entries, layout.columns, layout.step, LIST_SIZE)


def table_lines(rows: Iterable[str], layout: Layout) -> int:
    """How many lines *rows* take: one that is a name too long for all columns goes on in the next."""
    return sum(max(1, -(-text_width(row, LIST_SIZE) // layout.room)) for row in rows)


def shows_body(titles: int, addressees: str, *, letter: bool, head: bool) -> bool:
    """Whether the first page has a line left for the body, under a title of so many lines and the *addressees* (7.3.2, 7.3.3)."""
    above = LETTER_HEAD if letter else GENERAL_HEAD if head else 0
    lines = -(-text_width(addressees) // (28 * STEP))
    return above + titles * TITLE_LINE + (1 + lines + 1) * PITCH <= HEIGHT


TITLE_LINE = 660
"""33 pt: 二号 in lines of one and a half characters."""

GENERAL_HEAD = MARK_TOP + MARK.largest + 5 * PITCH + UNDER
"""The mark, the number, the red line and the blank lines between them."""

LETTER_HEAD = twips(50) - MARGINS.top + 3 * PITCH + LETTER_GAP
"""What the mark and its line take of the type area, the number and two blank lines."""


def imprint_height(lines: int) -> int:
    """What an imprint of so many text *lines* takes at the foot of the last page, its rules included."""
    return lines * IMPRINT_LINE + 3 * 3 * IMPRINT_RULE


IMPRINT_LINE = 480
"""四号 in lines of 24 pt."""

IMPRINT_RULE = 20
"""A line of the imprint, the thick ones of 1 pt."""
