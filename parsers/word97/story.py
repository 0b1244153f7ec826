"""One story of a Word file - body, header, note, comment, text box - gone through in order and turned into blocks.

The text comes with control characters among it: marks of fields, cells and objects ([MS-DOC] 2.4.1, 2.8.25). What each means for the text is
decided here (``word97.pen`` writes it down), as ``docx.story`` does it for .docx, so that one document reads the same in both formats.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from forms.errors import OverLimit
from parsers.document import Block, Cell, Paragraph, Part, Table
from parsers.numbering import Numbering
from parsers.symbols import UNKNOWN
from parsers.word97.drawings import Boxes, drawn_inline
from parsers.word97.grid import lay_out
from parsers.word97.looks import Characters
from parsers.word97.pen import FIELD_MARKS, Pen, whole
from parsers.word97.source import CELL, Source
from parsers.word97.tables import Drawn, Item, Line, Row, TableDraft, drawn, nested
from parsers.word_flow import CELL_LIMIT, Draft, Flow, OpenFields

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Story"]

_SPECIAL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\uf000-\uf0ff\ufffe\uffff]")
"""What a stretch of plain text can hold that must be looked at."""
_CONTROL = re.compile("[\x00-\x1f]")


class Story:
    """Goes through one story. ``blocks`` may be called for several stretches in turn; list numbers go on counting."""

    def __init__(self, source: Source, *, part: Part = "body", boxes: Boxes | None = None) -> None:
        self._source = source
        self._part: Part = part
        self._boxes = Boxes() if boxes is None else boxes
        self._numbering: Numbering = source.numbering.fresh()
        self._pen = Pen(source)
        self._in_box = False

    def blocks(self, start: int, end: int) -> tuple[Block, ...]:
        """The blocks of the text from *start* to *end*."""
        return self._container(nested(self._source.lines(start, end), self._source.file.doubts))

    def loose(self) -> tuple[Block, ...]:
        """The blocks of the text boxes whose anchor isn't known, and of those whose anchor never came."""
        found: list[Block] = []
        for start, end in (*self._boxes.loose, *(one for all_ in self._boxes.anchored.values() for one in all_)):
            found += self._box(start, end)
        self._boxes.loose, self._boxes.anchored = [], {}
        return tuple(found)

    # Among paragraphs

    def _container(self, items: list[Item]) -> tuple[Block, ...]:
        outer, self._pen.fields = self._pen.fields, OpenFields()
        flow = Flow(part=self._part)
        for item in items:
            if isinstance(item, Line):
                self._line(item, flow)
            else:
                self._table(item, flow)
        if self._pen.fields:
            self._source.file.doubts.add("field")
            draft = whole(self._pen.fields.abandon())
            if "".join(draft.text).strip():
                flow.close(draft)
        flow.finish()
        self._pen.fields = outer
        return tuple(flow.blocks)

    def _table(self, draft: TableDraft, flow: Flow) -> None:
        flow.finish()
        source = self._source
        rows: list[tuple[Row, Drawn]] = []
        for row in draft.rows:
            drawing = self._drawn(row)
            if drawing is None:
                continue
            # Floating tables at different places are different tables, even with nothing between them.
            if rows and rows[-1][1].place != drawing.place:
                self._laid_out(rows, flow)
                rows = []
            rows.append((row, drawing))
            source.cells += len(row.cells)
            if source.cells > CELL_LIMIT:
                raise OverLimit("limit.cells", limit=CELL_LIMIT)
        if rows:
            self._laid_out(rows, flow)

    def _drawn(self, row: Row) -> Drawn | None:
        """The row as its properties draw it; None where it was deleted with changes tracked, or is hidden."""
        source = self._source
        if row.end is None:
            return Drawn(edges=[], merges=[])
        if self._is_gone(row, row.end):
            return None
        index = row.end.index
        found = source.styles.paragraph(source.paragraphs.formats[index], source.paragraphs.changes[index])
        return drawn(list(found.table), source.file.doubts)

    def _is_gone(self, row: Row, end: Line) -> bool:
        """Whether a row was deleted with changes tracked, or is hidden: its end mark is, and so is all that is in it."""
        mark = self._look_at(end.mark, end)
        if not (mark.deleted or mark.hidden):
            return False
        runs, text = self._source.characters, self._source.text
        for line in _lines_of(row):
            for index in range(runs.index(line.start), runs.index(max(line.start, line.mark - 1)) + 1):
                look = self._look_at(max(line.start, runs.starts[index]), line)
                if not (look.deleted or look.hidden) and text[line.start : line.mark].strip():
                    return False
        if mark.hidden:
            self._source.notes.add("document.hidden")
        return True

    def _laid_out(self, rows: list[tuple[Row, Drawn]], flow: Flow) -> None:
        source = self._source
        grid = lay_out(rows, source.file.doubts)
        source.notes |= grid.notes
        cells: list[Cell] = []
        for placed in grid.cells:
            blocks = self._container(placed.content)
            if any(self._has_text(items) for items in placed.covered):
                # Merging moves all text into the first cell ([MS-DOC] 2.9.344), so that this one may not be meant to be merged.
                source.notes.add("table.covered")
                source.file.doubts.add("covered")
            cells.append(
                Cell(
                    row=placed.row,
                    column=placed.column,
                    row_span=placed.row_span,
                    column_span=placed.column_span,
                    blocks=blocks,
                )
            )
        flow.blocks.append(Table(rows=grid.rows, columns=grid.columns, cells=tuple(cells), part=self._part))

    def _has_text(self, items: list[Item]) -> bool:
        return any(
            bool(_CONTROL.sub("", self._source.text[item.start : item.mark]).strip())
            if isinstance(item, Line)
            else any(self._has_text(cell) for row in item.rows for cell in row.cells)
            for item in items
        )

    def _line(self, line: Line, flow: Flow) -> None:
        source, pen = self._source, self._pen
        outer, pen.draft = pen.draft, Draft()
        found = source.styles.paragraph(source.paragraphs.formats[line.index], source.paragraphs.changes[line.index])
        if line.mark > line.start:
            self._stretch(line, found.style)
        if pen.fields:
            pen.fields.end_paragraph()
        draft, pen.draft = whole(pen.draft), outer
        mark = self._look_at(line.mark, line) if line.mark < len(source.text) else pen.look
        if (mark.deleted or mark.hidden) and not line.ends_cell:
            flow.hold(draft)
            return
        number = ""
        if found.list_id and not pen.fields.in_code:
            number = self._numbering.next(str(found.list_id), found.level)
        flow.close(draft, number=number)

    def _look_at(self, place: int, line: Line) -> Characters:
        source = self._source
        style = source.styles.paragraph(source.paragraphs.formats[line.index], source.paragraphs.changes[line.index])
        runs = source.characters
        index = runs.index(place)
        return source.styles.characters(style.style, runs.formats[index], runs.changes[index])

    # In a paragraph

    def _stretch(self, line: Line, style: int) -> None:
        """The text of a paragraph, run by run."""
        source, pen = self._source, self._pen
        runs, styles, text = source.characters, source.styles, source.text
        first = runs.index(line.start)
        last = bisect_left(runs.starts, line.mark, first)
        busy = _SPECIAL.search(text, line.start, line.mark) is not None
        for index in range(first, last):
            look = styles.characters(style, runs.formats[index], runs.changes[index])
            start = max(runs.starts[index], line.start)
            end = min(runs.starts[index + 1], line.mark) if index + 1 < len(runs.starts) else line.mark
            if not busy and look.plain:
                pen.put(text[start:end])
                if look.marked:
                    pen.mark(text[start:end])
            elif look.deleted:
                self._deleted(start, end)
            else:
                pen.look = look
                self._run(start, end)
        pen.look = Characters()

    def _deleted(self, start: int, end: int) -> None:
        self._source.dropped.update(
            start + index for index, char in enumerate(self._source.text[start:end]) if char < " "
        )
        for anchored in (self._boxes.anchored, self._boxes.texts):
            for place in [place for place in anchored if start <= place < end]:
                del anchored[place]

    def _run(self, start: int, end: int) -> None:
        pen = self._pen
        text, look = self._source.text, pen.look
        if look.symbol and look.special:
            for char in text[start:end]:
                if char == "(":
                    pen.symbol(look.symbol)
                elif char >= " ":
                    pen.put(char)
            return
        at = start
        for match in _CONTROL.finditer(text, start, end):
            place = match.start()
            if place > at:
                pen.write(text[at:place])
            at = place + 1
            self._control(match.group(), place)
        if at < end:
            pen.write(text[at:end])

    def _control(self, char: str, place: int) -> None:
        """A control character ([MS-DOC] 2.4.1 and the special characters of sprmCFSpec)."""
        pen = self._pen
        shown = _SHOWN.get(char)
        if shown is not None:
            if not pen.look.hidden and shown:
                pen.put(shown)
            return
        if char in FIELD_MARKS:
            FIELD_MARKS[char](pen)
        elif char == "\x01" and pen.look.special:
            self._object()
        elif char == "\x08" and pen.look.special:
            self._anchor(place)
        elif char == CELL:
            self._source.file.doubts.add("cell mark")
        elif not pen.look.special:
            pen.draft.notes.add("text.symbol")
            pen.put(UNKNOWN)

    # Objects

    def _object(self) -> None:
        """A picture, an embedded object, or the place of a form field's state (sprmCFData)."""
        look, source = self._pen.look, self._source
        if look.data:
            self._pen.form_state()
        elif look.hidden or self._pen.fields.in_code:
            return
        elif self._pen.fields and self._pen.fields[-1].instruction.upper().startswith("CONTROL"):
            self._pen.draft.notes.add("text.control")
            self._pen.put(UNKNOWN)
        elif look.embedded:
            source.notes.add("document.embedded")
        elif look.location is not None and (text := drawn_inline(source.file.data, look.location)):
            self._pen.draft.after.append(Paragraph(text=text, part="textbox"))
        else:
            source.pictures += 1

    def _anchor(self, place: int) -> None:
        if self._pen.look.hidden:
            self._boxes.anchored.pop(place, None)
            self._boxes.texts.pop(place, None)
            return
        if place in self._boxes.pictures:
            self._source.pictures += 1
        for start, end in self._boxes.anchored.pop(place, ()):
            self._pen.draft.after += self._box(start, end)
        for text in self._boxes.texts.pop(place, ()):
            self._pen.draft.after.append(Paragraph(text=text, part="textbox"))

    def _box(self, start: int, end: int) -> tuple[Block, ...]:
        """The blocks of a text box, whose story ends with a paragraph mark of its own."""
        if self._in_box:
            self._source.file.doubts.add("box in box")
            return ()
        outer = self._pen.draft, self._pen.look, self._part
        self._pen.look, self._part, self._in_box = Characters(), "textbox", True
        blocks = self._container(nested(self._source.lines(start, end), self._source.file.doubts))
        self._pen.draft, self._pen.look, self._part = outer
        self._in_box = False
        if blocks and isinstance(blocks[-1], Paragraph) and not blocks[-1].text and len(blocks) > 1:
            blocks = blocks[:-1]
        return blocks


def _lines_of(row: Row) -> Iterator[Line]:
    """The paragraphs of a row, those of the tables in it too."""
    for items in row.cells:
        for item in items:
            if isinstance(item, Line):
                yield item
            else:
                for inner in item.rows:
                    yield from _lines_of(inner)


_SHOWN: dict[str, str] = {
    "\t": "\t",
    "\n": " ",
    "\x0b": "\n",
    "\x0c": "\n",
    "\x0e": "\n",
    "\x1e": "-",
    "\x1f": "",
}
