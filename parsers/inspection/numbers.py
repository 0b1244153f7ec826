"""Page numbers: GB/T 9704-2012 7.5 and 8, rules R52–R58."""

from __future__ import annotations

import re

from forms.chinese import tight
from parsers.inspection.measure import FOUR, SLACK, Case, alignment, counted, dress, first_indent, right_indent
from parsers.inspection.paper import Par
from parsers.inspection.print import PrintedLine, PrintedPage
from parsers.inspection.rules import Fault, Finding, Skip, family, family_name, place, say

__all__ = ["CHECKS", "PRINTED", "number_on", "numbering"]

_FORM = re.compile(r"—\s?\d*\s?—")
_SHOWN = re.compile(r"[-—–－·]*\s*(\d{1,4})\s*[-—–－·]*")
_DASH = 269.0
_DASH_SLACK = 1.5
"""Millimetres: a font in the place of the named one has another height."""
_CHARACTER = 14 * 25.4 / 72
_EDGES = (28.0, 184.0)
_SIDE = 1.5
_FOOT = 20.0
"""Millimetres above the page's lower edge, or under the type area, within which a number stands."""


def numbering(case: Case) -> dict[str, Par]:
    """The paragraphs that show the page's number, by the kind of footer (or header)."""
    found: dict[str, Par] = {}
    # What upright pages show counts first: on landscape ones numbers stand in boxes.
    for section in sorted(case.paper.sections, key=lambda section: section.landscape):
        for margins in (section.footers, section.headers):
            for kind, pars in margins.items():
                for par in pars:
                    if par.field_page:
                        found.setdefault(kind, par)
    return found


def look(case: Case) -> Finding:
    shown = numbering(case)
    if not shown:
        return [Fault(place=place("footer"), found=say("none"), wanted=say("one_dash"))]
    faults = []
    for par in shown.values():
        runs = [run for run in par.runs if run.text.strip()]
        faults += dress(place("footer"), runs, size=FOUR)
        wrong = {run.look.latin or say("none") for run in runs if family(run.look.latin) != "song"}
        if wrong:
            faults.append(Fault(place=place("footer"), found="、".join(sorted(wrong)), wanted=family_name("song")))
    return list(dict.fromkeys(faults))


def dashes(case: Case) -> Finding:
    shown = numbering(case)
    if not shown:
        return Skip(absent=True)
    return list(
        dict.fromkeys(
            Fault(place=place("footer"), found=par.text.strip(), wanted=say("one_dash"))
            for par in shown.values()
            if _FORM.fullmatch(par.text.strip()) is None
        )
    )


def sides(case: Case) -> Finding:
    shown = numbering(case)
    # Where every page is a landscape one, clause 8 is the rule for where numbers stand.
    if not shown or all(section.landscape for section in case.paper.sections):
        return Skip(absent=True)
    odd, even = shown.get("default"), shown.get("even")
    if any(par is not None and (par.sheet.framed or par.part == "box") for par in (odd, even)):
        return Skip(say("no_print"))
    if not case.paper.even_and_odd or even is None or odd is None:
        return [Fault(place=place("footer"), found=say("alike"), wanted=say("right_and_left"))]
    faults = []
    for par, side, indent in ((odd, "right", right_indent(odd)), (even, "left", first_indent(even))):
        set_at = "left" if alignment(par) == "both" else alignment(par)
        if set_at != side or abs(indent - 1) > SLACK:
            found = (
                f"{say(set_at) if set_at != 'left' else say('left_side')}，{say('characters', value=counted(indent))}"
            )
            name = say("right") if side == "right" else say("left_side")
            wanted = f"{name}，{say('characters', value=1)}"
            faults.append(Fault(place=place("footer"), found=found, wanted=wanted))
    return faults


def going_on(case: Case) -> Finding:
    if len(case.paper.sections) < 2:
        return [] if numbering(case) else Skip(absent=True)
    return [
        Fault(place=place("section", n=number), found=say("starts_at", value=section.start), wanted=say("continued"))
        for number, section in enumerate(case.paper.sections[1:], 2)
        if section.start is not None
    ]


CHECKS = {"R52": look, "R53": dashes, "R55": sides, "R57": going_on}


# As printed


def number_on(page: PrintedPage) -> PrintedLine | None:
    """The page's number as printed; None where it shows none."""
    for line in reversed(page.lines):
        if line.baseline < page.height - 45:
            return None
        if _SHOWN.fullmatch(line.tight):
            return line
    return None


def _portrait(case: Case) -> list[PrintedPage]:
    pages = [] if case.print is None else case.print.pages
    return [page for page in pages if page.height > page.width]


def height(case: Case) -> Finding:
    """How far the dashes stand under the type area."""
    faults = []
    seen = False
    for page in _portrait(case):
        line = number_on(page)
        if line is None:
            continue
        seen = True
        size = line.size * 25.4 / 72
        ink = page.ink.span(line.x0, line.x0 + 0.6 * size, line.baseline - size, line.baseline + 0.2 * size)
        middle = line.baseline - 0.36 * size if ink is None else (ink[0] + ink[1]) / 2
        if abs(middle - _DASH) > _DASH_SLACK:
            found, wanted = say("at", value=counted(middle)), say("at", value=counted(_DASH))
            faults.append(Fault(place=place("footer"), found=found, wanted=wanted))
    return list(dict.fromkeys(faults)) if seen else Skip(absent=True)


def ends(case: Case) -> Finding:
    faults = []
    seen = False
    for page in _portrait(case):
        line = number_on(page)
        if line is None:
            continue
        seen = True
        shown = _SHOWN.fullmatch(line.tight)
        odd = shown is not None and int(shown[1]) % 2 == 1
        value = line.x1 if odd else line.x0
        wanted = _EDGES[1] - _CHARACTER if odd else _EDGES[0] + _CHARACTER
        if abs(value - wanted) > _SIDE:
            where = place("page", n=page.number)
            found = say("from_left", value=counted(value))
            faults.append(Fault(place=where, found=found, wanted=say("from_left", value=counted(wanted))))
    return faults if seen else Skip(absent=True)


def blank_pages(case: Case) -> Finding:
    """Pages with nothing on them but a number."""
    pages = [] if case.print is None else case.print.pages
    blank = [page for page in pages if all(_SHOWN.fullmatch(line.tight) for line in page.lines) and not page.drawn]
    if not blank:
        return Skip(absent=True)
    return [
        Fault(place=place("page", n=page.number), found=tight(page.lines[0].text), wanted=say("no_page"))
        for page in blank
        if page.lines
    ]


def landscape(case: Case) -> Finding:
    """Whether the number of a landscape page stands at what is the foot of the paper held upright: at its left or right edge."""
    pages = [] if case.print is None else [page for page in case.print.pages if page.width > page.height]
    if not pages:
        return Skip(absent=True)
    faults = []
    for page in pages:
        for line in page.lines:
            low = line.baseline > page.height - _FOOT - 15
            if low and _SHOWN.fullmatch(line.tight):
                where = place("page", n=page.number)
                faults.append(Fault(place=where, found=say("landscape_edge"), wanted=say("portrait_edge")))
    return faults


PRINTED = {"R54": height, "R55": ends, "R56": blank_pages, "R58": landscape}
