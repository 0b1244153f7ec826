"""Seals on pages without colour: told by their ring alone, and the page without their ink where that is lighter than its print."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.scan.ocr import Image
from parsers.scan.seals import Ring
from parsers.scan.seals_ink import TRACES, mask_of

__all__ = ["find_grey_rings", "ink_of", "traces_of", "without_grey_seals"]

SOUGHT_AT, LOOKED_AT = 50.0, 100.0
"""Dots an inch at which rings are sought, and at which one that may be is looked at."""
SMALLEST, LARGEST = 17.0, 23.5
"""Millimetres of the radius of a seal."""
DARK = 20
"""Grey levels by which ink is darker than the paper, at least."""
LIKELY = 0.72
"""Share of a ring that must be drawn to be looked at."""
DIRECTIONS = 180
"""Directions from its middle in which a ring is looked at."""
DRAWN, BESIDE = 0.86, 0.6
"""Share of them in which a seal's ring has ink at one radius, at least; and in which there is some right outside of it and inside, at most."""
MOST = 12
"""Places that are looked at."""
CONFIDENCE = 0.85
"""How sure it is that a ring in grey is a red seal's."""

BAND = 0.015
"""Share of its radius on either side of a ring's middle that is ring."""
ALONG, DARKEST = 41, 5.0
"""Directions, of four times as many, over which a ring's ink is looked at together, and the percentile of its brightness that is its darkest."""
PRINT = 2.0
"""The same of all that is dark on the page, for its print."""
CLEAR = 40.0
"""Grey levels by which a seal's ink must be lighter than print to be told from it."""
WIDER = 3
"""Pixels that are wider than the thin strokes of print."""
SOFT = 10.0
"""Grey levels by which a seal's ink may be darker in places than its ring is."""


def find_grey_rings(picture: Image, dpi: float) -> list[Ring]:
    """The round seals in *picture* (grey) of *dpi* dots an inch, from top to bottom."""
    small, unit = _dark(picture, dpi, SOUGHT_AT)
    if min(small.shape) < 2 * LARGEST * unit:
        return []
    large, fine = _dark(picture, dpi, LOOKED_AT)
    found: list[Ring] = []
    for x, y, radius in _places(small, unit):
        factor = fine / unit
        ring = _looked_at(large, x * factor, y * factor, radius * factor)
        if ring is None:
            continue
        scale = dpi / 25.4 / fine
        x, y, radius = (value * scale for value in ring)
        if not any(np.hypot(x - other.x, y - other.y) < 0.5 * radius for other in found):
            found.append(Ring(x=x, y=y, wide=radius, high=radius, confidence=CONFIDENCE))
    return sorted(found, key=lambda ring: ring.y)


def without_grey_seals(picture: Image, rings: list[Ring]) -> tuple[Image, Image, Image]:
    """*picture* (grey) with the ink of *rings* left out as far as it is lighter than print; then two masks.

    The first is 255 where writing outside of *rings* is as light as they are: of such writing nothing is left where a seal was. The second is 255
    inside of those rings whose ink is as dark as print, and stays.
    """
    found = picture.copy()
    light, dark = np.zeros(picture.shape, np.uint8), np.zeros(picture.shape, np.uint8)
    paper = float(np.median(picture[::4, ::4]))
    ink = picture[::2, ::2][picture[::2, ::2] < 0.6 * paper]
    if not len(ink):
        return found, light, dark
    printed = float(np.percentile(ink, PRINT))
    for ring in rings:
        reach_x, reach_y = round(1.2 * ring.wide), round(1.2 * ring.high)
        rows = slice(max(0, round(ring.y) - reach_y), max(0, round(ring.y) + reach_y + 1))
        columns = slice(max(0, round(ring.x) - reach_x), max(0, round(ring.x) + reach_x + 1))
        part = (rows, columns)
        disc = mask_of([ring], picture.shape)[part] > 0
        lightest = ink_of(picture, ring) - SOFT
        if lightest - printed < CLEAR:
            dark[part][disc] = 255
            continue
        # Ink of a seal darkens paper and print by the same share. What is wider than a stroke and no darker than the seal is its ink.
        own = found[part].astype(np.float32)
        ground = np.maximum(cv2.morphologyEx(found[part], cv2.MORPH_CLOSE, np.ones((WIDER, WIDER), np.uint8)), lightest)
        found[part] = np.where(disc, np.minimum(own * paper / ground, 255), own).astype(np.uint8)
        light |= _lighter(picture, lightest, paper)
    light[mask_of(rings, picture.shape) > 0] = 0
    return found, light, dark


def traces_of(before: Image, after: Image) -> Image:
    """255 where *after* lacks ink that was in *before*, and a little beyond."""
    gone = (cv2.subtract(after, before) >= DARK).astype(np.uint8) * 255
    return np.asarray(cv2.dilate(gone, np.ones((TRACES, TRACES), np.uint8)), np.uint8)


def ink_of(picture: Image, ring: Ring) -> float:
    """How bright the darkest ink of a ring is."""
    angles = np.linspace(0, 2 * np.pi, 4 * DIRECTIONS, endpoint=False)
    radii = np.linspace(1 - BAND, 1 + BAND, 5)[:, None]
    xs, ys = (
        np.round(ring.x + ring.wide * radii * np.cos(angles)),
        np.round(ring.y + ring.high * radii * np.sin(angles)),
    )
    inside = ((xs >= 0) & (ys >= 0) & (xs < picture.shape[1]) & (ys < picture.shape[0])).all(axis=0)
    values = picture[ys[:, inside].astype(int), xs[:, inside].astype(int)]
    if values.shape[1] < 3 * ALONG:
        return 0.0
    # Print that crosses the ring is as thin as a stroke.
    along = np.median(values, axis=0)
    level = np.median(np.lib.stride_tricks.sliding_window_view(along, ALONG), axis=1)
    return float(np.percentile(level, DARKEST))


def _lighter(picture: Image, level: float, paper: float) -> Image:
    """255 where there is ink that has no pixel darker than *level* in it or beside it."""
    inked = (picture < 0.85 * paper).astype(np.uint8)
    count, labels = cv2.connectedComponents(inked, connectivity=8)
    has_dark = np.bincount(labels[picture < level].ravel(), minlength=count) > 0
    return np.asarray(((inked > 0) & ~has_dark[labels]).astype(np.uint8) * 255, np.uint8)


def _dark(picture: Image, dpi: float, looked_at: float) -> tuple[Image, float]:
    """Where *picture* is dark, at fewer dots an inch, and its pixels a millimetre then."""
    scale = min(1.0, looked_at / dpi)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    unit = dpi * scale / 25.4
    size = max(5, round(unit * 4)) | 1
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    return np.asarray((cv2.subtract(ground, small) >= DARK).astype(np.uint8), np.uint8), unit


def _places(dark: Image, unit: float) -> Iterator[tuple[float, float, float]]:
    """Where rings may be: x, y and radius in pixels, the likeliest first."""
    page = dark.astype(np.float32)
    best = np.zeros(dark.shape, np.float32)
    radii = np.zeros(dark.shape, np.float32)
    for radius in range(round(SMALLEST * unit), round(LARGEST * unit) + 1):
        side = radius + 3
        kernel = np.zeros((2 * side + 1, 2 * side + 1), np.uint8)
        cv2.circle(kernel, (side, side), radius, 1, 1)
        share = cv2.filter2D(page, cv2.CV_32F, kernel / kernel.sum(), borderType=cv2.BORDER_CONSTANT)
        better = share > best
        best[better], radii[better] = share[better], radius
    for _ in range(MOST):
        y, x = np.unravel_index(int(best.argmax()), best.shape)
        if best[y, x] < LIKELY:
            return
        yield float(x), float(y), float(radii[y, x])
        cv2.circle(best, (int(x), int(y)), max(2, round(3 * unit)), 0.0, -1)


def _looked_at(dark: Image, x: float, y: float, radius: float) -> tuple[float, float, float] | None:
    """The ring near a place, exactly; None where there is none."""
    around = np.arange(-3, 4)
    best: tuple[float, float, float, float] | None = None
    for dx in around:
        for dy in around:
            share = _shares(dark, x + dx, y + dy, np.arange(radius - 4, radius + 5))
            both = np.minimum(share[1:] + share[:-1], 2.0)
            at = int(both.argmax())
            if best is None or both[at] > best[0]:
                best = (float(both[at]), x + dx, y + dy, radius - 3.5 + at)
    if best is None:
        return None
    _, x, y, radius = best
    drawn = _drawn(dark, x, y, radius, 1.5)
    beside = max(_drawn(dark, x, y, radius * 1.1, 1.0), _drawn(dark, x, y, radius * 0.9, 1.0))
    return (x, y, radius) if drawn >= DRAWN and beside <= BESIDE else None


def _shares(dark: Image, x: float, y: float, radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of directions from (x, y) in which there is ink at each of *radii*."""
    return np.asarray(_hits(dark, x, y, radii).mean(axis=1), np.float64)


def _drawn(dark: Image, x: float, y: float, radius: float, slack: float) -> float:
    """The share of directions in which there is ink within *slack* of *radius*."""
    return float(_hits(dark, x, y, np.arange(radius - slack, radius + slack + 0.5)).any(axis=0).mean())


def _hits(dark: Image, x: float, y: float, radii: NDArray[np.float64]) -> NDArray[np.bool_]:
    angles = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False)
    xs = np.round(x + radii[:, None] * np.cos(angles)).astype(int)
    ys = np.round(y + radii[:, None] * np.sin(angles)).astype(int)
    inside = (xs >= 0) & (ys >= 0) & (xs < dark.shape[1]) & (ys < dark.shape[0])
    hit = np.zeros(xs.shape, bool)
    hit[inside] = dark[ys[inside], xs[inside]] > 0
    return hit
