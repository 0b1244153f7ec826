"""Lines that are headings: which field's or group's text follows, told by the words and by the number in front."""

from __future__ import annotations

import re
from collections.abc import Sequence

from forms.chinese import enumerator_number, enumerator_style
from parsers.extraction.inline import is_within_brackets
from parsers.extraction.labels import FIRM, SLIP, Hit
from parsers.extraction.placing import Placing

__all__ = ["HEADED", "find_heading", "may_be_heading", "reads_like_heading", "renamed", "run_in", "scan_headings"]

HEADED = frozenset({"narrative", "opinion", "names"})
"""Kinds whose value is the paragraphs under a heading, and may follow the heading on its own line."""


ALIKE = 0.05
"""Headings whose scores differ by less are equally good."""


def scan_headings(lines: Sequence[str], placing: Placing) -> None:
    """Notes for each field and group how good its best heading among *lines* is, so that lesser ones are read as wording, and its number."""
    scores: dict[str, list[float]] = {}
    for line in lines:
        for hit, score in headings_of(line, placing):
            number = enumerator_number(_signed(line))
            if number is not None and score > max(scores.get(hit.path, [0.0])):
                placing.numbers[hit.path] = number
            scores.setdefault(hit.path, []).append(score)
    for path, found in scores.items():
        placing.headings[path] = best = max(found)
        if path in placing.definition.field_of and sum(score > best - ALIKE for score in found) > 1:
            placing.doubt("section.unclear", path)


def headings_of(text: str, placing: Placing) -> list[tuple[Hit, float]]:
    """The fields and groups that a line as a whole may name as a heading, with how well its number agrees with the printed one."""
    bare = _signed(text.strip())
    found: list[tuple[Hit, float]] = []
    style = enumerator_style(bare)
    for hit in placing.lexicon.find(bare):
        spec = None if hit.group else placing.spec(hit.path)
        if spec is not None and spec.kind in HEADED and "[]" in spec.path:
            continue
        if spec is not None and spec.kind not in HEADED and not bare.endswith(("：", ":")):
            continue
        printed = enumerator_style(spec.number if spec is not None else placing.definition.group_of[hit.path].number)
        if hit.quality < FIRM and not (printed and style == printed and hit.quality >= SLIP):
            continue
        agrees = 0.1 if printed and style == printed else -0.1 if printed and style else 0.0
        found.append((hit, hit.quality + agrees))
    return found


def _signed(text: str) -> str:
    """*text* with a sign behind its number where only a blank parts the two, as the numbers of chapters over 1.1 and 1.2: 1 现状调研."""
    return _NUMBER_APART.sub(r"\1、", text)


_NUMBER_APART = re.compile(r"^\s*([1-9])[ \t\u3000]+(?=[^\s.．、）)])")


def find_heading(text: str, placing: Placing) -> Hit | None:
    """The field or group that a line as a whole names as a heading; None where a better heading for it stands elsewhere."""
    best: tuple[float, Hit] | None = None
    for hit, score in headings_of(text, placing):
        if score < placing.headings.get(hit.path, 0.0) - ALIKE:
            continue
        if not hit.group and placing.group and hit.path.startswith(placing.group + "."):
            score += 0.05
        if not hit.group and placing.filled(hit.path):
            score -= 0.05
        if best is None or score > best[0]:
            best = (score, hit)
    return best[1] if best else None


def run_in(text: str, placing: Placing) -> tuple[Hit, str] | None:
    """A numbered heading with its text behind it on the line, after a full stop or blanks, and that text."""
    style = enumerator_style(text)
    if not style:
        return None
    for found in _BREAK.finditer(text, 0, 40):
        if is_within_brackets(text[: found.start()]):
            continue
        rest = text[found.end() :].strip()
        for hit in placing.lexicon.firm(text[: found.start()]) if rest else ():
            spec = None if hit.group else placing.spec(hit.path)
            if spec is not None and spec.kind in HEADED and spec.number and enumerator_style(spec.number) == style:
                return hit, rest
    return None


_BREAK = re.compile(r"。|[ \t\u3000]+")


def renamed(text: str, placing: Placing) -> Hit | None:
    """The field or group whose number a line carries under other words, where no line has its own: most likely, but not for sure."""
    number = enumerator_number(_signed(text))
    if number is None or not _is_short(text):
        return None
    section = placing.section
    home = placing.group if section is None else section.path.rpartition(".")[0]
    return next((hit for level in dict.fromkeys((home, "")) if (hit := _by_number(number, level, placing))), None)


_RENAMED = 0.8
"""How sure a heading is that is known by its number alone."""


def _by_number(number: tuple[str, int], level: str, placing: Placing) -> Hit | None:
    """What *number* stands for among the headings of one *level*: none where those that are known go by other numbers than the printed."""
    printed = _printed(level, placing)
    known = {path: placing.numbers[path] for path in printed if path in placing.numbers}
    if any(known[path][1] != printed[path][1] for path in known):
        return None
    styles = {style for style, _ in known.values()} or {style for style, _ in printed.values()}
    if number[0] not in styles:
        return None
    for path, (_, ordinal) in printed.items():
        group = path in placing.definition.group_of
        filled = placing.filled_group(path) if group else placing.filled(path)
        if ordinal == number[1] and path not in placing.headings and not filled:
            return Hit(path, group, _RENAMED, False)
    return None


def _printed(level: str, placing: Placing) -> dict[str, tuple[str, int]]:
    """The numbers that the form prints before the long texts and groups of one *level* ("" for the outermost)."""
    definition = placing.definition
    numbers = [(f.path, f.number) for f in definition.fields if f.kind in HEADED and f.kind != "names"]
    numbers += [(group.path, group.number) for group in definition.groups]
    found = {path: enumerator_number(text) for path, text in numbers if path.rpartition(".")[0] == level}
    return {path: number for path, number in found.items() if number is not None}


def reads_like_heading(text: str, placing: Placing) -> bool:
    """Whether a short line in a section is numbered in the style of the form's own headings."""
    section = placing.section
    number = enumerator_number(_signed(text))
    if section is None or number is None or not _is_short(text):
        return False
    printed = _printed(section.path.rpartition(".")[0], placing) | _printed("", placing)
    styles = {style for style, _ in printed.values()} | {style for style, _ in placing.numbers.values()}
    return number[0] in styles


def _is_short(text: str) -> bool:
    return len(text.strip()) <= _LONGEST and text.strip()[-1] not in "。；;，,：:！？"


_LONGEST = 25
"""Characters of a heading in other words than the form's."""


def may_be_heading(text: str, placing: Placing) -> bool:
    """Whether a few words alone on a line of a long text may be the heading of another, one of the form's own being nowhere."""
    bare = text.strip()
    if not 2 <= len(bare) <= _FEW_WORDS or bare[-1] in "。；;，,！？、.!?" or not _WORDS.search(bare):
        return False
    if placing.section is not None and placing.spec(placing.section.path).kind == "opinion" and bare[-1] not in "：:":
        return False
    return any(
        spec.kind in HEADED
        and spec.labels
        and "[]" not in spec.path
        and spec.path not in placing.headings
        and not placing.filled(spec.path)
        for spec in placing.definition.fields
    )


_FEW_WORDS = 20
_WORDS = re.compile("[\u3400-\u9fff]{2}")
