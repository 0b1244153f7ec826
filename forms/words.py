"""Values in a few words: names, one-line texts, choices from a list."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from forms.blanks import Plain, settle
from forms.chinese import half, is_han, joined, strip_enumerator
from forms.definition import Field
from forms.parsed import Fault, Parsed, doubt
from forms.repertoire import LOST
from forms.vocabulary import Choices, choose, options, restore, table, words
from forms.wording import restored

__all__ = ["CHOICE", "ETHNICITY", "GENDER", "NAME", "NAMES", "PERSON", "TEXT", "chosen", "read_name"]

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


def _is_person(text: str) -> bool:
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
    if len(people) > 1 and all(map(_is_person, people)) and people[0] not in _surnames()[1]:
        return doubt("、".join(people), "name.several")
    if len(people) > 1 and _is_person(people[0]) and choose(people[-1], "gender"):
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
    return found


def _looks_name(text: str, _spec: Field) -> float:
    bare = _one_line(text)
    if len(bare) > 40 or _LONG_NUMBER.search(bare) or "@" in bare or "://" in bare:
        return 0.0
    if not _NAME_LIKE.fullmatch(bare) or re.fullmatch("[0-9. ]+", bare):
        return 0.1
    if _is_person(bare) or ("·" in bare and len(bare) <= 20):
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


def _ticked(text: str, choices: Choices) -> tuple[str, ...] | None:
    """The labels ticked in a row of labels with boxes (☑地市 □区县); None when *text* is no such row."""
    signs = "".join(words("marks", "checked") + words("marks", "unchecked"))
    if not any(sign in text for sign in signs):
        return None
    pieces = [piece for piece in re.split(f"([{signs}])", text) if piece.strip()]
    marks, labels = pieces[0::2], pieces[1::2]
    if pieces[0] not in signs:
        marks, labels = labels, marks
    if len(labels) == 1 and marks[0] not in words("marks", "checked"):
        return None  # one label and one □: as likely a lost character as a box
    rowed = (
        len(marks) == len(labels) and all(m in signs for m in marks) and all(choose(label, choices) for label in labels)
    )
    if not rowed:
        return None
    return tuple(label for mark, label in zip(marks, labels, strict=True) if mark in words("marks", "checked"))


def chosen(raw: str, choices: Choices, kind: str, *, is_open: bool = False) -> Parsed:
    """The one of *choices* that *raw* names; any other word is kept with the fault ``<kind>.unknown``."""
    value = choose(raw, choices)
    if value is not None:
        return Parsed(value=value)
    ticked = _ticked(raw, choices)
    if ticked is not None:
        if not ticked:
            return doubt(None, "choice.unmarked", 0.5, "info")
        if len(ticked) == 1:
            return Parsed(value=choose(ticked[0], choices))
        return doubt("、".join(map(joined, ticked)), "choice.several", 0.5)
    text = joined(raw)
    if LOST in text:
        found = restore(text, choices)
        return doubt(found, "text.repaired", 0.8, "info", method="repair") if found else Parsed(value=text)
    return doubt(text, f"{kind}.unknown", 0.8 if is_open else 0.5)


def _read_choice(raw: str, spec: Field) -> Parsed:
    return chosen(raw, spec.options, "choice", is_open=spec.open)


def _among(text: str, choices: Choices) -> bool:
    return bool(choose(text, choices) or _ticked(text, choices) is not None or restore(text, choices))


def _looks_choice(text: str, spec: Field) -> float:
    if len(text) > 40:
        return 0.0
    if _among(text, spec.options):
        return 1.0
    return 0.4 if spec.open and len(text) <= 12 else 0.0


def _write_choice(value: Any, spec: Field) -> str:
    """The word that this edition's form prints for *value*."""
    return next((option.labels[0] for option in spec.options if option.value == value and option.labels), str(value))


def _choice_schema(spec: Field) -> dict[str, Any]:
    if spec.open:
        return {"type": "string", "examples": [option.value for option in spec.options]}
    return {"type": "string", "enum": [option.value for option in spec.options]}


def _from_list(vocabulary: str) -> Plain:
    """The kind whose choices are the file *vocabulary* and whose unknown words are kept."""

    def read(raw: str, _spec: Field) -> Parsed:
        return chosen(raw, vocabulary, vocabulary)

    def looks(text: str, _spec: Field) -> float:
        return 1.0 if len(text) <= 16 and _among(text, vocabulary) else 0.0

    def shape(_spec: Field) -> dict[str, Any]:
        return {"type": "string", "enum": [option.value for option in options(vocabulary)]}

    return Plain(read=read, looks=looks, shape=shape)


_GAP = re.compile(r"\t+|  +|　+")


def _split(text: str, signs: str) -> list[str]:
    """*text* split at *signs* that stand outside brackets."""
    parts, depth = [""], 0
    for c in text:
        depth = max(0, depth + (c in "（([【《") - (c in "）)]】》"))
        if c in signs and depth == 0:
            parts.append("")
        else:
            parts[-1] += c
    return parts


def _are_names(pieces: list[str]) -> bool:
    """Whether *pieces* of a text are several whole names of places or schools."""
    ends = (*words("names", "place_ends"), *words("names", "unit_ends"))
    return len(pieces) > 1 and all(len(piece) > _SHORTEST and piece.endswith(ends) for piece in pieces)


_SHORTEST = 2
"""A piece of so few characters may be the rest of a name, however it ends."""


def _by_gaps(text: str) -> list[str]:
    """*text* parted at wide gaps, where all that they part are whole names; else as it is."""
    pieces = [piece for piece in _GAP.split(text.strip()) if piece]
    return pieces if _are_names(pieces) else [text]


def _by_room(text: str) -> list[str]:
    """*text* parted at narrow gaps where these part whole names, all of places or all of schools; else as it is."""
    pieces = text.split()
    divisions = sum(piece.endswith(words("layout", "places")) for piece in pieces)
    return pieces if _are_names(pieces) and divisions in (0, len(pieces)) else [text]


def _read_names(raw: str, spec: Field) -> Parsed:
    text = raw.strip().rstrip("。.")
    lines = [strip_enumerator(line.strip()) for line in text.split("\n") if line.strip()]
    numbered = sum(line != strip_enumerator(line.strip()) for line in text.split("\n"))
    listed = _split("".join(lines), "、，,；;\n")
    if len(listed) > 1 and numbered < 2:
        parts = [piece for part in listed for piece in _by_gaps(part)]
    else:
        parts = [part for line in lines for spot in _split(line, "、，,；;") for part in _GAP.split(spot)]
    roomy = any(_are_names(part.split()) for part in parts)
    parts = [piece for part in parts for piece in _by_room(part)] if roomy else parts
    names = [read_name(settle(part.strip().rstrip("。"), spec) or part.strip()) for part in parts if part.strip()]
    if not names:
        return doubt(None, "name.odd", 0.8)
    worst = min((name.confidence for name in names), default=1.0)
    faults = {fault.code: fault for name in names for fault in name.faults}
    if roomy:
        # Whether a name was written with room in it, or two stand there, is a guess.
        worst, faults["name.several"] = min(worst, 0.8), Fault(code="name.several")
    if any(re.search(table("names")["tied"], str(name.value)) for name in names):
        worst, faults["name.several"] = min(worst, 0.6), Fault(code="name.several")
    return Parsed(value=[name.value for name in names], confidence=worst, faults=tuple(faults.values()))


def _looks_names(text: str, spec: Field) -> float:
    value = _read_names(text, spec).value
    return 0.8 if value and all(_looks_name(name, spec) >= 0.5 for name in value) else 0.1


def _restoring(read: Callable[[str, Field], Parsed]) -> Callable[[str, Field], Parsed]:
    """*read*, with lost characters put in that a closed vocabulary knows."""

    def reading(raw: str, spec: Field) -> Parsed:
        found = read(raw, spec)
        if isinstance(found.value, str) and LOST in found.value and not found.faults:
            return restored(found.value) or found
        return found

    return reading


PERSON = Plain(read=read_person, looks=_looks_name)
NAME = Plain(read=_restoring(read_name), looks=_looks_name)
TEXT = Plain(read=_restoring(_read_text), looks=_looks_text)
CHOICE = Plain(read=_read_choice, looks=_looks_choice, write=_write_choice, shape=_choice_schema)
GENDER = _from_list("gender")
ETHNICITY = _from_list("ethnicity")
NAMES = Plain(
    limit=20000,
    read=_read_names,
    looks=_looks_names,
    write=lambda value, _spec: "、".join(value) if isinstance(value, list) else str(value),
    shape=lambda _spec: {"type": "array", "items": {"type": "string"}},
)
