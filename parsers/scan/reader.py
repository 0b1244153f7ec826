"""A page that is an image: its text recognised, its ruled lines and seals found, in the page's own coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from parsers.pdf.model import Bitmap, Draw, Page, Stamp, Warp
from parsers.pdf.turns import after
from parsers.ruling import RuledGrid, grids
from parsers.scan.dirt import is_one_stroke, is_tattered, without_illegible
from parsers.scan.double import second_lines
from parsers.scan.doubt import doubtful_cells, is_bare, is_touched, is_veiled, is_written_red, touching, veiled_cells
from parsers.scan.folds import fold_mask, without_folds
from parsers.scan.glyphs import LineText, glyphs_of
from parsers.scan.ground import evened
from parsers.scan.lines import Strip, find_strips, rule_mask
from parsers.scan.marks import solid_marks
from parsers.scan.ocr import FIND_SIDE, Image, Quad, find_lines, recognise_lines
from parsers.scan.rules import find_rules, without_strokes
from parsers.scan.seals import Ring
from parsers.scan.seals_taken import taken_out
from parsers.scan.seals_text import without_seal_text
from parsers.scan.second import looked_at_again
from parsers.scan.shape import Matrix, mapped, straighten
from parsers.scan.strokes import inks_of
from parsers.scan.through import without_back
from parsers.scan.turn import Upright, set_upright, unslanted
from parsers.scan.unread import told_of_unread
from parsers.scan.words import over_lines

WELL = 0.9
"""Confidence from which on ink is text though detection didn't find it."""
TEXT_SIZE, FOUND_HEIGHT = 12.0, 1.3
"""Points of a form's text, and ems of the boxes that are found round its lines."""
SHEETS, SLACK = ((595.3, 841.9), (841.9, 1190.6), (515.9, 728.5), (612.0, 792.0)), 0.02
"""Points of the sheets that offices scan (A4, A3, B5, Letter), and the share by which a picture may differ from one."""
FIND_DPI, LARGEST_SIDE = 109.5, 1824
"""Dots an inch at which lines are found where the page's size is known, and pixels of the longer side of A3 then."""
MUCH = 1.5
"""Times by which the size of text may differ from that."""
BLANK = 0.0008
"""Share of a page that is dark where nothing is written on it: specks, the shadow of a staple."""

__all__ = ["DENSITY", "USUAL", "pixels_of", "read_image_page", "read_strips", "see"]

DENSITY = (150.0, 220.0)
"""Dots an inch between which a page is read as it was scanned; more gives nothing, less is drawn at this."""
USUAL = 200.0
MARGIN = 0.17
"""Share of a line's height that is kept free around it, as the recogniser is used to."""


def read_image_page(page: Page, draw: Draw) -> Page | None:
    """*page* with what is drawn on it read; None where nothing can be drawn.

    Raises:
        OverLimit: it can't be drawn for its size.
    """
    density = max((picture.density * 72 for picture in page.pictures), default=0.0)
    dpi = density if DENSITY[0] <= density <= DENSITY[1] else USUAL
    bitmap = draw(dpi / 72)
    if not bitmap.width or not bitmap.height:
        return None
    picture = pixels_of(bitmap)
    see(page, picture, bitmap.scale * 72)
    # The back of a sheet is blank and tells nothing; a page on which nothing could be read though something is there must be told.
    return page if page.glyphs or is_blank(picture) else None


def is_blank(picture: Image) -> bool:
    """Whether there is hardly any ink in *picture*."""
    grey = picture if picture.ndim == 2 else picture.min(axis=2)
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return bool((small < float(np.median(small)) * 0.75).mean() < BLANK)


def pixels_of(bitmap: Bitmap) -> Image:
    """The pixels of *bitmap* by row and column: blue, green, red."""
    rows = np.frombuffer(bitmap.pixels, np.uint8).reshape(bitmap.height, bitmap.stride)
    return np.ascontiguousarray(rows[:, : bitmap.width * 3].reshape(bitmap.height, bitmap.width, 3))


def see(page: Page, picture: Image, dpi: float, *, sure: bool = True) -> None:
    """Puts on *page* what *picture* shows, and its size; what it had of characters and lines is dropped.

    *dpi* is dots an inch of paper; where that isn't *sure*, the height of its text tells.
    """
    seals = taken_out(picture, dpi)
    plain, rings = evened(seals.plain, dpi / 72), seals.rings
    upright = set_upright(plain, unslanted(find_lines(plain, side=_side_of(plain, dpi if sure else None))))
    quads = upright.lines
    if not sure:
        dpi = _told_by_text(quads, dpi)
    unit = dpi / 72
    grey = plain if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    straight = straighten(upright.picture, _turned(grey, upright), quads, sheet=sure and _is_sheet(grey.shape, unit))
    forth = straight.forth @ upright.forth
    rows, columns = straight.pixels.shape
    page.width, page.height = columns / unit, rows / unit
    page.warp = after(_warp(forth, unit), page.warp)
    page.coloured = seals.coloured
    page.seals = [_stamp(ring, forth, unit) for ring in rings]
    hidden = bool(seals.around.any())

    def seen(mask: Image) -> Image | None:
        return _seen_straight(mask, forth, (rows, columns)) if hidden else None

    veil, red, stays = seen(seals.around), seen(seals.alike), seen(seals.stays)
    ink, faint = inks_of(straight.pixels, dpi, seen(seals.traces))
    folds = fold_mask(ink, faint, unit, straight.pixels)
    ink, faint = without_folds(ink, folds), without_folds(faint, folds)
    doubled = second_lines(ink, unit)
    ink, faint = without_folds(ink, doubled), without_folds(faint, doubled)
    boxes = _boxes(quads, straight.forth, unit)
    edges = find_rules(ink, dpi, boxes, faint, veil)
    edges = without_strokes(edges, grids(edges), boxes)
    found = grids(edges)
    mask = rule_mask(ink.shape, edges, unit)
    if doubled is not None:
        mask |= doubled
    unseen = doubtful_cells(found, edges, ink, mask, unit, faint)
    if veil is not None and red is not None:
        hiding = seen(seals.traces) if seals.coloured and is_written_red(red, unit) else None
        unseen |= veiled_cells(found, red, veil, unit, hiding)
    ink = np.asarray(cv2.bitwise_and(ink, cv2.bitwise_not(mask)), np.uint8)
    if (solid := solid_marks(straight.pixels, unit)) is not None:
        ink = np.asarray(cv2.bitwise_or(ink, solid), np.uint8)
    clean = np.where(mask > 0, np.uint8(255), straight.pixels)
    strips = find_strips(quads, straight.forth, ink, found, edges, unit)
    touched = touching(ink, mask, unit)
    if stays is not None:
        touched |= stays

    def in_doubt(strip: Strip) -> bool:
        return (
            strip.cell in unseen
            or is_touched(strip.box, touched)
            or (veil is not None and is_bare(strip.box, ink, veil))
            or (veil is not None and red is not None and is_veiled(strip.box, red, veil, unit))
        )

    strips = [replace(strip, doubt=True) if in_doubt(strip) else strip for strip in strips]
    read = _of_front(page, read_strips(strips, np.asarray(clean, np.uint8)), straight.pixels, ink)
    lines = without_seal_text(_written(read, ink, mask, found, unit), page.seals, unit)
    page.glyphs = glyphs_of(lines, ink, unit)
    page.edges = edges
    page.fills, page.pictures, page.strikes = [], [], []


def _side_of(picture: Image, dpi: float | None) -> int:
    """Pixels of its longer side at which the lines of *picture* are found: what is larger than A4 is looked at in as much detail, as far as A3."""
    if dpi is None:
        return FIND_SIDE
    return int(min(max(FIND_SIDE, round(max(picture.shape) / dpi * FIND_DPI)), LARGEST_SIDE))


def _is_sheet(shape: tuple[int, ...], unit: float) -> bool:
    """Whether a picture of *shape* with *unit* pixels a point is as large as a sheet of paper."""
    short, long = sorted(side / unit for side in shape[:2])
    return any(abs(short - wide) <= SLACK * wide and abs(long - high) <= SLACK * high for wide, high in SHEETS)


def _turned(picture: Image, upright: Upright) -> Image:
    """*picture* turned as the page was."""
    rows, columns = upright.picture.shape
    if np.array_equal(upright.forth, np.eye(3)):
        return picture
    return np.asarray(cv2.warpPerspective(picture, upright.forth, (columns, rows), flags=cv2.INTER_NEAREST), np.uint8)


def _warp(forth: Matrix, unit: float) -> Warp:
    """From points of the straight page to points of the page as it is shown."""
    scale = np.diag([unit, unit, 1.0])
    back = np.linalg.inv(scale) @ np.linalg.inv(forth) @ scale
    a, b, c, d, e, f, g, h, i = (float(value) for value in (back / back[2, 2]).ravel())
    return (a, b, c, d, e, f, g, h, i)


def _stamp(ring: Ring, forth: Matrix, unit: float) -> Stamp:
    """A seal in points of the straight page."""
    x, y = ring.x, ring.y
    around = np.array([[x - ring.wide, y], [x + ring.wide, y], [x, y - ring.high], [x, y + ring.high]], np.float64)
    corners = mapped(around, forth) / unit
    (x0, top), (x1, bottom) = corners.min(axis=0), corners.max(axis=0)
    return Stamp((float(x0), float(top), float(x1), float(bottom)), ring.confidence)


def _seen_straight(mask: Image, forth: Matrix, size: tuple[int, int]) -> Image:
    """*mask* as it is on the straight page, of *size*."""
    rows, columns = size
    return np.asarray(cv2.warpPerspective(mask, forth, (columns, rows), flags=cv2.INTER_NEAREST), np.uint8)


def _told_by_text(quads: list[Quad], dpi: float) -> float:
    """*dpi*, unless the page's text would then be of a size that no form is set in."""
    heights = [min(_side(quad, 0, 3), _side(quad, 0, 1)) for quad in quads]
    if not heights:
        return dpi
    found = float(np.median(heights)) / FOUND_HEIGHT / TEXT_SIZE * 72
    return dpi if 1 / MUCH <= found / dpi <= MUCH else found


def _side(quad: Quad, start: int, end: int) -> float:
    return float(np.hypot(*(quad[start] - quad[end])))


def _boxes(quads: list[Quad], forth: Matrix, unit: float) -> list[tuple[float, float, float, float]]:
    found = []
    for quad in quads:
        corners = mapped(np.asarray(quad, np.float64), forth) / unit
        (x0, top), (x1, bottom) = corners.min(axis=0), corners.max(axis=0)
        found.append((float(x0), float(top), float(x1), float(bottom)))
    return found


def _of_front(page: Page, read: list[LineText], picture: Image, ink: Image) -> list[LineText]:
    """Those of the lines *read* that aren't the back's; where there are such, *page* has a note of them."""
    front = without_back(read, picture, ink)
    if len(front) < len(read):
        # A pencil's faint writing looks like the back's: whoever has the page must know that something was left out.
        page.notes.add("page.through")
    return front


def _written(read: list[LineText], ink: Image, mask: Image, found: Sequence[RuledGrid], unit: float) -> list[LineText]:
    """Those of the lines *read* that are writing, in doubt where more stands beside them."""
    whole = [line for line in read if not is_tattered(line.strip, line.reading.confidence, ink)]
    told = told_of_unread(without_illegible(whole), ink, mask, found, unit)
    return [line for line in told if _is_writing(line) and not is_one_stroke(line.strip, ink, unit)]


def _is_writing(line: LineText) -> bool:
    """Whether a line is one: ink outside the tables that detection didn't take for text is dirt unless it reads well."""
    if line.strip.found or line.strip.cell is not None:
        return True
    return len(line.reading.characters) > 1 and line.reading.confidence >= WELL


def read_strips(strips: Sequence[Strip], clean: Image) -> list[LineText]:
    """What is written in *strips* of the grey picture *clean*, each recognised twice."""
    crops, places = [], []
    for strip in strips:
        x0, top, x1, bottom = strip.whole
        margin = max(2.0, MARGIN * (bottom - top))
        left, upper = max(0, round(x0 - margin)), max(0, round(top - margin))
        crop = clean[upper : round(bottom + margin), left : round(x1 + margin)]
        crops.append(crop)
        places.append((float(left), float(crop.shape[1])))
    readings = over_lines(strips, looked_at_again(recognise_lines(crops), crops))
    return [
        LineText(strip=strip, reading=reading, origin=origin, width=width)
        for strip, reading, (origin, width) in zip(strips, readings, places, strict=True)
    ]
