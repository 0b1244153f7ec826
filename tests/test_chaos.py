"""The real service, killed while clients send; and what a crowd does to it. ``make chaos`` and ``make load`` do it at length."""

from __future__ import annotations

import hashlib
import os
import random
import threading
import time
from pathlib import Path

from crowd import children
from servers import Server, samples, spawn, unlike

from desk.blobs import Blobs

ROUNDS = int(os.environ.get("FUBIAO_ROUNDS", "2"))
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
    below = children(server.process.pid)
    assert server.stop() in {0, 130}
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in below) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [pid for pid in below if Path(f"/proc/{pid}").exists()]
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
