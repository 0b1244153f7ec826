"""The clerks' desk: its pages. Views are thin; what they show and do stands in the modules of this room.

Every page works without a build and without the internet. What changes something is a POST that carries the token of the page (CSRF), from a cookie
that other sites' pages don't get sent along.
"""

from __future__ import annotations

import hmac
import io
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import quote

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    get_flashed_messages,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk import activities as rounds_of
from desk import gate, jobs
from desk import records as work
from desk.access import Who
from desk.board import board as board_of
from desk.errors import Conflict, Denied, Invalid, Missing
from desk.intake import Arrival, receive
from desk.models import Activity, Record, Upload
from desk.office import Desk
from desk.pictures import page_picture, pages_of
from desk.problems import as_json, problem
from desk.rounds import from_round, round_of
from desk.shown import form_name, groups, text_of
from desk.shown import label as label_of
from desk.tally import tally
from forms import __version__
from forms.activity import activities, activity
from forms.errors import FubiaoError
from forms.messages import message, texts
from forms.paths import get

__all__ = ["attached", "blueprint", "guarded", "here", "paged", "who_asks"]

blueprint = Blueprint("desk", __name__, url_prefix="/desk")

TABS = ("board", "intake", "review", "problems", "ledger", "judging", "publish")
MOST = 20
"""Files in one parcel of the page's uploads."""
ROWS = 50
"""Rows of a list on one page."""
SCALE = 110 / 72
"""Pixels a point of a page on the screen: A4 is then 909 pixels wide."""
NAME = "name"
"""In the session: what whoever sits at the machine is called."""

View = TypeVar("View", bound=Callable[..., Any])


def here() -> Desk:
    """The desk of this application."""
    return cast("Desk", current_app.extensions["desk"])


def who_asks() -> Who:
    """Who sits before the page: by a token where there are any; else whoever sits at this machine, by the name that they gave.

    Raises:
        Denied: there are tokens, and this page came with none that is known.
    """
    found = gate.who(here())
    return found if found.token else replace(found, name=str(session.get(NAME, "")))


def guarded(role: str) -> Callable[[View], View]:
    """A view for those whose role includes *role*. One that changes something needs the page's own word."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(*arguments: Any, **named: Any) -> Any:
            try:
                gate.require(here(), role)
            except Denied as error:
                if error.code in ("access.needed", "access.token", "access.closed") and request.method == "GET":
                    return redirect(url_for(".enter"))
                raise
            if request.method == "POST":
                check_word()
            return view(*arguments, **named)

        return cast("View", inner)

    return wrap


def check_word() -> None:
    """Refuses what wasn't sent by a page of ours.

    Raises:
        Denied: the word is missing or another.
    """
    gate.guard_origin()
    sent = request.headers.get(gate.HEADER) or request.form.get("csrf") or ""
    if not hmac.compare_digest(sent.encode("utf-8", "replace"), gate.csrf_word().encode()):
        raise Denied("access.csrf")


@blueprint.errorhandler(FubiaoError)
def _stopped(error: FubiaoError) -> Any:
    """An error as a page for who follows a link or sends a form, as problem+json for the pages' scripts."""
    answer = problem(error)
    if (
        request.is_json
        or "HX-Request" in request.headers
        or request.path.endswith(".png")
        or "X-CSRF-Token" in request.headers
    ):
        return answer
    return render_template("desk/stopped.html", text=str(error)), answer.status_code


@blueprint.context_processor
def _frame() -> dict[str, Any]:
    """What the frame of every page needs."""
    try:
        who = who_asks()
    except Denied:
        who = Who(name="", role="uploader")
    words = texts("desk")
    return {
        "csrf": gate.csrf_word(),
        "who": who,
        "version": __version__,
        "tabs": [(name, words[f"tab_{name}"]) for name in TABS],
        "tab": (request.endpoint or "").removeprefix("desk."),
        "told": get_flashed_messages(with_categories=True),
        "labels": texts("upload_state"),
        "record_labels": texts("record_state"),
        "listed_labels": texts("listed"),
        "actions": texts("action"),
        "activity": None,
    }


@blueprint.app_template_filter("local")
def _local(moment: datetime) -> str:
    """A moment by this machine's clock, without the year of this year."""
    shown = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone()
    return shown.strftime("%m-%d %H:%M" if shown.year == datetime.now(UTC).year else "%Y-%m-%d %H:%M")


@blueprint.app_template_filter("formname")
def _form_name(form: str, edition: str = "") -> str:
    return form_name(form, edition)


@blueprint.app_template_filter("label")
def _label(path: str, record: Any) -> str:
    return label_of(path, record.form, record.edition)


@blueprint.app_template_filter("points")
def _points(value: Decimal) -> str:
    """A number of points as it is written: 5, not 5.00."""
    return f"{value.normalize():f}"


@blueprint.app_template_filter("total")
def _total(scores: Mapping[str, str | None]) -> str:
    """The sum of the scores that are there."""
    return _points(sum((Decimal(score) for score in scores.values() if score), Decimal(0)))


@dataclass(frozen=True, kw_only=True)
class Pages:
    """Which page of a list is shown."""

    number: int
    last: int
    total: int

    def url(self, number: int) -> str:
        """The address of another page of the same list."""
        arguments = {**request.args.to_dict(), **(request.view_args or {}), "page": number}
        return url_for(str(request.endpoint), **arguments)


def paged(total: int) -> tuple[Pages, int]:
    """The page that was asked for of *total* rows, and how many rows stand before it."""
    last = max(1, -(-total // ROWS))
    asked = request.args.get("page", 1, type=int)
    number = min(max(asked or 1, 1), last)
    return Pages(number=number, last=last, total=total), (number - 1) * ROWS


# Coming and going


@blueprint.get("/enter")
def enter() -> str:
    """Where a token is given."""
    return render_template("desk/enter.html")


@blueprint.post("/enter", endpoint="enter_post")
def entered() -> Response:
    """Opens a session for a token that is known."""
    check_word()
    gate.enter(here(), request.form.get("token", ""))
    return cast("Response", redirect(url_for(".index")))


@blueprint.post("/leave")
def leave() -> Response:
    """Ends the held."""
    check_word()
    gate.leave()
    return cast("Response", redirect(url_for(".enter")))


@blueprint.post("/me")
@guarded("uploader")
def call_me() -> Response:
    """Remembers the clerk's name, which stands beside what they change."""
    back = request.form.get("back", "")
    session[NAME] = request.form.get("name", "").strip()[:40]
    return cast("Response", redirect(back if back.startswith("/desk/") and "//" not in back else url_for(".index")))


# Activities


@blueprint.get("/")
@guarded("uploader")
def index() -> str:
    """All activities, and a new one."""
    with here().store.read() as held:
        found = [(one, tally(held, one.id)) for one in rounds_of.activities(held)]
    return render_template("desk/index.html", found=found, presets=activities())


@blueprint.post("/activities")
@guarded("admin")
def create() -> Response:
    """Makes an activity from one of the notices that are known."""
    values = from_round(activity(request.form.get("preset", "")))
    values["title"] = request.form.get("title", "").strip() or values["title"]
    made = rounds_of.make(here().store, values, by=who_asks().name)
    return cast("Response", redirect(url_for(".intake", activity=made.id)))


@blueprint.get("/<int:activity>/", endpoint="board")
@guarded("clerk")
def show_board(activity: int) -> str:
    """Who was to send what, and what is left to do."""
    with here().store.read() as held:
        row = rounds_of.find(held, activity)
        found = round_of(row)
        now = board_of(held, row)
    sent = {form for one in now.rows for form in one.forms}
    forms = [(form, form_name(form, row.edition)) for form in dict.fromkeys([*found.expected, *sorted(sent)])]
    deadlines = [
        message("desk.deadline", form=form_name(form, row.edition), day=day.isoformat())
        for form, day in found.deadlines.items()
    ]
    return render_template("desk/board.html", activity=row, now=now, forms=forms, deadlines=deadlines)


@blueprint.get("/<int:activity>/settings", endpoint="settings")
@guarded("clerk")
def show_settings(activity: int) -> str:
    """What the activity is: who sends, until when, by which rules."""
    with here().store.read() as held:
        row = rounds_of.find(held, activity)
    found = round_of(row)
    words = texts("rule")
    deadlines = [
        (form, form_name(form, row.edition), found.deadlines[form].isoformat() if form in found.deadlines else "")
        for form in dict.fromkeys([*found.expected, *found.deadlines])
    ]
    rules = list(dict.fromkeys(words.get(rule.name, rule.name) for rule in found.rules))
    return render_template("desk/settings.html", activity=row, deadlines=deadlines, units=found.units, rules=rules)


@blueprint.post("/<int:activity>/settings", endpoint="settings_post")
@guarded("admin")
def change_settings(activity: int) -> Any:
    """Changes who sends, and until when."""
    with here().store.read() as held:
        found = round_of(rounds_of.find(held, activity))
    days = {
        name.removeprefix("deadline."): day
        for name, day in request.form.items()
        if name.startswith("deadline.") and day
    }
    units = list(dict.fromkeys(line.strip() for line in request.form.get("units", "").splitlines() if line.strip()))
    values = {
        "title": request.form.get("title", "").strip()[:120],
        "area": request.form.get("area", "").strip()[:60],
        "deadlines": {form: _day(day) for form, day in days.items()},
        "expected": [{"name": unit, "forms": list(found.expected)} for unit in units],
    }
    if not values["title"]:
        raise Invalid("call.name")
    revision = request.form.get("revision", 0, type=int)
    rounds_of.change(here().store, activity, values, revision=revision, by=who_asks().name)
    flash(message("desk.kept"), "good")
    return redirect(url_for(".settings", activity=activity))


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise Invalid("call.value", field="deadline") from error


@blueprint.post("/<int:activity>/close", endpoint="close")
@guarded("admin")
def close(activity: int) -> Any:
    """Closes the activity; the passwords in it are gone for good."""
    if request.form.get("sure") != "yes":
        raise Invalid("call.nothing")
    originals = request.form.get("originals") == "yes"
    rounds_of.close(here().store, here().blobs, activity, originals=originals, by=who_asks().name)
    return redirect(url_for(".board", activity=activity))


# Taking in


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


# Reviewing


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


# Answers


def attached(data: bytes, name: str, mimetype: str) -> Response:
    """*data* as a file to be saved."""
    response = Response(data, mimetype=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
