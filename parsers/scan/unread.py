"""Ink on a scanned page that no line read there accounts for: a value beside it may lack a character, a line or half of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np

from parsers.ruling import RuledGrid
from parsers.scan.glyphs import LineText
from parsers.scan.lines import Bounds, cell_of
from parsers.scan.ocr import Image

__all__ = ["told_of_unread", "unread_ink"]

AROUND = 0.12
"""Heights of a line round its box in which ink is still its own: the ends of strokes, a blur."""
JOINED = 0.8
"""Points between strokes of one character."""
WIDE, HIGH = 0.4, 0.42
"""Heights of a usual line that unread ink is wide or high, for it to be a part of a character and no speck."""
THIN = 1.6
"""Points of thickness up to which level or upright ink is a rule or an underline, if it is longer than a character."""
AT_RULE = 3.0
"""Points of thickness up to which ink along a rule is the rule's own uneven edge."""
NEXT_TO = 1.2
"""Heights of a line up to which ink above or below it, outside of tables, may be another line of its value."""
SOLID = 0.03
"""Share of its bounds that ink covers at least; a stain's edge has less."""


def told_of_unread(
    lines: Sequence[LineText], ink: Image, mask: Image, grids: Sequence[RuledGrid], unit: float
) -> list[LineText]:
    """*lines* with those in doubt whose cell, or whose neighbourhood outside of tables, has ink that was read in no line.

    *ink* is what is dark without the rules, *mask* where those are; they have *unit* pixels a point.
    """
    read = [line for line in lines if line.reading.text.strip()]
    heights = [line.strip.height for line in read if line.strip.box[2] - line.strip.box[0] >= line.strip.height]
    if not heights:
        return list(lines)
    usual = float(np.median(heights))
    boxes = [line.strip.whole for line in read]
    found = list(unread_ink(ink, mask, boxes, usual, unit))
    cells = {cell_of(blot, grids, unit) for blot in found} - {None}
    free = [blot for blot in found if cell_of(blot, grids, unit) is None]
    return [
        line
        if not (line.strip.cell in cells or (line.strip.cell is None and any(_is_near(line, blot) for blot in free)))
        else replace(line, strip=replace(line.strip, doubt=True))
        for line in lines
    ]


def unread_ink(ink: Image, mask: Image, boxes: Sequence[Bounds], usual: float, unit: float) -> Iterator[Bounds]:
    """Where there is ink outside of *boxes* that is as large as a part of a character; a line's height is *usual* pixels."""
    rest = ink.copy()
    for x0, top, x1, bottom in boxes:
        around = max(2.0, AROUND * (bottom - top))
        rest[max(0, round(top - around)) : round(bottom + around), max(0, round(x0 - around)) : round(x1 + around)] = 0
    if not rest.any():
        return
    gap = max(2, round(JOINED * unit))
    whole = cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    area = np.bincount(labels[rest > 0].ravel(), minlength=count)
    rules = cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0
    beside = np.bincount(labels[rules & (whole > 0)].ravel(), minlength=count)
    rows, columns = ink.shape
    for number in range(1, count):
        x, y, width, height = (int(value) for value in stats[number, :4])
        across, along = min(width, height), max(width, height)
        if width < WIDE * usual and height < HIGH * usual:
            continue
        if x <= 2 or y <= 2 or x + width >= columns - 2 or y + height >= rows - 2:
            continue
        if across <= THIN * unit and (along > 1.3 * usual or beside[number]):
            continue
        if beside[number] and across <= AT_RULE * unit:
            continue
        if area[number] < SOLID * width * height:
            continue
        yield (float(x), float(y), float(x + width), float(y + height))


def _is_near(line: LineText, blot: Bounds) -> bool:
    """Whether *blot* stands above, below or beside *line* as the next piece of the same text would."""
    x0, top, x1, bottom = line.strip.box
    height = bottom - top
    apart = max(blot[1] - bottom, top - blot[3], 0.0)
    aside = max(blot[0] - x1, x0 - blot[2], 0.0)
    return apart <= NEXT_TO * height and aside <= NEXT_TO * height and blot[3] - blot[1] >= HIGH * height
