"""Which records are versions of one another, and what differs between them.

A later file of the same applicant is a new version. Who the applicant is, the form itself says where it has a place for it (``identity.toml``);
else the file's name and its sender stand for it. Two records that have the name in common but nobody and nothing else are kept apart, and the
later one says so: a wrong link would hide the earlier one.
"""

from __future__ import annotations

import hashlib
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.models import Record, Upload
from desk.privacy import is_private
from forms.messages import message
from forms.paths import get, leaves

__all__ = ["difference", "digest_of", "join", "title_of", "told_identity"]

Json = dict[str, Any]


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(files("desk").joinpath("identity.toml").read_text("utf-8"))


def _folded(text: object) -> str:
    folded = unicodedata.normalize("NFKC", str(text)).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LN")


def digest_of(*parts: object) -> str:
    """A digest of *parts*, each told from the next."""
    return hashlib.sha256("\x1f".join(map(repr, parts)).encode("utf-8", "backslashreplace")).hexdigest()


def told_identity(form: str, data: Json) -> tuple[str, ...]:
    """What the form says about whose it is, folded for comparison; empty where it says nothing."""
    for paths in _rules().get(form, {}).get("keys", []):
        values = [get(data, path) for path in paths]
        if values and all(isinstance(value, str) and _folded(value) for value in values):
            return tuple(map(_folded, values))
    return ()


def title_of(form: str, data: Json, otherwise: str) -> str:
    """What to call a record: whose form it is in its own words, or *otherwise*."""
    for paths in _rules().get(form, {}).get("keys", []):
        value = get(data, paths[0]) if paths else None
        if isinstance(value, str) and value.strip():
            return value
    return otherwise


def join(session: Session, record: Record, upload: Upload) -> None:
    """Links *record*, which is in the session and has its number, with the other versions of the same applicant's form."""
    told = told_identity(record.form, record.data)
    mark = told or ("file", upload.digest, record.position)
    record.identity = digest_of(record.activity_id, record.form, *mark)
    others = session.scalars(
        select(Record)
        .where(Record.identity == record.identity, Record.id != record.id, Record.upload_id != upload.id)
        .order_by(Record.upload_id.desc(), Record.id.desc())
    ).all()
    akin = next((other for other in others if not told or _akin(record, other)), None)
    if akin is None:
        record.first_id = record.id
        if others:
            issue = {
                "code": "version.unclear",
                "severity": "warning",
                "field": "",
                "message": message("version.unclear"),
            }
            record.issues = [*record.issues, issue]
        return
    record.first_id = akin.first_id
    _order(session, akin.first_id)


def _akin(one: Record, other: Record) -> bool:
    """Whether a value besides the name is the same, or neither has any."""
    pairs = [(get(one.data, path), get(other.data, path)) for path in _rules().get(one.form, {}).get("support", [])]
    told = [(_folded(a), _folded(b)) for a, b in pairs if a is not None and b is not None]
    return not told or any(a == b for a, b in told)


def _order(session: Session, first: int | None) -> None:
    """Numbers the versions by their arrival, which needn't be the order in which they were read."""
    session.flush()
    found = session.scalars(
        select(Record).where(Record.first_id == first).order_by(Record.upload_id, Record.position)
    ).all()
    before: Record | None = None
    for number, record in enumerate(found, 1):
        if record.previous_id != (before.id if before else None):
            record.previous_id = before.id if before else None
            record.difference = difference(before, record) if before else []
        record.version, record.current = number, number == len(found)
        before = record


def difference(before: Record, after: Record) -> list[Json]:
    """What changed from *before* to *after*, in the form's order; of a private value only that it did isn't even told here."""
    old, new = dict(leaves(before.data)), dict(leaves(after.data))
    return [
        {"field": path, "before": old.get(path), "after": new.get(path)}
        for path in dict.fromkeys([*new, *old])
        if old.get(path) != new.get(path) and not is_private(after.form, after.edition, path)
    ]
