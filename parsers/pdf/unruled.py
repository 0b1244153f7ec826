"""Ruled lines taken from the picture of a page."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from parsers.pdf.model import Edge
from parsers.scan.ocr import Image

__all__ = ["without_rules"]

INK = 160
"""Grey below which something is drawn."""


def without_rules(drawn: Image, edges: Iterable[Edge], scale: float) -> None:
    """Takes the ruled lines from a page's picture: the recogniser takes them for strokes. What goes through a level one is left."""
    for edge in edges:
        half = max(edge.width, 0.5) / 2 * scale + 1.5
        low, high = max(0, round(edge.at * scale - half)), max(0, round(edge.at * scale + half))
        start, end = max(0, round(edge.start * scale)), max(0, round(edge.end * scale))
        if edge.upright:
            drawn[start:end, low:high] = 255
        else:
            band = drawn[low:high, start:end]
            through = np.zeros(band.shape[1], np.bool_)
            if 0 < low < high < len(drawn):
                through = _broader(drawn[low - 1, start:end] < INK) & _broader(drawn[high, start:end] < INK)
            band[:, ~through] = 255


def _broader(inked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where ink is, or up to two pixels beside: strokes are slanted."""
    found = inked.copy()
    for shift in (1, 2):
        found[shift:] |= inked[:-shift]
        found[:-shift] |= inked[shift:]
    return found
