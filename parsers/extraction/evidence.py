"""What speaks for a form: how much of its labels a stretch of the document has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from forms.chinese import enumerator_style
from forms.definition import FormDefinition
from forms.vocabulary import words as vocabulary
from parsers.extraction.catalogue import Catalogue, name_of
from parsers.extraction.inline import opens_with_label
from parsers.extraction.labels import Hit, key
from parsers.extraction.layout import Sheet, Strip

__all__ = ["LOOKED_AT", "Evidence", "evidence_for", "strength"]


Name = tuple[str, str]

_HEAD = 40
"""Characters within which a heading ends."""


@cache
def _points() -> re.Pattern[str]:
    """Points behind a heading (35 of an indicator)."""
    return re.compile(rf"\d+(?:{'|'.join(vocabulary('units', 'points'))})$")


LOOKED_AT = 600
"""Cells looked at for evidence; a list's rows add none."""


@dataclass(slots=True)
class Evidence:
    """What speaks for one definition: how much of its labels is there, which fields, which by labels that no other form has."""

    score: float = 0.0
    fields: set[str] = field(default_factory=set)
    single: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    printed: int = 0
    preset: int = 0


def evidence_for(found: Sequence[Strip], catalogue: Catalogue) -> dict[tuple[str, str], Evidence]:
    """What in *found* speaks for each definition, by its name."""
    weights: dict[tuple[str, str], dict[str, float]] = {name_of(d): {} for d in catalogue.definitions}
    result = {name_of(d): Evidence() for d in catalogue.definitions}
    for text in _texts(found, catalogue):
        said = _said(text, catalogue)
        for name, path in said.groups:
            result[name].groups.add(path)
        for name, path, weight, printed, single in said.fields:
            evidence = result[name]
            if single:
                evidence.single.add(path)
            evidence.printed += printed
            if weight == 1.0:
                evidence.own.add(said.folded)
            if weights[name].get(path, 0.0) < weight:
                weights[name][path] = weight
        for name in said.preset:
            result[name].preset += 1
    for name, evidence in result.items():
        evidence.fields = set(weights[name])
        evidence.score = min(1.0, sum(weights[name].values()) / catalogue.total[name])
    return result


class _Said(NamedTuple):
    """What one text says of the definitions, each by its name: groups, and fields with their weight, whether the form prints that label, and whether it has the value but once."""

    folded: str
    groups: tuple[tuple[Name, str], ...]
    fields: tuple[tuple[Name, str, float, bool, bool], ...]
    preset: Sequence[Name]


_SHORT = 80
"""Characters of a text that may be one that a form prints."""


def _said(text: str, catalogue: Catalogue) -> _Said:
    """What *text* says; kept by the *catalogue*, since the labels of a form are asked of it, and of the next one, again and again."""
    known: _Said | None = catalogue.said.get(text)
    if known is not None:
        return known
    hits = catalogue.find(text)
    listed = {name_of(definition) for definition, hit, _ in hits if not hit.group and "[]" in hit.path}
    folded = key(text) if hits or len(text) <= _SHORT else ""
    preset = catalogue.preset
    found = _Said(
        folded,
        tuple((name_of(definition), hit.path) for definition, hit, _ in hits if hit.group),
        tuple(
            (
                name := name_of(definition),
                hit.path,
                weight,
                hit.printed,
                name not in listed and not _is_list(definition, hit),
            )
            for definition, hit, weight in hits
            if not hit.group
        ),
        (preset.get(folded) or preset.get(_points().sub("", folded)) or ()) if len(text) <= _SHORT else (),
    )
    if len(text) <= _SHORT:
        catalogue.keep(text, found)
    return found


def _is_list(definition: FormDefinition, hit: Hit) -> bool:
    return definition.field_of[hit.path].kind == "names"


def _texts(found: Sequence[Strip], catalogue: Catalogue) -> Iterable[str]:
    seen = 0
    for strip in found:
        if isinstance(strip, Sheet):
            for area in strip.areas:
                if seen > LOOKED_AT:
                    break
                seen += 1
                yield area.text
                if len(area.text) > 3 and ("：" in area.text or ":" in area.text or "\n" in area.text):
                    yield from _labels_in(area.text.split("\n")[:12], catalogue)
        else:
            yield strip.text
            yield from _labels_in([strip.text], catalogue)


def _labels_in(lines: Iterable[str], catalogue: Catalogue) -> Iterable[str]:
    for line in lines:
        if len(line) <= 1000:
            yield line
            for pair in opens_with_label(line, catalogue):
                yield pair.label
            head, stop, _ = line[:_HEAD].partition("。")
            if stop and enumerator_style(head):
                yield head  # a heading with its text behind it


def strength(evidence: Evidence, titled: float) -> float:
    """How much *evidence* and a title (*titled*) speak for a form, in one number for comparing."""
    return evidence.score * 0.6 + min(1.0, len(evidence.fields) / 8) * 0.3 + titled + min(evidence.preset, 6) * 0.03
