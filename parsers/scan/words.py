"""What the language of the forms says where the recogniser wavers between two characters: 教育 and not 教直, 朝阳 and not 朝阻."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from forms.chinese import is_han
from forms.places import chains
from forms.repertoire import is_in_gb2312
from forms.vocabulary import words
from parsers.scan.lines import Strip
from parsers.scan.ocr import Character, Reading
from parsers.wording import usual_pairs

__all__ = ["CONTESTED", "contest", "over_lines"]

CONTESTED = 0.02
"""Probability, as the mean of two looks, from which on another character may be the one that is written."""
WAVERING = 0.9
"""Confidence of both looks below which a character may be one that looks like it, though neither look thought of that."""
LIKE = {"like_boxes": 0.9, "like_crossed_boxes": 0.75}
"""Characters that are words and that boxes are read as, and the confidence from which on they are words."""
READ = 0.6
"""Confidence from which on such a character may be one."""
UNSEEN = 0.005
"""Probability that a character has which a look told of neither first nor second."""


def contest(first: Character, second: Character, before: str, behind: str) -> tuple[str, bool]:
    """What is written where two looks told *first* and *second*, between *before* and *behind* ("" at a line's ends); and whether another may be.

    The character read stays, but where another that the looks hold possible stands with its neighbours in the language of the forms, and it
    doesn't; or where it is outside the characters of GB 2312, which names and words are written in, and the other is of them. Only characters of
    Chinese have rivals here: signs that are alike are told apart by their room.
    """
    read = first.text
    if not is_han(read):
        return read, False
    chances = [{look.rival: look.rival_confidence, look.text: look.confidence} for look in (first, second)]
    others = {
        other: mean
        for other in sorted({*chances[0], *chances[1]} - {read})
        if is_han(other)
        and (mean := (chances[0].get(other, UNSEEN) * chances[1].get(other, UNSEEN)) ** 0.5) >= CONTESTED
    }
    if max(first.confidence, second.confidence) < WAVERING:
        for other in _alike().get(read, ""):
            others.setdefault(other, CONTESTED)
    if not others:
        return read, False
    told = {character: _told(character, before, behind) for character in (read, *others)}
    best = max(others, key=lambda other: (told[other], others[other]))
    if told[best] > told[read]:
        return best, True
    return read, told[best] == told[read]


def over_lines(strips: Sequence[Strip], readings: Sequence[Reading]) -> list[Reading]:
    """*readings* of *strips*; a character alone on its line that a tick box may be read as is believed where it begins a word that its cell's next line ends."""
    found = list(readings)
    for index, (strip, reading) in enumerate(zip(strips, readings, strict=True)):
        text = reading.text.strip()
        sure = next((sure for name, sure in LIKE.items() if text in words("marks", name)), None)
        if sure is None or strip.cell is None or not READ <= reading.confidence < sure:
            continue
        below = [
            (other.box[1], one.text.strip())
            for other, one in zip(strips, readings, strict=True)
            if other.cell == strip.cell and other.box[1] > strip.box[1] and one.text.strip()
        ]
        if below and text + min(below)[1][0] in usual_pairs():
            own = tuple(replace(character, confidence=sure) for character in reading.characters)
            found[index] = replace(reading, characters=own)
    return found


def _told(character: str, before: str, behind: str) -> int:
    """How much speaks for *character* between its neighbours."""
    if not is_in_gb2312(character):
        return -1
    known = _pairs()
    return (before + character in known) + (character + behind in known)


@cache
def _alike() -> dict[str, str]:
    """The characters that look like each, apart from itself."""
    return {one: group.replace(" ", "").replace(one, "") for group in words("usual", "alike") for one in group.split()}


@cache
def _pairs() -> frozenset[str]:
    """Pairs of characters that forms have, and those of the names of today's divisions."""
    names = (name for chain in chains() for name in chain)
    return usual_pairs().union(*(map("".join, pairwise(name)) for name in names))
