"""The desk as a whole: its folder, database, key, and the runner of its jobs, opened and closed together."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

from desk.activities import first
from desk.blobs import Blobs
from desk.errors import InvalidSettings
from desk.jobs import release
from desk.reading import parser_version
from desk.runner import Runner
from desk.settings import Settings
from desk.store import Store
from desk.vault import Vault

__all__ = ["Desk", "open_desk"]


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

    def call(self) -> None:
        """Tells the runner that there is something to do."""
        if self.runner is not None:
            self.runner.call()

    def close(self) -> None:
        """Stops the runner and closes the store. What was being read goes back into the line."""
        if self.runner is not None:
            self.runner.stop()
        self.store.close()
        if self.lock is not None:
            self.lock.close()


def open_desk(settings: Settings, *, runs: bool = True) -> Desk:
    """The desk that *settings* describe, its tables brought to the newest form. With *runs* it works on its jobs.

    Raises:
        InvalidSettings: the folder can't be used, or another service uses it.
        StoreBusy: the database can't be reached.
    """
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        blobs = Blobs(settings.data / "files")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InvalidSettings("settings.folder", folder=settings.data, reason=reason) from error
    works = runs and settings.workers > 0
    lock = _locked(settings) if works else None
    store = Store(settings.url)
    store.migrate()
    first(store)
    vault = Vault.of(settings.key, settings.data)
    desk = Desk(settings=settings, store=store, blobs=blobs, vault=vault, parser=parser_version(), lock=lock)
    if works:
        desk.runner = Runner(
            store,
            blobs,
            vault,
            workers=settings.workers,
            seconds=settings.seconds,
            memory=settings.memory,
            lease=settings.lease,
        )
        if lock is not None:
            # Nobody else works in this folder: what somebody had before was left behind when they were killed.
            blobs.tidy()
            release(store, desk.runner.owner, of_others=True)
        desk.runner.start()
    return desk


def _locked(settings: Settings) -> IO[Any] | None:
    """The folder, held for us alone as long as the process lives; None where a database of its own takes care of several."""
    if settings.database:
        return None
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    lock = (settings.data / "lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise InvalidSettings("settings.taken", folder=settings.data) from error
    with suppress(OSError):
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
    return lock
