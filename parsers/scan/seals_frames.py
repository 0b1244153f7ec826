"""Stamps in coloured ink that are no office's seal: of receipt, of a copy, in a frame of four straight sides, or round and blue.

They say nothing of the form and lie over it anywhere: their frame would be a rule of its table, their words a cell's. They are taken out in the light of
their own colour, in which print stays as dark as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.scan.ocr import Image
from parsers.scan.seals import RED, Ring, find_rings, redness
from parsers.scan.seals_ink import TRACE, in_own_light, mask_of

__all__ = ["without_stamps"]

LOOKED_AT = 100.0
"""Dots an inch at which frames are sought."""
LONG, SHORT = (16.0, 80.0), (7.0, 45.0)
"""Millimetres of the longer and the shorter side of a stamp's frame."""
JOINED = 1.2
"""Millimetres between pieces of a frame that a stamp left out."""
SIDE = 0.72
"""Share of each side of a frame that is drawn along one straight line: of the edge of a block of text hardly more than half is."""
WITHIN, BEYOND = 1.6, 0.6
"""Millimetres inside and outside of the outline of all its ink in which a stamp's frame is."""
HALF_LINE = 0.3
"""Half the thickness of a frame's line, with what a sheet that isn't flat adds, in millimetres."""
TINTED = 13
"""By how much the colour of a frame's thin lines, at so few dots an inch, must outdo others more than the paper's does, of 255."""
LEAST = 60
"""Pixels of one colour at that size below which there is no stamp."""
PALE = 0.75
"""Share of the paper's brightness from which on what a stamp leaves is paper: colour is stored with half the sharpness of brightness."""
OWN, SOFT, PRINT = 20.0, 0.92, 0.45
"""The percentile of the brightness of a stamp's ink, in its own light, that its darker parts have; the share of that from which on it is the stamp's; and
the share of the paper's below which ink is print."""
REACH = 0.8
"""Millimetres round a frame in which its ink may be."""

_Corners = NDArray[np.float32]


def without_stamps(picture: Image, dpi: float) -> tuple[Image, Image, Image]:
    """*picture* (blue, green, red; *dpi* dots an inch) without stamps; then two masks, 255 where stamps were, and where other ink has their colour."""
    around, alike = (np.zeros(picture.shape[:2], np.uint8) for _ in range(2))
    found = picture
    for turned in (False, True):
        # Blue and red change places: what is said of red ink holds of blue as well.
        shown = np.ascontiguousarray(found[:, :, ::-1]) if turned else found
        frames = list(_frames(shown, dpi))
        rings = find_rings(shown, dpi) if turned else []
        if not frames and not rings:
            continue
        there = mask_of(rings, picture.shape)
        for corners in frames:
            cv2.fillPoly(there, [np.round(corners).astype(np.int32)], 255)
        tint = redness(shown)
        alike |= ((tint >= RED) & (there == 0)).astype(np.uint8) * 255
        around |= there
        cleared = shown.copy()
        for x0, y0, x1, y1 in _parts(frames, rings, picture.shape):
            part = shown[y0:y1, x0:x1]
            inked = cv2.dilate((tint[y0:y1, x0:x1] >= TRACE * RED).astype(np.uint8), np.ones((7, 7), np.uint8))
            taken = (inked > 0) & (there[y0:y1, x0:x1] > 0)
            light = in_own_light(part)
            paper = float(np.percentile(light, 80))
            own = light[taken & (tint[y0:y1, x0:x1] >= RED)]
            # Ink of a mixed colour is dark in its own light as well, though never as print is.
            level = float(np.percentile(own, OWN)) * SOFT if own.size else paper
            least = min(PALE * paper, max(level, PRINT * paper))
            light = np.where(light >= least, np.uint8(paper), light)
            cleared[y0:y1, x0:x1][taken] = light[taken][:, None]
        found = np.ascontiguousarray(cleared[:, :, ::-1]) if turned else cleared
    return found, around, alike


def _parts(frames: list[_Corners], rings: list[Ring], shape: tuple[int, ...]) -> Iterator[tuple[int, int, int, int]]:
    """Where *frames* and *rings* are in a picture of *shape*: left, top, right, bottom."""
    boxes = [(*corners.min(axis=0), *corners.max(axis=0)) for corners in frames]
    boxes += [
        (ring.x - 1.2 * ring.wide, ring.y - 1.2 * ring.high, ring.x + 1.2 * ring.wide, ring.y + 1.2 * ring.high)
        for ring in rings
    ]
    rows, columns = shape[:2]
    for left, top, right, bottom in boxes:
        x0, y0, x1, y1 = max(0, int(left)), max(0, int(top)), min(columns, int(right) + 1), min(rows, int(bottom) + 1)
        if x1 > x0 and y1 > y0:
            yield x0, y0, x1, y1


def _frames(picture: Image, dpi: float) -> Iterator[_Corners]:
    """The corners of the red frames in *picture*, a little beyond them."""
    scale = min(1.0, LOOKED_AT / dpi)
    small = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    tint = redness(small)
    mask = (tint >= TINTED + int(np.median(tint))).astype(np.uint8)
    if int(mask.sum()) < LEAST:
        return
    unit = dpi * scale / 25.4
    gap = max(3, round(JOINED * unit)) | 1
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    for number in range(1, count):
        x, y, width, height = (int(value) for value in stats[number, :4])
        if not SHORT[0] * unit <= max(width, height) <= 1.5 * LONG[1] * unit:
            continue
        same = labels[y : y + height, x : x + width] == number
        part = np.asarray(mask[y : y + height, x : x + width] * same, np.uint8)
        points = cv2.findNonZero(part)
        middle, size, angle = cv2.minAreaRect(points)
        short, long = sorted(value / unit for value in size)
        if not (LONG[0] <= long <= LONG[1] and SHORT[0] <= short <= SHORT[1]):
            continue
        corners = np.asarray(cv2.boxPoints((middle, size, angle)), np.float32)
        thick = max(1, round(HALF_LINE * unit))
        near = np.asarray(cv2.dilate(part, np.ones((2 * thick + 1, 2 * thick + 1), np.uint8)), np.uint8)
        if all(
            _is_drawn(
                near, corners[index], corners[(index + 1) % 4], np.asarray(corners.mean(axis=0), np.float32), unit
            )
            for index in range(4)
        ):
            grown = (middle, (size[0] + 2 * REACH * unit, size[1] + 2 * REACH * unit), angle)
            outer = np.asarray(cv2.boxPoints(grown), np.float32)
            yield (outer + np.array([x, y], np.float32)) / np.float32(scale)


def _is_drawn(ink: Image, start: _Corners, end: _Corners, middle: _Corners, unit: float) -> bool:
    """Whether a straight line goes along the side from *start* to *end* of a frame about *middle*, in *ink*, which has *unit* pixels a millimetre."""
    along = end - start
    inward = np.array([-along[1], along[0]], np.float32) / max(float(np.hypot(*along)), 1.0)
    if float(np.dot(middle - start, inward)) < 0:
        inward = -inward
    steps = np.linspace(0.03, 0.97, 60, dtype=np.float32)[:, None]
    best = 0.0
    # A side may lie aslant to the other sides: its two ends are looked for apart.
    offsets = np.arange(-BEYOND * unit, WITHIN * unit + 0.5, 1.0)
    for one in offsets:
        for other in offsets:
            places = start + steps * along + inward * (one + steps * (other - one))
            xs, ys = np.round(places[:, 0]).astype(int), np.round(places[:, 1]).astype(int)
            inside = (xs >= 0) & (ys >= 0) & (xs < ink.shape[1]) & (ys < ink.shape[0])
            best = max(best, float((ink[ys[inside], xs[inside]] > 0).sum()) / len(steps))
    return best >= SIDE
