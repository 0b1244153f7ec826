"""Characters that are drawn as curves on a page of text, read from what is drawn and put among the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from forms.chinese import is_han
from forms.text import Box
from parsers.geometry import Strips, holds, hull
from parsers.pdf.align import Slot, align
from parsers.pdf.model import Draw, Edge, Glyph, Outline, Page
from parsers.pdf.outlines import LARGEST
from parsers.pdf.place import moved
from parsers.pdf.squares import TOP as SHAPED
from parsers.scan.dots import points_between
from parsers.scan.reader import read_image_page
from parsers.symbols import UNKNOWN

__all__ = ["put_outlined"]

LINE = 0.4
"""Ems by which the middles of characters of one line may differ."""
NEAR, APART = 0.3, 1.6
"""Ems from a character of the layer within which what was read is that one, and between two characters of one piece of text."""
REACH = 0.3
"""Ems by which an outline's middle may be outside of what was read of it."""
MOSTLY = 0.6
"""Share of the outlines of which something must be read for the others to be characters too."""
LOST = 0.3
"""Confidence of such a character."""
TOP = 1 << 30
"""Layer of what is read here: above all that the page draws."""
_BOXES = frozenset("□▢☐☑☒口")
UNSURE = 0.89
"""Confidence of what is put among the characters of a layer, at most."""
ROOM = 1.1
"""Ems that the outlines of a Han character take at most."""
MARK = 4.0
"""Points of the longer side up to which an outline may be a part of what was read beside it."""


def put_outlined(page: Page, outlines: Sequence[Outline], draw: Draw) -> None:
    """Puts on *page* what is read where its *outlines* are; those of which nothing is read are unknown characters.

    Raises:
        OverLimit: the page can't be drawn for its size.
    """
    seen = read_image_page(Page(page.number, page.width, page.height, kind="image"), draw)
    if seen is None:
        return
    read = [_placed(glyph, seen) for glyph in seen.glyphs if not glyph.text.isspace()]
    mistaken = _mistaken(_lines(read), page.glyphs)
    page.glyphs = [glyph for glyph in page.glyphs if id(glyph) not in mistaken]
    fresh = [glyph for line in _lines(read) for glyph in _new(line, page.glyphs)]
    boxes = [one.box for one in outlines]
    # Characters without curves are no outlines, but ink; tick boxes are named by their own shape.
    smalls = [one for one in page.smalls if not (one.white or one.ground)]
    inked = Strips((box, box) for box in (*boxes, *(one.box for one in smalls), *page.dots))
    fresh = [glyph for glyph in fresh if glyph.text not in _BOXES]
    kept = {id(glyph) for glyph in fresh if any(_meets(glyph, box) for box in _near(glyph, inked))}
    # A stroke, a dot or a dash is no outline, and stands beside one.
    for line in _lines(fresh):
        for run in (line, line[::-1]):
            last: Glyph | None = None
            for glyph in run:
                if id(glyph) in kept or (last is not None and abs(glyph.x - last.x) <= APART * glyph.size):
                    kept.add(id(glyph))
                    last = glyph
                else:
                    last = None
    added = [glyph for glyph in fresh if id(glyph) in kept]
    told = Strips((glyph.box, glyph) for glyph in (*added, *read))
    lost = [box for box in boxes if not any(_meets(glyph, box) for glyph in told.near(box[1], box[3]))]
    if lost and len(lost) <= (1 - MOSTLY) * len(boxes):
        added += [_unknown(box) for box in lost if max(box[2] - box[0], box[3] - box[1]) > MARK]
    drawn = Strips((one.box, one.box) for one in page.outlines)
    dots = (*page.dots, *(one.box for one in smalls if not one.outline))
    added += points_between([*page.glyphs, *added, *read], [dot for dot in dots if not _is_held(dot, drawn)])
    if not added:
        return
    order = max((glyph.order for glyph in page.glyphs), default=0) + 1
    for glyph in added:
        _snap(glyph, _near(glyph, inked))
        glyph.order, glyph.layer, glyph.confidence = glyph.order + order, TOP, min(glyph.confidence, UNSURE)
    page.glyphs += added
    # The squares in characters are no grounds.
    outer = Strips((box, box) for box in boxes)
    page.fills = [fill for fill in page.fills if not _is_held(fill.box, outer)]
    strokes = Strips((glyph.box, glyph) for glyph in added)
    page.edges = [
        edge for edge in page.edges if not any(_is_stroke(edge, glyph) for glyph in strokes.near(*_heights(edge)))
    ]


def _near(glyph: Glyph, boxes: Strips[Box]) -> list[Box]:
    return boxes.near(glyph.middle - glyph.size, glyph.middle + glyph.size)


def _is_held(box: Box, outer: Strips[Box]) -> bool:
    """Whether *box* is no larger than a character, and within one of those of *outer*."""
    return box[3] - box[1] <= LARGEST and any(holds(one, box, 1.0) for one in outer.near(box[1], box[3]))


def _heights(edge: Edge) -> tuple[float, float]:
    """Those of a line's middle, if it is no longer than a character."""
    if edge.end - edge.start > LARGEST:
        return 0.0, -1e3
    middle = (edge.start + edge.end) / 2 if edge.upright else edge.at
    return middle, middle


def _is_stroke(edge: Edge, glyph: Glyph) -> bool:
    """Whether what was taken for a line is a stroke of a character."""
    reach = REACH * glyph.size
    sides = (glyph.x0 - reach, glyph.x1 + reach), (glyph.y - 0.95 * glyph.size, glyph.y + 0.1 * glyph.size)
    across, along = sides if edge.upright else sides[::-1]
    return across[0] <= edge.at <= across[1] and along[0] <= edge.start and edge.end <= along[1]


def _mistaken(lines: Sequence[list[Glyph]], glyphs: Sequence[Glyph]) -> set[int]:
    """The tick boxes among *glyphs* that were named by their shape and are characters: a circle among numbers is a zero."""
    named = [glyph for glyph in glyphs if glyph.layer == SHAPED and glyph.font < 0]
    found = set()
    for line in lines if named else ():
        for place, glyph in enumerate(line):
            beside = [line[near] for near in (place - 1, place + 1) if 0 <= near < len(line)]
            amid = any(_is_of_word(one.text) and abs(one.x - glyph.x) <= APART * glyph.size for one in beside)
            if glyph.text not in _BOXES and (amid or is_han(glyph.text)):
                found |= {
                    id(box)
                    for box in named
                    if abs(box.x - glyph.x) <= LINE * glyph.size and abs(box.middle - glyph.middle) <= LINE * glyph.size
                }
    return found


def _is_of_word(text: str) -> bool:
    """Whether *text* is a number or a letter, among which a ring is a zero or an o."""
    return text.isnumeric() or (text.isascii() and text.isalnum())


def _placed(glyph: Glyph, seen: Page) -> Glyph:
    if seen.warp is None:
        return glyph
    x0, _, x1, y = moved((glyph.x0, glyph.y - glyph.size, glyph.x1, glyph.y), seen.warp)
    return replace(glyph, x0=float(x0), x1=float(x1), y=float(y))


def _lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.middle):
        line = next((one for one in lines[-6:] if abs(one[0].middle - glyph.middle) <= LINE * glyph.size), None)
        if line is None:
            lines.append([glyph])
        else:
            line.append(glyph)
    return [sorted(line, key=lambda one: one.x) for line in lines]


def _new(line: list[Glyph], written: Sequence[Glyph]) -> list[Glyph]:
    """The characters of a *line* that was read which aren't among those *written*."""
    there = sorted(
        (
            glyph
            for glyph in written
            if not glyph.text.isspace()
            and any(
                abs(glyph.middle - one.middle) <= LINE * max(glyph.size, one.size)
                and abs(glyph.x - one.x) <= max(glyph.size, one.size)
                for one in line
            )
        ),
        key=lambda one: one.x,
    )
    slots = [Slot(glyph.x, glyph.size, glyph.text, True) for glyph in there]
    used = set(align(slots, [(glyph.x, glyph.text) for glyph in line]))
    return [
        glyph
        for place, glyph in enumerate(line)
        if place not in used and not any(abs(one.x - glyph.x) <= NEAR * min(one.size, glyph.size) for one in there)
    ]


def _meets(glyph: Glyph, box: Box) -> bool:
    """Whether the middle of an outline is in the room of a character."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    reach = REACH * glyph.size
    return glyph.x0 - reach <= x <= glyph.x1 + reach and abs(y - glyph.middle) <= 0.5 * glyph.size + reach


def _snap(glyph: Glyph, boxes: Sequence[Box]) -> None:
    """Moves a Han character to the middle of the outlines in its room: recognition tells places by some pixels."""
    own = [box for box in boxes if _meets(glyph, box)]
    if not own or not is_han(glyph.text):
        return
    x0, _, x1, _ = hull(own)
    if x1 - x0 <= ROOM * glyph.size:
        half = (glyph.x1 - glyph.x0) / 2
        glyph.x0, glyph.x1 = (x0 + x1) / 2 - half, (x0 + x1) / 2 + half


def _unknown(box: Box) -> Glyph:
    size = max(box[3] - box[1], box[2] - box[0])
    x = (box[0] + box[2]) / 2
    return Glyph(
        UNKNOWN,
        x - size / 2,
        x + size / 2,
        (box[1] + box[3]) / 2 + 0.36 * size,
        size,
        confidence=LOST,
        notes=("text.garbled",),
        method="ocr",
    )
