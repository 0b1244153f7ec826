"""Sprms: the single properties that formatting is written in ([MS-DOC] 2.2.5 and 2.6)."""

from __future__ import annotations

import struct

__all__ = ["Prls", "Sprm", "read_sprms", "signed"]

Prls = list[tuple[int, bytes]]
"""Properties in the order in which they apply: the sprm's code and its operand."""


class Sprm:
    """Codes of the sprms that matter to reading ([MS-DOC] 2.6.1 to 2.6.3)."""

    C_DELETED = 0x0800
    C_DELETED_BY = (0x4863, 0x4867, 0x6864)
    C_DATA = 0x0806
    C_OLE = 0x080A
    C_SPECIAL_HIDDEN = 0x0818
    C_BOLD = 0x0835
    C_STRUCK = 0x0837
    C_HIDDEN = 0x083C
    C_SPECIAL = 0x0855
    C_OBJECT = 0x0856
    C_UNDERLINE = 0x2A3E
    C_STRUCK_TWICE = 0x2A53
    C_STYLE = 0x4A30
    C_PLAIN = 0x2A33
    C_FONT_ASCII = 0x4A4F
    C_FONT_ASIAN = 0x4A50
    C_FONT_OTHER = 0x4A51
    C_LOCATION = 0x6A03
    C_SYMBOL = 0x6A09

    P_STYLE = 0x4600
    P_IN_TABLE = 0x2416
    P_ROW_END = 0x2417
    P_INNER_CELL = 0x244B
    P_INNER_ROW_END = 0x244C
    P_LEVEL = 0x260A
    P_LIST = 0x460B
    P_DEPTH = 0x6649
    P_DEPTH_MORE = 0x664A
    P_HUGE = 0x6646
    P_HUGE_OLD = 0x6645
    P_TABLE = 0x646B

    S_TITLE_PAGE = 0x300A
    S_MARGINS = 0x3014
    """Which margins a section has (sprmSGprfIhdt). Only Word 6 and 95 need it: since then all six have a place."""

    T_DEFINITION = 0xD608
    T_DEFINITION_OLD = 0xD606
    T_ALIGNED = (0x5400, 0x548A)
    """Whether the row stands at the left, in the middle or at the right (sprmTJc90, sprmTJc)."""
    T_LEFT = 0x9601
    T_PLACE = 0x360D
    T_PLACE_X = 0x940E
    T_PLACE_Y = 0x940F
    T_DELETE = 0x5622
    T_MERGE = 0x5624
    T_SPLIT = 0x5625
    T_INSERT = 0x7621
    T_COLUMN_WIDTH = 0x7623
    T_MERGE_DOWN = 0xD62B


_TABS = 0xC615
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
"""Sizes of operands by the three top bits of a code; 0 for those that tell their own."""


def read_sprms(data: bytes, doubts: set[str]) -> Prls:
    """The properties in *data* (a grpprl), as far as they can be followed."""
    found: Prls = []
    at, end = 0, len(data)
    while at + 2 <= end:
        code = data[at] | data[at + 1] << 8
        at += 2
        if not code:
            # Lists may be filled up with zeros, and LibreOffice leaves some among its properties.
            continue
        if not 1 <= code >> 10 & 7 <= 5:
            doubts.add("sprm")
            return found
        size = _SIZES[code >> 13]
        if not size:
            at, size = _variable(data, at, code)
        if at + size > end:
            doubts.add("sprm size")
            return found
        found.append((code, data[at : at + size]))
        at += size
    if at < end and data[at]:
        doubts.add("sprm rest")
    return found


def _variable(data: bytes, at: int, code: int) -> tuple[int, int]:
    """Where an operand that tells its own size starts, and that size; beyond the end where it can't be told."""
    if code in (Sprm.T_DEFINITION, Sprm.T_DEFINITION_OLD):
        if at + 2 > len(data):
            return at, len(data)
        (size,) = struct.unpack_from("<H", data, at)
        return at + 2, max(0, size - 1)
    if at >= len(data):
        return at, 1
    size = data[at]
    if code == _TABS and size == 255:
        deleted = data[at + 1] if at + 1 < len(data) else 0
        added_at = at + 2 + 4 * deleted
        added = data[added_at] if added_at < len(data) else 0
        size = 2 + 4 * deleted + 3 * added
    return at + 1, size


def signed(operand: bytes, at: int = 0) -> int:
    """The signed 16-bit number at *at* in *operand*."""
    return int.from_bytes(operand[at : at + 2], "little", signed=True)
