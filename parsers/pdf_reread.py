"""Characters of a text layer that can't be believed, read anew from what is drawn.

Only recognition is needed: the file's own boxes tell where lines and characters stand. A font draws one character for one code wherever it stands,
so what several lines say of a code counts together, and once enough lines have said the same, the others need no reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from parsers.marks import is_mark
from parsers.ocr import Character, Image, Reading, recognise_lines
from parsers.pdf_align import Slot, align
from parsers.pdf_boxes import Picture
from parsers.pdf_doubts import Key
from parsers.pdf_likeness import DASHES, ROUND, alike, as_set, by_depth, by_height, dash, settled
from parsers.pdf_model import Glyph, Page
from parsers.pdf_unruled import without_rules
from parsers.scan_marks import boxed
from parsers.scan_ticks import may_be_box

__all__ = ["ENOUGH", "SURE", "UNDER", "Readings", "Sight", "Verdict", "key_of", "reread"]

PIXELS = 36.0
"""Pixels an em at which a line is drawn: the recogniser's 48 with some white above and below."""
LEAST, MOST = 1.5, 5.0
"""Pixels a point at least and at most."""
SPACES = frozenset(" \u00a0\u3000")
"""What a layer says for a space; a font's code without a map may be told as another control character."""
ROOM = 1.3
"""Ems between the middles of two characters from which on there is room between them."""
GAP = 1.3
"""Ems of room from which on two characters of one height are of two lines: the text of two cells."""
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
UNDER = 0.6
"""Share of a character's room that another takes as well when one of the two is a space."""
ALONE = 0.9
"""How much less sure a character is that was passed over in its line and read alone."""
ENOUGH = 3
"""Readings that agree from which on a code needs no more."""


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


@dataclass(slots=True, eq=False)
class Verdict:
    """What the readings say of one code: the ``text`` that most are, how many ``agree`` of how many ``seen``, and how sure the surest is."""

    text: str
    agree: int
    seen: int
    best: float
    mean: float


@dataclass(slots=True, eq=False)
class Readings:
    """All that was read of a file, by code and by occurrence."""

    by_key: dict[Key, list[Sight]] = field(default_factory=lambda: defaultdict(list))
    by_glyph: dict[int, Sight] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    """Lines read by page."""
    beside: dict[int, list[Glyph]] = field(default_factory=lambda: defaultdict(list))
    """By page, characters that were read where the layer has none: PDFium leaves out what it takes for a second space."""

    def add(self, sight: Sight) -> None:
        """Takes one occurrence down."""
        self.by_glyph[id(sight.glyph)] = sight
        self.by_key[key_of(sight.glyph)].append(sight)

    def verdict(self, key: Key) -> Verdict | None:
        """What the readings say of *key*; None where nothing was read of it."""
        sights = self.by_key.get(key, [])
        weights: dict[str, float] = defaultdict(float)
        for sight in sights:
            if sight.text:
                weights[sight.text] += sight.confidence
        if not weights:
            return None
        text = max(weights, key=lambda one: weights[one])
        same = [sight.confidence for sight in sights if sight.text and alike(sight.text, text)]
        return Verdict(text, len(same), len(sights), max(same), sum(same) / len(same))


def key_of(glyph: Glyph) -> Key:
    """The code of *glyph*."""
    return glyph.font, glyph.code


def reread(
    pages: Sequence[Page],
    wanted: Callable[[Glyph], int],
    picture: Picture,
    readings: Readings,
) -> None:
    """Reads lines of *pages* until each character has as many readings as *wanted* tells, or all its occurrences are read.

    What was read before is in *readings*, and what is read is added to it. Nothing on the pages is changed.
    """
    for page in pages:
        if not any(wanted(glyph) for glyph in page.glyphs):
            continue
        chosen = _chosen(lines_of(page), wanted, readings)
        if chosen:
            _read(page, chosen, picture, readings)


def _chosen(lines: list[Line], wanted: Callable[[Glyph], int], readings: Readings) -> list[Line]:
    """The lines that must be read, the fullest first, so that few lines tell of many codes."""
    counts: dict[Key, int] = {}
    found = []
    for line in sorted(lines, key=lambda line: -len(line.glyphs)):
        needed = False
        for glyph in line.glyphs:
            want = wanted(glyph)
            if want and id(glyph) not in readings.by_glyph:
                key = key_of(glyph)
                if counts.setdefault(key, len(readings.by_key.get(key, ()))) < want:
                    needed = True
        if needed:
            found.append(line)
            for glyph in line.glyphs:
                key = key_of(glyph)
                counts[key] = counts.get(key, len(readings.by_key.get(key, ()))) + 1
    return found


def lines_of(page: Page) -> list[Line]:
    """The lines of *page* for recognition: parted at wide gaps and where an upright rule stands between two characters."""
    found: list[Line] = []
    rules = sorted((edge.at, edge.start, edge.end) for edge in page.edges if edge.upright)
    for angle in {glyph.angle for glyph in page.glyphs}:
        if angle not in (0, 90, 180, 270):
            continue
        rows: list[list[Glyph]] = []
        for glyph in sorted((g for g in page.glyphs if g.angle == angle), key=_across):
            if rows and abs(_across(glyph) - _across(rows[-1][0])) <= 0.3 * min(glyph.size, rows[-1][0].size):
                rows[-1].append(glyph)
            else:
                rows.append([glyph])
        for row in rows:
            row.sort(key=lambda g: (_along(g), g.order))
            parts = [[row[0]]]
            for left, right in pairwise(row):
                if _is_apart(left, right) or (angle == 0 and _is_ruled(left, right, rules)):
                    parts.append([])
                parts[-1].append(right)
            found += [Line(page.number, angle, part) for part in parts]
    return found


def _across(glyph: Glyph) -> float:
    return {0: glyph.y, 90: -glyph.x, 180: -glyph.y, 270: glyph.x}[glyph.angle]


def _along(glyph: Glyph) -> float:
    return {0: glyph.x, 90: glyph.middle, 180: -glyph.x, 270: -glyph.middle}[glyph.angle]


def _half(glyph: Glyph) -> float:
    """Half of what a character takes of its line."""
    return (glyph.x1 - glyph.x0) / 2 if glyph.angle in (0, 180) else glyph.size / 2


def _is_apart(left: Glyph, right: Glyph) -> bool:
    room = (_along(right) - _half(right)) - (_along(left) + _half(left))
    return room > GAP * min(left.size, right.size)


def _is_ruled(left: Glyph, right: Glyph, rules: list[tuple[float, float, float]]) -> bool:
    return any(left.x <= at <= right.x and start <= left.middle <= end for at, start, end in rules)


def _read(page: Page, lines: list[Line], picture: Picture, readings: Readings) -> None:
    sizes = sorted(glyph.size for line in lines for glyph in line.glyphs)
    scale = min(max(PIXELS / max(sizes[len(sizes) // 2], 1.0), LEAST), MOST)
    width, height, stride, data = picture(page.number, scale)
    if not width:
        return
    drawn = np.frombuffer(data, np.uint8).reshape(height, stride)[:, :width].copy()
    without_rules(drawn, page.edges, scale)
    turned: dict[int, Image] = {
        angle: np.ascontiguousarray(np.rot90(drawn, angle // 90)) for angle in {line.angle for line in lines}
    }
    views = [_View(line, turned[line.angle], page, scale) for line in lines]
    alone: list[_View] = []
    for view, reading in zip(views, recognise_lines([view.image for view in views]), strict=True):
        readings.lines[page.number] += 1
        for sight in view.sights(reading):
            if sight.text:
                readings.add(sight)
            else:
                # Signs are sometimes passed over in a line that are read when they stand alone.
                alone.append(
                    _View(Line(page.number, view.line.angle, [sight.glyph]), turned[view.line.angle], page, scale)
                )
        readings.beside[page.number] += view.beside
    for view, reading in zip(alone, recognise_lines([view.image for view in alone]), strict=True):
        for sight in view.sights(reading):
            sight.confidence *= ALONE
            readings.add(sight)


def _stands_apart(glyph: Glyph, pairs: list[tuple[Glyph, Character | None]]) -> bool:
    """Whether *glyph* begins or ends its line, or has nothing beside it on one side: a word within a text has characters on both."""
    read = [other for other, one in pairs if one is not None]
    place = next((place for place, other in enumerate(read) if other is glyph), 0)
    beside = [read[other] for other in (place - 1, place + 1) if 0 <= other < len(read)]
    return len(beside) < 2 or any(abs(other.x - glyph.x) > ROOM * glyph.size for other in beside)


def _without_spaces_read(
    pairs: list[tuple[Glyph, Character | None]], inked: Sequence[bool]
) -> list[tuple[Glyph, Character | None]]:
    """*pairs* in which what was read of a space is that of the character right beside it, where nothing was read of that.

    A space is what the layer says is one, or what has no ink, as *inked* tells: recognition tells places by some pixels, and a bracket is drawn in the
    half of its square that is next to the space.
    """
    found = list(pairs)
    for place, (glyph, one) in enumerate(pairs):
        if one is None or (inked[place] and glyph.text not in SPACES):
            continue
        for beside in (place - 1, place + 1):
            if not 0 <= beside < len(found):
                continue
            other, missed = found[beside]
            if missed is None and inked[beside] and other.text not in SPACES:
                found[beside], found[place] = (other, one), (glyph, None)
                break
    return found


class _View:
    """A line as it is drawn."""

    def __init__(self, line: Line, drawn: Image, page: Page, scale: float) -> None:
        self.line = line
        first, last = line.glyphs[0], line.glyphs[-1]
        size = max(glyph.size for glyph in line.glyphs)
        # On the turned page the line is level: where its baseline and its ends are there.
        shift_along = {0: 0.0, 90: 0.0, 180: page.width, 270: page.height}[line.angle]
        shift_across = {0: 0.0, 90: page.width, 180: page.height, 270: 0.0}[line.angle]
        base = shift_across + max(_across(glyph) for glyph in line.glyphs)
        if line.angle in (90, 270):
            base += 0.36 * size
        elif line.angle == 180:
            base = shift_across - min(glyph.y - 0.72 * glyph.size for glyph in line.glyphs)
        left = shift_along + _along(first) - _half(first) - 0.12 * size
        right = shift_along + _along(last) + _half(last) + 0.12 * size
        self.scale = scale
        self.x0 = max(0, round(left * scale))
        self.y0 = max(0, round((base - ABOVE * size) * scale))
        self.image: Image = drawn[self.y0 : round((base + BELOW * size) * scale), self.x0 : round(right * scale)]
        self.shift = shift_along
        self.beside: list[Glyph] = []

    def _places(self, glyph: Glyph) -> tuple[int, int]:
        middle, half = self.shift + _along(glyph), _half(glyph)
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
            slots.append(Slot(self.at(glyph), glyph.size * self.scale, glyph.text, inked))
        written = [one for one in reading.characters if not one.text.isspace()]
        width = self.image.shape[1]
        places = align(slots, [(self.x0 + one.at * width, one.text) for one in written])
        pairs = _without_spaces_read(
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
            elif one is None:
                found.append(Sight(glyph, " ", UNSURE) if self._is_under(glyph, pairs) else Sight(glyph, "", 0.0))
            else:
                advance = (glyph.x1 - glyph.x0) / glyph.size
                text, confidence = settled(one)
                text = as_set(text, advance)
                if text in DASHES and not self.line.angle:
                    text = self._dash(glyph, dark, advance)
                elif self._may_be_box(glyph, text, confidence, pairs):
                    text = self._box(glyph, dark) or text
                found.append(Sight(glyph, text, confidence))
        if not self.line.angle:
            self._measure(found, dark)
        return found

    def _measure(self, found: list[Sight], dark: NDArray[np.bool_]) -> None:
        """Tells 0 from o and i from j, which a recogniser mistakes, by how high and how deep they are drawn."""
        for place, sight in enumerate(found):
            if sight.text not in ROUND and sight.text != "i":
                continue
            start, end = self._places(sight.glyph)
            # Neighbours' strokes reach into its room.
            side = (end - start) // 5
            rows: NDArray[np.bool_] = np.asarray(dark[:, max(start + side, 0) : max(end - side, 0)].any(axis=1))
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
                sight.text = by_depth(sight.text, deep)

    @staticmethod
    def _is_under(glyph: Glyph, pairs: list[tuple[Glyph, Character | None]]) -> bool:
        """Whether *glyph*, which wasn't read, is a space under a character that was: one that carries an underline may stand there."""
        return any(
            min(glyph.x1, other.x1) - max(glyph.x0, other.x0) > UNDER * (glyph.x1 - glyph.x0)
            for other, one in pairs
            if one is not None
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
        return (
            not self.line.angle
            and may_be_box(text, confidence, beside_mark=marked)
            and (marked or _stands_apart(glyph, pairs))
        )

    def _box(self, glyph: Glyph, dark: NDArray[np.bool_]) -> str | None:
        """The tick box that is drawn; None where there is none. Recognition takes a crossed one for a character that looks like it."""
        start, end = self._places(glyph)
        drawn = np.asarray(dark[:, max(start, 0) : max(end, 0)], np.uint8) * 255
        return boxed(np.asarray(drawn, np.uint8), glyph.size * self.scale) if drawn.size else None

    def _dash(self, glyph: Glyph, dark: NDArray[np.bool_], advance: float) -> str:
        start, end = self._places(glyph)
        inner = (end - start) // 20 + 1
        drawn = np.flatnonzero(dark[:, start + inner : end - inner].any(axis=1))
        em = glyph.size * self.scale
        thick = (drawn[-1] - drawn[0] + 1) / em if len(drawn) else 0.0
        middle = self.y0 + (drawn[0] + drawn[-1] + 1) / 2 if len(drawn) else 0.0
        return dash(advance, float(thick), float(glyph.y * self.scale - middle) / em)

    def at(self, glyph: Glyph) -> float:
        """The middle of *glyph* in pixels of the turned page."""
        return (self.shift + _along(glyph)) * self.scale
