"""A character that was read in a line, and the ink that is its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parsers.scan.ocr import Image
from parsers.scan.pieces import pieces

__all__ = ["DASH", "NEAR", "PASSED_OVER", "STROKE", "Sign", "alone", "inner", "is_beside_letter", "is_wide"]

NEAR = 0.62
"""Ems round a box's middle in which its ink is."""
INNER = 0.14
"""Share of the room of a character, to either side of its middle, within which all is its own."""
STROKE = "一"
DASH = "—"
PASSED_OVER = 0.8
"""Confidence of a line in which ink was passed over."""
THROUGH = 0.9
"""Share of a part of a line that a stroke through it fills."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign:
    """A character at its place along the line, in pixels from the line's left end."""

    text: str
    at: float
    confidence: float
    struck: bool = False


def is_wide(character: str) -> bool:
    """Whether a character fills a square."""
    return character >= "\u2e80" or character in "“”‘’…—·□☐☑☒■○●√×"


def alone(ink: Image, start: int, end: int) -> Image:
    """The part of *ink* from *start* to *end* without what reaches in from the sides; a line's own end may be within it."""
    middle = (start + end) / 2 - max(start, 0)
    part = ink[:, max(start, 0) : max(end, 0)].copy()
    columns = np.asarray(part.any(axis=0), np.bool_)
    clear = np.flatnonzero(~columns)
    reach = INNER * (end - start)
    before, behind = clear[clear < middle - reach], clear[clear > middle + reach]
    if len(before):
        part[:, : before[-1]] = 0
    if len(behind):
        part[:, behind[0] :] = 0
    return part


def inner(part: Image) -> Image:
    """*part* of a line without what goes through it from side to side, as an underline does, and what reaches in from its sides."""
    found = part.copy()
    if not part.size:
        # OpenCV would end the process.
        return found
    found[(part > 0).mean(axis=1) >= THROUGH] = 0
    count, labels, stats = pieces(found)
    for number in range(1, count):
        left, width = int(stats[number, 0]), int(stats[number, 2])
        if left == 0 or left + width == found.shape[1]:
            found[labels == number] = 0
    return found


def is_beside_letter(index: int, signs: list[Sign]) -> bool:
    """Whether a letter or digit stands right before or behind the sign at *index*."""
    beside = [signs[place].text for place in (index - 1, index + 1) if 0 <= place < len(signs)]
    return any(text.isascii() and text.isalnum() for text in beside)
