"""A crowd at the service: many clients that send at once, and what pages take meanwhile. Not among the tests: ``make load`` runs it."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

from servers import Server

CROWD = int(os.environ.get("FUBIAO_CROWD", "500"))


def children(pid: int) -> set[int]:
    """The processes under *pid*."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found |= {int(child)} | children(int(child))
    return found


def _memory(pids: set[int]) -> int:
    """Bytes that the processes hold together, shared pages once."""
    total = 0
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) << 10 for line in text.splitlines() if line.startswith("Pss:"))
    return total


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def test_a_crowd_is_acknowledged_in_time_while_pages_answer(tmp_path: Path) -> None:
    from bench_files import mixed

    files = mixed(CROWD)
    server = Server(tmp_path / "desk", "--workers", "2").start()
    assert server.process is not None
    times: list[tuple[float, float]] = []
    peak = 0
    done = threading.Event()
    failures: list[object] = []

    def client(mine: list[tuple[bytes, str]]) -> None:
        for entry in mine:
            status, body = server.send(entry)
            if status != 202:
                failures.append(body)

    def look() -> None:
        while not done.is_set():
            for path in ("/", "/api/v1/progress", "/api/v1/uploads?limit=50", "/api/v1/records?limit=50"):
                started = time.monotonic()
                assert server.raw("GET", path)[0] == 200
                times.append((started, time.monotonic() - started))
            done.wait(0.05)

    def weigh() -> None:
        nonlocal peak
        while not done.is_set():
            assert server.process is not None
            peak = max(peak, _memory({server.process.pid} | children(server.process.pid)))
            done.wait(0.5)

    clients = [threading.Thread(target=client, args=(files[number::20],)) for number in range(20)]
    watchers = [threading.Thread(target=look), threading.Thread(target=weigh)]
    begun = time.monotonic()
    for thread in (*watchers, *clients):
        thread.start()
    for thread in clients:
        thread.join()
    acknowledged = time.monotonic() - begun
    read = acknowledged + server.wait(1200)
    done.set()
    for thread in watchers:
        thread.join()
    tally = server.call("GET", "/progress")[1]
    server.stop()
    busy = _p95([spent for at, spent in times if at < begun + acknowledged])
    p95 = _p95([spent for _, spent in times])
    print(  # noqa: T201
        f"{len(files)} files acknowledged in {acknowledged:.1f} s, read in {read:.1f} s; {len(times)} pages, p95 {p95 * 1000:.0f} ms, "
        f"while files came in {busy * 1000:.0f} ms, "
        f"longest {max(spent for _, spent in times) * 1000:.0f} ms; peak {peak / (1 << 30):.2f} GB; {tally}"
    )
    assert not failures
    assert tally["received"] == len(files)
    assert acknowledged < 60
    assert max(p95, busy) < 0.3
    assert peak < 3 << 30
