"""What reading a file gave, as it goes from the reading process to the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Reading"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What reading one file gave: its envelopes, or the code and text of why there are none."""

    parser: str
    lines: tuple[dict[str, Any], ...] = ()
    code: str = ""
    message: str = ""
    seconds: float = 0.0
