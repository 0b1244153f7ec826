"""Text that is drawn as curves, as programs for printing make it: outlines of characters where the page tells no text."""

from __future__ import annotations

from collections.abc import Sequence

from forms.text import Box
from parsers.geometry import Strips, hull
from parsers.pdf.figures import Part, Point, bounds
from parsers.pdf.model import Glyph, Outline, Page

__all__ = ["LARGEST", "LEAST_POINTS", "bare", "outlines_of"]

LARGEST = 72.0
"""Points of the largest character's sides."""
SMALLEST = 2.0
"""Points of the longer side of the smallest."""
LEAST_POINTS = 9
"""Points in the path of a character's curved part at least: a tick has fewer."""
BORDER = 0.16
"""Share of its sides within which all points of a ring or of a frame with rounded corners stand from their bounds."""
KINDS = 3
"""Outlines of different shapes from which on they are text: ticks and rings are all alike."""
APART, LEVEL = 0.8, 0.2
"""Shares of their height by which two that follow one another as digits do may be apart, and by which their tops and feet may differ."""
MOST = 5_000
"""Outlines of a page that are looked at."""
STEP = 0.25
"""Points by which the sides of outlines of one shape may differ."""


def outlines_of(parts: Sequence[Part]) -> list[Outline]:
    """The outlines that the parts of a filled path (points, whether curved, whether closed) may be of characters."""
    boxes = [bounds(points) for points, _, _ in parts]
    told = [_is_told(points, curved, box) for (points, curved, _), box in zip(parts, boxes, strict=True)]
    if not any(told):
        return []
    whole = hull(boxes)
    if _fits(whole):
        return [Outline(whole, sum(len(points) for points, _, _ in parts))]
    return [
        Outline(box, len(points))
        for (points, _, _), box, tells in zip(parts, boxes, told, strict=True)
        if tells and _fits(box)
    ]


def bare(page: Page) -> list[Outline]:
    """The outlines on *page* in which none of its characters stands, if they are text."""
    if not page.outlines:
        return []
    written = Strips(((g.x, g.middle, g.x, g.middle), g) for g in page.glyphs if not g.text.isspace())
    found = [one for one in page.outlines[:MOST] if not _is_written(one.box, written)]
    if len({(one.points, *_sides(one.box)) for one in found}) >= KINDS:
        return found
    inks = [one.box for one in page.smalls[:MOST] if not (one.white or one.ground)]
    inks = [box for box in inks if not _is_written(box, written)] if found else []
    return found if _follow([one.box for one in found], inks) else []


def _is_written(box: Box, written: Strips[Glyph]) -> bool:
    return any(box[0] <= g.x <= box[2] and box[1] <= g.middle <= box[3] for g in written.near(box[1], box[3]))


def _sides(box: Box) -> tuple[int, int]:
    return round((box[2] - box[0]) / STEP), round((box[3] - box[1]) / STEP)


def _follow(outlines: Sequence[Box], inks: Sequence[Box]) -> bool:
    """Whether something of another shape and as high follows one of the *outlines* on its line, or stands before it: ticks and rings stand alone."""
    beside = Strips((box, box) for box in (*outlines, *inks))
    for one in outlines:
        high = one[3] - one[1]
        for other in beside.near(one[1], one[3]):
            if (
                abs((one[2] - one[0]) - (other[2] - other[0])) >= STEP
                and 0 <= max(other[0] - one[2], one[0] - other[2]) <= APART * high
                and max(abs(one[1] - other[1]), abs(one[3] - other[3])) <= LEVEL * high
            ):
                return True
    return False


def _fits(box: Box) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    return max(wide, high) <= LARGEST and max(wide, high) >= SMALLEST


def _is_told(points: list[Point], curved: bool, box: Box) -> bool:
    """Whether a part of a path is curved within its bounds, as no ring and no frame is."""
    if not curved or len(points) < LEAST_POINTS:
        return False
    x0, top, x1, bottom = box
    side = BORDER * min(x1 - x0, bottom - top)
    return any(min(x - x0, x1 - x, y - top, bottom - y) > side for x, y in points)
