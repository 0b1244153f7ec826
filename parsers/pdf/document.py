"""A PDF to a document: characters, ruled lines and form fields together, page by page, and what isn't written by whoever can see it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from forms.errors import Unreadable
from parsers.document import Document
from parsers.pdf.belief import believe
from parsers.pdf.compose import compose
from parsers.pdf.file import File, opened
from parsers.pdf.kinds import kind_of, recognised
from parsers.pdf.layers import drop_repeated
from parsers.pdf.model import Page, Recognise
from parsers.pdf.redrawn import put_above
from parsers.pdf.squares import name_squares
from parsers.pdf.watermarks import take_watermarks
from parsers.uncollected import uncollected

__all__ = ["read_here"]


def read_here(data: bytes, recognise: Recognise | None = None, *, reread: bool = True) -> Document:
    """The document in *data*, read in this process whatever the file looks like.

    Each page is told to be text, garbled or an image (``pdf.kinds``); *recognise* is asked for those that aren't text. *reread* tells whether lines
    whose text layer lies may be recognised here.

    Raises:
        Unreadable: It is damaged, needs a password, or has no text on any page and nobody to recognise it.
        OverLimit: Reading it would cost more than a form can need.
    """
    with opened(data) as file:
        return _document(file, recognise, reread=reread)


def _document(file: File, recognise: Recognise | None, *, reread: bool) -> Document:
    with uncollected():
        pages = list(file.pages())
    file.settle(pages)
    if file.count == 0 or all("page.damaged" in page.notes for page in pages):
        raise Unreadable("unreadable.damaged", reason="PDF")
    drop_repeated(pages)
    take_watermarks(pages)
    for page in pages:
        put_above(page, file.picture)
    doubts = believe(pages, file.fonts, file.picture, file.specimens, reread=reread)
    for page in pages:
        page.kind = kind_of(page)
        if page.kind == "text":
            name_squares(page)
    files = file.attachments() if file.portfolio else ()
    if files and not any(_is_written(page) for page in pages):
        return Document(format="pdf", blocks=(), pages=len(pages), files=files)
    pages = [recognised(page, partial(file.draw, page.number), recognise) for page in pages]
    if any("page.image" in page.notes for page in pages) and not any(_is_written(page) for page in pages):
        raise Unreadable("unreadable.image")
    codes = file.notes | doubts
    if file.attached and not files:
        codes.add("document.embedded")
    with uncollected():
        return replace(compose(pages, codes=codes), files=files)


def _is_written(page: Page) -> bool:
    return any(not glyph.text.isspace() for glyph in page.glyphs)
