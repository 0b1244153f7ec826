"""Round buttons, ticks and the dot within a name, told by the shape of their ink: recognition leaves them out or takes them for letters."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from parsers.scan.marks import BOX, CLEAR, DIRT, FILLED
from parsers.scan.ocr import Image
from parsers.scan.pieces import pieces

__all__ = ["RADIO", "is_colon", "is_dot", "is_tick", "ringed", "rings_among", "spots_of"]

RADIO, RADIO_FULL = "\u25cb", "\u25cf"
ROUND, SECTORS, BROKEN = 0.85, 24, 21
"""Height of a round button by its width at least, the directions from its middle in all of which it has its rim, and in how many a filled one."""
RIM, CORNER, PIP = 0.72, 1.12, 0.4
"""Shares of its radius from which on there is its rim, from which on there is nothing, and up to which there is what fills it."""
PIPPED = 0.8
"""Share of that which is ink where it is filled."""
DOT, ROOM = 0.15, (0.45, 0.68)
"""Shares of its radius within which there is the dot that ticks it, and between which there is room round that."""
TICK_HIGH, TICK_WIDE, TICK_THICK = (0.4, 1.6), (0.5, 1.6), 0.5
"""Ems that a tick is high, times its height that it is wide, and the share of its height that its stroke takes."""
TICK_FOOT, TICK_BEGINS, TICK_ENDS = (0.12, 0.6), (0.3, 0.9), 0.4
"""Shares of its width at which it turns upwards, and of its height, from above, at which it begins and ends."""
COLON = 2
SPOT, SPOT_ROUND, HALFWAY = (0.06, 0.28), 0.6, (0.3, 0.75)
"""Ems that the dot within a name is high and wide, its height by its width at least or the reverse, and between which shares of the line it is."""


def ringed(ink: Image, em: float) -> str | None:
    """The round button that *ink* shows, empty or filled; None where there is none, or neither for sure. It may be underlined."""
    count, _, stats = pieces(ink)
    if count < 2:
        return None
    x0, top, wide, high = (int(value) for value in stats[1 + int(stats[1:, 3].argmax()), :4])
    part = ink[top : top + high, x0 : x0 + wide] > 0
    if not (
        BOX[0] * em <= min(high, wide) and max(high, wide) <= BOX[1] * em and min(high, wide) >= ROUND * max(high, wide)
    ):
        return None
    if _reaches_beyond(np.asarray(stats, np.int32), x0, top, wide, high):
        return None
    ys, xs = np.mgrid[0:high, 0:wide]
    y, x = (ys + 0.5) / high * 2 - 1, (xs + 0.5) / wide * 2 - 1
    far = np.hypot(x, y)
    sectors = np.floor((np.arctan2(y, x) / (2 * np.pi) + 0.5) * SECTORS).astype(int) % SECTORS
    rim = (far > RIM) & part
    share = float(part[far < PIP].mean())
    # A photograph breaks a thin rim; what is round and filled is a button all the same.
    least = BROKEN if share >= PIPPED else SECTORS
    if len(np.unique(sectors[rim])) < least or part[far > CORNER].mean() > CLEAR:
        return None
    if share >= PIPPED:
        return RADIO_FULL
    if share <= CLEAR:
        return RADIO
    # A dot in its middle with room round it fills it as well.
    room = float(part[(far > ROOM[0]) & (far < ROOM[1])].mean())
    dot = part[far < DOT]
    return RADIO_FULL if dot.size and dot.mean() >= PIPPED and room <= FILLED else None


def rings_among(ink: Image, em: float) -> Iterator[tuple[float, str]]:
    """The round buttons that are pieces of *ink* by themselves, each with its middle along the line: of what stands over or close by another nothing is apart."""
    count, labels, stats = pieces(ink)
    for number in range(1, count):
        left, top, wide, high = (int(value) for value in stats[number, :4])
        if not (BOX[0] * em <= min(wide, high) and max(wide, high) <= BOX[1] * em) or min(wide, high) < ROUND * max(
            wide, high
        ):
            continue
        part = labels[top : top + high, left : left + wide]
        # Pieces that are all within its bounds are its dot; a neighbour's corner isn't.
        whole = [
            other
            for other in np.unique(part)
            if other
            and left <= stats[other, 0]
            and stats[other, 0] + stats[other, 2] <= left + wide
            and top <= stats[other, 1]
            and stats[other, 1] + stats[other, 3] <= top + high
        ]
        shape = ringed(np.asarray(np.isin(part, whole).astype(np.uint8) * 255, np.uint8), em)
        if shape is not None:
            yield left + wide / 2, shape


def _reaches_beyond(stats: NDArray[np.int32], x0: int, top: int, wide: int, high: int) -> bool:
    """Whether a piece of ink beside a button is anything but in it or a line under it."""
    for left, upper, width, height in stats[1:, :4]:
        inside = x0 <= left and left + width <= x0 + wide and top <= upper and upper + height <= top + high
        if not inside and upper < top + high and max(width, height) > DIRT * high:
            return True
    return False


def is_dot(ink: Image, em: float, least: float = SPOT[0]) -> bool:
    """Whether *ink* is one small round spot half-way up the line, of *least* ems."""
    spots = spots_of(ink, em)
    return len(spots) == 1 and min(spots[0][2:]) >= least * em and _is_halfway(spots[0], ink)


def is_colon(ink: Image, em: float) -> bool:
    """Whether *ink* is two small round spots, one over the other."""
    spots = spots_of(ink, em)
    if len(spots) != COLON:
        return False
    (left, _, wide, _), (other, _, width, _) = spots
    return abs(left + wide / 2 - other - width / 2) <= SPOT[1] * em / 2


def spots_of(ink: Image, em: float) -> list[tuple[int, int, int, int]]:
    """The small round spots (left, top, width, height) that *ink* is; none where it has anything larger."""
    count, _, stats = pieces(ink)
    found = []
    for number in range(1, count):
        left, top, wide, high = (int(value) for value in stats[number, :4])
        if max(wide, high) > SPOT[1] * em:
            return []
        if min(wide, high) >= SPOT[0] * em and min(wide, high) >= SPOT_ROUND * max(wide, high):
            found.append((left, top, wide, high))
    return found


def _is_halfway(spot: tuple[int, int, int, int], ink: Image) -> bool:
    return bool(HALFWAY[0] <= (spot[1] + spot[3] / 2) / ink.shape[0] <= HALFWAY[1])


def is_tick(ink: Image, em: float) -> bool:
    """Whether *ink* is one stroke that goes down a little and then up to the right, much farther: a tick as it is printed or drawn."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return False
    part = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] > 0
    high, wide = part.shape
    if not TICK_HIGH[0] * em <= high <= TICK_HIGH[1] * em or not TICK_WIDE[0] * high <= wide <= TICK_WIDE[1] * high:
        return False
    if not part.any(axis=0).all() or part.sum(axis=0).mean() > TICK_THICK * high:
        return False
    lowest = high - 1 - part[::-1].argmax(axis=0)
    foot = int(np.flatnonzero(lowest == lowest.max()).mean())
    slack = max(1, round(0.06 * high))
    down, up = np.diff(lowest[: foot + 1]), np.diff(lowest[foot:])
    return bool(
        TICK_FOOT[0] * wide <= foot <= TICK_FOOT[1] * wide
        and (down >= -slack).all()
        and (up <= slack).all()
        and TICK_BEGINS[0] * high <= lowest[: max(2, wide // 12)].min() <= TICK_BEGINS[1] * high
        and lowest[-1] <= TICK_ENDS * high
    )
