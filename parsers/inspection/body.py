"""Title, recipients and text: GB/T 9704-2012 7.3.1–7.3.3, rules R21–R30."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from forms.chinese import han_numeral, tight
from forms.levels import LEVELS
from parsers.inspection.elements import Heading
from parsers.inspection.header import centred, line_bearer, spaced
from parsers.inspection.measure import (
    SLACK,
    THREE,
    TWO,
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
    tidy,
    width_of,
)
from parsers.inspection.paper import Par, Run
from parsers.inspection.rules import Fault, Finding, Skip, level_form, place, say
from parsers.notices.organs import issuer_in_title
from parsers.notices.words import tells

__all__ = ["CHECKS", "PRINTED", "levels_of", "text_faults"]

_TITLE_LINE = 20.2
"""Characters of 22 pt in the type area's width."""
_VALLEY = 1.0
"""Characters by which a line must be shorter than both its neighbours to break the shape."""
_BLANK = 1
_TWO_BLANK = 2
_INDENT = 2
_FONTS = ("fang", "hei", "kai", "fang", "fang")


def title_look(case: Case) -> Finding:
    if not case.elements.title:
        return Skip(absent=True)
    return _once(
        fault
        for par in case.elements.title
        for fault in dress(place("title"), par.runs, font="xbs", size=TWO, bold=False)
    )


def _once(faults: Iterable[Fault]) -> list[Fault]:
    return list(dict.fromkeys(faults))


def title_place(case: Case) -> Finding:
    e = case.elements
    if not e.title:
        return Skip(absent=True)
    faults = [fault for par in e.title for fault in centred(place("title"), par)]
    if e.number is not None:
        above = line_bearer(case) or e.number
        faults += spaced(place("title"), blank_lines(case.paper, above, e.title[0]), _TWO_BLANK)
    return faults


def title_shape(case: Case) -> Finding:
    """The title's lines where they are broken by hand and none is too long."""
    if not case.elements.title:
        return Skip(absent=True)
    lines = [line for par in case.elements.title for line in par.text.split("\n") if line.strip()]
    if any(width_of(tight(line)) > _TITLE_LINE for line in lines):
        return Skip(say("no_print"))
    return _shape([tight(line) for line in lines], case.elements.signed)


def printed_title(case: Case) -> Finding:
    if not case.elements.title or case.print is None or not case.print.pages:
        return Skip(absent=True)
    whole = tight("".join(par.text for par in case.elements.title))
    lines: list[str] = []
    for line in case.print.pages[0].lines:
        if whole.startswith("".join(lines) + line.tight):
            lines.append(line.tight)
            if "".join(lines) == whole:
                return _shape(lines, case.elements.signed)
    return Skip(say("unread"))


def _shape(lines: list[str], signed: list[str]) -> list[Fault]:
    """The faults of a title's lines: shorter in the middle, or broken within a word or a name, such as one of those *signed*."""
    where, faults = place("title"), []
    widths = [width_of(line) for line in lines]
    for before, here, after in zip(widths, widths[1:], widths[2:], strict=False):
        if here < before - _VALLEY and here < after - _VALLEY:
            shown = "、".join(counted(width) for width in widths)
            faults.append(Fault(place=where, found=say("shape", value=shown), wanted=say("trapezoid")))
            break
    organ = issuer_in_title("".join(lines))
    # Organs that issue together may stand in several lines, none of which ends within a name.
    ends = {"".join(signed[:count]) for count in range(1, len(signed))}
    if organ and len(lines) > 1 and len(lines[0]) < len(organ) and lines[0] not in ends:
        faults.append(Fault(place=where, found=lines[0], wanted=say("whole_name", value=organ)))
    for upper, lower in pairwise(lines):
        cut = (
            tells("title_start", lower) or tells("title_end", upper) or (upper[-1].isdecimal() and lower[0].isdecimal())
        )
        if cut:
            faults.append(Fault(place=where, found=f"{upper[-4:]}／{lower[:4]}", wanted=say("whole_words")))
    return faults


def addressees(case: Case) -> Finding:
    e = case.elements
    if not e.addressees:
        return Skip(absent=True)
    where = place("addressees")
    faults = [fault for par in e.addressees for fault in flush_left(where, par)]
    last = e.addressees[-1].text.rstrip()
    if not last.endswith("："):
        faults.append(Fault(place=where, found=last[-6:], wanted="："))
    if e.title:
        faults += spaced(where, blank_lines(case.paper, e.title[-1], e.addressees[0]), _BLANK)
    return faults


def text_look(case: Case) -> Finding:
    e = case.elements
    if not e.body:
        return Skip(absent=True)
    faults = []
    for heading in e.body:
        if not heading.level:
            faults += dress(_where(heading), heading.par.runs, font="fang", size=THREE)
    if e.addressees:
        faults += spaced(_where(e.body[0]), blank_lines(case.paper, e.addressees[-1], e.body[0].par), 0)
    return faults


def _where(heading: Heading) -> str:
    return place("body", n=heading.index, text=tidy(heading.par))


def text_indent(case: Case) -> Finding:
    if not case.elements.body:
        return Skip(absent=True)
    return [fault for heading in case.elements.body for fault in text_faults(_where(heading), heading.par)]


def text_faults(where: str, par: Par) -> list[Fault]:
    """The faults in how a paragraph of text is indented: two characters, and wrapped lines from the edge."""
    if (
        alignment(par) in ("left", "both")
        and abs(first_indent(par) - _INDENT) <= SLACK
        and abs(left_indent(par)) <= SLACK
        and abs(right_indent(par)) <= SLACK
    ):
        return []
    wanted = say("indent", first=_INDENT, left=0, right=0)
    return [Fault(place=where, found=stands(par), wanted=wanted)]


def levels(case: Case) -> Finding:
    if not any(heading.level for heading in case.elements.body):
        return Skip(absent=True)
    return levels_of(case.elements.body)


def levels_of(body: list[Heading]) -> list[Fault]:
    """The faults in the numbers of headings: their form, their order, and levels that are skipped."""
    counts = [0] * len(LEVELS)
    faults = []
    for heading in body:
        level = heading.level
        if not level:
            continue
        counts[level] += 1
        counts[level + 1 :] = [0] * (len(LEVELS) - level - 1)
        text = heading.par.text.strip()
        wanted = _number(level, counts[level])
        if heading.number is not None and heading.number != counts[level]:
            faults.append(Fault(place=_where(heading), found=text[:4], wanted=wanted))
            counts[level] = heading.number
        elif re.match(level_form(level), text) is None:
            faults.append(Fault(place=_where(heading), found=text[:4], wanted=wanted))
        elif (level == 2 and not counts[1]) or (level == 4 and not counts[3]):
            faults.append(Fault(place=_where(heading), found=text[:4], wanted=_number(level - 1, 1)))
    return faults


def _number(level: int, number: int) -> str:
    return LEVELS[level].format(han=han_numeral(number), number=number)


def level_look(case: Case) -> Finding:
    found = [heading for heading in case.elements.body if heading.level]
    if not found:
        return Skip(absent=True)
    faults = []
    for heading in found:
        runs = _own(heading.par) if heading.level < 3 else heading.par.runs
        faults += dress(_where(heading), runs, font=_FONTS[heading.level], size=THREE, bold=False)
    return faults


def _own(par: Par) -> list[Run]:
    """The runs of a heading, without the text that goes on behind its full stop."""
    runs = []
    for run in par.runs:
        head, stop, _ = run.text.partition("。")
        runs.append(Run(text=head, look=run.look))
        if stop:
            break
    return runs


CHECKS = {
    "R21": title_look,
    "R22": title_place,
    "R23": title_shape,
    "R24": addressees,
    "R27": text_look,
    "R28": text_indent,
    "R29": levels,
    "R30": level_look,
}


# As printed


def first_page(case: Case) -> Finding:
    return (
        []
        if _shows_text(case) or too_many(case)
        else [Fault(place=place("page", n=1), found=say("no"), wanted=say("text_here"))]
    )


def too_many(case: Case) -> Finding:
    """Recipients so many that the first page has no room for the text."""
    e = case.elements
    if not e.addressees or case.print is None or not case.print.pages:
        return Skip(absent=True)
    rows = sum(line.tight in tight("".join(par.text for par in e.addressees)) for line in case.print.pages[0].lines)
    if _shows_text(case) or rows < _MANY:
        return []
    return [Fault(place=place("addressees"), found=say("lines", value=rows), wanted=say("to_imprint"))]


_MANY = 6


def _shows_text(case: Case) -> bool:
    if not case.elements.body or case.print is None or not case.print.pages:
        return True
    text = tight(case.elements.body[0].par.text)[:12]
    return case.print.pages[0].find(text) is not None


PRINTED = {"R23": printed_title, "R25": too_many, "R26": first_page}
