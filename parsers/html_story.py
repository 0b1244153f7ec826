"""Goes through a page in order and turns it into blocks."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from lxml import etree

from forms.errors import OverLimit
from parsers.document import Block, Paragraph, Part
from parsers.html_boxes import box_kind
from parsers.html_elements import (
    EMBEDDED,
    SKIPPED,
    is_comment,
    is_gone,
    is_wide,
    name_of,
    part_of,
    says_something,
)
from parsers.html_fields import Fields
from parsers.html_forms import control, drawn_box, is_labelled, list_number
from parsers.html_grids import Boxes
from parsers.html_rows import OWN, Rows
from parsers.html_styles import LOOK, Look, Sheets
from parsers.typed import Typed, numbered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Findings", "Story"]

DEPTH_LIMIT = 150

_BLANKS = re.compile(r"[ \t\n\r\f]+")
_ROOM = re.compile(r"inline-block[^\"]*?\bwidth\s*:\s*[1-9]", re.IGNORECASE)
"""An element that does nothing but keep room between what stands before and behind it."""

_BLOCKS = frozenset(
    [
        "html",
        "body",
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "pre",
        "blockquote",
        "center",
        "address",
        "form",
        "fieldset",
        "legend",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "nav",
        "aside",
        "figure",
        "figcaption",
        "details",
        "summary",
        "dir",
        "menu",
        "hr",
        "noframes",
        "caption",
        "xmp",
        "listing",
        "title",
        "hgroup",
    ]
)
_LISTS = frozenset({"ol", "ul", "dir", "menu"})


@dataclass(kw_only=True)
class Findings:
    """What is come across that concerns the document as a whole."""

    notes: set[str] = field(default_factory=set)
    pictures: int = 0
    cells: int = 0
    asides: list[Block] = field(default_factory=list)


class Story:
    """Goes through one page. Blanks are collapsed as a browser does; a line end between two Han characters is none that anybody typed."""

    def __init__(self, findings: Findings, sheets: Sheets, *, typed_ends: bool = False) -> None:
        """*typed_ends*: the page's lines end at blanks alone, between Han characters as well."""
        self._typed_ends = typed_ends
        self._findings = findings
        self._sheets = sheets
        self._rows = Rows(self, findings)
        self._boxes = Boxes(self, findings)
        self.placed: set[etree._Element] = set()
        """Elements that were read as rows of a table that began before them."""
        self._fields = Fields()
        self._blocks: list[Block] = []
        self._line = Typed()
        self._gap = ""
        self._number = ""
        self._part: Part = "body"
        self._depth = 0
        self._apart = 0
        self._lists: list[tuple[etree._Element, int]] = []
        self._boxed = False
        self._doubled = False

    def blocks(self, element: etree._Element, look: Look) -> tuple[Block, ...]:
        """The blocks in *element*: a page, a cell, a header."""
        if element.tag != "html":
            return self.apart(lambda: self._content(element, look))

        def page() -> None:
            self.element(element, look)
            left = self._fields.abandon()
            if left.strip():
                self._line.notes.add("text.field")
                self._line.put(left)

        return self.apart(page)

    def apart(self, content: Callable[[], None]) -> tuple[Block, ...]:
        """The blocks of what *content* goes through, which has nothing to do with the text before it."""
        outer = self._blocks, self._line, self._gap, self._number
        self._blocks, self._line, self._gap, self._number = [], Typed(), "", ""
        self._apart += 1
        content()
        self.end_line()
        self._apart -= 1
        found = tuple(self._blocks)
        self._blocks, self._line, self._gap, self._number = outer
        return found

    def add(self, blocks: Iterable[Block]) -> None:
        """Puts *blocks* after what was read so far."""
        self.end_line()
        self._blocks += blocks

    @property
    def in_cell(self) -> bool:
        """Whether what is gone through stands in a cell or a box, not in the page itself."""
        return self._apart > 1

    @property
    def part(self) -> Part:
        """The part of the document that is gone through."""
        return self._part

    # Elements

    def _content(self, element: etree._Element, look: Look) -> None:
        if element.text:
            self.text(element.text, look)
        for child in element:
            if name_of(child):
                self.element(child, look)
            elif is_comment(child):
                self._comment(child.text or "", look)
            if child.tail:
                self.text(child.tail, look)

    def element(self, element: etree._Element, look: Look) -> None:
        """Goes through *element*, which stands in text that looks like *look*."""
        tag = name_of(element)
        if tag in SKIPPED or (self.placed and element in self.placed):
            return
        inner = self.visible(element, tag, look)
        if inner is not None:
            self._go_deeper()
            self.shown(element, tag, inner, look)
            self._depth -= 1

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Goes one step into the page.

        Raises:
            OverLimit: It nests deeper than any form.
        """
        self._go_deeper()
        yield
        self._depth -= 1

    def _go_deeper(self) -> None:
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise OverLimit("limit.depth", limit=DEPTH_LIMIT)

    def shown(self, element: etree._Element, tag: str, look: Look, outer: Look | None = None) -> None:
        """Goes through *element*, which looks like *look* itself and stands in text that looks like *outer*; None: those beside it don't belong to it."""
        kind = box_kind(element, look)
        if kind and tag not in OWN and self._boxes.take(element, look, kind, outer):
            return
        handler = self._HANDLERS.get(tag)
        if handler is not None:
            handler(self, element, look)
            return
        part = part_of(element)
        if part is not None:
            self._aside(element, look, part)
        elif tag in EMBEDDED:
            self._findings.notes.add("document.embedded")
        elif (tag in _BLOCKS and kind != "line") or kind == "block":
            self.end_line()
            self._content(element, look)
            self.end_line()
        elif tag in _BLOCKS:
            # A block set in the line has an edge of its own, as the cells of a row have.
            if self._line.pieces:
                self._gap = "\t"
            self._content(element, look)
            self._gap = "\t"
        elif "mso-list" in element.get("style", "") and "ignore" in element.get("style", "").lower():
            self._computed_number(element)
        elif "mso-tab-count" in element.get("style", "") or (
            _ROOM.search(element.get("style", "")) and not says_something(element)
        ):
            self._put("\t")
        elif tag.endswith(":sdt") and element.get("showingplchdr", "").lower() in {"t", "true", "1"}:
            return
        else:
            self._content(element, look)

    def _aside(self, element: etree._Element, look: Look, part: Part) -> None:
        outer, self._part = self._part, part
        blocks = self.blocks(element, look)
        self._part = outer
        self._findings.asides += blocks

    def _computed_number(self, element: etree._Element) -> None:
        """The number that Word computed for a paragraph, with the blanks that it filled up to the text."""
        typed = Typed()
        for node in element.iter():
            if name_of(node):
                look = self._sheets.look(node, name_of(node), LOOK)
                typed.type(_BLANKS.sub(" ", node.text or ""), font=look.font)
            if node is not element and node.tail:
                typed.type(_BLANKS.sub(" ", node.tail))
        self._number = numbered(typed.text)

    def _break(self, element: etree._Element, look: Look) -> None:
        self._gap = ""
        self._put("\n")

    def _table(self, element: etree._Element, look: Look) -> None:
        self._rows.table(element, look)

    def _image(self, element: etree._Element, look: Look) -> None:
        self._findings.pictures += 1
        if element.get("src", "").lower().startswith(("http:", "https:", "//", "ftp:")):
            self._findings.notes.add("document.linked")

    def _drawing(self, element: etree._Element, look: Look) -> None:
        """A drawing: a tick box, or something that isn't read."""
        if box := drawn_box(element):
            self._write(box, look)
        else:
            self._findings.notes.add("document.embedded")

    def _control(self, element: etree._Element, look: Look) -> None:
        """A control of a form as it stands: a tick box, a text, the chosen entries."""
        shown = control(element)
        if not shown:
            return
        if self._line.pieces and is_labelled(element):
            self._gap = "\t"
        self._write(shown, look)

    def _list(self, element: etree._Element, look: Look) -> None:
        self.end_line()
        start = element.get("start", "").strip()
        first = int(start) if start.isascii() and start.isdecimal() and len(start) < 9 else 1
        self._lists.append((element, first - 1))
        self._content(element, look)
        self._lists.pop()
        self.end_line()

    def _item(self, element: etree._Element, look: Look) -> None:
        self.end_line()
        holder, count = self._lists[-1] if self._lists else (None, 0)
        own = element.get("value", "").strip()
        count = int(own) if own.isascii() and own.isdecimal() and len(own) < 9 else count + 1
        if holder is not None:
            self._lists[-1] = holder, count
            self._number = list_number(holder, count, look.numbers)
        self._content(element, look)
        self.end_line()
        alone, self._number = self._number.strip(), ""
        if any(char.isalnum() for char in alone):
            # An item without text shows its number all the same, as in the column of a table that numbers its rows.
            self._blocks.append(Paragraph(text=alone, part=self._part))

    def _math(self, element: etree._Element, look: Look) -> None:
        self._line.notes.add("text.math")
        self._content(element, look)

    def look(self, element: etree._Element, tag: str, outer: Look) -> Look:
        """How *element* looks, which stands in text that looks like *outer*."""
        return self._sheets.look(element, tag, outer)

    def visible(self, element: etree._Element, tag: str, look: Look) -> Look | None:
        """How *element* looks; None where it isn't shown at all."""
        inner = self._sheets.look(element, tag, look)
        if inner.hidden or "hidden" in element.attrib:
            if says_something(element):
                self._findings.notes.add("document.hidden")
            return None
        return None if is_gone(element) else inner

    def loose(self, element: etree._Element, look: Look) -> None:
        """Text that stands among rows or cells, where none may stand."""
        for text in (element.text, *(child.tail for child in element)):
            if text and text.strip():
                self.text(text, look)

    # Text

    def text(self, text: str, look: Look) -> None:
        if self._doubled:
            return
        if look.preserve:
            self._write(text.replace("\r", ""), look)
            return
        start = 0
        for blank in _BLANKS.finditer(text):
            if blank.start() > start:
                self._write(text[start : blank.start()], look)
            start = blank.end()
            ends = "\n" in blank.group() or self._gap == "\n"
            # A tab within a line is nobody's indent: programs leave those that were typed.
            self._gap = "\n" if ends else "\t" if "\t" in blank.group() or self._gap == "\t" else " "
        if start < len(text):
            self._write(text[start:], look)

    def _write(self, text: str, look: Look) -> None:
        """Puts text typed in *look* after what stands before it."""
        text = text.replace("\u00a0", " ")
        self._place(self._line.shown(text, font=look.font), look)

    def _place(self, shown: str, look: Look) -> None:
        """Puts *shown* after what stands before it, with the blank that was between them."""
        if not shown:
            return
        if self._gap:
            before = self._line.pieces[-1][-1:] if self._line.pieces else ""
            nobody_s = self._gap == "\n" and not self._typed_ends and is_wide(before) and is_wide(shown[0])
            if before and before not in "\n\t" and not nobody_s:
                shown = (" " if self._gap == "\n" else self._gap) + shown
            self._gap = ""
        self._put(shown, struck=look.struck)

    def _put(self, text: str, *, struck: bool = False) -> None:
        if self._fields.holds_text:
            self._fields.take(text)
        else:
            self._line.put(text, struck=struck)

    def end_line(self) -> None:
        """Ends the paragraph. A number waits for the text that it belongs to."""
        self._gap = ""
        if self._fields.holds_text:
            self._fields.take("\n")
        text = self._line.text.strip(" \t\n")
        if text or self._line.notes:
            self._blocks.append(self._line.paragraph(self._part, text=self._number + text))
            self._number = ""
        if self._line.pieces or self._line.notes:
            self._line = Typed()

    def _comment(self, text: str, look: Look) -> None:
        """A comment, which may hold what only Word reads."""
        condition = text.lstrip()[:24].lower()
        if not condition.startswith("["):
            return
        for shown in self._fields.comment(text):
            self._line.notes.update(shown.notes)
            self._place(shown.text, look)
        if condition.startswith("[if") and "<v:textbox" in text.lower():
            self._text_boxes(text)
        elif condition.startswith("[if !vml") and self._boxed:
            # What stands in here is the picture, or the text once more, of the boxes just read.
            self._doubled, self._boxed = True, False
        elif condition.startswith("[endif"):
            self._doubled = False

    def _text_boxes(self, markup: str) -> None:
        """The text boxes that Word keeps in a comment, read after what is before them."""
        inner = etree.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True)
        try:
            root = etree.fromstring(markup.partition(">")[2].encode("utf-8", "replace"), inner)
        except (etree.XMLSyntaxError, ValueError):
            root = None
        if root is None or any("depth" in entry.message.lower() for entry in inner.error_log):
            self._findings.notes.add("document.graphic")
            return
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise OverLimit("limit.depth", limit=DEPTH_LIMIT)
        outer, self._part = self._part, "textbox"
        self.end_line()
        for box in root.iter("v:textbox"):
            self._blocks += self.blocks(box, LOOK)
            self._boxed = True
        self._part = outer
        self._depth -= 1

    _HANDLERS: ClassVar[dict[str, Callable[[Story, etree._Element, Look], None]]] = {
        "br": _break,
        "img": _image,
        "svg": _drawing,
        "v:imagedata": _image,
        "input": _control,
        "select": _control,
        "textarea": _control,
        "table": _table,
        "li": _item,
        "math": _math,
        **dict.fromkeys(_LISTS, _list),
    }
