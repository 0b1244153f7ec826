"""A document as what label and value matching works on: lines, and sheets of areas on a common grid.

Nested tables are spread over the area of the cell that holds them, so that "to the right of" and "under" mean the same at every depth.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from forms.errors import OverLimit
from forms.repertoire import LOST
from forms.text import Origin, Text
from parsers.document import Block, Document, Paragraph, Table

__all__ = ["Area", "Line", "Sheet", "Strip", "strips"]


_POSITIONS = 2_000_000
"""Grid positions a table may have: a list of 10,000 schools has some 100,000."""


@dataclass(slots=True, eq=False)
class Area:
    """A cell's place on its sheet: rows ``top`` to ``bottom`` and columns ``left`` to ``right``, ends excluded."""

    top: int
    bottom: int
    left: int
    right: int
    text: str
    origin: Origin
    confidence: float = 1.0
    notes: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    nested: bool = False
    """Whether the cell is of a table within a cell."""
    marked: tuple[str, ...] = ()

    @property
    def found(self) -> Text:
        """The area's whole text with its origin."""
        return Text(
            value=self.text,
            origin=self.origin,
            confidence=self.confidence,
            notes=self.notes,
            struck=self.struck,
            marked=self.marked,
        )

    @property
    def blank(self) -> bool:
        """Whether nothing is written here."""
        return not self.text.strip(" \t\n\r\u3000\u00a0")


@dataclass(slots=True, eq=False)
class Line:
    """A line of text outside tables (or in a table that only frames lines). ``opens``: it is the first of its paragraph."""

    text: str
    origin: Origin
    confidence: float = 1.0
    notes: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    opens: bool = True
    marked: tuple[str, ...] = ()

    def part(self, value: str) -> Text:
        """A part of the line as found text."""
        return Text(
            value=value,
            origin=self.origin,
            confidence=self.confidence,
            notes=self.notes,
            struck=self.struck,
            marked=self.marked,
        )


@dataclass(slots=True, eq=False)
class Sheet:
    """A table on an integer grid, nested tables spread out. ``areas`` are in reading order."""

    rows: int
    columns: int
    areas: list[Area]
    begins: str = ""
    """The form that this table is the whole of; "" where that isn't known of it."""
    _grid: list[list[Area | None]] = field(init=False, repr=False)
    _rows: dict[int, list[Area]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.rows * self.columns > _POSITIONS:
            raise OverLimit("limit.cells", limit=_POSITIONS)
        self._grid = [[None] * self.columns for _ in range(self.rows)]
        for area in self.areas:
            for row in self._grid[area.top : area.bottom]:
                row[area.left : area.right] = [area] * (area.right - area.left)

    def at(self, row: int, column: int) -> Area | None:
        """The area that covers a grid position; None where there is no cell, or outside the grid."""
        if 0 <= row < self.rows and 0 <= column < self.columns:
            return self._grid[row][column]
        return None

    def row(self, row: int) -> list[Area]:
        """The areas that cover *row*, from left to right."""
        known = self._rows.get(row)
        if known is None:
            known = self._rows[row] = _each_once(self._grid[row] if 0 <= row < self.rows else [])
        return known

    def column(self, column: int, top: int, bottom: int) -> list[Area]:
        """The areas that cover *column* between two rows, downwards."""
        return _each_once([row[column] for row in self._grid[top:bottom]])

    def right_of(self, area: Area) -> Area | None:
        """The area that touches *area* on the right at its first row."""
        return self.at(area.top, area.right)

    def below(self, area: Area) -> Area | None:
        """The area that touches *area* from below at its first column."""
        return self.at(area.bottom, area.left)


def _each_once(positions: list[Area | None]) -> list[Area]:
    """The areas at neighbouring *positions*, each once."""
    found: list[Area] = []
    for area in positions:
        if area is not None and (not found or found[-1] is not area):
            found.append(area)
    return found


Strip = Line | Sheet


def strips(document: Document) -> list[Strip]:
    """The body of *document* in reading order. A table of one column whose cells hold many lines is answered as lines, and so is one whose cells are pages."""
    numbers = {id(table): number for number, table in enumerate(document.tables())}
    found: list[Strip] = []
    _gather(document.blocks, numbers, found)
    return found


def _gather(
    blocks: tuple[Block, ...], numbers: dict[int, int], found: list[Strip], cell: tuple[int, int, int] | None = None
) -> None:
    for block in blocks:
        if isinstance(block, Paragraph):
            found.extend(_lines(block, cell))
        elif block.columns <= 1 or len(block.cells) <= 1 or _frames_pages(block):
            for one in block.cells:
                _gather(one.blocks, numbers, found, (numbers[id(block)], one.row, one.column))
        else:
            found.append(_sheet(block, numbers))


def _frames_pages(table: Table) -> bool:
    """Whether each cell of a table that says anything is a page of its own: words over a table. So are two forms set side by side on one sheet of paper."""
    pages = [parts for cell in table.cells if (parts := _parts(cell.blocks))]
    return len(pages) > 1 and all(
        not isinstance(parts[0], Table) and len(parts) > 1 and isinstance(parts[1], Table) and parts[1].rows >= _PAGE
        for parts in pages
    )


_PAGE = 3
"""Rows of a table that may be a page's, not a value's."""


def _lines(paragraph: Paragraph, cell: tuple[int, int, int] | None) -> list[Line]:
    origin = Origin(page=paragraph.page, box=paragraph.box, cell=cell, method=paragraph.method)
    shown = [text for text in _seen(paragraph.text).split("\n") if text.strip(" \t\r\u3000\u00a0")]
    return [
        Line(text, origin, paragraph.confidence, paragraph.notes, paragraph.struck, number == 0, paragraph.marked)
        for number, text in enumerate(shown)
    ]


def _seen(text: str) -> str:
    """*text* with one sign for every lost character."""
    return text.replace("\ufffd", LOST)


def _sheet(table: Table, numbers: dict[int, int]) -> Sheet:
    if not any(cell.tables for cell in table.cells):
        number = numbers[id(table)]
        areas = [
            _area(
                cell.blocks,
                (number, cell.row, cell.column),
                cell.page,
                cell.box,
                cell.row,
                cell.row + cell.row_span,
                cell.column,
                cell.column + cell.column_span,
            )
            for cell in table.cells
        ]
        return Sheet(table.rows, table.columns, areas)
    loose: list[tuple[float, float, float, float, Area]] = []
    _spread(table, 0.0, 0.0, float(table.rows), float(table.columns), numbers, loose)
    ys = _ticks([y for item in loose for y in (item[0], item[1])])
    xs = _ticks([x for item in loose for x in (item[2], item[3])])
    for top, bottom, left, right, area in loose:
        area.top, area.bottom, area.left, area.right = (
            ys[_round(top)],
            ys[_round(bottom)],
            xs[_round(left)],
            xs[_round(right)],
        )
    areas = sorted((item[4] for item in loose), key=lambda a: (a.top, a.left))
    return Sheet(len(ys) - 1, len(xs) - 1, areas)


def _round(value: float) -> float:
    return round(value, 6)


def _ticks(values: list[float]) -> dict[float, int]:
    return {value: number for number, value in enumerate(sorted({_round(v) for v in values}))}


def _spread(
    table: Table,
    top: float,
    left: float,
    height: float,
    width: float,
    numbers: dict[int, int],
    out: list[tuple[float, float, float, float, Area]],
    *,
    nested: bool = False,
) -> None:
    """Appends the areas of *table*, scaled into a rectangle, and of all that is nested in it."""
    number = numbers[id(table)]
    dy, dx = height / max(table.rows, 1), width / max(table.columns, 1)
    for cell in table.cells:
        y, x, h, w = top + cell.row * dy, left + cell.column * dx, cell.row_span * dy, cell.column_span * dx
        parts = _parts(cell.blocks)
        if not any(isinstance(part, Table) for part in parts):
            parts = [list(cell.blocks)]
        share = h / max(sum(part.rows if isinstance(part, Table) else 1 for part in parts), 1)
        for part in parts:
            if isinstance(part, Table):
                _spread(part, y, x, part.rows * share, w, numbers, out, nested=True)
                y += part.rows * share
            else:
                area = _area(tuple(part), (number, cell.row, cell.column), cell.page, cell.box)
                area.nested = nested
                out.append((y, y + share, x, x + w, area))
                y += share


def _parts(blocks: tuple[Block, ...]) -> list[Table | list[Block]]:
    """*blocks* as tables and runs of paragraphs that say something."""
    parts: list[Table | list[Block]] = []
    for block in blocks:
        if isinstance(block, Table):
            parts.append(block)
        elif block.text.strip():
            if parts and isinstance(parts[-1], list):
                parts[-1].append(block)
            else:
                parts.append([block])
    return parts


def _area(
    blocks: tuple[Block, ...],
    cell: tuple[int, int, int],
    page: int | None,
    box: tuple[float, float, float, float] | None,
    top: int = 0,
    bottom: int = 0,
    left: int = 0,
    right: int = 0,
) -> Area:
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    first = paragraphs[0] if paragraphs else None
    origin = Origin(
        page=page if page is not None or first is None else first.page,
        box=box if box is not None or first is None else first.box,
        cell=cell,
        method=next((p.method for p in paragraphs if p.method != "text"), "text"),
    )
    notes = tuple(dict.fromkeys(note for p in paragraphs for note in p.notes))
    struck = tuple(part for p in paragraphs for part in p.struck)
    confidence = min((p.confidence for p in paragraphs), default=1.0)
    text = _seen("\n".join(p.text for p in paragraphs))
    marked = tuple(part for p in paragraphs for part in p.marked)
    return Area(top, bottom, left, right, text, origin, confidence, notes, struck, marked=marked)
