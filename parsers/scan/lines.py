"""Where lines of text stand on a page that was set straight: what detection found, divided at rules, with the ink that it missed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.pdf.model import Edge
from parsers.ruling import RuledGrid
from parsers.scan.astride import astride
from parsers.scan.ocr import Image, Quad
from parsers.scan.shape import Matrix, mapped

__all__ = ["Bounds", "Strip", "cell_of", "find_strips", "rule_mask"]

Bounds = tuple[float, float, float, float]
"""x0, top, x1, bottom in pixels of the straight picture."""

INSIDE = 0.3
"""Heights of a line by which a rule must be inside of it to divide it."""
CROSSES = 0.5
"""Share of a line's height that an upright rule must run along to divide it."""
COVERED = 0.5
"""Share of a blot's ink that must be in lines found for it to be theirs."""
NEXT_TO = 1.3
"""Heights of a line up to which ink beside it belongs to it."""
LEAST, MOST = 3.2, 60.0
"""Points of a blot's height for it to be writing."""
STROKE, FLAT = (7.0, 20.0), 0.25
"""Points of a level stroke that may be a character for itself, and the share of its length that it is thick at most."""
OVER = 0.3
"""Share of its height by which a line may be cut at its cell's border: what detection adds around it."""
SMALL = 0.3
"""Heights of a usual line that ink across must have to be writing, where detection saw none."""
STRAY = 0.6
"""Heights of a line by which a dot at its end must be apart from it to be dirt."""
SPECK = 0.75
"""Points across of a speck."""
TIP = 0.4
"""Heights of a line that what is behind such a character must be wide."""
STACKED, WHOLE = 1.6, 1.08
"""Times the height of a usual line that characters under one another may be wide as one, and ems that one of them may be high."""
TALL = 1.7
"""Times its width from which on a strip's height shows that its characters stand under one another."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Strip:
    """A line of text to be recognised. ``cell`` is (grid, cell) where it is in one."""

    box: Bounds
    cell: tuple[int, int] | None = None
    found: bool = True
    """Whether detection found it; else it is ink that detection missed."""
    doubt: bool = False
    """Whether it may belong elsewhere, or a part of it may: its cell's borders weren't all seen, or it touches or crosses one."""
    end: float | None = None
    """Where its last character ends, which stands astride its cell's right border; None where it keeps within."""

    @property
    def whole(self) -> Bounds:
        """Its box with what reaches over its cell's border."""
        return self.box if self.end is None else (*self.box[:2], self.end, self.box[3])

    @property
    def height(self) -> float:
        """Its height in pixels."""
        return self.box[3] - self.box[1]


def rule_mask(shape: tuple[int, ...], edges: Sequence[Edge], unit: float) -> Image:
    """255 where *edges* are drawn in a picture of *shape*, *unit* pixels a point; a pixel more on either side."""
    mask = np.zeros(shape[:2], np.uint8)
    for edge in edges:
        at, start, end = round(edge.at * unit - 0.5), round(edge.start * unit), round(edge.end * unit)
        thickness = max(3, round(edge.width * unit) + 2)
        ends = ((at, start), (at, end)) if edge.upright else ((start, at), (end, at))
        cv2.line(mask, *ends, color=255, thickness=thickness)
    return mask


def find_strips(
    quads: Sequence[Quad], forth: Matrix, ink: Image, grids: Sequence[RuledGrid], edges: Sequence[Edge], unit: float
) -> list[Strip]:
    """The lines of text of a page in reading order of detection; *ink* is without rules, *unit* is pixels a point.

    *quads* are the lines found in the picture as it was, *forth* maps them to the straight one.
    """
    strips: list[Strip] = []
    for quad in quads:
        corners = mapped(np.asarray(quad, np.float64), forth)
        left, right = corners[[0, 3], 0].mean(), corners[[1, 2], 0].mean()
        top, bottom = corners[[0, 1], 1].mean(), corners[[2, 3], 1].mean()
        box = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
        strips += _divided(box, edges, unit, ink)
    strips = [_placed(strip, grids, unit) for strip in strips if _has_ink(strip.box, ink)]
    strips = _with_missed(strips, ink, grids, unit)
    strips = [_trimmed(strip, ink) for strip in _parted(strips, ink) if _has_ink(strip.box, ink)]
    level = [strip.height for strip in strips if strip.box[2] - strip.box[0] >= strip.height]
    # Where all characters stand under one another a strip's width is a line's height.
    usual = float(np.median(level or [strip.box[2] - strip.box[0] for strip in strips])) if strips else 0.0
    return [part for strip in strips for part in (_apart(strip, ink, usual) if _is_tall(strip, usual) else (strip,))]


def _divided(box: Bounds, edges: Sequence[Edge], unit: float, ink: Image) -> Iterator[Strip]:
    """*box* cut where upright rules run through it, and shortened where level ones run along its top or bottom.

    Text too long for its cell runs on over the border: a character through which the rule goes is the cell's in which it begins.
    """
    x0, top, x1, bottom = box
    height = bottom - top
    inside = min(INSIDE * height, (x1 - x0) / 4)
    middle = (x0 + x1) / 2
    for edge in edges:
        at, start, end = edge.at * unit, edge.start * unit, edge.end * unit
        if edge.upright or not start <= middle <= end:
            continue
        if top < at < top + 0.4 * height:
            top = at + edge.width * unit / 2
        elif bottom - 0.4 * height < at < bottom:
            bottom = at - edge.width * unit / 2
    cuts = sorted(
        {
            edge.at * unit
            for edge in edges
            if edge.upright
            and x0 + inside < edge.at * unit < x1 - inside
            and min(edge.end * unit, bottom) - max(edge.start * unit, top) >= CROSSES * (bottom - top)
        }
    )
    left, least = x0, 2 * unit
    for right in [*cuts, x1]:
        reach = astride((left, top, x1, bottom), right, ink, unit) if right < x1 else None
        if right - left >= least:
            yield Strip(box=(left, top, right, bottom), doubt=reach is not None, end=reach)
        # Behind a character that stands astride there may be the tip of one of its strokes.
        left, least = (right, 2 * unit) if reach is None else (max(right, reach), max(2 * unit, TIP * height))


def _placed(strip: Strip, grids: Sequence[RuledGrid], unit: float) -> Strip:
    """*strip* with the cell that its middle is in, within that cell's borders."""
    at = cell_of(strip.box, grids, unit)
    if at is None:
        return strip
    x0, top, x1, bottom = strip.box
    left, upper, right, lower = grids[at[0]].cells[at[1]].box
    inner = (max(x0, left * unit), max(top, upper * unit), min(x1, right * unit), min(bottom, lower * unit))
    lost = max(inner[1] - top, bottom - inner[3], inner[0] - x0, x1 - inner[2])
    return replace(strip, box=inner, cell=at, doubt=strip.doubt or lost > OVER * strip.height)


def cell_of(box: Bounds, grids: Sequence[RuledGrid], unit: float) -> tuple[int, int] | None:
    """The cell, as (grid, cell), that the middle of *box*, in pixels of which *unit* are a point, is in."""
    x, y = (box[0] + box[2]) / 2 / unit, (box[1] + box[3]) / 2 / unit
    for number, grid in enumerate(grids):
        if not (grid.box[0] <= x <= grid.box[2] and grid.box[1] <= y <= grid.box[3]):
            continue
        for index, cell in enumerate(grid.cells):
            left, upper, right, lower = cell.box
            if left <= x <= right and upper <= y <= lower:
                return (number, index)
    return None


def _has_ink(box: Bounds, ink: Image) -> bool:
    x0, top, x1, bottom = (round(value) for value in box)
    return bool(ink[max(top, 0) : bottom, max(x0, 0) : x1].any())


def _with_missed(strips: list[Strip], ink: Image, grids: Sequence[RuledGrid], unit: float) -> list[Strip]:
    """*strips* made longer by the ink right beside them, and lines of the ink that is in none."""
    covered = np.zeros(ink.shape, np.uint8)
    for strip in strips:
        x0, top, x1, bottom = (round(value) for value in strip.whole)
        covered[max(top, 0) : max(bottom, 0), max(x0, 0) : max(x1, 0)] = 1
    gap = max(2, round(0.8 * unit))
    whole = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    inside = np.bincount(labels[(covered > 0) & (ink > 0)].ravel(), minlength=count)
    area = np.bincount(labels[ink > 0].ravel(), minlength=count)
    missed = [
        number
        for number in range(1, count)
        if inside[number] < COVERED * area[number]
        and area[number] >= (SPECK * unit) ** 2
        and max(stats[number, 2:4]) >= 2 * SPECK * unit
        and stats[number, 3] <= MOST * unit
    ]
    blots = [_box_of(stats[number]) for number in missed]
    usual = float(np.median([strip.height for strip in strips])) if strips else 10 * unit
    blots = [box for box in blots if max(box[2] - box[0], box[3] - box[1]) >= SMALL * usual]
    rest: list[Bounds] = []
    for blot in sorted(blots):
        index = _beside(blot, strips, grids, unit)
        if index is None:
            rest.append(blot)
        else:
            strips[index] = replace(strips[index], box=_united(strips[index].box, blot))
    return [*strips, *_lines_of(rest, grids, unit, ink.shape)]


def _box_of(stats: NDArray[np.int32]) -> Bounds:
    x, y, width, height = (float(value) for value in stats[:4])
    return (x, y, x + width, y + height)


def _beside(blot: Bounds, strips: list[Strip], grids: Sequence[RuledGrid], unit: float) -> int | None:
    """The strip on whose line *blot* stands, right behind or before it, in the same cell."""
    x0, top, x1, bottom = blot
    cell = _placed(Strip(box=blot), grids, unit).cell
    best: tuple[float, int] | None = None
    for index, strip in enumerate(strips):
        left, upper, right, lower = strip.box
        height = lower - upper
        if (
            strip.cell != cell
            or min(bottom, lower) - max(top, upper) < 0.5 * (bottom - top)
            or bottom - top > 1.5 * height
        ):
            continue
        distance = max(left - x1, x0 - right, 0.0)
        if distance <= NEXT_TO * height and (best is None or distance < best[0]):
            best = (distance, index)
    return None if best is None else best[1]


def _lines_of(blots: list[Bounds], grids: Sequence[RuledGrid], unit: float, shape: tuple[int, ...]) -> Iterator[Strip]:
    """Lines of the ink that no line was found for: what stands side by side in one cell."""
    groups: list[tuple[Bounds, tuple[int, int] | None]] = []
    for blot in sorted(blots, key=lambda box: box[0]):
        cell = _placed(Strip(box=blot), grids, unit).cell
        for index, (box, other) in enumerate(groups):
            overlap = min(blot[3], box[3]) - max(blot[1], box[1])
            height = max(box[3] - box[1], blot[3] - blot[1])
            if (
                other == cell
                and overlap >= 0.4 * min(blot[3] - blot[1], box[3] - box[1])
                and blot[0] - box[2] <= 2 * height
            ):
                groups[index] = (_united(box, blot), cell)
                break
        else:
            groups.append((blot, cell))
    for box, cell in groups:
        x0, top, x1, bottom = box
        at_edge = x0 <= 2 or top <= 2 or x1 >= shape[1] - 2 or bottom >= shape[0] - 2
        if LEAST * unit <= bottom - top <= MOST * unit and not at_edge:
            yield Strip(box=box, cell=cell, found=False)
        elif cell is not None and not at_edge and _is_level_stroke(box, unit):
            room = (x1 - x0 - (bottom - top)) / 2
            yield Strip(box=(x0, max(top - room, 0.0), x1, bottom + room), cell=cell, found=False, doubt=True)


def _is_level_stroke(box: Bounds, unit: float) -> bool:
    """Whether ink is a level stroke as long as a character is wide: the one for one, or a dash."""
    wide, high = box[2] - box[0], box[3] - box[1]
    return STROKE[0] * unit <= wide <= STROKE[1] * unit and high <= FLAT * wide


def _united(one: Bounds, other: Bounds) -> Bounds:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


def _parted(strips: list[Strip], ink: Image) -> list[Strip]:
    """*strips* of which no two lines under one another share pixels: they are cut where between them there is the least ink."""
    found = list(strips)
    order = sorted(range(len(found)), key=lambda index: found[index].box[1])
    for place, upper in enumerate(order):
        for lower in order[place + 1 :]:
            one, other = found[upper].box, found[lower].box
            if other[1] >= one[3]:
                break
            overlap = min(one[3], other[3]) - other[1]
            apart = (other[1] + other[3]) / 2 - (one[1] + one[3]) / 2
            if min(one[2], other[2]) <= max(one[0], other[0]) or apart < 0.35 * min(
                one[3] - one[1], other[3] - other[1]
            ):
                continue
            top, bottom = round(other[1] - 0.15 * overlap), round(other[1] + 1.15 * overlap) + 1
            left, right = round(min(one[0], other[0])), round(max(one[2], other[2]))
            profile = (ink[max(top, 0) : bottom, max(left, 0) : right] > 0).sum(axis=1)
            if not len(profile):
                continue
            least = np.flatnonzero(profile == profile.min())
            cut = max(top, 0) + float(least[len(least) // 2]) + 0.5
            found[upper] = replace(found[upper], box=(one[0], one[1], one[2], cut))
            found[lower] = replace(found[lower], box=(other[0], cut, other[2], other[3]))
    return found


def _trimmed(strip: Strip, ink: Image) -> Strip:
    """*strip* cut to its ink."""
    x0, top, x1, bottom = (max(0, round(value)) for value in strip.box)
    part = _without_dirt(ink[top:bottom, x0:x1]) > 0
    columns, rows = np.flatnonzero(part.any(axis=0)), np.flatnonzero(part.sum(axis=1) >= 1)
    if not len(columns) or not len(rows):
        return strip
    if rows[-1] - rows[0] + 1 <= FLAT * min(columns[-1] - columns[0] + 1, bottom - top):
        # Without room above and below a level stroke isn't known for one.
        return replace(strip, box=(float(x0 + columns[0]), strip.box[1], float(x0 + columns[-1] + 1), strip.box[3]))
    return replace(
        strip,
        box=(float(x0 + columns[0]), float(top + rows[0]), float(x0 + columns[-1] + 1), float(top + rows[-1] + 1)),
    )


def _without_dirt(part: Image) -> Image:
    """*part* without dots that stand apart at its ends."""
    height = part.shape[0]
    columns = np.flatnonzero(part.any(axis=0))
    if not len(columns):
        return part
    cuts = np.flatnonzero(np.diff(columns) > STRAY * height)
    if not len(cuts):
        return part
    found = part.copy()
    first, last = columns[cuts[0]] + 1, columns[cuts[-1] + 1]
    for slot in (slice(0, first), slice(last, part.shape[1])):
        piece = part[:, slot] > 0
        rows, own = np.flatnonzero(piece.any(axis=1)), np.flatnonzero(piece.any(axis=0))
        if len(rows) and max(rows[-1] - rows[0], own[-1] - own[0]) < 0.24 * height:
            found[:, slot] = 0
    return found


def _apart(strip: Strip, ink: Image, usual: float) -> Iterator[Strip]:
    """The characters, or short lines, that stand under one another in *strip*."""
    x0, top, x1, bottom = (max(0, round(value)) for value in strip.box)
    em = min(max(float(x1 - x0), usual), STACKED * usual)
    drawn = np.concatenate(([0], (ink[top:bottom, x0:x1] > 0).any(axis=1).astype(np.int8), [0]))
    runs = np.flatnonzero(np.diff(drawn)).reshape(-1, 2)
    parts: list[list[int]] = []
    for start, end in runs:
        # A character may have free rows inside.
        if parts and end - parts[-1][0] <= WHOLE * em:
            parts[-1][1] = int(end)
        else:
            parts.append([int(start), int(end)])
    for start, end in parts:
        yield _trimmed(replace(strip, box=(strip.box[0], float(top + start), strip.box[2], float(top + end))), ink)


def _is_tall(strip: Strip, usual: float) -> bool:
    """Whether a strip is as high as several characters under one another; a single digit is higher than wide as well."""
    return strip.height > TALL * (strip.box[2] - strip.box[0]) and strip.height > TALL * usual
