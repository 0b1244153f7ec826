"""The pieces of a line's ink that hang together."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.scan.ocr import Image

__all__ = ["is_nested", "pieces"]

ROOM = 0.1
"""Ems that the room within the inner frame of a character is wide and high at least."""


def pieces(ink: Image) -> tuple[int, NDArray[np.int32], NDArray[np.int32]]:
    """How many pieces *ink* has, the paper counted as one; which piece each pixel is of; and each one's left, top, width, height and area in pixels.

    Where nothing is left of a line's place OpenCV would end the process: it has the paper alone.
    """
    if not ink.size:
        return 1, np.zeros(ink.shape[:2], np.int32), np.zeros((1, 5), np.int32)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return count, np.asarray(labels, np.int32), np.asarray(stats, np.int32)


def is_nested(part: Image, em: float) -> bool:
    """Whether *part* shows a frame that stands free within another one, as no tick box has."""
    if not part.size:
        return False
    outlines, tree = cv2.findContours(part, cv2.RETR_TREE, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return False
    parents = [int(row[3]) for row in np.asarray(tree)[0]]
    for index, outline in enumerate(outlines):
        depth, parent = 0, parents[index]
        while parent >= 0:
            depth, parent = depth + 1, parents[parent]
        # Frame, its room, the frame in it, and the room of that.
        if depth >= 3 and min(cv2.boundingRect(outline)[2:]) >= ROOM * em:
            return True
    return False
