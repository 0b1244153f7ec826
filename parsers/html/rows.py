"""The tables of a page: their rows and cells, written as such or by what elements say that they are (``display: table``, ``role="row"``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms.errors import OverLimit
from parsers.document import Paragraph
from parsers.html.boxes import box_kind
from parsers.html.elements import elements, unrounded
from parsers.html.tables import Slot, is_span, lay_out, span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from parsers.html.boxes import BoxKind
    from parsers.html.story import Findings, Story
    from parsers.html.styles import Look

__all__ = ["CELL_LIMIT", "OWN", "Rows"]

CELL_LIMIT = 200_000
_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})
OWN = frozenset({"table", "tr", "caption", "input", "select", "textarea"}) | _GROUPS | _CELLS
"""Elements that are what their name says, however they are set."""


class Rows:
    """Reads the tables that a ``Story`` comes across."""

    def __init__(self, story: Story, findings: Findings) -> None:
        self._story = story
        self._findings = findings

    def table(self, element: etree._Element, look: Look) -> None:
        """Reads the table *element* and puts it after what was read before."""
        self._story.pen.end_line()
        # A table is laid out as text of its own: what surrounds it strikes it, but its font and blanks begin anew.
        groups: list[tuple[int, list[list[Slot]]]] = [(1, [])]
        self._rows(element, look, groups)
        self.put([rows for _, rows in sorted(groups, key=lambda group: group[0])])

    def put(self, groups: list[list[list[Slot]]]) -> None:
        """Puts the table of the rows in *groups* after what was read before."""
        table = lay_out(groups, self._story.pen.part, self._findings.notes)
        self._story.pen.add(() if table is None else (table,))

    def _rows(self, element: etree._Element, look: Look, groups: list[tuple[int, list[list[Slot]]]]) -> None:
        """Gathers the rows in *element*, a table or a part of one; what is no row of it stands before the table, as in browsers."""
        for child, tag in elements(element):
            kind = self._kind(child, tag, look)
            if kind == "row":
                inner = self._story.visible(child, tag, look)
                if inner is not None:
                    groups[-1][1].append(list(self.slots(child, inner)))
            elif kind == "group":
                inner = self._story.visible(child, tag, look)
                if inner is not None:
                    groups.append(({"thead": 0, "tfoot": 2}.get(tag, 1), []))
                    self._rows(child, inner, groups)
                    groups.append((1, []))
            elif kind == "cell":
                groups[-1][1].append([slot for slot in (self.slot(child, tag, look),) if slot is not None])
            elif tag == "form" or (tag == "div" and self._holds(child, "row")):
                self._rows(child, look, groups)
            else:
                self._story.element(child, look)
        self._story.loose(element, look)

    def slots(self, row: etree._Element, look: Look) -> Iterator[Slot]:
        """The cells of *row*."""
        for child, tag in elements(row):
            kind = self._kind(child, tag, look)
            if kind == "cell":
                slot = self.slot(child, tag, look)
                if slot is not None:
                    yield slot
            elif tag == "form" or kind == "row" or (tag == "div" and self._holds(child, "cell")):
                yield from self.slots(child, look)
            else:
                self._story.element(child, look)
        self._story.loose(row, look)

    def _kind(self, element: etree._Element, tag: str, look: Look) -> BoxKind:
        """What *element* is to the table that it stands in."""
        if tag in _CELLS:
            return "cell"
        if tag == "tr":
            return "row"
        if tag in _GROUPS:
            return "group"
        return "" if tag in OWN else box_kind(element, self._story.look(element, tag, look))

    @staticmethod
    def _holds(element: etree._Element, role: str) -> bool:
        """Whether *element* only stands between a table and its rows, or a row and its cells, as told by their roles."""
        if any(text and text.strip() for text in (element.text, *(child.tail for child in element))):
            return False
        wanted = {"row", "rowgroup"} if role == "row" else {"cell", "gridcell", "columnheader", "rowheader"}
        return any(child.get("role") in wanted for child in element)

    def slot(self, element: etree._Element, tag: str, look: Look) -> Slot | None:
        """The cell *element*; None where it isn't shown."""
        inner = self._story.visible(element, tag, look)
        if inner is None:
            return None
        with self._story.deeper():
            blocks = self._story.blocks(element, inner)
        self.count(1)
        number = element.get("x:num", "")
        if number and len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            blocks = (unrounded(blocks[0], number),)
        if not all(is_span(str(name), str(value)) for name, value in element.attrib.items()):
            self._findings.notes.add("document.damaged")
        prefix = "" if tag in _CELLS else "aria-"
        down = (element.get(f"{prefix}rowspan") or "").strip()
        across = span(element.get(f"{prefix}colspan"))
        return Slot(down=0 if down == "0" else max(1, span(down)), across=across, blocks=blocks)

    def count(self, cells: int) -> None:
        """Counts *cells* more.

        Raises:
            OverLimit: The page has more than any form.
        """
        self._findings.cells += cells
        if self._findings.cells > CELL_LIMIT:
            raise OverLimit("limit.cells", limit=CELL_LIMIT)
