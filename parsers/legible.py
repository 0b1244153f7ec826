"""Whether a word without meaning can be told by its look: a password, an address, where no neighbour says which of two characters alike was meant."""

from __future__ import annotations

from functools import cache
from itertools import groupby

from forms.vocabulary import table, words

__all__ = ["is_amid_its_own", "is_legible"]

FEW = 2
"""Letters or digits in a row from which on they say of one another that they are such."""


def is_legible(text: str, kind: str) -> bool:
    """Whether recognition alone can be sure of *text*, a value of *kind*.

    A password or user name may hold any character anywhere: it is legible only where none has a rival. In an address a character with rivals is told by
    those on both sides of it, which are letters as it is, or digits. A dot in the name of a place or a school may be a speck: persons' names have such.
    A long text that ends within a sentence may go on where nobody saw that it does.
    All other kinds are told by their own rules.
    """
    if kind == "verbatim":
        return _rivals().isdisjoint(text) and not any(pair in text for pair in words("alike", "pairs"))
    if kind in ("email", "url") and _has_stray_capital(text):
        return False
    if kind == "email":
        name, _, host = text.lower().partition("@")
        return _is_told(name, cased=False) and _is_told(host, cased=False)
    if kind == "url":
        scheme, mark, rest = text.rpartition("://")
        host, slash, path = rest.partition("/")
        return _is_told((scheme + mark + host).lower(), cased=False) and _is_told(slash + path, cased=True)
    if kind == "narrative":
        return not text or text.rstrip()[-1:] in _ENDS
    return kind not in _PLACES or _DOT not in text


_PLACES = frozenset({"name", "names", "area"})
_DOT = "·"
_ENDS = frozenset("。！？；….!?;”’\"'）)》】")
"""What sentences end with."""


@cache
def _rivals() -> frozenset[str]:
    return frozenset("".join(words("alike", "rivals")) + table("alike")["cases"] + table("alike")["cases"].upper())


def _has_stray_capital(text: str) -> bool:
    """Whether a capital stands in a word of small letters that may be one of them: I for l."""
    for letters, run in groupby(text, str.isalpha):
        word = "".join(run)
        if letters and any(one.isupper() and _is_small_too(one) for one in word) and any(map(str.islower, word)):
            return True
    return False


@cache
def _is_small_too(capital: str) -> bool:
    """Whether *capital* looks like the small letter of another."""
    return any(
        capital in group and any(one.islower() and one != capital.lower() for one in group)
        for group in words("alike", "rivals")
    )


def _is_told(text: str, *, cased: bool) -> bool:
    """Whether each of the characters of *text* that have rivals is told by those beside it."""
    if any(pair in text for pair in words("alike", "joins")):
        return False
    for letters, run in groupby(text, lambda one: one.isalpha() if one.isalnum() else None):
        if letters is not None and not _is_run_told("".join(run), cased=cased):
            return False
    return all(is_amid_its_own(text, place) for place in range(len(text)))


def _is_run_told(run: str, *, cased: bool) -> bool:
    if len(run) < FEW and not _rivals().isdisjoint(run):
        return False
    # A letter whose cases differ by size alone is told by the others of its run, which are all of one case.
    return not (cased and run.isalpha() and not (run.islower() or run.isupper()))


def is_amid_its_own(text: str, place: int) -> bool:
    """Whether the character of *text* at *place* has no rival among letters and digits, or stands beside such as it is and no others."""
    one = text[place]
    group = next((group for group in words("alike", "rivals") if one in group), None)
    if group is None or not one.isalnum():
        return True
    beside = [text[near] for near in (place - 1, place + 1) if 0 <= near < len(text) and text[near].isalnum()]
    return bool(beside) and all(near.isalpha() == one.isalpha() for near in beside)
