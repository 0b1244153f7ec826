"""Answers in JSON, and errors as problem+json (RFC 9457) with a stable code. The one place where an error gets its HTTP status."""

from __future__ import annotations

import json
import logging
from typing import Any

from flask import Response, current_app
from werkzeug.exceptions import HTTPException

from desk.blobs import NO_ROOM
from desk.errors import (
    Conflict,
    Crashed,
    Denied,
    DeskError,
    Invalid,
    InvalidSettings,
    Missing,
    QueueFull,
    StoreBusy,
    StoreFull,
)
from forms.errors import FubiaoError, InvalidData, InvalidTemplate, UnknownName
from forms.messages import message

__all__ = ["RETRY_AFTER", "Refused", "as_json", "problem"]

_log = logging.getLogger("fubiao.service")

STATUS: tuple[tuple[type[Exception], int], ...] = (
    (UnknownName, 404),
    (InvalidData, 422),
    (InvalidTemplate, 422),
    (Missing, 404),
    (Conflict, 412),
    (Denied, 403),
    (Invalid, 422),
    (QueueFull, 429),
    (StoreBusy, 503),
    (Crashed, 503),
    (StoreFull, 507),
    (InvalidSettings, 500),
    (DeskError, 422),
    (FubiaoError, 422),
)
"""The HTTP status of our errors, the particular before the general."""

CODES = {
    "access.token": 401,
    "access.needed": 401,
    "access.closed": 401,
    "conflict.closed": 409,
    "conflict.revoked": 409,
    "conflict.retry": 409,
    "unreadable.archive": 415,
    "unreadable.unsupported": 415,
    "store.full": 507,
    "output.libreoffice": 404,
}
"""Where one kind of error has several."""

FAULTS = {
    400: "request.failed",
    404: "request.notfound",
    405: "request.method",
    413: "request.toolarge",
    415: "request.multipart",
}
"""The stable code of what the framework itself refuses."""

RETRY_AFTER = {429: "5", 503: "10", 507: "60"}
"""Seconds after which it may be tried again, for the states that pass."""


class Refused(FubiaoError):
    """A call that can't be answered, with the status to say so."""

    def __init__(self, code: str, status: int, **details: object) -> None:
        super().__init__(code, **details)
        self.status = status


def problem(error: Exception) -> Response:
    """Any error as problem+json. Nothing of the request is repeated in it."""
    extra: dict[str, Any] = {}
    if isinstance(error, Refused):
        status, code, text = error.status, error.code, str(error)
    elif isinstance(error, FubiaoError):
        kind = next(status for kind, status in STATUS if isinstance(error, kind))
        status, code, text = CODES.get(error.code, kind), error.code, str(error)
        if isinstance(error, Conflict) and error.now:
            extra["now"] = error.now
    elif isinstance(error, HTTPException):
        status = error.code or 500
        code = FAULTS.get(status, "request.failed")
        text = message(code, limit=(current_app.config["MAX_CONTENT_LENGTH"] or 0) >> 20)
    elif isinstance(error, OSError) and error.errno in NO_ROOM:
        status, code, text = 507, "store.full", message("store.full")
    else:
        from parsers.report import whereabouts

        where = whereabouts(error)
        _log.error("internal error: %s", where)
        status, code, text = 500, "internal", message("request.crash", where=where)
    body = {"type": f"urn:fubiao:{code}", "title": text, "status": status, "code": code, **extra}
    response = as_json(body, status)
    response.mimetype = "application/problem+json"
    if status in RETRY_AFTER:
        response.headers["Retry-After"] = RETRY_AFTER[status]
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, HTTPException) and error.code == 405:
        for name, value in error.get_headers():
            if name == "Allow":
                response.headers[name] = value
    return response


def as_json(value: object, status: int = 200) -> Response:
    """*value* as JSON, its keys in their order: a schema's properties and a record's values stand in the form's."""
    # Not ``jsonify``, which sorts the keys.
    text = json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace")
    return Response(text, status, mimetype="application/json")
