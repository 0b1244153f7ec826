"""Forms described as JSON: the catalogue of all, and the JSON schema (2020-12) of each one's canonical data.

Besides validating it tells a page how to show a record: ``title`` is the printed label, properties stand in the form's order, and
``x-private`` marks what isn't to be shown at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from forms.definition import Edition, Field, FormDefinition
from forms.kinds import kind_of
from forms.messages import message

__all__ = ["catalogue", "labels", "schema"]

Json = dict[str, Any]


def catalogue(editions: Iterable[Edition], documents: Iterable[FormDefinition] = ()) -> Json:
    """*editions* with their forms, and the official *documents* that can be made, as ``fubiao forms --json`` and the service list them."""
    return {
        "editions": [
            {
                "id": edition.id,
                "title": edition.title,
                "year": edition.year,
                "issuer": edition.issuer,
                "forms": [
                    {"id": form.id, "edition": edition.id, "attachment": form.attachment, "title": form.title}
                    for form in edition.forms
                ],
            }
            for edition in editions
        ],
        "documents": [{"id": document.id, "title": document.title} for document in documents],
    }


def schema(definition: FormDefinition) -> Json:
    """The JSON schema of the data of *definition*. Every value may be null: a blank form is a valid record, and ``check`` says what lacks."""
    root: Json = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:fubiao:{definition.edition}:{definition.id}",
        "title": definition.title,
        **_object(),
    }
    for spec in definition.fields:
        _place(root, spec, definition)
    return root


def labels(definition: FormDefinition) -> dict[str, str]:
    """The printed label of each value by its path without indexes (``regions[].person.name``)."""
    return dict(_titles(schema(definition), ""))


def _titles(node: Json, path: str) -> Iterator[tuple[str, str]]:
    if path and "title" in node:
        yield path, node["title"]
    if "items" in node:
        yield from _titles(node["items"], f"{path}[]")
    for name, child in node.get("properties", {}).items():
        yield from _titles(child, f"{path}.{name}" if path else name)


def _object() -> Json:
    return {"type": "object", "properties": {}, "additionalProperties": False}


def _place(root: Json, spec: Field, definition: FormDefinition) -> None:
    """Puts the schema of one field where its path says, with the groups on the way."""
    node, path = root, ""
    *groups, name = spec.path.split(".")
    for step in groups:
        path = f"{path}.{step}" if path else step
        node = _group(node, step, path, definition)
    found = _nullable(_titled(dict(kind_of(spec).schema(spec)), spec))
    if spec.parts:
        # The field itself is no value: its parts stand beside it.
        for part, child in found.get("properties", {}).items():
            node["properties"][part] = child
            _require(node, spec, part)
        return
    if spec.labels:
        found = {"title": spec.labels[0], **found}
    if spec.private:
        found["x-private"] = True
    node["properties"][name.removesuffix("[]")] = found
    _require(node, spec, name)


def _nullable(found: Json) -> Json:
    """*found* with null allowed, which stands for a blank."""
    kinds = found.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    if kinds and kinds != ["array"] and "null" not in kinds:
        found["type"] = [*kinds, "null"]
    if "enum" in found and None not in found["enum"]:
        found["enum"] = [*found["enum"], None]
    return found


def _titled(found: Json, spec: Field) -> Json:
    """*found* with titles on the parts of a composite value, whose words the form prints in no label."""
    if "properties" not in found:
        return found
    parts = {}
    for part, child in found["properties"].items():
        own = spec.labels[0] if spec.labels and spec.parts[:1] == (part,) else message(f"part.{part}")
        parts[part] = {"title": own, **_nullable(dict(child))}
    return {**found, "properties": parts}


def _require(node: Json, spec: Field, name: str) -> None:
    if spec.required:
        node.setdefault("required", []).append(name)


def _group(node: Json, step: str, path: str, definition: FormDefinition) -> Json:
    """The object at *path*, made with the first field in it."""
    name, many = step.removesuffix("[]"), step.endswith("[]")
    known = node["properties"].get(name)
    if known is None:
        group = definition.group_of.get(path)
        known = {"type": "array", "items": _object()} if many else _object()
        if group is not None and group.labels:
            known = {"title": group.labels[0], **known}
        node["properties"][name] = known
    inner: Json = known["items"] if many else known
    return inner
