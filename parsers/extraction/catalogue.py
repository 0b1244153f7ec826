"""All labels and titles of all forms, for finding out which form a text is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from forms.chinese import strip_enumerator
from forms.definition import FormDefinition
from forms.repertoire import LOST, could_be
from forms.vocabulary import options
from forms.vocabulary import words as vocabulary
from parsers.extraction.labels import Hit, key, lexicon, words

__all__ = ["LONGEST_TITLE", "Catalogue", "attachment_of", "catalogue_of", "name_of"]


@cache
def _year() -> re.Pattern[str]:
    """A year in a title, or a word for one without its number."""
    behind = sorted(vocabulary("units", "year"), key=len, reverse=True)
    return re.compile(rf"(?:19|20)\d\d(?:{'|'.join(behind)})?|{behind[0]}")


_ALIKE = 0.9
"""From this likeness on a line is a title with a slip in it."""


LONGEST_TITLE = 70

_KEPT = 2048
"""Texts of which it is kept what they are: a form asks again and again, and so does the next one."""

_JOINED = 14
"""Characters of a label that names a group and a field in one."""


class Catalogue:
    """All labels and titles of all definitions, for finding out which form it is."""

    def __init__(self, definitions: Sequence[FormDefinition]) -> None:
        self.definitions = definitions
        self.labels: dict[str, list[tuple[FormDefinition, Hit]]] = {}
        self.by_length: dict[int, list[str]] = {}
        self.titles: list[tuple[str, FormDefinition]] = []
        for definition in definitions:
            for label, hits in lexicon(definition).exact.items():
                self.labels.setdefault(label, []).extend((definition, hit) for hit in hits)
            for title in (definition.title, *definition.titles):
                self.titles.append((_bare_title(title), definition))
        self.longest = max((len(title) for title, _ in self.titles), default=0)
        self._signs = [(title, frozenset(title), definition.id) for title, definition in self.titles]
        for label in self.labels:
            self.by_length.setdefault(len(label), []).append(label)
        self.weight = {label: 1.0 / len({d.id for d, _ in found}) for label, found in self.labels.items()}
        self.total = {name_of(d): self._total(d) for d in definitions}
        self.preset: dict[str, list[tuple[str, str]]] = {}
        for definition in definitions:
            for word in {key(word) for word in _strings(definition.preset) if 2 <= len(word) <= 60}:
                self.preset.setdefault(word, []).append(name_of(definition))
        self._found: dict[str, list[tuple[FormDefinition, Hit, float]]] = {}
        self._titled: dict[str, Mapping[str, float]] = {}
        self._naming: dict[str, tuple[FormDefinition, ...]] = {}
        self.said: dict[str, Any] = {}
        """What short texts say of the forms, as far as it was asked for (``evidence``)."""

    def _total(self, definition: FormDefinition) -> float:
        return (
            sum(max((self.weight[key(label)] for label in spec.labels[:1]), default=0.0) for spec in definition.fields)
            or 1.0
        )

    def find(self, text: str) -> list[tuple[FormDefinition, Hit, float]]:
        """The fields of all definitions that *text* firmly names, each with how telling the label is."""
        if len(text) > 60:
            return []
        known = self._found.get(text)
        if known is None:
            if len(self._found) > 20_000:
                self._found.clear()
            known = self._found[text] = self._find(text)
        return known

    def firm(self, text: str) -> tuple[Hit, ...]:
        """What *text* names in any form: enough to see a label in running text."""
        return tuple(hit for _, hit, _ in self.find(text))

    def _find(self, text: str) -> list[tuple[FormDefinition, Hit, float]]:
        folded = key(text)
        candidates = [folded]
        if folded not in self.labels:
            bare = strip_enumerator(text)
            candidates = [key(bare), key(re.sub(r"[(（\[【].*?[)）\]】]", "", bare))]
            if "□" in folded and folded.strip("□"):
                candidates += [label for label in self.by_length.get(len(folded), ()) if could_be(folded, label)]
        found = []
        for candidate in dict.fromkeys(candidates):
            for definition, hit in self.labels.get(candidate, ()):
                found.append(
                    (definition, hit._replace(printed=hit.printed and candidate == folded), self.weight[candidate])
                )
        return found or self._joined(text)

    def _joined(self, text: str) -> list[tuple[FormDefinition, Hit, float]]:
        """The fields that *text* names together with their group (负责人姓名)."""
        if len(text) > _JOINED:
            return []
        found = [
            (definition, hit) for definition in self.definitions for hit in lexicon(definition).firm(text) if hit.host
        ]
        forms = {definition.id for definition, _ in found}
        return [(definition, hit, 1.0 / len(forms)) for definition, hit in found]

    def keep(self, text: str, said: object) -> None:
        """Keeps what *text* says."""
        if len(self.said) > _KEPT:
            self.said.clear()
        self.said[text] = said

    def naming(self, text: str) -> tuple[FormDefinition, ...]:
        """The definitions of which a field is firmly named by *text*."""
        known = self._naming.get(text)
        if known is None:
            named = (one for one in self.definitions if any(not hit.group for hit in lexicon(one).firm(text)))
            known = tuple(named)
            if len(text) <= LONGEST_TITLE:
                if len(self._naming) > _KEPT:
                    self._naming.clear()
                self._naming[text] = known
        return known

    def title(self, text: str) -> Mapping[str, float]:
        """The forms whose title *text* is, with how alike they are."""
        if len(text) > LONGEST_TITLE:
            return {}
        known = self._titled.get(text)
        if known is None:
            if len(self._titled) > _KEPT:
                self._titled.clear()
            known = self._titled[text] = self._title(text)
        return known

    def _title(self, text: str) -> Mapping[str, float]:
        bare = _bare_title(text)
        if len(bare) < 6 or len(bare) > self.longest + 24:
            return {}
        found: dict[str, float] = {}
        signs = frozenset(bare)
        for title, own, form in self._signs:
            if len(signs & own) < _SHARED * len(own) and LOST not in signs:
                continue
            likeness = _likeness(bare, title)
            if likeness > found.get(form, 0.0):
                found[form] = likeness
        best = max(found.values(), default=0.0)
        alike = {form: score for form, score in found.items() if score >= max(_ALIKE, best - 0.02)}
        remark = _REMARK.search(text)
        # How a form is to be filled in or sent may stand behind its title.
        return alike or (self.title(text[: remark.start()]) if remark else {})

    def shortens(self, text: str, form: str) -> bool:
        """Whether *text* is a title of *form* with words left out: it may be another's as well, but says nothing against it."""
        bare = _bare_title(text)
        return any(
            all(_is_light(part, title) for part in _differences(bare, title)[0])
            for title, definition in self.titles
            if definition.id == form
        )


_REMARK = re.compile(r"[（(][^（()）]{6,}[)）]\s*$")
_CATALOGUES: dict[tuple[int, ...], Catalogue] = {}


def catalogue_of(definitions: tuple[FormDefinition, ...]) -> Catalogue:
    """The catalogue of *definitions*, made once."""
    name = tuple(map(id, definitions))
    found = _CATALOGUES.get(name)
    if found is None or tuple(found.definitions) != definitions:
        found = _CATALOGUES[name] = Catalogue(definitions)
    return found


def name_of(definition: FormDefinition) -> tuple[str, str]:
    """What tells a definition from all others: its edition and its id."""
    return definition.edition, definition.id


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for child in value.values():
            yield from _strings(child)
    elif isinstance(value, list | tuple):
        for child in value:
            yield from _strings(child)


@cache
def _attachment_pattern() -> re.Pattern[str]:
    heads = "|".join(r"\s*".join(map(re.escape, head)) for head in sorted(words()["attachment"], key=len, reverse=True))
    return re.compile(
        rf"^\s*(?:{heads})\s*(?P<number>[0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,2}})?\s*[:：.、．]?\s*"
    )


def attachment_of(text: str) -> tuple[int | None, str] | None:
    """The number of an attachment heading and what follows it on the line; None if *text* opens with no such heading."""
    found = _attachment_pattern().match(text)
    if found is None:
        return None
    digits = found.group("number")
    number = None
    if digits:
        number = int(digits) if digits.isdecimal() else "一二三四五六七八九十".find(digits[-1]) + 1
    return number, text[found.end() :]


def _bare_title(text: str) -> str:
    found = attachment_of(text)
    if found is not None:
        text = found[1]
    return _year().sub("", key(strip_enumerator(text)))


def _likeness(bare: str, title: str) -> float:
    if bare == title:
        return 1.0
    if len(bare) == len(title) and could_be(bare, title):
        return 0.99
    if bare.endswith(title) and len(title) >= 8 and len(bare) <= len(title) + 24:
        return 0.97
    if title in bare and len(bare) <= len(title) + 10:
        return 0.93
    if bare[-1:] != title[-1:] or len(set(bare) & set(title)) < _SHARED * len(set(title)):
        return 0.0
    near = abs(len(bare) - len(title)) <= _LONGER
    likeness = SequenceMatcher(None, bare, title, autojunk=False).ratio() if near else 0.0
    if likeness < _ALIKE and _says_the_same(bare, title):
        return _ALIKE
    return likeness


_LONGER = 4
_SHARED = 0.75
"""Share of a title's different characters that a line like it has."""


def _says_the_same(bare: str, title: str) -> bool:
    """Whether a line has all of a title's words but those that say nothing, and puts in only such, places, and words that are there already."""
    more, less = _differences(bare, title)
    return all(_is_light(part, title) for part in more) and all(map(_fillers().fullmatch, less))


def _is_light(part: str, title: str) -> bool:
    """Whether what a line has more than a title is no other thing's name."""
    return _fillers().fullmatch(part) is not None or (len(part) > 1 and part in title)


def _differences(bare: str, title: str) -> tuple[list[str], list[str]]:
    """What *bare* has and *title* hasn't, and the other way round; what stands before the title is left out, and one character alike is no likeness."""
    blocks = SequenceMatcher(None, bare, title, autojunk=False).get_matching_blocks()
    ends = {(len(bare), len(title))}
    kept = [one for one in blocks if one.size > 1 or (one.a + one.size, one.b + one.size) in ends]
    more: list[str] = []
    less: list[str] = []
    a = b = 0
    for place, one in enumerate(kept):
        if place or one.b:
            more.append(bare[a : one.a])
        less.append(title[b : one.b])
        a, b = one.a + one.size, one.b + one.size
    return list(filter(None, more)), list(filter(None, less))


@cache
def _fillers() -> re.Pattern[str]:
    """A part of a title that says nothing of which form it is: words without weight, and places."""
    places = [label for option in options("province") for label in option.labels]
    return re.compile(
        rf"(?:{'|'.join(sorted(map(re.escape, (*words()['title_fillers'], *places)), key=len, reverse=True))})+"
    )
