"""Whether a value is of the shape that a JSON schema says, told by place and rule: the value itself stays out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema_rs import validator_for

__all__ = ["faults", "fits"]


def faults(schema: Mapping[str, Any], value: Any) -> Iterator[tuple[str, str]]:
    """Where *value* isn't of the shape, with dots between the steps, and which rule of the schema it breaks there."""
    for error in validator_for(dict(schema)).iter_errors(value):
        yield ".".join(map(str, error.instance_path)), str(error.kind.name)


def fits(schema: Mapping[str, Any], value: Any) -> bool:
    """Whether *value* is of the shape."""
    return bool(validator_for(dict(schema)).is_valid(value))
