"""Words that stand on a page of text as small pictures: read where they are, and put among its characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from forms.chinese import is_han
from forms.text import Box
from parsers.geometry import hull
from parsers.pdf.model import Draw, Edge, Glyph, Page, Picture
from parsers.ruling import grids
from parsers.scan.glyphs import STROKES, LineText, glyphs_of
from parsers.scan.lines import Strip, find_strips
from parsers.scan.ocr import Character, Image, Quad, Reading
from parsers.scan.outlined import LINE, LOST, TOP, UNSURE
from parsers.scan.reader import DENSITY, USUAL, pixels_of, read_strips
from parsers.scan.signs import STROKE
from parsers.scan.strokes import inks_of
from parsers.scan.ticks import DOT
from parsers.symbols import UNKNOWN

__all__ = ["put_lettered"]

PAPER = 255
DARK, RULED = 160, 0.9
"""Brightness below which a rule is seen within a picture, and the share of it that must be: it is drawn above the picture then."""
BESIDE, OUTSIDE = 0.5, 0.2
"""Heights between two pictures of one line, and by which the lower one may be outside of the height of the other."""
FREE, LEAST = 1.2, 5.0
"""Points without ink between two lines of one picture, and of each one's height."""
LEGIBLE = 0.5
"""Mean confidence of a line from which on it is told as it was read."""
JOINED, ALIKE = 1.5, 1.25
"""Ems from a character of the layer within which what was read goes on with its line, and by how much their sizes may differ to be one."""
FLAT, THIN = 0.45, 0.25
"""Share of its width, and of a line's height, that a hyphen is high at most."""
SPECK, MIDWAY = 0.25, 0.15
"""Ems of a dot, and by which that between two parts of a name is above or below the middle of their characters."""
WORD = 1.8
"""Times the size of a character beside it up to which what can't be read may be high and be a word."""
OVER, SHOWN = 0.6, 0.85
"""Ems within which a character of the layer under a picture is the one that was read, and the confidence that either can have."""


def put_lettered(page: Page, pictures: Sequence[Picture], draw: Draw) -> None:
    """Puts on *page* what is read in *pictures*, which are taken from it; what can't be read in a cell or beside characters is an unknown character.

    Characters of the layer under a picture that shows others give way to these.

    Raises:
        OverLimit: the page can't be drawn for its size.
    """
    density = max(picture.density for picture in pictures) * 72
    bitmap = draw((density if DENSITY[0] <= density <= DENSITY[1] else USUAL) / 72)
    if not bitmap.width or not bitmap.height:
        return
    unit = bitmap.scale
    plain = _cut_out(page, pictures, np.asarray(pixels_of(bitmap).min(axis=2), np.uint8), unit)
    ink = inks_of(plain, unit * 72)[0]
    quads = [_quad(box, LEAST * unit) for box in _joined(_written(pictures, ink, unit))]
    if quads:
        strips = find_strips(quads, np.eye(3), ink, grids(page.edges), page.edges, unit)
        strips.sort(key=lambda strip: _drawn(strip, pictures, unit))
        usual = float(np.median([strip.height for strip in strips]))
        lines = [_with_stroke(line, ink, usual) for line in read_strips(strips, plain)]
        legible = [line for line in lines if _is_legible(line)]
        fresh = glyphs_of(legible, ink, unit)
        for line in lines:
            if not _is_legible(line):
                fresh += _without_words(line.strip, page.glyphs, unit, len(fresh))
        _put(page, fresh, pictures)
    gone = {id(picture) for picture in pictures}
    page.pictures = [picture for picture in page.pictures if id(picture) not in gone]


# ---- what the pictures show


def _cut_out(page: Page, pictures: Sequence[Picture], grey: Image, unit: float) -> Image:
    """What of the page *grey* is within *pictures*, dark on white, without the characters and rules that are drawn above them."""
    plain = np.full_like(grey, PAPER)
    for picture in pictures:
        part = _part(picture.box, unit)
        shown = grey[part]
        if shown.size:
            plain[part] = PAPER - shown if np.median(shown) < PAPER / 2 else shown
            for edge in page.edges:
                _without(edge, picture.box, plain, unit)
    for glyph in page.glyphs:
        if not glyph.text.isspace() and any(one.layer < glyph.layer and _is_in(glyph, one.box) for one in pictures):
            plain[_part(glyph.box, unit)] = PAPER
    return plain


def _without(edge: Edge, box: Box, plain: Image, unit: float) -> None:
    """Takes *edge* out of a picture at *box* where it is seen there."""
    x0, top, x1, bottom = box
    across, along = ((x0, x1), (top, bottom)) if edge.upright else ((top, bottom), (x0, x1))
    start, end = max(edge.start, along[0]), min(edge.end, along[1])
    if not across[0] <= edge.at <= across[1] or end <= start:
        return
    half = edge.width / 2 + 1 / unit
    area = (
        (edge.at - half, start, edge.at + half, end) if edge.upright else (start, edge.at - half, end, edge.at + half)
    )
    part = _part(area, unit)
    if plain[part].size and float((plain[part].min(axis=1 if edge.upright else 0) < DARK).mean()) >= RULED:
        plain[part] = PAPER


def _part(box: Box, unit: float) -> tuple[slice, slice]:
    x0, top, x1, bottom = (max(0, round(value * unit)) for value in box)
    return slice(top, bottom), slice(x0, x1)


def _is_in(glyph: Glyph, box: Box) -> bool:
    return box[0] <= glyph.x <= box[2] and box[1] <= glyph.middle <= box[3]


# ---- its lines


def _written(pictures: Sequence[Picture], ink: Image, unit: float) -> list[Box]:
    """Where the lines of *pictures* have their ink, in pixels: each what isn't below another one."""
    above = np.zeros(ink.shape, np.int32)
    for number, picture in enumerate(pictures, 1):
        above[_part(picture.box, unit)] = number
    return [
        line
        for number, picture in enumerate(pictures, 1)
        for line in _lines(picture.box, (ink > 0) & (above == number), unit)
    ]


def _lines(box: Box, own: NDArray[np.bool_], unit: float) -> Iterator[Box]:
    """The lines of what is *own* of a picture at *box*, in pixels: what stands one above another is parted where there is room between."""
    rows, columns = _part(box, unit)
    drawn = np.flatnonzero(own[rows, columns].any(axis=1))
    if not len(drawn):
        return
    cuts = np.flatnonzero(np.diff(drawn) > FREE * unit)
    starts, ends = [0, *(cuts + 1)], [*cuts, len(drawn) - 1]
    parts = [(int(drawn[start]), int(drawn[end]) + 1) for start, end in zip(starts, ends, strict=True)]
    if min(bottom - top for top, bottom in parts) < LEAST * unit:
        parts = [(parts[0][0], parts[-1][1])]
    for top, bottom in parts:
        across = np.flatnonzero(own[rows.start + top : rows.start + bottom, columns].any(axis=0))
        left, right = columns.start + int(across[0]), columns.start + int(across[-1]) + 1
        yield (float(left), float(rows.start + top), float(right), float(rows.start + bottom))


def _joined(boxes: Sequence[Box]) -> list[Box]:
    """*boxes*, those that stand close to one another on one line as one."""
    found: list[Box] = []
    for box in sorted(boxes):
        for place, other in enumerate(found):
            height = max(box[3] - box[1], other[3] - other[1])
            if box[0] - other[2] <= BESIDE * height and _is_one_line(box, other, OUTSIDE * height):
                found[place] = hull([box, other])
                break
        else:
            found.append(box)
    return found


def _is_one_line(box: Box, other: Box, slack: float) -> bool:
    """Whether the lower of two boxes is no higher and no lower than the other, but for *slack*."""
    low, high = sorted((box, other), key=lambda one: one[3] - one[1])
    return low[1] >= high[1] - slack and low[3] <= high[3] + slack


def _quad(box: Box, least: float) -> Quad:
    """The corners of *box*, made *least* pixels wide and high: a dot is a line as well, and a level stroke isn't known for one without room above and below."""
    x0, top, x1, bottom = box
    across, down = max(0.0, (least - (x1 - x0)) / 2), max(0.0, (least - (bottom - top)) / 2)
    x0, top, x1, bottom = max(0.0, x0 - across), max(0.0, top - down), x1 + across, bottom + down
    return np.array([[x0, top], [x1, top], [x1, bottom], [x0, bottom]], np.float32)


# ---- what was read


def _is_legible(line: LineText) -> bool:
    sure = [character.confidence for character in line.reading.characters]
    return bool(sure) and sum(sure) / len(sure) >= LEGIBLE


def _drawn(strip: Strip, pictures: Sequence[Picture], unit: float) -> int:
    """When the line was drawn that *strip* begins."""
    x0, top, _, bottom = (value / unit for value in strip.box)
    middle = (top + bottom) / 2
    return min(
        (
            one.layer
            for one in pictures
            if one.box[0] <= x0 + 1 / unit and x0 <= one.box[2] and one.box[1] <= middle <= one.box[3]
        ),
        default=TOP,
    )


def _with_stroke(line: LineText, ink: Image, usual: float) -> LineText:
    """*line*, or the level stroke that all of its *ink* is, whatever was read: among letters and digits it is a hyphen. Lines are *usual* pixels high."""
    x0, top, x1, bottom = (round(value) for value in line.strip.box)
    drawn = ink[top:bottom, x0:x1] > 0
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    if not len(rows) or rows[-1] - rows[0] + 1 > min(FLAT * (columns[-1] - columns[0] + 1), THIN * usual):
        return line
    if line.reading.text in STROKES and _is_legible(line):
        return line
    middle = top + float(rows[0] + rows[-1] + 1) / 2
    strip = replace(line.strip, box=(x0, middle - usual / 2, x1, middle + usual / 2))
    return replace(line, strip=strip, reading=Reading(characters=(Character(text=STROKE, confidence=LEGIBLE, at=0.5),)))


def _without_words(strip: Strip, glyphs: Sequence[Glyph], unit: float, layer: int) -> list[Glyph]:
    """What a line is that can't be read: nothing unless it stands where a word would, in a cell or beside one of *glyphs*; then an unknown character, or a dot."""
    x0, top, x1, bottom = (value / unit for value in strip.box)
    size = bottom - top
    mark = Glyph(
        UNKNOWN,
        x0,
        x1,
        (top + bottom) / 2 + 0.36 * size,
        size,
        layer=layer,
        confidence=LOST,
        notes=("text.garbled",),
        method="ocr",
    )
    beside = _beside(mark, glyphs)
    if beside is None:
        return [mark] if strip.cell is not None else []
    em = beside.size
    if max(size, x1 - x0) <= SPECK * em:
        half = min(em / 2, max(mark.x - beside.x1, beside.x0 - mark.x))
        mark = replace(mark, x0=mark.x - half, x1=mark.x + half, y=beside.y, size=em)
        if is_han(beside.text) and abs((top + bottom) / 2 - beside.middle) <= MIDWAY * em:
            mark.text, mark.confidence, mark.notes = DOT, SHOWN, ()
    return [mark] if size <= WORD * em else []


def _beside(glyph: Glyph, others: Sequence[Glyph]) -> Glyph | None:
    """The nearest of *others* that stands on the line of *glyph*, close to it."""
    near = [
        (max(other.x0 - glyph.x1, glyph.x0 - other.x1), place)
        for place, other in enumerate(others)
        if not other.text.isspace()
        and not other.angle
        and abs(other.middle - glyph.middle) <= LINE * max(other.size, glyph.size)
        and max(other.x0 - glyph.x1, glyph.x0 - other.x1) <= JOINED * other.size
    ]
    return others[min(near)[1]] if near else None


def _put(page: Page, fresh: list[Glyph], pictures: Sequence[Picture]) -> None:
    """Puts what was read on *page*, on the lines of the characters beside it, and takes away the characters under *pictures* that aren't seen."""
    layer = list(page.glyphs)
    hidden = [
        glyph
        for glyph in layer
        if not glyph.text.isspace() and any(one.layer > glyph.layer and _is_in(glyph, one.box) for one in pictures)
    ]
    order = max((glyph.order for glyph in layer), default=0) + 1
    by_line: dict[int, list[Glyph]] = {}
    for glyph in fresh:
        by_line.setdefault(glyph.layer, []).append(glyph)
    for line in by_line.values():
        ends = [one for end in (line[0], line[-1]) if (one := _beside(end, layer)) is not None]
        for glyph in line:
            if ends:
                glyph.confidence = min(glyph.confidence, UNSURE)
                if 1 / ALIKE <= glyph.size / ends[0].size <= ALIKE:
                    glyph.size = ends[0].size
                glyph.y = ends[0].y
    for glyph in fresh:
        glyph.order, glyph.layer = glyph.order + order, TOP
    told: set[int] = set()
    for glyph in hidden:
        over = [
            one
            for one in fresh
            if abs(one.x - glyph.x) <= OVER * glyph.size and abs(one.middle - glyph.middle) <= OVER * glyph.size
        ]
        same = next((one for one in over if one.text == glyph.text), None)
        if same is not None:
            told.add(id(same))
        elif over:
            for one in over:
                one.confidence = min(one.confidence, SHOWN)
            page.glyphs.remove(glyph)
        else:
            glyph.confidence = min(glyph.confidence, SHOWN)
    page.glyphs += [glyph for glyph in fresh if id(glyph) not in told]
