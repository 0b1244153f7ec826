"""A page's picture without what is pale, even and wider than any stroke of text: a watermark, a shade, a grey ground."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.scan.ocr import Image

__all__ = ["evened"]

STROKE = 3.4
"""Points that a stroke of text is thick at most; what is wider and pale isn't text."""
AROUND, STEP = 54.0, 4
"""Points across in which there is paper without any mark, and pixels that are looked at as one for that."""
PALE = (0.6, 0.965)
"""Shares of the paper's brightness that such a mark has: what is darker is print, what is brighter is paper."""
EVEN, GROWN = 14, 3.0
"""Grey levels by which what is even differs within a few pixels, and points from there up to which the mark's edge is: text that is blurred is pale, but never even."""
AMID = 28.0
"""Points round what is even within which what is as pale is of the same mark."""
JOINED = 5.0
"""Points between strokes of one mark."""
LARGE, SHARE = 24.0, 0.2
"""Points that a mark is wide and high at least, as no line of text is; and the share of it that is even."""
WHOLE = 0.5
"""Share of a page's width or height that one mark, a character or a cell's ground, takes at most."""
ALIKE = 0.04
"""Share of the paper's brightness by which the marks of one page differ."""
EDGE = 0.05
"""Share of the paper's brightness by which a mark's edge, or a grain of it, may be darker than the mark is."""
LEAST = 0.0004
"""Share of a page that must be even and pale for its marks to be looked for."""


def evened(picture: Image, unit: float) -> Image:
    """*picture* (grey, *unit* pixels a point) with pale marks as bright as the paper round them; what is printed over them stays."""
    half = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    wide = max(3, round(AROUND * unit / STEP)) | 1
    small = cv2.resize(picture, None, fx=1 / STEP, fy=1 / STEP, interpolation=cv2.INTER_AREA)
    near = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    paper = cv2.blur(cv2.morphologyEx(near, cv2.MORPH_CLOSE, np.ones((wide, wide), np.uint8)), (wide, wide))
    soft = cv2.blur(half, (3, 3))
    size = max(3, round(STROKE * unit / 2)) | 1
    ground = cv2.morphologyEx(soft, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    share = ground.astype(np.float32) / np.maximum(cv2.resize(paper, half.shape[::-1]), 1)
    pale = ((share >= PALE[0]) & (share <= PALE[1])).astype(np.uint8)
    even = (cv2.morphologyEx(soft, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) <= EVEN).astype(np.uint8)
    core = np.asarray(cv2.morphologyEx(pale & even, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), np.uint8)
    if core.mean() < LEAST:
        return picture
    gap = max(3, round(JOINED * unit / 2)) | 1
    # Text and rules that a mark lies over have pale edges, and would hang the marks of a page together.
    whole = cv2.morphologyEx(core, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    own, all_ = (np.bincount(labels[mask > 0], minlength=count) for mask in (core, cv2.bitwise_and(pale, whole)))
    large = (np.minimum(stats[:, 2], stats[:, 3]) >= LARGE * unit / 2) & (own >= SHARE * all_)
    # A fold's shade goes across the page, uneven light over much of it: left beside print they would be marks of their own.
    rows, columns = half.shape
    large &= (stats[:, 2] <= WHOLE * columns) & (stats[:, 3] <= WHOLE * rows)
    large[0] = False
    known = core * large[labels].astype(np.uint8)
    if not known.any():
        return picture
    # Print over a mark cuts it into pieces: what is small and as pale as the page's marks are belongs to them.
    level = float(np.median(share[known > 0]))
    alike = (np.abs(share - level) <= ALIKE).astype(np.uint8)
    core = np.maximum(known, core & alike)
    reach = 2 * round(GROWN * unit / 2) + 1
    mark = np.asarray(cv2.dilate(core, np.ones((reach, reach), np.uint8)), np.uint8) & pale
    share[mark == 0] = 1.0
    bright = np.asarray(cv2.resize(paper, picture.shape[::-1]), np.float32)
    found = np.minimum(
        picture / np.maximum(cv2.resize(share, picture.shape[::-1]), PALE[0]), np.maximum(bright, picture)
    )
    # Beside print, and where its edge is blurred, a mark isn't even: what is no darker there than the mark is none of the print.
    amid = 2 * round(AMID * unit / 2) + 1
    least = cv2.erode(np.where(core > 0, share, np.float32(1.0)), np.ones((amid, amid), np.uint8))
    # Beyond it a pale rule stays.
    least[pale == 0] = 1.0
    least = cv2.resize(least, picture.shape[::-1], interpolation=cv2.INTER_NEAREST)
    cleared = (least < 1) & (picture >= (least - EDGE) * bright)
    return np.asarray(np.clip(np.where(cleared, np.maximum(found, bright), found), 0, 255), np.uint8)
