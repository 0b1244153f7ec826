"""Attachments bound with the text, or files of their own: GB/T 9704-2012 7.3.7, rules R41–R46."""

from __future__ import annotations

from forms.chinese import tight
from parsers.inspection.body import text_faults
from parsers.inspection.elements import Attachment
from parsers.inspection.header import centred, spaced
from parsers.inspection.measure import THREE, Case, blank_lines, dress, flush_left, tidy
from parsers.inspection.paper import Par
from parsers.inspection.rules import Fault, Finding, Skip, place, say
from parsers.notices.words import heading_of, tells, writes

__all__ = ["CHECKS", "PRINTED"]

_PARAGRAPH = 15
"""Characters from which on a text with an end is a paragraph like those of the body."""
_FONTS = ("fang", "hei", "kai", "fang", "fang")


def _bound(case: Case) -> list[Attachment]:
    return [] if case.elements.format == "attachment" else case.elements.attachments


def _where(attachment: Attachment) -> str:
    return place("heading", n=attachment.number or "").strip()


def _opening(case: Case, par: Par) -> Par:
    """The first of the blank paragraphs right over *par*, or itself."""
    at = case.paper.pars.index(par)
    while (
        at > 0
        and case.paper.pars[at - 1].blank
        and case.paper.pars[at - 1].row is None
        and not case.paper.pars[at].breaks
    ):
        at -= 1
    return case.paper.pars[at]


def new_page(case: Case) -> Finding:
    found = _bound(case)
    if not found:
        return Skip(absent=True)
    return [
        Fault(place=_where(one), found=say("same_page"), wanted=say("new_page"))
        for one in found
        if not _opening(case, one.heading).breaks
    ]


def headings(case: Case) -> Finding:
    found = case.elements.attachments
    if not found:
        return Skip(absent=True)
    faults = []
    for one in found:
        if case.elements.separate is one.heading and tells("numbered_attachment", one.heading.text):
            continue
        text = one.heading.text.strip()
        if not writes("attachment_heading", text):
            faults.append(Fault(place=_where(one), found=text, wanted=say("no_colon")))
        faults += dress(_where(one), one.heading.runs, font="hei", size=THREE) + flush_left(_where(one), one.heading)
        opening = _opening(case, one.heading)
        if opening is not one.heading and opening.breaks:
            faults += spaced(_where(one), 1 + (blank_lines(case.paper, opening, one.heading) or 0), 0)
    return faults


def titles(case: Case) -> Finding:
    found = [one for one in case.elements.attachments if one.title]
    if not found:
        return Skip(absent=True)
    faults = []
    for one in found:
        where = place("heading_title", n=one.number or "").replace("  ", "")
        faults += [fault for par in one.title for fault in centred(where, par)]
        faults += spaced(where, blank_lines(case.paper, one.heading, one.title[0]), 1)
    return faults


def same_names(case: Case) -> Finding:
    found, names = _bound(case), case.elements.names
    if not found or not names:
        return Skip(absent=True)
    faults = []
    several = len(names) > 1
    for at, one in enumerate(found):
        title = tight("".join(par.text for par in one.title))
        due = at + 1 if one.number is None else one.number
        name = names[due - 1][1] if 0 < due <= len(names) else None
        if several and one.number is None:
            faults.append(Fault(place=_where(one), found=say("not_numbered"), wanted=say("sequence", value=at + 1)))
        if name is None:
            name = names[at][1] if at < len(names) else say("none")
            faults.append(Fault(place=_where(one), found=say("sequence", value=one.number), wanted=name))
        elif title and tight(name) != title:
            faults.append(Fault(place=place("heading_title", n=due), found=title, wanted=name))
    return faults


def text(case: Case) -> Finding:
    """Paragraphs of attachments that are text, as those of the body; tables and what stands under them are the form's own."""
    pars = [(one, par) for one in case.elements.attachments for par in one.rest if _is_text(par)]
    if not pars:
        return Skip(absent=True)
    faults = []
    for one, par in pars:
        where = place("enclosed", n=one.number or "", text=tidy(par))
        level = heading_of(par.text).level
        font = _FONTS[level] if len(tight(par.text)) < _PARAGRAPH or level == 0 else (_FONTS[level], "fang")
        faults += dress(where, par.runs, font=font, size=THREE)
        faults += text_faults(where, par)
    return faults


def _is_text(par: Par) -> bool:
    bare = par.text.strip()
    if tells("form_note", bare):
        return False
    return bool(heading_of(bare).level) or (len(tight(bare)) >= _PARAGRAPH and bare.endswith(("。", "；", "：")))


def separate(case: Case) -> Finding:
    par = case.elements.separate
    if par is None:
        return Skip(absent=True)
    where = place("heading", n="").strip()
    faults = flush_left(where, par)
    if not writes("separate_form", par.text):
        faults.append(Fault(place=where, found=par.text.strip(), wanted=say("with_number")))
    return faults


CHECKS = {
    "R41": new_page,
    "R42": headings,
    "R43": titles,
    "R44": same_names,
    "R45": text,
    "R46": separate,
}


def printed_page(case: Case) -> Finding:
    """Whether each heading is the first line of a page."""
    found = _bound(case)
    if not found or case.print is None:
        return Skip(absent=True)
    faults = []
    for one in found:
        wanted = tight(one.heading.text)
        pages = [page for page in case.print.pages if any(line.tight == wanted for line in page.lines)]
        if pages and not any(page.lines[0].tight == wanted for page in pages) and _opening(case, one.heading).breaks:
            continue
        if pages and not any(page.lines[0].tight == wanted for page in pages):
            faults.append(Fault(place=_where(one), found=say("same_page"), wanted=say("new_page")))
    return faults


PRINTED = {"R41": printed_page}
