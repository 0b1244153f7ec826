"""Record to template context: every value as the form prints it, in the record's own shape. Pure; nothing about layout in here.

A template sees the record's keys (``leader.name``, ``regions[0].person.mobile``) with every value already text, "" where there is none.
Narratives and lists of names are lists of text; an opinion is its ``text`` (paragraphs) and ``date``. Beside the record stand

- ``form``: ``title``, ``attachment``, ``notes``, ``year``, ``id`` and ``edition`` of the definition;
- ``ticks.<path>.<value>``: the box of a choice, ticked or empty;
- ``hints.<path>``: the form's own hint where there is no value, else "";
- ``given.<path>``: whether there is a value (for a list's column: in any row);
- ``rows`` in an item whose parts repeat: those lists side by side, as long as the longest (``schedule[0].rows[1].counties.name``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from math import isfinite
from typing import Any

from forms.definition import Field, FormDefinition, Group
from forms.errors import InvalidData
from forms.kinds import KINDS, kind_of
from forms.messages import message
from forms.vocabulary import table

__all__ = ["context", "verify"]

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 can't hold: it would have to be dropped, so it is refused."""

_LINE = re.compile("\r\n|\r|\n")

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
class _Node:
    """One key of the record: a value (``spec``), a part of a composite one (``whole``), or a group, which ``many`` makes a list."""

    spec: Field | None = None
    whole: Field | None = None
    many: bool = False
    blank_rows: int = 1
    children: dict[str, _Node] = field(default_factory=dict)


def context(definition: FormDefinition, data: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the template of *definition* is filled with: *data* as printed, or without data the blank form with its preset texts.

    Lists without rows get the empty rows of a blank form. Missing keys are null.

    Raises:
        InvalidData: *data* isn't of the form's shape, or holds what can't be printed; the message names the place.
    """
    shape = _shape(definition)
    record = dict(data or {})
    _check(shape, record, "")
    preset = dict(definition.preset)
    source = record or preset
    for name, node in shape.children.items():
        if node.many and record.get(name) is None and preset.get(name):
            source = {**source, name: preset[name]}
    return {
        **_printed_group(shape, source),
        "form": {
            "id": definition.id,
            "edition": definition.edition,
            "title": definition.title,
            "attachment": str(definition.attachment),
            "notes": list(definition.notes),
            "year": "" if definition.year is None else str(definition.year),
        },
        "ticks": _ticks(shape, source),
        "hints": _hints(shape, source),
        "given": _given(shape, [source]),
    }


def verify(definition: FormDefinition, data: Mapping[str, Any]) -> None:
    """Refuses *data* that isn't of the shape of *definition*.

    Raises:
        InvalidData: the message names the place.
    """
    _check(_shape(definition), data, "")


def _shape(definition: FormDefinition) -> _Node:
    """The record's keys as a tree."""
    root = _Node()
    for spec in definition.fields:
        *steps, last = spec.path.split(".")
        node = root
        for step in steps:
            node = node.children.setdefault(step.removesuffix("[]"), _Node(many=step.endswith("[]")))
        if spec.parts:
            node.children.update({part: _Node(whole=spec) for part in spec.parts})
        node.children[last] = _Node(spec=spec)
    for group in definition.groups:
        _at(root, group).blank_rows = group.blank_rows
    return root


def _at(root: _Node, group: Group) -> _Node:
    node = root
    for step in group.path.split("."):
        node = node.children.setdefault(step.removesuffix("[]"), _Node(many=step.endswith("[]")))
    return node


# --- is the data of the form's shape ---------------------------------------------------------------------------------------------


def _check(node: _Node, value: Any, path: str) -> None:
    """Refuses *value* unless it can be printed whole."""
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


def _check_group(node: _Node, value: Any, path: str) -> None:
    if not isinstance(value, Mapping):
        raise _invalid(path, "group")
    for name, part in value.items():
        where = f"{path}.{name}" if path else str(name)
        child = node.children.get(name) if isinstance(name, str) else None
        if child is None or (child.spec is not None and child.spec.parts):
            raise _invalid(where, "unknown")
        _check(child, part, where)


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


# --- the data as printed ---------------------------------------------------------------------------------------------------------


def _printed(node: _Node, value: Any) -> Any:
    if node.spec is not None:
        return _printed_value(node.spec, value)
    if node.whole is not None:
        return "" if value is None else str(value)
    if node.many:
        return [_printed_item(node, item) for item in value or [{}] * max(node.blank_rows, 1)]
    return _printed_group(node, value)


def _printed_group(node: _Node, value: Any) -> dict[str, Any]:
    data = value or {}
    printed = {}
    for name, child in node.children.items():
        composite = child.spec is not None and bool(child.spec.parts)
        printed[name] = _printed(child, _composite(child, data) if composite else data.get(name))
    return printed


def _printed_item(node: _Node, value: Any) -> dict[str, Any]:
    """A list's item; with ``rows`` where it holds lists itself, which stand side by side on the form."""
    item = _printed_group(node, value)
    lists = {name: child for name, child in node.children.items() if child.many}
    if lists:
        columns = [item[name] for name in lists]
        blanks = [_printed_item(child, None) for child in lists.values()]
        item["rows"] = [
            {name: cell if cell is not None else blank for name, cell, blank in zip(lists, row, blanks, strict=True)}
            for row in zip_longest(*columns)
        ]
    return item


def _composite(node: _Node, data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The value that the form prints as one text but the record keeps in parts."""
    parts = {part: data.get(part) for part in (node.spec.parts if node.spec else ())}
    return parts if any(value is not None for value in parts.values()) else None


def _printed_value(spec: Field, value: Any) -> Any:
    match spec.kind:
        case "opinion":
            # Whether the paper bears a seal isn't the form's to print.
            parts = value or {}
            return {"text": _lines(parts.get("text")), "date": KINDS["date"].format(parts.get("date"), spec)}
        case "names":
            return [_LINE.sub("\n", name) for name in value or ()]
        case "narrative":
            return _lines(kind_of(spec).format(value, spec))
    return _LINE.sub("\n", kind_of(spec).format(value, spec))


def _lines(text: str | None) -> list[str]:
    return _LINE.split(text) if text else []


# --- what stands beside the data -------------------------------------------------------------------------------------------------


def _single(node: _Node) -> Iterator[tuple[str, _Node]]:
    """The keys of *node* that don't repeat and are no parts of another."""
    return ((name, child) for name, child in node.children.items() if not child.many and child.whole is None)


def _ticks(node: _Node, value: Any) -> dict[str, Any]:
    signs = table("marks")
    ticks: dict[str, Any] = {}
    for name, child in _single(node):
        found = (value or {}).get(name)
        if child.spec is None:
            ticks[name] = _ticks(child, found)
        elif child.spec.options:
            ticks[name] = {
                o.value: signs["checked" if o.value == found else "unchecked"][0] for o in child.spec.options
            }
    return ticks


def _hints(node: _Node, value: Any) -> dict[str, Any]:
    hints: dict[str, Any] = {}
    for name, child in _single(node):
        found = (value or {}).get(name)
        if child.spec is None:
            hints[name] = _hints(child, found)
        else:
            hints[name] = "" if _has(found) else "\n".join(child.spec.hints)
    return hints


def _given(node: _Node, values: list[Any]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, child in node.children.items():
        found = [value[name] for value in values if isinstance(value, Mapping) and value.get(name) is not None]
        if child.spec is not None and child.spec.parts:
            given[name] = any(_composite(child, value) for value in values if isinstance(value, Mapping))
        elif child.spec is not None or child.whole is not None:
            given[name] = any(_has(value) for value in found)
        else:
            given[name] = _given(child, [item for value in found for item in value] if child.many else found)
    return given


def _has(value: Any) -> bool:
    """Whether *value* says anything."""
    if isinstance(value, Mapping):
        return any(_has(part) for part in value.values())
    return value is not None and value not in ("", [])
