"""One record among the many of an activity, and a place in one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Entry", "Place"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One record among many. ``unit`` is who sent it, where that is known from elsewhere than the record; ``received`` the day it came.

    ``source`` is the caller's own, to find the record's file again.
    """

    id: str
    form: str
    edition: str
    data: Mapping[str, Any]
    unit: str = ""
    received: dt.date | None = None
    source: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A place in a record: a path, "" for the whole of it."""

    entry: str
    path: str = ""
