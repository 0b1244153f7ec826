"""A title in lines: broken by sense, a trapezoid or a diamond, no name, number or word cut (GB/T 9704-2012, 7.3.1).

What a word is stands in ``vocabulary/titles.toml``. Where two characters belong to no known word, a break between them costs so much that it is
only made where nothing else is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from forms.vocabulary import options, table, words
from generators.gongwen import TITLE, WIDTH, title_width

__all__ = ["broken", "is_shapely"]

LONGEST = WIDTH // TITLE
"""Characters of 二号 that go into the type area."""

_COMFORTABLE = LONGEST - 1
_MOST_LINES = 5

_CLOSING = "，。、；：？！”’）》〉】〕%…"
_OPENING = "“‘（《〈【〔"

_UNKNOWN, _FORBIDDEN = 60.0, 400.0


def broken(title: str, names: Iterable[str] = ()) -> list[str]:
    """The lines of *title*. Line breaks in it are the author's and are kept; *names* are never cut."""
    given = [" ".join(line.split()) for line in title.split("\n") if line.strip()]
    if len(given) != 1:
        return given
    text = given[0]
    if title_width(text) <= WIDTH:
        return [text]
    return _best(text, _costs(text, tuple(dict.fromkeys(names))))


def is_shapely(widths: Sequence[float]) -> bool:
    """Whether lines of these *widths* make a trapezoid or a diamond: no hourglass."""
    rising = True
    for one, next_ in pairwise(widths):
        if next_ < one:
            rising = False
        elif next_ > one and not rising:
            return False
    return True


@cache
def _known() -> tuple[frozenset[str], int]:
    known = {word for line in table("titles")["words"].split("\n") for word in line.split()}
    known |= {label for option in options("province") for label in option.labels}
    return frozenset(known), max(map(len, known))


@cache
def _whole() -> re.Pattern[str]:
    return re.compile(str(table("titles")["whole"]))


def _costs(text: str, names: tuple[str, ...]) -> list[float]:
    """What a break before each character costs."""
    tokens = _tokens(text, names)
    costs = [_FORBIDDEN] * (len(text) + 1)
    for (_, one_end, one_known), (start, end, known) in pairwise(tokens):
        cost = 0.0
        if not (one_known and known):
            cost = _UNKNOWN if not (one_known or known) else _UNKNOWN / 4
        first, last = text[start:end], _word_before(text, tokens, one_end)
        if first in words("titles", "not_first") or first[0] in _CLOSING or text[start - 1] in _OPENING:
            cost += _FORBIDDEN
        if last in words("titles", "not_last"):
            cost += _FORBIDDEN / 2
        cost += 6.0 * (first in words("titles", "rather_not_first")) + 5.0 * (
            last in words("titles", "rather_not_last")
        )
        cost -= 4.0 * (first in words("titles", "good_first")) + 4.0 * last.endswith(words("titles", "good_last"))
        costs[start] = cost
    return costs


def _word_before(text: str, tokens: Sequence[tuple[int, int, bool]], end: int) -> str:
    return next(text[start:stop] for start, stop, _ in tokens if stop == end)


def _tokens(text: str, names: tuple[str, ...]) -> list[tuple[int, int, bool]]:
    """*text* cut into words: where each begins and ends, and whether it is known. The fewest unknown characters, then the fewest words."""
    known, longest = _known()
    whole = {found.start(): found.end() for found in _whole().finditer(text)}
    inside = {i for start, end in whole.items() for i in range(start + 1, end)}
    # From the end: the cost of the best way on and the end of its first word.
    best: list[tuple[float, int, bool]] = [(0.0, 0, True)] * (len(text) + 1)
    for i in range(len(text) - 1, -1, -1):
        if i in whole:
            end = whole[i]
            best[i] = (1.0 + best[end][0], end, True)
            continue
        ways = [(10.0 + best[i + 1][0], i + 1, text[i] in _CLOSING + _OPENING)]
        ways += [
            (1.0 + best[end][0], end, True)
            for end in range(i + 1, min(i + longest, len(text)) + 1)
            if text[i:end] in known and end not in inside
        ]
        for name in names:
            end = i + len(name)
            if name and len(name) <= LONGEST and text.startswith(name, i) and end not in inside:
                ways.append((0.5 + best[end][0], end, True))
        best[i] = min(ways)
    tokens, i = [], 0
    while i < len(text):
        _, end, is_known = best[i]
        tokens.append((i, end, is_known))
        i = end
    return tokens


def _best(text: str, costs: Sequence[float]) -> list[str]:
    """The cheapest division of *text* into lines that fit."""
    before = [0, *(title_width(text[:1]) for _ in text[:1])]
    for one, other in pairwise(text):
        before.append(before[-1] + title_width(one + other) - title_width(one))
    fewest = -(-before[-1] // WIDTH)
    found: list[tuple[float, list[int]]] = []
    for count in range(fewest, min(fewest + 2, _MOST_LINES) + 1):
        _divide(before, costs, count, [0], 0.0, found)
        if found and min(found)[0] < _UNKNOWN / 4:
            break
    if not found:
        return _blocks(text, before)
    _, cuts = min(found)
    return [text[a:b] for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _divide(
    before: Sequence[int],
    costs: Sequence[float],
    lines: int,
    cuts: list[int],
    spent: float,
    found: list[tuple[float, list[int]]],
) -> None:
    """Adds to *found* every way of *lines* more lines that isn't dearer than what there is."""
    start, end = cuts[-1], len(before) - 1
    if lines == 1:
        if before[end] - before[start] <= WIDTH:
            bounds = [*cuts, end]
            widths = [before[b] - before[a] for a, b in pairwise(bounds)]
            found.append((spent + _ugliness(widths), list(cuts)))
        return
    for cut in range(start + 2, end):
        width = before[cut] - before[start]
        if width > WIDTH:
            break
        if costs[cut] >= _FORBIDDEN / 2 or before[end] - before[cut] > (lines - 1) * WIDTH:
            continue
        if width * lines * 2 < before[end] - before[start]:
            continue  # a line of less than half of what its share would be
        _divide(before, costs, lines - 1, [*cuts, cut], spent + costs[cut], found)


def _ugliness(widths: Sequence[int]) -> float:
    longest = max(widths)
    cost = 8.0 * len(widths) + sum((longest - width) / TITLE for width in widths) * 0.8
    if not is_shapely(widths):
        cost += 30.0
    if len(set(widths)) == 1:
        cost += 4.0
    cost += 3.0 * max(0, longest - _COMFORTABLE * TITLE) / TITLE
    return cost + sum(10.0 for width in widths if width * 5 < longest * 2)


def _blocks(text: str, before: Sequence[int]) -> list[str]:
    """Lines as long as they go: for what no rule finds a place in."""
    lines, start = [], 0
    for i in range(1, len(text) + 1):
        if before[i] - before[start] > WIDTH:
            lines.append(text[start : i - 1])
            start = i - 1
    return [*lines, text[start:]]
