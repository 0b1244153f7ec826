"""Reads a .docx for inspection: its WordprocessingML, with the looks that styles hand down and the numbers that lists give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from forms.errors import Unreadable
from parsers.docx.names import MC, WPS, A, R, V, W, is_on, number, pick, value
from parsers.docx.styles import read_styles
from parsers.inspection.paper import Line, Paper, Par, Row, Run, Section
from parsers.inspection.styles import Border, Look, StyleSheet, border_of
from parsers.numbering import Numbering, read_numbering
from parsers.package import Package, parse_xml

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["read_paper"]

_MAIN = "word/document.xml"
_SKIPPED = frozenset(W + name for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "sdtPr", "rt"))


def read_paper(data: bytes) -> Paper:
    """The .docx in *data* for inspection.

    Raises:
        Unreadable: it is no Word document, damaged, or protected by a password.
        OverLimit: it unpacks to more than a form can need.
    """
    package = Package.open(data)
    main = next(
        (r.target for r in package.relationships("").values() if r.kind == "officeDocument" and not r.external), _MAIN
    )
    if main not in package:
        raise Unreadable("unreadable.damaged", reason=_MAIN)
    return _Reader(package, main).paper()


class _Reader:
    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._related = package.relationships(main)
        self._root = parse_xml(package.read(main), name=main)
        if self._root.tag != W + "document":
            raise Unreadable("unreadable.damaged", reason=main)
        self.styles = StyleSheet(self._xml("styles"), self._xml("theme"))
        self._numbers = self._numbering()
        self._sections: list[etree._Element] = []
        self._tables = 0
        self._pending = False
        self._margins: dict[str, list[Par]] = {}

    def paper(self) -> Paper:
        pars = [par for body in self._root.iterchildren(W + "body") for par in self._flow(body, "body", None)]
        settings = self._xml("settings")
        even = settings is not None and is_on(settings.find(W + "evenAndOddHeaders"))
        sections: list[Section] = []
        elements: list[etree._Element | None] = [*self._sections]
        for element in elements or [None]:
            sections.append(self._section(element, sections[-1] if sections else None))
        opened = 0
        for par in pars:
            par.section = min(par.section, len(sections) - 1)
            if par.section > opened and sections[par.section].kind != "continuous":
                par.breaks = True
            opened = par.section
        return Paper(pars=pars, sections=sections, even_and_odd=even, sheet=self.styles)

    def _xml(self, kind: str) -> etree._Element | None:
        for found in self._related.values():
            if found.kind == kind and not found.external and found.target in self._package:
                return self._package.xml(found.target)
        return None

    def _numbering(self) -> Numbering:
        root = self._xml("numbering")
        name = next(
            (r.target for r in self._related.values() if r.kind == "styles" and r.target in self._package), None
        )
        linked = read_styles(self._package.read(name), used=True).numbering_styles() if name else {}
        return (Numbering() if root is None else read_numbering(root, linked)).fresh()

    # The body

    def _flow(self, container: Iterable[etree._Element], part: str, row: Row | None) -> Iterator[Par]:
        for child in container:
            if child.tag == W + "p":
                yield from self._paragraph(child, part, row)
            elif child.tag == W + "tbl":
                yield from self._table(child, part)
            elif child.tag == W + "sectPr":
                self._sections.append(child)
            elif child.tag == MC + "AlternateContent":
                branch = pick(child)
                yield from self._flow(() if branch is None else branch, part, row)
            elif child.tag not in _SKIPPED and len(child):
                yield from self._flow(child, part, row)

    def _table(self, element: etree._Element, part: str) -> Iterator[Par]:
        self._tables += 1
        number_ = self._tables
        rows = list(element.iterchildren(W + "tr"))
        properties = element.find(W + "tblPr")
        borders = None if properties is None else properties.find(W + "tblBorders")
        jc = "" if properties is None else value(properties.find(W + "jc"))
        width = sum(number(value(column, "w"), 0) for column in element.iterfind(f"{W}tblGrid/{W}gridCol"))
        for index, row in enumerate(rows):
            cells = list(row.iterchildren(W + "tc"))
            for at, cell in enumerate(cells):
                own = cell.find(f"{W}tcPr/{W}tcBorders")
                placed = Row(
                    table=number_,
                    index=index,
                    last=index == len(rows) - 1,
                    top=_edge(own, borders, "top", "top" if index == 0 else "insideH"),
                    bottom=_edge(own, borders, "bottom", "bottom" if index == len(rows) - 1 else "insideH"),
                    width=width,
                    cell=at,
                    cells=len(cells),
                    jc=jc,
                    middle=value(cell.find(f"{W}tcPr/{W}vAlign")) == "center",
                )
                yield from self._flow(cell, part, placed)

    def _paragraph(self, element: etree._Element, part: str, row: Row | None) -> Iterator[Par]:
        properties = element.find(W + "pPr")
        sheet = self.styles.paragraph(properties)
        par = Par(runs=[], sheet=sheet, part=part, row=row, section=len(self._sections))
        par.breaks = sheet.break_before or (self._pending and part == "body")
        if part == "body":
            self._pending = False
        if sheet.list_id and sheet.list_id != "0":
            label = self._numbers.next(sheet.list_id, sheet.level)
            if label:
                par.runs.append(Run(text=label, look=sheet.look))
        boxes: list[etree._Element] = []
        self._runs(element, sheet.look, par, boxes)
        yield par
        for box in boxes:
            for inner in self._flow(box, "box" if part == "body" else part, None):
                inner.breaks = False
                yield inner
        section = None if properties is None else properties.find(W + "sectPr")
        if section is not None:
            self._sections.append(section)

    def _runs(self, container: Iterable[etree._Element], look: Look, par: Par, boxes: list[etree._Element]) -> None:
        for child in container:
            tag = child.tag
            if tag == W + "r":
                self._runs(child, self.styles.run(child.find(W + "rPr"), par.sheet.look), par, boxes)
            elif tag == W + "t":
                self._put(child.text or "", look, par)
            elif tag == W + "tab":
                self._put("\t", look, par)
            elif tag == W + "br":
                self._break(child, look, par)
            elif tag == W + "instrText":
                self._code(child.text or "", par)
            elif tag == W + "fldSimple":
                self._code(value(child, "instr"), par)
                self._runs(child, look, par, boxes)
            elif tag == W + "lastRenderedPageBreak":
                continue
            elif tag == MC + "AlternateContent":
                branch = pick(child)
                if branch is not None:
                    self._runs(branch, look, par, boxes)
            elif tag == W + "txbxContent":
                boxes.append(child)
            elif tag not in _SKIPPED:
                self._shape(child, par)
                self._runs(child, look, par, boxes)

    def _put(self, text: str, look: Look, par: Par) -> None:
        if text and not look.hidden:
            if self._pending and par.part == "body" and text.strip() and par.blank:
                par.breaks, self._pending = True, False
            par.runs.append(Run(text=text, look=look))

    def _break(self, element: etree._Element, look: Look, par: Par) -> None:
        if value(element, "type") == "page":
            self._pending = True
        elif value(element, "type") != "column":
            self._put("\n", look, par)

    def _code(self, text: str, par: Par) -> None:
        words = text.split()
        if words and words[0].upper() == "PAGE":
            par.field_page = True

    def _shape(self, element: etree._Element, par: Par) -> None:
        if element.tag == V + "line" or (element.tag == V + "shape" and element.get("type", "").endswith("_t32")):
            stroke = element.find(V + "stroke")
            kind = "" if stroke is None else stroke.get("linestyle", "")
            par.lines.append(Line(kind=kind or "single", colour=element.get("strokecolor", "").lstrip("#").upper()))
        elif element.tag == WPS + "wsp":
            geometry = element.find(f".//{A}prstGeom")
            outline = element.find(f".//{A}ln")
            if (
                geometry is not None
                and geometry.get("prst", "") in ("line", "straightConnector1")
                and outline is not None
            ):
                colour = outline.find(f".//{A}srgbClr")
                kind = outline.get("cmpd", "sng")
                par.lines.append(
                    Line(
                        kind="single" if kind == "sng" else kind,
                        colour="" if colour is None else colour.get("val", "").upper(),
                    )
                )
        elif element.tag == A + "blip":
            par.pictures += 1

    # Sections

    def _section(self, element: etree._Element | None, before: Section | None) -> Section:
        size = None if element is None else element.find(W + "pgSz")
        margins = None if element is None else element.find(W + "pgMar")
        numbers = None if element is None else element.find(W + "pgNumType")
        grid = None if element is None else element.find(W + "docGrid")
        start = value(numbers, "start") if numbers is not None else ""
        section = Section(
            width=number(value(size, "w"), 11906 if size is not None else 12240),
            height=number(value(size, "h"), 16838 if size is not None else 15840),
            top=abs(number(value(margins, "top"), 1440)),
            bottom=abs(number(value(margins, "bottom"), 1440)),
            left=number(value(margins, "left"), 1800) + number(value(margins, "gutter"), 0),
            right=number(value(margins, "right"), 1800),
            footer=number(value(margins, "footer"), 720),
            landscape=value(size, "orient") == "landscape",
            title_page=element is not None and is_on(element.find(W + "titlePg")),
            start=number(start, 0) if start else None,
            kind=value(None if element is None else element.find(W + "type")) or "nextPage",
            grid=value(grid, "type"),
        )
        section.landscape = section.landscape or section.width > section.height
        for kind, target in (("header", section.headers), ("footer", section.footers)):
            if before is not None:
                target.update(before.headers if kind == "header" else before.footers)
            for reference in () if element is None else element.iterchildren(f"{W}{kind}Reference"):
                found = self._related.get(reference.get(R + "id", ""))
                if found is not None and found.target in self._package:
                    target[value(reference, "type") or "default"] = self._margin(found.target, kind)
        return section

    def _margin(self, name: str, kind: str) -> list[Par]:
        """The paragraphs of a header or footer, which several sections may share."""
        known = self._margins.get(name)
        if known is None:
            known = self._margins[name] = list(self._flow(self._package.xml(name), kind, None))
        return known


def _edge(own: etree._Element | None, table: etree._Element | None, side: str, whole: str) -> Border | None:
    """A cell's border on *side*: its own, else what the table says for *whole*."""
    for holder, name in ((own, side), (table, whole)):
        element = None if holder is None else holder.find(W + name)
        if element is not None:
            border = border_of(element)
            return border if border.shown else None
    return None
