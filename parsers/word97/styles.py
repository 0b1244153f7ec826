"""What styles and direct formatting make of a paragraph or a character of a Word file, as far as it changes what is read.

Source: [MS-DOC] 2.4.6 (how properties are found).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, replace

from parsers.symbols import is_symbol_font
from parsers.word97.file import WordFile
from parsers.word97.looks import CHARACTER_STYLE, LIST_STYLE, PARAGRAPH_STYLE, Characters, Fonts, Paragraphs, Style
from parsers.word97.sprms import Prls, Sprm, read_sprms

__all__ = ["Styles"]

_CHAIN_LIMIT = 64
_NO_STYLE = (0xFFF, 0xFFFF)
_SAME_AS_STYLE, _OPPOSITE_OF_STYLE = 0x80, 0x81
_FORMER_LIST = 0xF801


@dataclass(kw_only=True)
class Styles:
    """The styles of a file; what is asked for is worked out once."""

    file: WordFile
    fonts: tuple[str, ...] = ()
    defaults: Fonts = (None, None, None)
    styles: dict[int, Style] = field(default_factory=dict)
    count: int = 0
    _sprms: dict[bytes, Prls] = field(default_factory=dict)
    _paragraphs: dict[int, Paragraphs] = field(default_factory=dict)
    _characters: dict[int, Characters] = field(default_factory=dict)
    _found_paragraphs: dict[tuple[bytes, bytes], Paragraphs] = field(default_factory=dict)
    _found_characters: dict[tuple[int, bytes, bytes], Characters] = field(default_factory=dict)

    def sprms(self, data: bytes) -> Prls:
        """The properties in *data*, a list of sprms."""
        found = self._sprms.get(data)
        if found is None:
            found = self._sprms[data] = read_sprms(data, self.file.doubts)
        return found

    def paragraph(self, entry: bytes, changes: bytes) -> Paragraphs:
        """The properties of a paragraph whose entry is *entry* (style and sprms) in a piece with *changes*."""
        key = entry, changes
        found = self._found_paragraphs.get(key)
        if found is None:
            style = int.from_bytes(entry[:2], "little")
            found = self._paragraph_over(self._paragraph_style(style), self.sprms(entry[2:]))
            if changes:
                found = self._paragraph_over(found, self.sprms(changes))
            self._found_paragraphs[key] = found
        return found

    def characters(self, style: int, entry: bytes, changes: bytes) -> Characters:
        """The properties of characters with *entry* (sprms) in a paragraph of *style* in a piece with *changes*."""
        key = style, entry, changes
        found = self._found_characters.get(key)
        if found is None:
            base = self._character_base(style)
            prls = self.sprms(entry)
            found = self._characters_over(base, prls, base)
            if found.deleted and not any(code in Sprm.C_DELETED_BY for code, _ in prls):
                # Whoever marks text as deleted says who did it, or when: without that the mark itself is in doubt.
                self.file.doubts.add("deleted")
            if changes:
                found = self._characters_over(found, self.sprms(changes), base)
            found = self._found_characters[key] = replace(found, font=self._pictorial(found.fonts))
        return found

    def font_name(self, index: int | None) -> str:
        """The name of a font; empty for one that isn't in the file's list."""
        return self.fonts[index] if index is not None and 0 <= index < len(self.fonts) else ""

    # Paragraphs

    def _chain(self, style: int) -> list[Style]:
        """The styles that *style* is made of, the most general first."""
        chain: list[Style] = []
        seen: set[int] = set()
        while style not in seen and len(chain) < _CHAIN_LIMIT:
            found = self.styles.get(style)
            if found is None:
                break
            seen.add(style)
            chain.append(found)
            style = found.base
        if style in seen:
            self.file.doubts.add("style ring")
        return chain[::-1]

    def _paragraph_style(self, style: int) -> Paragraphs:
        found = self._paragraphs.get(style)
        if found is None:
            if self.count and style >= self.count and style not in _NO_STYLE:
                self.file.doubts.add("style number")
            found = Paragraphs(style=style)
            for one in self._chain(style):
                if one.kind in (PARAGRAPH_STYLE, LIST_STYLE):
                    found = self._paragraph_over(found, self.sprms(one.paragraph))
            self._paragraphs[style] = found
        return found

    def _paragraph_over(self, base: Paragraphs, prls: Prls, *, inner: bool = False) -> Paragraphs:
        changed: dict[str, int | bool] = {}
        nesting = base.nesting
        table: list[tuple[int, bytes]] = list(base.table)
        for code, operand in prls:
            if code >> 10 & 7 == 5:
                table.append((code, operand))
            elif code in _FLAGS:
                # An inner cell's mark that is turned off leaves what ended a row before it alone.
                changed[_FLAGS[code]] = bool(operand[0]) or bool(changed.get(_FLAGS[code]))
            elif code == Sprm.P_IN_TABLE:
                changed["in_table"] = bool(operand[0])
            elif code == Sprm.P_DEPTH:
                nesting = int.from_bytes(operand, "little", signed=True)
            elif code == Sprm.P_DEPTH_MORE:
                nesting = (nesting or 0) + int.from_bytes(operand, "little", signed=True)
            elif code == Sprm.P_LEVEL:
                changed["level"] = operand[0]
            elif code == Sprm.P_LIST:
                changed["list_id"] = _list_id(int.from_bytes(operand, "little"))
            elif code == Sprm.P_STYLE:
                base = self._paragraph_style(int.from_bytes(operand, "little"))
                changed = {}
            elif code in (Sprm.P_HUGE, Sprm.P_HUGE_OLD, Sprm.P_TABLE) and not inner:
                elsewhere = self._paragraph_over(Paragraphs(), self._elsewhere(operand), inner=True)
                if code == Sprm.P_TABLE:
                    table += elsewhere.table
                else:
                    return self._paragraph_over(base, self._elsewhere(operand), inner=True)
        return replace(base, nesting=nesting, table=tuple(table), **changed)  # type: ignore[arg-type]

    def _elsewhere(self, operand: bytes) -> Prls:
        """Properties too long for their page, which lie in the data stream ([MS-DOC] 2.9.210)."""
        at = int.from_bytes(operand, "little")
        data = self.file.data
        size = int.from_bytes(data[at : at + 2], "little")
        if at + 2 + size > len(data) or not size:
            self.file.doubts.add("huge")
            return []
        return self.sprms(data[at + 2 : at + 2 + size])

    # Characters

    def _character_base(self, style: int) -> Characters:
        """What characters in a paragraph of *style* look like when nothing else is said."""
        found = self._characters.get(style)
        if found is None:
            found = Characters(fonts=self.defaults)
            for one in self._chain(style):
                found = self._characters_over(found, self.sprms(one.characters), found)
            self._characters[style] = found
        return found

    def _characters_over(self, found: Characters, prls: Prls, base: Characters) -> Characters:
        changed: dict[str, object] = {}
        fonts = list(found.fonts)
        for code, operand in prls:
            if code in _FONT_PLACES:
                fonts[_FONT_PLACES[code]] = int.from_bytes(operand, "little")
            elif code in _TOGGLES:
                name = _TOGGLES[code]
                changed[name] = _toggled(operand[0], getattr(base, name))
            elif code in _SWITCHES:
                changed[_SWITCHES[code]] = bool(operand[0])
            elif code == Sprm.C_SYMBOL:
                changed["symbol"] = struct.unpack("<HH", operand)
                changed["special"] = True
            elif code == Sprm.C_UNDERLINE:
                changed["underlined"] = operand[0] != 0
            elif code == Sprm.C_LOCATION:
                changed["location"] = int.from_bytes(operand, "little", signed=True)
            elif code == Sprm.C_STYLE:
                found = self._styled(replace(found, fonts=tuple(fonts), **changed), int.from_bytes(operand, "little"))  # type: ignore[arg-type]
                fonts = list(found.fonts)
                base, changed = found, {}
            elif code == Sprm.C_PLAIN:
                fonts = list(base.fonts)
                changed = {
                    name: getattr(base, name) for name in ("hidden", "struck", "struck_twice", "bold", "underlined")
                }
        return replace(found, fonts=tuple(fonts), **changed)  # type: ignore[arg-type]

    def _styled(self, found: Characters, style: int) -> Characters:
        """*found* with a character style, whose hiding and striking undo the paragraph style's."""
        own = Characters()
        chain = self._chain(style)
        if not chain or chain[-1].kind != CHARACTER_STYLE:
            return found
        for one in chain:
            own = self._characters_over(own, self.sprms(one.characters), own)
        return replace(
            found,
            hidden=_either(own.hidden, found.hidden),
            struck=_either(own.struck, found.struck),
            struck_twice=_either(own.struck_twice, found.struck_twice),
            bold=_either(own.bold, found.bold),
            underlined=own.underlined or found.underlined,
            fonts=_over(own.fonts, found.fonts),
        )

    def _pictorial(self, fonts: Fonts) -> str:
        ascii_font, asian_font, other_font = map(self.font_name, fonts)
        for name in (ascii_font, other_font):
            if name and is_symbol_font(name):
                return name
        return "\ue000" + asian_font if asian_font and is_symbol_font(asian_font) else ""


_FLAGS = {
    Sprm.P_ROW_END: "ends_row",
    Sprm.P_INNER_ROW_END: "ends_row",
    Sprm.P_INNER_CELL: "ends_cell",
}
_TOGGLES = {
    Sprm.C_HIDDEN: "hidden",
    Sprm.C_STRUCK: "struck",
    Sprm.C_STRUCK_TWICE: "struck_twice",
    Sprm.C_BOLD: "bold",
}
_SWITCHES = {
    Sprm.C_DELETED: "deleted",
    Sprm.C_SPECIAL: "special",
    Sprm.C_DATA: "data",
    Sprm.C_OLE: "embedded",
    Sprm.C_OBJECT: "embedded",
}
_FONT_PLACES = {Sprm.C_FONT_ASCII: 0, Sprm.C_FONT_ASIAN: 1, Sprm.C_FONT_OTHER: 2}


def _toggled(operand: int, base: bool | None) -> bool | None:
    """A toggle's new state ([MS-DOC] 2.9.343): on, off, as in the style, or the opposite of that."""
    if operand == _SAME_AS_STYLE:
        return base
    if operand == _OPPOSITE_OF_STYLE:
        return not base
    return bool(operand)


def _over(own: Fonts, outer: Fonts) -> Fonts:
    """The fonts of a style over those that hold without it."""
    first, second, third = (b if a is None else a for a, b in zip(own, outer, strict=True))
    return first, second, third


def _either(own: bool | None, outer: bool | None) -> bool | None:
    return outer if own is None else own != bool(outer)


def _list_id(operand: int) -> int:
    """The number of the list's entry, 0 for none; one counted backwards only differs in its indents ([MS-DOC] 2.6.2, sprmPIlfo)."""
    if operand == _FORMER_LIST:
        return 0
    return 0x10000 - operand if operand > _FORMER_LIST else operand
