"""Builds small .doc files from their parts, by the book ([MS-DOC], [MS-CFB]), for tests to take apart again."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

IN_TABLE = bytes.fromhex("162401")
ROW_END = IN_TABLE + bytes.fromhex("172401")
HIDDEN, STRUCK, SPECIAL = bytes.fromhex("3c0801"), bytes.fromhex("370801"), bytes.fromhex("550801")
DELETED = bytes.fromhex("000801") + struct.pack("<HI", 0x6864, 1)
PARTS = {
    "styles": 1,
    "footnote references": 2,
    "footnotes": 3,
    "sections": 6,
    "margins": 11,
    "characters": 12,
    "paragraphs": 13,
    "fonts": 15,
    "fields": 16,
    "document": 31,
    "pieces": 33,
    "anchors": 40,
    "margin anchors": 41,
    "drawings": 50,
    "boxes": 56,
    "lists": 73,
    "list overrides": 74,
}
STORIES = ("body", "footnotes", "margins", "macros", "comments", "endnotes", "boxes", "margin boxes")
_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_PAIRS = 93


@dataclass(frozen=True)
class P:
    """A paragraph: runs of text with their sprms, the mark at its end with its own, and the paragraph's sprms."""

    runs: Sequence[str | tuple[str, bytes]]
    sprms: bytes = b""
    mark: str = "\r"
    mark_sprms: bytes = b""
    style: int = 0


@dataclass
class Doc:
    """A document: its stories, what the table stream holds for the FIB's places, and the streams besides."""

    body: Sequence[P]
    stories: Mapping[str, Sequence[P]] = field(default_factory=dict)
    fonts: Sequence[str] = ("Times New Roman",)
    parts: Mapping[str, bytes] = field(default_factory=dict)
    data: bytes = b""
    streams: Mapping[str, bytes] = field(default_factory=dict)
    prcs: Sequence[bytes] = ()
    prm: int = 0
    narrow: bool = False
    flags: int = 0x1200
    version: int = 0xC1
    magic: int = 0xA5EC
    clsid: bytes = bytes(16)

    def build(self) -> bytes:
        word, table = self._streams()
        streams = {"WordDocument": word, "1Table": table, **self.streams}
        if self.data:
            streams["Data"] = self.data
        return compound(streams, clsid=self.clsid)

    def _streams(self) -> tuple[bytes, bytes]:
        told = {"body": self.body, **self.stories}
        paragraphs = [one for name in STORIES for one in told.get(name, ())]
        counts = [sum(map(_length, told.get(name, ()))) for name in STORIES]
        if any(counts[1:]):
            paragraphs.append(P([""]))
        text = "".join(_text(one) for one in paragraphs)
        width = 1 if self.narrow else 2
        start = 2048
        raw = text.encode("cp1252" if self.narrow else "utf-16-le", "surrogatepass")
        word = bytearray(start) + raw
        word += bytes(-len(word) % _SECTOR)
        spots: dict[str, list[tuple[int, bytes]]] = {"characters": [], "paragraphs": []}
        at = start
        for one in paragraphs:
            spots["paragraphs"].append((at, struct.pack("<H", one.style) + one.sprms))
            for run in (*one.runs, (one.mark, one.mark_sprms)):
                run_text, sprms = (run, b"") if isinstance(run, str) else run
                if run_text:
                    spots["characters"].append((at, sprms))
                    at += width * units(run_text)
        parts = {"styles": _styles(), "fonts": _fonts(self.fonts), "fields": _fields("".join(map(_text, self.body)))}
        for name, made in spots.items():
            pages = list(_pages(made, at, paragraphs=name == "paragraphs"))
            edges = [page[0] for page in pages] + [at]
            parts[name] = struct.pack(f"<{len(edges)}I", *edges)
            for _, page in pages:
                parts[name] += struct.pack("<I", len(word) // _SECTOR)
                word += page
        fc = start * 2 | 0x40000000 if self.narrow else start
        pieces = struct.pack("<II", 0, at // width - start // width) + struct.pack("<HIH", 0, fc, self.prm)
        clx = b"".join(struct.pack("<BH", 1, len(prc)) + prc for prc in self.prcs)
        parts["pieces"] = clx + struct.pack("<BI", 2, len(pieces)) + pieces
        parts |= self.parts
        table = bytearray()
        pairs = [0] * (2 * _PAIRS)
        for name, part in parts.items():
            pairs[2 * PARTS[name] : 2 * PARTS[name] + 2] = len(table), len(part) - BEYOND.get(name, 0) * bool(part)
            table += part
        head = struct.pack("<HHHHHH", self.magic, self.version, 0, 0x0804, 0, self.flags)
        word[: len(head)] = head
        struct.pack_into("<H", word, 32, 14)
        struct.pack_into("<H", word, 62, 22)
        struct.pack_into("<8i", word, 76, *counts)
        struct.pack_into("<H", word, 152, _PAIRS)
        struct.pack_into(f"<{2 * _PAIRS}I", word, 154, *pairs)
        return bytes(word), bytes(table)


BEYOND: dict[str, int] = {}
"""Bytes at the end of a part that its size in the FIB doesn't count."""


def units(text: str) -> int:
    """The count of UTF-16 units in *text*."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _text(one: P) -> str:
    return "".join(run if isinstance(run, str) else run[0] for run in one.runs) + one.mark


def _length(one: P) -> int:
    return units(_text(one))


def _fields(text: str) -> bytes:
    """The list of fields in *text*, which must have nothing beyond the basic plane."""
    places = [index for index, char in enumerate(text) if "\x13" <= char <= "\x15"]
    if not places:
        return b""
    return struct.pack(f"<{len(places) + 1}I", *places, len(text)) + b"".join(
        text[at].encode() + b"\x01" for at in places
    )


def _pages(spots: list[tuple[int, bytes]], end: int, *, paragraphs: bool) -> list[tuple[int, bytes]]:
    """Pages of formatting (FKPs), four entries each so that any will fit."""
    found: list[tuple[int, bytes]] = []
    for first in range(0, len(spots), 4):
        chunk = spots[first : first + 4]
        edges = [at for at, _ in chunk] + [spots[first + 4][0] if first + 4 < len(spots) else end]
        page = bytearray(_SECTOR)
        page[-1] = len(chunk)
        struct.pack_into(f"<{len(edges)}I", page, 0, *edges)
        top = _SECTOR - 1
        for index, (_, entry) in enumerate(chunk):
            offset = 4 * len(edges) + (13 if paragraphs else 1) * index
            if not paragraphs:
                if not entry:
                    continue
                packed = bytes([len(entry)]) + entry
            elif len(entry) % 2:
                packed = bytes([(len(entry) + 1) // 2]) + entry
            else:
                packed = bytes([0, len(entry) // 2]) + entry
            top = (top - len(packed)) // 2 * 2
            page[top : top + len(packed)] = packed
            page[offset] = top // 2
        found.append((edges[0], bytes(page)))
    return found


def _styles() -> bytes:
    return struct.pack("<H", 18) + struct.pack("<9H", 1, 10, 1, 0, 0, 0, 0, 0, 0) + struct.pack("<H", 0)


def style_sheet(*styles: bytes) -> bytes:
    """A style sheet of *styles*, each as ``style`` makes it."""
    head = struct.pack("<H", 18) + struct.pack("<9H", len(styles), 10, 1, 0, 0, 0, 0, 0, 0)
    return head + b"".join(struct.pack("<H", len(one)) + one + bytes(len(one) % 2) for one in styles)


def style(*, base: int = 0xFFF, paragraph: bytes = b"", characters: bytes = b"", kind: int = 1) -> bytes:
    """A style based on that of number *base*: a paragraph style (1) or a character style (2)."""
    updates = [b"\0\0" + paragraph, characters] if kind == 1 else [characters]
    made = struct.pack("<HHHHH", 0, kind | base << 4, len(updates), 0, 0) + struct.pack("<HHH", 1, ord("s"), 0)
    for update in updates:
        made += bytes(len(made) % 2) + struct.pack("<H", len(update)) + update
    return made


def _fonts(names: Sequence[str]) -> bytes:
    made = struct.pack("<HH", len(names), 0)
    for name in names:
        entry = bytes(39) + name.encode("utf-16-le") + b"\0\0"
        made += bytes([len(entry)]) + entry
    return made


def row(edges: Sequence[int], flags: Sequence[int] = (), *, more: bytes = b"") -> bytes:
    """The sprms of a paragraph that ends a row with cells between *edges*, the first cells' flags in *flags*."""
    count = len(edges) - 1
    cells = b"".join(struct.pack("<H", flag) + bytes(18) for flag in flags)
    operand = bytes([count]) + struct.pack(f"<{count + 1}h", *edges) + cells
    return ROW_END + struct.pack("<HH", 0xD608, len(operand) + 1) + operand + more


def cells(*texts: str | Sequence[str | tuple[str, bytes]], end: bytes, mark: bytes = b"") -> list[P]:
    """A row of cells, a paragraph each, and the paragraph that ends the row with the sprms *end*."""
    found = [P([one] if isinstance(one, str) else one, IN_TABLE, "\x07") for one in texts]
    return [*found, P([""], end, "\x07", mark)]


def font(index: int) -> bytes:
    """The sprms that set all fonts of a run."""
    return b"".join(struct.pack("<HH", code, index) for code in (0x4A4F, 0x4A50, 0x4A51))


def symbol(index: int, code: int) -> bytes:
    """The sprm that makes ``(`` a character of a symbol font."""
    return struct.pack("<HHH", 0x6A09, index, code)


def form(kind: int, *, result: int = 25, default: int = 0, text: str = "", entries: Sequence[str] = ()) -> bytes:
    """A form field's state as it lies in the data stream."""

    def string(value: str) -> bytes:
        return struct.pack("<H", len(value)) + value.encode("utf-16-le") + b"\0\0"

    made = struct.pack("<IHHH", 0xFFFFFFFF, kind | result << 2, 0, 20) + string("Name")
    made += string(text) if kind == 0 else struct.pack("<H", default)
    made += string("") * 5
    if kind == 2:
        made += struct.pack("<HHH", 0xFFFF, len(entries), 0)
        made += b"".join(struct.pack("<H", len(one)) + one.encode("utf-16-le") for one in entries)
    return struct.pack("<iH", len(made) + 0x44, 0x44) + bytes(0x3E) + made


def form_field(name: str, at: int, result: str = "") -> list[str | tuple[str, bytes]]:
    """The runs of a form field whose state lies at *at* in the data stream."""
    place = bytes.fromhex("060801") + struct.pack("<Hi", 0x6A03, at) + SPECIAL
    begin, separator, end = (("\x13", SPECIAL), ("\x14", SPECIAL), ("\x15", SPECIAL))
    return [begin, f" {name} ", ("\x01", place), separator, result, end]


def field_of(code: str, result: str | None = None) -> list[str | tuple[str, bytes]]:
    """The runs of a field."""
    middle: list[str | tuple[str, bytes]] = [] if result is None else [("\x14", SPECIAL), result]
    return [("\x13", SPECIAL), code, *middle, ("\x15", SPECIAL)]


def level(text: str, *, start: int = 1, form: int = 0, follow: int = 0) -> bytes:
    """A list level; ``%1`` in *text* stands for the number of the first level."""
    shown = text
    for index in range(9):
        shown = shown.replace(f"%{index + 1}", chr(index))
    head = struct.pack("<iBB", start, form, 0) + bytes(9) + bytes([follow]) + bytes(8) + bytes(4)
    return head + struct.pack("<H", len(shown)) + shown.encode("utf-16-le")


def lists(*levels: bytes) -> tuple[bytes, bytes]:
    """The parts "lists" and "list overrides" for one list of nine levels, the last of *levels* repeated."""
    every = [*levels, *[levels[-1]] * (9 - len(levels))]
    definition = struct.pack("<H", 1) + struct.pack("<ii", 77, 0) + bytes(18) + bytes(2)
    overrides = struct.pack("<I", 1) + struct.pack("<iii", 77, 0, 0) + bytes(4) + struct.pack("<I", 0xFFFFFFFF)
    return definition + b"".join(every), overrides


def record(kind: int, data: bytes, *, version: int = 0) -> bytes:
    """A record of a drawing ([MS-ODRAW] 2.2.1); *version* are its first two bytes."""
    return struct.pack("<HHI", version, kind, len(data)) + data


def drawn_text(number: int, text: str) -> bytes:
    """A shape that draws *text*: its number, and its properties, of which one before the text is long as well."""
    told = [(0x80C5, "宋体\0".encode("utf-16-le")), (0x80C0, (text + "\0").encode("utf-16-le"))]
    fixed = struct.pack("<HI", 0x0085, 0) + b"".join(struct.pack("<HI", code, len(value)) for code, value in told)
    options = record(0xF00B, fixed + b"".join(value for _, value in told), version=len(told) + 1 << 4 | 3)
    return record(0xF004, record(0xF00A, struct.pack("<II", number, 0)) + options, version=0xF)


def drawings(*shapes: bytes) -> bytes:
    """The drawings of a document of which the body has *shapes*; the first shape of a drawing is the page itself."""
    page = record(0xF004, record(0xF00A, struct.pack("<II", 1024, 0)), version=0xF)
    drawing = record(0xF002, record(0xF003, page + b"".join(shapes), version=0xF), version=0xF)
    return record(0xF000, b"", version=0xF) + b"\0" + drawing


def before(
    paragraphs: Sequence[tuple[bytes, bytes]],
    *,
    characters: Sequence[tuple[int, bytes]] = (),
    fonts: Sequence[tuple[int, bytes]] = ((0, b"Arial"),),
    language: int = 0x0804,
    magic: int = 0xA698,
    version: int = 0x68,
    stories: Mapping[str, Sequence[bytes]] | None = None,
    parts: Mapping[str, bytes] | None = None,
    section: bytes = b"",
) -> bytes:
    """A Word 6 or 95 file: paragraphs of bytes with their mark and sprms, and sprms for characters from a place in the text on.

    *stories* are the paragraphs of those besides the body, *parts* what lies at the FIB's places, *section* the sprms of the only section.
    """
    told = {"body": [raw for raw, _ in paragraphs], **(stories or {})}
    counts = [sum(map(len, told.get(name, ()))) for name in STORIES]
    paragraphs = [*paragraphs, *((raw, b"") for name in STORIES[1:] for raw in told.get(name, ()))]
    start = 1024
    text = b"".join(raw for raw, _ in paragraphs)
    word = bytearray(start) + text + bytes(-len(text) % _SECTOR)
    places = [start]
    for raw, _ in paragraphs:
        places.append(places[-1] + len(raw))
    pairs = [0] * 68
    tables: dict[str, bytes] = {}
    spots = [(start + at, sprms) for at, sprms in characters] or [(start, b"")]
    for name, edges, entries in (
        ("paragraphs", places, [b"\0\0" + sprms for _, sprms in paragraphs]),
        ("characters", [*[at for at, _ in spots], places[-1]], [sprms for _, sprms in spots]),
    ):
        page = bytearray(_SECTOR)
        page[-1] = len(entries)
        struct.pack_into(f"<{len(edges)}I", page, 0, *edges)
        top = _SECTOR - 1
        for index, entry in enumerate(entries):
            if not entry:
                continue
            entry += bytes(len(entry) % 2 if name == "paragraphs" else 0)
            packed = bytes([len(entry) // (2 if name == "paragraphs" else 1)]) + entry
            top = (top - len(packed)) // 2 * 2
            page[top : top + len(packed)] = packed
            page[4 * len(edges) + (7 if name == "paragraphs" else 1) * index] = top // 2
        tables[name] = struct.pack("<IIH", edges[0], edges[-1], len(word) // _SECTOR)
        word += page
    made = b"".join(bytes([len(name) + 6, 0, 0, 0, charset, 0]) + name + b"\0" for charset, name in fonts)
    tables["fonts"] = struct.pack("<H", len(made) + 2) + made
    if section:
        tables["sections"] = struct.pack("<IIHIHI", 0, counts[0], 0, len(word), 0, 0)
        word += struct.pack("<H", len(section)) + section
    for name, table in (tables | dict(parts or {})).items():
        pairs[2 * PARTS[name] : 2 * PARTS[name] + 2] = len(word), len(table)
        word += table
    struct.pack_into("<HHHHHH", word, 0, magic, version, 0, language, 0, 0)
    struct.pack_into("<II", word, 24, start, places[-1])
    struct.pack_into("<8i", word, 0x34, *counts)
    struct.pack_into("<68I", word, 0x58, *pairs)
    return compound({"WordDocument": bytes(word)})


def compound(streams: Mapping[str, bytes], *, clsid: bytes = bytes(16)) -> bytes:
    """A compound file with *streams* at its root, each in sectors of its own."""
    body = bytearray()
    fat: list[int] = []
    entries = [_entry("Root Entry", 5, 1 if streams else -1, _END, 0)]

    def put(data: bytes) -> int:
        first = len(fat)
        count = -(-len(data) // _SECTOR)
        body.extend(data + bytes(-len(data) % _SECTOR))
        fat.extend([*range(first + 1, first + count), _END])
        return first

    names = list(streams)
    for index, name in enumerate(names):
        data = streams[name] + bytes(max(0, 4096 - len(streams[name])))
        following = index + 2 if index + 1 < len(names) else -1
        entries.append(_entry(name, 2, -1, put(data), len(data), right=following))
    while len(entries) % 4:
        entries.append(bytes(68) + struct.pack("<3I", _FREE, _FREE, _FREE) + bytes(48))
    directory = put(b"".join(entries))
    sectors = -(-(len(fat) + 8) // 128)
    first = len(fat)
    fat += [_FAT] * sectors
    fat += [_FREE] * (128 * sectors - len(fat))
    body += struct.pack(f"<{len(fat)}I", *fat)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + clsid + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, sectors, directory, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", *(first + i if i < sectors else _FREE for i in range(109)))
    return head + bytes(body)


def _entry(name: str, kind: int, child: int, start: int, size: int, *, right: int = -1) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    head = raw + bytes(64 - len(raw)) + struct.pack("<HBB", len(raw), kind, 1)
    return head + struct.pack("<iii", -1, right, child) + bytes(36) + struct.pack("<IQ", start, size)
