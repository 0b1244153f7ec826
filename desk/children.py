"""A child process that reads one file after another and can be killed at any moment, through pebble."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as TimedOut
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from desk.errors import Crashed
from desk.reading import prepare, ready
from forms.errors import OverLimit
from forms.messages import message

__all__ = ["Child"]

T = TypeVar("T")

_LOOK = 0.25
"""Seconds between two looks at whether we are to stop."""
_TASKS = 200
"""Files after which a child is made anew, whatever its libraries have kept for themselves."""
_START = 60.0
"""Seconds within which a child is up, on a slow machine that does everything at once."""
_PARTING = 1.0
"""Seconds that a child which is told to end for good is waited for."""
_GRACE = 10.0
"""Seconds beyond the limit after which a child that doesn't even get killed is given up."""


_OUT_OF_TIME = {-number for name in ("SIGXCPU",) if (number := getattr(signal, name, 0))}
"""How a child ends that had its seconds of the processor; Windows has no such signal."""


class Child:
    """One child. ``call`` may be used by one thread at a time; ``stop`` by any.

    Each child has a pool of its own: in a shared one, a child that dies with the pool's lock in its hand takes the others along.
    """

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._pool: ProcessPool | None = None
        self._stopped = False
        self._lock = threading.Lock()

    def start(self) -> None:
        """Waits until the child is up, so that no file's time is spent on that.

        Raises:
            Crashed: it can't be started.
        """
        for _ in range(2):
            pool = self._opened()
            if pool is None:
                break
            try:
                self._await(pool.schedule(ready), _START)
                return
            except (ProcessExpired, BrokenProcessPool, TimedOut, CancelledError, RuntimeError):
                self._drop()
        raise Crashed("internal.killed")

    def call(self, function: Callable[..., T], *arguments: Any, seconds: float) -> T:
        """What *function*, which a module holds by name, answers in the child.

        Raises:
            OverLimit: it took longer than *seconds*, and was killed; or it took more memory than it may.
            Crashed: the child died of it.
        """
        if self._pool is None or not self._pool.active:
            self.start()
        pool = self._opened()
        if pool is None:
            raise Crashed("internal.killed")
        try:
            return self._await(pool.schedule(function, args=arguments, timeout=seconds), seconds + _GRACE)
        except TimedOut as error:
            self._drop()
            raise OverLimit("limit.time", limit=f"{seconds:g}") from error
        except MemoryError as error:
            # What it holds on to isn't known, so it is made anew.
            self._drop()
            raise OverLimit("limit.memory", limit=message("limit.process")) from error
        except (ProcessExpired, BrokenProcessPool, CancelledError, RuntimeError) as error:
            self._drop()
            if getattr(error, "exitcode", None) in _OUT_OF_TIME:
                raise OverLimit("limit.time", limit=f"{seconds:g}") from error
            raise Crashed("internal.killed") from error

    def _await(self, future: Future[T], seconds: float) -> T:
        """The outcome of *future*, unless it takes too long or we are stopped in the meantime."""
        until = time.monotonic() + seconds
        while True:
            try:
                return future.result(_LOOK)
            except TimedOut:
                # The same kind of error tells that the task itself took too long.
                if future.done() or time.monotonic() >= until:
                    raise
                if self._stopped:
                    raise Crashed("internal.killed") from None

    def _opened(self) -> ProcessPool | None:
        with self._lock:
            if self._stopped:
                return None
            if self._pool is None or not self._pool.active:
                # Spawned, not forked: the same on every system, and no half-copied state of a thread or of a library.
                self._pool = ProcessPool(
                    1, max_tasks=_TASKS, initializer=prepare, initargs=(self._memory,), context=get_context("spawn")
                )
            return self._pool

    def _drop(self, grace: float = _GRACE) -> None:
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            with suppress(RuntimeError, OSError):
                pool.stop()  # type: ignore[no-untyped-call]
                pool.join(grace)

    def stop(self) -> None:
        """Ends the child, whatever it is at. One that is only just starting isn't waited for: it ends with this process."""
        self._stopped = True
        # Apart, since the pool waits for a child that is only just starting.
        parting = threading.Thread(target=self._drop, args=(_PARTING,), daemon=True)
        parting.start()
        parting.join(2 * _PARTING)
