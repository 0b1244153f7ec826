"""Controlled words as data: the files of ``vocabulary/``, loaded once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from forms.chinese import fold
from forms.definition import Option
from forms.repertoire import LOST, could_be

__all__ = ["Choices", "choose", "options", "restore", "table", "words"]


Choices = str | tuple[Option, ...]
"""The choices of a field, or the name of a vocabulary that holds them."""


@cache
def table(name: str) -> Mapping[str, Any]:
    """The file ``vocabulary/<name>.toml`` as it stands. Raises ``FileNotFoundError`` for an unknown name."""
    text = files("forms").joinpath("vocabulary").joinpath(f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def words(name: str, key: str) -> tuple[str, ...]:
    """The list *key* of ``vocabulary/<name>.toml``."""
    return tuple(table(name)[key])


@cache
def options(name: str) -> tuple[Option, ...]:
    """The choices of ``vocabulary/<name>.toml`` (``gender``, ``ethnicity``, ``province``, ``region_type``, ``school_type``)."""
    return tuple(Option(value=entry["value"], labels=tuple(entry["labels"])) for entry in table(name)["option"])


@cache
def _by_fold(choices: Choices) -> dict[str, str]:
    found: dict[str, str] = {}
    for option in options(choices) if isinstance(choices, str) else choices:
        for label in (option.value, *option.labels):
            found.setdefault(fold(label), option.value)
    return found


def choose(text: str, choices: Choices) -> str | None:
    """The value of the one of *choices* that *text* names by any of its labels; None when it names none."""
    return _by_fold(choices).get(fold(text))


def restore(text: str, choices: Choices) -> str | None:
    """The value of the only one of *choices* that *text* can have been before characters were lost; None if several or none can.

    A text of nothing but lost characters says too little: it restores to nothing.
    """
    seen = fold(text)
    if LOST not in seen or not seen.strip(LOST):
        return None
    fits = {value for label, value in _by_fold(choices).items() if could_be(seen, label)}
    return fits.pop() if len(fits) == 1 else None
