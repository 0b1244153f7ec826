"""Characters whose drawing is settled by what their font draws of each alone (``pdf.specimens``), without drawing a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from forms.repertoire import LOST
from parsers.pdf.census import Census
from parsers.pdf.doubts import Key
from parsers.pdf.latin import DIGITS, is_other_digit, is_other_letter
from parsers.pdf.looks import ALIKE, DOUBTFUL, ENOUGH, INNER, LETTERS, UNLIKE, WIDEST, Looks, are_odd, is_han
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
    census: Census,
    fonts: set[int],
    specimens: Specimens,
    vouched: Vouched,
    seen: Mapping[int, Looks],
    is_crossed: Callable[[set[Key]], bool],
) -> set[Key]:
    """The characters of *fonts* of which a single drawing doesn't tell, or tells that they may be others; what the others show is noted in *seen*.

    *is_crossed* tells whether anything else may be drawn in the boxes that such characters are said to be.
    """
    asked = _asked(census, fonts, specimens, vouched)
    drawn = specimens.of([*asked.alone, *asked.rivals, *asked.boxes])
    left = asked.left | _unsettled_boxes(asked.boxes, drawn, is_crossed)
    _find_swapped([*asked.alone, *asked.rivals], drawn, seen)
    letters: dict[tuple[int, bool], list[tuple[Glyph, int]]] = defaultdict(list)
    han: list[tuple[Glyph, int]] = []
    for glyph in asked.alone:
        bits = drawn.get((glyph.font, glyph.code), 0)
        if glyph.text in LETTERS:
            letters[glyph.font, glyph.text in DIGITS].append((glyph, bits))
        else:
            han.append((glyph, bits))
    unlike = _settle_han(han, census, left, seen)
    _look_finely(unlike, asked.trusted, specimens, seen)
    for (font, _), several in letters.items():
        if not _settle_letters(several, seen[font]):
            left |= {(font, glyph.code) for glyph, _ in several}
    return left


@dataclass(slots=True)
class _Asked:
    """What is looked at: characters by themselves, those that differ from them by a stroke, and boxes; ``left`` are those that no drawing tells."""

    alone: list[Glyph] = field(default_factory=list)
    rivals: list[Glyph] = field(default_factory=list)
    boxes: list[Glyph] = field(default_factory=list)
    left: set[Key] = field(default_factory=set)
    trusted: dict[tuple[int, str], Glyph] = field(default_factory=dict)
    """By font and text those that their wording speaks for."""


def _asked(census: Census, fonts: set[int], specimens: Specimens, vouched: Vouched) -> _Asked:
    found = _Asked()
    for (font, code, text), glyph in census.one.items():
        wide = is_han(text)
        if font not in fonts or not (wide or text in LETTERS or text == LOST):
            continue
        if glyph.angle or not specimens.tells(code):
            found.left.add((font, code))
        elif text == LOST:
            found.boxes.append(glyph)
        elif mask_of(text) is not None:
            if wide and vouched((font, code)):
                found.trusted[font, text] = glyph
            else:
                found.alone.append(glyph)
    beside = (
        found.trusted[glyph.font, rival]
        for glyph in found.alone
        for rival in rivals_of(glyph.text)
        if (glyph.font, rival) in found.trusted
    )
    found.rivals = list(dict.fromkeys(beside))
    return found


def _settle_han(
    drawn: list[tuple[Glyph, int]], census: Census, left: set[Key], seen: Mapping[int, Looks]
) -> dict[Key, tuple[Glyph, int]]:
    """Notes in *seen* what drawings of Han characters tell, in *left* those of which they tell nothing; answers those that are unlike what they are said to be."""
    masks: list[Mask] = []
    unlike: dict[Key, tuple[Glyph, int]] = {}
    for glyph, bits in drawn:
        if bits and is_rival(bits, glyph.text):
            seen[glyph.font].others.add(glyph.code)
            continue
        own = closely(bits, glyph.text)
        if own < ALIKE and bits:
            masks = masks or [mask for text in census.texts if is_han(text) and (mask := mask_of(text))]
            if is_another(bits, own, masks):
                seen[glyph.font].suspected.add(glyph.code)
                left.add((glyph.font, glyph.code))
                continue
        if own >= DOUBTFUL:
            seen[glyph.font].settled.append(own)
        elif bits:
            unlike[glyph.font, glyph.code] = glyph, bits
        else:
            left.add((glyph.font, glyph.code))
    return unlike


def _unsettled_boxes(boxes: list[Glyph], drawn: Mapping[Key, int], is_crossed: Callable[[set[Key]], bool]) -> set[Key]:
    """The characters told as boxes, all of them where something is drawn in one, be it by its font or by anything else."""
    keys = {(box.font, box.code) for box in boxes}
    empty = all((bits := drawn.get(key, 0)) and not bits & INNER for key in keys)
    return set() if empty and not (keys and is_crossed(keys)) else keys


def _look_finely(
    unlike: Mapping[Key, tuple[Glyph, int]],
    trusted: Mapping[tuple[int, str], Glyph],
    specimens: Specimens,
    seen: Mapping[int, Looks],
) -> None:
    """Notes in *seen* how much larger drawings of characters that are *unlike* what they are said to be are like it, and of some others of their fonts that are *trusted*."""
    if not unlike:
        return
    fine = specimens.finely(glyph for glyph, _ in unlike.values())
    low: set[int] = set()
    for key, (glyph, bits) in unlike.items():
        even = fine.get(key, 0)
        if is_rival(even, glyph.text):
            seen[glyph.font].others.add(glyph.code)
            continue
        own, likest = max((closely(bits, glyph.text), bits), (closely(even, glyph.text), even))
        seen[glyph.font].han[glyph.code] = own, likest
        if own < UNLIKE:
            low.add(glyph.font)
    # How alike others are matters only to what is very unlike.
    samples: dict[int, list[Glyph]] = defaultdict(list)
    for (font, _), glyph in trusted.items():
        if font in low and len(samples[font]) < ENOUGH:
            samples[font].append(glyph)
    fine = specimens.finely(glyph for some in samples.values() for glyph in some)
    for font, some in samples.items():
        seen[font].vouched += [closely(fine.get((font, glyph.code), 0), glyph.text) for glyph in some]


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
