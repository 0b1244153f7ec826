"""Room that pictures of a PDF's pages are drawn in. It is kept: new memory for each takes longer than what is drawn in it."""

from __future__ import annotations

import ctypes
from typing import Any

__all__ = ["canvas", "row_bytes"]

KEPT = 1 << 21
"""Bytes that are kept: A4 at two pixels a point."""

_KEPT: list[tuple[Any, memoryview]] = []


def row_bytes(width: int) -> int:
    """Bytes that a row of *width* grey pixels takes."""
    return -(-width // 4) * 4


def canvas(width: int, height: int) -> tuple[Any, memoryview] | None:
    """Room for a grey picture, as C and as Python see it, in use until the next one is asked for; None where there isn't any."""
    size = row_bytes(width) * height
    if _KEPT and len(_KEPT[0][1]) >= size:
        return _KEPT[0]
    try:
        room = bytearray(max(size, KEPT))
    except MemoryError:
        return None
    found = ((ctypes.c_char * len(room)).from_buffer(room), memoryview(room))
    if size <= KEPT:
        _KEPT[:] = [found]
    return found
