"""Work for which somebody waits: done by one child aside from the jobs, so that it needn't stand in their line."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from desk.children import Child
from desk.errors import Crashed, QueueFull

__all__ = ["Aside"]

T = TypeVar("T")

_PATIENCE = 60.0
"""Seconds that a request waits for its turn."""


class Aside:
    """One child, started when it is first needed, for at most *waiting* requests at a time."""

    def __init__(self, memory: int = 1024, waiting: int = 16) -> None:
        self._child = Child(memory)
        self._turn = threading.Lock()
        self._places = threading.BoundedSemaphore(waiting)
        self._waiting = waiting

    def call(self, function: Callable[..., T], *arguments: Any, seconds: float) -> T:
        """What *function* answers in the child.

        Raises:
            QueueFull: too many wait already.
            OverLimit, Crashed: as for ``Child.call``; after a crash it was tried twice.
        """
        if not self._places.acquire(blocking=False):
            raise QueueFull("queue.aside", limit=self._waiting)
        try:
            if not self._turn.acquire(timeout=_PATIENCE):
                raise QueueFull("queue.aside", limit=self._waiting)
            try:
                try:
                    return self._child.call(function, *arguments, seconds=seconds)
                except Crashed:
                    return self._child.call(function, *arguments, seconds=seconds)
            finally:
                self._turn.release()
        finally:
            self._places.release()

    def stop(self) -> None:
        """Ends the child."""
        self._child.stop()
