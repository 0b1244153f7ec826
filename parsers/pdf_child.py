"""The process in which a suspicious PDF is read: bytes on standard input, a pickled document or error on standard output."""

from __future__ import annotations

import pickle
import sys

from forms.errors import FubiaoError, OverLimit
from parsers.pdf_guard import MEMORY_LIMIT, TIME_LIMIT

__all__: list[str] = []


def _limit() -> None:
    """Limits this process's memory and time, where the system can."""
    try:
        import resource
    except ImportError:  # Windows has none; the parent's time limit holds there as well
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (TIME_LIMIT, TIME_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Reads and answers."""
    from parsers.pdf_document import read_here

    data = sys.stdin.buffer.read()
    _limit()
    try:
        answer: tuple[str, object] = ("document", read_here(data))
    except FubiaoError as error:
        answer = ("error", (type(error).__name__, error.code, error.details))
    except MemoryError:
        limit = OverLimit("limit.memory", limit=f"{MEMORY_LIMIT >> 20} MB")
        answer = ("error", (type(limit).__name__, limit.code, limit.details))
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    main()
