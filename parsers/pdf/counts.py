"""Numbers under one another in a cell: which lines make one where a narrow cell broke some, told by how many there must be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

__all__ = ["counts", "is_count"]

_COUNT = re.compile(r"\d[\d.,，]* ?[\u4e00-\u9fff]{0,2}")
"""A number by itself, or with one character behind it that tells what it counts or by how many."""
_TAIL, _THOUSANDS = re.compile(r"\d，\d{3}"), re.compile(r"\d{1,3}(?:，\d{3})+[\u4e00-\u9fff]?")
"""The rest of a number that was broken before a digit and its wide comma, and such a number as a whole."""
_WHOLE = re.compile(r"(?:\d{1,3}(?:[,，]\d{3})+|\d+(?:\.\d+)?) ?[\u4e00-\u9fff]{0,2}")
"""A number as it is written, its thousands parted or not."""
_LINES = 8
"""Lines of a cell up to which it is tried how they make numbers."""


def is_count(text: str) -> bool:
    """Whether *text* is a number, or a part of one, with nothing but its unit behind it."""
    return _COUNT.fullmatch(text) is not None


def counts(texts: Sequence[str], entries: Collection[int]) -> list[slice]:
    """Which of the lines *texts* make a number each, where the cells beside name *entries* places; none where that isn't sure.

    A number with a wide comma is broken before the digit that the comma may not be parted from. Else lines that are more than the places are
    put together as numbers are written, and, where that leaves a choice, so that the longest number is as short as can be: none has twice the digits
    of its neighbour for want of room.
    """
    if not all(map(is_count, texts)):
        return []
    found: list[slice] = []
    for index, text in enumerate(texts):
        start = found[-1].start if found else 0
        if found and _TAIL.match(text) and _THOUSANDS.fullmatch("".join(texts[start : index + 1])):
            found[-1] = slice(start, index + 1)
        else:
            found.append(slice(index, index + 1))
    if len(found) in entries:
        return found
    number = max(entries, default=0)
    if {*entries} - {0, number} or not 1 < number < len(texts) <= _LINES:
        return []
    tried = [(max(len(_digits(texts[one])) for one in way), way) for way in _ways(texts, number)]
    ways = sorted(tried, key=lambda one: one[0])
    return ways[0][1] if ways and (len(ways) == 1 or ways[0][0] < ways[1][0]) else []


def _ways(texts: Sequence[str], number: int) -> Iterator[list[slice]]:
    """The ways in which *texts* make so many numbers."""
    for cuts in combinations(range(1, len(texts)), number - 1):
        way = [slice(start, end) for start, end in zip((0, *cuts), (*cuts, len(texts)), strict=True)]
        if all(_WHOLE.fullmatch("".join(texts[one])) for one in way):
            yield way


def _digits(texts: Sequence[str]) -> str:
    return "".join(character for text in texts for character in text if character.isdecimal())
