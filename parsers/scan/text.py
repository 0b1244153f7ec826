"""A line's reading put right by what its ink shows: what is struck out, underscores, tick boxes, dashes, widths of brackets."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np

from parsers.scan.gaps import filled
from parsers.scan.ocr import Character, Image, Reading
from parsers.scan.points import pointed
from parsers.scan.punctuation import closed, dashed, paused, sized, without_dirt
from parsers.scan.signs import DASH, PASSED_OVER, STROKE, Sign, is_beside_letter
from parsers.scan.ticks import DOT, MARKS, ticked

__all__ = ["mended"]

OTHER_DIGIT = 0.03
"""Probability of another digit from which on a digit is in doubt."""
MISSED = 0.6
"""Share by which a character that was passed over somewhere in a line, by its probability beyond what is usual, makes the others less sure."""
BETWEEN = 3
"""Characters of a line that is one on either side of a dot."""
STRIKE = 1.7
"""Ems from which on an unbroken level stroke strikes text out; a dash of two characters is nothing else's."""
UNDERSCORE = (0.34, 1.2)
"""Ems of an underscore's length."""
PITCHES, WIDER = 3, 1.4
"""Pairs of letters and digits that tell their usual distance, and times that how far apart two are that have an underscore between them."""
UNDER = 0.8
"""Share of a stretch at a line's foot that an underline fills."""
LOW = 0.2
"""Share of a line's height, from below, in which an underscore is."""


def mended(reading: Reading, places: list[float], ink: Image, em: float) -> list[Sign]:
    """The characters of *reading*, which are at *places*, without spaces; *ink* is the line's, its columns beginning at its left end."""
    signs = [
        Sign(text=character.text, at=at, confidence=_sure(character))
        for character, at in zip(reading.characters, places, strict=True)
    ]
    if not ink.size:
        # Nothing was left of the line's place; OpenCV would end the process.
        return [replace(sign, confidence=min(sign.confidence, PASSED_OVER)) for sign in signs]
    signs = _underscored(signs, ink, em)
    signs = [sign for sign in signs if not sign.text.isspace()]
    # That something was passed over somewhere in the line says little of what a character is, but that any may be wrong.
    most = 1 - MISSED * max(reading.missed - 0.2, 0.0)
    read = {sign.at for sign in signs}
    signs = ticked(signs, ink, em, most)
    signs = [dashed(sign, index, signs, ink, em) for index, sign in enumerate(signs)]
    signs = filled(_struck(without_dirt(signs, em, ink), ink, em), ink, em)
    signs = [paused(sign, index, signs, ink, em) for index, sign in enumerate(signs)]
    signs = [pointed(sign, index, signs, ink, em) for index, sign in enumerate(signs)]
    if len(signs) == BETWEEN and signs[1].text == DOT:
        # Names of two characters are set apart, and a speck may lie between them; parts of a name are longer.
        signs = [replace(sign, confidence=min(sign.confidence, PASSED_OVER)) for sign in signs]
    signs = closed([sized(sign, index, signs, em, ink) for index, sign in enumerate(signs)])
    return [
        replace(sign, confidence=min(sign.confidence, most)) if sign.at in read and sign.text not in MARKS else sign
        for sign in signs
    ]


def _sure(character: Character) -> float:
    """How sure a character is: of a digit that may be another one nothing around it tells, as the words do of a Han character."""
    other = character.rival.isdecimal() and character.rival != character.text
    if character.text.isdecimal() and other and character.rival_confidence >= OTHER_DIGIT:
        return min(character.confidence, PASSED_OVER)
    return character.confidence


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
        if sign.text == "_" and not is_beside_letter(index, signs):
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
    pitches = [
        right.at - left.at
        for left, right in pairwise(signs)
        if all(side.text.isascii() and side.text.isalnum() for side in (left, right))
    ]
    # Where characters are set wide and underlined, the line shows between them; an underscore has room of its own.
    least = WIDER * float(np.median(pitches)) if len(pitches) >= PITCHES else 0.0
    for start, end in edges.reshape(-1, 2):
        middle = (start + end) / 2
        if not UNDERSCORE[0] * em <= end - start <= UNDERSCORE[1] * em:
            continue
        if any(abs(sign.at - middle) < 0.3 * em for sign in signs if sign.text in "_- .,"):
            continue
        before = [index for index, sign in enumerate(signs) if sign.at < middle]
        behind = len(before)
        if not before or behind == len(signs):
            continue
        left, right = signs[behind - 1], signs[behind]
        if not all(side.text.isascii() and side.text.isalnum() for side in (left, right)) or right.at - left.at < least:
            continue
        if not least and all(_is_under(low, start, end, side.at, em) for side in (left, right)):
            # Of two characters that are underlined nobody knows whether an underscore is between them.
            found = [replace(one, confidence=min(one.confidence, PASSED_OVER)) for one in found]
            continue
        found.append(Sign(text="_", at=middle, confidence=PASSED_OVER))
    return sorted(found, key=lambda sign: sign.at)


def _is_under(low: Image, start: int, end: int, at: float, em: float) -> bool:
    """Whether the stroke from *start* to *end* at a line's foot goes on below the character at *at*."""
    rows = (low[:, start:end] > 0).mean(axis=1) >= UNDER
    left, right = max(0, round(at - 0.15 * em)), round(at + 0.15 * em) + 1
    return bool((low[rows, left:right] > 0).any(axis=0).mean() >= UNDER)


def _is_in_name(index: int, signs: list[Sign]) -> bool:
    """Whether a space stands between letters and digits as an underscore would; between digits alone it parts a number."""
    if signs[index].text != " " or not 0 < index < len(signs) - 1:
        return False
    beside = signs[index - 1].text + signs[index + 1].text
    return beside.isascii() and beside.isalnum() and not beside.isdecimal()
