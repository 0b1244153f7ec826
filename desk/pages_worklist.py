"""The page with the list of problems, and the slips that go back to the senders."""

from __future__ import annotations

from collections import Counter

from flask import Response, render_template, request

from desk import activities as rounds_of
from desk.pages import ROWS, attached, blueprint, guarded, here, paged, who_asks
from desk.worklist import Problem, decide, problems, withdraw
from forms.messages import message, texts

__all__: list[str] = []

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_UNKNOWN = "-"
"""Stands for no unit in an address."""


def _wanted(one: Problem, unit: str, only: str) -> bool:
    if unit and one.unit != ("" if unit == _UNKNOWN else unit):
        return False
    if only in ("kept", "slip"):
        return one.verdict == only
    if only == "all":
        return True
    return one.is_open and (only != "over" or one.is_over) and (only != "error" or one.severity == "error")


@blueprint.get("/<int:activity>/problems", endpoint="problems")
@guarded("clerk")
def show(activity: int) -> str:
    """What is wrong, and what was decided on it."""
    unit, only = request.args.get("unit", ""), request.args.get("only", "open")
    with here().store.read() as session:
        row = rounds_of.find(session, activity)
        known = problems(session, row)
    found = [one for one in known if _wanted(one, unit, only)]
    pages, before = paged(len(found))
    count = Counter(one.verdict or "open" for one in known)
    slips = Counter(one.unit for one in known if one.verdict == "slip")
    words = texts("desk")
    return render_template(
        "desk/problems.html",
        activity=row,
        shown=found[before : before + ROWS],
        units=sorted({one.unit for one in known if one.unit}),
        views=[(name, words[f"view_{name}"]) for name in ("open", "error", "over", "slip", "kept", "all")],
        counts={name: count[name] for name in ("open", "kept", "slip")},
        slips=sorted(slips.items()),
        args={"unit": unit, "only": only},
        pages=pages,
    )


def _row(activity: int, digest: str) -> str:
    """One problem anew."""
    with here().store.read() as session:
        row = rounds_of.find(session, activity)
        found = next((one for one in problems(session, row) if one.digest == digest), None)
    return render_template("desk/problem.html", activity=row, one=found) if found else ""


@blueprint.post("/<int:activity>/problems/<digest>", endpoint="settle")
@guarded("clerk")
def settle(activity: int, digest: str) -> str:
    """Keeps a problem with a reason, or puts it on its sender's slip."""
    verdict, reason = request.form.get("verdict", ""), request.form.get("reason", "")
    decide(here().store, activity, digest, verdict=verdict, reason=reason, by=who_asks().name)
    return _row(activity, digest)


@blueprint.post("/<int:activity>/problems/<digest>/undo", endpoint="undo")
@guarded("clerk")
def undo(activity: int, digest: str) -> str:
    """Takes a decision back."""
    withdraw(here().store, activity, digest)
    return _row(activity, digest)


@blueprint.get("/<int:activity>/slips/<unit>.docx", endpoint="slip")
@guarded("clerk")
def slip(activity: int, unit: str) -> Response:
    """What one sender has to mend, as a document to be sent to them."""
    from desk.slips import return_slip

    with here().store.read() as session:
        row = rounds_of.find(session, activity)
        found = [one for one in problems(session, row) if one.verdict == "slip" and _wanted(one, unit, "slip")]
    made = return_slip(row, "" if unit == _UNKNOWN else unit, found)
    name = message("desk.slip_name", unit=message("desk.unknown_unit") if unit == _UNKNOWN else unit)
    return attached(made, name, DOCX)
