"""Looks the desk over: every original against its digest, the database against its models, and what the machine has of the programs that help."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select

from desk.blobs import Blobs
from desk.errors import DeskError
from desk.models import Job, Original, Record
from desk.settings import Settings
from desk.store import Store
from desk.vault import KEY_FILE, Vault
from forms.messages import message
from forms.soffice import program

__all__ = ["Finding", "look_over"]

State = Literal["good", "remark", "bad"]

ROOM = 1 << 30
"""Bytes that should be free on the disk."""
_SECONDS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that was looked at: in order, worth a remark, or bad."""

    state: State
    code: str
    text: str


def _found(state: State, code: str, **details: object) -> Finding:
    return Finding(state=state, code=code, text=message(code, **details))


def look_over(settings: Settings) -> Iterator[Finding]:
    """Everything, one after another; nothing is changed."""
    if not settings.data.is_dir():
        yield _found("remark", "doctor.empty", folder=settings.data)
    else:
        free = shutil.disk_usage(settings.data).free
        yield _found("good" if free > ROOM else "bad", "doctor.disk", free=f"{free / (1 << 30):.1f} GB")
        yield from _key(settings)
        yield from _kept(settings)
    yield from _helpers()


def _key(settings: Settings) -> Iterator[Finding]:
    file = settings.data / KEY_FILE
    if settings.key or not file.exists():
        return
    private = file.stat().st_mode & 0o077 == 0
    yield _found("good" if private else "bad", "doctor.key" if private else "doctor.key_open", file=file)


def _kept(settings: Settings) -> Iterator[Finding]:
    try:
        store = Store(settings.url)
    except DeskError as error:
        yield Finding(state="bad", code=error.code, text=str(error))
        return
    try:
        if not store.is_up():
            yield _found("bad", "doctor.database_down")
            return
        revision, head = store.revision()
        if revision != head:
            # ``fubiao serve`` brings them up to date; until then nothing can be said of what is in them.
            yield _found("remark", "doctor.migrations", found=revision or "-", wanted=head)
            return
        broken = store.problems()
        yield _found("bad" if broken else "good", "doctor.database_broken" if broken else "doctor.database")
        yield from _originals(store, Blobs(settings.data / "files"))
        yield from _sealed(store, settings)
    except DeskError as error:
        yield Finding(state="bad", code=error.code, text=str(error))
    finally:
        store.close()


def _originals(store: Store, blobs: Blobs) -> Iterator[Finding]:
    with store.read() as session:
        known = set(session.scalars(select(Original.sha256).where(Original.removed_at.is_(None))))
        waiting = session.scalar(select(func.count()).select_from(Job).where(Job.state.in_(("waiting", "running"))))
    there = set(blobs.digests())
    damaged = [digest for digest in sorted(known) if not blobs.is_whole(digest)]
    for digest in damaged:
        yield _found("bad", "doctor.damaged" if digest in there else "doctor.lost", digest=digest)
    yield _found("good" if not damaged else "bad", "doctor.originals", count=len(known), damaged=len(damaged))
    if stray := len(there - known):
        yield _found("remark", "doctor.stray", count=stray)
    yield _found("good", "doctor.jobs", count=waiting or 0)


def _sealed(store: Store, settings: Settings) -> Iterator[Finding]:
    with store.read() as session:
        one = session.scalar(select(Record.sealed).where(Record.sealed != "").limit(1))
    if one:
        Vault.of(settings.key, settings.data).open(one)
        yield _found("good", "doctor.sealed")


def _helpers() -> Iterator[Finding]:
    soffice = program()
    yield _found("good" if soffice else "remark", "doctor.libreoffice" if soffice else "doctor.no_libreoffice")
    fonts = shutil.which("fc-list")
    if fonts:
        listed = subprocess.run([fonts, ":lang=zh", "family"], capture_output=True, check=False, timeout=_SECONDS)  # noqa: S603
        yield _found(
            "good" if listed.stdout.strip() else "remark",
            "doctor.fonts" if listed.stdout.strip() else "doctor.no_fonts",
        )
