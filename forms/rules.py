"""The rules that a definition may name: checks of several values of one form against each other.

Each takes the rule and the form's data and gives findings on concrete paths. The arguments stand in ``Rule.options``: in the
definition they are the keys beside ``name``, ``field`` and ``severity``. A value that is missing, or that isn't of its kind's type and
so has an issue already, is no finding.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from forms.chinese import fold
from forms.definition import FormDefinition, Rule
from forms.document_rules import DOCUMENT_RULES
from forms.errors import InvalidDefinition
from forms.findings import Finding
from forms.paths import bind, get, walk
from forms.places import level
from forms.vocabulary import table

__all__ = ["RULES", "Finding", "findings"]


RuleFunction = Callable[[Rule, FormDefinition, Mapping[str, Any]], Iterator[Finding]]


def findings(rule: Rule, definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """What *rule* finds in *data*.

    Raises:
        InvalidDefinition: there is no such rule.
    """
    if rule.name not in RULES:
        where = f"{definition.edition}/{definition.id}: rule"
        raise InvalidDefinition("definition.invalid", where=where, reason=f"no rule is called {rule.name}")
    yield from RULES[rule.name](rule, definition, data)


def _argument(rule: Rule, key: str) -> tuple[str, ...]:
    """The paths under *key* of the rule, given as one or as a list."""
    given = rule.options.get(key, ())
    return (given,) if isinstance(given, str) else tuple(given)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _sum(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """``of``: the paths whose numbers must add up to ``field``, each within the same list item as it."""
    for path, total in walk(data, rule.field):
        addends = [
            value for part in _argument(rule, "of") for _, value in walk(data, bind(part, path)) if value is not None
        ]
        if not _is_number(total) or not all(map(_is_number, addends)) or (not addends and total == 0):
            continue
        expected = sum((Decimal(str(value)) for value in addends), Decimal(0))
        if expected != Decimal(str(total)):
            yield Finding(
                path=path, code="sum.differs", details={"found": total, "expected": f"{expected.normalize():f}"}
            )


def _items(data: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    """The values at *path*; those of a list of plain values one by one."""
    for found, value in walk(data, path):
        if isinstance(value, list):
            yield from ((f"{found}[{i}]", item) for i, item in enumerate(value))
        else:
            yield found, value


def _list_of(path: str) -> str:
    """The concrete list that a path's last index counts in."""
    return path[: path.rfind("[")]


def _unique(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """No two items of one list have the same ``field``."""
    seen: dict[tuple[str, str], int] = {}
    rows: dict[str, int] = {}
    for path, value in _items(data, rule.field):
        of = _list_of(path)
        rows[of] = rows.get(of, 0) + 1
        if value is None or not fold(str(value)):
            continue
        key = (of, fold(str(value)))
        if key in seen:
            yield Finding(path=path, code="unique.repeated", details={"row": seen[key]})
        else:
            seen[key] = rows[of]


def _sequence(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """The numbers of one list run 1, 2, 3…; a break is told where it is, not again on every row behind it."""
    following: dict[str, int] = {}
    rows: dict[str, int] = {}
    for path, value in walk(data, rule.field):
        of = _list_of(path)
        rows[of] = rows.get(of, 0) + 1
        expected = following.get(of, 1)
        if isinstance(value, int) and value not in (expected, rows[of]):
            yield Finding(path=path, code="sequence.differs", details={"expected": expected})
        following[of] = (value if isinstance(value, int) else expected) + 1


def _label(definition: FormDefinition, path: str) -> str:
    """What the form calls the value at *path*."""
    spec = definition.field_of.get(path)
    group = definition.home(path)
    labels = [
        group.labels[0] if group is not None and group.labels else "",
        spec.labels[0] if spec and spec.labels else "",
    ]
    return " ".join(dict.fromkeys(label for label in labels if label)) or path


def _compared(rule: Rule, definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    for path, value in walk(data, rule.field):
        for other in _argument(rule, "with"):
            against = get(data, bind(other, path)) if "[]" not in bind(other, path) else None
            if value is not None and against is not None:
                yield path, _label(definition, other), fold(str(value)) == fold(str(against))


def _distinct(rule: Rule, definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """``with``: paths whose values must differ from that of ``field``."""
    for path, other, same in _compared(rule, definition, data):
        if same:
            yield Finding(path=path, code="distinct.same", details={"other": other})


def _same(rule: Rule, definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """``with``: paths whose values must be that of ``field``."""
    for path, other, same in _compared(rule, definition, data):
        if not same:
            yield Finding(path=path, code="same.differs", details={"other": other})


def _at_most(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """``limit``: the path of the number in the same list item that ``field`` may not exceed."""
    for limit in _argument(rule, "limit"):
        for path, value in walk(data, rule.field):
            most = get(data, bind(limit, path))
            if _is_number(value) and _is_number(most) and value > most:
                yield Finding(path=path, code="at_most.over", details={"found": value, "limit": most})


def _max_items(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """``max``: how many items the list ``field`` may hold."""
    for path, items in walk(data, rule.field.removesuffix("[]")):
        if isinstance(items, list) and len(items) > int(rule.options["max"]):
            yield Finding(
                path=path, code="max_items.over", details={"found": len(items), "limit": int(rule.options["max"])}
            )


def _date_in_year(rule: Rule, definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """The date is of the year ``year``, by default the edition's, or of the next."""
    year = rule.options.get("year", definition.year)
    for path, value in walk(data, rule.field):
        try:
            date = dt.date.fromisoformat(value)
        except (TypeError, ValueError):
            continue
        if year is not None and date.year not in (int(year), int(year) + 1):
            yield Finding(path=path, code="date.other_year", details={"year": year})


def _type_agrees(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """``with``: the path of the region's name whose level the type ``field`` must be; only names that leave no doubt are judged."""
    levels = table("areas")["levels"]
    for path, value in walk(data, rule.field):
        for other in _argument(rule, "with"):
            name = get(data, bind(other, path))
            found = level(name) if isinstance(name, str) and value in levels.values() else None
            if found is not None and levels[found] != value:
                yield Finding(path=path, code="type_agrees.differs", details={"expected": levels[found]})


def _at_level(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """``level`` (``city``, ``county``): what the names at ``field`` are; ``with``: the lists that one of another level may belong to.

    Only names that leave no doubt are judged. What is said of the name is said of its list and of those, since it may stand in the wrong one.
    """
    levels = table("areas")["levels"]
    wanted = str(rule.options.get("level"))
    told: dict[str, Finding] = {}
    for path, name in walk(data, rule.field):
        found = level(name) if isinstance(name, str) else None
        if found is None or found == wanted or wanted not in levels:
            continue
        details = {"found": levels[found], "expected": levels[wanted]}
        lists = [_list_of(path), *(bind(other, path) for other in _argument(rule, "with"))]
        for place in (path, *lists):
            told.setdefault(place, Finding(path=place, code="at_level.differs", details=details))
    yield from told.values()


def _as_printed(rule: Rule, definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """What the form itself prints at ``field`` stands there unchanged: as many items, each with the printed words and numbers."""
    printed = definition.preset.get(rule.field)
    if printed is not None and data.get(rule.field):
        yield from _differing(printed, data[rule.field], rule.field)


def _differing(printed: Any, found: Any, path: str) -> Iterator[Finding]:
    if isinstance(printed, Mapping):
        for name, one in printed.items():
            yield from _differing(one, found.get(name) if isinstance(found, Mapping) else None, f"{path}.{name}")
    elif isinstance(printed, list | tuple) and isinstance(found, list):
        if len(printed) != len(found):
            yield Finding(path=path, code="value.printed")
        for number, (one, other) in enumerate(zip(printed, found, strict=False)):
            yield from _differing(one, other, f"{path}[{number}]")
    elif printed is not None and fold(str(printed)) != fold(str(found)):
        yield Finding(path=path, code="value.printed")


RULES: dict[str, RuleFunction] = {
    "as_printed": _as_printed,
    "sum": _sum,
    "unique": _unique,
    "sequence": _sequence,
    "distinct": _distinct,
    "same": _same,
    "at_most": _at_most,
    "max_items": _max_items,
    "date_in_year": _date_in_year,
    "type_agrees": _type_agrees,
    "at_level": _at_level,
    **DOCUMENT_RULES,
}
