"""The text of a Word file put together from its pieces, and where each character's formatting is found.

Positions in the text (cp) count UTF-16 units, so the string here holds one character per unit: pairs of surrogates are joined when text is taken
out. Positions in the file (fc) are bytes of the WordDocument stream. Source: [MS-DOC] 2.4.1, 2.8.35, 2.9.38, 2.9.177.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from itertools import pairwise

from forms.errors import Unreadable
from forms.messages import message
from parsers.word97.file import Index, WordFile

__all__ = ["Piece", "Pieces", "joined", "read_pieces"]

_COMPRESSED = 0x40000000
_PRC, _PCDT = 1, 2
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A stretch of text that lies in one place of the file. ``changes`` is formatting for all of it, made after it was written."""

    start: int
    end: int
    at: int
    width: int
    changes: bytes = b""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pieces:
    """The whole text, its stories one after the other, and the pieces that it comes from."""

    text: str
    pieces: tuple[Piece, ...]


def read_pieces(file: WordFile) -> Pieces:
    """The text of *file*. Raises ``Unreadable`` where its table of pieces is damaged."""
    table, changes = _clx(file)
    count, rest = divmod(len(table) - 4, 12)
    if rest or count < 1:
        raise _damaged()
    positions = struct.unpack_from(f"<{count + 1}I", table)
    if positions[0] or any(b <= a for a, b in pairwise(positions)):
        raise _damaged()
    total = sum(file.fib.counts)
    # Where there are other stories than the body, one more paragraph mark ends the text ([MS-DOC] 2.8.35).
    if positions[-1] < total or positions[-1] > total + 1:
        file.doubts.add("length")
    pieces: list[Piece] = []
    texts: list[str] = []
    for index, (start, end) in enumerate(pairwise(positions)):
        fc, prm = struct.unpack_from("<IH", table, 4 * (count + 1) + 8 * index + 2)
        narrow = bool(fc & _COMPRESSED)
        at = (fc & ~_COMPRESSED) // 2 if narrow else fc
        width = 1 if narrow else 2
        raw = file.word[at : at + width * (end - start)]
        if fc & 0x80000000 or len(raw) < width * (end - start):
            raise _damaged()
        pieces.append(Piece(start=start, end=end, at=at, width=width, changes=_changed(prm, changes, file.doubts)))
        texts.append(_narrow(raw) if narrow else _wide(raw))
    _check_overlap(file, pieces)
    return Pieces(text="".join(texts), pieces=tuple(pieces))


def joined(text: str) -> str:
    """*text* with pairs of surrogates as the one character that they stand for; a lone one becomes U+FFFD."""
    if not _SURROGATES.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _clx(file: WordFile) -> tuple[bytes, list[bytes]]:
    """The table of pieces and the lists of changes that it refers to ([MS-DOC] 2.9.38)."""
    data = file.part(Index.PIECES)
    changes: list[bytes] = []
    at = 0
    while at + 5 <= len(data):
        if data[at] == _PRC:
            (size,) = struct.unpack_from("<H", data, at + 1)
            changes.append(data[at + 3 : at + 3 + size])
            at += 3 + size
        elif data[at] == _PCDT:
            (size,) = struct.unpack_from("<I", data, at + 1)
            if size > len(data) - at - 5:
                break
            return data[at + 5 : at + 5 + size], changes
        else:
            break
    raise _damaged()


def _changed(prm: int, changes: list[bytes], doubts: set[str]) -> bytes:
    """The formatting that a piece's Prm stands for, as a list of sprms ([MS-DOC] 2.9.214 and 2.9.215)."""
    if not prm:
        return b""
    if prm & 1:
        if prm >> 1 < len(changes):
            return changes[prm >> 1]
        doubts.add("prm")
        return b""
    code = _SHORT.get(prm >> 1 & 0x7F)
    return b"" if code is None else struct.pack("<HB", code, prm >> 8)


_SHORT = {
    0x0C: 0x260A,
    0x18: 0x2416,
    0x19: 0x2417,
    0x41: 0x0800,
    0x42: 0x0801,
    0x47: 0x0806,
    0x4B: 0x080A,
    0x51: 0x0818,
    0x57: 0x0837,
    0x5C: 0x083C,
    0x73: 0x2A53,
    0x75: 0x0855,
    0x76: 0x0856,
}
"""Those of the short codes for sprms that matter here ([MS-DOC] 2.9.215)."""


def _narrow(raw: bytes) -> str:
    """8-bit text: Windows-1252 whose five gaps are the C1 controls of the same number."""
    return raw.decode("latin-1").translate(_CP1252)


def _wide(raw: bytes) -> str:
    text = raw.decode("utf-16-le", "surrogatepass")
    if len(text) * 2 == len(raw):
        return text
    return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))


def _cp1252() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in range(0x80, 0xA0):
        try:
            table[code] = bytes([code]).decode("cp1252")
        except UnicodeDecodeError:
            continue
    return table


_CP1252 = _cp1252()


def _check_overlap(file: WordFile, pieces: list[Piece]) -> None:
    """A file that was saved whole has each byte of text once; text that comes twice stands for text that is lost."""
    if file.fib.is_complex:
        return
    extents = sorted((piece.at, piece.at + piece.width * (piece.end - piece.start)) for piece in pieces)
    if any(following[0] < one[1] for one, following in pairwise(extents)):
        file.doubts.add("overlap")


def _damaged() -> Unreadable:
    return Unreadable("unreadable.damaged", reason=message("found.doc"))
