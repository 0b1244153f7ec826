"""What browsers clip the texts of entry fields to. A character without room is not drawn and isn't in the file, so texts that fill their room may go on.

PDFium forgets what a text is clipped to that is seen as a whole, so the pages' own streams are asked. Chromium's (Skia's) write each such rectangle in the page's
units, before what is drawn in it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

from forms.text import Box
from parsers.geometry import Strips
from parsers.pdf.matrices import Placement
from parsers.pdf.model import Glyph, Page

__all__ = ["Corners", "doubt_full", "rooms_of"]

Corners = tuple[float, float, float, float]
"""Two opposite corners in the units of a PDF's page."""

MOST = 0.5
"""Share of a page's height that a field may take at most."""
ROOMS = 2_000
"""Rectangles of a page that are looked at."""
BESIDE = 0.2
"""Ems that characters keep from the end of the one before them at most."""
ABOVE = 0.8
"""Ems above its baseline from which on most of a line is drawn."""
PITCH = 2.2
"""Ems from one line of a field to the next at most."""
SAME = 0.3
"""Ems by which the baselines of one line differ at most, each in its own font."""
UNSURE = 0.85
"""Confidence of a text that may go on where it isn't seen."""
_STREAM_LIMIT = 32 << 20
"""Bytes that the streams of all pages unpack to, as far as they are looked at."""
_DICTIONARY = 4096

_OBJECT = re.compile(rb"(?<!\d)(\d{1,9}) 0 obj\b")
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_CONTENTS = re.compile(rb"/Contents\s+(\d{1,9})\s+0\s+R\b")
_STREAM = re.compile(rb"stream\r?\n")
_NUMBER = rb"(-?\d*\.?\d+)\s+"
_SCALE = re.compile(rb"\s*" + _NUMBER + rb"0\s+0\s+" + _NUMBER * 3 + rb"cm\b")
_CLIP = re.compile(rb"\bre\s+W\*?\s+n\b")
_SIDES = re.compile(_NUMBER * 4 + rb"\Z")
_BEFORE = 80
"""Bytes before a clip's operator in which its sides stand."""


def rooms_of(data: bytes, pages: int) -> list[list[Corners]]:
    """For each of the *pages* of a PDF by Skia, in order, the rectangles to which things are clipped; none where they aren't told."""
    numbers = list(islice(_contents(data), pages + 1))
    if len(numbers) != pages:
        return []
    wanted, starts = set(numbers), dict[bytes, int]()
    # Once for all pages: a search for each is quadratic in what a file may hold.
    for found in _OBJECT.finditer(data):
        if found[1] in wanted:
            starts.setdefault(found[1], found.end())
    left = _STREAM_LIMIT
    rooms: list[list[Corners]] = []
    for number in numbers:
        content = _content(data, starts[number], left) if number in starts else b""
        left -= len(content)
        rooms.append(_rooms(content))
    return rooms


def _contents(data: bytes) -> Iterator[bytes]:
    """The numbers of the streams that pages consist of."""
    for found in _PAGE.finditer(data):
        end = data.find(b"endobj", found.end(), found.end() + (_DICTIONARY << 4))
        told = _CONTENTS.search(data, found.end(), max(end, found.end()))
        yield told[1] if told is not None else b"0"


def _content(data: bytes, start: int, limit: int) -> bytes:
    """What the stream behind *start* unpacks to, *limit* bytes of it at most; b"" where there is none or it is packed otherwise."""
    begun = _STREAM.search(data, start, start + _DICTIONARY)
    if begun is None or limit <= 0:
        return b""
    try:
        return zlib.decompressobj().decompress(memoryview(data)[begun.end() :], limit)
    except zlib.error:
        return b""


def _rooms(content: bytes) -> list[Corners]:
    scale = _SCALE.match(content)
    if scale is None:
        return []
    a, d, e, f = map(float, scale.groups())
    found: dict[Corners, None] = {}
    for clip in _CLIP.finditer(content):
        sides = _SIDES.search(content, max(0, clip.start() - _BEFORE), clip.start())
        if sides is None:
            continue
        x, y, wide, high = map(float, sides.groups())
        found[a * x + e, d * y + f, a * (x + wide) + e, d * (y + high) + f] = None
        if len(found) >= ROOMS:
            break
    return list(found)


def doubt_full(page: Page, place: Placement, rooms: Iterable[Corners]) -> None:
    """Doubts the texts on *page* that fill what they are clipped to: a line to its right side, several to its foot, so that what follows need not be seen."""
    written = Strips((glyph.box, glyph) for glyph in page.glyphs if not glyph.text.isspace())
    for x0, y0, x1, y1 in rooms:
        (left, top), (right, low) = place(x0, y0), place(x1, y1)
        room = (min(left, right), min(top, low), max(left, right), max(top, low))
        if room[3] - room[1] <= MOST * page.height:
            _doubt(page, room, written)


def _doubt(page: Page, room: Box, written: Strips[Glyph]) -> None:
    lines = _lines(
        glyph
        for glyph in {id(glyph): glyph for glyph in written.near(room[1], room[3])}.values()
        if room[0] < glyph.x0 + glyph.size / 2 and glyph.x < room[2] and room[1] < glyph.middle < room[3]
    )
    if not lines:
        return
    last = lines[-1]
    end = max(last, key=lambda glyph: glyph.x1)
    if len(lines) == 1:
        full = not end.angle and end.x1 > room[2] - BESIDE * end.size
    else:
        pitches = [below[0].y - line[0].y for line, below in pairwise(lines)]
        size = max(glyph.size for glyph in last)
        full = (
            min(pitches) < PITCH * size
            and room[3] < last[0].y + min(pitches) - ABOVE * size
            and not any(
                not edge.upright and lines[0][0].y < edge.at < last[0].y and edge.start < room[2] and edge.end > room[0]
                for edge in page.edges
            )
        )
    for glyph in last if full else ():
        if "text.cut" not in glyph.notes:
            glyph.confidence = min(glyph.confidence, UNSURE)
            glyph.notes = (*glyph.notes, "text.cut")


def _lines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters by line, from top to bottom."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if lines and glyph.y - lines[-1][0].y < SAME * glyph.size:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return lines
