"""The levels of a document's body and their numbers: 一、 （一） 1. （1） (GB/T 9704-2012, 7.3.3).

The text of a paragraph may hold its number or not: where it doesn't, the number is that of its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from forms.chinese import half, han_numeral, numeral

__all__ = ["LEVELS", "due_numbers", "marked", "number_of", "numbered", "rank"]

LEVELS = ("", "{han}、", "（{han}）", "{number}.", "（{number}）")
"""How the number of each level is written; paragraphs of level 0 have none."""

_HAN = "[一二三四五六七八九十百零]{1,6}"
_NUMBERS = (
    re.compile("(?!)"),
    re.compile(rf"\s*({_HAN})[、,.]\s*"),
    re.compile(rf"\s*\(({_HAN})\)\s*"),
    re.compile(r"\s*([0-9]{1,3})(?:\.(?![0-9])|\.(?=(?:19|20)[0-9]{2}年)|、)\s*"),
    re.compile(r"\s*\(([0-9]{1,3})\)\s*"),
)
"""For half-width text; 2.0 at the beginning of a sentence is no number of a level, but 2.2031年 begins with one."""


def number_of(text: str, level: int) -> int | None:
    """The number of *level* that *text* begins with; None where it begins with none."""
    found = _NUMBERS[level].match(half(text[:16]))
    if found is None:
        return None
    return int(found[1]) if found[1].isdigit() else numeral(found[1])


def due_numbers(body: Iterable[Mapping[str, Any]]) -> list[int]:
    """The number that each paragraph's place gives it, 0 for those of level 0; a level begins anew under each of those above it."""
    counts = [0] * len(LEVELS)
    due = []
    for item in body:
        level = item.get("level")
        if not isinstance(level, int) or not 0 < level < len(LEVELS):
            due.append(0)
            continue
        counts[level] += 1
        counts[level + 1 :] = [0] * (len(LEVELS) - level - 1)
        due.append(counts[level])
    return due


def numbered(text: str, level: int, due: int) -> str:
    """*text* with its number as the standard writes it: the one that it holds, else *due*."""
    if not 0 < level < len(LEVELS):
        return text
    found = _NUMBERS[level].match(half(text[:16]))
    number = number_of(text, level)
    rest = text if found is None or number is None else text[found.end() :]
    return marked(rest.lstrip(), level, due if number is None else number)


def marked(text: str, level: int, number: int) -> str:
    """*text* behind the number of *level*, which it doesn't hold."""
    if not 0 < level < len(LEVELS):
        return text
    # 3.80% would be a number of another kind.
    apart = " " if level == 3 and text[:1].isdigit() else ""
    return LEVELS[level].format(han=han_numeral(number), number=number) + apart + text


def rank(style: str) -> int:
    """How deep headings stand whose numbers have a *style* as ``enumerator_style`` answers it: 一、 over （一） over 1. over all others; -1 for no number."""
    if not style:
        return -1
    return next((depth for depth, styles in enumerate(_RANKS) if style.startswith(styles)), len(_RANKS))


_RANKS = (("第", "一"), ("(一)",), ("1.",))
