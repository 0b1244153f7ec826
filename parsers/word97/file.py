"""The streams of a Word 97-2003 file and its File Information Block.

An OLE compound file holds the text with its formatting (``WordDocument``), the tables that say where things are (``0Table`` or ``1Table``), and
what belongs to pictures and form fields (``Data``). Sources: [MS-CFB]; [MS-DOC] 2.1 and 2.5.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from itertools import pairwise

from forms.errors import Unreadable
from forms.messages import message
from parsers.compound import BrokenContainer, Compound

__all__ = ["FIELDS", "Fib", "Index", "WordFile", "damaged", "open_word", "plc"]

_FIB_SIZE = 154
_MAGIC_97 = 0xA5EC
_MAGICS_95 = (0xA5DC, 0xA697, 0xA698, 0xA699)
"""Word 6 and 95; the last three are those of East Asian editions."""
_MAGICS_2 = (0xA59B, 0xA5DB)
_LAST_VERSION_95 = 0x69
_COUNTS_BEFORE_AT, _PAIRS_BEFORE_AT, _PAIRS_BEFORE = 0x34, 0x58, 34
_COMPLEX, _ENCRYPTED, _SECOND_TABLE = 0x0004, 0x0100, 0x0200


class Index:
    """Places of structures in the FIB: the number of their pair of offset and size ([MS-DOC] 2.5.6)."""

    STYLES = 1
    FOOTNOTE_REFERENCES, FOOTNOTES = 2, 3
    COMMENT_REFERENCES, COMMENTS = 4, 5
    SECTIONS = 6
    MARGINS = 11
    CHARACTERS, PARAGRAPHS = 12, 13
    FONTS = 15
    DOCUMENT = 31
    PIECES = 33
    ANCHORS, MARGIN_ANCHORS = 40, 41
    ENDNOTE_REFERENCES, ENDNOTES = 46, 47
    DRAWINGS = 50
    BOXES, MARGIN_BOXES = 56, 58
    LISTS, LIST_OVERRIDES = 73, 74


FIELDS = {
    "body": 16,
    "margins": 17,
    "footnotes": 18,
    "comments": 19,
    "endnotes": 48,
    "boxes": 57,
    "margin boxes": 59,
}
"""Places of the lists of fields, by story."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fib:
    """What the File Information Block says. ``counts`` are the characters of the stories in their order, ``pairs`` offsets and sizes."""

    version: int
    is_complex: bool
    counts: tuple[int, ...]
    pairs: tuple[int, ...]
    before: bool = False
    """Whether the file is of a version before Word 97."""


@dataclass(kw_only=True)
class WordFile:
    """A Word file taken apart. ``doubts`` collects what was found not to fit: any entry means that the file is damaged."""

    word: bytes
    table: bytes
    data: bytes
    fib: Fib
    names: frozenset[str]
    doubts: set[str] = field(default_factory=set)

    def part(self, index: int) -> bytes:
        """The structure at that place of the FIB; empty where there is none, or where it would lie outside of its stream."""
        at, size = self.extent(index)
        return self.table[at : at + size]

    def extent(self, index: int) -> tuple[int, int]:
        """Offset and size of the structure at that place of the FIB; a size of 0 where there is none."""
        if 2 * index + 1 >= len(self.fib.pairs):
            return 0, 0
        at, size = self.fib.pairs[2 * index : 2 * index + 2]
        if not size:
            return 0, 0
        if at + size > len(self.table):
            self.doubts.add(f"fib {index}")
            return 0, 0
        return at, size


def open_word(data: bytes) -> WordFile:
    """The streams of the Word file in *data*.

    Raises:
        Unreadable: It is damaged, encrypted, of a version before Word 6, or no Word file at all.
    """
    try:
        with Compound.open(data) as ole:
            word = ole.stream("WordDocument")
            if word is None:
                raise _unsupported(_kind_of(ole.names))
            flags = _flags(word)
            fib = _fib_before(word) if _is_before(word) else _fib(word)
            table = word if fib.before else ole.stream("1Table" if flags & _SECOND_TABLE else "0Table")
            if table is None:
                raise damaged()
            extra = ole.stream("Data") or b""
            ole.check_chains(_OURS)
    except BrokenContainer as fault:
        raise damaged() from fault
    return WordFile(word=word, table=table, data=extra, fib=fib, names=ole.names, doubts=ole.doubts)


def plc(data: bytes, size: int, doubts: set[str]) -> tuple[tuple[int, ...], list[bytes]]:
    """Positions and records of a PLC whose records have *size* bytes ([MS-DOC] 2.2.2): there is one position more than records."""
    if len(data) < 4:
        return (), []
    count, rest = divmod(len(data) - 4, 4 + size)
    if rest:
        doubts.add("plc size")
    positions = struct.unpack_from(f"<{count + 1}I", data)
    if any(a > b for a, b in pairwise(positions)):
        doubts.add("plc order")
    start = 4 * (count + 1)
    return positions, [data[at : at + size] for at in range(start, start + count * size, size)] if size else []


_OURS = frozenset({"WordDocument", "0Table", "1Table", "Data"})


def _flags(word: bytes) -> int:
    """The flags of the FIB's base, once it is known to be that of a version that is read ([MS-DOC] 2.5.2)."""
    if len(word) < 32:
        raise damaged()
    (magic,) = struct.unpack_from("<H", word)
    (flags,) = struct.unpack_from("<H", word, 10)
    if magic in _MAGICS_2:
        raise _unsupported("word2")
    if flags & _ENCRYPTED and magic in (_MAGIC_97, *_MAGICS_95):
        raise Unreadable("unreadable.encrypted")
    if magic != _MAGIC_97 and magic not in _MAGICS_95:
        raise damaged()
    return int(flags)


def _is_before(word: bytes) -> bool:
    """Whether the file is one of Word 6 or 95."""
    magic, version = struct.unpack_from("<HH", word)
    return magic in _MAGICS_95 or version <= _LAST_VERSION_95


def _fib_before(word: bytes) -> Fib:
    """The FIB of Word 6 and 95: the same pairs at other places, and all else in the main stream."""
    if len(word) < _PAIRS_BEFORE_AT + 8 * _PAIRS_BEFORE:
        raise damaged()
    counts = struct.unpack_from("<8i", word, _COUNTS_BEFORE_AT)
    if any(one < 0 for one in counts) or not counts[0]:
        raise damaged()
    return Fib(
        version=int.from_bytes(word[2:4], "little"),
        is_complex=bool(word[10] & _COMPLEX),
        counts=counts,
        pairs=struct.unpack_from(f"<{2 * _PAIRS_BEFORE}I", word, _PAIRS_BEFORE_AT),
        before=True,
    )


def _fib(word: bytes) -> Fib:
    if len(word) < _FIB_SIZE:
        raise damaged()
    flags: int
    version, flags, words, longs = (struct.unpack_from("<H", word, at)[0] for at in (2, 10, 32, 62))
    (count,) = struct.unpack_from("<H", word, 152)
    if words != 14 or longs != 22 or _FIB_SIZE + 8 * count > len(word):
        raise damaged()
    counts = struct.unpack_from("<8i", word, 76)
    if any(one < 0 for one in counts):
        raise damaged()
    return Fib(
        version=version,
        is_complex=bool(flags & _COMPLEX),
        counts=counts,
        pairs=struct.unpack_from(f"<{2 * count}I", word, _FIB_SIZE),
    )


def _kind_of(names: frozenset[str]) -> str:
    """What a compound file without a Word document is."""
    if "encryptedpackage" in names:
        raise Unreadable("unreadable.encrypted")
    kinds = {
        "workbook": "xls",
        "book": "xls",
        "powerpoint document": "ppt",
        "matost": "works",
        "mn0": "works",
        "contents": "works",
    }
    return next((kind for name, kind in kinds.items() if name in names), "ole")


def _unsupported(found: str) -> Unreadable:
    return Unreadable("unreadable.unsupported", found=message(f"found.{found}"))


def damaged() -> Unreadable:
    """The error of a file whose structure can't be followed."""
    return Unreadable("unreadable.damaged", reason=message("found.doc"))
