"""Characters that look alike: what a recogniser can't tell apart, and what the room that they take decides."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from forms.chinese import is_han
from forms.repertoire import is_in_gb2312
from forms.vocabulary import table, words

if TYPE_CHECKING:  # what a clean layer asks of likeness must not load the libraries of recognition
    from parsers.scan.ocr import Character

__all__ = [
    "DASHES",
    "HANGING",
    "ROUND",
    "STROKES",
    "WIDE",
    "alike",
    "as_set",
    "by_depth",
    "by_height",
    "dash",
    "digit_or_letter",
    "settled",
]

WIDE = 0.85
"""Ems from which on a character takes the square of a Han character."""
SHORT = 0.6
"""Ems below which a dash is a hyphen."""
LONG = 0.75
"""Ems from which on a dash is a long one."""
SQUARE, THICK, HIGH = 0.97, 0.062, 0.33
"""Ems from which on a level stroke is the Han character: its advance, its thickness, and its middle above the baseline."""
RIVAL = 0.1
"""Probability from which on the recogniser's second choice is taken where the first is an old form of a character."""
OLD = 0.06
"""What that costs of the confidence."""
SAME = 0.02
"""Ems by which two digits of a font may differ."""
DASHES = frozenset("\u2014\u2013-\u2012\u2015\u2010\u2011\u2500一\u30fc\u2212")
"""Level strokes that a recogniser takes for one another."""
STROKES, ROUND = frozenset("1lI|"), frozenset("0Oo")
LOW_ROUND, TALL_ROUND = 0.57, 0.62
"""Ems up to which a round letter is a small one, and from which on it is a large one or a digit. Small letters are 0.43 to 0.55 high, digits 0.63 to
0.74; the digits of a few fonts are as high as small letters."""
BELOW = 0.11
"""Ems below the baseline that a j goes at least, and an i doesn't."""
COMMA = 0.06
"""The same of a comma and a point. Measured on eight fonts: 0.10 to 0.22, and 0 to 0.02."""
_HUNG = {",": ",", ".": ",", ";": ";", ":": ";", "．": "，"}
_STANDING = {",": ".", ".": ".", ";": ":", ":": ":"}
HANGING = frozenset(("i", *_HUNG))
"""What ``by_depth`` tells."""
_SET_WIDE = frozenset("(),:;!?")
_WIDENED = 0xFEE0


@cache
def _groups() -> dict[str, frozenset[int]]:
    """By character, the groups that it is in."""
    found: dict[str, frozenset[int]] = {}
    for number, group in enumerate(words("alike", "groups")):
        for character in group:
            found[character] = found.get(character, frozenset()) | {number}
    return found


@lru_cache(maxsize=4096)
def alike(one: str, other: str) -> bool:
    """Whether the two look so much alike that a reading of one doesn't speak against the other."""
    if one == other:
        return True
    a, b = unicodedata.normalize("NFKC", one), unicodedata.normalize("NFKC", other)
    if a == b or (a.casefold() == b.casefold() and a.casefold() in table("alike")["cases"]):
        return True
    groups = _groups()
    return bool(groups.get(one, frozenset()) & groups.get(other, frozenset()))


def settled(read: Character) -> tuple[str, float]:
    """What was read, and how sure that is: two readings that look alike are one, and of two forms of a character it is the one used today."""
    if not read.rival:
        return read.text, read.confidence
    if (
        read.rival_confidence >= RIVAL
        and is_han(read.text)
        and not is_in_gb2312(read.text)
        and is_in_gb2312(read.rival)
    ):
        return read.rival, read.confidence + read.rival_confidence - OLD
    if alike(read.text, read.rival):
        return read.text, min(1.0, read.confidence + read.rival_confidence)
    return read.text, read.confidence


@lru_cache(maxsize=1024)
def _only_han(character: str) -> str | None:
    """The one Han character that looks like *character*, which is none; None where there is no such one, or more."""
    if is_han(character):
        return None
    found = {one for group in words("alike", "groups") if character in group for one in group if is_han(one)}
    return found.pop() if len(found) == 1 else None


def as_set(text: str, advance: float) -> str:
    """*text* as the room that it takes tells. *advance* is in ems.

    On the square of a Han character a bracket is a full-width one, and what looks like a single Han character is that: + is 十 there, and the kana ハ is 八.
    """
    if len(text) != 1:
        return text
    if advance >= WIDE and text not in DASHES and (han := _only_han(text)):
        return han
    if advance >= WIDE and text in _SET_WIDE:
        return chr(ord(text) + _WIDENED)
    if advance < WIDE and "\uff01" <= text <= "\uff5e":
        return chr(ord(text) - _WIDENED)
    return text


def dash(advance: float, thick: float, high: float) -> str:
    """Which level stroke is drawn: *thick* and *high*, its middle above the baseline, are in ems, as is its *advance*.

    Measured on eight fonts: the Han character is 0.075 to 0.15 thick at 0.38 to 0.46, dashes 0.03 to 0.08 at 0.26 to 0.41; of a font's two
    the dash is the thinner, and those of its square are up to 0.055.
    """
    if advance > SQUARE and thick >= THICK and high >= HIGH:
        return "一"
    return "\u2014" if advance >= LONG else "-" if advance < SHORT else "\u2013"


def by_height(text: str, high: float, *, amid_letters: bool) -> str:
    """0, O or o by how *high* above the baseline it reaches, in ems; *amid_letters* tells whether a letter stands beside it."""
    if high <= LOW_ROUND:
        return "o" if text in "Oo" or amid_letters else text
    if high >= TALL_ROUND and text == "o":
        return "O" if amid_letters else "0"
    return text


def by_depth(text: str, deep: float) -> str:
    """What was read, or j for an i, a comma for a point and the reverse, by how *deep* below the baseline it reaches without a gap, in ems.

    A j whose end isn't seen may stand on a rule.
    """
    if text == "i":
        return "j" if deep >= BELOW else text
    return (_HUNG if deep >= COMMA else _STANDING).get(text, text)


def digit_or_letter(text: str, advance: float, digit: float) -> str:
    """A digit or the letter that looks like it: all digits of a font take the same room, *digit* ems, which the letters don't."""
    same = abs(advance - digit) < SAME
    if text in "1lI|":
        return "1" if same else "l" if text == "1" else text
    if text in "0O":
        return "0" if same else "O"
    return text
