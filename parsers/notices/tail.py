"""The end of an official document, found by content and order: attachments, who signs, date, annotation (GB/T 9704-2012, 7.3.4 to 7.3.6)."""

from __future__ import annotations

from collections.abc import Sequence

from forms.chinese import is_page_number, tight
from parsers.extraction.layout import Line
from parsers.notices.attachments import attachment_line, bare_attachment, begins_anew, entry_of, without_file_name
from parsers.notices.imprint import take_imprint
from parsers.notices.lines import UNSURE
from parsers.notices.model import Entry, Head, Tail, Value
from parsers.notices.organs import Signed, is_organ, signatories, signed
from parsers.notices.words import heading_of, is_ended, named, tells

__all__ = ["find_tail"]

_SIGNATURE_LINES = 6
_SIGNATURE = 30
_AFTER_DATE = 12


def find_tail(lines: Sequence[Line], first: int, end: int, head: Head) -> Tail:
    """What stands under the text of the document of that *head*, whose text begins at the line *first*."""
    stop = _stop(lines, first, end)
    tail = Tail(
        start=stop, end=stop, issuers="".join((head.title.text, head.mark.text if head.mark else "", *head.marks))
    )
    dated = _date(lines, first, stop)
    if dated is not None:
        at, found = dated
        tail.signed = found
        tail.start = at
        date = named(lines[at].text) if not found.organ else named(lines[at].text)[len(found.organ) :]
        tail.date = Value(text=date, lines=(lines[at],))
        if found.organ:
            tail.signature = Value(text=found.organ, lines=(lines[at],))
        else:
            _take_signature(lines, first, at, tail)
        listed = any(_names_attachments(line.text) for line in lines[first:at])
        _behind_date(lines, at + 1, stop, tail, listed=listed)
    else:
        while tail.start > first and _is_litter(lines[tail.start - 1]):
            tail.start -= 1
            tail.rest.insert(0, lines[tail.start])
        _take_annotation(lines, first, tail)
        _take_signature(lines, first, tail.start, tail)
    _take_attachments(lines, first, tail)
    return tail


def _is_litter(line: Line) -> bool:
    return any(tells(name, line.text) for name in ("clutter", "file_names", "imprint")) or is_page_number(line.text)


def _stop(lines: Sequence[Line], first: int, end: int) -> int:
    """Where the document ends at the latest: at the heading of an attachment, or where a web page goes on with its own."""
    listing = False
    for at in range(first, end):
        text = lines[at].text
        if tells("closers", text):
            return at
        found = attachment_line(text)
        if found is None:
            listing = listing and entry_of(text) is not None
            continue
        number, colon, rest = found
        following = lines[at + 1].text if at + 1 < end else ""
        if rest or (colon and number is None) or entry_of(following) is not None:
            listing = True
        elif not listing or number is not None:
            return at
    return end


def _date(lines: Sequence[Line], first: int, stop: int) -> tuple[int, Signed] | None:
    """The line of the date (7.3.5): the first one that ends a document, else the last that is a date."""
    found: list[tuple[int, Signed]] = []
    for at in range(first, stop):
        text = lines[at].text
        if len(text) > 80:
            continue
        one = signed(text)
        if one is not None:
            found.append((at, one))
    for at, one in found:
        above = lines[at - 1].text if at > first else ""
        if one.organ or _is_signature(above) or entry_of(above) is not None or attachment_line(above) is not None:
            return at, one
    if found and stop - found[-1][0] <= _AFTER_DATE:
        return found[-1]
    return None


def _is_signature(text: str) -> bool:
    return (
        all(2 <= len(tight(name)) <= _SIGNATURE for name in signatories(text))
        and is_organ(text)
        and not is_ended(text)
        and not heading_of(text).level
        and attachment_line(text) is None
    )


def _take_signature(lines: Sequence[Line], first: int, before: int, tail: Tail) -> None:
    """The organs that sign, each on a line above the date; a person's name where an organ's head signs."""
    at = before
    while at > first and before - at < _SIGNATURE_LINES and _is_signature(lines[at - 1].text):
        at -= 1
    if at < before:
        taken = lines[at:before]
        # Several sign only together: who isn't named over the document may be the end of a list in the text.
        signing = [(name, line) for line in taken for name in signatories(line.text)]
        sure = len(taken) == 1 or all(tight(name) in tight(tail.issuers) for name, _ in signing)
        text = "\n".join(name for name, _ in signing)
        lines_of = tuple(line for _, line in signing)
        tail.signature = Value(text=text, lines=lines_of, certainty=1.0 if sure else UNSURE)
        tail.start = at
        return
    if tail.date is None or at <= first:
        return
    text = lines[at - 1].text
    above = lines[at - 2].text if at - 2 >= first else ""
    short = 2 <= len(tight(text)) <= _SIGNATURE and not is_ended(text) and not begins_anew(text)
    if short and above and entry_of(text) is None and (is_ended(above) or _is_behind(lines[at - 2], lines[at - 1])):
        tail.signature = Value(text=named(text), lines=(lines[at - 1],), certainty=UNSURE)
        tail.start = at - 1


def _is_behind(entry: Line, line: Line) -> bool:
    """Whether *line* stands by itself under the *entry* of an attachment, not under its name, which it may go on with."""
    if entry_of(entry.text) is None:
        return False
    upper, lower = entry.origin.box, line.origin.box
    return upper is None or lower is None or lower[0] > (upper[0] + upper[2]) / 2


def _names_attachments(text: str) -> bool:
    found = attachment_line(text)
    return found is not None and (found[1] or bool(found[2]))


def _behind_date(lines: Sequence[Line], first: int, stop: int, tail: Tail, *, listed: bool) -> None:
    """Takes what stands behind the date; where attachments are *listed* before it, the word for one alone is an attachment's heading."""
    notes: list[Line] = []
    at = first
    if tail.signature is None and at < stop and _is_signature(lines[at].text):
        # Web pages turn the two around.
        tail.signature = Value(text=named(lines[at].text), lines=(lines[at],))
        at += 1
    while at < stop:
        line = lines[at]
        if tells("annotations", line.text):
            notes.append(line)
        elif not _is_litter(line):
            break
        elif not take_imprint(line, tail):
            tail.rest.append(line)
        at += 1
    _note(notes, tail)
    found = attachment_line(lines[at].text) if at < stop else None
    following = lines[at + 1].text if at + 1 < stop else ""
    if found is not None and (found[2] or (found[1] and (not listed or entry_of(following) is not None))):
        at = _take_entries(lines, at, stop, tail)
    tail.end = at


def _take_annotation(lines: Sequence[Line], first: int, tail: Tail) -> None:
    """The note at the end of a document without a date."""
    notes: list[Line] = []
    while (
        tail.start > first
        and tells("annotations", lines[tail.start - 1].text)
        and not tells("contact", lines[tail.start - 1].text)
    ):
        tail.start -= 1
        notes.insert(0, lines[tail.start])
    _note(notes, tail)


def _note(notes: list[Line], tail: Tail) -> None:
    if notes:
        texts = [line.text.strip() for line in notes]
        bare = [text[1:-1].strip() if text[0] in "（(" and text[-1] in "）)" else text for text in texts]
        tail.annotation = Value(text="\n".join(bare), lines=tuple(notes))


def _take_attachments(lines: Sequence[Line], first: int, tail: Tail) -> None:
    """The list of attachments between the text and the signature (7.3.4)."""
    for at in range(first, tail.start):
        found = attachment_line(lines[at].text)
        if found is None or not (found[1] or entry_of(lines[at + 1].text if at + 1 < tail.start else "")):
            continue
        if any(heading_of(line.text).level in (1, 2) for line in lines[at + 1 : tail.start]):
            continue
        if tail.attachments:
            tail.attachments = []
        used = _take_entries(lines, at, tail.start, tail)
        behind = lines[used : tail.start]
        noted = [line for line in behind if tells("annotations", line.text)]
        if tail.annotation is None:
            _note(noted, tail)
            behind = [line for line in behind if line not in noted]
        tail.lost += sum(not _is_litter(line) for line in behind)
        tail.rest[:0] = behind
        tail.start = at
        return
    _take_bare(lines, first, tail)


def _take_bare(lines: Sequence[Line], first: int, tail: Tail) -> None:
    """What stands last in the text behind the word for attachments, though no mark is between them, may be the name of one: a doubt."""
    for at in range(max(first, tail.start - _BARE_LINES), tail.start):
        own = lines[at : tail.start]
        name = bare_attachment("".join(line.text.strip() for line in own))
        if name and not any(is_ended(line.text) for line in own):
            tail.attachments = [Entry(number=None, value=Value(text=name, lines=tuple(own), certainty=UNSURE))]
            tail.start = at
            return


_BARE_LINES = 3


def _take_entries(lines: Sequence[Line], at: int, stop: int, tail: Tail) -> int:
    """Takes the entries of the list that begins at the line *at*; answers where it ends."""
    texts: list[tuple[int | None, str, list[Line], float]] = []
    first = attachment_line(lines[at].text)
    number, _, rest = first or (None, True, "")
    if rest:
        texts += _split(number, rest, lines[at])
    position = at + 1
    while position < stop:
        line = lines[position]
        entry, again = entry_of(line.text), attachment_line(line.text)
        if entry is not None:
            texts += _split(None, line.text, line)
        elif again is not None and again[0] is not None and again[2]:
            texts += _split(again[0], again[2], line)
        elif (
            texts and not is_ended(line.text) and not is_page_number(line.text) and not tells("annotations", line.text)
        ):
            # A name that goes on in the next line; one without numbers may also be the next name.
            number, text, taken, certainty = texts[-1]
            taken.append(line)
            texts[-1] = (number, f"{text}\n{line.text.strip()}", taken, certainty if number is not None else UNSURE)
        else:
            break
        position += 1
    for number, text, taken, certainty in texts:
        name = _entry_name(text)
        tail.attachments.append(Entry(number=number, value=Value(text=name, lines=tuple(taken), certainty=certainty)))
    return position


def _split(number: int | None, text: str, line: Line) -> list[tuple[int | None, str, list[Line], float]]:
    """The entries on one line: "1. … 2. …" where a program has joined the lines of the list."""
    found: list[tuple[int | None, str, list[Line], float]] = []
    entry = entry_of(text)
    if entry is None or number is not None:
        return [(number, text, [line], 1.0)]
    number, rest = entry
    while True:
        cut = _next_entry(rest, number + 1)
        if cut is None:
            found.append((number, rest, [line], 1.0))
            return found
        found.append((number, rest[:cut], [line], 1.0))
        following = entry_of(rest[cut:])
        if following is None:
            return found
        number, rest = following


def _next_entry(text: str, number: int) -> int | None:
    """Where the entry *number* begins in *text*, behind a space or a mark."""
    for at in range(1, len(text)):
        if text[at - 1] in " \t\n\u3000；;。" and text.startswith(str(number), at):
            entry = entry_of(text[at:])
            if entry is not None and entry[0] == number:
                return at
    return None


def _entry_name(text: str) -> str:
    return without_file_name(named(text)).rstrip("；;。，, ")
