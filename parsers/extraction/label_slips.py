"""Labels that a text may be meant for: with one character wrong, with characters lost, or with words in front.

Texts and labels are as they are compared, folded. How good such a label is, says ``labels``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from forms.repertoire import LOST, could_be

__all__ = ["Slips"]

_END = 2
_NEAREST = 4
"""Labels this long may be meant by a text that is one character away; shorter ones have too many neighbours. It is at least twice ``_END``."""

_SHORTEST = 3
"""Characters of a text that may be a label with a slip."""

_LONGEST = 16
"""Characters of a text that may be a label with words in front."""


class Slips:
    """*labels*, indexed by their lengths and ends."""

    def __init__(self, labels: Collection[str]) -> None:
        self._place = {label: number for number, label in enumerate(labels)}
        self._by_length: dict[int, list[str]] = {}
        for label in labels:
            self._by_length.setdefault(len(label), []).append(label)
        self._by_ends: dict[tuple[int, bool, str], list[str]] = {}
        for label in filter(lambda label: len(label) >= _NEAREST, labels):
            self._by_ends.setdefault((len(label), False, label[:_END]), []).append(label)
            self._by_ends.setdefault((len(label), True, label[-_END:]), []).append(label)

    def lost(self, text: str) -> Iterator[tuple[str, bool]]:
        """The labels that *text* may be after losing characters, each with whether the repertoire rule tells so."""
        kept = sum(c != LOST for c in text)
        for label in self._by_length.get(len(text), ()):
            ruled = could_be(text, label)
            if ruled or (kept * 2 >= len(text) and all(s in (c, LOST) for s, c in zip(text, label, strict=True))):
                yield label, ruled

    def near(self, text: str) -> list[str]:
        """The labels that *text* is but for one character, the shortest first."""
        if len(text) < _SHORTEST:
            return []
        slips = {label for label in self._alike_at_an_end(text) if _one_edit(text, label)}
        return sorted(slips, key=lambda label: (len(label), self._place[label]))

    def tails(self, text: str) -> list[str]:
        """The labels that *text* ends in, two of its characters left out at most unless the label is long enough to be told by itself."""
        if not _SHORTEST <= len(text) <= _LONGEST:
            return []
        tails = (text[start:] for start in range(len(text) - 1) if len(text) - start >= _NEAREST or start <= _END)
        return sorted((tail for tail in tails if tail in self._place), key=self._place.__getitem__)

    def _alike_at_an_end(self, text: str) -> Iterator[str]:
        """Labels with the first or the last two characters of *text* and its length but for one: any that one edit makes of it is among them."""
        for length in (len(text) - 1, len(text), len(text) + 1):
            yield from self._by_ends.get((length, False, text[:_END]), ())
            yield from self._by_ends.get((length, True, text[-_END:]), ())


def _one_edit(a: str, b: str) -> bool:
    """Whether one replaced, added or dropped character makes *a* of *b*."""
    if len(a) > len(b):
        a, b = b, a
    start = 0
    while start < len(a) and a[start] == b[start]:
        start += 1
    return a[start + (len(a) == len(b)) :] == b[start + 1 :]
