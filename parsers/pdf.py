"""Reads PDF with a text layer: characters, ruled lines and form fields to the same document that a .docx gives."""

from __future__ import annotations

from forms.errors import Unreadable
from parsers.document import Document, Note
from parsers.pdf_file import File, opened
from parsers.pdf_flow import flow
from parsers.pdf_pages import lay_out

__all__ = ["read_pdf"]


def read_pdf(data: bytes) -> Document:
    """The document in *data*: its text layer where that can be believed, with doubt where it can't.

    Raises:
        Unreadable: It is damaged, needs a password, or has no text on any page.
        OverLimit: Reading it would cost more than a form can need.
    """
    with opened(data) as file:
        return _document(file)


def _document(file: File) -> Document:
    pages = list(file.pages())
    found = flow([lay_out(page) for page in pages])
    notes = tuple(Note(code=code) for code in sorted(found.notes))
    return Document(format="pdf", blocks=tuple(found.blocks), asides=tuple(found.asides), pages=file.count, notes=notes)
