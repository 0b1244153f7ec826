"""Texts for clerks by stable code, kept as data in ``messages.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

__all__ = ["message", "texts"]


@cache
def _texts() -> dict[str, str]:
    raw = tomllib.loads(files("forms").joinpath("messages.toml").read_text("utf-8"))
    return {f"{group}.{name}": text for group, entries in raw.items() for name, text in entries.items()}


class _Blank(dict[str, object]):
    """Leaves a placeholder that got no detail visible in the text instead of failing while reporting a failure."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def message(code: str, **details: object) -> str:
    """The clerk's text for *code* with *details* filled in; a code without a text is answered by the code itself."""
    return _texts().get(code, code).format_map(_Blank(details))


@cache
def texts(group: str) -> dict[str, str]:
    """All texts of a group (``record_state``) by their names; none of an unknown one."""
    return {code.partition(".")[2]: text for code, text in _texts().items() if code.partition(".")[0] == group}
