"""Tick boxes, ticks and buttons in a line that was read, as their shape tells, and ink that was passed over."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from forms.chinese import is_han
from forms.vocabulary import words
from parsers.scan.buttons import RADIO, is_colon, is_dot, is_tick, ringed, rings_among, spots_of
from parsers.scan.marks import (
    HIGH_LEAST,
    OWN,
    UNSURE,
    Blot,
    boxed,
    boxes_beside,
    has_rests,
    height_of,
    highest,
    is_passed_over,
    left_over,
)
from parsers.scan.ocr import Image
from parsers.scan.pieces import is_nested, pieces
from parsers.scan.signs import NEAR, PASSED_OVER, Sign, alone, inner, is_beside_letter, is_wide
from parsers.symbols import EMPTY, TICKED
from parsers.wording import usual_pairs

__all__ = ["MARKS", "may_be_box", "ticked"]

OPEN = frozenset(words("marks", "open_boxes"))
"""Words that boxes are read as and that are open on one side, as no box is: one that was read with certainty is the word, whatever is beside it."""
LIKE_BOXES = {
    character: sure
    for name, sure in (("open_boxes", 0.95), ("like_boxes", 0.9), ("like_crossed_boxes", 0.75))
    for character in words("marks", name)
}
"""Characters that are words and that boxes, empty or crossed, are read as, with the confidence from which on they are words where no box is beside."""
BOXES = frozenset("□☐囗☑☒⊠⊗■█▢◻") | frozenset(LIKE_BOXES)
"""What boxes are read as."""
GUESSED = 0.7
"""Confidence below which a letter or digit may be a box as well."""
MARKS = frozenset("□☐☑☒■√✓✔✗×○●")
OPENING, CLOSING = frozenset("（(【[〔"), frozenset("）)】]〕")
BRACKETS = OPENING | CLOSING
BRACKET = 0.2
"""Ems round a bracket's middle in which its ink is, on its inner side."""
FOOT, LINED = 0.75, 0.5
"""Share of a line's height from which on, from above, an underline is in it, and of a sign's room that it fills."""
DOT, COLON, DOT_LEAST = "·", "：", 0.11
"""The dot within a name, of so many ems at least where it ends a line; recognition passes over it there."""
TICK, LIKE_TICK = "√", frozenset("vV")
STOP, OPTION, PAUSES = "。", 5, frozenset("，、；：”》")
"""A full stop, signs of a line that is an option with its button, and what only sentences have."""
LIKE_RINGS = frozenset("QOo0Cc〇◎⊙©®eG" + STOP)
"""What round buttons are read as, where no other letter stands in the line."""
RING = 0.4
"""Ems round the middle of a narrow character that no round button beside it reaches into."""
SMALLER = 0.65
"""Size of text beside which a button's is usual, by that of the words that it stands at."""
LIKE_CROSSES = frozenset(words("marks", "like_crosses"))
"""What crosses are read as between brackets."""
BELIEVED, MIDDLE = 0.9, 0.25
"""Confidence from which on such a character is one, and the share of the room between brackets that what fills them leaves at either side at most."""
LEAST_DIGITS, LACKING, DIGIT_HIGH = 3, 1.7, 0.4
"""Pairs of digits that tell their usual distance, by how much of it two are apart that have another between them, and ems that one is high at least."""
BOX_SURE = 0.97


def ticked(signs: list[Sign], ink: Image, em: float, most: float = 1.0) -> list[Sign]:
    """*signs* with tick boxes as their shape tells, and with those that weren't read. *most* is how sure any of a line can be in which one was passed over."""
    blots = left_over(ink, [(sign.at, _own(sign.text)) for sign in signs], em)
    marked = any(sign.text in MARKS for sign in signs)
    signs = [_checked(index, signs, ink, em) for index in range(len(signs))]
    signs = [_crossed(index, signs) for index in range(len(signs))]
    found = []
    # In a password or an address a letter in doubt is a letter.
    latin = len(signs) > 2 and not any(is_wide(sign.text) for sign in signs)
    for index, sign in enumerate(signs):
        letter = latin or is_beside_letter(index, signs)
        sure = min(sign.confidence, most)
        guessed = not is_wide(sign.text) and sure < GUESSED and not letter
        if guessed or may_be_box(sign.text, sign.confidence if sign.text in OPEN else sure, beside_mark=marked):
            start, end = round(sign.at - NEAR * em), round(sign.at + NEAR * em)
            framed = alone(ink, start, end)
            shape = None if is_nested(framed, em) and sign.text in LIKE_BOXES else boxed(framed, em)
            if shape is not None:
                agrees = not guessed and (shape == EMPTY) == (sign.text in "□☐口囗▢◻")
                sign = replace(sign, text=shape, confidence=BOX_SURE if agrees else min(sign.confidence, 0.85))
            elif sign.text in MARKS and height_of(framed) < HIGH_LEAST * em:
                # What is drawn there is an underline, and nothing stands on it.
                continue
            elif sign.text not in LIKE_BOXES:
                sign = replace(sign, text={"☐": EMPTY, "□": EMPTY, "■": TICKED, "█": TICKED}.get(sign.text, sign.text))
        found.append(sign)
    told, unread = _of_blots(blots, signs, ink, em, marked=marked)
    found += told
    told = told + (small := _small_boxes(found, ink, em))
    found = _settled(found + small, told)
    found += [
        Sign(text=shape, at=at, confidence=PASSED_OVER)
        for at, shape in rings_among(ink, em)
        if all(abs(sign.at - at) >= (OWN if is_wide(sign.text) else RING) * em for sign in found)
    ]
    beside = list(boxes_beside(ink, [sign.at for sign in found], em))
    # What touches the word beside it was passed over: what it is is told with doubt, and where there are no marks it may be a word.
    found += [Sign(text=shape, at=blot.middle, confidence=PASSED_OVER) for blot, shape in beside]
    unread = unread or (bool(beside) and not marked)
    unread = unread or is_passed_over(ink, [(sign.at, _own(sign.text)) for sign in found], em)
    unread = unread or has_rests(ink, [(sign.at, _own(sign.text)) for sign in found], em)
    unread = unread or _lacks_digit(signs, ink, em)
    found = [_read_as_ring(_read_as_letter(index, found, ink, em), found, ink, em) for index in range(len(found))]
    found += _between_brackets(signs, ink, em)
    dot = _dot_behind(signs, ink, em)
    # Behind words of the forms it is rather a speck.
    worded = bool(dot) and any(one.text + other.text in usual_pairs() for one, other in pairwise(signs))
    found, unread = (found, True) if worded else (found + dot, unread)
    found.sort(key=lambda sign: sign.at)
    if unread:
        found = [replace(sign, confidence=min(sign.confidence, PASSED_OVER)) for sign in found]
    return found


def _of_blots(blots: list[Blot], signs: list[Sign], ink: Image, em: float, *, marked: bool) -> tuple[list[Sign], bool]:
    """The boxes, buttons and ticks that *blots* are, and whether one of them is something else; *marked* tells that the line has marks."""
    found: list[Sign] = []
    unread = False
    for blot in blots:
        part = ink[:, max(0, blot.left - 1) : blot.right + 1]
        round_shape = ringed(part, em)
        shape = boxed(part, em) if round_shape is None else None
        if shape is None and _is_bracketed(signs, blot.middle):
            continue
        if round_shape is not None:
            found.append(Sign(text=round_shape, at=blot.middle, confidence=PASSED_OVER))
            continue
        if shape is None and is_tick(ink[:, blot.left : blot.right], em):
            found.append(Sign(text=TICK, at=blot.middle, confidence=PASSED_OVER))
            continue
        if shape is None and marked:
            shape = UNSURE
        if shape is None:
            unread = True
        else:
            found.append(Sign(text=shape, at=blot.middle, confidence=0.92))
    return found, unread


def _small_boxes(signs: list[Sign], ink: Image, em: float) -> list[Sign]:
    """The boxes of text smaller than the words that they stand right at: so near that they seem to be a part of one."""
    near = left_over(ink, [(sign.at, min(_own(sign.text), OWN)) for sign in signs], SMALLER * em)
    found = []
    for blot in near:
        if any(abs(sign.at - blot.middle) < OWN * em for sign in signs):
            continue
        shape = boxed(ink[:, max(0, blot.left - 1) : blot.right + 1], SMALLER * em)
        if shape is not None:
            found.append(Sign(text=shape, at=blot.middle, confidence=PASSED_OVER))
    return found


def _settled(found: list[Sign], told: list[Sign]) -> list[Sign]:
    """*found* with those boxes that only their shape *told* to be empty as ones of which that can't be said, unless one box beside them is ticked.

    An empty box is nearly always read: one that wasn't has something in it, which may be all that ticks it.
    """
    if sum(sign.text == TICKED for sign in found) == 1:
        return found
    places = {sign.at for sign in told if sign.text == EMPTY}
    return [replace(sign, text=UNSURE) if sign.at in places and sign.text == EMPTY else sign for sign in found]


def _checked(index: int, signs: list[Sign], ink: Image, em: float) -> Sign:
    """The sign at *index*, or a tick where an underscore was read behind a word though something stands on the line: a tick that was underlined.

    Where that is small, half-way up between two words, it is the dot within a name.
    """
    sign = signs[index]
    if sign.text != "_" or sign.confidence >= PASSED_OVER or is_beside_letter(index, signs):
        return sign
    # What belongs to the character before it stands on the line as well.
    left = (signs[index - 1].at + sign.at) / 2 if index else 0.0
    right = (signs[index + 1].at + sign.at) / 2 if index + 1 < len(signs) else float(ink.shape[1])
    part = ink[:, round(max(sign.at - NEAR * em, left)) : round(min(sign.at + NEAR * em, right))].copy()
    if not part.size:
        return sign
    foot = round(FOOT * len(part))
    part[foot:][(part[foot:] > 0).mean(axis=1) >= LINED] = 0
    written = inner(np.asarray(part, np.uint8))
    if 0 < index < len(signs) - 1 and is_dot(written, em):
        return replace(sign, text=DOT, confidence=min(sign.confidence, PASSED_OVER))
    if is_colon(written, em):
        return replace(sign, text=COLON, confidence=min(sign.confidence, PASSED_OVER))
    if height_of(written) < HIGH_LEAST * em or spots_of(written, em):
        return sign
    return replace(sign, text=TICK, confidence=min(sign.confidence, PASSED_OVER))


def may_be_box(text: str, confidence: float, *, beside_mark: bool) -> bool:
    """Whether *text*, read with *confidence*, may be a tick box, *beside_mark* telling that there are marks in its line."""
    sure = confidence >= LIKE_BOXES.get(text, 1.1)
    return text in BOXES and (not sure or (beside_mark and text not in OPEN))


def _lacks_digit(signs: list[Sign], ink: Image, em: float) -> bool:
    """Whether between two digits there is as much room as for another one, and ink in it."""
    pairs = [(one, other) for one, other in pairwise(signs) if one.text.isdecimal() and other.text.isdecimal()]
    if len(pairs) < LEAST_DIGITS:
        return False
    usual = float(np.median([other.at - one.at for one, other in pairs]))
    for one, other in pairs:
        if other.at - one.at < LACKING * usual:
            continue
        start, end = round(one.at + usual / 2), round(other.at - usual / 2) + 1
        if (ink[:, max(start, 0) : end] > 0).any(axis=1).sum() >= DIGIT_HIGH * em:
            return True
    return False


def _read_as_letter(index: int, signs: list[Sign], ink: Image, em: float) -> Sign:
    """The sign at *index*, or a tick where the letter that looks like one, or a letter in doubt that is drawn as one, stands without any other letter."""
    sign = signs[index]
    guessed = sign.text.isalpha() and not is_wide(sign.text) and sign.confidence < GUESSED
    if not (guessed or sign.text in LIKE_TICK) or any(
        other.text.isascii() and other.text.isalnum() for other in signs if other is not sign
    ):
        return sign
    if sign.text not in LIKE_TICK and not is_tick(
        alone(ink, round(sign.at - NEAR * em), round(sign.at + NEAR * em)), em
    ):
        return sign
    return replace(sign, text=TICK, confidence=min(sign.confidence, PASSED_OVER))


def _read_as_ring(sign: Sign, signs: list[Sign], ink: Image, em: float) -> Sign:
    """*sign*, or a round button where a letter that looks like one stands beside words and without any other letter."""
    if sign.text not in LIKE_RINGS or len(signs) < 2:
        return sign
    if any(other.text.isascii() and other.text.isalnum() for other in signs if other.at != sign.at):
        return sign
    part = alone(ink, round(sign.at - NEAR * em), round(sign.at + NEAR * em))
    # Beside large words a button of the usual size is small.
    shape = ringed(part, em) or ringed(part, SMALLER * em)
    if sign.text == STOP and (shape == RADIO or len(signs) > OPTION or any(one.text in PAUSES for one in signs)):
        # A full stop is a small ring as well, which a blur fills; behind an option alone one with a dot in it is none.
        return sign
    return sign if shape is None else replace(sign, text=shape, confidence=min(sign.confidence, PASSED_OVER))


def _own(character: str) -> float:
    """Ems round a character's middle within which ink is its own."""
    if character in BRACKETS:
        return 0.36
    return 0.66 if is_wide(character) else 0.42


def _between_brackets(signs: list[Sign], ink: Image, em: float) -> list[Sign]:
    """A tick for each pair of brackets with nothing read between them though something is drawn there."""
    found = []
    for left, right in pairwise(signs):
        if left.text in OPENING and right.text in CLOSING:
            start, end = round(left.at + BRACKET * em), round(right.at - BRACKET * em)
            part = inner(ink[:, max(start, 0) : max(end, 0)])
            # An underline on which nothing stands is no tick, nor are the ends of the brackets.
            drawn = end - start >= 0.12 * em and (part > 0).sum() >= 0.03 * em * em
            if (drawn and highest(part) >= HIGH_LEAST * em) or _fills_brackets(ink, left.at, right.at, em):
                found.append(Sign(text=TICK, at=(left.at + right.at) / 2, confidence=PASSED_OVER))
    return found


def _fills_brackets(ink: Image, start: float, end: float, em: float) -> bool:
    """Whether a stroke between brackets at *start* and *end* takes most of their room: a tick as large as they are, beside larger words."""
    part = np.asarray(ink[:, max(0, round(start)) : max(0, round(end)) + 1], np.uint8).copy()
    if not part.size:
        return False
    part[(part > 0).mean(axis=1) >= LINED] = 0
    count, _, stats = pieces(part)
    wide = part.shape[1]
    for left, _, width, height in stats[1:count, :4]:
        amid = MIDDLE * wide <= left + width / 2 <= (1 - MIDDLE) * wide and left > 0 and left + width < wide
        if amid and width >= max(MIDDLE * wide, height / 2) and height >= HIGH_LEAST * SMALLER * em:
            return True
    return False


def _crossed(index: int, signs: list[Sign]) -> Sign:
    """The sign at *index*, or a tick where a character that a cross or tick is read as was read alone between brackets, with doubt."""
    sign = signs[index]
    if sign.text not in LIKE_CROSSES or sign.confidence >= BELIEVED or not 0 < index < len(signs) - 1:
        return sign
    if signs[index - 1].text not in OPENING or signs[index + 1].text not in CLOSING:
        return sign
    return replace(sign, text=TICK, confidence=min(sign.confidence, PASSED_OVER))


def _dot_behind(signs: list[Sign], ink: Image, em: float) -> list[Sign]:
    """The dot behind the last character of a name that goes on in the next line."""
    if not signs or not all(is_han(sign.text) for sign in signs):
        return []
    start = round(signs[-1].at + OWN * em)
    columns = np.flatnonzero(~np.asarray(ink[:, start:].any(axis=0), np.bool_))
    if not len(columns):
        return []
    part = np.asarray(ink[:, start + int(columns[0]) :], np.uint8)
    if not part.any() or not is_dot(part, em, DOT_LEAST):
        return []
    return [
        Sign(text=DOT, at=float(start + columns[0] + np.flatnonzero(part.any(axis=0)).mean()), confidence=PASSED_OVER)
    ]


def _is_bracketed(signs: list[Sign], at: float) -> bool:
    """Whether a place is between brackets with nothing else between them: whatever is there is a tick."""
    before = max((sign for sign in signs if sign.at < at), key=lambda sign: sign.at, default=None)
    behind = min((sign for sign in signs if sign.at > at), key=lambda sign: sign.at, default=None)
    return before is not None and behind is not None and before.text in OPENING and behind.text in CLOSING
