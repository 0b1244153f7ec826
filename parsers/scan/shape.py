"""How a page lies in its picture, and the picture set straight: turned by a scanner, or seen aslant by a camera.

Straight lines tell: those that are level on paper meet in one point of the picture, and so do those that are upright (far away where the page was
scanned, nearer where it was photographed). The picture is mapped so that both points are at infinity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.scan.ocr import Image, Quad

__all__ = ["Matrix", "Straight", "mapped", "straighten"]

Matrix = NDArray[np.float64]
"""Three rows and columns: a projective map of points (x, y, 1)."""

LOOKED_AT = 1170
"""Pixels of the longer side at which lines are sought: 100 dpi on A4. There it takes 0.05 s."""
LONG = 0.03
"""Share of the longer side from which on a line tells."""
ASLANT = 14.0
"""Degrees up to which a line is taken for one that is level or upright on paper."""
FLAT = 0.35
"""Degrees by which lines may differ in direction over the page for it to lie flat: no more than a scanner's own error."""
STEADY = 0.25
"""Degrees by which a line's direction is wrong as a rule."""
SHEARED = (0.3, 3.0)
"""Degrees by which what is level and what is upright may differ from a right angle for the page to be seen aslant: an app of a telephone cuts it out so."""
BESIDE = 0.03
"""Share of the longer side from the picture's edges within which a line is the end of what the scanner sees."""
SEVERAL, OFF = 5, 2.0
"""Lines of text that tell its direction, and degrees by which rules lie otherwise that are none of the page's."""
WORTH = 0.06
"""Degrees of skew from which on a picture is turned: less moves a line of 160 mm by half a pixel."""
REACH = 0.6
"""Halves of the longer side over which lines must be spread to tell how the page lies."""
ENOUGH = 1.0
"""Halves of the longer side of lines in either direction from which on they tell more than the page's skew."""
PLENTY = 4.0
"""The same for a picture that is as large as a sheet: what a scanner sees lies flat."""
MARGIN = 0.02
"""Share of the longer side that is kept free around what stands on a page that was photographed."""
WHOLE = 0.03
"""Share of its own length by which a side of the picture may change for the picture to be taken for the page itself, as a scanner's is."""


@dataclass(frozen=True, kw_only=True)
class Straight:
    """A page's picture set straight. ``back`` maps its pixels to those of the picture as it was."""

    pixels: Image
    forth: Matrix
    back: Matrix
    turned: bool
    """Whether anything was done."""


def straighten(picture: Image, grey: Image, lines: Sequence[Quad], *, sheet: bool = False) -> Straight:
    """*picture* (grey, or grey with the ink of seals left out) with its text level. *grey* shows all lines; *lines* are where text stands.

    *sheet* tells that the picture is as large as a sheet of paper, as a scanner makes it: then few lines don't make it one that is seen aslant.
    """
    turn = _turn(grey, lines, PLENTY if sheet else 0.0)
    if turn is None:
        same = np.eye(3)
        return Straight(pixels=picture, forth=same, back=same, turned=False)
    forth, (width, height) = turn
    pixels = cv2.warpPerspective(
        picture, forth, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return Straight(
        pixels=np.asarray(pixels, np.uint8), forth=forth, back=np.asarray(np.linalg.inv(forth), np.float64), turned=True
    )


def mapped(points: NDArray[np.float64], matrix: Matrix) -> NDArray[np.float64]:
    """*points* (n, 2) as *matrix* maps them."""
    whole = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(whole[:, :2] / whole[:, 2:3], np.float64)


def _turn(grey: Image, lines: Sequence[Quad], least: float) -> tuple[Matrix, tuple[int, int]] | None:
    rows, columns = grey.shape[:2]
    if min(rows, columns) < 32:
        return None
    text = _text_angle(lines)
    centre = np.array([columns / 2, rows / 2])
    unit = max(rows, columns) / 2
    drawn = _segments(grey)
    segments = (drawn - np.tile(centre, 2)) / unit
    inner = _inner(segments, (columns, rows))
    # What is dark beyond the paper lies as the scanner's glass does, not as the page.
    level, upright = _family(inner, text), _family(inner, text + 90)
    if level is None and upright is None:
        level, upright = _family(segments, text), _family(segments, text + 90)
    if (
        level is not None
        and len([quad for quad in lines if _is_long(quad)]) >= SEVERAL
        and abs(level.angle - text) > OFF
    ):
        # The frame of a stamp, a pen's strokes: what is written tells how it lies.
        level = upright = None
    if (
        level is None
        or upright is None
        or (level.is_flat and upright.is_flat)
        or min(level.length, upright.length) < least
    ):
        if level is not None and upright is not None:
            apart = abs(upright.angle - 90 - level.angle)
            if SHEARED[0] <= apart <= SHEARED[1]:
                return _sheared(level.angle, upright.angle, centre), (columns, rows)
        known = [family for family in (level, upright) if family is not None]
        total = sum(family.length for family in known)
        # Each family's lines tell as much as they are long.
        skew = sum((family.angle - (90 if family is upright else 0)) * family.length for family in known)
        angle = skew / total if known else text
        return _rotation(angle, rows, columns) if abs(angle) >= WORTH else None
    return _projection(level, upright, centre, unit, _written(lines, drawn), (rows, columns))


def _inner(segments: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.float64]:
    """*segments*, in halves of the longer side from the middle, without those along an edge of a picture of *size*."""
    edges = np.tile(np.array(size, np.float64) / max(size) - 2 * BESIDE, 2)
    out = np.abs(segments) > edges
    return np.asarray(segments[~((out[:, 0] & out[:, 2]) | (out[:, 1] & out[:, 3]))], np.float64)


def _sheared(level: float, upright: float, centre: NDArray[np.float64]) -> Matrix:
    """The map that sets lines of two directions, in degrees, level and upright, and leaves the page's middle where it is."""
    one, other = np.radians(level), np.radians(upright)
    base = np.array([[np.cos(one), np.cos(other), 0.0], [np.sin(one), np.sin(other), 0.0], [0.0, 0.0, 1.0]])
    there = np.array([[1.0, 0.0, centre[0]], [0.0, 1.0, centre[1]], [0.0, 0.0, 1.0]])
    return np.asarray(there @ np.linalg.inv(base) @ np.linalg.inv(there), np.float64)


def _is_long(quad: Quad) -> bool:
    """Whether a line is so much longer than it is high that it tells a direction."""
    return float(np.hypot(*(quad[1] - quad[0]))) >= 3 * float(np.hypot(*(quad[3] - quad[0]))) > 0


def _text_angle(lines: Sequence[Quad]) -> float:
    """The direction of text in degrees, clockwise from level: that of its longer lines."""
    angles, weights = [], []
    for quad in lines:
        (dx, dy), (ex, ey) = quad[1] - quad[0], quad[3] - quad[0]
        width, height = float(np.hypot(dx, dy)), float(np.hypot(ex, ey))
        if width >= 3 * height > 0:
            angles.append(float(np.degrees(np.arctan2(dy, dx))))
            weights.append(width)
    if not angles:
        return 0.0
    order = np.argsort(angles)
    total = np.cumsum(np.array(weights)[order])
    return float(np.array(angles)[order][np.searchsorted(total, total[-1] / 2)])


def _segments(grey: Image) -> NDArray[np.float64]:
    """The straight lines in *grey* that are long enough to tell, as x0, y0, x1, y1 in its pixels."""
    scale = min(1.0, LOOKED_AT / max(grey.shape[:2]))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    found: Any = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(small)[0]
    segments = np.asarray([] if found is None else found, np.float64).reshape(-1, 4)
    lengths = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    kept = segments[lengths >= LONG * max(small.shape[:2])]
    return np.asarray((kept + 0.5) / scale - 0.5, np.float64)


@dataclass(frozen=True, kw_only=True)
class _Family:
    """Lines of one direction, in degrees and their whole length: where they meet, and how their direction changes over the page."""

    point: NDArray[np.float64]
    spread: float
    angle: float
    length: float

    @property
    def is_flat(self) -> bool:
        """Whether the lines are parallel, as far as can be told."""
        return self.spread <= FLAT


def _family(segments: NDArray[np.float64], angle: float) -> _Family | None:
    """The lines about *angle* degrees, and the point in which they meet; None where they are too few to tell."""
    delta = segments[:, 2:] - segments[:, :2]
    lengths = np.hypot(delta[:, 0], delta[:, 1])
    off = (np.degrees(np.arctan2(delta[:, 1], delta[:, 0])) - angle + 90) % 180 - 90
    near = np.abs(off) <= ASLANT
    if lengths[near].sum() < ENOUGH:
        return None
    segments, lengths, off = segments[near], lengths[near], off[near]
    ones = np.ones(len(segments))
    lines = np.cross(np.column_stack([segments[:, :2], ones]), np.column_stack([segments[:, 2:], ones]))
    lines /= np.hypot(lines[:, 0], lines[:, 1])[:, None]
    middles = (segments[:, :2] + segments[:, 2:]) / 2
    start = float(np.radians(angle + _weighted_median(off, lengths)))
    point = np.array([np.cos(start), np.sin(start), 0.0])
    tolerance = 4.0
    for _ in range(8):
        wrong = _wrong(point, middles, segments)
        trust = lengths**2 / (1 + (wrong / tolerance) ** 2) ** 2
        weighted = lines * trust[:, None]
        # The smallest eigenvector is the point nearest to all lines.
        _, vectors = np.linalg.eigh(weighted.T @ lines)
        point = vectors[:, 0]
        tolerance = max(STEADY, tolerance / 2)
    if point[:2] @ np.array([np.cos(start), np.sin(start)]) < 0:
        point = -point
    corners = np.array([[-0.7, -0.7], [0.7, -0.7], [-0.7, 0.7], [0.7, 0.7]])
    toward = point[:2] - corners * point[2]
    angles = np.degrees(np.arctan2(toward[:, 1], toward[:, 0]))
    # Lines that are all in one strip of the page don't tell how they go elsewhere.
    across = middles @ np.array([-np.sin(start), np.cos(start)])
    reach = float(np.ptp(across[lengths >= np.median(lengths)]))
    spread = float(angles.max() - angles.min()) if reach >= REACH else 0.0
    straight = float(angle + _weighted_median(off, lengths**2))
    return _Family(point=point, spread=spread, angle=straight, length=float(lengths.sum()))


def _wrong(
    point: NDArray[np.float64], middles: NDArray[np.float64], segments: NDArray[np.float64]
) -> NDArray[np.float64]:
    """By how many degrees each segment points past *point*."""
    toward = point[:2] - middles * point[2]
    delta = segments[:, 2:] - segments[:, :2]
    cross = toward[:, 0] * delta[:, 1] - toward[:, 1] * delta[:, 0]
    dot = np.abs((toward * delta).sum(axis=1))
    return np.asarray(np.degrees(np.arctan2(np.abs(cross), dot)), np.float64)


def _weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(total, total[-1] / 2)])


def _rotation(angle: float, rows: int, columns: int) -> tuple[Matrix, tuple[int, int]]:
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), angle, 1.0)
    return np.vstack([turn, [0.0, 0.0, 1.0]]), (columns, rows)


def _projection(
    level: _Family,
    upright: _Family,
    centre: NDArray[np.float64],
    unit: float,
    written: NDArray[np.float64] | None,
    size: tuple[int, int],
) -> tuple[Matrix, tuple[int, int]] | None:
    """The map that makes the lines of either family parallel, with the scale of the page's middle; *written* are points of what stands on the page."""
    right = level.point / np.hypot(level.point[0], level.point[1])
    down = upright.point / np.hypot(upright.point[0], upright.point[1])
    base = np.column_stack([right, down, [0.0, 0.0, 1.0]])
    if abs(np.linalg.det(base)) < 0.2:
        return None
    to_unit = np.array([[1 / unit, 0, -centre[0] / unit], [0, 1 / unit, -centre[1] / unit], [0, 0, 1]])
    forth = np.diag([unit, unit, 1.0]) @ np.linalg.inv(base) @ to_unit
    rows, columns = size
    outer = np.array([[0, 0], [columns, 0], [0, rows], [columns, rows]], np.float64)
    inside = outer if written is None else written
    found = mapped(inside, forth)
    margin = MARGIN * 2 * unit
    low, high = found.min(axis=0) - margin, found.max(axis=0) + margin
    if not np.isfinite(found).all() or (high - low).max() > 3 * max(size):
        return None
    corners = mapped(outer, forth)
    if _keeps(corners, columns, rows):
        # Nothing beside the page is in it: a page with little on it keeps its size, and its place beside the other pages.
        low, high = corners.min(axis=0), corners.max(axis=0)
    elif np.isfinite(corners).all():
        low, high = np.maximum(low, corners.min(axis=0)), np.minimum(high, corners.max(axis=0))
    shift = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]])
    width, height = np.ceil(high - low).astype(int)
    return shift @ forth, (max(int(width), 1), max(int(height), 1))


def _written(lines: Sequence[Quad], drawn: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """The corners of *lines* of text and the ends of what is *drawn* beside, above and below them: a table is wider than what is written in it."""
    if not lines:
        return None
    corners = np.concatenate([np.asarray(quad, np.float64) for quad in lines])
    low, high = corners.min(axis=0), corners.max(axis=0)
    left, right = np.minimum(drawn[:, 0], drawn[:, 2]), np.maximum(drawn[:, 0], drawn[:, 2])
    middle = (drawn[:, 1] + drawn[:, 3]) / 2
    height = float(np.median([np.hypot(*(quad[3] - quad[0])) for quad in lines]))
    beside = (left < high[0]) & (right > low[0]) & (middle > low[1] - 2 * height) & (middle < high[1] + 2 * height)
    return np.concatenate([corners, drawn[beside, :2], drawn[beside, 2:]])


def _keeps(corners: NDArray[np.float64], columns: int, rows: int) -> bool:
    """Whether *corners* are still those of a picture of that size, as far as its sides' lengths tell."""
    if not np.isfinite(corners).all():
        return False
    first, second, third, fourth = corners
    across = [float(np.hypot(*(second - first))), float(np.hypot(*(fourth - third)))]
    down = [float(np.hypot(*(third - first))), float(np.hypot(*(fourth - second)))]
    return all(abs(one - columns) <= WHOLE * columns for one in across) and all(
        abs(one - rows) <= WHOLE * rows for one in down
    )
