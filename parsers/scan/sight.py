"""What only looking at a page tells: the one place that knows who recognises which kind of page. Nothing is loaded before a page needs it."""

from __future__ import annotations

from parsers.document import Document
from parsers.pdf.kinds import shows_more
from parsers.pdf.model import Draw, Page
from parsers.pdf.reader import read_pdf

__all__ = ["read_seen_pdf", "recognise"]


def read_seen_pdf(data: bytes) -> Document:
    """The document in *data*, a PDF: its text layer where that can be believed, what is drawn where it can't.

    Raises:
        Unreadable: It is damaged, needs a password, or has nothing on any page that can be read.
        OverLimit: Reading it would cost more than a form can need.
    """
    return read_pdf(data, recognise=recognise)


def recognise(page: Page, draw: Draw) -> Page | None:
    """*page*, whose text layer doesn't tell what it says, as it looks; None where looking doesn't help."""
    if page.kind == "image":
        from parsers.scan.reader import read_image_page

        found = read_image_page(page, draw)
        if found is not None and page.unseen:
            from parsers.scan.layer import heed

            heed(found, page.unseen)
        return found
    if shows_more(page):
        from parsers.scan.inset import see_pictures

        return see_pictures(page, draw)
    return None
