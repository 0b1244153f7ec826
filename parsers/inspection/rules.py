"""The rules of GB/T 9704-2012 as data, and what an inspection says of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from forms.vocabulary import table

__all__ = [
    "Fault",
    "Finding",
    "Inspection",
    "Outcome",
    "Rule",
    "Skip",
    "State",
    "family",
    "family_name",
    "level_form",
    "place",
    "report",
    "rules",
    "say",
    "size_word",
    "strength",
]

State = Literal["kept", "broken", "absent", "unchecked"]
"""``absent``: the document has nothing that the rule is about; ``unchecked``: it has, or may have, but this can't be told here."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A rule: its clause, its strength (定, 般, 荐, 可), what it is told by (docx, print, both, paper) and for which format."""

    id: str
    clause: str
    strength: str
    by: str
    format: str
    wants: str

    @property
    def required(self) -> bool:
        """Whether a document that breaks it fails: what the standard recommends or allows doesn't fail any."""
        return self.strength == str(_data()["required"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """Where a rule is broken, what is there, and what should be: words for a clerk."""

    place: str
    found: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Skip:
    """Why a rule isn't checked; ``absent`` where there is nothing to check."""

    reason: str = ""
    absent: bool = False


Finding = list[Fault] | Skip
"""What a check answers: faults, none where the rule is kept."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What is true of one rule in a document."""

    rule: Rule
    state: State
    faults: tuple[Fault, ...] = ()
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """The outcomes of all rules for one document, in the standard's order. ``format`` is general, letter or attachment.

    ``substituted`` are fonts that the document names and the rendering didn't have; None where nothing was rendered.
    """

    format: str
    outcomes: tuple[Outcome, ...]
    substituted: tuple[str, ...] | None = None

    @property
    def passed(self) -> bool:
        """Whether no rule that the standard requires is broken."""
        return not any(outcome.state == "broken" and outcome.rule.required for outcome in self.outcomes)

    def outcome(self, rule: str) -> Outcome:
        """What is true of the rule of that id. Raises ``KeyError`` for an unknown one."""
        return {outcome.rule.id: outcome for outcome in self.outcomes}[rule]


@cache
def _data() -> Mapping[str, Any]:
    return table("gbt9704")


@cache
def rules() -> tuple[Rule, ...]:
    """All rules in the standard's order."""
    return tuple(
        Rule(
            id=entry["id"],
            clause=entry["clause"],
            strength=entry["strength"],
            by=entry["by"],
            format=entry.get("format", "both"),
            wants=entry["wants"],
        )
        for entry in _data()["rule"]
    )


def say(key: str, **details: object) -> str:
    """A phrase of the report."""
    return str(_data()["says"][key]).format(**details)


def place(key: str, **details: object) -> str:
    """The name of an element or of a place in the document."""
    return str(_data()["places"][key]).format(**details)


def report(key: str, **details: object) -> str:
    """A line of the report."""
    return str(_data()["report"][key]).format(**details)


def strength(rule: Rule) -> str:
    """The rule's strength in words."""
    return str(_data()["strengths"][rule.strength])


@cache
def _families() -> Mapping[str, str]:
    return {_folded(name): key for key, names in _data()["fonts"].items() for name in names}


def family(font: str) -> str | None:
    """Which of the standard's typefaces (fang, kai, hei, xbs, song) a font is, under any of its names."""
    return _families().get(_folded(font))


def family_name(key: str) -> str:
    """The typeface's name."""
    return str(_data()["font_names"][key])


def level_form(level: int) -> str:
    """The pattern of a heading's number as the standard writes it."""
    return str(_data()["level_forms"][level - 1])


def size_word(size: int) -> str | None:
    """What a size in half-points is called."""
    found = _data()["sizes"].get(str(size))
    return None if found is None else str(found)


def _folded(name: str) -> str:
    return "".join(character for character in name.lower() if character not in " _-@")
