"""The pieces of a line's ink that hang together."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.ocr import Image

__all__ = ["pieces"]


def pieces(ink: Image) -> tuple[int, NDArray[np.int32], NDArray[np.int32]]:
    """How many pieces *ink* has, the paper counted as one; which piece each pixel is of; and each one's left, top, width, height and area in pixels.

    Where nothing is left of a line's place OpenCV would end the process: it has the paper alone.
    """
    if not ink.size:
        return 1, np.zeros(ink.shape[:2], np.int32), np.zeros((1, 5), np.int32)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return count, np.asarray(labels, np.int32), np.asarray(stats, np.int32)
