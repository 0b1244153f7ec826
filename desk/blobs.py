"""The originals: each file once, under the SHA-256 of its bytes. No name that came with it is ever part of a path."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from desk.errors import Missing, StoreFull

__all__ = ["NO_ROOM", "Blob", "Blobs", "full_disk"]

_CHUNK = 1 << 20
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says when there is no room."""
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Blob:
    """Bytes that are on the disk: their SHA-256 in hexadecimal digits, and how many they are."""

    sha256: str
    size: int


class Blobs:
    """Files in *folder*. What ``put`` has answered survives a loss of power."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._incoming = folder / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sync(folder)
        _sync(folder.parent)
        self._made: set[str] = set()
        self._making = threading.Lock()

    def put(self, stream: IO[bytes]) -> Blob:
        """Keeps what *stream* holds, unless it is kept already. When this returns, the bytes and their name are on the disk.

        Raises:
            StoreFull: there is no room; nothing is left behind.
        """
        with full_disk():
            return self._put(stream)

    def _put(self, stream: IO[bytes]) -> Blob:
        digest = hashlib.sha256()
        size = 0
        handle, name = tempfile.mkstemp(dir=self._incoming)
        draft = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            blob = Blob(sha256=digest.hexdigest(), size=size)
            target = self.path(blob.sha256)
            self._make(target.parent)
            if not (target.is_file() and target.stat().st_size == size):
                # Two that bring the same bytes replace one whole file by another.
                draft.replace(target)
            # Also where the file was there: who put it there may not have got as far.
            _sync(target.parent)
            return blob
        finally:
            draft.unlink(missing_ok=True)

    def _make(self, folder: Path) -> None:
        """Makes *folder* and puts its name on the disk, once in this process: who made it before may not have got as far."""
        with self._making:
            if folder.name not in self._made:
                folder.mkdir(exist_ok=True, mode=0o700)
                _sync(self.folder)
                self._made.add(folder.name)

    def path(self, sha256: str) -> Path:
        """Where the bytes of that digest are, or would be."""
        if not _DIGEST.fullmatch(sha256):
            raise Missing("missing.file")
        return self.folder / sha256[:2] / sha256[2:]

    def read(self, sha256: str) -> bytes:
        """The bytes of that digest.

        Raises:
            Missing: they aren't there, or not any more.
        """
        try:
            return self.path(sha256).read_bytes()
        except OSError as error:
            raise Missing("missing.file") from error

    def remove(self, sha256: str) -> None:
        """Removes the bytes of that digest, where they are."""
        path = self.path(sha256)
        path.unlink(missing_ok=True)
        with suppress(OSError):
            _sync(path.parent)

    def digests(self) -> Iterator[str]:
        """Of every file that is kept."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            for file in sorted(folder.iterdir()):
                if _DIGEST.fullmatch(folder.name + file.name):
                    yield folder.name + file.name

    def is_whole(self, sha256: str) -> bool:
        """Whether the bytes of that digest are there and still give it."""
        try:
            with self.path(sha256).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except OSError:
            return False

    def tidy(self) -> int:
        """Removes what was being received when the service was killed; how many pieces that were. Only before anything is received."""
        left = [file for file in self._incoming.iterdir() if file.is_file()]
        for file in left:
            file.unlink(missing_ok=True)
        return len(left)


@contextmanager
def full_disk() -> Iterator[None]:
    """Makes an ``OSError`` that says the disk is full a ``StoreFull``."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise StoreFull("store.full") from error
        raise


def _sync(folder: Path) -> None:
    """Puts the names in *folder* on the disk. A system without this (Windows) does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
