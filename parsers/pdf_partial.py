"""Pages drawn in part: setting text takes most of the time that a page takes to be drawn, and synthetic boldness most of that."""

from __future__ import annotations

import ctypes
from collections.abc import Collection

from parsers.pdf_pdfium import pdfium

__all__ = ["show_only"]

_FILL, _FILL_AND_STROKE = 0, 2


def show_only(handle: object, texts: Collection[int], lines: bool) -> None:
    """Leaves of an open page to be drawn the pieces of text whose layers are *texts*, and what is no text only with *lines*.

    Strokes that only make text bolder are left out too. Layers count as ``read_paths`` counts them. The page is to be closed after it was drawn.
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
        elif not lines and kind != pdfium.FPDF_PAGEOBJ_FORM:
            pdfium.FPDFPageObj_SetIsActive(thing, 0)
        layer += 1 + (_inner(thing) if kind == pdfium.FPDF_PAGEOBJ_FORM else 0)


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
