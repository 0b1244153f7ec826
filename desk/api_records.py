"""The API's operations on records: found, corrected, confirmed, passed, compared, revealed, taken out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Response, stream_with_context

from desk import records
from desk.access import audit
from desk.api_uploads import ACTIVITY, AFTER, LIMIT, attachment
from desk.exports import KINDS, exported
from desk.models import Record, Upload
from desk.operations import Call, Parameter, operation
from desk.pictures import page_picture, pages_of
from desk.records import STATES, Edit, Sought
from desk.shapes import change_json, record_json, summary_json

__all__: list[str] = []

TEXT = {"type": "string", "maxLength": 20_000}
PATH = {"type": "string", "minLength": 1, "maxLength": 200}
WORD = {"type": "string", "maxLength": 100}


def _sought(call: Call) -> Sought:
    query = call.query
    return Sought(
        activity=query["activity"],
        form=query["form"] or "",
        edition=query["edition"] or "",
        state=query["state"] or "",
        text=query["text"] or "",
        current=None if query["all_versions"] else True,
        doubtful=query["doubtful"],
    )


FILTERS = (
    ACTIVITY,
    Parameter(name="form", schema=WORD, about="Only this form."),
    Parameter(name="edition", schema=WORD, about="Only this edition."),
    Parameter(name="state", schema={"enum": list(STATES), "type": "string"}, about="Only what is in this state."),
    Parameter(name="text", schema=WORD, about="Only what has this in its title."),
    Parameter(name="doubtful", schema={"type": "boolean"}, about="Only what has doubts, or only what has none."),
    Parameter(name="all_versions", schema={"type": "boolean"}, about="Older versions too.", default=False),
)


@operation(
    "GET", "/records", "The records that fit, page by page.", "Records", role="clerk", query=(*FILTERS, AFTER, LIMIT)
)
def list_records(call: Call) -> Any:
    """A page of the records, without their data."""
    with call.desk.store.read() as session:
        found, following = records.page(session, _sought(call), after=call.query["after"], limit=call.query["limit"])
    return {"items": [summary_json(record) for record in found], "next": following}


def _record(call: Call) -> Record:
    with call.desk.store.read() as session:
        return records.find(session, call.path["record"])


def _told(record: Record) -> Response:
    from desk.problems import as_json

    response = as_json(record_json(record))
    response.headers["ETag"] = f'"{record.revision}"'
    return response


@operation(
    "GET",
    "/records/{record}",
    "One record with its data, where each value came from, and its issues.",
    "Record",
    role="clerk",
)
def get_record(call: Call) -> Any:
    """One record; its revision is the ETag."""
    return _told(_record(call))


@operation("GET", "/records/{record}/history", "What was done to it.", "[Change]", role="clerk")
def get_history(call: Call) -> Any:
    """The changes, the first first."""
    with call.desk.store.read() as session:
        records.find(session, call.path["record"])
        return [change_json(change) for change in records.history(session, call.path["record"])]


@operation(
    "GET", "/records/{record}/versions", "All versions of the same applicant's form.", "[RecordSummary]", role="clerk"
)
def get_versions(call: Call) -> Any:
    """The versions, the oldest first."""
    with call.desk.store.read() as session:
        record = records.find(session, call.path["record"])
        return [summary_json(version) for version in records.versions(session, record)]


@operation(
    "POST",
    "/records/{record}/corrections",
    "Correct values. The second of two clerks is told (412) and nothing is overwritten.",
    "Record",
    role="clerk",
    revision=True,
    body={
        "type": "object",
        "properties": {
            "edits": {
                "type": "array",
                "minItems": 1,
                "maxItems": 500,
                "items": {
                    "type": "object",
                    "properties": {"field": PATH, "value": {}, "remove": {"type": "boolean"}},
                    "required": ["field"],
                    "additionalProperties": False,
                },
            },
            "reason": TEXT,
        },
        "required": ["edits"],
        "additionalProperties": False,
    },
)
def correct_record(call: Call) -> Any:
    """Puts values in their places; text is made canonical as if it had been read."""
    edits = [
        Edit(field=edit["field"], value=edit.get("value"), remove=edit.get("remove", False))
        for edit in call.body["edits"]
    ]
    return _told(
        records.correct(
            call.desk.store,
            call.desk.vault,
            call.path["record"],
            revision=call.revision,
            edits=edits,
            by=call.by,
            reason=call.body.get("reason", ""),
        )
    )


@operation(
    "POST",
    "/records/{record}/confirmations",
    "Confirm doubtful values as they stand.",
    "Record",
    role="clerk",
    revision=True,
    body={
        "type": "object",
        "properties": {
            "fields": {"type": "array", "items": {"type": "string", "maxLength": 200}, "minItems": 1, "maxItems": 500}
        },
        "required": ["fields"],
        "additionalProperties": False,
    },
)
def confirm_record(call: Call) -> Any:
    """Takes the doubt from values."""
    return _told(
        records.confirm(
            call.desk.store, call.path["record"], revision=call.revision, fields=call.body["fields"], by=call.by
        )
    )


@operation(
    "POST",
    "/records/{record}/kept",
    "Keep an issue as it is, for a reason.",
    "Record",
    role="clerk",
    revision=True,
    body={
        "type": "object",
        "properties": {"code": WORD, "field": {"type": "string", "maxLength": 200}, "reason": {**TEXT, "minLength": 1}},
        "required": ["code", "field", "reason"],
        "additionalProperties": False,
    },
)
def keep_issue(call: Call) -> Any:
    """Marks an issue as seen and kept."""
    return _told(records.keep(call.desk.store, call.path["record"], revision=call.revision, by=call.by, **call.body))


@operation(
    "PUT",
    "/records/{record}/state",
    "Pass it, send it back, or leave it in doubt.",
    "Record",
    role="clerk",
    revision=True,
    body={
        "type": "object",
        "properties": {"state": {"enum": list(STATES)}, "reason": TEXT},
        "required": ["state"],
        "additionalProperties": False,
    },
)
def set_record_state(call: Call) -> Any:
    """Puts a record in another state."""
    return _told(
        records.set_state(
            call.desk.store,
            call.path["record"],
            revision=call.revision,
            state=call.body["state"],
            reason=call.body.get("reason", ""),
            by=call.by,
        )
    )


@operation(
    "POST", "/records/{record}/reveal", "The private values. That they were shown is recorded.", "Private", role="clerk"
)
def reveal_record(call: Call) -> Any:
    """Shows the passwords of a record."""
    return records.reveal(call.desk.store, call.desk.vault, call.path["record"], by=call.by)


@operation(
    "GET",
    "/records/{record}/pages",
    "The pages of its file, and where on them its values stand.",
    "[Page]",
    role="clerk",
)
def list_pages(call: Call) -> Any:
    """Sizes and boxes in points."""
    record = _record(call)
    return pages_of(call.desk, record, _upload_of(call, record).sha256)


@operation(
    "GET",
    "/records/{record}/pages/{page}",
    "A page as a picture, with the boxes of its values.",
    "image/png",
    role="clerk",
    query=(
        Parameter(
            name="scale", schema={"type": "number", "minimum": 0.2, "maximum": 4}, about="Pixels a point.", default=1.5
        ),
        Parameter(name="boxes", schema={"type": "boolean"}, about="Whether the boxes are drawn.", default=False),
        Parameter(name="field", schema=PATH, about="The path of a value whose box is lit."),
    ),
)
def get_page(call: Call) -> Any:
    """A picture of a page."""
    record = _record(call)
    picture = page_picture(
        call.desk,
        record,
        _upload_of(call, record).sha256,
        page=call.path["page"],
        scale=call.query["scale"],
        boxes=call.query["boxes"],
        field=call.query["field"],
    )
    response = Response(picture, mimetype="image/png")
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


def _upload_of(call: Call, record: Record) -> Upload:
    with call.desk.store.read() as session:
        return session.get_one(Upload, record.upload_id)


@operation(
    "GET",
    "/exports",
    "Records as JSON lines, CSV or a workbook. Without telephone numbers and addresses, unless for the office.",
    "application/x-ndjson text/csv application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    role="clerk",
    query=(
        *FILTERS,
        Parameter(
            name="format", schema={"enum": list(KINDS), "type": "string"}, about="The kind of file.", default="jsonl"
        ),
        Parameter(
            name="audience",
            schema={"enum": ["public", "office"], "type": "string"},
            about="For the office with telephone numbers and addresses, which is recorded; never with passwords.",
            default="public",
        ),
    ),
)
def export_records(call: Call) -> Any:
    """The records that fit, all of them, as one file."""
    kind, office = call.query["format"], call.query["audience"] == "office"
    if office:
        with call.desk.store.write() as session:
            details = {name: value for name, value in call.query.items() if name in {"activity", "form", "format"}}
            audit(session, by=call.by, action="export", target="records", details=details)
    media, suffix = KINDS[kind]
    sought = _sought(call)

    def pieces() -> Iterator[bytes]:
        with call.desk.store.read() as session:
            yield from exported(session, sought, kind, office=office)

    response = attachment(b"", media, f"records{suffix}", f"records{suffix}")
    response.response = stream_with_context(pieces())
    del response.headers["Content-Length"]
    return response
