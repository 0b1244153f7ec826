"""What a rule finds wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Finding"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What a rule found wrong at one concrete path."""

    path: str
    code: str
    details: Mapping[str, object] = field(default_factory=dict)
