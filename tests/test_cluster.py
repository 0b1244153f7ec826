"""The same jobs on a cluster: two workers of dask.distributed, one of which is killed in the middle. ``make cluster`` does it with 200 files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest
from desks import Open, send, wait
from servers import samples, spawn
from sqlalchemy import func, select
from test_desk import form

from desk.cluster import read_there
from desk.errors import StoreBusy
from desk.hands import Far
from desk.models import Record, Result, Upload

FILES = int(os.environ.get("FUBIAO_FILES", "12"))


class Worker:
    """``fubiao worker`` for a scheduler."""

    def __init__(self, scheduler: str) -> None:
        self.process = spawn("worker", "--scheduler", scheduler, "--workers", "1", stderr=subprocess.PIPE)
        assert self.process.stderr is not None
        assert self.process.stderr.readline()
        self.reader = threading.Thread(target=self.process.stderr.read, daemon=True)
        self.reader.start()

    def end(self, *, at_once: bool = False) -> int:
        if at_once:
            self.process.kill()
        else:
            self.process.terminate()
        code = self.process.wait(30)
        self.reader.join(5)
        assert self.process.stderr is not None
        self.process.stderr.close()
        return code


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    program = Path(sys.executable).with_name("dask")
    process = subprocess.Popen(
        [program, "scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard"],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    address = ""
    for line in process.stderr:
        if "tcp://" in line:
            address = "tcp://" + line.split("tcp://")[1].split()[0]
            break
    reader = threading.Thread(target=process.stderr.read, daemon=True)
    reader.start()
    yield address
    process.terminate()
    process.wait(20)
    reader.join(5)
    process.stderr.close()


def test_a_folder_is_read_by_two_workers_each_file_once_though_one_is_killed(scheduler: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    source = samples()
    for number in range(FILES):
        (folder / f"{number:03}.docx").write_bytes(next(source))
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 cut off")
    workers = [Worker(scheduler), Worker(scheduler)]
    out = tmp_path / "out.jsonl"
    reading = spawn("extract", folder, "--scheduler", scheduler, "--out", out)
    until = time.monotonic() + 120
    while time.monotonic() < until and (not out.exists() or out.read_text("utf-8").count("\n") < FILES // 4):
        time.sleep(0.01)
    workers[0].end(at_once=True)
    assert reading.wait(120) == 1, "one file is broken"
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [Path(line["file"]).name for line in lines] == [
        *(f"{number:03}.docx" for number in range(FILES)),
        "broken.docx",
    ]
    assert [line["file"] for line in lines if "error" in line] == [str(folder / "broken.docx")]
    here = tmp_path / "here.jsonl"
    assert spawn("extract", folder / "000.docx", folder / "001.docx", "--out", here).wait(60) == 0
    assert [json.loads(line) for line in here.read_text("utf-8").splitlines()] == lines[:2]
    assert workers[1].end() == 0


def test_a_desk_s_jobs_go_to_the_cluster_and_each_has_one_result(scheduler: str, opened: Open) -> None:
    worker = Worker(scheduler)
    desk = opened(scheduler=scheduler, workers=1)
    send(desk, *[(form(f"{number}县"), f"{number}.docx") for number in range(6)], (b"?", "x"))
    wait(desk, 60)
    with desk.store.read() as session:
        assert session.scalar(select(func.count()).select_from(Record)) == 6
        assert session.scalar(select(func.count()).select_from(Result)) == 7
        assert set(session.scalars(select(Upload.state))) == {"passed", "failed"}
    desk.close()
    assert worker.end() == 0


def _read_one() -> None:
    assert read_there(b"?").code


def test_a_worker_whose_process_ends_ends_its_children() -> None:
    # As a nanny starts it: the process waits at its end for children that nobody told to end.
    process = get_context("spawn").Process(target=_read_one)
    process.start()
    process.join(30)
    code = process.exitcode
    process.kill()
    assert code == 0


def test_a_scheduler_that_is_away_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.cluster._CONNECT", 0.5)
    with pytest.raises(StoreBusy) as told:
        Far(Far.Line("tcp://127.0.0.1:9")).start()
    assert told.value.code == "cluster.away"
