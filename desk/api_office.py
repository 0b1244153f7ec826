"""The API's operations on the office itself: activities, tokens, sessions, the audit, health and metrics, and its own description."""

from __future__ import annotations

import shutil
from typing import Any

from flask import Response
from sqlalchemy import select

from desk import access, activities, gate
from desk.activities import LEVELS
from desk.api_uploads import AFTER, LIMIT
from desk.jobs import backlog
from desk.metrics import METRICS, Labels
from desk.models import Audit
from desk.openapi import description
from desk.operations import Call, operation
from desk.problems import as_json
from desk.shapes import activity_json, audit_json, token_json
from desk.tally import tally
from forms import __version__

__all__: list[str] = []

_TITLE = {"type": "string", "minLength": 1, "maxLength": 500}
_ACTIVITY = {
    "type": "object",
    "properties": {
        "title": _TITLE,
        "edition": {"type": "string", "maxLength": 100},
        "level": {"enum": list(LEVELS)},
        "area": {"type": "string", "maxLength": 200},
        "quotas": {"type": "object"},
        "deadlines": {"type": "object"},
        "expected": {"type": "array"},
        "rules": {"type": "array"},
        "settings": {"type": "object"},
    },
    "additionalProperties": False,
}


@operation("GET", "/activities", "The activities, the newest first.", "[Activity]")
def list_activities(call: Call) -> Any:
    """All activities."""
    with call.desk.store.read() as session:
        return [activity_json(activity) for activity in activities.activities(session)]


@operation(
    "POST",
    "/activities",
    "Begin an activity.",
    "Activity",
    status=201,
    role="admin",
    body={**_ACTIVITY, "required": ["title"]},
)
def make_activity(call: Call) -> Any:
    """A new activity."""
    return activity_json(activities.make(call.desk.store, call.body, by=call.by))


@operation("GET", "/activities/{activity}", "One activity; its revision is the ETag.", "Activity")
def get_activity(call: Call) -> Any:
    """One activity."""
    with call.desk.store.read() as session:
        return _told(activity_json(activities.find(session, call.path["activity"])))


def _told(found: dict[str, Any]) -> Response:
    response = as_json(found)
    response.headers["ETag"] = f'"{found["revision"]}"'
    return response


@operation(
    "PATCH", "/activities/{activity}", "Change an activity.", "Activity", role="admin", revision=True, body=_ACTIVITY
)
def change_activity(call: Call) -> Any:
    """Sets what the body names."""
    found = activities.change(call.desk.store, call.path["activity"], call.body, revision=call.revision, by=call.by)
    return _told(activity_json(found))


@operation(
    "POST",
    "/activities/{activity}/close",
    "Close an activity: its passwords are purged for good, with the originals too where that is asked for.",
    "Activity",
    role="admin",
    body={"type": "object", "properties": {"originals": {"type": "boolean"}}, "additionalProperties": False},
    body_optional=True,
)
def close_activity(call: Call) -> Any:
    """Closes and purges."""
    found = activities.close(
        call.desk.store,
        call.desk.blobs,
        call.path["activity"],
        originals=bool((call.body or {}).get("originals")),
        by=call.by,
    )
    return activity_json(found)


@operation("GET", "/tokens", "The tokens, without their secrets.", "[Token]", role="admin")
def list_tokens(call: Call) -> Any:
    """All tokens."""
    with call.desk.store.read() as session:
        return [token_json(token) for token in access.tokens(session)]


@operation(
    "POST",
    "/tokens",
    "Make a token. Its secret is told this once.",
    "NewToken",
    status=201,
    role="admin",
    body={
        "type": "object",
        "properties": {
            "name": {"type": "string", "minLength": 1, "maxLength": 100},
            "role": {"enum": list(access.ROLES)},
        },
        "required": ["name", "role"],
        "additionalProperties": False,
    },
)
def make_token(call: Call) -> Any:
    """A new token."""
    number, secret = access.make_token(call.desk.store, call.body["name"], call.body["role"], by=call.by)
    return {"token": number, "secret": secret}


@operation("DELETE", "/tokens/{token}", "Revoke a token.", "", status=204, role="admin")
def revoke_token(call: Call) -> Any:
    """Makes a token worthless."""
    access.revoke_token(call.desk.store, call.path["token"], by=call.by)
    return Response(status=204)


@operation(
    "POST",
    "/session",
    "Open a session of the pages with a token.",
    "Session",
    role=None,
    body={
        "type": "object",
        "properties": {"token": {"type": "string", "maxLength": 200}},
        "required": ["token"],
        "additionalProperties": False,
    },
)
def open_session(call: Call) -> Any:
    """Sets the cookie; the word goes into the header ``X-CSRF-Token`` of what changes something."""
    found = gate.enter(call.desk, call.body["token"])
    return {"name": found.name, "role": found.role, "csrf": gate.csrf_word()}


@operation("DELETE", "/session", "End the session.", "", status=204, role=None)
def close_session(call: Call) -> Any:
    """Takes the cookie back."""
    gate.leave()
    return Response(status=204)


@operation(
    "GET", "/audit", "What must be answered for, the first first.", "AuditEntries", role="admin", query=(AFTER, LIMIT)
)
def list_audit(call: Call) -> Any:
    """A page of the audit."""
    limit = call.query["limit"]
    with call.desk.store.read() as session:
        found = list(
            session.scalars(select(Audit).where(Audit.id > call.query["after"]).order_by(Audit.id).limit(limit + 1))
        )
    shown = found[:limit]
    return {"items": [audit_json(entry) for entry in shown], "next": shown[-1].id if len(found) > limit else None}


@operation("GET", "/health", "Whether the service and its database answer.", "Health", role=None)
def get_health(call: Call) -> Any:
    """503 where the database doesn't answer."""
    up = call.desk.store.is_up()
    found = {"ok": up, "version": __version__, "database": up, "parser": call.desk.parser}
    return as_json(found, 200 if up else 503)


@operation("GET", "/metrics", "Counters and times, in the text format of Prometheus.", "text/plain")
def get_metrics(call: Call) -> Any:
    """Never a value of a form, a name or an address in it."""
    gauges: dict[str, dict[Labels, float]] = {"fubiao_up": {(): float(call.desk.store.is_up())}}
    with call.desk.store.read() as session:
        found = tally(session)
        gauges["fubiao_uploads"] = {
            (("state", name),): float(getattr(found, name))
            for name in ("passed", "review", "failed", "duplicate", "waiting", "reading")
        }
        gauges["fubiao_jobs"] = {(("state", state),): float(count) for state, count in backlog(session).items()}
    gauges["fubiao_disk_free_bytes"] = {(): float(shutil.disk_usage(call.desk.blobs.folder).free)}
    return Response(METRICS.text(gauges), mimetype="text/plain; version=0.0.4")


@operation("GET", "/openapi.json", "This description.", "Catalogue", role=None)
def get_description(call: Call) -> Any:
    """The OpenAPI document."""
    return description()
