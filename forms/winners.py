"""Names of schools and areas as different hands write them, compared: is this one among those of earlier years?

郑州市第三十四中学, 河南省郑州市第34中学 and 郑州三十四中 are one; 温县 is the 焦作市温县 of another list, but 石家庄市新华区 isn't 平顶山市新华区.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from forms.chinese import fold, half, numeral
from forms.places import is_known
from forms.vocabulary import choose, options, table, words

__all__ = ["Winners"]

_LONGEST = 9
"""Characters of the longest name of a city that stands in front of a county's."""


class Winners:
    """Names with what is known of them, found again however they are written."""

    def __init__(self, names: Iterable[tuple[str, int | None]]) -> None:
        self._by_key: dict[str, list[tuple[str, int | None]]] = {}
        for name, year in names:
            for key in _keys(name):
                self._by_key.setdefault(key, []).append((name, year))

    def __bool__(self) -> bool:
        return bool(self._by_key)

    def find(self, name: str, province: object = None) -> tuple[str, int | None] | None:
        """The name among these that is *name* (of *province*, where that is known), with its year; None where there is none."""
        own = _keys(name)
        for key in own:
            for found in self._by_key.get(key, ()):
                # One is the other with more in front; two that have different things in front are two.
                theirs = _keys(found[0])
                if (own[0] in theirs or theirs[0] in own) and not _elsewhere(found[0], province):
                    return found
        return None


def _province_of(name: str) -> tuple[str, str]:
    """The province whose name *name* begins with, and what follows it; "" and *name* where it begins with none."""
    for option in options("province"):
        for label in sorted(option.labels, key=len, reverse=True):
            if name.startswith(label) and len(name) > len(label) + 1:
                return option.value, name[len(label) :]
    return "", name


def _elsewhere(name: str, province: object) -> bool:
    """Whether *name* begins with another province than *province*."""
    begins = _province_of(name)[0]
    own = choose(province, "province") if isinstance(province, str) else None
    return bool(begins) and own is not None and begins != own


@lru_cache(maxsize=20_000)
def _keys(name: str) -> tuple[str, ...]:
    """What *name* is compared by: whole without its province first, then without the city in front of a county's name, if any."""
    rest = _province_of(fold(half(name)))[1]
    return tuple(dict.fromkeys(_bare(text) for text in (rest, *_without_city(rest))))


def _without_city(name: str) -> Iterator[str]:
    ends = words("winners", "county_ends")
    for cut in range(2, min(len(name) - 1, _LONGEST)):
        tail = name[cut:]
        stop = next((n for n in range(2, min(len(tail), _LONGEST) + 1) if tail[:n].endswith(ends)), None)
        if stop and is_known(tail[:stop]) and any(is_known(name[:cut] + end) for end in words("winners", "city_ends")):
            yield tail


def _bare(text: str) -> str:
    """*text* with its ordinals as digits without 第, its kind of school in one wording, and no 市 between a city and its schools."""
    entry = table("winners")
    for pair in entry["alike"]:
        text = text.replace(pair["long"], pair["short"])
    text = re.sub(
        entry["ordinal"], lambda found: str(number) if (number := _value(found[0])) is not None else found[0], text
    )
    for mark in entry["dropped"]:
        text = text[:2] + text[2:].replace(mark, "")
    return text


def _value(text: str) -> int | None:
    return int(text) if text.isdigit() else numeral(text)
