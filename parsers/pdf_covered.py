"""Doubt about characters that may be covered, cut off, or another cell's."""

from __future__ import annotations

from forms.text import Box
from parsers.pdf_model import Glyph

__all__ = ["doubt", "doubt_full"]

UNSURE = 0.85
"""Confidence of such characters."""
LINE = 2.6
"""Ems that a frame for one line is high at most."""


def doubt(glyph: Glyph) -> None:
    """Marks a character that may belong to the next cell, or be covered."""
    if "text.overlay" not in glyph.notes:
        glyph.notes = (*glyph.notes, "text.overlay")
    glyph.confidence = min(glyph.confidence, UNSURE)


def doubt_full(frames: list[Box], glyphs: list[Glyph]) -> None:
    """Doubts a line of text that reaches the end of its frame, as a web form shows as much of a value as there is room for."""
    for x0, top, x1, bottom in frames:
        inside = [g for g in glyphs if x0 < g.x < x1 and top < g.middle < bottom and not g.text.isspace()]
        size = max((glyph.size for glyph in inside), default=0.0)
        if inside and bottom - top <= LINE * size and max(glyph.x1 for glyph in inside) > x1 - size:
            for glyph in inside:
                doubt(glyph)
