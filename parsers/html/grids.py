"""Boxes that a page sets side by side, read as the rows and cells of a table.

Rows that follow one another (flex rows, grids of one row, each with a label and an entry) are one table; one that stands alone is a line, its boxes parted by tabs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from parsers.document import Cell, Paragraph, Table
from parsers.html.boxes import box_kind, class_width, is_row_by_class
from parsers.html.elements import SKIPPED, name_of
from parsers.html.placing import place, wraps
from parsers.html.rows import OWN, Rows
from parsers.html.tables import Slot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from parsers.document import Block
    from parsers.html.boxes import BoxKind
    from parsers.html.placing import Area
    from parsers.html.story import Findings, Story
    from parsers.html.styles import Look

__all__ = ["Boxes"]

_LEAST = 2
_LIST = 4
"""A single row of as many boxes is one of a table: two pairs of label and entry, or a row of a list that the others stand before."""

_PARTS = 4
"""A page has no more parts side by side; an entry form has more boxes."""

_COLUMNS = 40
_ALIKE = 12
"""Edges as near as that, in thousandths of the width, are one."""

_SIZE = re.compile(r"(\d+(?:\.\d+)?)(%|px|em|rem|pt|cm|mm)")
_NUMBER = re.compile(r"\d{1,4}(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class _Item:
    """A box among others: an element with its name and look, or text without one."""

    look: Look
    element: etree._Element | None = None
    tag: str = ""
    text: str = ""


class Boxes:
    """Reads the boxes that a ``Story`` comes across."""

    def __init__(self, story: Story, findings: Findings) -> None:
        self._story = story
        self._findings = findings
        self._rows = Rows(story, findings)

    def take(self, element: etree._Element, look: Look, kind: BoxKind, outer: Look | None) -> bool:
        """Reads *element*, and the rows after it that belong to it, which stand in text that looks like *outer*; None: it stands alone.

        False where it is no box of that kind after all and nothing was read.
        """
        if kind in ("table", "group"):
            self._rows.table(element, look)
            return True
        if kind == "row":
            self._story.pen.end_line()
            run = [(element, look), *self._alike(element, outer, kind)]
            self._rows.put([[list(self._rows.slots(row, inner)) for row, inner in run]])
            return True
        if kind == "pairs":
            items = self._items(element, look)
            self._side_by_side([items[i : i + _LEAST] for i in range(0, len(items), _LEAST)])
            return True
        if kind not in ("grid", "flex"):
            return False
        rows = self._lines(element, look, kind)
        if rows is not None:
            if sum(map(len, rows)) < _LEAST:
                return False
            for beside, inner in self._alike(element, outer, kind):
                rows += self._lines(beside, inner, kind) or ()
            self._side_by_side(rows)
            return True
        items = self._items(element, look)
        areas = place(look.placing, [item.look.placing for item in items]) if kind == "grid" else None
        if areas is None or all(column == 0 for _, column, *_ in areas):
            return False
        return self._grid(items, areas)

    def _alike(self, element: etree._Element, outer: Look | None, kind: BoxKind) -> list[tuple[etree._Element, Look]]:
        """The boxes of *kind* that follow *element* with nothing between, and how they look; the story goes through them no more."""
        found: list[tuple[etree._Element, Look]] = []
        if outer is None:
            return found
        before = element
        for beside in element.itersiblings():
            if before.tail and before.tail.strip():
                break
            before = beside
            tag = name_of(beside)
            if not tag or tag in SKIPPED:
                continue
            inner = self._story.visible(beside, tag, outer)
            if inner is None:
                continue
            if tag in OWN or box_kind(beside, inner) != kind or not (kind == "row" or self._lines(beside, inner, kind)):
                break
            found.append((beside, inner))
        self._story.placed.update(beside for beside, _ in found)
        return found

    def _items(self, element: etree._Element, look: Look) -> list[_Item]:
        """The boxes in *element*: its elements, and text between them."""
        items: list[_Item] = []
        if element.text and element.text.strip():
            items.append(_Item(look, text=element.text))
        for child in element:
            tag = name_of(child)
            if tag and tag not in SKIPPED and (inner := self._story.visible(child, tag, look)) is not None:
                items.append(_Item(inner, child, tag))
            if child.tail and child.tail.strip():
                items.append(_Item(look, text=child.tail))
        return items

    def _lines(self, element: etree._Element, look: Look, kind: BoxKind) -> list[list[_Item]] | None:
        """The boxes of *element* by the rows that they stand in; None where that depends on the room that they get, or they have rows and columns of their own."""
        items = self._items(element, look)
        if kind == "grid":
            areas = place(look.placing, [item.look.placing for item in items])
            return [items] if areas and len(areas) > 1 and all(row == 0 for row, *_ in areas) else None
        if not wraps(look.placing) and not is_row_by_class(element):
            return [items]
        widths = [_width(item) for item in items]
        if any(unit != "%" for _, unit in widths):
            return [items] if len(items) <= _LEAST else None
        rows: list[list[_Item]] = []
        room = 0.0
        for item, (width, _) in zip(items, widths, strict=True):
            if width > room + 1 or not rows:
                rows.append([])
                room = 100.0
            rows[-1].append(item)
            room -= width
        return rows

    def _grid(self, items: Sequence[_Item], areas: Sequence[Area]) -> bool:
        """Reads boxes in several rows as a table; False where they are the parts of a page, some of which hold tables."""
        if len(items) <= _PARTS and any(
            item.element is not None and item.element.find(".//table") is not None for item in items
        ):
            return False
        parted = [self._pair(item) for item in items]
        pairs = [pair for pair in parted if pair is not None]
        if len(pairs) == len(items):
            items = [item for pair in pairs for item in pair]
            areas = [
                spot
                for row, column, down, across in areas
                for spot in ((row, 2 * column, down, 1), (row, 2 * column + 1, down, 2 * across - 1))
            ]
        self._story.pen.end_line()
        self._rows.count(len(items))
        cells = [
            Cell(row=row, column=column, row_span=down, column_span=across, blocks=self._blocks(item))
            for item, (row, column, down, across) in zip(items, areas, strict=True)
        ]
        cells.sort(key=lambda cell: (cell.row, cell.column))
        rows = max(cell.row + cell.row_span for cell in cells)
        columns = max(cell.column + cell.column_span for cell in cells)
        self._story.pen.add([Table(rows=rows, columns=columns, cells=tuple(cells), part=self._story.pen.part)])
        return True

    def _side_by_side(self, rows: Sequence[Sequence[_Item]]) -> None:
        """Reads rows of boxes, each with as many as it likes: a table, or lines where there are no two rows."""
        self._story.pen.end_line()
        rows = [self._parted(row) for row in rows]
        shares = [_shares(row) for row in rows]
        read = [[self._blocks(item) for item in row] for row in rows]
        first = 0
        while read and len(read[0]) < _LEAST:
            self._line(read.pop(0))
            first += 1
        last = len(read)
        while last and len(read[last - 1]) < _LEAST:
            last -= 1
        table, after = read[:last], read[last:]
        wide = not self._story.pen.in_cell and any(len(row) >= _LIST for row in table)
        if (len(table) >= _LEAST or wide) and not any(
            isinstance(block, Table) for row in table for blocks in row for block in blocks
        ):
            self._rows.count(sum(map(len, table)))
            self._rows.put([_slots(table, shares[first : first + last])])
        else:
            after = read
        for row in after:
            self._line(row)

    def _parted(self, row: Sequence[_Item]) -> Sequence[_Item]:
        """The boxes of *row*, or those in them where each is a label and its entry side by side."""
        parted = [self._pair(item) for item in row]
        pairs = [pair for pair in parted if pair is not None]
        return [item for pair in pairs for item in pair] if len(pairs) == len(row) else row

    def _pair(self, item: _Item) -> tuple[_Item, _Item] | None:
        """The label and the entry that *item* holds side by side; None where it holds anything else."""
        while item.element is not None and item.tag not in OWN:
            inner = self._items(item.element, item.look)
            if box_kind(item.element, item.look) == "flex":
                return (inner[0], inner[1]) if len(inner) == _LEAST else None
            if len(inner) != 1:
                return None
            item = inner[0]
        return None

    def _line(self, row: Sequence[tuple[Block, ...]]) -> None:
        """Puts boxes that stand side by side as a line, or one after another where one has several paragraphs."""
        shown = [block for blocks in row for block in blocks]
        single = [block for block in shown if isinstance(block, Paragraph) and "\n" not in block.text]
        if len(single) == len(shown) > 1 and all(len(blocks) <= 1 for blocks in row):
            text = "\t".join(block.text for block in single)
            notes = sorted({note for block in single for note in block.notes})
            struck = tuple(part for block in single for part in block.struck)
            shown = [replace(single[0], text=text, notes=tuple(notes), struck=struck)]
        self._story.pen.add(shown)

    def _blocks(self, item: _Item) -> tuple[Block, ...]:
        """What stands in a box."""
        with self._story.deeper():
            if item.element is None:
                return self._story.pen.apart(lambda: self._story.pen.text(item.text, item.look))
            element = item.element
            return self._story.pen.apart(lambda: self._story.shown(element, item.tag, item.look))


def _shares(row: Sequence[_Item]) -> tuple[int, ...]:
    """How the boxes of *row* share its width, in parts of a thousand; empty where that isn't told for all of them in one way."""
    found = [_width(item) for item in row]
    unit = found[0][1] if found else ""
    widths = [width for width, of in found if of == unit]
    if not unit or len(widths) < len(found) or not sum(widths):
        return ()
    return tuple(round(1000 * width / sum(widths)) for width in widths)


def _width(item: _Item) -> tuple[float, str]:
    """The width that a box asks for, with its unit; ``fr`` for a share of what room there is, empty where nothing is told."""
    if item.element is not None and (share := class_width(item.element)):
        return share, "%"
    placing = item.look.placing
    told = placing.get("flex", "").split()
    size = placing.get("flex-basis") or next((part for part in told if part.endswith(("%", "px", "em"))), "")
    size = placing.get("width", "") if size in {"", "auto", "0", "0%", "0px"} else size
    if found := _SIZE.fullmatch(size.strip()):
        return float(found[1]), found[2]
    grow = placing.get("flex-grow") or (told[0] if told else "")
    return (float(grow), "fr") if _NUMBER.fullmatch(grow) and float(grow) else (0, "")


def _slots(rows: Sequence[Sequence[tuple[Block, ...]]], shares: Sequence[Sequence[int]]) -> list[list[Slot]]:
    """The rows of a table: boxes that share their row's width alike are one column; where that isn't told, the last one goes to the edge."""
    if all(shares):
        edges = [[sum(row[:end]) for end in range(len(row) + 1)] for row in shares]
        lines: list[int] = []
        for at in sorted(at for row in edges for at in row):
            if not lines or at - lines[-1] > _ALIKE:
                lines.append(at)
        found = [[bisect_right(lines, at) - 1 for at in row] for row in edges]
        if len(lines) <= _COLUMNS:
            return [
                [Slot(down=1, across=max(1, row[i + 1] - row[i]), blocks=blocks) for i, blocks in enumerate(cells)]
                for cells, row in zip(rows, found, strict=True)
            ]
    most = max(map(len, rows))
    return [
        [Slot(down=1, across=most - i if i == len(row) - 1 else 1, blocks=blocks) for i, blocks in enumerate(row)]
        for row in rows
    ]
