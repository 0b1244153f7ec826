"""Where the text boxes of a Word file stand: which story text belongs to which drawn object, and where that is anchored.

Sources: [MS-DOC] 2.8.30 and 2.9.253 (PlcfSpa), 2.8.32 and 2.9.101 (PlcftxbxTxt), 2.9.172 (OfficeArtContent), 2.9.192 (PICF); [MS-ODRAW] 2.2.14
to 2.2.40, 2.3.22.1 (text drawn as a shape).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from parsers.word97.file import Index, WordFile, plc

__all__ = ["Boxes", "Shapes", "boxes", "drawn_inline", "read_shapes"]

_ANCHOR_SIZE, _BOX_SIZE = 26, 22
_DGG, _DRAWING, _GROUP, _SHAPE, _SHAPE_ID, _OPTIONS = 0xF000, 0xF002, 0xF003, 0xF004, 0xF00A, 0xF00B
_PICTURE, _DRAWN_TEXT = 0x4104, 0x00C0
_COMPLEX, _NUMBER = 0x8000, 0x3FFF
_INLINE_HEADER, _INLINE_SHAPE = 0x44, 0x64
_DEPTH_LIMIT = 64
_SHAPE_LIMIT = 50_000


@dataclass(kw_only=True, slots=True)
class Shapes:
    """The drawn objects: which group, if any, each is part of, and which of them are pictures or text drawn as a shape."""

    outermost: dict[int, int] = field(default_factory=dict)
    pictures: set[int] = field(default_factory=set)
    texts: dict[int, list[str]] = field(default_factory=dict)


@dataclass(kw_only=True, slots=True)
class Boxes:
    """The text boxes of the body or of the margins: by the place of their anchor, and those whose anchor isn't known."""

    anchored: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    loose: list[tuple[int, int]] = field(default_factory=list)
    pictures: set[int] = field(default_factory=set)
    """Places of anchors of pictures."""
    texts: dict[int, list[str]] = field(default_factory=dict)
    """Text drawn as a shape (a watermark, a seal), by the place of its anchor."""


def boxes(file: WordFile, shapes: Shapes, *, margins: bool, base: int, anchors_at: int) -> Boxes:
    """The text boxes whose story begins at *base*; the anchors are in the story that begins at *anchors_at*."""
    found = Boxes()
    positions, records = plc(file.part(Index.MARGIN_ANCHORS if margins else Index.ANCHORS), _ANCHOR_SIZE, file.doubts)
    anchors: dict[int, int] = {}
    for position, record in zip(positions, records, strict=False):
        (shape,) = struct.unpack_from("<I", record)
        anchors.setdefault(shape, anchors_at + position)
        if shape in shapes.pictures:
            found.pictures.add(anchors_at + position)
        if shape in shapes.texts:
            found.texts[anchors_at + position] = shapes.texts[shape]
    starts, entries = plc(file.part(Index.MARGIN_BOXES if margins else Index.BOXES), _BOX_SIZE, file.doubts)
    # The last entry stands for the end of the story and has no box.
    for start, end, entry in zip(starts, starts[1:], entries[:-1], strict=False):
        reusable = int.from_bytes(entry[8:10], "little")
        (shape,) = struct.unpack_from("<I", entry, 14)
        if reusable or end <= start:
            continue
        anchor = anchors.get(shapes.outermost.get(shape, shape), anchors.get(shape))
        extent = base + start, base + end
        if anchor is None:
            found.loose.append(extent)
        else:
            found.anchored.setdefault(anchor, []).append(extent)
    return found


def read_shapes(file: WordFile) -> Shapes:
    """The drawn objects of *file*. What can't be followed is left out: a box without a known anchor comes after the body."""
    shapes = Shapes()
    start, size = file.extent(Index.DRAWINGS)
    end = start + size
    if not size:
        return shapes
    at = start
    data = file.table
    first = True
    while at + 8 <= end:
        # Each drawing has a byte before it that tells whether it is the body's or the margins'.
        at += 0 if first else 1
        first = False
        kind, length = _head(data, at, end)
        if kind == _DRAWING:
            _walk(data, at + 8, min(at + 8 + length, end), shapes, group=None, depth=0)
        elif kind != _DGG:
            break
        at += 8 + length
    return shapes


def _head(data: bytes, at: int, end: int) -> tuple[int, int]:
    if at + 8 > end:
        return 0, 0
    kind, length = struct.unpack_from("<HI", data, at + 2)
    return kind, length


def _walk(data: bytes, at: int, end: int, shapes: Shapes, *, group: int | None, depth: int) -> None:
    """Goes through the records of a container. The first shape of a group is the group itself ([MS-ODRAW] 2.2.16)."""
    opened = depth < 2
    while at + 8 <= end and len(shapes.outermost) < _SHAPE_LIMIT:
        kind, length = _head(data, at, end)
        stop = min(at + 8 + length, end)
        if kind == _GROUP and depth < _DEPTH_LIMIT:
            _walk(data, at + 8, stop, shapes, group=group, depth=depth + 1)
        elif kind == _SHAPE:
            shape = _shape(data, at + 8, stop)
            if shape.number is not None:
                if not opened and group is None:
                    group = shape.number
                opened = True
                outer = shape.number if group is None else group
                shapes.outermost[shape.number] = outer
                if shape.picture:
                    shapes.pictures.add(outer)
                if shape.text:
                    shapes.texts.setdefault(outer, []).append(shape.text)
        at += 8 + length


def drawn_inline(data: bytes, at: int) -> str:
    """The text of a shape that stands in a line, which the data stream *data* holds at *at*; empty for any other picture."""
    if at < 0 or at + _INLINE_HEADER > len(data):
        return ""
    size, header, kind = struct.unpack_from("<iHH", data, at)
    end = min(at + size, len(data))
    first = at + header
    if kind != _INLINE_SHAPE or header != _INLINE_HEADER or _head(data, first, end)[0] != _SHAPE:
        return ""
    return _shape(data, first + 8, min(first + 8 + _head(data, first, end)[1], end)).text


@dataclass(kw_only=True, slots=True)
class _Shape:
    """One shape: its number, whether it is a picture, and the text that is drawn as it."""

    number: int | None = None
    picture: bool = False
    text: str = ""


def _shape(data: bytes, at: int, end: int) -> _Shape:
    """The shape whose container has the bytes from *at* to *end*."""
    shape = _Shape()
    while at + 8 <= end:
        kind, length = _head(data, at, end)
        if kind == _SHAPE_ID and at + 12 <= end:
            (shape.number,) = struct.unpack_from("<I", data, at + 8)
        elif kind == _OPTIONS:
            _take_options(shape, data, at, min(at + 8 + length, end))
        at += 8 + length
    return shape


def _take_options(shape: _Shape, data: bytes, at: int, end: int) -> None:
    """Takes what a shape's properties say. Values that are too long for their place follow all of them, in order ([MS-ODRAW] 2.2.9)."""
    (head,) = struct.unpack_from("<H", data, at)
    rest = at + 8 + 6 * (head >> 4)
    for place in range(at + 8, min(rest, end) - 5, 6):
        code, operand = struct.unpack_from("<HI", data, place)
        shape.picture = shape.picture or code & ~_COMPLEX == _PICTURE
        if code & _COMPLEX:
            if code & _NUMBER == _DRAWN_TEXT and rest + operand <= end:
                text = data[rest : rest + operand].decode("utf-16-le", "replace").partition("\0")[0]
                shape.text = text.replace("\r", "\n").strip()
            rest += operand
