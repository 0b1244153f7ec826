"""Chromium without a window, told over a pipe to print pages: one process for many files."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["Printer", "printer"]

_CUTS = """document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth ||
    [...document.querySelectorAll("input,textarea,.clip")].some(one => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight + 2)"""


class Printer:
    """A running Chromium with one page."""

    def __init__(self, out: int, back: int) -> None:
        self._out = out
        self._back = back
        self._rest = b""
        self._number = 0
        target = self._ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        attached = self._ask("Target.attachToTarget", {"targetId": target, "flatten": True})
        self._session: str | None = attached["sessionId"]
        self._ask("Page.enable", {}, self._session)

    def _send(self, method: str, parameters: dict[str, Any], session: str | None) -> int:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        return self._number

    def _messages(self) -> Iterator[dict[str, Any]]:
        while True:
            while b"\0" not in self._rest:
                piece = os.read(self._back, 1 << 20)
                if not piece:
                    raise EOFError("chromium has ended")
                self._rest += piece
            line, _, self._rest = self._rest.partition(b"\0")
            yield json.loads(line)

    def _ask(self, method: str, parameters: dict[str, Any], session: str | None = None) -> dict[str, Any]:
        number = self._send(method, parameters, session)
        for message in self._messages():
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return dict(message["result"])
        raise EOFError(method)

    def cuts(self, width: float) -> bool:
        """Whether something of the page that was printed last has no room on paper on which *width* CSS pixels can be printed, or in its own entry field."""
        self._ask(
            "Emulation.setDeviceMetricsOverride",
            {"width": int(width), "height": 1000, "deviceScaleFactor": 1, "mobile": False},
            self._session,
        )
        told = self._ask("Runtime.evaluate", {"expression": _CUTS, "returnByValue": True}, self._session)
        self._ask("Emulation.clearDeviceMetricsOverride", {}, self._session)
        return bool(told["result"]["value"])

    def pdf(self, page: Path, options: dict[str, Any]) -> bytes:
        """*page* (an HTML file) as a PDF; *options* are those of ``Page.printToPDF``, lengths in inches."""
        self._send("Page.navigate", {"url": page.resolve().as_uri()}, self._session)
        for message in self._messages():
            if message.get("method") == "Page.loadEventFired":
                break
        return base64.b64decode(self._ask("Page.printToPDF", options, self._session)["data"])


@contextmanager
def printer() -> Iterator[Printer]:
    """Chromium for as long as the block lasts; raises ``FileNotFoundError`` where there is none."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise FileNotFoundError("chromium")
    with tempfile.TemporaryDirectory() as place:
        read, out = os.pipe()
        back, write = os.pipe()
        words = [program, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={place}"]
        # what Chromium reads stands at its descriptor 3, what it writes at 4
        shell = f'exec "$@" 3<&{read} 4>&{write}'
        process = subprocess.Popen(
            ["bash", "-c", shell, "bash", *words, "--remote-debugging-pipe"],
            pass_fds=(read, write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(read)
        os.close(write)
        try:
            yield Printer(out, back)
        finally:
            os.close(out)
            os.close(back)
            process.terminate()
            process.wait(30)
