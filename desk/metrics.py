"""Counters and times in the text format of Prometheus (version 0.0.4). Labels hold codes and names of routes, never a value."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Mapping

__all__ = ["METRICS", "Metrics"]

_BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_HELP = {
    "fubiao_requests_total": "Requests by route, method and status.",
    "fubiao_request_seconds": "Time to answer a request.",
    "fubiao_jobs_total": "Jobs that ended in this process, by outcome.",
    "fubiao_job_seconds": "Time from claiming a job to having its result written down.",
    "fubiao_uploads": "Uploads in the store, by state.",
    "fubiao_jobs": "Jobs in the store, by state.",
    "fubiao_disk_free_bytes": "Room on the disk of the originals.",
    "fubiao_up": "Whether the database answers.",
}

Labels = tuple[tuple[str, str], ...]


class Metrics:
    """What was counted since the process started."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, Labels], float] = {}
        self._times: dict[str, list[float]] = {}

    def count(self, name: str, amount: float = 1, **labels: str) -> None:
        """Adds *amount* to the counter."""
        key = (name, tuple(sorted(labels.items())))
        with self._lock:
            self._counts[key] = self._counts.get(key, 0) + amount

    def observe(self, name: str, seconds: float) -> None:
        """Adds a time to the histogram."""
        with self._lock:
            held = self._times.setdefault(name, [0.0] * (len(_BOUNDS) + 2))
            held[bisect_left(_BOUNDS, seconds)] += 1
            held[-1] += seconds

    def text(self, gauges: Mapping[str, Mapping[Labels, float]]) -> str:
        """All of it, and *gauges* as they are now."""
        with self._lock:
            counts, times = dict(self._counts), {name: list(held) for name, held in self._times.items()}
        lines: list[str] = []
        for name in sorted({name for name, _ in counts}):
            lines += _head(name, "counter")
            lines += [
                f"{name}{_braced(labels)} {value:g}" for (n, labels), value in sorted(counts.items()) if n == name
            ]
        for name, held in sorted(times.items()):
            lines += _head(name, "histogram")
            total = 0.0
            for bound, value in zip((*map(str, _BOUNDS), "+Inf"), held, strict=False):
                total += value
                lines.append(f'{name}_bucket{{le="{bound}"}} {total:g}')
            lines += [f"{name}_sum {held[-1]:.6f}", f"{name}_count {total:g}"]
        for name, values in gauges.items():
            lines += _head(name, "gauge")
            lines += [f"{name}{_braced(labels)} {value:g}" for labels, value in values.items()]
        return "\n".join(lines) + "\n"


def _head(name: str, kind: str) -> list[str]:
    return [f"# HELP {name} {_HELP.get(name, name)}", f"# TYPE {name} {kind}"]


def _braced(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


METRICS = Metrics()
"""The process's own."""
