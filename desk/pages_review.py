"""The page with a record beside its original, and what a clerk does there with its values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask import (
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy import select

from desk import activities as rounds_of
from desk import records as work
from desk.errors import Invalid
from desk.models import Record, Upload
from desk.pages import blueprint, guarded, here, who_asks
from desk.pictures import page_picture, pages_of
from desk.problems import as_json
from desk.shown import groups, text_of
from forms.errors import FubiaoError
from forms.messages import message, texts
from forms.paths import get

__all__: list[str] = []

SCALE = 110 / 72
"""Pixels a point of a page on the screen: A4 is then 909 pixels wide."""


@blueprint.get("/<int:activity>/review")
@guarded("clerk")
def review(activity: int) -> Any:
    """The next record that needs a clerk: behind the one that was left, then from the first again."""
    after = request.args.get("after", 0, type=int)
    with here().store.read() as held:
        rounds_of.find(held, activity)
        query = select(Record.id).where(
            Record.activity_id == activity, Record.current, Record.state.in_(("review", "doubtful"))
        )
        found = held.scalar(query.where(Record.id > after, Record.state == "review").order_by(Record.id).limit(1))
        found = found or held.scalar(query.where(Record.id != after).order_by(Record.state.desc(), Record.id).limit(1))
    if found is None:
        flash(message("desk.all_reviewed"), "good")
        return redirect(url_for(".board", activity=activity))
    return redirect(url_for(".record", activity=activity, number=found))


@blueprint.get("/<int:activity>/records/<int:number>", endpoint="record")
@guarded("clerk")
def show_record(activity: int, number: int) -> str:
    """A record beside its original."""
    desk = here()
    with desk.store.read() as held:
        row = rounds_of.find(held, activity)
        record = work.find(held, number)
        upload = held.get_one(Upload, record.upload_id)
        history = work.history(held, number)
    sealed = desk.vault.open(record.sealed)
    paths = [path for path, entry in sealed.items() if entry["value"] is not None]
    shown, whole = groups(record, paths)
    texts_held = {str(text) for entry in sealed.values() for text in (entry["value"], entry["raw"]) if text}
    sheets, found = _original_of(record, upload, texts_held)
    return render_template(
        "desk/record.html",
        activity=row,
        record=record,
        upload=upload,
        groups=shown,
        whole=whole,
        history=history,
        sheets=sheets,
        found=found,
        tab="review",
    )


def _original_of(record: Record, upload: Upload, hidden: Collection[str]) -> tuple[list[dict[str, Any]], str]:
    """The original's pages where it has some, or else the original as HTML; nothing of one that was removed.

    What is *hidden* is masked in it.
    """
    from desk.original import as_html
    from parsers.read import read

    try:
        if record.format in ("pdf", "image"):
            return pages_of(here(), record, upload.sha256), ""
        return [], as_html(read(here().blobs.read(upload.sha256)), hidden)
    except FubiaoError:
        return [], f"<p>{message('desk.no_original')}</p>"


@blueprint.get("/<int:activity>/records/<int:number>/pages/<int:page>.png")
@guarded("clerk")
def page_image(activity: int, number: int, page: int) -> Response:
    """A page of the original as a picture; what is private on it is covered."""
    with here().store.read() as held:
        record = work.find(held, number)
        sha256 = held.get_one(Upload, record.upload_id).sha256
    png = page_picture(here(), record, sha256, page=page, scale=SCALE, boxes=False, field=None)
    return Response(png, mimetype="image/png")


def _asked() -> tuple[Mapping[str, Any], int]:
    """The JSON that the page sent, and the revision that it shows."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not isinstance(body.get("revision"), int):
        raise Invalid("call.revision")
    return body, body["revision"]


def _state_of(record: Record, path: str = "") -> Response:
    issues = [issue for issue in record.issues if path and issue["field"] == path]
    answer: dict[str, Any] = {
        "revision": record.revision,
        "state": record.state,
        "state_label": texts("record_state")[record.state],
        "doubts": record.doubts,
        "issues": [{"severity": one["severity"], "message": one["message"]} for one in issues],
        "still": any(one["severity"] != "info" and not one.get("kept") for one in issues)
        and not record.fields.get(path, {}).get("confirmed"),
    }
    if path:
        value = get(record.data, path)
        answer["value"] = text_of(value)
    return as_json(answer)


@blueprint.post("/<int:activity>/records/<int:number>/confirm")
@guarded("clerk")
def confirm(activity: int, number: int) -> Response:
    """Confirms a value as it stands."""
    body, revision = _asked()
    path = str(body.get("field", ""))
    return _state_of(work.confirm(here().store, number, revision=revision, fields=[path], by=who_asks().name), path)


@blueprint.post("/<int:activity>/records/<int:number>/correct")
@guarded("clerk")
def correct(activity: int, number: int) -> Response:
    """Puts another value in its place; what stood there is kept with who and when."""
    body, revision = _asked()
    path, value = str(body.get("field", "")), body.get("value")
    edit = work.Edit(field=path, value=_typed(value, path))
    done = work.correct(here().store, here().vault, number, revision=revision, edits=[edit], by=who_asks().name)
    return _state_of(done, path)


def _typed(value: Any, path: str) -> Any:
    """What was typed, as the verbs take it: an empty box is no value."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if path.endswith(".sealed"):
        return {message("desk.yes"): True, message("desk.no"): False}.get(text)
    return text or None


@blueprint.post("/<int:activity>/records/<int:number>/state")
@guarded("clerk")
def state(activity: int, number: int) -> Response:
    """Passes a record, doubts it or sends it back."""
    body, revision = _asked()
    to, reason = str(body.get("state", "")), str(body.get("reason") or "")
    return _state_of(
        work.set_state(here().store, number, revision=revision, state=to, by=who_asks().name, reason=reason)
    )


@blueprint.post("/<int:activity>/records/<int:number>/keep")
@guarded("clerk")
def keep(activity: int, number: int) -> Response:
    """Keeps an issue as it is, for a reason."""
    body, revision = _asked()
    code, path, reason = (str(body.get(key) or "") for key in ("code", "field", "reason"))
    return _state_of(
        work.keep(here().store, number, revision=revision, code=code, field=path, reason=reason, by=who_asks().name)
    )


@blueprint.post("/<int:activity>/records/<int:number>/reveal")
@guarded("clerk")
def reveal(activity: int, number: int) -> Response:
    """Shows the private values; that they were shown is recorded."""
    return as_json({"values": work.reveal(here().store, here().vault, number, by=who_asks().name)})


@blueprint.get("/<int:activity>/records/<int:number>/versions")
@guarded("clerk")
def versions(activity: int, number: int) -> str:
    """All versions of one applicant's form, with what changed."""
    with here().store.read() as held:
        row = rounds_of.find(held, activity)
        record = work.find(held, number)
        found = [(one, held.get_one(Upload, one.upload_id)) for one in work.versions(held, record)]
    return render_template("desk/versions.html", activity=row, record=record, found=found, tab="ledger")
