"""A list of lists whose entries each have a small table of their own, labels beside values (a card for each indicator), as one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from forms.chinese import fold, half, strip_enumerator
from parsers.extraction.catalogue import Catalogue
from parsers.extraction.labels import key
from parsers.extraction.layout import Area, Line, Sheet, Strip

__all__ = ["joined_cards"]

_CARDS = 2
"""So many tables alike are cards."""

_LABELS = 3
"""Labels that a card has at least."""

_DEPTH = 2
"""How many lists a card's labels are within: entries of a list that is no other's are told as cards without this."""


@dataclass(slots=True)
class _Card:
    """A label and its value each."""

    pairs: list[tuple[Area, Area]]

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(key(label.text) for label, _ in self.pairs)


def joined_cards(found: Sequence[Strip], catalogue: Catalogue) -> list[Strip]:
    """*found* with cards that begin with the same label, and nothing but numbers between them, as one table: the labels over a row for each card."""
    made: list[Strip] = []
    run: list[_Card] = []
    taken: list[Strip] = []
    for strip in [*found, None]:
        cards = _cards_in(strip, catalogue) if isinstance(strip, Sheet) else []
        if strip is not None and cards and (not run or cards[0].labels[0] == run[0].labels[0]):
            run += cards
            taken.append(strip)
        elif run and isinstance(strip, Line) and _is_number(strip.text, catalogue):
            taken.append(strip)
        else:
            made += _joined(run, taken) if len(run) >= _CARDS else taken
            run, taken = list(cards), [strip] if cards and strip is not None else []
            if not cards and strip is not None:
                made.append(strip)
    return made


def _joined(run: Sequence[_Card], taken: Sequence[Strip]) -> list[Strip]:
    """One table of the cards *run*, and behind it the lines that stood between them."""
    return [_table_of(run), *(strip for strip in taken if isinstance(strip, Line) and strip.text.strip())]


def _is_number(text: str, catalogue: Catalogue) -> bool:
    """Whether a line only counts the cards, with no words but those of a label (1. or 指标1), or says nothing."""
    bare = strip_enumerator(fold(text) + "、")
    words = fold(text).rstrip("0123456789")
    labelled = words != fold(text) and ":" not in half(text) and bool(catalogue.find(words))
    return not text.strip() or not bare.strip("、") or labelled


def _cards_in(sheet: Sheet, catalogue: Catalogue) -> list[_Card]:
    """The cards that *sheet* is, one under the other; none where it is anything else."""
    pairs: list[tuple[Area, Area]] = []
    for row in range(sheet.rows):
        cells = sheet.row(row)
        if len(cells) % 2 or any(cell.bottom - cell.top > 1 for cell in cells):
            return []
        pairs += zip(cells[::2], cells[1::2], strict=True)
    if not pairs:
        return []
    starts = [n for n, (label, _) in enumerate(pairs) if key(label.text) == key(pairs[0][0].text)]
    cards = [_Card(pairs[a:b]) for a, b in pairwise([*starts, len(pairs)])]
    labels = {label for card in cards for label in card.labels}
    if any(len(card.pairs) < _LABELS or len(set(card.labels)) < len(card.pairs) for card in cards):
        return []
    if any(key(value.text) in labels for card in cards for _, value in card.pairs):
        return []  # labels beside labels
    return cards if all(_is_of_lists(card, catalogue) for card in cards) else []


def _is_of_lists(card: _Card, catalogue: Catalogue) -> bool:
    """Whether the labels name the key of a list and fields of a list within it."""
    for definition in catalogue.definitions:
        paths = [
            {hit.path for of, hit, _ in catalogue.find(label.text) if of is definition and not hit.group}
            for label, _ in card.pairs
        ]
        keys = {f"{group.path}.{group.key}" for group in definition.groups if group.key}
        deep = sum(any(path.count("[]") >= _DEPTH for path in named) for named in paths)
        if (
            all(any("[]" in path for path in named) for named in paths)
            and deep >= _DEPTH
            and keys & set().union(*paths)
        ):
            return True
    return False


def _table_of(cards: Sequence[_Card]) -> Sheet:
    """One table of *cards*: all of their labels, and a row for each."""
    heads = {key(label.text): label for card in cards for label, _ in card.pairs}
    place = {name: number for number, name in enumerate(heads)}
    areas = [replace(head, top=0, bottom=1, left=place[n], right=place[n] + 1) for n, head in heads.items()]
    for row, card in enumerate(cards, 1):
        told = {key(label.text): value for label, value in card.pairs}
        for name, number in place.items():
            value = told.get(name) or replace(card.pairs[0][0], text="")  # a card may leave out what isn't filled in
            areas.append(replace(value, top=row, bottom=row + 1, left=number, right=number + 1))
    return Sheet(len(cards) + 1, len(heads), areas)
