"""Which values are private and which are personal, and how records go without them.

*Private* are the fields that a definition marks so (the password of a form): encrypted at rest, shown on request alone. *Personal* are telephone
numbers and addresses: a clerk needs them, the public and every log must not have them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from forms.errors import UnknownName
from forms.library import definition
from forms.paths import get, put, walk

__all__ = ["MASK", "Parted", "is_private", "masked", "part", "private_paths", "public"]

MASK = "●●●"
"""Stands where a private or personal text was."""

PERSONAL = frozenset({"mobile", "phone", "email"})
"""The kinds of values that are personal."""

SHORTEST = 4
"""A private value of fewer characters is no secret that a search of other texts for it would keep."""

_NUMBERS = re.compile(r"(?<!\d)(?:\+?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[-\s]\d{7,8}(?!\d)")
_ADDRESSES = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

Json = dict[str, Any]
Parted = tuple[Json, dict[str, Any]]


@cache
def private_paths(form: str, edition: str) -> tuple[str, ...]:
    """The paths of the private fields of *form*, with ``[]`` for every item."""
    return tuple(field.path for field in _fields(form, edition) if field.private)


@cache
def _personal_paths(form: str, edition: str) -> tuple[str, ...]:
    return tuple(field.path for field in _fields(form, edition) if field.kind in PERSONAL)


def _fields(form: str, edition: str) -> Iterable[Any]:
    try:
        return definition(form, edition or None).fields
    except UnknownName:
        # A record of an edition that was taken away since.
        return ()


def is_private(form: str, edition: str, path: str) -> bool:
    """Whether the value at the concrete *path* is private."""
    return re.sub(r"\[\d+\]", "[]", path) in private_paths(form, edition)


def part(line: Json) -> Parted:
    """The envelope *line* without its private values, and these by their paths.

    Wherever a private value stands in another text of the envelope (the cell that it was read from, what was left over) it is masked there.
    """
    kept = {**line, "data": _copied(line["data"]), "fields": {k: dict(v) for k, v in line["fields"].items()}}
    found: dict[str, Any] = {}
    for pattern in private_paths(line["form"], line["edition"]):
        for path, value in walk(kept["data"], pattern):
            raw = kept["fields"].get(path, {}).get("raw")
            if value is None and not raw:
                continue
            found[path] = {"value": value, "raw": raw}
            put(kept["data"], path, None)
            if path in kept["fields"]:
                kept["fields"][path]["raw"] = None
    secrets = [text for entry in found.values() for text in entry.values() if isinstance(text, str)]
    secrets = sorted({text for text in secrets if len(text) >= SHORTEST}, key=len, reverse=True)
    if secrets:
        kept["fields"] = {path: _without(entry, secrets) for path, entry in kept["fields"].items()}
        for name in ("leftovers", "issues"):
            kept[name] = _without(kept.get(name, []), secrets)
    return kept, found


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(child) for key, child in value.items()}
    return [_copied(child) for child in value] if isinstance(value, list) else value


def _without(value: Any, secrets: list[str]) -> Any:
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, MASK)
        return value
    if isinstance(value, dict):
        return {key: _without(child, secrets) for key, child in value.items()}
    return [_without(child, secrets) for child in value] if isinstance(value, list) else value


def masked(text: str) -> str:
    """*text* with telephone numbers and addresses masked."""
    return _ADDRESSES.sub(MASK, _NUMBERS.sub(MASK, text))


def public(form: str, edition: str, data: Json) -> Json:
    """*data* as anybody may see it: private and personal values are null, and numbers within other texts are masked."""
    shown: Json = _masked(data)
    for pattern in (*private_paths(form, edition), *_personal_paths(form, edition)):
        for path in _present(shown, pattern):
            put(shown, path, None)
    return shown


def _present(data: Json, pattern: str) -> Iterator[str]:
    return (path for path, _ in list(walk(data, pattern)) if get(data, path) is not None)


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {key: _masked(child) for key, child in value.items()}
    return [_masked(child) for child in value] if isinstance(value, list) else value
