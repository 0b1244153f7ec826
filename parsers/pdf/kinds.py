"""What each page's text layer is worth, so that what can't be read from it is read from what is drawn."""

from __future__ import annotations

from collections.abc import Collection

from forms.text import Box
from parsers.pdf.lettered import lettered
from parsers.pdf.model import Draw, Glyph, Kind, Page, Picture, Recognise
from parsers.pdf.outlines import bare

__all__ = ["FEW", "PICTURED", "is_inset", "is_seal_sized", "kind_of", "recognised", "shows_more", "under"]

PICTURED = 0.5
"""Share of a page that pictures must cover for it to be an image of a page."""
FEW = 30
"""Characters beside such pictures up to which the page is an image still: a stamp, a page number."""
WORDS = 3
"""Pictures of the height of a line from which on they are the text of a page that tells none."""
SEAL = (65.0, 240.0)
"""Points of the sides of a picture that a seal may be: 24 to 62 mm, with what is left free around it."""
ROUND = 0.5
"""Its shorter side by its longer."""
INSET, READABLE = 0.16, 1.2
"""Share of the page from which on a picture may be a scan of something written, and the pixels a point that it has then."""
_DOUBTS = frozenset({"text.layer", "text.garbled"})
"""Doubts that what is drawn may settle: the page shows what the layer doesn't tell."""


def kind_of(page: Page) -> Kind:
    """Whether the page's text layer can be read, after ``pdf.belief`` has mended and doubted it."""
    written = sum(not glyph.text.isspace() for glyph in page.glyphs)
    if not written and not page.drawn:
        return "blank"
    if written <= FEW:
        words = {id(picture) for picture in lettered(page)}
        scanned = _covered(page, words) >= PICTURED * page.width * page.height
        if scanned or (not written and len(words) < WORDS):
            return "image"
    if any(not _DOUBTS.isdisjoint(glyph.notes) for glyph in page.glyphs):
        return "garbled"
    return "text"


def _covered(page: Page, besides: Collection[int] = ()) -> float:
    """The area of the pictures on *page*, those *besides* left out."""
    return sum(
        max(0.0, min(x1, page.width) - max(x0, 0.0)) * max(0.0, min(bottom, page.height) - max(top, 0.0))
        for x0, top, x1, bottom in (picture.box for picture in page.pictures if id(picture) not in besides)
    )


def shows_more(page: Page) -> bool:
    """Whether what is no text on a page of text may show what belongs to the form: a seal, a scan, words as pictures, characters drawn as curves."""
    return (
        bool(bare(page))
        or bool(lettered(page))
        or any(is_seal_sized(box) for box in page.stamped)
        or any(is_seal_sized(picture.box) or is_inset(picture, page) for picture in page.pictures)
    )


def is_seal_sized(box: Box) -> bool:
    """Whether a picture at *box* may be one of a seal."""
    less, more = sorted((box[2] - box[0], box[3] - box[1]))
    return SEAL[0] * ROUND <= less and SEAL[0] <= more <= SEAL[1] and less >= ROUND * more


def is_inset(picture: Picture, page: Page) -> bool:
    """Whether a picture is large and fine enough to be a scan of something written."""
    x0, top, x1, bottom = picture.box
    area = max(0.0, min(x1, page.width) - max(x0, 0.0)) * max(0.0, min(bottom, page.height) - max(top, 0.0))
    return area >= INSET * page.width * page.height and picture.density >= READABLE


def under(page: Page) -> list[Glyph]:
    """The characters over which pictures are drawn that cover most of the page."""
    if _covered(page) < PICTURED * page.width * page.height:
        return []
    large = [picture for picture in page.pictures if is_inset(picture, page)]
    return [
        glyph
        for glyph in page.glyphs
        if not glyph.text.isspace()
        and any(
            picture.layer > glyph.layer
            and picture.box[0] <= glyph.x <= picture.box[2]
            and picture.box[1] <= glyph.middle <= picture.box[3]
            for picture in large
        )
    ]


def recognised(page: Page, draw: Draw, recognise: Recognise | None) -> Page:
    """*page*, or what *recognise* reads on it where its layer doesn't tell; an image that stays unread has a note."""
    if page.kind == "blank" or (page.kind == "text" and not shows_more(page)):
        return page
    found = recognise(page, draw) if recognise is not None else None
    if found is not None:
        return found
    if page.kind == "image" or not page.glyphs:
        page.notes.add("page.image")
    return page
