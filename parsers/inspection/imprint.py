"""The imprint: GB/T 9704-2012 7.4, rules R47–R51."""

from __future__ import annotations

from forms.chinese import tight
from parsers.inspection.header import level_lines
from parsers.inspection.measure import FOUR, Case, alignment, counted, dress, first_indent, left_indent, right_indent
from parsers.inspection.paper import Par
from parsers.inspection.print import DrawnLine, PrintedLine, PrintedPage
from parsers.inspection.rules import Fault, Finding, Skip, place, say
from parsers.inspection.styles import Border
from parsers.notices.words import writes

__all__ = ["CHECKS", "PRINTED", "borders_of", "imprint_page"]

_AREA = 8844
_WIDTH_SLACK = 60
_EIGHTHS = 8
_THICK, _THIN = (7, 10), (4, 6)
"""Eighths of a point: 0.35 mm is 8, 0.25 mm is 5.7."""
_EDGES = (28.0, 184.0)
_SLACK = 1.0
_BOTTOM = 262.0
_ROW = 12.0
_CHARACTER = 14 * 25.4 / 72
"""Millimetres of a character of 14 pt."""
_NEAR = 0.45
_COPIES = 3.0


def borders_of(case: Case) -> list[tuple[Border, int]]:
    """The lines of the imprint from top to bottom, each with its width in twips."""
    found: list[tuple[Border, int]] = []
    seen: set[tuple[int, int]] = set()
    for par in _region(case):
        if par.row is not None:
            if (par.row.table, par.row.index) in seen:
                continue
            seen.add((par.row.table, par.row.index))
            upper, lower, width = par.row.top, par.row.bottom, par.row.width
            upper = upper if par.row.index == 0 else None
        else:
            upper, lower = par.sheet.border("top"), par.sheet.border("bottom")
            width = round(_AREA - par.sheet.indents.left - par.sheet.indents.right)
        found += [(border, width) for border in (upper, lower) if border is not None]
    return found


def _region(case: Case) -> list[Par]:
    """The paragraphs of the imprint with the empty ones around and between them, which may carry its lines."""
    pars, own = case.paper.pars, {id(par) for par in case.elements.imprint}
    places = [at for at, par in enumerate(pars) if id(par) in own]
    if not places:
        return []
    first, last = places[0], places[-1] + 1
    while first > 0 and pars[first - 1].blank and pars[first - 1].row is pars[places[0]].row:
        first -= 1
    while last < len(pars) and pars[last].blank:
        last += 1
    return pars[first:last]


def lines(case: Case) -> Finding:
    e = case.elements
    if not e.imprint:
        return Skip(absent=True)
    where, found = place("imprint"), borders_of(case)
    if not found:
        near = case.paper.pars[-12:]
        if any(par.lines or par.pictures for par in near):
            return Skip(say("no_print"))
        return [Fault(place=where, found=say("no_line"), wanted=say("yes"))]
    faults = []
    for at, (border, width) in enumerate(found):
        outer = at in (0, len(found) - 1)
        low, high = _THICK if outer else _THIN
        if not low <= border.size <= high:
            thickness = say("edge", value=f"{border.size / _EIGHTHS * 25.4 / 72:.2f}")
            faults.append(Fault(place=where, found=thickness, wanted=say("thick" if outer else "thin")))
        if abs(width - _AREA) > _WIDTH_SLACK:
            mm = counted(width * 25.4 / 1440)
            faults.append(Fault(place=where, found=say("wide", value=mm), wanted=say("wide", value="156")))
    due = 3 if e.copies is not None and e.printed else 2
    if len(found) < due:
        faults.append(Fault(place=where, found=str(len(found)), wanted=str(due)))
    return list(dict.fromkeys(faults))


def copies(case: Case) -> Finding:
    par = case.elements.copies
    if par is None:
        return Skip(absent=True)
    where = place("copies")
    faults = dress(where, par.runs, font="fang", size=FOUR) + _sides(where, par)
    if not par.text.strip().endswith("。"):
        faults.append(Fault(place=where, found=par.text.strip()[-4:], wanted=say("no_full_stop")))
    if not writes("copies_head", par.text.strip()):
        faults.append(Fault(place=where, found=par.text.strip()[:4], wanted="："))
    return faults


def _sides(where: str, par: Par) -> list[Fault]:
    """The faults of an element that keeps a character from both sides and hangs behind its label."""
    faults = []
    for value, wanted in ((first_indent(par), 1.0), (right_indent(par), 1.0)):
        if abs(value - wanted) > _NEAR:
            found, due = say("characters", value=counted(value)), say("characters", value=counted(wanted))
            faults.append(Fault(place=where, found=found, wanted=due))
    if len(tight(par.text)) > 28 and abs(left_indent(par) - 1 - _COPIES) > _NEAR * 2:
        found, due = say("hang", value=counted(left_indent(par))), say("hang", value=counted(1 + _COPIES))
        faults.append(Fault(place=where, found=found, wanted=due))
    return faults


def main_copies(case: Case) -> Finding:
    e = case.elements
    if e.main_copies is None:
        return Skip(absent=True)
    where = place("main_copies")
    faults = dress(where, e.main_copies.runs, font="fang", size=FOUR) + _sides(where, e.main_copies)
    if e.copies is not None:
        order = case.paper.pars.index(e.main_copies) < case.paper.pars.index(e.copies)
        if not order:
            faults.append(
                Fault(place=where, found=say("order", value=place("copies")), wanted=say("order", value=where))
            )
        between = e.main_copies.row.bottom if e.main_copies.row else e.main_copies.sheet.border("bottom")
        if between is not None and e.main_copies.row is not e.copies.row:
            faults.append(Fault(place=where, found=say("yes"), wanted=say("no_line")))
    return faults


def printed_by(case: Case) -> Finding:
    e = case.elements
    if not e.printed:
        if e.copies is None:
            return Skip(absent=True)
        return [Fault(place=place("printed"), found=say("none"), wanted=say("yes"))]
    where, faults = place("printed"), []
    for par in e.printed:
        faults += dress(where, par.runs, font="fang", size=FOUR)
    text = "\t".join(par.text.strip() for par in e.printed)
    if not writes("printed_form", text):
        faults.append(Fault(place=where, found=text.split("\t")[-1].strip(), wanted=say("printed_form")))
    first = e.printed[0]
    if alignment(first) in ("left", "both") and abs(first_indent(first) - 1) > _NEAR:
        found = say("characters", value=counted(first_indent(first)))
        faults.append(Fault(place=where, found=found, wanted=say("characters", value="1")))
    return list(dict.fromkeys(faults))


CHECKS = {"R47": lines, "R49": copies, "R50": main_copies, "R51": printed_by}


# As printed


def imprint_page(case: Case) -> PrintedPage | None:
    """The last page on which the imprint is printed."""
    if case.print is None or not case.elements.imprint:
        return None
    wanted = tight(case.elements.imprint[0].text)[:8]
    return next((page for page in reversed(case.print.pages) if page.find(wanted) is not None), None)


def _drawn(case: Case, page: PrintedPage) -> list[DrawnLine]:
    first = page.find(tight(case.elements.imprint[0].text)[:8])
    top = 0.0 if first is None else first.baseline - 15
    return level_lines(page, top, _BOTTOM + 20)


def printed_lines(case: Case) -> Finding:
    page = imprint_page(case)
    if page is None:
        return Skip(absent=True)
    faults = []
    for line in _drawn(case, page):
        if abs(line.x0 - _EDGES[0]) > _SLACK or abs(line.x1 - _EDGES[1]) > _SLACK:
            found = say("across", left=counted(line.x0), right=counted(line.x1))
            wanted = say("across", left=counted(_EDGES[0]), right=counted(_EDGES[1]))
            faults.append(Fault(place=place("imprint"), found=found, wanted=wanted))
    return list(dict.fromkeys(faults))


def at_the_foot(case: Case) -> Finding:
    page = imprint_page(case)
    if page is None or case.print is None:
        return Skip(absent=True)
    drawn, where, faults = _drawn(case, page), place("imprint"), []
    if not drawn:
        # No line to measure: at least the text must stand at the foot.
        last = page.find(case.elements.imprint[-1].text) or page.find(tight(case.elements.imprint[-1].text)[:8])
        if last is None or _BOTTOM - _ROW <= last.baseline <= _BOTTOM:
            return Skip(say("unread"))
        return [
            Fault(place=where, found=say("at", value=counted(last.baseline)), wanted=say("at", value=counted(_BOTTOM)))
        ]
    if page.number != case.print.pages[-1].number:
        found = place("page", n=page.number)
        faults.append(Fault(place=where, found=found, wanted=place("page", n=case.print.pages[-1].number)))
    if abs(drawn[-1].y - _BOTTOM) > _SLACK:
        found, wanted = say("at", value=counted(drawn[-1].y)), say("at", value=counted(_BOTTOM))
        faults.append(Fault(place=where, found=found, wanted=wanted))
    first = page.find(tight(case.elements.imprint[0].text)[:8])
    if first is not None and drawn[0].y > first.baseline:
        faults.append(Fault(place=where, found=say("no_line"), wanted=say("line_above")))
    return faults


def printed_ends(case: Case) -> Finding:
    """Where the printing organ begins and the day ends."""
    page, printed = imprint_page(case), case.elements.printed
    if page is None or not printed:
        return Skip(absent=True)
    texts = [text for par in printed for text in par.text.split("\t") if text.strip()]
    # The last such lines: a short document bears the printing organ's name as its signature on the same page.
    first, last = (_lowest(page, text) for text in (texts[0], texts[-1]))
    if first is None or last is None:
        return Skip(say("unread"))
    faults, left, right = [], _EDGES[0] + _CHARACTER, _EDGES[1] - _CHARACTER
    if abs(first.x0 - left) > 2 * _SLACK or abs(last.x1 - right) > 2 * _SLACK:
        found = say("across", left=counted(first.x0), right=counted(last.x1))
        wanted = say("across", left=counted(left), right=counted(right))
        faults.append(Fault(place=place("printed"), found=found, wanted=wanted))
    return faults


def _lowest(page: PrintedPage, text: str) -> PrintedLine | None:
    """The last line that begins with *text*."""
    found = (line for line in reversed(page.lines) if line.tight.startswith(tight(text)))
    return next(found, None)


PRINTED = {"R47": printed_lines, "R48": at_the_foot, "R51": printed_ends}
