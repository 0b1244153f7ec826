"""What the objects of a PDF say that PDFium doesn't tell: dictionaries found by their keys, in streams of objects too."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import islice

__all__ = ["chosen_values", "needs_appearances", "packed_objects"]

_OBJECTS = re.compile(rb"/Type\s*/ObjStm\b")
_STREAM = re.compile(rb"stream\r?\n")
_UNPACKED = 8 << 20
"""Bytes of packed objects that are searched in each stream."""
_SAID = rb"(/[^\s/<>\[\]()%]+|\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>)"
_VALUE, _NAME = re.compile(rb"/V\s*" + _SAID, re.DOTALL), re.compile(rb"/T\s*" + _SAID, re.DOTALL)
_REDRAWN = re.compile(rb"/NeedAppearances\s+true\b")
_KIDS = re.compile(rb"/Kids\s*\[")
_ENDS = re.compile(rb"<<|>>")
_REACH = 4096
"""Bytes before and behind a value in which the dictionary begins and ends that it stands in."""
_FIELDS = 2_000
"""Values that are looked at: a form of 40 rows and 10 columns has 400 fields."""
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_HASH = re.compile(rb"#([0-9A-Fa-f]{2})")
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def packed_objects(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each stream of objects in the PDF *data*: where it stands, and its bytes unpacked."""
    for found in _OBJECTS.finditer(data):
        start = _STREAM.search(data, found.end(), found.end() + 1024)
        if start is None:
            continue
        try:
            yield start.end(), zlib.decompressobj().decompress(data[start.end() :], _UNPACKED)
        except zlib.error:
            continue


def chosen_values(data: bytes) -> dict[str, str]:
    """What fields that have several buttons say is chosen, by the last part of the field's name; of several versions of a field the last."""
    values: list[tuple[int, str, str]] = []
    for at, text in ((-1, data), *packed_objects(data)):
        for value in islice(_VALUE.finditer(text), _FIELDS):
            dictionary = _around(text, value.start(), value.end())
            name = _NAME.search(dictionary)
            if name is not None and _KIDS.search(dictionary):
                values.append((value.start() if at < 0 else at, _said(name[1]), _said(value[1])))
    return {name: value for _, name, value in sorted(values, key=lambda one: one[0])}


def needs_appearances(data: bytes) -> bool:
    """Whether fields are shown as their values say, whatever pictures they bring along."""
    return any(_REDRAWN.search(text) for text in (data, *(text for _, text in packed_objects(data))))


def _around(text: bytes, start: int, end: int) -> bytes:
    """The dictionary in which what stands from *start* to *end* is an entry; b"" where its ends aren't near."""
    depth, first = 0, -1
    for mark in reversed(list(_ENDS.finditer(text, max(0, start - _REACH), start))):
        depth += 1 if mark[0] == b">>" else -1
        if depth < 0:
            first = mark.end()
            break
    depth = 0
    for mark in _ENDS.finditer(text, end, end + _REACH):
        depth += 1 if mark[0] == b"<<" else -1
        if depth < 0:
            return text[first : mark.start()] if first >= 0 else b""
    return b""


def _said(written: bytes) -> str:
    """What a name or a string says."""
    if written[:1] == b"/":
        return _decoded(_HASH.sub(lambda found: bytes([int(found[1], 16)]), written[1:]))
    if written[:1] == b"<":
        digits = re.sub(rb"\s", b"", written[1:-1])
        return _decoded(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")))
    return _decoded(_ESCAPED.sub(_unescaped, written[1:-1]))


def _unescaped(found: re.Match[bytes]) -> bytes:
    said = found[1]
    return bytes([int(said, 8) & 255]) if said[:1].isdigit() else _CONTROLS.get(said, said)


def _decoded(said: bytes) -> str:
    if said[:2] == b"\xfe\xff":
        return said[2:].decode("utf-16-be", "replace")
    try:
        return said.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        return said.decode("gb18030", "replace")
