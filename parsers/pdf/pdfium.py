"""PDFium's functions, by pypdfium2: the one place where it is loaded, which initialises it for the process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw  # type: ignore[import-untyped]

from parsers.pdf.standin import install

__all__ = ["machine_fonts", "pdfium"]

pdfium: Any = pypdfium2.raw
"""The functions as C has them. The module has no types; its users give them to what they make of it."""

_FONTS = install(pdfium)


@contextmanager
def machine_fonts() -> Iterator[None]:
    """For pictures that people look at: fonts that a PDF doesn't hold are the machine's own meanwhile. Nothing may be read meanwhile."""
    own = pdfium.FPDF_GetDefaultSystemFontInfo()
    pdfium.FPDF_SetSystemFontInfo(own)
    try:
        yield
    finally:
        pdfium.FPDF_SetSystemFontInfo(_FONTS)
        pdfium.FPDF_FreeDefaultSystemFontInfo(own)
