"""The attachment note under the text: GB/T 9704-2012 7.3.4, rules R31–R32."""

from __future__ import annotations

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
    left_indent,
    width_of,
)
from parsers.inspection.paper import Par
from parsers.inspection.print import Print, PrintedLine
from parsers.inspection.rules import Fault, Finding, Skip, place, say
from parsers.notices.attachments import attachment_line, entry_of
from parsers.notices.words import writes

__all__ = ["CHECKS", "PRINTED"]

_AREA = 8844
"""Twips of the type area's width."""

_CHARACTER = 315 * 25.4 / 1440
"""Millimetres of a character of the body: 28 of them are as wide as the type area."""

_INDENT = 2.0

_LABEL = 3.0
"""Characters of the word for attachments and its colon."""

_HANGS = 0.75

_ALIGNED = 1.5
"""Millimetres."""


def note(case: Case) -> Finding:
    e = case.elements
    if not e.note:
        if e.attachments and e.format != "attachment":
            return [Fault(place=place("note"), found=say("none"), wanted=say("yes"))]
        return Skip(absent=True)
    where, first, faults = place("note"), e.note[0], []
    if abs(first_indent(first) - _INDENT) > SLACK or alignment(first) not in ("left", "both"):
        found = say("hang", value=counted(first_indent(first)))
        faults.append(Fault(place=where, found=found, wanted=say("hang", value=counted(_INDENT))))
    if not writes("note_head", first.text.strip()):
        faults.append(Fault(place=where, found=first.text.strip()[:6], wanted=say("note_form", value="…")))
    if e.body:
        faults += spaced(where, blank_lines(case.paper, e.body[-1].par, first), 1)
    return faults


def names(case: Case) -> Finding:
    e = case.elements
    if not e.note:
        return Skip(absent=True)
    where, faults = place("note"), []
    several = len(e.names) > 1
    for due, (par, (number, name)) in enumerate(zip(e.note, e.names, strict=False), 1):
        shown = par.text.strip()
        if several and number is None:
            faults.append(
                Fault(place=where, found=say("not_numbered"), wanted=say("entry_form", number=due, name=name))
            )
        elif several and number != due:
            faults.append(Fault(place=where, found=say("sequence", value=number), wanted=say("sequence", value=due)))
        elif several and not writes("entry_form", shown):
            faults.append(Fault(place=where, found=shown[:8], wanted=say("entry_form", number=due, name=name)))
        if writes("name_stopped", shown):
            faults.append(Fault(place=where, found=shown[-4:], wanted=name[-4:]))
        faults += _hanging(where, par, several=several)
    if several and len(e.note) > 1:
        due_start = _INDENT + _LABEL
        for start in map(first_indent, e.note[1:]):
            if abs(start - due_start) > _HANGS and len(e.note) == len(e.names):
                found, wanted = say("hang", value=counted(start)), say("hang", value=counted(due_start))
                faults.append(Fault(place=where, found=found, wanted=wanted))
    return list(dict.fromkeys(faults))


def _hanging(where: str, par: Par, *, several: bool) -> list[Fault]:
    """The fault of a name whose wrapped lines don't begin under its first character."""
    text = par.text.strip()
    label = attachment_line(text)
    head = _LABEL if label is not None else 0.0
    if several and entry_of(label[2] if label else text):
        head += 1.0
    begins = first_indent(par)
    if begins + width_of(tight(text)) <= _AREA / em(par) or abs(left_indent(par) - begins - head) <= _HANGS:
        return []
    found, wanted = say("hang", value=counted(left_indent(par))), say("hang", value=counted(begins + head))
    return [Fault(place=where, found=found, wanted=wanted)]


def printed_names(case: Case) -> Finding:
    """Whether each name's lines begin under its first character."""
    e = case.elements
    if not e.note or case.print is None:
        return Skip(absent=True)
    faults = []
    seen = False
    for par in e.note:
        text = tight(par.text)
        page, line, following = _wrapped(case.print, text)
        if page is None or line is None or following is None:
            continue
        seen = True
        label = attachment_line(line.text)
        rest = label[2] if label else line.text
        entry = entry_of(rest)
        head = (_LABEL if label else 0.0) + (1.0 if entry else 0.0)
        wanted = line.x0 + head * _CHARACTER
        if abs(following.x0 - wanted) > _ALIGNED * 2:
            found = say("from_left", value=counted(following.x0))
            faults.append(Fault(place=place("note"), found=found, wanted=say("from_left", value=counted(wanted))))
    return faults if seen else Skip(absent=True)


def _wrapped(printed: Print, text: str) -> tuple[int | None, PrintedLine | None, PrintedLine | None]:
    """The first line of *text* as printed, and the line that goes on with it."""
    for page in printed.pages:
        for at, line in enumerate(page.lines[:-1]):
            if len(line.tight) >= 4 and text.startswith(line.tight) and text != line.tight:
                following = page.lines[at + 1]
                if text.startswith(line.tight + following.tight):
                    return page.number, line, following
    return None, None, None


CHECKS = {"R31": note, "R32": names}
PRINTED = {"R32": printed_names}
