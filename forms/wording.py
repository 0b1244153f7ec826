"""Values that lost characters, as far as a closed vocabulary knows what they were.

A character is restored only where every word of the vocabulary, and every administrative division, that can stand there says the same; the words must
have kept some, and losing what such a font loses must give exactly what was seen (``repertoire``). All others stay □.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from forms.parsed import Parsed, doubt
from forms.repertoire import LOST, could_be
from forms.vocabulary import words

__all__ = ["known", "restored"]

REPAIRED = 0.8
"""Confidence of a value with restored characters: a word that is in no vocabulary may have stood there."""
LONGEST = 400
"""Characters of the longest text that is looked at."""
LEFT = 2
"""Characters of a division's name that must be left: one alone may begin a proper name."""
_SEPARATORS = "、，,；;/ \n（）()"
_STOPS = "，。；、,;\n "


def known(text: str, *, clauses: bool = False) -> str:
    """*text*, an office, a position, a place or a school, with the lost characters put in that are known; with *clauses*, an opinion."""
    if LOST not in text or len(text) > LONGEST:
        return text
    said: dict[int, set[str]] = {}
    if clauses:
        for start, end in _parts(text, _STOPS):
            _say(said, start, (word for word in words("wording", "clauses") if could_be(text[start:end], word)), text)
    else:
        for start, end in _parts(text, _SEPARATORS):
            part = text[start:end]
            whole = [*words("wording", "positions"), *words("wording", "offices")]
            _say(said, start, (word for word in whole if could_be(part, word)), text)
            _say_ends(said, start, part, text)
        for start, word in _places(text):
            _say(said, start, [word], text)
    return "".join(next(iter(said[i])) if len(said.get(i, ())) == 1 else c for i, c in enumerate(text))


def _parts(text: str, stops: str) -> Iterator[tuple[int, int]]:
    """Where the parts of *text* between *stops* begin and end."""
    start = 0
    for place, character in enumerate(text + stops[0]):
        if character in stops:
            if LOST in text[start:place] and text[start:place].strip(LOST):
                yield start, place
            start = place + 1


def _say(said: dict[int, set[str]], start: int, found: Iterable[str], text: str) -> None:
    """Notes down which characters the words *found* at *start* have where one is lost."""
    for word in found:
        for place, character in enumerate(word, start):
            if text[place] == LOST:
                said.setdefault(place, set()).add(character)


def _say_ends(said: dict[int, set[str]], start: int, part: str, text: str) -> None:
    """Notes down what the longest words that *part* can end in have where one is lost; half of their characters must be left."""
    ends = [*words("wording", "ends"), *words("wording", "offices")]
    for length in sorted({len(word) for word in ends}, reverse=True):
        seen = part[-length:]
        if length >= len(part) or LOST not in seen or 2 * seen.count(LOST) > length:
            continue
        fits = [word for word in ends if could_be(seen, word)]
        if fits:
            _say(said, start + len(part) - length, fits, text)
            return


@cache
def _divisions() -> dict[int, tuple[tuple[str, frozenset[str]], ...]]:
    """Today's divisions by the length of their names, each with those that it belongs to."""
    from forms.places import chains  # which needs the kinds that need this

    above: dict[str, set[str]] = {}
    for chain in chains():
        for depth, name in enumerate(chain):
            above.setdefault(name, set()).update(chain[:depth])
    found: dict[int, list[tuple[str, frozenset[str]]]] = {}
    for name, over in above.items():
        found.setdefault(len(name), []).append((name, frozenset(over)))
    return {length: tuple(several) for length, several in found.items()}


def _places(text: str) -> Iterable[tuple[int, str]]:
    """Where which divisions can stand: at the beginning, or behind one that they belong to."""
    divisions = _divisions()
    heads: dict[int, set[str]] = {0: set()}
    for start in range(min(len(text), 24)):
        if start not in heads:
            continue
        for length, several in divisions.items():
            seen = text[start : start + length]
            if len(seen) < length or length - seen.count(LOST) < LEFT:
                continue
            for name, over in several:
                if could_be(seen, name) and (not heads[start] or heads[start] & over):
                    heads.setdefault(start + length, set()).add(name)
                    if LOST in seen:
                        yield start, name


def restored(text: str, *, clauses: bool = False) -> Parsed | None:
    """*text* with what is known put in, and a word of it; None where nothing is."""
    found = known(text, clauses=clauses)
    return None if found == text else doubt(found, "text.repaired", REPAIRED, "info", method="repair")
