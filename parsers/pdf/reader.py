"""Reads PDF: characters, ruled lines and form fields to the same document that a .docx gives.

Pages whose text layer can't be read are given to a ``Recognise`` (see ``pdf.model``), which is the one place where images and garbled pages come in.
"""

from __future__ import annotations

from parsers.document import Document
from parsers.pdf.guard import guarded
from parsers.pdf.model import Recognise

__all__ = ["read_pdf"]


def read_pdf(data: bytes, *, recognise: Recognise | None = None) -> Document:
    """The document in *data*: its text layer where that can be believed, else what *recognise* sees on the page, else the layer with doubt.

    *recognise* is called in this process, once a page, also where the file is read in a process of its own.

    Raises:
        Unreadable: It is damaged, needs a password, or has no text on any page and none was recognised.
        OverLimit: Reading it would cost more than a form can need.
    """
    return guarded(data, recognise)
