"""Official documents (通知, 公示, 公布, 函 …) in a file to ``notice`` records: head, text by levels, attachments, signature, date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from forms.chinese import is_page_number, tight
from forms.record import Issue, Record
from parsers.document import Document
from parsers.extraction.layout import Line, Sheet, Strip
from parsers.notices.attachments import is_attachment_heading
from parsers.notices.head import find_head
from parsers.notices.imprint import IMPRINT, imprint_behind
from parsers.notices.joint import mark_names, put_marks
from parsers.notices.model import Head, Tail
from parsers.notices.organs import is_organ, signed, without_mark_end
from parsers.notices.record import NOTICE, record_of, with_imprint
from parsers.notices.tail import find_tail
from parsers.notices.words import document_number

__all__ = ["NOTICE", "Notice", "imprint_behind", "notices"]

_REACH = 40
"""Lines from the top within which the first title stands; a web page has its menus above."""
_REACH_AGAIN = 8
_ENOUGH = 3
"""Paragraphs from which on a letter without a number, in a file with forms, is a document of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A document found: its record, and the place of its first line among the strips."""

    record: Record
    start: int
    told: frozenset[int] = frozenset()
    """Which tables are in the record."""


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
        if foot and not any(name in last.record.data for name in IMPRINT):
            results[-1] = replace(last, record=with_imprint(last.record, foot))
        _warn_of_rest(results, found, owned)
    return results


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
    places = [at for at, strip in enumerate(stretch) if isinstance(strip, Line) and not _is_number(strip)]
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
            end = places[limit] if limit < len(lines) else len(stretch)
            behind = (
                [strip for strip in stretch[places[tail.end] : end] if not _is_number(strip)]
                if tail.end < limit
                else []
            )
            record, told = record_of(document, lines[:limit], head, tail, inside, behind)
            yield Notice(record=record, start=offset + places[head.start], told=frozenset(told))
            first = max(limit, head.end)
        else:
            first = head.end


def _is_number(strip: Strip) -> bool:
    return isinstance(strip, Line) and is_page_number(strip.text)


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
    known = owned.keys() | {one for notice in results for one in notice.told}
    loose = sum(isinstance(strip, Sheet) and id(strip) not in known and not mark_names(strip) for strip in found)
    if not loose:
        return
    last = results[-1].record
    issue = Issue.of("notice.tables", "", "warning", None, count=loose)
    results[-1] = replace(results[-1], record=replace(last, issues=(*last.issues, issue)))
