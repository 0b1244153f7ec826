"""A record being put together from finds: one value a field, an issue for every doubt, nothing left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from forms.definition import Field, FormDefinition
from forms.kinds import Fault, Parsed, kind_of
from forms.paths import get, put, walk
from forms.record import FieldInfo, Issue
from forms.text import Origin, Text
from parsers.extraction.labels import FIRM, words
from parsers.extraction.misread import Misgivings
from parsers.extraction.placing import Find
from parsers.extraction.reading import DOUBTFUL, read_find
from parsers.extraction.skeleton import fill_lists, skeleton
from parsers.extraction.strayed import run_on, shifted
from parsers.legible import is_legible

__all__ = ["Assembly"]

_SEVERAL = "name.several"

_MISPLACED = frozenset(
    {
        "mobile.invalid",
        "phone.invalid",
        "email.invalid",
        "gender.unknown",
        "ethnicity.unknown",
        "count.invalid",
        "year.invalid",
        "ordinal.invalid",
        "name.unlikely",
        "name.number",
        "text.contact",
        "choice.unknown",
    }
)
"""What is said of a value that may belong to another field."""

_INDEX = re.compile(r"\[[0-9]+\]")

_EXACT = 0.9
"""From this on a label is one to the letter, or all but."""

_HARDLY = 0.6
"""Below this a text was hardly seen: what is a name in it, and what parts two, may be dirt."""

_SURE = 0.9
"""Confidence from which on a text isn't in doubt."""

_MANY = 4
"""Items with fewer values may well have but one."""


class Assembly:
    """A record being put together."""

    def __init__(self, definition: FormDefinition) -> None:
        self.definition = definition
        self.data: dict[str, Any] = skeleton(definition)
        self.fields: dict[str, FieldInfo] = {}
        self.issues: list[Issue] = []
        self._found: dict[str, list[tuple[Find, Field, Parsed]]] = {}
        self._misgivings = Misgivings(definition)
        self._people = {spec.path.rpartition(".")[0] for spec in definition.fields if spec.kind == "person"} - {""}
        self._said: set[tuple[str, str]] = set()
        self._misplaced: dict[str, list[str]] = {}
        self._landlines: list[str] = []
        self._homes: dict[str, dict[str, Any]] = {"": self.data}
        self._cells: list[tuple[tuple[int, int, int], str, str]] = []
        """Where the values of one cell each stand: cell, kind, path."""

    def add(self, find: Find) -> None:
        spec = self.definition.field_of[find.path]
        self._found.setdefault(find.concrete, []).append((find, spec, read_find(find, spec)))

    def issue(self, code: str, path: str, severity: Any, origin: Origin | None, **details: object) -> None:
        if (code, path) not in self._said:
            self._said.add((code, path))
            self.issues.append(Issue.of(code, path, severity, origin, **details))

    def settle(self) -> None:
        """Writes every value found into the record; where a field has several, the first, with an issue."""
        for path, found in self._found.items():
            written = [entry for entry in found if entry[2].value not in (None, [], "") or entry[2].faults]
            firm = [entry for entry in written if entry[0].certainty >= FIRM]
            if max((entry[0].certainty for entry in firm), default=1.0) < _EXACT:
                firm = (
                    written  # a label that lost some of its characters is no better than what is doubted for its place
                )
            written = firm or written
            if any(
                entry[0].text.origin.cell is not None for entry in written
            ):  # a cell's, before what a text around says
                written.sort(key=lambda entry: entry[0].text.origin.cell is None)
            find, spec, parsed = written[0] if written else found[0]
            values = []
            for entry in written:
                if entry[2].value not in values:
                    values.append(entry[2].value)
            if spec.kind == "names" and len(values) > 1:
                parsed = Parsed(
                    value=[name for value in values for name in value or ()],
                    confidence=DOUBTFUL,
                    faults=tuple({fault.code: fault for entry in written for fault in entry[2].faults}.values()),
                )
            elif len(values) > 1 and (joined := _continued(written)) is not None:
                find = replace(find, text=joined)
                parsed, values = read_find(find, spec), values[:1]
            elif len(values) > 1:
                self.issue("field.several", path, "warning", find.text.origin)
                if "[" in path:
                    self.issue("list.unclear", path.partition("[")[0], "warning", find.text.origin)
                elif path.rpartition(".")[0] in self._people:
                    # Whatever else is said of the person may be said of another: their label may be lost.
                    self.issue("row.several", path.rpartition(".")[0], "warning", find.text.origin)
            if spec.kind == "names" and parsed.value:
                self._doubt_names(path, parsed.value, written)
            self._write(path, find, spec, parsed, 0.5 if len(values) > 1 and spec.kind != "names" else 1.0)
            if find.text.origin.cell is not None and not parsed.parts:
                self._cells.append((find.text.origin.cell, spec.kind, path))
        self._resolve_dittos()
        self._doubt_swapped()
        self._doubt_strayed()
        fill_lists(self.definition, self.data)
        self._doubt_items()
        for spec in self.definition.fields:
            if spec.derive and self.data.get(spec.path) is None:
                self._derive(spec)

    def _doubt_strayed(self) -> None:
        """Texts that two fields' cells became, and values that stand under a neighbour's label."""
        for path in run_on(self.definition, self.data):
            self.issue("value.labelled", path, "warning", None)
        for path in shifted(self.definition, self.data):
            self.issue("row.shifted", path, "warning", None)

    def _resolve_dittos(self) -> None:
        """Puts in the place of a 同上 what stands over it, where that is of its kind; the doubt stays."""
        above: dict[tuple[int, int], tuple[str, str]] = {}
        for (table, _, column), kind, path in sorted(self._cells):
            said, source = above.get((table, column), ("", ""))
            above[table, column] = kind, path
            value = get(self.data, source) if ("value.same", path) in self._said and said == kind else None
            if isinstance(value, str) and value not in words()["same"]:
                put(self.data, path, value)
                self.fields[path] = replace(self.fields[path], confidence=DOUBTFUL)

    def _doubt_items(self) -> None:
        """An item of which several values are not of their kinds, or that is little but a name, may be none: so may others be missing."""
        for item, paths in self._misplaced.items():
            if len(set(paths)) > 1:
                self.issue("row.odd", item.partition("[")[0], "warning", None)
        people = [path.removesuffix("[]") for path in sorted(self._people) if path.endswith("[]")]
        if any(not self.data.get(path) for path in people):
            for path in (path for path in people if len(self.data.get(path) or ()) > 1):
                # All are of one group and none of the other: its name may be lost.
                self.issue("list.unclear", path, "warning", None)
        for group in self.definition.groups:
            if group.many and group.path.count("[]") == 1 and not group.key:
                for _, item in walk(self.data, group.path):
                    said = [value for value in _values(item) if value not in (None, "", [])]
                    if len(said) == 1 and len(list(_values(item))) >= _MANY:
                        self.issue("row.odd", group.path.removesuffix("[]"), "warning", None)

    def _doubt_names(self, path: str, names: list[str], written: list[tuple[Find, Field, Parsed]]) -> None:
        """What speaks against a list of *names*: their words, and how they were found."""
        for code in self._misgivings.list_codes(names):
            self.issue(code, path, "warning", None)
        apart = len({entry[0].text.origin.cell is None for entry in written}) > 1
        several = sum(len(entry[2].value or ()) > 1 for entry in written)
        mixed = 0 < several * 2 < len(written)  # cells of one name each, but for a few
        hardly = any(entry[0].text.confidence < _HARDLY for entry in written)  # how many names, nobody saw
        if apart or mixed or hardly or any(entry[0].certainty < FIRM for entry in written):
            self.issue("list.unclear", path, "warning", written[0][0].text.origin)
        elif any(entry[0].text.confidence < _SURE for entry in written):
            # The whole list has one confidence: which name is in doubt, nobody would look for there.
            self.issue("list.unsure", path, "warning", written[0][0].text.origin)

    def _write(self, path: str, find: Find, spec: Field, parsed: Parsed, certainty: float) -> None:
        certainty = min(certainty, find.text.confidence, 1.0 if find.certainty >= 0.85 else DOUBTFUL)
        if find.text.origin.method == "ocr" and not is_legible(str(parsed.value or ""), spec.kind):
            certainty = min(certainty, DOUBTFUL)
        base = path.rpartition(".")[0]
        if parsed.parts and spec.parts:
            targets = {
                (f"{base}.{part}" if base else part): parsed.parts[part] for part in spec.parts if part in parsed.parts
            }
            targets = {part: one for part, one in targets.items() if not self._stands_apart(part, one.value, find)}
        elif parsed.parts:
            targets = {f"{path}.{part}": one for part, one in parsed.parts.items()}
        elif spec.parts:
            targets = {(f"{base}.{part}" if base else part): Parsed(value=None) for part in spec.parts}
        else:
            targets = {path: parsed}
        for target, one in targets.items():
            home, _, name = target.rpartition(".")
            self._home(home)[name] = one.value
            origin = find.text.origin
            if one.method is not None and one.method != origin.method:
                origin = Origin(page=origin.page, box=origin.box, cell=origin.cell, method=one.method)
            if one.value is not None or one.faults:
                raw = find.text.value if find.text.value.strip() else None
                self.fields[target] = FieldInfo(raw=raw, confidence=min(certainty, one.confidence), origin=origin)
            if isinstance(one.value, str):
                self._doubt_said(one.value, spec, target, origin)
            for fault in one.faults:
                self._fault(fault, target, origin)
                if fault.code == _SEVERAL and "." in path:
                    # Two people in one cell: what else the row says may be about either.
                    self.issue(
                        "row.several",
                        path.split("[", maxsplit=1)[0] if "[" in path else path.rpartition(".")[0],
                        "warning",
                        origin,
                    )
            for note in find.text.notes:
                if one.value is not None:
                    self.issue(note, target, "warning", origin)
        if parsed.parts:
            for fault in parsed.faults:
                self._fault(fault, path, find.text.origin)

    def _stands_apart(self, part: str, value: Any, find: Find) -> bool:
        """Whether a *part* of a composite value was found in a place of its own; one that says something else there is told."""
        told = [parsed.value for _, _, parsed in self._found.get(part, ()) if parsed.value is not None]
        if told and value is not None and value not in told:
            self.issue("field.several", part, "warning", find.text.origin)
        return bool(told)

    def _doubt_said(self, value: str, spec: Field, path: str, origin: Origin) -> None:
        for code in self._misgivings.codes(value, spec):
            if code != "list.unclear":
                self.issue(code, path, "warning", origin)
            elif "[" in path:
                self.issue(code, path.partition("[")[0], "warning", origin)

    def _home(self, path: str) -> dict[str, Any]:
        """The object at *path*, made where it isn't there yet."""
        known = self._homes.get(path)
        if known is None:
            known = get(self.data, path)
            if not isinstance(known, dict):
                known = {}
                put(self.data, path, known)
            self._homes[path] = known
        return known

    def _fault(self, fault: Fault, path: str, origin: Origin) -> None:
        if fault.code == "choice.unknown" and "[" in path:
            self._doubt_lists(path, origin)
        if fault.code in _MISPLACED and "[" in path:
            self._misplaced.setdefault(path[: path.rindex("]") + 1], []).append(path)
        if fault.code == "name.number" and "[" in path and str(get(self.data, path)).isdecimal():
            # A number for a name: its row may be none, or be out of step with its labels.
            self.issue("list.unclear", path[: path.rindex("[")], "warning", origin)
        if fault.code == "text.contact" and "[" in path:
            # The number's own place may hold its neighbour's.
            self.issue("row.shifted", path.rpartition(".")[0], "warning", origin)
        if fault.code == "mobile.landline":
            self._landlines.append(path)
        self.issue(fault.code, path, fault.severity, origin, **fault.details)

    def _doubt_swapped(self) -> None:
        """A mobile number beside a landline where a mobile is asked for: the two may have changed places."""
        for path in self._landlines:
            home, _, _ = path.rpartition(".")
            for name, value in (get(self.data, home) or {}).items():
                spec = self.definition.field_of.get(_INDEX.sub("[]", f"{home}.{name}"))
                mobile = (
                    kind_of(replace(spec, kind="mobile")).parse(value, spec)
                    if spec and isinstance(value, str)
                    else None
                )
                if spec and spec.kind == "phone" and mobile and mobile.value and not mobile.faults:
                    self.issue("phone.swapped", f"{home}.{name}", "warning", self.fields[f"{home}.{name}"].origin)

    def _doubt_lists(self, path: str, origin: Origin) -> None:
        """A word that is an option of another list's choice: the item may belong there."""
        raw, own = get(self.data, path), path.partition("[")[0]
        for spec in self.definition.fields:
            other, listed, _ = spec.path.partition("[]")
            if listed and other != own and any(raw in (option.value, *option.labels) for option in spec.options):
                self.issue("list.mixed", own, "warning", origin)
                self.issue("list.mixed", other, "warning", origin)

    def _derive(self, spec: Field) -> None:
        values = [value for path in spec.derive for _, value in walk(self.data, path)]
        if values and all(isinstance(value, int | float) for value in values):
            put(self.data, spec.path, sum(values))


def _values(value: Any) -> Iterator[Any]:
    """The values in an object and the objects in it."""
    if isinstance(value, dict):
        for child in value.values():
            yield from _values(child)
    else:
        yield value


def _continued(found: list[tuple[Find, Field, Parsed]]) -> Text | None:
    """The long text whose parts stand on rows of their own, each label behind the first saying that it goes on (空间建设情况（续）); None for any others."""
    finds = [find for find, spec, _ in found if spec.kind == "narrative"]
    marks = words()["continued"]
    if len(finds) < len(found) or not all(any(mark in find.label for mark in marks) for find in finds[1:]):
        return None
    first = finds[0].text
    return replace(
        first,
        value="\n".join(find.text.value.strip("\n") for find in finds),
        confidence=min(find.text.confidence for find in finds),
        notes=tuple(dict.fromkeys(note for find in finds for note in find.text.notes)),
        struck=tuple(part for find in finds for part in find.text.struck),
    )
