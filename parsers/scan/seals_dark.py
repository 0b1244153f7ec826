"""Writing in red where a lighter seal lies: in the seal's own red it is told by being darker in green light than the seal's ink is anywhere."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.scan.ocr import Image
from parsers.scan.seals import RED, Ring, redness
from parsers.scan.seals_grey import CLEAR, SOFT, WIDER, ink_of
from parsers.scan.seals_ink import mask_of

__all__ = ["darker_within"]

PRINT = 2.0
"""The percentile of brightness of all that is dark on the page, for its print."""
STROKE = 0.75
"""Share of the brightness round it that a stroke's ink has at most, its edges included."""
STAR, BROAD, DARKEST = 0.33, 9, 5.0
"""Share of its radius that a seal's star is large; pixels that are wider than any stroke of text; and the percentile of its brightness that is its darkest."""
BRIGHT = 0.5
"""Share of the paper's brightness in red light from which on ink is red and not black: black is seen beneath a seal as it is."""


def darker_within(picture: Image, rings: list[Ring]) -> tuple[Image, Image]:
    """What is written in red within *rings* of *picture* (blue, green, red): in grey on white, and 255 where it is.

    Of a seal whose ink is as dark as print nothing can be told, and all is white.
    """
    found = np.full(picture.shape[:2], 255, np.uint8)
    where = np.zeros(picture.shape[:2], np.uint8)
    green = np.ascontiguousarray(picture[:, :, 1])
    paper = float(np.median(green[::4, ::4]))
    dark = green[::2, ::2][green[::2, ::2] < 0.6 * paper]
    if not len(dark):
        return found, where
    printed = float(np.percentile(dark, PRINT))
    for ring in rings:
        level = min(ink_of(green, ring), _star_of(green, ring, paper)) - SOFT
        if level - printed < CLEAR:
            continue
        part = _around(ring, green.shape)
        own = green[part].astype(np.float32)
        ground = np.maximum(cv2.morphologyEx(green[part], cv2.MORPH_CLOSE, np.ones((WIDER, WIDER), np.uint8)), level)
        share = own / ground
        disc = mask_of([ring], green.shape)[part] > 0
        red = (redness(picture[part]) >= RED) & (picture[part][:, :, 2] >= BRIGHT * paper)
        strokes = ((share < STROKE) & disc).astype(np.uint8)
        count, labels = cv2.connectedComponents(strokes, connectivity=8)
        # A stroke is darker than the seal's ink somewhere, and most of it is red.
        core = np.bincount(labels[(own < (level + printed) / 2) & red], minlength=count) > 0
        mostly = np.bincount(labels[red], minlength=count) > 0.5 * np.bincount(labels.ravel(), minlength=count)
        kept = core & mostly
        kept[0] = False
        near = cv2.dilate(kept[labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        shown = np.where(near & disc, np.minimum(share, 1) * 255, 255).astype(np.uint8)
        found[part] = np.minimum(found[part], shown)
        where[part] |= (kept[labels] & disc).astype(np.uint8) * 255
    return found, where


def _star_of(green: Image, ring: Ring, paper: float) -> float:
    """How bright the darkest ink of what stands wide in the middle of *ring* is, its star; as bright as paper where there is none."""
    part = _around(ring, green.shape)
    wide = cv2.morphologyEx(green[part], cv2.MORPH_CLOSE, np.ones((BROAD, BROAD), np.uint8))
    middle = np.zeros(green.shape, np.uint8)
    size = (round(STAR * ring.wide), round(STAR * ring.high))
    cv2.ellipse(middle, (round(ring.x), round(ring.y)), size, 0, 0, 360, 255, thickness=-1)
    inked = wide[(middle[part] > 0) & (wide < STROKE * paper)]
    return float(np.percentile(inked, DARKEST)) if len(inked) else paper


def _around(ring: Ring, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """The part of a picture of *shape* that *ring* is in, with a margin."""
    x, y = round(1.2 * ring.wide), round(1.2 * ring.high)
    return (
        slice(max(0, round(ring.y) - y), min(shape[0], max(0, round(ring.y) + y + 1))),
        slice(max(0, round(ring.x) - x), min(shape[1], max(0, round(ring.x) + x + 1))),
    )
