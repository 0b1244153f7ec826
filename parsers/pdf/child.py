"""The process in which a suspicious PDF is read: it talks with the process that started it in pickles.

It is given the file and whether pages can be recognised; it answers ``("document", Document)`` or ``("error", class, code, details)``, before
which it may ask ``("page", Page)``, to be answered by any number of ``("draw", scale)``, each of which it answers with a ``(Bitmap,)``, and one
``("page", Page | None)``.
"""

from __future__ import annotations

import pickle
import sys
from typing import Any

from forms.errors import FubiaoError
from parsers.pdf.guard import MEMORY_LIMIT, TIME_LIMIT
from parsers.pdf.model import Draw, Page

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


def _say(*said: object) -> None:
    pickle.dump(said, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _hear() -> Any:
    # The bytes come from the process that started this one.
    return pickle.load(sys.stdin.buffer)  # noqa: S301


def _recognise(page: Page, draw: Draw) -> Page | None:
    """Has the page recognised where the models are: by the process that started this one."""
    _say("page", page)
    while True:
        wanted, detail = _hear()
        if wanted == "page":
            found: Page | None = detail
            return found
        _say(draw(detail))


def main() -> None:
    """Reads and answers."""
    from parsers.pdf.document import read_here

    data, can_recognise = _hear()
    _limit()
    try:
        # The models would not fit into this process's memory: garbled pages are recognised by the other as well.
        _say("document", read_here(data, _recognise if can_recognise else None, reread=False))
    except FubiaoError as error:
        _say("error", type(error).__name__, error.code, error.details)
    except MemoryError:
        _say("error", "OverLimit", "limit.memory", {"limit": f"{MEMORY_LIMIT >> 20} MB"})


if __name__ == "__main__":
    main()
