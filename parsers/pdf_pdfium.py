"""PDFium's functions, by pypdfium2: the one place where it is loaded, which initialises it for the process."""

from __future__ import annotations

from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw  # type: ignore[import-untyped]

from parsers.pdf_standin import install

__all__ = ["pdfium"]

pdfium: Any = pypdfium2.raw
"""The functions as C has them. The module has no types; its users give them to what they make of it."""

_FONTS = install(pdfium)
