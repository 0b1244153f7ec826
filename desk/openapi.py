"""The API's operations as an OpenAPI 3.1 document."""

from __future__ import annotations

import re
from typing import Any

from desk.operations import NUMBERED, OPERATIONS, Operation
from desk.shapes import SHAPES
from forms import __version__

__all__ = ["description"]

Json = dict[str, Any]

NUMBER: Json = {"type": "integer", "minimum": 1, "maximum": 2**53}


def description() -> Json:
    """The OpenAPI 3.1 document."""
    paths: Json = {}
    for entry in OPERATIONS:
        paths.setdefault(entry.path, {})[entry.method.lower()] = _described(entry)
    return {
        "openapi": "3.1.0",
        "info": {"title": "fubiao", "version": __version__, "license": {"name": "MIT", "identifier": "MIT"}},
        "servers": [{"url": "/api/v1"}],
        "paths": paths,
        "components": {
            "schemas": dict(SHAPES),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}, {}],
    }


def _described(entry: Operation) -> Json:
    parameters: list[Json] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": NUMBER if name in NUMBERED else {"type": "string", "minLength": 1},
        }
        for name in re.findall(r"\{(\w+)\}", entry.path)
    ]
    for parameter in entry.query:
        schema = dict(parameter.schema)
        if parameter.default is not None:
            schema["default"] = parameter.default
        parameters.append({"name": parameter.name, "in": "query", "description": parameter.about, "schema": schema})
    if entry.revision:
        parameters.append(
            {
                "name": "If-Match",
                "in": "header",
                "required": True,
                "description": "The revision that the change goes by.",
                "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
            }
        )
    found: Json = {
        "operationId": entry.name,
        "summary": entry.summary,
        "responses": {str(entry.status): _answer(entry), "default": _PROBLEM},
    }
    if parameters:
        found["parameters"] = parameters
    if entry.body is not None:
        found["requestBody"] = {
            "required": not entry.body_optional,
            "content": {"application/json": {"schema": dict(entry.body)}},
        }
    if entry.multipart is not None:
        found["requestBody"] = {
            "required": True,
            "content": {"multipart/form-data": {"schema": dict(entry.multipart)}},
        }
    if entry.role is None:
        found["security"] = [{}]
    else:
        found["x-role"] = entry.role
    return found


_PROBLEM: Json = {
    "description": "What went wrong, with a stable code.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def _answer(entry: Operation) -> Json:
    if not entry.answers:
        return {"description": "Done; nothing to tell."}
    if "/" in entry.answers:
        binary = {} if entry.answers.startswith("text/") else {"schema": {"type": "string", "format": "binary"}}
        return {"description": entry.summary, "content": dict.fromkeys(entry.answers.split(" "), binary)}
    name = entry.answers.strip("[]")
    schema: Json = {"$ref": f"#/components/schemas/{name}"}
    if entry.answers.startswith("["):
        schema = {"type": "array", "items": schema}
    return {"description": entry.summary, "content": {"application/json": {"schema": schema}}}
