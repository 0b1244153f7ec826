"""Goes through a page in order and turns it into blocks."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from lxml import etree

from forms.errors import OverLimit
from parsers.document import Block, Paragraph, Part
from parsers.html.boxes import box_kind
from parsers.html.elements import (
    BLOCKS,
    EMBEDDED,
    SKIPPED,
    is_comment,
    is_gone,
    name_of,
    part_of,
    says_something,
)
from parsers.html.forms import control, drawn_box, is_labelled, list_number
from parsers.html.grids import Boxes
from parsers.html.pen import BLANKS, Pen
from parsers.html.rows import OWN, Rows
from parsers.html.styles import LOOK, Look, Sheets
from parsers.typed import Typed, numbered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Findings", "Story"]

DEPTH_LIMIT = 150

_ROOM = re.compile(r"inline-block[^\"]*?\bwidth\s*:\s*[1-9]", re.IGNORECASE)
"""An element that does nothing but keep room between what stands before and behind it."""

_LISTS = frozenset({"ol", "ul", "dir", "menu"})


@dataclass(kw_only=True)
class Findings:
    """What is come across that concerns the document as a whole."""

    notes: set[str] = field(default_factory=set)
    pictures: int = 0
    cells: int = 0
    asides: list[Block] = field(default_factory=list)


class Story:
    """Goes through one page."""

    def __init__(self, findings: Findings, sheets: Sheets, *, typed_ends: bool = False) -> None:
        """*typed_ends*: the page's lines end at blanks alone, between Han characters as well."""
        self.pen = Pen(typed_ends=typed_ends)
        """What the page says is written with it."""
        self._findings = findings
        self._sheets = sheets
        self._rows = Rows(self, findings)
        self._boxes = Boxes(self, findings)
        self.placed: set[etree._Element] = set()
        """Elements that were read as rows of a table that began before them."""
        self._depth = 0
        self._lists: list[tuple[etree._Element, int]] = []
        self._boxed = False

    def blocks(self, element: etree._Element, look: Look) -> tuple[Block, ...]:
        """The blocks in *element*: a page, a cell, a header."""
        if element.tag != "html":
            return self.pen.apart(lambda: self._content(element, look))

        def page() -> None:
            self.element(element, look)
            left = self.pen.fields.abandon()
            if left.strip():
                self.pen.line.notes.add("text.field")
                self.pen.line.put(left)

        return self.pen.apart(page)

    # Elements

    def _content(self, element: etree._Element, look: Look) -> None:
        if element.text:
            self.pen.text(element.text, look)
        for child in element:
            if name_of(child):
                self.element(child, look)
            elif is_comment(child):
                self._comment(child.text or "", look)
            if child.tail:
                self.pen.text(child.tail, look)

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
        elif (tag in BLOCKS and kind != "line") or kind == "block":
            self.pen.end_line()
            self._content(element, look)
            self.pen.end_line()
        elif tag in BLOCKS:
            # A block set in the line has an edge of its own, as the cells of a row have.
            if self.pen.line.pieces:
                self.pen.gap = "\t"
            self._content(element, look)
            self.pen.gap = "\t"
        elif "mso-list" in element.get("style", "") and "ignore" in element.get("style", "").lower():
            self._computed_number(element)
        elif "mso-tab-count" in element.get("style", "") or (
            _ROOM.search(element.get("style", "")) and not says_something(element)
        ):
            self.pen.put("\t")
        elif tag.endswith(":sdt") and element.get("showingplchdr", "").lower() in {"t", "true", "1"}:
            return
        else:
            self._content(element, look)

    def _aside(self, element: etree._Element, look: Look, part: Part) -> None:
        outer, self.pen.part = self.pen.part, part
        blocks = self.blocks(element, look)
        self.pen.part = outer
        self._findings.asides += blocks

    def _computed_number(self, element: etree._Element) -> None:
        """The number that Word computed for a paragraph, with the blanks that it filled up to the text."""
        typed = Typed()
        for node in element.iter():
            if name_of(node):
                look = self._sheets.look(node, name_of(node), LOOK)
                typed.type(BLANKS.sub(" ", node.text or ""), font=look.font)
            if node is not element and node.tail:
                typed.type(BLANKS.sub(" ", node.tail))
        self.pen.number = numbered(typed.text)

    def _break(self, element: etree._Element, look: Look) -> None:
        self.pen.gap = ""
        self.pen.put("\n")

    def _table(self, element: etree._Element, look: Look) -> None:
        self._rows.table(element, look)

    def _image(self, element: etree._Element, look: Look) -> None:
        self._findings.pictures += 1
        if element.get("src", "").lower().startswith(("http:", "https:", "//", "ftp:")):
            self._findings.notes.add("document.linked")

    def _drawing(self, element: etree._Element, look: Look) -> None:
        """A drawing: a tick box, or something that isn't read."""
        if box := drawn_box(element):
            self.pen.write(box, look)
        else:
            self._findings.notes.add("document.embedded")

    def _control(self, element: etree._Element, look: Look) -> None:
        """A control of a form as it stands: a tick box, a text, the chosen entries."""
        shown = control(element)
        if not shown:
            return
        if self.pen.line.pieces and is_labelled(element):
            self.pen.gap = "\t"
        self.pen.write(shown, look)

    def _list(self, element: etree._Element, look: Look) -> None:
        self.pen.end_line()
        start = element.get("start", "").strip()
        first = int(start) if start.isascii() and start.isdecimal() and len(start) < 9 else 1
        self._lists.append((element, first - 1))
        self._content(element, look)
        self._lists.pop()
        self.pen.end_line()

    def _item(self, element: etree._Element, look: Look) -> None:
        self.pen.end_line()
        holder, count = self._lists[-1] if self._lists else (None, 0)
        own = element.get("value", "").strip()
        count = int(own) if own.isascii() and own.isdecimal() and len(own) < 9 else count + 1
        if holder is not None:
            self._lists[-1] = holder, count
            self.pen.number = list_number(holder, count, look.numbers)
        self._content(element, look)
        self.pen.end_line()
        alone, self.pen.number = self.pen.number.strip(), ""
        if any(char.isalnum() for char in alone):
            # An item without text shows its number all the same, as in the column of a table that numbers its rows.
            self.pen.blocks.append(Paragraph(text=alone, part=self.pen.part))

    def _math(self, element: etree._Element, look: Look) -> None:
        self.pen.line.notes.add("text.math")
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
                self.pen.text(text, look)

    # What only Word reads

    def _comment(self, text: str, look: Look) -> None:
        """A comment, which may hold what only Word reads."""
        condition = text.lstrip()[:24].lower()
        if not condition.startswith("["):
            return
        for shown in self.pen.fields.comment(text):
            self.pen.line.notes.update(shown.notes)
            self.pen.place(shown.text, look)
        if condition.startswith("[if") and "<v:textbox" in text.lower():
            self._text_boxes(text)
        elif condition.startswith("[if !vml") and self._boxed:
            # What stands in here is the picture, or the text once more, of the boxes just read.
            self.pen.doubled, self._boxed = True, False
        elif condition.startswith("[endif"):
            self.pen.doubled = False

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
        outer, self.pen.part = self.pen.part, "textbox"
        self.pen.end_line()
        for box in root.iter("v:textbox"):
            self.pen.blocks += self.blocks(box, LOOK)
            self._boxed = True
        self.pen.part = outer
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
