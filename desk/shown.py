"""A record as the page for reviewing shows it: its values in the form's order, each with its label, doubt, place on the page, and issues."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from desk.models import Record
from desk.outcome import DOUBTFUL
from desk.privacy import is_private
from forms.definition import Field, FormDefinition
from forms.errors import UnknownName
from forms.library import definition
from forms.messages import message, texts
from forms.paths import leaves
from forms.vocabulary import options

__all__ = ["Group", "Value", "form_name", "groups", "label", "text_of"]

_LONG = ("narrative", "opinion")
_FROM_LISTS = {"gender": "gender", "ethnicity": "ethnicity", "province": "province"}
_PART_LABELS = {"text": "", "date": "opinion.date_label", "sealed": "opinion.sealed_label"}


@dataclass(kw_only=True)
class Value:
    """One value of a record. ``level`` is ``low``, ``mid`` or ``sure``; ``box`` and ``cell`` are written as the page's script takes them."""

    number: int
    path: str
    label: str
    text: str
    level: str
    doubtful: bool
    raw: str = ""
    page: int | None = None
    box: str = ""
    cell: str = ""
    private: bool = False
    held: bool = False
    options: tuple[str, ...] = ()
    long: bool = False
    confirmed: str = ""
    issues: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Lines of the box for a long text."""
        return min(8, max(2, self.text.count("\n") + len(self.text) // 30 + 1))


@dataclass(frozen=True, kw_only=True)
class Group:
    """Values that belong together, under what the form calls them."""

    label: str
    values: tuple[Value, ...]


def form_name(form: str, edition: str) -> str:
    """What clerks call the form in short, for lists where many stand under one another; its title where there is no short name."""
    short = texts("form_name").get(form)
    if short:
        return short
    try:
        return re.sub(r"^\d{4}年度?", "", definition(form, edition or None).title)
    except UnknownName:
        return form


def _definition(form: str, edition: str) -> FormDefinition | None:
    try:
        return definition(form, edition or None)
    except UnknownName:
        return None


def _spec(form: FormDefinition, path: str) -> tuple[Field | None, str]:
    """The field at a concrete path, and the name of the part of it that the path means."""
    pattern = re.sub(r"\[\d+\]", "[]", path)
    if pattern in form.field_of:
        return form.field_of[pattern], ""
    above, _, part = pattern.rpartition(".")
    if above in form.field_of:
        return form.field_of[above], part
    for spec in form.fields:
        home = spec.path.rpartition(".")[0]
        if part in spec.parts and home == above:
            return spec, ""
    return None, ""


def label(path: str, form: str, edition: str) -> str:
    """What the form calls the value or the list at *path*, with the number of its row; the path itself where the form doesn't say."""
    found = _definition(form, edition)
    if found is None or not path:
        return path
    spec, part = _spec(found, path)
    home = found.home(re.sub(r"\[\d+\]", "[]", path)) if spec else None
    words = [home.labels[0]] if home is not None and home.labels else []
    words += [spec.labels[0]] if spec is not None and spec.labels else []
    if spec is None:
        words = [
            group.labels[0]
            for group in found.groups
            if group.path.removesuffix("[]") == re.sub(r"\[\d+\]", "[]", path).removesuffix("[]") and group.labels
        ]
    if _PART_LABELS.get(part):
        words.append(message(_PART_LABELS[part]))
    rows = [int(number) + 1 for number in re.findall(r"\[(\d+)\]", path)]
    told = " ".join(dict.fromkeys(words)) or path
    return f"{told}（{'.'.join(map(str, rows))}）" if rows else told


def groups(record: Record, held: Iterable[str] = ()) -> tuple[list[Group], list[Mapping[str, Any]]]:
    """The values of *record* by what the form puts together, and the issues that are about no single value. *held* are private paths with a value."""
    form = _definition(record.form, record.edition)
    issues: dict[str, list[Mapping[str, Any]]] = {}
    for issue in record.issues:
        issues.setdefault(issue["field"], []).append(issue)
    secret = set(held)
    found: dict[str, list[Value]] = {}
    for number, (path, value) in enumerate(leaves(record.data)):
        found.setdefault(_group_of(form, path), []).append(
            _value(record, form, number, path, value, issues.pop(path, []), secret)
        )
    whole = [issue for some in issues.values() for issue in some]
    return [Group(label=name, values=tuple(values)) for name, values in found.items()], whole


def _group_of(form: FormDefinition | None, path: str) -> str:
    if form is None:
        return ""
    row = re.match(r"(.*\[\d+\])", path)
    pattern = re.sub(r"\[\d+\]", "[]", path)
    spec, _ = _spec(form, path)
    home = form.home(spec.path if spec else pattern)
    if row:
        list_path = re.sub(r"\[\d+\]", "[]", row[1])
        names = [group.labels[0] for group in form.groups if group.path == list_path and group.labels]
        numbers = ".".join(str(int(n) + 1) for n in re.findall(r"\[(\d+)\]", row[1]))
        return f"{names[0] if names else ''} {numbers}".strip()
    return home.labels[0] if home is not None and home.labels else ""


def _value(
    record: Record,
    form: FormDefinition | None,
    number: int,
    path: str,
    value: Any,
    issues: list[Mapping[str, Any]],
    secret: set[str],
) -> Value:
    info = record.fields.get(path, {})
    spec, part = _spec(form, path) if form is not None else (None, "")
    private = is_private(record.form, record.edition, path)
    confidence = info.get("confidence", 1.0)
    confirmed = info.get("confirmed")
    open_issues = [one for one in issues if one["severity"] != "info" and not one.get("kept")]
    doubtful = not confirmed and (confidence < DOUBTFUL or bool(open_issues))
    level = "sure"
    if doubtful:
        level = "low" if confidence < 0.6 or any(one["severity"] == "error" for one in open_issues) else "mid"
    box, cell = info.get("bbox"), info.get("cell")
    text = text_of(value)
    own = re.sub(r"^.*\[\d+\]\.?", "", path)
    short = spec.labels[0] if spec is not None and spec.labels else own or path
    if _PART_LABELS.get(part):
        short = message(_PART_LABELS[part])
    inner = form.home(spec.path) if form is not None and spec is not None else None
    if inner is not None and inner.labels and "[]." in inner.path and not inner.many:
        short = f"{inner.labels[0]} {short}"
    return Value(
        number=number,
        path=path,
        label=short,
        text=text,
        level=level,
        doubtful=doubtful,
        raw=str(info.get("raw") or "") if not private else "",
        page=info.get("page"),
        box=",".join(f"{edge:.1f}" for edge in box) if box else "",
        cell=",".join(map(str, cell)) if cell else "",
        private=private,
        held=path in secret,
        options=_choices(spec, part),
        long=spec is not None and spec.kind in _LONG and part in ("", "text"),
        confirmed=f"{confirmed['by'] or '…'} {confirmed['at'][:16]}" if confirmed else "",
        issues=issues,
    )


def _choices(spec: Field | None, part: str) -> tuple[str, ...]:
    if part == "sealed":
        return (message("desk.yes"), message("desk.no"))
    if part or spec is None:
        return ()
    if spec.options:
        return tuple(option.value for option in spec.options)
    vocabulary = _FROM_LISTS.get(spec.kind)
    return tuple(option.value for option in options(vocabulary)) if vocabulary else ()


def text_of(value: Any) -> str:
    """A value as the page's boxes hold it."""
    if value is None:
        return ""
    if value is True or value is False:
        return message("desk.yes" if value else "desk.no")
    return str(value)
