"""One story of a WordprocessingML document - body, header, note, comment - gone through in order and turned into blocks.

The walk is by element name through two tables of handlers, one for what stands among paragraphs and one for what stands in them. What isn't in
a table is gone into when it has children: text in an unknown wrapper must not be lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from forms.errors import OverLimit
from parsers.document import Block, Cell, Paragraph, Part, Table
from parsers.docx_controls import Cover, cover_of
from parsers.docx_fields import Field
from parsers.docx_look import PLAIN_LOOK, dressed, in_font, look_of
from parsers.docx_names import MC, PIC, A, M, O, R, V, W, is_on, number, pick, value
from parsers.docx_styles import PLAIN, Style, Styles
from parsers.docx_table import PlacedCell, lay_out
from parsers.numbering import Numbering
from parsers.symbols import UNKNOWN, symbol
from parsers.word_flow import CELL_LIMIT, Draft, Flow, OpenFields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml import etree

__all__ = ["Findings", "Story"]

DEPTH_LIMIT = 64
_CODE_DIGITS = 6

_BLANKS = " \t\r\n"
_LINES_AS_BLANKS = str.maketrans("\r\n", "  ")


_R, _T, _RPR, _PPR = (W + name for name in ("r", "t", "rPr", "pPr"))
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MARK_GONE = frozenset(W + name for name in ("del", "moveFrom", "vanish", "specVanish"))
_TELLING = {W + "pStyle": "style", W + "numPr": "list", W + "rPr": "mark", W + "sectPr": "section"}
_SKIPPED = frozenset(
    W + name
    for name in (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "tcPr",
        "tblPr",
        "tblGrid",
        "sdtPr",
        "sdtEndPr",
        "customXmlPr",
        "smartTagPr",
        "ffData",
        "rt",
        "background",
    )
) | {M + "ctrlPr", PIC + "pic"}
_LOOSE = tuple(
    W + name for name in ("r", "hyperlink", "fldSimple", "smartTag", "ruby", "drawing", "pict", "object", "t", "subDoc")
)
"""What stands in paragraphs, and in no valid document among them."""


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


class Story:
    """Goes through one story. ``blocks`` may be called for several containers in turn; list numbers go on counting.

    *undressed* says that no run in the story has properties that matter here, so that they need not be looked at; *preserve* that blanks at
    the ends of texts are kept throughout.
    """

    def __init__(
        self, findings: Findings, *, part: Part = "body", preserve: bool = False, undressed: bool = False
    ) -> None:
        self._findings = findings
        self._styles = findings.styles
        self._part: Part = part
        self._preserve = preserve
        self._undressed = undressed
        self._numbering: Numbering | None = None
        self._fields: OpenFields[Field] = OpenFields()
        self._line = Draft()
        self._look = PLAIN_LOOK
        self._cover: Cover | None = None
        self._depth = 0

    def blocks(self, container: etree._Element) -> tuple[Block, ...]:
        """The blocks in *container* (w:body, w:tc, w:hdr ...). Fields and joined paragraphs end with it."""
        outer_fields, self._fields = self._fields, OpenFields()
        flow = Flow(part=self._part)
        self._flow(container, flow)
        if self._fields:
            line = self._fields.abandon()
            if "".join(line.text).strip():
                flow.close(line)
        flow.finish()
        self._fields = outer_fields
        return tuple(flow.blocks)

    # Among paragraphs

    def _flow(self, container: Iterable[etree._Element], flow: Flow) -> None:
        self._enter()
        for child in container:
            handler = self._AMONG.get(child.tag)
            if handler is not None:
                handler(self, child, flow)
            elif len(child) and child.tag not in _SKIPPED:
                self._flow(child, flow)
        self._depth -= 1

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise OverLimit("limit.depth", limit=DEPTH_LIMIT)

    def _paragraph(self, element: etree._Element, flow: Flow) -> None:
        outer = self._line, self._look
        self._line = line = Draft()
        style_id, mark_gone, listed = "", False, None
        # Properties come first in a paragraph; only one that isn't valid has them anywhere else.
        properties = next(element.iterchildren(_PPR), None)
        if properties is not None:
            style_id, mark_gone, listed = self._properties(properties)
        style = self._styles.paragraph(style_id)
        self._look = PLAIN_LOOK if style is PLAIN else look_of(style)
        for child in element:
            tag = child.tag
            if tag == _R:
                self._run(child)
            elif tag != _PPR:
                self._item(child, tag)
        if self._fields:
            self._fields.end_paragraph()
        self._line, self._look = outer
        if mark_gone:
            flow.hold(line)
            return
        number_text = ""
        if (
            (listed is not None or style.list_id)
            and not (style.hidden and not any(line.text))
            and not self._fields.in_code
        ):
            number_text = self._list_number(style, listed)
        flow.close(line, number=number_text)

    def _properties(self, properties: etree._Element | None) -> tuple[str, bool, etree._Element | None]:
        """The paragraph's style, whether its mark is deleted or hidden (so that it runs on into the next), and its list properties."""
        if properties is None:
            return "", False, None
        style_id, gone, listed = "", False, None
        for child in properties:
            name = _TELLING.get(child.tag)
            if name is None:
                continue
            if name == "style":
                style_id = value(child)
            elif name == "list":
                listed = child
            elif name == "mark":
                gone = any(mark.tag in _MARK_GONE and is_on(mark) for mark in child)
            else:
                self._findings.sections.append(child)
        return style_id, gone, listed

    def _list_number(self, style: Style, listed: etree._Element | None) -> str:
        list_id, level = style.list_id, style.level
        if listed is not None:
            own, own_level = listed.find(W + "numId"), listed.find(W + "ilvl")
            if own is not None:
                list_id, level = value(own), 0
            if own_level is not None:
                level = number(value(own_level), 0)
        if not list_id or list_id == "0":
            return ""
        if self._numbering is None:
            self._numbering = self._findings.numbering()
        if list_id == style.list_id and (listed is None or listed.find(W + "ilvl") is None):
            by_style = self._numbering.level_of_style(list_id, style.declared_by)
            level = level if by_style is None else by_style
        return self._numbering.next(list_id, level or 0)

    def _loose(self, element: etree._Element, flow: Flow) -> None:
        """Text that stands outside any paragraph, which no schema allows but which is text."""
        outer, self._line = self._line, Draft()
        self._inline((element,))
        line, self._line = self._line, outer
        if any(line.text) or line.after:
            flow.close(line)

    def _table(self, element: etree._Element, flow: Flow) -> None:
        flow.finish()
        self._enter()
        grid = lay_out(element)
        self._findings.notes |= grid.notes
        self._findings.cells += len(grid.cells)
        if self._findings.cells > CELL_LIMIT:
            raise OverLimit("limit.cells", limit=CELL_LIMIT)
        if grid.rows:
            cells = tuple(self._cell(placed) for placed in grid.cells)
            flow.blocks.append(Table(rows=grid.rows, columns=grid.columns, cells=cells, part=self._part))
        self._depth -= 1

    def _cell(self, placed: PlacedCell) -> Cell:
        outer = self._cover
        if placed.control is not None:
            self._cover = cover_of(placed.control) or outer
        blocks = self.blocks(placed.content)
        self._cover = outer
        if any(_has_text(covered) for covered in placed.covered):
            self._findings.notes.add("table.covered")
        return Cell(
            row=placed.row,
            column=placed.column,
            row_span=placed.row_span,
            column_span=placed.column_span,
            blocks=blocks,
        )

    def _control_among(self, element: etree._Element, flow: Flow) -> None:
        outer = self._cover
        self._cover = cover_of(element) or outer
        for content in element.iterchildren(W + "sdtContent"):
            self._flow(content, flow)
        self._cover = outer

    def _alternate_among(self, element: etree._Element, flow: Flow) -> None:
        branch = pick(element)
        if branch is None:
            self._findings.notes.add("document.alternate")
        else:
            self._flow(branch, flow)

    def _foreign(self, element: etree._Element, flow: Flow) -> None:
        """A whole document of another format (w:altChunk), which Word would take in when it opens this one."""
        self._findings.notes.add("document.altchunk")

    def _section(self, element: etree._Element, flow: Flow) -> None:
        self._findings.sections.append(element)

    # In a paragraph

    def _inline(self, container: Iterable[etree._Element]) -> None:
        self._enter()
        for child in container:
            self._item(child, child.tag)
        self._depth -= 1

    def _item(self, element: etree._Element, tag: str) -> None:
        handler = self._WITHIN.get(tag)
        if handler is not None:
            handler(self, element)
        elif tag not in _SKIPPED and len(element):
            self._inline(element)

    def _run(self, element: etree._Element) -> None:
        outer = self._look
        for child in element:
            tag = child.tag
            if tag == _T:
                self._text(child)
            elif tag == _RPR:
                if not self._undressed:
                    self._look = dressed(child, outer, self._styles)
            else:
                self._item(child, tag)
        self._look = outer

    def _text(self, element: etree._Element) -> None:
        text = element.text
        if text:
            if not self._preserve and element.get(_SPACE) != "preserve":
                text = text.strip(_BLANKS)
            self._write(text)

    def _write(self, text: str) -> None:
        """Puts text typed in the present run where it belongs."""
        look = self._look
        if look.hidden:
            if text.strip():
                self._findings.notes.add("document.hidden")
            return
        text = text.translate(_LINES_AS_BLANKS) if "\n" in text or "\r" in text else text
        if look.font:
            text = in_font(look.font, text)
            if UNKNOWN in text:
                self._line.notes.add("text.symbol")
        elif not text.isascii() and _PRIVATE.search(text):
            text = _PRIVATE.sub(UNKNOWN, text)
            self._line.notes.add("text.symbol")
        if look.struck and text.strip():
            self._line.notes.add("text.struck")
            self._line.struck.append(text)
        if self._cover is None and not self._fields:
            self._line.text.append(text)
        else:
            self._put(text, typed=True)

    def _put(self, text: str, *, typed: bool = False) -> None:
        """Puts *text* into the field that is being gone through, or else into the line."""
        cover = self._cover
        if cover is not None:
            if cover.contrary and text.strip() == cover.contrary:
                self._line.notes.add("text.box")
            if not cover.glyph and text.strip() and not self._look.placeholder:
                self._line.notes.add("text.placeholder")
            if cover.shown or not cover.glyph:
                return
            cover.shown, text = True, cover.glyph
        if not self._fields.take(text, typed=typed):
            self._line.text.append(text)

    def _math_text(self, element: etree._Element) -> None:
        self._line.notes.add("text.math")
        self._write((element.text or "").strip(_BLANKS))

    def _fraction(self, element: etree._Element) -> None:
        for index, name in enumerate(("num", "den")):
            part = element.find(M + name)
            if index:
                self._put("/")
            if part is not None:
                self._inline(part)

    def _radical(self, element: etree._Element) -> None:
        self._put("√")
        for part in element.iterchildren(M + "e"):
            self._inline(part)

    def _break(self, element: etree._Element) -> None:
        if not self._look.hidden:
            self._put("\n")

    def _tab(self, element: etree._Element) -> None:
        if not self._look.hidden:
            self._put("\t")

    def _hyphen(self, element: etree._Element) -> None:
        self._write("-")

    def _symbol(self, element: etree._Element) -> None:
        code = value(element, "char")
        try:
            shown = symbol(value(element, "font"), int(code, 16)) if 0 < len(code) <= _CODE_DIGITS else UNKNOWN
        except ValueError:
            shown = UNKNOWN
        if self._look.hidden:
            return
        if shown == UNKNOWN:
            self._line.notes.add("text.symbol")
        if self._look.struck:
            self._line.notes.add("text.struck")
        self._put(shown, typed=True)

    def _ruby(self, element: etree._Element) -> None:
        """A word with its reading above: the word."""
        for base in element.iterchildren(W + "rubyBase"):
            self._inline(base)

    def _control(self, element: etree._Element) -> None:
        """A content control in a line (17.5.2.31)."""
        outer = self._cover
        cover = cover_of(element)
        self._cover = cover or outer
        for content in element.iterchildren(W + "sdtContent"):
            self._inline(content)
        self._cover = outer
        if cover is not None and cover.glyph and not cover.shown and outer is None:
            self._put(cover.glyph)

    def _alternate(self, element: etree._Element) -> None:
        branch = pick(element)
        if branch is None:
            self._findings.notes.add("document.alternate")
        else:
            self._inline(branch)

    def _footnote(self, element: etree._Element) -> None:
        self._findings.footnotes.setdefault(value(element, "id"))

    def _endnote(self, element: etree._Element) -> None:
        self._findings.endnotes.setdefault(value(element, "id"))

    def _subdocument(self, element: etree._Element) -> None:
        self._findings.notes.add("document.altchunk")

    # Fields

    def _field_mark(self, element: etree._Element) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._fields.begin(Field(form=element.find(W + "ffData")))
        elif not self._fields:
            return
        elif kind == "separate":
            self._fields.separate()
        elif kind == "end":
            self._end(self._fields.pop())

    def _end(self, found: Field) -> None:
        if not found.shows_code:
            return
        shown = found.shown()
        if not self._look.hidden:
            self._line.notes.update(shown.notes)
            self._put(shown.text)

    def _simple_field(self, element: etree._Element) -> None:
        found = Field(form=element.find(W + "ffData"), code=[value(element, "instr")])
        self._fields.begin(found)
        self._fields.separate()
        level = len(self._fields)
        self._inline(element)
        while len(self._fields) >= level:
            self._end(self._fields.pop())

    def _instruction(self, element: etree._Element) -> None:
        if self._fields and self._fields[-1].in_code and element.text:
            self._fields[-1].code.append(element.text)

    # Drawings

    def _graphic(self, element: etree._Element) -> None:
        """A drawing, picture or embedded object: the text boxes in it, and notes on what else there is."""
        if self._look.hidden:
            return
        self._enter()
        for child in element:
            tag = child.tag
            if tag == W + "txbxContent":
                self._text_box(child)
            elif tag == MC + "AlternateContent":
                branch = pick(child)
                if branch is not None:
                    self._graphic(branch)
            else:
                self._graphic_detail(child, tag)
                if len(child):
                    self._graphic(child)
        self._depth -= 1

    def _graphic_detail(self, element: etree._Element, tag: str) -> None:
        findings = self._findings
        if tag == A + "blip" or tag == V + "imagedata":
            findings.pictures += 1
            if element.get(R + "link") or element.get(R + "href"):
                findings.notes.add("document.linked")
        elif tag == V + "textpath" and element.get("string", "").strip():
            self._boxed_text(element.get("string", ""))
        elif tag == A + "p":
            self._boxed_text("".join(node.text or "" for node in element.iter(A + "t")))
        elif tag == O + "OLEObject":
            findings.notes.add("document.embedded")
        elif tag == W + "control":
            self._line.notes.add("text.control")
            self._put(UNKNOWN)
        elif tag.endswith(("}relIds", "}chart")):
            findings.notes.add("document.graphic")

    def _text_box(self, element: etree._Element) -> None:
        outer = self._line, self._look, self._part, self._cover
        self._look, self._part, self._cover = PLAIN_LOOK, "textbox", None
        blocks = self.blocks(element)
        self._line, self._look, self._part, self._cover = outer
        self._line.after += blocks

    def _boxed_text(self, text: str) -> None:
        if text.strip():
            self._line.after.append(Paragraph(text=text, part="textbox"))

    # What is done with which element

    _AMONG: ClassVar[dict[str, Callable[[Story, etree._Element, Flow], None]]] = {
        W + "p": _paragraph,
        W + "tbl": _table,
        W + "sdt": _control_among,
        W + "sectPr": _section,
        W + "altChunk": _foreign,
        MC + "AlternateContent": _alternate_among,
        **dict.fromkeys(_LOOSE, _loose),
        M + "oMath": _loose,
        M + "oMathPara": _loose,
    }
    _WITHIN: ClassVar[dict[str, Callable[[Story, etree._Element], None]]] = {
        W + "r": _run,
        W + "t": _text,
        W + "sdt": _control,
        W + "fldSimple": _simple_field,
        W + "ruby": _ruby,
        W + "subDoc": _subdocument,
        MC + "AlternateContent": _alternate,
        W + "br": _break,
        W + "cr": _break,
        W + "tab": _tab,
        W + "ptab": _tab,
        W + "noBreakHyphen": _hyphen,
        W + "sym": _symbol,
        W + "fldChar": _field_mark,
        W + "instrText": _instruction,
        W + "drawing": _graphic,
        W + "pict": _graphic,
        W + "object": _graphic,
        W + "footnoteReference": _footnote,
        W + "endnoteReference": _endnote,
        M + "t": _math_text,
        M + "f": _fraction,
        M + "rad": _radical,
    }


def _has_text(element: etree._Element) -> bool:
    return any(node.text and node.text.strip() for node in element.iter(_T))
