"""Reads a file of whatever format into a ``Document``: told by its bytes, read by the format's reader."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from forms.errors import Unreadable
from forms.messages import message
from parsers.pictographs import without_pictographs
from parsers.radicals import without_radicals
from parsers.sniff import sniff

if TYPE_CHECKING:
    from collections.abc import Callable

    from parsers.document import Document

__all__ = ["READERS", "read", "sniff"]


def _reader(module: str, function: str) -> Callable[[bytes], Document]:
    """The reader *function* of a module that is imported when it is first called: a file needs one of them, not all."""

    def call(data: bytes) -> Document:
        document: Document = getattr(import_module(module), function)(data)
        return document

    return call


READERS: dict[str, Callable[[bytes], Document]] = {
    "doc": _reader("parsers.word97.reader", "read_doc"),
    "docx": _reader("parsers.docx.reader", "read_docx"),
    "html": _reader("parsers.html.reader", "read_html"),
    "image": _reader("parsers.scan.image", "read_image"),
    "mht": _reader("parsers.html.mht", "read_mht"),
    "pdf": _reader("parsers.scan.sight", "read_seen_pdf"),
    "rtf": _reader("parsers.rtf.reader", "read_rtf"),
    "text": _reader("parsers.text", "read_text"),
    "xls": _reader("parsers.sheets.xls", "read_xls"),
    "xlsx": _reader("parsers.sheets.xlsx", "read_xlsx"),
}
"""The readers by the word that ``sniff`` has for their format."""

_ARCHIVES = frozenset({"zip", "rar", "7z", "gzip"})
"""Formats that only hold files. ``unpack`` takes them out of what it can open; what comes here is another one, or has a password."""


def read(data: bytes, *, name: str = "", depth: int = 2) -> Document:
    """The document in *data*.

    *name* is what the file is called; it tells nothing about the format. Packages of files within packages are opened as deep as *depth*.

    Raises:
        Unreadable: *data* is empty, damaged, encrypted, or of a format without a reader.
        OverLimit: Reading would cost more than a form can need.
    """
    found = sniff(data)
    reader = READERS.get(found)
    if reader is not None:
        document = reader(data)
        if document.files:
            from parsers.portfolio import opened

            document = opened(document, read, depth=depth)
        return without_pictographs(without_radicals(document))
    if found == "empty":
        raise Unreadable("unreadable.empty")
    if found == "encrypted":
        raise Unreadable("unreadable.encrypted")
    if found == "zip-damaged":
        raise Unreadable("unreadable.damaged", reason=message("found.zip"))
    if found in _ARCHIVES:
        raise Unreadable("unreadable.archive", found=message(f"found.{found}"))
    from parsers.libreoffice import can_help, read_with_libreoffice

    if can_help(found):
        return without_pictographs(without_radicals(read_with_libreoffice(data, found)))
    raise Unreadable("unreadable.unsupported", found=message(f"found.{found}"))
