"""What the parts of a path look like: rectangles, and empty boxes that are drawn as two of them."""

from __future__ import annotations

from collections.abc import Sequence

from forms.text import Box

__all__ = ["SMALL", "Part", "Point", "bounds", "hollow_of", "is_rectangle"]

SMALL, LEAST = 24.0, 1.5
"""Points up to which the sides of what is drawn are those of a tick box or its mark, and of the smallest box."""
FEW_PARTS, RIM = 6, 0.22
"""Parts of a path at most of which two draw an empty box and the others its mark, and the share of its side that such a box's line is wide at most."""
CORNER = 0.17
"""Share of its side within which the points of a ring stand from its bounds."""
LEVEL = 0.6
"""Points by which the corners of a rectangle may differ from its bounds."""

Point = tuple[float, float]
Part = tuple[list[Point], bool, bool]
"""The points of a part of a path, whether it has curves, and whether it is closed."""


def bounds(points: Sequence[Point]) -> Box:
    """The smallest upright box round *points*."""
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def hollow_of(parts: Sequence[Part]) -> tuple[Part, Part] | None:
    """The two parts of a filled path that draw an empty box or ring: one within the other, the room between them thin."""
    if not 2 <= len(parts) <= FEW_PARTS:
        return None
    boxes = [bounds(points) for points, _, _ in parts]
    outer = max(range(len(parts)), key=lambda one: boxes[one][2] - boxes[one][0])
    x0, top, x1, bottom = boxes[outer]
    side = min(x1 - x0, bottom - top)
    if not side > LEAST or max(x1 - x0, bottom - top) > SMALL or not _is_plain(parts[outer], boxes[outer]):
        return None
    for number, inner in enumerate(boxes):
        rims = (inner[0] - x0, inner[1] - top, x1 - inner[2], bottom - inner[3])
        if number != outer and all(0 < rim <= RIM * side for rim in rims) and _is_plain(parts[number], inner):
            return parts[outer], parts[number]
    return None


def _is_plain(part: Part, box: Box) -> bool:
    """Whether a part of a path is a rectangle, or follows its bounds as a ring does."""
    points, curved, _ = part
    if not curved:
        return is_rectangle(points, box)
    corner = CORNER * min(box[2] - box[0], box[3] - box[1])
    return all(min(x - box[0], box[2] - x, y - box[1], box[3] - y) <= corner for x, y in points)


def is_rectangle(points: Sequence[Point], box: Box) -> bool:
    """Whether all points are corners of their bounds."""
    x0, top, x1, bottom = box
    return len(points) >= 4 and all(
        (abs(x - x0) <= LEVEL or abs(x - x1) <= LEVEL) and (abs(y - top) <= LEVEL or abs(y - bottom) <= LEVEL)
        for x, y in points
    )
