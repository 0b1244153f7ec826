"""The header of the general format: GB/T 9704-2012 7.2, rules R10–R20."""

from __future__ import annotations

import re

from forms.chinese import tight
from parsers.inspection.elements import is_double, is_red
from parsers.inspection.joint import in_table, marks_of
from parsers.inspection.measure import (
    SLACK,
    THREE,
    Case,
    alignment,
    blank_lines,
    counted,
    dress,
    first_indent,
    flush_left,
    left_indent,
    right_indent,
    stands,
)
from parsers.inspection.paper import Par, Run
from parsers.inspection.print import DrawnLine, PrintedPage
from parsers.inspection.rules import Fault, Finding, Skip, place, say
from parsers.notices.organs import is_organ, without_mark_end
from parsers.notices.words import document_number, named, tells, writes

__all__ = ["CHECKS", "PRINTED", "centred", "ink_of", "level_lines", "line_bearer", "mark_look", "spaced"]

MARK_TOP = 72.0
MARK_SLACK = 2.0
LINE_GAP = 4.0
SLACK_MM = 1.0
AREA = (28.0, 184.0)
_BLANKS = 2
_BLANK_SLACK = 0.35
_HEAD = 30
"""Paragraphs within which a header's drawings are anchored."""
_FULL = re.compile(r"\d{6}")


def copy_number(case: Case) -> Finding:
    par = case.elements.copy_number
    if par is None:
        return Skip(absent=True)
    where = place("copy_number")
    faults = [] if _FULL.fullmatch(par.text.strip()) else [Fault(place=where, found=par.text.strip(), wanted="000001")]
    faults += dress(where, par.runs, size=THREE) + flush_left(where, par)
    first = next(one for one in case.paper.pars if not one.blank or one is par)
    above = case.paper.pars[: case.paper.pars.index(par)]
    if first is not par and case.elements.format == "general":
        faults.append(Fault(place=where, found=say("nowhere", value="1"), wanted=say("order", value="1")))
    elif above and case.elements.format == "general":
        faults.append(
            Fault(place=where, found=say("blank_lines", value=len(above)), wanted=say("blank_lines", value=0))
        )
    return faults


def secrecy(case: Case) -> Finding:
    par = case.elements.secrecy
    if par is None:
        return Skip(absent=True)
    where = place("secrecy")
    faults = dress(where, par.runs, font="hei", size=THREE) + flush_left(where, par)
    if not writes("secrecy_form", par.text):
        faults.append(Fault(place=where, found=par.text.strip(), wanted=say("secrecy_form")))
    return faults


def urgency(case: Case) -> Finding:
    e = case.elements
    if e.urgency is None and e.secrecy is None:
        return Skip(absent=True)
    faults = []
    if e.urgency is not None:
        faults = dress(place("urgency"), e.urgency.runs, font="hei", size=THREE) + flush_left(
            place("urgency"), e.urgency
        )
    places = {id(par): at for at, par in enumerate(case.paper.pars)}
    there = [(name, par) for name in ("copy_number", "secrecy", "urgency") if (par := getattr(e, name)) is not None]
    shown = sorted(there, key=lambda one: places.get(id(one[1]), 0))
    if shown != there:
        found, wanted = ("、".join(place(name) for name, _ in order) for order in (shown, there))
        faults.append(Fault(place=place("urgency"), found=say("order", value=found), wanted=say("order", value=wanted)))
    return faults


def mark(case: Case) -> Finding:
    where = place("mark")
    if not case.elements.mark:
        if case.elements.number is None:
            return Skip(absent=True)
        return [Fault(place=where, found=say("none"), wanted=say("yes"))]
    faults = []
    for par in case.elements.mark:
        text = named(par.text)
        if not is_organ(without_mark_end(tight(text))):
            faults.append(Fault(place=where, found=text, wanted=say("organ")))
        faults += centred(where, par) if par.row is None else in_table(where, par)
    return faults


def centred(where: str, par: Par) -> list[Fault]:
    """The faults of what must be in the middle."""
    # Equal indents on both sides, negative ones too, leave the middle where it is.
    off = (first_indent(par) - right_indent(par)) / 2
    if alignment(par) == "centre" and abs(off) <= SLACK:
        return []
    found = stands(par) if alignment(par) != "centre" else f"{say('centre')}，{say('characters', value=counted(off))}"
    return [Fault(place=where, found=found, wanted=say("centre"))]


def mark_look(case: Case) -> Finding:
    """Whether the mark is in its typeface and red."""
    if not case.elements.mark:
        return Skip(absent=True)
    faults = []
    for par in marks_of(case):
        faults += dress(place("mark"), par.runs, font="xbs")
        if any(run.text.strip() and not is_red(run.look.colour) for run in par.runs):
            found = say("colour", value=par.runs[0].look.colour or say("black"))
            faults.append(Fault(place=place("mark"), found=found, wanted=say("red")))
    return faults


def number_place(case: Case) -> Finding:
    e = case.elements
    if e.number is None:
        return Skip(absent=True)
    faults = [] if e.signers is not None else centred(place("number"), e.number)
    if not e.mark:
        return faults
    lines = blank_lines(case.paper, marks_of(case)[-1], e.number)
    return faults + spaced(place("number"), lines, _BLANKS) if lines is not None else faults or Skip(say("no_print"))


def spaced(where: str, lines: float | None, wanted: float) -> list[Fault]:
    """The fault of an element that isn't as many blank lines below the one above as it should be."""
    if lines is None or abs(lines - wanted) <= _BLANK_SLACK:
        return []
    return [
        Fault(
            place=where,
            found=say("blank_lines", value=counted(lines)),
            wanted=say("blank_lines", value=counted(wanted)),
        )
    ]


def number_form(case: Case) -> Finding:
    par = case.elements.number
    if par is None:
        return Skip(absent=True)
    text = par.text.split("\t")[0] if case.elements.signers is par else par.text
    written = re.split(r"\s{2,}|\t|\u3000", text.strip())[0]
    found = document_number(written)
    if found is not None and found.standard and written == found.text:
        return []
    wanted = found.text if found is not None else say("number_form")
    return [Fault(place=place("number"), found=written, wanted=wanted)]


def signers(case: Case) -> Finding:
    par, number = case.elements.signers, case.elements.number
    if par is None:
        return Skip(absent=True)
    where = place("signers")
    faults = []
    if number is None or number is not par:
        faults.append(Fault(place=where, found=say("other_line"), wanted=say("same_line")))
    if number is not None and abs(first_indent(number) - 1) > SLACK:
        found = say("characters", value=counted(first_indent(number)))
        faults.append(Fault(place=place("number"), found=found, wanted=say("characters", value=1)))
    label, names = _signing(par)
    faults += dress(where, label, font="fang", size=THREE) + dress(where, names, font="kai", size=THREE)
    return faults


def _signing(par: Par) -> tuple[list[Run], list[Run]]:
    """The runs of the label and of the names behind it."""
    for at, run in enumerate(par.runs):
        if tells("signers", run.text):
            colon = max(run.text.rfind("："), run.text.rfind(":"))
            behind = run.text[colon + 1 :]
            names = ([Run(text=behind, look=run.look)] if behind.strip() else []) + par.runs[at + 1 :]
            return [Run(text=run.text[: colon + 1], look=run.look)], names
    return [], []


def under_number(case: Case) -> list[Par]:
    """The number's paragraph and those between it and the title, one of which may bear the red line."""
    number, pars = case.elements.number, case.paper.pars
    title = case.elements.title[0] if case.elements.title else None
    places = {id(par): at for at, par in enumerate(pars)}
    start, end = places.get(id(number)), places.get(id(title), len(pars))
    return [] if start is None else pars[start:end]


def line_bearer(case: Case) -> Par | None:
    """The paragraph whose border is the line under the number."""
    for par in under_number(case):
        if par.sheet.border("bottom") or (par.sheet.border("top") and par is not case.elements.number):
            return par
    return None


def red_line(case: Case) -> Finding:
    number = case.elements.number
    if number is None:
        return Skip(absent=True)
    where = place("red_line")
    bearer = line_bearer(case)
    for par in under_number(case):
        border = par.sheet.border("bottom") or par.sheet.border("top")
        if par is bearer and border is not None:
            faults = []
            if not is_red(border.colour):
                faults.append(
                    Fault(place=where, found=say("colour", value=border.colour or say("black")), wanted=say("red"))
                )
            if is_double(border.kind):
                faults.append(Fault(place=where, found=border.kind, wanted="single"))
            if left_indent(par) or right_indent(par):
                found = say("wide", value=counted(AREA[1] - AREA[0] - 5.6 * (left_indent(par) + right_indent(par))))
                faults.append(Fault(place=where, found=found, wanted=say("wide", value=counted(AREA[1] - AREA[0]))))
            return faults
        lines = [line for line in par.lines if is_red(line.colour)]
        if lines:
            return Skip(say("no_print"))
    if any(par.pictures or par.lines for par in case.paper.pars[:_HEAD]):
        return Skip(say("no_print"))
    return [Fault(place=where, found=say("none"), wanted=say("yes"))]


CHECKS = {
    "R10": copy_number,
    "R11": secrecy,
    "R12": urgency,
    "R13": mark,
    "R14": mark_look,
    "R17": number_place,
    "R18": number_form,
    "R19": signers,
    "R20": red_line,
}


# As printed


def ink_of(page: PrintedPage, text: str) -> tuple[float, float] | None:
    """The top and bottom of the ink of the first line that is *text*, in millimetres; None where it isn't on the page."""
    line = page.find(text, whole=True) or page.row(text)
    if line is None:
        return None
    size = line.size * 25.4 / 72
    return page.ink.span(line.x0, line.x1, line.baseline - 1.05 * size, line.baseline + 0.3 * size)


def level_lines(page: PrintedPage, top: float, bottom: float) -> list[DrawnLine]:
    """The long level lines of a page between two heights."""
    return [line for line in page.drawn if line.length > 50 and top <= line.y <= bottom]


def mark_top(case: Case) -> Finding:
    return mark_at(case, MARK_TOP)


def mark_at(case: Case, wanted: float) -> Finding:
    """Whether the mark's upper edge is as far from the paper's as it should be."""
    if not case.elements.mark or case.print is None or not case.print.pages:
        return Skip(absent=True)
    # Those who issue a document together may stand in one paragraph, broken by hand.
    ink = ink_of(case.print.pages[0], case.elements.mark[0].text.strip().partition("\n")[0])
    if ink is None:
        return Skip(say("unread"))
    if abs(ink[0] - wanted) <= MARK_SLACK:
        return []
    return [Fault(place=place("mark"), found=say("at", value=counted(ink[0])), wanted=say("at", value=counted(wanted)))]


def printed_line(case: Case) -> Finding:
    number = case.elements.number
    if number is None or case.print is None or not case.print.pages:
        return Skip(absent=True)
    page = case.print.pages[0]
    ink = ink_of(page, number.text.split("\t")[0])
    if ink is None:
        return Skip(say("unread"))
    below = level_lines(page, ink[1] - 0.5, ink[1] + 25)
    if not below:
        return Skip(say("unread"))
    line = below[0]
    where, faults = place("red_line"), []
    gap = line.y - ink[1]
    if abs(gap - LINE_GAP) > SLACK_MM:
        faults.append(
            Fault(place=where, found=say("below", value=counted(gap)), wanted=say("below", value=counted(LINE_GAP)))
        )
    if abs(line.x0 - AREA[0]) > SLACK_MM or abs(line.x1 - AREA[1]) > SLACK_MM:
        found = say("across", left=counted(line.x0), right=counted(line.x1))
        faults.append(
            Fault(place=where, found=found, wanted=say("across", left=counted(AREA[0]), right=counted(AREA[1])))
        )
    return faults


PRINTED = {"R15": mark_top, "R20": printed_line}
