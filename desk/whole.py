"""A record with its private values back in their places, for as long as it is being changed."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import Any

from desk.columns import now
from desk.errors import Invalid
from desk.models import Record
from desk.privacy import is_private, part
from desk.validity import faults as faults_of
from desk.vault import Vault
from forms.check import check
from forms.definition import Field, FormDefinition
from forms.kinds import kind_of
from forms.library import definition
from forms.paths import get, put, walk
from forms.record import FieldInfo
from forms.schema import schema
from forms.text import Origin

__all__ = ["Whole", "changed", "removed"]

Json = dict[str, Any]

_MOST = 500
"""Items of a list; a summary of a province has some 30."""


@dataclass(kw_only=True)
class Whole:
    """What a record holds, and what it is."""

    form: FormDefinition
    data: Json
    fields: dict[str, Json]
    issues: list[Json]
    leftovers: list[Any]
    before: Json
    """The data as they were."""
    purged: bool

    @classmethod
    def of(cls, record: Record, vault: Vault) -> Whole:
        """That of *record*."""
        data, fields = copy.deepcopy(record.data), copy.deepcopy(record.fields)
        for path, entry in vault.open(record.sealed).items():
            put(data, path, entry["value"])
            if path in fields:
                fields[path]["raw"] = entry["raw"]
        form = definition(record.form, record.edition)
        return cls(
            form=form,
            data=data,
            fields=fields,
            issues=list(record.issues),
            leftovers=list(record.leftovers),
            before=copy.deepcopy(data),
            purged=not record.sealed,
        )

    def check_again(self) -> None:
        """Runs the rules on the data as they are now; what the reader said of other values stays."""
        told = {(issue.code, issue.field) for issue in check(self.form, self.before, self._infos())}
        stays = [issue for issue in self.issues if (issue["code"], issue["field"]) not in told]
        kept = {(issue["code"], issue["field"]): issue["kept"] for issue in self.issues if issue.get("kept")}
        for found in check(self.form, self.data, self._infos()):
            if self.purged and is_private(self.form.id, self.form.edition, found.field):
                continue
            entry: Json = {
                "code": found.code,
                "severity": found.severity,
                "field": found.field,
                "message": found.message,
            }
            if (found.code, found.field) in kept:
                entry["kept"] = kept[found.code, found.field]
            stays.append(entry)
        self.issues = stays

    def _infos(self) -> dict[str, FieldInfo]:
        return {
            path: FieldInfo(raw=info.get("raw"), confidence=info.get("confidence", 1.0), origin=Origin())
            for path, info in self.fields.items()
        }

    def put_into(self, record: Record, vault: Vault) -> None:
        """Writes it back, the private values apart."""
        line = {
            "form": self.form.id,
            "edition": self.form.edition,
            "data": self.data,
            "fields": self.fields,
            "issues": self.issues,
            "leftovers": self.leftovers,
        }
        kept, secret = part(line)
        record.data, record.fields = kept["data"], kept["fields"]
        record.issues, record.leftovers = kept["issues"], kept["leftovers"]
        record.sealed = vault.seal(secret)


def _spec(form: FormDefinition, path: str) -> Field | None:
    return form.field_of.get(_pattern(path))


def _pattern(path: str) -> str:
    return re.sub(r"\[\d+\]", "[]", path)


def changed(whole: Whole, path: str, value: Any, by: str) -> tuple[Any, Any]:
    """Puts *value* at *path*; what stood there and what stands there now.

    Raises:
        Invalid: the form has no such field, or the value doesn't fit it.
    """
    if not re.fullmatch(r"[a-z_]+(\[\d{1,4}\])?(\.[a-z_]+(\[\d{1,4}\])?)*", path):
        raise Invalid("call.field", field="…")
    spec = _spec(whole.form, path)
    faults: list[Json] = []
    if spec is not None and isinstance(value, str):
        parsed = kind_of(spec).parse(value, spec)
        if not parsed.parts:
            value = parsed.value
            faults = [_fault(fault.code, fault.severity, path, dict(fault.details)) for fault in parsed.faults]
    before = copy.deepcopy(get(whole.data, path))
    known = _errors(whole)
    _reach(whole, path)
    try:
        put(whole.data, path, value)
    except TypeError as error:
        raise Invalid("call.field", field=path) from error
    if new := _errors(whole) - known:
        whole.data = copy.deepcopy(whole.before)
        where, keyword = min(new)
        raise Invalid("call.value" if keyword != "additionalProperties" else "call.field", field=where or path)
    info = whole.fields.get(path, {"raw": None, "page": None, "bbox": None, "cell": None, "method": "text"})
    whole.fields[path] = {
        **info,
        "confidence": 1.0,
        "confirmed": {"by": by, "at": now().isoformat()},
        "corrected": True,
    }
    whole.issues = [issue for issue in whole.issues if issue["field"] != path] + faults
    return before, value


def _fault(code: str, severity: str, path: str, details: Json) -> Json:
    from forms.messages import message

    return {"code": code, "severity": severity, "field": path, "message": message(code, **details)}


def _reach(whole: Whole, path: str) -> None:
    """Refuses a place behind the end of a list, but for the next."""
    for found in re.finditer(r"\[(\d+)\]", path):
        held = get(whole.data, path[: found.start()])
        count = len(held) if isinstance(held, list) else 0
        if int(found[1]) > count or int(found[1]) >= _MOST:
            raise Invalid("call.field", field=path)


def _errors(whole: Whole) -> set[tuple[str, str]]:
    """Where the data aren't of the form's shape, and how; the values themselves stay out of it."""
    return set(faults_of({**schema(whole.form), "$id": "urn:fubiao"}, whole.data))


def removed(whole: Whole, path: str) -> tuple[Any, Any]:
    """Takes the list item at *path* out; what it was. The items behind it move up with all that is known of them.

    Raises:
        Invalid: no list item stands there.
    """
    found = re.fullmatch(r"(.+)\[(\d{1,4})\]", path)
    items = get(whole.data, found[1]) if found else None
    if not found or not isinstance(items, list) or int(found[2]) >= len(items):
        raise Invalid("call.field", field="…")
    gone = items.pop(int(found[2]))
    whole.fields = {new: info for old, info in whole.fields.items() if (new := _moved(old, found[1], int(found[2])))}
    whole.issues = [
        {**issue, "field": new}
        for issue in whole.issues
        if (new := _moved(issue["field"], found[1], int(found[2]))) is not None
    ]
    shown = copy.deepcopy(gone)
    for pattern in (field.path for field in whole.form.fields if field.private):
        inner = pattern.removeprefix(f"{_pattern(path)}.")
        if inner != pattern and isinstance(shown, dict):
            for place, value in list(walk(shown, inner)):
                if value is not None:
                    put(shown, place, None)
    return shown, None


def _moved(path: str, items: str, index: int) -> str | None:
    """*path* after the item *index* of the list *items* was taken out; None where it was in it."""
    found = re.match(re.escape(items) + r"\[(\d+)\]", path)
    if found is None or int(found[1]) < index:
        return path
    if int(found[1]) == index:
        return None
    return f"{items}[{int(found[1]) - 1}]{path[found.end() :]}"
