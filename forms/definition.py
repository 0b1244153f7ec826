"""What a form is, as loaded from its definition file: groups, fields, labels, kinds, rules. Values only; nothing in here does anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from functools import cached_property
from typing import Any, Literal

__all__ = ["Edition", "Field", "FormDefinition", "Group", "Hint", "Option", "Place", "Rule"]

Place = Literal["right", "below", "inside", "column", "section"]
"""Where a value stands to its label: to the right, below, behind it in the same cell or line, in a column under it as a header, or in
the paragraphs under it as a heading."""

Hint = str
"""Words that the blank form prints where the value goes; they are no value."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One choice of a controlled field: the canonical ``value`` and every word that means it, the printed one first."""

    value: str
    labels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One value of the form.

    ``path`` is that of the canonical record with ``[]`` behind each repeated part (``regions[].person.name``). ``labels`` are the printed
    label first, then its synonyms. ``place`` lists where the value may stand, the usual place first; empty means any place but a section.
    ``number`` is the enumerator that the form prints before a section's heading. A closed choice has ``options``; with ``open`` another word is kept, with an issue.
    """

    path: str
    labels: tuple[str, ...]
    kind: str
    place: tuple[Place, ...] = ()
    required: bool = False
    private: bool = False
    options: tuple[Option, ...] = ()
    open: bool = False
    hints: tuple[Hint, ...] = ()
    number: str = ""
    column: str = ""
    """The path of the list column in whose column this value stands on its own row (a total under the subtotals)."""
    parts: tuple[str, ...] = ()
    """For a kind that reads several values from one text: their names beside this field, which itself is none (35 of "建设 (35 分)")."""
    derive: tuple[str, ...] = ()
    """Paths whose sum this value is where the form doesn't print it."""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rsplit(".", 1)[-1]


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Fields that belong together: one person, or the rows of a list (``path`` ends in ``[]``).

    ``labels`` are the words that stand before or over the group. ``key`` names the field of a list whose value opens a new item
    (merged cells, or rows without it, continue the item). ``blank_rows`` is how many empty rows a blank form prints.
    """

    path: str
    labels: tuple[str, ...] = ()
    key: str = ""
    blank_rows: int = 1
    number: str = ""

    @property
    def many(self) -> bool:
        """Whether the group repeats."""
        return self.path.endswith("[]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A check within one form from the closed set in ``forms.rules``; ``options`` are its arguments."""

    name: str
    field: str
    severity: Literal["error", "warning", "info"] = "warning"
    options: Mapping[str, Any] = made(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FormDefinition:
    """One attachment of one edition. It drives reading, checking, rendering, the JSON schema and the page."""

    id: str
    edition: str
    attachment: int
    title: str
    titles: tuple[str, ...] = ()
    template: str = ""
    groups: tuple[Group, ...] = ()
    fields: tuple[Field, ...] = ()
    apart: tuple[Field, ...] = ()
    """Parts of composite values (the points of a titled heading) as fields, for where a form gives them a column of their own."""
    rules: tuple[Rule, ...] = ()
    notes: tuple[str, ...] = ()
    preset: Mapping[str, Any] = made(default_factory=dict)
    year: int | None = None
    document: bool = False
    """Whether it is an official document of our own writing: never blank, and written only if nothing is missing or wrong."""

    @cached_property
    def field_of(self) -> dict[str, Field]:
        """Fields by path, with the parts that may stand apart."""
        return {f.path: f for f in (*self.fields, *self.apart)}

    @cached_property
    def group_of(self) -> dict[str, Group]:
        """Groups by path."""
        return {g.path: g for g in self.groups}

    def home(self, path: str) -> Group | None:
        """The innermost group that holds the field at *path*; None for a field of the form itself."""
        best: Group | None = None
        for group in self.groups:
            if path.startswith(group.path + ".") and (best is None or len(group.path) > len(best.path)):
                best = group
        return best


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One year's or one province's set of attachments. ``base`` names the edition of which this one is written as the difference."""

    id: str
    title: str
    year: int
    issuer: str
    base: str = ""
    forms: tuple[FormDefinition, ...] = ()
