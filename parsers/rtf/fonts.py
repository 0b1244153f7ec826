r"""The fonts of an RTF file and the code pages of text set in them.

The bytes of a text mean what the character set of its font says (``\fcharset``). Chinese programs often leave the set of Latin fonts on text
that is GBK all the same, so bytes beyond ASCII in such a font are tried in the file's own double-byte code page first.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forms.errors import OverLimit
from parsers.charsets import LOST, codec_of, is_double_byte

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Bytes", "Font", "Fonts"]

FONTS_LIMIT = 10_000
SYMBOL_SET = 2
_ASIAN_SETS = frozenset({128, 129, 134, 136})
_GB_SET = 134
_CODE_PAGES = {
    0: "cp1252",
    77: "mac_roman",
    78: "cp932",
    79: "cp949",
    80: "gb18030",
    81: "cp950",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
"""Code pages by character set (RTF 1.9.1, "Font Table"); 1 is the file's own."""


@dataclass(kw_only=True)
class Font:
    """A font as its table entry says; ``page`` is a code page named outright."""

    name: str = ""
    charset: int = 1
    page: int = 0

    @property
    def pictorial(self) -> bool:
        """Whether its characters are pictures."""
        return self.charset == SYMBOL_SET

    def codec(self, own: str) -> str:
        """The codec of bytes in this font, *own* being the file's."""
        if self.page:
            return codec_of(str(self.page)) or own
        return _CODE_PAGES.get(self.charset, own)


class Bytes:
    """Bytes of text on their way to characters; half a character waits for its other half, which may stand in a run of its own."""

    def __init__(self) -> None:
        self._held = b""
        self._codec = ""

    def text(self, data: bytes, font: Font | None, own: str, others: Iterable[Font | None]) -> str:
        """The characters of *data* in *font*, *own* being the file's codec and *others* fonts that the run names for Asian text."""
        if data.isascii() and not self._held:
            return data.decode("ascii")
        if font is not None and font.pictorial:
            return self.rest() + data.decode("latin-1")
        codec = own if font is None else font.codec(own)
        if is_double_byte(codec) or self._held:
            return self._double(data, codec if is_double_byte(codec) else self._codec)
        candidates = [own, *(other.codec(own) for other in others if other is not None)]
        for candidate in dict.fromkeys(candidates):
            if is_double_byte(candidate):
                try:
                    return data.decode(candidate)
                except UnicodeDecodeError:
                    if self._is_cut(data, candidate):
                        return self._double(data, candidate)
        return data.decode(codec, "replace")

    @staticmethod
    def _is_cut(data: bytes, codec: str) -> bool:
        """Whether *data* is text in *codec* of which only the last byte lacks its other half, after at least one whole character."""
        if len(data) < 3:
            return False
        try:
            data[:-1].decode(codec)
        except UnicodeDecodeError:
            return False
        return not data[:-1].isascii()

    def _double(self, data: bytes, codec: str) -> str:
        start = ""
        if self._held and codec != self._codec:
            start, self._held = LOST, b""
        decoder = codecs.getincrementaldecoder(codec)("replace")
        text = decoder.decode(self._held + data)
        self._held, self._codec = decoder.getstate()[0], codec
        return start + text

    def rest(self) -> str:
        """What stands for half a character that nothing follows."""
        if not self._held:
            return ""
        self._held = b""
        return LOST


class Fonts:
    """The font table of a file, and the characters of text set in its fonts. ``own`` is the codec that the file names for itself."""

    def __init__(self) -> None:
        self.own = "cp1252"
        self.default = 0
        self.last = Font()
        self._table: dict[int, Font] = {}
        self._asian: Font | None = None
        self._names: list[bytes] = []
        self._bytes = Bytes()

    def begin(self, number: int) -> None:
        """Begins the entry of font *number*; the one before it ends."""
        self.end()
        if len(self._table) >= FONTS_LIMIT:
            raise OverLimit("limit.nodes", limit=FONTS_LIMIT)
        self.last = self._table[number] = Font()

    def add_name(self, name: bytes) -> None:
        """Adds to the name of the entry begun last."""
        self._names.append(name)

    def end(self) -> None:
        """Ends the entry begun last."""
        name = b"".join(self._names).partition(b";")[0].strip()
        self._names = []
        codec = "latin-1" if self.last.pictorial else self.last.codec(self.own)
        self.last.name = self.last.name or name.decode(codec, "replace")
        if self._asian is None and self.last.charset in _ASIAN_SETS:
            self._asian = self.last

    def is_chinese(self) -> None:
        """Takes note that the file's language is Chinese, whatever its fonts say."""
        self._asian = self._asian or Font(charset=_GB_SET)

    def look(self, number: int) -> tuple[str, bool]:
        """The name of font *number*, and whether its characters are pictures."""
        font = self._table.get(number)
        return ("", False) if font is None else (font.name, font.pictorial)

    def text(self, data: bytes, number: int, asian: int) -> str:
        """The characters of *data* in font *number*, *asian* being the one that the run names for Asian text."""
        return self._bytes.text(data, self._table.get(number), self.own, (self._table.get(asian), self._asian))

    def rest(self) -> str:
        """What stands for half a character that nothing follows."""
        return self._bytes.rest()
