"""The pages of activities: all of them, the board of one, what it is, and its end."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from flask import (
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)

from desk import activities as rounds_of
from desk.board import board as board_of
from desk.errors import Invalid
from desk.pages import blueprint, guarded, here, who_asks
from desk.rounds import from_round, round_of
from desk.shown import form_name
from desk.tally import tally
from forms.activity import activities, activity
from forms.messages import message, texts

__all__: list[str] = []


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
