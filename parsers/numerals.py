"""Numbers as list formats write them: 3 as 三, 叁, ③, （三）'s 三, C, iii.

The formats are those of ECMA-376-1 17.18.59 (ST_NumberFormat), which .doc shares by number. A format without a rule here is written in digits,
which is also what Word does above the range of a format.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["numeral"]

_CHINESE = "〇一二三四五六七八九"
_LEGAL_SIMPLIFIED = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def numeral(value: int, form: str) -> str:
    """*value* written in the number format *form* (``chineseCounting``); digits where the format doesn't reach *value* or isn't known."""
    write = _FORMATS.get(form)
    written = write(value) if write is not None and value >= 0 else ""
    return written or ("" if form == "none" else str(value))


def _positional(digits: str) -> Callable[[int], str]:
    return lambda value: "".join(digits[int(digit)] for digit in str(value))


def _multiplicative(digits: str, units: str, *, bare_ten: bool, bare_hundred: bool = False) -> Callable[[int], str]:
    """Counting with 十百千万; *bare_ten* says 十一 for 11 rather than 一十一, *bare_hundred* 百 for 100 rather than 一百."""
    ten, hundred, thousand, myriad = tuple(units)

    def below_myriad(value: int) -> str:
        text, gap = "", False
        for size, unit in ((1000, thousand), (100, hundred), (10, ten), (1, "")):
            digit = value // size % 10
            if not digit:
                gap = gap or bool(text)
                continue
            if gap and not bare_hundred:
                text += digits[0]
            gap = False
            text += unit if bare_hundred and digit == 1 and unit else digits[digit] + unit
        return text

    def write(value: int) -> str:
        if not value:
            return digits[0]
        if value >= 100_000_000:
            return ""
        high, low = divmod(value, 10_000)
        text = below_myriad(high) + myriad if high else ""
        if low:
            text += (digits[0] if high and low < 1000 and not bare_hundred else "") + below_myriad(low)
        if bare_ten and 10 <= value < 20 and text.startswith(digits[1]):
            text = text[1:]
        return text

    return write


_thousand = _multiplicative(_CHINESE.replace("〇", "零"), "十百千万", bare_ten=True)


def _counting(value: int) -> str:
    """Up to 99 with 十; from 100 digit by digit, this system having no larger unit."""
    return _thousand(value) if 0 < value < 100 else _positional(_CHINESE)(value)


def _run(first: str, count: int) -> Callable[[int], str]:
    return lambda value: chr(ord(first) + value - 1) if 0 < value <= count else ""


def _cycle(items: str) -> Callable[[int], str]:
    return lambda value: items[(value - 1) % len(items)] if value > 0 else ""


def _listed(items: str) -> Callable[[int], str]:
    return lambda value: items[value - 1] if 0 < value <= len(items) else ""


def _letters(alphabet: str) -> Callable[[int], str]:
    """A to Z, then AA, BB: the letter is repeated (17.18.59, upperLetter)."""
    size = len(alphabet)
    return lambda value: alphabet[(value - 1) % size] * min(1 + (value - 1) // size, 40) if value > 0 else ""


def _roman(value: int) -> str:
    if not 0 < value < 40_000:
        return ""
    text = ""
    for size, sign in _ROMAN:
        text += sign * (value // size)
        value %= size
    return text


def _ordinal(value: int) -> str:
    suffix = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{suffix}"


def _chicago(value: int) -> str:
    return "*†‡§"[(value - 1) % 4] * min(1 + (value - 1) // 4, 40) if value > 0 else ""


def _sexagenary(value: int) -> str:
    return _cycle(_STEMS)(value) + _cycle(_BRANCHES)(value) if value > 0 else ""


_circled = _listed("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_latin = "abcdefghijklmnopqrstuvwxyz"
_russian = "абвгдежзиклмнопрстуфхцчшщыэюя"

_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _run("⒈", 20),
    "decimalEnclosedParen": _run("⑴", 20),
    "ideographEnclosedCircle": _run("㊀", 10),
    "numberInDash": lambda value: f"- {value} -",
    "hex": lambda value: f"{value:X}",
    "ordinal": _ordinal,
    "chicago": _chicago,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "upperLetter": _letters(_latin.upper()),
    "lowerLetter": _letters(_latin),
    "russianUpper": _letters(_russian.upper()),
    "russianLower": _letters(_russian),
    "ideographDigital": _positional(_CHINESE),
    "japaneseDigitalTenThousand": _positional(_CHINESE),
    "taiwaneseDigital": _positional(_CHINESE.replace("〇", "○")),
    "koreanDigital2": _positional(_CHINESE.replace("〇", "零")),
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _thousand,
    "taiwaneseCountingThousand": _thousand,
    "japaneseCounting": _multiplicative(_CHINESE, "十百千万", bare_ten=True, bare_hundred=True),
    "chineseLegalSimplified": _multiplicative(_LEGAL_SIMPLIFIED, "拾佰仟万", bare_ten=False),
    "ideographLegalTraditional": _multiplicative(_LEGAL_TRADITIONAL, "拾佰仟萬", bare_ten=False),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
}
