"""A line of a text layer as it is drawn, and what recognition says of each of its characters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from forms.chinese import is_han
from forms.repertoire import LOST
from parsers.marks import is_mark
from parsers.pdf.align import Slot, align
from parsers.pdf.likeness import DASHES, HANGING, ROUND, WIDE, as_set, by_depth, by_height, dash, settled
from parsers.pdf.model import Glyph, Page
from parsers.pdf.pairs import UNDER, is_under, reads_on, stands_apart, without_spaces_read
from parsers.scan.buttons import ringed
from parsers.scan.marks import boxed
from parsers.scan.ocr import Character, Image, Reading
from parsers.scan.ticks import OPEN, may_be_box

__all__ = ["QUOTES", "SURE", "Line", "Sight", "View", "across", "along", "half_of"]

ABOVE, BELOW = 0.98, 0.26
"""Ems above and below the baseline that are shown to the recogniser."""
INK = 160
"""Grey below which something is drawn."""
SURE = 0.9
"""Confidence of a reading from which on it speaks against the text layer."""
BESIDE = 0.7
"""Ems from all characters of the layer from which on one that was read is none of them."""
UNSURE = 0.85
"""Confidence of such a character."""
COMMA_END = 0.25
"""Ems below the baseline up to which a comma reaches."""
WIDER = 1.2
"""Times the room of a space that a character takes at least which it stands under."""
RULED = frozenset(",.;:．")
"""Signs whose ends a rule may take away."""
QUOTE_PAIRS = ("“”", "‘’")
QUOTES = frozenset("".join(QUOTE_PAIRS))
ASIDE = 0.1
"""Ems from the middle of its square from which on a quotation mark is set to a side."""
ROUND_FROM = 0.5
"""Ems that a round button takes at least."""


@dataclass(slots=True, eq=False)
class Line:
    """Characters of one page that stand in one line without a wide gap, in reading order."""

    page: int
    angle: int
    glyphs: list[Glyph]


@dataclass(slots=True, eq=False)
class Sight:
    """One occurrence as it was read. ``text`` is "" where ink was seen and no character read in it."""

    glyph: Glyph
    text: str
    confidence: float


def across(glyph: Glyph) -> float:
    """Where the line of *glyph* lies across its direction, in points of the page that is turned until it is level, but for a shift."""
    return {0: glyph.y, 90: -glyph.x, 180: -glyph.y, 270: glyph.x}[glyph.angle]


def along(glyph: Glyph) -> float:
    """Where the middle of *glyph* is along its line, likewise."""
    return {0: glyph.x, 90: glyph.middle, 180: -glyph.x, 270: -glyph.middle}[glyph.angle]


def half_of(glyph: Glyph) -> float:
    """Half of what a character takes of its line."""
    return (glyph.x1 - glyph.x0) / 2 if glyph.angle in (0, 180) else glyph.size / 2


class View:
    """A line as it is drawn."""

    def __init__(
        self, line: Line, drawn: Image, page: Page, scale: float, bare: Callable[[], Image] | None = None
    ) -> None:
        """*bare* draws the page with its text alone."""
        self.line = line
        self._draw_bare = bare
        first, last = line.glyphs[0], line.glyphs[-1]
        size = max(glyph.size for glyph in line.glyphs)
        # On the turned page the line is level: where its baseline and its ends are there.
        shift_along = {0: 0.0, 90: 0.0, 180: page.width, 270: page.height}[line.angle]
        shift_across = {0: 0.0, 90: page.width, 180: page.height, 270: 0.0}[line.angle]
        base = shift_across + max(across(glyph) for glyph in line.glyphs)
        if line.angle in (90, 270):
            base += 0.36 * size
        elif line.angle == 180:
            base = shift_across - min(glyph.y - 0.72 * glyph.size for glyph in line.glyphs)
        left = shift_along + along(first) - half_of(first) - 0.12 * size
        right = shift_along + along(last) + half_of(last) + 0.12 * size
        self.scale = scale
        self.edges = page.edges
        self.x0 = max(0, round(left * scale))
        self.y0 = max(0, round((base - ABOVE * size) * scale))
        self._end = round((base + BELOW * size) * scale), round(right * scale)
        self.image: Image = self._cut(drawn)
        self.shift = shift_along
        self.beside: list[Glyph] = []

    def _cut(self, drawn: Image) -> Image:
        return drawn[self.y0 : self._end[0], self.x0 : self._end[1]]

    def _places(self, glyph: Glyph) -> tuple[int, int]:
        middle, half = self.shift + along(glyph), half_of(glyph)
        return round((middle - half) * self.scale) - self.x0, round((middle + half) * self.scale) - self.x0

    def sights(self, reading: Reading) -> list[Sight]:
        """What was read of each character."""
        if not self.image.size:
            return []
        dark: NDArray[np.bool_] = np.asarray(self.image < INK)
        columns: NDArray[np.bool_] = np.asarray(dark.any(axis=0))
        slots = []
        for glyph in self.line.glyphs:
            start, end = self._places(glyph)
            # A neighbour's stroke may reach into the room of a space.
            inner = max(1, round((end - start) * (0.1 if end - start > 0.6 * glyph.size * self.scale else 0.2)))
            inked = bool(columns[max(start + inner, 0) : max(end - inner, 0)].any())
            slots.append(Slot(self.at(glyph), glyph.size * self.scale, glyph.text, inked, self._is_inside(glyph)))
        written = [one for one in reading.characters if not one.text.isspace()]
        width = self.image.shape[1]
        places = align(slots, [(self.x0 + one.at * width, one.text) for one in written])
        pairs = without_spaces_read(
            [
                (glyph, None if place is None else written[place])
                for glyph, place in zip(self.line.glyphs, places, strict=True)
            ],
            [slot.inked for slot in slots],
        )
        if not self.line.angle:
            self.beside = self._beside(written, {id(one) for _, one in pairs if one is not None})
        found = []
        for (glyph, one), slot in zip(pairs, slots, strict=True):
            if one is None and not slot.inked:
                found.append(Sight(glyph, " ", 1.0))
            elif one is None and is_under(glyph, pairs):
                found.append(Sight(glyph, " ", UNSURE))
            elif one is None:
                # Recognition passes over round buttons.
                ring = self._ring(glyph, dark)
                found.append(Sight(glyph, ring or "", UNSURE if ring else 0.0))
            else:
                advance = (glyph.x1 - glyph.x0) / glyph.size
                text, confidence = settled(one)
                text = as_set(text, advance)
                if text in QUOTES and not self.line.angle:
                    text, confidence = self._quote(glyph, dark, advance, text, confidence)
                if text in DASHES and not self.line.angle:
                    text = self._dash(glyph, dark, advance)
                elif self._may_be_box(glyph, text, confidence, pairs):
                    text = self._box(glyph, dark) or text
                elif is_mark(text) and (ring := self._ring(glyph, dark)):
                    text = ring
                found.append(Sight(glyph, text, confidence))
        if not self.line.angle:
            self._measure(found, dark)
        return found

    def _measure(self, found: list[Sight], dark: NDArray[np.bool_]) -> None:
        """Tells 0 from o, i from j and a comma from a point, which a recogniser mistakes, by how high and how deep they are drawn."""
        for place, sight in enumerate(found):
            if sight.text not in ROUND and sight.text not in HANGING:
                continue
            start, end = self._places(sight.glyph)
            # Neighbours' strokes reach into its room; a comma on a whole square stands at its beginning.
            wide = end - start >= WIDE * sight.glyph.size * self.scale
            side = (end - start) // (20 if wide else 5)
            ruled = sight.text in RULED and self._is_ruled(sight.glyph)
            seen = self._bare() if ruled else dark
            rows: NDArray[np.bool_] = np.asarray(seen[:, max(start + side, 0) : max(end - side, 0)].any(axis=1))
            if not rows.any():
                continue
            em = sight.glyph.size * self.scale
            base = sight.glyph.y * self.scale - self.y0
            if sight.text in ROUND:
                beside = [one.text for one in (*found[max(place - 1, 0) : place], *found[place + 1 : place + 2])]
                amid = any(text.isascii() and text.isalpha() for text in beside)
                high = float(base - np.flatnonzero(rows)[0]) / em
                sight.text = by_height(sight.text, high, amid_letters=amid)
            else:
                # An underline is parted from it by white.
                gaps = np.flatnonzero(~rows[round(base) :])
                deep = float(gaps[0] if len(gaps) else len(rows) - round(base)) / em
                advance = (sight.glyph.x1 - sight.glyph.x0) / sight.glyph.size
                if not ruled or seen is not dark:
                    sight.text = as_set(by_depth(sight.text, deep), advance)
                elif sight.text in ",." and wide:
                    # A point on a whole square is rare, and the comma's end is taken away with the rule.
                    sight.text, sight.confidence = as_set(",", advance), min(sight.confidence, UNSURE)

    def _bare(self) -> NDArray[np.bool_]:
        """What the text alone draws of the line; with its rules where that can't be had."""
        drawn = self.image if self._draw_bare is None else self._cut(self._draw_bare())
        return np.asarray(drawn < INK)

    def _quote(
        self, glyph: Glyph, dark: NDArray[np.bool_], advance: float, text: str, confidence: float
    ) -> tuple[str, float]:
        """Which of two quotation marks it is: in the square of a Han character the one that opens stands at its end, the one that closes at its beginning."""
        start, end = self._places(glyph)
        inked = np.flatnonzero(dark[:, max(start, 0) : max(end, 0)].any(axis=0))
        middle = float(inked[0] + inked[-1] + 1) / 2 / (end - start) if advance >= WIDE and len(inked) else 0.5
        if abs(middle - 0.5) < ASIDE:
            return text, min(confidence, UNSURE) if glyph.text in QUOTES and glyph.text != text else confidence
        pair = next(pair for pair in QUOTE_PAIRS if text in pair)
        return pair[middle < 0.5], confidence

    def _is_ruled(self, glyph: Glyph) -> bool:
        """Whether a rule is drawn where the end of a comma would be: it was taken away with what stood on it."""
        return any(
            not edge.upright
            and edge.start <= glyph.x <= edge.end
            and -0.05 * glyph.size <= edge.at - glyph.y <= COMMA_END * glyph.size
            for edge in self.edges
        )

    def _is_inside(self, glyph: Glyph) -> bool:
        """Whether a wider character of another piece of text takes most of the room of *glyph*."""
        wide = glyph.x1 - glyph.x0
        return any(
            other.layer != glyph.layer
            and other.x1 - other.x0 > WIDER * wide
            and min(glyph.x1, other.x1) - max(glyph.x0, other.x0) > UNDER * wide
            for other in self.line.glyphs
        )

    def _beside(self, written: list[Character], used: set[int]) -> list[Glyph]:
        """Characters that were surely read where none of the layer's stands."""
        found = []
        width = self.image.shape[1]
        for one in written:
            place = (self.x0 + one.at * width) / self.scale
            near = min(self.line.glyphs, key=lambda glyph: abs(glyph.x - place))
            if id(one) in used or one.confidence < SURE or abs(near.x - place) < BESIDE * near.size:
                continue
            half = near.size / 2
            found.append(
                replace(near, text=one.text, x0=place - half, x1=place + half, confidence=UNSURE, method="ocr", code=0)
            )
        return found

    def _may_be_box(
        self, glyph: Glyph, text: str, confidence: float, pairs: list[tuple[Glyph, Character | None]]
    ) -> bool:
        """Whether *text*, read of *glyph*, may be a tick box: where the layer says that one is there, or it is no part of a longer text."""
        marked = is_mark(glyph.text)
        if glyph.text == LOST and is_han(text) and text not in OPEN and reads_on(glyph, text, pairs):
            return False
        return (
            not self.line.angle
            and may_be_box(text, confidence, beside_mark=marked)
            and (marked or stands_apart(glyph, pairs))
        )

    def _box(self, glyph: Glyph, dark: NDArray[np.bool_]) -> str | None:
        """The tick box that is drawn; None where there is none. Recognition takes a crossed one for a character that looks like it."""
        start, end = self._places(glyph)
        drawn = np.asarray(dark[:, max(start, 0) : max(end, 0)], np.uint8) * 255
        return boxed(np.asarray(drawn, np.uint8), glyph.size * self.scale) if drawn.size else None

    def _ring(self, glyph: Glyph, dark: NDArray[np.bool_]) -> str | None:
        """The round button that is drawn; None where there is none."""
        start, end = self._places(glyph)
        if self.line.angle or end - start < ROUND_FROM * glyph.size * self.scale:
            return None
        drawn = np.asarray(dark[:, max(start, 0) : max(end, 0)], np.uint8) * 255
        return ringed(np.asarray(drawn, np.uint8), glyph.size * self.scale) if drawn.size else None

    def _dash(self, glyph: Glyph, dark: NDArray[np.bool_], advance: float) -> str:
        start, end = self._places(glyph)
        inner = (end - start) // 20 + 1
        drawn = np.flatnonzero(dark[:, start + inner : end - inner].any(axis=1))
        if not len(drawn):
            return dash(advance, 0.0, 0.0)
        em = glyph.size * self.scale
        # A dash is two pixels high, so that the greys above and below it count.
        around = self.image[max(drawn[0] - 1, 0) : drawn[-1] + 2, start + inner : end - inner]
        thick = float((1 - around.min(axis=1) / 255).sum()) / em
        middle = self.y0 + (drawn[0] + drawn[-1] + 1) / 2
        return dash(advance, thick, float(glyph.y * self.scale - middle) / em)

    def at(self, glyph: Glyph) -> float:
        """The middle of *glyph* in pixels of the turned page."""
        return (self.shift + along(glyph)) * self.scale
