"""What stands at the end of an opinion: its date, places for a seal or a signature, who signed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from forms.chinese import half, joined
from forms.dates import (
    BLANK_DATE,
    PARTIAL_DATE,
    WRITTEN_DATE,
    calendar_date,
    ends_in_cut_date,
    is_cut_date,
    read_date,
    says_nothing,
)
from forms.vocabulary import words

__all__ = [
    "TAIL",
    "Ending",
    "ending",
    "ends_cut",
    "ends_in_date",
    "has_remnant",
    "is_date",
    "place_line",
    "signed_line",
]


def _spaced(*keys: str) -> str:
    """Alternatives of the words of ``seals.toml`` under *keys*, with white space allowed between their characters."""
    items = sorted((word for key in keys for word in words("seals", key)), key=len, reverse=True)
    return "|".join(r"\s*".join(map(re.escape, word)) for word in items)


_APART = r"(?:(?<=[\s。；;！!）)_＿])|^)"


@cache
def _signs() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns of a place for a seal or a signature at a text's end, of a label of the date there, and of a line that is only such a place."""
    place = rf"(?:{_spaced('seal', 'sign')})"
    who = rf"(?:{_spaced('unit', 'role')})"
    boxed = rf"[(（]\s*(?:{who}\s*)?{place}(?:\s*[、/和或]?\s*{place})?\s*[)）]"
    named = rf"(?:{who}\s*)?(?:{place}\s*{boxed}|{place}|{boxed})"
    tail = re.compile(
        rf"(?:{_APART}(?:{named}\s*[:：]|{who}\s*{boxed}|{who}\s*[:：])|{boxed}\s*[:：]?|(?:(?<=\n)|^|(?<=\s\s)|(?<=[\t\u3000])|(?<=[_＿]))[^\S\n]*{named})[\s_＿]*\Z"
    )
    label = re.compile(rf"{_APART}(?:{_spaced('date')})\s*[:：]\s*\Z")
    whole = re.compile(rf"(?:{named}\s*[:：]?|{who}\s*[:：])[\s_＿]*")
    return tail, label, whole


def place_line() -> re.Pattern[str]:
    """The pattern of a line that is only a place for a seal or a signature."""
    return _signs()[2]


@cache
def signed_line() -> re.Pattern[str]:
    """The pattern of a line at a text's end on which somebody signs behind a label."""
    place = _spaced("seal", "sign")
    who = rf"(?:{_spaced('unit', 'role')})"
    return re.compile(
        rf"{_APART}(?P<line>(?:{who}\s*)?(?:{place}|{who}|[(（]\s*(?:{place})\s*[)）])\s*[:：][^\S\n]*[^\s:：。，()（）]{{1,12}})\s*\Z"
    )


@cache
def _glued() -> re.Pattern[str]:
    """A seal's place right behind the wording, as where a narrow cell's lines were joined: behind words of assent or the end of a sentence alone."""
    assent = "|".join(rf"(?<={re.escape(word)})" for word in words("seals", "assent"))
    return re.compile(rf"(?:{assent}|(?<=[{_SENTENCE_END}]))[^\S\n]*(?:{_spaced('glued')})[\s_＿]*\Z")


_DATE_TAIL = re.compile(rf"(?:{WRITTEN_DATE.pattern})\s*\Z")

_BLANK_TAIL = re.compile(rf"(?:{BLANK_DATE.pattern})\s*\Z")

_PARTIAL_TAIL = re.compile(rf"(?:{PARTIAL_DATE.pattern})\s*\Z")

_MONTH_TAIL = re.compile(
    r"(?:(?<=\n)|^)\s*((?:19|20)[0-9]{2}[./-](?:0?[1-9]|1[0-2])|[01]?[0-9][^\S\n]*月[^\S\n]*[0-3]?[0-9][^\S\n]*日)\s*\Z"
)
"""A year and a month, or a month and a day, alone on a line."""

_COMPACT_TAIL = re.compile(r"(?:(?<=\n)|^)\s*((?:19|20)[0-9]{6})\s*\Z")

_DATE_TAILS = (_DATE_TAIL, _BLANK_TAIL, _PARTIAL_TAIL, _MONTH_TAIL, _COMPACT_TAIL)

TAIL = 400
"""How much of an opinion's end can be date, seal places and signatures; its beginning is wording, however long."""

_GUARD = "\x00"
"""Stands where an opinion's end was cut off, so that no pattern takes the cut for a line's start. ``clean`` leaves none in a text."""

_SENTENCE_END = "。；;！!？?）)」』”"


@dataclass(kw_only=True, slots=True)
class Ending:
    """What the end of an opinion holds: its date as written, how sure that is, and the signatures to keep."""

    rest: str
    date: str | None = None
    sure: bool = True
    unsure: bool = False
    """Whether the wording ends in a date that isn't parted from it."""
    blank: bool = False
    placed: bool = False
    """Whether a seal's or a signature's place was cut off."""
    signatures: tuple[str, ...] = ()


def _parted(before: str) -> float:
    """How sure a date behind *before* stands apart from the wording: 1 on a line or behind a sentence, 0 inside a sentence."""
    if not before.strip() or before.rstrip(" \t\u3000\xa0").endswith("\n"):
        return 1.0
    gap = len(before) - len(before.rstrip())
    if before.rstrip()[-1] in _SENTENCE_END or gap >= 2 or before[-1:] in "\t\u3000":
        return 1.0
    return 0.5 if gap else 0.0


def _take_date(end: Ending) -> bool:
    """Cut a date off the end of the rest, if one stands there apart from the wording."""
    text = half(end.rest)
    found = next((match for tail in _DATE_TAILS if (match := tail.search(text))), None)
    if found is None:
        return False
    before = end.rest[: found.start()]
    places = (_signs()[1], _signs()[0], _glued())
    sure = 1.0 if any(place.search(before) for place in places) else _parted(before)
    is_blank = found.re is _BLANK_TAIL and calendar_date(found).state == "blank"
    if end.date is not None and not is_blank:
        end.sure = end.sure and not sure  # two dates: which one is meant?
        return False
    if not sure:
        end.unsure = True
        return False
    if not is_blank:
        end.date, end.sure = end.rest[found.start() :].strip(), sure == 1.0
    end.blank = end.blank or is_blank
    end.rest = _signs()[1].sub("", before)
    return True


def ending(text: str) -> Ending:
    """*text* taken apart from its end: seal places, dates and signatures, whatever their order."""
    head, tail = text[:-TAIL], text[-TAIL:]
    end = Ending(rest=_GUARD + tail if head else tail)
    while True:
        end.rest = end.rest.rstrip()
        if _take_date(end):
            continue
        if found := _signs()[0].search(end.rest) or _glued().search(end.rest):
            end.rest, end.placed = end.rest[: found.start()], True
        elif found := signed_line().search(end.rest):
            end.signatures = (joined(found["line"]), *end.signatures)
            end.rest = end.rest[: found.start()]
        elif end.date is None and (found := _signs()[1].search(end.rest)):
            end.rest, end.blank = end.rest[: found.start()], True  # the label of a date that nobody wrote
        elif (end.date or end.blank or end.placed) and (start := _organ_at(end.rest)) is not None:
            end.signatures = (joined(end.rest[start:]), *end.signatures)
            end.rest = end.rest[:start]
        else:
            end.rest = head + end.rest.removeprefix(_GUARD)
            return end


@cache
def _organ() -> re.Pattern[str]:
    """An organ's name in the place of a signature, the word for its seal behind it or in the same brackets."""
    name = rf"[\u3400-\u9fff]{{2,24}}(?:{'|'.join(words('seals', 'organs'))})"
    place = rf"(?:{_spaced('seal')})"
    return re.compile(rf"{name}(?:\s*[(（]?\s*{place}\s*[)）]?)?|[(（]\s*{name}\s*{place}\s*[)）]")


_PIECES = re.compile(rf"(?<=[{_SENTENCE_END}])\s*|\s{{2,}}|[\t\u3000]+")


def _organ_at(text: str) -> int | None:
    """Where in *text* the name of the organ begins that signs at its end, behind wording that is complete; None where none does."""
    line = text[text.rfind("\n") + 1 :]
    start = max((found.end() for found in _PIECES.finditer(line) if found.end() < len(line)), default=0)
    organ, said = line[start:].strip(), text[: len(text) - len(line) + start].rstrip()
    if not said or _organ().fullmatch(organ) is None or any(word in organ for word in words("seals", "assent")):
        return None
    complete = said[-1] in _SENTENCE_END or said.endswith(words("seals", "assent")) or signed_line().search(said)
    return len(text) - len(line) + start if complete else None


def is_date(line: str) -> bool:
    """Whether *line* is a full date and nothing else."""
    found = read_date(line)
    return found is not None and found.state == "full"


def ends_in_date(line: str) -> bool:
    """Whether *line* ends in a date that stands apart from its wording."""
    found = _DATE_TAIL.search(half(line))
    return found is not None and _parted(line[: found.start()]) == 1.0


def has_remnant(lines: list[str]) -> bool:
    """Whether what stands below an opinion's wording is neither that nor a date, but reads like what is left of one."""
    last = half(lines[-1]) if lines else ""
    return any(is_cut_date(half(line)) for line in lines[1:]) or (
        ends_in_cut_date(last) and last[-1:] not in _SENTENCE_END
    )


def ends_cut(lines: list[str]) -> bool:
    """Whether what stands below the wording last is a piece of something: of a date, or of a bracket that nothing closes."""
    last = half(lines[-1]) if len(lines) > 1 else ""
    if not last:
        return False
    is_number = ends_in_cut_date(last) and last[-1] not in _SENTENCE_END
    return says_nothing(last) or last.count("(") != last.count(")") or is_number
