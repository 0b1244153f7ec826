"""Longer texts: narratives, opinions with their date, headings with points."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from forms.blanks import Plain, clean, cut_hints, flagged, settle
from forms.chinese import (
    BLANK_DATE,
    ENUMERATOR,
    NEARLY_DATE,
    PARTIAL_DATE,
    STRAY_IN_DATE,
    WRITTEN_DATE,
    calendar_date,
    ends_in_cut_date,
    half,
    is_cut_date,
    joined,
    read_date,
    says_nothing,
    tight,
)
from forms.definition import Field
from forms.parsed import BLANK, Fault, Parsed, doubt
from forms.quantities import DATE, dated
from forms.repertoire import LOST
from forms.vocabulary import words
from forms.wording import restored

__all__ = ["NARRATIVE", "OPINION", "TITLED_POINTS"]


def paragraphs(text: str) -> str:
    """*text* with each paragraph trimmed and empty ones dropped."""
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _read_narrative(raw: str, _spec: Field) -> Parsed:
    return Parsed(value=paragraphs(raw))


def _looks_narrative(text: str, _spec: Field) -> float:
    if len(text) >= 30 or "\n" in text:
        return 0.9
    return 0.7 if any(c in text for c in "。；，") else 0.4


NARRATIVE = Plain(read=_read_narrative, looks=_looks_narrative, limit=10**9, brief=False)


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


@cache
def _signed() -> re.Pattern[str]:
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


_LABELLED = re.compile("[\u3400-\u9fff]{2,8}:(?=.)")
"""Words and a colon before an opinion: a label, perhaps of another's."""

_DATE_TAIL = re.compile(rf"(?:{WRITTEN_DATE.pattern})\s*\Z")
_BLANK_TAIL = re.compile(rf"(?:{BLANK_DATE.pattern})\s*\Z")
_PARTIAL_TAIL = re.compile(rf"(?:{PARTIAL_DATE.pattern})\s*\Z")
_MONTH_TAIL = re.compile(
    r"(?:(?<=\n)|^)\s*((?:19|20)[0-9]{2}[./-](?:0?[1-9]|1[0-2])|[01]?[0-9][^\S\n]*月[^\S\n]*[0-3]?[0-9][^\S\n]*日)\s*\Z"
)
"""A year and a month, or a month and a day, alone on a line."""

_COMPACT_TAIL = re.compile(r"(?:(?<=\n)|^)\s*((?:19|20)[0-9]{6})\s*\Z")
_DATE_TAILS = (_DATE_TAIL, _BLANK_TAIL, _PARTIAL_TAIL, _MONTH_TAIL, _COMPACT_TAIL)

_TAIL = 400
"""How much of an opinion's end can be date, seal places and signatures; its beginning is wording, however long."""

_GUARD = "\x00"
"""Stands where an opinion's end was cut off, so that no pattern takes the cut for a line's start. ``clean`` leaves none in a text."""

_SENTENCE_END = "。；;！!？?）)」』”"


@dataclass(kw_only=True, slots=True)
class _Ending:
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


def _take_date(end: _Ending) -> bool:
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


def _ending(text: str) -> _Ending:
    """*text* taken apart from its end: seal places, dates and signatures, whatever their order."""
    head, tail = text[:-_TAIL], text[-_TAIL:]
    end = _Ending(rest=_GUARD + tail if head else tail)
    while True:
        end.rest = end.rest.rstrip()
        if _take_date(end):
            continue
        if found := _signs()[0].search(end.rest) or _glued().search(end.rest):
            end.rest, end.placed = end.rest[: found.start()], True
        elif found := _signed().search(end.rest):
            end.signatures = (joined(found["line"]), *end.signatures)
            end.rest = end.rest[: found.start()]
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
    complete = said[-1] in _SENTENCE_END or said.endswith(words("seals", "assent")) or _signed().search(said)
    return len(text) - len(line) + start if complete else None


def _is_date(line: str) -> bool:
    found = read_date(line)
    return found is not None and found.state == "full"


def _ends_in_date(line: str) -> bool:
    found = _DATE_TAIL.search(half(line))
    return found is not None and _parted(line[: found.start()]) == 1.0


def _has_remnant(lines: list[str]) -> bool:
    """Whether what stands below an opinion's wording is neither that nor a date, but reads like what is left of one."""
    last = half(lines[-1]) if lines else ""
    return any(is_cut_date(half(line)) for line in lines[1:]) or (
        ends_in_cut_date(last) and last[-1:] not in _SENTENCE_END
    )


def _ends_cut(lines: list[str]) -> bool:
    """Whether what stands below the wording last is a piece of something: of a date, or of a bracket that nothing closes."""
    last = half(lines[-1]) if len(lines) > 1 else ""
    if not last:
        return False
    is_number = ends_in_cut_date(last) and last[-1] not in _SENTENCE_END
    return says_nothing(last) or last.count("(") != last.count(")") or is_number


class _Opinion:
    """The kind ``opinion``: what an authority says, and when. Whether a seal stands there is the reader's to see: ``sealed`` is None."""

    def parse(self, raw: str, spec: Field) -> Parsed:
        """The opinion in *raw*, in the parts ``text``, ``date`` and ``sealed``; None when all of them are blank.

        Seal places, unsigned lines and blank dates go. So does who signed, an organ or a person, with a remark: it is no part of what is said,
        and stays in what was read.
        """
        end = _ending(cut_hints(clean(raw).strip(), spec.hints))
        whole = _signs()[2]
        lines = [line.strip() for line in end.rest.split("\n")]
        lines = [line for line in lines if line and not (len(line) <= 60 and whole.fullmatch(line))]
        date = BLANK
        if end.date is not None:
            date = dated(end.date)
            if not end.sure and not date.faults:
                date = doubt(date.value, "opinion.date", 0.8)
        else:
            alone = [line for line in lines if len(line) <= 24 and LOST not in line and _is_date(line)]
            if len(alone) == 1:
                lines.remove(alone[0])
                date = doubt(dated(alone[0]).value, "opinion.date", 0.8)
            elif end.unsure and not _has_remnant(lines):
                date = doubt(None, "opinion.date", 0.8)
            elif lines and LOST not in lines[-1] and NEARLY_DATE.fullmatch(half(lines[-1])):
                mended = STRAY_IN_DATE.sub("", half(lines[-1]))
                date = doubt(None, "opinion.date", 0.8)
                end.date, end.sure = lines[-1], False
                if _is_date(mended):
                    date = doubt(dated(mended).value, "opinion.date", 0.8)
                    lines.pop()
            elif _has_remnant(lines):
                # The date may be what is left of it, or what was there in its place.
                date = doubt(None, "opinion.date", 0.8)
                end.date, end.sure = "", False
        if end.date is not None and end.sure and any(_ends_in_date(line) for line in lines):
            end.sure = False  # an opinion of another organ may stand above, with its own date
            date = doubt(date.value, "opinion.date", 0.8) if not date.faults else date
        if _ends_cut(lines):
            end.date, end.sure = end.date or "", False
        signed = bool(end.signatures and lines)
        text = settle("\n".join(lines if signed else (*lines, *end.signatures)), spec)
        if date.value is None and text != raw and _ends_in_date(text.rpartition("\n")[2]):
            return self.parse(text, spec)  # a hint stood behind the date
        words_ = NARRATIVE.parse(text, spec)
        if LOST in text and (found := restored(text, clauses=True)) is not None:
            words_ = flagged(found)
        if not words_.faults and _LABELLED.match(half(text)) and not _signed().match(text):
            words_ = doubt(words_.value, "value.labelled", 0.8)
        if end.date is not None and not end.sure and not words_.faults:
            words_ = doubt(words_.value, "opinion.date", 0.8)
        if signed:
            words_ = replace(words_, faults=(*words_.faults, Fault(code="opinion.signed", severity="info")))
        parts = {"text": words_, "date": date, "sealed": BLANK}
        value = {name: part.value for name, part in parts.items()}
        sure = min(part.confidence for part in parts.values())
        return Parsed(value=value if any(v is not None for v in value.values()) else None, confidence=sure, parts=parts)

    def format(self, value: Any, spec: Field) -> str:
        """The opinion's text and, under it, its date."""
        if not isinstance(value, Mapping):
            return "" if value is None else str(value)
        date = value.get("date")
        lines = [value.get("text"), _format_date(str(date), spec) if date else None]
        return "\n".join(line for line in lines if line)

    def schema(self, spec: Field) -> dict[str, Any]:
        """An object of ``text``, ``date`` and ``sealed``, each of which may be null."""
        return {
            "type": "object",
            "properties": {
                "text": {"type": ["string", "null"]},
                "date": {"type": ["string", "null"], "format": "date"},
                "sealed": {"type": ["boolean", "null"]},
            },
            "additionalProperties": False,
        }

    def plausible(self, raw: str, spec: Field) -> float:
        """How much *raw* looks like an opinion: more so with a date or a seal's place at its end."""
        text = clean(raw).strip()
        if not text:
            return 0.5
        end = _ending(text[-_TAIL:])
        return 0.9 if end.date or end.blank or end.rest != text[-_TAIL:].rstrip() else 0.5


def _format_date(date: str, spec: Field) -> str:
    return DATE.format(date, spec)


_TITLED = re.compile(
    r"(?P<name>.*?\S)\s*(?:[(（]\s*(?P<boxed>[0-9]+(?:\.[0-9]+)?)\s*(?:{unit})?\s*[)）]|(?P<bare>[0-9]+(?:\.[0-9]+)?)\s*(?:{unit}))"
)


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(_TITLED.pattern.replace("{unit}", "|".join(words("units", "points"))), re.DOTALL)


_NUMBER = re.compile(
    rf"(?:{ENUMERATOR.pattern}|^[A-Z][0-9]{{1,2}}(?:[-.][0-9]{{1,2}})?[、.．:：]?\s*)(?=[\u3400-\u9fff])"
)
"""The number that an office gives a heading of a rubric: 1.1应用规划, （一）应用规划, A1 应用规划."""


class _TitledPoints:
    """The kind ``titled_points``: a heading with the points it carries, 应用规划（5分）."""

    def parse(self, raw: str, spec: Field) -> Parsed:
        """The parts ``name`` and ``points`` of *raw*; points are None, with a fault, where none are given."""
        text = half_points(settle(raw, spec))
        if len(text) > 1000:
            name = flagged(doubt(text, "value.long", 0.5))
            return Parsed(value={"name": text, "points": None}, confidence=0.5, parts={"name": name, "points": BLANK})
        if not text:
            return Parsed(value=None, parts={"name": BLANK, "points": BLANK})
        found = _titled().fullmatch(text)
        name = flagged(Parsed(value=_NUMBER.sub("", joined(found["name"] if found else text), count=1)))
        points = doubt(None, "points.missing", 0.8)
        if found:
            number = float(found["boxed"] or found["bare"])
            points = Parsed(value=int(number) if number.is_integer() else number)
        parts = {"name": name, "points": points}
        return Parsed(
            value={key: part.value for key, part in parts.items()},
            confidence=min(name.confidence, points.confidence),
            parts=parts,
        )

    def format(self, value: Any, spec: Field) -> str:
        """The heading with its points in brackets."""
        if not isinstance(value, Mapping):
            return "" if value is None else str(value)
        unit = words("units", "points")[0]
        points = "" if value.get("points") is None else f"（{value['points']}{unit}）"
        return f"{value.get('name') or ''}{points}"

    def schema(self, spec: Field) -> dict[str, Any]:
        """An object of ``name`` and ``points``."""
        return {
            "type": "object",
            "properties": {"name": {"type": "string"}, "points": {"type": ["number", "null"]}},
            "additionalProperties": False,
        }

    def plausible(self, raw: str, spec: Field) -> float:
        """How much *raw* looks like a heading with points."""
        text = tight(raw)
        if not text:
            return 0.5
        return 1.0 if len(text) <= 40 and _titled().fullmatch(half_points(text)) else 0.2


_WIDE_DIGITS = str.maketrans("０１２３４５６７８９．", "0123456789.")


def half_points(text: str) -> str:
    """*text* with half-width digits."""
    return text.translate(_WIDE_DIGITS)


OPINION = _Opinion()
TITLED_POINTS = _TitledPoints()
