"""A document to canonical records: match the forms in it, place their values, make them canonical, check them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from forms.check import check
from forms.chinese import tight
from forms.definition import Field, FormDefinition, Group
from forms.errors import Unmatched
from forms.kinds import Fault, Parsed, kind_of
from forms.paths import get, put, walk
from forms.record import FieldInfo, Issue, Record
from forms.repertoire import could_be
from forms.text import Origin
from parsers.document import Document, Note
from parsers.headings import scan_headings
from parsers.labels import FIRM, key, lexicon, words
from parsers.layout import Line, Sheet, strips
from parsers.lines import close_section, place_lines
from parsers.marks import choose, has_mark, names_options
from parsers.match import Segment, match
from parsers.notice import notices
from parsers.placing import Find, Placing, Section
from parsers.sheets import Header, place_names, place_sheet

__all__ = ["extract"]

DOUBT = 0.9
"""Below this confidence a value is in doubt."""

_SEVERAL = "name.several"

_SAID = frozenset({"person", "name", "text", "area", "province", "mobile", "phone", "email"})
"""Kinds of which a label of the form is hardly a value."""

_NAMES = frozenset({"name", "person"})
_LIST_NUMBER = re.compile(r"^\s*\d{1,3}\s*[.．、]\s*(?=\D)")
"""A number typed before a name in a list."""

_SHAKEN = frozenset({"document.damaged", "document.cut", "text.layer", "page.damaged", "page.image", "table.guessed"})
"""What a reader notes of a document in which text may be missing or wrong anywhere."""

_TELLING = frozenset({"sheet.hidden", "sheet.formula", "document.portfolio", "document.altchunk", "document.converted"})
"""What a reader notes of content that isn't in the record: a clerk must look."""

_WORDING = frozenset({"narrative", "opinion", "names", "verbatim"})
"""Kinds whose values are kept word for word."""

_DOUBTFUL = 0.85
"""Confidence of a value whose label was found with a slip or in an unusual place."""


def extract(document: Document) -> tuple[Record, ...]:
    """The canonical record of every form and every official document in *document*, in order.

    Raises:
        Unmatched: neither is in it.
    """
    found = strips(document)
    unmatched: Unmatched | None = None
    segments: list[Segment] = []
    try:
        segments = match(document, found=found)
    except Unmatched as error:
        unmatched = error
    official = notices(document, found, [segment.strips for segment in segments])
    if unmatched is not None and not official:
        raise unmatched
    places = {id(strip): place for place, strip in enumerate(found)}
    placed = [(min(places[id(strip)] for strip in segment.strips), _record(segment, document)) for segment in segments]
    placed += [(one.start, _noted(one.record, document)) for one in official]
    return tuple(record for _, record in sorted(placed, key=lambda entry: entry[0]))


def _noted(record: Record, document: Document) -> Record:
    """*record* with what the reader says of the whole document; where text may be missing, no value is for sure."""
    issues = [
        Issue.of(note.code, "", "warning" if note.code in _SHAKEN | _TELLING else "info", None, **dict(note.details))
        for note in document.notes
    ]
    fields = record.fields
    if any(note.code in _SHAKEN for note in document.notes):
        fields = {path: replace(info, confidence=min(info.confidence, 0.5)) for path, info in fields.items()}
    return replace(record, fields=fields, issues=(*record.issues, *issues))


def _record(segment: Segment, document: Document) -> Record:
    placing = _place(segment)
    assembly = _Assembly(segment.definition)
    for find in placing.finds:
        assembly.add(find)
    assembly.settle()
    for doubt in placing.doubts:
        assembly.issue(doubt.code, doubt.path, "warning", doubt.origin)
    if not segment.known:
        assembly.issue("form.uncertain", "", "warning", None)
    if not segment.certain:
        assembly.issue("edition.uncertain", "", "warning", None, edition=segment.definition.edition)
    for note in document.notes:
        assembly.note(note)
    assembly.report_blanks(bool(placing.leftovers))
    checked = check(segment.definition, assembly.data, assembly.fields)
    return Record(
        form=segment.definition.id,
        edition=segment.definition.edition,
        data=assembly.data,
        fields=assembly.fields,
        issues=(*assembly.issues, *checked),
        leftovers=tuple(text.value for text in placing.leftovers),
    )


def _place(segment: Segment) -> Placing:
    placing = Placing(segment.definition, lexicon(segment.definition))
    carried: Header | None = None
    placing.tabled = _tabled(segment, placing)
    scan_headings([strip.text for strip in segment.strips if isinstance(strip, Line)], placing)
    for strip in segment.strips:
        if isinstance(strip, Line):
            place_lines([strip.part(strip.text)], placing)
        else:
            section = placing.section
            close_section(placing)
            if section is not None and placing.spec(section.path).kind == "names":
                place_names(strip, section.path, placing)
                placing.section = section
                section.lines = []
                continue
            if section is not None:
                _warn_of_table(strip, section, placing)
            carried = place_sheet(strip, placing, carried) or carried
    close_section(placing)
    return placing


def _tabled(segment: Segment, placing: Placing) -> frozenset[str]:
    """The lists of which a table has at least two columns or rows by name."""
    found: dict[str, set[str]] = {}
    for strip in segment.strips:
        if isinstance(strip, Sheet):
            for area in strip.areas:
                for hit in placing.lexicon.firm(area.text):
                    base = placing.base(hit.path)
                    if not hit.group and placing.many(base):
                        found.setdefault(base, set()).add(hit.path)
    return frozenset(base for base, paths in found.items() if len(paths) > 1)


def _warn_of_table(sheet: Sheet, section: Section, placing: Placing) -> None:
    """A table that is none of the form's own ends a section; its words may belong to the section."""
    if section.lines or not any(placing.lexicon.firm(area.text) for area in sheet.areas):
        placing.doubt("section.table", section.path, next((area.origin for area in sheet.areas), None))


class _Assembly:
    """A record being put together."""

    def __init__(self, definition: FormDefinition) -> None:
        self.definition = definition
        self.data: dict[str, Any] = _skeleton(definition)
        self.fields: dict[str, FieldInfo] = {}
        self.issues: list[Issue] = []
        self._found: dict[str, list[tuple[Find, Field, Parsed]]] = {}
        self._labels = lexicon(definition).exact
        self._said: set[tuple[str, str]] = set()
        self._homes: dict[str, dict[str, Any]] = {"": self.data}

    def add(self, find: Find) -> None:
        spec = self.definition.field_of[find.path]
        self._found.setdefault(find.concrete, []).append((find, spec, _parse(find, spec)))

    def issue(self, code: str, path: str, severity: Any, origin: Origin | None, **details: object) -> None:
        if (code, path) not in self._said:
            self._said.add((code, path))
            self.issues.append(Issue.of(code, path, severity, origin, **details))

    def settle(self) -> None:
        """Writes every value found into the record; where a field has several, the first, with an issue."""
        for path, found in self._found.items():
            written = [entry for entry in found if entry[2].value not in (None, [], "") or entry[2].faults]
            firm = [entry for entry in written if entry[0].certainty >= FIRM]
            written = firm or written
            find, spec, parsed = written[0] if written else found[0]
            values = []
            for entry in written:
                if entry[2].value not in values:
                    values.append(entry[2].value)
            if spec.kind == "names" and len(values) > 1:
                parsed = Parsed(value=[name for value in values for name in value or ()], confidence=0.85)
            elif len(values) > 1:
                self.issue("field.several", path, "warning", find.text.origin)
            if spec.kind == "names" and parsed.value:
                self._doubt_places(path, parsed.value)
            self._write(path, find, spec, parsed, 0.5 if len(values) > 1 and spec.kind != "names" else 1.0)
        _fill_lists(self.definition, self.data)
        for spec in self.definition.fields:
            if spec.derive and self.data.get(spec.path) is None:
                self._derive(spec)

    def _doubt_places(self, path: str, names: list[str]) -> None:
        """A place among schools may be a heading within the list."""
        places = [name for name in names if name.endswith(words()["places"])]
        if places and len(places) < len(names):
            self.issue("list.mixed", path, "warning", None)

    def _write(self, path: str, find: Find, spec: Field, parsed: Parsed, certainty: float) -> None:
        certainty = min(certainty, find.text.confidence, 1.0 if find.certainty >= 0.85 else _DOUBTFUL)
        base = path.rpartition(".")[0]
        if parsed.parts and spec.parts:
            targets = {
                (f"{base}.{part}" if base else part): parsed.parts[part] for part in spec.parts if part in parsed.parts
            }
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
            if isinstance(one.value, str) and spec.kind in _SAID and key(one.value) in self._labels:
                self.issue("value.label", target, "warning", origin)
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
        self.issue(fault.code, path, fault.severity, origin, **fault.details)

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

    def note(self, note: Note) -> None:
        """What the reader says of the whole document; where text may be missing, no value is for sure."""
        shaken = note.code in _SHAKEN
        self.issue(note.code, "", "warning" if shaken or note.code in _TELLING else "info", None, **dict(note.details))
        if not shaken:
            return
        self.fields = {path: replace(info, confidence=min(info.confidence, 0.5)) for path, info in self.fields.items()}
        for name in self.data:
            self.issue(note.code, name, "warning", None, **dict(note.details))

    def report_blanks(self, left_over: bool) -> None:
        """An issue for every value that isn't there, on a form that is filled in."""
        if not left_over and not any(self._is_filled(path) for path in self.fields):
            return
        for spec in self.definition.fields:
            if not spec.labels or spec.parts:
                continue
            if "[]" in spec.path:
                continue
            for path, value in walk(self.data, spec.path):
                self._blank(path, value, spec, left_over)
        for group in self.definition.groups:
            if group.key and any(
                self._is_doubtful(path, value) for path, value in walk(self.data, self._key_path(group))
            ):
                self.issue("list.unclear", group.path[:-2], "warning", None)
            if group.many and any(
                value is None
                for spec in self.definition.fields
                if spec.required
                and spec.path.startswith(group.path + ".")
                and "[]" not in spec.path[len(group.path) :]
                and spec.kind in _NAMES
                for _, value in walk(self.data, spec.path)
            ):
                self.issue("list.unclear", group.path.split("[]")[0], "warning", None)
            if group.many and group.path.count("[]") == 1 and not self.data.get(group.path[:-2]):
                self.issue("list.empty", group.path[:-2], "warning" if left_over else "info", None)
        for spec in self.definition.fields:
            if "[]" in spec.path and not spec.parts and spec.labels:
                for path, value in walk(self.data, spec.path):
                    self._blank(path, value, spec, left_over)

    def _is_doubtful(self, path: str, value: Any) -> bool:
        info = self.fields.get(path)
        return value is None or (info is not None and info.confidence < DOUBT)

    def _key_path(self, group: Group) -> str:
        spec = self.definition.field_of[f"{group.path}.{group.key}"]
        return f"{group.path}.{spec.parts[0]}" if spec.parts else spec.path

    def _blank(self, path: str, value: Any, spec: Field, left_over: bool) -> None:
        del spec, left_over
        if isinstance(value, dict):
            for name in ("text", "date"):
                if name in value and value[name] is None:
                    self.issue("field.blank", f"{path}.{name}", "info", None)
        elif value is None or value == []:
            self.issue("field.blank", path, "info", None)

    def _is_filled(self, path: str) -> bool:
        return self.fields[path].raw is not None


def _parse(find: Find, spec: Field) -> Parsed:
    """The canonical value of a find."""
    text = find.text.value
    if spec.kind not in _WORDING and tight(text) in words()["same"]:
        return Parsed(value=tight(text), confidence=0.5, faults=(Fault(code="value.same"),))
    if spec.options and find.text.struck:
        return _parse_struck(find, spec)
    parts = find.parts or (text,)
    if (
        spec.options
        and text.strip()
        and not _is_word(text, spec)
        and (not spec.open or has_mark(text) or len(parts) > 1)
    ):
        choice = choose(parts, spec.options)
        if choice.value is not None or choice.faults or has_mark(text) or names_options(parts, spec.options):
            return Parsed(value=choice.value, confidence=choice.confidence, faults=choice.faults)
    if spec.kind in _NAMES and "[]" in spec.path:
        text = _LIST_NUMBER.sub("", text)
    if find.unit and spec.kind == "count" and text.strip() and find.unit not in text:
        text = f"{text.strip()}{find.unit}"
    return kind_of(spec).parse(text, spec)


def _parse_struck(find: Find, spec: Field) -> Parsed:
    """A choice made by striking out the others: what is left, but never for sure."""
    text = find.text.value
    for part in find.text.struck:
        text = text.replace(part, "\n", 1)
    choice = choose([line for line in text.split("\n") if line.strip()], spec.options)
    return Parsed(value=choice.value, confidence=min(choice.confidence, _DOUBTFUL), faults=choice.faults)


def _is_word(text: str, spec: Field) -> bool:
    """Whether a text with a □ is one option's word with characters lost, not a word and a tick box."""
    return any(could_be(tight(text), label) for option in spec.options for label in option.labels)


def _fill_lists(definition: FormDefinition, data: dict[str, Any]) -> None:
    """Gives every item the keys of its kind: an absent value is null, an absent inner list empty."""
    for group in definition.groups:
        if group.many and group.path.count("[]") > 1:
            outer, _, name = group.path[:-2].rpartition(".")
            for path, item in list(walk(data, outer)):
                if isinstance(item, dict) and name not in item:
                    put(data, f"{path}.{name}", [])
    homes: dict[str, list[tuple[list[str], tuple[str, ...]]]] = {}
    for spec in definition.fields:
        home, bracket, tail = spec.path.rpartition("[]")
        if bracket:
            *objects, name = tail.lstrip(".").split(".")
            homes.setdefault(home + bracket, []).append((objects, spec.parts or (name,)))
    for home, members in homes.items():
        for _, item in walk(data, home):
            for objects, names in members:
                target = item
                for step in objects:
                    target = target.setdefault(step, {})
                for name in names:
                    target.setdefault(name, None)


def _skeleton(definition: FormDefinition) -> dict[str, Any]:
    """An empty record: every value null, every list empty."""
    data: dict[str, Any] = {}
    for spec in definition.fields:
        if "[]" in spec.path:
            top = spec.path.split("[]")[0]
            if "." not in top:
                data.setdefault(top, [])
            continue
        target = data
        *parents, last = spec.path.split(".")
        for parent in parents:
            target = target.setdefault(parent, {})
        empty = kind_of(spec).parse("", spec)
        target[last] = [] if spec.kind == "names" else dict.fromkeys(empty.parts) or empty.value
    return data
