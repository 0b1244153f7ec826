"""Who reads a file for the jobs: a child process here, or a worker of a cluster."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desk.children import Child
from desk.found import Reading
from desk.reading import patience, read_file, seconds_for

if TYPE_CHECKING:
    from desk.cluster import Cluster

__all__ = ["Far", "Hand", "Near"]


class Hand(Protocol):
    """Reads one file at a time."""

    def start(self) -> None:
        """Waits until it can read. Raises a ``DeskError`` where it can't."""
        ...

    def read(self, path: Path, size: int, seconds: float) -> Reading:
        """What is in the original at *path*, of *size* bytes, where a small file may take *seconds*.

        Raises:
            OverLimit: it took too long.
            Crashed: the process died of it.
            DeskError: it can't read at all now.
        """
        ...

    def stop(self) -> None:
        """Ends, whatever it is at."""
        ...


class Near:
    """A child of this process that may take *memory* MiB."""

    def __init__(self, memory: int) -> None:
        self._child = Child(memory)

    def start(self) -> None:
        self._child.start()

    def read(self, path: Path, size: int, seconds: float) -> Reading:
        limit = seconds_for(size, seconds)
        return self._child.call(read_file, str(path), limit, seconds=patience(limit))

    def stop(self) -> None:
        self._child.stop()


class Far:
    """Whatever worker the scheduler at an address gives the file to; all that have the same *line* share a connection."""

    class Line:
        """A connection that is made when it is first needed, and anew after it broke."""

        def __init__(self, scheduler: str) -> None:
            self._scheduler = scheduler
            self._lock = threading.Lock()
            self._cluster: Cluster | None = None

        def cluster(self) -> Cluster:
            """The connection."""
            from desk.cluster import Cluster

            with self._lock:
                if self._cluster is None:
                    self._cluster = Cluster(self._scheduler)
                return self._cluster

        def close(self) -> None:
            """Ends it; the next call makes another."""
            with self._lock:
                cluster, self._cluster = self._cluster, None
            if cluster is not None:
                cluster.close()

    def __init__(self, line: Line) -> None:
        self._line = line

    def start(self) -> None:
        self._line.cluster()

    def read(self, path: Path, size: int, seconds: float) -> Reading:
        from desk.errors import StoreBusy

        data = path.read_bytes()
        cluster = self._line.cluster()
        try:
            return cluster.result(cluster.submit(data), data)
        except StoreBusy:
            self._line.close()
            raise

    def stop(self) -> None:
        self._line.close()
