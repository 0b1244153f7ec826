"""Logs, one JSON object a line on standard error. What is told is chosen field by field; numbers and addresses are masked all the same."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from desk.privacy import masked

__all__ = ["Lines", "set_up"]

_USUAL = frozenset(logging.LogRecord("", 0, "", 0, "", (), None).__dict__) | {"message", "asctime", "taskName"}


class Lines(logging.Formatter):
    """A record as one line of JSON: time, level, logger, event, and the fields that were given with it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {
            "at": moment,
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        line |= {key: value for key, value in record.__dict__.items() if key not in _USUAL and value not in ("", None)}
        if record.exc_info and record.exc_info[1] is not None:
            # By its type alone: the text of an error may quote what a form says.
            line["error"] = type(record.exc_info[1]).__name__
        return json.dumps({key: _veiled(value) for key, value in line.items()}, ensure_ascii=False, default=str)


def _veiled(value: object) -> object:
    return masked(value) if isinstance(value, str) else value


def set_up(level: str) -> None:
    """Sends what is of *level* or graver to standard error; called by whoever owns the process, never on import."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    for name in ("fubiao", "waitress"):
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.setLevel(level.upper())
        logger.propagate = False
