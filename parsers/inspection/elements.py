"""Which paragraph of a document is which element of GB/T 9704-2012, told by content and order, whatever its style."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from forms.chinese import tight
from forms.text import Origin
from forms.vocabulary import table
from parsers.extraction.layout import Line
from parsers.inspection.paper import Paper, Par
from parsers.notices.attachments import attachment_line
from parsers.notices.head import find_head
from parsers.notices.model import Head, Tail, Value
from parsers.notices.organs import is_organ, without_mark_end
from parsers.notices.tail import find_tail
from parsers.notices.words import heading_of, plain, tells

__all__ = ["Attachment", "Elements", "Format", "Heading", "elements_of", "everywhere", "is_double", "is_red"]

Format = Literal["general", "letter", "attachment"]

_REACH = 40
_BIG = 36
"""Half-points from which on a centred text can be a title."""
_RED = 0x80


@dataclass(kw_only=True, slots=True)
class Heading:
    """A paragraph of the body with its level by the number in front."""

    par: Par
    level: int
    number: int | None
    index: int


@dataclass(kw_only=True, slots=True)
class Attachment:
    """An attachment bound with the text: its heading, its title's paragraphs and what follows."""

    heading: Par
    number: int | None
    title: list[Par] = field(default_factory=list)
    rest: list[Par] = field(default_factory=list)


@dataclass(kw_only=True)
class Elements:
    """The elements found; None and empty where there are none."""

    format: Format = "general"
    copy_number: Par | None = None
    secrecy: Par | None = None
    urgency: Par | None = None
    mark: list[Par] = field(default_factory=list)
    file_word: Par | None = None
    """The word for documents, where it stands beside the marks of several organs."""
    number: Par | None = None
    signers: Par | None = None
    title: list[Par] = field(default_factory=list)
    addressees: list[Par] = field(default_factory=list)
    body: list[Heading] = field(default_factory=list)
    note: list[Par] = field(default_factory=list)
    names: list[tuple[int | None, str]] = field(default_factory=list)
    signature: list[Par] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)
    """Who signs, one by one: two may share a line."""
    date: Par | None = None
    annotation: list[Par] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    separate: Par | None = None
    """The first line of a file that is only an attachment."""
    copies: Par | None = None
    main_copies: Par | None = None
    printed: list[Par] = field(default_factory=list)

    @property
    def imprint(self) -> list[Par]:
        """The paragraphs of the imprint in their order."""
        return [par for par in (self.main_copies, self.copies, *self.printed) if par is not None]


def elements_of(paper: Paper) -> Elements:
    """The elements of the document on *paper*."""
    found = Elements()
    _imprint(paper, found)
    imprint = {id(par) for par in found.imprint}
    flow = [par for par in paper.pars if not par.blank and par.row is None and id(par) not in imprint]
    lines = [Line(par.text.strip(), Origin()) for par in flow]
    by_line = {id(line): par for line, par in zip(lines, flow, strict=True)}
    if flow and _is_separate(flow[0].text):
        found.format, found.separate = "attachment", flow[0]
        found.attachments = _attachments(flow)
        return found
    head = find_head(lines, 0, len(lines), reach=_REACH) or _fallback(lines, flow)
    if head is None:
        found.body = _headings(flow)
        return found
    _head(head, by_line, paper, found)
    tail = find_tail(lines, head.end, len(lines), head)
    _tail(tail, by_line, found)
    found.body = _headings([by_line[id(line)] for line in lines[head.end : tail.start]])
    found.attachments = _attachments([by_line[id(line)] for line in lines[tail.end :]])
    _number(lines, head, by_line, found)
    if _is_letter(paper, found):
        found.format = "letter"
    return found


def _is_separate(text: str) -> bool:
    """Whether a file's first line shows that it is an attachment alone (7.3.7)."""
    bare = text.strip()
    found = attachment_line(bare)
    return (found is not None and not found[2]) or tells("numbered_attachment", bare)


def _fallback(lines: Sequence[Line], flow: Sequence[Par]) -> Head | None:
    """A head told by looks alone: the first large centred text that isn't red."""
    for at, par in enumerate(flow[:_REACH]):
        look = par.runs[0].look
        if par.sheet.jc == "center" and look.size >= _BIG and not is_red(look.colour):
            end = at + 1
            while end < len(flow) and flow[end].sheet.jc == "center" and flow[end].runs[0].look.size == look.size:
                end += 1
            title = Value(text=tight("".join(line.text for line in lines[at:end])), lines=tuple(lines[at:end]))
            head = Head(start=0, end=end, title=title)
            head.rest = list(lines[:at])
            return head
    return None


def is_red(colour: str) -> bool:
    """Whether a colour such as ``FF0000`` is a red."""
    try:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    except ValueError:
        return False
    return red >= _RED and max(green, blue) * 3 <= red


def _head(head: Head, by_line: dict[int, Par], paper: Paper, found: Elements) -> None:
    found.title = [by_line[id(line)] for line in head.title.lines]
    found.addressees = [by_line[id(line)] for line in head.addressees.lines] if head.addressees else []
    found.mark = [by_line[id(line)] for line in head.mark.lines] if head.mark else []
    for name in ("copy_number", "secrecy", "urgency", "signers"):
        value = head.others.get(name)
        if value is not None:
            setattr(found, name, by_line[id(value.lines[0])])
    if head.number_line is not None:
        found.number = by_line[id(head.number_line)]
    for line in head.rest:
        par = by_line[id(line)]
        if found.copy_number is None and tells("copy_number_like", line.text):
            found.copy_number = par
        elif found.secrecy is None and tells("secrecy_like", line.text):
            found.secrecy = par
        elif any(is_red(run.look.colour) for run in par.runs):
            # The marks of those who issue a document together stand one under the other.
            found.mark.append(par)
    if not found.mark:
        _mark_in_table(paper, found)
    if not found.mark:
        found.mark = _mark_in_margin(paper)


def _mark_in_table(paper: Paper, found: Elements) -> None:
    """Those who issue a document together may stand in a table, with the word for documents beside them (7.2.4)."""
    below = found.number or (found.title[0] if found.title else None)
    for par in paper.pars:
        if par is below:
            return
        if par.blank or par.row is None or (found.mark and par.row.table != (found.mark[0].row or par.row).table):
            continue
        if tells("file_word", par.text):
            found.file_word = par
        elif is_organ(without_mark_end(tight(par.text))) or any(is_red(run.look.colour) for run in par.runs):
            found.mark.append(par)


def _mark_in_margin(paper: Paper) -> list[Par]:
    """A letter's mark may stand in the header of its first page."""
    for kind in ("first", "default"):
        pars = [par for par in paper.section.headers.get(kind, ()) if not par.blank]
        for par in pars:
            if is_organ(without_mark_end(tight(par.text))) or is_red(par.runs[0].look.colour):
                return [
                    one for one in pars if one is par or (one.sheet == par.sheet and is_red(one.runs[0].look.colour))
                ]
    return []


def _number(lines: Sequence[Line], head: Head, by_line: dict[int, Par], found: Elements) -> None:
    if found.number is not None:
        return
    for line in lines[: head.end]:
        if tells("number_like", line.text) and by_line[id(line)] not in (found.copy_number, *found.title):
            found.number = by_line[id(line)]
            return


def _tail(tail: Tail, by_line: dict[int, Par], found: Elements) -> None:
    entries = [entry.value.lines for entry in tail.attachments]
    found.note = list({id(line): by_line[id(line)] for lines in entries for line in lines}.values())
    found.names = [(entry.number, entry.value.text) for entry in tail.attachments]
    if tail.signature:
        found.signature = list({id(line): by_line[id(line)] for line in tail.signature.lines}.values())
        found.signed = [tight(name) for name in tail.signature.text.split("\n")]
    found.date = by_line[id(tail.date.lines[0])] if tail.date else None
    found.annotation = [by_line[id(line)] for line in tail.annotation.lines] if tail.annotation else []


def _headings(pars: Sequence[Par]) -> list[Heading]:
    found = []
    for index, par in enumerate(pars, 1):
        heading = heading_of(par.text)
        level = heading.level or _odd_level(par.text)
        found.append(Heading(par=par, level=level, number=heading.number, index=index))
    return found


def _odd_level(text: str) -> int:
    """The level of a number that is written against the rule: （1. , 1） , (一) with other brackets."""
    return 3 if tells("odd_level", text) else 0


def _attachments(pars: Sequence[Par]) -> list[Attachment]:
    found: list[Attachment] = []
    for par in pars:
        line = attachment_line(par.text)
        numbered = tells("numbered_attachment", par.text.strip())
        is_heading = (line is not None and not line[2] and len(tight(par.text)) <= 6) or numbered
        if is_heading:
            found.append(Attachment(heading=par, number=line[0] if line else _last_number(par.text)))
        elif found:
            attachment = found[-1]
            titled = not attachment.rest and (
                not attachment.title
                or (par.sheet == attachment.title[-1].sheet and par.runs[0].look == attachment.title[-1].runs[0].look)
            )
            (attachment.title if titled and not heading_of(par.text).level else attachment.rest).append(par)
    return found


def _last_number(text: str) -> int | None:
    digits = ""
    for character in reversed(text.strip()):
        if not character.isdecimal():
            break
        digits = character + digits
    return int(digits) if digits else None


def _imprint(paper: Paper, found: Elements) -> None:
    """The imprint (7.4): what stands last, by its labels; with them what shares their table."""
    pars = [par for par in paper.pars if not par.blank]
    for par in reversed(pars):
        if found.copies is None and tells("copies", par.text):
            found.copies = par
        elif found.main_copies is None and plain(par.text).startswith(_main_label()):
            found.main_copies = par
        elif tells("printed", par.text):
            found.printed.insert(0, par)
    if found.copies is not None and not found.printed:
        behind = pars[pars.index(found.copies) + 1 :]
        found.printed = [par for par in behind if par.row is None and tells("dated", par.text)]
    tables = {par.row.table for par in found.imprint if par.row is not None}
    if tables:
        last = max(tables)
        named = {id(par) for par in (found.copies, found.main_copies) if par is not None}
        found.printed = [par for par in pars if par.row is not None and par.row.table == last and id(par) not in named]


def _main_label() -> str:
    return str(table("notice")["main_copies"])


def _is_letter(paper: Paper, found: Elements) -> bool:
    """Which of the two formats a document follows: by its lines, its number, and where they stand."""
    votes = 0
    kinds = [line.kind for par in everywhere(paper) for line in par.lines]
    borders = (par.sheet.border(side) for par in everywhere(paper) for side in ("top", "bottom"))
    kinds += [border.kind for border in borders if border is not None]
    votes += 2 if any(map(is_double, kinds)) else 0
    text = "" if found.number is None else found.number.text
    votes += 2 if tells("letter_number", text) else 0
    votes += found.number is not None and found.number.sheet.jc in ("right", "end")
    votes += bool(found.mark) and found.mark[0].part == "header"
    votes -= 2 if found.mark and tells("mark_line", found.mark[0].text) else 0
    return votes >= 2


def everywhere(paper: Paper) -> Iterator[Par]:
    """Every paragraph of the body and of all margins."""
    yield from paper.pars
    for section in paper.sections:
        for margins in (section.headers, section.footers):
            for pars in margins.values():
                yield from pars


def is_double(kind: str) -> bool:
    """Whether a border of this kind is a double line, even or thick and thin."""
    return kind in {"double", "dbl"} or kind.lower().startswith(("thickthin", "thinthick"))
