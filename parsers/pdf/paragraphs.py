"""Lines to paragraphs: those that were wrapped are joined, and those that a hand ended stay apart. Pure functions, in points.

A line was wrapped when what comes next had no room on it. Where the text is justified, its own spacing tells: a wrapped line is stretched to the
margin, and the last one of a paragraph isn't.
"""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

from forms.chinese import enumerator_style
from forms.text import Box
from forms.words import is_full_name
from parsers.document import Paragraph, Part
from parsers.geometry import hull
from parsers.marks import is_mark
from parsers.pdf.apart import is_wide
from parsers.pdf.counts import counts
from parsers.pdf.entries import breaks_mobile, is_one_number
from parsers.pdf.lines import Row
from parsers.pdf.model import Glyph
from parsers.pdf.parting import is_date, is_parted
from parsers.pdf.patterns import AWAITING, BULLET, DIALLED, ENTERED, INDENT, LABELLED, NEARLY, PARTS, PAUSING
from parsers.pdf.setting import Column, Setting
from parsers.pdf.words import WORD, first_word
from parsers.wording import is_option, is_usual, usual_pairs

__all__ = ["paragraphs", "united"]

SLACK = 0.05
"""Ems that rounding may add to a line."""
AUTOSPACE = 0.25
"""Ems that word processors put between a Han character and a letter."""
UNSURE = 0.85
"""Confidence of digits on two lines that are taken for one number."""
REACHED = 0.6
"""Points by which a stretched line may miss the margin."""
DIVIDED = 3.2
"""Ems that may be left where words aren't divided within: those of a dictionary have three characters besides."""
LABEL_SET_WIDE = 4
"""Characters of a label that are set apart, at most, before its line ends."""
_OPEN, _CLOSE = frozenset("（(《“「『【〔"), frozenset("）)》”」』】〕")
_ENDED = frozenset("。！？；;：:）)”")
_NUMBERED = re.compile(r"[\u3400-\u9fff][，、；：,;:][0-9-]+")
_SENTENCE = re.compile("[。！？][”’」』）)]*$")
_TABS = re.compile(r"[\t_＿]+")
_GAPS = re.compile(r"[\t_＿\u3000]+| {2,}")
_LETTERS = re.compile(r"[A-Za-z]+['’]?[A-Za-z]*[,;:.!?)]*")
_LABEL_END = re.compile(r"([\u3400-\u9fff/／]{1,6})(?:[（(][\u3400-\u9fff]{1,4}[)）])?[：:]")
_HAN_END = re.compile(r"[\u3400-\u9fff]{1,4}[/／]?$")
"""The beginning of a label at the end of a line, and its end at the beginning of the next."""
REST = 2.0
"""Ems at the end of a line in which its last character may have had no room."""


def paragraphs(column: Column, part: Part = "body") -> list[Paragraph]:
    """The paragraphs of *column*."""
    rows = column.rows
    if len(rows) == 1:
        return [_paragraph(rows, part)]
    if column.entries:
        found = counts([row.text for row in rows], column.entries)
        if found:
            return [_paragraph(rows[some], part) for some in found]
    setting = Setting.of(column)
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


def _may_go_on(last: Row, row: Row, setting: Setting) -> bool:
    """Whether a line of labels and values outside tables has no room for what begins the next, which begins with no label: its last value may go on."""
    if not setting.column.headed or last.hard or not any(colon in last.text for colon in ":：") or _angle(last):
        return False
    if _SENTENCE.search(last.text) or first_word(row) + NEARLY * row.size <= setting.room(last, row):
        return False
    return not (LABELLED.match(row.text) or ENTERED.match(row.text) or enumerator_style(row.text) or is_usual(row.text))


def _may_end_in_date(last: Row, row: Row, setting: Setting) -> bool:
    """Whether a line that is a date and nothing else has no room behind the text above, which doesn't end as a sentence does: it may be its end."""
    return is_date(row.text) and not _SENTENCE.search(last.text) and first_word(row) > setting.room(last, row)


def _goes_on(before: list[Row], row: Row, setting: Setting) -> bool:
    """Whether *row* goes on with the paragraph of the lines *before*."""
    last = before[-1]
    if row.down and last.down:
        return not last.hard and last.y + row.size > max(one.y for one in setting.column.rows)
    if last.hard or _angle(last) != _angle(row):
        return False
    if _angle(row) or _goes_down_singly(before, row) or id(row) in setting.numbers or id(row) in setting.rests:
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
    if is_parted(before, row, setting) or _begins_an_option(row):
        return False
    if setting.distributed() and _left_over(last, row, setting) > row.size:
        if _left_over(last, row, setting) > DIVIDED * row.size or last.text[-1] in _ENDED or LABELLED.match(row.text):
            return False
        # Words may be divided by a dictionary, so that more room is left than their first character needs.
        for glyph in last.glyphs:
            glyph.confidence = min(glyph.confidence, UNSURE)
        return True
    if setting.stretched(last) or last.text[-1] in PAUSING:
        return True
    size = max(row.size, last.size)
    room = setting.room(last, row)
    if first_word(row) + (SLACK + AUTOSPACE * (is_wide(last.text[-1]) != is_wide(row.text[0]))) * size <= room:
        return _is_kept_together(last, row, room)
    ended = _SENTENCE.search(last.text) is not None
    if len(before) > 1 and setting.stretched(before[-2]) and setting.column.right - last.x1 > REACHED and ended:
        # Justified text: the line would have been stretched.
        return False
    if (
        not last.spaced
        and last.text[-1].isdecimal()
        and row.text[0].isdecimal()
        and row.glyphs[0].x1 - row.glyphs[0].x0 + SLACK * size <= room
        and not breaks_mobile(last.text, row.text)
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


def _begins_an_option(row: Row) -> bool:
    """Whether a line begins with a tick or a box and the word that it is of: what stands above is another option, however lines are set."""
    return len(row.text) > 1 and is_mark(row.text[0]) and is_wide(row.text[1:].lstrip()[:1] or " ")


def _is_kept_together(last: Row, row: Row, room: float) -> bool:
    """Whether what *row* begins with had no room behind *last*, in doubt, if a number isn't parted from the mark before it, as LibreOffice has it."""
    word = _NUMBERED.match(row.text)
    if word is None or last.text[-1] + row.text[0] not in usual_pairs():
        return False
    drawn = [mark for mark in row.marks[: word.end()] if mark is not None]
    if drawn[-1].x1 - drawn[0].x0 <= room:
        return False
    for glyph in last.glyphs:
        glyph.confidence = min(glyph.confidence, UNSURE)
    return True


def _left_over(last: Row, row: Row, setting: Setting) -> float:
    """Points that were left on *last*, which may be spread over the column, beside the first word of *row*."""
    return setting.room(last, row) + setting.slack(last) - first_word(row)


def _is_open(before: list[Row], row: Row) -> bool:
    """Whether *row* closes a bracket that *before* opened."""
    depth = 0
    for text in [line.text for line in before]:
        for character in text:
            depth = max(0, depth + (character in _OPEN) - (character in _CLOSE))
    if not depth:
        return False
    own = 0
    for character in row.text:
        if character in _CLOSE:
            if not own:
                return True
            own -= 1
        own += character in _OPEN
    return False


def _is_rest(last: Row, row: Row, setting: Setting) -> bool:
    """Whether *row* is a single Han character for which *last* may have had no room: no paragraph has but one, and how far a line may go isn't seen exactly."""
    return (
        len(row.text) == 1
        and "\u3400" <= row.text <= "\u9fff"
        and setting.column.headed
        and row.page == last.page
        and setting.column.right - last.x1 < REST * row.size
        and row.x0 - setting.left < row.size
    )


def _is_value(above: str, text: str) -> bool:
    """Whether *text* goes on with the value of the last of the labels in the line *above*, and has further labels behind tabs.

    Where the line above ends with its label, they may stand behind any room.
    """
    gap = _GAPS if above[-1] in AWAITING else _TABS
    parts = gap.split(above)
    value, *more = gap.split(text, maxsplit=1)
    return (
        len(parts) > 1
        and any(colon in parts[-1] for colon in ":：")
        and bool(more)
        and LABELLED.match(more[0]) is not None
        and any(character.isalnum() for character in value)
        and not any(colon in value for colon in ":：")
        and (not is_usual(value) or is_option(value))
        and not BULLET.match(value)
        and (not enumerator_style(value) or DIALLED.fullmatch(value) is not None)
    )


def _breaks_label(above: str, text: str) -> bool:
    """Whether a label of the forms begins at the end of the line *above* and ends at the beginning of *text*: 单 and 位：."""
    end, begun = _LABEL_END.match(text), _HAN_END.search(above)
    if end is None or begun is None:
        return False
    if is_option(begun[0]) and is_usual(end[1]):
        return False
    if begun.start() and above[begun.start() - 1].isspace() and is_usual(begun[0] + end[1]):
        return True
    # A label of two or three characters may be set wide: 联　系 and 人：
    single = list(takewhile(lambda piece: len(piece) == 1, reversed(above.split())))[:LABEL_SET_WIDE]
    if any(is_usual("".join(reversed(single[:count])) + end[1]) for count in range(2, len(single) + 1)):
        return True
    return not is_usual(end[1]) and any(is_usual(begun[0][-length:] + end[1]) for length in range(1, len(begun[0]) + 1))


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
            and not is_one_number([before, row])
            and len(rows) <= PARTS
        )
    unsure = unsure or (len(rows) > 1 and all(is_full_name(row.text) for row in rows))
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
    if before.spaced or (LABELLED.match(row.text) and ("：" in before.text or ":" in before.text)):
        return True
    if is_wide(end) or is_wide(start) or not (end.isalnum() or end in ",.;:!?)") or not start.isalnum():
        return False
    last = re.split(r"[\s\u2e80-\u9fff\uff00-\uffef]", before.text)[-1]
    first = (WORD.match(row.text) or [""])[0]
    if last == before.text:
        return False
    return bool(_LETTERS.fullmatch(last) and _LETTERS.fullmatch(first))
