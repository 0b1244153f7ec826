"""Signature, date and annotation: GB/T 9704-2012 7.3.5–7.3.6, rules R33–R40."""

from __future__ import annotations

import re
from dataclasses import dataclass

from forms.chinese import tight
from parsers.inspection.header import spaced
from parsers.inspection.measure import (
    SLACK,
    Case,
    alignment,
    blank_lines,
    counted,
    em,
    first_indent,
    right_indent,
    width_of,
)
from parsers.inspection.paper import Par
from parsers.inspection.print import PrintedLine, PrintedPage
from parsers.inspection.rules import Fault, Finding, Skip, place, say
from parsers.notices.organs import signed
from parsers.notices.words import tells, writes

__all__ = ["CHECKS", "PRINTED"]

_AREA = 8844
_GRID = _AREA / 28
"""Twips of a character of the grid."""

_RIGHT = 184.0
_CHARACTER = 315 * 25.4 / 1440
"""Millimetres of a character of the body: 28 of them are as wide as the type area."""
_INDENT, _UNSEALED, _SEALED = 2.0, 2.0, 4.0
_NEAR = 0.6
_CENTRE = 1.0
_TIE = 0.3


@dataclass(frozen=True, kw_only=True, slots=True)
class _Span:
    """Where a line stands across, in characters from the right edge of the type area: its ``left`` end is farther from it."""

    left: float
    right: float

    @property
    def width(self) -> float:
        return self.left - self.right

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def date_form(case: Case) -> Finding:
    par = case.elements.date
    if par is None:
        return Skip(absent=True)
    text = par.text.strip()
    for signature in case.elements.signature:
        if signature is par:
            found = signed(text)
            text = text.removeprefix(found.organ).strip() if found else text
    found = signed(text)
    if writes("date_form", text) and found is not None and found.date.iso is not None:
        return []
    wanted = say("date_form")
    if found is not None and found.date.iso is not None:
        from forms.dates import written_date

        wanted = written_date(found.date.iso)
    return [Fault(place=place("date"), found=text, wanted=wanted)]


def _span(par: Par) -> _Span:
    """Where a paragraph of one line stands, by its indents and the widths of its characters."""
    # Widths are the text's own, places are counted in characters of which 28 fill a line.
    whole, width = 28.0, width_of(tight(par.text.rpartition("\t")[2])) * em(par) / _GRID
    stop = _stop(par)
    if stop is not None:
        at, kind = whole - stop[0] / _GRID, stop[1]
        right = at if kind in ("right", "end") else at - width / 2 if kind == "center" else at - width
        return _Span(left=right + width, right=right)
    right_gap, start = _places(par)
    if alignment(par) == "right":
        return _Span(left=right_gap + width, right=right_gap)
    if alignment(par) == "centre":
        start += (whole - start - right_gap - width) / 2
    return _Span(left=whole - start, right=whole - start - width)


def _stop(par: Par) -> tuple[int, str] | None:
    """The tab stop at which the last text of a line stands."""
    tabs = par.text.count("\t")
    return par.sheet.tabs[tabs - 1] if 0 < tabs <= len(par.sheet.tabs) else None


def _places(par: Par) -> tuple[float, float]:
    """How far a line keeps from the right edge, and how far from the left, in characters of the grid."""
    scale = em(par) / _GRID
    indents = par.sheet.indents
    right = right_indent(par) * (1.0 if indents.right_chars else scale)
    start = first_indent(par) * (1.0 if indents.left_chars or indents.first_chars else scale)
    return right, start


def _spans(case: Case) -> tuple[_Span | None, _Span | None]:
    """Where name and date stand."""
    e = case.elements
    name = e.signature[-1] if e.signature else None
    return (None if name is None else _where(case, name)), (None if e.date is None else _where(case, e.date))


def _where(case: Case, par: Par) -> _Span:
    """Where a line stands: by its indents and the widths that its font gives characters, which another font in its place may not; else as printed."""
    if (
        par.row is not None or par.part == "box" or par.sheet.framed or ("\t" in par.text and _stop(par) is None)
    ) and case.print is not None:
        for page in case.print.pages:
            line = page.find(par.text.rpartition("\t")[2], whole=True)
            if line is not None:
                return _Span(left=(_RIGHT - line.x0) / _CHARACTER, right=(_RIGHT - line.x1) / _CHARACTER)
    return _span(par)


def _is_sealed(name: _Span | None, date: _Span) -> bool:
    """Which of the two layouts the signature follows more nearly."""
    if name is None:
        return True
    sealed = abs(date.right - _SEALED) + abs(name.middle - date.middle)
    edge = abs(name.right - _UNSEALED)
    if date.width > name.width:
        edge = min(edge, abs(date.right - _UNSEALED))
    # A name four characters longer than the date stands alike in both.
    return sealed <= edge + abs(name.left - date.left - _INDENT) + _TIE


def sealed_date(case: Case) -> Finding:
    name, date = _spans(case)
    if date is None or not _is_sealed(name, date):
        return Skip(absent=True)
    if abs(date.right - _SEALED) <= _NEAR:
        return []
    found, wanted = say("gap_right", value=counted(date.right)), say("gap_right", value=counted(_SEALED))
    return [Fault(place=place("date"), found=found, wanted=wanted)]


def sealed_name(case: Case) -> Finding:
    name, date = _spans(case)
    if date is None or name is None or not _is_sealed(name, date):
        return Skip(absent=True)
    off = date.middle - name.middle
    if abs(off) <= _CENTRE:
        return []
    found = say("centre_of", value=counted(abs(off)))
    return [Fault(place=place("signature"), found=found, wanted=say("on_centre"))]


def unsealed(case: Case) -> Finding:
    e = case.elements
    name, date = _spans(case)
    if name is None or date is None or _is_sealed(name, date):
        return Skip(absent=True)
    faults = []
    if e.signature[-1] is e.date:
        faults.append(Fault(place=place("date"), found=say("apart"), wanted=say("own_line")))
    longer = date.width > name.width + SLACK
    edge, which = (date.right, "date") if longer else (name.right, "signature")
    if abs(edge - _UNSEALED) > _NEAR:
        found, wanted = say("gap_right", value=counted(edge)), say("gap_right", value=counted(_UNSEALED))
        faults.append(Fault(place=place(which), found=found, wanted=wanted))
    shift = name.left - date.left
    if abs(shift - _INDENT) > _NEAR:
        found, wanted = say("shifted", value=counted(shift)), say("shifted", value=counted(_INDENT))
        faults.append(Fault(place=place("date"), found=found, wanted=wanted))
    last = e.note[-1] if e.note else e.body[-1].par if e.body else None
    if last is not None:
        faults += spaced(place("signature"), blank_lines(case.paper, last, e.signature[0]), 1)
    return faults


def annotation(case: Case) -> Finding:
    e = case.elements
    if not e.annotation:
        return Skip(absent=True)
    where, faults = place("annotation"), []
    for par in e.annotation:
        text = par.text.strip()
        if not re.fullmatch(r"（.*）", text, re.DOTALL):
            faults.append(Fault(place=where, found=text, wanted=say("brackets", value=text.strip("()（）"))))
        if abs(first_indent(par) - _INDENT) > SLACK or alignment(par) not in ("left", "both"):
            found = say("hang", value=counted(first_indent(par)))
            faults.append(Fault(place=where, found=found, wanted=say("hang", value=counted(_INDENT))))
    if e.date is not None:
        faults += spaced(where, blank_lines(case.paper, e.date, e.annotation[0]), 0)
    return faults


CHECKS = {
    "R33": date_form,
    "R34": sealed_date,
    "R35": sealed_name,
    "R36": unsealed,
    "R40": annotation,
}


def signature_page(case: Case) -> Finding:
    """Whether the page with the date has text above it."""
    e = case.elements
    if e.date is None or case.print is None:
        return Skip(absent=True)
    found = next(((page, line) for page in case.print.pages if (line := _dated(page, e.date.text))), None)
    if found is None:
        return Skip(say("unread"))
    page, date = found
    own = {tight(par.text) for par in e.signature} | set(e.signed)
    above = [line for line in page.lines if line.baseline < date.baseline and line.tight not in own]
    if any(not tells("no_text", line.text) for line in above):
        return []
    where = place("page", n=page.number)
    return [Fault(place=where, found=say("no_text_page"), wanted=say("text_above"))]


def _dated(page: PrintedPage, date: str) -> PrintedLine | None:
    """The line of the date, or its beginning where it is broken."""
    wanted = tight(date)
    return next((line for line in page.lines if len(line.tight) >= _BEGINNING and wanted.startswith(line.tight)), None)


_BEGINNING = 6
PRINTED = {"R39": signature_page}
