"""What a line of an official document is, by its words alone: number, title, heading, clutter of a web page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from forms.chinese import half, joined, numeral, tight
from forms.vocabulary import table

__all__ = [
    "QUOTED",
    "WIDE",
    "Heading",
    "Numbered",
    "document_number",
    "heading_of",
    "is_bare_label",
    "is_ended",
    "named",
    "parted",
    "patterns",
    "plain",
    "set_close",
    "tells",
    "title_kind",
    "vocabulary",
    "without_kicker",
    "writes",
]

_BRACKETS = str.maketrans("（）：，；．【】［］〔〕", "():,;.[][][]")
_OPEN, _SHUT = "〔〕"
_SPACE_BY_HAN = re.compile(
    r"(?<=[\u3400-\u9fff）》”])[ \t\u3000\u00a0]+(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])[ \t\u3000\u00a0]+(?=[\u3400-\u9fff（《“])"
)
QUOTED = re.compile("《[^《》]*》|“[^“”]*”|（[^（）]*）|\\([^()]*\\)")
"""What stands in quotes or brackets."""
_SENTENCE = re.compile("[。！？；;!?]")
_MARKS = re.compile(r"[、.．()（）\s]")
_ENDED = re.compile(r"[。！？；：:;!?…][”’）)】》\"]*$")


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


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """*text* as the vocabulary's patterns want it: without white space, in half-width brackets, colons and commas."""
    return half(tight(text)).translate(_BRACKETS)


def named(text: str) -> str:
    """*text* as a name is written: in one line, white space only between Latin words."""
    return _SPACE_BY_HAN.sub("", joined(text))


WIDE = re.compile(r"\t+|[ \u00a0\u3000]{2,}")
"""White space that parts what stands beside each other on a line."""

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
def vocabulary() -> Any:
    """The words of official documents, by purpose."""
    return table("notice")


@cache
def patterns(name: str) -> re.Pattern[str]:
    """The vocabulary's patterns *name* as one."""
    found = vocabulary()[name]
    return re.compile("|".join(f"(?:{entry})" for entry in ([found] if isinstance(found, str) else found)))


def tells(name: str, text: str) -> bool:
    """Whether the vocabulary's patterns *name* fit *text*."""
    return patterns(name).search(plain(text)) is not None


def writes(name: str, text: str) -> bool:
    """Whether the patterns *name* fit *text* as it is written, white space apart."""
    return patterns(name).search(tight(text)) is not None


def parted(name: str, text: str) -> list[str]:
    """*text* in pieces between what the patterns *name* fit."""
    return patterns(name).split(text)


# Numbers and titles


_LONGEST_NUMBER = 60


@cache
def _number() -> re.Pattern[str]:
    return re.compile(vocabulary()["number"])


def document_number(text: str) -> Numbered | None:
    """The document number that *text* is, alone or behind its label; None where it is something else."""
    bare = text.strip()
    if len(bare) > _LONGEST_NUMBER:
        return None
    for head in vocabulary()["number_heads"]:
        folded = plain(bare)
        if folded.startswith(head + ":"):
            bare = re.split("[:：]", bare, maxsplit=1)[1].strip()
            break
    found = _number().fullmatch(half(bare).strip("[]()【】（） ")) or _number().fullmatch(bare)
    if found is None or (found["word"] and found["word"] != vocabulary()["ordinal"]):
        return None
    organ = tight(found["organ"]).replace("(", "（").replace(")", "）")
    normal = f"{organ}{_OPEN}{found['year']}{_SHUT}{found['number']}{found['end']}"
    return Numbered(text=normal, written=bare, standard=tight(bare) == normal)


@cache
def _title_end() -> re.Pattern[str]:
    kinds = "|".join(sorted(map(re.escape, vocabulary()["kinds"]), key=len, reverse=True))
    drafts = "|".join(map(re.escape, vocabulary()["drafts"]))
    return re.compile(rf"(?P<kind>{kinds})(?:[(（][^()（）]*(?:{drafts})[)）])?$")


def title_kind(text: str) -> str | None:
    """The kind of document that the title *text* ends with; None where it is no title.

    A title says what it is about (关于), or is short; it has no end of a sentence and no number in front.
    """
    bare = tight(text)
    found = _title_end().search(bare)
    outside = QUOTED.sub("", bare)
    if found is None or _SENTENCE.search(outside) or len(bare) > _LONGEST_TITLE or bare.endswith((":", "：")):
        return None
    if heading_of(bare).level or tells("clutter", bare) or bare[0] in '《“"':
        return None
    if "，" in outside or "," in outside:
        return None
    about = vocabulary()["about"]
    if about in bare or (len(bare) <= _SHORT_TITLE and found["kind"] in vocabulary()["public"]):
        return found["kind"]
    return None


_LONGEST_TITLE = 160
_SHORT_TITLE = 40


# Text


@cache
def _levels() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"\s*(?P<mark>{pattern})\s*") for pattern in vocabulary()["levels"])


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


def is_bare_label(text: str) -> bool:
    """Whether *text* is a label with nothing behind it, or the last words of a sentence that ends in a colon."""
    return tells("labels", text) and plain(text).endswith(":")


def is_ended(text: str) -> bool:
    """Whether *text* ends as a sentence or its part does."""
    return _ENDED.search(text.rstrip()) is not None


def without_kicker(title: str) -> str:
    """*title* without the word or two and a colon that a news page puts before it."""
    kicker, colon, rest = title.replace("：", ":").partition(":")
    return title[-len(rest) :] if colon and len(kicker) <= _KICKER and vocabulary()["about"] in rest else title


_KICKER = 8
