r"""Characters of an RTF file: what its bytes and ``\u`` say, in which fonts, and how they look."""

from __future__ import annotations

import re

from parsers.charsets import codec_of
from parsers.rtf.reading import Handler, Reading
from parsers.rtf.state import FONTS, TEXT

__all__ = ["WORDS", "put_bytes"]

_CHINESE = 2052
_OWN = {b"ansi": "cp1252", b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
_TOGGLES = {
    b"v": "hidden",
    b"deleted": "deleted",
    b"mvf": "deleted",
    b"strike": "struck",
    b"striked": "twice_struck",
    b"b": "bold",
    b"ul": "underlined",
}

_LEAKED = re.compile(rb"[0-9]{4,5}\?|lx[0-9]{3,5}|intbl")
"""What is left of a word whose sign was lost, as text."""


def put_bytes(reading: Reading, data: bytes) -> None:
    """Puts *data*, text in bytes, where it belongs: what they say depends on the font that they are set in."""
    state = reading.state
    if state.destination != TEXT:
        if state.destination == FONTS:
            reading.fonts.add_name(data)
        return
    if reading.to_skip:
        data = _without_stand_in(reading, data)
        if not data:
            return
    if reading.half and data.strip():
        reading.end_half()
    if _LEAKED.search(data):
        reading.story.line.notes.add("text.lost")
    reading.show(reading.fonts.text(data, state.font, state.asian))


def _without_stand_in(reading: Reading, data: bytes) -> bytes:
    r"""*data* without what stands in for a ``\u`` character. Some programs write both bytes of it where they announced one."""
    count, reading.to_skip = reading.to_skip, max(0, reading.to_skip - len(data))
    if count == 1 and len(data) == 2 and data[0] > 0x7F:
        for codec in (reading.fonts.own, "gb18030"):
            if data.decode(codec, "ignore") == reading.last:
                return b""
    return data[count:]


def _unicode(reading: Reading, word: bytes, number: int | None) -> None:
    if number is None and reading.state.destination == TEXT:
        # Every program says which character: this one's number is lost.
        reading.story.line.notes.add("text.lost")
    code = (number or 0) & 0xFFFF
    if not reading.half:
        reading.end_half()
    reading.to_skip = reading.state.unicode_skip
    if 0xD800 <= code < 0xDC00:
        if reading.half:
            reading.end_half()
        reading.half = chr(code)
        return
    if 0xDC00 <= code < 0xE000:
        text = (reading.half + chr(code)).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        reading.half = ""
    else:
        if reading.half:
            reading.end_half()
        text = chr(code)
    reading.last = text
    reading.show(text)


def _unicode_skip(reading: Reading, word: bytes, number: int | None) -> None:
    reading.state.unicode_skip = max(0, min(number if number is not None else 1, 100))


def _binary(reading: Reading, word: bytes, number: int | None) -> None:
    reading.tokens.skip(number or 0)


def _plain(reading: Reading, word: bytes, number: int | None) -> None:
    reading.state.plain(reading.fonts.default)


def _toggle(reading: Reading, word: bytes, number: int | None) -> None:
    setattr(reading.state, _TOGGLES[word], number != 0)


def _end_underline(reading: Reading, _word: bytes, _number: int | None) -> None:
    reading.state.underlined = False


def _set_font(reading: Reading, word: bytes, number: int | None) -> None:
    number = number or 0
    if reading.state.destination == FONTS:
        reading.fonts.begin(number)
        return
    reading.state.font = number
    if reading.state.kind == b"dbch":
        reading.state.asian = number


def _set_associated(reading: Reading, word: bytes, number: int | None) -> None:
    if reading.state.kind == b"dbch":
        reading.state.asian = number or 0


def _set_kind(reading: Reading, word: bytes, number: int | None) -> None:
    reading.state.kind = word


def _character_set(reading: Reading, word: bytes, number: int | None) -> None:
    reading.fonts.own = _OWN[word]


def _code_page(reading: Reading, word: bytes, number: int | None) -> None:
    reading.fonts.own = codec_of(str(number or 0)) or reading.fonts.own


def _language(reading: Reading, word: bytes, number: int | None) -> None:
    if number == _CHINESE:
        reading.fonts.is_chinese()


def _set_default_font(reading: Reading, word: bytes, number: int | None) -> None:
    reading.fonts.default = reading.state.font = number or 0


def _font_table(reading: Reading, word: bytes, number: int | None) -> None:
    reading.state.destination = FONTS
    reading.on_close = reading.fonts.end


def _font_set(reading: Reading, word: bytes, number: int | None) -> None:
    if reading.state.destination == FONTS:
        reading.fonts.last.charset = number or 0


def _font_page(reading: Reading, word: bytes, number: int | None) -> None:
    if reading.state.destination == FONTS:
        reading.fonts.last.page = number or 0


def _math(reading: Reading, word: bytes, number: int | None) -> None:
    reading.story.line.notes.add("text.math")


def _denominator(reading: Reading, word: bytes, number: int | None) -> None:
    reading.put("/")


WORDS: dict[bytes, Handler] = {
    b"u": _unicode,
    b"uc": _unicode_skip,
    b"bin": _binary,
    b"plain": _plain,
    b"f": _set_font,
    b"af": _set_associated,
    **dict.fromkeys((b"loch", b"hich", b"dbch", b"rtlch", b"ltrch"), _set_kind),
    **dict.fromkeys(_OWN, _character_set),
    b"ansicpg": _code_page,
    b"deflang": _language,
    b"deflangfe": _language,
    b"deff": _set_default_font,
    b"fonttbl": _font_table,
    b"fcharset": _font_set,
    b"cpg": _font_page,
    b"moMath": _math,
    b"mden": _denominator,
    **dict.fromkeys(_TOGGLES, _toggle),
    b"ulnone": _end_underline,
}
"""What these control words do."""
