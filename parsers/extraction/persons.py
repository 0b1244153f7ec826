"""A person told in one text: name, position and number side by side (何敏，教务处主任，电话 136 …)."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache

from forms.chinese import half, tight
from forms.definition import Field
from forms.kinds import kind_of
from forms.vocabulary import options
from forms.vocabulary import words as vocabulary
from parsers.extraction.labels import Hit, key, words
from parsers.extraction.placing import Placing

__all__ = ["head_of", "is_workplace", "person_in", "piece_for", "reached_in", "split_post"]

_NUMBER = re.compile(r"[+(]?[0-9][0-9\s()+-]{5,}[0-9]")
_ADDRESS = re.compile(r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_APART = re.compile(r"[，,、；;/|\s]+")
_LABEL = re.compile(r"[\u3400-\u9fff]{2,6}[：:]?\s*\Z")
_REMARK = re.compile(r"[(（][^()（）]*[)）]$")
_INNER_SPACE = re.compile(r"(?<![\u3400-\u9fff])([\u3400-\u9fff])[ \u3000]+([\u3400-\u9fff])(?![\u3400-\u9fff])")
_CERTAIN = 1.0
_AND = "、"


def person_in(text: str, group: str, placing: Placing, elsewhere: Container[str] = ()) -> dict[str, str]:
    """What *text* says of the person of *group*, by field: their name with a position, a number or both, each told by its looks.

    Empty where any part may be something else, or belongs to another person. Fields *elsewhere* are told in other places: no part is theirs.
    """
    if len(text) > _LONGEST or "\n" in text.strip():
        return {}
    unboxed = _BOXED.sub(" ", half(text))
    told = _person_in(text, group, placing, elsewhere)
    return told or (_person_in(unboxed, group, placing, elsewhere) if unboxed != text else {})


def _person_in(text: str, group: str, placing: Placing, elsewhere: Container[str]) -> dict[str, str]:
    own = [f for f in placing.definition.fields if f.path.rpartition(".")[0] == group and f.path not in elsewhere]
    names = [f for f in own if f.kind == "person"]
    posts = [f for f in own if _is_for(f, "posts")]
    workplaces = [f for f in own if _is_for(f, "workplaces")]
    if len(names) != 1 or len(posts) != 1:
        return {}
    rest, found = reached_in(half(text).strip(), own, placing)
    if found is None:
        return {}
    for piece in filter(None, _APART.split(_INNER_SPACE.sub(r"\1\2", rest))):
        kind = _beside().get(piece)
        asked = [spec for spec in own if spec.kind == kind]
        if kind is not None and not asked:
            continue  # said of a person, though the form doesn't ask for it
        if asked:
            told = {asked[0].path: piece}
        elif _is_name(piece, names[0]):
            told = {names[0].path: piece}
        elif workplaces and (both := split_post(piece)) is not None:
            # Where they work was said before: it is all of it their position (信息中心主任).
            known = workplaces[0].path in found
            told = {posts[0].path: piece} if known else {workplaces[0].path: both[0], posts[0].path: both[1]}
        elif _is_post(piece, names[0]):
            told = {posts[0].path: piece}
        else:
            told = {workplaces[0].path: piece} if workplaces and _is_workplace(piece) else {}
        told = {path: _as_written(part, text) for path, part in told.items()}
        if told.keys() == {posts[0].path} == told.keys() & found.keys():
            # Two positions of one person, one behind the other (党组成员、副局长).
            positions = f"{found.pop(posts[0].path)}{_AND}{told[posts[0].path]}"
            told = {posts[0].path: positions} if positions in text else {}
        if not told or told.keys() & found.keys():
            return {}
        found |= told
    return found if names[0].path in found and len(found) > 1 else {}


def reached_in(text: str, own: list[Field], placing: Placing) -> tuple[str, dict[str, str] | None]:
    """*text* without the numbers and the address by which its person is reached, and these by field; None where one can't be told."""
    found: dict[str, str] = {}
    for pattern, told in ((_ADDRESS, _address), (_NUMBER, _number)):
        for reached in pattern.findall(text):
            spec = told(reached, [one for one in own if one.path not in found])
            if spec is None:
                return text, None
            found[spec.path] = reached
            before, _, after = text.partition(reached)
            label = _LABEL.search(before)
            if label is not None and any(
                placing.spec(hit.path).kind in _DIALLED
                for hit in placing.lexicon.firm(label[0].strip())
                if not hit.group
            ):
                before = before[: label.start()]
            text = f"{before} {after}"
    return text, found


def _address(text: str, own: list[Field]) -> Field | None:
    """The field of an e-mail address, where it is one for sure."""
    return next((spec for spec in own if spec.kind == "email" and not kind_of(spec).parse(text, spec).faults), None)


@cache
def _beside() -> dict[str, str]:
    """The words for what else is said of a person, each with its kind: their gender, their ethnicity."""
    return {label: kind for kind in ("gender", "ethnicity") for option in options(kind) for label in option.labels}


def _as_written(piece: str, text: str) -> str:
    """*piece* of the half-width *text* as *text* has it."""
    whole = half(text)
    start = whole.find(piece)
    return text[start : start + len(piece)] if start >= 0 and len(whole) == len(text) else piece


_LONGEST = 100
_BOXED = re.compile(r"[()]")
_DIALLED = frozenset({"mobile", "phone", "email"})


def _number(text: str, own: list[Field]) -> Field | None:
    """The field of a number that is one of its kind for sure."""
    for wanted in ("mobile", "phone"):
        for spec in own:
            if spec.kind == wanted:
                parsed = kind_of(spec).parse(text, spec)
                if parsed.value and not parsed.faults:
                    return spec
    return None


@cache
def _posts() -> tuple[str, ...]:
    return tuple(vocabulary("wording", "positions"))


def _is_name(text: str, spec: Field) -> bool:
    return kind_of(spec).plausible(text, spec) >= _CERTAIN and not text.endswith(_posts())


def _is_post(text: str, spec: Field) -> bool:
    """Whether *text* is a position's word; a family name before one (李主任) is another person."""
    text = _REMARK.sub("", text) or text
    return text in _posts() or (text.endswith(_posts()) and kind_of(spec).plausible(text, spec) < _CERTAIN)


def _is_for(spec: Field, purpose: str) -> bool:
    """Whether a field has the label that ``layout.toml`` gives for a *purpose*: a person's position, or where they work."""
    return key(words()[purpose][0]) in map(key, spec.labels)


def is_workplace(spec: Field) -> bool:
    """Whether a field tells where a person works."""
    return _is_for(spec, "workplaces")


def _is_workplace(text: str) -> bool:
    return len(text) > 1 and text.endswith(words()["workplace_ends"])


def split_post(text: str) -> tuple[str, str] | None:
    """Where a person works and their position, from one text without a sign between (某省教育厅科技处处长); None where they can't be told."""
    return next(
        (
            (text[:cut], text[cut:])
            for cut in range(2, len(text) - 1)
            if text[cut:] in _posts() and _is_workplace(text[:cut])
        ),
        None,
    )


def piece_for(spec: Field, text: str) -> str | None:
    """What of *text*, a person's workplace and position in one, is the field's; None where they can't be told apart, or it is neither's."""
    both = split_post(text)
    if both is None:
        return None
    return both[1] if _is_for(spec, "posts") else both[0] if _is_for(spec, "workplaces") else None


def head_of(label: str, value: str, placing: Placing) -> Hit | None:
    """The group whose person a title of office in front of a name means (校长：陈刚), and their name's field as that hit's path."""
    if tight(label) not in words()["heads"]:
        return None
    groups = [hit.path for word in words()["headed"] for hit in placing.lexicon.firm(word) if hit.group]
    for group in groups:
        names = [f for f in placing.definition.fields if f.kind == "person" and f.path.rpartition(".")[0] == group]
        if len(names) == 1 and not placing.filled(names[0].path) and _is_name(value, names[0]):
            return Hit(names[0].path, False, 1.0, False, group)
    return None
