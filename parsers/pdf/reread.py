"""Characters of a text layer that can't be believed, read anew from what is drawn.

Only recognition is needed: the file's own boxes tell where lines and characters stand. A font draws one character for one code wherever it stands,
so what several lines say of a code counts together, and once enough lines have said the same, the others need no reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

import numpy as np

from parsers.pdf.boxes import Picture
from parsers.pdf.doubts import Key
from parsers.pdf.likeness import alike
from parsers.pdf.model import Glyph, Page
from parsers.pdf.sights import SURE, Line, Sight, View, across, along, half_of
from parsers.pdf.unruled import without_rules
from parsers.scan.ocr import Image, recognise_lines

__all__ = ["ENOUGH", "Readings", "Verdict", "key_of", "reread"]

PIXELS = 36.0
"""Pixels an em at which a line is drawn: the recogniser's 48 with some white above and below."""
LEAST, MOST = 1.5, 5.0
"""Pixels a point at least and at most."""
GAP = 1.3
"""Ems of room from which on two characters of one height are of two lines: the text of two cells."""
ALONE = 0.9
"""How much less sure a character is that was passed over in its line and read alone."""
ENOUGH = 3
"""Readings that agree from which on a code needs no more."""


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

    def bears_out(self, key: Key) -> bool:
        """Whether what the layer tells of *key* was surely read somewhere."""
        return any(one.confidence >= SURE and alike(one.text, one.glyph.text) for one in self.by_key.get(key, ()))

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
        for glyph in sorted((g for g in page.glyphs if g.angle == angle), key=across):
            if rows and abs(across(glyph) - across(rows[-1][0])) <= 0.3 * min(glyph.size, rows[-1][0].size):
                rows[-1].append(glyph)
            else:
                rows.append([glyph])
        for row in rows:
            row.sort(key=lambda g: (along(g), g.order))
            parts = [[row[0]]]
            for left, right in pairwise(row):
                if _is_apart(left, right) or (angle == 0 and _is_ruled(left, right, rules)):
                    parts.append([])
                parts[-1].append(right)
            found += [Line(page.number, angle, part) for part in parts]
    return found


def _is_apart(left: Glyph, right: Glyph) -> bool:
    room = (along(right) - half_of(right)) - (along(left) + half_of(left))
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

    @cache
    def bare() -> Image:
        layers = {glyph.layer for line in lines for glyph in line.glyphs}
        wide, high, row, pixels = picture(page.number, scale, layers, False)
        found: Image = np.frombuffer(pixels, np.uint8).reshape(high, row)[:, :wide].copy()
        return found

    turned: dict[int, Image] = {
        angle: np.ascontiguousarray(np.rot90(drawn, angle // 90)) for angle in {line.angle for line in lines}
    }
    views = [View(line, turned[line.angle], page, scale, bare) for line in lines]
    alone: list[View] = []
    for view, reading in zip(views, recognise_lines([view.image for view in views]), strict=True):
        readings.lines[page.number] += 1
        for sight in view.sights(reading):
            if sight.text:
                readings.add(sight)
            else:
                # Signs are sometimes passed over in a line that are read when they stand alone.
                alone.append(
                    View(Line(page.number, view.line.angle, [sight.glyph]), turned[view.line.angle], page, scale)
                )
        readings.beside[page.number] += view.beside
    for view, reading in zip(alone, recognise_lines([view.image for view in alone]), strict=True):
        for sight in view.sights(reading):
            sight.confidence *= ALONE
            readings.add(sight)
