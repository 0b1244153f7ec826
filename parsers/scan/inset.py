"""What pictures on a page of text show: seals, scans that were put between paragraphs, and scans over a text layer that somebody else recognised."""

from __future__ import annotations

import cv2
import numpy as np

from forms.text import Box
from parsers.pdf.kinds import FEW, PICTURED, is_inset, is_seal_sized, under
from parsers.pdf.lettered import lettered
from parsers.pdf.model import Draw, Edge, Glyph, Page, Stamp
from parsers.pdf.outlines import bare
from parsers.pdf.place import moved
from parsers.scan.layer import heed, mend_layer
from parsers.scan.lettered import put_lettered
from parsers.scan.ocr import Image, find_lines
from parsers.scan.outlined import put_outlined
from parsers.scan.reader import pixels_of, read_image_page, see
from parsers.scan.seals import find_rings

__all__ = ["see_pictures"]

SEALS_AT, SCANS_AT = 100.0, 200.0
"""Dots an inch at which a page is drawn to look for seals, and to read what is scanned."""
REACH = 6.0
"""Points by which a seal's middle may be outside the picture or annotation that it is in."""
LIGHT, DARK_SHARE, GREY = 165, 0.3, 30
"""Brightness of paper at least, the share of a written page that is darker than that by a half, and the colour that paper has at most."""
LINES = 3
"""Lines of text from which on a picture is of something written."""
AGREED = 0.9
"""Share of a layer's characters that recognition must find where they stand for the layer to be kept."""
UNCONFIRMED = 0.85
"""Confidence of those that it doesn't find."""
SAME_PLACE = 0.8
"""Ems by which a character may be read elsewhere."""


def see_pictures(page: Page, draw: Draw) -> Page:
    """*page*, a page of text, with the seals on its pictures and stamp annotations, and with the text of scans among its pictures.

    A text layer under a scan is kept where recognition finds the same characters at the same places and the page's rules aren't the scan's alone;
    else what is recognised takes its place.

    Raises:
        OverLimit: the page can't be drawn for its size.
    """
    covered = under(page)
    if len(covered) > FEW:
        read = _instead(page, draw, covered)
        if read is not None:
            return read
    outlined = bare(page)
    if outlined:
        put_outlined(page, outlined, draw)
    words = lettered(page)
    if words:
        put_lettered(page, words, draw)
    scans = [picture for picture in page.pictures if is_inset(picture, page) and not _written_on(page, picture.box)]
    if scans:
        bitmap = draw(SCANS_AT / 72)
        picture = pixels_of(bitmap)
        for scan in scans:
            if _put(page, picture, scan.box, bitmap.scale):
                page.pictures.remove(scan)
    places = [one.box for one in page.pictures if is_seal_sized(one.box)] + [
        b for b in page.stamped if is_seal_sized(b)
    ]
    if places:
        bitmap = draw(SEALS_AT / 72)
        for ring in find_rings(pixels_of(bitmap), bitmap.scale * 72):
            x, y = ring.x / bitmap.scale, ring.y / bitmap.scale
            wide, high = ring.wide / bitmap.scale, ring.high / bitmap.scale
            if any(b[0] - REACH <= x <= b[2] + REACH and b[1] - REACH <= y <= b[3] + REACH for b in places):
                page.seals.append(Stamp((x - wide, y - high, x + wide, y + high), ring.confidence))
    return page


def _written_on(page: Page, box: Box) -> bool:
    """Whether the page's own text stands on a picture: then it is a ground."""
    x0, top, x1, bottom = box
    return sum(x0 <= glyph.x <= x1 and top <= glyph.middle <= bottom for glyph in page.glyphs) > FEW


def _put(page: Page, picture: Image, box: Box, scale: float) -> bool:
    """Puts what is written in *box* of the page's *picture* on *page*, if it is a scan; answers whether it is."""
    x0, top, x1, bottom = (max(0, round(value * scale)) for value in box)
    part = np.ascontiguousarray(picture[top:bottom, x0:x1])
    if min(part.shape[:2], default=0) < 2 * SCANS_AT / 10 or not _is_paper(part) or len(find_lines(part)) < LINES:
        return False
    found = Page(page.number, 0.0, 0.0, kind="image")
    see(found, part, scale * 72)
    if not found.glyphs:
        return False
    # Set straight it may be a little larger than its place; turned by a quarter, it is made to fit.
    fit = min(1.0, (box[2] - box[0]) / max(found.width, 1.0), (box[3] - box[1]) / max(found.height, 1.0))
    dx, dy = max(box[0], 0.0), max(box[1], 0.0)
    order = max((glyph.order for glyph in page.glyphs), default=0) + 1
    layer = max((glyph.layer for glyph in page.glyphs), default=0) + 1
    for glyph in found.glyphs:
        glyph.x0, glyph.x1, glyph.y = glyph.x0 * fit + dx, glyph.x1 * fit + dx, glyph.y * fit + dy
        glyph.size *= fit
        glyph.order, glyph.layer = glyph.order + order, glyph.layer + layer
    page.glyphs += found.glyphs
    for edge in found.edges:
        across, along = (dx, dy) if edge.upright else (dy, dx)
        page.edges.append(
            Edge(edge.upright, edge.at * fit + across, edge.start * fit + along, edge.end * fit + along, edge.width)
        )
    for seal in found.seals:
        left, upper, right, lower = (value * fit for value in seal.box)
        page.seals.append(Stamp((left + dx, upper + dy, right + dx, lower + dy), seal.confidence))
    page.coloured = page.coloured or (
        found.coloured and (box[2] - box[0]) * (box[3] - box[1]) >= PICTURED * page.width * page.height
    )
    return True


def _is_paper(part: Image) -> bool:
    """Whether a picture is light and without colour for the most part, as paper is and photographs of people and rooms aren't."""
    small = cv2.resize(part, None, fx=0.2, fy=0.2, interpolation=cv2.INTER_AREA)
    bright = float(np.median(small.max(axis=2)))
    colour = float(np.median(small.max(axis=2).astype(np.int16) - small.min(axis=2)))
    return bright >= LIGHT and colour <= GREY and float((small.min(axis=2) < bright / 2).mean()) <= DARK_SHARE


def _instead(page: Page, draw: Draw, covered: list[Glyph]) -> Page | None:
    """The page as it looks where that isn't what its covered layer says; None where they agree, what they don't agree on being doubted."""
    seen = Page(page.number, page.width, page.height, pictures=list(page.pictures), kind="image")
    read = read_image_page(seen, draw)
    if read is None or not read.glyphs:
        return None
    wrong = _unconfirmed(covered, read)
    # A layer has no rules where the page's are the scan's.
    if (page.edges or not read.edges) and len(wrong) <= (1 - AGREED) * len(covered):
        for glyph in wrong:
            glyph.confidence = min(glyph.confidence, UNCONFIRMED)
        mend_layer(wrong, read)
        page.seals += [
            Stamp(moved(seal.box, read.warp) if read.warp else seal.box, seal.confidence) for seal in read.seals
        ]
        page.coloured = read.coloured
        return page
    heed(read, covered)
    read.notes |= page.notes
    read.remarks = page.remarks
    read.drawn = page.drawn
    return read


def _unconfirmed(layer: list[Glyph], read: Page) -> list[Glyph]:
    """The characters of *layer* that weren't read where they stand."""
    places: dict[str, list[tuple[float, float]]] = {}
    for glyph in read.glyphs:
        box = (glyph.x, glyph.middle, glyph.x, glyph.middle)
        x, y, *_ = moved(box, read.warp) if read.warp is not None else box
        places.setdefault(glyph.text, []).append((x, y))
    return [
        glyph
        for glyph in layer
        if not any(
            abs(x - glyph.x) <= SAME_PLACE * glyph.size and abs(y - glyph.middle) <= SAME_PLACE * glyph.size
            for x, y in places.get(glyph.text, ())
        )
    ]
