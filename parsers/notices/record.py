"""The elements of an official document to a ``notice`` record: values with where they were found, doubts, what is left over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from forms.chinese import tight
from forms.levels import due_numbers, marked
from forms.record import FieldInfo, Issue, Record, Severity
from forms.text import Origin
from parsers.document import Document, Paragraph
from parsers.extraction.layout import Line, Strip
from parsers.notices.attachments import is_attachment_heading, mentioned
from parsers.notices.imprint import imprint_behind, take_imprint
from parsers.notices.joint import is_told
from parsers.notices.lines import UNSURE, Passage, Torn, passages
from parsers.notices.lists import lists_behind
from parsers.notices.model import Head, Tail, Value
from parsers.notices.organs import is_organ, issuer_in_title, without_mark_end
from parsers.notices.words import heading_of, named, set_close

__all__ = ["NOTICE", "record_of", "with_imprint"]

NOTICE = "notice"
"""The id of these records' form."""

EDITION = "documents"
"""What stands in an edition's place for official documents, which belong to none."""

_LINED = frozenset({"text", "pdf", "image"})
"""The formats in which paragraphs are told by how lines look."""
_DERIVED = 0.85
"""Confidence of an issuer that is told by the title or the signature, where no mark stands over the document."""


@dataclass(slots=True)
class Draft:
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


def record_of(
    document: Document, lines: Sequence[Line], head: Head, tail: Tail, inside: int, behind: Sequence[Strip]
) -> tuple[Record, set[int]]:
    """The record of the document of *head* and *tail* in *lines*, with how many tables are *inside* its text and what stands *behind* it.

    Answers too which of the strips behind are in the record.
    """
    draft = Draft()
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
    _put_signature(head, tail, draft)
    _put_date(tail, draft)
    told = _put_lists(behind, draft)
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
    record = Record(
        form=NOTICE,
        edition=EDITION,
        data=draft.data,
        fields=draft.fields,
        issues=tuple(draft.issues),
        leftovers=tuple(rest),
    )
    return record, told


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


def _put_issuer(document: Document, head: Head, tail: Tail, draft: Draft) -> None:
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
    if mark is not None and tail.signature is not None:
        # The names of those who issue a document together may be read as one.
        signing = [tight(name) for name in tail.signature.text.split("\n")]
        if len(signing) > 1 and tight(mark.text) == "".join(signing):
            mark = replace(mark, text=signing[0])
    draft.data["issuer"] = None if mark is None else mark.text
    if mark is None:
        draft.issue("field.blank", "issuer", "info", None)
    else:
        draft.put("issuer", _written(mark.lines), mark.lines, mark.certainty)


def _put_number(head: Head, draft: Draft) -> None:
    number, line = head.number, head.number_line
    draft.data["doc_number"] = None if number is None else number.text
    if number is None or line is None:
        draft.issue("field.blank", "doc_number", "info", None)
        return
    draft.put("doc_number", number.written, (line,), 1.0)
    if not number.standard:
        draft.issue("notice.number", "doc_number", "warning", line.origin, found=number.written, wanted=number.text)


def _put_body(text: Sequence[Passage], draft: Draft) -> None:
    """The text by levels. A number stays with its text, in the standard's form, whatever form it was written in; so do figures."""
    body: list[dict[str, Any]] = []
    draft.data["body"] = body
    headings = [heading_of(passage.text) for passage in text]
    dues = due_numbers({"level": heading.level} for heading in headings)
    for passage, heading, due in zip(text, headings, dues, strict=True):
        path, origin = f"body[{len(body)}]", passage.lines[0].origin
        number = due if heading.number is None else heading.number
        body.append({"level": heading.level, "text": marked(set_close(heading.text), heading.level, number)})
        draft.put(f"{path}.text", _written(passage.lines), passage.lines, passage.certainty)
        if passage.certainty <= UNSURE:
            joined = len(passage.lines) > 1
            draft.issue("notice.joined" if joined else "notice.cut", f"{path}.text", "warning", origin)
        if heading.number is not None and heading.number != due:
            draft.issue("notice.numbering", f"{path}.text", "warning", origin, found=heading.number, wanted=due)
    if not body:
        draft.issue("field.blank", "body", "warning", None)


def _put_attachments(tail: Tail, draft: Draft, text: Sequence[str]) -> None:
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


def _put_lists(behind: Sequence[Strip], draft: Draft) -> set[int]:
    """The lists of names behind the text; answers which strips they are."""
    own = {id(line) for line in imprint_behind(behind)}
    found = lists_behind([strip for strip in behind if id(strip) not in own], draft.data["attachments"])
    if found:
        draft.data["lists"] = []
    for listed in found:
        path = f"lists[{len(draft.data['lists'])}]"
        items = [{"name": item.name, **({"province": item.province} if item.province else {})} for item in listed.items]
        told = {key: text for key, text in (("noun", listed.noun), ("unit", listed.unit)) if text}
        draft.data["lists"].append({"title": listed.title, **told, "items": items})
        for n, item in enumerate(listed.items):
            sure = listed.sure and item.sure
            draft.put(f"{path}.items[{n}].name", item.name, (item.line,), 1.0 if sure else UNSURE)
        if not listed.sure:
            draft.issue("list.unclear", path, "warning", listed.items[0].line.origin)
    return {id(strip) for listed in found for strip in listed.strips}


def _put_signature(head: Head, tail: Tail, draft: Draft) -> None:
    """The organ that signs; in a joint document the others in their order. Names that the head has as well are as sure as they are there."""
    if tail.signature is not None:
        above = [*head.title.lines, *(head.mark.lines if head.mark else ())]
        told, sure = tight(tail.issuers), min(line.confidence for line in above)
        if all(tight(name) in told for name in tail.signature.text.split("\n")):
            lines = tuple(replace(line, confidence=max(line.confidence, sure)) for line in tail.signature.lines)
            tail.signature = replace(tail.signature, lines=lines)
    draft.element("signature", tail.signature)
    if tail.signature is not None and "\n" in tail.signature.text:
        first, *others = tail.signature.text.split("\n")
        draft.data["signature"] = first
        draft.data["joint_issuers"] = others
        signing = _once(tail.signature.lines[1:])
        draft.put("joint_issuers", _written(signing), signing, tail.signature.certainty)


def _put_date(tail: Tail, draft: Draft) -> None:
    found = tail.signed
    draft.data["date"] = None if found is None else found.date.iso
    if found is None or tail.date is None:
        draft.issue("field.blank", "date", "info", None)
        return
    draft.put("date", tail.date.text, tail.date.lines, 1.0 if found.date.state == "full" else UNSURE)
    if found.date.iso is None or found.date.state != "full":
        code = f"date.{found.date.state}" if found.date.state != "blank" else "field.blank"
        draft.issue(code, "date", "warning", tail.date.lines[0].origin)


def with_imprint(record: Record, foot: Sequence[Line]) -> Record:
    """*record* with the imprint that stands behind the attachments, whose lines aren't left over then."""
    tail, draft = Tail(start=0, end=0), Draft(data=dict(record.data), fields=dict(record.fields))
    taken = {line.text.strip() for line in foot if take_imprint(line, tail)}
    for name, value in tail.others.items():
        draft.element(name, value)
    rest = tuple(text for text in record.leftovers if text not in taken)
    return replace(record, data=draft.data, fields=draft.fields, issues=(*record.issues, *draft.issues), leftovers=rest)
