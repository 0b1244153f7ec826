"""A second look at lines: what two readings of differing pictures agree on is far more often right than what one is sure of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

import cv2
import numpy as np

from forms.chinese import is_han
from parsers.scan.ocr import Character, Image, Reading, recognise_lines
from parsers.scan.underlined import Bare, without_underline
from parsers.scan.words import CONTESTED, contest

__all__ = ["looked_at_again"]

SHORT = 26
"""Characters up to which a line is looked at again in any case: names, numbers, labels. A longer one is where it is in doubt."""
DOUBT = 0.93
SHRUNK = 0.72
"""Size of a line at the second look, by that at the first: other pixels, the same strokes."""
LATIN, STRETCHED = 0.5, 1.3
"""Share of letters from which on a line is one of an address, and times its width that it has at the second look: of two letters that are alike and stand
side by side the recogniser often tells one, and is sure of it, unless there is more room between them."""
DISPUTED = 0.84
"""Confidence of a character that was read otherwise the second time."""
CONFIRMED = 0.91
"""Confidence of a character that was in doubt and was read the same with certainty the second time."""
CERTAIN = 0.97
BARE = 0.8
"""Confidence from which on a character is what was read of it without the line under it."""
ALONE = 0.99
"""Confidence from which on a character that is a line for itself is what was read first, in doubt."""
SPECKS, HARDLY, BEFORE = frozenset(".。，,、'`"), 0.6, 0.9
"""Marks that dirt is read as, and the confidence up to which one behind and before words is dirt. The dot within a name may end a line."""
ALIKE = str.maketrans("（），：；！？－—–一～", "(),:;!?----~")
"""What looks alike for the size of a line alone: decided by the room it has."""


def looked_at_again(readings: Sequence[Reading], pictures: Sequence[Image]) -> list[Reading]:
    """*readings* of *pictures* with their confidences as a second reading of each bears them out."""
    chosen = [
        index
        for index, reading in enumerate(readings)
        if reading.characters and (len(reading.characters) <= SHORT or reading.confidence < DOUBT or _is_latin(reading))
    ]
    bare = {index: without_underline(pictures[index], readings[index]) for index in chosen}
    looks = [pictures[index] if (plain := bare[index]) is None else plain.picture for index in chosen]
    again = recognise_lines(
        [
            _smaller(look, STRETCHED if _is_latin(readings[index]) else 1.0)
            for index, look in zip(chosen, looks, strict=True)
        ]
    )
    found = list(readings)
    for index, second in zip(chosen, again, strict=True):
        found[index] = _compared(readings[index], second, bare[index])
    return found


def _is_latin(reading: Reading) -> bool:
    """Whether the line is an address or something else in letters."""
    written = [character.text for character in reading.characters if not character.text.isspace()]
    return sum(one.isascii() and one.isalpha() for one in written) > LATIN * len(written)


def _smaller(picture: Image, stretched: float) -> Image:
    """*picture* at the size of the second look, and *stretched* across."""
    rows, columns = picture.shape[:2]
    size = (max(4, round(columns * SHRUNK * stretched)), max(8, round(rows * SHRUNK)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _compared(first: Reading, second: Reading, bare: Bare | None = None) -> Reading:
    """*first* with doubt where *second* differs, and with less where it doesn't. Where that was read in a *bare* picture, its Han characters are those."""
    ours = [(index, character) for index, character in enumerate(first.characters) if not character.text.isspace()]
    theirs = [character for character in second.characters if not character.text.isspace()]
    found = list(first.characters)
    one = "".join(character.text for _, character in ours).translate(ALIKE)
    other = "".join(character.text for character in theirs).translate(ALIKE)
    for kind, start, end, begin, stop in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            for place, yours in zip(range(start, end), theirs[begin:stop], strict=True):
                index, mine = ours[place]
                found[index] = _contested(
                    _confirmed(mine, yours), mine, yours, one[place - 1 : place], one[place + 1 :][:1]
                )
            continue
        # What only the second time was read is missing between the two beside it.
        for index, mine in ours[start:end] or ours[max(start - 1, 0) : start + 1]:
            found[index] = replace(mine, confidence=min(mine.confidence, DISPUTED))
        if end - start == stop - begin:
            for place, yours in zip(range(start, end), theirs[begin:stop], strict=True):
                index, mine = ours[place]
                # Of a character that stands alone nothing tells whether the line under it is its own last stroke.
                plain = _is_plain(yours, mine) and (len(ours) > 1 or mine.confidence < ALONE)
                if bare is not None and bare.is_over(mine.at) and plain:
                    found[index] = replace(yours, at=mine.at, confidence=DISPUTED)
                    continue
                found[index] = _contested(found[index], mine, yours, one[place - 1 : place], one[place + 1 :][:1])
    return replace(first, characters=tuple(_without_speck(found)))


def _is_plain(yours: Character, mine: Character) -> bool:
    """Whether *yours*, read without the line under it, is what is written and not *mine*, of which the second look doesn't think at all."""
    thought = yours.rival == mine.text and yours.rival_confidence >= CONTESTED
    return is_han(yours.text) and yours.confidence >= BARE and not thought


def _without_speck(characters: list[Character]) -> list[Character]:
    """*characters* without a mark before or behind a few words that was hardly seen: dirt. What is beside it is in doubt then."""
    specks = [index for index, character in enumerate(characters) if character.text in SPECKS]
    if len(specks) != 1 or not 3 <= len(characters) <= SHORT + 1:
        return characters
    speck = characters[specks[0]]
    # No line of Chinese begins with a mark of Latin text, however sure it was read.
    first = not specks[0] and speck.text.isascii()
    if (not first and speck.confidence >= (HARDLY if specks[0] else BEFORE)) or any(
        character.text.isascii() for character in characters if character is not speck
    ):
        return characters
    if specks[0] == 0:
        second, *rest = characters[1:]
        return [replace(second, confidence=min(second.confidence, DISPUTED)), *rest]
    if specks[0] == len(characters) - 1:
        *rest, last = characters[:-1]
        return [*rest, replace(last, confidence=min(last.confidence, DISPUTED))]
    return characters


def _contested(found: Character, mine: Character, yours: Character, before: str, behind: str) -> Character:
    """*found* as the language of the forms bears it out between its neighbours."""
    text, in_doubt = contest(mine, yours, before, behind)
    return replace(found, text=text, confidence=min(found.confidence, DISPUTED)) if in_doubt else found


def _confirmed(mine: Character, yours: Character) -> Character:
    if mine.confidence < CONFIRMED and yours.confidence >= CERTAIN and mine.confidence > yours.rival_confidence:
        return replace(mine, confidence=CONFIRMED)
    return mine
