"""The lists of a Word file, for counting them as ``numbering`` does.

Sources: [MS-DOC] 2.9.131 (LSTF), 2.9.149 (LVL), 2.9.132 (LFO), 2.9.133 (LFOLVL); number formats [MS-OSHARED] 2.2.1.3.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from parsers.numbering import Level, Lists, ListState, Numbering
from parsers.symbols import symbols
from parsers.word97.file import Index, WordFile
from parsers.word97.sprms import Sprm
from parsers.word97.styles import Styles

__all__ = ["WordLists", "numbering"]

_LEVELS = 9
_LIST_SIZE, _LEVEL_SIZE, _OVERRIDE_SIZE = 28, 28, 16
_SIMPLE = 0x01
_LEGAL, _NO_RESTART = 0x04, 0x08
_STARTS, _FORMATS_ANEW = 0x10, 0x20
_BULLET = 23
_FORMATS = (
    *("decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "cardinalText", "ordinalText"),
    *("hex", "chicago", "ideographDigital", "japaneseCounting", "aiueo", "iroha", "decimalFullWidth"),
    *("decimalHalfWidth", "japaneseLegal", "japaneseDigitalTenThousand", "decimalEnclosedCircle"),
    *("decimalFullWidth2", "aiueoFullWidth", "irohaFullWidth", "decimalZero", "bullet", "ganada", "chosung"),
    *("decimalEnclosedFullstop", "decimalEnclosedParen", "decimalEnclosedCircleChinese", "ideographEnclosedCircle"),
    *("ideographTraditional", "ideographZodiac", "ideographZodiacTraditional", "taiwaneseCounting"),
    *("ideographLegalTraditional", "taiwaneseCountingThousand", "taiwaneseDigital", "chineseCounting"),
    *("chineseLegalSimplified", "chineseCountingThousand", "japaneseDigitalTenThousand", "koreanDigital"),
    *("koreanCounting", "koreanLegal", "koreanDigital2", "hebrew1", "arabicAlpha", "hebrew2", "arabicAbjad"),
    *("hindiVowels", "hindiConsonants", "hindiNumbers", "hindiCounting", "thaiLetters", "thaiNumbers"),
    *("thaiCounting", "vietnameseCounting", "numberInDash", "russianLower", "russianUpper"),
)
"""The names that ECMA-376 has for the formats, by their number."""
_FOLLOWED = {0: "tab", 1: "space", 2: "nothing"}


@dataclass(kw_only=True)
class WordLists(Lists):
    """The lists of a Word file: definitions by their id, entries as paragraphs name them, from "1"."""

    levels: dict[int, dict[int, Level]] = field(default_factory=dict)
    entries: dict[str, ListState] = field(default_factory=dict)

    def get(self, list_id: str) -> ListState | None:
        """The list of that entry; None where there is none."""
        return self.entries.get(list_id)


def numbering(file: WordFile, styles: Styles) -> Numbering:
    """The lists of *file*, nothing counted yet. A list that is damaged is left out, and the damage noted."""
    lists = WordLists()
    try:
        _read_definitions(file, styles, lists)
        _read_entries(file, styles, lists)
    except (struct.error, IndexError):
        file.doubts.add("lists")
    return Numbering(lists=lists)


def _read_definitions(file: WordFile, styles: Styles, lists: WordLists) -> None:
    """The definitions, then the levels of all of them, which follow beyond the size that the FIB tells ([MS-DOC] 2.9.192)."""
    start, size = file.extent(Index.LISTS)
    if not size:
        return
    table = file.table
    (count,) = struct.unpack_from("<H", table, start)
    at = start + 2 + _LIST_SIZE * count
    if at > len(table):
        file.doubts.add("lists")
        return
    for index in range(count):
        where = start + 2 + _LIST_SIZE * index
        (list_id,) = struct.unpack_from("<i", table, where)
        found: dict[int, Level] = {}
        for level in range(1 if table[where + 26] & _SIMPLE else _LEVELS):
            found[level], at = _level(table, at, styles)
        lists.levels.setdefault(list_id, found)


def _read_entries(file: WordFile, styles: Styles, lists: WordLists) -> None:
    start, size = file.extent(Index.LIST_OVERRIDES)
    if not size:
        return
    table = file.table
    (count,) = struct.unpack_from("<I", table, start)
    at = start + 4 + _OVERRIDE_SIZE * count
    if at > len(table):
        file.doubts.add("lists")
        return
    for index in range(count):
        where = start + 4 + _OVERRIDE_SIZE * index
        (list_id,) = struct.unpack_from("<i", table, where)
        levels = dict(lists.levels.get(list_id, {}))
        starts: dict[int, int] = {}
        at += 4
        for _ in range(table[where + 12]):
            first, flags = struct.unpack_from("<iI", table, at)
            at += 8
            if flags & _FORMATS_ANEW:
                levels[flags & 0xF], at = _level(table, at, styles)
            if flags & _STARTS:
                starts[flags & 0xF] = levels[flags & 0xF].start if flags & _FORMATS_ANEW else first
        if list_id in lists.levels:
            lists.entries[str(index + 1)] = ListState(definition=str(list_id), levels=levels, starts=starts, styles={})


def _level(table: bytes, at: int, styles: Styles) -> tuple[Level, int]:
    """The level at *at*, and where it ends. In its text the characters 0 to 8 stand for the numbers of the levels."""
    start, form, flags = struct.unpack_from("<iBB", table, at)
    follow = table[at + 15]
    character_size, paragraph_size, limit = table[at + 24], table[at + 25], table[at + 26]
    at += _LEVEL_SIZE + paragraph_size
    formatting = table[at : at + character_size]
    at += character_size
    (length,) = struct.unpack_from("<H", table, at)
    at += 2
    if at + 2 * length > len(table):
        raise IndexError
    text = table[at : at + 2 * length].decode("utf-16-le", "replace")
    name = _FORMATS[form] if form < len(_FORMATS) else "none" if form == 0xFF else "decimal"
    shown = _bullet(text, formatting, styles) if form == _BULLET else _pattern(text)
    level = Level(
        start=max(0, start),
        form=name,
        text=shown,
        suffix=_FOLLOWED.get(follow, "tab"),
        restart=limit if flags & _NO_RESTART else None,
        legal=bool(flags & _LEGAL),
    )
    return level, at + 2 * length


def _pattern(text: str) -> str:
    return "".join(f"%{ord(char) + 1}" if ord(char) < _LEVELS else char for char in text)


def _bullet(text: str, formatting: bytes, styles: Styles) -> str:
    """A bullet as Unicode; a picture that no table knows is a plain bullet."""
    fonts = [
        styles.font_name(int.from_bytes(operand, "little"))
        for code, operand in styles.sprms(formatting)
        if code in (Sprm.C_FONT_ASCII, Sprm.C_FONT_OTHER)
    ]
    shown = symbols(fonts[0] if fonts else "", text)
    return "".join("•" if "\ue000" <= char <= "\uf8ff" or char == "\ufffd" else char for char in shown)
