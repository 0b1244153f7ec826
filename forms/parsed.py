"""What a kind of value is and answers: ``Fault``, ``Parsed``, ``Kind``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from forms.definition import Field
from forms.record import Severity
from forms.text import Method

__all__ = ["BLANK", "Fault", "Kind", "Parsed", "doubt"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """A doubt about one value, before its path and origin are known; becomes an ``Issue``.

    ``details`` fill the message's placeholders. They never hold a number, an address or a password of the form.
    """

    code: str
    severity: Severity = "warning"
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """A canonical value with how sure it is.

    A composite kind (opinion, titled points) also gives its ``parts`` by name, each a ``Parsed`` with its own faults; the whole's
    ``faults`` are then empty and its confidence is that of its least sure part.
    """

    value: Any
    confidence: float = 1.0
    method: Method | None = None
    faults: tuple[Fault, ...] = ()
    parts: Mapping[str, Parsed] = field(default_factory=dict)


class Kind(Protocol):
    """A kind of value. ``parse`` never raises: what it can't make canonical it keeps as written, with a fault."""

    def parse(self, raw: str, spec: Field) -> Parsed:
        """The canonical value of *raw*; None for a blank or for nothing but the form's own hint."""
        ...

    def format(self, value: Any, spec: Field) -> str:
        """*value* as a form prints it; "" for None. ``parse`` gives *value* back."""
        ...

    def schema(self, spec: Field) -> dict[str, Any]:
        """The JSON schema of a canonical value that isn't null."""
        ...

    def plausible(self, raw: str, spec: Field) -> float:
        """How much *raw* looks like a value of this kind: 1 surely, 0 surely not, 0.5 can't tell."""
        ...


BLANK = Parsed(value=None)


def doubt(
    value: Any,
    code: str,
    confidence: float = 0.6,
    severity: Severity = "warning",
    method: Method | None = None,
    **details: object,
) -> Parsed:
    """*value* with the one fault *code*."""
    return Parsed(
        value=value,
        confidence=confidence,
        method=method,
        faults=(Fault(code=code, severity=severity, details=details),),
    )
