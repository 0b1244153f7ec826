"""Official documents (通知, 公示, 公布, 函 …) in a file to ``notice`` records: head, text by levels, attachments, signature, date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from forms.chinese import is_page_number, tight
from forms.levels import due_numbers, marked
from forms.record import FieldInfo, Issue, Record, Severity
from forms.text import Origin
from parsers.document import Document, Paragraph
from parsers.layout import Line, Sheet, Strip
from parsers.notice_joint import is_told, mark_names, put_marks
from parsers.notice_lines import UNSURE, Passage, Torn, passages
from parsers.notice_lists import lists_behind
from parsers.notice_parts import Head, Tail, Value, find_head, find_tail, take_imprint
from parsers.notice_words import (
    document_number,
    heading_of,
    is_attachment_heading,
    is_organ,
    issuer_in_title,
    mentioned,
    named,
    signed,
    tells,
    without_mark_end,
)

__all__ = ["NOTICE", "Notice", "imprint_behind", "notices"]

NOTICE = "notice"
"""The id of these records' form."""

EDITION = "documents"
"""What stands in an edition's place for official documents, which belong to none."""

_REACH = 40
"""Lines from the top within which the first title stands; a web page has its menus above."""
_REACH_AGAIN = 8
_ENOUGH = 3
"""Paragraphs from which on a letter without a number, in a file with forms, is a document of its own."""
_LINED = frozenset({"text", "pdf", "image"})
"""The formats in which paragraphs are told by how lines look."""
_DERIVED = 0.85
"""Confidence of an issuer that is told by the title or the signature, where no mark stands over the document."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A document found: its record, and the place of its first line among the strips."""

    record: Record
    start: int


def notices(document: Document, found: Sequence[Strip], taken: Sequence[Sequence[Strip]]) -> list[Notice]:
    """The official documents in *document*, whose strips are *found*, outside the forms whose strips are *taken*.

    A document is one by its title and its number, or its title and whom it is for (or a date, where it is for everyone). In a file with forms,
    a letter without a number must also be signed, dated and of some length: what only covers the forms is none.
    """
    owned = {id(strip): True for form in taken for strip in form}
    foot = imprint_behind(found)
    results: list[Notice] = []
    for start, stretch in _free(found, owned):
        results += _in_stretch(document, stretch, start, bool(taken))
    if results:
        last = results[-1]
        if foot and not any(name in last.record.data for name in _IMPRINT):
            results[-1] = replace(last, record=_with_imprint(last.record, foot))
        _warn_of_rest(results, found, owned)
    return results


_IMPRINT = ("copy_to", "printer", "print_date")


def imprint_behind(found: Sequence[Strip]) -> list[Line]:
    """The imprint at the end of a document (7.4), which stands behind its attachments."""
    lines: list[Line] = []
    for strip in reversed(found):
        if isinstance(strip, Sheet) or not (is_page_number(strip.text) or tells("imprint", strip.text)):
            break
        if not is_page_number(strip.text):
            lines.insert(0, strip)
    return lines


def _with_imprint(record: Record, foot: Sequence[Line]) -> Record:
    """*record* with the imprint that stands behind the attachments, whose lines aren't left over then."""
    tail, draft = Tail(start=0, end=0), _Draft(data=dict(record.data), fields=dict(record.fields))
    taken = {line.text.strip() for line in foot if take_imprint(line, tail)}
    for name, value in tail.others.items():
        draft.element(name, value)
    rest = tuple(text for text in record.leftovers if text not in taken)
    return replace(record, data=draft.data, fields=draft.fields, issues=(*record.issues, *draft.issues), leftovers=rest)


def _free(found: Sequence[Strip], owned: dict[int, bool]) -> Iterator[tuple[int, list[Strip]]]:
    """The stretches of strips between the forms, each with its place."""
    stretch: list[Strip] = []
    start = 0
    for at, strip in enumerate(found):
        if id(strip) in owned:
            if stretch:
                yield start, stretch
            stretch = []
            continue
        if not stretch:
            start = at
        stretch.append(strip)
    if stretch:
        yield start, stretch


def _in_stretch(document: Document, stretch: list[Strip], offset: int, among_forms: bool) -> Iterator[Notice]:
    places = [at for at, strip in enumerate(stretch) if isinstance(strip, Line) and not is_page_number(strip.text)]
    lines = [strip for at in places if isinstance(strip := stretch[at], Line)]
    first = 0
    while first < len(lines):
        head = find_head(lines, first, len(lines), reach=_REACH if first == 0 else len(lines))
        if head is None:
            return
        limit = _next_document(lines, head.end)
        put_marks(stretch[places[first] - 1 if first else 0 : places[lines.index(head.title.lines[0])]], head)
        tail = find_tail(lines, head.end, limit, head)
        if _is_official(head, tail, among_forms) and (first == 0 or head.number is not None):
            body_end = places[tail.start - 1] if tail.start > head.end else places[head.end - 1]
            inside = sum(isinstance(strip, Sheet) for strip in stretch[places[head.end - 1] : body_end])
            record = _record(document, lines[:limit], head, tail, inside)
            yield Notice(record=record, start=offset + places[head.start])
            first = max(limit, head.end)
        else:
            first = head.end


def _next_document(lines: Sequence[Line], first: int) -> int:
    """Where another document begins behind this one: at a number that stands alone, with a title behind it."""
    for at in range(first, len(lines)):
        if document_number(lines[at].text) is not None:
            head = find_head(lines, at, len(lines), reach=_REACH_AGAIN)
            if head is not None and head.number is not None:
                # The mark of that document stands over its number, behind the heading of an attachment or a date.
                marked = at - 2 >= first and is_organ(without_mark_end(tight(lines[at - 1].text)))
                above = lines[at - 2].text if marked else ""
                return at - 1 if marked and (is_attachment_heading(above) or signed(above) is not None) else at
    return len(lines)


def _is_official(head: Head, tail: Tail, among_forms: bool) -> bool:
    if tail.start <= head.end:
        return False
    if head.number is not None:
        return True
    signed = tail.signature is not None and tail.date is not None
    if among_forms:
        return head.addressees is not None and signed and tail.start - head.end >= _ENOUGH
    return head.addressees is not None or signed


def _warn_of_rest(results: list[Notice], found: Sequence[Strip], owned: dict[int, bool]) -> None:
    """Tables that are neither a known form's nor in the text are a clerk's to look at."""
    loose = sum(isinstance(strip, Sheet) and id(strip) not in owned and not mark_names(strip) for strip in found)
    if not loose:
        return
    last = results[-1].record
    issue = Issue.of("notice.tables", "", "warning", None, count=loose)
    results[-1] = Notice(
        record=Record(
            form=last.form,
            edition=last.edition,
            data=last.data,
            fields=last.fields,
            issues=(*last.issues, issue),
            leftovers=last.leftovers,
        ),
        start=results[-1].start,
    )


# The record


@dataclass(slots=True)
class _Draft:
    data: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, FieldInfo] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def put(self, path: str, raw: str, lines: Sequence[Line], certainty: float) -> None:
        """Keeps where the value at *path* was found; a reader's doubt about a line becomes an issue."""
        origin = lines[0].origin if lines else Origin()
        confidence = min([certainty, *(line.confidence for line in lines)])
        self.fields[path] = FieldInfo(raw=raw, confidence=confidence, origin=origin)
        for code in dict.fromkeys(note for line in lines for note in line.notes):
            self.issue(code, path, "warning", origin)

    def issue(self, code: str, path: str, severity: Severity, origin: Origin | None, **details: object) -> None:
        self.issues.append(Issue.of(code, path, severity, origin, **details))

    def element(self, path: str, value: Value | None) -> None:
        self.data[path] = None if value is None else value.text
        if value is None:
            self.issue("field.blank", path, "info", None)
        else:
            lines = _once(value.lines)
            self.put(path, _written(lines), lines, value.certainty)
            if value.certainty < 0.9:
                self.issue("notice.unsure", path, "warning", value.lines[0].origin)


def _once(lines: Sequence[Line]) -> list[Line]:
    return list({id(line): line for line in lines}.values())


def _written(lines: Sequence[Line]) -> str:
    return "\n".join(line.text.strip() for line in lines)


def _record(document: Document, lines: Sequence[Line], head: Head, tail: Tail, inside: int) -> Record:
    draft = _Draft()
    _put_issuer(document, head, tail, draft)
    _put_number(head, draft)
    draft.element("title", head.title)
    draft.element("addressees", head.addressees)
    torn = Torn.of(lines[head.end : tail.start]) if document.format in _LINED else None
    text = passages(lines[head.end : tail.start], torn)
    _put_body(text, draft)
    if tail.lost:
        draft.issue("notice.lost", "", "warning", None, count=tail.lost)
    if inside:
        draft.issue("notice.table", "body", "warning", None, count=inside)
    _put_attachments(tail, draft, [passage.text for passage in text])
    _put_signature(tail, draft)
    _put_date(tail, draft)
    told = _put_lists(lines[tail.end :], draft)
    if tail.annotation is not None:
        draft.element("annotation", tail.annotation)
    else:
        draft.data["annotation"] = None
    for name, value in {**head.others, **tail.others}.items():
        draft.element(name, value)
    if "signers" in head.others:
        draft.data["signers"] = head.others["signers"].text.split("、")
    signing = set() if tail.signature is None else set(map(tight, tail.signature.text.split("\n")))
    above = [line for line in head.rest if not is_told(line, signing)]
    rest = _leftovers(
        [*above, *tail.rest, *(line for line in lines[tail.end :] if id(line) not in told)], draft.data["attachments"]
    )
    return Record(
        form=NOTICE,
        edition=EDITION,
        data=draft.data,
        fields=draft.fields,
        issues=tuple(draft.issues),
        leftovers=tuple(rest),
    )


def _leftovers(lines: Sequence[Line], names: Sequence[str]) -> list[str]:
    """What is in no element, headings of attachments and their names left out, which may be broken over lines."""
    known, found, at = {named(name) for name in names}, [], 0
    while at < len(lines):
        text = ""
        for used, line in enumerate(lines[at : at + _NAME_LINES], 1):
            text += line.text.strip()
            if named(text) in known:
                at += used
                break
        else:
            if not is_attachment_heading(lines[at].text):
                found.append(lines[at].text.strip())
            at += 1
    return found


_NAME_LINES = 4


def _put_issuer(document: Document, head: Head, tail: Tail, draft: _Draft) -> None:
    """The organ whose document it is: by the mark, which a letter may have in its page header; else by the title, else by the signature."""
    mark = head.mark
    if mark is None:
        for block in document.asides:
            if (
                isinstance(block, Paragraph)
                and block.part == "header"
                and is_organ(without_mark_end(tight(block.text)))
            ):
                line = Line(block.text, Origin(page=block.page, box=block.box, method=block.method), block.confidence)
                mark = Value(text=without_mark_end(tight(block.text)), lines=(line,))
                break
    if mark is None:
        told = issuer_in_title(head.title.text)
        if told:
            mark = Value(text=told, lines=head.title.lines, certainty=_DERIVED)
        elif tail.signature is not None:
            mark = Value(text=tail.signature.text.split("\n")[0], lines=tail.signature.lines, certainty=_DERIVED)
    draft.data["issuer"] = None if mark is None else mark.text
    if mark is None:
        draft.issue("field.blank", "issuer", "info", None)
    else:
        draft.put("issuer", _written(mark.lines), mark.lines, mark.certainty)


def _put_number(head: Head, draft: _Draft) -> None:
    number, line = head.number, head.number_line
    draft.data["doc_number"] = None if number is None else number.text
    if number is None or line is None:
        draft.issue("field.blank", "doc_number", "info", None)
        return
    draft.put("doc_number", number.written, (line,), 1.0)
    if not number.standard:
        draft.issue("notice.number", "doc_number", "warning", line.origin, found=number.written, wanted=number.text)


def _put_body(text: Sequence[Passage], draft: _Draft) -> None:
    """The text by levels. A number stays with its text, in the standard's form, whatever form it was written in."""
    body: list[dict[str, Any]] = []
    draft.data["body"] = body
    headings = [heading_of(passage.text) for passage in text]
    dues = due_numbers({"level": heading.level} for heading in headings)
    for passage, heading, due in zip(text, headings, dues, strict=True):
        path, origin = f"body[{len(body)}]", passage.lines[0].origin
        number = due if heading.number is None else heading.number
        body.append({"level": heading.level, "text": marked(heading.text, heading.level, number)})
        draft.put(f"{path}.text", _written(passage.lines), passage.lines, passage.certainty)
        if passage.certainty <= UNSURE:
            joined = len(passage.lines) > 1
            draft.issue("notice.joined" if joined else "notice.cut", f"{path}.text", "warning", origin)
        if heading.number is not None and heading.number != due:
            draft.issue("notice.numbering", f"{path}.text", "warning", origin, found=heading.number, wanted=due)
    if not body:
        draft.issue("field.blank", "body", "warning", None)


def _put_attachments(tail: Tail, draft: _Draft, text: Sequence[str]) -> None:
    names: list[str] = []
    draft.data["attachments"] = names
    for number, entry in enumerate(tail.attachments, 1):
        path = f"attachments[{number - 1}]"
        names.append(entry.value.text)
        draft.put(path, _written(entry.value.lines), entry.value.lines, entry.value.certainty)
        if entry.value.certainty < 0.9:
            draft.issue("notice.unsure", path, "warning", entry.value.lines[0].origin)
        if entry.number is not None and entry.number != number:
            origin = entry.value.lines[0].origin
            draft.issue("notice.numbering", path, "warning", origin, found=entry.number, wanted=number)
    listed = max(len(names), max((entry.number or 0 for entry in tail.attachments), default=0))
    missing = sorted(number for one in text for number in mentioned(one) if number > listed)
    if missing:
        wanted = "、".join(str(number) for number in dict.fromkeys(missing))
        draft.issue("notice.unlisted", "attachments", "warning", None, numbers=wanted)


def _put_lists(behind: Sequence[Line], draft: _Draft) -> set[int]:
    """The lists of names behind the text; answers which lines they are."""
    own = {id(line) for line in imprint_behind(behind)}
    found = lists_behind([line for line in behind if id(line) not in own], draft.data["attachments"])
    if found:
        draft.data["lists"] = []
    for listed in found:
        path = f"lists[{len(draft.data['lists'])}]"
        items = [{"name": item.name, **({"province": item.province} if item.province else {})} for item in listed.items]
        draft.data["lists"].append(
            {"title": listed.title, **({"unit": listed.unit} if listed.unit else {}), "items": items}
        )
        for n, item in enumerate(listed.items):
            draft.put(f"{path}.items[{n}].name", item.name, (item.line,), 1.0 if listed.sure else UNSURE)
        if not listed.sure:
            draft.issue("list.unclear", path, "warning", listed.items[0].line.origin)
    return {id(line) for listed in found for line in listed.lines}


def _put_signature(tail: Tail, draft: _Draft) -> None:
    """The organ that signs; in a joint document the others in their order."""
    draft.element("signature", tail.signature)
    if tail.signature is not None and "\n" in tail.signature.text:
        first, *others = tail.signature.text.split("\n")
        draft.data["signature"] = first
        draft.data["joint_issuers"] = others
        signing = _once(tail.signature.lines[1:])
        draft.put("joint_issuers", _written(signing), signing, tail.signature.certainty)


def _put_date(tail: Tail, draft: _Draft) -> None:
    found = tail.signed
    draft.data["date"] = None if found is None else found.date.iso
    if found is None or tail.date is None:
        draft.issue("field.blank", "date", "info", None)
        return
    draft.put("date", tail.date.text, tail.date.lines, 1.0 if found.date.state == "full" else UNSURE)
    if found.date.iso is None or found.date.state != "full":
        code = f"date.{found.date.state}" if found.date.state != "blank" else "field.blank"
        draft.issue(code, "date", "warning", tail.date.lines[0].origin)
