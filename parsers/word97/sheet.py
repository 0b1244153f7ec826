"""Reads the style sheet and the list of fonts of a Word file.

Sources: [MS-DOC] 2.9.271 (STSH), 2.9.258 (STD), 2.9.286 (SttbfFfn).
"""

from __future__ import annotations

import struct

from parsers.word97.file import Index, WordFile
from parsers.word97.looks import CHARACTER_STYLE, LIST_STYLE, PARAGRAPH_STYLE, TABLE_STYLE, Style
from parsers.word97.styles import Styles

__all__ = ["read_styles"]

_FONT_NAME_AT = 39


def read_styles(file: WordFile) -> Styles:
    """The style sheet of *file*; one without styles where it is damaged, and the damage noted."""
    data = file.part(Index.STYLES)
    fonts = _fonts(file)
    styles = Styles(file=file, fonts=fonts)
    if len(data) < 20:
        file.doubts.add("styles")
        return styles
    head_size, count, base_size = struct.unpack_from("<HHH", data)
    if head_size + 2 > len(data) or head_size < 18:
        file.doubts.add("styles")
        return styles
    styles.count = count
    styles.defaults = struct.unpack_from("<HHH", data, 14)
    at = 2 + head_size
    for number in range(count):
        if at + 2 > len(data):
            file.doubts.add("styles end")
            break
        size = int.from_bytes(data[at : at + 2], "little")
        found = data[at + 2 : at + 2 + size]
        at += 2 + size + (size & 1)
        if len(found) < size:
            file.doubts.add("styles end")
        elif found:
            style = _style(found, base_size, file.doubts)
            if style is not None:
                styles.styles[number] = style
    return styles


def _style(data: bytes, base_size: int, doubts: set[str]) -> Style | None:
    """One style ([MS-DOC] 2.9.258): its kind, what it is based on, then its properties by kind after the name."""
    if len(data) < max(base_size, 10) + 2:
        doubts.add("style")
        return None
    kinds, counts = struct.unpack_from("<HH", data, 2)
    kind, base, count = kinds & 0xF, kinds >> 4, counts & 0xF
    length = int.from_bytes(data[base_size : base_size + 2], "little")
    at = base_size + 2 + 2 * length + 2
    parts: list[bytes] = []
    for _ in range(count):
        at += at & 1
        size = int.from_bytes(data[at : at + 2], "little")
        parts.append(data[at + 2 : at + 2 + size])
        at += 2 + size
    if at > len(data) + 1:
        doubts.add("style")
        return None
    if kind == PARAGRAPH_STYLE and len(parts) >= 2:
        return Style(kind=kind, base=base, paragraph=parts[0][2:], characters=parts[1])
    if kind == CHARACTER_STYLE and parts:
        return Style(kind=kind, base=base, characters=parts[0])
    if kind == TABLE_STYLE and len(parts) >= 3:
        return Style(kind=kind, base=base, paragraph=parts[1][2:], characters=parts[2])
    if kind == LIST_STYLE and parts:
        return Style(kind=kind, base=base, paragraph=parts[0][2:])
    return None


def _fonts(file: WordFile) -> tuple[str, ...]:
    """The names of the fonts by number."""
    data = file.part(Index.FONTS)
    if len(data) < 4:
        file.doubts.add("fonts")
        return ()
    (count,) = struct.unpack_from("<H", data)
    names: list[str] = []
    at = 4
    for _ in range(count):
        if at >= len(data) or at + 1 + data[at] > len(data):
            file.doubts.add("fonts end")
            break
        entry = data[at + 1 : at + 1 + data[at]]
        at += 1 + data[at]
        raw = entry[_FONT_NAME_AT : _FONT_NAME_AT + (len(entry) - _FONT_NAME_AT) // 2 * 2]
        names.append(raw.decode("utf-16-le", "replace").partition("\0")[0])
    return tuple(names)
