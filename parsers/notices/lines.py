"""Lines to paragraphs: what a line's end or a page's end has torn apart in a text is joined again."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.extraction.layout import Line
from parsers.notices.attachments import begins_anew
from parsers.notices.words import heading_of, is_bare_label, is_ended

__all__ = ["Passage", "Torn", "passages"]

SURE = 0.95
"""Confidence of a paragraph joined where a word or sentence plainly goes on."""
UNSURE = 0.8
"""Confidence of a paragraph joined, or left apart, where it might be otherwise."""

_LONG = 20
"""Characters from which on a line without an end is more than a heading."""
_FULL = 1.6
"""Characters that a full line may be shorter than the longest: a mark that can't begin a line goes down with its neighbour."""
_COLUMN = (18.0, 64.0)
"""How wide, in characters, a text can be whose every line was broken."""
_SHARE = 0.3
_INDENT = ("\u3000", "  ", "\t", "\u00a0\u00a0")
_INDENTED = 12.0
"""Points from which on a line begins further in than the others."""
_RAGGED = 34.0
"""Points that a full line may end before the right margin: two characters of body text."""
_ONE_LINE = 26.0
"""Points below which a paragraph is as high as one line."""
_RUNS_ON = ("，", "、", ",", "（", "(", "《", "“", "“")


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A paragraph with the lines that it was written on. ``certainty`` is below 0.9 where it may be more, or only part, of one."""

    text: str
    lines: tuple[Line, ...]
    certainty: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Torn:
    """How a text's lines end: ``width`` is that of its full lines, 0 where a line is a paragraph; ``indented`` where paragraphs begin further in.

    ``margins`` are the left and right ends of the lines of pages, in points, where lines have a place.
    """

    width: float = 0.0
    indented: bool = False
    margins: tuple[float, float] | None = None

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Torn:
        """What the lines of a text look like as a whole."""
        boxes = [line.origin.box for line in lines]
        placed = [box for box in boxes if box is not None]
        if placed and len(placed) == len(boxes):
            margins = min(box[0] for box in placed), max(box[2] for box in placed)
            indented = sum(box[0] > margins[0] + _INDENTED for box in placed) >= max(3, len(placed) // 5)
            return cls(indented=indented, margins=margins)
        widths = [_width(line.text) for line in lines]
        indented = sum(line.text.startswith(_INDENT) for line in lines) >= max(3, len(lines) // 5)
        widest = max(widths, default=0.0)
        full = sum(width >= widest - _FULL for width in widths)
        broken = _COLUMN[0] <= widest <= _COLUMN[1] and full >= max(4, _SHARE * len(widths))
        return cls(width=widest if broken else 0.0, indented=indented)


def passages(lines: Sequence[Line], torn: Torn | None) -> list[Passage]:
    """*lines* as paragraphs. *torn* is None where a line that opens a paragraph is known to do so (as in Word)."""
    found: list[Passage] = []
    for line in lines:
        certainty = _goes_on(found[-1], line, torn) if found else 0.0
        if certainty > 0:
            before = found[-1]
            text = _seamed(before.text, line.text.strip())
            found[-1] = Passage(text=text, lines=(*before.lines, line), certainty=min(before.certainty, certainty))
            continue
        if found and _looks_cut(found[-1], line):
            found[-1] = Passage(text=found[-1].text, lines=found[-1].lines, certainty=UNSURE)
        found.append(Passage(text=line.text.strip(), lines=(line,)))
    return found


def _seamed(before: str, behind: str) -> str:
    """Both in one line, a space only between Latin words; all else stays as written."""
    latin = before[-1:].isascii() and before[-1:].isalpha() and behind[:1].isascii() and behind[:1].isalpha()
    return before + (" " if latin else "") + behind


def _width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text.rstrip())


def _goes_on(before: Passage, line: Line, torn: Torn | None) -> float:
    """How sure it is that *line* goes on with the paragraph *before*; 0 where it begins a new one."""
    if torn is None:
        if line.opens or begins_anew(line.text) or line.text.startswith(_INDENT):
            return 0.0
        # A line break typed in the middle of a sentence.
        return 0.0 if is_ended(before.text) else SURE
    last = before.lines[-1]
    if begins_anew(line.text) and (is_ended(last.text) or not is_bare_label(line.text)):
        return 0.0
    joined = _goes_on_torn(before, last, line, torn)
    # 现将有 / 关事项通知如下： looks like 联系方式： on a line of its own, where paragraphs don't begin further in.
    return joined if torn.indented or not is_bare_label(line.text) else min(joined, UNSURE)


def _goes_on_torn(before: Passage, last: Line, line: Line, torn: Torn) -> float:
    """As ``_goes_on``, where lines are torn and *line* looks like no beginning."""
    if torn.margins is not None:
        return _goes_on_in_place(before, last, line, torn.indented, torn.margins)
    if torn.width:
        if _width(last.text) < torn.width - _FULL:
            return SURE if last.text.rstrip().endswith(_RUNS_ON) else 0.0
        if torn.indented:
            return 0.0 if line.text.startswith(_INDENT) else 1.0
        return UNSURE if is_ended(last.text) else SURE
    if is_ended(last.text) or (torn.indented and line.text.startswith(_INDENT)):
        return 0.0
    if last.text.rstrip().endswith(_RUNS_ON):
        return SURE
    length = len(before.text)
    if length < _LONG or (heading_of(before.text).level in (1, 2) and length < 2 * _LONG):
        return 0.0
    return SURE if is_ended(line.text) or len(line.text) >= _LONG else UNSURE


def _goes_on_in_place(before: Passage, last: Line, line: Line, indented: bool, margins: tuple[float, float]) -> float:
    """As ``_goes_on``, by where the paragraphs stand on their pages."""
    upper, lower = last.origin.box, line.origin.box
    if upper is None or lower is None or not line.opens:
        return 0.0 if is_ended(last.text) or upper is None or lower is None else SURE
    if lower[0] > margins[0] + _INDENTED or upper[2] < margins[1] - _RAGGED:
        return 0.0
    if not is_ended(last.text):
        return SURE if len(before.text) >= _LONG and heading_of(before.text).level not in (1, 2) else 0.0
    single = lower[3] - lower[1] < _ONE_LINE
    return UNSURE if indented and single else 0.0


def _looks_cut(before: Passage, line: Line) -> bool:
    """Whether a paragraph of a Word document seems to stop in the middle of a sentence that the next goes on with."""
    text = before.text
    if is_ended(text) or begins_anew(line.text) or heading_of(text).level in (1, 2):
        return False
    return text.endswith(_RUNS_ON) or (len(text) >= _LONG and is_ended(line.text) and not line.text.startswith(_INDENT))
