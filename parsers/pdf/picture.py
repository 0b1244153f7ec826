"""A page of a PDF as colours: what a clerk compares the values with, its red seal among it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

from forms.errors import OverLimit, Unreadable
from forms.messages import message
from parsers.pdf.file import LOCK
from parsers.pdf.pdfium import machine_fonts, pdfium

__all__ = ["page_colours", "page_sizes"]

PIXELS = 40_000_000
"""Of one picture: a page of A3 at 300 dots an inch has 17 million."""


@contextmanager
def _opened(data: bytes) -> Iterator[object]:
    with LOCK, machine_fonts():
        buffer = ctypes.create_string_buffer(data, len(data))
        document = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
        if not document:
            raise Unreadable("unreadable.damaged", reason=message("found.pdf"))
        try:
            yield document
        finally:
            pdfium.FPDF_CloseDocument(document)


def page_sizes(data: bytes, most: int) -> list[tuple[float, float]]:
    """Width and height of the pages in points, of the first *most* at most.

    Raises:
        Unreadable: it is no PDF that can be opened without a password.
    """
    with _opened(data) as document:
        size = pdfium.FS_SIZEF()
        found = []
        for index in range(min(most, pdfium.FPDF_GetPageCount(document))):
            pdfium.FPDF_GetPageSizeByIndexF(document, index, size)
            found.append((round(size.width, 2), round(size.height, 2)))
        return found


def page_colours(data: bytes, number: int, scale: float) -> tuple[int, int, bytes]:
    """Page *number*, counted from 1, at *scale* pixels a point: width, height, and four bytes a pixel in the order blue, green, red, unused.

    Raises:
        Unreadable: it is no PDF, or has no such page.
        OverLimit: the picture would be too large.
    """
    with _opened(data) as document:
        page = pdfium.FPDF_LoadPage(document, number - 1)
        if not page:
            raise Unreadable("unreadable.damaged", reason=message("found.pdf"))
        try:
            width = max(1, round(pdfium.FPDF_GetPageWidthF(page) * scale))
            height = max(1, round(pdfium.FPDF_GetPageHeightF(page) * scale))
            if width * height > PIXELS:
                raise OverLimit("limit.side", page=number, found=max(width, height), limit=PIXELS)
            bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGRx, None, 0)
            if not bitmap:
                raise OverLimit("limit.memory", limit=message("limit.process"))
            try:
                pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
                pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
                stride = pdfium.FPDFBitmap_GetStride(bitmap)
                pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
            finally:
                pdfium.FPDFBitmap_Destroy(bitmap)
            if stride != width * 4:
                pixels = b"".join(pixels[row * stride : row * stride + width * 4] for row in range(height))
            return width, height, pixels
        finally:
            pdfium.FPDF_ClosePage(page)
