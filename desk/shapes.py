"""What the API answers with: each shape as a JSON schema, beside the function that makes it of what the store holds."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from desk.intake import Receipt
from desk.models import Activity, Audit, Change, Record, Token, Upload
from desk.records import has_private
from desk.tally import Tally

__all__ = [
    "SHAPES",
    "activity_json",
    "audit_json",
    "change_json",
    "receipt_json",
    "record_json",
    "summary_json",
    "tally_json",
    "token_json",
    "upload_json",
]

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
WHOLE: Json = {"type": "integer", "minimum": 0}
NUMBER_OR_NONE: Json = {"type": ["integer", "null"]}
MOMENT: Json = {"type": "string", "format": "date-time"}
MOMENT_OR_NONE: Json = {"type": ["string", "null"], "format": "date-time"}
FLAG: Json = {"type": "boolean"}
ANY: Json = {}
OBJECT: Json = {"type": "object"}
LIST: Json = {"type": "array"}
DIGEST: Json = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def _shape(**properties: Json) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _many(name: str) -> Json:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def _one(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def moment(value: datetime) -> str:
    """*value* as RFC 3339 has it."""
    return value.isoformat(timespec="milliseconds")


def _moment(value: datetime | None) -> str | None:
    return None if value is None else moment(value)


def receipt_json(receipt: Receipt) -> Json:
    """One file that was taken in."""
    return asdict(receipt)


def tally_json(tally: Tally) -> Json:
    """The line of an activity."""
    return asdict(tally)


def upload_json(upload: Upload) -> Json:
    """One arrival."""
    return {
        "upload": upload.id,
        "id": upload.sha256,
        "activity": upload.activity_id,
        "name": upload.name,
        "sender": upload.sender,
        "version": upload.version,
        "duplicate_of": upload.duplicate_of,
        "state": upload.state,
        "code": upload.code,
        "message": upload.message,
        "received_at": moment(upload.received_at),
        "received_by": upload.received_by,
    }


def summary_json(record: Record) -> Json:
    """A record in a list."""
    return {
        "record": record.id,
        "activity": record.activity_id,
        "upload": record.upload_id,
        "position": record.position,
        "form": record.form,
        "edition": record.edition,
        "format": record.format,
        "title": record.title,
        "version": record.version,
        "current": record.current,
        "previous": record.previous_id,
        "state": record.state,
        "note": record.note,
        "doubts": record.doubts,
        "revision": record.revision,
        "created_at": moment(record.created_at),
        "changed_at": moment(record.changed_at),
    }


def record_json(record: Record) -> Json:
    """A whole record; private values are null in it, and ``private`` tells at which paths some can be revealed."""
    return {
        **summary_json(record),
        "parser": record.parser,
        "data": record.data,
        "fields": record.fields,
        "issues": record.issues,
        "leftovers": record.leftovers,
        "difference": record.difference,
        "private": has_private(record),
    }


def change_json(change: Change) -> Json:
    """One entry of a record's history; what was private in it is null."""
    return {
        "revision": change.revision,
        "at": moment(change.at),
        "by": change.by,
        "action": change.action,
        "field": change.field,
        "before": change.before,
        "after": change.after,
        "private": bool(change.sealed),
        "reason": change.reason,
    }


def activity_json(activity: Activity) -> Json:
    """An activity."""
    return {
        "activity": activity.id,
        "title": activity.title,
        "edition": activity.edition,
        "level": activity.level,
        "area": activity.area,
        "quotas": activity.quotas,
        "deadlines": activity.deadlines,
        "expected": activity.expected,
        "rules": activity.rules,
        "settings": activity.settings,
        "state": activity.state,
        "revision": activity.revision,
        "created_at": moment(activity.created_at),
        "closed_at": _moment(activity.closed_at),
        "purged_at": _moment(activity.purged_at),
    }


def token_json(token: Token) -> Json:
    """A token, without its secret."""
    return {
        "token": token.id,
        "name": token.name,
        "role": token.role,
        "created_at": moment(token.created_at),
        "revoked_at": _moment(token.revoked_at),
    }


def audit_json(entry: Audit) -> Json:
    """One entry of the audit."""
    return {
        "entry": entry.id,
        "at": moment(entry.at),
        "by": entry.by,
        "action": entry.action,
        "target": entry.target,
        "details": entry.details,
    }


_SUMMARY = {
    "record": WHOLE,
    "activity": WHOLE,
    "upload": WHOLE,
    "position": WHOLE,
    "form": TEXT,
    "edition": TEXT,
    "format": TEXT,
    "title": TEXT,
    "version": WHOLE,
    "current": FLAG,
    "previous": NUMBER_OR_NONE,
    "state": {"enum": ["review", "doubtful", "returned", "passed"]},
    "note": TEXT,
    "doubts": WHOLE,
    "revision": WHOLE,
    "created_at": MOMENT,
    "changed_at": MOMENT,
}

SHAPES: dict[str, Json] = {
    "Problem": {
        "type": "object",
        "properties": {"type": TEXT, "title": TEXT, "status": WHOLE, "code": TEXT, "now": OBJECT},
        "required": ["type", "title", "status", "code"],
    },
    "Health": _shape(ok=FLAG, version=TEXT, database=FLAG, parser=TEXT),
    "Catalogue": OBJECT,
    "Receipt": _shape(
        id=DIGEST,
        upload=WHOLE,
        name=TEXT,
        size=WHOLE,
        status={"enum": ["accepted", "duplicate"]},
        duplicate_of=NUMBER_OR_NONE,
        version=WHOLE,
    ),
    "Tally": _shape(
        received=WHOLE, passed=WHOLE, review=WHOLE, failed=WHOLE, duplicate=WHOLE, waiting=WHOLE, reading=WHOLE
    ),
    "Receipts": _shape(items=_many("Receipt"), tally=_one("Tally")),
    "Upload": _shape(
        upload=WHOLE,
        id=DIGEST,
        activity=WHOLE,
        name=TEXT,
        sender=TEXT,
        version=WHOLE,
        duplicate_of=NUMBER_OR_NONE,
        state={"enum": ["waiting", "reading", "review", "passed", "failed", "duplicate"]},
        code=TEXT,
        message=TEXT,
        received_at=MOMENT,
        received_by=TEXT,
    ),
    "Uploads": _shape(items=_many("Upload"), next=NUMBER_OR_NONE),
    "RecordSummary": _shape(**_SUMMARY),
    "Records": _shape(items=_many("RecordSummary"), next=NUMBER_OR_NONE),
    "Record": _shape(
        **_SUMMARY,
        parser=TEXT,
        data=OBJECT,
        fields=OBJECT,
        issues=LIST,
        leftovers=LIST,
        difference=LIST,
        private={"type": "array", "items": TEXT},
    ),
    "Change": _shape(
        revision=WHOLE,
        at=MOMENT,
        by=TEXT,
        action=TEXT,
        field=TEXT,
        before=ANY,
        after=ANY,
        private=FLAG,
        reason=TEXT,
    ),
    "Private": {"type": "object", "description": "The private values by their paths."},
    "Page": _shape(
        page=WHOLE,
        width={"type": "number"},
        height={"type": "number"},
        boxes={"type": "object", "description": "Of each value on it: x0, top, x1, bottom in points."},
    ),
    "Activity": _shape(
        activity=WHOLE,
        title=TEXT,
        edition=TEXT,
        level=TEXT,
        area=TEXT,
        quotas=OBJECT,
        deadlines=OBJECT,
        expected=LIST,
        rules=LIST,
        settings=OBJECT,
        state={"enum": ["open", "closed"]},
        revision=WHOLE,
        created_at=MOMENT,
        closed_at=MOMENT_OR_NONE,
        purged_at=MOMENT_OR_NONE,
    ),
    "Token": _shape(token=WHOLE, name=TEXT, role=TEXT, created_at=MOMENT, revoked_at=MOMENT_OR_NONE),
    "NewToken": _shape(token=WHOLE, secret=TEXT),
    "Session": _shape(name=TEXT, role=TEXT, csrf=TEXT),
    "AuditEntry": _shape(entry=WHOLE, at=MOMENT, by=TEXT, action=TEXT, target=TEXT, details=OBJECT),
    "AuditEntries": _shape(items=_many("AuditEntry"), next=NUMBER_OR_NONE),
    "Envelope": OBJECT,
}
"""The shapes by the names that the description has for them."""
