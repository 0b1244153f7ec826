"""The text of a Word file with its formatting, cut into paragraphs.

Source: [MS-DOC] 2.4.2 and 2.4.3.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from parsers.numbering import Numbering
from parsers.word97.file import WordFile
from parsers.word97.runs import Spread
from parsers.word97.styles import Styles
from parsers.word97.tables import Line

__all__ = ["CELL", "Source"]

CELL = "\x07"
"""The character that ends cells and rows."""
_PAGE = "\x0c"
_MARKS = re.compile("[\r\x07\x0c]")


@dataclass(kw_only=True)
class Source:
    """A file's text with its formatting, and what the stories come across that concerns the document as a whole."""

    file: WordFile
    text: str
    characters: Spread
    paragraphs: Spread
    styles: Styles
    numbering: Numbering
    sections: frozenset[int] = frozenset()
    """The places of the marks that end sections."""
    seams: frozenset[int] = frozenset()
    """Where pieces of the text meet."""
    notes: set[str] = field(default_factory=set)
    pictures: int = 0
    cells: int = 0
    dropped: set[int] = field(default_factory=set)
    """The places of references in deleted text."""

    def lines(self, start: int, end: int) -> list[Line]:
        """The paragraphs of the text from *start* to *end* ([MS-DOC] 2.4.2)."""
        found: list[Line] = []
        spread, text = self.paragraphs, self.text
        starts, doubts = spread.starts, self.file.doubts
        begin = start
        for match in _MARKS.finditer(text, start, end):
            place = match.start()
            index = bisect_right(starts, place) - 1
            after = starts[index + 1] if index + 1 < len(starts) else len(text)
            mark = match.group()
            if mark == _PAGE and after != place + 1 and place not in self.sections:
                continue
            # Formatting that changes elsewhere than after a mark is that of other text. Word itself now and then keeps two like
            # paragraphs as one, but never two cells.
            if starts[index] > begin and starts[index] not in self.seams:
                doubts.add("paragraph edge")
            elif mark == CELL and after != place + 1:
                doubts.add("cell edge")
            found.append(self._line(begin, place, mark, index))
            begin = place + 1
        if begin < end:
            doubts.add("no paragraph mark")
            found.append(Line(start=begin, mark=end, depth=0, ends_row=False, ends_cell=False, index=0))
        return found

    def _line(self, begin: int, place: int, mark: str, index: int) -> Line:
        found = self.styles.paragraph(self.paragraphs.formats[index], self.paragraphs.changes[index])
        depth, ends_row, ends_cell = found.depth, found.ends_row, found.ends_cell
        if mark == CELL:
            if not depth:
                self.file.doubts.add("cell mark")
            ends_cell = depth > 0 and not ends_row
        elif depth < 2 and (ends_row or ends_cell):
            ends_row = ends_cell = False
            self.file.doubts.add("row mark")
        return Line(start=begin, mark=place, depth=depth, ends_row=ends_row, ends_cell=ends_cell, index=index)
