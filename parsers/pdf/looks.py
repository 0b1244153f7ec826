"""What was seen of a font's characters, and which of them it shows to be others than what the text layer tells."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from parsers.pdf.latin import DIGITS, SMALL_LETTERS
from parsers.pdf.masks import every_mask, is_another, is_surely_another, likeness, mask_of, nearest

__all__ = ["ALIKE", "DOUBTFUL", "ENOUGH", "INNER", "LETTERS", "UNLIKE", "WIDEST", "Looks", "are_odd", "is_han"]

UNLIKE = 0.48
"""Likeness below which a Han character may be another than the one that it is said to be."""
DOUBTFUL = 0.6
"""Likeness below which a drawing that is larger than the masks is looked at with all of its pixels: those that are picked may miss thin strokes."""
ALIKE = 0.7
"""Likeness of a character that is drawn alone, below which it is compared with the others of the file: of 100 that are right, one is less alike."""
BELOW = 0.25
"""By how much that must be below what the font's characters usually have: some hands write all of them otherwise."""
STRANGE = 0.33
"""Likeness below which two characters of a font are enough, though they are like no other of the file."""
CLEARLY = 0.8
"""Likeness from which on one character is enough that is strange and like another, which the file doesn't have."""
FEWEST, TOO_MANY = 4, 0.3
"""Letters of a font, and the share of them that are unlike, from which on they tell that it lies."""
ENOUGH = 6
"""Characters of a font whose wording speaks for them, which tell how much like their masks its characters are."""
INNER = sum(0b11111 << 5 << 16 * row for row in range(5, 11))
"""The middle of a window, where nothing is drawn in an empty box."""
WIDEST = 0.65
"""Ems of the widest letter that is looked at: of an m or w, the window of half an em shows too little."""

LETTERS = frozenset(DIGITS + SMALL_LETTERS)
"""The digits and letters that are looked at."""


def is_han(text: str) -> bool:
    """Whether *text* is a Han character of the first block, which holds all that forms are written with."""
    return "\u4e00" <= text <= "\u9fff"


def are_odd(letters: int, odd: Collection[int]) -> bool:
    """Whether so many of a font's *letters* are *odd* that it lies: a few are so in most fonts."""
    return letters >= FEWEST and len(odd) > TOO_MANY * letters


@dataclass(slots=True)
class Looks:
    """What was seen of one font."""

    vouched: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)
    """How much those are like what they are said to be that need no page."""
    han: dict[int, tuple[float, int]] = field(default_factory=dict)
    """By code, how much the least of the drawings is like the character that it is said to be, and that drawing."""
    suspected: set[int] = field(default_factory=set)
    """Codes of Han characters that are drawn as others of the file when they are drawn alone."""
    others: set[int] = field(default_factory=set)
    """Codes that are drawn as another digit, or as a character that differs by a stroke."""
    filled: set[int] = field(default_factory=set)
    """Codes said to be an empty box in which something is drawn."""
    letters: int = 0
    odd_letters: set[int] = field(default_factory=set)

    def odd(self, texts: Collection[str]) -> set[int]:
        """The codes that are unlike, if they are enough to speak against it; *texts* are the characters of the file."""
        odd = self.others | self.filled
        if are_odd(self.letters, self.odd_letters):
            odd |= self.odd_letters
        usual = sorted([*self.vouched, *self.settled, *(own for own, _ in self.han.values())])
        limit = min(UNLIKE, usual[len(usual) // 2] - BELOW) if usual and self.vouched else UNLIKE
        low = {code: own for code, (own, _) in self.han.items() if own < (ALIKE if code in self.suspected else limit)}
        wavering = {code: own for code, (own, _) in self.han.items() if own < ALIKE and code not in low}
        masks = [mask for text in texts if (mask := mask_of(text))] if low or wavering else []
        odd |= {code for code, own in wavering.items() if is_surely_another(self.han[code][1], own, masks)}
        other = {
            code
            for code, own in low.items()
            if (code in self.suspected and own < UNLIKE) or is_another(self.han[code][1], own, masks)
        }
        if not other:
            other = {code for code, own in low.items() if own < STRANGE and _is_some_other(self.han[code][1])}
        strange = {code for code, own in low.items() if own < STRANGE}
        if other or len(strange) > 1:
            odd |= set(low)
        return odd


def _is_some_other(bits: int) -> bool:
    """Whether a drawing is very much like a character that the file doesn't tell."""
    return any(likeness(bits, mask) > CLEARLY for mask in nearest(bits, every_mask()))
