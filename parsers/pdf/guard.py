"""Stops a PDF that was made to do harm: by counting where that is enough, in a process that can be killed where it isn't."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from forms.errors import FubiaoError, OverLimit, Unreadable
from forms.messages import message
from parsers.document import Document
from parsers.pdf.model import Bitmap, Page, Recognise
from parsers.pdf.streams import is_suspicious

__all__ = ["SIZE_LIMIT", "guarded"]

SIZE_LIMIT = 200 << 20
"""Bytes of a file: 100 pages scanned at 300 dpi have some 100 MB."""
TIME_LIMIT = 20
"""Seconds of a file that is read in a process of its own."""
MEMORY_LIMIT = 900 << 20
"""Bytes of address space that such a process may take beyond what Python itself has."""

_CRASHED = tuple(-number for name in ("SIGSEGV", "SIGBUS") if (number := getattr(signal, name, 0)))
_TIMED_OUT = tuple(-number for name in ("SIGXCPU", "SIGKILL") if (number := getattr(signal, name, 0)))
"""How a process ends that was stopped by the system, as ``subprocess`` tells it; Windows has no such signals."""


def guarded(data: bytes, recognise: Recognise | None = None) -> Document:
    """What is in *data*, read here where the file looks like a form, in a process with limits where it doesn't.

    Raises:
        OverLimit: the file or one of its streams is too large, its pages hold themselves, or it took more time or memory than a form can need.
        Unreadable: the process died from it.
    """
    if len(data) > SIZE_LIMIT:
        raise OverLimit("limit.size", found=f"{len(data) >> 20} MB", limit=f"{SIZE_LIMIT >> 20} MB")
    if is_suspicious(data):
        return _apart(data, recognise)
    from parsers.pdf.document import read_here

    return read_here(data, recognise)


def _apart(data: bytes, recognise: Recognise | None) -> Document:
    """Reads *data* in a process of its own, with limits on its time and memory; what it can't read is recognised here."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(
        [sys.executable, "-m", "parsers.pdf.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as process:
        clock = _Clock(process)
        try:
            with clock.running():
                _say(process, (data, recognise is not None))
            while True:
                with clock.running():
                    kind, *content = _hear(process)
                if kind == "document":
                    document: Document = content[0]
                    return document
                if kind == "error":
                    name, code, details = content
                    raise {"OverLimit": OverLimit, "Unreadable": Unreadable}.get(name, FubiaoError)(code, **details)
                page: Page = content[0]

                def draw(scale: float) -> Bitmap:
                    with clock.running():
                        _say(process, ("draw", scale))
                        bitmap: Bitmap
                        (bitmap,) = _hear(process)
                    return bitmap

                found = recognise(page, draw) if recognise is not None else None
                with clock.running():
                    _say(process, ("page", found))
        except (EOFError, BrokenPipeError, pickle.UnpicklingError) as broken:
            process.kill()
            raise _ended(process.wait(), clock) from broken
        finally:
            process.kill()


class _Clock:
    """Stops a process when it has taken its time; what is done here meanwhile doesn't count."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._left = float(TIME_LIMIT)
        self.expired = False

    @contextmanager
    def running(self) -> Iterator[None]:
        started = time.monotonic()
        timer = threading.Timer(max(self._left, 0.1), self._stop)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self._left -= time.monotonic() - started

    def _stop(self) -> None:
        self.expired = True
        self._process.kill()


def _say(process: subprocess.Popen[bytes], said: object) -> None:
    if process.stdin is not None:
        pickle.dump(said, process.stdin)
        process.stdin.flush()


def _hear(process: subprocess.Popen[bytes]) -> Any:
    if process.stdout is None:
        raise EOFError
    # The bytes come from this program's own process, whose only input was the file.
    return pickle.load(process.stdout)  # noqa: S301


def _ended(code: int, clock: _Clock) -> FubiaoError:
    """Why the process ended without an answer."""
    if clock.expired or code in _TIMED_OUT:
        return OverLimit("limit.time", limit=TIME_LIMIT)
    if code in _CRASHED:
        return Unreadable("unreadable.damaged", reason=message("found.pdf"))
    return OverLimit("limit.memory", limit=f"{MEMORY_LIMIT >> 20} MB")
