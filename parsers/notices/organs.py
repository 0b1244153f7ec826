"""What lines of an official document say of organs and people: whose name it is, who signs and when, who gets copies, who printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from forms.chinese import half, tight
from forms.dates import CalendarDate, read_date
from parsers.notices.words import QUOTED, WIDE, named, patterns, tells, vocabulary

__all__ = [
    "Signed",
    "copies_of",
    "is_organ",
    "issuer_in_title",
    "printed_by",
    "signatories",
    "signed",
    "signers_of",
    "without_mark_end",
]

_ORGAN = re.compile(r"[\u3400-\u9fff（）()、·\s]{2,40}")

_DATE_LAST = re.compile(r"^(?P<organ>.*?)\s*(?P<date>[12一二]\S{3}\s*年\s*\S{1,3}\s*月\s*\S{1,3}\s*日)$")

_SHORT_ORGAN = 3
"""Characters of the shortest name that may stand beside another: 教育部."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Signed:
    """A line that is a date, with the organ that may stand before it on the same line."""

    organ: str
    date: CalendarDate


@cache
def _organ_ends() -> tuple[str, ...]:
    return tuple(vocabulary()["organ_ends"])


def is_organ(text: str) -> bool:
    """Whether *text* is as an organ's name is: Han characters that end in a word for one."""
    bare = tight(QUOTED.sub("", text))
    return bool(bare) and _ORGAN.fullmatch(text.strip()) is not None and bare.endswith(_organ_ends())


def signatories(text: str) -> list[str]:
    """The organs that sign on one line (7.3.5.1), as names are written: several where wide space stands between whole names."""
    pieces = [piece for piece in WIDE.split(text.strip()) if piece]
    if len(pieces) > 1 and all(is_organ(piece) and len(tight(piece)) >= _SHORT_ORGAN for piece in pieces):
        return [named(piece) for piece in pieces]
    return [patterns("seal_words").sub("", named(text))]


def signed(text: str) -> Signed | None:
    """The date that *text* is, or ends with behind the name of an organ; None where it is something else."""
    date = read_date(text)
    if date is not None and (date.state in ("full", "impossible") or re.search("年.*月.*日", text)):
        return Signed(organ="", date=date)
    found = _DATE_LAST.match(half(text).strip())
    if found is not None and found["organ"] and is_organ(found["organ"]):
        date = read_date(found["date"])
        if date is not None:
            return Signed(organ=named(found["organ"]), date=date)
    return None


def without_mark_end(mark: str) -> str:
    """The organ that a mark names (7.2.4), without the word for documents."""
    for end in vocabulary()["mark_ends"]:
        if mark.endswith(end) and len(mark) > len(end) + 1:
            return mark.removesuffix(end)
    return mark


def signers_of(text: str) -> str:
    """Who signs an upward document, behind its label (7.2.6): names with 、 between."""
    names = patterns("signers").split(half(text).replace("：", ":"), maxsplit=1)[-1]
    return "、".join(name for name in re.split(r"[\s、,，\u3000]+", names.strip()) if name)


def copies_of(text: str) -> str:
    """Whom copies go to, behind the label and without the full stop (7.4.2); empty where the line says nothing of it."""
    if not tells("copies", text):
        return ""
    return tight(re.split("[:：]", text, maxsplit=1)[1]).rstrip("。.")


def printed_by(text: str) -> tuple[str, Signed] | None:
    """Who printed the document and when (7.4.3)."""
    if not tells("printed", text):
        return None
    bare = re.sub(vocabulary()["printed_word"], "", text.strip())
    found = _DATE_LAST.match(half(bare).strip())
    date = None if found is None else read_date(found["date"])
    return None if found is None or date is None else (named(found["organ"]), Signed(organ="", date=date))


def issuer_in_title(title: str) -> str:
    """The organ that a title begins with, before what it is about; empty where it begins with that."""
    organ, about, _ = title.partition(vocabulary()["about"])
    return organ if about and is_organ(organ) else ""
