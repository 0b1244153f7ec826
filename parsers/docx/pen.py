"""Writes down what a story of a WordprocessingML document says: characters in their look, into the line, a field, or what covers both."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parsers.docx.controls import Cover
from parsers.docx.fields import Field
from parsers.docx.look import PLAIN_LOOK, in_font
from parsers.docx.names import M, W, value
from parsers.docx.styles import Styles
from parsers.numbering import Numbering
from parsers.symbols import UNKNOWN, symbol
from parsers.word_flow import Draft, OpenFields

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["LEAVES", "Findings", "Pen"]

_CODE_DIGITS = 6

_BLANKS = " \t\r\n"
_LINES_AS_BLANKS = str.maketrans("\r\n", "  ")
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(kw_only=True)
class Findings:
    """What the stories of a document come across that concerns the document as a whole."""

    styles: Styles = field(default_factory=Styles)
    numbering: Callable[[], Numbering] = Numbering
    notes: set[str] = field(default_factory=set)
    pictures: int = 0
    cells: int = 0
    footnotes: dict[str, None] = field(default_factory=dict)
    endnotes: dict[str, None] = field(default_factory=dict)
    sections: list[etree._Element] = field(default_factory=list)


class Pen:
    """Writes one story: ``line`` is the paragraph in the making, ``look`` how characters look, ``cover`` the control around them, ``fields`` those open."""

    def __init__(self, findings: Findings, *, preserve: bool) -> None:
        """*preserve* says that blanks at the ends of texts are kept throughout."""
        self.findings = findings
        self.preserve = preserve
        self.line = Draft()
        self.look = PLAIN_LOOK
        self.cover: Cover | None = None
        self.fields: OpenFields[Field] = OpenFields()

    def text(self, element: etree._Element) -> None:
        """Writes the words of a w:t."""
        text = element.text
        if text:
            if not self.preserve and element.get(_SPACE) != "preserve":
                text = text.strip(_BLANKS)
            self.write(text)

    def write(self, text: str) -> None:
        """Puts text typed in the present run where it belongs."""
        look = self.look
        if look.hidden:
            if text.strip():
                self.findings.notes.add("document.hidden")
            return
        text = text.translate(_LINES_AS_BLANKS) if "\n" in text or "\r" in text else text
        if look.font:
            text = in_font(look.font, text)
            if UNKNOWN in text:
                self.line.notes.add("text.symbol")
        elif not text.isascii() and _PRIVATE.search(text):
            text = _PRIVATE.sub(UNKNOWN, text)
            self.line.notes.add("text.symbol")
        if look.struck and text.strip():
            self.line.notes.add("text.struck")
            self.line.struck.append(text)
        if (look.bold or look.underlined) and text.strip():
            self.line.marked.append(text)
        if self.cover is None and not self.fields:
            self.line.text.append(text)
        else:
            self.put(text, typed=True)

    def put(self, text: str, *, typed: bool = False) -> None:
        """Puts *text* into the field that is being gone through, or else into the line."""
        cover = self.cover
        if cover is not None:
            if cover.contrary and text.strip() == cover.contrary:
                self.line.notes.add("text.box")
            if not cover.glyph and text.strip() and not self.look.placeholder:
                self.line.notes.add("text.placeholder")
            if cover.shown or not cover.glyph:
                return
            cover.shown, text = True, cover.glyph
        if not self.fields.take(text, typed=typed):
            self.line.text.append(text)

    def end(self, found: Field) -> None:
        """Writes what a field shows that ends here, where that isn't what was read."""
        if not found.shows_code:
            return
        shown = found.shown()
        if not self.look.hidden:
            self.line.notes.update(shown.notes)
            self.put(shown.text)


def _math_text(pen: Pen, element: etree._Element) -> None:
    pen.line.notes.add("text.math")
    pen.write((element.text or "").strip(_BLANKS))


def _break(pen: Pen, element: etree._Element) -> None:
    if not pen.look.hidden:
        pen.put("\n")


def _tab(pen: Pen, element: etree._Element) -> None:
    if not pen.look.hidden:
        pen.put("\t")


def _hyphen(pen: Pen, element: etree._Element) -> None:
    pen.write("-")


def _symbol(pen: Pen, element: etree._Element) -> None:
    code = value(element, "char")
    try:
        shown = symbol(value(element, "font"), int(code, 16)) if 0 < len(code) <= _CODE_DIGITS else UNKNOWN
    except ValueError:
        shown = UNKNOWN
    if pen.look.hidden:
        return
    if shown == UNKNOWN:
        pen.line.notes.add("text.symbol")
    if pen.look.struck:
        pen.line.notes.add("text.struck")
    pen.put(shown, typed=True)


def _footnote(pen: Pen, element: etree._Element) -> None:
    pen.findings.footnotes.setdefault(value(element, "id"))


def _endnote(pen: Pen, element: etree._Element) -> None:
    pen.findings.endnotes.setdefault(value(element, "id"))


def _subdocument(pen: Pen, element: etree._Element) -> None:
    pen.findings.notes.add("document.altchunk")


def _field_mark(pen: Pen, element: etree._Element) -> None:
    kind = value(element, "fldCharType")
    if kind == "begin":
        pen.fields.begin(Field(form=element.find(W + "ffData")))
    elif not pen.fields:
        return
    elif kind == "separate":
        pen.fields.separate()
    elif kind == "end":
        pen.end(pen.fields.pop())


def _instruction(pen: Pen, element: etree._Element) -> None:
    if pen.fields and pen.fields[-1].in_code and element.text:
        pen.fields[-1].code.append(element.text)


LEAVES: dict[str, Callable[[Pen, etree._Element], None]] = {
    W + "t": Pen.text,
    W + "subDoc": _subdocument,
    W + "br": _break,
    W + "cr": _break,
    W + "tab": _tab,
    W + "ptab": _tab,
    W + "noBreakHyphen": _hyphen,
    W + "sym": _symbol,
    W + "fldChar": _field_mark,
    W + "instrText": _instruction,
    W + "footnoteReference": _footnote,
    W + "endnoteReference": _endnote,
    M + "t": _math_text,
}
"""What is done with elements that have nothing in them to be gone into."""
