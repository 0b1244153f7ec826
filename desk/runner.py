"""Works on the jobs: so many threads, each with a hand that reads for it, a child process or a cluster's worker."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

from desk.blobs import Blobs
from desk.errors import Crashed, DeskError, StoreBusy, StoreFull
from desk.found import Reading
from desk.hands import Hand
from desk.jobs import Claimed, claim, finish, give_back, release, renew
from desk.metrics import METRICS
from desk.reading import parser_version
from desk.store import Store
from desk.vault import Vault
from forms.errors import OverLimit
from parsers.report import whereabouts

__all__ = ["Runner"]

_log = logging.getLogger("fubiao.jobs")

_PARTING = 5.0
"""Seconds that all threads together are waited for at the end."""
_PAUSE = 1.0
"""Seconds after which the table is looked at without a call: another process may have put something in."""
_HURT = 3.0
"""Seconds that a thread waits after the database failed."""


class Runner:
    """Reads what waits, with each of *hands* at the same time, until it is stopped."""

    def __init__(
        self, store: Store, blobs: Blobs, vault: Vault, hands: Sequence[Hand], *, seconds: float, lease: float
    ) -> None:
        self.store, self.blobs, self.vault = store, blobs, vault
        self.owner = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self._seconds, self._lease = seconds, lease
        self._hands = hands
        self._stopping = threading.Event()
        self._called = threading.Condition()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Starts the threads."""
        for number, hand in enumerate(self._hands):
            self._threads.append(threading.Thread(target=self._work, args=(hand,), name=f"jobs-{number}", daemon=True))
        self._threads.append(threading.Thread(target=self._renew, name="leases", daemon=True))
        for thread in self._threads:
            thread.start()

    def call(self) -> None:
        """Tells that there is something to do."""
        with self._called:
            self._called.notify_all()

    def stop(self) -> None:
        """Stops; what is being read goes back into the line, its try not counted."""
        self._stopping.set()
        self.call()
        for hand in self._hands:
            hand.stop()
        until = time.monotonic() + _PARTING
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        with suppress(DeskError):
            release(self.store, self.owner)

    def _renew(self) -> None:
        while not self._stopping.wait(self._lease / 3):
            with suppress(DeskError):
                renew(self.store, self.owner, self._lease)

    def _work(self, hand: Hand) -> None:
        while not self._stopping.is_set():
            try:
                # First the hand, then a job: none waits in the hands of one that isn't up.
                hand.start()
                while not self._stopping.is_set():
                    if not self._one(hand):
                        self._idle()
            except (DeskError, OSError) as error:
                if not self._stopping.is_set():
                    _log.warning("jobs paused", extra={"code": getattr(error, "code", type(error).__name__)})
                    self._stopping.wait(_HURT)
            except Exception as error:  # noqa: BLE001  # a thread that ends takes a worker along for good
                _log.error("jobs failed", extra={"where": type(error).__name__})  # its text may quote values
                self._stopping.wait(_HURT)

    def _idle(self) -> None:
        with self._called:
            self._called.wait(_PAUSE)

    def _one(self, hand: Hand) -> bool:
        """Works on the next job; whether there was one."""
        due = claim(self.store, self.vault, self.owner, parser_version(), lease=self._lease)
        for claimed in due:
            self._read(hand, claimed)
        return bool(due)

    def _read(self, hand: Hand, claimed: Claimed) -> None:
        started = time.monotonic()
        try:
            reading = self._reading(hand, claimed)
            if self._write_down(claimed, reading):
                self._tell(claimed, reading, time.monotonic() - started)
        except Crashed:
            if not self._stopping.is_set():
                self._again(claimed, "reading process died")
        except DeskError:
            # Nothing that the file did: whoever should have read it is away.
            give_back(self.store, self.vault, claimed, self.owner, parser_version(), counts=False)
            raise
        except Exception as error:  # noqa: BLE001  # a job that nobody ends would be ours for ever
            _log.error("job failed: %s", whereabouts(error))  # its text may quote values
            self._again(claimed, type(error).__name__)

    def _reading(self, hand: Hand, claimed: Claimed) -> Reading:
        """What *hand* reads, or the limit that the file went over."""
        started = time.monotonic()
        try:
            return hand.read(self.blobs.path(claimed.sha256), claimed.size, self._seconds)
        except OverLimit as limit:
            spent = round(time.monotonic() - started, 3)
            return Reading(parser=parser_version(), code=limit.code, message=str(limit), seconds=spent)

    def _again(self, claimed: Claimed, why: str) -> None:
        again = give_back(self.store, self.vault, claimed, self.owner, parser_version())
        METRICS.count("fubiao_jobs_total", outcome="retried" if again else "killed")
        _log.warning("job given back", extra={"job": claimed.id, "attempt": claimed.attempts, "why": why})

    def _tell(self, claimed: Claimed, reading: Reading, spent: float) -> None:
        METRICS.count("fubiao_jobs_total", outcome="failed" if reading.code else "read")
        METRICS.observe("fubiao_job_seconds", spent)
        _log.info(
            "read",
            extra={
                "job": claimed.id,
                "sha256": claimed.sha256[:12],
                "records": len(reading.lines),
                "code": reading.code,
                "seconds": reading.seconds,
            },
        )

    def _write_down(self, claimed: Claimed, reading: Reading) -> bool:
        """Keeps at it while the database is locked or its disk full: what was read once needn't be read again."""
        while True:
            try:
                return finish(self.store, self.vault, claimed, reading)
            except (StoreBusy, StoreFull) as error:
                _log.warning("result waits", extra={"job": claimed.id, "code": error.code})
                if self._stopping.wait(_HURT):
                    return False
