"""A value that was recognised in a picture, put right where what is known beside it leaves one reading: closed lists, divisions, usual mail hosts, specks.

Nothing here is believed: what is put right keeps its doubt, and says that it was repaired.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from forms.chinese import half, is_han, tight
from forms.definition import Field
from forms.kinds import Parsed, kind_of
from forms.places import chains
from forms.vocabulary import options, table, words

__all__ = ["dashes_read", "put_right"]

REPAIRED = 0.8
"""Confidence of a value that was put right, at most."""
SURE = 0.9
"""Confidence of a text from which on its characters are believed."""
LONG = 4
"""Characters of a word of a closed list, or of a division's name, from which on any one of them may be misread; of a shorter one only by one that looks alike."""
DIVISION = 3
"""Characters of the shortest name of a division that is looked for."""
_POINTED = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})*\.[0-9]{3}(?:[.,][0-9]{3})*")
_LISTS = frozenset({"gender", "ethnicity", "province"})
_WORDS = frozenset({"name", "person", "text", "area", "province", "choice"})
_LONG = frozenset({"narrative", "opinion", "text"})
_NAMED = frozenset({"name", "person"})
"""Kinds of which no value has a dash between two characters."""
_PLACES = frozenset({"name", "text", "area", "province"})
_SPECKS = "·.．,，、'`_ \t"
"""What dirt beside words is read as."""
_RULES = "_.·'` "
"""What dirt beside a number is read as."""


def put_right(text: str, parsed: Parsed, spec: Field, confidence: float) -> Parsed:
    """*parsed*, which is *text* recognised with *confidence* as a value of *spec*, or what only can have been written where that isn't it."""
    if parsed.value is None and not parsed.faults:
        return parsed
    for other in _others(text, parsed, spec, confidence):
        if other and other != text:
            again = kind_of(spec).parse(other, spec)
            if again.value not in (None, "", parsed.value) and len(again.faults) <= len(parsed.faults):
                return replace(again, confidence=min(again.confidence, REPAIRED), method="repair")
    return parsed


def _others(text: str, parsed: Parsed, spec: Field, confidence: float) -> Iterable[str]:
    if spec.kind == "email":
        yield _with_usual_host(text)
    if spec.kind == "count" and _POINTED.fullmatch(half(text).strip()):
        # A count has no fraction: what is read as a point before three digits is a comma.
        yield half(text).strip().replace(".", ",")
    if spec.kind == "ordinal" and parsed.faults:
        yield text.strip(_RULES).replace("_", "") if any(one.isdecimal() for one in text) else ""
    if spec.kind in _LONG:
        yield dashes_read(text)
    if spec.kind in _NAMED:
        yield _WITHIN.sub(table("alike")["dash"], text)
    if confidence < SURE and spec.kind in _WORDS:
        text = text.strip(_SPECKS)
        yield text
    if parsed.faults and (spec.options or spec.kind in _LISTS):
        yield _of_list(tight(text), spec)
    if confidence < SURE and spec.kind in _PLACES:
        yield _with_division(text)


def dashes_read(text: str) -> str:
    """*text*, recognised, with the character for one in the place of a dash where only that can have been written: （—）, —、."""
    return _dashed().sub(lambda found: _DASH.sub(table("alike")["dash"], found[0]), text)


_WITHIN = re.compile("(?<=[\u3400-\u9fff])[—–─―](?=[\u3400-\u9fff])")
_DASH = re.compile("(?<![—–─―])[—–─―](?![—–─―])")


@cache
def _dashed() -> re.Pattern[str]:
    """The words in which a single dash is the character for one; also before the mark that follows a number at the beginning of a line."""
    words_ = (re.escape(word).replace("%", _DASH.pattern) for word in table("alike")["dashed"])
    return re.compile(rf"{'|'.join(words_)}|(?<![^\n]){_DASH.pattern}(?=、)")


def _with_usual_host(text: str) -> str:
    """The address *text* with the one usual host that its host looks like; "" where there is none, or it is one."""
    name, mark, host = text.strip().partition("@")
    host = "".join(host.lower().split())
    usual = table("mail")["usual"]
    if not mark or not name or host in usual:
        return ""
    folded = _folded(host)
    fits = [one for one in usual if _folded(one) == folded]
    return f"{name}{mark}{fits[0]}" if len(fits) == 1 else ""


def _folded(host: str) -> str:
    return host.translate(str.maketrans("1i|0，,。", "lllo..."))


def _of_list(text: str, spec: Field) -> str:
    """The one word of the field's list that *text* is but for one character; "" where it is none or may be several."""
    choices = spec.options or options(spec.kind)
    fits = {
        option.value: label
        for option in choices
        for label in (option.value, *option.labels)
        if _differs_by_one(text, label) and (len(label) >= LONG or _is_alike(text, label))
    }
    return next(iter(fits.values())) if len(fits) == 1 else ""


def _differs_by_one(one: str, other: str) -> bool:
    return len(one) == len(other) > 1 and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _is_alike(one: str, other: str) -> bool:
    """Whether two words of one length differ by characters alone that look alike."""
    groups = [group.split() for group in words("usual", "alike")]
    return all(a == b or any(a in group and b in group for group in groups) for a, b in zip(one, other, strict=True))


def _with_division(text: str) -> str:
    """*text* with the name of the one division with which it begins but for one character; "" where it begins with none, or with one."""
    for long in range(min(_longest(), len(text)), DIVISION - 1, -1):
        if text[:long] in _divisions():
            return ""
    for long in range(min(_longest(), len(text)), DIVISION - 1, -1):
        begun = text[:long]
        if all(map(is_han, begun)):
            fits = _blurred().get(_ends(begun), ())
            near = {name for name in fits if _differs_by_one(begun, name) and (long >= LONG or _is_alike(begun, name))}
            if len(near) == 1:
                return near.pop() + text[long:]
    return ""


def _ends(name: str) -> tuple[int, str]:
    """By what names that may be one another are found: their length and last character, which tells of which kind a division is."""
    return len(name), name[-1]


@cache
def _divisions() -> frozenset[str]:
    return frozenset(name for chain in chains() for name in chain)


@cache
def _longest() -> int:
    return max(map(len, _divisions()))


@cache
def _blurred() -> dict[tuple[int, str], tuple[str, ...]]:
    found: dict[tuple[int, str], list[str]] = {}
    for name in sorted(_divisions()):
        found.setdefault(_ends(name), []).append(name)
    return {ends: tuple(names) for ends, names in found.items()}
