"""What tells that a line of a PDF begins a paragraph, other than the room on the line above."""

from __future__ import annotations

import re

from forms.chinese import enumerator_style, tight
from forms.opinion_ending import place_line
from parsers.pdf.apart import is_wide
from parsers.pdf.counts import is_count
from parsers.pdf.lines import Row
from parsers.pdf.patterns import AWAITING, BULLET, CENTRED, ENTERED, INDENT, LABELLED, NEARLY, PAUSING, SET_WIDE
from parsers.pdf.setting import Column, Setting, tallest
from parsers.pdf.words import first_word
from parsers.wording import is_option, is_usual, usual_pairs

__all__ = ["is_date", "is_parted"]

LEADING = 1.65
"""Times the usual distance of lines of one size from which on a distance parts paragraphs."""
WIDEST = 2.9
"""Times the size from which on the distance of lines parts paragraphs where nothing tells what is usual: double lines have 2.6."""
FARTHEST = 4.5
"""The same where a document's grid parts lines."""
UNEVEN = 1.35
"""Times the distance of a paragraph's lines from which on the next isn't one of them."""
EVEN = 1.15
"""Times the distance of a paragraph's lines up to which the next is as near, however near the lines of others are."""
SIZE_CHANGE = 1.2
"""Times the size by which the next line must be larger or smaller to be another paragraph."""
_ENDING = frozenset("。！？.!?；;：:”」）)")
_RULES = frozenset("_＿")
_FILLED = re.compile("[_＿]{2}$")
_BRACKETED = re.compile(r"[（(][^（()）]{4,}[)）]")
_BEGUN, _ENDED = re.compile(r"[：:]\s*[_＿]{2}$"), re.compile(r"[^\s_＿：:][^_＿：:]*[_＿]{2}(?:\s|$)")
_NAMED = re.compile(r"(?:^|[_＿\s：:])([\u3400-\u9fff/]{2,10})[_＿]{2}$")
"""A label without a colon behind the rule of another value."""
_DAY = r"\d{4}\s?(?:年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|[-/.．]\d{1,2}[-/.．]\d{1,2})"
_DATE = re.compile(_DAY)
"""A date and nothing else."""
_WRITTEN = re.compile(rf"^(?:{_DAY})(?=[\s（(])|(?<=[\s）)：:])(?:{_DAY})$")
"""The same before or behind something else."""
_SPACED = re.compile(r"[（(：:\s]")
FULL = 0.1
"""Ems at the end of a line up to which it is full: by chance it would hardly end there, so a wider distance to the next is the lines' own."""
ASIDE, WIDE = 0.5, 12.0
"""Share of the measure from which on a line is set to the right and not moved in, where the measure has that many ems."""
HEADING = 4
"""Characters that a heading has at least."""


def is_date(text: str) -> bool:
    """Whether *text* is a date and nothing else."""
    return _DATE.fullmatch(tight(text)) is not None


def is_parted(before: list[Row], row: Row, setting: Setting) -> bool:
    """Whether something other than the room on a line tells that *row* begins a paragraph."""
    last, column = before[-1], setting.column
    size = max(row.size, last.size)
    if column.headed and _changed(last.glyphs[-1].size, row.glyphs[0].size) and _changed(last.size, row.size):
        return True
    if column.marked and last.spaced and is_wide(last.text[-1]):
        return True
    measure = column.right - setting.left
    if (
        column.middle
        and len(before) == 1
        and abs(last.x0 + last.x1 - 2 * column.middle) <= 2 * CENTRED * size
        and last.x0 - setting.left > 2 * INDENT * size
        and row.x0 - setting.left < size
    ):
        # A title in the middle of the page, however short the lines below are.
        return True
    if (
        len(before) == 1
        and measure > WIDE * size
        and last.x0 - setting.left > ASIDE * measure
        and row.x0 - setting.left < size
    ):
        # A line set to the right, as a date is.
        return True
    whole = column.right - column.left
    if whole > WIDE * size and min(last.x0, row.x0) - column.left > ASIDE * whole and abs(last.x0 - row.x0) > size:
        # Lines set to the right, as who signs is over the date: a text that goes on begins where it began.
        return True
    if last.page == row.page:
        distance = row.y - last.y
        pitch = max(setting.pitches.get(round(row.size), 0.0), setting.heights.get(round(tallest(row)), 0.0))
        left = abs(column.right - last.x1)
        # The lines of a grid are as far apart as it says, and a large character takes several of its places. Letters have none of their own.
        placed = (
            any(glyph.placed for glyph in (row.glyphs[0], *(last.glyphs if row.glyphs[0].text.isascii() else ())))
            and left < first_word(row)
            and distance <= FARTHEST * max(tallest(last), tallest(row))
        )
        if distance > WIDEST * max(tallest(last), tallest(row)) and not placed:
            return True
        full = (
            placed or left <= FULL * size or (left < NEARLY * size and last.text[-1] + row.text[0] in usual_pairs())
        ) and not LABELLED.match(row.text)
        if not full and not _changed(tallest(last), tallest(row)):
            own = last.y - before[-2].y if len(before) > 1 and before[-2].page == last.page else 0.0
            if pitch and distance > max(LEADING * pitch, 1.2 * size) and distance > EVEN * own:
                return True
            if own > 0 and distance > UNEVEN * own:
                return True
    if BULLET.match(row.text) or _is_heading(last.text, row.text, column) or _opens_entry(last.text, row.text, column):
        return True
    entered = ENTERED.match(row.text) or SET_WIDE.match(row.text)
    if entered and is_usual(tight(entered[1])):
        return True
    if (
        _is_signed(last.text, row.text)
        or _is_remark(before, row.text, column)
        or _is_filled(last.text, row.text)
        or (not column.headed and _is_counted(last.text, row.text))
    ):
        return True
    style = enumerator_style(row.text)
    if style and (last.text[-1] in _ENDING or (column.headed and "1" not in style)):
        return True
    return setting.listed and LABELLED.match(row.text) is not None


def _is_filled(above: str, text: str) -> bool:
    """Whether a line ends with the rule on which its value is written, and the next doesn't go on with it."""
    return (
        _FILLED.search(above) is not None
        and text[0] not in _RULES
        # A value between two rules may begin on the next line: 单位：__ and 某校__
        and not (_awaits(above) and _ENDED.match(text))
    )


def _awaits(above: str) -> bool:
    """Whether a line ends with a label and the rule before its value; without a colon it is a label that forms use."""
    named = _NAMED.search(above)
    return _BEGUN.search(above) is not None or (named is not None and is_usual(named[1]))


def _is_remark(before: list[Row], text: str, column: Column) -> bool:
    """Whether a line outside tables is what is said of a whole form, in brackets under its title."""
    return (
        column.headed
        and len(before) == 1
        and _BRACKETED.fullmatch(text) is not None
        and before[-1].text[-1] not in PAUSING
    )


def _is_signed(above: str, text: str) -> bool:
    """Whether a line is nothing but a date, by which who signs dates what stands *above*, or the place of a seal or signature, or both."""
    if above[-1] in PAUSING or above[-1] in AWAITING:
        return False
    if is_date(text):
        return True
    rest = _WRITTEN.sub("", text, count=1).strip()
    # A few words alone may be what has no room on the line above.
    told = rest != text or _SPACED.search(text) is not None
    return told and bool(rest) and place_line().fullmatch(rest) is not None


def _is_counted(above: str, text: str) -> bool:
    """Whether two lines are numbers, of which the first ends with its unit."""
    return is_count(above) and is_count(text) and not above[-1].isdecimal()


def _is_heading(above: str, text: str, column: Column) -> bool:
    """Whether a line outside tables is a wording of the forms as a whole, and no end of the text *above*."""
    return column.headed and len(text) >= HEADING and is_usual(text) and above[-1] + text[0] not in usual_pairs()


def _opens_entry(above: str, text: str, column: Column) -> bool:
    """Whether a line outside tables, or behind such a line, begins with a label of the forms and a tab, as what it would go on with does not end."""
    label, tab, _ = text.partition("\t")
    return (
        bool(tab)
        and (column.headed or _is_entry(above))
        and is_usual(label)
        and not is_option(label)
        and above[-1] + label[0] not in usual_pairs()
    )


def _is_entry(text: str) -> bool:
    """Whether a line is a label of the forms, a tab and its value."""
    label, _, value = text.partition("\t")
    return bool(value) and is_usual(label)


def _changed(size: float, other: float) -> bool:
    return max(size, other) > SIZE_CHANGE * min(size, other)
