"""Red seals on a page's picture: where they stand.

An office's seal is round (42 mm; 45 mm for a province's, GF [1999] 25) or, for some companies, an ellipse of 45 by 30 mm; its ring is what tells it from
red headings, rules and pen strokes. Its hue goes from orange to crimson, and it may be faint.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.scan.ocr import Image

__all__ = ["RED", "Ring", "find_rings", "is_coloured", "redness"]

LOOKED_AT = 90.0
"""Dots an inch at which seals are sought."""
RED = 26
"""By how much red must outdo green and blue, of 255, for ink to be red; a faint seal has 50."""
SMALLEST, LARGEST = 24.0, 62.0
"""Millimetres of a seal across, the page's own scale being unsure by a fifth."""
FLATTEST = 0.55
"""Height of a seal by its width, or the reverse, at least."""
SIZED = 0.8
"""Share of a seal's width that another one which lies over it must have."""
ROUND, SURELY = 0.93, 0.8
"""Height of a round seal by its width, or the reverse, at least; and the share of each ring that must be drawn for two to be seen instead of one that is flat."""
SECTORS = 48
"""Parts of a ring that are looked at one by one."""
RING = 0.07
"""Share of its radius within which a ring's ink lies."""
CLOSED = 0.7
"""Share of a ring's parts inside the page that must be drawn."""
NEARLY = 0.55
"""Share of them that one piece of a faint ring must draw, in one thin ring."""
THIN = 0.5
"""Share of that which must be drawn in one thin ring."""
SEEN = 0.3
"""Share of a ring that must be on the page."""
COLOURED = 6
"""By how much channels differ, of 255, in a picture that has colours: a grey one stored in three channels has at most 2."""
SPECKS = 2e-5
"""Share of pixels from which on colour isn't chance."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ring:
    """A seal in a picture: an upright ellipse, in pixels. ``confidence`` tells how much of its ring is drawn."""

    x: float
    y: float
    wide: float
    """Half its width."""
    high: float
    """Half its height."""
    confidence: float


def is_coloured(picture: Image) -> bool:
    """Whether *picture* was taken in colour, so that red ink would show."""
    if picture.ndim != 3:
        return False
    sample = picture[::3, ::3].astype(np.int16)
    differing = np.abs(sample[:, :, 2] - sample[:, :, 1]) >= COLOURED
    if differing.mean() >= SPECKS:
        return True
    # Blue ink is as light in green as in red.
    return bool((redness(np.ascontiguousarray(picture[::3, ::3, ::-1])) >= RED).mean() >= SPECKS)


def find_rings(picture: Image, dpi: float) -> list[Ring]:
    """The seals in *picture* (blue, green, red) of *dpi* dots an inch, from top to bottom."""
    if picture.ndim != 3 or min(picture.shape[:2]) < 16:
        return []
    scale = min(1.0, LOOKED_AT / dpi)
    small = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    red = redness(small)
    if int((red >= RED).sum()) < 40:
        return []
    unit = dpi * scale / 25.4
    small_ones = list(_rings(red, unit))
    if small_ones:
        # Beside a strong seal a faint one is none of what is strongly red.
        rest = red.copy()
        for ring in small_ones:
            size, thick = (round(ring.wide), round(ring.high)), max(3, round(3 * RING * ring.wide))
            cv2.ellipse(rest, (round(ring.x), round(ring.y)), size, 0, 0, 360, 0, thickness=thick)
        if int((rest >= RED).sum()) >= 40:
            more = _rings(rest, unit, whole=np.asarray((red >= RED).astype(np.uint8), np.uint8))
            small_ones += [ring for ring in more if not any(_is_same(ring, other) for other in small_ones)]
    found = [
        Ring(
            x=ring.x / scale,
            y=ring.y / scale,
            wide=ring.wide / scale,
            high=ring.high / scale,
            confidence=ring.confidence,
        )
        for ring in small_ones
    ]
    return sorted(_apart(found), key=lambda ring: ring.y)


def _apart(rings: list[Ring]) -> list[Ring]:
    """*rings* without the small ones that lie over a larger: its own characters, or red text beside it, make arcs as well. Seals are of one size."""
    return [
        ring
        for ring in rings
        if not any(
            ring.wide < SIZED * other.wide and float(np.hypot(ring.x - other.x, ring.y - other.y)) < other.wide
            for other in rings
        )
    ]


def redness(picture: Image) -> Image:
    """By how much red outdoes the other channels, pixel by pixel. Orange has more green than blue: that counts half."""
    blue, green, red = cv2.split(picture)
    orange = cv2.addWeighted(green, 0.7, blue, 0.3, 0)
    return np.asarray(cv2.subtract(red, np.maximum(orange, blue)), np.uint8)


def _rings(red: Image, unit: float, whole: Image | None = None) -> Iterator[Ring]:
    """The rings in *red*, *unit* pixels a millimetre. A part of one may be in what *whole* has beyond."""
    level = max(RED, int(np.percentile(red[red >= RED], 60) * 0.4))
    mask = (red >= level).astype(np.uint8)
    gap = max(3, round(unit * 1.6)) | 1
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    found: list[Ring] = []
    for number in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[number])
        if max(width, height) < 0.6 * SMALLEST * unit or area < 40:
            continue
        # With as much of the page around it as a ring may take: where there is page and no ink the ring isn't drawn.
        around = round(LARGEST * unit / 2)
        x1, y1 = x + width + around, y + height + around
        x, y = max(0, x - around), max(0, y - around)
        part = mask[y:y1, x:x1] & (labels[y:y1, x:x1] == number)
        beyond = np.asarray((mask if whole is None else whole)[y:y1, x:x1], np.uint8)
        for ring in _fitted(np.asarray(part, np.uint8), unit, beyond):
            moved = Ring(x=ring.x + x, y=ring.y + y, wide=ring.wide, high=ring.high, confidence=ring.confidence)
            if not any(_is_same(moved, other) for other in found):
                found.append(moved)
    # Ink that a stamp left here and there may hang together only as a whole.
    if not found:
        found = list(_circles(mask, unit, whole))
    yield from found


def _fitted(part: Image, unit: float, whole: Image) -> Iterator[Ring]:
    """The ring that is *part*'s outline, or the circles in it where it is more than one seal. *whole* is all red there, *part*'s and others'."""
    points = cv2.findNonZero(part)
    width, height = cv2.boundingRect(points)[2:]
    if max(width, height) <= LARGEST * unit and min(width, height) >= SMALLEST * unit * SEEN:
        hull = cv2.convexHull(points)
        if len(hull) >= 5:
            (x, y), (one, other), angle = cv2.fitEllipse(hull)
            wide, high = (one / 2, other / 2) if angle < 45 or angle > 135 else (other / 2, one / 2)
            ring = _judged(part, x, y, wide, high, unit)
            if ring is not None:
                # Round about two seals that overlap an ellipse goes as well.
                flat = min(wide, high) < ROUND * max(wide, high)
                circles = list(_circles(part, unit, whole)) if flat else []
                both = len(circles) > 1 and min(circle.confidence for circle in circles) >= SURELY
                yield from circles if both else (ring,)
                return
    yield from _circles(part, unit, whole)


def _circles(mask: Image, unit: float, whole: Image | None = None) -> Iterator[Ring]:
    """Circles in *mask*, also those of which a part is off the page or under another."""
    pad = round(LARGEST * unit * 0.4)
    padded = cv2.copyMakeBorder(mask * 255, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=(0,))
    low, high = round(SMALLEST * unit / 2), round(LARGEST * unit / 2)
    found = cv2.HoughCircles(
        cv2.GaussianBlur(padded, (3, 3), 0),
        cv2.HOUGH_GRADIENT,
        1.5,
        low,
        param1=120,
        param2=28,
        minRadius=low,
        maxRadius=high,
    )
    taken: list[Ring] = []
    for x, y, radius in np.asarray(found, np.float64).reshape(-1, 3)[:12] if found is not None else ():
        ring = _judged(mask, float(x) - pad, float(y) - pad, float(radius), float(radius), unit, whole)
        if ring is not None and not any(_is_same(ring, other) for other in taken):
            taken.append(ring)
            yield ring


def _judged(
    mask: Image, x: float, y: float, wide: float, high: float, unit: float, whole: Image | None = None
) -> Ring | None:
    """The ellipse as a seal, if it is of a seal's size and enough of its ring is drawn.

    Where hardly less than enough is, the rest may be in the *whole*: a faint ring comes in pieces, of which one touches another seal.
    """
    if not SMALLEST * unit <= 2 * max(wide, high) <= LARGEST * unit or min(wide, high) < FLATTEST * max(wide, high):
        return None
    drawn, visible = _drawn(mask, x, y, wide, high)
    if visible.mean() < SEEN:
        return None
    share, thin = float(drawn[visible].mean()), _thin(mask, x, y, wide, high)
    if whole is not None and share < CLOSED and min(share, thin) >= NEARLY:
        drawn, visible = _drawn(whole, x, y, wide, high)
        share = float(drawn[visible].mean())
    if share < CLOSED or float(drawn.mean()) < SEEN * CLOSED or thin < THIN * share:
        return None
    return Ring(x=x, y=y, wide=wide, high=high, confidence=share)


def _drawn(mask: Image, x: float, y: float, wide: float, high: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which sectors of the ellipse's ring are drawn, and which are inside the picture."""
    angles = np.linspace(0, 2 * np.pi, SECTORS * 3, endpoint=False)
    radii = np.linspace(1 - 1.5 * RING, 1 + RING, 9)[:, None]
    xs = np.round(x + wide * radii * np.cos(angles)).astype(int)
    ys = np.round(y + high * radii * np.sin(angles)).astype(int)
    inside = (xs >= 0) & (ys >= 0) & (xs < mask.shape[1]) & (ys < mask.shape[0])
    hit = np.zeros(xs.shape, bool)
    hit[inside] = mask[ys[inside], xs[inside]] > 0
    # A ring is thin: what is red all through is a patch, not a ring.
    drawn = hit.any(axis=0).reshape(SECTORS, 3).any(axis=1)
    visible = inside.all(axis=0).reshape(SECTORS, 3).all(axis=1)
    return np.asarray(drawn, np.bool_), np.asarray(visible, np.bool_)


def _thin(mask: Image, x: float, y: float, wide: float, high: float) -> float:
    """The share of the ellipse's directions, of those inside the picture, that have ink in one and the same thin ring about it.

    The characters of a seal, and red text beside it, have ink near many an ellipse, but here and there.
    """
    angles = np.linspace(0, 2 * np.pi, SECTORS * 3, endpoint=False)
    radii = np.linspace(1 - 2 * RING, 1 + 2 * RING, 10)[:, None]
    xs, ys = (
        np.round(x + wide * radii * np.cos(angles)).astype(int),
        np.round(y + high * radii * np.sin(angles)).astype(int),
    )
    inside = (xs >= 0) & (ys >= 0) & (xs < mask.shape[1]) & (ys < mask.shape[0])
    hit = np.zeros(xs.shape, bool)
    hit[inside] = mask[ys[inside], xs[inside]] > 0
    visible = inside.all(axis=0)
    both = hit[1:] | hit[:-1]
    return float(both[:, visible].mean(axis=1).max()) if visible.any() else 0.0


def _is_same(one: Ring, other: Ring) -> bool:
    return float(np.hypot(one.x - other.x, one.y - other.y)) < 0.5 * max(one.wide, other.wide)
