"""What a PDF's bytes tell before it is read: how much its streams unpack to, how many pages it has, and whether they hold themselves."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator

from forms.errors import OverLimit

__all__ = ["filters_of", "is_suspicious"]

LARGE = 24 << 20
"""Bytes of a file from which on it is read in a process of its own."""
UNPACKED = 8 << 20
"""Bytes that a stream may unpack to without suspicion: a page of text has 0.1 MB, a font of all Han characters 15 MB packed in as many."""
RATIO = 100
"""Times its size that a stream may unpack to without suspicion. Text has 5, an empty picture 1,000."""
STREAMS = 4_000
"""Streams that are looked at."""
STREAM_LIMIT = 64 << 20
"""Bytes that a stream other than an image may unpack to: ten times the largest font, some hundred pages of text."""
ALL_LIMIT = 512 << 20
"""Bytes that all such streams that are suspicious may unpack to together."""

_STREAM = re.compile(rb"stream\r?\n")
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_COUNT = re.compile(rb"/Count\s+(\d{1,9})")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_MANY_PAGES = 150
_DICTIONARY = 2048
"""Bytes before a stream in which its dictionary stands."""
_CHUNK = 1 << 16
_LAST = 128
"""What ends a stream packed by runs."""
_RUNS = re.compile(rb"/(?:RunLengthDecode|RL|LZWDecode|LZW)\b")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_FILTERS = re.compile(rb"/Filter\s*(?:\[([^\]]*)\]|(/\w+))")
_NAME = re.compile(rb"/(\w+)")
_PAGES = re.compile(rb"/Type\s*/Pages\b")
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_REFERENCE = re.compile(rb"(\d+)\s+\d+\s+R\b")
_NUMBER = re.compile(rb"(\d+)\s+\d+\s*$")
_NODE = 1 << 20
"""Bytes that a node of the page tree may take."""


def is_suspicious(data: bytes) -> bool:
    """Whether reading *data* could cost much more than its size tells.

    Raises:
        OverLimit: a stream unpacks to more than any form holds, or the pages hold themselves.
    """
    if _holds_itself(data):
        raise OverLimit("limit.loop")
    counts = [int(found) for found in _COUNT.findall(data)]
    suspicious = len(data) > LARGE or max(counts, default=0) > _MANY_PAGES or len(_PAGE.findall(data)) > _MANY_PAGES
    unpacked = 0
    for number, found in enumerate(_STREAM.finditer(data)):
        if number >= STREAMS:
            return True
        dictionary = data[max(0, found.start() - _DICTIONARY) : found.start()].rpartition(b" obj")[2]
        if not _costs_much(data, dictionary, found.end()):
            continue
        suspicious = True
        if _IMAGE.search(dictionary) is None:
            # An image is unpacked when it is drawn, which its own limits are for.
            unpacked += _unpacked(data, dictionary, found.end())
            if unpacked > ALL_LIMIT:
                raise OverLimit("limit.unpacked", limit=f"{ALL_LIMIT >> 20} MB")
    return suspicious


def _costs_much(data: bytes, dictionary: bytes, start: int) -> bool:
    """Whether the stream from *start* with its *dictionary* is packed too tightly or twice, or draws forms that draw forms."""
    is_form = _FORM.search(dictionary) is not None
    if _RUNS.search(dictionary) is not None:
        return True
    if _FLATE.search(dictionary) is None:
        stop = data.find(b"endstream", start)
        return is_form and (b"Filter" in dictionary or _draws_several(data[start : stop if stop >= 0 else None]))
    if len(filters_of(dictionary)) > 1:
        return is_form or len(_FLATE.findall(dictionary)) > 1 or _unpacked(data, dictionary, start) > UNPACKED
    unpacker = zlib.decompressobj()
    made = 0
    position = start
    pending = b""
    try:
        while not unpacker.eof:
            if not pending:
                pending = data[position : position + _CHUNK]
                position += len(pending)
                if not pending:
                    break
            piece = unpacker.decompress(pending, 1 << 20)
            pending = unpacker.unconsumed_tail
            if is_form and _draws_several(piece):
                return True
            made += len(piece)
            if made > UNPACKED or (made > (1 << 20) and made > RATIO * (position - start)):
                return True
    except zlib.error:
        return False
    return False


def _draws_several(content: bytes) -> bool:
    return content.count(b"Do") > 1


def filters_of(dictionary: bytes) -> list[bytes]:
    """The names of a stream's filters, in the order in which they are undone."""
    found = _FILTERS.search(dictionary)
    return _NAME.findall(found[1] or found[2]) if found is not None else []


def _unpacked(data: bytes, dictionary: bytes, start: int) -> int:
    """Bytes that a stream unpacks to, as far as its filters are known.

    Raises:
        OverLimit: they are too many.
    """
    stop = data.find(b"endstream", start)
    pieces: Iterator[bytes] = iter((data[start : stop if stop >= 0 else None],))
    for name in filters_of(dictionary):
        if name in (b"FlateDecode", b"Fl"):
            pieces = _inflated(pieces)
        elif name in (b"RunLengthDecode", b"RL"):
            pieces = _runs(pieces)
        elif name in (b"ASCIIHexDecode", b"AHx", b"ASCII85Decode", b"A85"):
            pieces = _from_ascii(pieces, hexadecimal=name in (b"ASCIIHexDecode", b"AHx"))
        else:
            return 0
    made = 0
    for piece in pieces:
        made += len(piece)
        if made > STREAM_LIMIT:
            raise OverLimit("limit.unpacked", limit=f"{STREAM_LIMIT >> 20} MB")
    return made


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    for packed in pieces:
        pending = packed
        while pending and not unpacker.eof:
            try:
                piece = unpacker.decompress(pending, _CHUNK << 4)
            except zlib.error:
                return
            pending = unpacker.unconsumed_tail
            yield piece


def _runs(pieces: Iterator[bytes]) -> Iterator[bytes]:
    packed = b"".join(pieces)
    place, made = 0, bytearray()
    while place < len(packed) and packed[place] != _LAST:
        length = packed[place]
        if length < _LAST:
            made += packed[place + 1 : place + 2 + length]
            place += 2 + length
        else:
            made += packed[place + 1 : place + 2] * (257 - length)
            place += 2
        if len(made) >= _CHUNK:
            yield bytes(made)
            made.clear()
    yield bytes(made)


def _from_ascii(pieces: Iterator[bytes], *, hexadecimal: bool) -> Iterator[bytes]:
    text = b"".join(b"".join(pieces).split())
    try:
        if hexadecimal:
            yield binascii.unhexlify(text.partition(b">")[0])
        else:
            yield base64.a85decode(text.partition(b"~")[0])
    except ValueError:
        return


def _holds_itself(data: bytes) -> bool:
    """Whether a node of the page tree is among those under it. Of a node that is written anew, the last version counts."""
    under: dict[int, list[int]] = {}
    for found in _PAGES.finditer(data):
        begin = data.rfind(b"obj", max(0, found.start() - _NODE), found.start())
        number = _NUMBER.search(data, max(0, begin - 20), begin) if begin >= 0 else None
        if number is None:
            continue
        end = data.find(b"endobj", found.end(), found.end() + _NODE)
        kids = _KIDS.search(data, begin, end if end >= 0 else found.end() + _NODE)
        under[int(number[1])] = [int(kid) for kid in _REFERENCE.findall(kids[1])] if kids is not None else []
    done: set[int] = set()
    for root, first in under.items():
        path: list[tuple[int, Iterator[int]]] = [] if root in done else [(root, iter(first))]
        above = {root}
        while path:
            node, rest = path[-1]
            kid = next((kid for kid in rest if kid in under and kid not in done), None)
            if kid is None:
                path.pop()
                above.discard(node)
                done.add(node)
            elif kid in above:
                return True
            else:
                above.add(kid)
                path.append((kid, iter(under[kid])))
    return False
