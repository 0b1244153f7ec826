"""What lies over the cells of an .xls, which its library passes over: tick boxes, option buttons, text boxes, pictures.

An object is told by several records in a row: where it is drawn, what it is, what is written on it. Sources: [MS-XLS] 2.4.181 (Obj), 2.4.329
(TxO), 2.5.144 (FtCblsData), 2.4.170 (MsoDrawing); [MS-ODRAW] 2.2.46 (client anchor).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

__all__ = ["DrawnBox", "Objects", "SheetObjects", "read_objects"]

_BOF, _EOF, _OBJ, _TXO, _CONTINUE, _DRAWING = 0x809, 0x0A, 0x5D, 0x1B6, 0x3C, 0xEC
_WORKSHEET = 0x10
_CHART, _PICTURE, _BOX, _OPTION, _COMMENT = 0x05, 0x08, 0x0B, 0x0C, 0x19
_OTHERS = frozenset({0x0D, 0x10, 0x11, 0x12})
"""Fields, spinners, scroll bars and lists, whose state isn't read; not the arrow of a filter or a cell's own list."""

_STATE = 0x12
_CONTAINER, _ANCHOR = 0xF, 0xF010


@dataclass(kw_only=True, slots=True)
class DrawnBox:
    """A tick box or option button. ``corners`` are the column, row and shares of both at its top left and bottom right."""

    corners: tuple[int, float, int, float, int, float, int, float]
    checked: bool | None
    one_of_several: bool
    text: str = ""


@dataclass(kw_only=True, slots=True)
class SheetObjects:
    """The objects of one sheet: boxes, and the lines of its text boxes."""

    boxes: list[DrawnBox] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Objects:
    """The objects of a workbook, those of its worksheets in order. ``notes`` are codes of what isn't read."""

    sheets: list[SheetObjects] = field(default_factory=list)
    pictures: int = 0
    notes: set[str] = field(default_factory=set)


def read_objects(data: bytes) -> Objects:
    """The objects in *data*, a workbook's stream of records. What can't be followed is left out."""
    found = Objects()
    here = SheetObjects()
    box: DrawnBox | None = None
    corners: tuple[int, ...] | None = None
    depth, at, kind, awaited = 0, 0, -1, 0
    while at + 4 <= len(data):
        record, size = struct.unpack_from("<HH", data, at)
        body = data[at + 4 : at + 4 + size]
        at += 4 + size
        if record == _BOF and len(body) >= 4:
            depth += 1
            if depth == 1:
                here = SheetObjects()
                if int.from_bytes(body[2:4], "little") == _WORKSHEET:
                    found.sheets.append(here)
        elif record == _EOF:
            depth -= 1
        elif record == _DRAWING:
            corners = _corners(body, 0, len(body)) or corners
        elif record == _OBJ and len(body) >= 6:
            kind = int.from_bytes(body[4:6], "little")
            box = _box(body, kind, corners, here, found) if kind in {_BOX, _OPTION} else None
            corners = None
            _take_note(kind, found)
        elif record == _TXO and len(body) >= 12:
            awaited = int.from_bytes(body[10:12], "little") if kind != _COMMENT else 0
        elif record == _CONTINUE and awaited and body:
            text = body[1:].decode("utf-16-le" if body[0] & 1 else "latin-1", "replace")[:awaited]
            awaited = 0
            if box is None:
                here.lines += [line for line in text.splitlines() if line.strip()]
            else:
                box.text = " ".join(text.split())
    return found


def _take_note(kind: int, found: Objects) -> None:
    found.pictures += kind == _PICTURE
    if kind in _OTHERS:
        found.notes.add("sheet.controls")
    elif kind == _CHART:
        found.notes.add("document.graphic")


def _box(
    body: bytes, kind: int, corners: tuple[int, ...] | None, here: SheetObjects, found: Objects
) -> DrawnBox | None:
    state = _state(body)
    if corners is None or state is None:
        found.notes.add("sheet.controls")
        return None
    left, across, top, down, right, across_end, bottom, down_end = corners
    box = DrawnBox(
        corners=(left, across / 1024, top, down / 256, right, across_end / 1024, bottom, down_end / 256),
        checked={0: False, 1: True}.get(state),
        one_of_several=kind == _OPTION,
    )
    here.boxes.append(box)
    return box


def _state(body: bytes) -> int | None:
    """The state among the parts of an Obj record, each of which tells its kind and size."""
    at = 0
    while at + 6 <= len(body):
        kind, size = struct.unpack_from("<HH", body, at)
        if kind == _STATE and size >= 2:
            return int.from_bytes(body[at + 4 : at + 6], "little")
        at += 4 + size
    return None


def _corners(data: bytes, at: int, end: int) -> tuple[int, ...] | None:
    """The last client anchor in a piece of a drawing. Containers are gone into whatever size they tell: it reaches into later records."""
    last: tuple[int, ...] | None = None
    while at + 8 <= end:
        head, kind, length = struct.unpack_from("<HHI", data, at)
        at += 8
        if kind == _ANCHOR and at + 18 <= end:
            last = struct.unpack_from("<8H", data, at + 2)
        if head & 0xF != _CONTAINER:
            at += length
    return last
