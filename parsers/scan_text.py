"""A line's reading put right by what its ink shows: widths of brackets, dashes, underscores, tick boxes, ink that was passed over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np

from parsers.ocr import Image, Reading
from parsers.scan_marks import (
    HIGH_LEAST,
    UNSURE,
    boxed,
    has_rests,
    height_of,
    highest,
    is_passed_over,
    left_over,
    ringed,
)
from parsers.symbols import EMPTY, TICKED
from parsers.wording import usual_pairs

__all__ = ["Sign", "is_wide", "mended"]

HALF_OF = dict(zip("（），：；！？", "(),:;!?", strict=True))
FULL_OF = {half: full for full, half in HALF_OF.items()}
STRIKE = 1.7
"""Ems from which on an unbroken level stroke strikes text out; a dash of two characters is nothing else's."""
SURE_WIDTH = 0.9
"""Confidence from which on recognition is believed of a mark's width."""
FULL_ROOM = 0.72
"""Ems between a mark's neighbours from which on it is as wide as a Han character."""
OPEN = frozenset(map(chr, (0x533A, 0x5339, 0x5188, 0x7F51, 0x51F6)))
"""Words that boxes are read as and that are open on one side, as no box is: one that was read with certainty is the word, whatever is beside it."""
LIKE_BOXES = dict.fromkeys(OPEN, 0.95) | {
    chr(code): sure
    for codes, sure in (((0x53E3, 0x56DE), 0.9), ((0x56DA, 0x56E0, 0x56F0, 0x56DF, 0x56F9), 0.75))
    for code in codes
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
TICK, LIKE_TICK = "√", frozenset("vV")
LIKE_RINGS = frozenset("QOo0Cc〇◎⊙©®eG")
"""What round buttons are read as, where no other letter stands in the line."""
SMALLER = 0.65
"""Size of text beside which a button's is usual, by that of the words that it stands at."""
NEAR = 0.62
"""Ems round a box's middle in which its ink is."""
STROKE = "一"
DASH = "—"
THIN, THIN_SURE = 0.1, 0.975
"""Ems of a dash's thickness; the confidence below which that tells."""
THINNEST = 0.08
"""Ems up to which nothing but a dash is. Measured: the character is 0.09 to 0.19 thick, a dash 0.06 to 0.12."""
EITHER, EITHER_SURE = 0.2, 0.998
"""Ems of thickness, and the confidence, up to which it may be either, where its neighbours don't tell."""
ASTRIDE = 0.85
"""Confidence of what may be either."""
DASHED, STROKE_SURE = 1.1, 0.985
"""A dash fills its square and touches what is beside it, which the character for one doesn't; and that is read with less doubt."""
LEAST_DIGITS, LACKING, DIGIT_HIGH = 3, 1.7, 0.4
"""Pairs of digits that tell their usual distance, by how much of it two are apart that have another between them, and ems that one is high at least."""
PASSED_OVER = 0.8
"""Confidence of a line in which ink was passed over."""
THROUGH = 0.9
"""Share of a part of a line that a stroke through it fills."""
BOX_SURE = 0.97
SPECKS, SPECK_SURE, LEAST_MARK = frozenset("·.,'`"), 0.98, 0.15
"""Marks that a speck is read as, the confidence from which on one is none, and the ems that the narrowest mark takes."""
STOPS, COMMA = frozenset(".．"), "，"
OPENED, CLOSED = "（(", "）)"
PAUSED = 0.85
"""Confidence of a mark that was read as another one."""
UNDERSCORE = (0.34, 1.2)
"""Ems of an underscore's length."""
LOW = 0.2
"""Share of a line's height, from below, in which an underscore is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign:
    """A character at its place along the line, in pixels from the line's left end."""

    text: str
    at: float
    confidence: float
    struck: bool = False


def is_wide(character: str) -> bool:
    """Whether a character fills a square."""
    return character >= "\u2e80" or character in "“”‘’…—·□☐☑☒■○●√×"


def mended(reading: Reading, places: list[float], ink: Image, em: float) -> list[Sign]:
    """The characters of *reading*, which are at *places*, without spaces; *ink* is the line's, its columns beginning at its left end."""
    signs = [
        Sign(text=character.text, at=at, confidence=min(character.confidence, 1 - 0.6 * max(reading.missed - 0.2, 0.0)))
        for character, at in zip(reading.characters, places, strict=True)
    ]
    signs = _underscored(signs, ink, em)
    signs = [sign for sign in signs if not sign.text.isspace()]
    signs = _ticked(signs, ink, em)
    signs = [_dashed(sign, index, signs, ink, em) for index, sign in enumerate(signs)]
    signs = _struck(_without_dirt(signs, em), ink, em)
    signs = [_paused(sign, index, signs) for index, sign in enumerate(signs)]
    return _closed([_sized(sign, index, signs, em) for index, sign in enumerate(signs)])


def _struck(signs: list[Sign], ink: Image, em: float) -> list[Sign]:
    """*signs* with those told that a stroke goes through: level, in the middle of the line, over several characters."""
    rows = ink.shape[0]
    band = ink[round(0.3 * rows) : round(0.7 * rows)]
    length = max(round(STRIKE * em), 4)
    if band.shape[0] < 3 or band.shape[1] <= length:
        return signs
    # What is beyond the picture counts as ink to an opening: it gets a margin without.
    padded = cv2.copyMakeBorder(band, 0, 0, length, length, cv2.BORDER_CONSTANT, value=(0,))
    opened = cv2.morphologyEx(padded, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))[:, length:-length]
    strokes = np.asarray(opened.any(axis=0), np.bool_)
    if not strokes.any():
        return signs
    return [
        replace(
            sign, struck=sign.text not in DASH + STROKE and bool(strokes[min(max(round(sign.at), 0), len(strokes) - 1)])
        )
        for sign in signs
    ]


def _underscored(signs: list[Sign], ink: Image, em: float) -> list[Sign]:
    """*signs* with an underscore for each space that has ink at the line's foot."""
    low = ink[round((1 - LOW) * ink.shape[0]) :]
    high = ink[: round((1 - LOW) * ink.shape[0])]
    signs = _with_lost(signs, low, high, em)
    found = []
    for index, sign in enumerate(signs):
        if sign.text == "_" and not _is_beside_letter(index, signs):
            # Beside Han characters it is what is left of a rule.
            sign = replace(sign, confidence=min(sign.confidence, PASSED_OVER))
        start, end = max(0, round(sign.at - 0.14 * em)), round(sign.at + 0.14 * em) + 1
        if _is_in_name(index, signs) and low[:, start:end].any(axis=0).mean() > 0.8 and not high[:, start:end].any():
            sign = replace(sign, text="_", confidence=min(sign.confidence, 0.85))
        found.append(sign)
    return found


def _with_lost(signs: list[Sign], low: Image, high: Image, em: float) -> list[Sign]:
    """*signs* with an underscore where there is a level stroke at the foot with nothing above, between letters, and none was read."""
    bare = np.asarray(low.any(axis=0) & ~high.any(axis=0), np.bool_)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], bare.astype(np.int8), [0]))))
    found = list(signs)
    for start, end in edges.reshape(-1, 2):
        middle = (start + end) / 2
        if not UNDERSCORE[0] * em <= end - start <= UNDERSCORE[1] * em:
            continue
        if any(abs(sign.at - middle) < 0.3 * em for sign in signs if sign.text in "_- .,"):
            continue
        before = [sign for sign in signs if sign.at < middle]
        behind = [sign for sign in signs if sign.at >= middle]
        if before and behind and all(side.text.isascii() and side.text.isalnum() for side in (before[-1], behind[0])):
            found.append(Sign(text="_", at=middle, confidence=PASSED_OVER))
    return sorted(found, key=lambda sign: sign.at)


def _is_beside_letter(index: int, signs: list[Sign]) -> bool:
    beside = [signs[place].text for place in (index - 1, index + 1) if 0 <= place < len(signs)]
    return any(text.isascii() and text.isalnum() for text in beside)


def _is_in_name(index: int, signs: list[Sign]) -> bool:
    """Whether a space stands between letters and digits as an underscore would; between digits alone it parts a number."""
    if signs[index].text != " " or not 0 < index < len(signs) - 1:
        return False
    beside = signs[index - 1].text + signs[index + 1].text
    return beside.isascii() and beside.isalnum() and not beside.isdecimal()


def _ticked(signs: list[Sign], ink: Image, em: float) -> list[Sign]:
    """*signs* with tick boxes as their shape tells, and with those that weren't read."""
    blots = left_over(ink, [(sign.at, _own(sign.text)) for sign in signs], em)
    marked = any(sign.text in MARKS for sign in signs)
    signs = [_checked(index, signs, ink, em) for index in range(len(signs))]
    found = []
    for sign in signs:
        guessed = sign.text.isascii() and sign.confidence < GUESSED
        if guessed or _may_be_box(sign, beside_mark=marked):
            start, end = max(0, round(sign.at - NEAR * em)), round(sign.at + NEAR * em)
            shape = boxed(_alone(ink, start, end), em)
            if shape is not None:
                agrees = not guessed and (shape == EMPTY) == (sign.text in "□☐口囗▢◻")
                sign = replace(sign, text=shape, confidence=BOX_SURE if agrees else min(sign.confidence, 0.85))
            elif sign.text in MARKS and height_of(_alone(ink, start, end)) < HIGH_LEAST * em:
                # What is drawn there is an underline, and nothing stands on it.
                continue
            elif sign.text not in LIKE_BOXES:
                sign = replace(sign, text={"☐": EMPTY, "□": EMPTY, "■": TICKED, "█": TICKED}.get(sign.text, sign.text))
        found.append(sign)
    unread = False
    for blot in blots:
        shape = boxed(ink[:, max(0, blot.left - 1) : blot.right + 1], em)
        if shape is None and _is_bracketed(signs, blot.middle):
            continue
        round_shape = ringed(ink[:, max(0, blot.left - 1) : blot.right + 1], em) if shape is None else None
        if round_shape is not None:
            found.append(Sign(text=round_shape, at=blot.middle, confidence=PASSED_OVER))
            continue
        if shape is None and marked:
            shape = UNSURE
        if shape is None:
            unread = True
        else:
            # An empty box is nearly always read: one that wasn't has something in it.
            found.append(Sign(text=shape if shape == TICKED else UNSURE, at=blot.middle, confidence=0.92))
    unread = unread or is_passed_over(ink, [(sign.at, _own(sign.text)) for sign in found], em)
    unread = unread or has_rests(ink, [(sign.at, _own(sign.text)) for sign in found], em)
    unread = unread or _lacks_digit(signs, ink, em)
    found = [_read_as_ring(_read_as_letter(index, found), found, ink, em) for index in range(len(found))]
    found += _between_brackets(signs, ink, em)
    found.sort(key=lambda sign: sign.at)
    if unread:
        found = [replace(sign, confidence=min(sign.confidence, PASSED_OVER)) for sign in found]
    return found


def _checked(index: int, signs: list[Sign], ink: Image, em: float) -> Sign:
    """The sign at *index*, or a tick where an underscore was read behind a word though something stands on the line: a tick that was underlined."""
    sign = signs[index]
    if sign.text != "_" or sign.confidence >= PASSED_OVER or _is_beside_letter(index, signs):
        return sign
    part = _alone(ink, max(0, round(sign.at - NEAR * em)), round(sign.at + NEAR * em))
    if not part.size or height_of(_inner(part)) < HIGH_LEAST * em:
        return sign
    return replace(sign, text=TICK, confidence=min(sign.confidence, PASSED_OVER))


def _may_be_box(sign: Sign, *, beside_mark: bool) -> bool:
    """Whether a sign may be a tick box, *beside_mark* telling that there are marks in its line."""
    sure = sign.confidence >= LIKE_BOXES.get(sign.text, 1.1)
    return sign.text in BOXES and (not sure or (beside_mark and sign.text not in OPEN))


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


def _read_as_letter(index: int, signs: list[Sign]) -> Sign:
    """The sign at *index*, or a tick where the letter that looks like one stands without any other letter."""
    sign = signs[index]
    if sign.text not in LIKE_TICK or any(
        other.text.isascii() and other.text.isalnum() for other in signs if other is not sign
    ):
        return sign
    return replace(sign, text=TICK, confidence=min(sign.confidence, PASSED_OVER))


def _read_as_ring(sign: Sign, signs: list[Sign], ink: Image, em: float) -> Sign:
    """*sign*, or a round button where a letter that looks like one stands beside words and without any other letter."""
    if sign.text not in LIKE_RINGS or len(signs) < 2:
        return sign
    if any(other.text.isascii() and other.text.isalnum() for other in signs if other.at != sign.at):
        return sign
    part = _alone(ink, max(0, round(sign.at - NEAR * em)), round(sign.at + NEAR * em))
    # Beside large words a button of the usual size is small.
    shape = ringed(part, em) or ringed(part, SMALLER * em)
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
            part = _inner(ink[:, max(start, 0) : max(end, 0)])
            # An underline on which nothing stands is no tick, nor are the ends of the brackets.
            if end - start >= 0.12 * em and (part > 0).sum() >= 0.03 * em * em and highest(part) >= HIGH_LEAST * em:
                found.append(Sign(text=TICK, at=(left.at + right.at) / 2, confidence=PASSED_OVER))
    return found


def _inner(part: Image) -> Image:
    """*part* of a line without what goes through it from side to side, as an underline does, and what reaches in from its sides."""
    found = part.copy()
    if not part.size:
        # OpenCV would end the process.
        return found
    found[(part > 0).mean(axis=1) >= THROUGH] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(found, connectivity=8)
    for number in range(1, count):
        left, width = int(stats[number, 0]), int(stats[number, 2])
        if left == 0 or left + width == found.shape[1]:
            found[labels == number] = 0
    return found


def _is_bracketed(signs: list[Sign], at: float) -> bool:
    """Whether a place is between brackets with nothing else between them: whatever is there is a tick."""
    before = max((sign for sign in signs if sign.at < at), key=lambda sign: sign.at, default=None)
    behind = min((sign for sign in signs if sign.at > at), key=lambda sign: sign.at, default=None)
    return before is not None and behind is not None and before.text in OPENING and behind.text in CLOSING


def _alone(ink: Image, start: int, end: int) -> Image:
    """The part of *ink* from *start* to *end* without what reaches in from the sides."""
    part = ink[:, start:end].copy()
    columns = np.asarray(part.any(axis=0), np.bool_)
    clear = np.flatnonzero(~columns)
    middle = part.shape[1] / 2
    before, behind = clear[clear < middle - 2], clear[clear > middle + 2]
    if len(before) and middle - before[-1] > 0.2 * (end - start):
        part[:, : before[-1]] = 0
    if len(behind) and behind[0] - middle > 0.2 * (end - start):
        part[:, behind[0] :] = 0
    return part


def _dashed(sign: Sign, index: int, signs: list[Sign], ink: Image, em: float) -> Sign:
    """*sign*, or a dash where one was read as the character for one: by its stroke, or since digits stand on both sides."""
    if sign.text != STROKE or not 0 < index < len(signs) - 1:
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
    part = _alone(ink, max(0, round(sign.at - NEAR * em)), round(sign.at + NEAR * em))
    rows = np.flatnonzero(np.asarray(part.any(axis=1), np.bool_))
    thick = (rows[-1] - rows[0] + 1) / em if len(rows) else 1.0
    if (
        (sign.confidence < STROKE_SURE and touches)
        or (sign.confidence < THIN_SURE and thick <= THIN)
        or (0 < thick <= THINNEST)
    ):
        return replace(sign, text=DASH, confidence=min(sign.confidence, 0.9))
    if sign.confidence < EITHER_SURE and thick <= EITHER:
        beside = (signs[index - 1].text + STROKE, STROKE + signs[index + 1].text)
        if not any(pair in usual_pairs() for pair in beside):
            return replace(sign, text=DASH if _is_even(part) else sign.text, confidence=min(sign.confidence, ASTRIDE))
    return sign


def _is_even(stroke: Image) -> bool:
    """Whether a level stroke is as thick at its right end as elsewhere, as a dash is; a brush, and the types made after one, end with a knob."""
    thick = np.asarray((stroke > 0).sum(axis=0), np.int64)
    thick = thick[thick > 0]
    return bool(len(thick) and thick[-max(len(thick) // 3, 1) :].max() <= float(np.median(thick)) + 1)


def _sized(sign: Sign, index: int, signs: list[Sign], em: float) -> Sign:
    """*sign*, a bracket, comma or the like as wide as the room is that its neighbours leave it."""
    full = FULL_OF.get(sign.text, sign.text)
    if full not in HALF_OF:
        return sign
    before = signs[index - 1] if index else None
    behind = signs[index + 1] if index + 1 < len(signs) else None
    if before is None or behind is None:
        other = before or behind
        return replace(sign, text=full if other is not None and is_wide(other.text) else HALF_OF[full])
    wide = is_wide(before.text) + is_wide(behind.text)
    room = (behind.at - before.at) / em - _half(before.text) - _half(behind.text)
    # What recognition is sure of stands, unless the room says otherwise by far: a photograph isn't even.
    least = (
        FULL_ROOM
        - 0.1 * (wide - 1)
        + (0.25 if sign.confidence < SURE_WIDTH else 0.4) * (-1 if sign.text == full else 1 if wide < 2 else 0)
    )
    return replace(sign, text=full if room >= least else HALF_OF[full])


def _without_dirt(signs: list[Sign], em: float) -> list[Sign]:
    """*signs* without marks that can't stand where they were read, with those beside them in doubt.

    These are specks between two characters that leave no room for a mark, and what is left of a rule before or behind words.
    """
    words = [index for index, sign in enumerate(signs) if sign.text != "_" or sign.confidence > PASSED_OVER]
    dirt = {
        index
        for index, sign in enumerate(signs)
        if (sign.text in SPECKS and sign.confidence < SPECK_SURE and _has_no_room(index, signs, em))
        or (words and not words[0] <= index <= words[-1])
    }
    if not dirt or len(dirt) == len(signs):
        return signs
    return [
        replace(sign, confidence=min(sign.confidence, PAUSED)) if {index - 1, index + 1} & dirt else sign
        for index, sign in enumerate(signs)
        if index not in dirt
    ]


def _has_no_room(index: int, signs: list[Sign], em: float) -> bool:
    """Whether the characters beside the sign at *index* are no farther apart than without it."""
    if not 0 < index < len(signs) - 1:
        return False
    before, behind = signs[index - 1], signs[index + 1]
    return is_wide(before.text) and is_wide(behind.text) and behind.at - before.at < (1 + LEAST_MARK) * em


def _paused(sign: Sign, index: int, signs: list[Sign]) -> Sign:
    """*sign*, or a comma where a full stop of Latin text was read between two characters of Chinese, whose own full stop is a ring."""
    if sign.text not in STOPS or not 0 < index < len(signs) - 1:
        return sign
    if not all("\u3400" <= beside.text <= "\u9fff" for beside in (signs[index - 1], signs[index + 1])):
        return sign
    return replace(sign, text=COMMA, confidence=min(sign.confidence, PAUSED))


def _closed(signs: list[Sign]) -> list[Sign]:
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
