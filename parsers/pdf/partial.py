"""Pages drawn in part: setting text takes most of the time that a page takes to be drawn, and synthetic boldness most of that."""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Iterator

from parsers.pdf.pdfium import pdfium

__all__ = ["show_only"]

FAR = 1e6
"""Points beyond all pages."""
LARGER = 1000.0
"""Times by which a clip is enlarged: one of a point then reaches over any page."""
_FILL, _FILL_AND_STROKE = 0, 2
_POINTS = 100
"""Of a clip's outline that are looked at."""


def show_only(handle: object, texts: Collection[int], lines: bool) -> None:
    """Leaves of an open page to be drawn the pieces of text whose layers are *texts*, and what is no text only with *lines*.

    Strokes that only make text bolder are left out too, and the text is black and not cut off: white text may have lost its dark ground, and an entry field
    may show half of a character, but what is asked is what the font draws. Layers count as ``read_paths`` counts them. The page is to be closed after it was
    drawn.
    """
    layer = 0
    for index in range(pdfium.FPDFPage_CountObjects(handle)):
        thing = pdfium.FPDFPage_GetObject(handle, index)
        if not thing:
            continue
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            if layer not in texts:
                pdfium.FPDFPageObj_SetIsActive(thing, 0)
            elif pdfium.FPDFTextObj_GetTextRenderMode(thing) == _FILL_AND_STROKE and _is_of_one_colour(thing):
                pdfium.FPDFTextObj_SetTextRenderMode(thing, _FILL)
            if layer in texts:
                pdfium.FPDFPageObj_SetFillColor(thing, 0, 0, 0, 255)
                _unclip(thing)
        elif not lines and kind != pdfium.FPDF_PAGEOBJ_FORM:
            pdfium.FPDFPageObj_SetIsActive(thing, 0)
        layer += 1 + (_inner(thing) if kind == pdfium.FPDF_PAGEOBJ_FORM else 0)


def _unclip(thing: object) -> None:
    """Lets all of *thing* be drawn: what it is clipped to is made so large, about what shows, that it reaches over the page."""
    clip = pdfium.FPDFPageObj_GetClipPath(thing)
    left, bottom, right, top = -FAR, -FAR, FAR, FAR
    for number in range(pdfium.FPDFClipPath_CountPaths(clip) if clip else 0):
        points = list(_points(clip, number))
        if not points:
            continue
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right = max(left, min(xs)), min(right, max(xs))
        bottom, top = max(bottom, min(ys)), min(top, max(ys))
    if (left, right) == (-FAR, FAR) or left >= right or bottom >= top:
        return
    x, y = (left + right) / 2, (bottom + top) / 2
    pdfium.FPDFPageObj_TransformClipPath(thing, LARGER, 0, 0, LARGER, x - LARGER * x, y - LARGER * y)


def _points(clip: object, number: int) -> Iterator[tuple[float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(max(0, pdfium.FPDFClipPath_CountPathSegments(clip, number)), _POINTS)):
        if pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, number, index), x, y):
            yield x.value, y.value


def _inner(form: object) -> int:
    """How many things a form holds, those of the forms in it included."""
    count = 0
    for index in range(pdfium.FPDFFormObj_CountObjects(form)):
        thing = pdfium.FPDFFormObj_GetObject(form, index)
        if thing:
            count += 1 + (_inner(thing) if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_FORM else 0)
    return count


def _is_of_one_colour(thing: object) -> bool:
    fill, stroke = ((ctypes.c_uint * 4)(), (ctypes.c_uint * 4)())
    size = ctypes.sizeof(ctypes.c_uint)
    for colour, ask in ((fill, pdfium.FPDFPageObj_GetFillColor), (stroke, pdfium.FPDFPageObj_GetStrokeColor)):
        if not ask(thing, *(ctypes.c_uint.from_buffer(colour, place * size) for place in range(4))):
            return False
    return bytes(fill) == bytes(stroke)
