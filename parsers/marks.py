"""Tick boxes and ticks in text, and the words beside each."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from parsers.document import Mark

__all__ = ["Signs", "Token", "has_mark", "instruction_pattern", "is_mark", "marks", "read_signs", "vocabulary"]


class Token(NamedTuple):
    """A word of an option, or a sign: where it stands; a sign has no ``option``, and ``checked`` None where it doesn't tell."""

    start: int
    end: int
    option: str = ""
    checked: bool | None = None
    cross: bool = False


class Signs(NamedTuple):
    """The characters and words that tick, don't tick, or only look like a box."""

    checked: frozenset[str]
    unchecked: frozenset[str]
    cross: frozenset[str]
    letters: frozenset[str]
    lookalike: frozenset[str]
    typed: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]


@cache
def vocabulary() -> Signs:
    """The signs of ticking that are known."""
    raw = tomllib.loads(files("forms").joinpath("vocabulary/marks.toml").read_text("utf-8"))
    return Signs(**{name: frozenset(raw[name]) for name in Signs._fields})


@cache
def _mark_pattern() -> re.Pattern[str]:
    known = vocabulary()
    signs = "".join(map(re.escape, sorted(known.checked | known.unchecked | known.cross)))
    letters = "".join(map(re.escape, sorted(known.letters)))
    boxed = rf"[\[(（【〔［]\s*(?P<inner>[{signs}{letters}])?\s*[\])）】〕］]"
    return re.compile(rf"{boxed}|(?P<sign>[{signs}])\ufe0f?")


@cache
def instruction_pattern() -> re.Pattern[str]:
    """Words in brackets that tell how to tick, a tick among them: no tick themselves."""
    known = vocabulary()
    signs = "".join(map(re.escape, sorted(known.checked | known.cross)))
    return re.compile(
        rf"[(（【〔［][^()（）【】]*(?:[\u3400-\u9fff][^()（）【】]*[{signs}]|[{signs}][^()（）【】]*[\u3400-\u9fff])[^()（）【】]*[)）】〕］]"
    )


def has_mark(text: str) -> bool:
    """Whether *text* holds a tick box or a tick."""
    return _mark_pattern().search(text) is not None


def is_mark(text: str) -> bool:
    """Whether *text* is nothing but one tick box or tick."""
    return _mark_pattern().fullmatch(text.strip()) is not None


def read_signs(text: str) -> list[Token]:
    """The boxes and ticks in *text*; beside a tick a cross says no, alone it may say either."""
    known = vocabulary()
    found = []
    for match in _mark_pattern().finditer(text):
        sign = match.group("sign") or match.group("inner") or ""
        state = sign in known.checked or sign in known.letters
        found.append(Token(match.start(), match.end(), "", state, sign in known.cross))
    if any(token.cross for token in found):
        ticked = any(token.checked for token in found)
        found = [token._replace(checked=False if ticked else None) if token.cross else token for token in found]
    return found


def marks(text: str) -> tuple[Mark, ...]:
    """Every tick box in *text* with the words that belong to it: those behind it where the text opens with a box, else those before it."""
    found: list[Mark] = []
    for line in text.split("\n"):
        signs = read_signs(line)
        if not signs:
            continue
        leading = not line[: signs[0].start].strip()
        for number, sign in enumerate(signs):
            before = line[signs[number - 1].end if number else 0 : sign.start]
            behind = line[sign.end : signs[number + 1].start if number + 1 < len(signs) else len(line)]
            found.append(
                Mark(label=(behind if leading else before).strip(" \t\u3000:：、，,;；"), checked=sign.checked)
            )
    return tuple(found)
