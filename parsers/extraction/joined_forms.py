"""One form told in two: each under the same title, with the same values outside lists, and each with lists that the other lacks, or whose numbers run on.

So it is with two sheets of a workbook, with two pages of which each has the whole head, and with a sheet for each city of which only the first has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from forms.definition import FormDefinition
from forms.record import Record

__all__ = ["are_one"]


def are_one(first: Record, second: Record, definition: FormDefinition) -> bool:
    """Whether two records that follow one another are one form of *definition*.

    They are if nothing that one says is said otherwise by the other, and each has items that the other lacks, in lists of its own or with numbers that run on.
    """
    if (first.form, first.edition) != (second.form, second.edition):
        return False
    lists = {name for name, value in first.data.items() if isinstance(value, list)}
    ours = {name for name in lists if first.data[name]}
    theirs = {name for name in lists if second.data.get(name)}
    told = {name: value for name, value in first.data.items() if name not in lists}
    said = {name: second.data.get(name) for name in told}
    if not (ours and theirs) or not _agree(told, said):
        return False
    if not _says_something(told, said) and not (_is_silent(said) and ours == theirs):
        return False
    return all(_run_on(first.data[name], second.data[name], _number_of(name, definition)) for name in ours & theirs)


def _is_silent(said: Any) -> bool:
    """Whether a further table tells nothing outside its lists: all of these must run on then."""
    return all(map(_is_silent, said.values())) if isinstance(said, Mapping) else said in (None, "")


def _number_of(name: str, definition: FormDefinition) -> str:
    """The key of the running number that items of the list *name* have; none where they have no number."""
    numbers = [
        field.path.rpartition(".")[2]
        for field in definition.fields
        if field.kind == "ordinal" and field.path.rpartition(".")[0] == f"{name}[]"
    ]
    return numbers[0] if len(numbers) == 1 else ""


def _run_on(items: Sequence[Mapping[str, Any]], further: Sequence[Mapping[str, Any]], number: str) -> bool:
    """Whether the first of *further* has the number behind the last of *items*."""
    last, first = items[-1].get(number), further[0].get(number)
    return isinstance(last, int) and first == last + 1


def _agree(one: Any, other: Any) -> bool:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return all(_agree(value, other.get(name)) for name, value in one.items())
    return one is None or other is None or one == other


def _says_something(one: Any, other: Any) -> bool:
    """Whether both say any one thing alike: without that, nothing ties them together."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return any(_says_something(value, other.get(name)) for name, value in one.items())
    return one is not None and one == other
