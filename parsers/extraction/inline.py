"""Labels and values in running text: ``姓名：张三　性别：男``, with colons, tabs, blanks or underscores between."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, Protocol

from parsers.extraction.labels import SYNONYM, Hit, words

__all__ = ["Labels", "Pair", "holds_label", "is_note", "is_within_brackets", "opens_with_label", "pairs"]

_COLON = re.compile(r"[：:∶﹕]")
_EDGE = re.compile(r"[\s；;，,。、|｜_＿]")
_PLAIN = re.compile(r"[\u3400-\u9fff□（）()/]{2,10}")
_GAP = re.compile(
    r"[\t\u3000]+|[_＿]{2,}|(?<![A-Za-z0-9])[_＿]|[_＿](?![A-Za-z0-9])|\s{2,}|[\t_＿\s]{2,}|\s*(?:…|[.．·]{3})[….．·\s]*"
)
_GLUED = re.compile(
    r"[^\S\n]*(?:[!-~—－–（）]+ )*[!-~—－–（）]*[!-~０-９]([\u3400-\u9fff]{2,10}|[\u3400-\u9fff](?:[ \u3000]{1,4}[\u3400-\u9fff]){1,3})"
)
"""A number or an address with the next label right behind it."""
_WHOLE = re.compile(r"[^\S\n]*([\u3400-\u9fff·/／、（）()]+(?:[ \u3000]{1,4}[\u3400-\u9fff])?)")
_LATIN = re.compile(r"(?<=[\u3400-\u9fff])[A-Za-z][A-Za-z-]+$")
"""A label of letters right behind a value of Han characters."""
_COUNTED = re.compile(r"[（(][\u3400-\u9fff/、]{1,8}[）)]$")
"""What a label counts, in brackets behind it."""
_LONGEST = 8
"""Characters of a label that is looked for right behind a value."""
_TRIM = " \t\r\n\u3000\u00a0_＿"
_FURTHEST = 24
_BOTH = 2
"""Labels with gaps behind them from which on a line is read by gaps."""


@cache
def _bullets() -> str:
    return "".join(words()["bullets"])


class Labels(Protocol):
    """What knows labels: the lexicon of one form, or of all."""

    def firm(self, text: str) -> tuple[Hit, ...]:
        """The fields and groups that *text* names for sure."""
        ...


class Pair(NamedTuple):
    """A label with the text behind it. ``hits`` is empty for a label that belongs to no field. ``unsure`` tells that the value may go on with what seems to be the next label."""

    label: str
    hits: tuple[Hit, ...]
    value: str
    start: int
    unsure: bool = False


def pairs(line: str, lexicon: Labels) -> list[Pair]:
    """The labels of *line* in order, each with its value; what stands before the first label is not answered.

    A colon makes a label of known words, or of a few Han characters that stand alone. Without any colon, a line that opens with a known
    label and a gap is read by gaps.
    """
    found = _by_colon(line, lexicon)
    if any(hits for _, _, hits in found):
        return _cut(line, found, lexicon)
    if "【" in line and (boxed := _by_bracket(line, lexicon)):
        return _cut(line, boxed, lexicon)
    by_gap = _by_gap(line, lexicon)
    by_comma = _by_comma(line, lexicon) if len(by_gap) < _BOTH else []
    return _cut(line, (by_comma if len(by_comma) > len(by_gap) else by_gap) or found, lexicon)


def opens_with_label(line: str, lexicon: Labels) -> list[Pair]:
    """The pairs of *line* if it opens with a known label, else nothing."""
    found = pairs(line, lexicon)
    if found and found[0].hits and not line[: found[0].start].strip(_TRIM + _bullets()):
        return found
    return []


def holds_label(value: str, lexicon: Labels) -> bool:
    """Whether a known label with a colon stands within *value*: what follows it is another field's."""
    return any(
        lexicon.firm(value[start : colon.start()])
        for colon in _COLON.finditer(value)
        for start in range(max(0, colon.start() - _LONGEST), colon.start() - 1)
    )


def is_note(line: str) -> bool:
    """Whether *line* opens a note under a form."""
    bare = line.strip(_TRIM)
    return bare.startswith(words()["notes"]) or f"{bare}：" in words()["notes"]


def _cut(line: str, found: list[tuple[int, int, tuple[Hit, ...]]], lexicon: Labels) -> list[Pair]:
    cut = []
    for number, (start, end, hits) in enumerate(found):
        stop = found[number + 1][0] if number + 1 < len(found) else len(line)
        value = line[end:stop].strip(_TRIM).lstrip("…：:" + _TRIM)
        if number + 1 < len(found):
            value = value.rstrip("；;，,、").rstrip(_TRIM)
        unsure = number + 1 < len(found) and _goes_on(line, *found[number + 1], lexicon)
        cut.append(Pair(line[start:end].strip("：:∶﹕ \t\u3000_＿【】"), hits, value, start, unsure))
    return cut


def _goes_on(line: str, start: int, end: int, hits: tuple[Hit, ...], lexicon: Labels) -> bool:
    """Whether a label of no field behind a space is perhaps the end of the value before with a known label (信息 中心职务：)."""
    text = line[start:end].strip("：:∶﹕ ")
    return (
        not hits
        and line[start - 1 : start] == " "
        and any(
            hit.printed and hit.quality == 1.0 for cut in range(1, len(text) - 1) for hit in lexicon.firm(text[cut:])
        )
    )


def _by_bracket(line: str, lexicon: Labels) -> list[tuple[int, int, tuple[Hit, ...]]]:
    """The labels that stand in heavy brackets before their values (【姓名】李强), all of them known; none where any isn't."""
    found = [(match.start(), match.end(), lexicon.firm(match[1])) for match in _HEAVY.finditer(line)]
    return found if all(hits for _, _, hits in found) else []


_HEAVY = re.compile("【([^【】]{1,20})】")


def _by_colon(line: str, lexicon: Labels) -> list[tuple[int, int, tuple[Hit, ...]]]:
    found: list[tuple[int, int, tuple[Hit, ...]]] = []
    floor = 0
    for colon in _COLON.finditer(line):
        if colon.start() < floor or not line[floor : colon.start()].strip(_TRIM):
            continue
        start, hits = _label_before(line, floor, colon.start(), lexicon)
        if start is not None:
            found.append((start, colon.end(), hits))
            floor = colon.end()
    return found


def _label_before(line: str, floor: int, end: int, lexicon: Labels) -> tuple[int | None, tuple[Hit, ...]]:
    """Where the label that ends at *end* begins: the longest known words that start at an edge, else plain words that stand alone."""
    low = max(floor, end - _FURTHEST)
    opening = line[low:end]
    low += len(opening) - len(opening.lstrip(_TRIM + _bullets())) if low == floor else 0
    starts = [low] if low == floor or not line[floor:low].strip(_TRIM + _bullets()) else []
    starts += [match.end() for match in _EDGE.finditer(line, low, end) if match.end() < end]
    for start in starts:
        text = line[start:end].strip(_TRIM)
        if text:
            hits = lexicon.firm(text)
            if hits:
                return start + len(line[start:end]) - len(line[start:end].lstrip(_TRIM)), hits
    glued = _GLUED.fullmatch(line, floor, end) if floor else None
    if glued and (hits := lexicon.firm(glued[1])):
        return glued.start(1), hits
    latin = _LATIN.search(line, floor, end)
    if latin and (hits := lexicon.firm(latin[0])):
        return latin.start(), hits
    whole = _WHOLE.fullmatch(line, floor, end) if floor else None
    counted = _COUNTED.search(line, floor, end) if whole else None
    first = whole.start(1) + 1 if whole else end
    for last in (end, counted.start() if counted else first):
        for start in range(max(first, last - _LONGEST), last - 1):
            # 局长手机号码：a value of one word with a label behind it that the form prints, what it counts in brackets aside.
            hits = tuple(hit for hit in lexicon.firm(line[start:last]) if hit.printed and hit.quality == 1.0)
            if hits:
                return _longer(line, first, start, last, lexicon, hits)
    if starts:
        start = starts[-1]
        if _PLAIN.fullmatch(line[start:end].strip(_TRIM)) and (
            start == floor == 0 or line[start - 1] in " \t\u3000；;_\u00a0"
        ):
            return start, ()
    return None, ()


def _longer(
    line: str, first: int, start: int, last: int, lexicon: Labels, hits: tuple[Hit, ...]
) -> tuple[int, tuple[Hit, ...]]:
    """Where another word for what *hits* name begins that the label at *start* is the end of (行政职务), and what it names; else *start* and *hits*."""
    named = {hit.path for hit in hits}
    for before in range(max(first, last - _LONGEST), start):
        found = tuple(hit for hit in lexicon.firm(line[before:last]) if hit.quality >= SYNONYM and hit.path in named)
        if found:
            return before, found
    return start, hits


def is_within_brackets(text: str) -> bool:
    """Whether a bracket is open at the end of *text*: room in there parts nothing."""
    return text.count("（") + text.count("(") > text.count("）") + text.count(")")


def _by_gap(line: str, lexicon: Labels) -> list[tuple[int, int, tuple[Hit, ...]]]:
    """Labels of a line without colons: it must open with one, and a gap must follow each."""
    found: list[tuple[int, int, tuple[Hit, ...]]] = []
    start = len(line) - len(line.lstrip(_TRIM))
    position = start
    while position < len(line):
        best: tuple[int, tuple[Hit, ...]] | None = None
        for gap in _GAP.finditer(line, position, min(len(line), position + _FURTHEST)):
            if is_within_brackets(line[position : gap.start()]):
                continue
            said = line[position : gap.start()]
            hits = tuple(hit for hit in lexicon.firm(said) or lexicon.firm(_untied(said)) if hit.quality >= 0.95)
            if hits and gap.start() > position:
                best = (gap.end(), hits)
        if best is None and not found:
            return []
        if best is not None:
            found.append((position, best[0], best[1]))
            position = best[0]
        following = _GAP.search(line, position)
        if following is None:
            break
        position = following.end()
        position += len(line[position:]) - len(line[position:].lstrip("，,；;。、"))
    return found


def _by_comma(line: str, lexicon: Labels) -> list[tuple[int, int, tuple[Hit, ...]]]:
    """The labels of a line that is made of labels, a blank behind each, and values, with commas between (姓名 郑德胜，职务 主任); none where any piece opens with something else."""
    found: list[tuple[int, int, tuple[Hit, ...]]] = []
    for piece in _PIECE.finditer(line):
        label = _SPACED.match(piece[0])
        hits = () if label is None else lexicon.firm(label[1]) or lexicon.firm(_untied(label[1]))
        if label is None or not hits:
            return []
        found.append((piece.start() + label.start(1), piece.start() + label.end(), hits))
    return found if len(found) > 1 else []


_PIECE = re.compile("[^，,；;。]*[^，,；;。\\s][^，,；;。]*")
_SPACED = re.compile("\\s*([^\\s]{2,20})[ \u3000]+(?=\\S)")


def _untied(label: str) -> str:
    """*label* without the word that ties its value to it (职务为)."""
    return next((label.removesuffix(tie) for tie in words()["ties"] if label.endswith(tie)), "")
