"""Found text with where it came from and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

__all__ = ["Box", "Method", "Origin", "Text", "Warp"]

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points from the page's top-left corner."""

Warp = tuple[float, float, float, float, float, float, float, float, float]
"""A projective map of points (x, y, 1), by rows."""

Method = Literal["text", "glyph", "ocr", "repair"]
"""How the characters were had: the text layer, glyph shapes, recognition of an image, or repair from context."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a text stands. ``cell`` is (table, row, column) counted from 0 in document order; ``part`` tells which story it is in."""

    page: int | None = None
    box: Box | None = None
    cell: tuple[int, int, int] | None = None
    method: Method = "text"


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A found value as written.

    ``notes`` are codes of doubts that the reader had about it (``text.struck``); ``struck`` its struck parts,
    ``marked`` those that stand out by an underline or by bold characters.
    """

    value: str
    origin: Origin
    confidence: float = 1.0
    notes: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()

    def with_value(self, value: str) -> Text:
        """The same text with another wording, for a part of it."""
        return replace(self, value=value)
