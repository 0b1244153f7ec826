"""Loads the definition files: one folder an edition, one TOML file an attachment.

An edition may name another as its ``base``; a form file then names the base form that it changes. What a form file may say:

- at the top: ``id attachment title titles template notes preset order``, or ``base`` and what differs;
- ``[[field]]`` and ``[[group]]``: their attributes; with a base, those of the same path change only what they name, ``label`` puts another
  printed label in front of the known ones, and new ones come first;
- ``[[shared]]``: fields that several groups have alike;
- ``[[rule]]``: a check; ``[[replace]]``: a preset text that differs; ``remove``: paths that the base has and this form lacks.

Unknown keys are refused with the file and the key that is wrong.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources.abc import Traversable
from typing import Any

from forms.definition import Edition, FormDefinition
from forms.definition_entries import form_of, only_known
from forms.errors import InvalidDefinition

__all__ = ["load", "load_documents"]

_FORM_KEYS = {"id", "attachment", "title", "titles", "template", "notes", "preset", "base", "remove", "order"}

_TABLES = {"field", "group", "shared", "apart", "rule", "replace"}


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


def load_documents(folder: Traversable, name: str) -> tuple[FormDefinition, ...]:
    """The official documents in *folder*, the plain notice first; *name* takes an edition's place in them.

    Raises:
        InvalidDefinition: a file can't be read as a definition; the message names the file and the key.
    """
    raw = {entry.name: _toml(entry, f"{name}/{entry.name}") for entry in folder.iterdir()}
    found = []
    for file in sorted(raw, key=lambda n: (bool(raw[n].get("base")), n)):
        where = f"{name}/{file}"
        content = _expanded(raw[file], where)
        if "base" in raw[file]:
            base = f"{raw[file]['base']}.toml"
            if base not in raw or "base" in raw[base]:
                reason = f"no document without a base is called {raw[file]['base']}"
                raise InvalidDefinition("definition.invalid", where=f"{where}: base", reason=reason)
            content = _derived(_expanded(raw[base], f"{name}/{base}"), content, where)
        found.append(replace(form_of(content, name, None, where), document=True))
    return tuple(found)


def _toml(file: Traversable, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidDefinition("definition.invalid", where=where, reason=str(error)) from error


def _edition(name: str, raw: Mapping[str, Mapping[str, dict[str, Any]]]) -> Edition:
    head = raw[name]["edition.toml"]
    only_known(head, {"title", "issuer", "year", "base"}, f"{name}/edition.toml")
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
        forms.append(form_of(content, name, int(head["year"]), where))
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
    only_known(content, _FORM_KEYS | _TABLES, where)
    full = copy.deepcopy({key: value for key, value in content.items() if key != "shared"})
    fields = full.setdefault("field", [])
    for number, shared in enumerate(content.get("shared", ())):
        only_known(shared, {"groups", "field"}, f"{where}: shared[{number}]")
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
