"""A page's picture with the ink of its seals taken out, and what that leaves unseen."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from parsers.scan.ocr import Image
from parsers.scan.seals import Ring, find_rings, is_coloured
from parsers.scan.seals_dark import darker_within
from parsers.scan.seals_dark_rings import without_dark_rings
from parsers.scan.seals_frames import without_stamps
from parsers.scan.seals_grey import find_grey_rings, traces_of, without_grey_seals
from parsers.scan.seals_ink import ink_mask, mask_of, red_writing, without_seals
from parsers.scan.seals_red import writing_within

__all__ = ["Taken", "taken_out"]


PAPER = 50.0
"""The percentile of brightness from which on what is on a page is its paper."""
TINTED, DARKEST = 18.0, 90.0
"""By how much the colours of paper differ, of 255, for it to be coloured, and how bright each is at least."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """The page in grey as it is without ``rings``, and masks of the same size, 255 where something is told."""

    plain: Image
    rings: list[Ring]
    coloured: bool
    """Whether it was taken in colour."""
    around: Image
    """Where seals and other stamps are, and a little beyond."""
    traces: Image
    """Where ink of a seal was taken away, and a little beyond: faint lines are left there."""
    alike: Image
    """Writing beside seals that is of their colour, or as light as they are: under them nothing is left of such writing."""
    stays: Image
    """Where a seal is as dark as print: but for its ring it couldn't be taken out."""


def taken_out(picture: Image, dpi: float) -> Taken:
    """*picture* (blue, green, red, or grey) of *dpi* dots an inch without its stamps and seals: red ones, or on a page without colours those that are round."""
    coloured = is_coloured(picture)
    picture = _on_white(picture)
    nothing = np.zeros(picture.shape[:2], np.uint8)
    stamped, beside = nothing, nothing
    if coloured:
        picture, stamped, beside = without_stamps(picture, dpi)
    rings = find_rings(picture, dpi)
    within = writing_within(picture, rings)
    plain = without_seals(picture, rings, within)
    traces, alike, stays = nothing, nothing, nothing
    if not coloured and (round_ones := find_grey_rings(plain, dpi)):
        rings, before = round_ones, plain
        plain, alike, stays = without_grey_seals(before, rings)
        plain = without_dark_rings(plain, [ring for ring in rings if _stays(ring, stays)])
        traces = traces_of(before, plain)
    elif rings:
        written, darker = darker_within(picture, rings)
        plain = np.minimum(plain, written)
        traces, alike = ink_mask(picture, rings), red_writing(picture, rings) | within | darker
    return Taken(
        plain=plain,
        rings=rings,
        coloured=coloured,
        around=(mask_of(rings, plain.shape) if rings else nothing) | stamped,
        traces=traces | stamped,
        alike=alike | beside,
        stays=stays,
    )


def _on_white(picture: Image) -> Image:
    """*picture* (blue, green, red) as it would be on white paper, where its own is coloured: all of pink paper would be as red as a seal."""
    if picture.ndim != 3:
        return picture
    sample = picture[::8, ::8].reshape(-1, 3)
    bright = sample.max(axis=1)
    paper = np.median(sample[bright >= np.percentile(bright, PAPER)], axis=0)
    if paper.min() < DARKEST or paper.max() - paper.min() < TINTED:
        return picture
    levels = np.arange(256, dtype=np.float32)[:, None] * (paper.max() / paper)[None]
    table = np.clip(levels, 0, 255).astype(np.uint8)[None]
    return np.asarray(cv2.LUT(picture, table), np.uint8)


def _stays(ring: Ring, stays: Image) -> bool:
    """Whether a seal is one of those whose ink *stays*."""
    rows, columns = stays.shape
    return bool(stays[min(max(round(ring.y), 0), rows - 1), min(max(round(ring.x), 0), columns - 1)])
