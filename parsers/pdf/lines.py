"""Characters to lines: pure functions, in points from the page's top-left corner."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from operator import attrgetter

from forms.text import Box
from parsers.pdf.apart import SPACES, TIGHT, apart, is_wide
from parsers.pdf.model import Glyph
from parsers.wording import is_usual

__all__ = ["CLOSING", "Row", "aslant_row", "rows_of"]

SAME_LINE = 0.45
"""Ems by which baselines on one line may differ: raised and lowered characters by 0.35."""
GAP = 0.22
"""Ems without ink between two Latin letters that are a space: a space has 0.25 to 0.33."""
MIXED_GAP = 0.42
"""Ems between a Han character and a Latin letter that are a space: word processors put 0.25 there by themselves."""
HAN_GAP = 0.38
"""Ems between two Han characters that are a space, beyond what the line is stretched by."""
TAB_GAP = 0.2
"""The same in a line whose characters are set apart by next to nothing."""
OVERLAP, UNSURE = 0.25, 0.8
"""Ems by which characters of a line may cover one another, and the confidence of those that do by more."""
HALF = 0.45
"""Share of the width of a mark with a blank half from which on another character may begin."""
TAB = 0.6
"""Ems from which on room without a drawn space is a tab."""
RULED_GAP = 0.1
"""Ems that are a space beside a rule for writing, which no word processor sets apart by itself."""
FEW = 8
"""Characters of a label that may be set downwards in columns of one character each."""
LABEL = 4
"""Characters from which on a label is told by its words alone."""
RUBY = 0.62
"""Times the size of the line below up to which a line close above it tells how it is read."""
_OPENING = frozenset("（［｛〔〈《「『【‘“")
_RULES = "_\uff3f"
_COVERED = SPACES + _RULES
_ANGLE, _TEXT = attrgetter("angle"), attrgetter("text")
CLOSING = frozenset("、。，．：；！？）］｝〕〉》」』】’”,.:;!?)]}%％…—～·")


@dataclass(slots=True, eq=False)
class Row:
    """A line of text on page *page*, its characters from left to right."""

    page: int
    glyphs: list[Glyph]
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    size: float = 0.0
    text: str = ""
    spaced: bool = False
    """Whether a space is drawn behind it."""
    spread: float = 0.0
    """By how many points its characters are set apart."""
    down: bool = False
    """Whether it goes down, its Han characters upright."""
    filled: bool = False
    """Whether its characters are spread over the page, so that the room between them parts nothing."""
    marks: list[Glyph | None] = field(default_factory=list)
    """Whose each character of ``text`` is; None for a space that isn't drawn."""

    @property
    def box(self) -> Box:
        """Its bounds."""
        return (self.x0, self.y - 0.88 * self.size, self.x1, self.y + 0.14 * self.size)

    @property
    def full(self) -> float:
        """Where its text ends, without the mark at its end, which may hang beyond the margin."""
        if len(self.glyphs) > 1 and self.text[-1:] in CLOSING:
            return self.glyphs[-2].x1
        return self.x1

    @property
    def hard(self) -> bool:
        """Whether a paragraph ends with it for sure."""
        return bool(self.glyphs) and self.glyphs[-1].hard


def rows_of(glyphs: list[Glyph], page: int) -> list[Row]:
    """The lines of *glyphs* from top to bottom. Text written upwards or downwards is read as it is written."""
    if not any(map(_ANGLE, glyphs)):
        return _upright_rows(glyphs, page) if _goes_down(glyphs) else _without_ruby(_rows(glyphs, page))
    turned = {angle: [glyph for glyph in glyphs if glyph.angle == angle] for angle in (90, 180, 270)}
    level = [glyph for glyph in glyphs if glyph.angle == 0]
    if turned[90] and level and _goes_down([*level, *turned[90]], beside=True):
        # Letters and digits lie on their side between Han characters that are set downwards.
        level += turned.pop(90)
        rows = _upright_rows(level, page)
    else:
        rows = _upright_rows(level, page) if _goes_down(level) else _without_ruby(_rows(level, page))
    for angle, some in turned.items():
        if some:
            rows += _turned_rows(some, angle, page)
    return rows


def _rows(glyphs: list[Glyph], page: int) -> list[Row]:
    lines: list[list[Glyph]] = []
    base, size = 0.0, 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if lines and glyph.y - base <= SAME_LINE * max(size, glyph.size) and not _is_below(glyph, lines[-1]):
            lines[-1].append(glyph)
            if glyph.size > size * 1.3:
                base, size = glyph.y, glyph.size
        else:
            lines.append([glyph])
            base, size = glyph.y, glyph.size
    found = []
    for line in lines:
        line.sort(key=lambda glyph: (glyph.x0, glyph.order))
        row = _leftward_row(line, page) if LABEL <= len(line) <= FEW and _is_set_leftwards(line) else _row(line, page)
        if row is not None:
            found.append(row)
    return found


def _is_set_leftwards(line: list[Glyph]) -> bool:
    """Whether a line reads as a label from right to left alone: one that is set downwards in so low a cell that each of its columns has one character."""
    text = "".join([glyph.text for glyph in line])
    return text.isalpha() and not text.isascii() and is_usual(text[::-1]) and not is_usual(text)


def _leftward_row(line: list[Glyph], page: int) -> Row | None:
    """The row of a line that is read from right to left."""
    orders = sorted((glyph.order for glyph in line), reverse=True)
    for glyph, order in zip(line, orders, strict=True):
        glyph.order = order
    return next(iter(_turned_lines([line], page)), None)


def _is_below(glyph: Glyph, line: list[Glyph]) -> bool:
    """Whether a recognised character stands under those of another line that was recognised: how high a line is is then told by its picture alone."""
    if glyph.method != "ocr":
        return False
    return any(
        other.method == "ocr"
        and other.layer != glyph.layer
        and other.y < glyph.y
        and min(other.x1, glyph.x1) - max(other.x0, glyph.x0) > 0.5 * (glyph.x1 - glyph.x0)
        for other in line
    )


def _without_ruby(rows: list[Row]) -> list[Row]:
    """*rows* without the small lines that tell how the words below them are read: a .docx hides them as well.

    A line that was recognised is none of them: its size is told by its picture alone.
    """
    return [
        row
        for row, below in zip_longest(rows, rows[1:])
        if below is None
        or row.glyphs[0].method == "ocr"
        or row.size > RUBY * below.size
        or below.y - row.y > 1.15 * below.size
        or row.x0 < below.x0 - below.size
        or row.x1 > below.x1 + below.size
    ]


def _row(line: list[Glyph], page: int) -> Row | None:
    """The line with spaces put where there is room for one; None where nothing is written."""
    spaced = False
    line = _without_covered(line)
    while line and line[-1].text in SPACES:
        line.pop()
        spaced = True
    start = next((i for i, glyph in enumerate(line) if glyph.text not in SPACES), len(line))
    line = line[start:]
    if not line:
        return None
    sizes = sorted([glyph.size for glyph in line])
    size = sizes[len(sizes) // 2]
    row = Row(page, line, line[0].x0, max([glyph.x1 for glyph in line]), 0.0, size, spaced=spaced)
    row.y = max([glyph.y for glyph in line if glyph.size >= size * 0.9], default=line[0].y)
    characters: list[str] = []
    last: Glyph | None = None
    word: Glyph | None = None
    end = 0.0
    row.spread, even = apart(line, size)
    for glyph in line:
        spread = max(row.spread, even.get((last.layer, last.size), 0.0)) if last is not None and even else row.spread
        if last is not None and glyph.x0 < last.x1 - OVERLAP * size and _collide(last, glyph):
            glyph.notes = (*glyph.notes, "text.overlay")
            glyph.confidence = min(glyph.confidence, UNSURE)
        elif last is not None and glyph.x0 - last.x1 > spread and _is_space_between(last, glyph, spread):
            wide = is_wide(last.text[-1]) or is_wide(glyph.text[0])
            characters.append("\t" if wide or glyph.x0 - last.x1 > TAB * size + spread else " ")
            row.marks.append(None)
        elif word is not None and word is not last and _is_tab_behind_space(word, end, glyph, spread):
            characters.append("\t")
            row.marks.append(None)
        characters.append(glyph.text)
        row.marks.extend([glyph] * len(glyph.text))
        last = glyph
        if glyph.text in SPACES:
            end = max(end, glyph.x1)
        else:
            word, end = glyph, glyph.x1
    row.text = "".join(characters)
    return row


def _without_covered(line: list[Glyph]) -> list[Glyph]:
    """*line* without spaces and rules for writing that stand where other characters do: LibreOffice draws spaces to underline, clerks type over rules."""
    if not any(map(_COVERED.__contains__, map(_TEXT, line))):
        return line
    return [
        glyph
        for before, glyph, behind in zip([None, *line], line, [*line[1:], None], strict=False)
        if glyph.text not in _COVERED
        or (
            (behind is None or behind.text in _COVERED or behind.x0 >= glyph.x)
            and (before is None or before.text in _COVERED or before.x1 <= glyph.x or _follows(before, glyph))
        )
    ]


def _follows(before: Glyph, glyph: Glyph) -> bool:
    """Whether a character was typed behind another: the letters of a ligature have the room of all of it, more than they take."""
    return glyph.order == before.order + 1 and glyph.x0 - before.x0 > 0.5 * before.size


def _collide(left: Glyph, right: Glyph) -> bool:
    """Whether two characters of different pieces of text are drawn over each other."""
    if left.layer == right.layer or left.text in _COVERED or right.text in _COVERED:
        return False
    step, width = right.x0 - left.x0, min(left.x1 - left.x0, right.x1 - right.x0)
    # Half of the square of a wide mark is blank, and browsers let others stand there.
    return step < ((HALF if left.text in CLOSING or right.text in _OPENING else 1 - OVERLAP) * width)


def _is_space_between(left: Glyph, right: Glyph, spread: float) -> bool:
    gap = right.x0 - left.x1 - spread
    if gap <= 0 or left.text in SPACES or right.text in SPACES:
        return False
    size = min(left.size, right.size)
    wide = is_wide(left.text[-1]) + is_wide(right.text[0])
    if wide and (left.text in _RULES or right.text in _RULES):
        return gap > RULED_GAP * size
    if wide > 1 and spread < TIGHT * size:
        return gap > TAB_GAP * size
    return gap > (GAP, MIXED_GAP, HAN_GAP)[wide] * size


def _is_tab_behind_space(word: Glyph, end: float, right: Glyph, spread: float) -> bool:
    """Whether a tab follows the spaces behind *word*, which *end* there: one between letters may be stretched, one beside a Han character is not by that much."""
    if right.text in SPACES or not (is_wide(word.text[-1]) or is_wide(right.text[0])):
        return False
    return right.x0 - end > TAB * min(word.size, right.size) + spread


def _goes_down(glyphs: list[Glyph], *, beside: bool = False) -> bool:
    """Whether characters follow each other downwards, in several columns: written before the other is begun.

    One column tells it where others lie on their side *beside* upright ones.
    """
    if not glyphs or (len(glyphs) > FEW and _is_flat(glyphs)):
        return False
    down = across = up = 0
    ordered = sorted((glyph for glyph in glyphs if glyph.text not in SPACES), key=lambda glyph: glyph.order)
    columns: list[float] = []
    for left, right in pairwise(ordered):
        dx, dy = right.x - left.x, right.y - left.y
        if abs(dx) < 0.3 * left.size and 0.4 * left.size < dy < 2.0 * left.size:
            down += 1
            if not columns or abs(columns[-1] - left.x) > 0.5 * left.size:
                columns.append(left.x)
        elif dx < -0.5 * left.size and dy < 0.3 * left.size:
            up += 1
        elif abs(dy) < 0.3 * left.size and dx:
            across += 1
        elif dy < -left.size and abs(dx) >= 0.3 * left.size:
            # What was read of a column out of order begins no other.
            up += 1
    if (
        up
        and down
        and not across
        and len(ordered) <= FEW
        and all("\u3400" <= glyph.text <= "\u9fff" for glyph in ordered)
    ):
        # The columns of a label of a few characters may have one each but for one of them.
        return True
    return down > 2 * across + 1 and ((len(columns) > 1 and up > 0) or (beside and not across))


def _is_flat(glyphs: list[Glyph]) -> bool:
    """Whether no character stands so far below another that it follows it downwards: nearly all cells have one line, and it is told by a look."""
    heights = [glyph.y for glyph in glyphs]
    return max(heights) - min(heights) < 0.4 * min([glyph.size for glyph in glyphs])


def _upright_rows(glyphs: list[Glyph], page: int) -> list[Row]:
    """Text set downwards in columns from right to left, each column a line."""
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.x):
        if columns and columns[-1][0].x - glyph.x <= 0.6 * glyph.size:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    for column in columns:
        if all(glyph.method == "ocr" for glyph in column):
            _order_downwards(column)
    found = _turned_lines(columns, page)
    for row in found:
        row.down = True
    return found


def _order_downwards(column: list[Glyph]) -> None:
    """Gives the recognised characters of a column the order in which they stand: that in which their lines were found says nothing."""
    tops: dict[int, float] = {}
    for glyph in column:
        tops[glyph.layer] = min(glyph.y, tops.get(glyph.layer, glyph.y))
    orders = sorted(glyph.order for glyph in column)
    column.sort(key=lambda glyph: (tops[glyph.layer], glyph.order))
    for glyph, order in zip(column, orders, strict=True):
        glyph.order = order


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
        written = [glyph for glyph in column if glyph.text not in SPACES]
        if not written:
            continue
        row = Row(page, column, min(g.x0 for g in written), max(g.x1 for g in written), 0.0, written[0].size)
        row.y = max(glyph.y for glyph in written)
        row.text = "".join(glyph.text for glyph in column).strip(SPACES)
        row.marks.extend([glyph for glyph in column for _ in glyph.text][: len(row.text)])
        found.append(row)
    return found
