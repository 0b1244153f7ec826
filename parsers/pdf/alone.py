"""Characters whose drawing is settled by what their font draws of each alone (``pdf.specimens``), without drawing a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import lru_cache

from forms.repertoire import LOST
from parsers.pdf.census import Census
from parsers.pdf.doubts import Key
from parsers.pdf.latin import DIGITS, is_other_digit, is_other_letter
from parsers.pdf.looks import ALIKE, DOUBTFUL, LETTERS, WIDEST, Looks, are_odd, is_han
from parsers.pdf.masks import Mask, closely, is_another, is_rival, mask_of, rivals_of, swapped
from parsers.pdf.model import Glyph
from parsers.pdf.specimens import Specimens
from parsers.pdf.windows import columns

__all__ = ["Vouched", "unsettled"]

KEPT = 4096
"""Drawings of digits and letters whose verdict is kept."""

Vouched = Callable[[Key], bool]
"""Whether a character stands as it does in forms, so that its wording speaks for it."""


def unsettled(
    census: Census, fonts: set[int], specimens: Specimens, vouched: Vouched, seen: Mapping[int, Looks]
) -> set[Key]:
    """The characters of *fonts* of which a single drawing doesn't tell, or tells that they may be others; what the others show is noted in *seen*."""
    left: set[Key] = set()
    asked: list[Glyph] = []
    trusted: dict[tuple[int, str], Glyph] = {}
    for (font, code, text), glyph in census.one.items():
        if font not in fonts or not (is_han(text) or text in LETTERS or text == LOST):
            continue
        if text == LOST or glyph.angle or not specimens.tells(code):
            left.add((font, code))
        elif mask_of(text) is not None:
            if is_han(text) and vouched((font, code)):
                trusted[font, text] = glyph
            else:
                asked.append(glyph)
    beside = [
        trusted[glyph.font, rival]
        for glyph in asked
        for rival in rivals_of(glyph.text)
        if (glyph.font, rival) in trusted
    ]
    drawn = specimens.of([*asked, *dict.fromkeys(beside)])
    _find_swapped([*asked, *dict.fromkeys(beside)], drawn, seen)
    letters: dict[tuple[int, bool], list[tuple[Glyph, int]]] = defaultdict(list)
    masks: list[Mask] = []
    for glyph in asked:
        bits = drawn.get((glyph.font, glyph.code), 0)
        if glyph.text in LETTERS:
            letters[glyph.font, glyph.text in DIGITS].append((glyph, bits))
            continue
        if bits and is_rival(bits, glyph.text):
            seen[glyph.font].others.add(glyph.code)
            continue
        own = closely(bits, glyph.text)
        if own < ALIKE and bits:
            masks = masks or [mask for _, _, text in census.one if is_han(text) and (mask := mask_of(text))]
            if is_another(bits, own, masks):
                seen[glyph.font].suspected.add(glyph.code)
                own = 0.0
        if own >= DOUBTFUL:
            seen[glyph.font].settled.append(own)
        else:
            left.add((glyph.font, glyph.code))
    for (font, _), several in letters.items():
        if not _settle_letters(several, seen[font]):
            left |= {(font, glyph.code) for glyph, _ in several}
    return left


def _find_swapped(glyphs: list[Glyph], drawn: Mapping[Key, int], seen: Mapping[int, Looks]) -> None:
    """Notes characters of one font that differ by a stroke and are drawn as one another."""
    among = {(glyph.font, glyph.text): glyph for glyph in glyphs if rivals_of(glyph.text)}
    for (font, text), glyph in among.items():
        for rival in rivals_of(text):
            other = among.get((font, rival))
            if other is None or text > rival:
                continue
            one, two = drawn.get((font, glyph.code), 0), drawn.get((font, other.code), 0)
            if one and two and swapped(one, text, two, rival):
                seen[font].others |= {glyph.code, other.code}


def _settle_letters(several: list[tuple[Glyph, int]], found: Looks) -> bool:
    """Whether a font's digits, or its letters, are all drawn as what they are said to be, but for letters as few as any font has."""
    odd: set[int] = set()
    looked = 0
    for glyph, bits in several:
        if glyph.text in DIGITS or glyph.x1 - glyph.x0 <= WIDEST * glyph.size:
            looked += 1
            if not bits or _is_other(bits, glyph.text, columns(glyph)):
                odd.add(glyph.code)
    if several[0][0].text in DIGITS:
        return not odd
    if are_odd(looked, odd):
        return False
    found.letters, found.odd_letters = looked, odd
    return True


@lru_cache(maxsize=KEPT)
def _is_other(bits: int, text: str, own: tuple[float, float]) -> bool:
    """Whether a window shows another digit or letter than *text*. The same fonts come in many files."""
    return is_other_digit(bits, text, own, alone=True) if text in DIGITS else is_other_letter(bits, text, own)
