"""Doubt about characters that may be covered, cut off, or another cell's."""

from __future__ import annotations

from collections.abc import Sequence

from forms.text import Box
from parsers.pdf.model import Glyph
from parsers.pdf.table import PageCell

__all__ = ["doubt", "doubt_beside", "doubt_full"]

UNSURE = 0.85
"""Confidence of such characters."""
EDGE = 1.0
"""Points from the page's side up to which a cell is cut off there."""
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


def doubt_beside(beyond: list[Glyph], cells: Sequence[PageCell], width: float) -> None:
    """Doubts what stands beside cells that a side of the page, which is *width* wide, cuts off with characters *beyond* it: a label may lack its head."""
    cut = [
        (cell.box[1], cell.box[3])
        for cell in cells
        if (cell.box[0] <= EDGE or cell.box[2] >= width - EDGE)
        and any(cell.box[1] <= glyph.middle <= cell.box[3] for glyph in beyond)
    ]
    for cell in cells:
        if any(cell.box[1] < bottom and top < cell.box[3] for top, bottom in cut):
            for row in cell.rows:
                for glyph in row.glyphs:
                    doubt(glyph)
