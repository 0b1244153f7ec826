"""Loads and checks the definition files: one folder an edition, one TOML file an attachment.

An edition may name another as its ``base``; a form file then names the base form that it changes. What a form file may say:

- at the top: ``id attachment title titles template notes preset order``, or ``base`` and what differs;
- ``[[field]]`` and ``[[group]]``: their attributes; with a base, those of the same path change only what they name, ``label`` puts another
  printed label in front of the known ones, and new ones come first;
- ``[[shared]]``: fields that several groups have alike;
- ``[[rule]]``: a check; ``[[replace]]``: a preset text that differs; ``remove``: paths that the base has and this form lacks.

The official documents are in a folder of their own, ``documents``, written in the same words; they belong to no edition.
Unknown keys are refused with the file and the key that is wrong.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from forms.definition import Edition, Field, FormDefinition, Group, Option, Rule
from forms.errors import InvalidDefinition, UnknownName

__all__ = ["definition", "documents", "edition", "editions", "load"]

_FORM_KEYS = {"id", "attachment", "title", "titles", "template", "notes", "preset", "base", "remove", "order"}
_TABLES = {"field", "group", "shared", "apart", "rule", "replace"}
_FIELD_KEYS = {
    "path", "label", "labels", "kind", "place", "required", "private", "options", "open", "hints", "number", "column", "parts", "derive",
}  # fmt: skip
_GROUP_KEYS = {"path", "label", "labels", "key", "blank_rows", "number"}
_PLACES = {"right", "below", "inside", "column", "section"}
_DOCUMENTS = "documents"
"""The folder of the official documents, which belong to no edition; it takes an edition's place in names."""

_PATH = re.compile(r"[a-z_]+(\[\])?(\.[a-z_]+(\[\])?)*")


@cache
def editions() -> tuple[Edition, ...]:
    """Every edition that ships with the program, a base before what is written as its difference, then by year."""
    return load(files("forms").joinpath("definitions"))


def edition(name: str) -> Edition:
    """The edition called *name*.

    Raises:
        UnknownName: there is none.
    """
    for candidate in editions():
        if candidate.id == name:
            return candidate
    raise UnknownName("unknown.edition", name=name)


@cache
def documents() -> tuple[FormDefinition, ...]:
    """The official documents that can be written, the plain notice first."""
    folder = files("forms").joinpath("definitions", _DOCUMENTS)
    raw = {file.name: _toml(file, f"{_DOCUMENTS}/{file.name}") for file in folder.iterdir()}
    found = []
    for name in sorted(raw, key=lambda n: (bool(raw[n].get("base")), n)):
        where = f"{_DOCUMENTS}/{name}"
        content = _expanded(raw[name], where)
        if "base" in raw[name]:
            base = f"{raw[name]['base']}.toml"
            if base not in raw or "base" in raw[base]:
                reason = f"no document without a base is called {raw[name]['base']}"
                raise InvalidDefinition("definition.invalid", where=f"{where}: base", reason=reason)
            content = _derived(_expanded(raw[base], f"{_DOCUMENTS}/{base}"), content, where)
        found.append(replace(_form(content, _DOCUMENTS, None, where), document=True))
    return tuple(found)


def definition(form: str, edition_name: str | None = None) -> FormDefinition:
    """The definition of *form* in the named edition, or in the first edition that has it; or the document of that name.

    Raises:
        UnknownName: no such form, document or edition.
    """
    if edition_name in (None, _DOCUMENTS):
        for document in documents():
            if document.id == form:
                return document
        if edition_name == _DOCUMENTS:
            raise UnknownName("unknown.form", name=form)
    for candidate in editions() if edition_name is None else (edition(edition_name),):
        for found in candidate.forms:
            if found.id == form:
                return found
    raise UnknownName("unknown.form", name=form)


def load(folder: Traversable) -> tuple[Edition, ...]:
    """The editions in *folder*.

    Raises:
        InvalidDefinition: a file can't be read as a definition; the message names the file and the key.
    """
    raw = {}
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir() and entry.joinpath("edition.toml").is_file():
            raw[entry.name] = {
                file.name: _toml(file, f"{entry.name}/{file.name}")
                for file in sorted(entry.iterdir(), key=lambda f: f.name)
                if file.name.endswith(".toml")
            }
    found = {}
    for name in sorted(
        raw, key=lambda n: (bool(raw[n]["edition.toml"].get("base")), str(raw[n]["edition.toml"].get("year", "")), n)
    ):
        try:
            found[name] = _edition(name, raw)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            # A key that must be there, or a value of another shape; what is told is the file's own, written by whoever reads this.
            raise InvalidDefinition(
                "definition.invalid", where=name, reason=f"{type(error).__name__}: {error}"
            ) from error
    return tuple(found.values())


def _toml(file: Traversable, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidDefinition("definition.invalid", where=where, reason=str(error)) from error


def _edition(name: str, raw: Mapping[str, Mapping[str, dict[str, Any]]]) -> Edition:
    head = raw[name]["edition.toml"]
    _known(head, {"title", "issuer", "year", "base"}, f"{name}/edition.toml")
    base = str(head.get("base", ""))
    if base and (base not in raw or raw[base]["edition.toml"].get("base")):
        raise InvalidDefinition(
            "definition.invalid",
            where=f"{name}/edition.toml: base",
            reason=f"no edition without a base is called {base}",
        )
    forms = []
    for file, content in raw[name].items():
        if file == "edition.toml":
            continue
        where = f"{name}/{file}"
        if "base" in content:
            parent = raw.get(base, {}).get(f"{content['base']}.toml")
            if parent is None:
                raise InvalidDefinition(
                    "definition.invalid",
                    where=f"{where}: base",
                    reason=f"no form {content['base']} in {base or 'a base'}",
                )
            content = _derived(_expanded(parent, f"{base}/{content['base']}.toml"), _expanded(content, where), where)
        else:
            content = _expanded(content, where)
        forms.append(_form(content, name, int(head["year"]), where))
    forms.sort(key=lambda f: f.attachment)
    return Edition(
        id=name,
        title=str(head["title"]),
        year=int(head["year"]),
        issuer=str(head.get("issuer", "")),
        base=base,
        forms=tuple(forms),
    )


def _expanded(content: Mapping[str, Any], where: str) -> dict[str, Any]:
    """*content* with the fields of ``[[shared]]`` written out for each of their groups."""
    _known(content, _FORM_KEYS | _TABLES, where)
    full = copy.deepcopy({key: value for key, value in content.items() if key != "shared"})
    fields = full.setdefault("field", [])
    for number, shared in enumerate(content.get("shared", ())):
        _known(shared, {"groups", "field"}, f"{where}: shared[{number}]")
        for group in shared["groups"]:
            fields.extend(copy.deepcopy({**entry, "path": f"{group}.{entry['path']}"}) for entry in shared["field"])
    return full


def _derived(base: dict[str, Any], change: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The form *base* with what *change* says differently."""
    merged = copy.deepcopy(base)
    merged.update({key: value for key, value in change.items() if key in _FORM_KEYS - {"base", "remove"}})
    gone = set(change.get("remove", ()))
    for table in ("group", "field", "apart"):
        entries = [entry for entry in merged.get(table, ()) if entry["path"] not in gone]
        known = {entry["path"]: entry for entry in entries}
        fresh = []
        for entry in change.get(table, ()):
            if entry["path"] in known:
                known[entry["path"]].update(entry)
            else:
                fresh.append(entry)
        merged[table] = fresh + entries
    merged["rule"] = [r for r in merged.get("rule", ()) if r["field"] not in gone] + list(change.get("rule", ()))
    for entry in change.get("replace", ()):
        _replace(merged.get("preset", {}), entry["at"], entry["value"], where)
    return merged


def _replace(preset: Any, at: str, value: Any, where: str) -> None:
    """Sets the preset text at a path whose list items are named: ``categories[name].indicators[name].description``."""
    *steps, last = re.findall(r"([a-z_]+)(?:\[([^\]]+)\])?", at)
    for key, item in steps:
        found = [entry for entry in preset.get(key, ()) if entry.get("name") == item]
        if len(found) != 1:
            raise InvalidDefinition("definition.invalid", where=f"{where}: replace", reason=f"{at} is not in the base")
        preset = found[0]
    preset[last[0]] = value


def _form(content: Mapping[str, Any], edition_name: str, year: int | None, where: str) -> FormDefinition:
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
    _known(entry, _FIELD_KEYS, where)
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
    _known(entry, _GROUP_KEYS, where)
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


def _known(entry: Mapping[str, Any], allowed: Iterable[str], where: str) -> None:
    unknown = sorted(set(entry) - set(allowed))
    if unknown:
        raise InvalidDefinition("definition.invalid", where=where, reason=f"unknown key {', '.join(unknown)}")


def _unique(paths: list[str], where: str) -> None:
    twice = sorted({p for p in paths if paths.count(p) > 1})
    if twice:
        raise InvalidDefinition("definition.invalid", where=where, reason=f"{', '.join(twice)} stands twice")
