"""What the desk refuses, each with a stable code. The status that HTTP gives it stands in ``desk.problems`` alone.

::

    FubiaoError
    └── DeskError
        ├── InvalidSettings   the configuration is wrong               settings.*
        ├── StoreFull         no room on the disk                      store.full
        ├── StoreBusy         the database is locked or unreachable    store.busy, store.away
        ├── QueueFull         too much waits to be read                queue.full
        ├── Crashed           the reading process died, twice          internal.killed
        ├── Denied            who asks isn't known, or may not         access.*
        ├── Missing           no such upload, record, activity …       missing.*
        ├── Conflict          somebody was faster, or it is closed     conflict.*
        └── Invalid           the call's values are wrong              call.*
"""

from __future__ import annotations

from forms.errors import FubiaoError

__all__ = [
    "Conflict",
    "Crashed",
    "Denied",
    "DeskError",
    "Invalid",
    "InvalidSettings",
    "Missing",
    "QueueFull",
    "StoreBusy",
    "StoreFull",
]


class DeskError(FubiaoError):
    """The desk can't do what was asked."""


class InvalidSettings(DeskError):
    """The configuration is wrong; the message names the setting and where it was made."""


class StoreFull(DeskError):
    """There is no room on the disk; nothing of what was sent is kept."""


class StoreBusy(DeskError):
    """The database is locked, or can't be reached; what was sent isn't kept, and may be sent again."""


class QueueFull(DeskError):
    """More waits than the service takes on; it may be sent again later."""


class Crashed(DeskError):
    """The process that did the work died, more than once."""


class Denied(DeskError):
    """Who asks isn't known (``access.token``), or may not do this."""


class Missing(DeskError):
    """There is no such thing in the store."""


class Conflict(DeskError):
    """Somebody else was faster, or the thing is in a state that forbids it. ``now`` tells its state for the caller to go on from."""

    def __init__(self, code: str, *, now: dict[str, object] | None = None, **details: object) -> None:
        super().__init__(code, **details)
        self.now = now


class Invalid(DeskError):
    """The call's values are wrong; the message names which, never what it holds."""
