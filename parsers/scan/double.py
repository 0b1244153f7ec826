"""Rules that are drawn twice, close beside one another: they are one border, as which the first of the two is taken."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.scan.ocr import Image
from parsers.scan.pieces import pieces

__all__ = ["second_lines"]

APART = (1.2, 4.6)
"""Points between the two lines of a double rule: no row or column is as narrow."""
LONG, LONG_UPRIGHT, SHORT = 60.0, 26.0, 10.0
"""Points from which on level strokes beside one another are rules, upright ones are, and those that go from one level rule to the next: a character's are shorter."""
USUAL = 0.25
"""Share of what is drawn of all such rules that the second lines of double ones are at least: half of it where all are double."""
MEETS = 5.0
"""Points by which such a one may miss a level rule."""


def second_lines(ink: Image, unit: float) -> Image | None:
    """255 where *ink* (*unit* pixels a point) has the lower, or right, lines of double rules; None where it has none."""
    level = _seconds(ink, LONG, unit)
    upright = np.ascontiguousarray(_seconds(np.ascontiguousarray(ink.T), LONG_UPRIGHT, unit).T)
    if not level.any() and not upright.any():
        return None
    short = np.ascontiguousarray(_seconds(np.ascontiguousarray(ink.T), SHORT, unit).T)
    ends = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, round(LONG * unit)), np.uint8))
    reach = 2 * round(MEETS * unit) + 1
    ends = cv2.dilate(ends, np.ones((reach, 3), np.uint8))
    count, labels, stats = pieces(short)
    for number in range(1, count):
        x, y, wide, high = (int(value) for value in stats[number, :4])
        column = min(x + wide // 2, ends.shape[1] - 1)
        if ends[y, column] and ends[y + high - 1, column]:
            upright[labels == number] = 255
    return np.asarray(cv2.bitwise_or(level, upright), np.uint8)


def _seconds(ink: Image, long: float, unit: float) -> Image:
    """The lower lines of level double rules of at least *long* points."""
    kernel = np.ones((1, max(8, round(long * unit))), np.uint8)
    # A line that isn't quite level is in two rows of pixels by turns.
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    lines = np.asarray(cv2.morphologyEx(thick, cv2.MORPH_OPEN, kernel), np.uint8)
    if not lines.any():
        return lines
    # Only the rows of pixels near such a line are looked at.
    most = round(APART[1] * unit)
    drawn = np.asarray(lines.any(axis=1), np.uint8)[:, None]
    near = np.flatnonzero(cv2.dilate(drawn, np.ones((2 * most + 3, 1), np.uint8)))
    part, free = lines[near], np.asarray(cv2.bitwise_not(ink[near]), np.uint8)
    above, clear = np.zeros_like(part), np.zeros_like(part)
    least = round(APART[0] * unit) + 2
    # Between the two there is paper, or one line is thick.
    for shift in range(1, min(most, len(near) - 1) + 1):
        if shift >= least:
            above[shift:] |= part[:-shift] & clear[shift:]
        clear[shift:] |= free[:-shift]
    found = np.zeros_like(lines)
    found[near] = cv2.morphologyEx(part & above, cv2.MORPH_OPEN, kernel)
    if np.count_nonzero(found) < USUAL * np.count_nonzero(part):
        # An underline close above a border, a pen's stroke along it: a table's rules are all drawn alike.
        return np.zeros_like(lines)
    return np.asarray(cv2.dilate(found, np.ones((3, 3), np.uint8)), np.uint8)
