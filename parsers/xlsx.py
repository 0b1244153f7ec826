"""Reads .xlsx and .xlsm: a SpreadsheetML package, transitional or strict, by whatever program.

It is read as the .docx package is, part by part under the same limits: whether a formula has a result, where a text is struck, and what is
hidden stand in the parts themselves. Macros don't run, links aren't followed, formulas aren't computed. Source: ECMA-376-1 18.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forms.errors import OverLimit, Unreadable
from parsers.document import Document, Paragraph
from parsers.docx_names import A, number
from parsers.number_formats import BUILT_IN, shown
from parsers.package import Package, PackageLimits, Relationship, parse_xml
from parsers.sheet_controls import Choice, put_on_cells
from parsers.spreadsheet import CELLS_LIMIT, SheetFound, Span, document
from parsers.typed import Typed
from parsers.xlsx_controls import Controls, ListFound, controls_of, sizes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

__all__ = ["read_xlsx"]

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_LIMITS = PackageLimits(nodes=1_000_000, nodes_with_attributes=3_000_000)
_SHEETS_LIMIT = 256
_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14
_EMPTY = re.compile(rb"<(?:\w+:)?(?:c|row)(?=\s[^<>]*?\br=)[^<>]*/>")
"""Cells that only look like something, and rows of none: most of a sheet that was coloured to its end. One that doesn't say where it is counts."""
_HIDDEN = re.compile(
    rb"""<(?:\w+:)?row(?=[^<>]*?\shidden=["'](?:1|true|on)["'])(?=[^<>]*?\sr=["'](\d{1,7})["'])\s[^<>]*/>"""
)
"""Empty rows that are hidden: they aren't even empty places in the table."""
_PLACED_BY_THE_LAST = re.compile(rb"<(?:\w+:)?(?:c|row)(?=[\s/>])(?![^<>]*?\sr=)")
"""A cell or row that doesn't say where it is: it follows the one before it, though that one be empty."""

_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MARGIN_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d+|[A-Za-z])')
_TRUE = frozenset({"1", "true", "on"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Look:
    """How a cell's text looks, and its number format."""

    font: str = ""
    struck: bool = False
    code: str = "General"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Run:
    text: str
    font: str | None = None
    struck: bool | None = None


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
    if root.tag != _S + "workbook":
        raise Unreadable("unreadable.damaged", reason=name)
    return _Workbook(package, name, root).document()


class _Workbook:
    """A workbook while its sheets are read."""

    def __init__(self, package: Package, name: str, root: etree._Element) -> None:
        self._package = package
        self._root = root
        self._related = package.relationships(name)
        self._findings = _Findings()
        properties = root.find(_S + "workbookPr")
        self._from_1904 = properties is not None and _is_true(properties.get("date1904"))
        self._names = {
            one.get("name", ""): (one.text or "").strip() for one in root.iterfind(f"{_S}definedNames/{_S}definedName")
        }
        self._controlled: list[tuple[SheetFound, Controls, tuple[Callable[[int], float], Callable[[int], float]]]] = []
        self._looks = self._read_looks()
        self._texts = self._read_texts()

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
        found = list(self._root.iterfind(f"{_S}sheets/{_S}sheet"))
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

    # Styles and shared texts

    def _read_looks(self) -> list[_Look]:
        root = self._part("styles")
        if root is None:
            return []
        codes = dict(BUILT_IN)
        for one in root.iterfind(f"{_S}numFmts/{_S}numFmt"):
            codes[number(one.get("numFmtId", ""), -1)] = one.get("formatCode", "")
        fonts = [_font(one) for one in root.iterfind(f"{_S}fonts/{_S}font")]
        looks: list[_Look] = []
        for one in root.iterfind(f"{_S}cellXfs/{_S}xf"):
            index = number(one.get("fontId", ""), -1)
            name, struck = fonts[index] if 0 <= index < len(fonts) else (None, None)
            code = codes.get(number(one.get("numFmtId", ""), 0), "General")
            looks.append(_Look(font=name or "", struck=bool(struck), code=code))
        return looks

    def _read_texts(self) -> list[list[_Run]]:
        root = self._part("sharedStrings")
        return [] if root is None else [list(_runs(one)) for one in root.iterchildren(_S + "si")]

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
        for column in root.iterfind(f"{_S}cols/{_S}col"):
            if _is_true(column.get("hidden")) or column.get("width") in {"0", "0.0"}:
                first = number(column.get("min", ""), 1) - 1
                sheet.hidden_columns.append((first, min(number(column.get("max", ""), 1) - 1, _LAST_COLUMN)))
        self._cells(root, sheet)
        for one in root.iterfind(f"{_S}mergeCells/{_S}mergeCell"):
            span = _span(one.get("ref", ""))
            if span is not None:
                sheet.merged.append(span)
        related = self._package.relationships(name)
        self._controls(root, related, sheet)
        self._beside(root, related, sheet)
        return sheet

    def _controls(self, root: etree._Element, related: dict[str, Relationship], sheet: SheetFound) -> None:
        if not any(one.kind == "vmlDrawing" for one in related.values()) and root.find(f".//{_S}control") is None:
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
        span = _span(reference)
        if chosen and there is not None and span is not None:
            wide = span.right - span.left + 1
            row, column = span.top + (chosen - 1) // wide, span.left + (chosen - 1) % wide
            entry = there.cells.get((row, column)) if row <= span.bottom else None
            text = None if entry is None else entry.text
        return Choice(anchor=found.anchor, text=text, number=chosen)

    def _cells(self, root: etree._Element, sheet: SheetFound) -> None:
        row = -1
        count = 0
        for line in root.iterfind(f"{_S}sheetData/{_S}row"):
            row = number(line.get("r", ""), row + 2) - 1
            if not 0 <= row < _LAST_ROW:
                raise Unreadable("unreadable.damaged", reason=f"row {row + 1}")
            if _is_true(line.get("hidden")) or line.get("ht") in {"0", "0.0"}:
                sheet.hidden_rows.add(row)
            column = -1
            for element in line.iterchildren(_S + "c"):
                place = _PLACE.fullmatch(element.get("r", ""))
                column = column + 1 if place is None else _column(place.group(1))
                paragraph = self._paragraph(element, sheet)
                if paragraph is None:
                    continue
                count += 1
                if count > CELLS_LIMIT:
                    raise OverLimit("limit.cells", limit=CELLS_LIMIT)
                if (row, column) in sheet.cells or not 0 <= column < _LAST_COLUMN:
                    raise Unreadable("unreadable.damaged", reason=element.get("r", "")[:12])
                sheet.cells[row, column] = paragraph

    def _paragraph(self, element: etree._Element, sheet: SheetFound) -> Paragraph | None:
        """What the cell *element* shows; None where it is empty."""
        index = number(element.get("s", ""), 0)
        look = self._looks[index] if 0 <= index < len(self._looks) else _Look()
        kind = element.get("t", "n")
        value = element.findtext(_S + "v")
        typed = Typed()
        if kind == "inlineStr":
            inner = element.find(_S + "is")
            self._write(typed, [] if inner is None else list(_runs(inner)), look)
        elif value is None or not value.strip():
            formula = element.find(_S + "f")
            if formula is None or (value is not None and kind == "str"):
                return None
            # A program that doesn't compute has written this: what the cell would show isn't known.
            typed.notes.add("sheet.formula")
            self._findings.notes.add("sheet.formula")
        elif kind == "s":
            which = number(value, -1)
            if not 0 <= which < len(self._texts):
                raise Unreadable("unreadable.damaged", reason="sharedStrings")
            self._write(typed, self._texts[which], look)
        elif kind in {"str", "d"}:
            self._write(typed, [_Run(text=_unescaped(value))], look)
        elif kind == "b":
            typed.put("TRUE" if _is_true(value.strip()) else "FALSE", struck=look.struck)
        elif kind == "e":
            typed.put(value.strip(), struck=look.struck)
            typed.notes.add("sheet.error")
        else:
            return self._number(value.strip(), look, sheet)
        if not typed.text.strip() and not typed.notes:
            return None
        return typed.paragraph()

    def _number(self, value: str, look: _Look, sheet: SheetFound) -> Paragraph:
        typed = Typed()
        try:
            amount = float(value)
        except ValueError:
            typed.type(value)
            return typed.paragraph()
        found = shown(amount, look.code, from_1904=self._from_1904)
        typed.type(found.text, font=look.font, struck=look.struck)
        typed.notes.update(found.notes)
        if found.hidden:
            sheet.unseen.append(typed.paragraph())
            return Paragraph(text="")
        return typed.paragraph()

    @staticmethod
    def _write(typed: Typed, runs: list[_Run], look: _Look) -> None:
        for run in runs:
            typed.type(
                run.text.replace("\r\n", "\n").replace("\r", "\n"),
                font=look.font if run.font is None else run.font,
                struck=look.struck if run.struck is None else run.struck,
            )

    # What stands beside the cells

    def _beside(self, root: etree._Element, related: dict[str, Relationship], sheet: SheetFound) -> None:
        for margin in root.iterfind(_S + "headerFooter"):
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
            for comment in self._package.xml(related.target).iterfind(f"{_S}commentList/{_S}comment"):
                typed = Typed()
                for inner in comment.iterchildren(_S + "text"):
                    self._write(typed, list(_runs(inner)), _Look())
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


def _runs(item: etree._Element) -> Iterator[_Run]:
    """The runs of a text (18.4.8), without the readings above it."""
    for child in item:
        if child.tag == _S + "t":
            yield _Run(text=_unescaped(child.text or ""))
        elif child.tag == _S + "r":
            name, struck = None, None
            properties = child.find(_S + "rPr")
            if properties is not None:
                name, struck = _font(properties)
            yield _Run(
                text=_unescaped(child.findtext(_S + "t") or ""),
                font=name,
                struck=bool(struck) if properties is not None else None,
            )


def _font(element: etree._Element) -> tuple[str | None, bool | None]:
    """A font's name, and whether it strikes its text; None where it doesn't say."""
    name, struck = None, None
    for child in element:
        if child.tag in {_S + "rFont", _S + "name"}:
            name = child.get("val")
        elif child.tag == _S + "strike":
            struck = _is_true(child.get("val", "1"))
    return name, struck


def _unescaped(text: str) -> str:
    """*text* with characters that XML can't hold put back (22.9.2.19, ST_Xstring)."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)


def _margin_text(text: str) -> str:
    """The words of a header or footer without its codes (18.3.1.46)."""
    parts = text.replace("&&", "\x00")
    return _MARGIN_CODE.sub(" ", parts).replace("\x00", "&").strip()


def _column(letters: str) -> int:
    found = 0
    for letter in letters.upper():
        found = found * 26 + ord(letter) - 64
    return found - 1


def _span(reference: str) -> Span | None:
    """The cells of a reference such as A1:B3; None where it is none."""
    first, _, last = reference.partition(":")
    start, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last or first)
    if start is None or end is None:
        return None
    rows = sorted((int(start.group(2)) - 1, int(end.group(2)) - 1))
    columns = sorted((_column(start.group(1)), _column(end.group(1))))
    return Span(top=rows[0], bottom=rows[1], left=columns[0], right=columns[1])


def _is_true(text: str | None) -> bool:
    return (text or "").strip().lower() in _TRUE
