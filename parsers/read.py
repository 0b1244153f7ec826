"""Reads a file of whatever format into a ``Document``: told by its bytes, read by the format's reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms.errors import Unreadable
from forms.messages import message
from parsers.docx import read_docx
from parsers.html import read_html
from parsers.libreoffice import can_help, read_with_libreoffice
from parsers.mht import read_mht
from parsers.pdf import read_pdf
from parsers.rtf import read_rtf
from parsers.sniff import sniff
from parsers.text import read_text
from parsers.word97 import read_doc
from parsers.xls import read_xls
from parsers.xlsx import read_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable

    from parsers.document import Document

__all__ = ["READERS", "read", "sniff"]

READERS: dict[str, Callable[[bytes], Document]] = {
    "doc": read_doc,
    "docx": read_docx,
    "html": read_html,
    "mht": read_mht,
    "pdf": read_pdf,
    "rtf": read_rtf,
    "text": read_text,
    "xls": read_xls,
    "xlsx": read_xlsx,
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
    if can_help(found):
        return read_with_libreoffice(data, found)
    raise Unreadable("unreadable.unsupported", found=message(f"found.{found}"))
