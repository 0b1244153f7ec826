"""Dates as people write them in Chinese, whole, blank or cut, and the days of the calendar that they are. Language facts; no form's labels."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from forms.chinese import HAN_DIGITS, half, numeral, tight

__all__ = [
    "BLANK_DATE",
    "BLANK_DATE_TAIL",
    "NEARLY_DATE",
    "PARTIAL_DATE",
    "STRAY_IN_DATE",
    "WRITTEN_DATE",
    "CalendarDate",
    "calendar_date",
    "ends_in_cut_date",
    "is_cut_date",
    "read_date",
    "says_nothing",
    "written_date",
]

_YEAR = f"(?:[12][ ]?[0-9][ ]?[0-9][ ]?[0-9]|[一二][{''.join(HAN_DIGITS)}oO0]{{3}})"
_MONTH = "(?:[01]?[ ]?[0-9]|十[一二]?|[元一二三四五六七八九])"
_DAY = "(?:[0-3]?[ ]?[0-9]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|初?[一二三四五六七八九])"
_GAP = r"\s*"

NEARLY_DATE = re.compile(
    r"(?=(?:.*?[0-9〇零一二三四五六七八九十]){3})(?=.*[年月日./-])[0-9〇零一二三四五六七八九十年月日号./,·:+\s-]{5,20}"
    r"|(?=.{8,30}\Z)(?=.*[年月日].*[年月日]).{0,2}(?:19|20)[0-9]{2}\D{1,6}[0-9]{1,2}\D{1,5}[0-9]{1,2}(?:\D{0,5}|[^\u4e00-\u9fff]{0,14})"
    r"|(?:19|20)[0-9]{2}[^\u4e00-\u9fff]{0,12}"
)
"""A line that is hardly anything but a date, though it can't be read as one: some of it was lost or added; for half-width text."""

STRAY_IN_DATE = re.compile(r"(?<=[年月])\s*[.,·]+|[.,·]+\s*(?=[年月日])")
"""Signs that no date has beside its words."""

PARTIAL_DATE = re.compile(f"(?<![0-9])(?:{_YEAR}){_GAP}年{_GAP}{_MONTH}{_GAP}月")
"""A year and a month, as people write them; for half-width text."""

WRITTEN_DATE = re.compile(
    f"(?<![0-9])(?P<year>{_YEAR}|[0-9]{{2}}(?=\\s*年)){_GAP}(?:年|[./-]){_GAP}(?P<month>{_MONTH}){_GAP}(?:月|[./-]){_GAP}(?P<day>{_DAY})"
    f"(?![0-9]){_GAP}[日号]?"
)
"""A date with year, month and day, as people write it; for half-width text. The two-digit year needs its 年."""

BLANK_DATE = re.compile(
    r"(?<![0-9])_*(?P<year>[12][0-9]{3}|[12]0|)[\s_]*年[\s_]*(?P<month>[01]?[0-9]|)[\s_]*月[\s_]*(?P<day>[0-3]?[0-9]|)[\s_]*[日号]"
)
"""A form's place for a date with one part or all of them not filled in; for half-width text."""

_MIDNIGHT = re.compile("[ T]00:00(?::00)?$")

BLANK_DATE_TAIL = re.compile(
    r"(?:(?<=\n)[^\S\n]*年[^\S\n]*月[^\S\n]*日|(?<=[\s。）)：:])[^\S\n]*年[^\S\n]+月[^\S\n]+日)\s*$"
)
"""A place for a date behind other text: on a line of its own, or its 年 月 日 spaced out, as 年月日 in a row may be wording."""

_SPACES = re.compile(r"\s+")
_COMPACT = re.compile("((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])")
_PARTIAL = re.compile(
    "(?:[0-9]{1,4}年?|[0-9]{4}[年./-][0-9]{1,2}[月./-]?|[0-9]{1,2}月(?:[0-9]{1,2}[日号]?)?|[0-9]{4}年[0-9]{1,2}[日号])"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarDate:
    """A date read from text. ``iso`` is None where it isn't a day of the calendar or lacks a part."""

    iso: str | None
    state: str
    """``full``; ``short_year`` for a guessed century; ``blank``, ``incomplete`` or ``impossible`` with no ``iso``."""


def _number(text: str) -> int:
    text = text.replace(" ", "")
    if text.isdecimal():
        return int(text)
    text = text.replace("元", "一").replace("廿", "二十").replace("初", "")
    return numeral(text.translate(str.maketrans("oO0", "〇〇〇"))) or 0


def calendar_date(found: re.Match[str]) -> CalendarDate:
    """The date of a match of ``WRITTEN_DATE`` or ``BLANK_DATE``."""
    parts = [found[name].replace(" ", "") for name in ("year", "month", "day")]
    if not any(parts) or parts in (["20", "", ""], ["19", "", ""]):
        return CalendarDate(iso=None, state="blank")
    if not all(parts):
        return CalendarDate(iso=None, state="incomplete")
    year, month, day = map(_number, parts)
    short = len(parts[0]) == 2
    try:
        iso = dt.date(year + 2000 if short else year, month, day).isoformat()
    except ValueError:
        return CalendarDate(iso=None, state="impossible")
    if not 1900 <= int(iso[:4]) <= 2100:
        return CalendarDate(iso=None, state="impossible")
    return CalendarDate(iso=iso, state="short_year" if short else "full")


def read_date(text: str) -> CalendarDate | None:
    """The date that the whole of *text* is; None when it is something else."""
    text = _MIDNIGHT.sub("", _SPACES.sub(" ", half(text).strip().rstrip("。.;；,， ")))
    if found := (WRITTEN_DATE.fullmatch(text) or BLANK_DATE.fullmatch(text)):
        return calendar_date(found)
    if found := _COMPACT.fullmatch(text.replace(" ", "")):
        try:
            return CalendarDate(iso=dt.date(*map(int, found.groups())).isoformat(), state="full")
        except ValueError:
            return CalendarDate(iso=None, state="impossible")
    return CalendarDate(iso=None, state="incomplete") if _PARTIAL.fullmatch(tight(text)) else None


_WORDING = re.compile("[\u3400-\u9fff]")
_OF_DATES = str.maketrans("", "", "年月日号〇零一二三四五六七八九十")
_DAY_TAIL = re.compile(r"[0-9]\s*月\s*[0-9]{1,2}\s*[日号]\Z")
_YEAR_HEAD = re.compile(r"(?:19|20)[0-9]{2}\s*年")
_YEAR_CUT = re.compile(r"(?:19|20)[0-9]{2}\s*年[0-9\s]{0,4}[^\s0-9\u3000-\u9fff\uff00-\uffef(),.:;-]")
_REMNANT = 4
"""A line with a number and fewer characters of wording is none of the wording."""


def says_nothing(line: str) -> bool:
    """Whether a line below a text is a single sign, or has no character of wording at all."""
    return len(line) == 1 or not _WORDING.search(line)


def is_cut_date(line: str) -> bool:
    """Whether a line below a text begins as a date does, or says nothing; for half-width text."""
    return says_nothing(line) or bool(PARTIAL_DATE.match(line) or _YEAR_CUT.match(line))


def ends_in_cut_date(line: str) -> bool:
    """Whether a text's last line begins with a year, ends in a month and a day, or is hardly more than a number; for half-width text."""
    few = len(_WORDING.findall(line.translate(_OF_DATES))) < _REMNANT and any(map(str.isdecimal, line))
    return few or _DAY_TAIL.search(line) is not None or _YEAR_HEAD.match(line) is not None


def written_date(iso: str) -> str:
    """The day *iso* as official papers write it, 2020年11月3日; other text as it is."""
    found = re.fullmatch("([0-9]{4})-([0-9]{2})-([0-9]{2})", iso)
    return f"{int(found[1])}年{int(found[2])}月{int(found[3])}日" if found else iso
