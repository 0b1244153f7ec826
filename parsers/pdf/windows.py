"""What is drawn where a character stands, as a bit a pixel in the size of the masks (``pdf.masks``)."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from operator import itemgetter
from typing import Any

from parsers.pdf.boxes import Drawn, Pixels
from parsers.pdf.masks import WINDOW
from parsers.pdf.model import Glyph

__all__ = ["ASCENT", "FINE", "bits_in", "bits_of_four", "columns", "even_window", "inked", "window"]

FINE = 2.0
"""Pixels a point at which letters and digits of common sizes have as many as their masks."""
ASCENT = 0.88
"""Ems of a character's window above the baseline."""
INK = 190
"""Grey below which a pixel counts as drawn."""
FAINT = 225
"""The same where all pixels are looked at: a thin stroke may be no darker."""

_BITS = bytes(49 if value < INK else 48 for value in range(256))


def columns(glyph: Glyph) -> tuple[float, float]:
    """The first and the last column of a letter's window that are its own."""
    half = round((glyph.x1 - glyph.x0) / glyph.size, 2) * WINDOW
    return WINDOW / 2 - half, WINDOW / 2 + half


@cache
def _grid(em: float, stride: int, wide: bool) -> tuple[Any, int]:
    """How the pixels of a window are picked from a page's: the picker, and the bytes that it spans."""
    rows = WINDOW if wide else 2 * WINDOW
    across = em if wide else em / 2
    places = [
        int((row + 0.5) * em / rows) * stride + int((column + 0.5) * across / WINDOW)
        for row in range(rows)
        for column in range(WINDOW)
    ]
    return itemgetter(*places), max(places) + 1


def window(glyph: Glyph, drawn: Drawn, scale: float, wide: bool) -> int | None:
    """What is drawn in the em square of *glyph*, or in the half of it for a letter, as a bit a pixel; None over the page's edge."""
    width, height, stride, pixels = drawn
    em, across, x, y = _place(glyph, scale, wide)
    if x < 0 or y < 0 or x + across + 1 > width or y + em + 1 > height:
        return None
    start = y * stride + x
    if wide and em == WINDOW:
        return bits_in(inked(pixels[start : start + stride * WINDOW]), 0, stride, WINDOW)
    pick, span = _grid(em, stride, wide)
    return int(bytes(pick(pixels[start : start + span])).translate(_BITS), 2)


def inked(pixels: Pixels) -> bytes:
    """*pixels* as digits, 1 where one counts as drawn."""
    return bytes(pixels).translate(_BITS)


def bits_in(digits: bytes, start: int, stride: int, rows: int) -> int:
    """What is drawn in a window of *rows* whose pixels are as many as it has bits; *digits* are such as ``inked`` answers."""
    return int(b"".join([digits[row : row + WINDOW] for row in range(start, start + rows * stride, stride)]), 2)


def _place(glyph: Glyph, scale: float, wide: bool) -> tuple[float, float, int, int]:
    """Height, width, left and top of a character's window, in pixels."""
    em = round(glyph.size * scale, 1)
    across = em if wide else em / 2
    return em, across, round(glyph.x * scale - across / 2), round(glyph.y * scale - ASCENT * em)


def even_window(glyph: Glyph, drawn: Drawn, scale: float) -> int:
    """What is drawn in the em square of *glyph*, which is within the page, each bit of the mean of all pixels that it stands for."""
    _, _, stride, pixels = drawn
    em, _, x, y = _place(glyph, scale, True)
    return _even_bits(pixels, y * stride + x, stride, em)


def bits_of_four(pixels: Pixels, start: int, stride: int) -> int:
    """The same as ``even_window`` of a square whose bits stand for two by two pixels each."""
    bits = 0
    for top in range(start, start + 2 * WINDOW * stride, 2 * stride):
        one, other = pixels[top : top + 2 * WINDOW], pixels[top + stride : top + stride + 2 * WINDOW]
        for a, b, c, d in zip(one[::2], one[1::2], other[::2], other[1::2], strict=True):
            bits = bits << 1 | (a + b + c + d < 4 * FAINT)
    return bits


def _even_bits(pixels: Pixels, start: int, stride: int, em: float) -> int:
    """What is drawn in a square of *em* pixels from *start* on, each bit of the mean of all pixels that it stands for."""
    edges = [int(place * em / WINDOW) for place in range(WINDOW + 1)]
    # The ends of each bit, widened to whole pixels: a stroke between two bits is of both.
    spans = [(first, max(end, first + 1)) for first, end in pairwise(edges)]
    bits = 0
    for top, bottom in spans:
        rows = [pixels[row : row + edges[-1]] for row in range(start + top * stride, start + bottom * stride, stride)]
        for left, right in spans:
            mean = sum(sum(row[left:right]) for row in rows) / ((right - left) * len(rows))
            bits = bits << 1 | (mean < FAINT)
    return bits
