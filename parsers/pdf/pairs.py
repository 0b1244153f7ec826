"""What of a line's reading belongs to which of its characters: spaces, what stands apart, and what reads as a word with its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from parsers.pdf.model import Glyph
from parsers.wording import usual_pairs

if TYPE_CHECKING:  # a clean layer must not load the libraries of recognition
    from parsers.scan.ocr import Character

__all__ = ["UNDER", "is_under", "reads_on", "stands_apart", "without_spaces_read"]

Pairs = list[tuple[Glyph, "Character | None"]]
"""The characters of a line, each with what was read of it."""
SPACES = frozenset(" \u00a0\u3000")
"""What a layer says for a space; a font's code without a map may be told as another control character."""
ROOM = 1.3
"""Ems between the middles of two characters from which on there is room between them."""
UNDER = 0.6
"""Share of a character's room that another takes as well when one of the two is a space."""


def reads_on(glyph: Glyph, text: str, pairs: Pairs) -> bool:
    """Whether *text*, read of *glyph*, makes a word with what was read right beside it."""
    place = next(place for place, (other, _) in enumerate(pairs) if other is glyph)
    beside = [one for other in (place - 1, place + 1) if 0 <= other < len(pairs) and (one := pairs[other][1])]
    return any(text + one.text in usual_pairs() or one.text + text in usual_pairs() for one in beside)


def stands_apart(glyph: Glyph, pairs: Pairs) -> bool:
    """Whether *glyph* begins or ends its line, or has nothing beside it on one side: a word within a text has characters on both."""
    read = [other for other, one in pairs if one is not None]
    place = next((place for place, other in enumerate(read) if other is glyph), 0)
    beside = [read[other] for other in (place - 1, place + 1) if 0 <= other < len(read)]
    return len(beside) < 2 or any(abs(other.x - glyph.x) > ROOM * glyph.size for other in beside)


def without_spaces_read(pairs: Pairs, inked: Sequence[bool]) -> Pairs:
    """*pairs* in which what was read of a space is that of the character right beside it, where nothing was read of that.

    A space is what the layer says is one, or what has no ink, as *inked* tells: recognition tells places by some pixels, and a bracket is drawn in the
    half of its square that is next to the space.
    """
    found = list(pairs)
    for place, (glyph, one) in enumerate(pairs):
        if one is None or (inked[place] and glyph.text not in SPACES):
            continue
        for beside in (place - 1, place + 1):
            if not 0 <= beside < len(found):
                continue
            other, missed = found[beside]
            if missed is None and inked[beside] and other.text not in SPACES:
                found[beside], found[place] = (other, one), (glyph, None)
                break
    return found


def is_under(glyph: Glyph, pairs: Pairs) -> bool:
    """Whether *glyph*, which wasn't read, is a space under a character that was: one that carries an underline may stand there."""
    return any(
        min(glyph.x1, other.x1) - max(glyph.x0, other.x0) > UNDER * (glyph.x1 - glyph.x0)
        for other, one in pairs
        if one is not None
    )
