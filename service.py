"""The HTTP service: the verbs over multipart and JSON, and one page for clerks. Thin views; nothing is stored and no value is logged."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, Response, current_app, render_template, request, send_from_directory
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException

from forms import __version__
from forms.errors import FubiaoError, InvalidData, UnknownName
from forms.messages import message
from fubiao import forms as all_forms
from fubiao import render as render_form
from fubiao import schema as form_schema

__all__ = ["create_app", "serve"]

MEGABYTES = 100
"""What one request may carry. A form with pictures stays below a tenth of it."""

PARTS = 200
"""Files in one request."""

SECONDS_STALLED = 60
"""After this long without a byte a half-sent request is dropped."""

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

HEADERS = {
    # No inline script or style: even a file name that got into the page as markup would do nothing.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

STATUS: dict[type[Exception], int] = {UnknownName: 404, InvalidData: 422, FubiaoError: 422}
"""The HTTP status of our errors, the particular before the general."""

FAULTS = {
    400: "request.failed",
    404: "request.notfound",
    405: "request.method",
    413: "request.toolarge",
    415: "request.multipart",
}
"""The stable code of what the framework itself refuses."""

Json = dict[str, Any]
pages = Blueprint("pages", __name__)


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The service as a WSGI application.

    *config* may set ``SAMPLES`` (a folder of files to try, none by default) and Flask's own ``MAX_CONTENT_LENGTH``.
    """
    with as_file(files("templates").joinpath("html")) as html:
        app = Flask("fubiao", template_folder=str(html), static_folder=str(html / "static"), static_url_path="/static")
    app.config.update(
        MAX_CONTENT_LENGTH=MEGABYTES << 20,
        MAX_FORM_PARTS=PARTS,
        SAMPLES=None,
        SEND_FILE_MAX_AGE_DEFAULT=0,
    )
    app.config.update(config or {})
    app.register_blueprint(pages)
    app.register_error_handler(Exception, _problem)
    app.after_request(_secured)
    return app


@pages.get("/")
def page() -> str:
    """The page for clerks."""
    return render_template("page.html", version=__version__)


@pages.get("/health")
def health() -> Json:
    """Whether the service answers, and which version it is."""
    return {"ok": True, "version": __version__}


@pages.get("/forms")
def forms() -> Json:
    """The catalogue of editions and forms."""
    from forms.schema import catalogue

    return catalogue(all_forms())


@pages.get("/schema/<form>")
def schema(form: str) -> Response:
    """The JSON schema of a form's data, its properties in the form's order."""
    return _json(form_schema(form, edition=request.args.get("edition")))


@pages.post("/extract")
def extract() -> Response:
    """One envelope for each form found in the files sent; a file that failed is an error line among them."""
    from parsers.report import answer

    if request.mimetype != "multipart/form-data":
        raise _Refused("request.multipart", 415)
    sent = [file for _, file in request.files.items(multi=True)]
    if not sent:
        raise _Refused("request.nofile", 400)
    found = [line for file in sent for line in answer(file.stream.read(), _display_name(file)).lines]
    return _json(found)


def _display_name(file: FileStorage) -> str:
    """The name exactly as it was sent; it is only repeated, and no path is ever made of it.

    Browsers don't escape a backslash (WHATWG HTML, multipart/form-data), other clients do (RFC 9110): one that escapes nothing is part of the name.
    """
    quoted = re.search(r';\s*filename="((?:[^"\\]|\\.)*)"', file.headers.get("Content-Disposition", ""), re.DOTALL)
    if quoted and re.search(r'\\[^"\\]', quoted[1]):
        return quoted[1].replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")
    return file.filename or ""


@pages.post("/render/<form>")
def render(form: str) -> Response:
    """The form as .docx: blank for an empty body, prefilled for a JSON object of its data."""
    from forms.library import definition

    edition = request.args.get("edition")
    made = render_form(form, _data(), edition=edition)
    name = f"{definition(form, edition).title}.docx"
    response = Response(made, mimetype=DOCX)
    response.headers["Content-Disposition"] = f"attachment; filename=\"{form}.docx\"; filename*=UTF-8''{quote(name)}"
    return response


def _data() -> Json | None:
    body = request.get_data()
    if not body.strip():
        return None
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _Refused("request.json", 400) from error
    if not isinstance(data, dict):
        raise _Refused("request.json", 400)
    # An envelope is as good as its data: what ``/extract`` answers can be sent back as it is.
    inner = data.get("data")
    return inner if isinstance(inner, dict) else data


@pages.get("/samples")
def samples() -> list[str]:
    """The names of the files to try."""
    folder = current_app.config["SAMPLES"]
    if folder is None:
        return []
    return sorted(file.relative_to(folder).as_posix() for file in Path(folder).rglob("*.docx") if file.is_file())


@pages.get("/samples/<path:name>")
def sample(name: str) -> Response:
    """One of the files to try."""
    if name not in samples():
        raise _Refused("request.notfound", 404)
    return send_from_directory(Path(current_app.config["SAMPLES"]).resolve(), name, as_attachment=True, mimetype=DOCX)


class _Refused(FubiaoError):
    """A call that can't be answered, with the status to say so."""

    def __init__(self, code: str, status: int, **details: object) -> None:
        super().__init__(code, **details)
        self.status = status


def _problem(error: Exception) -> Response:
    """Any error as problem+json (RFC 9457) with a stable code. Nothing of the request is repeated in it."""
    if isinstance(error, _Refused):
        status, code, text = error.status, error.code, str(error)
    elif isinstance(error, FubiaoError):
        status = next(status for kind, status in STATUS.items() if isinstance(error, kind))
        code, text = error.code, str(error)
    elif isinstance(error, HTTPException):
        status = error.code or 500
        code = FAULTS.get(status, "request.failed")
        text = message(code, limit=current_app.config["MAX_CONTENT_LENGTH"] >> 20)
    else:
        from parsers.report import whereabouts

        where = whereabouts(error)
        current_app.logger.error("internal error: %s", where)
        status, code, text = 500, "internal", message("request.crash", where=where)
    body = {"type": f"urn:fubiao:{code}", "title": text, "status": status, "code": code}
    response = _json(body, status)
    response.mimetype = "application/problem+json"
    return response


def _json(value: object, status: int = 200) -> Response:
    # Not ``jsonify``, which sorts the keys: a schema's properties and a record's values stand in the form's order.
    text = json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace")
    return Response(text, status, mimetype="application/json")


def _secured(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Cache-Control"] = "no-store"
    return response


def serve(host: str, port: int, config: Mapping[str, Any], started: Callable[[str], object]) -> None:
    """Serves until interrupted; *started* is called with the address once it can be opened.

    Raises:
        OSError: the address can't be listened on.
    """
    from waitress.server import create_server

    app = create_app(config)
    server: Any = create_server(
        app,
        host=host,
        port=port,
        threads=4,
        ident=None,
        channel_timeout=SECONDS_STALLED,
        # One byte more than the application takes, so that what is a little too large gets its answer in plain words,
        # and what is far too large is refused by its header alone.
        max_request_body_size=app.config["MAX_CONTENT_LENGTH"] + 1,
    )
    # A name such as localhost may stand for two addresses, each with a socket of its own.
    sockets = getattr(server, "effective_listen", None)
    found = sockets[0][1] if sockets else server.effective_port
    shown = f"[{host}]" if ":" in host else host
    started(f"http://{shown}:{found}/")
    try:
        server.run()
    finally:
        server.close()
