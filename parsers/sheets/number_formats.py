"""Numbers of a spreadsheet as their cells show them: dates, percentages, leading zeros, phone numbers.

What a cell shows is what its clerk checked. Only where showing would hide something, the value is written in full: an exponent or a thousands
separator in what may be a phone number, the century of a year. Sources: ECMA-376-1 18.8.30 (built-in formats) and 18.8.31 (format codes).
"""

from __future__ import annotations

import datetime
import math
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

__all__ = ["SHOWN_HERE", "Shown", "shown"]

SHOWN_HERE = {
    14: "yyyy/m/d",
    22: "yyyy/m/d h:mm",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    **dict.fromkeys((32, 34, 55), "h:mm"),
    **dict.fromkeys((33, 35, 56), "h:mm:ss"),
    47: "mm:ss",
}
"""The formats that files name by number and a Chinese Excel shows otherwise than an American one, of which libraries know."""

_SIGNIFICANT = 15
"""Digits of a number that a spreadsheet keeps."""

_LONGEST_CODE = 255
_PLAIN_FORMAT = re.compile(r"general|@", re.IGNORECASE)
_BRACKETS = re.compile(r"\[([^\]]*)\]")
_CONDITION = re.compile(r"[<>=]+\s*-?[\d.]+")
_PIECE = re.compile(
    r"""(?P<quoted>"[^"]*"?)|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<ampm>[Aa][Mm]/[Pp][Mm]|[Aa]/[Pp])"""
    r"|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?|[aA]{3,}|[gGeE](?![+-])|[bB]+)|(?P<digits>[0#?]+)"
    r"|(?P<exponent>[eE][+-]0+)|(?P<other>.)",
    re.DOTALL,
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LAST_DAY = 2958465
"""The last day that a spreadsheet knows; rounding its seconds up would leave the calendar."""

_EPOCH = datetime.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days have no zone
_EPOCH_1904_DAYS = 1462
_LEAP_DAY = 60
"""Day 60 of the 1900 system is a 29 February that wasn't; the days before it are one off."""


class Shown(NamedTuple):
    """What a cell shows, and codes of doubts. ``hidden`` tells that its format shows nothing though there is a value."""

    text: str
    notes: tuple[str, ...] = ()
    hidden: bool = False


class _Piece(NamedTuple):
    kind: str
    text: str


def shown(value: float, code: str, *, from_1904: bool = False) -> Shown:
    """*value* in the format *code*. A number of more digits than a spreadsheet keeps is noted: its last ones are lost."""
    if not math.isfinite(value):
        # No cell can hold such a number: whatever wrote it meant an error.
        return Shown(str(value), ("sheet.error",))
    notes = ("sheet.digits",) if abs(value) >= 10**_SIGNIFICANT else ()
    if len(code) > _LONGEST_CODE or _PLAIN_FORMAT.fullmatch(code.strip()) or not code.strip():
        return Shown(_general(value), notes)
    section = _section(code, value)
    if section is None:
        return Shown(_general(value), notes)
    if not section:
        # A format may keep zeros from showing, which hides nothing; any other value is there without being seen.
        return Shown(_general(value), notes, hidden=True) if value else Shown("")
    pieces = _pieces(section)
    kinds = {piece.kind for piece in pieces}
    if "date" in kinds:
        text = _date(value + (_EPOCH_1904_DAYS if from_1904 else 0), pieces)
        return Shown(_general(value) if text is None else text, notes)
    if kinds & {"exponent", "slash", "general"} or "digits" not in kinds:
        return Shown(_general(value), notes)
    return Shown(_number(value, pieces), notes)


def _general(value: float) -> str:
    """*value* in digits alone, without an exponent."""
    text = format(Decimal(format(value, f".{_SIGNIFICANT}g")), "f")
    if abs(value) >= 10**_SIGNIFICANT and float(value).is_integer():
        text = str(int(value)) if isinstance(value, int) else text
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[str, ...]:
    """The sections of a format code, which semicolons part; those in quotes don't."""
    found, current = [], ""
    for piece in re.findall(r'"[^"]*"?|\\.|;|[^;"\\]+|\\', code, re.DOTALL):
        if piece == ";":
            found.append(current)
            current = ""
        else:
            current += piece
    return (*found, current)


def _section(code: str, value: float) -> str | None:
    """The section for *value*; None where sections have conditions, which would have to be worked out."""
    sections = _sections(code)
    if any(_CONDITION.fullmatch(inner.strip()) for part in sections for inner in _BRACKETS.findall(part)):
        return None
    if value < 0 and len(sections) > 1 and sections[1].strip():
        # Brackets and colours for a minus are left to the sign itself.
        return sections[0]
    index = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    return sections[index]


@lru_cache(maxsize=512)
def _pieces(section: str) -> tuple[_Piece, ...]:
    found: list[_Piece] = []
    # A Chinese Excel writes the general format with a G as well.
    if "general" in section.lower() or section.lower().startswith("g/"):
        return (_Piece("general", ""),)
    for match in _PIECE.finditer(section):
        kind, text = match.lastgroup, match.group()
        if kind == "quoted":
            found.append(_Piece("text", text.strip('"')))
        elif kind == "escaped":
            found.append(_Piece("text", match.group("escaped")))
        elif kind == "bracket":
            found += _bracket(match.group("bracket"))
        elif kind == "other":
            found.append(_Piece({"/": "slash", "%": "percent", ",": "comma", ".": "point"}.get(text, "text"), text))
        elif kind is not None:
            found.append(_Piece(kind, text.lower()))
    if any(piece.kind == "date" for piece in found):
        found = [_Piece("text", piece.text) if piece.kind in {"slash", "comma", "point"} else piece for piece in found]
    return tuple(found)


def _bracket(inner: str) -> list[_Piece]:
    """``[$¥-804]`` is a currency sign, ``[h]`` are hours beyond a day; colours, locales and numeral systems show nothing."""
    if inner.startswith("$"):
        sign = inner[1:].partition("-")[0]
        return [_Piece("text", sign)] if sign else []
    return (
        [_Piece("date", f"[{inner.lower()}]")]
        if set(inner.lower()) <= set("hms") and len(set(inner.lower())) == 1
        else []
    )


def _number(value: float, pieces: tuple[_Piece, ...]) -> str:
    """*value* by a format of digits: as many decimals and leading zeros as it asks for, its own words round and between them."""
    percents = sum(piece.kind == "percent" for piece in pieces)
    point = next((i for i, piece in enumerate(pieces) if piece.kind == "point"), len(pieces))
    digits = [i for i, piece in enumerate(pieces) if piece.kind == "digits"]
    whole = [i for i in digits if i < point]
    if any(piece.kind == "comma" for piece in pieces[digits[-1] + 1 : digits[-1] + 2]):
        # A comma behind the digits shows thousands: the number itself is told, without the words for what is left out.
        return _general(value)
    decimals = "".join(pieces[i].text for i in digits if i > point)
    amount = abs(Decimal(format(value, f".{_SIGNIFICANT}g"))).scaleb(2 * percents)
    rounded = (
        format(amount.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP), "f")
        if amount < 10**20
        else format(amount, "f")
    )
    head, _, tail = rounded.partition(".")
    while tail and decimals[len(tail) - 1] in "#?" and tail.endswith("0"):
        tail = tail[:-1]
    places = "".join(pieces[i].text for i in whole)
    head = head.lstrip("0").rjust(places.count("0"), "0")
    text = "".join(_filled(pieces, whole, head, tail, point))
    return "-" + text if value < 0 and any(char in "123456789" for char in text) else text


def _filled(pieces: tuple[_Piece, ...], whole: list[int], head: str, tail: str, point: int) -> list[str]:
    """The pieces of a format with the digits in their places; the first place takes what the others leave."""
    shares: dict[int, str] = {}
    left = head
    for i in reversed(whole[1:] if _has_words_between(pieces, whole) else []):
        width = len(pieces[i].text)
        shares[i], left = left[-width:].rjust(pieces[i].text.count("0"), "0") if left else "", left[:-width]
    if whole:
        shares[whole[0]] = left
    out: list[str] = []
    for i, piece in enumerate(pieces):
        if piece.kind in {"text", "percent"}:
            out.append(piece.text)
        elif i in shares:
            out.append(shares[i])
        elif i == point and tail:
            out.append(("" if whole else head) + "." + tail)
    return out


def _has_words_between(pieces: tuple[_Piece, ...], whole: list[int]) -> bool:
    """Whether words stand between the places of the whole number, as in ``000-0000-0000``; thousands separators are none."""
    return bool(whole) and any(piece.kind == "text" for piece in pieces[whole[0] : whole[-1]])


def _date(days: float, pieces: tuple[_Piece, ...]) -> str | None:
    """The moment *days* by a format of dates; None where it is none, so that the cell shows no date either."""
    if not 0 <= days < _LAST_DAY or int(days) == _LEAP_DAY:
        return None
    moment = _EPOCH + datetime.timedelta(days=days + (1 if 1 <= days < _LEAP_DAY else 0))
    seconds = any(piece.kind == "date" and piece.text.startswith(("s", "[s")) for piece in pieces)
    moment = _rounded(moment, seconds)
    if any(piece.kind == "date" and piece.text[0] in "aegb" for piece in pieces) or any(
        piece.text in {"ddd", "dddd"} for piece in pieces
    ):
        # Weekdays and eras are put in words of some language: the date itself says as much.
        return moment.date().isoformat()
    order = [piece.text[0] for i, piece in enumerate(pieces) if piece.kind == "date" and not _is_minutes(pieces, i)]
    named = [part for part in dict.fromkeys(order) if part in "ymd"]
    if len(named) == 3 and named != ["y", "m", "d"]:
        # Day and month in another order can't be told apart any more.
        return moment.date().isoformat()
    afternoon = any(piece.kind == "ampm" for piece in pieces)
    out: list[str] = []
    for index, piece in enumerate(pieces):
        if piece.kind == "date":
            out.append(_date_part(moment, days, piece.text, _is_minutes(pieces, index), afternoon))
        elif piece.kind == "ampm":
            out.append("AM" if moment.hour < 12 else "PM")
        elif piece.kind == "text":
            out.append(piece.text)
    return "".join(out).strip()


def _rounded(moment: datetime.datetime, seconds: bool) -> datetime.datetime:
    """*moment* without the error of its fraction; to the minute where no seconds are shown."""
    moment += datetime.timedelta(microseconds=500_000)
    moment = moment.replace(microsecond=0)
    return moment if seconds or moment.second < 59 else moment + datetime.timedelta(seconds=60 - moment.second)


def _is_minutes(pieces: tuple[_Piece, ...], index: int) -> bool:
    """Whether the m at *index* are minutes: hours come before them, or seconds after."""
    dates = [(i, piece.text) for i, piece in enumerate(pieces) if piece.kind == "date"]
    at = [i for i, _ in dates].index(index)
    before = dates[at - 1][1] if at else ""
    after = dates[at + 1][1] if at + 1 < len(dates) else ""
    return before.startswith(("h", "[h")) or after.startswith(("s", "[s"))


def _date_part(moment: datetime.datetime, days: float, code: str, minutes: bool, afternoon: bool) -> str:
    if code.startswith("["):
        unit = {"h": 24, "m": 24 * 60, "s": 24 * 3600}[code[1]]
        return str(int(days * unit + 1e-6))
    first, wide = code[0], len(code) > 1
    if first == "y":
        return str(moment.year)
    if first == "m" and not minutes:
        if len(code) > 2:
            return _MONTHS[moment.month - 1]
        return f"{moment.month:02d}" if wide else str(moment.month)
    if first == "d":
        return f"{moment.day:02d}" if wide else str(moment.day)
    hour = (moment.hour + 11) % 12 + 1 if afternoon else moment.hour
    number = {"h": hour, "m": moment.minute, "s": moment.second}[first]
    return f"{number:02d}" if wide else str(number)
