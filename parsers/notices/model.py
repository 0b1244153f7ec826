"""The elements of an official document as they are found in its lines (GB/T 9704-2012, 7)."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.extraction.layout import Line
from parsers.notices.organs import Signed
from parsers.notices.words import Numbered

__all__ = ["Entry", "Head", "Tail", "Value"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """An element's canonical text with the lines it was written on."""

    text: str
    lines: tuple[Line, ...]
    certainty: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An attachment in the list under the text."""

    number: int | None
    value: Value


@dataclass(slots=True, kw_only=True)
class Head:
    """What stands over the text. ``start`` and ``end`` are the lines it takes; ``rest`` are those that are nothing of it.

    ``others`` are elements that few documents have, by their names in the record.
    """

    start: int
    end: int
    title: Value
    number: Numbered | None = None
    number_line: Line | None = None
    mark: Value | None = None
    marks: tuple[str, ...] = ()
    """All who issue a joint document, where the mark over it names them."""
    addressees: Value | None = None
    others: dict[str, Value] = field(default_factory=dict)
    rest: list[Line] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Tail:
    """What stands under the text, which ends before the line ``start``. ``end`` is where the document ends. ``others`` as in ``Head``."""

    start: int
    end: int
    attachments: list[Entry] = field(default_factory=list)
    signature: Value | None = None
    date: Value | None = None
    signed: Signed | None = None
    annotation: Value | None = None
    issuers: str = ""
    """What the head says of who issues the document."""
    others: dict[str, Value] = field(default_factory=dict)
    rest: list[Line] = field(default_factory=list)
    lost: int = 0
    """How many lines between the text and the signature are nothing of either."""
