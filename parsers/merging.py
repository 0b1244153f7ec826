"""Cells on a layout grid, and those that continue the ones above them merged into them, as Word's formats say it: .docx, .doc and .rtf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["EdgedCell", "Merge", "Placed", "merged_down"]

Merge = Literal["", "restart", "continue", "sideways"]
"""Whether a cell begins a vertical merge, continues one, or continues the cell to its left."""

_Content = TypeVar("_Content")


class Placed(Generic[_Content]):
    """A cell on the grid. ``covered`` are the contents of cells merged away into it, which aren't shown."""

    __slots__ = ("column", "column_span", "content", "covered", "merge", "row", "row_span")

    def __init__(self, content: _Content, *, row: int = 0, merge: Merge = "") -> None:
        self.content = content
        self.row = row
        self.column = 0
        self.row_span = 1
        self.column_span = 1
        self.merge: Merge = merge
        self.covered: list[_Content] = []


class EdgedCell(Placed[_Content]):
    """A cell whose edges are known, in twips."""

    __slots__ = ("left", "right")

    def __init__(self, content: _Content, *, left: int, right: int, row: int = 0, merge: Merge = "") -> None:
        super().__init__(content, row=row, merge=merge)
        self.left = left
        self.right = right


_Cell = TypeVar("_Cell", bound=Placed)  # type: ignore[type-arg]  # whatever the content is


def merged_down(rows: Iterable[Sequence[_Cell]], notes: set[str]) -> list[_Cell]:
    """The cells of *rows* in reading order, without those that continue one above them of the same columns.

    One that continues a cell of other columns stays, with the note ``table.merge``.
    """
    found: list[_Cell] = []
    above: dict[int, _Cell] = {}
    for cells in rows:
        here: dict[int, _Cell] = {}
        for cell in cells:
            if not cell.merge:
                found.append(cell)
                continue
            upper = above.get(cell.column) if cell.merge == "continue" else None
            if upper is not None and upper.column_span == cell.column_span:
                upper.row_span += 1
                upper.covered += [cell.content, *cell.covered]
                here[cell.column] = upper
                continue
            if upper is not None:
                notes.add("table.merge")
            found.append(cell)
            here[cell.column] = cell
        above = here
    return found
