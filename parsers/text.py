"""Reads plain text: a paragraph a line."""

from __future__ import annotations

from forms.errors import OverLimit
from parsers.charsets import decoded
from parsers.document import Document, Paragraph
from parsers.typed import Typed

__all__ = ["read_text"]

BYTES_LIMIT = 20 << 20
LINES_LIMIT = 200_000


def read_text(data: bytes) -> Document:
    """The lines of *data*, in UTF-8, UTF-16 or GB 18030; blank ones left out.

    Raises:
        OverLimit: It is longer than a form can be.
    """
    if len(data) > BYTES_LIMIT:
        raise OverLimit("limit.size", found=f"{len(data) >> 20} MB", limit=f"{BYTES_LIMIT >> 20} MB")
    lines = decoded(data).split("\n")
    if len(lines) > LINES_LIMIT:
        raise OverLimit("limit.nodes", limit=LINES_LIMIT)
    return Document(format="text", blocks=tuple(_paragraph(line) for line in lines if line.strip(" \t\f\v\u3000\x00")))


def _paragraph(line: str) -> Paragraph:
    typed = Typed()
    typed.type(line.rstrip())
    return typed.paragraph()
