"""The HTTP service: the verbs over multipart and JSON, one page for clerks, and where a desk is open its API. Thin views; the work is elsewhere."""

from __future__ import annotations

import json
import logging
import signal
import threading
import time
from collections.abc import Callable, Mapping
from importlib.resources import as_file, files
from pathlib import Path
from types import FrameType
from typing import Any

from flask import Blueprint, Flask, Response, current_app, g, render_template, request, send_from_directory
from werkzeug.middleware.proxy_fix import ProxyFix

from desk import gate, logs
from desk.api import api
from desk.api_uploads import attachment, display_name
from desk.metrics import METRICS
from desk.office import Desk, open_desk
from desk.parts import Closing
from desk.problems import Refused, as_json, problem
from desk.settings import Settings, load
from desk.site import site
from forms import __version__
from forms.errors import FubiaoError
from fubiao import documents as all_documents
from fubiao import forms as all_forms
from fubiao import render as render_form
from fubiao import schema as form_schema

__all__ = ["application", "create_app", "serve"]

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
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

GUARDED = frozenset({"/extract", "/render/<form>"})
"""The simple addresses at which a token is asked for, where there is one."""

Json = dict[str, Any]
pages = Blueprint("pages", __name__)
_log = logging.getLogger("fubiao.service")


def create_app(config: Mapping[str, Any] | None = None, desk: Desk | None = None) -> Flask:
    """The service as a WSGI application: with *desk* its API as well, without one nothing is stored.

    *config* may set ``SAMPLES`` (a folder of files to try, none by default) and Flask's own ``MAX_CONTENT_LENGTH``.
    """
    with as_file(files("templates").joinpath("html")) as html:
        app = Flask("fubiao", template_folder=str(html), static_folder=str(html / "static"), static_url_path="/static")
    app.request_class = Closing
    app.config.update(
        MAX_CONTENT_LENGTH=MEGABYTES << 20,
        MAX_FORM_PARTS=PARTS,
        SAMPLES=None,
        SEND_FILE_MAX_AGE_DEFAULT=0,
        SESSION_COOKIE_NAME="fubiao",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
    )
    if desk is not None:
        settings = desk.settings
        app.config.update(
            MAX_CONTENT_LENGTH=settings.body << 20, MAX_FORM_PARTS=settings.parts, SAMPLES=settings.samples or None
        )
        app.secret_key = desk.vault.derive("session")
        app.extensions["desk"] = desk
        app.extensions["render"] = render_form
        app.register_blueprint(api())
        app.register_blueprint(site())
        if settings.proxies:
            count = settings.proxies
            app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    app.config.update(config or {})
    app.register_blueprint(pages)
    app.register_error_handler(Exception, problem)
    app.before_request(_begun)
    app.after_request(_secured)
    return app


def _desk() -> Desk | None:
    found: Desk | None = current_app.extensions.get("desk")
    return found


@pages.before_request
def _let_in() -> None:
    """Where a desk is open, what its tokens allow holds for the simple addresses as well."""
    desk = _desk()
    gate.guard_origin()
    if desk is not None and request.url_rule and request.url_rule.rule in GUARDED:
        gate.require(desk, "uploader")


@pages.get("/")
def page() -> str:
    """The page for clerks."""
    return render_template("page.html", version=__version__, desk=_desk() is not None)


@pages.get("/health")
def health() -> Json:
    """Whether the service answers, and which version it is."""
    return {"ok": True, "version": __version__}


@pages.get("/forms")
def forms() -> Json:
    """The catalogue of editions, forms and official documents."""
    from forms.schema import catalogue

    return catalogue(all_forms(), all_documents())


@pages.get("/schema/<form>")
def schema(form: str) -> Response:
    """The JSON schema of a form's data, its properties in the form's order."""
    return as_json(form_schema(form, edition=request.args.get("edition")))


@pages.post("/extract")
def extract() -> Response:
    """One envelope for each form found in the files sent; a file that failed is an error line among them."""
    if request.mimetype != "multipart/form-data":
        raise Refused("request.multipart", 415)
    sent = [file for _, file in request.files.items(multi=True)]
    if not sent:
        raise Refused("request.nofile", 400)
    return as_json([line for file in sent for line in _lines(file.stream.read(), display_name(file))])


def _lines(data: bytes, name: str) -> list[Json]:
    """The lines of what was sent as *name*: of one file, or of each file in an archive or a message."""
    from parsers.unpack import unpacked

    try:
        files = unpacked(data, name)
    except FubiaoError as error:
        from parsers.report import failure

        return list(failure(name, error).lines)
    return [line for own, content in files for line in _read(content, own)]


def _read(data: bytes, name: str) -> tuple[Json, ...]:
    """The lines of one file, read by a child where the service has one: it can be killed and takes nothing along."""
    desk = _desk()
    if desk is None:
        from parsers.report import answer

        return answer(data, name).lines
    from desk.reading import patience, read_bytes, seconds_for

    seconds = seconds_for(len(data), desk.settings.seconds)
    try:
        reading = desk.aside.call(read_bytes, data, seconds, seconds=patience(seconds))
    except FubiaoError as error:
        from parsers.report import failure

        return failure(name, error).lines
    if reading.code:
        return ({"file": name, "error": {"code": reading.code, "message": reading.message}},)
    return tuple({**line, "file": name} for line in reading.lines)


@pages.post("/render/<form>")
def render(form: str) -> Response:
    """The form as .docx: blank for an empty body, prefilled for a JSON object of its data."""
    from forms.library import definition

    edition = request.args.get("edition")
    made = render_form(form, _data(), edition=edition)
    return attachment(made, DOCX, f"{definition(form, edition).title}.docx", f"{form}.docx")


def _data() -> Json | None:
    body = request.get_data()
    if not body.strip():
        return None
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refused("request.json", 400) from error
    if not isinstance(data, dict):
        raise Refused("request.json", 400)
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
        raise Refused("request.notfound", 404)
    return send_from_directory(Path(current_app.config["SAMPLES"]).resolve(), name, as_attachment=True, mimetype=DOCX)


def _begun() -> None:
    g.begun = time.monotonic()


def _secured(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    spent = time.monotonic() - g.get("begun", time.monotonic())
    # The rule, not the address: what stands in an address may be a name.
    rule = request.url_rule.rule if request.url_rule else "-"
    METRICS.count("fubiao_requests_total", method=request.method, route=rule, status=str(response.status_code))
    METRICS.observe("fubiao_request_seconds", spent)
    _log.info(
        "request",
        extra={
            "method": request.method,
            "route": rule,
            "status": response.status_code,
            "ms": round(spent * 1000, 1),
            "token": g.who.token if "who" in g else None,
        },
    )
    return response


def application() -> Flask:
    """The service set up by the environment and the file that it names, for a WSGI server (``gunicorn 'service:application()'``)."""
    import atexit

    settings = load()
    logs.set_up(settings.log)
    desk = open_desk(settings)
    atexit.register(desk.close)
    return create_app(desk=desk)


def serve(
    host: str,
    port: int,
    config: Mapping[str, Any],
    started: Callable[[str], object],
    settings: Settings | None = None,
) -> None:
    """Serves until interrupted; *started* is called with the address once it can be opened. With *settings* a desk is open.

    Raises:
        OSError: the address can't be listened on.
        InvalidSettings, StoreBusy: the desk can't be opened.
    """
    from waitress.server import create_server

    desk = None
    if settings is not None:
        logs.set_up(settings.log)
        desk = open_desk(settings, runs=False)
    app = create_app(config, desk)
    stalled = settings.stalled if settings else SECONDS_STALLED
    try:
        server: Any = create_server(
            app,
            host=host,
            port=port,
            threads=settings.threads if settings else 4,
            ident=None,
            channel_timeout=stalled,
            cleanup_interval=min(30, stalled),
            # One byte more than the application takes, so that what is a little too large gets its answer in plain words,
            # and what is far too large is refused by its header alone.
            max_request_body_size=app.config["MAX_CONTENT_LENGTH"] + 1,
        )
        # A name such as localhost may stand for two addresses, each with a socket of its own.
        sockets = getattr(server, "effective_listen", None)
        found = sockets[0][1] if sockets else server.effective_port
        shown = f"[{host}]" if ":" in host else host
        if desk is not None:
            desk.start()
        if threading.current_thread() is threading.main_thread():
            # Asked to end, it ends as when interrupted: what is being answered is answered first.
            signal.signal(signal.SIGTERM, _interrupt)
        started(f"http://{shown}:{found}/")
        try:
            server.run()
        finally:
            if desk is not None:
                desk.closing.set()
            server.close()
    finally:
        if desk is not None:
            desk.close()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
