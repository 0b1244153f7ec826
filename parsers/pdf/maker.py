"""What program made a PDF, where that tells how its pages were drawn."""

from __future__ import annotations

import ctypes

from parsers.pdf.pdfium import pdfium

__all__ = ["draws_in_passes", "is_browser"]

IN_PASSES = {"Calc"}
"""Programs that draw the cells of a page that have one line each before those that may have more: LibreOffice's and OpenOffice's."""
BROWSER = "Skia/PDF"
"""Beginning of the name that browsers tell which are made of Chromium."""
IN_ORDER = (BROWSER, "Writer", "Microsoft® Word", "Microsoft Word")
"""Beginnings of the names of those that draw cells in the order of the page, those over several rows before what stands left of them: browsers, word processors."""
MOST = 64
"""Bytes of a program's name that is looked at."""


def draws_in_passes(document: object) -> bool | None:
    """Whether the program that made *document* draws its worksheets in passes (``pdf.passes``); None where that isn't known of it."""
    names = [_told(document, key) for key in (b"Creator", b"Producer")]
    if names[0] in IN_PASSES:
        return True
    return False if any(name.startswith(IN_ORDER) for name in names) else None


def is_browser(document: object) -> bool:
    """Whether Chromium or one of its kin printed *document*."""
    return _told(document, b"Producer").startswith(BROWSER)


def _told(document: object, key: bytes) -> str:
    room = ctypes.create_string_buffer(MOST)
    if pdfium.FPDF_GetMetaText(document, key, room, MOST) > MOST:
        return ""
    return room.raw.decode("utf-16-le", "ignore").split("\0")[0]
