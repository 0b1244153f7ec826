"""Lines of the back of thin paper, which show through it reversed: much fainter than the page's print, and hardly legible."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parsers.scan.glyphs import LineText
from parsers.scan.ocr import Image

__all__ = ["without_back"]

FAINT = 0.33
"""Share of the usual darkness of a page's print up to which a line's darkest strokes may be the back's."""
PRINTED = 75.0
"""The percentile of how dark lines are that print has: as many may be the back's."""
CORE = 10.0
"""The percentile of the brightness of a line's ink that its darkest strokes have."""
ILLEGIBLE = 0.8
"""Confidence below which such a line is the back's."""
SEVERAL, SHORT = 2, 3
"""Lines of the back from which on it shows through the page, and characters of a faint line up to which it is the back's as well there: some look the same reversed."""


def without_back(lines: Sequence[LineText], picture: Image, ink: Image) -> list[LineText]:
    """*lines* without those of the page's back. *picture* is the straight page in grey, *ink* where it has strokes that are no rules."""
    depths = [_darkness(line, picture, ink) for line in lines]
    printed = [depth for depth, line in zip(depths, lines, strict=True) if line.strip.found and depth > 0]
    if not printed:
        return list(lines)
    limit = FAINT * float(np.percentile(printed, PRINTED))
    faint = [0 < depth <= limit and bool(line.reading.characters) for depth, line in zip(depths, lines, strict=True)]
    back = [pale and line.reading.confidence < ILLEGIBLE for pale, line in zip(faint, lines, strict=True)]
    if sum(back) < SEVERAL:
        # A pencil may have written one.
        return list(lines)
    return [
        line
        for line, pale, own in zip(lines, faint, back, strict=True)
        if not own and not (pale and len(line.reading.text.strip()) <= SHORT)
    ]


def _darkness(line: LineText, picture: Image, ink: Image) -> float:
    """By how much the darkest strokes of *line* are darker than the paper round them; 0 where it has no ink."""
    x0, top, x1, bottom = (max(0, round(value)) for value in line.strip.whole)
    part, drawn = picture[top:bottom, x0:x1], ink[top:bottom, x0:x1] > 0
    if not drawn.any() or drawn.all():
        return 0.0
    return float(np.median(part[~drawn])) - float(np.percentile(part[drawn], CORE))
