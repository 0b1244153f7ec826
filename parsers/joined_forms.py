"""One form told in two: each under the same title, with the same values outside lists, and each with lists that the other lacks, as on two sheets of a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.record import Record

__all__ = ["are_one"]


def are_one(first: Record, second: Record) -> bool:
    """Whether two records that follow one another are one form: nothing that one says is said otherwise by the other, and each has items that the other lacks."""
    if (first.form, first.edition) != (second.form, second.edition):
        return False
    lists = {name for name, value in first.data.items() if isinstance(value, list)}
    ours = {name for name in lists if first.data[name]}
    theirs = {name for name in lists if second.data.get(name)}
    told = {name: value for name, value in first.data.items() if name not in lists}
    said = {name: second.data.get(name) for name in told}
    return bool(ours and theirs) and ours.isdisjoint(theirs) and _agree(told, said) and _says_something(told, said)


def _agree(one: Any, other: Any) -> bool:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return all(_agree(value, other.get(name)) for name, value in one.items())
    return one is None or other is None or one == other


def _says_something(one: Any, other: Any) -> bool:
    """Whether both say any one thing alike: without that, nothing ties them together."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return any(_says_something(value, other.get(name)) for name, value in one.items())
    return one is not None and one == other
