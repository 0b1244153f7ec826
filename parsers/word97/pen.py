"""Writes down what a story of a Word file says: characters in their look, symbols, and what fields show."""

from __future__ import annotations

import re
from collections.abc import Callable

from parsers.docx.look import in_font
from parsers.symbols import UNKNOWN, symbol
from parsers.word97.forms import FormField, read_form
from parsers.word97.looks import Characters
from parsers.word97.pieces import joined
from parsers.word97.source import Source
from parsers.word_flow import Draft, OpenFields

__all__ = ["FIELD_MARKS", "Pen", "whole"]

_NO_TEXT = re.compile("[\x7f-\x9f\uf000-\uf0ff\ufffe\uffff]")
"""Characters of symbol fonts, where no such font tells which, and what is no character at all."""


class Pen:
    """Writes one story: ``draft`` is the paragraph in the making, ``look`` how characters look, ``fields`` those that are open."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.draft = Draft()
        self.look = Characters()
        self.fields: OpenFields[FormField] = OpenFields()

    def write(self, text: str) -> None:
        """Puts text typed in the present run where it belongs."""
        look = self.look
        in_code = self.fields.in_code
        if look.hidden and not in_code:
            if text.strip():
                self._source.notes.add("document.hidden")
            return
        if look.font and not (in_code and text.isascii()):
            text = in_font(look.font, text)
            if UNKNOWN in text:
                self.draft.notes.add("text.symbol")
        elif _NO_TEXT.search(text):
            text = _NO_TEXT.sub(UNKNOWN, text)
            self.draft.notes.add("text.symbol")
        if (look.struck or look.struck_twice) and text.strip() and not in_code:
            self.draft.notes.add("text.struck")
            self.draft.struck.append(text)
        if look.marked:
            self.mark(text)
        self.put(text)

    def mark(self, text: str) -> None:
        """Takes note of *text* as standing out, unless it is a field's code."""
        if text.strip() and not self.fields.in_code:
            self.draft.marked.append(text)

    def put(self, text: str) -> None:
        """Puts *text* into the field that is being gone through, or else into the line."""
        if not self.fields.take(text, typed=True):
            self.draft.text.append(text)

    def symbol(self, found: tuple[int, int]) -> None:
        """Writes a character of a symbol font, which is named by the font's number and its code."""
        font, code = found
        shown = symbol(self._source.styles.font_name(font), code)
        if self.look.hidden:
            return
        if shown == UNKNOWN:
            self.draft.notes.add("text.symbol")
        if self.look.struck or self.look.struck_twice:
            self.draft.notes.add("text.struck")
        self.put(shown)

    def field_begin(self) -> None:
        """A field begins with its code."""
        self.fields.begin(FormField())

    def field_separate(self) -> None:
        """The code of a field ends; what it shows follows."""
        if not self.fields.separate():
            self._source.file.doubts.add("field")

    def form_state(self) -> None:
        """Takes the state of the form field that is being gone through. Hyperlinks keep data of another kind in the same way."""
        found, at = self.fields[-1] if self.fields else None, self.look.location
        if found is None or at is None:
            return
        kind = found.kind
        found.state = read_form(self._source.file.data, at)
        if (found.state is None) != (kind is None):
            self._source.file.doubts.add("form field")

    def field_end(self) -> None:
        """A field ends: what its code says is written, where that is shown instead of its result."""
        if not self.fields:
            self._source.file.doubts.add("field")
            return
        found = self.fields.pop()
        if not found.shows_code:
            return
        shown = found.shown()
        if not self.look.hidden:
            self.draft.notes.update(shown.notes)
            self.put(shown.text)


FIELD_MARKS: dict[str, Callable[[Pen], None]] = {
    "\x13": Pen.field_begin,
    "\x14": Pen.field_separate,
    "\x15": Pen.field_end,
}
"""The marks of a field ([MS-DOC] 2.8.25)."""


def whole(draft: Draft) -> Draft:
    """*draft* with characters of two halves put together; a half that was left alone is told."""
    text = joined("".join(draft.text))
    draft.text = [text]
    if "\ufffd" in text:
        draft.notes.add("text.symbol")
    return draft
