"""What recognition leaves out or mistakes for a character: tick boxes, told by their shape; and ink that it passed over.

A box is two level and two upright strokes of one length. What is inside of it, or drawn over it, makes it ticked; recognition alone reads an empty
box nearly always, a crossed one never.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.scan.ocr import Image
from parsers.scan.pieces import pieces
from parsers.symbols import EMPTY, TICKED

__all__ = [
    "BOX",
    "CLEAR",
    "DIRT",
    "FILLED",
    "HIGH_LEAST",
    "OWN",
    "UNSURE",
    "Blot",
    "boxed",
    "boxes_beside",
    "has_rests",
    "height_of",
    "highest",
    "is_passed_over",
    "left_over",
    "solid_marks",
]

BOX = (0.5, 2.0)
"""Ems between which a box is wide and high."""
SQUARE = 0.76
"""Height of a box by its width, or the reverse, at least."""
SIDE = 0.72
"""Share of a box's side that is drawn at least."""
BAND = 0.2
"""Share of a box within which its sides lie."""
CLEAR, FILLED = 0.035, 0.07
"""Share of a box's inside up to which it is empty, and from which on it is ticked; between them nobody knows."""
WIDE_LEAST, HIGH_LEAST = 0.22, 0.3
"""Ems of ink that is no speck."""
RESTS, HALF = 2, 0.56
"""Bits of ink that are left of a faint character, and ems round the middle of another in which all is its own."""
DIRT = 0.12
"""Ems across of dirt that may lie between two characters."""
OWN = 0.5
"""Ems round the middle of a character that no box beside it reaches into."""
PASSED = 0.45
"""Ems of ink along a line that no character takes for its own."""
SOLID, LARGEST = 5.0, 24.0
"""Points between which a filled square or button is wide and high."""
GROUND = 30.0
"""Points across that all that is dark stays below, so that the paper beside it is seen."""
DARK, FULL = 80, 0.75
"""Grey levels by which it is darker than the paper, and the share of its bounds that is."""
UNSURE = "\u2612"
"""Stands for a mark of which can't be told whether it ticks: a crossed box may be a yes or a no."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Blot:
    """Ink in a line that no character accounts for, from ``left`` to ``right`` in pixels of the line's picture."""

    left: int
    right: int

    @property
    def middle(self) -> float:
        """Its middle along the line."""
        return (self.left + self.right) / 2


def left_over(ink: Image, middles: Sequence[tuple[float, float]], em: float) -> list[Blot]:
    """The ink of a line that is nobody's; *middles* are where its characters are, in pixels, and how many ems round that are its own."""
    columns = np.asarray(_without_dirt(ink, em).any(axis=0), np.bool_)
    return [
        Blot(left=left, right=right)
        for left, right in _runs(columns)
        if right - left >= WIDE_LEAST * em
        and height_of(ink[:, left:right]) >= HIGH_LEAST * em
        # What has a character's middle is no other's, however far it reaches: a large character beside small ones.
        and not any(left <= middle <= right or abs(middle - (left + right) / 2) <= own * em for middle, own in middles)
    ]


def boxes_beside(ink: Image, middles: Sequence[float], em: float) -> Iterator[tuple[Blot, str]]:
    """The tick boxes between the characters of a line, of which *middles* tells, that touch one of them, and what each is."""
    bounds = [0.0, *(place for middle in sorted(middles) for place in (middle - OWN * em, middle + OWN * em))]
    bounds.append(float(ink.shape[1]))
    for start, end in zip(bounds[::2], bounds[1::2], strict=True):
        left, right = max(0, round(start)), round(end) + 1
        if end - start >= BOX[0] * em and (shape := boxed(ink[:, left:right], em)) is not None:
            columns = np.flatnonzero(ink[:, left:right].any(axis=0))
            yield Blot(left=left + int(columns[0]), right=left + int(columns[-1]) + 1), shape


def _without_dirt(ink: Image, em: float) -> Image:
    """*ink* without specks."""
    count, labels, stats = pieces(ink)
    small = np.maximum(stats[:, 2], stats[:, 3]) <= DIRT * em
    small[0] = False
    return np.where(small[labels], np.uint8(0), ink) if count > 1 and small.any() else ink


def is_passed_over(ink: Image, middles: Sequence[tuple[float, float]], em: float) -> bool:
    """Whether a line has ink as wide as a part of a character that is no character's, though it may touch what is one's; as for ``left_over``."""
    columns = np.asarray(ink.any(axis=0), np.bool_).copy()
    for middle, own in middles:
        columns[max(0, round(middle - own * em)) : max(0, round(middle + own * em)) + 1] = False
    return any(
        right - left >= PASSED * em and height_of(ink[:, left:right]) >= HIGH_LEAST * em
        for left, right in _runs(columns)
    )


def has_rests(ink: Image, middles: Sequence[tuple[float, float]], em: float) -> bool:
    """Whether there are several bits of ink before the first or behind the last character: what a faint one leaves on a page in black and white."""
    if not middles:
        return False
    first = min(middle - min(own, HALF) * em for middle, own in middles)
    last = max(middle + min(own, HALF) * em for middle, own in middles)
    runs = list(_runs(np.asarray(ink.any(axis=0), np.bool_)))
    for beyond in ([run for run in runs if sum(run) <= 2 * first], [run for run in runs if sum(run) >= 2 * last]):
        high = max((height_of(ink[:, left:right]) for left, right in beyond), default=0)
        if len(beyond) >= RESTS and high >= HIGH_LEAST * em:
            return True
    return False


def _runs(columns: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """The stretches of *columns* that are set."""
    places = np.flatnonzero(columns)
    if not len(places):
        return
    start = last = int(places[0])
    for place in places[1:]:
        if place - last > 1:
            yield start, last + 1
            start = int(place)
        last = int(place)
    yield start, last + 1


def highest(ink: Image) -> int:
    """Rows of the piece of connected ink that is highest."""
    count, _, stats = pieces(ink)
    return max((int(stats[number, 3]) for number in range(1, count)), default=0)


def height_of(ink: Image) -> int:
    """Rows from the first with ink to the last."""
    rows = np.flatnonzero(ink.any(axis=1))
    return int(rows[-1] - rows[0] + 1) if len(rows) else 0


def boxed(ink: Image, em: float) -> str | None:
    """The tick box that *ink* shows: empty, ticked, or a sign for a box of which that can't be told; None where there is no box."""
    length = max(4, round(BOX[0] * em * SIDE))
    # What is beyond the picture counts as ink to an opening: it gets a margin without.
    ink = np.asarray(cv2.copyMakeBorder(ink, length, length, length, length, cv2.BORDER_CONSTANT, value=(0,)), np.uint8)
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    frame = _frame(np.asarray(level, np.uint8), np.asarray(upright, np.uint8), em)
    if frame is None:
        return TICKED if _is_full(ink, em) else None
    x0, top, x1, bottom = frame
    inset = max(2, round(BAND * (x1 - x0)))
    inner = _within(ink[top + inset : bottom - inset, x0 + inset : x1 - inset])
    share = float((inner > 0).mean()) if inner.size else 0.0
    if share >= FILLED:
        return TICKED
    return EMPTY if share <= CLEAR else UNSURE


def _within(inner: Image) -> Image:
    """*inner*, the inside of a box, without what is its lower side where that isn't its lowest stroke: an underline is below it."""
    if not inner.size:
        return inner
    rows = inner.shape[0]
    last = rows
    while last > (1 - BAND) * rows and (inner[last - 1] > 0).mean() >= SIDE:
        last -= 1
    # What is full further up is no side.
    return inner if last <= (1 - BAND) * rows else inner[:last]


def solid_marks(picture: Image, unit: float) -> Image | None:
    """255 where *picture* (grey, *unit* pixels a point) has filled squares or buttons, which no stroke is as thick as; None where it has none."""
    step = max(1, round(unit))
    small = cv2.resize(picture, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    size = max(3, round(GROUND * unit / step)) | 1
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    dark = np.asarray((cv2.subtract(ground, small) >= DARK).astype(np.uint8), np.uint8)
    thick = max(2, round(SOLID * unit / step) - 1)
    dark = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8)), np.uint8)
    count, labels, stats = pieces(dark)
    found: Image | None = None
    for number in range(1, count):
        x, y, wide, high, area = (int(value) for value in stats[number])
        if (
            max(wide, high) * step > LARGEST * unit
            or min(wide, high) < SQUARE * max(wide, high)
            or area < FULL * wide * high
        ):
            continue
        if found is None:
            found = np.zeros(picture.shape, np.uint8)
        part = (slice(y * step, (y + high) * step), slice(x * step, (x + wide) * step))
        own = np.repeat(np.repeat(labels[y : y + high, x : x + wide] == number, step, axis=0), step, axis=1)
        level = float(ground[y + high // 2, x + wide // 2]) - DARK
        inside = own[: found[part].shape[0], : found[part].shape[1]] & (picture[part] <= level)
        found[part][inside] = 255
    return found


def _frame(level: Image, upright: Image, em: float) -> tuple[int, int, int, int] | None:
    """The square that level and upright strokes make; x0, top, x1, bottom."""
    rows, columns = np.flatnonzero(level.any(axis=1)), np.flatnonzero(upright.any(axis=0))
    if len(rows) < 2 or len(columns) < 2:
        return None
    # What underlines the box isn't its side: that goes from one upright to the other.
    standing = np.flatnonzero(upright.any(axis=1))
    slack = max(2, round(0.06 * em))
    rows = rows[(rows >= standing[0] - slack) & (rows <= standing[-1] + slack)]
    if len(rows) < 2:
        return None
    x0, top, x1, bottom = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    wide, high = x1 - x0, bottom - top
    if not (BOX[0] * em <= wide <= BOX[1] * em and BOX[0] * em <= high <= BOX[1] * em):
        return None
    if min(wide, high) < SQUARE * max(wide, high):
        return None
    band_x, band_y = max(2, round(BAND * wide)), max(2, round(BAND * high))
    sides = (
        level[top : top + band_y, x0:x1].any(axis=0).mean(),
        level[bottom - band_y : bottom, x0:x1].any(axis=0).mean(),
        upright[top:bottom, x0 : x0 + band_x].any(axis=1).mean(),
        upright[top:bottom, x1 - band_x : x1].any(axis=1).mean(),
    )
    return (x0, top, x1, bottom) if min(sides) >= SIDE else None


def _is_full(ink: Image, em: float) -> bool:
    """Whether *ink* is one black square."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return False
    part = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    high, wide = part.shape
    return bool(
        0.45 * em <= min(wide, high) and min(wide, high) >= SQUARE * max(wide, high) and (part > 0).mean() > 0.9
    )
