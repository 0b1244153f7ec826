"""The letter format: GB/T 9704-2012 10.1, rules L1–L12."""

from __future__ import annotations

from collections.abc import Iterator

from forms.chinese import tight
from parsers.inspection.elements import everywhere, is_double, is_red
from parsers.inspection.header import centred, ink_of, level_lines, mark_at, mark_look, spaced
from parsers.inspection.imprint import borders_of, imprint_page
from parsers.inspection.measure import SLACK, Case, alignment, blank_lines, counted, right_indent, stands
from parsers.inspection.numbers import number_on, numbering
from parsers.inspection.paper import Par
from parsers.inspection.print import DrawnLine, PrintedPage
from parsers.inspection.rules import Fault, Finding, Skip, place, say
from parsers.notices.organs import is_organ, without_mark_end

__all__ = ["CHECKS", "PRINTED"]

_MARK_TOP = 30.0
_GAP = 4.0
_FOOT_LINE = 277.0
_FOOT_SLACK = 1.5
_LENGTH = 170.0
_LENGTH_SLACK = 1.0
_WIDE = 9638
"""Twips of 170 mm."""
_WIDE_SLACK = 60
_SEVEN_EIGHTHS = 16 * 25.4 / 72 * 7 / 8
_SLACK_MM = 1.5
_AREA = 8844
_BOTTOM = 262.0
_LAST_LINE = 9.0
_BLANKS = 2


def mark(case: Case) -> Finding:
    if not case.elements.mark:
        return [Fault(place=place("mark"), found=say("none"), wanted=say("yes"))]
    faults = []
    for par in case.elements.mark:
        text = tight(par.text)
        if without_mark_end(text) != text:
            faults.append(Fault(place=place("mark"), found=text, wanted=without_mark_end(text)))
        elif not is_organ(text):
            faults.append(Fault(place=place("mark"), found=text, wanted=say("organ")))
        faults += centred(place("mark"), par)
    if len(case.elements.mark) > 1:
        found = "、".join(tight(par.text) for par in case.elements.mark)
        faults.append(Fault(place=place("mark"), found=found, wanted=tight(case.elements.mark[0].text)))
    return faults


def _double(case: Case, *, foot: bool) -> Iterator[tuple[Par, str, str]]:
    """The double borders over the text, or at the foot of the first page: the paragraph, the kind, the colour."""
    title = case.elements.title[0] if case.elements.title else None
    places = {id(par): at for at, par in enumerate(case.paper.pars)}
    limit = places.get(id(title), len(case.paper.pars))
    for par in everywhere(case.paper):
        if (par.part == "footer") != foot or places.get(id(par), 0) > limit:
            continue
        for side in ("top", "bottom"):
            border = par.sheet.border(side)
            if border is not None and is_double(border.kind):
                # A border's kind is told from the text outwards: over a paragraph that is upwards.
                yield par, _turned(border.kind) if side == "top" else border.kind, border.colour
        for line in par.lines:
            if is_double(line.kind):
                yield par, line.kind, line.colour


def _turned(kind: str) -> str:
    """The kind of a double line read from its other side."""
    lower = kind.lower()
    if lower.startswith("thickthin"):
        return f"thinThick{kind[9:]}"
    return f"thickThin{kind[9:]}" if lower.startswith("thinthick") else kind


def _line(case: Case, name: str, kind: str, *, foot: bool) -> Finding:
    found = list(_double(case, foot=foot))
    where = place(name)
    if not found:
        pars = everywhere(case.paper)
        drawn = any((par.part == "footer") == foot and (par.lines or par.pictures) for par in pars)
        return Skip(say("no_print")) if drawn else [Fault(place=where, found=say("none"), wanted=say("red_double"))]
    par, shown, colour = found[0]
    faults = []
    wanted = say("bottom_kind" if foot else "top_kind")
    if not shown.lower().startswith(kind):
        faults.append(Fault(place=where, found=shown, wanted=wanted))
    if not is_red(colour):
        faults.append(Fault(place=where, found=say("colour", value=colour or say("black")), wanted=say("red")))
    width = _AREA - par.sheet.indents.left - par.sheet.indents.right
    if not par.lines and abs(width - _WIDE) > _WIDE_SLACK:
        found_width = say("wide", value=counted(width * 25.4 / 1440))
        faults.append(Fault(place=where, found=found_width, wanted=say("wide", value=counted(_LENGTH))))
    return faults


def top_line(case: Case) -> Finding:
    return _line(case, "top_line", "thickthin", foot=False)


def bottom_line(case: Case) -> Finding:
    return _line(case, "bottom_line", "thinthick", foot=True)


def number(case: Case) -> Finding:
    par = case.elements.number
    if par is None:
        return Skip(absent=True)
    if alignment(par) == "right" and abs(right_indent(par)) <= SLACK:
        return []
    wanted = f"{say('right')}，{say('characters', value=0)}"
    return [Fault(place=place("number"), found=stands(par), wanted=wanted)]


def no_line(case: Case) -> Finding:
    par = case.elements.number
    if par is None:
        return Skip(absent=True)
    title = case.elements.title[0] if case.elements.title else None
    pars = case.paper.pars
    end = pars.index(title) if title in pars else len(pars)
    start = pars.index(par) if par in pars else 0
    for one in pars[start:end]:
        for side in ("top", "bottom"):
            border = one.sheet.border(side)
            if border is not None and not is_double(border.kind):
                return [Fault(place=place("red_line"), found=say("yes"), wanted=say("no"))]
    return []


def title(case: Case) -> Finding:
    e = case.elements
    if not e.title:
        return Skip(absent=True)
    faults = [fault for par in e.title for fault in centred(place("title"), par)]
    above = [
        par for par in (e.copy_number, e.secrecy, e.urgency, e.number) if par in case.paper.pars and par is not None
    ]
    if above:
        last = max(above, key=case.paper.pars.index)
        faults += spaced(place("title"), blank_lines(case.paper, last, e.title[0]), _BLANKS)
    return faults


def first_number(case: Case) -> Finding:
    section = case.page
    if not numbering(case):
        return Skip(absent=True)
    shown = [par for par in section.footers.get("first", ()) if par.field_page]
    if not section.title_page or shown:
        return [Fault(place=place("page", n=1), found=place("footer"), wanted=say("no_page"))]
    return []


def imprint(case: Case) -> Finding:
    e = case.elements
    if not e.imprint:
        return Skip(absent=True)
    faults = []
    if e.printed:
        faults.append(Fault(place=place("printed"), found=say("yes"), wanted=say("no")))
    if borders_of(case):
        faults.append(Fault(place=place("imprint"), found=say("yes"), wanted=say("no_line")))
    return faults


CHECKS = {
    "L1": mark,
    "L3": mark_look,
    "L4": top_line,
    "L5": bottom_line,
    "L7": number,
    "L8": no_line,
    "L9": title,
    "L11": first_number,
    "L12": imprint,
}


# As printed


def _first(case: Case) -> PrintedPage | None:
    return case.print.pages[0] if case.print is not None and case.print.pages else None


def _pair(page: PrintedPage, *, foot: bool) -> list[DrawnLine]:
    """The lines that make up a double line over the text or at the foot, from top to bottom."""
    low, high = (page.height * 0.85, page.height) if foot else (0.0, page.height * 0.35)
    return [line for line in level_lines(page, low, high) if line.length > _LENGTH - 25]


def mark_top(case: Case) -> Finding:
    return mark_at(case, _MARK_TOP)


def _measured(where: str, pair: list[DrawnLine], *, thick_first: bool) -> list[Fault]:
    faults = []
    for line in pair:
        if abs(line.length - _LENGTH) > _LENGTH_SLACK:
            found, wanted = say("wide", value=counted(line.length)), say("wide", value=counted(_LENGTH))
            faults.append(Fault(place=where, found=found, wanted=wanted))
    wanted = say("top_kind" if thick_first else "bottom_kind")
    if len(pair) >= 2 and (pair[0].width > pair[-1].width) != thick_first:
        faults.append(Fault(place=where, found=say("bottom_kind" if thick_first else "top_kind"), wanted=wanted))
    return list(dict.fromkeys(faults))


def printed_top(case: Case) -> Finding:
    page = _first(case)
    if page is None:
        return Skip(absent=True)
    pair = _pair(page, foot=False)
    if not pair:
        return Skip(say("unread"))
    faults = _measured(place("top_line"), pair, thick_first=True)
    ink = ink_of(page, case.elements.mark[0].text.strip().partition("\n")[0]) if case.elements.mark else None
    if ink is not None:
        gap = pair[0].y - pair[0].width / 2 - ink[1]
        if abs(gap - _GAP) > _SLACK_MM:
            found, wanted = say("below", value=counted(gap)), say("below", value=counted(_GAP))
            faults.append(Fault(place=place("top_line"), found=found, wanted=wanted))
    return faults


def printed_bottom(case: Case) -> Finding:
    page = _first(case)
    if page is None:
        return Skip(absent=True)
    pair = _pair(page, foot=True)
    if not pair:
        return Skip(say("unread"))
    faults = _measured(place("bottom_line"), pair, thick_first=False)
    middle = (pair[0].y + pair[-1].y) / 2
    if abs(middle - _FOOT_LINE) > _FOOT_SLACK:
        found, wanted = say("at", value=counted(middle)), say("at", value=counted(_FOOT_LINE))
        faults.append(Fault(place=place("bottom_line"), found=found, wanted=wanted))
    return faults


def _distance(case: Case, par: Par | None, name: str) -> Finding:
    page = _first(case)
    if par is None or page is None:
        return Skip(absent=True)
    pair, ink = _pair(page, foot=False), ink_of(page, par.text)
    if not pair or ink is None:
        return Skip(say("unread"))
    gap = ink[0] - pair[-1].y
    if abs(gap - _SEVEN_EIGHTHS) <= _SLACK_MM:
        return []
    found, wanted = say("below", value=counted(gap)), say("below", value=counted(_SEVEN_EIGHTHS))
    return [Fault(place=place(name), found=found, wanted=wanted)]


def first_left(case: Case) -> Finding:
    e = case.elements
    for name in ("copy_number", "secrecy", "urgency"):
        par = getattr(e, name)
        if par is not None:
            return _distance(case, par, name)
    return Skip(absent=True)


def printed_number(case: Case) -> Finding:
    return _distance(case, case.elements.number, "number")


def last_line(case: Case) -> Finding:
    page = _first(case)
    if page is None:
        return Skip(absent=True)
    pair = _pair(page, foot=True)
    above = [line for line in page.lines if pair and line.baseline < pair[0].y]
    if not above:
        return Skip(absent=True)
    gap = pair[0].y - above[-1].baseline
    if gap >= _SEVEN_EIGHTHS - 1:
        return []
    found, wanted = say("below", value=counted(gap)), say("below", value=counted(_SEVEN_EIGHTHS))
    return [Fault(place=place("bottom_line"), found=found, wanted=wanted)]


def printed_numbers(case: Case) -> Finding:
    page = _first(case)
    if page is None or case.print is None:
        return Skip(absent=True)
    faults = []
    if number_on(page) is not None:
        faults.append(Fault(place=place("page", n=1), found=place("footer"), wanted=say("no_page")))
    for later in case.print.pages[1:2]:
        line = number_on(later)
        if later.height > later.width and (line is None or "2" not in line.text):
            found = say("none") if line is None else line.text
            faults.append(Fault(place=place("page", n=2), found=found, wanted="— 2 —"))
    return faults


def printed_imprint(case: Case) -> Finding:
    page = imprint_page(case)
    if page is None or case.print is None:
        return Skip(absent=True)
    last = case.elements.imprint[-1]
    line = page.find(tight(last.text)[-12:]) or page.find(tight(last.text)[:8])
    where = place("imprint")
    if page.number != case.print.pages[-1].number:
        wanted = place("page", n=case.print.pages[-1].number)
        return [Fault(place=where, found=place("page", n=page.number), wanted=wanted)]
    if line is None:
        return Skip(say("unread"))
    if 0 <= _BOTTOM + 1 - line.baseline <= _LAST_LINE:
        return []
    found, wanted = say("at", value=counted(line.baseline)), say("at", value=counted(_BOTTOM))
    return [Fault(place=where, found=found, wanted=wanted)]


PRINTED = {
    "L2": mark_top,
    "L4": printed_top,
    "L5": printed_bottom,
    "L6": first_left,
    "L7": printed_number,
    "L10": last_line,
    "L11": printed_numbers,
    "L12": printed_imprint,
}
