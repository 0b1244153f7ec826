"""Properties as Word 6 and 95 write them, in the terms of Word 97: those that matter, all others left out.

A property has a code of one byte. Sources: the Word 6 and Word 97 file format descriptions of Microsoft (1994 and 1997).
"""

from __future__ import annotations

import struct

from parsers.word97.sprms import Sprm

__all__ = ["translated"]

_ITSELF = {
    24: 0x2416,
    25: 0x2417,
    71: 0x0806,
    75: 0x080A,
    87: 0x0837,
    92: 0x083C,
    117: 0x0855,
    118: 0x0856,
    143: Sprm.S_TITLE_PAGE,
    153: Sprm.S_MARGINS,
    183: 0x9601,
    194: 0x7621,
    195: 0x5622,
    196: 0x7623,
    197: 0x5624,
    198: 0x5625,
}
"""Properties whose operand Word 97 kept, by their code in Word 6."""
_SIZES = {
    **dict.fromkeys((4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 24, 25, 29, 37, 44, 50, 51), 1),
    **dict.fromkeys((2, *range(16, 20), 21, 22, 26, 27, 28, *range(30, 37), *range(38, 44), *range(45, 50)), 2),
    **dict.fromkeys((65, 66, 67, 71, 75, *range(85, 93), 94, 98, 100, 102, 104, 117, 118, 119), 1),
    **dict.fromkeys((69, 72, 80, 93, 96, 97, 99, 101, 107, 109, 110, 121, 122, 123, 124), 2),
    20: 4,
    70: 4,
    73: 3,
    83: 0,
    95: 3,
    120: 13,
    **dict.fromkeys((131, 132, 138, 139, 142, 143, 146, 147, *range(150, 154), 158, 159, 162, 163), 1),
    **dict.fromkeys((140, 141, 144, 145, 148, 149, *range(154, 158), 160, 161, *range(164, 172)), 2),
    136: 3,
    137: 3,
    187: 12,
    189: 2,
    192: 4,
    193: 5,
    194: 4,
    195: 2,
    196: 4,
    197: 2,
    182: 2,
    183: 2,
    184: 2,
    185: 1,
    186: 1,
    198: 2,
    199: 5,
    200: 4,
}
"""Sizes of operands; what isn't here tells its own in its first byte."""
_DEFINITIONS = (188, 190)
_TABS = 23


def translated(data: bytes, doubts: set[str]) -> bytes:
    """The properties in *data* that matter, as Word 97 writes them. What can't be followed is left out and noted in *doubts*."""
    found = b""
    at = 0
    while at < len(data):
        code = data[at]
        at += 1
        if not code:
            continue
        size = _SIZES.get(code)
        if code in _DEFINITIONS:
            size = int.from_bytes(data[at : at + 2], "little") - 1
            at += 2
        elif size is None:
            size = data[at] if at < len(data) else 0
            at += 1
            if code == _TABS and size == 255:
                deleted = data[at] if at < len(data) else 0
                added = data[at + 1 + 4 * deleted] if at + 1 + 4 * deleted < len(data) else 0
                size = 2 + 4 * deleted + 3 * added
        if size < 0 or at + size > len(data):
            doubts.add("sprm size")
            break
        found += _translation(code, data[at : at + size])
        at += size
    return found


def _translation(code: int, operand: bytes) -> bytes:
    if code in _ITSELF:
        return struct.pack("<H", _ITSELF[code]) + operand
    if code == 65:
        return struct.pack("<HBHI", 0x0800, operand[0], 0x6864, 0)
    if code == 93:
        return b"".join(struct.pack("<H", font) + operand for font in (0x4A4F, 0x4A50, 0x4A51))
    if code == 68 and len(operand) >= 4:
        return struct.pack("<H", 0x6A03) + operand[:4] + struct.pack("<HB", 0x0855, 1)
    if code == 74 and len(operand) >= 3:
        return struct.pack("<H", 0x6A09) + operand[:2] + bytes([operand[2], 0xF0])
    if code == 190 and operand:
        count = operand[0]
        first = 1 + 2 * (count + 1)
        cells = b"".join(
            operand[at : at + 2] + bytes(18) for at in range(first, first + 10 * count, 10) if at + 2 <= len(operand)
        )
        made = operand[:first] + cells
        return struct.pack("<HH", 0xD608, len(made) + 1) + made
    return b""
