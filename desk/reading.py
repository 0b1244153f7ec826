"""What a reading process does: one file at a time, under limits of its own, and nothing of the desk's in its memory.

This module is what the child imports, so it is small; the readers come in with the first file.
"""

from __future__ import annotations

import hashlib
import math
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from desk.found import Reading
from forms import __version__

__all__ = [
    "limited_processor",
    "parser_version",
    "patience",
    "prepare",
    "read_bytes",
    "read_file",
    "ready",
    "seconds_for",
]

_NICE = 10
"""How far the reading of files stands back behind the answering of requests."""
_SLICE = 1.0
"""Seconds after which a child notices that its parent is gone."""
_PER_MIB = 50.0
"""Seconds of the processor that a file gets for each MiB: a scan has a page in a tenth of one, whose recognition takes up to 5 seconds."""
_MOST = 600.0
_SLOW = 4.0
"""Times its seconds of the processor that a file may take by the clock: on a machine that does much else an honest file takes as long."""
_READERS = ("forms", "parsers")


@cache
def parser_version() -> str:
    """Which readers these are: the version, and a digest of their modules and definitions, since either may change what is read."""
    digest = hashlib.sha256()
    for room in _READERS:
        for name, content in _sources(files(room), room):
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return f"{__version__}+{digest.hexdigest()[:8]}"


def _sources(folder: Traversable, name: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith(("_", ".")) and entry.name != "__init__.py":
            continue
        path = f"{name}/{entry.name}"
        if entry.is_dir():
            found += _sources(entry, path)
        elif not entry.name.endswith(".pyc"):
            found.append((path, entry.read_bytes()))
    return found


def seconds_for(size: int, base: float) -> float:
    """Seconds of the processor that reading a file of *size* bytes may take, where a small one may take *base*."""
    return min(max(_MOST, base), base + _PER_MIB * size / (1 << 20))


def patience(seconds: float) -> float:
    """By the clock, how long to wait for what may take *seconds* of the processor."""
    return seconds * _SLOW


def prepare(memory: int) -> None:
    """Sets up this process, a child: stands back behind the service, takes at most *memory* MiB, and ends with its parent."""
    with suppress(OSError, AttributeError):
        os.nice(_NICE)
    _limit_memory(memory)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _limit_memory(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has none; the limit on time holds there as well
        return
    # What is written to, not what is mapped: the libraries for recognition map far more than they use.
    for kind, most in ((resource.RLIMIT_DATA, memory << 20), (resource.RLIMIT_CORE, 0)):
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (most, most))


@contextmanager
def limited_processor(seconds: float) -> Iterator[None]:
    """Has the system end this process if what is done meanwhile takes so many seconds of the processor.

    What the process does afterwards, a page drawn or another test, is no longer counted against it.
    """
    try:
        import resource
    except ImportError:
        yield
        return
    limits = resource.getrlimit(resource.RLIMIT_CPU)
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used + seconds), limits[1]))
    try:
        yield
    finally:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CPU, limits)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_SLICE)
    os._exit(1)


def read_file(path: str, seconds: float) -> Reading:
    """What the file at *path* holds."""
    return _read(lambda: Path(path).read_bytes(), seconds)


def read_bytes(data: bytes, seconds: float) -> Reading:
    """What the file *data* holds."""
    return _read(lambda: data, seconds)


def _read(load: Callable[[], bytes], seconds: float) -> Reading:
    from parsers.report import answer, failure

    started = time.monotonic()
    try:
        with limited_processor(seconds):
            found = answer(load(), "")
    except (OSError, MemoryError) as error:
        found = failure("", error)
    fault = found.lines[0]["error"] if found.failed else {"code": "", "message": ""}
    return Reading(
        parser=parser_version(),
        lines=() if found.failed else found.lines,
        code=fault["code"],
        message=fault["message"],
        seconds=round(time.monotonic() - started, 3),
    )


def ready() -> int:
    """Answers when the child is up and has the readers in its memory; its process number."""
    import parsers.extraction.extract
    import parsers.read  # noqa: F401

    sys.setswitchinterval(0.01)
    return os.getpid()
