"""Where most fonts draw each character, and where hardly any does: masks made by ``bench/shapes.py``, and how much a drawing is like one."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache, lru_cache
from heapq import nlargest
from importlib.resources import files

from forms.vocabulary import words

__all__ = [
    "WINDOW",
    "Mask",
    "closely",
    "every_mask",
    "is_another",
    "is_rival",
    "likeness",
    "mask_of",
    "nearest",
    "rivals_of",
    "roughly",
    "swapped",
]

CLEARLY = ((0.94, 0.08), (0.8, 0.13), (-1.0, 0.2))
"""How much more like another a drawing must be to be that, by how like that one it is at least. A 干 of a Song font is 0.12 more like a 十, but only 0.925 like it; a bold 王 is 0.94 like a 玉, and 0.065 more so."""
EXCHANGED = 0.025
"""How much more two drawings must be like one another's characters, taken together, than like their own."""
KEPT = 4096
"""Drawings whose likeness to what they are said to be is kept: the same fonts come in many files."""
WINDOW = 16
"""Pixels of a mask across, and of a Han character's downwards."""
SPARSE = 24
"""Pixels of a mask, of 256, below which it says less where a character is drawn than where it isn't."""
FEW, ENOUGH = 48, 0.6
"""Pixels of a mask, of 256, below which a stroke is much of it, and the likeness below which a stroke may be beside its place."""
BETTER, RATHER = 0.15, 0.58
"""By how much more a drawing must be like another character, and how much at least, for that to be the one that is drawn."""
FAR, SURELY = 0.3, 0.85
"""The same for one that isn't unlike what it is said to be, on a page, where pixels are picked."""
NEAREST = 12
"""Other characters that a drawing is compared with closely."""
_HAN_BYTES, _HAN_ZONES = 64, 72
_LATIN_BYTES = 128
_ZONE, _FIRST = 0xB0, 0xA1
Mask = tuple[int, int, int, int]


@cache
def _masks() -> bytes:
    return files("parsers.pdf").joinpath("shapes.bin").read_bytes()


@cache
def mask_of(character: str) -> Mask | None:
    """Where *character* is drawn and where it isn't, as numbers of a bit a pixel, with how many pixels each has; None where it isn't known."""
    if "!" <= character <= "~":
        size = _LATIN_BYTES // 2
        start = _HAN_ZONES * 94 * _HAN_BYTES + (ord(character) - 0x21) * _LATIN_BYTES
    else:
        try:
            zone, place = character.encode("gb2312")
        except (UnicodeEncodeError, ValueError):
            return None
        size = _HAN_BYTES // 2
        start = ((zone - _ZONE) * 94 + place - _FIRST) * _HAN_BYTES
        if not _ZONE <= zone < _ZONE + _HAN_ZONES:
            return None
    raw = _masks()[start : start + 2 * size]
    ink, white = int.from_bytes(raw[:size], "big"), int.from_bytes(raw[size:], "big")
    return (ink, white, ink.bit_count(), white.bit_count()) if ink and white else None


def likeness(seen: int, mask: Mask) -> float:
    """How much a drawing is like a character: 1 where all that most fonts draw is drawn and nothing where they draw nothing, 0 as by chance.

    Windows are 16 pixels wide; the drawing may be moved by one pixel in any direction.
    """
    ink, white, inks, whites = mask
    if inks < SPARSE:
        return _sparse_likeness(seen, white)
    best = -1.0
    for moved in (
        seen,
        seen << 1,
        seen >> 1,
        seen << 16,
        seen >> 16,
        seen << 17,
        seen << 15,
        seen >> 15,
        seen >> 17,
    ):
        found = (moved & ink).bit_count() / inks - (moved & white).bit_count() / whites
        if found > best:
            if found > 0.75:
                return found
            best = found
    return best


@lru_cache(maxsize=KEPT)
def closely(bits: int, text: str) -> float:
    """How much a Han character's drawing is like *text*; one of few strokes may be drawn in the row of pixels beside most fonts'."""
    mask = mask_of(text)
    own = 0.0 if mask is None else likeness(bits, mask)
    if own < ENOUGH and mask is not None and mask[2] < FEW:
        own = likeness(bits | bits << WINDOW | bits >> WINDOW, mask)
    return own


def _exact_likeness(seen: int, mask: Mask) -> float:
    """The likeness of a drawing where it fits best, however good others are."""
    ink, white, inks, whites = mask
    if inks < SPARSE:
        return _sparse_likeness(seen, white)
    moves = (seen, seen << 1, seen >> 1, seen << 16, seen >> 16, seen << 17, seen << 15, seen >> 15, seen >> 17)
    return max((moved & ink).bit_count() / inks - (moved & white).bit_count() / whites for moved in moves)


def _sparse_likeness(seen: int, white: int) -> float:
    """How much of a drawing is where some fonts draw a character of few strokes, which are too thin to stand at one place in most."""
    ink = seen.bit_count()
    if not ink:
        return 0.0
    moves = (seen >> 32, seen >> 16, seen, seen << 16, seen << 32)
    return 1 - min((moved & white).bit_count() for moved in moves) / ink


def roughly(seen: int, mask: Mask) -> float:
    """The likeness of a drawing that isn't moved, which takes a tenth of the time."""
    if mask[2] < SPARSE:
        return _sparse_likeness(seen, mask[1])
    return (seen & mask[0]).bit_count() / mask[2] - (seen & mask[1]).bit_count() / mask[3]


def nearest(bits: int, masks: Collection[Mask]) -> list[Mask]:
    """The few of *masks* that a drawing is most like at first sight."""
    several = list(masks)
    # Every character of a file is asked for each that is doubted: no call for each of them.
    rough = [
        (bits & ink).bit_count() / inks - (bits & white).bit_count() / whites
        if inks >= SPARSE
        else _sparse_likeness(bits, white)
        for ink, white, inks, whites in several
    ]
    return [several[place] for place in nlargest(NEAREST, range(len(rough)), key=rough.__getitem__)]


def is_another(bits: int, own: float, masks: Collection[Mask]) -> bool:
    """Whether a drawing is more like one of *masks* than like the character that it is said to be, which it is like by *own*."""
    least = max(RATHER, own + BETTER)
    return any(likeness(bits, mask) > least for mask in nearest(bits, masks))


def is_surely_another(bits: int, own: float, masks: Collection[Mask]) -> bool:
    """The same by far: whether a drawing that is somewhat like what it is said to be is very much like another."""
    least = max(SURELY, own + FAR)
    return any(likeness(bits, mask) > least for mask in nearest(bits, masks))


@cache
def _rivals() -> dict[str, tuple[Mask, ...]]:
    """By character, the masks of those that differ from it by a stroke."""
    groups = [group.split() for group in words("usual", "alike")]
    return {
        one: tuple(mask for other in group if other != one and (mask := mask_of(other)))
        for group in groups
        for one in group
    }


@lru_cache(maxsize=KEPT)
def is_rival(bits: int, text: str) -> bool:
    """Whether a drawing is clearly more like a character that differs from *text* by a stroke.

    Of the fonts of the masks none is so where it is *text*; in others it may be a little.
    """
    rivals = _rivals().get(text)
    mask = mask_of(text) if rivals else None
    if not rivals or mask is None:
        return False
    own = _exact_likeness(bits, mask)
    likest = max(_exact_likeness(bits, rival) for rival in rivals)
    return likest > own + next(more for least, more in CLEARLY if likest >= least)


@cache
def rivals_of(text: str) -> frozenset[str]:
    """The characters that differ from *text* by a stroke."""
    return frozenset(one for group in words("usual", "alike") if text in group.split() for one in group.split()) - {
        text
    }


def swapped(one: int, told: str, other: int, rival: str) -> bool:
    """Whether of two drawings of one font the first, said to be *told*, is rather its *rival*, and the other, said to be that, is *told*.

    How a font draws strokes makes both more like the same one of the two; of 8 fonts each has all pairs more like themselves, by 0.02 at least.
    """
    mask, against = mask_of(told), mask_of(rival)
    if mask is None or against is None:
        return False
    own = _exact_likeness(one, mask) + _exact_likeness(other, against)
    return _exact_likeness(one, against) + _exact_likeness(other, mask) > own + EXCHANGED


@cache
def every_mask() -> tuple[Mask, ...]:
    """The masks of all Han characters."""
    zones = range(_ZONE, _ZONE + _HAN_ZONES)
    places = [bytes((zone, place)).decode("gb2312", "ignore") for zone in zones for place in range(_FIRST, 0xFF)]
    return tuple(mask for text in places if text and (mask := mask_of(text)))
