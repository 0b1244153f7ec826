"""What was recognised in a line, as characters in their places on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from forms.chinese import is_han
from parsers.pdf.model import Glyph
from parsers.scan.lines import Strip
from parsers.scan.ocr import Character, Image, Reading
from parsers.scan.signs import DASH, STROKE, Sign, is_wide
from parsers.scan.text import mended

__all__ = ["STROKES", "LineText", "glyphs_of"]

HAN_HEIGHT, DIGIT_HEIGHT, LETTER_HEIGHT = 0.91, 0.73, 0.93
"""Ems of a line's ink: of Han characters, of digits and capitals, of letters that reach below the line."""
NARROW = 0.55
"""Ems of a digit's or letter's width."""
SPACE, SAID_SPACE, HAN_SPACE = 0.34, 0.16, 0.62
"""Ems without ink that are a space: between letters, where recognition read one, and beside a Han character."""
HALF = 0.5
CLOSING, OPENING = frozenset("、，。；：！？）》”’】〕"), frozenset("（《“‘【〔")
STROKES, HYPHEN, SURE_STROKE = frozenset((STROKE, DASH)), "-", 0.8
"""What a level stroke alone is read as, what it is in a number, and the confidence from which on it is the character for one beside words."""
NARROW_CLOSING = frozenset("),;:!?")
MISPLACED = 0.88
"""Confidence of what may stand in another cell, at most."""
FEW_DIGITS, TALL = 4, 1.4
"""Pairs of digits whose distance tells the size of a line, and how many times that size its height may tell."""
LIKELY = (0.5, 1.4)
"""Between which shares of the ink's height the distance of characters can be an em."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LineText:
    """A line's strip and what was read in it. ``origin`` is the left edge, in pixels, and ``width`` the width of the picture that was read."""

    strip: Strip
    reading: Reading
    origin: float
    width: float

    def at(self, character: Character) -> float:
        """The middle of *character* across, in pixels of the page's straight picture."""
        return self.origin + character.at * self.width


def glyphs_of(lines: Sequence[LineText], ink: Image, unit: float) -> list[Glyph]:
    """The characters of *lines* in points; *ink* is the page's without its rules, *unit* pixels a point."""
    lines = _with_strokes(lines)
    sizes = [_size(line) for line in lines]
    known = [size for size, line in zip(sizes, lines, strict=True) if _has_wide(line)]
    usual = float(np.median(known)) if known else 0.0
    found: list[Glyph] = []
    for line, size in zip(lines, sizes, strict=True):
        if not line.reading.characters:
            continue
        em = usual if usual and not _has_wide(line) and 0.75 <= size / usual <= 1.33 else size
        found += _spread(line, em, ink, unit, order=len(found), layer=len(found))
    return found


def _with_strokes(lines: Sequence[LineText]) -> list[LineText]:
    """*lines* with each that is one level stroke told by what else is in its cell.

    Among letters and digits it is a hyphen: a number is broken there. Among words one that detection didn't find, and that isn't read for sure, is
    what is left of a rule or a seal; the words are in doubt then.
    """
    found = list(lines)
    for index, line in enumerate(lines):
        if line.strip.cell is None or line.reading.text.strip() not in STROKES:
            continue
        beside = [place for place, other in enumerate(lines) if other.strip.cell == line.strip.cell]
        words = "".join(lines[place].reading.text for place in beside).strip(STROKE + DASH)
        if words and all(character.isascii() or character in STROKES for character in words):
            stroke = replace(line.reading.characters[0], text=HYPHEN, confidence=MISPLACED)
            found[index] = replace(line, reading=replace(line.reading, characters=(stroke,)))
        elif words and not line.strip.found and line.reading.confidence < SURE_STROKE:
            for place in beside:
                found[place] = replace(found[place], strip=replace(found[place].strip, doubt=True))
            found[index] = replace(found[index], reading=Reading())
    return found


def _has_wide(line: LineText) -> bool:
    return any(is_wide(character.text) for character in line.reading.characters)


def _size(line: LineText) -> float:
    """The line's em in pixels: the usual distance of its Han characters, where its ink's height agrees, else by that height."""
    text = line.reading.text
    height = line.strip.height
    if any(is_wide(c) for c in text):
        by_height = height / HAN_HEIGHT
    elif any(c in "gjpqy_,;()[]{}|/@Q" for c in text):
        by_height = height / LETTER_HEIGHT
    else:
        by_height = height / DIGIT_HEIGHT
    pitches = [
        line.at(right) - line.at(left)
        for left, right in pairwise(line.reading.characters)
        if left.text >= "\u3400" and "\u3400" <= right.text <= "\u9fff"
    ]
    if pitches:
        pitch = float(np.median(pitches))
        if LIKELY[0] * by_height <= pitch <= LIKELY[1] * by_height:
            return pitch
    if (narrow := _by_digits(line)) and by_height > TALL * narrow:
        return narrow
    return by_height


def _by_digits(line: LineText) -> float:
    """The line's em in pixels by the usual distance of its digits; 0 where it has too few of them."""
    pitches = [
        line.at(right) - line.at(left)
        for left, right in pairwise(line.reading.characters)
        if left.text.isdecimal() and right.text.isdecimal()
    ]
    return float(np.median(pitches)) / NARROW if len(pitches) >= FEW_DIGITS else 0.0


def _holds_more(line: LineText) -> bool:
    """Whether a line of digits is higher than they are: it has a part of the line above or below it, or dirt."""
    em = _by_digits(line)
    return em > 0 and not _has_wide(line) and line.strip.height / DIGIT_HEIGHT > TALL * em


def _spread(line: LineText, em: float, ink: Image, unit: float, *, order: int, layer: int) -> list[Glyph]:
    """The line's characters beside one another, with spaces where there is room without ink."""
    x0, top, x1, bottom = line.strip.whole
    part = ink[max(0, round(top)) : round(bottom), max(0, round(x0)) : round(x1)]
    columns = np.asarray(part.any(axis=0), np.bool_)
    places = [line.at(character) - x0 for character in line.reading.characters]
    signs = mended(line.reading, places, part, em)
    if not signs:
        return []
    said = [
        any(
            c.text.isspace() and left.at < place < right.at
            for c, place in zip(line.reading.characters, places, strict=True)
        )
        for left, right in pairwise(signs)
    ]
    gaps = [
        _space(columns, left.at, right.at, _least(left.text, right.text, said=spaced) * _local(signs, index, em))
        for index, ((left, right), spaced) in enumerate(zip(pairwise(signs), said, strict=True))
    ]
    found: list[Glyph] = []
    doubt = line.strip.doubt or _holds_more(line)

    def put(text: str, left: float, right: float, confidence: float, *, struck: bool = False) -> None:
        baseline = (top + bottom) / 2 + 0.36 * em
        sure = min(confidence, MISPLACED) if doubt else confidence
        glyph = Glyph(text, left / unit, right / unit, baseline / unit, em / unit, confidence=sure, method="ocr")
        glyph.order, glyph.layer, glyph.struck = order + len(found), layer, struck
        found.append(glyph)

    for index, sign in enumerate(signs):
        at = x0 + sign.at
        left = x0 if index == 0 else x0 + (signs[index - 1].at + sign.at) / 2
        right = x1 if index == len(gaps) else x0 + (sign.at + signs[index + 1].at) / 2
        before = gaps[index - 1] if index else None
        behind = gaps[index] if index < len(gaps) else None
        if before is not None:
            left = max(before[1] + x0 - 0.04 * em, at - em / 2)
        if behind is not None:
            right = min(behind[0] + x0 + 0.04 * em, at + em / 2)
        if right <= left:
            left, right = at - em / 4, at + em / 4
        if line.strip.end is not None:
            # It is told where its cell is.
            right = min(right, line.strip.box[2])
            left = min(left, right - em / 4)
        put(sign.text, left, right, sign.confidence, struck=sign.struck)
        if behind is not None and not is_wide(sign.text) and not is_wide(signs[index + 1].text):
            put(" ", right, max(right, behind[1] + x0), 1.0)
    return found


def _local(signs: Sequence[Sign], index: int, em: float) -> float:
    """The em of the text on either side of the gap behind the sign at *index*: a line may hold text of several sizes, and the smaller tells."""
    pairs = [signs[start : start + 2] for start in (index - 1, index + 1) if 0 <= start < len(signs) - 1]
    pitches = [pair[1].at - pair[0].at for pair in pairs if all(is_han(sign.text) for sign in pair)]
    return max(LIKELY[0] * em, min([em, *pitches]))


def _least(left: str, right: str, *, said: bool) -> float:
    """Ems without ink between two characters from which on there is a space; *said* tells that recognition read one."""
    wide = is_wide(left) or is_wide(right)
    least = HAN_SPACE if wide else SAID_SPACE if said else SPACE
    if wide and left in NARROW_CLOSING:
        # One that is wide may be taken for a narrow one.
        return least + HALF
    # A mark leaves half of its square free.
    return least + HALF * ((left in CLOSING) + (right in OPENING))


def _space(columns: NDArray[np.bool_], left: float, right: float, least: float) -> tuple[float, float] | None:
    """The widest run without ink between two places along a line; None where it is narrower than *least*."""
    start, end = max(0, round(left)), min(len(columns), round(right) + 1)
    best = (left, left)
    begun: int | None = None
    for place in range(start, end + 1):
        clear = place < end and not columns[place]
        if clear and begun is None:
            begun = place
        elif not clear and begun is not None:
            if place - begun > best[1] - best[0]:
                best = (float(begun), float(place))
            begun = None
    return best if best[1] - best[0] >= least else None
