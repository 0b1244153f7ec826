"""Paths into a record: ``leader.mobile``, ``regions[0].person.name``, and with ``[]`` for every item of a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

__all__ = ["bind", "get", "leaves", "parent", "put", "walk"]

Step = str | int | None
"""A key, an index, or None for every item."""

_STEP = re.compile(r"\.?([^.\[\]]+)|\[([0-9]*)\]")


@lru_cache(maxsize=4096)
def _steps(path: str) -> tuple[Step, ...]:
    steps: list[Step] = []
    position = 0
    while position < len(path):
        found = _STEP.match(path, position)
        if found is None:
            raise ValueError(f"not a path: {path!r}")
        steps.append(found[1] if found[1] is not None else int(found[2]) if found[2] else None)
        position = found.end()
    return tuple(steps)


def _joined(path: str, step: str | int) -> str:
    if isinstance(step, int):
        return f"{path}[{step}]"
    return f"{path}.{step}" if path else step


def get(data: Any, path: str, default: Any = None) -> Any:
    """The value at the concrete *path*; *default* where nothing is."""
    for step in _steps(path):
        here = (
            isinstance(step, int) and step < len(data)
            if isinstance(data, list)
            else isinstance(data, dict) and step in data
        )
        if not here:
            return default
        data = data[step]
    return data


def walk(data: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every concrete path that *path* stands for, with its value; None where an existing item lacks the key.

    A list that is empty or missing gives nothing, and so does a part that isn't of the path's shape.
    """
    found: list[tuple[str, Any]] = [("", data)]
    for step in _steps(path):
        found = [child for done, value in found for child in _children(value, step, done)]
    return iter(found)


def _children(data: Any, step: Step, done: str) -> Iterable[tuple[str, Any]]:
    if isinstance(step, str):
        if data is None or isinstance(data, dict):
            return ((f"{done}.{step}" if done else step, data.get(step) if data else None),)
    elif isinstance(data, list):
        if step is None:
            return [(f"{done}[{i}]", item) for i, item in enumerate(data)]
        if step < len(data):
            return ((f"{done}[{step}]", data[step]),)
    return ()


def bind(path: str, concrete: str) -> str:
    """*path* with the indexes of *concrete* in the lists that both are in (``a[].b[].c`` and ``a[1].d`` give ``a[1].b[].c``)."""
    bound, same = "", True
    given = _steps(concrete)
    for i, own in enumerate(_steps(path)):
        there = given[i] if same and i < len(given) else None
        step = there if own is None and isinstance(there, int) else own
        same = same and step == there and step is not None
        bound = f"{bound}[]" if step is None else _joined(bound, step)
    return bound


def put(data: dict[str, Any], path: str, value: Any) -> None:
    """Set *value* at the concrete *path*, making the objects and list items on the way. Items skipped over are empty objects."""
    steps = _steps(path)
    if not steps or None in steps:
        raise ValueError(f"not a concrete path: {path!r}")
    here: Any = data
    for step, following in zip(steps, (*steps[1:], None), strict=True):
        last = following is None
        fresh: Any = value if last else [] if isinstance(following, int) else {}
        if isinstance(here, list):
            if not isinstance(step, int):
                raise TypeError(f"a list stands where {path!r} has a key")
            while len(here) <= step:
                here.append({})
            if last or not isinstance(here[step], dict | list) or (isinstance(following, int) and here[step] == {}):
                here[step] = fresh
        elif isinstance(step, int):
            raise TypeError(f"no list stands where {path!r} has an index")
        elif last or not isinstance(here.get(step), dict | list):
            here[step] = fresh
        here = here[step]


def leaves(data: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that is no object and no list, with its concrete path."""
    if isinstance(data, dict):
        for key, child in data.items():
            yield from leaves(child, _joined(path, key))
    elif isinstance(data, list):
        for i, child in enumerate(data):
            yield from leaves(child, _joined(path, i))
    else:
        yield path, data


def parent(path: str) -> str:
    """The path one step up; "" for a path of one step."""
    return path[: max(path.rfind("."), path.rfind("["), 0)]
