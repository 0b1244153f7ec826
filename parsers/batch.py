"""Many files: folders walked, each file answered once and in the order given, by one process or by several."""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from itertools import islice
from multiprocessing import get_context

from forms.errors import Unreadable
from forms.messages import message
from parsers.report import Answer, Written, answer_file, failure

__all__ = ["Folder", "answers", "walk"]

_WINDOW = 3
"""Tasks under way for each process: enough to keep all busy, few enough to bound what waits in memory."""

_TASK_FILES = 4
"""Files that a process is handed at once: each hand-over wakes the parent, which takes its time from the processes that read."""

_TASKS_EACH = 8
"""Tasks into which what is left is split for each process while there is enough left; later ones become smaller."""


class Folder(str):
    """The name of a folder in which nothing is to be read; it is answered with an error, never with silence."""

    __slots__ = ()


def walk(paths: Iterable[str], *, without: str | None = None) -> Iterator[str]:
    """The files at *paths* with each folder replaced by the files under it, sorted.

    Hidden files and the lock files of office programs (``~$…``) are left out inside folders, and the file *without*, which is the one
    being written.
    """
    for path in paths:
        if not os.path.isdir(path):
            yield path
            continue
        found = False
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                file = os.path.join(folder, name)
                if not name.startswith((".", "~$")) and not (without and _same(file, without)):
                    found = True
                    yield file
        if not found:
            yield Folder(path)


def _same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def answers(paths: Sequence[str], jobs: int = 1) -> Iterator[Answer | Written]:
    """The answer of each of *paths*, in their order, read by *jobs* processes."""
    if jobs <= 1 or len(paths) <= 1:
        yield from map(_answer, paths)
        return
    done = 0
    while done < len(paths):
        try:
            for found in _pooled(paths[done:], jobs):
                done += 1
                yield found
        except BrokenProcessPool:
            # A process died and took the pool with it, and nothing tells on which file. The next in line is read alone; the others again.
            yield _alone(paths[done])
            done += 1


def _answer(path: str) -> Answer:
    if isinstance(path, Folder):
        return failure(path, Unreadable("folder.empty"))
    return answer_file(path)


def _written(reader: Callable[[str], Answer], path: str) -> Written:
    """What *reader* answers, made ready for writing in the process that read it."""
    found = reader(path)
    return Written(texts=found.texts, failed=found.failed)


def _all_written(reader: Callable[[str], Answer], paths: Sequence[str]) -> list[Written]:
    return [_written(reader, path) for path in paths]


def _tasks(paths: Sequence[str], jobs: int) -> Iterator[Sequence[str]]:
    """*paths* in tasks that become smaller towards the end, so that no process waits long for the last one of another."""
    start = 0
    while start < len(paths):
        size = max(1, min(_TASK_FILES, (len(paths) - start) // (jobs * _TASKS_EACH)))
        yield paths[start : start + size]
        start += size


def _pooled(paths: Sequence[str], jobs: int) -> Iterator[Written]:
    tasks = _tasks(paths, jobs)
    with _pool(min(jobs, len(paths))) as pool:
        waiting = deque(pool.submit(_all_written, _answer, task) for task in islice(tasks, jobs * _WINDOW))
        for task in tasks:
            yield from waiting.popleft().result()
            waiting.append(pool.submit(_all_written, _answer, task))
        while waiting:
            yield from waiting.popleft().result()


def _alone(path: str) -> Answer | Written:
    """The answer of one file that may be the one at which a process died; it gets a second chance."""
    for _ in range(2):
        try:
            with _pool(1) as pool:
                return pool.submit(_written, _answer, path).result()
        except BrokenProcessPool:
            continue
    fault = {"code": "internal", "message": message("internal.killed")}
    return Answer(lines=({"file": path, "error": fault},), failed=True)


def _pool(jobs: int) -> ProcessPoolExecutor:
    # Spawned, not forked: the same on every system, and no half-copied state of lxml or of a thread.
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Leaves interrupts to the parent, and what stays for good out of the search for cycles, which a process of many files makes again and again."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import_module("parsers.extraction.extract")
    gc.freeze()
