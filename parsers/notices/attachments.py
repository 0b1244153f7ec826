"""What lines of an official document say of its attachments: headings of them, entries of their list, mentions in the text."""

from __future__ import annotations

import re
from functools import cache

from forms.chinese import half, tight
from parsers.notices.words import WIDE, heading_of, is_ended, named, patterns, plain, tells, vocabulary

__all__ = [
    "attachment_line",
    "bare_attachment",
    "begins_anew",
    "entry_of",
    "is_attachment_heading",
    "mentioned",
    "without_file_name",
]

_ENTRY = re.compile(
    r"\s*(?P<number>\d{1,2})\s*(?:[.．、]\s*(?!\d)|[.．、](?=(?:19|20)\d\d[^0-9.]))(?P<rest>.*)$", re.DOTALL
)


def begins_anew(text: str) -> bool:
    """Whether *text* can only begin a paragraph: with a number, a label or the word for attachments."""
    return bool(heading_of(text).level) or attachment_line(text) is not None or tells("labels", text)


def mentioned(text: str) -> set[int]:
    """The numbers of the attachments that *text* refers to."""
    return {int(n) for found in patterns("mentions").finditer(text) for n in re.findall(r"\d{1,2}", found[1])}


@cache
def _attachment() -> re.Pattern[str]:
    heads = "|".join(r"\s*".join(head) for head in vocabulary()["attachment_heads"])
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
        colon = WIDE.search(gap) is not None and tight(found["head"]) == vocabulary()["attachment_word"]
        if not colon or is_ended(found["rest"]):
            return None
    return int(number) if number else None, colon, found["rest"].strip()


def bare_attachment(text: str) -> str:
    """The name that follows the word for attachments without a mark between them; empty where there is none."""
    word, bare = vocabulary()["attachment_word"], named(text)
    return _entry_like(bare.removeprefix(word)) if bare.startswith(word) else ""


def _entry_like(rest: str) -> str:
    """*rest* if it can be a name: not a particle's or a number's sentence, not only a number."""
    return "" if not tight(rest) or patterns("no_names").match(plain(rest)) else rest.strip()


def is_attachment_heading(text: str) -> bool:
    """Whether *text* is nothing but the word for an attachment and its number."""
    found = attachment_line(text)
    return found is not None and not found[2]


def entry_of(text: str) -> tuple[int, str] | None:
    """The number and name of an entry in the list of attachments."""
    found = _ENTRY.match(half(text[:6]) + text[6:])
    if found is None or not found["rest"].strip():
        return None
    # The name stays as it is written: only the number is looked at in half-width.
    return int(found["number"]), text[found.start("rest") :].strip()


def without_file_name(name: str) -> str:
    """*name* without the ending that makes it a file's."""
    return patterns("file_names").sub("", name)
