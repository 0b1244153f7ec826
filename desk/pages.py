"""The clerks' desk: what its pages share. Views are thin and stand in a module for each subject; what they show and do stands in the other modules of this room.

Every page works without a build and without the internet. What changes something is a POST that carries the token of the page (CSRF), from a cookie
that other sites' pages don't get sent along.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import quote

from flask import (
    Blueprint,
    Response,
    current_app,
    get_flashed_messages,
    redirect,
    render_template,
    request,
    session,
    url_for,
)

from desk import gate
from desk.access import Who
from desk.errors import Denied
from desk.office import Desk
from desk.problems import problem
from desk.shown import form_name
from desk.shown import label as label_of
from forms import __version__
from forms.errors import FubiaoError
from forms.messages import texts

__all__ = ["NAME", "ROWS", "attached", "blueprint", "check_word", "guarded", "here", "paged", "who_asks"]

blueprint = Blueprint("desk", __name__, url_prefix="/desk")

TABS = ("board", "intake", "review", "problems", "ledger", "judging", "publish")
ROWS = 50
"""Rows of a list on one page."""
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


def attached(data: bytes, name: str, mimetype: str) -> Response:
    """*data* as a file to be saved."""
    response = Response(data, mimetype=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
