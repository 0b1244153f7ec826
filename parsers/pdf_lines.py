"""Characters to lines, and lines to paragraphs: pure functions, in points from the page's top-left corner."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, zip_longest

from forms.chinese import enumerator_style
from forms.text import Box
from parsers.document import Paragraph, Part
from parsers.pdf_model import Glyph

__all__ = ["Column", "Row", "aslant_row", "paragraphs", "rows_of", "united"]

SAME_LINE = 0.45
"""Ems by which baselines on one line may differ: raised and lowered characters by 0.35."""
GAP = 0.22
"""Ems without ink between two Latin letters that are a space: a space has 0.25 to 0.33."""
MIXED_GAP = 0.48
"""Ems between a Han character and a Latin letter that are a space: word processors put 0.25 there by themselves."""
HAN_GAP = 0.38
"""Ems between two Han characters that are a space, beyond what the line is stretched by."""
TAB = 0.6
"""Ems from which on room without a drawn space is a tab."""
SPREAD = 0.5
"""Ems by which the characters of a line may be set apart and are one word still."""
RUBY = 0.62
"""Times the size of the line below up to which a line close above it tells how it is read."""
INDENT = 1.2
"""Ems by which a line must be moved in to begin a paragraph: two are usual."""
CENTRED = 0.35
"""Ems by which the spaces left and right of a centred line may differ, per em of font size."""
LEADING = 1.65
"""Times the usual distance of lines from which on a distance parts paragraphs."""
SIZE_CHANGE = 1.2
"""Times the size by which the next line must be larger or smaller to be another paragraph."""
SLACK = 0.12
"""Ems that rounding may add to a line."""

_SPACES = " \u00a0\u3000\t\u2002\u2003\u2009"
_CLOSING = frozenset("、。，．：；！？）］｝〕〉》」』】’”,.:;!?)]}%％…—～·")
_OPENING = frozenset("（［｛〔〈《「『【‘“([{")
_ENDING = frozenset("。！？.!?；;：:”」）)")
_WORD = re.compile(r"[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2018-\u201d\u2026\u2014]+")
_LABELLED = re.compile(r"[\u4e00-\u9fff/]{2,8}[:：]")
"""A line that begins with a label: in a list of them, each begins a line."""
_LIST, _LISTED = 3, 0.75
"""Lines, and the share of them that begin with a label, from which on they are such a list."""
_LETTERS = re.compile(r"[A-Za-z]+['’]?[A-Za-z]*[,;:.!?)]*")


@dataclass(slots=True, eq=False)
class Row:
    """A line of text on page *page*, its characters from left to right. ``columns`` are the bounds of the text it stands in."""

    page: int
    glyphs: list[Glyph]
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    size: float = 0.0
    text: str = ""
    spaced: bool = False
    """Whether a space is drawn behind it."""
    marks: list[Glyph | None] = field(default_factory=list)
    """Whose each character of ``text`` is; None for a space that isn't drawn."""

    @property
    def box(self) -> Box:
        """Its bounds."""
        return (self.x0, self.y - 0.88 * self.size, self.x1, self.y + 0.14 * self.size)

    @property
    def full(self) -> float:
        """Where its text ends, without the mark at its end, which may hang beyond the margin."""
        if len(self.glyphs) > 1 and self.text[-1:] in _CLOSING:
            return self.glyphs[-2].x1
        return self.x1

    @property
    def hard(self) -> bool:
        """Whether a paragraph ends with it for sure."""
        return bool(self.glyphs) and self.glyphs[-1].hard


@dataclass(slots=True, eq=False)
class Column:
    """Lines that stand under one another between two bounds: in a cell, or between the margins."""

    rows: list[Row]
    left: float
    right: float
    headed: bool = False
    """Whether a change of size parts paragraphs, as it does titles from text; in a cell it tells of two hands only."""


@lru_cache(maxsize=8192)
def _is_wide(character: str) -> bool:
    """Whether a character is set on the square of a Han character."""
    return (
        "\u2e80" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\uff00" <= character <= "\uffef"
        or (character >= "\U00020000" or character in "“”‘’…—·☑☐☒□■○●√✓✗")
    )


def rows_of(glyphs: list[Glyph], page: int) -> list[Row]:
    """The lines of *glyphs* from top to bottom. Text written upwards or downwards is read as it is written."""
    level = [glyph for glyph in glyphs if glyph.angle == 0]
    rows = _upright_rows(level, page) if _goes_down(level) else _without_ruby(_rows(level, page))
    for angle in (90, 180, 270):
        turned = [glyph for glyph in glyphs if glyph.angle == angle]
        if turned:
            rows += _turned_rows(turned, angle, page)
    return rows


def _rows(glyphs: list[Glyph], page: int) -> list[Row]:
    lines: list[list[Glyph]] = []
    base, size = 0.0, 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if lines and glyph.y - base <= SAME_LINE * max(size, glyph.size):
            lines[-1].append(glyph)
            if glyph.size > size * 1.3:
                base, size = glyph.y, glyph.size
        else:
            lines.append([glyph])
            base, size = glyph.y, glyph.size
    found = []
    for line in lines:
        line.sort(key=lambda glyph: (glyph.x0, glyph.order))
        row = _row(line, page)
        if row is not None:
            found.append(row)
    return found


def _without_ruby(rows: list[Row]) -> list[Row]:
    """*rows* without the small lines that tell how the words below them are read: a .docx hides them as well."""
    return [
        row
        for row, below in zip_longest(rows, rows[1:])
        if below is None
        or row.size > RUBY * below.size
        or below.y - row.y > 1.15 * below.size
        or row.x0 < below.x0 - below.size
        or row.x1 > below.x1 + below.size
    ]


def _row(line: list[Glyph], page: int) -> Row | None:
    """The line with spaces put where there is room for one; None where nothing is written."""
    spaced = False
    while line and line[-1].text in _SPACES:
        line.pop()
        spaced = True
    start = next((i for i, glyph in enumerate(line) if glyph.text not in _SPACES), len(line))
    line = line[start:]
    if not line:
        return None
    sizes = sorted(glyph.size for glyph in line)
    size = sizes[len(sizes) // 2]
    row = Row(page, line, line[0].x0, max(glyph.x1 for glyph in line), 0.0, size, spaced=spaced)
    row.y = max((glyph.y for glyph in line if glyph.size >= size * 0.9), default=line[0].y)
    characters: list[str] = []
    last: Glyph | None = None
    spread = _spread(line, size)
    for glyph in line:
        if last is not None and _is_space_between(last, glyph, spread):
            wide = _is_wide(last.text[-1]) or _is_wide(glyph.text[0])
            characters.append("\t" if wide or glyph.x0 - last.x1 > TAB * size + spread else " ")
            row.marks.append(None)
        characters.append(glyph.text)
        row.marks.extend([glyph] * len(glyph.text))
        last = glyph
    row.text = "".join(characters)
    return row


def _spread(line: list[Glyph], size: float) -> float:
    """By how many points the characters of a line are set apart: what a quarter of the gaps are narrower than."""
    gaps = sorted(
        right.x0 - left.x1 for left, right in pairwise(line) if left.text not in _SPACES and right.text not in _SPACES
    )
    return min(max(gaps[len(gaps) // 4], 0.0), SPREAD * size) if len(gaps) > 1 else 0.0


def _is_space_between(left: Glyph, right: Glyph, spread: float) -> bool:
    gap = right.x0 - left.x1 - spread
    if gap <= 0 or left.text in _SPACES or right.text in _SPACES:
        return False
    size = min(left.size, right.size)
    wide = _is_wide(left.text[-1]) + _is_wide(right.text[0])
    return gap > (GAP, MIXED_GAP, HAN_GAP)[wide] * size


def _goes_down(glyphs: list[Glyph]) -> bool:
    """Whether characters follow each other downwards, in several columns: written before the other is begun."""
    down = across = 0
    ordered = sorted((glyph for glyph in glyphs if glyph.text not in _SPACES), key=lambda glyph: glyph.order)
    columns: list[float] = []
    for left, right in pairwise(ordered):
        dx, dy = abs(right.x - left.x), right.y - left.y
        if dx < 0.3 * left.size and 0.5 * left.size < dy < 2.0 * left.size:
            down += 1
            if not columns or abs(columns[-1] - left.x) > 0.5 * left.size:
                columns.append(left.x)
        elif abs(dy) < 0.3 * left.size and dx > 0:
            across += 1
    return down > 2 * across + 1 and len(columns) > 1


def _upright_rows(glyphs: list[Glyph], page: int) -> list[Row]:
    """Text set downwards in columns from right to left, each column a line."""
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.x):
        if columns and columns[-1][0].x - glyph.x <= 0.6 * glyph.size:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    return _turned_lines(columns, page)


def _turned_rows(glyphs: list[Glyph], angle: int, page: int) -> list[Row]:
    """Text that is written downwards (90), upside down (180) or upwards (270)."""
    columns: list[list[Glyph]] = []
    sign = {90: -1.0, 180: -1.0, 270: 1.0}[angle]

    def across(glyph: Glyph) -> float:
        return glyph.y if angle == 180 else glyph.x

    for glyph in sorted(glyphs, key=lambda glyph: sign * across(glyph)):
        if columns and abs(across(columns[-1][0]) - across(glyph)) <= 0.6 * glyph.size:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    return _turned_lines(columns, page)


def aslant_row(glyphs: list[Glyph], page: int) -> list[Row]:
    """Text that is written aslant, as one line in the order in which it was drawn; none where there is none."""
    return _turned_lines([list(glyphs)], page) if glyphs else []


def _turned_lines(columns: list[list[Glyph]], page: int) -> list[Row]:
    found = []
    for column in columns:
        # What isn't set from left to right is drawn in the order in which it is read.
        column.sort(key=lambda glyph: glyph.order)
        written = [glyph for glyph in column if glyph.text not in _SPACES]
        if not written:
            continue
        row = Row(page, column, min(g.x0 for g in written), max(g.x1 for g in written), 0.0, written[0].size)
        row.y = max(glyph.y for glyph in written)
        row.text = "".join(glyph.text for glyph in column).strip(_SPACES)
        row.marks.extend([glyph for glyph in column for _ in glyph.text][: len(row.text)])
        found.append(row)
    return found


def paragraphs(column: Column, part: Part = "body") -> list[Paragraph]:
    """The paragraphs of *column*: lines that were wrapped are joined, and those that a hand ended stay apart."""
    groups: list[list[Row]] = []
    left = min((row.x0 for row in column.rows), default=column.left)
    pitches = sorted(b.y - a.y for a, b in pairwise(column.rows) if a.page == b.page and b.y > a.y)
    pitch = pitches[len(pitches) // 4] if pitches else 0.0
    labelled = sum(bool(_LABELLED.match(row.text)) for row in column.rows)
    listed = len(column.rows) >= _LIST and labelled >= _LISTED * len(column.rows)
    for row in column.rows:
        if groups and _goes_on(groups[-1], row, column, left, pitch, listed=listed):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [_paragraph(group, part) for group in groups]


def _goes_on(before: list[Row], row: Row, column: Column, left: float, pitch: float, *, listed: bool) -> bool:
    """Whether *row* goes on with the paragraph of the lines *before*."""
    last = before[-1]
    if last.hard or _angle(last) != _angle(row):
        return False
    if _angle(row) or _goes_down_singly(before, row):
        return True
    size = max(row.size, last.size)
    if column.headed and size > SIZE_CHANGE * min(row.size, last.size):
        return False
    if last.page == row.page and pitch and row.y - last.y > max(LEADING * pitch, 1.2 * size):
        return False
    if last.text[-1] in _ENDING and column.headed and enumerator_style(row.text):
        return False
    if listed and _LABELLED.match(row.text):
        return False
    needed = _first_word(row)
    room = column.right - last.x1
    if _is_centred(last, column) and (last.x0 - column.left) > 0.5 * size:
        # A centred line has its free room on both sides.
        room = (column.right - column.left) - (last.x1 - last.x0)
    elif abs(column.right - last.x1) <= size and last.x0 - left > size and row.x0 - left > size:
        # Set to the right: the free room is on the left.
        room = last.x0 - column.left
    if needed + SLACK * size <= room:
        return False
    if (
        not last.spaced
        and last.text[-1].isdecimal()
        and row.text[0].isdecimal()
        and row.glyphs[0].x1 - row.glyphs[0].x0 + SLACK * size <= room
    ):
        # A number is broken only where its next digit has no room: these are two.
        return False
    moved = row.x0 - left
    if moved > INDENT * row.size and not _is_centred(row, column) and not _hangs(before, row):
        return column.right - row.x1 <= 0.5 * row.size and last.x0 - left > INDENT * last.size
    return True


def _goes_down_singly(before: list[Row], row: Row) -> bool:
    """Whether each line is one Han character under the other: a label set downwards."""
    return (
        len(row.text) == 1
        and _is_wide(row.text)
        and all(len(other.text) == 1 and abs(other.x0 - row.x0) < 0.5 * row.size for other in before)
        and _is_wide(before[0].text)
        and row.page == before[0].page
    )


def _angle(row: Row) -> int:
    return row.glyphs[0].angle


def _hangs(before: list[Row], row: Row) -> bool:
    """Whether all lines of the paragraph but its first are moved in: a hanging indent, as list items have."""
    return row.x0 > before[0].x0 and len(before) > 1 and abs(before[-1].x0 - row.x0) < 0.3 * row.size


def _is_centred(row: Row, column: Column) -> bool:
    return abs((row.x0 - column.left) - (column.right - row.x1)) <= 2 * CENTRED * row.size


def _first_word(row: Row) -> float:
    """The width in points of what a line may not be broken before: a Han character with the closing marks behind it, or a word."""
    first = row.text[0]
    end = 1
    if not _is_wide(first):
        found = _WORD.match(row.text)
        end = found.end() if found else 1
    elif first in _OPENING and len(row.text) > 1:
        end = 2
    while end < len(row.text) and row.text[end] in _CLOSING:
        end += 1
    drawn = [mark for mark in row.marks[:end] if mark is not None]
    return drawn[-1].x1 - drawn[0].x0 if drawn else 0.0


def _paragraph(rows: list[Row], part: Part) -> Paragraph:
    text = rows[0].text
    marks = list(rows[0].marks)
    for before, row in pairwise(rows):
        if _needs_space(before, row):
            text += " "
            marks.append(None)
        text += row.text
        marks += row.marks
    drawn = [mark for mark in marks if mark is not None]
    page = rows[0].page
    on_page = [row.box for row in rows if row.page == page]
    notes = tuple(dict.fromkeys(note for mark in drawn for note in mark.notes))
    struck = tuple(_struck(text, marks))
    return Paragraph(
        text=text,
        page=page,
        box=united(on_page),
        part=part,
        method=next((mark.method for mark in drawn if mark.method != "text"), "text"),
        confidence=min((mark.confidence for mark in drawn), default=1.0),
        notes=(*notes, "text.struck") if struck else notes,
        struck=struck,
    )


def united(boxes: list[Box]) -> Box:
    """The smallest box round *boxes*, rounded to a hundredth of a point."""
    return (
        round(min(box[0] for box in boxes), 2),
        round(min(box[1] for box in boxes), 2),
        round(max(box[2] for box in boxes), 2),
        round(max(box[3] for box in boxes), 2),
    )


def _struck(text: str, marks: list[Glyph | None]) -> list[str]:
    """The parts of *text* that are struck through."""
    found: list[str] = []
    open_ = False
    for character, mark in zip(text, marks, strict=False):
        if mark is not None and mark.struck:
            if open_:
                found[-1] += character
            else:
                found.append(character)
            open_ = True
        elif mark is not None or not open_:
            open_ = False
    return found


def _needs_space(before: Row, row: Row) -> bool:
    """Whether a line was broken at a space: between two words of letters, unless the first is longer than a line."""
    end, start = before.text[-1], row.text[0]
    if before.spaced and not _is_wide(end) and not _is_wide(start):
        return True
    if _is_wide(end) or _is_wide(start) or not (end.isalnum() or end in ",.;:!?)") or not start.isalnum():
        return False
    last = re.split(r"[\s\u2e80-\u9fff\uff00-\uffef]", before.text)[-1]
    first = (_WORD.match(row.text) or [""])[0]
    if last == before.text:
        return False
    return bool(_LETTERS.fullmatch(last) and _LETTERS.fullmatch(first))
