"""Tick boxes, option buttons and lists that lie over the cells of a sheet: each is put into the cell that it is drawn upon.

A control says where it lies by the cells at its corners and the distance from these cells' edges; it is often drawn a little beyond the cell that
it belongs to, so that the cell that holds most of it counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from parsers.document import Paragraph
from parsers.symbols import EMPTY, TICKED, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from parsers.sheets.spreadsheet import SheetFound

__all__ = ["Anchor", "Choice", "Control", "put_on_cells"]

_GLYPH = 13
"""Pixels that the box itself takes, at the left of a control."""

_BETWEEN = "\u3000"
_LINKED = {"TRUE": True, "FALSE": False}
_OPTION_ON, _OPTION_OFF = "●", "○"


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchor:
    """Where a control lies: the cells at its top left and bottom right corner, and how far into these cells, in pixels."""

    left: int
    left_offset: float
    top: int
    top_offset: float
    right: int
    bottom: int
    bottom_offset: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Control:
    """A tick box, or an option button where ``one_of_several``. ``checked`` is None where that can't be told."""

    anchor: Anchor
    text: str
    checked: bool | None
    one_of_several: bool = False

    @property
    def shown(self) -> str:
        """The control as text."""
        if self.checked is None:
            sign = UNKNOWN
        elif self.one_of_several:
            sign = _OPTION_ON if self.checked else _OPTION_OFF
        else:
            sign = TICKED if self.checked else EMPTY
        return sign + self.text.strip()

    @property
    def doubt(self) -> str:
        """The code of a note on it; empty where nothing is in doubt."""
        return "text.box" if self.checked is None else ""

    def linked_to(self, text: str) -> Control | None:
        """The control as it is upon a cell that holds *text*, where that cell is the one that it keeps its state in."""
        if text not in _LINKED:
            return None
        return self if self.checked is _LINKED[text] else replace(self, checked=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """What is chosen in a list: its ``text``, None where that can't be told, and its ``number`` in the list, from 1."""

    anchor: Anchor
    text: str | None
    number: int

    @property
    def shown(self) -> str:
        """The choice as text."""
        return UNKNOWN if self.text is None else self.text.strip()

    @property
    def doubt(self) -> str:
        """The code of a note on it; empty where nothing is in doubt."""
        return "text.control" if self.text is None else ""

    def linked_to(self, text: str) -> Choice | None:
        """The choice as it is upon a cell that holds *text*, where that cell is the one that it keeps its number in."""
        return self if text == str(self.number) else None


def put_on_cells(
    sheet: SheetFound,
    controls: Iterable[Control | Choice],
    *,
    height: Callable[[int], float],
    width: Callable[[int], float],
) -> None:
    """Adds *controls* to the text of the cells that they lie on; *height* and *width* are those of a row and a column, in pixels."""
    found: dict[tuple[int, int], list[Control | Choice]] = {}
    for control in controls:
        found.setdefault(_cell_of(sheet, control.anchor, height, width), []).append(control)
    for place, there in found.items():
        there.sort(key=lambda one: (one.anchor.top, one.anchor.left, one.anchor.left_offset))
        old = sheet.cells.get(place)
        text = "" if old is None else old.text.strip()
        if len(there) == 1 and (linked := there[0].linked_to(text)) is not None:
            # The cell that a control is linked to holds its state; drawn upon it, the two are one.
            there = [linked]
            old = None
        lines = [
            *([old.text] if old is not None and text else ()),
            _BETWEEN.join(filter(None, (one.shown for one in there))),
        ]
        notes = set(() if old is None else old.notes) | {one.doubt for one in there if one.doubt}
        written = "\n".join(filter(None, lines))
        if written or notes:
            sheet.cells[place] = Paragraph(
                text=written, notes=tuple(sorted(notes)), struck=() if old is None else old.struck
            )
        else:
            sheet.cells.pop(place, None)


def _cell_of(
    sheet: SheetFound, anchor: Anchor, height: Callable[[int], float], width: Callable[[int], float]
) -> tuple[int, int]:
    row, column = anchor.top, anchor.left
    if anchor.bottom == row + 1 and anchor.bottom_offset > height(row) - anchor.top_offset:
        row += 1
    if anchor.right > column and width(column) - anchor.left_offset < _GLYPH:
        column += 1
    for span in sheet.merged:
        if span.top <= row <= span.bottom and span.left <= column <= span.right:
            return span.top, span.left
    return row, column
