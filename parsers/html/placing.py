"""Where the boxes of a CSS grid stand, and how many columns it has. Sources: CSS Grid Layout 2 (section 8, "Placing Grid Items"), CSS Flexible Box Layout 1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Area", "columns_of", "place", "wraps"]

Area: TypeAlias = tuple[int, int, int, int]
"""Row, column, and how many rows and columns it covers."""

_Want: TypeAlias = tuple[int | None, int | None, int, int]
"""An area whose row and column may be left to the grid."""

TRACK_LIMIT = 1000
"""Browsers may stop there as well (CSS Grid 2, 6.6)."""

_SPOTS_LIMIT = 100_000
_DENSE_LIMIT = 2_000
_REPEAT = re.compile(r"repeat\(\s*(\d{1,4})\s*,((?:[^()]|\([^()]*\))*)\)")
_NAMES = re.compile(r"\[[^\]]*\]")
_INNER = re.compile(r"\([^()]*\)")
_AREAS = re.compile(r"\"([^\"]*)\"|'([^']*)'")


def wraps(placing: Mapping[str, str]) -> bool:
    """Whether boxes in a row go on in the next one where there is no room left."""
    told = placing.get("flex-wrap", "") + " " + placing.get("flex-flow", "")
    return "wrap" in told.replace("nowrap", "")


def columns_of(placing: Mapping[str, str]) -> int:
    """How many columns a grid has by its own style; 0 where that depends on the room that it gets, 1 where nothing is said."""
    areas = _areas(placing)
    told = placing.get("grid-template-columns") or placing.get("grid-template", "").partition("/")[2]
    told = _NAMES.sub(" ", _AREAS.sub(" ", told))
    if "auto-fi" in told or "subgrid" in told:
        return 0
    count = 0
    for times, inner in _REPEAT.findall(told):
        count += int(times) * len(_tracks(inner))
    count += len(_tracks(_REPEAT.sub(" ", told)))
    return min(TRACK_LIMIT, max([count, *(column + across for _, column, _, across in areas.values())]) or 1)


def _tracks(told: str) -> list[str]:
    while _INNER.search(told):
        told = _INNER.sub("", told)
    return [track for track in told.split() if track not in {"none", "initial"}]


def _areas(placing: Mapping[str, str]) -> dict[str, Area]:
    """The areas that ``grid-template-areas`` names."""
    told = placing.get("grid-template-areas") or placing.get("grid-template", "")
    found: dict[str, Area] = {}
    for row, (double, single) in enumerate(_AREAS.findall(told)[:TRACK_LIMIT]):
        for column, name in enumerate((double or single).split()[:TRACK_LIMIT]):
            if name.strip("."):
                top, left, down, across = found.get(name, (row, column, 1, 1))
                found[name] = top, left, max(down, row - top + 1), max(across, column - left + 1)
    return found


def place(placing: Mapping[str, str], items: Sequence[Mapping[str, str]]) -> list[Area] | None:
    """Where the *items* of a grid stand that places them like *placing*; None where two lie over one another or it can't be told."""
    columns, areas = columns_of(placing), _areas(placing)
    found = [_wanted(item, areas, columns) for item in items]
    wanted = [want for want in found if want is not None]
    dense = "dense" in placing.get("grid-auto-flow", "")
    spots = sum(down * across for _, _, down, across in wanted)
    if len(wanted) < len(found) or spots > (_DENSE_LIMIT if dense else _SPOTS_LIMIT):
        return None
    grid = _Grid(wanted)
    return grid.areas() if grid.place_fixed() and grid.place_free(columns, dense=dense) else None


class _Grid:
    """Places the items of a grid: those first that say where, then the others where there is room (CSS Grid Layout 2, 8.5)."""

    def __init__(self, wanted: Sequence[_Want]) -> None:
        self._wanted = wanted
        self._taken: set[tuple[int, int]] = set()
        self._found: dict[int, Area] = {}

    def areas(self) -> list[Area]:
        """Where the items stand."""
        return [self._found[index] for index in range(len(self._wanted))]

    def _take(self, index: int, area: Area) -> bool:
        row, column, down, across = area
        spots = {(row + i, column + j) for i in range(down) for j in range(across)}
        if not self._taken.isdisjoint(spots):
            return False
        self._taken |= spots
        self._found[index] = area
        return True

    def place_fixed(self) -> bool:
        """Places the items that ask for a row; False where two of them lie over one another."""
        for index, (row, column, down, across) in enumerate(self._wanted):
            if row is not None and column is not None and not self._take(index, (row, column, down, across)):
                return False
        return all(
            any(self._take(index, (row, at, down, across)) for at in range(TRACK_LIMIT))
            for index, (row, column, down, across) in enumerate(self._wanted)
            if row is not None and column is None
        )

    def place_free(self, columns: int, *, dense: bool) -> bool:
        """Places the other items, in their order; False where there is no room."""
        columns = max([columns, *(column + across for _, column, _, across in self._found.values())])
        columns = max([columns, *((column or 0) + across for _, column, _, across in self._wanted)])
        at_row = at_column = 0
        for index, (row, column, down, across) in enumerate(self._wanted):
            if row is not None:
                continue
            if dense:
                at_row = at_column = 0
            if column is not None:
                at_row += column < at_column
                at_column = column
            for _ in range((len(self._wanted) + len(self._taken) + 1) * columns):
                if at_column + across > columns:
                    at_row, at_column = at_row + 1, 0
                if self._take(index, (at_row, at_column, down, across)):
                    break
                at_row, at_column = (at_row + 1, column) if column is not None else (at_row, at_column + 1)
            else:
                return False
        return True


def _wanted(item: Mapping[str, str], areas: Mapping[str, Area], columns: int) -> _Want | None:
    """Row and column (None: wherever there is room) and spans that *item* asks for; None where it asks for what isn't known here."""
    area = item.get("grid-area", "").strip()
    if area in areas:
        return areas[area]
    lines = dict(zip(("row", "column", "row-end", "column-end"), (part.strip() for part in area.split("/")), strict=False)) if area else {}  # fmt: skip
    for axis in ("row", "column"):
        start, _, end = item.get(f"grid-{axis}", "").partition("/")
        lines |= {axis: start.strip()} if start.strip() else {}
        lines |= {f"{axis}-end": end.strip()} if end.strip() else {}
        lines |= {axis: told} if (told := item.get(f"grid-{axis}-start", "").strip()) else {}
        lines |= {f"{axis}-end": told} if (told := item.get(f"grid-{axis}-end", "").strip()) else {}
    row, column = _line(lines, "row", None), _line(lines, "column", columns)
    return None if row is None or column is None else (row[0], column[0], row[1], column[1])


def _line(lines: Mapping[str, str], axis: str, tracks: int | None) -> tuple[int | None, int] | None:
    """Where an item begins on one axis, counted from 0, and how many tracks it covers; *tracks*: how many the grid has, for lines counted from its end."""
    start, end = (_one(lines.get(name, ""), tracks) for name in (axis, f"{axis}-end"))
    if start is None or end is None:
        return None
    (first, span), (last, over) = start, end
    if first and last:
        first, last = sorted((first, last))
        return first - 1, max(1, last - first)
    span = max(span, over, 1)
    if last:
        return max(0, last - 1 - span), span
    return (first - 1 if first else None), span


def _one(told: str, tracks: int | None) -> tuple[int, int] | None:
    """A line counted from 1 (0: none) and a span (0: none); None for names of lines."""
    if told in {"", "auto"}:
        return 0, 0
    if found := re.fullmatch(r"span\s+(\d{1,3})|(\d{1,3})\s+span", told):
        return 0, int(found[1] or found[2])
    if re.fullmatch(r"\d{1,3}", told) and int(told):
        return int(told), 0
    if re.fullmatch(r"-\d{1,3}", told) and tracks is not None and tracks + 2 + int(told) > 0:
        return tracks + 2 + int(told), 0
    return None
