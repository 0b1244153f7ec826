"""A sheet being worked on: which of its areas are labels, and which are used up."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.labels import FIRM, SLIP, Hit, is_foreign
from parsers.layout import Area, Sheet
from parsers.placing import Placing

__all__ = ["FLOWING", "Work"]

FLOWING = frozenset({"narrative", "opinion", "names"})
"""Kinds whose value may run over several cells."""


@dataclass(slots=True)
class Work:
    """A sheet being worked on: which areas are used up."""

    sheet: Sheet
    placing: Placing
    used: set[int] = field(default_factory=set)
    values: set[int] = field(default_factory=set)
    """The areas that are used up as values: what one reads like says nothing about its neighbours."""

    def free(self, area: Area | None) -> bool:
        return area is not None and id(area) not in self.used

    def use(self, area: Area) -> None:
        self.used.add(id(area))

    def take(self, area: Area) -> None:
        """Uses *area* up as a value."""
        self.used.add(id(area))
        self.values.add(id(area))

    def hits(self, area: Area) -> tuple[Hit, ...]:
        return self.placing.lexicon.find(area.text) if len(area.text) <= 60 else ()

    def leaf(self, area: Area) -> tuple[Hit, ...]:
        """The firm field hits of an area."""
        return tuple(hit for hit in self.hits(area) if not hit.group and hit.quality >= FIRM)

    def groups(self, area: Area) -> tuple[str, ...]:
        """The groups that an area names, also with one slip; none for a value."""
        if id(area) in self.values:
            return ()
        return tuple(hit.path for hit in self.hits(area) if hit.group and hit.quality >= SLIP)

    def label(self, area: Area) -> bool:
        """Whether the area is firmly a label of this form, or one that forms of others have."""
        return any(hit.quality >= FIRM for hit in self.hits(area)) or is_foreign(area.text)
