"""One story of a WordprocessingML document - body, header, note, comment - gone through in order and turned into blocks.

The walk is by element name through two tables of handlers, one for what stands among paragraphs and one for what stands in them; what has nothing
in it to be gone into is written by ``docx.pen``. What isn't in a table is gone into when it has children: text in an unknown wrapper must not be lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from forms.errors import OverLimit
from parsers.document import Block, Cell, Part, Table
from parsers.docx.controls import cover_of
from parsers.docx.drawings import note_drawing
from parsers.docx.fields import Field
from parsers.docx.look import PLAIN_LOOK, dressed, look_of
from parsers.docx.names import MC, PIC, M, W, pick, value
from parsers.docx.pen import LEAVES, Findings, Pen
from parsers.docx.properties import ListNumbers, paragraph_properties
from parsers.docx.styles import PLAIN
from parsers.docx.table import PlacedCell, lay_out
from parsers.word_flow import CELL_LIMIT, Draft, Flow, OpenFields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml import etree

__all__ = ["Story"]

DEPTH_LIMIT = 64

_R, _T, _RPR, _PPR = (W + name for name in ("r", "t", "rPr", "pPr"))
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
        self._pen = Pen(findings, preserve=preserve)
        self._undressed = undressed
        self._numbers = ListNumbers(findings.numbering)
        self._depth = 0

    def blocks(self, container: etree._Element) -> tuple[Block, ...]:
        """The blocks in *container* (w:body, w:tc, w:hdr ...). Fields and joined paragraphs end with it."""
        outer_fields, self._pen.fields = self._pen.fields, OpenFields()
        flow = Flow(part=self._part)
        self._flow(container, flow)
        if self._pen.fields:
            line = self._pen.fields.abandon()
            if "".join(line.text).strip():
                flow.close(line)
        flow.finish()
        self._pen.fields = outer_fields
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
        pen = self._pen
        outer = pen.line, pen.look
        pen.line = line = Draft()
        style_id, mark_gone, listed = "", False, None
        # Properties come first in a paragraph; only one that isn't valid has them anywhere else.
        properties = next(element.iterchildren(_PPR), None)
        if properties is not None:
            style_id, mark_gone, listed = paragraph_properties(properties, self._findings.sections)
        style = self._styles.paragraph(style_id)
        pen.look = PLAIN_LOOK if style is PLAIN else look_of(style)
        for child in element:
            tag = child.tag
            if tag == _R:
                self._run(child)
            elif tag != _PPR:
                self._item(child, tag)
        if pen.fields:
            pen.fields.end_paragraph()
        pen.line, pen.look = outer
        if mark_gone:
            flow.hold(line)
            return
        number_text = ""
        if (
            (listed is not None or style.list_id)
            and not (style.hidden and not any(line.text))
            and not pen.fields.in_code
        ):
            number_text = self._numbers.next(style, listed)
        flow.close(line, number=number_text)

    def _loose(self, element: etree._Element, flow: Flow) -> None:
        """Text that stands outside any paragraph, which no schema allows but which is text."""
        outer, self._pen.line = self._pen.line, Draft()
        self._inline((element,))
        line, self._pen.line = self._pen.line, outer
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
        outer = self._pen.cover
        if placed.control is not None:
            self._pen.cover = cover_of(placed.control) or outer
        blocks = self.blocks(placed.content)
        self._pen.cover = outer
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
        outer = self._pen.cover
        self._pen.cover = cover_of(element) or outer
        for content in element.iterchildren(W + "sdtContent"):
            self._flow(content, flow)
        self._pen.cover = outer

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
        leaf = LEAVES.get(tag)
        if leaf is not None:
            leaf(self._pen, element)
            return
        handler = self._WITHIN.get(tag)
        if handler is not None:
            handler(self, element)
        elif tag not in _SKIPPED and len(element):
            self._inline(element)

    def _run(self, element: etree._Element) -> None:
        pen = self._pen
        outer = pen.look
        for child in element:
            tag = child.tag
            if tag == _T:
                pen.text(child)
            elif tag == _RPR:
                if not self._undressed:
                    pen.look = dressed(child, outer, self._styles)
            else:
                self._item(child, tag)
        pen.look = outer

    def _fraction(self, element: etree._Element) -> None:
        for index, name in enumerate(("num", "den")):
            part = element.find(M + name)
            if index:
                self._pen.put("/")
            if part is not None:
                self._inline(part)

    def _radical(self, element: etree._Element) -> None:
        self._pen.put("√")
        for part in element.iterchildren(M + "e"):
            self._inline(part)

    def _ruby(self, element: etree._Element) -> None:
        """A word with its reading above: the word."""
        for base in element.iterchildren(W + "rubyBase"):
            self._inline(base)

    def _control(self, element: etree._Element) -> None:
        """A content control in a line (17.5.2.31)."""
        outer = self._pen.cover
        cover = cover_of(element)
        self._pen.cover = cover or outer
        for content in element.iterchildren(W + "sdtContent"):
            self._inline(content)
        self._pen.cover = outer
        if cover is not None and cover.glyph and not cover.shown and outer is None:
            self._pen.put(cover.glyph)

    def _alternate(self, element: etree._Element) -> None:
        branch = pick(element)
        if branch is None:
            self._findings.notes.add("document.alternate")
        else:
            self._inline(branch)

    # Fields

    def _simple_field(self, element: etree._Element) -> None:
        found = Field(form=element.find(W + "ffData"), code=[value(element, "instr")])
        self._pen.fields.begin(found)
        self._pen.fields.separate()
        level = len(self._pen.fields)
        self._inline(element)
        while len(self._pen.fields) >= level:
            self._pen.end(self._pen.fields.pop())

    # Drawings

    def _graphic(self, element: etree._Element) -> None:
        """A drawing, picture or embedded object: the text boxes in it, and notes on what else there is."""
        if self._pen.look.hidden:
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
                note_drawing(self._pen, child, tag)
                if len(child):
                    self._graphic(child)
        self._depth -= 1

    def _text_box(self, element: etree._Element) -> None:
        pen = self._pen
        outer = pen.line, pen.look, self._part, pen.cover
        pen.look, self._part, pen.cover = PLAIN_LOOK, "textbox", None
        blocks = self.blocks(element)
        pen.line, pen.look, self._part, pen.cover = outer
        pen.line.after += blocks

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
        W + "sdt": _control,
        W + "fldSimple": _simple_field,
        W + "ruby": _ruby,
        MC + "AlternateContent": _alternate,
        W + "drawing": _graphic,
        W + "pict": _graphic,
        W + "object": _graphic,
        M + "f": _fraction,
        M + "rad": _radical,
    }


def _has_text(element: etree._Element) -> bool:
    return any(node.text and node.text.strip() for node in element.iter(_T))
