"""The lines of a table that is drawn with characters: where its uprights stand, which of its stretches are rules, and how wide a text shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

__all__ = ["DrawnLine", "Upright", "is_drawn", "is_piped", "joined_lines", "measured", "pieces", "shown_width"]


def _drawn_characters() -> tuple[str, str, str, str]:
    """Level, and upright ones: all, those that go on upwards, those that go on downwards. Unicode names each by its arms."""
    level, upright, up, down = [], [], [], []
    for code in range(0x2500, 0x2580):
        arms = set(unicodedata.name(chr(code)).split())
        if "DIAGONAL" in arms:
            continue
        if arms & {"VERTICAL", "UP", "DOWN"}:
            upright.append(chr(code))
            up += [chr(code)] if arms & {"VERTICAL", "UP"} else []
            down += [chr(code)] if arms & {"VERTICAL", "DOWN"} else []
        else:
            level.append(chr(code))
    return "".join(level), "".join(upright), "".join(up), "".join(down)


_LEVEL, _UPRIGHT, _UP, _DOWN = _drawn_characters()
_PIPES = "|｜"
_DRAWN_UPRIGHTS = re.compile(f"[{_UPRIGHT}]")
_TYPED_UPRIGHTS = re.compile(f"[{_PIPES}]|(?<=[-=])\\+|\\+(?=[-=])")
_RULE = re.compile(f"[{_LEVEL}]+|[-=]{{2,}}")
_BLANK = " \t\f\v\u3000\u00a0\x00"
_BOLD = re.compile(r"\A\*\*([^*]+)\*\*\Z")
_ASCII_WORD = re.compile(r"[!-~]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Upright:
    """An upright of a line: its index in it, the column of a screen at which it stands, and where it goes on."""

    index: int
    place: int
    up: bool
    down: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnLine:
    """A line of a drawn table: its text and its uprights, the outer ones among them; ``ruled`` tells of each stretch between two whether it is a rule."""

    text: str
    uprights: tuple[Upright, ...]
    ruled: tuple[bool, ...]

    @property
    def is_rule(self) -> bool:
        """Whether there is nothing in it but rules."""
        return all(self.ruled)


@lru_cache(maxsize=4096)
def _character_width(character: str, ambiguous: int) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    kind = unicodedata.east_asian_width(character)
    return 2 if kind in "WF" else ambiguous if kind == "A" else 1


def shown_width(text: str, ambiguous: int) -> int:
    """How many columns of a screen *text* takes; *ambiguous* is what a rule or a quotation mark takes, one or two (Unicode Annex 11)."""
    return sum(_character_width(character, ambiguous) for character in text)


def is_drawn(line: str) -> bool:
    """Whether *line* begins with an upright and ends with one, as all lines of a frame do."""
    bare = line.strip(_BLANK)
    return (
        _uprights(bare).match(bare) is not None
        and len(bare) > 1
        and (bare[-1] in _UPRIGHT + _PIPES or bare[-2:] in {"-+", "=+"})
    )


def _uprights(line: str) -> re.Pattern[str]:
    """What the uprights of *line* look like: as the first one is drawn, or typed; the others are characters of a value."""
    return _DRAWN_UPRIGHTS if line.lstrip(_BLANK)[:1] in _UPRIGHT else _TYPED_UPRIGHTS


def is_piped(line: str) -> bool:
    """Whether the uprights of *line* are strokes alone, as in Markdown, and none of a frame's corners or crossings."""
    return line.strip(_BLANK)[:1] in {*_PIPES, "│", "┃", "║"}


def measured(line: str, ambiguous: int) -> DrawnLine:
    """*line* by its uprights; *ambiguous* as in ``shown_width``."""
    text = line.rstrip(_BLANK)
    uprights = []
    last = place = 0
    for found in _uprights(text).finditer(text):
        place += shown_width(text[last : found.start()], ambiguous)
        last = found.start()
        sign = found[0]
        both = sign in _PIPES + "+"
        uprights.append(Upright(index=last, place=place, up=both or sign in _UP, down=both or sign in _DOWN))
    ruled = tuple(_RULE.fullmatch(text, a.index + 1, b.index) is not None for a, b in pairwise(uprights))
    return DrawnLine(text=text, uprights=tuple(uprights), ruled=ruled)


def pieces(line: str) -> list[str]:
    """The texts between the strokes of *line*; a stroke behind a backslash is a character (GitHub Flavored Markdown, 4.10), two stars around all make it bold (6.2)."""
    bare = line.strip(_BLANK)[1:-1]
    return [
        _BOLD.sub(r"\1", re.sub(r"\\([|｜])", r"\1", part).strip(_BLANK)) for part in re.split(r"(?<!\\)[|｜│┃║]", bare)
    ]


def joined_lines(lines: Sequence[str], room: int, ambiguous: int) -> list[str]:
    """The paragraphs of a cell *room* columns wide: a line is gone on with in the next where what opens that had no room in it.

    In a narrow cell words stand below one another by themselves, and where one line ends early all of them do.
    """
    inset = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip(_BLANK)), default=0)
    found: list[tuple[str, str]] = []
    last = ""
    for line in lines:
        text = line.strip(_BLANK)
        if text:
            left = room - shown_width(last.rstrip(_BLANK), ambiguous) - min(1, inset)
            found.append((_link(last.strip(_BLANK), text, left, ambiguous) if last else _APART, text))
        last = line if text else ""
    if room <= _NARROW and any(link != "" for link, _ in found[1:]):
        return [text for _, text in found]
    return "".join(link + text for link, text in found).strip(_APART).split(_APART)


_APART = "\n"
_NARROW = 20
"""Columns of a screen that hold no more than a few words."""


def _link(last: str, text: str, left: int, ambiguous: int) -> str:
    """What stands between *last*, behind which *left* columns are free, and *text*: nothing, a blank, or the end of a paragraph."""
    word = _ASCII_WORD.match(text)
    # Between words a blank has to have room as well.
    spaced = word is not None and left > 0 and last[-1].isascii() and last[-1].isalnum()
    if left >= shown_width(word[0] if word else text[0], ambiguous) + spaced:
        return _APART
    return " " if spaced else ""
