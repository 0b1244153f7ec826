"""Lines that are headings: which field's or group's text follows, told by the words and by the number in front."""

from __future__ import annotations

import re
from collections.abc import Sequence

from forms.chinese import ENUMERATOR, enumerator_style, fold
from parsers.inline import is_within_brackets
from parsers.labels import FIRM, SLIP, Hit
from parsers.placing import Placing

__all__ = ["HEADED", "find_heading", "may_be_heading", "reads_like_heading", "renamed", "run_in", "scan_headings"]

HEADED = frozenset({"narrative", "opinion", "names"})
"""Kinds whose value is the paragraphs under a heading, and may follow the heading on its own line."""


ALIKE = 0.05
"""Headings whose scores differ by less are equally good."""


def scan_headings(lines: Sequence[str], placing: Placing) -> None:
    """Notes for each field and group how good its best heading among *lines* is, so that lesser ones are read as wording."""
    scores: dict[str, list[float]] = {}
    for line in lines:
        for hit, score in headings_of(line, placing):
            scores.setdefault(hit.path, []).append(score)
    for path, found in scores.items():
        placing.headings[path] = best = max(found)
        if path in placing.definition.field_of and sum(score > best - ALIKE for score in found) > 1:
            placing.doubt("section.unclear", path)


def headings_of(text: str, placing: Placing) -> list[tuple[Hit, float]]:
    """The fields and groups that a line as a whole may name as a heading, with how well its number agrees with the printed one."""
    bare = text.strip()
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
    """The field whose printed number a line carries under other words, where no line has its own: most likely, but not for sure."""
    section = placing.section
    if section is None or not reads_like_heading(text, placing):
        return None
    found = ENUMERATOR.match(text.strip())
    number = fold(found.group()) if found else ""
    home = section.path.rpartition(".")[0]
    for spec in placing.definition.fields:
        if (
            spec.number
            and fold(spec.number) == number
            and spec.path.rpartition(".")[0] == home
            and spec.path != section.path
        ):
            fresh = spec.path not in placing.headings and not placing.filled(spec.path)
            return Hit(spec.path, False, _RENAMED, False) if fresh else None
    return None


_RENAMED = 0.8
"""How sure a heading is that is known by its number alone."""


def reads_like_heading(text: str, placing: Placing) -> bool:
    """Whether a short line in a section is numbered in the style of the form's own headings."""
    section = placing.section
    style = enumerator_style(text)
    if section is None or not style or len(text.strip()) > 25 or text.strip()[-1] in "。；;，,：:！？":
        return False
    home = section.path.rpartition(".")[0]
    printed = [spec.number for spec in placing.definition.fields if spec.path.rpartition(".")[0] == home]
    printed += [group.number for group in placing.definition.groups]
    return style in {enumerator_style(number) for number in printed if number}


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
