"""The same jobs on other machines: dask.distributed's workers, each of which reads in a child of its own that it can kill.

A worker gets a file's bytes, not its path: it needs no disk in common with the service. A task goes by the file's digest and the parser's version,
so that what is asked twice is read once. What dask gives up because its worker died is asked for once more.
"""

from __future__ import annotations

import asyncio
import hashlib
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from multiprocessing.util import Finalize
from threading import Lock
from typing import Any

from desk.children import Child
from desk.errors import Crashed, InvalidSettings, StoreBusy
from desk.found import Reading
from desk.jobs import killed
from desk.reading import parser_version, patience, read_bytes, seconds_for
from forms.errors import FubiaoError
from parsers.batch import Folder
from parsers.batch import answers as here
from parsers.report import Answer
from parsers.report import read_bytes as load

__all__ = ["Cluster", "answers", "read_there", "serve_worker"]

_AHEAD = 4
"""Files under way for each of the workers' threads."""
_CONNECT = 30
_FIRST = 100
"""What has a priority is done before a process that ends waits for its children."""

Json = dict[str, Any]


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise InvalidSettings("settings.cluster") from error
    return distributed


# On the worker's machine

_children: deque[Child] = deque()
"""Those that have nothing to do."""
_made: list[Child] = []
_children_lock = Lock()


@cache
def _limits() -> tuple[float, int]:
    from desk.settings import load as load_settings

    settings = load_settings()
    return settings.seconds, settings.memory


def read_there(data: bytes) -> Reading:
    """What is in the file *data*, read by a child of the worker; tried twice where it dies."""
    base, memory = _limits()
    seconds = seconds_for(len(data), base)
    with _children_lock:
        child = _children.popleft() if _children else _child(memory)
    try:
        for _ in range(2):
            with suppress(Crashed):
                return child.call(read_bytes, data, seconds, seconds=patience(seconds))
        return killed(parser_version())
    except FubiaoError as error:
        return Reading(parser=parser_version(), code=error.code, message=str(error), seconds=seconds)
    finally:
        with _children_lock:
            _children.append(child)


def _child(memory: int) -> Child:
    """A child of this worker, which ends with it."""
    if not _made:
        # Whoever started the worker: where a nanny did, its process waits for its children before it says its own last words.
        Finalize(None, _end, exitpriority=_FIRST)
    _made.append(Child(memory))
    return _made[-1]


def _end() -> None:
    """Ends the children, all at once."""
    with _children_lock:
        ended = _made.copy()
        _made.clear()
        _children.clear()
    if ended:
        with suppress(RuntimeError), ThreadPoolExecutor(len(ended)) as together:
            list(together.map(Child.stop, ended))


def serve_worker(scheduler: str, *, workers: int, started: Callable[[str], object]) -> None:
    """Reads for *scheduler*, *workers* files at a time, until it is told to end.

    Raises:
        InvalidSettings: the cluster's library isn't installed.
        StoreBusy: the scheduler can't be reached.
    """
    distributed = _distributed()

    async def run() -> None:
        try:
            worker = await asyncio.wait_for(
                distributed.Worker(scheduler, nthreads=workers, memory_limit=0, dashboard=False).start(), _CONNECT
            )
        except (TimeoutError, OSError) as error:
            raise StoreBusy("cluster.away") from error
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):
                loop.add_signal_handler(number, lambda: asyncio.ensure_future(worker.close()))
        started(worker.address)
        await worker.finished()

    try:
        asyncio.run(run())
    finally:
        _end()


# On the side of who asks


class Cluster:
    """A connection to a scheduler."""

    def __init__(self, scheduler: str) -> None:
        distributed = _distributed()
        self._killed: type[Exception] = distributed.KilledWorker
        try:
            self._client = distributed.Client(scheduler, timeout=_CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise StoreBusy("cluster.away") from error

    def width(self) -> int:
        """How many files the workers read at a time."""
        return max(1, int(sum(self._client.nthreads().values())))

    def submit(self, data: bytes) -> Any:
        """Asks for the reading of the file *data*; the answer is for ``result``."""
        digest = hashlib.sha256(data).hexdigest()
        return self._client.submit(read_there, data, key=f"fubiao-{digest}-{parser_version()}", pure=True, retries=1)

    def result(self, future: Any, data: bytes) -> Reading:
        """What *future* came to; asked for once more where its worker died.

        Raises:
            StoreBusy: the scheduler is gone.
        """
        for last in (False, True):
            try:
                reading: Reading = future.result()
            except self._killed:
                if last:
                    return killed(parser_version())
                future.cancel()
                future = self._client.submit(read_there, data, pure=False, retries=1)
            except CancelledError as error:
                raise StoreBusy("cluster.away") from error
            else:
                if reading.parser != parser_version():
                    raise InvalidSettings("cluster.version")
                return reading
        raise AssertionError

    def close(self) -> None:
        """Ends the connection."""
        self._client.close()


def answers(paths: Sequence[str], scheduler: str) -> Iterator[Answer]:
    """The answer of each of *paths*, in their order, read by the workers of *scheduler*; as ``parsers.batch.answers`` gives them."""
    cluster = Cluster(scheduler)
    waiting: deque[tuple[str, bytes, Any]] = deque()
    try:
        for path in paths:
            data = _loaded(path)
            waiting.append((path, data or b"", None if data is None else cluster.submit(data)))
            while len(waiting) > _AHEAD * cluster.width():
                yield _answer(cluster, *waiting.popleft())
        while waiting:
            yield _answer(cluster, *waiting.popleft())
    finally:
        cluster.close()


def _loaded(path: str) -> bytes | None:
    """The bytes at *path*; None for a folder, or where they can't be had."""
    try:
        return None if isinstance(path, Folder) else load(path)
    except FubiaoError:
        return None


def _answer(cluster: Cluster, path: str, data: bytes, future: Any) -> Answer:
    if future is None:
        # It is told here, by the same words.
        alone = next(here([path]))
        return Answer(lines=alone.lines, failed=alone.failed)
    reading = cluster.result(future, data)
    if reading.code:
        return Answer(lines=({"file": path, "error": {"code": reading.code, "message": reading.message}},), failed=True)
    return Answer(lines=tuple({**line, "file": path} for line in reading.lines), failed=False)
