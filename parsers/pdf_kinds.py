"""What each page's text layer is worth, so that what can't be read from it is read from what is drawn."""

from __future__ import annotations

from parsers.pdf_model import Draw, Kind, Page, Recognise

__all__ = ["kind_of", "recognised"]

PICTURED = 0.5
"""Share of a page that pictures must cover for it to be an image of a page."""
FEW = 30
"""Characters beside such pictures up to which the page is an image still: a stamp, a page number."""
_DOUBTS = frozenset({"text.layer", "text.garbled"})
"""Doubts that what is drawn may settle: the page shows what the layer doesn't tell."""


def kind_of(page: Page) -> Kind:
    """Whether the page's text layer can be read, after ``pdf_belief`` has mended and doubted it."""
    written = sum(not glyph.text.isspace() for glyph in page.glyphs)
    if not written:
        return "image" if page.drawn else "blank"
    if written <= FEW and _covered(page) >= PICTURED * page.width * page.height:
        return "image"
    if any(not _DOUBTS.isdisjoint(glyph.notes) for glyph in page.glyphs):
        return "garbled"
    return "text"


def _covered(page: Page) -> float:
    return sum(
        max(0.0, min(x1, page.width) - max(x0, 0.0)) * max(0.0, min(bottom, page.height) - max(top, 0.0))
        for x0, top, x1, bottom in (picture.box for picture in page.pictures)
    )


def recognised(page: Page, draw: Draw, recognise: Recognise | None) -> Page:
    """*page*, or what *recognise* reads on it where its layer doesn't tell; an image that stays unread has a note."""
    if page.kind in {"text", "blank"}:
        return page
    found = recognise(page, draw) if recognise is not None else None
    if found is not None:
        return found
    if page.kind == "image":
        page.notes.add("page.image")
    return page
