"""By how much the characters of a line are set apart: by a hand, to fill the line, or not at all. Pure functions, in points."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from parsers.pdf.model import Glyph

__all__ = ["SPACES", "SPREAD", "TIGHT", "apart", "is_wide"]

TIGHT = 0.02
"""Ems up to which characters are set apart by next to nothing."""
SPREAD = 0.5
"""Ems by which the characters of a line may be set apart and are one word still."""
EVEN, EVENLY = 1.05, 0.06
"""The same of the characters of one piece of text that are all set apart by as much, but for so many ems: larger ones than a page's grid is for take
two of its places."""
AUTOSPACE = 0.32
"""Ems that Han characters and letters are set apart by more than Han characters are, at most."""
DATED = 4
"""Pairs of a Han character and a number from which on they tell by themselves that they are evenly apart: those of a date are five."""
ROUNDED = 0.03
"""Share of a distance by which distances differ that are meant to be one."""
SPACES = " \u00a0\u3000\t\u2002\u2003\u2009"
_Pairs = list[tuple[Glyph, Glyph]]
"""Characters of a line that follow one another without a space."""
_BOXES = frozenset("☑☐☒□■○●√✓✗")


@lru_cache(maxsize=8192)
def is_wide(character: str) -> bool:
    """Whether a character is set on the square of a Han character."""
    return (
        "\u2e80" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\uff00" <= character <= "\uffef"
        or (character >= "\U00020000" or character in "“”‘’…—·☑☐☒□■○●√✓✗")
    )


def apart(line: list[Glyph], size: float) -> tuple[float, dict[tuple[int, float], float]]:
    """By how many points the characters of a line are set apart, and those of its pieces that are so evenly, by layer and size."""
    pairs = [(left, right) for left, right in pairwise(line) if left.text not in SPACES and right.text not in SPACES]
    if not pairs:
        return 0.0, {}
    spread = _distributed(pairs, size)
    return (spread, {}) if spread else (_spread(pairs, size), _even(pairs, line))


def _distributed(pairs: _Pairs, size: float) -> float:
    """By how many points all characters of a line are set apart that is spread over its column (ECMA-376 17.18.44, ``distribute``); 0 where they aren't.

    Word processors part Han characters by as much, from one another and from letters, and leave words of letters whole. Boxes in columns may be as even.
    """
    han: list[float] = []
    mixed: list[float] = []
    for left, right in pairs:
        wide = is_wide(left.text[-1]) + is_wide(right.text[0])
        if wide and (left.text in _BOXES or right.text in _BOXES):
            return 0.0
        if wide:
            (mixed if wide == 1 else han).append(right.x0 - left.x1)
    even = han if len(han) > 1 else mixed if not han and len(mixed) >= DATED else []
    if not even or min(even) <= SPREAD * size or max(even) - min(even) > max(EVENLY * size, ROUNDED * min(even)):
        return 0.0
    least, most = min(even) - EVENLY * size, max(even) + AUTOSPACE * size
    return max(even) if all(least <= gap <= most for gap in mixed) else 0.0


def _spread(pairs: _Pairs, size: float) -> float:
    """By how many points the characters of a line are set apart: what a quarter of the gaps are narrower than."""
    gaps = sorted([right.x0 - left.x1 for left, right in pairs])
    return min(max(gaps[len(gaps) // 4], 0.0), SPREAD * size) if len(gaps) > 1 else 0.0


def _even(pairs: _Pairs, line: list[Glyph]) -> dict[tuple[int, float], float]:
    """By how many points the characters of pieces of text in a line are set apart evenly, and by more than their size explains, by layer and size.

    What one such piece shows is true of those of the same size that have too few characters to show it, unless another's Han characters aren't apart.
    """
    gaps: dict[tuple[int, float], list[float]] = {}
    closed: dict[tuple[int, float], list[float]] = {}
    for left, right in pairs:
        if left.layer == right.layer:
            gaps.setdefault((left.layer, left.size), []).append(right.x0 - left.x1)
            if is_wide(left.text[-1]) and is_wide(right.text[0]):
                closed.setdefault((left.layer, left.size), []).append(right.x0 - left.x1)
    found = {
        key: max(some)
        for key, some in gaps.items()
        if len(some) > 1 and TIGHT * key[1] < min(some) and max(some) < min(some) + EVENLY * key[1] < EVEN * key[1]
    }
    if found:
        close = {size for (_, size), some in closed.items() if len(some) > 1 and max(some) <= TIGHT * size}
        sizes = {size: spread for (_, size), spread in found.items() if size not in close}
        for glyph in line:
            if (glyph.layer, glyph.size) not in gaps and glyph.size in sizes:
                found[glyph.layer, glyph.size] = sizes[glyph.size]
    return found
