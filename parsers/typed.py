"""A paragraph in the making: text typed in some look, brought to the conventions of ``document``.

RTF, HTML and spreadsheets know the same few things that change what is read: a symbol font, a strike, a character that was lost.
"""

from __future__ import annotations

import re

from parsers.charsets import LOST
from parsers.document import Paragraph, Part
from parsers.symbols import UNKNOWN, is_symbol_font, symbols

__all__ = ["Typed", "numbered", "typed_paragraph"]

_PRIVATE = re.compile("[\uf000-\uf0ff]")
_UNTYPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
"""Control characters and halves of characters, which no program shows."""

_CLOSING = frozenset("、。，．：；）】》〉」』〕］｝,;:")
_ANY_SYMBOL_FONT = "Marlett"
"""Stands for a symbol font that isn't known: one whose pictures no table has."""


class Typed:
    """Gathers a paragraph's text. ``put`` takes what is shown, ``type`` what was typed in a look."""

    __slots__ = ("_last_struck", "marked", "notes", "pieces", "struck")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.notes: set[str] = set()
        self.struck: list[str] = []
        self.marked: list[str] = []
        self._last_struck = False

    def type(
        self, text: str, *, font: str = "", struck: bool = False, marked: bool = False, pictorial: bool = False
    ) -> str:
        """Appends *text* as it looks in *font* and answers that. *pictorial* says that the font holds pictures, whatever its name."""
        shown = self.shown(text, font=font, pictorial=pictorial)
        if shown:
            self.put(shown, struck=struck, marked=marked)
        return shown

    def shown(self, text: str, *, font: str = "", pictorial: bool = False) -> str:
        """*text* as it looks in *font*; doubts about it are noted."""
        if not text:
            return ""
        if LOST in text:
            self.notes.add("text.garbled")
            text = text.replace(LOST, "□")
        if pictorial and not is_symbol_font(font):
            font = _ANY_SYMBOL_FONT
        if font and is_symbol_font(font):
            # Blanks and breaks between pictures are no pictures.
            text = "".join(char if char in " \t\n\u00a0" else symbols(font, char) for char in text)
            if UNKNOWN in text:
                self.notes.add("text.symbol")
        elif not text.isascii() and _PRIVATE.search(text):
            text = _PRIVATE.sub(UNKNOWN, text)
            self.notes.add("text.symbol")
        return _UNTYPED.sub("", text)

    def put(self, text: str, *, struck: bool = False, marked: bool = False) -> None:
        """Appends *text*, which is shown as it stands; strokes that follow one another are one."""
        self.pieces.append(text)
        if marked and text.strip():
            self.marked.append(text)
        if struck and (text.strip() or self._last_struck):
            self.notes.add("text.struck")
            if self._last_struck:
                self.struck[-1] += text
            else:
                self.struck.append(text)
        self._last_struck = struck and bool(self.struck)

    @property
    def text(self) -> str:
        """What is gathered so far."""
        return "".join(self.pieces)

    def paragraph(self, part: Part = "body", *, text: str | None = None) -> Paragraph:
        """The paragraph with all doubts about it; *text* in place of what was gathered, where it was tidied."""
        return Paragraph(
            text=self.text if text is None else text,
            part=part,
            notes=tuple(sorted(self.notes)) if self.notes else (),
            struck=tuple(self.struck),
            marked=tuple(self.marked),
        )


def numbered(number: str) -> str:
    """A list number as it stands before its text: with a space, unless it ends in a mark that needs none."""
    number = number.strip(" \t\u00a0\n")
    return number if not number or number[-1] in _CLOSING else number + " "


def typed_paragraph(line: str) -> Paragraph:
    """A paragraph of plain text without the blanks behind it."""
    typed = Typed()
    typed.type(line.rstrip())
    return typed.paragraph()
