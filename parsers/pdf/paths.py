"""What is drawn on a page of a PDF besides text: ruled lines, filled rectangles and pictures, by PDFium."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from forms.errors import OverLimit
from forms.text import Box
from parsers.pdf.figures import SMALL, Part, Point, bounds, hollow_of, is_rectangle
from parsers.pdf.matrices import IDENTITY, Matrix, Placement, matrix_of, times
from parsers.pdf.model import Edge, Fill, Page, Picture, Small
from parsers.pdf.outlines import LEAST_POINTS, outlines_of
from parsers.pdf.pdfium import pdfium
from parsers.ruling import dotted

__all__ = ["read_paths"]

OBJECT_LIMIT = 60_000
"""Objects on a page, nested ones included. A list of 40 rows and 10 columns by a browser has some 3,000."""
SEGMENT_LIMIT = 200_000
"""Points of all paths of a page."""
DEPTH_LIMIT = 12

THIN = 3.6
"""Points up to which a filled rectangle or a picture is a line (1.3 mm): thick borders are 3 pt at most."""
_LEVEL = 0.6
"""Points by which the ends of a line may differ and it is level or upright still."""
_CORNERS, _ROUND, _CORNER = 8, 8.0, 0.35
"""Points in the path of a frame with rounded corners at least, and how large these are in points, and by its shorter side."""
_MARK, _DOT = 1.5, 2.0
"""Points that a mark in a tick box is wide and high at least, and a dot in a ring."""
_POINT, _EVEN, _POINTS = 0.5, 1.5, 2_000
"""Points that the point of a text is wide and high at least, times that it may be longer one way than the other, and how many of a page are written down."""
_BRIGHT, _VIVID, _STRIP = 0.55, 100, 1.0
"""Brightness from which on a rectangle is a ground and no mark, levels between its colour's channels from which on it is a marker's, and points from
which on such a strip is the ground of a narrow character and no line."""
_PALE = 0.7
"""Brightness from which on what is drawn as curves is no text but a watermark: silver has 0.75."""
_SHORT = 0.4
"""Points below which a piece of a line says nothing."""
_WHITE = 250
_FAINT = 16
"""Alpha below which nothing is seen, out of 255."""

_FAR = 0.75
"""Share of a page's width from which on a line may go on beyond what is seen of it."""
_CLIP_POINTS = 100


_MOVE, _LINE, _CURVE = pdfium.FPDF_SEGMENT_MOVETO, pdfium.FPDF_SEGMENT_LINETO, pdfium.FPDF_SEGMENT_BEZIERTO


@dataclass(kw_only=True, slots=True)
class _Walk:
    """A page's objects while they are visited, in the order in which they are drawn."""

    page: Page
    place: Placement
    layers: dict[int, int] = field(default_factory=dict)
    texts: dict[int, tuple[object, Matrix]] = field(default_factory=dict)
    """The text objects by layer, with the matrix of the form that holds them."""
    clips: dict[int, Box] = field(default_factory=dict)
    """What the text objects of the page itself are clipped to, by layer."""
    dots: list[Point] = field(default_factory=list)
    objects: int = 0
    segments: int = 0

    def visit(self, count: int, get: Callable[[int], object], matrix: Matrix, depth: int) -> None:
        self.objects += count
        if self.objects > OBJECT_LIMIT:
            raise OverLimit("limit.objects", page=self.page.number, limit=OBJECT_LIMIT)
        if depth > DEPTH_LIMIT:
            raise OverLimit("limit.depth", limit=DEPTH_LIMIT)
        for index in range(count):
            thing = get(index)
            if not thing:
                continue
            layer = len(self.layers)
            address = ctypes.addressof(thing.contents)  # type: ignore[attr-defined]
            self.layers[address] = layer
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self.texts[layer] = thing, matrix
                if depth == 0 and (clip := self._clip(thing)) is not None:
                    self.clips[layer] = clip
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(thing, matrix, layer)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._image(thing, matrix, layer)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM:
                inner = times(matrix_of(thing), matrix)
                self.visit(
                    pdfium.FPDFFormObj_CountObjects(thing),
                    lambda i, form=thing: pdfium.FPDFFormObj_GetObject(form, i),  # type: ignore[misc]
                    inner,
                    depth + 1,
                )
            else:
                self.page.free.append((0.0, 0.0, self.page.width, self.page.height))

    def _shown(self, x: float, y: float, matrix: Matrix) -> Point:
        a, b, c, d, e, f = matrix
        return self.place(a * x + c * y + e, b * x + d * y + f)

    def _image(self, thing: object, matrix: Matrix, layer: int) -> None:
        whole = times(matrix_of(thing), matrix)
        corners = [self._shown(x, y, whole) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
        box = bounds(corners)
        if not self._line(box):
            wide, high = ctypes.c_uint(), ctypes.c_uint()
            pdfium.FPDFImageObj_GetImagePixelSize(thing, wide, high)
            across, down = sorted((box[2] - box[0], box[3] - box[1]))
            less, more = sorted((wide.value, high.value))
            self.page.pictures.append(Picture(box, layer, max(less / max(across, 1.0), more / max(down, 1.0))))

    def _path(self, thing: object, matrix: Matrix, layer: int) -> None:
        count = pdfium.FPDFPath_CountSegments(thing)
        self.segments += max(count, 0)
        if self.segments > SEGMENT_LIMIT:
            raise OverLimit("limit.objects", page=self.page.number, limit=SEGMENT_LIMIT)
        filled, stroked = ctypes.c_int(), ctypes.c_int()
        if not pdfium.FPDFPath_GetDrawMode(thing, filled, stroked):
            return
        fill = _color(thing, pdfium.FPDFPageObj_GetFillColor) if filled.value else None
        stroke = _color(thing, pdfium.FPDFPageObj_GetStrokeColor) if stroked.value else None
        if (fill is None or fill[1] < _FAINT) and (stroke is None or stroke[1] < _FAINT):
            return
        width = ctypes.c_float()
        pdfium.FPDFPageObj_GetStrokeWidth(thing, width)
        whole = times(matrix_of(thing), matrix)
        parts = [
            ([self._shown(x, y, whole) for x, y in points], curved, closed)
            for points, curved, closed in _subpaths(thing, count)
        ]
        self.page.free += [bounds(shown) for shown, curved, _ in parts if curved or not _is_level(shown)]
        before = len(self.page.edges)
        drawn = (
            outlines_of(parts) if count >= LEAST_POINTS and fill and fill[1] >= _FAINT and not _is_pale(fill) else []
        )
        self.page.outlines += drawn
        hollow = hollow_of(parts) if fill is not None and fill[1] >= _FAINT and not fill[0] else None
        if hollow is not None:
            self.page.smalls.append(Small(bounds(hollow[0][0]), True))
        for shown, curved, closed in parts:
            if hollow is not None and any(shown is one[0] for one in hollow):
                continue
            if abs(shown[0][0] - shown[-1][0]) <= SMALL and abs(shown[0][1] - shown[-1][1]) <= SMALL:
                self._small(shown, curved, closed, fill, stroke)
            if curved and closed and len(shown) > _CORNERS:
                self._frame(shown)
        if fill is not None and fill[1] >= _FAINT and not drawn and not self._framed(thing, parts, fill, layer):
            for shown, curved, _ in parts:
                self._filled(shown, curved, fill, layer)
        if stroke is not None and stroke[1] >= _FAINT:
            edges = self.page.pale if stroke[0] else self.page.edges
            for shown, curved, closed in parts:
                if not curved:
                    edges += _stroked([*shown, shown[0]] if closed else shown, width.value)
        for edge in self.page.edges[before:]:
            self._bound(edge, thing)

    def _bound(self, edge: Edge, thing: object) -> None:
        """Writes down where a line is cut off by the margin, and leaves on the page what is seen of one that goes on beyond it."""
        if not edge.upright and edge.end > _FAR * self.page.width:
            clip = self._clip(thing)
            if clip is not None and clip[2] < edge.end - THIN:
                self.page.cut_at = clip[2]
        if edge.start < 0 or edge.end > (self.page.height if edge.upright else self.page.width):
            self._shorten(edge, self._clip(thing))

    def _shorten(self, edge: Edge, clip: Box | None) -> None:
        """Leaves of a line that goes on beyond the page what is seen of it."""
        x0, top, x1, bottom = clip or (0.0, 0.0, self.page.width, self.page.height)
        edge.start = max(edge.start, top if edge.upright else x0)
        edge.end = min(edge.end, bottom if edge.upright else x1)
        if edge.end - edge.start <= _SHORT:
            self.page.edges.remove(edge)

    def _frame(self, points: list[Point]) -> None:
        """Takes a curved line that follows the sides of a rectangle as a frame with rounded corners."""
        x0, top, x1, bottom = box = bounds(points)
        corner = min(_ROUND, _CORNER * min(x1 - x0, bottom - top))
        if max(x1 - x0, bottom - top) > SMALL and all(
            min(x - x0, x1 - x, y - top, bottom - y) <= _LEVEL
            or (min(x - x0, x1 - x) <= corner and min(y - top, bottom - y) <= corner)
            for x, y in points
        ):
            self.page.frames.append(box)

    def _small(
        self,
        points: list[Point],
        curved: bool,
        closed: bool,
        fill: tuple[bool, int, int] | None,
        stroke: tuple[bool, int, int] | None,
    ) -> None:
        """Takes what is no larger than a tick box as the outline or the mark of one."""
        box = bounds(points)
        wide, high = box[2] - box[0], box[3] - box[1]
        if wide > SMALL or high > SMALL or (len(points) == 2 and min(wide, high) <= _LEVEL):
            return
        # What is as small is a dot of a line, or a mark on a page that is printed at half its size: that is aslant, or a larger dot.
        least = _DOT if curved else _MARK
        if max(wide, high) < THIN and (len(points) < 3 or min(wide, high) < least or is_rectangle(points, box)):
            if (
                fill is not None
                and fill[1] >= _FAINT
                and not _is_pale(fill)
                and _POINT <= min(wide, high) >= max(wide, high) / _EVEN
            ):
                self.page.dots[_POINTS:] = []
                self.page.dots.append(box)
            return
        closed = closed or (len(points) > 3 and math.dist(points[0], points[-1]) <= _LEVEL)
        if stroke is not None and stroke[1] >= _FAINT:
            outline = closed and not stroke[0] and (curved or is_rectangle(points, box))
            self.page.smalls.append(Small(box, outline, stroke[0]))
        elif fill is not None and fill[1] >= _FAINT and min(wide, high) > _LEVEL:
            ground = is_rectangle(points, box) and _brightness(fill[2]) >= _BRIGHT
            self.page.smalls.append(Small(box, False, fill[0], ground=ground))

    def _framed(self, thing: object, parts: list[Part], fill: tuple[bool, int, int], layer: int) -> bool:
        """Takes two rectangles in one another, the room between them filled, as the borders that they are; clipped, as the sides that show."""
        if len(parts) != 2 or any(curved or not is_rectangle(points, bounds(points)) for points, curved, _ in parts):
            return False
        one, other = (bounds(points) for points, _, _ in parts)
        wider = one[2] - one[0] + one[3] - one[1] >= other[2] - other[0] + other[3] - other[1]
        outer, inner = (one, other) if wider else (other, one)
        if not all(
            0 <= difference <= THIN
            for difference in (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])
        ):
            return False
        if fill[0]:
            return True
        x0, top, x1, bottom = outer
        sides = (
            (x0, top, x1, inner[1]),
            (x0, inner[3], x1, bottom),
            (x0, top, inner[0], bottom),
            (inner[2], top, x1, bottom),
        )
        clip = self._clip(thing)
        for side in sides:
            x, y = (side[0] + side[2]) / 2, (side[1] + side[3]) / 2
            if clip is None or (
                clip[0] - _LEVEL <= x <= clip[2] + _LEVEL and clip[1] - _LEVEL <= y <= clip[3] + _LEVEL
            ):
                self._line(side)
        return True

    def _clip(self, thing: object) -> Box | None:
        """The bounds of what the object is clipped to by its innermost path; None where it isn't."""
        clip = pdfium.FPDFPageObj_GetClipPath(thing)
        count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
        segments = pdfium.FPDFClipPath_CountPathSegments(clip, count - 1) if count > 0 else 0
        if not 0 < segments <= _CLIP_POINTS:
            return None
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[Point] = []
        for index in range(segments):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, count - 1, index)
            if segment and pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                points.append(self.place(x.value, y.value))
        return bounds(points) if points else None

    def _filled(self, points: list[Point], curved: bool, fill: tuple[bool, int, int], layer: int) -> None:
        box = bounds(points)
        white, alpha, ink = fill
        small = box[2] - box[0] <= THIN and box[3] - box[1] <= THIN
        if not white and (not curved or small) and not _is_marker(box, ink) and self._line(box):
            return
        if curved or not is_rectangle(points, box):
            return
        self.page.fills.append(Fill(box, layer, white, alpha >= _WHITE, ink))

    def _line(self, box: Box) -> bool:
        """Takes a thin box as the line that it looks like."""
        x0, top, x1, bottom = box
        wide, high = x1 - x0, bottom - top
        if high <= THIN and wide > high and wide > _SHORT:
            self.page.edges.append(Edge(False, (top + bottom) / 2, x0, x1, high))
            return True
        if wide <= THIN and high > wide and high > _SHORT:
            self.page.edges.append(Edge(True, (x0 + x1) / 2, top, bottom, wide))
            return True
        if wide > THIN or high > THIN:
            return False
        self.dots.append(((x0 + x1) / 2, (top + bottom) / 2))
        self.page.free.append(box)
        return True


def _stroked(points: list[Point], width: float) -> Iterator[Edge]:
    """The ruled lines of a stroked path."""
    for (ax, ay), (bx, by) in pairwise(points):
        if abs(ay - by) <= _LEVEL and abs(ax - bx) > _SHORT:
            yield Edge(False, (ay + by) / 2, min(ax, bx), max(ax, bx), width)
        elif abs(ax - bx) <= _LEVEL and abs(ay - by) > _SHORT:
            yield Edge(True, (ax + bx) / 2, min(ay, by), max(ay, by), width)


def read_paths(
    handle: object, page: Page, place: Placement
) -> tuple[dict[int, int], dict[int, tuple[object, Matrix]], dict[int, Box]]:
    """Puts the lines, fills and pictures of a PDFium page on *page*.

    Answers the layer of each object by its address, the text objects by layer, and what these are clipped to.

    Raises:
        OverLimit: there are more objects, or they nest deeper, than a form can have.
    """
    walk = _Walk(page=page, place=place)
    walk.visit(pdfium.FPDFPage_CountObjects(handle), lambda i: pdfium.FPDFPage_GetObject(handle, i), IDENTITY, 0)
    page.drawn = walk.objects
    page.edges += dotted(walk.dots)
    return walk.layers, walk.texts, walk.clips


def _color(thing: object, get: Callable[..., int]) -> tuple[bool, int, int]:
    """Whether a colour is white, its alpha, and itself as 0xRRGGBB. A pattern has no colour (-1); it is taken for one that is seen."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not get(thing, red, green, blue, alpha):
        return False, 255, -1
    ink = red.value << 16 | green.value << 8 | blue.value
    return min(red.value, green.value, blue.value) >= _WHITE, alpha.value, ink


def _is_level(points: list[Point]) -> bool:
    """Whether all lines between *points* are level or upright, as those of rules and rectangles are."""
    return all(abs(ax - bx) <= _LEVEL or abs(ay - by) <= _LEVEL for (ax, ay), (bx, by) in pairwise(points))


def _brightness(ink: int) -> float:
    """How bright a colour is seen, from 0 to 1; a pattern is taken for a dark one."""
    return 0.0 if ink < 0 else (0.299 * (ink >> 16) + 0.587 * (ink >> 8 & 255) + 0.114 * (ink & 255)) / 255


def _is_pale(fill: tuple[bool, int, int]) -> bool:
    """Whether what is filled so looks pale on white, as a watermark does."""
    return 1 - (1 - _brightness(fill[2])) * fill[1] / 255 >= _PALE


def _is_marker(box: Box, ink: int) -> bool:
    """Whether a narrow box is one in a marker's colour, and wider than such a line is."""
    channels = (ink >> 16, ink >> 8 & 255, ink & 255)
    wide = min(box[2] - box[0], box[3] - box[1]) > _STRIP
    return wide and _brightness(ink) >= _BRIGHT and max(channels) - min(channels) >= _VIVID


def _subpaths(thing: object, count: int) -> Iterator[tuple[list[Point], bool, bool]]:
    """The points of each part of a path, whether it has curves, and whether it is closed."""
    points: list[Point] = []
    curved = closed = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(thing, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        if kind == _MOVE and points:
            yield points, curved, closed
            points, curved, closed = [], False, False
        points.append((x.value, y.value))
        curved = curved or kind == _CURVE
        closed = closed or bool(pdfium.FPDFPathSegment_GetClose(segment))
    if points:
        yield points, curved, closed
