"""Marks in a line that was read: dashes, brackets, commas and dirt, as their strokes, their room and their neighbours tell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from forms.chinese import is_han, numeral
from parsers.scan.ocr import Image
from parsers.scan.points import is_middle_dot
from parsers.scan.signs import DASH, NEAR, PASSED_OVER, STROKE, Sign, alone, is_wide
from parsers.wording import usual_pairs

__all__ = ["closed", "dashed", "paused", "sized", "without_dirt"]

HYPHEN, EQUAL = "-", "="
HALF_OF = dict(zip("（），：；！？", "(),:;!?", strict=True))
FULL_OF = {half: full for full, half in HALF_OF.items()}
SURE_WIDTH = 0.9
"""Confidence from which on recognition is believed of a mark's width."""
FULL_ROOM = 0.72
"""Ems between a mark's neighbours from which on it is as wide as a Han character."""
THIN, THIN_SURE = 0.1, 0.975
"""Ems of a dash's thickness; the confidence below which that tells."""
THINNEST = 0.08
"""Ems up to which nothing but a dash is. Measured: the character is 0.09 to 0.19 thick, a dash 0.06 to 0.12."""
EITHER, EITHER_SURE = 0.2, 0.998
"""Ems of thickness, and the confidence, up to which it may be either, where its neighbours don't tell."""
NARROW_ROOM, WIDE_ROOM = 0.66, (0.82, 1.4)
"""Ems without the mark's neighbours up to which it is as narrow as a Latin one, and between which it is as wide as a Han character."""
NEARLY_SURE, DASH_THICK = 0.9995, 0.15
"""The confidence up to which it is in doubt there, and the thickness up to which it is then a dash: a coarse scan shows both alike."""
BEFORE_WORDS = frozenset("“‘《（(：:；;，,。、")
"""Marks behind which words begin."""
ASTRIDE = 0.85
"""Confidence of what may be either."""
DASHED, STROKE_SURE = 1.1, 0.985
"""A dash fills its square and touches what is beside it, which the character for one doesn't; and that is read with less doubt."""
SPECKS, SPECK_SURE, LEAST_MARK = frozenset("·.,'`"), 0.98, 0.15
"""Marks that a speck is read as, the confidence from which on one is none, and the ems that the narrowest mark takes."""
STOPS, COMMA, DOT = frozenset(".．"), "，", "·"
OPENED, CLOSED = "（(", "）)"
PAUSED = 0.85
"""Confidence of a mark that was read as another one."""


def dashed(sign: Sign, index: int, signs: list[Sign], ink: Image, em: float) -> Sign:
    """*sign*, or a dash where one was read as the character for one: by its stroke, or since digits stand on both sides."""
    if sign.text not in STROKE + DASH + EQUAL:
        return sign
    if not 0 < index < len(signs) - 1:
        # Before or behind a number that goes on in the next line it is its hyphen.
        others = [other.text for other in signs if other is not sign]
        if len(others) > 1 and all(text.isdecimal() or text == HYPHEN for text in others):
            return replace(sign, text=HYPHEN, confidence=min(sign.confidence, ASTRIDE))
        return sign
    if sign.text == EQUAL:
        # The hyphen of a number that is underlined.
        amid = signs[index - 1].text.isdecimal() and signs[index + 1].text.isdecimal()
        numbers = amid and not any(other.text.isalpha() for other in signs)
        return replace(sign, text=HYPHEN, confidence=min(sign.confidence, ASTRIDE)) if numbers else sign
    if signs[index - 1].text in BEFORE_WORDS and "\u4e00" <= signs[index + 1].text <= "\u9fff":
        # No dash stands between a mark behind which words begin and a word.
        return sign if sign.text == STROKE else replace(sign, text=STROKE, confidence=min(sign.confidence, ASTRIDE))
    if sign.text != STROKE:
        return sign
    if signs[index - 1].text.isdecimal() and signs[index + 1].text.isdecimal():
        return replace(sign, text=DASH, confidence=min(sign.confidence, 0.9))
    columns = np.asarray(ink.any(axis=0), np.bool_)
    at = min(max(round(sign.at), 0), len(columns) - 1)
    left = right = at
    while left > 0 and columns[left - 1]:
        left -= 1
    while right + 1 < len(columns) and columns[right + 1]:
        right += 1
    touches = right - left + 1 >= DASHED * em
    part = alone(ink, round(sign.at - NEAR * em), round(sign.at + NEAR * em))
    rows = np.flatnonzero(np.asarray(part.any(axis=1), np.bool_))
    thick = (rows[-1] - rows[0] + 1) / em if len(rows) else 1.0
    if (
        (sign.confidence < STROKE_SURE and touches)
        or (sign.confidence < THIN_SURE and thick <= THIN)
        or (0 < thick <= THINNEST)
    ):
        return replace(sign, text=DASH, confidence=min(sign.confidence, 0.9))
    if sign.confidence < NEARLY_SURE and thick <= EITHER:
        beside = (signs[index - 1].text + STROKE, STROKE + signs[index + 1].text)
        if not any(pair in usual_pairs() for pair in beside):
            if any(
                is_han(other) and numeral(other) is not None for other in (signs[index - 1].text, signs[index + 1].text)
            ):
                # Beside another numeral it is one: a year, a date.
                return (
                    replace(sign, confidence=min(sign.confidence, ASTRIDE)) if sign.confidence < EITHER_SURE else sign
                )
            even = _is_even(part) and (sign.confidence < EITHER_SURE or thick <= DASH_THICK)
            return replace(sign, text=DASH if even else sign.text, confidence=min(sign.confidence, ASTRIDE))
    return sign


def _is_even(stroke: Image) -> bool:
    """Whether a level stroke is as thick at its right end as elsewhere, as a dash is; a brush, and the types made after one, end with a knob."""
    thick = np.asarray((stroke > 0).sum(axis=0), np.int64)
    thick = thick[thick > 0]
    return bool(len(thick) and thick[-max(len(thick) // 3, 1) :].max() <= float(np.median(thick)) + 1)


def sized(sign: Sign, index: int, signs: list[Sign], em: float, ink: Image | None = None) -> Sign:
    """*sign*, a bracket, comma or the like as wide as the room is that its neighbours leave it: in the line's *ink*, or by where they were read."""
    full = FULL_OF.get(sign.text, sign.text)
    if full not in HALF_OF:
        return sign
    before = signs[index - 1] if index else None
    behind = signs[index + 1] if index + 1 < len(signs) else None
    if before is None or behind is None:
        other = before or behind
        # Beside a number at either end of a line of Chinese it is as wide as the others there.
        letters = sum(one.text.isascii() and one.text.isalpha() for one in signs)
        chinese = sum(is_wide(one.text) and one.text.isalnum() for one in signs) > letters
        return replace(sign, text=full if chinese or (other is not None and is_wide(other.text)) else HALF_OF[full])
    wide = is_wide(before.text) + is_wide(behind.text)
    clear = _clear_room(ink, sign, before, behind) / em if ink is not None and wide else 0.0
    if 0 < clear <= NARROW_ROOM or WIDE_ROOM[0] <= clear <= WIDE_ROOM[1]:
        return replace(sign, text=HALF_OF[full] if clear <= NARROW_ROOM else full)
    room = (behind.at - before.at) / em - _half(before.text) - _half(behind.text)
    # What recognition is sure of stands, unless the room says otherwise by far: a photograph isn't even.
    least = (
        FULL_ROOM
        - 0.1 * (wide - 1)
        + (0.25 if sign.confidence < SURE_WIDTH else 0.4) * (-1 if sign.text == full else 1 if wide < 2 else 0)
    )
    return replace(sign, text=full if room >= least else HALF_OF[full])


def _clear_room(ink: Image, sign: Sign, before: Sign, behind: Sign) -> float:
    """Pixels from the ink of the character before a mark to that of the one behind it; 0 where they touch or aren't told apart."""
    columns = np.concatenate(([0], np.asarray(ink.any(axis=0), np.int8), [0]))
    runs = np.flatnonzero(np.diff(columns)).reshape(-1, 2)
    own = [
        index
        for index, (start, end) in enumerate(runs)
        if before.at < (start + end) / 2 < behind.at and not start <= before.at <= end and not start <= behind.at <= end
    ]
    # A character of several pieces is nearer to its own middle than to the mark's.
    own = [
        index
        for index in own
        if abs(runs[index].mean() - sign.at) < min(abs(runs[index].mean() - other.at) for other in (before, behind))
    ]
    if not own or own[0] == 0 or own[-1] == len(runs) - 1:
        return 0.0
    return float(runs[own[-1] + 1][0] - runs[own[0] - 1][1])


def without_dirt(signs: list[Sign], em: float, ink: Image) -> list[Sign]:
    """*signs* without marks that can't stand where they were read, with those beside them in doubt; *ink* is the line's.

    These are specks between two characters that leave no room for a mark, and what is left of a rule before or behind words.
    """
    words = [index for index, sign in enumerate(signs) if sign.text != "_" or sign.confidence > PASSED_OVER]
    crowded = {
        index
        for index, sign in enumerate(signs)
        if sign.text in SPECKS and sign.confidence < SPECK_SURE and _has_no_room(index, signs, em)
    }
    # Where characters were read a little aside there seems to be no room.
    apart = {index for index in crowded if _is_dot(index, signs, ink, em)}
    signs = [
        replace(sign, text=DOT, confidence=min(sign.confidence, PAUSED)) if index in apart else sign
        for index, sign in enumerate(signs)
    ]
    dirt = {
        index
        for index, sign in enumerate(signs)
        if index in crowded - apart
        or (sign.text in STOPS and _follows_mark(index, signs))
        or (words and not words[0] <= index <= words[-1])
    }
    if not dirt or len(dirt) == len(signs):
        return signs
    return [
        replace(sign, confidence=min(sign.confidence, PAUSED)) if {index - 1, index + 1} & dirt else sign
        for index, sign in enumerate(signs)
        if index not in dirt
    ]


def _follows_mark(index: int, signs: list[Sign]) -> bool:
    """Whether the sign at *index* stands between another mark and a character of Chinese, where no full stop does."""
    if not 0 < index < len(signs) - 1:
        return False
    before, behind = signs[index - 1].text, signs[index + 1].text
    return not before.isalnum() and before not in STOPS and behind.isalpha() and not behind.isascii()


def _has_no_room(index: int, signs: list[Sign], em: float) -> bool:
    """Whether the characters beside the sign at *index* are no farther apart than without it."""
    if not 0 < index < len(signs) - 1:
        return False
    before, behind = signs[index - 1], signs[index + 1]
    return is_wide(before.text) and is_wide(behind.text) and behind.at - before.at < (1 + LEAST_MARK) * em


def _is_dot(index: int, signs: list[Sign], ink: Image, em: float) -> bool:
    """Whether the mark at *index* is drawn as the dot that parts two characters of Chinese, in room of its own."""
    if not 0 < index < len(signs) - 1:
        return False
    before, behind = signs[index - 1], signs[index + 1]
    beside = is_han(before.text) and is_han(behind.text)
    return beside and is_middle_dot(ink, signs[index].at, before.at, behind.at, em)


def paused(sign: Sign, index: int, signs: list[Sign], ink: Image, em: float) -> Sign:
    """*sign*, or what it is where a full stop of Latin text was read between two characters of Chinese, whose own full stop is a ring.

    It is the dot that parts names where one is drawn in the line's *ink*, else a comma.

    Behind the last of them one is as likely a speck.
    """
    if sign.text not in STOPS or not index:
        return sign
    if index == len(signs) - 1:
        before = signs[index - 1].text
        spoken = is_han(before) and numeral(before) is None
        return replace(sign, confidence=min(sign.confidence, PAUSED)) if spoken else sign
    if not all("\u3400" <= beside.text <= "\u9fff" for beside in (signs[index - 1], signs[index + 1])):
        return sign
    mark = DOT if _is_dot(index, signs, ink, em) else COMMA
    return replace(sign, text=mark, confidence=min(sign.confidence, PAUSED))


def closed(signs: list[Sign]) -> list[Sign]:
    """*signs* with brackets closed in the width in which they were opened: beside digits room tells little."""
    found = list(signs)
    opened: list[Sign] = []
    for index, sign in enumerate(signs):
        if sign.text in OPENED:
            opened.append(sign)
        elif sign.text in CLOSED and opened:
            text = CLOSED[OPENED.index(opened.pop().text)]
            if text != sign.text:
                found[index] = replace(sign, text=text, confidence=min(sign.confidence, PAUSED))
    return found


def _half(character: str) -> float:
    """Half of a character's width in ems."""
    return 0.5 if is_wide(character) else 0.27
