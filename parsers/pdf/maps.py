"""Which characters the maps of a PDF's fonts (ToUnicode CMaps, PDF 32000-1 9.10.3) tell for more than one code."""

from __future__ import annotations

import re
import zlib

from parsers.pdf.streams import filters_of

__all__ = ["shared_texts"]

HEAD = 2048
"""Bytes of a stream in which it says that it is a map."""
LARGEST, ALL = 1 << 20, 4 << 20
"""Bytes of the largest map that is looked into, as many as one of all 65,536 codes has, and of all together."""
MOST = 2_000
"""Characters told for several codes, and streams of a file, from which on no more is told of it."""
_DICTIONARY = 2048
"""Bytes before a stream in which its dictionary stands."""

_STREAM = re.compile(rb"stream\r?\n")
_NO_MAP = re.compile(rb"/(?:Subtype|Length1|ObjStm|XRef|ICCBased|DCTDecode|JPXDecode|CCITTFaxDecode|JBIG2Decode)\b")
_BEGIN = b"begincmap"
_CHARACTERS = re.compile(rb"beginbfchar\b(.*?)\bendbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange\b(.*?)\bendbfrange", re.DOTALL)
_CHARACTER = re.compile(rb"<([0-9A-Fa-f]*)>\s*<([0-9A-Fa-f]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]*)>\s*<([0-9A-Fa-f]*)>\s*(?:<([0-9A-Fa-f]*)>|\[([^\]]*)\])")
_VALUE = re.compile(rb"<([0-9A-Fa-f]*)>")


def shared_texts(data: bytes) -> frozenset[str] | None:
    """The characters that some map in *data* tells for several codes; None where not all maps can be looked into."""
    if b"/Encrypt" in data:
        return None
    found: set[str] = set()
    room = ALL
    for number, stream in enumerate(_STREAM.finditer(data)):
        if number >= 2 * MOST:
            return None
        before = data[max(0, stream.start() - _DICTIONARY) : stream.start()]
        if before.endswith(b"end"):
            continue
        dictionary = before.rpartition(b" obj")[2]
        if _NO_MAP.search(dictionary) is not None:
            continue
        content = _content(data, dictionary, stream.end())
        room -= len(content or b"")
        if content is None or room < 0:
            return None
        if content:
            several = _shared(content)
            if several is None:
                return None
            found |= several
    return frozenset(found)


def _content(data: bytes, dictionary: bytes, start: int) -> bytes | None:
    """The map in a stream; nothing if it is none, None where that can't be told."""
    filters = filters_of(dictionary)
    if not filters:
        stop = data.find(b"endstream", start)
        content = data[start : stop if stop >= 0 else None]
        return content if _BEGIN in content[:HEAD] else b""
    if filters not in ([b"FlateDecode"], [b"Fl"]):
        return None
    unpacker = zlib.decompressobj()
    try:
        head = unpacker.decompress(data[start : start + HEAD], HEAD)
        if _BEGIN not in head:
            return b""
        rest = unpacker.unconsumed_tail + data[start + HEAD : start + HEAD + LARGEST]
        whole = head + unpacker.decompress(rest, LARGEST)
    except zlib.error:
        return None
    return whole if unpacker.eof else None


def _shared(content: bytes) -> set[str] | None:
    """The characters that a map tells for several codes; None where they are too many."""
    pairs = [pair for block in _CHARACTERS.findall(content) for pair in _CHARACTER.findall(block.upper())]
    found: set[str] = set()
    if len({value for _, value in pairs}) < len(pairs):
        codes: dict[bytes, bytes] = {}
        found = {_text(value) for code, value in pairs if codes.setdefault(value, code) != code}
    spans: list[tuple[int, int]] = []
    for block in _RANGES.findall(content):
        for first, last, start, listed in _RANGE.findall(block):
            if start:
                begin = _number(start)
                spans.append((begin, begin + max(0, _number(last) - _number(first))))
            else:
                spans += [(one, one) for one in map(_number, _VALUE.findall(listed))]
    if not spans:
        return found
    spans += [(one, one) for one in {_number(value) for _, value in pairs}]
    end = -1
    for begin, last in sorted(spans):
        if begin <= end:
            if min(end, last) - begin > MOST:
                return None
            found |= {chr(code) for code in range(begin, min(end, last) + 1) if code < 0x110000}
        end = max(end, last)
    return found


def _number(value: bytes) -> int:
    return int(value or b"0", 16)


def _text(value: bytes) -> str:
    # A last digit that is missing is a zero (7.3.4.3).
    raw = bytes.fromhex((value + b"0" * (len(value) % 2)).decode("ascii"))
    return raw.decode("utf-16-be", "replace")
