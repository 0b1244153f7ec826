"""Documents that several organs issue together: their names in the mark and under the text (GB/T 9704-2012 7.2.4, 7.3.5), rule R16."""

from __future__ import annotations

from forms.chinese import tight
from parsers.inspection.measure import Case, stands
from parsers.inspection.paper import Par
from parsers.inspection.rules import Fault, Finding, Skip, place, say
from parsers.notices.organs import without_mark_end

__all__ = ["CHECKS", "PRINTED", "in_table", "marks_of"]

_SLACK = 2.0
_EDGE = 1.0
"""Millimetres."""


def in_table(where: str, par: Par) -> list[Fault]:
    """The fault of a name in a table of marks: the table must be in the middle, and the name fill its column or be in the middle of it."""
    row = par.row
    if row is not None and row.jc == "center" and par.sheet.jc in ("center", "distribute"):
        return []
    within = par.sheet.jc in ("center", "distribute")
    return [Fault(place=where, found=say("table_aside") if within else stands(par), wanted=say("centre"))]


def marks_of(case: Case) -> list[Par]:
    """The paragraphs of the mark: the organs, and the word beside them."""
    e = case.elements
    return [*e.mark, *([e.file_word] if e.file_word is not None else [])]


def joint(case: Case) -> Finding:
    e = case.elements
    if len(e.mark) < 2 and len(e.signed) < 2:
        return Skip(absent=True)
    if not e.mark or not e.signed:
        return Skip(say("unread"))
    organs = [without_mark_end(tight(par.text)) for par in e.mark]
    faults = []
    for organ, name in zip(organs, e.signed, strict=False):
        if not (name.startswith(organ) or organ.startswith(name)):
            faults.append(Fault(place=place("mark"), found=organ, wanted=name))
            break
    if len(organs) > 1 and len(organs) != len(e.signed):
        found, wanted = (say("organs", value=len(names)) for names in (e.signed, organs))
        faults.append(Fault(place=place("signature"), found=found, wanted=wanted))
    word, names = e.file_word, e.mark[-1].row
    if word is not None and word.row is not None and names is not None:
        if word.row.cell <= names.cell:
            faults.append(Fault(place=place("mark"), found=tight(word.text), wanted=say("beside")))
        elif word.row.index == names.index and not word.row.middle:
            faults.append(Fault(place=place("mark"), found=say("not_middle"), wanted=say("beside")))
    return faults


CHECKS = {"R16": joint}


def printed_joint(case: Case) -> Finding:
    """Whether the word beside the marks is printed half-way down them, and the names in their order."""
    e = case.elements
    if len(e.mark) < 2 or case.print is None or not case.print.pages:
        return Skip(absent=True)
    page = case.print.pages[0]
    word_text = "" if e.file_word is None else e.file_word.text
    rows = [page.row(par.text) or page.row(par.text + word_text) for par in e.mark]
    lines = [row for row in rows if row is not None]
    if len(lines) < len(rows):
        return Skip(say("unread"))
    if e.file_word is None:
        return []
    # With an odd number of organs the word shares the middle one's line.
    words = [page.row(f"{par.text}{word_text}") for par in e.mark]
    word = next((line for line in (page.row(word_text), *words) if line is not None), None)
    if word is None:
        return [Fault(place=place("mark"), found=say("not_middle"), wanted=say("beside"))]
    middle = (lines[0].baseline + lines[-1].baseline) / 2
    if abs(word.baseline - middle) <= _SLACK and word.x1 >= max(line.x1 for line in lines) - _EDGE:
        return []
    return [Fault(place=place("mark"), found=say("not_middle"), wanted=say("beside"))]


PRINTED = {"R16": printed_joint}
