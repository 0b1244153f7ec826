"""What lies on a page beside its text and is read as a line of it: a staple, a pen's stroke at the margin, bits that a fax left of a seal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from parsers.scan.glyphs import LineText
from parsers.scan.lines import Strip
from parsers.scan.ocr import Image
from parsers.scan.pieces import pieces

__all__ = ["is_one_stroke", "is_tattered", "without_illegible"]

ASLANT, LEVEL = 18.0, 30.0
"""Points from which on a straight stroke is no character's, and from which on a level one isn't: a character of a title may be one."""
THIN = 6.0
"""Times its width that it is long."""
WIDE = 4.5
"""Points that it is wide at most."""
FLAT = 4.0
"""Times its height that a level one is wide."""
BITS, BIT, HARDLY = 8, 0.45, 0.7
"""Bits of ink that a seal's character is left in, the share of the line's height that none of them is larger than, and the confidence below which they are read."""
ILLEGIBLE, LEGIBLE = 0.5, 0.9
"""Confidence of a character alone on its line up to which it is a pen's stroke or a bit of a seal, where what stands in its cell is read with the second."""
SPECK = 0.06
"""Share of the ink of a line up to which a piece is a speck beside it."""


def is_one_stroke(strip: Strip, ink: Image, unit: float) -> bool:
    """Whether the *ink* of a line outside tables is one straight stroke longer than a character's; *unit* is pixels a point."""
    x0, top, x1, bottom = (max(0, round(value)) for value in strip.box)
    if strip.cell is not None or max(x1 - x0, bottom - top) < ASLANT * unit:
        return False
    part = np.ascontiguousarray(ink[top:bottom, x0:x1])
    if not part.size:
        return False
    count, labels, stats = pieces(part)
    if count < 2:
        return False
    areas = stats[1:count, 4]
    if (areas > SPECK * areas.sum()).sum() != 1:
        return False
    places = np.argwhere(labels == 1 + int(areas.argmax())).astype(np.float32)
    _, size, _ = cv2.minAreaRect(places)
    long, wide = max(size) + 1, min(size) + 1
    high, across = np.ptp(places, axis=0) + 1
    level = across >= FLAT * high
    # Underlined text hangs together by its line, and takes more room across.
    return bool(wide <= WIDE * unit and long >= THIN * wide and long >= (LEVEL if level else ASLANT) * unit)


def is_tattered(strip: Strip, sure: float, ink: Image) -> bool:
    """Whether the *ink* of a line that was read with the confidence *sure* is nothing but bits: a character has strokes that hang together."""
    if sure >= HARDLY:
        return False
    x0, top, x1, bottom = (max(0, round(value)) for value in strip.box)
    count, _, stats = pieces(np.ascontiguousarray(ink[top:bottom, x0:x1]))
    return count > BITS and int(stats[1:count, 2:4].max()) <= BIT * (bottom - top)


def without_illegible(lines: Sequence[LineText]) -> list[LineText]:
    """*lines* without each that is one character, hardly legible, beside legible ones in its cell: those are in doubt then."""
    legible = {line.strip.cell for line in lines if _is_legible(line)} - {None}
    dropped = [line for line in lines if line.strip.cell in legible and _is_illegible(line)]
    cells = {line.strip.cell for line in dropped}
    return [
        replace(line, strip=replace(line.strip, doubt=True)) if line.strip.cell in cells else line
        for line in lines
        if not any(line is other for other in dropped)
    ]


def _is_legible(line: LineText) -> bool:
    return len(line.reading.text.strip()) > 1 and line.reading.confidence >= LEGIBLE


def _is_illegible(line: LineText) -> bool:
    return len(line.reading.text.strip()) == 1 and line.reading.confidence < ILLEGIBLE
