"""Which way up a page lies in its picture: sideways by the shape of its lines, upside-down by how well they are read."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.scan.ocr import Image, Quad, Reading, cut, recognise_lines
from parsers.scan.shape import Matrix

__all__ = ["Upright", "set_upright", "unslanted"]

LONG = 2.2
"""Times its width that a line must be high to lie on its side."""
SIDEWAYS = 0.6
"""Share of the length of all long lines that lies on its side when the page does."""
TRIED = 4
"""Lines that are read to tell which way up the page is."""
WELL = 0.86
"""How sure recognition is, on average, of text that stands upright."""
STACKED, HIGHEST = 3, 1.35
"""Characters under one another from which on a line that is high may be one of a narrow cell, and times its width that one of them is high at most."""
NEARLY = 0.02
"""By how much less sure such characters may be set beside one another: columns of them are read well as they are, too."""


ASLANT, LENGTHY = 12.0, 1.7
"""Degrees by which a line that is so many times as long as high lies aslant: no scanner or hand turns a sheet by as much."""


class Upright:
    """A picture turned by quarters so that its text is upright, with the lines found. ``forth`` maps the pixels it had to those it has."""

    def __init__(self, picture: Image, lines: list[Quad]) -> None:
        self.picture = picture
        self.lines = lines
        self.forth: Matrix = np.eye(3)

    def turn(self, quarters: int) -> None:
        """Turns it clockwise by so many quarters."""
        for _ in range(quarters):
            rows = self.picture.shape[0]
            self.picture = np.asarray(cv2.rotate(self.picture, cv2.ROTATE_90_CLOCKWISE), np.uint8)
            self.lines = [_turned(line, rows) for line in self.lines]
            self.forth = np.array([[0, -1, rows - 1], [1, 0, 0], [0, 0, 1]], np.float64) @ self.forth


def _turned(line: Quad, rows: int) -> Quad:
    """A line's corners in a picture turned clockwise that had *rows* rows, beginning at the top left again."""
    moved = np.column_stack([rows - 1 - line[:, 1], line[:, 0]])
    return np.asarray(moved[[3, 0, 1, 2]], np.float32)


def unslanted(lines: Sequence[Quad]) -> list[Quad]:
    """*lines* without long ones that go across the page aslant, as a watermark does, unless all do."""
    level = [line for line in lines if not _is_aslant(line)]
    return level or list(lines)


def _is_aslant(line: Quad) -> bool:
    wide, high = _side(line, 1), _side(line, 3)
    x, y = line[1] - line[0] if wide >= high else line[3] - line[0]
    aside = (np.degrees(np.arctan2(y, x)) + 45.0) % 90.0 - 45.0
    return bool(max(wide, high) >= LENGTHY * min(wide, high) and abs(aside) > ASLANT)


def set_upright(picture: Image, lines: Sequence[Quad]) -> Upright:
    """*picture* (grey) with its text upright."""
    found = Upright(picture, list(lines))
    if _lies(lines):
        found.turn(1)
        one, other = _read(found, 0), 0.0
        if one < WELL:
            # Either that was the wrong side, or it is hard to read: the better of both.
            other = _read(found, 2)
            found.turn(2 if other > one else 0)
        if max(one, other) < _stacked(picture, lines) + NEARLY:
            return Upright(picture, list(lines))
    elif lines and _read(found, 0) < WELL and _read(found, 2) > _read(found, 0):
        found.turn(2)
    return found


def _lies(lines: Sequence[Quad]) -> bool:
    """Whether most of the text that has a direction lies on its side."""
    level = upright = 0.0
    for line in lines:
        width, height = float(np.hypot(*(line[1] - line[0]))), float(np.hypot(*(line[3] - line[0])))
        if width >= LONG * height:
            level += width
        elif height >= LONG * width:
            upright += height
    return upright > SIDEWAYS * (level + upright)


def _stacked(picture: Image, lines: Sequence[Quad]) -> float:
    """How sure recognition is of what is high if that are characters under one another, as in a narrow cell: they are set beside one another."""
    high = sorted((line for line in lines if _side(line, 3) >= LONG * _side(line, 1)), key=lambda line: -_side(line, 3))
    rows = [_beside_one_another(cut(picture, line)) for line in high[:TRIED]]
    if any(row is None for row in rows):
        return 0.0
    readings = recognise_lines([row for row in rows if row is not None])
    if any(_is_of_digits(reading) for reading in readings):
        return 0.0
    return float(np.mean([_sureness(reading) for reading in readings])) if readings else 0.0


def _beside_one_another(column: Image) -> Image | None:
    """The characters of *column*, which stand under one another, beside one another; None where it isn't made of such."""
    dark, _ = cv2.threshold(column, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    inked = np.concatenate(([0], (column <= dark).any(axis=1).astype(np.int8), [0]))
    wide = column.shape[1]
    parts: list[list[int]] = []
    for start, end in np.flatnonzero(np.diff(inked)).reshape(-1, 2):
        # A character may have free rows inside.
        if parts and end - parts[-1][0] <= wide:
            parts[-1][1] = int(end)
        else:
            parts.append([int(start), int(end)])
    if len(parts) < STACKED or any(end - start > HIGHEST * wide for start, end in parts):
        return None
    size = max(end - start for start, end in parts)
    paper = int(np.median(column))
    squares = []
    for start, end in parts:
        spare = size - (end - start)
        squares.append(
            cv2.copyMakeBorder(
                column[start:end], spare // 2, spare - spare // 2, 0, 0, cv2.BORDER_CONSTANT, value=(paper,)
            )
        )
    return np.asarray(cv2.hconcat(squares), np.uint8)


def _side(line: Quad, corner: int) -> float:
    """The distance of a line's *corner* from its first one."""
    return float(np.hypot(*(line[corner] - line[0])))


def _read(page: Upright, quarters: int) -> float:
    """How sure recognition is of some of the page's lines, of a middling length, turned by *quarters*.

    Lines of digits alone tell nothing where others are: 1, 6, 8, 9 and 0 are digits on their head as well.
    """
    sized = sorted(page.lines, key=lambda line: abs(_length(line) - 6.0))
    first = _readings(page, sized[:TRIED], quarters)
    worded = [reading for reading in first if not _is_of_digits(reading)]
    if len(worded) < len(first):
        worded += [r for r in _readings(page, sized[TRIED : 3 * TRIED], quarters) if not _is_of_digits(r)][:TRIED]
    told = worded or first
    return float(np.mean([_sureness(reading) for reading in told])) if told else 0.0


def _readings(page: Upright, lines: list[Quad], quarters: int) -> list[Reading]:
    crops = [cut(page.picture, line) for line in lines]
    if quarters:
        crops = [np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops]
    return recognise_lines(crops)


def _is_of_digits(reading: Reading) -> bool:
    """Whether a line is one of digits and signs: fewer than half of what was read are words."""
    worded = sum(character.text >= "\u2e80" for character in reading.characters)
    return bool(reading.characters) and 2 * worded < len(reading.characters)


def _length(line: Quad) -> float:
    """A line's width in its heights: as many Han characters, nearly."""
    height: NDArray[np.float32] = line[3] - line[0]
    return float(np.hypot(*(line[1] - line[0])) / max(float(np.hypot(*height)), 1.0))


def _sureness(reading: Reading) -> float:
    """The mean confidence of a line's characters."""
    return sum(c.confidence for c in reading.characters) / max(len(reading.characters), 1)
