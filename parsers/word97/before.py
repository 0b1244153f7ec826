"""Reads Word 6 and 95 files by putting what they say into the terms of Word 97.

The structures are the same with other sizes: the tables lie in the main stream, text has 8 bits, in the code page of its font, and a property has
a code of one byte. Properties that matter are translated, all others left out, styles among them. Sources: the Word 6 and Word 97 file format
descriptions of Microsoft (1994 and 1997).
"""

from __future__ import annotations

import struct
from itertools import pairwise
from typing import TYPE_CHECKING

from parsers.word97.before_sprms import translated
from parsers.word97.file import Index, WordFile, damaged, plc
from parsers.word97.pieces import Piece, Pieces
from parsers.word97.runs import Runs, spread
from parsers.word97.sprms import Sprm, read_sprms
from parsers.word97.styles import Styles

if TYPE_CHECKING:
    from parsers.word97.runs import Spread

__all__ = [
    "characters_before",
    "decoded_before",
    "margins_before",
    "paragraphs_before",
    "pieces_before",
    "styles_before",
]

_WIDE = 0x1000
_PAGE = 512
_FILLER = "\x1f"
"""Stands for the second byte of a character of two: text shows nothing for it."""
_CODE_PAGES = {
    0x04: "gb18030",
    0x11: "cp932",
    0x12: "cp949",
    0x08: "cp1253",
    0x1F: "cp1254",
    0x0D: "cp1255",
    0x01: "cp1256",
    **dict.fromkeys((0x02, 0x19, 0x22, 0x23, 0x2F), "cp1251"),
    **dict.fromkeys((0x05, 0x0E, 0x15, 0x18, 0x1A, 0x1B, 0x1C, 0x24), "cp1250"),
    **dict.fromkeys((0x25, 0x26, 0x27), "cp1257"),
}
"""Code pages by the language of the program that wrote the file."""
_CHARSETS = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    238: "cp1250",
}
"""Code pages by the character sets that fonts name."""
_LATIN = "cp1252"
_FONT = b"\x4f\x4a"
_TRADITIONAL = (0x0404, 0x0C04)
_TWO_BYTES = ("gb18030", "cp932", "cp949", "cp950")
_KINDS = 6


def pieces_before(file: WordFile) -> Pieces:
    """The text, each byte a character until ``decoded_before`` knows its font: one piece, unless the file was saved fast."""
    word = file.word
    (flags,) = struct.unpack_from("<H", word, 10)
    width = 2 if flags & _WIDE else 1
    found: list[Piece] = []
    texts: list[str] = []
    for start, end, at, changes in _pieces(file):
        raw = word[at : at + width * (end - start)]
        if len(raw) < width * (end - start):
            raise damaged()
        found.append(Piece(start=start, end=end, at=at, width=width, changes=changes))
        texts.append("".join(map(chr, struct.unpack(f"<{end - start}H", raw))) if width == 2 else raw.decode("latin-1"))
    return Pieces(text="".join(texts), pieces=tuple(found))


def _pieces(file: WordFile) -> list[tuple[int, int, int, bytes]]:
    data = file.part(Index.PIECES)
    total = sum(file.fib.counts)
    if not file.fib.is_complex or not data:
        (first,) = struct.unpack_from("<I", file.word, 24)
        return [(0, total, first, b"")]
    changes: list[bytes] = []
    at = 0
    while at + 5 <= len(data) and data[at] == 1:
        size = int.from_bytes(data[at + 1 : at + 3], "little")
        changes.append(translated(data[at + 3 : at + 3 + size], file.doubts))
        at += 3 + size
    table = data[at + 5 :]
    count = (len(table) - 4) // 12
    if at + 5 > len(data) or data[at] != 2 or count < 1:
        raise damaged()
    positions = struct.unpack_from(f"<{count + 1}I", table)
    if positions[0] or any(b <= a for a, b in pairwise(positions)):
        raise damaged()
    if positions[-1] < total:
        file.doubts.add("length")
    found: list[tuple[int, int, int, bytes]] = []
    for index, (start, end) in enumerate(pairwise(positions)):
        where, prm = struct.unpack_from("<IH", table, 4 * (count + 1) + 8 * index + 2)
        if prm & 1:
            change = changes[prm >> 1] if prm >> 1 < len(changes) else b""
        else:
            change = translated(bytes([prm >> 1 & 0x7F, prm >> 8]), file.doubts) if prm else b""
        found.append((start, end, where, change))
    return found


def decoded_before(file: WordFile, pieces: Pieces, characters: Spread) -> str:
    """The text, its bytes read in the code page of the font that they are set in, or of the file where no font is named."""
    if any(piece.width == 2 for piece in pieces.pieces):
        return pieces.text
    sets = [charset for charset, _ in _fonts(file)]
    (language,) = struct.unpack_from("<H", file.word, 6)
    page = "cp950" if language in _TRADITIONAL else _CODE_PAGES.get(language & 0x3FF, "")
    page = page or (_CHARSETS.get(sets[0]) if sets else None) or _LATIN
    mixed = page == _LATIN and any(charset in _CHARSETS for charset in sets)
    found: list[str] = []
    edges = [*characters.starts, len(pieces.text)]
    for index, (start, end) in enumerate(pairwise(edges)):
        raw = pieces.text[start:end].encode("latin-1")
        if raw.isascii():
            found.append(pieces.text[start:end])
            continue
        format_ = characters.formats[index]
        at = format_.rfind(_FONT)
        font = int.from_bytes(format_[at + 2 : at + 4], "little") if at >= 0 else len(sets)
        own = _CHARSETS.get(sets[font]) if font < len(sets) else None
        if mixed and font >= len(sets):
            # The style names the font, and styles aren't read.
            file.doubts.add("code page")
        found.append(_decoded(raw, own or page))
    return "".join(found)


def _decoded(raw: bytes, page: str) -> str:
    """8-bit text with one character a byte, so that positions stay what they are."""
    if page not in _TWO_BYTES:
        return raw.decode(page, "replace")
    found: list[str] = []
    at = 0
    while at < len(raw):
        size = 2 if raw[at] > 0x80 and at + 1 < len(raw) else 1
        try:
            char = raw[at : at + size].decode(page)
        except UnicodeDecodeError:
            size, char = 1, "\ufffd"
        found += char if len(char) == size else [char[:1], _FILLER]
        at += size
    return "".join(found)


def characters_before(file: WordFile, pieces: Pieces) -> Spread:
    """Character formatting in the terms of Word 97."""
    runs = _runs(file, Index.CHARACTERS, 1)
    found = [(a, b, translated(entry, file.doubts)) for a, b, entry in runs]
    return spread(found, pieces, b"", file.doubts)


def paragraphs_before(file: WordFile, pieces: Pieces) -> Spread:
    """Paragraph formatting in the terms of Word 97; all paragraphs have the style of number 0."""
    runs = _runs(file, Index.PARAGRAPHS, 7)
    found = [(a, b, b"\0\0" + translated(entry[2:], file.doubts)) for a, b, entry in runs]
    return spread(found, pieces, b"\0\0", file.doubts)


def _runs(file: WordFile, index: int, step: int) -> Runs:
    """The pages of formatting, whose entries lie *step* bytes apart."""
    _, records = plc(file.part(index), 2, file.doubts)
    found: Runs = []
    last = 0
    for record in records:
        at = int.from_bytes(record, "little") * _PAGE
        page = file.word[at : at + _PAGE]
        count = page[-1] if len(page) == _PAGE else 0
        first = 4 * (count + 1)
        if not count or first + step * count > _PAGE:
            file.doubts.add(f"page {index}")
            continue
        edges = struct.unpack_from(f"<{count + 1}I", page)
        for number, (start, end) in enumerate(pairwise(edges)):
            offset = 2 * page[first + step * number]
            size = 0 if not offset else page[offset] * (1 if step == 1 else 2)
            if start < last or end <= start or offset + size > _PAGE:
                file.doubts.add(f"page order {index}")
                continue
            found.append((start, end, page[offset + 1 : offset + 1 + max(0, size)]))
            last = end
    return found


def margins_before(file: WordFile, sections: list[bytes]) -> list[tuple[int, int, int]]:
    """The section and kind of each header and footer with its place among them; *sections* are the sections' properties in Word 97's terms.

    Only those are kept that there are: first the lines between text and notes, by a bit each in the document's properties, then each section's.
    """
    index = file.part(Index.DOCUMENT)[1:2].ljust(1, b"\0")[0].bit_count()
    found: list[tuple[int, int, int]] = []
    for section, data in enumerate(sections):
        kinds = next((operand[0] for code, operand in read_sprms(data, file.doubts) if code == Sprm.S_MARGINS), 0)
        for kind in range(_KINDS):
            if kinds >> kind & 1:
                found.append((section, kind, index))
                index += 1
    return found


def styles_before(file: WordFile) -> Styles:
    """The fonts of *file*, and no styles."""
    return Styles(file=file, fonts=tuple(name for _, name in _fonts(file)))


def _fonts(file: WordFile) -> list[tuple[int, str]]:
    """The character set and the name of each font."""
    data = file.part(Index.FONTS)
    found: list[tuple[int, str]] = []
    at = 2
    while at < len(data):
        entry = data[at + 1 : at + 1 + data[at]]
        if len(entry) > 5:
            found.append((entry[3], entry[5:].partition(b"\0")[0].decode("gb18030", "replace")))
        at += 1 + data[at]
    return found
