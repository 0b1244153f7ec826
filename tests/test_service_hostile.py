"""What strangers do to a service: bodies without end, files that kill their reader, files that are not what they say."""

from __future__ import annotations

import io
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import Open, send, wait
from docx_builder import archive, docx, p
from servers import Server, multipart
from sqlalchemy import func, select
from test_desk import equation, form

from desk.children import Child
from desk.errors import Crashed
from desk.found import Reading
from desk.models import Job, Record, Upload
from desk.office import Desk
from desk.reading import limited_processor, seconds_for
from desk.runner import Runner
from forms.errors import OverLimit
from service import create_app

MEMORY = 512


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    settings = folder / "settings.toml"
    settings.write_text('body = 1\nstalled = 1\nthreads = 4\nworkers = 0\ndata = "desk"\n', "utf-8")
    made = Server(folder / "desk", "--config", settings).start()
    yield made
    made.stop()


def test_a_body_without_end_and_without_length_is_refused_and_neighbours_are_served(server: Server) -> None:
    head = b"POST /api/v1/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
    with socket.create_connection((server.host, server.port), timeout=20) as line:
        line.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        try:
            for _ in range(64):
                line.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        except OSError:
            pass  # it hung up, as it should
        answer = line.recv(1000)
    assert answer.startswith(b"HTTP/1.1 413")
    with socket.create_connection((server.host, server.port), timeout=20) as line:
        line.sendall(head + b"Content-Length: 300000000\r\n\r\n")
        assert line.recv(1000).startswith(b"HTTP/1.1 413")
    assert server.call("GET", "/progress")[1]["received"] == 0
    assert [file for file in (server.folder / "files").rglob("*") if file.is_file()] == []


def test_a_stalled_body_is_dropped(server: Server) -> None:
    body, kind = multipart(((b"x" * 1000, "a"),))
    head = f"POST /api/v1/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection((server.host, server.port), timeout=20) as line:
        line.sendall(head.encode() + body[:500])
        assert server.raw("GET", "/health")[0] == 200
        assert line.recv(1000) == b"", "it hung up"
    assert server.call("GET", "/progress")[1]["received"] == 0


# A child that is killed, hangs, or takes too much


def die(marker: str) -> int:
    """Dies of the file the first time."""
    if not Path(marker).exists():
        Path(marker).write_text("x", "utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
    return 7


def hang() -> None:
    """Never ends."""
    while True:
        time.sleep(1)


def spin() -> None:
    """Never ends, and works all the time."""
    with limited_processor(0.5):
        while True:
            pass


def devour() -> int:
    """Takes more memory than it may."""
    return len(bytearray(MEMORY << 21))


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    made = Child(MEMORY)
    yield made
    made.stop()


def test_a_child_that_is_killed_is_made_anew(child: Child, tmp_path: Path) -> None:
    with pytest.raises(Crashed):
        child.call(die, str(tmp_path / "once"), seconds=20)
    assert child.call(die, str(tmp_path / "once"), seconds=20) == 7


def test_a_child_that_hangs_is_killed_in_time(child: Child) -> None:
    child.start()
    started = time.monotonic()
    with pytest.raises(OverLimit) as told:
        child.call(hang, seconds=0.5)
    assert told.value.code == "limit.time"
    assert time.monotonic() - started < 10


def test_a_child_that_works_too_long_is_ended_by_the_system(child: Child) -> None:
    with pytest.raises(OverLimit) as told:
        child.call(spin, seconds=60)
    assert told.value.code == "limit.time"


def test_what_a_process_does_after_a_file_is_not_counted_against_the_file() -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_CPU)
    with limited_processor(20):
        assert resource.getrlimit(resource.RLIMIT_CPU) != before
    assert resource.getrlimit(resource.RLIMIT_CPU) == before


def test_a_child_may_take_so_much_memory_and_no_more(child: Child) -> None:
    with pytest.raises(OverLimit) as told:
        child.call(devour, seconds=20)
    assert told.value.code == "limit.memory"


def test_a_large_file_gets_more_time_and_none_gets_any() -> None:
    assert seconds_for(8_000, 20) == pytest.approx(20, abs=0.5)
    assert seconds_for(3 << 20, 20) == 170
    assert seconds_for(1 << 40, 20) == 600


class Poisoned:
    """A hand whose reader dies of every file that says so, as often as it is told."""

    def __init__(self, error: type[Exception]) -> None:
        self.error = error
        self.tries = 0

    def start(self) -> None:
        """It can always read."""

    def read(self, path: Path, size: int, seconds: float) -> Reading:
        from desk.reading import read_file

        if b"poison" in path.read_bytes():
            self.tries += 1
            raise Crashed("internal.killed") if self.error is Crashed else self.error
        return read_file(str(path), seconds)

    def stop(self) -> None:
        """Nothing to end."""


@pytest.mark.parametrize("error", [Crashed, ValueError])
def test_a_file_at_which_its_reader_dies_is_tried_twice_and_costs_no_other(desk: Desk, error: type[Exception]) -> None:
    hand = Poisoned(error)
    send(desk, (form(), "a"), (b"poison", "b"), (form("乙县"), "c"))
    desk.runner = Runner(desk.store, desk.blobs, desk.vault, [hand], seconds=20, lease=30)
    desk.runner.start()
    wait(desk)
    with desk.store.read() as session:
        assert session.scalars(select(Upload.state).order_by(Upload.id)).all() == ["passed", "failed", "passed"]
        assert session.get_one(Upload, 2).code == "internal.killed"
        assert set(session.scalars(select(Job.state))) == {"done"}
    assert hand.tries == 2
    equation(desk)


# Files


def hostile() -> list[tuple[str, bytes, str]]:
    """Files with the code that reading each must end in; "" for one that may be read."""
    gif = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;%PDF-1.4\n"
    doctype = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document/>'
    return [
        ("两百万段.docx", docx("<w:p/>" * 2_000_000), "limit.nodes"),
        ("DTD.docx", archive({"word/document.xml": doctype}), "unreadable.dtd"),
        ("炸弹.docx", archive({"word/document.xml": b" " * (64 << 20)}), "limit.ratio"),
        ("其实是程序.doc", b"MZ\x90\x00" + bytes(range(256)), "unreadable.unsupported"),
        ("其实是压缩包.doc", _zip(), "unreadable.archive"),
        ("图片也是PDF.doc", gif, ""),
        ("其实是网页.doc", b"<html><body><img src=x onerror=alert(1)></body></html>", "match.none"),
        ("空.docx", b"", "unreadable.empty"),
        ("断了.docx", docx(p("甲"))[:100], ""),
    ]


def _zip() -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("a.txt", "x")
    return out.getvalue()


def test_every_hostile_file_is_kept_and_fails_with_its_reason_for_all_to_see(opened: Open) -> None:
    desk = opened(workers=1)
    files = hostile()
    send(desk, *[(data, name) for name, data, _ in files], (form(), "好的.docx"))
    assert desk.runner is not None
    desk.runner.call()
    wait(desk, 60)
    with desk.store.read() as session:
        uploads = session.scalars(select(Upload).order_by(Upload.id)).all()
        assert session.scalar(select(func.count()).select_from(Record)) == 1
    for (name, data, code), upload in zip(files, uploads, strict=False):
        assert (upload.name, upload.state) == (name, "failed")
        assert upload.code == code or not code, (name, upload.code)
        assert upload.message
        assert desk.blobs.read(upload.sha256) == data
    assert uploads[-1].state == "passed"
    equation(desk)


def test_a_page_that_is_an_original_is_never_shown_as_one(desk: Desk) -> None:
    send(desk, (b"<html><script>alert(1)</script></html>", "x.html"))
    response = create_app({"TESTING": True}, desk).test_client().get("/api/v1/uploads/1/original")
    assert response.mimetype == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
