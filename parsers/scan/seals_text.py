"""Characters of a seal that were read as a line of text: they stand along its ring, askew, and are hardly legible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from parsers.pdf.model import Stamp
from parsers.scan.glyphs import LineText

__all__ = ["without_seal_text"]

RING, BEYOND = (0.58, 0.9), 1.08
"""Shares of a seal's radius between which the middles of its characters are; and up to which its ring is, of which no detection makes text."""
HIGH = 0.45
"""Share of that radius that a line of them is high at most."""
STARS, STAR = frozenset("★☆✩✭⭐"), 0.25
"""What a seal's star is read as, and the share of its radius from its middle within which it is."""
ILLEGIBLE = 0.6
"""Confidence of what is read, on average, where an arc of them was taken for a line."""
FEW, LEGIBLE = 4, 0.9
"""Characters of such a line at most, and the confidence that more than half of text's characters have: those of a seal stand askew."""


def without_seal_text(lines: Sequence[LineText], seals: Sequence[Stamp], unit: float) -> list[LineText]:
    """*lines* without those that are a seal's characters; what else is in their cells is in doubt. *unit* is pixels a point."""
    dropped = [line for line in lines if any(_is_of(line, seal, unit) for seal in seals)]
    if not dropped:
        return list(lines)
    cells = {line.strip.cell for line in dropped} - {None}
    return [
        replace(line, strip=replace(line.strip, doubt=True)) if line.strip.cell in cells else line
        for line in lines
        if not any(line is other for other in dropped)
    ]


def _is_of(line: LineText, seal: Stamp, unit: float) -> bool:
    """Whether all that was read in *line* stands along the ring of *seal* and is hardly legible, or is its star."""
    signs = [character for character in line.reading.characters if not character.text.isspace()]
    starry = bool(signs) and all(sign.text in STARS for sign in signs)
    hardly = sum(sign.confidence < LEGIBLE for sign in signs)
    if not signs or len(signs) > FEW or (2 * hardly < len(signs) and not starry):
        return False
    x0, top, x1, bottom = (value * unit for value in seal.box)
    wide, high = (x1 - x0) / 2, (bottom - top) / 2
    if starry:
        aside, below = line.at(signs[0]) - (x0 + x1) / 2, (line.strip.box[1] + line.strip.box[3] - top - bottom) / 2
        return float(np.hypot(aside / wide, below / high)) <= STAR
    if line.strip.height > HIGH * high:
        # Detection made one line of an arc of them.
        sure = sum(sign.confidence for sign in signs) / len(signs)
        return sure <= ILLEGIBLE and _is_within(line, ((x0 + x1) / 2, (top + bottom) / 2), (wide, high))
    y = ((line.strip.box[1] + line.strip.box[3]) / 2 - (top + bottom) / 2) / high
    far = [float(np.hypot((line.at(sign) - (x0 + x1) / 2) / wide, y)) for sign in signs]
    return all(RING[0] <= share <= (RING[1] if line.strip.found else BEYOND) for share in far)


def _is_within(line: LineText, middle: tuple[float, float], size: tuple[float, float]) -> bool:
    """Whether *line* goes on no further than the ring about *middle* in any direction."""
    x0, top, x1, bottom = line.strip.box
    across, down = BEYOND * size[0], BEYOND * size[1]
    return abs(x0 - middle[0]) <= across >= abs(x1 - middle[0]) and abs(top - middle[1]) <= down >= abs(
        bottom - middle[1]
    )
