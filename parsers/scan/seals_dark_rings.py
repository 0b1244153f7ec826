"""The ring of a seal that is as dark as print, on pages without colours: it is taken out where it is no stroke of what it crosses."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.scan.ocr import Image
from parsers.scan.seals import Ring

__all__ = ["without_dark_rings"]

DIRECTIONS, WINDOW = 1440, 61
"""Directions in which a ring is looked at, and those over which it goes on as it is: 15 degrees, more than any stroke that crosses it."""
SOUGHT = 0.07
"""Share of its radius on either side within which a ring is."""
FINE = 2.0
"""Places looked at for each pixel of the radius."""
DARK, MOSTLY = 0.6, 0.6
"""Share of the paper's brightness below which is ink, and share of the window that is, where the ring is."""
BESIDE = 1.5
"""Pixels beside the ring that its soft edge takes, and from which on what it crosses is seen."""
WIDEST = 0.12
"""Share of its radius that a ring is wide at most: what is wider is something else."""


def without_dark_rings(picture: Image, rings: list[Ring]) -> Image:
    """*picture* (grey) without the strokes of *rings*; what crosses one, and is seen on both of its sides, goes on through it."""
    found = picture.copy()
    paper = float(np.median(picture[::4, ::4]))
    for ring in rings:
        _take_out(found, ring, paper)
    return found


def _take_out(picture: Image, ring: Ring, paper: float) -> None:
    radii = np.arange((1 - SOUGHT) * ring.wide, (1 + SOUGHT) * ring.wide, 1 / FINE)
    turns = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False)
    flat = ring.high / ring.wide
    xs = (ring.x + radii[None] * np.cos(turns)[:, None]).astype(np.float32)
    ys = (ring.y + flat * radii[None] * np.sin(turns)[:, None]).astype(np.float32)
    seen = cv2.remap(picture, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(255,))
    dark = (seen < DARK * paper).astype(np.float32)
    # What goes on along the ring is the ring.
    around = np.concatenate((dark[-WINDOW:], dark, dark[:WINDOW]))
    steady = cv2.blur(around, (1, WINDOW))[WINDOW:-WINDOW] >= MOSTLY
    drawn = steady.any(axis=1)
    if not drawn.any():
        return
    inner = radii[np.where(drawn, steady.argmax(axis=1), 0)] - BESIDE
    outer = radii[np.where(drawn, len(radii) - 1 - steady[:, ::-1].argmax(axis=1), 0)] + BESIDE
    drawn &= outer - inner <= WIDEST * ring.wide
    _erase(picture, ring, (inner, outer, drawn))


def _erase(
    picture: Image, ring: Ring, band: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]
) -> None:
    """Puts what is seen on both sides of the *band* (inner and outer radius, and whether it is there, by direction) in its place."""
    inner, outer, drawn = band
    reach_x, reach_y = round((1 + 2 * SOUGHT) * ring.wide), round((1 + 2 * SOUGHT) * ring.high)
    top, left = max(0, round(ring.y) - reach_y), max(0, round(ring.x) - reach_x)
    part = picture[top : max(0, round(ring.y) + reach_y + 1), left : max(0, round(ring.x) + reach_x + 1)]
    if not part.size:
        return
    flat = ring.high / ring.wide
    ys, xs = np.mgrid[0 : part.shape[0], 0 : part.shape[1]].astype(np.float64)
    across, down = xs + left - ring.x, (ys + top - ring.y) / flat
    far = np.hypot(across, down)
    turn = np.round((np.arctan2(down, across) % (2 * np.pi)) / (2 * np.pi) * DIRECTIONS).astype(int) % DIRECTIONS
    within = drawn[turn] & (far >= inner[turn]) & (far <= outer[turn])
    rows, columns = np.nonzero(within)
    if not len(rows):
        return
    share = np.maximum(far[rows, columns], 1.0)
    own = turn[rows, columns]
    beside = []
    for limit in (inner[own] - 1, outer[own] + 1):
        x = (ring.x + across[rows, columns] / share * limit).astype(np.float32)
        y = (ring.y + flat * down[rows, columns] / share * limit).astype(np.float32)
        beside.append(
            cv2.remap(picture, x[None], y[None], cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT, borderValue=(255,))[
                0
            ]
        )
    part[rows, columns] = np.maximum(part[rows, columns], np.maximum(*beside))
