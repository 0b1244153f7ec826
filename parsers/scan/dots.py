"""Points that are drawn as curves between two characters and that recognition passes over: the one in the middle of a name of two parts, or any other."""

from __future__ import annotations

from collections.abc import Sequence

from forms.chinese import is_han
from forms.text import Box
from parsers.geometry import Strips
from parsers.pdf.model import Glyph

__all__ = ["points_between"]

MIDDLE = "\u00b7"
LARGEST = 0.45
"""Ems of the longer side of a point."""
LEVEL, WITHIN = 0.15, 0.45
"""Ems from the middle of a line within which a point is in the middle, and within which it belongs to the line."""
BESIDE = 1.3
"""Ems from a point to the middles of the characters on its sides at most."""
READ = 0.4
"""Ems from a point within which what was read, and is no Han character, is the point."""
ROUND = 1.5
"""Times that a point may be longer one way than the other."""
UNDER = 0.1
"""Ems by which points may stand aside that with those above and below them are a dotted line."""
ALONE = 0.9
"""Ems to the next point, which with it is a part of some other mark."""
LOW = 0.89
"""Confidence of the characters beside a point that isn't told."""


def points_between(glyphs: Sequence[Glyph], dots: Sequence[Box]) -> list[Glyph]:
    """The middle points that those of *dots* are which stand between Han characters and are none of *glyphs*.

    Where such a dot is some other mark, the characters on its sides are doubted.
    """
    found: list[Glyph] = []
    if not dots:
        return found
    told = Strips((one.box, one) for one in glyphs if not one.text.isspace())
    all_dots = Strips((dot, dot) for dot in dots)
    seen: set[Box] = set()
    for dot in dots:
        if dot in seen:
            continue
        seen.add(dot)
        x, y = (dot[0] + dot[2]) / 2, (dot[1] + dot[3]) / 2
        near = [one for one in told.near(y, y) if abs(one.x - x) <= BESIDE * one.size and not one.angle]
        near = [one for one in near if abs(one.middle - y) <= WITHIN * one.size]
        if any(one.x0 <= x <= one.x1 or (abs(one.x - x) <= READ * one.size and not is_han(one.text)) for one in near):
            continue
        before = max((one for one in near if one.x < x), key=lambda one: one.x, default=None)
        behind = min((one for one in near if one.x > x), key=lambda one: one.x, default=None)
        wide, high = dot[2] - dot[0], dot[3] - dot[1]
        if before is None or behind is None or max(wide, high) > LARGEST * before.size:
            continue
        em = before.size
        others = {
            ((other[0] + other[2]) / 2, (other[1] + other[3]) / 2)
            for other in all_dots.near(dot[1] - em, dot[3] + em)
            if other != dot
        }
        if sum(abs(at - x) <= UNDER * em for at, _ in others) > 1:
            continue
        alone = all(abs(at - x) > ALONE * em for at, height in others if abs(height - y) <= em / 2)
        central = abs(before.middle - y) <= LEVEL * em and max(wide, high) <= ROUND * min(wide, high)
        if alone and central and is_han(before.text) and is_han(behind.text):
            start, end = before.x1, behind.x0
            if not start < x < end:
                start, end = x - wide, x + wide
            found.append(Glyph(MIDDLE, start, end, before.y, em, confidence=LOW, method="ocr"))
        else:
            for one in (before, behind):
                one.confidence = min(one.confidence, LOW)
    return found
