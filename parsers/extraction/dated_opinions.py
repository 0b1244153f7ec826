"""Opinions whose date stands on a row of its own below them (日期 | 2020年12月13日), as one cell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from forms.opinion_ending import is_date
from forms.vocabulary import words as vocabulary
from parsers.extraction.catalogue import Catalogue
from parsers.extraction.labels import key, words
from parsers.extraction.layout import Area, Sheet, Strip

__all__ = ["with_dates"]


def with_dates(found: Sequence[Strip], catalogue: Catalogue) -> list[Strip]:
    """*found* with the date on the row below an opinion as the last line of the opinion's own cell."""
    return [_dated(strip, catalogue) if isinstance(strip, Sheet) else strip for strip in found]


def _dated(sheet: Sheet, catalogue: Catalogue) -> Sheet:
    made: dict[int, Area | None] = {}
    # Who filled in a form, and when, stands under its last row, whatever that is.
    labels = {key(word) for word in vocabulary("seals", "date")} - {key(word) for word in words()["closers"]}
    for area in sheet.areas:
        dated = key(area.text)
        if area.left or not dated.endswith(tuple(labels)):
            continue
        below, above = sheet.row(area.top), sheet.row(area.top - 1)
        if dated not in labels and not (above and _begins(above[0].text, dated, labels)):
            continue
        if dated in labels and catalogue.find(area.text):
            continue
        if not _are_alike(below, above) or not is_date(below[1].text.strip()):
            continue
        opinion, said = above
        if id(said) in made or not _is_opinion(opinion.text, catalogue) or any(map(is_date, said.text.split("\n"))):
            continue
        text = f"{said.text}\n{below[1].text.strip()}"
        sure = min(said.confidence, below[1].confidence)
        made[id(said)] = replace(said, bottom=area.bottom, text=text, confidence=sure)
        made[id(opinion)] = replace(opinion, bottom=area.bottom)
        made[id(area)] = made[id(below[1])] = None
    if not made:
        return sheet
    areas = [made.get(id(area), area) for area in sheet.areas]
    return Sheet(sheet.rows, sheet.columns, [area for area in areas if area is not None], sheet.begins)


def _begins(opinion: str, dated: str, labels: Collection[str]) -> bool:
    """Whether *dated* is the label *opinion* with a date's word for its end (推荐日期 below 推荐意见)."""
    ends = max((len(label) for label in labels if dated.endswith(label)), default=0)
    return key(opinion).startswith(dated[: len(dated) - ends])


def _are_alike(below: Sequence[Area], above: Sequence[Area]) -> bool:
    """Whether two rows are a label and a value each, in the same columns, and each cell on its row alone."""
    places = [[(area.left, area.right) for area in row] for row in (below, above)]
    return len(below) == _PAIR and places[0] == places[1] and not any(a.bottom - a.top > 1 for a in (*below, *above))


_PAIR = 2


def _is_opinion(text: str, catalogue: Catalogue) -> bool:
    """Whether *text* is the label of an opinion, and of nothing else."""
    kinds = {"" if hit.group else of.field_of[hit.path].kind for of, hit, _ in catalogue.find(text)}
    return kinds == {"opinion"}
