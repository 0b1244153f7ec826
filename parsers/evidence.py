"""What speaks for a form: how much of its labels a stretch of the document has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from forms.chinese import enumerator_style
from forms.vocabulary import words as vocabulary
from parsers.catalogue import Catalogue, name_of
from parsers.inline import opens_with_label
from parsers.labels import key
from parsers.layout import Sheet, Strip

__all__ = ["LOOKED_AT", "Evidence", "evidence_for", "strength"]


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
        all_hits = catalogue.find(text)
        for definition, hit, _ in all_hits:
            if hit.group:
                result[name_of(definition)].groups.add(hit.path)
        hits = [entry for entry in all_hits if not entry[1].group]
        listed = {name_of(definition) for definition, hit, _ in hits if "[]" in hit.path}
        for definition, hit, weight in hits:
            name = name_of(definition)
            if name not in listed and definition.field_of[hit.path].kind != "names":
                result[name].single.add(hit.path)
            result[name].printed += hit.printed
            if weight == 1.0:
                result[name].own.add(key(text))
            if weights[name].get(hit.path, 0.0) < weight:
                weights[name][hit.path] = weight
        if len(text) <= 80:
            folded = key(text)
            for name in catalogue.preset.get(folded) or catalogue.preset.get(_points().sub("", folded)) or ():
                result[name].preset += 1
    for name, evidence in result.items():
        evidence.fields = set(weights[name])
        evidence.score = min(1.0, sum(weights[name].values()) / catalogue.total[name])
    return result


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
