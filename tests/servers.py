"""The real service as a process of its own, clients that send to it, and files to send."""

from __future__ import annotations

import http.client
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import fubiao

ROOT = Path(fubiao.__file__).resolve().parent
V1 = "/api/v1"


class Server:
    """``fubiao serve`` on a folder. May be killed and started again."""

    def __init__(self, folder: Path, *options: str | Path) -> None:
        self.folder, self.options = folder, options
        self.process: subprocess.Popen[bytes] | None = None
        self.host, self.port = "", 0
        self.said = b""
        self._reader: threading.Thread | None = None

    def start(self) -> Server:
        """Starts it and waits until it listens."""
        self.process = spawn("serve", "--port", "0", "--data", self.folder, *self.options, stderr=subprocess.PIPE)
        assert self.process.stderr is not None
        said = b""
        while b"http://" not in said:
            said = self.process.stderr.readline()
            assert said, "it ended"
        found = urlsplit(
            next(word for word in said.decode().split("：") + said.decode().split() if word.startswith("http")).split()[
                0
            ]
        )
        self.host, self.port = found.hostname or "", found.port or 0
        # What it says later isn't waited for, but must not fill the pipe.
        self._reader = threading.Thread(target=self._drain, args=(self.process.stderr,), daemon=True)
        self._reader.start()
        return self

    def _drain(self, stream: IO[bytes]) -> None:
        self.said += stream.read()

    def kill(self) -> None:
        """Ends it as a loss of power would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(20)
        self._quiet()

    def stop(self) -> int:
        """Asks it to end; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(20)
        self._quiet()
        return code

    def _quiet(self) -> None:
        if self._reader is not None:
            self._reader.join(10)
        assert self.process is not None
        assert self.process.stderr is not None
        self.process.stderr.close()

    def call(
        self, method: str, path: str, body: bytes | None = None, kind: str = "application/json"
    ) -> tuple[int, Any]:
        """Status and JSON of a call of the API."""
        status, data = self.raw(method, V1 + path, body, kind)
        return status, json.loads(data) if data else None

    def raw(
        self, method: str, path: str, body: bytes | None = None, kind: str = "application/json"
    ) -> tuple[int, bytes]:
        """Status and bytes of a call."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            connection.request(method, path, body, {"Content-Type": kind} if body is not None else {})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def send(self, *files: tuple[bytes, str]) -> tuple[int, Any]:
        """Uploads files in one request."""
        body, kind = multipart(files)
        return self.call("POST", "/uploads", body, kind)

    def wait(self, seconds: float) -> float:
        """Waits until nothing is left to be read; how long that took."""
        started = time.monotonic()
        while time.monotonic() - started < seconds:
            status, tally = self.call("GET", "/progress")
            assert status == 200
            if not tally["waiting"] and not tally["reading"]:
                return time.monotonic() - started
            time.sleep(0.1)
        raise TimeoutError(tally)


def spawn(*arguments: str | Path, **options: Any) -> subprocess.Popen[bytes]:
    """The command line as a process."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "fubiao", *map(str, arguments)], env=environment, cwd=ROOT, **options
    )


def multipart(files: tuple[tuple[bytes, str], ...]) -> tuple[bytes, str]:
    """A request's body and its type."""
    out = io.BytesIO()
    for data, name in files:
        out.write(b'--frontier\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n\r\n' % name.encode())
        out.write(data + b"\r\n")
    out.write(b"--frontier--\r\n")
    return out.getvalue(), "multipart/form-data; boundary=frontier"


def unlike(data: bytes, mark: str) -> bytes:
    """The same .docx in other bytes."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.comment = mark.encode()
    return out.getvalue()


def samples() -> Iterator[bytes]:
    """The samples, over and over, each time in other bytes."""
    found = [file.read_bytes() for file in sorted((ROOT / "samples").rglob("*.docx"))]
    number = 0
    while True:
        for data in found:
            number += 1
            yield unlike(data, f"{os.getpid()}-{number}")
