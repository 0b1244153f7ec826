"""A PDF with a text layer to a document: characters, ruled lines and form fields together."""

from __future__ import annotations

from forms.errors import Unreadable
from parsers.document import Block, Document, Note, Paragraph
from parsers.pdf_belief import believe
from parsers.pdf_file import File, opened
from parsers.pdf_flow import flow
from parsers.pdf_model import Page
from parsers.pdf_pages import lay_out

__all__ = ["read_here"]

PICTURED = 0.5
"""Share of a page that pictures must cover for it to be an image of a page."""
FEW = 30
"""Characters beside such pictures up to which the page is an image still: a stamp, a page number."""


def read_here(data: bytes) -> Document:
    """The document in *data*, read in this process whatever the file looks like.

    Raises:
        Unreadable: It is damaged, needs a password, is a portfolio, or has no text on any page.
        OverLimit: Reading it would cost more than a form can need.
    """
    with opened(data) as file:
        return _document(file)


def _document(file: File) -> Document:
    if file.dynamic:
        raise Unreadable("unreadable.xfa")
    pages = list(file.pages())
    if file.count == 0 or all("page.damaged" in page.notes for page in pages):
        raise Unreadable("unreadable.damaged", reason="PDF")
    images = [page.number for page in pages if _is_image(page)]
    if not any(_is_written(page) for page in pages):
        if file.portfolio:
            raise Unreadable("unreadable.portfolio", found=file.attached)
        if images:
            raise Unreadable("unreadable.image")
    doubts = believe(pages, file.fonts, file.picture)
    remarks = [remark for page in pages for remark in page.remarks]
    pictures = sum(len(page.pictures) for page in pages)
    found = flow([lay_out(page) for page in pages])
    asides: list[Block] = [
        *found.asides,
        *(Paragraph(text=remark.text, part="comment", box=remark.box) for remark in remarks),
    ]
    codes = {code for code in found.notes | doubts | file.notes if not code.startswith("page.")}
    if file.attached:
        codes.add("document.embedded")
    notes = [Note(code=code) for code in sorted(codes)]
    if file.portfolio:
        notes.append(Note(code="document.portfolio", details=(("found", str(file.attached)),)))
    if pictures:
        notes.append(Note(code="document.pictures", details=(("count", str(pictures)),)))
    notes += [Note(code="page.image", details=(("page", str(number)),)) for number in images]
    notes += [
        Note(code=code, details=(("page", str(page.number)),))
        for page in pages
        for code in sorted(page.notes)
        if code.startswith("page.")
    ]
    return Document(
        format="pdf", blocks=tuple(found.blocks), asides=tuple(asides), pages=file.count, notes=tuple(notes)
    )


def _is_written(page: Page) -> bool:
    return any(not glyph.text.isspace() for glyph in page.glyphs)


def _is_image(page: Page) -> bool:
    """Whether what the page says is drawn and not written."""
    written = sum(not glyph.text.isspace() for glyph in page.glyphs)
    if not written:
        return bool(page.drawn)
    if written > FEW:
        return False
    covered = sum(
        (min(x1, page.width) - max(x0, 0.0)) * (min(bottom, page.height) - max(top, 0.0))
        for x0, top, x1, bottom in (picture.box for picture in page.pictures)
    )
    return covered >= PICTURED * page.width * page.height
