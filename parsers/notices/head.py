"""The head of an official document, found by content and order: mark, number, title, whom it is for (GB/T 9704-2012, 7.2 to 7.3.2)."""

from __future__ import annotations

from collections.abc import Sequence

from forms.chinese import is_page_number, tight
from parsers.extraction.layout import Line
from parsers.notices.attachments import attachment_line
from parsers.notices.lines import UNSURE
from parsers.notices.model import Head, Value
from parsers.notices.organs import is_organ, signers_of, without_mark_end
from parsers.notices.words import (
    document_number,
    heading_of,
    is_ended,
    named,
    parted,
    plain,
    tells,
    title_kind,
    without_kicker,
)

__all__ = ["find_head"]

_TITLE_LINES = 5
_ADDRESSEE_LINES = 12
_ADDRESSEES = 600
_SHORT = 30
"""Characters of the longest line that only goes on with a title; twice as many are a paragraph."""


def find_head(lines: Sequence[Line], start: int, end: int, *, reach: int) -> Head | None:
    """The head of the first official document that begins in ``lines[start:end]``, its title within *reach* lines; None where there is none."""
    for first in range(start, min(end, start + reach)):
        title, used = _title(lines, first, end)
        if title is not None:
            head = Head(start=start, end=first + used, title=title)
            _before_title(lines, start, first, head)
            _behind_title(lines, end, head)
            return head
        if is_ended(lines[first].text) and len(lines[first].text) > 2 * _SHORT and heading_of(lines[first].text).level:
            return None
    return None


def _title(lines: Sequence[Line], first: int, end: int) -> tuple[Value | None, int]:
    """The title that begins at the line *first*, and how many lines it takes."""
    text = ""
    for count in range(1, _TITLE_LINES + 1):
        if first + count > end:
            break
        line = lines[first + count - 1].text
        if _is_over_title(line):
            break
        text += "\n" + line.strip()
        if title_kind(text) is not None and not _goes_on(lines, first + count, end, text):
            return Value(text=without_kicker(named(text)), lines=tuple(lines[first : first + count])), count
        if is_ended(line):
            break
    return None, 0


def _is_over_title(text: str) -> bool:
    """Whether a line is an element of the head other than the title."""
    return (
        document_number(text) is not None
        or attachment_line(text) is not None
        or any(
            tells(name, text)
            for name in ("clutter", "mark_line", "secrecy", "urgency", "signers", "copy_number", "number_like")
        )
    )


def _goes_on(lines: Sequence[Line], position: int, end: int, text: str) -> bool:
    """Whether a title that could end goes on: "…通知》" or "…函" broken within "…函告…的通知"."""
    if position >= end:
        return False
    line = lines[position].text
    if document_number(line) or tells("clutter", line) or is_ended(line) or heading_of(line).level:
        return False
    return len(tight(line)) <= _SHORT and title_kind(line) is not None and title_kind(f"{text}\n{line}") is not None


def _before_title(lines: Sequence[Line], start: int, first: int, head: Head) -> None:
    for line in lines[start:first]:
        _take_head(line, head, over=True)


def _take_head(line: Line, head: Head, *, over: bool) -> bool:
    """Takes a line of the head for what it is; False where it is nothing of the head."""
    number = document_number(line.text)
    if number is None and tells("signers", line.text):
        # The number and who signs share a line in upward documents (7.2.6).
        at = _signers_at(line.text)
        number = document_number(line.text[:at])
        head.others["signers"] = Value(text=signers_of(line.text[at:]), lines=(line,))
        if number is None:
            return True
    if number is not None and head.number is None:
        head.number, head.number_line = number, line
        return True
    if over and number is None and head.number is None and head.mark is None and tells("mark_line", line.text):
        text = named(line.text)
        head.mark = Value(text=_issuer(text), lines=(line,))
        return True
    for name in ("copy_number", "secrecy", "urgency"):
        if tells(name, line.text):
            head.others[name] = Value(text=tight(line.text), lines=(line,))
            return True
    if tells("clutter", line.text) or is_page_number(line.text):
        head.rest.append(line)
        return True
    if over:
        organs = _marked(line.text) if head.number is None else []
        head.marks += tuple(organs)
        if organs and head.mark is None:
            head.mark = Value(text=organs[0], lines=(line,), certainty=1.0 if len(organs) == 1 else UNSURE)
        else:
            head.rest.append(line)
        return True
    return False


def _marked(text: str) -> list[str]:
    """The organs that a line of the mark names: none, one, or two where the word for documents between them is beside them on paper."""
    if not is_organ(text):
        return []
    pieces = parted("file_words", tight(text))
    organs = [piece for piece in pieces if piece]
    return organs if len(organs) > 1 and all(map(is_organ, organs)) else [_issuer(named(text))]


def _signers_at(text: str) -> int:
    return next((at for at in range(len(text)) if tells("signers_first", text[at:])), len(text))


def _issuer(mark: str) -> str:
    """The organ that a mark names (7.2.4)."""
    return without_mark_end(tight(mark))


def _behind_title(lines: Sequence[Line], end: int, head: Head) -> None:
    while head.end < end and (_take_head(lines[head.end], head, over=False) or _take_bracketed(lines[head.end], head)):
        head.end += 1
    found = _addressees(lines, head.end, end)
    if found is not None:
        head.addressees = found
        head.end += len(found.lines)


def _take_bracketed(line: Line, head: Head) -> bool:
    """Takes what stands in brackets under the title: part of it, such as that it is a draft, or a day or number that isn't."""
    if not tells("bracketed", line.text):
        return False
    if title_kind(head.title.text + line.text.strip()) is not None:
        text, lines = head.title.text + named(line.text), (*head.title.lines, line)
        head.title = Value(text=text, lines=lines, certainty=head.title.certainty)
    else:
        head.rest.append(line)
    return True


def _addressees(lines: Sequence[Line], first: int, end: int) -> Value | None:
    """Whom the document is for: what stands before a colon right under the title (7.3.2)."""
    text = ""
    for count in range(1, _ADDRESSEE_LINES + 1):
        if first + count > end:
            return None
        line = lines[first + count - 1].text.strip()
        if heading_of(line).level or attachment_line(line) is not None:
            return None
        text += line
        if len(text) > _ADDRESSEES or tells("sentence", text):
            return None
        if plain(text).endswith(":"):
            if tells("no_addressees", text) or len(tight(text)) < 3:
                return None
            return Value(text=tight(text)[:-1], lines=tuple(lines[first : first + count]))
    return None
