"""The rows and columns of texts in a table that has no lines, by the room between them and their middles."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from parsers.pdf.fragments import Text
from parsers.pdf.gutters import columns_of, placed, stabs
from parsers.pdf.written import is_over
from parsers.wording import is_usual

__all__ = ["Place", "put", "room"]

LEVEL = 0.5
"""Ems by which the middles of texts of one row may differ: paragraphs keep room below them."""
HEAD = 0.3
"""The same of their heads."""
HEADS, NEAR = 3, 1.5
"""Labels beside one another that are the heads of a list, at least, and points up to which two borders are one."""
MOST_HEADS = 16
"""Columns under heads at most."""
ALIGNED = 0.6
"""Points by which texts of one column may differ where they begin."""


@dataclass(slots=True, eq=False)
class Place:
    """A text's rows and columns, the first and the last of each."""

    text: Text
    top: int
    bottom: int
    left: int
    right: int


def put(rows: list[list[Text]]) -> tuple[list[Place], list[float], list[float]] | None:
    """The places of the texts of *rows* in one table, where its columns end and where its rows do; None where no column is told."""
    ys = _heights(rows)
    places = [[Place(text, number, number, 0, 0) for text in row] for number, row in enumerate(rows)]
    _span(places, ys)
    whole = [place for row in places for place in row]
    if not any(place.bottom > place.top for place in whole):
        _hang(places)
    beside = [
        sorted((place for place in whole if place.top <= number <= place.bottom), key=lambda place: place.text.left)
        for number in range(len(rows))
    ]
    left, right = min(place.text.left for place in whole) - 2, max(place.text.right for place in whole) + 2
    borders: list[list[float]] = []
    sections = _alike(_sections(places), beside)
    for first, last in pairwise(sections):
        bands = [[(place.text.left, place.text.right) for place in some] for some in beside[first:last]]
        inner = stabs(_gaps(beside[first:last]))
        borders.append(placed([left, *inner, right], bands))
        _put_columns(places[first:last], beside[first:last], bands, borders[-1], first)
    xs = _together(borders)
    if len(xs) < 3:
        return None
    for (first, last), own in zip(pairwise(sections), borders, strict=True):
        at = [min(range(len(xs)), key=lambda index: abs(xs[index] - x)) for x in own]
        for place in (place for row in places[first:last] for place in row):
            place.left, place.right = at[place.left], max(at[place.right + 1] - 1, at[place.left])
    _widen(beside)
    return whole, xs, ys


def _gaps(beside: list[list[Place]]) -> list[tuple[float, float]]:
    """The room between texts that stand in columns of their own: in each there is a border."""
    gaps = [
        (one.text.right, other.text.left)
        for some in beside
        for one, other in pairwise(some)
        if one.text.right < other.text.left
    ]
    return [*gaps, *_staggered(beside)]


def _alike(sections: list[int], beside: list[list[Place]]) -> list[int]:
    """*sections* without those whose columns are the same as those above: a row of nothing but labels may be one of values."""
    found = sections[:1]
    for first, last in pairwise(sections[1:]):
        above, own = _gaps(beside[found[-1] : first]), _gaps(beside[first:last])
        if not len(stabs(above)) == len(stabs(own)) == len(stabs([*above, *own])):
            found.append(first)
    return [*found, sections[-1]]


def _staggered(beside: list[list[Place]]) -> list[tuple[float, float]]:
    """The room between labels that begin rows and those that begin others behind them: in one column some of them would stand over one another.

    Numbers are set to the right of a column whose labels are set to its left.
    """
    firsts = sorted((some[0].text for some in beside if len(some) > 1), key=lambda text: text.left)
    columns: list[list[Text]] = []
    for text in firsts:
        if columns and text.left <= max(other.right for other in columns[-1]):
            columns[-1].append(text)
        else:
            columns.append([text])
    return [
        (max(*(text.right for text in one), other[0].left - other[0].size), other[0].left)
        for one, other in pairwise(columns)
        if all(
            len(some) > 1 and some[-1].left - some[0].left <= ALIGNED and not all(text.has_digit for text in some)
            for some in (one, other)
        )
    ]


def _heights(rows: list[list[Text]]) -> list[float]:
    """Where rows begin and end: in the middle between the texts that stand in one of them."""
    own: list[tuple[float, float]] = []
    for row, below in zip(rows, [*rows[1:], None], strict=True):
        middle = min(text.centre for text in row)
        head = min(text.top for text in row)
        foot = min((text.centre for text in below), default=1e9) if below is not None else 1e9
        some = [
            text
            for text in row
            if text.centre - middle <= LEVEL * text.size or (text.top - head <= HEAD * text.size and text.bottom < foot)
        ]
        own.append((min(text.top for text in some), max(text.bottom for text in some)))
    gaps = sorted(below[0] - above[1] for above, below in pairwise(own))
    room = max(gaps[len(gaps) // 2] / 2, 1.0) if gaps else 1.0
    inner = [(above[1] + below[0]) / 2 for above, below in pairwise(own)]
    return [own[0][0] - room, *inner, own[-1][1] + room]


def _span(places: list[list[Place]], ys: list[float]) -> None:
    """Puts each text over the rows in whose middle it stands."""
    for number, row in enumerate(places):
        for place in row:
            best, least = number, abs(place.text.centre - (ys[number] + ys[number + 1]) / 2)
            if least <= LEVEL * place.text.size:
                continue
            for last in range(number + 1, len(places)):
                if any(is_over(other.text, place.text) for other in places[last]):
                    break
                off = abs(place.text.centre - (ys[number] + ys[last + 1]) / 2)
                if off < least:
                    best, least = last, off
            place.bottom = best


def _hang(places: list[list[Place]]) -> None:
    """Gives texts at the head of several rows all of these: those beside all heads of a second row, and those of the first column down to the next."""
    for number, (row, below) in enumerate(pairwise(places)):
        left, right = below[0].text.left, below[-1].text.right
        if left > row[0].text.right and len(row) > 2 and not any(place.text.has_digit for place in (*row, *below)):
            pairs = zip(row[1:], below[1:], strict=False)
            alike = sum(abs(one.text.left - other.text.left) <= ALIGNED for one, other in pairs)
            for place in row:
                if (place.text.right < left or place.text.left > right) and 2 * alike < len(row):
                    place.bottom = number + 1
    first: list[Place] = []
    for number, row in enumerate(places):
        if first and row[0].text.left > first[0].text.right and row[0].text.right > first[1].text.left:
            first[0].bottom = max(first[0].bottom, number)
        else:
            first = row if len(row) > 1 else []


def _sections(places: list[list[Place]]) -> list[int]:
    """The rows with which parts of a table begin that have columns of their own, and the end: lists with their heads."""
    heads = [len(row) >= HEADS and all(is_usual(place.text.written) for place in row) for row in places]
    begins = [number for number in range(1, len(places)) if heads[number] and not heads[number - 1]]
    return [0, *begins, len(places)]


def _together(borders: list[list[float]]) -> list[float]:
    """All *borders* in order, of those that are nearly the same the first."""
    found: list[float] = []
    for x in sorted(x for some in borders for x in some):
        if not found or x - found[-1] > NEAR:
            found.append(x)
    return found


def _put_columns(
    places: list[list[Place]],
    beside: list[list[Place]],
    bands: list[list[tuple[float, float]]],
    xs: list[float],
    start: int,
) -> None:
    """Tells the columns of each text, between the borders *xs*: the fewest that it has in any of its rows; heads are over the columns of those below them."""
    told: dict[int, tuple[int, int]] = {}
    every = [columns_of(band, xs) for band in bands]
    begins: dict[int, float] = {}
    for some, columns in zip(beside, every, strict=True):
        for place, (first, _) in zip(some, columns, strict=True):
            begins[first] = min(place.text.left, begins.get(first, place.text.left))
    for number, (some, columns) in enumerate(zip(beside, every, strict=True)):
        below = places[number + 1] if number + 1 < len(places) else []
        if below and below[0].text.left > xs[1] and not any(place.text.has_digit for place in places[number]):
            wider = _heads([place.text for place in some], columns, [place.text for place in below], xs, begins)
            # What reaches into its neighbour's columns is no head.
            columns = wider if all(one[1] < other[0] for one, other in pairwise(wider)) else columns
        for place, (first, last) in zip(some, columns, strict=True):
            if place.top < start:
                continue
            before = told.get(id(place))
            if before is None or last - first < before[1] - before[0]:
                told[id(place)] = (first, last)
    for place in (place for row in places for place in row):
        place.left, place.right = told[id(place)]


def _widen(beside: list[list[Place]]) -> None:
    """Gives each label the free columns between it and a value behind it: only other rows have a border there."""
    for number, some in enumerate(beside):
        for place, other in pairwise(some):
            alone = other.left > place.right + 1 and place.top == place.bottom == number
            if alone and is_usual(place.text.written) and not is_usual(other.text.written):
                place.right = other.left - 1


def _heads(
    texts: list[Text], columns: list[tuple[int, int]], below: list[Text], xs: list[float], begins: dict[int, float]
) -> list[tuple[int, int]]:
    """*columns* of the heads *texts*, those over each stretch of texts *below* as wide as lets each stand over the middle or the beginning of its own, or where its column *begins*."""
    starts = {
        first: text for text, (first, _) in zip(below, columns_of([(t.left, t.right) for t in below], xs), strict=True)
    }
    found = list(columns)
    column = 0
    while column < len(xs) - 1:
        end = column
        while end in starts:
            end += 1
        heads = [number for number, (first, last) in enumerate(columns) if column <= first and last < end]
        if heads and len(heads) <= end - column <= MOST_HEADS:
            best = min(
                (_parted(column, end, len(heads))),
                key=lambda ends: sum(
                    _off(texts[number], (starts[first].left, begins[first]), xs[first], xs[last])
                    for number, (first, last) in zip(heads, pairwise(ends), strict=True)
                ),
            )
            for number, (first, last) in zip(heads, pairwise(best), strict=True):
                found[number] = (first, last - 1)
        column = max(end, column + 1)
    return found


def _parted(first: int, end: int, parts: int) -> Iterator[tuple[int, ...]]:
    """All ways to part the columns from *first* to before *end*: where each part begins, and the end."""
    for inner in combinations(range(first + 1, end), parts - 1):
        yield (first, *inner, end)


def _off(head: Text, begins: tuple[float, float], left: float, right: float) -> float:
    """How far a head is from the middle between two borders; none where it *begins* as what is below it does."""
    return (
        0.0
        if any(abs(head.left - begin) <= ALIGNED for begin in begins)
        else abs(head.left + head.right - left - right) / 2
    )


def room(place: Place, xs: list[float], free: set[tuple[int, int]]) -> tuple[int, int] | None:
    """The first and the last column that a text has of those that were told of it: those about its middle that no other has; None where there is none."""

    def is_free(column: int) -> bool:
        return all((row, column) in free for row in range(place.top, place.bottom + 1))

    if all(map(is_free, range(place.left, place.right + 1))):
        return place.left, place.right
    middle = (place.text.left + place.text.right) / 2
    own = min(max(bisect_right(xs, middle) - 1, place.left), place.right)
    if not is_free(own):
        return None
    left = right = own
    while left > place.left and is_free(left - 1):
        left -= 1
    while right < place.right and is_free(right + 1):
        right += 1
    return left, right
