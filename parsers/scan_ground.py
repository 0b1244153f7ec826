"""A page's picture without what is pale and wider than any stroke of text: a watermark, a shade, a grey ground."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.ocr import Image

__all__ = ["evened"]

STROKE = 3.4
"""Points that a stroke of text is thick at most; what is wider and pale isn't text."""
AROUND, STEP = 54.0, 4
"""Points across in which there is paper without any mark, and pixels that are looked at as one for that."""
PALE = (0.6, 0.965)
"""Shares of the paper's brightness that such a mark has: what is darker is print, what is brighter is paper."""
SMOOTH = 5
"""Pixels over which the paper's noise is evened out first."""
LEAST = 0.002
"""Share of a page that must be so for it to be touched."""


def evened(picture: Image, unit: float) -> Image:
    """*picture* (grey, *unit* pixels a point) with pale marks as bright as the paper round them; what is printed over them stays."""
    wide = max(3, round(AROUND * unit / STEP)) | 1
    small = cv2.resize(picture, None, fx=1 / STEP, fy=1 / STEP, interpolation=cv2.INTER_AREA)
    near = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    paper = cv2.blur(cv2.morphologyEx(near, cv2.MORPH_CLOSE, np.ones((wide, wide), np.uint8)), (wide, wide))
    told = near.astype(np.float32) / np.maximum(paper, 1)
    if ((told >= PALE[0]) & (told <= PALE[1])).mean() < LEAST:
        return picture
    size = max(3, round(STROKE * unit)) | 1
    ground = cv2.morphologyEx(cv2.blur(picture, (SMOOTH, SMOOTH)), cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    share = ground.astype(np.float32) / np.maximum(cv2.resize(paper, picture.shape[::-1]), 1)
    pale = (share >= PALE[0]) & (share <= PALE[1])
    found = np.where(pale, picture.astype(np.float32) / np.maximum(share, PALE[0]), picture)
    return np.asarray(np.clip(found, 0, 255), np.uint8)
