"""Where the text boxes of a Word file stand: which story text belongs to which drawn object, and where that is anchored.

Sources: [MS-DOC] 2.8.30 and 2.9.253 (PlcfSpa), 2.8.32 and 2.9.101 (PlcftxbxTxt), 2.9.172 (OfficeArtContent); [MS-ODRAW] 2.2.14 to 2.2.40.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from parsers.word97_file import Index, WordFile, plc

__all__ = ["Boxes", "Shapes", "boxes", "read_shapes"]

_ANCHOR_SIZE, _BOX_SIZE = 26, 22
_DGG, _DRAWING, _GROUP, _SHAPE, _SHAPE_ID, _OPTIONS = 0xF000, 0xF002, 0xF003, 0xF004, 0xF00A, 0xF00B
_PICTURE = 0x4104
_DEPTH_LIMIT = 64
_SHAPE_LIMIT = 50_000


@dataclass(kw_only=True, slots=True)
class Shapes:
    """The drawn objects: which group, if any, each is part of, and which of them are pictures."""

    outermost: dict[int, int] = field(default_factory=dict)
    pictures: set[int] = field(default_factory=set)


@dataclass(kw_only=True, slots=True)
class Boxes:
    """The text boxes of the body or of the margins: by the place of their anchor, and those whose anchor isn't known."""

    anchored: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    loose: list[tuple[int, int]] = field(default_factory=list)
    pictures: set[int] = field(default_factory=set)
    """Places of anchors of pictures."""


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
            shape, picture = _shape(data, at + 8, stop)
            if shape is not None:
                if not opened and group is None:
                    group = shape
                opened = True
                outer = shape if group is None else group
                shapes.outermost[shape] = outer
                if picture:
                    shapes.pictures.add(outer)
        at += 8 + length


def _shape(data: bytes, at: int, end: int) -> tuple[int | None, bool]:
    """A shape's number, and whether it is a picture."""
    shape: int | None = None
    picture = False
    while at + 8 <= end:
        kind, length = _head(data, at, end)
        if kind == _SHAPE_ID and at + 12 <= end:
            (shape,) = struct.unpack_from("<I", data, at + 8)
        elif kind == _OPTIONS:
            (head,) = struct.unpack_from("<H", data, at)
            last = min(at + 8 + 6 * (head >> 4), at + 8 + length, end)
            picture = picture or any(
                int.from_bytes(data[place : place + 2], "little") & 0x7FFF == _PICTURE
                for place in range(at + 8, last - 5, 6)
            )
        at += 8 + length
    return shape, picture
