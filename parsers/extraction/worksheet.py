"""A sheet being worked on: which of its areas are labels, and which are used up."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.extraction.labels import FIRM, SLIP, Hit, is_foreign
from parsers.extraction.layout import Area, Sheet
from parsers.extraction.placing import Placing

__all__ = ["FLOWING", "Work"]

FLOWING = frozenset({"narrative", "opinion", "names"})
"""Kinds whose value may run over several cells."""


_LONGEST = 60
"""Characters a label may have, white space included."""

_HALF = 8
"""Characters of half a label."""

_HALVED = 0.95

_Known = tuple[tuple[Hit, ...], tuple[Hit, ...], tuple[str, ...], bool]
"""What is known of an area's text: all hits, the firm fields, the groups, whether it is a label."""


@dataclass(slots=True)
class Work:
    """A sheet being worked on: which areas are used up."""

    sheet: Sheet
    placing: Placing
    used: set[int] = field(default_factory=set)
    values: set[int] = field(default_factory=set)
    """The areas that are used up as values: what one reads like says nothing about its neighbours."""

    flowing: list[tuple[int, str]] = field(default_factory=list)
    """The rows of the labels of long texts, and their fields."""

    inside: list[tuple[Area, frozenset[str]]] = field(default_factory=list)
    """The cells that hold labels and values themselves, and the fields of those."""

    seen: dict[int, _Known] = field(default_factory=dict)

    named_over: dict[tuple[int, int, int], tuple[tuple[str, Area], ...]] = field(default_factory=dict)
    """The groups named over the columns from a row upwards, as far as they were asked for: row, left, right."""

    meant: dict[int, Area] = field(default_factory=dict)
    """For a cell with a sign for the same as over it, the cell that is meant."""

    def free(self, area: Area | None) -> bool:
        return area is not None and id(area) not in self.used

    def use(self, area: Area) -> None:
        self.used.add(id(area))

    def take(self, area: Area) -> None:
        """Uses *area* up as a value."""
        self.used.add(id(area))
        self.values.add(id(area))

    def hits(self, area: Area) -> tuple[Hit, ...]:
        """What an area may name, firmly or not."""
        return (self.seen.get(id(area)) or self._known(area))[0]

    def leaf(self, area: Area) -> tuple[Hit, ...]:
        """The firm field hits of an area."""
        return (self.seen.get(id(area)) or self._known(area))[1]

    def groups(self, area: Area) -> tuple[str, ...]:
        """The groups that an area names, also with one slip; none for a value."""
        return () if id(area) in self.values else (self.seen.get(id(area)) or self._known(area))[2]

    def label(self, area: Area) -> bool:
        """Whether the area is firmly a label of this form, or one that forms of others have."""
        return (self.seen.get(id(area)) or self._known(area))[3]

    def _known(self, area: Area) -> _Known:
        """What is known of an area that wasn't asked for so far; each verb looks itself whether it was, tens of thousands of times a file."""
        hits = self.placing.lexicon.find(area.text) if len(area.text) <= _LONGEST else ()
        if not any(hit.quality >= SLIP for hit in hits):
            hits = self._halved(area) or hits
        leaf = tuple(hit for hit in hits if not hit.group and hit.quality >= FIRM)
        groups = tuple(hit.path for hit in hits if hit.group and hit.quality >= SLIP)
        label = (
            any(hit.quality >= FIRM for hit in hits)
            or is_foreign(area.text)
            or self.placing.lexicon.combines(area.text)
        )
        known = self.seen[id(area)] = (hits, leaf, groups, label)
        return known

    def _halved(self, area: Area) -> tuple[Hit, ...]:
        """The field whose label *area* is together with the taller cell before it, that stands beside several such (意见 | 市级: 市级意见)."""
        before = self.sheet.at(area.top, area.left - 1)
        if before is None or before.blank or before.bottom - before.top <= area.bottom - area.top:
            return ()
        if len(before.text) > _HALF or not 1 < len(area.text) <= _HALF or id(before) in self.values:
            return ()
        if self.placing.lexicon.find(before.text):
            return ()  # it says something of its own
        for whole in (area.text + before.text, before.text + area.text):
            firm = [hit for hit in self.placing.lexicon.find(whole) if hit.quality >= FIRM and not hit.group]
            if firm:
                return tuple(hit._replace(quality=min(hit.quality, _HALVED)) for hit in firm)
        return ()
