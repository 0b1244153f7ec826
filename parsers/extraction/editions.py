"""Which edition a form is of: years, numbers, and the words that only one edition prints."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from forms.definition import FormDefinition
from parsers.document import Paragraph
from parsers.extraction.catalogue import name_of
from parsers.extraction.evidence import LOOKED_AT, Evidence
from parsers.extraction.labels import key
from parsers.extraction.layout import Line, Strip
from parsers.extraction.titles import Stretch

__all__ = ["choose_edition", "years_in_text"]

_FULL_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\s*年)")


def choose_edition(
    rivals: list[FormDefinition], stretch: Stretch, found: dict[tuple[str, str], Evidence], years: Counter[int]
) -> tuple[FormDefinition, bool]:
    """The edition of the form, and whether anything told it."""
    stated = [int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d\d)(?=\s*年?)", stretch.heading)]
    another = bool(stated) and not any(definition.year in stated for definition in rivals)
    if len(rivals) == 1:
        return rivals[0], not another
    scores: dict[str, float] = {}
    printed_most = max(found[name_of(d)].printed for d in rivals)
    own = _years_in(stretch.strips)
    for definition in rivals:
        evidence = found[name_of(definition)]
        score = 0.0
        if stated:
            score += 3.0 if definition.year in stated else -1.0
        if stretch.attachment is not None and stretch.attachment == definition.attachment:
            score += 1.0
        others = [found[name_of(d)].fields for d in rivals if d is not definition]
        score += 1.5 * len(evidence.fields - set().union(*others))
        score += 0.4 * (evidence.printed - printed_most)
        score += 0.5 * _prints(definition, stretch.strips)
        scores[definition.edition] = score
    best = max(scores.values())
    leaders = [d for d in rivals if scores[d.edition] >= best - 0.05]
    if len(leaders) == 1:
        return leaders[0], not another
    for counted in (own, years):
        tally = {d.edition: counted.get(d.year or 0, 0) for d in leaders}
        most = max(tally.values())
        if most and sum(count == most for count in tally.values()) == 1:
            return next(d for d in leaders if tally[d.edition] == most), True
    return leaders[0], False


def _prints(definition: FormDefinition, found: Sequence[Strip]) -> int:
    """How many of the form's own notes, hints and group names stand in the text."""
    wanted = [key(text) for text in (*definition.notes, *(hint for spec in definition.fields for hint in spec.hints))]
    wanted += [key(group.labels[0]) for group in definition.groups if group.labels and len(group.labels[0]) >= 6]
    text = key(
        "".join(
            strip.text if isinstance(strip, Line) else "".join(a.text for a in strip.areas[:LOOKED_AT])
            for strip in found
        )[:60_000]
    )
    return sum(word in text for word in dict.fromkeys(wanted) if word)


def years_in_text(blocks: Iterable[object]) -> Counter[int]:
    """How often the paragraphs of *blocks* name each year."""
    counted: Counter[int] = Counter()
    for block in blocks:
        if isinstance(block, Paragraph):
            counted.update(int(year) for year in _FULL_YEAR.findall(block.text))
    return counted


def _years_in(found: Sequence[Strip]) -> Counter[int]:
    counted: Counter[int] = Counter()
    for strip in found:
        for text in [strip.text] if isinstance(strip, Line) else [area.text for area in strip.areas[:LOOKED_AT]]:
            counted.update(int(year) for year in _FULL_YEAR.findall(text))
    return counted
