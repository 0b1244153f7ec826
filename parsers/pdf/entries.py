"""Lines of a cell in a PDF that are one number or address, or the names of several places."""

from __future__ import annotations

import re

from forms.vocabulary import words
from parsers.pdf.lines import Row
from parsers.pdf.patterns import DIALLED

__all__ = ["breaks_mobile", "continued_numbers", "entries", "is_one_number", "is_one_place", "other_places"]

_NUMBER = re.compile(r"(?:\+?86-?)?1[3-9]\d{9}|0\d{2,3}[-—]?\d{7,8}")
"""A telephone number: of a mobile, or with its area's code."""
_DIGITS, _DIGITS_END = re.compile(r"\d[\d\s]*"), re.compile(r"\d[\d\s]*$")
_BETWEEN = re.compile(r"[、,，;；/]")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_ADDRESS = re.compile(r"[A-Za-z0-9_][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}", re.ASCII)
_ENTRIES, _NAMES = 24, 60
"""Lines, and characters, of a cell up to which it may be a list of places."""
_LINES = 16
"""Lines over which the name of a place may run in a narrow cell: the longest has sixteen characters."""
_CUTS = 8
"""Lines over which two numbers or an address may run in a narrow cell."""


def breaks_mobile(above: str, text: str) -> bool:
    """Whether the digits at the end of *above* and the beginning of *text*, which a space parts, make a mobile number."""
    end, start = _DIGITS_END.search(above), _DIGITS.match(text)
    return bool(end and start) and _MOBILE.fullmatch(re.sub(r"\s", "", f"{end[0]}{start[0]}")) is not None  # type: ignore[index]


def continued_numbers(rows: list[Row]) -> set[int]:
    """The lines that go on with a telephone number or an address that was broken where it had room: by a change of font, or a narrow cell."""
    found: set[int] = set()
    first = 0
    while first + 1 < len(rows):
        step = 1
        for last in range(first + 1, min(first + _CUTS, len(rows))):
            if not rows[last].text.isascii() and not DIALLED.fullmatch(_BETWEEN.sub("", rows[last].text)):
                break
            some = rows[first : last + 1]
            if is_one_number(some):
                found.update(id(row) for row in some[1:])
                step = len(some)
                break
        first += step
    return found


def entries(rows: list[Row]) -> int:
    """How many places the lines of a cell name; 0 where it isn't several."""
    found, _ = other_places(rows)
    return len(found) + 1 if found else 0


def other_places(rows: list[Row]) -> tuple[set[int], set[int]]:
    """The lines that begin another place of the same level, and those that go on with a place's name; none where the lines name no two such places.

    Two cities, or two counties, are two entries of a list, however narrow its cell is.
    """
    texts = [row.text for row in rows]
    if (
        len(texts) > _ENTRIES
        or sum(map(len, texts)) > _NAMES
        or not any(t.endswith(words("areas", "ends")) for t in texts[:-1])
    ):
        return set(), set()
    from forms.places import level

    found: set[int] = set()
    rests: set[int] = set()
    start = 0
    for index in range(1, len(rows)):
        here = level("".join(texts[start:index]))
        ends = range(index + 1, min(index + _LINES, len(rows)) + 1)
        if here is None:
            if any(level("".join(texts[start:end])) for end in ends if end <= start + _LINES):
                rests.add(id(rows[index]))
        elif any(level("".join(texts[index:end])) == here for end in ends):
            found.add(id(rows[index]))
            start = index
    return (found, rests) if found else (set(), set())


def is_one_place(above: str, text: str) -> bool:
    """Whether two texts make the name of a place, and the first alone makes none."""
    if not text.endswith(words("areas", "ends")) or len(above) + len(text) > _NAMES:
        return False
    from forms.places import is_known

    return not is_known(above) and is_known(above + text)


def is_one_number(rows: list[Row]) -> bool:
    """Whether the lines make one number or address, of which none is one by itself."""
    texts = [row.text for row in rows]
    whole = "".join(texts)
    if all(DIALLED.fullmatch(text) for text in texts):
        if _MOBILE.fullmatch(re.sub(r"\s", "", whole)):
            # No number of a fixed line begins as these do, so the first part is none by itself.
            return True
        return (
            _NUMBER.fullmatch(re.sub(r"[\s()（）]", "", whole)) is not None
            and sum(character.isdecimal() for character in texts[0]) < 7
        )
    several = _BETWEEN.split(whole)
    if len(several) > 1 and all(_NUMBER.fullmatch(one.strip()) for one in several):
        # Two numbers with a mark between, of which one is cut.
        return not all(_NUMBER.fullmatch(one.strip()) for text in texts for one in _BETWEEN.split(text) if one.strip())
    return (
        _ADDRESS.fullmatch(whole) is not None
        and not any(_ADDRESS.fullmatch(text) for text in texts[:-1])
        and not _NUMBER.fullmatch(texts[0])
    )
