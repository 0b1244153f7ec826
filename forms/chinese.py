"""Chinese text as forms write it: folding for comparison, numbers. The language facts of the project; no form's labels."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = [
    "ENUMERATOR",
    "HAN_DIGITS",
    "PLAIN_HAN",
    "enumerator_number",
    "enumerator_style",
    "fold",
    "half",
    "han_numeral",
    "is_han",
    "is_page_number",
    "joined",
    "numeral",
    "strip_enumerator",
    "tight",
]

_SPACE = re.compile(r"[\s\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff\u00ad]+")
_DROPPED = re.compile(
    r"[\s\u00a0\u200b-\u200f\u2028-\u202f\u2060\u3000\ufeff\u00ad:：∶﹕,，、.。;；·•_\-—–~*＊※★☆\"'“”‘’|]+"
)
_BRACKETS = str.maketrans("（）【】〔〕［］｛｝〈〉", "()[][][]{}<>")

ENUMERATOR = re.compile(
    r"^\s*(?:"
    r"第?[一二三四五六七八九十百]+[、.．,，)）:：]"
    r"|[(（](?!0\d\d)[一二三四五六七八九十百\d０-９]{1,3}[)）][、.．]?"
    r"|[1-9][0-9]?(?:[.．][1-9][0-9]?){1,3}(?:[、.．](?!\d)|(?=[\s\u3400-\u9fff])(?!\s*[万亿千百十个名所年月日分元倍成米公亩升吨岁版次人家]))"
    r"|[\d０-９]{1,3}(?:[、．)）]|\.(?!\d))"
    r"|[①-⑳㈠-㈩⑴-⒇⒈-⒛⓫-⓾❶-➓]"
    r"|[第][一二三四五六七八九十]+[部分章节条项]+[、:：]?"
    r")\s*"
)
"""A number in front of a heading: 一、 （一） 1. （1） 2.1 ① 第一部分. The code of an area in front of a telephone number, (010) or (0371), is none."""


def is_han(character: str) -> bool:
    """Whether *character* is a Han character (ideograph, not punctuation)."""
    return "\u3400" <= character <= "\u9fff" or character >= "\U00020000" or "\uf900" <= character <= "\ufaff"


PLAIN_HAN = re.compile("(?:(?!年)[\u4e00-\u9fff·]){1,40}")
"""Han characters alone, no blank date among them: what most values are."""


_FULL_WIDTH = re.compile("[\uff01-\uffee\u3000]")


def _narrowed(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """*text* for comparing labels: width, white space, line breaks, brackets' shapes and punctuation folded away, letters lower-case.

    Not for values: folding loses what a value needs. Signs such as □ ① ㈠ stay as they are except for their width.
    """
    folded = _FULL_WIDTH.sub(_narrowed, text)
    return _DROPPED.sub("", folded.translate(_BRACKETS)).lower()


def tight(text: str) -> str:
    """*text* without any white space."""
    return _SPACE.sub("", text)


_PAGE_NUMBER = re.compile(
    r"[-—–·－\s]{1,4}\d{1,4}[-—–·－\s]{1,4}|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?|\d+\s*/\s*\d+"
)


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but a page number: — 3 —, 第3页 共8页."""
    return _PAGE_NUMBER.fullmatch(text.strip()) is not None and not text.strip().isdecimal()


def enumerator_style(text: str) -> str:
    """The style of the number in front of *text*, whatever the number: ``(一)`` for （三）, ``1.`` for 2．; "" without one."""
    found = ENUMERATOR.match(text)
    if found is None:
        return ""
    plain = unicodedata.normalize("NFKC", found.group().strip()).translate(_BRACKETS)
    plain = re.sub("[一二三四五六七八九十百]+", "一", re.sub(r"[0-9]+", "1", plain))
    return re.sub("[、.,:]", ".", plain)


def enumerator_number(text: str) -> tuple[str, int] | None:
    """The style of the number in front of *text*, and the number itself: ``("(一)", 3)`` for （三）; None without one."""
    found = ENUMERATOR.match(text)
    digits = _IN_ENUMERATOR.search(unicodedata.normalize("NFKC", found.group())) if found else None
    if digits is None:
        return None
    last = _LAST_OF_SEVERAL.search(digits.string)
    digits = last or digits
    value = int(digits.group()) if digits.group().isdecimal() else numeral(digits.group())
    return None if value is None else (enumerator_style(text), value)


_LAST_OF_SEVERAL = re.compile(r"(?<=[0-9][.])[0-9]+(?=[、.]?\s*$)")
"""The last number of 2.1, by which it follows 2.0 and comes before 2.2."""

_IN_ENUMERATOR = re.compile("[0-9]+|[一二三四五六七八九十百]+")


def strip_enumerator(text: str) -> str:
    """*text* without a number in front, as headings carry it."""
    return ENUMERATOR.sub("", text, count=1)


_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFFE5: 0xA5}


def half(text: str) -> str:
    """*text* with the full-width forms of ASCII made half-width; all else untouched."""
    return text if text.isascii() else text.translate(_HALF)


_WIDE = "\u2e80-\u303f\u3105-\u312f\u31a0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff□“”‘’…—·"
_BREAK = re.compile(r"[^\S\n]*\n\s*")
_WIDE_SPACE = re.compile(f"(?<=[{_WIDE}])\\s+(?=[{_WIDE}])")
_SPACES = re.compile(r"\s+")
_WORDS_APART = re.compile(r"(?<=[A-Za-z0-9])[^\S\n]*\n\s*(?=[A-Za-z0-9])")


def joined(text: str) -> str:
    """*text* in one line: lines are joined, with a space only between Latin words; no white space between Han characters."""
    if "\n" in text:
        text = _BREAK.sub("", _WORDS_APART.sub(" ", text))
    return _SPACES.sub(" ", _WIDE_SPACE.sub("", text)).strip()


HAN_DIGITS = {
    c: i
    for i, row in enumerate(("〇零○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for c in row
}
"""What each Han numeral of one digit stands for, capital ones too."""
_PLAIN = "零一二三四五六七八九"
_POWERS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_SIMPLE = str.maketrans({c: _PLAIN[i] for c, i in HAN_DIGITS.items()} | dict(zip("拾佰仟萬", "十百千万", strict=True)))
_POSITIONAL = re.compile(f"[{_PLAIN}]+")
_WITH_UNITS = re.compile(f"[{_PLAIN}十百千万亿]{{1,24}}")


def _spelt(number: int) -> str:
    """*number* below 10¹² in Han numerals: 1005 is 一千零五, 12 is 一十二."""
    text, gap = "", False
    for power, unit in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group = number // power % 10**4
        digits = ""
        for i, digit in enumerate(f"{group:04d}"):
            if digit != "0":
                zero = "零" if gap and (text or digits) else ""
                digits += zero + _PLAIN[int(digit)] + "千百十"[i : i + 1]
            gap = digit == "0"
        text += digits + unit if digits else ""
    return text


def han_numeral(number: int) -> str:
    """*number* below 10¹² as headings count: 三, 十二, 一百零五."""
    text = _spelt(number)
    return text[1:] if text.startswith("一十") else text


def numeral(text: str) -> int | None:
    """The number that Han numerals spell, by digits (二〇二〇) or with units (一千二百); None for other text and for loose spellings (一千二)."""
    text = text.translate(_SIMPLE)
    if not _WITH_UNITS.fullmatch(text):
        return None
    if _POSITIONAL.fullmatch(text):
        return int("".join(str(_PLAIN.index(c)) for c in text))
    total = section = 0
    digit = 0
    for c in text:
        if c in _POWERS:
            section, digit = section + (digit or 1) * _POWERS[c], 0
        elif c in _MYRIADS:
            total, section, digit = total + (section + digit) * _MYRIADS[c], 0, 0
        else:
            digit = _PLAIN.index(c)
    total += section + digit
    full = "一" + text if text.startswith("十") else text
    return total if total < 10**12 and full == _spelt(total) else None
