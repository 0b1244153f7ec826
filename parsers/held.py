"""Memory that was freed but is held by the process: the system gets it back where it is much.

The models take hundreds of pieces of some megabytes for a page and free them again. The C library keeps what was freed, in a heap that holes make longer with
each page of another size: over many files to twice of what any of them needs.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

__all__ = ["give_back"]

MUCH = 500 << 20
"""Bytes of a process from which on what is free in it is given back: the models and a page of A4 at 200 dpi take 400 MB."""
MORE = 150 << 20
"""Bytes by which it must have grown since that was done last."""

_STATE = Path("/proc/self/statm")
_left = 0


def give_back() -> None:
    """Gives free memory back to the system if the process holds much; does nothing on systems that can't tell."""
    global _left  # noqa: PLW0603  # one heap a process, so one level a process
    trim = _trim()
    if trim is None or _resident() < max(MUCH, _left + MORE):
        return
    trim(0)
    _left = _resident()


def _resident() -> int:
    """Bytes of the process that are in memory."""
    return int(_STATE.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@cache
def _trim() -> Callable[[int], int] | None:
    """The GNU C library's function; None with another library, or where the process can't see what it takes."""
    if not _STATE.exists():
        return None
    trim: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim
