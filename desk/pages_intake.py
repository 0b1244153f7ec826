"""The page where files are dropped, and what became of each."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask import (
    Response,
    render_template,
    request,
)
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk import activities as rounds_of
from desk import jobs
from desk.errors import Conflict, Invalid, Missing
from desk.intake import Arrival, receive
from desk.models import Activity, Record, Upload
from desk.pages import ROWS, attached, blueprint, guarded, here, paged, who_asks
from desk.problems import as_json
from desk.rounds import round_of
from desk.tally import tally
from forms.messages import texts

__all__: list[str] = []

MOST = 20
"""Files in one parcel of the page's uploads."""


@blueprint.get("/<int:activity>/intake")
@guarded("uploader")
def intake(activity: int) -> str:
    """Where files are dropped, and what became of each."""
    with here().store.read() as held:
        row = rounds_of.find(held, activity)
        found = _received(held, row)
        units = round_of(row).units
    done = found["count"].is_done
    args = {key: value for key, value in request.args.to_dict().items() if key in ("state", "page")}
    return render_template("desk/intake.html", activity=row, units=units, most=MOST, done=done, args=args, **found)


@blueprint.get("/<int:activity>/received")
@guarded("uploader")
def received(activity: int) -> str:
    """The list alone, for the page to renew."""
    with here().store.read() as held:
        row = rounds_of.find(held, activity)
        found = _received(held, row)
    return render_template("desk/received.html", activity=row, **found)


@dataclass(frozen=True, kw_only=True)
class _Arrived:
    upload: Upload
    records: Sequence[Record]


def _received(session: Session, row: Activity) -> dict[str, Any]:
    chosen = request.args.get("state", "")
    query = select(Upload).where(Upload.activity_id == row.id)
    if chosen:
        states = ("waiting", "reading") if chosen == "waiting" else (chosen,)
        query = query.where(Upload.state.in_(states))
    pages, before = paged(session.scalar(select(func.count()).select_from(query.subquery())) or 0)
    uploads = session.scalars(query.order_by(Upload.id.desc()).offset(before).limit(ROWS)).all()
    records: dict[int, list[Record]] = {}
    for record in session.scalars(
        select(Record).where(Record.upload_id.in_([one.id for one in uploads])).order_by(Record.id)
    ):
        records.setdefault(record.upload_id, []).append(record)
    words = texts("upload_state")
    states_shown = [("", words["all"])] + [
        (state, words[state]) for state in ("review", "passed", "failed", "duplicate", "waiting")
    ]
    return {
        "uploads": [_Arrived(upload=one, records=records.get(one.id, ())) for one in uploads],
        "count": tally(session, row.id),
        "states": states_shown,
        "chosen": chosen,
        "pages": pages,
    }


@blueprint.post("/<int:activity>/intake")
@guarded("uploader")
def take(activity: int) -> Response:
    """Takes a parcel of files in. 202 when bytes and rows are on the disk."""
    from parsers.unpack import unpacked

    desk = here()
    files = request.files.getlist("file")
    if not files:
        raise Invalid("call.nothing")
    held = [one for file in files for one in unpacked(file.stream.read(), file.filename or "")]
    receipts = receive(
        desk.store,
        desk.blobs,
        desk.vault,
        [Arrival(stream=io.BytesIO(content), name=name) for name, content in held],
        activity=activity,
        parser=desk.parser,
        by=who_asks().name,
        sender=request.form.get("sender", "").strip()[:60],
        queue=desk.settings.queue,
    )
    desk.call()
    return as_json([{"upload": one.upload, "name": one.name, "status": one.status} for one in receipts], 202)


@blueprint.post("/<int:activity>/retry")
@guarded("clerk")
def retry(activity: int) -> Response:
    """Has failed files read again: one, or all of them."""
    for number in _uploads(activity, "failed"):
        jobs.retry(here().store, number, here().parser)
    here().call()
    return _changed()


@blueprint.post("/<int:activity>/cancel")
@guarded("clerk")
def cancel(activity: int) -> Response:
    """Takes files that wait to be read out of the line: one, or all of them. They stay, and can be read again."""
    for number in _uploads(activity, "waiting"):
        with suppress(Conflict):  # it is being read since
            jobs.cancel(here().store, number)
    return _changed()


def _uploads(activity: int, state: str) -> list[int]:
    """The uploads in a state, or the one that was named."""
    one = request.args.get("upload", type=int)
    query = select(Upload.id).where(Upload.activity_id == activity, Upload.state == state)
    with here().store.read() as held:
        return list(held.scalars(query if one is None else query.where(Upload.id == one)))


def _changed() -> Response:
    response = as_json({})
    response.headers["HX-Trigger"] = "changed"
    return response


@blueprint.get("/<int:activity>/uploads/<int:upload>/original")
@guarded("clerk")
def original(activity: int, upload: int) -> Response:
    """The bytes as they came, always as an attachment."""
    with here().store.read() as held:
        row = held.get(Upload, upload)
        if row is None or row.activity_id != activity:
            raise Missing("missing.upload", id=upload)
        name, sha256 = row.name, row.sha256
    data = here().blobs.read(sha256)
    return attached(data, name.rsplit("/", 1)[-1] or "original", "application/octet-stream")
