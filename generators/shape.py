"""Whether data is of the shape that a form asks for: the record's keys as a tree, each value of its type and fit to be printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from forms.definition import Field, FormDefinition, Group
from forms.errors import InvalidData
from forms.kinds import kind_of
from forms.messages import message

__all__ = ["Node", "check", "shape_of", "verify"]

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 can't hold: it would have to be dropped, so it is refused."""

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "array": (list, tuple),
    "object": (Mapping,),
}


@dataclass(kw_only=True)
class Node:
    """One key of the record: a value (``spec``), a part of a composite one (``whole``), or a group, which ``many`` makes a list."""

    spec: Field | None = None
    whole: Field | None = None
    many: bool = False
    blank_rows: int = 1
    children: dict[str, Node] = field(default_factory=dict)


def verify(definition: FormDefinition, data: Mapping[str, Any]) -> None:
    """Refuses *data* that isn't of the shape of *definition*.

    Raises:
        InvalidData: the message names the place.
    """
    check(shape_of(definition), data, "")


def shape_of(definition: FormDefinition) -> Node:
    """The record's keys as a tree."""
    root = Node()
    for spec in definition.fields:
        *steps, last = spec.path.split(".")
        node = root
        for step in steps:
            node = node.children.setdefault(step.removesuffix("[]"), Node(many=step.endswith("[]")))
        if spec.parts:
            node.children.update({part: Node(whole=spec) for part in spec.parts})
        node.children[last] = Node(spec=spec)
    for group in definition.groups:
        _at(root, group).blank_rows = group.blank_rows
    return root


def _at(root: Node, group: Group) -> Node:
    node = root
    for step in group.path.split("."):
        node = node.children.setdefault(step.removesuffix("[]"), Node(many=step.endswith("[]")))
    return node


def check(node: Node, value: Any, path: str) -> None:
    """Refuses *value* of *node*, which stands at *path*, unless it can be printed whole.

    Raises:
        InvalidData: the message names the place.
    """
    if value is None:
        return
    if node.spec is not None:
        _check_value(node.spec, kind_of(node.spec).schema(node.spec), value, path)
    elif node.whole is not None:
        _check_value(node.whole, _part_schema(node.whole, path), value, path)
    elif node.many:
        if not isinstance(value, (list, tuple)):
            raise _invalid(path, "list")
        for number, item in enumerate(value):
            _check_group(node, item, f"{path}[{number}]")
    else:
        _check_group(node, value, path)


def _check_group(node: Node, value: Any, path: str) -> None:
    if not isinstance(value, Mapping):
        raise _invalid(path, "group")
    for name, part in value.items():
        where = f"{path}.{name}" if path else str(name)
        child = node.children.get(name) if isinstance(name, str) else None
        if child is None or (child.spec is not None and child.spec.parts):
            raise _invalid(where, "unknown")
        check(child, part, where)


def _check_value(spec: Field, schema: Mapping[str, Any], value: Any, path: str) -> None:
    if not _fits(value, schema):
        raise _invalid(path, "type")
    for where, text in _texts(value, path):
        if _ILLEGAL.search(text):
            raise _invalid(where, "control")
    if not spec.labels:
        raise _invalid(path, "nowhere")
    if spec.options and not spec.open and value not in {option.value for option in spec.options}:
        raise _invalid(path, "option")


def _part_schema(spec: Field, path: str) -> Mapping[str, Any]:
    """The schema of one part of a composite value; anything printable where the kind doesn't tell."""
    properties = kind_of(spec).schema(spec).get("properties", {})
    return properties.get(path.rsplit(".", 1)[-1], {"type": ["string", "number"]})  # type: ignore[no-any-return]


def _fits(value: Any, schema: Mapping[str, Any]) -> bool:
    """Whether *value* is of the JSON type that *schema* asks for. Its wording is the rules' business, not the form's."""
    alternatives = schema.get("anyOf") or schema.get("oneOf")
    if alternatives:
        return any(_fits(value, alternative) for alternative in alternatives)
    names = schema.get("type", "string")
    allowed = tuple(t for name in ([names] if isinstance(names, str) else names) for t in _TYPES[name])
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
        return False
    if isinstance(value, float) and not isfinite(value):
        return False
    if isinstance(value, Mapping):
        parts = schema.get("properties", {})
        return all(name in parts and (part is None or _fits(part, parts[name])) for name, part in value.items())
    if isinstance(value, (list, tuple)):
        return all(_fits(item, schema.get("items", {})) for item in value)
    return True


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every text in *value* with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _texts(part, f"{path}.{name}")
    elif isinstance(value, (list, tuple)):
        for number, part in enumerate(value):
            yield from _texts(part, f"{path}[{number}]")


def _invalid(path: str, reason: str) -> InvalidData:
    # A key is the caller's text and may be anything: it is shortened and shown without control characters.
    where = _ILLEGAL.sub("?", path)[:120]
    return InvalidData("data.invalid", where=where, reason=message(f"reason.{reason}"))
