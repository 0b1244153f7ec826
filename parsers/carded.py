"""A list of lists whose entries each have a small table of their own, labels beside values (a card for each indicator), as one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.catalogue import Catalogue
from parsers.labels import key
from parsers.layout import Area, Line, Sheet, Strip

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
    """*found* with cards that have the same labels, and nothing between them, as one table: the labels over a row for each card."""
    made: list[Strip] = []
    run: list[_Card] = []
    taken: list[Strip] = []
    for strip in [*found, None]:
        cards = _cards_in(strip, catalogue) if isinstance(strip, Sheet) else []
        if cards and (not run or all(card.labels == run[0].labels for card in cards)):
            run += cards
            taken.append(strip) if strip is not None else None
            continue
        if run and isinstance(strip, Line) and not strip.text.strip():
            taken.append(strip)
            continue
        made += [_table_of(run)] if len(run) >= _CARDS else taken
        run, taken = list(cards), [strip] if cards and strip is not None else []
        if not cards and strip is not None:
            made.append(strip)
    return made


def _cards_in(sheet: Sheet, catalogue: Catalogue) -> list[_Card]:
    """The cards that *sheet* is, one under the other; none where it is anything else."""
    pairs: list[tuple[Area, Area]] = []
    for row in range(sheet.rows):
        cells = sheet.row(row)
        if len(cells) % 2 or any(cell.bottom - cell.top > 1 for cell in cells):
            return []
        pairs += zip(cells[::2], cells[1::2], strict=True)
    width = next(
        (n for n, (label, _) in enumerate(pairs) if n and key(label.text) == key(pairs[0][0].text)), len(pairs)
    )
    if width < _LABELS or len(pairs) % width:
        return []
    cards = [_Card(pairs[at : at + width]) for at in range(0, len(pairs), width)]
    if len(set(cards[0].labels)) < width or any(card.labels != cards[0].labels for card in cards):
        return []
    if any(key(value.text) in cards[0].labels for card in cards for _, value in card.pairs):
        return []  # labels beside labels
    return cards if _is_of_lists(cards[0], catalogue) else []


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
    """One table of *cards*: their labels, and a row for each."""
    areas = [
        replace(label, top=0, bottom=1, left=place, right=place + 1) for place, (label, _) in enumerate(cards[0].pairs)
    ]
    for row, card in enumerate(cards, 1):
        areas += [
            replace(value, top=row, bottom=row + 1, left=place, right=place + 1)
            for place, (_, value) in enumerate(card.pairs)
        ]
    return Sheet(len(cards) + 1, len(cards[0].pairs), areas)
