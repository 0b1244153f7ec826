"""What an inspection measures on paragraphs: fonts and sizes by element, indents in characters, blank lines between elements."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forms.chinese import is_han
from parsers.inspection.elements import Elements
from parsers.inspection.paper import Paper, Par, Run, Section
from parsers.inspection.print import Print
from parsers.inspection.rules import Fault, family, family_name, say, size_word

__all__ = [
    "FOUR",
    "PITCH",
    "SLACK",
    "THREE",
    "TWO",
    "Case",
    "alignment",
    "blank_lines",
    "colour_faults",
    "counted",
    "dress",
    "em",
    "first_indent",
    "flush_left",
    "left_indent",
    "right_indent",
    "size_name",
    "stands",
    "tidy",
    "width_of",
]

THREE, TWO, FOUR = 32, 44, 28
"""Sizes in half-points: 3号 (16 pt), 2号 (22 pt), 4号 (14 pt)."""

PITCH = 579
"""Twips of a line of which 22 fill the type area."""

SLACK = 0.2
"""Characters by which an indent may differ: digits and spacing make a character a little more or less than its size."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is inspected: the paper, its elements, and its rendering where there is one."""

    paper: Paper
    elements: Elements
    print: Print | None = None

    @property
    def page(self) -> Section:
        """The first section's page."""
        return self.paper.section


# Fonts


def dress(
    place: str, runs: Iterable[Run], *, font: str | Sequence[str] = "", size: int = 0, bold: bool = True
) -> list[Fault]:
    """The faults in how *runs* look at *place*: the typeface of their Han characters, their size, and whether they are bold.

    *bold* True allows both.
    """
    shown = [run for run in runs if run.text.strip()]
    wanted = [font] if isinstance(font, str) and font else list(font)
    faults: list[Fault] = []
    if wanted:
        wrong = {
            run.look.han or say("none") for run in shown if _has_han(run.text) and family(run.look.han) not in wanted
        }
        if wrong:
            faults.append(
                Fault(place=place, found="、".join(sorted(wrong)), wanted="、".join(map(family_name, wanted)))
            )
    if size:
        wrong_sizes = {run.look.size for run in shown if run.look.size != size}
        if wrong_sizes:
            found = "、".join(say("points", size=f"{one / 2:g}") for one in sorted(wrong_sizes))
            faults.append(Fault(place=place, found=found, wanted=size_name(size)))
    if not bold and any(run.look.bold for run in shown):
        faults.append(Fault(place=place, found=say("bold"), wanted=say("plain")))
    return faults


def _has_han(text: str) -> bool:
    return any(map(is_han, text))


def size_name(size: int) -> str:
    """A size in half-points with the name that the standard calls it by."""
    name = size_word(size)
    return say("size", size=f"{size / 2:g}", name=name) if name else say("points", size=f"{size / 2:g}")


def colour_faults(place: str, runs: Iterable[Run]) -> list[Fault]:
    """The runs at *place* that aren't black."""
    wrong = {run.look.colour for run in runs if run.text.strip() and run.look.colour not in ("", "000000", "AUTO")}
    return [Fault(place=place, found=say("colour", value=value), wanted=say("black")) for value in sorted(wrong)]


# Places across


def em(par: Par) -> float:
    """The width of a character of the paragraph, in twips."""
    look = next((run.look for run in par.runs if run.text.strip()), par.sheet.look)
    return max(1.0, look.size * 10 + look.spacing)


def _chars(par: Par, twips: int, hundredths: int) -> float:
    return hundredths / 100 if hundredths else twips / em(par)


def left_indent(par: Par) -> float:
    """Where the paragraph's lines begin but the first, in characters."""
    return _chars(par, par.sheet.indents.left, par.sheet.indents.left_chars)


def right_indent(par: Par) -> float:
    """How far the paragraph keeps from the right edge, in characters; blanks typed at its end count."""
    typed = len(par.text) - len(par.text.rstrip("\u3000"))
    return _chars(par, par.sheet.indents.right, par.sheet.indents.right_chars) + typed


def first_indent(par: Par) -> float:
    """Where the paragraph's first line begins, in characters; blanks typed in front count."""
    typed = len(par.text) - len(par.text.lstrip("\u3000"))
    return left_indent(par) + _chars(par, par.sheet.indents.first, par.sheet.indents.first_chars) + typed


def alignment(par: Par) -> str:
    """How the paragraph is set: left, both, centre, right."""
    return {"center": "centre", "right": "right", "end": "right", "both": "both", "distribute": "both"}.get(
        par.sheet.jc, "left"
    )


def flush_left(place: str, par: Par) -> list[Fault]:
    """The faults of what must begin at the left edge."""
    if alignment(par) in ("left", "both") and abs(first_indent(par)) <= SLACK and abs(left_indent(par)) <= SLACK:
        return []
    return [Fault(place=place, found=stands(par), wanted=say("left"))]


def stands(par: Par) -> str:
    """How a paragraph stands, in words."""
    if alignment(par) == "centre":
        return say("centre")
    words = say(
        "indent",
        first=counted(first_indent(par) - left_indent(par)),
        left=counted(left_indent(par)),
        right=counted(right_indent(par)),
    )
    return f"{say(alignment(par))}，{words}"


def counted(value: float) -> str:
    """A number as the report shows it."""
    return f"{round(value + 0.0, 1):g}"


def width_of(text: str) -> float:
    """The width of *text* in characters: half for letters and digits."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


# Places downwards


def blank_lines(paper: Paper, above: Par, below: Par) -> float | None:
    """The blank lines between two elements, spacing before and after counted in; None where a table or box stands between."""
    places = {id(par): at for at, par in enumerate(paper.pars)}
    start, end = places.get(id(above)), places.get(id(below))
    if start is None or end is None or start >= end:
        return None
    between = paper.pars[start + 1 : end]
    if any(par.row is not None or par.part != "body" for par in between) or "box" in (above.part, below.part):
        return None
    total = 0.0
    before = above
    for par in (*between, below):
        total += max(before.sheet.after, par.sheet.before) / PITCH
        if par is not below and par.blank:
            total += _height(par, above, below)
        before = par
    typed = above.text[len(above.text.rstrip()) :].count("\n") + below.text[
        : len(below.text) - len(below.text.lstrip())
    ].count("\n")
    return total + typed


def _height(par: Par, above: Par, below: Par) -> float:
    """The height of a blank paragraph in lines: those of the page, or of the text that it stands with where that is set closer or wider."""
    if par.sheet.line_rule in ("exact", "exactly"):
        with_text = par.sheet.line in (above.sheet.line, below.sheet.line)
        return 1.0 if with_text else par.sheet.line / PITCH
    look = par.sheet.look
    return 1.0 if look.size >= 20 else look.size / THREE


def tidy(par: Par) -> str:
    """The beginning of a paragraph, to name it by."""
    text = "".join(par.text.split())
    return text if len(text) <= 12 else f"{text[:12]}…"
