r"""The blocks of one story of an RTF file - body, header, note, text box - as its paragraphs, cells and rows end.

RTF has no tables, only paragraphs that say how deep they stand in some (``\intbl``, ``\itap``), and marks that end cells and rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forms.errors import OverLimit
from parsers.rtf.tables import CELLS_LIMIT, Row, RowDefinition, lay_out

if TYPE_CHECKING:
    from parsers.document import Block, Paragraph, Part

__all__ = ["Findings", "Flow"]

DEPTH_LIMIT = 32


@dataclass(kw_only=True)
class Findings:
    """What is come across that concerns the document as a whole."""

    notes: set[str] = field(default_factory=set)
    pictures: int = 0
    cells: int = 0


@dataclass(kw_only=True, slots=True)
class _Open:
    """A table in the making. ``defined`` tells whether a row of it has been said to have cells."""

    rows: list[Row] = field(default_factory=list)
    cells: list[tuple[Block, ...]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


class Flow:
    """Puts blocks where they belong. Levels count from 0, outside any table."""

    def __init__(self, part: Part, findings: Findings) -> None:
        self.part: Part = part
        self._findings = findings
        self._blocks: list[Block] = []
        self._tables: list[_Open] = []

    @property
    def row_is_open(self) -> bool:
        """Whether cells have ended since the last row has."""
        return bool(self._tables and self._tables[0].cells)

    @property
    def cell_is_empty(self) -> bool:
        """Whether nothing stands in the present cell yet."""
        return not self._tables or not self._tables[-1].blocks

    def add(self, blocks: list[Block] | list[Paragraph], level: int) -> None:
        """Adds *blocks* at *level*; tables deeper than that end."""
        self._go_to(level)
        (self._tables[-1].blocks if self._tables else self._blocks).extend(blocks)

    def end_cell(self, level: int) -> None:
        """Ends the present cell of the table at *level*."""
        self._go_to(level)
        self._findings.cells += 1
        if self._findings.cells > CELLS_LIMIT:
            raise OverLimit("limit.cells", limit=CELLS_LIMIT)
        table = self._tables[-1]
        table.cells.append(tuple(table.blocks))
        table.blocks = []

    def end_row(self, level: int, definition: RowDefinition) -> None:
        """Ends the present row of the table at *level*, whose cells are as *definition* says."""
        self._go_to(level)
        table = self._tables[-1]
        if table.blocks:
            self.end_cell(level)
        if table.cells:
            table.rows.append(Row(definition=definition, cells=table.cells))
            table.cells = []

    def finish(self, definition: RowDefinition) -> tuple[Block, ...]:
        """All blocks of the story; a row that never ended is as *definition* says."""
        if self._tables and self._tables[0].cells:
            self._go_to(1)
            self.end_row(1, definition)
        self._go_to(0)
        return tuple(self._blocks)

    def _go_to(self, level: int) -> None:
        if level > DEPTH_LIMIT:
            raise OverLimit("limit.depth", limit=DEPTH_LIMIT)
        while len(self._tables) < level:
            self._tables.append(_Open())
        while len(self._tables) > level:
            self._close()

    def _close(self) -> None:
        table = self._tables.pop()
        home = self._tables[-1].blocks if self._tables else self._blocks
        if table.cells:
            # The row's end is missing: its cells are set as those of the row above.
            last = table.rows[-1].definition if table.rows else RowDefinition()
            table.rows.append(Row(definition=last, cells=table.cells))
        laid = lay_out(table.rows, self.part, self._findings.notes)
        if laid is not None:
            home.append(laid)
        home += table.blocks
