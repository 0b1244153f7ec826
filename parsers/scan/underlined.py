"""A line's picture without what underlines its characters: 卜 with a line under it is read as 上, 日 as 旦."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from forms.chinese import is_han
from parsers.scan.ocr import Image, Reading
from parsers.scan.pieces import pieces

__all__ = ["Bare", "without_underline"]

BAR, SURE = 0.8, 1.35
"""Ems from which on a level stroke at a line's foot may underline a character, and from which on it can be nothing else."""
THICK = 0.16
"""Ems of its thickness at most."""
LOW = 0.35
"""Share of a line's height, from below, in which it is."""
TOUCHED = 0.3
"""Share of its length along which characters touch it at most: the foot of a character itself carries strokes, that of one underlined is apart."""
ALONE = 0.68
"""Height of a character that stands alone in its line, by the length of what underlines it, at least: that of 旦 over its last stroke is less."""
SLACK = 1
"""Pixels by which it may end above the lowest of what stands beside it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bare:
    """A line's picture without underlines, and from where to where those were, as shares of its width."""

    picture: Image
    bars: tuple[tuple[float, float], ...]

    def is_over(self, at: float) -> bool:
        """Whether the place *at* along the line was underlined."""
        return any(start <= at <= end for start, end in self.bars)


def without_underline(picture: Image, reading: Reading) -> Bare | None:
    """*picture* (grey), in which *reading* was read, without the strokes that underline Han characters; None where there are none."""
    rows, columns = picture.shape[:2]
    wide = [character.at * columns for character in reading.characters if is_han(character.text)]
    if not wide or rows < 8 or picture.ndim != 2:
        return None
    level, _ = cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    dark = np.asarray(picture <= level, np.uint8)
    drawn = np.flatnonzero(dark.any(axis=1))
    if not len(drawn):
        return None
    pitches = np.diff(wide)
    em = float(np.median(pitches)) if len(pitches) else float(drawn[-1] - drawn[0] + 1)
    em = min(em, float(drawn[-1] - drawn[0] + 1))
    length = max(4, round(BAR * em))
    padded = cv2.copyMakeBorder(dark, 0, 0, length, length, cv2.BORDER_CONSTANT, value=(0,))
    strokes = cv2.morphologyEx(padded, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))[:, length:-length]
    strokes[: round((1 - LOW) * rows)] = 0
    count, _, stats = pieces(np.asarray(strokes, np.uint8))
    found = picture.copy()
    bars: list[tuple[float, float]] = []
    paper = float(np.percentile(picture, 80))
    for number in range(1, count):
        left, top, width, height = (int(value) for value in stats[number, :4])
        if height > max(2.0, THICK * em) or not any(left <= at <= left + width for at in wide):
            continue
        bottom = top + height
        beside = np.flatnonzero(np.delete(dark, np.s_[left : left + width], axis=1).any(axis=1))
        if width < SURE * em and not (
            bottom >= beside[-1] + 1 - SLACK if len(beside) else top - drawn[0] >= ALONE * width
        ):
            continue
        above = dark[max(0, top - 2) : max(0, top - 1), left : left + width]
        if not above.size or above.mean() > TOUCHED:
            continue
        found[max(0, top - 1) : bottom + 1, left : left + width] = paper
        bars.append((left / columns, (left + width) / columns))
    return Bare(picture=found, bars=tuple(bars)) if bars else None
