"""PDF files as LibreOffice writes them, taken apart into objects and the maps of their fonts, and put together again."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Mapping

__all__ = ["Breaker", "Map", "Maps", "broken", "inflated", "maps_of", "objects_of", "packed", "rebuilt"]

Map = dict[int, str]
"""A font's map: code to text."""
Maps = dict[int, Map]
"""The maps of a file by the number of their object."""
Breaker = Callable[[Maps, random.Random], Maps | None]

_OBJECT = re.compile(rb"(?<=\n)(\d+) 0 obj\b(.*?)\nendobj", re.DOTALL)
_BFCHAR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def inflated(content: bytes) -> bytes:
    """What the stream in an object unpacks to."""
    return zlib.decompress(content.split(b"stream", 1)[1].lstrip(b"\r\n").rpartition(b"endstream")[0])


def packed(content: bytes) -> bytes:
    """*content* as a stream object."""
    small = zlib.compress(content)
    return b"\n<</Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream" % (len(small), small)


def objects_of(data: bytes) -> dict[int, bytes]:
    """The objects of a PDF as LibreOffice writes it, by number."""
    return {int(number): content for number, content in _OBJECT.findall(data)}


def rebuilt(data: bytes, objects: Mapping[int, bytes]) -> bytes:
    """A PDF of *objects* with the trailer of *data*."""
    out = bytearray(b"%PDF-1.6\n")
    places = {}
    for number in sorted(objects):
        places[number] = len(out)
        out += b"%d 0 obj%b\nendobj\n" % (number, objects[number])
    table = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n" % size
    for number in range(size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    root = re.search(rb"/Root \d+ 0 R", data)
    out += b"trailer\n<</Size %d%b>>\nstartxref\n%d\n%%%%EOF\n" % (size, root[0] if root else b"", table)
    return bytes(out)


def maps_of(objects: Mapping[int, bytes]) -> Maps:
    """The ToUnicode maps of a file."""
    found: Maps = {}
    for content in objects.values():
        for number in map(int, re.findall(rb"/ToUnicode (\d+) 0 R", content)):
            text = inflated(objects[number]).decode("latin-1")
            entries = _BFCHAR.findall(text.partition("endcodespacerange")[2])
            found[number] = {
                int(code, 16): bytes.fromhex(value).decode("utf-16-be", "surrogatepass") for code, value in entries
            }
    return found


def written(codes: Map, width: int) -> bytes:
    """A map as a stream object."""
    lines = [
        f"<{code:0{width}X}> <{text.encode('utf-16-be', 'surrogatepass').hex().upper()}>"
        for code, text in codes.items()
    ]
    chunks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar" for chunk in chunks)
    whole = (
        "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<{0:0{width}X}> <{'F' * width}>\nendcodespacerange\n{body}\nendcmap\nend\nend\n"
    )
    return packed(whole.encode("latin-1"))


def broken(data: bytes, breaker: Breaker, rng: random.Random) -> bytes | None:
    """*data* with its maps as *breaker* makes them; a map that it leaves out is taken from its font. None where there is nothing to break."""
    objects = objects_of(data)
    before = maps_of(objects)
    after = breaker({number: dict(codes) for number, codes in before.items()}, rng)
    if after is None or after == before:
        return None
    for number in before:
        if number not in after:
            for key, content in list(objects.items()):
                objects[key] = re.sub(rb"/ToUnicode %d 0 R" % number, b"", content)
        elif after[number] != before[number]:
            wide = re.search(
                rb"<[0-9A-F]{4}>\s*<[0-9A-F]{4}>\s*endcodespacerange",
                inflated(objects[number]),
            )
            objects[number] = written(after[number], 4 if wide else 2)
    return rebuilt(data, objects)
