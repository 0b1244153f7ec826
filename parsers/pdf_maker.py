"""What program made a PDF, where that tells how its pages were drawn."""

from __future__ import annotations

import ctypes

from parsers.pdf_pdfium import pdfium

__all__ = ["draws_in_passes"]

IN_PASSES = {"Calc"}
"""Programs that draw the cells of a page that have one line each before those that may have more: LibreOffice's and OpenOffice's."""
MOST = 64
"""Bytes of a program's name that is looked at."""


def draws_in_passes(document: object) -> bool:
    """Whether the program that made *document* draws its worksheets in passes (``pdf_passes``)."""
    room = ctypes.create_string_buffer(MOST)
    if pdfium.FPDF_GetMetaText(document, b"Creator", room, MOST) > MOST:
        return False
    return room.raw.decode("utf-16-le", "ignore").split("\0")[0] in IN_PASSES
