"""Which forms a document holds, where each begins and ends, and of which edition each is: on the evidence of titles and labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from forms.definition import FormDefinition
from forms.errors import Unmatched
from forms.library import editions
from parsers.document import Document
from parsers.extraction.carded import joined_cards
from parsers.extraction.catalogue import Catalogue, catalogue_of, name_of
from parsers.extraction.dated_opinions import with_dates
from parsers.extraction.editions import choose_edition, years_in_text
from parsers.extraction.evidence import Evidence, evidence_for, strength
from parsers.extraction.halves import parted_halves
from parsers.extraction.layout import Sheet, Strip, strips
from parsers.extraction.outline import is_outline
from parsers.extraction.ragged import evened
from parsers.extraction.sideways import joined_sideways
from parsers.extraction.stacked import unstacked
from parsers.extraction.tabbed import typed_tables
from parsers.extraction.titles import Stretch, has_alien_title, stretches, title_in_margin

__all__ = ["Segment", "all_definitions", "find_strips", "match"]

_WITH_TITLE = 0.12


_WITHOUT_TITLE = 0.4
"""How much of a form's labels must be there, with and without its title."""


@dataclass(slots=True)
class Segment:
    """A stretch of the document that is one form. ``certain`` is False where the edition had to be chosen without evidence."""

    definition: FormDefinition
    strips: list[Strip]
    certain: bool = True
    known: bool = True
    """False where a title of another form stands over labels of this one."""


def match(
    document: Document, definitions: Sequence[FormDefinition] | None = None, *, found: list[Strip] | None = None
) -> list[Segment]:
    """The forms in *document*, in order. *found* are its strips, where they are known already.

    Raises:
        Unmatched: none of the known forms is in it.
    """
    known = tuple(definitions) if definitions is not None else all_definitions()
    catalogue = catalogue_of(known)
    cut = stretches(find_strips(document, catalogue) if found is None else found, catalogue)
    title_in_margin(cut, document, catalogue)
    segments: list[Segment] = []
    years = years_in_text(document.blocks)
    for stretch in cut:
        for part in _parts(stretch, catalogue):
            segment = _settle(part, catalogue, years)
            if segment is not None:
                segments.append(segment)
    if not segments:
        raise Unmatched("match.none")
    return segments


def find_strips(document: Document, catalogue: Catalogue | None = None) -> list[Strip]:
    """The strips of *document*, its tables set right: rows under the labels that they are of, lists as one table each, forms apart, dates in their opinions' cells."""
    catalogue = catalogue or catalogue_of(all_definitions())
    found = strips(document)
    for step in _STEPS:
        found = step(found, catalogue)
    return found


_STEPS: tuple[Callable[[list[Strip], Catalogue], list[Strip]], ...] = (
    evened,
    typed_tables,
    joined_cards,
    joined_sideways,
    unstacked,
    parted_halves,
    with_dates,
)
"""What sets tables right, each step on what the ones before it have made."""


@cache
def all_definitions() -> tuple[FormDefinition, ...]:
    """The forms of every edition."""
    return tuple(form for edition in editions() for form in edition.forms)


def _parts(stretch: Stretch, catalogue: Catalogue) -> list[Stretch]:
    """*stretch* cut where a table begins a form anew, or another form."""
    sheets = [strip for strip in stretch.strips if isinstance(strip, Sheet)]
    if len(sheets) < 2:
        return [stretch]
    parts = [Stretch(titles=stretch.titles, heading=stretch.heading, attachment=stretch.attachment)]
    seen: dict[str, set[str]] = {}
    current: str | None = None
    for strip in stretch.strips:
        if isinstance(strip, Sheet):
            found = evidence_for([strip], catalogue)
            best = max(
                catalogue.definitions,
                key=lambda d: strength(found[name_of(d)], 0.25 if d.id in stretch.titles else 0.0),
            )
            evidence = found[name_of(best)]
            single = evidence.single
            sure = evidence.score >= _WITHOUT_TITLE and len(evidence.fields) >= 4
            again = len(single & seen.get(best.id, set()))
            other = current is not None and best.id != current and _lead(best, current, found, catalogue) > 0.25
            if current is not None and best.id != current and not other:
                sure = False
            if other and best.id in stretch.titles and current not in stretch.titles:
                other = False  # the title over both says that the form began before
            if strip.begins and not seen:
                parts[-1].titles = {strip.begins: stretch.titles.get(strip.begins, _TITLED)}
            elif strip.begins:
                parts.append(Stretch(titles={strip.begins: stretch.titles.get(strip.begins, _TITLED)}))
                seen = {}
            elif sure and (other or (again >= 2 and again * 10 >= _single(best) * 6)):
                parts.append(
                    Stretch(titles=stretch.titles if best.id in stretch.titles else {}, heading=stretch.heading)
                )
                seen = {}
            if sure:
                current = best.id
            seen.setdefault(best.id, set()).update(single)
        parts[-1].strips.append(strip)
    return parts


def _single(definition: FormDefinition) -> int:
    """How many labelled fields the form has outside its lists."""
    return sum(bool(spec.labels) and "[]" not in spec.path and spec.kind != "names" for spec in definition.fields)


def _lead(best: FormDefinition, current: str, found: dict[tuple[str, str], Evidence], catalogue: Catalogue) -> float:
    """How much more a table speaks for *best* than for going on with the form *current*; not at all if it has that form's own labels."""
    going_on = [found[name_of(d)] for d in catalogue.definitions if d.id == current]
    if max(len(evidence.own) for evidence in going_on) >= len(found[name_of(best)].own):
        return 0.0
    return strength(found[name_of(best)], 0.0) - max(strength(evidence, 0.0) for evidence in going_on)


def _settle(stretch: Stretch, catalogue: Catalogue, years: Counter[int]) -> Segment | None:
    """The form that *stretch* is, in its edition; None if it is none."""
    if not stretch.strips:
        return None
    found = evidence_for(stretch.strips, catalogue)
    ranked: dict[str, float] = {}
    for definition in catalogue.definitions:
        evidence = found[name_of(definition)]
        titled = stretch.titles.get(definition.id, 0.0)
        labelled = sum(bool(spec.labels) for spec in definition.fields)
        enough = (
            evidence.score >= _WITH_TITLE
            or (titled >= _TITLED and len(evidence.groups) >= _GROUPS and evidence.score > 0)
            or (titled >= _TITLED and is_outline(stretch.strips, definition))
            if titled
            else evidence.score >= _WITHOUT_TITLE
            and len(evidence.fields) >= 4
            and labelled >= 4
            and len(evidence.own) >= 2
        )
        if enough:
            ranked[definition.id] = max(ranked.get(definition.id, 0.0), strength(evidence, titled * 0.6))
    if not ranked:
        return None
    form = max(ranked, key=lambda name: ranked[name])
    rivals = [d for d in catalogue.definitions if d.id == form]
    definition, certain = choose_edition(rivals, stretch, found, years)
    alien = form not in stretch.titles and (bool(stretch.titles) or has_alien_title(stretch, catalogue, form))
    evidence = found[name_of(definition)]
    if alien and (evidence.score < _UNDER_ALIEN or len(evidence.own) < _OWN_UNDER_ALIEN):
        return None
    return Segment(definition, stretch.strips, certain, not alien)


_TITLED = 0.9
_GROUPS = 2
"""Under a form's own title the names of so many of its groups, beside one label, are the form: their persons are told behind them."""

_UNDER_ALIEN = 0.7


_OWN_UNDER_ALIEN = 4
"""How much of a form must be there under a title of another: it is that form then, with a doubt."""
