"""Bytes to text where the bytes don't say for certain how: what a file declares is a hint, what its bytes can be is the proof.

Chinese programs write GB 2312, GBK or GB 18030 under any of these names; GB 18030 reads all three. A page saved anew in UTF-8 often keeps
the old declaration, so UTF-8 that can be nothing else wins over it. Every byte is some letter in a Western set, which is what a program declares
that knows no better: text of common Chinese characters wins over that.
"""

from __future__ import annotations

import codecs
from functools import lru_cache

__all__ = ["LOST", "codec_of", "decoded", "is_double_byte"]

LOST = "\ufffd"
"""What stands for bytes that are no character; the readers turn it into □ with a doubt."""

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_GB = "gb18030"
_NAMES = {
    "gb2312": _GB,
    "gbk": _GB,
    "x-gbk": _GB,
    "gb_2312-80": _GB,
    "hz-gb-2312": "hz",
    "cp936": _GB,
    "936": _GB,
    "54936": _GB,
    "big5": "cp950",
    "unicode": "utf-16",
    "utf8": "utf-8",
    "ansi_x3.110-1983": "cp1252",
    "iso-8859-1": "cp1252",
    "us-ascii": "cp1252",
    "macintosh": "mac_roman",
    "x-mac-chinesesimp": _GB,
    "10000": "mac_roman",
    "10008": _GB,
    "1361": "johab",
    "65001": "utf-8",
}
_DOUBLE_BYTE = frozenset({_GB, "cp950", "cp932", "cp949", "johab", "big5hkscs", "euc_kr", "shift_jis"})
_WESTERN = frozenset(
    {"ascii", "mac_roman", *(f"cp{page}" for page in range(1250, 1259)), *(f"iso8859-{part}" for part in range(1, 17))}
)
_COMMON = ((_GB, 0xB0, 0xD7), ("cp950", 0xA4, 0xC6))
"""Double-byte codecs with the first bytes of the characters that everybody writes: level 1 of GB 2312, the frequent ones of Big5."""

_COMMON_SHARE, _FEWEST = 0.7, 4
_MARKS = frozenset("　、。，．：；！？（）【】《》“”‘’…—～·％＋－／□☑☒√■●○№")
_DRAWN = frozenset(map(chr, range(0x2500, 0x2580)))
"""What frames are drawn with, which tells nothing of the text in them."""
_ODD_SHARE = 0.25
"""UTF-16 in which fewer of the bytes are zero, or in the ASCII range's high byte, isn't recognised without a mark."""


@lru_cache(maxsize=256)
def codec_of(name: str) -> str:
    """The codec for a character set's name or code page's number as files write it; empty where there is none."""
    folded = name.strip(" \"'\t\r\n").lower()
    known = _NAMES.get(folded, folded)
    if known.isdecimal():
        known = f"cp{known}"
    try:
        found = codecs.lookup(known)
    except (LookupError, ValueError):
        return ""
    # Codecs that don't make text of bytes (base64, rot13) have names as well.
    return found.name if getattr(found, "_is_text_encoding", True) and found.name not in _NO_SETS else ""


_NO_SETS = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "utf-7", "mbcs", "oem"})


def is_double_byte(codec: str) -> bool:
    """Whether characters of *codec* beyond ASCII take two bytes as a rule."""
    return codec in _DOUBLE_BYTE


def decoded(data: bytes, declared: str = "") -> str:
    """*data* as text, by its byte order mark, by what it can be, and by what it *declared* (a name as the file wrote it).

    Bytes that are no characters become ``LOST``; line ends become ``\\n``.
    """
    text = _decoded(data, codec_of(declared) if declared else "")
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def _decoded(data: bytes, declared: str) -> str:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace")
    utf8 = _strict(data, "utf-8")
    if utf8 is not None and (data.isascii() or not declared or declared == "utf-8" or _is_han(utf8)):
        # A short GBK text can be UTF-8 by chance, but then of two-byte characters, which are none of Chinese.
        legacy = None if data.isascii() or _is_han(utf8) else _strict(data, declared or _GB)
        if declared == "utf-8" or legacy is None or not _is_han(legacy):
            if declared in {"hz", "iso2022_jp"}:
                return data.decode(declared, "replace")
            return utf8
        return legacy
    if not declared or declared in _WESTERN:
        chinese = _chinese(data)
        if chinese is not None:
            return chinese
    candidates = [codec for codec in (declared, _GB, "utf-8") if codec]
    for codec in candidates:
        text = _strict(data, codec)
        if text is not None:
            return text
    texts = [data.decode(codec, "replace") for codec in candidates if codec not in {"utf-16", "utf-32"}]
    return min(texts, key=lambda text: text.count(LOST))


def _chinese(data: bytes) -> str | None:
    """*data* as text of common Chinese characters, simplified before traditional; None where it isn't."""
    for codec, first, last in _COMMON:
        text = _strict(data, codec)
        beyond = [char for char in text or "" if not char.isascii() and char not in _DRAWN]
        if len(beyond) < _FEWEST:
            continue
        common = sum(1 for char in beyond if first <= (char.encode(codec)[0]) <= last or char in _MARKS)
        if common >= _COMMON_SHARE * len(beyond):
            return text
    return None


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _is_han(text: str) -> bool:
    return any("\u2e80" <= char <= "\uffef" or char > "\uffff" for char in text)


def _wide(data: bytes) -> str:
    """The UTF-16 that *data* is in though no mark says so: markup and line ends leave zero bytes at every other place."""
    head = data[:2048]
    if 0 not in head:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) / 2 * _ODD_SHARE and odd > 4 * even:
        return "utf-16-le"
    if even > len(head) / 2 * _ODD_SHARE and even > 4 * odd:
        return "utf-16-be"
    return ""
