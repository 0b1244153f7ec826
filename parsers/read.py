"""Reads a file of whatever format into a ``Document``: told by its bytes, read by the format's reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms.errors import Unreadable
from forms.messages import message
from parsers.docx import read_docx
from parsers.sniff import sniff
from parsers.word97 import read_doc

if TYPE_CHECKING:
    from collections.abc import Callable

    from parsers.document import Document

__all__ = ["READERS", "read", "sniff"]

READERS: dict[str, Callable[[bytes], Document]] = {
    "doc": read_doc,
    "docx": read_docx,
}
"""The readers by the word that ``sniff`` has for their format."""


def read(data: bytes, *, name: str = "") -> Document:
    """The document in *data*. *name* is what the file is called; it tells nothing about the format.

    Raises:
        Unreadable: *data* is empty, damaged, encrypted, or of a format without a reader.
        OverLimit: Reading would cost more than a form can need.
    """
    found = sniff(data)
    reader = READERS.get(found)
    if reader is not None:
        return reader(data)
    if found == "empty":
        raise Unreadable("unreadable.empty")
    if found == "encrypted":
        raise Unreadable("unreadable.encrypted")
    if found == "zip-damaged":
        raise Unreadable("unreadable.damaged", reason=message("found.zip"))
    raise Unreadable("unreadable.unsupported", found=message(f"found.{found}"))
