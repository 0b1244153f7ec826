"""The API's operations on what arrives: files taken in, their state, progress as it goes on, and the originals."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from flask import Response, request
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from desk import jobs
from desk.errors import Missing
from desk.intake import Arrival, receive
from desk.models import Original, Upload
from desk.office import Desk
from desk.operations import Call, Parameter, operation
from desk.problems import Refused
from desk.shapes import receipt_json, tally_json, upload_json
from desk.tally import Tally, tally
from forms.errors import FubiaoError

__all__ = ["attachment", "display_name"]

ACTIVITY = Parameter(
    name="activity",
    schema={"type": "integer", "minimum": 1, "maximum": 2**53},
    about="Only what belongs to this activity.",
)
AFTER = Parameter(
    name="after",
    schema={"type": "integer", "minimum": 0, "maximum": 2**53},
    about="Go on behind this number.",
    default=0,
)
LIMIT = Parameter(
    name="limit", schema={"type": "integer", "minimum": 1, "maximum": 500}, about="At most so many.", default=50
)

STREAMS = threading.BoundedSemaphore(8)
"""Streams of events at a time: each holds one of the threads that answer requests."""

_LOOK = 0.5
"""Seconds between two looks at the state."""


def display_name(file: FileStorage) -> str:
    """The name exactly as it was sent; it is only repeated, and no path is ever made of it.

    Browsers don't escape a backslash (WHATWG HTML, multipart/form-data), other clients do (RFC 9110): one that escapes nothing is part of the name.
    """
    quoted = re.search(r';\s*filename="((?:[^"\\]|\\.)*)"', file.headers.get("Content-Disposition", ""), re.DOTALL)
    if quoted and re.search(r'\\[^"\\]', quoted[1]):
        return quoted[1].replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")
    return file.filename or ""


@operation(
    "POST",
    "/uploads",
    "Take files in. What is answered as accepted is on the disk.",
    "Receipts",
    status=202,
    multipart={
        "type": "object",
        "properties": {
            "file": {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1},
            "activity": {"type": "integer", "minimum": 1},
            "sender": {"type": "string"},
        },
        "required": ["file"],
    },
)
def upload_files(call: Call) -> Any:
    """Takes in all files of the request, or none."""
    sent = [file for _, file in request.files.items(multi=True)]
    if not sent:
        raise Refused("request.nofile", 400)
    activity = request.form.get("activity", "")
    if activity and not re.fullmatch(r"[1-9][0-9]{0,15}", activity, re.ASCII):
        raise Refused("call.parameter", 400, name="activity")
    number = int(activity) if activity else _inbox(call.desk)
    found = receive(
        call.desk.store,
        call.desk.blobs,
        call.desk.vault,
        [Arrival(stream=file.stream, name=display_name(file)) for file in sent],
        activity=number,
        parser=call.desk.parser,
        by=call.by,
        sender=request.form.get("sender", ""),
        queue=call.desk.settings.queue,
    )
    call.desk.call()
    return {"items": [receipt_json(receipt) for receipt in found], "tally": tally_json(_tally(call.desk, number))}


def _inbox(desk: Desk) -> int:
    """The activity that takes what is sent to none: the newest that is open."""
    from desk.activities import activities

    with desk.store.read() as session:
        for activity in activities(session):
            if activity.state == "open":
                return activity.id
    raise Missing("missing.open")


def _tally(desk: Desk, activity: int | None) -> Tally:
    with desk.store.read() as session:
        return tally(session, activity)


@operation(
    "GET",
    "/uploads",
    "What has arrived, the first first.",
    "Uploads",
    query=(
        ACTIVITY,
        Parameter(
            name="state",
            schema={"enum": ["waiting", "reading", "review", "passed", "failed", "duplicate"], "type": "string"},
            about="Only what is in this state.",
        ),
        AFTER,
        LIMIT,
    ),
)
def list_uploads(call: Call) -> Any:
    """A page of the uploads."""
    query = select(Upload).where(Upload.id > call.query["after"]).order_by(Upload.id).limit(call.query["limit"] + 1)
    if call.query["activity"] is not None:
        query = query.where(Upload.activity_id == call.query["activity"])
    if call.query["state"] is not None:
        query = query.where(Upload.state == call.query["state"])
    if not call.who.may("clerk"):
        # Who only sends sees what they sent.
        query = query.where(Upload.received_by == call.by)
    with call.desk.store.read() as session:
        found = list(session.scalars(query))
    more = len(found) > call.query["limit"]
    shown = found[: call.query["limit"]]
    return {"items": [upload_json(upload) for upload in shown], "next": shown[-1].id if more else None}


def _upload(call: Call) -> Upload:
    with call.desk.store.read() as session:
        upload = session.get(Upload, call.path["upload"])
    if upload is None or not (call.who.may("clerk") or upload.received_by == call.by):
        raise Missing("missing.upload", id=call.path["upload"])
    return upload


@operation("GET", "/uploads/{upload}", "One arrival and its state.", "Upload")
def get_upload(call: Call) -> Any:
    """One upload."""
    return upload_json(_upload(call))


@operation("GET", "/uploads/{upload}/original", "The file as it was sent.", "application/octet-stream", role="clerk")
def get_original(call: Call) -> Any:
    """The original, as an attachment that no browser opens."""
    upload = _upload(call)
    with call.desk.store.read() as session:
        original = session.get_one(Original, upload.sha256)
    if original.removed_at is not None:
        raise Missing("missing.file")
    return attachment(call.desk.blobs.read(upload.sha256), "application/octet-stream", upload.name, f"{upload.id}")


def attachment(data: bytes, kind: str, name: str, plain: str) -> Response:
    """*data* to be saved under *name*; *plain* is for clients that know ASCII only."""
    response = Response(data, mimetype=kind)
    # A name with line breaks or control characters would end the header.
    shown = "".join(sign for sign in name if sign.isprintable() and sign not in '/\\"')[-150:] or plain
    encoded = quote(shown.encode("utf-8", "replace"), safe="")
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"
    return response


@operation(
    "POST", "/uploads/{upload}/retry", "Read a file again that could not be read.", "Upload", status=202, role="clerk"
)
def retry_upload(call: Call) -> Any:
    """Puts a failed upload back into the line."""
    upload = _upload(call)
    found = jobs.retry(call.desk.store, upload.id, call.desk.parser)
    call.desk.call()
    return upload_json(found)


@operation("POST", "/uploads/{upload}/cancel", "Give up a file that has not been read yet.", "Upload", role="clerk")
def cancel_upload(call: Call) -> Any:
    """Takes an upload out of the line; it counts as failed."""
    return upload_json(jobs.cancel(call.desk.store, _upload(call).id))


@operation("GET", "/progress", "How many are in which state.", "Tally", query=(ACTIVITY,))
def get_progress(call: Call) -> Any:
    """The line that is always true."""
    return tally_json(_tally(call.desk, call.query["activity"]))


@operation("GET", "/events", "The same as it changes, as server-sent events.", "text/event-stream", query=(ACTIVITY,))
def stream_events(call: Call) -> Any:
    """Sends the tally whenever it changed, until the stream has lasted as long as one may."""
    if not STREAMS.acquire(blocking=False):
        raise Refused("queue.streams", 429)
    response = Response(_events(call.desk, call.query["activity"]), mimetype="text/event-stream")
    response.call_on_close(STREAMS.release)
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _events(desk: Desk, activity: int | None) -> Iterator[str]:
    yield "retry: 1500\n\n"
    until, last = time.monotonic() + desk.settings.watch, ""
    while True:
        try:
            now = json.dumps(tally_json(_tally(desk, activity)))
        except FubiaoError:
            # The database is busy; the next look will tell.
            now = last
        if now != last:
            last = now
            yield f"event: tally\ndata: {now}\n\n"
        if time.monotonic() >= until or desk.closing.wait(_LOOK):
            return
