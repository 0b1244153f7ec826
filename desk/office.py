"""The desk as a whole: its folder, database, key, and the runner of its jobs, opened and closed together."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, Any

from desk.activities import first
from desk.aside import Aside
from desk.blobs import Blobs
from desk.errors import InvalidSettings
from desk.hands import Far, Hand, Near
from desk.jobs import release
from desk.reading import parser_version
from desk.runner import Runner
from desk.settings import Settings
from desk.store import Store
from desk.vault import Vault

__all__ = ["Desk", "open_desk"]

_FAR = 16
"""Files that are under way to a cluster at a time."""


@dataclass(kw_only=True)
class Desk:
    """What the verbs of this room work on."""

    settings: Settings
    store: Store
    blobs: Blobs
    vault: Vault
    parser: str
    runner: Runner | None = None
    lock: IO[Any] | None = None
    closing: threading.Event = field(default_factory=threading.Event)
    """Set when the service stops, for whatever waits."""
    aside: Aside = field(default_factory=Aside)
    """What is read or drawn while somebody waits for it."""

    def start(self) -> None:
        """Begins to work on the jobs, where the settings say so."""
        settings = self.settings
        if settings.workers <= 0 or self.runner is not None:
            return
        self.lock = _locked(settings)
        self.runner = Runner(
            self.store,
            self.blobs,
            self.vault,
            _hands(settings),
            seconds=settings.seconds,
            lease=settings.lease,
        )
        if self.lock is not None:
            # Nobody else works in this folder: what somebody had before was left behind when they were killed.
            self.blobs.tidy()
            release(self.store, self.runner.owner, of_others=True)
        self.runner.start()

    def call(self) -> None:
        """Tells the runner that there is something to do."""
        if self.runner is not None:
            self.runner.call()

    def close(self) -> None:
        """Stops the runner and closes the store. What was being read goes back into the line."""
        self.closing.set()
        self.aside.stop()
        if self.runner is not None:
            self.runner.stop()
        self.store.close()
        if self.lock is not None:
            self.lock.close()


def open_desk(settings: Settings, *, runs: bool = True) -> Desk:
    """The desk that *settings* describe, its tables brought to the newest form. With *runs* it works on its jobs.

    Raises:
        InvalidSettings: the folder can't be used.
        StoreBusy: the database can't be reached.
    """
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        blobs = Blobs(settings.data / "files")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InvalidSettings("settings.folder", folder=settings.data, reason=reason) from error
    store = Store(settings.url)
    store.migrate()
    first(store)
    vault = Vault.of(settings.key, settings.data)
    desk = Desk(settings=settings, store=store, blobs=blobs, vault=vault, parser=parser_version())
    desk.aside = Aside(settings.memory, settings.waiting)
    if runs:
        desk.start()
    return desk


def _hands(settings: Settings) -> list[Hand]:
    """Children of our own, or where there is a scheduler as many threads as keep its workers busy."""
    if not settings.scheduler:
        return [Near(settings.memory) for _ in range(settings.workers)]
    line = Far.Line(settings.scheduler)
    return [Far(line) for _ in range(max(settings.workers, _FAR))]


def _locked(settings: Settings) -> IO[Any] | None:
    """The folder, held for us alone as long as the process lives; None where others work in it too, whose jobs are told by their leases."""
    if settings.database:
        return None
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    lock = (settings.data / "lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    with suppress(OSError):
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
    return lock
