"""Keeps private values so that the database alone doesn't tell them: Fernet (AES-128-CBC with HMAC-SHA-256), its key outside the database."""

from __future__ import annotations

import hmac
import json
import os
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from desk.errors import InvalidSettings

__all__ = ["KEY_FILE", "Vault"]

KEY_FILE = "key"


class Vault:
    """Seals and opens values with *key*: one Fernet key, or several separated by commas of which the first seals and all open."""

    def __init__(self, key: str) -> None:
        try:
            parts = [part.strip() for part in key.split(",") if part.strip()]
            self._fernet = MultiFernet([Fernet(part) for part in parts])
        except ValueError as error:
            raise InvalidSettings("settings.key") from error
        self._first = parts[0].encode()

    @classmethod
    def of(cls, key: str, folder: Path) -> Vault:
        """With *key*, or where there is none with that in *folder*, which is made at the first time for its owner alone to read."""
        return cls(key or _kept(folder / KEY_FILE))

    def derive(self, purpose: str) -> bytes:
        """Another key for *purpose*, from which this one can't be found."""
        return hmac.digest(self._first, purpose.encode(), "sha256")

    def seal(self, values: dict[str, Any]) -> str:
        """*values* as text that only the key's owner can read; nothing for nothing."""
        return self._fernet.encrypt(json.dumps(values).encode()).decode() if values else ""

    def open(self, sealed: str) -> dict[str, Any]:
        """What was sealed.

        Raises:
            InvalidSettings: it was sealed with another key.
        """
        if not sealed:
            return {}
        try:
            found: dict[str, Any] = json.loads(self._fernet.decrypt(sealed))
        except InvalidToken as error:
            raise InvalidSettings("settings.otherkey") from error
        return found


def _kept(file: Path) -> str:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    if not file.exists():
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(Fernet.generate_key().decode())
            out.flush()
            os.fsync(out.fileno())
        try:
            # A link, not a rename: of two services that start at once one key stands, and both read it.
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink(missing_ok=True)
    return file.read_text("ascii").strip()
