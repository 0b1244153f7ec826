"""What a form that was filled in leaves open: values that aren't there, lists without an item, items without their key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forms.definition import FormDefinition, Group
from forms.paths import walk
from parsers.extraction.assembly import Assembly
from parsers.extraction.labels import key

__all__ = ["report_blanks"]

DOUBT = 0.9
"""Below this confidence a value is in doubt."""

_NAMES = frozenset({"name", "person"})


def report_blanks(assembly: Assembly, leftovers: Sequence[str]) -> None:
    """An issue for every value that isn't there, on a form that is filled in; one of which a label is among the *leftovers* may stand there."""
    left_over = bool(leftovers)
    _doubt_labelled(assembly, leftovers)
    if not left_over and not any(info.raw is not None for info in assembly.fields.values()):
        return
    for spec in assembly.definition.fields:
        if not spec.labels or spec.parts:
            continue
        if "[]" in spec.path:
            continue
        for path, value in walk(assembly.data, spec.path):
            _blank(assembly, path, value)
    for group in assembly.definition.groups:
        if group.key and any(
            _is_doubtful(assembly, path, value)
            for path, value in walk(assembly.data, _key_path(assembly.definition, group))
        ):
            assembly.issue("list.unclear", group.path[:-2], "warning", None)
        if group.many and any(
            value is None
            for spec in assembly.definition.fields
            if spec.required
            and spec.path.startswith(group.path + ".")
            and "[]" not in spec.path[len(group.path) :]
            and spec.kind in _NAMES
            for _, value in walk(assembly.data, spec.path)
        ):
            assembly.issue("list.unclear", group.path.split("[]")[0], "warning", None)
        if group.many and group.path.count("[]") == 1 and not assembly.data.get(group.path[:-2]):
            assembly.issue("list.empty", group.path[:-2], "warning" if left_over else "info", None)
    for spec in assembly.definition.fields:
        if "[]" in spec.path and spec.labels:
            home = spec.path.rpartition(".")[0]
            for wanted in [f"{home}.{part}" for part in spec.parts] or [spec.path]:
                for path, value in walk(assembly.data, wanted):
                    _blank(assembly, path, value)


def _doubt_labelled(assembly: Assembly, leftovers: Sequence[str]) -> None:
    """Doubts each field without a value whose printed label stands among the *leftovers*, or as a line of a long text, with words or a number around it that aren't known."""
    lines = {key(text.split("\n", 1)[0]): "" for text in leftovers if len(text) <= _LABELLED}
    for spec in assembly.definition.fields:
        if spec.kind == "narrative" and "[]" not in spec.path:
            for path, value in walk(assembly.data, spec.path):
                lines |= {key(line): path for line in str(value or "").split("\n") if len(line) <= _LABELLED}
    doubtful = {issue.field for issue in assembly.issues if issue.severity != "info"}
    for spec in assembly.definition.fields if lines else ():
        label = key(spec.labels[0]) if spec.labels else ""
        if "[]" in spec.path or spec.parts or len(label) < _TELLING:
            continue
        within = {
            path for line, path in lines.items() if label in line and (not path or len(line) < len(label) + _MORE)
        }
        for path, value in walk(assembly.data, spec.path) if within else ():
            said = value.get("text") if isinstance(value, dict) else value
            if said in (None, []):
                assembly.issue("label.unclear", path, "warning", None)
                for doubted in sorted(within - doubtful - {""}):
                    assembly.issue("section.unclear", doubted, "warning", None)


_MORE = 8
"""Characters around a label in a line that is hardly anything else."""

_LABELLED, _TELLING = 60, 4
"""Characters of a line that may be a label with words around it, and of a label that tells."""


def _is_doubtful(assembly: Assembly, path: str, value: Any) -> bool:
    info = assembly.fields.get(path)
    return value is None or (info is not None and info.confidence < DOUBT)


def _key_path(definition: FormDefinition, group: Group) -> str:
    spec = definition.field_of[f"{group.path}.{group.key}"]
    return f"{group.path}.{spec.parts[0]}" if spec.parts else spec.path


def _blank(assembly: Assembly, path: str, value: Any) -> None:
    if isinstance(value, dict):
        for name in ("text", "date"):
            if name in value and value[name] is None:
                assembly.issue("field.blank", f"{path}.{name}", "info", None)
    elif value is None or value == []:
        assembly.issue("field.blank", path, "info", None)
