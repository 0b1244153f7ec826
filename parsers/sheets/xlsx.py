"""Reads .xlsx and .xlsm: a SpreadsheetML package, transitional or strict, by whatever program.

The parts come out of the package as those of a .docx do, under its limits. openpyxl reads the cells, texts, looks and references in them, element
by element (``xlsx_openpyxl``): given a whole file, it would refuse it for a colour, and not say which formula has no result. Text boxes, controls and what is hidden,
which it drops, are read here. Macros don't run, links aren't followed, formulas aren't computed. Source: ECMA-376-1 18.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lxml import etree

from forms.errors import OverLimit, Unreadable
from parsers.document import Document, Paragraph
from parsers.docx.names import A, number
from parsers.package import Package, PackageLimits, Relationship, parse_xml
from parsers.sheets.number_formats import shown
from parsers.sheets.sheet_controls import Choice, put_on_cells
from parsers.sheets.spreadsheet import CELLS_LIMIT, SheetFound, document
from parsers.sheets.xlsx_controls import Controls, ListFound, controls_of, sizes_of
from parsers.sheets.xlsx_openpyxl import (
    FAULTS,
    LAST_COLUMN,
    LAST_ROW,
    RICH,
    Look,
    S,
    Texts,
    looks_of,
    rows_of,
    span_of,
    text_of,
    write,
)
from parsers.typed import Typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["read_xlsx"]

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_LIMITS = PackageLimits(nodes=1_000_000, nodes_with_attributes=3_000_000)
_SHEETS_LIMIT = 256
_EMPTY = re.compile(rb"<(?:\w+:)?(?:c|row)(?=\s[^<>]*?\br=)[^<>]*/>")
"""Cells that only look like something, and rows of none: most of a sheet that was coloured to its end. One that doesn't say where it is counts."""
_HIDDEN = re.compile(
    rb"""<(?:\w+:)?row(?=[^<>]*?\shidden=["'](?:1|true|on)["'])(?=[^<>]*?\sr=["'](\d{1,7})["'])\s[^<>]*/>"""
)
"""Empty rows that are hidden: they aren't even empty places in the table."""
_PLACED_BY_THE_LAST = re.compile(rb"<(?:\w+:)?(?:c|row)(?=[\s/>])(?![^<>]*?\sr=)")
"""A cell or row that doesn't say where it is: it follows the one before it, though that one be empty."""

_MARGIN_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d+|[A-Za-z])')
_TRUE = frozenset({"1", "true", "on"})


@dataclass(kw_only=True)
class _Findings:
    notes: set[str] = field(default_factory=set)
    pictures: int = 0


def read_xlsx(data: bytes) -> Document:
    """The document in *data*: each sheet a table, numbers as their cells show them, hidden content aside.

    Raises:
        Unreadable: It is no workbook, damaged, protected by a password, or carries a document type declaration.
        OverLimit: It unpacks to more than a form can need.
    """
    package = Package.open(data, limits=_LIMITS)
    main = next((r for r in package.relationships("").values() if r.kind == "officeDocument" and not r.external), None)
    name = "xl/workbook.xml" if main is None else main.target
    root = package.xml(name)
    if root.tag != S + "workbook":
        raise Unreadable("unreadable.damaged", reason=name)
    try:
        return _Workbook(package, name, root).document()
    except FAULTS as fault:
        raise Unreadable("unreadable.damaged", reason="XLSX") from fault


class _Workbook:
    """A workbook while its sheets are read."""

    def __init__(self, package: Package, name: str, root: etree._Element) -> None:
        self._package = package
        self._root = root
        self._related = package.relationships(name)
        self._findings = _Findings()
        properties = root.find(S + "workbookPr")
        self._from_1904 = properties is not None and _is_true(properties.get("date1904"))
        self._names = {
            one.get("name", ""): (one.text or "").strip() for one in root.iterfind(f"{S}definedNames/{S}definedName")
        }
        self._controlled: list[tuple[SheetFound, Controls, tuple[Callable[[int], float], Callable[[int], float]]]] = []
        self._looks = looks_of(self._part("styles"))
        texts = self._part("sharedStrings")
        self._texts = Texts([] if texts is None else texts.findall(S + "si"))

    def document(self) -> Document:
        notes = self._findings.notes
        if any(member.endswith("vbaproject.bin") for member in self._package.members):
            notes.add("document.macros")
        if any(member.startswith("xl/activex/") for member in self._package.members):
            notes.add("sheet.controls")
        if any(member.startswith("xl/embeddings/") for member in self._package.members):
            notes.add("document.embedded")
        sheets = list(self._sheets())
        by_name = {sheet.name: sheet for sheet in sheets}
        for sheet, found, (height, width) in self._controlled:
            choices = [self._choice(one, sheet, by_name) for one in found.lists]
            put_on_cells(sheet, [*found.marks, *choices], height=height, width=width)
        return document(sheets, notes, self._findings.pictures)

    def _sheets(self) -> Iterator[SheetFound]:
        found = list(self._root.iterfind(f"{S}sheets/{S}sheet"))
        if len(found) > _SHEETS_LIMIT:
            raise OverLimit("limit.members", found=len(found), limit=_SHEETS_LIMIT)
        for element in found:
            identity = element.get(_R + "id", "")
            if not identity:
                # What is left of a module of macros (Excel 95): it never had cells.
                self._findings.notes.add("document.macros")
                continue
            related = self._related.get(identity)
            if related is None or related.external or related.target not in self._package:
                raise Unreadable("unreadable.damaged", reason="sheet")
            if related.kind != "worksheet":
                # A sheet that is a chart or a dialogue has no cells.
                self._findings.notes.add("document.graphic")
                continue
            yield self._sheet(element, related.target)

    def _part(self, kind: str) -> etree._Element | None:
        found = next((one for one in self._related.values() if one.kind == kind and not one.external), None)
        return self._package.xml(found.target) if found is not None and found.target in self._package else None

    # A sheet

    def _sheet(self, entry: etree._Element, name: str) -> SheetFound:
        content = self._package.read(name)
        sheet = SheetFound(
            name=entry.get("name", ""), hidden=entry.get("state", "visible").lower() in {"hidden", "veryhidden"}
        )
        if _PLACED_BY_THE_LAST.search(content) is None:
            # A cell without content never shows; the sheet's other parts keep their meaning.
            sheet.hidden_rows.update(int(match.group(1)) - 1 for match in _HIDDEN.finditer(content))
            content = _EMPTY.sub(b"", content)
        root = parse_xml(content, name=name, limits=_LIMITS)
        self._extents(root, sheet)
        self._cells(root, sheet)
        related = self._package.relationships(name)
        self._controls(root, related, sheet)
        self._beside(root, related, sheet)
        return sheet

    def _controls(self, root: etree._Element, related: dict[str, Relationship], sheet: SheetFound) -> None:
        if not any(one.kind == "vmlDrawing" for one in related.values()) and root.find(f".//{S}control") is None:
            return
        found = controls_of(self._package, root, related)
        if found.others:
            self._findings.notes.add("sheet.controls")
        if found.marks or found.lists:
            self._controlled.append((sheet, found, sizes_of(root)))

    def _choice(self, found: ListFound, sheet: SheetFound, sheets: dict[str, SheetFound]) -> Choice:
        """What is chosen in a list of *sheet*, whose entries may stand in another of *sheets*."""
        chosen = found.number or 0
        text = "" if found.number == 0 else None
        named, _, reference = self._names.get(found.entries, found.entries).rpartition("!")
        there = sheets.get(named.strip("'").replace("''", "'")) if named else sheet
        span = span_of(reference)
        if chosen and there is not None and span is not None:
            wide = span.right - span.left + 1
            row, column = span.top + (chosen - 1) // wide, span.left + (chosen - 1) % wide
            entry = there.cells.get((row, column)) if row <= span.bottom else None
            text = None if entry is None else entry.text
        return Choice(anchor=found.anchor, text=text, number=chosen)

    def _extents(self, root: etree._Element, sheet: SheetFound) -> None:
        """What is hidden of *sheet* in whole columns, and what is merged."""
        for column in root.iterfind(f"{S}cols/{S}col"):
            if _is_true(column.get("hidden")) or column.get("width") in {"0", "0.0"}:
                first = number(column.get("min", ""), 1) - 1
                sheet.hidden_columns.append((first, min(number(column.get("max", ""), 1) - 1, LAST_COLUMN)))
        for area in root.iterfind(f"{S}mergeCells/{S}mergeCell"):
            span = span_of(area.get("ref", ""))
            if span is None:
                self._findings.notes.add("document.damaged")
            else:
                sheet.merged.append(span)

    def _cells(self, root: etree._Element, sheet: SheetFound) -> None:
        for line, row, cells in rows_of(root, self._texts):
            if not 0 < row <= LAST_ROW:
                raise Unreadable("unreadable.damaged", reason=f"row {row}")
            if _is_true(line.get("hidden")) or line.get("ht") in {"0", "0.0"}:
                sheet.hidden_rows.add(row - 1)
            for element, cell in cells:
                paragraph = self._paragraph(element, cell, sheet)
                if paragraph is None:
                    continue
                if len(sheet.cells) == CELLS_LIMIT:
                    raise OverLimit("limit.cells", limit=CELLS_LIMIT)
                place = row - 1, cell["column"] - 1
                if cell["row"] != row or place in sheet.cells or cell["column"] > LAST_COLUMN:
                    raise Unreadable("unreadable.damaged", reason=element.get("r", "")[:12])
                sheet.cells[place] = paragraph

    def _paragraph(self, element: etree._Element, cell: dict[str, Any], sheet: SheetFound) -> Paragraph | None:
        """What the cell *element* shows, which the library read as *cell*; None where it is empty."""
        kind, value, index = cell["data_type"], cell["value"], cell["style_id"] or 0
        look = self._looks.get(index, Look())
        if self._looks and index not in self._looks:
            self._findings.notes.add("document.damaged")
        typed = Typed()
        if kind == RICH:
            kind, value = "s", text_of(element.find(S + "is"))
        elif kind == "inlineStr":
            # It has no text of its own; some programs put that where results stand.
            kind, value = "s", element.findtext(S + "v")
            if value:
                self._findings.notes.add("document.damaged")
        if value is None:
            if element.find(S + "f") is None or (kind == "str" and element.find(S + "v") is not None):
                return None
            # A program that doesn't compute has written this: what the cell would show isn't known.
            typed.notes.add("sheet.formula")
            self._findings.notes.add("sheet.formula")
        elif kind == "n":
            found = shown(float(value), look.code, from_1904=self._from_1904)
            typed.type(found.text, font=look.font, struck=look.struck)
            typed.notes.update(found.notes)
            if found.hidden:
                sheet.unseen.append(typed.paragraph())
                return Paragraph(text="")
            return typed.paragraph()
        elif kind == "s":
            write(typed, value, look)
        elif kind == "b":
            typed.put("TRUE" if value else "FALSE", struck=look.struck)
        elif kind == "e":
            typed.put(value.strip(), struck=look.struck)
            typed.notes.add("sheet.error")
        else:
            raise ValueError(kind)
        return typed.paragraph() if typed.text.strip() or typed.notes else None

    # What stands beside the cells

    def _beside(self, root: etree._Element, related: dict[str, Relationship], sheet: SheetFound) -> None:
        for margin in root.iterfind(S + "headerFooter"):
            for one in margin:
                text = _margin_text(one.text or "")
                if text:
                    part = "header" if one.tag.endswith("Header") else "footer"
                    sheet.asides.append(Paragraph(text=text, part="header" if part == "header" else "footer"))
        for found in related.values():
            if not found.external and found.target in self._package:
                self._beside_part(found, sheet)

    def _beside_part(self, related: Relationship, sheet: SheetFound) -> None:
        if related.kind == "comments":
            for comment in self._package.xml(related.target).iterfind(f"{S}commentList/{S}comment"):
                typed = Typed()
                for inner in comment.iterchildren(S + "text"):
                    write(typed, text_of(inner), Look())
                if typed.text.strip():
                    sheet.asides.append(typed.paragraph("comment"))
        elif related.kind == "drawing":
            drawing = self._package.xml(related.target)
            self._findings.pictures += sum(1 for _ in drawing.iter(_XDR + "pic"))
            if any(True for _ in drawing.iter(_XDR + "graphicFrame")):
                self._findings.notes.add("document.graphic")
            for body in drawing.iter(_XDR + "txBody"):
                if _is_hidden(body.getparent()):
                    # What stands for a control where controls aren't known.
                    continue
                lines = ("".join(node.text or "" for node in p.iter(A + "t")) for p in body.iterchildren(A + "p"))
                sheet.asides += [Paragraph(text=line, part="textbox") for line in lines if line.strip()]


def _is_hidden(shape: etree._Element | None) -> bool:
    told = None if shape is None else shape.find(f"{_XDR}nvSpPr/{_XDR}cNvPr")
    return told is not None and _is_true(told.get("hidden"))


def _margin_text(text: str) -> str:
    """The words of a header or footer without its codes (18.3.1.46)."""
    parts = text.replace("&&", "\x00")
    return _MARGIN_CODE.sub(" ", parts).replace("\x00", "&").strip()


def _is_true(text: str | None) -> bool:
    return (text or "").strip().lower() in _TRUE
