"""What a line of an official document is, by its words alone: number, date, heading, organ, clutter of a web page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from forms.chinese import CalendarDate, half, joined, numeral, read_date, tight
from forms.vocabulary import table

__all__ = [
    "Heading",
    "Numbered",
    "Signed",
    "attachment_line",
    "bare_attachment",
    "begins_anew",
    "copies_of",
    "document_number",
    "entry_of",
    "heading_of",
    "is_attachment_heading",
    "is_bare_label",
    "is_ended",
    "is_organ",
    "issuer_in_title",
    "mentioned",
    "named",
    "parted",
    "plain",
    "printed_by",
    "set_close",
    "signatories",
    "signed",
    "signers_of",
    "tells",
    "title_kind",
    "without_file_name",
    "without_kicker",
    "without_mark_end",
    "writes",
]

_BRACKETS = str.maketrans("（）：，；．【】［］〔〕", "():,;.[][][]")
_OPEN, _SHUT = "〔〕"
_SPACE_BY_HAN = re.compile(
    r"(?<=[\u3400-\u9fff）》”])[ \t\u3000\u00a0]+(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])[ \t\u3000\u00a0]+(?=[\u3400-\u9fff（《“])"
)
_SENTENCE = re.compile("[。！？；;!?]")
_MARKS = re.compile(r"[、.．()（）\s]")
_ENDED = re.compile(r"[。！？；：:;!?…][”’）)】》\"]*$")
_ORGAN = re.compile(r"[\u3400-\u9fff（）()、·\s]{2,40}")
_QUOTED = re.compile("《[^《》]*》|“[^“”]*”|（[^（）]*）|\\([^()]*\\)")
_DATE_LAST = re.compile(r"^(?P<organ>.*?)\s*(?P<date>[12一二]\S{3}\s*年\s*\S{1,3}\s*月\s*\S{1,3}\s*日)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Numbered:
    """A document number in the standard's form (7.2.5), and whether it was written so."""

    text: str
    written: str
    standard: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A line's level by its number (7.3.3), 0 without one; the number's value and the text behind it."""

    level: int
    number: int | None
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Signed:
    """A line that is a date, with the organ that may stand before it on the same line."""

    organ: str
    date: CalendarDate


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """*text* as the vocabulary's patterns want it: without white space, in half-width brackets, colons and commas."""
    return half(tight(text)).translate(_BRACKETS)


def named(text: str) -> str:
    """*text* as a name is written: in one line, white space only between Latin words."""
    return _SPACE_BY_HAN.sub("", joined(text))


_BEFORE_FIGURE = re.compile(r"(?<=[\u3400-\u9fff）》”，。、；：])[ \t\u3000\u00a0]+(?=[A-Za-z]|\d{1,4}(?![\d-]))")
_BEHIND_FIGURE = re.compile(
    r"((?<![\d-])\d{1,4}(?:\.\d{1,2})?[%％]?|[A-Za-z])[ \t\u3000\u00a0]+(?=[\u3400-\u9fff（《“])"
)


def set_close(text: str) -> str:
    """*text* without the white space that only sets figures and letters off from Han characters (2020 年), which not every format keeps.

    Telephone numbers and the like stay apart from what is before them.
    """
    return _BEHIND_FIGURE.sub(r"\1", _BEFORE_FIGURE.sub("", text))


@cache
def _table() -> Any:
    return table("notice")


@cache
def _patterns(name: str) -> re.Pattern[str]:
    found = _table()[name]
    return re.compile("|".join(f"(?:{entry})" for entry in ([found] if isinstance(found, str) else found)))


def tells(name: str, text: str) -> bool:
    """Whether the vocabulary's patterns *name* fit *text*."""
    return _patterns(name).search(plain(text)) is not None


def writes(name: str, text: str) -> bool:
    """Whether the patterns *name* fit *text* as it is written, white space apart."""
    return _patterns(name).search(tight(text)) is not None


def parted(name: str, text: str) -> list[str]:
    """*text* in pieces between what the patterns *name* fit."""
    return _patterns(name).split(text)


# Head


_LONGEST_NUMBER = 60


@cache
def _number() -> re.Pattern[str]:
    return re.compile(_table()["number"])


def document_number(text: str) -> Numbered | None:
    """The document number that *text* is, alone or behind its label; None where it is something else."""
    bare = text.strip()
    if len(bare) > _LONGEST_NUMBER:
        return None
    for head in _table()["number_heads"]:
        folded = plain(bare)
        if folded.startswith(head + ":"):
            bare = re.split("[:：]", bare, maxsplit=1)[1].strip()
            break
    found = _number().fullmatch(half(bare).strip("[]()【】（） ")) or _number().fullmatch(bare)
    if found is None or (found["word"] and found["word"] != _table()["ordinal"]):
        return None
    organ = tight(found["organ"]).replace("(", "（").replace(")", "）")
    normal = f"{organ}{_OPEN}{found['year']}{_SHUT}{found['number']}{found['end']}"
    return Numbered(text=normal, written=bare, standard=tight(bare) == normal)


@cache
def _title_end() -> re.Pattern[str]:
    kinds = "|".join(sorted(map(re.escape, _table()["kinds"]), key=len, reverse=True))
    drafts = "|".join(map(re.escape, _table()["drafts"]))
    return re.compile(rf"(?P<kind>{kinds})(?:[(（][^()（）]*(?:{drafts})[)）])?$")


def title_kind(text: str) -> str | None:
    """The kind of document that the title *text* ends with; None where it is no title.

    A title says what it is about (关于), or is short; it has no end of a sentence and no number in front.
    """
    bare = tight(text)
    found = _title_end().search(bare)
    outside = _QUOTED.sub("", bare)
    if found is None or _SENTENCE.search(outside) or len(bare) > _LONGEST_TITLE or bare.endswith((":", "：")):
        return None
    if heading_of(bare).level or tells("clutter", bare) or bare[0] in '《“"':
        return None
    if "，" in outside or "," in outside:
        return None
    about = _table()["about"]
    if about in bare or (len(bare) <= _SHORT_TITLE and found["kind"] in _table()["public"]):
        return found["kind"]
    return None


_LONGEST_TITLE = 160
_SHORT_TITLE = 40


@cache
def _organ_ends() -> tuple[str, ...]:
    return tuple(_table()["organ_ends"])


def is_organ(text: str) -> bool:
    """Whether *text* is as an organ's name is: Han characters that end in a word for one."""
    bare = tight(_QUOTED.sub("", text))
    return bool(bare) and _ORGAN.fullmatch(text.strip()) is not None and bare.endswith(_organ_ends())


_APART = re.compile(r"\t+|[ \u00a0\u3000]{2,}")


def signatories(text: str) -> list[str]:
    """The organs that sign on one line (7.3.5.1), as names are written: several where wide space stands between whole names."""
    pieces = [piece for piece in _APART.split(text.strip()) if piece]
    if len(pieces) > 1 and all(is_organ(piece) and len(tight(piece)) >= _SHORT_ORGAN for piece in pieces):
        return [named(piece) for piece in pieces]
    return [_patterns("seal_words").sub("", named(text))]


_SHORT_ORGAN = 3
"""Characters of the shortest name that may stand beside another: 教育部."""


# Body


@cache
def _levels() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"\s*(?P<mark>{pattern})\s*") for pattern in _table()["levels"])


def heading_of(text: str) -> Heading:
    """The level of *text* by its number, and the text without it."""
    for level, pattern in enumerate(_levels(), 1):
        found = pattern.match(half(text[:_MARK]) + text[_MARK:] if level in _DIGITS else text)
        if found is not None and text[found.end() :].strip():
            bare = half(_MARKS.sub("", found["mark"]))
            number = int(bare) if bare.isdecimal() else numeral(bare)
            return Heading(level=level, number=number, text=text[found.end() :].strip())
    return Heading(level=0, number=None, text=text.strip())


_MARK = 16
"""Characters within which a number in front ends."""
_DIGITS = (3, 4)
"""The levels that are numbered in digits, which may be full-width."""


def begins_anew(text: str) -> bool:
    """Whether *text* can only begin a paragraph: with a number, a label or the word for attachments."""
    return bool(heading_of(text).level) or attachment_line(text) is not None or tells("labels", text)


def is_bare_label(text: str) -> bool:
    """Whether *text* is a label with nothing behind it, or the last words of a sentence that ends in a colon."""
    return tells("labels", text) and plain(text).endswith(":")


def is_ended(text: str) -> bool:
    """Whether *text* ends as a sentence or its part does."""
    return _ENDED.search(text.rstrip()) is not None


def mentioned(text: str) -> set[int]:
    """The numbers of the attachments that *text* refers to."""
    return {int(n) for found in _patterns("mentions").finditer(text) for n in re.findall(r"\d{1,2}", found[1])}


# Tail


@cache
def _attachment() -> re.Pattern[str]:
    heads = "|".join(r"\s*".join(head) for head in _table()["attachment_heads"])
    return re.compile(
        rf"^[-–—•·\s]*(?P<head>{heads})\s*(?P<number>\d{{1,2}})?(?P<gap>\s*)(?P<colon>[:：]|(?<=\d)[.．](?!\d))?\s*(?P<rest>.*)$",
        re.DOTALL,
    )


def attachment_line(text: str) -> tuple[int | None, bool, str] | None:
    """The number, whether a colon follows, and the rest of a line that begins with the word for attachments."""
    found = _attachment().match(text)
    if found is None:
        return None
    number = found["number"]
    colon = bool(found["colon"])
    if colon and found["colon"] not in ":：" and is_ended(found["rest"]):
        return None
    if found["rest"] and not colon:
        # Wide space in the colon's place; 附  则 is the heading of a chapter.
        gap = found["gap"] if number else text[found.end("head") : found.start("rest")]
        colon = _APART.search(gap) is not None and tight(found["head"]) == _table()["attachment_word"]
        if not colon or is_ended(found["rest"]):
            return None
    return int(number) if number else None, colon, found["rest"].strip()


def bare_attachment(text: str) -> str:
    """The name that follows the word for attachments without a mark between them; empty where there is none."""
    word, bare = _table()["attachment_word"], named(text)
    return _entry_like(bare.removeprefix(word)) if bare.startswith(word) else ""


def _entry_like(rest: str) -> str:
    """*rest* if it can be a name: not a particle's or a number's sentence, not only a number."""
    return "" if not tight(rest) or _patterns("no_names").match(plain(rest)) else rest.strip()


def is_attachment_heading(text: str) -> bool:
    """Whether *text* is nothing but the word for an attachment and its number."""
    found = attachment_line(text)
    return found is not None and not found[2]


_ENTRY = re.compile(
    r"\s*(?P<number>\d{1,2})\s*(?:[.．、]\s*(?!\d)|[.．、](?=(?:19|20)\d\d[^0-9.]))(?P<rest>.*)$", re.DOTALL
)


def entry_of(text: str) -> tuple[int, str] | None:
    """The number and name of an entry in the list of attachments."""
    found = _ENTRY.match(half(text[:6]) + text[6:])
    if found is None or not found["rest"].strip():
        return None
    # The name stays as it is written: only the number is looked at in half-width.
    return int(found["number"]), text[found.start("rest") :].strip()


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
    for end in _table()["mark_ends"]:
        if mark.endswith(end) and len(mark) > len(end) + 1:
            return mark.removesuffix(end)
    return mark


def without_kicker(title: str) -> str:
    """*title* without the word or two and a colon that a news page puts before it."""
    kicker, colon, rest = title.replace("：", ":").partition(":")
    return title[-len(rest) :] if colon and len(kicker) <= _KICKER and _table()["about"] in rest else title


_KICKER = 8


def without_file_name(name: str) -> str:
    """*name* without the ending that makes it a file's."""
    return _patterns("file_names").sub("", name)


def signers_of(text: str) -> str:
    """Who signs an upward document, behind its label (7.2.6): names with 、 between."""
    names = _patterns("signers").split(half(text).replace("：", ":"), maxsplit=1)[-1]
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
    bare = re.sub(_table()["printed_word"], "", text.strip())
    found = _DATE_LAST.match(half(bare).strip())
    date = None if found is None else read_date(found["date"])
    return None if found is None or date is None else (named(found["organ"]), Signed(organ="", date=date))


def issuer_in_title(title: str) -> str:
    """The organ that a title begins with, before what it is about; empty where it begins with that."""
    organ, about, _ = title.partition(_table()["about"])
    return organ if about and is_organ(organ) else ""
