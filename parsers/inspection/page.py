"""Page and grid: GB/T 9704-2012 5 and 9, rules R1–R7 and R60."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from forms.chinese import tight
from parsers.inspection.elements import everywhere
from parsers.inspection.measure import THREE, Case, colour_faults, counted, dress, em, tidy
from parsers.inspection.paper import Par, Section
from parsers.inspection.rules import Fault, Finding, Skip, place, say
from parsers.notices.words import heading_of

__all__ = ["CHECKS", "PRINTED"]

MILLIMETRE = 1440 / 25.4
"""Twips."""

PAPER = (210.0, 297.0)
TYPE_AREA = (156.0, 225.0)
TOP, LEFT, MARGIN_SLACK = 37.0, 28.0, 1.0
AREA_SLACK, PAPER_SLACK = 0.5, 0.3
LINES, CHARACTERS = 22, 28
_GRID_SLACK = 0.02

_HAN = "\u4e00-\u9fff"
_HALF_WIDTH = re.compile(
    rf"(?<=[{_HAN}》”）])[,;:!?](?![0-9A-Za-z/])|(?<=[{_HAN}])\((?=[^()]*[{_HAN}])|(?<=[{_HAN}])\)|\)(?=[{_HAN}])|(?<=[{_HAN}])\.(?=[{_HAN}]|$)"
    rf'|(?<=[{_HAN}])"|"(?=[{_HAN}])'
)
_SQUARE = re.compile(rf"(?<=[{_HAN}])[\[［【(（](?:19|20)\d\d[\]］】)）](?=\d)")


def _portrait(case: Case) -> Iterator[tuple[str, Section]]:
    sections = case.paper.sections
    for number, section in enumerate(sections, 1):
        if not section.landscape:
            yield place("section", n=number) if len(sections) > 1 else place("paper"), section


def _each(case: Case, name: str, wanted: float, slack: float) -> list[Fault]:
    faults = []
    for where, section in _portrait(case):
        value = getattr(section, name) / MILLIMETRE
        if abs(value - wanted) > slack + 0.02:
            faults.append(_size_fault(where, value, wanted))
    return faults


def _size_fault(where: str, value: float, wanted: float) -> Fault:
    return Fault(
        place=where, found=say("millimetres", value=counted(value)), wanted=say("millimetres", value=counted(wanted))
    )


def paper_size(case: Case) -> Finding:
    faults = []
    for number, section in enumerate(case.paper.sections, 1):
        found = sorted((section.width / MILLIMETRE, section.height / MILLIMETRE))
        if any(abs(one - wanted) > PAPER_SLACK for one, wanted in zip(found, PAPER, strict=True)):
            where = place("section", n=number) if len(case.paper.sections) > 1 else place("paper")
            faults.append(_area_fault(where, found[0], found[1], PAPER))
    return faults


def _area_fault(where: str, width: float, height: float, wanted: tuple[float, float]) -> Fault:
    def words(size: tuple[float, float]) -> str:
        return "×".join(say("millimetres", value=counted(one)) for one in size)

    return Fault(place=where, found=words((width, height)), wanted=words(wanted))


def printed_size(case: Case) -> Finding:
    pages = case.print.pages if case.print else []
    faults = []
    for page in pages:
        found = sorted((page.width, page.height))
        if any(abs(one - wanted) > 1 for one, wanted in zip(found, PAPER, strict=True)):
            faults.append(_area_fault(place("page", n=page.number), found[0], found[1], PAPER))
    return faults


def top_margin(case: Case) -> Finding:
    return _each(case, "top", TOP, MARGIN_SLACK)


def left_margin(case: Case) -> Finding:
    return _each(case, "left", LEFT, MARGIN_SLACK)


def type_area(case: Case) -> Finding:
    """The type area's size, with the margins' own slack: a margin within its millimetre isn't a fault of the area."""
    faults = []
    if paper_size(case):
        return Skip(say("other_paper"))
    for where, section in _portrait(case):
        width = (section.width - section.left - section.right) / MILLIMETRE
        height = (section.height - section.top - section.bottom) / MILLIMETRE
        # What a wrong top or left margin takes from the area is that margin's fault.
        across = abs(section.left / MILLIMETRE - LEFT) > MARGIN_SLACK or abs(width - TYPE_AREA[0]) <= AREA_SLACK
        down = abs(section.top / MILLIMETRE - TOP) > MARGIN_SLACK or abs(height - TYPE_AREA[1]) <= AREA_SLACK
        if not (across and down) and section.width < section.height:
            faults.append(_area_fault(where, width, height, TYPE_AREA))
    return faults


def grid(case: Case) -> Finding:
    """Lines and characters as far as exact spacing tells them; the rendering tells the rest."""
    pars = [heading.par for heading in case.elements.body if not heading.level]
    if not pars:
        return Skip(absent=True)
    faults = []
    exact = [par for par in pars if par.sheet.line_rule in ("exact", "exactly")]
    pitches = Counter(par.sheet.line for par in exact)
    if pitches:
        line = pitches.most_common(1)[0][0]
        lines = int(TYPE_AREA[1] * MILLIMETRE / max(line, 1) + _GRID_SLACK)
        if lines != LINES and _is_short(pars):
            return Skip(say("no_print"))
        if lines != LINES:
            faults.append(
                Fault(place=place("paper"), found=say("per_page", value=lines), wanted=say("per_page", value=LINES))
            )
    if case.page.grid not in ("linesAndChars", "snapToChars"):
        width = Counter(round(em(par), 1) for par in pars if _size(par) == THREE).most_common(1)
        if width:
            # The ends of a line are the type area's, whatever the page's margins are.
            count = int(TYPE_AREA[0] * MILLIMETRE / width[0][0] + _GRID_SLACK)
            if count != CHARACTERS:
                found, wanted = say("per_line", value=count), say("per_line", value=CHARACTERS)
                faults.append(Fault(place=place("paper"), found=found, wanted=wanted))
    if not pitches and case.page.grid not in ("lines", "linesAndChars", "snapToChars") and not faults:
        return Skip(say("no_print"))
    return faults


def _is_short(pars: list[Par]) -> bool:
    """Whether a text is so short that its lines may be closer for the signature to stand on its page (7.3.5.5)."""
    return sum(-(-len(tight(par.text)) // CHARACTERS) for par in pars) <= _SHORT


_SHORT = 14
"""Lines that the first page holds at most; more of them go over to the page of the signature as they are."""


def _size(par: Par) -> int:
    return next((run.look.size for run in par.runs if run.text.strip()), par.sheet.look.size)


def printed_grid(case: Case) -> Finding:
    """Lines to a page by the body's pitch, and characters to a line by full lines of Han characters."""
    pages = case.print.pages if case.print else []
    pitches: Counter[float] = Counter()
    counts = []
    for page in pages:
        if page.width > page.height:
            continue
        body = [line for line in page.lines if abs(line.size * 2 - THREE) < 1]
        for one, other in pairwise(body):
            pitches[round(other.baseline - one.baseline, 1)] += 1
        counts += [line.glyphs for line in body if line.full and line.x0 < LEFT + 1 and line.x1 > PAPER[0] - 26 - 6]
    faults = []
    pitch = next((pitch for pitch, count in pitches.most_common(1) if count >= 3), None)
    if pitch:
        lines = int(TYPE_AREA[1] / pitch + 0.1)
        if lines != LINES and not _is_adjusted(case, lines):
            faults.append(
                Fault(place=place("paper"), found=say("per_page", value=lines), wanted=say("per_page", value=LINES))
            )
    if counts and max(counts) != CHARACTERS:
        found, wanted = say("per_line", value=max(counts)), say("per_line", value=CHARACTERS)
        faults.append(Fault(place=place("paper"), found=found, wanted=wanted))
    return faults if pitch or counts else Skip(absent=True)


def _is_adjusted(case: Case, lines: int) -> bool:
    """Whether the lines of a short text are closer or wider so that its signature stands on a page with text (7.3.5.5)."""
    e = case.elements
    if case.print is None or e.date is None or not _is_short([heading.par for heading in e.body]):
        return False
    date = tight(e.date.text)
    page = next((page for page in case.print.pages if any(line.tight == date for line in page.lines)), None)
    if page is None or lines > LINES:
        return page is case.print.pages[0]
    # Wider lines are needed only for the end of the text to go over with the signature.
    return page is case.print.pages[1] and tight(e.body[-1].par.text).endswith(page.lines[0].tight)


def default_font(case: Case) -> Finding:
    """The elements that no other rule gives a font to."""
    e = case.elements
    faults = []
    found = [("number", e.number), ("date", e.date)]
    found += [("addressees", par) for par in e.addressees] + [("note", par) for par in e.note]
    found += [("signature", par) for par in e.signature] + [("annotation", par) for par in e.annotation]
    for name, par in found:
        if par is not None and par is not e.signers:
            faults += dress(place(name), par.runs, font="fang", size=THREE)
    return list(dict.fromkeys(faults))


def black(case: Case) -> Finding:
    coloured = {id(par) for par in (*case.elements.mark, case.elements.file_word)}
    faults = []
    for par in everywhere(case.paper):
        if id(par) not in coloured and not par.blank:
            faults += colour_faults(f"“{tidy(par)}”", par.runs)
    return list(dict.fromkeys(faults))


def punctuation(case: Case) -> Finding:
    """Half-width punctuation and years in other brackets in running text; each element's own signs are its own rule's."""
    faults = []
    pars = [(place("title"), par) for par in case.elements.title]
    pars += [(place("body", n=heading.index, text=tidy(heading.par)), heading.par) for heading in case.elements.body]
    for attachment in case.elements.attachments:
        pars += [(place("enclosed", n=attachment.number or "", text=tidy(par)), par) for par in attachment.rest]
    for where, par in pars:
        text = heading_of(par.text).text
        signs = [found[0] for found in _HALF_WIDTH.finditer(text)] + [found[0] for found in _SQUARE.finditer(text)]
        faults += [Fault(place=where, found=sign, wanted=_full_width(sign)) for sign in dict.fromkeys(signs)]
    return faults


def _full_width(sign: str) -> str:
    if len(sign) > 1:
        return f"〔{sign[1:-1]}〕"
    return {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）", ".": "。", '"': "“”"}[sign]


CHECKS = {
    "R1": paper_size,
    "R2": top_margin,
    "R3": left_margin,
    "R4": type_area,
    "R5": grid,
    "R6": default_font,
    "R7": black,
    "R60": punctuation,
}
PRINTED = {"R1": printed_size, "R5": printed_grid}
