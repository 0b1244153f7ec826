"""Reads PDF with a text layer: characters, ruled lines and form fields to the same document that a .docx gives."""

from __future__ import annotations

from parsers.document import Document
from parsers.pdf_guard import guarded

__all__ = ["read_pdf"]


def read_pdf(data: bytes) -> Document:
    """The document in *data*: its text layer where that can be believed, with doubt where it can't.

    Raises:
        Unreadable: It is damaged, needs a password, is a portfolio, or has no text on any page.
        OverLimit: Reading it would cost more than a form can need.
    """
    return guarded(data, _here)


def _here(data: bytes) -> Document:
    from parsers.pdf_document import read_here

    return read_here(data)
