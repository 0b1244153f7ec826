"""A table as it stands on one page of a PDF."""

from __future__ import annotations

from dataclasses import dataclass, field

from forms.text import Box
from parsers.pdf.lines import Row

__all__ = ["PageCell", "PageTable"]


@dataclass(slots=True, eq=False)
class PageCell:
    """A cell of a table on one page, with its lines and the tables in it. ``row`` and ``column`` count on this page only."""

    box: Box
    row: int
    column: int
    row_span: int
    column_span: int
    page: int
    rows: list[Row] = field(default_factory=list)
    tables: list[PageTable] = field(default_factory=list)
    open_above: bool = False
    """Whether no line is drawn at its head."""
    open_below: bool = False
    """Whether no line is drawn at its foot."""

    @property
    def blank(self) -> bool:
        """Whether nothing is in it."""
        return not self.rows and not self.tables

    @property
    def text(self) -> str:
        """Its lines, put behind one another, for comparison."""
        return "".join(row.text for row in self.rows)


@dataclass(slots=True, eq=False)
class PageTable:
    """A table on one page."""

    box: Box
    rows: int
    cells: list[PageCell]
    page: int
    uneven: bool = False
    open_above: bool = False
    """Whether no line is drawn at its head."""
    open_below: bool = False
    """Whether no line is drawn at its foot."""
    guessed: bool = False
    """Whether its columns were told by the places of the text alone, without lines."""
    wide: bool = False
    """Whether its cells are as wide as their text may be though they were told by it."""

    def is_beside(self, row: Row) -> bool:
        """Whether a line stands beside it: no higher than its head, and no lower than its foot."""
        return row.page == self.page and self.box[1] < row.y - 0.3 * row.size < self.box[3]
