"""Writes down what a page says as a browser shows it: blanks collapsed, lines ended where blocks end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from parsers.document import Block, Part
from parsers.html.elements import is_wide
from parsers.html.fields import Fields
from parsers.html.styles import Look
from parsers.typed import Typed

__all__ = ["BLANKS", "Pen"]

BLANKS = re.compile(r"[ \t\n\r\f]+")
"""White space of which a browser makes one blank."""


class Pen:
    """Writes a page: ``line`` is the paragraph in the making, ``gap`` the blank before what comes next, ``number`` that of the list's item.

    A line end between two Han characters is none that anybody typed.
    """

    def __init__(self, *, typed_ends: bool) -> None:
        """*typed_ends*: the page's lines end at blanks alone, between Han characters as well."""
        self.typed_ends = typed_ends
        self.fields = Fields()
        self.blocks: list[Block] = []
        self.line = Typed()
        self.gap = ""
        self.number = ""
        self.part: Part = "body"
        """The part of the document that is gone through."""
        self.doubled = False
        """Whether what is gone through was read already, so that nothing of it is written."""
        self._apart = 0

    def apart(self, content: Callable[[], None]) -> tuple[Block, ...]:
        """The blocks of what *content* goes through, which has nothing to do with the text before it."""
        outer = self.blocks, self.line, self.gap, self.number
        self.blocks, self.line, self.gap, self.number = [], Typed(), "", ""
        self._apart += 1
        content()
        self.end_line()
        self._apart -= 1
        found = tuple(self.blocks)
        self.blocks, self.line, self.gap, self.number = outer
        return found

    def add(self, blocks: Iterable[Block]) -> None:
        """Puts *blocks* after what was read so far."""
        self.end_line()
        self.blocks += blocks

    @property
    def in_cell(self) -> bool:
        """Whether what is gone through stands in a cell or a box, not in the page itself."""
        return self._apart > 1

    def text(self, text: str, look: Look) -> None:
        """Writes *text* of the page, its blanks collapsed."""
        if self.doubled:
            return
        if look.preserve:
            self.write(text.replace("\r", ""), look)
            return
        start = 0
        for blank in BLANKS.finditer(text):
            if blank.start() > start:
                self.write(text[start : blank.start()], look)
            start = blank.end()
            ends = "\n" in blank.group() or self.gap == "\n"
            # A tab within a line is nobody's indent: programs leave those that were typed.
            self.gap = "\n" if ends else "\t" if "\t" in blank.group() or self.gap == "\t" else " "
        if start < len(text):
            self.write(text[start:], look)

    def write(self, text: str, look: Look) -> None:
        """Puts text typed in *look* after what stands before it."""
        text = text.replace("\u00a0", " ")
        self.place(self.line.shown(text, font=look.font), look)

    def place(self, shown: str, look: Look) -> None:
        """Puts *shown* after what stands before it, with the blank that was between them."""
        if not shown:
            return
        if self.gap:
            before = self.line.pieces[-1][-1:] if self.line.pieces else ""
            nobody_s = self.gap == "\n" and not self.typed_ends and is_wide(before) and is_wide(shown[0])
            if before and before not in "\n\t" and not nobody_s:
                shown = (" " if self.gap == "\n" else self.gap) + shown
            self.gap = ""
        self.put(shown, struck=look.struck, marked=look.marked)

    def put(self, text: str, *, struck: bool = False, marked: bool = False) -> None:
        """Puts *text* as it is into the field that is open, or else into the line."""
        if self.fields.holds_text:
            self.fields.take(text)
        else:
            self.line.put(text, struck=struck, marked=marked)

    def end_line(self) -> None:
        """Ends the paragraph. A number waits for the text that it belongs to."""
        self.gap = ""
        if self.fields.holds_text:
            self.fields.take("\n")
        text = self.line.text.strip(" \t\n")
        if text or self.line.notes:
            self.blocks.append(self.line.paragraph(self.part, text=self.number + text))
            self.number = ""
        if self.line.pieces or self.line.notes:
            self.line = Typed()
