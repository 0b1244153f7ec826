"""A reader that dies. A module of its own: each process of a pool imports it anew, and need not import a test's libraries with it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from parsers.report import Answer

__all__ = ["deadly_answer"]


def deadly_answer(path: str) -> Answer:
    """Stands in for reading a file; some files end the process that reads them."""
    first_time = not Path(path).exists()
    if path.endswith("once") and first_time:
        Path(path).touch()
    if path.endswith("deadly") or (path.endswith("once") and first_time):
        os.kill(os.getpid(), signal.SIGKILL)
    return Answer(lines=({"file": path},), failed=False)
