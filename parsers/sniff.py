"""What a file is, by its bytes: names and declared types lie."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from parsers.compound import root_names

__all__ = ["sniff"]

_HEAD = 4096
_MIMETYPE_BYTES = 200

_MAGIC = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"8BPS", "image"),
    (b"\x00\x00\x01\x00", "image"),
    (b"\xd7\xcd\xc6\x9a", "image"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\x9b\xa5\x21\x00", "word2"),
    (b"\xdb\xa5\x2d\x00", "word2"),
    (b"\xdc\xa5\x65\x00", "word6"),
    (b"\xdc\xa5\x68\x00", "word95"),
    (b"\x09\x00\x04\x00", "xls4"),
    (b"\x09\x02\x06\x00", "xls4"),
    (b"\x09\x04\x06\x00", "xls4"),
    (b"\x31\xbe\x00\x00", "write"),
    (b"\x32\xbe\x00\x00", "write"),
    (b"\x01\xfe", "works"),
    (b"\xffWPC", "wordperfect"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"%!PS", "postscript"),
    (b"AC10", "drawing"),
)
_CONTAINED = (
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("ppt/", "pptx"),
    ("ofd.xml", "ofd"),
    ("meta-inf/container.xml", "epub"),
)
_MIMETYPES = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/vnd.oasis.opendocument", "odf"),
    (b"application/epub", "epub"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("WORKBOOK", "xls"),
    ("Book", "xls"),
    ("BOOK", "xls"),
    ("PowerPoint Document", "ppt"),
    ("MatOST", "works"),
    ("MN0", "works"),
    ("CONTENTS", "works"),
    ("HwpSummaryInformation", "hwp"),
    ("__properties_version1.0", "msg"),
)


def sniff(data: bytes) -> str:
    """The format of *data*: ``docx``, ``doc``, ``pdf``, ``rtf``, ``html``, ``mht``, ``xlsx`` ... ``empty``, ``text`` or ``unknown``.

    A container that is damaged beyond its own table of contents goes by the names that still stand in its bytes. Never raises.
    """
    if not data.strip(b"\x00 \t\r\n"):
        return "empty"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip(data)
    if data.startswith(_OLE):
        return _ole(data)
    for magic, name in _MAGIC:
        if data.startswith(magic) and (magic[2:] or _is_binary(data[:_HEAD])):
            return name
    if (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data[4:12] in (
        b"ftypheic",
        b"ftypmif1",
        b"ftypavif",
        b"ftypheix",
    ):
        return "image"
    # A PDF may have up to 1,024 bytes of anything before its header (PDF 32000-1 Annex H.3.4.1).
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return _textual(data)


def _zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [info.filename.replace("\\", "/").lstrip("/").lower() for info in archive.infolist()]
            mimetype = _mimetype(archive)
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError, UnicodeError, OverflowError):
        lowered = data.lower()
        return next((name for part, name in _CONTAINED if part.encode() in lowered), "zip-damaged")
    for known, name in _MIMETYPES:
        if mimetype.startswith(known):
            return name
    if "xl/workbook.bin" in names:
        return "xlsb"
    for part, name in _CONTAINED:
        if any(found.startswith(part) for found in names):
            return name
    # The main part may stand anywhere: a package is told by its list of content types.
    if "[content_types].xml" in names and "_rels/.rels" in names:
        return "docx"
    return "zip"


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    """What a container says it is; the format asks for this member to be the first (OpenDocument 1.2 part 3, 3.3), not all keep to it."""
    if "mimetype" not in archive.namelist():
        return b""
    try:
        with archive.open("mimetype") as member:
            return member.read(_MIMETYPE_BYTES).strip()
    except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, EOFError, NotImplementedError, OSError):
        return b""


def _ole(data: bytes) -> str:
    """An OLE compound file by the names in its directory.

    Where they fit several kinds, files are embedded, and where they fit none, names may be written in other letters, which count as the same
    ([MS-CFB] 2.6.4): then those at the root tell.
    """
    found = [(stream, name) for stream, name in _OLE_STREAMS if _has_entry(data, stream)]
    if len({name for _, name in found}) != 1:
        roots = root_names(data)
        found = [(stream, name) for stream, name in _OLE_STREAMS if stream.lower() in roots] or found
    return found[0][1] if found else "ole"


def _has_entry(data: bytes, stream: str) -> bool:
    """Whether a directory names *stream*: entries are UTF-16 (MS-CFB 2.6.1); the end mark keeps Book apart from Workbook."""
    encoded = (stream + "\x00").encode("utf-16-le")
    start = data.find(encoded)
    while start >= 0:
        # Directory entries are 128 bytes on 128-byte bounds and begin with their name.
        if start % 128 == 0:
            return True
        start = data.find(encoded, start + 1)
    return False


def _textual(data: bytes) -> str:
    head = data[:_HEAD]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode("utf-8")
    elif head[:2] in (b"<\x00", b"\x00<"):
        head = head.decode("utf-16-le" if head[0] else "utf-16-be", "replace").encode("utf-8")
    elif _is_binary(head):
        # LibreOffice writes the control characters of Word's fields into the text of a page.
        opens = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_PAGE_OPENS)
        return "html" if opens and b"\x00" not in head else "unknown"
    elif head.lstrip().startswith(b"<!--"):
        # What a page begins with may come after any length of comment.
        head = _COMMENTS.sub(b"", data[:_COMMENTED], count=1)[:_HEAD]
    lowered = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if lowered.startswith(b"{\\rtf"):
        return "rtf"
    if (
        lowered.startswith((b"mime-version:", b"from:"))
        or b"\nmime-version:" in lowered
        or b"multipart/related" in lowered[:1024]
    ):
        return "mht"
    if lowered.startswith(b"<?xml") and b"<html" not in lowered and b"<!doctype html" not in lowered:
        return _xml(lowered)
    if lowered.startswith(_PAGE_STARTS) or any(tag in lowered for tag in _PAGE_TAGS):
        return "html"
    if lowered.startswith((b"<?xml", b"<")):
        return _xml(lowered)
    return "text"


def _xml(head: bytes) -> str:
    if b'progid="word.document"' in head or b"schemas.microsoft.com/office/word/2003" in head:
        return "wordml"
    if b"schemas.microsoft.com/office/2006/xmlpackage" in head:
        return "flat-docx"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "sheetml"
    if b"opendocument" in head:
        return "odf"
    return "image" if b"<svg" in head else "xml"


def _is_binary(head: bytes) -> bool:
    """Whether *head* holds control characters that no text does."""
    return bool(head.translate(None, _TEXT_BYTES))


_COMMENTED = 1 << 20
_COMMENTS = re.compile(rb"\A\s*(?:<!--.*?-->\s*)+", re.DOTALL)
_PAGE_OPENS = (b"<!doctype html", b"<html")
_PAGE_STARTS = (
    b"<script",
    b"<style",
    b"<title",
    b"<p>",
    b"<p ",
    b"<span",
    b"<center",
    b"<font",
    b"<h1",
    b"<h2",
    b"<pre",
)
_PAGE_TAGS = (b"<html", b"<!doctype html", b"<table", b"<body", b"<head>", b"<div", b"<meta ", b"<br>")
_TEXT_BYTES = bytes([7, 8, 9, 10, 12, 13, 26, 27, *range(0x20, 0x100)])
