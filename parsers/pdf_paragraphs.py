"""Lines to paragraphs: those that were wrapped are joined, and those that a hand ended stay apart. Pure functions, in points.

A line was wrapped when what comes next had no room on it. Where the text is justified, its own spacing tells: a wrapped line is stretched to the
margin, and the last one of a paragraph isn't.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise, takewhile

from forms.chinese import enumerator_style, tight
from forms.text import Box
from forms.vocabulary import words
from parsers.document import Paragraph, Part
from parsers.geometry import hull
from parsers.pdf_counts import counts, is_count
from parsers.pdf_lines import CLOSING, Row, is_wide
from parsers.pdf_model import Glyph
from parsers.wording import is_option, is_usual, usual_pairs

__all__ = ["Column", "entries", "paragraphs", "united"]

INDENT = 1.2
"""Ems by which a line must be moved in to begin a paragraph: two are usual."""
CENTRED = 0.15
"""Ems by which the spaces left and right of a centred line may differ."""
LEADING = 1.65
"""Times the usual distance of lines of one size from which on a distance parts paragraphs."""
WIDEST = 2.9
"""Times the size from which on the distance of lines parts paragraphs where nothing tells what is usual: double lines have 2.6."""
UNEVEN = 1.35
"""Times the distance of a paragraph's lines from which on the next isn't one of them."""
EVEN = 1.15
"""Times the distance of a paragraph's lines up to which the next is as near, however near the lines of others are."""
SIZE_CHANGE = 1.2
"""Times the size by which the next line must be larger or smaller to be another paragraph."""
FREE = 2.5
"""Ems left at a line's end from which on it ends a paragraph whatever comes next."""
SLACK = 0.05
"""Ems that rounding may add to a line."""
AUTOSPACE = 0.25
"""Ems that word processors put between a Han character and a letter."""
SPACED, SAME_SPACE = 4, 0.1
"""Characters of a line from which on it shows by how much characters are set apart, and points by which lines that are set alike differ in that."""
STRETCHED = 0.015
"""Ems by which the characters of a justified line are set apart at least."""
UNSURE = 0.85
"""Confidence of digits on two lines that are taken for one number."""
REACHED = 0.6
"""Points by which a stretched line may miss the margin."""

LABEL_SET_WIDE = 4
"""Characters of a label that are set apart, at most, before its line ends."""
_QUOTES = ("“", "‘")
_OPENING = frozenset("（［｛〔〈《「『【‘“([{")
_ENDING = frozenset("。！？.!?；;：:”」）)")
_PAUSING = frozenset("，、")
"""Marks in the middle of a sentence."""
_AWAITING = frozenset("：:")
_OPEN, _CLOSE = frozenset("（(《“「『【〔"), frozenset("）)》”」』】〕")
_RULES = frozenset("_＿")
_FILLED = re.compile("[_＿]{2}$")
_SENTENCE = re.compile("[。！？][”’」』）)]*$")
_WORD = re.compile(r"[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2018-\u201d\u2026\u2014]+")
_LABELLED = re.compile(
    r"(?:[\u4e00-\u9fff/／]{2,14}|[\u4e00-\u9fff](?:[ \u3000]{1,4}[\u4e00-\u9fff]){1,3})(?:[（(][\u4e00-\u9fff/／、]{1,8}[）)])?[:：]"
)
"""A line that begins with a label: in a list of them, each begins a line."""
_ENTERED = re.compile(r"\d{1,3}[.．、]\s*([\u4e00-\u9fff/]{2,14})[:：]")
"""A line that begins with a number and a label: an entry of a list."""
_TABS = re.compile(r"[\t_＿]+")
_GAPS = re.compile(r"[\t_＿\u3000]+| {2,}")
_LIST, _LISTED = 3, 0.75
"""Lines, and the share of them that begin with a label, from which on they are such a list."""
_BULLET = re.compile(r"[•◆●■▲◇▪➢]|[-–]\s")
_LETTERS = re.compile(r"[A-Za-z]+['’]?[A-Za-z]*[,;:.!?)]*")
_DIALLED = re.compile(r"[\d\s+()（）\-—]+")
_NUMBER = re.compile(r"(?:\+?86-?)?1[3-9]\d{9}|0\d{2,3}[-—]?\d{7,8}")
"""A telephone number: of a mobile, or with its area's code."""
_DIGITS, _DIGITS_END = re.compile(r"\d[\d\s]*"), re.compile(r"\d[\d\s]*$")
_BETWEEN = re.compile(r"[、,，;；/]")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_ADDRESS = re.compile(r"[A-Za-z0-9_][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}", re.ASCII)
_DATE = re.compile(r"\d{4}(?:年\d{1,2}月\d{1,2}日|([-/.．])\d{1,2}\1\d{1,2})")
"""A date and nothing else."""
_LABEL_END = re.compile(r"([\u3400-\u9fff/／]{1,6})(?:[（(][\u3400-\u9fff]{1,4}[)）])?[：:]")
_HAN_END = re.compile(r"[\u3400-\u9fff]{1,4}[/／]?$")
"""The beginning of a label at the end of a line, and its end at the beginning of the next."""
FULL = 0.1
"""Ems at the end of a line up to which it is full: by chance it would hardly end there, so a wider distance to the next is the lines' own."""
NEARLY = 0.5
"""The same where the characters at the end and at the beginning are often beside one another."""
REST = 2.0
"""Ems at the end of a line in which its last character may have had no room."""
ASIDE, WIDE = 0.5, 12.0
"""Share of the measure from which on a line is set to the right and not moved in, where the measure has that many ems."""
TELLING, USUALLY = 10, 0.8
"""Of so many lines that surely begin a paragraph so large a share tells how paragraphs begin."""
HEADING = 4
"""Characters that a heading has at least."""
_ENTRIES, _NAMES = 12, 60
"""Lines, and characters, of a cell up to which it may be a list of places."""
_PARTS = 4
"""Lines over which one number may run, and a place's name."""
_CUTS = 8
"""Lines over which two numbers or an address may run in a narrow cell."""


@dataclass(slots=True, eq=False)
class Column:
    """Lines that stand under one another between two bounds: in a cell, or between the margins."""

    rows: list[Row]
    left: float
    right: float
    headed: bool = False
    """Whether a change of size parts paragraphs, as it does titles from text; in a cell it tells of two hands only."""
    middle: float = 0.0
    """The middle of the page, where its titles stand; 0 in a cell."""
    entries: Collection[int] = ()
    """How many places cells in the same row name: so many numbers under one another are one for each."""
    marked: bool = False
    """Whether the producer draws a space where a paragraph ends, as Word does for its paragraph marks."""


@dataclass(slots=True, eq=False)
class _Setting:
    """How the lines of a column are set."""

    column: Column
    left: float
    pitches: dict[int, float]
    """Points between lines by the size that most of their characters have, and by that of the largest: a line of several hands is as high as that."""
    heights: dict[int, float]
    loosest: float
    """Points by which the characters of a line are set apart that isn't stretched."""
    listed: bool
    indented: bool | None
    """Whether paragraphs begin moved in; None where that can't be told."""
    several: bool
    """Whether the column has more than one paragraph for sure."""
    numbers: set[int]
    """The lines, by their identity, that go on with a number or an address."""
    places: set[int]
    """The lines that begin the name of another place than the one before, of the same level."""

    @classmethod
    def of(cls, column: Column) -> _Setting:
        rows = column.rows
        distances: dict[int, list[float]] = defaultdict(list)
        heights: dict[int, list[float]] = defaultdict(list)
        for above, row in pairwise(rows):
            if above.page == row.page and row.y > above.y:
                if round(above.size) == round(row.size):
                    distances[round(row.size)].append(row.y - above.y)
                if round(_tallest(above)) == round(_tallest(row)):
                    heights[round(_tallest(row))].append(row.y - above.y)
        labelled = sum(bool(_LABELLED.match(row.text)) for row in rows)
        found = cls(
            column=column,
            left=min((row.x0 for row in rows), default=column.left),
            pitches=_usual(distances),
            heights=_usual(heights),
            loosest=_set_apart(column),
            listed=len(rows) >= _LIST and labelled >= _LISTED * len(rows),
            indented=None,
            several=False,
            numbers=_continued_numbers(rows),
            places=set() if column.headed else _other_places(rows),
        )
        begun = [row.x0 - found.left > INDENT * row.size for last, row in pairwise(rows) if found.surely_ended(last)]
        if len(begun) > 1 and len(set(begun)) == 1:
            found.indented = begun[0]
        elif len(begun) >= TELLING and sum(begun) >= USUALLY * len(begun):
            # Head and imprint of an official document stand at the margin; its text is moved in.
            found.indented = True
        found.several = bool(begun)
        return found

    def stretched(self, row: Row) -> bool:
        """Whether the line is stretched to the margin, which the last line of a paragraph is not."""
        return row.spread - self.loosest > STRETCHED * row.size and row.spread < 0.5 * row.size

    def surely_ended(self, row: Row) -> bool:
        """Whether much room is left at the line's end."""
        return not self.stretched(row) and self.column.right - row.x1 > FREE * row.size and not self.is_centred(row)

    def is_centred(self, row: Row) -> bool:
        """Whether as much room is left of the line as right of it."""
        return abs((row.x0 - self.column.left) - (self.column.right - row.x1)) <= CENTRED * row.size

    def room(self, last: Row, row: Row) -> float:
        """Points that were free at the end of *last* if *row* goes on with it."""
        column, size = self.column, max(row.size, last.size)
        if last.x0 - column.left > 0.5 * size and self.is_centred(last) and self.is_centred(row):
            return (column.right - column.left) - (last.x1 - last.x0)
        if abs(column.right - last.x1) <= size and last.x0 - self.left > size and row.x0 - self.left > size:
            # Set to the right: the free room is on the left.
            return last.x0 - column.left
        return column.right - last.x1


def _set_apart(column: Column) -> float:
    """Points by which the characters of lines are set apart that aren't stretched: as those that end early are, or as the tightest are where these differ."""
    ended = sorted(
        row.spread for row in column.rows if column.right - row.x1 > FREE * row.size and len(row.text) >= SPACED
    )
    most, usual = 0, 0.0
    for spread in ended:
        alike = sum(abs(other - spread) <= SAME_SPACE for other in ended)
        if alike > most:
            most, usual = alike, spread
    if most > 1 and 2 * most >= len(ended):
        return usual
    return min((row.spread for row in column.rows), default=0.0)


def _usual(distances: dict[int, list[float]]) -> dict[int, float]:
    """The distance of lines by size: a quarter are closer."""
    return {size: sorted(some)[len(some) // 4] for size, some in distances.items() if len(some) > 1}


def paragraphs(column: Column, part: Part = "body") -> list[Paragraph]:
    """The paragraphs of *column*."""
    rows = column.rows
    if len(rows) == 1:
        return [_paragraph(rows, part)]
    if column.entries:
        found = counts([row.text for row in rows], column.entries)
        if found:
            return [_paragraph(rows[some], part) for some in found]
    setting = _Setting.of(column)
    groups: list[list[Row]] = []
    for row in column.rows:
        if groups and _goes_on(groups[-1], row, setting):
            groups[-1].append(row)
        else:
            if groups and (_may_go_on(groups[-1][-1], row, setting) or _may_end_in_date(groups[-1][-1], row, setting)):
                for glyph in groups[-1][-1].glyphs:
                    glyph.confidence = min(glyph.confidence, UNSURE)
            groups.append([row])
    return [_paragraph(group, part) for group in groups]


def _may_go_on(last: Row, row: Row, setting: _Setting) -> bool:
    """Whether a line of labels and values outside tables has no room for what begins the next, which begins with no label: its last value may go on."""
    if not setting.column.headed or last.hard or not any(colon in last.text for colon in ":：") or _angle(last):
        return False
    if _SENTENCE.search(last.text) or _first_word(row) + NEARLY * row.size <= setting.room(last, row):
        return False
    return not (
        _LABELLED.match(row.text) or _ENTERED.match(row.text) or enumerator_style(row.text) or is_usual(row.text)
    )


def _may_end_in_date(last: Row, row: Row, setting: _Setting) -> bool:
    """Whether a line that is a date and nothing else has no room behind the text above, which doesn't end as a sentence does: it may be its end."""
    return _is_date(row.text) and not _SENTENCE.search(last.text) and _first_word(row) > setting.room(last, row)


def _is_date(text: str) -> bool:
    return _DATE.fullmatch(tight(text)) is not None


def _goes_on(before: list[Row], row: Row, setting: _Setting) -> bool:
    """Whether *row* goes on with the paragraph of the lines *before*."""
    last = before[-1]
    if last.hard or _angle(last) != _angle(row):
        return False
    if _angle(row) or _goes_down_singly(before, row) or id(row) in setting.numbers:
        return True
    if id(row) in setting.places:
        return False
    if (
        _is_open(before, row)
        or _breaks_label(last.text, row.text)
        or _is_rest(last, row, setting)
        or _is_value(last.text, row.text)
    ):
        return True
    if _is_parted(before, row, setting):
        return False
    if setting.stretched(last) or last.text[-1] in _PAUSING:
        return True
    size = max(row.size, last.size)
    room = setting.room(last, row)
    if _first_word(row) + (SLACK + AUTOSPACE * (is_wide(last.text[-1]) != is_wide(row.text[0]))) * size <= room:
        return False
    ended = _SENTENCE.search(last.text) is not None
    if len(before) > 1 and setting.stretched(before[-2]) and setting.column.right - last.x1 > REACHED and ended:
        # Justified text: the line would have been stretched.
        return False
    if (
        not last.spaced
        and last.text[-1].isdecimal()
        and row.text[0].isdecimal()
        and row.glyphs[0].x1 - row.glyphs[0].x0 + SLACK * size <= room
        and not _breaks_mobile(last.text, row.text)
    ):
        # A number is broken only where its next digit has no room: these are two.
        return False
    moved = row.x0 - setting.left
    if moved > INDENT * row.size and not setting.is_centred(row) and not _hangs(before, row):
        right = setting.column.right
        return (
            right - row.x1 <= 0.5 * row.size
            and right - last.x1 <= 0.5 * last.size
            and last.x0 - setting.left > INDENT * last.size
        )
    # The sentence ends with the line: by chance, or with its paragraph, where there are several.
    return not ended or setting.indented is True or not setting.several


def _is_open(before: list[Row], row: Row) -> bool:
    """Whether *row* closes a bracket that *before* opened."""
    depth = 0
    for text in [line.text for line in before]:
        for character in text:
            depth = max(0, depth + (character in _OPEN) - (character in _CLOSE))
    if not depth:
        return False
    first = next((character for character in row.text if character in _OPEN or character in _CLOSE), "")
    return first in _CLOSE if first else False


def _is_rest(last: Row, row: Row, setting: _Setting) -> bool:
    """Whether *row* is a single Han character for which *last* may have had no room: no paragraph has but one, and how far a line may go isn't seen exactly."""
    return (
        len(row.text) == 1
        and "\u3400" <= row.text <= "\u9fff"
        and setting.column.headed
        and row.page == last.page
        and setting.column.right - last.x1 < REST * row.size
        and row.x0 - setting.left < row.size
    )


def _breaks_mobile(above: str, text: str) -> bool:
    """Whether the digits at the end of *above* and the beginning of *text*, which a space parts, make a mobile number."""
    end, start = _DIGITS_END.search(above), _DIGITS.match(text)
    return bool(end and start) and _MOBILE.fullmatch(re.sub(r"\s", "", f"{end[0]}{start[0]}")) is not None  # type: ignore[index]


def _is_value(above: str, text: str) -> bool:
    """Whether *text* goes on with the value of the last of the labels in the line *above*, and has further labels behind tabs.

    Where the line above ends with its label, they may stand behind any room.
    """
    gap = _GAPS if above[-1] in _AWAITING else _TABS
    parts = gap.split(above)
    value, *more = gap.split(text, maxsplit=1)
    return (
        len(parts) > 1
        and any(colon in parts[-1] for colon in ":：")
        and bool(more)
        and _LABELLED.match(more[0]) is not None
        and not any(colon in value for colon in ":：")
        and (not is_usual(value) or is_option(value))
        and not _BULLET.match(value)
        and (not enumerator_style(value) or _DIALLED.fullmatch(value) is not None)
    )


def _breaks_label(above: str, text: str) -> bool:
    """Whether a label of the forms begins at the end of the line *above* and ends at the beginning of *text*: 单 and 位：."""
    end, begun = _LABEL_END.match(text), _HAN_END.search(above)
    if end is None or begun is None:
        return False
    if begun.start() and above[begun.start() - 1].isspace() and is_usual(begun[0] + end[1]):
        return True
    # A label of two or three characters may be set wide: 联　系 and 人：
    single = list(takewhile(lambda piece: len(piece) == 1, reversed(above.split())))[:LABEL_SET_WIDE]
    if any(is_usual("".join(reversed(single[:count])) + end[1]) for count in range(2, len(single) + 1)):
        return True
    return not is_usual(end[1]) and any(is_usual(begun[0][-length:] + end[1]) for length in range(1, len(begun[0]) + 1))


def _is_parted(before: list[Row], row: Row, setting: _Setting) -> bool:
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
    if measure > WIDE * size and min(last.x0, row.x0) - setting.left > ASIDE * measure and abs(last.x0 - row.x0) > size:
        # Lines set to the right, as who signs is over the date: a text that goes on begins where it began.
        return True
    if last.page == row.page:
        distance = row.y - last.y
        pitch = max(setting.pitches.get(round(row.size), 0.0), setting.heights.get(round(_tallest(row)), 0.0))
        if distance > WIDEST * max(_tallest(last), _tallest(row)):
            return True
        left = abs(column.right - last.x1)
        full = (
            left <= FULL * size or (left < NEARLY * size and last.text[-1] + row.text[0] in usual_pairs())
        ) and not _LABELLED.match(row.text)
        if not full and not _changed(_tallest(last), _tallest(row)):
            own = last.y - before[-2].y if len(before) > 1 and before[-2].page == last.page else 0.0
            if pitch and distance > max(LEADING * pitch, 1.2 * size) and distance > EVEN * own:
                return True
            if own > 0 and distance > UNEVEN * own:
                return True
    if _BULLET.match(row.text) or _is_heading(last.text, row.text, column) or _opens_entry(last.text, row.text, column):
        return True
    entered = _ENTERED.match(row.text)
    if entered and is_usual(entered[1]):
        return True
    if (
        _is_signed(last.text, row.text)
        or _is_filled(last.text, row.text)
        or (not column.headed and _is_counted(last.text, row.text))
    ):
        return True
    style = enumerator_style(row.text)
    if style and (last.text[-1] in _ENDING or (column.headed and "1" not in style)):
        return True
    return setting.listed and _LABELLED.match(row.text) is not None


def _is_filled(above: str, text: str) -> bool:
    """Whether a line ends with the rule on which its value is written, and the next doesn't go on with it."""
    return _FILLED.search(above) is not None and text[0] not in _RULES


def _is_signed(above: str, text: str) -> bool:
    """Whether a line is a date and nothing else, by which who signs dates what stands *above*."""
    return above[-1] not in _PAUSING and above[-1] not in _AWAITING and _is_date(text)


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


def _tallest(row: Row) -> float:
    return max(glyph.size for glyph in row.glyphs)


def _goes_down_singly(before: list[Row], row: Row) -> bool:
    """Whether each line is one Han character under the other: a label set downwards."""
    return (
        len(row.text) == 1
        and is_wide(row.text)
        and all(len(other.text) == 1 and abs(other.x0 - row.x0) < 0.5 * row.size for other in before)
        and is_wide(before[0].text)
        and row.page == before[0].page
    )


def _angle(row: Row) -> int:
    return row.glyphs[0].angle


def _hangs(before: list[Row], row: Row) -> bool:
    """Whether all lines of the paragraph but its first are moved in: a hanging indent, as list items have."""
    return row.x0 > before[0].x0 and len(before) > 1 and abs(before[-1].x0 - row.x0) < 0.3 * row.size


def _continued_numbers(rows: list[Row]) -> set[int]:
    """The lines that go on with a telephone number or an address that was broken where it had room: by a change of font, or a narrow cell."""
    found: set[int] = set()
    first = 0
    while first + 1 < len(rows):
        step = 1
        for last in range(first + 1, min(first + _CUTS, len(rows))):
            if not rows[last].text.isascii() and not _DIALLED.fullmatch(_BETWEEN.sub("", rows[last].text)):
                break
            some = rows[first : last + 1]
            if _is_one(some):
                found.update(id(row) for row in some[1:])
                step = len(some)
                break
        first += step
    return found


def entries(rows: list[Row]) -> int:
    """How many places the lines of a cell name; 0 where it isn't several."""
    found = _other_places(rows)
    return len(found) + 1 if found else 0


def _other_places(rows: list[Row]) -> set[int]:
    """The lines that begin another place of the same level: two cities, or two counties, are two entries of a list, however narrow its cell is."""
    texts = [row.text for row in rows]
    if (
        len(texts) > _ENTRIES
        or sum(map(len, texts)) > _NAMES
        or not any(t.endswith(words("areas", "ends")) for t in texts[:-1])
    ):
        return set()
    from forms.places import level

    found: set[int] = set()
    start = 0
    for index in range(1, len(rows)):
        here = level("".join(texts[start:index]))
        if here is not None and any(
            level("".join(texts[index:end])) == here for end in range(index + 1, min(index + _PARTS, len(rows)) + 1)
        ):
            found.add(id(rows[index]))
            start = index
    return found


def _is_one(rows: list[Row]) -> bool:
    """Whether the lines make one number or address, of which none is one by itself."""
    texts = [row.text for row in rows]
    whole = "".join(texts)
    if all(_DIALLED.fullmatch(text) for text in texts):
        if _MOBILE.fullmatch(re.sub(r"\s", "", whole)):
            # No number of a fixed line begins as these do, so the first part is none by itself.
            return True
        return (
            _NUMBER.fullmatch(re.sub(r"[\s()（）]", "", whole)) is not None
            and sum(character.isdecimal() for character in texts[0]) < 7
        )
    several = _BETWEEN.split(whole)
    if len(several) > 1 and all(_NUMBER.fullmatch(one.strip()) for one in several):
        # Two numbers with a mark between, of which one is cut.
        return not all(_NUMBER.fullmatch(one.strip()) for text in texts for one in _BETWEEN.split(text) if one.strip())
    return (
        _ADDRESS.fullmatch(whole) is not None
        and not any(_ADDRESS.fullmatch(text) for text in texts[:-1])
        and not _NUMBER.fullmatch(texts[0])
    )


def _first_word(row: Row) -> float:
    """The width in points of what a line may not be broken before: a Han character with the closing marks behind it, or a word."""
    text = row.text
    start = 0
    while start < len(text) - 1 and text[start] in _OPENING:
        start += 1
    found = None if is_wide(text[start]) else _WORD.match(text, start)
    end = found.end() if found else start + 1
    if text[end : end + 1] in _QUOTES:
        # To UAX #14 these marks open as well as close (QU): neither before them nor behind is a line broken. Word breaks before those that open.
        end = min(end + 2, len(text))
    while end < len(text) and text[end] in CLOSING:
        end += 1
    drawn = [mark for mark in row.marks[:end] if mark is not None]
    return drawn[-1].x1 - drawn[0].x0 if drawn else 0.0


def _paragraph(rows: list[Row], part: Part) -> Paragraph:
    text = rows[0].text
    marks = list(rows[0].marks)
    unsure = False
    for before, row in pairwise(rows):
        if _needs_space(before, row) and not _breaks_label(before.text, row.text):
            text += " "
            marks.append(None)
        text += row.text
        marks += row.marks
        unsure = unsure or (
            before.text[-1].isdecimal()
            and row.text[0].isdecimal()
            and not _is_one([before, row])
            and len(rows) <= _PARTS
        )
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
        confidence=min([UNSURE if unsure else 1.0, *(mark.confidence for mark in drawn)]),
        notes=(*notes, *(["text.joined"] if unsure else []), *(["text.struck"] if struck else [])),
        struck=struck,
    )


def united(boxes: list[Box]) -> Box:
    """The smallest box round *boxes*, rounded to a hundredth of a point."""
    x0, top, x1, bottom = hull(boxes)
    return (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))


def _struck(text: str, marks: list[Glyph | None]) -> list[str]:
    """The parts of *text* that are struck through."""
    found: list[str] = []
    open_, between = False, ""
    for character, mark in zip(text, marks, strict=False):
        if mark is not None and mark.struck:
            if open_:
                # Room that isn't drawn can't be struck through: the stroke goes over it.
                found[-1] += between + character
            else:
                found.append(character)
            open_, between = True, ""
        elif mark is None and open_:
            between += character
        else:
            open_, between = False, ""
    return found


def _needs_space(before: Row, row: Row) -> bool:
    """Whether a line was broken at a space: between two words of letters, unless the first is longer than a line."""
    end, start = before.text[-1], row.text[0]
    if before.spaced or (_LABELLED.match(row.text) and ("：" in before.text or ":" in before.text)):
        return True
    if is_wide(end) or is_wide(start) or not (end.isalnum() or end in ",.;:!?)") or not start.isalnum():
        return False
    last = re.split(r"[\s\u2e80-\u9fff\uff00-\uffef]", before.text)[-1]
    first = (_WORD.match(row.text) or [""])[0]
    if last == before.text:
        return False
    return bool(_LETTERS.fullmatch(last) and _LETTERS.fullmatch(first))
