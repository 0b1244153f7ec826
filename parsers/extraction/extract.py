"""A document to canonical records: match the forms in it, place their values, make them canonical, check them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from forms.check import check
from forms.errors import Unmatched
from forms.record import Issue, Record
from forms.text import Text
from parsers.document import Document
from parsers.extraction.assembly import Assembly
from parsers.extraction.astray import doubt_typed_rows
from parsers.extraction.contents import lines_of_contents
from parsers.extraction.headings import scan_headings
from parsers.extraction.item_keys import put_in_order
from parsers.extraction.joined_forms import are_one
from parsers.extraction.labels import lexicon
from parsers.extraction.layout import Line, Sheet, Strip
from parsers.extraction.lines import place_lines
from parsers.extraction.margins import lines_over, place_margins
from parsers.extraction.match import Segment, find_strips, match
from parsers.extraction.namelists import place_lists
from parsers.extraction.outline import outline_of, place_entry, sums_of
from parsers.extraction.placing import Placing, Section
from parsers.extraction.reader_notes import SHAKEN, TELLING, add_note
from parsers.extraction.sealing import see_seals
from parsers.extraction.sections import close_section
from parsers.extraction.sheets import Header, place_sheet
from parsers.extraction.turns import in_turns
from parsers.extraction.unfilled import report_blanks
from parsers.notices.notice import imprint_behind, notices
from parsers.uncollected import uncollected

__all__ = ["extract"]


def extract(document: Document) -> tuple[Record, ...]:
    """The canonical record of every form and every official document in *document*, in order.

    Raises:
        Unmatched: neither is in it.
    """
    with uncollected():
        return _extract(document)


def _extract(document: Document) -> tuple[Record, ...]:
    found = find_strips(document)
    unmatched: Unmatched | None = None
    segments: list[Segment] = []
    try:
        segments = match(document, found=found)
    except Unmatched as error:
        unmatched = error
    foot = imprint_behind(found) if segments else []
    official = notices(document, found, [segment.strips for segment in segments])
    if official and foot:
        # The imprint closes the notice, not the last of the forms bound behind it.
        own = {id(line) for line in foot}
        last = segments[-1]
        segments[-1] = replace(last, strips=[strip for strip in last.strips if id(strip) not in own] or last.strips)
    if unmatched is not None and not official:
        raise unmatched
    places = {id(strip): place for place, strip in enumerate(found)}
    placed = [
        (min(places[id(strip)] for strip in segment.strips), record)
        for segment, record in _records(segments, document, found if not official else [])
    ]
    placed += [(one.start, _noted(one.record, document)) for one in official]
    return tuple(record for _, record in sorted(placed, key=lambda entry: entry[0]))


def _records(segments: list[Segment], document: Document, found: list[Strip]) -> list[tuple[Segment, Record]]:
    """The record of each segment, those that are one form told in two as one; *found* are all strips where none is a notice's."""
    made: list[tuple[Segment, Record]] = []
    for segment in segments:
        over = lines_over(segment.strips, found) if len(segments) == 1 else None
        record = _record(segment, document, over)
        if made and are_one(made[-1][1], record, segment.definition):
            segment = replace(made[-1][0], strips=[*made[-1][0].strips, *segment.strips])
            made[-1] = segment, _record(segment, document)
        else:
            made.append((segment, record))
    return made


def _noted(record: Record, document: Document) -> Record:
    """*record* with what the reader says of the whole document; where text may be missing, no value is for sure."""
    issues = [
        Issue.of(note.code, "", "warning" if note.code in SHAKEN | TELLING else "info", None, **dict(note.details))
        for note in document.notes
    ]
    fields = record.fields
    if any(note.code in SHAKEN for note in document.notes):
        fields = {path: replace(info, confidence=min(info.confidence, 0.5)) for path, info in fields.items()}
    return replace(record, fields=fields, issues=(*record.issues, *issues))


def _record(segment: Segment, document: Document, over: Sequence[Line] | None = None) -> Record:
    """*over* are the lines before the only form of a document; None where it isn't the only one."""
    placing = _place(segment)
    if over is not None:
        place_margins(document, placing, over)
    assembly = Assembly(segment.definition)
    for find in placing.finds:
        assembly.add(find)
    assembly.settle()
    assembly.issues += see_seals(document, segment.definition, placing.finds, assembly.data, assembly.fields)
    for doubt in placing.doubts:
        assembly.issue(doubt.code, doubt.path, "warning", doubt.origin)
    if not segment.known:
        assembly.issue("form.uncertain", "", "warning", None)
    if not segment.certain:
        assembly.issue("edition.uncertain", "", "warning", None, edition=segment.definition.edition)
    for note in document.notes:
        add_note(assembly, note)
    report_blanks(assembly, [text.value for text in placing.leftovers])
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
    lines: list[Text] = []
    contents = lines_of_contents(segment.strips)
    placing.leftovers += [line.part(line.text) for line in contents]
    passed = set(map(id, contents))
    scan_headings(
        [strip.text for strip in segment.strips if isinstance(strip, Line) and id(strip) not in passed], placing
    )
    outline = outline_of(segment.strips, segment.definition)
    sums = sums_of(segment.strips, segment.definition)
    if outline is not None and outline.odd is not None:
        placing.doubt("list.unclear", outline.rubric.base.removesuffix("[]"), outline.odd.origin)
    for strip in segment.strips:
        if id(strip) in passed or (outline is not None and id(strip) in outline.passed):
            continue
        entry = outline.entries.get(id(strip)) if outline is not None else None
        if outline is not None and entry is not None:
            place_lines(in_turns(lines, placing), placing)
            lines = []
            close_section(placing)
            place_entry(entry, outline, placing)
        elif isinstance(strip, Line) and id(strip) in sums:
            text, reached = sums[id(strip)]
            lines.append(strip.part(text))
            placing.leftovers.append(strip.part(reached))
        elif isinstance(strip, Line):
            lines.append(strip.part(strip.text))
        else:
            place_lines(in_turns(lines, placing), placing)
            lines = []
            section = placing.section
            close_section(placing)
            if section is not None and placing.spec(section.path).kind == "names":
                section.path = place_lists(strip, section.path, placing)
                placing.section = section
                section.lines = []
                continue
            if section is not None:
                _warn_of_table(strip, section, placing)
            carried = place_sheet(strip, placing, carried) or carried
    place_lines(in_turns(lines, placing), placing)
    close_section(placing)
    doubt_typed_rows(placing)
    put_in_order(placing)
    for path in sorted(placing.unplaced):
        if placing.filled(path):
            placing.doubt("label.unclear", path)
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
