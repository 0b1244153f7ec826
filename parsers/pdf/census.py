"""What a PDF's text layer has: which characters of which fonts, and how they follow one another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter

from parsers.pdf.doubts import Key
from parsers.pdf.model import Glyph, Page
from parsers.wording import usual_pairs

__all__ = ["Census", "Character", "Wording"]

PAIRS = 12
"""Pairs of neighbouring Han characters from which on a font's wording tells something."""
USUAL = 0.12
"""Share of pairs that are usual in forms below which a font lies. Measured: 0.23 and more where the layer is right, 0.03 where it isn't."""
MOSTLY = 0.4
"""Share of a font's pairs that must be usual for its wording to speak for a character: what a font that lies repeats may look usual once in a while."""
VOUCHED = 2
"""Usual pairs of a character from which on its wording speaks for it. One is chance, even as part of three in a row that are usual."""

Character = tuple[int, int, str]
"""A font by its number, a code and the text that it stands for."""


@dataclass(slots=True)
class Census:
    """Which characters each page has, by font, code and text, and one glyph of each: most questions need be asked of these alone."""

    pages: list[Counter[Character]] = field(default_factory=list)
    one: dict[Character, Glyph] = field(default_factory=dict)
    texts: frozenset[str] = frozenset()
    """All texts that characters stand for."""

    @classmethod
    def of(cls, pages: list[Page]) -> Census:
        """The census of *pages*."""
        found = cls()
        for page in pages:
            keys = list(map(attrgetter("font", "code", "text"), page.glyphs))
            found.pages.append(Counter(keys))
            found.one.update(zip(keys, page.glyphs, strict=True))
        found.texts = frozenset([text for _, _, text in found.one])
        return found

    def total(self) -> Iterator[tuple[Character, int]]:
        """Each character with how often it stands on all pages."""
        for counts in self.pages:
            yield from counts.items()

    def has(self, wanted: Callable[[str], bool]) -> bool:
        """Whether any text is one of those *wanted*."""
        return any(map(wanted, self.texts))

    def keys(self, fonts: set[int], wanted: Callable[[str], bool]) -> set[Key]:
        """The characters of *fonts* whose text is one of those *wanted*."""
        texts = set(filter(wanted, self.texts))
        return {(font, code) for font, code, text in self.one if text in texts and font in fonts} if texts else set()


@dataclass(slots=True)
class Wording:
    """How the fonts' texts read: pairs of neighbouring Han characters by font, and how many of them are usual in forms."""

    pairs: Counter[int] = field(default_factory=Counter)
    usual: Counter[int] = field(default_factory=Counter)
    known: dict[tuple[int, int], set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, pages: list[Page]) -> Wording:
        """The wording of *pages*."""
        found = cls()
        usual = usual_pairs()
        for page in pages:
            left: Glyph | None = None
            for right in page.glyphs:
                before, left = left, right if "\u4e00" <= right.text <= "\u9fff" else None
                if before is None or left is None or before.font != right.font:
                    continue
                if abs(before.y - right.y) > 1 or not 0.5 * before.size < right.x0 - before.x0 < 1.6 * before.size:
                    continue
                font = right.font
                found.pairs[font] += 1
                pair = before.text + right.text
                if pair in usual:
                    found.usual[font] += 1
                    found.known[font, before.code].add(pair)
                    found.known[font, right.code].add(pair)
        return found

    def lying(self) -> set[int]:
        """The fonts whose wording is none: their characters follow one another as in no form."""
        return {font for font, pairs in self.pairs.items() if pairs >= PAIRS and self.usual[font] < USUAL * pairs}

    def vouches(self, key: Key) -> bool:
        """Whether the character stands beside others as it does in forms: once may be chance."""
        return len(self.known.get(key, ())) >= VOUCHED and self.usual[key[0]] >= MOSTLY * self.pairs[key[0]]
