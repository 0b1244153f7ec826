"""Takes the files out of what people send them in: .zip archives and .eml messages with attachments. Nothing is unpacked onto the disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from forms.errors import OverLimit
from parsers.sniff import sniff

if TYPE_CHECKING:
    from email.message import EmailMessage

__all__ = ["unpacked"]

MEMBERS_LIMIT = 2000
BYTES_LIMIT = 1 << 30
"""Of all that one archive holds; the files in it have their own limit each."""
_CHUNK = 1 << 20
_UTF8 = 0x800
"""The flag of a member whose name is UTF-8 (APPNOTE 4.4.4, bit 11)."""
_HEADERS = (
    b"from:",
    b"to:",
    b"subject:",
    b"date:",
    b"received:",
    b"return-path:",
    b"message-id:",
    b"mime-version:",
    b"delivered-to:",
    b"x-",
)


def unpacked(data: bytes, name: str, *, depth: int = 2) -> list[tuple[str, bytes]]:
    """The files in *data* by what they are called, archives and messages in it unpacked as well; only itself where it is neither, or is damaged.

    Raises:
        OverLimit: it holds more than anybody sends.
    """
    if depth:
        found = _zip(data) if sniff(data) == "zip" else _message(data) if _is_message(data, name) else None
        if found:
            inner = [one for own, raw in found for one in unpacked(raw, own, depth=depth - 1)]
            return [(f"{name}/{own}", content) for own, content in inner]
    return [(name, data)]


def _zip(data: bytes) -> list[tuple[str, bytes]]:
    """The files in an archive; nothing for a broken one, or one with a password, which is kept as it came."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > MEMBERS_LIMIT:
                raise OverLimit("limit.members", found=len(infos), limit=MEMBERS_LIMIT)
            left = BYTES_LIMIT
            found = []
            for info in infos:
                name = _name(info)
                if _is_litter(name):
                    continue
                content = _content(archive, info, left)
                left -= len(content)
                found.append((name, content))
            return found
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        return []


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    found = bytearray()
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            found += chunk
            if len(found) > left:
                raise OverLimit("limit.ratio")
    return bytes(found)


def _name(info: zipfile.ZipInfo) -> str:
    """What a member is called. Chinese programs write its name in GB 18030 without saying so; zipfile takes such for cp437."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.filename


def _is_litter(name: str) -> bool:
    """Whether a member is what a system leaves beside the files."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return (
        not last or last.startswith((".", "~$")) or name.startswith("__MACOSX/") or last in ("Thumbs.db", "desktop.ini")
    )


def _is_message(data: bytes, name: str) -> bool:
    """Whether *data* are an e-mail: they begin with headers as mail has them. An MHT document says MIME-Version first and is none."""
    if not name.lower().endswith((".eml", ".msg.eml")):
        return False
    return data.lstrip()[:40].lower().startswith(_HEADERS)


def _message(data: bytes) -> list[tuple[str, bytes]]:
    """The attachments of a message; nothing for one without."""
    # Loading the library takes longer than reading a form; few files are messages.
    from email import message_from_bytes, policy

    try:
        return list(_attachments(message_from_bytes(data, policy=policy.default)))
    except (ValueError, LookupError, AttributeError, TypeError):
        return []


def _attachments(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for number, part in enumerate(message.walk(), 1):
        name = part.get_filename()
        if part.is_multipart() or not name:
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            yield name or f"{number}", content
