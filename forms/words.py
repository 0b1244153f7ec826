"""Values in a few words: names and one-line texts."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from forms.blanks import Plain
from forms.chinese import half, is_han, joined
from forms.definition import Field
from forms.parsed import Parsed, doubt
from forms.repertoire import LOST
from forms.vocabulary import choose, table, words
from forms.wording import restored

__all__ = ["NAME", "PERSON", "TEXT", "is_full_name", "looks_name", "read_name"]

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff□〇々"
_DOT = re.compile(f"(?<=[{_HAN}])\\s*[・･•‧∙⋅．·.﹒]\\s*(?=[{_HAN}])")
_WIDE_LETTER = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_SPACE_BY_HAN = re.compile(f"(?<=[{_HAN}（）()、，·0-9])\\s+|\\s+(?=[{_HAN}（）()、，·])")
_SEVERAL = re.compile(r"[、,，;；/\n]+|\s{1,}")
_LISTED = re.compile(r"[、,，;；/]")
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_REMARK = re.compile(r"[（(]([^（）()]*)[)）]\s*$")
_LONG_NUMBER = re.compile(r"[0-9](?:[\s-]?[0-9]){6,}")
_NAME_LIKE = re.compile(f"[{_HAN}A-Za-z0-9·.'（）()、\\-– ]+")
_ASTRAY = re.compile(
    f"[{_HAN}][?]|[?][{_HAN}]|[<>{{}}=^`]"
    f"|[^\\W_0-9A-Za-zü０-９Ａ-Ｚａ-ｚāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ\u00aa-\u00ba\u2150-\u218f\u2460-\u24ff\u3021-\u30ff\u3220-\u32ff{_HAN}]"
)
"""What no short text in Chinese has: a question mark in a character's place, markup, letters of other scripts. Some character was lost, or isn't text."""

_CONTACT = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]")


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(table("names")["surnames"]), frozenset(words("names", "compound"))


def is_full_name(text: str) -> bool:
    """Whether *text* is as a person's full name in Han characters usually is."""
    single, compound = _surnames()
    if not 2 <= len(text) <= 4 or not all(is_han(c) for c in text) or text[-1] in table("names")["place_ends"]:
        return False
    return (text[:2] in compound and len(text) >= 3) or (text[0] in single and len(text) <= 3)


def _is_remarked(text: str) -> bool:
    """Whether *text* ends in a clerk's remark in brackets."""
    found = _REMARK.search(text)
    return found is not None and re.search(table("hints")["remarks"], found[1]) is not None


def _one_line(text: str) -> str:
    """*text* with its letters and digits half-width, its dot unified and no white space beside Han characters."""
    text = _WIDE_LETTER.sub(lambda found: half(found[0]), text)
    return joined(_SPACE_BY_HAN.sub("", _DOT.sub("·", text)))


def read_name(raw: str, _spec: Field | None = None) -> Parsed:
    """The name of a person, place or school in *raw*."""
    text = _one_line(raw)
    people = [part for part in _SEVERAL.split(raw.strip()) if part]
    if len(people) > 1 and all(map(is_full_name, people)) and people[0] not in _surnames()[1]:
        return doubt("、".join(people), "name.several")
    if len(people) > 1 and is_full_name(people[0]) and choose(people[-1], "gender"):
        return doubt(text, "name.odd", 0.8)
    if LOST in text:
        return Parsed(value=text)
    if _LONG_NUMBER.search(text):
        return doubt(text, "name.number", 0.5)
    if _LISTED.search(_IN_BRACKETS.sub("", text)):
        return doubt(text, "name.several")
    if re.search("[0-9]", text) and not any(word in text for word in words("names", "place_words")):
        return doubt(text, "name.number", 0.5)
    if len(text) == 1 or not _NAME_LIKE.fullmatch(text):
        return doubt(text, "name.odd", 0.8)
    return doubt(text, "value.remark", 0.8) if _is_remarked(text) else Parsed(value=text)


_LONGEST = 4
"""Characters of a Han name; longer ones have a dot."""


def _are_people(text: str) -> bool:
    """Whether *text* is people's names, and nothing between them."""
    whole = {0}
    for end in range(2, len(text) + 1):
        if any(end - count in whole and is_full_name(text[end - count : end]) for count in (2, 3, 4)):
            whole.add(end)
    return len(text) in whole


def read_person(raw: str, _spec: Field | None = None) -> Parsed:
    """The name of a person in *raw*: a word for an office or a position is kept with a fault."""
    found = read_name(raw)
    text = found.value
    if found.faults or not isinstance(text, str) or LOST in text:
        return found
    parts = [part for part in _SEVERAL.split(raw.strip()) if part]
    if len(parts) > 1 and len(text) > _LONGEST and all(len(part) > 1 and all(map(is_han, part)) for part in parts):
        return doubt(text, "name.unlikely", 0.8)  # two names, one of them of a family that isn't known
    whole, last = "".join(parts[:-1]), parts[-1]
    if len(last) == 1 and is_han(last) and any(len(part) > 1 for part in parts[:-1]) and whole not in _surnames()[1]:
        return doubt(text, "name.unlikely", 0.8)  # 傅立欣　　单: the beginning of a label that a line broke
    if (
        text.endswith((*words("names", "unlikely"), *words("wording", "positions")))
        or _IN_BRACKETS.search(text)
        or (len(text) > 6 and "·" not in text and text[-1] in table("names")["place_ends"])
    ):
        return doubt(text, "name.unlikely", 0.8)
    if len(text) > _LONGEST + 1 and _are_people(text):
        return doubt(text, "name.several", 0.8)
    return found


def looks_name(text: str, _spec: Field) -> float:
    """How much *text* looks like a name, from 0 to 1."""
    bare = _one_line(text)
    if len(bare) > 40 or _LONG_NUMBER.search(bare) or "@" in bare or "://" in bare:
        return 0.0
    if not _NAME_LIKE.fullmatch(bare) or re.fullmatch("[0-9. ]+", bare):
        return 0.1
    if is_full_name(bare) or ("·" in bare and len(bare) <= 20):
        return 1.0
    return 0.7 if len(bare) <= 20 else 0.5


_LABELLED = re.compile("[\u3400-\u9fff]{2,8}[：:](?=.)")


def _read_text(raw: str, _spec: Field) -> Parsed:
    text = joined(raw)
    if _LABELLED.match(text):
        return doubt(text, "value.labelled", 0.8)
    if _is_remarked(text):
        return doubt(text, "value.remark", 0.8)
    if _ASTRAY.search(text):
        return doubt(text, "text.odd", 0.7)
    return (
        doubt(text, "text.contact", 0.7)
        if _CONTACT.search(half(text)) or _LONG_NUMBER.search(half(text))
        else Parsed(value=text)
    )


def _looks_text(text: str, _spec: Field) -> float:
    if len(text) > 80 or _CONTACT.search(text) or re.fullmatch(r"[0-9\s./-]+", text) or "://" in text:
        return 0.1
    return 0.7 if any(is_han(c) or c == LOST for c in text) else 0.4


def _restoring(read: Callable[[str, Field], Parsed]) -> Callable[[str, Field], Parsed]:
    """*read*, with lost characters put in that a closed vocabulary knows."""

    def reading(raw: str, spec: Field) -> Parsed:
        found = read(raw, spec)
        if isinstance(found.value, str) and LOST in found.value and not found.faults:
            return restored(found.value) or found
        return found

    return reading


PERSON = Plain(read=read_person, looks=looks_name, none=True)
NAME = Plain(read=_restoring(read_name), looks=looks_name, none=True)
TEXT = Plain(read=_restoring(_read_text), looks=_looks_text, none=True)
