"""Reads MHT: a page and what belongs to it in one MIME message, as Word, WPS, Excel and browsers save it (RFC 2557)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forms.errors import OverLimit, Unreadable
from parsers.document import Document
from parsers.html.reader import notes_of, read_page
from parsers.html.story import Findings
from parsers.text import read_text

if TYPE_CHECKING:
    from email.message import Message

    from parsers.document import Block

__all__ = ["read_mht"]

BYTES_LIMIT = 50 << 20
PARTS_LIMIT = 2000
_MARGIN = re.compile(rb"mso-element:\s*(?:3D)?(?:header|footer)", re.IGNORECASE)
_FRAMES = re.compile(rb"<frameset", re.IGNORECASE)
_TABS = re.compile(r"tabstrip\.html?$", re.IGNORECASE)

_DEFECTS = {
    "CloseBoundaryNotFoundDefect": "document.cut",
    "StartBoundaryNotFoundDefect": "document.damaged",
    "InvalidBase64CharactersDefect": "document.damaged",
    "InvalidBase64LengthDefect": "document.damaged",
    "InvalidBase64PaddingDefect": "document.damaged",
}
"""What the library says of a message that isn't whole; other slips of those who write them cost no text."""


def read_mht(data: bytes) -> Document:
    """The document in *data*: its page, the sheets of a workbook in order, headers and footers beside them.

    Raises:
        Unreadable: There is no page in it.
        OverLimit: It is larger or nests deeper than any form.
    """
    from email import message_from_bytes
    from email.errors import MessageError

    if len(data) > BYTES_LIMIT:
        raise OverLimit("limit.size", found=f"{len(data) >> 20} MB", limit=f"{BYTES_LIMIT >> 20} MB")
    if data.count(b"\n--") > PARTS_LIMIT:
        raise OverLimit("limit.members", found=data.count(b"\n--"), limit=PARTS_LIMIT)
    try:
        message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n\t "))
        leaves = [part for part in message.walk() if not part.is_multipart()]
    except RecursionError as fault:
        raise OverLimit("limit.depth", limit=100) from fault
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, IndexError) as fault:
        raise Unreadable("unreadable.damaged", reason="MHT") from fault
    pages = [part for part in leaves if part.get_content_type() in {"text/html", "application/xhtml+xml"}]
    if not pages:
        return _plain(leaves)
    findings = Findings()
    first, rest = _first(message, pages)
    blocks = _page(first, findings)
    framed = bool(_FRAMES.search(_payload(first)))
    for part in rest:
        if framed and not _TABS.search(part.get("Content-Location", "") or ""):
            blocks += _page(part, findings)
        elif not framed and _MARGIN.search(_payload(part)):
            # Word keeps headers and footers in a page of their own; loose text in there is no part of the document.
            _page(part, findings)
    if any(_is_foreign(part) for part in leaves):
        findings.notes.add("document.embedded")
    findings.notes |= {
        _DEFECTS[type(found).__name__]
        for part in message.walk()
        for found in part.defects
        if type(found).__name__ in _DEFECTS
    }
    return Document(format="html", blocks=blocks, asides=tuple(findings.asides), notes=notes_of(findings))


def _page(part: Message, findings: Findings) -> tuple[Block, ...]:
    declared = part.get_param("charset", "")
    return read_page(_payload(part), declared=declared if isinstance(declared, str) else "", findings=findings).blocks


def _payload(part: Message) -> bytes:
    """The decoded content of *part*; what can't be decoded stays as it is."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError) as fault:
        raise Unreadable("unreadable.damaged", reason="MHT") from fault
    return payload if isinstance(payload, bytes) else b""


def _first(message: Message, pages: list[Message]) -> tuple[Message, list[Message]]:
    """The page that the message begins with, which its ``start`` parameter may name (RFC 2387 3.2), and the others."""
    start = message.get_param("start", "")
    named = [part for part in pages if start and (part.get("Content-ID") or "").strip() == str(start).strip()]
    first = named[0] if named else pages[0]
    return first, [part for part in pages if part is not first]


def _plain(leaves: list[Message]) -> Document:
    """A message that holds nothing but text."""
    text = next((part for part in leaves if part.get_content_type() == "text/plain"), None)
    if text is None or not _payload(text).strip():
        raise Unreadable("unreadable.damaged", reason="MHT")
    return read_text(_payload(text))


def _is_foreign(part: Message) -> bool:
    """Whether *part* is a document of its own, as in an e-mail with attachments."""
    kind = part.get_content_type()
    return part.get_content_disposition() == "attachment" or (
        kind.startswith("application/")
        and not kind.endswith(("xml", "javascript", "x-mso", "msotheme", "css"))
        and "theme" not in kind
    )
