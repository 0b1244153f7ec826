"""The API's one description: each operation says what it takes and answers; its route and its checks come of that, and the OpenAPI 3.1 document (``desk.openapi``)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, request

from desk.access import NOBODY, Who
from desk.errors import Invalid
from desk.gate import guard_origin, require
from desk.office import Desk
from desk.problems import Refused, as_json
from desk.shapes import SHAPES
from desk.validity import faults, fits

__all__ = [
    "NUMBERED",
    "OPERATIONS",
    "Call",
    "Operation",
    "Parameter",
    "blueprint",
    "checked",
    "desk_of",
    "operation",
]

Json = dict[str, Any]
View = Callable[["Call"], Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """A value in the query."""

    name: str
    schema: Mapping[str, Any]
    about: str
    default: Any = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Operation:
    """One thing that can be asked. ``answers`` is the name of a shape, a list of one (``[Shape]``), or a media type."""

    method: str
    path: str
    summary: str
    answers: str
    view: View
    role: str | None = "uploader"
    """The least role that may; None for anybody."""
    status: int = 200
    query: tuple[Parameter, ...] = ()
    body: Mapping[str, Any] | None = None
    body_optional: bool = False
    multipart: Mapping[str, Any] | None = None
    revision: bool = False
    """Whether the revision that the caller saw must be told in If-Match."""
    problems: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """What the operation is called in the description."""
        return self.view.__name__


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """A request whose values were checked."""

    desk: Desk
    who: Who
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Any = None
    revision: int = 0

    @property
    def by(self) -> str:
        """Who asks, by the name that is written down."""
        return self.who.name


OPERATIONS: list[Operation] = []


def operation(method: str, path: str, summary: str, answers: str, **options: Any) -> Callable[[View], View]:
    """Makes a function the view of an operation."""

    def made(view: View) -> View:
        OPERATIONS.append(Operation(method=method, path=path, summary=summary, answers=answers, view=view, **options))
        return view

    return made


def desk_of() -> Desk:
    """The desk that the application serves."""
    found: Desk = current_app.extensions["desk"]
    return found


def blueprint() -> Blueprint:
    """The routes of all operations, under ``/api/v1``."""
    routes = Blueprint("api", __name__, url_prefix="/api/v1")
    for entry in OPERATIONS:
        rule = re.sub(r"\{(\w+)\}", r"<\1>", entry.path)
        routes.add_url_rule(rule, entry.name, _route(entry), methods=[entry.method])
    return routes


def _route(entry: Operation) -> Callable[..., Response]:
    def view(**path: str) -> Response:
        desk = desk_of()
        guard_origin()
        who = NOBODY if entry.role is None else require(desk, entry.role)
        call = Call(
            desk=desk,
            who=who,
            path={name: _number(text) if name in NUMBERED else text for name, text in path.items()},
            query=_query(entry),
            body=_body(entry),
            revision=_revision() if entry.revision else 0,
        )
        answer = entry.view(call)
        return answer if isinstance(answer, Response) else as_json(answer, entry.status)

    return view


NUMBERED = frozenset({"upload", "record", "activity", "token", "page"})
"""The parts of a path that are numbers."""


def _number(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,15}", text, re.ASCII):
        raise Refused("request.notfound", 404)
    return int(text)


def _query(entry: Operation) -> Json:
    known = {parameter.name: parameter for parameter in entry.query}
    values = {name: parameter.default for name, parameter in known.items()}
    for name, texts in request.args.lists():
        if name not in known or len(texts) != 1:
            raise Refused("call.parameter", 400, name=name[:40])
        values[name] = _typed(known[name], texts[0])
    return values


def _typed(parameter: Parameter, text: str) -> Any:
    kind = parameter.schema.get("type")
    value: Any = text
    if kind == "integer":
        value = int(text) if re.fullmatch(r"-?[0-9]{1,16}", text, re.ASCII) else text
    elif kind == "number":
        value = float(text) if re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", text, re.ASCII) else text
    elif kind == "boolean":
        value = {"true": True, "false": False}.get(text, text)
    if not fits(parameter.schema, value):
        raise Refused("call.parameter", 400, name=parameter.name)
    return value


def _body(entry: Operation) -> Any:
    if entry.multipart is not None:
        if request.mimetype != "multipart/form-data":
            raise Refused("request.multipart", 415)
        return None
    if entry.body is None:
        return None
    if entry.body_optional and not request.get_data().strip():
        return None
    if request.mimetype != "application/json":
        raise Refused("request.type", 415)
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError) as error:
        raise Refused("request.json", 400) from error
    return checked(body, entry.body)


def checked(body: Any, wanted: Mapping[str, Any]) -> Any:
    """*body*, which is of the shape *wanted*.

    Raises:
        Invalid: it isn't; the message tells where.
    """
    for where, rule in faults(_inlined(dict(wanted)), body):
        raise Invalid("call.shape", where=f"{where[:80] or '$'} ({rule})")
    return body


def _inlined(schema: Any) -> Any:
    """*schema* with the shapes that it names in the place of their names."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            return _inlined(SHAPES[schema["$ref"].rsplit("/", 1)[-1]])
        return {key: _inlined(value) for key, value in schema.items()}
    return [_inlined(value) for value in schema] if isinstance(schema, list) else schema


def _revision() -> int:
    given = request.headers.get("If-Match")
    if given is None:
        raise Refused("call.revision", 428)
    found = re.fullmatch(r'(?:W/)?"?([0-9]{1,9})"?', given.strip(), re.ASCII)
    if found is None:
        raise Refused("call.revision", 400)
    return int(found[1])
