"""A record without values: every key that its form has, every list empty."""

from __future__ import annotations

from typing import Any

from forms.definition import FormDefinition
from forms.kinds import kind_of
from forms.paths import put, walk

__all__ = ["fill_lists", "skeleton"]


def skeleton(definition: FormDefinition) -> dict[str, Any]:
    """An empty record: every value null, every list empty."""
    data: dict[str, Any] = {}
    for spec in definition.fields:
        if "[]" in spec.path:
            top = spec.path.split("[]")[0]
            if "." not in top:
                data.setdefault(top, [])
            continue
        target = data
        *parents, last = spec.path.split(".")
        for parent in parents:
            target = target.setdefault(parent, {})
        empty = kind_of(spec).parse("", spec)
        target[last] = [] if spec.kind == "names" else dict.fromkeys(empty.parts) or empty.value
    return data


def fill_lists(definition: FormDefinition, data: dict[str, Any]) -> None:
    """Gives every item the keys of its kind: an absent value is null, an absent inner list empty."""
    for group in definition.groups:
        if group.many and group.path.count("[]") > 1:
            outer, _, name = group.path[:-2].rpartition(".")
            for path, item in list(walk(data, outer)):
                if isinstance(item, dict) and name not in item:
                    put(data, f"{path}.{name}", [])
    homes: dict[str, list[tuple[list[str], tuple[str, ...]]]] = {}
    for spec in definition.fields:
        home, bracket, tail = spec.path.rpartition("[]")
        if bracket:
            *objects, name = tail.lstrip(".").split(".")
            homes.setdefault(home + bracket, []).append((objects, spec.parts or (name,)))
    for home, members in homes.items():
        for _, item in walk(data, home):
            for objects, names in members:
                target = item
                for step in objects:
                    target = target.setdefault(step, {})
                for name in names:
                    target.setdefault(name, None)
