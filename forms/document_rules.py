"""The rules of official documents: what must hold before anything is written. Named in definitions as those of ``forms.rules`` are.

Clauses are those of GB/T 9704-2012 《党政机关公文格式》. The patterns stand in ``vocabulary/documents.toml``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from forms.definition import FormDefinition, Rule
from forms.document_list_rules import LIST_RULES
from forms.document_privacy import PRIVACY_RULES
from forms.document_text import pattern
from forms.findings import Finding
from forms.levels import LEVELS, due_numbers, number_of
from forms.paths import get, walk
from forms.vocabulary import table

__all__ = ["DOCUMENT_RULES", "is_letter_number"]


def is_letter_number(number: Any) -> bool:
    """Whether *number* is a letter's (函), which has a format of its own (10.1)."""
    return isinstance(number, str) and table("documents")["letter"] in number.partition("〔")[0]


def _day(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _needed(rule: Rule, definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """``field`` isn't blank, a list or a group; ``unless``: paths one of which may stand for it."""
    others = rule.options.get("unless", ())
    if rule.field and all(get(data, path) in (None, "", [], {}) for path in (rule.field, *others)):
        group = definition.group_of.get(f"{rule.field}[]")
        label = group.labels[0] if group is not None and group.labels else rule.field
        yield Finding(path=rule.field, code="field.missing", details={"label": label})


def _document_number(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """A number of the shape of 7.2.5."""
    for path, value in walk(data, rule.field):
        if isinstance(value, str) and value and not pattern("number").fullmatch(value):
            yield Finding(path=path, code="document.number")


def _number_year(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """``date``: the path of the day whose year the number ``field`` bears."""
    value, day = get(data, rule.field), _day(get(data, str(rule.options.get("date", ""))))
    if isinstance(value, str) and day is not None and pattern("number").fullmatch(value) and str(day.year) not in value:
        yield Finding(path=rule.field, code="document.number_year", details={"year": day.year})


def _head_elements(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """Copy number, secrecy and urgency as 7.2.1 to 7.2.3 write them; nothing secret is disclosed."""
    for name in ("copy_number", "secrecy", "urgency"):
        value = data.get(name)
        if isinstance(value, str) and value and not pattern(name).fullmatch(value):
            yield Finding(path=name, code=f"document.{name}")
    above = [name for name in _OVER_THE_NUMBER if data.get(name)]
    if not data.get("doc_number"):
        yield from (Finding(path=name, code="document.headless") for name in above)
    elif is_letter_number(data["doc_number"]):
        yield from (Finding(path=name, code="document.not_in_letters") for name in ("signers",) if data.get(name))
    if data.get("secrecy") and table("documents")["disclosed"] in str(data.get("annotation") or ""):
        yield Finding(path="annotation", code="document.secret_disclosed")


_OVER_THE_NUMBER = ("copy_number", "secrecy", "urgency", "mark", "joint_issuers", "signers")
"""What stands in the head, which a document without a number hasn't."""


def _letter_imprint(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """A letter's imprint has neither printing organ nor date (10.1): they aren't printed."""
    if is_letter_number(data.get("doc_number")) and data.get(rule.field):
        yield Finding(path=rule.field, code="document.letter_imprint")


def _whole_imprint(rule: Rule, definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """An imprint of the general format, which ``with`` makes one of, names who prints: ``field`` (7.4.3)."""
    number = data.get("doc_number")
    if number and not is_letter_number(number) and data.get(str(rule.options.get("with"))) and not data.get(rule.field):
        spec = definition.field_of.get(rule.field)
        label = spec.labels[0] if spec is not None and spec.labels else rule.field
        yield Finding(path=rule.field, code="field.missing", details={"label": label})


def _together(rule: Rule, definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """``field`` and the path ``with`` are both there or neither is."""
    pair = (rule.field, str(rule.options.get("with", "")))
    blank = [get(data, path) in (None, "", [], {}) for path in pair]
    if all(pair) and blank[0] != blank[1]:
        missing = pair[blank.index(True)]
        spec, group = definition.field_of.get(missing), definition.group_of.get(f"{missing}[]")
        label = next((found.labels[0] for found in (spec, group) if found is not None and found.labels), missing)
        yield Finding(path=missing, code="field.missing", details={"label": label})


def _real_date(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """A day of the calendar, written as ISO."""
    for path, value in walk(data, rule.field):
        if isinstance(value, str) and value and (len(value) != 10 or _day(value) is None):
            yield Finding(path=path, code="date.impossible")


def _not_before(rule: Rule, definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """``than``: the path of the day that ``field`` may not lie before."""
    other = str(rule.options.get("than", ""))
    day, least = _day(get(data, rule.field)), _day(get(data, other))
    if day is not None and least is not None and day < least:
        spec = definition.field_of.get(other)
        label = spec.labels[0] if spec is not None and spec.labels else other
        yield Finding(path=rule.field, code="document.before", details={"other": label})


def _levels(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """Levels 0 to 4, whose numbers, where the text holds them, run as 7.3.3 has them."""
    body = [item if isinstance(item, Mapping) else {} for _, item in walk(data, rule.field)]
    for n, (item, due) in enumerate(zip(body, due_numbers(body), strict=True)):
        level, text = item.get("level"), item.get("text")
        if not isinstance(level, int) or not isinstance(text, str):
            continue
        if not 0 <= level < len(LEVELS):
            yield Finding(path=f"body[{n}].level", code="document.level")
        elif level and (found := number_of(text, level)) is not None and found != due:
            yield Finding(path=f"body[{n}].text", code="document.level_number", details={"expected": due})


def _levels_marked(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """No paragraph of level 0 begins with the number of a level, and no level is left out but the second (7.3.3)."""
    above = 0
    for n, (_, item) in enumerate(walk(data, rule.field)):
        level, text = (item.get("level"), item.get("text")) if isinstance(item, Mapping) else (None, None)
        if not isinstance(level, int) or not isinstance(text, str):
            continue
        if level == 0 and any(number_of(text, other) is not None for other in (1, 2, 3)):
            yield Finding(path=f"body[{n}].level", code="document.level_unmarked")
        if level > above + 1 and (above, level) not in {(1, 3), (0, 3)}:
            yield Finding(path=f"body[{n}].level", code="document.level_skipped")
        above = level or above


def _signed(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """A document is signed: where ``field`` isn't left out for the issuer but said to be blank, nobody's name stands over the date."""
    if rule.field in data and not data[rule.field] and not data.get("joint_issuers"):
        yield Finding(path=rule.field, code="document.unsigned")


DOCUMENT_RULES: dict[str, Callable[[Rule, FormDefinition, Mapping[str, Any]], Iterator[Finding]]] = {
    **LIST_RULES,
    **PRIVACY_RULES,
    "document_number": _document_number,
    "head_elements": _head_elements,
    "letter_imprint": _letter_imprint,
    "levels": _levels,
    "levels_marked": _levels_marked,
    "needed": _needed,
    "not_before": _not_before,
    "number_year": _number_year,
    "real_date": _real_date,
    "signed": _signed,
    "together": _together,
    "whole_imprint": _whole_imprint,
}
