"""Repertoires of characters: what a □ can have been, by the rule by which a Japanese stand-in font loses Han characters, and what is in GB 2312.

A Han character survives exactly where JIS X 0208 ∪ 0213 has it, which Python's ``euc_jis_2004`` codec tells. The tick signs ☑ ☐ ☒ are
outside that repertoire; □ √ ■ are inside. The rule holds per font, not per page.
"""

from __future__ import annotations

from functools import lru_cache

__all__ = ["LOST", "could_be", "garble", "is_in_gb2312", "survives"]

LOST = "□"
"""The mark of a lost character. It is also an empty tick box: only context tells."""


@lru_cache(maxsize=8192)
def survives(character: str) -> bool:
    """Whether *character* has a glyph in a font of the Japanese repertoire."""
    if character < "\u2e80":
        return character not in "☑☐☒"
    try:
        character.encode("euc_jis_2004")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=8192)
def is_in_gb2312(character: str) -> bool:
    """Whether *character* is among those of GB 2312, whose 6,763 Han characters hold the simplified forms alone."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=8192)
def garble(text: str) -> str:
    """*text* as such a font shows it: every character outside the repertoire is □."""
    return "".join(c if survives(c) else LOST for c in text)


def could_be(seen: str, candidate: str) -> bool:
    """Whether *seen* is *candidate* with some of its losable characters lost, and nothing else changed."""
    return len(seen) == len(candidate) and all(
        s == c or (s == LOST and not survives(c)) for s, c in zip(seen, candidate, strict=True)
    )
