"""What is wrong with a form's values taken together: missing ones, ones of the wrong shape, and the definition's rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from forms.definition import Field, FormDefinition
from forms.kinds import kind_of
from forms.paths import walk
from forms.record import FieldInfo, Issue, Severity
from forms.rules import findings

__all__ = ["check"]

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


def check(definition: FormDefinition, data: Mapping[str, Any], fields: Mapping[str, FieldInfo]) -> tuple[Issue, ...]:
    """Every issue of *data* as a form of *definition*, in the definition's order. *fields* says where the values stand.

    What is odd about a value by itself was said when it was read; it isn't repeated here.
    """
    return (
        *_misshapen(definition, data, fields),
        *_missing(definition, data, fields),
        *_broken_rules(definition, data, fields),
    )


def _issue(
    path: str, code: str, fields: Mapping[str, FieldInfo], severity: Any = "warning", **details: object
) -> Issue:
    info = fields.get(path)
    return Issue.of(code, path, severity, info.origin if info else None, **details)


def _label(definition: FormDefinition, spec: Field) -> str:
    """What the form calls the value: its group's label, where it has one, and its own."""
    group = definition.home(spec.path)
    labels = [group.labels[0] if group is not None and group.labels else "", spec.labels[0] if spec.labels else ""]
    return " ".join(dict.fromkeys(label for label in labels if label)) or spec.path


def _valued(spec: Field) -> str:
    """The path where the value of *spec* stands in the record: for a field that is only its parts, that of the first."""
    return _beside(spec, spec.parts[0]) if spec.parts else spec.path


def _is_blank(value: Any) -> bool:
    """Whether *value* says nothing: null, an empty list, an opinion without words."""
    if isinstance(value, dict):
        return value.get("text") in (None, "") if "text" in value else all(v is None for v in value.values())
    return value is None or value in ("", [])


def _missing(definition: FormDefinition, data: Mapping[str, Any], fields: Mapping[str, FieldInfo]) -> Iterator[Issue]:
    # A form that came back is what it is; a document of ours isn't written without what it must have.
    lacking: Severity = "error" if definition.document else "warning"
    for spec in definition.fields:
        if spec.required:
            for path, value in walk(data, _valued(spec)):
                if _is_blank(value):
                    yield _issue(path, "field.missing", fields, lacking, label=_label(definition, spec))
    for group in definition.groups:
        if (
            group.many
            and not definition.document
            and group.labels
            and any(f.required and definition.home(f.path) is group for f in definition.fields)
        ):
            for path, value in walk(data, group.path.removesuffix("[]")):
                if value in (None, []):
                    yield _issue(path, "field.empty", fields, "info", label=group.labels[0])


def _fits(value: Any, schema: Mapping[str, Any]) -> bool:
    """Whether *value* is of the type that *schema* tells, and so are the values in it."""
    given = schema.get("type", ())
    names = (given,) if isinstance(given, str) else given
    if names and not any(isinstance(value, _TYPES[name]) for name in names):
        return False
    if isinstance(value, bool) and "boolean" not in names:
        return False
    if isinstance(value, list):
        return all(_fits(item, schema.get("items", {})) for item in value)
    if isinstance(value, dict):
        known = schema.get("properties", {})
        return set(value) <= set(known) and all(_fits(item, known[key]) for key, item in value.items())
    return True


def _misshapen(definition: FormDefinition, data: Mapping[str, Any], fields: Mapping[str, FieldInfo]) -> Iterator[Issue]:
    for group in definition.groups:
        many = group.path.endswith("[]")
        for path, value in walk(data, group.path.removesuffix("[]")):
            if value is not None and not isinstance(value, list if many else dict):
                yield _issue(path, "value.shape", fields)
    for spec in definition.fields:
        for pattern, wanted in _shapes(spec).items():
            for path, value in walk(data, pattern):
                doubted = path in fields and fields[path].confidence < 0.9
                if value is not None and not _fits(value, wanted) and not doubted:
                    yield _issue(path, "value.shape", fields)


@lru_cache(maxsize=4096)
def _shapes(spec: Field) -> dict[str, dict[str, Any]]:
    """The schemas of a field's value, or of its parts, by path."""
    schema = kind_of(spec).schema(spec)
    return {_beside(spec, part): schema["properties"][part] for part in spec.parts} or {spec.path: schema}


def _beside(spec: Field, part: str) -> str:
    above = spec.path.rpartition(".")[0]
    return f"{above}.{part}" if above else part


def _broken_rules(
    definition: FormDefinition, data: Mapping[str, Any], fields: Mapping[str, FieldInfo]
) -> Iterator[Issue]:
    for rule in definition.rules:
        for found in findings(rule, definition, data):
            yield _issue(found.path, found.code, fields, rule.severity, **found.details)
