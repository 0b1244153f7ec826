"""The one option that ticks or words choose: which words each tick belongs to.

A tick may stand before or behind its words, in brackets, or in a cell of its own. Nothing is guessed: two ticks, or a tick that may belong to
either neighbour, answer with a fault.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from forms.definition import Option
from forms.kinds import Fault
from forms.repertoire import LOST, garble
from parsers.extraction.labels import key
from parsers.marks import Token, has_mark, instruction_pattern, read_signs, vocabulary

__all__ = ["Choice", "choose", "emphasised", "names_options"]


class Choice(NamedTuple):
    """The chosen option's value, or None with the faults that say why."""

    value: str | None
    confidence: float = 1.0
    faults: tuple[Fault, ...] = ()


_BLANK_BESIDE = re.compile(r"\s*(?:[_＿]+\s*[^_＿]+|[^_＿]+[_＿]+)\s*")
"""Words with a blank on one side only."""


def choose(parts: Sequence[str], options: Sequence[Option]) -> Choice:
    """The one option that the texts *parts* (cells or lines in reading order) choose.

    No mark at all: the only option that is written. One tick: its option. None ticked: None without a fault. Anything else: None and a fault.
    """
    # Empty brackets beside a word are a box that nobody ticked, not brackets around it.
    told = "" if has_mark("".join(parts)) else key("".join(parts))
    whole = [option.value for option in options for label in option.labels if told and key(label) == told]
    if whole and _BLANK_BESIDE.fullmatch("".join(parts)):
        return Choice(whole[0], 0.8, (Fault(code="choice.unclear"),))  # the blank for a tick may be unfilled
    if whole:
        return Choice(whole[0])
    parts = (
        [line for part in parts for line in _plain(part, options).split("\n")]
        if any("\n" in part for part in parts)
        else [_plain(part, options) for part in parts]
    )
    tokens: list[list[Token]] = [_tokens(part, options) for part in parts]
    if any(token.checked for row in tokens for token in row):  # beside a tick in another cell, a cross says no
        tokens = [[token._replace(checked=False) if token.cross else token for token in row] for row in tokens]
    flat = [token for row in tokens for token in row]
    signs = [token for token in flat if not token.option]
    named = [token for token in flat if token.option]
    if not signs:
        return _written(named, options)
    if any(_ticks_another(part, row) for part, row in zip(parts, tokens, strict=True)):
        return Choice(None, 0.5, (Fault(code="choice.unclear"),))
    bound = _bind(tokens, parts)
    if bound is None:
        return (
            Choice(None, 0.5, (Fault(code="choice.unclear"),))
            if any(s.checked is not False for s in signs)
            else Choice(None)
        )
    chosen = list(dict.fromkeys(option for option, state in bound if state))
    unsure = [option for option, state in bound if state is None]
    if len(chosen) == 1 and not unsure and not _says_otherwise(named, chosen[0]):
        return Choice(chosen[0])
    if len(chosen) > 1:
        return Choice(None, 0.5, (Fault(code="choice.several"),))
    if unsure or chosen:
        return Choice(None, 0.5, (Fault(code="choice.unclear"),))
    left = {token.option for token in named} - {option for option, _ in bound}
    if len(bound) == 1 and not left:
        return Choice(None, 0.5, (Fault(code="choice.unclear"),))
    return Choice(None)


_WORD = re.compile(r"[\u3400-\u9fff□]+")


def _ticks_another(text: str, row: Sequence[Token]) -> bool:
    """Whether a tick stands closer to a word that is none of the options than to any option (☑其他)."""
    for number, token in enumerate(row):
        if token.option or token.checked is False:
            continue
        before = row[number - 1] if number else None
        behind = row[number + 1] if number + 1 < len(row) else None
        gaps = [_width(text[a.end : b.start]) for a, b in ((before, token), (token, behind)) if a and b]
        lead = text[before.end if before else 0 : token.start]
        tail = text[token.end : behind.start if behind else len(text)]
        words = [len(lead) - m.end() for m in _WORD.finditer(lead)] + [m.start() for m in _WORD.finditer(tail)]
        if words and min(words) < min(gaps, default=99):
            return True
    return False


def _says_otherwise(named: Sequence[Token], chosen: str) -> bool:
    """Whether another option stands there once more than on the form: typed as an answer beside the tick."""
    counts = Counter(token.option for token in named)
    return any(count > 1 and option != chosen and counts[chosen] < count for option, count in counts.items())


def _plain(text: str, options: Sequence[Option]) -> str:
    """*text* without instructions on how to tick, a look-alike of a box beside an option read as the box."""
    opening = re.match(r"[^：:]*[：:]", text)
    if opening is not None and has_mark(opening.group()) and not _names_any(opening.group(), options):
        text = " " * opening.end() + text[opening.end() :]
    text = instruction_pattern().sub(
        lambda found: found.group() if _names_any(found.group(), options) else " " * len(found.group()), text
    )
    for answers, sign in ((vocabulary().yes, "√"), (vocabulary().no, LOST)):
        said = "|".join(map(re.escape, sorted(answers)))
        if any(answer in text for answer in answers):
            for label, _value in _labels(options):
                text = re.sub(rf"({label.pattern})\s*[：:]\s*(?:{said})(?![\u3400-\u9fff])", rf"\g<1>{sign}", text)
    for sign in vocabulary().typed:
        if sign in text:
            for label, _value in _labels(options):
                text = re.sub(rf"({label.pattern} ?){sign}(?![A-Za-z])", r"\g<1>√", text)
                text = re.sub(rf"(?<![A-Za-z]){sign}(?= ?{label.pattern})", "√", text)
    for sign in vocabulary().lookalike:
        if sign in text:
            for label, _value in _labels(options):
                text = re.sub(rf"{sign}(?=\s*{label.pattern})", LOST, text)
                text = re.sub(rf"({label.pattern}\s*){sign}", rf"\g<1>{LOST}", text)
    return text


def _names_any(text: str, options: Sequence[Option]) -> bool:
    return any(label.search(text) for label, _ in _labels(options))


def emphasised(parts: Sequence[str], marked: Sequence[str], options: Sequence[Option]) -> str | None:
    """The one option whose word stands in what is underlined or bold, *marked*, where others in *parts* do not; None where that tells no single one."""
    named = {token.option for part in parts for token in _tokens(part, options) if token.option}
    chosen = {token.option for part in marked for token in _tokens(part, options) if token.option}
    return chosen.pop() if len(chosen) == 1 and len(named) > 1 else None


def names_options(parts: Sequence[str], options: Sequence[Option]) -> bool:
    """Whether any option's word stands in *parts*."""
    return any(token.option for part in parts for token in _tokens(part, options))


def _written(named: list[Token], options: Sequence[Option]) -> Choice:
    """The choice where no box stands and the text is more than one option: not sure."""
    values = list(dict.fromkeys(token.option for token in named))
    if len(values) != 1:
        return (
            Choice(None, 0.5, (Fault(code="choice.unclear"),))
            if values and not _is_print(named, options)
            else Choice(None)
        )
    return Choice(values[0], 0.8, (Fault(code="choice.wording"),))


def _is_print(named: list[Token], options: Sequence[Option]) -> bool:
    """Whether every option is written, as on a blank form."""
    return {token.option for token in named} == {option.value for option in options}


def _tokens(text: str, options: Sequence[Option]) -> list[Token]:
    """Options and ticks in *text* in their order. Where characters are lost, a word with a □ in it may be an option."""
    taken = [False] * len(text)
    found: list[Token] = []
    lossy = LOST in text
    for patterns in (_labels(options), _lossy_labels(options)) if lossy else (_labels(options),):
        for label, value in patterns:
            for match in label.finditer(text):
                if not any(taken[match.start() : match.end()]):
                    taken[match.start() : match.end()] = [True] * (match.end() - match.start())
                    found.append(Token(match.start(), match.end(), value))
    found += [sign for sign in read_signs(text) if not any(taken[sign.start : sign.end])]
    return _joined(sorted(found, key=lambda token: token.start), text)


def _joined(tokens: list[Token], text: str) -> list[Token]:
    """*tokens* with boxes that follow one another (a tick typed behind a printed box) as one, ticked if any is."""
    joined: list[Token] = []
    for token in tokens:
        last = joined[-1] if joined else None
        together = last is not None and not last.option and not token.option
        if last is not None and together and not _WORD.search(text[last.end : token.start]):
            state = True if last.checked or token.checked else last.checked if token.checked is False else token.checked
            joined[-1] = last._replace(end=token.end, checked=state)
        else:
            joined.append(token)
    return joined


def _labels(options: Sequence[Option]) -> list[tuple[re.Pattern[str], str]]:
    """Patterns of the options' words, white space inside allowed, the longest first."""
    return _label_patterns(tuple((option.value, option.labels) for option in options))


@cache
def _label_patterns(options: tuple[tuple[str, tuple[str, ...]], ...]) -> list[tuple[re.Pattern[str], str]]:
    pairs = sorted(
        {(label, value) for value, labels in options for label in (*labels, value) if len(label) > 1 or label == value},
        key=lambda pair: -len(pair[0]),
    )
    return [(re.compile(r"\s*".join(map(re.escape, label))), value) for label, value in pairs]


def _lossy_labels(options: Sequence[Option]) -> list[tuple[re.Pattern[str], str]]:
    """Patterns of the options' words with at least one character lost and one left."""
    return _lossy_patterns(tuple((option.value, option.labels) for option in options))


@cache
def _lossy_patterns(options: tuple[tuple[str, tuple[str, ...]], ...]) -> list[tuple[re.Pattern[str], str]]:
    found: list[tuple[re.Pattern[str], str]] = []
    for value, labels in options:
        for label in sorted({*labels, value}, key=len):
            seen = garble(label)
            if LOST in seen and seen.strip(LOST) and len(label) > 1:
                found.append((re.compile(re.escape(seen)), value))
    return sorted(found, key=lambda pair: len(pair[0].pattern))


def _bind(rows: list[list[Token]], texts: Sequence[str]) -> list[tuple[str, bool | None]] | None:
    """Which state each marked option has; None where a tick may belong to either neighbour."""
    alone = [row for row in rows if len(row) == 1 and not row[0].option]
    if alone:
        return _bind_cells(rows)
    bound: list[tuple[str, bool | None]] = []
    for row, text in zip(rows, texts, strict=True):
        pairs = _bind_row(row, text)
        if pairs is None:
            return None
        bound += pairs
    return bound


def _bind_cells(rows: list[list[Token]]) -> list[tuple[str, bool | None]] | None:
    """Ticks in cells of their own: all behind their options, or all before them."""
    bound: list[tuple[str, bool | None]] = []
    shapes = "".join(
        "o" if len(row) == 1 and row[0].option else "b" if len(row) == 1 else "_" if not row else "x" for row in rows
    )
    if "x" in shapes:
        return None
    before = re.fullmatch(r"([b_]o)+_?", shapes) is not None
    behind = not before and re.fullmatch(r"(o[b_]?)+", shapes) is not None
    if before == behind:
        return None
    for number, row in enumerate(rows):
        if shapes[number] == "b":
            other = rows[number + 1] if before else rows[number - 1]
            bound.append((other[0].option, row[0].checked))
    return bound


def _is_far(before: int, behind: int | None) -> bool:
    """Whether a tick between two words is so far from both that the nearer one need not be its own, or from the only one."""
    if behind is None:
        return before >= _FAR
    return min(before, behind) >= _FAR and max(before, behind) < 2 * min(before, behind)


def _width(gap: str) -> int:
    """How far apart words stand: a tab parts more than a blank."""
    return sum(_WIDTHS.get(c, 1) for c in gap)


_WIDTHS = {"\t": 4, "\u3000": 2}
_FAR = 3
"""Blanks between a tick and the nearer word from which on it must be much nearer than the other."""


def _bind_row(row: list[Token], text: str) -> list[tuple[str, bool | None]] | None:
    """Boxes with the options of one text: by turns, or else the nearest."""
    boxes = [token for token in row if not token.option]
    if not boxes:
        return []
    shape = "".join("o" if token.option else "b" for token in row)
    if "o" not in shape:
        return None
    if re.fullmatch(r"(ob)+o?", shape) and not re.fullmatch(r"(ob)+o", shape):
        return [(row[n - 1].option, token.checked) for n, token in enumerate(row) if not token.option]
    if re.fullmatch(r"(bo)+", shape):
        return [(row[n + 1].option, token.checked) for n, token in enumerate(row) if not token.option]
    bound: list[tuple[str, bool | None]] = []
    for number, token in enumerate(row):
        if token.option:
            continue
        before = row[number - 1] if number and row[number - 1].option else None
        behind = row[number + 1] if number + 1 < len(row) and row[number + 1].option else None
        gap_before = _width(text[before.end : token.start]) if before else None
        gap_behind = _width(text[token.end : behind.start]) if behind else None
        if gap_before is None and gap_behind is None:
            return None
        if token.checked and gap_before is not None and _is_far(gap_before, gap_behind):
            return None
        if gap_behind is None or (gap_before is not None and gap_before < gap_behind):
            bound.append((before.option if before else "", token.checked))
        elif gap_before is None or gap_behind < gap_before:
            bound.append((behind.option if behind else "", token.checked))
        elif token.checked is not False:
            return None  # a tick halfway between two; an empty box there says nothing
    return bound
