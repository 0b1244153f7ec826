"""Opinions whose date, or place for a seal, stands on rows of its own below them (日期 | 2020年12月13日), as one cell."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from forms.opinion_ending import is_date, place_line
from forms.vocabulary import words as vocabulary
from parsers.extraction.catalogue import Catalogue
from parsers.extraction.labels import key, words
from parsers.extraction.layout import Area, Sheet, Strip

__all__ = ["with_dates"]


def with_dates(found: Sequence[Strip], catalogue: Catalogue) -> list[Strip]:
    """*found* with the date on the row below an opinion, and the place for its seal, as the last lines of the opinion's own cell."""
    return [_signed(_dated(strip, catalogue), catalogue) if isinstance(strip, Sheet) else strip for strip in found]


def _signed(sheet: Sheet, catalogue: Catalogue) -> Sheet:
    """*sheet* with rows under an opinion that say a place for a seal or a date and nothing else, no label either, in the opinion's cell."""
    made: dict[int, Area | None] = {}
    for opinion in sheet.areas:
        row = sheet.row(opinion.top)
        if opinion.left or len(row) < _PAIR or opinion.bottom - opinion.top > 1:
            continue
        said, beyond = row[1], row[_PAIR:]
        if said.bottom - said.top > 1 or said.blank or not all(area.blank for area in beyond):
            continue
        told = _signing_rows(sheet, opinion.bottom)
        if not told or not _is_opinion(opinion.text, catalogue) or any(map(is_date, said.text.split("\n"))):
            continue
        below = range(opinion.top, told[-1].bottom)
        made |= {id(area): None for number in below for area in sheet.row(number)}
        made[id(opinion)] = replace(opinion, bottom=below.stop)
        made[id(said)] = replace(_ended(said, told), right=sheet.columns)
    return _made(sheet, made)


def _signing_rows(sheet: Sheet, row: int) -> list[Area]:
    """The only cell that says anything of each row from *row* on, as long as it is a place for a seal or a date, under a blank label."""
    found: list[Area] = []
    while cells := sheet.row(row):
        said = [area for area in cells if not area.blank]
        whole = all(area.top == row and area.bottom == row + 1 for area in cells)
        if len(said) != 1 or said[0] is cells[0] or not whole or not _closes(said[0].text.strip()):
            break
        found += said
        row += 1
    return found


def _closes(text: str) -> bool:
    return is_date(text) or place_line().fullmatch(text) is not None


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
        made[id(said)] = _ended(said, [below[1]])
        made[id(opinion)] = replace(opinion, bottom=area.bottom)
        made[id(area)] = made[id(below[1])] = None
    return _made(sheet, made)


def _ended(said: Area, told: Sequence[Area]) -> Area:
    """An opinion's cell with what is *told* below it as its last lines, and all doubts about these."""
    every = (said, *told)
    return replace(
        said,
        bottom=told[-1].bottom,
        text="\n".join([said.text, *(area.text.strip() for area in told)]),
        confidence=min(area.confidence for area in every),
        notes=tuple(dict.fromkeys(note for area in every for note in area.notes)),
        struck=tuple(part for area in every for part in area.struck),
    )


def _made(sheet: Sheet, made: Mapping[int, Area | None]) -> Sheet:
    """*sheet* with other areas for those whose identity is a key of *made*, or none."""
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
