"""The page where a token is given, and the name that stands beside what a clerk changes."""

from __future__ import annotations

from typing import cast

from flask import (
    Response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)

from desk import gate
from desk.pages import NAME, blueprint, check_word, guarded, here

__all__: list[str] = []


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
    """Ends the session."""
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
