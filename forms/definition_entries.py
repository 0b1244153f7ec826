"""Makes definitions of what their files say, and refuses what is missing, unknown or there twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from forms.definition import Field, FormDefinition, Group, Option, Rule
from forms.errors import InvalidDefinition

__all__ = ["form_of", "only_known"]

_FIELD_KEYS = {
    "path", "label", "labels", "kind", "place", "required", "private", "options", "open", "hints", "number", "column", "parts", "derive",
}  # fmt: skip

_GROUP_KEYS = {"path", "label", "labels", "key", "blank_rows", "number"}

_PLACES = {"right", "below", "inside", "column", "section"}

_PATH = re.compile(r"[a-z_]+(\[\])?(\.[a-z_]+(\[\])?)*")


def form_of(content: Mapping[str, Any], edition_name: str, year: int | None, where: str) -> FormDefinition:
    """The definition that *content* is, of the edition of that name and year; *where* is what an error calls it.

    Raises:
        InvalidDefinition: something is missing, unknown, or there twice.
    """
    for key in ("id", "attachment", "title"):
        if key not in content:
            raise InvalidDefinition("definition.invalid", where=where, reason=f"{key} is missing")
    groups = tuple(_group(entry, f"{where}: group[{n}]") for n, entry in enumerate(content.get("group", ())))
    fields = tuple(_field(entry, f"{where}: field[{n}]") for n, entry in enumerate(content.get("field", ())))
    fields = tuple(sorted(fields, key=lambda spec: _rank(spec.path, content.get("order", ()))))
    apart = tuple(_field(entry, f"{where}: apart[{n}]") for n, entry in enumerate(content.get("apart", ())))
    _unique([g.path for g in groups], f"{where}: group")
    _unique([f.path for f in (*fields, *apart)], f"{where}: field")
    composed = {spec.path[: -len(spec.name)] + part for spec in fields for part in spec.parts}
    for spec in apart:
        if spec.path not in composed:
            reason = f"{spec.path} is no part of a field"
            raise InvalidDefinition("definition.invalid", where=f"{where}: apart", reason=reason)
    rules = tuple(
        Rule(
            name=str(entry["name"]),
            field=str(entry["field"]),
            severity=entry.get("severity", "warning"),
            options={k: v for k, v in entry.items() if k not in {"name", "field", "severity"}},
        )
        for entry in content.get("rule", ())
    )
    return FormDefinition(
        id=str(content["id"]),
        edition=edition_name,
        attachment=int(content["attachment"]),
        title=str(content["title"]),
        titles=tuple(content.get("titles", ())),
        template=str(content.get("template", "")),
        groups=groups,
        fields=fields,
        apart=apart,
        rules=rules,
        notes=tuple(content.get("notes", ())),
        preset=content.get("preset", {}),
        year=year,
    )


def _rank(path: str, order: Sequence[str]) -> int:
    """The place of a field among the form's values as printed; fields of one group stay as they are written."""
    top = re.split(r"[.\[]", path, maxsplit=1)[0]
    return order.index(top) if top in order else len(order)


def _field(entry: Mapping[str, Any], where: str) -> Field:
    only_known(entry, _FIELD_KEYS, where)
    path = _path(entry, where)
    if "kind" not in entry:
        raise InvalidDefinition("definition.invalid", where=f"{where} ({path})", reason="kind is missing")
    place = tuple(entry.get("place", ()))
    if not set(place) <= _PLACES:
        raise InvalidDefinition(
            "definition.invalid", where=f"{where} ({path}): place", reason=f"must be of {sorted(_PLACES)}"
        )
    return Field(
        path=path,
        labels=_labels(entry),
        kind=str(entry["kind"]),
        place=place,
        required=bool(entry.get("required", False)),
        private=bool(entry.get("private", False)),
        options=tuple(
            Option(value=str(o["value"]), labels=tuple(o.get("labels", (o["value"],))))
            for o in entry.get("options", ())
        ),
        open=bool(entry.get("open", False)),
        hints=tuple(entry.get("hints", ())),
        number=str(entry.get("number", "")),
        column=str(entry.get("column", "")),
        parts=tuple(entry.get("parts", ())),
        derive=tuple(entry.get("derive", ())),
    )


def _group(entry: Mapping[str, Any], where: str) -> Group:
    only_known(entry, _GROUP_KEYS, where)
    return Group(
        path=_path(entry, where),
        labels=_labels(entry),
        key=str(entry.get("key", "")),
        blank_rows=int(entry.get("blank_rows", 1)),
        number=str(entry.get("number", "")),
    )


def _labels(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The printed label and its synonyms, each once."""
    first = [entry["label"]] if "label" in entry else []
    return tuple(dict.fromkeys(first + list(entry.get("labels", ()))))


def _path(entry: Mapping[str, Any], where: str) -> str:
    path = entry.get("path", "")
    if not isinstance(path, str) or not _PATH.fullmatch(path):
        raise InvalidDefinition("definition.invalid", where=f"{where}: path", reason=f"{path!r} is no path")
    return path


def only_known(entry: Mapping[str, Any], allowed: Iterable[str], where: str) -> None:
    """Refuses keys of *entry* that aren't *allowed*.

    Raises:
        InvalidDefinition: there are some.
    """
    unknown = sorted(set(entry) - set(allowed))
    if unknown:
        raise InvalidDefinition("definition.invalid", where=where, reason=f"unknown key {', '.join(unknown)}")


def _unique(paths: list[str], where: str) -> None:
    twice = sorted({p for p in paths if paths.count(p) > 1})
    if twice:
        raise InvalidDefinition("definition.invalid", where=where, reason=f"{', '.join(twice)} stands twice")
