"""The real service, killed while clients send; and what a crowd does to it. ``make chaos`` and ``make load`` do it at length."""

from __future__ import annotations

import hashlib
import os
import random
import threading
import time
from pathlib import Path

import pytest
from servers import Server, samples, spawn, unlike

from desk.blobs import Blobs

ROUNDS = int(os.environ.get("FUBIAO_ROUNDS", "2"))
CROWD = int(os.environ.get("FUBIAO_CROWD", "0"))
CLIENTS = 8
SECONDS_FINISHED = 30


class Sender(threading.Thread):
    """Sends files until the service is gone, and remembers what was acknowledged."""

    def __init__(self, server: Server, files: list[bytes]) -> None:
        super().__init__(daemon=True)
        self.server, self.files = server, files
        self.acknowledged: list[tuple[int, str]] = []

    def run(self) -> None:
        for data in self.files:
            try:
                status, body = self.server.send((data, "表.docx"))
            except (OSError, ValueError, AssertionError):
                return
            except Exception:  # noqa: BLE001  # half an answer is no acknowledgement
                return
            if status == 202:
                assert body["items"][0]["id"] == hashlib.sha256(data).hexdigest()
                self.acknowledged.append((body["items"][0]["upload"], body["items"][0]["id"]))


def test_nothing_acknowledged_is_lost_when_the_service_is_killed_while_clients_send(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311  # the same moments every time
    source = samples()
    server = Server(tmp_path / "desk", "--workers", "2").start()
    blobs = Blobs(tmp_path / "desk" / "files")
    acknowledged: dict[int, str] = {}
    longest = 0.0
    try:
        for _ in range(ROUNDS):
            senders = [Sender(server, [next(source) for _ in range(12)]) for _ in range(CLIENTS)]
            for sender in senders:
                sender.start()
            _until(senders, chance.randint(5, 60))
            server.kill()
            for sender in senders:
                sender.join(30)
                acknowledged |= dict(sender.acknowledged)
            server.start()
            longest = max(longest, server.wait(SECONDS_FINISHED))
            _, tally = server.call("GET", "/progress")
            assert tally["received"] == tally["passed"] + tally["review"] + tally["failed"] + tally["duplicate"]
            assert tally["received"] >= len(acknowledged)
            assert tally["failed"] == 0, "no file is to blame for the service's end"
    finally:
        server.stop()
    assert acknowledged
    from desk.models import Result, Upload
    from desk.store import Store

    store = Store(f"sqlite:///{tmp_path / 'desk' / 'desk.db'}")
    with store.read() as session:
        for number, digest in acknowledged.items():
            assert session.get_one(Upload, number).sha256 == digest
        rows = {upload.sha256 for upload in session.query(Upload)}
        results = [(result.sha256, result.parser) for result in session.query(Result)]
    assert store.problems() == []
    store.close()
    assert len(set(results)) == len(results) == len(rows)
    assert all(blobs.is_whole(digest) for digest in blobs.digests()), "half a file"
    assert rows <= set(blobs.digests())
    assert list((tmp_path / "desk" / "files" / "incoming").iterdir()) == []
    print(f"{ROUNDS} rounds, {len(acknowledged)} acknowledged, finished {longest:.1f} s after a restart")  # noqa: T201


def _until(senders: list[Sender], count: int) -> None:
    """Waits until so many files were acknowledged, in the middle of whatever goes on."""
    until = time.monotonic() + 20
    while sum(len(sender.acknowledged) for sender in senders) < count and time.monotonic() < until:
        time.sleep(0.005)


def test_a_service_asked_to_end_answers_first_and_leaves_no_process(tmp_path: Path) -> None:
    server = Server(tmp_path / "desk", "--workers", "1").start()
    for number in range(3):
        assert server.send((unlike(next(samples()), f"{number}"), "表.docx"))[0] == 202
    assert server.process is not None
    children = _children(server.process.pid)
    assert server.stop() in {0, 130}
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    again = Server(tmp_path / "desk", "--workers", "1").start()
    again.wait(SECONDS_FINISHED)
    assert again.call("GET", "/progress")[1]["received"] == 3
    again.stop()


def test_a_worker_of_its_own_reads_for_a_service_without_any(tmp_path: Path) -> None:
    server = Server(tmp_path / "desk", "--workers", "0").start()
    assert server.send((next(samples()), "表.docx"))[0] == 202
    worker = spawn("worker", "--data", tmp_path / "desk", "--workers", "1")
    try:
        server.wait(SECONDS_FINISHED)
    finally:
        worker.terminate()
        assert worker.wait(20) == 0
        server.stop()


def _children(pid: int) -> set[int]:
    """The processes under *pid*."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found |= {int(child)} | _children(int(child))
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


@pytest.mark.skipif(not CROWD, reason="make load does it")
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
            peak = max(peak, _memory({server.process.pid} | _children(server.process.pid)))
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
