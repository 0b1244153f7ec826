"""Writing in red where a seal lies: its ink is another red than the seal's, by which it is told and stays when the seal is taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.scan.ocr import Image
from parsers.scan.seals import RED, Ring, redness

__all__ = ["writing_within"]

APART = 0.13
"""By how much the share of red, or of blue before green, in what an ink swallows must differ from the seal's for it to be another ink."""
STRONG, WEAK = 0.7, 0.3
"""Shares of the seal's own depth from which on a pixel's colour is sure, and from which on it has one."""
RING = (0.9, 1.05)
"""Radii, as shares of the seal's, between which nearly all red is the ring's ink."""
STAR, STAR_TIPS, SOLID = 0.12, 0.36, 0.6
"""Radii, as shares of the seal's, within which all is its star's and within which its tips are, and the share of the first that is ink where it has one."""
BEYOND = 1.15
"""Radius, likewise, up to which ink is taken for the seal's."""
LEAST = 0.04
"""Share of the seal's half width that the side of a square has which has as much ink as the least that is written."""
NEAR, JOINED = 0.12, 0.03
"""The same of how far from pixels that are surely of another ink the rest of its strokes may be, and of the gaps within one stroke."""

_Values = NDArray[np.float32]


def writing_within(picture: Image, rings: Sequence[Ring]) -> Image:
    """255 where *picture* (blue, green, red, or grey) has writing within *rings* in another red than theirs; in their very red it can't be told."""
    found: Image = np.zeros(picture.shape[:2], np.uint8)
    if picture.ndim == 2:
        return found
    rows, columns = found.shape
    for ring in rings:
        x0, x1 = max(0, int(ring.x - BEYOND * ring.wide)), min(columns, int(ring.x + BEYOND * ring.wide) + 1)
        y0, y1 = max(0, int(ring.y - BEYOND * ring.high)), min(rows, int(ring.y + BEYOND * ring.high) + 1)
        part = picture[y0:y1, x0:x1]
        if part.size:
            here = [replace(one, x=one.x - x0, y=one.y - y0) for one in rings]
            others = [moved for moved, one in zip(here, rings, strict=True) if one is not ring]
            own = replace(ring, x=ring.x - x0, y=ring.y - y0)
            found[y0:y1, x0:x1] |= _other_red(part, own, others)
    return found


def _other_red(part: Image, ring: Ring, others: Sequence[Ring]) -> Image:
    """255 where *part* of a picture has another red than that of *ring*, outside of *others*: what is in them is their ink."""
    nothing: Image = np.zeros(part.shape[:2], np.uint8)
    red = redness(part)
    inked = red >= RED
    if not inked.any() or inked.all():
        return nothing
    soft = np.asarray(cv2.blur(part, (3, 3)), np.float32)
    swallowed = np.maximum(np.percentile(soft[~inked], 70, axis=0).astype(np.float32) - soft, 0)
    depth: _Values = swallowed[:, :, 0] + swallowed[:, :, 1]
    some = np.maximum(depth, 1)
    reds: _Values = 2 * swallowed[:, :, 2] / some
    blues: _Values = (swallowed[:, :, 0] - swallowed[:, :, 1]) / some
    radius = _radii(part, ring)
    drawn = inked & (radius >= RING[0]) & (radius <= RING[1])
    if not drawn.any():
        return nothing
    full = float(np.percentile(depth[drawn], 60))
    strong = inked & (depth >= STRONG * full)
    middle = radius <= STAR
    # The star is one patch of ink: there its colour is purer than in the thin ring.
    starred = bool((strong & middle).sum() >= SOLID * middle.sum())
    patches = [drawn & strong, middle & strong] if starred else [drawn & strong]
    own = [(float(np.median(reds[patch])), float(np.median(blues[patch]))) for patch in patches if patch.any()]
    if not own:
        return nothing
    alone = np.logical_and.reduce([radius <= BEYOND, *(_radii(part, one) > BEYOND for one in others)])
    other = strong & alone & ((radius > STAR_TIPS) | (not starred))
    for red_own, blue_own in own:
        # Black print under the seal swallows more red than its ink: it is none of another ink.
        other &= (reds < red_own - APART) | ((np.abs(blues - blue_own) > APART) & (reds < red_own + APART))
    sure = _written(other.astype(np.uint8), ring.wide)
    if not sure.any():
        return nothing
    seen = sure > 0
    mine = np.hypot(reds - float(np.median(reds[seen])), blues - float(np.median(blues[seen])))
    nearer = np.logical_and.reduce([mine < np.hypot(reds - red_own, blues - blue_own) for red_own, blue_own in own])
    reach = max(3, round(NEAR * ring.wide)) | 1
    near = cv2.dilate(sure, np.ones((reach, reach), np.uint8)) > 0
    writing = (near & nearer & alone & (red >= RED // 2) & (depth >= WEAK * full)).astype(np.uint8) * 255
    return np.asarray(writing, np.uint8)


def _radii(part: Image, ring: Ring) -> _Values:
    """How far each pixel of *part* is from the middle of *ring*, as a share of its radius."""
    ys, xs = np.ogrid[: part.shape[0], : part.shape[1]]
    found = np.sqrt(((xs - ring.x) / ring.wide) ** 2 + ((ys - ring.y) / ring.high) ** 2)
    return np.asarray(found, np.float32)


def _written(mask: Image, wide: float) -> Image:
    """*mask* with those of its pixels that are as many together as what is written, not specks."""
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    gap = max(3, round(JOINED * wide)) | 1
    joined = cv2.dilate(opened, np.ones((gap, gap), np.uint8))
    count, labels = cv2.connectedComponents(joined, connectivity=8)
    inks = np.bincount(labels[opened > 0].ravel(), minlength=count)
    large = inks >= (LEAST * wide) ** 2
    large[0] = False
    return np.asarray(large[labels].astype(np.uint8) * opened, np.uint8)
