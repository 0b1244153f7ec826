"""The ink of seals on a page's picture: where it is, and the page as it is without it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.scan.ocr import Image
from parsers.scan.seals import RED, Ring, redness

__all__ = ["TRACE", "TRACES", "in_own_light", "ink_mask", "mask_of", "red_writing", "without_seals"]

FAINT = 0.88
"""Within a seal, the share of the paper's brightness from which on all is paper."""
COVERING, BLACK = 0.78, 25.0
"""How dark print under a seal is at most, as a share of the ink's own brightness; and how bright black print is without a seal."""
TRACE, TRACES = 0.6, 7
"""Share of the redness of red ink that its edges have, and pixels round them in which it leaves traces."""


def without_seals(picture: Image, rings: list[Ring], kept: Image | None = None) -> Image:
    """*picture* in grey, with the ink of *rings* left out: in red light it is as bright as paper, and what is printed in black isn't.

    Where *kept* isn't 0 it stays as it is.
    """
    grey = picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    if not rings or picture.ndim == 2:
        return grey
    found = grey.copy()
    kept = np.zeros(grey.shape, np.uint8) if kept is None else kept
    rows, columns = grey.shape
    for ring in rings:
        x0, x1 = max(0, int(ring.x - 1.15 * ring.wide)), min(columns, int(ring.x + 1.15 * ring.wide) + 1)
        y0, y1 = max(0, int(ring.y - 1.15 * ring.high)), min(rows, int(ring.y + 1.15 * ring.high) + 1)
        part = picture[y0:y1, x0:x1]
        if part.size:
            bright = np.where(kept[y0:y1, x0:x1] > 0, grey[y0:y1, x0:x1], in_own_light(part))
            found[y0:y1, x0:x1] = np.where(_is_within(ring, x0, y0, x1, y1), bright, found[y0:y1, x0:x1])
    return found


def red_writing(picture: Image, rings: list[Ring]) -> Image:
    """255 where *picture* is red outside of *rings*: text in red, of which nothing is left where a seal was taken away."""
    red = np.asarray((redness(picture) >= RED).astype(np.uint8) * 255, np.uint8)
    return np.asarray(cv2.bitwise_and(red, cv2.bitwise_not(mask_of(rings, picture.shape))), np.uint8)


def ink_mask(picture: Image, rings: list[Ring]) -> Image:
    """255 where there was ink of *rings* in *picture*, and a little beyond: what was taken away there leaves traces."""
    near = cv2.dilate((redness(picture) >= TRACE * RED).astype(np.uint8) * 255, np.ones((TRACES, TRACES), np.uint8))
    return np.asarray(cv2.bitwise_and(near, mask_of(rings, picture.shape)), np.uint8)


def mask_of(rings: list[Ring], shape: tuple[int, ...]) -> Image:
    """255 where *rings* are in a picture of *shape*, and a little beyond."""
    mask = np.zeros(shape[:2], np.uint8)
    for ring in rings:
        size = (round(1.15 * ring.wide), round(1.15 * ring.high))
        cv2.ellipse(mask, (round(ring.x), round(ring.y)), size, 0, 0, 360, 255, thickness=-1)
    return mask


def _is_within(ring: Ring, x0: int, y0: int, x1: int, y1: int) -> NDArray[np.bool_]:
    ys, xs = np.ogrid[y0:y1, x0:x1]
    return np.asarray(((xs - ring.x) / (1.15 * ring.wide)) ** 2 + ((ys - ring.y) / (1.15 * ring.high)) ** 2 <= 1, bool)


def in_own_light(part: Image) -> Image:
    """The red channel of *part* (blue, green, red) with the ink of a seal taken away.

    How red a pixel is tells how much ink is there. With so much of it, paper is as bright as the ink is where nothing is printed, and print is as dark
    as the darkest of what is inked: black where the ink is translucent, lighter where it covers.
    """
    red = part[:, :, 2].astype(np.float32)
    share = cv2.blur(redness(part), (3, 3))
    inked = share >= RED
    if not inked.any():
        return part[:, :, 2]
    full = float(np.percentile(share[inked], 75))
    thick = red[inked & (share >= 0.7 * full)]
    paper = float(np.percentile(red[~inked], 70)) if (~inked).any() else 255.0
    bright = float(np.percentile(thick, 60))
    dark = min(float(np.percentile(thick, 0.5)), COVERING * bright)
    # Colour is stored with half the sharpness of brightness: at the ink's edges there may be more of it than it seems. Too much does no harm.
    amount = np.clip(cv2.dilate(share, np.ones((5, 5), np.uint8)).astype(np.float32) / full, 0, 1)
    black = amount * max(dark - BLACK, 0.0)
    white = amount * bright + (1 - amount) * paper
    found = np.clip((red - black) / FAINT / np.maximum(white - black, 30.0), 0, 1)
    return np.asarray(found * min(paper, 255.0), np.uint8)
