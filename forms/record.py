"""Canonical records: a form's data, where each value came from, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from forms.messages import message
from forms.text import Origin

__all__ = ["FieldInfo", "Issue", "Record", "Severity"]

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """Something a clerk must know about a value. ``field`` is a path with indexes (``regions[0].name``), or "" for the whole form."""

    code: str
    severity: Severity
    field: str
    message: str
    origin: Origin | None = None

    @classmethod
    def of(
        cls, code: str, path: str = "", severity: Severity = "warning", origin: Origin | None = None, **details: object
    ) -> Issue:
        """An issue whose message is the text of *code* with *details* filled in."""
        return cls(code=code, severity=severity, field=path, message=message(code, **details), origin=origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldInfo:
    """What is known of one value: as it was written, how sure it is, and where it stands."""

    raw: str | None
    confidence: float
    origin: Origin


@dataclass(frozen=True, kw_only=True)
class Record:
    """One form found in a file: the canonical data with provenance and issues. ``leftovers`` are texts that found no field."""

    form: str
    edition: str
    data: dict[str, Any]
    fields: dict[str, FieldInfo] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    leftovers: tuple[str, ...] = ()
