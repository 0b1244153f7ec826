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
from itertools import zip_longest
from typing import Any

from forms.definition import Field, FormDefinition
from forms.kinds import KINDS, kind_of
from forms.vocabulary import table
from generators.shape import Node, check, shape_of

__all__ = ["context"]

_LINE = re.compile("\r\n|\r|\n")


def context(definition: FormDefinition, data: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the template of *definition* is filled with: *data* as printed, or without data the blank form with its preset texts.

    Lists without rows get the empty rows of a blank form. Missing keys are null.

    Raises:
        InvalidData: *data* isn't of the form's shape, or holds what can't be printed; the message names the place.
    """
    shape = shape_of(definition)
    record = dict(data or {})
    check(shape, record, "")
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


# --- the data as printed ---------------------------------------------------------------------------------------------------------


def _printed(node: Node, value: Any) -> Any:
    if node.spec is not None:
        return _printed_value(node.spec, value)
    if node.whole is not None:
        return "" if value is None else str(value)
    if node.many:
        return [_printed_item(node, item) for item in value or [{}] * max(node.blank_rows, 1)]
    return _printed_group(node, value)


def _printed_group(node: Node, value: Any) -> dict[str, Any]:
    data = value or {}
    printed = {}
    for name, child in node.children.items():
        composite = child.spec is not None and bool(child.spec.parts)
        printed[name] = _printed(child, _composite(child, data) if composite else data.get(name))
    return printed


def _printed_item(node: Node, value: Any) -> dict[str, Any]:
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


def _composite(node: Node, data: Mapping[str, Any]) -> Mapping[str, Any] | None:
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


def _single(node: Node) -> Iterator[tuple[str, Node]]:
    """The keys of *node* that don't repeat and are no parts of another."""
    return ((name, child) for name, child in node.children.items() if not child.many and child.whole is None)


def _ticks(node: Node, value: Any) -> dict[str, Any]:
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


def _hints(node: Node, value: Any) -> dict[str, Any]:
    hints: dict[str, Any] = {}
    for name, child in _single(node):
        found = (value or {}).get(name)
        if child.spec is None:
            hints[name] = _hints(child, found)
        else:
            hints[name] = "" if _has(found) else "\n".join(child.spec.hints)
    return hints


def _given(node: Node, values: list[Any]) -> dict[str, Any]:
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
