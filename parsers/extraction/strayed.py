"""Values that strayed into a neighbour's place, as where the end of a cell was lost: told by what they say alone."""

from __future__ import annotations

from typing import Any

from forms.chinese import tight
from forms.definition import Field, FormDefinition
from forms.kinds import kind_of
from forms.paths import get, walk

__all__ = ["run_on", "shifted"]

_LONG = frozenset({"narrative", "opinion"})
_SAYS, _MEANS = 4, 6
"""Characters of a label that hardly ends a sentence, and of one that hardly stands in any."""

_CLOSED = frozenset({"gender", "ethnicity", "choice"})
"""Kinds whose few values are no name, office or post."""
_OPEN = frozenset({"name", "person", "text"})


def run_on(definition: FormDefinition, data: dict[str, Any]) -> list[str]:
    """The paths of long texts that hold the label of another one that nobody found: the two have become one."""
    long = {spec.path: spec for spec in definition.fields if spec.kind in _LONG and "[]" not in spec.path}
    said = {path: _words(get(data, path)) for path in long}
    labels = {tight(label) for path, spec in long.items() if not said[path] for label in spec.labels}
    ends = tuple(label for label in labels if len(label) >= _SAYS)
    inside = [label for label in labels if len(label) >= _MEANS]
    found = []
    for path, text in said.items() if ends else ():
        whole = tight(text)
        if (
            whole.endswith(ends)
            or any(line.endswith(ends) for line in text.split("\n"))
            or any(label in whole for label in inside)
        ):
            found.append(path)
    return found


def _words(value: object) -> str:
    """The words of a long text, or of an opinion."""
    words = value.get("text") if isinstance(value, dict) else value
    return words if isinstance(words, str) else ""


def shifted(definition: FormDefinition, data: dict[str, Any]) -> list[str]:
    """The paths of items and people of whom a field says what another asks for, which has no such value (a gender as an office): all may have moved over."""
    found = []
    for asked in (spec for spec in definition.fields if spec.kind in _CLOSED):
        home, _, name = asked.path.rpartition(".")
        others = [spec for spec in definition.fields if spec.kind in _OPEN and spec.path.rpartition(".")[0] == home]
        for path, item in walk(data, home) if home else ():
            if isinstance(item, dict) and not _answers(item.get(name), asked) and _holds(item, others, asked):
                found.append(path)
    return found


def _holds(item: dict[str, Any], others: list[Field], asked: Field) -> bool:
    return any(_answers(item.get(spec.path.rpartition(".")[2]), asked) for spec in others)


def _answers(value: object, asked: Field) -> bool:
    """Whether *value* is a plain answer to what is *asked*."""
    if not isinstance(value, str) or not value:
        return False
    read = kind_of(asked).parse(value, asked)
    return read.value is not None and not read.faults
