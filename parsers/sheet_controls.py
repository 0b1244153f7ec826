"""Tick boxes and option buttons that lie over the cells of a sheet: each is put into the cell that it is drawn upon.

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

    from parsers.spreadsheet import SheetFound

__all__ = ["Anchor", "Control", "put_on_cells"]

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


def put_on_cells(
    sheet: SheetFound, controls: Iterable[Control], *, height: Callable[[int], float], width: Callable[[int], float]
) -> None:
    """Adds *controls* to the text of the cells that they lie on; *height* and *width* are those of a row and a column, in pixels."""
    found: dict[tuple[int, int], list[Control]] = {}
    for control in controls:
        found.setdefault(_cell_of(sheet, control.anchor, height, width), []).append(control)
    for place, there in found.items():
        there.sort(key=lambda one: (one.anchor.top, one.anchor.left, one.anchor.left_offset))
        old = sheet.cells.get(place)
        text = "" if old is None else old.text.strip()
        if len(there) == 1 and text in _LINKED:
            # The cell that a control is linked to holds its state; drawn upon it, the two are one.
            there = [there[0] if there[0].checked is _LINKED[text] else replace(there[0], checked=None)]
            old = None
        lines = [*([old.text] if old is not None and text else ()), _BETWEEN.join(one.shown for one in there)]
        notes = set(() if old is None else old.notes)
        if any(one.checked is None for one in there):
            notes.add("text.box")
        sheet.cells[place] = Paragraph(
            text="\n".join(lines), notes=tuple(sorted(notes)), struck=() if old is None else old.struck
        )


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
