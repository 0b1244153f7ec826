"""Tables that are drawn with characters in a text: frames of box-drawing characters or of +, - and |, and rows between strokes, as Markdown has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.document import Cell, Paragraph, Table
from parsers.drawn_lines import DrawnLine, Upright, is_drawn, is_piped, joined_lines, measured, pieces
from parsers.typed import typed_paragraph

__all__ = ["drawn_tables"]

COLUMNS_LIMIT = 63
"""As many columns as Word takes."""
_FEW_RULES = 3
"""Over the head, under it and under all: a frame with no more of them has a row a line."""
_SLACK = 2
"""Columns of a screen by which an upright may stand beside the one above it."""
_NARROW = 40
"""Columns of a screen up to which a cell may hold one of several lists that go on side by side."""

_GUESSED = 0.85
"""Confidence of what stands in a row of several lines that no rule parts from the next."""

_PROSE = 24
"""Columns of a screen from which on a cell may hold more than an entry."""


def drawn_tables(lines: Sequence[str]) -> Iterator[list[str] | Table]:
    """*lines* in order, each drawn table as one; what isn't clearly one stays lines."""
    plain: list[str] = []
    for is_block, block in _blocks(lines):
        table = (_framed(block) or _piped(block)) if is_block else None
        if table is None:
            plain += block
        else:
            if plain:
                yield plain
            yield table
            plain = []
    if plain:
        yield plain


def _blocks(lines: Sequence[str]) -> Iterator[tuple[bool, list[str]]]:
    """Runs of lines that may be one table, and single ones that are none. A frame ends at its lower edge, and another begins at an upper one."""
    run: list[str] = []
    for line in lines:
        drawn = is_drawn(line)
        rule = measured(line, 1) if drawn else None
        if run and (rule is None or (rule.is_rule and not any(upright.up for upright in rule.uprights))):
            yield True, run
            run = []
        if rule is None:
            yield False, [line]
            continue
        run.append(line)
        if rule.is_rule and not any(upright.down for upright in rule.uprights):
            yield True, run
            run = []
    if run:
        yield True, run


def _piped(lines: Sequence[str]) -> Table | None:
    """Rows between strokes, as many cells in each, or fewer under a row of rules (GitHub Flavored Markdown, 4.10)."""
    if not all(map(is_piped, lines)):
        return None
    rows = [pieces(line) for line in lines]
    texts = [row for row in rows if not _is_delimiter(row)]
    columns = max(map(len, rows))
    if not 2 <= columns <= COLUMNS_LIMIT or len(rows) < 2 or not texts:
        return None
    if len({len(row) for row in texts}) > 1 and len(texts) == len(rows):
        return None
    cells = [
        Cell(row=number, column=column, blocks=_written(row[column].replace("<br/>", "<br>").split("<br>")))
        for number, row in enumerate(row + [""] * (columns - len(row)) for row in texts)
        for column in range(columns)
    ]
    return Table(rows=len(texts), columns=columns, cells=tuple(cells))


def _is_delimiter(row: Sequence[str]) -> bool:
    return all(part and not part.strip(":-+=─━═┼╪╬") for part in row)


def _written(texts: Sequence[str], confidence: float = 1.0) -> tuple[Paragraph, ...]:
    return tuple(replace(typed_paragraph(text), confidence=confidence) for text in texts if text.strip())


@dataclass(kw_only=True, slots=True)
class _Drawn:
    """A cell in the making: the edges between which it lies, its first and last row, its lines and how wide they may be."""

    left: int
    right: int
    row: int
    last: int
    room: int
    lines: list[str]


def _framed(lines: Sequence[str]) -> Table | None:
    """A frame with rules between its rows, cells over several rows or columns among them; None where its lines don't fit it."""
    # Programs differ in how wide they take a rule for; the uprights of lines with Chinese in them tell.
    found = [_Frame([measured(line, width) for line in lines], width) for width in (2, 1)]
    return max(found, key=lambda frame: frame.hits).table()


class _Frame:
    """The lines of one frame; ``edges`` are the places of all uprights of its rules, ``hits`` how many other uprights stand right at one."""

    def __init__(self, lines: list[DrawnLine], ambiguous: int) -> None:
        self.lines = lines
        self.ambiguous = ambiguous
        self.by_line = False
        self.edges: list[int] = []
        for place in sorted({upright.place for line in lines if any(line.ruled) for upright in line.uprights}):
            # Between two edges a character has room.
            if not self.edges or place - self.edges[-1] > ambiguous:
                self.edges.append(place)
        texts = [line for line in lines if not any(line.ruled)]
        known = set(self.edges)
        self.hits = sum(upright.place in known for line in texts for upright in line.uprights)

    def table(self) -> Table | None:
        """The table of it."""
        if not self.lines[0].is_rule or not 2 <= len(self.edges) <= COLUMNS_LIMIT + 1:
            return None
        rules = [number for number, line in enumerate(self.lines) if any(line.ruled)]
        by_line = len(rules) <= _FEW_RULES and all(self.lines[number].is_rule for number in rules)
        # A head is a line; where rows take several, rules stand between them.
        by_line = by_line and (len(rules) < _FEW_RULES or rules[1] == rules[0] + 2)
        self.by_line = by_line
        cells: list[_Drawn] = []
        row = 0
        for start, end in pairwise([*rules, len(self.lines)]):
            below = self.lines[end] if end < len(self.lines) else None
            texts = self.lines[start + 1 : end]
            if not texts:
                continue
            edges = self._edges_between(texts, self.lines[start], below)
            parts = [self._parts(line, edges) for line in texts]
            if not edges or not all(parts):
                return None
            for lines in self._by_rows(parts, edges) if by_line else [parts]:
                self._add(cells, edges, lines, row)
                row += 1
            if below is not None and not below.is_rule:
                self._pass(cells, below, row)
        return self._made(cells, row) if cells else None

    def _edges_between(self, texts: Sequence[DrawnLine], above: DrawnLine, below: DrawnLine | None) -> list[int]:
        """The edges, by number, that the uprights of *texts* are: those that go on downwards from *above*, or up to it from *below*."""
        ways = [[self._nearest(upright) for upright in above.uprights if upright.down]]
        if below is not None:
            ways.append([self._nearest(upright) for upright in below.uprights if upright.up])
        counts = {len(line.uprights) for line in texts}
        edges = next((way for way in ways if len(way) in counts), None)
        if edges is None and min(counts) > len(ways[0]):
            edges = ways[0]
        if edges is None:
            # A corner was drawn where nothing stands below it.
            places = [upright.place for line in texts for upright in line.uprights]
            edges = [way for way in ways[0] if any(abs(self.edges[way] - place) <= _SLACK for place in places)]
        return edges if len(set(edges)) == len(edges) > 1 else []

    def _nearest(self, upright: Upright) -> int:
        return min(range(len(self.edges)), key=lambda number: abs(self.edges[number] - upright.place))

    def _parts(self, line: DrawnLine, edges: Sequence[int]) -> list[str]:
        """The texts of *line* between *edges*: by the order of its uprights, else by where they stand; nothing where some are missing."""
        found = self._matched(line.uprights, edges)
        return [line.text[a.index + 1 : b.index] for a, b in pairwise(found)]

    def _matched(self, uprights: Sequence[Upright], edges: Sequence[int]) -> list[Upright]:
        """Those of *uprights* that are *edges*, where a value holds some itself: of all choices in order, that with the least way between them."""
        if not len(edges) <= len(uprights) <= len(edges) * 2:
            return []
        ways: dict[int, tuple[int, tuple[Upright, ...]]] = {0: (0, ())}
        for upright in uprights:
            for number in sorted(ways, reverse=True):
                way, chosen = ways[number]
                if number < len(edges):
                    longer = way + abs(upright.place - self.edges[edges[number]])
                    if number + 1 not in ways or longer < ways[number + 1][0]:
                        ways[number + 1] = (longer, (*chosen, upright))
        found = list(ways[len(edges)][1])
        # Beyond the outer ones something would be lost.
        return found if (found[0], found[-1]) == (uprights[0], uprights[-1]) else []

    def _by_rows(self, parts: Sequence[list[str]], edges: Sequence[int]) -> list[list[list[str]]]:
        """Lines without rules between them, as rows: one begins where the first cell says something, unless all goes on with what had no room."""
        rows: list[list[list[str]]] = []
        rooms = [self._room(a, b) for a, b in pairwise(edges)]
        for line in parts:
            if rows and (not line[0].strip() or self._goes_on(rows[-1][-1], line, rooms)):
                rows[-1].append(line)
            else:
                rows.append([line])
        return rows

    def _goes_on(self, over: Sequence[str], line: Sequence[str], rooms: Sequence[int]) -> bool:
        """Whether *line* is the rest of *over*. Entries often fill their column as well: a rest has few cells, or one of them is wide."""
        filled = [number for number, text in enumerate(line) if text.strip()]
        widest = max((rooms[number] for number in filled), default=0)
        return widest >= (_PROSE if len(filled) * 2 <= len(line) else _NARROW) and all(
            over[number].strip() and len(joined_lines([over[number], line[number]], rooms[number], self.ambiguous)) == 1
            for number in filled
        )

    def _room(self, left: int, right: int) -> int:
        return self.edges[right] - self.edges[left] - (self.ambiguous if self.is_boxed else 1)

    @property
    def is_boxed(self) -> bool:
        """Whether characters for drawing are what it is made of, not + and -."""
        return not self.lines[0].text.isascii()

    def _add(self, cells: list[_Drawn], edges: Sequence[int], lines: Sequence[list[str]], row: int) -> None:
        """Adds a row's cells to *cells*, or its lines to those that reach down into it."""
        reaching = {(cell.left, cell.right): cell for cell in _latest(cells, row)}
        for number, (left, right) in enumerate(pairwise(edges)):
            texts = [line[number] for line in lines]
            if (cell := reaching.get((left, right))) is not None:
                cell.lines += texts
            else:
                cells.append(
                    _Drawn(left=left, right=right, row=row, last=row, room=self._room(left, right), lines=texts)
                )

    def _pass(self, cells: Sequence[_Drawn], below: DrawnLine, row: int) -> None:
        """Lets the cells over *below*, a line with rules and texts in it, reach down into *row* where no rule ends them."""
        stretches = [
            (self._nearest(a), self._nearest(b), ruled, below.text[a.index + 1 : b.index])
            for (a, b), ruled in zip(pairwise(below.uprights), below.ruled, strict=True)
        ]
        for cell in _latest(cells, row - 1):
            under = [part for part in stretches if cell.left < part[1] and part[0] < cell.right]
            if not any(ruled for _, _, ruled, _ in under):
                cell.last = row
                cell.lines += [text for _, _, _, text in under]

    def _made(self, cells: Sequence[_Drawn], rows: int) -> Table:
        used = sorted({edge for cell in cells for edge in (cell.left, cell.right)})
        column = {edge: number for number, edge in enumerate(used)}
        rows_of: dict[tuple[int, int], list[_Drawn]] = {}
        for cell in cells:
            rows_of.setdefault((cell.row, cell.last), []).append(cell)
        guessed = {cell.row for cell in cells if len(cell.lines) > 1}
        made = [
            Cell(
                row=cell.row,
                column=column[cell.left],
                row_span=min(cell.last, rows - 1) - cell.row + 1,
                column_span=column[cell.right] - column[cell.left],
                # Without a rule between them, lines are one row's by their room alone.
                blocks=_written(
                    self._paragraphs(cell, rows_of[cell.row, cell.last]),
                    _GUESSED if self.by_line and cell.row in guessed else 1.0,
                ),
            )
            for cell in sorted(cells, key=lambda cell: (cell.row, cell.left))
        ]
        return Table(rows=rows, columns=len(used) - 1, cells=tuple(made))

    def _paragraphs(self, cell: _Drawn, beside_it: Sequence[_Drawn]) -> list[str]:
        """A cell's lines as paragraphs, by those of its row. Where lists go on side by side, each line is an entry, whether it fills its cell or not."""
        here = _filled(cell)
        beside = (
            len(here) > 1
            and cell.room <= _NARROW
            and any(
                other is not cell
                and _filled(other) == here
                and len(joined_lines(other.lines, other.room, self.ambiguous)) == len(here)
                for other in beside_it
            )
        )
        if beside:
            return [line.strip(" \u3000") for line in cell.lines]
        return joined_lines(cell.lines, cell.room, self.ambiguous)


def _filled(cell: _Drawn) -> list[int]:
    return [number for number, line in enumerate(cell.lines) if line.strip(" \u3000")]


def _latest(cells: Sequence[_Drawn], row: int) -> list[_Drawn]:
    """Those of *cells*, in the order of their rows, that reach down into *row*; one more than so many rows back none begins that does."""
    found = []
    for cell in reversed(cells):
        if cell.last == row:
            found.append(cell)
        if cell.row < row - _TALLEST:
            break
    return found


_TALLEST = 200
"""Rows over which a cell may reach."""
